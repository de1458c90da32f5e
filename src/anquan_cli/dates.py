"""Dates as people write them, periods (week, month, quarter), and today in the list's zone."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from anquan_cli.errors import UsageError, truncate
from anquan_cli.folding import fold

_YEAR = r"(19[0-9]{2}|2[0-9]{3})"  # far from the ends of the calendar, where no reckoning is possible
_FIXED = {"Asia/Shanghai": 8}  # no daylight saving since 1991; spares every start the zone database


class Period(NamedTuple):
    """A span of days, both ends included."""

    since: date
    until: date


def utc_now() -> datetime:
    """The clock, the only one: whatever asks for the time asks here."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The clock's day in the zone; an unknown zone counts as Asia/Shanghai."""
    return now(zone).date()


def now(zone: str) -> datetime:
    """The clock's time in the zone."""
    return utc_now().astimezone(_zone(zone))


def local_day(moment: str, zone: str) -> date:
    """The zone's day at a moment of the ledger (UTC, `2025-06-20T01:00:00.123456Z`)."""
    try:
        return datetime.fromisoformat(moment).astimezone(_zone(zone)).date()
    except OverflowError:  # the calendar's first or last day
        return date.fromisoformat(moment[:10])


def _zone(name: str) -> tzinfo:
    if name not in _FIXED:
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(name)
        except (OSError, ValueError, LookupError):
            pass
    return timezone(timedelta(hours=_FIXED.get(name, 8)))


def normalize_width(text: str) -> str:
    """Full-width digits and punctuation as half-width ones, dashes as `-`, no white space around."""
    half = fold(text).replace("。", ".")
    return re.sub(r"[‐-―−~〜至]", "-", half).strip()


def parse_day(text: str, year: int) -> date:
    """A day that a user typed: 2025-06-30, 2025/6/30, 2025年6月30日, 6月30日, 6-30.

    The list's year stands in where none is written. Raises UsageError.
    """
    match = re.fullmatch(rf"(?:{_YEAR}[-/.年])?(\d{{1,2}})[-/.月](\d{{1,2}})[日号]?", normalize_width(text))
    if match:
        try:
            return date(int(match[1] or year), int(match[2]), int(match[3]))
        except ValueError:
            pass
    raise UsageError(f"看不懂日期“{truncate(text)}”", "请写成 2025-06-30 或 6月30日")


def parse_month(text: str, year: int) -> Period:
    """A month that a user typed: 6, 6月, 2025-06, 2025年6月. Raises UsageError."""
    match = re.fullmatch(rf"(?:{_YEAR}[-/.年])?(\d{{1,2}})月?", normalize_width(text))
    if match and 1 <= int(match[2]) <= 12:
        return month(int(match[1] or year), int(match[2]))
    raise UsageError(f"看不懂月份“{truncate(text)}”", "请写成 6 或 2025-06")


def parse_week(text: str, today_: date) -> Period:
    """An ISO week that a user typed: 2025-W24, W24, 24, last, this. Raises UsageError."""
    word = normalize_width(text).lower()
    monday = today_ - timedelta(days=today_.weekday())
    if word in ("last", "上周"):
        return Period(monday - timedelta(days=7), monday - timedelta(days=1))
    if word in ("this", "本周"):
        return Period(monday, monday + timedelta(days=6))
    match = re.fullmatch(rf"(?:{_YEAR}(?:-|年)?)?(?:w|第)?(\d{{1,2}})周?", word)
    if match:
        try:
            first = date.fromisocalendar(int(match[1] or today_.isocalendar().year), int(match[2]), 1)
            return Period(first, first + timedelta(days=6))
        except ValueError:
            pass
    raise UsageError(f"看不懂周次“{truncate(text)}”", "请写成 2025-W24 或 last（上周）")


def parse_quarter(text: str, year: int) -> Period:
    """A quarter that a user typed: 2, 二季度, Q2, 2025-Q2. Raises UsageError."""
    word = normalize_width(text).lower().translate(str.maketrans("一二三四", "1234"))
    match = re.fullmatch(rf"(?:{_YEAR}(?:-|年)?)?(?:q|第)?([1-4])(?:季度)?", word)
    if match:
        return quarter(int(match[1] or year), int(match[2]))
    raise UsageError(f"看不懂季度“{truncate(text)}”", "请写成 2 或 2025-Q2")


def month(year: int, number: int) -> Period:
    """The days of a month."""
    first = date(year, number, 1)
    return Period(first, date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1))


def quarter(year: int, number: int) -> Period:
    """The days of a quarter."""
    return Period(date(year, 3 * number - 2, 1), month(year, 3 * number).until)
