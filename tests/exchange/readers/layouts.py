"""Tables of random shape between paragraphs, what full grids they are, and the same in several formats."""

from __future__ import annotations

import io
from collections.abc import Iterator
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape

from anquan_cli.exchange.blocks import Document, Grid, Paragraph
from tests.exchange.readers import packages

_WORDS = "安全 生产 隐患 排查 整治 责任 落实 企业 培训 演练 执法 检查 消防 道路 交通 建筑 施工 危化品 非煤矿山 县应急局 6月底前 ， 。 、 （一） 1. 100% A级 “三管三必须”".split()


class Box(NamedTuple):
    """A cell: where it begins, how far it goes, what it says."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class Layout(NamedTuple):
    """Paragraphs (str) and tables (boxes) in order."""

    blocks: list[str | list[Box]]


Said = list[str | list[list[tuple[str, tuple[int, int]]]]]


def random_layout(seed: int) -> Layout:
    """Paragraphs and one to three tables; the first row of each has a cell in every column."""
    random = Random(seed)
    blocks: list[str | list[Box]] = []
    for _ in range(random.randint(1, 3)):
        blocks += [_phrase(random, 12) for _ in range(random.randint(1, 2))]
        blocks.append(list(_table(random)))
    return Layout([*blocks, _phrase(random, 8)])


def _phrase(random: Random, most: int) -> str:
    return "".join(random.choice(_WORDS) for _ in range(random.randint(1, most))) + "项"


def _table(random: Random) -> Iterator[Box]:
    height, width = random.randint(2, 14), random.randint(2, 9)
    taken = set()
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            rows = columns = 1
            if row and random.random() < 0.25:
                rows = random.randint(1, min(4, height - row))
                columns = random.randint(1, min(4, width - column))
                if random.random() < 0.15 and column == 0:
                    rows, columns = 1, width  # a section row
            while any((row, c) in taken for c in range(column, column + columns)):
                columns -= 1
            taken |= {(r, c) for r in range(row, row + rows) for c in range(column, column + columns)}
            lines = [_phrase(random, 6) for _ in range(random.choice((1, 1, 1, 2, 3)))]
            empty = row and column and random.random() < 0.1
            yield Box(row, column, rows, columns, "" if empty else "\n".join(lines))


def boxes(grid: Grid, below: int = 0) -> list[Box]:
    """A full grid's cells, moved down by some rows."""
    ends = {cell.origin: (r, c) for r, row in enumerate(grid.rows) for c, cell in enumerate(row.cells)}
    return [
        Box(r + below, c, last + 1 - r, right + 1 - c, grid.rows[r].cells[c].text)
        for (r, c), (last, right) in ends.items()
    ]


def expected(layout: Layout) -> Said:
    """What a reader must say: paragraphs, and for each place of a grid its text and where its cell begins."""
    return [block if isinstance(block, str) else full(block) for block in layout.blocks]


def full(boxes: list[Box]) -> list[list[tuple[str, tuple[int, int]]]]:
    places = {
        (r, c): (box.text, (box.row, box.column))
        for box in boxes
        for r in range(box.row, box.row + box.rows)
        for c in range(box.column, box.column + box.columns)
    }
    height, width = max(r for r, _ in places) + 1, max(c for _, c in places) + 1
    return [[places[r, c] for c in range(width)] for r in range(height)]


def said(document: Document) -> Said:
    """A document in the same form."""
    found: Said = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            assert isinstance(block, Grid)
            found.append([[(cell.text, cell.origin) for cell in row.cells] for row in block.rows])
    return found


def _rows(boxes: list[Box]) -> list[list[Box]]:
    height = max(box.row + box.rows for box in boxes)
    return [[box for box in boxes if box.row == row] for row in range(height)]


def as_docx(layout: Layout) -> bytes:
    body = ""
    for block in layout.blocks:
        if isinstance(block, str):
            body += packages.paragraph(packages.run(block))
            continue
        rows = []
        for number in range(len(_rows(block))):
            here = sorted(
                (box for box in block if box.row <= number < box.row + box.rows), key=lambda box: box.column
            )
            cells = []
            for box in here:
                merge = "" if box.rows == 1 else "restart" if box.row == number else "continue"
                lines = box.text.split("\n") if box.row == number else [""]
                cells.append(
                    packages.cell(
                        *(packages.paragraph(packages.run(line)) for line in lines),
                        span=box.columns,
                        merge=merge,
                    )
                )
            rows.append(packages.row(*cells))
        width = max(box.column + box.columns for box in block)
        body += packages.table(*rows, widths=(9000 // width,) * width)
    return packages.docx(body)


def as_html(layout: Layout) -> bytes:
    body = ""
    for block in layout.blocks:
        if isinstance(block, str):
            body += f"<p>{escape(block)}</p>\n"
            continue
        body += "<table>"
        for row in _rows(block):
            cells = (
                f"<td rowspan={box.rows} colspan={box.columns}>{escape(box.text).replace(chr(10), '<br>')}"
                for box in row
            )
            body += "<tr>" + "\n".join(cells)
        body += "</table>"
    return f"<html><head><meta charset=gb2312><title>x</title></head><body>{body}</body></html>".encode(
        "gb18030"
    )


def as_odt(layout: Layout) -> bytes:
    body = ""
    for block in layout.blocks:
        if isinstance(block, str):
            body += f"<text:p>{escape(block)}</text:p>"
            continue
        corners = {(box.row, box.column): box for box in block}
        body += "<table:table>"
        width = max(box.column + box.columns for box in block)
        for row in range(len(_rows(block))):
            body += "<table:table-row>"
            for column in range(width):
                box = corners.get((row, column))
                if box is None:
                    body += "<table:covered-table-cell/>"
                    continue
                lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in box.text.split("\n"))
                spans = f'table:number-rows-spanned="{box.rows}" table:number-columns-spanned="{box.columns}"'
                body += f"<table:table-cell {spans}>{lines}</table:table-cell>"
            body += "</table:table-row>"
        body += "</table:table>"
    return packages.odt(body)


def as_xlsx(layout: Layout) -> bytes:
    """The tables alone, each on a sheet of its own, by another program's writer."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for number, block in enumerate(layout.blocks):
            if isinstance(block, str):
                continue
            sheet = book.add_worksheet(f"第{number}张")
            for box in block:
                if box.rows > 1 or box.columns > 1:
                    sheet.merge_range(
                        box.row, box.column, box.row + box.rows - 1, box.column + box.columns - 1, ""
                    )
                sheet.write_string(box.row, box.column, box.text)
    return file.getvalue()
