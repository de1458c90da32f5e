"""What a deadline may be reckoned from: national holidays, the flood season, and a list file's own anchors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

_FEASTS: dict[str, tuple[str, int, int]] = {  # national holidays: which calendar, month, day
    "元旦": ("solar", 1, 1),
    "春节": ("lunar", 1, 1),
    "清明": ("term", 4, 0),
    "五一": ("solar", 5, 1),
    "端午": ("lunar", 5, 5),
    "中秋": ("lunar", 8, 15),
    "国庆": ("solar", 10, 1),
}
ALIASES = {"劳动节": "五一", "十一": "国庆", "汛": "汛期", "入汛": "汛期", "防汛期": "汛期", "入汛期": "汛期"}
NAMES = (*(f"{name}节" for name in _FEASTS), *_FEASTS, *ALIASES, "汛期")
FLOOD = (6, 1)  # the flood season (汛期) where the list file says nothing


class Anchor(NamedTuple):
    """The days that an anchor has in a year."""

    first: date
    last: date | None  # None: of a season or holiday only the first day is known
    assumed: bool = False  # nobody wrote it


def days_of(word: str, year: int, own: Mapping[str, str]) -> Anchor | None:
    """An anchor's days: the list file's (`06-01`, `2025-06-01`, `06-01/09-30`), else the calendar's.

    None when it has no date in that year. Raises ValueError for a day that the calendar lacks.
    """
    name = ALIASES.get(word, word)
    name = name.removesuffix("节") if name.removesuffix("节") in _FEASTS else name
    for key in dict.fromkeys((word, name, f"{name}节")):
        if key in own:
            return _written(own[key], year, key.endswith(("期", "季")))
    if name == "汛期":
        return Anchor(date(year, *FLOOD), None, True)
    return Anchor(_holiday(name, year), None) if name in _FEASTS else None


def _written(text: str, year: int, season: bool) -> Anchor | None:
    first, _, last = text.partition("/")
    start = date.fromisoformat(first if len(first) == 10 else f"{year:04}-{first}")
    if start.year != year:
        return None
    if not last:
        return Anchor(start, None if season else start)
    end = date.fromisoformat(last if len(last) == 10 else f"{year:04}-{last}")
    return Anchor(
        start, end if end >= start else end.replace(year=year + 1)
    )  # 11-15/03-15: over the new year


def _holiday(name: str, year: int) -> date:
    from borax.calendars.lunardate import LunarDate, TermUtils

    calendar, month, day = _FEASTS[name]
    if calendar == "solar":
        return date(year, month, day)
    found: date = (
        LunarDate(year, month, day).to_solar_date()
        if calendar == "lunar"
        else TermUtils.day_start_from_term(year, name)
    )
    return found
