"""Tables in which cells look like something else: header words in rows, points in cells, headers over headers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.exchange.list_import.blocks import Given, document, imported, rows, table
from tests.exchange.list_import.test_offices import hold

TITLE = "清河县2026年安全生产重点任务清单"
FIVE = ["序号", "类别", "重点任务", "责任单位", "完成时限"]
FOUR = ["序号", "重点任务", "责任单位", "完成时限"]
FIRST = ["1", "宣传教育", "办好安全生产月", "县应急局", "6月底前"]
ALL = "全部任务"

# name → the table, and category, title, units, deadline, content of its rows
CASES: dict[str, tuple[list[Sequence[Given]], list[tuple[str, str, str, str, str]]]] = {
    "words of headers in the last row": (
        [FIVE, FIRST, ["2", "责任落实", "整改措施", "县安委办", "10月底前"]],
        [
            ("宣传教育", "办好安全生产月", "县应急局", "6月底前", ""),
            ("责任落实", "整改措施", "县安委办", "10月底前", ""),
        ],
    ),
    "words of headers and rows below them": (
        [
            FIVE,
            FIRST,
            ["2", "责任落实", "目标任务", "县安委办", "全年"],
            ["3", "责任落实", "签订责任书", "县安委办", "3月底前"],
        ],
        [
            ("宣传教育", "办好安全生产月", "县应急局", "6月底前", ""),
            ("责任落实", "目标任务", "县安委办", "全年", ""),
            ("责任落实", "签订责任书", "县安委办", "3月底前", ""),
        ],
    ),
    "words of headers without numbers, below a repeated header": (
        [
            FOUR[1:],
            ["办好安全生产月", "县应急局", "6月底前"],
            FOUR[1:],
            ["整改措施", "责任单位", "10月底前"],
            ["责任落实", "县安委办", "12月底前"],
        ],
        [
            (ALL, "办好安全生产月", "县应急局", "6月底前", ""),
            (ALL, "整改措施", "责任单位", "10月底前", ""),
            (ALL, "责任落实", "县安委办", "12月底前", ""),
        ],
    ),
    "words of headers and an empty cell": (
        [FOUR[1:], ["办好安全生产月", "县应急局", "6月底前"], ["整改措施", "责任单位", ""], ["演练", "县应急局", "9月"]],
        [
            (ALL, "办好安全生产月", "县应急局", "6月底前", ""),
            (ALL, "整改措施", "责任单位", "", ""),
            (ALL, "演练", "县应急局", "9月", ""),
        ],
    ),
    "another header, with a word for units": (
        [
            FOUR,
            ["1", "办好安全生产月", "县应急局", "6月底前"],
            ["序号", "工作任务", "主管部门", "办结时限"],
            ["2", "查渡口", "县交通局", "9月底前"],
        ],
        [(ALL, "办好安全生产月", "县应急局", "6月底前", ""), (ALL, "查渡口", "", "9月底前", "")],
    ),
    "words of headers below a heading": (
        [
            FOUR[1:],
            ["办好安全生产月", "县应急局", "6月底前"],
            [("二、整治类", 1, 3)],
            ["整改措施", "责任单位", "10月底前"],
        ],
        [
            (ALL, "办好安全生产月", "县应急局", "6月底前", ""),
            ("整治类", "整改措施", "责任单位", "10月底前", ""),
        ],
    ),
    "words of headers beside each other as in cards": (
        [
            [("序号", 2, 1), ("类别", 2, 1), ("任务", 2, 1), ("责任体系", 1, 2), ("完成时限", 2, 1)],
            ["责任领导", "责任单位"],
            ["1", ("责任落实", 2, 1), "签订责任状", "张县长", "县安委办", "3月底前"],
            ["2", "述职", "李县长", "县应急局", "6月底前"],
        ],
        [
            ("责任落实", "签订责任状", "县安委办", "3月底前", ""),
            ("责任落实", "述职", "县应急局", "6月底前", ""),
        ],
    ),
    "as many points as units and dates": (
        [
            FOUR,
            [
                "1",
                "1.签订责任书\n2.开展述职",
                "县安委办\n县委组织部",
                "2月底前\n12月底前",
            ],
        ],
        [
            (
                ALL,
                "1.签订责任书 2.开展述职",
                "县安委办；县委组织部",
                "2月底前/12月底前",
                "1.签订责任书\n2.开展述职",
            )
        ],
    ),
    "points in one line, the first with the number of the row": (
        [
            ["序号", "工作内容", "责任单位", "完成时限"],
            ["1", "1.摸底。2.整治。", "县交通局", "3月底前"],
            ["2", "检测锅炉。", "县市场监管局", "5月底前"],
        ],
        [
            (ALL, "1.摸底。2.整治", "县交通局", "3月底前", "1.摸底。2.整治。"),
            (ALL, "检测锅炉", "县市场监管局", "5月底前", ""),
        ],
    ),
    "a row without points among rows of points": (
        [
            ["工作内容", "责任单位", "完成时限"],
            ["1.检查商超；2.检查车站。", "县应急局", "1月底前"],
            ["1.设禁放区；\n2.查处燃放。", "县公安局", "2月底前"],
            ["开展值班抽查。", "县政府办", "每日"],
        ],
        [
            (ALL, "1.检查商超；2.检查车站", "县应急局", "1月底前", "1.检查商超；2.检查车站。"),
            (ALL, "1.设禁放区； 2.查处燃放", "县公安局", "2月底前", "1.设禁放区；\n2.查处燃放。"),
            (ALL, "开展值班抽查", "县政府办", "每日", ""),
        ],
    ),
    "points, units and dates that are counted": (
        [FOUR, ["1", "1、查煤矿2、查渡口", "1.县能源局\n2.县交通局", "1.6月底前\n2.9月底前"]],
        [(ALL, "1、查煤矿2、查渡口", "县能源局；县交通局", "6月底前/9月底前", "1、查煤矿\n2、查渡口")],
    ),
    "a point below a title": (
        [FOUR, ["1", "查商超\n1.排查", "县应急局", "6月底前"]],
        [(ALL, "查商超", "县应急局", "6月底前", "1.排查")],
    ),
    "a header over a name and its tasks": (
        [
            [("工作任务", 1, 2), "责任单位", "完成时限"],
            [("加强组织领导", 3, 1), "召开会议", "县安委办", "每季度"],
            ["开展约谈", "县安委办", "每季度"],
            ["开展考核", "县安委办", "12月底前"],
            [("加强执法", 2, 1), "编制计划", "县应急局", "3月底前"],
            ["交叉检查", "县应急局", "10月底前"],
        ],
        [
            ("加强组织领导", "召开会议", "县安委办", "每季度", ""),
            ("加强组织领导", "开展约谈", "县安委办", "每季度", ""),
            ("加强组织领导", "开展考核", "县安委办", "12月底前", ""),
            ("加强执法", "编制计划", "县应急局", "3月底前", ""),
            ("加强执法", "交叉检查", "县应急局", "10月底前", ""),
        ],
    ),
    "a header over a name, written once, and its tasks": (
        [
            [("工作任务", 1, 2), "责任单位", "完成时限"],
            ["加强执法", "编制计划", "县应急局", "3月底前"],
            ["", "交叉检查", "县应急局", "10月底前"],
        ],
        [
            ("加强执法", "编制计划", "县应急局", "3月底前", ""),
            ("加强执法", "交叉检查", "县应急局", "10月底前", ""),
        ],
    ),
    "a number alone where the task would stand": (
        [
            [("工作任务", 1, 2), "具体要求", "责任单位", "完成时限"],
            [("一、人防建设", 2, 1), "（一）", "配齐保安员", "安全股", "3月底前"],
            ["（二）", "设置护学岗", "安全股", "4月底前"],
        ],
        [
            ("人防建设", "配齐保安员", "安全股", "3月底前", ""),
            ("人防建设", "设置护学岗", "安全股", "4月底前", ""),
        ],
    ),
    "what a csv leaves of merged names": (
        [
            ["序号", "项目", "任务内容", "责任单位", "完成时限"],
            ["1", "危化品", "评估老旧装置", "县应急局", "6月底前"],
            ["2", "", "开展反违章", "县应急局", "12月底前"],
            ["3", "道路交通", "整治事故多发路段", "县公安局", "9月底前"],
        ],
        [
            ("危化品", "评估老旧装置", "县应急局", "6月底前", ""),
            ("危化品", "开展反违章", "县应急局", "12月底前", ""),
            ("道路交通", "整治事故多发路段", "县公安局", "9月底前", ""),
        ],
    ),
    "what is to be reached left of what is to be done": (
        [
            ["工作目标", "重点任务", "责任单位", "完成时限"],
            ["亡人事故下降", "开展交通顽疾整治，严查超限超载", "县公安局", "11月底前"],
        ],
        [(ALL, "开展交通顽疾整治，严查超限超载", "县公安局", "11月底前", "亡人事故下降")],
    ),
    "years below a header of contents": (
        [
            [("序号", 2, 1), ("任务", 2, 1), ("年度目标", 1, 2), ("责任单位", 2, 1), ("完成时限", 2, 1)],
            ["2026年", "2027年"],
            ["1", "更新电梯", "20台", "30台", "县市场监管局", "2027年底"],
        ],
        [(ALL, "更新电梯", "县市场监管局", "2027年底", "2026年：20台\n2027年：30台")],
    ),
    "the same header in two stages": (
        [
            [("序号", 2, 1), ("任务", 2, 1), ("第一阶段", 1, 2), ("第二阶段", 1, 2), ("责任单位", 2, 1)],
            ["工作措施", "完成时限", "工作措施", "完成时限"],
            ["1", "查渡口", "摸底", "3月底前", "整治", "11月底前", "县交通局"],
        ],
        [(ALL, "查渡口", "县交通局", "3月底前", "第一阶段工作措施：摸底\n第二阶段工作措施：整治")],
    ),
    "a day of beginning below three headers": (
        [
            [("序号", 3, 1), ("任务", 3, 1), ("责任单位", 3, 1), ("进度安排", 1, 2)],
            ["启动", "完成"],
            ["时间", "时限"],
            ["1", "查渡口", "县交通局", "3月", "6月底前"],
        ],
        [(ALL, "查渡口", "县交通局", "6月底前", "")],
    ),
    "rows of one task that are lines of their own": (
        [
            ["序号", "任务", "措施", "责任单位", "完成时限"],
            ["1", "应急演练", "桌面推演1次", "", ""],
            ["", "", "实战演练1次", "县应急局", "10月底前"],
            ["", "", "总结", "", ""],
        ],
        [(ALL, "应急演练", "县应急局", "10月底前", "桌面推演1次\n实战演练1次\n总结")],
    ),
    "the sum of a page": (
        [FOUR, ["1", "查渡口", "县交通局", "6月底前"], ["本页小计", "1项", "", ""], ["2", "查索道", "县文旅局", "9月"]],
        [(ALL, "查渡口", "县交通局", "6月底前", ""), (ALL, "查索道", "县文旅局", "9月", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_row_is_read_as_it_stands(name: str) -> None:
    printed, wanted = CASES[name]
    made = document(TITLE, table(printed))
    found = imported(made)
    assert [(r.category, r.title, r.units, r.deadline, r.content) for r in rows(found)] == wanted
    if all(isinstance(cell, str) for cell in printed[0]):  # headers over headers are said nowhere
        hold(made, found)


def test_a_row_of_header_words_on_the_next_page_is_no_header() -> None:
    again = [["2", "责任落实", "整改措施", "县安委办", "10月底前"], ["3", "宣传", "办展", "县应急局", "9月"]]
    made = document(TITLE, table([FIVE, FIRST]), "第2页", table(again, "表2"))
    assert [r.title for r in rows(imported(made))] == ["办好安全生产月", "整改措施", "办展"]
    apart = document(
        TITLE, table([FIVE[1:], FIRST[1:]]), "各单位报送。", table([r[1:] for r in again], "表2")
    )
    assert [r.title for r in rows(imported(apart))] == ["办好安全生产月", "整改措施", "办展"]


def test_points_with_other_numbers_of_units_and_dates_are_one_task_and_a_doubt() -> None:
    points = ["1", "1.查煤矿\n2.查渡口", "县能源局；县交通局", "6月底前；9月底前"]
    found = imported(document(TITLE, table([FOUR, points])))
    (row,) = rows(found)
    assert (row.units, row.deadline, row.content) == (points[2], points[3], points[1])
    assert [d.what for d in found.doubts if "合成" in d.what] == [
        "各行的单位不同，完成时限也不同（县能源局；县交通局：6月底前；9月底前），合成了一个"
    ]


def test_points_have_units_and_dates_of_their_own() -> None:
    found = imported(document(TITLE, table(CASES["as many points as units and dates"][0])))
    assert [
        (m.text, m.units.text if m.units else "", m.deadline.text) for m in found.plan.rows[0].measures
    ] == [("1.签订责任书", "县安委办", "2月底前"), ("2.开展述职", "县委组织部", "12月底前")]


BOTH = {
    "县应急局，6月底前": ("县应急局", "6月底前"),
    "县教育局牵头，县公安局配合\n9月底前": ("县教育局牵头，县公安局配合", "9月底前"),
    "县公安局（全年）": ("县公安局", "全年"),
    "2026年12月底前，县住建局": ("县住建局", "2026年12月底前"),
    "县水利局、县林业局；每季度": ("县水利局、县林业局", "每季度"),
    "县水利局、县林业局": ("县水利局、县林业局", ""),
    "县教育局、县公安局（9月底前）": ("县教育局、县公安局", "9月底前"),
    "县应急局牵头，县公安局、各乡镇配合（2026年6月底前）": (
        "县应急局牵头，县公安局、各乡镇配合",
        "2026年6月底前",
    ),
    "县住建局、各乡镇 12月底前": ("县住建局、各乡镇", "12月底前"),
    "县财政局\n县审计局\n3月底前": ("县财政局\n县审计局", "3月底前"),
    "县应急局，等通知": ("县应急局，等通知", ""),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("head", ["责任单位及完成时限", "责任单位\n时限", "责任部门/完成时间", "责任单位"])
def test_units_and_the_date_beside_them_in_one_cell(head: str) -> None:
    """Where no column is the date's; what is no date stays with the units, where it is asked about."""
    body = [[str(n), f"整治{n}", cell] for n, cell in enumerate(BOTH, 1)]
    found = imported(document(TITLE, table([["序号", "重点任务", head], *body])))
    assert [(r.units, r.deadline) for r in rows(found)] == [*BOTH.values()]


