"""Options that several verbs take, and what a user asks in them; every word is checked here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

import typer

from anquan_cli import dates
from anquan_cli.cli import completer
from anquan_cli.errors import UsageError, on_one_line, truncate
from anquan_cli.folding import is_blank, is_wordless
from anquan_cli.ledger.events import Details
from anquan_cli.party import Unit
from anquan_cli.queries.rows import SORTS, Query, rows
from anquan_cli.tasklist.plan import Plan
from anquan_cli.vocabulary import parse_light, parse_status
from anquan_cli.workspace import Workspace

_SORTS = {"编号": "id", "期限": "due", "状态": "status", "单位": "unit"}


def option(flags: str, metavar: str, about: str, completed: Callable[..., Any]) -> Any:
    """An option with one value, or none, that the shell completes."""
    return typer.Option(None, *flags.split(), metavar=metavar, help=about, autocompletion=completed)


SECTOR = option("--sector", "S", "行业领域：煤矿、危化、矿山等", completer.sectors)


def query(
    workspace: Workspace,
    sector: str | None = None,
    category: str | None = None,
    statuses: Sequence[str] = (),
    lights: Sequence[str] = (),
    search: str | None = None,
    named: bool = False,
    sort: str = "id",
    late: bool = False,
) -> Query:
    """The query that some options make. Raises UsageError for the first word that means nothing."""
    typed = dates.normalize_width(sort).lower()
    sort = _SORTS.get(typed, typed)
    if sort not in SORTS:
        every = "、".join(f"{word} {key}" for word, key in _SORTS.items())
        raise UsageError(f"不认识的排序“{truncate(sort)}”", f"可用：{every}")
    if search is not None and is_blank(search):
        raise UsageError("--search 后面是空的", "请写出要查的字，或去掉 --search")
    if named and not workspace.unit:
        raise UsageError("--named 要与 --unit 同用", "请加 --unit 单位名称")
    return Query(
        unit=workspace.unit,
        sectors=workspace.find_sectors(sector) if sector is not None else (),
        category=_category(workspace.plan, category) if category is not None else None,
        statuses=tuple(parse_status(s) for s in _split(statuses)),
        lights=tuple(parse_light(s) for s in _split(lights)),
        search=search or "",
        named=named,
        sort=sort,
        late=late,
    )


def awaited(workspace: Workspace, unit: Unit | None) -> None:
    """Has it said beside what is overdue that a unit still has to say of some items whether they concern it."""
    asked = rows(workspace.progress, Query(unit=unit)) if unit else ()
    if found := [r.row.id for r in asked if r.effective_state.awaiting]:
        from anquan_cli.documents import wording

        told = f"已过到期日，{unit}尚未报送（不算逾期）；请报送进展，不涉及的登记 na 并说明理由。"
        workspace.say(f"提示：第{wording.ids(found)}项{told}")


def say_outside(workspace: Workspace, period: dates.Period) -> None:
    """Has it said beside an answer that days are not, or not all, of the list's year."""
    days = f"{period.since}至{period.until}" if period.since > date.min else f"{period.until}以前"
    year = workspace.plan.year
    part = "全" * (period.since.year <= year <= period.until.year)
    workspace.say(f"提示：{days}不{part}在清单年度 {year} 年内，请核对。")


def _split(words: Sequence[str]) -> list[str]:
    return [piece for word in words for piece in re.split("[,，、]", word)]


def _category(plan: Plan, word: str) -> str:
    typed = dates.normalize_width(word)
    typed = re.sub("^第|类?[、,.]?$", "", typed) or typed
    for category in plan.categories:
        if typed in (category.number, dates.normalize_width(category.title)):
            return category.number
    hits = [
        c
        for c in plan.categories
        if typed and any(typed in dates.normalize_width(t) for t in (c.title, *c.variants))
    ]
    if len(hits) == 1:
        return hits[0].number
    if re.fullmatch("[0-9]{1,4}", typed) and 1 <= int(typed) <= len(plan.categories):
        return plan.categories[int(typed) - 1].number
    every = "、".join(f"{c.number} {c.title}" for c in hits or plan.categories)
    raise UsageError(f"{'有几个' if hits else '没有'}类别“{truncate(word)}”", f"可用：{on_one_line(every)}")


def whole_number(word: str | None, option: str) -> int | None:
    """A number that a user typed: 40, ４０％, 百分之四十, 第42号, 10条, 1,200; not 1,2. Raises UsageError."""
    if word is None:
        return None
    before, behind = _AROUND[option]
    plain = dates.in_figures(dates.normalize_width(word))
    typed = re.fullmatch(f"{before}(-?(?:[0-9]{{1,40}}|[0-9]{{1,3}}(?:,[0-9]{{3}})+)){behind}", plain)
    if typed:
        return int(typed[1].replace(",", ""))
    if part := re.fullmatch(f"{before}([1-9][0-9]*)[.][0-9]+{behind}", plain):  # 33.3
        raise UsageError(f"{option} 要写整数，不能写“{truncate(word)}”", f"请写成 {option} {part[1]}")
    other = {"--percent": "；数量写在 --count 后面", "--count": "；百分比写在 --percent 后面"}.get(option, "")
    raise UsageError(
        f"{option} 要写整数，不能写“{truncate(word)}”", f"请只写一个数字，例如 {option} 10{other}"
    )


