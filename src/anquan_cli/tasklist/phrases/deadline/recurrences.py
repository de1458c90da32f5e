"""Rhythms (周期): the one table of recurrences, and the days that each has in a year."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Sequence
from datetime import date, timedelta

# a rhythm's name: the months in which a period of it ends; the step is the length of a period
PERIODS: dict[str, range] = {
    "月": range(1, 13),
    "旬": range(1, 13),
    "半月": range(1, 13),
    "双月": range(2, 13, 2),
    "单月": range(1, 13, 2),
    "季": range(3, 13, 3),
    "半年": range(6, 13, 6),
    **{f"{n}个月": range(n, 13, n) for n in (2, 3, 4, 6)},
}
_ENDS = {"旬": (10, 20, 31), "半月": (15, 31)}  # the days on which it ends; of all others the last one
THIRDS = {"上": 10, "中": 20, "下": 31}


def in_month(year: int, month: int, day: int) -> date:
    """A day of a month; what a short month lacks falls on its last day. Raises ValueError beyond 1 to 31."""
    return date(year, month, min(day, monthrange(year, month)[1]) if 1 <= day <= 31 else day)


def monthly(name: str, year: int, days: Sequence[int] = (), month: int = 0) -> list[date]:
    """The days of a rhythm of months: in each period's last month, or in its `month`-th (1 …)."""
    ends = PERIODS[name]
    if not 0 <= month <= ends.step:
        raise ValueError(month)
    months = [end - ends.step + month if month else end for end in ends]
    return [in_month(year, month, day) for month in months for day in days or _ENDS.get(name, (31,))]


def daily(year: int) -> list[date]:
    """Every day of a year."""
    return [date(year, 1, 1) + timedelta(days=n) for n in range(365 + isleap(year))]


def weekly(year: int, weekdays: Sequence[int]) -> list[date]:
    """Every such day of the week (1 Monday … 7 Sunday)."""
    return [day for day in daily(year) if day.isoweekday() in weekdays]


def nth_weekday(year: int, nth: int, weekday: int) -> list[date]:
    """The n-th such day of the week in every month; the last one for 0."""
    days = weekly(year, (weekday,))
    return [[day for day in days if day.month == month][nth - 1] for month in range(1, 13)]
