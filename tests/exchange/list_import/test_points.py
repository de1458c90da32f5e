"""Figures right behind the number of a point (2.300户): its neighbours tell it from 1.5米 and from 2.1 below 2."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from anquan_cli.exchange.list_import.words import marks_of
from tests.exchange.list_import.blocks import Given, document, imported, rows, table

pytestmark = pytest.mark.elsewhere

SAID = "。（责任单位：县住建局；完成时限：10月底前）"
HEAD = ["任务", "责任单位", "完成时限"]

# texts one below another, and what is left of each behind its mark
POINTS = {
    "the first of a year": (["1.2025年完成改造", "2.更换软管"], ["2025年完成改造", "更换软管"]),
    "between plain ones": (["1.排查", "2.300户改造", "3.24小时值守"], ["排查", "300户改造", "24小时值守"]),
    "per cent": (["1.整改", "2.100%销号", "3.5公里护栏"], ["整改", "100%销号", "5公里护栏"]),
    "days": (["1.“5·12”宣传", "2.119消防月", "3.6·16咨询日"], ["“5·12”宣传", "119消防月", "6·16咨询日"]),
    "days with points": (["1.12.4宪法日宣传", "2.5.12防灾减灾日"], ["12.4宪法日宣传", "5.12防灾减灾日"]),
    "months": (["1.6月底前排查", "2.12处治理", "3.3.2公里"], ["6月底前排查", "12处治理", "3.2公里"]),
    "wide": (["1．检查", "2．6月底前整改", "3．2座桥"], ["检查", "6月底前整改", "2座桥"]),
    "counted": (["1.12处治理", "2.5栋拆除", "3.1户搬迁"], ["12处治理", "5栋拆除", "1户搬迁"]),
    "before one": (["1.5G基站", "2.1号坝", "3.整改"], ["5G基站", "1号坝", "整改"]),
    "over ten": (["9.整治", "10.15处整改", "11.20户搬迁"], ["整治", "15处整改", "20户搬迁"]),
    "below headings": (["（一）甲", "1.3月底前排查", "（二）乙", "1.6月底前排查"], ["甲", "3月底前排查", "乙", "6月底前排查"]),
    "spans": (["1.3—5月排查", "2.6-8月整治", "3.1:1配备"], ["3—5月排查", "6-8月整治", "1:1配备"]),
    "months alone": (["1.1月部署", "2.2月排查", "3.3月整治"], ["1月部署", "2月排查", "3月整治"]),
    "quarters": (["1.1季度部署", "2.2季度整治"], ["1季度部署", "2季度整治"]),
    "sums": (["1.检查", "2.0.5吨锅炉淘汰", "3.2.5米护栏"], ["检查", "0.5吨锅炉淘汰", "2.5米护栏"]),
    "again in merged cells": (["1.12处治理", "1.12处治理", "2.5栋拆除"], ["12处治理", "12处治理", "5栋拆除"]),
}  # fmt: skip

# what is no point
OTHERS = {
    "a measure": (["1.5米以下停航", "2.5米以上限航"], ["1.5米以下停航", "2.5米以上限航"]),
    "a measure between points": (["1.检查渡口", "1.5米以下停航", "2.检查桥"], ["检查渡口", "1.5米以下停航", "检查桥"]),
    "before its point": (["1.检查", "2.5公里护栏", "2.宣传"], ["检查", "2.5公里护栏", "宣传"]),
    "two levels": (["1.1建立台账", "1.2场所检查", "2.1项目审查"], ["建立台账", "场所检查", "项目审查"]),
    "one below each": (["1.1建账", "2.1检查", "3.1总结"], ["建账", "检查", "总结"]),
    "people below each": (["1.1人员", "2.1项目", "3.1场所"], ["人员", "项目", "场所"]),
    "below plain ones": (["1.总则", "1.1人员培训", "2.检查", "2.1日管控"], ["总则", "人员培训", "检查", "日管控"]),
    "periods below each": (["1.1月度例会", "2.1季度例会"], ["月度例会", "季度例会"]),
    "three levels": (["1.1.1排查", "1.1.2整治", "2.1.1总结"], ["排查", "整治", "总结"]),
    "from the middle": (["3.2人员培训", "3.3日管控", "4.1台账"], ["人员培训", "日管控", "台账"]),
    "dates": (["2025.6.30前完成", "6.30前完成", "5.12防灾减灾日宣传"], ["2025.6.30前完成", "6.30前完成", "5.12防灾减灾日宣传"]),
    "versions": (["1.0版标准", "2.0版平台"], ["1.0版标准", "2.0版平台"]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("points", "units", "dates", "own"),
    [
        ("1.排查；\n2.整改。", "1.县住建局；\n2.各乡镇", "6月底前", [("县住建局", "6月底前"), ("各乡镇", "6月底前")]),
        ("1.排查\n2.整改", "1.县住建局2.各乡镇", "6月底前", [("县住建局", "6月底前"), ("各乡镇", "6月底前")]),
        ("1.排查\n2.整改", "1、县住建局 2、各乡镇", "1.6月底前 2.9月底前", [("县住建局", "6月底前"), ("各乡镇", "9月底前")]),
        ("①排查；②整改。", "①县住建局②各乡镇", "6月底前", [("县住建局", "6月底前"), ("各乡镇", "6月底前")]),
        ("1.排查\n2.整改", "1.县住建局；县公安局\n2.各乡镇", "6月底前", [("县住建局；县公安局", "6月底前"), ("各乡镇", "6月底前")]),
        ("1.排查；2.整改。", "1、县住建局；县公安局；2、各乡镇", "6月底前", [("县住建局；县公安局", "6月底前"), ("各乡镇", "6月底前")]),
        ("1.排查；2.整改。", "①县住建局、②各乡镇", "6月底前", [("县住建局", "6月底前"), ("各乡镇", "6月底前")]),
        ("一是排查。二是整改。", "1.县住建局\n2.各乡镇", "6月底前", [("县住建局", "6月底前"), ("各乡镇", "6月底前")]),
        ("1.排查\n2.整改", "（1）县住建局（2）各乡镇", "6月底前", [("县住建局", "6月底前"), ("各乡镇", "6月底前")]),
        ("（1）排查（2）整改", "一、县住建局\n二、各乡镇", "6月底前", [("县住建局", "6月底前"), ("各乡镇", "6月底前")]),
        ("1.排查；2.整改。", "1.县住建局；2.各乡镇。", "6月底前", [("县住建局", "6月底前"), ("各乡镇", "6月底前")]),
        ("（1）排查\n（2）整改", "（1）县住建局；\n（2）各乡镇", "（1）6月底前；\n（2）9月底前", [("县住建局", "6月底前"), ("各乡镇", "9月底前")]),
        ("1.排查；2.整改", "县住建局", "1.6月底前；2.9月底前", [("县住建局", "6月底前"), ("县住建局", "9月底前")]),
        ("1.排查\n2.整改", "县住建局；\n各乡镇", "6月底前；\n9月底前", [("县住建局", "6月底前"), ("各乡镇", "9月底前")]),
        ("1.接警；2.处置。", "1.110指挥中心；2.119指挥中心", "全年", [("110指挥中心", "全年"), ("119指挥中心", "全年")]),
        ("1.排查；2.整改。", "1.县住建局；2.各乡镇", "6月底前；9月底前。", [("县住建局", "6月底前"), ("各乡镇", "9月底前")]),
    ],
)  # fmt: skip
def test_points_have_the_units_and_dates_that_are_counted_as_they_are(
    points: str, units: str, dates: str, own: list[tuple[str, str]]
) -> None:
    heads = ["序号", "任务", "工作措施", "责任单位", "完成时限"]
    found = imported(document("某县2026年任务清单", table([heads, ["1", "整治燃气", points, units, dates]])))
    (row,) = found.plan.rows
    assert [((m.units or row.units).text, m.deadline.text) for m in row.measures] == own
    assert "；；" not in row.units.text and "；" not in row.deadline.text
    assert not any("合成" in d.what or "编号" in d.what for d in found.doubts)


BOTH = "各行的单位不同，完成时限也不同（{}：{}），合成了一个"
WHOSE = "责任单位“{}”的编号与要点对不上，没有分开"


# how a cell counts three dates, or more or fewer, and how the points are counted
COUNTED = {
    "①{}②{}③{}": "①②③", "①{}；②{}；③{}": "①②③", "①{}，②{}，③{}": "①②③", "①{}、②{}、③{}": "①②③", "①{} ②{} ③{}": "①②③",
    "①{}\n②{}\n③{}": "①②③", "（1）{}（2）{}（3）{}": "（1） （2） （3）", "（1）{}，（2）{}，（3）{}": "（1） （2） （3）",
    "（一）{}\n（二）{}\n（三）{}": "（一） （二） （三）", "（一）{}；（二）{}；（三）{}": "（一） （二） （三）",
    "一、{}\n二、{}\n三、{}": "（一） （二） （三）", "一是{}；二是{}；三是{}": "一是 二是 三是", "一是{}，二是{}，三是{}": "一是 二是 三是",
    "{}\n{}\n{}": "一是 二是 三是", "1：{}\n2：{}\n3：{}": "1. 2. 3.", "第1条{}；第2条{}；第3条{}": "1. 2. 3.",
}  # fmt: skip


@pytest.mark.parametrize("written", COUNTED)
@pytest.mark.parametrize("dates", [["3月底前", "6月底前", "年底前"], ["3月底前", "长期", "每季度"]])
def test_each_point_has_the_date_that_is_counted_as_it_is(written: str, dates: list[str]) -> None:
    marks = [*COUNTED[written]] if "①" in COUNTED[written] else COUNTED[written].split()
    points = "\n".join(map("{}{}。".format, marks, ["印发方案", "开展排查", "组织验收"]))
    line = ["1", "整治燃气", points, "县住建局", written.format(*dates)]
    found = imported(
        document("某县2025年任务清单", table([["序号", "任务", "工作措施", "责任单位", "完成时限"], line]))
    )
    assert [m.deadline.text for m in found.plan.rows[0].measures] == dates
    assert not any("没有分开" in d.what for d in found.doubts)


@pytest.mark.parametrize(
    ("points", "units", "dates", "asked"),
    [
        ("1.排查；2.整改。", "1.县住建局；2.各乡镇", "6月底前；8月底前；9月底前", BOTH),
        ("1.排查；2.整改。", "1.县住建局；2.各乡镇", "6月底前、9月底前", BOTH),
        ("1.排查；2.整改。", "县住建局；县教育局", "1.6月底前；2.9月底前", BOTH),
        ("1.排查；2.整改；3.总结。", "1.县住建局；3.各乡镇", "6月底前", WHOSE),
        ("1.排查；2.整改。", "2.县住建局；1.各乡镇", "6月底前", WHOSE),
        ("1.排查\n2.整改", "2.县住建局\n1.各乡镇", "6月底前\n9月底前", WHOSE),
        ("1.排查；2.整改。", "1.县住建局；2.县教育局；3.各乡镇", "6月底前", WHOSE),
        ("1.排查；2.整改。", "1.县住建局、2.县教育局", "1.6月底前；2.9月底前", WHOSE),
        ("1.排查；2.整改。", "1.县住建局2.县教育局3.各乡镇", "6月底前", WHOSE),
        ("1.排查；2.整改。", "县应急局牵头\n1.县住建局\n2.各乡镇", "6月底前", WHOSE),
        ("排查。整改。", "1.县住建局\n2.各乡镇", "6月底前", ""),
        ("1.排查；2.整改。", "县住建局", "2.6月底前；3.9月底前", "完成时限“{1}”的编号与要点对不上，没有分开"),
        ("①排查；②整改；③验收。", "县住建局", "①②6月底前，③年底前", "完成时限“{1}”的编号与要点对不上，没有分开"),
        ("①排查；②整改；③验收。", "县住建局", "①6月底前，②③年底前", "完成时限“{1}”的编号与要点对不上，没有分开"),
        ("①排查；②整改；③验收。", "县住建局", "①6月底前；②年底前", "完成时限“{1}”的编号与要点对不上，没有分开"),
        ("1.排查；2.整改；3.验收。", "县住建局", "第1项3月底前，其余年底前", "完成时限“{1}”的编号与要点对不上，没有分开"),
        ("1.排查；2.整改；3.验收。", "县住建局", "6月底前\n（第1、2项）\n12月底前\n（第3项）", "完成时限“6月底前（第1、2项）12月底前（第3项）”的编号与要点对不上，没有分开"),
        ("1.排查；2.整改；3.验收。", "县住建局", "6月底前\n12月底前", "完成时限“6月底前；12月底前”有2行，要点有3条，没有分开"),
        ("1.排查；2.整改。", "县住建局", "2026年\n6月底前\n12月底前", "完成时限“2026年；6月底前；12月底前”有3行，要点有2条，没有分开"),
        ("1.排查；2.整改；3.验收。", "县住建局", "6月底前，\n并长期坚持", ""),
        ("1.排查；2.整改。", "县住建局", "1.6\n2.12", "完成时限“1.6 2.12”里的数，是编号还是月份，分不清，没有分开"),
        ("1.排查；2.整改；3.验收。", "县住建局", "一、二季度", ""),
        ("排查、整改。", "县住建局", "①6月底前；②12月底前", ""),
        ("1.排查；2.整改。", "县住建局、县教育局", "3、6、9月底前", ""),
        ("1.排查；2.整改。", "县住建局、县教育局", "3、9月底前", ""),
        ("1.排查；2.整改。", "1.县住建局；2.各乡镇", "每季度", ""),
    ],
)  # fmt: skip
def test_numbers_and_dates_that_do_not_fit_the_points_are_asked_about_once(
    points: str, units: str, dates: str, asked: str
) -> None:
    """Else each unit would owe what is another's, on the other's day too."""
    heads = ["序号", "任务", "工作措施", "责任单位", "完成时限"]
    found = imported(document("某县2026年任务清单", table([heads, ["1", "整治燃气", points, units, dates]])))
    said = [d.what for d in found.doubts if "合成" in d.what or "没有分开" in d.what]
    assert said == [asked.format(units.replace("\n", ""), dates)] * bool(asked)


@pytest.mark.parametrize(
    ("deadline", "own"),
    [
        ("3月\n至10月", "3月至10月"),
        ("3月1日\n至10月31日", "3月1日至10月31日"),
        ("2025.3\n至2025.10", "2025.3至2025.10"),
        ("11月\n至次年3月", "11月至次年3月"),
        ("即日起\n至12月底", "即日起至12月底"),
        ("从3月开始\n到10月结束", "从3月开始到10月结束"),
        ("6月底前\n并长期坚持", "6月底前并长期坚持"),
        ("6月底前，\n并长期坚持", "6月底前，并长期坚持"),
        ("6月30日\n及12月31日", "6月30日及12月31日"),
        ("6月、\n12月", "6月、12月"),
        ("6月\n、12月", "6月、12月"),
        ("1.3月底前\n2.4—10月", "3月底前|4—10月"),
        ("1.3-6月\n2.7-9月", "3-6月|7-9月"),
        ("1.3.31\n2.6.30", "3.31|6.30"),
        ("1.1次/月\n2.1次/季", "1次/月|1次/季"),
        ("1.5日前\n2.10日前", "5日前|10日前"),
        ("1.3月\n至10月\n2.12月底前", "3月至10月|12月底前"),
        ("6月底前\n9月底前", "6月底前|9月底前"),
        ("25.6.30\n25.9.30", "25.6.30|25.9.30"),
    ],
)
def test_a_line_that_goes_on_with_the_date_above_it_is_no_points_own(deadline: str, own: str) -> None:
    line = ["1", "整治燃气", "1.排查隐患。\n2.整改隐患。", "县住建局", deadline]
    heads = ["序号", "任务", "工作措施", "责任单位", "完成时限"]
    found = imported(document("某县2025年任务清单", table([heads, line])))
    dated = [m.deadline.text for m in found.plan.rows[0].measures]
    assert "|".join(dict.fromkeys(dated)) == own
    assert not any("没有分开" in d.what for d in found.doubts)


def test_stages_that_are_not_read_keep_their_lines_and_are_asked_about() -> None:
    """Run together, the second would be the work of the first."""
    cell = "上半年完成排查\n下半年专项检查"
    found = imported(
        document(
            "某县2025年任务清单", table([["任务", "责任单位", "完成时限"], ["整治燃气", "县住建局", cell]])
        )
    )
    (row,) = found.plan.rows
    assert row.deadline.text == cell
    assert [d.what for d in found.doubts] == [
        f"完成时限“{cell.replace(chr(10), ' ')}”中“下半年专项检查”没有算作到期日"
    ]


# dates one below another in a list of 2025: what they are together, and those that may be of another year
YEARS = [
    ("2026年3月底前|6月底前|12月底前", "2026年3月底前/6月底前/12月底前", "6月底前 12月底前"),
    ("明年3月底前|6月底前|年底前", "明年3月底前/6月底前/年底前", "6月底前 年底前"),
    ("2026年一季度|二季度|四季度", "2026年一季度/二季度/四季度", "二季度 四季度"),
    ("2025年10月底前|2026年3月底前|6月底前", "2025年10月底前/2026年3月底前/6月底前", "6月底前"),
    ("10月底前|次年3月底前|6月底前", "10月底前/次年3月底前/6月底前", "6月底前"),
    ("11月底前|12月底前|2月底前", "11月底前/12月底前/2月底前", "2月底前"),
    ("2025年12月|1月至3月|4月", "2025年12月/1月至3月/4月", "1月至3月 4月"),
    ("2024年底前|6月底前", "2024年底前/6月底前", "6月底前"),
    ("2026年底前|6月底前", "6月底前/2026年底前", "6月底前"),
    ("2026年3月底前|2025年6月底前|9月底前", "2025年6月底前/9月底前/2026年3月底前", ""),
    ("2026年3月底前|2026年6月底前|每月", "2026年3月底前/2026年6月底前/每月", ""),
    ("2025年3月底前|6月底前|12月底前", "2025年3月底前/6月底前/12月底前", ""),
    ("12月底前|3月底前|6月底前", "3月底前/6月底前/12月底前", ""),
    ("全年|年底前|3月底前", "3月底前/全年/年底前", ""),
    ("9月底前|12月底前|2月底前", "2月底前/9月底前/12月底前", ""),
]


@pytest.mark.parametrize(("dates", "whole", "asked"), YEARS)
@pytest.mark.parametrize("in_rows", [False, True])
def test_a_date_below_another_year_is_asked_about(dates: str, whole: str, asked: str, in_rows: bool) -> None:
    """The dates of a task's rows, or of its points, are read each for itself, but stand below each other."""
    lines, head = dates.split("|"), ["序号", "任务", "工作措施", "责任单位", "完成时限"]
    steps = ["制定方案", "组织实施", "验收"][: len(lines)]
    points = "\n".join(f"{n}.{step}。" for n, step in enumerate(steps, 1))
    rows: list[Sequence[Given]] = [["1", "整治", points, "县住建局", "\n".join(lines)]]
    if in_rows:
        first: list[Given] = [("1", len(lines), 1), ("整治", len(lines), 1)]
        rows = [[*(first if not n else []), step, "县住建局", lines[n]] for n, step in enumerate(steps)]
    found = imported(document("某县2025年任务清单", table([head, *rows])))
    assert [r.deadline.text for r in found.plan.rows] == [whole]
    assert [m.deadline.text for m in found.plan.rows[0].measures] == lines
    told = [d.what for d in found.doubts if "前面写的是" in d.what]
    assert [what.split("”")[0] for what in told] == [f"完成时限“{d}" for d in asked.split()]
    assert found.text.count("前面写的是") == len(told)


