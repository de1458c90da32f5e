"""Entries for the tests, written flat: one call makes a draft or an event of any kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anquan_cli.ledger.events import Details, Draft, Event, Mark, Note, Slot, Target, Undo, Unknown
from anquan_cli.party import OFFICE, Unit


def event(
    op: str,
    targets: tuple[Target, ...] = (),
    *,
    unit: str | None = None,
    status: Any = None,
    percent: int | None = None,
    count: int | None = None,
    reopen: tuple[str, ...] | None = None,
    note: str = "",
    problem: str = "",
    next: str = "",
    expected: str | None = None,
    evidence: tuple[str, ...] = (),
    on: str | None = None,
    titles: Mapping[str, str] | None = None,
    undoes: str | None = None,
    slots: Mapping[Target, Slot] | None = None,
) -> Event:
    """An event of the kind that `op` names, with these fields; those that the kind has not are left out."""
    author = OFFICE if unit is None else Unit(unit)
    details = Details(note, problem, next, expected, evidence)
    if op == "mark":
        return Mark(targets, author, status, percent, count, reopen, details, on, titles or {}, slots or {})
    if op == "note":
        return Note(targets, author, details, on, titles or {})
    if op == "undo":
        return Undo(targets, author, undoes or "", on, titles or {}, details)
    return Unknown(op, targets, details)


def draft_of(by: str, op: str, targets: tuple[Target, ...] = (), **fields: Any) -> Draft:
    """What somebody wants recorded."""
    return Draft(by, event(op, targets, **fields))
