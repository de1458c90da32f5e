"""Characters on a page to lines, and lines to what was written before it was wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

BEGINS = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,5}[.．、](?!\d)")
_NOT_FIRST = frozenset("/／，。、；：？！）〕】》〉”’…—·,.;:?!)]}%％℃")
_NOT_LAST = frozenset("（〔【《〈([{")
_QUOTES = frozenset("“”‘’")
_BETWEEN = re.compile(r"[A-Za-z]\n[A-Za-z0-9]|[0-9]\n[A-Za-z]")  # GB | 50016: a blank stood there
_WITHIN = re.compile(r"[A-Za-z0-9][-/]\n[A-Za-z0-9]")  # GB/T 33000- | 2016
_LONGEST_BRACKET = 120  # characters
_MOST_PADDING = 6.0  # points between a cell's border and its text


class Char(NamedTuple):
    """A character and its place, in points, y from the top down."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Line(NamedTuple):
    """A line of a page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    widths: tuple[float, ...] = ()  # of each character of the text
    mark: str = ""  # the number of a footnote that begins here
    marks: str = ""  # numbers of footnotes within the line, not part of its text


def lines(chars: Sequence[Char]) -> list[Line]:
    """Characters as lines, from the top, each from left to right; wide gaps as blanks."""
    rows: list[list[Char]] = []
    middle = bottom = 0.0
    for char in sorted(chars, key=lambda char: (char.top + char.bottom) / 2):
        center = (char.top + char.bottom) / 2
        if rows and center - middle < (char.bottom - char.top) * 0.5 and center < bottom:
            rows[-1].append(char)
        else:
            rows.append([char])
            middle, bottom = center, char.bottom
    return [_line(sorted(row, key=lambda char: char.left)) for row in _with_raised(rows)]


def _with_raised(rows: list[list[Char]]) -> list[list[Char]]:
    """Rows of small raised characters alone belong to the line below."""
    found: list[list[Char]] = []
    for row in rows:
        above = found[-1] if found else []
        if above and all(_is_small(char, row) and char.bottom > min(c.top for c in row) for char in above):
            found[-1] = [*above, *row]
        else:
            found.append(row)
    return found


def _is_small(char: Char, row: Sequence[Char]) -> bool:
    return char.bottom - char.top < 0.75 * max(other.bottom - other.top for other in row)


def _line(row: list[Char]) -> Line:
    text, end, last, mark, marks = "", row[0].left, "", "", ""
    widths: list[float] = []
    baseline = max(char.bottom for char in row)
    for char in row:
        size = char.bottom - char.top
        gap = char.left - end
        if char.text == last and gap < -0.7 * (char.right - char.left):
            continue  # drawn twice, to look bold
        is_raised = _is_small(char, row) and baseline - char.bottom > 0.2 * size
        if is_raised and char.text.isdigit() and not (last and last.isascii()):
            marks += char.text
            mark += "" if text else char.text
            continue
        if text and gap > size * _least_gap(last, char.text):
            text += " "
            widths.append(gap)
        text += char.text
        widths.append(char.right - char.left)
        end, last = max(end, char.right), char.text
    return Line(
        text,
        row[0].left,
        end,
        min(char.top for char in row),
        baseline,
        tuple(widths),
        mark,
        marks[len(mark) :],
    )


def _least_gap(before: str, after: str) -> float:
    """How wide a blank is at least, in heights of a character; programs part Chinese from Latin a little anyway."""
    if before.isascii() and after.isascii():
        return 0.15
    return 0.6 if before.isascii() or after.isascii() else 0.4


def padding(cells: Sequence[tuple[float, Sequence[Line]]]) -> float:
    """How far the text of a column's cells stays from their borders: (left border, lines) of each."""
    found = [line.left - left for left, in_cell in cells for line in in_cell]
    return max(0.0, min([_MOST_PADDING, *found]))


def unwrapped(found: Sequence[Line], room: float) -> list[str]:
    """Lines put together where one ended because there was no room for what follows.

    Args:
        found: lines one below the other.
        room: the width that text has there.
    """
    texts: list[str] = []
    is_full = False
    for index, line in enumerate(found):
        seam = f"{texts[-1][-2:]}\n{line.text[:1]}" if texts else ""
        if texts and (is_full or is_open(texts[-1]) or _WITHIN.search(seam)):
            texts[-1] += (" " if _BETWEEN.search(seam) else "") + line.text
        else:
            texts.append(line.text)
        following = [
            pair
            for other in found[index + 1 : index + 4]
            for pair in zip(other.text, other.widths, strict=True)
        ]
        is_full = bool(following) and line.right - line.left + _needed(line, following) > room
    return texts


def is_open(text: str) -> bool:
    """Whether a bracket at the end is not closed yet: （责任单 | 位：县水利局）."""
    begin = text.rfind("（")
    return begin >= 0 and "）" not in text[begin:] and len(text) - begin < _LONGEST_BRACKET


def _needed(line: Line, following: Sequence[tuple[str, float]]) -> float:
    """The width of what would have had to fit: the characters that no line break may part, and what parts scripts."""
    before, needed = "", 0.0
    if line.text and line.text[-1].isascii() != following[0][0].isascii():
        needed = 0.25 * max(line.widths)
    for char, width in following:
        if before and _may_break(before, char):
            break
        needed += width
        before = char
    return needed * 0.98


def _may_break(before: str, after: str) -> bool:
    if before in _QUOTES or after in _QUOTES or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return not (_is_word(before) and _is_word(after))


def _is_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".-%/")
