"""Rhythms (周期): the one table of recurrences, and the days that each has in a year."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Sequence
from datetime import date, timedelta

# a rhythm's name: the months in which a period of it ends, and how many months a period has
PERIODS: dict[str, tuple[range, int]] = {
    "月": (range(1, 13), 1),
    "双月": (range(2, 13, 2), 1),
    "单月": (range(1, 13, 2), 1),
    "季": (range(3, 13, 3), 3),
    "半年": (range(6, 13, 6), 6),
    "年": (range(12, 13), 12),
    **{f"{n}个月": (range(n, 13, n), n) for n in (2, 3, 4, 6)},
}
THIRDS = {"上": 10, "中": 20, "下": 31}


def month_end(year: int, month: int) -> date:
    """A month's last day."""
    return date(year, month, monthrange(year, month)[1])


def in_month(year: int, month: int, day: int) -> date:
    """A day of a month; what a short month lacks falls on its last day. Raises ValueError beyond 1 to 31."""
    return date(year, month, min(day, monthrange(year, month)[1]) if 1 <= day <= 31 else day)


def monthly(name: str, year: int, days: Sequence[int] = (31,), month: int = 0) -> list[date]:
    """The days of a rhythm of months: in each period's last month, or in its `month`-th (1 …)."""
    ends, length = PERIODS[name]
    if not 0 <= month <= length:
        raise ValueError(month)
    return [in_month(year, end - length + month if month else end, day) for end in ends for day in days]


def weekly(year: int, weekdays: Sequence[int]) -> list[date]:
    """Every such day of the week (1 Monday … 7 Sunday)."""
    return [day for day in daily(year) if day.isoweekday() in weekdays]


def daily(year: int) -> list[date]:
    """Every day of a year."""
    return [date(year, 1, 1) + timedelta(days=n) for n in range(365 + isleap(year))]


def nth_weekday(year: int, nth: int, weekday: int) -> list[date]:
    """The n-th such day of the week in every month; the last one for 0."""
    found = [[d for d in weekly(year, (weekday,)) if d.month == month] for month in range(1, 13)]
    return [days[nth - 1] for days in found]
