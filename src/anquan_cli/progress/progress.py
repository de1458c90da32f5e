"""Progress by one rule: the latest event that covers a cell decides it; everything else is arithmetic.

A cell is one leaf item × one of its stages × one responsible party. A party is a unit's full name, or
None for “the whole” (全体). Pure: no clock, no file; `today` is an argument.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.ledger.events import Envelope, Target
from anquan_cli.ledger.undo import day_of, effective, order
from anquan_cli.party import OFFICE
from anquan_cli.progress.cells import (
    Cell,
    Slot,
    assigned_leaves,
    percent_of,
    slots_of,
    slots_under,
    status_of,
)
from anquan_cli.tasklist.plan import Measure, Plan, Row, Stage, parties
from anquan_cli.tasklist.same_item import still_means
from anquan_cli.vocabulary import Light, Status

CLOSED = ("done", "verified", "na")
WHOLE = ""  # asked for as a unit: only the cells of “the whole” (全体)
STATUSES: tuple[Status, ...] = ("todo", "doing", "done", "verified", "paused", "na")


class StageState(NamedTuple):
    """One stage of an item as of today."""

    stage: int
    due: date | None
    status: Status
    light: Light
    done_on: date | None
    late_days: int | None  # 逾期完成: days between the due date and the day it was done
    overdue_days: int | None  # 逾期: days past the due date, while not closed


class ItemState(NamedTuple):
    """A row or a measure as of today."""

    status: Status
    percent: float | None  # one decimal, rounded down; None when nothing applies
    light: Light
    overdue_days: int | None
    behind: float | None  # 滞后: percentage points below 序时进度
    updated: date | None
    stages: tuple[StageState, ...]


class Progress:
    """The list's progress as of a day; made by `fold`."""

    def __init__(self, plan: Plan, events: Sequence[Envelope], today: date) -> None:
        self.plan = plan
        self.today = today
        self.events = tuple(events)
        self.effective = tuple(e for e in effective(self.events) if day_of(e) <= today)
        self._marks: dict[Slot, list[Envelope]] = {}
        self._entries: dict[str, list[Envelope]] = {}
        self._tables: dict[tuple[str, str | None], dict[str, list[tuple[Cell, int]]]] = {}
        # event id → ids of items that it does not count for:
        self.renamed: dict[str, tuple[str, ...]] = {}  # recorded under another title
        self.orphaned: dict[str, tuple[str, ...]] = {}  # recorded for a stage that there is no more
        self._titles: dict[tuple[str, str, str | None], bool] = {}
        self._index_marks()

    def _index_marks(self) -> None:
        covered: dict[tuple[Target, str | None], tuple[Slot, ...]] = {}
        # only where measures have units of their own does it matter who marks the row
        divided = {
            i for r in self.plan.rows if any(m.units for m in r.measures) for i in (r.id, str(r.number))
        }
        for event in self.effective:
            for target in event.targets:
                if not self._title_matches(target.id, event):
                    _note(self.renamed, event, target)
                    continue
                self._entries.setdefault(target.id, []).append(event)
                if event.mark is None:
                    continue
                key = target, _unit(event) if target.id in divided else None
                if key not in covered:
                    covered[key] = tuple(slots_of(self.plan, *key))
                if not covered[key] and self.plan.title_of(target.id) is not None:
                    _note(self.orphaned, event, target)
                for slot in covered[key]:
                    self._marks.setdefault(slot, []).append(event)

    def _title_matches(self, item: str, event: Envelope) -> bool:
        """Whether an id still means what it meant when it was recorded: a renumbered list is noticed here."""
        recorded = event.titles.get(item)
        if recorded is None:
            return True
        key = item, recorded, event.titles.get(item.rpartition(".")[0])
        if key not in self._titles:
            self._titles[key] = still_means(self.plan, *key)
        return self._titles[key]

    # -- cells --------------------------------------------------------------------------------

    def cell(self, row: Row, measure: Measure | None, slot: Slot, party: str | None) -> Cell:
        """One party's cell; for a unit that is no party, its own report or the whole's, whichever is later."""
        closing: Envelope | None = None
        decisive: Envelope | None = None
        for event in reversed(self._marks.get(slot, ())):
            if _unit(event) not in (None, party):
                continue
            decisive = decisive or event
            if _status(event) not in ("done", "verified"):
                break
            closing = event
            if _status(event) == "done":
                break
        if decisive is None:
            return Cell(slot, party, "todo", 0, None, None)
        status = _status(decisive)
        closed = closing is not None and status in ("done", "verified")
        return Cell(
            slot,
            party,
            status,
            self._percent(row, measure, decisive, slot, party),
            day_of(closing) if closed and closing else None,
            decisive,
        )

    def _percent(
        self, row: Row, measure: Measure | None, event: Envelope, slot: Slot, party: str | None
    ) -> float:
        mark = event.mark
        if mark is None or mark.status != "doing":
            return 100 if mark and mark.status in ("done", "verified") else 0
        if mark.percent is not None:
            return min(max(mark.percent, 0), 99)
        target = measure.target if measure else None
        if target is None or mark.count is None:
            return 0
        together = not target.per_unit and party in parties(row, measure)  # who is no party has its own
        count = self.count(row, measure, slot) if together else mark.count
        return min(max(count, 0) * 100 / target.count, 99)

    def count(self, row: Row, measure: Measure | None, *slots: Slot) -> int:
        """What the parties have counted together; one report of the whole counts once.

        A count is a running total: over several stages, a party's latest one stands for the earlier ones.
        """
        counts: dict[str, int] = {}
        for party in parties(row, measure):
            deciding = (self._deciding(slot, party) for slot in slots)
            counted = [e for e in deciding if e and e.mark and e.mark.count is not None]
            if counted:
                latest = max(counted, key=order)
                counts[latest.id] = latest.mark.count or 0 if latest.mark else 0
        return sum(counts.values())

    def _deciding(self, slot: Slot, party: str | None) -> Envelope | None:
        """The latest event that covers a cell."""
        covering = (e for e in reversed(self._marks.get(slot, ())) if _unit(e) in (None, party))
        return next(covering, None)

    def cells(self, row: Row, measure: Measure | None = None, unit: str | None = None) -> list[Cell]:
        """The cells under a row or a measure: all of them, or a unit's own."""
        return [c for c, _ in self.cells_by_row_stage(row, measure, unit)]

    def cells_by_row_stage(
        self, row: Row, measure: Measure | None = None, unit: str | None = None
    ) -> list[tuple[Cell, int]]:
        """Cells, each with the stage of the row that it belongs to."""
        table = self._tables.get((row.id, unit))
        if table is None:
            table = self._tables[row.id, unit] = self._table(row, unit)
        if measure:
            return table.get(measure.id, [])
        return [pair for leaf in table.values() for pair in leaf]

    def _table(self, row: Row, unit: str | None) -> dict[str, list[tuple[Cell, int]]]:
        table: dict[str, list[tuple[Cell, int]]] = {}
        mine = assigned_leaves(row, unit)
        for slot, leaf, belongs in slots_under(row, None):
            whose = parties(row, leaf)
            if unit == WHOLE:
                whose = tuple(p for p in whose if p is None)
            elif unit is not None:
                whose = (unit,) if slot.leaf in mine else ()
            for party in whose:
                table.setdefault(slot.leaf, []).append((self.cell(row, leaf, slot, party), belongs))
        return table

    def slots(self, measure: Measure) -> list[Slot]:
        """The slots of a measure, one for each stage."""
        return [Slot(measure.id, stage.number) for stage in measure.stages]

    def reports_by_others(self, row: Row, measure: Measure | None = None) -> Iterator[Cell]:
        """What units report that are no party of a cell: shown beside, it only makes the item begun."""
        for slot, leaf, _ in slots_under(row, measure):
            marks = self._marks.get(slot, ())
            units = {u for e in marks if (u := _unit(e)) is not None} - set(parties(row, leaf))
            for unit in sorted(u for u in units if u):
                cell = self.cell(row, leaf, slot, unit)
                if cell.event and _unit(cell.event) == unit:
                    yield cell

    def entries(self, row: Row, measure: Measure | None = None) -> list[Envelope]:
        """The entries that count for a row (with those of its measures and its task) or a measure."""
        if measure:
            ids = [measure.id]
        else:
            ids = list(dict.fromkeys((row.id, str(row.number), *(m.id for m in row.measures))))
        found = {e.id: e for i in ids for e in self._entries.get(i, ())}
        return sorted(found.values(), key=order)

    # -- items --------------------------------------------------------------------------------

    def item(self, row: Row, measure: Measure | None, unit: str | None = None) -> ItemState:
        """The state of a row or of one of its measures, or a unit's own state of it."""
        return self.measure(row, measure, unit) if measure else self.row(row, unit)

    def row(self, row: Row, unit: str | None = None) -> ItemState:
        """A row's state, or a unit's own state of it; lights look at the stages of its measures too."""
        cells = self.cells_by_row_stage(row, None, unit)
        stages = tuple(
            self._stage(stage, [c for c, belongs in cells if belongs == stage.number]) for stage in row.stages
        )
        watched = list(stages)
        for measure in row.measures:
            if measure.own_deadline:
                watched += self._measure_stages(measure, self.cells(row, measure, unit))
        every = [c for c, _ in cells]
        status = self._status(row, None, every, unit)
        percent = percent_of(every)
        entries = self.entries(row)
        return ItemState(
            status=status,
            percent=percent,
            light=light_of_row(status, row, watched),
            overdue_days=max((s.overdue_days for s in watched if s.overdue_days), default=None),
            behind=behind(row, status, percent, self.today),
            updated=day_of(entries[-1]) if entries else None,
            stages=stages,
        )

    def measure(self, row: Row, measure: Measure, unit: str | None = None) -> ItemState:
        """A measure's state, or a unit's own state of it."""
        cells = self._asked(row, measure, unit)
        stages = self._measure_stages(measure, cells)
        status = self._status(row, measure, cells, unit)
        entries = self.entries(row, measure)
        lights = [s.light for s in stages]
        return ItemState(
            status=status,
            percent=percent_of(cells),
            light="green" if status in CLOSED else next((c for c in _LIGHTS if c in lights), "green"),
            overdue_days=max((s.overdue_days for s in stages if s.overdue_days), default=None),
            behind=None,
            updated=day_of(entries[-1]) if entries else None,
            stages=stages,
        )

    def _asked(self, row: Row, measure: Measure, unit: str | None) -> list[Cell]:
        """The cells under a measure; of somebody else's, what the unit has reported of it all the same."""
        cells = self.cells(row, measure, unit)
        return cells or [self.cell(row, measure, slot, unit) for slot in self.slots(measure)]

    def _measure_stages(self, measure: Measure, cells: list[Cell]) -> tuple[StageState, ...]:
        return tuple(self._stage(s, [c for c in cells if c.slot.stage == s.number]) for s in measure.stages)

    def _status(self, row: Row, measure: Measure | None, cells: list[Cell], unit: str | None) -> Status:
        status = status_of(cells)
        if status == "todo" and unit is None:
            begun = (c for c in self.reports_by_others(row, measure) if c.status not in ("todo", "na"))
            return "doing" if any(begun) else "todo"
        return status

    def _stage(self, stage: Stage, cells: list[Cell]) -> StageState:
        status = status_of(cells)
        closed = status in CLOSED
        due, late, overdue = stage.due, None, None
        done_on = max((c.done_on for c in cells if c.done_on), default=None) if closed else None
        if due and done_on and done_on > due:
            late = (done_on - due).days
        if due and due < self.today and any(c.status in ("todo", "doing") for c in cells):
            overdue = (self.today - due).days
        return StageState(
            stage.number, due, status, self._light(due, closed, overdue), done_on, late, overdue
        )

    def _light(self, due: date | None, closed: bool, overdue: int | None) -> Light:
        if closed:
            return "green"
        if due is None:
            return "blue"
        if overdue:
            return "red"
        return "yellow" if 0 <= (due - self.today).days <= self.plan.yellow_days else "green"


