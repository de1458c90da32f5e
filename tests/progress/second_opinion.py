"""A second opinion on progress: every cell written out, the whole history told again for every question.

Slow and plain on purpose, and written from the rules alone; it shares nothing with the program but the
compiled list (who, until when) and the entries as they stand in the ledger. The words in quotation marks
beside the code are the rules, so that each clause can be found where it is obeyed.

An entry is a mapping with `op`, `id`, `ts`, `on`, `unit`, `targets` ([{id, stage}]), `set` ({status,
percent, count, reopen}), for an undo `undoes`, for an adopted entry `origin` ({ts}).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from anquan_cli.tasklist.plan import GroupRef, Measure, Plan, Row, Schedule, UnitPhrase

Entry = Mapping[str, Any]
Json = dict[str, Any]

CLOSED = ("done", "verified", "na")
STRENGTH = ("named", "member", "relevant", "measure", "township")  # "the strongest basis is shown"


# --- who ------------------------------------------------------------------------------------------


class Leaf(NamedTuple):
    """The smallest item: a measure, or a row that has none."""

    row: Row
    measure: Measure | None

    @property
    def id(self) -> str:
        return self.measure.id if self.measure else self.row.id

    @property
    def phrase(self) -> UnitPhrase:
        """ "A measure's units replace the parties of that measure's cells"."""
        return self.measure.units if self.measure and self.measure.units else self.row.units

    @property
    def inherits(self) -> bool:
        """Whether its dates are its row's."""
        return self.measure is None or not self.measure.own_deadline


def leaves_of(row: Row) -> list[Leaf]:
    return [Leaf(row, m) for m in row.measures] or [Leaf(row, None)]


def members(plan: Plan, name: str | None) -> list[str]:
    """The registered members of a group; of an `among` group those of the other."""
    for group in plan.register.groups:
        if group.name == name and not group.pattern:
            listed = [*group.members, *(u.name for u in plan.register.units if group.name in u.groups)]
            return members(plan, group.among) if group.among else list(dict.fromkeys(listed))
    return []


def pattern(plan: Plan, name: str | None) -> str:
    for group in plan.register.groups:
        if group.name == name:
            return group.pattern or (pattern(plan, group.among) if group.among else "")
    return ""


def parties(plan: Plan, leaf: Leaf) -> list[str | None]:
    """The parties of a leaf's cells; None is the whole (全体)."""
    # "the units that the phrase names and the registered members of the groups that it names, of 有关…
    # and among groups too"
    found: list[str | None] = [p.name for p in leaf.phrase.named]
    whole = not leaf.phrase.named and not leaf.phrase.groups  # "or nobody named"
    for ref in leaf.phrase.groups:
        listed = members(plan, ref.group)
        found += listed
        whole = whole or not listed  # "groups without registered members, groups with a pattern"
    return list(dict.fromkeys(found)) + ([None] if whole else [])


def is_township(unit: str) -> bool:
    """ "Townships are recognised by their name (…乡, …镇, with or without 人民政府)"."""
    return re.search(r"(乡|镇)(人民政府)?$", unit) is not None


def group_basis(plan: Plan, unit: str, ref: GroupRef) -> str | None:
    registered = next((g for g in plan.register.groups if g.name == ref.group), None)
    listed, form = members(plan, ref.group), pattern(plan, ref.group)
    belongs = unit in listed or bool(form and re.search(form, unit))
    if ref.whole and not (registered and registered.among):
        return "member" if belongs else None  # "names a whole group and the unit belongs to it"
    if not listed and not form:
        # "Where no members are listed at all: every registered unit but the office and the townships"
        known = unit in [u.name for u in plan.register.units]
        return "relevant" if known and unit != plan.office_unit and not is_township(unit) else None
    return "relevant" if belongs else None  # "names part of a group, or a group that is some of another's"


def phrase_basis(plan: Plan, unit: str, phrase: UnitPhrase) -> tuple[str, str] | None:
    """Basis and role of a unit by one phrase."""
    found = [("named", p.role) for p in phrase.named if p.name == unit]
    for ref in phrase.groups:
        basis = group_basis(plan, unit, ref)
        found += [(basis, ref.role)] if basis else []
    return min(found, key=lambda pair: STRENGTH.index(pair[0]), default=None)


def by_standing_clause(plan: Plan, unit: str, row: Row) -> bool:
    """ "From there on every task is also carried out, or supported, by the townships"."""
    clause = plan.standing
    if clause is None or row.number < clause.start:
        return False
    form = pattern(plan, clause.group)
    by_form = re.search(form, unit) is not None if form else is_township(unit)
    return by_form or unit in members(plan, clause.group)


def only_named_by_the_row(plan: Plan, unit: str, row: Row) -> bool:
    """ "A unit that the row names while all its measures name others" """
    named = phrase_basis(plan, unit, row.units) is not None
    return named and not any(phrase_basis(plan, unit, leaf.phrase) for leaf in leaves_of(row))


def concerned(plan: Plan, unit: str, leaf: Leaf) -> bool:
    """Whether a leaf is the unit's, as a party or beside."""
    return (
        phrase_basis(plan, unit, leaf.phrase) is not None
        or by_standing_clause(plan, unit, leaf.row)
        or only_named_by_the_row(plan, unit, leaf.row)
    )


def basis(plan: Plan, unit: str, item: Row | Leaf) -> tuple[str, str | None] | None:
    """ "Basis is that of the item addressed, of a task or a row: of what under it is the unit's"."""
    row = item.row if isinstance(item, Leaf) else item
    found: list[tuple[str, str | None]] = []
    phrase = item.phrase if isinstance(item, Leaf) else item.units
    if own := phrase_basis(plan, unit, phrase):
        found.append(own)
    if isinstance(item, Row):
        pairs = [phrase_basis(plan, unit, m.units) for m in row.measures if m.units]
        found += [("measure", pair[1]) for pair in pairs if pair]
    if by_standing_clause(plan, unit, row):
        found.append(("township", "responsible"))
    return min(found, key=lambda pair: STRENGTH.index(pair[0]), default=None)


