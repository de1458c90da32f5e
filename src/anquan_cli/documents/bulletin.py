"""The bulletin as an official would write it: title, sections, sentences and the table of all tasks.

One text for every format that people read (text, md, html, docx); layout per facts of practice and
GB/T 9704-2012: headings 一、…, dates without leading zeros, totals that close.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from anquan_cli.dates import local_day
from anquan_cli.documents import wording
from anquan_cli.documents.entry_text import (
    aim,
    called,
    clause,
    former,
    quoted,
    said_of,
    sentence,
    shorter,
    subject,
)
from anquan_cli.documents.ledger_warnings import ids, merger
from anquan_cli.documents.listing import HEADERS, lines, table_row
from anquan_cli.documents.overdue import MOST, by_item, days, numbered, overdue, quoted_stages, stands
from anquan_cli.feasts import next_workday
from anquan_cli.grouping import gathered
from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import day_of
from anquan_cli.party import COLLECTIVE, OFFICE, Author
from anquan_cli.progress import CLOSED, closing_day, covered
from anquan_cli.queries.bulletin import Bulletin, Closed, Reported
from anquan_cli.queries.due import DueReport, whose
from anquan_cli.queries.rows import RowReport
from anquan_cli.tasklist.assignment import Assignment, members
from anquan_cli.tasklist.plan import Item, Plan, UnitPhrase, sort_key
from anquan_cli.vocabulary import Role, Status

NAMES = {"week": "周通报", "month": "月通报", "quarter": "季度通报", "span": "进展通报"}
_SPANS = {"01010630": "上半年", "07011231": "下半年", "01011231": "度"}
_ANSWER = timedelta(days=7)  # until when an answer is asked for, or the working day after
_NUMERALS = "一二三四五六"
_INNER = str.maketrans("《》", "〈〉")  # a title within a title


class Block(NamedTuple):
    """Paragraphs, under a heading of the second level or none."""

    heading: str  # （一）本期新办结, or ""
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, ...], ...] = ()  # a small table after them, its headings first


class Section(NamedTuple):
    """A section under a heading of the first level."""

    heading: str  # 一、总体进展
    blocks: tuple[Block, ...]


class Paper(NamedTuple):
    """A whole bulletin, ready to be set in any format."""

    kind: str  # 通报, or 提示 to one unit
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
    copies: str = ""  # 抄送
    contact: str = ""  # 联系人

    @property
    def closing(self) -> tuple[str, ...]:
        """What stands under the text: who signs, the day, whom to ask, who gets a copy."""
        contact = self.contact and f"（联系人：{self.contact}）"
        copies = self.copies and f"抄送：{self.copies.rstrip('。')}。"
        return tuple(filter(None, (self.signed, self.dated, contact, copies)))


def paper(plan: Plan, b: Bulletin) -> Paper:
    """The bulletin's text: a 通报 to everybody, or a 进展情况提示 to one unit."""
    letterhead, whose, noun, topic = plan.letterhead, b.unit or "", _noun(b), wording.topic(plan.title)
    kind = "提示" if whose else "通报"
    table_title = f"{plan.title}{whose and f'（{whose}）'}进展情况表"
    document = plan.document and f"（{wording.document(plan.document)}）"
    # heading, its blocks, and what is said once where all of them are empty
    sections: tuple[tuple[str, tuple[tuple[str, list[str], str], ...], str], ...] = (
        ("总体进展", (("", _totals(plan, b), ""),), ""),
        ("本期新办结和进展", (
            ("本期新办结", _closed(plan, b), f"本期没有新办结的{noun}。"),
            ("本期进展", _reopened(b, b.reopened + b.unstruck) + _reported(plan, b, b.reported) + _gone(plan, b, b.gone), f"本期没有登记{'其他' if b.closed else ''}进展。"),
            *((("补记和撤销以前各期的进展", _amended(plan, b), ""),) if b.belated or b.belated_gone or b.withdrawn or b.restored or b.revised else ()),
        ), f"本期没有{noun}新办结或登记进展。"),
        ("近期到期", (("", _soon(plan, b), "今后30天内没有到期的事项。"),), ""),
        ("逾期和滞后", (
            ("逾期", overdue(b), "没有逾期的事项。"),
            ("滞后", _behind(b), f"没有滞后于序时进度的{noun}。"),
            *((("暂缓", on_hold, ""),) if (on_hold := _paused(b)) else ()),
        ), f"没有逾期和滞后的{noun}。"),
        ("报送情况" if whose else "未报送进展的单位", (("", _not_reported(plan, b), ""),), ""),
        ("下一步工作", (("", _next(plan, b), ""),), ""),
    )  # fmt: skip
    return Paper(
        kind=kind,
        name=f"{topic}{'进展情况提示' if whose else NAMES[b.kind]}",
        issue=f"{b.number_year}年第{b.number}期" if b.number and not whose else "",
        issuer=plan.signed,
        title=f"关于{whose}{_span(b)}{topic}进展情况的{kind}",
        addressee=f"{whose or letterhead.addressee.rstrip('：:') or '各有关单位'}：",
        opening=f"按照《{plan.title.translate(_INNER)}》{document}，现将{'你单位' if whose else ''}截至{wording.full_day(b.as_of)}的进展情况{kind}如下。",
        sections=tuple(
            Section(f"{numeral}、{heading}", _blocks(blocks, nothing, () if n else _categories(b)))
            for n, (numeral, (heading, blocks, nothing)) in enumerate(zip(_NUMERALS, sections, strict=True))
        ),
        signed=plan.signed,
        dated=wording.full_day(b.as_of),
        attachment=f"附件：{table_title}",
        table_title=f"{table_title}（截至{wording.day(b.as_of, plan.year)}）",
        headers=HEADERS,
        table=tuple(map(table_row, lines(plan, b.rows, b.entries, b.as_of.year))),
        foot=foot(b.head),
        copies="" if whose else letterhead.copies,
        contact=letterhead.contact,
    )


