"""Points in time and what is made of them (6月底, 二季度, 7月9日至17日): the lower half of the parser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from anquan_cli.tasklist.phrases.deadline.lexer import Token
from anquan_cli.tasklist.phrases.deadline.recurrences import THIRDS, in_month

_OFFSET = {"明年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1, "上年度": -1}
_PLANS = {f"十{n}五": 2006 + 5 * i for i, n in enumerate("一二三四五六七八九")}  # 五年规划: first year
_SPANS = {3: "quarter", 6: "half", 12: "year"}  # months and grain
_END = Token("", frozenset("$"))
LIST = "、|,|和|及"
DATEISH = "NUM|YEARWORD|HALF|DAY|MONTH|POINTED|第|年"


class Unreadable(ValueError):
    """A date that cannot be read: no day of the calendar, or more than one meaning."""


class Found(NamedTuple):
    """A date, span or rhythm that was read."""

    kind: str
    start: date | None
    dates: tuple[date, ...]
    grain: str = ""  # of a point: day, month, third, end, quarter, half, year
    assumed: str = ""  # the anchor whose day nobody wrote
    written: bool = False  # it names its year


@cache
def _elements(shape: str) -> tuple[tuple[frozenset[str], bool], ...]:
    return tuple((frozenset(e.removesuffix("?").split("|")), e[-1] == "?") for e in shape.split())


class Cursor:
    """A place among tokens.

    A shape says what stands there: words or kinds of words, `|` between alternatives; `?` behind what may be
    missing; `#` is a number, `#1` the number 1, `$` the end: "第 # 个? 月|季度".
    """

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens, self.at = tokens, 0

    def peek(self, ahead: int = 0) -> Token:
        return self.tokens[self.at + ahead] if 0 <= self.at + ahead < len(self.tokens) else _END

    def sees(self, shape: str) -> tuple[Token, ...]:
        """The tokens of a shape, if they stand here; else none."""
        found: list[Token] = []
        for words, optional in _elements(shape):
            token = self.peek(len(found))
            if not words.isdisjoint(token.kinds):
                found.append(token)
            elif not optional:
                return ()
        return tuple(found)

    def take(self, shape: str) -> tuple[Token, ...]:
        """The same, and goes on behind them."""
        found = self.sees(shape)
        self.at += len(found)
        return found

    def refuse(self, shape: str, why: str) -> None:
        """Raises where a shape stands that would give what was read another meaning."""
        if self.sees(shape):
            raise Unreadable(why)


class Points(Cursor):
    """Reads points and ranges from tokens; each method returns None, the place unmoved, where there is none."""

    def __init__(self, tokens: tuple[Token, ...], year: int, anchors: Mapping[str, str]) -> None:
        super().__init__(tokens)
        self.base, self.anchors = year, anchors
        self.year: int | None = None  # the last that was written; later points inherit it
        self.month: int | None = None

    def point(self) -> Found | None:
        """point = [ year ] ( months | quarters | half [ end ] | end ) | year | figures; dates of a list in one."""
        if found := self._figures() or self._plan():
            return found
        begin, before, year = self.at, self.year, self._year()
        if year is not None:
            self.year = year
            self.take("的|:")
        y = self.base if self.year is None else self.year
        found = self._months(y) or self._long(y, written=year is not None)
        if (
            found
            and year is None
            and y < self.base
            and not (begin and "RANGE" in self.tokens[begin - 1].kinds)
        ):
            raise Unreadable("of the past year, too?")  # 2024年11月启动，6月底前完成
        if found:
            return found._replace(written=year is not None)
        self.at, self.year = begin, before
        return None

    def _figures(self) -> Found | None:
        if token := self.take("DAY"):
            return Found("date", None, (date(*token[0].value),), "day", written=True)
        if token := self.take("MONTH"):
            return _dates(token[0].value[0], [token[0].value[1]], 31, "month")._replace(written=True)
        if token := self.sees("POINTED BEFORE|SEP|RANGE|CLOSE|OPEN|$"):  # 6.30; 3.5公里 is no day
            month, day = token[0].value
            if month == 0 or (len(self.tokens) == 1 and day < 10):  # 3.5 alone
                return None
            if self.year not in (None, self.base):
                raise Unreadable("of which year?")
            self.at += 1
            return _dates(self.base, [month], day)
        if (token := self.sees("# /|- #")) and self.peek(3).text[:1] not in tuple("年月季日号"):
            (a,), mark, (b,) = token[0].value, token[1].text, token[2].value
            padded = len(token[0].text) == len(token[2].text) == 2 and (token[0].text[0] == "0" or b > 12)
            if (a <= 12 < b <= 31) if mark == "/" else padded:
                self.at += 3
                return _dates(self.base, [a], b)
        return None

    def _plan(self) -> Found | None:
        first = _PLANS.get(self.peek().text)
        if first is None:
            return None
        self.at += 1
        if self.take("期? END"):
            return _dates(first + 4, [12], 31, "end")
        if self.take("期间"):
            return span(date(first, 1, 1), date(first + 4, 12, 31), "year")
        raise Unreadable("plan")

    def _year(self) -> int | None:
        self.refuse("次年|翌年 $", "after which year?")
        if word := self.take("YEARWORD"):
            after = self.year if word[0].text in ("次年", "翌年") and self.year is not None else self.base
            return after + _OFFSET.get(word[0].text, 0)
        text, number = self.peek().text, self.peek().number
        if number is None:
            return None
        if 1900 <= number < 3000:
            bare = self.sees("# 年内|年度内|HALF|第") or self.sees("# # 季|季度")
            return number if self.take("# 年|年度") or (bare and self.take("#")) else None
        if len(text) == 2 and text.isascii() and self.take("# 年|年度"):
            near = self.base // 100 * 100 + number
            if abs(near - self.base) > 10:
                raise Unreadable(number)
            return near
        return None

    def numbers(self, unit: str) -> list[int]:
        """number { "、" number } unit; nothing of it is taken where the unit is another."""
        begin, found = self.at, list[int]()
        while (token := self.take("第? #")) and "两" not in token[-1].kinds:
            if len(token[-1].text) > 2 and token[-1].value[0] < 100 and token[-1].text.isascii():
                raise Unreadable("006月")
            found.append(token[-1].value[0])
            if self.take(unit):
                return found
            if not self.take(f"{LIST}|/"):
                break
        self.at = begin
        return []

    def _months(self, y: int) -> Found | None:
        first, follows = self.peek(), self.at > 0 and bool(self.peek(-1).kinds & {"SEP", "RANGE"})
        months = self.numbers("月|月份")
        if not months:
            return self._days(y, self.month) if self.month and follows else None
        self.refuse("内|之内|以内", "a length")  # 三月内
        if "CHINESE" in first.kinds and len(months) == 1:
            self.refuse("# 次|轮|调度|报|通报|汇总", "a rhythm")  # 六月一次
        if len(months) == 2 and months[0] == 1 and self.peek().text:
            raise Unreadable("a number of a list, or January")  # 1、6月底前
        self.month = months[-1]
        if self.take("的") and not self.sees("最后|第|THIRD|#"):
            raise Unreadable("of that month, not by it")
        if self.take("最后 #1 天|日") or self.take("月? END"):
            return _dates(y, months, 31, "end")
        self.refuse("最后", "the last of what?")
        if self.take("第 #1 天|日"):
            return _dates(y, months, 1)
        if third := self.take("THIRD"):
            return _dates(y, months, THIRDS[third[0].text[-2]], "third")
        if len(months) == 1:
            return self._days(y, months[0], bare=True) or _dates(y, months, 31, "month")
        if day := self.take("# 日|号"):
            self.refuse("、|,|和 #", "3、9月5日、20日")
            return _dates(y, months, day[0].value[0])
        return _dates(y, months, 31, "month")

    def _days(self, y: int, month: int, *, bare: bool = False) -> Found | None:
        days = [] if self.sees("第") else self.numbers("日|号")  # 3月第3号 is a paper's number
        alone = self.sees("# RANGE # 日|号") or self.sees("# BEFORE|CLOSE|$")
        if not days and bare and alone and self.peek().text.isascii():  # 6月5-10日, 6月30前, 12月31
            days = [self.take("#")[0].value[0]]
        if not days:
            return None
        self.skip_time()
        return Found("date", None, tuple(date(y, month, d) for d in days), "day")

    def skip_time(self) -> None:
        """18时, 12点前, 17:00, 下班, （星期一）."""
        self.take("( 周|星期 #|日|天 )")
        while clock := self.take("TIME") or self.take("# 时|点|分") or self.take("# : #?"):
            if clock[-1].text in ("时", "点") and clock[0].value[0] > 24:
                raise Unreadable(clock)

    def _long(self, y: int, *, written: bool) -> Found | None:
        """Quarters, a half-year, a year: a span; with 底, or several of them, days at their ends."""
        first, ended = self.sees("前 # 个? 季度|季"), self.take("年 END")
        if ended or self._whole():
            starts, months = [1], 12
        elif first:
            self.at += len(first)
            starts, months = [1], 3 * first[1].value[0]
        elif quarters := self.numbers("季度|季"):
            starts, months = [3 * q - 2 for q in quarters], 3
            self.refuse("# 次|轮|调度|报|通报|汇总", "a rhythm")
        elif half := self.take("HALF"):
            starts, months = [1 if half[0].text == "上半年" else 7], 6
        elif written:
            starts, months = [1], 12
        else:
            return None
        ends = [start + months - 1 for start in starts]
        if any(not 3 <= end <= 12 for end in ends) or (first and months == 3):
            raise Unreadable(ends)
        if ended or len(starts) > 1 or self.take("END"):
            return _dates(y, ends, 31, "end")
        return span(date(y, starts[0], 1), in_month(y, ends[0], 31), _SPANS.get(months, "quarter"))

    def _whole(self) -> bool:
        before = self.peek(-1)
        counted = before.text == "半" or (before.number is not None and before.number < 1900)
        return not counted and bool(self.take("WHOLE"))  # 一年内 is a length

    def period(self) -> Found | None:
        """period = [ 从 ] point "至" point | point; the unit of the left one may stand on the right (1-9月)."""
        begin, year, month = self.at, self.year, self.month
        self.take("FROM")
        if left := self._left() or self.point():
            self.take("起|开始")
            if self.sees(f"RANGE {DATEISH}"):
                self.at += 1
                year = self.year
                right = self.point()
                self.year = year  # 次年 on the right is no year of what follows
                return self._to(left, right)
        self.at, self.year, self.month = begin, year, month
        return self.point()

    def _left(self) -> Found | None:
        """The left side of 1-9月, 一至三季度, 2024-2026年, 年初至6月底."""
        if self.take("年 初"):
            return span(date(self.base, 1, 1), date(self.base, 1, 1), "start")
        begin, year = self.at, self._year()
        self.take("第")
        if found := self.sees("# RANGE 第? # 月|月份|季度|季|年|年度"):
            self.at += 1
            n, unit = found[0].value[0], found[-1].text[0]
            if unit == "年" and 1900 < n < 3000:
                return span(date(n, 1, 1), date(n, 12, 31), "year")
            if unit != "年" and n <= 12:
                self.year = self.year if year is None else year
                y, month = self.year or self.base, n if unit == "月" else 3 * n - 2
                return span(date(y, month, 1), in_month(y, month, 31), "left")
        self.at = begin
        return None

    def _to(self, left: Found, right: Found | None) -> Found:
        if right is None or left.grain == "end" or len(left.dates) > 1 or len(right.dates) > 1:
            raise Unreadable("range")
        self.refuse("初", "range")
        if (left.grain, right.grain) in (("day", "month"), ("left", "day")):
            raise Unreadable("3月1日至6月, 1-3月5日")
        day = left.dates[0]
        firsts = {"day": day.day, "month": 1, "third": {10: 1, 20: 11}.get(day.day, 21)}
        start = left.start or day.replace(day=firsts[left.grain])
        return span(start, right.dates[0], "range")._replace(written=right.written)


def _dates(year: int, months: list[int], day: int, grain: str = "day") -> Found:
    """A day in each of some months; beyond the end of the month only where no day was written."""
    made = in_month if grain != "day" else date
    return Found("date", None, tuple(made(year, month, day) for month in months), grain)


def span(start: date, end: date, grain: str) -> Found:
    """All days from one to another."""
    if start > end:
        raise Unreadable(end)
    return Found("span", start, (end,), grain)
