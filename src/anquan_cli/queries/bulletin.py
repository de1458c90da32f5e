"""The bulletin of a period (周报、月报、季报): figures that add up, and whom they concern.

Computed from events alone, so that an earlier period's bulletin can be made again as of then. It stands
as of the last day of its period, or today if that is earlier; the change is against the period of the
same length before. A unit's bulletin quotes its own entries and the office's, never another unit's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from anquan_cli.dates import Period, local_day, month, quarter, week
from anquan_cli.grouping import gathered
from anquan_cli.ledger.events import Envelope, Undo
from anquan_cli.ledger.undo import day_of, order, recorded, taken_back
from anquan_cli.party import COLLECTIVE, OFFICE, Author, Party, Unit
from anquan_cli.progress import (
    CLOSED,
    DONE,
    Cell,
    Merger,
    Progress,
    closing_day,
    covered,
    elapsed,
    fold,
)
from anquan_cli.queries.due import DueReport, due, stages, whole_name, whose
from anquan_cli.queries.history import reporter
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport, categories, figures, units
from anquan_cli.queries.rows import Query, RowReport, entries_of, is_about, rows, with_measures
from anquan_cli.queries.trend import WeekEnd, trend
from anquan_cli.tasklist.assignment import by_phrase
from anquan_cli.tasklist.plan import Item, Plan, Target, UnitPhrase
from anquan_cli.vocabulary import Status, problem_in

SOON, NEAR = 30, 7  # days


class Closed(NamedTuple):
    """A row that was closed in the period."""

    report: RowReport
    done_on: date | None
    told: tuple[Envelope, ...]  # every entry of it in the period
    standing: tuple[Envelope, ...]  # those that no reopening has overruled
    again: bool  # it had been closed in the period before that


class Reported(NamedTuple):
    """An entry of the period about a row that was not closed in it."""

    report: RowReport
    entry: Envelope
    # Of each total that it adds to: what all have counted, and the target.
    counts: tuple[tuple[int, Target], ...] = ()


class Withdrawn(NamedTuple):
    """An entry that an undo has taken back, or given back."""

    report: RowReport | None  # None: of one item, which the list does not have under that number any more
    entry: Envelope
    undone: date


class Overdue(NamedTuple):
    """What a unit, or the whole of a group, is late with."""

    due: DueReport
    days: int
    reason: str  # the problem that the unit reported last of it; a whole has no word of its own
    promises: tuple[
        str, ...
    ]  # the days that it promised for everything that is late here, ISO, in their order
    done: tuple[Unit, ...] = ()  # of the whole: units that are done with it
    members: tuple[tuple[Unit, str, tuple[str, ...]], ...] = ()  # and the reason and promises of others


class Paused(NamedTuple):
    """What is paused of a row that is not paused as a whole."""

    report: RowReport
    leaves: tuple[Item, ...]
    stages: tuple[int, ...]  # of these alone; empty: all that is open
    # by these alone, and the whole of these groups; empty: everybody who is concerned
    units: tuple[Unit, ...]
    groups: tuple[str, ...]


class OverdueParty(NamedTuple):
    """A party and everything that it is late with."""

    party: str  # a unit's full name, or a group phrase for the whole
    unit: Unit | None  # None: the whole
    items: tuple[Overdue, ...]


class Bulletin(NamedTuple):
    """Everything that a bulletin says, in its order."""

    kind: str  # week, month, quarter, span
    number: int | None  # 第几期: of the week, month or quarter in its year; None for a free span
    number_year: int  # whose
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
    # Rows done at the end of `before` alone, or not concerned then and open now; and which.
    reopened: tuple[tuple[RowReport, Status], ...]
    unstruck: tuple[tuple[RowReport, Status], ...]  # struck off at the end of `before`, and only done now
    opened: Mapping[str, Mapping[tuple[str, int], Status]]  # by event: leaves and stages that it opened
    reported: tuple[Reported, ...]
    gone: tuple[Envelope, ...]  # of the period: what the list has no more under its number, by item
    belated: tuple[Reported, ...]  # of days before the period, recorded since it began (补记)
    belated_gone: tuple[Envelope, ...]  # of those the same
    belated_by: frozenset[Author]  # whose reports those are, also of what the list has no more
    withdrawn: tuple[Withdrawn, ...]  # of earlier days, in a paper by then perhaps, and undone since
    restored: tuple[Withdrawn, ...]  # of earlier days, undone when the period began, and no more
    # The same of what was known when the period began and of what is now, both at the end of `before`.
    revised: tuple[tuple[RowReport, Status], ...]
    uncounted: tuple[int, tuple[str, ...]]  # entries that do not fit the list of now, and their items
    mergers: tuple[Merger, ...]  # units of whose former ones several have recorded the same
    stages: tuple[DueReport, ...]  # every dated stage
    due_within_7: tuple[DueReport, ...]  # due within 7 days
    soon: tuple[DueReport, ...]  # after those, within 30 days
    overdue: tuple[OverdueParty, ...]
    awaiting: tuple[tuple[Unit, tuple[DueReport, ...]], ...]  # 尚未报送（不涉及的请登记）
    unsaid: tuple[RowReport, ...]  # of a unit: open rows that it is 有关 to and has said nothing of
    paused: tuple[Paused, ...]  # of rows that are not
    behind: tuple[RowReport, ...]
    asked: dict[str, UnitPhrase]  # who has something to do of each row behind, by the row's id
    not_reported: tuple[str, ...]  # units that reported nothing
    reports: tuple[
        date, ...
    ]  # the days of work of the asked unit's reports in the period; empty unless one is asked for
    units: tuple[UnitReport, ...]  # those behind first; empty unless asked for
    rows: tuple[RowReport, ...]
    entries: dict[str, list[Envelope]]  # of each row that has some, by the row's id
    trend: tuple[WeekEnd, ...]  # empty unless asked for


def bulletin(
    plan: Plan,
    events: Sequence[Envelope],
    *,
    kind: str,
    period: Period,
    today: date,
    unit: Unit | None = None,
    head: str | None = None,
    recorded: Sequence[Envelope] = (),
    in_full: bool = False,
) -> Bulletin:
    """The bulletin of a period as of `today`, for all rows or those that concern one unit.

    `recorded`: the events by the names that units had then, where the list has others for them now.
    `in_full`: with the units, and the year's course, week by week.
    """
    year, number = issue(plan, kind, period)
    as_of = min(period.until, today)
    # Where the period of the same length before ends; of days to come nothing is known.
    earlier = min(period.since - timedelta(days=1), as_of)
    now, then = fold(plan, events, as_of), fold(plan, events, earlier)
    query = Query(unit=unit)
    current, past = rows(now, query), rows(then, query)
    were = _ends(past)
    inside = [e for e in now.effective if period.since <= day_of(e) <= as_of]
    entries = {r.row.id: entries_of(now, r.item, unit) for r in current}
    ids = {e.id for e in inside}
    told = {row: [e for e in found if e.id in ids] for row, found in entries.items()}
    closed = tuple(_closed(now, unit, current, were, told))
    near = Period(as_of, as_of + timedelta(days=NEAR))
    soon = Period(near.until + timedelta(days=1), as_of + timedelta(days=SOON))

    eve = (period.since - timedelta(days=1)).isoformat()  # when it may be the first day in the list's zone
    issued = min(period.until + timedelta(days=NEAR), today)  # by then the paper is made

    def recorded_on(e: Envelope) -> date:
        return local_day(e.recorded_at, plan.timezone)

    def is_new(e: Envelope) -> bool:
        return e.recorded_at[:10] >= eve and period.since <= recorded_on(e) <= issued

    late = {e.id: e for e in now.effective if day_of(e) < period.since and is_new(e)}

    # what was recorded on Monday may be in the paper that was made on Monday
    turned = [
        (e, by)
        for e, by in _turned(events, is_new)
        if day_of(e) < period.since and recorded_on(e) < recorded_on(by)
    ]

    def recorded_by(day: date) -> list[Envelope]:
        return [e for e in events if recorded_on(e) <= day]

    def closed_by(known: Sequence[Envelope]) -> Sequence[RowReport]:
        """The rows at the end of the period before, by what had been recorded."""
        return past if len(known) == len(events) else rows(fold(plan, known, earlier), query)

    taken = taken_back(events)
    before = recorded_by(period.since - timedelta(days=1)) if late or turned else []
    held = taken_back(before)
    printed = _ends(closed_by(before) if before else ())
    known = closed_by(recorded_by(issued)) if printed else ()
    behind = tuple(r for r in current if r.effective_state.behind is not None)
    return Bulletin(
        kind=kind,
        number=number,
        number_year=year,
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
        reopened=_reopened(were, current),
        unstruck=_unstruck(were, current),
        opened=now.state.opened,
        reported=tuple(_reported(now, current, closed, told)),
        gone=tuple(_gone(now, inside, unit)),
        belated=tuple(Reported(r, e) for r in current for e in entries[r.row.id] if e.id in late),
        belated_gone=tuple(_gone(now, late.values(), unit)),
        belated_by=frozenset(e.author for e in late.values()),
        withdrawn=tuple(_withdrawn(now, current, unit, [t for t in turned if t[0].id in taken - held])),
        restored=tuple(_withdrawn(now, current, unit, [t for t in turned if t[0].id in held - taken])),
        revised=_reopened(printed, known) + _unstruck(printed, known),
        uncounted=_uncounted(now, unit),
        mergers=tuple(m for m in now.mergers(recorded) if unit in (None, m.unit)),
        stages=tuple(stages(now, query)),
        due_within_7=tuple(due(now, query, within=near)),
        soon=tuple(due(now, query, within=soon)),
        overdue=tuple(overdue_parties(now, query)),
        paused=tuple(
            p for r in current if r.effective_state.status != "paused" for p in _paused(now, r, unit)
        ),
        behind=behind,
        asked={r.row.id: _asked(now, r.item) for r in behind},
        awaiting=awaiting(now, query),
        unsaid=tuple(
            r
            for r in current
            if r.assignment
            and r.assignment.basis == "relevant"
            and r.effective_state.status not in (*CLOSED, "paused")
            and all(e.author != unit for e in entries[r.row.id])
        ),
        not_reported=tuple(not_reported(now, inside, unit)),
        reports=tuple(day_of(e) for e in inside if unit and reporter(plan, e) == unit),
        units=tuple(units(now, unit) if in_full else ()),
        rows=tuple(current),
        entries={row: found for row, found in entries.items() if found},
        trend=trend(plan.year, as_of, fold(plan, events, date.min).go_on, unit) if in_full else (),
    )


def _ends(found: Iterable[RowReport]) -> dict[str, Status]:
    """What the closed ones of some rows are, by id."""
    return {r.row.id: r.effective_state.status for r in found if r.effective_state.status in CLOSED}


_Was = tuple[RowReport, Status]


def _reopened(were: Mapping[str, Status], found: Iterable[RowReport]) -> tuple[_Was, ...]:
    """The rows that were done and are no more, or not concerned and are open; and which."""
    return tuple(
        (r, was)
        for r in found
        if (was := were.get(r.row.id)) and r.effective_state.status not in (DONE if was in DONE else CLOSED)
    )


def _unstruck(were: Mapping[str, Status], found: Iterable[RowReport]) -> tuple[_Was, ...]:
    """The rows that were struck off and are only done."""
    told = ((r, were.get(r.row.id), r.effective_state.status) for r in found)
    return tuple((r, was) for r, was, now in told if was == "verified" and now == "done")


def _asked(now: Progress, item: Item) -> UnitPhrase:
    """Who has something to do of a row: of what has its date and is its own units', else of its other measures'."""
    pending = [c for c in now.cells(item) if c.is_pending]
    pending = [c for c in pending if c.leaf.inherits_date] or pending
    return whose(now.plan, item, [c for c in pending if c.leaf.units == item.units] or pending)


def _uncounted(now: Progress, unit: Unit | None) -> tuple[int, tuple[str, ...]]:
    """How many entries do not fit the list, and of which items: renumbered, removed, of a stage that is no more, of another unit now."""
    lost = {e.id: [t.id for t in e.targets if now.plan.title_of(t.id) is None] for e in now.effective}
    for event, items in now.renamed.items():
        lost[event] += items
    for event, targets in (*now.orphaned.items(), *now.strange.items()):
        lost[event] += [t.id for t in targets]
    concerned = {e.id for e in now.effective if unit is None or e.author in (unit, OFFICE)}
    found = {event: items for event, items in lost.items() if items and event in concerned}
    return len(found), tuple({i: None for items in found.values() for i in items})


def _turned(
    events: Sequence[Envelope], is_new: Callable[[Envelope], bool]
) -> list[tuple[Envelope, Envelope]]:
    """The entries that such undos, of those that hold, have taken back or given back, each with the last one."""
    taken, known = taken_back(events), {e.id: e for e in events}
    undos = (e for e in events if isinstance(e.event, Undo) and e.id not in taken and is_new(e))
    last = dict[str, Envelope]()
    for by in sorted(undos, key=recorded):
        e = by
        while isinstance(e.event, Undo) and (what := known.get(e.event.undoes)):
            if recorded(what) >= recorded(e):  # forged: in a ring
                break
            e = what
        last[e.id] = by
    return [(e, last[e.id]) for e in events if e.id in last and not isinstance(e.event, Undo)]


def _withdrawn(
    now: Progress,
    current: Sequence[RowReport],
    unit: Unit | None,
    undone: Sequence[tuple[Envelope, Envelope]],
) -> Iterable[Withdrawn]:
    """What entries, each with its undo, were about: by row; then what the list has no more under its number.

    For a unit the office's, too, of its rows.
    """
    days = {e.id: local_day(by.recorded_at, now.plan.timezone) for e, by in undone}
    fitting = [now.fitting(e) for e, _ in undone]
    for r in current:
        for e in fitting:
            if is_about(now.plan, e, r.item) and (unit is None or e.author in (unit, OFFICE)):
                yield Withdrawn(r, e, days[e.id])
    for e in _gone(now, (e for e, _ in undone), unit):
        yield Withdrawn(None, e, days[e.id])


def _gone(now: Progress, events: Iterable[Envelope], unit: Unit | None) -> Iterable[Envelope]:
    """Of entries what the list has no more under its number, by item; for a unit its own: of others' nobody knows whose it was."""
    for e in events:
        others = {*now.misfits(e)}
        gone = gathered((t.id, t) for t in e.targets if t.id in others or now.plan.item(t.id) is None)
        for targets in gone.values() if unit in (None, e.author) else ():
            yield e.about(tuple(targets))


