"""The inside of a Word 97–2003 file: text in pieces, and the properties of its characters and paragraphs.

Structures and numbers are those of [MS-DOC]; no library gives tables out of them.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.compound import open_compound

# single property modifiers
P_ILVL, P_ILFO, P_OUTLINE = 0x260A, 0x460B, 0x2640
P_IN_TABLE, P_ROW_END, P_DEPTH, P_INNER_CELL, P_INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
P_HUGE = (0x6645, 0x6646)
C_DELETED, C_INSERTED, C_VANISH, C_STRIKE, C_DOUBLE_STRIKE, C_SYMBOL, C_SPECIAL = (
    0x0800,
    0x0801,
    0x083C,
    0x0837,
    0x2A53,
    0x6A09,
    0x0855,
)
T_DEFINITION, T_HEADER, T_VERTICAL_MERGE, T_MERGE = 0xD608, 0x3404, 0xD62B, 0x5624
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_CHARACTER, _PARAGRAPH = 1, 13  # bytes of an entry on a page of properties

# positions in the FIB's table of (offset, size) pairs
STYLES, FOOTNOTE_TEXTS, CHARACTERS, PARAGRAPHS, CLX, ENDNOTE_TEXTS, LISTS, OVERRIDES = (
    1,
    3,
    12,
    13,
    33,
    47,
    73,
    74,
)

Properties = dict[int, bytes]  # modifier: operand; the last of a kind wins


class Run(NamedTuple):
    """Characters with the same properties, and where they are stored."""

    text: str
    properties: Properties
    offset: int  # of the first character in the stream
    width: int  # bytes of a character


class Style(NamedTuple):
    """A paragraph style: its built-in number (1–9 are headings), what it is based on, its properties."""

    number: int
    base: int
    properties: Properties


class WordFile:
    """A Word file, opened."""

    def __init__(self, data: bytes) -> None:
        compound = open_compound(data)
        self.stream: bytes = compound.openstream("WordDocument").read()
        magic, version, flags = struct.unpack_from("<HH6xH", self.stream)
        if magic != 0xA5EC or version < 0xC1:
            raise refusal.Refusal("这是 Word 95 以前的文件，不能读")
        if flags & 0x100:
            raise refusal.encrypted()
        self.tables: bytes = compound.openstream("1Table" if flags & 0x200 else "0Table").read()
        self._data: bytes = compound.openstream("Data").read() if compound.exists("Data") else b""
        self.has_macros = bool(compound.exists("Macros"))
        # lengths of the parts of the text: main, footnotes, headers, macros, annotations, endnotes, boxes
        self.lengths = struct.unpack_from("<7i", self.stream, 0x4C)
        self._pieces, self._modifiers = _pieces(self.table(CLX))
        self._characters = self._runs(CHARACTERS, _CHARACTER)
        self._paragraphs = self._runs(PARAGRAPHS, _PARAGRAPH)
        self.styles = _styles(self.table(STYLES))

    def table(self, index: int) -> bytes:
        """One of the structures that the FIB points to; empty where it is not there."""
        offset, size = self._location(index)
        return self.tables[offset : offset + size]

    def table_on(self, index: int) -> bytes:
        """The same, with all that follows it."""
        offset, size = self._location(index)
        return self.tables[offset:] if size else b""

    def _location(self, index: int) -> tuple[int, int]:
        return struct.unpack_from("<II", self.stream, 0x9A + 8 * index)

    def runs(self, begin: int, end: int) -> Iterator[Run]:
        """The text between two character positions."""
        for first, last, offset, width, modifier in self._pieces:
            first, offset = max(first, begin), offset + max(begin - first, 0) * width
            last = min(last, end)
            if first < last:  # a quick save has put properties on a whole piece
                saved = self._modifiers[modifier >> 1 :][:1] if modifier & 1 else []
                extra = parse(saved[0]) if saved else {}
                yield from self._split(offset, (last - first) * width, width, extra)

    def _split(self, offset: int, size: int, width: int, extra: Properties) -> Iterator[Run]:
        """A piece's characters by their properties."""
        starts, runs = self._characters
        stop = min(offset + size, len(self.stream) // width * width if width == 2 else len(self.stream))
        index = bisect_right(starts, offset) - 1
        while offset < stop:
            run_end, properties = runs[index] if index >= 0 else (offset, Properties())
            if offset >= run_end:
                run_end, properties = stop, {}
            following = starts[index + 1] if index + 1 < len(starts) else stop
            end = min(stop, run_end, max(following, offset + width))
            end = offset + max((end - offset) // width, 1) * width
            text = self.stream[offset:end].decode("utf-16-le" if width == 2 else "cp1252", "replace")
            yield Run(text, {**properties, **extra}, offset, width)
            offset = end
            while index + 1 < len(starts) and starts[index + 1] <= offset:
                index += 1

    def paragraph(self, offset: int) -> tuple[int, Properties]:
        """The style and the properties of the paragraph that ends in the character stored here."""
        starts, runs = self._paragraphs
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return 0, {}
        properties = runs[index][1]
        style = int.from_bytes(properties.get(0, b""), "little")
        for huge in P_HUGE:
            if huge in properties:
                at = int.from_bytes(properties[huge], "little")
                size = int.from_bytes(self._data[at : at + 2], "little")
                properties = {**properties, **parse(self._data[at + 2 : at + 2 + size])}
        return style, properties

    def style(self, number: int, modifier: int) -> bytes | None:
        """A property that a style, or one that it is based on, gives."""
        for _ in range(12):
            style = self.styles.get(number)
            if style is None:
                return None
            if modifier in style.properties:
                return style.properties[modifier]
            number = style.base
        return None

    def _runs(self, index: int, size: int) -> tuple[list[int], list[tuple[int, Properties]]]:
        """The properties of all characters or paragraphs, as the size of an entry says, by where they begin."""
        table = self.table(index)
        count = max(len(table) - 4, 0) // 8
        found: dict[int, tuple[int, Properties]] = {}
        cache: dict[bytes, Properties] = {}
        for number in struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ():
            at = (number & 0x3FFFFF) * 512
            page = self.stream[at : at + 512]
            if len(page) < 512:
                raise refusal.damaged()
            for begin, end, modifiers in _on_page(page, size):
                if modifiers not in cache:
                    style, rest = (modifiers[:2], modifiers[2:]) if size == _PARAGRAPH else (b"", modifiers)
                    cache[modifiers] = {0: style, **parse(rest)}
                found[begin] = (end, cache[modifiers])
        starts = sorted(found)
        return starts, [found[start] for start in starts]


def parse(modifiers: bytes) -> Properties:
    """A list of property modifiers."""
    found: Properties = {}
    at = 0
    while at + 2 < len(modifiers):
        code = modifiers[at] | modifiers[at + 1] << 8
        at += 2
        size = _OPERAND_SIZES[code >> 13]
        if code >> 13 == 6:
            if code in (T_DEFINITION, 0xD606):
                size = int.from_bytes(modifiers[at : at + 2], "little") - 1
                at += 2
            else:
                size = modifiers[at]
                at += 1
                if code == 0xC615 and size == 255:  # tab stops, of which there are many
                    deleted = modifiers[at] if at < len(modifiers) else 0
                    added = at + 1 + deleted * 4
                    size = 2 + deleted * 4 + (modifiers[added] * 3 if added < len(modifiers) else 0)
        if size < 0:
            break
        operand = modifiers[at : at + size]
        found[code] = found.get(code, b"") + bytes([size]) + operand if code == T_VERTICAL_MERGE else operand
        at += size
    return found


def is_on(properties: Properties, modifier: int) -> bool:
    """A switch that is set; 0x80 leaves it as the style has it, 0x81 turns that round."""
    return properties.get(modifier, b"\0")[:1] in (b"\1", b"\x81")


def _pieces(clx: bytes) -> tuple[list[tuple[int, int, int, int, int]], list[bytes]]:
    """Pieces of text (first and last position, offset, bytes a character, modifier), and lists of modifiers."""
    at, modifiers = 0, []
    while at < len(clx) and clx[at] == 1:
        size = int.from_bytes(clx[at + 1 : at + 3], "little")
        modifiers.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if at >= len(clx) or clx[at] != 2:
        raise refusal.damaged()
    table = clx[at + 5 : at + 5 + int.from_bytes(clx[at + 1 : at + 5], "little")]
    count = (len(table) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", table)
    pieces = []
    for index in range(count):
        offset, modifier = struct.unpack_from("<2xIH", table, 4 * (count + 1) + 8 * index)
        narrow = bool(offset & 0x40000000)
        offset &= 0x3FFFFFFF
        pieces.append(
            (
                positions[index],
                positions[index + 1],
                offset // 2 if narrow else offset,
                1 if narrow else 2,
                modifier,
            )
        )
    return pieces, modifiers


def _on_page(page: bytes, size: int) -> Iterator[tuple[int, int, bytes]]:
    """The runs of a page of properties: where each begins and ends, and its modifiers."""
    count = page[511]
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = page[4 * (count + 1) + size * index] * 2
        yield offsets[index], offsets[index + 1], _modifiers(page, at, size)


def _modifiers(page: bytes, at: int, size: int) -> bytes:
    """The modifiers at a place; those of a paragraph begin with its style, and are counted in pairs of bytes."""
    if not at:
        return b"\0\0" if size == _PARAGRAPH else b""
    if size == _CHARACTER:
        return page[at + 1 : at + 1 + page[at]]
    return page[at + 1 : at + page[at] * 2] if page[at] else page[at + 2 : at + 2 + page[at + 1] * 2]


def _styles(table: bytes) -> dict[int, Style]:
    """The paragraph styles, by the number that paragraphs name them by."""
    found: dict[int, Style] = {}
    if len(table) < 6:
        return found
    at = 2 + int.from_bytes(table[:2], "little")
    count, base_size = struct.unpack_from("<HH", table, 2)
    for index in range(count):
        size = int.from_bytes(table[at : at + 2], "little")
        style = table[at + 2 : at + 2 + size]
        at += 2 + size
        if len(style) < base_size + 2 or base_size < 4:
            continue
        number, kind = struct.unpack_from("<HH", style)
        if kind & 15 == 1:
            name_end = base_size + 4 + int.from_bytes(style[base_size : base_size + 2], "little") * 2
            name_end += name_end % 2
            length = int.from_bytes(style[name_end : name_end + 2], "little")
            properties = parse(style[name_end + 4 : name_end + 2 + length])
            found[index] = Style(number & 0xFFF, kind >> 4, properties)
    return found