def _unit(event: Envelope) -> str | None:
    return None if event.author is OFFICE else event.author


def _status(event: Envelope) -> Status:
    return event.mark.status if event.mark else "todo"


_LIGHTS: tuple[Light, ...] = ("red", "yellow", "blue", "green")


def fold(plan: Plan, events: Iterable[Envelope], today: date, onto: Progress | None = None) -> Progress:
    """The progress that a history comes to; `onto` is the progress that earlier events came to."""
    return Progress(plan, (*(onto.events if onto else ()), *events), today)


def _note(found: dict[str, tuple[str, ...]], event: Envelope, target: Target) -> None:
    found[event.id] = (*found.get(event.id, ()), target.id)


def light_of_row(status: str, row: Row, stages: Iterable[StageState]) -> Light:
    """红 over 黄 over 蓝 over 绿, green once the row is closed."""
    if status in CLOSED:
        return "green"
    lights = {s.light for s in stages}
    for light in _LIGHTS[:2]:
        if light in lights:
            return light
    return "green" if row.deadline.dates else "blue"


def elapsed(start: date, end: date, today: date) -> float:
    """序时进度: days elapsed, today included, over the days of the span, in percent with one decimal."""
    days = (end - start).days + 1
    gone = min(max((today - start).days + 1, 0), days)
    return (2000 * gone + days) // (2 * days) / 10


def behind(row: Row, status: str, percent: float | None, today: date) -> float | None:
    """Percentage points below 序时进度 for an open row with a span, else None."""
    schedule = row.deadline
    if schedule.start is None or not schedule.dates or percent is None or status in (*CLOSED, "paused"):
        return None
    points = round(elapsed(schedule.start, schedule.dates[-1], today) - percent, 1)
    return points if points > 0 else None
