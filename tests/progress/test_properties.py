"""What holds for every history, however odd."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from anquan_cli.ledger.events import Envelope, Target
from anquan_cli.progress import CLOSED, STATUSES, Progress, fold
from anquan_cli.tasklist.plan import sort_key
from tests.book import plan_of

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
- number: 11
  title: 丙
  deadline: 持续推进
  parts:
    - {sector: 煤矿, units: 县水利局, measures: [一, 二]}
    - {sector: 危化, units: 县林业局、县安委会各成员单位}
""")
IDS = ["1", "2", "11", "11.1", "11.2", *(m.id for r in PLAN.rows for m in r.measures)]
UNITS = [u.name for u in PLAN.register.units]
TODAY = date(2025, 7, 1)
DAYS = st.sampled_from(["2025-01-01", "2025-05-31", "2025-07-01", "2025-07-02", "2025-12-31"])


def event(number: int, op: str, fields: dict[str, object]) -> Envelope:
    blank = Event(
        seq=number, id=f"e{number:04}", ts=f"2025-01-01T00:00:00.{number:06}Z", by="某", op=op,
        targets=(), unit=None, status=None, percent=None, count=None, note="", problem="", next="",
        expected=None, evidence=(), on="2025-01-01", titles={}, undoes=None, wall=None, hash="",
    )  # fmt: skip
    return blank._replace(**fields)  # type: ignore[arg-type]


SOUND = st.fixed_dictionaries(
    {
        "targets": st.lists(
            st.builds(Target, st.sampled_from(IDS), st.sampled_from([None, None, 1, 2])),
            min_size=1,
            max_size=3,
        ).map(tuple),
        "unit": st.sampled_from([None, None, *UNITS]),
        "status": st.sampled_from(STATUSES),
        "percent": st.none() | st.integers(0, 100),
        "count": st.none() | st.integers(0, 12),
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
        "status": st.none() | ODD_TEXT | st.sampled_from(STATUSES),
        "percent": st.none() | st.integers(-5, 10**6),
        "count": st.none() | st.integers(-5, 10**15),
        "on": st.none() | st.sampled_from(["2025-02-30", "", "2025-03-01", "9999-12-31", "0001-01-01"]),
        "titles": st.dictionaries(st.sampled_from(IDS), ODD_TEXT | st.just("甲"), max_size=2),
        "undoes": st.none() | ODD_TEXT | st.integers(1, 12).map(lambda n: f"e{n:04}"),
    }
)


@st.composite
def histories(draw: st.DrawFn, most: int = 12, start: int = 1) -> list[Envelope]:
    """Marks, notes and undos as the program writes them."""
    events: list[Envelope] = []
    for number in range(start, start + draw(st.integers(0, most))):
        op = draw(st.sampled_from(["mark", "mark", "mark", "note", "undo"]))
        fields = dict(draw(SOUND))
        if op != "mark":
            fields["status"] = None
        if op == "undo":
            taken = draw(st.integers(1, number))
            fields |= {"undoes": f"e{taken:04}", "on": None}
        events.append(event(number, op, fields))
    return events


def picture(progress: Progress) -> list[object]:
    """Everything that can be asked of a progress."""
    found: list[object] = []
    for row in PLAN.rows:
        for unit in (None, *UNITS):
            found.append(progress.row(row, unit))
            found += [progress.measure(row, m, unit) for m in row.measures]
        found += [progress.count(row, m, *progress.slots(m)) for m in row.measures]
        found += [progress.entries(row), list(progress.reports_by_others(row))]
    return found


def statuses(progress: Progress) -> list[object]:
    """As the picture, without when something was last said."""
    cells = [c._replace(event=None) for r in PLAN.rows for c in progress.cells(r)]
    return [*cells, *(progress.row(r)._replace(updated=None) for r in PLAN.rows)]


@settings(derandomize=True, deadline=None, max_examples=60)
@given(histories(), st.integers(0, 12))
def test_folding_in_two_goes_is_folding_in_one(events: list[Envelope], cut: int) -> None:
    whole = fold(PLAN, events, TODAY)
    first, rest = events[:cut], events[cut:]
    assert picture(fold(PLAN, rest, TODAY, onto=fold(PLAN, first, TODAY))) == picture(whole)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(events: list[Envelope], dice: object) -> None:
    shuffled = list(events)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert picture(fold(PLAN, shuffled, TODAY)) == picture(fold(PLAN, events, TODAY))


