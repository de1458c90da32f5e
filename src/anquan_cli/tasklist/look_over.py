"""Doubts about a list as a whole: its numbers and titles, its head, its register."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Mapping
from datetime import timedelta

from anquan_cli.errors import truncate
from anquan_cli.grouping import gathered
from anquan_cli.tasklist import lookup
from anquan_cli.tasklist.assignment import counting, is_listed, is_township_phrase
from anquan_cli.tasklist.phrases.registered import ways_of
from anquan_cli.tasklist.plan import Register
from anquan_cli.tasklist.same_unit import as_read, no_unit, pairs_alike
from anquan_cli.tasklist.schema import ListFile, MeasureEntry, TaskEntry
from anquan_cli.tasklist.yamlfile import Path
from anquan_cli.tasklist.years import years_in

Told = tuple[
    Path, str, str, str
]  # where in the file, what a user calls that, what is doubtful, the next step

_ONE_BY_ONE = "请逐个登记单位；一组单位的统称写在 groups 的 phrases 里"
_NO_UNITS = "甲乙"  # what a pattern that says something does not fit
_ORDER = "一二三四五六七八九十"  # of categories


def look_over(entry: ListFile, register: Register, named: Mapping[str, tuple[Path, str]]) -> Iterator[Told]:
    """What is doubtful in a list beyond its single entries; `named`: where each unit is named first."""
    yield from _entries(entry)
    yield from _head(entry)
    called = {word: unit.name for unit in register.units for word in (unit.name, *unit.short)}
    ways = ways_of(register.groups)
    yield from _names(entry, register, called, ways)
    yield from _groups(register, called, ways)
    yield from _unknown_groups(entry, register)
    yield from _idle_members(register)
    yield from _phrases_twice(register)
    yield from _names_alike(register, named)


def gaps(entry: ListFile) -> Iterator[str]:
    """The numbers between the first task and the last that no task has: 第4项, 第6至8项."""
    previous = 0
    for number in sorted({task.number for category in entry.categories for task in category.tasks}):
        if number > previous + 1:
            yield f"第{previous + 1}项" if number == previous + 2 else f"第{previous + 1}至{number - 1}项"
        previous = number


def _entries(entry: ListFile) -> Iterator[Told]:
    """Categories and tasks out of order, empty or called alike."""
    first: dict[str, int] = {}
    last = 0
    for c, category in enumerate(entry.categories):
        before = entry.categories[c - 1].number if c else ""
        if before and {before, category.number} <= {*_ORDER} and before + category.number not in _ORDER:
            said = f"类别“{category.number}”排在“{before}”之后，编号不连"
            yield ("categories", c, "number"), f"第{category.number}类", said, "请核对编号"
        if not category.tasks:
            said = f"类别“{category.title}”下还没有任务"
            yield ("categories", c, "tasks"), "", said, "请写出任务，或删去这一类"
        for t, task in enumerate(category.tasks):
            path: Path = ("categories", c, "tasks", t)
            if task.number < last:
                said = f"第{task.number}项排在第{last}项之后"
                yield (*path, "number"), f"第{task.number}项", said, "请核对编号"
            last = task.number
            if task.title in first:
                said = f"与第{first[task.title]}项同名“{task.title}”"
                yield (*path, "title"), f"第{task.number}项", said, "请核对原文"
            first.setdefault(task.title, task.number)
            yield from _twice(task, path)


def _twice(task: TaskEntry, path: Path) -> Iterator[Told]:
    """Parts that nobody can tell apart by what they are called, and measures that stand twice."""
    place, called = f"第{task.number}项", dict[str, int]()
    for p, part in enumerate(task.parts, start=1):
        name, at = part.title or part.sector or "", (*path, "parts", p - 1)
        if not name:
            said = f"分项{p}没有写 sector（行业），也没有写 title（名称）"
            yield at, place, said, "请写上其中一个；多余的请删去"
        elif name in called:
            said = f"分项{p}与分项{called[name]}都叫“{name}”"
            yield at, place, said, "请核对；是两件事的，各写 title（名称）"
        called.setdefault(name, p)
    owners: list[tuple[str, Path, list[MeasureEntry]]] = [(place, path, task.measures)]
    owners += [(f"{place} 分项{p + 1}", (*path, "parts", p), x.measures) for p, x in enumerate(task.parts)]
    for where, at, measures in owners:
        seen: dict[tuple[object, ...], int] = {}
        for m, measure in enumerate(measures):
            key = measure.text, measure.units, measure.deadline, tuple(measure.due), *measure.sectors
            if (same := seen.setdefault(key, m)) < m:
                said = f"要点{m + 1}与要点{same + 1}相同“{truncate(measure.text)}”"
                yield (*at, "measures", m), where, said, "请核对，多余的请删去"


def _head(entry: ListFile) -> Iterator[Told]:
    """Years and days at the list's head that do not fit each other."""
    years = years_in(entry.title)
    if years and entry.year not in years:
        said = f"标题写的是{'、'.join(map(str, years))}年，year 写的是{entry.year}"
        yield ("year",), "", said, "请核对；各项期限都按 year 推算"
    for word, days in entry.anchors.items():
        if "02-29" in days.split("/") and not isleap(entry.year):
            said = f"anchors 写的“{word}”是2月29日，{entry.year}年没有这一天"
            yield ("anchors",), "", said, "请核对日期"
        begin, _, end = days.partition("/")
        # over the new year: of this winter, or the last? or the wrong way round
        if "02-29" not in days and len(end) == 5 and end < begin:
            said = f"anchors 写的“{word}”（{days}）跨年，按{entry.year}年{begin}至{entry.year + 1}年{end}计"
            hint = f"请核对先后；无误的写明年份：{word}: {entry.year}-{begin}/{entry.year + 1}-{end}"
            yield ("anchors", word), "", said, hint
    issue = entry.first_issue
    away = (issue + timedelta(days=6 - issue.weekday())).year - entry.year if issue else 0
    if issue and (away < 0 or issue.year > entry.year):
        told = "早于清单的年度，期号接着那时的数" if away < 0 else "晚于清单的年度，本年的通报都没有期号"
        yield ("first_issue",), "", f"first_issue 写的 {issue} {told}", "请核对年份"


