"""What a reader found in a document, without places."""

from __future__ import annotations

from anquan_cli.exchange.blocks import Document, Grid, Paragraph


def texts(document: Document) -> list[str]:
    """Its paragraphs."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[list[str]]]:
    """The cells of its tables."""
    found = (block for block in document.blocks if isinstance(block, Grid))
    return [[[cell.text for cell in row.cells] for row in block.rows] for block in found]


def only_grid(document: Document) -> list[list[str]]:
    """The cells of its one table."""
    (grid,) = grids(document)
    return grid
