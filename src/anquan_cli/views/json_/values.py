"""Reports as plain values for `--json`: every field always there, null when empty (docs/schema)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from anquan_cli import settings
from anquan_cli.ledger.events import Envelope, Undo
from anquan_cli.party import OFFICE, Party
from anquan_cli.progress import Cell, ItemState, Reports, StageState, rounded

if TYPE_CHECKING:  # names of reports only: a pipe should start quickly
    from anquan_cli.progress.stages import Change, Touched
    from anquan_cli.queries.bulletin import Bulletin, Reported
    from anquan_cli.queries.comparison import Comparison
    from anquan_cli.queries.due import Due, DueReport
    from anquan_cli.queries.history import History
    from anquan_cli.queries.item import Column, ItemReport, Items, RemovedReport
    from anquan_cli.queries.listing import Listing
    from anquan_cli.queries.overview import (
        Figures,
        SectorReport,
        Sectors,
        StatusReport,
        UnitPage,
        UnitReport,
        Units,
    )
    from anquan_cli.queries.rows import MeasureReport, RowReport, Rows
    from anquan_cli.tasklist.assignment import Assignment
    from anquan_cli.tasklist.loader import CheckReport
    from anquan_cli.tasklist.plan import Plan, Row, Schedule, UnitPhrase
    from anquan_cli.use_cases.import_list import ImportReport
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
    """A row of `list`; its own fields are the whole's, a unit's stand in `match`."""
    r, state = report.row, report.state
    category = plan.categories[r.category]
    value: Value = {
        "id": r.id,
        "number": r.number,
        "category": {"number": category.number, "title": category.title},
        "title": r.title,
        "sector": r.sector,
        "sectors": list(r.sectors),
        "part": r.part,
        "units": units(r.units),
        "leader": r.leader or None,
        "remark": r.remark or None,
        "deadline": schedule(r.deadline),
        **_state(state),
        "behind": state.behind,
        "parties": parties(report.reports),
        "match": match(unit, report.assignment, report.own, report.sector),
    }
    if measures:
        value["measures"] = [measure(m, unit) for m in report.measures]
    return value


def _state(state: ItemState) -> Value:
    return {
        "stages": [stage(s) for s in state.stages],
        "status": state.status,
        "percent": state.percent,
        "light": state.light,
        "overdue_days": state.overdue_days,
        "late_days": state.late_days,
        "updated": iso(state.updated),
    }


def parties(reports: Reports | None) -> Value | None:
    """Who has reported (已报3/16家，办结2家，未报：…); null with fewer than two units."""
    if reports is None:
        return None
    return {
        "total": len(reports.units),
        "reported": len(reports.reported),
        "closed": len(reports.closed),
        "missing": list(reports.missing),
    }


def rows(report: Rows) -> list[Value]:
    """What `list` answers."""
    return [row(report.plan, r, report.query.unit, report.with_measures) for r in report.rows]


def match(unit: str | None, why: Assignment | None, own: ItemState | None, sector: str | None) -> Value:
    """Why something is there, and the asked unit's own state."""
    return {
        "unit": unit,
        "basis": why.basis if why else None,
        "role": why.role if why else None,
        "measures": list(why.measures) if why else None if unit is None else [],
        "status": own.status if own else None,
        "percent": own.percent if own else None,
        "light": own.light if own else None,
        "overdue_days": own.overdue_days if own else None,
        "behind": own.behind if own else None,
        "updated": iso(own.updated) if own else None,
        "stages": [stage(s) for s in own.stages] if own else None,
        "awaiting": own.awaiting if own else None,
        "sector": sector,
    }


def measure(report: MeasureReport, unit: str | None = None) -> Value:
    """A measure of a row."""
    m, target = report.measure, report.measure.target
    value: Value = {
        "id": m.id,
        "text": m.text,
        "deadline": schedule(m.deadline),
        "target": {"count": target.count, "unit": target.unit, "per": "unit" if target.per_unit else None}
        if target
        else None,
        "count": report.counted,
        "at_target": report.at_target,
        "sectors": list(m.sectors),
        "units": units(m.units) if m.units else None,
        "remark": m.remark or None,
        **_state(report.state),
        "parties": parties(report.reports),
    }
    if unit:
        value["match"] = match(unit, None, report.own, None)
    return value


