"""The sheets of figures in a workbook: categories and lights with native charts, and the units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anquan_cli.progress import STATUSES
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views import words
from anquan_cli.views.xlsx_book import Book, Column, Sheet, Value

_COLUMNS = (
    Column("类别", 30), Column("分项", 8, "centre"), *(Column(words.status(s), 8, "centre") for s in STATUSES),
    Column("逾期", 8, "centre"), Column("滞后", 8, "centre"), Column("完成率", 9, "percent"),
)  # fmt: skip
_UNITS = (
    Column("单位", 38), *(Column(words.BASIS_WORDS[b], 8, "centre") for b in words.BASIS_WORDS),
    Column("办结", 8, "centre"), Column("未办结", 8, "centre"), Column("逾期", 8, "centre"),
    Column("完成率", 9, "percent"), Column("最近报送", 12, "date"), Column("联络员及电话", 20),
)  # fmt: skip
_LATE = 7  # column of _UNITS
_COLOURS = {
    "todo": "#D9D9D9", "doing": "#5B9BD5", "done": "#70AD47", "verified": "#375623", "paused": "#F4B183",
    "na": "#FFFFFF",
}  # fmt: skip
_HEIGHT = 330  # pixels of a chart


def figures(
    book: Book, plan: Plan, day: date, total: Figures, categories: Sequence[CategoryReport], foot: str
) -> None:
    """Categories and lights in numbers, and a chart of each."""
    page = Sheet(book, "统计", _COLUMNS, foot, pages=1)
    page.banner(f"{plan.title}统计", "title", 32)
    page.banner(f"截至{words.full_day(day)}，按分项计　　{foot}", "note")
    page.header()
    top = page.row
    for c in categories:
        page.put(_line(f"{c.number}、{c.title}", c.figures))
    _put(page, _line("合计", total), "total")
    page.row += 1
    _put(page, ["亮灯", "个数"], "header")
    lights = page.row
    for light, count in total.lights.items():
        _put(page, [f"{words.light(light)}灯", count], "centre", light)
    _put(page, ["合计", total.total], "total")
    _charts(book, page, top, len(categories), lights)
    page.row += _HEIGHT // 20 + 3
    page.finish()


def units(book: Book, plan: Plan, day: date, reports: Sequence[UnitReport], foot: str) -> None:
    """The units, those behind first."""
    page = Sheet(book, "各单位", _UNITS, foot)
    page.banner(f"{plan.title}各单位进展", "title", 32)
    page.banner(
        f"截至{words.full_day(day)}，办结、未办结、逾期和完成率按点名和成员两类任务计　　{foot}", "note"
    )
    page.header()
    for u in reports:
        percent = "—" if u.percent is None else round(u.percent / 100, 4)
        page.put([
            u.unit, *(u.obligations[b] for b in words.BASIS_WORDS), u.done, u.open, u.overdue, percent,
            u.last_report or "尚未报送", u.contact,
        ], {_LATE: "late"} if u.overdue else {})  # fmt: skip
    page.finish()


def _put(page: Sheet, values: Sequence[Value], style: str, first: str = "") -> None:
    """A row of one style, its first cell of another; the columns beside it stay free."""
    styles = {i: "percent total" if style == "total" and i == 10 else style for i in range(len(values))}
    free = range(len(values), len(_COLUMNS))
    page.put([*values, *[None] * len(free)], {**styles, **dict.fromkeys(free, "note"), 0: first or style})


def _line(name: str, f: Figures) -> list[Value]:
    percent = "—" if f.percent is None else round(f.percent / 100, 4)
    return [name, f.total, *(f.statuses[s] for s in STATUSES), f.overdue, f.behind, percent]


def _charts(book: Book, page: Sheet, top: int, count: int, lights: int) -> None:
    """Statuses by category, stacked, and the lights; both read the tables above them."""
    bars = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    for i, status in enumerate(STATUSES, start=2):
        bars.add_series({
            "name": words.status(status), "categories": ["统计", top, 0, top + count - 1, 0],
            "values": ["统计", top, i, top + count - 1, i], "gap": 60,
            "fill": {"color": _COLOURS[status]}, "border": {"color": "#7F7F7F", "width": 0.5},
        })  # fmt: skip
    bars.set_title({"name": "各类别完成状态（分项数）", "name_font": {"size": 12}})
    bars.set_y_axis({"reverse": True, "crossing": "max"})
    bars.set_x_axis(
        {"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0, "major_unit": 1}
    )
    bars.set_legend({"position": "bottom"})
    bars.set_size({"width": 505, "height": _HEIGHT})
    ring = book.file.add_chart({"type": "column"})
    ring.add_series({
        "name": "亮灯", "categories": ["统计", lights, 0, lights + 3, 0], "values": ["统计", lights, 1, lights + 3, 1],
        "points": [{"fill": {"color": f"#{fill}"}} for fill in words.FILLS.values()],
        "border": {"color": "#7F7F7F", "width": 0.5}, "data_labels": {"value": True}, "gap": 80,
    })  # fmt: skip
    ring.set_title({"name": "亮灯（分项数）", "name_font": {"size": 12}})
    ring.set_legend({"none": True})
    ring.set_y_axis({"major_gridlines": {"visible": False}, "visible": False})
    ring.set_size({"width": 300, "height": _HEIGHT})
    for chart, column, text in ((bars, 0, "各类别完成状态条形图"), (ring, 6, "亮灯柱形图")):
        page.sheet.insert_chart(page.row + 1, column, chart, {"description": f"{text}，数字见上表"})
