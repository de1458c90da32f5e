"""Tables that a page has cut, put together again before anybody reads them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import chain, groupby

from anquan_cli.exchange.blocks import Block, Cell, Grid, Paragraph, Row
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.furniture import note_kind
from anquan_cli.exchange.list_import.header_words import meaning_of
from anquan_cli.exchange.list_import.table_header import Header, first_header, header_at, texts_of
from anquan_cli.exchange.list_import.words import in_one_line, mark_of, number_value

_FIGURE = re.compile(r"[\d.,]+[%％]?")


def stitched(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with tables that follow one another and have the same columns as one table.

    Page numbers, 续表 and what a page repeats of a merged cell stay, behind it. Sheets are never put together.
    """
    result: list[Block] = []
    passed: list[Block] = []  # the pages' lines within the table before
    between: list[Paragraph] = []  # since it
    known: set[str] = set()  # lines of earlier pages: a page's head stands on each
    words: list[str] = []  # of the header of the tables before, by column
    was_card = is_card = False
    apart = chain(*(_apart(b) if isinstance(b, Grid) else [b] for b in blocks))
    for block in chain(*(_turned(b) if isinstance(b, Grid) else [b] for b in apart)):
        if isinstance(block, Grid):
            block = _unglued(_unfolded(block), words)
            words = _header_words(block) or words
            was_card, is_card = is_card, _is_card(block)
        last = result[-1] if result else None
        if isinstance(last, Grid) and isinstance(block, Paragraph):
            between.append(block)
            continue
        if (
            isinstance(last, Grid)
            and isinstance(block, Grid)
            and "工作表" not in (last.name[:3], block.name[:3])
        ):
            cut = [in_one_line(c.text) for c in (*last.rows[-1].cells, *block.rows[0].cells)]
            if all(_of_page(p.text, cut) or (p.text in known and p.place[-1:] == "页") for p in between):
                joined = (_one_card if was_card and is_card else _joined)(last, block)
                if joined:
                    result[-1] = joined
                    passed += between
                    between = []
                    continue
        known |= {p.text for p in (*passed, *between, block) if isinstance(p, Paragraph)}
        result += [*passed, *between, block]
        passed, between = [], []
    return [*result, *passed, *between]


def _header_words(grid: Grid) -> list[str]:
    """What stands in a table's header, column by column; nothing where it has none."""
    at, header = first_header(grid, {})
    heads = zip(*(row.cells for row in grid.rows[at : at + header.height]), strict=True) if header else ()
    return ["".join("".join({c.origin: c.text for c in cells}.values()).split()) for cells in heads]


def _unglued(grid: Grid, words: Sequence[str]) -> Grid:
    """A table in whose first row the header's words stand on top of a task's in every cell, as one that has both."""
    first = grid.rows[0]
    if len(words) != len(first.cells) or not any(words):
        return grid
    found = [
        re.match(r"\s*".join(map(re.escape, w)), c.text.strip())
        for w, c in zip(words, first.cells, strict=True)
    ]
    texts = [c.text.strip()[m.end() :].strip() for m, c in zip(found, first.cells, strict=True) if m]
    if not all(found) or not any(texts):
        return grid
    header = first._replace(cells=tuple(Cell(w, (0, n)) for n, w in enumerate(words)))
    rest = first._replace(cells=tuple(c._replace(text=t) for c, t in zip(first.cells, texts, strict=True)))
    below = (r._replace(cells=tuple(c.moved(1) for c in r.cells)) for r in (rest, *grid.rows[1:]))
    return Grid((header, *below), grid.name)