def due(report: DueReport, unit: str | None) -> Value:
    """A row of `due`; the asked unit's own state of the stage stands in `match`."""
    m, own = report.item.measure, report.own
    value: Value = {
        "id": report.id,
        "title": report.row.title,
        "text": m.text if m else None,
        "sector": report.row.sector,
        "sectors": list((m and m.sectors) or report.row.sectors),
        "stage": report.stage.stage,
        "due": iso(report.stage.due),
        "days_left": report.days_left,
        "status": report.stage.status,
        "light": report.stage.light,
        "overdue_days": report.stage.overdue_days,
        "late_days": report.stage.late_days,
        "late": [p for p in report.late if isinstance(p, str)],
        "awaiting": list(report.awaiting),
        "closed": list(report.closed),
        "exempt": list(report.exempt),
        "paused": list(report.paused),
        "units": units(report.item.units),
        "deadline": schedule(report.item.deadline),
        "match": match(unit, report.assignment, report.own_item, report.sector),
    }
    if own:
        value["match"] |= {
            "status": own.status,
            "light": own.light,
            "overdue_days": own.overdue_days,
            "stages": [stage(own)],
        }
    return value


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
        "wall": e.wall,
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
            {"id": c.id, "stage": c.stage, "unit": c.unit, **_moved(c), "count": list(c.count)}
            for c in report.changes
        ],
        "remaining": [
            {"id": r.id, "stage": r.stage, "due": r.due, "overdue_days": r.overdue_days} for r in report.remaining
        ],
        "touched": [
            {"id": c.id, "stage": c.stage, "unit": _party(t.party), **_moved(t)}
            for c in report.changes for t in c.touched
        ],
    }  # fmt: skip


def _moved(c: Change | Touched) -> Value:
    """What it was and has become."""
    old, new = c.before, c.after
    return {
        "from": old.status,
        "to": new.status,
        "percent": [old.percent, new.percent],
        "done_on": [iso(old.done_on), iso(new.done_on)],
        "late_days": [old.late_days, new.late_days],
    }


def figures(f: Figures) -> Value:
    """Totals over rows."""
    return {
        "total": f.total,
        "statuses": f.statuses,
        "overdue": f.overdue,
        "late": f.late,
        "behind": f.pace.behind,
        "pace": f.pace._asdict(),
        "lights": f.lights,
        "percent": f.percent,
    }


def status(report: StatusReport) -> Value:
    """What `status` answers."""
    o = report.overview
    return {
        "list": _list(report.plan),
        "today": report.today.isoformat(),
        "unit": o.unit,
        "head": report.head,
        "tasks": o.tasks,
        "rows": o.figures.total,
        "elapsed": o.elapsed,
        **figures(o.figures),
        "categories": [{"number": c.number, "title": c.title, **figures(c.figures)} for c in o.categories],
        "next": [due(d, o.unit) for d in report.upcoming],
    }


def units_list(report: Units) -> list[Value]:
    """What `units` answers."""
    return [unit(u) for u in report.units]


def unit_page(report: UnitPage) -> Value:
    """What `units U` answers."""
    name = report.report.unit
    return {
        **unit(report.report),
        "late": [due(d, name) for d in report.late],
        "to_report": [row(report.plan, r, name) for r in report.awaiting],
        "next": [due(d, name) for d in report.next],
        "entries": [event(e) for e in report.entries],
    }


def sectors_list(report: Sectors) -> list[Value]:
    """What `sectors` answers."""
    return [sector(s) for s in report.sectors]


def unit(u: UnitReport) -> Value:
    """A row of `units`."""
    return {
        "unit": u.unit,
        "short": u.short,
        "obligations": u.obligations,
        "done": u.figures.closed,
        "open": u.open,
        "overdue": u.figures.overdue,
        "overdue_by_clause": u.overdue_by_clause,
        "awaiting": u.awaiting,
        "percent": u.figures.percent,
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
        "measures": s.figures.total,
        "done": s.figures.closed,
        "overdue": s.figures.overdue,
        "percent": s.figures.percent,
    }


def item(plan: Plan, report: ItemReport) -> Value:
    """What `show` answers for one item."""
    measured = report.item.measure
    value = row(plan, report.report, None, measures=measured is None)
    if measured:
        inside = next(m for m in report.report.measures if m.measure.id == measured.id)
        value = {**measure(inside), "row": value}
    return {
        **value,
        "content": report.item.row.content or None,
        "columns": [_column(c) for c in report.columns],
        "cells": [cell(c, p) for c in report.cells for p in c.parties],
        "history": [event(e, report.undone) for e in report.history],
        "displaced": [e.id for e in report.history if e.id in report.ignored],
    }


