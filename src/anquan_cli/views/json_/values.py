"""Reports as plain values for `--json`: every field always there, null when empty (docs/schema)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from anquan_cli import settings
from anquan_cli.ledger.events import Undo
from anquan_cli.party import OFFICE
from anquan_cli.tasklist.plan import phrase_of

if TYPE_CHECKING:  # names of reports only: a pipe should start quickly
    from anquan_cli.ledger.events import Envelope
    from anquan_cli.progress import Cell, ItemState, StageState
    from anquan_cli.queries.bulletin import Bulletin
    from anquan_cli.queries.due import Due, DueReport
    from anquan_cli.queries.history import History
    from anquan_cli.queries.item import ItemReport, Items, RemovedReport, UnitColumn
    from anquan_cli.queries.listing import Listing
    from anquan_cli.queries.overview import Figures, SectorReport, Sectors, StatusReport, UnitReport, Units
    from anquan_cli.queries.rows import MeasureReport, RowReport, Rows
    from anquan_cli.settings import Settings
    from anquan_cli.tasklist.loader import CheckReport
    from anquan_cli.tasklist.plan import Plan, Schedule, UnitPhrase
    from anquan_cli.use_cases.record import Recorded


Value = dict[str, Any]
_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def text(value: Any) -> str:
    """One JSON document, readable, without a trailing newline; controls and marks of direction escaped."""
    plain = json.dumps(value, ensure_ascii=False, indent=1)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def iso(value: date | None) -> str | None:
    """2025-06-30, or null."""
    return value.isoformat() if value else None


def units(phrase: UnitPhrase) -> Value:
    """A unit phrase."""
    return {
        "text": phrase.text,
        "named": [{"name": p.name, "role": p.role} for p in phrase.named],
        "groups": [{"name": g.name, "role": g.role, "group": g.group} for g in phrase.groups],
    }


def schedule(value: Schedule) -> Value:
    """A deadline."""
    return {
        "text": value.text,
        "kind": value.kind,
        "start": iso(value.start),
        "dates": [d.isoformat() for d in value.dates],
    }


def stage(state: StageState) -> Value:
    """A stage as of today."""
    return {
        "stage": state.stage,
        "due": iso(state.due),
        "status": state.status,
        "light": state.light,
        "done_on": iso(state.done_on),
        "late_days": state.late_days,
    }


def row(plan: Plan, report: RowReport, unit: str | None, measures: bool = False) -> Value:
    """A row of `list`."""
    own, shown = report.own, report.effective_state
    lights = {s.stage: s.light for s in shown.stages}
    value: Value = {
        "id": report.row.id,
        "number": report.row.number,
        "category": {
            "number": plan.categories[report.row.category].number,
            "title": plan.categories[report.row.category].title,
        },
        "title": report.row.title,
        "sector": report.row.sector,
        "units": units(report.row.units),
        "deadline": schedule(report.row.deadline),
        "stages": [stage(s) | {"light": lights[s.stage]} for s in report.state.stages],
        "status": report.state.status,
        "percent": report.state.percent,
        "light": shown.light,
        "overdue_days": shown.overdue_days,
        "behind": shown.behind,
        "updated": iso(report.state.updated),
        "match": match(
            unit,
            report.basis,
            own.status if own else None,
            own.percent if own else None,
            report.sector,
            report.matching_measures if report.sector else None,
        ),
    }
    if measures:
        value["measures"] = [measure(m) for m in report.measures]
    return value


def rows(report: Rows) -> list[Value]:
    """What `list` answers."""
    return [row(report.plan, r, report.query.unit, report.with_measures) for r in report.rows]


def match(
    unit: str | None,
    why: Any,
    status: str | None,
    percent: float | None,
    sector: str | None,
    measures: int | None = None,
) -> Value:
    """Why something is there; `measures`: how many of a row are of the asked sector."""
    return {
        "unit": unit,
        "basis": why.basis if why else None,
        "role": why.role if why else None,
        "status": status,
        "percent": percent,
        "sector": sector,
        "measures": measures,
    }


def measure(report: MeasureReport) -> Value:
    """A measure of a row."""
    target = report.measure.target
    return {
        "id": report.measure.id,
        "text": report.measure.text,
        "deadline": schedule(report.measure.deadline),
        "target": {"count": target.count, "unit": target.unit, "per": "unit" if target.per_unit else None}
        if target
        else None,
        "count": report.counted,
        "sectors": list(report.measure.sectors),
        "units": units(report.measure.units) if report.measure.units else None,
        "remark": report.measure.remark or None,
        "stages": [stage(s) for s in report.state.stages],
        "status": report.state.status,
        "percent": report.state.percent,
        "light": report.state.light,
    }


def due(report: DueReport, unit: str | None) -> Value:
    """A row of `due`."""
    m, own = report.measure, report.own
    return {
        "id": report.id,
        "title": report.row.title,
        "text": m.text if m else None,
        "sector": report.row.sector,
        "stage": report.stage.stage,
        "due": iso(report.stage.due),
        "days_left": report.days_left,
        "status": report.stage.status,
        "light": report.effective_state.light,
        "units": units(phrase_of(report.row, m)),
        "deadline": schedule(m.deadline if m else report.row.deadline),
        "match": match(unit, report.basis, own.status if own else None, report.own_percent, report.sector),
    }


def due_list(report: Due) -> list[Value]:
    """What `due` answers."""
    return [due(d, report.unit) for d in report.stages]


def history(report: History) -> list[Value]:
    """What `log` answers."""
    return [event(e, report.undone) for e in report.events]


def event(e: Envelope, undone: Iterable[str] = ()) -> Value:
    """An event of `log`."""
    return {
        "seq": e.seq,
        "id": e.id,
        "ts": e.ts,
        "by": e.by,
        "op": e.op,
        "targets": [{"id": t.id, "stage": t.stage} for t in e.targets],
        "unit": None if e.author is OFFICE else e.author,
        "status": e.mark.status if e.mark else None,
        "percent": e.mark.percent if e.mark else None,
        "count": e.mark.count if e.mark else None,
        "note": e.details.note or None,
        "problem": e.details.problem or None,
        "next": e.details.next or None,
        "expected": e.details.expected,
        "evidence": list(e.details.evidence),
        "on": e.on,
        "titles": dict(e.titles),
        "undoes": e.event.undoes if isinstance(e.event, Undo) else None,
        "undone": e.id in set(undone),
    }


def recorded(report: Recorded) -> Value:
    """What `mark`, `note` and `undo` answer."""
    e = report.event
    return {
        "event": {"seq": e.seq, "id": e.id, "ts": e.ts, "by": e.by},
        "changed": [
            {"id": c.id, "stage": c.stage, "unit": c.unit, "from": c.before, "to": c.after}
            for c in report.changes
        ],
        "remaining": [{"id": r.id, "stage": r.stage, "due": r.due} for r in report.remaining],
    }


def figures(f: Figures) -> Value:
    """Totals over rows."""
    return {
        "total": f.total,
        "statuses": f.statuses,
        "overdue": f.overdue,
        "late": f.late,
        "behind": f.behind,
        "lights": f.lights,
        "percent": f.percent,
    }


def status(report: StatusReport) -> Value:
    """What `status` answers."""
    o = report.overview
    return {
        "list": _list(report.plan),
        "today": report.today.isoformat(),
        "head": report.head,
        "tasks": o.tasks,
        "rows": o.figures.total,
        "elapsed": o.elapsed,
        **figures(o.figures),
        "categories": [{"number": c.number, "title": c.title, **figures(c.figures)} for c in o.categories],
        "next": [due(d, None) for d in report.upcoming],
    }


def units_list(report: Units) -> list[Value]:
    """What `units` answers."""
    return [unit(u) for u in report.units]


def sectors_list(report: Sectors) -> list[Value]:
    """What `sectors` answers."""
    return [sector(s) for s in report.sectors]


def unit(u: UnitReport) -> Value:
    """A row of `units`."""
    return {
        "unit": u.unit,
        "short": u.short,
        "obligations": u.obligations,
        "done": u.done,
        "open": u.open,
        "overdue": u.overdue,
        "percent": u.percent,
        "last_report": iso(u.last_report),
        "contact": u.contact or None,
    }


def sector(s: SectorReport) -> Value:
    """A row of `sectors`."""
    return {
        "sector": s.sector,
        "aliases": list(s.aliases),
        "parts": [r.id for r in s.parts],
        "rows": s.rows,
        "measures": s.measures,
        "done": s.done,
        "overdue": s.overdue,
        "percent": s.percent,
    }


def item(plan: Plan, report: ItemReport) -> Value:
    """What `show` answers for one item."""
    value = row(plan, report.report, None, measures=report.measure is None)
    if report.measure:
        inside = next(m for m in report.report.measures if m.measure.id == report.measure.id)
        value = {**measure(inside), "row": value}
    return {
        **value,
        "content": report.row.content or None,
        "columns": [_column(c) for c in report.columns],
        "cells": [cell(c) for c in report.cells],
        "history": [event(e, report.undone) for e in report.history],
        "displaced": [e.id for e in report.history if e.id in report.ignored],
    }


def items(report: Items) -> Value:
    """What `show` answers: an item, or a task with its parts."""
    shown = [item(report.plan, r) for r in report.reports]
    title = report.reports[0].row.title
    return {"id": report.id, "title": title, "parts": shown} if report.of_task else shown[0]


def check(report: CheckReport) -> Value:
    """What `check` answers."""
    kinds = (("faults", report.faults), ("doubts", report.doubts), ("notes", report.notes))
    return {"file": str(report.path)} | {
        kind: [
            {"line": p.line, "place": p.where or None, "message": p.what, "hint": p.hint or None}
            for p in found
        ]
        for kind, found in kinds
    }


def where(report: Settings) -> Value:
    """What `where` answers: of each place its path and whether it is there, of the rest the value."""
    value: Value = {}
    for key, _, found, by in settings.shown(report):
        if key in settings.PLACES:
            value[key] = {"path": found or None, "by": by, "exists": bool(found) and os.path.lexists(found)}
        else:
            value[key] = {"value": found or None, "by": by}
    return value


def removed(report: RemovedReport) -> Value:
    """What `show` answers for an item that only the ledger knows."""
    return {
        "id": report.id,
        "title": report.title or None,
        "removed": True,
        "history": [event(e, report.undone) for e in report.history],
    }


def _column(c: UnitColumn) -> Value:
    state: ItemState = c.state
    return {
        "unit": c.unit,
        "beside": c.beside,
        "status": state.status,
        "percent": state.percent,
        "light": state.light,
        "stages": [stage(s) for s in state.stages],
    }


def cell(c: Cell) -> Value:
    """One cell: which event decided it."""
    return {
        "id": c.slot.leaf,
        "stage": c.slot.stage,
        "unit": c.party,
        "status": c.status,
        "percent": round(c.percent, 1) if c.status != "na" else None,
        "done_on": iso(c.done_on),
        "event": c.event.seq if c.event else None,
    }


# --- whole documents: the bulletin and the exported list --------------------------------------------


def listing(plan: Plan, report: Listing) -> bytes:
    """The list with its progress, as `export --format json` gives it."""
    value = {
        "list": _list(plan),
        "today": report.today.isoformat(),
        "unit": report.unit,
        "head": report.head,
        "rows": [row(plan, r, report.unit, measures=True) for r in report.rows],
        "latest": [{"id": i, "entry": event(e)} for i, e in report.entries.items()],
    }
    return (text(value) + "\n").encode()


def bulletin(plan: Plan, b: Bulletin) -> bytes:
    """The bulletin, as `summary --json` gives it."""
    value = {
        "list": _list(plan),
        "kind": b.kind,
        "number": b.number,
        "year": b.number_year,
        "period": {"since": b.period.since.isoformat(), "until": b.period.until.isoformat()},
        "as_of": b.as_of.isoformat(),
        "unit": b.unit,
        "head": b.head,
        "tasks": b.tasks,
        "elapsed": b.elapsed,
        "figures": figures(b.figures),
        "before": {"as_of": b.before_as_of.isoformat(), **figures(b.before)},
        "categories": [{"number": c.number, "title": c.title, **figures(c.figures)} for c in b.categories],
        "closed": [
            {"id": c.report.row.id, "title": c.report.row.title, "sector": c.report.row.sector,
             "done_on": iso(c.done_on), "late_days": c.late_days, "entry": event(c.entry) if c.entry else None}
            for c in b.closed
        ],
        "reported": [
            {"id": r.report.row.id, "title": r.report.row.title, "sector": r.report.row.sector,
             "entry": event(r.entry)}
            for r in b.reported
        ],
        "near": [due(d, b.unit) for d in b.due_within_7],
        "soon": [due(d, b.unit) for d in b.soon],
        "overdue": [
            {"party": c.party, "items": [
                {"days": i.days, "reason": i.reason or None, "promised": i.expected_on, "due": due(i.due, b.unit)}
                for i in c.items
            ]}
            for c in b.overdue
        ],
        "behind": [{"id": r.row.id, "title": r.row.title, "points": r.effective_state.behind} for r in b.behind],
        "silent": list(b.not_reported),
        "rows": [row(plan, r, b.unit) for r in b.rows],
    }  # fmt: skip
    return (text(value) + "\n").encode()


def _list(plan: Plan) -> Value:
    return {"id": plan.id, "title": plan.title, "year": plan.year}
