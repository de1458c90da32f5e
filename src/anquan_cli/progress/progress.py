"""Answers to questions about a list and its history as of a day; pure: no clock, no file."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from itertools import groupby
from typing import NamedTuple

from anquan_cli.grouping import gathered
from anquan_cli.ledger.events import Envelope, Mark, Target
from anquan_cli.ledger.undo import day_of, effective, order
from anquan_cli.party import COLLECTIVE, OFFICE, Author, Party, Unit
from anquan_cli.progress import lights
from anquan_cli.progress import state as states
from anquan_cli.progress.cells import CLOSED, DONE, Cell, closing_day, parties_of, status_of
from anquan_cli.progress.present_names import Merger, mergers
from anquan_cli.progress.share import (
    ALL,
    NOTHING,
    OPEN_MOST,
    Share,
    at_most,
    difference,
    greater,
    mean,
    ratio,
    rounded,
)
from anquan_cli.progress.state import (
    CellState,
    Count,
    apply,
    cells_of,
    concerns,
    items_meant,
    own_count,
    standing_counts,
    total_count,
)
from anquan_cli.tasklist.assignment import by_phrase, own_leaves, parties
from anquan_cli.tasklist.plan import Item, Plan, Schedule, Stage
from anquan_cli.tasklist.same_item import still_means
from anquan_cli.vocabulary import Light, Status


class StageState(NamedTuple):
    """One stage of an item as of today."""

    stage: int
    due: date | None
    status: Status
    light: Light
    done_on: date | None
    late_days: int | None  # 逾期完成: days between the due date and the day it was done
    overdue_days: int | None  # 逾期: days past the due date, while not closed
    of_date: Status  # what all that has its date is, where that is closed or paused; else as `status`

    @property
    def is_due(self) -> bool:
        """It falls due, or has: something that has its date is neither closed nor paused."""
        return self.due is not None and self.of_date not in (*CLOSED, "paused")


class ItemState(NamedTuple):
    """A row or a measure as of today, of all parties or in one unit's column."""

    status: Status
    share: Share | None  # exact; None when nothing applies
    light: Light
    overdue_days: int | None
    late_days: int | None  # the most over its stages and its measures' own dates
    behind: float | None  # 滞后: percentage points below 序时进度
    compared: bool  # with 序时进度: open, unpaused, with a span
    updated: date | None
    stages: tuple[StageState, ...]
    next_due: date | None  # of its stages that fall due and of those of its measures' own dates
    awaiting: bool = False  # 尚未报送: the asked unit has to say whether it is concerned

    @property
    def percent(self) -> float | None:
        """One decimal, rounded down; None when nothing applies."""
        return rounded(self.share)


class Reports(NamedTuple):
    """Which units have something to do under an item, and which of them have reported (已报、办结、未报)."""

    units: tuple[Unit, ...]
    reported: tuple[Unit, ...]
    closed: tuple[Unit, ...]
    exempt: tuple[Unit, ...]  # not concerned with any of it
    resting: tuple[Unit, ...]  # closed, or paused with all that is open
    missing: tuple[Unit, ...]  # with something open, and no entry

    @property
    def asked(self) -> tuple[Unit, ...]:
        """Those missing of whom a report is asked: not of what is paused."""
        return tuple(u for u in self.missing if u not in self.resting)


