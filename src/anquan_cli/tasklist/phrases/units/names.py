"""Whether words are the name of a unit, of a group, or of neither; and what level a name is of."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from anquan_cli.tasklist.lookup import TOWNSHIP_NAME
from anquan_cli.tasklist.phrases.deadline.lexer import WORDS
from anquan_cli.tasklist.phrases.units.lexer import CLOSE, HEADS, OPEN, Token, text_of, tokens_of
from anquan_cli.tasklist.phrases.units.words import lexicon

Words = Sequence[Token]

FIRM_HEADS = frozenset(("dept", "umbrella", "whole", "unit"))  # … and nothing but a part of it may follow
ALOUD = frozenset(("field", "body", "no_level", "other", "place", "kind", "number"))  # tell one from another
FIELDS = HEADS | frozenset("field body no_level place kind many whose group members".split())  # in a bracket
NEVER = frozenset(
    ("verb", "person", "or", "be", "stray", "colon", "quote", "lead_in", "nothing", "others", "basis")
)
NAMED = (
    HEADS
    | ALOUD
    | frozenset(("general", "act", "level", "char", "soft_role", "members", "hedge", "qualifier", "and"))
)
_ACTS = frozenset(("VERB", "verb", "soft_role", "act", "person", "many"))
GROUPS = frozenset(("many", "whose", "group"))
LONGEST = 30

TOWNSHIP = re.compile(rf"({TOWNSHIP_NAME})(?:人民政府|政府)?")
_PLACE = re.compile(  # 文水县, 离石区, 中山市; not 山区, 城市, 辖区
    r"(?![省市县区]|[大小]?城市|..+[县市区].)[一-鿿]{1,5}(?:(?<![辖社景库矿林山灾城地县街片校厂小牧灌])[区旗]|(?<![辖地县])市|(?<!辖)县)"
)
_NATIONAL = tuple("国家 中国 国网 中共 华能 大唐 太原铁路局".split())  # begins so, or ends as a parent does
_PARENT = tuple("总局 集团 公司 银行 国家电网".split())
_BRANCH = tuple("分局 支局 分公司 支公司 分行 支行 营业部 供电公司".split())
_INNER_OFFICE = tuple("办公室 办 委员会 专委会".split())
_LEVELS = frozenset((*"省市州县区旗盟", "自治区", "自治州", "自治县"))
_LEVELED = re.compile(
    rf"[省市州县区旗乡镇村]级?[{re.escape(OPEN)}]\w[^{re.escape(OPEN + CLOSE)}]*[{re.escape(CLOSE)}]"
)
_ZONES = tuple("开发区 园区 示范区 保护区 风景区 高新区 经开区".split())
_OWN_LEVEL = tuple("分局 支局 公司 分行 支行 银行 大学 学院".split())
_ROOMS = frozenset(("办公室", "办公厅", "车间", "总值班室", "调度室"))
_COUNTED = re.compile(r"\d{1,3}[个家镇乡]|[\d一二三四五六七八九十]{1,3}[个家][^体人]")


def bare(words: Words) -> list[Token]:
    """The words without their brackets."""
    return [w for w in words if "bracket" not in w.kinds]


def could_end(words: Words) -> bool:
    """Whether a name could end with the last of these words."""
    plain = bare(words)
    if not plain:
        return False
    last, text = plain[-1].kinds, text_of(plain)
    if last & (HEADS | GROUPS | {"kind", "place"}):
        return not (len(plain) == 1 and last <= {"dept", "inner", "general", "many"})
    if last & {"members", "level", "no_level"} and any("many" in w.kinds for w in plain[:-1]):
        return True
    return bool(_PLACE.fullmatch(text) or TOWNSHIP.fullmatch(text))


def is_group(words: Words) -> bool:
    """各…, 有关…, …部门, 市县两级…: many units in one name."""
    plain, text = bare(words), text_of(words)
    if not plain or any(w.kinds & NEVER and not w.kinds & (NAMED | GROUPS) for w in plain):
        return False
    if any("many" in w.kinds and b.kinds & {"char", "act"} for b, w in pairwise(plain)):
        return False  # 县应急局查各乡镇
    first, last, rest = plain[0].kinds, plain[-1].kinds, plain[1:]
    ends = last & (HEADS | {"place", "kind", "no_level", "members", "whose", "group"})
    if any("many" in w.kinds for w in plain):
        of_one = level_of(text_of(rest)) or (text[0] in "全本" and text[-1] in "局厅委")
        if (text[0] == "其" and "kind" not in last) or (
            text[0] not in "各有相属" and of_one and is_unit(rest)
        ):
            return False  # 其办公室; 所属县公安局, 全县公安局
        counted = text.endswith(("级", "镇街", "街镇", "市县", "区县", "县区", "设区市"))
        return bool(rest and (counted if "many" in last else ends or "level" in last))
    said = rest and (plain[-2].text == "责任" or plain[-2].code == "H")
    if said or any("dept" in w.kinds and "whole" not in w.kinds for w in plain[:-2]):
        return False
    roles = rest and all("soft_role" in w.kinds for w in plain[:-1]) and text not in ("主管部门", "监管部门")
    named = _LEVELED.match(text) or _COUNTED.match(text)
    return bool(
        ("kind" in last and not roles)
        or (text[0] in "县乡镇市区村" and "kind" in first and ends)  # 乡镇人民政府
        or (plain[-1].text == "机关" and not re.search(r"[委府]机关$", text))
        or ("place" in last and not rest)
        or (named and (ends or "level" in last) and "char" not in first)
    )


def is_unit(words: Words) -> bool:
    """Whether words, none of which is said of it from without, make the name of one unit."""
    words = bare(words)
    text = text_of(words)
    if len(text) > LONGEST or not re.search(r"[一-鿿].*[一-鿿]", text):
        return False
    if any(not w.kinds & NAMED for w in words) or words[0].kinds & {"and", "hedge"} - ALOUD == words[0].kinds:
        return False
    if len(words) == 1 and "unit" in words[0].kinds:
        return True
    if not _level_stands_well(words) or _says_of_another(words):
        return False
    if not any(w.kinds & FIRM_HEADS for w in words) and TOWNSHIP.fullmatch(text):
        return True
    if _PLACE.fullmatch(text) and not any(w.kinds & HEADS for w in words):
        return True
    if not words[-1].kinds & (HEADS | {"place"}) or text.endswith(("乡", "镇")):
        return False
    heads = [i for i, w in enumerate(words[:-1], 1) if w.kinds & HEADS]
    return all(_may_follow(words[:i], words[i:]) for i in heads) and _has_body(words)


def _level_stands_well(words: Words) -> bool:
    """县, 交城县, 祁县, 山西省吕梁市 before the rest; nothing like 报县, 应急县."""
    place: list[Token] = []
    for word in words:
        if word.kinds & FIRM_HEADS:
            break
        if "level" not in word.kinds or word.text not in _LEVELS:
            place.append(word)
        elif word is not words[0] and not _is_place(place, word):
            return False
        else:
            place = []
    return True


def _is_place(words: Words, level: Token) -> bool:
    """Whether words before a level are the name of a place: no act, no person, and no more than the place."""
    if not words or level.gap or words[-1].kinds & {"field", "body"}:  # 危化品 县应急局
        return False
    name, begins, data = text_of(words), words[0].kinds, lexicon()
    said = {*WORDS.get(name[:2], ()), *data.kinds.get(name, ()), *begins}
    more = name.removesuffix(words[-1].text) if "other" in words[-1].kinds else ""  # 东|交城县
    person = may_be_person(words[:-1]) if more else name[0] in data.surnames and name[-1] in data.given
    return not (
        person  # 张伟县公安局
        or _ACTS & said  # 治理市应急管理局, 主管交城县公安局
        or len(more) == 1
        or (more and begins & {"body", "field"})
        or re.search(r"\d", name)
        or (len(name) == 1 and not (level.text == "县" and name in data.single))
    )


def _says_of_another(words: Words) -> bool:
    """督查公安局, 县应急局查交警大队: an act, or one character that is no place, before the name of another office."""
    for i, word in enumerate(words[:-1]):
        behind = words[i + 1].kinds
        room = words[i + 1].text in _ROOMS
        if "act" in word.kinds and behind & {"field", "unit", "level", "many", "" if room else "whole"}:
            return True
        starts = not i or words[i - 1].kinds & (FIRM_HEADS | {"level"})
        lone = word.kinds == {"char"} and not behind & {"char", "other", "level", "place", "no_level"}
        if starts and lone and word.text not in lexicon().directions:
            return True
    return False


def _may_follow(first: Words, rest: Words) -> bool:
    """Whether a name that could end already goes on: 县公安局|交警大队, but no 县公安局|应急局."""
    head, last, text = first[-1].kinds, rest[-1], text_of(rest)
    whole = text_of(first)
    national = whole.startswith(_NATIONAL) or whole.endswith(_PARENT)
    level = next((i for i, w in enumerate(rest) if "level" in w.kinds and w.text not in "乡镇"), None)
    of_place = level and len(text_of(rest[:level])) > 1 and (national or text.endswith(_BRANCH))
    if level is not None and whole != "国网" and not of_place:
        return whole.endswith("委") and bool(re.match(r"(.)委\1(?:人民)?政府.", text_of((*first, *rest))))
    if may_be_person(rest):
        return False
    if not head & FIRM_HEADS:
        return True
    if head & {"umbrella"} or national:
        return True
    if (last.kinds & {"inner", "place"} and len(text) > 1) or text.endswith(_BRANCH):
        return True
    if "whole" in head and head & {"end", "inner", "body"}:
        return True
    return text.endswith(_INNER_OFFICE)


def _has_body(words: Words) -> bool:
    """Whether something tells this unit from all of its kind."""
    last, rest = words[-1], words[:-1]
    if "unit" in last.kinds:
        return bool(rest)
    if "whole" in last.kinds:
        return not rest or not may_be_person(words)
    level = any("level" in w.kinds for w in rest)
    if any(w.kinds & (ALOUD | HEADS) for w in rest):
        return True
    if "umbrella" in last.kinds:
        return level or last.text[0] in "省市县区州旗盟"
    if level and "end" in last.kinds and len(last.text) > 2:  # 县幼儿园
        return True
    known = last.kinds & {"place"} or not may_be_person(words)  # 坡底村
    return sum("char" in w.kinds for w in rest) > 1 and bool(known)


def may_be_person(words: Words) -> bool:
    """刘局, 李春会, 王新社: up to three characters, a surname first, and no word that any office is known by."""
    text = text_of(words)
    if len(text) > 3 or text[0] not in lexicon().surnames or not any("char" in w.kinds for w in words):
        return False
    return not any(len(w.text) > 1 and w.kinds & (HEADS | ALOUD) for w in words)


# --- levels (层级) -------------------------------------------------------------------------------------------


@cache
def level_of(name: str) -> str:
    """县 of 县公安局, 交城县 of 交城县公安局; empty where none is written (市监局)."""
    before = ""
    for word in tokens_of(name):
        level = word.text
        if "level" in word.kinds and (level in _LEVELS or not before):
            return before + level
        if "umbrella" in word.kinds and re.match("[省市州县区旗盟]委", level):
            return before + level[0]
        if word.kinds & (HEADS | ALOUD) and "other" not in word.kinds:
            return ""
        before += level
    return ""


def level_behind(name: str, before: str, *, registered: bool) -> str:
    """The level that goes on behind a name, while 、 和 及 do; `before`: the one that went on until it."""
    level = level_of(name)
    if (
        level == name
        or level == name.removesuffix("管委会")
        or (not level and any(zone in name for zone in _ZONES))
    ):
        return before  # 文水县、经开区管委会: places beside the rest
    if name.endswith(_OWN_LEVEL) and not registered and (level != before or "分" in name[-3:]):
        return "" if not name.endswith("公司") else level or before  # 市生态环境局分局、水利局
    if name.endswith("党委") and TOWNSHIP.match(name):
        return name.removesuffix("党委")
    return level or before


def carry(level: str, words: Words) -> str:
    """The name with the level of the one before it (省科技厅、工业和信息化厅), where it can be of that level."""
    data, name = lexicon(), text_of(words)
    begins = words[0].kinds & {"field", "whole", "unit", "umbrella"} and not level_of(name)
    if not level or not begins or name.startswith(_NATIONAL) or re.search("[省市县区]委", name):
        return name
    kind = {"省": "省", "区": "省" if level == "自治区" else "县", "镇": "镇", "乡": "镇"}.get(level[-1], "")
    kind = kind or ("市" if level[-1] in "市州盟" else "县")
    if not name.endswith(data.carried[kind]):
        return name
    if kind == "省" and name.endswith("局") and name.startswith(data.provincial):
        return name
    organ = "委" if name.startswith(data.organs) else ""
    return level + organ + name


def without_room(name: str) -> str:
    """安委办 of 安委办公室."""
    return name.removesuffix("公室") if name.endswith("办公室") else name


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one unit's: 县应急局 and 县应急管理局, 安委办 and 县安全生产委员会办公室."""
    short, long = sorted((without_room(one), without_room(other)), key=len)
    short_level, long_level = level_of(short), level_of(long)
    if short_level and long_level and short_level != long_level:
        return False
    short, long = short.removeprefix(short_level), long.removeprefix(long_level)
    if not short_level and len(short) > 2 and long.endswith(short):
        return True  # 交警大队, 县公安局交警大队
    rest = iter(long)
    return short[:1] == long[:1] and short[-1:] == long[-1:] and all(char in rest for char in short)
