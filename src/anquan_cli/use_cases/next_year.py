"""Next year's list from this year's: dates of the year shifted, everything else kept, what needs a look said."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from anquan_cli.errors import UsageError
from anquan_cli.folding import fold_letters
from anquan_cli.problem import Problem
from anquan_cli.tasklist import yamlfile
from anquan_cli.tasklist.phrases import deadline
from anquan_cli.tasklist.yamlfile import Path, unconfirmed

_FIGURES = ["0123456789", "０１２３４５６７８９", *(f"{zero}一二三四五六七八九" for zero in "〇零○OoОо0")]
_FOUR = "|".join(rf"(?<![{f}])(?:{f[1]}{f[9]}|{f[2]}{f[0]})[{f}]{{2}}" for f in _FIGURES)
_BARE = re.compile(rf"(?:{_FOUR})(?!\d)")
_YEAR = re.compile(
    rf"(?:{_FOUR})(?=\s*(?:[年—–~～至Q〕)）\]]|[-./](?:\d{{1,2}}|\d{{4}})(?![\d%])|[01]\d[0-3]\d(?!\d)))"
)
_SHORT = re.compile(rf"{_YEAR.pattern}|(?<!\d)[23]\d(?=\s*年\s*[\d一二三四第上下前全年底末])")  # 24年底前
_WEEKDAY = re.compile("(?:星期|礼拜|周)[一二三四五六日天]")
_BREAK = re.compile("[\r\n\x85\u2028\u2029]")  # of lines, for YAML
_DAYS = {  # keys of dates, and what is said of those that were shifted
    "anchors": "日期顺延了{}年，各年未必相同",
    "first_issue": "第一期的日期顺延了{}年",
    "due": "核定的日期顺延了{}年",
    "from": "起算日期顺延了{}年",
}


class NextYear(NamedTuple):
    """The new list's text, and what somebody should look at."""

    text: str
    looks: tuple[Problem, ...]


def next_year(text: str, year: int) -> NextYear:
    """The text of a list for another year; `text` is a valid list file. Raises UsageError where the year is no later."""
    values = yamlfile.read(text).value
    old = values["year"]
    if year <= old:
        raise UsageError(f"清单是{old}年的，不能转成{year}年", f"请写更晚的年份，例如 --year {old + 1}")
    job = _Job(old, year, values.get("anchors") or {})
    text = re.sub(r"\A# 导入：.*\r?\n(\r?\n)?", "", text)  # the command that read the old list's document
    plain = marked = text
    looks: dict[Problem, None] = {}  # from the last, each once
    for path, node in reversed(_scalars(text, yaml.SafeLoader)):  # its marks count characters
        start, end = node.start_mark.index, node.end_mark.index
        changed, said = job.shifted(path, node.value, text[start:end])  # as long as before
        if changed != text[start:end]:
            plain, marked = (t[:start] + changed + t[end:] for t in (plain, marked))
        if said:
            # a comment stands behind a block's sign; behind other texts, at their end
            mark = node.start_mark if node.style in ("|", ">") else node.end_mark
            looks[Problem(mark.line + 1, _place(values, path), said, "请核对")] = None
            found = _BREAK.search(marked, mark.index)
            rest = marked[mark.index : found.start() if found else None]
            if said not in rest:
                marked = marked[: mark.index] + unconfirmed(rest, said) + marked[mark.index + len(rest) :]
    return NextYear(marked if _reads_as(marked, plain) else plain, tuple(reversed(looks)))


def _reads_as(marked: str, plain: str) -> bool:
    """Whether no comment went into a text of several lines that begins on the line before."""
    try:
        return _values(marked) == _values(plain)
    except yaml.YAMLError:
        return False


def _values(text: str) -> list[str]:
    return [node.value for _, node in _scalars(text, yamlfile.LOADER)]


