"""Drawings as inline SVG, each with a title and a description; lengths in percent, so that words keep their size.

Shape and words say what colour says: what is overdue is hatched, what is open is hollow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.documents import wording
from anquan_cli.views.html.page import Html, element

_TALL = 124  # pixels of the highest column
_SLAB = 12  # pixels of one stage at most
_TOP = 44  # above the columns: the marked day's words, the figures
# Columns that are fewer days apart: the smaller one's figure is dropped on phones, loses its word, is dropped.
_NARROW, _WORDLESS, _DROPPED = 16, 13, 5
_CROWD = 24  # more columns than these are slim and wordless


class Node(NamedTuple):
    """A day on which stages fall due, and how many of them are in which state."""

    day: date
    counts: Mapping[str, int]  # done, open, na, late, in the order in which they are stacked

    @property
    def total(self) -> int:
        """All of its stages."""
        return sum(self.counts.values())


def gauge(key: str, percent: float | None, elapsed: float, name: str, thick: int) -> Html:
    """A bar, `thick` percent of the drawing's height, with the elapsed share of the year marked across it."""
    told = f"完成率{wording.percent(percent)}，序时进度{elapsed:.1f}%"
    mark, above, high = f"{elapsed:.2f}%", f"{(100 - thick) / 2:.1f}%", f"{thick}%"
    return _drawing(
        key,
        name,
        told,
        "gauge",
        element("rect", class_="track", y=above, width="100%", height=high),
        element("rect", class_="fill", y=above, width=f"{percent or 0:.2f}%", height=high),
        element("line", class_="halo", x1=mark, x2=mark, y1="0", y2="100%"),
        element("line", class_="mark", x1=mark, x2=mark, y1="0", y2="100%"),
    )


def shares(key: str, parts: Sequence[tuple[str, str, int]], name: str) -> Html:
    """One bar divided by (class, word, number); a part says its number where there is room for it."""
    whole = sum(n for _, _, n in parts)
    drawn, left = [], 0
    for kind, word, number in parts:
        if not number:
            continue
        x, width = 100 * left / whole, 100 * number / whole
        drawn.append(
            element("rect", class_=f"part {kind}", x=f"{x:.2f}%", width=f"{width:.2f}%", y="0", height="100%")
        )
        said = f"{word}{number}" if width >= 20 else f"{number}" if width >= 6 else ""
        if said:
            middle = f"{x + width / 2:.2f}%"
            drawn.append(element("text", said, class_=f"on {kind}", x=middle, y="50%", dy="0.36em"))
        left += number
    told = "、".join(f"{word}{number}个" for _, word, number in parts)
    return _drawing(key, name, told, "shares", *drawn)


def timeline(key: str, nodes: Sequence[Node], states: Mapping[str, str], year: int, as_of: date) -> Html:
    """The year from left to right: a column for every day with stages, and the day it stands at."""
    inside = [n for n in nodes if n.day.year == year]
    slab = min(_SLAB, _TALL / max((n.total for n in inside), default=1))
    ground, crowded = _TOP + _TALL, len(inside) > _CROWD
    drawn = [element("defs", _hatch(key))]
    if as_of.year == year:
        drawn.append(_gone(_share(as_of, year)))
    drawn += _months(year, ground)
    if as_of.year == year:  # below the columns: the figure of a column on that very day stays legible
        drawn += _today(as_of, _share(as_of, year), ground)
    for node in inside:
        drawn += _column(key, node, _room(node, inside), crowded, _share(node.day, year), slab, ground)
    told = "；".join(f"{wording.day(n.day)}{_told(n, states)}" for n in inside) or "没有确定日期的节点"
    name = f"{year}年时间节点，截至{wording.full_day(as_of)}"
    return _drawing(key, name, told, "timeline", *drawn)


def sample(key: str, kind: str) -> Html:
    """A state's colour and pattern, for the words beside it: only an ornament."""
    fill = f"fill:url(#{key}-hatch)" if kind == "late" else None
    box = element("rect", class_=f"stage {kind}", x="1", y="1", width="10", height="10", style=fill)
    return element("svg", box, class_="sample", aria_hidden="true", width="12", height="12")


