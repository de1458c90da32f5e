"""Recording: mark, note and undo; decided while nobody else can write, then appended."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli import dates
from anquan_cli.errors import UsageError, truncate
from anquan_cli.ledger.events import Draft, Event, Target
from anquan_cli.ledger.store import Ledger
from anquan_cli.ledger.undo import order, taken_back
from anquan_cli.progress import (
    Change,
    Remaining,
    changes,
    check_unit,
    choose,
    fold,
    item_of,
    phrases_under,
    remaining,
)
from anquan_cli.tasklist import ids
from anquan_cli.tasklist.plan import Plan
from anquan_cli.vocabulary import STATUS_WORDS, parse_status
from anquan_cli.workspace import Workspace


class Entry(NamedTuple):
    """What goes with a mark or a note."""

    stage: int | None = None
    all_stages: bool = False
    percent: int | None = None
    count: int | None = None  # type: ignore[assignment]
    note: str = ""
    problem: str = ""
    next: str = ""
    expected: str | None = None
    evidence: Sequence[str] = ()
    on: str | None = None

    def check(self, status: str | None) -> None:
        """Raises UsageError where the parts do not fit the status or each other."""
        if self.stage is not None and self.all_stages:
            raise UsageError("--stage 与 --all-stages 不能同时用", "请只写一个")
        if status in ("na", "paused") and not self.note.strip():
            word = STATUS_WORDS[status]
            raise UsageError(f"标记为{word}要说明理由，未作记录", "请加 --note 理由")
        if self.percent is not None:
            if not 0 <= self.percent <= 100:
                raise UsageError(f"百分比 {self.percent} 超出范围，未作记录", "请写 0 到 100 的整数")
            if status != "doing" and not (status in ("done", "verified") and self.percent == 100):
                raise UsageError(
                    "--percent 只用于推进中（doing）的事项，未作记录", "已完成的事项不必写百分比"
                )
        if self.count is not None and not 0 <= self.count <= 1_000_000_000:
            raise UsageError(f"数量 {self.count} 超出范围，未作记录", "请写累计数，0 或正整数")


class Recorded(NamedTuple):
    """What was recorded and what it changed."""

    event: Event
    affected: Event  # the event itself; for an undo, the one taken back or restored
    changes: list[Change]
    remaining: list[Remaining]
    closes: dict[tuple[str, ...], list[str]]  # parties that a mark without a unit speaks for → their items


def mark(workspace: Workspace, words: Sequence[str], status: str, entry: Entry) -> Recorded:
    """Records progress of the items that `words` name; all or nothing.

    Raises UsageError (unknown id, unit or status; a missing reason), and what the store raises.
    """
    status = parse_status(status)
    idents = ids.find(workspace.plan, list(words))
    entry.check(status)

    def decide(ledger: Ledger) -> Draft:
        before = fold(workspace.plan, ledger.events, workspace.today)
        targets = [choose(before, i, status, workspace.unit, entry.stage, entry.all_stages) for i in idents]
        return _draft(workspace, "mark", targets, entry, status)

    return _record(workspace, idents, entry, decide)


def note(workspace: Workspace, words: Sequence[str], entry: Entry) -> Recorded:
    """Records a remark of the items that `words` name, without a change of status."""
    idents = ids.find(workspace.plan, list(words))
    entry.check(None)
    targets = [Target(i, None) for i in idents]
    return _record(workspace, idents, entry, lambda _: _draft(workspace, "note", targets, entry, None))


def _record(
    workspace: Workspace, idents: list[str], entry: Entry, decide: Callable[[Ledger], Draft]
) -> Recorded:
    if workspace.unit:
        for ident in idents:
            check_unit(workspace.plan, ident, workspace.unit)
    on = _day_of_work(workspace, entry)
    return _append(workspace, lambda ledger: decide(ledger)._replace(on=on.isoformat()))


def _day_of_work(workspace: Workspace, entry: Entry) -> date:
    on = dates.parse_day(entry.on, workspace.plan.year) if entry.on else workspace.today
    if on > workspace.today:
        raise UsageError(
            f"办理日期 {on} 晚于今天（{workspace.today}），未作记录", "预计完成的日子请用 --expected"
        )
    return on


def _draft(workspace: Workspace, op: str, targets: list[Target], entry: Entry, status: str | None) -> Draft:
    expected = dates.parse_day(entry.expected, workspace.plan.year) if entry.expected else None
    return Draft(
        by=_by(workspace),
        op=op,
        targets=tuple(targets),
        unit=workspace.unit,
        status=status,
        percent=entry.percent,
        count=entry.count,
        note=entry.note,
        problem=entry.problem,
        next=entry.next,
        expected=expected.isoformat() if expected else None,
        evidence=tuple(entry.evidence),
        titles=_titles(workspace.plan, targets),
    )


def _titles(plan: Plan, targets: list[Target]) -> dict[str, str]:
    """The words beside the ids; beside a measure's also its row's: two tasks may have a measure in common."""
    rows = [item_of(plan, t.id)[0].id for t in targets if plan.measure(t.id)]
    return {i: plan.title_of(i) or "" for i in (*(t.id for t in targets), *rows)}


def _by(workspace: Workspace) -> str:
    given = workspace.options.by or os.environ.get("ANQUAN_BY")
    if given:
        return given
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未署名"


def undo(workspace: Workspace, word: str | None) -> Recorded:
    """Takes an event back (default: the last mark or note still standing), by a further event."""

    def decide(ledger: Ledger) -> Draft:
        event = _undoable(ledger.events, word)
        return Draft(
            by=_by(workspace),
            op="undo",
            targets=event.targets,
            unit=event.unit,
            titles=event.titles,
            undoes=event.id,
        )

    return _append(workspace, decide)


def _append(workspace: Workspace, decide: Callable[[Ledger], Draft]) -> Recorded:
    seen: list[Ledger] = []

    def watched(ledger: Ledger) -> Draft:
        seen[:] = [ledger]
        return decide(ledger)

    event = workspace.store.append(watched)
    workspace.messages += [f"提示：{notice}" for notice in (*seen[0].notices, *workspace.store.notices)]
    before = fold(workspace.plan, seen[0].events, workspace.today)
    after = fold(workspace.plan, [event], workspace.today, onto=before)
    known = [t for t in event.targets if workspace.plan.title_of(t.id) is not None]
    listed = [
        leaf for t in known for leaf in ([t._replace(id=r.id) for r in workspace.plan.rows_of(t.id)] or [t])
    ]
    affected = event if event.op != "undo" else next(e for e in seen[0].events if e.id == event.undoes)
    found = changes(before, after, listed, event.unit) if _moves(affected, seen[0].events) else []
    return Recorded(
        event, affected, found, remaining(after, listed, event.unit), _closes(workspace, event, listed)
    )


def _closes(workspace: Workspace, event: Event, targets: list[Target]) -> dict[tuple[str, ...], list[str]]:
    """Whom a mark without a unit speaks for, of the items that have several parties."""
    found: dict[tuple[str, ...], list[str]] = {}
    if event.op != "mark" or event.unit is not None:
        return found
    for target in targets:
        phrases = phrases_under(*item_of(workspace.plan, target.id), target.stage)
        named = [p.name for phrase in phrases for p in phrase.named]
        groups = [g.name for phrase in phrases for g in phrase.groups]
        whole = groups or ([] if all(phrase.named for phrase in phrases) else ["全体"])
        if len({*named}) + bool(whole) > 1:
            found.setdefault(tuple(dict.fromkeys((*named, *whole))), []).append(target.id)
    return found


def _moves(event: Event, events: Sequence[Event]) -> bool:
    """Whether an event, or the one that it takes back or restores, is a mark."""
    known = {e.id: e for e in events}
    while event.op == "undo" and event.undoes in known:
        event = known.pop(event.undoes)  # each once: a forged ledger may have undos in a ring
    return event.op == "mark"


def _undoable(events: Sequence[Event], word: str | None) -> Event:
    gone = taken_back(events)
    if word is None:
        standing = [e for e in sorted(events, key=order) if e.op in ("mark", "note") and e.id not in gone]
        if not standing:
            raise UsageError("没有可以撤销的记录", "可用 anquan log 查看")
        return standing[-1]
    typed = dates.normalize_width(word)
    event = next((e for e in events if typed in (str(e.seq), e.id)), None)
    if event is None:
        last = f"记录号从 1 到 {events[-1].seq}" if events else "台账里还没有记录"
        raise UsageError(f"没有记录号为“{truncate(word)}”的记录", f"{last}，可用 anquan log 查看")
    if event.op not in ("mark", "note", "undo"):
        raise UsageError(f"第{event.seq}号记录由更新版本的程序写入，本版本不能撤销", "请升级程序")
    if event.id in gone:
        raise UsageError(f"第{event.seq}号记录已经撤销过", "要恢复它，请撤销那一次撤销（见 anquan log）")
    return event
