"""Text for a cell: harmless, measured in the lines it takes, cut with a word or laid out over several cells."""

from __future__ import annotations

from functools import lru_cache

from anquan_cli.errors import escape_controls
from anquan_cli.text_width import wrap

TALLEST = 400  # points; Excel allows a row 409
MOST = 4000  # characters of one cell; Excel holds 32,767, but no row is high enough for so many
REST = "文字全文"  # the sheet that holds what was cut
CUT = f"……（未排下，见“{REST}”表）"
_UNIT = 5.25  # points of a column's unit: 7 pixels, the digits of 10 point 宋体


def cell_text(text: str) -> str:
    """Text whose line breaks stay and nothing else controls."""
    return "\n".join(escape_controls(line.replace("\t", " ")) for line in text.splitlines())


def line_height(size: float) -> float:
    """Points of a line: 宋体 takes 1.2 of its size, what stands in for it on Linux 1.45."""
    return size * 1.45


def room(size: float, height: float = TALLEST) -> int:
    """How many lines fit under a height in points."""
    return int((height - 5) / line_height(size))


@lru_cache(maxsize=500)  # a cell is measured for its height, and for what of its text it can show
def ends(text: str, width: float, size: float = 10) -> tuple[int, ...]:
    """Where each line ends that a text takes in a column so wide."""
    found, at = [], 0
    for line in wrap(text, max(int(width * _UNIT / (size / 2)) - 1, 2)):
        at = text.index(line, at) + len(line)
        found.append(at)
    return tuple(found)


def height(text: str, width: float, size: float = 10) -> float:
    """Points of a row that shows the text whole."""
    return len(ends(text, width, size)) * line_height(size) + 5


def fitted(text: str, width: float, size: float = 10) -> str:
    """The text as far as a row can show it; what is cut says so."""
    most, start = room(size), text[:MOST]
    found = ends(start, width, size)
    if start == text and len(found) <= most:
        return text
    cuts = (text[:end].rstrip() + CUT for end in reversed(found[:most]))
    return next(shown for shown in cuts if len(ends(shown, width, size)) <= most)


def pieces(text: str, width: float, size: float = 10, most: int = 20) -> list[str]:
    """The whole text in pieces of at most so many lines; put together they are the text again."""
    found = []
    for first in range(0, max(len(text), 1), MOST):
        part = text[first : first + MOST]
        stops = ends(part, width, size)[most - 1 : -1 : most]
        found += [part[a:b] for a, b in zip([0, *stops], [*stops, len(part)], strict=True)]
    return found
