"""The bulletin and the list as Word documents, laid out as GB/T 9704-2012 and offices have it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import Paper, foot, paper
from anquan_cli.documents.listing import HEADERS, WITH_MEASURES, Line, lines, table_row
from anquan_cli.errors import escape_controls
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.queries.listing import Listing
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.docx import pages
from anquan_cli.views.docx.elements import PADDING, Cell, Column, Element, band, paragraph, row, table, w
from anquan_cli.views.docx.styles import CHARACTER, PER_LINE

_LETTER, _STEPS = 210, 24  # twentieths of a point of a character in a table; parts that wide columns share
_LEAST, _NARROW = 5, 6  # parts of a wide column at least; characters of a narrow one at most
_CENTRED = ("序号", "完成时限", "完成状态", "完成率", "亮灯")
_TITLE, _LANDSCAPE_TITLE, _MASTHEAD = 20, 28, 12  # characters of 22 pt on a line, of 36 pt
# 28 less two blank ones and 附件：, and one to spare: a name that just fills the line leaves its last
# character on a second one where a program puts a little space between Chinese and figures.
_ATTACHMENT = 22
_SENSES = ("(?=（截至)", "(?=进展情况表)", wording.AFTER_DATE)  # where a title is best broken
_HALF_A_PAGE = 14  # lines of a table
_LAST = 3  # rows that keep together at the end: no page for one row


def bulletin(plan: Plan, report: Bulletin) -> bytes:
    """The whole bulletin: head, text, signature; the table of all tasks as an appendix on its side."""
    p = paper(plan, report)
    document = pages.new_document()
    text = [*_masthead(p), *_text(p)]
    text[-1][0].insert(1, w("keepNext"))
    text += _closing(p)
    text[-1][0].append(pages.portrait())  # the section ends with the date, not with an empty line after it
    appendix = [
        paragraph("AppendixMark", "附件"),
        paragraph("AppendixTitle", _lines(p.table_title, _LANDSCAPE_TITLE)),
        _table(plan, HEADERS, lines(plan, report.rows, report.entries, report.as_of.year), align="center"),
        paragraph("TableNote", f"注：{wording.legend(plan, report.rows)}。"),
        *_imprint(p),
    ]
    document.element.body.extend([*text, *appendix, pages.landscape()])
    first, second = document.sections
    pages.footers(first, p.foot, turned=False)
    pages.footers(second, p.foot, turned=True)
    subject = f"{p.name} {p.issue}".strip()
    return pages.to_bytes(document, pages.CoreProperties(p.title, subject, p.issuer, p.foot, report.as_of))


def _masthead(p: Paper) -> Iterable[Element]:
    """The red head: name, issue number, office and date over a red line."""
    yield paragraph("MastheadName", _lines(p.name, _MASTHEAD))
    if p.issue:
        yield paragraph("MastheadIssue", p.issue)
    stops = (("left", CHARACTER), ("right", pages.ACROSS - CHARACTER))
    tabs = w("tabs", *(w("tab", val=side, pos=place) for side, place in stops))
    yield paragraph("MastheadLine", w("r", w("tab")), p.issuer, w("r", w("tab")), p.dated, properties=[tabs])


def _text(p: Paper) -> Iterable[Element]:
    yield paragraph("Title", _lines(p.title, _TITLE))
    yield paragraph("Addressee", p.addressee)
    yield paragraph("BodyText", p.opening)
    for section in p.sections:
        yield paragraph("Heading1", section.heading)
        for block in section.blocks:
            if block.heading:
                yield paragraph("Heading2", block.heading)
            for text in block.paragraphs:
                yield paragraph("BodyText", text)
            if block.table:
                yield _small(block.table)


def _small(lines: tuple[tuple[str, ...], ...]) -> Element:
    """A table in the text: the first column wide, figures in the others."""
    headers, *rest = lines
    each = 6 * CHARACTER // 2
    first = pages.ACROSS - each * (len(headers) - 1)
    columns = [Column(h, each if i else first, bool(i)) for i, h in enumerate(headers)]
    return table(
        columns, [row(columns, [Cell((t,)) for t in line], whole=True, align="center") for line in rest]
    )


def _closing(p: Paper) -> Iterable[Element]:
    """The note on the appendix; the date four characters from the right, the issuer centred over it.

    All of it stays together, and with the last line of the text: nobody signs an empty page.
    """
    label, colon, name = p.attachment.partition("：")
    yield paragraph("Attachment", f"{label}{colon}{_lines(name, _ATTACHMENT)}")
    date_width, own = _ems(p.dated), _ems(p.signed)
    centre = 4 + date_width / 2  # characters from the right edge
    right = max(0, centre - max(own, date_width) / 2)
    left = max(0, PER_LINE - centre - max(own, date_width) / 2)
    place = w("ind", left=int(left * CHARACTER), right=int(right * CHARACTER))
    yield paragraph("Signature", p.signed, properties=[place])
    yield paragraph("Dated", p.dated)
    if p.contact:
        yield paragraph("BodyText", f"（联系人：{p.contact}）")


def _imprint(p: Paper) -> Iterable[Element]:
    """版记: who gets a copy, who printed it and when, between lines."""
    if p.copies:
        edge = {"val": "single", "sz": 8, "space": 1, "color": "000000"}
        fine = {"val": "single", "sz": 6, "space": 1, "color": "000000"}
        copies = w("pBdr", w("top", **edge), w("bottom", **fine))
        yield paragraph("Imprint", f"抄送：{p.copies.rstrip('。')}。", properties=[copies])
        stop = w("tabs", w("tab", val="right", pos=pages.DOWN))
        ends = w("pBdr", w("bottom", **edge))
        yield paragraph("Imprint", p.signed, w("r", w("tab")), f"{p.dated}印发", properties=[ends, stop])


def listing(plan: Plan, report: Listing) -> bytes:
    """The list with its measures and progress: one table on its side."""
    document, head = pages.new_document(), foot(report.head)
    whose = f"　　单位：{report.unit}" if report.unit else ""
    body = [
        paragraph("AppendixTitle", _lines(plan.title, _LANDSCAPE_TITLE)),
        paragraph("AsOf", f"截至{wording.full_day(report.as_of)}{whose}"),
        _table(plan, WITH_MEASURES, lines(plan, report.rows, report.entries, report.as_of.year), align="top"),
        paragraph(
            "TableNote",
            f"注：{wording.legend(plan, report.rows)}。要点后括号内是要点自己的责任单位、完成时限，没有的与所属任务相同。",
        ),
    ]
    document.element.body.extend([*body, pages.landscape()])
    pages.footers(document.sections[0], head, turned=False)
    imprint = pages.CoreProperties(plan.title, "进展清单", plan.office, head, report.as_of)
    return pages.to_bytes(document, imprint)


# --- tables ----------------------------------------------------------------------------------------


def _table(plan: Plan, headers: Sequence[str], listed: Iterable[Line], *, align: str) -> Element:
    """Tasks under their categories' names, measures under their tasks; the light is a word on its colour."""
    found = [(line, _cells(line)) for line in listed]
    columns = _columns(headers, [_measured(cells) for _, cells in found])
    return table(columns, _rows(plan, columns, found, align))