def _names(
    entry: ListFile, register: Register, called: Mapping[str, str], ways: Mapping[str, str]
) -> Iterator[Told]:
    """Units of the register whose names are another's, a group's, or not one unit's.

    called: what the units are called now, each with its full name.
    ways: as `ways_of` has them.
    """
    if register.units and entry.office and as_read(entry.office) not in called:
        said = f"office“{entry.office}”不在名册中，通报会把它和名册里的办公室当作两家"
        yield ("office",), "", said, "请写名册里的名称或简称，或在 units 下登记"
    hosted = dict[str, str]()
    for u, unit in enumerate(register.units):
        path, place = ("units", u), f"单位“{unit.name}”"
        for name in unit.hosts:
            if (other := hosted.setdefault(name, unit.name)) != unit.name:
                said = f"所设机构“{name}”在“{other}”和“{unit.name}”两家下都写了，写到它时分不清是哪一家"
                yield path, place, said, "请核对，只留一处"
        written = entry.units[u]
        for name in (written.name, *written.short, *written.former):
            if what := no_unit(name, ways):
                said = f"“{name}”是{what}，登记成一个单位后，写到它的各项会只算这一家"
                yield path, place, said, _ONE_BY_ONE
        for name in unit.former:
            if (owner := called.get(name, unit.name)) != unit.name:
                said = f"原名“{name}”是名册中“{owner}”现在的名称，两家会混作一家"
                yield path, place, said, "请核对，只留一处"


def _groups(register: Register, called: Mapping[str, str], ways: Mapping[str, str]) -> Iterator[Told]:
    """Ways to write a group that are a unit's name, patterns of any name, members that are not registered; the rest as above."""
    known = {unit.name for unit in register.units}
    for g, group in enumerate(register.groups):
        for phrase in (p for p in group.phrases if p in called and not no_unit(p, {})):
            said = f"组“{group.name}”的写法“{phrase}”是名册中的单位，写到它的各项会算成全组的"
            yield ("groups", g), "", said, "请从 phrases 中删去"
        if group.pattern and all(lookup.fits(group.pattern, name) for name in _NO_UNITS):
            said = f"组“{group.name}”的 pattern（{group.pattern}）什么名称都合，每家单位都成了成员"
            yield ("groups", g, "pattern"), "", said, "请写出名称里的字，如 (乡|镇)(人民政府)?$"
        for member in (m for m in group.members if m not in known):
            what = no_unit(member, ways)
            said = f"组“{group.name}”的成员“{member}”{f'是{what}' if what else '不在名册中'}"
            hint = "请在 units 下登记；改了名称的，请把它写入新名称的 former；撤销了的，请删去"
            yield ("groups", g), "", said, _ONE_BY_ONE if what else hint