# who leads, who supports two points, and what each of them has; None: asked about
TWO = {
    ("1.县住建局\n2.县商务局", "1.各乡镇\n2.县公安局"): (
        "县住建局牵头，各乡镇配合",
        "县商务局牵头，县公安局配合",
    ),
    ("1.县住建局\n2.县商务局", "各乡镇"): ("县住建局牵头，各乡镇配合", "县商务局牵头，各乡镇配合"),
    ("①县住建局②县商务局", "①各乡镇②无"): ("县住建局牵头，各乡镇配合", "县商务局牵头"),
    ("1.县住建局；2.县商务局", ""): ("县住建局牵头", "县商务局牵头"),
    ("县住建局", "1.各乡镇\n2.县公安局"): None,
    ("1.县住建局\n2.县商务局", "1.各乡镇\n2.县公安局\n3.县教育局"): None,
}


@pytest.mark.parametrize("said", TWO)
def test_what_two_columns_count_alike_is_put_together(said: tuple[str, str]) -> None:
    heads = ["序号", "任务", "工作措施", "牵头单位", "配合单位", "完成时限"]
    line = ["1", "整治燃气", "1.排查\n2.整改", *said, "6月底前"]
    found = imported(document("某县2026年任务清单", table([heads, line])))
    (row,) = found.plan.rows
    assert [m.units and m.units.text for m in row.measures] == list(TWO[said] or [None, None])
    assert any("编号" in d.what for d in found.doubts) == (TWO[said] is None)


