"""Text by the width of its characters: padding, and lines that never begin with closing punctuation."""

from __future__ import annotations

import re
from functools import lru_cache

_NOT_FIRST = frozenset("，。、；：？！）〕】》〉”’…—·｜／/,.;:?!)]}%％℃")
_NOT_LAST = frozenset("（〔【《〈“‘([{第")
_GOOD_END = frozenset("，。、；：／/·｜")  # a reader pauses here
_GOOD_START = frozenset("（“《")
# What stays together: a word of Latin letters, a date, a number with what it counts, 逾期3天; else a character.
WORD = re.compile(
    "(?<![!-~])/|逾期(?:[0-9]+天)?|[0-9]{1,2}月[0-9]{1,2}日|[0-9]+(?:[.][0-9]+)?[年月日天个家条项号期次名处]|[!-~]+|.",
    re.DOTALL,
)
_MOST_PIECES = 300  # of a cell that is broken with care
_ALONE = 2  # columns of a line that holds one character


def cells(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


_size = lru_cache(4096)(cells)  # of a piece: the same few characters, over and over


def pad(text: str, width: int) -> str:
    """Text filled with blanks on the right to a width."""
    return text + " " * (width - cells(text))


def cut(text: str, width: int) -> str:
    """The text on one line, its end left out where there is no room."""
    line = " ".join(text.split())
    if len(line) <= 2 * width and cells(line) <= width:
        return line
    line = line[:width]  # hardly a character takes less than a column
    while line and cells(line) > width - 1:
        line = line[:-1]
    return line + "…"


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, filled; none begins with closing or ends with opening punctuation.

    Words, numbers and dates stay whole where they fit, and no character stands alone in the last line. A width
    too small for the rule gives way to the width.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        fits = cells(part) <= width
        lines += [part.rstrip()] if fits else _joined(_filled(_pieces(part), max(width, 2)))
    return lines


def wrap_cell(text: str, width: int) -> list[str]:
    """As few lines as `wrap`, broken where a reader pauses: for the columns of a table."""
    lines: list[str] = []
    for part in text.split("\n"):
        pieces = _pieces(part)
        filled = _filled(pieces, max(width, 2))
        lines += _joined(_broken_well(pieces, len(filled), width) or filled)
    return lines


def _joined(lines: list[list[str]]) -> list[str]:
    return ["".join(pieces).strip() if i else "".join(pieces).rstrip() for i, pieces in enumerate(lines)] or [
        ""
    ]


def _filled(pieces: list[str], width: int) -> list[list[str]]:
    """Lines of pieces, each as full as can be."""
    lines: list[list[str]] = []
    room = 0
    for piece in pieces:
        parts = [piece] if _size(piece) <= width else _hard(piece, width)
        for part in parts:
            if _size(part) > room or not lines:
                room = width + bool(lines) * (
                    _size(part) - _size(part.lstrip())
                )  # no line begins with a blank
                lines.append([])
            lines[-1].append(part)
            room -= _size(part)
    if len(lines) > 1 and not "".join(lines[-1]).strip():
        lines.pop()
    if len(lines) > 1 and _is_alone(lines[-1]) and len(lines[-2]) > 2:
        moved = lines[-2].pop()
        if moved.isspace() or cells(moved) + cells("".join(lines[-1])) > width:
            lines[-2].append(moved)
        else:
            lines[-1].insert(0, moved)
    return lines


def _is_alone(pieces: list[str]) -> bool:
    """Whether a line holds one character, punctuation aside."""
    return cells("".join(c for c in "".join(pieces) if c not in _NOT_FIRST)) <= _ALONE


def _broken_well(pieces: list[str], most: int, width: int) -> list[list[str]] | None:
    """The best of all ways to break the pieces into `most` lines; None where there is nothing to choose."""
    if most < 2 or len(pieces) > _MOST_PIECES or any(cells(p) > width for p in pieces):
        return None
    sizes = [cells(p) for p in pieces]
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * (len(pieces) + 1)  # lines, cost, end of the first line
    for first in range(len(pieces) - 1, -1, -1):
        used, found = 0, (len(pieces) + 1, 0, 0)
        for last in range(first, len(pieces)):
            used += sizes[last]
            if used > width:
                break
            lines, cost, _ = best[last + 1]
            cost += 10 * _is_alone(pieces[first : last + 1])
            if last + 1 < len(pieces):
                cost += 0 if _is_good(pieces[last], pieces[last + 1]) else 2
            found = min(found, (lines + 1, cost, -last - 1))  # of equals the longer first line
        best[first] = found
    chosen: list[list[str]] = []
    at = 0
    while at < len(pieces):
        end = -best[at][2]
        chosen.append(pieces[at:end])
        at = end
    return chosen


def _is_good(before: str, after: str) -> bool:
    """Whether a reader would pause between two pieces; （镇） belongs to what stands before it."""
    return before[-1] in _GOOD_END or (after[0] in _GOOD_START and after[-1] != "）")


def _pieces(text: str) -> list[str]:
    """What must stay together: a word, or one character, with the punctuation that clings to it."""
    pieces: list[str] = []
    for word in WORD.findall(text):
        if pieces and (word[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def _hard(piece: str, width: int) -> list[str]:
    lines, line, used = [], "", 0
    for char in piece:
        if line and used + _size(char) > width:
            lines.append(line)
            line, used = "", 0
        line += char
        used += _size(char)
    return [*lines, line]
