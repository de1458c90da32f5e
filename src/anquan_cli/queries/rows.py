"""The rows of the list, filtered and sorted."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from anquan_cli.errors import shell_word
from anquan_cli.folding import for_search
from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import order
from anquan_cli.party import OFFICE, Unit
from anquan_cli.progress import CLOSED, DONE, ItemState, Progress, Reports, items_meant
from anquan_cli.tasklist.assignment import Assignment, assignment, concerned, names
from anquan_cli.tasklist.plan import Item, Measure, Plan, Row, is_within, sort_key
from anquan_cli.vocabulary import Light, Status

SORTS = ("id", "due", "status", "unit")
_BY_STATUS: tuple[Status, ...] = ("todo", "doing", "paused", "done", "verified", "na")


class Query(NamedTuple):
    """What a user asks of the list; empty fields ask nothing."""

    unit: Unit | None = None
    sectors: tuple[str, ...] = ()  # resolved names; any of them
    category: str | None = None  # number
    statuses: tuple[Status, ...] = ()
    lights: tuple[Light, ...] = ()
    search: str = ""
    named: bool = False
    late: bool = False  # 逾期完成
    sort: str = "id"


class MeasureReport(NamedTuple):
    """A measure and its state."""

    item: Item
    state: ItemState
    own: ItemState | None  # the asked unit's own state, where the measure concerns it
    counted: int | None  # counted towards the target, over all stages
    own_counted: int | None  # by the asked unit, where the measure concerns it
    at_target: int | None  # with a target for each unit: how many have reached it
    reports: Reports | None

    @property
    def measure(self) -> Measure:
        """The measure itself."""
        assert self.item.measure
        return self.item.measure

    @property
    def effective_count(self) -> int | None:
        """What the asked unit has counted, else what all have."""
        return self.own_counted if self.own else self.counted

    @property
    def reached(self) -> bool:
        """The asked unit has counted what each has to, and not closed it yet."""
        each = self.measure.target if self.own and self.own.status not in CLOSED else None
        return bool(each and each.per_unit and each.is_reached(self.own_counted))

    @property
    def aimed(self) -> tuple[ItemState, int | None]:
        """The state and the count that go with the target: a unit's own where each has to reach it."""
        each = self.measure.target and self.measure.target.per_unit
        return (self.own, self.own_counted) if self.own and each else (self.state, self.counted)

    @property
    def each(self) -> Reports | None:
        """Those who have to reach the target each by itself, where none of them is spoken of alone."""
        target = self.measure.target
        return self.reports if target and target.per_unit and not self.own else None

    @property
    def falls_short(self) -> bool:
        """Done, with less counted than its target is; where nobody has counted, nobody knows."""
        target, (state, counted) = self.measure.target, self.aimed
        if target is None or counted is None or state.status not in DONE:
            return False
        if self.each:
            return (self.at_target or 0) < len(self.each.units) - len(self.each.exempt)
        return not target.is_reached(counted)

    @property
    def effective_state(self) -> ItemState:
        """The state that is shown: the asked unit's own, or the whole's."""
        return self.own or self.state


class RowReport(NamedTuple):
    """A row, its state, and why it is there."""

    item: Item
    state: ItemState
    own: ItemState | None  # the asked unit's own state
    assignment: Assignment | None
    sector: str | None  # part, measure
    matching_measures: int  # measures of the asked sector
    reports: Reports | None
    measures: tuple[MeasureReport, ...] = ()

    @property
    def row(self) -> Row:
        """The row itself."""
        return self.item.row

    @property
    def effective_state(self) -> ItemState:
        """The state that filters and lights go by: the asked unit's own, or the whole's."""
        return self.own or self.state


class Rows(NamedTuple):
    """What `list` answers."""

    plan: Plan
    query: Query
    rows: tuple[RowReport, ...]
    with_measures: bool
    messages: tuple[str, ...]


def listed(progress: Progress, query: Query, *, measures: bool = False) -> Rows:
    """The rows that a query asks for, with their measures if wanted."""
    found = rows(progress, query)
    if measures:
        found = [with_measures(progress, r, query.unit) for r in found]
    return Rows(progress.plan, query, tuple(found), measures, _hosted(progress.plan, query.unit))


def _hosted(plan: Plan, name: str | None) -> tuple[str, ...]:
    """Where offices sit in the asked unit: that they have rows of their own."""
    unit = next((u for u in plan.register.units if u.name == name), None)
    counted = [(host, len(concerned(plan, host))) for host in (unit.hosts if unit else ())]
    return tuple(
        f"提示：设在本单位的{host}另有{n}项，可用 anquan list --unit {shell_word(host)} 查看。"
        for host, n in counted
        if n
    )


def rows(progress: Progress, query: Query) -> list[RowReport]:
    """The rows that a query asks for, in its order."""
    found = asked(progress.plan, query)
    reports = [r for r in (_report(progress, item, why, query) for item, why in found) if r]
    order = _ORDERS.get("part" if query.sort == "id" and query.sectors else query.sort)
    return sorted(reports, key=lambda r: (order(r), sort_key(r.row.id))) if order else reports


