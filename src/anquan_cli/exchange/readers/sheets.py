"""A spreadsheet's cells, sparse as they are stored, to a full grid."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import NamedTuple

from anquan_cli.exchange.blocks import Cell, Row
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.characters import tidy
from anquan_cli.exchange.readers.layout import Blocks

UNSAVED = "的公式没有存下结果，按空格取；请用 WPS 或 Excel 打开并保存一次"  # said of a cell
_MOST_MERGED = 100_000  # places up to the end of a merged cell; beyond, it goes as far as the content


class Area(NamedTuple):
    """A rectangle of cells, all from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


def sheet_name(title: str) -> str:
    """A sheet as a person finds it: 工作表“任务”."""
    return f"工作表“{tidy(title)}”"


def column_letters(column: int) -> str:
    """A column, from 0, by its letters: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _some_of(names: Iterable[str]) -> str:
    """The first ten of some rows or columns, for a note."""
    first = [*islice(names, 11)]
    return "、".join(first[:10]) + ("等" if len(first) > 10 else "")


def add_sheet(
    blocks: Blocks,
    title: str,
    texts: dict[tuple[int, int], str],
    merged: Iterable[Area],
    hidden_rows: Collection[int],
    hidden_columns: Collection[int],
) -> None:
    """A sheet's grid from its first row to its last, without rows of which it has none.

    Args:
        texts: what stands where, by row and column from 0.
        merged: areas that show as one cell.
        hidden_rows: those that do not show; they are read all the same, and it is said.
        hidden_columns: the same.

    Of several empty rows one is kept; columns stay, so that their letters can be counted.
    """
    name = sheet_name(title)
    texts = {
        (row, column): text
        for (row, column), raw in texts.items()
        if (text := blocks.plain(raw, f"{name}第{row + 1}行", f"{column_letters(column)}{row + 1}里"))
    }
    if rows_read := sorted({row for row, _ in texts if row in hidden_rows}):
        blocks.note(f"{name}的第{_some_of(str(row + 1) for row in rows_read)}行是隐藏的，仍取了")
    if columns_read := sorted({column for _, column in texts if column in hidden_columns}):
        blocks.note(f"{name}的{_some_of(map(column_letters, columns_read))}列是隐藏的，仍取了")
    if not texts:
        return
    last, right = max(row for row, _ in texts), max(column for _, column in texts)
    if last >= refusal.MOST_ROWS or right >= refusal.MOST_COLUMNS:
        far = max(
            texts,
            key=lambda place: (place[0] >= refusal.MOST_ROWS or place[1] >= refusal.MOST_COLUMNS, place),
        )
        raise refusal.Refusal(
            f"{name}在{column_letters(far[1])}{far[0] + 1}还有内容，超出{refusal.MOST_ROWS}行、{refusal.MOST_COLUMNS}列",
            "请打开它，删去清单以外的内容，保存后再试",
        )
    merged = list(merged)
    for area in merged:
        if (area.top, area.left) in texts and (area.bottom + 1) * (area.right + 1) <= _MOST_MERGED:
            last, right = max(last, area.bottom), max(right, area.right)
    covered = _covered(merged, texts, last, right)
    for place, text in texts.items():
        if text != texts.get(covered.get(place, place), ""):
            blocks.left_out("合并格盖住的文字", text)
    lines = sorted({row for row, _ in texts} | {row for row, _ in covered})
    index: dict[int, int] = {}
    for line in lines:
        if line and line - 1 not in index and index:
            index[line - 1] = len(index)  # an empty row parts what is above from what is below
        index[line] = len(index)
    rows = []
    for line, number in index.items():
        cells = []
        for column in range(right + 1):
            top, left = covered.get((line, column), (line, column))
            cells.append(Cell(texts.get((top, left), ""), (index.get(top, number), left)))
        rows.append(Row(tuple(cells), f"{name}第{line + 1}行"))
    blocks.grid(rows, name)


def _covered(
    merged: Iterable[Area], texts: dict[tuple[int, int], str], last: int, right: int
) -> dict[tuple[int, int], tuple[int, int]]:
    """For every place that a merged cell covers, where that cell begins; only within what is in use."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    total = 0
    for area in merged:
        corner = (area.top, area.left)
        size = (min(area.bottom, last) - area.top + 1) * (min(area.right, right) - area.left + 1)
        if corner not in texts and size > 10_000:  # a formatted void
            continue
        total += max(size, 0)
        if total > refusal.MOST_PLACES:
            raise refusal.too_large("合并的单元格过多")
        for row in range(area.top, min(area.bottom, last) + 1):
            for column in range(area.left, min(area.right, right) + 1):
                found.setdefault((row, column), corner)
    return found
