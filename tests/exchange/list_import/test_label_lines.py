"""Lines of labels within the items of running text: whose they are, where they end, and that nothing of them is lost."""

from __future__ import annotations

import pytest

from anquan_cli.exchange.list_import.listing import Imported
from tests.exchange.list_import.blocks import document, imported, rows, table

TITLE = "某县2026年安全生产重点工作任务清单"
LAST = ("2.防汛", "责任单位：县水利局", "完成时限：5月底前")  # an item in whose labels nothing is odd
ODD = "时限写了“{}”“{}”，用了前一个，其余记在备注里"


def read(*lines: str) -> Imported:
    return imported(document(TITLE, *lines, *LAST))


def first(found: Imported) -> tuple[str, str, str, str, list[str]]:
    """Who, by when, leader, remark and measures of the first row."""
    row = found.plan.rows[0]
    return row.units.text, row.deadline.text, row.leader, row.remark, [m.text for m in row.measures]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("lines", "due", "remark", "asked"),
    [
        (
            ["责任单位：县住建局", "时间安排：3月至10月", "完成时限：10月底前"],
            "10月底前",
            "时间安排：3月至10月",
            ("完成时限：10月底前", "时间安排：3月至10月"),
        ),
        (
            ["时间节点：3月部署，6月排查", "责任单位：县住建局", "截止时间：10月底前"],
            "10月底前",
            "时间节点：3月部署，6月排查",
            ("截止时间：10月底前", "时间节点：3月部署，6月排查"),
        ),
        (
            ["责任单位：县住建局", "完成时限：6月底前", "完成时限：10月底前"],
            "6月底前",
            "完成时限：10月底前",
            ("完成时限：6月底前", "完成时限：10月底前"),
        ),
        (
            ["（责任单位：县住建局；进度安排：3月至10月；完成时限：10月底前）"],
            "10月底前",
            "进度安排：3月至10月",
            ("完成时限：10月底前", "进度安排：3月至10月"),
        ),
        (
            ["排查。（完成时限：3月底前）", "责任单位：县住建局", "完成时限：10月底前"],
            "3月底前",
            "完成时限：10月底前",
            ("完成时限：3月底前", "完成时限：10月底前"),
        ),
        (["责任单位：县住建局", "时间安排：6月底前", "完成时限：6月底前"], "6月底前", "", ()),
        (["责任单位：县住建局", "时间安排：/", "完成时限：6月底前"], "6月底前", "", ()),
    ],
)
def test_a_second_time_is_kept_and_asked_about(
    lines: list[str], due: str, remark: str, asked: tuple[str, ...]
) -> None:
    found = read("1.燃气", *lines)
    assert first(found)[:4] == ("县住建局", due, "", remark)
    assert [d.what for d in found.doubts] == ([ODD.format(*asked)] if asked else [])


def test_cards_choose_the_time_that_a_table_chooses() -> None:
    card = [
        ["任务名称", "燃气"],
        ["责任单位", "县住建局"],
        ["时间安排", "3月至10月"],
        ["完成时限", "10月底前"],
    ]
    found = imported(document(TITLE, table(card)))
    assert first(found)[:4] == ("县住建局", "10月底前", "", "时间安排：3月至10月")
    assert [d.what for d in found.doubts] == [ODD.format("完成时限：10月底前", "时间安排：3月至10月")]


