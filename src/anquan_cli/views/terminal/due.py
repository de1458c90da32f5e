"""Stages that fall due, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from anquan_cli.documents import wording
from anquan_cli.progress import CLOSED
from anquan_cli.queries.due import Due, DueReport, whole_name
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.terminal.layout import COLOURS, Cell, Column, Value, block, is_narrow, table, write

_LEAST = 68  # columns of a terminal that these tables take
Group = Sequence[DueReport]  # stages of one item that are shown as one


def show(report: Due) -> None:
    """A table by date, or a list where there is no room."""
    plan, unit, stages = report
    if not stages:
        write("没有符合条件的到期事项。")
        return
    groups = wording.together(stages)
    if is_narrow(_LEAST):
        _blocks(groups, plan)
    else:
        columns = [
            Column("到期"), Column("剩余"), Column("编号"), Column("事项", 5, 20), Column("责任单位", 3, 12),
            Column("状态"), Column("亮灯"),
        ]  # fmt: skip
        table(columns, [_line(g, plan) for g in groups])
    write(f"{unit + '：' if unit else ''}共{len(stages)}个到期节点。")


def show_briefly(plan: Plan, stages: Sequence[DueReport]) -> None:
    """A line for each, as part of a page."""
    groups = wording.together(stages)
    if not groups:
        write("没有。")
    elif is_narrow(_LEAST):
        _blocks(groups, plan)
    else:
        columns = [*[Column("")] * 3, Column("", 3, 20, one_line=True), Column("", 3, 14, one_line=True)]
        table(columns, [_short_line(g, plan) for g in groups], header=False)


def label(group: Group, year: int) -> str:
    """The measure's text, or the row's title; with the stage where there are several."""
    title, stages = wording.unended(group[0].item.title), wording.stages_of(group, year)
    return f"{title}（{stages.replace('（', '，').rstrip('）')}）" if stages else title


def _line(group: Group, plan: Plan) -> list[Value]:
    first, shown = group[0], group[0].effective_state
    return [
        str(shown.due),
        left(first),
        first.id,
        label(group, plan.year),
        _whose(first, plan, 3),
        Cell(wording.status(shown.of_date), COLOURS["red" if shown.overdue_days else shown.of_date]),
        Cell(wording.light_badge(shown.light), COLOURS[shown.light]),
    ]


def _short_line(group: Group, plan: Plan) -> list[Value]:
    first, shown = group[0], group[0].effective_state
    return [
        wording.day(shown.due, plan.year),
        Cell(left(first), COLOURS[shown.light]),
        first.id,
        label(group, plan.year),
        _whose(first, plan, 2),
    ]


def _whose(r: DueReport, plan: Plan, most: int) -> str:
    """Whose it is; of what is overdue, who is late and who has not reported."""
    if r.own or not r.stage.overdue_days:
        return wording.brief(r.item.units, plan.register)
    short = {u.name: u.short[0] for u in plan.register.units if u.short}
    late = [short.get(p, p) for p in r.late if isinstance(p, str)]
    whole = [whole_name(plan, r.item.leaves())] * (len(late) < len(r.late))
    told = [f"逾期：{wording.parties(late, whole, most)}"] if r.late else []
    who = [short.get(u, u) for u in r.awaiting] if len(r.awaiting) == 1 else [f"{len(r.awaiting)}家"]
    told += [f"{who[0]}未报送"] if r.awaiting else []
    return "；".join(told)


def left(r: DueReport) -> str:
    """逾期3天, 还有5天; — of what is closed, or past its day but paused or not known to be concerned."""
    shown = r.effective_state
    if r.days_left is None or shown.of_date in CLOSED:
        return "—"
    if shown.overdue_days is None and r.days_left < 0:
        return "未报送" if r.own and shown.is_due else "—"
    return wording.left(r.days_left)


def _blocks(groups: Sequence[Group], plan: Plan) -> None:
    for group in groups:
        first, shown = group[0], group[0].effective_state
        block(
            Cell(f"{shown.due} {left(first)}", "bold"),
            [
                f"{first.id} {label(group, plan.year)}",
                _whose(first, plan, 8),
                Cell(
                    f"{wording.light_badge(shown.light)} {wording.status(shown.of_date)}",
                    COLOURS[shown.light],
                ),
            ],
        )