def _turned(grid: Grid) -> list[Block]:
    """A list that lies on its side (重点任务 | 甲 | 乙 below 序号 | 1 | 2) as tables; what stands across it as lines."""
    found: list[Paragraph | list[Row]] = []
    opening = Cell("", (0, 0))  # the label of a task's first line
    for row in grid.rows:
        texts = texts_of(row)
        last, label = found[-1] if found else None, row.cells[0]
        if len(texts) < 2:
            found += [Paragraph(text, 0, row.place) for text in texts]
        elif isinstance(last, list) and (label.text != opening.text or label == opening):
            last.append(row)
        else:
            opening = label
            found.append([row])
    blocks = [_upright(Grid(tuple(b), grid.name)) if isinstance(b, list) else b for b in found]
    return [block for block in blocks if block] if opening.text and all(blocks) else [grid]


def _upright(grid: Grid) -> Grid | None:
    """A table with its columns as rows, where they are a list with its labels on the left alone."""
    rows, width = grid.rows[:41], len(grid.rows[0].cells)
    labels = 1 + (width > 1 and all(meaning_of(in_one_line(row.cells[1].text)) for row in rows))
    values = [[c for c in row.cells[labels:] if c.text.strip()] for row in rows]
    several = sum(len({c.origin for c in cells}) > 1 for cells in values)
    if (
        several < 2
        or len(rows) > 40
        or any(meaning_of(in_one_line(c.text)) for cells in values for c in cells)
    ):
        return None
    top = rows[0].cells[0].origin[0]
    turned = tuple(
        Row(
            tuple(Cell(c.text, (c.origin[1], c.origin[0] - top)) for c in (row.cells[at] for row in rows)),
            f"{grid.name}第{at + 1}列",
        )
        for at in range(width)
    )
    header = None if any(header_at(rows, at, {}) for at in range(len(rows))) else header_at(turned, 0, {})
    return Grid(turned, grid.name) if header and header.height == labels else None


def _apart(grid: Grid) -> list[Block]:
    """A list, and the tables of figures that stand beside it, behind an empty column."""
    width = len(grid.rows[0].cells)
    full = [
        any(c.text.strip() and c.origin[1] == n for c in (r.cells[n] for r in grid.rows))
        for n in range(width)
    ]
    runs = groupby(range(width), key=lambda n: full[n])
    parts = [[*columns] for is_full, columns in runs if is_full]
    at, header = first_header(grid, {}) if len(parts) > 1 else (0, None)
    if not header:
        return [grid]
    meanings = [{header.columns[n].meaning for n in part} - {None} for part in parts]
    most = max(meanings, key=len)
    found = [p for p, known in zip(parts, meanings, strict=True) if known < most and _is_figures(grid, p, at)]
    kept = {n for part in parts if part not in found for n in part}
    return [_within(grid, kept), *(_within(grid, part) for part in found)] if found else [grid]


def _within(grid: Grid, columns: Collection[int]) -> Grid:
    """A table with some of its columns alone, in their places."""
    rows = (
        r._replace(cells=tuple(c if n in columns else Cell("", (at, n)) for n, c in enumerate(r.cells)))
        for at, r in enumerate(grid.rows)
    )
    return Grid(tuple(rows), grid.name)


def _is_figures(grid: Grid, columns: Sequence[int], at: int) -> bool:
    """Whether columns are a table of figures: it begins above the list's header, has a sum, or a column of numbers."""
    texts = [[row.cells[n].text.strip() for row in grid.rows] for n in columns]
    sums = any(note_kind(text) == "合计" for column in texts for text in column)
    below = [list(filter(None, column[at + 1 :])) for column in texts]
    numbers = any(column and all(map(_FIGURE.fullmatch, column)) for column in below)
    return len(columns) > 1 and (sums or numbers or any(any(column[:at]) for column in texts))


def _unfolded(grid: Grid) -> Grid:
    """A list in two halves side by side, under the same header twice, as one: the right half below the left."""
    for at, row in enumerate(grid.rows[:15]):
        words = [in_one_line(c.text) for c in row.cells]
        for begin in range(3, len(words) - 2) if header_at(grid.rows, at, {}) else ():
            half = words[begin:]
            beside = [
                c for n, r in enumerate(grid.rows) for c in r.cells[len(half) : begin if n >= at else None]
            ]
            if len({*half, ""}) <= len(half) or words[: len(half)] != half:
                continue
            if any(c.text.strip() and c.origin[1] >= len(half) for c in beside):
                continue
            lefts = [r._replace(cells=r.cells[: len(half)]) for r in grid.rows]
            rights = [
                r._replace(cells=tuple(c.moved(len(lefts) - at, -begin) for c in r.cells[begin:]))
                for r in grid.rows[at:]
            ]
            return Grid((*lefts, *rights), grid.name)
    return grid


