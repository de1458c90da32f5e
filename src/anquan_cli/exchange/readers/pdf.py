"""PDF pages: ruled tables as grids, what stands between them as paragraphs; pdfium gives characters and lines."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.layout import Blocks, Span, Table
from anquan_cli.exchange.readers.page_text import BEGINS, Char, Line, is_open, lines, padding, unwrapped
from anquan_cli.exchange.readers.rules import Box, Rule, Ruled, tables

_MOST_PAGES = 500
_MOST_SEGMENTS = 100_000
_THIN = 3.0  # points: what is thinner is a line
_PAGE_NUMBER = re.compile(r"[-—–―·\s第]*\d{1,4}[-—–―·\s页]*(?:[/／共]\s*\d{1,4}\s*页?)?")
_EDGE = 0.1  # of a page's height: where page numbers stand
_RISES, _DESCENDS = 0.88, 0.12  # of a character's size, above and below its baseline
_ENDS = re.compile(r"[。；：）】〕]$")

_FONTS = "请在本机装上中文字体（如宋体）后再试，或向来文单位要 Word、Excel 文件"

Matrix = tuple[float, float, float, float, float, float]


def read(data: bytes) -> Document:
    """The document's blocks."""
    try:
        pdf = PdfDocument(data)
    except PdfiumError as error:
        raise refusal.encrypted() if "assword" in str(error) else refusal.damaged() from error
    if len(pdf) > _MOST_PAGES:
        raise refusal.too_large(f"PDF超过{_MOST_PAGES}页")
    blocks = Blocks()
    pictures = characters = ruled = 0
    for number in range(len(pdf)):
        page = _Page(pdf[number], number + 1)
        ruled += page.add_to(blocks)
        pictures += page.pictures
        characters += len(page.chars)
    if not characters:
        what = "这是扫描件，没有可读的文字" if pictures else "PDF里没有可读的文字"
        raise refusal.Refusal(
            what, "请向来文单位要 Word 或 Excel 文件；没有的，用 WPS 识别成文字后另存为 docx"
        )
    if pictures:
        blocks.note(f"有图片{pictures}幅，其中的文字未取")
    if not ruled:
        blocks.note("没有带框线的表格，文字按行取；没有框线的表格，各列会连在一起")
    return blocks.document("pdf")


