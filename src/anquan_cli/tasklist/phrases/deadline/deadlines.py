"""Deadline phrases (完成时限): what a phrase comes to; what fits no shape of the table stays unknown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from anquan_cli.tasklist.phrases.deadline.deadline_ranges import between
from anquan_cli.tasklist.phrases.deadline.deadline_shapes import (
    ACT,
    LEAD,
    SHAPES,
    TAIL,
    VERB,
    YEAR,
    Dates,
    written_year,
)
from anquan_cli.tasklist.plan import Schedule

ANCHORS: dict[str, str] = {"汛期": "06-01"}  # Shanxi's flood season begins on 1 June
LONGEST = 200  # characters; no honest cell is longer

_DIGITS = {**dict(zip("〇零一二三四五六七八九", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)), "两": 2}
_NUMERAL = re.compile(
    r"[〇零一二三四五六七八九十廿卅两]+(?=[年月日号个天周旬季半轮]|次(?!性)|工作日|小时)"
    r"|[一二三四五六七八九十]{1,2}(?=(?:[、至-]第?[一二三四五六七八九十]{1,2})+[月季])"
    r"|(?<=周)[一二三四五六]|(?<=星期)[一二三四五六]"
)
_ZERO = re.compile(r"二[Oo0○](?=[〇零一二三四五六七八九]{2}年)")
_QUOTES = str.maketrans("", "", "“”\"‘’'「」『』《》")
_BRACKETED = re.compile(r"^[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]$")
_LABEL = re.compile(
    r"(?:^|(?<=[;,、]))(?:完成|整改|截止|办结|办理|落实|报送|启动|开工|完工|竣工)?(?:时[限间](?:节点|要求)?|期限|日期|节点)[:为]"
)
_ENCLOSED = re.compile(r"[①-⒛❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿]")  # ①6月 is not 16月


def parse(phrase: str, year: int, anchors: Mapping[str, str] | None = None) -> Schedule:
    """What a deadline phrase comes to in the list of a year; never raises, never guesses.

    `anchors`: word → `MM-DD` or `YYYY-MM-DD`, beside the default ones. The phrase is kept as it stands.
    """
    known = {**ANCHORS, **(anchors or {})}
    if len(phrase) > 4 * LONGEST:
        return Schedule(phrase, "unknown", None, ())
    for text in dict.fromkeys((normal(phrase), normal(";".join(phrase.split("\n"))))):
        if len(text) <= LONGEST and (found := _read(text, year, known)):
            kind, start, dates = found
            return Schedule(phrase, kind, start, tuple(sorted(set(dates))))
    return Schedule(phrase, "unknown", None, ())


def normal(phrase: str) -> str:
    """Half-width, without white space, quotes, labels or a bracket round it all; one kind of dash; digits."""
    text = _ENCLOSED.sub(";", phrase)
    text = "".join(unicodedata.normalize("NFKC", text).split()).translate(_QUOTES)
    text = _LABEL.sub("", _BRACKETED.sub(r"\1", text))
    text = re.sub(r"[‐-―−~〜～]+|-{2,}", "-", text).strip(";；").rstrip("。.,").replace("元月", "1月")
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
            or _every(text, year)
            or _several(text, year, anchors)
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


_SEASONS = ("期", "季")  # their anchor is the first day; after them means after a last one that nobody wrote


def _anchored(text: str, year: int, anchors: Mapping[str, str]) -> Dates | None:
    """A known anchor, with days or months before or after it: 汛期前, 开工后1个月, 会前5天."""
    for word in sorted(anchors, key=len, reverse=True):
        name = "汛期?" if word == "汛期" else re.escape(normal(word))
        match = re.fullmatch(
            rf"{LEAD}{YEAR}(?:每年)?(?:进?入)?{name}(?:到来|来临|开始)?(?:之|以)?(?P<side>[前后])"
            rf"(?:(?P<n>\d{{1,3}})个?(?P<u>日|天|周|月|年))?{TAIL}",
            text,
        )
        if not match or (match["side"] == "后" and (not match["n"] or word.endswith(_SEASONS))):
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


def _every(text: str, year: int) -> Dates | None:
    """每年 before dates without a year of their own (每年6月20日前、12月20日前), a year before a rhythm (2025年每季度)."""
    if rhythm := re.fullmatch(rf"{LEAD}{YEAR}(?:全年)?,?(?:至少|不少于)?(?P<rhythm>每(?!年).+)", text):
        found = _whole(rhythm["rhythm"], written_year(rhythm, year))
        return found if found and found[0] == "recurring" else None
    if not text.startswith("每年") or re.search(r"\d{2}年|[今明次翌当去上本]年(?!度)", text):
        return None
    found = _whole(text[2:], year) or _several(text[2:], year, {})
    return ("recurring", None, found[2]) if found and found[0] in ("date", "span") else None


_BREAKS = re.compile(
    r"[/|、,，;；]|(?<=[月日底末前年旬度])(?:以及|[和及])(?=\d|第\d|[上下]半年|年底)|"
    r"(?<=[月底末前])(?=\d{1,2}月)|(?=并(?:长期|持续|常态))|(?<=[前成束号])(?=长期|持续|常态)"
)
_UNIT = re.compile(r"\d{1,2}(月(?:\d{1,2}[日号]|[上中下]旬)?|[日号]|季度(?:末|底)?)")
_DATED = re.compile(rf"{LEAD}(?:[第前从自]?\d|全年|年[内底末终]|[上下]半年)")
_OWN_YEAR = re.compile(rf"{LEAD}((?:\d{{4}}|\d{{2}}|[今本明当去上])年)")
_MORE = re.compile(rf"(?={VERB}|.{{3}}){ACT}")  # 6月底前完成排查、整改: more of what is due
_LOPSIDED = re.compile(
    r"\d月(?:份)?(?:[/、,]|以及|[和及])?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}(?![\d月])|[上中下]旬)"
)
_POINT_ONE = re.compile(r"1[、;,]\d{1,2}月(?!份?$)")
_NUMBERED = re.compile(r"\([1-9]\)|[一二三四五六七八九]是")
_NUMBERING = re.compile(r"^(?:第[1-9一二三四五六]|首)(?:批|阶段|步|期|次):?")


def _several(text: str, year: int, anchors: Mapping[str, str]) -> Dates | None:
    """Several dates in one cell; every piece has to be understood. A year or month is inherited from the left."""
    text = re.sub("上、?下半年", "上半年、下半年", _NUMBERED.sub(";", text))
    if _LOPSIDED.search(text):
        return None  # 6月、12月20日前: is the 20th June's day too?
    if re.match(r"1[、.)][^;；]*月.*2[、.)]", text):
        text = re.sub(r"(?<!\d)[1-9][、.)]", ";", text)  # 1、6月底前；2、12月底前
    if _POINT_ONE.match(text):
        return None  # 1、6月底前: January's end too, or the first point of a list?
    pieces = [_NUMBERING.sub("", p) for p in _BREAKS.split(text) if p]
    if not 2 <= len(pieces) <= 24:
        return None
    found: list[Dates] = []
    written, month, base = "", "", year
    for i, piece in enumerate(pieces):
        if re.search(r"\d$", piece):  # 6、12月底, 6月15、30日, 6、12月20日: the last one has the unit
            united = next((later for later in pieces[i + 1 :] if not later.isdigit()), "")
            piece += (_UNIT.match(united) or ["", ""])[1]
        if re.match(r"\d{1,2}[日号]", piece):
            piece = month + piece
        if stated := re.match(rf"{LEAD}(\d{{4}})年", piece):
            base = int(stated[1])
        piece = re.sub("[次翌]年", f"{base + 1:04}年", piece)
        read = _anchored(piece, year, anchors) or _piece(piece, written, year)
        if read is None and found and found[-1][2] and _MORE.fullmatch(piece):
            continue
        if read is None:
            return None
        found.append(read)
        written = (_OWN_YEAR.match(piece) or ["", written])[1]
        month = (re.search(r"(\d{1,2}月)(?:份)?\d", piece) or ["", month])[1]
    return _together(found)


def _piece(piece: str, written: str, year: int) -> Dates | None:
    """One of several dates, of the year that was written before it if it has none itself."""
    if written and _DATED.match(piece) and not _OWN_YEAR.match(piece):
        piece = re.sub(rf"^({LEAD})", rf"\g<1>{written}", piece)
    return _whole(piece, year)


def _together(found: list[Dates]) -> Dates | None:
    """What the pieces of a cell come to: dates or dated anchors or one rhythm, with words beside them."""
    dated = [read for read in found if read[2]]
    kinds = {kind for kind, _, days in found if days}
    words = {kind for kind, _, days in found if not days}
    if not dated:
        return found[0]
    if "relative" in words or (len(kinds) > 1 and kinds != {"date", "span"}):
        return None
    if "recurring" in kinds and (len(dated) > 1 or words - {"standing"}):
        return None
    if len(dated) == 1:
        return dated[0]
    return "relative" if "relative" in kinds else "date", None, tuple(d for _, _, days in dated for d in days)
