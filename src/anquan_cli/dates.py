"""Dates as people write them, periods (week, month, quarter), and today in the list's zone."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from anquan_cli.errors import UsageError, truncate
from anquan_cli.folding import fold

_YEAR = r"(19[0-9]{2}|2[0-9]{3}|[0-9]{2}(?=年))"  # far from the ends of the calendar, where no reckoning is possible
FIRST_YEAR, LAST_YEAR = 1949, 2999  # of a list
_DIGITS = {"〇": "0", "零": "0", "两": "2"} | {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)}
NUMERALS = "".join(_DIGITS) + "十"
_DASHES = dict.fromkeys(
    [*range(0x2010, 0x2016), *map(ord, "−~〜至")], "-"
)  # ‐ to ―, and what stands for them
_NEAR = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "yesterday": -1, "今天": 0, "今日": 0, "当天": 0, "当日": 0, "today": 0,
    "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_BESIDE = (  # what papers write behind a day: （周一）, 上午9时30分
    r"(?<=[日号0-9])(?:[(]?(?:周|星期|礼拜)([1-7日天])[)]?)?"
    r"(?:[上下]午|早上|中午|凌晨|傍晚|晚上?)?(?:[0-9]{1,2}(?:[时点](?:[0-9]{1,2}分|半|整)?|:[0-9]{2}))?"
)
_TURNS = {"last": -1, "上": -1, "this": 0, "本": 0, "这": 0, "当": 0, "next": 1, "下": 1}
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
    """Full-width digits and punctuation as half-width ones, dashes as `-`, no white space around.

    A raised figure is a footnote's, never one more digit: 1² is not 12.
    """
    if not text.isascii():
        parts = re.split("([⁰¹²³⁴-⁹₀-₉]+)", text)
        parts[::2] = map(fold, parts[::2])
        text = "".join(parts)
    return text.replace("。", ".").translate(_DASHES).strip()


def parse_day(text: str, year: int, today_: date | None = None) -> date:
    """A day that a user typed: 2025-06-30, 20250630, 2025年6月30日, 6月30日, 六月三十日, 6-30, 6月30日（周一）上午.

    The list's year stands in where none is written. With `today_`, words that count from it are read too: 昨天,
    上周五, 3天后, 月底, 30日. Raises UsageError.
    """
    typed = _typed(text, today_)
    match = re.fullmatch(rf"(?:{_YEAR}[-/.年])?(\d{{1,2}})[-/.月](\d{{1,2}})[日号]?{_BESIDE}", typed)
    match = match or re.fullmatch(rf"{_YEAR}(\d\d)(\d\d)()", typed)
    try:
        if match:
            on = date(_year(match[1], year), int(match[2]), int(match[3]))
            weekday = "一二三四五六日"[on.weekday()]
            if match[4] and re.sub("[7天]", "日", match[4]) != in_figures(weekday):
                said = f"“{truncate(text)}”的星期与日期不符，{on} 是星期{weekday}"
                raise UsageError(said, "请核对日期")
            return on
        if today_ and (day := _near(typed, today_)):
            return day
    except (ValueError, OverflowError):
        raise UsageError(f"没有“{truncate(text)}”这一天", "请核对日期") from None
    raise UsageError(f"看不懂日期“{truncate(text)}”", f"请写成 {year}-06-30 或 6月30日")


def _year(typed: str | None, other: int) -> int:
    """The year that was typed, 2026 for 26年; the other where none was."""
    return int(typed) + 2000 * (len(typed) == 2) if typed else other


def _near(typed: str, today_: date) -> date | None:
    """A day that is said from today."""
    if typed in _NEAR:
        return today_ + timedelta(days=_NEAR[typed])
    if found := re.fullmatch(r"(\d{1,4})(天|周)([前后])", typed):
        away = int(found[1]) * (7 if found[2] == "周" else 1)
        return today_ + timedelta(days=-away if found[3] == "前" else away)
    if found := re.fullmatch("([上本这下])?个?(?:周|星期|礼拜)([1-7日天])", typed):
        day = int(found[2].replace("日", "7").replace("天", "7"))
        return week(today_ + timedelta(weeks=_TURNS[found[1] or "本"])).since + timedelta(days=day - 1)
    if found := re.fullmatch("([上本这下])?个?月([初底末])", typed):
        span = _month_at(today_, _TURNS[found[1] or "本"])
        return span.since if found[2] == "初" else span.until
    if found := re.fullmatch(r"(\d{1,2})[日号]", typed):
        return today_.replace(day=int(found[1]))
    return None


def parse_month(text: str, year: int, today_: date) -> Period:
    """A month that a user typed: 6, 6月, 六月份, 2025-06, 2025年6月, last, 上月, 本月. Raises UsageError."""
    typed = _typed(text, today_)
    if (turn := _turn(typed, "月份?")) is not None:
        return _month_at(today_, turn)
    match = re.fullmatch(rf"(?:{_YEAR}[-/.年])?(\d{{1,2}})(?:月份?)?", typed)
    match = match or re.fullmatch(rf"{_YEAR}(\d\d)", typed)
    if match and 1 <= int(match[2]) <= 12:
        return month(_year(match[1], year), int(match[2]))
    raise UsageError(f"看不懂月份“{truncate(text)}”", f"请写成 6、{year}-06 或 last（上月）")


def parse_week(text: str, year: int, today_: date) -> Period:
    """A week that a user typed: 2025-W24, W24, 24, 第24周, last, 上周, this. Raises UsageError.

    As ISO counts them; the last days of a year whose weeks are 52 are its 53rd, as issues are numbered.
    """
    typed, hint = _typed(text, today_), f"请写成 {year}-W24 或 last（上周）"
    if (turn := _turn(typed, "周|星期|礼拜")) is not None:
        return week(today_ + timedelta(weeks=turn))
    match = re.fullmatch(rf"(?:{_YEAR}(?:-|年)?)?(?:w|第)?(\d{{1,2}})周?", typed)
    if match and int(match[2]):
        its_year = _year(match[1], year)
        first = date.fromisocalendar(its_year, 1, 1) + timedelta(weeks=int(match[2]) - 1)
        if first.year <= its_year:
            return Period(first, first + timedelta(days=6))
        raise UsageError(f"{its_year}年没有第{int(match[2])}周", hint)
    raise UsageError(f"看不懂周次“{truncate(text)}”", hint)


def parse_quarter(text: str, year: int, today_: date) -> Period:
    """A quarter that a user typed: 2, 二季度, Q2, 2025-Q2, last, 上季度. Raises UsageError."""
    typed = _typed(text, today_)
    if (turn := _turn(typed, "季度?")) is not None:
        quarters = today_.year * 4 + (today_.month - 1) // 3 + turn
        return quarter(quarters // 4, quarters % 4 + 1)
    match = re.fullmatch(rf"(?:{_YEAR}(?:-|年)?)?(?:q|第)?([1-4])(?:季度?)?", typed)
    if match:
        return quarter(_year(match[1], year), int(match[2]))
    raise UsageError(f"看不懂季度“{truncate(text)}”", f"请写成 2、{year}-Q2 或 last（上季度）")


def parse_within(text: str, today_: date) -> Period:
    """The days from today that a user typed: 7, 7天, 七天内, 两周, 1个月. Raises UsageError."""
    typed = re.sub("^(?:今后|未来)|(?:之|以)?内$", "", _typed(text, today_)).replace("半个月", "15天")
    match = re.fullmatch(r"(\d{1,5})(天|日|个?(?:周|星期|礼拜)|个?月)?", typed)
    if match:
        number, unit = int(match[1]), (match[2] or "天").removeprefix("个")
        days = number * (1 if unit in "天日" else 31 if unit == "月" else 7)
        if days <= 36500:
            if unit == "月":
                span = _month_at(today_, number)
                return Period(today_, min(span.since + timedelta(days=today_.day - 1), span.until))
            return Period(today_, today_ + timedelta(days=days))
    raise UsageError(f"看不懂天数“{truncate(text)}”", "请写成 7 或 7天，最多 36500 天")


def parse_span(text: str, year: int, today_: date) -> Period:
    """The days that a user typed: a day, or a week, month, quarter, or 7天内. Raises UsageError."""
    try:
        day = parse_day(text, year, today_)
        return Period(day, day)
    except UsageError as no_day:
        if re.fullmatch(r"\d+月份?", _typed(text)):  # never so many months from today
            return parse_month(text, year, today_)
        readers = (parse_month, parse_week, parse_quarter, lambda text, _, today: parse_within(text, today))
        for read in (
            readers if not _typed(text).isdecimal() else ()
        ):  # a bare number is no month here, nor is 十
            try:
                return read(text, year, today_)
            except UsageError:
                pass
        raise no_day


def parse_year(text: str, option: str) -> int:
    """A year that a list can be of, as typed: 2026, 2026年, 二〇二六年. Raises UsageError."""
    typed = _typed(text).removesuffix("年")
    if re.fullmatch(r"\d{1,9}", typed) and FIRST_YEAR <= int(typed) <= LAST_YEAR:
        return int(typed)
    raise UsageError(
        f"{option} 看不懂年份“{truncate(text)}”", f"请写 {FIRST_YEAR} 到 {LAST_YEAR} 的年份，如 2026"
    )


def _typed(text: str, today_: date | None = None) -> str:
    """As typed, in one way of writing: half-width, small letters, no blanks, numerals as figures."""
    typed = "".join(normalize_width(text).lower().split())
    if today_:
        for word, turn in (("去年", -1), ("今年", 0), ("本年", 0), ("明年", 1)):
            typed = typed.replace(word, f"{today_.year + turn}年")
    return in_figures(typed)


def in_figures(text: str) -> str:
    """Chinese numerals as figures: 二十九 as 29, 二〇二五 as 2025; what is neither stays."""
    if text.isascii():  # spares most starts the expression
        return text
    return re.sub(f"[{NUMERALS}]+", lambda m: m[0] if (n := numeral(m[0])) is None else str(n), text)


def numeral(text: str) -> int | None:
    """What a Chinese numeral below a thousand says: 十二, 廿三, 一百零五, 二〇二五; None for anything else."""
    if len(text) > 9:
        return None
    if text and not set(text) - set(_DIGITS):
        return int("".join(map(_DIGITS.__getitem__, text)))
    spelt = text.replace("廿", "二十").replace("卅", "三十")
    one = f"[{''.join(_DIGITS)}]"
    found = re.fullmatch(f"(?:({one})百[〇零]?)?(?:({one}?)十|)({one}?)", spelt)
    if not text or not found:
        return None
    hundreds, tens, ones = (int(_DIGITS.get(digit or "", "0")) for digit in found.groups())
    return 100 * hundreds + 10 * (tens or found[2] == "") + ones


def _turn(typed: str, unit: str) -> int | None:
    """A period that is said from today's: last, 上月, 上个月, 本季度, 下周."""
    found = re.fullmatch(f"(last|this|next)|([上本这当下])1?个?(?:{unit})", typed)
    return _TURNS[found[1] or found[2]] if found else None


def _month_at(day: date, turn: int) -> Period:
    months = day.year * 12 + day.month - 1 + turn
    return month(months // 12, months % 12 + 1)


def week(day: date) -> Period:
    """The days of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def month(year: int, number: int) -> Period:
    """The days of a month."""
    first = date(year, number, 1)
    return Period(first, date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1))


def quarter(year: int, number: int) -> Period:
    """The days of a quarter."""
    return Period(date(year, 3 * number - 2, 1), month(year, 3 * number).until)