class _Page:
    def __init__(self, page: Any, number: int) -> None:
        self._number = number
        self._width, self._height = page.get_width(), page.get_height()
        self._turn = _turned(
            page.get_rotation(), *page.get_bbox() if hasattr(page, "get_bbox") else page.get_mediabox()
        )
        self.pictures = 0
        self._slanted: list[str] = []
        self._unread = 0  # characters of which the font does not say what they are
        self._marks: set[str] = set()
        self.chars = list(self._read_chars(page.get_textpage()))
        self._across: list[Rule] = []
        self._down: list[Rule] = []
        self._objects(
            page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, (1, 0, 0, 1, 0, 0), 0
        )

    def add_to(self, blocks: Blocks) -> int:
        """Adds the page's paragraphs and tables, from the top; returns how many tables there are."""
        blocks.left_out("斜排的文字（水印等）", "".join(self._slanted))
        if self._unread:
            blocks.note(f"第{self._number}页有{self._unread}个字读不出或读得不对，请对照文件核对")
        found = tables(self._across, self._down)
        inside: list[list[Char]] = [[] for _ in (*found, None)]  # None: in no table
        for char in self.chars:
            x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
            inside[next((n for n, table in enumerate(found) if table.box.holds(x, y)), -1)].append(char)
        running = self._without_page_number(lines(inside.pop()), blocks)
        cut = [_cells_cut(table, running) for table in found]
        running = [line for line in running if not any(line in taken for taken in cut)]
        self._left, self._right = self._margins(running)
        for index, (table, chars, taken) in enumerate(zip(found, inside, cut, strict=True)):
            above = [line for line in running if line.top < table.box.top]
            running = running[len(above) :]
            self._paragraphs(above, blocks)
            texts = _lines_by_cell(table, chars)
            if _is_crossed(texts):
                blocks.note(
                    f"第{self._number}页表{index + 1}有文字压在框线上或互相重叠，可能归错了行，请对照文件核对"
                )
            for line, cell in taken.items():
                texts[cell].append(line)
            for found_in_cell in texts.values():
                self._note_marks(found_in_cell, blocks)
            blocks.table(_grid(texts), f"第{self._number}页表{index + 1}")
        self._paragraphs(running, blocks)
        return len(found)

    def _without_page_number(self, running: list[Line], blocks: Blocks) -> list[Line]:
        kept = []
        for line in running:
            at_edge = line.bottom < self._height * _EDGE or line.top > self._height * (1 - _EDGE)
            self._note_marks([line], blocks)
            if at_edge and _PAGE_NUMBER.fullmatch(line.text):
                blocks.note("页码未取")
            else:
                kept.append(line)
        return kept

    def _paragraphs(self, running: list[Line], blocks: Blocks) -> None:
        """Lines as paragraphs: a line that begins further right, or follows one that is not full, begins one."""
        left, right = self._left, self._right
        group: list[Line] = []
        for line in running:
            size = line.bottom - line.top
            goes_on = group and right - group[-1].right < 1.5 * size and not _ENDS.search(group[-1].text)
            goes_on = goes_on or is_open("".join(x.text for x in group[-4:]))
            if group and (
                line.mark
                or (line.left - left > size * 0.8 and not goes_on)
                or abs(group[-1].bottom - group[-1].top - size) > size * 0.2
                or line.top - group[-1].bottom > size * 1.5
                or (BEGINS.match(line.text) and (_ENDS.search(group[-1].text) or not line.text[0].isdigit()))
            ):
                self._paragraph(group, right - left, left, blocks)
                group = []
            group.append(line)
        self._paragraph(group, right - left, left, blocks)

    def _note_marks(self, found: list[Line], blocks: Blocks) -> None:
        """The numbers of footnotes are no part of the text, and say what their notes begin with."""
        for line in found:
            self._marks.update(line.marks)
            if line.marks:
                blocks.note(f"脚注编号{line.marks}未取：{line.text[-20:]}")

    def _margins(self, running: list[Line]) -> tuple[float, float]:
        """Where text begins and ends: where several lines do; else as far from the one edge as from the other."""
        left = min((char.left for char in self.chars), default=0)
        right = max([self._width - left, *(char.right for char in self.chars)])
        begins = [line.left for line in running]
        left = min((x for x in begins if sum(abs(x - other) < _THIN for other in begins) > 2), default=left)
        last = max(running, key=lambda line: line.right, default=None)
        if last and last.right - left > self._width / 2:
            size = last.bottom - last.top
            right = last.right if sum(last.right - x.right < 1.5 * size for x in running) > 2 else right
        return left, right

    def _paragraph(self, group: list[Line], room: float, left: float, blocks: Blocks) -> None:
        whole = [line._replace(left=left) for line in group]  # an indent takes room too
        for text in unwrapped(whole, room):
            mark = group[0].mark or next(
                (mark for mark in self._marks if re.match(rf"{mark}\s*[^\d\W]", text)), ""
            )
            if mark:
                blocks.footnote(text.removeprefix(mark), f"第{self._number}页脚注{mark}")
            else:
                blocks.paragraph(text, place=f"第{self._number}页")

    def _read_chars(self, page: Any) -> Iterator[Char]:
        """The characters of a page; those that one shape stands for (——, ff) each with their share of it."""
        for (left, top, right, bottom), several in groupby(self._shapes(page), key=itemgetter(1)):
            texts = [text for text, _ in several]
            width = (right - left) / len(texts)
            for n, text in enumerate(texts):
                yield Char(text, left + n * width, top, left + (n + 1) * width, bottom)

    def _shapes(self, page: Any) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
        """Each character with where it is drawn."""
        box = pdfium.FS_RECTF()
        for index in range(page.count_chars()):
            code = pdfium.FPDFText_GetUnicode(page.raw, index)
            self._unread += code == 0 or pdfium.FPDFText_HasUnicodeMapError(page.raw, index) == 1
            text = chr(code) if code < 0x110000 else ""
            if text in ("\x02", "\ufffe"):  # pdfium's names for a hyphen at a line's end: V-↵102
                text = "-"
            if (
                not text.strip()
                or text == "\uffff"
                or not pdfium.FPDFText_GetLooseCharBox(page.raw, index, box)
            ):
                continue
            left, top, right, bottom = self._turned_box(*self._on_baseline(page, index, box))
            if right - left < 0.01 or not _is_upright(pdfium.FPDFText_GetCharAngle(page.raw, index)):
                self._slanted.append(text)
            else:
                yield text, (left, top, right, bottom)

    def _on_baseline(self, page: Any, index: int, box: Any) -> tuple[float, float, float, float]:
        """A character's box by its baseline and size, for some fonts' own boxes are as low as their commas."""
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
        size = pdfium.FPDFText_GetFontSize(page.raw, index)
        pdfium.FPDFText_GetCharOrigin(page.raw, index, x, y)
        pdfium.FPDFText_GetMatrix(page.raw, index, matrix)
        right, up = size * matrix.c, size * matrix.d  # where the character's top is, seen from its baseline
        if abs(up) >= abs(right):
            return box.left, y.value - _DESCENDS * up, box.right, y.value + _RISES * up
        return x.value - _DESCENDS * right, box.bottom, x.value + _RISES * right, box.top

    def _turned_box(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """A box as the page shows it, y from the top down."""
        (x0, y0), (x1, y1) = self._turn(left, bottom), self._turn(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _objects(self, parent: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> None:
        """Lines and pictures of a page or of a form on it.

        Raises:
            Refusal: a character cannot be read on this machine.
        """
        for index in range(count(parent)):
            item = get(parent, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            own = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(item, own)
            combined = _multiplied((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, combined)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.pictures += 1
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT and _is_lost(item):
                raise refusal.Refusal(
                    "文件里的中文字体没有嵌在PDF里，本机也没有中文字体，有的字读不出来", _FONTS
                )
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
                self._objects(
                    item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, combined, depth + 1
                )

    def _path(self, item: Any, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not stroke.value and not fill.value:
            return
        for points in self._outlines(item, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if min(width, height) <= _THIN:  # a line, or a bar as thin as one
                self._rule(min(xs), min(ys), max(xs), max(ys))
            elif stroke.value:
                for (x0, y0), (x1, y1) in pairwise(points):
                    self._rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _outlines(self, item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The points of each part of a path, as the page shows them; a closed part ends where it begins."""
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        count = pdfium.FPDFPath_CountSegments(item)
        if len(self._across) + len(self._down) + count > _MOST_SEGMENTS:
            raise refusal.too_large("页面上的线条过多")
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            a, b, c, d, e, f = matrix
            point = self._turn(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points
                points = []
            points.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1:
            yield points

    def _rule(self, left: float, top: float, right: float, bottom: float) -> None:
        if right - left > bottom - top and bottom - top <= _THIN:
            self._across.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THIN:
            self._down.append(Rule((left + right) / 2, top, bottom))


def _cells_cut(table: Ruled, running: list[Line]) -> dict[Line, Box]:
    """Lines beside a table that stand in a cell which the page has cut: it has no rule there, the others have."""
    taken = {}
    height = max(cell.row + cell.rows for cell in table.cells)
    for at_end, columns in enumerate(table.is_open):
        cells = [
            c
            for c in table.cells
            if c.column in columns and (c.row + c.rows == height if at_end else c.row == 0)
        ]
        for line in running if len(columns) < max(c.column + c.columns for c in table.cells) else ():
            is_outside = line.top >= table.box.bottom if at_end else line.bottom <= table.box.top
            for cell in cells:
                if is_outside and cell.left <= line.left and line.right <= cell.right:
                    taken[line] = cell
    return taken


def _is_crossed(texts: dict[Box, list[Line]]) -> bool:
    """Whether lines lie over the border of their cell, or over each other: a sheet's rows were too low for them."""
    for cell, found in texts.items():
        size = max((line.bottom - line.top for line in found), default=0)
        if any(line.top < cell.top - 0.3 * size or line.bottom > cell.bottom + 0.3 * size for line in found):
            return True
        if any(below.top < line.bottom - 0.45 * size for line, below in pairwise(found)):
            return True
    return False


def _lines_by_cell(table: Ruled, chars: list[Char]) -> dict[Box, list[Line]]:
    """The lines that stand in each cell of a table."""
    places = {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    rows = sorted({(cell.top, cell.row) for cell in table.cells})
    columns = sorted({(cell.left, cell.column) for cell in table.cells})
    inside: dict[Box, list[Char]] = {cell: [] for cell in table.cells}
    for char in chars:
        below = bisect_right(rows, ((char.top + char.bottom) / 2, 0))
        right = bisect_right(columns, ((char.left + char.right) / 2, 0))
        inside[places[rows[max(below - 1, 0)][1], columns[max(right - 1, 0)][1]]].append(char)
    return {cell: lines(found) for cell, found in inside.items()}


def _grid(texts: dict[Box, list[Line]]) -> Table:
    """A table by the lines in its cells, wrapped ones put together."""
    paddings = {
        column: padding([(cell.left, found) for cell, found in texts.items() if cell.column == column])
        for column in {cell.column for cell in texts}
    }
    spans: dict[int, list[Span]] = {}
    for cell, found in texts.items():
        room = cell.right - cell.left - 2 * paddings[cell.column]
        spans.setdefault(cell.row, []).append(Span(unwrapped(found, room), cell.rows, cell.columns))
    height = max(cell.row + cell.rows for cell in texts)
    return Table([spans.get(row, []) for row in range(height)])


def _multiplied(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _turned(degrees: int, left: float, bottom: float, right: float, top: float) -> Any:
    """How a point of the page's own axes is seen: turned as the page is, from its upper left corner down."""
    return {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }.get(degrees, lambda x, y: (x - left, top - y))


def _is_lost(text: Any) -> bool:
    """Whether pdfium leaves a lone character out: it takes no room in the font that stands in for a Chinese one."""
    left, bottom, right, top, width = (ctypes.c_float() for _ in range(5))
    pdfium.FPDFPageObj_GetBounds(text, left, bottom, right, top)
    if right.value - left.value > 0.01 or top.value - bottom.value > 0.01:
        return False
    font = pdfium.FPDFTextObj_GetFont(text)
    name = ctypes.create_string_buffer(64)
    pdfium.FPDFFont_GetFamilyName(font, name, len(name))
    pdfium.FPDFFont_GetGlyphWidth(font, ord("局"), 1, width)
    return not pdfium.FPDFFont_GetIsEmbedded(font) and name.value.startswith(b"Chrome ") and width.value > 0


def _is_upright(angle: float) -> bool:
    """Text along the page's edges; a watermark is slanted. Radians; below 0 where pdfium does not know."""
    return angle < 0 or abs(angle / 1.5707963 - round(angle / 1.5707963)) < 0.1
