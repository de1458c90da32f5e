"""The whole picture: figures, categories, units and sectors by who is behind."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from anquan_cli.dates import Period
from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import day_of
from anquan_cli.party import Unit
from anquan_cli.progress import CLOSED, STATUSES, ItemState, Progress, elapsed, mean, rounded
from anquan_cli.queries.due import DueReport, due, stages
from anquan_cli.queries.history import reporter
from anquan_cli.queries.rows import Query, RowReport, measure_of_sector, rows, sector_match
from anquan_cli.tasklist.assignment import BASES, concerned
from anquan_cli.tasklist.lookup import find_sector
from anquan_cli.tasklist.plan import Item, Plan, Row
from anquan_cli.vocabulary import LIGHT_WORDS, Basis, Light, Status


class Pace(NamedTuple):
    """How rows stand to 序时进度; the four add up to the total (已办结、达到序时、滞后、不比较)."""

    closed: int
    on_track: int
    behind: int
    not_compared: int  # without a span, paused, not concerned


class Figures(NamedTuple):
    """Totals over rows; the statuses add up to `total`."""

    total: int
    statuses: dict[Status, int]
    overdue: int
    late: int  # 逾期完成
    pace: Pace
    lights: dict[Light, int]
    percent: float | None  # mean over the rows that apply, rounded down

    @property
    def behind(self) -> int:
        """滞后: below 序时进度."""
        return self.pace.behind

    @property
    def closed(self) -> int:
        """Done or verified."""
        return self.statuses["done"] + self.statuses["verified"]

    @property
    def begun(self) -> bool:
        """Whether anything is: what is only paused or not concerned is not."""
        return bool(self.closed or self.statuses["doing"])


def figures(states: Iterable[ItemState]) -> Figures:
    """The totals over some rows' states."""
    every = list(states)
    statuses = Counter(s.status for s in every)
    lights = Counter(s.light for s in every)
    closed = statuses["done"] + statuses["verified"]
    behind = sum(1 for s in every if s.behind is not None)
    on_track = sum(1 for s in every if s.compared) - behind
    return Figures(
        total=len(every),
        statuses={s: statuses[s] for s in STATUSES},
        overdue=sum(1 for s in every if s.overdue_days),
        late=sum(1 for s in every if s.late_days),
        pace=Pace(closed, on_track, behind, len(every) - closed - on_track - behind),
        lights={c: lights[c] for c in LIGHT_WORDS},
        percent=rounded(mean((s.share, 1) for s in every if s.share is not None)),
    )


class CategoryReport(NamedTuple):
    """A category's figures."""

    number: str
    title: str
    figures: Figures


class Overview(NamedTuple):
    """What `status` shows."""

    unit: Unit | None
    figures: Figures
    tasks: int
    elapsed: float  # 序时进度 of the list's year, percent
    categories: tuple[CategoryReport, ...]


class StatusReport(NamedTuple):
    """What `status` answers."""

    plan: Plan
    today: date
    head: str | None
    overview: Overview
    upcoming: tuple[DueReport, ...]  # overdue, and due within 30 days
    stages: tuple[DueReport, ...]  # every dated stage


def status(progress: Progress, unit: Unit | None, head: str | None) -> StatusReport:
    """The picture as of today, of all or of one unit; `head`: the ledger's, as it is printed."""
    query, today = Query(unit=unit), progress.today
    upcoming = due(progress, query, within=Period(today, today + timedelta(days=30)), overdue=True)
    return StatusReport(
        progress.plan, today, head, overview(progress, unit), tuple(upcoming), tuple(stages(progress, query))
    )


def overview(progress: Progress, unit: Unit | None = None) -> Overview:
    """The overview as of today, of all rows or of those that concern one unit, by its own status."""
    plan = progress.plan
    reports = rows(progress, Query(unit=unit))
    return Overview(
        unit=unit,
        figures=figures(r.effective_state for r in reports),
        tasks=len({r.row.number for r in reports}),
        elapsed=elapsed(date(plan.year, 1, 1), date(plan.year, 12, 31), progress.today),
        categories=categories(plan, reports),
    )


def categories(plan: Plan, reports: Sequence[RowReport]) -> tuple[CategoryReport, ...]:
    """The categories that have rows among these."""
    found = (
        CategoryReport(c.number, c.title, figures(r.effective_state for r in reports if r.row.category == i))
        for i, c in enumerate(plan.categories)
    )
    return tuple(c for c in found if c.figures.total)


class UnitReport(NamedTuple):
    """A unit's obligations and how far they are, over the rows that `list --unit` shows."""

    unit: Unit
    short: str
    obligations: dict[Basis, int]
    figures: Figures
    open: int
    overdue_by_clause: int  # rows, 逾期, those that are its own by the standing clause alone (属地)
    awaiting: int  # rows, 尚未报送
    last_report: date | None
    contact: str


class Units(NamedTuple):
    """What `units` answers."""

    plan: Plan
    units: tuple[UnitReport, ...]


