"""Who and when, said inside running text: in a bracket at the end, after a label, in a sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.header_words import Meaning, bracket_of, meaning_of
from anquan_cli.exchange.list_import.roles import ROLES, joined_roles, one_time
from anquan_cli.exchange.list_import.words import in_one_line, lines_of, mark_of, sentences, without_mark

_LABEL_MEANINGS: tuple[Meaning, ...] = (
    *ROLES,
    "deadline",
    "leader",
    "person",
    "other_date",
    "remark",
    "other",
    "goal",
    "progress",
    "problem",
)
_LABEL = re.compile(
    r"(?:^|(?<=[；;，,。、（(【\[〔\n\s]))([^\s；;，,。：:（()）【】\[\]〔〕、]{2,12}(?:（[^（）]{1,6}）)?[^\s；;，,。：:（()）【】、]{0,4})[：:]"
)
_WHOLE = r"[（(【\[〔](?:[^（(【\[〔）)】\]〕]|[（(【\[〔][^（(【\[〔）)】\]〕]*[)）】\]〕])*[)）】\]〕]"
_BRACKET = re.compile(rf"(?s)\s*({_WHOLE})\s*[。；;]?\s*$")
_FIRST = re.compile(rf"({_WHOLE})\s*[。；;]?\s*")
_CALLED = re.compile(  # before a bracket that says who is meant; not 举办（县应急局）, 召开推进会（县应急局）
    r"(?:(?<![布全格大])局|[委府]|(?<![举承主协督交查创合开])办|(?<!大)厅|(?:委员|安委|专委|协|联合|工|商|理事)会|部门|单位|机关|机构)\s*$"
)
_KINDS = re.compile("(?:企业|公司|医院|学校|场所|乡镇|街道|村|社区|煤矿|矿山|景区|园区|小区|工地)\\s*$")
_OFFICES = re.compile("[局委办厅队]")  # in a name that needs no more to be a party's
_OF_SENTENCE = re.compile(  # ； ends one before …，责任单位：
    rf"(?<=[。；;]){_WHOLE}|{_WHOLE}\s*(?:[。；;\n]|$)|(?<=[。；;，,])[^。；;，,：:（()）\n]{{2,12}}[：:][^。；;\n]*"
    r"(?:[；;](?![^。；;\n]*[，,][^。；;，,：:\n]{2,12}[：:])[^。；;\n]*)*(?:[。；;\n]|$)"
)
_NAME = re.compile("[^；：（）]{1,14}[局委办厅队股科室站所处院校司会镇乡部心]")
_STOP = re.compile(r"\s*(?:[。；;\n]|$)")  # of a sentence
_INNER = re.compile(r"[（(【\[〔]([^（(【\[〔）)】\]〕]*)[)）】\]〕]")
_BY = re.compile(  # 由县公安局负责; without 由 a clause of its own
    r"由([^，,；;。：:（()）\n由]{2,40}?)(?:牵头|负责|承担|承办|主办|落实|组织实施)"
    r"|(?<![^，,；;。：:\n])([^，,；;。：:（()）\n由]{2,40}?)(?:牵头|负责)(?![^，,；;。\n])"
)
_CHARGE = r"要|应|须|需|负责|配合|协助|牵头|会同|于|在|每|将|\d"  # behind who is to do something
_BARE_DATE = re.compile("[\\d一二三四上下半全每年月日号旬季度底末初前至到及和、，；/.—–~-]+")
_BLANKS = re.compile(r"[ \t\u3000]+(?=([^\s：:，。；]{2,10})[：:])")
_DASHED = re.compile(r"(?m)^[—\-–●•·◆▲★■□➢\s]+(?=([^\s：:，。；]{2,10})[：:])")
_FRAMED = re.compile(r"[【\[〔]([^】\]〕：:]{2,10})[】\]〕][：:]?")


def parted(text: str) -> str:
    """A line with its labels on lines of their own: 牵头单位：甲　　完成时限：乙, 【责任单位】甲."""
    known = (*_LABEL_MEANINGS, "content", "steps")
    text = _DASHED.sub(lambda m: "" if meaning_of(m[1]) in known else m[0], text)
    text = _BLANKS.sub(lambda m: "\n" if meaning_of(m[1]) in known else m[0], text)
    return _FRAMED.sub(lambda m: f"\n{m[1]}：" if meaning_of(m[1]) in known else m[0], text)


class Said(NamedTuple):
    """What a bracket or label lines say."""

    units: str = ""
    deadline: str = ""
    leader: str = ""
    remark: str = ""
    mixed: str = ""  # what is asked of several times

    def __bool__(self) -> bool:
        return bool(self.units or self.deadline)

    def and_(self, other: Said) -> Said:
        """Both together; what this one says comes first."""
        due, aside, asked = one_time([("", self.deadline), ("", other.deadline)])
        units, leader = (
            "，".join(filter(None, both)) for both in ((self.units, other.units), (self.leader, other.leader))
        )
        remark, mixed = (
            "；".join(filter(None, x))
            for x in ((self.remark, other.remark, *aside), (self.mixed, other.mixed, asked))
        )
        return Said(units, due, leader, remark, mixed)


def content_of(text: str) -> str:
    """A line without the label of a content (主要内容：…)."""
    found = _LABEL.match(text)
    return text[found.end() :].strip() if found and meaning_of(found[1]) in ("content", "steps") else text


def named_task(text: str) -> int:
    """How long the label of a task's name is that a line begins with (任务名称：整治渡口); 0 without one."""
    found = _LABEL.match(text)
    return (
        found.end()
        if found and meaning_of(found[1]) in ("task", "problem") and text[found.end() :].strip()
        else 0
    )


