"""Recording: marks, notes and undos; decided while nobody else can write, then appended in one write."""

import os
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from anquan_cli import dates
from anquan_cli.dates import local_day
from anquan_cli.errors import UsageError, truncate
from anquan_cli.folding import for_search, is_blank
from anquan_cli.grouping import gathered
from anquan_cli.ledger.events import (
    OPERATIONS,
    Details,
    Draft,
    Envelope,
    Mark,
    Note,
    Slot,
    Target,
    Undo,
    Unknown,
)
from anquan_cli.ledger.store import Ledger
from anquan_cli.ledger.undo import day_of, effective, order, recorded, taken_back
from anquan_cli.party import COLLECTIVE, OFFICE, Author, Unit
from anquan_cli.progress import (
    CLOSED,
    DONE,
    Progress,
    by_present_names,
    cells_of,
    covered,
    fold,
)
from anquan_cli.progress.stages import (
    Change,
    Remaining,
    changes,
    check_unit,
    choose,
    counted,
    remaining,
    reopened,
)
from anquan_cli.queries.rows import MeasureReport, measure_report
from anquan_cli.settings import SHIPPED, is_absent
from anquan_cli.tasklist.assignment import assignment, collective_groups, parties
from anquan_cli.tasklist.plan import Item, Plan
from anquan_cli.vocabulary import STATUS_WORDS, Status
from anquan_cli.workspace import Workspace

SpokenFor = tuple[tuple[str, ...], tuple[str, ...]]  # units, and the groups that are the whole (全体)
AsOf = Callable[[date], Progress]  # the progress as of a day, by the ledger as it was read for the write


class Entry(NamedTuple):
    """One thing to record: values that have been read already, not words as typed."""

    items: tuple[str, ...]  # ids of the list: tasks, rows, parts, measures
    author: Author
    on: date  # day of work
    status: Status | None = None  # None: a note
    stages: tuple[int, ...] = ()  # none: the current one
    all_stages: bool = False
    percent: int | None = None  # 0–100
    count: int | None = None  # type: ignore[assignment]  # a running total
    details: Details = Details()


class Early(NamedTuple):
    """A stage of a measure that was closed before it began."""

    id: str
    stage: int
    due: date


class Recorded(NamedTuple):
    """What was recorded, what it changed, and what is to be said beside it."""

    plan: Plan
    today: date
    event: Envelope  # of several, the last
    affected: Envelope  # the event itself; for an undo, the one taken back
    restored: Envelope | None  # what an undo had taken back that is itself taken back now
    is_back: bool  # whether that counts again: another undo may hold it
    changes: list[Change]
    remaining: list[Remaining]
    closes: dict[SpokenFor, list[str]]  # whom a mark without a unit speaks for → their items
    early: list[Early]
    earlier: dict[str, tuple[int, ...]]  # rhythms: open stages before the one that was marked
    later: dict[str, date]  # items where this one decides nothing: the day of the later entry that does
    to_come: dict[str, Envelope]  # items where one of a day after today decides something from then on
    recounted: date | None  # the day of a later count, which stands instead of this one's
    outcounted: tuple[str, ...]  # items whose count is more of the target than the percent that was named
    at_target: dict[
        str, Unit | None
    ]  # open items whose target is reached; by the unit, where each has its own
    short: list[MeasureReport]  # what is done with less counted than its target is
    begun: str | None  # where a new ledger was begun
    is_shipped: bool  # the list is the one that comes with the program
    messages: tuple[str, ...]


def record(workspace: Workspace, entries: Sequence[Entry]) -> Recorded:
    """Records any number of entries, of several units: one read, one decision, one write; all or nothing.

    Raises UsageError (an item that is none of the unit's, no stage that fits, a missing reason, a day
    after today), and what the store raises.
    """
    for entry in entries:
        _check(workspace, entry)
    by = workspace.recorder
    earlier: dict[str, tuple[int, ...]] = {}

    def decide(_: Ledger, as_of: AsOf) -> list[Draft]:
        return [Draft(by, _event(as_of(entry.on), entry, earlier)) for entry in entries]

    return _append(workspace, decide)._replace(earlier=earlier)


