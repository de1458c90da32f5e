"""Stages that fall due, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from anquan_cli.documents import wording
from anquan_cli.progress import CLOSED
from anquan_cli.queries.due import Due, DueReport
from anquan_cli.tasklist.plan import Plan, Register
from anquan_cli.views.terminal.layout import COLOURS, Cell, Column, Value, block, is_narrow, table, write


def show_report(report: Due) -> None:
    """What `due` answers."""
    show(report.plan, report.stages, report.unit)


def show(plan: Plan, reports: Sequence[DueReport], unit: str | None) -> None:
    """A table by date, or a list where there is no room."""
    if not reports:
        write("没有符合条件的到期事项。")
        return
    if is_narrow():
        for report in reports:
            _narrow(report, plan.register)
    else:
        columns = [
            Column("到期"), Column("剩余"), Column("编号"), Column("事项", 5, 12), Column("责任单位", 3, 10),
            Column("状态"), Column("亮灯"),
        ]  # fmt: skip
        table(columns, [_line(r, plan.register) for r in reports])
    write(f"{unit + '：' if unit else ''}共{len(reports)}个到期节点。")


def label(report: DueReport) -> str:
    """The measure's text, or the row's title; with the stage where there are several."""
    staged = len(report.item.stages) > 1
    return f"{report.item.title}（阶段{report.stage.stage}）" if staged else report.item.title


def _line(r: DueReport, register: Register) -> list[Value]:
    shown = r.effective_state
    return [
        str(shown.due),
        _left(r),
        r.id,
        label(r),
        _whose(r, register),
        Cell(wording.status(shown.status), COLOURS["red" if shown.overdue_days else shown.status]),
        Cell(wording.light_badge(shown.light), COLOURS[shown.light]),
    ]


def _whose(r: DueReport, register: Register) -> str:
    """Whose it is; of what is overdue, who is late and who has not reported, of several units."""
    if r.own or not r.stage.overdue_days or len(r.late) + len(r.awaiting) < 2:
        return wording.brief(r.item.units, register)
    short = {u.name: u.short[0] for u in register.units if u.short}
    late = [short.get(p, p) if isinstance(p, str) else wording.WHOLE for p in r.late]
    told = [f"逾期：{wording.shortened(late)}"] if late else []
    told += [f"尚未报送：{wording.shortened([short.get(u, u) for u in r.awaiting])}"] if r.awaiting else []
    return "；".join(told)


def _left(r: DueReport) -> str:
    closed = r.effective_state.status in CLOSED
    if r.days_left is None or closed or (r.effective_state.overdue_days is None and r.days_left < 0):
        return "—"  # closed; or past its day, but paused or not known to be concerned
    return wording.left(r.days_left)


def _narrow(r: DueReport, register: Register) -> None:
    shown = r.effective_state
    block(
        Cell(f"{shown.due} {_left(r)}", "bold"),
        [
            f"{r.id} {label(r)}",
            _whose(r, register),
            Cell(f"{wording.light_badge(shown.light)} {wording.status(shown.status)}", COLOURS[shown.light]),
        ],
    )
