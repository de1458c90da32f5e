"""The one place where the importer asks the readers of deadline and unit phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from anquan_cli.folding import fold_letters
from anquan_cli.tasklist.phrases.deadline import doubt
from anquan_cli.tasklist.phrases.deadline import parse as _deadline
from anquan_cli.tasklist.phrases.deadline import pieces as pieces
from anquan_cli.tasklist.phrases.deadline import says_year as says_year
from anquan_cli.tasklist.phrases.deadline.lexer import lex, verdict
from anquan_cli.tasklist.phrases.mentions import mentioned
from anquan_cli.tasklist.phrases.registered import group_key as group_key
from anquan_cli.tasklist.phrases.units.reader import parse as _units
from anquan_cli.tasklist.plan import Schedule, UnitPhrase

NO_YEAR = 2000  # for asking whether a phrase can be read at all


@lru_cache(maxsize=4096)
def schedule(phrase: str, year: int = NO_YEAR) -> Schedule:
    """What a deadline phrase comes to."""
    return _deadline(phrase, year).schedule


def of_year(phrase: str, year: int) -> str:
    """A phrase with the year that it is of, which it does not say itself; "" where that cannot be read."""
    said, read = f"{year}年{phrase}", schedule(phrase, year)
    same = (read.kind, *read[2:]) == ((dated := schedule(said, year - 1)).kind, *dated[2:])
    return said if same and read.kind != "unknown" else ""


@lru_cache(maxsize=4096)
def settled(phrase: str, year: int = NO_YEAR) -> Schedule | None:
    """What a phrase comes to in a list, else in its own year, where nothing is in doubt, but how often within a period."""
    own = re.search(r"20\d\d(?=年)", phrase) if year == NO_YEAR else None
    read = _deadline(phrase, int(own[0]) if own else year)
    return read.schedule if {d.message for d in read.doubts} <= {doubt("often").message} else None


def untold(phrase: str) -> bool:
    """Whether a part of it may say a date that is not read."""
    return doubt("stage", year=NO_YEAR).hint in {d.hint for d in _deadline(phrase, NO_YEAR).doubts}


def named(texts: Sequence[str], year: int) -> list[dict[date, str]]:
    """The dates that each of a row's texts sets for something, with the words of each."""
    return [found for _, found in mentioned(texts, year, {})]


@lru_cache(maxsize=4096)
def says(section: str, clause: str) -> str:
    """What a table of the deadlines' reader says of a clause beside a date."""
    return verdict(section, lex(clause))


@lru_cache(maxsize=4096)
def parties(phrase: str) -> UnitPhrase:
    """What a phrase of responsible units comes to, without a register."""
    return _units(fold_letters(phrase))._replace(text=phrase)


def is_deadline(text: str) -> bool:
    """Whether all of a text is a deadline phrase."""
    return 0 < len(text) <= 60 and schedule(text).kind != "unknown" and not are_units(text)


def are_units(text: str) -> bool:
    """Whether all of a text is a phrase of units or groups."""
    if not 2 <= len(text) <= 600 or "：" in text[:1]:
        return False
    read = parties(text)
    return bool(read.named or read.groups) and not read.doubts


def two_dates_run_together(text: str) -> bool:
    """Two dates without a separator (9月底前10月底前): an old and a new one, printed on top of each other."""
    return bool(
        re.search(
            r"(?:[月底末前日号旬]|年)(?=(?:\d{4}年)?\d{1,2}月)",
            re.sub(r"(?:\d{2,4}|[今本明次翌去当每])年(?=\d)", "", text),
        )
    )
