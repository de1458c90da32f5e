"""The upper half of the parser: items, and what a phrase of several items comes to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from itertools import pairwise
from typing import NamedTuple, cast

from anquan_cli.tasklist.phrases.deadline import LONGEST, UNREAD, Doubt
from anquan_cli.tasklist.phrases.deadline.leftover import Words, is_, is_name, judge, kind_of, text
from anquan_cli.tasklist.phrases.deadline.lexer import Token, lex, normal
from anquan_cli.tasklist.phrases.deadline.points import Found, Unreadable
from anquan_cli.tasklist.phrases.deadline.rhythms import Dates
from anquan_cli.vocabulary import Kind

_UNDATED = Doubt(
    "所依的日子没有日期", "请在 anchors 写明该日（如 开工: 2025-03-01），或在旁边写 due: [2025-06-30]"
)
_TIMED = ("NUM", "EACH", "HALF", "WHOLE", "YEARWORD", "END", "DAY", "FUZZY", "FEAST")
_HEADED = tuple("LIGHT ADV LABEL NOUN 整改 办结 销号 整治 治理 竣工 排查 启动".split())  # before 时限：
_SEASON = ("期", "期内", "期间")
_JOINS = "并|和|及|以及"  # between verbs: what is done
_DATED = "NUM|HALF|WHOLE|EACH|STEADY|DAY|第|年"  # behind it: a date
_AND = ("、", "和", "及", "以及")


class Result(NamedTuple):
    """What a phrase comes to."""

    kind: Kind
    start: date | None = None
    dates: tuple[date, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Item(NamedTuple):
    """What stands between two separators: words, a date, words."""

    sep: str
    before: Words
    found: Found | None
    marked: bool  # 前, 底, 内: the date is a limit; without a date: a bracket ends it
    after: Words
    remarks: tuple[Words, ...]
    ended: bool = False  # only 底 marks it, which may be of something past: 4月底通报
    others: bool = False  # a date in its words is of what they name: 3月底前排查出的隐患


def read(phrase: str, year: int, own: Mapping[str, str]) -> Result:
    """Kind, start, dates and doubts of a phrase; line breaks are of the paper first, of the list second."""
    for raw in dict.fromkeys((phrase, ";".join(phrase.split("\n")))):
        result = _unread()
        if len(words := normal(raw)) <= LONGEST:
            with suppress(ValueError, OverflowError):  # a day that does not exist, or one with two meanings
                result = _phrase(lex(words), year, own)
        if result.kind != "unknown":
            break
    return result


def mentioned(words: str, year: int) -> dict[date, str]:
    """The dates with a mark (6月底前, 9月30日前) that running text names, and the words of each."""
    found: dict[date, str] = {}
    for clause in filter(re.compile("前").search, re.split("[。；;，,、（）()\n]", words)):
        tokens = lex(normal(clause[:LONGEST]))
        for at, token in enumerate(tokens):
            inside = at and is_(tokens[at - 1], "NUM", "UNIT", "RANGE", "YEARWORD", "EACH")
            if is_(token, "NUM", "YEARWORD") and not inside:
                reader = Parser(tokens, year, {})
                reader.at = at
                with suppress(ValueError):
                    point = reader.point()
                    if point and point.kind == "date" and reader.take("前|之前|以前"):
                        found |= dict.fromkeys(point.dates, text(tokens[at : reader.at]))
    return found


def _unread(words: Words = ()) -> Result:
    """No date, because of these words, or because nothing was understood."""
    said = f"中有“{text(words)}”，不推算日期"
    told = Doubt(said, "请核对；日期已定的，在旁边写 due: [2025-06-30]") if words else UNREAD
    return Result("unknown", doubts=(told,))


def _phrase(tokens: Words, year: int, own: Mapping[str, str]) -> Result:
    change = next((i for i, t in enumerate(tokens) if is_(t, "CHANGE")), None)
    if change is not None:
        return _changed(tokens, change, year, own)
    return _together(Parser(tokens, year, own).items(), year, own)


def _changed(tokens: Words, at: int, year: int, own: Mapping[str, str]) -> Result:
    """延期至, 调整为: the new date, and a doubt; none where it is not said to hold."""
    rest = tuple(t for t in tokens[at + 1 :] if not is_(t, "OPEN", "CLOSE"))
    held = at and (is_(tokens[at - 1], "NEG", "DENY", "LEAD") or tokens[at - 1].text in ("可", "能", "会"))
    new = _unread() if held or any(is_(t, "CHANGE") for t in rest) else _phrase(rest, year, own)
    if new.kind not in ("date", "span"):
        return _unread(tokens[at : at + 1])
    told = Doubt(f"中有“{tokens[at].text}”，按改后的日期计", "请核对，并在旁边写 due: 写定日期")
    return new._replace(doubts=(told,))


class Parser(Dates):
    """Reads items."""

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
        before, after, remarks = list[Token](), list[Token](), list[Words]()
        found: Found | None = None
        marked = ended = others = False
        while self.at < len(self.tokens):
            if self.sees("SEP") and not (after and self.sees(_JOINS) and not self.sees(f"{_JOINS} {_DATED}")):
                break
            if self.take("OPEN"):
                remarks.append(self._remark())
                marked = marked or bool(found and self.mark())
                continue
            words = after if found else before
            start, year, month = self.at, self.year, self.month
            inside = words and is_(words[-1], "NUM", "第") and not self.sees("EACH")  # 第1批, 3.5公里
            if inside or not (core := self.when()):
                words.append(self.peek())
                self.at += 1
            elif self._others(core, words, found):
                words += self.tokens[start : self.at]
                self.year, self.month = year, month
                others = others or not found
            elif found:
                self.at, self.year, self.month = start, year, month
                break
            else:
                if core.grain == "year" and core.written:
                    self.refuse("前|之前|以前", "before a year, or before its end?")
                    if before and before[-1].text in ("到", "至"):
                        core = core._replace(kind="date", start=None)  # 到2027年
                limit = self.mark()
                found, marked, ended = core, limit or core.grain == "end", not limit
        marked = marked or (not found and is_(self.peek(-1), "CLOSE"))
        return Item(sep, tuple(before), found, marked, tuple(after), tuple(remarks), ended, others)

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
        if bare and words and is_(words[-1], "VERB", "LIGHT"):
            return not self.sees("BEFORE|END|RANGE")
        if found and core.kind == "relative" and words and is_(words[-1], "LIGHT"):  # 完成汛前检查
            return not self.sees("LIGHT|SEP|OPEN|CLOSE|$")
        past = self.peek(-1).text == "年度" or core.dates[0].year < self.base
        return core.kind == "span" and core.written and past and not self.sees("BEFORE|SEP|OPEN|CLOSE|$")

    def _remark(self) -> Words:
        begin, depth = self.at, 1
        while self.at < len(self.tokens) and depth:
            depth += bool(self.sees("OPEN")) - bool(self.sees("CLOSE"))
            self.at += 1
        if depth:
            raise Unreadable("a bracket is open")
        return self.tokens[begin : self.at - 1]


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
    told = list[Doubt]()
    if season := found[0].assumed:
        told.append(Doubt(f"按“{season}”自6月1日起推算", "请在 anchors 写明日期：汛期: 06-01/09-30"))
    rhythm = next((i.after for i in dated if i.found and i.found.grain == "rhythm"), ())
    if len(rhythm) == 2 and rhythm[0].number != 1 and rhythm[1].text == "次":  # 每年三次
        told.append(
            Doubt("一期内不止一次，只按每期末计", "各次日期已定的，在旁边写 due: [2025-06-30, 2025-12-31]")
        )
    return Result(cast(Kind, merged.kind), merged.start, merged.dates, tuple(told))


def _promoted(item: Item, year: int, own: Mapping[str, str]) -> Item:
    """主汛期（7月下旬至8月上旬）: what stands before the bracket is the name of its date."""
    if item.found or not (item.marked and item.before and item.remarks) or judge(item.before) == "denied":
        return item
    kind, start, dates, _ = _phrase(item.remarks[-1], year, own)
    named = kind_of(item.before) != "unknown" or judge(item.before) == "noun"
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
        steady = verdict != "denied" and _dateless([item]).kind in ("standing", "vague")
        listed = verdict == "noun" and item.sep in _AND and any(e.found for e in earlier)
        return None if verdict == "harmless" or steady or listed else words
    rhythm = item.found.grain == "rhythm"
    firm = item.marked or rhythm or item.remarks
    verdict = judge(item.after, adjoins="" if firm else item.found.grain)
    if verdict != "harmless" or _is_paper(item.after) or (rhythm and item.after and _grows(item.after)):
        return item.after
    before = tuple(w for w in item.before if not is_(w, "LEAD"))
    label = bool(before) and before[-1].text == ":"
    before = before[:-1] if label else before
    ahead = "harmless" if all(is_(w, "LABEL", "ADV", "SEP") for w in before) else judge(before)
    named = ahead == "harmless" or label or several or item.after or (is_name(before) and item.marked)
    if (
        (before and is_(before[-1], "LABEL") and not all(is_(w, *_HEADED) for w in before))  # 事故时间：
        or (rhythm and text(before).endswith(_SEASON))  # 施工期每周: not all of the year
        or ((item.after or later) and any(w.text == "截至" for w in item.before))  # 截至5月底，排查300处
        or (text(item.before[-1:]) == "于" and is_(item.before[0], "VERB") and not item.after)  # 召开于6月
        or ahead == "denied"
        or (ahead == "unread" and not (label or item.others))
        or not named
    ):
        return item.before
    return None


def _is_paper(words: Words) -> bool:
    """6月底前工作总结: what was written of that time, rather than what is to be done by it."""
    held = next((i for i, w in enumerate(words[:-1]) if is_(w, "HELD", "VERB", "LIGHT")), -1)
    return held == len(words) - 2 and is_(words[held], "HELD") and is_(words[-1], "WRITTEN")


def _grows(words: Words) -> bool:
    """每年2000元, 每年新增100户: figures, not a rhythm."""
    counted = any(is_(w, "VERB", "LIGHT") for w in words) or is_(words[-1], *"次轮场期遍篇份批")
    return is_(words[0], *"新增 下降 增长 减少 增加".split()) or (is_(words[0], "NUM") and not counted)


def _remarked(item: Item, year: int, own: Mapping[str, str]) -> Found | None:
    """A date with its brackets: one that says the same, or that gives the day of an anchor, or says nothing of time."""
    found = item.found
    rhythm = found is not None and found.kind == "recurring"
    for remark in item.remarks:
        timed = any(is_(t, *_TIMED) for t in remark)
        kind, start, dates, _ = _phrase(remark, year, own) if timed else _unread()
        asked = not remark or is_(remark[0], "BYRULE", "需", "请", "须")
        asked = asked or remark[-1].text == "中" or (rhythm and text(remark).endswith(_SEASON))
        harmless = not asked and (judge(remark) == "harmless" or remark[0].text == "含" or is_name(remark))
        if dates:
            found = found and _refine(found, Found(kind, start, dates, "bracket"))
        elif not harmless and (kind != "relative" or rhythm):
            return None
    return found


def _refine(found: Found, inner: Found) -> Found | None:
    """What a date and the date in its bracket come to."""
    if found.kind == "relative":
        return inner
    if inner.dates == found.dates and inner.start in (found.start, None):
        return found
    last = inner.dates[-1] == found.dates[-1] and len(inner.dates) == 4
    return inner if inner.kind == "recurring" and found.kind == "date" and last else None


def _merge(found: list[Found], dated: list[Item], items: list[Item]) -> Found | None:
    """Dates side by side, or a rhythm with what agrees with it."""
    first, kinds = found[0], {f.kind for f in found}
    if len(found) == 1:
        loose = {_dateless([i]).kind for i in items if not i.found} - {"standing", "unknown", "clause"}
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
    of_year = _alone(first, dated[0]) and first.grain == "year" and first.written  # 2025年，6月底前
    if of_year and dated[1].sep in (",", ":", "") and not found[1].written and found[1].kind == "date":
        return _merge(found[1:], dated[1:], items)
    pairs = list(zip(found, dated, strict=True))
    if any(_frames(f, i, found[n:]) for n, (f, i) in enumerate(pairs, 1)):
        return None
    if any(_glued(a, b) for a, b in pairwise(pairs)):
        return None
    kind = "relative" if kinds == {"relative"} else "date"
    return Found(kind, None, tuple(d for f in found for d in f.dates))


def _alone(found: Found, item: Item) -> bool:
    return found.kind == "span" and not (item.after or item.marked or item.before)


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
    if any(is_(t, "最迟", "不超过", "最迟不超过", "不得超过") for t in item.before):
        return True
    light = len(before.after) == 1 and is_(before.after[0], "LIGHT")  # 完成4月底通报问题整改
    alike = item.before or before.after or before.marked or a.grain == b.grain  # 上半年6月底前
    marked = item.marked or not (
        before.after or before.marked or b.written
    )  # 6月底前启动12月演练; 6月底前12月
    if not item.sep and (light or not (marked and alike and bool(before.after) == bool(item.after))):
        return True
    limit = before.marked and not before.ended
    alone = before.after and not (limit or before.before)
    if alone and item.marked and (a.grain == "day" or is_(before.after[0], "HAPPENED")):
        return True  # 5月20日交办，6月20日前办结
    if b.dates[0] < a.dates[-1] and not (b.written or item.before) and (item.after or before.after):
        return True  # 12月底前完成，1月底前总结: of which year?
    joined = item.sep in _AND[1:] or any(is_(w, "HALF", "WHOLE", "UNIT") for w in before.after[-2:])
    open_ended = b.kind == "span" and not item.marked and item.after
    return bool(joined and before.after and open_ended)  # 报半年和全年总结


def _till(item: Item) -> bool:
    """持续至12月底: a span whose first day nobody wrote."""
    ends = len(item.before) > 1 and item.before[-1].text in ("至", "到")
    return ends and is_(item.before[0], "STEADY", "GOON")


def _dateless(items: list[Item]) -> Result:
    """standing, vague, relative, or unknown; of several the last word counts where a comma parts them."""
    every = tuple(w for i in items for w in (*i.before, *i.after))
    if every and is_(every[0], "BYRULE") and kind_of(every) == "vague":
        return Result("vague")
    known = [k for i in items if (k := kind_of((*i.before, *i.after))) != "clause"]
    if not known or "unknown" in known:
        return _unread()
    last = items[-1].sep in (",", ";", "。") and known[-1] == "standing"
    kind = known[-1] if last else known[0]
    return Result(cast(Kind, kind), doubts=(_UNDATED,) if kind == "relative" else ())