def reached(marked: Event) -> set[object]:
    """The cells that a mark decides, beside ones included."""
    progress = fold(PLAN, [marked], TODAY)
    return {
        (c.slot, c.party)
        for r in PLAN.rows
        for c in [*progress.cells(r), *progress.reports_by_others(r), *(x for u in UNITS for x in progress.cells(r, None, u))]
        if c.event
    }  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=120)
@given(histories(most=6), SOUND, SOUND)
def test_marks_of_different_cells_may_be_exchanged(
    before: list[Envelope], one: dict[str, object], other: dict[str, object]
) -> None:
    first, second = event(901, "mark", one), event(902, "mark", other)
    if reached(first) & reached(second):
        return
    swapped = [event(902, "mark", one), event(901, "mark", other)]
    ahead = statuses(fold(PLAN, [*before, first, second], TODAY))
    assert statuses(fold(PLAN, [*before, *swapped], TODAY)) == ahead


@settings(derandomize=True, deadline=None, max_examples=60)
@given(histories(), SOUND, st.sampled_from(["mark", "note"]))
def test_a_mark_taken_back_leaves_the_state_before(
    events: list[Envelope], fields: dict[str, object], op: str
) -> None:
    entry = event(900, op, fields)
    undo = event(901, "undo", {"targets": entry.targets, "undoes": entry.id, "on": None})
    redo = event(902, "undo", {"targets": entry.targets, "undoes": undo.id, "on": None})
    before, with_it = fold(PLAN, events, TODAY), fold(PLAN, [*events, entry], TODAY)
    assert picture(fold(PLAN, [*events, entry, undo], TODAY)) == picture(before)
    assert picture(fold(PLAN, [*events, entry, undo, redo], TODAY)) == picture(with_it)


@settings(derandomize=True, deadline=None, max_examples=120)
@given(st.lists(st.tuples(st.sampled_from(["mark", "note", "undo", "merge", ""]), ODD), max_size=10))
def test_no_history_makes_it_raise(drawn: list[tuple[str, dict[str, object]]]) -> None:
    events = [event(n, op, fields) for n, (op, fields) in enumerate(drawn, start=1)]
    progress = fold(PLAN, events, TODAY)
    picture(progress)
    for row in PLAN.rows:
        percent = progress.row(row).percent
        assert percent is None or 0 <= percent <= 100


@settings(derandomize=True, deadline=None, max_examples=150)
@given(histories())
def test_status_percent_stages_and_lights_never_contradict_each_other(events: list[Envelope]) -> None:
    progress = fold(PLAN, events, TODAY)
    for row in PLAN.rows:
        cells = progress.cells(row)
        state = progress.row(row)
        applicable = [c.status for c in cells if c.status != "na"]
        assert (state.percent is None) == (state.status == "na") == (not applicable)
        everything = bool(applicable) and {*applicable} <= {"done", "verified"}
        assert (state.percent == 100.0) == (state.status in ("done", "verified")) == everything
        if state.percent is not None:
            assert 0 <= state.percent <= 100 and round(state.percent, 1) == state.percent
        if state.status == "todo":
            assert state.percent == 0 and {*applicable} == {"todo"}
        assert (state.status in CLOSED) == all(s.status in CLOSED for s in state.stages)
        assert (state.light == "red") == (state.overdue_days is not None)
        if state.status in CLOSED:
            assert (state.light, state.overdue_days, state.behind) == ("green", None, None)
        for stage in state.stages:
            assert stage.overdue_days is None or (stage.due and stage.due < TODAY)
            assert stage.late_days is None or stage.status in ("done", "verified")


@settings(derandomize=True, deadline=None, max_examples=60)
@given(histories())
def test_an_earlier_day_does_not_know_of_later_work(events: list[Envelope]) -> None:
    early = date(2025, 5, 31)
    known = [e for e in events if e.op == "undo" or str(e.on) <= str(early)]
    assert picture(fold(PLAN, events, early)) == picture(fold(PLAN, known, early))


def test_the_ids_of_the_tests_list_are_what_they_seem() -> None:
    assert sorted(IDS, key=sort_key)[:4] == ["1", "2", "2.1", "2.2"]