def _closed(
    now: Progress,
    unit: Unit | None,
    current: Sequence[RowReport],
    were: Mapping[str, Status],
    told: Mapping[str, list[Envelope]],
) -> Iterable[Closed]:
    for report in current:
        if report.effective_state.status in DONE and were.get(report.row.id) not in DONE:
            cells, found = now.cells(report.item, unit), told[report.row.id]
            closing = [(e, _own(now.plan, e, cells)) for e in found if e.mark and e.mark.status in CLOSED]
            over = [(e, own) for e, own in closing if own and not any(_stands(e, c) for c in own)]
            whole = [e for e, own in over if len(own) == len(cells)]
            again = any(
                e.author is OFFICE or {p for c in cells for p in c.parties} == {e.author} for e in whole
            )
            standing = tuple(e for e in found if e.id not in {past.id for past, _ in over})
            report = with_measures(now, report, unit)
            yield Closed(report, closing_day(cells), tuple(found), standing, again)


def _own(plan: Plan, e: Envelope, cells: Sequence[Cell]) -> list[Cell]:
    """The cells that a mark covers; of a unit that is a party, its own alone."""
    at = {(leaf.id, stage) for t in e.targets for leaf, stage in covered(plan, t, e.author)}
    found = [c for c in cells if (c.leaf.id, c.stage.number) in at]
    return [c for c in found if e.author in c.parties] or found


