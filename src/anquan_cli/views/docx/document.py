"""The bulletin and the list as Word documents, laid out as GB/T 9704-2012 and offices have it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import HEADERS, Paper, foot, paper, table_row
from anquan_cli.errors import escape_controls
from anquan_cli.progress import ItemState
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.queries.listing import Listing
from anquan_cli.queries.rows import MeasureReport, RowReport
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.docx import pages as pages
from anquan_cli.views.docx.elements import PADDING, Cell, Column, Element, band, paragraph, row, table, w
from anquan_cli.views.docx.styles import CHARACTER, PER_LINE

# Widths in tenths of a millimetre; together the 225 mm of a sheet on its side.
_WIDE = 2250
_APPENDIX = (110, 330, 500, 215, 225, 150, 120, 600)
_LIST = (110, 230, 745, 260, 185, 210, 150, 100, 260)
_CENTRED = ("序号", "完成时限", "完成状态", "完成率", "亮灯")
_TITLE, _LANDSCAPE_TITLE = 20, 28  # characters of 22 pt on a line
# 28 less two blank ones and 附件：, and one to spare: a name that just fills the line leaves its last
# character on a second one where a program puts a little space between Chinese and figures.
_ATTACHMENT = 22
_SENSES = ("（截至", "进展情况表", "安全生产重点工作")  # a second line of a title may begin with these
_PARTS = re.compile(
    "(?=（|进展情况|安全生产重点工作)|(?<=[^0-9])(?=[0-9]{4}年)"
)  # and the lines of one yet longer
_HALF_A_PAGE = 14  # lines of a table
_LIGHTS = "注：红灯为已逾期，黄灯为{}天内到期，蓝灯为没有明确日期，绿灯为其余（含已办结）。"


def bulletin(plan: Plan, report: Bulletin) -> bytes:
    """The whole bulletin: head, text, signature; the table of all tasks as an appendix on its side."""
    p = paper(plan, report)
    document = pages.new_document()
    text = [*_masthead(p), *_text(p)]
    text[-1][0].insert(1, w("keepNext"))
    text += _closing(p)
    text[-1][0].append(pages.portrait())  # the section ends with the date, not with an empty line after it
    columns = _columns(HEADERS, _APPENDIX)
    listed = [(r, [Cell((text,)) for text in cells]) for r, cells in zip(report.rows, p.table, strict=True)]
    appendix = [
        paragraph("AppendixMark", "附件"),
        _title(p.table_title, "AppendixTitle", _LANDSCAPE_TITLE),
        table(columns, _rows(plan, columns, listed, align="center")),
        paragraph("TableNote", _LIGHTS.format(plan.yellow_days)),
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
    yield paragraph("MastheadName", p.name)
    if p.issue:
        yield paragraph("MastheadIssue", p.issue)
    stops = (("left", CHARACTER), ("right", pages.ACROSS - CHARACTER))
    tabs = w("tabs", *(w("tab", val=side, pos=place) for side, place in stops))
    yield paragraph("MastheadLine", w("r", w("tab")), p.issuer, w("r", w("tab")), p.dated, properties=[tabs])


def _text(p: Paper) -> Iterable[Element]:
    yield _title(p.title, "Title", _TITLE)
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
    document = pages.new_document()
    head = foot(report.head)
    columns = _columns((*HEADERS[:2], "主要内容（要点）", *HEADERS[2:]), _LIST)
    listed = [(r, _listed(r, report)) for r in report.rows]
    whose = f"　　单位：{report.unit}" if report.unit else ""
    body = [
        _title(plan.title, "AppendixTitle", _LANDSCAPE_TITLE),
        paragraph("AsOf", f"截至{wording.full_day(report.today)}{whose}"),
        table(columns, _rows(plan, columns, listed, align="top")),
        paragraph(
            "TableNote",
            _LIGHTS.format(plan.yellow_days) + "要点后〔〕内为该要点的进展，没有注明的与本项相同。",
        ),
    ]
    document.element.body.extend([*body, pages.landscape()])
    pages.footers(document.sections[0], head, turned=False)
    office = plan.office
    return pages.to_bytes(document, pages.CoreProperties(plan.title, "进展清单", office, head, report.today))


def _listed(r: RowReport, report: Listing) -> list[Cell]:
    """A row's cells: those of the appendix, with the units in full and the measures beside the title."""
    number, title, _, *rest = table_row(r, report.entries.get(r.row.id))
    content = [*filter(None, r.row.content.splitlines()), *(_measure(r, m) for m in r.measures)]
    return [
        Cell((number,)),
        Cell((title,)),
        Cell(tuple(content), style="TableItem"),
        Cell((" ".join(r.row.units.text.split()),)),
        *(Cell((text,)) for text in rest),
    ]


