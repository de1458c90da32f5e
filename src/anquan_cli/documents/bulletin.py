"""The bulletin as an official would write it: title, sections, sentences and the table of all tasks.

One text for every format that people read (text, md, html, docx); layout per facts of practice and
GB/T 9704-2012: headings 一、…, dates without leading zeros, totals that close.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.dates import Period
from anquan_cli.documents import wording
from anquan_cli.documents.entry_text import entry_text, latest, sentence, subject
from anquan_cli.ledger.events import Envelope
from anquan_cli.party import OFFICE
from anquan_cli.queries.bulletin import Bulletin, Overdue
from anquan_cli.queries.due import DueReport
from anquan_cli.queries.rows import RowReport
from anquan_cli.tasklist.plan import Plan, UnitPhrase

NAMES = {"week": "周通报", "month": "月通报", "quarter": "季通报", "span": "进展通报"}
_FIRST = 10  # of what falls due are asked for by name
HEADERS = ("序号", "任务", "责任单位", "完成时限", "完成状态", "完成率", "亮灯", "最近进展")


class Block(NamedTuple):
    """Paragraphs, under a heading of the second level or none."""

    heading: str  # （一）本期新办结, or ""
    paragraphs: tuple[str, ...]


class Section(NamedTuple):
    """A section under a heading of the first level."""

    heading: str  # 一、总体进展
    blocks: tuple[Block, ...]


class Paper(NamedTuple):
    """A whole bulletin, ready to be set in any format."""

    name: str  # 安全生产重点工作周通报
    issue: str  # 第24期, or "" for a free span
    issuer: str
    title: str
    addressee: str  # ends with a full-width colon
    opening: str
    sections: tuple[Section, ...]
    signed: str
    dated: str  # 2025年6月20日
    attachment: str  # 附件：…
    table_title: str
    headers: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]  # a row of the appendix, in the order of HEADERS
    foot: str  # the ledger's head, or that there is none


def paper(plan: Plan, b: Bulletin) -> Paper:
    """The bulletin's text."""
    office = plan.office
    whose = b.unit or ""
    table_title = f"{plan.title}{whose and f'（{whose}）'}进展情况表"
    sections = (
        ("总体进展", (("", _totals(b)),)),
        ("本期新办结和进展", (("本期新办结", _closed(b)), ("本期进展", _reported(b, office)))),
        ("近期到期", _soon(b)),
        ("逾期和滞后", (("逾期", _overdue(b)), ("滞后", _behind(b)))),
        ("未报送进展的单位", (("", _not_reported(plan, b)),)),
        ("下一步工作", (("", _next(b)),)),
    )
    return Paper(
        name=f"安全生产重点工作{NAMES[b.kind]}",
        issue=f"{b.number_year}年第{b.number}期" if b.number else "",
        issuer=office,
        title=f"关于{whose}{_span(b)}安全生产重点工作进展情况的通报",
        addressee=f"{whose}：" if whose else "县安委会各成员单位、各乡（镇）人民政府：",
        opening=f"按照《{plan.title}》{plan.document and f'（{wording.document(plan.document)}）'}，现将{_days(b.period)}工作进展"
        f"（截至{wording.full_day(b.as_of)}）通报如下。",
        sections=tuple(
            Section(f"{numeral}、{heading}", tuple(_blocks(blocks)))
            for numeral, (heading, blocks) in zip("一二三四五六", sections, strict=True)
        ),
        signed=office,
        dated=wording.full_day(b.as_of),
        attachment=f"附件：{table_title}",
        table_title=f"{table_title}（截至{wording.day(b.as_of)}）",
        headers=HEADERS,
        table=tuple(table_row(r, b.entries.get(r.row.id)) for r in b.rows),
        foot=foot(b.head),
    )


def foot(head: str | None) -> str:
    """The ledger's head, or that there is none."""
    return f"台账编号 {head}" if head else "台账尚无记录"


def _blocks(blocks: Iterable[tuple[str, list[str]]]) -> Iterable[Block]:
    """Blocks with the numerals of the second level: （一）本期新办结."""
    for numeral, (heading, lines) in zip("一二三四", blocks, strict=False):
        yield Block(heading and f"（{numeral}）{heading}", tuple(lines))


def _span(b: Bulletin) -> str:
    if b.kind == "month":
        return f"{b.period.since.year}年{b.period.since.month}月"
    if b.kind == "quarter":
        return f"{b.period.since.year}年第{'一二三四'[(b.period.since.month - 1) // 3]}季度"
    if b.kind == "week":
        return f"{b.number_year}年第{b.number}周"
    return _days(b.period)


def _days(period: Period) -> str:
    """2025年6月1日至30日, 2025年10月10日至11月15日, 2025年12月29日至2026年1月4日."""
    since, until = period
    if since == until:
        return wording.full_day(since)
    if since.year != until.year:
        last = wording.full_day(until)
    else:
        last = wording.day(until) if since.month != until.month else f"{until.day}日"
    return f"{wording.full_day(since)}至{last}"


