"""Reports for scripts: tab-separated rows without a header line, ISO dates, nothing cut."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from anquan_cli.dates import local_day
from anquan_cli.errors import escape_controls
from anquan_cli.progress import CLOSED
from anquan_cli.tasklist.plan import phrase_of

if TYPE_CHECKING:  # names of reports only: a pipe should start quickly
    from anquan_cli.ledger.events import Event
    from anquan_cli.queries.due import DueReport
    from anquan_cli.queries.overview import Overview, SectorReport, UnitReport
    from anquan_cli.queries.rows import MeasureReport, RowReport
    from anquan_cli.tasklist.plan import Plan


def line(*fields: object) -> str:
    """One row; a tab or line break inside a field is shown, never meant."""
    return "\t".join("" if f is None else escape_controls(str(f)) for f in fields)


def row(report: RowReport, unit: str | None) -> str:
    """id, title, sector, units, deadline, next due, status, percent, light (+ basis with a unit)."""
    r, shown = report.row, report.effective_state
    fields = [
        r.id, r.title, r.sector, r.units.text, r.deadline.text, report.next_due, shown.status, shown.percent, shown.light,
    ]  # fmt: skip
    if unit:
        fields.append(report.basis.basis if report.basis else None)
    return line(*fields)


def measure(m: MeasureReport, unit: str | None) -> str:
    """A measure in the columns of its row; the basis is the row's alone."""
    next_due = next((s.due for s in m.state.stages if s.status not in CLOSED), None)
    return line(
        m.measure.id, m.measure.text, "、".join(m.measure.sectors), phrase_of(m.row, m.measure).text, m.measure.deadline.text,
        next_due, m.state.status, m.state.percent, m.state.light, *([None] if unit else []),
    )  # fmt: skip


def due(d: DueReport) -> str:
    """due, days left, id, stage, text or title, units, status, light."""
    units = phrase_of(d.row, d.measure)
    text = d.measure.text if d.measure else d.row.title
    return line(
        d.stage.due,
        d.days_left,
        d.id,
        d.stage.stage,
        text,
        units.text,
        d.effective_state.status,
        d.effective_state.light,
    )


def event(plan: Plan, e: Event) -> str:
    """seq, day of work, by, op, targets, unit, status, percent, note."""
    targets = ",".join(f"{t.id}/{t.stage}" if t.stage else t.id for t in e.targets)
    return line(
        e.seq,
        e.on or local_day(e.ts, plan.timezone),
        e.by,
        e.op,
        targets,
        e.unit,
        e.status,
        e.percent,
        e.note,
    )


def unit(u: UnitReport) -> str:
    """unit, rows by basis, done, open, overdue, percent, last report."""
    return line(u.unit, *u.obligations.values(), u.done, u.open, u.overdue, u.percent, u.last_report)


def sector(s: SectorReport) -> str:
    """sector, parts, further rows, measures, done, overdue, percent."""
    parts = ",".join(r.id for r in s.parts)
    return line(s.sector, parts, s.rows, s.measures, s.done, s.overdue, s.percent)


def overview(o: Overview, upcoming: Iterable[DueReport]) -> list[str]:
    """One figure a row; then `category` rows (number, title, total, closed, overdue, percent) and `due` rows."""
    f = o.figures
    named = {
        "tasks": o.tasks, "rows": f.total, "percent": f.percent, "elapsed": o.elapsed, **f.statuses,
        "overdue": f.overdue, "late": f.late, "behind": f.behind, **f.lights,
    }  # fmt: skip
    found = [line(name, value) for name, value in named.items()]
    for c in o.categories:
        g = c.figures
        found.append(line("category", c.number, c.title, g.total, g.closed, g.overdue, g.percent))
    return [*found, *("due\t" + due(d) for d in upcoming)]


def lines(rows: Iterable[str]) -> str:
    """All rows as one text."""
    return "".join(f"{r}\n" for r in rows)
