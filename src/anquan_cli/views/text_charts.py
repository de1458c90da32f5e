"""Progress as plain characters: bars, and the year's stages month by month with today marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anquan_cli.documents import wording
from anquan_cli.progress import CLOSED
from anquan_cli.queries.due import DueReport
from anquan_cli.queries.overview import CategoryReport
from anquan_cli.text_width import cells, pad

TIMELINE = "全年节点（已办结/到期）"  # what stands over it
_CELL = 6  # columns of a month
_BAR, _SHORTEST = 20, 5  # squares of a bar


def bar(percent: float | None, width: int = _BAR) -> str:
    """A bar of filled and empty squares that prints anywhere."""
    filled = 0 if percent is None else int(percent * width / 100)
    return "■" * filled + "□" * (width - filled)


def categories(reports: Sequence[CategoryReport], width: int) -> list[str]:
    """A bar for each category, as long as the width leaves room for."""
    names = [f"{c.number} {c.title}" for c in reports]
    longest = max(map(cells, names), default=0)
    room = min(width - longest - len("    100.0%"), _BAR)
    lines = []
    for name, c in zip(names, reports, strict=True):
        drawn = f"{pad(name, longest)}  {bar(c.figures.percent, room)}" if room >= _SHORTEST else name
        lines.append(f"{drawn}  {wording.percent(c.figures.percent)}")
    return lines


def timeline(stages: Sequence[DueReport], year: int, today: date, width: int, said: str) -> list[str]:
    """Months with how many of their stages are closed, 办结/到期; ▲ and what is `said` of it under today's."""
    months = [[d for d in stages if d.stage.due and _month(d.stage.due) == (year, m)] for m in range(1, 13)]
    counts = [
        f"{sum(d.effective_state.status in CLOSED for d in found)}/{len(found)}" if found else "·"
        for found in months
    ]
    size = max(_CELL, max(map(len, counts)) + 1)
    fit = max((width - 6) // size, 1)
    lines: list[str] = []
    for first in range(0, 12, min(fit, 12)):
        part = range(first, min(first + fit, 12))
        lines.append("月份  " + "".join(pad(f"{m + 1}月", size) for m in part).rstrip())
        lines.append("节点  " + "".join(pad(counts[m], size) for m in part).rstrip())
        if today.year == year and today.month - 1 in part:
            at = 6 + size * (today.month - 1 - first)
            fits = at + cells(f"▲ {said}") <= width
            lines.append(" " * at + f"▲ {said}" if fits else " " * (at - cells(f"{said} ")) + f"{said} ▲")
    return lines


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
