"""One item in full: who, by when, how far, and why the figure is what it is."""

from typing import NamedTuple

from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import order as order_of
from anquan_cli.ledger.undo import recorded, taken_back
from anquan_cli.party import Party, Unit
from anquan_cli.progress import CLOSED, Cell, ItemState, Progress, parties_of
from anquan_cli.queries.rows import RowReport, with_measures
from anquan_cli.tasklist.assignment import parties
from anquan_cli.tasklist.plan import Item, Plan, is_within


class Column(NamedTuple):
    """One party's share of an item: its cells, or what a unit reports beside them."""

    party: Party
    state: ItemState
    beside: bool
    count: int | None  # type: ignore[assignment]  # what it has counted towards a target
    shown: ItemState  # of what the others have closed for it: as it has reported itself
    partly: bool = False  # beside: with the whole's figures where it has reported nothing


class ItemReport(NamedTuple):
    """One item in full; for a task with parts there is one such report for each part."""

    item: Item
    report: RowReport
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    beside: tuple[Cell, ...]  # what units report that are no parties
    counts: frozenset[str]  # ids of the events whose count stands
    history: tuple[Envelope, ...]  # with what was taken back
    undone: frozenset[str]  # event ids that no longer count
    # event id → items of this one that bore another title then; of undone ones too
    ignored: dict[str, tuple[str, ...]]
    today: str  # ISO: the day that it is seen from
    stageless: frozenset[str]  # event ids whose stage of this item there is no more


class Items(NamedTuple):
    """What `show` answers: an item, or the parts of a task that has parts."""

    plan: Plan
    id: str
    reports: tuple[ItemReport, ...]
    of_task: bool


def shown(progress: Progress, ident: str) -> Items:
    """Everything that is known of what an id of the list names."""
    found = progress.plan.items_of(ident)
    return Items(progress.plan, ident, tuple(item(progress, i) for i in found), of_task=found[0].id != ident)


def item(progress: Progress, item: Item) -> ItemReport:
    """Everything that is known of a row or a measure."""
    # what was said of the row reaches its measures
    ids = {item.id, item.row.id, str(item.row.number), *(m.id for m in item.measures())}
    history = [e for e in sorted(progress.events, key=recorded) if any(t.id in ids for t in e.targets)]
    cells = progress.cells(item)
    present = parties_of(cells)
    order = {p: i for i, p in enumerate(parties(progress.plan, item.units))}
    columns = [
        Column(p, state := progress.item(item, p), False, _count(progress, item, p), state)
        for p in sorted(present, key=lambda p: order.get(p, len(order)))
    ]
    beside = progress.reports_by_others(item)
    columns += [
        _beside(progress, item, unit)
        for unit in parties_of(beside)
        if unit not in present and isinstance(unit, str)
    ]
    given = {count.given for leaf in item.leaves() for count in progress.counts(leaf)}
    row = Item(item.row)
    whole = RowReport(row, progress.item(row), None, None, None, 0, progress.reports(row))
    return ItemReport(
        item=item,
        report=with_measures(progress, whole),
        columns=tuple(columns),
        cells=tuple(cells),
        beside=tuple(beside),
        counts=frozenset(
            e.id for e in history if e.mark and e.mark.count is not None and order_of(e) in given
        ),
        history=tuple(history),
        undone=frozenset(taken_back(progress.events)),
        today=progress.today.isoformat(),
        ignored={
            e.id: found for e in history if (found := tuple(i for i in progress.misfits(e) if i in ids))
        },
        stageless=frozenset(
            e for e, targets in progress.orphaned.items() if any(t.id in ids for t in targets)
        ),
    )


def _beside(progress: Progress, item: Item, unit: Unit) -> Column:
    state = progress.item(item, unit)
    closed = state.status in CLOSED
    shown = progress.reported(item, unit) if closed else state
    partly = not closed and any(c.of_whole for c in progress.cells(item, unit))
    return Column(unit, state, True, _count(progress, item, unit), shown, partly)


def _count(progress: Progress, item: Item, party: Party) -> int | None:
    return progress.count(item, party) if item.target and isinstance(party, str) else None


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
        e for e in sorted(progress.events, key=recorded) if any(is_within(t.id, ident) for t in e.targets)
    ]
    if not found:
        return None
    title = next((e.titles[ident] for e in reversed(found) if ident in e.titles), "")
    return RemovedReport(progress.plan, ident, title, tuple(found), frozenset(taken_back(progress.events)))