def foot(head: str | None) -> str:
    """The ledger's head, or that there is none."""
    return f"台账编号 {head}" if head else "台账尚无记录"


def _blocks(
    blocks: Sequence[tuple[str, list[str], str]], nothing: str, table: tuple[tuple[str, ...], ...]
) -> tuple[Block, ...]:
    """Blocks with the numerals of the second level: （一）本期新办结; none where there is nothing to say."""
    if nothing and not any(said for _, said, _ in blocks):
        return (Block("", (nothing,)),)
    return tuple(
        Block(heading and f"（{numeral}）{heading}", tuple(said) or (empty,), table)
        for numeral, (heading, said, empty) in zip(_NUMERALS, blocks, strict=False)
    )


def _span(b: Bulletin) -> str:
    """2025年6月, 2025年第二季度, 2025年6月23日至29日, 2025年12月29日至2026年1月4日."""
    since, until = b.period
    if b.kind == "month":
        return f"{since.year}年{since.month}月"
    if b.kind == "quarter":
        return f"{since.year}年第{'一二三四'[(since.month - 1) // 3]}季度"
    edges = f"{since:%m%d}{until:%m%d}"
    if since.year == until.year and edges in _SPANS:
        return f"{since.year}年{_SPANS[edges]}"
    last = (
        f"{until.day}日"
        if (since.year, since.month) == (until.year, until.month)
        else wording.day(until, since.year)
    )
    return wording.full_day(since) + (f"至{last}" if since != until else "")