def _cells(line: Line) -> list[Cell]:
    """A line's texts, broken where they may be; a measure takes the width of its task's, units' and deadline's columns."""
    number, title, units, _, _, *rest, light, latest = map(lambda text: Cell((text,)), table_row(line))
    if line.item.measure:
        own = "；".join(filter(None, (line.units, line.deadline)))
        what = [Cell((line.item.title + (f"（{own}）" if own else ""),), span=3)]
    else:
        content = filter(None, line.item.row.content.splitlines())
        what = [
            Cell((*title.paragraphs, *content), style="TableTask"),
            units,
            Cell((wording.broken(line.deadline),)),
        ]
    state = Cell(tuple(wording.condition(line.shown, line.reached).splitlines()))
    return [number, *what, state, *rest, light._replace(fill=wording.FILLS[line.shown.light]), latest]


class _Measured(NamedTuple):
    """A cell's columns, and how long each of its lines is, in twentieths of a point."""

    first: int
    after: int
    lines: Sequence[int]


def _measured(cells: Sequence[Cell]) -> list[_Measured]:
    ends = [*accumulate(cell.span for cell in cells)]
    return [
        _Measured(end - cell.span, end, [_long(t) for p in cell.paragraphs for t in p.splitlines()])
        for cell, end in zip(cells, ends, strict=True)
    ]


