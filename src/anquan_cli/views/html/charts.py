"""Where everything in a drawing stands: lengths along the year in percent, heights in pixels."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate, pairwise
from typing import NamedTuple

from anquan_cli.documents import wording
from anquan_cli.documents.overdue import label
from anquan_cli.grouping import gathered
from anquan_cli.progress import CLOSED, StageState
from anquan_cli.queries.due import DueReport
from anquan_cli.queries.trend import WeekEnd
from anquan_cli.vocabulary import Status

# as they are stacked
STATES = {"done": "已办结", "open": "待办", "paused": "暂缓", "na": "不涉及", "late": "逾期"}
_TALL = 124  # pixels of the highest column
_SLAB = 24  # pixels of one stage at most
_MOST = 10  # stages that are as high as the drawing; a higher column is cut there and says its number
_TOP = 58  # above the columns: the marked day's words, a red day's date, the figures
# Columns that are fewer days apart: the smaller one's figure is dropped on phones, loses its words, is dropped.
_NARROW, _WORDLESS, _DROPPED = 30, 18, 5
_BESIDE = 12  # days between a column and the marked day, whose line would cross its words
_CROWD = 24  # more columns than these are slim and wordless


class Part(NamedTuple):
    """A part of a bar, in percent of it."""

    kind: Status
    x: str
    width: str
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
    date: str  # above a red day's figure, where there is room
    side: str  # of its words, where the marked day is near: they end before it, or begin behind it


class Day(NamedTuple):
    """A day on which stages fall due, and how many of them are in which state."""

    day: date
    counts: Mapping[str, int]
    said: str
    left: str  # how far it is away, if it has not passed
    items: tuple[tuple[str, str], ...]  # what falls due and its state's word, those overdue first

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
    edge: Day | None  # the year's last day, on which most of it falls due: a number beside the drawing
    wide: int
    top: int = _TOP
    tall: int = _TALL
    ground: int = _TOP + _TALL


def shares(statuses: Mapping[Status, int], each: str) -> tuple[Part, ...]:
    """One bar divided by the statuses, those that do not occur left out of it."""
    whole = sum(statuses.values()) or 1
    begins = accumulate(statuses.values(), initial=0)
    return tuple(
        Part(
            kind,
            f"{100 * left / whole:.2f}",
            f"{100 * number / whole:.2f}" if number else "",
            f"{wording.status(kind)}{number}{each}",
        )
        for left, (kind, number) in zip(begins, statuses.items(), strict=False)
    )


def timeline(stages: Iterable[DueReport], year: int, as_of: date) -> Timeline:
    """The list's year from left to right, as of a day."""
    found = gathered((report.stage.due, report) for report in stages if report.stage.due)
    days = tuple(_day(day, reports, year, as_of) for day, reports in sorted(found.items()))
    inside = [d for d in days if d.day.year == year]
    drawn = [d for d in inside if d.day != date(year, 12, 31)]
    crowded = len(drawn) > _CROWD
    told = "；".join(f"{wording.day(d.day)}{_told(d)}" for d in inside) or "没有确定日期的节点"
    slab = min(_SLAB, _TALL / min(_MOST, max((d.total for d in drawn), default=1)))
    return Timeline(
        name=f"{year}年时间节点，截至{wording.full_day(as_of)}",
        told=told,
        states=tuple((k, said) for k, said in STATES.items() if any(d.counts[k] for d in days)),
        days=days,
        months=tuple(_month(year, m) for m in range(1, 13)),
        today=_today(as_of) if as_of.year == year else None,
        columns=tuple(_column(d, _room(d, drawn), crowded, slab, as_of) for d in drawn),
        edge=next((d for d in inside if d.day == date(year, 12, 31)), None),
        wide=6 if crowded else 16,
    )


class Mark(NamedTuple):
    """The end of a line and the words beside it."""

    x: str
    y: str
    side: str  # start, end
    shift: str
    said: str


class Course(NamedTuple):
    """The rate over the year against 序时进度; heights in percent of the drawing too, so that it may be any size."""

    told: str
    months: tuple[Tick, ...]
    levels: tuple[tuple[str, int], ...]  # the horizontal lines, and their percent
    even: tuple[str, str, str, str]  # 序时进度, from one corner to the other
    steps: tuple[tuple[str, str, str, str], ...]  # the rate, from week to week
    marks: tuple[tuple[str, Mark], ...]  # by kind


_HIGH, _LOW = 13.0, 86.0  # where 100 and 0 percent stand in the drawing
_NEAR = 12  # percent that are as high as a line of words