def test_a_date_beside_who_leads_is_no_part_of_the_role() -> None:
    head = ["序号", "重点任务", "牵头单位及完成时限", "配合单位"]
    (row,) = rows(imported(document(TITLE, table([head, ["1", "整治", "县应急局，6月底前", "县公安局"]]))))
    assert (row.units, row.deadline) == ("县应急局牵头，县公安局配合", "6月底前")


def test_a_date_beside_units_stays_there_where_dates_have_a_column() -> None:
    (row,) = rows(imported(document(TITLE, table([FOUR, ["1", "整治", "县应急局，6月底前", "9月底前"]]))))
    assert (row.units, row.deadline) == ("县应急局，6月底前", "9月底前")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("动员部署 3月 集中整治 10月", "动员部署 3月 集中整治 10月"),
        ("6 月 底 前", "6月底前"),
        ("6 月底前完成", "6月底前完成"),
    ],
)
def test_blanks_stay_in_a_date_that_is_read_with_them_alone(cell: str, read: str) -> None:
    found = imported(document(TITLE, table([FOUR, ["1", "整治", "县应急局", cell]])))
    assert ([r.deadline for r in rows(found)], found.doubts) == ([read], ())


def test_work_that_changes_something_is_no_word_about_the_task() -> None:
    head = ["序号", "任务", "工作内容", "责任单位", "完成时限"]
    work = "把全县乡镇安监站改为应急管理所"
    found = imported(document(TITLE, table([head, ["1", "整治", work, "县应急局", "6月底前"]])))
    assert [(r.content, r.remark) for r in found.plan.rows] == [(work, "")]