# --- when -----------------------------------------------------------------------------------------


class Place(NamedTuple):
    """A leaf at one of its stages."""

    leaf: Leaf
    stage: int  # the leaf's own number
    due: date | None
    row_stage: int  # the stage of the row that it belongs to


def belongs(row: Row, due: date | None) -> int:
    """ "A measure's own dated stage belongs to the first stage of its task that is not earlier, else to
    the last; one without a date to the last"."""
    later = [s.number for s in row.stages if due and s.due and s.due >= due]
    return later[0] if later else row.stages[-1].number


def places_of(leaf: Leaf) -> list[Place]:
    if leaf.measure is None or leaf.inherits:
        return [Place(leaf, s.number, s.due, s.number) for s in leaf.row.stages]
    return [Place(leaf, s.number, s.due, belongs(leaf.row, s.due)) for s in leaf.measure.stages]


def addressed(plan: Plan, item: str) -> list[Row | Leaf]:
    """ "The id of a task with parts stands for all of its parts"; a row, or a measure."""
    rows: list[Row | Leaf] = [r for r in plan.rows if item in (r.id, str(r.number))]
    return rows or [Leaf(r, m) for r in plan.rows for m in r.measures if m.id == item]


def places_under(plan: Plan, item: str, stage: int | None) -> list[Place]:
    """ "Stages of the item addressed (inherited ones count as its own)"; None: all of them."""
    found: list[Place] = []
    for what in addressed(plan, item):
        if isinstance(what, Leaf):
            found += [p for p in places_of(what) if stage in (None, p.stage)]
        else:
            mine = [p for leaf in leaves_of(what) for p in places_of(leaf)]
            found += [p for p in mine if stage in (None, p.row_stage)]
    return found


# --- what every cell is ---------------------------------------------------------------------------


@dataclass
class Cell:
    """One leaf × one of its stages × one party, or a unit's reports beside."""

    place: Place
    party: str | None
    status: str = "todo"
    percent: Fraction | None = None  # as given
    closed_on: date | None = None
    own: bool = False  # closed by its own unit, and opened by nobody since
    seq: int | None = None  # of the entry that decided it

    @property
    def open(self) -> bool:
        return self.status not in CLOSED

    def take(self, entry: Entry) -> None:
        """The latest entry that covers a cell decides it."""
        said = entry["set"]
        status, was = said["status"], self.status
        if status not in ("done", "verified"):
            self.closed_on = None
        elif was not in ("done", "verified"):
            # "closed on the day of the first of the done or verified that have stood since without a break"
            self.closed_on = date.fromisoformat(entry["on"])
        # "A mark keeps what it does not name: the percent until another percent, a count, done, verified
        # or todo"
        if status in ("done", "verified", "todo"):
            self.percent = None
        elif said.get("percent") is not None:
            self.percent = Fraction(said["percent"])
        elif said.get("count") is not None:
            self.percent = None
        self.status, self.seq = status, entry.get("seq")


class State(NamedTuple):
    """What the entries up to a day come to."""

    plan: Plan
    today: date
    cells: list[Cell]
    beside: dict[tuple[Place, str], Cell]
    counts: dict[tuple[str, str | None], int]  # (leaf, party): the last that it gave
    totals: dict[str, int]  # leaf: the office's last
    reached: list[tuple[Entry, set[str]]]  # every entry that counts, with the leaves that it stands under


def counting(entries: Iterable[Entry], today: date) -> list[Entry]:
    """The marks and notes that count on a day, in the order of work."""
    every = list(entries)

    def undone(entry: Entry) -> bool:
        # "its target counts nowhere any more"; "of an undo: restores it"
        return any(u["op"] == "undo" and u.get("undoes") == entry["id"] and not undone(u) for u in every)

    # "Seen from an earlier --today, later entries do not count yet"
    found = [
        e
        for e in every
        if e["op"] in ("mark", "note") and not undone(e) and date.fromisoformat(e["on"]) <= today
    ]
    # "Greatest (on, ts, id)"; for an entry of another ledger "the origin's ts"
    return sorted(found, key=lambda e: (e["on"], (e.get("origin") or {}).get("ts") or e["ts"], e["id"]))


def state_of(plan: Plan, entries: Iterable[Entry], today: date) -> State:
    """Tells the history from the beginning."""
    cells = [
        Cell(place, party)
        for row in plan.rows
        for leaf in leaves_of(row)
        for place in places_of(leaf)
        for party in parties(plan, leaf)
    ]
    state = State(plan, today, cells, {}, {}, {}, [])
    for entry in counting(entries, today):
        if entry["op"] == "note":
            # "a note [counts] under what it names and what is below"
            named = {p.leaf.id for t in entry["targets"] for p in places_under(plan, t["id"], None)}
            state.reached.append((entry, named))
        elif entry["unit"] is None:
            _office_mark(state, entry)
        else:
            _unit_mark(state, entry, entry["unit"])
    return state