def _of_page(text: str, cut: Sequence[str]) -> bool:
    """Whether a line between two tables is the page's: its number, 续表, or a merged cell's text again."""
    flat = in_one_line(text)
    return note_kind(text) in ("页码", "续表标记") or any(flat in cell for cell in cut)


def _joined(first: Grid, second: Grid) -> Grid | None:
    words = {c.origin: c.text for c in second.rows[0].cells}
    if sum(meaning_of(text) is not None for text in words.values()) > 1 and not header_at(second.rows, 0, {}):
        return None  # a table of something else begins
    wide, narrow = len(first.rows[0].cells), len(second.rows[0].cells)
    if wide != narrow:
        above = _widened(first, second) if wide < narrow else first
        under = _widened(second, first) if wide > narrow else second
        return _joined(above, under) if above and under else None
    below, header = len(first.rows), header_at(second.rows, 0, {})
    begin = header.height if header and header.height < len(second.rows) else 0
    torn = _is_torn(first, second.rows[begin])
    headed = _heading(second.rows[begin]) is not None  # what is merged above ends here
    one: dict[tuple[int, int], Cell] = {}  # the two pieces of a cell that the page has cut

    def moved(cell: Cell) -> Cell:
        row, column = cell.origin
        at = -below if torn and row == begin else row + below - (torn and row > begin)  # −: is glued, below
        return cell._replace(origin=(at, column))

    rows = [row._replace(cells=tuple(map(moved, row.cells))) for row in second.rows]
    for column, (a, b) in enumerate(zip(first.rows[-1].cells, rows[begin].cells, strict=True)):
        merged = a.origin[0] < below - 1 and a.origin[1] == column
        if torn and (merged or a.origin == (below - 1, column)):
            one[a.origin] = one[b.origin] = a._replace(text=glued(a.text, b.text))
        elif (
            a.text.strip()
            and not b.text.strip()
            and not headed
            and (merged or _goes_down(rows, begin, column) or _is_piece(first, column))
        ):
            one[b.origin] = a
        elif b.text.strip() and not a.text.strip() and (merged or _is_piece(first, column)):
            one[a.origin] = one[b.origin] = b._replace(origin=a.origin)  # its text stands on the later page
    rest = rows[begin + torn :]
    kept = [*rows[:begin], *rest] if rest else []  # a row longer than the page: it goes on on the next
    top = min((row for row, _ in one if row >= 0), default=below)
    changed = (
        r._replace(cells=tuple(one.get(c.origin, c) for c in r.cells)) for r in (*first.rows[top:], *kept)
    )
    return Grid((*first.rows[:top], *changed), first.name)


def _is_card(grid: Grid) -> bool:
    """Whether every row has a label on the left and none beside it; a page may have cut the first row from its label."""
    lefts = [in_one_line(row.cells[0].text) for row in grid.rows if len(row.cells) > 1]
    return bool(lefts) and all(
        (meaning_of(left) or not (left or at)) and not meaning_of(in_one_line(row.cells[1].text))
        for at, (left, row) in enumerate(zip(lefts, grid.rows, strict=True))
    )