def label_line(text: str) -> Said | None:
    """What a line of labels alone says (牵头单位：县水利局), or None."""
    return (labels(text) or None) if is_label_line(text) else None


def is_label_line(text: str) -> bool:
    """Whether a line begins with a label, of who and when or of something else that is no work: 责任领导, 进展情况."""
    return bool(_known(_LABEL.match(text.strip())))


def goes_on(line: str, text: str) -> bool:
    """Whether a line is nothing but units, or a bare date, as the last label of a line of labels above it says.

    Behind 、 it may be anybody; behind the label alone, any date.
    """
    if mark_of(text) or re.search("[。：:]", text):
        return False
    *_, meaning = [m for found in _LABEL.finditer(line) if (m := _known(found))]
    says, is_open = loose(text), re.search(r"[、，：:]\s*$", line)
    if meaning in ROLES:
        return bool(says.units or (is_open and is_open[0][0] in "、，"))
    return meaning == "deadline" and bool(says.deadline and (is_open or _BARE_DATE.fullmatch(text)))


def _known(found: re.Match[str] | None) -> Meaning | None:
    meaning = meaning_of(found[1]) if found else None
    return meaning if meaning in _LABEL_MEANINGS else None


def labels(text: str, *, keep: bool = False) -> Said:
    """What labelled pieces say: 责任单位：…；完成时限：…

    keep: units with several labels stay one phrase as written, labels included.
    """
    text = text.strip()
    marks = [m for m in _LABEL.finditer(text) if _known(m)]
    begin = marks[0].start() if marks else len(text)
    brackets = [*re.finditer(_WHOLE, text[begin:])]  # whose labels are of a value
    within = {m.start() for b in brackets for m in _LABEL.finditer(text, *(begin + at for at in b.span()))}
    marks = [m for m in marks if m.start() not in within]
    if not marks:
        return Said()
    roles: dict[Meaning, str] = {}
    leader = ""
    times: list[tuple[str, str]] = []
    remarks: list[str] = []
    spans: list[tuple[int, int]] = []
    if before := text[: marks[0].start()].strip("；;，,。、（( "):
        first = loose(before)
        times.append(("", first.deadline))
        roles["units"] = first.units
        if not first:
            remarks.append(before)
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        value = text[mark.end() : end].strip().rstrip("；;，,、")
        value = value.rstrip("。") if value.count("。") == 1 or meaning_of(mark[1]) == "deadline" else value
        meaning = _known(mark)
        if meaning in ROLES and meaning:
            value, late = _date_behind(value)
            times.append(("", late))
            who = lines_of(re.sub(r"(?<=[、，,；;])\s+", "", value), phrases.are_units).strip("；;，,、 ")
            roles[meaning] = "、".join(filter(None, (roles.get(meaning), who)))
            spans.append((mark.start(), mark.end() + len(value)))
        elif meaning == "deadline":
            times.append((mark[1], in_one_line(value)))
        elif meaning == "leader":
            leader = "、".join(filter(None, (leader, in_one_line(value))))
        if value and (meaning not in (*ROLES, "deadline", "leader") or bracket_of(mark[1])):
            remarks.append(f"{mark[1]}：{in_one_line(value)}")
    if roles.get("lead") and roles.get("units"):
        roles["responsible"] = roles.pop("units")
    contiguous = (
        keep
        and len(spans) > 1
        and all(not text[a[1] : b[0]].strip("；;，,、 \n") for a, b in pairwise(spans))
    )
    units = _one(text[spans[0][0] : spans[-1][1]]) if contiguous else joined_roles(roles)
    due, aside, asked = one_time(times)
    return Said(units, due, leader, "；".join([*remarks, *aside]), asked)