def undo(workspace: Workspace, word: str | None) -> Recorded:
    """Takes an event back, by its number or id (default: the last mark or note still standing)."""
    by = workspace.recorder

    def decide(ledger: Ledger, _: AsOf) -> list[Draft]:
        found = _undoable(ledger.events, word, by, workspace.unit)
        on = workspace.today.isoformat()
        return [Draft(by, Undo(found.targets, found.author, found.id, on, found.titles))]

    return _append(workspace, decide)


def _check(workspace: Workspace, entry: Entry) -> None:
    """Raises UsageError for the first thing that no item of the list makes right."""
    status, percent, count = entry.status, entry.percent, entry.count
    fits = percent is None or status == "doing" or (status in ("done", "verified") and percent == 100)
    near = entry.on - workspace.today < timedelta(days=8)
    past = (
        "还没有办的不登记，上一周的请写 上周日 这样的日子"
        if near
        else "日子不是这个月、这一年的，请写上月份、年份"
    )
    refusals = (
        (entry.stages and entry.all_stages, "--stage 与 --all-stages 不能同时用", "请只写一个"),
        (
            status in ("na", "paused") and is_blank(entry.details.note),
            f"标记为{STATUS_WORDS[status] if status else ''}要说明理由，未作记录", "请加 --note 理由",
        ),
        (
            percent is not None and not 0 <= percent <= 100,
            f"百分比 {percent} 超出范围，未作记录", "请写 0 到 100 的整数",
        ),
        (
            status == "doing" and percent == 100,
            "推进到 100% 就是办结，未作记录", "已经完成请把状态写成 done，尚未完成请写 99 以内的数",
        ),
        (
            entry.details.expected and status in CLOSED,
            "办结、销号、不涉及的没有预计完成的日子，未作记录", "请去掉 --expected；办理的日子写在 --on 后面，还没有办结请写 doing",
        ),
        (not fits, "--percent 只用于推进中（doing）的事项，未作记录", "请去掉 --percent"),
        (
            count is not None and not 0 <= count <= 1_000_000_000,
            f"数量 {count} 超出范围，未作记录", "请写累计数，0 至 1000000000（10亿）的整数",
        ),
        (
            entry.on > workspace.today,
            f"办理日期 {entry.on} 晚于今天（{workspace.today}），未作记录", f"{past}；预计完成的日子请用 --expected",
        ),
    )  # fmt: skip
    for is_wrong, what, hint in refusals:
        if is_wrong:
            raise UsageError(what, hint)


def _event(standing: Progress, entry: Entry, earlier: dict[str, tuple[int, ...]]) -> Mark | Note:
    """The event of an entry; `standing`: the progress as of its day of work."""
    plan, on = standing.plan, entry.on.isoformat()
    items = [item for word in entry.items for item in _meant(plan, word, entry.author)]
    if entry.status is None:
        targets = tuple(Target(i, None) for i in dict.fromkeys(item.id for item in items))
        return Note(targets, entry.author, entry.details, on, _titles(plan, targets))
    found: list[Target] = []
    for item in items:
        if entry.count is not None:
            _check_count(plan, item, entry.author)
        choice = choose(standing, item, entry.status, entry.author, entry.stages, entry.all_stages)
        found += choice.targets
        if choice.earlier:
            earlier[item.id] = choice.earlier
    targets = tuple(dict.fromkeys(found))
    reopens = entry.author is OFFICE and entry.status in ("doing", "paused")
    reopen = reopened(standing, targets) if reopens else None
    return Mark(
        targets, entry.author, entry.status, entry.percent, entry.count, reopen, entry.details, on,
        _titles(plan, targets), _slots(plan, targets),
    )  # fmt: skip