def _stands(e: Envelope, cell: Cell) -> bool:
    """Whether nobody has opened a cell since a mark closed it."""
    return cell.status == "na" or (cell.done_by is not None and order(cell.done_by) <= order(e))


def _reported(
    now: Progress, current: Sequence[RowReport], closed: Sequence[Closed], told: Mapping[str, list[Envelope]]
) -> Iterable[Reported]:
    """Struck off (已销号), does not apply (不涉及), a word after the end: that is progress reported, too."""
    ends = {c.report.row.id for c in closed}
    for report in current:
        if report.row.id not in ends:
            for e in told[report.row.id]:
                named = {t.id for t in e.targets} if e.mark and e.mark.count is not None else ()
                of = [(m, m.target) for m in report.row.measures if m.id in named]
                totals = ((now.count(Item(report.row, m)) or 0, t) for m, t in of if t and not t.per_unit)
                yield Reported(report, e, tuple(totals))


def overdue_parties(now: Progress, query: Query) -> list[OverdueParty]:
    """Overdue stages by the parties that have not closed them; the whole stands under its group phrase."""
    found: dict[tuple[str, Unit | None], list[Overdue]] = {}
    called: dict[str, str] = {}
    for report in due(now, query, within=None, overdue=True):
        for party, cells in _late(now, report, query.unit).items():
            unit = party if isinstance(party, str) else None
            leaves = [c.leaf for c in cells]
            whole = whole_name(now.plan, leaves, registered=True)  # one group, whatever phrase means it
            name = unit or called.setdefault(whole, whole_name(now.plan, leaves))
            days = report.effective_state.overdue_days or 0
            told = (
                _explained(now, report.item, unit, cells) if unit else ("", (), *_beside(now, report, cells))
            )
            found.setdefault((name, unit), []).append(Overdue(report, days, *told))
    late = [OverdueParty(name, unit, tuple(items)) for (name, unit), items in found.items()]
    place = {u.name: n for n, u in enumerate(now.plan.register.units)}
    return sorted(
        late,
        key=lambda c: (-max(i.days for i in c.items), -len(c.items), place.get(c.party, len(place)), c.party),
    )