def test_breaks_between_units_stay_beside_those_within_a_name() -> None:
    cell = "县住建局\n县市场监管\n局、县消防救\n援大队"
    (row,) = rows(imported(document(TITLE, table([FOUR, ["1", "整治", cell, "6月底前"]]))))
    assert row.units == "县住建局\n县市场监管局、县消防救援大队"


@pytest.mark.parametrize("above", ["", "完成时限", "进度安排"])
def test_ticks_below_dates_are_these_dates(above: str) -> None:
    """一季度 √: all that are ticked in one phrase, which is asked about once."""
    quarters = [f"{n}季度" for n in "一二三四"]
    head: list[Sequence[Given]] = [["序号", "重点任务", "责任单位", *quarters]]
    if above:
        head = [[*((word, 2, 1) for word in FOUR[:3]), (above, 1, 4)], quarters]
    body = [["1", "排查", "县应急局", *"√√√√"], ["2", "整治", "县教育局", "", "√", "", "√"]]
    found = imported(document(TITLE, table([*head, *body])))
    told = [(r.deadline.text, r.remark) for r in found.plan.rows]
    assert told == [("、".join(quarters), ""), ("二季度、四季度", "")]
    assert len([d for d in found.doubts if "合成了" in d.what]) == 1


def test_two_halves_of_a_sentence_are_one() -> None:
    printed = [
        ["序号", "任务", "措施", "责任单位", "完成时限"],
        ["1", "检查渡口", "查证照、查救生", "县交通局", "3月底前"],
        ["", "", "衣、查超载。", "", ""],
    ]
    assert [r.content for r in rows(imported(document(TITLE, table(printed))))] == [
        "查证照、查救生衣、查超载。"
    ]


def test_a_measure_with_a_date_and_no_unit_among_others_that_have_is_a_doubt() -> None:
    printed = [
        ["序号", "任务", "措施", "责任单位", "完成时限"],
        ["1", "整治校车", "排查隐患路段", "县交通局", "3月底前"],
        ["", "", "培训驾驶人", "", "4月底前"],
    ]
    found = imported(document(TITLE, table(printed)))
    assert [(d.where, d.what) for d in found.doubts] == [("表1第3行", "责任单位空着")]


def test_points_of_a_card_stay_points() -> None:
    card = [["任务名称", "1.查煤矿\n2.查渡口"], ["责任单位", "县能源局"], ["完成时限", "6月底前"]]
    (row,) = rows(imported(document(TITLE, table(card))))
    assert (row.title, row.content) == ("1.查煤矿 2.查渡口", "1.查煤矿\n2.查渡口")


def test_a_category_of_what_is_done_is_a_doubt() -> None:
    done: list[Sequence[Given]] = [FOUR, [("二、已完成事项", 1, 4)], ["1", "查渡口", "县交通局", "6月底前"]]
    found = imported(document(TITLE, table(done)))
    assert [d.what for d in found.doubts] == ["类别“已完成事项”写明是“已完成”，仍读作任务"]
