"""The rows of the list, filtered and sorted."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.ledger.events import Envelope
from anquan_cli.party import OFFICE
from anquan_cli.progress import CLOSED, ItemState, Progress
from anquan_cli.tasklist.assignment import Basis, basis
from anquan_cli.tasklist.plan import Measure, Plan, Row, sort_key
from anquan_cli.vocabulary import Light, Status

SORTS = ("id", "due", "status", "unit")
_BY_STATUS: tuple[Status, ...] = ("todo", "doing", "paused", "done", "verified", "na")


class Query(NamedTuple):
    """What a user asks of the list; empty fields ask nothing."""

    unit: str | None = None  # full name
    sectors: tuple[str, ...] = ()  # resolved names; any of them
    category: str | None = None  # number
    statuses: tuple[Status, ...] = ()
    lights: tuple[Light, ...] = ()
    search: str = ""
    named: bool = False
    sort: str = "id"


class MeasureReport(NamedTuple):
    """A measure and its state."""

    measure: Measure
    row: Row
    state: ItemState
    counted: int | None  # counted towards the target, over all stages


class RowReport(NamedTuple):
    """A row, its state, and why it is there."""

    row: Row
    state: ItemState
    own: ItemState | None  # the asked unit's own state
    basis: Basis | None
    sector: str | None  # part, measure
    matching_measures: int  # measures of the asked sector
    measures: tuple[MeasureReport, ...]

    @property
    def effective_state(self) -> ItemState:
        """The state that filters and lights go by."""
        return self.own or self.state

    @property
    def next_due(self) -> date | None:
        """The due date of the first stage that is not closed."""
        return next((s.due for s in self.effective_state.stages if s.status not in CLOSED), None)


class Rows(NamedTuple):
    """What `list` answers."""

    plan: Plan
    query: Query
    rows: tuple[RowReport, ...]
    with_measures: bool
    messages: tuple[str, ...]


def listed(progress: Progress, query: Query, *, measures: bool = False, whole: bool = False) -> Rows:
    """The rows that a query asks for, with their measures if wanted.

    `whole`: the measures' state is that of all parties, also where a unit was asked for.
    """
    found = rows(progress, query)
    if measures:
        found = [with_measures(progress, r, None if whole else query.unit) for r in found]
    return Rows(progress.plan, query, tuple(found), measures, _hosted(progress.plan, query.unit))


def _hosted(plan: Plan, name: str | None) -> tuple[str, ...]:
    """Where offices sit in the asked unit: that they have rows of their own."""
    unit = next((u for u in plan.register.units if u.name == name), None)
    counted = [(host, len(concerned(plan, host))) for host in (unit.hosts if unit else ())]
    return tuple(
        f"提示：设在本单位的{host}另有{n}项，可用 anquan list --unit {host} 查看。"
        for host, n in counted
        if n
    )


def rows(progress: Progress, query: Query) -> list[RowReport]:
    """The rows that a query asks for, in its order."""
    reports = [r for r in (_report(progress, row, query) for row in progress.plan.rows) if r]
    if query.sort == "due":
        return sorted(reports, key=lambda r: (r.next_due or date.max, sort_key(r.row.id)))
    if query.sort == "status":
        return sorted(reports, key=lambda r: (_BY_STATUS.index(r.effective_state.status), sort_key(r.row.id)))
    if query.sort == "unit":
        return sorted(reports, key=lambda r: (_first_unit(r.row), sort_key(r.row.id)))
    if query.sectors:  # parts before measures
        return sorted(reports, key=lambda r: (r.sector != "part", sort_key(r.row.id)))
    return reports


def _first_unit(row: Row) -> str:
    names = [p.name for p in row.units.named] + [g.name for g in row.units.groups]
    return names[0] if names else ""


def _report(progress: Progress, row: Row, query: Query) -> RowReport | None:
    plan = progress.plan
    if query.category and plan.categories[row.category].number != query.category:
        return None
    why = basis(plan, row, query.unit) if query.unit else None
    if query.unit and (why is None or (query.named and why.basis != "named")):
        return None
    sector, hits = sector_match(row, query.sectors)
    if query.sectors and sector is None:
        return None
    if query.search and not _mentions(plan, row, query.search.casefold()):
        return None
    state = progress.row(row)
    own = progress.row(row, query.unit) if query.unit else None
    shown = own or state
    if query.statuses and shown.status not in query.statuses:
        return None
    if query.lights and shown.light not in query.lights:
        return None
    return RowReport(row, state, own, why, sector, hits, ())


def sector_match(row: Row, sectors: Sequence[str]) -> tuple[str | None, int]:
    """Whether a row is of one of the sectors itself (`part`) or by measures (`measure`), and by how many."""
    hits = sum(1 for m in row.measures if any(s in sectors for s in m.sectors))
    if row.sector in sectors or any(s in sectors for s in row.sectors):
        return "part", hits
    return ("measure" if hits else None), hits


def _mentions(plan: Plan, row: Row, word: str) -> bool:
    category = plan.categories[row.category]
    texts = [
        row.id, row.title, row.sector or "", row.content, row.units.text, row.deadline.text, category.title,
        *row.variants, *category.variants, *(m.text for m in row.measures), *(m.remark for m in row.measures),
    ]  # fmt: skip
    return any(word in text.casefold() for text in texts)


def with_measures(progress: Progress, report: RowReport, unit: str | None = None) -> RowReport:
    """The report with its measures' reports; a unit's own state of those that are its own."""
    row = report.row
    return report._replace(measures=tuple(measure_report(progress, row, m, unit) for m in row.measures))


def measure_report(progress: Progress, row: Row, measure: Measure, unit: str | None = None) -> MeasureReport:
    """A measure with its state, or a unit's own where it has to do it, and what has been counted."""
    count = progress.count(row, measure, *progress.slots(measure)) if measure.target else None
    own = unit if unit and progress.cells(row, measure, unit) else None
    return MeasureReport(measure, row, progress.measure(row, measure, own), count)


def entries_of(progress: Progress, row: Row, unit: str | None) -> list[Envelope]:
    """The entries that count for a row; for a unit, its own and the office's."""
    return [e for e in progress.entries(row) if unit is None or e.author in (OFFICE, unit)]


def concerned(plan: Plan, unit: str) -> list[tuple[Row, Basis]]:
    """The rows that concern a unit, each with its basis."""
    return [(row, why) for row in plan.rows if (why := basis(plan, row, unit))]
