"""From the list file to the Plan: phrases become parties and dates, doubts are noted; a pure function."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from anquan_cli.dates import in_figures, normalize_width
from anquan_cli.errors import truncate
from anquan_cli.folding import fold_letters
from anquan_cli.grouping import gathered
from anquan_cli.problem import Problem
from anquan_cli.tasklist import lookup
from anquan_cli.tasklist.assignment import counting, is_township_phrase
from anquan_cli.tasklist.phrases import deadline
from anquan_cli.tasklist.phrases.units import reader as unit_reader
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
from anquan_cli.tasklist.same_unit import no_unit, pairs_alike
from anquan_cli.tasklist.schema import CategoryEntry, ListFile, MeasureEntry, PartEntry, TaskEntry
from anquan_cli.tasklist.yamlfile import Path, line_of

_ONE_BY_ONE = "请逐个登记单位；一组单位的统称写在 groups 的 phrases 里"
_STAGES = 200_000  # of all items; the shipped list has 315
SPARSER = "请把过密的时限写疏，如“每日”改为“每月”，或分成几份清单"
_MOST_QUOTED = 200  # characters of a deadline in a doubt
_ORDER = "一二三四五六七八九十"  # of categories


class TooManyStages(Exception):
    """More due dates than a command can reckon with in some seconds; the argument is the fault."""


def compile_list(entry: ListFile, lines: dict[Path, int]) -> tuple[Plan, set[Problem], set[Problem]]:
    """Resolves every phrase of a valid list file: the plan, doubts, notes; `lines` says where the values stand.

    Raises TooManyStages before they are made.
    """
    job = _Job(entry, lines)
    rows = tuple(job.rows())
    job.look_over()
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
            entry.office,
            entry.signed,
            _bare(entry.addressee, "主送"),
            _bare(entry.copies, "抄送"),
            _bare(entry.contact, "联系人"),
            entry.first_issue,
        ),
        categories=tuple(_category(c) for c in entry.categories),
        rows=tuple(sorted(rows, key=lambda r: sort_key(r.id))),
        register=job.full_register(rows),
        sectors=tuple(job.sectors.values()),
        standing=Standing(entry.standing.start, entry.standing.group, entry.standing.text)
        if entry.standing
        else None,
    )
    return plan, job.doubts, job.notes


def _years_in(title: str) -> list[int]:
    """The years that a title says its list is of: 2025年度, 二〇二五年, each of 2024—2026年; not those of what it carries out."""
    flat = re.sub("(落实|贯彻|执行|根据|依据|对照|巩固).{0,30}?年", r"\1", in_figures(normalize_width(title)))
    spans = re.findall(r"(?<!\d)(20\d\d)(?:年度?)?(?:[-、/到至和与及~]+(20\d\d))?学?年", flat)
    return [year for first, last in spans for year in range(int(first), int(last or first) + 1)]


def _heads_other(title: str, year: int, years: Sequence[int]) -> int:
    """The year that a heading says all below it is of, where it is not the list's: 2026年任务, 燃气改造（2026年）; 0 for none.

    Not of a plan's name, nor of what is prepared for a year; a past one only where the list's title names it (`years`).
    """
    flat = re.sub("《.*?》(?:[(（].*?[)）])?", "", in_figures(normalize_width(title)))
    flat = re.sub("[明次]年(?=度?[重工任第上下])", f"{year + 1}年", flat)
    for part in re.split("[(（)）:：]", flat):
        said = [int(n) for n in re.findall(r"(?<!\d)20\d\d(?=年|[-—–~至到])", part)]
        heads = re.match(r"(?:第?[一二三四]?阶段)?20\d\d", part) and not _PREPARED.search(flat)
        if said and heads and not min(said) <= year <= max(said) and (min(said) > year or min(said) in years):
            return min(said)
    return 0


_PREPARED = re.compile("计划|规划|预算|谋划|编制|征[集订]|申报|筹备|储备|印发")


def _begin_of(title: str, year: int) -> tuple[date, str] | None:
    """The first day of a list that goes on into the next year, and how its title says so: 2025年11月至2026年3月, 今冬明春."""
    span = r"(20\d\d)年(\d{1,2})月(?:\d{1,2}日)?[-—–~至到]+20\d\d年\d{1,2}月"
    found = re.search(span, in_figures(normalize_width(title)))
    if found and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1), f"{found[1]}年{int(found[2])}月"
    years, season = _years_in(title), re.search("今冬明春|冬春|[供采]暖[季期]?|学年|岁末年初", title)
    if season and (season[0] == "今冬明春" or len(years) == 2):
        return date(min([*years, year]), 7, 1), season[0]
    return None


class _Other(NamedTuple):
    """A day of another year beside a phrase that names no year: 6月底前 below 2026年12月底前."""

    day: date
    told: str
    since: date = date.max  # from here on a day of the list's year is in its span


def _above(text: str, below: str, above: int, year: int) -> _Other | None:
    """What a measure's dates follow where that is of another year than its list, or at its end: 2025年12月底前自查；."""
    if above != year:
        return _Other(date(above, 12, 31), f"前面写的是{above}年")
    late = re.search(rf"(?<!\d){year}年(?:1[0-2]月|年?底)(?=[^。；;]*[；;，,]$)", text)
    if late and not re.search("方案|计划|动员|部署|启动", below):  # 2025年底前完成整治；3月底前制定方案
        return _Other(date(year + 1, 3, 31), f"前面写的是{late[0]}")
    return None


