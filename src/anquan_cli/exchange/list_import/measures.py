"""Measures cut from a task's text at its own seams: verbatim, nothing dropped, nothing doubled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.labels import (
    Said,
    around_date,
    as_known,
    behind,
    date_in,
    is_timely,
    names_within,
    sets_alone,
    trailing,
)
from anquan_cli.exchange.list_import.words import (
    CLOSE,
    FOOT,
    LAST_FOOT,
    OPEN,
    mark_of,
    marks_of,
    point_of,
    sentences,
    without_mark,
)
from anquan_cli.tasklist.plan import Schedule

Cut = Literal["sentences", "clauses", "none"]

_LONGEST = 1000  # characters of a sentence that is searched for dates and figures
_LEAST = 14  # characters on both sides of a comma that is a seam
_VERBS = (
    "安排|把握|办理|保持|编制|部署|采取|查处|查找|成立|充实|出台|处置|创新|存档|打击|打造|带动|督促|督导|对接|发挥|发现|防范|防止|丰富|改造|"
    "改进|贯彻|巩固|公布|构建|规范|核查|汇总|汇报|会同|夯实|积极|健全|建成|建立|建设|减少|降低|检查|交办|教育|解决|紧盯|开展|开设|考核|"
    "扩大|拉练|理顺|利用|联合|厘清|落实|明确|摸清|排查|培训|培育|配备|配齐|聘请|评估|普及|强化|确保|取缔|全面|深化|深入|实施|实现|梳理|"
    "疏通|树立|提高|提升|提请|淘汰|统筹|推广|推动|推进|完成|完善|围绕|维护|维修|细化|协调|新建|新增|修订|修复|宣传|严查|严格|严厉|严肃|"
    "演练|依法|依托|引导|印发|优化|运用|增强|增设|扎实|召开|整改|整合|整治|制定|指导|治理|重点|抓好|抓实|追究|总结|组建|组织|组织开展|做好|做到"
)
_SEAM = re.compile(
    rf"，(?=(?:要|并|将|须|应|切实|持续|进一步|有序|大力|加快|着力|及时|定期|认真)?(?:{_VERBS}|加强|加大))"
)
_TARGET = re.compile(
    r"(?:至少|不少于|不低于|不得少于)(?:完成|组织|开展|召开|解决|举办|建成|培训|排查)?(\d{1,6})(?![\d.％%]|[—–-]\d)(余?)([一-鿿]{1,2})"
)
_COUNTED = re.compile(r"(?:场次|人次|家次|批次|[项次个处家场起件套台辆座条人篇期支名户块])")

_FIGURE = re.compile(
    rf"(?<![第\d.—–-])\d{{1,6}}余?{_COUNTED.pattern}"
    "(?!月|制度|机制|方面|重点|责任|措施|要求|规定|环节|阶段|清单|台账|到位|必须|一律|坚决)"
)
_DONE = re.compile(  # behind a date, of what the clause before it says: 9月底前全部完成改造
    r"(?:全部|全面|基本|确保|[均都要应须])*(?:完[成工]|[建改]成|竣工|投[入用运]|交付|销号|办结|整改|改造|验收|达标|到位|清零|实现)\S{0,4}"
)
_SHARE = re.compile(
    rf"(?:至少|不少于|不低于|各|组织|开展|召开|举办)*\d+{_COUNTED.pattern}"
)  # 每季度不少于1次
_PAPER = re.compile("制[定订]|印发|出台|报[送告]|上报|[通简]报|公布|部署|总结")


# what gives a figure to each of several, or again and again
_EACH = re.compile("每(?!年)|各|逐|分别|均|都|轮流|成员|全体|[局委办镇乡队]、")
_TIMES = re.compile(
    "企业|学校|医院|场所|乡镇|街道|村|社区|单位|部门|负责人"
)  # who may each do something so many 次
_AGAIN = re.compile(
    "[每逐按][个两]?[半季月周旬日天]|[月季周日]均|[/／]|月度|(?<![一二三四])季度|(?<![上下])半年"
)
_SEASON = re.compile(
    r"汛期|[入主]汛|汛前|[春夏秋冬雨]季|节[日假前]|期间|时[段节]|假[日期]|高温|\d月|岁末|休渔|\d年起"
)


_OF_CITY = re.compile(r"(?<![^、，；（\s])[^县区、，；（）\s]{0,3}市(?![场政容])[^、，；（）\s]*")
_AT = r"(?:(?<![^\W\d])|(?<=[由向报经本全我各月前底末日旬周年度半内在和及与受])|(?<=协助|配合|督促|组织))"
_CITYS = re.compile(rf"{_AT}市(?![场容民]|政(?!府))")  # not another's: 平遥市
_OF_COUNTY = re.compile("县|(?<![发园社景林矿校])区")


class Beside(NamedTuple):
    """What stands beside the text of a row."""

    title: str
    units: str
    deadline: str
    year: int  # of the list
    of_city: bool = False  # so is the list

    def displaces(self, rhythm: Schedule) -> bool:
        """Whether what is issued for the row is finer than a rhythm in its text, or narrower; or its title is.

        A day of each of the row's own periods is finer than they are: 每月25日前 below 每月.
        """
        due = phrases.schedule(self.deadline, self.year)
        closer = len(rhythm.dates) == len(due.dates) and all(map(date.__le__, rhythm.dates, due.dates))
        rougher = len(rhythm.dates) <= len(due.dates) and not closer
        narrower = due.start and not due.start <= rhythm.dates[0] <= rhythm.dates[-1] <= due.dates[-1]
        if due.kind == "recurring" and len(due.dates) > 1:  # 7月起每月: each period as long as the first
            length = due.dates[1] - due.dates[0]
            narrower = rhythm.dates[0] < due.dates[0] - length or rhythm.dates[-1] > due.dates[-1] + length
        stretches = not due.start and (  # 3—5月、10—12月, 即日起至12月底
            "即日起" in self.deadline or len(re.findall("[至到—–~～]", self.deadline)) > 1
        )
        undated = not due.dates and (due.kind == "relative" or _SEASON.search(self.deadline))  # 采暖季, 6月起
        return bool(rougher or narrower or stretches or undated or _SEASON.search(self.title))

    @staticmethod
    def of_a_city(units: str) -> bool:
        """Whether the units of a list are a city's: several as 市教育局, not 市公安局城区分局, and none as 县教育局."""
        names = {name for name in _OF_CITY.findall(units) if not name.endswith(("分局", "支队"))}
        return len(names) > 2 and not _OF_COUNTY.search(units)

    def as_county(self, text: str) -> str:
        """A text with 县 for 市 of the row's own units, and of all where they or the list are a city's: they are no level above."""
        own = _OF_CITY.findall(self.units)
        of_city = (own or self.of_city) and not _OF_COUNTY.search(self.units)
        text = text.replace("县", "市") if of_city else text
        for name in own:
            text = re.sub(
                rf"{_AT if name[0] == '市' else ''}{re.escape(name)}", name.replace("市", "县", 1), text
            )
        return _CITYS.sub("县", text) if of_city else text

    @property
    def is_each(self) -> bool:
        """Whether a figure may be meant for each unit of a group, or for each of several days."""
        due = phrases.schedule(self.deadline, self.year)
        groups = (g for g in phrases.parties(self.units).groups if g.role != "support")
        return any(groups) or (due.kind == "recurring" and len(due.dates) > 1)