def _office_mark(state: State, entry: Entry) -> None:
    """A mark without a unit is the office's word about the whole."""
    status, reopen = entry["set"]["status"], entry["set"].get("reopen")
    under: list[Place] = []
    reopened: list[Place] = []
    for target in entry["targets"]:
        there = places_under(state.plan, target["id"], target["stage"])
        under += there
        # "one without it (an older program's) reopens as it did then": it covered every cell
        reopened += there if reopen is None or target["id"] in reopen else []
    for cell in state.cells:
        if cell.place not in under:
            continue
        if status in CLOSED:
            # "covers every cell but those that their own unit has closed (verified strikes those off too,
            # na stays with its reason)"
            if not cell.own or (status == "verified" and cell.status != "na"):
                cell.take(entry)
        elif status == "todo" or not cell.own or cell.place in reopened:
            # "todo covers every cell"; "doing and paused do not reopen a cell that its own unit has
            # closed and nobody has opened since, whatever the office has closed on top"
            cell.take(entry)
            cell.own = False
    for leaf in _leaves(under):
        everybody = parties(state.plan, leaf)
        if status == "todo" and _every_stage(leaf, under):  # "the office's all"
            state.totals.pop(leaf.id, None)
            for key in [k for k in state.counts if k[0] == leaf.id]:
                del state.counts[key]
        count = entry["set"].get("count")
        if count is not None and len(everybody) == 1:  # "where there is one party, it is that party's"
            state.counts[leaf.id, everybody[0]] = count
        elif count is not None:  # "a count without a unit is the item's total"
            state.totals[leaf.id] = count
    state.reached.append((entry, {p.leaf.id for p in under}))


def _unit_mark(state: State, entry: Entry, unit: str) -> None:
    """A unit's mark covers its column, and stands beside where it is no party."""
    plan, status = state.plan, entry["set"]["status"]
    under = [p for t in entry["targets"] for p in places_under(plan, t["id"], t["stage"])]
    # "covers that unit's column"; "the parts that are U's"; a list that names it no more: beside it all
    mine = [p for p in under if concerned(plan, unit, p.leaf)] or under
    for place in dict.fromkeys(mine):
        if unit in parties(plan, place.leaf):  # "Party or beside is said of each leaf"
            cell = next(c for c in state.cells if (c.place, c.party) == (place, unit))
        else:
            cell = state.beside.setdefault((place, unit), Cell(place, unit))
        cell.take(entry)
        cell.own = status in CLOSED
    for leaf in _leaves(mine):
        if status == "todo" and _every_stage(leaf, mine):  # "a todo of every stage (a unit's ends its own"
            state.counts.pop((leaf.id, unit), None)
        if entry["set"].get("count") is not None:  # "the last one that a party gave stands"
            state.counts[leaf.id, unit] = entry["set"]["count"]
    state.reached.append((entry, {p.leaf.id for p in mine}))


def _leaves(places: Sequence[Place]) -> list[Leaf]:
    return list({p.leaf.id: p.leaf for p in places}.values())


def _every_stage(leaf: Leaf, places: Sequence[Place]) -> bool:
    return all(p in places for p in places_of(leaf))


def reports(state: State, item: Row | Leaf, unit: str | None = None) -> list[Entry]:
    """The entries that stand under an item, of one unit or of anybody."""
    ids = {leaf.id for leaf in _under(item)}
    return [e for e, where in state.reached if ids & where and unit in (None, e["unit"])]


def _under(item: Row | Leaf) -> list[Leaf]:
    return [item] if isinstance(item, Leaf) else leaves_of(item)


# --- looking at cells: the whole, or one column ---------------------------------------------------


class Spot(NamedTuple):
    """A cell as somebody sees it."""

    place: Place
    status: str
    percent: Fraction  # without regard to na
    closed_on: date | None
    unreported: bool  # 尚未报送: it is not 逾期 in the unit's own view
    pool: str = ""  # whose count it counts with, where each party has its own
    taken: bool = False  # of a column beside: as it stands for the whole

    @property
    def pressing(self) -> bool:
        """ "na and paused cells are never overdue, due soon or behind"."""
        return self.status in ("todo", "doing")


@dataclass
class View:
    """The cells that one looks at, with what goes with them."""

    spots: list[Spot]
    begun: set[Place] = field(default_factory=set)  # by a report beside
    pooled: dict[tuple[str, str], Fraction] = field(default_factory=dict)  # by leaf and pool: count ÷ target


def party_count(state: State, leaf: Leaf, party: str | None) -> int | None:
    return state.counts.get((leaf.id, party))


def total_of(state: State, leaf: Leaf) -> int | None:
    """ "the sum of the parties' last, or the office's last if that is larger"."""
    given = [c for p in parties(state.plan, leaf) if (c := party_count(state, leaf, p)) is not None]
    office = state.totals.get(leaf.id)
    if not given and office is None:
        return None
    return max(sum(given), office or 0)


def cell_percent(state: State, cell: Cell) -> Fraction:
    """ "done, verified 100; doing its percent, else its count ÷ target, else 0, and never more than 99;
    todo, paused 0"."""
    if cell.status in ("done", "verified"):
        return Fraction(100)
    if cell.status != "doing":
        return Fraction(0)
    leaf = cell.place.leaf
    target = leaf.measure.target if leaf.measure else None
    count = party_count(state, leaf, cell.party)
    if cell.percent is not None:
        return min(cell.percent, Fraction(99))
    beside = cell.party not in parties(state.plan, leaf)
    if target is None or count is None or beside:  # "counts of units beside … move no percent"
        return Fraction(0)
    return min(Fraction(100 * count, target.count), Fraction(99))


def whole(state: State, leaves: Sequence[Leaf]) -> View:
    """The cells of all parties."""
    view = View([])
    ids = [leaf.id for leaf in leaves]
    for c in state.cells:
        if c.place.leaf.id in ids:
            pool = _pool(c.place.leaf, c.party)
            view.spots.append(Spot(c.place, c.status, cell_percent(state, c), c.closed_on, False, pool))
    for (place, _), c in state.beside.items():
        # "a report beside that says doing, done or verified makes the item and its stage begun"
        if place.leaf.id in ids and c.status in ("doing", "done", "verified"):
            view.begun.add(place)
    for leaf in leaves:
        target = leaf.measure.target if leaf.measure else None
        if target and target.per_unit:  # "each party has its own count against its own target"
            for party in parties(state.plan, leaf):
                given = party_count(state, leaf, party) or 0
                view.pooled[leaf.id, _pool(leaf, party)] = Fraction(100 * given, target.count)
        elif target:
            view.pooled[leaf.id, ""] = Fraction(100 * (total_of(state, leaf) or 0), target.count)
    return view


