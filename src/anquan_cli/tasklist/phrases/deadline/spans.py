"""Spans of days and their parts: what every date, period and rhythm is read as."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple, Self

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}  # how many a unit has
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


class Found(NamedTuple):
    """A date, period or rhythm that was read: its spans, each due at its end."""

    kind: str
    spans: tuple[Span, ...]
    written: bool = False  # it names its year
    assumed: bool = False  # it counts from an anchor whose day nobody wrote

    @classmethod
    def of(cls, spans: Sequence[Span], *, written: bool) -> Self:
        """A period, or one or more days."""
        long = len(spans) == 1 and spans[0].unit in ("quarter", "half", "year", "range")
        return cls("span" if long else "date", tuple(spans), written)

    @property
    def dates(self) -> tuple[date, ...]:
        return tuple(span.last for span in self.spans)

    @property
    def grain(self) -> str:
        return self.spans[0].unit

    @property
    def start(self) -> date | None:
        return self.spans[0].first if self.kind == "span" and self.grain != "end" else None


def months(year: int, first: int, last: int, unit: str = "range") -> Span:
    """Whole months of a year."""
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]), unit)


def shifted(day: date, n: int, unit: str) -> date:
    """A day so many days, weeks, months or years later; what a short month lacks falls on its last day."""
    if size := _MONTHS.get(unit):
        year, month = divmod(day.year * 12 + day.month - 1 + n * size, 12)
        return part(months(year, month + 1, month + 1), "day", day.day, clamp=True).first
    return day + timedelta(days=n * (7 if unit == "week" else 1))


def part(whole: Span, unit: str, n: int, *, clamp: bool = False) -> Span:
    """The n-th part of a span, from its end for negative n; `clamp`: every month has a 31st, its last day."""
    first, last = whole.first, whole.last
    if size := _MONTHS.get(unit):
        month = first.month + (n - 1) * size if n > 0 else last.month + 1 + n * size
        refuse(not first.month <= month <= last.month + 1 - size, "no such month")
        return months(first.year, month, month + size - 1, unit)
    if firsts := _FIRSTS.get(unit):
        return Span(
            first.replace(day=firsts[n - 1]),
            first.replace(day=firsts[n] - 1) if n < len(firsts) else last,
            unit,
        )
    if unit == "week":  # of a month: its first, second … seven days
        day = shifted(first, n - 1, unit) if n > 0 else last - timedelta(days=6)
        return Span(day, shifted(day, 6, "day"), unit)
    if unit in ("end", "range"):
        return Span(first, last, unit)
    if unit == "weekday":
        day = first + timedelta(days=(n - first.isoweekday()) % 7)
    else:
        day = first.replace(day=min(n, last.day) if clamp and n <= 31 else n)
    refuse(day > last or (unit == "weekday" and not 1 <= n <= 7), "no such day")
    return Span(day, day, "day")


def periods(unit: str, count: int, year: int) -> list[Span]:
    """The periods of a rhythm in a year: every so many months; every year, third of a month, week, day."""
    size = _MONTHS.get(unit, 0) * count
    refuse(12 % size if size else count > 1, "not so often in a year")
    if unit in ("odd", "even"):
        return periods("month", 1, year)[unit == "even" :: 2]
    if size:
        return [months(year, n, n + size - 1, unit if count == 1 else "quarter") for n in range(1, 13, size)]
    if unit in _FIRSTS:
        return [part(m, unit, n + 1) for m in periods("month", 1, year) for n in range(len(_FIRSTS[unit]))]
    days, first = (7, date(year, 1, 1).weekday()) if unit == "week" else (1, 0)
    every = (date(year, 1, 1) + timedelta(days=n * days - first) for n in range(366))
    return [Span(day, shifted(day, days - 1, "day"), unit) for day in every if day.year <= year]
