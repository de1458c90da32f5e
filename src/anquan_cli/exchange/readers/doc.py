"""Word 97–2003 and WPS documents (doc, wps): paragraphs, tables with merged cells, footnotes, text boxes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers import doc_file, refusal
from anquan_cli.exchange.readers.characters import struck, symbol, tidy
from anquan_cli.exchange.readers.doc_file import Properties, Run, WordFile, is_on
from anquan_cli.exchange.readers.doc_numbering import Numbering
from anquan_cli.exchange.readers.layout import Blocks, Span, Table
from anquan_cli.exchange.readers.numerals import in_front

_ENDS = "\r\x07\x0c\x0e"
_CHARACTERS = {
    "\x0b": "\n",
    "\x1e": "-",
    "\x1f": "",
    "\xa0": " ",
    **dict.fromkeys("\x01\x02\x03\x04\x05\x08", ""),
}
_TITLE, _CONTENTS = 62, range(19, 28)  # built-in styles
_TOLERANCE = 100  # twentieths of a point: borders nearer than 2 mm are one


class _Paragraph(NamedTuple):
    text: str
    end: str  # the character that ends it
    style: int
    properties: Properties


_TableRow = tuple[list[list[str | Table]], Properties]  # its cells, and what the row's end says of it


class _OpenTable:
    """A table that is being read."""

    def __init__(self) -> None:
        self.rows: list[_TableRow] = []
        self.cells: list[list[str | Table]] = []
        self.content: list[str | Table] = []


def read(data: bytes) -> Document:
    """The document's blocks."""
    return _Reader(WordFile(data)).document()


class _Reader:
    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._numbering = Numbering(file)
        self._blocks = Blocks()
        self._open: list[_OpenTable] = []
        self._gone: list[str] = []  # what tracked changes delete
        self._added = False  # whether they insert any

    def document(self) -> Document:
        if min(self._file.lengths) < 0:
            raise refusal.damaged()
        bounds = [0, *accumulate(self._file.lengths)]
        self._story(bounds[6], bounds[7], "文本框")
        self._story(0, bounds[1])
        for name, index, begin in (
            ("脚注", doc_file.FOOTNOTE_TEXTS, bounds[1]),
            ("尾注", doc_file.ENDNOTE_TEXTS, bounds[5]),
        ):
            self._notes(name, index, begin)
        self._blocks.left_out("页眉页脚", "\n".join(p.text for p in self._paragraphs(bounds[2], bounds[3])))
        if self._gone or self._added:
            self._blocks.revised("", "".join(self._gone))
        if bounds[5] > bounds[4]:
            self._blocks.note("批注未取")
        if self._file.has_macros:
            self._blocks.note("文件带有宏，没有运行，只读了文字")
        return self._blocks.document("doc")

    def _story(self, begin: int, end: int, place: str = "") -> None:
        for paragraph in self._paragraphs(begin, end):
            self._add(paragraph, place)
        while self._open:
            self._close_table()

    def _notes(self, name: str, index: int, begin: int) -> None:
        table = self._file.table(index)
        positions = struct.unpack_from(f"<{len(table) // 4}I", table)
        for number, (first, last) in enumerate(pairwise(positions[:-1]), 1):
            lines = [paragraph.text for paragraph in self._paragraphs(begin + first, begin + last)]
            self._blocks.footnote("\n".join(lines), f"{name}{number}")

    def _paragraphs(self, begin: int, end: int) -> Iterator[_Paragraph]:
        """Paragraphs between two positions, as they are when all changes are accepted."""
        pieces: list[str] = []
        fields = _Fields()
        for run in self._file.runs(begin, end):
            start = 0
            deleted = is_on(run.properties, doc_file.C_DELETED)
            for at, char in enumerate(run.text):
                if char not in _ENDS:
                    continue
                pieces += self._shown(run, run.text[start:at], fields)
                start = at + 1
                style, properties = self._file.paragraph(run.offset + at * run.width)
                if not (deleted and char == "\r") or is_on(properties, doc_file.P_IN_TABLE):
                    yield _Paragraph(tidy("".join(pieces)), char, style, properties)
                    pieces.clear()
            pieces += self._shown(run, run.text[start:], fields)
        if text := tidy("".join(pieces)):
            yield _Paragraph(text, "\r", 0, {})

    def _shown(self, run: Run, text: str, fields: _Fields) -> list[str]:
        """What of a run's text is printed."""
        properties = run.properties
        if not text or is_on(properties, doc_file.C_DELETED):
            if gone := fields.result_of(text):  # a field may begin in what was deleted
                self._gone.append(gone)
            return []
        self._added |= is_on(properties, doc_file.C_INSERTED)
        if doc_file.C_SYMBOL in properties and is_on(properties, doc_file.C_SPECIAL):
            code = int.from_bytes(properties[doc_file.C_SYMBOL][2:4], "little")
            return [symbol(f"{code:04X}")]
        text = fields.result_of(text)
        if is_on(properties, doc_file.C_VANISH):
            self._blocks.left_out("隐藏文字", text)
            return []
        text = "".join(_CHARACTERS.get(char, char) for char in text)
        is_struck = is_on(properties, doc_file.C_STRIKE) or is_on(properties, doc_file.C_DOUBLE_STRIKE)
        return [struck(text) if is_struck else text]

    def _add(self, paragraph: _Paragraph, place: str) -> None:
        properties = paragraph.properties
        depth = int(is_on(properties, doc_file.P_IN_TABLE))
        if doc_file.P_DEPTH in properties:
            depth = max(depth, int.from_bytes(properties[doc_file.P_DEPTH], "little"))
        if depth > refusal.MOST_TABLE_DEPTH:
            raise refusal.nested()
        while len(self._open) > depth:
            self._close_table()
        while len(self._open) < depth:
            self._open.append(_OpenTable())
        style = self._file.styles.get(paragraph.style)
        if style is not None and style.number in _CONTENTS:
            self._blocks.note("目录未取")
            return
        if not self._open:
            self._blocks.paragraph(self._numbered(paragraph), self._level(paragraph), place)
            return
        table = self._open[-1]
        if is_on(properties, doc_file.P_ROW_END if depth == 1 else doc_file.P_INNER_ROW_END):
            table.rows.append((table.cells, properties))
            table.cells, table.content = [], []
            return
        table.content.append(self._numbered(paragraph))
        if paragraph.end == "\x07" if depth == 1 else is_on(properties, doc_file.P_INNER_CELL):
            table.cells.append(table.content)
            table.content = []

    def _close_table(self) -> None:
        open_table = self._open.pop()
        if open_table.cells or open_table.content:  # cut off within a row
            open_table.rows.append(([*open_table.cells, open_table.content], {}))
        table = _table(open_table.rows)
        if self._open:
            self._open[-1].content.append(table)
        else:
            self._blocks.table(table)

    def _numbered(self, paragraph: _Paragraph) -> str:
        numbers = (self._property(paragraph, modifier) for modifier in (doc_file.P_ILFO, doc_file.P_ILVL))
        override, level = (int.from_bytes(number or b"", "little") for number in numbers)
        level = min(level, 8)
        return in_front(self._numbering.next(override, level), paragraph.text) if override else paragraph.text

    def _property(self, paragraph: _Paragraph, modifier: int) -> bytes | None:
        own = paragraph.properties.get(modifier)
        return own if own is not None else self._file.style(paragraph.style, modifier)

    def _level(self, paragraph: _Paragraph) -> int:
        found = self._property(paragraph, doc_file.P_OUTLINE)
        if found is not None:
            return found[0] + 1 if found and found[0] < 9 else 0
        style = self._file.styles.get(paragraph.style)
        number = style.number if style else 0
        return number if 1 <= number <= 9 else int(number == _TITLE)


