"""One item in full: who, by when, how far, and why the figure is what it is."""

from __future__ import annotations

from typing import NamedTuple

from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import order, taken_back
from anquan_cli.progress import WHOLE, Cell, ItemState, Progress
from anquan_cli.queries.rows import RowReport, with_measures
from anquan_cli.tasklist.plan import Measure, Plan, Row, parties


class UnitColumn(NamedTuple):
    """One unit's share of an item: a party's column, or what a unit reports beside the cells."""

    unit: str | None  # None: the whole (全体)
    state: ItemState
    beside: bool


class ItemReport(NamedTuple):
    """One item in full; for a task with parts there is one such report for each part."""

    row: Row
    measure: Measure | None
    report: RowReport
    columns: tuple[UnitColumn, ...]
    cells: tuple[Cell, ...]
    history: tuple[Envelope, ...]  # with what was taken back
    undone: frozenset[str]  # event ids that no longer count
    ignored: dict[str, tuple[str, ...]]  # event id → items of this one that bore another title then


def item(progress: Progress, row: Row, measure: Measure | None) -> ItemReport:
    """Everything that is known of a row or a measure."""
    ids = {measure.id} if measure else {row.id, str(row.number), *(m.id for m in row.measures)}
    if measure:  # what was said of the row reaches its measures
        ids |= {row.id, str(row.number)}
    history = [e for e in sorted(progress.events, key=order) if any(t.id in ids for t in e.targets)]
    beside = list(progress.reports_by_others(row, measure))
    named = dict.fromkeys(
        p for m in ([measure] if measure else [None, *row.measures]) for p in parties(row, m)
    )
    cells = progress.cells(row, measure)
    present = {c.party for c in cells}
    columns = [
        UnitColumn(p, column(progress, row, measure, p), False) for p in named if p in present
    ]  # a party that every measure replaces has no column
    columns += [
        UnitColumn(u, column(progress, row, measure, u), True)
        for u in dict.fromkeys(c.party for c in beside)
        if u not in present
    ]
    whole = RowReport(row, progress.row(row), None, None, None, 0, ())
    return ItemReport(
        row=row,
        measure=measure,
        report=with_measures(progress, whole),
        columns=tuple(columns),
        cells=tuple(cells),
        history=tuple(history),
        undone=frozenset(taken_back(progress.events)),
        ignored=_ignored(progress, ids),
    )


class Items(NamedTuple):
    """What `show` answers: an item, or the parts of a task that has parts."""

    plan: Plan
    id: str
    reports: tuple[ItemReport, ...]
    of_task: bool


def shown(progress: Progress, ident: str) -> Items:
    """Everything that is known of what an id of the list names."""
    plan = progress.plan
    measure = plan.measure(ident)
    wanted = [measure] if measure else [(row, None) for row in plan.rows_of(ident)]
    reports = tuple(item(progress, row, m) for row, m in wanted)
    return Items(plan, ident, reports, of_task=not measure and plan.rows_of(ident)[0].id != ident)


def _ignored(progress: Progress, ids: set[str]) -> dict[str, tuple[str, ...]]:
    """Entries that do not count for these items, because the list was renumbered."""
    found = {e: tuple(i for i in items if i in ids) for e, items in progress.renamed.items()}
    return {e: items for e, items in found.items() if items}


class RemovedReport(NamedTuple):
    """An item that the list has no more and the ledger knows."""

    plan: Plan
    id: str
    title: str  # as last recorded
    history: tuple[Envelope, ...]  # of it and of what was under it
    undone: frozenset[str]


def removed(progress: Progress, ident: str) -> RemovedReport | None:
    """What the ledger knows of an item that the list does not have; None when that is nothing."""
    found = [
        e
        for e in sorted(progress.events, key=order)
        if any(t.id == ident or t.id.startswith(f"{ident}.") for t in e.targets)
    ]
    if not found:
        return None
    title = next((e.titles[ident] for e in reversed(found) if ident in e.titles), "")
    return RemovedReport(progress.plan, ident, title, tuple(found), frozenset(taken_back(progress.events)))


def column(progress: Progress, row: Row, measure: Measure | None, party: str | None) -> ItemState:
    """One party's own state of an item; None stands for the whole."""
    return progress.item(row, measure, WHOLE if party is None else party)