def items(report: Items) -> Value:
    """What `show` answers: an item, or a task with its parts."""
    shown = [item(report.plan, r) for r in report.reports]
    title = report.reports[0].item.row.title
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


def where(report: settings.Settings) -> Value:
    """What `where` answers: of each place its path and whether it is there, of the rest the value."""
    return {
        key: {"path": found or None, "by": by, "exists": bool(found) and not settings.is_absent(found)}
        if key in settings.PLACES
        else {"value": found or None, "by": by}
        for key, _, found, by in settings.shown(report)
    }


def removed(report: RemovedReport) -> Value:
    """What `show` answers for an item that only the ledger knows."""
    return {
        "id": report.id,
        "title": report.title or None,
        "removed": True,
        "history": [event(e, report.undone) for e in report.history],
    }


def _column(c: Column) -> Value:
    return {"unit": _party(c.party), "beside": c.beside, "count": c.count, **_state(c.state)}


def _party(party: Party) -> str | None:
    """A unit's name; null for the whole."""
    return party if isinstance(party, str) else None


def cell(c: Cell, party: Party) -> Value:
    """One cell: which event decided it."""
    return {
        "id": c.leaf.id,
        "stage": c.stage.number,
        "unit": _party(party),
        "status": c.status,
        "percent": rounded(c.percent) if c.status != "na" else None,
        "done_on": iso(c.done_on),
        "event": c.event.seq if c.event else None,
        "percent_event": c.percent_by.seq if c.percent_by and c.status == "doing" else None,
        "done_event": c.done_by.seq if c.done_by else None,
    }


# --- whole documents: the bulletin and the exported list --------------------------------------------


def listing(plan: Plan, report: Listing) -> bytes:
    """The list with its progress, as `export --format json` gives it."""
    value = {
        "list": _list(plan),
        "today": report.as_of.isoformat(),
        "unit": report.unit,
        "head": report.head,
        "rows": [row(plan, r, report.unit, measures=True) for r in report.rows],
        "latest": _latest(report.entries),
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
            {**_named(c.report), "done_on": iso(c.done_on), "again": c.again, "short": [m.measure.id for m in c.report.measures if m.falls_short], "late_days": c.report.effective_state.late_days,
             "entry": event(c.told[-1]) if c.told else None, "entries": [event(e) for e in c.told]}
            for c in b.closed
        ],
        "reopened": [{**_named(r), "was": was} for r, was in b.reopened],
        "unstruck": [_named(r) for r, _ in b.unstruck],
        "reported": [_reported(r) for r in b.reported],
        "belated": [*map(_reported, b.belated), *({**_entry(None, e), "totals": []} for e in b.belated_gone)],
        "withdrawn": [{**_entry(w.report, w.entry), "undone_on": iso(w.undone)} for w in b.withdrawn],
        "restored": [{**_entry(w.report, w.entry), "restored_on": iso(w.undone)} for w in b.restored],
        "revised": [{**_named(r), "was": was, "status": r.effective_state.status} for r, was in b.revised],
        "uncounted": {"entries": b.uncounted[0], "ids": list(b.uncounted[1])},
        "mergers": [{"unit": m.unit, "former": list(m.former), "ids": list(m.items)} for m in b.mergers],
        "near": [due(d, b.unit) for d in b.due_within_7],
        "soon": [due(d, b.unit) for d in b.soon],
        "overdue": [
            {"party": c.party, "items": [
                {"days": i.days, **_said(i.reason, i.promises), "members": [
                    {"unit": unit, **_said(reason, promises)} for unit, reason, promises in i.members
                ], "done": list(i.done), "due": due(i.due, b.unit)}
                for i in c.items
            ]}
            for c in b.overdue
        ],
        "awaiting": [{"unit": unit, "items": [due(d, b.unit) for d in found]} for unit, found in b.awaiting],
        "unsaid": [r.row.id for r in b.unsaid],
        "behind": [{"id": r.row.id, "title": r.row.title, "points": r.effective_state.behind} for r in b.behind],
        "paused": [
            *({**_named(r), "items": [], "stages": [], "units": []} for r in b.rows if r.effective_state.status == "paused"),
            *({**_named(p.report), "items": [i.id for i in p.leaves], "stages": list(p.stages), "units": [*p.units, *p.groups]} for p in b.paused),
        ],
        "silent": list(b.not_reported),
        "reports": [iso(day) for day in b.reports],
        "rows": [row(plan, r, b.unit) for r in b.rows],
        "latest": _latest(b.entries),
    }  # fmt: skip
    return (text(value) + "\n").encode()