def _scalars(text: str, loader: Any) -> list[tuple[Path, Any]]:
    """The plain values of a text in its order."""

    def walk(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
        if isinstance(node, yaml.ScalarNode):
            yield path, node
        for n, entry in enumerate(node.value if isinstance(node, yaml.CollectionNode) else ()):
            key, value = entry if isinstance(entry, tuple) else (None, entry)
            yield from walk(value, (*path, key.value if key else n))

    return [*walk(yaml.compose(text, Loader=loader), ())]


def _number(year: str) -> int:
    return int("".join(str(next(f for f in _FIGURES if c in f).index(c)) for c in year))


class _Job:
    """What is written in the list of one year, as it is written in that of another."""

    def __init__(self, old: int, year: int, anchors: dict[str, str]) -> None:
        self.old, self.year, self.by = old, year, year - old
        self.anchors = {old: anchors, year: {word: self._days(days) for word, days in anchors.items()}}

    def shifted(self, path: Path, value: str, written: str) -> tuple[str, str]:
        """A value as it is written next year, and what to look at."""
        key = next(step for step in reversed(path) if isinstance(step, str))
        years = [_number(found[0]) for found in _YEAR.finditer(value)]
        if path == ("year",):
            return str(self.year), ""
        if path[0] in ("title", "id"):
            changed = self._later(_BARE, written, only=self.old)
            others = [year for year in years if year != self.old]
            if path[0] == "id" and changed == written:
                return written, "与上一年的相同，请换一个"
            return changed, f"文字中另有{others[0]}年" if others else ""
        if path[0] == "document":
            return written, "文号是上一年的" if _BARE.search(value) else ""
        if key == "deadline":
            return self._deadline(value, written)
        key = "anchors" if path[0] == "anchors" else key
        if key in _DAYS and path[0] != "standing":
            changed = self._days(written)
            return changed, _DAYS[key].format(self.by) if changed != written else ""
        if named := [year for year in years if year >= self.old - 1]:
            return written, f"文字中写有{named[0]}年"
        return written, "各年日期不同" if key == "remark" and "每年不同" in written else ""

    def _later(self, years: re.Pattern[str], text: str, only: int = 0) -> str:
        """The text with its years later, in the figures that they are written in."""

        def later(found: re.Match[str]) -> str:
            if only not in (0, _number(found[0])):
                return found[0]
            figures = next(f for f in _FIGURES if set(found[0]) <= {*f})
            return "".join(figures[int(c)] for c in str(_number(found[0]) + self.by))

        return years.sub(later, text)

    def _days(self, written: str) -> str:
        """Days as YYYY-MM-DD."""
        return re.sub(
            r"(\d{4})-02-29",
            lambda found: found[0] if isleap(int(found[1])) else f"{found[1]}-02-28",
            self._later(_YEAR, written),
        )

    def _deadline(self, value: str, written: str) -> tuple[str, str]:
        """A phrase that reads as the same so many years later; one that does not, or names a weekday, needs a look."""
        kind, years = self._read(value, self.old)
        wanted = kind, {year + self.by for year in years}
        tries = [self._later(_YEAR, written), self._later(_SHORT, written)]
        named = "期限里写的星期各年不同" * (kind != "recurring" and bool(_WEEKDAY.search(value)))
        others, fixed = "", [_number(found[0]) % 100 for found in _SHORT.finditer(value)]
        if apart := [year for year in fixed if year != self.old % 100]:  # 三年行动 ends in 2026 in every list
            others = f"期限写的是{self.old // 100}{apart[0]:02}年，也顺延了{self.by}年"
        elif fixed and kind == "unknown":  # a day that there is not, too: 2026年2月29日
            others = f"期限未能识别，写的年份也顺延了{self.by}年"
        for changed in tries:
            if self._read("".join(_values(changed)), self.year) == wanted:
                return changed, named or others
        if kind == "unknown":  # 2月29日前, in a list of a year that has it
            return tries[0], f"期限在{self.old}年未能识别，在{self.year}年能识别"
        return tries[0], named or "；".join(filter(None, (f"期限不能照样顺延到{self.year}年", others)))

    def _read(self, phrase: str, year: int) -> tuple[str, set[int]]:
        """What a phrase comes to in the list of a year, and of which years its days are."""
        found = deadline.parse(fold_letters(phrase), year, self.anchors[year]).schedule
        return found.kind, {day.year for day in (found.start, *found.dates) if day}


def _place(values: Any, path: Path) -> str:
    """第12项 要点3, or the key."""
    task = path[2:3] == ("tasks",) and len(path) > 3
    words = [f"第{values['categories'][path[1]]['tasks'][path[3]]['number']}项"] if task else []
    words += [f"要点{int(path[path.index('measures') + 1]) + 1}"] if "measures" in path else []
    return " ".join(words) or str(path[0])