def _one(text: str) -> str:
    return in_one_line(text).strip("；;，,、 ").rstrip("。")


def _date_behind(value: str) -> tuple[str, str]:
    """A date word behind the units: 县水利局、县林业局，持续推进."""
    for comma in re.finditer("[，；]", value):
        head, tail = value[: comma.start()], value[comma.end() :]
        late = phrases.is_deadline(in_one_line(tail)) and not phrases.are_units(tail)
        if (
            late and "。" not in head and not is_timely(re.split("[，；]", head)[-1])
        ):  # not half of 6月至9月，每周
            return head, in_one_line(tail)
    return value, ""


def with_date(text: str) -> tuple[str, str]:
    """Units and the date beside them in one cell: 县应急局，6月底前; 县公安局、县水利局（全年）."""
    bracket = re.fullmatch(r"(?s)(.+?)\s*[（(]([^（()）]+)[)）]", text)
    seams = [*re.finditer(r"[\s，；、/]+|(?<=[^\W\d])(?=(?:20\d\d年)?\d{1,2}月|全年|年底)", text)]
    halves = [(text[: m.start()], text[m.end() :]) for m in reversed(seams)]
    for one, other in (*([bracket.groups()] if bracket else []), *halves):
        for who, when in ((one, in_one_line(other)), (other, in_one_line(one))):
            if phrases.is_deadline(when) and not _names_somebody(when) and phrases.are_units(who):
                return who, when
    return text, ""


def _names_somebody(when: str) -> bool:
    """Whether a date also says whose it is: 各乡镇12月底前, 县公安局（9月底前）."""
    read = phrases.parties(when)
    return bool(read.named or read.groups) or phrases.are_units(re.split(r"\d", when)[0])


def loose(text: str) -> Said:
    """Units and dates without labels: 县应急管理局牵头，县水利局配合，6月底前完成; all of it must be understood."""
    flat = in_one_line(text).strip("；;，,。、")
    pieces = re.split("([，；;,。])", flat)
    words, seps = pieces[::2], ["", *pieces[1::2]]
    dates = list(filter(phrases.is_deadline, words))
    dated = set(dates)
    rest = "".join(s + w for s, w in zip(seps, words, strict=True) if w not in dated).strip("，；;,。")
    if rest and len(dates) <= 1 and (phrases.are_units(rest) or _charges(rest, bool(dates))):
        return Said(rest, dates[0] if dates else "")
    whole = phrases.is_deadline(flat) and not any(map(phrases.are_units, words))
    return Said(deadline=flat) if whole else Said()


def _charges(text: str, is_dated: bool) -> bool:
    """Whether a text gives somebody a role at its end, or is names beside a date, though not all are known."""
    read = phrases.parties(text)
    names = is_dated and all(_NAME.fullmatch(name) for name in re.split("[、，]", text))
    return bool(
        (names or re.search("(?:牵头|负责|配合|落实)$", text))
        and (read.named or read.groups)
        and "。" not in text
    )


@lru_cache(maxsize=16)
def trailing(text: str, *, dates: bool = False) -> tuple[str, Said]:
    """A text without the brackets and labelled sentences at its end that say who and when, and what they say.

    dates: a bracket with a date alone says when, too; one that explains the name before it says nothing.
    """
    said, rest = Said(), text.rstrip()
    while found := _BRACKET.search(rest):
        inner = found[1][1:-1]
        is_end = dates or rest[: found.start()].endswith(("。", "；", "\n"))
        one = labels(inner, keep=True) or _only_units(inner, is_end=is_end)
        if dates and not one and phrases.is_deadline(inner):
            one = Said(deadline=inner)
        if not one or (dates and explains(rest[: found.start()], inner)):
            break
        said, rest = one.and_(said), rest[: found.start()].rstrip()
    if not said:
        within = [one for m in _INNER.finditer(rest) if (one := labels(m[1], keep=True))]
        if within:  # in the middle of a sentence, which stays as it is; of several, each says only its own
            return rest, within[0] if len(within) == 1 else Said()
        first = next((m for m in _LABEL.finditer(rest) if _known(m) in (*ROLES, "deadline", "leader")), None)
        if first and (one := labels(rest[first.start() :], keep=True)):
            return rest[: first.start()].rstrip(), one
    return rest, said


