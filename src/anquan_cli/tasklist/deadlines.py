"""Deadline phrases (完成时限): what a phrase comes to, by a table of shapes; what fits none stays unknown."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.rrule import WEEKLY, rrule

from anquan_cli.tasklist.plan import Schedule

ANCHORS: dict[str, str] = {"汛期": "06-01"}  # Shanxi's flood season begins on 1 June
LONGEST = 200  # characters; no honest cell is longer
Dates = tuple[str, date | None, tuple[date, ...]]  # kind, start, dates

_DIGITS = {**dict(zip("〇零一二三四五六七八九", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)), "两": 2}
_NUMERAL = re.compile(
    r"[〇零一二三四五六七八九十廿卅两]+(?=[年月日号个天周旬季半]|工作日)|(?<=周)[一二三四五六]|(?<=星期)[一二三四五六]"
)

# What may stand after a date is kept in the text as what is due: short, without digits or words of time,
# free behind 前 and its like, and beginning with a verb of completion elsewhere.
_ACT = r"(?:(?![年月日号旬季周每期前后内起至到末底初时天半]|开始|不再|取消|左右)[\u4e00-\u9fff]){1,16}"
_VERB = (
    r"(?:基本|全面|全部|要全部|力争|确保)?(?:完成|落实|办结|到位|见效|动工|开工|竣工|完工|启动|报送|上报|销号|实施|实现|"
    r"建成|投入|投用|验收|整改|完毕|出台|印发|结束|召开|组织|取得)"
)
_MARK = r"(?:之前|以前|前|止|为止|内|之内|以内)"
_REMARK = r"\([^()\d]{1,16}\)"
_TAIL = rf"(?:\(含\))?(?:{_MARK}(?:\(含\))?(?:{_REMARK})?(?:{_ACT})?|{_VERB}(?:{_ACT})?)?(?:{_REMARK})?"
_LEAD = r"(?:于|在|到|至|截至|截止|截止到|截至到|力争|确保|争取|原则上|最迟|不迟于)*"
_Y = r"(?:(?P<y>\d{4})年(?:度)?|(?P<w>今年|本年|明年|次年|翌年|当年|去年|上年))?(?:的)?"
_M = r"(?P<m>\d{1,2})月(?:份)?"
_D = r"(?P<d>\d{1,2})[日号]"
_HOUR = r"(?:上午|下午|中午|晚)?(?:\d{1,2}(?:时|点|:\d{2})(?:整|\d{1,2}分)?|24时)?"


def parse(phrase: str, year: int, anchors: Mapping[str, str] | None = None) -> Schedule:
    """What a deadline phrase comes to in the list of a year; never raises, never guesses.

    `anchors`: word → `MM-DD` or `YYYY-MM-DD`, beside the default ones. The phrase is kept as it stands.
    """
    text = normal(phrase)
    if len(text) <= LONGEST:
        try:
            found = _read(text, year, {**ANCHORS, **(anchors or {})})
        except (ValueError, OverflowError):  # a day that does not exist
            found = None
        if found:
            kind, start, dates = found
            return Schedule(phrase, kind, start, tuple(sorted(set(dates))))
    return Schedule(phrase, "unknown", None, ())


def normal(phrase: str) -> str:
    """Half-width, without white space, one kind of dash, Chinese numerals before a unit as digits."""
    text = "".join(unicodedata.normalize("NFKC", phrase[: 4 * LONGEST]).split())
    text = re.sub(r"[‐-―−~〜～]+|-{2,}", "-", text).rstrip("。.;；，,")
    return _NUMERAL.sub(lambda found: str(_number(found[0])), text)


def _number(word: str) -> int:
    """二〇二五 → 2025, 十二 → 12, 廿 → 20."""
    word = word.replace("廿", "二十").replace("卅", "三十")
    if "十" in word:
        tens, _, ones = word.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return int("".join(str(_DIGITS[c]) for c in word))


def _read(text: str, year: int, anchors: Mapping[str, str]) -> Dates | None:
    for shape in (_anchored, _whole):
        found = shape(text, year, anchors)
        if found:
            return found
    return _several(text, year)


def _whole(text: str, year: int, anchors: Mapping[str, str]) -> Dates | None:
    for pattern, build in SHAPES:
        match = pattern.fullmatch(text)
        if match:
            return build(match, year)
    return None


# --- the shapes, in the order of the kinds ---------------------------------------------------------


def _year(match: re.Match[str], year: int) -> int:
    groups = match.groupdict()
    written, word = groups.get("y"), groups.get("w")
    if written:
        return int(written)
    return year + {"明年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1}.get(word or "", 0)


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _on(day: date) -> Dates:
    return "date", None, (day,)


def _span(start: date, end: date) -> Dates | None:
    return ("span", start, (end,)) if start <= end else None


def _day(match: re.Match[str], year: int) -> Dates:
    return _on(date(_year(match, year), int(match["m"]), int(match["d"])))


def _month(match: re.Match[str], year: int) -> Dates:
    return _on(_end(_year(match, year), int(match["m"])))


def _third(match: re.Match[str], year: int) -> Dates:
    """上旬, 中旬, 下旬 of a month; 中下旬 and 上中旬 end with the later one."""
    return _on(_third_end(_year(match, year), int(match["m"]), match["t"][-1]))


def _third_end(year: int, month: int, word: str) -> date:
    return {"上": date(year, month, 10), "中": date(year, month, 20), "下": _end(year, month)}[word]


def _year_end(match: re.Match[str], year: int) -> Dates:
    return _on(date(_year(match, year), 12, 31))


def _quarter_end(match: re.Match[str], year: int) -> Dates:
    return _on(_end(_year(match, year), 3 * int(match["q"])))


def _half_end(match: re.Match[str], year: int) -> Dates:
    return _on(_end(_year(match, year), 6 if match["h"] == "上" else 12))


def _whole_year(match: re.Match[str], year: int) -> Dates | None:
    y = _year(match, year)
    return _span(date(y, 1, 1), date(y, 12, 31))


def _half(match: re.Match[str], year: int) -> Dates | None:
    y = _year(match, year)
    return (
        _span(date(y, 1, 1), date(y, 6, 30)) if match["h"] == "上" else _span(date(y, 7, 1), date(y, 12, 31))
    )


def _quarter(match: re.Match[str], year: int) -> Dates | None:
    y, q = _year(match, year), int(match["q"])
    return _span(date(y, 3 * q - 2, 1), _end(y, 3 * q))


def _first_quarters(match: re.Match[str], year: int) -> Dates | None:
    y = _year(match, year)
    return _span(date(y, 1, 1), _end(y, 3 * int(match["q"])))


def _quarters(match: re.Match[str], year: int) -> Dates | None:
    y = _year(match, year)
    return _span(date(y, 3 * int(match["q"]) - 2, 1), _end(y, 3 * int(match["q2"])))


def _range(match: re.Match[str], year: int) -> Dates | None:
    """From a day or month to a day or month; what is not written again is inherited from the left."""
    g = match.groupdict()
    y1 = _year(match, year)
    y2 = int(g["y2"]) if g["y2"] else y1 + 1 if g["w2"] in ("次年", "翌年", "明年") else y1
    m1, m2 = int(g["m"]), int(g["m2"] or g["m"])
    if bool(g["d"]) != bool(g["d2"]):
        return None
    if g["d"]:
        return _span(date(y1, m1, int(g["d"])), date(y2, m2, int(g["d2"])))
    return _span(date(y1, m1, 1), _end(y2, m2))


def _years(match: re.Match[str], year: int) -> Dates | None:
    return _span(date(int(match["y"]), 1, 1), date(int(match["y2"]), 12, 31))


def _recurring(days: Iterable[date]) -> Dates:
    return "recurring", None, tuple(days)


def _months(match: re.Match[str], year: int) -> Dates:
    return _recurring(_end(year, m) for m in range(1, 13))


def _month_days(match: re.Match[str], year: int) -> Dates:
    days = [int(d) for d in re.findall(r"\d+", match["days"])]
    return _recurring(date(year, m, d) for m in range(1, 13) for d in days)


def _monthly_third(match: re.Match[str], year: int) -> Dates:
    return _recurring(_third_end(year, m, match["t"]) for m in range(1, 13))


def _each_quarter(match: re.Match[str], year: int) -> Dates:
    return _recurring(_end(year, m) for m in (3, 6, 9, 12))


def _quarter_days(match: re.Match[str], year: int) -> Dates:
    """The n-th of a quarter's last (末月), first (首月) or following month (次月)."""
    first = {"末": 3, "最后1个": 3, "首": 1, "第1个": 1, "第2个": 2, "第3个": 3}[match["which"]]
    return _recurring(date(year, m, int(match["d"])) for m in range(first, 13, 3))


