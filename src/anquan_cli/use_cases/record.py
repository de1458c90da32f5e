"""Recording: marks, notes and undos; decided while nobody else can write, then appended in one write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.errors import UsageError
from anquan_cli.ledger.events import OPERATIONS, Details, Draft, Envelope, Mark, Note, Target, Undo, Unknown
from anquan_cli.ledger.store import Ledger
from anquan_cli.ledger.undo import order, taken_back
from anquan_cli.party import OFFICE, Author
from anquan_cli.progress import (
    Change,
    Progress,
    Remaining,
    changes,
    check_unit,
    choose,
    fold,
    item_of,
    phrases_under,
    remaining,
)
from anquan_cli.tasklist.plan import Plan
from anquan_cli.vocabulary import STATUS_WORDS, Status
from anquan_cli.workspace import Workspace


class Entry(NamedTuple):
    """One thing to record: values that have been read already, not words as typed."""

    items: tuple[str, ...]  # ids of the list: rows, parts, measures
    author: Author
    on: date  # day of work
    status: Status | None = None  # None: a note
    stage: int | None = None
    all_stages: bool = False
    percent: int | None = None  # 0–100
    count: int | None = None  # type: ignore[assignment]  # a running total
    details: Details = Details()


class Recorded(NamedTuple):
    """What was recorded, what it changed, and what is to be said beside it."""

    plan: Plan
    event: Envelope  # of several, the last
    affected: Envelope  # the event itself; for an undo, the one taken back or restored
    changes: list[Change]
    remaining: list[Remaining]
    closes: dict[tuple[str, ...], list[str]]  # parties that a mark without a unit speaks for → their items
    messages: tuple[str, ...]


def record(workspace: Workspace, entries: Sequence[Entry]) -> Recorded:
    """Records any number of entries, of several units: one read, one decision, one write; all or nothing.

    Raises UsageError (an item that is none of the unit's, no stage that fits, a missing reason, a day
    after today), and what the store raises.
    """
    for entry in entries:
        _check(workspace, entry)
    by = workspace.recorder

    def decide(ledger: Ledger) -> list[Draft]:
        before = fold(workspace.plan, ledger.events, workspace.today)
        return [Draft(by, _event(before, entry)) for entry in entries]

    return _append(workspace, decide)


def undo(workspace: Workspace, word: str | None) -> Recorded:
    """Takes an event back, by its number or id (default: the last mark or note still standing)."""
    by = workspace.recorder

    def decide(ledger: Ledger) -> list[Draft]:
        found = _undoable(ledger.events, word)
        return [Draft(by, Undo(found.targets, found.author, found.id, titles=found.titles))]

    return _append(workspace, decide)


def _check(workspace: Workspace, entry: Entry) -> None:
    if entry.stage is not None and entry.all_stages:
        raise UsageError("--stage 与 --all-stages 不能同时用", "请只写一个")
    if entry.status in ("na", "paused") and not entry.details.note.strip():
        raise UsageError(f"标记为{STATUS_WORDS[entry.status]}要说明理由，未作记录", "请加 --note 理由")
    if entry.percent is not None:
        if not 0 <= entry.percent <= 100:
            raise UsageError(f"百分比 {entry.percent} 超出范围，未作记录", "请写 0 到 100 的整数")
        if entry.status != "doing" and not (entry.status in ("done", "verified") and entry.percent == 100):
            raise UsageError("--percent 只用于推进中（doing）的事项，未作记录", "已完成的事项不必写百分比")
    if entry.count is not None and not 0 <= entry.count <= 1_000_000_000:
        raise UsageError(f"数量 {entry.count} 超出范围，未作记录", "请写累计数，0 或正整数")
    if entry.author is not OFFICE:
        for ident in entry.items:
            check_unit(workspace.plan, ident, entry.author)
    if entry.on > workspace.today:
        raise UsageError(
            f"办理日期 {entry.on} 晚于今天（{workspace.today}），未作记录", "预计完成的日子请用 --expected"
        )


def _event(before: Progress, entry: Entry) -> Mark | Note:
    unit = None if entry.author is OFFICE else entry.author
    plan, on = before.plan, entry.on.isoformat()
    if entry.status is None:
        targets = tuple(Target(i, None) for i in entry.items)
        return Note(targets, entry.author, entry.details, on, _titles(plan, targets))
    targets = tuple(choose(before, i, entry.status, unit, entry.stage, entry.all_stages) for i in entry.items)
    return Mark(
        targets, entry.author, entry.status, entry.percent, entry.count, None, entry.details, on,
        _titles(plan, targets),
    )  # fmt: skip


def _titles(plan: Plan, targets: Sequence[Target]) -> dict[str, str]:
    """The words beside the ids; beside a measure's also its row's: two tasks may have a measure in common."""
    rows = [item_of(plan, t.id)[0].id for t in targets if plan.measure(t.id)]
    return {i: plan.title_of(i) or "" for i in (*(t.id for t in targets), *rows)}


def _append(workspace: Workspace, decide: Callable[[Ledger], Sequence[Draft]]) -> Recorded:
    seen: list[Ledger] = []

    def watched(ledger: Ledger) -> Sequence[Draft]:
        seen[:] = [ledger]
        return decide(ledger)

    events = workspace.store.append(watched)
    event, plan = events[-1], workspace.plan
    before = fold(plan, seen[0].events, workspace.today)
    after = fold(plan, events, workspace.today, onto=before)
    known = [t for t in event.targets if plan.title_of(t.id) is not None]
    listed = [leaf for t in known for leaf in ([t._replace(id=r.id) for r in plan.rows_of(t.id)] or [t])]
    affected = event
    if isinstance(event.event, Undo):
        affected = next(e for e in seen[0].events if e.id == event.event.undoes)
    unit = None if event.author is OFFICE else event.author
    notices = (*seen[0].notices, *workspace.store.notices)
    return Recorded(
        plan,
        event,
        affected,
        changes(before, after, listed, unit) if _moves(affected, seen[0].events) else [],
        remaining(after, listed, unit),
        _closes(plan, event, listed),
        tuple(f"提示：{notice}" for notice in notices),
    )


def _closes(plan: Plan, event: Envelope, targets: list[Target]) -> dict[tuple[str, ...], list[str]]:
    """Whom a mark without a unit speaks for, of the items that have several parties."""
    found: dict[tuple[str, ...], list[str]] = {}
    if event.mark is None or event.author is not OFFICE:
        return found
    for target in targets:
        phrases = phrases_under(*item_of(plan, target.id), target.stage)
        named = [p.name for phrase in phrases for p in phrase.named]
        groups = [g.name for phrase in phrases for g in phrase.groups]
        whole = groups or ([] if all(phrase.named for phrase in phrases) else ["全体"])
        if len({*named}) + bool(whole) > 1:
            found.setdefault(tuple(dict.fromkeys((*named, *whole))), []).append(target.id)
    return found


def _moves(event: Envelope, events: Sequence[Envelope]) -> bool:
    """Whether an event, or the one that it takes back or restores, is a mark."""
    known = {e.id: e for e in events}
    while isinstance(event.event, Undo) and event.event.undoes in known:
        event = known.pop(event.event.undoes)  # each once: a forged ledger may have undos in a ring
    return event.mark is not None


def _undoable(events: Sequence[Envelope], word: str | None) -> Envelope:
    from anquan_cli.dates import normalize_width
    from anquan_cli.errors import truncate

    gone = taken_back(events)
    if word is None:
        standing = [
            e for e in sorted(events, key=order) if isinstance(e.event, Mark | Note) and e.id not in gone
        ]
        if not standing:
            raise UsageError("没有可以撤销的记录", "可用 anquan log 查看")
        return standing[-1]
    typed = normalize_width(word)
    event = next((e for e in events if typed in (str(e.seq), e.id)), None)
    if event is None:
        last = f"记录号从 1 到 {events[-1].seq}" if events else "台账里还没有记录"
        raise UsageError(f"没有记录号为“{truncate(word)}”的记录", f"{last}，可用 anquan log 查看")
    if isinstance(event.event, Unknown) or not OPERATIONS[event.op].can_be_undone:
        raise UsageError(f"第{event.seq}号记录由更新版本的程序写入，本版本不能撤销", "请升级程序")
    if event.id in gone:
        raise UsageError(f"第{event.seq}号记录已经撤销过", "要恢复它，请撤销那一次撤销（见 anquan log）")
    return event
