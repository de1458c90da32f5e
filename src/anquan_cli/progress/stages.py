"""What a mark covers: which stage, whose cells, and what it changes; pure."""

from __future__ import annotations

from typing import NamedTuple

from anquan_cli.errors import UsageError
from anquan_cli.ledger.events import Target
from anquan_cli.progress.progress import CLOSED, ItemState, Progress
from anquan_cli.tasklist.assignment import basis
from anquan_cli.tasklist.plan import Measure, Plan, Row, parties, phrase_of
from anquan_cli.vocabulary import Status


class Change(NamedTuple):
    """What an event does to one stage of one item."""

    id: str
    stage: int
    unit: str | None
    before: Status
    after: Status


class Remaining(NamedTuple):
    """A stage that is still open after an event."""

    id: str
    stage: int
    due: str | None


def item_of(plan: Plan, ident: str) -> tuple[Row, Measure | None]:
    """The row, or the row and the measure, that an id of the list names."""
    found = plan.measure(ident)
    return found if found else (plan.rows_of(ident)[0], None)


def own_state(progress: Progress, ident: str, unit: str | None) -> ItemState:
    """An item's state, or a unit's own."""
    return progress.item(*item_of(progress.plan, ident), unit)


def check_unit(plan: Plan, ident: str, unit: str) -> None:
    """Raises UsageError when the item does not concern the unit at all, naming whom it concerns."""
    row, measure = item_of(plan, ident)
    items = [measure] if measure else [None, *row.measures]
    if basis(plan, row, unit) or any(unit in parties(row, m) for m in items):
        return
    raise UsageError(f"第{ident}项与{unit}无关，未作记录", f"责任单位：{phrase_of(row, measure).text}")


def choose(
    progress: Progress, ident: str, status: str, unit: str | None, stage: int | None, all_stages: bool
) -> Target:
    """The target that a mark of an item comes to; raises UsageError when no stage fits.

    The rule: done and na take the earliest open stage; doing and paused likewise, and reopen the latest
    closed one if none is open; verified the earliest done one; todo the latest that is not todo.
    """
    states = own_state(progress, ident, unit).stages
    count = len(states)
    if stage is not None:
        if not 1 <= stage <= count:
            have = f"阶段从 1 到 {count}" if count > 1 else "这一项不分阶段，不必写 --stage"
            raise UsageError(
                f"第{ident}项没有阶段{stage}，未作记录", f"{have}，可用 anquan show {ident} 查看"
            )
        return Target(ident, stage if count > 1 else None)
    if count == 1 or all_stages:
        return Target(ident, None)
    row, measure = item_of(progress.plan, ident)
    if measure is None:  # a stage may hold nothing but other units' measures
        own = {belongs for _, belongs in progress.cells_by_row_stage(row, None, unit)}
        states = tuple(s for s in states if s.stage in own)
    opened = [s.stage for s in states if s.status not in CLOSED]
    closed = [s.stage for s in states if s.status in CLOSED]
    done = [s.stage for s in states if s.status == "done"]
    begun = [s.stage for s in states if s.status != "todo"]
    candidates, why = {
        "done": (opened, "各阶段均已办结"),
        "na": (opened, "各阶段均已办结"),
        "doing": (opened or closed[-1:], ""),
        "paused": (opened or closed[-1:], ""),
        "verified": (done, "没有已完成、待销号的阶段"),
        "todo": (begun[::-1], "各阶段都未启动"),
    }[status]
    if not candidates:
        raise UsageError(f"第{ident}项{why}，未作记录", "要指定阶段请加 --stage N，全部阶段请加 --all-stages")
    return Target(ident, candidates[0])


def changes(before: Progress, after: Progress, targets: list[Target], unit: str | None) -> list[Change]:
    """One change for each target and stage, by what the stage's status was and has become."""
    found: list[Change] = []
    for target in targets:
        old, new = (own_state(p, target.id, unit) for p in (before, after))
        found += [
            Change(target.id, a.stage, unit, a.status, b.status)
            for a, b in zip(old.stages, new.stages, strict=True)
            if target.stage in (None, a.stage)
        ]
    return found


def remaining(progress: Progress, targets: list[Target], unit: str | None) -> list[Remaining]:
    """The stages of the targets' items that are open."""
    return [
        Remaining(ident, s.stage, s.due.isoformat() if s.due else None)
        for ident in dict.fromkeys(t.id for t in targets)
        for s in own_state(progress, ident, unit).stages
        if s.status not in CLOSED
    ]