def _pool(leaf: Leaf, party: str | None) -> str:
    target = leaf.measure.target if leaf.measure else None
    return str(party) if target and target.per_unit else ""


def column(state: State, leaves: Sequence[Leaf], party: str | None) -> View:
    """A unit's own cells; where it is no party, a column of its own beside."""
    view = View([])
    for leaf in leaves:
        target = leaf.measure.target if leaf.measure else None
        if party in parties(state.plan, leaf):
            waits = party is not None and unreported(state, party, leaf)
            for c in state.cells:
                if c.place.leaf.id == leaf.id and c.party == party:
                    view.spots.append(Spot(c.place, c.status, cell_percent(state, c), c.closed_on, waits))
            if target:  # "in a unit's own column the greater of its own count ÷ target and the mean"
                given = party_count(state, leaf, party) or 0
                view.pooled[leaf.id, ""] = Fraction(100 * given, target.count)
        elif party is not None and concerned(state.plan, party, leaf):
            waits = unreported(state, party, leaf)
            view.spots += [beside_spot(state, place, party, waits) for place in places_of(leaf)]
            if target:
                _as_for_the_whole(state, view, leaf)
    return view


def _as_for_the_whole(state: State, view: View, leaf: Leaf) -> None:
    """ "A target is the item's": what stands beside for the whole counts with the item's percent, not its stages'."""
    taken = [s.place for s in view.spots if s.place.leaf.id == leaf.id and s.taken and s.status != "na"]
    everybody = whole(state, [leaf])
    share = percent_of(View([s for s in everybody.spots if s.place in taken], pooled=everybody.pooled))
    view.spots = [
        s._replace(percent=share) if share is not None and s.place in taken else s for s in view.spots
    ]


def unreported(state: State, unit: str, leaf: Leaf) -> bool:
    """ "relevant to a leaf by that leaf's phrase and has no entry under its row"."""
    pair = phrase_basis(state.plan, unit, leaf.phrase)
    return pair is not None and pair[0] == "relevant" and not reports(state, leaf.row, unit)


def beside_spot(state: State, place: Place, unit: str, waits: bool) -> Spot:
    """ "closed where the parties or the office have closed it, else its latest report, else the status and
    percent of that leaf's stage as it stands for the whole"."""
    everybody = whole(state, [place.leaf])
    spots = [s for s in everybody.spots if s.place == place]
    here = View(spots, everybody.begun & {place}, everybody.pooled)
    stands = status_of(here)
    report = state.beside.get((place, unit))
    if stands in CLOSED:
        days = [s.closed_on for s in here.spots if s.closed_on]
        closed_on = max(days, default=None)
        if closed_on and report and report.closed_on:  # it stands closed since the first of the two
            closed_on = min(closed_on, report.closed_on)
        return Spot(place, stands, Fraction(100), closed_on, waits, taken=True)
    if report:
        return Spot(place, report.status, cell_percent(state, report), report.closed_on, waits)
    return Spot(place, stands, percent_of(here) or Fraction(0), None, waits, taken=True)


# --- arithmetic -----------------------------------------------------------------------------------


def down(value: Fraction) -> float:
    """ "computed exactly and rounded once, down, to one decimal"."""
    return (value * 10).__floor__() / 10


def mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def shares(counts: Sequence[int]) -> list[float]:
    """ "Shares of a total are rounded so that they add up to 100.0 (largest remainder; a tie to the larger
    share)"; in tenths of a percent."""
    total = sum(counts)
    if not total:
        return [0.0 for _ in counts]
    exact = [Fraction(1000 * c, total) for c in counts]
    tenths = [e.__floor__() for e in exact]
    first = sorted(range(len(counts)), key=lambda i: (exact[i] - tenths[i], exact[i]), reverse=True)
    for i in first[: 1000 - sum(tenths)]:
        tenths[i] += 1
    return [t / 10 for t in tenths]


def spot_percent(view: View, spot: Spot) -> Fraction:
    """Its own; of a target, of all that counts with it: the greater of count ÷ target and the mean."""
    key = spot.place.leaf.id, spot.pool
    if key not in view.pooled:
        return spot.percent
    mine = [s for s in view.spots if (s.place.leaf.id, s.pool) == key and s.status != "na"]
    most = Fraction(99 if any(s.status not in CLOSED for s in mine) else 100)
    return max(min(view.pooled[key], most), mean([s.percent for s in mine]) or Fraction(0))


def percent_of(view: View) -> Fraction | None:
    """ "mean over applicable cells; a cell of an item with a shared target counts with that item's
    percent, in a unit's column with that column's"; None where only na is left."""
    return mean([spot_percent(view, spot) for spot in view.spots if spot.status != "na"])


def status_of(view: View) -> str:
    """The status of an item, of one of its stages, or of a column of either."""
    left = [s.status for s in view.spots if s.status != "na"]
    still = {s for s in left if s not in CLOSED}
    if not left:
        return "na"  # "only na → na"
    if set(left) == {"verified"}:
        return "verified"  # "all verified → verified"
    if not still:
        return "done"  # "all done or verified → done"
    if still == {"paused"}:
        return "paused"  # "every open cell paused → paused"
    begun = view.begun or {"doing", "done", "verified"} & set(left)
    return "doing" if begun else "todo"  # "nothing begun → todo; otherwise doing"; "paused is not"


