"""One item in full, on a terminal or as plain text in a pipe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from anquan_cli.documents import wording
from anquan_cli.ledger.events import Envelope
from anquan_cli.party import Party
from anquan_cli.progress import ItemState, StageState
from anquan_cli.queries.item import Column, ItemReport, Items, RemovedReport
from anquan_cli.queries.rows import MeasureReport
from anquan_cli.tasklist.assignment import collective_groups, means_all
from anquan_cli.tasklist.plan import Item, Plan, Schedule, UnitPhrase
from anquan_cli.views.terminal import log
from anquan_cli.views.terminal.layout import COLOURS, Cell, heading, write


def show_items(report: Items) -> None:
    """An item, or the parts of a task one after the other, shortly."""
    for r in report.reports:
        show(report.plan, r, brief=len(report.reports) > 1)


def show(plan: Plan, report: ItemReport, brief: bool = False) -> None:
    """Who and on what basis, stages, measures, progress by unit, history."""
    item, row = report.item, report.row
    inside = next((m for m in report.report.measures if m.item.id == item.id), None)
    state = inside.state if inside else report.report.state
    write(Cell(f"{item.id} {item.title}", "bold"))
    if item.measure:
        write(f"所属任务：{row.id} {Item(row).title}", indent=2)
    category = plan.categories[row.category]
    write(f"类别：{category.number}、{category.title}", indent=2)
    for variant in row.variants:
        write(f"又作：{variant}", indent=2)
    _units(plan, item.units, report.columns)
    write(f"完成时限：{item.deadline.text or '（空）'}（{_meaning(item.deadline)}）", indent=2)
    if inside:
        _target(inside)
    write(_summary(state), indent=2)
    for line in _stages(state.stages):
        write(line, indent=4)
    reports = inside.reports if inside else report.report.reports
    if reports:
        write(wording.reported(reports), indent=2)
    if row.remark and not item.measure:
        write(f"备注：{row.remark}", indent=2)
    if row.content and not item.measure:
        heading("主要内容")
        write(row.content, indent=2)
    if not item.measure and report.report.measures:
        heading("要点")
        for m in report.report.measures:
            _measure(m)
    if brief:
        write()
        return
    heading("各单位进度")
    _columns(plan, report)
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
        write(f"第{event.seq}号 {log.day(plan, event)} {event.by} {named} {text}{late}", indent=2)
        for line in log.details(event):
            write(line, indent=6)


def _units(plan: Plan, units: UnitPhrase, columns: Sequence[Column]) -> None:
    """The phrase as issued; what it comes to, where the phrase alone does not say it."""
    write(f"责任单位：{units.text or '（空）'}", indent=2)
    roles = {p.role for p in units.named}
    named = [f"{p.name}（{wording.ROLE_WORDS[p.role]}）" for p in units.named] if len(roles) > 1 else []
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
        write(wording.towards(m), indent=2)
    if m.measure.sectors:
        write(f"行业领域：{'、'.join(m.measure.sectors)}", indent=2)
    if m.measure.remark:
        write(f"备注：{m.measure.remark}", indent=2)


def _summary(state: ItemState) -> Cell:
    text = f"{wording.light_badge(state.light)} {wording.status(state.status)} {wording.progress(state)}"
    if state.overdue_days:
        text += f"，逾期{state.overdue_days}天"
    if state.late_days:
        text += f"，逾期完成（晚{state.late_days}天）"
    if state.behind:
        text += f"，滞后于序时进度{state.behind:.1f}个百分点"
    if state.updated:
        text += f"，最近登记 {wording.day(state.updated)}"
    return Cell(text, COLOURS[state.light])


def _stages(stages: Sequence[StageState]) -> Iterable[Cell]:
    """A line for each stage; neighbours that are alike, of a rhythm, together."""
    if len(stages) == 1 and not stages[0].late_days:
        return
    for run in wording.runs(stages):
        first, last = run[0], run[-1]
        if len(run) > 2:
            span = f"{wording.day(first.due)}至{wording.day(last.due)}"
            name = f"阶段{first.stage}至{last.stage}（{span}）"
        else:
            name = "、".join(f"阶段{s.stage}（{wording.day(s.due) if s.due else '无固定日期'}）" for s in run)
        text = f"{name} {wording.light_badge(first.light)} {wording.status(first.status)}"
        if len(run) == 1:
            text += f"，{wording.day(first.done_on)}完成" if first.done_on else ""
            text += f"，逾期完成（晚{first.late_days}天）" if first.late_days else ""
            text += f"，逾期{first.overdue_days}天" if first.overdue_days else ""
        elif first.overdue_days:
            text += f"，最早的逾期{first.overdue_days}天"
        yield Cell(text, COLOURS[first.light])


def _measure(m: MeasureReport) -> None:
    state = m.state
    own = f"（{m.measure.deadline.text}）" if m.measure.own_deadline else ""
    target = f"（{wording.towards(m)}）" if m.measure.target else ""
    late = f"，逾期{state.overdue_days}天" if state.overdue_days else ""
    said = f"{wording.status(state.status)} {wording.progress(state)}{late}"
    units = f"；责任单位：{wording.one_line(m.measure.units)}" if m.measure.units else ""
    write(Cell(f"{m.item.id} {m.item.title}{own}{target}：{said}{units}", COLOURS[state.status]), indent=2)


def _columns(plan: Plan, report: ItemReport) -> None:
    """Who stands how; those who stand alike in one line."""
    alike: dict[tuple[str, str], list[str]] = {}
    phrases = [leaf.units for leaf in report.item.leaves()]
    groups = "、".join(dict.fromkeys(g for phrase in phrases for g in collective_groups(plan, phrase)))
    for c in report.columns:
        who = wording.party(c.party, f"{wording.WHOLE}（{groups or '未点名'}）")
        count = f"，累计{c.count}" if c.count is not None else ""
        beside = "（报送，不代表全体）" if c.beside else ""
        said = f"{wording.status(c.state.status)} {wording.progress(c.state)}{count}"
        alike.setdefault((said, c.state.status), []).append(f"{who}{beside}")
    for (said, status), names in alike.items():
        write(Cell(f"{said}：{'、'.join(names)}", COLOURS[status]), indent=2)


def _decided(report: ItemReport) -> None:
    """Why the figure is what it is: the entries, each with what it decided."""
    leaves = [report.item, *report.item.measures()]
    staged = {leaf.id for leaf in leaves if len(leaf.stages) > 1}
    found: dict[int, dict[tuple[str, Party], list[str]]] = {}  # entry → stage and party → items
    for cell in report.cells:
        if cell.event:
            stage = f"阶段{cell.stage.number}" if cell.leaf.id in staged else ""
            whose = found.setdefault(cell.event.seq, {})
            whose.setdefault((stage, cell.party), []).append(cell.leaf.id)
    if not found:
        return
    heading("进度依据")
    for seq, whose in sorted(found.items()):
        alike: dict[str, list[str]] = {}  # items and stage → parties
        for (stage, party), items in whose.items():
            alike.setdefault(wording.ids(items) + stage, []).append(wording.party(party, wording.WHOLE))
        told = "；".join(f"{what}（{wording.shortened(parties)}）" for what, parties in alike.items())
        write(f"第{seq}号记录：{told}", indent=2)
    untouched = sum(1 for c in report.cells if c.event is None)
    if untouched:
        write(f"其余{untouched}处（要点、阶段、单位各算一处）尚无登记。", indent=2)
