"""Ranges in a deadline phrase, from a point to a point; what is not written again is inherited from the left."""

from __future__ import annotations

import re
from datetime import date

from anquan_cli.tasklist.phrases.deadline.deadline_shapes import (
    TAIL,
    WEEKDAY,
    YEAR,
    Dates,
    end_of,
    on,
    span,
    third_end,
    written_year,
)

_POINT = (
    rf"{YEAR}(?:(?P<m>\d{{1,2}})(?:月(?:份)?|\.(?=\d))(?:(?P<d>\d{{1,2}})[日号]?{WEEKDAY}|(?P<t>[上中下])旬|(?P<e>月?[初底末]))?"
    r"|(?P<n>\d{1,2})(?P<day>[日号])?|(?P<ye>年?[底末初]|年终))"
)
_NUMBERED = r"(?P<y>\d{4})[./](?P<m>\d{1,2})(?:[./](?P<d>\d{1,2}))?"
_DASHED = r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
_LEFT = tuple(re.compile(rf"(?:从|自)?(?:{p})(?:起|开始)?") for p in (_POINT, _NUMBERED, _DASHED))
_RIGHT = tuple(re.compile(rf"(?:{p})(?:期间)?{TAIL}") for p in (_POINT, _NUMBERED, _DASHED))
_NOW = re.compile(
    r"(?:从|自)?(?:即日|现在|当前|目前|本月|(?:本)?[\u4e00-\u9fff]{0,6}(?:印发|发文|发布|下发|公布)(?:之日)?)(?:起|开始)?"
)


def between(text: str, year: int) -> Dates | None:
    """A range in one cell: 3月至5月, 7月9日至17日, 11月至次年3月, 9.1-9.30; from today on, only its end counts."""
    cuts = re.finditer(r"[至到]|(?<=.)-", text)  # 2025-03-01-2025-05-31 has five, 1-3月整改到位 two
    return next((found for c in cuts if (found := _range(text[: c.start()], text[c.end() :], year))), None)


def _range(left: str, right: str, year: int) -> Dates | None:
    b = next((m for p in _RIGHT if (m := p.fullmatch(right))), None)
    if b is None:
        return None
    if _NOW.fullmatch(left):
        end = _right_end(b, year, year, None)
        return on(end) if end else None
    a = next((m for p in _LEFT if (m := p.fullmatch(left))), None)
    return _from_to(a, b, year) if a else None


def _from_to(a: re.Match[str], b: re.Match[str], year: int) -> Dates | None:
    g, h = a.groupdict(), b.groupdict()
    first = written_year(a, year)
    month = g["m"]
    if g.get("n") and h["m"] and not (g["day"] or h["d"]):  # 1-9月: the number is a month
        month = g["n"]
    start = _left_start(g, first, int(month)) if month else None
    if (g.get("ye") or "").endswith("初"):
        start = date(first, 1, 1)
    if start is None or (g["d"] and h["m"] and not (h["d"] or h.get("t") or h.get("e"))):
        return None  # 3月1日至6月: does it end with May or June?
    end = _right_end(b, year, first, start.month if g["d"] else None)
    return span(start, end) if end else None


def _left_start(g: dict[str, str | None], year: int, month: int) -> date | None:
    if (g.get("e") or "").endswith(("底", "末")):
        return None
    third = {"上": 1, "中": 11, "下": 21}.get(g.get("t") or "", 1)
    return date(year, month, int(g["d"]) if g["d"] else third)


def _right_end(b: re.Match[str], year: int, first: int, month: int | None) -> date | None:
    """The last day of a range's right side; `first`: the left side's year, `month`: its month if it names a day."""
    h = b.groupdict()
    last = first + 1 if h.get("w") in ("次年", "翌年") else written_year(b, year if h.get("w") else first)
    if h.get("ye"):
        return date(last, 12, 31) if not h["ye"].endswith("初") else None
    if h.get("n"):
        return date(last, month, int(h["n"])) if month and h["day"] and last == first else None
    if (h.get("e") or "").endswith("初"):
        return None
    if h["d"]:
        return date(last, int(h["m"]), int(h["d"]))
    return third_end(last, int(h["m"]), h["t"]) if h.get("t") else end_of(last, int(h["m"]))
