"""The bulletin and the list as Excel workbooks: the progress sheet that offices pass around, and its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import Paper, foot, paper
from anquan_cli.documents.entry_text import latest
from anquan_cli.ledger.events import Envelope
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.queries.listing import Listing
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport
from anquan_cli.queries.rows import RowReport
from anquan_cli.tasklist.plan import Item, Measure, Plan, Row
from anquan_cli.views.xlsx import figures
from anquan_cli.views.xlsx.sheets import Book, Column, Sheet, Value, rest

_PROGRESS = (
    Column("类别", 7, "category"), Column("序号", 5.5, "centre"), Column("任务", 12), Column("主要内容", 48),
    Column("责任单位", 17), Column("完成时限", 9, "centre"), Column("进展情况", 19), Column("完成状态", 8, "centre"),
    Column("完成率", 7.5, "percent"), Column("亮灯", 5.5, "centre"), Column("存在问题", 13), Column("下一步措施", 13),
    Column("预计完成时间", 11, "date"), Column("联络员及电话", 12.5), Column("备注", 6),
)  # fmt: skip
_ID, _SO_FAR, _STATE, _LIGHT = 1, 6, 7, 9  # columns of _PROGRESS
_DETAILS = (
    Column("编号", 8, "centre"), Column("任务", 18), Column("要点", 56), Column("责任单位", 28),
    Column("完成时限", 12, "centre"), Column("下一到期日", 15, "date"), Column("目标", 13, "centre"),
    Column("已计", 8, "centre"), Column("行业领域", 16, "centre"), Column("完成状态", 10, "centre"),
    Column("完成率", 9, "percent"),
)  # fmt: skip
_DONE_SO_FAR = 9  # column of _DETAILS


class _Asked(NamedTuple):
    """What both kinds of workbook show."""

    plan: Plan
    day: date
    unit: str | None
    head: str | None
    elapsed: float  # 序时进度
    rows: Sequence[RowReport]
    entries: Mapping[str, Envelope]
    figures: Figures
    categories: Sequence[CategoryReport]
    units: Sequence[UnitReport]


def bulletin(plan: Plan, report: Bulletin) -> bytes:
    """The bulletin's text, the progress sheet, the figures."""
    p = paper(plan, report)
    asked = _Asked(
        plan, report.as_of, report.unit, report.head, report.elapsed, report.rows, report.entries, report.figures,
        report.categories, report.units,
    )  # fmt: skip
    book = Book(p.title, p.issuer, report.as_of)
    _text(book, p)
    return _finish(book, asked)


def listing(plan: Plan, report: Listing) -> bytes:
    """The progress sheet, every measure, the figures."""
    o = report.overview
    asked = _Asked(
        plan, report.today, report.unit, report.head, o.elapsed, report.rows, report.entries, o.figures,
        o.categories, report.units,
    )  # fmt: skip
    return _finish(Book(f"{plan.title}进展情况表", plan.office, report.today), asked)


def _finish(book: Book, asked: _Asked) -> bytes:
    _progress(book, asked)
    _details(book, asked)
    end = foot(asked.head)
    whose = _whose(asked)
    figures.figures(
        book, f"{whose}统计", asked.figures, asked.categories, f"序时进度{asked.elapsed:.1f}%　　{end}", end
    )
    figures.units(book, f"{whose}各单位进展", asked.units, end)
    rest(book, end)
    return book.to_bytes()


def _text(book: Book, p: Paper) -> None:
    """The bulletin's text on upright pages, a paragraph a cell."""
    sheet = Sheet(book, "通报", [Column("", 84)], p.foot, wide=False)
    sheet.banner(p.name, "title")
    sheet.banner("　　".join(filter(None, (p.issue, p.issuer, p.dated))), "issue")
    sheet.space()
    sheet.banner(p.title, "subtitle")
    sheet.space()
    sheet.banner(p.addressee, "text")
    sheet.banner(f"　　{p.opening}", "text")
    for section in p.sections:
        sheet.banner(f"　　{section.heading}", "section")
        for block in section.blocks:
            if block.heading:
                sheet.banner(f"　　{block.heading}", "block")
            for paragraph in block.paragraphs:
                sheet.banner(f"　　{' '.join(paragraph.splitlines())}", "text")
    sheet.space()
    sheet.banner(f"　　{p.attachment}", "text")
    sheet.space()
    sheet.banner(p.signed, "signed")
    sheet.banner(p.dated, "signed")
    sheet.banner(p.foot, "note")
    sheet.finish()


