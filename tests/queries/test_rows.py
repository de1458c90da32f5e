"""What is told of a row."""

from __future__ import annotations

from anquan_cli.party import Unit
from anquan_cli.queries.rows import entries_of
from anquan_cli.tasklist.plan import Item
from tests.book import Book, one, seen

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
