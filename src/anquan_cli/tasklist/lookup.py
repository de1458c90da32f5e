"""Finding the unit or the sector that a user typed: full, short, without 县, a part, pinyin, initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from anquan_cli.errors import UsageError, escape_controls, truncate
from anquan_cli.folding import fold
from anquan_cli.tasklist.plan import Register, RegisteredGroup, RegisteredUnit

# A name in …乡 or …镇: 段村镇 is one, while 村镇, 城镇, 小城镇 and 本镇 are words for many.
TOWNSHIP_NAME = (
    r"(?![全本该各][乡镇])[一-鿿]{1,6}(?:(?<![乡城村集小制])[乡镇]|(?<=[^农乡小县心点各][城村集])镇)"
)
STREET_NAME = r"(?!本|该|全|属地|所在)[一-鿿]{1,6}街道"
SUMU_NAME = r"(?!本|全|所在)[一-鿿]{1,6}苏木"  # a banner's township
TOWNSHIPS = rf"(?!.*(?:各(?!庄镇)|有关|相关|所有))(?:(?:{TOWNSHIP_NAME}|{SUMU_NAME})(?:人民政府|政府)?|{STREET_NAME}(?:办事处|办)?)"
EVERYBODY = "全[部体县](?:单位|部门)?|(?:所有|各|有关|相关).*|all"
_LEVELS = {"省": "sheng", "市": "shi", "州": "zhou", "县": "xian", "区": "qu", "旗": "qi"}
_LEVEL = re.compile(r"[省州县旗]|市(?![场容民政])|区(?!划)")
_SHOWN = 8  # candidates in a message; the rest is counted
_NEAREST = 3  # names that are offered
_LONGEST = 40  # characters of a query that are compared or read


class Found(NamedTuple):
    """A unit's full name; not `registered`: a township or a street known by its name's form, or a unit that was heard."""

    name: str
    registered: bool


def find_unit(
    query: str,
    known: Sequence[RegisteredUnit],
    townships: str | None = TOWNSHIPS,
    groups: Iterable[RegisteredGroup] = (),
    heard: Callable[[], Iterable[str]] = tuple,
) -> Found:
    """The one unit that a query can mean; `townships`: the form of names that need no register; `groups`: no units.

    `heard`: other names, which stand before a registered one of which they may be a part. The first tier that hits decides. Raises UsageError when it hits several units, or when none does.
    """
    wanted = normal(query)
    if not wanted:
        raise UsageError("单位名称是空的", "写全称、简称或拼音首字母，例如 yjglj；anquan units 列出全部单位")
    for tier in (*_TIERS, _abbreviation):
        if tier is _part:
            if township := _township(wanted, townships):
                return township
            if name := next((n for n in heard() if normal(n) == wanted), ""):
                return Found(name, False)
        hits = list(dict.fromkeys(unit.name for unit in known if tier(wanted, unit)))
        if len(hits) == 1:
            return Found(hits[0], True)
        if hits:
            raise UsageError(f"“{truncate(query)}”可能是{len(hits)}个单位：{_listed(hits)}", "请写得更完整")
    raise UsageError(f"没有找到单位“{truncate(query)}”", _unit_hint(query, wanted, known, groups))


def candidates(query: str, known: Sequence[RegisteredUnit]) -> list[str]:
    """Full names that a query may still become, best first; all of them for an empty one. Never raises."""
    wanted = normal(query)
    hits = [unit.name for tier in _TIERS for unit in known if tier(wanted, unit)]
    return list(dict.fromkeys(hits)) if wanted else [unit.name for unit in known]


def find_sector(query: str, sectors: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The sectors (name → aliases) that a query means, several for an alias that several share (矿山).

    A sector's name may be another's alias too (自然灾害): it means them all.

    Raises UsageError when a part fits several names, or when nothing fits.
    """
    wanted = normal(query)
    exact = tuple(n for n, aliases in sectors.items() if wanted in map(normal, (n, *aliases)))
    if exact:
        return exact
    if wanted:
        inside = [
            (word, name)
            for name, aliases in sectors.items()
            for word in (name, *aliases)
            if wanted in normal(word)
        ]
        hits = tuple(dict.fromkeys(name for _, name in inside))
        if len(hits) == 1 or len({word for word, _ in inside}) == 1:
            return hits
        if hits:
            raise UsageError(f"“{truncate(query)}”可能是{len(hits)}个行业：{_listed(hits)}", "请写得更完整")
    near = _nearest(wanted, {name: (name, *aliases) for name, aliases in sectors.items()})
    hint = (f"最接近的是{_listed(near)}；" if near else "") + "anquan sectors 列出全部行业"
    hint = f"一次只写一个行业；{hint}" if re.search("[,，、;；]", query) else hint
    raise UsageError(f"没有找到行业“{truncate(query)}”" if wanted else "行业名称是空的", hint)