def _halves(match: re.Match[str], year: int) -> Dates:
    return _recurring((date(year, 6, 30), date(year, 12, 31)))


def _yearly(match: re.Match[str], year: int) -> Dates:
    return _recurring((date(year, 12, 31),))


def _yearly_month(match: re.Match[str], year: int) -> Dates:
    return _recurring(_end(year, int(m)) for m in re.findall(r"\d+", match["months"]))


def _yearly_day(match: re.Match[str], year: int) -> Dates:
    return _recurring((date(year, int(match["m"]), int(match["d"])),))


def _weekly(match: re.Match[str], year: int) -> Dates:
    names = "1234567"
    named = {"日": 7, "天": 7, "末": 7}
    words = re.findall(r"[1-6日天]", match["days"] or "") or ["日"]
    weekdays = [(named.get(w) or names.index(w) + 1) - 1 for w in words]
    occurrences = rrule(
        WEEKLY,
        dtstart=datetime(year, 1, 1),
        until=datetime(year, 12, 31),
        byweekday=weekdays,
    )
    return _recurring(o.date() for o in occurrences)


def _daily(match: re.Match[str], year: int) -> Dates:
    return _recurring(date(year, 1, 1) + timedelta(days=n) for n in range(365 + calendar.isleap(year)))


def _thirds(match: re.Match[str], year: int) -> Dates:
    return _recurring(d for m in range(1, 13) for d in (date(year, m, 10), date(year, m, 20), _end(year, m)))