def shares(counts: Sequence[int]) -> list[str]:
    """Shares to one decimal that add up to 100.0, by largest remainder, a tie to the larger share."""
    total = sum(counts)
    if not total:
        return ["—" for _ in counts]
    parts = [1000 * n // total for n in counts]
    order = sorted(range(len(counts)), key=lambda i: (-(1000 * counts[i] % total), -counts[i]))
    for i in order[: 1000 - sum(parts)]:
        parts[i] += 1
    return [f"{part / 10:.1f}%" for part in parts]


def _totals(plan: Plan, b: Bulletin) -> list[str]:
    if not b.rows:
        return ["清单没有涉及你单位的任务。" if b.unit else "清单里还没有任务。"]
    f, past, each = b.figures, b.before, _each(b)
    counted = "，".join(
        f"{wording.status(status)}{n}{each}（{part}）"
        for (status, n), part in zip(f.statuses.items(), shares([*f.statuses.values()]), strict=True)
        if n
    )
    total = f"，合计{f.total}{each}" if f.total != b.tasks else ""
    late = [r.row.id for r in b.rows if r.effective_state.late_days]
    named = f"（{numbered(late)}）" if late and len(late) <= MOST else ""
    lights = "、".join(f"{wording.light(c)}灯{n}{each}" for c, n in f.lights.items())
    pace = f.pace
    lines = [
        _judgement(b),
        f"{'涉及你单位的有' if b.unit else '清单共'}{_split(b)}：{counted}{total}。"
        f"逾期{f.overdue}{each}，有节点逾期完成的{f.late}{each}{named}。{_beside(b)}",
        f"平均完成率{wording.percent(f.percent)}，序时进度{b.elapsed:.1f}%。对照序时进度，已办结{pace.closed}{each}，"
        f"达到序时{pace.on_track}{each}，滞后{pace.behind}{each}，"
        f"不比较{pace.not_compared}{each}（没有起止时段、暂缓或不涉及）。",
        f"{lights}（{wording.legend(plan, b.rows)}）。",
    ]
    if b.before_as_of.year >= plan.year:  # before the list there was nothing to compare with
        moved = gathered((
            (change(f.closed - past.closed, each), "办结"), (change(f.overdue - past.overdue, each), "逾期"),
            (points(f.percent, past.percent), "平均完成率"),
        ))  # fmt: skip
        said = "，".join(f"{'、'.join(w)}{'均' if len(w) > 1 else ''}{told}" for told, w in moved.items())
        lines.append(f"与上期（{as_of_before(b)}）相比，{said}。")
    if b.uncounted[0]:
        lost = f"以前登记的{b.uncounted[0]}条（第{ids(b.uncounted[1])}项）"
        lines.append(f"清单有变动，{lost}与现在的清单对不上，没有计入。")
    lines += [f"单位有变动，{merger(m)}，只按最后一条计。" for m in b.mergers]
    return lines


def as_of_before(b: Bulletin) -> str:
    """截至4月30日，按现在的清单和台账: what the figures are compared with; the list of then nobody knows."""
    ledger = "和台账" if b.belated or b.withdrawn or b.restored or b.revised or b.uncounted[0] else ""
    return f"截至{_day(b, b.before_as_of)}，按现在的清单{ledger}"


def _split(b: Bulletin) -> str:
    """21项任务，其中第11项分为7个分项，以下按分项统计; 19项任务 where none is split."""
    tasks = f"{b.tasks}项任务"
    if b.figures.total == b.tasks:
        return tasks
    parts = [(n, k) for n, k in Counter(r.row.number for r in b.rows).items() if k > 1]
    told = "、".join(f"第{n}项分为{k}个分项" for n, k in parts)
    return f"{tasks}，其中{told if len(parts) <= 3 else f'{len(parts)}项分列'}，以下按分项统计"


def _beside(b: Bulletin) -> str:
    """What a township's figures are of that has only the standing clause."""
    found = sum(wording.by_clause(r.assignment) for r in b.rows)
    return f"由你单位按属地落实的有{found}{_each(b)}，你单位没有登记的按整体进展统计。" if found else ""


def _each(b: Bulletin) -> str:
    return wording.each(b.tasks, b.figures.total)


def _noun(b: Bulletin) -> str:
    return wording.row(b.tasks, b.figures.total)


def _rows(b: Bulletin, number: int) -> str:
    """2个分项, 2项任务."""
    return f"{number}{_each(b)}{_noun(b)}"


def _judgement(b: Bulletin) -> str:
    """One sentence from the figures: what has moved, and what has not."""
    f, past = b.figures, b.before
    good = [f"本期新办结{_rows(b, len(b.closed))}"] if b.closed else []
    worse = ["办结有所减少"] if f.closed < past.closed else []
    if f.percent is not None and past.percent is not None and f.percent != past.percent:
        rose = f.percent > past.percent
        (good if rose else worse).append(f"平均完成率有所{'提高' if rose else '下降'}")
    good += [] if f.overdue else [f"没有逾期的{_noun(b)}" if f.behind else f"没有逾期和滞后的{_noun(b)}"]
    late = [r for r in b.rows if r.effective_state.overdue_days]
    bad = [
        f"{_rows(b, len(found))}{word}{_by_clause(b, found)}"
        for found, word in ((late, "逾期"), (b.behind, "滞后于序时进度"))
        if found
    ]
    worse += [f"有{'、'.join(bad)}"] if bad else []
    return f"总体看，{'，'.join(good)}{'，但' if good and worse else ''}{'，'.join(worse)}。"


def _by_clause(b: Bulletin, found: Sequence[RowReport]) -> str:
    """（其中按属地落实的15个）: of what a township is behind with, what it only carries out with others."""
    n = sum(wording.by_clause(r.assignment) for r in found)
    part = f"其中按属地落实的{n}{_each(b)}" if n < len(found) else "按属地落实"
    return f"（{part}）" if n else ""


def _categories(b: Bulletin) -> tuple[tuple[str, ...], ...]:
    headers = ("类别", f"{_noun(b)}数", "办结数", "逾期数", "完成率")
    found = [
        (
            f"{c.number}、{c.title}",
            f"{c.figures.total}",
            f"{c.figures.closed}",
            f"{c.figures.overdue}",
            wording.rate(c.figures),
        )
        for c in b.categories
    ]
    return (headers, *found) if found else ()


def change(difference: int, each: str = "个") -> str:
    """增加2个, 减少1个, 持平."""
    return f"{'增加' if difference > 0 else '减少'}{abs(difference)}{each}" if difference else "持平"


def points(now: float | None, then: float | None) -> str:
    """提高3.1个百分点, 下降…, 持平; 不可比 where nothing applied."""
    if now is None or then is None:
        return "不可比"
    moved = round(now - then, 1)
    return f"{'提高' if moved > 0 else '下降'}{abs(moved):.1f}个百分点" if moved else "持平"


def _closed(plan: Plan, b: Bulletin) -> list[str]:
    """第10项“…”（县安委会有关成员单位）于6月26日办结：机制文件全部印发；6月29日核实销号。"""
    return _alike(
        (c.report, quoted(c.report.item), _whose(b, c.report.row.units), _done(plan, b, c)) for c in b.closed
    )


def _done(plan: Plan, b: Bulletin, c: Closed) -> str:
    state = c.report.effective_state
    own = max((s.late_days for s in state.stages if s.late_days), default=0)
    late = (
        f"，逾期{own}天完成" if own else f"，其中要点逾期{state.late_days}天完成" if state.late_days else ""
    )
    late += "".join(f"，{wording.shortfall(m)}" for m in c.report.measures if m.falls_short)
    struck = [e for e in c.standing if e.mark and e.mark.status == "verified"]
    # done before the period, so that what closed it is that the rest does not apply
    earlier = c.done_on is not None and c.done_on < b.period.since
    ends = ("done", "na") if earlier else ("done",)
    # what closed it, and what was said from that day on; not the words of an entry that left it open
    closing = [
        e for e in c.standing
        if e not in struck and (e.mark.status in ends if e.mark else not earlier and _since(e, c.done_on))
    ]  # fmt: skip
    said = {(e.author, e.details.note): e for e in closing if e.details.note}
    notes = "；".join(clause(shorter(e.details.note)) + _by_whom(plan, b, c, e) for e in said.values())
    exempt = c.report.reports.exempt if c.report.reports and not b.unit else ()  # they have done nothing
    rest = f"，{wording.shortened(exempt, 4)}不涉及" if exempt else ""
    if earlier and any(e.mark and e.mark.status == "na" for e in c.standing):
        rest = "，其余不涉及"
    text = f"于{_day(b, c.done_on)}{'再次' * c.again}办结{late}{rest}" + (
        "，本期起计为办结" if earlier else ""
    )
    text += f"：{notes}" if notes else ""
    by = (
        "核实" if struck and struck[-1].author in (OFFICE, plan.office_unit) else ""
    )  # a unit cannot verify its own
    off = f"；{_day(b, struck[-1].on)}{by}销号" if struck and state.status == "verified" else ""
    return sentence(text + off)


def _by_whom(plan: Plan, b: Bulletin, c: Closed, e: Envelope) -> str:
    """（县公安局6月2日报）: behind what was not said on the day that closed the item; it may be of a part of it."""
    who = called(plan, e.author, b.unit)
    return "" if c.done_on and e.on == c.done_on.isoformat() else f"（{who}{_day(b, e.on)}报）"


def _since(e: Envelope, day: date | None) -> bool:
    return day is not None and (e.on or "") >= day.isoformat()


def _reopened(b: Bulletin, found: Iterable[tuple[RowReport, Status]]) -> list[str]:
    """第6项“…”（县公安局）由已销号转为推进中，不再计为办结。第7项“…”由不涉及转为推进中，重新计为未办结。"""
    told = ((r, was, r.effective_state.status) for r, was in found)
    return _alike(
        (r, quoted(r.item), _whose(b, r.row.units), f"由{wording.status(was)}转为{wording.status(now)}，"
         + ("重新计为未办结。" if was == "na" else f"不再计为{'销号' if now == 'done' else '办结'}。"))
        for r, was, now in told
    )  # fmt: skip


def _alike(found: Iterable[tuple[RowReport, str, str, str]]) -> list[str]:
    """A paragraph for each (row, subject, aside, what is said); parts of a task of which the same is said, in one."""
    groups = gathered(
        ((str(row.row.number) if name == quoted(row.item) else name, said), (row, name, aside))
        for row, name, aside, said in found
    )
    lines = []
    for (_, said), same in groups.items():
        row, name, aside = same[0]
        if len(same) > 1:
            name, aside = f"{numbered(r.row.id for r, *_ in same)}“{row.row.title}”", ""
        lines.append(f"{name}{aside}{said}")
    return lines


def _whose(b: Bulletin, units: UnitPhrase, some: str = "") -> str:
    """（县水利局牵头、县林业局）, or some of them; nothing where a list names no units, and in a unit's own paper.

    That one tells how far the unit itself is; the others beside it would seem to be as far.
    """
    text = "" if b.unit else some or wording.responsible(units)
    return text and f"（{text}）"


def _amended(plan: Plan, b: Bulletin) -> list[str]:
    """What an earlier paper could not say, or said and no longer holds."""
    taken = [
        f"{subject(Reported(r.report, r.entry)) if r.report else former(r.entry)}，"
        f"{called(plan, r.entry.author, b.unit)}{_day(b, r.entry.on)}的"
        f"{wording.status(r.entry.mark.status) if r.entry.mark else '情况说明'}，{_day(b, r.undone)}{word}。"
        for word, found in (("撤销", b.withdrawn), ("恢复", b.restored))
        for r in found
    ]
    gone = _gone(plan, b, b.belated_gone, belated=True)
    return _reported(plan, b, b.belated, belated=True) + gone + taken + _reopened(b, b.revised)


def _gone(plan: Plan, b: Bulletin, entries: Iterable[Envelope], *, belated: bool = False) -> list[str]:
    """原第2项“…”，县公安局6月3日报：…（没有计入）: what the list has no more; `belated`: with the days of recording."""
    return [
        f"{former(e)}，{said_of(plan, None, [e], b.as_of, b.unit, late=False, turned={})}"
        f"（{_day(b, local_day(e.recorded_at, plan.timezone)) + '补记，' if belated else ''}没有计入）"
        for e in entries
    ]


def _reported(plan: Plan, b: Bulletin, reported: Sequence[Reported], *, belated: bool = False) -> list[str]:
    """A paragraph for every item, in the order of the list: what was said of it, by whom and when, day by day.

    `belated`: with the days on which it was recorded.
    """
    ordered = sorted(reported, key=lambda r: (sort_key(aim(r)[0]), day_of(r.entry)))
    told = gathered((subject(r), r) for r in ordered)
    told_of_row = {r.row.id for r, _ in (b.revised if belated else b.reopened + b.unstruck)}
    lines = []
    for name, reports in told.items():
        row, entries = reports[0].report.row, [r.entry for r in reports]
        late, aside = _late_aside(b, *aim(reports[0]), entries)
        told_of_it = row.id in told_of_row or reports[0].report.effective_state.status in CLOSED
        turned = {} if told_of_it else {r.entry.id: _turned(plan, b, r) for r in reports}
        said = said_of(plan, row, entries, b.as_of, b.unit, late, turned)
        totals = dict.fromkeys(c for r in reports if not b.unit for c in r.counts)
        # the office's own total stands where it is larger than what units have counted together
        of_office = {r.entry.mark.count for r in reports if r.entry.mark and r.entry.author is OFFICE}
        summed = (
            f"{'总数按' if n in of_office else '合计'}{n}{target.unit}{'计' if n in of_office else ''}，目标{target.count}{target.unit}。"
            for n, target in totals
        )
        days = dict.fromkeys(
            _day(b, local_day(r.entry.recorded_at, plan.timezone)) for r in reports if belated
        )
        recorded = f"（{'、'.join(days)}补记）" if days else ""
        lines.append((reports[0].report, name, "", f"{aside}，{said}{''.join(summed)}{recorded}"))
    return _alike(lines)


def _turned(plan: Plan, b: Bulletin, r: Reported) -> str:
    """由已完成, 第8.2项由已完成: what an entry found closed, or struck off, and is no more."""
    if not (known := b.opened.get(r.entry.id)):
        return ""
    meant = (at for t in r.entry.targets for at in covered(plan, t, r.entry.author))
    here = [(leaf.id, stage) for leaf, stage in meant if leaf.row is r.report.row]
    opened = {at: known[at] for at in here if at in known}
    if not opened:
        return ""
    leaves = dict.fromkeys(leaf for leaf, _ in opened)
    every = {leaf.id for leaf in r.report.item.leaves()}
    spoken_of = every.intersection(t.id for t in r.entry.targets) or every
    part = f"第{wording.ids(leaves)}项" if {*leaves} < spoken_of else ""
    if {*opened} < {at for at in here if at[0] in leaves}:
        part += f"第{wording.numbers([*{n for _, n in opened}])}阶段"
    return f"{part}由{wording.status(next(s for s in CLOSED if s in opened.values()))}"


def _late_aside(
    b: Bulletin, ident: str, stages: Sequence[int], entries: Sequence[Envelope]
) -> tuple[bool, str]:
    """（已逾期3天）, （逾期3天完成）: of the stages that are spoken of, else of all; and whether it is closed.

    Only of those that every unit that speaks is late with, or was by then: what others owe or did late, or it later,
    is no word beside its name.
    """
    by, last = {e.author for e in entries}, max(map(day_of, entries))
    found = [d for d in b.stages if d.id == ident and d.stage.stage in (stages or [d.stage.stage])]
    speak = [u for u in by if u not in (OFFICE, b.unit)]  # a unit's own paper goes by its own state
    said = {e.author: e.mark.status for e in entries if e.mark}
    open_ = [
        d.effective_state.overdue_days or 0 for d in found if all(_owes(d, u, said.get(u)) for u in speak)
    ]
    if any(open_):
        return False, _most("（{}已逾期{}天）", open_)
    those = [*speak, *[None] * (OFFICE in by or not speak)]  # the office speaks of the whole
    late = [{_late_days(d, u, last) for u in those} for d in found]
    if (days := [n for each in late if all(each) for n in each]) and all(
        d.effective_state.of_date in CLOSED for d in found
    ):
        return True, _most("（{}逾期{}天完成）", days)
    return False, ""


def _most(words: str, days: Sequence[int]) -> str:
    return words.format("最多" if sum(map(bool, days)) > 1 else "", max(days))


def _owes(d: DueReport, by: Author, said: Status | None) -> bool:
    """Whether a stage is overdue by a unit, or by the whole that it has not done its part of, by what it `said` last."""
    if by in d.late or COLLECTIVE not in d.late:
        return by in d.late
    return by not in d.closed and said not in ("na", "paused") and not any(by in c.parties for c in d.cells)


def _late_days(d: DueReport, by: Author | None, last: date) -> int:
    """How many days after its day a unit, or None: the whole, was done with a stage, where that was by a day; else 0."""
    if (due := d.stage.due) is None:
        return 0
    day = closing_day([c for c in d.cells if by in c.parties])
    late = (day - due).days if day else 0 if by else d.effective_state.late_days or 0
    return max(late, 0) if due + timedelta(late) <= last else 0


def _soon(plan: Plan, b: Bulletin) -> list[str]:
    """What is due, a paragraph for each day, or for the days of several stages of a rhythm."""
    together = wording.together((*b.due_within_7, *b.soon))
    found = gathered((days(group, b.as_of.year), group) for group in together)
    lines = []
    for when, groups in found.items():
        left, several = groups[0][0].days_left or 0, len(groups[0]) > 1
        # nobody knows when a paper's 今天 was
        away = f"{'最近的' if several else ''}还有{left}天" if left else "当日到期"
        told = (
            f"{quoted_stages(*group)}{_whose(b, whose(plan, d.item, d.cells))}，{wording.status(d.effective_state.status)}{_but(b, d.closed, d.exempt, d.paused)}"
            for group in groups
            for d in group[:1]
        )
        many = len(groups) > MOST
        text = numbered(group[0].id for group in groups) if many else "；".join(told)
        lines.append(f"{when}（{away}）有{sum(map(len, groups))}个事项：{text}。")
    return lines


def _but(b: Bulletin, *free: Sequence[str]) -> str:
    """（县水利局已办结，县教育局不涉及，县公安局暂缓）: of a stage that is open, of whom nothing is asked."""
    told = [
        f"{wording.shortened(u, 4)}{what}"
        for u, what in zip(free, ("已办结", "不涉及", "暂缓"), strict=False)
        if u
    ]
    return f"（{'，'.join(told)}）" if told and not b.unit else ""


def _day(b: Bulletin, value: date | str | None) -> str:
    """6月30日; with its year where that is another than the paper's."""
    return wording.day(value, b.as_of.year)


def _behind(b: Bulletin) -> list[str]:
    """Rows that lag, by how far: in the list's order within."""
    lines = []
    for most, least, words in (
        (1000, 40, "40个百分点以上"),
        (40, 20, "20至40个百分点"),
        (20, 0, "不到20个百分点"),
    ):
        if found := [r for r in b.behind if least <= (r.effective_state.behind or 0) < most]:
            many = len(found) > MOST
            named = numbered(r.row.id for r in found) if many else "、".join(quoted(r.item) for r in found)
            lines.append(f"落后序时进度{words}的有{_rows(b, len(found))}：{named}。")
    return lines


def _paused(b: Bulletin) -> list[str]:
    """What nobody is pressed for, so that it is not forgotten: 暂缓的有1项任务：第2项“…”（县水利局）。"""
    found = [r for r in b.rows if r.effective_state.status == "paused"]
    if len(found) > MOST:
        named = numbered(r.row.id for r in found)
    else:
        free = {
            d.id: (d.closed, d.exempt) for d in reversed(b.stages) if d.effective_state.status == "paused"
        }
        named = "、".join(
            f"{quoted(r.item)}{_whose(b, r.row.units)}{_but(b, *free.get(r.row.id, ()))}" for r in found
        )
    lines = [f"暂缓的有{_rows(b, len(found))}：{named}。"] if found else []
    parts = [
        _part(p.report.item, p.leaves)
        + (f"第{wording.numbers(p.stages)}阶段" if p.stages else "")
        + _whose(b, p.leaves[0].units, wording.parties(p.units, p.groups, 4))
        for p in b.paused
    ]
    if len(parts) > MOST:
        parts = [numbered(leaf.id for p in b.paused for leaf in p.leaves)]
    return [*lines, f"{'另有' if lines else ''}部分内容暂缓的：{'、'.join(parts)}。"] if parts else lines


def _part(row: Item, leaves: Sequence[Item]) -> str:
    """第7.2项“…”, 第7.1至7.3项; the row, where that is all of it."""
    if len(leaves) == len(row.leaves()):
        return quoted(row)
    return quoted(leaves[0]) if len(leaves) == 1 else f"第{wording.ids([leaf.id for leaf in leaves])}项"


def _not_reported(plan: Plan, b: Bulletin) -> list[str]:
    running = f"，本期截至{_day(b, b.as_of)}尚未报送" if _running(b) else "，本期没有报送"
    if b.belated_by.intersection(b.not_reported):
        running += "（补记以前各期的不算在内）"
    if b.unit:
        if b.reports:
            return [f"你单位本期报送{len(b.reports)}次，最近一次是{_day(b, max(b.reports))}。"]
        return [f"你单位{(not b.not_reported and _at_rest(b.rows)) or f'有未办结任务{running}'}。"]
    if b.not_reported:
        return [f"以下{len(b.not_reported)}家单位有未办结任务{running}：{'、'.join(b.not_reported)}。"]
    return [all_reported(plan, None, "本期", b.rows)]


def _at_rest(rows: Sequence[RowReport]) -> str:
    """Where nothing is left to report of: that all is closed, or that the rest is paused."""
    left = {r.effective_state.status for r in rows} - {*CLOSED}
    return "" if left - {"paused"} else "未办结的任务均已暂缓" if left else "没有未办结任务"


def all_reported(plan: Plan, unit: str | None, since: str, rows: Sequence[RowReport]) -> str:
    """What is said where nobody is named; `since`: 本期, 近7天."""
    registered = {u.name for u in plan.register.units}
    if not registered:
        return "清单没有单位名册，不统计报送情况。"
    if unit and unit not in registered:
        return f"{unit}不在单位名册内，不统计报送情况。"
    left = (r.row for r in rows if r.effective_state.status not in CLOSED)
    groups = any(p.groups for row in left for p in (row.units, *(m.units for m in row.measures if m.units)))
    counted = "逐家统计、" * groups  # whom a group means may not be, and has said nothing
    said = f"{since}没有应报未报的情况" if unit else f"名册内{counted}有未办结任务的单位{since}均已报送"
    return f"{'' if unit else '名册内的单位'}{rest}。" if (rest := _at_rest(rows)) else f"{said}。"


def _running(b: Bulletin) -> bool:
    """The period has days to come: nobody is late with its report yet."""
    return b.as_of < b.period.until


def _next(plan: Plan, b: Bulletin) -> list[str]:
    """What is asked of whom, and by when it is to be answered."""
    by = f"于{_day(b, next_workday(b.as_of + _ANSWER))}前"
    you = "你单位" if b.unit else ""
    asks: dict[str, list[str]] = {}  # what is asked → of whom
    for c in b.overdue:
        own = [i for i in c.items if not wording.by_clause(i.due.assignment)]
        if own and all(i.reason and stands(i.promises, b.as_of) for i in own):
            asks.setdefault("按承诺的日期办结逾期事项", []).append(wording.wide(c.party))
        elif own:
            again = "重新" * all(i.reason and i.promises for i in own)
            what = "" if all(i.reason for i in own) else "原因和"
            asked = f"{by}{again}报送逾期事项的{what}完成时间，抓紧办结"
            asks.setdefault(asked, []).append(wording.wide(c.party))
        if len(own) < len(c.items):
            asks.setdefault(f"{by}报送逾期事项的属地落实情况，配合抓紧办结", []).append(wording.wide(c.party))
    lines: list[str] = []
    for asked, names in sorted(asks.items(), key=lambda a: len(a[1])):  # 其他 after those that are named
        whom = (
            _who(names, "其他逾期" if lines else "逾期") if len(lines) + 1 == len(asks) else "、".join(names)
        )
        lines.append(f"请{you or whom}{asked}。")
    or_not = "；不涉及的，登记为不涉及并说明理由。"
    if b.awaiting:
        units = you or _who([u for u, _ in b.awaiting], "尚未报送")
        lines.append(f"请{units}{by}报送到期事项的进展" + ("。" if b.unsaid else or_not))
    if b.unsaid:
        lines.append(f"{numbered(r.row.id for r in b.unsaid)}没有点名到单位，请你单位核对{or_not}")
    lines += _first_due(plan, b)
    far = [
        r for r in b.behind
        if (r.effective_state.behind or 0) >= plan.yellow_behind and _is_asked(plan, b, r)
    ]  # fmt: skip
    if far:
        lead = gathered((you or _lead(plan, b, r), r.row.id) for r in far)
        listed = (f"{u or '其他'}（{numbered(i)}）" for u, i in lead.items())
        whom, what, each = "下列单位", "", "：" + "；".join(listed)
        if len(lead) == 1:
            whom, what, each = *lead, f"{numbered(r.row.id for r in far)}的", ""
        lines.append(f"请{whom}对照序时进度排出{what}推进措施，{by}报{plan.office}{each}。")
    if near := len(b.behind) - len(far):
        lines.append(f"{'其余' if far else ''}滞后的{_rows(b, near)}，请{you or '各责任单位'}加快推进。")
    if b.not_reported:
        report = "于本期内报送" if _running(b) else f"{by}补报"
        lines.append(f"请{you or '第五部分所列单位'}{report}进展。")
    if not b.rows:
        return ["清单如有调整，另行通知。"]
    if not lines and (rest := _at_rest(b.rows)):
        return [f"{you or '各单位'}{rest}，没有需要推进的事项。"]
    return lines or [f"请{you or '各单位'}按时限继续推进，按期报送。"]


def _is_asked(plan: Plan, b: Bulletin, r: RowReport) -> bool:
    """Whether a unit's own paper asks it for what the paper to all asks of who answers first."""
    if b.unit is None or b.unit == plan.office_unit:
        return True
    asked = b.asked[r.row.id]
    role = _role(plan, asked, b.unit, r.assignment)
    return role is not None and role == next(iter(wording.by_role(asked, 3)), role)


def _role(plan: Plan, left: UnitPhrase, unit: str, why: Assignment | None) -> Role | None:
    """As what a unit is asked among those who have something to do, else as what it is concerned; None by the clause."""
    if why is None or wording.by_clause(why):
        return None
    groups = (g.role for g in left.groups if unit in members(plan, g))
    return next(chain((p.role for p in left.named if p.name == unit), groups), why.role)


def _lead(plan: Plan, b: Bulletin, r: RowReport) -> str:
    """Who answers first of those with something to do: who leads, else who is responsible …; not the office to itself.

    Of a group, who has nothing to do beside it.
    """
    rest, asked = r.reports, b.asked[r.row.id]
    others = asked._replace(named=tuple(p for p in asked.named if p.name != plan.office))
    role, names = next(iter(wording.by_role(others, 3).items()), ("", ""))
    named = {m for g in others.groups if g.role == role for m in members(plan, g)}
    free = rest and (rest.closed, rest.exempt, rest.resting)
    done, exempt, paused = ([u for u in found if u in named] for found in free or ((), (), ()))
    but = _but(
        b, [u for u in done if u not in exempt], exempt, [u for u in paused if u not in {*done, *exempt}]
    )
    return wording.wide(names) + but


def _who(names: Sequence[str], word: str) -> str:
    return "、".join(names) if len(names) <= MOST else f"第四部分所列{word}的单位"


def _first_due(plan: Plan, b: Bulletin) -> list[str]:
    """What falls due first, a paragraph for each day and those who answer for it."""
    first = [group[0] for group in by_item((*b.due_within_7, *b.soon))]  # of a rhythm what comes first
    lines = []
    for due, reports in gathered((d.stage.due, d) for d in first).items():
        today, alike = due == b.as_of, dict[tuple[str, str], list[str]]()
        for d in reports:
            units = "你单位" if b.unit else _asked(plan, b, d)
            if today:
                asked = f"即报{'落实' if wording.by_clause(d.assignment) else '办结'}情况"
            else:
                asked = f"于{_day(b, due)}前{_part_in(plan, b, d)}完成"
            alike.setdefault((units, asked), []).append(quoted_stages(d))
        if len(reports) > MOST:  # the third section has named them
            whom = {units for units, _ in alike}
            who = whom.pop() if len(whom) == 1 else "各责任单位"
            asked = f"{who}{'即报办结情况' if today else '按期完成'}"
            lines.append(f"第三部分所列{_day(b, due)}到期的事项，请{asked}。")
            continue
        lines += [
            f"{'、'.join(items)}当日到期，请{units}{asked}。"
            if today
            else f"请{units}{asked}{'、'.join(items)}。"
            for (units, asked), items in alike.items()
        ]
    return lines


def _part_in(plan: Plan, b: Bulletin, d: DueReport) -> str:
    """配合, 指导督促: what is asked of a unit where others answer before it."""
    if b.unit is None or wording.by_clause(d.assignment):
        return "配合" * wording.by_clause(d.assignment)
    left = whose(plan, d.item, d.pending)
    role = _role(plan, left, b.unit, d.assignment)
    return (
        wording.ROLE_WORDS[role] if role in [*wording.by_role(left, 3)][1:] and role != "responsible" else ""
    )


def _asked(plan: Plan, b: Bulletin, d: DueReport) -> str:
    """Who has something left to do, of a group who has not beside it; nobody where the list names nobody."""
    units, left = whose(plan, d.item, d.cells), whose(plan, d.item, d.pending)
    gone = {p.name for p in units.named}
    gone |= {m for g in units.groups if g not in left.groups for m in members(plan, g)}
    names = wording.responsible(left)
    done = _but(b, *([u for u in found if u not in gone] for found in (d.closed, d.exempt, d.paused)))
    return names.replace("，", "、") + done + ("，" if "，" in names else "")  # 甲牵头、乙配合，于……
