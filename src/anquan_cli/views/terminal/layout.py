"""Reports on a terminal: Rich tables fitted to the width, a list where there is no room for one."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from anquan_cli import terminal
from anquan_cli.errors import escape_controls
from anquan_cli.text_width import cells, cut, wrap, wrap_cell

NARROW = 60
COLOURS = {
    "red": "bold red", "yellow": "yellow", "blue": "blue", "green": "green",
    "done": "green", "verified": "green", "doing": "cyan", "todo": "", "paused": "magenta", "na": "dim",
}  # fmt: skip
_LATE = re.compile(
    "(?:其中)?已?逾期(?:[1-9][0-9]*[天个家]?|(?=：))"
)  # what is overdue now, wherever it is said
_PIECE, _TEXT = 200, 20_000  # rows, or characters in them, that are laid out before they are shown
_CELL = 1000  # characters of a text in a table
# Lines that every Chinese code page has.
_BOX = Box("    \n    \n ── \n    \n    \n ── \n    \n    \n")


class Column(NamedTuple):
    """A column: its heading, its share of the spare width (0: as wide as its content), the least width.

    `one_line`: what does not fit is cut.
    """

    heading: str
    share: int = 0
    least: int = 4
    right: bool = False
    one_line: bool = False


class Cell(NamedTuple):
    """A cell's text and the style of it."""

    text: str
    style: str = ""


Value = str | Cell


def _cell(value: Value) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


class _Screen(Console):
    """A console that leaves it to the program's one boundary when nobody reads on."""

    encoding = "utf-8"  # our lines are in every Chinese code page; elsewhere Rich would draw them of ASCII

    def on_broken_pipe(self) -> None:
        """Raises the BrokenPipeError again that this is called for; Rich would exit with 1."""
        raise


def console() -> Console:
    """Standard output; text is data, never markup."""
    return terminal.console(_Screen, sys.stdout)


def is_narrow(least: int = NARROW) -> bool:
    """Whether a table that takes so many columns at the least would not fit."""
    return terminal.width() < least


def table(columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, header: bool = True) -> None:
    """Prints a table in pieces, so that its beginning can be read while the rest is made."""
    body = [[c._replace(text=_shown(c.text)) for c in map(_cell, row)] for row in rows]
    widths = _widths(columns, body, terminal.width())
    out = console()
    for first, piece in _pieces(body):
        grid = Table(
            box=_BOX, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold",
            show_header=header and not first,
        )  # fmt: skip
        for column, width in zip(columns, widths, strict=True):
            heading = Text("\n".join(wrap_cell(column.heading, width)))
            grid.add_column(
                heading,
                width=width,
                no_wrap=True,
                overflow="crop",
                justify="right" if column.right else "left",
            )
        for row in piece:
            grid.add_row(*map(_laid_out, row, columns, widths))
        out.print(grid, crop=False, no_wrap=True)


def _pieces(body: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Sequence[Cell]]]]:
    """Rows that are shown together, and where the first of them stands."""
    first, size = 0, 0
    for at, row in enumerate(body, 1):
        size += sum(len(c.text) for c in row)
        if at - first == _PIECE or size > _TEXT or at == len(body):
            yield first, body[first:at]
            first, size = at, 0


def _laid_out(cell: Cell, column: Column, width: int) -> Text:
    lines = [cut(cell.text, width)] if column.one_line else wrap_cell(cell.text, width)
    return _coloured("\n".join(lines), cell.style)


def _coloured(text: str, style: str) -> Text:
    """Text in a style; what is overdue is red in every."""
    found = Text(text, style=style)
    if "逾期" in text and style != "dim":
        found.highlight_regex(_LATE, COLOURS["red"])
    return found


def _shown(text: str) -> str:
    if len(text) > _CELL:  # before it is measured
        text = f"{text[:_CELL]}……（全文见 --json）"
    return _by_line(text)


def _by_line(text: str) -> str:
    return "\n".join(map(escape_controls, text.split("\n")))


def _widths(columns: Sequence[Column], body: Sequence[Sequence[Cell]], total: int) -> list[int]:
    """Column widths: fixed ones by content, the rest shares what is left and takes no more than it needs."""
    natural = [
        max(
            [
                cells(column.heading),
                *(cells(line[:total]) for row in body for line in row[i].text.split("\n")),
            ]
        )
        for i, column in enumerate(columns)
    ]
    widths = [0 if column.share else natural[i] for i, column in enumerate(columns)]
    left = total - sum(widths) - 2 * (len(columns) - 1)
    flexible = [i for i, column in enumerate(columns) if column.share]
    while flexible:
        shares = sum(columns[i].share for i in flexible)
        content = [i for i in flexible if natural[i] <= left * columns[i].share // shares]
        if not content:
            break
        for i in content:
            widths[i] = natural[i]
            left -= natural[i]
            flexible.remove(i)
    shares = sum(columns[i].share for i in flexible) or 1
    for i in flexible:
        widths[i] = max(left * columns[i].share // shares, columns[i].least)
    wide = [i for i, column in enumerate(columns) if column.share]
    while wide and sum(widths) + 2 * (len(columns) - 1) > total:
        widest = max(wide, key=lambda i: widths[i] / columns[i].least)
        if widths[widest] <= 2:
            break
        widths[widest] -= 1
    return widths


def block(heading: Value, lines: Iterable[Value]) -> None:
    """A heading and indented lines, wrapped: the narrow form of a row, or a section of a page."""
    write(heading, hang=4)
    told = map(_cell, lines)
    write_lines((cell._replace(text=line) for cell in told for line in cell.text.split("\n")), indent=2)


def write(value: Value = "", indent: int = 0, hang: int = 0) -> None:
    """One paragraph, wrapped; lines after the first are indented alike, or by `hang` more: none looks like the first."""
    cell, out = _cell(value), console()
    if out.width < terminal.UNBOUNDED:
        lines = wrap(_by_line(cell.text), max(out.width - indent - hang, 2))
    else:  # a pipe: of a megabyte nothing is measured
        lines = [line.rstrip() for line in _by_line(cell.text).split("\n")]
    text = _coloured(" " * indent + f"\n{' ' * (indent + hang)}".join(lines), cell.style)
    out.print(text, soft_wrap=True, overflow="ignore", no_wrap=True, crop=False)


def side_by_side(values: Sequence[Value]) -> None:
    """Short values on one line; a line each where there is no room."""
    line = Text("  ").join(_coloured(escape_controls(c.text), c.style) for c in map(_cell, values))
    if line.cell_len > console().width:
        write_lines(values)
    else:
        console().print(line, soft_wrap=True)


def late(count: int, said: str = "") -> Cell:
    """How many are overdue, for a column of such figures; `said`: in what words."""
    return Cell(said or str(count), COLOURS["red"] if count else "")


def write_lines(values: Iterable[Value], indent: int = 0) -> None:
    """Paragraphs, a line each, wrapped where the stream is a terminal."""
    for value in values:
        write(value, indent)


def heading(text: str) -> None:
    """A section's heading."""
    write()
    write(Cell(text, "bold"))