_ALONE, _NOTHING = Beside("", "", "", phrases.NO_YEAR), Said()


def entries(text: str, how: Cut, beside: Beside) -> list[str | dict[str, Any]]:
    """The measures of a text as the list file has them."""
    found = [entry(piece, whole, beside, said) for piece, whole, said in cut(text, how)]
    return _one_by_one(found, beside) if len(found) > 1 else found


def _one_by_one(found: list[str | dict[str, Any]], beside: Beside) -> list[str | dict[str, Any]]:
    """Measures each with the one of the row's several dates that it names, where together they name all of these."""
    measures, due = as_entries(found), phrases.schedule(beside.deadline, beside.year).dates
    named = phrases.named([m["text"] for m in measures], beside.year) if len(due) > 1 else []
    if not named or {1} != {*map(len, named)} or {*due} != {day for days in named for day in days}:
        return found
    pieces = phrases.pieces(beside.deadline)
    dated = list[dict[str, Any]]()
    for m, ((day, words),) in zip(measures, map(dict.items, named), strict=True):
        text = re.sub("[“”]", "", beside.as_county(m["text"]))
        given = [m["deadline"]] if "deadline" in m else [*pieces, words]
        own = next((p for p in given if phrases.schedule(p, beside.year).dates == (day,)), "")
        if not own or not sets_alone(text, words):
            return found
        dated.append({"text": m["text"], "deadline": own} | m)
    return [*dated]


