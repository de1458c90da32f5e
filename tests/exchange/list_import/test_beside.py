"""What stands beside a list: sentences about all its tasks, who was at a meeting, sums, other tables, annexes."""

from __future__ import annotations

import pytest

from tests.exchange.list_import.blocks import Given, document, imported, rows, table

pytestmark = pytest.mark.elsewhere

TITLE = "清河县2026年安全生产重点任务清单"
H: list[Given] = ["序号", "重点任务", "责任单位", "完成时限"]
GAS: list[Given] = ["1", "燃气整治", "县城管局", ""]
FIRE: list[Given] = ["2", "消防整治", "", "9月底前"]
OUTSIDE = "写明了单位或时限，没有读进清单"

# a sentence, and what it says for the tasks: 时 when, 谁 who
SAID = {
    "本清单各项任务均由县安委办牵头，完成时限未注明的均为11月30日前。": "谁时",
    "完成时限未注明的，均为12月底前。": "时",
    "以上任务未注明完成时限的，于12月31日前完成。": "时",
    "注：未明确完成时限的任务，均应于2026年11月底前完成。": "时",
    "所有任务原则上于11月底前完成。": "时",
    "上述问题务必于6月底前整改到位。": "时",
    "各责任单位要于12月10日前完成全部任务。": "时",
    "没有写明时限的为全年。": "时",
    "各项任务的牵头单位均为县应急管理局。": "谁",
    "除注明外，责任单位均为县住建局。": "谁",
    "未列明责任单位的，由县应急管理局负责。": "谁",
}


@pytest.mark.watched
@pytest.mark.parametrize("sentence", SAID)
@pytest.mark.parametrize("where", ["above", "below", "row"])
def test_a_sentence_about_all_tasks_is_asked_about_and_quoted(sentence: str, where: str) -> None:
    below = [[(sentence, 1, 4)]] if where == "row" else []
    above, under = [sentence] * (where == "above"), [sentence] * (where == "below")
    found = imported(document(TITLE, *above, table([H, GAS, FIRE, *below]), *under))
    assert [(r.title, r.units, r.deadline) for r in rows(found)] == [
        ("燃气整治", "县城管局", ""),
        ("消防整治", "", "9月底前"),
    ]
    quoted = sentence.rstrip("。")
    asked = [d for d in found.doubts if quoted in d.what]
    assert len(asked) == 1
    hints = {d.what: d.hint for d in found.doubts}
    if asked[0].what.endswith(OUTSIDE):
        assert (quoted in hints["完成时限空着"]) == ("时" in SAID[sentence])
        assert (quoted in hints["责任单位空着"]) == ("谁" in SAID[sentence])


@pytest.mark.watched
@pytest.mark.parametrize(
    "sentence",
    [
        "注：各单位每月25日前报送进展。",
        "各单位要高度重视，认真组织实施。",
        "各项任务均要明确责任人和完成时限。",
        "本清单自印发之日起施行。",
        "本表请于2026年1月15日前报县安委办。",
        "现将清单印发给你们，请认真贯彻落实。",
        "各乡镇、各部门要于每月5日前将各项任务进展情况报县安委办。",
        "为落实各项任务，县安委会制定本方案。",
        "通过开展专项行动，12月底前全县重大隐患全部清零。",
        "联系人：张三，电话：123。",
        "首要任务是责任落实。",
        "各单位主要负责人是第一责任人，是牵头落实的关键。",
        "各责任单位要压实责任，牵头单位要加强协调。",
    ],
)
def test_other_sentences_are_not(sentence: str) -> None:
    grid = table([H, GAS, FIRE[:2] + GAS[2:3] + FIRE[3:]])
    for found in (imported(document(TITLE, sentence, grid)), imported(document(TITLE, grid, sentence))):
        assert [d.what for d in found.doubts if "读不出是哪些单位" not in d.what] == ["完成时限空着"]
        assert found.doubts[-1].hint == "请核对文件后填上"


@pytest.mark.watched
def test_a_list_without_dates_is_not_said_to_have_none_where_a_sentence_sets_one() -> None:
    sentence = "以上任务均于12月底前完成"
    found = imported(document(TITLE, table([H[:3], GAS[:3]]), f"{sentence}。"))
    assert [d.what for d in found.doubts] == [f"表外的“{sentence}。”{OUTSIDE}", "表里没有写完成时限"]
    assert sentence in found.doubts[1].hint
    found = imported(
        document(TITLE, "责任单位：县应急管理局", table([["重点任务", "完成时限"], ["燃气整治", "全年"]]))
    )
    assert [d.what for d in found.doubts] == [f"表外的“责任单位：县应急管理局”{OUTSIDE}", "责任单位空着"]
    assert "责任单位：县应急管理局" in found.doubts[1].hint


MEETING = ["出席：刘某某、陈某某", "出  席：刘某某", "列席：县融媒体中心", "列席单位：县融媒体中心", "请假：王某", "缺席：王某", "主持：刘某某", "记录人：张三"]  # fmt: skip
IMPRINT = [
    "抄送：县委办，县政府办。",
    "分送：各乡镇",
    "主送：各乡镇",
    "（此件公开发布）",
    "（共印30份）",
    "清河县安委办2026年4月2日印发",
    "签发：李四",
    "核稿：王五",
    "校对：李四",
]


