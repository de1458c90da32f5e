"""What each view shows on a terminal of a list of four tasks, worked out by hand; widths and colours stand elsewhere.

Seen on 2 April 2025 (92 of 365 days, 25.2 %). Task 1: two measures of three members, so six cells: 50, 50 (县水利局),
100, 0 (县林业局), 0, 0 (县公安局), a mean of 33.3; overdue by 2 days, for all three. Task 2: two stages, the first done.
Task 3: 24 stages, of which six are overdue (5 January is 87 days ago) for its two units. Task 4 has no date.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LEAST, Run

LIST = """\
title: 某县2025年安全生产重点工作任务清单
year: 2025
units:
  - {name: 县水利局, short: [水利局], groups: [成员单位]}
  - {name: 县林业局, short: [林业局], groups: [成员单位], contact: 张三 5211}
  - {name: 县公安局, short: [公安局], groups: [成员单位]}
groups:
  - {name: 成员单位, phrases: [各成员单位]}
sectors:
  - {name: 水库, aliases: [水利工程, 山塘]}
categories:
  - number: 一
    title: 甲类
    tasks:
      - {number: 1, title: 甲事, units: 各成员单位, deadline: 3月底前, measures: [做一, 做二]}
      - {number: 2, title: 乙事, units: 县水利局, deadline: 6月底前/12月底前}
  - number: 二
    title: 乙类
    tasks:
      - {number: 3, title: 丙事, units: 县林业局牵头，县公安局配合, deadline: 每月5日、15日前}
      - number: 4
        title: 丁事
        variants: [丁的事]
        units: 县水利局
        deadline: 适时
        measures:
          - {text: 巡查水库, sectors: [水库]}
"""
TODAY = "2025-04-02"
Show = Callable[..., list[str]]


@pytest.fixture
def show(run: Run, listed: Callable[[str], Path]) -> Show:
    """Records what has happened; then shows a command's lines on a terminal."""
    listed(LIST)
    for day, *argv in (
        ("2025-01-10", "mark", "1", "doing", "--unit", "水利局", "--percent", "50", "--note", "已部署"),
        ("2025-02-01", "mark", "1.1", "done", "--unit", "林业局"),
        ("2025-03-02", "mark", "2", "done", "--unit", "水利局"),
    ):
        assert run(*argv, today=day).code == 0

    def shown(*argv: str, width: int = 100, today: str = TODAY) -> list[str]:
        ran = run(*argv, width=width, today=today)
        assert ran.code == 0, ran.err
        return ran.out.splitlines()

    return shown


def words(lines: list[str]) -> list[list[str]]:
    """The words of each line: what a table says, whatever its columns are."""
    return [line.split() for line in lines]


def test_status(show: Show) -> None:
    """20.8 of 20 columns are 4 and 1/8; the mark at 25.2 stands in the sixth. Category 一: 41.6, 8 columns and 2/8."""
    lines = show("status")
    assert lines[:4] == [
        "某县2025年安全生产重点工作任务清单（截至2025年4月2日）",
        "共4项任务：未启动2，推进中2",
        "总进度 ████▏│·············· 20.8%，│ 为序时进度 25.2%",
        "逾期2，逾期完成0，滞后于序时进度0  ● 红 2  ● 黄 0  ● 蓝 1  ● 绿 1",
    ]
    assert words(lines[6:8]) == [
        ["一", "甲类", "2", "0", "1", "█████│██▎···········", "41.6%"],
        ["二", "乙类", "2", "0", "1", "·····│··············", "—"],
    ]
    assert words(lines[9:12]) == [
        ["全年节点（已办结/到期，▲", "本月）"],
        ["月份", "1月", "2月", "3月", "4月▲", *(f"{m}月" for m in range(5, 13))],
        ["节点", "0/2", "0/2", "0/3", "0/2", "0/2", "1/3", *(["0/2"] * 5), "0/3"],
    ]
    assert lines[13] == "逾期和今后30天内到期"
    assert words(lines[14:18]) == [
        ["1月5日", "逾期87天", "3", "丙事（阶段1至6，1月5日至3月15日）", "逾期：林业局、公安局"],
        ["3月31日", "逾期2天", "1", "甲事", "逾期：水利局等3家"],
        ["4月5日", "还有3天", "3", "丙事（阶段7）", "林业局牵头、公安局"],
        ["4月15日", "还有13天", "3", "丙事（阶段8）", "林业局牵头、公安局"],
    ]
    assert lines[18].startswith("台账编号 3:") and len(lines) == 19


