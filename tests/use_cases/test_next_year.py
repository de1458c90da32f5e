"""Next year's list: dates of the year shifted, everything else kept, what needs a look said."""

from __future__ import annotations

from pathlib import Path

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


@pytest.mark.no_cover
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


def test_the_command_that_read_last_years_document_is_not_next_years() -> None:
    head = "# 导入：anquan import 清单.docx --title 某县2025年安全生产重点任务清单 --year 2025\n"
    assert next_year(f"{head}\n{LAST}", 2026) == next_year(LAST, 2026)
    said = "# 文件的编号不全或有重复，编号按文件中的顺序排，原编号记在注释里\n"
    assert next_year(head + said + LAST, 2026).text == next_year(said + LAST, 2026).text


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


ONE = """\
title: 某县清单
year: 2024
anchors: {开工: 2024-02-29, 竣工: 2024-11-30}
categories:
  - number: 一
    title: 甲类
    tasks:
      - {number: 1, title: 甲, units: 县应急局, deadline: "%s"}
"""


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("written", "later"),
    [
        ("6月底前", "6月底前"),
        ("2024年2月底前", "2025年2月底前"),
        ("二〇二四年六月底前", "二〇二五年六月底前"),
        ("二零二四年底前", "二零二五年底前"),
        ("二O二四年六月底前", "二O二五年六月底前"),
        ("24年底前", "25年底前"),
        ("24年6月底前完成20年以上房屋排查", "25年6月底前完成20年以上房屋排查"),
        ("20240630", "20250630"),
        ("２０２４年6月底前", "２０２５年6月底前"),
        ("2024 年 6 月底前", "2025 年 6 月底前"),
        ("2024.6", "2025.6"),
        ("2024Q2", "2025Q2"),
        ("春节前", "春节前"),
        ("每周五", "每周五"),
        ("开工后10天", "开工后10天"),
    ],
)
def test_a_deadline_reads_a_year_later_however_its_year_is_written(written: str, later: str) -> None:
    found = next_year(ONE % written, 2025)
    plan, _, _, _ = validate(found.text)
    assert plan is not None and plan.rows[0].deadline.text == later
    assert {(p.where, p.what) for p in found.looks} == {("anchors", "日期顺延了1年，各年未必相同")}


@pytest.mark.parametrize(
    ("written", "later", "said"),
    [
        ("2024年2月29日前", "2025年2月29日前", "期限不能照样顺延到2025年"),
        ("2月29日前", "2月29日前", "期限不能照样顺延到2025年"),
        ("“十四五”末", "“十四五”末", "期限不能照样顺延到2025年"),
        ("2026年12月底前", "2027年12月底前", "期限写的是2026年，也顺延了1年"),
        ("25年3月底前", "26年3月底前", "期限写的是2025年，也顺延了1年"),
        ("2024-2026年", "2025-2027年", "期限写的是2026年，也顺延了1年"),
        ("2024年11月至二〇二五年三月", "2025年11月至二〇二六年三月", "期限写的是2025年，也顺延了1年"),
        ("2024年6月—2025年5月", "2025年6月—2026年5月", "期限写的是2025年，也顺延了1年"),
        ("2024年12月底前/2025年6月底前", "2025年12月底前/2026年6月底前", "期限写的是2025年，也顺延了1年"),
        ("2024年12月31日前，2025年巩固", "2025年12月31日前，2026年巩固", "期限写的是2025年，也顺延了1年"),
        ("2028年2月29日前", "2029年2月29日前", "期限不能照样顺延到2025年；期限写的是2028年，也顺延了1年"),
        ("2024年2月31日", "2025年2月31日", "期限未能识别，写的年份也顺延了1年"),
        ("2024年6月30日（星期日）", "2025年6月30日（星期日）", "期限里写的星期各年不同"),
    ],
)
def test_a_deadline_that_does_not_is_listed(written: str, later: str, said: str) -> None:
    found = next_year(ONE % written, 2025)
    assert f'deadline: "{later}"}}  # 核对：{said}' in found.text
    assert ("第1项", said) in [(p.where, p.what) for p in found.looks]


def test_a_day_that_only_the_new_year_has_is_said_as_that() -> None:
    """2028 has a 29 February and 2026 has none."""
    found = next_year((ONE % "2月29日前").replace("year: 2024", "year: 2026"), 2028)
    assert ("第1项", "期限在2026年未能识别，在2028年能识别") in [(p.where, p.what) for p in found.looks]
    plan, _, _, _ = validate(found.text)
    assert plan is not None and [*map(str, plan.rows[0].deadline.dates)] == ["2028-02-29"]


