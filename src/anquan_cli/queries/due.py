"""Stages that fall due."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.dates import Period
from anquan_cli.grouping import gathered
from anquan_cli.party import COLLECTIVE, Party, Unit
from anquan_cli.progress import CLOSED, Cell, ItemState, Progress, StageState, parties_of
from anquan_cli.queries.rows import Query, asked, measure_of_sector, sector_match
from anquan_cli.tasklist.assignment import Assignment, assignment, collective_groups, members
from anquan_cli.tasklist.plan import GroupRef, Item, NamedUnit, Plan, Row, UnitPhrase, sort_key


class DueReport(NamedTuple):
    """A stage with a date: a row's own, or a measure's own."""

    item: Item
    stage: StageState
    own: StageState | None  # the asked unit's own state of the stage
    own_item: ItemState | None
    days_left: int | None  # negative when overdue; None when all that has its date is closed
    assignment: Assignment | None
    sector: str | None  # part, measure
    cells: Sequence[Cell]  # that have its date, of all parties
    late: tuple[Party, ...]  # whose cells are overdue
    awaiting: tuple[Unit, ...]  # 尚未报送: who has to say whether it is concerned
    closed: tuple[Unit, ...]  # of a stage with something open: units that have done what is due with it
    exempt: tuple[Unit, ...]  # units that are not concerned
    paused: tuple[Unit, ...]  # and units that have nothing open but what is paused

    @property
    def id(self) -> str:
        """The measure's id, or the row's."""
        return self.item.id

    @property
    def row(self) -> Row:
        """The row that it belongs to."""
        return self.item.row

    @property
    def pending(self) -> list[Cell]:
        """The cells of its date with which somebody has something to do."""
        return [c for c in self.cells if c.is_pending]

    @property
    def effective_state(self) -> StageState:
        """The state that filters and lights go by."""
        return self.own or self.stage


class Due(NamedTuple):
    """What `due` answers."""

    plan: Plan
    unit: Unit | None
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

    Stages of whose date nothing is left, or only what is paused, are left out unless `closed`; they also come where
    the query asks for what was done late. `overdue` with `within` adds to it; alone it is the filter.
    """

    def wanted(stage: StageState) -> bool:
        if query.late and (not stage.late_days or within is None or overdue):  # nothing asked of the day
            return bool(stage.late_days)
        if stage.due is None or not (stage.is_due or closed or query.late):
            return False
        late = bool(overdue and stage.overdue_days)
        inside = within is not None and within.since <= stage.due <= within.until
        return late or inside or (within is None and not overdue)

    found = [report for report in stages(progress, query) if wanted(report.effective_state)]
    return sorted(found, key=lambda r: (r.effective_state.due or date.max, sort_key(r.id), r.stage.stage))


def whole_name(plan: Plan, leaves: Iterable[Item], *, registered: bool = False) -> str:
    """What “the whole” of some leaves is called: the groups without parties of their own, else 全体."""
    groups = [name for leaf in leaves for name in collective_groups(plan, leaf.units, registered=registered)]
    return "、".join(dict.fromkeys(groups)) or "全体"


def whose(plan: Plan, item: Item, cells: Iterable[Cell]) -> UnitPhrase:
    """Who has some cells under an item: what is left for them of the phrases that name them, as one."""
    named, groups = dict[str, NamedUnit](), dict[str, GroupRef]()
    for theirs in gathered((cell.leaf.units.text, cell) for cell in cells).values():
        phrase, present = theirs[0].leaf.units, {*parties_of(theirs)}
        for unit in phrase.named:
            if unit.name in present:
                named.setdefault(unit.name, unit)
        for group in phrase.groups:
            if not present.isdisjoint(members(plan, group) or (COLLECTIVE,)):
                groups.setdefault(group.name, group)
    return item.units._replace(named=tuple(named.values()), groups=tuple(groups.values()))


def stages(progress: Progress, query: Query) -> list[DueReport]:
    """Every stage that has a row of its own: a row's stages, and a measure's where it has its own deadline."""
    unit = query.unit
    found: list[DueReport] = []
    for item, why in asked(progress.plan, query):
        for dated in (item, *(m for m in item.measures() if not m.inherits_date)):
            match = _sector(dated, query.sectors)
            if match or not query.sectors:
                own = why if dated is item or unit is None else assignment(progress.plan, dated, unit)
                found += _of_item(progress, dated, unit, own, match)
    return found


def _sector(item: Item, sectors: Sequence[str]) -> str | None:
    """Whether a stage is a sector's by its row or a measure; a row's stage is its undated measures' too."""
    row = item.row
    part = "part" if sector_match(row, sectors)[0] == "part" else None
    hits = [m for m in row.measures if any(s in sectors for s in m.sectors)]
    if item.measure is not None:
        if item.measure in hits:
            return "measure"
        return part if measure_of_sector(row, item.measure, sectors) else None
    return part or ("measure" if any(not m.own_deadline for m in hits) else None)


def _of_item(
    progress: Progress, item: Item, unit: Unit | None, why: Assignment | None, match: str | None
) -> list[DueReport]:
    if unit and not progress.cells(item, unit):
        return []  # somebody else's measure
    if not any(leaf.inherits_date or item.measure for leaf in item.leaves()):
        return []  # all of its measures have dates of their own
    own_item = progress.item(item, unit) if unit else None
    own = {s.stage: s for s in own_item.stages} if own_item else {}
    found = []
    for stage in progress.item(item).stages:
        if stage.due is None or (unit and stage.stage not in own):
            continue
        open_ = stage.of_date not in CLOSED
        left = (stage.due - progress.today).days if open_ else None
        late, awaiting = progress.late(item, stage.stage) if stage.overdue_days else ((), ())
        done = progress.done(item, stage.stage) if open_ else ()
        exempt = progress.only(item, stage.stage, "na") if open_ else ()
        halted = progress.only(item, stage.stage, "paused", *CLOSED) if open_ else ()
        paused = tuple(u for u in halted if u not in (*done, *exempt))
        found.append(
            DueReport(
                item,
                stage,
                own.get(stage.stage),
                own_item,
                left,
                why,
                match,
                progress.dated(item, stage.stage),
                late,
                awaiting,
                done,
                exempt,
                paused,
            )
        )
    return found