def test_status_of_a_quiet_month_and_on_a_narrow_terminal(show: Show) -> None:
    """On 1 November 2024 the first day of the list, 5 January, is 65 days away; the head is the last line."""
    assert show("status", today="2024-11-01")[-3:-1] == ["逾期和今后30天内到期", "没有。"]
    narrow = show("status", width=40)
    assert "  一 甲类：41.6%，办结0/2，逾期1" in narrow
    at = narrow.index("2025-01-05 逾期87天")
    assert narrow[at + 1 : at + 4] == [
        "  3 丙事（阶段1至6，1月5日至3月15日）",
        "  逾期：林业局、公安局",
        "  ● 红 未启动",
    ]


def test_the_list(show: Show) -> None:
    """What is overdue stands under the status."""
    assert words(show("list")[2:]) == [
        ["1", "甲事", "各成员单位", "3月底前", "推进中", "33.3%", "●", "红"],
        ["逾期2天"],
        ["2", "乙事", "水利局", "6月底前/12月底前", "推进中", "50.0%", "●", "绿"],
        ["3", "丙事", "林业局牵头、公安局", "每月5日、15日前", "未启动", "—", "●", "红"],
        ["逾期87天"],
        ["4", "丁事", "水利局", "适时", "未启动", "—", "●", "蓝"],
        ["共4项任务，已办结0项，逾期2项。"],
    ]
    assert show("list", "--status", "已销号") == ["没有符合条件的任务。"]


def test_the_list_of_a_unit_with_measures(show: Show) -> None:
    """县林业局 has done the first of two measures."""
    assert words(show("list", "--unit", "林业局", "--measures")[2:]) == [
        ["1", "甲事", "成员", "各成员单位", "3月底前", "推进中", "50.0%", "●", "红"],
        ["逾期2天"],
        ["1.1", "做一", "已完成", "100.0%", "●", "绿"],
        ["1.2", "做二", "未启动", "—", "●", "红"],
        ["逾期2天"],
        ["3", "丙事", "点名", "林业局牵头、公安局", "每月5日、15日前", "未启动", "—", "●", "红"],
        ["逾期87天"],
        ["县林业局：共2项任务，已办结0项，逾期2项。"],
    ]
    assert show("list", "--unit", "林业局", "--measures", width=40)[:6] == [
        "1 甲事",
        "  各成员单位",
        "  成员 · 时限：3月底前",
        "  ● 红 推进中·逾期2天 50.0%",
        "  1.1 做一（已完成）",
        "  1.2 做二（未启动）",
    ]


def test_check(show: Show, tmp_path: Path) -> None:
    assert show("check") == [f"{tmp_path / 'tasks.yaml'}：没有问题。"]


def test_due(show: Show) -> None:
    lines = show("due", width=120)
    assert words(lines[2:6]) == [
        ["2025-01-05", "逾期87天", "3", "丙事（阶段1至6，1月5日至3月15日）", "逾期：林业局、公安局", "未启动", "●", "红"],
        ["2025-03-31", "逾期2天", "1", "甲事", "逾期：水利局、公安局、林业局", "推进中", "●", "红"],
        ["2025-04-05", "还有3天", "3", "丙事（阶段7）", "林业局牵头、公安局", "未启动", "●", "黄"],
        ["2025-04-15", "还有13天", "3", "丙事（阶段8）", "林业局牵头、公安局", "未启动", "●", "绿"],
    ]  # fmt: skip
    assert lines[6:] == ["共9个到期节点。"]
    assert show("due", "--month", "1", "--sector", "水库") == ["没有符合条件的到期事项。"]
    assert words(show("due", "--month", "6", "--all"))[-2][:5] == [
        "2025-06-30",
        "—",
        "2",
        "乙事（阶段1）",
        "水利局",
    ]