def _meant(plan: Plan, word: str, author: Author) -> tuple[Item, ...]:
    """The items that an id stands for; of a task with parts, for a unit those that are its own."""
    items = plan.items_of(word)
    if author is OFFICE:
        return items
    own = tuple(i for i in items if assignment(plan, i, author))
    if len(items) > 1 and own:
        return own
    for item in items:
        check_unit(plan, item, author)
    return items


def _check_count(plan: Plan, item: Item, author: Author) -> None:
    """Whose count it is must be clear; a row's count would be nobody's."""
    leaves = counted(plan, item, None if author is OFFICE else author)
    if len(leaves) > 1:
        targets = "、".join(leaf.id for leaf in leaves)
        raise UsageError(
            f"第{item.id}项的数量不知记到哪一条，未作记录", f"有数量目标的要点是 {targets}，请写明要点编号"
        )
    for leaf in leaves if author is OFFICE else ():
        whose = parties(plan, leaf.units)
        if leaf.target and leaf.target.per_unit and (len(whose) > 1 or COLLECTIVE in whose):
            raise UsageError(
                f"第{leaf.id}项每个单位各有目标，不知这是哪个单位的数量，未作记录", "请加 --unit 单位名称"
            )


def _titles(plan: Plan, targets: Sequence[Target]) -> dict[str, str]:
    """The words beside the ids; beside a measure's also its row's: two tasks may have a measure in common."""
    items = [plan.item(t.id) for t in targets]
    rows = [i.row.id for i in items if i and i.measure]
    return {i: plan.title_of(i) or "" for i in (*(t.id for t in targets), *rows)}


def _slots(plan: Plan, targets: Sequence[Target]) -> dict[Target, Slot]:
    """Of several stages the date of the one that is meant, else of the last, and how many they are."""
    found = ((t, item.stages) for t in targets if (item := plan.item(t.id)) and len(item.stages) > 1)
    dues = ((t, stages, {None: stages[-1].due} | {s.number: s.due for s in stages}) for t, stages in found)
    return {
        t: Slot(due.isoformat() if (due := by_number.get(t.stage)) else None, len(stages))
        for t, stages, by_number in dues
    }


