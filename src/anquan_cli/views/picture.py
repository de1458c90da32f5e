"""Progress as plain characters: bars, and the year's stages month by month with today marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anquan_cli.progress import CLOSED
from anquan_cli.queries.due import DueReport
from anquan_cli.queries.overview import CategoryReport
from anquan_cli.views import words
from anquan_cli.views.text import cells, pad

_CELL = 6  # columns of a month


def bar(percent: float | None, width: int = 20) -> str:
    """A bar of filled and empty squares that prints anywhere."""
    filled = 0 if percent is None else int(percent * width / 100)
    return "■" * filled + "□" * (width - filled)


def categories(reports: Sequence[CategoryReport]) -> list[str]:
    """A bar for each category."""
    names = [f"{c.number} {c.title}" for c in reports]
    width = max(map(cells, names), default=0)
    return [
        f"{pad(name, width)}  {bar(c.figures.percent)}  {words.percent(c.figures.percent)}"
        for name, c in zip(names, reports, strict=True)
    ]


def timeline(stages: Sequence[DueReport], year: int, today: date, width: int) -> list[str]:
    """Months with how many of their stages are closed, 办结/到期; ▲ stands under today's month."""
    months = [[d for d in stages if d.stage.due and _month(d.stage.due) == (year, m)] for m in range(1, 13)]
    counts = [
        f"{sum(d.shown.status in CLOSED for d in found)}/{len(found)}" if found else "·" for found in months
    ]
    size = max(_CELL, max(map(len, counts)) + 1)
    fit = max((width - 6) // size, 1)
    lines: list[str] = []
    for first in range(0, 12, min(fit, 12)):
        part = range(first, min(first + fit, 12))
        lines.append("月份  " + "".join(pad(f"{m + 1}月", size) for m in part).rstrip())
        lines.append("节点  " + "".join(pad(counts[m], size) for m in part).rstrip())
        if today.year == year and today.month - 1 in part:
            lines.append(" " * (6 + size * (today.month - 1 - first)) + "▲ 今天")
    return lines


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
