"""Which names may be one unit's (县应急局, 县应急管理局), and which cannot be a unit's at all (各乡镇, 县公安局等)."""

import re
from collections.abc import Iterable, Iterator, Mapping

from anquan_cli.folding import fold, fold_letters
from anquan_cli.tasklist.lookup import EVERYBODY
from anquan_cli.tasklist.phrases.registered import group_called
from anquan_cli.tasklist.phrases.units.lexer import Lexer, codes_of, text_of
from anquan_cli.tasklist.phrases.units.names import kind_of, level_of
from anquan_cli.tasklist.phrases.units.reader import parse
from anquan_cli.tasklist.plan import Register, UnitPhrase

GROUP, NO_NAME = "一组单位的统称", "不能作单位名称的词"  # what a name is that is no unit's
_BEHIND = "“{}”之后多写了字的名称"
_ASIDE = "[RSrtqAONKk9]+"  # in brackets behind a name, and no second name plate: 牵头, 责任单位, 5211 (phrases/units/words.txt)
_BESIDE = re.compile(r"[\s:：]|-?(?:联系)?(?:电话|手机)?\d{3}")  # what begins behind a name and is none of it
# which no name begins with, or has
_SIGN = re.compile(r"^[-.,/#·]|[][=+*@|<>{}\\~^?!$%&\"\U0001f000-\U0001faff]")
_END = re.compile("(?<=.)([局办委])(?:员会|公室)?$")  # what kind of office a name is of
_CHARACTERS = re.compile(r"\d+|\D")


def pairs_alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that may be one unit's, each once: a name, and one before it.

    A name is compared with those alone that have all its characters, a number counting as one: 第1小学 is not 第12小学.
    """
    order = {name: number for number, name in enumerate(names)}
    within: dict[str, set[str]] = {}  # names that a character stands in
    for name in order:
        for char in _CHARACTERS.findall(name.replace("办公室", "办")):
            within.setdefault(char, set()).add(name)
    found = set()
    for one in order:
        plain = one.replace("办公室", "办")
        letters = {*_CHARACTERS.findall(_END.sub("", plain.removeprefix(level_of(plain))))}
        shared = sorted((within[char] for char in letters), key=len)
        for two in set.intersection(*shared) - {one} if shared else ():
            if may_be_one(one, two):
                found.add((max(order[one], order[two]), min(order[one], order[two])))
    both = [*order]
    return ((both[later], both[earlier]) for later, earlier in sorted(found))


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one unit's: 县应急局 and 县应急管理局, 安委办 and 县安全生产委员会办公室."""
    short, long = sorted((re.sub("人民(?=政府)|(?<=办)公室$", "", n) for n in (one, other)), key=len)
    short_level, long_level = level_of(short), level_of(long)
    few, more = sorted((short_level, long_level), key=len)
    if few and not more.endswith(few):  # but 县 may be 交城县
        return False
    short, long = short.removeprefix(short_level), long.removeprefix(long_level)
    if is_other_kind(short, long):
        return True
    long = re.sub("(?<=委)员会$", "", long) if short.endswith("委") else long  # 卫健委, 卫生健康委员会
    part = not short_level and len(short) > 2 and long.endswith(short)  # 交警大队, 县公安局交警大队
    rest, ends = iter(long), short[:1] + short[-1:] == long[:1] + long[-1:]
    ends &= short not in ("委办", "政府办") or short == long  # 县委办 is never 县委编办
    return part or (ends and all(char in rest for char in short))


def is_other_kind(one: str, other: str) -> bool:
    """Whether two names differ in what kind of office it is alone: 卫健委 and 卫健局, 金融办 and 金融局.

    A committee and its own office (国动委, 国动办) are two.
    """
    (stem, end), (stem2, end2) = ((_END.sub("", n), _END.findall(n)[-1:]) for n in (one, other))
    return len(stem) > 1 and stem == stem2 and {*end, *end2} in ({"局", "委"}, {"局", "办"})


def as_read(name: str) -> str:
    """A name as phrases that have it are read: no radicals, nothing that is not seen, no white space, plain figures."""
    if re.fullmatch("[一-鿿（）0-9]*", name):
        return name
    return text_of(Lexer(fold_letters(name)).tokens) or name


def is_whole(name: str) -> bool:
    """Whether a name reads as one unit's from end to end: 县教育局, but neither 教育 nor 天宁."""
    return kind_of(codes_of(Lexer(name).tokens)) == "unit"


def no_unit(name: str, groups: Mapping[str, str], known: Register | None = None) -> str | None:
    """What a name is that cannot be one unit's, as a phrase with it would mean others; None: it can be.

    `groups`: as `ways_of` has them; `known`: the register that a new name is to stand in.
    """
    kind = kind_of(codes_of(Lexer(name).tokens))
    if kind == "group" or group_called(name, groups) or re.fullmatch(EVERYBODY, name):
        return GROUP
    read = parse(name, known) if kind != "unit" else UnitPhrase(name, (), (), "", ())
    if len(read.named) > 1 or re.search("[、，,；;]", re.sub("[（(][^（）()]*[)）]", "", name)):
        return "几个单位的名称"
    aside = re.search("[（(]([^（）()]+)[)）]$", name)
    if aside and aside.start() and re.fullmatch(_ASIDE, codes_of(Lexer(aside[1]).tokens)):
        return _BEHIND.format(name[: aside.start()])
    stem = _BESIDE.split(name, maxsplit=1)[0]
    if kind != "unit" and stem != name and is_whole(stem):  # 县教育局 5211, 县教育局：张三
        return _BEHIND.format(stem)
    rest = name.removeprefix(read.named[0].name) if read.named and not read.doubts else name
    if rest[:1] not in ("", "（", "(") and rest != name:  # 县财政局牵头, 县财政局等
        return _BEHIND.format(name.removesuffix(rest))
    return NO_NAME if len(name) < 2 or name.isdecimal() or _SIGN.search(fold(name)) else None
