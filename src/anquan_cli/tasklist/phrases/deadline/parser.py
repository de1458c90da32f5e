"""The upper half of the parser: rhythms, anchors, items and what a phrase of several items comes to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

from anquan_cli.tasklist.phrases.deadline import LONGEST, UNREAD, Doubt, anchors, recurrences
from anquan_cli.tasklist.phrases.deadline.leftover import Words, is_, is_name, judge, text
from anquan_cli.tasklist.phrases.deadline.lexer import Token, lex, normal
from anquan_cli.tasklist.phrases.deadline.points import DATEISH, LIST, Found, Points, Unreadable
from anquan_cli.vocabulary import Kind

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

Result = tuple[Kind, date | None, tuple[date, ...], tuple[Doubt, ...]]
_NUMBERED = re.compile(r"\([1-9]\)|(?:^|(?<=[;,。]))[一二三四五六七八九]是")
_STEPS = {"日": "days", "天": "days", "周": "weeks", "星期": "weeks", "月": "months", "年": "years"}
_SAME = {"月份": "月", "月度": "月", "季度": "季", "年度": "年", "天": "日", "星期": "周"}
_STEADILY = ("STEADY", "GOON", "VERB", "ADV", "SEP", "WORD", "NOUN")
_ANCHORS = ("EVENT", "FEAST", "UNIT", "WORD", "VERB", "NUM")
_PERIOD = "月|月份|季|季度|半|年|年度|周|星期|天|日|旬"
_OFTEN = "月|季度|季|年|周|天|日|旬 # 次|调度|通报|报|汇总"


class Item(NamedTuple):
    """What stands between two separators: words, a date, words."""

    sep: str
    before: tuple[Token, ...]
    found: Found | None
    marked: bool  # 前, 底, 内: the date is a limit; without a date: a bracket ends it
    after: tuple[Token, ...]
    remarks: tuple[tuple[Token, ...], ...]
    others: bool = False  # a date in its words is of what they name: 3月底前排查出的隐患


def read(phrase: str, year: int, own: Mapping[str, str]) -> Result:
    """Kind, start, dates and doubts of a phrase; line breaks are of the paper first, of the list second."""
    result = _unread()
    for raw in dict.fromkeys((phrase, ";".join(phrase.split("\n")))):
        if len(words := _unnumbered(normal(raw))) > LONGEST:
            continue
        try:
            result = _phrase(lex(words), year, own)
        except (ValueError, OverflowError):  # a day that does not exist, or one with two meanings
            continue
        if result[0] != "unknown":
            return result
    return result


def mentioned(words: str, year: int) -> dict[date, str]:
    """The dates with a mark (6月底前, 9月30日前) that running text names, and the words of each."""
    found: dict[date, str] = {}
    for clause in re.split("[。；;，,、（）()\n]", words):
        tokens = lex(normal(clause[:LONGEST]))
        for at, token in enumerate(tokens):
            if is_(token, "NUM", "YEARWORD") and not (
                at and is_(tokens[at - 1], "NUM", "UNIT", "RANGE", "YEARWORD", "EACH")
            ):
                reader = Parser(tokens, year, {})
                reader.at = at
                with suppress(ValueError):
                    point = reader.point()
                    if point and point.kind == "date" and reader.take("前|之前|以前"):
                        found |= dict.fromkeys(point.dates, text(tokens[at : reader.at]))
    return found


def _unnumbered(words: str) -> str:
    """Without the numbers of a numbered list: 1、6月底前；2、12月底前."""
    words = _NUMBERED.sub(";", words).strip(";")
    points = words.split(";")
    if len(points) > 1 and all(re.match(r"\d[、.,](?=\d{1,2}月|\D)", p) for p in points):
        first = int(points[0][0])
        if [p[0] for p in points] == [str(first + i) for i in range(len(points))]:
            return ";".join(p[2:] for p in points)
    return words


def _unread(words: Words = ()) -> Result:
    """No date, because of these words, or because nothing was understood."""
    said = f"中有“{text(words)}”，不推算日期"
    told = Doubt(said, "请核对；日期已定的，在旁边写 due: [2025-06-30]") if words else UNREAD
    return "unknown", None, (), (told,)


def _phrase(tokens: tuple[Token, ...], year: int, own: Mapping[str, str]) -> Result:
    change = next((i for i, t in enumerate(tokens) if is_(t, "CHANGE")), None)
    if change is not None:
        return _changed(tokens, change, year, own)
    return _together(Parser(tokens, year, own).items(), year, own)


def _changed(tokens: tuple[Token, ...], at: int, year: int, own: Mapping[str, str]) -> Result:
    """延期至, 调整为: the new date, and a doubt; none where it is not said to hold."""
    rest = tuple(t for t in tokens[at + 1 :] if not is_(t, "OPEN", "CLOSE"))
    held = at and (is_(tokens[at - 1], "NEG", "DENY", "LEAD") or tokens[at - 1].text in ("可", "能", "会"))
    new = _unread() if held or any(is_(t, "CHANGE") for t in rest) else _phrase(rest, year, own)
    if new[0] not in ("date", "span"):
        return _unread(tokens[at : at + 1])
    told = Doubt(f"中有“{tokens[at].text}”，按改后的日期计", "请核对，并在旁边写 due: 写定日期")
    return (*new[:3], (told,))


class Parser(Points):
    """Reads items; rhythms and anchors on top of points."""

    def items(self) -> list[Item]:
        """phrase = item { separator item }"""
        found: list[Item] = []
        while self.at < len(self.tokens):
            sep = ""
            while token := self.take("SEP"):
                sep = token[0].text
            if self.at < len(self.tokens):
                found.append(self._item(sep))
        return found

    def _item(self, sep: str) -> Item:
        begin = self.at
        before, after, remarks = list[Token](), list[Token](), list[tuple[Token, ...]]()
        found: Found | None = None
        marked = others = False
        while self.at < len(self.tokens) and not (
            self.sees("SEP") and self.at > begin and not self._joins(found, after)
        ):
            if self.take("OPEN"):
                remarks.append(self._remark())
                marked = marked or bool(found and self._mark())
                continue
            words = after if found else before
            start, year, month = self.at, self.year, self.month
            core = None if words and self._inside(words) else self._core()
            if core and self._others(core, words, found):
                words += self.tokens[start : self.at]
                self.year, self.month = year, month
                others = others or not found
            elif core and found:
                self.at, self.year, self.month = start, year, month
                break
            elif core:
                if core.grain == "year" and core.written and self.sees("前|之前|以前"):
                    raise Unreadable("before a year, or before its end?")
                found, marked = core, self._mark() or core.grain == "end"
            else:
                words.append(self.peek())
                self.at += 1
        if found and found.grain == "year" and before and before[-1].text in ("到", "至"):
            found = found._replace(kind="date", start=None)  # 到2027年
        marked = marked or (not found and is_(self.peek(-1), "CLOSE"))
        return Item(sep, tuple(before), found, marked, tuple(after), tuple(remarks), others)

    def _joins(self, found: Found | None, after: list[Token]) -> bool:
        """并, 和, 及 between verbs join what is done."""
        a_date = self.sees("并|和|及|以及 NUM|HALF|WHOLE|EACH|STEADY|DAY|第|年")
        return bool(found and after and self.sees("并|和|及|以及") and not a_date)

    def _inside(self, words: list[Token]) -> bool:
        """Within a name or a number: 第1批, 3.5公里 — no date begins there."""
        return words[-1].text == "第" or (is_(words[-1], "NUM") and not self.sees("EACH"))

    def _others(self, core: Found, words: list[Token], found: Found | None) -> bool:
        """Whether a date belongs to something else: an object (总结2024年工作), or what was done by then (排查出的)."""
        ahead = 0
        while is_(self.peek(ahead), "BEFORE", "VERB", "ADV", "EVENT"):
            ahead += 1
        if ahead:
            linked = self.peek(ahead).text in ("出", "到")
            light = is_(self.peek(ahead - 2), "LIGHT") and is_(self.peek(ahead - 1), "VERB")
            if self.peek(ahead + linked).text == "的" and not light:
                return True
        bare = core.kind == "span" or (core.grain == "month" and not found)
        if bare and words and is_(words[-1], "VERB", "LIGHT") and not is_(words[-1], "LEAD"):
            return not self.sees("BEFORE|END|RANGE")
        if found and words and core.kind == "span" and core.grain != "range" and self.sees("VERB|NOUN"):
            return True
        if found and core.kind == "relative" and words and is_(words[-1], "LIGHT"):  # 完成汛前检查
            return not self.sees("LIGHT|SEP|OPEN|CLOSE|$")
        past = self.peek(-1).text == "年度" or core.dates[0].year < self.base
        return core.grain == "year" and core.written and past and not self.sees("BEFORE|SEP|OPEN|CLOSE|$")

    def _remark(self) -> tuple[Token, ...]:
        begin, depth = self.at, 1
        while self.at < len(self.tokens) and depth:
            depth += bool(self.sees("OPEN")) - bool(self.sees("CLOSE"))
            self.at += 1
        if depth:
            raise Unreadable("a bracket is open")
        return self.tokens[begin : self.at - 1]

    def _mark(self) -> bool:
        self.skip_time()
        begin = self.at
        while self.take("BEFORE|END"):
            pass
        return self.at > begin

    # -- dates ----------------------------------------------------------------------------------

    def _core(self) -> Found | None:
        """date = rhythm | from | anchored | range | point"""
        begin, year, month = self.at, self.year, self.month
        for rule in (self._from, self._anchored, self._rhythm, self._until, self.period):
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

    def _from(self) -> Found | None:
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

    def _rhythm(self) -> Found | None:
        """rhythm = [ year ] each period [ which ] [ days ]"""
        year = self._year()
        days = self._each(self.base if year is None else year) if year is None or self.sees("EACH") else None
        if days is None:
            return None
        if self.sees("# 日|号|月|天") or self.sees("AFTER|DENY"):
            raise Unreadable("more days than were read")
        return Found("recurring", None, tuple(days), "rhythm")

    def _each(self, y: int) -> list[date] | None:
        """每季度, 按月, 半年一次, 月调度, 季度末"""
        if self.sees("每隔"):
            raise Unreadable("every other")
        if self.take("EACH"):
            number = self.take("#") if self.sees(f"# 个? {_PERIOD}") else ()
            return self._named(self._period(number[0].value[0] if number else 1), y)
        if self.sees(f"半 个? {_OFTEN}") or self.sees(f"# 个? {_OFTEN}"):  # the 次 makes it a rhythm
            number = self.take("#")
            many = number[0].value[0] if number else 1
            if many > 1 and (self.sees("年") or (many != 2 and not self.sees("个"))):
                raise Unreadable("六月一次")
            return self._named(self._period(many), y)
        alone = self.at == 0 or is_(self.peek(-1), "SEP", "OPEN", "COLON", "WHOLE")
        if alone and self.sees("月|月度|季|季度|周|日 调度|通报|报|报告|汇总|例会"):
            return self._named(self._period(1), y)
        if self.sees("双月|单月") or self.sees("季|季度 END|末月|首月|次月"):
            return self._named(self._period(1), y)
        if len(self.tokens) == 2 and self.take("月 度"):
            return self._named("月", y)
        return None

    def _period(self, number: int) -> str | None:
        """The name of a rhythm in `recurrences`, and 周, 旬, 日, 半月, which are none of months."""
        half = self.take("半")
        self.take("个")
        unit = _SAME.get(self.peek().text, self.peek().text)
        self.at += 1
        if half:
            return {"年": "半年", "月": "半月"}.get(unit)
        if number > 1:
            return f"{number}个{unit}"
        if unit in ("年", "月"):
            self.take("度|年" if unit == "年" else "度")
        return unit

    def _named(self, name: str | None, y: int) -> list[date] | None:
        if name == "周":
            return self._weekdays(y)
        if name == "日":
            self.skip_time()
            return recurrences.daily(y)
        if name in ("旬", "半月"):
            return recurrences.monthly("月", y, (10, 20, 31) if name == "旬" else (15, 31))
        if name == "年":
            return self._yearly(y)
        return self._which(name, y) if name in recurrences.PERIODS else None

    def _weekdays(self, y: int) -> list[date]:
        days: list[int] = []
        named = self.take("周|星期? #|日|天")
        while named:
            days.append(named[-1].value[0] if named[-1].value else 7)
            named = self.take(f"{LIST} 周|星期? #")
        if days and self.sees("次"):  # 每周2次
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
        if self.sees("初|WORD|FEAST"):
            raise Unreadable("when in the year?")
        point, days, end = self.period(), list[date](), self.at
        while point:
            if point.written or point.grain == "range":
                raise Unreadable("a year of its own")
            days += point.dates
            self._mark()
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
        if self.sees("最后|第"):
            raise Unreadable("which?")
        which = self.take("结束? 后") or self.take("WHICH")
        third, days = self.sees("THIRD"), self._month_days()
        if (third or len(days) > 1) and name in ("季", "半年") and not which:
            raise Unreadable("of which month?")
        month = {"末月": 0, "首月": 1, "次月": 1, "后": 1}[which[-1].text] if which else 0
        return recurrences.monthly(name, y, days, month)

    def _month_days(self) -> list[int]:
        if third := self.take("THIRD"):
            return [recurrences.THIRDS[third[0].text[-2]]]
        begin = self.at
        self.take("月? END")
        if self.sees("初") and not self.take("初 #"):
            raise Unreadable("the beginning of a period")
        bracket = self.take("(") if self.sees("( #") else ()
        days: list[int] = []
        while number := self.take("# 日|号|天") or (self.sees(f"# {LIST}|/|RANGE|前|$") and self.take("#")):
            days.append(number[0].value[0])
            if self.sees(f"{LIST}|/|-|至|到 #"):
                if is_(self.peek(), "RANGE"):
                    days.pop()
                self.at += 1
        if days != sorted(set(days)):
            raise Unreadable(days)
        if bracket:
            self._mark()
            if not days or not self.take(")"):
                self.at = begin
                return [31]
        self.skip_time()
        return days or [31]

    def _anchored(self) -> Found | None:
        """anchored = [ year ] [ 每年 ] anchor ( 前 | 后 | 结束前 | 期间 ) [ length ]"""
        year = self._year()
        if year is None:
            self.take("每 年?")
        self.take("进入|进")
        names = [self._anchor_name()]
        while names[-1] and len(names) < 6 and self.take("、|和"):  # 中秋、国庆节前
            names.append(self._anchor_name())
        known = [a for n in names if n and (a := self._days_of(n, year))]
        begin, days = self.at, list[date]()
        for anchor in known if len(known) == len(names) else ():
            self.at = begin
            if (day := self._from_anchor(anchor)) and (year is not None or day.year >= anchor.first.year):
                days.append(day)
        if not days or len(days) < len(names):  # 元旦前: of which year?
            return None
        assumed = next((n for n, a in zip(names, known, strict=True) if n and a.assumed), "")
        return Found("relative", None, tuple(days), "anchor", assumed)

    def _days_of(self, name: str, year: int | None) -> anchors.Anchor | None:
        found = anchors.days_of(name, self.base if year is None else year, self.anchors)
        if found is None and year is None and self.anchors.get(name, "")[4:5] == "-":
            found = anchors.days_of(name, int(self.anchors[name][:4]), self.anchors)
        return found

    @cached_property
    def _anchor_names(self) -> list[str]:
        return sorted({*anchors.NAMES, *map(normal, self.anchors)}, key=len, reverse=True)

    def _anchor_name(self) -> str | None:
        for name in self._anchor_names:
            length, end = 0, self.at
            while length < len(name) and end < len(self.tokens):
                length += len(self.tokens[end].text)
                end += 1
            if text(self.tokens[self.at : end]) == name:
                self.at = end
                return next((own for own in self.anchors if normal(own) == name), name)
        return None

    def _from_anchor(self, anchor: anchors.Anchor) -> date | None:
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


# --- what the items come to ---------------------------------------------------------------------------


def _together(items: list[Item], year: int, own: Mapping[str, str]) -> Result:
    """One schedule of all items; each word beside a date is judged."""
    items = [_promoted(i, year, own) for i in items]
    dated = [i for i in items if i.found]
    if not dated:
        return _dateless(items)
    several = len(dated) > 1 and all(i.before for i in dated)
    for n, item in enumerate(items):
        if (why := _objection(item, several, items[:n], n < len(items) - 1)) is not None:
            return _unread(why)
    if denied := next((r for i in dated for r in i.remarks if judge(r) == "denied"), None):
        return _unread(denied)
    found = [f for i in dated if (f := _remarked(i, year, own))]
    merged = _merge(found, dated, items) if len(found) == len(dated) else None
    if merged is None:
        return _unread()
    told = Doubt(f"按“{found[0].assumed}”自6月1日起推算", "请在 anchors 写明日期：汛期: 06-01/09-30")
    return cast(Kind, merged.kind), merged.start, merged.dates, (told,) if found[0].assumed else ()


def _promoted(item: Item, year: int, own: Mapping[str, str]) -> Item:
    """主汛期（7月下旬至8月上旬）: what stands before the bracket is the name of its date."""
    if item.found or not (item.marked and item.before and item.remarks) or judge(item.before) == "denied":
        return item
    kind, start, dates, _ = _phrase(item.remarks[-1], year, own)
    named = _loose(item.before) in ("relative", "clause") or judge(item.before) == "noun"
    if not dates or not named:
        return item
    return Item(item.sep, (), Found(kind, start, dates, "bracket"), True, (), item.remarks[:-1])


def _objection(item: Item, several: bool, earlier: list[Item], later: bool) -> Words | None:
    """The words that make a date doubtful; None where there are none."""
    if item.found is None:
        words = (*item.before, *item.after)
        if item.others and later:
            words = tuple(w for w in words if not is_(w, "OF", "BEFORE"))
            return words if judge(words) == "denied" else None
        verdict = judge(words)
        steady = _dateless([item])[0] in ("standing", "vague") and verdict != "denied"
        listed = verdict == "noun" and item.sep in ("、", "和", "及") and any(e.found for e in earlier)
        return None if verdict == "harmless" or steady or listed else words
    rhythm = item.found.grain == "rhythm"
    after = judge(item.after, adjoins=not (item.marked or rhythm or item.remarks))
    if after != "harmless":
        return item.after
    before = tuple(w for w in item.before if not is_(w, "LEAD"))
    label = bool(before) and before[-1].text == ":"
    before = before[:-1] if label else before
    begun = len(item.before) > 1 and item.before[-1].text == "于" and is_(item.before[-2], "VERB")
    ahead = "harmless" if all(is_(w, "LABEL", "ADV", "SEP") for w in before) else judge(before)
    if (begun and not item.after) or ahead == "denied" or (ahead == "unread" and not (label or item.others)):
        return item.before
    named = ahead == "harmless" or label or several or bool(item.after) or is_name(before)
    return None if named else item.before


def _remarked(item: Item, year: int, own: Mapping[str, str]) -> Found | None:
    """A date with its brackets: one that says the same, or that gives the day of an anchor, or says nothing of time."""
    found = item.found
    for remark in item.remarks:
        timed = any(
            is_(t, "NUM", "EACH", "HALF", "WHOLE", "YEARWORD", "END", "DAY", "FUZZY", "FEAST") for t in remark
        )
        kind, start, dates, _ = _phrase(remark, year, own) if timed else _unread()
        harmless = judge(remark) == "harmless" or (remark and remark[0].text == "含") or is_name(remark)
        if dates:
            found = found and _refine(found, Found(kind, start, dates, "bracket"))
        elif not harmless and kind != "relative":
            return None
    return found


def _refine(found: Found, inner: Found) -> Found | None:
    """What a date and the date in its bracket come to."""
    if found.kind == "relative":
        return inner
    same = inner.dates == found.dates and inner.start in (found.start, None)
    if same or (found.kind == "recurring" and set(inner.dates) <= set(found.dates)):
        return found
    last = inner.dates[-1] == found.dates[-1] and len(inner.dates) == 4
    return inner if inner.kind == "recurring" and found.kind == "date" and last else None


def _merge(found: list[Found], dated: list[Item], items: list[Item]) -> Found | None:
    """Dates side by side, or a rhythm with what agrees with it."""
    first, kinds = found[0], {f.kind for f in found}
    if len(found) == 1:
        loose = {_dateless([i])[0] for i in items if not i.found} - {"standing", "unknown", "clause"}
        if first.kind == "recurring" and loose:
            return None
        return first._replace(kind="span") if first.kind == "date" and _till(dated[0]) else first
    if "recurring" in kinds:
        rhythms = [f for f in found if f.kind == "recurring"]
        frame = [f for f in found if f.kind != "recurring"]
        last = rhythms[0].dates[-1:]
        agree = all(f.dates == last and f.grain not in ("half", "quarter", "range") for f in frame)
        return rhythms[0] if len(rhythms) == 1 and agree else None
    if kinds - {"date", "span"} and kinds != {"relative"}:
        return None
    if _of_year(first, dated[0]) and dated[1].sep in (",", ":", "") and found[1].kind == "date":
        return _merge(found[1:], dated[1:], items)
    pairs = list(zip(found, dated, strict=True))
    if any(_frames(f, i, found[n:]) for n, (f, i) in enumerate(pairs, 1)):
        return None
    if any(_glued(a, b) for a, b in pairwise(pairs)):
        return None
    kind = "relative" if kinds == {"relative"} else "date"
    return Found(kind, None, tuple(d for f in found for d in f.dates))


def _alone(found: Found, item: Item) -> bool:
    return not (item.after or item.marked or item.before) and found.kind == "span"


def _of_year(found: Found, item: Item) -> bool:
    """2025年，6月底前: the year of what follows."""
    return _alone(found, item) and found.grain == "year" and found.written


def _frames(found: Found, item: Item, later: list[Found]) -> bool:
    """Whether a period is only the frame of a day behind it: 6月，15日前; 上半年，3月底前; 2026年持续推进."""
    bare = found.grain == "month" and not item.marked and not item.after
    if bare and any(f.grain in ("day", "third") for f in later):
        return True
    if found.grain == "year" and found.written and item.after and is_(item.after[0], "STEADY"):
        return True
    start, end = found.start, found.dates[0]
    inside = (f for f in later if f.kind == "date" and start and start <= f.dates[0] < end)
    return _alone(found, item) and any(inside)


def _glued(left: tuple[Found, Item], right: tuple[Found, Item]) -> bool:
    """Whether a second date may be of what is done, or take the first one back."""
    (a, before), (b, item) = left, right
    if any(t.text in ("最迟", "不超过", "最迟不超过", "不得超过") for t in item.before):
        return True
    if not item.sep and before.after and not (item.marked and item.after):
        return True  # 6月底前启动12月演练
    if not (item.sep or item.before or before.after or before.marked) and a.grain != b.grain:
        return True
    joined = item.sep in ("和", "及", "以及") or any(
        is_(w, "HALF", "WHOLE", "UNIT") for w in before.after[-2:]
    )
    return bool(
        joined and before.after and b.kind == "span" and not item.marked and item.after
    )  # 报半年和全年总结


def _till(item: Item) -> bool:
    """持续至12月底: a span whose first day nobody wrote."""
    ends = len(item.before) > 1 and item.before[-1].text in ("至", "到")
    return ends and is_(item.before[0], "STEADY", "GOON")


def _dateless(items: list[Item]) -> Result:
    """standing, vague, relative, or unknown; of several the last word counts where a comma parts them."""
    every = tuple(w for i in items for w in (*i.before, *i.after))
    if every and is_(every[0], "BYRULE") and _loose(every) == "vague":
        return "vague", None, (), ()
    kinds = [_loose((*i.before, *i.after)) for i in items]
    known = [k for k in kinds if k != "clause"]
    if not known or "unknown" in known:
        return _unread()
    kind = known[-1] if items[-1].sep in (",", ";", "。") and known[-1] == "standing" else known[0]
    hint = "请在 anchors 写明该日（如 开工: 2025-03-01），或在旁边写 due: [2025-06-30]"
    told = (Doubt("所依的日子没有日期", hint),) if kind == "relative" else ()
    return cast(Kind, kind), None, (), told


def _loose(words: Words) -> str:
    """Which kind without a date words are, `clause` where they only go with one."""
    words = tuple(w for w in words if not is_(w, "LABEL", "COLON"))
    while words and is_(words[0], "LEAD", "FROM") and not is_(words[0], "STEADY", "SOON"):
        words = words[1:]
    denied = (w for w in words if is_(w, "DENY") and not is_(w, "SOON") and w.text not in ("视", "另行"))
    if not words or any(denied):
        return "unknown"
    first, soon = words[0], any(is_(w, "SOON") for w in words)
    if any(is_(w, "STEADY") for w in words[:2]) and all(is_(w, *_STEADILY) for w in words):
        return "standing"
    rhythmic = any(is_(w, "EACH") or w.text in ("月", "季", "季度", "周", "旬") for w in words[1:])
    if is_(first, "BYRULE") and (soon or any(is_(w, "DUTY") for w in words)) and not rhythmic:
        return "vague"
    if is_(first, "NEAR") or (first.text == "月" and is_(words[min(1, len(words) - 1)], "END")):
        return "relative"
    pairs = list(zip((first, *words), words, strict=False))
    if any(w.text == "后" and is_(b, "EVENT", "NOUN", "WORD", "VERB") for b, w in pairs[1:]):
        return "relative"
    if is_(first, "SOON") or (soon and not any(is_(w, "NUM", "UNIT") for w in words)):
        return "vague"
    for before, w in pairs:
        sided = is_(w, "BEFORE") or w.text in ("后", "之后", "以后", "之日起")
        counted = w is not first and is_(before, "UNIT") and "内" not in w.text
        if not counted and (is_(w, "FEAST") or (sided and w is not first and is_(before, *_ANCHORS))):
            return "relative"
    return "clause" if judge(words) == "harmless" else "unknown"