def span_of(view: View, item: Row | Leaf) -> tuple[date, date] | None:
    """The first and the last day by which an item is compared.

    A row is compared by its span while somebody has something to do that inherits its date; where only measures
    with their own dates are left, from the first day of theirs to the last, where each has a span.
    """
    deadline = (item.measure or item.row).deadline if isinstance(item, Leaf) else item.deadline
    left = [s.place.leaf for s in view.spots if s.pressing]
    spans = [deadline]
    if isinstance(item, Row) and not any(leaf.inherits for leaf in left):
        spans += [leaf.measure.deadline for leaf in left if leaf.measure]
    if any(s.kind != "span" or not s.start or not s.dates for s in spans):
        return None  # "rows with a span are compared"
    spans = spans[1:] or spans
    return min(s.start for s in spans if s.start), max(s.dates[-1] for s in spans)


def lag(view: View, span: tuple[date, date] | None, today: date) -> Fraction | None:
    """ "percent below the elapsed share of the span": the points below, None where not below or not
    compared."""
    percent, status = percent_of(view), status_of(view)
    if span is None or percent is None:
        return None
    if status not in ("todo", "doing"):  # "only open, unpaused rows with a span are compared"
        return None
    days = (span[1] - span[0]).days + 1
    elapsed = min(max((today - span[0]).days + 1, 0), days)  # "today included"
    below = Fraction(100 * elapsed, days) - percent
    return below if below > 0 else None


def late_by(spots: Sequence[Spot]) -> int | None:
    """ "late once all of those are closed": the days after the date of the last of them."""
    if any(s.status not in CLOSED for s in spots):
        return None
    days = [(s.closed_on - s.place.due).days for s in spots if s.closed_on and s.place.due]
    most = max(days, default=0)
    return most if most > 0 else None


def stage_light(plan: Plan, status: str, dated: Sequence[Spot], due: date | None, today: date) -> str:
    if status in CLOSED:
        return "green"
    left = [s for s in dated if s.pressing]
    if any(s.place.due and s.place.due < today and not s.unreported for s in left):
        return "red"
    if any(s.place.due and (s.place.due - today).days <= plan.yellow_days for s in left):
        return "yellow"  # due soon, or 尚未报送: "in its own view it is not overdue, its light yellow"
    return "green" if due else "blue"


def stages_of(plan: Plan, view: View, item: Row | Leaf, today: date, own: bool) -> list[Json]:
    """The stages of an item as JSON has them."""
    found = []
    is_row = isinstance(item, Row)
    numbers = (
        [(s.number, s.due) for s in item.stages]
        if isinstance(item, Row)
        else [(p.stage, p.due) for p in places_of(item)]
    )
    for number, due in numbers:
        here = [s for s in view.spots if number == (s.place.row_stage if is_row else s.place.stage)]
        dated = [s for s in here if not is_row or s.place.leaf.inherits]
        if not here or (own and not dated):
            # "A row's stage to which no cell belongs is left out"; "a unit has a stage of the row only
            # where it has a cell that inherits it"
            continue
        begun = {p for p in view.begun if number == (p.row_stage if is_row else p.stage)}
        status = status_of(View(here, begun))
        days = [s.closed_on for s in here if s.closed_on]
        closed = all(s.status in CLOSED for s in here)
        found.append(
            {
                "stage": number,
                "due": due and str(due),
                "status": status,
                "light": stage_light(plan, status, dated, due, today),
                "done_on": str(max(days)) if closed and days else None,  # "of all that belong"
                "late_days": late_by(dated),
            }
        )
    return found


def figures(plan: Plan, view: View, item: Row | Leaf, today: date, own: bool) -> Json:
    """Status, percent, light, overdue days, points behind and stages of an item in a view."""
    deadline = (item.measure or item.row).deadline if isinstance(item, Leaf) else item.deadline
    status, percent, behind = status_of(view), percent_of(view), lag(view, span_of(view, item), today)
    left = [s for s in view.spots if s.pressing and s.place.due]
    # "逾期: a day has passed and a cell of that date is open", each "by its own date alone"
    past = [((today - s.place.due).days, s.unreported) for s in left if s.place.due and s.place.due < today]
    overdue = max((days for days, waits in past if not waits), default=None)
    soon = any(s.place.due and 0 <= (s.place.due - today).days <= plan.yellow_days for s in left)
    if status in CLOSED:
        light = "green"
    elif overdue is not None:
        light = "red"
    elif soon or past or (behind is not None and behind >= plan.yellow_behind):
        light = "yellow"
    else:
        light = "green" if deadline.dates else "blue"
    return {
        "status": status,
        "percent": None if percent is None else down(percent),
        "light": light,
        "overdue_days": overdue,
        "behind": None if behind is None else down(behind),
        "stages": stages_of(plan, view, item, today, own),
        "awaiting": any(waits for _, waits in past),
    }


# --- what the commands answer ---------------------------------------------------------------------


def parties_json(state: State, item: Row | Leaf) -> Json | None:
    """ "已报3/16家，办结2家" and who has not: "wherever two units or more have a cell under an item"."""
    ids = [leaf.id for leaf in _under(item)]
    mine: dict[str, list[Cell]] = {}
    for cell in state.cells:
        if cell.place.leaf.id in ids and cell.party is not None:  # "全体 is not counted"
            mine.setdefault(cell.party, []).append(cell)
    if len(mine) < 2:
        return None
    reported = [u for u in mine if reports(state, item, u)]
    opened = [u for u in mine if any(c.open for c in mine[u])]
    missing = [u for u in opened if u not in reported and u != state.plan.office_unit]
    return {
        "total": len(mine),
        "reported": len(reported),
        "closed": len(mine) - len(opened),
        "missing": missing,
    }