def _beside(
    now: Progress, report: DueReport, late: Sequence[Cell]
) -> tuple[tuple[Unit, ...], tuple[tuple[Unit, str, tuple[str, ...]], ...]]:
    """Of those that report beside the whole: who is done, and what the others said of it themselves."""
    parties = {p for c in now.cells(report.item) for p in c.parties}
    others = {e.author: None for e in now.entries(Item(report.row)) if isinstance(e.author, str)}
    said = (
        (u, *_explained(now, report.item, u, late)) for u in others if u not in {*parties, *report.closed}
    )
    done = tuple(u for u in report.closed if u not in parties)
    return done, tuple((u, reason, promises) for u, reason, promises in said if reason or promises)


def _late(now: Progress, report: DueReport, unit: Unit | None) -> dict[Party, list[Cell]]:
    """The cells of an overdue stage that are late, by party, or those of the asked unit alone."""
    wanted = (unit,) if unit else report.late
    cells = now.late_cells(report.item, report.stage.stage, unit)
    return gathered((party, cell) for cell in cells for party in cell.parties if party in wanted)


def _explained(now: Progress, item: Item, unit: Unit, late: Sequence[Cell]) -> tuple[str, tuple[str, ...]]:
    """The unit's own words: a problem with any of what is late, a day promised for all of it.

    What the office says is the office's, never a unit's reason or promise, nor that of a whole.
    """
    keys = {(c.leaf.id, c.stage.number) for c in late}
    reason, promises = "", list[str]()
    for entry in now.entries(Item(item.row)):
        problem, expected = entry.details.problem, entry.details.expected
        if entry.author != unit or not (problem or expected):
            continue
        named = (covered(now.plan, t, entry.author) for t in entry.targets)
        reached = keys & {(leaf.id, stage) for found in named for leaf, stage in found}
        if reached and problem:
            reason = problem_in(problem)
        if reached == keys and expected and promises[-1:] != [expected]:
            promises.append(expected)
    return reason, tuple(promises)


