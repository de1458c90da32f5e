"""The table of deadline shapes (完成时限): what a phrase looks like, and the kind and dates that it comes to.

Phrases are `deadlines.normal`: half-width, without blanks, `-` for every dash, digits for Chinese numerals
before a unit of time. A builder takes the match and the list's year; None, or a day that the calendar does not
have (ValueError), means that the phrase is not of this shape. No word of an unbounded group may be made of others
of the same group: a long phrase that almost fits would be tried in exponentially many ways.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

Dates = tuple[str, date | None, tuple[date, ...]]  # kind, start, dates
Build = Callable[[re.Match[str], int], Dates | None]

# What may stand after a date is kept in the text as what is due: short, without digits or words of time (but for
# the harmless ones), without a no, free behind 前 and its like, and beginning with a verb of completion elsewhere.
_PLAIN = (
    r"(?:(?![年月日号旬季周每期前后内起至到末底初时天半未仍]|没(?!收)|开始|不[再得准能予可许]|禁止|严禁|无法|难以|一直|"
    r"取消|待定|另[行定]|再[定议]|以来|以外|是否|作废|失效|免于|豁免|等(?:重[要点]|节点|时)|才能|的(?:文件|通知|方案)|顺延|推迟|暂[停缓不]|除外|左右)[\u4e00-\u9fff])"
)
_HARMLESS = (
    r"及时|按时|[按如]期|生产月|宣传[月周]|活动[月周]|销号|到位|[见达得做收]到|[送报]至|[摸起]底|底数|初步|初验|初审|"
    r"前期|[一二三中工]期|汛期|汛前|冬季|夏季|春季|秋季|年度|全年|当年|日常|周边|天然气|灾后|内部|内容|[县市区境域]内|过半|至少"
)
ACT = rf"(?:{_HARMLESS}|{_PLAIN}){{1,24}}"
VERB = (
    r"(?:基本|全面|全部|要全部|必须|力争|确保|集中|正式|主体|至少|各)?(?:完成|落实|办结|到位|见效|动工|开工|竣工|完工|启动|报送|"
    r"上报|销号|实施|实现|达到|建成|投入|投用|投运|交付|挂牌|签约|进场|封顶|通车|上线|试?运行|验收|整改|清零|完毕|制定|"
    r"出台|印发|结束|召开|组织|开展|取得|排查|整治|治理|总结)"
)
_AMOUNT = r"(?:(?:至少|不少于|各)?\d{1,4}(?:%|次|轮|项|个|家|户|人|亩|座|栋|批|件|台|套|条|场|处|名|所|公里|[万亿]元)(?:以上)?)"
_MARK = r"(?:之前|以前|前|止|为止|内|之内|以内)"
_REMARK = (
    r"\((?![^()]*(?:不含|取消|作废|未定|另行|暂[停缓]|待定|推迟|顺延|延期|年底|年末|次年|明年|[每按逐][月季周半年日]))"
    rf"(?:[^()\d]{{1,16}}|[^()\d]{{0,8}}{_AMOUNT})\)"
)
_DONE = rf"(?:{VERB}(?:{ACT})?(?:{_AMOUNT}(?:{ACT})?)?|{_AMOUNT})"
_DUE = rf"(?!或|的|不(?!少于))(?:{ACT})?(?:{_AMOUNT}(?:{ACT})?)?"
TAIL = rf"(?:{_REMARK})?(?:{_MARK}(?:{_REMARK})?{_DUE}|{_DONE})?(?:{_REMARK})?"
LEAD = (
    r"(?:分别|务必|必须|应当?|须|需|请|要|计划|预计|暂定|拟|力争|确保|争取|预定|原则上|最[迟晚长]|不迟于|不晚于|不得[迟晚]于|不得?超过|"
    r"截至|截止|于|在|到|至)*"
)
YEAR = r"(?:(?P<y>\d{4})(?:年度?|(?=[上下]半年|第[1-4]季))|(?P<yy>\d{2})年度?|(?P<w>今年|本年|明年|次年|翌年|当年|去年|上年))?(?:的)?"
_M = r"(?P<m>\d{1,2})月(?:份)?"
_D = r"(?P<d>\d{1,2})[日号]"
_HOUR = r"(?:下班|(?:上午|下午|中午|晚)?(?:\d{1,2}(?:时|点|:\d{2})(?:整|\d{1,2}分)?|24时)?)"
_ISO_HOUR = (
    r"(?:T?\d{2}:\d{2}(?::\d{2})?)?"  # two digits each: blanks are gone, 3 12:00 must not become 31 2:00
)
WEEKDAY = r"(?:\((?:周|星期)[1-6日天]\))?"
_DAY7 = "[1-6一二三四五六日天]"
_STEADY = (
    r"(?:并|坚持|保持|此后|今后|后续)?(?:长期|持续|常态化?|常年|日常|经常性?|长效|贯穿始终|全过程|全程|始终|[常长]抓不懈|一以贯之|久久为功|"
    r"不间断)(?:性|化)?(?:工作|推进|坚持|开展|实施|落实|抓好|进行|巩固|管理|执行|保持|用力|深化|推动|做好|任务|常态|长效|有效|化|不断|"
    r"深入|长期|持续|动态|整改|整治|改进|提升|优化|完善|加强|跟进|跟踪|关注|监管|监测|排查|检查|巡查|运行|发力|并|,|、)*"
)
_LATER = {"明年": 1, "次年": 1, "翌年": 1, "去年": -1, "上年": -1}


# --- builders ----------------------------------------------------------------------------------------


def written_year(match: re.Match[str], year: int) -> int:
    """The year that a phrase names, else the list's; two digits are a year near the list's."""
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"])
    if groups.get("yy"):
        short = year // 100 * 100 + int(groups["yy"])
        if abs(short - year) > 10:
            raise ValueError(groups["yy"])
        return short
    return year + _LATER.get(groups.get("w") or "", 0)


def end_of(year: int, month: int) -> date:
    """A month's last day."""
    return date(year, month, calendar.monthrange(year, month)[1])