def _progress(book: Book, asked: _Asked) -> None:
    """The progress sheet; a category's cells are one."""
    columns = list(_PROGRESS)
    columns[_SO_FAR] = columns[_SO_FAR]._replace(heading=f"进展情况\n（截至{wording.day(asked.day)}）")
    sheet = Sheet(book, "进展情况表", columns, foot(asked.head), key=_ID)
    _head(sheet, asked, "进展情况表")
    sheet.header(_ID + 2)
    for i, category in enumerate(asked.plan.categories):
        first = sheet.row
        for r in (r for r in asked.rows if r.row.category == i):
            shown = r.effective_state
            state = "late" if shown.overdue_days else "centre"
            sheet.put(_progress_row(asked, r), {_STATE: state, _LIGHT: shown.light})
        if sheet.row > first:
            sheet.merge(0, first, f"{category.number}、{category.title}")
    sheet.finish()


def _whose(asked: _Asked) -> str:
    return asked.plan.title + (f"（{asked.unit}）" if asked.unit else "")


def _head(sheet: Sheet, asked: _Asked, what: str, more: str = "") -> None:
    sheet.banner(f"{_whose(asked)}{what}", "title")
    sheet.banner(f"截至{wording.full_day(asked.day)}{more}　　{foot(asked.head)}", "note")


def _progress_row(asked: _Asked, r: RowReport) -> list[Value]:
    entry, shown = asked.entries.get(r.row.id), r.effective_state
    so_far = latest(r.row, entry, note_only=True) if entry else ""
    return [
        "", r.row.id, r.item.title, _content(r.row), wording.one_line(r.row.units), r.row.deadline.text, so_far,
        wording.condition(shown), _share(shown.percent), f"{wording.light(shown.light)}灯",
        entry and entry.details.problem, entry and entry.details.next,
        date.fromisoformat(entry.details.expected) if entry and entry.details.expected else None,
        _contacts(asked.plan, r.row), wording.BASIS_WORDS[r.assignment.basis] if r.assignment else "",
    ]  # fmt: skip


def _content(row: Row) -> str:
    """A row's measures, one a line, or the running text that it came with."""
    return "\n".join(f"{m.id} {m.text}" for m in row.measures) or row.content


def _contacts(plan: Plan, row: Row) -> str:
    contacts = {u.name: u.contact for u in plan.register.units if u.contact}
    return "\n".join(contacts[p.name] for p in row.units.named if p.name in contacts)


def _share(percent: float | None) -> Value:
    return "—" if percent is None else round(percent / 100, 4)


def _details(book: Book, asked: _Asked) -> None:
    """A line for every measure, to be filtered."""
    found = [(r, m) for r in asked.rows for m in r.measures]
    if not found:
        return
    sheet = Sheet(book, "要点明细", _DETAILS, foot(asked.head))
    _head(sheet, asked, "要点明细", "，完成状态、完成率按全部责任单位计" if asked.unit else "")
    sheet.header(1)
    top = sheet.row - 1
    for r, m in found:
        next_due = next(
            (s.due for s in m.effective_state.stages if s.due and s.status not in ("done", "verified", "na")),
            None,
        )
        sheet.put([
            m.measure.id, Item(r.row).title, m.measure.text, _units(r.row, m.measure), m.measure.deadline.text,
            next_due, wording.target(m.measure), m.counted, "、".join(m.measure.sectors),
            wording.condition(m.effective_state), _share(m.effective_state.percent),
        ], {_DONE_SO_FAR: "late"} if m.effective_state.overdue_days else {})  # fmt: skip
    sheet.finish(filter_from=top)


def _units(row: Row, measure: Measure) -> str:
    return wording.one_line(Item(row, measure).units)
