"""The bulletin and the list as Excel workbooks: a sheet to print, a sheet to work with, and their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import Paper, foot, paper
from anquan_cli.documents.entry_text import last_day
from anquan_cli.documents.listing import WITH_MEASURES, Line, lines
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.queries.listing import Listing
from anquan_cli.tasklist.plan import Item, Plan, Row
from anquan_cli.text_width import cells
from anquan_cli.views.xlsx import figures, working
from anquan_cli.views.xlsx.sheets import ACROSS, Book, Column, Sheet, Value, rest

_TEXT, _SAID = WITH_MEASURES[1], "进展情况"  # one of them takes the width that the other columns leave
_PRINTED = (
    Column("序号", 7, "id"), Column(_TEXT, 24), Column("责任单位", 21), Column("责任领导", 9, "centre"), Column("完成时限", 9, "centre"),
    Column(_SAID, 20), Column("完成状态", 10, "centre"), Column("完成率", 7, "percent"),
    Column("亮灯", 5.5, "centre"), Column("存在问题", 13), Column("下一步措施", 13),
    Column("预计完成时间", 13, "date"), Column("联络员及电话", 12.5), Column("备注", 5),
)  # fmt: skip


def bulletin(plan: Plan, report: Bulletin) -> bytes:
    """The bulletin's text, the progress sheet twice, the figures."""
    p = paper(plan, report)
    book = Book(p.title, p.issuer, report.as_of)
    _text(book, p)
    return _finish(book, plan, report)


def listing(plan: Plan, report: Listing) -> bytes:
    """The progress sheet twice, with every measure, and the figures."""
    return _finish(Book(f"{plan.title}进展情况表", plan.office, report.as_of), plan, report)


def _finish(book: Book, plan: Plan, report: Bulletin | Listing) -> bytes:
    end, whose = foot(report.head), plan.title + (f"（{report.unit}）" if report.unit else "")
    listed = [(line, _fields(line)) for line in lines(plan, report.rows, report.entries, report.as_of.year)]
    _progress(book, whose, end, listed)
    working.working(book, f"{whose}明细", [fields for _, fields in listed], end)
    note = f"序时进度{report.elapsed:.1f}%　　{end}"
    figures.figures(book, f"{whose}统计", report.figures, report.categories, report.trend, note, end)
    figures.units(book, f"{whose}各单位进展", report.units, end)
    rest(book, end)
    return book.to_bytes()


def _text(book: Book, p: Paper) -> None:
    """The bulletin's text on upright pages, a paragraph a cell."""
    sheet = Sheet(book, p.kind, [Column("", 84)], p.foot, wide=False)
    sheet.banner(p.name, "title")
    sheet.banner("　　".join(filter(None, (p.issue, p.issuer, p.dated))), "issue")
    sheet.space()
    sheet.banner(p.title, "subtitle")
    sheet.space()
    sheet.banner(p.addressee, "text")
    sheet.banner(f"　　{p.opening}", "text")
    for section in p.sections:
        heads = [(f"　　{section.heading}", "section")]
        for block in section.blocks:
            heads += [(f"　　{block.heading}", "block")] if block.heading else []
            for paragraph in block.paragraphs:
                sheet.banner(f"　　{' '.join(paragraph.splitlines())}", "text", heads)
                heads = []
    sheet.space()
    sheet.banner(f"　　{p.attachment}", "text")
    sheet.space()
    for said in p.closing:
        sheet.banner(said, "signed" if said in (p.signed, p.dated) else "text")
    sheet.banner(p.foot, "note")
    sheet.finish()