_ORDERS: dict[str, Callable[[RowReport], Any]] = {
    "due": lambda r: r.effective_state.next_due or date.max,
    "status": lambda r: _BY_STATUS.index(r.effective_state.status),
    "unit": lambda r: next(
        iter([p.name for p in r.row.units.named] + [g.name for g in r.row.units.groups]), ""
    ),
    "part": lambda r: r.sector != "part",  # of a sector itself, before those with measures of it
}


def asked(plan: Plan, query: Query) -> list[tuple[Item, Assignment | None]]:
    """The rows that a query's unit has, each with why; all rows where it asks for none."""
    if query.unit is None:
        return [(Item(row), None) for row in plan.rows]
    found = concerned(plan, query.unit)
    return [(item, why) for item, why in found if not query.named or names(plan, item, query.unit)]


def _report(progress: Progress, item: Item, why: Assignment | None, query: Query) -> RowReport | None:
    plan, row = progress.plan, item.row
    sector, hits = sector_match(row, query.sectors)
    if (
        (query.category and plan.categories[row.category].number != query.category)
        or (query.sectors and sector is None)
        or (query.search and not _mentions(plan, row, for_search(query.search)))
    ):
        return None
    state = progress.item(item)
    own = progress.item(item, query.unit) if query.unit else None
    effective = own or state
    if (
        (query.statuses and effective.status not in query.statuses)
        or (query.lights and effective.light not in query.lights)
        or (query.late and not effective.late_days)
    ):
        return None
    return RowReport(item, state, own, why, sector, hits, progress.reports(item))


def sector_match(row: Row, sectors: Sequence[str]) -> tuple[str | None, int]:
    """Whether a row is of one of the sectors itself (`part`) or by measures (`measure`), and by how many."""
    hits = sum(1 for m in row.measures if any(s in sectors for s in m.sectors))
    if any(s in sectors for s in row.sectors):
        return "part", hits
    return ("measure" if hits else None), hits


def measure_of_sector(row: Row, measure: Measure, sectors: Sequence[str]) -> bool:
    """Whether a measure is of one of the sectors; one that names none of its row's is of all of them."""
    if any(s in sectors for s in measure.sectors):
        return True
    return not {*measure.sectors} & {*row.sectors} and any(s in sectors for s in row.sectors)


def _mentions(plan: Plan, row: Row, word: str) -> bool:
    category = plan.categories[row.category]
    phrases = [row.units, *(m.units for m in row.measures if m.units)]
    texts = [
        row.id, row.title, row.part or "", row.sector or "", row.fields, row.content, row.deadline.text, category.title, row.leader,
        row.remark, *row.variants, *category.variants, *(m.text for m in row.measures), *(m.remark for m in row.measures),
        *(p.text for p in phrases), *(way for p in phrases for u in p.named for way in plan.unit_names.get(u.name, ())),
    ]  # fmt: skip
    return any(word in for_search(text) for text in texts)


def with_measures(progress: Progress, report: RowReport, unit: Unit | None = None) -> RowReport:
    """The report with its measures' reports; a unit's own state of those that concern it."""
    measures = tuple(measure_report(progress, m, unit) for m in report.item.measures())
    return report._replace(measures=measures)


def measure_report(progress: Progress, item: Item, unit: Unit | None = None) -> MeasureReport:
    """A measure with its state, or a unit's own where it has to do it, and what has been counted."""
    own = progress.item(item, unit) if unit and assignment(progress.plan, item, unit) else None
    target = item.target
    return MeasureReport(
        item,
        progress.item(item),
        own,
        progress.count(item),
        progress.count(item, unit) if own else None,
        progress.at_target(item) if target and target.per_unit else None,
        progress.reports(item),
    )


def is_about(plan: Plan, e: Envelope, item: Item) -> bool:
    """Whether an entry names an item, what is under it, or the task that it is a part of; a unit's, of its own parts."""
    return any(
        is_within(t.id, item.id)
        or (t.id == str(item.row.number) and item in items_meant(plan, t.id, e.author))
        for t in e.targets
    )


def entries_of(progress: Progress, item: Item, unit: Unit | None) -> list[Envelope]:
    """The entries that count for an item; for a unit, its own, and the office's that say something of it.

    A mark of the office that left the unit's cells as an earlier entry had closed them is none of these, nor is one
    whose stage the list has no more.
    """
    lost = progress.orphaned
    counting = (
        e.about(tuple(t for t in e.targets if t not in lost[e.id])) if e.id in lost else e
        for e in progress.entries(item)
    )
    found = [e for e in counting if is_about(progress.plan, e, item)]
    if unit is None:
        return found
    deciding = [c.event for c in progress.cells(item, unit)]

    def concerns(e: Envelope) -> bool:
        return e.mark is None or any(d is None or order(d) >= order(e) for d in deciding)

    return [e for e in found if e.author == unit or (e.author is OFFICE and concerns(e))]
