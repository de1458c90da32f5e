"""The rows of the list on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from anquan_cli.documents import wording
from anquan_cli.progress import ItemState
from anquan_cli.queries.rows import Query, RowReport, Rows
from anquan_cli.tasklist.plan import Register
from anquan_cli.views.terminal.layout import COLOURS, Cell, Column, Value, block, is_narrow, table, write


def show(report: Rows) -> None:
    """A table, or a list where there is no room; says how many rows there are."""
    reports, query, register = report.rows, report.query, report.plan.register
    if not reports:
        write("没有符合条件的任务。")
        return
    if is_narrow():
        for r in reports:
            _narrow(r, query, register)
    else:
        extra = [Column("要点", right=True)] if query.sectors else []
        extra += [Column("依据")] if query.unit else []
        columns = [
            Column("编号"), Column("任务", 4, 20), *extra, Column("责任单位", 4, 12), Column("完成时限", 1, 8),
            Column("状态"), Column("进度", right=True), Column("亮灯"),
        ]  # fmt: skip
        table(columns, [line for r in reports for line in _lines(r, query, register)])
    write(_footer(reports, query.unit))


def _lines(report: RowReport, query: Query, register: Register) -> Iterable[list[Value]]:
    """A row's line, then those of its measures, each with what its row has not said."""
    row, why = report.row, report.assignment
    hits: list[Value] = [_hits(report)] if query.sectors else []
    hits += [wording.BASIS_WORDS[why.basis] if why else ""] if query.unit else []
    yield [
        row.id, report.item.title, *hits, wording.brief(row.units, register), row.deadline.text,
        *_standing(report.effective_state),
    ]  # fmt: skip
    for m in report.measures:
        target, own = wording.target(m.measure), m.measure.units
        yield [
            m.item.id, f"{wording.unended(m.item.title)}（{target}）" if target else m.item.title, *[""] * len(hits),
            wording.one_line(own) if own else "", m.measure.deadline.text if m.measure.own_deadline else "",
            *_standing(m.effective_state),
        ]  # fmt: skip


def _standing(shown: ItemState) -> tuple[Value, ...]:
    return (
        Cell(wording.condition(shown), COLOURS["red" if shown.overdue_days else shown.status]),
        wording.progress(shown),
        Cell(wording.light_badge(shown.light), COLOURS[shown.light]),
    )


def _hits(report: RowReport) -> str:
    return "本项" if report.sector == "part" else f"{report.matching_measures}条"


def _narrow(report: RowReport, query: Query, register: Register) -> None:
    shown = report.effective_state
    basis = f"{wording.BASIS_WORDS[report.assignment.basis]} · " if query.unit and report.assignment else ""
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
    closed = sum(1 for r in reports if r.effective_state.status in ("done", "verified"))
    late = sum(1 for r in reports if r.effective_state.overdue_days)
    whose = f"{unit}：" if unit else ""
    each = wording.each(tasks, len(reports))
    return f"{whose}共{wording.rows(tasks, len(reports))}，已办结{closed}{each}，逾期{late}{each}。"
