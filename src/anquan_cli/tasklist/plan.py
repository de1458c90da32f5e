"""The compiled list: flat, resolved values that need neither YAML nor Pydantic.

Every class is a named tuple, so a Plan turns into plain JSON arrays and back (`dumps`, `loads`).
Dates are local all-day dates (`datetime.date`); ids are strings such as `12`, `11.1`, `4.3`, `11.1.2`.
"""

from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from anquan_cli.vocabulary import Kind, Role

OFFICE, _FIELD = "安委办", "安全"  # who keeps a list of this field that does not say who
_IN_FULL = {OFFICE: "安全生产委员会办公室", "办公室": ""}  # as an office signs whose name is a default


class Schedule(NamedTuple):
    """What a deadline phrase comes to (期限)."""

    text: str  # the phrase as issued
    kind: Kind
    start: date | None  # first day of a span
    dates: tuple[date, ...]  # due dates, ascending, inclusive; empty when nothing falls due


class NamedUnit(NamedTuple):
    """A unit that a phrase names (点名单位)."""

    name: str  # full name
    role: Role


class GroupRef(NamedTuple):
    """A group that a phrase names (各成员单位, 有关部门 …)."""

    name: str  # as the phrase has it, without role words and hedging verbs
    role: Role
    group: str | None  # the registered group's name, or None
    whole: bool  # False when the phrase means only a part of it (有关…, 相关…)


class UnitPhrase(NamedTuple):
    """What a responsible-unit phrase comes to (责任单位)."""

    text: str  # the phrase as issued
    named: tuple[NamedUnit, ...]
    groups: tuple[GroupRef, ...]
    standing: str  # the text after the first 。, or ""
    doubts: tuple[str, ...]  # pieces that could not be read, as they stand


class RegisteredUnit(NamedTuple):
    """A unit of the register (单位名册)."""

    name: str
    short: tuple[str, ...]
    pinyin: tuple[str, ...]  # readings that override the library's, full or initials
    groups: tuple[str, ...]
    contact: str
    hosts: tuple[str, ...]
    former: tuple[str, ...] = ()  # names the office had before


class RegisteredGroup(NamedTuple):
    """A group of the register, with the phrases that mean all of it."""

    name: str
    phrases: tuple[str, ...]
    members: tuple[str, ...]
    pattern: str  # regular expression on a unit's name, or ""
    among: str  # its members are not listed, but are some of this group's


class _Registered(NamedTuple):
    units: tuple[RegisteredUnit, ...] = ()
    groups: tuple[RegisteredGroup, ...] = ()


class Register(_Registered):
    """The units and groups that a list knows; what is asked of them often is found at once."""

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def by_name(self) -> dict[str, RegisteredGroup]:
        """The groups."""
        return {group.name: group for group in self.groups}

    @cached_property
    def members(self) -> dict[str, dict[str, None]]:
        """Of each group: the units that it lists, and those whose own entries name it."""
        found = {group.name: dict.fromkeys(group.members) for group in self.groups}
        for unit in self.units:
            for name in found.keys() & {*unit.groups}:
                found[name][unit.name] = None
        return found

    @cached_property
    def counting(self) -> dict[str, str]:
        """Of a group that is `among` another: the one at the end, or where the way comes into a circle."""
        among, found = {group.name: group.among for group in self.groups if group.among}, dict[str, str]()
        for at in among:
            way: dict[str, int] = {}
            while at in among and at not in found and at not in way:
                way[at] = len(way)
                at = among[at]
            circle, end = way.get(at, len(way)), found.get(at, at)
            found |= {name: name if n >= circle else end for name, n in way.items()}
        return found


class Stage(NamedTuple):
    """One due date of an item (阶段)."""

    number: int  # from 1
    due: date | None
    belongs: int  # the stage of the row that it is counted under; itself for a row


class Target(NamedTuple):
    """A figure to reach (目标)."""

    count: int  # type: ignore[assignment]
    unit: str  # 项, 次, 处 …
    per_unit: bool

    def is_reached(self, counted: int | None) -> bool:
        """Whether so much is enough; None: nobody has counted."""
        return counted is not None and counted >= self.count


class Measure(NamedTuple):
    """One act that somebody can do and somebody can check (要点)."""

    id: str
    text: str
    deadline: Schedule  # its own, or its row's
    own_deadline: bool
    units: UnitPhrase | None  # None: the row's
    target: Target | None
    sectors: tuple[str, ...]
    remark: str
    stages: tuple[Stage, ...]


class Category(NamedTuple):
    """A category of the list (类别)."""

    number: str  # 一 … 七
    title: str
    variants: tuple[str, ...]


