"""Groups without a registered list: whose they can be by the form of a name, and whose they cannot."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from anquan_cli.tasklist.assignment import by_phrase, parties
from anquan_cli.tasklist.phrases.units.reader import parse
from anquan_cli.tasklist.plan import Register
from tests.book import HEAD, plan_of

UNITS = ("天宁镇人民政府", "天宁镇政府", "天宁街道办事处", "县公安局", "县安委办", "文水县人民政府")
M, R, N = "member", "relevant", None
GRADES = {  # phrase → the basis of each of UNITS
    "各乡镇": (M, M, N, N, N, N),
    "各乡（镇）人民政府": (M, M, N, N, N, N),
    "各乡镇（街道）": (M, M, M, N, N, N),
    "各乡镇人民政府（街道办事处）": (M, M, M, N, N, N),
    "各镇街": (M, M, M, N, N, N),
    "各乡镇党委、政府": (M, M, N, N, N, N),
    "有关乡镇（街道）": (R, R, R, N, N, N),
    "各街道办事处": (N, N, M, N, N, N),
    "县直各单位": (N, N, N, R, N, R),
    "各行业主管部门": (N, N, N, R, N, R),
    "各有关部门和企业": (N, N, N, R, N, R),
    "各级人民政府": (R, R, R, N, N, R),
    "县乡两级": (R, R, R, R, N, R),
    "各专委会办公室": (N, N, N, N, R, N),
    "各县（市、区）人民政府": (N, N, N, N, N, R),
    "各企业": (N, N, N, N, N, N),
    "各乡镇人民政府（不含天宁镇）": (R, R, N, N, N, N),  # whom it leaves out is not read: nobody is a member
    "各乡镇卫生院": (N, N, N, N, N, N),
}


@pytest.mark.parametrize("phrase", GRADES)
def test_an_unlisted_group_concerns_those_whose_names_could_stand_behind_it(phrase: str) -> None:
    plan: Any = SimpleNamespace(register=Register(), bases_by_phrase={})
    found = [by_phrase(plan, parse(phrase), unit) for unit in UNITS]
    assert tuple(f and f.basis for f in found) == GRADES[phrase]


def test_a_group_may_list_its_members_by_former_and_short_names() -> None:
    """An office that was renamed, two townships that were merged: each stays one party."""
    head = HEAD.replace(
        "  - {name: 县水利局, groups: [县安委会成员单位]}\n",
        "  - {name: 县水务局, former: [县水利局, 县河务局], short: [水务局]}\n",
    ).replace(
        "phrases: [县安委会各成员单位]}",
        "phrases: [县安委会各成员单位], members: [县水利局, 水务局, 县河务局, 县教育局]}",
    )
    plan = plan_of(
        "- {number: 1, title: 一件事, units: 县安委会各成员单位、县水利局, deadline: 3月底前}\n", head
    )
    item = plan.item("1")
    assert item and parties(plan, item.units) == ("县水务局", "县教育局", "县林业局", "县公安局")
