"""What the items of a phrase come to; `shapes.txt` judges the words beside its dates."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, combinations, takewhile

from anquan_cli.tasklist.phrases.deadline.lexer import Token, lex, matches, rows, verdict
from anquan_cli.tasklist.phrases.deadline.reader import Reader
from anquan_cli.tasklist.phrases.deadline.spans import Found, Span, refuse

# kind, dates, kinds of `doubts.txt` with words of the phrase
Result = tuple[str, Found | None, list[tuple[str, str]]]


class Phrase(Reader):
    """Reads a phrase: its dates and brackets become words, then its items, and each time a table judges them."""

    words: Sequence[Token] = ()  # of all items, once they are read

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
        if "relative" in last.kinds or (said and said > self.base and not verdict("plan", words)):
            inner.year = said or self.year  # 2026年汛期（6—9月）; not 2026年度计划（12月底前）
        kind, found, doubts = inner.result()
        found = None if doubts and kind != "relative" else found
        means = verdict("dated" if found else "remark", inner.words)
        lone = verdict("lone", words) or "no"
        if last.found and "DATE" in last.kinds:
            mark = "LIMIT" if self.take("BEFORE|END+") or "LIMIT-day" in last.kinds else "SAID"
            words = [*words[:-1], _dated(last.found, last.text, mark)]
        elif found and (kind != "recurring" if lone == "undated" else lone != "no" and self.sees("SEP|$")):
            mark = "BARE" if _has(inner.words, "BARE") else "LIMIT"
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
        found = self._merged([i for i in judged if i.kinds & {said, "since" if said == "due" else said}])
        return found.kind, found, doubts

    def _merged(self, items: Sequence[Token]) -> Found:
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
            inside, earlier = a.spans[0].first <= b.dates[0] < a.dates[0], b.dates[0] < a.dates[-1]
            other = b.dates[0].year != self.base
            carried = other and a.written and not b.written and b.grain != "year"
            order = Token("", "inside" * inside, "earlier" * earlier)
            kinds, years = Token("", a.kind, b.kind), Token("", "other" * other, "carried" * carried)
            refuse(verdict("pair", (item, order, kinds, years, later)), "not two limits, or of which year?")
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
