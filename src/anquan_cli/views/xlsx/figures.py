"""The sheets of figures in a workbook: what the working sheet adds up to, the year's course, native charts; the units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from anquan_cli.documents import wording
from anquan_cli.progress import STATUSES
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport
from anquan_cli.queries.trend import WeekEnd
from anquan_cli.views.xlsx.cell_text import cell_text
from anquan_cli.views.xlsx.sheets import BAR, Book, Column, Formula, Sheet, Value
from anquan_cli.views.xlsx.working import cells

_COLUMNS = (
    Column("类别", 30), Column("分项", 8, "count"), *(Column(wording.status(s), 8, "count") for s in STATUSES),
    Column("逾期", 10.5, "count"), Column("滞后", 8, "count"), Column("完成率", 9, "percent"),
)  # fmt: skip
_UNITS = (
    Column("单位", 35.5), *(Column(wording.BASIS_WORDS[b], 8, "count") for b in wording.BASIS_WORDS),
    Column("办结", 8, "count"), Column("未办结", 8, "count"), Column("逾期", 10.5, "count"),
    Column("完成率", 9, "percent"), Column("最近报送", 15.5, "date"), Column("联络员及电话", 20),
)  # fmt: skip
_LATE = next(i for i, c in enumerate(_UNITS) if c.heading == "逾期")  # beside it the completion rate
_SHARE = len(_COLUMNS) - 1
_SERIES = {  # a status's bar and the figure in it, from light to dark: told apart in black and white too
    "todo": ("#EDEDED", "#000000"), "doing": ("#9DC3E6", "#000000"), "done": ("#70AD47", "#000000"),
    "verified": ("#375623", "#FFFFFF"), "paused": ("#FFE699", "#000000"), "na": ("#FFFFFF", "#000000"),
}  # fmt: skip
_LINE = {"color": "#7F7F7F", "width": 0.5}
_ON_A_PAGE = 25  # units; one more page for one more line looks forgotten
_LONGEST = 100  # characters of a criterion; of more a cell may not show all
_TOP, _WEEKS = 2, 12  # where the weeks stand that the second chart is drawn of
_HEIGHT, _ROW = 360, 20  # pixels of a chart, of an empty row


def figures(
    book: Book,
    title: str,
    total: Figures,
    categories: Sequence[CategoryReport],
    trend: Sequence[WeekEnd],
    note: str,
    foot: str,
) -> None:
    """Categories and lights as formulas over the working sheet, and the year's course; a chart of either."""
    page = Sheet(book, "统计", _COLUMNS, foot, pages=1)
    page.banner(title, "title")
    page.banner(
        f"截至{wording.full_day(book.day)}，按分项计　　{note}　　个数由“明细”表算出，完成率取自台账", "note"
    )
    page.header()
    top = page.row
    for c in categories:
        name = f"{c.number}、{c.title}"
        page.put(_line(name, c.figures, _where("类别", _literally(name))))
    _put(page, _line("合计", total, ""), "total")
    page.sheet.conditional_format(top, _SHARE, page.row - 1, _SHARE, BAR)
    page.space()
    _put(page, ["亮灯", "分项"], "header")
    for light, count in total.lights.items():
        word = f"{wording.light(light)}灯"
        _put(page, [word, _count(_where("亮灯", word), count)], "count", light)
    _put(page, ["合计", _count("", total.total)], "total")
    page.space()
    bars = _bars(book, top, len(categories))
    page.sheet.insert_chart(page.row, 0, bars, {"description": "各类别完成状态条形图，数字见上表"})
    if known := [w for w in trend if w.percent is not None]:
        _weeks(book, page, known)
        course = _course(book, len(known))
        page.sheet.insert_chart(page.row, 6, course, {"description": "完成率与序时进度，数字见右侧"})
    page.space(_HEIGHT // _ROW + 1)
    page.finish()


def _where(heading: str, criterion: str) -> str:
    """A further condition of a count, as COUNTIFS takes it."""
    quoted = criterion.replace('"', '""')
    return f',{cells(heading)},"{quoted}"'


def _literally(text: str) -> str:
    """A criterion that a cell alone meets, as the cell shows the text: COUNTIFS knows * ? ~ and takes 255 characters."""
    shown = cell_text(text)
    return "=" + re.sub("([*?~])", r"~\1", shown[:_LONGEST]) + "*" * (len(shown) > _LONGEST)


def _count(more: str, count: int) -> Formula:
    """The rows of the list that the working sheet shows and that meet further conditions."""
    return Formula(f'=COUNTIFS({cells("层级")},"分项"{more})', count)


def _weeks(book: Book, page: Sheet, weeks: Sequence[WeekEnd]) -> None:
    """What the second chart is drawn of, beside what is printed."""
    styles = [book.styles[s] for s in ("header", "day", "percent")]
    for i, (heading, values) in enumerate((
        ("周末", [datetime.combine(w.day, time()) for w in weeks]),
        ("完成率", [round((w.percent or 0) / 100, 4) for w in weeks]),
        ("序时进度", [round(w.elapsed / 100, 4) for w in weeks]),
    )):  # fmt: skip
        page.sheet.write_string(_TOP, _WEEKS + i, heading, styles[0])
        page.sheet.write_column(_TOP + 1, _WEEKS + i, values, styles[2 if i else 1])
    page.sheet.set_column(_WEEKS, _WEEKS + 2, 11)


def units(book: Book, title: str, reports: Sequence[UnitReport], foot: str) -> None:
    """The units, those behind first."""
    columns: Sequence[Column] = _UNITS
    if not any(u.contact for u in reports):  # its room goes to the names: the sheet stays as wide as its page
        first, *others, contact = _UNITS
        columns = [first._replace(width=first.width + contact.width), *others]
    page = Sheet(book, "各单位", columns, foot, pages=1 if len(reports) <= _ON_A_PAGE else 0)
    page.banner(title, "title")
    page.banner(
        f"截至{wording.full_day(book.day)}，办结、未办结、逾期和完成率按该单位的全部任务计　　{foot}",
        "note",
    )
    page.header(1)
    top = page.row
    for u in reports:
        f = u.figures
        percent = "—" if f.percent is None else round(f.percent / 100, 4)
        page.put([
            u.unit, *(u.obligations[b] for b in wording.BASIS_WORDS), f.closed, u.open,
            wording.overdue_rows(u) if u.overdue_by_clause else f.overdue, percent,
            u.last_report or "尚未报送", u.contact,
        ][: len(columns)], {_LATE: "late"} if f.overdue else {})  # fmt: skip
    if reports:
        page.sheet.conditional_format(top, _LATE + 1, page.row - 1, _LATE + 1, BAR)
    page.finish(filter_from=top - 1)


def _put(page: Sheet, values: Sequence[Value], style: str, first: str = "") -> None:
    """A row of one style, its first cell of another; the columns beside it stay free."""
    styles = {i: "percent total" if style == "total" and i == _SHARE else style for i in range(len(values))}
    free = range(len(values), len(_COLUMNS))
    page.put([*values, *[None] * len(free)], {**styles, **dict.fromkeys(free, "note"), 0: first or style})


def _line(name: str, f: Figures, where: str) -> list[Value]:
    statuses = (_count(where + _where("完成状态", wording.status(s)), f.statuses[s]) for s in STATUSES)
    late, lag = where + _where("逾期天数", ">0"), where + _where("滞后百分点", ">=0")
    percent = "—" if f.percent is None else round(f.percent / 100, 4)
    return [
        name, _count(where, f.total), *statuses, _count(late, f.overdue), _count(lag, f.behind), percent
    ]  # fmt: skip


def _bars(book: Book, top: int, count: int) -> Any:
    hidden = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
    reverse = {"reverse": True, "crossing": "max", "num_font": {"size": 9}}
    chart = _chart(
        book, {"type": "bar", "subtype": "stacked"}, "各类别完成状态（分项数）", hidden, reverse, 510
    )
    for i, status in enumerate(STATUSES, start=2):
        fill, ink = _SERIES[status]
        chart.add_series({
            "name": wording.status(status), "categories": ["统计", top, 0, top + count - 1, 0],
            "values": ["统计", top, i, top + count - 1, i], "gap": 45, "fill": {"color": fill}, "border": _LINE,
            "data_labels": {"value": True, "num_format": "0;;", "font": {"size": 9, "color": ink}},
        })  # fmt: skip
    return chart


def _course(book: Book, count: int) -> Any:
    """The rate against 序时进度, from week to week."""
    months = {
        "date_axis": True, "num_format": 'm"月"', "major_unit": 1, "major_unit_type": "months", "num_font": {"size": 9},
    }  # fmt: skip
    percent = {"min": 0, "max": 1, "major_unit": 0.25, "num_format": "0%", "num_font": {"size": 9}}
    chart = _chart(book, {"type": "line"}, "完成率与序时进度（每周末）", months, percent, 312)
    for i, line in enumerate(
        ({"color": "#C00000", "width": 2.25}, {"color": "#7F7F7F", "dash_type": "dash"}), start=1
    ):
        column = _WEEKS + i
        chart.add_series({
            "name": ["统计", _TOP, column], "line": line,
            "categories": ["统计", _TOP + 1, _WEEKS, _TOP + count, _WEEKS],
            "values": ["统计", _TOP + 1, column, _TOP + count, column],
        })  # fmt: skip
    return chart


def _chart(
    book: Book, kind: Mapping[str, str], title: str, x: Mapping[str, Any], y: Mapping[str, Any], width: int
) -> Any:
    chart = book.file.add_chart(kind)
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_x_axis(x)
    chart.set_y_axis(y)
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": width, "height": _HEIGHT})
    return chart
