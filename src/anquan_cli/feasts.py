"""National holidays (法定节日): their days by the calendar, the lunar ones by calculation, and when offices work again."""

from __future__ import annotations

from datetime import date, timedelta

_FEASTS: dict[str, tuple[str, int, int, int, int]] = {
    # which calendar, month, day; the rest that offices have over it: its first day, counted from the feast, and the days
    "元旦": ("solar", 1, 1, 0, 1),
    "春节": ("lunar", 1, 1, -1, 8),
    "清明": ("term", 4, 0, 0, 1),
    "五一": ("solar", 5, 1, 0, 5),
    "端午": ("lunar", 5, 5, 0, 1),
    "中秋": ("lunar", 8, 15, 0, 1),
    "国庆": ("solar", 10, 1, 0, 7),
}
_OTHERS = {"三八": (3, 8), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1)}  # no office rests over them
NAMES = {
    **{name: name for name in _OTHERS},
    "劳动节": "五一",
    "五一劳动节": "五一",
    "十一": "国庆",
    "十一国庆节": "国庆",
    **{n: name for name in _FEASTS for n in (name, f"{name}节")},
}


def feast(name: str, year: int) -> date | None:
    """The day of a holiday; None where nobody has reckoned the moon that far."""
    if name in _OTHERS:
        return date(year, *_OTHERS[name])
    calendar, month, day, *_ = _FEASTS[name]
    if calendar == "solar":
        return date(year, month, day)
    if not 1900 <= year <= 2100:
        return None
    from borax.calendars.lunardate import LunarDate, TermUtils

    lunar = calendar == "lunar"
    found: date = (
        LunarDate(year, month, day).to_solar_date() if lunar else TermUtils.day_start_from_term(year, name)
    )
    return found


def next_workday(day: date) -> date:
    """The day itself, or the first after it that is neither in a weekend nor in a holiday's rest.

    Which weekends are worked instead (调休) is announced year by year: none is counted on.
    """
    while day.weekday() > 4 or _is_rest(day):
        day += timedelta(1)
    return day


def _is_rest(day: date) -> bool:
    found = {name: first for name in _FEASTS if (first := feast(name, day.year))}
    autumn, national = found.get("中秋"), found["国庆"]
    joined = autumn is not None and 0 <= (autumn - national).days < _FEASTS["国庆"][4]  # one day more
    into = {name: (day - first).days - _FEASTS[name][3] for name, first in found.items()}
    return any(0 <= n < _FEASTS[name][4] + (joined and name == "国庆") for name, n in into.items())