class _Fields:
    """Which part of a field is being read; its code is not printed, its result is."""

    def __init__(self) -> None:
        self._in_code: list[bool] = []

    def result_of(self, text: str) -> str:
        if not self._in_code and "\x13" not in text:
            return text
        kept = []
        for char in text:
            if char == "\x13":
                self._in_code.append(True)
            elif char == "\x14":
                self._in_code[-1:] = [False]
            elif char == "\x15":
                del self._in_code[-1:]
            elif not any(self._in_code):
                kept.append(char)
        return "".join(kept)


def _table(rows: list[_TableRow]) -> Table:
    """Rows with cells by the positions of their borders to rows with spans."""
    definitions = [_definition(properties) for _, properties in rows]
    columns = _columns([border for borders, _ in definitions for border in borders])
    table: list[list[Span]] = []
    above: dict[int, Span] = {}  # cells that are merged down, by their left border
    for (cells, _), (borders, flags) in zip(rows, definitions, strict=True):
        spans: list[Span] = []
        merged: dict[int, Span] = {}
        if borders and columns[borders[0]]:
            spans.append(Span(None, 1, columns[borders[0]]))
        for index, content in enumerate(cells):
            is_known = index + 1 < len(borders)
            left, right = (columns[borders[index]], columns[borders[index + 1]]) if is_known else (-1, 0)
            flag = flags[index] if index < len(flags) else 0
            if flag & 2 and spans:  # merged into the cell on the left
                spans[-1].columns += max(right - left, 0)
            elif flag & 0x20 and not flag & 0x40 and left in above:  # merged into the cell above
                merged[left] = above[left]
                merged[left].rows += 1
            else:
                spans.append(Span(content, 1, max(right - left, 1)))
                if flag & 0x20:
                    merged[left] = spans[-1]
        above = merged
        table.append(spans)
    headers = frozenset(index for index, (_, row) in enumerate(rows) if is_on(row, doc_file.T_HEADER))
    return Table(table, headers)


def _definition(row: Properties) -> tuple[list[int], list[int]]:
    """The positions of a row's borders, and for each cell how it is merged."""
    definition = row.get(doc_file.T_DEFINITION, b"")
    count = definition[0] if definition else 0
    if len(definition) < 1 + 2 * (count + 1):
        return [], []
    borders = list(struct.unpack_from(f"<{count + 1}h", definition, 1))
    at = 1 + 2 * (count + 1)
    flags = [int.from_bytes(definition[at + 20 * i : at + 20 * i + 2], "little") for i in range(count)]
    merges = row.get(doc_file.T_VERTICAL_MERGE, b"")
    while len(merges) >= 3:
        if merges[1] < count:
            flags[merges[1]] = flags[merges[1]] & ~0x60 | {1: 0x20, 3: 0x60}.get(merges[2], 0)
        merges = merges[1 + merges[0] :]
    first, last = (*row.get(doc_file.T_MERGE, b""), 0, 0)[:2]
    for index in range(first, min(last, count)):
        flags[index] = flags[index] & ~3 | (1 if index == first else 2)
    for index in range(1, len(borders)):  # a border never lies left of the one before
        borders[index] = max(borders[index], borders[index - 1])
    return borders, flags


def _columns(borders: list[int]) -> dict[int, int]:
    """For every border of a table, the number of columns left of it."""
    found: dict[int, int] = {}
    column, first = -1, -(1 << 20)
    for border in sorted(set(borders)):
        if border - first > _TOLERANCE:
            column, first = column + 1, border
        found[border] = column
    return found
