"""Stages that fall due."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.dates import Period
from anquan_cli.progress import CLOSED, Progress, StageState
from anquan_cli.queries.rows import Query, sector_match
from anquan_cli.tasklist.assignment import Basis, basis
from anquan_cli.tasklist.plan import Measure, Plan, Row, sort_key


class DueReport(NamedTuple):
    """A stage with a date: a row's own, or a measure's own."""

    row: Row
    measure: Measure | None
    stage: StageState
    own: StageState | None  # the asked unit's own state of the stage
    days_left: int  # negative when overdue
    basis: Basis | None
    own_percent: float | None
    sector: str | None  # part, measure

    @property
    def id(self) -> str:
        """The measure's id, or the row's."""
        return self.measure.id if self.measure else self.row.id

    @property
    def effective_state(self) -> StageState:
        """The state that filters and lights go by."""
        return self.own or self.stage


class Due(NamedTuple):
    """What `due` answers."""

    plan: Plan
    unit: str | None
    stages: tuple[DueReport, ...]


def due(
    progress: Progress,
    query: Query,
    *,
    within: Period | None,
    overdue: bool = False,
    closed: bool = False,
) -> list[DueReport]:
    """Stages due in `within` (None: any day), and with `overdue` those past their day; by date, then id.

    Closed stages are left out unless `closed`. `overdue` with `within` adds to it; alone it is the filter.
    """

    def wanted(stage: StageState) -> bool:
        if stage.due is None or (stage.status in CLOSED and not closed):
            return False
        late = bool(overdue and stage.overdue_days)
        inside = within is not None and within.since <= stage.due <= within.until
        return late or inside or (within is None and not overdue)

    found = [report for report in stages(progress, query) if wanted(report.effective_state)]
    return sorted(found, key=lambda r: (r.effective_state.due or date.max, sort_key(r.id), r.stage.stage))


def stages(progress: Progress, query: Query) -> list[DueReport]:
    """Every stage that has a row of its own: a row's stages, and a measure's where it has its own deadline."""
    plan, unit = progress.plan, query.unit
    found: list[DueReport] = []
    for row in plan.rows:
        why = basis(plan, row, unit) if unit else None
        if unit and (why is None or (query.named and why.basis != "named")):
            continue
        for measure in (None, *(m for m in row.measures if m.own_deadline)):
            match = _sector(row, measure, query.sectors)
            if match or not query.sectors:
                found += _of_item(progress, row, measure, unit, why, match)
    return found


def _sector(row: Row, measure: Measure | None, sectors: Sequence[str]) -> str | None:
    """Whether a stage is a sector's by its row or a measure; a row's stage is its undated measures' too."""
    part = "part" if sector_match(row, sectors)[0] == "part" else None
    hits = [m for m in row.measures if any(s in sectors for s in m.sectors)]
    if measure is not None:
        return "measure" if measure in hits else part
    return part or ("measure" if any(not m.own_deadline for m in hits) else None)


def _of_item(
    progress: Progress,
    row: Row,
    measure: Measure | None,
    unit: str | None,
    why: Basis | None,
    match: str | None,
) -> list[DueReport]:
    if unit and measure and not progress.cells(row, measure, unit):
        return []  # somebody else's measure
    state = progress.item(row, measure)
    own = progress.item(row, measure, unit) if unit else None
    return [
        DueReport(
            row,
            measure,
            stage,
            own.stages[i] if own else None,
            (stage.due - progress.today).days,
            why,
            own.percent if own else None,
            match,
        )
        for i, stage in enumerate(state.stages)
        if stage.due
    ]