def _every_months(match: re.Match[str], year: int) -> Dates | None:
    step = int(match["n"])
    return _recurring(_end(year, m) for m in range(step, 13, step)) if step in (2, 3, 4, 6) else None


def _none(kind: str) -> Callable[[re.Match[str], int], Dates]:
    return lambda match, year: (kind, None, ())


_TIMES = r"(?:(?:至少|不少于|组织|开展|召开|进行|完成|调度|报送|报告|通报|研判|检查|更新|汇报|1次|一次|\d{1,2}次)*)"
_EACH = r"(?:每|按|逐|每个|每1个?)"
_SINGLE: tuple[tuple[str, Callable[[re.Match[str], int], Dates | None]], ...] = (
    # date: a day, a month, a 旬, or …末 and …底 of anything
    (rf"{_Y}{_M}{_D}{_HOUR}", _day),
    (r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", _day),
    (r"(?P<m>\d{1,2})[./](?P<d>\d{1,2})", _day),
    (r"(?P<y>\d{4})[-/.](?P<m>0?[1-9]|1[0-2])", _month),
    (rf"{_Y}{_M}(?:底|末|月底|月末)?", _month),
    (rf"{_Y}{_M}(?P<t>上|中|下|上中|中下)旬", _third),
    (rf"{_Y}(?:年底|年末|年终|底|末)", _year_end),
    (rf"{_Y}(?:第)?(?P<q>[1-4])季度?(?:末|底)", _quarter_end),
    (rf"{_Y}(?P<h>[上下])半年(?:末|底)", _half_end),
)
SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Dates | None]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        *((rf"{_LEAD}{p}{_TAIL}", b) for p, b in _SINGLE),
        # span: a quarter, half-year, year or range
        (rf"{_Y}(?:全年|年内|年度内?|全年度|1年内)(?:完成)?", _whole_year),
        (r"(?P<y>\d{4})年(?:度|内|全年)?(?:完成)?", _whole_year),
        (r"(?P<w>今年|本年|明年|当年)(?:度)?内?", _whole_year),
        (r"贯穿全年|全年(?:推进|持续推进|坚持|开展|持续)", _whole_year),
        (rf"{_LEAD}{_Y}(?P<h>[上下])半年{_TAIL}", _half),
        (rf"{_LEAD}{_Y}第?(?P<q>[1-4])季度?{_TAIL}", _quarter),
        (rf"{_LEAD}{_Y}前(?P<q>[1-4])个?季度{_TAIL}", _first_quarters),
        (rf"{_Y}(?:第)?(?P<q>[1-4])(?:季度)?[-至到](?:第)?(?P<q2>[1-4])季度{_TAIL}", _quarters),
        (
            rf"(?:从|自)?{_Y}(?P<m>\d{{1,2}})(?:月(?:份)?)?(?:(?<=月)(?P<d>\d{{1,2}})[日号]?)?(?:起)?[-至到]"
            r"(?:(?P<y2>\d{4})年|(?P<w2>次年|翌年|明年))?(?:(?P<m2>\d{1,2})月(?:份)?)?(?:底|末)?(?:(?P<d2>\d{1,2})[日号])?"
            rf"{_TAIL}",
            _range,
        ),
        (r"(?:从|自)?(?P<y>\d{4})年?[-至到](?P<y2>\d{4})年(?:底|末)?", _years),
        # recurring: every occurrence in the list's year
        (rf"{_EACH}个?月(?:度)?(?:底|末)?前?{_TIMES}|月度?调度{_TIMES}", _months),
        (rf"每个?月(?:的)?(?:月底|月末|最后1天)前?{_TIMES}", _months),
        (rf"每个?月(?P<t>上|中|下)旬前?{_TIMES}", _monthly_third),
        (
            r"每个?月(?:的|初)?(?P<days>\d{1,2}[日号]?(?:[、,，和及]\d{1,2}[日号]?)*)(?:之?前|以前)?(?:报送|上报|完成|调度|报告)*",
            _month_days,
        ),
        (rf"(?:{_EACH}个?季度?|季度)(?:末|底)?前?{_TIMES}", _each_quarter),
        (
            r"每个?季度?的?(?P<which>末|最后1个|首|第[123]个)个?月(?P<d>\d{1,2})[日号](?:之?前|以前)?(?:报送|上报|完成)*",
            _quarter_days,
        ),
        (rf"{_EACH}个?半年(?:末|底)?前?{_TIMES}", _halves),
        (rf"{_EACH}年(?:度)?(?:底|末)?前?{_TIMES}", _yearly),
        (
            r"每年(?P<months>\d{1,2}月(?:份)?(?:底|末)?(?:[、,，和及]\d{1,2}月(?:份)?(?:底|末)?)*)前?(?:完成)?",
            _yearly_month,
        ),
        (rf"每年{_M}{_D}前?(?:完成|报送)?", _yearly_day),
        (
            rf"{_EACH}(?:周|星期)(?P<days>[1-6日天](?:[、,和及](?:周|星期)?[1-6日天])*)?(?:{_HOUR})?前?{_TIMES}",
            _weekly,
        ),
        (rf"{_EACH}[日天](?:{_HOUR})?前?{_TIMES}", _daily),
        (rf"{_EACH}旬{_TIMES}", _thirds),
        (rf"每(?:隔)?(?P<n>\d)个?月{_TIMES}", _every_months),
        (rf"双月{_TIMES}", lambda match, year: _recurring(_end(year, m) for m in range(2, 13, 2))),
        # standing
        (
            r"(?:并)?(?:长期|持续|常态化?|常年|日常|经常性?|长效|贯穿始终|全过程|长期坚持|始终)"
            r"(?:性|化)?(?:工作|推进|坚持|开展|实施|落实|抓好|进行|巩固|管理|执行|保持|用力|深化|推动|做好|任务|常态|化|不断|深入|推|进|,|、)*",
            _none("standing"),
        ),
        # vague
        (
            r"(?:适时|及时|立即|随时|尽快|即时|限时|限期|立行立改|视情(?:况)?|第1时间|第一时间|即刻|马上|近期|"
            r"(?:按|根据|依据|按照)(?:照)?(?:上级|省|市|县|国家|省市|有关|相关|规定|文件|统一|实际|工作|实施|方案|进度|计划|县委|县政府|情况|需要)*的?"
            r"(?:时间节点|时间|节点|要求|规定|安排|部署|时限|期限|进度|计划|通知|需要|情况|实际|安排部署|规定时限|时限要求|时间要求)(?:完成|推进|执行|落实|进行)?)"
            r"(?:完成|推进|开展|整改|落实|报告|报送|上报|组织|处置|调整|更新|实施|解决)*",
            _none("vague"),
        ),
        # relative, without a date
        (
            r"(?:本|当|次|下)月(?:底|末|初|内)?前?(?:完成)?|月(?:底|末)前?(?:完成)?|(?:本|当|下)(?:周|季度|旬)(?:末|底|内)?前?(?:完成)?",
            _none("relative"),
        ),
        (
            r"(?:收到[\u4e00-\u9fff]{0,6}后)?\d{1,3}个?(?:工作日|日|天|周|月|小时|年)(?:之|以)?内(?:完成|报送|整改|办结|整改到位)?",
            _none("relative"),
        ),
        (
            r"[\u4e00-\u9fff]{1,12}(?:之|以)?[前后](?:的)?(?:第)?\d{1,3}个?(?:工作日|日|天|周|星期|月|小时|年)(?:之?内|以内|前)?(?:完成|报送)?",
            _none("relative"),
        ),
        (
            r"(?:春节|国庆节?|五一|5一|元旦|中秋节?|端午节?|清明节?|劳动节|两会|重大节假日|节假日|高考|中考|开学|春运|暑假|寒假|入冬|入汛|供暖季?|冬季|[\u4e00-\u9fff]{1,6}期)"
            r"(?:期间|之?前|以前|后|结束前|来临前|到来前)(?:完成)?",
            _none("relative"),
        ),
    )
)