def on(day: date) -> Dates:
    """One due date."""
    return "date", None, (day,)


def span(start: date, end: date) -> Dates | None:
    """A span that is due at its end."""
    return ("span", start, (end,)) if start <= end else None


def _recurring(days: Iterable[date]) -> Dates:
    return "recurring", None, tuple(days)


def _none(kind: str) -> Build:
    return lambda match, year: (kind, None, ())


def _day(match: re.Match[str], year: int) -> Dates:
    return on(date(written_year(match, year), int(match["m"]), int(match["d"])))


def _slashed(match: re.Match[str], year: int) -> Dates | None:
    """6/30; 6/12 might be two months."""
    return _day(match, year) if int(match["d"]) > 12 else None


def _month(match: re.Match[str], year: int) -> Dates:
    return on(end_of(written_year(match, year), int(match["m"])))


def third_end(year: int, month: int, word: str) -> date:
    """The last day of a month's 上旬, 中旬 or 下旬."""
    return {"上": date(year, month, 10), "中": date(year, month, 20), "下": end_of(year, month)}[word]


def _third(match: re.Match[str], year: int) -> Dates:
    """上旬, 中旬, 下旬 of a month; 中下旬 and 上中旬 end with the later one."""
    return on(third_end(written_year(match, year), int(match["m"]), match["t"][-1]))


def _year_end(match: re.Match[str], year: int) -> Dates:
    return on(date(written_year(match, year), 12, 31))


def _quarter_end(match: re.Match[str], year: int) -> Dates:
    return on(end_of(written_year(match, year), 3 * int(match["q"])))


def _half_end(match: re.Match[str], year: int) -> Dates:
    return on(end_of(written_year(match, year), 6 if match["h"] == "上" else 12))