def opening(text: str) -> tuple[str, Said]:
    """A text without the units that it opens with, and their date behind them: 县应急局：6月10日前完成检查."""
    units, _, rest = text.replace(":", "：").partition("：")
    is_charge = rest and phrases.are_units(units)
    return (text[len(units) + 1 :].strip(), Said(units, date_of_text(rest))) if is_charge else (text, Said())


def behind(text: str, *, each: bool = False) -> int:
    """How much of a text, at its beginning, belongs to the sentence before it: a bracket alone, or who and when.

    each: a bracket stands behind each sentence, whatever it says.
    """
    end = len(text) if label_line(text) else 0
    while not mark_of(text[end : end + 20]) and (found := _FIRST.match(text, end)):
        inner = found[1][1:-1]
        says = labels(inner) or _only_units(inner, is_end=True) or phrases.is_deadline(inner)
        if not says and found.end() < len(text) and (end or not each):
            break
        end = found.end()
    return end


def names_within(units: str, others: str) -> bool:
    """Whether all that a phrase of units names is named in another."""
    if phrases.parties(others).doubts:
        return all(name in others for name in _names(units))
    named = _names(others)
    return all(any(known.endswith(name) for known in named) for name in _names(units))  # 住建局, too


def as_known(units: str, others: str) -> str:
    """A phrase of units with the names of another for their short ones: 住建局 beside 县住建局."""
    for name in _names(units):
        full = [known for known in _names(others) if known.endswith(name)]
        if len(full) == 1 and units.count(name) == 1:
            units = units.replace(name, full[0])
    return units


def _names(units: str) -> list[str]:
    read = phrases.parties(units)
    return [*(unit.name for unit in read.named), *(group.name for group in read.groups)]


def explains(before: str, bracket: str) -> bool:
    """Whether a bracket says who is meant by the name before it: 报主管部门（县应急局）, 检查企业（县燃气公司）."""
    named = _CALLED.search(before) or (_KINDS.search(before) and not _OFFICES.search(bracket))
    return bool(named) and not re.search(r"牵头|负责|配合|落实|[：:\d]", bracket)


def charges_in(text: str) -> list[tuple[str, str]]:
    """What says who anywhere in a text, in brackets or in a clause (由县公安局负责), each with the units.

    Behind a sentence, whoever they are, and whatever else is said there: （县公安局 李四）.
    """
    found = list[tuple[str, Said]]()
    for m in _INNER.finditer(text):
        before = text[: m.start()].rstrip(" ")
        ends = before.endswith(("。", "；", "\n"))
        is_end = bool(ends or _STOP.match(text, m.end())) and not explains(before, m[1])
        said = labels(m[1], keep=True) or _only_units(m[1], is_end=is_end)
        parts = re.split(f"[ ，、；：:或]|(?<={_OFFICES.pattern})" if ends else "[ ，、；：:或]", m[1])
        others = (one for one in map(_only_units, parts) if is_end and one)
        found.append((m[0], said or next(others, said)))
    told = ((m[0], m[1] or m[2]) for m in _BY.finditer(text))
    plain = ((m, who) for m, who in told if phrases.are_units(who) and not phrases.parties(who).groups)
    return [*((bracket, said.units) for bracket, said in found if said.units), *plain]


def charges_another(text: str, units: str) -> bool:
    """Whether a sentence of a text is about another item, or opens with somebody else: a unit, or a group and a date."""
    for sentence in sentences(text):
        heads = (sentence[: m.start()] for m in re.finditer(_CHARGE, sentence[:40]))
        other = next((who for who in heads if phrases.are_units(who) and not names_within(who, units)), "")
        if re.search(r"第\d+项", sentence) or (
            other and (phrases.parties(other).named or dates_in(sentence))
        ):
            return True
    return False


def pieces(text: str) -> list[str]:
    """A text cut behind what says of a sentence before it who and when, in brackets or behind labels, where several do."""
    cuts, said = [0], False
    for found in _OF_SENTENCE.finditer(text):
        own = trailing(found[0])[1]
        said = said or bool(own.units and (own.deadline or names_role(found[0])))
        if said and not _known(_LABEL.match(text[found.end() : found.end() + 40].lstrip())):
            cuts.append(found.end())
            said = False
    return [text[a:b] for a, b in pairwise([*cuts[: max(len(cuts) - 1, 1)], len(text)])]


