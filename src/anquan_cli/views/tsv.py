"""Reports for scripts: tab-separated rows without a header line, ISO dates, nothing cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from anquan_cli import settings
from anquan_cli.dates import local_day
from anquan_cli.errors import escape_controls
from anquan_cli.ledger.events import Undo
from anquan_cli.party import OFFICE

if TYPE_CHECKING:  # names of reports only: a pipe should start quickly
    from anquan_cli.ledger.events import Envelope
    from anquan_cli.queries.comparison import Comparison
    from anquan_cli.queries.due import Due, DueReport
    from anquan_cli.queries.history import History
    from anquan_cli.queries.item import Items, RemovedReport
    from anquan_cli.queries.overview import SectorReport, Sectors, StatusReport, UnitPage, UnitReport, Units
    from anquan_cli.queries.rows import MeasureReport, RowReport, Rows
    from anquan_cli.tasklist.loader import CheckReport
    from anquan_cli.tasklist.plan import Plan
    from anquan_cli.use_cases.import_list import ImportReport
    from anquan_cli.use_cases.record import Recorded


def line(*fields: object) -> str:
    """One row; a tab or line break inside a field is shown, never meant."""
    return "\t".join("" if f is None else escape_controls(str(f)) for f in fields)


def row(report: RowReport, unit: str | None) -> str:
    """id, title, sector, units, deadline, next due, status, percent, light (+ basis with a unit)."""
    r, shown = report.row, report.effective_state
    fields = [
        r.id, report.item.title_beside_sector, r.fields, r.units.text, r.deadline.text, shown.next_due, shown.status, shown.percent, shown.light,
    ]  # fmt: skip
    if unit:
        fields.append(report.assignment.basis if report.assignment else None)
    return line(*fields)


def measure(m: MeasureReport, unit: str | None) -> str:
    """A measure in the columns of its row, in the asked unit's own state where it concerns it."""
    state = m.effective_state
    return line(
        m.measure.id, m.measure.text, "、".join(m.measure.sectors), m.item.units.text, m.measure.deadline.text,
        state.next_due, state.status, state.percent, state.light, *([None] if unit else []),
    )  # fmt: skip


def rows(report: Rows) -> Iterator[str]:
    """The rows of `list`, each followed by its measures."""
    unit = report.query.unit
    for r in report.rows:
        yield row(r, unit)
        yield from (measure(m, unit) for m in r.measures)


def due_list(report: Due) -> Iterator[str]:
    """The rows of `due`."""
    return map(due, report.stages)


def due(d: DueReport) -> str:
    """due, days left, id, stage, text or title, units, status, light."""
    return line(
        d.stage.due,
        d.days_left,
        d.id,
        d.stage.stage,
        d.item.title_beside_sector,
        d.item.units.text,
        d.effective_state.status,
        d.effective_state.light,
    )


def event(plan: Plan, e: Envelope) -> str:
    """seq, day of work, by, op, targets, unit, status, percent, note."""
    targets = ",".join(f"{t.id}/{t.stage}" if t.stage else t.id for t in e.targets)
    return line(
        e.seq,
        e.on or local_day(e.recorded_at, plan.timezone),
        e.by,
        e.op,
        targets,
        None if e.author is OFFICE else e.author,
        e.mark and e.mark.status,
        e.mark and e.mark.percent,
        e.details.note,
    )


def history(report: History) -> Iterator[str]:
    """The rows of `log`: an entry; `undone` where it was taken back; its count; which number it takes back."""
    for e in report.events:
        undoes = report.numbers.get(e.event.undoes) if isinstance(e.event, Undo) else None
        counted = e.mark and e.mark.count
        yield f"{event(report.plan, e)}\t{line('undone' * (e.id in report.undone), counted, undoes)}"


def units_list(report: Units) -> Iterator[str]:
    """The rows of `units`."""
    return map(unit, report.units)


def unit_page(report: UnitPage) -> Iterator[str]:
    """The unit's row; then `late`, `awaiting`, `next` and `entry` rows."""
    yield unit(report.report)
    yield from ("late\t" + due(d) for d in report.late)
    yield from (line("awaiting", r.row.id, r.row.title, r.row.deadline.text) for r in report.awaiting)
    yield from ("next\t" + due(d) for d in report.next)
    yield from ("entry\t" + event(report.plan, e) for e in report.entries)


def sectors_list(report: Sectors) -> Iterator[str]:
    """The rows of `sectors`."""
    return map(sector, report.sectors)


def unit(u: UnitReport) -> str:
    """unit, rows by basis, done, open, overdue, awaiting, percent, last report."""
    f = u.figures
    return line(
        u.unit, *u.obligations.values(), f.closed, u.open, f.overdue, u.awaiting, f.percent, u.last_report
    )


def sector(s: SectorReport) -> str:
    """sector, parts, further rows, measures, done, overdue, percent."""
    parts, f = ",".join(r.id for r in s.parts), s.figures
    return line(s.sector, parts, s.rows, f.total, f.closed, f.overdue, f.percent)


def status(report: StatusReport) -> Iterator[str]:
    """One figure a row; then `category` rows (number, title, total, closed, overdue, percent) and `due` rows."""
    o = report.overview
    f = o.figures
    named: dict[str, object] = {
        "tasks": o.tasks, "rows": f.total, "percent": f.percent, "elapsed": o.elapsed, **{k: v for k, v in f.statuses.items()},
        "overdue": f.overdue, "late": f.late, "behind": f.behind, **{k: v for k, v in f.lights.items()},
    }  # fmt: skip
    yield from (line(name, value) for name, value in named.items())
    for c in o.categories:
        g = c.figures
        yield line("category", c.number, c.title, g.total, g.closed, g.overdue, g.percent)
    yield from ("due\t" + due(d) for d in report.upcoming)


# --- what is read as sentences in a pipe too ---------------------------------------------------------


def items(report: Items | RemovedReport) -> Iterator[str]:
    """As on a terminal: a page to read."""
    from anquan_cli.views.registry import view

    view(report).terminal(report)
    return iter(())


removed = items


def recorded(report: Recorded) -> Iterator[str]:
    """What was recorded and what it changed, in sentences."""
    from anquan_cli.views.sentences import recorded_sentences

    return (escape_controls(sentence) for sentence in recorded_sentences(report))


def check(report: CheckReport) -> Iterator[str]:
    """A line for each fault, doubt and note."""
    from anquan_cli.views.sentences import problem_sentences

    return (escape_controls(sentence) for sentence in problem_sentences(report))


def where(report: settings.Settings) -> Iterator[str]:
    """What it is, its value, what it was decided by."""
    for key, label, value, by in settings.shown(report):
        missing = "，尚不存在" if key in settings.PLACES and value and settings.is_absent(value) else ""
        yield line(label, value or settings.unset(key), f"{by}{missing}")


def imported(report: ImportReport) -> Iterator[str]:
    """The list file's text where none was written, so that it can be piped on; nothing where one was."""
    return iter(() if report.path else report.imported.text.splitlines())


def comparison(report: Comparison) -> Iterator[str]:
    """What, old id, new id, title, before, after."""
    for row in report.added:
        yield line("added", None, row.id, row.title, None, None)
    for row in report.removed:
        yield line("removed", row.id, None, row.title, None, None)
    for pair in report.changed:
        for change in pair.changes:
            yield line(change.kind, pair.old.id, pair.new.id, pair.new.title, change.old, change.new)
