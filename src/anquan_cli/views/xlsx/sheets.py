"""A workbook for printing: strings that stay strings, rows as high as their text, pages with head and foot."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

import xlsxwriter

from anquan_cli.documents import wording
from anquan_cli.views.xlsx.cell_text import REST, TALLEST, cell_text, fitted, height, line_height, pieces

ACROSS = (
    880  # points of a sheet's columns that A4 on its side shows at nine tenths: 10 points are printed as 9
)

_FONT = {"font_name": "宋体", "font_size": 10}  # the default too: its digits are the columns' measure
_BASE = {**_FONT, "valign": "vcenter", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 20, "align": "center"},
    "subtitle": {"font_name": "方正小标宋简体", "font_size": 15, "align": "center"},
    "note": {"font_color": "#595959"},
    "name": {"font_name": "黑体", "font_size": 14, "text_wrap": False},
    "warning": {"font_color": "#C00000", "text_wrap": False},
    "issue": {"font_name": "楷体", "font_size": 12, "align": "center", "bottom": 2, "bottom_color": "#C00000"},
    "section": {"font_name": "黑体", "font_size": 12, "bold": True},
    "block": {"font_name": "楷体", "font_size": 12, "bold": True},
    "text": {"font_name": "仿宋", "font_size": 12},
    "signed": {"font_name": "仿宋", "font_size": 12, "align": "right", "indent": 4},
    "header": {"font_name": "黑体", "border": 1, "align": "center", "bg_color": "#E7E6E6"},
    "left": {"border": 1},
    "task": {"border": 1, "bold": True},
    "centre": {"border": 1, "align": "center"},
    "id": {"border": 1, "align": "center", "num_format": "@"},  # 1.10 stays so where somebody types into its cell
    "category": {"font_name": "黑体", "border": 1, "bg_color": "#F2F2F2"},
    "count": {"border": 1, "align": "center", "num_format": "0;-0;"},  # no zeros, here and below
    "tenths": {"border": 1, "align": "center", "num_format": "0.0;-0.0;"},
    "late": {"border": 1, "align": "center", "font_color": "#C00000", "bold": True},
    "total": {"border": 1, "align": "center", "bold": True, "top": 2, "num_format": "0;-0;"},
    "percent": {"border": 1, "align": "center", "num_format": "0.0%;-0.0%;"},
    "percent total": {"border": 1, "align": "center", "bold": True, "top": 2, "num_format": "0.0%;-0.0%;"},
    "date": {  # shrinks, where it would be ##### in a column or a font too narrow
        "border": 1, "align": "center", "num_format": 'yyyy"年"m"月"d"日"', "text_wrap": False, "shrink": True,
    },
    "day": {"border": 1, "align": "center", "num_format": "yyyy-mm-dd", "text_wrap": False, "shrink": True},
    **{
        light: {"border": 1, "align": "center", "bg_color": f"#{fill}"} for light, fill in wording.FILLS.items()
    },
}  # fmt: skip
BAR = {  # in the cell of a completion rate
    "type": "data_bar", "bar_color": "#BDD7EE", "bar_solid": True, "min_type": "num", "min_value": 0,
    "max_type": "num", "max_value": 1, "bar_border_color": "#5B9BD5",
}  # fmt: skip


class Formula(NamedTuple):
    """A formula, and what it comes to: for programs that do not calculate when they open a file."""

    text: str
    value: int


Value = str | int | float | date | Formula | None


class Column(NamedTuple):
    """A column: its heading, its width in digits of the default font, its usual style."""

    heading: str
    width: float
    style: str = "left"

    @property
    def points(self) -> float:
        """How wide it is on paper: 7 pixels a digit and 5 beside them."""
        return (self.width * 7 + 5) * 0.75

    def filling(self, points: float) -> "Column":
        """The column as wide as so many points."""
        return self._replace(width=(points / 0.75 - 5) / 7)


class Rest(NamedTuple):
    """A text that a sheet could not show whole."""

    sheet: str
    row: str  # what names its row there
    heading: str
    text: str


class Book:
    """A workbook in memory; the same sheets give the same bytes."""

    def __init__(self, title: str, author: str, day: date) -> None:
        self._bytes = io.BytesIO()
        self.file = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_urls": False,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "default_format_properties": {**_FONT, "font_scheme": "none"},
            },
        )
        self.day = day
        self.rest: list[Rest] = []
        self.file.set_properties({
            "title": cell_text(title)[:255], "author": cell_text(author)[:255], "created": datetime.combine(day, time()),
        })  # fmt: skip
        self.styles = {name: self.file.add_format({**_BASE, **more}) for name, more in _STYLES.items()}
        self.red = self.file.add_format({"font_color": "#C00000", "bold": True})
        self.bold = self.file.add_format({"bold": True})

    def behind(self, fill: str) -> Any:
        """A colour behind what a condition finds."""
        return self.file.add_format({"bg_color": f"#{fill}"})

    def to_bytes(self) -> bytes:
        """The finished file."""
        self.file.close()
        return self._bytes.getvalue()


class Sheet:
    """A sheet that is filled from above."""

    def __init__(
        self,
        book: Book,
        name: str,
        columns: Sequence[Column],
        foot: str,
        *,
        wide: bool = True,
        pages: int = 0,
        paper: int = 9,
    ) -> None:
        """`wide`: on its side; `pages`: how many it may take, 0 as many as it needs; `paper`: 9 A4, 8 A3."""
        self.book, self.name, self.columns, self.row = book, name, columns, 0
        self.sheet = book.file.add_worksheet(name)
        for i, column in enumerate(columns):
            self.sheet.set_column(i, i, column.width)
        self.sheet.set_paper(paper)
        if wide:
            self.sheet.set_landscape()
            self.sheet.set_margins(left=0.3, right=0.3, top=0.45, bottom=0.6)
        else:  # upright: the type area of GB/T 9704-2012 in width
            self.sheet.set_margins(left=1.1, right=1.02, top=0.9, bottom=0.9)
        self.sheet.center_horizontally()
        self.sheet.hide_gridlines(2)
        self.sheet.fit_to_pages(1, pages)
        font = '&"宋体,Regular"&10'
        self.sheet.set_footer(
            f"&L{font}{foot}&C{font}第 &P 页，共 &N 页&R{font}截至{wording.full_day(book.day)}",
            {"margin": 0.3 if wide else 0.5},
        )

    @property
    def last(self) -> int:
        """The number of the last column."""
        return len(self.columns) - 1

    def banner(self, text: str, style: str, heads: Sequence[tuple[str, str]] = ()) -> None:
        """A text across all columns; a long one goes on in the rows below.

        `heads`: its headings with their styles, in the same cell, as no page may end between them and the text.
        """
        width, size = sum(c.width for c in self.columns), _size(style)
        for piece in pieces(cell_text(text), width, size):
            form = self.book.styles[style]
            if self.last:
                self.sheet.merge_range(self.row, 0, self.row, self.last, "", form)
            if heads:
                above = [
                    part for head, own in heads for part in (self.book.styles[own], f"{cell_text(head)}\n")
                ]
                self.sheet.write_rich_string(self.row, 0, *above, form, piece, form)
            else:
                self.sheet.write_string(self.row, 0, piece, form)
            self._end_row(height(piece, width, size) + 3 + sum(line_height(_size(own)) for _, own in heads))
            heads = ()

    def line(self, text: str, style: str) -> None:
        """A text from the first column on, over what is empty beside it."""
        self.sheet.write_string(self.row, 0, cell_text(text), self.book.styles[style])
        self._end_row(height("", 1, _size(style)) + 3)

    def space(self, rows: int = 1) -> None:
        """Empty rows of 20 pixels: what a program takes without being told depends on its fonts."""
        for _ in range(rows):
            self._end_row(15)

    def header(self, columns: int = 0) -> None:
        """The headings: frozen together with the first columns, and repeated on every printed page."""
        self.put([c.heading for c in self.columns], dict.fromkeys(range(len(self.columns)), "header"))
        self.sheet.repeat_rows(self.row - 1)
        self.sheet.freeze_panes(self.row, columns)

    def put(self, values: Sequence[Value], styles: Mapping[int, str] | None = None) -> None:
        """A row; `styles` of single columns beside the columns' own. As high as its longest text."""
        high = height("", 1)
        for i, (value, column) in enumerate(zip(values, self.columns, strict=True)):
            name = (styles or {}).get(i, column.style)
            if isinstance(value, str):
                value = self._fit(cell_text(value), column, name, str(values[0]))
                high = max(high, height(value, column.width, _size(name)))
            self._write(i, value, name)
        self._end_row(high)

    def finish(self, filter_from: int | None = None) -> None:
        """Sets the print area, and a filter on the header in row `filter_from`."""
        self.sheet.print_area(0, 0, max(self.row - 1, 0), self.last)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:Z{self.row + 1}"})  # 11.10 is no 11.1
        if filter_from is not None:
            self.sheet.autofilter(filter_from, 0, self.row - 1, self.last)

    def _fit(self, text: str, column: Column, style: str, row: str) -> str:
        """A text, cut where a row cannot be high enough."""
        shown = fitted(text, column.width, _size(style))
        if shown != text:
            self.book.rest.append(Rest(self.name, cell_text(row)[:40], column.heading, text))
        return shown

    def _end_row(self, points: float) -> None:
        self.sheet.set_row(self.row, min(points, TALLEST))
        self.row += 1

    def _write(self, column: int, value: Value, style: str) -> None:
        form = self.book.styles[style]
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, form)
        elif isinstance(value, str):
            self.sheet.write_string(self.row, column, value, form)
        elif isinstance(value, Formula):
            self.sheet.write_formula(self.row, column, value.text, form, value.value)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, column, datetime.combine(value, time()), form)
        else:
            self.sheet.write_number(self.row, column, value, form)


def rest(book: Book, foot: str) -> None:
    """A sheet with the whole of every text that another sheet had to cut."""
    if not book.rest:
        return
    columns = (
        Column("所在表", 12, "centre"), Column("所在行", 16, "centre"), Column("栏目", 16, "centre"), Column("全文", 120),
    )  # fmt: skip
    page = Sheet(book, REST, columns, foot)
    page.banner("其他各表未排下的文字", "title")
    page.banner(f"截至{wording.full_day(book.day)}　　{foot}", "note")
    page.header()
    for found in tuple(book.rest):
        for i, piece in enumerate(pieces(found.text, columns[-1].width)):
            page.put([found.sheet, found.row, found.heading + ("（续）" if i else ""), piece.strip("\n")])
    page.finish()


def _size(style: str) -> float:
    return float(_STYLES[style].get("font_size", _FONT["font_size"]))
