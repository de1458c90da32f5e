"""Deadline phrases (完成时限): what a phrase comes to, and what about it is in doubt; nothing is guessed.

    phrase    = item { separator item }                  6月底前完成方案，12月底前完成建设
    item      = { word } [ date ] [ remark ] { word }    方案 3月底前 印发
    date      = anchored | rhythm | range | point
    point     = [ year ] { part } | figures              2025年 6月 底; 二季度 末; 6、12月; 2025.6.30
    range     = point "至" point                         what is not written again is inherited: 7月9日至17日
    rhythm    = [ year ] "每" period { part }            每 季度 末月 20日; 每 周 三、五; 每 年 6月20日、12月20日
    anchored  = anchor ( "前" | "后" ) [ length ]        汛期 前 10天; 开工 后 1个月
    remark    = "(" phrase ")"                           汛期前（6月1日前）

Whatever is read is a span of days or several; each part (月, 季度, 末月, 上旬, 20日, 底) is a step from a span to a part
of it, so a point and a rhythm are the same steps from a year or from every period. What stands beside a date is judged
by the first shape of a table that fits all of it; what no shape knows to be harmless makes a doubt.

A new word, way of writing, part or shape is one line of a table beside; each table says at its head what it holds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple, cast

from anquan_cli.tasklist.phrases.deadline.lexer import Token, lex, normal, rows, spelled, verdict
from anquan_cli.tasklist.phrases.deadline.phrase import Phrase, Result
from anquan_cli.tasklist.plan import Schedule
from anquan_cli.vocabulary import Kind

LONGEST = 200  # characters; no honest cell is longer
AHEAD = 5  # years: of a list that names the end of a plan


def says_year(phrase: str) -> bool:
    """Whether a phrase says which year it means: 2026年, 明年."""
    return re.search(r"\d年|[今本当明次翌去后]年", phrase) is not None


def pieces(phrase: str) -> list[str]:
    """What stands between the signs and words that part the dates of a phrase: 6月底前、12月底前."""
    return re.split(r"[、，,/；;和及与\s]+", phrase)


class Doubt(NamedTuple):
    """What is doubtful about a phrase, to follow the phrase in a sentence, and what to write instead."""

    message: str
    hint: str


class Reading(NamedTuple):
    """What a phrase comes to."""

    schedule: Schedule
    doubts: tuple[Doubt, ...] = ()


def doubt(kind: str, words: str = "", year: int = 0) -> Doubt:
    """What `doubts.txt` says of a kind of doubt, of words of the phrase, in the list of a year."""
    said = next(said for name, said, _ in rows("doubts.txt") if name == kind)
    said = said.replace("YEAR", f"{year}").replace("NEXT", f"{year + 1}")
    return Doubt(*(told.replace("…", words) for told in said.split(" → ")))


def parse(
    phrase: str,
    year: int,
    anchors: Mapping[str, str] | None = None,
    *,
    due: Sequence[date] = (),
    since: date | None = None,
) -> Reading:
    """What a deadline phrase comes to in the list of a year; never raises, never guesses.

    Args:
        phrase: as issued; it is kept as it stands.
        year: the list's, for dates without a year of their own.
        anchors: word → `MM-DD`, `YYYY-MM-DD` or two of them with `/` between: a span.
        due: dates that a person has settled; they stand for the phrase's.
        since: the first day of a rhythm that starts later.
    Returns:
        The schedule and its doubts; a kind without dates where the phrase is not understood.
    """
    kind, found, doubts = _read(phrase if len(phrase) <= 4 * LONGEST else "", year, anchors or {})
    if kind == "unknown" and not doubts:  # no word is to blame
        looks = (said for look, said, _ in rows("unread.txt") if re.search(look, normal(phrase[:LONGEST])))
        doubts = [(next(looks), "")]
    start, dates = (found.start, sorted(set(found.dates))) if found else (None, [])
    years = [day.year for day in dates if not year <= day.year <= year + AHEAD]
    doubts = [*doubts, *(("far", str(odd)) for odd in years[:1])]
    if due:
        kind = kind if kind in ("span", "recurring", "relative") else "date"
        dates, doubts = sorted(set(due)), []
        start = start if start and start <= dates[-1] else None
    elif since and (kind != "recurring" or dates[-1] < since):
        doubts = [*doubts, ("late" if kind == "recurring" else "from", str(since))]
    elif since:
        dates, doubts = [day for day in dates if day >= since], [d for d in doubts if d[0] != "started"]
    told = tuple(doubt(*one, year) for one in doubts)
    return Reading(Schedule(phrase, cast(Kind, kind), start, tuple(dates)), told)


def _read(phrase: str, year: int, own: Mapping[str, str]) -> Result:
    """What a phrase comes to; its lines go on with each other, or are parts of it where only that is read or says more."""
    apart = spelled(phrase, "lines.txt")
    whole, lines = normal(phrase), normal(apart)
    kind, found, doubts = read = _tried(whole, year, own)
    parted = read if lines == whole or len(lines) > LONGEST else _tried(lines, year, own)
    due, dates = (list(one[1].dates) if one[1] else [] for one in (read, parted))
    more = len({*dates}) - len({*due})  # stages, or a limit of a rhythm
    if kind == "unknown":
        kind, found, doubts = read if parted[0] == kind or len(phrase.split()) < 2 else parted
    elif dates and dates == sorted(dates) and (more > 0 or (more and kind == "recurring")):
        kind, found, doubts = parted
    elif {*dates} != {*due} or parted[0] == "unknown":
        doubts = [*doubts, *(("stage", words) for words in _untold(phrase, apart, year, own))]
    return kind, found, [_why(whole, year, own) if d == ("undated", "") else d for d in doubts]


def _untold(phrase: str, apart: str, year: int, own: Mapping[str, str]) -> Iterator[str]:
    """The parts of a phrase, `apart` as `lines.txt` has them, of which no date was taken and that may say one."""
    text, at, taken = normal(phrase), 0, set[int]()
    joined = Phrase(lex(text), year, own)
    joined.result()
    for word in joined.words:
        at = (begin := max(at, text.find(word.text, at))) + len(word.text)
        taken |= {*range(begin, at)} if "DATE" in word.kinds else set()
    at, light = 0, frozenset[str]()  # whether the part before ends in a verb that wants an object
    for words in re.split("[;；]", apart):
        part = normal(words)
        part = part if part in text else re.sub(r"^\d{1,2}[、.,]", "", part)
        tokens = [Token("", "LINE", *light) if at else Token("", "FIRST"), *lex(part)]
        says, light = verdict("untold", tokens), tokens[-1].kinds & {"LIGHT", "召开"}
        at = (begin := max(at, text.find(part, at))) + len(part)
        if says == "again" or (says == "yes" and taken.isdisjoint(range(begin, at))):
            yield words.strip()


def _tried(words: str, year: int, own: Mapping[str, str]) -> Result:
    """What a `normal` phrase comes to; nothing for a day that does not exist, or one with two meanings."""
    with suppress(ValueError, OverflowError):
        return Phrase(lex(words if len(words) <= LONGEST else ""), year, own).result()
    return "unknown", None, []


def _why(words: str, year: int, own: Mapping[str, str]) -> tuple[str, str]:
    """Why a phrase is undated: another day of an anchor would date it, or the day of a word (开工 of 开工后1个月)."""
    moved = {word: re.sub(r"(\d{4}-)?(\d\d-\d\d)", rf"{year + 1}-\2", days) for word, days in own.items()}
    marked = r"(?<!\d)([^;,、。()/\d前后]+?)(?=(?:结束|开始|到来|来临)?之?(?:前|后|以前|以后|期间|内))"
    events = [w for w in re.findall(marked, words) if w not in own and not verdict("fixed", lex(w))]
    for word, day in (moved | dict.fromkeys(events, f"{year}-06-01")).items():
        if _tried(words, year, {**own, word: day})[1]:
            return "stray" if word in own else verdict("missing", lex(words[words.index(word) :])), word
    return "undated", ""
