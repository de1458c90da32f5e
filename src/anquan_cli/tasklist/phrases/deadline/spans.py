"""Spans of days and their parts: what every date, period and rhythm is read as."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

# how many months or days a unit has
_MONTHS = {"month": 1, "two-months": 2, "quarter": 3, "four-months": 4, "half": 6, "year": 12}
_DAYS = {"week": 7, "day": 1}
_FIRSTS = {"third": (1, 11, 21), "fortnight": (1, 16)}  # the days on which such a part of a month begins


def refuse(condition: object, why: str) -> None:
    """Raises where a date may mean another day, or none."""
    if condition:
        raise ValueError(why)


class Span(NamedTuple):
    """All days from one to another, both included; of `end` only the last counts."""

    first: date
    last: date
    unit: str


class Found:
    """A date, period or rhythm that was read: its spans, each due at its end."""

    def __init__(self, kind: str, spans: Sequence[Span], written: bool = False, yearly: bool = False) -> None:
        self.kind, self.spans = kind, tuple(spans)
        self.written, self.yearly = written, yearly  # it names its year; it is of every year
        self.dates = tuple(span.last for span in spans)
        self.grain = spans[0].unit
        self.start = spans[0].first if kind == "span" and self.grain != "end" else None


def year_of(year: int) -> Span:
    """All days of a year."""
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def parts(whole: Span, unit: str) -> list[Span]:
    """All parts of a span that are of one unit."""
    first, last = whole.first, whole.last
    if unit in ("end", "range"):
        return [whole._replace(unit=unit)]
    if unit == "weekday":  # from Monday to Sunday, wherever the week begins
        return sorted(parts(whole, "day"), key=lambda day: day.first.isoweekday())
    if unit in _DAYS:
        if (unit, whole.unit) == ("week", "year"):  # the weeks of the calendar
            first, last = first - timedelta(first.weekday()), last + timedelta(6 - last.weekday())
        size = _DAYS[unit]
        days = [first + timedelta(n) for n in range(0, (last - first).days + 2 - size, size)]
        return [Span(day, day + timedelta(size - 1), unit) for day in days]
    size = _MONTHS.get(unit, 1)
    months = [date(first.year, month, 1) for month in range(first.month, last.month + 1, size)]
    begins = [month.replace(day=day) for month in months for day in _FIRSTS.get(unit, (1,))]
    ends = [begin - timedelta(1) for begin in begins[1:]]
    return [Span(*days, unit) for days in zip(begins, [*ends, last], strict=True)]


def part(whole: Span, unit: str, n: int, *, clamp: bool = False) -> Span:
    """The n-th part of a span, from its end for negative n; `clamp`: every month has a 31st, its last day."""
    if (unit, n) == ("week", -1):  # of a month: its last seven days
        return Span(whole.last - timedelta(6), whole.last, unit)
    some = parts(whole, unit)
    n = min(n, len(some)) if clamp and unit == "day" and n <= 31 else n
    refuse(not 0 < abs(n) <= len(some), "no such part")
    return some[n - 1 if n > 0 else n]