class Row(NamedTuple):
    """A task, or a part of one: what the official sheet shows as a line (任务、分项)."""

    id: str
    number: int
    category: int  # index into Plan.categories
    title: str
    variants: tuple[str, ...]
    content: str
    sector: str | None  # of a part: a sector's name, or a word for several (建筑施工及燃气)
    part: str | None  # a part's title
    sectors: tuple[str, ...]  # the sectors of the part, and those of the whole task
    units: UnitPhrase
    deadline: Schedule
    stages: tuple[Stage, ...]
    measures: tuple[Measure, ...]
    leader: str
    remark: str

    @property
    def fields(self) -> str:
        """Its sectors as papers name them: a part's own word for several, else every one."""
        return self.sector if self.sector and self.sector not in self.sectors else "、".join(self.sectors)


class Item(NamedTuple):
    """An item (事项): a row, or a measure with its row."""

    row: Row
    measure: Measure | None = None

    @property
    def id(self) -> str:
        """12, 11.1, 4.3 …"""
        return self.measure.id if self.measure else self.row.id

    @property
    def title(self) -> str:
        """A measure's text, or a row's title with a part's sector."""
        if self.measure:
            return self.measure.text
        named = self.row.part or self.row.sector
        return f"{self.row.title}（{named}）" if named else self.row.title

    @property
    def title_beside_sector(self) -> str:
        """The same where the sector has a column of its own, and a part's title has none."""
        return self.title if self.measure or self.row.part else self.row.title

    @property
    def deadline(self) -> Schedule:
        """Its own, or its row's."""
        return self.measure.deadline if self.measure else self.row.deadline

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Its due dates."""
        return self.measure.stages if self.measure else self.row.stages

    @property
    def units(self) -> UnitPhrase:
        """Its own, or its row's."""
        return (self.measure and self.measure.units) or self.row.units

    @property
    def target(self) -> Target | None:
        """The figure to reach, of a measure."""
        return self.measure.target if self.measure else None

    @property
    def inherits_date(self) -> bool:
        """Whether its date is its row's: the row itself, and measures without a deadline of their own."""
        return self.measure is None or not self.measure.own_deadline

    def measures(self) -> tuple["Item", ...]:
        """The measures of a row, as items."""
        return () if self.measure else tuple(Item(self.row, m) for m in self.row.measures)

    def leaves(self) -> tuple["Item", ...]:
        """The smallest items under it: its measures, or itself where it has none."""
        return self.measures() or (self,)


class Sector(NamedTuple):
    """A field of work (行业领域)."""

    name: str
    aliases: tuple[str, ...]


class Standing(NamedTuple):
    """The clause that adds a group from one task on (属地条款)."""

    start: int  # number of the first task it holds for
    group: str
    text: str


class Letterhead(NamedTuple):
    """How the office's papers are addressed and signed; "" where the list does not say."""

    office: str  # 县安委办: the unit that keeps the list
    signed: str  # 交城县安全生产委员会办公室
    addressee: str
    copies: str  # 抄送
    contact: str
    first_issue: date | None  # issues are counted from here


class _Fields(NamedTuple):
    id: str
    title: str
    year: int
    issuer: str
    document: str
    timezone: str
    yellow_days: int
    yellow_behind: int
    letterhead: Letterhead
    categories: tuple[Category, ...]
    rows: tuple[Row, ...]
    register: Register
    sectors: tuple[Sector, ...]
    standing: Standing | None


