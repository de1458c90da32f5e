"""A workbook for printing: strings that stay strings, rows as high as their text, pages with head and foot."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

import xlsxwriter

from anquan_cli.errors import visible
from anquan_cli.views import words
from anquan_cli.views.as_csv import fit
from anquan_cli.views.text import cells, wrap

Value = str | int | float | date | None

_LINE = 13.5  # points of a line of 10 point text
TALLEST = 400  # points; Excel allows 409
_BASE = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 20, "align": "center"},
    "subtitle": {"font_name": "方正小标宋简体", "font_size": 15, "align": "center"},
    "note": {"font_size": 9, "font_color": "#595959"},
    "section": {"font_name": "黑体", "font_size": 12},
    "block": {"font_name": "楷体", "font_size": 12},
    "text": {"font_name": "仿宋", "font_size": 12},
    "signed": {"font_name": "仿宋", "font_size": 12, "align": "right"},
    "header": {"font_name": "黑体", "border": 1, "align": "center", "bg_color": "#E7E6E6"},
    "left": {"border": 1},
    "centre": {"border": 1, "align": "center"},
    "category": {"border": 1, "align": "center", "valign": "top"},  # a page's end must not cut its words
    "late": {"border": 1, "align": "center", "font_color": "#C00000", "bold": True},
    "total": {"border": 1, "align": "center", "bold": True, "top": 2},
    "percent": {"border": 1, "align": "center", "num_format": "0.0%"},
    "percent total": {"border": 1, "align": "center", "bold": True, "top": 2, "num_format": "0.0%"},
    "date": {"border": 1, "align": "center", "num_format": "yyyy-mm-dd"},
    **{
        light: {"border": 1, "align": "center", "bg_color": f"#{fill}"} for light, fill in words.FILLS.items()
    },
}


class Column(NamedTuple):
    """A column: its heading, its width in characters of the default font, its usual style."""

    heading: str
    width: float
    style: str = "left"


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
            },
        )
        self.file.set_properties(
            {"title": plain(title), "author": plain(author), "created": datetime.combine(day, time())}
        )
        self.styles = {name: self.file.add_format({**_BASE, **more}) for name, more in _STYLES.items()}

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
    ) -> None:
        """`wide`: on its side; `pages`: how many it may take, 0 as many as it needs."""
        self.book, self.columns, self.row = book, columns, 0
        self.sheet = book.file.add_worksheet(name)
        for i, column in enumerate(columns):
            self.sheet.set_column(i, i, column.width)
        self.sheet.set_paper(9)  # A4
        if wide:
            self.sheet.set_landscape()
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.center_horizontally()
        self.sheet.fit_to_pages(1, pages)
        self.sheet.set_footer(f"&L&9{foot}&C&10第 &P 页，共 &N 页")

    @property
    def last(self) -> int:
        """The number of the last column."""
        return len(self.columns) - 1

    def banner(self, text: str, style: str, height: float | None = None) -> None:
        """A line across all columns."""
        shown = plain(text)
        width = sum(c.width for c in self.columns)
        size = _STYLES[style].get("font_size", _BASE["font_size"])
        self.sheet.set_row(
            self.row, height or min(lines(shown, width * 10 / size) * size * 1.45 + 2, TALLEST)
        )
        if self.last:
            self.sheet.merge_range(self.row, 0, self.row, self.last, "", self.book.styles[style])
        self.sheet.write_string(self.row, 0, shown, self.book.styles[style])
        self.row += 1

    def header(self) -> None:
        """The columns' headings: frozen, and repeated on every printed page."""
        self.put([c.heading for c in self.columns], dict.fromkeys(range(len(self.columns)), "header"))
        self.sheet.repeat_rows(self.row - 1)
        self.sheet.freeze_panes(self.row, 0)

    def put(self, values: Sequence[Value], styles: Mapping[int, str] | None = None) -> None:
        """A row; `styles` of single columns beside the columns' own. As high as its longest text."""
        high = 1
        for i, (value, column) in enumerate(zip(values, self.columns, strict=True)):
            name = (styles or {}).get(i, column.style)
            self._write(i, value, name)
            if isinstance(value, str):
                high = max(high, lines(plain(value), column.width))
        self.sheet.set_row(self.row, min(high * _LINE + 5, TALLEST))
        self.row += 1

    def merge(self, column: int, first: int, text: str) -> None:
        """One cell from row `first` down to the row just written."""
        style = self.book.styles[self.columns[column].style]
        if first < self.row - 1:
            self.sheet.merge_range(first, column, self.row - 1, column, "", style)
        self.sheet.write_string(first, column, plain(text), style)

    def finish(self, filter_from: int | None = None) -> None:
        """Sets the print area, and a filter on the header in row `filter_from`."""
        self.sheet.print_area(0, 0, max(self.row - 1, 0), self.last)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:Z{self.row + 1}"})  # 11.10 is no 11.1
        if filter_from is not None:
            self.sheet.autofilter(filter_from, 0, self.row - 1, self.last)

    def _write(self, column: int, value: Value, style: str) -> None:
        form = self.book.styles[style]
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, form)
        elif isinstance(value, str):
            self.sheet.write_string(self.row, column, plain(value), form)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, column, datetime.combine(value, time()), form)
        else:
            self.sheet.write_number(self.row, column, value, form)


def plain(text: str) -> str:
    """Text that a cell holds whole or with a stated cut; its line breaks stay, nothing else controls."""
    return fit("\n".join(visible(line.replace("\t", " ")) for line in text.splitlines()))


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; what is far too long is only measured."""
    if len(text) > 2000:
        return int(cells(text) / width) + 1
    return len(wrap(text, max(int(width) - 1, 2)))
