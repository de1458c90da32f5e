"""The year's course: a point for every Sunday and for the last day, whatever the year and the day."""

from __future__ import annotations

from datetime import date

import pytest

from anquan_cli.party import Unit
from anquan_cli.progress import Progress
from anquan_cli.queries.overview import overview
from anquan_cli.queries.trend import trend
from anquan_cli.tasklist.plan import Plan
from tests.book import Book, plan_of, seen

TWO = """\
- {number: 1, title: 甲事, units: 县水利局, deadline: 6月底前}
- {number: 2, title: 乙事, units: 县林业局, deadline: 全年}
"""


def two() -> tuple[Plan, Book]:
    plan, book = plan_of(TWO), Book()
    book.mark("1", "done", "县水利局", on="2025-01-10")
    book.mark("2", "doing", "县林业局", percent=50, on="2025-01-19")
    return plan, book


def points(until: str, unit: str | None = None) -> list[tuple[str, float | None, float]]:
    plan, book = two()

    def progress_at(day: date) -> Progress:
        return seen(plan, book, day.isoformat())

    found = trend(2025, date.fromisoformat(until), progress_at, Unit(unit) if unit else None)
    return [(w.day.isoformat(), w.percent, w.elapsed) for w in found]


def test_every_sunday_and_the_last_day_have_their_rate_and_elapsed_share() -> None:
    """Of two rows one is done on 10 January: 50 %; with the other half done: 75 %. Days over 365, rounded down."""
    assert points("2025-01-21") == [
        ("2025-01-05", 0.0, 1.3),
        ("2025-01-12", 50.0, 3.2),
        ("2025-01-19", 75.0, 5.2),
        ("2025-01-21", 75.0, 5.7),
    ]


def test_the_course_is_the_same_where_one_progress_goes_on_through_the_year() -> None:
    plan, book = two()
    days = trend(2025, date(2025, 1, 21), seen(plan, book, "0001-01-01").go_on)
    assert [(w.day.isoformat(), w.percent, w.elapsed) for w in days] == points("2025-01-21")


def test_a_unit_is_measured_by_its_own_rows() -> None:
    assert [percent for _, percent, _ in points("2025-01-19", "县水利局")] == [0.0, 100.0, 100.0]
    assert {percent for _, percent, _ in points("2025-01-19", "县公安局")} == {None}


@pytest.mark.parametrize(
    ("until", "count", "last"),
    [
        ("2024-12-31", 0, None),
        ("2025-01-01", 1, "2025-01-01"),
        ("2025-01-05", 1, "2025-01-05"),
        ("2025-12-31", 53, "2025-12-31"),
        ("2027-01-01", 53, "2025-12-31"),
    ],
)
def test_the_course_keeps_within_the_lists_year(until: str, count: int, last: str | None) -> None:
    found = points(until)
    assert len(found) == count and (found[-1][0] if found else None) == last


def test_the_course_ends_at_the_rate_of_the_overview() -> None:
    """Also where a target is shared and a measure is nobody's business: the overview goes another way."""
    plan, book = (
        plan_of(
            "- number: 1\n  title: 甲事\n  units: 县水利局、县林业局\n  deadline: 全年\n"
            "  measures: [{text: 报六次, target: {count: 6, unit: 次}}, 查一遍, 改一遍]\n"
            "- {number: 2, title: 乙事, units: 县公安局, deadline: 3月底前}\n"
        ),
        Book(),
    )
    book.mark("1.1", "doing", "县水利局", count=2, on="2025-02-03")
    book.mark("1.2", "done", "县林业局", on="2025-02-04")
    book.mark("1.3", "na", on="2025-02-05")
    now = seen(plan, book, "2025-02-10")
    (*_, last) = trend(2025, now.today, lambda day: seen(plan, book, day.isoformat()))
    # 1.1 of both units 33.3, 1.2 of one 100 and of the other 0: 41.6…; with 0 of the other row: 20.8.
    assert last.percent == overview(now).figures.percent == 20.8
