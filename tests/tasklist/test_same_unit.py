"""Names that may be one unit's, among many."""

from __future__ import annotations

import pytest

from anquan_cli.tasklist import same_unit
from anquan_cli.tasklist.same_unit import may_be_one, pairs_alike

ALIKE = [  # an abbreviation and the whole name
    ("县应急局", "县应急管理局"),
    ("县住建局", "县住房和城乡建设管理局"),
    ("县安委办", "县安全生产委员会办公室"),
    ("县消防大队", "县消防救援大队"),
    ("应急局", "县应急管理局"),
    ("交警大队", "县公安局交警大队"),
    ("天宁镇政府", "天宁镇人民政府"),
    ("县委办", "县委办公室"),
    ("县卫健委", "县卫生健康委员会"),
    ("国资委", "县国有资产监督管理委员会"),
    ("安委会", "县安全生产委员会"),
    ("县住建局", "县住房城乡建设局"),
    ("县市监局", "县市场监督管理局"),
    # what kind of office it is, alone
    ("县卫健委", "县卫健局"),
    ("县发改委", "县发改局"),
    ("县发展和改革委员会", "县发展和改革局"),
    ("石山县卫健委", "县卫健局"),
    ("县金融办", "县金融局"),
    ("县人防办公室", "县人防局"),
]
APART = [
    ("市应急局", "县应急管理局"),
    ("县公安局", "县公安局交警大队"),
    ("县教育局", "县财政局"),
    ("县人民医院", "县第二人民医院"),
    ("县委办公室", "县政府办公室"),
    ("县委办公室", "县委编办"),
    ("县卫健委", "县卫生健康局"),
    ("县教工委", "县教育委员会"),
    ("县政府办", "县政府督查办"),
    ("西营镇人民政府", "夏家营镇人民政府"),
    ("县第一中学", "县第二中学"),
    ("县审计局", "县审批局"),
    ("县民政局", "县民族宗教事务局"),
    ("县教育局", "县教育工委"),
    ("县应急局", "县应急管理服务中心"),
    ("县委办", "县政府办"),
    ("县编委", "县编办"),
    ("县国动委", "县国动办"),
    ("县卫健委", "市卫健局"),
    ("县信访局", "县信访中心"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE + APART)
def test_two_names_may_be_one_unit_where_one_is_short_for_the_other(one: str, other: str) -> None:
    assert may_be_one(one, other) == may_be_one(other, one) == ((one, other) in ALIKE)


def test_a_name_is_paired_with_the_one_before_it_and_a_number_with_no_other() -> None:
    names = ["县应急管理局", "县第1小学", "安委办", "县第12小学", "县应急局", "县安全生产委员会办公室"]
    assert [*pairs_alike(names)] == [("县应急局", "县应急管理局"), ("县安全生产委员会办公室", "安委办")]
    names = ["县发改委", "县卫生健康委员会", "县发改局", "县委办", "县卫生健康局"]
    assert [*pairs_alike(names)] == [("县发改局", "县发改委"), ("县卫生健康局", "县卫生健康委员会")]


def test_a_level_may_be_the_end_of_a_whole_county_s_name() -> None:
    names = ["县应急局", "市应急局", "交城县应急管理局", "吕梁市应急管理局", "文水县应急管理局"]
    assert [*pairs_alike(names)] == [
        ("交城县应急管理局", "县应急局"),
        ("吕梁市应急管理局", "市应急局"),
        ("文水县应急管理局", "县应急局"),
    ]


@pytest.mark.no_cover
def test_of_many_names_those_alone_are_compared_that_could_be_one_unit_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each with each of two thousand would take a minute."""
    compared = list[tuple[str, str]]()
    monkeypatch.setattr(same_unit, "may_be_one", lambda *two: compared.append(two))
    assert [*pairs_alike([f"县第{n}小学" for n in range(1, 2001)] + ["县应急局", "县应急管理局"])] == []
    assert {*compared} == {("县应急局", "县应急管理局")}
