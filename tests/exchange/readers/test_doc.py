"""The inside of Word 97–2003 files, where our own documents do not reach."""

from __future__ import annotations

import struct
from typing import Any

from anquan_cli.exchange.readers import doc
from anquan_cli.exchange.readers.doc_file import (
    C_STRIKE,
    LISTS,
    P_ILVL,
    T_DEFINITION,
    T_HEADER,
    T_MERGE,
    T_VERTICAL_MERGE,
    is_on,
    parse,
)
from anquan_cli.exchange.readers.doc_numbering import Numbering


def level(text: str, format: int = 0, start: int = 1, skipped: bytes = b"") -> bytes:
    """A level of a list: LVLF, the properties of its number, the text with placeholders."""
    head = struct.pack("<iBB9sB4s4sBBBB", start, format, 0, b"", 0, b"", b"", len(skipped), 0, 0, 0)
    return head + skipped + struct.pack("<H", len(text)) + text.encode("utf-16-le")


class File:
    """A file with two lists: one of nine levels, one of a single one, and what overrides the second."""

    LISTS = (
        struct.pack("<H", 2)
        + struct.pack("<ii18sBB", 7, 0, b"", 0, 0)
        + struct.pack("<ii18sBB", 8, 0, b"", 1, 0)
        + level("\0、", 0x25)
        + level("（\1）", 0x25, skipped=b"\x37\x08\1")
        + b"".join(level("") for _ in range(7))
        + level("\0.")
    )
    OVERRIDES = (
        struct.pack("<I", 4)
        + b"".join(
            struct.pack("<iiiBBBB", key, 0, 0, levels, 0, 0, 0)
            for key, levels in ((7, 0), (8, 0), (8, 1), (8, 1))
        )
        + struct.pack("<I", 0xFFFFFFFF) * 2
        + struct.pack("<IiI", 0xFFFFFFFF, 5, 16)  # begins at 5
        + struct.pack("<IiI", 0xFFFFFFFF, 0, 32)  # a level of its own
        + level("<\0>", start=3)
    )

    def table_on(self, index: int) -> bytes:
        return self.LISTS if index == LISTS else self.OVERRIDES


def test_lists_count_by_level_and_begin_anew_where_an_override_says_so() -> None:
    file: Any = File()
    numbering = Numbering(file)
    asked = [
        (1, 0),
        (1, 1),
        (1, 1),
        (1, 0),
        (1, 1),
        (2, 0),
        (2, 0),
        (3, 0),
        (3, 0),
        (4, 0),
        (4, 0),
        (9, 0),
        (0, 0),
    ]
    assert [numbering.next(*one) for one in asked] == [
        *("一、", "（一）", "（二）", "二、", "（一）"),
        *("1.", "2.", "5.", "6.", "<3>", "<4>", "", ""),
    ]


def test_modifiers_are_taken_apart_whatever_their_size() -> None:
    tabs = b"\x15\xc6\xff" + b"\1" + b"\0" * 4 + b"\2" + b"\0" * 6  # tab stops, whose length is not told
    definition = b"\x08\xd6" + struct.pack("<H", 6) + b"\1\0\0\5\0"
    properties = parse(tabs + definition + struct.pack("<HB", P_ILVL, 3) + struct.pack("<HB", C_STRIKE, 0x81))
    assert properties[P_ILVL] == b"\3"
    assert properties[T_DEFINITION] == b"\1\0\0\5\0"
    assert is_on(properties, C_STRIKE)
    assert not is_on(parse(struct.pack("<HB", C_STRIKE, 0x80)), C_STRIKE)
    assert parse(b"\x08") == {}


def row(texts: str, borders: tuple[int, ...], **properties: bytes) -> Any:
    """A row of one letter a cell; borders in twentieths of a point."""
    names = {"header": T_HEADER, "across": T_MERGE, "down": T_VERTICAL_MERGE}
    definition = bytes([len(borders) - 1]) + struct.pack(f"<{len(borders)}h", *borders)
    found = {T_DEFINITION: definition} | {names[key]: value for key, value in properties.items()}
    return [[text] for text in texts], found


def test_cells_are_merged_across_and_down_as_the_rows_say() -> None:
    """[MS-DOC]: sprmTMerge names the first cell and the one after the last; sprmTVertMerge 3 begins, 1 goes on."""
    table = doc._table(
        [
            row("abc", (0, 1000, 2000, 3000), across=b"\0\2", header=b"\1"),
            row("def", (0, 1000, 2000, 3000), down=b"\2\0\3"),
            row("ghi", (0, 1000, 2000, 3000), down=b"\2\0\1\2\x09\1"),  # there is no tenth cell
            row("jk", (1000, 2010, 3000)),  # begins a column further right; 10 is no column
        ]
    )
    assert table.headers == {0}
    assert [[(span.content, span.rows, span.columns) for span in line] for line in table.rows] == [
        [(["a"], 1, 2), (["c"], 1, 1)],
        [(["d"], 2, 1), (["e"], 1, 1), (["f"], 1, 1)],
        [(["h"], 1, 1), (["i"], 1, 1)],
        [(None, 1, 1), (["j"], 1, 1), (["k"], 1, 1)],
    ]


def test_a_row_whose_definition_is_cut_off_has_a_column_for_each_cell() -> None:
    table = doc._table([([["a"], ["b"]], {T_DEFINITION: b"\2\0\0"})])
    assert [[(span.content, span.columns) for span in line] for line in table.rows] == [
        [(["a"], 1), (["b"], 1)]
    ]