@pytest.mark.parametrize(("year", "day"), [(2025, "2025-02-28"), (2028, "2028-02-29")])
def test_days_are_as_many_years_later_and_said_once(year: int, day: str) -> None:
    """Also where the year before has left the same question beside them."""
    found = next_year(ONE % "6月底前", year)
    told = f"日期顺延了{year - 2024}年，各年未必相同"
    assert f"anchors: {{开工: {day}, 竣工: {year}-11-30}}  # 核对：{told}\n" in found.text
    assert [p.what for p in found.looks] == [told]
    assert next_year(found.text, 2 * year - 2024).text.count(told) == 1


def test_years_in_texts_and_titles_are_listed_in_any_figures_and_ranges() -> None:
    text = (ONE % "6月底前").replace("title: 甲,", "title: 三年行动（2024—2026年）, remark: 依2019年办法,")
    text = text.replace("某县清单", "某县二〇二四年清单")
    found = next_year(text, 2025)
    assert "title: 某县二〇二五年清单\n" in found.text and "（2024—2026年）" in found.text
    assert [(p.where, p.what) for p in found.looks if p.where != "anchors"] == [("第1项", "文字中写有2024年")]
    past = next_year(text.replace("2024—2026年", "巩固2023年成果"), 2025)
    assert ("第1项", "文字中写有2023年") in [(p.where, p.what) for p in past.looks]
    several = next_year((ONE % "6月底前").replace("某县清单", "某县2024—2026年清单"), 2025)
    assert several.text.startswith("title: 某县2025—2026年清单  # 核对：文字中另有2026年\n")


@pytest.mark.no_cover
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_end_as_they_did(end: str) -> None:
    """Whatever YAML counts as a line's end; a comment stands before it."""
    text = LAST.replace("title: 常规工作", "title: 常规工作\n        content: |-\n          落实2025年方案。")
    found = next_year(text.replace("\n", end), 2026)
    assert found.text == next_year(text, 2026).text.replace("\n", end)
    plan, faults, _, _ = validate(found.text)
    assert plan is not None and plan.rows[1].content == "落实2025年方案。", faults
    assert next(p.line for p in found.looks if p.where == "first_issue") == 5


def test_a_comment_never_goes_into_a_text() -> None:
    text = (ONE % "6月底前").replace(
        'deadline: "6', 'remark: 依2024年通知, content: "甲\n  乙", deadline: "6'
    )
    found = next_year(text, 2025)
    plan = validate(found.text)[0]
    assert plan is not None and plan.rows[0].content == "甲 乙"
    assert "文字中写有2024年" in [p.what for p in found.looks]


def test_an_id_of_its_own_is_to_be_another() -> None:
    same = next_year(f"id: jiaocheng\n{ONE % '全年'}", 2025)
    assert ("id", "与上一年的相同，请换一个") in [(p.where, p.what) for p in same.looks]
    later = next_year(f"id: jiaocheng-2024\n{ONE % '全年'}", 2025)
    assert later.text.startswith("id: jiaocheng-2025\n")


def test_the_lines_that_are_said_are_those_of_the_new_file(run: Run, tmp_path: Path) -> None:
    """Also where the old list has no id, and the new one is given one."""
    (old := tmp_path / "旧.yaml").write_text(ONE % "2月29日前", "utf-8")
    ran = run("init", str(tmp_path / "新"), "--from", str(old))
    assert ran.code == 0 and "第9行 第1项：期限不能照样顺延到2025年" in ran.out
    assert "# 核对：期限不能照样" in (tmp_path / "新/tasks.yaml").read_text("utf-8").splitlines()[8]


def test_a_year_that_is_not_later_is_refused() -> None:
    with pytest.raises(UsageError):
        next_year(LAST, 2025)


@pytest.mark.no_cover
def test_the_shipped_list_becomes_next_years(run: Run) -> None:
    from anquan_cli.tasklist import loader

    ran = run("init", "--from", str(loader.shipped()), "--year", "2026")
    assert ran.code == 0
    assert run("list", "--json", today="2026-01-05").code == 0
    assert len(run("list", "--json", today="2026-01-05").json) == 27
    assert run("check", "--json").json["faults"] == []
    assert run("init", "--from", str(loader.shipped()), "--year", "2026").code == 2
