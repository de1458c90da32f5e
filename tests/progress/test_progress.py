"""Progress is arithmetic that nobody can argue with: each rule once, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from anquan_cli.documents.ledger_warnings import ledger_warnings
from anquan_cli.ledger.events import Target
from anquan_cli.party import COLLECTIVE, Unit
from anquan_cli.progress import Cell, rounded
from anquan_cli.progress.stages import changes
from anquan_cli.progress.state import CellState, State, _mark, apply
from anquan_cli.queries.rows import entries_of
from anquan_cli.tasklist.plan import Item, Plan
from tests.book import Book, brief, measure, one, row, seen
from tests.conftest import Calls
from tests.entries import event

TWO, HALVES = "县水利局、县林业局", "6月底前/12月底前"


def cells(plan: Plan, book: Book, item: str = "1") -> list[Cell]:
    found = plan.item(item)
    assert found
    return [c._replace(parties=(p,)) for c in seen(plan, book).cells(found) for p in c.parties]


def counted(plan: Plan, book: Book, item: str) -> int | None:
    found = plan.item(item)
    assert found
    return seen(plan, book).count(found)


# --- cells, and what they add up to ----------------------------------------------------------------


def test_an_untouched_row_is_todo_at_nought() -> None:
    assert brief(row(one("县水利局", "全年"), Book())) == ("todo", 0.0)


def test_cells_are_leaves_times_stages_times_parties() -> None:
    plan = one(TWO, HALVES, "甲", "{text: 乙, units: 县公安局}", "{text: 丙, deadline: 3月底前}")
    found = cells(plan, Book())
    assert len(found) == 2 * 2 + 2 * 1 + 1 * 2
    assert {c.parties for c in found if c.leaf.id == "1.2"} == {("县公安局",)}


def test_a_row_without_measures_is_a_leaf_itself() -> None:
    plan = one(TWO, HALVES)
    assert len(cells(plan, Book())) == 4


def test_a_stage_that_no_measure_falls_into_is_left_out() -> None:
    plan = one("县水利局", HALVES, "{text: 甲, deadline: 3月底前}")
    book = Book()
    book.mark("1.1", "done")
    assert brief(row(plan, book)) == ("done", 100.0)
    assert [s.status for s in row(plan, book).stages] == ["done"]


def test_a_measures_own_date_belongs_to_the_first_stage_that_is_not_earlier_else_to_the_last() -> None:
    plan = one(
        "县水利局",
        HALVES,
        "{text: 甲, deadline: 6月30日前}",
        "{text: 乙, deadline: 7月1日前}",
        "{text: 丙, deadline: 2026年3月底前}",
        "{text: 丁, deadline: 长期坚持}",
    )
    assert [[s.belongs for s in m.stages] for m in plan.rows[0].measures] == [[1], [2], [2], [2]]
    book = Book()
    book.mark("1", "done", stage=2)
    assert [s.status for s in row(plan, book).stages] == ["todo", "done"]
    assert [measure(plan, book, f"1.{n}").status for n in (1, 2, 3, 4)] == ["todo", "done", "done", "done"]


def test_who_is_done_with_an_item_is_told_by_its_own_cells_wherever_else_it_reports() -> None:
    """县水利局 reports beside on 县林业局's measure: what is its own is open."""
    plan, book = (
        one("县公安局", "12月底前", "{text: 甲, units: 县水利局}", "{text: 乙, units: 县林业局}"),
        Book(),
    )
    book.mark("1.2", "done", "县林业局")
    book.mark("1.2", "doing", "县水利局")
    found = plan.item("1")
    assert found and seen(plan, book).done(found, 1) == ("县林业局",)


def test_done_ends_a_percent_even_where_it_is_said_again() -> None:
    """done --percent 100 is taken, and is no percent that a later doing would keep."""
    plan, book = one("县水利局", "12月底前"), Book()
    book.mark("1", "done", percent=100)
    book.mark("1", "doing", reopen=("1",))
    assert brief(row(plan, book)) == ("doing", 0.0)