def updated(state: State, item: Row | Leaf, unit: str | None = None) -> str | None:
    """ "the day of work of the last entry"."""
    return max((e["on"] for e in reports(state, item, unit)), default=None)


NO_MATCH: Json = dict.fromkeys(
    (
        *("unit", "basis", "role", "measures", "status", "percent", "light"),
        *("overdue_days", "behind", "updated", "stages", "awaiting", "sector"),
    )
)


def match_json(state: State, item: Row | Leaf, unit: str | None) -> Json:
    if unit is None:
        return dict(NO_MATCH)
    plan = state.plan
    pair = basis(plan, unit, item)
    by_measure = [
        leaf.id
        for leaf in _under(item)
        if leaf.measure and leaf.measure.units and phrase_basis(plan, unit, leaf.measure.units)
    ]
    return {
        "unit": unit,
        "basis": pair and pair[0],
        "role": pair and pair[1],
        "measures": by_measure,
        "updated": updated(state, item, unit),
        "sector": None,
        **figures(plan, column(state, _under(item), unit), item, state.today, own=True),
    }


def units_json(phrase: UnitPhrase) -> Json:
    return {
        "text": phrase.text,
        "named": [{"name": p.name, "role": p.role} for p in phrase.named],
        "groups": [{"name": g.name, "role": g.role, "group": g.group} for g in phrase.groups],
    }


def deadline_json(deadline: Schedule) -> Json:
    return {
        "text": deadline.text,
        "kind": deadline.kind,
        "start": deadline.start and str(deadline.start),
        "dates": [str(d) for d in deadline.dates],
    }


def measure_json(state: State, leaf: Leaf) -> Json:
    """A measure as `list --measures --json` and `show --json` have it."""
    assert leaf.measure
    target = leaf.measure.target
    said = figures(state.plan, whole(state, [leaf]), leaf, state.today, own=False)
    return {
        "id": leaf.id,
        "text": leaf.measure.text,
        "deadline": deadline_json(leaf.measure.deadline),
        "target": target
        and {"count": target.count, "unit": target.unit, "per": "unit" if target.per_unit else None},
        "count": total_of(state, leaf),
        "sectors": list(leaf.measure.sectors),
        "parties": parties_json(state, leaf),
        **{k: said[k] for k in ("stages", "status", "percent", "light")},
    }


def row_json(state: State, row: Row, unit: str | None = None) -> Json:
    """A row as `list --json` has it."""
    plan = state.plan
    category = plan.categories[row.category]
    said = figures(plan, whole(state, leaves_of(row)), row, state.today, own=False)
    del said["awaiting"]  # a unit's alone
    return {
        "id": row.id,
        "number": row.number,
        "category": {"number": category.number, "title": category.title},
        "title": row.title,
        "sector": row.sector,
        "part": row.part,
        "units": units_json(row.units),
        "deadline": deadline_json(row.deadline),
        "updated": updated(state, row),
        "parties": parties_json(state, row),
        "match": match_json(state, row, unit),
        **said,
    }


def list_json(state: State, unit: str | None = None, *, measures: bool = False) -> list[Json]:
    """`list [--unit U] [--measures] --json`."""
    found = []
    for row in state.plan.rows:
        if unit is None or basis(state.plan, unit, row):
            said = row_json(state, row, unit)
            if measures:
                said["measures"] = [measure_json(state, Leaf(row, m)) for m in row.measures]
            found.append(said)
    return found


def due_match(state: State, item: Row | Leaf, unit: str | None, stage: Json) -> Json:
    """ "The row's own fields stay the whole's", and a row of `due` is a stage: in `match` status, light, overdue
    days and stages are the unit's own of that stage; percent, behind and updated, which no stage has, the
    item's."""
    found = match_json(state, item, unit)
    if unit is not None:
        view, number = column(state, _under(item), unit), stage["stage"]
        own = [s for s in stages_of(state.plan, view, item, state.today, own=True) if s["stage"] == number]
        late = (state.today - date.fromisoformat(stage["due"])).days
        found |= {"status": own[0]["status"], "light": own[0]["light"], "stages": own}
        found |= {"overdue_days": late if _passed(view, item, number, state.today) else None}
    return found


def due_json(state: State, unit: str | None = None) -> list[Json]:
    """Every stage with a date that has a line of its own, closed ones too, by date and id."""
    plan, found = state.plan, []
    for row in plan.rows:
        # "A measure that only inherits its task's deadline has no row of its own"
        items: list[Row | Leaf] = [row, *(Leaf(row, m) for m in row.measures if m.own_deadline)]
        for item in items:
            dated = [leaf for leaf in _under(item) if isinstance(item, Leaf) or leaf.inherits]
            if not dated or (unit and not any(concerned(plan, unit, leaf) for leaf in dated)):
                continue
            leaf = item if isinstance(item, Leaf) else None
            measure = leaf.measure if leaf else None
            view = whole(state, _under(item))
            for stage in stages_of(plan, view, item, state.today, own=False):
                if stage["due"]:
                    found.append(
                        {
                            "id": leaf.id if leaf else row.id,
                            "title": row.title,
                            "text": measure.text if measure else None,
                            "sector": row.sector,
                            "stage": stage["stage"],
                            "due": stage["due"],
                            "days_left": None
                            if all(s.status in CLOSED for s in _dated(view, item, stage["stage"]))
                            else (date.fromisoformat(stage["due"]) - state.today).days,
                            "status": stage["status"],
                            "light": stage["light"],
                            "units": units_json(leaf.phrase if leaf else row.units),
                            "deadline": deadline_json(measure.deadline if measure else row.deadline),
                            "match": due_match(state, item, unit, stage),
                        }
                    )
    return sorted(found, key=lambda d: (d["due"], [int(n) for n in d["id"].split(".")], d["stage"]))


