"""On what basis a row is a unit's: named, member, relevant or township (依据)."""

import re
from typing import NamedTuple

from anquan_cli.tasklist.plan import GroupRef, Plan, RegisteredGroup, Row

BASES = ("named", "member", "relevant", "township")  # strongest first

_TOWNSHIP = re.compile(r"(乡|镇)((人民)?政府)?$")
_TOWNSHIP_PHRASE = re.compile(r"([乡镇][）)]?|镇街)(党委)?[、和]?(人民政府|政府)?([（(].*[）)])?$")
_STREET = re.compile(r"街道(办事处|办)?$")
_STREET_PHRASE = re.compile(r"镇街|街镇|街道(办事处|办)?([、（）()].*)?$")
_FORMS = (
    (_TOWNSHIP, _TOWNSHIP_PHRASE),
    (_STREET, _STREET_PHRASE),
)  # a unit's form, and how all of them are called
_EVERY_LEVEL = re.compile(r"各级|乡.*级|属地")  # 各级人民政府, 县乡两级: townships may be meant as well
# 各县（市、区）, 各级人民政府
_PLACES = re.compile(r"([县市区旗州][）)]?(人民政府|政府)?|[级地](人民)?政府)$")
# Groups without a registered list: whose name could stand behind the phrase (… never a guess at more).
_OFFICE = re.compile(r"(专委会|专业委员会|安委会|指挥部)?(办公室|办)$|专委办$")
_NOT_UNITS = re.compile(r"企业|经营单位|科室|学校|医院|卫生院|村|社区|人员")


class Basis(NamedTuple):
    """Why a row concerns a unit."""

    basis: str  # one of BASES
    role: str  # lead, responsible, support, supervise


def basis(plan: Plan, row: Row, unit: str) -> Basis | None:
    """The strongest basis on which `unit` (full name) has `row`, or None."""
    for party in row.units.named:
        if party.name == unit:
            return Basis("named", party.role)
    graded = [(ref, _grade(plan, ref, unit)) for ref in row.units.groups]
    for grade in ("member", "relevant"):
        for ref, found in graded:
            if found == grade:
                return Basis(grade, ref.role)
    clause = plan.standing
    if clause and row.number >= clause.start and _belongs(plan, clause.group, unit):
        return Basis("township", "responsible")
    return None


def means_all(plan: Plan, ref: GroupRef) -> bool:
    """Whether a phrase makes units members: it means all of a group whose members are known."""
    group = _registered(plan, ref.group)
    if group is None:
        return ref.whole and is_township_phrase(ref.name)
    return ref.whole and not group.among and _listed(plan, group)


def _grade(plan: Plan, ref: GroupRef, unit: str) -> str | None:
    group = _registered(plan, ref.group)
    if group is None:
        if ref.whole and _means_form(ref.name, unit):
            return "member"
        return "relevant" if _could_mean(ref.name, unit) else None
    if group.among:
        return "relevant" if _belongs(plan, group.among, unit) else None
    if not _listed(plan, group):
        return "relevant" if _could_mean(ref.name, unit) else None
    if _belongs(plan, group.name, unit):
        return "member" if ref.whole else "relevant"
    return None


def _belongs(plan: Plan, name: str, unit: str) -> bool:
    """Whether the unit is in the group, by its list, by the unit's own entry, or by the pattern."""
    group = _registered(plan, name)
    if group is None:
        return _means_form(name, unit)
    if unit in group.members or (group.pattern and re.search(group.pattern, unit)):
        return True
    return any(u.name == unit and name in u.groups for u in plan.register.units)


def _registered(plan: Plan, name: str | None) -> RegisteredGroup | None:
    return next((g for g in plan.register.groups if g.name == name), None)


def _listed(plan: Plan, group: RegisteredGroup) -> bool:
    return bool(group.members or group.pattern) or any(group.name in u.groups for u in plan.register.units)


def is_township_phrase(phrase: str) -> bool:
    """各乡（镇）人民政府, 各乡镇, 各镇（街道）, 各乡镇党委、政府, 各街道办事处 …"""
    return any(called.search(phrase) for _, called in _FORMS)


def _means_form(phrase: str, unit: str) -> bool:
    """Whether a phrase means townships, or streets, and the unit is one by its name."""
    return any(form.search(unit) and called.search(phrase) for form, called in _FORMS)


def _could_mean(phrase: str, unit: str) -> bool:
    """Whether an unlisted group may include the unit: townships, offices and departments stay apart."""
    if _NOT_UNITS.search(phrase) and "部门" not in phrase:
        return False
    if is_township_phrase(phrase):
        return _means_form(phrase, unit)
    if _OFFICE.search(phrase):
        return bool(_OFFICE.search(unit))
    if _STREET.search(unit) or _TOWNSHIP.search(unit):
        return bool(_EVERY_LEVEL.search(phrase))
    if _PLACES.search(phrase):
        return bool(_PLACES.search(unit))
    return not _OFFICE.search(unit)
