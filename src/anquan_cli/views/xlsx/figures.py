"""The sheets of figures in a workbook: categories and lights with native charts, and the units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anquan_cli.documents import wording
from anquan_cli.progress import STATUSES
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport
from anquan_cli.views.xlsx.sheets import Book, Column, Sheet, Value

_COLUMNS = (
    Column("类别", 30), Column("分项", 8, "centre"), *(Column(wording.status(s), 8, "centre") for s in STATUSES),
    Column("逾期", 8, "centre"), Column("滞后", 8, "centre"), Column("完成率", 9, "percent"),
)  # fmt: skip
_UNITS = (
    Column("单位", 38), *(Column(wording.BASIS_WORDS[b], 8, "centre") for b in wording.BASIS_WORDS),
    Column("办结", 8, "centre"), Column("未办结", 8, "centre"), Column("逾期", 8, "centre"),
    Column("完成率", 9, "percent"), Column("最近报送", 15.5, "date"), Column("联络员及电话", 20),
)  # fmt: skip
_LATE = 7  # column of _UNITS; beside it the completion rate
_SHARE = 10  # column of _COLUMNS
_SERIES = {  # a status's bar and the figure in it, from light to dark: told apart in black and white too
    "todo": ("#EDEDED", "#000000"), "doing": ("#9DC3E6", "#000000"), "done": ("#70AD47", "#000000"),
    "verified": ("#375623", "#FFFFFF"), "paused": ("#FFE699", "#000000"), "na": ("#FFFFFF", "#000000"),
}  # fmt: skip
_LINE = {"color": "#7F7F7F", "width": 0.5}
_BAR = {  # of a completion rate
    "type": "data_bar", "bar_color": "#BDD7EE", "bar_solid": True, "min_type": "num", "min_value": 0,
    "max_type": "num", "max_value": 1, "bar_border_color": "#5B9BD5",
}  # fmt: skip
_ON_A_PAGE = 32  # units; one more page for one more line looks forgotten
_HEIGHT, _ROW = 360, 20  # pixels of a chart, of an empty row


def figures(
    book: Book, title: str, total: Figures, categories: Sequence[CategoryReport], note: str, foot: str
) -> None:
    """Categories and lights in numbers, and a chart of each."""
    page = Sheet(book, "统计", _COLUMNS, foot, pages=1)
    page.banner(title, "title")
    page.banner(f"截至{wording.full_day(book.day)}，按分项计　　{note}", "note")
    page.header()
    top = page.row
    for c in categories:
        page.put(_line(f"{c.number}、{c.title}", c.figures))
    _put(page, _line("合计", total), "total")
    page.sheet.conditional_format(top, _SHARE, page.row - 1, _SHARE, _BAR)
    page.space()
    _put(page, ["亮灯", "分项"], "header")
    lights = page.row
    for light, count in total.lights.items():
        _put(page, [f"{wording.light(light)}灯", count], "centre", light)
    _put(page, ["合计", total.total], "total")
    page.space()
    _charts(book, page, top, len(categories), lights)
    page.space(_HEIGHT // _ROW + 1)
    page.finish()


def units(book: Book, title: str, reports: Sequence[UnitReport], foot: str) -> None:
    """The units, those behind first."""
    page = Sheet(book, "各单位", _UNITS, foot, pages=1 if len(reports) <= _ON_A_PAGE else 0)
    page.banner(title, "title")
    page.banner(
        f"截至{wording.full_day(book.day)}，办结、未办结、逾期和完成率按点名和成员两类任务计　　{foot}",
        "note",
    )
    page.header(1)
    top = page.row
    for u in reports:
        percent = "—" if u.percent is None else round(u.percent / 100, 4)
        page.put([
            u.unit, *(u.obligations[b] for b in wording.BASIS_WORDS), u.done, u.open, u.overdue, percent,
            u.last_report or "尚未报送", u.contact,
        ], {_LATE: "late"} if u.overdue else {})  # fmt: skip
    if reports:
        page.sheet.conditional_format(top, _LATE + 1, page.row - 1, _LATE + 1, _BAR)
    page.finish(filter_from=top - 1)


def _put(page: Sheet, values: Sequence[Value], style: str, first: str = "") -> None:
    """A row of one style, its first cell of another; the columns beside it stay free."""
    styles = {i: "percent total" if style == "total" and i == _SHARE else style for i in range(len(values))}
    free = range(len(values), len(_COLUMNS))
    page.put([*values, *[None] * len(free)], {**styles, **dict.fromkeys(free, "note"), 0: first or style})


def _line(name: str, f: Figures) -> list[Value]:
    percent = "—" if f.percent is None else round(f.percent / 100, 4)
    return [name, f.total, *(f.statuses[s] for s in STATUSES), f.overdue, f.behind, percent]


def _charts(book: Book, page: Sheet, top: int, count: int, lights: int) -> None:
    """Statuses by category, stacked, and the lights; both read the tables above them."""
    every = ((_bars(book, top, count), 0, "各类别完成状态条形图"), (_columns(book, lights), 6, "亮灯柱形图"))
    for chart, column, text in every:
        page.sheet.insert_chart(page.row, column, chart, {"description": f"{text}，数字见上表"})


def _bars(book: Book, top: int, count: int) -> Any:
    chart = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    for i, status in enumerate(STATUSES, start=2):
        fill, ink = _SERIES[status]
        chart.add_series({
            "name": wording.status(status), "categories": ["统计", top, 0, top + count - 1, 0],
            "values": ["统计", top, i, top + count - 1, i], "gap": 45, "fill": {"color": fill}, "border": _LINE,
            "data_labels": {"value": True, "num_format": "0;;", "font": {"size": 9, "color": ink}},
        })  # fmt: skip
    chart.set_title({"name": "各类别完成状态（分项数）", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "crossing": "max", "num_font": {"size": 9}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 510, "height": _HEIGHT})
    return chart


def _columns(book: Book, lights: int) -> Any:
    chart = book.file.add_chart({"type": "column"})
    chart.add_series({
        "name": "亮灯", "categories": ["统计", lights, 0, lights + 3, 0], "values": ["统计", lights, 1, lights + 3, 1],
        "points": [{"fill": {"color": f"#{fill}"}} for fill in wording.FILLS.values()],
        "border": _LINE, "data_labels": {"value": True}, "gap": 80,
    })  # fmt: skip
    chart.set_title({"name": "亮灯（分项数）", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"major_gridlines": {"visible": False}, "visible": False, "min": 0})
    chart.set_size({"width": 312, "height": _HEIGHT})
    return chart
