"""Small lists and histories for the tests: a plan from a few lines of YAML, events one after another."""

from __future__ import annotations

from datetime import date
from functools import cache
from textwrap import indent
from typing import Any

from anquan_cli.ledger.events import Envelope, Event, Target
from anquan_cli.party import OFFICE, Unit
from anquan_cli.progress import ItemState, Progress, fold
from anquan_cli.tasklist import loader
from anquan_cli.tasklist.plan import Plan
from anquan_cli.tasklist.validate import validate
from anquan_cli.vocabulary import Status
from tests.entries import event

HEAD = """\
title: 某县2025年安全生产重点工作任务清单
year: 2025
units:
  - {name: 县水利局, groups: [县安委会成员单位]}
  - {name: 县林业局, groups: [县安委会成员单位]}
  - {name: 县公安局, groups: [县安委会成员单位]}
  - {name: 县教育局}
groups:
  - {name: 县安委会成员单位, phrases: [县安委会各成员单位]}
categories:
  - number: 一
    title: 甲类
    tasks:
"""


def plan_of(tasks: str, head: str = HEAD) -> Plan:
    """The plan of a list with these tasks."""
    plan, faults, _, _ = validate(head + indent(tasks, "      "))
    assert plan is not None, faults
    return plan


def one(units: str, deadline: str, *measures: str) -> Plan:
    """The plan of a list with task 1 alone; measures in YAML's flow style."""
    listed = "".join(f"\n    - {m}" for m in measures)
    return plan_of(
        f"- number: 1\n  title: 一件事\n  units: {units}\n  deadline: {deadline}\n"
        + (f"  measures:{listed}\n" if listed else "")
    )


@cache
def shipped() -> Plan:
    """The plan of the list that is shipped, compiled here and now."""
    plan = loader.check(loader.shipped()).plan
    assert plan is not None
    return plan


class Book:
    """A ledger in memory: every entry one second after the one before."""

    def __init__(self) -> None:
        self.events: list[Envelope] = []

    def _add(self, event: Event, by: str = "某") -> Envelope:
        seq = len(self.events) + 1
        ts = f"2025-01-01T00:{seq // 60:02}:{seq % 60:02}.000000Z"
        self.events.append(Envelope(seq, f"e{seq:04}", ts, by, event, wall=None, hash=""))
        return self.events[-1]

    def mark(self, item: str, status: str, unit: str | None = None, **more: Any) -> Envelope:
        """A mark of an item (`stage=`: of one stage of it), by a unit or by the office; it reopens what `reopen` names."""
        target = Target(item, more.pop("stage", None))
        given: dict[str, Any] = {"on": "2025-01-01", "reopen": ()} | more
        return self._add(event("mark", (target,), status=status, unit=unit, **given))

    def note(self, item: str, unit: str | None = None, by: str = "某", **more: Any) -> Envelope:
        """A remark."""
        given: dict[str, Any] = {"on": "2025-01-01"} | more
        return self._add(event("note", (Target(item, None),), unit=unit, **given), by)

    def undo(self, entry: Envelope) -> Envelope:
        """Takes an entry back."""
        unit = None if entry.author is OFFICE else entry.author
        return self._add(event("undo", entry.targets, undoes=entry.id, unit=unit))


def seen(plan: Plan, book: Book, today: str = "2025-01-01") -> Progress:
    """The progress that a book comes to as of a day."""
    return fold(plan, book.events, date.fromisoformat(today))


def row(
    plan: Plan, book: Book, today: str = "2025-01-01", item: str = "1", unit: str | None = None
) -> ItemState:
    """A row's state as of a day, of all or in a unit's column."""
    return _state(plan, book, plan.rows_of(item)[0].id, today, unit)


def measure(
    plan: Plan, book: Book, item: str, today: str = "2025-01-01", unit: str | None = None
) -> ItemState:
    """A measure's state as of a day, of all or in a unit's column."""
    return _state(plan, book, item, today, unit)


def brief(state: ItemState) -> tuple[Status, float | None]:
    """What a state comes to."""
    return state.status, state.percent


def _state(plan: Plan, book: Book, ident: str, today: str, unit: str | None) -> ItemState:
    found = plan.item(ident)
    assert found
    return seen(plan, book, today).item(found, Unit(unit) if unit else None)