def _append(workspace: Workspace, decide: Callable[[Ledger, AsOf], Sequence[Draft]]) -> Recorded:
    plan, seen = workspace.own_plan, list[tuple[Ledger, AsOf]]()

    def watched(read: Ledger) -> Sequence[Draft]:
        ledger = read._replace(events=by_present_names(plan, read.events))
        seen[:] = [(ledger, cache(lambda day: fold(plan, ledger.events, day)))]
        return decide(*seen[0])

    if is_absent(workspace.settings.ledger) and not workspace.store.read().fault:
        watched(Ledger())  # what is refused leaves nothing behind, not even a lock
    events = workspace.store.append(watched)
    event, (ledger, as_of) = events[-1], seen[0]
    before = as_of(workspace.today)
    after = before.extended(events)
    undone = event.event.undoes if isinstance(event.event, Undo) else None
    affected = next((e for e in ledger.events if e.id == undone), event)
    freed = affected.event.undoes if isinstance(affected.event, Undo) and affected is not event else None
    others = before.misfits(affected)
    targets = [t for t in event.targets if plan.item(t.id) is not None and t.id not in others]
    unit = None if event.author is OFFICE else event.author
    counting = affected.mark is not None and affected.mark.count is not None
    notices = [f"提示：{notice}" for notice in (*ledger.notices, *workspace.store.notices)]
    notices += _new_name(plan, ledger.events, unit, event.seq) if unit else []
    notices += _clocks(plan, after.events, event) if event.wall else []
    restored = next((e for e in ledger.events if e.id == freed), None)
    told, done = (restored, "恢复") if restored else (affected, "撤销")
    notices += [
        f"提示：第{told.seq}号记录登记的第{i}项当时是“{truncate(told.titles[i])}”，不是清单现在的第{i}项，"
        f"本来没有计入，{done}它不改变现在的第{i}项。"
        for i in others
    ]
    on, expected = event.on, event.details.expected
    if on and on != workspace.today.isoformat():
        outside = "" if on.startswith(f"{plan.year:04}-") else f"，不在清单年度 {plan.year} 年内，请核对"
        notices.append(f"提示：办理日期记为 {on}{outside}。")
    if expected:
        early = (
            f"，早于今天（{workspace.today}），请核对年份和日期"
            if expected < workspace.today.isoformat()
            else ""
        )
        notices.append(f"提示：预计完成的日子记为 {expected}{early}。")
    if unit and unit != plan.office_unit and event.mark and event.mark.status == "verified":
        notices.append(
            f"提示：销号由{plan.office or '安委办'}核实后登记；{unit}自己办结的，请用 anquan undo {event.seq} 撤销，改登记 done。"
        )
    if given := workspace.settings.today:
        real, kept = dates.today(plan.timezone), given.by.startswith("$")
        # what is typed may be of an earlier day on purpose; nothing has been done on a day to come
        if real != workspace.today if kept else real < workspace.today and not undone:
            slip = "" if kept else f"；办理的日期要写在 --on 后面，写错了的请用 anquan undo {event.seq} 撤销"
            notices.append(f"提示：今天按 {given.by} 算作 {workspace.today}（实际是 {real}）{slip}。")
    return Recorded(
        plan,
        workspace.today,
        event,
        affected,
        restored,
        freed not in taken_back([*ledger.events, *events]),
        changes(before, after, targets, unit, counting) if _moves(affected, ledger.events) else [],
        remaining(after, targets, unit),
        _closes(after, targets, event) if event.mark and not unit else {},
        _early(before, after, event),
        {},
        _later(after, event),
        _to_come(after, event),
        _recounted(after, event) if counting else None,
        _outcounted(after, event, unit),
        _at_target(after, targets, unit) if event.mark and event.mark.status == "doing" else {},
        _short(after, targets, unit) if event.mark and event.mark.status in DONE else [],
        os.path.abspath(workspace.settings.ledger) if ledger.head is None else None,
        workspace.settings.tasks_by == SHIPPED,
        tuple(notices),
    )


def _new_name(plan: Plan, events: Sequence[Envelope], unit: Unit, seq: int) -> list[str]:
    """A unit that nobody has named before, one character off another: both may be real, or one a slip."""
    from anquan_cli.tasklist.lookup import lookalike

    known = {u.name for u in plan.register.units} | {e.author for e in events if isinstance(e.author, str)}
    other = lookalike(unit, sorted(known)) if unit not in known else None
    if other is None:
        return []
    return [
        f"提示：“{unit}”是第一次出现，与“{other}”只差一个字；若是笔误，请用 anquan undo {seq} 撤销后重新登记。"
    ]


def _clocks(plan: Plan, events: Sequence[Envelope], event: Envelope) -> list[str]:
    """What to say where another entry that stands was recorded on a later day: which of the clocks is wrong nobody knows here."""
    others = (e for e in effective(events) if e.id != event.id)
    last = max(others, key=lambda e: e.recorded_at, default=event)
    now, then = (local_day(e.recorded_at, plan.timezone) for e in (event, last))
    if now >= then:
        return []
    return [
        f"提示：电脑的时钟是 {now}，早于第{last.seq}号记录登记的时候（{then}），必有一次电脑的日期不对；"
        f"请核对：现在的不对，改正以后用 anquan undo {event.seq} 撤销本条，重新登记；那时的不对，用 anquan undo {last.seq} 撤销那一条，重新登记。"
    ]