def _unknown_groups(entry: ListFile, register: Register) -> Iterator[Told]:
    """A group that is spelt otherwise elsewhere would leave its units without their tasks, unnoticed."""
    known = {g.name for g in register.groups}
    named: list[tuple[Path, str]] = []
    for u, unit in enumerate(register.units):
        named += [(("units", u, "groups"), name) for name in unit.groups]
    named += [(("groups", g, "among"), group.among) for g, group in enumerate(register.groups)]
    clause = as_read(entry.standing.group) if entry.standing else ""
    if not is_township_phrase(clause):
        named.append((("standing", "group"), clause))
    for path, name in named:
        if name and name not in known:
            yield path, "", f"单位组“{name}”未在 groups 中登记", "请登记或改用已有名称"
    if clause in known and not is_township_phrase(clause) and not is_listed(register, clause):
        said = f"属地条款的单位组“{clause}”没有成员，条款落不到任何单位"
        hint = f"请在 groups 里给它写上 members，或在各单位名下写 groups: [{clause}]"
        yield ("standing", "group"), "", said, hint


def _idle_members(register: Register) -> Iterator[Told]:
    """Members where they do not count one by one: beside `among` another group's do, beside `pattern` all are one party."""
    groups, units = register.groups, register.units
    belong = gathered((name, u) for u, unit in enumerate(units) for name in dict.fromkeys(unit.groups))
    looped = {g.name for g in groups if g.among and counting(register, g.name) == g.name}
    for g, group in enumerate(groups):
        path: Path = ("groups", g)
        end = counting(register, group.name)
        if end in looped:
            said = f"组“{group.name}”的 among 绕成了圈，不知算哪一组的成员"
            yield (*path, "among"), "", said, "请去掉 among，把成员写进 members"
            continue
        if group.among not in ("", end):
            said = f"组“{group.name}”的 among 写的“{group.among}”也是 among，算的是“{end}”的成员"
            yield (*path, "among"), "", said, f"请写 among: {end}"
        said = f"组“{group.name}”按 pattern 认成员，合为一方，不逐家统计"
        hint = "要逐家统计的，请去掉 pattern，把成员都写进 members"
        if group.among:
            said = f"组“{group.name}”写了 among，算的是“{end}”的成员，另写的不算"
            hint = f"请写进“{end}”；成员已经列明的，请去掉该组的 among"
        own = {"members": group.members, "pattern": group.among and group.pattern}
        for key in (key for key, there in own.items() if there and (group.among or group.pattern)):
            yield (*path, key), "", said, hint
        for u in belong.get(group.name, ()) if group.among or group.pattern else ():
            if group.among or not lookup.fits(group.pattern, units[u].name):
                yield ("units", u, "groups"), f"单位“{units[u].name}”", said, hint


def _phrases_twice(register: Register) -> Iterator[Told]:
    """A phrase of two groups means the last of them alone: whoever belongs to the first would not see its tasks."""
    meant: dict[str, str] = {}
    for g, group in enumerate(register.groups):
        for phrase in dict.fromkeys((group.name, *group.phrases)):
            other, meant[phrase] = meant.get(phrase), group.name
            if other:
                said = f"组“{other}”和“{group.name}”都有写法“{phrase}”，写到它的各项只算“{group.name}”"
                hint = f"请只留一处；两组都有任务的，责任单位请写“{other}、{group.name}”"
                yield ("groups", g, "phrases"), "", said, hint


def _names_alike(register: Register, named: Mapping[str, tuple[Path, str]]) -> Iterator[Told]:
    """Two names that may be one unit's (县应急局, 县应急管理局): its tasks would be parted between them."""
    known = {unit.name for unit in register.units}
    for u, unit in enumerate(register.units):
        for name in {*lookup.forms(unit.name, ())} & known:
            if len(name) < len(unit.name) and unit.name[0] not in "省市":  # 教育局 beside 市教育局 is two
                said = f"“{unit.name}”与“{name}”可能是同一单位"
                yield ("units", u), "", said, "如是，请并成一条，另一个写进 short"
    for name, other in pairs_alike(named):
        if not known >= {name, other}:
            short, full = sorted((name, other), key=len)
            path, place = named[name]
            said = f"“{name}”与{named[other][1]}的“{other}”可能是同一单位"
            hint = f"如是，请统一写法，或在 units 下登记 - name: {full}，short: [{short}]；如不是，两个都登记"
            yield path, place, said, hint
