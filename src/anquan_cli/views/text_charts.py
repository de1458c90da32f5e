"""Progress as plain characters: bars, and the year's stages month by month with today's marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anquan_cli.documents import wording
from anquan_cli.progress import CLOSED
from anquan_cli.queries.due import DueReport
from anquan_cli.queries.overview import CategoryReport
from anquan_cli.text_width import cells, pad

_CELL = 6  # columns of a month
_BAR, _SHORTEST = 20, 5  # columns of a bar
_EIGHTHS = " ▏▎▍▌▋▊▉"  # these and the line are in every Chinese code page
_MARK = "│"


def bar(percent: float | None, width: int = _BAR, mark: float | None = None) -> str:
    """A bar to an eighth of a column; a line where the `mark`, 序时进度, stands."""
    full, rest = divmod(int((percent or 0) * width * 8 / 100), 8)
    drawn = ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width, "·")
    if mark is None:
        return drawn
    at = min(int(mark * width / 100), width - 1)
    return drawn[:at] + _MARK + drawn[at + 1 :]


def legend(elapsed: float) -> str:
    """What the mark in a bar is."""
    return f"{_MARK} 为序时进度 {elapsed:.1f}%"


def categories(reports: Sequence[CategoryReport], width: int, elapsed: float) -> list[str]:
    """A bar for each category, as long as the width leaves room for, and what its mark is."""
    names = [f"{c.number} {c.title}" for c in reports]
    longest = max(map(cells, names), default=0)
    room = min(width - longest - len("    100.0%"), _BAR)
    lines = []
    for name, f in zip(names, (c.figures for c in reports), strict=True):
        drawn = f"{pad(name, longest)}  {bar(f.percent, room, elapsed)}" if room >= _SHORTEST else name
        lines.append(f"{drawn}  {wording.rate(f)}")
    return [*lines, f"（{legend(elapsed)}）"] if lines and room >= _SHORTEST else lines


def timeline(stages: Sequence[DueReport], year: int, today: date, width: int, said: str) -> list[str]:
    """Months with how many of their stages are closed, 办结/到期; ▲ at today's, and what is `said` of it."""
    months = [[d for d in stages if d.stage.due and _month(d.stage.due) == (year, m)] for m in range(1, 13)]
    counts = [
        f"{sum(d.effective_state.of_date in CLOSED for d in found)}/{len(found)}" if found else "·"
        for found in months
    ]
    names = [f"{m}月{'▲' if _month(today) == (year, m) else ''}" for m in range(1, 13)]
    size = max(_CELL, max(map(len, counts)) + 1)
    fit = min(max((width - 6) // size, 1), 12)
    none = "或不涉及" * any(d.effective_state.of_date == "na" for found in months for d in found)
    lines = [f"全年节点（已办结{none}/到期{f'，▲ {said}' if today.year == year else ''}）"]
    for first in range(0, 12, fit):
        part = slice(first, first + fit)
        lines.append("月份  " + "".join(pad(name, size) for name in names[part]).rstrip())
        lines.append("节点  " + "".join(pad(count, size) for count in counts[part]).rstrip())
    others = sum(d.stage.due is not None and d.stage.due.year != year for d in stages)
    return [*lines, f"另有{others}个节点不在{year}年内。"] if others else lines


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