def as_entries(measures: Iterable[str | dict[str, Any]]) -> list[dict[str, Any]]:
    """Measures each with its keys, a bare text too."""
    return [m if isinstance(m, dict) else {"text": m} for m in measures]


def cut(text: str, how: Cut) -> Iterator[tuple[str, str, Said]]:
    """The measures of a text; joined they are the text, but for line breaks.

    Each with the sentence that it stands in, behind the head that holds for it: 停工期间：（2）每月检查。 And with what
    is said at the end of it of who and when.
    """
    head = ""
    found = [*_with_tails(_with_heads(_with_feet(text)))] if how != "none" else []
    marks = marks_of([sentence for sentence, _ in found])
    said = _charged(found, [bool(mark or point_of(s)) for (s, _), mark in zip(found, marks, strict=True)])
    for (sentence, end), mark, own in zip(found, marks, said, strict=True):
        sentence, tail = sentence[:end], sentence[end:]
        colons = (m.end() for m in re.finditer(r"[：:]\s*", sentence))
        below = next((at for at in colons if _is_marked(sentence[at : at + 50])), 0)
        if below or not (mark or point_of(sentence)):
            head = without_mark(sentence[:below])
        whole = head + (sentence[mark.length :] if mark and not below else without_mark(sentence[below:]))
        halves = sentence[:below], sentence[below:]
        pieces = (
            [*_with_heads(p for half in halves for p in _clauses(half))] if how == "clauses" else [sentence]
        )
        pieces[-1] += tail
        yield from ((piece.strip(), whole, own) for piece in pieces if piece.strip())


def sayings(text: str) -> list[Said]:
    """What the sentences of a text say of who and when, each of its own."""
    own = (trailing(piece, dates=True)[1] for piece, *_ in cut(text, "sentences"))
    return [*dict.fromkeys(filter(None, own))]