def names_role(text: str) -> bool:
    """Whether a label in a text says in what role: 责任单位：…"""
    return any(_known(found) in ROLES for found in _LABEL.finditer(text))


def _only_units(inner: str, *, is_end: bool = False) -> Said:
    """A bracket without labels counts where it names roles, dates or plain units and nothing else.

    is_end: of a sentence, where any unit is one (县燃气公司, 各乡镇); a kind of them alone is none: 餐饮企业.
    """
    said = loose(inner)
    if said.units and not said.deadline:
        read = phrases.parties(said.units)
        clear = re.search(f"牵头|负责|配合|落实|承办|主办|{_OFFICES.pattern}", said.units) or (
            is_end
            and phrases.are_units(said.units)
            and all(re.search("各|有关|相关|成员单位", group.name) for group in read.groups)
        )
        return said if clear and (read.named or read.groups) else Said()
    return said if said.units else Said()


_DATE = re.compile(
    r"(?:(?:(?<![^，,；;。\s])20\d\d年[，,]|(?:20\d\d|[今本每])年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?|(?:20\d\d)?年[底末]|[上下]半年|第?[一二三四]季度末?)"
    r"(?:之前|以前|前|底前|末前)|每(?:半[年月]|季度|月|周|[两2]个?月|[36三六]个月|年)(?:末|底)?)"
)


_CLAUSE = re.compile(r"(?:[（(][^（()）]*[)）]|[^，,；;。])+")
# what may narrow a date beside it: another date, a time of the year, a condition
_TIMELY = re.compile(
    r"(?!三年(?:行动|攻坚|整治))[\d〇零一二三四五六七八九十几数两半]个?(?:年|月|日|号(?=[前以止])|天|周|旬|季度|工作日)|"
    r"[当本次上下][年月季周旬日]|今年[不暂未]|[列纳]入[明来]年|全[年月季周]|[年月][底末初]|上旬|中旬|下旬|季度|[每逐按分][年月季周日天半逢]|[春夏秋冬雨旺淡暖榨]季|"
    r"汛期|[入主]汛|汛[前后]|节[日假前]|春节|国庆|五一|中秋|元旦|清明|端午|[寒暑]假|假[日期]|时[段节]|(?<![限按如到逾日分同定])期|"
    r"为准$|^20\d\d$|^时间|^现?已[^的项]{2,4}$|^(?:视|待|[按根依].{0,2}资金(?!.*制[定订]))|^(?:如(?![期实下何])|若(?!干)|凡|遇|待)|"
    r"除.{1,40}外|(?:的|(?<![及按随定小临同限即])时|[前后起]|过程中)$|以来"
)
_NEXT = re.compile("[明来翌后去]年(?!.*的)")  # ahead of a date: 明年，6月底前
_STAGE = re.compile(r"(20\d\d)年([\d底末初上下第一二三四]?)")  # behind one: 8月底前完成二期，2026年投用
_TILL_END = re.compile("[自从]?即日起至(?:今|本)?(?:年[底末]|12月(?:[底末]|31日))[止，,]?")
# what moves or denies it, or leaves it open
_MOVED = re.compile(
    "左右|前后|大约|不再|暂[停缓不]|取消|延[期后长迟至]|顺延|推迟|放宽|提前[至到]|改[为至]|调整[为至]|原则上|原定|计划于|预计|一般应|"
    "(?<!模)拟(?![定订制])|视情|择机|适时|另行|[以依]此类推|特殊情况|有困难|为止|直[至到]|停止"
)
_END = re.compile(
    "(?<=[年度季半月旬周日号天底末前内一二三四五六次轮遍])(?![日号月周次底末前之以内、和或及与]|至(?!少))"
    r"(?!(?:至少|不少于|不低于)?(?:\d+[-—–~～至到])?(?!1[次轮遍])[\d两二三四五六七八九十]+[次轮遍])"
)  # of a date


def is_timely(text: str) -> bool:
    """Whether a text may say something of a date beside it."""
    return any(_TIMELY.search(clause.strip()) for clause in _CLAUSE.findall(text))


