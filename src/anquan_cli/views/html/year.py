"""The year's stages: a column for every day on which some fall due, and what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import label
from anquan_cli.progress import CLOSED, StageState
from anquan_cli.queries.due import DueReport
from anquan_cli.views.html import charts as charts
from anquan_cli.views.html.charts import Node
from anquan_cli.views.html.page import Column, Html, body, element, join, late, lines, row, table

STATES = {"done": "已办结", "open": "待办", "na": "不涉及", "late": "逾期"}
_TOLD = 4  # stages that a day's line names; the others are counted
_MANY = 10  # more days than these are folded away


def year(stages: Sequence[DueReport], number: int, as_of: date) -> Html:
    """The chart of the list's year as of a day, and the table of its days."""
    days: dict[date, list[DueReport]] = {}
    for report in stages:
        if report.stage.due:
            days.setdefault(report.stage.due, []).append(report)
    nodes = [Node(day, _counts(found)) for day, found in sorted(days.items())]
    used = [kind for kind in STATES if any(n.counts[kind] for n in nodes)]
    legend = (element("span", charts.sample("year", k), STATES[k], class_="said") for k in used)
    return element(
        "div",
        lines(
            element(
                "div", element("h3", "全年时间节点"), element("p", *legend, class_="hint"), class_="title"
            ),
            element("div", charts.timeline("year", nodes, STATES, number, as_of), class_="year"),
            _days(nodes, days, used, number, as_of)
            if nodes
            else element("p", "没有确定日期的节点。", class_="hint"),
        ),
        class_="block",
    )


def _counts(found: Iterable[DueReport]) -> dict[str, int]:
    kinds = [_state(report.effective_state) for report in found]
    return {kind: kinds.count(kind) for kind in STATES}


def _state(stage: StageState) -> str:
    if stage.status in CLOSED:
        return "na" if stage.status == "na" else "done"
    return "late" if stage.overdue_days else "open"


def _days(
    nodes: list[Node], days: dict[date, list[DueReport]], used: list[str], number: int, as_of: date
) -> Html:
    counts = [Column(STATES[kind], "count") for kind in used]
    columns = (Column("日期", "day"), Column("节点", "count"), *counts, Column("事项", "items"))
    rows = [
        row(
            columns,
            (
                _day(node.day, number, as_of),
                f"{node.total}",
                *(late(node.counts[k]) if k == "late" else f"{node.counts[k]}" for k in used),
                _items(days[node.day]),
            ),
        )
        for node in nodes
    ]
    return element(
        "details",
        element("summary", f"按日期列出（{len(nodes)}个日期、{sum(n.total for n in nodes)}个节点）"),
        table("各到期日的节点", columns, (body(*rows),), "cards days"),
        open="" if len(nodes) <= _MANY else None,
    )


def _day(day: date, year: int, as_of: date) -> Html:
    said = wording.day(day) if day.year == year else wording.full_day(day)
    ahead = (day - as_of).days
    left = wording.left(ahead) if ahead else "截至当日"  # read on another day than it was made on
    return join(element("span", said), element("span", left, class_="note") if ahead >= 0 else "")


def _items(found: list[DueReport]) -> str:
    order = ("late", "open", "done", "na")
    ranked = sorted(found, key=lambda d: order.index(_state(d.effective_state)))
    named = "；".join(f"{label(d)}（{STATES[_state(d.effective_state)]}）" for d in ranked[:_TOLD])
    return named + (f"；等{len(ranked)}个" if len(ranked) > _TOLD else "")