@pytest.mark.parametrize(
    ("lines", "units", "due"),
    [
        (["责任单位：县住建局、县市场监管局、", "县公安局", "完成时限：6月底前"], "县住建局、县市场监管局、县公安局", "6月底前"),
        (["完成时限：6月底前", "责任单位：县住建局", "县公安局"], "县住建局\n县公安局", "6月底前"),
        (["牵头单位：县住建局", "配合单位：县公安局", "　　　　　县水利局", "完成时限：6月底前"], "县住建局牵头，县公安局、县水利局配合", "6月底前"),
        (["责任单位：县住建局", "完成时限：6月底前、", "10月底前"], "县住建局", "6月底前、10月底前"),
        (["责任单位：", "县住建局、县公安局", "完成时限：", "6月底前"], "县住建局、县公安局", "6月底前"),
        (["责任单位：县公安局 交警大队", "完成时限：6月底前"], "县公安局 交警大队", "6月底前"),
        (["责任单位：县公安局 县水利局 完成时限：6月底前"], "县公安局 县水利局", "6月底前"),
        (["责任单位：县住建局\n质量安全监督站\n各乡镇", "完成时限：6月底前"], "县住建局\n质量安全监督站\n各乡镇", "6月底前"),
        (["责任单位：县住建局（牵头），县公安局（配合）；完成时限：6月底前"], "县住建局（牵头），县公安局（配合）", "6月底前"),
        (["责任单位：县住建局、", "供电公司、中燃公司", "完成时限：6月底前"], "县住建局、供电公司、中燃公司", "6月底前"),
        (["责 任 单 位：县住建局", "完成时限 ：6月底前"], "县住建局", "6月底前"),
    ],
)  # fmt: skip
def test_units_and_dates_below_or_apart_belong_to_their_label(lines: list[str], units: str, due: str) -> None:
    found = read("1.燃气", "排查。", *lines)
    assert first(found) == (units, due, "", "", ["排查。"])
    assert len(found.plan.rows) == 2
    assert [d.what for d in found.doubts] == []


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text", ["6月底前完成排查。", "10月底前完成整改", "县公安局排查。", "排查场站", "9月"]
)
def test_what_says_more_below_a_label_is_content(text: str) -> None:
    found = read("1.燃气", "完成时限：6月底前", "责任单位：县住建局", "责任领导：王建国", text)
    assert first(found)[:3] == ("县住建局", "6月底前", "王建国")
    assert found.plan.rows[0].content == text
    dated = read("1.燃气", "责任单位：县住建局", "完成时限：6月底前", "10月底前完成整改")
    assert (first(dated)[1], dated.plan.rows[0].content) == ("6月底前", "10月底前完成整改")


@pytest.mark.no_cover
def test_thousands_of_labels_are_read_once() -> None:
    found = read("1.燃气", *["责任单位：县住建局"] * 2000, "完成时限：6月底前")
    assert first(found)[1] == "6月底前"


def test_who_signs_below_the_labels_is_no_unit_of_theirs() -> None:
    found = imported(document(TITLE, *LAST, "1.燃气", "完成时限：6月底前", "责任单位：县住建局", "县安委办", "2026年3月1日"))  # fmt: skip
    assert [r.units.text for r in found.plan.rows] == ["县住建局", "县水利局"]
    assert (found.plan.issuer, [m.text for m in found.plan.rows[0].measures]) == ("县安委办", [])


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("lines", "leader", "remark", "left"),
    [
        (["责任领导：王建国", *LAST[1:]], "王建国", "", []),
        ([*LAST[1:], "牵头领导：王建国"], "王建国", "", []),
        ([LAST[1], "责任人：李四", LAST[2]], "", "责任人：李四", []),
        ([*LAST[1:], "进展情况：已排查30座", "下步打算：继续排查"], "", "进展情况：已排查30座；下步打算：继续排查", []),
        ([*LAST[1:], "进展情况：", "下步打算："], "", "", []),
        ([*LAST[1:], "备注：民生实事"], "", "", ["备注：民生实事"]),
        ([LAST[1], "联系人：李四", LAST[2]], "", "", ["联系人：李四"]),
    ],
)  # fmt: skip
def test_what_else_an_items_labels_say_is_no_work(
    lines: list[str], leader: str, remark: str, left: list[str]
) -> None:
    found = read("1.燃气", "排查。", *lines)
    assert first(found) == ("县水利局", "5月底前", leader, remark, ["排查。"])
    assert [d.what for d in found.doubts] == []
    assert [o.text for o in found.omissions] == left


def test_a_label_above_nothing_that_says_who_or_when_is_content() -> None:
    found = read("1.燃气", "（1）排查。（县住建局，6月底前）", "（2）整改。", "进展情况：已排查30座")
    assert [r.content for r in found.plan.rows] == ["", "进展情况：已排查30座", ""]


def test_a_label_within_the_bracket_of_a_label_is_of_its_value() -> None:
    found = read("1.燃气", "责任单位：县住建局（牵头，联系人：张三）、县公安局", "完成时限：6月底前")
    assert first(found)[0] == "县住建局（牵头，联系人：张三）、县公安局"


OTHERS = "责任单位、时限下面的“{}”写的是别的单位或别的项，读作了这一项的内容"


@pytest.mark.parametrize(
    "text",
    [
        "县应急局要在3月底前完成第1项的督导。",
        "县气象局配合第3项。",
        "县公安局负责道路管控。",
        "各单位要于每月25日前报送进展。",
    ],
)
def test_a_sentence_of_others_below_an_item_is_asked_about(text: str) -> None:
    found = read("1.宣传。（县委宣传部，6月底前）", text)
    assert found.plan.rows[0].content == text
    assert OTHERS.format(text) in [d.what for d in found.doubts]


