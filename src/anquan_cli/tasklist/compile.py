"""From the list file to the Plan: phrases become parties and dates, doubts are noted; a pure function."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from anquan_cli.errors import truncate
from anquan_cli.folding import fold_letters, is_wordless
from anquan_cli.grouping import gathered
from anquan_cli.problem import Problem
from anquan_cli.tasklist import lookup, years
from anquan_cli.tasklist.look_over import gaps, look_over
from anquan_cli.tasklist.phrases import deadline
from anquan_cli.tasklist.phrases.mentions import Mentions, mentioned
from anquan_cli.tasklist.phrases.registered import at_place
from anquan_cli.tasklist.phrases.units import reader as unit_reader
from anquan_cli.tasklist.phrases.units.names import level_of
from anquan_cli.tasklist.plan import (
    Category,
    Letterhead,
    Measure,
    Plan,
    Register,
    RegisteredGroup,
    RegisteredUnit,
    Row,
    Schedule,
    Sector,
    Stage,
    Standing,
    Target,
    UnitPhrase,
    sort_key,
)
from anquan_cli.tasklist.same_unit import as_read
from anquan_cli.tasklist.schema import CategoryEntry, ListFile, MeasureEntry, PartEntry, TaskEntry
from anquan_cli.tasklist.text_dates import unnoticed
from anquan_cli.tasklist.yamlfile import Path, line_of

_STAGES = 200_000  # of all items; the shipped list has 315
SPARSER = "请把过密的时限写疏，如“每日”改为“每月”，或分成几份清单"
_MOST_SETTLED = 7  # dates in a hint
_MOST_QUOTED = 200  # characters of a deadline in a doubt


class TooManyStages(Exception):
    """More due dates than a command can reckon with in some seconds; the argument is the fault."""


def compile_list(entry: ListFile, lines: dict[Path, int]) -> tuple[Plan, set[Problem], set[Problem]]:
    """Resolves every phrase of a valid list file: the plan, doubts, notes; `lines` says where the values stand.

    Raises TooManyStages before they are made.
    """
    job = _Job(entry, lines)
    rows = tuple(job.rows())
    for told in look_over(entry, job.register, job.named):
        job.doubt(*told)
    at = line_of(lines, ("categories",))
    notes = {Problem(at, "", f"编号缺{missing}", "任务撤销时允许空号") for missing in gaps(entry)}
    plan = Plan(
        id=entry.id or "-".join(filter(None, (str(entry.year), entry.issuer))),
        title=re.sub("^《([^《》]*)》$", r"\1", entry.title),  # papers put their own
        year=entry.year,
        issuer=entry.issuer,
        document=_bare(entry.document, "发文字号|文号"),
        timezone=entry.timezone,
        yellow_days=entry.lights.yellow_days,
        yellow_behind=entry.lights.yellow_behind,
        letterhead=Letterhead(
            as_read(entry.office),
            entry.signed.rstrip("。"),
            _bare(entry.addressee, "主送"),
            _bare(entry.copies, "抄送"),
            _bare(entry.contact, "联系人"),
            entry.first_issue,
        ),
        categories=tuple(_category(c) for c in entry.categories),
        rows=tuple(sorted(rows, key=lambda r: sort_key(r.id))),
        register=job.full_register(rows),
        sectors=tuple(job.sectors.values()),
        standing=Standing(entry.standing.start, as_read(entry.standing.group), entry.standing.text)
        if entry.standing
        else None,
    )
    return plan, job.doubts, notes


def _bare(text: str, label: str) -> str:
    """Without the brackets and the label that papers put themselves: 张三 for （联系人：张三）."""
    pair = r"[（(][^（）()]*[)）]"
    text = re.sub(rf"^[（(]((?:[^（）()]|{pair})*)[)）]$", r"\1", text)
    return _unlabelled(text, label).rstrip("。")


def _unlabelled(text: str, label: str) -> str:
    """Without the label that papers put themselves: 王建国 for 责任领导：王建国; "" where there is no word."""
    return "" if is_wordless(text) else re.sub(rf"^(?:{label})\s*[:：]\s*(?=.)", "", text)


def _all_read(names: Iterable[str]) -> tuple[str, ...]:
    """Names as phrases that have them are read."""
    return tuple(map(as_read, names))


def _category(entry: CategoryEntry) -> Category:
    """压实责任 for 一、压实责任 and （一）压实责任: papers put the number, 一 for 一、 and （一）, and the marks."""
    plain = entry.number.strip("（()）、，,．.：: ") or entry.number
    number = re.escape(plain)
    title = re.sub(rf"^(?:{number}\s*[、，,．.：:]|[（(]{number}[)）])\s*(?=.)", "", entry.title)
    return Category(plain, title, tuple(entry.variants))


class _Job:
    """The state of one compilation: register, sectors met so far, doubts."""

    def __init__(self, entry: ListFile, lines: dict[Path, int]) -> None:
        self.entry = entry
        self.lines = lines
        self.anchors = {fold_letters(word): days for word, days in entry.anchors.items()}
        self.begin = years.begin_of(entry.title, entry.year)
        self.beyond: years.Other | None = None  # the last day of the winter right above a row
        self.doubts: set[Problem] = set()
        units = tuple(
            RegisteredUnit(
                as_read(u.name),
                _all_read(u.short),
                tuple(u.pinyin),
                _all_read(u.groups),
                _bare(u.contact, "联系人"),
                _all_read(u.hosts),
                _all_read(u.former),
            )
            for u in entry.units
        )
        # what a unit was or is called besides: groups may still list it so
        names = {word: u.name for u in units for word in (*u.short, *u.former)}
        groups = (
            RegisteredGroup(
                as_read(g.name),
                _all_read(g.phrases),
                tuple(dict.fromkeys(names.get(m, m) for m in _all_read(g.members))),
                fold_letters(g.pattern),
                as_read(g.among),
            )
            for g in entry.groups
        )
        self.register = Register(units, tuple(groups))
        heads = (re.sub(r"^\W*(\d+年度?)?", "", fold_letters(head)) for head in (entry.title, entry.issuer))
        place = next(filter(None, map(level_of, heads)), "")
        self.own = at_place(self.register, place)
        self.known = {unit.name for unit in self.register.units}
        self.sectors = {
            (n := fold_letters(s.name)): Sector(n, tuple(map(fold_letters, s.aliases))) for s in entry.sectors
        }
        self._patterns = dict.fromkeys(g.pattern for g in self.register.groups if g.pattern)
        self._renamed = [u for u in self.register.units if u.former]
        self._aliases = gathered((a, s.name) for s in self.sectors.values() for a in dict.fromkeys(s.aliases))
        self._phrases: dict[str, UnitPhrase] = {}
        self.named: dict[str, tuple[Path, str]] = {}  # unit → where it is named first
        self._schedules: dict[tuple[str, tuple[date, ...], date | None], deadline.Reading] = {}
        self._stages = 0  # of all items so far

    # -- rows ---------------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        listed = years.years_in(self.entry.title)
        for c, category in enumerate(self.entry.categories):
            of_category = list[Row]()
            for t, task in enumerate(category.tasks):
                path: Path = ("categories", c, "tasks", t)
                parts = [(part, f"{task.number}.{n}") for n, part in enumerate(task.parts, 1)]
                rows = [
                    self._row(task, part, ident, c, (*path, "parts", p) if part else path)
                    for p, (part, ident) in enumerate(parts or [(None, str(task.number))])
                ]
                self._other_year("任务", task.title, (*path, "title"), rows, listed)
                of_category += rows
                yield from rows
            self._other_year("类别", category.title, ("categories", c, "title"), of_category, listed)

    def _other_year(
        self, kind: str, title: str, path: Path, rows: Sequence[Row], listed: Sequence[int]
    ) -> None:
        """Asks once about dates without a year below a heading of another year than the list's."""
        year = self.entry.year
        if not (other := years.heads_other(title, year, listed)):
            return
        dated = ((row, d) for row in rows for d in (row.deadline, *(m.deadline for m in row.measures)))
        for row, due in dated:
            read = self._schedules.get((due.text, (), None))  # none of those that a person has settled
            if read and read.schedule is due and due.dates and not deadline.says_year(due.text):
                said = f"{kind}“{truncate(title)}”写的是{other}年，完成时限“{truncate(due.text)}”推算为 {due.dates[-1]}"
                hint = f"请核对；不是{year}年的，请在其下各项的完成时限里写上年份"
                return self.doubt(path, f"第{row.id}项", said, hint)

    def _row(self, task: TaskEntry, part: PartEntry | None, ident: str, category: int, path: Path) -> Row:
        place = f"第{ident}项"
        own = part or task
        units_text = own.units if own.units is not None else task.units
        deadline_text = own.deadline if own.deadline is not None else task.deadline
        of_list = deadline_text is None
        deadline_text = self.entry.deadline if of_list else deadline_text
        assert units_text is not None and deadline_text is not None  # `validate` saw to it
        # a phrase that a part inherits stands in its task
        of_task: tuple[Path, str] = path[:4], f"第{task.number}项"
        units_path, units_place = of_task if own.units is None else (path, place)
        deadline_path, deadline_place = of_task if own.deadline is None else (path, place)
        if of_list:
            deadline_path, deadline_place = (), ""
        phrase = self._units(units_text, (*units_path, "units"), units_place)
        beside = own if own.deadline is not None or own.due or own.since else task
        schedule = self._deadline(
            deadline_text, beside, (*deadline_path, "deadline"), deadline_place, self.beyond
        )
        self._count(schedule, (*deadline_path, "deadline"), place)
        stages = stages_of(schedule)
        above = None
        if last := next(reversed(schedule.dates), None):
            above = years.Other(last, f"这一项写的是 {last}", schedule.start or date.max)
            if last.year == self.entry.year + 1 and last.month < 4 and not schedule.start:
                self.beyond = max(
                    filter(None, (self.beyond, years.Other(last, f"上面的{place}写的是 {last}")))
                )
            elif last.month > 3:  # not from winter to winter
                self.beyond = None
        title, content = (part.title or "") if part else task.title, own.content or task.content
        said, *of_texts = map(self._mentioned, ([m.text for m in own.measures], [content], [title]))
        befores = ["", *(m.text for m in own.measures)]
        measures = tuple(
            self._measure(
                m,
                f"{ident}.{i + 1}",
                schedule,
                stages,
                (*path, "measures", i),
                years.above(befores[i], m.text, year, self.entry.year) or above,
            )
            for i, (m, (year, _)) in enumerate(zip(own.measures, said, strict=True))
        )
        fields = self._sectors([part.sector], path, place) if part and part.sector else ()
        dates = [mentions.dates for mentions in said]
        own_texts = {
            field: found.dates for field, (found,) in zip(("content", "title"), of_texts, strict=True)
        }
        for at, where, what, hint in unnoticed(schedule, measures, dates, own_texts, self.entry.year):
            self.doubt((*path, *at), f"{place} {where}".rstrip(), what, hint)
        return Row(
            id=ident,
            number=task.number,
            category=category,
            title=task.title,
            variants=tuple(task.variants),
            content=content,
            sector=fields[0] if len(fields) == 1 else part.sector if part else None,
            part=part.title if part else None,
            sectors=(*fields, *self._sectors(task.sectors, (*path, "sectors"), place)),
            units=phrase,
            deadline=schedule,
            stages=stages,
            measures=measures,
            leader=_unlabelled(task.leader, "责任领导"),
            remark=_unlabelled(task.remark, "备注"),
        )

    def _measure(
        self,
        entry: MeasureEntry,
        ident: str,
        schedule: Schedule,
        stages: tuple[Stage, ...],
        path: Path,
        other: years.Other | None,
    ) -> Measure:
        row_id, _, number = ident.rpartition(".")
        place = f"第{row_id}项 要点{number}"
        own, own_stages, last = schedule, stages, stages[-1].due
        own_deadline = entry.deadline is not None or bool(entry.due) or entry.since is not None
        if own_deadline:
            key, text = ("due", schedule.text) if entry.deadline is None else ("deadline", entry.deadline)
            own = self._deadline(text, entry, (*path, key), place, other)
        self._count(own, path, place)
        if own_deadline:
            own_stages = stages_of(own, within=stages)
        if entry.deadline is not None and last and own.dates and own.dates[-1] > last:
            said = f"要点的期限“{own.text}”（{own.dates[-1]}）晚于任务的期限“{schedule.text}”（{last}）"
            self.doubt((*path, "deadline"), place, said, "请核对原文")
        begin = self._begin(schedule) if own_deadline and own.kind == "recurring" else None
        if begin and own.dates[0] < begin:
            said = f"要点的期限“{own.text}”从 {own.dates[0]} 算起，早于任务的期限“{schedule.text}”的开始（{begin}）"
            self.doubt((*path, "deadline"), place, said, f"请核对；从那天起的，在旁边写 from: {begin}")
        target = entry.target
        return Measure(
            id=ident,
            text=entry.text,
            deadline=own,
            own_deadline=own_deadline,
            units=self._units(entry.units, (*path, "units"), place) if entry.units is not None else None,
            target=Target(target.count, target.unit, target.per == "unit") if target else None,
            sectors=self._sectors(entry.sectors, (*path, "sectors"), place),
            remark=entry.remark,
            stages=own_stages,
        )

    # -- phrases ------------------------------------------------------------------------------

    def _units(self, text: str, path: Path, place: str) -> UnitPhrase:
        if text not in self._phrases:
            self._phrases[text] = unit_reader.parse(fold_letters(text), self.own)._replace(text=text)
        phrase = self._phrases[text]
        if not any(phrase[1:]):  # 无, / or nothing
            said = f"责任单位“{text}”没有写是哪个单位，逾期、未报送都算全体的"
            self.doubt(path, place, said, "请核对后写上单位名称")
        clause = self.entry.standing.text.rstrip("。") if self.entry.standing else ""
        for piece in (piece for piece in phrase.doubts if piece.rstrip("。") != clause):  # read there
            now = [u.name for u in self._renamed if any(name in piece for name in u.former)]
            hint = (
                f"它是{'、'.join(now)}的原名，请改写成其中的单位" if now else "请改写，或在 units 名册中登记"
            )
            self.doubt(path, place, f"责任单位中的“{piece}”未能识别", hint)
        for name in (party.name for party in phrase.named):
            self.named.setdefault(name, (path, place))
            asked = name in self.known or name in phrase.doubts
            if self.known and not asked and not any(lookup.fits(p, name) for p in self._patterns):
                said = f"责任单位“{name}”不在名册中"
                self.doubt(path, place, said, f"可在 units 下加一行 - name: {name}")
        return phrase

    def _deadline(
        self,
        text: str,
        beside: TaskEntry | PartEntry | MeasureEntry,
        path: Path,
        place: str,
        other: years.Other | None,
    ) -> Schedule:
        """A phrase with the dates that are settled beside it; its doubts are noted, one of the year beside another day too."""
        key = (text, tuple(beside.due), beside.since)
        if key not in self._schedules:
            found = deadline.parse(
                fold_letters(text), self.entry.year, self.anchors, due=beside.due, since=beside.since
            )
            self._schedules[key] = found._replace(schedule=found.schedule._replace(text=text))
        schedule, doubts = self._schedules[key]
        if (
            0 < len(schedule.dates) < _MOST_SETTLED and schedule.kind != "recurring"
        ):  # as it is read, ready to copy
            settled = f"due: [{', '.join(map(str, schedule.dates))}]"
            doubts = tuple(d._replace(hint=re.sub(r"due: \[[^]]*\]", settled, d.hint)) for d in doubts)
        for day in beside.due:
            early = day.year < self.entry.year
            if early or day.year > self.entry.year + deadline.AHEAD:
                said = f"在 due 写定的 {day} {'早于' if early else '远晚于'}清单的年度"
                doubts = (*doubts, deadline.Doubt(said, "请核对年份"))
        if last := next(reversed(schedule.dates), None):
            begin = self.begin
            if begin and schedule.kind == "recurring" and schedule.dates[0] < begin[0]:
                said = f"推算为 {schedule.dates[0]} 至 {last} 的各期，标题所写的是{begin[1]}"
                doubts = (*doubts, deadline.Doubt(said, "请核对，并在旁边的 due 里写定各期的日子"))
            told = f"早于标题所写的{begin[1]}" if begin and last < begin[0] else ""
            if (
                other
                and not told
                and not beside.due
                and not re.search(r"\d年|[今本当]年|每", fold_letters(text))
            ):
                ahead = last < other.since and last <= other.day - timedelta(days=365)
                past = other.day.year < self.entry.year
                told = other.told if last.year == self.entry.year and (ahead or past) else ""
            if told:
                said = f"推算为 {last}，{told}"
                doubts = (*doubts, deadline.Doubt(said, f"请核对；不是{self.entry.year}年的，请写上年份"))
        if "due" in beside.model_fields_set and not beside.due:
            doubts = (*doubts, deadline.Doubt("旁边的 due 是空的", "请写上日期，或删去 due"))
        for doubt in doubts:
            shown = text if len(text) <= _MOST_QUOTED else f"{text[:_MOST_QUOTED]}…"
            self.doubt(path, place, f"完成时限“{shown}”{doubt.message}", doubt.hint)
        return schedule

    def _begin(self, schedule: Schedule) -> date | None:
        """The first day of a span, or of the anchor at whose end a phrase falls due."""
        for word, days in self.anchors.items():
            begin, _, end = days.partition("/")
            if end and word in fold_letters(schedule.text) and str(*schedule.dates[-1:])[-5:] == end[-5:]:
                return date.fromisoformat(begin if len(begin) == 10 else f"{self.entry.year:04}-{begin}")
        return schedule.start

    def _count(self, schedule: Schedule, path: Path, place: str) -> None:
        """Sees to it that the stages of all items stay few enough, before those of one more are made."""
        self._stages += len(schedule.dates)
        if self._stages > _STAGES:
            said = f"各项、各要点的期数，到这里合计超过{_STAGES // 10_000}万；这一条“{truncate(schedule.text)}”有{len(schedule.dates)}期"
            raise TooManyStages(Problem(line_of(self.lines, path), place, said, SPARSER))

    def _mentioned(self, texts: Iterable[str]) -> list[Mentions]:
        return [*mentioned(map(fold_letters, texts), self.entry.year, self.anchors)]

    def _sectors(self, names: Iterable[str], path: Path, place: str) -> tuple[str, ...]:
        result: dict[str, None] = {}
        for name in map(fold_letters, names):
            hits = [name] if name in self.sectors else self._aliases.get(name, [])
            if not hits:
                self.sectors[name] = Sector(name, ())
                hits = [name]
                if self.entry.sectors:
                    self.doubt(path, place, f"行业“{name}”未在 sectors 中登记", "请登记或改用已有名称")
            result |= dict.fromkeys(hits)
        return tuple(result)

    # -- doubts -------------------------------------------------------------------------------

    def doubt(self, path: Path, place: str, message: str, hint: str) -> None:
        self.doubts.add(Problem(line_of(self.lines, path), place, message.replace("\n", " "), hint))

    def full_register(self, rows: tuple[Row, ...]) -> Register:
        """The register, and the units that only phrases name."""
        known = {u.name: u for u in self.register.units}
        phrases = [r.units for r in rows] + [m.units for r in rows for m in r.measures if m.units]
        names = [party.name for phrase in phrases for party in phrase.named]
        for name in (*names, *(member for group in self.register.groups for member in group.members)):
            known.setdefault(name, RegisteredUnit(name, (), (), (), "", ()))
        return Register(tuple(known.values()), self.register.groups)


def with_readings(plan: Plan) -> Plan:
    """The plan with its units' readings computed; not part of `compile_list`, for `check` needs none."""
    units = tuple(map(_with_readings, plan.register.units))
    return plan._replace(register=plan.register._replace(units=units))


def _with_readings(unit: RegisteredUnit) -> RegisteredUnit:
    """How its names are typed in pinyin; what the register says of the full name is all there is of it."""
    readings = [*unit.pinyin]
    for name in unit.short if unit.pinyin else (unit.name, *unit.short):
        readings += lookup.readings(name)
    return unit._replace(pinyin=tuple(dict.fromkeys(readings)))


def stages_of(schedule: Schedule, within: tuple[Stage, ...] = ()) -> tuple[Stage, ...]:
    """The stages of a schedule; a measure's belong to the first stage of its row that is not earlier, else to the last."""
    ends, last = [stage.due for stage in within if stage.due], len(within)
    dues: tuple[date | None, ...] = schedule.dates or (None,)
    return tuple(
        Stage(n, due, (min(bisect_left(ends, due) + 1, last) if due and ends else last) if within else n)
        for n, due in enumerate(dues, start=1)
    )
