"""The list with its progress, as a file needs it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import day_of
from anquan_cli.party import Unit
from anquan_cli.progress import Progress, fold
from anquan_cli.queries.bulletin import NEAR, OverdueParty, awaiting, not_reported, overdue_parties
from anquan_cli.queries.due import DueReport, stages
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport, overview, units
from anquan_cli.queries.rows import Query, RowReport, entries_of, rows, with_measures
from anquan_cli.queries.trend import WeekEnd, trend

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # what a calendar counts revisions in has 31 bits: until 2068


class Listing(NamedTuple):
    """Everything that an export shows."""

    as_of: date
    unit: Unit | None
    head: str | None
    tasks: int
    figures: Figures
    elapsed: float  # 序时进度 of the list's year
    categories: tuple[CategoryReport, ...]
    rows: tuple[RowReport, ...]  # with their measures
    entries: dict[str, list[Envelope]]  # of each row that has some, and those that name each measure, by id
    stages: tuple[DueReport, ...]  # every dated stage
    units: tuple[UnitReport, ...]  # empty unless asked for
    overdue: tuple[OverdueParty, ...]
    awaiting: tuple[tuple[Unit, tuple[DueReport, ...]], ...]
    not_reported: tuple[str, ...]  # units that reported nothing within the last 7 days
    trend: tuple[WeekEnd, ...]  # empty unless asked for
    changed: datetime  # when list, ledger or day last were others
    revision: int  # rises with each of them


def listing(
    progress: Progress, unit: Unit | None, head: str | None, *, in_full: bool = False, written: float = 0
) -> Listing:
    """The list as of today, for all rows or those that concern one unit; with the units and the year's course if wanted.

    `written`: when the list file was, in seconds since 1970.
    """
    plan, query, today, summed = progress.plan, Query(unit=unit), progress.today, overview(progress, unit)
    lately = [e for e in progress.effective if (today - day_of(e)).days < NEAR]
    reports = tuple(with_measures(progress, r, unit) for r in rows(progress, query))
    entries: dict[str, list[Envelope]] = {}
    for r in reports:
        for entry in entries_of(progress, r.item, unit):
            named = {t.id for t in entry.targets} & {m.measure.id for m in r.measures}
            for ident in (r.row.id, *named):
                entries.setdefault(ident, []).append(entry)
    seconds = min(max(int(written - _BEGINNING.timestamp()), 0), 2**31 - 2**24)
    moments = [_BEGINNING + timedelta(seconds=seconds), datetime.combine(today, time(), UTC)]
    moments += [datetime.fromisoformat(e.ts[:19]).replace(tzinfo=UTC) for e in progress.events[-1:]]
    return Listing(
        as_of=today,
        unit=unit,
        head=head,
        tasks=summed.tasks,
        figures=summed.figures,
        elapsed=summed.elapsed,
        categories=summed.categories,
        rows=reports,
        entries=entries,
        stages=tuple(stages(progress, query)),
        units=tuple(units(progress, unit) if in_full else ()),
        overdue=tuple(overdue_parties(progress, query)),
        awaiting=awaiting(progress, query),
        not_reported=tuple(not_reported(progress, lately, unit)),
        trend=trend(plan.year, today, fold(plan, progress.events, date.min).go_on, unit) if in_full else (),
        changed=max(moments),
        revision=seconds + len(progress.events) + today.toordinal(),
    )
