"""Which stages a mark means, what it changes, and what is left; pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from anquan_cli.errors import UsageError, shell_word
from anquan_cli.ledger.events import Target
from anquan_cli.party import COLLECTIVE, OFFICE, Author, Party, Unit
from anquan_cli.progress.cells import CLOSED, Cell, parties_of
from anquan_cli.progress.progress import Progress, StageState
from anquan_cli.progress.share import rounded
from anquan_cli.progress.state import cells_of, concerns, covered
from anquan_cli.tasklist.assignment import counting, may_join, own_leaves
from anquan_cli.tasklist.plan import Item, Plan
from anquan_cli.vocabulary import Status


class Choice(NamedTuple):
    """What a mark of an item comes to."""

    targets: tuple[Target, ...]
    earlier: tuple[int, ...] = ()  # of a rhythm: open stages before the one that is marked


class Standing(NamedTuple):
    """What papers show of a stage of an item, or of a party's column of it."""

    status: Status
    percent: float | None
    done_on: date | None
    late_days: int | None


class Touched(NamedTuple):
    """A party whose own part of a stage the office's word has changed."""

    party: Party
    before: Standing
    after: Standing


class Change(NamedTuple):
    """What an event does to one stage of one item: of all parties, or of what a unit itself has said."""

    id: str
    stage: int
    unit: Unit | None
    before: Standing
    after: Standing
    count: tuple[int | None, int | None]  # type: ignore[assignment]
    parts: tuple[str, ...]  # where all these figures stay: the leaves of which cells have changed
    stands: Status | None  # what the others have closed it as, where the unit has not
    touched: tuple[Touched, ...]  # of all parties: who is to be told apart


class Remaining(NamedTuple):
    """A stage that is still open after an event."""

    id: str
    stage: int
    due: str | None
    overdue_days: int | None


def counted(plan: Plan, item: Item, unit: Unit | None) -> list[Item]:
    """The leaves under an item for whose target a count of it could be meant."""
    return [i for i in (item.leaves() if unit is None else own_leaves(plan, item, unit)) if i.target]


def check_unit(plan: Plan, item: Item, unit: Unit) -> None:
    """Raises UsageError when the item does not concern the unit at all, naming whom it concerns."""
    if concerns(plan, item, unit):
        return
    open_ = {g.name for g in plan.register.groups if not g.pattern and may_join(g, unit)}
    named = (g.group or "" for leaf in (item, *item.leaves()) for g in leaf.units.groups)
    groups = [n for n in dict.fromkeys(counting(plan.register, name) for name in named) if n in open_]
    if not groups:
        remedy = "请在清单文件这一项的 units 里写上它"
    elif any(unit == known.name for known in plan.register.units):
        remedy = f"请在清单文件的单位名册里给它写上单位组（groups: [{', '.join(groups)}]）"
    else:
        added = f"anquan units --add {shell_word(str(unit))} --group {shell_word(groups[0])}"
        remedy = f"登记到名册可用 {added}"
    alone = f"{unit}自己登记的，去掉 --unit；" if unit in (plan.office, plan.office_unit) else ""
    raise UsageError(
        f"第{item.id}项与{unit}无关，未作记录", f"责任单位：{item.units.text}；{alone}确有任务的，{remedy}"
    )


def choose(
    progress: Progress, item: Item, status: Status, author: Author, stages: Sequence[int], all_stages: bool
) -> Choice:
    """The targets that a mark of an item comes to, as the progress stands for its day of work (domain, 4).

    One stage: that one, whatever its status. Several: done and na cover the current stage, doing and paused
    likewise and reopen the latest where none is open, verified the earliest done one, todo the latest that
    is not todo. Raises UsageError when no stage fits, naming the stages.
    """
    whole = progress.stages(item, progress.cells(item), all_own=True)
    unit = None if author is OFFICE else author
    states = progress.stages(item, progress.cells(item, unit), unit, all_own=True)
    if stages:
        known = _known(item, [s.stage for s in whole], [s.stage for s in states], stages)
        return Choice(tuple(Target(item.id, n if len(whole) > 1 else None) for n in known))
    if len(whole) == 1 or all_stages:
        return Choice((Target(item.id, None),))
    opened = [s for s in states if s.status not in CLOSED]
    if status in ("verified", "todo"):
        found = [s for s in states if s.status == "done"] if status == "verified" else []
        found = found or [s for s in states[::-1] if status == "todo" and s.status != "todo"]
        return Choice((Target(item.id, _first(item, found, states, status).stage),))
    if item.deadline.kind == "recurring":
        current = _period(states, progress.today) or _first(item, (), states, status)
        earlier = tuple(s.stage for s in opened if s.stage < current.stage)
        return Choice((Target(item.id, current.stage),), earlier)
    begun = [s for s in opened if _has_begun([w.due for w in whole], s, progress.today)]
    if not opened and status in ("doing", "paused"):
        begun = list(states[-1:])  # none is open: it reopens the latest
    return Choice((Target(item.id, _first(item, begun, states, status).stage),))