def test_units(show: Show) -> None:
    """县公安局 has begun nothing; 县林业局 has 50 and 0, 县水利局 50, 50 and 0."""
    lines = show("units")
    assert words(lines[:1]) == [
        ["单位", "点名", "成员", "有关", "要点", "属地", "办结", "逾期", "未报", "进度", "最近报送"]
    ]
    assert words(lines[2:5]) == [
        ["公安局", "1", "1", "·", "·", "·", "0/2", "2", "·", "—", "—"],
        ["林业局", "1", "1", "·", "·", "·", "0/2", "2", "·", "25.0%", "2月1日"],
        ["水利局", "2", "1", "·", "·", "·", "0/3", "1", "·", "33.3%", "3月2日"],
    ]  # fmt: skip
    assert show("units", width=40)[:4] == [
        "县公安局",
        "  点名1、成员1；办结0、未办结2",
        "  逾期2、尚未报送0",
        "  进度—，最近报送 —",
    ]


def test_a_units_page(show: Show) -> None:
    assert show("units", "林业局") == [
        "县林业局",
        "  点名1、成员1；办结0、未办结2",
        "  逾期2、尚未报送0",
        "  进度25.0%，最近报送 2月1日",
        "  联系人：张三 5211",
        "",
        "逾期",
        "  1月5日 3 丙事（阶段1至6，1月5日至3月15日）（未启动，逾期87天）",
        "  3月31日 1 甲事（推进中，逾期2天）",
        "",
        "今后30天内到期",
        "  4月5日 3 丙事（阶段7）（未启动，还有3天）",
        "  4月15日 3 丙事（阶段8）（未启动，还有13天）",
        "",
        "最近登记",
        "  2025-02-01 1.1 做一：已完成",
    ]
    assert show("units", "公安局")[-1] == "  还没有。"
    early = show("units", "水利局", today="2025-01-01")
    assert early[early.index("逾期") + 1] == "  没有。"


def test_the_offices_page_has_what_it_recorded_for_all(run: Run, listed: Callable[[str], Path]) -> None:
    """domain, 5: an entry without a unit is the office's own report."""
    listed(LIST.replace("units:\n", "units:\n  - {name: 县安委办}\n", 1))
    run("mark", "1", "doing", today=TODAY)
    run("mark", "2", "doing", "--unit", "水利局", today=TODAY)
    assert run("units", "县安委办", width=100, today=TODAY).out.splitlines() == [
        "县安委办",
        "  没有任务；办结0、未办结0",
        "  逾期0、尚未报送0",
        "  进度—，最近报送 4月2日",
        "",
        "逾期",
        "  没有。",
        "",
        "今后30天内到期",
        "  没有。",
        "",
        "最近登记",
        "  2025-04-02 1 甲事：推进中",
    ]
    assert [r[0] for r in run("log", "--unit", "县安委办").rows] == ["1"]


def test_a_date_of_another_year_has_its_year(run: Run, listed: Callable[[str], Path]) -> None:
    """31 December 2024 was 92 days before 2 April 2025."""
    listed(f"{LIST}      - {{number: 5, title: 戊事, units: 县公安局, deadline: 2024年12月底前}}\n")
    past = "2024年12月31日"
    assert f"\n{past}  逾期92天  " in run("status", width=100, today=TODAY).out
    assert (
        f"  {past} 5 戊事（未启动，逾期92天）"
        in run("units", "公安局", width=100, today=TODAY).out.splitlines()
    )
    run("mark", "5", "doing", "--unit", "公安局", "--expected", "2025-03-31", today="2026-01-10")
    assert "预计2025年3月31日完成" in run("log", width=100, today="2026-01-10").out
    for argv in (("units",), ("units", "公安局")):
        for width in (40, 100):
            assert "2026年1月10日" in run(*argv, width=width, today="2026-01-10").out, argv


def test_a_units_page_says_what_waits_for_its_word(run: Run) -> None:
    """Row 5 of the shipped list, due 31 March, is 县财政局's as a part of a group that has to judge for itself."""
    lines = run("units", "财政局", width=100, today="2025-04-02").out.splitlines()
    at = lines.index("已到期、尚未报送（不涉及的请登记 na 并说明理由）")
    assert lines[at + 1] == "  5 持续强化部门监管责任（3月底前）"


