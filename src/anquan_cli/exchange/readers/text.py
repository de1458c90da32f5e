"""Plain text: lines as paragraphs; tables with tabs, commas, semicolons or bars between cells, or in columns of blanks."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from itertools import islice, takewhile

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers.encoding import decode
from anquan_cli.exchange.readers.layout import Blocks, Span, Table
from anquan_cli.exchange.readers.page_text import BEGINS, is_open

_PIECE = re.compile(r"[^\s](?:[^\s]| (?=[^\s]))*")  # what two blanks or a wide one part
_LABEL = re.compile(r"[（(①-⑳]\S|[^\s，。；：:]{2,8}[：:]")  # begins a line of its own
_ENDS = re.compile(r"[。；：）】〕]$")
_BAR = re.compile("[|│┃║｜]")
_FRAME = re.compile(
    r"(?=(?:.*[─━═+-]){2})[\s|│┃║｜─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝+:-]+"
)  # a rule between rows
_SOFT = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")  # breaks of a line within a cell
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_MOST_PIECES = 40  # in a line of such a table
_LEAST_WIDTH = 40  # of a page whose lines are broken to its width


def read(data: bytes) -> Document:
    """The text's blocks."""
    blocks = Blocks()
    text = re.sub(r"\Asep=[,;\t]?(?=[\r\n])", "", decode(data, blocks))  # that a spreadsheet says of itself
    if rows := _comma_rows(text, blocks, ",") or _comma_rows(text, blocks, ";"):
        blocks.table(_rows(rows))
        return blocks.document("txt")
    parted = re.split(r"\r\n?|[\n\f]", text) if "\t" in text else ()
    lines = _unbroken([_SOFT.sub("\n", line) for line in parted] or text.splitlines())
    number = columns = 0
    while number < len(lines):
        end = _end_of_table(lines, number)
        if end > number:
            blocks.table(_table(lines[number:end]))
            number = end
        elif len(rows := (barred := _barred(lines, number))[0]) > 1:
            blocks.table(_rows(rows))
            number = barred[1]
        elif len(rows := (laid := _columns(lines, number))[0]) > 1:
            blocks.table(_rows(rows))
            number, columns = laid[1], len(rows[0])
        else:
            if columns and len(_PIECE.findall(lines[number])) == columns:
                blocks.note(f"第{number + 1}行：像上面表格的一行，没有读进表格，请把它和上一行的各栏对齐")
            blocks.paragraph(lines[number], place=f"第{number + 1}行")
            number += 1
    return blocks.document("txt")


def _rows(rows: Sequence[Sequence[str]]) -> Table:
    """A table; what stands in a row alone stands across it."""
    columns = max(map(len, rows))
    return Table([[Span([cell], 1, columns if len(row) == 1 else 1) for cell in row] for row in rows])


def _comma_rows(text: str, blocks: Blocks, comma: str) -> list[list[str]]:
    """The rows of a file whose lines all have as many commas (or `;`), but for titles and notes without any; none of any other.

    Where most lines have, it is said which has not.
    """
    reader = csv.reader(StringIO(text, newline=""), delimiter=comma)
    try:
        cells = ((reader.line_num, [_SOFT.sub("\n", cell) for cell in row]) for row in reader)
        lines = [(at, row) for at, row in cells if any(map(str.strip, row))]
    except csv.Error:
        return []
    rows = [row for _, row in lines]
    whole = [row for row in rows if len(row) > 1]
    [(most, count)] = Counter(map(len, rows)).most_common(1) or [(0, 0)]
    if most > 2 and 2 * count > len(rows):
        ragged = [f"第{at}行{len(row)}格" for at, row in lines if len(row) not in (1, most)]
        if ragged:
            said = "、".join(ragged[:5]) + ("等" if len(ragged) > 5 else "")
            blocks.note(
                f"以“{comma}”分格的各行多是{most}格，{said}，没有当作表格读；请补齐或去掉多的“{comma}”，引号要成对"
            )
    below = [n for n, row in enumerate(rows) if len(row) > 1]
    most_are = 2 * len(whole) > len(rows) > 1 or (len(whole) > 2 and below[-1] - below[0] < len(whole))
    return rows if most_are and len(whole[-1]) > 2 and len({*map(len, whole)}) == 1 else []


def _barred(lines: Sequence[str], begin: int) -> tuple[list[list[str]], int]:
    """The rows of a table with bars between its cells that begins here, and the line after it.

    Where rules stand between the rows, the lines between two of them are one row.
    """
    groups: list[list[list[str]]] = [[]]  # lines between two rules
    columns, end = 0, begin
    for end in range(begin, len(lines) + 1):
        line = lines[end].strip() if end < len(lines) else ""
        if end > begin + 4 and columns < 3:
            break
        if _FRAME.fullmatch(line):
            groups.append([])
            continue
        cells = [cell.strip() for cell in _BAR.split(re.sub(f"^{_BAR.pattern}|{_BAR.pattern}$", "", line))]
        if not _BAR.search(line) or (columns > 1 and len(cells) not in (columns, 1)):
            break
        columns = max(columns, len(cells))
        groups[-1].append(cells)
    groups = [group for group in groups if group]
    rows = [row for group in groups for row in group]
    if len(groups) > 2:
        rows = [["\n".join(filter(None, cell)) for cell in zip(*group, strict=False)] for group in groups]
    return (rows if columns > 2 else []), end