def share(part: int, whole: int) -> str:
    """One decimal, half up: 7.7%."""
    return f"{(2000 * part + whole) // (2 * whole) / 10:.1f}%" if whole else "—"


def _totals(b: Bulletin) -> list[str]:
    f, past = b.figures, b.before
    counted = "，".join(f"{wording.status(s)}{n}个（{share(n, f.total)}）" for s, n in f.statuses.items())
    closed, before = f.closed, past.closed
    lights = "、".join(f"{wording.light(c)}灯{n}个" for c, n in f.lights.items())
    lines = [
        f"共{b.tasks}项任务、{f.total}个分项，以下按分项计。{counted}，合计{f.total}个。",
        f"逾期{f.overdue}个，逾期完成{f.late}个，滞后于序时进度{f.behind}个；{lights}。",
        f"平均完成率{wording.percent(f.percent)}，序时进度{b.elapsed:.1f}%。",
        f"与上期（截至{wording.full_day(b.before_as_of)}）相比：办结{change(closed - before)}，"
        f"逾期{change(f.overdue - past.overdue)}，平均完成率{points(f.percent, past.percent)}。",
    ]
    by = "；".join(
        f"{c.number}、{c.title}{c.figures.total}个，办结{c.figures.closed}个，完成率{wording.percent(c.figures.percent)}"
        for c in b.categories
    )
    return [*lines, f"分类别看：{by}。"] if by else lines


def change(difference: int) -> str:
    """增加2个, 减少1个, 持平."""
    return f"增加{difference}个" if difference > 0 else f"减少{-difference}个" if difference < 0 else "持平"


def points(now: float | None, then: float | None) -> str:
    """提高3.1个百分点, 下降…, 持平; 不可比 where nothing applied."""
    if now is None or then is None:
        return "不可比"
    points = round(now - then, 1)
    return (
        f"提高{points:.1f}个百分点" if points > 0 else f"下降{-points:.1f}个百分点" if points < 0 else "持平"
    )


def _closed(b: Bulletin) -> list[str]:
    lines = []
    for c in b.closed:
        late = f"，逾期{c.late_days}天" if c.late_days else ""
        note = f"：{sentence(c.entry.details.note)}" if c.entry and c.entry.details.note else ""
        lines.append(
            f"{c.report.row.id} {c.report.item.title}，{_whose(b, c.report.row.units)}"
            f"{wording.full_day(c.done_on)}办结{late}{note or '。'}"
        )
    return lines or ["本期没有新办结的分项。"]


def _whose(b: Bulletin, units: UnitPhrase) -> str:
    """县水利局牵头， or nothing: where a list names no units, and in a unit's own bulletin.

    That one tells how far the unit itself is; the others beside it would seem to be as far.
    """
    text = "" if b.unit else wording.one_line(units)
    return text and f"{text}，"


def _reported(b: Bulletin, office: str) -> list[str]:
    """A paragraph for every item: what was said of it, one report after the other."""
    told: dict[str, str] = {}
    for r in b.reported:
        text = f"，{office if r.entry.author is OFFICE else r.entry.author}于{wording.day(r.entry.on)}报{entry_text(r.entry)}"
        item = subject(r)
        told[item] = told[item] + text.removeprefix("，") if item in told else text
    return [f"{item}{text}" for item, text in told.items()] or [
        "本期没有登记其他进展。" if b.closed else "本期没有登记进展。"
    ]


def _soon(b: Bulletin) -> list[tuple[str, list[str]]]:
    if not (b.due_within_7 or b.soon):
        return [("", ["今后30天内没有到期的事项。"])]
    return [
        (f"{label}到期{len(reports)}个", [_stage(b, d) for d in reports])
        if reports
        else (f"{label}到期", [f"{label}没有到期的事项。"])
        for label, reports in (("7天内", b.due_within_7), ("8至30天内", b.soon))
    ]


def label(d: DueReport) -> str:
    """4.3 每半年召开一次专题会议（阶段1）"""
    staged = len(d.item.stages) > 1
    return f"{d.id} {d.item.title}" + (f"（阶段{d.stage.stage}）" if staged else "")


def _stage(b: Bulletin, d: DueReport) -> str:
    units = _whose(b, wording.units_of(d))
    left = wording.left(d.days_left) if d.days_left else "当日到期"  # nobody knows when a paper's 今天 was
    return f"{wording.full_day(d.stage.due)}（{left}，{wording.light(d.effective_state.light)}灯）：{label(d)}，{units}{wording.status(d.effective_state.status)}。"