@pytest.mark.parametrize(
    "text",
    ["县委宣传部要在3月底前印发方案。", "各乡镇要配合宣传。", "在县级媒体开设专栏。", "组织部门负责人培训。"],
)
def test_the_items_own_text_below_it_is_not(text: str) -> None:
    found = read("1.宣传。（县委宣传部，6月底前）", text)
    assert found.plan.rows[0].content == text
    assert [d.what for d in found.doubts] == []


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["特此通知。"], ["特此通知。"]),
        ([TITLE], []),  # taken, as above the list
        (["附件：1.进展情况表", "2.联络员名单"], ["附件：1.进展情况表", "2.联络员名单"]),
        (["附件：进展情况表", "附件1", "进展情况表"], ["附件：进展情况表", "附件1", "进展情况表"]),
    ],
)
def test_what_belongs_to_the_paper_is_no_work(lines: list[str], left: list[str]) -> None:
    found = imported(document(TITLE, "1.燃气", "责任单位：县住建局", "完成时限：6月底前", *LAST, *lines))
    assert [(r.title, r.content) for r in found.plan.rows] == [("燃气", ""), ("防汛", "")]
    assert [o.text for o in found.omissions] == left


def test_a_label_of_a_name_opens_no_item_within_one_that_a_number_counts() -> None:
    found = read("1.管网", "责任单位：县住建局", "目标任务：12公里", "存在问题：资金", "完成时限：10月底前")
    assert first(found) == ("县住建局", "10月底前", "", "存在问题：资金", ["目标任务：12公里"])
    assert [r.title for r in found.plan.rows] == ["管网", "防汛"]


@pytest.mark.parametrize(
    ("lines", "units", "due"),
    [
        (["1.排查。", "2.改造。", "以上任务由县住建局牵头，10月底前完成。"], "县住建局牵头", "10月底前完成"),
        (["1.排查。", "2.改造。", "责任单位：县住建局", "完成时限：10月底前"], "县住建局", "10月底前"),
    ],
)
def test_who_does_the_points_above_is_said_of_their_heading(lines: list[str], units: str, due: str) -> None:
    heading = ("二、防汛", "3.演练。（县水利局，5月底前）", "以上各项工作均需各乡镇配合落实。")
    found = imported(document(TITLE, "一、燃气", *lines, *heading))
    assert first(found)[:2] == (units, due)
    assert [r.title for r in found.plan.rows] == ["燃气", "演练"]
    assert found.plan.standing and "各乡镇" in found.plan.standing.text


def test_labels_above_all_items_are_asked_about() -> None:
    found = imported(
        document(TITLE, "责任单位：县住建局", "1.排查。完成时限：6月底前", "2.防汛。（县水利局，5月底前）")
    )
    assert [(d.what, d.hint) for d in found.doubts if "县住建局" in d.what + d.hint] == [
        (
            "表外的“责任单位：县住建局”写明了单位或时限，没有读进清单",
            "请核对；是任务的，请把这些条文另存为一个文件，两个文件一起导入；是各项共同的，请写进各项",
        ),
        ("责任单位空着", "表外写着“责任单位：县住建局”，请照它核对后填上"),
    ]


def test_lines_below_a_heading_that_say_who_and_when_are_tasks_of_its_own() -> None:
    """A list of bullets: the first is no more the heading's than the others, nor is an only one below the next."""
    lines = (
        "燃气：更换管道。牵头单位：县住建局；时限：10月底前",
        "校车：检查。（县教育局，9月底前）",
        "值守。",
    )
    found = imported(
        document(TITLE, "一、整治", *lines, "二、宣传", "安全生产月。（县应急局，6月底前）", "办好活动。")
    )
    assert [(*r[1:5],) for r in rows(found)] == [
        ("整治", "燃气", "县住建局牵头", "10月底前"),
        ("整治", "校车", "县教育局", "9月底前"),
        ("宣传", "安全生产月", "县应急局", "6月底前"),
    ]
    assert [r.content for r in rows(found)] == ["更换管道。", "检查。\n值守。", "办好活动。"]
    assert [d.what for d in found.doubts] == []


def test_a_line_above_those_below_a_heading_is_a_task_too_and_asked_about() -> None:
    lines = ("排查管网。", "校车：检查。（县教育局，9月底前）", "渡口：检查。（县交通局，9月底前）")
    found = imported(document(TITLE, "一、整治", *lines))
    assert [(r.title, r.units) for r in rows(found)] == [
        ("排查管网", ""), ("校车", "县教育局"), ("渡口", "县交通局"),
    ]  # fmt: skip
    assert [(d.where, d.what) for d in found.doubts if "责任单位" in d.what] == [("第3段", "责任单位空着")]