def test_the_latest_event_that_covers_a_cell_decides_it() -> None:
    plan = one(TWO, "12月底前", "甲", "乙", "丙", "丁")
    book = Book()
    book.mark("1", "done")
    assert brief(row(plan, book)) == ("done", 100.0)
    book.mark("1.3", "doing", percent=50)  # two of eight cells at 50
    assert brief(row(plan, book)) == ("doing", 87.5)
    book.mark("1", "done", "县林业局")  # its column
    assert brief(row(plan, book)) == ("doing", 93.7)  # 750 / 8 = 93.75, rounded down
    assert brief(measure(plan, book, "1.3")) == ("doing", 75.0)
    book.mark("1.3", "done", "县水利局")
    assert brief(row(plan, book)) == ("done", 100.0)


def test_the_day_of_work_comes_before_the_moment_of_recording() -> None:
    plan, book = one("县水利局", "12月底前"), Book()
    book.mark("1", "done", on="2025-05-01")
    book.mark("1", "doing", on="2025-03-01", percent=10)
    assert brief(row(plan, book, "2025-06-01")) == ("done", 100.0)
    assert brief(row(plan, book, "2025-04-01")) == ("doing", 10.0)
    book.mark(
        "1", "doing", on="2025-05-01", percent=20, reopen=("1",)
    )  # the same day: recorded later decides
    assert brief(row(plan, book, "2025-06-01")) == ("doing", 20.0)


def test_an_entry_counts_from_its_day_of_work_on() -> None:
    plan, book = one("县水利局", "12月底前"), Book()
    book.mark("1", "doing", on="2025-03-01", percent=10)
    book.mark("1", "done", on="2025-05-01")
    assert [row(plan, book, f"2025-0{m}-01").status for m in (2, 3, 4, 5)] == [
        "todo",
        "doing",
        "doing",
        "done",
    ]


# --- percent and status ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("na", "na", ("na", None)),
        ("na", "todo", ("todo", 0.0)),
        ("na", "done", ("done", 100.0)),
        ("verified", "verified", ("verified", 100.0)),
        ("verified", "na", ("verified", 100.0)),
        ("verified", "done", ("done", 100.0)),
        ("paused", "paused", ("paused", 0.0)),
        ("paused", "done", ("paused", 50.0)),
        ("paused", "na", ("paused", 0.0)),
        ("paused", "todo", ("todo", 0.0)),
        ("paused", "doing", ("doing", 0.0)),
        ("done", "todo", ("doing", 50.0)),
        ("doing", "todo", ("doing", 0.0)),
    ],
)
def test_the_one_word_for_two_cells(first: str, second: str, expected: tuple[str, float | None]) -> None:
    plan, book = one(TWO, "12月底前"), Book()
    book.mark("1", first, "县水利局")
    book.mark("1", second, "县林业局")
    assert brief(row(plan, book)) == expected


def test_percent_is_never_more_than_99_while_doing_and_rounded_down() -> None:
    plan, book = one(TWO + "、县公安局", "12月底前"), Book()
    book.mark("1", "doing", "县水利局", percent=100)
    assert row(plan, book).percent == 33.0
    book.mark("1", "done")
    book.mark("1", "doing", "县水利局", percent=99)
    assert row(plan, book).percent == 99.6  # 299 / 3 = 99.67
    book.mark("1", "paused", "县水利局", percent=60)
    assert row(plan, book).percent == 66.6


@pytest.mark.no_cover
def test_a_record_of_many_stages_that_there_are_none_of_is_told_and_counted_once() -> None:
    """A line of 1 MB holds 20,000 of them; each told after all the others would take minutes."""
    plan, book = one(TWO, "6月底前/12月底前"), Book()
    targets = tuple(Target("1", stage) for stage in range(3, 20_003))
    entry = book._add(event("mark", targets, status="done", unit=None, on="2025-01-01", reopen=()))
    progress = seen(plan, book)
    assert progress.orphaned == {entry.id: dict.fromkeys(targets)}
    assert progress.entries(Item(plan.rows[0])) == [entry]
    assert entries_of(progress, Item(plan.rows[0]), None) == []
    assert ledger_warnings(progress, day_given=True)[0].startswith(
        "警告：第1项的阶段有变动（增减了，或换了日期），1条"
    )
    assert progress._entries == {"1": [entry]}