def date_in(text: str, whole: str = "", year: int = phrases.NO_YEAR, last: int = 0) -> str:
    """The one date that a text sets for what it says, with all that belongs to it; nothing where that cannot be read.

    Its clauses from the first to the last that speak of time are read as one, and of them the shortest stretch is
    taken that comes to the same days.

    Args:
        whole: the sentence that it stands in, with the head above it.
        year: of the list; what was in a year before it belongs to no date.
        last: the year up to which the row goes; what is later is no part of a date.
    """
    if not _DATE.search(text):
        return ""
    text = re.sub("[:：]", "，", whole or without_mark(text))  # what a head says holds for what is below it
    found = list(_DATE.finditer(text))
    if len(found) != 1 or _MOVED.search(text):
        return ""
    start, end = found[0].span()
    if start and text[start - 1] not in "，,。；;、 \n）)在于力争确保":
        return ""
    clauses = list(_CLAUSE.finditer(text))
    ahead = [m[0].strip() for m in clauses if m.end() <= start]
    behind = [m[0].strip() for m in clauses if m.start() > start]
    others = [clause for clause in (*ahead, *behind) if phrases.says("beside", clause) == "doubt"]
    if any(map(_NEXT.match, ahead)) or any(c in behind or not phrases.says("topic", c) for c in others):
        return ""
    head = re.match(r"(20\d\d)年([，,]?)", found[0][0])
    own = int(head[1]) if head else year
    later = {y for c in behind for y, more in _STAGE.findall(c) if int(y) > own - bool(more)}
    if later and (year == phrases.NO_YEAR or int(min(later)) <= last):
        return ""

    def is_apart(m: re.Match[str]) -> bool:
        if m.start() > start:
            return any(y in later for y, _ in _STAGE.findall(m[0]))
        years = re.findall(r"20\d\d(?=年)", m[0]) if head else []
        return bool(_TILL_END.fullmatch(m[0].strip()) or (years and int(max(years)) < year))

    spoken = [m for m in clauses if m.start() <= start < m.end() or (is_timely(m[0]) and not is_apart(m))]
    begin, stop = spoken[0].start(), spoken[-1].end()
    said, aged = (phrases.settled(text[begin:stop].strip(), y) for y in (year, phrases.NO_YEAR))
    if not said and aged and aged.dates and (aged.dates[-1].year >= year or (head and head[2])):
        said, year = aged, phrases.NO_YEAR  # with a past date, which is asked about
    if not said or said.kind not in ("date", "recurring"):
        return ""
    starts = [start, *(m.start() for m in reversed(spoken) if m.start() < start)]
    ends = (b for b in range(end, stop + 1) if _END.match(text, b))
    stretches = [text[a:b].strip() for b in ends for a in starts]
    same = (s for s in stretches if (read := phrases.settled(s, year)) and read[1:] == said[1:])
    return next(filter(phrases.is_deadline, same), "")


def sets_alone(text: str, words: str) -> bool:
    """Whether a date that some words name is moved by nothing in their text, and no rhythm or act of another level stands there."""
    clauses = _CLAUSE.findall(text.replace(words, ""))
    return not (
        _MOVED.search(text)
        or any(date[0] in "每按逐" for date in dates_in(text))
        or any(_NEXT.match(c.strip()) or phrases.says("beside", c.strip()) == "doubt" for c in clauses)
    )


def dates_in(text: str) -> list[str]:
    """The dates that a text names."""
    return _DATE.findall(text)


def around_date(text: str) -> tuple[str, str, str]:
    """The clauses before the first date that a text names, the rest of the date's own, and those behind it."""
    found = re.match(
        rf"(?s)(.*?[，,；;。、\s]|)[^，,；;。、\s]*?{_DATE.pattern}([^，,；;。]*)[，,；;。]?(.*)", text
    )
    return (found[1], found[2], found[3]) if found else ("", "", "")


def date_of_text(text: str) -> str:
    """The one date in all sentences of a text, for a task that says it nowhere else."""
    spoken = [s for s in sentences(text) if "持续" in s or "长期" in s or is_timely(s)]
    return date_in(re.sub("，全年[^，；。]*", "", spoken[0])) if len(spoken) == 1 else ""


def bracket_alone(text: str) -> Said | None:
    """What a bracket on a line of its own says, or None."""
    rest, said = trailing(text)
    return said if said and not rest.strip("。；") else None


def said_in(text: str) -> tuple[str, Said]:
    """A table cell's text without what it says at its end of who and when."""
    kept, said, lines = [], Said(), []
    for line in text.split("\n"):
        if label_line(line):
            lines.append(line)
        elif alone := bracket_alone(line):
            said = said.and_(alone)
        else:
            rest, own = trailing(line)
            said = said.and_(own)
            kept.append(rest)
    return "\n".join(filter(None, kept)), said.and_(labels("\n".join(lines)))
