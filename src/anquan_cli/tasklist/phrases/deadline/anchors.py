"""What a deadline may be reckoned from: national holidays, the flood season, and a list file's own anchors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

_FEASTS: dict[str, tuple[str, int, int]] = {  # national holidays: which calendar, month, day
    "元旦": ("solar", 1, 1),
    "春节": ("lunar", 1, 1),
    "清明": ("term", 4, 0),
    "五一": ("solar", 5, 1),
    "端午": ("lunar", 5, 5),
    "中秋": ("lunar", 8, 15),
    "国庆": ("solar", 10, 1),
    "汛期": ("solar", 6, 1),  # the flood season where the list file says nothing
}
_ALIASES = {
    "劳动节": "五一",
    "十一": "国庆",
    "汛": "汛期",
    "入汛": "汛期",
    "防汛期": "汛期",
    "入汛期": "汛期",
}
_ALIASES |= {f"{name}节": name for name in _FEASTS}
NAMES = (*_ALIASES, *_FEASTS)
_REST = {  # how long offices rest over a feast: its first day, counted from the feast, and the days
    "元旦": (0, 1), "春节": (-1, 8), "清明": (0, 1), "五一": (0, 5), "端午": (0, 1), "中秋": (0, 1), "国庆": (0, 7),
}  # fmt: skip


class Anchor(NamedTuple):
    """The days that an anchor has in a year."""

    first: date
    last: date | None  # None: of a season or holiday only the first day is known
    assumed: str = ""  # its name, where nobody wrote its day


def days_of(word: str, year: int, own: Mapping[str, str]) -> Anchor | None:
    """An anchor's days: the list file's (`06-01`, `2025-06-01`, `06-01/09-30`), else the calendar's.

    None when it has no date in that year. Raises ValueError for a day that the calendar lacks.
    """
    name = _ALIASES.get(word, word)
    for key in (word, name, f"{name}节"):
        if key in own:
            return _written(own[key], year, key.endswith(("期", "季")))
    if name not in _FEASTS:
        return None
    calendar, month, day = _FEASTS[name]
    if calendar == "solar":
        return Anchor(date(year, month, day), None, word if name == "汛期" else "")
    if not 1900 <= year <= 2100:  # nobody has reckoned the moon further
        return None
    from borax.calendars.lunardate import LunarDate, TermUtils

    lunar = calendar == "lunar"
    first: date = (
        LunarDate(year, month, day).to_solar_date() if lunar else TermUtils.day_start_from_term(year, name)
    )
    return Anchor(first, None)


def next_workday(day: date) -> date:
    """The day itself, or the first after it that is neither in a weekend nor in a feast's rest.

    Which weekends are worked instead (调休) is announced year by year: none is counted on.
    """
    while day.weekday() > 4 or _is_rest(day):
        day += timedelta(1)
    return day


def _is_rest(day: date) -> bool:
    found = {name: feast.first for name in _REST if (feast := days_of(name, day.year, {}))}
    into = {name: (day - first).days - _REST[name][0] for name, first in found.items()}
    autumn, national = found.get("中秋"), found["国庆"]
    joined = autumn is not None and 0 <= (autumn - national).days < _REST["国庆"][1]  # one day more
    return any(0 <= n < _REST[name][1] + (joined and name == "国庆") for name, n in into.items())


def _written(text: str, year: int, season: bool) -> Anchor | None:
    days = [date.fromisoformat(day if len(day) == 10 else f"{year:04}-{day}") for day in text.split("/")]
    first, last = days[0], days[-1]
    if first.year != year:
        return None
    if last < first:  # 11-15/03-15: over the new year
        last = last.replace(year=year + 1)
    return Anchor(first, None if season and len(days) == 1 else last)