def _with_tails(pieces: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Sentences with the brackets and labels behind them, which are no measures; each with where its own text ends."""
    held, end, leads, each = "", 0, False, False
    for piece in map(str.strip, pieces):
        tail = 0 if leads else behind(piece, each=each)
        leads = leads or (not held and 0 < tail < len(piece))  # （县住建局）排查。（县应急局）整改。
        tail = tail if held else 0
        each = each or tail > 0
        held += " " * bool(tail and re.search(r"\w$", held) and re.match(r"\w", piece)) + piece[:tail].strip()
        if rest := piece[tail:].strip():
            if held:
                yield held, end
            held, end = rest, len(rest)
    if held:
        yield held, end


def _charged(found: Sequence[tuple[str, int]], marked: Sequence[bool]) -> list[Said]:
    """What sentences say at their ends of who and when: behind the 。 of the last, of all its point.

    What stands at the end of all, and nowhere else, may be said of all; so may it of some, where another says it before
    its 。, or a bracket that says something else stands between: of that nothing is taken.
    """
    own = [trailing(s, dates=True)[1] if len(s) <= _LONGEST else _NOTHING for s, _ in found]
    if not any(own[:-1]) and found and (len(found) == 1 or found[-1][1] < len(found[-1][0])):
        return [_NOTHING] * len(found)
    said, tails, points = [*own], [end < len(s) for s, end in found], [*accumulate(marked)]
    charged = {p for o, t, p in zip(own, tails, points, strict=True) if o.units and not t}  # before its 。
    at = len(found) - 1
    while at >= 0:
        first = at
        while tails[at] and own[at] and first and not (marked[first] or own[first - 1] or tails[first - 1]):
            first -= 1
        parted = any(re.match(r"[（(【\[〔]", found[k][0]) for k in range(first + 1, at + 1) if not marked[k])
        said[first : at + 1] = [_NOTHING if first < at and (points[at] in charged or parted) else own[at]] * (
            at + 1 - first
        )
        at = first - 1
    return said


def _is_marked(text: str) -> bool:
    return bool(mark_of(text) or point_of(text))


def _with_feet(text: str) -> Iterator[str]:
    """The sentences of a text, each with the mark of a note behind it: 排查。[1], and 排查。① where the last has one, too."""
    begins, ends = FOOT.match(text), LAST_FOOT.search(text)  # what begins with such a mark counts its points
    held = ""
    for piece in sentences(text):
        mark = FOOT.match(piece) if held else None
        end = mark.end() if mark and not begins and (ends or not mark["point"]) else 0
        stops = r"\s*$|[，,；;。]" if re.search(r"[，,；;。：:、]\s*$", held) else r"\s*$|[，,；;。、]"
        if mark and re.match(stops, piece[mark.end() :]):
            end = len(piece)
        held += piece[:end].strip()
        if end < len(piece):
            if held:
                yield held
            held = piece[end:]
    if held:
        yield held


def _with_heads(pieces: Iterable[str]) -> Iterator[str]:
    """A head that ends in a colon, or a mark alone, stays with what follows it."""
    held = ""
    for piece in pieces:
        held += piece
        bare = held.strip()
        mark = mark_of(bare)
        if re.search("[：:]$", bare) or not re.search(r"\w", bare) or (mark and len(bare) <= mark.length):
            continue
        yield held
        held = ""
    if held:
        yield held


def _clauses(sentence: str) -> Iterator[str]:
    start = depth = 0
    for at, char in enumerate(sentence):
        depth += (char in OPEN) - (char in CLOSE)
        long_enough = at + 1 - start >= _LEAST and len(sentence) - at - 1 >= _LEAST
        if char == "，" and depth <= 0 and long_enough and _SEAM.match(sentence, at):
            yield sentence[start : at + 1]
            start = at + 1
    yield sentence[start:]


def least_in(text: str) -> str:
    """The figure that a text asks for at least: 不少于120家次."""
    found = _TARGET.search(text)
    unit = _COUNTED.match(found[3]) if found else None
    return text[found.start() : found.start(3)] + unit[0] if found and unit else ""


def _of_another(text: str, own: Schedule) -> bool:
    """Whether the date in a text is of one thing, and a figure of another: 检查120家次，每季度通报1次案例."""
    rhythm = own.kind == "recurring"
    before, clause, behind = around_date(text)
    if rhythm and re.search(
        r"(?:全年|年内|累计)[^，,；;。]{0,8}\d余?次", behind
    ):  # what the rhythm adds up to
        return False
    if _FIGURE.search(before):
        return not (_SHARE.fullmatch(clause) or (not rhythm and _DONE.fullmatch(clause)))
    apart = _PAPER.search(clause) or (rhythm and re.search("全年|年内|累计", behind))
    return bool(apart and _FIGURE.search(behind) and not re.match("至少|不少于|不低于|每|其中|共", behind))


def entry(text: str, whole: str = "", beside: Beside = _ALONE, said: Said = _NOTHING) -> str | dict[str, Any]:
    """A measure as the list file has it, with the date and the figure that stand alone in its text.

    said: at its end, of who and when; who is not among the row's units is not written.
    """
    found: dict[str, Any] = {"text": text}
    whole = whole or without_mark(text)
    if len(whole) > _LONGEST:
        return text
    if (
        said.units != beside.units
        and phrases.are_units(said.units)
        and names_within(said.units, beside.units)
    ):
        found["units"] = as_known(said.units, beside.units)
    whole = trailing(whole, dates=True)[0] if said else whole
    due = phrases.schedule(beside.deadline, beside.year).dates
    when = date_in(text, beside.as_county(whole), beside.year, due[-1].year if due else 0)
    when = "" if when and _of_another(text, phrases.schedule(when, beside.year)) else when
    if said.deadline and phrases.settled(said.deadline):
        when = (
            ""
            if is_timely(whole) and phrases.settled(when) != phrases.settled(said.deadline)
            else said.deadline
        )
    own = phrases.schedule(when, beside.year)
    yearly = re.match(r"每年\d", when) and {*own.dates} <= {*due}  # one of the row's days: 每年6月
    if when and (yearly or not (own.kind == "recurring" and beside.displaces(own))):
        found["deadline"] = when
    figures = list(_TARGET.finditer(text))
    alone = len(figures) == 1 == len(re.findall(r"至少|不少于|不低于|不得少于", text)) and not beside.is_each
    if alone:  # not for each of several, nor one of several
        before = whole[: whole.rfind(figures[0][0])]
        behind = text[figures[0].end() :]
        alone = not (
            _EACH.search(before) or _AGAIN.search(whole) or re.match("[^，；。]*(?:、\\d|[每各])", behind)
        )
        alone &= not (figures[0][3][0] in "次场期" and _TIMES.search(before))
    if alone and not figures[0][2] and int(figures[0][1]) and (unit := _COUNTED.match(figures[0][3])):
        found["target"] = {"count": int(figures[0][1]), "unit": unit[0]}
    return found if len(found) > 1 else text
