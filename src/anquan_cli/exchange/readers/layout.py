"""From tables as documents write them, with spans and tables within tables, to full grids among paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from anquan_cli.exchange.blocks import Block, Cell, Document, Grid, Kind, Paragraph, Row
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.characters import join, struck_in, tidy, unmarked

_ARTICLE = 6  # paragraphs in a cell
_MOST_QUOTED = 200  # characters of what was left out


@dataclass
class Span:
    """A cell as its document writes it: lines and tables within it, and how many rows and columns it covers."""

    content: Sequence[str | Table] | None  # None: places in which the document has no cell
    rows: int = 1
    columns: int = 1


class Table(NamedTuple):
    """A table as its document writes it, row by row."""

    rows: Sequence[Sequence[Span]]
    headers: frozenset[int] = frozenset()  # rows that the document calls a heading


class Blocks:
    """Collects a document's blocks in reading order, gives them their places, and keeps the limits."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._notes: dict[str, None] = {}  # in order, each once
        self._footnotes: list[Paragraph] = []
        self._paragraphs = self._tables = self._places = self._lines = self._characters = 0

    def document(self, kind: Kind) -> Document:
        """All that was collected, footnotes last."""
        return Document((*self._blocks, *self._footnotes), kind, tuple(self._notes))

    def _weigh(self, lines: int, texts: Iterable[str]) -> None:
        self._lines += lines
        self._characters += sum(map(len, texts))
        if self._lines > refusal.MOST_ROWS or self._characters > refusal.MOST_CHARACTERS:
            raise refusal.too_large(
                f"文件超过{refusal.MOST_ROWS}段（行），或{refusal.MOST_CHARACTERS // 10_000}万字"
            )

    def note(self, sentence: str) -> None:
        """Says once what was left out or may differ."""
        self._notes.setdefault(sentence)

    def left_out(self, what: str, text: str) -> None:
        """Says which text was left out, where it is any."""
        if text := tidy(unmarked(text)).replace("\n", " "):
            self.note(f"{what}未取：{text[:_MOST_QUOTED]}{'…' if len(text) > _MOST_QUOTED else ''}")

    def revised(self, many: str, deleted: str) -> None:
        """Says that tracked changes are open, how many if that is known, and what they delete; the text is read with them."""
        self.note(f"有修订{many}没有接受或拒绝，按接受后的文字读取，请核对")
        self.left_out("修订中删去的文字", deleted)

    def plain(self, text: str, place: str, cell: str = "") -> str:
        """A text made tidy, and what of it is struck out said with its place."""
        for struck in struck_in(text):
            self.note(f"{place}：{cell}有删除线的文字仍取了：{struck[:100]}")
        return tidy(unmarked(text))

    def paragraph(self, text: str, level: int = 0, place: str = "") -> None:
        """A paragraph that says something; its place is its number unless it has a better one."""
        number = self._paragraphs + (not place)
        if text := self.plain(text, place := place or f"第{number}段"):
            self._weigh(1, [text])
            self._paragraphs = number
            self._blocks.append(Paragraph(text, level, place))

    def footnote(self, text: str, place: str) -> None:
        """A note that stands at the foot of a page or at the end."""
        if text := self.plain(text, place):
            self._weigh(1, [text])
            self._footnotes.append(Paragraph(text, 0, place))

    def add(self, part: str | Table, level: int = 0, place: str = "") -> None:
        """A paragraph or a table."""
        if isinstance(part, Table):
            self.table(part)
        else:
            self.paragraph(part, level, place)

    def table(self, table: Table, name: str = "") -> None:
        """A table as a grid; one that only arranges a page as what stands in it."""
        if _depth(table) > refusal.MOST_TABLE_DEPTH:
            raise refusal.nested()
        if not name:
            self._tables += 1
            name = f"表{self._tables}"
        if _arranges(table):
            for part in (part for spans in table.rows for span in spans for part in span.content or ()):
                self.add(part, place=name)
        else:
            self.grid([Row(tuple(cells)) for cells in self._lay_out(table, name)], name, table.headers)

    def grid(self, rows: Sequence[Row], name: str, headers: frozenset[int] = frozenset()) -> None:
        """Full rows as a grid; rows without a place get their number. One that says nothing is left out."""
        self._count(
            sum(len(row.cells) for row in rows),
            len(rows),
            max((len(row.cells) for row in rows), default=0),
            name,
        )
        texts = {cell.origin: cell.text for row in rows for cell in row.cells}
        if any(texts.values()):
            self._weigh(len(rows), texts.values())
            self._blocks.append(
                Grid(
                    tuple(
                        Row(row.cells, row.place or f"{name}第{index + 1}行", row.header or index in headers)
                        for index, row in enumerate(rows)
                    ),
                    name,
                )
            )

    def _count(self, places: int, rows: int, columns: int, name: str) -> None:
        self._places += places
        if rows > refusal.MOST_ROWS:
            raise refusal.too_large(f"{name}超过{refusal.MOST_ROWS}行")
        if columns > refusal.MOST_COLUMNS:
            raise refusal.too_large(f"{name}超过{refusal.MOST_COLUMNS}列")
        if self._places > refusal.MOST_PLACES:
            raise refusal.too_large(f"表格合计超过{refusal.MOST_PLACES // 10_000}万格")

    def _lay_out(self, table: Table, name: str) -> list[list[Cell]]:
        """Every row with a cell in every column; columns in which no cell begins are dropped."""
        lines: list[dict[int, Cell]] = []
        hanging: dict[
            int, tuple[Cell, int]
        ] = {}  # column: a cell from above, and how many rows it still covers
        begun: set[int] = set()
        places = 0
        for number, spans in enumerate(table.rows):
            line = {column: cell for column, (cell, _) in hanging.items()}
            hanging = {column: (cell, left - 1) for column, (cell, left) in hanging.items() if left > 1}
            column = 0
            for span in spans:
                while column in line:
                    column += 1
                columns = range(column, column + min(max(span.columns, 1), refusal.MOST_COLUMNS))
                if span.content is not None:
                    cell = Cell(self._text(span.content, f"{name}第{number + 1}行"), (number, column))
                    begun.add(column)
                    for covered in columns:
                        if covered in line:
                            break
                        line[covered] = cell
                        if span.rows > 1:
                            hanging[covered] = (cell, span.rows - 1)
                column = columns.stop
            places += len(line)
            self._count(places - self._places if places > self._places else 0, number, 0, name)
            lines.append(line)
        new = {column: index for index, column in enumerate(sorted(begun))}
        return [_full(line, new, number) for number, line in enumerate(lines)]

    def _text(self, content: Sequence[str | Table], place: str) -> str:
        lines = []
        for part in content:
            if isinstance(part, Table):
                lines += _flat(part)
                self.note(f"{place}：格里套有表格，已并入该格的文字")
            else:
                lines.append(part)
        return self.plain(join(lines), place)


