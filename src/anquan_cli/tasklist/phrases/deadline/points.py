"""Points in time and what is made of them (6月底, 二季度, 7月9日至17日): the lower half of the parser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from anquan_cli.tasklist.phrases.deadline.lexer import Token
from anquan_cli.tasklist.phrases.deadline.recurrences import THIRDS, in_month, month_end

_OFFSET = {"明年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1, "上年度": -1}
_PLANS = {
    f"十{n}五": 1951 + 5 * (10 + i) for i, n in enumerate("一二三四五六七八九", 1)
}  # 五年规划: first year
_END = Token("", frozenset())


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


class Points:
    """Reads points and ranges from tokens; each method returns None, the place unmoved, where there is none."""

    def __init__(self, tokens: tuple[Token, ...], year: int, anchors: Mapping[str, str]) -> None:
        self.tokens, self.base, self.anchors = tokens, year, anchors
        self.at = 0
        self.year: int | None = None  # the last that was written; later points inherit it
        self.month: int | None = None

    def peek(self, ahead: int = 0) -> Token:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else _END

    def next_is(self, *words: str, ahead: int = 0) -> bool:
        return self.peek(ahead).text in words

    def take(self, *words: str) -> bool:
        found = self.next_is(*words)
        self.at += found
        return found

    def take_kind(self, kind: str) -> Token | None:
        token = self.peek()
        if kind not in token.kinds:
            return None
        self.at += 1
        return token

    # -- points ---------------------------------------------------------------------------------

    def point(self) -> Found | None:
        """point = [ year ] ( months | quarters | half [ end ] | end ) | year | figures; dates of a list in one."""
        begin, before = self.at, self.year
        found = self._figures() or self._plan()
        if found:
            return found
        year = self._year()
        if year is not None:
            self.year = year
            self.take("的")
        y = self.year if self.year is not None else self.base
        found = (
            self._months(y)
            or self._quarters(y)
            or self._half(y)
            or self._year_end(y, written=year is not None)
            or self._whole(y)
        )
        if found is None and year is not None:
            found = self._span(date(y, 1, 1), date(y, 12, 31), "year")
        if found is None:
            self.at, self.year = begin, before
            return None
        return found._replace(written=year is not None)

    def _date(self, grain: str, *days: date) -> Found:
        return Found("date", None, days, grain)

    def _span(self, start: date, end: date, grain: str) -> Found:
        if start > end:
            raise Unreadable(end)
        return Found("span", start, (end,), grain)

    def _figures(self) -> Found | None:
        if token := self.take_kind("DAY"):
            return self._date("day", date(*token.value))._replace(written=True)
        if token := self.take_kind("MONTH"):
            return self._date("month", month_end(*token.value))._replace(written=True)
        if token := self.take_kind("POINTED"):  # 6.30; 3.5公里 is no day
            return self._pointed(token)
        a, b = self.peek(), self.peek(2)
        if (
            self.next_is("/", "-", ahead=1)
            and a.value
            and b.value
            and not self.peek(3).text.startswith(("年", "月", "季", "日", "号"))
        ):
            padded = len(a.text) == len(b.text) == 2 and (a.text[0] == "0" or b.value[0] > 12)
            if (a.value[0] <= 12 < b.value[0] <= 31 and self.next_is("/", ahead=1)) or (
                padded and self.next_is("-", ahead=1)
            ):
                self.at += 3
                return self._date("day", date(self.base, a.value[0], b.value[0]))
        return None

    def _pointed(self, token: Token) -> Found | None:
        after = self.peek()
        if (after.text and not (after.kinds & {"BEFORE", "SEP", "RANGE", "CLOSE", "OPEN"})) or token.value[
            0
        ] == 0:
            self.at -= 1
            return None
        if not after.text and self.at == 1 and token.value[1] < 10:  # 3.5 alone
            return None
        if self.year not in (None, self.base):
            raise Unreadable("of which year?")
        return self._date("day", date(self.base, *token.value))

    def _plan(self) -> Found | None:
        first = _PLANS.get(self.peek().text)
        if first is None:
            return None
        self.at += 1
        if self.take("末", "期末"):
            return self._date("end", date(first + 4, 12, 31))
        if self.take("期间", "时期"):
            return self._span(date(first, 1, 1), date(first + 4, 12, 31), "year")
        raise Unreadable("plan")

    def _year(self) -> int | None:
        token, after = self.peek(), self.peek(1)
        if "YEARWORD" in token.kinds:
            self.at += 1
            from_ = self.year if token.text in ("次年", "翌年") and self.year is not None else self.base
            return from_ + _OFFSET.get(token.text, 0)
        if "NUM" not in token.kinds or not token.value:
            return None
        number, unit = token.value[0], after.text in ("年", "年度")
        if 1900 <= number < 3000 and (
            unit or after.text in ("年内", "年度内") or "HALF" in after.kinds or after.text == "第"
        ):
            self.at += 1 + unit
            return number
        if 1900 <= number < 3000 and self.peek(2).text.startswith("季"):
            self.at += 1
            return number
        if unit and len(token.text) == 2 and token.text.isascii():
            near = self.base // 100 * 100 + number
            if abs(near - self.base) > 10:
                raise Unreadable(number)
            self.at += 2
            return near
        return None

    def numbers(self, *units: str) -> list[int] | None:
        """NUM { "、" NUM } unit; nothing of it is taken where the unit is another."""
        begin, found = self.at, list[int]()
        while True:
            self.take("第")
            token = self.peek()
            if "NUM" not in token.kinds or not token.value or "两" in token.kinds:
                break
            self.at += 1
            found.append(token.value[0])
            if self.take(*units):
                return found
            if not self.take("、", ",", "和", "及", "/"):
                break
        self.at = begin
        return None

    def _months(self, y: int) -> Found | None:
        begin, first = self.at, self.peek()
        months = self.numbers("月", "月份")
        if months is None:
            listed = begin > 0 and bool(self.tokens[begin - 1].kinds & {"SEP", "RANGE"})
            return self._days(y, self.month) if self.month and listed else None
        if any(not 1 <= m <= 12 for m in months):
            raise Unreadable(months)
        if (
            len(months) == 1
            and "CHINESE" in first.kinds
            and (self.next_is("内", "之内", "以内") or self._once())
        ):
            raise Unreadable("a length, or a rhythm")  # 三月内, 六月一次
        if len(months) == 2 and months[0] == 1 and self.peek().text:
            raise Unreadable("a number of a list, or January")  # 1、6月底前
        self.month = months[-1]
        self.take("的")
        if self.next_is("月") and "END" in self.peek(1).kinds:
            self.at += 1
        if (self.take("最后") and self._one_day()) or self.take_kind("END"):
            return self._date("end", *(month_end(y, m) for m in months))
        if self.next_is("第") and self.peek(1).value == (1,) and self.next_is("天", "日", ahead=2):
            self.at += 3
            return self._date("day", *(date(y, m, 1) for m in months))
        if third := self.take_kind("THIRD"):
            return self._date("third", *(in_month(y, m, THIRDS[third.text[-2]]) for m in months))
        if len(months) == 1:
            if found := self._days(y, months[0], bare=True):
                return found
        elif self.peek().value and self.next_is("日", "号", ahead=1):
            day = self.peek().value[0]
            self.at += 2
            if self.next_is("、", ",", "和") and self.peek(1).value:
                raise Unreadable("3、9月5日、20日")
            return self._date("day", *(date(y, m, day) for m in months))
        return self._date("month", *(month_end(y, m) for m in months))

    def _one_day(self) -> bool:
        if self.peek().value == (1,) and self.next_is("天", "日", ahead=1):
            self.at += 2
            return True
        raise Unreadable("the last of what?")

    def _once(self) -> bool:
        return bool(self.peek().value) and self.next_is("次", "轮", "调度", "报", "通报", "汇总", ahead=1)

    def _days(self, y: int, month: int, *, bare: bool = False) -> Found | None:
        days = self.numbers("日", "号")
        if (
            days is None
            and bare
            and self.peek().value
            and self.peek().text.isascii()
            and not self.next_is("年", "月", ahead=1)
        ):
            after = self.peek(1)
            ranged = "RANGE" in after.kinds and self.next_is("日", "号", ahead=3)  # 6月5-10日
            if ranged or not after.text or after.kinds & {"BEFORE", "CLOSE"}:  # 6月30前, 12月31
                days = [self.peek().value[0]]
                self.at += 1
        if days is None:
            return None
        self.skip_time()
        return self._date("day", *(date(y, month, d) for d in days))

    def skip_time(self) -> None:
        """18时, 12点前, 17:00, 下班, （星期一）."""
        if self.next_is("(") and self.next_is("周", "星期", ahead=1) and self.next_is(")", ahead=3):
            self.at += 4
        while self.take_kind("TIME") or (self.next_is("时", "点", "分", ":", ahead=1) and self.peek().value):
            if self.peek().value:
                self.at += 2
                if self.tokens[self.at - 1].text == ":" and self.peek().value:
                    self.at += 1

    def _quarters(self, y: int) -> Found | None:
        first = self.next_is("前")
        self.at += first
        if first and self.peek().value and self.next_is("个", ahead=1):
            quarters = [self.peek().value[0]] if self.next_is("季度", ahead=2) else None
            self.at += 3 if quarters else 0
        else:
            two = first and self.next_is("两") and self.next_is("季度", ahead=1)
            self.at += 2 * two
            quarters = [2] if two else self.numbers("季度", "季")
        if not quarters:
            self.at -= first
            return None
        if any(not 1 <= q <= 4 for q in quarters) or self._once() or (first and quarters[0] == 1):
            raise Unreadable(quarters)
        ends = [month_end(y, 3 * q) for q in quarters]
        if self.take_kind("END") or len(quarters) > 1:
            self.take_kind("END")
            return self._date("end", *ends)
        return self._span(date(y, 1 if first else 3 * quarters[0] - 2, 1), ends[0], "quarter")

    def _half(self, y: int) -> Found | None:
        half = self.take_kind("HALF")
        if not half:
            return None
        upper = half.text == "上半年"
        end = month_end(y, 6 if upper else 12)
        return (
            self._date("end", end)
            if self.take_kind("END")
            else self._span(date(y, 1 if upper else 7, 1), end, "half")
        )

    def _year_end(self, y: int, *, written: bool) -> Found | None:
        begin = self.at
        if (self.take("年") or written) and self.take_kind("END"):
            return self._date("end", date(y, 12, 31))
        self.at = begin
        return None

    def _whole(self, y: int) -> Found | None:
        before = self.tokens[self.at - 1] if self.at else _END
        counted = before.text == "半" or (bool(before.value) and before.value[0] < 1900)
        if counted or not self.take_kind("WHOLE"):  # 一年内 is a length
            return None
        return self._span(date(y, 1, 1), date(y, 12, 31), "year")

    # -- ranges ---------------------------------------------------------------------------------

    def period(self) -> Found | None:
        """range | point."""
        return self._range() or self.point()

    def _range(self) -> Found | None:
        begin, year, month = self.at, self.year, self.month
        self.take_kind("FROM")
        left = self._half_written() or self._year_start() or self.point()
        if left:
            self.take("起", "开始")
            if "RANGE" in self.peek().kinds and self._dateish(1):
                self.at += 1
                year = self.year
                right = self.point()
                self.year = year  # 次年 on the right is no year of what follows
                return self._to(left, right)
        self.at, self.year, self.month = begin, year, month
        return None

    def _dateish(self, ahead: int) -> bool:
        return bool(self.peek(ahead).kinds & {"NUM", "YEARWORD", "HALF", "DAY", "MONTH", "POINTED"}) or (
            self.next_is("第", "年", ahead=ahead)
        )

    def _half_written(self) -> Found | None:
        """The left side of 1-9月, 一至三季度, 2024-2026年, whose unit stands on the right."""
        begin, year = self.at, self._year()
        self.take("第")
        token, right = self.peek(), self.peek(3 if self.next_is("第", ahead=2) else 2)
        unit = self.peek(4 if self.next_is("第", ahead=2) else 3).text
        if token.value and right.value and "RANGE" in self.peek(1).kinds and "NUM" in token.kinds:
            y, n = year if year is not None else self.year or self.base, token.value[0]
            if unit in ("月", "月份", "季度", "季") and n <= 12:
                self.at += 1
                self.year = year if year is not None else self.year
                month = n if unit.startswith("月") else 3 * n - 2
                return Found("half", date(y, month, 1), (month_end(y, month),), "month")
            if unit in ("年", "年度") and 1900 < n < 3000:
                self.at += 1
                return Found("half", date(n, 1, 1), (date(n, 12, 31),), "year")
        self.at = begin
        return None

    def _year_start(self) -> Found | None:
        if not (self.next_is("年") and self.next_is("初", ahead=1)):
            return None
        self.at += 2
        return Found("half", date(self.base, 1, 1), (date(self.base, 1, 1),), "start")

    def _to(self, left: Found, right: Found | None) -> Found:
        if right is None or left.grain == "end" or len(left.dates) > 1 or len(right.dates) > 1:
            raise Unreadable("range")
        if self.next_is("初") or (left.grain == "day" and right.grain == "month"):
            raise Unreadable("range")  # 3月1日至6月: does it end with May or June?
        if left.kind == "half" and left.grain == "month" and right.grain == "day":
            raise Unreadable("1-3月5日")
        if left.grain != "day" and right.grain == "day" and self.tokens[self.at - 2].text == "月":
            raise Unreadable("range")
        end = right.dates[0]
        start = left.start or (
            left.dates[0].replace(day=1)
            if left.grain == "month"
            else left.dates[0]
            if left.grain == "day"
            else left.dates[0].replace(day={10: 1, 20: 11}.get(left.dates[0].day, 21))
        )
        if right.grain in ("quarter", "half", "year") or end >= start:
            return self._span(start, end, "range")._replace(written=right.written)
        raise Unreadable("the end stands before the start")