def _height(widths: Sequence[int], row: Sequence[_Measured]) -> int:
    """About how many lines a row takes."""
    rooms = (sum(widths[c.first : c.after]) - 2 * PADDING for c in row)
    return max(sum(-(-long // room) or 1 for long in c.lines) for c, room in zip(row, rooms, strict=True))


def _columns(headers: Sequence[str], rows: Sequence[Sequence[_Measured]]) -> list[Column]:
    """Columns as wide as their texts need: the narrow ones by their longest line, the others so that the table is short."""
    narrow = [i for i, h in enumerate(headers) if h in _CENTRED]
    widths = [0] * len(headers)
    for i in narrow:
        sizes = [long for row in rows for c in row if (c.first, c.after) == (i, i + 1) for long in c.lines]
        widths[i] = min(max([_long(headers[i]), *sizes]), _NARROW * _LETTER) + _LETTER + 2 * PADDING
    left = pages.DOWN - sum(widths)

    def shared(parts: Sequence[int]) -> list[int]:
        ends = [0, *(left * sum(parts[: n + 1]) // _STEPS for n in range(len(parts)))]
        wide = iter(b - a for a, b in pairwise(ends))
        return [width or next(wide) for width in widths]

    def high(parts: Sequence[int]) -> int:
        tried = shared(parts)
        return sum(_height(tried, row) for row in rows)

    least = range(_LEAST, _STEPS)
    shares = ((a, b, _STEPS - a - b) for a in least for b in least if _STEPS - a - b >= _LEAST)
    best = min(shares, key=lambda parts: (high(parts), max(parts)))
    return [Column(h, width, h in _CENTRED) for h, width in zip(headers, shared(best), strict=True)]


def _rows(
    plan: Plan, columns: Sequence[Column], listed: Sequence[tuple[Line, list[Cell]]], align: str
) -> Iterable[Element]:
    category, widths = None, [c.width for c in columns]
    for i, (line, cells) in enumerate(listed):
        if line.item.row.category != category:
            category = line.item.row.category
            found = plan.categories[category]
            yield band(columns, f"{found.number}、{found.title}")
        whole = _height(widths, _measured(cells)) <= _HALF_A_PAGE
        last = i >= len(listed) - _LAST
        yield row(columns, cells, whole=whole, align=align if whole else "top", keep=whole and last)
    if not listed:
        yield band(columns, "没有事项。")


def _lines(text: str, most: int) -> str:
    """A text that is too long for a line, broken where its sense allows, not in the middle of a word."""
    for sense in _SENSES:
        head, *tail = re.split(sense, text, maxsplit=1)
        if tail and _across(text) > most and max(_across(head), _across(tail[0])) <= most:
            return f"{head}\n{tail[0]}"
    lines = [""]
    for part in wording.title_parts(text):
        if lines[-1] and _across(lines[-1] + part) > most:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _across(text: str) -> float:
    """The width of a title: with the quarter of a character that programs put between Chinese and figures."""
    return _ems(text) + len(re.findall("(?<=[0-9])(?=[^0-9 -~])|(?<=[^0-9 -~])(?=[0-9])", text)) / 4


def _long(text: str) -> int:
    """The width of a text in a table, in twentieths of a point."""
    return int(_ems(text) * _LETTER)


def _ems(text: str) -> float:
    """The width of a text in characters; Chinese quotation marks and dashes are whole ones here."""
    shown = escape_controls(text)
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in shown)
