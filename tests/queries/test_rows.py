"""What is told of a row."""

from __future__ import annotations

import pytest

from anquan_cli.party import Unit
from anquan_cli.queries.rows import Query, entries_of, rows
from anquan_cli.tasklist.plan import Item
from tests.book import Book, one, plan_of, seen

WATER, FOREST = Unit("县水利局"), Unit("县林业局")


def test_a_word_of_the_office_that_changes_nothing_of_a_unit_is_not_told_of_it() -> None:
    """The office goes on with what others have not done: a bureau that has finished stays 已完成, and its paper says so."""
    plan, book = one("县水利局、县林业局", "6月底前"), Book()
    remark = book.note("1", on="2025-03-01")
    done = book.mark("1", "done", WATER, on="2025-03-24")
    going = book.mark("1", "doing", percent=85, on="2025-06-19")
    progress = seen(plan, book, "2025-06-30")
    row = Item(plan.rows[0])
    assert entries_of(progress, row, WATER) == [remark, done]
    assert entries_of(progress, row, FOREST) == [remark, going]
    assert entries_of(progress, row, None) == [remark, done, going]


def test_what_the_office_strikes_off_is_told_of_the_unit() -> None:
    plan, book = one("县水利局、县林业局", "6月底前"), Book()
    done = book.mark("1", "done", WATER, on="2025-03-24")
    verified = book.mark("1", "verified", on="2025-04-01")
    progress = seen(plan, book, "2025-06-30")
    assert entries_of(progress, Item(plan.rows[0]), WATER) == [done, verified]


@pytest.mark.parametrize(
    ("key", "order"),
    [
        ("id", ["1", "2", "3", "10"]),
        ("due", ["3", "1", "10", "2"]),  # March, June, September; nothing is due of what is done
        ("status", ["1", "3", "10", "2"]),  # 未启动, 未启动, 推进中, 已完成
        ("unit", ["2", "10", "1", "3"]),  # 公, 林, 水; then by number
    ],
)
def test_rows_are_sorted_as_asked(key: str, order: list[str]) -> None:
    tasks = [
        (1, "县水利局", "6月底前"),
        (2, "县公安局", "2月底前"),
        (3, "县水利局", "3月底前"),
        (10, "县林业局", "9月底前"),
    ]
    plan = plan_of("".join(f"- {{number: {n}, title: 甲, units: {u}, deadline: {d}}}\n" for n, u, d in tasks))
    book = Book()
    book.mark("2", "done", on="2025-02-01")
    book.mark("10", "doing", on="2025-02-01")
    found = rows(seen(plan, book, "2025-02-10"), Query(sort=key))
    assert [r.row.id for r in found] == order
