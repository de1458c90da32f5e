"""The smallest things that can be done: one leaf item × one of its stages × one responsible party.

A party is a unit's full name, or None for “the whole” (全体).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.ledger.events import Envelope, Target
from anquan_cli.tasklist.plan import Measure, Plan, Row, UnitPhrase, parties, phrase_of
from anquan_cli.vocabulary import Status


class Slot(NamedTuple):
    """A leaf item at one of its stages; its cells differ by party only."""

    leaf: str
    stage: int


class Cell(NamedTuple):
    """What one party has done of a leaf item by one stage, and which event says so."""

    slot: Slot
    party: str | None
    status: Status
    percent: float  # 0 … 100; meaningless for na
    done_on: date | None  # day of work on which it was closed
    event: Envelope | None


def slots_of(plan: Plan, target: Target, unit: str | None) -> Iterator[Slot]:
    """The slots that a mark covers; a stage of a row covers what belongs to it. Unknown ids cover nothing.

    A unit's mark of a row covers what the unit answers for there, not the measures of others.
    """
    found = plan.measure(target.id)
    if found:
        row, measure = found
        yield from (slot for slot, _, _ in slots_under(row, measure) if target.stage in (None, slot.stage))
    for row in plan.rows_of(target.id):
        under = [slot for slot, _, belongs in slots_under(row, None) if target.stage in (None, belongs)]
        own = assigned_leaves(row, unit) if unit is not None else frozenset()
        yield from [slot for slot in under if slot.leaf in own] or under


def slots_under(row: Row, measure: Measure | None) -> Iterator[tuple[Slot, Measure | None, int]]:
    """Slots of a measure or of a whole row, each with its measure and the stage of the row it belongs to."""
    if measure is None:
        for number in row.own_stages:
            yield Slot(row.id, number), None, number
    for leaf in (measure,) if measure else row.measures:
        for stage in leaf.stages:
            yield Slot(leaf.id, stage.number), leaf, stage.belongs


def phrases_under(row: Row, measure: Measure | None, stage: int | None = None) -> tuple[UnitPhrase, ...]:
    """The unit phrases that the parties of an item's cells come from, each once; of one stage, or of all."""
    if measure:
        return (phrase_of(row, measure),)
    under = (leaf for _, leaf, belongs in slots_under(row, None) if stage in (None, belongs))
    return tuple(dict.fromkeys(phrase_of(row, leaf) for leaf in under))


def assigned_leaves(row: Row, unit: str | None) -> frozenset[str]:
    """The leaf items of a row that a unit answers for: its column, else what the whole has to do, else all."""
    named = any(p.name == unit for p in row.units.named)
    leaves = [
        (slot.leaf, parties(row, leaf), bool(leaf and leaf.units)) for slot, leaf, _ in slots_under(row, None)
    ]
    mine = {leaf for leaf, whose, own in leaves if unit in whose or (None in whose and not (named and own))}
    return frozenset(mine or (leaf for leaf, _, _ in leaves))


def status_of(cells: Sequence[Cell]) -> Status:
    """The one word for a set of cells; where there are none, nothing has to be done."""
    applicable = {c.status for c in cells} - {"na"}
    if not applicable:
        return "na"
    if applicable <= {"done", "verified"}:
        return "done" if "done" in applicable else "verified"
    if applicable - {"done", "verified"} == {"paused"}:
        return "paused"
    return "todo" if applicable == {"todo"} else "doing"


def percent_of(cells: Sequence[Cell]) -> float | None:
    """Mean over the applicable cells, one decimal, rounded down; 100.0 exactly when all are done."""
    counted = [c.percent for c in cells if c.status != "na"]
    if not counted:
        return None
    return int(sum(counted) * 10 / len(counted) + 1e-9) / 10