def awaiting(now: Progress, query: Query) -> tuple[tuple[Unit, tuple[DueReport, ...]], ...]:
    """Units, parties or beside, that still have to say of something past its day whether it concerns them, each with what."""
    late = due(now, Query(), within=None, overdue=True)
    known = [query.unit] if query.unit else [Unit(u.name) for u in now.plan.register.units]
    meant = {r.id: _may_be_meant(now.plan, r.item, known) for r in late}
    found = gathered(
        (u, report)
        for report in late
        for u in dict.fromkeys((*report.awaiting, *meant[report.id]))
        if query.unit in (None, u) and (u in report.awaiting or now.waits(report.item, report.stage.stage, u))
    )
    return tuple((unit, tuple(reports)) for unit, reports in found.items())


def _paused(now: Progress, report: RowReport, unit: Unit | None) -> Iterable[Paused]:
    """What is paused of a row: leaves, or some of their stages, or by some of those who have something open."""
    cells = now.cells(report.item, unit)
    open_ = [c for c in cells if c.is_open]
    leaves = {c.leaf.id: c.leaf for c in open_}
    everybody = gathered((c.leaf.id, p) for c in cells for p in c.parties)
    busy = {(c.leaf.id, p) for c in open_ if c.is_pending for p in c.parties}
    resting = gathered(((c.leaf.id, p), c.stage.number) for c in open_ if not c.is_pending for p in c.parties)
    alike = gathered(
        ((leaf, tuple(found) if (leaf, party) in busy else ()), party)
        for (leaf, party), found in resting.items()
    )
    some = ((leaf, when, by if {*by} < {*everybody[leaf]} else ()) for (leaf, when), by in alike.items())
    told = gathered(
        (
            (
                when,
                tuple(u for u in by if isinstance(u, str)),
                (whole_name(now.plan, [leaves[leaf]]),) * (COLLECTIVE in by),
            ),
            leaves[leaf],
        )
        for leaf, when, by in some
    )
    return (Paused(report, tuple(found), *how) for how, found in told.items())