def forms(name: str, short: Sequence[str], *, placeless: bool = True) -> tuple[str, ...]:
    """The ways of writing a unit: full and short names, with the level (县) or 人民政府 and without it.

    A township is also called without its county: 东河乡 for 石山县东河乡人民政府 (`placeless`).
    """
    ways = [name, *short]
    if len(name) > 3 and _LEVEL.match(name):
        bare = [way[1:] if way[0] == name[0] and len(way) > 2 else way for way in ways if way]
        ways += [w for b in bare for w in (b, b if _LEVEL.match(b) else name[0] + b)]
    if place := re.match(r"\w{2,}?[县市区旗州盟]", name):  # 云溪县|应急局 for 云溪县应急管理局
        ways += [place[0] + way.removeprefix(place[0][-1]) for way in short]
    towns = (t for way in (name, *short) for t in (way, *(_without_place(way) if placeless else ())))
    for town in filter(is_township, towns):
        stem = _stem(town)
        ends = ("办", "办事处") if stem.endswith("街道") else ("政府", "人民政府")
        ways += [stem + end for end in ("", *ends)]
        ways += [stem[:-2] + end for end in ("办事处", "街办") if "办" in ends]  # 绣林办事处, 绣林街办
    return tuple(dict.fromkeys(ways))


def _without_place(name: str) -> Iterator[str]:
    """What is left of a name behind each place that it may begin with."""
    return (name[i:] for i in range(3, len(name)) if name[i - 1] in "市州盟县区旗")


def township_of(name: str) -> tuple[str, str] | None:
    """The place before a township's or a street's name, and the name without 人民政府: 石山县, 东河乡; None for any other."""
    town = next(filter(is_township, (*_without_place(name), name)), "")
    return (name.removesuffix(town), _stem(town)) if town else None


def is_township(name: str) -> bool:
    """Whether a name is a township's or a street's by its form."""
    return re.fullmatch(TOWNSHIPS, name) is not None


def lookalike(name: str, known: Iterable[str]) -> str | None:
    """A known name that differs in one of its ways from a new one by one character: 天宁镇 and 天宇镇, 西营镇 and 西社镇."""
    same = ((other, way) for other in known for way in forms(other, ()) if len(way) == len(name))
    return next((other for other, way in same if sum(map(str.__ne__, way, name)) == 1), None)


def full_township(name: str) -> str:
    """天宁镇人民政府 of 天宁镇, 天宁街道办事处 of 天宁街道; any other name as it is."""
    if not re.fullmatch(TOWNSHIPS, name):
        return name
    stem = _stem(name)
    return stem + ("办事处" if stem.endswith("街道") else "人民政府")


def fits(pattern: str, name: str) -> bool:
    """Whether a group's pattern means a unit: a township under either of its names, 天宁镇 and 天宁镇人民政府."""
    either = (name, full_township(name), _stem(name)) if is_township(name) else (name,)
    return any(re.search(pattern, way) for way in either)


