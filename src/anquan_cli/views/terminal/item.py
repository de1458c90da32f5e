"""One item in full, on a terminal or as plain text in a pipe."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from anquan_cli.documents import wording
from anquan_cli.ledger.events import Envelope
from anquan_cli.progress import ItemState, StageState, phrases_under
from anquan_cli.queries.item import ItemReport, Items, RemovedReport
from anquan_cli.queries.rows import MeasureReport
from anquan_cli.tasklist.assignment import means_all
from anquan_cli.tasklist.plan import Measure, Plan, Row, Schedule, UnitPhrase, phrase_of
from anquan_cli.views.terminal import log
from anquan_cli.views.terminal.layout import COLOURS, Cell, heading, write


def show_items(report: Items) -> None:
    """An item, or the parts of a task one after the other, shortly."""
    for r in report.reports:
        show(report.plan, r, brief=len(report.reports) > 1)


def show(plan: Plan, report: ItemReport, brief: bool = False) -> None:
    """Who and on what basis, stages, measures, progress by unit, history."""
    row, measure = report.row, report.measure
    inside = next((m for m in report.report.measures if measure and m.measure.id == measure.id), None)
    state = inside.state if inside else report.report.state
    ident = measure.id if measure else row.id
    write(Cell(f"{ident} {measure.text if measure else wording.title(row)}", "bold"))
    if measure:
        write(f"所属任务：{row.id} {wording.title(row)}", indent=2)
    category = plan.categories[row.category]
    write(f"类别：{category.number}、{category.title}", indent=2)
    for variant in row.variants:
        write(f"又作：{variant}", indent=2)
    _units(plan, phrase_of(row, measure))
    deadline = measure.deadline if measure else row.deadline
    write(f"完成时限：{deadline.text or '（空）'}（{_meaning(deadline)}）", indent=2)
    if inside:
        _target(inside)
    write(_summary(state), indent=2)
    for stage in state.stages:
        _stage(stage, len(state.stages))
    if row.content and not measure:
        heading("主要内容")
        write(row.content, indent=2)
    if not measure and report.report.measures:
        heading("要点")
        for m in report.report.measures:
            _measure(m)
    if brief:
        write()
        return
    heading("各单位进度")
    _columns(report)
    _decided(report)
    _history(plan, report.history, report.undone, report.ignored)


def show_removed(report: RemovedReport) -> None:
    """An item that only the ledger knows: its title then, and its history."""
    write(Cell(f"{report.id} {report.title}".rstrip(), "bold"))
    write("清单中已没有这一项；以下登记仍在台账里，不计入进展。", indent=2)
    _history(report.plan, report.history, report.undone, {})


def _history(
    plan: Plan, events: Sequence[Envelope], undone: Collection[str], ignored: Mapping[str, Sequence[str]]
) -> None:
    heading("登记历史")
    if not events:
        write("还没有登记。", indent=2)
    numbers = {e.id: e.seq for e in events}
    for event in events:
        text = log.label(event, undone, numbers)
        then = "、".join(f"{i} {event.titles[i]}" for i in ignored.get(event.id, ()))
        late = f"（记录时为：{then}；标题已变，未计入）" if then else ""
        named = "、".join(f"{t.id}阶段{t.stage}" if t.stage else t.id for t in event.targets)
        write(f"{event.seq} {log.day(plan, event)} {event.by} {named} {text}{late}", indent=2)
        for line in log.details(event):
            write(line, indent=6)


def _units(plan: Plan, units: UnitPhrase) -> None:
    write(f"责任单位：{units.text or '（空）'}", indent=2)
    named = [f"{p.name}（点名，{wording.ROLE_WORDS[p.role]}）" for p in units.named]
    groups = [
        f"{g.name}（{'成员' if means_all(plan, g) else '有关'}，{wording.ROLE_WORDS[g.role]}）"
        for g in units.groups
    ]
    if named or groups:
        write("、".join(named + groups), indent=4)


def _meaning(schedule: Schedule) -> str:
    kind = wording.KIND_WORDS[schedule.kind]
    if schedule.start and schedule.dates:
        return f"{kind}，{schedule.start} 至 {schedule.dates[-1]}"
    if len(schedule.dates) > 6:
        return f"{kind}，{schedule.dates[0]} 起共{len(schedule.dates)}次"
    return f"{kind}，{'、'.join(map(str, schedule.dates))}" if schedule.dates else kind


def _target(m: MeasureReport) -> None:
    if m.measure.target:
        write(f"目标：{wording.target(m.measure)}，已累计 {m.counted or 0}", indent=2)
    if m.measure.sectors:
        write(f"行业领域：{'、'.join(m.measure.sectors)}", indent=2)
    if m.measure.remark:
        write(f"备注：{m.measure.remark}", indent=2)


def _summary(state: ItemState) -> Cell:
    text = (
        f"{wording.light_badge(state.light)} {wording.status(state.status)} {wording.percent(state.percent)}"
    )
    if state.overdue_days:
        text += f"，逾期{state.overdue_days}天"
    if state.behind:
        text += f"，滞后于序时进度{state.behind:.1f}个百分点"
    if state.updated:
        text += f"，最近登记 {wording.day(state.updated)}"
    return Cell(text, COLOURS[state.light])


def _stage(stage: StageState, count: int) -> None:
    if count == 1 and not stage.late_days:
        return
    text = f"阶段{stage.stage}：{stage.due or '无固定日期'} {wording.light_badge(stage.light)} {wording.status(stage.status)}"
    if stage.done_on:
        text += f"，{wording.day(stage.done_on)}完成"
    if stage.late_days:
        text += f"，逾期完成（晚{stage.late_days}天）"
    if stage.overdue_days:
        text += f"，逾期{stage.overdue_days}天"
    write(Cell(text, COLOURS[stage.light]), indent=4)


def _measure(m: MeasureReport) -> None:
    measure = m.measure
    extra = [wording.target(measure)] if measure.target else []
    if measure.own_deadline:
        extra.append(f"时限：{measure.deadline.text}")
    if measure.sectors:
        extra.append("、".join(measure.sectors))
    if measure.units:
        extra.append(wording.one_line(measure.units))
    if measure.remark:
        extra.append(measure.remark)
    tail = f"（{'；'.join(extra)}）" if extra else ""
    state = f"{wording.status(m.state.status)} {wording.percent(m.state.percent)}"
    if measure.own_deadline and m.state.overdue_days:
        state += f"，逾期{m.state.overdue_days}天"
    write(Cell(f"{measure.id} {measure.text}{tail}——{state}", COLOURS[m.state.status]), indent=2)


def _columns(report: ItemReport) -> None:
    phrases = phrases_under(report.row, report.measure)
    groups = "、".join(dict.fromkeys(g.name for phrase in phrases for g in phrase.groups))
    for c in report.columns:
        who = c.unit or f"{wording.WHOLE}（{groups or '未点名'}）"
        beside = "（报送，不代表全体）" if c.beside else ""
        text = f"{who}{beside}：{wording.status(c.state.status)} {wording.percent(c.state.percent)}"
        write(Cell(text, COLOURS[c.state.status]), indent=2)


def _decided(report: ItemReport) -> None:
    """Why the figure is what it is: the entries, each with the cells that it decided."""
    leaves: list[Row | Measure] = [report.row, *report.row.measures]
    staged = {leaf.id for leaf in leaves if len(leaf.stages) > 1}
    found: dict[int, dict[tuple[str, str], list[str]]] = {}  # entry → stage and party → items
    for cell in report.cells:
        if cell.event:
            stage = f"阶段{cell.slot.stage}" if cell.slot.leaf in staged else ""
            whose = found.setdefault(cell.event.seq, {})
            whose.setdefault((stage, cell.party or wording.WHOLE), []).append(cell.slot.leaf)
    if not found:
        return
    open_ = sum(1 for c in report.cells if c.event is None)
    heading(f"进度从何而来（{len(report.cells)}格，{open_}格尚无登记）")
    for seq, whose in sorted(found.items()):
        alike: dict[str, list[str]] = {}  # items and stage → parties
        for (stage, party), items in whose.items():
            alike.setdefault(wording.ids(items) + stage, []).append(party)
        told = "；".join(f"{what}（{'、'.join(parties)}）" for what, parties in alike.items())
        write(f"第{seq}号记录决定：{told}", indent=2)