class Plan(_Fields):
    """Everything that the rest of the program needs to know of a list; items are found by id at once."""

    @cached_property
    def _rows(self) -> dict[str, tuple[Row, ...]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            for name in {row.id, str(row.number)}:
                found.setdefault(name, []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def _measures(self) -> dict[str, tuple[Row, Measure]]:
        return {m.id: (row, m) for row in self.rows for m in row.measures}

    @cached_property
    def parties_by_phrase(self) -> dict[str, Any]:
        """What `assignment.parties` has worked out so far, by the phrase's text."""
        return {}

    @cached_property
    def rows_by_unit(self) -> dict[str, list[Row]]:
        """The rows whose phrases, or whose measures' phrases, name a unit; those that name groups under ""."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            phrases = [row.units, *(m.units for m in row.measures if m.units)]
            words = {p.name for phrase in phrases for p in phrase.named}
            for word in (*words, *([""] if any(phrase.groups for phrase in phrases) else [])):
                found.setdefault(word, []).append(row)
        return found

    @cached_property
    def unit_names(self) -> dict[str, tuple[str, ...]]:
        """What each registered unit is called, by its full name."""
        return {u.name: (u.name, *u.short) for u in self.register.units}

    @cached_property
    def bases_by_phrase(self) -> dict[tuple[str, str], Any]:
        """What `assignment.by_phrase` has worked out so far."""
        return {}

    @property
    def office(self) -> str:
        """Who keeps the list and issues the bulletin, by its short name (县安委办); without a county where none is known."""
        registered = (u.name for u in self.register.units if u.name.endswith(OFFICE))
        nobody = OFFICE if _FIELD in self.title else "办公室"
        return self.letterhead.office or self.issuer or next(registered, nobody)

    @property
    def signed(self) -> str:
        """As whom it signs: 交城县安全生产委员会办公室; "" where nobody can know: a list of another field that names none."""
        return self.letterhead.signed or _IN_FULL.get(self.office, self.office)

    @cached_property
    def office_unit(self) -> str | None:
        """The office as a registered unit, by full or short name."""
        return next((u.name for u in self.register.units if self.office in (u.name, *u.short)), None)

    def rows_of(self, item: str) -> tuple[Row, ...]:
        """The rows that a row's or a task's id stands for; empty when there is none."""
        return self._rows.get(item, ())

    def item(self, item: str) -> Item | None:
        """The row or the measure with this id; of a task with parts, its first part."""
        if found := self._measures.get(item):
            return Item(*found)
        rows = self.rows_of(item)
        return Item(rows[0]) if rows else None

    def items_of(self, item: str) -> tuple[Item, ...]:
        """What an id stands for: the measure, the row, or the parts of a task; empty when there is none."""
        if found := self._measures.get(item):
            return (Item(*found),)
        return tuple(Item(row) for row in self.rows_of(item))

    def title_of(self, item: str) -> str | None:
        """The words beside an id in the ledger: a task's title, a part's with its sector, a measure's text."""
        found = self.item(item)
        if found is None:
            return None
        return found.title if found.id == item else found.row.title


def sort_key(item: str) -> tuple[int, ...]:
    """Ids sort by number: 2 before 10, 4.9 before 4.10."""
    return tuple(int(part) for part in item.split("."))


def is_within(ident: str, item: str) -> bool:
    """Whether an id is another, or stands under it: 4.9 under 4, not 40."""
    return f"{ident}.".startswith(f"{item}.")


# --- plain JSON and back -------------------------------------------------------------------------


def dumps(plan: Plan) -> str:
    """The plan as JSON arrays; dates as ISO strings, what a measure inherits from its row as null."""
    import json

    rows = [
        row._replace(
            measures=tuple(
                m if m.own_deadline else m._replace(deadline=None, stages=None)  # type: ignore[arg-type]
                for m in row.measures
            )
        )
        for row in plan.rows
    ]
    slim = plan._replace(rows=tuple(rows))
    return json.dumps(slim, ensure_ascii=False, separators=(",", ":"), default=str)


def loads(text: str) -> Plan:
    """The plan that `dumps` wrote; raises ValueError, TypeError, IndexError … on anything else."""
    import json

    plan = Plan(*json.loads(text))
    units, groups = plan.register
    return plan._replace(
        categories=tuple(Category(n, t, tuple(v)) for n, t, v in plan.categories),
        rows=tuple(map(_row, plan.rows)),
        register=Register(
            tuple(RegisteredUnit(*map(_frozen, u)) for u in units),
            tuple(RegisteredGroup(*map(_frozen, g)) for g in groups),
        ),
        sectors=tuple(Sector(n, tuple(a)) for n, a in plan.sectors),
        standing=Standing(*plan.standing) if plan.standing else None,
        letterhead=_letterhead(plan.letterhead),
    )


def _letterhead(raw: Any) -> Letterhead:
    office, signed, addressee, copies, contact, first = raw
    day = date.fromisoformat(first) if first else None
    return Letterhead(office, signed, addressee, copies, contact, day)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _row(raw: Any) -> Row:
    row = Row(*map(_frozen, raw))
    deadline, stages = _schedule(row.deadline), _stages(row.stages)
    return row._replace(
        units=_phrase(row.units),
        deadline=deadline,
        stages=stages,
        measures=tuple(_measure(m, deadline, stages) for m in row.measures),
    )


def _measure(raw: Any, deadline: Schedule, stages: tuple[Stage, ...]) -> Measure:
    ident, text, own, has_own, units, target, sectors, remark, own_stages = raw
    return Measure(
        ident,
        text,
        _schedule(own) if has_own else deadline,
        has_own,
        _phrase(units) if units else None,
        Target(*target) if target else None,
        tuple(sectors),
        remark,
        _stages(own_stages) if has_own else stages,
    )


def _phrase(raw: Any) -> UnitPhrase:
    text, named, groups, standing, doubts = raw
    return UnitPhrase(
        text,
        tuple(NamedUnit(*p) for p in named),
        tuple(GroupRef(*g) for g in groups),
        standing,
        tuple(doubts),
    )


def _schedule(raw: Any) -> Schedule:
    text, kind, start, dates = raw
    day = date.fromisoformat
    return Schedule(text, kind, day(start) if start else None, tuple(map(day, dates)))


def _stages(raw: Any) -> tuple[Stage, ...]:
    return tuple(Stage(n, date.fromisoformat(due) if due else None, b) for n, due, b in raw)
