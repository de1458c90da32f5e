"""The list with its progress, as a file needs it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from anquan_cli.ledger.events import Envelope
from anquan_cli.party import Unit
from anquan_cli.progress import Progress
from anquan_cli.queries.due import DueReport, stages
from anquan_cli.queries.overview import Overview, UnitReport, overview, units
from anquan_cli.queries.rows import Query, RowReport, entries_of, rows, with_measures


class Listing(NamedTuple):
    """Everything that an export shows."""

    today: date
    unit: Unit | None
    head: str | None
    rows: tuple[RowReport, ...]  # with their measures
    entries: dict[str, Envelope]  # the last entry of each row that has one, by the row's id
    stages: tuple[DueReport, ...]  # every dated stage
    overview: Overview
    units: tuple[UnitReport, ...]


def listing(progress: Progress, unit: Unit | None, head: str | None) -> Listing:
    """The list as of today, for all rows or those that concern one unit."""
    query = Query(unit=unit)
    reports = tuple(with_measures(progress, r, unit) for r in rows(progress, query))
    return Listing(
        today=progress.today,
        unit=unit,
        head=head,
        rows=reports,
        entries={r.row.id: last[-1] for r in reports if (last := entries_of(progress, r.item, unit))},
        stages=tuple(stages(progress, query)),
        overview=overview(progress, unit),
        units=tuple(u for u in units(progress) if unit in (None, u.unit)),
    )
