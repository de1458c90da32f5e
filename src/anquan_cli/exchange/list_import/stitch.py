"""Tables that a page has cut, put together again before anybody reads them."""

from __future__ import annotations

from collections.abc import Sequence

from anquan_cli.exchange.blocks import Block, Cell, Grid, Paragraph, Row
from anquan_cli.exchange.list_import.furniture import note_kind
from anquan_cli.exchange.list_import.layout import header_at, meaning_of


def stitched(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with tables that follow one another and have the same columns as one table.

    Page numbers between them stay, behind it. Sheets are never put together.
    """
    result: list[Block] = []
    between: list[Block] = []  # page numbers since the table before
    for block in blocks:
        last = result[-1] if result else None
        if isinstance(block, Grid) and isinstance(last, Grid) and (joined := _joined(last, block)):
            result[-1] = joined
            continue
        if isinstance(block, Paragraph) and isinstance(last, Grid) and note_kind(block.text) == "页码":
            between.append(block)
            continue
        result += [*between, block]
        between = []
    return [*result, *between]


def _joined(first: Grid, second: Grid) -> Grid | None:
    if not first.rows or not second.rows or "Sheet" in (first.name[:5], second.name[:5]):
        return None
    words = {c.origin: c.text for c in second.rows[0].cells}
    if sum(meaning_of(text) is not None for text in words.values()) > 1 and not header_at(second.rows, 0, {}):
        return None  # a table of something else begins
    wide, narrow = len(first.rows[0].cells), len(second.rows[0].cells)
    if wide < narrow:
        widened = _widened(first, second)
        return _joined(widened, second) if widened else None
    if wide > narrow:
        widened = _widened(second, first)
        return _joined(first, widened) if widened else None
    below = len(first.rows)
    goes_on = {
        b.origin: a  # a cell merged down that the page has cut: its text stands on the page before
        for a, b in zip(first.rows[-1].cells, second.rows[0].cells, strict=True)
        if a.text.strip() and a.origin[0] < below - 1 and not b.text.strip()
    }
    rows = [
        row._replace(
            cells=tuple(
                goes_on.get(c.origin) or c._replace(origin=(c.origin[0] + below, c.origin[1]))
                for c in row.cells
            )
        )
        for row in second.rows
    ]
    return Grid((*first.rows, *rows), first.name)


def _widened(narrow: Grid, wide: Grid) -> Grid | None:
    """A table in the columns of another, which divides some of its columns: where most of its rows do not."""
    spans = _spans(wide)
    if len(spans) != len(narrow.rows[0].cells) or len(spans) < 3:
        return None
    starts = [columns[0] for columns in spans]

    def placed(cell: Cell) -> Cell:
        return Cell(cell.text, (cell.origin[0], starts[cell.origin[1]]))

    rows = [
        Row(
            tuple(placed(cell) for cell, columns in zip(row.cells, spans, strict=True) for _ in columns),
            row.place,
            row.header,
        )
        for row in narrow.rows
    ]
    return Grid(tuple(rows), narrow.name)


def _spans(grid: Grid) -> list[list[int]]:
    """The columns of a table, those together that one cell of some row covers while most cells of that row stand alone."""
    best = [[i] for i in range(len(grid.rows[0].cells))]
    for row in grid.rows:
        spans: list[list[int]] = []
        for i, cell in enumerate(row.cells):
            if spans and row.cells[i - 1].origin == cell.origin:
                spans[-1].append(i)
            else:
                spans.append([i])
        if 3 <= len(spans) < len(best) and all(len(s) <= 2 for s in spans):
            best = spans
    return best
