"""The register that a list's own phrases suggest: units once each, groups told apart with the phrases that mean them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from anquan_cli.exchange.list_import import phrases
from anquan_cli.tasklist.assignment import is_township_phrase
from anquan_cli.tasklist.lookup import fits, township_of
from anquan_cli.tasklist.same_unit import pairs_alike


class Suggested(NamedTuple):
    """A register, and which units may be one."""

    units: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    alike: dict[str, str]  # unit → the unit that it may be
    new: tuple[str, ...]  # units that the register taken over does not know


def phrases_in(categories: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Every unit phrase of some categories."""
    for category in categories:
        for task in category["tasks"]:
            owners = [
                task,
                *task.get("parts", ()),
                *(m for p in (task, *task.get("parts", ())) for m in p.get("measures", ())),
            ]
            yield from (o["units"] for o in owners if isinstance(o, dict) and o.get("units"))


def suggest(
    texts: Iterable[str], known: Iterable[dict[str, Any]] = (), groups: Iterable[dict[str, Any]] = ()
) -> Suggested:
    """A register of what some phrases name.

    `known`, `groups`: those of another list, which come first and stay as they are.
    """
    units = [dict(u) for u in known]
    ways = {way for u in units for way in (u["name"], *u.get("short", ()), *u.get("former", ()))}
    found_groups = [dict(g) for g in groups]
    meant = {
        phrases.group_key(p): g for g in reversed(found_groups) for p in (g["name"], *g.get("phrases", ()))
    }
    given, new = bool(units), list[str]()
    towns = {town for way in ways if (town := township_of(way))}
    for text in dict.fromkeys(texts):
        read = phrases.parties(text)
        for party in read.named:
            met = party.name in ways or phrases.group_key(party.name) in meant
            met |= party.name in read.doubts  # 云溪县 alone is asked about
            town = township_of(
                party.name
            )  # 东河乡, where 石山县东河乡人民政府 is known, and the other way round
            met |= town is not None and any(
                stem == town[1] and (not place or not town[0] or place == town[0]) for place, stem in towns
            )
            if not met and not any(fits(pattern, party.name) for pattern in _patterns(found_groups)):
                ways.add(party.name)
                towns |= {town} if town else set()
                units.append({"name": party.name})
                new.append(party.name)
        for group in read.groups:
            if group.whole and group.name not in ways:
                _add_group(found_groups, meant, group.name)
    alike, fresh = dict[str, str](), set(new)
    for name, other in pairs_alike(u["name"] for u in units):
        if {name, other} & fresh:
            alike.setdefault(name, other)
    return Suggested(units, found_groups, alike, tuple(new) if given else ())


_BESIDE = (  # who stands beside townships in a phrase, and how these are called
    ("街", "街道(办事处|办)?$"),
    *((area, f"{area}(管委会|管理委员会)?$") for area in ("开发区", "园区", "新区")),
    ("管委会", "(管委会|管理委员会)$"),
)


def _patterns(groups: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {g["pattern"]: g for g in reversed(groups) if g.get("pattern")}


def _pattern(phrase: str) -> str:
    """The names of those whom a phrase means by their form: 各乡镇, 各镇, 各街道, 各乡（镇、开发区）; empty for others."""
    if not is_township_phrase(phrase) or re.search("[县市]|(?<![发园])区", phrase):
        return ""
    kinds = [kind for kind in ("乡", "镇", "苏木") if kind in phrase]
    kind = f"({'|'.join(kinds)})" if len(kinds) > 1 else "".join(kinds)
    towns = [f"{kind}(人民)?政府$", f"{kind}$"] if kind else []
    return "|".join(towns + [names for word, names in _BESIDE if word in phrase])


def _add_group(groups: list[dict[str, Any]], meant: dict[str, dict[str, Any]], phrase: str) -> None:
    """A group by the phrase that means all of it; one that is there already gains a way of writing."""
    key, name = phrases.group_key(phrase), phrase.replace("各", "", 1)
    if not key:
        return
    pattern = _pattern(phrase)
    if group := meant.get(key) or _patterns(groups).get(pattern):
        if phrase not in (group["name"], *group.get("phrases", ())):
            group.setdefault("phrases", []).append(phrase)
        return
    entry: dict[str, Any] = {"name": name, "phrases": [phrase]}
    if pattern:
        entry["pattern"] = pattern
    meant[key] = entry
    groups.append(entry)
