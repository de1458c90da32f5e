"""The rows of the list on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from anquan_cli.documents import wording
from anquan_cli.queries.rows import MeasureReport, Query, RowReport, Rows
from anquan_cli.tasklist.plan import Register
from anquan_cli.views.terminal.layout import COLOURS, Cell, Column, Value, block, is_narrow, table, write


def show(report: Rows) -> None:
    """A table, or a list where there is no room; says how many rows there are."""
    reports, unit, query, plan = report.rows, report.query.unit, report.query, report.plan
    if not reports:
        write("没有符合条件的任务。")
        return
    if is_narrow():
        for r in reports:
            _narrow(r, unit, query, plan.register)
    else:
        table(
            _columns(unit, query), [line for r in reports for line in _lines(r, unit, query, plan.register)]
        )
    write(_footer(reports, unit))


def _columns(unit: str | None, query: Query) -> list[Column]:
    columns = [
        Column("编号"),
        Column("任务", 4, 20),
        Column("责任单位", 4, 12),
        Column("完成时限", 1, 8),
        Column("状态"),
        Column("进度", right=True),
        Column("亮灯"),
    ]
    if unit:
        columns.insert(2, Column("依据"))
    if query.sectors:
        columns.insert(2, Column("要点", right=True))
    return columns


def _lines(report: RowReport, unit: str | None, query: Query, register: Register) -> list[list[Value]]:
    shown = report.effective_state
    line: list[Value] = [
        report.row.id,
        report.item.title,
        wording.brief(report.row.units, register),
        report.row.deadline.text,
        Cell(wording.condition(shown), COLOURS["red" if shown.overdue_days else shown.status]),
        wording.progress(shown),
        Cell(wording.light_badge(shown.light), COLOURS[shown.light]),
    ]
    if unit:
        line.insert(2, wording.BASIS_WORDS[report.assignment.basis] if report.assignment else "")
    if query.sectors:
        line.insert(2, _hits(report))
    return [line, *(_measure(m, unit, query) for m in report.measures)]


def _measure(m: MeasureReport, unit: str | None, query: Query) -> list[Value]:
    target, shown = wording.target(m.measure), m.effective_state
    line: list[Value] = [
        m.item.id,
        f"{m.item.title}（{target}）" if target else m.item.title,
        wording.one_line(m.measure.units) if m.measure.units else "",
        m.measure.deadline.text if m.measure.own_deadline else "",
        Cell(wording.condition(shown), COLOURS["red" if shown.overdue_days else shown.status]),
        wording.progress(shown),
        Cell(wording.light_badge(shown.light), COLOURS[shown.light]),
    ]
    extra = (1 if unit else 0) + (1 if query.sectors else 0)
    return [*line[:2], *[""] * extra, *line[2:]]


def _hits(report: RowReport) -> str:
    return "本项" if report.sector == "part" else f"{report.matching_measures}条"


def _narrow(report: RowReport, unit: str | None, query: Query, register: Register) -> None:
    shown = report.effective_state
    basis = f"{wording.BASIS_WORDS[report.assignment.basis]} · " if unit and report.assignment else ""
    hits = f" · 要点：{_hits(report)}" if query.sectors else ""
    block(
        Cell(f"{report.row.id} {report.item.title}", "bold"),
        [
            wording.brief(report.row.units, register),
            f"{basis}时限：{report.row.deadline.text}{hits}",
            Cell(
                f"{wording.light_badge(shown.light)} {wording.condition(shown).replace(chr(10), '·')} {wording.progress(shown)}",
                COLOURS[shown.light],
            ),
        ],
    )
    for m in report.measures:
        write(f"{m.measure.id} {m.measure.text}（{wording.status(m.effective_state.status)}）", indent=2)


def _footer(reports: Sequence[RowReport], unit: str | None) -> str:
    tasks = len({r.row.number for r in reports})
    total = f"共{wording.rows(tasks, len(reports))}"
    closed = sum(1 for r in reports if r.effective_state.status in ("done", "verified"))
    late = sum(1 for r in reports if r.effective_state.overdue_days)
    whose = f"{unit}：" if unit else ""
    each = wording.each(tasks, len(reports))
    return f"{whose}{total}，已办结{closed}{each}，逾期{late}{each}。"