def _may_be_meant(plan: Plan, item: Item, units: Sequence[Unit]) -> list[Unit]:
    """Those of some units that a group under an item may mean: nobody else has to say whether it does."""
    phrases = [leaf.units for leaf in item.leaves() if leaf.units.groups]
    bases = ((u, by_phrase(plan, phrase, u)) for u in units for phrase in phrases)
    return [u for u, why in bases if why and why.basis == "relevant"]


def not_reported(now: Progress, inside: Sequence[Envelope], unit: str | None) -> Iterable[Unit]:
    """Registered units with an open cell and no report in the period; the office is nobody's 未报送."""
    heard = {reporter(now.plan, e) for e in inside}
    open_ = {p for row in now.plan.rows for c in now.cells(Item(row)) if c.is_open for p in c.parties}
    for entry in now.plan.register.units:
        name = Unit(entry.name)
        if name not in heard and name in open_ and unit in (None, name) and name != now.plan.office_unit:
            yield name


def issue(plan: Plan, kind: str, period: Period) -> tuple[int, int | None]:
    """The year and number of an issue (2025年第24期); a free span has no number.

    Counted from the list's `first_issue`, else by the calendar: the days of the list's last week that ISO
    gives to the next year are its 53rd week, and those of the first that it gives to the year before have none: that
    number is of the last year's list.
    """
    since, first = period.since, plan.letterhead.first_issue
    months = {"month": 1, "quarter": 3}.get(kind)
    if kind == "span" or (first and period.until < first):
        return period.until.year, None
    if months:
        new_year = date(plan.year, 1, 1)
        if first and first < new_year <= first + timedelta(days=6 - first.weekday()):  # in its week
            first = new_year
        start = (first.year * 12 + first.month - 1) // months if first else since.year * 12 // months
        number = (since.year * 12 + since.month - 1) // months - start + 1
        return (plan.year if first else since.year), number if number > 0 else None
    if first:
        return plan.year, (since - first + timedelta(days=first.weekday())).days // 7 + 1
    year, week, _ = since.isocalendar()
    if year < plan.year == period.until.year:
        return plan.year, None
    return (plan.year, 53) if year > plan.year == since.year else (year, week)


def period_of(plan: Plan, kind: str, number: int) -> Period | None:
    """The period of the list's issue of a number; None where it has none such."""
    periods: dict[str, Callable[[date], Period]] = {
        "week": week,
        "month": lambda day: month(day.year, day.month),
        "quarter": lambda day: quarter(day.year, (day.month + 2) // 3),
    }
    found = periods[kind](plan.letterhead.first_issue or date(plan.year, 1, 4))  # in the first week
    while (now := issue(plan, kind, found))[0] == plan.year and (now[1] or 0) < number < 100:
        found = periods[kind](found.until + timedelta(days=1))
    return found if now == (plan.year, number) else None


def as_of_head(events: Sequence[Envelope], seq: int) -> tuple[Envelope, ...]:
    """The events up to a record: the ledger as it stood when that head was printed."""
    return tuple(e for e in events if e.seq <= seq)