def _full(line: dict[int, Cell], new: dict[int, int], number: int) -> list[Cell]:
    found = []
    moved: dict[tuple[int, int], Cell] = {}  # a merged cell stays one value in all its places
    for column, index in new.items():
        cell = line.get(column)
        if cell is None:
            found.append(Cell("", (number, index)))
        else:
            row, begin = cell.origin
            found.append(moved.setdefault(cell.origin, Cell(cell.text, (row, new[begin]))))
    return found


def _arranges(table: Table) -> bool:
    """A table of one cell, of one row with an article in it, or no grid itself and with one at least as long in it."""
    cells = [span.content for spans in table.rows for span in spans if span.content is not None]
    article = len(table.rows) == 1 and any(len(content) >= _ARTICLE for content in cells)
    filled = Counter(sum(any(span.content or ()) for span in spans) for spans in table.rows)
    most = max(filled, default=0)
    is_grid = filled[most] > 1 and most > 2  # rows with as many cells, three at least
    longer = any(
        isinstance(part, Table) and len(part.rows) >= len(table.rows) and max(map(len, part.rows)) > 1
        for content in cells
        for part in content
    )
    return len(cells) == 1 or article or (longer and not is_grid)


def _depth(table: Table) -> int:
    """How many tables stand in each other at most, this one counted."""
    inside = (part for spans in table.rows for span in spans for part in span.content or ())
    return 1 + max((_depth(part) for part in inside if isinstance(part, Table)), default=0)


def _flat(table: Table) -> list[str]:
    """The lines of a table within a cell."""
    lines = []
    for spans in table.rows:
        texts = [
            join(
                [
                    line
                    for part in span.content or ()
                    for line in (_flat(part) if isinstance(part, Table) else [part])
                ]
            )
            for span in spans
        ]
        lines.append(" ".join(filter(None, texts)))
    return lines