def test_what_waits_for_a_units_word_is_said_beside_what_is_due(run: Run) -> None:
    """Row 5 is not 逾期 for a unit that has to judge, so no line of what is due tells of it."""
    told = "提示：第5项已过到期日，县财政局尚未报送（不算逾期）；请报送进展，不涉及的登记 na 并说明理由。\n"
    for verb in ("due", "status"):
        assert told in run(verb, "--unit", "财政局", today="2025-04-02").err
        assert "尚未报送" not in run(verb, "--unit", "财政局", today="2025-03-31").err
    row = words(run("due", "-u", "财政局", "--month", "3", width=100, today="2025-04-02").out.splitlines())[2]
    assert row[:3] == ["2025-03-31", "未报送", "5"]
    assert run("note", "5", "已部署", "-u", "财政局", today="2025-04-01").code == 0
    assert "尚未报送" not in run("due", "--unit", "财政局", today="2025-04-02").err


TOWNS = """\
title: 某县2025年安全生产重点工作任务清单
year: 2025
standing: {from: 1, group: 乡镇人民政府, text: 各乡镇均需落实}
categories:
  - number: 一
    title: 甲类
    tasks:
      - {number: 1, title: 甲事, units: 县水利局、各乡镇人民政府, deadline: 3月底前}
      - {number: 2, title: 乙事, units: 县水利局, deadline: 3月底前}
"""


