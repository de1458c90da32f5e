"""Rhythms and what is reckoned from an anchor (每季度末月20日前, 汛期前10天): the middle of the parser."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from anquan_cli.tasklist.phrases.deadline import anchors, recurrences
from anquan_cli.tasklist.phrases.deadline.lexer import normal
from anquan_cli.tasklist.phrases.deadline.points import DATEISH, LIST, Found, Points, Unreadable

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

_STEPS = {"日": "days", "天": "days", "周": "weeks", "星期": "weeks", "月": "months", "年": "years"}
_SAME = {"月份": "月", "月度": "月", "季度": "季", "年度": "年", "天": "日", "星期": "周"}
_PERIOD = "月|月份|季|季度|半|年|年度|周|星期|天|日|旬"
_OFTEN = [
    f"半|# 个? 月|季度|季|年|周|天|日|旬 {often}"
    for often in ("# 次", "#1 调度|通报|报|汇总", "CHINESE VERB|LIGHT|NOUN|WORD")
]
_WITHOUT_EACH = "季|季度 END|末月|首月|次月", "双月|单月"
_REPORTED = "月|月度|季|季度|周|日 调度|通报|报|报告|汇总|例会"


class Dates(Points):
    """Reads whatever is a date, from tokens."""

    def when(self) -> Found | None:
        """when = since | anchored | rhythm | until | period"""
        begin, year, month = self.at, self.year, self.month
        for rule in (self._since, self._anchored, self._rhythm, self._until, self.period):
            if found := rule():
                return found
            self.at, self.year, self.month = begin, year, month
        return None

    def _until(self) -> Found | None:
        """即日起至12月底, 自发文之日起至12月底: only the end counts."""
        if not (self.take("即日起|即日|现在|当前|目前|从|自") or self.sees("起")):
            return None
        for _ in range(8):
            begun = self.peek(-1).text in ("起", "开始", "即日起", "之日起", "现在", "即日")
            if begun and self.sees(f"RANGE {DATEISH}"):
                self.at += 1
                end = self.point()
                return end._replace(kind="date", start=None, grain="end") if end else None
            if self.sees("SEP|NUM|$"):
                return None
            self.at += 1
        return None

    def _since(self) -> Found | None:
        """自5月起，每月25日前"""
        if not (self.take("FROM") or self.sees("# 月|月份 起|开始") or self.sees("# 月 # 日|号 起|开始")):
            return None
        point = self.point()
        if not point or not self.take("起|开始") or point.grain not in ("month", "day"):
            return None
        self.take(",|、")
        rhythm = self._rhythm()
        first = point.dates[0].replace(day=1) if point.grain == "month" else point.dates[0]
        kept = tuple(d for d in rhythm.dates if d >= first) if rhythm else ()
        return rhythm._replace(dates=kept) if rhythm and kept else None

    # -- rhythms --------------------------------------------------------------------------------

    def _rhythm(self) -> Found | None:
        """rhythm = [ year ] each period [ which ] [ days ]"""
        year = self._year()
        if year is not None and not self.sees("EACH"):
            return None
        days = self._days_of(self._each(), self.base if year is None else year)
        if days is None:
            return None
        self.refuse("# 日|号|月|天", "more days than were read")
        self.refuse("AFTER|DENY|开始前|到来前|来临前", "not those days")
        return Found("recurring", None, tuple(days), "rhythm")

    def _each(self) -> str | None:
        """The name of a rhythm: 每季度, 按月, 半年一次, 月调度, 季度末."""
        self.refuse("每隔", "every other")
        number = self.peek().number or 1
        if self.take("EACH"):
            number = self.take("#")[0].value[0] if self.sees(f"# 个? {_PERIOD}") else 1
        elif any(map(self.sees, _OFTEN)):  # the 次 makes it a rhythm
            self.take("#")
            if number > 1 and (self.sees("年") or (number != 2 and not self.sees("个"))):
                raise Unreadable("六月一次")
        elif not any(map(self.sees, _WITHOUT_EACH)) and not (len(self.tokens) == 2 and self.sees("月 度")):
            alone = self.at == 0 or not self.peek(-1).kinds.isdisjoint(("SEP", "OPEN", "COLON", "WHOLE"))
            if not (alone and self.sees(_REPORTED)):
                return None
        half = "半" if self.take("半") else ""
        self.take("个")
        unit = _SAME.get(self.peek().text, self.peek().text)
        self.at += 1
        if half or number > 1:
            return half + unit if half else f"{number}个{unit}"
        self.take(f"度|{unit}")
        return unit

    def _days_of(self, name: str | None, y: int) -> list[date] | None:
        """The days of a rhythm, which may be said behind its name; None for what is no rhythm."""
        if name == "周":
            return self._weekdays(y)
        if name == "日":
            self.skip_time()
            return recurrences.daily(y)
        if name == "年":
            return self._yearly(y)
        if name in ("旬", "半月"):
            return recurrences.monthly(name, y)
        return self._which(name, y) if name in recurrences.PERIODS else None

    def _weekdays(self, y: int) -> list[date]:
        days, once = list[int](), self.peek(-2).number and self.sees("# VERB|LIGHT|NOUN|WORD")
        shape = "周|星期? #|日|天"
        while named := self.take(shape):
            days.append(named[-1].value[0] if named[-1].value else 7)
            shape = f"{LIST} 周|星期? #"
        if days and (self.sees("次") or once):  # 每周2次, 一周一调度
            self.at -= 1
            days.pop()
        if any(not 1 <= d <= 7 for d in days):
            raise Unreadable(days)
        self.skip_time()
        return recurrences.weekly(y, days or [7])

    def _yearly(self, y: int) -> list[date]:
        """每年6月20日前、12月20日前; 每年 alone is due at its end."""
        if self.take("END"):
            return [date(y, 12, 31)]
        self.refuse("初|WORD|FEAST", "when in the year?")
        point, days, end, loose = self.period(), list[date](), self.at, False
        while point:
            if point.written or point.grain == "range":
                raise Unreadable("a year of its own")
            if loose and point.grain in ("day", "third"):
                raise Unreadable("6月、12月25日")
            days += point.dates
            loose = not self.mark() and point.grain == "month"
            end = self.at
            point = self.point() if self.take(LIST) else None
        self.at = end
        return days or [date(y, 12, 31)]

    def _which(self, name: str, y: int) -> list[date]:
        """The month of a quarter or half-year, then the day: 末月20日前, 次月5日, 第1个周1, 结束后10日内."""
        self.take("的")
        if self.take("最后 # 天|日"):
            return recurrences.monthly(name, y)
        if name == "月" and (nth := self.take("最后|第 # 个? 周|星期 #|日|天")):
            week = 0 if nth[0].text == "最后" else nth[1].value[0]
            if week > 4:
                raise Unreadable("the fifth of a month")
            return recurrences.nth_weekday(y, week, nth[-1].value[0] if nth[-1].value else 7)
        if name != "月" and (nth := self.take("最后|第 # 个? 月 的?")):
            return recurrences.monthly(name, y, self._month_days(), nth[1].value[0] * (nth[0].text == "第"))
        self.refuse("最后|第", "which?")
        which = self.take("结束? 后") or self.take("WHICH")
        if which and which[-1].text == "后" and not self.sees("#"):
            raise Unreadable("how long after?")
        third, days = self.sees("THIRD"), self._month_days()
        if (third or len(days) > 1) and name in ("季", "半年") and not which:
            raise Unreadable("of which month?")
        return recurrences.monthly(name, y, days, int(bool(which) and which[-1].text != "末月"))

    def _month_days(self) -> list[int]:
        if third := self.take("THIRD"):
            return [recurrences.THIRDS[third[0].text[-2]]]
        begin, days = self.at, list[int]()
        self.take("月? END")
        if not self.take("初 #"):
            self.refuse("初", "the beginning of a period")
        bracket = self.sees("( #") and self.take("(")
        while number := self.take("# 日|号|天") or (self.sees(f"# {LIST}|/|RANGE|前|$") and self.take("#")):
            days.append(number[0].value[0])
            if self.sees(f"{LIST}|/|-|至|到 #"):
                if "RANGE" in self.peek().kinds:
                    days.pop()
                self.at += 1
        if days != sorted(set(days)):
            raise Unreadable(days)
        if bracket:
            self.mark()
            if not days or not self.take(")"):
                self.at = begin
                return [31]
        self.skip_time()
        return days or [31]

    # -- anchors --------------------------------------------------------------------------------

    def _anchored(self) -> Found | None:
        """anchored = [ year ] [ 每年 ] anchor { 、 anchor } ( 前 | 后 | 结束前 | 期间 ) [ length ]"""
        year = self._year()
        if year is None:
            self.take("每 年?")
        self.take("进入|进")
        known = [self._anchor(year)]
        while known[-1] and len(known) < 6 and self.take("、|和"):  # 中秋、国庆节前
            known.append(self._anchor(year))
        begin, days = self.at, list[date]()
        for anchor in known:
            self.at = begin
            day = self._reckoned(anchor) if anchor else None
            if (
                not anchor or not day or (year is None and day.year < anchor.first.year)
            ):  # 元旦前: of which year?
                return None
            days.append(day)
        assumed = next((a.assumed for a in known if a and a.assumed), "")
        return Found("relative", None, tuple(days), "anchor", assumed)

    @cached_property
    def _names(self) -> dict[str, str]:
        """How anchors are written, and as which they are known."""
        return {name: name for name in anchors.NAMES} | {normal(name): name for name in self.anchors}

    def _anchor(self, year: int | None) -> anchors.Anchor | None:
        for end in range(min(len(self.tokens), self.at + max(map(len, self._names))), self.at, -1):
            if name := self._names.get("".join(t.text for t in self.tokens[self.at : end])):
                self.at = end
                own = self.anchors.get(name, "")
                found = anchors.days_of(name, self.base if year is None else year, self.anchors)
                if found is None and year is None and own[4:5] == "-":
                    return anchors.days_of(name, int(own[:4]), self.anchors)
                return found
        return None

    def _reckoned(self, anchor: anchors.Anchor) -> date | None:
        """The day that words behind an anchor make of it."""
        self.take("到来|来临|开始")
        if self.take("结束前|内|期间|期内"):
            return anchor.last
        ended = self.take("结束")
        back = self.take("前|之前|以前|前夕|到来前|来临前|开始前")
        if ended and back:
            return anchor.last
        if not back and not self.take("后|之后|以后"):
            return None
        step = self._length()
        if step is None:
            return anchor.first - timedelta(days=1) if back else None
        self.take("内|之内|以内|前")
        return anchor.first - step if back else anchor.last + step if anchor.last else None

    def _length(self) -> relativedelta | None:
        found = self.take("# 个? 日|天|周|星期|年") or self.take("# 个 月")
        if not found:
            return None
        from dateutil.relativedelta import relativedelta

        return relativedelta(**{_STEPS[found[-1].text]: found[0].value[0]})  # type: ignore[arg-type]

    def mark(self) -> bool:
        """Takes 前, 底, 内 and times of day: the date before is a limit."""
        self.skip_time()
        begin = self.at
        while self.take("BEFORE|END"):
            pass
        return self.at > begin
