"""Next year's list: dates of the year shifted, everything else kept, what needs a look said."""

from __future__ import annotations

import pytest

from anquan_cli.errors import UsageError
from anquan_cli.tasklist.validate import validate
from anquan_cli.use_cases.next_year import next_year
from tests.conftest import Run

LAST = """\
# 某县的清单
title: 某县2025年安全生产重点任务清单  # 印发稿
year: 2025
document: 某安委〔2025〕3号  # 秘书科
first_issue: "2025-01-06"
anchors: {汛期: "06-01", 开工: "2025-03-10"}
standing: {from: 2, group: 乡镇, text: 各乡镇落实}
categories:
  - number: 一
    title: 甲类
    tasks:
      - number: 1
        title: 完成2025年计划
        units: 县应急局
        deadline: 2025年6月底前/2025年12月底前
        measures:
          - 全面总结2025年工作
          - text: 开展排查
            deadline: 6月底前
      - number: 2
        title: 常规工作
        units: 县水利局
        deadline: 9月底前
        from: 2025-03-01
"""


def test_dates_are_shifted_and_all_else_is_kept() -> None:
    found = next_year(LAST, 2026)
    plan = validate(found.text)[0]
    assert plan is not None
    assert (plan.title, plan.year) == ("某县2026年安全生产重点任务清单", 2026)
    assert plan.rows[0].deadline.text == "2026年6月底前/2026年12月底前"
    assert plan.rows[0].title == "完成2025年计划"
    assert found.text.startswith("# 某县的清单\n") and "# 印发稿" in found.text
    assert "from: 2026-03-01" in found.text and "standing: {from: 2," in found.text
    assert '"2026-01-06"' in found.text and '汛期: "06-01", 开工: "2026-03-10"' in found.text


def test_what_needs_a_look_is_said_with_its_place() -> None:
    found = next_year(LAST, 2026)
    said = [(p.where, p.what) for p in found.looks]
    assert "document: 某安委〔2025〕3号  # 核对：文号是上一年的；秘书科" in found.text.splitlines()
    assert ("document", "文号是上一年的") in said
    assert ("第1项", "文字中写有2025年") in said
    assert ("第1项 要点1", "文字中写有2025年") in said
    assert {where for where, _ in said} == {
        "document",
        "first_issue",
        "anchors",
        "第1项",
        "第1项 要点1",
        "第2项",
    }
    assert all("# 核对：" in line for line in [found.text.splitlines()[p.line - 1] for p in found.looks])


def test_texts_of_several_lines_are_marked_too() -> None:
    """A block behind its sign, other texts behind their last line; what is read back is the same text."""
    text = LAST.replace("全面总结2025年工作", '"全面总结2025年\n            工作"').replace(
        "title: 常规工作",
        "title: 常规工作\n        content: |-\n          落实2025年方案。\n          持续整改。",
    )
    text += "        remark: 依2025年\n          通知\n"
    found = next_year(text, 2026)
    plan = validate(found.text)[0]
    assert plan is not None
    assert plan.rows[0].measures[0].text == "全面总结2025年 工作"
    assert plan.rows[1].content == "落实2025年方案。\n持续整改。"
    assert plan.rows[1].remark == "依2025年 通知"
    marked = [line.strip() for line in found.text.splitlines() if "文字中写有2025年" in line]
    assert marked == [
        "title: 完成2025年计划  # 核对：文字中写有2025年",
        '工作"  # 核对：文字中写有2025年',
        "content: |-  # 核对：文字中写有2025年",
        "通知  # 核对：文字中写有2025年",
    ]
    lines = found.text.splitlines()
    assert all("# 核对：" in lines[p.line - 1] for p in found.looks)


def test_a_year_that_is_not_later_is_refused() -> None:
    with pytest.raises(UsageError):
        next_year(LAST, 2025)


def test_the_shipped_list_becomes_next_years(run: Run) -> None:
    from anquan_cli.tasklist import loader

    ran = run("init", "--from", str(loader.shipped()), "--year", "2026")
    assert ran.code == 0
    assert run("list", "--json", today="2026-01-05").code == 0
    assert len(run("list", "--json", today="2026-01-05").json) == 27
    assert run("check", "--json").json["faults"] == []
    assert run("init", "--from", str(loader.shipped()), "--year", "2026").code == 2