def _some_quarters(match: re.Match[str], year: int) -> Dates:
    """二、四季度: the end of each."""
    y = written_year(match, year)
    return "date", None, tuple(end_of(y, 3 * int(q)) for q in re.findall(r"[1-4]", match["qs"]))


def _months_span(first: int, last: int) -> Build:
    def build(match: re.Match[str], year: int) -> Dates | None:
        y = written_year(match, year)
        return span(date(y, first, 1), end_of(y, last))

    return build


def _half(match: re.Match[str], year: int) -> Dates | None:
    return (_months_span(1, 6) if match["h"] == "上" else _months_span(7, 12))(match, year)


def _quarters(match: re.Match[str], year: int) -> Dates | None:
    """From one quarter to another, the same one, or (前三季度) from the first."""
    groups = match.groupdict()
    last = int(match["q"])
    first = int(groups["q1"]) if groups.get("q1") else 1 if "前" in match[0][: match.start("q")] else last
    return _months_span(3 * first - 2, 3 * last)(match, year) if first <= last else None


def _years(match: re.Match[str], year: int) -> Dates | None:
    return span(date(int(match["y"]), 1, 1), date(int(match["y2"]), 12, 31))


def _month_ends(*months: int) -> Build:
    return lambda match, year: _recurring(end_of(year, m) for m in months)


def _every_months(match: re.Match[str], year: int) -> Dates | None:
    step = int(match["n"])
    return _recurring(end_of(year, m) for m in range(step, 13, step)) if step in (2, 3, 4, 6) else None


def _at(year: int, month: int, day: int) -> date:
    """A day of every month: what a short month lacks falls on its last day."""
    return date(year, month, min(day, end_of(year, month).day) if 1 <= day <= 31 else day)


def _month_days(match: re.Match[str], year: int) -> Dates:
    days = [int(d) for d in re.findall(r"(?:\d{1,2}[日号]?[-至到])?(\d{1,2})", match["days"])]
    return _recurring(_at(year, m, d) for m in range(1, 13) for d in days)


def _month_thirds(match: re.Match[str], year: int) -> Dates:
    words = match.groupdict().get("t") or "上中下"
    return _recurring(third_end(year, m, word) for m in range(1, 13) for word in words)


def _month_weekday(match: re.Match[str], year: int) -> Dates:
    """每月第1个周1, 每月最后1个周5."""
    nth = int(match["n"] or -1)
    days = rrule(MONTHLY, dtstart=datetime(year, 1, 1), count=12, byweekday=_weekday(match["day"])(nth))
    return _recurring(d.date() for d in days)


def _quarter_days(match: re.Match[str], year: int) -> Dates:
    """A day of a quarter's or half-year's last (末月), first (首月), n-th or following month (次月)."""
    length = 3 if match["p"].startswith("季") else 6
    groups = match.groupdict()
    which = groups.get("which") or "次"
    first = {"末": length, "最后1": length, "首": 1, "次": 1}.get(which.rstrip("个")) or int(which[1])
    return _recurring(_at(year, m, int(match["d"] or 31)) for m in range(first, 13, length))


