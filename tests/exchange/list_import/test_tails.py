"""Brackets and labels behind measures: who and when they say is the measure's, and they are none themselves."""

from __future__ import annotations

import pytest

from anquan_cli.exchange.list_import.listing import Imported, Wishes
from anquan_cli.exchange.list_import.measures import Cut
from tests.exchange.list_import.blocks import Given, document, imported, table

pytestmark = pytest.mark.elsewhere

TITLE = "云溪县2025年安全生产任务清单"
HEAD: list[Given] = ["序号", "任务", "主要内容", "责任单位", "完成时限"]
UNITS = "县住建局、县应急局、县安委办"
Row = tuple[str, str, str]  # text, units, deadline; "": the task's


def read(content: str, units: str = UNITS, how: Cut = "sentences") -> Imported:
    grid = table([HEAD, ["1", "开展整治", content, units, "12月底前"]])
    return imported(document(TITLE, grid), wishes=Wishes(measures=how, this_year=2025))


def measures(found: Imported) -> list[Row]:
    (row,) = found.plan.rows
    return [
        (
            m.text,
            m.units.text if m.units and m.units != row.units else "",
            m.deadline.text if m.deadline.text != row.deadline.text else "",
        )
        for m in row.measures
    ]


# what a cell says, and its measures
OWN: dict[str, list[Row]] = {
    "1.排查登记，3月底前完成。（县住建局）\n2.整改到位，9月底前完成。（县应急局）\n3.验收销号。（县安委办）": [
        ("1.排查登记，3月底前完成。（县住建局）", "县住建局", "3月底前"),
        ("2.整改到位，9月底前完成。（县应急局）", "县应急局", "9月底前"),
        ("3.验收销号。（县安委办）", "县安委办", ""),
    ],
    "1.排查。（县住建局）2.整改。（县应急局）3.验收。": [
        ("1.排查。（县住建局）", "县住建局", ""),
        ("2.整改。（县应急局）", "县应急局", ""),
        ("3.验收。", "", ""),
    ],
    "1.排查（县住建局）；\n2.整改（县应急局）。": [
        ("1.排查（县住建局）；", "县住建局", ""),
        ("2.整改（县应急局）。", "县应急局", ""),
    ],
    "①排查；（县住建局）②整改；（县应急局）": [
        ("①排查；（县住建局）", "县住建局", ""),
        ("②整改；（县应急局）", "县应急局", ""),
    ],
    "一是排查。[县住建局]二是整改。【县应急局】": [
        ("一是排查。[县住建局]", "县住建局", ""),
        ("二是整改。【县应急局】", "县应急局", ""),
    ],
    "1.开展整治：（1）排查。（县住建局）（2）整改。（县应急局）": [
        ("1.开展整治：（1）排查。（县住建局）", "县住建局", ""),
        ("（2）整改。（县应急局）", "县应急局", ""),
    ],
    "1.排查。\n（县住建局）\n2.整改。\n（县应急局）": [
        ("1.排查。（县住建局）", "县住建局", ""),
        ("2.整改。（县应急局）", "县应急局", ""),
    ],
    "1.排查。（责任单位：县住建局）\n2.整改。（牵头单位：县应急局；配合单位：县安委办）": [
        ("1.排查。（责任单位：县住建局）", "县住建局", ""),
        ("2.整改。（牵头单位：县应急局；配合单位：县安委办）", "牵头单位：县应急局；配合单位：县安委办", ""),
    ],
    "1.排查。（县应急局、县安委办按职责分工负责）\n2.整改。（县住建局牵头，县应急局配合，6月底前）": [
        ("1.排查。（县应急局、县安委办按职责分工负责）", "县应急局、县安委办按职责分工负责", ""),
        ("2.整改。（县住建局牵头，县应急局配合，6月底前）", "县住建局牵头，县应急局配合", "6月底前"),
    ],
    "1.排查。责任单位：县住建局；完成时限：3月底前\n2.整改。责任单位：县应急局": [
        ("1.排查。责任单位：县住建局；完成时限：3月底前", "县住建局", "3月底前"),
        ("2.整改。责任单位：县应急局", "县应急局", ""),
    ],
    "1.排查\n责任单位：县住建局\n2.整改\n责任单位：县应急局": [
        ("1.排查 责任单位：县住建局", "县住建局", ""),
        ("2.整改 责任单位：县应急局", "县应急局", ""),
    ],
    # behind the 。 of the last sentence of a point, it is of all of it; before it, of that sentence
    "1.排查。建立台账。（县住建局）\n2.整改。（县应急局）": [
        ("1.排查。", "县住建局", ""),
        ("建立台账。（县住建局）", "县住建局", ""),
        ("2.整改。（县应急局）", "县应急局", ""),
    ],
    "1.排查。建立台账（县住建局）。\n2.整改。（县应急局）": [
        ("1.排查。", "", ""),
        ("建立台账（县住建局）。", "县住建局", ""),
        ("2.整改。（县应急局）", "县应急局", ""),
    ],
    # dates alone, and what is a note
    "1.排查。（3月底前）\n2.整改（6月底前）；\n3.验收。（完成时限：9月底前）": [
        ("1.排查。（3月底前）", "", "3月底前"),
        ("2.整改（6月底前）；", "", "6月底前"),
        ("3.验收。（完成时限：9月底前）", "", "9月底前"),
    ],
    "1.排查。（县住建局）（3月底前）\n2.整改。（名单见附件2）": [
        ("1.排查。（县住建局）（3月底前）", "县住建局", "3月底前"),
        ("2.整改。（名单见附件2）", "", ""),
    ],
    "1.会同乡镇举办（县住建局）；\n2.召开推进会（县应急局）。\n3.优化布局（县安委办）。": [
        ("1.会同乡镇举办（县住建局）；", "县住建局", ""),
        ("2.召开推进会（县应急局）。", "县应急局", ""),
        ("3.优化布局（县安委办）。", "县安委办", ""),
    ],
    "由县住建局负责排查，由县应急局负责整改，县安委办负责。": [
        ("由县住建局负责排查，由县应急局负责整改，县安委办负责。", "", "")
    ],
    "1.由各乡镇负责排查。\n2.由企业落实整改，报有关部门。": [
        ("1.由各乡镇负责排查。", "", ""),
        ("2.由企业落实整改，报有关部门。", "", ""),
    ],
    "1.排查，结果报县安委办（县应急局）。\n2.整改（重点是老旧小区）。": [
        ("1.排查，结果报县安委办（县应急局）。", "", ""),
        ("2.整改（重点是老旧小区）。", "", ""),
    ],
}