class Progress:
    """The list's progress as of a day; made by `fold`."""

    def __init__(self, plan: Plan, events: Sequence[Envelope], today: date) -> None:
        self.plan = plan
        self.events = tuple(events)
        self.effective: tuple[Envelope, ...] = ()
        self._to_come = [(day_of(e), e) for e in effective(self.events)]
        # event id → what of its targets it does not count for:
        self.renamed: dict[str, tuple[str, ...]] = {}  # items recorded under another title
        self.orphaned: dict[str, dict[Target, None]] = {}  # stages that are no more, or others now
        self.strange: dict[
            str, dict[Target, None]
        ] = {}  # of marks: items that are not their unit's (any more)
        self._titles: dict[tuple[str, str | None, str | None], bool] = {}
        self._foreign: dict[tuple[str, Unit], bool] = {}
        self._entries: dict[str, list[Envelope]] = {}
        self.state = states.State({}, {}, {}, {})
        self.go_on(today)

    def go_on(self, today: date) -> "Progress":
        """Itself as of a later day, a step for each entry between: what has been asked of it holds no more."""
        self.today = today
        new = [e for day, e in self._to_come if day <= today]
        self._to_come = [(day, e) for day, e in self._to_come if day > today]
        self.effective += tuple(new)
        self._forget()
        counting = [(e, self._counting(e)) for e in new]
        states.go_on(self.plan, self.state, [(e, targets) for e, targets in counting if e.mark])
        return self

    def _forget(self) -> None:
        """What was worked out of a former state."""
        self._columns: dict[tuple[str, Unit | None], dict[str, list[Cell]]] = {}
        self._stages: dict[tuple[str, Party | None], Mapping[int, Sequence[Cell]]] = {}
        self._beside_of: dict[str, list[Cell]] = {}
        self._items: dict[tuple[str, Hashable], ItemState] = {}
        self._standings: dict[tuple[str, Unit], Hashable] = {}
        self._waiting: dict[tuple[str, int, Hashable], bool] = {}
        self._reporting: dict[str, set[Unit]] = {}
        self._under: dict[str, list[Envelope]] = {}

    def extended(self, events: Sequence[Envelope]) -> "Progress":
        """The progress after some more events; one mark, the latest in the order of work, costs one step."""
        event, last = events[-1], self.effective[-1:]
        latest = not last or order(event) > order(last[0])
        if len(events) > 1 or event.mark is None or not latest or day_of(event) > self.today:
            return Progress(self.plan, (*self.events, *events), self.today)
        after = copy(self)
        after.events, after.effective = (*self.events, event), (*self.effective, event)
        after.renamed, after.orphaned = dict(self.renamed), dict(self.orphaned)
        after.strange = dict(self.strange)
        meant = (i.id for t in event.targets for i in items_meant(self.plan, t.id, event.author))
        after._entries = self._entries | {i: [*self._entries.get(i, ())] for i in meant}
        after._forget()
        after.state = apply(self.plan, self.state, event, after._counting(event))
        return after

    def _counting(self, event: Envelope) -> list[Target]:
        """The targets that an event counts for: whose id still means what it meant, whose stage exists."""
        found, meant = [], event
        if others := self.misfits(event):
            self.renamed[event.id], meant = others, self.fitting(event)
        for target in meant.targets:
            items = items_meant(self.plan, target.id, event.author)
            if strange := event.mark is not None and self._is_strange(target.id, event.author):
                self.strange.setdefault(event.id, {})[target] = None
            for item in () if strange else items:
                if (entries := self._entries.setdefault(item.id, []))[-1:] != [meant]:
                    entries.append(meant)
            if event.mark and not all(_has_stage(i, target, event.mark) for i in items):
                self.orphaned.setdefault(event.id, {})[target] = None
                continue
            found.append(target)
        return found

    def _is_strange(self, ident: str, author: Author) -> bool:
        """Whether an item of the list is none of a unit's (any more)."""
        if author is not OFFICE and (key := (ident, author)) not in self._foreign:
            items = self.plan.items_of(ident)
            self._foreign[key] = bool(items) and not any(concerns(self.plan, i, author) for i in items)
        return author is not OFFICE and self._foreign[key]

    def misfits(self, event: Envelope) -> tuple[str, ...]:
        """The ids that an entry names and that meant other items when it was recorded."""
        return tuple(
            i for i in dict.fromkeys(t.id for t in event.targets) if not self._title_matches(i, event)
        )

    def fitting(self, event: Envelope) -> Envelope:
        """An entry without those."""
        others = {*self.misfits(event)}
        return event.about(tuple(t for t in event.targets if t.id not in others)) if others else event

    def _title_matches(self, item: str, event: Envelope) -> bool:
        """Whether an id still means what it meant when it was recorded: a renumbered list is noticed here."""
        key = item, event.titles.get(item), event.titles.get(item.rpartition(".")[0])
        if key not in self._titles:
            self._titles[key] = still_means(self.plan, *key)
        return self._titles[key]

    def mergers(self, recorded: Iterable[Envelope]) -> tuple[Merger, ...]:
        """The units that the list has made of several, by the entries that stand; `recorded`: by the names of then."""
        then = {e.id: e for e in recorded}
        known = [self.fitting(e) for e in self.effective if e.id in then]
        return mergers((then[e.id] for e in known), known)

    # -- cells --------------------------------------------------------------------------------

    def cells(self, item: Item, whose: Party | None = None) -> list[Cell]:
        """The cells under an item: every party's, or one's column (a unit's also beside what it is no party of)."""
        if whose is COLLECTIVE:
            return [c._replace(parties=(whose,)) for c in self.cells(item) if whose in c.parties]
        column = self._column(Item(item.row), whose)
        return column.get(item.id, []) if item.measure else [c for found in column.values() for c in found]

    def _column(self, row: Item, unit: Unit | None) -> dict[str, list[Cell]]:
        """The cells under a row, by leaf."""
        key = row.id, unit
        if key not in self._columns:
            column: dict[str, list[Cell]] = {}
            for leaf in row.leaves() if unit is None else own_leaves(self.plan, row, unit):
                found = column[leaf.id] = []
                if unit is None:
                    found += (cell for stage in leaf.stages for cell in self._every(leaf, stage))
                else:
                    excused = self._is_excused(leaf, unit)
                    found += (self._own_cell(leaf, stage, unit, excused) for stage in leaf.stages)
            self._columns[key] = column
        return self._columns[key]

    def _every(self, leaf: Item, stage: Stage) -> list[Cell]:
        place, everybody = self.state.at(leaf, stage.number), parties(self.plan, leaf.units)
        if self.state.counts.get(leaf.id):  # what each has counted tells them apart
            return [self._cell(leaf, stage, (party,), place.cell(party)) for party in everybody]
        if not place.own:
            return [self._cell(leaf, stage, everybody, place.rest)]
        return [self._cell(leaf, stage, tuple(p), kept) for kept, p in groupby(everybody, key=place.cell)]

    def _own_cell(self, leaf: Item, stage: Stage, unit: Unit, excused: bool) -> Cell:
        own = self._cell(leaf, stage, (unit,), cells_of(self.plan, self.state, leaf, stage.number, unit)[0])
        found = own if unit in parties(self.plan, leaf.units) else self._beside(own)
        return found._replace(excused=excused and found.can_be_late)

    def _cell(self, leaf: Item, stage: Stage, whose: tuple[Party, ...], kept: CellState) -> Cell:
        share = self._share(leaf, kept, whose[0])
        return Cell(
            leaf, stage, whose, kept.status, share, kept.done_on, kept.event,
            percent_by=kept.percent_by, done_by=kept.done_by,
        )  # fmt: skip

    def _share(self, leaf: Item, kept: CellState, party: Party) -> Share:
        """Percent of a cell: its own, else count ÷ target, never more than 99 while it is open."""
        if kept.status in CLOSED:
            return ALL
        if kept.status != "doing":
            return NOTHING
        if kept.percent is not None:
            return at_most((kept.percent, 1), OPEN_MOST)
        count = own_count(self.plan, self.state, leaf, party)
        if count is None or leaf.target is None or party not in parties(self.plan, leaf.units):
            return NOTHING  # what is counted beside moves no percent
        return at_most(ratio(count, leaf.target.count), OPEN_MOST)

    def _beside(self, own: Cell) -> Cell:
        """A unit that is no party: closed with the whole, else its own report, else as the whole stands."""
        every = self._every(own.leaf, own.stage)
        whole = status_of(every, begun=self._has_begun(every))
        if whole in CLOSED:
            last = max((c.event for c in every if c.event), key=order, default=None)
            days = [d for d in (closing_day(every), own.done_on) if d and whole in DONE]
            done_on = min(days, default=None)
            return own._replace(status=whole, percent=ALL, done_on=done_on, event=last, of_whole=True)
        if own.event is not None:
            return own
        return own._replace(status=whole, percent=self._percent(every, None) or NOTHING, of_whole=True)

    def _is_excused(self, leaf: Item, unit: Unit) -> bool:
        """尚未报送: has to judge whether it is concerned, and has not said so under the row."""
        why = by_phrase(self.plan, leaf.units, unit)
        return why is not None and why.basis == "relevant" and unit not in self._reporters(Item(leaf.row))

    def reports_by_others(self, item: Item) -> list[Cell]:
        """What units report that are no party of a cell: shown beside, it only makes the item begun."""
        if self.state.beside and item.id not in self._beside_of:
            self._beside_of[item.id] = [
                self._cell(leaf, stage, (unit,), kept)
                for leaf in item.leaves()
                for stage in leaf.stages
                for unit, kept in sorted(self.state.reports(leaf, stage.number).items())
            ]
        return self._beside_of.get(item.id, [])

    def _has_begun(self, cells: Iterable[Cell]) -> bool:
        """Whether somebody beside has reported work on the leaves and stages of some cells."""
        reports = (self.state.reports(c.leaf, c.stage.number) for c in cells) if self.state.beside else ()
        return any(kept.status in _BEGUN for found in reports for kept in found.values())

    # -- entries ------------------------------------------------------------------------------

    def entries(self, item: Item) -> list[Envelope]:
        """The entries under an item, in the order of work: of a row also its measures'; of a task's, a unit's of its own parts."""
        if item.id not in self._under:
            ids = (item.id, *(m.id for m in item.measures()))
            found = {e.id: e for i in ids if i in self._entries for e in self._entries[i]}
            self._under[item.id] = sorted(found.values(), key=order)
        return self._under[item.id]

    def _about(self, item: Item) -> Iterator[Sequence[Envelope]]:
        """The entries that name an item or stand below it, and those that stand above it; each in the order of work."""
        yield self.entries(item)
        yield self._entries.get(item.row.id, ()) if item.measure else ()

    def _reporters(self, item: Item) -> set[Unit]:
        """Units with an entry of theirs that covers an item, names it, or stands above or below it."""
        if item.id not in self._reporting:
            self._reporting[item.id] = {
                e.author
                for found in self._about(item)
                for e in found
                if isinstance(e.author, str) and (e.mark is None or self._covers(e, item))
            }
        return self._reporting[item.id]

    def _updated(self, item: Item, whose: Party | None) -> date | None:
        """The day of the last report of an item, by anybody or by a unit."""

        def is_one(e: Envelope) -> bool:
            theirs = not isinstance(whose, str) or e.author == whose
            return theirs and (e.mark is None or self._covers(e, item))

        last = (next(filter(is_one, reversed(found)), None) for found in self._about(item))
        return max((day_of(e) for e in last if e), default=None)

    def _covers(self, event: Envelope, item: Item) -> bool:
        return any(
            item.id in (leaf.id, leaf.row.id)
            for target in event.targets
            for leaf, _ in states.covered(self.plan, target, event.author)
        )

    def reports(self, item: Item) -> Reports | None:
        """Who has reported; None where fewer than two units have a cell under the item."""
        cells = self.cells(item)
        units = [p for p in parties_of(cells) if isinstance(p, str)]
        if len(units) < 2:
            return None
        said, open_ = self._reporters(item), set(parties_of(c for c in cells if c.is_open))
        busy = {*parties_of(c for c in cells if c.is_pending)}
        concerned = {*parties_of(c for c in cells if c.status != "na")}
        return Reports(
            units=tuple(units),
            reported=tuple(u for u in units if u in said),
            closed=tuple(u for u in units if u not in open_),
            exempt=tuple(u for u in units if u not in concerned),
            resting=tuple(u for u in units if u not in busy),
            missing=tuple(u for u in units if u in open_ and u not in said and u != self.plan.office_unit),
        )

    def late(self, item: Item, stage: int) -> tuple[tuple[Party, ...], tuple[Unit, ...]]:
        """Whose cells of an overdue stage are late, and which units still have to say whether they are concerned."""
        late: dict[Party, None] = {}
        awaiting: dict[Unit, None] = {}
        for cell in self.late_cells(item, stage):
            for party in cell.parties:
                if isinstance(party, str) and self._is_excused(cell.leaf, party):
                    awaiting[party] = None
                else:
                    late[party] = None
        return tuple(late), tuple(u for u in awaiting if u not in late)

    def waits(self, item: Item, stage: int, unit: Unit) -> bool:
        """Whether all that a unit has open of a stage waits for its word whether it is concerned."""
        key = item.id, stage, self._standing(item, unit)
        if key not in self._waiting:
            cells = [c for c in self.dated(item, stage, unit) if c.is_pending]
            self._waiting[key] = bool(cells) and all(c.excused for c in cells)
        return self._waiting[key]

    def done(self, item: Item, stage: int) -> tuple[Unit, ...]:
        """The units that have done all of theirs that is due with a stage, parties or beside; who is not concerned did nothing."""
        cells = [*self.dated(item, stage)]
        everybody = {*parties_of(cells)}
        for unit in parties_of(self.reports_by_others(item)):
            if isinstance(unit, str) and unit not in everybody and concerns(self.plan, item, unit):
                cells += self.dated(item, stage, unit)
        done = {*parties_of(c for c in cells if c.status in DONE)}
        done -= {*parties_of(c for c in cells if c.is_open)}
        return tuple(p for p in parties_of(cells) if isinstance(p, str) and p in done)

    def only(self, item: Item, stage: int, *statuses: Status) -> tuple[Unit, ...]:
        """The parties whose cells that are due with a stage are in these statuses, every one."""
        cells = self.dated(item, stage)
        others = {*parties_of(c for c in cells if c.status not in statuses)}
        return tuple(p for p in parties_of(cells) if isinstance(p, str) and p not in others)

    def late_cells(self, item: Item, stage: int, unit: Unit | None = None) -> list[Cell]:
        """The cells whose date an overdue stage is and that can be late, of all parties or of a unit's column."""
        return [c for c in self.dated(item, stage, unit) if c.can_be_late]

    def dated(self, item: Item, stage: int, unit: Unit | None = None) -> Sequence[Cell]:
        """The cells whose date a stage of an item is, of all parties or of a unit's column."""
        return _dated(item, self.at(item, stage, unit))

    def at(self, item: Item, stage: int, whose: Party | None = None) -> Sequence[Cell]:
        """The cells under an item that belong to one of its stages."""
        key = item.id, whose
        if key not in self._stages:
            self._stages[key] = _by_stage(item, self.cells(item, whose))
        return self._stages[key].get(stage, ())

    # -- items --------------------------------------------------------------------------------

    def item(self, item: Item, whose: Party | None = None) -> ItemState:
        """The state of a row or a measure as a whole, or in one party's column; worked out once."""
        key = item.id, self._standing(item, whose)
        if key not in self._items:
            self._items[key] = self._state(item, self.cells(item, whose), whose)
        return self._items[key]

    def _standing(self, item: Item, whose: Party | None) -> Hashable:
        """What is alike for all whose columns of an item are: of units that have reported nothing, how they stand to its row."""
        row = Item(item.row)
        if not isinstance(whose, str) or whose in self._reporters(row):
            return whose
        if (key := (row.id, whose)) not in self._standings:
            self._standings[key] = tuple(
                (leaf.id, whose in parties(self.plan, leaf.units), self._is_excused(leaf, whose))
                for leaf in own_leaves(self.plan, row, whose)
            )
        return self._standings[key]

    def share(self, items: Iterable[Item], unit: Unit | None = None) -> Share | None:
        """How far a row, or some of its measures, is, exactly, and nothing else of what `item` says."""
        return self._percent([c for item in items for c in self.cells(item, unit)], unit)

    def _state(self, item: Item, cells: Sequence[Cell], whose: Party | None) -> ItemState:
        status = status_of(cells, begun=whose is None and self._has_begun(cells))
        stages = self.stages(item, cells, whose, all_own=False)
        watched = [*stages]
        by_leaf = gathered((c.leaf.id, c) for c in cells)
        for measure in item.measures():
            if not measure.inherits_date:
                watched += self.stages(measure, by_leaf.get(measure.id, ()), whose, all_own=False)
        share = self._percent(cells, whose)
        lag, compared = self._behind(_spans(item, cells), status, share)
        awaiting = any(c.excused and c.stage.due and c.stage.due < self.today for c in cells)
        return ItemState(
            status=status,
            share=share,
            light=lights.of_item(self.plan, item, status, {s.light for s in watched}, lag, awaiting=awaiting),
            overdue_days=max((s.overdue_days for s in watched if s.overdue_days), default=None),
            late_days=max((s.late_days for s in watched if s.late_days), default=None),
            behind=rounded(lag) if lag else None,
            compared=compared,
            updated=self._updated(item, whose),
            stages=stages,
            next_due=min((s.due for s in watched if s.due and s.is_due), default=None),
            awaiting=awaiting,
        )

    def stages(
        self, item: Item, cells: Sequence[Cell], whose: Party | None = None, *, all_own: bool
    ) -> tuple[StageState, ...]:
        """The stages of an item from its cells; those to which no cell belongs are left out.

        A party has a stage of a row where it has a cell that inherits its date. `all_own`: where any cell
        belongs to it, by what the cells are alone; so the stage that a mark means is chosen.
        """
        found, by_stage = [], _by_stage(item, cells)
        for stage in item.stages:
            if not (here := by_stage.get(stage.number)):
                continue
            dated = _dated(item, here)
            if whose is None or all_own or dated:
                begun = whose is None and not all_own and self._has_begun(here)
                found.append(self._stage(stage, here, dated, begun))
        return tuple(found)

    def said(self, item: Item, unit: Unit) -> list[Cell]:
        """A unit's column by its own word alone: where it is no party, nothing is taken over from the whole."""
        return [
            self._cell(leaf, stage, (unit,), cells_of(self.plan, self.state, leaf, stage.number, unit)[0])
            for leaf in own_leaves(self.plan, item, unit)
            for stage in leaf.stages
        ]

    def reported(self, item: Item, unit: Unit) -> ItemState:
        """A unit's state with the status and percent that it has said itself."""
        cells = self.said(item, unit)
        return self.item(item, unit)._replace(status=status_of(cells), share=self._percent(cells, unit))

    def by_stage(
        self, item: Item, cells: Sequence[Cell], whose: Party | None
    ) -> list[tuple[StageState, Share | None, Sequence[Cell]]]:
        """The stages of an item by some cells of all parties, or of one; how far each is, and its cells."""
        found = _by_stage(item, cells)
        states = self.stages(item, cells, whose, all_own=whose is not None)
        return [(s, self._percent(found[s.stage], whose), found[s.stage]) for s in states]

    def _stage(self, stage: Stage, here: Sequence[Cell], dated: Sequence[Cell], begun: bool) -> StageState:
        """`here`: the cells that belong to it; `dated`: those whose date it is, by which it is late or overdue."""
        status, due, late, overdue = status_of(here, begun), stage.due, None, None
        done_on, last = closing_day(here), closing_day(dated)
        if due and last and last > due:
            late = (last - due).days
        if due and due < self.today and any(c.can_be_late for c in dated):
            overdue = (self.today - due).days
        of_date = status if any(c.is_pending for c in dated) else status_of(dated)
        light = lights.of_stage(self.plan, self.today, due, status, dated)
        return StageState(stage.number, due, status, light, done_on, late, overdue, of_date)

    # -- figures ------------------------------------------------------------------------------

    def count(self, item: Item, whose: Party | None = None) -> int | None:
        """The running total towards a measure's target, of all parties or of one; None: nothing counted."""
        if whose is None:
            return total_count(self.plan, self.state, item)
        return own_count(self.plan, self.state, item, whose)

    def counts(self, leaf: Item) -> list[Count]:
        """The counts of a leaf that stand: what makes up its total, and what units have counted beside."""
        whose, given = (OFFICE, *parties(self.plan, leaf.units)), self.state.counts.get(leaf.id, {})
        beside = (count for who, count in given.items() if who not in whose)
        return [*standing_counts(self.plan, self.state, leaf), *beside]

    def at_target(self, item: Item) -> int:
        """With a target for each unit: how many parties have reached theirs."""
        target = item.target
        counts = (own_count(self.plan, self.state, item, p) for p in parties(self.plan, item.units))
        return sum(1 for c in counts if target and target.is_reached(c))

    def _percent(self, cells: Sequence[Cell], whose: Party | None) -> Share | None:
        """Mean over the applicable cells.

        Those of a target count with what is counted towards it: of a shared one by all, of one for each unit by
        each, in a column by whose it is; what stands there for the whole, as it counts for the whole.
        """
        shares: list[tuple[Share, int]] = []  # and how often each counts
        counted: dict[tuple[str, Party | None], list[Cell]] = {}
        for cell in cells:
            if cell.status != "na":
                if target := cell.leaf.target:
                    each = whose is None and target.per_unit
                    by = cell.parties[0] if each else None if cell.of_whole else whose
                    counted.setdefault((cell.leaf.id, by), []).append(cell)
                else:
                    shares.append((cell.percent, len(cell.parties)))
        for (_, by), found in counted.items():
            shares.append((self._towards(found, by), sum(len(c.parties) for c in found)))
        return mean(shares)

    def _towards(self, cells: Sequence[Cell], whose: Party | None) -> Share:
        """A leaf with a target that is counted as one: the greater of total ÷ target and the mean of its cells."""
        leaf = cells[0].leaf
        if cells[0].of_whole:
            every = [c for cell in cells for c in self._every(leaf, cell.stage)]
            return self._percent(every, None) or NOTHING
        own = mean((c.percent, len(c.parties)) for c in cells) or NOTHING
        count = self.count(leaf, whose)
        beside = whose is not None and whose not in parties(self.plan, leaf.units)
        if count is None or leaf.target is None or beside:
            return own
        reached = ratio(count, leaf.target.count)
        return greater(own, at_most(reached, OPEN_MOST) if any(c.is_open for c in cells) else reached)

    def _behind(
        self, spans: Sequence[Schedule], status: Status, share: Share | None
    ) -> tuple[Share | None, bool]:
        """Points below 序时进度 where there are any, and whether the row is compared at all."""
        starts = [s.start for s in spans if s.start and s.dates]
        if len(starts) < len(spans) or share is None or status in (*CLOSED, "paused"):
            return None, False
        lag = difference(elapsed_share(min(starts), max(s.dates[-1] for s in spans), self.today), share)
        return (lag if lag[0] > 0 else None), True