def _stem(township: str) -> str:
    return re.sub(r"(?:人民政府|政府|(?<=街道)办事处|(?<=街道)办)$", "", township)


def readings(name: str) -> tuple[str, ...]:
    """Pinyin of a name, full and initials, with its level (县) and without it; needs pypinyin."""
    from pypinyin import Style, lazy_pinyin

    syllables = [s for s in lazy_pinyin(name, style=Style.NORMAL, errors=_ascii) if s]
    result = ["".join(syllables), "".join(s[0] for s in syllables)]
    if name[:1] in _LEVELS and len(syllables) > 2:
        result += ["".join(syllables[1:]), "".join(s[0] for s in syllables[1:])]
    for bare in filter(is_township, _without_place(name)):
        result += readings(bare)
    return tuple(dict.fromkeys(r.lower() for r in result if r))


def _ascii(characters: str) -> str:
    """What stands for characters without a reading: letters and digits as they are, nothing for the rest."""
    return re.sub(r"[^A-Za-z0-9]", "", characters)


# --- tiers: each says whether a normalised query means a unit --------------------------------------------


def _full(wanted: str, unit: RegisteredUnit) -> bool:
    return wanted == normal(unit.name)


def _short(wanted: str, unit: RegisteredUnit) -> bool:
    return any(wanted == normal(s) for s in (*unit.short, *unit.former))


def _level(wanted: str, unit: RegisteredUnit) -> bool:
    """With 县 or without it."""
    own = forms(unit.name, (*unit.short, *unit.former), placeless=False)
    return wanted in map(normal, own)


def _town(wanted: str, unit: RegisteredUnit) -> bool:
    """A township without its county, where none is registered so."""
    return wanted in map(normal, forms(unit.name, (*unit.short, *unit.former)))


def _part(wanted: str, unit: RegisteredUnit) -> bool:
    return any(wanted in normal(word) for word in (unit.name, *unit.short, *unit.former))


def _abbreviation(wanted: str, unit: RegisteredUnit) -> bool:
    """人社局 for 县人力资源和社会保障局: three characters at least, besides the level, of a longer name."""
    from anquan_cli.tasklist.phrases.units.names import level_of
    from anquan_cli.tasklist.same_unit import is_other_kind, pairs_alike

    if wanted.isascii() or len(wanted) > _LONGEST or len(wanted) - len(level_of(wanted)) < 3:
        return False
    longer = (way for way in (unit.name, *unit.short, *unit.former) if len(way) > len(wanted))
    alike = (way for way in longer if not is_township(way) and any(pairs_alike((way, wanted))))
    return any(not is_other_kind(*(w.removeprefix(level_of(w)) for w in (way, wanted))) for way in alike)


def _pinyin(wanted: str, unit: RegisteredUnit) -> bool:
    return wanted.isascii() and any(wanted == sound for sound in _sounds(unit))


def _pinyin_start(wanted: str, unit: RegisteredUnit) -> bool:
    return wanted.isascii() and len(wanted) > 1 and any(s.startswith(wanted) for s in _sounds(unit))


_TIERS: tuple[Callable[[str, RegisteredUnit], bool], ...] = (
    _full,
    _short,
    _level,
    _town,
    _part,
    _pinyin,
    _pinyin_start,
)


def _sounds(unit: RegisteredUnit) -> Iterator[str]:
    """The readings as registered, and with the level's (县: xian, x) in front."""
    level = _LEVELS.get(unit.name[:1], "")
    for reading in map(normal, unit.pinyin):
        yield reading
        if level:
            yield level[0] + reading
            yield level + reading


def _township(wanted: str, form: str | None) -> Found | None:
    """天宁镇, 天宁街道, which no list needs to name; one that the list does name was found in a tier before."""
    if form is None or not re.fullmatch(TOWNSHIPS, wanted) or not re.search(form, wanted):
        return None
    return Found(full_township(wanted), False)


# --- words --------------------------------------------------------------------------------------------------