def _known(item: Item, numbers: Sequence[int], own: Sequence[int], stages: Iterable[int]) -> list[int]:
    """Stages as typed. Raises UsageError where the item has none such, or there is nothing to do for who marks."""
    for stage in stages:
        if stage in numbers and stage not in own:
            raise UsageError(
                f"第{item.id}项阶段{stage}没有这个单位的任务，未作记录",
                f"它的是阶段{'、'.join(map(str, own))}，可用 anquan show {item.id} 查看",
            )
        if stage not in numbers:
            have = (
                f"阶段从 {numbers[0]} 到 {numbers[-1]}"
                if len(numbers) > 1
                else "这一项不分阶段，不必写 --stage"
            )
            raise UsageError(
                f"第{item.id}项没有阶段{stage}，未作记录", f"{have}，可用 anquan show {item.id} 查看"
            )
    return list(dict.fromkeys(stages))


def _has_begun(dues: Sequence[date | None], state: StageState, on: date) -> bool:
    """A stage begins the day after the due day before it; the first has always begun."""
    before = [due for due in dues if due and state.due and due < state.due]
    return not before or max(before) < on


def _period(states: Sequence[StageState], on: date) -> StageState | None:
    """Of a rhythm, the stage into whose period a day falls: the first that is not over, else the last."""
    return next((s for s in states if s.due and s.due >= on), states[-1] if states else None)


def _first(
    item: Item, found: Sequence[StageState], states: Sequence[StageState], status: Status
) -> StageState:
    if found:
        return found[0]
    opened = [s for s in states if s.status not in CLOSED]
    listed = states if status in ("doing", "paused") else (opened or states)
    every = [(f"阶段{s.stage}（{s.due}到期）", f"请加 --stage {s.stage}") for s in listed[:12]]
    hint = "；".join(map("".join, every)) + "；全部阶段请加 --all-stages"
    why = "后面的阶段还没有开始" if opened else "各阶段均已办结"
    if status == "verified":
        why, open_ = "没有已完成、待销号的阶段", "、".join(stage for stage, _ in every)
        first = f"还没有办结的是{open_}；办结的请先登记 done，再登记 verified"
        hint = first if opened else "各阶段都已销号或不涉及，不必再登记"
    elif status == "todo":
        why, hint = "各阶段都未启动", "不必再登记"
    raise UsageError(f"第{item.id}项{why}，未作记录", hint)


def reopened(progress: Progress, targets: Sequence[Target]) -> tuple[str, ...]:
    """The ids of the targets under which no cell is open: there the office's doing and paused reopen."""
    by_id: dict[str, bool] = {}
    for target in targets:
        open_ = any(
            cell.status not in CLOSED
            for leaf, stage in covered(progress.plan, target, OFFICE)
            for cell in cells_of(progress.plan, progress.state, leaf, stage, OFFICE)
        )
        by_id[target.id] = by_id.get(target.id, False) or open_
    return tuple(ident for ident, open_ in by_id.items() if not open_)


def changes(
    before: Progress, after: Progress, targets: Sequence[Target], unit: Unit | None, counting: bool
) -> list[Change]:
    """One change for each target and stage, by what it was and has become; all targets are in the list.

    `counting`: the event names a count, so that what it comes to is of interest even where it stays.
    """
    wanted: dict[str, set[int | None]] = {}
    for target in targets:
        wanted.setdefault(target.id, set()).add(target.stage)
    found: list[Change] = []
    for ident, asked in wanted.items():
        item = after.plan.item(ident)
        assert item
        were, are = (
            _standings(p, item, p.said(item, unit) if unit else p.cells(item), unit) for p in (before, after)
        )
        counts = ((before.count(i, unit), after.count(i, unit)) for i in counted(after.plan, item, unit))
        count = next((c for c in counts if item.target or counting or c[0] != c[1]), (None, None))
        column = after.stages(item, after.cells(item, unit), unit, all_own=True) if unit else ()
        closed = {s.stage: s.status for s in column if s.status in CLOSED}
        numbers = [n for n in are if n in were and not asked.isdisjoint((None, n))]
        moved = {n: _changed_cells(were[n][1], are[n][1]) for n in numbers}
        several = len(parties_of(after.cells(item))) > 1
        beside = [p for p in parties_of(after.reports_by_others(item)) if p is not COLLECTIVE]
        # a single party is the whole, but where that has begun beside it already
        apart = {n for n in numbers if several or (beside and were[n][0] == are[n][0])}
        told = {
            n: dict.fromkeys([*(p for *_, p in moved[n] if n in apart), *beside]) for n in numbers if not unit
        }
        columns = {
            party: [
                _standings(p, item, [c for n in numbers for c in p.at(item, n, party)], party)
                for p in (before, after)
            ]
            for party in dict.fromkeys(chain.from_iterable(told.values()))
        }
        for number in numbers:
            (old, _), (new, _) = were[number], are[number]
            parts = tuple(dict.fromkeys(leaf for leaf, _, _ in moved[number])) if old == new else ()
            stands = None if closed.get(number) == new.status else closed.get(number)
            own = (
                (party, [column.get(number) for column in columns[party]]) for party in told.get(number, ())
            )
            touched = [*_touched(own, (old, new))]
            wholes = [t[1:] for t in touched if t.party is COLLECTIVE]  # moves with it whoever is one of it
            touched = [t for t in touched if t.party not in beside or t[1:] not in wholes]
            found.append(Change(ident, number, unit, old, new, count, parts, stands, tuple(touched)))
    return found


_Stands = tuple[Standing, Sequence[Cell]]


def _standings(
    progress: Progress, item: Item, cells: Sequence[Cell], whose: Party | None
) -> dict[int, _Stands]:
    """How each stage stands by some cells, and which; late is a row's also by the own dates of its measures."""
    found = {}
    for state, share, here in progress.by_stage(item, cells, whose):
        late = [state.late_days]
        for leaf in item.measures():
            if not leaf.inherits_date:
                own = [c for c in here if c.leaf.id == leaf.id]
                late += [s.late_days for s in progress.stages(leaf, own, whose, all_own=True)]
        days = max((n for n in late if n), default=None)
        found[state.stage] = Standing(state.status, rounded(share), state.done_on, days), here
    return found


def _touched(
    own: Iterable[tuple[Party, Sequence[_Stands | None]]], whole: tuple[Standing, Standing]
) -> Iterator[Touched]:
    """Whose word stood or stands there, who is reopened, who moves otherwise than the whole; a single party is the whole.

    `own`: of each how a stage stood in its column, and stands; None where it has none.
    """
    for party, found in own:
        if None in found:
            continue
        (old, had), (new, has) = filter(None, found)
        said = any(e and e.author == party for c in (*had, *has) for e in (c.event, c.percent_by))
        opened = old.status in CLOSED and new.status not in CLOSED
        struck = new.status == "verified" and old.status not in CLOSED  # off, and never said to be done
        other = (old.status != "todo" or struck) and (old.status, new.status) != tuple(
            s.status for s in whole
        )
        if old != new and (said or opened or other or whole[0] == whole[1]):
            yield Touched(party, old, new)


def _changed_cells(before: Iterable[Cell], after: Iterable[Cell]) -> list[tuple[str, int, Party]]:
    """The cells that stand otherwise than before: leaf, stage and party."""
    old, new = (
        {
            (c.leaf.id, c.stage.number, party): (c.status, rounded(c.percent), c.done_on)
            for c in cells
            for party in c.parties
        }
        for cells in (before, after)
    )
    return [key for key, said in new.items() if old.get(key) != said]


def remaining(progress: Progress, targets: Sequence[Target], unit: Unit | None) -> list[Remaining]:
    """The stages of the targets' items of whose date something is open.

    Of measures with own dates, what is overdue, due later than the row or under none of these, or what comes first.
    All targets are in the list.
    """
    found = []
    for ident in dict.fromkeys(t.id for t in targets):
        item = progress.plan.item(ident)
        assert item
        dated = (m for m in item.measures() if not m.inherits_date and progress.cells(m, unit))
        left = [
            (i, [s for s in progress.item(i, unit).stages if s.of_date not in CLOSED]) for i in (item, *dated)
        ]
        standing = {s.stage: s.due for s in left[0][1]}
        ahead = (s.due for _, stages in left for s in stages if s.is_due and not s.overdue_days)
        first = {min(filter(None, ahead), default=None)} - {None, *standing.values()}
        for i, stages in left:
            rows = {
                s.number: standing[s.belongs] for s in i.stages if i is not item and s.belongs in standing
            }
            for s in stages:
                later = s.due is not None and s.due > (rows.get(s.stage) or s.due)
                if s.overdue_days or s.stage not in rows or later or s.due in first:
                    due = s.due.isoformat() if s.due else None
                    found.append(Remaining(i.id, s.stage, due, s.overdue_days))
    return list(dict.fromkeys(found))  # a task and its measure may both be meant