def _one_card(first: Grid, second: Grid) -> Grid:
    """Cards below each other as one table, as wide as the wider; a row without a label is the rest of the one above."""
    below, width = len(first.rows), max(len(first.rows[0].cells), len(second.rows[0].cells))
    rows = list(first.rows)
    if width > len(rows[0].cells):
        rows = [row._replace(cells=row.cells + row.cells[-1:] * (width - len(row.cells))) for row in rows]
    for row in second.rows:
        cells = tuple(c.moved(below) for c in row.cells)
        cells += cells[-1:] * (width - len(cells))
        if row.cells[0].text.strip():
            rows.append(row._replace(cells=cells))
        else:
            rest = zip(rows[-1].cells, cells, strict=True)
            rows[-1] = rows[-1]._replace(cells=tuple(a._replace(text=glued(a.text, b.text)) for a, b in rest))
    return Grid(tuple(rows), first.name)


def _goes_down(rows: Sequence[Row], at: int, column: int) -> bool:
    """Whether the cell below is this one, too."""
    return at + 1 < len(rows) and rows[at + 1].cells[column].origin == rows[at].cells[column].origin


def _is_piece(first: Grid, column: int) -> bool:
    """Whether an empty cell at the cut is a piece of one merged down: others of its column are, and none is empty."""
    cells = [row.cells[column] for row in first.rows[:-1]]
    merged = any(cell.origin[0] < at for at, cell in enumerate(cells))
    return merged and all(cell.text.strip() for cell in cells)


def _heading(row: Row) -> str | None:
    """What stands alone in a row, numbered as headings are."""
    texts = {c.origin: c.text for c in row.cells if c.text.strip()}
    (text,) = texts.values() if len(texts) == 1 else ("",)
    return text if (mark := mark_of(text.strip())) and mark.rank <= 2 else None


def _is_torn(first: Grid, row: Row) -> bool:
    """Whether a page has cut the last row of a table: a heading, or each row has its own number and this one none."""
    alone = {c.origin[1]: c.text for c in row.cells if c.text.strip()}
    if (heading := _heading(first.rows[-1])) and len(alone) == 1 and not _heading(row):
        return any(c.text == heading and c.origin[1] in alone for c in first.rows[-1].cells)
    _, header = first_header(first, {})
    for at in header.of("number")[:1] if header else ():
        last, number = first.rows[-1].cells[at], row.cells[at]
        single = last.origin[0] == len(first.rows) - 1 and len({c.origin for c in row.cells}) > 2
        if header and single and not last.text.strip() and number_value(number.text):
            return _is_beginning(first.rows, row, header)
        return bool(single and number_value(last.text) and not number.text.strip())
    return False


def _is_beginning(rows: Sequence[Row], row: Row, header: Header) -> bool:
    """Whether the last row is the beginning of one that has its number on the next page: below a header, in mid-sentence."""
    pairs = [(a.text.strip(), b.text.strip()) for a, b in zip(rows[-1].cells, row.cells, strict=True)]
    whole = [a for a, b in (pairs[at] for at in header.of("units", "lead", "deadline")) if a and b]
    if any(phrases.is_deadline(a) or (phrases.are_units(a) and a[-1] not in "、，") for a in whole):
        return False
    if any(a and not b for a, b in pairs):
        return False
    headed = len(rows) > 1 and header_at(rows, len(rows) - 2, {}) is not None
    return headed or any(a and b and (a[-1] in "，、（" or b[0] in "，。；、）") for a, b in pairs)


def glued(first: str, second: str) -> str:
    """Two pieces of a cell's text as one."""
    if not first.strip() or not second.strip():
        return first or second
    return first + ("\n" if re.search(r"[。；：]\s*$", first) else "") + second


def _widened(narrow: Grid, wide: Grid) -> Grid | None:
    """A table in the columns of another, which divides some of its columns: where most of its rows do not."""
    spans = _spans(wide)
    if len(spans) != len(narrow.rows[0].cells) or len(spans) < 3:
        return None
    starts = [columns[0] for columns in spans]

    rows = (
        row._replace(
            cells=tuple(
                cell._replace(origin=(cell.origin[0], starts[cell.origin[1]]))
                for cell, columns in zip(row.cells, spans, strict=True)
                for _ in columns
            )
        )
        for row in narrow.rows
    )
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