def _closes(after: Progress, targets: Sequence[Target], event: Envelope) -> dict[SpokenFor, list[str]]:
    """Whom a mark without a unit speaks for, of the items that have several parties; not whose own word stands."""
    plan, found = after.plan, dict[SpokenFor, list[str]]()
    for target in targets:
        units, groups, everybody = dict[str, None](), dict[str, None](), set[str]()
        alike = gathered((leaf.units.text, (leaf, stage)) for leaf, stage in covered(plan, target, OFFICE))
        for places in alike.values():
            phrase = places[0][0].units
            for party in parties(plan, phrase):
                whole = collective_groups(plan, phrase) if party is COLLECTIVE else (party,)
                names = whole or (COLLECTIVE.value,)
                everybody.update(names)
                decided = (after.state.at(leaf, stage).cell(party).event for leaf, stage in places)
                if any(e and e.id == event.id for e in decided):
                    (groups if party is COLLECTIVE else units).update(dict.fromkeys(names))
        if len(everybody) > 1 and (units or groups):
            items = found.setdefault((tuple(units), tuple(groups)), [])
            items += [target.id] if target.id not in items else []
    return found


def _early(before: Progress, after: Progress, event: Envelope) -> list[Early]:
    """Stages of measures with dates of their own that a mark of a row closed before they began."""
    if event.mark is None or event.mark.status not in DONE:
        return []
    on, found = day_of(event), {}
    for target in dict.fromkeys(event.targets):
        for leaf, number in covered(after.plan, target, event.author):
            closed = [
                all(c.status in CLOSED for c in cells_of(p.plan, p.state, leaf, number, event.author))
                for p in (before, after)
            ]
            if leaf.id == target.id or leaf.inherits_date or closed != [False, True]:
                continue
            dues = {s.number: s.due for s in leaf.stages}
            ended = max((due for n, due in dues.items() if n < number and due), default=None)
            start, due = leaf.deadline.start, dues[number]
            if due and (ended >= on if ended else start is not None and start > on):
                found[leaf.id, number] = Early(leaf.id, number, due)
    return list(found.values())


def _later(after: Progress, event: Envelope) -> dict[str, date]:
    """The items where later entries decide everything that this one covers, with the last one's day."""
    deciding: dict[str, list[Envelope | None]] = {}
    for target in dict.fromkeys(event.targets if event.mark else ()):
        deciding.setdefault(target.id, []).extend(
            cell.event
            for leaf, stage in covered(after.plan, target, event.author)
            for cell in cells_of(after.plan, after.state, leaf, stage, event.author)
        )
    return {
        item: day_of(max(later, key=order))
        for item, found in deciding.items()
        if (later := [e for e in found if e and order(e) > order(event)])
        and not any(e and e.id == event.id for e in found)
    }


def _to_come(after: Progress, event: Envelope) -> dict[str, Envelope]:
    """The items of which entries of days after today decide something that this one covers, with the last of those."""
    today, found = after.today.isoformat(), dict[str, Envelope]()
    days = [e.on for e in after.events if e.on and e.on > today] if event.mark else []
    if not days:
        return found
    then = fold(after.plan, after.events, date.fromisoformat(max(days)))
    for target in event.targets:
        for leaf, stage in covered(then.plan, target, event.author):
            cells = cells_of(then.plan, then.state, leaf, stage, event.author)
            ahead = [e for c in cells if (e := c.event) and day_of(e) > after.today]
            if ahead:
                found[target.id] = max(*ahead, found.get(target.id, ahead[0]), key=order)
    return found


def _recounted(after: Progress, event: Envelope) -> date | None:
    """The day of a later count by the same author, or of the only party."""
    plan, last = after.plan, order(event)
    for leaf in {leaf.id: leaf for t in event.targets for leaf, _ in covered(plan, t, event.author)}.values():
        alone = len(parties(plan, leaf.units)) == 1
        given = after.state.counts.get(leaf.id, {}).items()
        last = max([last, *(c.given for who, c in given if alone or who == event.author)])
    return date.fromisoformat(last[0]) if last > order(event) else None