def normal(text: str) -> str:
    """What two spellings of one name have in common: half-width, lower case, no spaces, nothing unseen."""
    text = fold(text).casefold()
    return "".join(
        c for c in text if not c.isspace() and c not in "'-_·“”‘’。" and unicodedata.category(c) != "Cc"
    )


def _listed(names: Sequence[str]) -> str:
    more = "等" if len(names) > _SHOWN else ""
    return "、".join(f"“{escape_controls(n)}”" for n in names[:_SHOWN]) + more


def _unit_hint(
    query: str, wanted: str, known: Sequence[RegisteredUnit], groups: Iterable[RegisteredGroup]
) -> str:
    """The nearest names, and the line that would register a unit that the list does not name."""
    from anquan_cli.tasklist.phrases.registered import ways_of
    from anquan_cli.tasklist.same_unit import GROUP, is_whole, may_be_one, no_unit

    register = Register(tuple(known), tuple(groups))
    short = [word for word in (wanted, query) if len(word) <= _LONGEST]
    odd = next(filter(None, (no_unit(word, ways_of(register.groups), register) for word in short)), None)
    if odd == GROUP:
        looked = "查看时不写单位就是看全部，设了 $ANQUAN_UNIT 的加 --all-units"
        return f"它是{GROUP}；一次只写一个单位；{looked}；登记时不写单位，是代表全部责任单位登记"
    words = {u.name: tuple(_sounds(u)) if wanted.isascii() else (u.name, *u.short, *u.former) for u in known}
    among = known if query in short else ()
    alike = (u.name for u in among if any(may_be_one(way, query) for way in (u.name, *u.short)))
    near = [*dict.fromkeys((*_nearest(wanted, words), *(() if wanted.isascii() else alike)))][:_NEAREST]
    sentences = [f"最接近的是{_listed(near)}"] if near else []
    if odd or re.search("[,，、;；]", query):
        return "；".join([f"它是{odd}；一次只写一个单位" if odd else "一次只写一个单位", *sentences])
    if re.search(r"[一-鿿]", query):
        name = re.sub(r"\s", "", query)
        plain = re.fullmatch(r"[\w（）·]{1,40}", name) and is_whole(name)
        full = _at_level(name, known) if plain else "单位全称"
        sentences += [] if plain else ["名称没有写全的，请写全称，如县教育局、天宁镇"]
        sentences.append(f"如确有此单位，请登记到名册（属于单位组的再加 --group）：anquan units --add {full}")
    return "；".join(sentences) or "anquan units 列出全部单位"


def _at_level(name: str, known: Iterable[RegisteredUnit]) -> str:
    """县教育局 for 教育局, where most of the units that end so are written with a level; else as it is."""
    from anquan_cli.tasklist.phrases.units.names import level_of

    if level_of(name):
        return name
    levels = [level_of(unit.name) for unit in known if unit.name[-1] == name[-1]]
    usual = max(levels, key=levels.count, default="")
    return usual + name if 2 * levels.count(usual) > len(levels) else name


def _nearest(wanted: str, words: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Up to three names with a word like the query: first by likeness, then by shared characters."""
    from difflib import SequenceMatcher

    told = _telling(wanted[:_LONGEST])
    scores = {
        name: max((SequenceMatcher(None, told, _telling(normal(w))).ratio() for w in ways), default=0.0)
        for name, ways in words.items()
    }
    return tuple(sorted((n for n in scores if scores[n] >= 0.4), key=lambda n: -scores[n])[:_NEAREST])


_TELLS_NOTHING = re.compile(
    r"^[省市州县区旗]|(?:人民政府|政府|委员会|管理局|办公室|服务中心|中心|大队|支队|公司|街道|[局委办队站所乡镇])$"
)


def _telling(name: str) -> str:
    """What tells a unit from others: 教育 of 县教育局; 县 and 局 tell nothing."""
    return _TELLS_NOTHING.sub("", name) or name
