"""Whose an item is, and on what basis (责任单位、依据): the parties of its cells, and whom else it concerns.

Whoever a paper can blame, a query finds: parties and bases are decided here for all of them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, get_args

from anquan_cli.party import COLLECTIVE, Party, Unit
from anquan_cli.tasklist.lookup import fits, is_township
from anquan_cli.tasklist.plan import (
    GroupRef,
    Item,
    Plan,
    Register,
    RegisteredGroup,
    Row,
    UnitPhrase,
    sort_key,
)
from anquan_cli.vocabulary import Basis, Role

BASES: tuple[Basis, ...] = get_args(Basis)  # strongest first

# Patterns are compiled when they are first asked for: not every start needs them.
_TOWNSHIP = r"(乡|镇|苏木)((人民)?政府)?$"
_STREET = r"街道(办事处|办)?$"
# how all of them are called, with what stands beside them (各乡镇（街道）、村)
_KIND = r"(?:乡|镇|苏木|街道?|办(?:事处)?|场|园区)"
_FURTHER = r"(?:[村居]|社区|嘎查|\w*(?<![小社校院])区|管委会|[农林牧]场)"
_BESIDE = rf"(?:[、各0-9个]*{_KIND}|、+各?{_FURTHER})*+、*$"
_FORMS = (
    (_TOWNSHIP, r"(?:[乡镇]|苏木)" + _BESIDE),
    (_STREET, r"(?:街道|街(?=[乡镇])|(?<=[乡镇])、?(?:[街办]|办事处))" + _BESIDE),
)
# marks of no kind: a bracket that does not name kinds alone (城镇燃气, 应急办, 不含街道), 等, and whatever organ is meant
_ORGAN = r"(?:党[（(]?工?[）)]?委|党政|(?:人民)?政府)(?!办(?!事处))"
_NO_KIND = rf"[（(](?!(?:含|包括)?(?:[、和及与各]*(?:{_KIND}|{_FURTHER}|{_ORGAN}))++[）)]$)[^（）()]*[）)]$|等$|{_ORGAN}"
_LONGEST = 100  # characters of such a phrase
_JOINS = r"[^\w]|[和及与含]|包括"
_EVERY_LEVEL = r"各级|[乡镇].*级|属地"  # 各级人民政府, 县乡两级: townships may be meant as well
# 各县（市、区）, 各级人民政府
_PLACES = r"([县市区旗州][）)]?(人民政府|政府)?|[级地](人民)?政府)$"
# Groups without a registered list: whose name could stand behind the phrase (… never a guess at more).
_OFFICE = r"(专委会|专业委员会|安委会|指挥部)?(办公室|办)$|专委办$"
_NOT_UNITS = r"企业|经营单位|科室|学校|医院|卫生院|村|社区|人员"


class Assignment(NamedTuple):
    """Why an item concerns a unit."""

    basis: Basis
    role: Role
    measures: tuple[str, ...] = ()  # ids of the measures whose own phrase concerns the unit


def parties(plan: Plan, phrase: UnitPhrase) -> tuple[Party, ...]:
    """Who has cells under a phrase: the units it names and the registered members of its groups.

    Groups without registered members, groups by a pattern, and nobody named: all of these together are one
    party, the whole (全体).
    """
    known: dict[str, tuple[Party, ...]] = plan.parties_by_phrase
    if phrase.text not in known:
        found: dict[Party, None] = {Unit(p.name): None for p in phrase.named}
        whole = not (phrase.named or phrase.groups)
        for ref in phrase.groups:
            own = members(plan, ref)
            found.update(dict.fromkeys(own))
            whole = whole or not own
        known[phrase.text] = (*found, COLLECTIVE) if whole else tuple(found)
    return known[phrase.text]


def collective_groups(plan: Plan, phrase: UnitPhrase, *, registered: bool = False) -> tuple[str, ...]:
    """The groups of a phrase that are the whole (全体): those whose members are not parties one by one.

    As the phrase calls them, or `registered`: as the register does, whatever phrase means them.
    """
    whole = (g for g in phrase.groups if not members(plan, g))
    return tuple((registered and g.group) or g.name for g in whole)


def members(plan: Plan, ref: GroupRef) -> tuple[Unit, ...]:
    """The registered members of a group that a phrase names, of a part of it too: each has to judge."""
    group = _registered(plan, counting(plan.register, ref.group or ""))
    if group is None or group.pattern:
        return ()
    return tuple(map(Unit, plan.register.members[group.name]))


def assignment(plan: Plan, item: Item, unit: str) -> Assignment | None:
    """The strongest basis on which a unit (full name) has an item, or None.

    A row is a unit's by its own phrase, by the phrase of one of its measures, or by the standing clause;
    a measure by its phrase or by the standing clause.
    """
    own = [(m.id, by_phrase(plan, m.units, unit)) for m in item.measures() if m.measure and m.measure.units]
    measures = tuple(ident for ident, why in own if why)
    if found := by_phrase(plan, item.units, unit):
        own_phrase = item.measure is not None and item.measure.units is not None
        return found._replace(measures=(item.id,) if own_phrase else measures)
    role = next((why.role for _, why in own if why), None)
    return Assignment("measure", role, measures) if role else _by_clause(plan, item, unit)


def _by_clause(plan: Plan, item: Item, unit: str) -> Assignment | None:
    clause = plan.standing
    if clause and item.row.number >= clause.start and _belongs(plan, clause.group, unit):
        return Assignment("township", "responsible")
    return None


def concerned(plan: Plan, unit: str) -> list[tuple[Item, Assignment]]:
    """The rows that concern a unit, in the list's order, each with why; rows that cannot are not looked at."""
    if in_clause(plan, unit):
        rows: Iterable[Row] = plan.rows
    else:
        known = plan.rows_by_unit
        found = {row.id: row for word in (unit, "") for row in known.get(word, ())}
        rows = sorted(found.values(), key=lambda row: sort_key(row.id))
    items = (Item(row) for row in rows)
    return [(item, why) for item in items if (why := assignment(plan, item, unit))]


