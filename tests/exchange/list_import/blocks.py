"""Documents built by hand: tables with spans, paragraphs, and what a list read from them comes to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from anquan_cli.exchange.blocks import Block, Cell, Document, Grid, Kind, Paragraph, Row
from anquan_cli.exchange.list_import.listing import Imported, Wishes, import_list
from anquan_cli.exchange.list_import.sources import Source

Given = str | tuple[str, int, int]  # a text, or one with its rowspan and colspan


class Said(NamedTuple):
    """A row as it must come out."""

    id: str
    category: str
    title: str
    units: str
    deadline: str
    content: str = ""
    part: str | None = None


def table(rows: Sequence[Sequence[Given]], name: str = "表1") -> Grid:
    """A full grid from cells with spans, as a browser would lay them out."""
    placed: dict[tuple[int, int], Cell] = {}
    for r, row in enumerate(rows):
        c = 0
        for given in row:
            text, down, across = given if isinstance(given, tuple) else (given, 1, 1)
            while (r, c) in placed:
                c += 1
            for i in range(down):
                for k in range(across):
                    placed[r + i, c + k] = Cell(text, (r, c))
            c += across
    width = 1 + max(c for _, c in placed)
    return Grid(
        tuple(
            Row(tuple(placed.get((r, c), Cell("", (r, c))) for c in range(width)), f"{name}第{r + 1}行")
            for r in range(len(rows))
        ),
        name,
    )


def document(*blocks: str | Block, kind: Kind = "docx") -> Document:
    """A document; a text is a paragraph."""
    made = [Paragraph(b, 0, f"第{n}段") if isinstance(b, str) else b for n, b in enumerate(blocks, 1)]
    return Document(tuple(made), kind)


def imported(*documents: Document, wishes: Wishes = Wishes(this_year=2026)) -> Imported:
    """The list in some documents."""
    return import_list([Source(f"文件{n}.docx", d) for n, d in enumerate(documents, 1)], wishes)


def rows(found: Imported) -> list[Said]:
    """Its rows."""
    plan = found.plan
    return [
        Said(
            r.id, plan.categories[r.category].title, r.title, r.units.text, r.deadline.text, r.content,
            r.part or r.sector,
        )
        for r in plan.rows
    ]  # fmt: skip


def flat(text: str) -> str:
    """Without white space."""
    return "".join(text.split())