def _weekday(word: str) -> weekday:
    return weekday("1一2二3三4四5五6六日天".index(word) // 2)


def _weekly(match: re.Match[str], year: int) -> Dates:
    words = re.findall(_DAY7, match.groupdict().get("days") or "") or ["日"]
    days = rrule(
        WEEKLY,
        dtstart=datetime(year, 1, 1),
        until=datetime(year, 12, 31),
        byweekday=[_weekday(word) for word in words],
    )
    return _recurring(d.date() for d in days)


def _daily(match: re.Match[str], year: int) -> Dates:
    return _recurring(date(year, 1, 1) + timedelta(days=n) for n in range(365 + calendar.isleap(year)))


def _half_months(match: re.Match[str], year: int) -> Dates:
    return _recurring(d for m in range(1, 13) for d in (date(year, m, 15), end_of(year, m)))


# --- the table ---------------------------------------------------------------------------------------

_TIMES = (  # how often within a rhythm, and what is done then
    r"(?:(?:至少|不少于|将|实施|组织|开展|召开|进行|推进|完成|调度|报|报送|报告|上报|零报告|通报|汇总|研判|检查|更新|\d{1,2}次|[1一](?=调度|报|通报|汇总|研判|检查))+"
    r"(?:[报送]至(?![明次今本])|(?!除外|半年|[每起止至到末底前])[\u4e00-\u9fff]){0,12})?"
)
_CALL = r"(?:调度|通报|报告?|汇总|例会)"
_ONCE = rf"(?:\d次|[1一]{_CALL})"
_EACH = r"(?:每1?个?|按|逐|分)"
_BEFORE = r"(?:(?:结束)?(?:之|以)?前)?"
_FEAST = (
    r"节|节日|[\u4e00-\u9fff]{2}节|重大节日|十一|春节|元旦春节|国庆节?|五一节?|5一|元旦|中秋节?|端午节?|清明节?|劳动节|(?:全国)?两会|重大节假日|节假日|高考|中考|开学|春运|"
    r"暑假|寒假|暑期|入冬|入夏|[封上]冻|高温(?:季节|天气|时段)?|雨季|今冬明春|冬春季节?|岁末年初|冬季|夏季|春季|秋季|供暖季?|采暖季?|汛|防汛|入汛|主汛|主?汛期|供暖期|采暖期|[\u4e00-\u9fff]{0,6}防火期|"
    r"重大活动|重要活动|重要节点|重[点要]时段|重[点要]时期|敏感时期|极端天气|[\u4e00-\u9fff]{2,8}(?:宣传周|宣传月|生产月|活动月|活动周)"
)
_EVENT = (
    r"(?:召开|开会|会|发生|开工|动工|复工|复产|竣工|完工|验收|投产|投用|使用|施工|作业|印发|下发|公布|发布|启动|结束|到来|来临|"
    r"上岗|实施|整改|检查|完成|通知|发现|接报|文件|入场|进场|放假|上市|运营|营业|开业|通车|销号|审批|开学|考核|督查|督察|评估|入井|下达|到位|批复|出台|合格)"
)
_LENGTH = r"(?:\d{1,3}个?半?|半个?|1个半)(?:工作日|日|天|周|星期|月|小时|年)"
_SOON = (
    r"适时|及时|立即|随时|尽快|尽早|即时|限时|限期|按期|按时|如期|立\D立\D|即\D即\D|边\D边\D|随\D随\D|第[1一]时间|即刻|马上|近期|"
    r"[从自]?即日起?|另行通知|分阶段|分步|分批|逐步|阶段性|分期分批|不?定期|实时|按需|有序|稳步|加快|视(?:[\u4e00-\u9fff]{0,6}情况?)(?:而定)?"
)
_BY_RULE = (
    r"(?:按|依|根据|依据|按照|依照|结合)(?:(?!每|[底末]前|[月季周旬])[\u4e00-\u9fff、]){0,12}"
    r"(?:时间|节点|要求|规定|安排|部署|时限|期限|进度|进展|计划|通知|需要|情况|实际|方案|约定|程序)"
)
_DOING = r"完成|推进|开展|整改|办结|办理|跟进|到位|完毕|落实|报告|报送|上报|组织|处置|调整|更新|实施|执行|进行|解决|启动|召开|见效|开工"

_SINGLE: tuple[tuple[str, Build], ...] = (
    # date: a day, a month, a 旬, or …末 and …底 of anything
    (rf"{YEAR}{_M}{_D}{WEEKDAY}{_HOUR}", _day),
    (rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){_ISO_HOUR}", _day),
    (r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", _day),
    (r"(?P<y>20\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>\d{2})", _day),
    (r"(?P<m>\d{1,2})\.(?P<d>\d{1,2})", _day),
    (r"(?P<m>\d{1,2})/(?P<d>\d{1,2})", _slashed),
    (r"(?P<y>\d{4})[-/.](?P<m>0?[1-9]|1[0-2])", _month),
    (rf"{YEAR}{_M}(?:月?[底末])?", _month),
    (rf"{YEAR}{_M}(?P<t>上|中|下|上中|中下)旬", _third),
    (rf"{YEAR}{_M}(?P<d>\d{{1,2}})", _day),
    (rf"{YEAR}(?:年底|年末|年终|底|末)", _year_end),
    (rf"{YEAR}第?(?P<q>[1-4])季度?(?:末|底)", _quarter_end),
    (rf"{YEAR}(?P<qs>第?[1-4](?:[、,和]第?[1-4])+)季度(?:末|底)?", _some_quarters),
    (rf"{YEAR}(?P<h>[上下])半年(?:末|底)", _half_end),
)
_SHAPES: tuple[tuple[str, Build], ...] = (
    # rhythms that look like a date with an amount after it
    (rf"1个?月{_ONCE}", _month_ends(*range(1, 13))),
    (rf"1个?季度?{_ONCE}", _month_ends(3, 6, 9, 12)),
    *((rf"{LEAD}{p}{TAIL}", b) for p, b in _SINGLE),
    # span: a year, half-year or quarter; ranges have a room of their own
    (rf"{YEAR}(?:全年|年内|年度内?|全年度)(?:推进|坚持|工作|任务|\(?{_STEADY}\)?|{_DONE})?|贯穿全年", _months_span(1, 12)),
    (rf"(?P<y>\d{{4}})年(?:度?内?|全年)(?:{_DONE})?", _months_span(1, 12)),
    (rf"(?P<w>今年|本年|明年|当年)(?:度)?内?(?:{_DONE})?", _months_span(1, 12)),
    (r"(?:从|自)?(?P<y>\d{4})年?[-至到](?P<y2>\d{4})年(?:底|末|度)?", _years),
    (rf"{LEAD}{YEAR}(?P<h>[上下])半年{TAIL}", _half),
    (rf"{LEAD}{YEAR}第?(?P<q>[1-4])季度?{TAIL}", _quarters),
    (rf"{LEAD}{YEAR}前(?P<q>[2-4])个?季度{TAIL}", _quarters),
    (rf"{YEAR}第?(?P<q1>[1-4])(?:季度)?[-至到]第?(?P<q>[1-4])季度{TAIL}", _quarters),
    # recurring: every occurrence in the list's year
    (rf"{_EACH}个?月(?:度)?(?:底|末)?{_BEFORE}{_TIMES}|月度?{_CALL}{_TIMES}|月度", _month_ends(*range(1, 13))),
    (rf"每个?月(?:的)?(?:月底|月末|最后1[天日]){_BEFORE}{_TIMES}", _month_ends(*range(1, 13))),
    (rf"每个?月(?P<t>上|中|下)旬{_BEFORE}{_TIMES}", _month_thirds),
    (rf"每个?月(?:的)?(?:第(?P<n>[1-4])|最后1)个(?:周|星期)(?P<day>[1-6日天]){_BEFORE}{_TIMES}", _month_weekday),
    (
        r"每个?月(?:的|初)?(?P<days>\d{1,2}[日号]?(?:[、,，和及/至到-]\d{1,2}[日号]?)*)"
        rf"{_BEFORE}{_TIMES}",
        _month_days,
    ),
    (rf"每个?月结束后(?P<days>\d{{1,2}})[日天]内{_TIMES}", _month_days),
    (rf"每个?半个?月{_TIMES}|半个?月1次", _half_months),
    (rf"(?:{_EACH}个?季度?|季度|季(?=末|底))(?:末|底|最后1[天日])?{_BEFORE}{_TIMES}|季度?{_CALL}{_TIMES}", _month_ends(3, 6, 9, 12)),
    (
        r"(?:每个?)?(?P<p>季度?|半年)的?(?P<which>末|最后1个?|首|次|第[123]个)(?:个?月的?|(?<=末)(?=\d))(?:(?P<d>\d{1,2})[日号]|[底末])"
        rf"{_BEFORE}{_TIMES}",
        _quarter_days,
    ),
    (rf"每个?季度?的?(?:末|最后1个)月(?:底|末)?{_BEFORE}{_TIMES}", _month_ends(3, 6, 9, 12)),
    (rf"每个?(?P<p>季度?|半年)(?:结束)?后(?P<d>\d{{1,2}})[日天]内{_TIMES}", _quarter_days),
    (rf"{_EACH}个?半年(?:末|底)?{_BEFORE}{_TIMES}|半年1次", _month_ends(6, 12)),
    (rf"{_EACH}年(?:度|年)?(?:底|末)?{_BEFORE}{_TIMES}|1年\d次", _month_ends(12)),
    (
        rf"(?:{_EACH}|每?逢)(?:周|星期)(?:周(?=[1-6日天]))?(?P<days>{_DAY7}(?:[、,和及](?:周|星期)?{_DAY7})*)?(?:{_HOUR})?{_BEFORE}{_TIMES}"
        rf"|1周{_ONCE}|周{_CALL}{_TIMES}",
        _weekly,
    ),
    (rf"{_EACH}[日天](?:{_HOUR})?{_BEFORE}{_TIMES}|1[日天]{_ONCE}|日{_CALL}{_TIMES}", _daily),
    (rf"{_EACH}旬(?:末|底)?{_BEFORE}{_TIMES}", _month_thirds),
    (rf"每(?P<n>\d)个?月{_TIMES}", _every_months),
    (rf"每?双月(?:末|底)?{_BEFORE}{_TIMES}", _month_ends(*range(2, 13, 2))),
    # standing
    (_STEADY, _none("standing")),
    # vague
    (rf"(?:{_BY_RULE}(?:{_SOON})?|{_SOON})(?:{_DOING})*", _none("vague")),
    # relative, without a date
    (
        rf"(?:本|当|次|下)月(?:\d{{1,2}}[日号]|底|末|初|内|[上中下]旬)?前?(?:{_DONE})?|月(?:底|末)前?(?:{_DONE})?"
        rf"|(?:本|当|下)(?:周|季度|旬)(?:[1-6日天](?:{_HOUR})?|末|底|内)?前?(?:{_DONE})?"
        rf"|(?:当|次)[日天](?:内|前)?(?:{_DONE})?",
        _none("relative"),
    ),
    (rf"(?:收到[\u4e00-\u9fff]{{0,6}}后)?{_LENGTH}(?:之|以)?内(?:{_DONE})?", _none("relative")),
    (rf"(?!每)(?:自)?[\u4e00-\u9fff]{{1,12}}(?:之|以)?[前后](?:的)?(?:第)?{_LENGTH}(?:之?内|以内|前)?(?:{_DONE})?", _none("relative")),
    (rf"(?:自)?[\u4e00-\u9fff]{{1,12}}(?:之日)?起{_LENGTH}(?:之|以)?内(?:{_DONE})?", _none("relative")),
    (rf"(?:[接收]到|发现)[\u4e00-\u9fff]{{1,6}}后(?:立即|及时|即时|第1时间)?(?:{_DONE})?", _none("relative")),
    (rf"[\u4e00-\u9fff]{{0,8}}{_EVENT}(?:之|以)?[前后](?:立即|及时|即时|第1时间)?(?:{_DONE})?", _none("relative")),
    (
        rf"{YEAR}(?:每年|每逢)?(?:{_FEAST}|[\u4e00-\u9fff]{{1,6}}期(?=间|前|后|结束|来临|到来))(?:活动)?(?:期?间|内|之?前|以前|前后|后|结束前|结束后|(?:开始|来临|到来)前)?(?:{_DONE})?",
        _none("relative"),
    ),
)  # fmt: skip
SHAPES = tuple((re.compile(pattern), build) for pattern, build in _SHAPES)
