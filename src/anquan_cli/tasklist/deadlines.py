"""Deadline phrases (完成时限): what a phrase comes to; what fits no shape of the table stays unknown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from anquan_cli.tasklist.deadline_ranges import between
from anquan_cli.tasklist.deadline_shapes import LEAD, SHAPES, STEADY, TAIL, YEAR, Dates, written_year
from anquan_cli.tasklist.plan import Schedule

ANCHORS: dict[str, str] = {"汛期": "06-01"}  # Shanxi's flood season begins on 1 June
LONGEST = 200  # characters; no honest cell is longer

_DIGITS = {**dict(zip("〇零一二三四五六七八九", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)), "两": 2}
_NUMERAL = re.compile(
    r"[〇零一二三四五六七八九十廿卅两]+(?=[年月日号个天周旬季半]|次(?!性)|工作日|[、至-]第?[一二三四]季)"
    r"|(?<=周)[一二三四五六]|(?<=星期)[一二三四五六]"
)
_ZERO = re.compile(r"二[Oo0○](?=[〇零一二三四五六七八九]{2}年)")
_ENCLOSED = re.compile(r"[①-⒛❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿]")  # ①6月 is not 16月


def parse(phrase: str, year: int, anchors: Mapping[str, str] | None = None) -> Schedule:
    """What a deadline phrase comes to in the list of a year; never raises, never guesses.

    `anchors`: word → `MM-DD` or `YYYY-MM-DD`, beside the default ones. The phrase is kept as it stands.
    """
    known = {**ANCHORS, **(anchors or {})}
    for text in dict.fromkeys((normal(phrase), normal(";".join(phrase[: 4 * LONGEST].split("\n"))))):
        if len(text) <= LONGEST and (found := _read(text, year, known)):
            kind, start, dates = found
            return Schedule(phrase, kind, start, tuple(sorted(set(dates))))
    return Schedule(phrase, "unknown", None, ())


def normal(phrase: str) -> str:
    """Half-width, without white space, one kind of dash, Chinese numerals before a unit as digits."""
    text = _ENCLOSED.sub(";", phrase[: 4 * LONGEST])
    text = "".join(unicodedata.normalize("NFKC", text).split())
    text = re.sub(r"[‐-―−~〜～]+|-{2,}", "-", text).strip(";；").rstrip("。.，,").replace("元月", "1月")
    text = _ZERO.sub("二〇", text)
    return _NUMERAL.sub(lambda found: str(_number(found[0])), text)


def _number(word: str) -> int:
    """二〇二五 → 2025, 十二 → 12, 廿 → 20."""
    word = word.replace("廿", "二十").replace("卅", "三十")
    if "十" in word:
        tens, _, ones = word.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return int("".join(str(_DIGITS[c]) for c in word))


def _read(text: str, year: int, anchors: Mapping[str, str]) -> Dates | None:
    try:
        return (
            _anchored(text, year, anchors)
            or _whole(text, year)
            or _yearly(text, year)
            or _several(text, year)
        )
    except (ValueError, OverflowError):  # a day that does not exist
        return None


def _whole(text: str, year: int) -> Dates | None:
    """A phrase of one shape."""
    for pattern, build in SHAPES:
        match = pattern.fullmatch(text)
        if match and (found := build(match, year)):
            return found
    return between(text, year)


def _anchored(text: str, year: int, anchors: Mapping[str, str]) -> Dates | None:
    """A known anchor, with days or months before or after it: 汛期前, 开工后1个月, 会前5天."""
    text = re.sub(r"^((?:\d{4}年)?)(?:进入|入)?汛(?=前)", r"\1汛期", text)
    for word in sorted(anchors, key=len, reverse=True):
        match = re.fullmatch(
            rf"{LEAD}{YEAR}(?:每年)?{re.escape(word)}(?:到来|来临|开始)?(?:之|以)?(?P<side>[前后])"
            rf"(?:(?P<n>\d{{1,3}})个?(?P<u>日|天|周|月|年))?{TAIL}",
            text,
        )
        if not match or (match["side"] == "后" and not match["n"]):
            continue
        month_day = anchors[word]
        named = f"{written_year(match, year):04}-"
        anchor = date.fromisoformat(month_day if len(month_day) == 10 else named + month_day)
        if not anchor.isoformat().startswith(named) and (match["y"] or match["yy"] or match["w"]):
            return None
        if not match["n"]:
            return "relative", None, (anchor - timedelta(days=1),)
        count = int(match["n"]) * (-1 if match["side"] == "前" else 1)
        unit = {"日": "days", "天": "days", "周": "weeks", "月": "months", "年": "years"}[match["u"]]
        return "relative", None, (anchor + relativedelta(**{unit: count}),)  # type: ignore[arg-type]
    return None


def _yearly(text: str, year: int) -> Dates | None:
    """每年 before dates without a year of their own: 每年6月20日前、12月20日前."""
    if not text.startswith("每年") or re.search(r"\d{2}年|[今明次翌当去上本]年", text):
        return None
    found = _whole(text[2:], year) or _several(text[2:], year)
    return ("recurring", None, found[2]) if found and found[0] == "date" else None


_BREAKS = re.compile(
    r"[/、,，;；]|(?<=[月日底末前年])(?:以及|[和及])(?=\d|[上下]半年|年底)|(?=并(?:长期|持续|常态))|(?<=[前成束])(?=长期|持续|常态)"
)
_NUMBERED = re.compile(r"\([1-9]\)|[一二三四五六七八九]是")
_NUMBERING = re.compile(r"第[1-9一二三四五六](?:批|阶段|步|期):?")


def _several(text: str, year: int) -> Dates | None:
    """Several dates in one cell; every piece has to be understood. A year or month is inherited from the left."""
    text = _NUMBERED.sub(";", text)
    if re.match(r"1[、.)][^;；]*月.*2[、.)]", text):
        text = re.sub(r"(?<!\d)[1-9][、.)]", ";", text)  # 1、6月底前；2、12月底前
    pieces = [_NUMBERING.sub("", p) for p in _BREAKS.split(text) if p]
    if not 2 <= len(pieces) <= 24:
        return None
    found: list[Dates] = []
    written, month = "", ""
    for i, piece in enumerate(pieces):
        if re.search(r"\d$", piece):  # 6、12月底 and 6月15、30日: the unit stands behind the last one
            unit = next(
                (m[1] for later in pieces[i + 1 :] if (m := re.match(r"\d{1,2}([月日号])", later))), ""
            )
            piece += unit
        if re.match(r"\d{1,2}[日号]", piece):
            piece = month + piece
        read = _piece(piece, written, year)
        if read is None or read[0] == "recurring":
            return None
        found.append(read)
        written = (re.match(r"\D{0,3}?(\d{4}年)", piece) or ["", written])[1]
        month = (re.search(r"(\d{1,2}月)(?:份)?\d", piece) or ["", month])[1]
    dated = [read for read in found if read[2]]
    if dated and any(kind == "relative" for kind, _, _ in found):
        return None
    if len(dated) > 1:
        return "date", None, tuple(day for _, _, days in dated for day in days)
    return dated[0] if dated else found[0]


def _piece(piece: str, written: str, year: int) -> Dates | None:
    """One of several dates, of the year that was written before it if it has none itself."""
    own = re.match(r"\D{0,3}?\d{4}年", piece) or STEADY.fullmatch(piece)
    return (None if own or not written else _whole(written + piece, year)) or _whole(piece, year)
