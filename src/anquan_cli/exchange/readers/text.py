"""Plain text: lines as paragraphs, and tables as they come from a clipboard, with tabs between cells."""

from __future__ import annotations

from collections.abc import Sequence

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers.encoding import decode
from anquan_cli.exchange.readers.layout import Blocks, Span, Table


def read(data: bytes) -> Document:
    """The text's blocks."""
    blocks = Blocks()
    lines = decode(data, blocks).splitlines()
    number = 0
    while number < len(lines):
        end = _end_of_table(lines, number)
        if end > number:
            blocks.table(_table(lines[number:end]))
            number = end
        else:
            blocks.paragraph(lines[number], place=f"第{number + 1}行")
            number += 1
    return blocks.document("txt")


def _tabs(line: str) -> int:
    return line.strip("\r\n").count("\t") if line.strip() else 0


def _end_of_table(lines: Sequence[str], begin: int) -> int:
    """The line after a table that begins here; `begin` where none does.

    A table is two lines with as many tabs, at least one of them between words; what has none stands between its
    lines, never at its end.
    """
    columns = _tabs(lines[begin])
    if not columns or not lines[begin].strip("\t ").count("\t"):
        return begin
    end, rows = begin + 1, 1
    for number in range(begin + 1, len(lines)):
        if _tabs(lines[number]):
            rows += 1
            end = number + 1
    return end if rows > 1 else begin


def _table(lines: Sequence[str]) -> Table:
    """Rows with as many cells as most lines have; a cell that goes on in the next lines is put together."""
    columns = max(map(_tabs, lines))
    rows: list[list[Span]] = []
    open_row: list[str] = []  # a row that has not all its cells yet

    def put(cells: list[str]) -> None:
        if any(cell.strip() for cell in cells):
            whole = len(cells) == 1
            rows.append([Span([_unquoted(cell)], 1, columns + 1 if whole else 1) for cell in cells])

    for line in lines:
        cells = line.split("\t")
        if open_row and len(open_row) + len(cells) - 1 <= columns + 1 and len(cells) <= columns:
            open_row = [*open_row[:-1], f"{open_row[-1]}\n{cells[0]}", *cells[1:]]
        else:
            put(open_row)
            open_row = cells
        is_whole = len(open_row) > columns or len(cells) == 1 == len(open_row)
        if is_whole and not _is_quote_open(open_row):
            put(open_row)
            open_row = []
    put(open_row)
    return Table(rows)


def _is_quote_open(cells: Sequence[str]) -> bool:
    """The last cell begins with a quotation mark that the next line ends."""
    return cells[-1].startswith('"') and cells[-1].count('"') % 2 == 1


def _unquoted(cell: str) -> str:
    """A cell without the quotation marks that a spreadsheet puts round one of several lines."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and "\n" in cell:
        return cell[1:-1].replace('""', '"')
    return cell