def test_what_a_township_only_carries_out_with_others_is_told_apart(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Both are overdue: of the first the township is a member, whom papers name; of the second by the clause alone."""
    listed(TOWNS)
    assert run("note", "2", "说明", "--unit", "天宁镇", today="2025-03-20").code == 0
    lines = run("units", width=100, today=TODAY).out.splitlines()
    found = {line.split()[0]: line.split()[7] for line in lines[2:4]}
    assert found == {"县水利局": "2", "天宁镇": "2（属地1）"}
    assert "属地是整体逾期" in "".join(lines[4:])
    page = run("units", "天宁镇", width=100, today=TODAY).out.splitlines()
    assert page[2] == "  逾期2（属地1）、尚未报送0"
    assert page[page.index("逾期") + 1 :][:2] == [
        "  3月31日 1 甲事（未启动，逾期2天）",
        "  3月31日 2 乙事（属地，未启动，逾期2天）",
    ]


def test_due_calls_a_group_by_its_name_as_the_papers_do(run: Run, listed: Callable[[str], Path]) -> None:
    listed(TOWNS)
    lines = run("due", width=100, today=TODAY).out.splitlines()
    assert words(lines[2:3])[0][4] == "逾期：县水利局、各乡镇人民政府"


def test_the_last_one_that_is_late_is_named_on_every_page(show: Show, run: Run) -> None:
    """Two of three have done what fell due on 31 March: who is late is 县水利局, and not 各成员单位."""
    for unit in ("林业局", "公安局"):
        assert run("mark", "1", "done", "-u", unit, today=TODAY).code == 0
    first = ["3月31日", "逾期2天", "1", "甲事", "逾期：水利局"]
    assert first in words(show("status"))
    assert ["2025-03-31", *first[1:]] == words(show("due"))[3][:5]
    assert run("due", "--json", "--overdue", today=TODAY).json[-1]["late"] == ["县水利局"]
    assert "县水利局逾期：第1项“甲事”3月31日到期，已逾期2天。" in "".join(show("summary"))


def test_who_alone_has_not_reported_is_named(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LIST.replace("units: 各成员单位", "units: 有关成员单位").replace("[各成员单位]", "[有关成员单位]"))
    for unit in ("林业局", "公安局"):
        assert run("mark", "1", "done", "-u", unit, today="2025-03-01").code == 0
    assert ["3月31日", "逾期2天", "1", "甲事", "水利局未报送"] in words(
        run("status", width=100, today=TODAY).out.splitlines()
    )


def test_stages_stand_in_the_order_of_their_days(run: Run, listed: Callable[[str], Path]) -> None:
    """Two stages of one item stand at their own days; only three or more alike are one line, at the first's."""
    listed(LIST.replace("deadline: 3月底前", "deadline: 9月底前"))
    due = words(
        run("due", "--unit", "水利局", "--within", "365天", width=100, today="2025-01-01").out.splitlines()
    )
    assert [line[0] for line in due[2:-1]] == ["2025-06-30", "2025-09-30", "2025-12-31"]


def test_a_whole_has_no_count_of_those_that_reached_a_target(run: Run, listed: Callable[[str], Path]) -> None:
    """Nobody has said how many townships there are; nor does that list speak of sectors."""
    task = "{number: 1, title: 甲事, units: 各乡镇人民政府, deadline: 全年, measures: [{text: 建队, target: {count: 1, unit: 支, per: unit}}]}"
    listed(TOWNS[: TOWNS.index("      - {number: 1")] + f"      - {task}\n")
    assert "  累计0支，目标每单位1支" in run("show", "1.1", width=100, today=TODAY).out.splitlines()
    run("mark", "1.1", "doing", "--count", "1", "--unit", "大山镇", today=TODAY)
    shown = run("show", "1.1", width=100, today=TODAY).out.splitlines()
    assert (
        "  推进中，已达目标，累计1支：大山镇人民政府（报送，不代表全体）" in shown
    )  # counts beside move no percent
    assert shown[-1] == "  第1号 2025-04-02 测试员 大山镇人民政府 推进中，累计1支"
    table = run("export", "--format", "md", "--unit", "大山镇", today=TODAY).out.splitlines()
    assert [line.split(" | ")[4:6] for line in table if "1.1 |" in line] == [["推进中（已达目标）", "—"]]
    assert run("sectors", width=100, today=TODAY).out == "清单没有写行业领域。\n"


def test_a_measure_is_named_without_the_mark_that_ends_it(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LEAST + "        measures: [开展排查；, 健全制度。]\n")
    said = run("mark", "1.1-1.2", "doing", "--stage", "1", "--unit", "县水利局").out
    assert "第1.1项 阶段1 开展排查（县水利局）：" in said and "第1.2项 阶段1 健全制度（县水利局）：" in said
    assert run("show", "1.1", width=100, today=TODAY).out.splitlines()[0] == "1.1 开展排查"


@pytest.mark.parametrize("number", ["一、", "（一）", "一.", "(一)"])
def test_a_category_s_number_is_told_once_with_its_mark(
    run: Run, listed: Callable[[str], Path], number: str
) -> None:
    listed(LEAST.replace("number: 一", f"number: {number}"))
    assert ",一、提升安全意识," in run("export", "--format", "csv", today=TODAY).out
    assert [r["id"] for r in run("list", "--category", "一", "--json").json] == ["1"]


def test_sectors_that_no_task_is_of_are_named(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LEAST.replace("categories:", "sectors: [{name: 燃气}, {name: 道路交通}]\ncategories:"))
    said = "清单登记了行业领域燃气、道路交通，没有任务是它们的。\n"
    assert run("sectors", width=100, today=TODAY).out == said


def test_sectors(show: Show) -> None:
    """One measure, not begun; its other names have one line."""
    lines = show("sectors")
    assert words(lines[2:3]) == [["水库", "水利工程、山塘", "·", "1", "1", "0", "0", "········", "—"]]
    assert lines[-1] == "共1个行业领域；“涉及任务”是本行业分项之外、有相关要点的任务数。"
    assert show("sectors", width=40) == [
        "水库",
        "  涉及任务1",
        "  要点1条，办结0、逾期0，进度—",
        "共1个行业领域。",
    ]


def test_the_history(show: Show) -> None:
    show("mark", "3", "done", "--stage", "1-4", "--unit", "林业局", "--problem", "缺车")
    show("note", "1", "2", "开会", "--evidence", "纪要")
    show("undo")
    lines = show("log")
    assert words(lines[:1]) == [["记录", "办理日期", "登记人", "单位", "事项", "内容"]]
    assert words(lines[2:]) == [
        ["1", "2025-01-10", "测试员", "水利局", "1", "甲事", "推进中50%：已部署"],
        ["2", "2025-02-01", "测试员", "林业局", "1.1", "做一", "已完成"],
        ["3", "2025-03-02", "测试员", "水利局", "2", "阶段1", "乙事", "已完成"],
        ["4", "2025-04-02", "测试员", "林业局", "3", "阶段1至4", "丙事", "已完成"],
        ["问题：缺车"],
        ["5", "2025-04-02", "测试员", "1、2", "说明（已撤销）：开会"],
        ["佐证：纪要"],
        ["6", "2025-04-02", "测试员", "1、2", "撤销第5号"],
    ]
    assert show("log", "--limit", "3", width=40)[:4] == [
        "第4号 2025-04-02 测试员 县林业局",
        "  3 阶段1至4 丙事",
        "  已完成",
        "  问题：缺车",
    ]
    show("note", "4", "第一行\n第二行")
    assert show("log", "4", width=40)[2:] == ["  说明：第一行", "  第二行"]


def test_a_row(show: Show) -> None:
    """Every unit's name stands there once, and what is overdue with its days."""
    assert show("show", "1") == [
        "1 甲事",
        "  类别：一、甲类",
        "  责任单位：各成员单位（成员，责任）",
        "  完成时限：3月底前（定期限，2025-03-31）",
        "  ● 红 推进中 33.3%，逾期2天，最近登记 2月1日",
        "",
        "要点",
        "  1.1 做一：推进中 50.0%，逾期2天",
        "  1.2 做二：推进中 16.6%，逾期2天",
        "",
        "各单位进度（已报2/3家，办结0家）",
        "  推进中 50.0%，逾期2天：县水利局、县林业局",
        "  未启动，逾期2天，未报：县公安局",
        "",
        "登记历史",
        "  第1号 2025-01-10 测试员 县水利局 推进中50%：已部署",
        "  第2号 2025-02-01 测试员 1.1 县林业局 已完成",
    ]


def test_a_rows_rhythm_and_an_entry_that_counts_no_more(show: Show) -> None:
    """The office closes two stages of 24; what 县林业局 then says of the first stands for it alone."""
    show("mark", "3", "done", "--stage", "1,2")
    show("mark", "3", "doing", "--stage", "1", "--unit", "林业局", "--percent", "30")
    lines = show("show", "3")
    assert lines[2:4] == ["  责任单位：县林业局牵头，县公安局配合", "    县林业局（牵头）、县公安局（配合）"]
    assert lines[4] == "  完成时限：每月5日、15日前（周期，2025-01-05 起共24次）"
    assert lines[6:11] == [
        "    阶段1（1月5日） ● 红 推进中，逾期87天",
        "    阶段2（1月15日） ● 绿 已完成，4月2日完成，逾期完成（晚77天）",
        "    阶段3至6（2月5日至3月15日） ● 红 未启动，最早的逾期56天",
        "    阶段7（4月5日） ● 黄 未启动",
        "    阶段8至24（4月15日至12月15日） ● 绿 未启动",
    ]
    assert lines[-2:] == [
        "  第4号 2025-04-02 测试员 3 阶段1、2 已完成（按此计：县公安局；阶段2，县林业局）",
        "  第5号 2025-04-02 测试员 3 阶段1 县林业局 推进中30%",
    ]
    show("mark", "3", "doing", "--stage", "1", "--unit", "林业局", "--percent", "40")
    assert show("show", "3")[-2] == "  第5号 2025-04-02 测试员 3 阶段1 县林业局 推进中30%（现以别的登记为准）"
    earlier = show("show", "3", today="2025-04-01")
    assert earlier[-1] == "  第6号 2025-04-02 测试员 3 阶段1 县林业局 推进中40%（办理日期在后，尚未计入）"


def test_a_measure_and_a_row_without_a_date(show: Show) -> None:
    assert show("show", "4.1")[:8] == [
        "4.1 巡查水库",
        "  所属任务：4 丁事",
        "  类别：二、乙类",
        "  又作：丁的事",
        "  责任单位：县水利局",
        "  完成时限：适时（未定日期）",
        "  行业领域：水库",
        "  ● 蓝 未启动",
    ]
    assert show("show", "4")[-5:] == ["各单位进度", "  未启动：县水利局", "", "登记历史", "  还没有登记。"]


def test_down_a_pipe_a_long_note_is_one_line(run: Run) -> None:
    """Nothing is wrapped there, so nothing is measured: notes of 1 MB took a minute."""
    run("note", "12", "很长的说明。" * 1000)
    assert "很长的说明。" * 1000 in "".join(
        line for line in run("show", "12").out.splitlines() if "很长" in line
    )
    assert [line for line in run("show", "12").out.splitlines() if "很长" in line and len(line) > 6000]
    assert max(map(len, run("show", "12", width=80).out.splitlines())) <= 80


def test_parts_say_once_what_they_share(run: Run) -> None:
    """Task 11 of the shipped list: seven parts, one other name."""
    lines = run("show", "11", width=100).out.splitlines()
    assert lines[:6] == [
        "11 深度研判破解重大问题（7个分项）",
        "  类别：四、强化问题隐患整治",
        "  又作：深度破解重大问题",
        "",
        "11.1 深度研判破解重大问题（煤矿）",
        "  责任单位：煤矿安全专业委员会办公室牵头负责",
    ]
    assert lines.count("要点（均为未启动）") == 7 and lines.count("  又作：深度破解重大问题") == 1


def test_most_measures_alike_are_said_once(run: Run) -> None:
    """Task 6 has nine measures; one of them is done for both of its stages."""
    run("mark", "6.3", "done", "--all-stages")
    lines = run("show", "6", width=100).out.splitlines()
    assert "要点（除注明的外，均为未启动）" in lines
    told = [line for line in lines if line.endswith("：已完成 100.0%")]
    assert len(told) == 1 and told[0].startswith("  6.3 ")


def test_a_line_break_is_one_on_a_page_and_a_blank_in_a_sentence(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Of a note, a title and a phrase with two lines; never ^J, which is for a pipe's fields."""
    broken = LIST.replace("title: 甲事", 'title: "甲事\\n乙事"').replace("3月底前", '"3月底前\\n（以后）"')
    listed(broken)
    assert run("mark", "2", "doing", "--note", "第一行\n第二行", today="2025-04-01").code == 0
    narrow = run("log", width=40).out.splitlines()
    assert narrow[-2:] == ["  推进中：第一行", "  第二行"]
    checked = run("check").out
    assert "完成时限“3月底前 （以后）”" in checked and checked == run("check", width=200).out
    shown = [run(*argv, width=width, today="2025-04-02") for width in (40, 100) for argv in (
        ("log",), ("list",), ("show", "1"), ("due",), ("status",), ("check",),
    )]  # fmt: skip
    papers = [run("summary", "--format", form, today="2025-04-02") for form in ("text", "md", "html")]
    assert [ran.out for ran in (*shown, *papers) if ran.code or "^J" in ran.out + ran.err] == []
    assert "甲事 乙事" in papers[0].out


NEW = (
    LIST.replace("甲类", "甲类事项")
    .replace("title: 乙事, units: 县水利局", "title: 乙事, units: 县林业局")
    .replace("每月5日、15日前", "每月5日前")
    .replace("number: 4", "number: 5")
    .replace("巡查水库", "每月巡查水库和山塘")
    + "      - {number: 6, title: 建立应急物资库, units: '', deadline: 年底前}\n"
)


def test_two_lists(show: Show, tmp_path: Path) -> None:
    """Task 1 changes its category alone; 4 becomes 5; of a changed text what differs is shown."""
    (tmp_path / "旧.yaml").write_text(
        LIST + "      - {number: 7, title: 开展消防检查, units: 县公安局, deadline: 全年}\n", encoding="utf-8"
    )
    (tmp_path / "新.yaml").write_text(NEW, encoding="utf-8")
    assert show("compare", str(tmp_path / "旧.yaml"), str(tmp_path / "新.yaml"), width=140) == [
        "某县2025年安全生产重点工作任务清单（5行）→ 某县2025年安全生产重点工作任务清单（5行）：新增1，取消1，变动4，不变0",
        "",
        "新增",
        "  6 建立应急物资库，责任单位空着，年底前",
        "",
        "取消",
        "  7 开展消防检查，县公安局，全年",
        "",
        "变动",
        "1 甲事",
        "  类别：甲类 → 甲类事项",
        "2 乙事",
        "  类别：甲类 → 甲类事项",
        "  调整责任单位：县水利局 → 县林业局",
        "3 丙事",
        "  调整时限：每月5日、15日前 → 每月5日前",
        "5 丁事（原第4项）",
        "  内容变动：……巡查水库 → 每月巡查水库和山塘",
        "第1项有变动，台账里已有2条登记，请核对。",
        "第2项有变动，台账里已有1条登记，请核对。",
    ]


def test_two_lists_of_the_same_words(show: Show, tmp_path: Path) -> None:
    """Of another year, with a settled date, and a unit that is no member any more: told, and so are the entries."""
    old, new = tmp_path / "旧.yaml", tmp_path / "新.yaml"
    old.write_text(LIST, encoding="utf-8")
    settled = LIST.replace("deadline: 3月底前", "deadline: 3月底前, due: [2025-04-30]")
    new.write_text(
        settled.replace("县公安局, short: [公安局], groups: [成员单位]", "县公安局"), encoding="utf-8"
    )
    shown = show("compare", str(old), str(new), width=140)
    assert shown[0].endswith("（4行）：新增0，取消0，变动1，不变3")
    assert shown[2:] == [
        "变动",
        "1 甲事",
        "  调整责任单位：县公安局（成员，责任） → 县公安局（无关）",
        "  调整时限：3月底前（定期限，2025-03-31） → 3月底前（定期限，2025-04-30）",
        "第1项有变动，台账里已有2条登记，请核对。",
    ]
    named = LIST.replace("deadline: 3月底前", "deadline: 2025年3月底前")
    old.write_text(named, encoding="utf-8")
    new.write_text(named.replace("2025年3", "2026年3").replace("year: 2025", "year: 2026"), encoding="utf-8")
    assert show("compare", str(old), str(new), width=140) == [
        "某县2025年安全生产重点工作任务清单（2025年，4行）→ 某县2025年安全生产重点工作任务清单（2026年，4行）：新增0，取消0，变动0，不变4",
        "年度由2025年改为2026年，各项日期随年度推移，不逐项列出。",
    ]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("整治隐患30处。", "整治隐患40处。", "30处 → 40处"),
        ("30家企业检查12次。", "130家企业检查2次。", "30家企业检查12次 → 130家企业检查2次"),
        ("降低5.5%，投入1500万元", "降低5.8%，投入1500万元", "5.5% → 5.8%"),
        ("建设110kV线路。", "建设10kV线路。", "110kV → 10kV"),
        ("6月15日前完成", "6月25日前完成", "6月15日 → 6月25日"),
    ],
)
def test_what_differs_is_shown_in_whole_numbers(
    run: Run, tmp_path: Path, old: str, new: str, shown: str
) -> None:
    """In 主要内容 as in the measures of a task that has no other text."""
    for text in (f"content: {old}", f"measures: [检查, '{old}', 总结]"):
        for name, said in (("旧.yaml", text), ("新.yaml", text.replace(old, new))):
            (tmp_path / name).write_text(
                LIST + f"      - {{number: 7, title: 检查, {said}, units: 县公安局, deadline: 全年}}\n"
            )
        lines = run(
            "compare", str(tmp_path / "旧.yaml"), str(tmp_path / "新.yaml"), width=140
        ).out.splitlines()
        assert f"  内容变动：……{shown}" in lines


TABLE = "某县2026年重点任务清单\n\n本表由县安委办解释。\n\n序号\t任务\t责任单位\t完成时限\n" + "".join(
    f"{n}\t整治第{n}类隐患\t{'县教育局' if n == 1 else '县水利局'}\t{'6月底前' if n < 8 else '全年'}\n" for n in range(1, 15)
)  # fmt: skip


@pytest.mark.process
def test_an_import_before_it_is_written(run: Run, tmp_path: Path) -> None:
    """14 rows, of which twelve are shown."""
    file = tmp_path / "清单.txt"
    file.write_text(TABLE, encoding="utf-8")
    for width in (100, 40):
        lines = run("import", str(file), width=width).out.splitlines()
        assert lines[0] == "某县2026年重点任务清单（2026年）"
        assert "时限：定期限7、时段7" in lines and "前12行" in lines and "……另有2行" in lines
    narrow = lines[lines.index("前12行") :]
    assert narrow[1:4] == ["1 整治第1类隐患", "  县教育局", "  6月底前"]
    wide = run("import", str(file), width=100).out.splitlines()
    assert wide[wide.index("前12行") + 3].split() == ["1", "整治第1类隐患", "县教育局", "6月底前", "0"]