def _outcounted(after: Progress, event: Envelope, unit: Unit | None) -> tuple[str, ...]:
    """The items that stand by their count, the greater of the two, not by the percent that a mark names."""
    if event.mark is None or event.mark.percent is None:
        return ()
    leaves = {leaf.id: leaf for t in event.targets for leaf, _ in covered(after.plan, t, event.author)}
    return tuple(
        leaf.id
        for leaf in leaves.values()
        if leaf.target
        and (unit or not leaf.target.per_unit)
        and after.item(leaf, unit).status == "doing"
        and 100 * (after.count(leaf, unit) or 0) > event.mark.percent * leaf.target.count
    )


def _at_target(after: Progress, targets: Sequence[Target], unit: Unit | None) -> dict[str, Unit | None]:
    found: dict[str, Unit | None] = {}
    for item in filter(None, (after.plan.item(t.id) for t in targets)):
        if item.target and (unit or not item.target.per_unit):
            whose = unit if item.target.per_unit else None
            reached = item.target.is_reached(after.count(item, whose))
            found |= {item.id: whose} if reached and after.item(item, whose).status not in CLOSED else {}
    return found


def _short(after: Progress, targets: Sequence[Target], unit: Unit | None) -> list[MeasureReport]:
    items = filter(None, (after.plan.item(t.id) for t in targets))
    leaves = {leaf.id: leaf for item in items for leaf in counted(after.plan, item, unit)}
    return [m for leaf in leaves.values() if (m := measure_report(after, leaf, unit)).falls_short]


def _moves(event: Envelope, events: Sequence[Envelope]) -> bool:
    """Whether an event, or the one that it takes back or restores, is a mark."""
    known = {e.id: e for e in events}
    while isinstance(event.event, Undo) and event.event.undoes in known:
        event = known.pop(event.event.undoes)  # each once: a forged ledger may have undos in a ring
    return event.mark is not None


def _undoable(events: Sequence[Envelope], word: str | None, by: str, unit: Unit | None) -> Envelope:
    """The event that is meant; without a number the last one, if it is of this recorder and of this unit's desk."""
    gone = taken_back(events)
    if word is None:
        standing = [e for e in events if isinstance(e.event, Mark | Note) and e.id not in gone]
        if not standing:
            raise UsageError("没有可以撤销的记录", "可用 anquan log 查看")
        last = max(standing, key=recorded)
        others = f"{truncate(last.by)}登记" if for_search(last.by) != for_search(by) else ""
        if unit and last.author != unit:
            others = others or ("不写单位登记" if last.author is OFFICE else f"{last.author}")
        if others:
            raise UsageError(
                f"最近一条（第{last.seq}号）是{others}的，没有撤销",
                f"确要撤销，请写明记录号：anquan undo {last.seq}",
            )
        return last
    typed = dates.normalize_width(word).removeprefix("第").removesuffix("记录").removesuffix("号")
    event = next((e for e in events if typed in (str(e.seq), e.id)), None)
    if event is None:
        hint = (
            f"撤销最近一条请用 anquan undo；记录号从 1 到 {events[-1].seq}" if events else "台账里还没有记录"
        )
        raise UsageError(f"没有记录号为“{truncate(word)}”的记录", f"{hint}，可用 anquan log 查看")
    if isinstance(event.event, Unknown) or not OPERATIONS[event.op].can_be_undone:
        raise UsageError(f"第{event.seq}号记录由更新版本的程序写入，本版本不能撤销", "请升级程序")
    if event.id in gone:
        by_undo = [
            e.seq
            for e in events
            if isinstance(e.event, Undo) and e.event.undoes == event.id and e.id not in gone
        ]
        again = f"anquan undo {by_undo[-1]}" if by_undo else "见 anquan log"
        raise UsageError(f"第{event.seq}号记录已经撤销过", f"要恢复它，请撤销那一次撤销：{again}")
    return event
