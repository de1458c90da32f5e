"""The dates that running text mentions; `deadline/clauses.txt` cuts it into clauses."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from anquan_cli.tasklist.phrases.deadline.lexer import Token, lex, normal, spelled, verdict
from anquan_cli.tasklist.phrases.deadline.phrase import Phrase


class Mentions(NamedTuple):
    """The year of the dates above a text (2026年：, 2026年6月底前完成改造；), else the list's, and the dates that it sets for
    something (6月底前, 第一季度完成), with the words of each."""

    above: int
    dates: dict[date, str]


def mentioned(texts: Iterable[str], year: int, own: Mapping[str, str]) -> Iterator[Mentions]:
    """What each of several texts mentions: see `Mentions`; a clause that may name a date is read once."""
    at, days = (year, year, 0), tuple(own.items())
    for text in texts:
        above, dates = 0, dict[date, str]()
        for clause in spelled(text, "clauses.txt").splitlines():
            mentions, at = _clause(clause, at, year, days)
            above, dates = above or mentions.above, dates | mentions.dates
        yield Mentions(above or at[0], dates)


# the year of dates, of the last head above them, and of the sentence before theirs
_At = tuple[int, int, int]


@lru_cache(maxsize=1 << 14)  # who imports a list asks for the same text several times
def _clause(clause: str, at: _At, year: int, own: tuple[tuple[str, str], ...]) -> tuple[Mentions, _At]:
    return _mentioned(clause, at, year, dict(own))


def _mentioned(clause: str, at: _At, year: int, own: Mapping[str, str]) -> tuple[Mentions, _At]:
    """What a clause mentions, and where one is behind it; a full stop is one of its own."""
    (here, head, before), found, words = at, dict[date, str](), list[Token]()
    with suppress(ValueError):
        phrase = Phrase(lex(normal(clause)), year, own)
        phrase.year = max(here, year)  # a past one dates nothing
        words = [*chain(*phrase.items())]
    dated = [(word, word.found, words[n - 1 :]) for n, word in enumerate(words) if word.found]
    if not dated:
        return Mentions(0, {}), (head, head, before or here) if clause == "。" else at
    if before and verdict("goes-on", dated[0][2]):
        return _mentioned(clause, (before, head, 0), year, own)
    for word, read, behind in dated:
        if (sets := verdict("sets", behind)) in ("yes", "event"):
            ends = next((i for i, w in enumerate(behind) if i > 1 and w.kinds & {"BEFORE", "relative"}), 1)
            told = "".join(w.text for w in behind[1 : ends + 1]) if sets == "event" else word.text
            said = told[:4].isdecimal() or read.written or read.dates[0].year == year
            found = dict.fromkeys(read.dates, told if said else f"{phrase.year}年{told}") | found
        if (carries := verdict("carries", behind)) in ("yes", "head"):
            here, head = phrase.year, phrase.year if carries == "head" else head
    return Mentions(at[0], found), (here, head, 0)
