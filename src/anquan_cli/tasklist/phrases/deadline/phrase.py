"""Dates read from tokens, all as parts of spans, and what the items of a phrase come to, as `shapes.txt` judges them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate, chain, combinations, takewhile

from anquan_cli import feasts
from anquan_cli.tasklist.phrases.deadline.lexer import (
    Token,
    ends,
    lex,
    matches,
    normal,
    rows,
    tables,
    verdict,
)
from anquan_cli.tasklist.phrases.deadline.spans import Found, Span, part, parts, refuse, year_of

_OPENINGS = "#|LIST|DAY|MONTH|PART|YEAR|YEARWORD|HALF|EACH|FROM|WHOLE|第|年|前|进|进入"
_SEASON = dict.fromkeys("汛期 汛 入汛 防汛期 入汛期".split(), "汛期")
# kind, dates, kinds of `doubts.txt` with words of the phrase
Result = tuple[str, Found | None, list[tuple[str, str]]]


class Phrase:
    """Reads the dates among tokens; they and brackets become words, then items, and each time a table judges them."""

    def __init__(self, tokens: Sequence[Token], year: int, own: Mapping[str, str]) -> None:
        self.tokens, self.at = (*tokens, Token("", "$")), 0
        self.base = self.year = year  # the list's, and the last that was written; later points inherit it
        self.own = own
        self.names = feasts.NAMES | _SEASON | {normal(n).removesuffix("期间"): n for n in own if own[n]}
        self.words: Sequence[Token] = ()  # of all items, once they are read
        self.month: Span | None = None
        self.yearly = False  # so are later points: 每年6月底前、12月底前

    def sees(self, shape: str) -> bool:
        """Whether a shape stands here."""
        return bool(ends(shape, self.tokens, self.at))

    def take(self, shape: str) -> tuple[Token, ...]:
        """The tokens of a shape, and goes on behind them; none where it does not stand here."""
        begin, self.at = self.at, max(ends(shape, self.tokens, self.at), default=self.at)
        return self.tokens[begin : self.at]

    def attempt(self, *rules: Callable[[], Found | None]) -> Found | None:
        """What the first rule finds; a rule that fails leaves no trace."""
        before = self.at, self.year, self.month, self.yearly
        for rule in rules:
            if (found := rule()) and self.at > before[0]:
                return found
            self.at, self.year, self.month, self.yearly = before
        return None

    def when(self) -> Found | None:
        """when = anchored | rhythm | range | point"""
        if not self.sees(_OPENINGS) and not any(n.startswith(self.tokens[self.at].text) for n in self.names):
            return None
        found = self.attempt(self._anchored, self._rhythm, self._range, self.point)
        yearly = found and self.yearly and found.kind in ("date", "span") and not found.written
        return Found("recurring", found.spans, yearly=True) if found and yearly else found

    def choose(self, section: str) -> tuple[str, tuple[int, ...]]:
        """What the first line of a section says whose shape stands here, and the numbers: its own, or of its tokens."""
        for says, shape in tables().get(section, ()):
            if taken := self.take(shape):
                says, _, n = says.partition("=")
                return says, (int(n),) if n else next((t.value for t in taken if t.value), ())
        return "", ()

    def _narrow(self, spans: list[Span], kind: str = "") -> list[Span]:
        """From spans to parts of them, step by step (年 → 季度 → 末月 → 20日), as `shapes.txt` says for each unit."""
        unit, numbers = self.choose(kind + spans[0].unit)
        if not unit:
            return spans
        refuse(not numbers or numbers != tuple(sorted(set(numbers))), "none, or twice the same")
        found = [part(s, unit, n, clamp=bool(kind)) for s in spans for n in numbers]
        if not kind:
            refuse(len(found) > len(spans) > 1, "3、9月5日、20日")
            self.month = found[-1] if found[-1].unit == "month" else self.month
        return self._narrow(found, kind)

    def point(self) -> Found | None:
        """point = [ year ] { part } | figures; lists of numbers give several."""
        if figures := self.take("DAY|MONTH|PART"):
            written = "PART" not in figures[0].kinds
            refuse(not written and self.year != self.base, "of which year?")
            year, month, *days = figures[0].value if written else (self.base, *figures[0].value)
            whole = part(year_of(year), "month", month)
            return Found("date", [part(whole, "day", day) for day in days] or [whole], written)
        before = self.tokens[self.at - 1]
        if written := (own := self._year()) is not None:
            self.year, self.yearly = own, False
        spans = self._narrow([year_of(self.year)])
        if spans[0].unit == "year" and not self.take("WHOLE") and not written:
            on = self.month and verdict("same-month", (before, *self.tokens[self.at :])) == "yes"
            spans = self._narrow([self.month]) if self.month and on else spans
            if spans[0].unit in ("year", "month", "end"):
                return None
        refuse(
            not written and self.year < self.base and "RANGE" not in before.kinds, "of the past year, too?"
        )
        _, named = self.choose("weekdays") if spans[-1].unit == "day" else ("", ())
        refuse(named and spans[-1].first.isoweekday() != named[0], "a day of another week")
        long = len(spans) == 1 and spans[0].unit in ("quarter", "half", "year")
        return Found("span" if long else "date", spans, written)

    def _year(self) -> int | None:
        says, numbers = self.choose("years")
        refuse(says == "none", "after which year?")
        known = {"list": self.base, "next": self.year, "written": 0}
        return known[says] + numbers[0] if says else None

    def _range(self) -> Found | None:
        """range = [ 从 ] point "至" point; what is not written again is inherited (7月9日至17日)."""
        self.take("FROM")
        left = self.attempt(self.point)
        self.take("起|开始")
        year = self.year
        if not left or not self.take("RANGE") or not (right := self.attempt(self.point)):
            return None
        self.year = year  # 次年 on the right is no year of what follows
        first, last = left.spans[0].first, right.dates[0]
        refuse(left.grain == "end" or len(left.spans) + len(right.spans) > 2, "3月底至年底")
        refuse(first > last or (left.grain, right.grain) == ("day", "month"), "12月至3月, 3月1日至6月")
        refuse("year" in (left.grain, right.grain) and left.written != right.written, "2026年-6月")
        return Found("span", [Span(first, last, "range")], right.written)

    def _rhythm(self) -> Found | None:
        """rhythm = [ year ] "每" period { part }"""
        year = self._year() or self.base
        unit, _ = self.choose("every")
        if unit in ("", "none"):
            return None
        spans = self._narrow(parts(year_of(year), unit), "every-")
        self.year, self.yearly = year, False
        if spans[0].unit == "year" and (found := self.attempt(self._range, self.point)):
            refuse(found.written or found.dates[-1].year > year, "a year of its own")
            self.yearly, spans = True, [*found.spans]
        refuse(self.choose("more")[0], "more than was read")
        return Found("recurring", [s for s in spans if s.last.year == year], yearly=self.yearly)

    def _anchored(self) -> Found | None:
        """anchored = [ year | 每年 ] anchor ( 前 | 后 | 结束前 | 期间 ) [ length ]"""
        year = self._year()
        self.take("每 年?")
        self.take("进入|进")
        if not (anchor := self._anchor(year)) or not (away := self.choose(anchor.unit))[0]:
            return None
        from dateutil.relativedelta import relativedelta  # of anchors alone

        (side, unit), (n,) = away[0].split("-"), away[1]
        begin, n = (anchor.first, -n) if side == "before" else (anchor.last, n)
        day = begin + relativedelta(**{unit: n})  # type: ignore[arg-type]
        self.year = year or self.year  # 2026年元旦、春节前
        unsure = year is None and day.year < self.base  # 元旦前: of which year?
        return None if unsure else Found("relative", [Span(day, day, anchor.unit)], year is not None)

    def _anchor(self, year: int | None) -> Span | None:
        """The days of the list file's anchor (`06-01`, `2025-06-01`, `06-01/09-30`), else of the calendar's."""
        known = year or self.year
        texts = [*accumulate(t.text for t in self.tokens[self.at :])]
        if not (text := max(self.names.keys() & texts, key=len, default="")):
            return None
        self.at += texts.index(text) + 1
        name = self.names[text]
        if written := self.own.get(name) or self.own.get(f"{name}节"):
            days = [date.fromisoformat(d if len(d) == 10 else f"{known:04}-{d}") for d in written.split("/")]
            if days[-1] < days[0]:  # 11-15/03-15: over the new year
                days[-1] = days[-1].replace(year=days[0].year + 1)
            unit = "feast" if len(days) == 1 and name.removesuffix("节").endswith(("期", "季")) else "anchor"
            return Span(days[0], days[-1], unit) if year in (None, days[0].year) else None
        # the season begins on 1 June, if nobody says otherwise
        first = date(known, 6, 1) if name == "汛期" else feasts.feast(name, known)
        return Span(first, first, "season" if name == "汛期" else "feast") if first else None

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
        if not (found := self.when()):
            return None
        early = found.grain == "year" and found.written and self.sees("前|之前|以前")  # or before its end?
        ended = (not early and self.take("BEFORE|END+")) or _has(self.tokens[begin : self.at], "EACH")
        mark, text = "LIMIT" if ended else "BARE", _text(self.tokens[begin : self.at])
        past, coming = found.dates[-1].year < self.base, found.dates[-1].year > self.base
        stale = found.kind == "span" and found.written and not ended and (past or text.endswith("年度"))
        stale &= found.spans[0].first.year <= self.base  # 2026年度：6月底前 may be of 2026
        kinds = "STALE" * stale, "PAST" * past, "COMING" * coming, "ANNUAL" * found.yearly
        word = _dated(found, text, mark, *kinds)
        section = "second" if _has(here, "DATE") else "first"
        if (said := verdict(section, (here[-1], word, *self.tokens[self.at :]))) in ("aside", "given"):
            self.year, self.month, self.yearly = before
            return Token(text, "ASIDE", said)
        return word

    def _bracketed(self, words: list[Token], inside: list[Token]) -> list[Token]:
        """A bracket ends the date before it; one with a date is that of what is before it: 主汛期（7月—8月）."""
        inner = Phrase(inside, self.base, self.own)
        last = [Token(""), *words][-1]
        said = Phrase(lex(_text(words)), self.base, self.own)._year() if not _has(words, "DATE") else None
        if said and said > self.base and not verdict("plan", words):
            inner.year = said  # 2026年汛期（6—9月）; not 2026年度计划（12月底前）
        elif "relative" in last.kinds or not self.month:  # as the bracket before, or 2026年，自查（3月底前）
            inner.year = max(self.base, self.year)
        kind, found, doubts = inner.result()
        found = None if doubts and kind != "relative" else found
        means = verdict("dated" if found else "remark", inner.words)
        lone = verdict("lone", words) or "no"
        if last.found and "DATE" in last.kinds:
            mark = "LIMIT" if self.take("BEFORE|END+") or "LIMIT-day" in last.kinds else "SAID"
            words = [*words[:-1], _dated(last.found, last.text, mark)]
        elif found and (kind != "recurring" if lone == "undated" else lone != "no" and self.sees("SEP|$")):
            mark = "BARE" if _has(inner.words, "BARE") else "LIMIT"
            self.year = max(self.year, inner.year)
            return [*words, Token("", "COLON", ":"), _dated(found, _text(inside), mark)]
        return [*words, Token(_text(inside), "REMARK", means, verdict("times", inner.words), found=found)]

    def result(self) -> Result:
        """What the phrase comes to."""
        items = self.items()
        judged = [_judged(item) for item in items]
        self.words = [word for word in chain(*items) if any(word.kinds)][1:]
        said = verdict("phrase", judged)
        if said in ("", "no") or (said in ("due", "changed") and verdict("several", self.words) == "no"):
            blamed = [item for item in judged if "no" in item.kinds and _has(self.words, "DATE")]
            return "unknown", None, [("blamed", word.text) for word in blamed[:1] if word.text]
        kinds = {verdict("times", self.words)}.union(*(item.kinds for item in judged))
        doubts = [(kind, "") for kind, *_ in rows("doubts.txt") if kind in kinds]
        doubts += [("moved", word.text) for word in self.tokens if "CHANGE" in word.kinds]
        if said in ("standing", "vague", "relative"):
            return said, None, doubts
        dated = [i for i in judged if i.kinds & {said, "since" if said == "due" else said}]
        found = self._merged(dated, *kinds)
        return found.kind, found, doubts

    def _merged(self, items: Sequence[Token], *told: str) -> Found:
        """Dates side by side, or a rhythm with what agrees with it."""
        found = [item.found for item in items if item.found]
        spans, relative = [s for f in found for s in f.spans], all(f.kind == "relative" for f in found)
        if len(found) == 1 or all(f.yearly for f in found):
            return Found(found[0].kind, spans, found[0].written, found[0].yearly)
        if rhythm := next((f for f in found if f.kind == "recurring"), None):
            alone = not any("behind" in item.kinds for item in items if item.found is not rhythm)
            days = [f for f in found if f is not rhythm and not f.start]
            for frame in (f for f in found if f.start):
                rhythm = _agreed(frame, rhythm, alone=alone)
            joint = {s.last: s for f in days for s in f.spans}
            return _agreed(rhythm, Found(days[0].kind, [*joint.values()]), alone=alone) if days else rhythm
        for (a, item), (b, later) in combinations(zip(found, items, strict=True), 2):
            last, due = a.dates[-1], b.dates[0]
            order = "" if due >= last else "inside" if a.spans[0].first <= due else "earlier"
            other, over = due.year != self.base, last.year > self.base
            carried = other and a.written and not b.written and b.grain != "year"
            kinds, years = (a.kind, b.kind), ("other" * other, "over" * over, "carried" * carried)
            between = (Token("", *one) for one in ((order, *told), kinds, years))
            refuse(verdict("pair", (item, *between, later)) == "no", "not two limits, or of which year?")
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
    if {stands, said, tells} & {"", "no", "noun"}:
        blamed = ahead if tells in ("", "no") else behind if said in ("", "no", "noun") else remarks
        return Token(_text(blamed), "no", changed)
    kinds = {said, tells, verdict("often", [item[0], *words]), verdict("led", ahead)}
    kinds |= {item[0].text, changed, f"{changed}-{found.kind}"}
    kinds |= {"ahead", f"{item[0].text}-ahead"} if ahead else set()
    kinds |= {"due", "behind" if behind else ""} if said != "since" else set()
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
        refuse(not -62 < (other.dates[-1] - found.dates[-1]).days < 2, "国庆前（5月底前）")
        return other
    start = found.spans[0].first if rhythm and alone else found.start  # 每月（7—12月）: not of all
    if other.dates in (found.dates, found.dates[-1:]) and len({start, other.start, None}) < 3:
        return other if rhythm and found.start else found
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