def _entry(report: RowReport | None, e: Envelope) -> Value:
    """An entry beside its row; beside the title that its item had, where that has no row any more."""
    ident = e.targets[0].id
    gone = {"id": ident, "title": e.titles.get(ident, ""), "sector": None}
    return {**(_named(report) if report else gone), "entry": event(e)}


def _reported(r: Reported) -> Value:
    """An entry, and what all have counted towards each target that it counts for."""
    return {
        **_entry(r.report, r.entry),
        "totals": [{"count": n, "unit": target.unit, "target": target.count} for n, target in r.counts],
    }


def _named(report: RowReport) -> Value:
    return {"id": report.row.id, "title": report.row.title, "sector": report.row.sector}


def _said(reason: str, promises: Sequence[str]) -> Value:
    """Why something is late, the day that was promised last, and all of them."""
    return {
        "reason": reason or None,
        "promised": promises[-1] if promises else None,
        "promises": list(promises),
    }


def _latest(entries: Mapping[str, Sequence[Envelope]]) -> list[Value]:
    return [{"id": i, "entry": event(found[-1])} for i, found in entries.items()]


def _list(plan: Plan) -> Value:
    letterhead = plan.letterhead
    return {
        "id": plan.id,
        "title": plan.title,
        "year": plan.year,
        "document": plan.document or None,
        "signed": plan.signed or None,
        "addressee": letterhead.addressee or None,
        "copies": letterhead.copies or None,
        "contact": letterhead.contact or None,
    }


def imported(report: ImportReport) -> Value:
    """What an import read, doubted, left out and wrote."""
    found, merged = report.imported, report.merged
    plan, standing = found.plan, found.plan.standing
    known = {u.name for u in plan.register.units}
    return {
        "files": list(report.files),
        "written": str(report.path) if report.path else None,
        "title": plan.title,
        "year": plan.year,
        "rows": [
            {
                "id": r.id,
                "number": r.number,
                "category": plan.categories[r.category].title,
                "title": r.title,
                "part": r.part or r.sector,
                "units": r.units.text,
                "deadline": r.deadline.text,
                "content": r.content,
                "measures": [m.text for m in r.measures],
                "leader": r.leader,
                "remark": r.remark,
                "place": found.places.get(r.id),
            }
            for r in plan.rows
        ],
        "standing": {"from": standing.start, "group": standing.group, "text": standing.text}
        if standing
        else None,
        "columns": [c._asdict() for c in found.columns],
        "deadlines": dict(found.deadlines),
        "units": sorted(known - set(found.new_units)),
        "new_units": list(found.new_units),
        "doubts": [
            {"place": d.where or None, "message": d.what, "hint": d.hint or None} for d in report.doubts
        ],
        "notes": list(found.said),
        "ignored": [
            {"place": o.where or None, "text": o.text, "reason": o.why or None} for o in found.omissions
        ],
        "merged": merged
        and {
            "taken": list(merged.taken),
            "added": list(merged.added),
            "dropped": list(merged.dropped),
            "kept": list(merged.kept),
            "conflicts": [c._asdict() for c in merged.conflicts],
        },
        "comparison": comparison(report.comparison) if report.comparison else None,
        "text": found.text,
    }


def comparison(report: Comparison) -> Value:
    """What differs between two lists."""

    def entries(row: Row, plan: Plan) -> int | None:
        found = report.entries if plan is report.old else report.counting
        return None if report.entries is None or found is None else len(found.get(row.id, ()))

    def brief(row: Row, plan: Plan) -> Value:
        return {
            "id": row.id,
            "title": row.title,
            "part": row.part or row.sector,
            "entries": entries(row, plan),
        }

    return {
        "old": {"title": report.old.title, "year": report.old.year, "rows": len(report.old.rows)},
        "new": {"title": report.new.title, "year": report.new.year, "rows": len(report.new.rows)},
        "added": [brief(r, report.new) for r in report.added],
        "removed": [brief(r, report.old) for r in report.removed],
        "changed": [
            {
                "old_id": p.old.id,
                "new_id": p.new.id,
                "title": p.new.title,
                "part": p.new.part or p.new.sector,
                "changes": [{"kind": c.kind, "old": c.old, "new": c.new} for c in p.changes],
                "entries": entries(p.old, report.old),
            }
            for p in report.changed
        ],
        "unchanged": len(report.pairs) - len(report.changed),
    }
