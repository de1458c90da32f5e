"""Ids as people type them: 12, １２, 4.3, 11.煤矿, 3-5; an unknown one is met with the nearest."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress

from anquan_cli.dates import NUMERALS, in_figures, normalize_width
from anquan_cli.errors import UsageError, shell_word, truncate
from anquan_cli.folding import for_search
from anquan_cli.tasklist.lookup import find_sector, find_unit
from anquan_cli.tasklist.plan import Plan, Row, sort_key

_ID = re.compile(r"[1-9][0-9]{0,4}(\.[1-9][0-9]{0,4}){0,2}")
_RANGE = re.compile(rf"({_ID.pattern})-({_ID.pattern})")
_NUMBER = rf"([0-9]+|[{NUMERALS}]+)"
_AS_WRITTEN = (
    rf"[(]?(?:第|任务|序号|编号|no[.]?)?([0-9.]+|[{NUMERALS}]+)项?[)]?(?:分项{_NUMBER})?(?:要点{_NUMBER})?"
)
_LOOKS = str.maketrans("OoIl", "0011")
_BETWEEN = re.compile(rf"[,，、;；]|(?<=[项\d{NUMERALS}])[和与及跟](?=[第\d{NUMERALS}])")  # 3、5和7


def find(plan: Plan, words: list[str]) -> list[str]:
    """The ids that some words stand for, in the order given, each once.

    Raises UsageError for the first word that names nothing; one that holds no id at all does.
    """
    found: list[str] = []
    for word in words:
        pieces = [p for p in _BETWEEN.split(word) if p.strip()]
        for piece in pieces or [word]:
            found += _expand(plan, piece)
    return list(dict.fromkeys(found))


def find_one(plan: Plan, word: str, *, one: bool = True) -> str:
    """The single id that a word stands for: a task, a part or a measure; `one`: several are not taken. Raises UsageError."""
    typed = plain(word)
    ident = _named_part(plan, typed) or typed
    if _ID.fullmatch(ident) and plan.items_of(ident):
        return ident
    raise unknown(plan, word, one=one)


def _expand(plan: Plan, word: str) -> list[str]:
    match = _RANGE.fullmatch(plain(word))
    if not match:
        return [find_one(plan, word, one=False)]
    first, last = match[1], match[3]
    low, high = sort_key(first), sort_key(last)
    for end in (first, last):
        if not plan.items_of(end):
            raise unknown(plan, end)
    if low[:-1] != high[:-1] or low > high:
        raise UsageError(f"范围“{truncate(word)}”前后不对应", "请写成 3-5 或 4.1-4.3 这样由小到大的同级编号")
    everything = {str(r.number) for r in plan.rows} | {r.id for r in plan.rows}
    everything |= {m.id for r in plan.rows for m in r.measures}
    inside = [i for i in everything if len(sort_key(i)) == len(low) and low <= sort_key(i) <= high]
    return sorted(inside, key=sort_key)


def plain(word: str) -> str:
    """Half-width, in figures, without what stands around an id on paper and in chats: 第12项, “12”, 第三项到第五项, 第4项 要点3."""
    typed = normalize_width(word).strip("“”‘’\"' ").rstrip(".")
    ends = re.split(f"-|(?<=[项0-9{NUMERALS}])到(?=[第0-9{NUMERALS}])", typed)
    return "-".join(_bare(end.strip()) for end in ends)


def _bare(end: str) -> str:
    found = re.fullmatch(_AS_WRITTEN, "".join(end.split()), re.I)
    return ".".join(map(in_figures, filter(None, found.groups()))) if found else end


def _named_part(plan: Plan, word: str) -> str | None:
    """11.煤矿, by the part's title, or the sector's name or an alias of it alone."""
    number, _, name = word.partition(".")
    if not name or name[0].isdecimal():
        return None
    aliases = _aliases(plan)
    parts = [r for r in plan.rows if str(r.number) == number and (r.part or r.sector)]
    exact = [r for r in parts if name in map(normalize_width, filter(None, (r.part, r.sector)))]
    hits = exact or [r for r in parts if any(name in aliases[s] for s in _sectors_of(r, aliases))]
    if len(hits) > 1:
        listed = "、".join(f"{r.id}（{r.part or r.sector}）" for r in hits)
        raise UsageError(f"“{truncate(word)}”可以指 {listed}", "请写明编号")
    return hits[0].id if hits else None


def _aliases(plan: Plan) -> dict[str, set[str]]:
    return {s.name: {normalize_width(a) for a in (s.name, *s.aliases)} for s in plan.sectors}


def _sectors_of(part: Row, aliases: Mapping[str, Collection[str]]) -> list[str]:
    """The sector that a part bears the name of, or those that its name is a word for."""
    name = part.sector or ""
    if name in aliases:
        return [name]
    return [s for s, words in aliases.items() if normalize_width(name) in words]


def unknown(plan: Plan, word: str, *, one: bool = True) -> UsageError:
    """What to say when an id names nothing in the list."""
    import difflib

    typed = plain(word)
    is_text, wanted = bool(typed) and not re.search("[0-9]", typed), for_search(typed)
    if is_text:
        with suppress(UsageError):
            found = find_sector(typed, {s.name: s.aliases for s in plan.sectors})
            aliases = _aliases(plan)
            parts = [r.id for r in plan.rows if {*_sectors_of(r, aliases)} & {*found}]
            if parts:
                hint = f"它的分项是 {'、'.join(parts)}；查它的任务：anquan list --sector {shell_word(truncate(word))}"
                return UsageError(f"“{truncate(word)}”是行业，不是编号", hint)
        with suppress(UsageError):
            unit = find_unit(typed, plan.register.units, None).name
            said = f"“{truncate(word)}”是单位，不是编号"
            return UsageError(
                said, f"单位写在 --unit 后面；查{unit}的任务：anquan list --unit {shell_word(truncate(word))}"
            )
    known = list(dict.fromkeys([str(r.number) for r in plan.rows] + [r.id for r in plan.rows]))
    number = re.match(r"0*([1-9]\d{0,4})", typed)
    row = number[1] if number and number[1] in known else None
    if row and "." in typed:
        known += [m.id for r in plan.rows_of(row) for m in r.measures]
    near = difflib.get_close_matches(typed.translate(_LOOKS), known, 3, 0.5)
    if row and row not in near and "." not in typed:
        near.insert(0, row)
    if not near and number:
        near = [min(known, key=lambda k: abs(sort_key(k)[0] - int(number[1])))]
    numbers = [r.number for r in plan.rows]
    hint = f"编号从 {min(numbers)} 到 {max(numbers)}" if numbers else "清单中还没有任务"
    hint = f"清单只有第{numbers[0]}项" if len({*numbers}) == 1 else hint
    if near:
        hint = f"最接近的是 {'、'.join(near)}；" + hint
    if one and re.search(r"\d[-,、;]+\d", typed):
        hint = "这里一次只写一项；" + hint
    if re.fullmatch("全部|所有|全体|all", typed) and numbers:
        hint = f"要全部的，写成 {min(numbers)}-{max(numbers)}；" + hint
    elif is_text and any(
        wanted in for_search(t) for r in plan.rows for t in (r.title, *(m.text for m in r.measures))
    ):
        hint = f"按文字查请用 anquan list --search {shell_word(truncate(word))}；" + hint
    return UsageError(f"清单中没有编号“{truncate(word)}”", hint + "，可用 anquan list 查看")
