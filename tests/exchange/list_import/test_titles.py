"""A heading that is the list's title is no task and no category of it: # 恩平县2025年工作要点."""

from __future__ import annotations

import pytest

from anquan_cli.errors import DataError
from anquan_cli.exchange.blocks import Paragraph
from anquan_cli.exchange.readers import markdown
from tests.exchange.list_import.blocks import document, imported, rows

pytestmark = pytest.mark.elsewhere

TITLE = "恩平县2025年森林防火工作要点"
TWO = [("加强宣传", "县林业局", ""), ("设卡点30处", "各乡镇", "3月底")]

# what stands below the title, each with the two tasks
BODIES = {
    "bullets": "- 加强宣传。责任单位：县林业局。\n- 设卡点30处。责任单位：各乡镇，完成时限：3月底。",
    "stars": "* 加强宣传。责任单位：县林业局。\n* 设卡点30处。责任单位：各乡镇，完成时限：3月底。",
    "brackets": "- 加强宣传（责任单位：县林业局）\n- 设卡点30处（责任单位：各乡镇，完成时限：3月底）",
    "paragraphs": "加强宣传。责任单位：县林业局。\n\n设卡点30处。责任单位：各乡镇，完成时限：3月底。",
    "numbers": "1. 加强宣传。责任单位：县林业局。\n2. 设卡点30处。责任单位：各乡镇，完成时限：3月底。",
    "labels": "- 加强宣传\n  - 责任单位：县林业局\n- 设卡点30处\n  - 责任单位：各乡镇\n  - 完成时限：3月底",
    "headings": "## 加强宣传\n\n责任单位：县林业局\n\n## 设卡点30处\n\n责任单位：各乡镇\n\n完成时限：3月底",
    "preface": "为做好工作，制定本要点。\n\n- 加强宣传。责任单位：县林业局。\n- 设卡点30处。责任单位：各乡镇，完成时限：3月底。",
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("heading", ["#", "##"])
def test_a_heading_that_is_the_title_is_above_all_tasks(name: str, heading: str) -> None:
    found = imported(markdown.read(f"{heading} {TITLE}\n\n{BODIES[name]}\n".encode()))
    assert [(r.title, r.units, r.deadline) for r in rows(found)] == TWO
    assert {r.category for r in rows(found)} == {"全部任务"}
    assert (found.plan.title, found.plan.year, found.guessed) == (TITLE, 2025, ())


def test_a_title_without_a_year_is_one_where_no_other_heading_is_of_its_level() -> None:
    tasks = ["加强宣传。责任单位：县林业局。", "设卡点30处。责任单位：各乡镇，完成时限：3月底。"]
    found = imported(document(Paragraph("恩平县森林防火工作要点", 1, "第1段"), *tasks))
    assert (found.plan.title, [r.title for r in rows(found)]) == (
        "恩平县森林防火工作要点",
        [t for t, *_ in TWO],
    )
    heads = (Paragraph(text, 1, text) for text in ("森林防火宣传重点任务", "森林防火管控重点任务"))
    found = imported(document(TITLE, *(block for pair in zip(heads, tasks, strict=True) for block in pair)))
    assert [r.title for r in rows(found)] == ["森林防火宣传重点任务", "森林防火管控重点任务"]


def test_headings_that_name_the_year_each_are_none() -> None:
    heads = ["2025年燃气整治任务", "2025年消防整治任务"]
    found = imported(
        markdown.read("\n\n".join(f"# {h}\n\n1. 检查。（责任单位：各乡镇）" for h in heads).encode())
    )
    assert [r.category for r in rows(found)] == heads


def test_a_line_above_who_leads_all_of_it_is_no_task() -> None:
    head = ["恩平县2025年工作要点", "（征求意见稿）", "牵头单位：县安委办", "县应急局", "责任单位：县安委办"]
    found = imported(document(*head, "1.设卡点", "责任单位：各乡镇", "2.检查", "责任单位：县公安局"))
    assert [r.title for r in rows(found)] == ["设卡点", "检查"]


@pytest.mark.parametrize("organ", ["", "南湖区安全生产委员会"])
@pytest.mark.parametrize("verb", ["印发", "下发"])
def test_a_notice_that_issues_a_list_is_called_as_the_list_is(organ: str, verb: str) -> None:
    title = "南湖区2025年森林防火工作要点"
    for quoted in (title, f"《{title}》"):
        heading = Paragraph(f"{organ}关于{verb}{quoted}的通知", 1, "第1段")
        found = imported(document(heading, "- 设卡（责任单位：各镇，完成时限：3月底）"))
        assert (found.plan.title, found.plan.issuer or "") == (title, organ)


@pytest.mark.parametrize(
    "title", ["关于做好2025年森林防火工作的通知", "关于印发2025年度管理办法的通知", "关于印发工作要点的通知"]
)
def test_another_notice_keeps_its_title(title: str) -> None:
    found = imported(document(title, "1.设卡。（责任单位：各镇，完成时限：2025年3月底）"))
    assert found.plan.title == title


MINUTES = [
    "1.县应急局：6月10日前完成危化检查；",
    "2.县住建局、县城管局：6月底前整治燃气；",
    "3.各乡镇：宣传。",
]


def test_points_that_open_with_units_are_theirs_where_nothing_says_it_otherwise() -> None:
    found = imported(document("县安委会2025年会议纪要", "会议议定以下事项：", *MINUTES))
    assert [(r.title, r.units, r.deadline) for r in rows(found)] == [
        ("6月10日前完成危化检查", "县应急局", "6月10日前"),
        ("6月底前整治燃气", "县住建局、县城管局", "6月底前"),
        ("宣传", "各乡镇", ""),
    ]


def test_duties_beside_tasks_are_no_tasks() -> None:
    tasks = ["一、任务", "1.检查。（责任单位：县应急局；完成时限：9月底前）", "二、分工", *MINUTES[:2]]
    assert [r.title for r in rows(imported(document("县2025年方案", *tasks)))] == ["检查"]
    with pytest.raises(DataError):
        imported(document("县2025年方案", "（一）县应急局：负责协调。", "（二）县公安局：负责交通。"))
