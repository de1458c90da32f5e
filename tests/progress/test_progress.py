"""Progress is arithmetic that nobody can argue with: each rule once, worked out by hand."""

from __future__ import annotations

import pytest

from anquan_cli.queries.rows import measure_report
from tests.book import Book, measure, one, row, seen

TWO, HALVES = "县水利局、县林业局", "6月底前/12月底前"


def brief(state: object) -> tuple[object, object]:
    return state.status, state.percent  # type: ignore[attr-defined]


# --- cells, and what they add up to ----------------------------------------------------------------


def test_an_untouched_row_is_todo_at_nought() -> None:
    assert brief(row(one("县水利局", "全年"), Book())) == ("todo", 0.0)


def test_cells_are_leaves_times_stages_times_parties() -> None:
    plan = one(TWO, HALVES, "甲", "{text: 乙, units: 县公安局}", "{text: 丙, deadline: 3月底前}")
    cells = seen(plan, Book()).cells(plan.rows[0])
    assert len(cells) == 2 * 2 + 2 * 1 + 1 * 2
    assert {c.party for c in cells if c.slot.leaf == "1.2"} == {"县公安局"}


def test_a_row_without_measures_is_a_leaf_itself() -> None:
    plan = one(TWO, HALVES)
    assert len(seen(plan, Book()).cells(plan.rows[0])) == 4


def test_a_stage_that_no_measure_falls_into_is_the_rows_own() -> None:
    plan = one("县水利局", HALVES, "{text: 甲, deadline: 3月底前}")
    book = Book()
    book.mark("1.1", "done")
    assert brief(row(plan, book)) == ("doing", 50.0)
    assert [s.status for s in row(plan, book).stages] == ["done", "todo"]


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


def test_the_day_of_work_does_not_reorder() -> None:
    plan, book = one("县水利局", "12月底前"), Book()
    book.mark("1", "done", on="2025-05-01")
    book.mark("1", "doing", on="2025-03-01", percent=10)
    assert brief(row(plan, book, "2025-06-01")) == ("doing", 10.0)


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
        ("paused", "todo", ("doing", 0.0)),
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


def test_counts_of_the_parties_add_up_towards_the_items_target() -> None:
    plan, book = one(TWO, "12月底前", "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", "县水利局", count=3)
    book.mark("1.1", "doing", "县林业局", count=4)
    assert brief(measure(plan, book, "1.1")) == ("doing", 70.0)
    book.mark("1.1", "doing", "县林业局", count=5)  # a running total
    assert brief(measure(plan, book, "1.1")) == ("doing", 80.0)
    book.mark("1.1", "doing", "县林业局", count=50)
    assert measure(plan, book, "1.1").percent == 99.0


def test_one_report_of_the_whole_counts_once() -> None:
    plan, book = one(TWO, HALVES, "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", count=4, stage=1)
    assert [c.percent for c in seen(plan, book).cells(plan.rows[0])] == [40, 40, 0, 0]
    book.mark("1.1", "doing", count=4)  # both stages
    progress = seen(plan, book)
    assert [c.percent for c in progress.cells(plan.rows[0])] == [40, 40, 40, 40]
    assert measure_report(progress, *plan.measure("1.1")).counted == 4  # type: ignore[misc]


def test_a_running_total_of_a_later_stage_stands_for_the_earlier_ones() -> None:
    plan, book = one(TWO, HALVES, "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "done", "县水利局", count=4, stage=1)
    book.mark("1.1", "doing", "县水利局", count=6, stage=2)
    book.mark("1.1", "doing", "县林业局", count=2, stage=1)
    assert measure_report(seen(plan, book), *plan.measure("1.1")).counted == 8  # type: ignore[misc]


def test_a_target_for_each_unit_is_each_units_own() -> None:
    plan, book = one(TWO, "12月底前", "{text: 甲, target: {count: 10, per: unit}}"), Book()
    book.mark("1.1", "doing", "县水利局", count=3)
    book.mark("1.1", "doing", "县林业局", count=6)
    assert [c.percent for c in seen(plan, book).cells(plan.rows[0])] == [30, 60]


def test_a_member_that_is_no_party_counts_for_itself_alone() -> None:
    plan, book = one("县安委会各成员单位", "12月底前", "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", "县公安局", count=5)
    assert brief(measure(plan, book, "1.1", unit="县公安局")) == ("doing", 50.0)
    assert brief(measure(plan, book, "1.1", unit="县林业局")) == ("todo", 0.0)
    assert brief(measure(plan, book, "1.1")) == ("doing", 0.0)  # begun; the whole has counted nothing
    book.mark("1.1", "doing", count=8)
    assert brief(measure(plan, book, "1.1", unit="县公安局")) == ("doing", 80.0)  # the whole's is later


def test_a_percent_goes_before_a_count_and_without_either_it_is_nought() -> None:
    plan, book = one("县水利局", "12月底前", "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", percent=5, count=9)
    assert measure(plan, book, "1.1").percent == 5.0
    book.mark("1.1", "doing")
    assert measure(plan, book, "1.1").percent == 0.0