@pytest.mark.parametrize("content", OWN)
@pytest.mark.parametrize("how", ["sentences", pytest.param("clauses", marks=pytest.mark.watched)])
def test_what_stands_behind_a_measure_is_of_it(content: str, how: Cut) -> None:
    found = read(content, how=how)
    assert measures(found) == OWN[content]
    assert not found.doubts


# whoever stands in a bracket behind a sentence, it is of that one; the row's: 县住建局, 县公安局 and all that {U} stands for
ANYBODY = (
    "天宁镇 各乡镇（街道） 各乡镇 县燃气公司 县人民医院 县第一中学 城关派出所 县农机站 县看守所 安全科 县疾控中心 县林场 各企业 各有关部门 "
    "各行业主管部门 各村 县供电公司 县法院 县总工会 经济开发区 县森防指 县公安局、各乡镇 县教育局"
).split()


@pytest.mark.parametrize(
    "who", [*(pytest.param(who, marks=pytest.mark.watched) for who in ANYBODY[:2]), *ANYBODY[2:]]
)
@pytest.mark.parametrize(
    "texts",
    [
        ("排查。（县住建局）", "整改。（{U}）", "验收。（县公安局）"),
        ("排查（县住建局）。", "整改（{U}）。", "验收（县公安局）。"),
        ("排查（县住建局）。", "整改。（{U}）", "验收（县公安局）。"),
        ("排查；[县住建局]", "整改；[{U}]", "验收。[县公安局]"),
        ("1.排查。（县住建局）", "2.整改。（{U}）", "3.验收。（县公安局）"),
        ("①排查（县住建局）；", "②整改（{U}）；", "③验收（县公安局）。"),
    ],
)
def test_a_bracket_is_of_the_sentence_before_it_whoever_stands_in_it(
    who: str, texts: tuple[str, ...]
) -> None:
    units = ["县住建局", who, "县公安局"]
    found = read("".join(texts).format(U=who), "、".join(dict.fromkeys(units)))
    assert measures(found) == [(t.format(U=who), u, "") for t, u in zip(texts, units, strict=True)]
    assert not found.doubts
    head: list[Given] = [*HEAD[:3], HEAD[4]]
    row: list[Given] = ["1", "开展整治", "".join(texts).format(U=who), "6月底前"]
    assert imported(document(TITLE, table([head, row]))).plan.rows[0].units.text == "；".join(units)


# behind the second of three sentences: nobody's, and whether it is asked about
NOBODY = {
    "（见附件2）": False,
    "（李四）": False,
    "（全县）": False,
    "（共10户）": False,
    "（企业）": False,
    "（除县公安局外）": False,
    "（县公安局 李四）": True,
    "（县公安局：李四）": True,
    "（李四，县公安局）": True,
    "（县公安局1家）": True,
    "（县公安局或县水利局）": True,
}


