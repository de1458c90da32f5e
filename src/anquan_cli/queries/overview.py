"""The whole picture: figures, categories, units and sectors by who is behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from anquan_cli.dates import Period
from anquan_cli.ledger.undo import day_of
from anquan_cli.party import OFFICE
from anquan_cli.progress import CLOSED, STATUSES, ItemState, Progress, elapsed
from anquan_cli.queries.due import DueReport, due, stages
from anquan_cli.queries.rows import Query, RowReport, concerned, rows, sector_match
from anquan_cli.tasklist.assignment import BASES
from anquan_cli.tasklist.plan import Plan, Row
from anquan_cli.vocabulary import LIGHT_WORDS, Light, Status


class Figures(NamedTuple):
    """Totals over rows; the statuses add up to `total`."""

    total: int
    statuses: dict[Status, int]
    overdue: int
    late: int  # 逾期完成
    behind: int  # 滞后
    lights: dict[Light, int]
    percent: float | None  # mean over the rows that apply, rounded down

    @property
    def closed(self) -> int:
        """Done or verified."""
        return self.statuses["done"] + self.statuses["verified"]


def figures(states: Iterable[ItemState]) -> Figures:
    """The totals over some rows' states."""
    every = list(states)
    statuses = Counter(s.status for s in every)
    lights = Counter(s.light for s in every)
    percents = [s.percent for s in every if s.percent is not None]
    tenths = sum(round(p * 10) for p in percents)
    return Figures(
        total=len(every),
        statuses={s: statuses[s] for s in STATUSES},
        overdue=sum(1 for s in every if s.overdue_days),
        late=sum(1 for s in every if any(stage.late_days for stage in s.stages)),
        behind=sum(1 for s in every if s.behind),
        lights={c: lights[c] for c in LIGHT_WORDS},
        percent=tenths // len(percents) / 10 if percents else None,
    )


class CategoryReport(NamedTuple):
    """A category's figures."""

    number: str
    title: str
    figures: Figures


class Overview(NamedTuple):
    """What `status` shows."""

    figures: Figures
    tasks: int
    elapsed: float  # 序时进度 of the list's year, percent
    categories: tuple[CategoryReport, ...]
    rows: tuple[RowReport, ...]


class StatusReport(NamedTuple):
    """What `status` answers."""

    plan: Plan
    today: date
    head: str | None
    overview: Overview
    upcoming: tuple[DueReport, ...]  # overdue, and due within 30 days
    stages: tuple[DueReport, ...]  # every dated stage


def status(progress: Progress, head: str | None) -> StatusReport:
    """The whole picture as of today; `head`: the ledger's, as it is printed."""
    near = Period(progress.today, progress.today + timedelta(days=30))
    upcoming = due(progress, Query(), within=near, overdue=True)
    every = stages(progress, Query())
    return StatusReport(
        progress.plan, progress.today, head, overview(progress), tuple(upcoming), tuple(every)
    )


def overview(progress: Progress, unit: str | None = None) -> Overview:
    """The overview as of today, of all rows or of those that concern one unit, by its own status."""
    plan = progress.plan
    reports = rows(progress, Query(unit=unit))
    return Overview(
        figures=figures(r.effective_state for r in reports),
        tasks=len({r.row.number for r in reports}),
        elapsed=elapsed(date(plan.year, 1, 1), date(plan.year, 12, 31), progress.today),
        categories=categories(plan, reports),
        rows=tuple(reports),
    )


def categories(plan: Plan, reports: Sequence[RowReport]) -> tuple[CategoryReport, ...]:
    """The categories that have rows among these."""
    found = (
        CategoryReport(c.number, c.title, figures(r.effective_state for r in reports if r.row.category == i))
        for i, c in enumerate(plan.categories)
    )
    return tuple(c for c in found if c.figures.total)


class UnitReport(NamedTuple):
    """A unit's obligations and how far they are."""

    unit: str
    short: str
    obligations: dict[str, int]  # by basis
    done: int  # named and member rows that the unit has closed
    open: int
    overdue: int
    percent: float | None
    last_report: date | None
    contact: str


class Units(NamedTuple):
    """What `units` answers."""

    units: tuple[UnitReport, ...]


def units(progress: Progress) -> list[UnitReport]:
    """Every known unit that has obligations, and every one that has reported; those behind first."""
    known = [u.name for u in progress.plan.register.units]
    known += sorted({e.author for e in progress.effective if e.author is not OFFICE} - set(known))
    reports = [unit_report(progress, name) for name in known]
    return sorted(
        (r for r in reports if sum(r.obligations.values()) or r.last_report),
        key=lambda r: (-r.overdue, r.percent is None, r.percent or 0, -r.open, r.unit),
    )


def unit_report(progress: Progress, unit: str) -> UnitReport:
    """One unit's obligations: rows by basis; done, open and overdue over its named and member rows."""
    mine = concerned(progress.plan, unit)
    counts = Counter(why.basis for _, why in mine)
    own = [progress.row(row, unit) for row, why in mine if why.basis in ("named", "member")]
    reported = [
        e
        for e in progress.effective
        if (progress.plan.office_unit if e.author is OFFICE else e.author) == unit
    ]
    entry = next((u for u in progress.plan.register.units if u.name == unit), None)
    summed = figures(own)
    return UnitReport(
        unit=unit,
        short=entry.short[0] if entry and entry.short else unit,
        obligations={b: counts[b] for b in BASES},
        done=summed.closed,
        open=sum(1 for s in own if s.status not in CLOSED),
        overdue=summed.overdue,
        percent=summed.percent,
        last_report=max((day_of(e) for e in reported), default=None),
        contact=entry.contact if entry else "",
    )


class SectorReport(NamedTuple):
    """A sector's rows and measures and how far they are."""

    sector: str
    aliases: tuple[str, ...]
    parts: tuple[Row, ...]
    rows: int  # further rows with measures of the sector
    measures: int
    done: int  # such measures closed
    overdue: int  # of parts and measures
    percent: float | None  # mean over the sector's measures


class Sectors(NamedTuple):
    """What `sectors` answers."""

    sectors: tuple[SectorReport, ...]


def sectors(progress: Progress) -> list[SectorReport]:
    """Every sector that the list speaks of, those behind first."""
    reports = [_sector(progress, s.name, s.aliases) for s in progress.plan.sectors]
    return sorted(
        (r for r in reports if r.parts or r.measures),
        key=lambda r: (-r.overdue, r.percent is None, r.percent or 0, r.sector),
    )


def _sector(progress: Progress, name: str, aliases: tuple[str, ...]) -> SectorReport:
    parts: list[Row] = []
    others = 0
    states: list[ItemState] = []
    for row in progress.plan.rows:
        match, _ = sector_match(row, (name,))
        if match == "part":
            parts.append(row)
        elif match:
            others += 1
        chosen = [m for m in row.measures if match == "part" or name in m.sectors]
        states += [progress.measure(row, m) for m in chosen]
        if match == "part" and not chosen:
            states.append(progress.row(row))
    summed = figures(states)
    return SectorReport(
        name, aliases, tuple(parts), others, len(states), summed.closed, summed.overdue, summed.percent
    )