def course(weeks: Sequence[WeekEnd]) -> Course | None:
    """The year's course as lines; None where nothing is known of it."""
    known = [w for w in weeks if w.percent is not None]
    if not known:
        return None
    last, year = known[-1], known[-1].day.year
    points = [("0", _level(0))] if known[0] is weeks[0] else []
    points += [(f"{_share(w.day):.2f}", _level(w.percent or 0)) for w in known]
    return Course(
        told="；".join(
            f"{wording.day(w.day)}完成率{wording.percent(w.percent)}、序时进度{w.elapsed:.1f}%" for w in known
        ),
        months=tuple(_month(year, m) for m in range(1, 13)),
        levels=tuple((_level(percent), percent) for percent in (0, 25, 50, 75, 100)),
        even=("0", _level(0), "100", _level(100)),
        steps=tuple((*a, *b) for a, b in pairwise(points)),
        marks=_marks(last.percent or 0, last.elapsed, _share(last.day)),
    )


def _level(percent: float) -> str:
    return f"{_LOW - (_LOW - _HIGH) * percent / 100:.2f}"


def _marks(percent: float, elapsed: float, share: float) -> tuple[tuple[str, Mark], ...]:
    """The two ends: words of the higher one stand above to its left, of the lower one to its right."""
    ends = [("even", elapsed, f"序时进度{elapsed:.1f}%"), ("rate", percent, f"完成率{percent:.1f}%")]
    higher = "even" if elapsed >= percent else "rate"
    low = min(percent, elapsed) < _NEAR  # no room below the lower one
    close = low and abs(percent - elapsed) < _NEAR
    marks = []
    for kind, value, said in ends:
        above = kind == higher
        side = "start" if share < 15 or (not above and share < 80) else "end"
        shift = ("-2.1em" if close else "-0.7em") if above else "-0.7em" if low else "1.4em"
        marks.append((kind, Mark(f"{share:.2f}", _level(value), side, shift, said)))
    return tuple(marks)


class Axis(NamedTuple):
    """The days of the list's year that have passed, from left to right."""

    first: date
    days: int
    months: tuple[tuple[str, str], ...]  # where each begins, and its name

    def at(self, day: date) -> str:
        """Where a day stands, in percent."""
        return f"{min(max(100 * (day - self.first).days / self.days, 0), 100):.1f}"


def axis(year: int, as_of: date) -> Axis:
    """The axis of the last reports: from New Year to a day, a month at least."""
    first = date(year, 1, 1)
    days = min(max((as_of - first).days, 31), 365)
    found = Axis(first, days, ())
    begins = [date(year, m, 1) for m in range(1, 13)]
    apart = 1 + len([d for d in begins if (d - first).days < days]) // 7  # every month, or every other
    months = tuple((found.at(d), f"{d.month}月") for d in begins[::apart] if (d - first).days <= days * 0.94)
    return found._replace(months=months)


def _share(day: date) -> float:
    """Where in its year a day ends, in percent: 序时进度."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return 100 * ((day - first).days + 1) / ((last - first).days + 1)


def _month(year: int, month: int) -> Tick:
    start, end = (
        max(_share(date(year, m, 1)) - 100 / 365, 0) if m <= 12 else 100 for m in (month, month + 1)
    )
    return Tick(f"{start:.2f}", f"{(start + end) / 2:.2f}")


def _today(as_of: date) -> Today:
    share = _share(as_of)
    side = "start" if share < 15 else "end" if share > 85 else "middle"
    return Today(f"{share:.2f}", side, f"截至{wording.day(as_of)}")


def _day(day: date, reports: Sequence[DueReport], year: int, as_of: date) -> Day:
    order = ("late", "open", "paused", "done", "na")
    states = sorted(((_state(d.effective_state), label(d)) for d in reports), key=lambda s: order.index(s[0]))
    ahead = (day - as_of).days
    left = wording.left(ahead) if ahead else "截至当日"  # read on another day than it was made on
    return Day(
        day,
        {kind: sum(kind == state for state, _ in states) for kind in STATES},
        wording.day(day, year),
        left if ahead >= 0 else "",
        tuple((name, STATES[state]) for state, name in states),
    )


def _state(stage: StageState) -> str:
    if stage.of_date in CLOSED:
        return "na" if stage.of_date == "na" else "done"
    return "late" if stage.overdue_days else "open" if stage.is_due else "paused"


def _told(day: Day) -> str:
    counted = "、".join(f"{STATES[kind]}{n}个" for kind, n in day.counts.items() if n)
    return f"共{day.total}个事项（{counted}）"


def _column(day: Day, room: int, crowded: bool, slab: float, as_of: date) -> Column:
    y, slabs = float(_TOP + _TALL), []
    scale = slab * min(day.total, _MOST) / day.total
    for kind, number in day.counts.items():
        if number:
            y -= number * scale
            slabs.append(Slab(kind, y, number * scale))
    worded = room >= _WORDLESS and not crowded
    figure = _figure(day, worded=worded) if room >= _DROPPED else ()
    kind = "figure wide" if room < _NARROW else "figure"
    said = wording.day(day.day) if worded and day.counts["late"] else ""
    ahead = (day.day - as_of).days
    side = "" if not said or abs(ahead) > _BESIDE else "start" if ahead > 0 else "end"
    return Column(f"{_share(day.day):.2f}", tuple(slabs), figure, f"{kind} {side}".strip(), said, side)


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
