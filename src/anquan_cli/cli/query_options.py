"""What a user asks in options, as a query; every word is checked here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anquan_cli.dates import plain
from anquan_cli.errors import UsageFault, brief
from anquan_cli.queries.rows import SORTS, Query
from anquan_cli.tasklist.plan import Plan
from anquan_cli.vocabulary import parse_light, parse_status
from anquan_cli.workspace import Office


def query(
    work: Office,
    sector: str | None = None,
    category: str | None = None,
    statuses: Sequence[str] = (),
    lights: Sequence[str] = (),
    search: str = "",
    named: bool = False,
    sort: str = "id",
) -> Query:
    """The query that some options make. Raises UsageFault for the first word that means nothing."""
    sort = plain(sort).lower()
    if sort not in SORTS:
        raise UsageFault(f"不认识的排序“{brief(sort)}”", f"可用：{'、'.join(SORTS)}")
    if named and not work.unit:
        raise UsageFault("--named 要与 --unit 同用", "请加 --unit 单位名称")
    return Query(
        unit=work.unit,
        sectors=work.find_sectors(sector) if sector is not None else (),
        category=_category(work.plan, category) if category is not None else None,
        statuses=tuple(parse_status(s) for s in _split(statuses)),
        lights=tuple(parse_light(s) for s in _split(lights)),
        search=search,
        named=named,
        sort=sort,
    )


def _split(words: Sequence[str]) -> list[str]:
    return [piece for word in words for piece in re.split("[,，、]", word)]


def _category(plan: Plan, word: str) -> str:
    typed = plain(word)
    for category in plan.categories:
        if typed in (category.number, plain(category.title)):
            return category.number
    hits = [c for c in plan.categories if typed and any(typed in plain(t) for t in (c.title, *c.variants))]
    if len(hits) == 1:
        return hits[0].number
    if re.fullmatch("[0-9]{1,4}", typed) and 1 <= int(typed) <= len(plan.categories):
        return plan.categories[int(typed) - 1].number
    every = "、".join(f"{c.number} {c.title}" for c in hits or plan.categories)
    raise UsageFault(f"{'有几个' if hits else '没有'}类别“{brief(word)}”", f"可用：{every}")


def whole_number(word: str | None, option: str) -> int | None:
    """A number that a user typed, full-width digits too. Raises UsageFault."""
    if word is None:
        return None
    typed = plain(word).removesuffix("%")
    if re.fullmatch(r"-?[0-9]{1,9}", typed):
        return int(typed)
    raise UsageFault(f"{option} 要写整数，不能写“{brief(word)}”", "请改正后重试")