def test_counts_of_the_parties_add_up_towards_the_items_target() -> None:
    plan, book = one(TWO, "12月底前", "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", "县水利局", count=3)
    book.mark("1.1", "doing", "县林业局", count=4)
    assert brief(measure(plan, book, "1.1")) == ("doing", 70.0)
    book.mark("1.1", "doing", "县林业局", count=5)  # a running total
    assert brief(measure(plan, book, "1.1")) == ("doing", 80.0)
    book.mark("1.1", "doing", "县林业局", count=50)
    assert measure(plan, book, "1.1").percent == 99.0


def test_what_the_office_counts_is_the_items_total_and_nobodys_own() -> None:
    plan, book = one(TWO, HALVES, "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", count=4, stage=1)
    assert [rounded(c.percent) for c in cells(plan, book)] == [0.0] * 4
    assert (brief(measure(plan, book, "1.1")), counted(plan, book, "1.1")) == (("doing", 40.0), 4)
    book.mark("1.1", "doing", count=4)  # both stages: a total, so it is not added
    assert (brief(measure(plan, book, "1.1")), counted(plan, book, "1.1")) == (("doing", 40.0), 4)


def test_a_running_total_of_a_later_stage_stands_for_the_earlier_ones() -> None:
    plan, book = one(TWO, HALVES, "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "done", "县水利局", count=4, stage=1)
    book.mark("1.1", "doing", "县水利局", count=6, stage=2)
    book.mark("1.1", "doing", "县林业局", count=2, stage=1)
    assert counted(plan, book, "1.1") == 8


def test_a_target_for_each_unit_is_each_units_own() -> None:
    plan, book = one(TWO, "12月底前", "{text: 甲, target: {count: 10, per: unit}}"), Book()
    book.mark("1.1", "doing", "县水利局", count=3)
    book.mark("1.1", "doing", "县林业局", count=6)
    assert [rounded(c.percent) for c in cells(plan, book)] == [30.0, 60.0]


def test_a_target_for_each_unit_is_over_all_stages_for_the_whole_as_for_each() -> None:
    """Three times a year, a report every quarter: four cells of each, which count with what it has reached."""
    plan, book = one(TWO, "每季度", "{text: 甲, target: {count: 3, per: unit}}"), Book()

    def stand() -> list[float | None]:
        return [measure(plan, book, "1.1", unit=u).percent for u in (None, "县水利局", "县林业局")]

    assert stand() == [0.0, 0.0, 0.0]
    book.mark("1.1", "doing", "县水利局", count=3, stage=2)
    assert stand() == [49.5, 99.0, 0.0]
    assert row(plan, book).percent == 49.5
    book.mark("1.1", "doing", "县林业局", count=1, stage=2)
    assert stand() == [66.1, 99.0, 33.3]  # (4 × 99 + 4 × 33.33…) / 8
    book.mark("1.1", "done", "县水利局")
    assert stand() == [66.6, 100.0, 33.3]
    book.mark("1.1", "na", "县林业局", stage=1)
    assert stand() == [71.4, 100.0, 33.3]  # 500 / 7
    book.mark("1.1", "paused", "县林业局", stage=2)
    assert stand() == [71.4, 100.0, 33.3]  # a count stands, whatever its status


def test_what_a_unit_has_counted_is_not_the_progress_of_the_others_together() -> None:
    plan, book = one("县水利局、各乡镇", "12月底前", "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", "县水利局", count=9)
    item = Item(plan.rows[0], plan.rows[0].measures[0])
    columns = [seen(plan, book).item(item, p).percent for p in (Unit("县水利局"), COLLECTIVE)]
    assert (measure(plan, book, "1.1").percent, columns) == (90.0, [90.0, 0.0])


def test_a_unit_beside_counts_for_itself_alone() -> None:
    """有关部门, and nobody says which: all of them together are one party, each unit reports beside."""
    plan, book = one("有关部门", "12月底前", "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", "县公安局", count=5)
    assert brief(measure(plan, book, "1.1", unit="县公安局")) == ("doing", 0.0)  # its count moves no percent
    assert brief(measure(plan, book, "1.1")) == ("doing", 0.0)  # begun; the whole has counted nothing
    assert brief(measure(plan, book, "1.1", unit="县林业局")) == ("doing", 0.0)  # as the whole stands
    book.mark("1.1", "doing", count=8)
    assert brief(measure(plan, book, "1.1")) == ("doing", 80.0)
    assert brief(measure(plan, book, "1.1", unit="县公安局")) == ("doing", 0.0)
    assert brief(measure(plan, book, "1.1", unit="县林业局")) == ("doing", 80.0)


def test_a_mark_keeps_what_it_does_not_name_and_the_greater_of_percent_and_count_is_the_items() -> None:
    plan, book = one("县水利局", "12月底前", "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", percent=5, count=9)
    assert (measure(plan, book, "1.1").percent, rounded(cells(plan, book)[0].percent)) == (90.0, 5.0)
    book.mark("1.1", "doing")
    assert (measure(plan, book, "1.1").percent, rounded(cells(plan, book)[0].percent)) == (90.0, 5.0)
    book.mark("1.1", "doing", percent=95)
    assert measure(plan, book, "1.1").percent == 95.0
    book.mark("1.1", "todo")  # of every stage: it ends percent and count
    book.mark("1.1", "doing")
    assert (measure(plan, book, "1.1").percent, counted(plan, book, "1.1")) == (0.0, None)


class Walked(list[Cell]):
    """Cells that tell how often all of them have been looked through."""

    walks = 0

    def __iter__(self) -> Iterator[Cell]:
        self.walks += 1
        return super().__iter__()


def test_a_rows_cells_are_looked_through_as_often_whatever_number_of_measures_has_dates() -> None:
    walks = []
    for number in (2, 20):
        plan = one("县水利局", HALVES, *(f"{{text: 甲{n}, deadline: 每月}}" for n in range(number)))
        progress, item = seen(plan, Book()), plan.item("1")
        assert item
        found = Walked(progress.cells(item))
        assert len(found) == 12 * number
        progress._state(item, found, None)
        walks.append(found.walks)
    assert walks[0] == walks[1]


class Looked(dict[Unit, CellState]):
    """Reports that tell how often all of them have been looked through."""

    walks = 0

    def keys(self) -> Any:
        self.walks += 1
        return super().keys()

    def __iter__(self) -> Iterator[Unit]:
        self.walks += 1
        return super().__iter__()


def test_what_one_unit_reports_beside_does_not_cost_what_all_others_have_reported() -> None:
    plan, mark = one("县水利局", "全年"), Target("1", 1)
    reports = Looked({Unit("县财政局"): CellState()})
    state = State({}, {("1", 1): reports}, {}, {})
    book = Book()
    book.mark("1", "doing", unit="县公安局")
    (entry,) = seen(plan, book).effective
    after = apply(plan, state, entry, [mark])
    assert [*after.beside["1", 1]] == ["县财政局", "县公安局"]
    assert (len(reports), reports.walks) == (1, 1)  # continued: copied once, and left as it was
    reports.walks = 0
    _mark(plan, state, entry, [mark])
    assert (len(reports), reports.walks) == (2, 0)


def test_what_a_mark_of_all_stages_changes_costs_no_square_of_the_stages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each party's column is looked up once before and once after, of however many stages."""
    plan, book = one(TWO, "每周"), Book()
    before = seen(plan, book)
    book.mark("1", "done")
    after, looked = seen(plan, book), Calls(monkeypatch, "anquan_cli.progress.stages._standings")
    found = changes(before, after, [Target("1", None)], None, False)
    assert (len(found) > 50, looked.count) == (True, 2 + 2 * 2)