def units(progress: Progress, only: Unit | None = None) -> list[UnitReport]:
    """Every known unit that has obligations, and every one that has reported; or of these only one.

    Ranked by what is late and unreported; who has reported is never placed worse than who has not.
    """
    known = [Unit(u.name) for u in progress.plan.register.units]
    last = _last_reports(progress)
    others = sorted(Unit(name) for name in last if name and name not in known)
    reports = [_unit_report(progress, name, last) for name in (*known, *others) if only in (None, name)]
    return sorted(
        (r for r in reports if sum(r.obligations.values()) or r.last_report),
        key=lambda r: (
            -(r.figures.overdue + r.awaiting), -r.awaiting, r.last_report is not None,
            r.figures.percent is None, r.figures.percent or 0, -r.open, r.unit,
        ),
    )  # fmt: skip


def unit_report(progress: Progress, unit: Unit) -> UnitReport:
    """One unit's obligations by basis, and its own state over them."""
    return _unit_report(progress, unit, _last_reports(progress))


def _last_reports(progress: Progress) -> dict[str | None, date]:
    """The day of each unit's last report."""
    return {reporter(progress.plan, e): day_of(e) for e in progress.effective}


def _unit_report(progress: Progress, unit: Unit, last: Mapping[str | None, date]) -> UnitReport:
    entry = next((u for u in progress.plan.register.units if u.name == unit), None)
    mine = concerned(progress.plan, unit)
    counts = Counter(why.basis for _, why in mine)
    own = [progress.item(item, unit) for item, _ in mine]
    return UnitReport(
        unit=unit,
        short=entry.short[0] if entry and entry.short else unit,
        obligations={b: counts[b] for b in BASES},
        figures=figures(own),
        open=sum(1 for s in own if s.status not in CLOSED),
        overdue_by_clause=sum(
            1 for (_, why), s in zip(mine, own, strict=True) if why.basis == "township" and s.overdue_days
        ),
        awaiting=sum(1 for s in own if s.awaiting),
        last_report=last.get(unit),
        contact=entry.contact if entry else "",
    )


class UnitPage(NamedTuple):
    """What `units U` answers: one unit's page."""

    plan: Plan
    report: UnitReport
    late: tuple[DueReport, ...]
    awaiting: tuple[RowReport, ...]  # 尚未报送（不涉及的请登记）
    next: tuple[DueReport, ...]  # due within 30 days
    entries: tuple[Envelope, ...]  # its last ones, newest last


def unit_page(progress: Progress, unit: Unit) -> UnitPage:
    """What is late, what has to be said, what is due next, what was reported last."""
    query = Query(unit=unit)
    near = Period(progress.today, progress.today + timedelta(days=30))
    own = [e for e in progress.effective if reporter(progress.plan, e) == unit]
    return UnitPage(
        progress.plan,
        unit_report(progress, unit),
        tuple(due(progress, query, within=None, overdue=True)),
        tuple(r for r in rows(progress, query) if r.effective_state.awaiting),
        tuple(due(progress, query, within=near)),
        tuple(own[-5:]),
    )


class SectorReport(NamedTuple):
    """A sector's rows and measures and how far they are."""

    sector: str
    aliases: tuple[str, ...]
    parts: tuple[Row, ...]
    rows: int  # further rows with measures of the sector
    figures: (
        Figures  # of the sector's measures, and of parts without any; the percent is the mean over its rows
    )


class Sectors(NamedTuple):
    """What `sectors` answers."""

    sectors: tuple[SectorReport, ...]
    known: tuple[str, ...] = ()  # those that the list registers, whether a task is of them or not


def sectors(progress: Progress) -> list[SectorReport]:
    """Every sector that the list speaks of, by what its name finds, those behind first."""
    known = {s.name: s.aliases for s in progress.plan.sectors}
    reports = [_sector(progress, name, aliases, find_sector(name, known)) for name, aliases in known.items()]
    return sorted(
        (r for r in reports if r.parts or r.figures.total),
        key=lambda r: (-r.figures.overdue, r.figures.percent is None, r.figures.percent or 0, r.sector),
    )


def _sector(progress: Progress, name: str, aliases: tuple[str, ...], meant: tuple[str, ...]) -> SectorReport:
    found = [(row, sector_match(row, meant)[0]) for row in progress.plan.rows]
    by_row: list[list[Item]] = []
    for row, match in found:
        chosen = [Item(row, m) for m in row.measures if measure_of_sector(row, m, meant)]
        by_row.append(chosen or [Item(row)] * (match == "part"))
    summed = figures(progress.item(item) for items in by_row for item in items)
    shares = filter(None, map(progress.share, by_row))
    parts = tuple(row for row, match in found if match == "part")
    others = sum(match == "measure" for _, match in found)
    percent = rounded(mean((share, 1) for share in shares))
    return SectorReport(name, aliases, parts, others, summed._replace(percent=percent))