def test_units_in_lines_are_no_points_units_by_themselves() -> None:
    """Two that are responsible for two points: nothing says which for which."""
    heads = ["序号", "任务", "工作措施", "责任单位", "完成时限"]
    line = ["1", "整治燃气", "1.排查；\n2.整改。", "县住建局\n县应急局", "6月底前"]
    (row,) = imported(document("某县2026年任务清单", table([heads, line]))).plan.rows
    assert [m.units for m in row.measures] == [None, None]


@pytest.mark.parametrize("name", [*POINTS, *OTHERS])
def test_texts_one_below_another_tell_what_numbers_them(name: str) -> None:
    texts, wanted = (POINTS | OTHERS)[name]
    marks = marks_of(texts)
    assert [text[mark.length if mark else 0 :] for text, mark in zip(texts, marks, strict=True)] == wanted


def test_a_paragraph_whose_text_begins_with_a_figure_is_a_task() -> None:
    texts = ["1.2025年改造管网", "2.300户改造", "3.更换软管"]
    found = rows(imported(document("某县2025年工作要点", "一、甲", *(text + SAID for text in texts))))
    assert [(r.id, r.title) for r in found] == [
        ("1", "2025年改造管网"),
        ("2", "300户改造"),
        ("3", "更换软管"),
    ]