def _measure(r: RowReport, m: MeasureReport) -> str:
    """4.3 每半年召开一次专题会议（每半年）〔推进中50.0%〕; its progress only where it is not its row's."""
    own = f"（{m.measure.deadline.text}）" if m.measure.own_deadline else ""
    text = f"{m.measure.id} {m.measure.text}{own}"
    notes = [] if _share(m.state) == _share(r.effective_state) else [_share(m.state)]
    notes += [f"逾期{m.effective_state.overdue_days}天"] if m.effective_state.overdue_days else []
    return f"{text}〔{'，'.join(notes)}〕" if notes else text


def _share(state: ItemState) -> str:
    """推进中50.0%"""
    return wording.status(state.status) + (wording.percent(state.percent) if state.status == "doing" else "")


# --- tables ----------------------------------------------------------------------------------------


def _columns(headers: Sequence[str], widths: Sequence[int]) -> list[Column]:
    ends = [pages.DOWN * sum(widths[:i]) // _WIDE for i in range(len(widths) + 1)]
    return [Column(h, ends[i + 1] - ends[i], h in _CENTRED) for i, h in enumerate(headers)]


def _rows(
    plan: Plan, columns: Sequence[Column], listed: Sequence[tuple[RowReport, list[Cell]]], *, align: str
) -> Iterable[Element]:
    """The rows under their categories' names; the light is a word on its colour."""
    until, state, lamp = (
        next(i for i, c in enumerate(columns) if c.header == h) for h in ("完成时限", "完成状态", "亮灯")
    )
    category = None
    for i, (r, cells) in enumerate(listed):
        if r.row.category != category:
            category = r.row.category
            found = plan.categories[category]
            yield band(columns, f"{found.number}、{found.title}")
        cells[until] = Cell(tuple(re.sub("(?<=[/／])(?=.)", "\n", text) for text in cells[until].paragraphs))
        condition = wording.condition(r.effective_state)
        cells[state] = Cell(tuple(condition.splitlines()))
        cells[lamp] = cells[lamp]._replace(fill=wording.FILLS[r.effective_state.light])
        whole = _height(columns, cells) <= _HALF_A_PAGE
        yield row(
            columns, cells, whole=whole, align=align if whole else "top", keep=whole and i == len(listed) - 1
        )
    if not listed:
        yield band(columns, "没有事项。")


def _height(columns: Sequence[Column], cells: Sequence[Cell]) -> int:
    """About how many lines a row takes."""
    return max(
        sum(-(-int(_ems(text) * 210) // (column.width - 2 * PADDING)) or 1 for text in cell.paragraphs)
        for column, cell in zip(columns, cells, strict=True)
    )


def _title(text: str, style: str, most: int) -> Element:
    """A title, of as many lines as it takes."""
    return paragraph(style, _lines(text, most))


def _lines(text: str, most: int) -> str:
    """A text that is too long for a line, broken where its sense allows, not in the middle of a word."""
    for sense in _SENSES:
        head, found, tail = text.partition(sense)
        if head and _ems(text) > most and max(_ems(head), _ems(found + tail)) <= most:
            return f"{head}\n{found}{tail}"
    lines = [""]
    for part in _PARTS.split(text):
        if lines[-1] and _ems(lines[-1] + part) > most:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _ems(text: str) -> float:
    """The width of a text in characters; Chinese quotation marks and dashes are whole ones here."""
    shown = escape_controls(text)
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in shown)
