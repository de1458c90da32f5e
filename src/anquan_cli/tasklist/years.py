"""Of which year the titles and texts of a list say that its dates are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.dates import in_figures, normalize_width


def years_in(title: str) -> list[int]:
    """The years that a title says its list is of: 2025年度, 二〇二五年, each of 2024—2026年; not those of what it carries out."""
    flat = re.sub("(落实|贯彻|执行|根据|依据|对照|巩固).{0,30}?年", r"\1", in_figures(normalize_width(title)))
    spans = re.findall(r"(?<!\d)(20\d\d)(?:年度?)?(?:[-、/到至和与及~]+(20\d\d))?学?年", flat)
    return [year for first, last in spans for year in range(int(first), int(last or first) + 1)]


def heads_other(title: str, year: int, years: Sequence[int]) -> int:
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


def begin_of(title: str, year: int) -> tuple[date, str] | None:
    """The first day of a list that goes on into the next year, and how its title says so: 2025年11月至2026年3月, 今冬明春."""
    span = r"(20\d\d)年(\d{1,2})月(?:\d{1,2}日)?[-—–~至到]+20\d\d年\d{1,2}月"
    found = re.search(span, in_figures(normalize_width(title)))
    if found and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1), f"{found[1]}年{int(found[2])}月"
    years, season = years_in(title), re.search("今冬明春|冬春|[供采]暖[季期]?|学年|岁末年初", title)
    if season and (season[0] == "今冬明春" or len(years) == 2):
        return date(min([*years, year]), 7, 1), season[0]
    return None


class Other(NamedTuple):
    """A day of another year beside a phrase that names no year: 6月底前 below 2026年12月底前."""

    day: date
    told: str
    since: date = date.max  # from here on a day of the list's year is in its span


def above(text: str, below: str, before: int, year: int) -> Other | None:
    """What a measure's dates follow where that is of another year than its list, or at its end: 2025年12月底前自查；."""
    if before != year:
        return Other(date(before, 12, 31), f"前面写的是{before}年")
    late = re.search(rf"(?<!\d){year}年(?:1[0-2]月|年?底)(?=[^。；;]*[；;，,]$)", text)
    if late and not re.search("方案|计划|动员|部署|启动", below):  # 2025年底前完成整治；3月底前制定方案
        return Other(date(year + 1, 3, 31), f"前面写的是{late[0]}")
    return None