def _unbroken(lines: list[str]) -> list[str]:
    """Paragraphs that were broken to the width of a page put together, in their first line; the others are empty."""
    most, longest = (max(map(size, lines), default=0) for size in (_width, len))
    full = [
        (_width(line) >= most - 3 or len(line) >= longest - 1) and len(_PIECE.findall(line)) == 1
        for line in lines
    ]
    if most < _LEAST_WIDTH or sum(full) < 3 or any(_tabs(x) or len(_BAR.findall(x)) > 1 for x in lines):
        return lines
    found: list[list[str]] = []
    first = 0
    for at, line in enumerate(lines):
        begins = not line.strip() or line[0].isspace() or BEGINS.match(line) or _LABEL.match(line)
        before = "".join(found[first][-4:]) if found else ""
        if not (full[at - 1] and (is_open(before) or not (begins or _ENDS.search(before)))):
            first = at
        found.append([])
        found[first].append(line)
    return ["".join(parts) for parts in found]


def _columns(lines: Sequence[str], begin: int) -> tuple[list[list[str]], int]:
    """The rows, from here on, of a table whose cells stand below each other, two blanks apart at least, and the line after it."""
    starts: list[int] = []
    rows: list[list[str]] = []
    ends: list[int] = []  # by row, the line after it
    aligned = True
    for number in range(begin, len(lines)):
        line = lines[number]
        found = [*islice(_PIECE.finditer(line), _MOST_PIECES)]
        begun = {_width(line[: piece.start()]): piece[0] for piece in found}
        starts = starts or [*begun]
        if len(found) == 1 and len(rows) > 1 and (at := _within(starts, line, found[0])):
            rows[-1][at] += f"\n{found[0][0]}"  # of a cell that goes on
            ends[-1] = number + 1
            continue
        pieces = {min(starts, key=lambda start: abs(start - at)): text for at, text in begun.items()}
        if len(begun) == len(starts):  # as many blanks between all: each cell has its own
            aligned, pieces = (
                aligned and len(pieces) == len(starts),
                dict(zip(starts, begun.values(), strict=True)),
            )
        if (
            not 2 < len(starts) < _MOST_PIECES > len(found)
            or not pieces
            or len(pieces) < len(begun)
            or (len(pieces) == 1 and len(rows) > 1)
        ):
            break
        rows.append([pieces.get(start, "") for start in starts])
        ends.append(number + 1)
    rows = rows if aligned else [*takewhile(all, rows)]  # below which head a cell stands is not seen
    return rows, [begin, *ends][len(rows)]


def _within(starts: Sequence[int], line: str, piece: re.Match[str]) -> int:
    """The column, not the first, in which a piece of a line stands whole; 0 for none."""
    begin, end = (_width(line[:at]) for at in piece.span())
    at = sum(start <= begin for start in starts) - 1
    return at if at > 0 and end <= [*starts, end][at + 1] else 0


def _width(text: str) -> int:
    """How wide a text is where it was laid out with blanks: Chinese quotation marks and dashes are wide there."""
    return len(text.encode("gb18030", "replace"))


def _tabs(line: str) -> int:
    return line.strip("\r\n").count("\t") if line.strip() else 0


def _end_of_table(lines: Sequence[str], begin: int) -> int:
    """The line after a table that begins here; `begin` where none does.

    A table is two lines with as many tabs, at least one of them between words; what has none stands between its
    lines, never at its end.
    """
    if not _tabs(lines[begin]) or "\t" not in lines[begin].strip("\t "):
        return begin
    further = (number for number in range(len(lines) - 1, begin, -1) if _tabs(lines[number]))
    return next(further, begin - 1) + 1


def _table(lines: Sequence[str]) -> Table:
    """Rows with as many cells as most lines have; a cell that goes on in the next lines is put together."""
    columns = max(map(_tabs, lines))
    rows: list[list[str]] = []
    open_row: list[str] = []  # a row that has not all its cells yet
    for line in lines:
        cells = line.split("\t")
        if open_row and len(open_row) + len(cells) - 1 <= columns + 1 and len(cells) <= columns:
            open_row = [*open_row[:-1], f"{open_row[-1]}\n{cells[0]}", *cells[1:]]
        else:
            rows.append(open_row)
            open_row = cells
        is_whole = len(open_row) > columns or len(cells) == 1 == len(open_row)
        if is_whole and not _is_quote_open(open_row):
            rows.append(open_row)
            open_row = []
    rows = [row for row in (*rows, open_row) if any(map(str.strip, row))]
    quoted = [found[1] for row in rows for cell in row if (found := _QUOTED.fullmatch(cell))]
    if any(re.search('[\n,]|""', text) for text in quoted):  # else the marks may be the text's own
        rows = [[*map(_unquoted, row)] for row in rows]
    return Table([[Span([cell], 1, columns + 1 if len(row) == 1 else 1) for cell in row] for row in rows])


def _is_quote_open(cells: Sequence[str]) -> bool:
    """The last cell begins with a quotation mark that the next line ends."""
    return cells[-1].startswith('"') and cells[-1].count('"') % 2 == 1


def _unquoted(cell: str) -> str:
    """A cell without the quotation marks that a spreadsheet puts round it."""
    found = _QUOTED.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell
