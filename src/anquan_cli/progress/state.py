"""What every cell is, by one rule: the latest event that covers a cell decides it (domain, 4).

`go_on` reads a history in the order of work, into a state; `apply` continues one by a later event and leaves it as it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.ledger.events import Envelope, Mark, Target
from anquan_cli.ledger.undo import day_of, order
from anquan_cli.party import OFFICE, Author, Party, Unit
from anquan_cli.progress.cells import CLOSED, DONE
from anquan_cli.tasklist.assignment import assignment, own_leaves, parties
from anquan_cli.tasklist.plan import Item, Plan
from anquan_cli.vocabulary import Status


class CellState(NamedTuple):
    """A cell as its events have left it."""

    status: Status = "todo"
    percent: int | None = None  # as named, until another percent, a count, done, verified or todo
    percent_by: Envelope | None = None  # the event that named it, or ended it
    done_on: date | None = None  # the first of the done and verified that have stood since without a break
    done_by: Envelope | None = None  # the event of that day
    closed_by_own: bool = False  # its own unit has closed it, and nobody has opened it since
    event: Envelope | None = None  # the one that decided it


UNTOUCHED = CellState()


class Place(NamedTuple):
    """The cells of a leaf at one of its stages."""

    rest: CellState  # of every party that has said nothing itself
    own: dict[Party, CellState]

    def cell(self, party: Party) -> CellState:
        """One party's cell."""
        return self.own.get(party, self.rest)


_BARE = Place(UNTOUCHED, {})


class Count(NamedTuple):
    """A running total over all stages of an item, and when it was given."""

    total: int
    given: tuple[str, str, str]


class State(NamedTuple):
    """What every cell is; places that no event has covered are not kept."""

    places: dict[tuple[str, int], Place]  # by leaf item and stage
    beside: dict[tuple[str, int], dict[Unit, CellState]]  # what units report there that are no parties
    counts: dict[str, dict[Author | Party, Count]]  # by leaf item: by whom
    # by event: what was closed or struck off, and is no more
    opened: dict[str, dict[tuple[str, int], Status]]

    def at(self, leaf: Item, stage: int) -> Place:
        """The cells of a leaf at a stage."""
        return self.places.get((leaf.id, stage), _BARE)

    def reports(self, leaf: Item, stage: int) -> Mapping[Unit, CellState]:
        """What units report there beside the cells."""
        return self.beside.get((leaf.id, stage), {})


def go_on(plan: Plan, state: State, marks: Iterable[tuple[Envelope, Sequence[Target]]]) -> None:
    """Changes a state by later marks, given in the order of work, each with the targets that count."""
    for event, targets in marks:
        _mark(plan, state, event, targets)


def apply(plan: Plan, state: State, event: Envelope, targets: Sequence[Target]) -> State:
    """The state after one more mark, the latest in the order of work; the given one stays as it is."""
    at = {(leaf.id, stage) for target in targets for leaf, stage in covered(plan, target, event.author)}
    places = {a: state.places[a]._replace(own={**state.places[a].own}) for a in at if a in state.places}
    beside = {a: {**state.beside[a]} for a in at if a in state.beside}
    counts = {i: {**state.counts[i]} for i in {leaf for leaf, _ in at} if i in state.counts}
    after = State(state.places | places, state.beside | beside, state.counts | counts, {**state.opened})
    _mark(plan, after, event, targets)
    return after


def concerns(plan: Plan, item: Item, unit: Unit) -> bool:
    """Whether an item is a unit's to report on."""
    return unit in parties(plan, item.units) or assignment(plan, item, unit) is not None


def items_meant(plan: Plan, ident: str, author: Author) -> tuple[Item, ...]:
    """What an id stands for; of a task with parts, for a unit those that are its own, where any are."""
    items = plan.items_of(ident)
    if author is not OFFICE and len(items) > 1:
        items = tuple(i for i in items if concerns(plan, i, author)) or items
    return items


def covered(plan: Plan, target: Target, author: Author) -> Iterator[tuple[Item, int]]:
    """The leaves and their stages that a mark of a target covers; a stage of a row covers what belongs to it.

    The office's covers every party's cells there. A unit's covers its own, or what it reports beside, of the
    leaves that concern it. Unknown ids and stages cover nothing.
    """
    for item in items_meant(plan, target.id, author):
        for leaf in item.leaves() if author is OFFICE else own_leaves(plan, item, author):
            for stage in leaf.stages:
                if target.stage in (None, stage.number if item.measure else stage.belongs):
                    yield leaf, stage.number


def cells_of(plan: Plan, state: State, leaf: Item, stage: int, author: Author) -> list[CellState]:
    """The cells that an author's mark covers there; of a unit that is no party, its report beside."""
    place, everybody = state.at(leaf, stage), parties(plan, leaf.units)
    if author is OFFICE:
        return [place.cell(party) for party in everybody]
    return [place.cell(author) if author in everybody else state.reports(leaf, stage).get(author, UNTOUCHED)]


def _mark(plan: Plan, state: State, event: Envelope, targets: Sequence[Target]) -> None:
    """Changes the state in place: of very many units, none costs more than its own cells."""
    mark = event.mark
    assert mark
    stages: dict[str, set[int]] = {}  # leaf → stages covered
    leaves: dict[str, Item] = {}
    may_open = mark.status not in ("verified", "na")
    for target in targets:
        for leaf, stage in covered(plan, target, mark.author):
            place, author = state.at(leaf, stage), mark.author
            if author is OFFICE:
                had = [*place.own.values(), *[place.rest] * (len(place.own) < len(parties(plan, leaf.units)))]
                own = {p: _decided(cell, event, mark, target) for p, cell in place.own.items()}
                place = place._replace(rest=_decided(place.rest, event, mark, target), own=own)
                has = [*own.values(), place.rest]
            elif author in parties(plan, leaf.units):
                had, own = [place.cell(author)], place.own or {}  # never the one that all bare places share
                has = [_decided(had[0], event, mark, target)]
                own[author] = has[0]
                place = place._replace(own=own)
            else:
                reports = state.beside.setdefault((leaf.id, stage), {})
                had = [reports.get(author, UNTOUCHED)]
                has = [_decided(had[0], event, mark, target)]
                reports[author] = has[0]
            if may_open and all(old.status in CLOSED for old in had):  # else the whole was open
                opened = {
                    old.status for old, new in zip(had, has, strict=False) if _opens(old.status, new.status)
                }
                if was := next((s for s in CLOSED if s in opened), None):
                    state.opened.setdefault(event.id, {})[leaf.id, stage] = was
            state.places[leaf.id, stage] = place
            stages.setdefault(leaf.id, set()).add(stage)
            leaves[leaf.id] = leaf
    for ident, numbers in stages.items():
        _count(state, leaves[ident], event, mark, numbers)


def _opens(old: Status, new: Status) -> bool:
    return (old in CLOSED and new not in CLOSED) or (old == "verified" and new == "done")


def _decided(cell: CellState, event: Envelope, mark: Mark, target: Target) -> CellState:
    """A cell after a mark that covers it."""
    own = mark.author is not OFFICE
    if cell.closed_by_own and not own:
        if mark.status in ("done", "na"):  # closed by its own unit: the office need not say it again
            return cell
        if mark.status == "verified" and cell.status == "na":  # stays, with its reason
            return cell
        # doing and paused reopen only where nothing was open; an older program's mark did as it said then
        if mark.status in ("doing", "paused") and mark.reopen is not None and target.id not in mark.reopen:
            return cell
    closed = mark.status in CLOSED
    done_on, done_by = (cell.done_on, cell.done_by) if cell.status in DONE else (day_of(event), event)
    percent, percent_by = _percent(cell, event, mark)
    return CellState(
        status=mark.status,
        percent=percent,
        percent_by=percent_by,
        done_on=done_on if mark.status in DONE else None,
        done_by=done_by if mark.status in DONE else None,
        closed_by_own=closed and (own or cell.closed_by_own),
        event=event,
    )


def _percent(cell: CellState, event: Envelope, mark: Mark) -> tuple[int | None, Envelope | None]:
    """A mark keeps the percent that it does not name; a count, done, verified and todo end it."""
    if mark.percent is not None and mark.status == "doing":
        return mark.percent, event
    ends = cell.percent is not None and mark.status in ("done", "verified", "todo")
    if ends or (cell.percent_by and mark.count is not None):
        return None, event
    return cell.percent, cell.percent_by


def _count(state: State, leaf: Item, event: Envelope, mark: Mark, stages: set[int]) -> None:
    """A count stands until another, or a todo of every stage: a unit's ends its own, the office's all."""
    given = state.counts.setdefault(leaf.id, {})
    if mark.status == "todo" and stages >= {s.number for s in leaf.stages}:
        for who in [*given] if mark.author is OFFICE else [mark.author]:
            given.pop(who, None)
    if mark.count is not None:
        given[mark.author] = Count(mark.count, order(event))


def own_count(plan: Plan, state: State, leaf: Item, party: Party) -> int | None:
    """A party's running total; where it is the only one, what the office counted is its own."""
    given = state.counts.get(leaf.id, {})
    whose = (party, OFFICE) if parties(plan, leaf.units) == (party,) else (party,)
    found = [given[who] for who in whose if who in given]
    return max(found, key=lambda c: c.given).total if found else None


def total_count(plan: Plan, state: State, leaf: Item) -> int | None:
    """What all parties have counted: the sum of their last totals, or the office's last if that is larger."""
    found = standing_counts(plan, state, leaf)
    return sum(c.total for c in found) if found else None


def standing_counts(plan: Plan, state: State, leaf: Item) -> list[Count]:
    """The totals that make up what all parties have counted."""
    whose, given = parties(plan, leaf.units), state.counts.get(leaf.id, {})
    if len(whose) == 1:
        return sorted((c for who, c in given.items() if who in (OFFICE, *whose)), key=lambda c: c.given)[-1:]
    own, office = [c for who, c in given.items() if who in whose], given.get(OFFICE)
    return [office] if office and (not own or office.total > sum(c.total for c in own)) else own