def _fields(line: Line) -> dict[str, Value]:
    """What stands on a line of either sheet, by the columns' headings."""
    item, shown = line.item, line.shown
    problem, further, expected = line.points
    row, measure = item.row, item.measure
    category = line.plan.categories[row.category]
    return {
        "序号": item.id,
        "层级": "要点" if measure else "分项",
        "类别": f"{category.number}、{category.title}",
        "任务": Item(row).title,
        "要点": measure.text if measure else "",
        "行业领域": "、".join(measure.sectors) if measure else row.fields,
        "责任单位": wording.one_line(item.units),
        "责任领导": line.leader,
        "完成时限": item.deadline.text,
        "下一到期日": shown.next_due,
        "完成状态": wording.status(shown.status),
        "完成率": None if shown.percent is None else round(shown.percent / 100, 4),
        "滞后百分点": shown.behind,
        "亮灯": f"{wording.light(shown.light)}灯",
        "逾期天数": shown.overdue_days,
        "目标": wording.target(measure) if measure else "",
        "已计": line.counted,
        "最近登记": last_day(shown.updated, line.entries),
        _SAID: line.latest(note_only=True),
        "存在问题": problem,
        "下一步措施": further,
        "预计完成时间": expected if "：" in expected or not expected else date.fromisoformat(expected),
        "联络员及电话": "" if measure else _contacts(line.plan, row),
        "备注": _beside("尚未报送" if shown.awaiting else line.basis, line.remark),
    }


def _contacts(plan: Plan, row: Row) -> str:
    contacts = {u.name: u.contact for u in plan.register.units if u.contact}
    return "\n".join(contacts[p.name] for p in row.units.named if p.name in contacts)


def _progress(book: Book, whose: str, end: str, listed: Sequence[tuple[Line, dict[str, Value]]]) -> None:
    """The sheet to print: tasks under their categories, measures under their tasks; no column without a word."""
    said = [_printed(line, fields) for line, fields in listed]
    columns = [c for c in _PRINTED if not said or any(fields[c.heading] not in (None, "") for fields in said)]
    long = any(line.item.measure or line.item.row.content for line, _ in listed)
    widest = _TEXT if long or all(c.heading != _SAID for c in columns) else _SAID
    if widest == _SAID:  # then a title has room on one line, and many units on a few
        longest = max((cells(line.item.title) for line, _ in listed), default=0) + 2
        widths = {_TEXT: min(max(24, longest), 36), "责任单位": 30}
        columns = [c._replace(width=widths.get(c.heading, c.width)) for c in columns]
    if any(line.remark for line, _ in listed):
        columns = [c._replace(width=12) if c.heading == "备注" else c for c in columns]
    left = ACROSS - sum(c.points for c in columns if c.heading != widest)
    columns = [c.filling(left) if c.heading == widest else c for c in columns]
    sheet = Sheet(book, "进展情况表", columns, end)
    sheet.banner(f"{whose}进展情况表", "title")
    sheet.banner(f"截至{wording.full_day(book.day)}　　{end}", "note")
    sheet.header(2)
    category = ""
    for (line, known), fields in zip(listed, said, strict=True):
        if known["类别"] != category:
            category = str(known["类别"])
            sheet.banner(category, "category")
        styles = {_TEXT: "task"} if line.item.measure is None else {}
        styles |= {"完成状态": "late"} if line.shown.overdue_days else {}
        sheet.put(
            [fields[c.heading] for c in columns],
            {i: {**styles, "亮灯": line.shown.light}.get(c.heading, c.style) for i, c in enumerate(columns)},
        )
    sheet.finish()


def _printed(line: Line, fields: Mapping[str, Value]) -> dict[str, Value]:
    """A measure does not say again what its task has said."""
    content = "" if line.item.measure else line.item.row.content
    return {
        **fields,
        _TEXT: f"{line.item.title}\n{content}".strip("\n"),
        "责任单位": line.units,
        "完成时限": line.deadline,
        "完成状态": wording.condition(line.shown, line.reached),
        "完成率": "—" if fields["完成率"] is None else fields["完成率"],
        "备注": _beside(line.basis, line.remark),
    }


def _beside(*words: str) -> str:
    return "\n".join(filter(None, words))
