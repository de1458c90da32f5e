"""Groups without a registered list: whose they can be by the form of a name, and whose they cannot."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from anquan_cli.party import COLLECTIVE
from anquan_cli.tasklist.assignment import assignment, by_phrase, counting, parties
from anquan_cli.tasklist.phrases.units.reader import parse
from anquan_cli.tasklist.plan import Register, RegisteredGroup
from tests.book import HEAD, plan_of

UNITS = ("天宁镇人民政府", "天宁镇政府", "天宁街道办事处", "县公安局", "县安委办", "文水县人民政府")
M, R, N = "member", "relevant", None
GRADES = {  # phrase → the basis of each of UNITS
    "各乡镇": (M, M, N, N, N, N),
    "各乡（镇）人民政府": (M, M, N, N, N, N),
    "各乡镇（街道）": (M, M, M, N, N, N),
    "各乡镇人民政府（街道办事处）": (M, M, M, N, N, N),
    "各镇街": (M, M, M, N, N, N),
    "各镇、街道": (M, M, M, N, N, N),
    "各乡镇街道": (M, M, M, N, N, N),
    "各乡（镇）人民政府街道办事处": (M, M, M, N, N, N),
    "各乡、镇、街道": (M, M, M, N, N, N),
    "各镇办": (M, M, M, N, N, N),
    "各镇（办）": (M, M, M, N, N, N),
    "各乡镇场": (M, M, N, N, N, N),
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
    # whatever organ of theirs is meant, however it is bracketed
    **dict.fromkeys(
        "各乡镇（街道）党（工）委 各乡镇（街道）党工委 各乡镇（街道）党委政府 各镇（街道）党委政府 各镇（街道）党（工）委 各镇（街道）人民政府 "
        "各镇（街道）党（工）委、政府（办事处） 各镇街党（工）委 各镇、街道人民政府 各乡镇（办）政府 各镇办党委政府 各镇（办事处） "
        "全县5乡镇2街道 各乡镇（含街道） 各乡镇（包括街道） 各乡镇（含街道、园区） 各乡镇、各街道 各乡镇（街道、开发区、风景区） 各镇（街道、农场、管理区） 各镇（办、区）".split(),
        (M, M, M, N, N, N),
    ),
    **dict.fromkeys(
        "各乡镇党（工）委 各乡镇党（工）委、政府 各乡镇（园区） 各乡镇（燃气） 各乡镇（含开发区） 各乡镇（除城关镇外） 各乡镇（应急办） 各乡镇（城镇燃气） 各镇（乡镇企业） 各乡镇（应急管理办公室）".split(),
        (M, M, N, N, N, N),
    ),
    **dict.fromkeys(
        "各街道党工委 各街道党（工）委 各街道党工委办事处 各街道（社区） 各街道（含城关镇） 各街道（商业街）".split(),
        (N, N, M, N, N, N),
    ),
    **dict.fromkeys("县、乡镇、村三级 县、镇、村三级".split(), (R, R, R, R, N, R)),
    "镇级人民政府": (R, R, R, N, N, R),
    "各乡镇等": (R, R, N, N, N, N),
    "各乡镇（街道）等": (R, R, R, N, N, N),
    "各镇（不含街道）": (R, R, N, N, N, N),
    "企业所在地乡镇": (R, R, N, N, N, N),
    # their stations and schools are none of them
    **dict.fromkeys("各乡镇（街道）派出所 各镇街煤矿 各镇（街道）网格".split(), (N, N, N, R, N, R)),
    **dict.fromkeys("各镇（街道）学校 各乡镇（街道）企业".split(), (N, N, N, N, N, N)),
    "各乡镇（街道）应急办": (N, N, N, N, R, N),
}


@pytest.mark.parametrize("phrase", GRADES)
def test_an_unlisted_group_concerns_those_whose_names_could_stand_behind_it(phrase: str) -> None:
    plan: Any = SimpleNamespace(register=Register(), bases_by_phrase={})
    found = [by_phrase(plan, parse(phrase), unit) for unit in UNITS]
    assert tuple(f and f.basis for f in found) == GRADES[phrase]


def test_of_a_group_among_another_the_other_s_members_count_however_many_steps_away() -> None:
    """Whoever a paper can blame, a query finds: the parties are the units that the phrase concerns."""
    head = HEAD.replace(
        "groups:\n",
        "groups:\n  - {name: 监管部门, phrases: [监管部门], among: 县安委会成员单位, members: [县教育局]}\n"
        "  - {name: 行业部门, phrases: [各行业部门], among: 监管部门}\n"
        "  - {name: 圈, phrases: [各圈内部门], among: 圈, members: [县教育局]}\n"
        "  - {name: 空组, phrases: [各空组], among: 县直单位}\n  - {name: 县直单位, phrases: [县直单位]}\n",
        1,
    )
    tasks = "".join(
        f"- {{number: {n}, title: 事{n}, units: {phrase}, deadline: 3月底前}}\n"
        for n, phrase in enumerate(("监管部门", "各行业部门", "各圈内部门", "各空组"), start=1)
    )
    plan = plan_of(tasks, head)
    whose = [parties(plan, item.units) for n in "1234" if (item := plan.item(n))]
    members = ("县水利局", "县林业局", "县公安局")
    assert whose == [members, members, ("县教育局",), (COLLECTIVE,)]
    concerned = [
        [u.name for u in plan.register.units if by_phrase(plan, item.units, u.name)]
        for n in "123"
        if (item := plan.item(n))
    ]
    assert [*map(sorted, concerned)] == [sorted(members), sorted(members), ["县教育局"]]
    nobody_listed = plan.item("4")
    assert nobody_listed and (found := by_phrase(plan, nobody_listed.units, "县教育局"))
    assert found.basis == "relevant"


@pytest.mark.parametrize(
    ("pattern", "unit", "basis"),
    [
        ("(乡|镇)$", "天宁镇人民政府", M),
        ("(乡|镇)$", "天宁镇", M),
        ("镇人民政府$", "天宁镇", M),
        ("(乡|镇)(人民政府)?$", "天宁镇人民政府", M),
        ("街道$", "天宁街道办事处", M),
        ("(乡|镇)$", "天宁街道办事处", N),
        ("(乡|镇)$", "县公安局", N),
        ("^水利局$", "县水利局", N),  # another's level is no second name
    ],
)
def test_a_pattern_means_a_township_by_both_of_its_names(pattern: str, unit: str, basis: str | None) -> None:
    head = HEAD.replace(
        "groups:\n  -", f"groups:\n  - {{name: 片区, phrases: [各片区], pattern: '{pattern}'}}\n  -"
    )
    plan = plan_of("- {number: 1, title: 甲, units: 各片区, deadline: 全年}\n", head)
    why = by_phrase(plan, plan.rows[0].units, unit)
    assert (why and why.basis) == basis


@pytest.mark.parametrize(
    ("phrase", "members"),
    [
        ("清河县安委会各成员单位", 3),
        ("清河县安全生产委员会成员单位", 3),
        ("县安委会各成员单位（危化）", 3),
        ("文水县安委会各成员单位", 0),
    ],
)
@pytest.mark.parametrize("head", ["清河县2025年", "2025年清河县", "吕梁市清河县2025年", "《清河县2025年"])
def test_a_group_of_the_lists_own_county_is_the_registered_one(head: str, phrase: str, members: int) -> None:
    task = f"- {{number: 1, title: 甲, units: {phrase}, deadline: 全年}}\n"
    plan = plan_of(task, HEAD.replace("某县2025年", head))
    assert len({*parties(plan, plan.rows[0].units)} - {COLLECTIVE}) == members


def test_a_unit_of_the_lists_own_county_is_no_group_of_its_kind() -> None:
    head = HEAD.replace("某县", "清河县").replace(
        "groups:\n  -", "groups:\n  - {name: 医院, phrases: [各医院]}\n  -"
    )
    plan = plan_of("- {number: 1, title: 甲, units: 清河县医院、清河县各医院, deadline: 全年}\n", head)
    phrase = plan.rows[0].units
    assert ([u.name for u in phrase.named], [g.name for g in phrase.groups]) == (
        ["清河县医院"],
        ["清河县各医院"],
    )


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


@pytest.mark.parametrize(
    ("among", "ends"),
    [
        ("甲乙 乙丙", "甲丙 乙丙 丙丙 丁丁"),
        ("乙丙 甲乙", "甲丙 乙丙"),
        ("甲乙 乙甲", "甲甲 乙乙"),  # a circle: each ends where it began
        ("丙甲 甲乙 乙甲 丁丙", "甲甲 乙乙 丙甲 丁甲"),  # or where it came into it
        ("甲乙 乙甲 丙乙 丁丙", "甲甲 乙乙 丙乙 丁乙"),
        ("甲甲", "甲甲"),
    ],
)
def test_of_groups_among_groups_the_one_at_the_end_counts(among: str, ends: str) -> None:
    groups = (RegisteredGroup(pair[0], (), (), "", pair[1]) for pair in among.split())
    register = Register((), tuple(groups))
    assert [f"{pair[0]}{counting(register, pair[0])}" for pair in ends.split()] == ends.split()


def test_every_group_of_a_chain_is_passed_once() -> None:
    read = 0

    class Counted(str):
        def __hash__(self) -> int:
            nonlocal read
            read += 1
            return super().__hash__()

    names = [Counted(f"组{n}") for n in range(500)]
    groups = (RegisteredGroup(n, (), (), "", of) for n, of in itertools.pairwise(names))
    assert {*Register((), tuple(groups)).counting.values()} == {"组499"}
    assert read < 20 * 500


def test_a_standing_clause_for_a_group_that_lists_nobody_means_those_of_its_form() -> None:
    """东河镇 has no row by its phrases; the group is called 乡镇, and who is one is known by the name."""
    head = HEAD.replace("groups:\n", "groups:\n  - {name: 乡镇}\n  - {name: 片区}\n", 1)
    task = "- {number: 1, title: 甲, units: 县水利局, deadline: 3月底前}\n"
    for group, bases in (("乡镇", ["township", None]), ("片区", [None, None])):
        plan = plan_of(
            task, head.replace("categories:", f"standing: {{from: 1, group: {group}}}\ncategories:")
        )
        item = plan.item("1")
        assert item
        found = [assignment(plan, item, unit) for unit in ("东河镇", "县林业局")]
        assert [why and why.basis for why in found] == bases


@pytest.mark.parametrize(
    "phrase",
    [
        "各镇（" + "区" * 90 + "x）",
        "各镇（" + "和区" * 45 + "x）",
        "各乡" + "、园区" * 30 + "x",
        "乡" * 20_000 + "x",
    ],
)
def test_a_phrase_that_means_no_townships_is_read_in_no_time(phrase: str) -> None:
    """Each was read for minutes by an expression that goes back."""
    plan: Any = SimpleNamespace(register=Register(), bases_by_phrase={})
    assert by_phrase(plan, parse(phrase), "县公安局") is None
