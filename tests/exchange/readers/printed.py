"""A full grid printed as a pdf with ruled lines: wrapped in its columns, cut by pages wherever they end."""

from __future__ import annotations

from collections.abc import Sequence

from anquan_cli.exchange.blocks import Grid
from tests.exchange.readers.hostile import pdf_of_pages

_SIZE, _LINE, _LEFT, _TOP = 10, 13, 40, 780
CHINESE = (  # not embedded, as most of what is not printed by Word
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 "
    b">> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] "
    b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >>] >>"
)


def as_pdf(
    title: str, grid: Grid, ems: Sequence[int], *, lines: int = 40, header: int = 1, after: Sequence[str] = ()
) -> bytes:
    """A title, the grid, and lines after it.

    Args:
        ems: how many characters stand in a line of each column.
        lines: how many lines a page has; what does not fit goes on on the next, in the middle of a row too.
        header: the rows that each page repeats.
    """
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(grid.rows):
        for c, cell in enumerate(row.cells):
            ends[cell.origin] = (r + 1, c + 1)
    wrapped = {
        (r, c): _wrapped(grid.rows[r].cells[c].text, sum(ems[c:right])) for (r, c), (_, right) in ends.items()
    }
    tops = [0]
    for r in range(len(grid.rows)):  # a row ends where all cells have room that end with it
        own = [
            tops[at[0]] + len(wrapped[at])
            for at, (bottom, _) in ends.items()
            if bottom == r + 1 and at[0] <= r
        ]
        tops.append(max(own, default=tops[-1] + 1))
    head = tops[header]
    pages: list[bytes] = []
    for begin in range(head, tops[-1], lines - head):
        cut = min(begin + lines - head, tops[-1])
        drawn: list[str] = [] if pages else [_text(title, _LEFT, _TOP + 20)]
        for (r, c), (bottom, right) in ends.items():
            first, last = (0, head) if r < header else (begin, cut)
            top, end = max(tops[r], first), min(tops[bottom], last)
            if top >= end:
                continue
            shift = 0 if r < header else head - begin
            box = _LEFT + sum(ems[:c]) * _SIZE + 8 * c, _TOP - (top + shift) * _LINE
            width = sum(ems[c:right]) * _SIZE + 8 * (right - c)
            drawn.append(f"{box[0]} {box[1]} {width} {-(end - top) * _LINE} re S")
            drawn += [
                _text(line, box[0] + 4, _TOP - (tops[r] + n + shift) * _LINE - 10)
                for n, line in enumerate(wrapped[r, c])
                if top <= tops[r] + n < end
            ]
        if cut == tops[-1]:
            below = _TOP - (head + cut - begin + 1) * _LINE
            drawn += [_text(text, _LEFT, below - n * 2 * _LINE) for n, text in enumerate(after, 1)]
        pages.append("\n".join(drawn).encode())
    return pdf_of_pages(pages, CHINESE)


def _wrapped(text: str, width: int) -> list[str]:
    return [line[n : n + width] for line in text.split("\n") for n in range(0, max(len(line), 1), width)]


def _text(text: str, x: float, y: float) -> str:
    drawn = (
        text and f"{text} "
    )  # where the font is missing a lone character has no width: pdfium leaves it out
    return f"BT /F1 {_SIZE} Tf {x} {y} Td <{drawn.encode('utf-16-be').hex()}> Tj ET"