_BEGUN = ("doing", "done", "verified")


def fold(plan: Plan, events: Iterable[Envelope], today: date) -> Progress:
    """The progress that a history comes to."""
    return Progress(plan, tuple(events), today)


def _has_stage(item: Item, target: Target, mark: Mark) -> bool:
    """Whether the stage that is meant is there, and is the one that was meant: by its date, else as many as then."""
    then, numbers = mark.slots.get(target), [s.number for s in item.stages]
    if target.stage is None or then is None:
        return target.stage is None or target.stage in numbers
    its = [s.number for s in item.stages if s.due and s.due.isoformat() == then.due]
    return target.stage in (its if its or then.of != len(numbers) else numbers)


def _by_stage(item: Item, cells: Sequence[Cell]) -> Mapping[int, Sequence[Cell]]:
    """The cells by the stage of an item that they belong to; all belong to the only one."""
    if len(item.stages) == 1:
        return {item.stages[0].number: cells}
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.stage.number if item.measure else cell.stage.belongs, []).append(cell)
    return found


def _spans(item: Item, cells: Sequence[Cell]) -> Sequence[Schedule]:
    """By which span an item is compared: a row of which only measures with their own dates are left, by theirs."""
    left = {c.leaf.id: c.leaf for c in cells if c.is_pending}.values()
    if not item.deadline.start or any(leaf.inherits_date for leaf in left):
        return [item.deadline]
    return [leaf.deadline for leaf in left]


def _dated(item: Item, cells: Sequence[Cell]) -> Sequence[Cell]:
    """The cells to which the date of a stage is their own: all of a measure's, of a row's those that inherit it."""
    return cells if item.measure else [c for c in cells if c.leaf.inherits_date]


def elapsed_share(start: date, end: date, today: date) -> Share:
    """序时进度: days elapsed, today included, over the days of the span."""
    days = (end - start).days + 1
    return ratio((today - start).days + 1, days)


def elapsed(start: date, end: date, today: date) -> float:
    """序时进度 with one decimal, rounded down."""
    return rounded(elapsed_share(start, end, today)) or 0.0
