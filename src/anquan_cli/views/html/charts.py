"""Where everything in a drawing stands: lengths along the year in percent, heights in pixels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import label
from anquan_cli.progress import CLOSED, StageState
from anquan_cli.queries.due import DueReport
from anquan_cli.vocabulary import Status

STATES = {"done": "已办结", "open": "待办", "na": "不涉及", "late": "逾期"}  # as they are stacked
_TALL = 124  # pixels of the highest column
_SLAB = 12  # pixels of one stage at most
_TOP = 44  # above the columns: the marked day's words, the figures
# Columns that are fewer days apart: the smaller one's figure is dropped on phones, loses its word, is dropped.
_NARROW, _WORDLESS, _DROPPED = 16, 13, 5
_CROWD = 24  # more columns than these are slim and wordless
_TOLD = 4  # stages that a day's line names; the others are counted


class Part(NamedTuple):
    """A part of a bar, in percent of it."""

    kind: Status
    x: str
    middle: str
    width: float
    said: str  # in it, where there is room
    told: str


class Slab(NamedTuple):
    """The stages of one state in a column."""

    kind: str
    y: float
    high: float


class Column(NamedTuple):
    """A day of the year with stages."""

    x: str
    slabs: tuple[Slab, ...]
    figure: tuple[tuple[str, str], ...]  # words, and their class
    figure_kind: str


class Day(NamedTuple):
    """A day on which stages fall due, and how many of them are in which state."""

    day: date
    counts: Mapping[str, int]
    said: str
    left: str  # how far it is away, if it has not passed
    items: str

    @property
    def total(self) -> int:
        """All of its stages."""
        return sum(self.counts.values())


class Tick(NamedTuple):
    """A month's first day, and its middle."""

    x: str
    middle: str


class Today(NamedTuple):
    """The day that is marked."""

    x: str
    side: str
    said: str


class Timeline(NamedTuple):
    """The year's stages: a column for every day on which some fall due."""

    name: str
    told: str
    states: tuple[tuple[str, str], ...]  # those that occur, and their words
    days: tuple[Day, ...]
    months: tuple[Tick, ...]
    today: Today | None
    columns: tuple[Column, ...]
    wide: int
    top: int = _TOP
    tall: int = _TALL
    ground: int = _TOP + _TALL

    @property
    def columns_of_states(self) -> list[tuple[str, str]]:
        """The columns of a table that counts the states."""
        return [(said, "count") for _, said in self.states]


def shares(statuses: Mapping[Status, int]) -> tuple[Part, ...]:
    """One bar divided by the statuses; a part says its number where there is room for it."""
    whole, left, parts = sum(statuses.values()), 0, []
    for kind, number in statuses.items():
        x, width, word = 100 * left / (whole or 1), 100 * number / (whole or 1), wording.status(kind)
        said = f"{word}{number}" if width >= 20 else f"{number}" if width >= 6 else ""
        parts.append(Part(kind, f"{x:.2f}", f"{x + width / 2:.2f}", width, said, f"{word}{number}个"))
        left += number
    return tuple(parts)


def timeline(stages: Iterable[DueReport], year: int, as_of: date) -> Timeline:
    """The list's year from left to right, as of a day."""
    found: dict[date, list[DueReport]] = {}
    for report in stages:
        if report.stage.due:
            found.setdefault(report.stage.due, []).append(report)
    days = tuple(_day(day, reports, year, as_of) for day, reports in sorted(found.items()))
    inside = [d for d in days if d.day.year == year]
    crowded = len(inside) > _CROWD
    told = "；".join(f"{wording.day(d.day)}{_told(d)}" for d in inside) or "没有确定日期的节点"
    slab = min(_SLAB, _TALL / max((d.total for d in inside), default=1))
    return Timeline(
        name=f"{year}年时间节点，截至{wording.full_day(as_of)}",
        told=told,
        states=tuple((k, said) for k, said in STATES.items() if any(d.counts[k] for d in days)),
        days=days,
        months=tuple(_month(year, m) for m in range(1, 13)),
        today=_today(as_of) if as_of.year == year else None,
        columns=tuple(_column(d, _room(d, inside), crowded, slab) for d in inside),
        wide=6 if crowded else 14,
    )


def _share(day: date) -> float:
    """Where in its year a day ends, in percent: 序时进度."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return 100 * ((day - first).days + 1) / ((last - first).days + 1)


def _month(year: int, month: int) -> Tick:
    def begins(number: int) -> float:
        return max(_share(date(year, number, 1)) - 100 / 365, 0) if number <= 12 else 100

    start = begins(month)
    return Tick(f"{start:.2f}", f"{(start + begins(month + 1)) / 2:.2f}")


def _today(as_of: date) -> Today:
    share = _share(as_of)
    side = "start" if share < 15 else "end" if share > 85 else "middle"
    return Today(f"{share:.2f}", side, f"截至{wording.day(as_of)}")


def _day(day: date, reports: Sequence[DueReport], year: int, as_of: date) -> Day:
    states = [_state(r.effective_state) for r in reports]
    ahead = (day - as_of).days
    left = wording.left(ahead) if ahead else "截至当日"  # read on another day than it was made on
    return Day(
        day,
        {kind: states.count(kind) for kind in STATES},
        wording.day(day) if day.year == year else wording.full_day(day),
        left if ahead >= 0 else "",
        _items(reports),
    )


def _state(stage: StageState) -> str:
    if stage.status in CLOSED:
        return "na" if stage.status == "na" else "done"
    return "late" if stage.overdue_days else "open"


def _items(found: Sequence[DueReport]) -> str:
    order = ("late", "open", "done", "na")
    ranked = sorted(found, key=lambda d: order.index(_state(d.effective_state)))
    named = "；".join(f"{label(d)}（{STATES[_state(d.effective_state)]}）" for d in ranked[:_TOLD])
    return named + (f"；等{len(ranked)}个" if len(ranked) > _TOLD else "")


def _told(day: Day) -> str:
    counted = "、".join(f"{STATES[kind]}{n}个" for kind, n in day.counts.items() if n)
    return f"共{day.total}个（{counted}）"


def _column(day: Day, room: int, crowded: bool, slab: float) -> Column:
    y, slabs = float(_TOP + _TALL), []
    for kind, number in day.counts.items():
        if number:
            y -= number * slab
            slabs.append(Slab(kind, y, number * slab))
    figure = _figure(day, worded=room >= _WORDLESS and not crowded) if room >= _DROPPED else ()
    return Column(
        f"{_share(day.day):.2f}", tuple(slabs), figure, "figure wide" if room < _NARROW else "figure"
    )


def _figure(day: Day, *, worded: bool) -> tuple[tuple[str, str], ...]:
    """How many, and before it 逾期3/ where there is room for words; only the number overdue is red."""
    late = day.counts["late"]
    every = late == day.total
    if not (late and worded):
        return ((f"{day.total}", "late" if every else ""),)
    word = f"逾期{late}" + ("" if every else "/")
    return (word, "late wide"), (f"{day.total}", "late narrow" if every else "")


def _room(day: Day, days: Sequence[Day]) -> int:
    """Days to the nearest column that is higher, or as high and later."""
    rivals = (d.day for d in days if (d.total, d.day) > (day.total, day.day))
    return min((abs((other - day.day).days) for other in rivals), default=366)