def test_a_date_behind_the_number_of_a_paragraph_is_its_deadline() -> None:
    texts = [f"{n}.{month}月底前整治{n}号楼。（责任单位：县住建局）" for n, month in enumerate((3, 6, 12), 1)]
    found = rows(imported(document("某县2025年工作要点", *texts)))
    assert [(r.title, r.deadline) for r in found] == [
        (f"{month}月底前整治{n}号楼", f"{month}月底前") for n, month in enumerate((3, 6, 12), 1)
    ]


@pytest.mark.parametrize(
    ("title", "deadline"),
    [
        ("2026年3月底前完成总结", "2026年3月底前"),
        ("2025年底前建立机制", "2025年底前"),
        ("2025年12月31日前完成", "2025年12月31日前"),
        ("2025年度培训", ""),
        ("2025年30处隐患整改。6月底前完成", "6月底前"),
    ],
)
def test_a_date_in_a_paragraph_has_the_year_that_stands_before_it(title: str, deadline: str) -> None:
    paragraphs = [f"1.{title}。（责任单位：县住建局）", "2.宣传" + SAID]
    found = imported(document("某县2025年工作要点", *paragraphs))
    assert found.plan.rows[0].deadline.text == deadline


def test_a_point_with_units_of_its_own_has_the_date_of_its_text() -> None:
    said = "（责任单位：县住建局；完成时限：12月底前）"
    points = [
        "3月底前部署。责任单位：县公安局。",
        "每月调度。责任单位：县应急局。",
        "总结。责任单位：县安委办。",
    ]
    found = imported(document("某县2025年工作要点", f"（一）排查。{said}", *points))
    assert [(m.units.text if m.units else "", m.deadline.text) for m in found.plan.rows[0].measures] == [
        ("县公安局", "3月底前"),
        ("县应急局", "每月"),
        ("县安委办", "12月底前"),
    ]


