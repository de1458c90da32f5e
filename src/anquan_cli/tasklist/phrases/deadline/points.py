"""Points in time and what is made of them (6月底, 二季度, 7月9日至17日): the lower half of the parser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from anquan_cli.tasklist.phrases.deadline.lexer import Token
from anquan_cli.tasklist.phrases.deadline.recurrences import THIRDS, in_month, month_end

_OFFSET = {"明年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1, "上年度": -1}
_PLANS = {f"十{n}五": 2006 + 5 * i for i, n in enumerate("一二三四五六七八九")}  # 五年规划: first year
_END = Token("", frozenset())
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
            named = {token.text, *token.kinds} - {"#", "$"}
            if token.number is not None:
                named |= {"#", f"#{token.number}"}
            if not words.isdisjoint({"$"} if token is _END else named):
                found.append(token)
            elif not optional:
                return ()
        return tuple(found)

    def take(self, shape: str) -> tuple[Token, ...]:
        """The same, and goes on behind them."""
        found = self.sees(shape)
        self.at += len(found)
        return found


class Points(Cursor):
    """Reads points and ranges from tokens; each method returns None, the place unmoved, where there is none."""

    def __init__(self, tokens: tuple[Token, ...], year: int, anchors: Mapping[str, str]) -> None:
        super().__init__(tokens)
        self.base, self.anchors = year, anchors
        self.year: int | None = None  # the last that was written; later points inherit it
        self.month: int | None = None

    # -- points ---------------------------------------------------------------------------------

    def point(self) -> Found | None:
        """point = [ year ] ( months | quarters | half [ end ] | end ) | year | figures; dates of a list in one."""
        begin, before = self.at, self.year
        if found := self._figures() or self._plan():
            return found
        year = self._year()
        if year is not None:
            self.year = year
            self.take("的|:")
        y = self.base if self.year is None else self.year
        found = self._months(y) or self._quarters(y) or self._half(y)
        found = found or self._year_end(y, written=year is not None) or self._whole(y)
        if found is None and year is not None:
            found = _span(date(y, 1, 1), date(y, 12, 31), "year")
        if found is None:
            self.at, self.year = begin, before
            return None
        return found._replace(written=year is not None)

    def _figures(self) -> Found | None:
        if token := self.take("DAY"):
            return _date("day", date(*token[0].value))._replace(written=True)
        if token := self.take("MONTH"):
            return _date("month", month_end(*token[0].value))._replace(written=True)
        if token := self.sees("POINTED BEFORE|SEP|RANGE|CLOSE|OPEN|$"):  # 6.30; 3.5公里 is no day
            month, day = token[0].value
            if month == 0 or (len(self.tokens) == 1 and day < 10):  # 3.5 alone
                return None
            if self.year not in (None, self.base):
                raise Unreadable("of which year?")
            self.at += 1
            return _date("day", date(self.base, month, day))
        if (token := self.sees("# /|- #")) and self.peek(3).text[:1] not in tuple("年月季日号"):
            (a,), mark, (b,) = token[0].value, token[1].text, token[2].value
            padded = len(token[0].text) == len(token[2].text) == 2 and (token[0].text[0] == "0" or b > 12)
            if (a <= 12 < b <= 31) if mark == "/" else padded:
                self.at += 3
                return _date("day", date(self.base, a, b))
        return None

    def _plan(self) -> Found | None:
        first = _PLANS.get(self.peek().text)
        if first is None:
            return None
        self.at += 1
        if self.take("期? END"):
            return _date("end", date(first + 4, 12, 31))
        if self.take("期间"):
            return _span(date(first, 1, 1), date(first + 4, 12, 31), "year")
        raise Unreadable("plan")

    def _year(self) -> int | None:
        if word := self.take("YEARWORD"):
            after = self.year if word[0].text in ("次年", "翌年") and self.year is not None else self.base
            return after + _OFFSET.get(word[0].text, 0)
        text, number = self.peek().text, self.peek().number
        if number is None:
            return None
        if 1900 <= number < 3000:
            if self.take("# 年|年度") or (
                (self.sees("# 年内|年度内|HALF|第") or self.sees("# # 季|季度")) and self.take("#")
            ):
                return number
        elif len(text) == 2 and text.isascii() and self.take("# 年|年度"):
            near = self.base // 100 * 100 + number
            if abs(near - self.base) > 10:
                raise Unreadable(number)
            return near
        return None

    def numbers(self, unit: str) -> list[int] | None:
        """number { "、" number } unit; nothing of it is taken where the unit is another."""
        begin, found = self.at, list[int]()
        while (token := self.take("第? #")) and "两" not in token[-1].kinds:
            found.append(token[-1].value[0])
            if self.take(unit):
                return found
            if not self.take(f"{LIST}|/"):
                break
        self.at = begin
        return None

    def _months(self, y: int) -> Found | None:
        begin, first = self.at, self.peek()
        months = self.numbers("月|月份")
        if months is None:
            listed = begin > 0 and bool(self.tokens[begin - 1].kinds & {"SEP", "RANGE"})
            return self._days(y, self.month) if self.month and listed else None
        if any(not 1 <= m <= 12 for m in months):
            raise Unreadable(months)
        if len(months) == 1 and "CHINESE" in first.kinds and (self.sees("内|之内|以内") or self._once()):
            raise Unreadable("a length, or a rhythm")  # 三月内, 六月一次
        if len(months) == 2 and months[0] == 1 and self.peek().text:
            raise Unreadable("a number of a list, or January")  # 1、6月底前
        self.month = months[-1]
        self.take("的")
        if self.take("最后 #1 天|日") or self.take("月? END"):
            return _date("end", *(month_end(y, m) for m in months))
        if self.sees("最后"):
            raise Unreadable("the last of what?")
        if self.take("第 #1 天|日"):
            return _date("day", *(date(y, m, 1) for m in months))
        if third := self.take("THIRD"):
            return _date("third", *(in_month(y, m, THIRDS[third[0].text[-2]]) for m in months))
        if len(months) > 1 and (day := self.take("# 日|号")):
            if self.sees("、|,|和 #"):
                raise Unreadable("3、9月5日、20日")
            return _date("day", *(date(y, m, day[0].value[0]) for m in months))
        days = self._days(y, months[0], bare=True) if len(months) == 1 else None
        return days or _date("month", *(month_end(y, m) for m in months))

    def _once(self) -> bool:
        return bool(self.sees("# 次|轮|调度|报|通报|汇总"))

    def _days(self, y: int, month: int, *, bare: bool = False) -> Found | None:
        days = self.numbers("日|号")
        alone = bare and (self.sees("# RANGE # 日|号") or self.sees("# BEFORE|CLOSE|$"))
        if days is None and alone and self.peek().text.isascii():  # 6月5-10日, 6月30前, 12月31
            days = [self.take("#")[0].value[0]]
        if days is None:
            return None
        self.skip_time()
        return _date("day", *(date(y, month, d) for d in days))

    def skip_time(self) -> None:
        """18时, 12点前, 17:00, 下班, （星期一）."""
        self.take("( 周|星期 #|日|天 )")
        while self.take("TIME") or self.take("# 时|点|分") or self.take("# : #?"):
            pass

    def _quarters(self, y: int) -> Found | None:
        first = self.take("前 # 个? 季度|季")
        quarters = [first[1].value[0]] if first else self.numbers("季度|季")
        if not quarters:
            return None
        if any(not 1 <= q <= 4 for q in quarters) or self._once() or (first and quarters[0] == 1):
            raise Unreadable(quarters)
        ends = [month_end(y, 3 * q) for q in quarters]
        if self.take("END") or len(quarters) > 1:
            return _date("end", *ends)
        return _span(date(y, 1 if first else 3 * quarters[0] - 2, 1), ends[0], "quarter")

    def _half(self, y: int) -> Found | None:
        half = self.take("HALF")
        if not half:
            return None
        upper = half[0].text == "上半年"
        end = month_end(y, 6 if upper else 12)
        return _date("end", end) if self.take("END") else _span(date(y, 1 if upper else 7, 1), end, "half")

    def _year_end(self, y: int, *, written: bool) -> Found | None:
        return _date("end", date(y, 12, 31)) if self.take("年? END" if written else "年 END") else None

    def _whole(self, y: int) -> Found | None:
        before = self.peek(-1)
        counted = before.text == "半" or (before.number is not None and before.number < 1900)
        if counted or not self.take("WHOLE"):  # 一年内 is a length
            return None
        return _span(date(y, 1, 1), date(y, 12, 31), "year")

    # -- ranges ---------------------------------------------------------------------------------

    def period(self) -> Found | None:
        """range | point."""
        return self._range() or self.point()

    def _range(self) -> Found | None:
        begin, year, month = self.at, self.year, self.month
        self.take("FROM")
        left = self._half_written() or self._year_start() or self.point()
        if left:
            self.take("起|开始")
            if self.sees(f"RANGE {DATEISH}"):
                self.at += 1
                year = self.year
                right = self.point()
                self.year = year  # 次年 on the right is no year of what follows
                return self._to(left, right)
        self.at, self.year, self.month = begin, year, month
        return None

    def _half_written(self) -> Found | None:
        """The left side of 1-9月, 一至三季度, 2024-2026年, whose unit stands on the right."""
        begin, year = self.at, self._year()
        self.take("第")
        if found := self.sees("# RANGE 第? # 月|月份|季度|季|年|年度"):
            self.at += 1
            n, unit = found[0].value[0], found[-1].text[0]
            if unit == "年" and 1900 < n < 3000:
                return Found("half", date(n, 1, 1), (date(n, 12, 31),), "year")
            if unit != "年" and n <= 12:
                self.year = self.year if year is None else year
                y, month = self.year or self.base, n if unit == "月" else 3 * n - 2
                return Found("half", date(y, month, 1), (month_end(y, month),), "month")
        self.at = begin
        return None

    def _year_start(self) -> Found | None:
        day = date(self.base, 1, 1)
        return Found("half", day, (day,), "start") if self.take("年 初") else None

    def _to(self, left: Found, right: Found | None) -> Found:
        if right is None or left.grain == "end" or len(left.dates) > 1 or len(right.dates) > 1:
            raise Unreadable("range")
        if self.sees("初") or (left.grain == "day" and right.grain == "month"):
            raise Unreadable("range")  # 3月1日至6月: does it end with May or June?
        if left.kind == "half" and left.grain == "month" and right.grain == "day":
            raise Unreadable("1-3月5日")
        day, end = left.dates[0], right.dates[0]
        firsts = {"day": day.day, "month": 1, "third": {10: 1, 20: 11}.get(day.day, 21)}
        start = left.start or day.replace(day=firsts[left.grain])
        if right.grain not in ("quarter", "half", "year") and end < start:
            raise Unreadable("the end stands before the start")
        return _span(start, end, "range")._replace(written=right.written)


def _date(grain: str, *days: date) -> Found:
    return Found("date", None, days, grain)


def _span(start: date, end: date, grain: str) -> Found:
    if start > end:
        raise Unreadable(end)
    return Found("span", start, (end,), grain)