def _bare(text: str, label: str) -> str:
    """Without the brackets and the label that papers put themselves: 张三 for （联系人：张三）."""
    pair = r"[（(][^（）()]*[)）]"
    text = re.sub(rf"^[（(]((?:[^（）()]|{pair})*)[)）]$", r"\1", text)
    return re.sub(rf"^(?:{label})\s*[:：]\s*(?=.)", "", text)


def _category(entry: CategoryEntry) -> Category:
    """压实责任 for 一、压实责任 and （一）压实责任: papers put the number."""
    number = re.escape(entry.number)
    title = re.sub(rf"^(?:{number}\s*[、，,．.：:]|[（(]{number}[)）])\s*(?=.)", "", entry.title)
    return Category(entry.number, title, tuple(entry.variants))


class _Job:
    """The state of one compilation: register, sectors met so far, doubts."""

    def __init__(self, entry: ListFile, lines: dict[Path, int]) -> None:
        self.entry = entry
        self.lines = lines
        self.begin = _begin_of(entry.title, entry.year)
        self.beyond: _Other | None = None  # the last day of the winter right above a row
        self.doubts: set[Problem] = set()
        self.notes: set[Problem] = set()
        # what a unit was or is called besides: groups may still list it so
        names = {word: u.name for u in entry.units for word in (*u.short, *u.former)}
        self.register = Register(
            tuple(
                RegisteredUnit(
                    u.name,
                    tuple(u.short),
                    tuple(u.pinyin),
                    tuple(u.groups),
                    _bare(u.contact, "联系人"),
                    tuple(u.hosts),
                    tuple(u.former),
                )
                for u in entry.units
            ),
            tuple(
                RegisteredGroup(
                    g.name,
                    tuple(g.phrases),
                    tuple(dict.fromkeys(names.get(m, m) for m in g.members)),
                    g.pattern,
                    g.among,
                )
                for g in entry.groups
            ),
        )
        self.known = {unit.name for unit in self.register.units}
        self.sectors = {s.name: Sector(s.name, tuple(s.aliases)) for s in entry.sectors}
        self._patterns = dict.fromkeys(g.pattern for g in entry.groups if g.pattern)
        self._renamed = [u for u in self.register.units if u.former]
        self._aliases = gathered((a, s.name) for s in entry.sectors for a in dict.fromkeys(s.aliases))
        self._phrases: dict[str, UnitPhrase] = {}
        self._named: dict[str, tuple[Path, str]] = {}  # unit → where it is named first
        self._schedules: dict[tuple[str, tuple[date, ...], date | None], deadline.Reading] = {}
        self._stages = 0  # of all items so far

    # -- rows ---------------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        listed = _years_in(self.entry.title)
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
        if not (other := _heads_other(title, year, listed)):
            return
        dated = ((row, d) for row in rows for d in (row.deadline, *(m.deadline for m in row.measures)))
        for row, due in dated:
            read = self._schedules.get((due.text, (), None))  # none of those that a person has settled
            if read and read.schedule is due and due.dates and not deadline.says_year(due.text):
                said = f"{kind}“{truncate(title)}”写的是{other}年，完成时限“{truncate(due.text)}”推算为 {due.dates[-1]}"
                hint = f"请核对；不是{year}年的，请在其下各项的完成时限里写上年份"
                return self._doubt(path, f"第{row.id}项", said, hint)

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
            above = _Other(last, f"这一项写的是 {last}", schedule.start or date.max)
            if last.year == self.entry.year + 1 and last.month < 4 and not schedule.start:
                self.beyond = max(filter(None, (self.beyond, _Other(last, f"上面的{place}写的是 {last}"))))
            elif last.month > 3:  # not from winter to winter
                self.beyond = None
        said = self._mentioned([m.text for m in own.measures])
        befores = ["", *(m.text for m in own.measures)]
        measures = tuple(
            self._measure(
                m,
                f"{ident}.{i + 1}",
                schedule,
                stages,
                (*path, "measures", i),
                _above(befores[i], m.text, year, self.entry.year) or above,
            )
            for i, (m, (year, _)) in enumerate(zip(own.measures, said, strict=True))
        )
        fields = self._sectors([part.sector], path, place) if part and part.sector else ()
        title = part.title or "" if part else task.title
        self._compare_dates(title, own.content or task.content, schedule, measures, said, path, place)
        return Row(
            id=ident,
            number=task.number,
            category=category,
            title=task.title,
            variants=tuple(task.variants),
            content=own.content or task.content,
            sector=fields[0] if len(fields) == 1 else part.sector if part else None,
            part=part.title if part else None,
            sectors=(*fields, *self._sectors(task.sectors, (*path, "sectors"), place)),
            units=phrase,
            deadline=schedule,
            stages=stages,
            measures=measures,
            leader=task.leader,
            remark=task.remark,
        )

    def _measure(
        self,
        entry: MeasureEntry,
        ident: str,
        schedule: Schedule,
        stages: tuple[Stage, ...],
        path: Path,
        other: _Other | None,
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
            self._doubt((*path, "deadline"), place, said, "请核对原文")
        begin = self._begin(schedule) if own_deadline and own.kind == "recurring" else None
        if begin and own.dates[0] < begin:
            said = f"要点的期限“{own.text}”从 {own.dates[0]} 算起，早于任务的期限“{schedule.text}”的开始（{begin}）"
            self._doubt((*path, "deadline"), place, said, f"请核对；从那天起的，在旁边写 from: {begin}")
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
            self._phrases[text] = unit_reader.parse(fold_letters(text), self.register)._replace(text=text)
        phrase = self._phrases[text]
        if not any(phrase[1:]):  # 无, / or nothing
            said = f"责任单位“{text}”没有写是哪个单位，逾期、未报送都算全体的"
            self._doubt(path, place, said, "请核对后写上单位名称")
        clause = self.entry.standing.text.rstrip("。") if self.entry.standing else ""
        for piece in (piece for piece in phrase.doubts if piece.rstrip("。") != clause):  # read there
            now = [u.name for u in self._renamed if any(name in piece for name in u.former)]
            hint = (
                f"它是{'、'.join(now)}的原名，请改写成其中的单位" if now else "请改写，或在 units 名册中登记"
            )
            self._doubt(path, place, f"责任单位中的“{piece}”未能识别", hint)
        for name in (party.name for party in phrase.named):
            self._named.setdefault(name, (path, place))
            asked = name in self.known or name in phrase.doubts
            if self.known and not asked and not any(lookup.fits(p, name) for p in self._patterns):
                said = f"责任单位“{name}”不在名册中"
                self._doubt(path, place, said, f"可在 units 下加一行 - name: {name}")
        return phrase

    def _deadline(
        self,
        text: str,
        beside: TaskEntry | PartEntry | MeasureEntry,
        path: Path,
        place: str,
        other: _Other | None,
    ) -> Schedule:
        """A phrase with the dates that are settled beside it; its doubts are noted, one of the year beside another day too."""
        key = (text, tuple(beside.due), beside.since)
        if key not in self._schedules:
            found = deadline.parse(
                fold_letters(text), self.entry.year, self.entry.anchors, due=beside.due, since=beside.since
            )
            self._schedules[key] = found._replace(schedule=found.schedule._replace(text=text))
        schedule, doubts = self._schedules[key]
        for day in beside.due:
            early = day.year < self.entry.year
            if early or day.year > self.entry.year + deadline.AHEAD:
                said = f"在 due 写定的 {day} {'早于' if early else '远晚于'}清单的年度"
                doubts = (*doubts, deadline.Doubt(said, "请核对年份"))
        if last := next(reversed(schedule.dates), None):
            begin = self.begin
            told = f"早于标题所写的{begin[1]}" if begin and last < begin[0] else ""
            if other and not told and not beside.due and not re.search(r"\d年|[今本当]年|每", text):
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
            self._doubt(path, place, f"完成时限“{shown}”{doubt.message}", doubt.hint)
        return schedule

    def _begin(self, schedule: Schedule) -> date | None:
        """The first day of a span, or of the anchor at whose end a phrase falls due."""
        for word, days in self.entry.anchors.items():
            begin, _, end = days.partition("/")
            if end and word in schedule.text and str(*schedule.dates[-1:])[-5:] == end[-5:]:
                return date.fromisoformat(begin if len(begin) == 10 else f"{self.entry.year:04}-{begin}")
        return schedule.start

    def _count(self, schedule: Schedule, path: Path, place: str) -> None:
        """Sees to it that the stages of all items stay few enough, before those of one more are made."""
        self._stages += len(schedule.dates)
        if self._stages > _STAGES:
            said = f"各项、各要点的期数，到这里合计超过{_STAGES // 10_000}万；这一条“{truncate(schedule.text)}”有{len(schedule.dates)}期"
            raise TooManyStages(Problem(line_of(self.lines, path), place, said, SPARSER))

    def _mentioned(self, texts: Iterable[str]) -> list[deadline.Mentions]:
        return [*deadline.mentioned(texts, self.entry.year, self.entry.anchors)]

    def _compare_dates(
        self,
        title: str,
        content: str,
        own: Schedule,
        measures: Sequence[Measure],
        mentions: Sequence[deadline.Mentions],
        path: Path,
        place: str,
    ) -> None:
        """Dates that a task's texts name and no deadline of theirs is would fall due unnoticed.

        每月 is one of its own text alone; one of several dates is that of a measure whose text names them all.
        """
        asked = set[date]()
        among = list[tuple[int, str]]()  # measures that name one of the task's dates, asked about together
        texts: list[tuple[dict[date, str], Path, Sequence[Measure]]] = [
            *((found, ("measures", i), (measures[i],)) for i, (_, found) in enumerate(mentions)),
            (self._mentioned([content])[0][1], ("content",), measures),
            (self._mentioned([title])[0][1], ("title",), measures),
        ]
        for found, (field, *at), of in texts:
            where = f"{place} 要点{int(at[0]) + 1}" if at else place
            left = list[date]()
            for day, words in sorted(found.items()):
                if day.year < self.entry.year <= max(found).year:
                    continue  # what was before the list, beside what is in it
                due = [m for m in of if _may_be_of(m, words, {*found} if at else None)]
                asked_of_year = (m.own_deadline and _differ_in_year(m.deadline.text, words) for m in due)
                has = any(day in m.deadline.dates for m in due) or any(asked_of_year)
                has |= day in own.dates and (not at or len(own.dates) == 1)
                if not (has or (not at and day in asked)):
                    left.append(day)
            asked.update(left)
            if at and own.dates and {*left} & {*own.dates}:
                among.append((int(at[0]), "、".join(dict.fromkeys(f"“{found[day]}”" for day in left))))
            elif left:
                told = gathered((found[day], str(day)) for day in left)
                said = "、".join(f"“{words}”（{'、'.join(days)}）" for words, days in told.items())
                phrase = "/".join(dict.fromkeys(found[day] for day in (sorted(found) if at else left)))
                hint = f"请核对；确要按此完成的，在该要点写 deadline: {phrase}"
                self._doubt(
                    (*path, field, *at),
                    where,
                    f"文中写有{said}，完成时限里没有",
                    hint if field != "title" else "请核对完成时限",
                )
        if among:
            (first, said), *more = among
            others = truncate("、".join(f"要点{i + 1}" for i, _ in more))
            only = "只" * (own.kind != "recurring")
            what = f"文中{only}写有{said}，期限仍是任务的“{truncate(own.text)}”" + f"，{others}也这样" * bool(
                more
            )
            hint = "请核对；只按文中日期完成的，在该要点写 deadline"
            self._doubt((*path, "measures", first), f"{place} 要点{first + 1}", what, hint)

    def _sectors(self, names: Iterable[str], path: Path, place: str) -> tuple[str, ...]:
        result: dict[str, None] = {}
        for name in names:
            hits = [name] if name in self.sectors else self._aliases.get(name, [])
            if not hits:
                self.sectors[name] = Sector(name, ())
                hits = [name]
                if self.entry.sectors:
                    self._doubt(path, place, f"行业“{name}”未在 sectors 中登记", "请登记或改用已有名称")
            result |= dict.fromkeys(hits)
        return tuple(result)

    # -- doubts -------------------------------------------------------------------------------

    def _doubt(self, path: Path, place: str, message: str, hint: str) -> None:
        self.doubts.add(Problem(line_of(self.lines, path), place, message.replace("\n", " "), hint))

    def look_over(self) -> None:
        """Doubts about the list as a whole: equal titles, groups of unknown units, gaps."""
        first: dict[str, int] = {}
        numbers: list[int] = []
        for c, category in enumerate(self.entry.categories):
            before = self.entry.categories[c - 1].number if c else ""
            if before and {before, category.number} <= {*_ORDER} and before + category.number not in _ORDER:
                said = f"类别“{category.number}”排在“{before}”之后，编号不连"
                self._doubt(("categories", c, "number"), f"第{category.number}类", said, "请核对编号")
            if not category.tasks:
                said = f"类别“{category.title}”下还没有任务"
                self._doubt(("categories", c, "tasks"), "", said, "请写出任务，或删去这一类")
            for t, task in enumerate(category.tasks):
                path: Path = ("categories", c, "tasks", t, "title")
                if numbers and task.number < numbers[-1]:
                    said = f"第{task.number}项排在第{numbers[-1]}项之后"
                    self._doubt((*path[:-1], "number"), f"第{task.number}项", said, "请核对编号")
                numbers.append(task.number)
                if task.title in first:
                    self._doubt(
                        path,
                        f"第{task.number}项",
                        f"与第{first[task.title]}项同名“{task.title}”",
                        "请核对原文",
                    )
                first.setdefault(task.title, task.number)
                self._twice(task, path[:-1])
        years = _years_in(self.entry.title)
        if years and self.entry.year not in years:
            said = f"标题写的是{'、'.join(map(str, years))}年，year 写的是{self.entry.year}"
            self._doubt(("year",), "", said, "请核对；各项期限都按 year 推算")
        issue = self.entry.first_issue
        for word, days in self.entry.anchors.items():
            if "02-29" in days.split("/") and not isleap(self.entry.year):
                said = f"anchors 写的“{word}”是2月29日，{self.entry.year}年没有这一天"
                self._doubt(("anchors",), "", said, "请核对日期")
            begin, _, end = days.partition("/")
            # over the new year: of this winter, or the last? or the wrong way round
            if "02-29" not in days and len(end) == 5 and end < begin:
                year = self.entry.year
                said = f"anchors 写的“{word}”（{days}）跨年，按{year}年{begin}至{year + 1}年{end}计"
                hint = f"请核对先后；无误的写明年份：{word}: {year}-{begin}/{year + 1}-{end}"
                self._doubt(("anchors", word), "", said, hint)
        away = (issue + timedelta(days=6 - issue.weekday())).year - self.entry.year if issue else 0
        if issue and (away < 0 or issue.year > self.entry.year):
            told = "早于清单的年度，期号接着那时的数" if away < 0 else "晚于清单的年度，本年的通报都没有期号"
            self._doubt(("first_issue",), "", f"first_issue 写的 {issue} {told}", "请核对年份")
        called = {word: u.name for u in self.register.units for word in (u.name, *u.short)}
        if self.known and self.entry.office and self.entry.office not in called:
            said = f"office“{self.entry.office}”不在名册中，通报会把它和名册里的办公室当作两家"
            self._doubt(("office",), "", said, "请写名册里的名称或简称，或在 units 下登记")
        ways = unit_reader.ways_of(self.register.groups)
        hosted = dict[str, str]()
        for u, unit in enumerate(self.register.units):
            for name in unit.hosts:
                if (other := hosted.setdefault(name, unit.name)) != unit.name:
                    said = f"所设机构“{name}”在“{other}”和“{unit.name}”两家下都写了，写到它时分不清是哪一家"
                    self._doubt(("units", u), f"单位“{unit.name}”", said, "请核对，只留一处")
            for name in (unit.name, *unit.short, *unit.former):
                if what := no_unit(name, ways):
                    said = f"“{name}”是{what}，登记成一个单位后，写到它的各项会只算这一家"
                    self._doubt(("units", u), f"单位“{unit.name}”", said, _ONE_BY_ONE)
            for name in unit.former:
                owner = called.get(name, unit.name)
                if owner != unit.name:
                    said = f"原名“{name}”是名册中“{owner}”现在的名称，两家会混作一家"
                    self._doubt(("units", u), f"单位“{unit.name}”", said, "请核对，只留一处")
        for g, group in enumerate(self.register.groups):
            for phrase in (p for p in group.phrases if p in called and not no_unit(p, {})):
                said = f"组“{group.name}”的写法“{phrase}”是名册中的单位，写到它的各项会算成全组的"
                self._doubt(("groups", g), "", said, "请从 phrases 中删去")
            for member in group.members:
                if member not in self.known:
                    what = no_unit(member, ways)
                    self._doubt(
                        ("groups", g),
                        "",
                        f"组“{group.name}”的成员“{member}”{f'是{what}' if what else '不在名册中'}",
                        _ONE_BY_ONE
                        if what
                        else "请在 units 下登记；改了名称的，请把它写入新名称的 former；撤销了的，请删去",
                    )
        self._unknown_groups()
        self._idle_members()
        self._phrases_twice()
        self._names_alike()
        for missing in _gaps(numbers):
            self.notes.add(
                Problem(line_of(self.lines, ("categories",)), "", f"编号缺{missing}", "任务撤销时允许空号")
            )

    def _twice(self, task: TaskEntry, path: Path) -> None:
        """Parts that nobody can tell apart by what they are called, and measures that stand twice."""
        place, called = f"第{task.number}项", dict[str, int]()
        for p, part in enumerate(task.parts, start=1):
            name, at = part.title or part.sector or "", (*path, "parts", p - 1)
            if not name:
                said = f"分项{p}没有写 sector（行业），也没有写 title（名称）"
                self._doubt(at, place, said, "请写上其中一个；多余的请删去")
            elif name in called:
                said = f"分项{p}与分项{called[name]}都叫“{name}”"
                self._doubt(at, place, said, "请核对；是两件事的，各写 title（名称）")
            called.setdefault(name, p)
        owners: list[tuple[str, Path, list[MeasureEntry]]] = [(place, path, task.measures)]
        owners += [
            (f"{place} 分项{p + 1}", (*path, "parts", p), x.measures) for p, x in enumerate(task.parts)
        ]
        for where, at, measures in owners:
            seen: dict[tuple[object, ...], int] = {}
            for m, measure in enumerate(measures):
                key = measure.text, measure.units, measure.deadline, tuple(measure.due), *measure.sectors
                if (same := seen.setdefault(key, m)) < m:
                    said = f"要点{m + 1}与要点{same + 1}相同“{truncate(measure.text)}”"
                    self._doubt((*at, "measures", m), where, said, "请核对，多余的请删去")

    def _unknown_groups(self) -> None:
        """A group that is spelt otherwise elsewhere would leave its units without their tasks, unnoticed."""
        known = {g.name for g in self.register.groups}
        named: list[tuple[Path, str]] = []
        for u, unit in enumerate(self.entry.units):
            named += [(("units", u, "groups"), name) for name in unit.groups]
        named += [(("groups", g, "among"), group.among) for g, group in enumerate(self.entry.groups)]
        clause = self.entry.standing
        if clause and not is_township_phrase(clause.group):
            named.append((("standing", "group"), clause.group))
        for path, name in named:
            if name and name not in known:
                self._doubt(path, "", f"单位组“{name}”未在 groups 中登记", "请登记或改用已有名称")

    def _idle_members(self) -> None:
        """Members where they do not count one by one: beside `among` another group's do, beside `pattern` all are one party."""
        groups, units = self.register.groups, self.register.units
        belong = gathered((name, u) for u, unit in enumerate(units) for name in dict.fromkeys(unit.groups))
        looped = {g.name for g in groups if g.among and counting(self.register, g.name) == g.name}
        for g, group in enumerate(groups):
            path: Path = ("groups", g)
            end = counting(self.register, group.name)
            if end in looped:
                said = f"组“{group.name}”的 among 绕成了圈，不知算哪一组的成员"
                self._doubt((*path, "among"), "", said, "请去掉 among，把成员写进 members")
                continue
            if group.among not in ("", end):
                said = f"组“{group.name}”的 among 写的“{group.among}”也是 among，算的是“{end}”的成员"
                self._doubt((*path, "among"), "", said, f"请写 among: {end}")
            said = f"组“{group.name}”按 pattern 认成员，合为一方，不逐家统计"
            hint = "要逐家统计的，请去掉 pattern，把成员都写进 members"
            if group.among:
                said = f"组“{group.name}”写了 among，算的是“{end}”的成员，另写的不算"
                hint = f"请写进“{end}”；成员已经列明的，请去掉该组的 among"
            own = {"members": group.members, "pattern": group.among and group.pattern}
            for key in (key for key, there in own.items() if there and (group.among or group.pattern)):
                self._doubt((*path, key), "", said, hint)
            for u in belong.get(group.name, ()) if group.among or group.pattern else ():
                if group.among or not lookup.fits(group.pattern, units[u].name):
                    self._doubt(("units", u, "groups"), f"单位“{units[u].name}”", said, hint)

    def _phrases_twice(self) -> None:
        """A phrase of two groups means the last of them alone: whoever belongs to the first would not see its tasks."""
        meant: dict[str, str] = {}
        for g, group in enumerate(self.register.groups):
            for phrase in dict.fromkeys((group.name, *group.phrases)):
                other, meant[phrase] = meant.get(phrase), group.name
                if other:
                    said = f"组“{other}”和“{group.name}”都有写法“{phrase}”，写到它的各项只算“{group.name}”"
                    hint = f"请只留一处；两组都有任务的，责任单位请写“{other}、{group.name}”"
                    self._doubt(("groups", g, "phrases"), "", said, hint)

    def _names_alike(self) -> None:
        """Two names that may be one unit's (县应急局, 县应急管理局): its tasks would be parted between them."""
        for u, unit in enumerate(self.register.units):
            for name in {*lookup.forms(unit.name, ())} & self.known:
                if len(name) < len(unit.name) and unit.name[0] not in "省市":  # 教育局 beside 市教育局 is two
                    said = f"“{unit.name}”与“{name}”可能是同一单位"
                    self._doubt(("units", u), "", said, "如是，请并成一条，另一个写进 short")
        for name, other in pairs_alike(self._named):
            if not self.known >= {name, other}:
                short, full = sorted((name, other), key=len)
                path, place = self._named[name]
                self._doubt(
                    path,
                    place,
                    f"“{name}”与{self._named[other][1]}的“{other}”可能是同一单位",
                    f"如是，请统一写法，或在 units 下登记 - name: {full}，short: [{short}]；如不是，两个都登记",
                )

    def full_register(self, rows: tuple[Row, ...]) -> Register:
        """The register, and the units that only phrases name."""
        known = {u.name: u for u in self.register.units}
        phrases = [r.units for r in rows] + [m.units for r in rows for m in r.measures if m.units]
        names = [party.name for phrase in phrases for party in phrase.named]
        for name in (*names, *(member for group in self.register.groups for member in group.members)):
            known.setdefault(name, RegisteredUnit(name, (), (), (), "", ()))
        return Register(tuple(known.values()), self.register.groups)


def _differ_in_year(due: str, words: str) -> bool:
    """Whether one of both is the other below a year: 2024年，12月底前 and 12月底前."""
    both = (due, words), (words, due)
    return any(re.fullmatch(rf"\d{{4}}年[，,]?{re.escape(bare)}", whole) for bare, whole in both)


def _may_be_of(measure: Measure, words: str, named: set[date] | None) -> bool:
    """Whether the date that some words say may be one of a measure's; `named`: all that its text names.

    Of several dates of its row it is none where the text does not name them all: 6月底前 below 6月底前、12月底前.
    """
    due = measure.deadline
    if due.kind == "recurring" and words not in measure.text:
        return False
    if named is None or len(due.dates) == 1 or named.issuperset(due.dates):
        return True
    if measure.own_deadline:
        return due.kind != "recurring" or words in due.text
    pieces = deadline.pieces(due.text)  # 五一、国庆前 below 五一、国庆节前
    said = due.kind != "recurring" or {words, re.sub(r"^\d+月", "每月", words)} & {*pieces}
    return bool(said) and all(piece.rstrip("前底末节") in measure.text for piece in pieces)


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


def _gaps(numbers: list[int]) -> Iterator[str]:
    ordered = sorted(set(numbers))
    previous = 0
    for number in ordered:
        if number > previous + 1:
            yield f"第{previous + 1}项" if number == previous + 2 else f"第{previous + 1}至{number - 1}项"
        previous = number
