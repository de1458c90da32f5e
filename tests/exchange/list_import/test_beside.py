"""What stands beside a list: sentences about all its tasks, who was at a meeting, sums, other tables, annexes."""

from __future__ import annotations

import pytest

from tests.exchange.list_import.blocks import Given, document, imported, rows, table

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
    "（责任单位中排在第一位的为牵头单位）": "谁",
    "注：责任单位第一个为牵头单位，其余为配合单位。": "谁",
    "各项任务的牵头单位均为县应急管理局。": "谁",
    "除注明外，责任单位均为县住建局。": "谁",
    "未列明责任单位的，由县应急管理局负责。": "谁",
}


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
        "各责任单位要压实责任，牵头单位要加强协调。",
    ],
)
def test_other_sentences_are_not(sentence: str) -> None:
    grid = table([H, GAS, FIRE[:2] + GAS[2:3] + FIRE[3:]])
    for found in (imported(document(TITLE, sentence, grid)), imported(document(TITLE, grid, sentence))):
        assert [d.what for d in found.doubts if "读不出是哪些单位" not in d.what] == ["完成时限空着"]
        assert found.doubts[-1].hint == "请核对文件后填上"


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
