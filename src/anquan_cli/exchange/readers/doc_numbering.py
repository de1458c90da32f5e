"""Automatic numbers in Word 97–2003 files: list definitions, what overrides them, and how far each has counted."""

from __future__ import annotations

import struct

from anquan_cli.exchange.readers.doc_file import LISTS, OVERRIDES, WordFile
from anquan_cli.exchange.readers.numerals import Counter, Level

# [MS-OSHARED] MSONFC, by the names of WordprocessingML
_FORMATS = {
    0x01: "upperRoman", 0x02: "lowerRoman", 0x03: "upperLetter", 0x04: "lowerLetter", 0x0A: "ideographDigital",
    0x0B: "japaneseCounting", 0x0E: "decimalFullWidth", 0x12: "decimalEnclosedCircle", 0x13: "decimalFullWidth2",
    0x16: "decimalZero", 0x17: "bullet", 0x1A: "decimalEnclosedFullstop", 0x1B: "decimalEnclosedParen",
    0x1C: "decimalEnclosedCircleChinese", 0x1D: "ideographEnclosedCircle", 0x1E: "ideographTraditional",
    0x1F: "ideographZodiac", 0x21: "taiwaneseCounting", 0x22: "ideographLegalTraditional",
    0x23: "taiwaneseCountingThousand", 0x24: "taiwaneseDigital", 0x25: "chineseCounting",
    0x26: "chineseLegalSimplified", 0x27: "chineseCountingThousand", 0xFF: "none",
}  # fmt: skip


class Numbering:
    """The lists of a document."""

    def __init__(self, file: WordFile) -> None:
        self._lists = _lists(file.table_on(LISTS))
        self._overrides = _overrides(file.table_on(OVERRIDES))
        self._counters: dict[int, Counter] = {}
        self._begun: set[tuple[int, int]] = set()

    def next(self, override: int, level: int) -> str:
        """Counts a paragraph; what Word prints before it. `override` counts from 1, as paragraphs do."""
        if not 0 < override <= len(self._overrides):
            return ""
        key, starts, formats = self._overrides[override - 1]
        levels = {**self._lists.get(key, {}), **formats}
        counter = self._counters.setdefault(key, Counter())
        if (override, level) not in self._begun:
            self._begun.add((override, level))
            if level in starts:
                counter.set(level, starts[level])
        return counter.next(levels, level) if level in levels else ""


def _lists(data: bytes) -> dict[int, dict[int, Level]]:
    """The levels of each list, by its id. They stand one after the other behind the table of lists."""
    if len(data) < 2:
        return {}
    count = int.from_bytes(data[:2], "little")
    at = 2 + 28 * count
    found = {}
    for index in range(count):
        key, is_simple = struct.unpack_from("<i22xB", data, 2 + 28 * index)
        levels = {}
        for number in range(1 if is_simple & 1 else 9):
            levels[number], at = _level(data, at)
        found[key] = levels
    return found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """A level, and where the next one begins."""
    start, format, flags, characters, paragraphs, restart = struct.unpack_from("<iBB9x1x8xBBB", data, at)
    at += 28 + characters + paragraphs
    length = int.from_bytes(data[at : at + 2], "little")
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(char) + 1}" if ord(char) < 9 else char for char in text)
    no_restart = restart if flags & 8 else None
    return Level(
        _FORMATS.get(format, "decimal"), text, start, no_restart, bool(flags & 4)
    ), at + 2 + 2 * length


def _overrides(data: bytes) -> list[tuple[int, dict[int, int], dict[int, Level]]]:
    """For each number that paragraphs name a list by: the list's id, levels that begin anew, levels of its own."""
    if len(data) < 4:
        return []
    count = int.from_bytes(data[:4], "little")
    at = 4 + 16 * count
    found = []
    for index in range(min(count, (len(data) - 4) // 16)):
        key, levels = struct.unpack_from("<i8xB", data, 4 + 16 * index)
        at += 4
        starts: dict[int, int] = {}
        formats: dict[int, Level] = {}
        for _ in range(levels):
            start, flags = struct.unpack_from("<iI", data, at)
            at += 8
            number = flags & 15
            if flags & 16:
                starts[number] = start
            if flags & 32:
                formats[number], at = _level(data, at)
                starts.setdefault(number, formats[number].start)
        found.append((key, starts, formats))
    return found