@pytest.mark.parametrize("line", [*MEETING, *IMPRINT])
def test_who_was_at_a_meeting_and_whom_a_paper_goes_to_is_nothing_to_be_done(line: str) -> None:
    items = [
        "1.整治燃气。更换软管。（责任单位：县城管局；完成时限：6月底前）",
        "2.整治消防。打通通道。（责任单位：县公安局；完成时限：8月底前）",
    ]
    found = imported(document("清河县2026年会议议定事项", *items, line))
    assert [(r.title, r.content) for r in rows(found)] == [
        ("整治燃气", "更换软管。"),
        ("整治消防", "打通通道。"),
    ]
    assert [o.text for o in found.omissions] == [line] and not found.doubts
    found = imported(document(TITLE, table([H, ["1", "燃气整治", "县城管局", "全年"], [(line, 1, 4)]])))
    assert [r.title for r in rows(found)] == ["燃气整治"]
    assert [o.text for o in found.omissions] == [line] and not found.doubts


@pytest.mark.parametrize(
    "row",
    [
        ["", "总分", "", ""],
        ["", "总  分", "", "100"],
        ["总分（100分）", "", "", "100"],
        ["", "合计得分", "", "90"],
        ["", "满分", "", "100"],
        ["", "签发：张三", "", ""],
        ["", "签发人：张三", "审核：李四", ""],
        ["", "分管领导签字：", "", ""],
        ["", "单位负责人（签字）：张三", "", ""],
        ["会签：县公安局", "", "", ""],
        ["填表人", "张三", "县公安局", "2026年1月5日"],
        ["填表人：张三", "", "审核人：李四", "2026年1月5日"],
    ],
)
def test_sums_and_signatures_are_no_tasks(row: list[Given]) -> None:
    given = table([[*H, "分值"], ["1", "燃气整治", "县城管局", "全年", "10"], [*row, ""]])
    found = imported(document(TITLE, given))
    assert [r.title for r in rows(found)] == ["燃气整治"]
    assert {t for t in row if t} <= {o.text for o in found.omissions}


def test_who_filled_in_a_short_table_turns_none_of_its_columns_over() -> None:
    body = [
        ["1", "燃气整治", "更换软管", "县城管局", "6月底前"],
        ["2", "消防整治", "打通通道", "县消防大队", "全年"],
    ]
    foot = ["填表人：张三", "", "审核人：李四", "", "2026年1月5日"]
    found = imported(
        document(TITLE, table([["序号", "重点任务", "主要内容", "责任单位", "完成时限"], *body, foot]))
    )
    assert [[r.id, r.title, r.content, r.units, r.deadline] for r in rows(found)] == body
    assert {r.category for r in rows(found)} == {"全部任务"} and not found.doubts


FIRMS: list[list[Given]] = [
    ["序号", "企业名称", "主管部门", "检查时间"],
    ["1", "某加油站", "县商务局", "3月"],
]
MONTHS: list[list[Given]] = [["任务", "3月", "4月", "5月"], ["燃气", "部署", "排查", "整改"]]


@pytest.mark.parametrize("other", [FIRMS, MONTHS])
@pytest.mark.parametrize("apart", [True, False])
def test_a_table_with_heads_of_its_own_is_no_part_of_the_list_before_it(
    other: list[list[Given]], apart: bool
) -> None:
    listed: list[list[Given]] = [
        H,
        ["1", "燃气整治", "县城管局", "6月底前"],
        ["3", "消防整治", "县消防大队", "全年"],
    ]
    grids = [table(listed), "附表", table(other, "表2")] if apart else [table([*listed, *other])]
    found = imported(document(TITLE, *grids))
    assert [[r.id, r.title, r.units, r.deadline] for r in rows(found)] == listed[1:]
    assert {cell for row in other for cell in row} <= {o.text for o in found.omissions}
    said = f"栏名“{'、'.join(map(str, other[0]))}”与上面的清单不同，这一行和下面的没有读进清单"
    assert [d.what for d in found.doubts if "编号缺" not in d.what] == [said]


def test_a_sheet_of_problems_is_another_list() -> None:
    problems = table([["序号", "问题", "整改措施", "责任单位", "整改时限"], ["1", "溢洪道堵塞", "清淤", "县水利局", "4月底"]], "工作表“问题台账”")  # fmt: skip
    found = imported(document(table([[(TITLE, 1, 4)], H, ["3", "燃气整治", "县城管局", "全年"]], "工作表“清单”"), problems))  # fmt: skip
    assert [(r.id, r.title) for r in rows(found)] == [("3", "燃气整治")]
    assert [d.what for d in found.doubts if "问题台账" in d.what] == [
        "另有标题“问题台账”，栏名与前面的表不同，没有读进清单"
    ]