def _drawing(key: str, name: str, told: str, kind: str, *drawn: Html) -> Html:
    return element(
        "svg",
        element("title", name, id=f"{key}-t"),
        element("desc", told, id=f"{key}-d"),
        *drawn,
        class_=kind,
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )


def _hatch(key: str) -> Html:
    stripe = element("path", d="M0 5L5 0M-1 1L1 -1M4 6L6 4", class_="stripe")
    back = element("rect", width="5", height="5", class_="between")
    return element(
        "pattern", back, stripe, id=f"{key}-hatch", patternUnits="userSpaceOnUse", width="5", height="5"
    )


def _share(day: date, year: int) -> float:
    """Where in the year a day ends, in percent: 序时进度."""
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    return 100 * ((day - date(year, 1, 1)).days + 1) / days


def _months(year: int, ground: int) -> list[Html]:
    drawn = []
    for month in range(1, 13):
        first = date(year, month, 1)
        start = _share(first, year) - 100 / 365
        after = _share(date(year, month + 1, 1), year) - 100 / 365 if month < 12 else 100
        x = f"{max(start, 0):.2f}%"
        drawn.append(element("line", class_="tick", x1=x, x2=x, y1=f"{_TOP}", y2=f"{ground + 6}"))
        middle = f"{(start + after) / 2:.2f}%"
        drawn.append(
            element(
                "text",
                f"{month}",
                element("tspan", "月", class_="unit"),
                class_="month",
                x=middle,
                y=f"{ground + 18}",
            )
        )
    end = element("line", class_="tick", x1="100%", x2="100%", y1=f"{_TOP}", y2=f"{ground + 6}")
    axis = element("line", class_="axis", x1="0", x2="100%", y1=f"{ground}", y2=f"{ground}")
    return [*drawn, end, axis]


def _gone(share: float) -> Html:
    return element("rect", class_="gone", y=f"{_TOP}", width=f"{share:.2f}%", height=f"{_TALL}")


def _today(as_of: date, share: float, ground: int) -> list[Html]:
    side = "start" if share < 15 else "end" if share > 85 else "middle"
    x = f"{share:.2f}%"
    return [
        element("line", class_="mark", x1=x, x2=x, y1="18", y2=f"{ground + 6}"),
        element("text", f"截至{wording.day(as_of)}", class_=f"today {side}", x=x, y="12"),
    ]


def _column(
    key: str, node: Node, room: int, crowded: bool, share: float, slab: float, ground: int
) -> list[Html]:
    drawn, y, width = [], float(ground), 6 if crowded else 14
    x = f"{share:.2f}%"
    for kind, number in node.counts.items():
        if number:
            high = number * slab
            y -= high
            fill = f"fill:url(#{key}-hatch)" if kind == "late" else None
            drawn.append(
                element(
                    "rect", class_=f"stage {kind}", x=x, y=f"{y:.1f}", width=f"{width}", height=f"{high:.1f}",
                    transform=f"translate(-{width // 2} 0)", style=fill,
                )
            )  # fmt: skip
    if room >= _DROPPED:
        said = _figure(node, worded=room >= _WORDLESS and not crowded)
        kind = "figure wide" if room < _NARROW else "figure"
        drawn.append(element("text", *said, class_=kind, x=x, y=f"{y - 6:.1f}"))
    return drawn


def _figure(node: Node, *, worded: bool) -> tuple[Html, ...]:
    """How many, and before it 逾期3/ where there is room for words; only the number overdue is red."""
    late = node.counts.get("late", 0)
    every = late == node.total
    if not (late and worded):
        return (element("tspan", f"{node.total}", class_="late" if every else None),)
    word = element("tspan", f"逾期{late}" + ("" if every else "/"), class_="late wide")
    return word, element("tspan", f"{node.total}", class_="late narrow" if every else None)


def _room(node: Node, nodes: Sequence[Node]) -> int:
    """Days to the nearest column that is higher, or as high and later."""
    rivals = (n.day for n in nodes if (n.total, n.day) > (node.total, node.day))
    return min((abs((day - node.day).days) for day in rivals), default=366)


def _told(node: Node, states: Mapping[str, str]) -> str:
    counted = "、".join(f"{states[kind]}{n}个" for kind, n in node.counts.items() if n)
    return f"共{node.total}个（{counted}）"