def overdue(state: State, unit: str | None = None) -> list[tuple[str, int]]:
    """`due --overdue [--unit U]`: item and stage; with a unit by its own cells."""
    found = []
    for line in due_json(state, unit):
        item = _exactly(state.plan, line["id"])
        view = column(state, _under(item), unit) if unit else whole(state, _under(item))
        if _passed(view, item, line["stage"], state.today):
            found.append((line["id"], line["stage"]))
    return found


def falling_due(state: State, days: int) -> set[tuple[str, int]]:
    """`due --within DAYS`: "na and paused cells are never … due soon", and a cell is due "by its own date alone"."""
    found = set()
    for line in due_json(state):
        item = _exactly(state.plan, line["id"])
        its = _dated(whole(state, _under(item)), item, line["stage"])
        if any(s.pressing and s.place.due and 0 <= (s.place.due - state.today).days <= days for s in its):
            found.add((line["id"], line["stage"]))
    return found


def _dated(view: View, item: Row | Leaf, stage: int) -> list[Spot]:
    """The cells that have a stage's date."""
    if isinstance(item, Leaf):
        return [s for s in view.spots if s.place.stage == stage]
    return [s for s in view.spots if s.place.row_stage == stage and s.place.leaf.inherits]


def _passed(view: View, item: Row | Leaf, stage: int, today: date) -> bool:
    """Whether a cell that has this stage's date is open after it."""
    dated = [s for s in _dated(view, item, stage) if s.pressing and not s.unreported]
    return any(s.place.due and s.place.due < today for s in dated)


def late(state: State, unit: str | None = None) -> list[tuple[str, int, int]]:
    """`due --late [--unit U]`: item, stage and days of what was closed after its date (逾期完成)."""
    found = []
    for line in due_json(state, unit):
        stages = line["match"]["stages"] if unit else None
        if stages is None:
            item = _exactly(state.plan, line["id"])
            stages = stages_of(state.plan, whole(state, _under(item)), item, state.today, own=False)
        found += [
            (line["id"], s["stage"], s["late_days"])
            for s in stages
            if s["stage"] == line["stage"] and s["late_days"] is not None
        ]
    return found


def late_rows(state: State, unit: str | None = None) -> list[str]:
    """`list --late [--unit U]`: "one of its stages or of its measures' own dates"."""
    ids = {i for i, _, _ in late(state, unit)}
    return [r.id for r in state.plan.rows if ids & {r.id, *(m.id for m in r.measures)}]


def _exactly(plan: Plan, item_id: str) -> Row | Leaf:
    return next(i for i in addressed(plan, item_id) if i.id == item_id)


def known_units(state: State) -> list[str]:
    """The units of the register, those that a phrase names, and those that have reported."""
    named = [
        p.name
        for row in state.plan.rows
        for phrase in (row.units, *(m.units for m in row.measures if m.units))
        for p in phrase.named
    ]
    told = [e["unit"] for e, _ in state.reached if e["unit"]]
    return list(dict.fromkeys([*(u.name for u in state.plan.register.units), *named, *told]))


def unit_json(state: State, unit: str) -> Json:
    """A unit's line of `units --json`: "over the rows that list --unit shows"."""
    rows = [r for r in state.plan.rows if basis(state.plan, unit, r)]
    on_what = [pair[0] for r in rows if (pair := basis(state.plan, unit, r))]
    views = [column(state, leaves_of(r), unit) for r in rows]
    said = [figures(state.plan, v, r, state.today, own=True) for v, r in zip(views, rows, strict=True)]
    # "one unit has one rate everywhere, the mean over the rows that list --unit shows"
    rate = mean([p for v in views if (p := percent_of(v)) is not None])
    return {
        "unit": unit,
        "obligations": {b: on_what.count(b) for b in STRENGTH},
        "done": sum(s["status"] in ("done", "verified") for s in said),
        "open": sum(s["status"] in ("todo", "doing", "paused") for s in said),
        "overdue": sum(s["overdue_days"] is not None for s in said),
        "awaiting": sum(s["awaiting"] for s in said),
        "percent": None if rate is None else down(rate),
        "last_report": max(
            (e["on"] for e, _ in state.reached if (e["unit"] or state.plan.office_unit) == unit), default=None
        ),
    }


def columns_json(state: State, item: Row | Leaf) -> list[Json]:
    """The columns of `show --json`: the parties, then those who have reported beside."""
    leaves = _under(item)
    mine = list(dict.fromkeys(p for leaf in leaves for p in parties(state.plan, leaf)))
    others = [u for (place, u) in state.beside if place.leaf.id in [leaf.id for leaf in leaves]]
    found = []
    for party in dict.fromkeys([*mine, *others]):
        said = figures(state.plan, column(state, leaves, party), item, state.today, own=True)
        kept = {k: said[k] for k in ("status", "percent", "light", "stages")}
        found.append({"unit": party, "beside": party not in mine, **kept})
    return found


def cells_json(state: State, item: Row | Leaf) -> list[Json]:
    """The cells of `show --json`, each with the entry that decided it."""
    ids = [leaf.id for leaf in _under(item)]
    return [
        {
            "id": c.place.leaf.id,
            "stage": c.place.stage,
            "unit": c.party,
            "status": c.status,
            "percent": None if c.status == "na" else down(cell_percent(state, c)),
            "done_on": c.closed_on and str(c.closed_on),
            "event": c.seq,
        }
        for c in state.cells
        if c.place.leaf.id in ids
    ]