def test_a_task_whose_name_begins_as_a_sum_does_is_one() -> None:
    given = table([H, ["1", "总分馆建设", "县文旅局", "全年"], ["2", "签发电子证照", "县审批局", "全年"]])
    assert [r.title for r in rows(imported(document(TITLE, given)))] == ["总分馆建设", "签发电子证照"]


LIST: list[list[Given]] = [
    [(TITLE, 1, 4)],
    H,
    ["1", "燃气整治", "县城管局", "6月底前"],
    ["2", "消防整治", "县消防大队", "9月底前"],
    ["3", "危房排查", "县住建局", "全年"],
]


def beside(*columns: list[Given], left: bool = False) -> list[list[Given]]:
    """The list, and other columns beside it, an empty one between."""
    most = max(len(LIST), *map(len, columns))
    empty: list[Given] = [""] * 4
    listed = LIST + [empty] * (most - len(LIST))
    other = [[c[n] if n < len(c) else "" for c in columns] for n in range(most)]
    return [[*o, "", *r] if left else [*r, "", *o] for r, o in zip(listed, other, strict=True)]


STATISTICS = {
    "above the header": beside(
        ["单位", "县城管局", "县消防大队", "县住建局", "合计"], ["任务数", "1", "1", "1", "3"]
    ),
    "in line with the header": beside(["", "单位", "县城管局", "县消防大队"], ["", "任务数", "1", "2"]),
    "with a sum": beside(["", "单位", "县城管局", "合计"], ["", "小结", "完成1项", "1项"]),
    "beyond the list": beside(["", "单位", "县城管局", "乙", "丙", "丁", "合计"], ["", "任务数", *"111137"]),
    "on the left": beside(["单位", "县城管局", "合计"], ["任务数", "1", "1"], left=True),
    "two": beside(
        ["", "单位", "县城管局"],
        ["", "任务数", "1"],
        [""],
        ["", "时限", "6月", "9月"],
        ["", "项数", "1", "1"],
    ),
    "three columns": beside(["", "单位", "县城管局"], ["", "任务数", "1"], ["", "占比", "33%"]),
}


@pytest.mark.watched
@pytest.mark.parametrize("name", STATISTICS)
def test_a_table_of_figures_beside_the_list_is_no_part_of_it(name: str) -> None:
    found = imported(document(table(STATISTICS[name], "工作表“2026”"), kind="xlsx"))
    assert [(r.title, r.units, r.deadline) for r in rows(found)] == [tuple(row[1:]) for row in LIST[2:]]
    assert [line.remark for line in found.draft.lines] == ["", "", ""]
    assert found.plan.title == TITLE and not found.doubts
    assert {"单位", "县城管局"} <= {o.text for o in found.omissions}


@pytest.mark.watched
@pytest.mark.parametrize(
    ("columns", "remarks"),
    [
        ([["", "备注", "急", "", "缓"]], ["急", "", "缓"]),
        ([["", "主抓科室", "甲科", "乙科", "丙科"], ["", "牵头人", "张三", "李四", "王五"]],
         ["主抓科室：甲科；牵头人：张三", "主抓科室：乙科；牵头人：李四", "主抓科室：丙科；牵头人：王五"]),
        ([["", "进展情况", "1", "2", "3"], ["", "存在困难", "无", "无", "无"]],
         ["进展情况：1；存在困难：无", "进展情况：2；存在困难：无", "进展情况：3；存在困难：无"]),
    ],
)  # fmt: skip
def test_columns_of_the_list_behind_an_empty_one_stay_its(
    columns: list[list[Given]], remarks: list[str]
) -> None:
    found = imported(document(table(beside(*columns), "工作表“2026”"), kind="xlsx"))
    assert [line.remark for line in found.draft.lines] == remarks


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["关于2026年一季度安全生产督查发现问题的通报", "附件：问题清单"], "问题清单"),
        (["关于2026年一季度安全生产督查发现问题的通报", "问题清单"], "问题清单"),
        (["关于2026年一季度安全生产督查发现问题的通报", "附件", "问题清单"], "问题清单"),
        (["清河县安委会会议纪要", "附件1：2026年重点任务清单"], "2026年重点任务清单"),
        (["清河县2026年安全生产", "重点任务清单"], "清河县2026年安全生产重点任务清单"),
        (["清河县2026年督查情况报告", "附件：整改任务清单"], "整改任务清单"),
        (["清河县安全生产委员会", "2026年重点任务清单"], "清河县安全生产委员会2026年重点任务清单"),
    ],
)
def test_an_annex_has_a_title_of_its_own(lines: list[str], title: str) -> None:
    found = imported(document(*lines, table([H, ["1", "燃气整治", "县城管局", "全年"]])))
    assert (found.plan.title, found.plan.year) == (title, 2026)


@pytest.mark.parametrize("label", ["", "编号：", "文号："])
def test_the_label_of_a_number_is_no_part_of_it(label: str) -> None:
    found = imported(
        document(TITLE, f"{label}清安督〔2026〕5号", table([H, ["1", "燃气整治", "县城管局", "全年"]]))
    )
    assert found.plan.document == "清安督〔2026〕5号" and not found.omissions
