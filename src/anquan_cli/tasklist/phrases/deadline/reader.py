"""Dates read from tokens: points, ranges, rhythms and what is reckoned from an anchor, all as parts of spans."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import accumulate

from anquan_cli import feasts
from anquan_cli.tasklist.phrases.deadline.lexer import Token, ends, normal, tables, verdict
from anquan_cli.tasklist.phrases.deadline.spans import Found, Span, part, parts, refuse, year_of

_OPENINGS = "#|LIST|DAY|MONTH|PART|YEAR|YEARWORD|HALF|EACH|FROM|WHOLE|第|年|前|进|进入"
_SEASON = dict.fromkeys("汛期 汛 入汛 防汛期 入汛期".split(), "汛期")


class Reader:
    """Reads dates, at a place among tokens; a rule returns None where there is none."""

    def __init__(self, tokens: Sequence[Token], year: int, own: Mapping[str, str]) -> None:
        self.tokens, self.at = (*tokens, Token("", "$")), 0
        self.base = self.year = year  # the list's, and the last that was written; later points inherit it
        self.own = own
        self.names = feasts.NAMES | _SEASON | {normal(n).removesuffix("期间"): n for n in own if own[n]}
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
