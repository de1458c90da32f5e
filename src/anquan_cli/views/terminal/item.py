"""One item in full, on a terminal or as plain text in a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from anquan_cli.documents import wording
from anquan_cli.errors import on_one_line
from anquan_cli.grouping import gathered
from anquan_cli.ledger.events import Envelope
from anquan_cli.party import OFFICE
from anquan_cli.progress import CLOSED, ItemState, StageState, covered
from anquan_cli.progress import Cell as Decided
from anquan_cli.queries.item import ItemReport, Items, RemovedReport
from anquan_cli.queries.rows import MeasureReport
from anquan_cli.tasklist.assignment import collective_groups, means_all
from anquan_cli.tasklist.plan import Item, Plan, Row, Schedule, UnitPhrase
from anquan_cli.views.terminal import log
from anquan_cli.views.terminal.layout import COLOURS, Cell, heading, write, write_lines


def show_items(report: Items) -> None:
    """An item, or the parts of a task one after the other, shortly; what they share is said once."""
    plan, reports = report.plan, report.reports
    if len(reports) == 1:
        show(plan, reports[0])
        return
    row = reports[0].item.row
    _heading(f"{row.number} {row.title}（{len(reports)}个分项）")
    _place(plan, row)
    for r in reports:
        write()
        _heading(f"{r.item.id} {r.item.title}")
        _terms(plan, r)
        if r.report.reports:
            write(wording.reported(r.report.reports), indent=2)
        _measures(r.report.measures)


def show(plan: Plan, report: ItemReport) -> None:
    """Who and on what basis, stages, measures, progress by unit, history."""
    item, row = report.item, report.item.row
    _heading(f"{item.id} {wording.unended(item.title)}")
    if item.measure:
        write(on_one_line(f"所属任务：{row.id} {Item(row).title}"), indent=2)
    _place(plan, row)
    _terms(plan, report)
    if row.remark and not item.measure:
        write(f"备注：{row.remark}", indent=2)
    if row.content and not item.measure:
        heading("主要内容")
        write(row.content, indent=2)
    if not item.measure:
        _measures(report.report.measures)
    _columns(plan, report)
    _history(plan, report.history, report.undone, report.ignored, report)


def _heading(text: str) -> None:
    """A title with its number, on one line: none that follows looks like another."""
    write(Cell(on_one_line(text), "bold"))


def _place(plan: Plan, row: Row) -> None:
    """Where it stands in the list, and how else it is written."""
    category = plan.categories[row.category]
    write(on_one_line(f"类别：{category.number}、{category.title}"), indent=2)
    write_lines((on_one_line(f"又作：{variant}") for variant in row.variants), indent=2)


def _terms(plan: Plan, report: ItemReport) -> None:
    """Who, by when, how far."""
    inside, row = _inside(report), report.item.row
    _units(plan, report.item.units)
    if row.leader:
        write(f"责任领导：{row.leader}", indent=2)
    deadline = report.item.deadline
    write(f"完成时限：{deadline.text or '（空）'}（{_meaning(deadline)}）", indent=2)
    fields = (
        "、".join(inside.measure.sectors) if inside else "" if row.sector and not row.part else row.fields
    )
    told = (
        inside and wording.towards(inside),
        fields and f"行业领域：{fields}",
        inside and inside.measure.remark and f"备注：{inside.measure.remark}",
    )
    write_lines(filter(None, told), indent=2)
    state = inside.state if inside else report.report.state
    write(_summary(state, plan.year), indent=2)
    write_lines(_stages(state.stages, plan.year), indent=4)


def _inside(report: ItemReport) -> MeasureReport | None:
    """Its report as a measure, where it is one."""
    return next((m for m in report.report.measures if m.item.id == report.item.id), None)


def show_removed(report: RemovedReport) -> None:
    """An item that only the ledger knows: its title then, and its history."""
    _heading(f"{report.id} {report.title}".rstrip())
    write("清单中已没有这一项；以下登记仍在台账里，不计入进展。", indent=2)
    _history(report.plan, report.history, report.undone, {})


def _history(
    plan: Plan,
    events: Sequence[Envelope],
    undone: Collection[str],
    ignored: Mapping[str, Sequence[str]],
    report: ItemReport | None = None,
) -> None:
    """Every entry, and what of the present figures comes from it."""
    heading("登记历史")
    if not events:
        write("还没有登记。", indent=2)
    numbers = {e.id: e.seq for e in events}
    for e in events:
        named = "" if report and log.targets(e) == report.item.id else f"{log.targets(e)} "
        whose = "" if e.author is OFFICE else f"{e.author} "
        counted = _counted(plan, report, e) if report and e.mark and e.id not in undone else ""
        if then := "、".join(f"{i} {wording.unended(e.titles[i])}" for i in ignored.get(e.id, ())):
            counted = (
                f"（记录时为：{then}；标题已变{'，未计入' if e.op != 'undo' and e.id not in undone else ''}）"
            )
        text = log.label(plan, e, undone, numbers)
        begin = on_one_line(f"第{e.seq}号 {log.day(plan, e)} {e.by} {named}{whose}")
        write(f"{begin}{text}{counted}", indent=2, hang=4)
        write_lines(log.details(plan, e), indent=6)


def _counted(plan: Plan, report: ItemReport, e: Envelope) -> str:
    """What of the present figures comes from an entry, where that is not all that it names."""
    if e.on and e.on > report.today:
        return "（办理日期在后，尚未计入）"
    found: dict[str, list[Decided]] = {}
    for cell in (*report.cells, *report.beside):
        if what := _decided(cell, e, report.counts):
            found.setdefault(what, []).append(cell)
    named = gathered((leaf.id, stage) for t in e.targets for leaf, stage in covered(plan, t, e.author))
    if named and named.keys().isdisjoint(leaf.id for leaf in report.item.leaves()):
        return f"（不含第{report.item.id}项）"
    told = {what: _whose(report, e, cells, named) for what, cells in found.items()}
    if e.mark and e.mark.count is not None and any(leaf.target for leaf in report.item.leaves()):
        if e.id not in report.counts:
            return _remark(told, "累计数以别的登记为准" if told else "现以别的登记为准")
        return _remark(told, "" if "按此计" in told else "累计数按此计")
    if not told:
        return (
            "（所登记的阶段与现在的对不上，未计入）" if e.id in report.stageless else "（现以别的登记为准）"
        )
    return _remark(told, "")


def _decided(cell: Decided, e: Envelope, counts: Collection[str]) -> str:
    """What of a cell an entry decides: all of it, or its status, percent or closing day alone; `counts`: those that stand."""
    percent = cell.percent_by if cell.status == "doing" else None
    if cell.event and cell.event.id == e.id:
        return "按此计" if {x.id for x in (percent, cell.done_by) if x} <= {e.id} else "状态按此计"
    if percent and percent.id == e.id:
        named = e.mark and (e.mark.percent is not None or e.id in counts)
        return "进度按此计" if named else "原进度自此不计"
    return "完成日按此计" if cell.done_by and cell.done_by.id == e.id else ""


def _remark(told: Mapping[str, str], further: str) -> str:
    """（状态按此计：16家；累计数按此计）; nothing where an entry decides all that it names."""
    parts = [f"{what}：{whose}" if whose else what for what, whose in told.items()]
    parts = [*(p for p in parts if p != "按此计" or len(parts) > 1), *filter(None, [further])]
    return f"（{'；'.join(parts)}）" if parts else ""


def _whose(
    report: ItemReport, e: Envelope, cells: Sequence[Decided], named: Mapping[str, Sequence[int]]
) -> str:
    """6.3阶段1，16家: places and parties, where they are not all that the entry names; `named`: its stages by leaf."""
    found = gathered((party, (c.leaf.id, c.stage.number)) for c in cells for party in c.parties)
    alike = gathered(  # items and stages → parties
        (_places(report, e, places, named), wording.party(party, wording.WHOLE))
        for party, places in found.items()
    )
    told = []
    for place, names in alike.items():
        whose = "" if names == [e.author] else _how_many(names) if len(names) > 3 else "、".join(names)
        told.append("，".join(filter(None, (place, whose))))
    return "；".join(filter(None, told))


def _how_many(names: Sequence[str]) -> str:
    """16家, 16家和全体: the whole is not counted."""
    units = [name for name in names if not name.startswith(wording.WHOLE)]
    return f"{len(units)}家" + (f"和{wording.WHOLE}" if len(units) < len(names) else "")


def _places(
    report: ItemReport, e: Envelope, places: Iterable[tuple[str, int]], named: Mapping[str, Sequence[int]]
) -> str:
    """6.1至6.7阶段1: items and stages, where they are not all that there are or that the entry names.

    Of measures with dates of their own, as they number them: 1.1阶段3、1.2阶段1 for the row's third stage.
    """
    found, ids = gathered(places), {t.id for t in e.targets}
    leaves = [leaf for leaf in report.item.leaves() if leaf.id in found]
    all_ = len(leaves) == len(report.item.leaves()) or found.keys() <= ids
    if all(
        {*found[leaf.id]} == {*named.get(leaf.id, ())}
        and (leaf.inherits_date or leaf.id in ids or len(leaf.stages) == len({*found[leaf.id]}))
        for leaf in leaves
    ):
        return "" if all_ else wording.ids([leaf.id for leaf in leaves])
    alike = gathered(
        (f"阶段{wording.numbers(found[leaf.id])}" if len(leaf.stages) > 1 else "", leaf.id) for leaf in leaves
    )
    if len(alike) == 1:
        ((stages, names),) = alike.items()
        return stages if all_ else wording.ids(names) + stages
    each = ((i, stages) for stages, names in alike.items() for i in wording.ids(names).split("、"))
    return "、".join(i + stages for i, stages in sorted(each, key=lambda x: not x[1]))


def _units(plan: Plan, units: UnitPhrase) -> None:
    """The phrase as issued; what it comes to, where the phrase alone does not say it."""
    groups = [
        f"{'成员' if means_all(plan, g) else '有关'}，{wording.ROLE_WORDS[g.role]}" for g in units.groups
    ]
    alone = f"（{groups[0]}）" if len(groups) == 1 and not units.named else ""
    write(f"责任单位：{'、'.join(units.text.splitlines()) or '（空）'}{alone}", indent=2)
    several = len({p.role for p in units.named}) > 1 and not alone
    parties = [f"{p.name}（{wording.ROLE_WORDS[p.role]}）" for p in units.named] if several else []
    if not alone:
        parties += [f"{g.name}（{said}）" for g, said in zip(units.groups, groups, strict=True)]
    if parties:
        write("、".join(parties), indent=4)


def _meaning(schedule: Schedule) -> str:
    kind = wording.KIND_WORDS[schedule.kind]
    if schedule.start and schedule.dates:
        return f"{kind}，{schedule.start} 至 {schedule.dates[-1]}"
    if len(schedule.dates) > 6:
        return f"{kind}，{schedule.dates[0]} 起共{len(schedule.dates)}次"
    return f"{kind}，{'、'.join(map(str, schedule.dates))}" if schedule.dates else kind


def _summary(state: ItemState, year: int) -> Cell:
    told = [f"{wording.light_badge(state.light)} {_standing(state)}"]
    told += [f"逾期完成（晚{state.late_days}天）"] if state.late_days else []
    told += [f"滞后于序时进度{state.behind:.1f}个百分点"] if state.behind else []
    told += [f"最近登记 {wording.day(state.updated, year)}"] if state.updated else []
    return Cell("，".join(told), COLOURS[state.light])


def _stages(stages: Sequence[StageState], year: int) -> Iterable[Cell]:
    """A line for each stage; neighbours that are alike, of a rhythm, together."""
    if len(stages) == 1 and not stages[0].late_days:
        return
    for run in wording.runs(stages):
        first, last = run[0], run[-1]
        if len(run) > 2:
            span = f"{wording.day(first.due, year)}至{wording.day(last.due, year)}"
            name = f"阶段{first.stage}至{last.stage}（{span}）"
        else:
            name = "、".join(
                f"阶段{s.stage}（{wording.day(s.due, year) if s.due else '无固定日期'}）" for s in run
            )
        text = f"{name} {wording.light_badge(first.light)} {wording.status(first.status)}"
        if len(run) == 1:
            text += f"，{wording.day(first.done_on, year)}完成" if first.done_on else ""
            text += f"，逾期完成（晚{first.late_days}天）" if first.late_days else ""
            text += f"，逾期{first.overdue_days}天" if first.overdue_days else ""
        elif first.overdue_days:
            text += f"，最早的逾期{first.overdue_days}天"
        yield Cell(text, COLOURS[first.light])


def _measures(measures: Sequence[MeasureReport]) -> None:
    """A line for each; how most of them stand is said once."""
    if not measures:
        return
    standing = [_standing(m.state) for m in measures]
    [(most, count)] = Counter(standing).most_common(1)
    usual = most if count > max(len(measures) // 2, 1) else ""
    except_ = "" if count == len(measures) else "除注明的外，"
    heading(f"要点（{except_}均为{usual}）" if usual else "要点")
    for m, stands in zip(measures, standing, strict=True):
        own = f"（{m.measure.deadline.text}）" if m.measure.own_deadline else ""
        target = f"（{wording.towards(m)}）" if m.measure.target else ""
        told = "" if stands == usual else f"：{stands}"
        units = f"；责任单位：{wording.one_line(m.measure.units)}" if m.measure.units else ""
        after = f"{own}{target}{told}{units}"
        title = wording.unended(m.item.title) if after else m.item.title
        write(Cell(f"{m.item.id} {title}{after}", COLOURS[m.state.status]), indent=2)


def _standing(state: ItemState, reached: bool = False) -> str:
    """推进中 50.0%，逾期3天; without a percent where nothing has begun."""
    status, *beside = wording.condition(state, reached).splitlines()
    figure = wording.progress(state, reached).replace("—", "")
    return "，".join([f"{status} {figure}".rstrip(), *beside])


def _columns(plan: Plan, report: ItemReport) -> None:
    """Who stands how; those who stand alike in one line, so that every name stands there once."""
    inside = _inside(report)
    reports = inside.reports if inside else report.report.reports
    counted = f"（{wording.reported(reports, missing=False)}）" if reports else ""
    heading(f"各单位进度{counted}")
    phrases = [leaf.units for leaf in report.item.leaves()]
    groups = "、".join(dict.fromkeys(g for phrase in phrases for g in collective_groups(plan, phrase)))
    alike: dict[tuple[str, str], dict[str, bool]] = {}
    for c in report.columns:
        target, count = report.item.target, c.count
        reached = bool(target and target.per_unit and target.is_reached(count))
        said = _standing(c.shown, reached and c.shown.status not in CLOSED)
        said += f"，累计{count}{target.unit}" if target and count is not None else ""
        if reports and c.party in reports.asked and not c.state.awaiting:
            said += "，未报"
        whose = wording.party(c.party, f"{wording.WHOLE}（{groups or '未点名'}）")
        rest = "；没有报送的按整体进展统计" if c.partly else ""
        whose += f"（报送，不代表全体{rest}）" if c.beside else ""
        alike.setdefault((said, c.shown.status), {})[whose] = c.beside
    for (said, status), names in alike.items():
        each = [
            name for name, beside in names.items() if not beside
        ]  # the others are of the whole, or no party
        many = f"（{_how_many(each or [*names])}）" if len(names) > 3 else ""
        write(Cell(f"{said}{many}：{'、'.join(names)}", COLOURS[status]), indent=2)