def in_clause(plan: Plan, unit: str) -> bool:
    """Whether the standing clause means a unit."""
    return plan.standing is not None and _belongs(plan, plan.standing.group, unit)


def names(plan: Plan, item: Item, unit: str) -> bool:
    """Whether an item's phrase, or the phrase of one of its measures, names the unit itself."""
    return any(p.name == unit for i in (item, *item.measures()) for p in i.units.named)


def by_phrase(plan: Plan, phrase: UnitPhrase, unit: str) -> Assignment | None:
    """The strongest basis on which a phrase means a unit: named, member, relevant."""
    known: dict[tuple[str, str], Assignment | None] = plan.bases_by_phrase
    key = phrase.text, unit
    if key not in known:
        known[key] = _by_phrase(plan, phrase, unit)
    return known[key]


def _by_phrase(plan: Plan, phrase: UnitPhrase, unit: str) -> Assignment | None:
    for named in phrase.named:
        if named.name == unit:
            return Assignment("named", named.role)
    graded = (Assignment(grade, ref.role) for ref in phrase.groups if (grade := _grade(plan, ref, unit)))
    return min(graded, key=lambda why: BASES.index(why.basis), default=None)


def own_leaves(plan: Plan, item: Item, unit: str) -> tuple[Item, ...]:
    """The leaves under an item that concern a unit by their own phrase or the standing clause.

    Where none does (the row names it, and all its measures name others): all of them.
    """
    leaves = item.leaves()
    if item.measure:
        return leaves
    return tuple(f for f in leaves if by_phrase(plan, f.units, unit) or _by_clause(plan, f, unit)) or leaves


def means_all(plan: Plan, ref: GroupRef) -> bool:
    """Whether a phrase makes units members: it means all of a group whose members are known."""
    group = _registered(plan, ref.group)
    if group is None:
        return ref.whole and is_township_phrase(ref.name)
    return ref.whole and not group.among and is_listed(plan.register, group.name)


def _grade(plan: Plan, ref: GroupRef, unit: str) -> Basis | None:
    group = _registered(plan, ref.group)
    if group is None:
        if ref.whole and _means_form(ref.name, unit):
            return "member"
        return "relevant" if _could_mean(ref.name, unit) else None
    end = _registered(plan, counting(plan.register, group.name))
    if end is not None and not is_listed(plan.register, end.name):
        return "relevant" if _could_mean(ref.name, unit) else None
    if _belongs(plan, group.name, unit):
        return "member" if ref.whole and not group.among else "relevant"
    return None


def counting(register: Register, name: str) -> str:
    """The group whose members count where one is named: of `among`, however many steps, the one that it is some of."""
    return register.counting.get(name, name)


def _belongs(plan: Plan, name: str, unit: str) -> bool:
    """Whether the unit is in the group that counts: by list, own entry or pattern; where there are none, by its name's form."""
    end = counting(plan.register, name)
    group = _registered(plan, end)
    if group is None or not is_listed(plan.register, end):
        return _means_form(name, unit)
    return unit in plan.register.members[end] or bool(group.pattern and fits(group.pattern, unit))


def _registered(plan: Plan, name: str | None) -> RegisteredGroup | None:
    return plan.register.by_name.get(name or "")


def is_listed(register: Register, name: str) -> bool:
    """Whether it is known who belongs to a group: by its members, or by its pattern."""
    end = register.by_name.get(counting(register, name))
    return end is not None and bool(register.members[end.name] or end.pattern)


def is_township_phrase(phrase: str) -> bool:
    """各乡（镇）人民政府, 各乡镇, 各镇（街道）, 各乡镇党委、政府, 各街道办事处 …"""
    return bool(_forms(phrase))


def may_join(group: RegisteredGroup, unit: str) -> bool:
    """Whether a unit could be one of a group's members by its form: townships of a townships' group, others of any other."""
    called = [phrase for phrase in (group.name, *group.phrases) if is_township_phrase(phrase)]
    return any(_means_form(phrase, unit) for phrase in called) if called else not is_township(unit)


def _means_form(phrase: str, unit: str) -> bool:
    """Whether a phrase means townships, or streets, and the unit is one by its name."""
    return any(re.search(form, unit) for form in _forms(phrase))


@lru_cache(maxsize=4096)
def _forms(phrase: str) -> tuple[str, ...]:
    """The forms of names that a phrase for all of them means: 各镇（街道）党（工）委 means both."""
    if len(phrase) > _LONGEST:
        return ()
    plain = re.sub(_JOINS, "、", re.sub(_NO_KIND, "", phrase))
    return tuple(form for form, called in _FORMS if re.search(called, plain))


def _could_mean(phrase: str, unit: str) -> bool:
    """Whether an unlisted group may include the unit: townships, offices and departments stay apart."""
    if is_township_phrase(phrase):
        return _means_form(phrase, unit)
    if re.search(_NOT_UNITS, phrase) and not re.search("部门|级$", phrase):
        return False
    if re.search(_OFFICE, phrase):
        return bool(re.search(_OFFICE, unit))
    if re.search(_STREET, unit) or re.search(_TOWNSHIP, unit):
        return bool(re.search(_EVERY_LEVEL, phrase))
    if re.search(_PLACES, phrase):
        return bool(re.search(_PLACES, unit))
    return not re.search(_OFFICE, unit)
