"""The bulletin of a period (周报、月报、季报): figures that add up, and whom they concern.

Computed from events alone, so that an earlier period's bulletin can be made again as of then. It stands
as of the last day of its period, or today if that is earlier; the change is against the period of the
same length before. A unit's bulletin quotes its own entries and the office's, never another unit's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from anquan_cli.dates import Period
from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import day_of
from anquan_cli.party import OFFICE
from anquan_cli.progress import CLOSED, Progress, Slot, elapsed, fold, slots_of
from anquan_cli.queries.due import DueReport, due, stages
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport, categories, figures, units
from anquan_cli.queries.rows import Query, RowReport, entries_of, rows
from anquan_cli.queries.trend import WeekEnd, trend
from anquan_cli.tasklist.assignment import basis
from anquan_cli.tasklist.plan import Plan, Row, parties, phrase_of

SOON, NEAR = 30, 7  # days


class Closed(NamedTuple):
    """A row that was closed in the period."""

    report: RowReport
    done_on: date | None
    late_days: int | None
    entry: Envelope | None  # the last entry of it in the period


class Reported(NamedTuple):
    """An entry of the period about a row that was not closed in it."""

    report: RowReport
    entry: Envelope


class Overdue(NamedTuple):
    """What a unit, or the whole of a group, is late with."""

    due: DueReport
    days: int
    reason: str  # the problem last reported of it, by the party or for all
    expected_on: str | None  # the day last promised for everything that is late here, ISO


class OverdueParty(NamedTuple):
    """A party and everything that it is late with."""

    party: str  # a unit's full name, or a group phrase for the whole
    items: tuple[Overdue, ...]


class Bulletin(NamedTuple):
    """Everything that a bulletin says, in its order."""

    kind: str  # week, month, quarter, span
    number: int | None  # 第几期: of the week, month or quarter in its year; None for a free span
    number_year: int
    period: Period
    as_of: date
    unit: str | None
    head: str | None
    tasks: int
    figures: Figures
    before: Figures  # as of the end of the period before
    before_as_of: date  # never after as_of
    elapsed: float  # 序时进度 of the list's year
    categories: tuple[CategoryReport, ...]
    closed: tuple[Closed, ...]
    reported: tuple[Reported, ...]
    stages: tuple[DueReport, ...]  # every dated stage
    due_within_7: tuple[DueReport, ...]  # due within 7 days
    soon: tuple[DueReport, ...]  # after those, within 30 days
    overdue: tuple[OverdueParty, ...]
    behind: tuple[RowReport, ...]
    not_reported: tuple[str, ...]  # units that reported nothing
    units: tuple[UnitReport, ...]  # those behind first
    rows: tuple[RowReport, ...]
    entries: dict[str, Envelope]  # the last entry of each row that has one, by the row's id
    trend: tuple[WeekEnd, ...]  # empty unless asked for


def bulletin(
    plan: Plan,
    events: Sequence[Envelope],
    *,
    kind: str,
    number: int | None,
    period: Period,
    today: date,
    unit: str | None = None,
    head: str | None = None,
    with_trend: bool = False,
) -> Bulletin:
    """The bulletin of a period as of `today`, for all rows or those that concern one unit.

    `with_trend`: with the year's course, which folds the ledger once for every week.
    """
    as_of = min(period.until, today)
    # Where the period of the same length before ends; of days to come nothing is known.
    earlier = min(period.since - timedelta(days=1), as_of)
    now, then = fold(plan, events, as_of), fold(plan, events, earlier)
    query = Query(unit=unit)
    current = rows(now, query)
    past = rows(then, query)
    inside = [e for e in now.effective if period.since <= day_of(e) <= as_of]
    entries = {r.row.id: entries_of(now, r.row, unit) for r in current}
    ids = {e.id for e in inside}
    told = {row: [e for e in found if e.id in ids] for row, found in entries.items()}
    closed = tuple(_closed(current, past, told))
    near = Period(as_of, as_of + timedelta(days=NEAR))
    soon = Period(near.until + timedelta(days=1), as_of + timedelta(days=SOON))
    return Bulletin(
        kind=kind,
        number=number,
        number_year=period.until.year if kind != "week" else period.since.isocalendar().year,
        period=period,
        as_of=as_of,
        unit=unit,
        head=head,
        tasks=len({r.row.number for r in current}),
        figures=figures(r.effective_state for r in current),
        before=figures(r.effective_state for r in past),
        before_as_of=earlier,
        elapsed=elapsed(date(plan.year, 1, 1), date(plan.year, 12, 31), as_of),
        categories=categories(plan, current),
        closed=closed,
        reported=tuple(_reported(current, closed, told)),
        stages=tuple(stages(now, query)),
        due_within_7=tuple(due(now, query, within=near)),
        soon=tuple(due(now, query, within=soon)),
        overdue=tuple(overdue_parties(now, query)),
        behind=tuple(r for r in current if r.effective_state.behind),
        not_reported=tuple(not_reported(now, inside, unit)),
        units=tuple(u for u in units(now) if unit in (None, u.unit)),
        rows=tuple(current),
        entries={row: found[-1] for row, found in entries.items() if found},
        trend=trend(plan.year, as_of, lambda day: fold(plan, events, day), unit) if with_trend else (),
    )


def _closed(
    current: Sequence[RowReport], past: Sequence[RowReport], told: Mapping[str, list[Envelope]]
) -> Iterable[Closed]:
    were = {r.row.id for r in past if r.effective_state.status in ("done", "verified")}
    for report in current:
        if report.effective_state.status in ("done", "verified") and report.row.id not in were:
            closed = report.effective_state.stages
            yield Closed(
                report,
                max((s.done_on for s in closed if s.done_on), default=None),
                max((s.late_days for s in closed if s.late_days), default=None),
                told[report.row.id][-1] if told[report.row.id] else None,
            )


def _reported(
    current: Sequence[RowReport], closed: Sequence[Closed], told: Mapping[str, list[Envelope]]
) -> Iterable[Reported]:
    """Struck off (已销号), does not apply (不涉及), a word after the end: that is progress reported, too."""
    ends = {c.report.row.id for c in closed}
    for report in current:
        if report.row.id not in ends:
            yield from (Reported(report, e) for e in told[report.row.id])


def overdue_parties(now: Progress, query: Query) -> list[OverdueParty]:
    """Overdue stages by the parties that have not closed them; the whole stands under its group phrase."""
    found: dict[str, list[Overdue]] = {}
    for report in due(now, query, within=None, overdue=True):
        for party, late in _late(now, report, query.unit).items():
            reason, expected_on = _explained(now, report.row, party, late)
            days = report.effective_state.overdue_days or 0
            found.setdefault(party, []).append(Overdue(report, days, reason, expected_on))
    culprits = [OverdueParty(party, tuple(items)) for party, items in found.items()]
    return sorted(culprits, key=lambda c: (-max(i.days for i in c.items), -len(c.items), c.party))


def _late(now: Progress, report: DueReport, unit: str | None) -> dict[str, set[Slot]]:
    """What of an overdue stage each party has not closed, or the asked unit alone."""
    row, measure = report.row, report.measure
    late: dict[str, set[Slot]] = {}
    for cell, belongs in now.cells_by_row_stage(row, measure, unit):
        number = cell.slot.stage if measure else belongs
        if number == report.stage.stage and cell.status in ("todo", "doing"):
            leaf = measure or next((m for m in row.measures if m.id == cell.slot.leaf), None)
            whole = "、".join(g.name for g in phrase_of(row, leaf).groups) or "全体"
            late.setdefault(cell.party or whole, set()).add(cell.slot)
    order = {p or "": i for i, p in enumerate(parties(row, measure))}
    return dict(sorted(late.items(), key=lambda item: order.get(item[0], len(order))))


def _explained(now: Progress, row: Row, party: str, late: set[Slot]) -> tuple[str, str | None]:
    """The party's own words, or the office's: a problem with any of what is late, a day promised for all of it."""
    reason, expected_on = "", None
    for entry in now.entries(row):
        if entry.author not in (OFFICE, party) or not (entry.details.problem or entry.details.expected):
            continue
        covered = late.intersection(
            slot
            for t in entry.targets
            for slot in slots_of(now.plan, t, None if entry.author is OFFICE else entry.author)
        )
        if covered:
            reason = entry.details.problem or reason
        if covered == late:
            expected_on = entry.details.expected or expected_on
    return reason, expected_on


def not_reported(now: Progress, inside: Sequence[Envelope], unit: str | None) -> Iterable[str]:
    """Registered units with an open named or member row and no entry, a note included, in the period.

    An entry without a unit is the office's.
    """
    heard = {now.plan.office_unit if e.author is OFFICE else e.author for e in inside}
    for entry in now.plan.register.units:
        if entry.name in heard or (unit and entry.name != unit):
            continue
        mine = ((r, basis(now.plan, r, entry.name)) for r in now.plan.rows)
        if any(
            why and why.basis in ("named", "member") and now.row(r, entry.name).status not in CLOSED
            for r, why in mine
        ):
            yield entry.name


def as_of_head(events: Sequence[Envelope], seq: int) -> tuple[Envelope, ...]:
    """The events up to a record: the ledger as it stood when that head was printed."""
    return tuple(e for e in events if e.seq <= seq)