_COUNTED = "(?!.*[号年月日天时分多余几百千万亿])[一-鿿]{1,3}"  # 户, 公里; not 1500余户, 3万户
# What may stand before and behind the number of each option.
_AROUND = {
    "--percent": ("(?:百分之)?", "%?"), "--count": ("", f"(?:{_COUNTED})?"), "--at": ("第?", "号?"), "--limit": ("", "条?"),
}  # fmt: skip


def stage_numbers(word: str | None) -> tuple[int, ...]:
    """Stages that a user typed: 2, 1-24, 3,5, 第4期, 第1至3阶段. Raises UsageError."""
    found: list[int] = []
    typed = (
        re.sub("第|个?阶段|期", "", dates.in_figures(dates.normalize_width(word))) if word is not None else ""
    )
    for piece in re.split("[,、 ]+", typed) if word is not None else ():
        match = re.fullmatch(r"([0-9]{1,3})(?:[-至到]([0-9]{1,3}))?", piece)
        if not match or (match[2] and int(match[1]) > int(match[2])):
            raise UsageError(
                f"--stage 看不懂“{truncate(word or '')}”",
                "请写阶段的序号：2、1-24 或 3,5；全部阶段请用 --all-stages",
            )
        found += range(int(match[1]), int(match[2] or match[1]) + 1)
    return tuple(found)


def items(workspace: Workspace, words: list[str]) -> tuple[str, ...]:
    """The ids of the list that some words stand for. Raises UsageError; of what only the ledger knows, it says so."""
    from anquan_cli.tasklist import ids  # of what records alone

    plan = workspace.own_plan
    try:
        return tuple(ids.find(plan, words))
    except UsageError:
        from anquan_cli.queries.item import removed

        for ident in map(ids.plain, words):
            if not plan.items_of(ident) and (gone := removed(workspace.progress, ident)):
                raise UsageError(
                    f"清单中已没有编号“{ident}”（原来是“{truncate(gone.title)}”），未作记录",
                    f"以前的登记可用 anquan show {ident} 查看",
                ) from None
        raise


def work_day(workspace: Workspace, word: str | None) -> date:
    """The day of work (办理日期) as typed; today by default. Raises UsageError."""
    today = workspace.today
    if not word:
        return today
    return _in_year(workspace, word, lambda year: _one(dates.parse_day(word, year, today)), past=True).since


def first_day(workspace: Workspace, word: str) -> date:
    """The first of the days that a user typed: a day, or 上周, 6月, 二季度. Raises UsageError."""
    read = partial(dates.parse_span, word, today_=workspace.today)
    return _in_year(workspace, word, read, past=True).since


def last_day(workspace: Workspace, word: str) -> date:
    """The last of the days that a user typed, and whatever a deadline may say that comes to one day (9月底前).

    Raises UsageError.
    """
    return _in_year(workspace, word, partial(_until, word, today=workspace.today)).until


def _in_year(
    workspace: Workspace, word: str, read: Callable[[int], dates.Period], *, past: bool = False
) -> dates.Period:
    """The days that a word means in the list's year; said where those of another year are nearer to today.

    `past`: it can only mean days that have begun. Raises UsageError.
    """
    year, today = workspace.plan.year, workspace.today
    found = read(year)
    others = []
    for other in range(today.year - 1, today.year + 2) if past or year != today.year else ():
        with suppress(UsageError):  # 2月29日
            others.append(read(other))
    near = [
        p
        for p in others
        if abs(p.until - today) < abs(found.until - today) and (not past or p.since <= today)
    ]
    if near:
        best = min(near, key=lambda period: abs(period.until - today))
        was, is_ = (str(p.since) if p.since == p.until else f"{p.since}至{p.until}" for p in (found, best))
        workspace.say(
            f"提示：“{truncate(word)}”没有写年份，按清单年度算作 {was}，请核对；若是 {is_}，请写上年份。"
        )
    return found


def _one(day: date) -> dates.Period:
    return dates.Period(day, day)


def _until(word: str, year: int, today: date) -> dates.Period:
    try:
        return dates.parse_span(word, year, today)
    except UsageError:
        from anquan_cli.tasklist.phrases import deadline

        typed = re.sub(
            "^(?=元旦)", f"{year + 1}年", dates.normalize_width(word)
        )  # the year begins with its own
        found = deadline.parse(typed, year).schedule.dates
        if len(found) == 1:
            return _one(found[0])
        if plain := re.fullmatch("(.+?)(?:之|以)?前", word):  # 周五前
            with suppress(UsageError):
                return _until(plain[1], year, today)
        raise


def details(
    workspace: Workspace,
    note: str | None,
    problem: str | None,
    next_: str | None,
    expected: str | None,
    evidence: Sequence[str],
) -> Details:
    """What goes with an entry, as typed. Raises UsageError for a day that is none, and for what nobody can see."""
    given = (
        ("--note", note),
        ("--problem", problem),
        ("--next", next_),
        *(("--evidence", e) for e in evidence),
    )
    for option, text in given:
        if text is not None and is_wordless(text):
            raise UsageError(f"{option} 后面没有看得见的字，未作记录", f"请写出内容，或去掉 {option}")
    day = last_day(workspace, expected).isoformat() if expected else None
    return Details(note or "", problem or "", next_ or "", day, tuple(evidence))
