"""What holds for every history, however odd."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from anquan_cli.ledger.events import Envelope, Target
from anquan_cli.party import OFFICE, Unit
from anquan_cli.progress import CLOSED, STATUSES, Progress, covered, fold
from anquan_cli.tasklist.assignment import parties
from anquan_cli.tasklist.plan import Item, sort_key
from tests.book import plan_of
from tests.entries import event as entry_of

PLAN = plan_of("""\
- {number: 1, title: 甲, units: 县安委会各成员单位, deadline: 全年}
- number: 2
  title: 乙
  units: 县水利局、县林业局
  deadline: 6月底前/12月底前
  measures:
    - {text: 一, deadline: 3月底前, units: 县公安局}
    - {text: 二, target: {count: 10}}
    - {text: 三, target: {count: 3, per: unit}}
- {number: 3, title: 周报, units: 有关部门, deadline: 每月15日前}
- number: 11
  title: 丙
  deadline: 持续推进
  parts:
    - {sector: 煤矿, units: 县水利局, measures: [一, 二]}
    - {sector: 危化, units: 县林业局、县安委会各成员单位}
""")
ITEMS = [i for r in PLAN.rows for i in (Item(r), *Item(r).measures())]
IDS = [*dict.fromkeys([*(str(r.number) for r in PLAN.rows), *(i.id for i in ITEMS)])]
UNITS = [Unit(u.name) for u in PLAN.register.units]
TODAY = date(2025, 7, 1)
DAYS = st.sampled_from(["2025-01-01", "2025-05-31", "2025-07-01", "2025-07-02", "2025-12-31"])


def event(number: int, op: str, fields: dict[str, Any]) -> Envelope:
    """A record with this number, one microsecond after the one before."""
    given_ = {k: v for k, v in fields.items() if k != "targets"}
    inner = entry_of(op, fields.get("targets", ()), **given_)
    return Envelope(number, f"e{number:04}", f"2025-01-01T00:00:00.{number:06}Z", "某", inner, None, "")


SOUND = st.fixed_dictionaries(
    {
        "targets": st.lists(
            st.builds(Target, st.sampled_from(IDS), st.sampled_from([None, None, 1, 2])),
            min_size=1,
            max_size=3,
        ).map(tuple),
        "unit": st.sampled_from([None, None, *UNITS]),
        "status": st.sampled_from(STATUSES),
        "percent": st.none() | st.integers(0, 99),
        "count": st.none() | st.integers(0, 12),
        "reopen": st.sampled_from([None, (), *((i,) for i in IDS)]),
        "on": DAYS,
    }
)
ODD_TEXT = st.sampled_from(["", "0", "99", "1.", ".1", "2.9", "11.1.1.1", "一", "a\x00"])
ODD = st.fixed_dictionaries(
    {
        "targets": st.lists(
            st.builds(Target, st.sampled_from(IDS) | ODD_TEXT, st.none() | st.integers(1, 10**9)), max_size=3
        ).map(tuple),
        "unit": st.none() | ODD_TEXT | st.sampled_from(UNITS),
        "status": st.sampled_from(STATUSES),
        "percent": st.none() | st.integers(0, 100),
        "count": st.none() | st.integers(0, 10**15),
        "reopen": st.none() | st.lists(ODD_TEXT, max_size=2).map(tuple),
        "on": st.none() | st.sampled_from(["2025-02-30", "", "2025-03-01", "9999-12-31", "0001-01-01"]),
        "titles": st.dictionaries(st.sampled_from(IDS), ODD_TEXT | st.just("甲"), max_size=2),
        "undoes": st.none() | ODD_TEXT | st.integers(1, 12).map(lambda n: f"e{n:04}"),
    }
)


@st.composite
def histories(draw: st.DrawFn, most: int = 12) -> list[Envelope]:
    """Marks, notes and undos as the program writes them."""
    events: list[Envelope] = []
    for number in range(1, 1 + draw(st.integers(0, most))):
        op = draw(st.sampled_from(["mark", "mark", "mark", "note", "undo"]))
        fields = dict(draw(SOUND))
        if op == "undo":
            fields["undoes"] = f"e{draw(st.integers(1, number)):04}"
        events.append(event(number, op, fields))
    return events


def picture(progress: Progress) -> list[object]:
    """Everything that can be asked of a progress."""
    found: list[object] = []
    for item in ITEMS:
        found += [progress.item(item, unit) for unit in (None, *UNITS)]
        found += [progress.count(item), progress.reports(item), progress.entries(item)]
        found += [list(progress.reports_by_others(item)), progress.cells(item)]
    return found


def statuses(progress: Progress) -> list[object]:
    """As the picture, without when something was last said and by which entry."""
    cells = [
        (p, c._replace(event=None, percent_by=None, done_by=None, parties=()))
        for i in ITEMS
        for c in progress.cells(i)
        for p in c.parties
    ]
    return [*cells, *(progress.item(i)._replace(updated=None) for i in ITEMS)]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(histories(), st.lists(st.tuples(st.sampled_from(["mark", "note"]), SOUND), min_size=1, max_size=3))
def test_continuing_a_state_is_folding_all_of_it(
    events: list[Envelope], later: list[tuple[str, dict[str, Any]]]
) -> None:
    """`extended` takes one step for a mark that is the latest, and folds again for more or what reaches before."""
    more = [event(901 + n, op, fields) for n, (op, fields) in enumerate(later)]
    before = fold(PLAN, events, TODAY)
    was = picture(before)
    assert picture(before.extended(more)) == picture(fold(PLAN, [*events, *more], TODAY))
    assert picture(before) == was, "the state that is continued stays as it is"


@settings(derandomize=True, deadline=None, max_examples=40)
@given(histories(), st.integers(0, 10**6))
def test_the_order_of_arrival_does_not_matter(events: list[Envelope], dice: int) -> None:
    shuffled = list(events)
    random.Random(dice).shuffle(shuffled)
    assert picture(fold(PLAN, shuffled, TODAY)) == picture(fold(PLAN, events, TODAY))


def reached(marked: Envelope) -> set[object]:
    """The cells that a mark covers, beside ones included, and whose counts."""
    return {
        (leaf.id, stage, party)
        for t in marked.targets
        for leaf, stage in covered(PLAN, t, marked.author)
        for party in (parties(PLAN, leaf.units) if marked.author is OFFICE else (marked.author,))
    }


@settings(derandomize=True, deadline=None, max_examples=60)
@given(histories(most=6), SOUND, SOUND)
def test_marks_of_different_cells_may_be_exchanged(
    before: list[Envelope], one: dict[str, Any], other: dict[str, Any]
) -> None:
    one, other = ({**f, "on": "2025-07-01", "count": None, "reopen": ()} for f in (one, other))
    first, second = event(901, "mark", one), event(902, "mark", other)
    if reached(first) & reached(second) or "todo" in (one["status"], other["status"]):
        return  # a todo of every stage ends a count beyond its own cells
    swapped = [event(902, "mark", one), event(901, "mark", other)]
    ahead = statuses(fold(PLAN, [*before, first, second], TODAY))
    assert statuses(fold(PLAN, [*before, *swapped], TODAY)) == ahead


@settings(derandomize=True, deadline=None, max_examples=40)
@given(histories(), SOUND, st.sampled_from(["mark", "note"]))
def test_a_mark_taken_back_leaves_the_state_before(
    events: list[Envelope], fields: dict[str, Any], op: str
) -> None:
    entry = event(900, op, fields)
    undo = event(901, "undo", {"targets": entry.targets, "undoes": entry.id})
    redo = event(902, "undo", {"targets": entry.targets, "undoes": undo.id})
    before, with_it = fold(PLAN, events, TODAY), fold(PLAN, [*events, entry], TODAY)
    assert picture(fold(PLAN, [*events, entry, undo], TODAY)) == picture(before)
    assert picture(fold(PLAN, [*events, entry, undo, redo], TODAY)) == picture(with_it)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(histories(), SOUND)
def test_repeating_a_mark_changes_nothing(events: list[Envelope], fields: dict[str, Any]) -> None:
    fields = {**fields, "on": "2025-07-01", "reopen": ()}
    once = [*events, event(901, "mark", fields)]
    assert statuses(fold(PLAN, [*once, event(902, "mark", fields)], TODAY)) == statuses(
        fold(PLAN, once, TODAY)
    )


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["mark", "note", "undo", "merge", ""]), ODD), max_size=10))
def test_no_history_makes_it_raise(drawn: list[tuple[str, dict[str, Any]]]) -> None:
    progress = fold(PLAN, [event(n, op, fields) for n, (op, fields) in enumerate(drawn, start=1)], TODAY)
    picture(progress)
    for item in ITEMS:
        percent = progress.item(item).percent
        assert percent is None or 0 <= percent <= 100


@settings(derandomize=True, deadline=None, max_examples=75)
@given(histories())
def test_status_percent_stages_and_lights_never_contradict_each_other(events: list[Envelope]) -> None:
    progress = fold(PLAN, events, TODAY)
    for row in map(Item, PLAN.rows):
        cells, state = progress.cells(row), progress.item(row)
        applicable = [c.status for c in cells if c.status != "na"]
        assert (state.percent is None) == (state.status == "na") == (not applicable)
        everything = bool(applicable) and {*applicable} <= {"done", "verified"}
        assert (state.percent == 100.0) == (state.status in ("done", "verified")) == everything
        assert (state.light == "red") == (state.overdue_days is not None)
        if state.status in CLOSED:
            assert (state.light, state.overdue_days, state.behind) == ("green", None, None)
        for stage in state.stages:
            assert stage.overdue_days is None or (stage.due and stage.due < TODAY)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(histories())
def test_an_earlier_day_does_not_know_of_later_work(events: list[Envelope]) -> None:
    early = date(2025, 5, 31)
    known = [e for e in events if e.op == "undo" or str(e.on) <= str(early)]
    assert picture(fold(PLAN, events, early)) == picture(fold(PLAN, known, early))


@settings(derandomize=True, deadline=None, max_examples=40)
@given(histories())
def test_what_goes_on_from_day_to_day_comes_to_what_each_day_is_by_itself(events: list[Envelope]) -> None:
    now = fold(PLAN, events, date.min)
    for day in (date(2025, 1, 1), date(2025, 5, 31), date(2025, 6, 1), TODAY, date(2025, 12, 31)):
        then = fold(PLAN, events, day)
        assert picture(now.go_on(day)) == picture(then)
        assert (now.effective, now.state) == (then.effective, then.state)
        assert (now.renamed, now.orphaned, now.strange) == (then.renamed, then.orphaned, then.strange)
        for item in ITEMS:
            assert now.entries(item) == then.entries(item)


def test_the_ids_of_the_tests_list_are_what_they_seem() -> None:
    assert sorted(IDS, key=sort_key)[:4] == ["1", "2", "2.1", "2.2"]