def show_json(state: State, item_id: str, unit: str | None = None) -> Json:
    """`show ID [--unit U] --json`: a row or a measure in full, or a task's parts."""
    items = addressed(state.plan, item_id)
    if len(items) > 1 or items[0].id != item_id:
        rows = [i for i in items if isinstance(i, Row)]
        return {
            "id": item_id,
            "title": rows[0].title,
            "parts": [show_json(state, r.id, unit) for r in rows],
        }
    item = items[0]
    if isinstance(item, Row):
        head = {
            **row_json(state, item, unit),
            "measures": [measure_json(state, Leaf(item, m)) for m in item.measures],
        }
    else:
        head = {**measure_json(state, item), "row": row_json(state, item.row, unit)}
    return {**head, "columns": columns_json(state, item), "cells": cells_json(state, item)}


# --- which stage a mark means ---------------------------------------------------------------------


class Refused(Exception):
    """The rule says that such a mark is wrong usage (exit 2)."""


def settle(plan: Plan, entries: Iterable[Entry], command: Json, today: date) -> Json:
    """The targets and the `set` that a mark is recorded with.

    Args:
        entries: all that has been recorded.
        command: `ids`, `status`, and where given `unit`, `stages` ("all" or numbers), `percent`, `count`.
        today: the day of work: "Settled when recorded, as the ledger stands for its day of work".

    Raises:
        Refused: where it is exit 2.
    """
    state, unit, status = state_of(plan, entries, today), command.get("unit"), command["status"]
    if status == "doing" and command.get("percent") == 100:
        raise Refused("done is done")
    targets: list[Json] = []
    for item_id in command["ids"]:
        items = addressed(plan, item_id)
        if unit:
            items = [i for i in items if basis(plan, unit, i)]  # "the parts that are U's"
        if not items:
            raise Refused(f"{item_id} is not {unit}'s")
        for item in items:
            if command.get("count") is not None and unit is None and _per_unit(plan, item):
                raise Refused("whose count?")
            numbers = _stages_meant(state, item, status, unit, command.get("stages"))
            targets += [{"id": item.id, "stage": n} for n in numbers]
    given = {k: command[k] for k in ("status", "percent", "count") if command.get(k) is not None}
    if unit is None and status in ("doing", "paused"):
        given["reopen"] = _reopened(state, targets)
    return {"targets": targets, "set": given}


def _per_unit(plan: Plan, item: Row | Leaf) -> bool:
    """ "With per: unit … a count without a unit, where there are several parties: exit 2"."""
    targets = [(leaf, leaf.measure.target) for leaf in _under(item) if leaf.measure]
    return any(t and t.per_unit and len(parties(plan, leaf)) > 1 for leaf, t in targets)


def _reopened(state: State, targets: Sequence[Json]) -> list[str]:
    """ "where none of the cells that a target covers is open, the mark reopens them"."""
    found = []
    for item_id in dict.fromkeys(t["id"] for t in targets):
        under = [
            p for t in targets if t["id"] == item_id for p in places_under(state.plan, item_id, t["stage"])
        ]
        if not any(c.open for c in state.cells if c.place in under):
            found.append(item_id)
    return found


def _stages_meant(
    state: State, item: Row | Leaf, status: str, unit: str | None, asked: Literal["all"] | list[int] | None
) -> list[int | None]:
    """Which stages of an item a mark covers; None: its only one, or all."""
    view = column(state, _under(item), unit) if unit else whole(state, _under(item))
    is_row = isinstance(item, Row)
    every = places_of(item) if isinstance(item, Leaf) else [p for x in leaves_of(item) for p in places_of(x)]
    days = (
        {s.number: s.due for s in item.stages}
        if isinstance(item, Row)
        else {p.stage: p.due for p in places_of(item)}
    )
    there = {p.row_stage if is_row else p.stage for p in every}
    numbers = [n for n in days if n in there]  # "A row's stage to which no cell belongs is left out"
    if asked == "all":
        return [None]
    if asked is not None:
        if not set(asked) <= set(numbers):
            raise Refused(f"stages {asked} of {numbers}")
        return [*asked]
    if len(numbers) == 1:
        return [None]  # "One stage: the mark covers it, whatever its status"
    spots = {
        n: [s for s in view.spots if n == (s.place.row_stage if is_row else s.place.stage)] for n in numbers
    }
    mine = [n for n in numbers if spots[n]]  # "Stages in which the unit has no cell are passed over"
    if not mine:
        raise Refused("no stage")
    word = {n: status_of(View(spots[n])) for n in mine}
    deadline = (item.measure or item.row).deadline if isinstance(item, Leaf) else item.deadline
    if status == "verified":
        return [_first([n for n in mine if word[n] == "done"])]  # "the earliest done one"
    if status == "todo":
        return [_first([n for n in mine if word[n] != "todo"][::-1])]  # "the latest that is not todo"
    if deadline.kind == "recurring":
        # "current is the one into whose period the day of work falls (before the first, the first; after
        # the last, the last), closed or not"
        ahead = [n for n in mine if (due := days[n]) and due >= state.today]
        return [ahead[0] if ahead else mine[-1]]
    # "without a unit a stage is open while any of its cells is"
    opened = [n for n in mine if any(s.status not in CLOSED for s in spots[n])]
    if not opened and status in ("doing", "paused"):
        return [mine[-1]]  # "none open at all: they reopen the latest"
    return [_first([n for n in opened if _has_begun(n, days, state.today)])]


def _has_begun(stage: int, days: Mapping[int, date | None], today: date) -> bool:
    """ "a stage begins the day after the due day before it; the first has always begun"."""
    before = [due for n, due in days.items() if n < stage and due]
    return not before or max(before) < today


def _first(numbers: Sequence[int]) -> int:
    if not numbers:
        raise Refused("none such")
    return numbers[0]