def _overdue(b: Bulletin) -> list[str]:
    """By the parties; where their counts do not add up to the rows that are overdue, it says why."""
    if not b.overdue:
        return ["没有逾期的事项。"]
    late = {(i.due.id, i.due.stage.stage) for c in b.overdue for i in c.items}
    told = sum(len(c.items) for c in b.overdue)
    lines = [f"{c.party}逾期{len(c.items)}个：{_late_items(c.items, b.as_of)}。" for c in b.overdue]
    if told != b.figures.overdue:
        parted = "" if b.unit else "，按责任单位分列"
        shared = "，几个单位共同负责的分别计" if told > len(late) else ""
        lines.insert(0, f"{b.figures.overdue}个分项的{len(late)}个事项逾期{parted}{shared}。")
    return lines


def _behind(b: Bulletin) -> list[str]:
    """Rows that lag by as much stand together, the furthest first."""
    if not b.behind:
        return ["没有滞后于序时进度的分项。"]
    lag: dict[float, list[str]] = {}
    for r in sorted(b.behind, key=lambda r: -(r.effective_state.behind or 0)):
        lag.setdefault(r.effective_state.behind or 0, []).append(f"{r.row.id} {r.item.title}")
    told = "；".join(f"低{points:.1f}个百分点的：{'、'.join(titles)}" for points, titles in lag.items())
    return [f"滞后于序时进度的{len(b.behind)}个。{told}。"]


def _late_items(items: Sequence[Overdue], as_of: date) -> str:
    """What a party is late with; items of one day, reason and promise stand together."""
    alike: dict[str, list[str]] = {}
    for i in items:
        text = f"{wording.full_day(i.due.stage.due)}到期，逾期{i.days}天"
        text += f"，原因：{' '.join(i.reason.split()).rstrip('。；')}" if i.reason else ""
        if i.expected_on:
            day = date.fromisoformat(i.expected_on)
            text += f"，承诺{wording.full_day(day)}完成{'，至今未完成' if day < as_of else ''}"
        alike.setdefault(text, []).append(label(i.due))
    return "；".join(f"{'、'.join(titles)}，{text}" for text, titles in alike.items())


def _not_reported(plan: Plan, b: Bulletin) -> list[str]:
    if b.unit and b.not_reported:
        return [f"{b.unit}有未办结任务，本期没有报送。"]
    if b.not_reported:
        return [f"以下{len(b.not_reported)}个单位有未办结任务，本期没有报送：{'、'.join(b.not_reported)}。"]
    registered = {u.name for u in plan.register.units}
    if b.unit and b.unit not in registered:
        return [f"{b.unit}不在单位名册内，不统计报送情况。"]
    if not registered:
        return ["清单没有单位名册，不统计报送情况。"]
    return ["本期没有应报未报的情况。" if b.unit else "名册内有未办结任务的单位本期均有报送。"]


def _next(b: Bulletin) -> list[str]:
    lines = []
    explained = [c.party for c in b.overdue if all(_explained(i, b.as_of) for i in c.items)]
    others = [c.party for c in b.overdue if c.party not in explained]
    if others:
        lines.append(f"请{'、'.join(others)}抓紧办理逾期事项，说明原因并明确完成日期。")
    if explained:
        lines.append(f"请{'、'.join(explained)}按承诺的日期办结逾期事项。")
    lines += _first_due(b)
    if b.not_reported:
        lines.append(f"请{b.unit or '未报送的单位'}于下期前补报进展。")
    return lines or [f"请{b.unit or '各单位'}按时限继续推进，按期报送。"]


def _explained(i: Overdue, as_of: date) -> bool:
    """Why it is late has been said, and by when it will be done: a day that has not passed."""
    return bool(i.reason and i.expected_on and date.fromisoformat(i.expected_on) >= as_of)


def _first_due(b: Bulletin) -> list[str]:
    """What falls due first, a paragraph for each day and phrase of units; none for what is paused."""
    reports = [d for d in (*b.due_within_7, *b.soon) if d.effective_state.status != "paused"]
    alike: dict[str, list[str]] = {}
    for d in reports[:_FIRST]:
        asked = f"{_whose(b, wording.units_of(d))}{wording.day(d.stage.due)}前完成"
        alike.setdefault(asked, []).append(label(d))
    lines = [f"{asked}：{'；'.join(items)}。" for asked, items in alike.items()]
    more = len(reports) - _FIRST
    return [*lines, f"其余{more}个近期到期的事项见第三部分。"] if more > 0 else lines


def table_row(r: RowReport, entry: Envelope | None) -> tuple[str, ...]:
    """A row of the appendix: strings in the order of HEADERS."""
    shown = r.effective_state
    state = wording.status(shown.status) + (f"（逾期{shown.overdue_days}天）" if shown.overdue_days else "")
    return (
        r.row.id,
        r.item.title,
        wording.one_line(r.row.units),
        r.row.deadline.text,
        state,
        wording.percent(shown.percent),
        f"{wording.light(shown.light)}灯",
        latest(r.row, entry) if entry else "",
    )