@pytest.mark.parametrize("bracket", NOBODY)
def test_a_bracket_that_is_no_units_gives_no_sentence_those_of_another(bracket: str) -> None:
    found = read(f"排查。（县住建局）整改。{bracket}验收。（县应急局）", "县住建局、县公安局、县应急局")
    assert [units for _, units, _ in measures(found)] == ["县住建局", "", "县应急局"]
    assert measures(found)[2][0] == "验收。（县应急局）"
    assert bool(found.doubts) == NOBODY[bracket]


# who is named at the end of a sentence and is not among the row's units, 县住建局; who is only named
BESIDE = {
    "排查。更换软管。（{U}）": True,
    "排查；更换软管（{U}）。": True,
    "排查（{U}）隐患。": False,
    "排查。检查企业（{U}）。": False,
    "排查。检查重点单位（{U}）。": False,
}


@pytest.mark.parametrize("text", BESIDE)
@pytest.mark.parametrize("who", ["各乡镇", "县燃气公司", "县人民医院", "天宁镇、西营镇", "各学校、各医院"])
def test_whoever_is_charged_in_a_text_and_in_no_column_is_asked_about(who: str, text: str) -> None:
    found = read(text.format(U=who), "县住建局")
    assert [d.what for d in found.doubts] == [f"文中写明的单位不在责任单位里：（{who}）"] * BESIDE[text]


@pytest.mark.parametrize("how", ["sentences", "clauses"])
def test_clauses_have_the_units_of_their_sentence(how: Cut) -> None:
    one, other = (
        "1.全面开展老旧小区燃气管道排查登记工作，",
        "建立完善隐患问题整改工作台账和清单。（县住建局）",
    )
    said = [one + other] if how == "sentences" else [one, other]
    found = measures(read(f"{one}{other}\n2.整改。（县应急局）", how=how))
    assert found == [*((text, "县住建局", "") for text in said), ("2.整改。（县应急局）", "县应急局", "")]


# what is not certain, and what is asked; no measure gets units of its own
ASKED = {
    "1.排查。\n2.整改。（县住建局）": "文中“（县住建局）”没有写进要点",  # of both?
    "排查。（县住建局）": "文中“（县住建局）”没有写进要点",  # beside three in the column
    "（县住建局）排查。（县应急局）整改。": "文中“（县住建局）”没有写进要点",
    "排查。（重点区域）登记。（县住建局）": "文中“（县住建局）”没有写进要点",
    "1.排查（县住建局）隐患。\n2.整改。": "文中“（县住建局）”没有写进要点",
    "1.排查。（县文旅局）\n2.整改。（县文旅局）": "文中写明的单位不在责任单位里：（县文旅局）",
    "①排查，由县住建局负责；\n②由县住建局牵头开展整改。": "文中“由县住建局负责”没有写进要点",
    "1.排查，县住建局负责，全年推进。\n2.整改。": "文中“县住建局负责”没有写进要点",
    "1.排查，由县文旅局负责。\n2.整改。": "文中写明的单位不在责任单位里：由县文旅局负责",
    "1.3月底前排查。（完成时限：6月底前）\n2.整改。": "文中写有“3月底前”",
}


@pytest.mark.watched
@pytest.mark.parametrize("content", ASKED)
def test_what_is_not_certain_is_asked_about(content: str) -> None:
    found = read(content)
    assert {units + date for _, units, date in measures(found)} == {""}
    assert "".join(text for text, *_ in measures(found)) == content.replace("\n", "")
    assert ASKED[content] in found.doubts[0].what


@pytest.mark.parametrize("sign", ["", "\n"])
@pytest.mark.parametrize(
    ("texts", "units"),
    [
        (["排查（县住建局）。", "登记。", "整改。（县应急局）"], ["县住建局", "", ""]),
        (["登记。", "整改。（县应急局）", "排查（县住建局）。"], ["", "", "县住建局"]),
    ],
)
def test_a_bracket_behind_several_is_asked_about_beside_one_within_its_sentence(
    texts: list[str], units: list[str], sign: str
) -> None:
    found = read(sign.join(texts))
    assert [own for _, own, _ in measures(found)] == units
    assert ["文中“（县应急局）”没有写进要点" in d.what for d in found.doubts] == [True]


def test_a_bracket_that_says_what_the_column_says_is_no_matter() -> None:
    assert not read("1.排查。\n2.整改。（县住建局）", "县住建局").doubts
    units = "县农业农村局、沿湖各乡镇"  # a group that nobody knows
    assert not any("没有写进" in d.what for d in read(f"清理三无船舶。（{units}）", units).doubts)


