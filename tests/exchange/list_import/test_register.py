"""The register that a list's phrases suggest: who is known by the form of his name."""

import re

import pytest

from anquan_cli.exchange.list_import.register import suggest

pytestmark = pytest.mark.elsewhere


@pytest.mark.parametrize(
    ("phrases", "members", "others"),
    [
        (["各乡镇", "各乡镇人民政府", "各乡镇党委、政府"], ["东河镇", "南山乡人民政府"], ["河东街道"]),
        (["各镇"], ["东河镇", "东河镇政府"], ["南山乡", "河东街道"]),
        (["各乡镇（街道）", "各乡（镇、街道）"], ["东河镇", "南山乡", "河东街道办事处"], ["县水利局"]),
        (["各镇（街道、开发区）"], ["东河镇", "河东街道", "县开发区管委会"], ["南山乡", "开发区应急局"]),
        (["各乡镇（园区）"], ["东河镇", "工业园区管理委员会"], ["县开发区管委会", "河东街道"]),
        (["各街道办事处"], ["河东街道"], ["东河镇"]),
        (["各苏木镇", "各苏木（镇）"], ["巴音苏木", "巴彦镇人民政府"], ["南山乡", "旗水利局"]),
        (["各苏木乡镇"], ["巴音苏木人民政府", "巴彦镇", "南山乡"], ["河东街道"]),
        (["各苏木"], ["巴音苏木"], ["巴彦镇"]),
    ],
)
def test_all_townships_are_known_by_their_names_however_the_list_says_it(
    phrases: list[str], members: list[str], others: list[str]
) -> None:
    units, (group,), _, _ = suggest([*phrases, *members])
    assert units == [], "whom the group knows needs no line of his own"
    assert group["phrases"] == phrases, "one group, and every way of writing it"
    assert all(re.search(group["pattern"], name) for name in members)
    assert not any(re.search(group["pattern"], name) for name in others)


@pytest.mark.parametrize(
    ("phrases", "names"),
    [
        (["石山县西岭镇人民政府", "西岭镇"], ["石山县西岭镇人民政府"]),
        (["西岭镇", "石山县西岭镇、西岭镇政府"], ["西岭镇人民政府"]),
        (["云溪区长岭街道", "长岭街道"], ["云溪区长岭街道办事处"]),
        (["石山县城关镇人民政府", "云溪县城关镇人民政府"], ["石山县城关镇人民政府", "云溪县城关镇人民政府"]),
    ],
)
def test_a_township_with_its_county_and_without_is_one(phrases: list[str], names: list[str]) -> None:
    assert [unit["name"] for unit in suggest(phrases).units] == names


def test_each_wording_that_means_others_has_a_group_of_its_own() -> None:
    _, groups, _, _ = suggest(["各乡镇", "各街道", "各乡镇（街道）", "各县（市、区）"])
    assert [bool(group.get("pattern")) for group in groups] == [True, True, True, False]


@pytest.mark.parametrize(
    "phrase",
    [
        "其他成员单位", "其余成员单位", "其它成员单位", "其他各成员单位", "县安委会其他成员单位", "县应急局等其他成员单位",
        "县安委会各其他成员单位",
    ],
)  # fmt: skip
def test_the_other_members_are_the_registered_group(phrase: str) -> None:
    known = {"name": "县安委会成员单位", "phrases": ["各成员单位"], "members": ["县应急局", "县公安局"]}
    (group,) = suggest(
        [f"县应急局牵头，{phrase}配合", "县安委会有关成员单位"], [{"name": "县应急局"}], [known]
    ).groups
    assert group["name"] == known["name"] and group["members"] == known["members"]


def test_a_place_alone_is_asked_about_and_not_put_into_the_register() -> None:
    """Else the suggestion would answer the question: 云溪县 is no office."""
    assert [u["name"] for u in suggest(["县\u2f54利局、县林业局"]).units] == ["县水利局", "县林业局"]
    units, _, _, _ = suggest(["云溪县", "某县", "云溪县水利局"])
    assert [unit["name"] for unit in units] == ["云溪县水利局"]


@pytest.mark.parametrize("name", ["东河镇", "东河镇政府", "东河镇人民政府", "石山县东河镇"])
def test_whom_a_groups_form_means_under_any_of_its_names_is_nobody_new(name: str) -> None:
    known = {"name": "乡镇", "phrases": ["各乡镇"], "pattern": "[乡镇]$"}
    assert suggest([name], [{"name": "县应急局"}], [known]).new == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县安委会各成员单位", "县安全生产委员会各成员单位"),
        ("县安委会各成员单位", "安委会成员单位"),
        ("各行业安全专业委员会办公室", "各专委办"),
        ("各负有安全生产监管职责的部门", "各负有安全监管职责的部门"),
    ],
)
def test_what_the_reader_takes_for_one_group_is_one(one: str, other: str) -> None:
    (group,) = suggest([one, other]).groups
    assert group["phrases"] == [one, other]