def _anchored(text: str, year: int, anchors: Mapping[str, str]) -> Dates | None:
    """A known anchor, with days or months before or after it: 汛期前, 开工后1个月, 会前5天."""
    for word in sorted(anchors, key=len, reverse=True):
        if not text.startswith(word):
            continue
        match = re.fullmatch(
            r"(?:到来|来临|开始)?(?:之|以)?(?P<side>[前后])(?:(?P<n>\d{1,3})个?(?P<u>日|天|周|月|年))?(?:内|之内|以内)?(?:完成)?",
            text[len(word) :],
        )
        if not match or (match["side"] == "后" and not match["n"]):
            continue
        month_day = anchors[word]
        anchor = date.fromisoformat(month_day if len(month_day) == 10 else f"{year:04}-{month_day}")
        if not match["n"]:
            return "relative", None, (anchor - timedelta(days=1),)
        count = int(match["n"]) * (-1 if match["side"] == "前" else 1)
        unit = {"日": "days", "天": "days", "周": "weeks", "月": "months", "年": "years"}[match["u"]]
        return "relative", None, (anchor + relativedelta(**{unit: count}),)  # type: ignore[arg-type]
    return None


def _several(text: str, year: int) -> Dates | None:
    """Several dates in one cell; every piece has to be understood. A year or month is inherited from the left."""
    pieces = [p for p in re.split(r"[/、,，;；]|(?<=[月日底末前])[和及](?=\d)", text) if p]
    if not 2 <= len(pieces) <= 24:
        return None
    dates: list[date] = []
    context = ""
    for piece in pieces:
        found = _whole(piece, year, {})
        written = re.match(r"\D{0,3}?(\d{4})年", piece)
        if written:
            context = written[0][-5:]
        elif context:
            found = _whole(context + piece, year, {}) or found
        if found is None and re.fullmatch(r"\d{1,2}月?", piece):
            found = _whole(context + piece.rstrip("月") + "月", year, {})
        if found is None or found[0] in ("recurring", "relative", "unknown"):
            return None
        dates += found[2]
    return ("date", None, tuple(dates)) if dates else None
