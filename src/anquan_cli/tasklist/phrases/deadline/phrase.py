"""What the items of a phrase come to; `shapes.txt` judges the words beside its dates."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import chain, combinations, takewhile
from typing import NamedTuple

from anquan_cli.tasklist.phrases import table
from anquan_cli.tasklist.phrases.deadline.lexer import Token, lex, matches, normal, verdict
from anquan_cli.tasklist.phrases.deadline.reader import Reader
from anquan_cli.tasklist.phrases.deadline.spans import Found, Span, refuse

LONGEST = 200  # characters; no honest cell is longer


class Doubt(NamedTuple):
    """What is doubtful about a phrase, to follow the phrase in a sentence, and what to write instead."""

    message: str
    hint: str


# kinds of an item that are rows of `doubts.txt`
_DOUBTFUL = "undated often doubt given subjects shortened edge monday numbered season".split()


@cache
def doubt(kind: str, words: str = "") -> Doubt:
    """What `doubts.txt` says of a kind of doubt, and of words of the phrase; `unread` where none are to blame."""
    kind = "unread" if (kind, words) == ("no", "") else kind
    rows = (row.split(" → ") for row in table("deadline/doubts.txt"))
    return next(Doubt(*(t.replace("…", words) for t in told)) for name, *told in rows if name == kind)


Result = tuple[str, Found | None, list[Doubt]]  # what a phrase comes to: kind, date, doubts


def read(phrase: str, year: int, own: Mapping[str, str]) -> Result:
    """What a phrase comes to; line breaks are of the paper first, of the list second."""
    ways = (phrase, phrase.replace("\n", ";")) if len(phrase) <= 4 * LONGEST else ()
    written = (words for words in map(normal, dict.fromkeys(ways)) if len(words) <= LONGEST)
    tried = filter(None, (_tried(words, year, own) for words in written))
    results: list[Result] = [("unknown", None, [doubt("no")]), *tried]
    kind, found, doubts = next((r for r in results if r[0] != "unknown"), results[-1])
    return kind, found, [_why(normal(phrase), year, own) if d == doubt("undated") else d for d in doubts]


def _tried(words: str, year: int, own: Mapping[str, str]) -> Result | None:
    """What a `normal` phrase comes to; None for a day that does not exist, or one with two meanings."""
    with suppress(ValueError, OverflowError):
        return _Phrase(lex(words), year, own).result()
    return None


def _why(words: str, year: int, own: Mapping[str, str]) -> Doubt:
    """Why a phrase is undated: another day of an anchor would date it, or the day of a word (开工 of 开工后1个月)."""
    moved = {word: re.sub(r"(\d{4}-)?(\d\d-\d\d)", rf"{year + 1}-\2", days) for word, days in own.items()}
    marked = r"(?<!\d)([^;,、。()/\d前后]+?)(?=(?:结束|开始|到来|来临)?之?(?:前|后|以前|以后|期间|内))"
    fixed = {*map(normal, own)}  # nor is 月底 an event, nor 十五日内, 下月底
    events = [w for w in re.findall(marked, words) if w not in fixed and not verdict("fixed", lex(w))]
    for word, day in (*moved.items(), *((word, f"{year}-06-01") for word in events)):
        if (result := _tried(words, year, {**own, word: day})) and result[1]:
            lasts = f"{word}期间" in words and "FEAST" in lex(word)[0].kinds
            kind = "new-year" if word == "元旦" else "holiday" if lasts else "anchor"
            return doubt("stray" if day == moved.get(word) else kind, word)
    return doubt("undated")


_DONE = "(?:要|须|应|全部|全面|基本|力争|确保|整改|建设)*(?:完成|办结|建成|销号|竣工|完工|投用|到位)(?!率|情况|[的了])"


def mentioned(text: str, year: int) -> dict[date, str]:
    """The dates that running text sets for something (6月底前, 第一季度完成), and the words of each."""
    found: dict[date, str] = {}
    # 四季度： is a head's
    clauses = (re.sub("^[^：:前]+[：:]", "", c) for c in re.split("[。；;，,、（）()\n]", text))
    for clause in filter(re.compile(f"前|{_DONE}").search, clauses):
        with suppress(ValueError):
            for item in _Phrase(lex(normal(clause[:LONGEST])), year, {}).items():
                for at, word in enumerate(item):
                    if word.found and _sets(word.found, word.text, _text(item[at + 1 :]), year):
                        found |= dict.fromkeys(word.found.dates, word.text)
    return found


def _sets(found: Found, text: str, behind: str, year: int) -> bool:
    """Whether a date has a mark, or is a part of a year from this one on and stands before what is done in it."""
    part = found.kind in ("date", "span") and found.grain != "year" and found.dates[0].year >= year
    return (found.kind == "date" and text.endswith("前")) or bool(part and re.match(_DONE, behind))


class _Phrase(Reader):
    """Reads a phrase: its dates and brackets become words, then its items, and each time a table judges them."""

    def items(self) -> list[list[Token]]:
        """The items, each behind its separator, with each date and each bracket as one word."""
        items = [[Token("", "SEP")]]
        while not self.sees("$"):
            here = items[-1]
            counted = here[-1].kinds & {"NUM", "第", "半"} and not self.sees("EACH")  # 第1批
            if bracket := self.take("BRACKET"):
                here[1:] = self._bracketed(here[1:], lex(bracket[0].text[1:-1]))
            elif not counted and (word := self._date(here)):
                if "DATE" in word.kinds and _has(here, "DATE"):
                    items.append([Token("", "")])  # two dates without a separator are of two items
                items[-1].append(word)
            elif separator := self.take("SEP"):
                items.append([*separator])
            else:
                here += self.take(".")
        return [item for item in items if item[1:]]

    def _date(self, here: list[Token]) -> Token | None:
        begin, before = self.at, (self.year, self.month, self.yearly)
        if not (found := self.attempt(self.when)):
            return None
        early = found.grain == "year" and found.written and self.sees("前|之前|以前")  # or before its end?
        ended = (not early and self.take("BEFORE|END+")) or _has(self.tokens[begin : self.at], "EACH")
        mark, text = "LIMIT" if ended else "BARE", _text(self.tokens[begin : self.at])
        past = found.kind == "span" and (text.endswith("年度") or found.dates[-1].year < self.base)
        word = _dated(found, text, mark, "STALE" if past and found.written and not ended else "")
        section = "second" if _has(here, "DATE") else "first"
        if (said := verdict(section, (here[-1], word, *self.tokens[self.at :]))) in ("aside", "given"):
            self.year, self.month, self.yearly = before
            return Token(text, "ASIDE", said)
        return word

    def _bracketed(self, words: list[Token], inside: list[Token]) -> list[Token]:
        """A bracket ends the date before it; one with a date is that of what is before it: 主汛期（7月—8月）."""
        inner = _Phrase(inside, self.base, self.own)
        kind, found, doubts = inner.result()
        found = None if doubts and kind != "relative" else found
        said = verdict("dated" if found else "remark", inner.words)
        lone = verdict("lone", words) or "no"
        if words and "DATE" in words[-1].kinds and words[-1].found:
            mark = "LIMIT" if self.take("BEFORE|END+") or "LIMIT-day" in words[-1].kinds else "SAID"
            words = [*words[:-1], _dated(words[-1].found, words[-1].text, mark)]
        elif found and (kind != "recurring" if lone == "undated" else lone != "no" and self.sees("SEP|$")):
            refuse(said == "other", "春节前（学校1月底前）")
            mark = "BARE" if _has(inner.words, "BARE") else "LIMIT"
            return [*words, Token("", "COLON", ":"), _dated(found, _text(inside), mark)]
        return [*words, Token("", "REMARK", said, verdict("times", inner.words), found=found)]

    def result(self) -> Result:
        """What the phrase comes to."""
        items = self.items()
        judged = [_judged(item) for item in items]
        self.words = [word for word in chain(*items) if any(word.kinds)][1:]
        said = verdict("phrase", judged)
        if said in ("", "no") or (said in ("due", "changed") and verdict("several", self.words) == "no"):
            blamed = [item for item in judged if "no" in item.kinds and _has(self.words, "DATE")]
            return "unknown", None, [doubt("no", _text(blamed[:1]))]
        kinds = {verdict("times", self.words)}.union(*(item.kinds for item in judged))
        kinds -= {"undated"} if said != "relative" else set()
        doubts = [doubt(kind) for kind in _DOUBTFUL if kind in kinds]
        doubts += [doubt("changed", word.text) for word in self.tokens if "CHANGE" in word.kinds]
        if said in ("standing", "vague", "relative"):
            return said, None, doubts
        found = self._merged([i for i in judged if i.kinds & {said, "since" if said == "due" else said}])
        return found.kind, found, doubts

    def _merged(self, items: Sequence[Token]) -> Found:
        """Dates side by side, or a rhythm with what agrees with it."""
        found = [item.found for item in items if item.found]
        spans, relative = [s for f in found for s in f.spans], all(f.kind == "relative" for f in found)
        if len(found) == 1 or all(f.yearly for f in found):
            return Found(found[0].kind, spans, found[0].written, found[0].yearly)
        if rhythm := next((f for f in found if f.kind == "recurring"), None):
            beside = [item for item in items if item.found is not rhythm]
            others = [item.found for item in beside if item.found]
            alone, days = not _has(beside, "behind"), [f for f in others if not f.start]
            for frame in (f for f in others if f.start):
                agreed = _agreed(frame, rhythm, alone=alone)
                rhythm = Found("recurring", agreed.spans, agreed.written, agreed.yearly)
            joint = {s.last: s for f in days for s in f.spans}
            return _agreed(rhythm, Found(days[0].kind, [*joint.values()]), alone=alone) if days else rhythm
        for (a, item), (b, later) in combinations(zip(found, items, strict=True), 2):
            inside = "alone" in item.kinds and a.spans[0].first <= b.dates[0] < a.dates[0]  # 上半年，3月底前
            back = b.dates[0] < a.dates[-1]  # 2026年1月底前总结，12月底前完成; 12月底前完成，1月底前总结
            back |= "behind" in item.kinds and b.dates[0].year != self.base
            back &= (not b.written or b.dates[0].year == self.base) and "ahead" not in later.kinds
            back &= b.kind != "span" and "date" in (a.kind, b.kind)
            refuse(inside or back, "a part of the other, or of another year?")
        return Found("relative" if relative else "date", spans)


def _has(words: Iterable[Token], kind: str) -> bool:
    return any(kind in w.kinds for w in words)


def _text(words: Iterable[Token]) -> str:
    return "".join(w.text for w in words)


def _dated(found: Found, text: str, mark: str, *kinds: str) -> Token:
    mark, written = "ENDED" if mark + found.grain == "BAREend" else mark, "YEARLY" if found.written else ""
    named = (f"{one}-{other}" for one in (mark, found.kind, written) for other in (found.grain, found.kind))
    signs = (f"M{found.dates[-1].month}", *(sign for _, sign in matches("looks.txt", text)))
    return Token(text, "DATE", mark, found.kind, found.grain, *named, written, *signs, *kinds, found=found)


def _judged(item: list[Token]) -> Token:
    """An item as one word: what its own words say of its date, or of themselves."""
    remarks, words = ([w for w in item[1:] if ("REMARK" in w.kinds) == is_] for is_ in (True, False))
    ahead = [*takewhile(lambda w: "DATE" not in w.kinds, words)]
    word, *behind = words[len(ahead) :] or [Token("", "lone")]
    changed = "changed" if "CHANGE" in item[0].kinds else ""
    stands = verdict("remarks", (word, *remarks))
    if not (found := word.found):
        said = stands and verdict("lone", words)
        return Token(_text(words), said or "no", f"{item[0].text}-{said}", changed)
    said = verdict("behind", (word, *behind)).replace("on", "") or verdict("limit", behind)
    tells = verdict("ahead", words)
    for remark in remarks:
        if remark.found and "given" not in remark.kinds:
            found = _agreed(found, remark.found, alone="dated-alone" in remark.kinds)
    if not stands or {said, tells} & {"", "no", "noun"}:
        blamed = ahead if tells in ("", "no") else behind if said in ("", "no", "noun") else ()
        return Token(_text(blamed), "no", changed)
    kinds = {said, tells, changed, f"{changed}-{found.kind}", "" if said == "since" else "due"}
    kinds |= {verdict("often", words)} if found is word.found else set()
    kinds |= {"ahead", f"{item[0].text}-ahead"} if ahead else set()
    kinds |= {"behind"} if behind and said != "since" else set()
    if said == "since":
        found = Found("span", [Span(found.spans[0].first, date(found.dates[0].year, 12, 31), "since")])
    if tells in ("till", "until"):
        spans = [s._replace(unit="end") for s in found.spans]
        found = Found("span" if tells == "till" else "date", spans, found.written)
    return _dated(found, "", "LIMIT", *(kinds - {"fine"}))


def _agreed(found: Found, other: Found, *, alone: bool) -> Found:
    """What two dates come to that say the same, or of which one says more of the other; `alone`: and nothing else."""
    rhythm = "recurring" in (found.kind, other.kind)
    year = other.written and other.grain == "year"  # 6月底前（2026年）
    if other.grain == "season" and found.kind != "relative":  # 6月1日前（入汛前）
        found, other = other, found
    if found.kind == "relative":
        refuse((other.dates[-1] - found.dates[-1]).days > 1, "春节前（2月20日前）")
        return other
    start = found.spans[0].first if rhythm and alone else found.start  # 每月（7—12月）: not of all
    if other.dates in (found.dates, found.dates[-1:]) and len({start, other.start, None}) < 3:
        return found
    if rhythm and found.start and (alone or found.grain == "year"):  # 4—10月每月一次
        frame = found.spans[0]
        some = tuple(s for s in other.spans if frame.first <= s.last <= frame.last)
        begun = tuple(s for s in other.spans if frame.first <= s.first <= frame.last)
        cut = begun != some and frame.unit != "since" and other.grain != "week"
        cut |= not some or (frame.last.year != some[0].last.year and f"{frame.last:%m%d}" != "1231")
        refuse(cut, "a part of a period, or of the range")
        return Found(other.kind, some, other.written, other.yearly)
    for periods, days in ((found, other), (other, found)) if rhythm or year else ((found, other),):
        even = rhythm and len(periods.spans) == len(days.spans) > 1  # a day of each period
        more = alone and days.kind == "date" and not (rhythm and periods.grain == "range")
        begins = [s.last.replace(day=1) if s.unit == "end" else s.first for s in periods.spans]
        holds = [[a <= day <= z for a, z in zip(begins, periods.dates, strict=True)] for day in days.dates]
        if (even or more) and all(map(any, holds)) and all(map(any, zip(*holds, strict=True))):
            return Found("recurring" if rhythm else "date", days.spans)
    raise ValueError("two dates that say different things")