@pytest.mark.parametrize("head", ["任务", "主要内容"])
@pytest.mark.parametrize("numbered", [False, True])
def test_a_cell_that_begins_with_a_figure_keeps_it(head: str, numbered: bool) -> None:
    texts = ["6月底前完成排查", "12处隐患点治理", "3.2公里护栏安装"]
    lines = [[*[str(n)] * numbered, f"{n}.{text}", "县住建局", "12月底前"] for n, text in enumerate(texts, 1)]
    printed = table([[*["序号"] * numbered, head, "责任单位", "完成时限"], *lines])
    found = imported(document("某县2025年任务清单", printed))
    assert [(r.id, r.title) for r in rows(found)] == [(str(n), text) for n, text in enumerate(texts, 1)]
    assert found.said == ()


def test_a_cell_that_goes_over_several_rows_is_one_point() -> None:
    printed: list[Sequence[Given]] = [
        ["任务", "措施", *HEAD[1:]],
        [("1.12处治理", 2, 1), "排查", "县住建局", "6月底前"],
        ["整改", "县住建局", "6月底前"],
        ["2.5栋拆除", "拆除", "县住建局", "6月底前"],
        ["3.宣传", "讲座", "县住建局", "6月底前"],
    ]
    found = rows(imported(document("某县2025年任务清单", table(printed))))
    assert [(r.title, r.category) for r in found] == [
        (title, "全部任务") for title in ("12处治理", "5栋拆除", "宣传")
    ]


@pytest.mark.parametrize("point", ["{}.", "{}．", "{}、", "（{}）"])
def test_a_measure_has_the_date_behind_its_number(point: str) -> None:
    said = ["2025年3月底前制定方案；", "6月底前完成排查；", "24小时值守"]
    steps = "".join(point.format(n) + text for n, text in enumerate(said, 1))
    head = ["任务", "措施", "责任单位", "完成时限"]
    found = imported(document("某县2025年任务清单", table([head, ["甲", steps, "县应急局", "12月底前"]])))
    assert [m.deadline.text for m in found.plan.rows[0].measures] == ["2025年3月底前", "6月底前", "12月底前"]
    assert found.doubts == ()


def test_points_of_a_cell_that_begin_with_figures_are_its_measures() -> None:
    printed = table([HEAD, ["1.24小时值守；\n2.300户改造；\n3.宣传", "县应急局", "12月底前"]])
    (row,) = imported(document("某县2025年任务清单", printed)).plan.rows
    assert [m.text for m in row.measures] == ["1.24小时值守；", "2.300户改造；", "3.宣传"]