@pytest.mark.parametrize(
    ("head", "cell", "deadline"),
    [(HEAD[:3], [], "3月底前/6月底前"), ([*HEAD[:3], "完成时限"], ["12月底前"], "12月底前")],
)
@pytest.mark.parametrize("sign", ["\n", ""])
def test_without_a_column_of_units_each_measure_keeps_its_own(
    head: list[Given], cell: list[Given], deadline: str, sign: str
) -> None:
    content = f"1.排查。（县住建局，3月底前）{sign}2.整改。（县应急局，6月底前）"
    found = imported(document(TITLE, table([head, ["1", "开展整治", content, *cell]])))
    (row,) = found.plan.rows
    assert (row.units.text, row.deadline.text) == ("县住建局；县应急局", deadline)
    assert [m[1:] for m in measures(found)] == [("县住建局", "3月底前"), ("县应急局", "6月底前")]


def test_a_title_that_the_content_opens_with_leaves_its_bracket_to_a_measure() -> None:
    content = "排查登记。（县住建局）整改销号。（县应急局）"
    row: list[Given] = ["1", content, "县住建局、县应急局", "6月底前"]
    found = imported(document(TITLE, table([["序号", "主要内容", "责任单位", "完成时限"], row])))
    assert found.plan.rows[0].title == "排查登记"
    assert measures(found) == [
        ("排查登记。（县住建局）", "县住建局", ""),
        ("整改销号。（县应急局）", "县应急局", ""),
    ]


@pytest.mark.parametrize(
    "below",
    [
        ("责任单位：县住建局、县商务局", "完成时限：6月底前"),
        ("责任单位：县住建局、县商务局；完成时限：6月底前",),
    ],
)
def test_label_lines_below_points_leave_them_their_brackets(below: tuple[str, ...]) -> None:
    points = "1.排查燃气。（1）排查用户。（县住建局）（2）整改隐患。（县商务局）"
    found = imported(document(TITLE, "一、燃气", points, *below))
    assert [(r.title, r.units.text, r.deadline.text) for r in found.plan.rows] == [
        ("排查燃气", "县住建局、县商务局", "6月底前")
    ]
    assert measures(found) == [
        ("（1）排查用户。（县住建局）", "县住建局", ""),
        ("（2）整改隐患。（县商务局）", "县商务局", ""),
    ]
    assert not found.doubts


def test_a_short_name_behind_a_measure_is_the_rows_unit() -> None:
    found = read("排查登记。（住建局）整改销号。（应急局，3月底前）", "县住建局、县应急局")
    assert measures(found) == [
        ("排查登记。（住建局）", "县住建局", ""),
        ("整改销号。（应急局，3月底前）", "县应急局", "3月底前"),
    ]
    assert not found.doubts


# what a note says of a task (县住建局, 3月底前; the second 县商务局, 6月底前), and whether it is asked about
NOTES = {
    "注：第2项由县商务局会同县文旅局落实，9月底前完成。": True,
    "注：第2项完成时限为9月底前。": True,
    "注：第1、2项由县文旅局牵头。": True,
    "注：第二项由县文旅局牵头。": True,
    "说明：第1项由县住建局负责；第2项由县文旅局负责。": True,
    "注：第3项由县住建局牵头。": True,  # there is none
    "注：第1至2项由县住建局牵头。": True,
    "注：第1项由县住建局牵头。": False,
    "注：第八次专项行动由县文旅局牵头。": False,
    "注：第2项任务责任单位为县商务局。": False,
    "注：第2项进展情况每月25日前报县安委办。": False,
    "注：第2项中的“演练”指综合演练。": False,
    "注：第2项涉及的演练标准由县文旅局负责解释。": False,
}


@pytest.mark.watched
@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("where", ["row", "below"])
def test_a_note_that_says_of_a_task_what_the_list_does_not_is_asked_about(note: str, where: str) -> None:
    rows: list[list[Given]] = [
        HEAD,
        ["1", "整治", "排查。", "县住建局", "3月底前"],
        ["2", "演练", "组织演练。", "县商务局", "6月底前"],
    ]
    rows += [[(note, 1, 5)]] if where == "row" else []
    found = imported(document(TITLE, table(rows), *([note] if where == "below" else [])))
    assert [d.what for d in found.doubts if "写明了单位或时限" not in d.what] == []
    assert bool(found.doubts) == NOTES[note]


def test_figures_below_units_are_asked_about() -> None:
    head: list[Given] = ["序号", "任务", "责任单位", "完成时限", "合计", "天宁镇", "西营镇"]
    row: list[Given] = ["1", "拆除危房", "县住建局", "3月底前", "30栋", "10栋", "20栋"]
    found = imported(document(TITLE, table([head, row])))
    assert found.draft.lines[0].remark == "合计：30栋；天宁镇：10栋；西营镇：20栋"
    assert [d.where + d.what for d in found.doubts] == [
        "表1“天宁镇”至“西营镇”写着数，没有当作责任单位，记在备注里"
    ]
