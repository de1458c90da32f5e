"""Recording progress: what is said, what agrees afterwards, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from anquan_cli import dates, text_width
from tests.conftest import LEAST, Run

pytestmark = pytest.mark.elsewhere


def row(run: Run, ident: str, **more: str) -> dict[str, Any]:
    return next(r for r in run("list", "--json", **more).json if r["id"] == ident)


def test_a_mark_is_recorded_said_and_seen_everywhere(run: Run) -> None:
    ran = run("mark", "12", "done", today="2025-06-20")
    assert ran.code == 0
    assert "第12项 根源上杜绝重大隐患：未启动 → 已完成" in ran.out
    found = row(run, "12", today="2025-06-20")
    assert (found["status"], found["percent"], found["light"]) == ("done", 100.0, "green")
    assert found["updated"] == "2025-06-20"
    assert run("show", "12", "--json", today="2025-06-20").json["status"] == "done"
    assert run("status", "--json", today="2025-06-20").json["statuses"]["done"] == 1
    assert [e["targets"] for e in run("log", "12", "--json").json] == [[{"id": "12", "stage": None}]]


def test_what_was_counted_is_said_back(run: Run) -> None:
    """A second report of an item under way tells its new figure; an id may be typed with a full stop of ours."""
    assert "：未启动 → 推进中20%\n" in run("mark", "12", "doing", "--percent", "20").out
    assert "：推进中20% → 40%\n" in run("mark", "12", "doing", "--percent", "40").out
    assert "：仍为推进中40%\n" in run("mark", "12", "doing", "--note", "协调").out
    # ten problems: 2 of 10, then 4 of 10
    assert "：未启动 → 推进中20%，累计0项 → 2项\n" in run("mark", "4。6", "doing", "--count", "2").out
    lower = "第4.6项的完成率按累计数与目标算，高于所写的10%。"
    assert lower in run("mark", "4.6", "doing", "--percent", "10").out
    assert (
        "高于" not in run("mark", "4.6", "doing", "--percent", "20").out + run("undo").out + run("undo").out
    )
    assert "：推进中20% → 40%，累计2项 → 4项\n" in run("mark", "4.6", "doing", "--count", "4").out
    # of a row whose only target it must be (11.1.1: one problem), and of one that has none
    ran = run("mark", "11.1", "doing", "--count", "2")
    assert "累计0项 → 2项\n" in ran.out and "不计入" not in ran.out
    assert run("mark", "11.1", "doing", "--count", "3", "--json").json["changed"][0]["count"] == [2, 3]
    assert (
        "\n累计5已随本条记下，没有数量目标的不计入完成率。\n"
        in run("mark", "20", "doing", "--count", "5").out
    )


def test_the_answer_to_an_undo_of_an_undo_names_what_it_took_back(run: Run) -> None:
    run("mark", "12", "done")
    assert run("undo").out.startswith("已撤销第1号记录（本条为第2号）。\n")
    assert run("undo", "2").out.startswith("已取消第2号撤销，它撤销的记录恢复（本条为第3号）。\n")
    assert run("undo", "3").out.startswith("已取消第3号撤销，它撤销的第2号撤销恢复（本条为第4号）。\n")
    assert row(run, "12")["status"] == "todo"
    # 4 takes 3 back, so 2 stands, so 1 counts no more
    assert [r[9:] for r in run("log").rows] == [
        ["undone", "", ""],
        ["", "", "1"],
        ["undone", "", "2"],
        ["", "", "3"],
    ]


def test_of_two_undos_of_one_record_the_other_holds_it_still(run: Run) -> None:
    run("mark", "12", "done")
    for taken in ("1", "2", "1", "3"):
        assert run("undo", taken).code == 0
    # 2 stands again beside 4
    said = "已取消第4号撤销，它撤销的记录另有撤销，仍不计入（本条为第6号）。"
    assert run("undo", "4").out.startswith(said)
    assert row(run, "12")["status"] == "todo"


def test_a_range_beyond_the_list_is_not_told_to_be_one_item(run: Run) -> None:
    ran = run("mark", "1-99999999", "done")
    assert (ran.code, "没有编号“1-99999999”" in ran.err, "只写一项" in ran.err) == (2, True, False)


def test_days_of_other_years_are_said_with_their_year(run: Run) -> None:
    """In a list of 2025."""
    ran = run("mark", "12", "doing", "--expected", "2026-03-01", "--on", "2024-12-30", today="2025-06-20")
    assert ran.code == 0
    shown = run("show", "12", today="2025-06-20").out
    assert "预计2026年3月1日完成" in shown and "最近登记 2024年12月30日" in shown
    assert "预计2026年3月1日完成" in run("log", width=100).out
    later = run("mark", "12", "doing", "--on", "2024-12-29", today="2025-06-20").out
    assert "2024年12月30日已有较晚的登记" in later
    run("mark", "5", "done", today="2026-01-03")
    earlier = run("mark", "5", "done", "--on", "2025-12-30", today="2026-01-03").out
    assert "完成日2026年1月3日 → 2025年12月30日" in earlier
    earliest = run("mark", "5", "done", "--on", "2025-12-29", today="2026-01-03").out
    assert "完成日12月30日 → 12月29日" in earliest


def test_undo_brings_the_former_state_back(run: Run) -> None:
    before = run("list", "--json").json
    run("mark", "12", "done")
    ran = run("undo")
    assert "第12项 根源上杜绝重大隐患：已完成 → 未启动" in ran.out
    assert run("list", "--json").json == before
    assert [e["op"] for e in run("log", "--json").json] == ["mark", "undo"]


def test_a_number_that_no_record_has_is_told_with_those_there_are(run: Run) -> None:
    assert "台账里还没有记录" in run("undo", "9").err
    run("mark", "12", "done")
    assert "记录号从 1 到 1" in run("undo", "9").err


def test_undo_of_an_undo_restores(run: Run) -> None:
    run("mark", "12", "done")
    run("undo")
    assert "未启动 → 已完成" in run("undo", "2").out
    assert row(run, "12")["status"] == "done"
    assert run("undo", "2").code == 2  # taken back already


@pytest.mark.watched
def test_a_units_desk_takes_back_anothers_entry_by_its_number_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where both log in by one name: the desk is told by its unit (domain, 4)."""
    run("mark", "16", "done", "--unit", "县林业局")
    monkeypatch.setenv("ANQUAN_UNIT", "县公安局")
    ran = run("undo")
    assert (ran.code, "最近一条（第1号）是县林业局的，没有撤销" in ran.err) == (2, True)
    run("--all-units", "mark", "12", "doing")
    assert "最近一条（第2号）是不写单位登记的，没有撤销" in run("undo").err
    assert [run("undo", n).code for n in "12"] == [0, 0]


def test_an_undo_tells_the_count_that_its_mark_told(run: Run) -> None:
    """Also where it stays, and the item that was marked has no target of its own."""
    run("mark", "11.1", "doing", "--count", "1")
    for argv in (("mark", "11.1", "doing", "--count", "1"), ("undo",)):
        assert [c["count"] for c in run(*argv, "--json").json["changed"]] == [[1, 1]]


def test_undo_without_anything_to_take_back(run: Run) -> None:
    ran = run("undo")
    assert (ran.code, "没有可以撤销的记录" in ran.err) == (2, True)


def test_an_unknown_id_is_met_with_the_nearest_and_nothing_is_recorded(run: Run, workspace: Path) -> None:
    ran = run("mark", "99", "done")
    assert ran.code == 2
    assert "没有编号“99”" in ran.err and "9" in ran.err
    assert not (workspace / "home" / "ledger.jsonl").exists()


def test_an_unknown_status_is_met_with_the_nearest_and_nothing_is_recorded(run: Run, workspace: Path) -> None:
    ran = run("mark", "12", "doen")
    assert ran.code == 2
    assert "是否想写 done" in ran.err
    assert not (workspace / "home" / "ledger.jsonl").exists()


def test_several_items_and_ranges_are_one_event(run: Run) -> None:
    run("mark", "3", "5", "7-9", "done")
    events = run("log", "--json").json
    assert [[t["id"] for t in e["targets"]] for e in events] == [["3", "5", "7", "8", "9"]]


def test_a_batch_with_one_wrong_id_records_nothing(run: Run, workspace: Path) -> None:
    assert run("mark", "3", "99", "done").code == 2
    assert run("log", "--json").json == []


def test_a_task_with_parts_stands_for_all_of_its_parts(run: Run) -> None:
    run("mark", "11", "done")
    parts = [r for r in run("list", "--json").json if r["number"] == 11]
    assert {r["status"] for r in parts} == {"done"} and len(parts) == 7
    assert [p["id"] for p in run("show", "11", "--json").json["parts"]] == [f"11.{n}" for n in range(1, 8)]


def test_a_part_is_known_by_its_sector(run: Run) -> None:
    run("mark", "11.煤矿", "推进中")
    assert row(run, "11.1")["status"] == "doing"


def test_the_earliest_open_stage_that_has_begun_is_closed(run: Run) -> None:
    first = run("mark", "6", "done", "--json").json
    change = {"id": "6", "stage": 1, "unit": None, "from": "todo", "to": "done"}
    of_stage = {"percent": [0.0, 100.0], "done_on": [None, "2025-01-01"], "late_days": [None, None]}
    assert first["changed"] == [{**change, **of_stage, "count": [None, None]}]
    assert first["remaining"] == [{"id": "6", "stage": 2, "due": "2025-12-31", "overdue_days": None}]
    assert row(run, "6")["percent"] == 50.0
    again = run("mark", "6", "done")
    assert (again.code, "--stage 2" in again.err) == (2, True), "December is not closed in January"
    assert run("mark", "6", "done", "--json", today="2025-07-01").json["remaining"] == []
    third = run("mark", "6", "done", today="2025-07-01")
    assert (third.code, "各阶段均已办结" in third.err) == (2, True)
    assert run("mark", "6", "verified", "--json").json["changed"][0]["stage"] == 1


def test_an_item_whose_stages_stay_unlike_each_other_is_told_by_its_stages(run: Run) -> None:
    run("mark", "6", "doing", "--stage", "1", "--percent", "40")
    run("mark", "6", "doing", "--stage", "2")
    assert run("mark", "6", "doing", "--all-stages").out.splitlines()[1:3] == [
        "第6项 阶段1 严格落实企业主体责任：仍为推进中40%",
        "第6项 阶段2 严格落实企业主体责任：仍为推进中",
    ]
    assert run("mark", "5", "6", "doing", "--all-stages").out.splitlines()[1:3] == [
        "第5项 持续强化部门监管责任：未启动 → 推进中",
        "第6项 阶段1 严格落实企业主体责任：仍为推进中40%",
    ]
    assert run("mark", "5", "6", "doing", "--all-stages").out.splitlines()[1] == "第5、6项：状态和进度不变"


def test_doing_reopens_the_latest_closed_stage_when_none_is_open(run: Run) -> None:
    run("mark", "6", "done", "--all-stages")
    changed = run("mark", "6", "doing", "--json").json["changed"]
    change = {"id": "6", "stage": 2, "unit": None, "from": "done", "to": "doing"}
    of_stage = {"percent": [100.0, 0.0], "done_on": ["2025-01-01", None], "late_days": [None, None]}
    assert changed == [{**change, **of_stage, "count": [None, None]}]


def test_all_stages_give_one_change_each(run: Run) -> None:
    changed = run("mark", "6", "done", "--all-stages", "--json").json["changed"]
    assert [(c["stage"], c["to"]) for c in changed] == [(1, "done"), (2, "done")]


@pytest.mark.watched
def test_a_unit_marks_its_own_column(run: Run) -> None:
    run("mark", "16", "done", "--unit", "县林业局")
    found = row(run, "16")
    assert (found["status"], found["percent"]) == ("doing", 20.0)  # one of five named units
    own = run("list", "--unit", "林业局", "--named", "--json").json
    assert {r["id"]: r["match"]["status"] for r in own}["16"] == "done"


@pytest.mark.no_cover
def test_the_measures_under_a_units_rows_are_that_units_own(run: Run) -> None:
    """16 has five named units and six measures that are all of theirs; 18.8 is the townships'."""
    run("mark", "16", "18", "done", "--unit", "县林业局")

    def states(*argv: str) -> dict[str, str]:
        return {r[0]: r[6] for r in run("list", "--measures", *argv).rows}

    mine, everybodys = states("--unit", "林业局"), states()
    assert [mine[i] for i in ("16", "16.1", "16.6", "18.7")] == ["done"] * 4
    assert [everybodys[i] for i in ("16", "16.1", "16.6", "18.7")] == ["doing"] * 4
    assert (mine["18.8"], everybodys["18.8"]) == ("todo", "todo")
    assert "推进中" not in run("list", "--unit", "林业局", "--measures", "--search", "队伍", width=120).out
    listed = run("list", "--unit", "林业局", "--measures", "--json").json
    row_16 = next(r for r in listed if r["id"] == "16")
    assert (row_16["status"], row_16["measures"][0]["status"]) == ("doing", "doing")


def test_under_a_units_rows_the_measures_of_others_stand_as_the_others_have_them(
    run: Run, listed: Callable[[str], Path]
) -> None:
    own = "{text: 甲, units: 县林业局, deadline: 3月底前}"
    listed(f"{LEAST}        measures:\n          - {own}\n          - 乙\n")
    run("mark", "1.1", "done", "--unit", "县林业局")
    rows = run("list", "--unit", "县公安局", "--measures", today="2025-04-02").rows
    assert [(r[0], r[6], r[8]) for r in rows] == [
        ("1", "todo", "green"),
        ("1.1", "done", "green"),  # not 县公安局's to do, and not late
        ("1.2", "todo", "green"),
    ]


def test_the_history_says_which_entry_was_taken_back(run: Run) -> None:
    run("mark", "12", "done")
    run("note", "12", "已部署")
    run("undo", "1")
    run("undo", "3")
    for shown in (run("log", "12", width=120).out, run("show", "12", width=120).out):
        assert "撤销第1号（已撤销）" in shown and "撤销第3号" in shown
    assert "撤销第3号" in run("log", "--limit", "1", width=40).out


def test_a_member_closes_its_own_and_the_office_the_rest(run: Run) -> None:
    """Row 1: 16 members and the townships together, so 17 cells."""
    run("mark", "1", "done", "--unit", "县公安局")
    found = row(run, "1")
    assert (found["status"], found["percent"]) == ("doing", 5.8)  # one of 17
    assert found["parties"]["reported"] == found["parties"]["closed"] == 1
    own = run("list", "--unit", "县公安局", "--json").json
    assert next(r["match"]["status"] for r in own if r["id"] == "1") == "done"
    run("mark", "1", "done")
    assert row(run, "1")["status"] == "done"


def test_a_unit_without_any_basis_is_refused_with_whom_it_concerns(run: Run) -> None:
    ran = run("mark", "11.1", "done", "--unit", "县公安局")
    assert (ran.code, "煤矿安全专业委员会办公室" in ran.err) == (2, True)


def test_a_mark_for_several_parties_says_whom_it_closes(run: Run) -> None:
    assert "代表：县应急管理局、县林业局、县消防救援大队" in run("mark", "16", "done").out
    # 18.8 is the townships', and under 18
    assert "县林业局、县自然资源局、各乡（镇）人民政府。" in run("mark", "18", "done").out
    assert "各乡（镇）" not in run("mark", "18.1", "done").out
    assert "代表" not in run("mark", "18.8", "done").out


def test_a_group_that_is_the_whole_is_named_and_not_counted(run: Run) -> None:
    """Task 1: 16 members and the townships; task 3: 7 offices, 16 members, and townships by two names (domain, 4)."""
    assert "、县住房和城乡建设管理局等16家、各乡（镇）人民政府。" in run("mark", "1", "done").out
    out = run("mark", "3", "done").out
    assert "、特种设备安全专业委员会办公室等23家、各乡镇、各乡（镇）人民政府。" in out
    shown = run("show", "3").out
    assert "（已报0/23家，办结23家）" in shown and "已完成 100.0%（23家和全体）：" in shown


def test_the_day_that_a_word_was_read_as_is_said(run: Run) -> None:
    """20 June 2025 is a Friday."""
    said = run("mark", "12", "doing", "--on", "上周五", today="2025-06-20")
    assert said.code == 0 and "提示：办理日期记为 2025-06-13。\n" in said.err
    assert "办理日期" not in run("mark", "12", "doing", today="2025-06-20").err
    wrong = run("note", "9", "已开会", "--on", "2015-06-18", today="2025-06-20")
    assert "提示：办理日期记为 2015-06-18，不在清单年度 2025 年内，请核对。\n" in wrong.err


@pytest.mark.watched
def test_a_day_without_a_year_that_is_nearer_in_another_year_is_said(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """In January of the next year, 1月3日 of the list's year is 367 days ago and makes late work punctual."""
    listed(LEAST.replace("year: 2025", "year: 2026"))
    told = "提示：“{}”没有写年份，按清单年度算作 {}，请核对；若是 {}，请写上年份。\n"
    for words, today, said in (
        ("mark 1 done --on 1月3日", "2027-01-05", ("1月3日", "2026-01-03", "2027-01-03")),
        ("note 1 已开会 --on 1.3", "2027-01-05", ("1.3", "2026-01-03", "2027-01-03")),
        ("mark 1 done --on 12月30日", "2028-01-05", ("12月30日", "2026-12-30", "2027-12-30")),
        ("note 1 已开会 --expected 12月31日", "2025-12-28", ("12月31日", "2026-12-31", "2025-12-31")),
        ("log --since 12月20日", "2026-01-05", ("12月20日", "2026-12-20", "2025-12-20")),
        ("summary --until 1月2日", "2027-01-04", ("1月2日", "2026-01-02", "2027-01-02")),
        ("log --since 1月", "2027-02-03", ("1月", "2026-01-01至2026-01-31", "2027-01-01至2027-01-31")),
    ):
        ran = run(*words.split(), today=today)
        assert (ran.code, told.format(*said) in ran.err) == (0, True), (words, ran.err)
    for words, today in (
        ("mark 1 done --on 12月30日", "2027-01-05"),  # six days ago
        ("mark 1 done --on 3号", "2027-01-05"),
        ("mark 1 done --on 2026-01-03", "2027-01-05"),
        ("mark 1 done --on 12天前", "2027-01-05"),
        ("mark 1 done --on 6月20日", "2027-01-20"),  # 20 June 2027 is no day of work yet
        ("mark 1 done --on 2月29日", "2028-03-05"),
        ("summary --since 1月1日 --until 1月31日", "2026-12-28"),
        ("summary", "2027-01-05"),
    ):
        assert "没有写年份" not in run(*words.split(), today=today).err, words


@pytest.mark.watched
def test_days_over_the_new_year_ask_for_the_year(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LEAST.replace("year: 2025", "year: 2026"))
    ran = run(*"summary --since 12月30日 --until 1月2日".split(), today="2027-01-04")
    assert (ran.code, ran.out) == (2, "")
    assert (
        "错误：--since 2026-12-30 晚于 --until 2026-01-02\n提示：请核对日期；跨年的，两个日子都请写上年份\n"
        in ran.err
    )
    ran = run(*"summary --since 2026-12-30 --until 2027-01-02".split(), today="2027-01-04")
    assert ran.code == 0 and "没有写年份" not in ran.err
    ran = run(*"mark 1 done --on 12月30日".split(), today="2026-01-05")  # 2026-12-30 is the day that is told
    assert "提示：日子不是这个月、这一年的，请写上月份、年份；预计完成的日子请用 --expected\n" in ran.err


def test_days_of_another_year_than_the_work_are_said_with_theirs(run: Run) -> None:
    """332 days from 31 December 2025 to 28 November 2026."""
    ran = run("mark", "12", "doing", today="2026-11-28")
    assert "其中已逾期：第12项，2025年12月31日到期，逾期332天" in ran.out
    assert "第12项，12月31日到期" in run("mark", "12", "doing", today="2025-06-20").out


def test_what_was_closed_and_stays_so_has_not_changed(run: Run) -> None:
    run("mark", "6", "done", "--all-stages", today="2025-06-20")
    out = run("mark", "6", "verified", "--stage", "1", today="2025-06-20").out
    assert "已完成 → 已销号" in out
    assert "→" not in run("mark", "6", "verified", "--stage", "1", today="2025-06-20").out


def test_an_undo_on_an_earlier_day_says_from_when_it_tells(run: Run) -> None:
    run("mark", "12", "doing", "--percent", "40", today="2025-06-20")
    ran = run("undo", today="2025-06-17")
    assert "它的办理日期 2025-06-20 在 2025-06-17 之后，从那天起不再计入。" in ran.out


@pytest.mark.watched
@pytest.mark.parametrize(
    ("item", "whole"),
    [
        ("18.8", "各乡（镇）人民政府"),
        ("18", "各乡（镇）人民政府"),
        ("3.7", "各乡（镇）人民政府"),  # and 各行业监管部门, whose members are registered
        ("3.1", "各乡镇"),  # and 各行业安全专委会办公室, whose members are registered
    ],
)
def test_show_names_the_groups_that_are_the_whole(run: Run, item: str, whole: str) -> None:
    shown = run("show", item).out
    assert [x for x in shown.splitlines() if x.startswith("  未启动：") and x.endswith(f"全体（{whole}）")]


def test_registered_members_are_no_whole(run: Run) -> None:
    assert "全体" not in run("show", "3.2").out


def test_an_item_that_names_nobody_is_said_to(run: Run, listed: object) -> None:
    assert callable(listed)
    listed(LEAST.replace("县水利局牵头，县林业局、县公安局配合", '"无"'))
    assert "全体（未点名）" in run("show", "1").out
    assert "代表" not in run("mark", "1", "done").out


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        (("mark", "12", "paused"), "理由"),
        (("mark", "12", "na"), "理由"),
        (("mark", "12", "doing", "--percent", "101"), "超出范围"),
        (("mark", "12", "doing", "--percent", "abc"), "整数"),
        (("mark", "12", "done", "--on", "2025-01-02"), "晚于今天"),
        (("mark", "6", "done", "--stage", "3"), "没有阶段3"),
        (("mark", "12"), "编号和状态"),
        (("mark", "012", "done"), "没有编号"),
        (("mark", "1e1", "done"), "没有编号"),
        (("mark", "5-3", "done"), "由小到大"),
        (("mark", "12", "done", "--unit", "县应机管理局"), "县应急管理局"),
        (("note", "12", " "), "说明"),
    ],
)
def test_wrong_usage_is_exit_2_and_records_nothing(
    run: Run, workspace: Path, argv: tuple[str, ...], word: str
) -> None:
    ran = run(*argv)
    assert ran.code == 2, ran
    assert word in ran.err
    assert not (workspace / "home" / "ledger.jsonl").exists()


def test_full_width_digits_and_chinese_dates_are_understood(run: Run) -> None:
    run("mark", "１２", "推进中", "--percent", "４０", "--on", "6月18日", today="2025-06-20")
    event = run("log", "--json").json[0]
    assert (event["targets"], event["percent"], event["on"]) == (
        [{"id": "12", "stage": None}],
        40,
        "2025-06-18",
    )


def test_a_note_is_a_report_without_a_change_of_status(run: Run) -> None:
    ran = run("note", "12", "已部署", "--unit", "应急局", "--json", today="2025-06-20")
    assert ran.json["changed"] == []
    found = row(run, "12", today="2025-06-20")
    assert (found["status"], found["updated"]) == ("todo", "2025-06-20")


def test_an_item_that_a_note_names_twice_is_one_target(run: Run, workspace: Path) -> None:
    run("note", "11", "11.1", "11", "已部署")
    line = json.loads((workspace / "home" / "ledger.jsonl").read_text("utf-8").splitlines()[-1])
    assert [t["id"] for t in line["targets"]] == [f"11.{n}" for n in range(1, 8)]


def test_an_entry_counts_from_its_day_of_work_on(run: Run) -> None:
    run("mark", "12", "done", "--on", "2025-06-10", today="2025-06-20")
    assert row(run, "12", today="2025-06-09")["status"] == "todo"
    assert row(run, "12", today="2025-06-10")["status"] == "done"


def test_done_after_the_day_is_late_and_verified_keeps_the_day(run: Run) -> None:
    run("mark", "5", "done", "--on", "2025-04-03", today="2025-04-10")
    stage = row(run, "5", today="2025-04-10")["stages"][0]
    assert (stage["done_on"], stage["late_days"]) == ("2025-04-03", 3)
    run("mark", "5", "verified", today="2025-04-20")
    stage = row(run, "5", today="2025-04-20")["stages"][0]
    assert (stage["status"], stage["done_on"], stage["late_days"]) == ("verified", "2025-04-03", 3)


def test_counts_add_up_to_a_share_of_the_target_and_never_to_more_than_99(run: Run) -> None:
    measures = next(r for r in run("list", "--measures", "--json").json if r["id"] == "4")["measures"]
    ten = next(m["id"] for m in measures if m["target"] and m["target"]["count"] == 10)
    run("mark", ten, "doing", "--count", "4")
    shown = run("show", ten, "--json").json
    assert (shown["count"], shown["percent"]) == (4, 40.0)
    run("mark", ten, "doing", "--count", "12")
    assert run("show", ten, "--json").json["percent"] == 99.0


def test_none_is_a_count_too(run: Run) -> None:
    assert run("mark", "4.6", "doing", "--count", "0").code == 0
    assert run("mark", "4.6", "doing", "--count=-1").code == 2


@pytest.mark.parametrize(("day", "told"), [("2025-06-30", True), ("2025-07-01", False)])
def test_a_measures_stage_that_has_not_begun_is_told_to_be_closed_early(
    run: Run, listed: Callable[[str], Path], day: str, told: bool
) -> None:
    """The second half begins on 1 July, the day after the first is due."""
    listed(
        "title: 某县2025年重点任务\nyear: 2025\ncategories:\n  - number: 一\n    title: 甲\n    tasks:\n"
        "      - number: 1\n        title: 检查\n        units: 县水利局\n        deadline: 12月底前\n"
        "        measures: [{text: 半年一查, deadline: 6月底前/12月底前}]\n"
    )
    assert ("同时提前办结：1.1阶段2" in run("mark", "1", "done", today=day).out) == told


def test_who_has_reached_a_target_of_its_own_is_told_how_to_close(
    run: Run, listed: Callable[[str], Path]
) -> None:
    listed(
        "title: 某县2025年重点任务\nyear: 2025\ncategories:\n  - number: 一\n    title: 甲\n    tasks:\n"
        "      - number: 1\n        title: 避难场所\n        units: 县水利局、县林业局\n        deadline: 全年\n"
        "        measures: [{text: 每家两处, target: {count: 2, unit: 处, per: unit}}]\n"
    )
    told = "第1.1项县水利局已达到目标，办结请登记 anquan mark 1.1 done --unit 县水利局。"
    assert "已达到目标" not in run("mark", "1.1", "doing", "--count", "1", "--unit", "县水利局").out
    assert told in run("mark", "1.1", "doing", "--count", "2", "--unit", "县水利局").out
    assert "已达到目标" not in run("mark", "1.1", "done", "--unit", "县水利局").out
    assert "已达到目标" not in run("mark", "1.1", "doing", "--unit", "县林业局").out
    for words in (("undo", "3"), ("note", "1.1", "情况", "--unit", "县水利局"), ("mark", "1.1", "todo")):
        assert "已达到目标" not in run(*words).out, "only who is under way is told how to close"


def test_a_percent_that_is_less_than_what_was_counted_is_told(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Of ten houses each both have counted: the greater of total ÷ target and the percent stands."""
    listed(f"{TWO}        measures: [{{text: 排查10家, target: {{count: 10, unit: 家, per: unit}}}}]\n")
    answer(run, "mark 1 done --count 10 --unit 县林业局 --stage 1")
    told = "第1.1项的完成率按累计数与目标算，高于所写的50%。"
    assert told in answer(run, "mark 1 doing --percent 50 --unit 县林业局 --stage 1")
    for line in ("--percent 50 --count 5", "--percent 60", ""):
        assert not [
            s for s in answer(run, f"mark 1 doing {line} --unit 县林业局 --stage 1") if "高于所写" in s
        ]
    assert not [
        s for s in answer(run, "mark 1 doing --percent 5 --unit 县水利局 --stage 1") if "高于所写" in s
    ]


def test_a_unit_that_strikes_itself_off_is_told_whose_that_is(
    run: Run, listed: Callable[[str], Path]
) -> None:
    listed(TWO.replace("year: 2025", "year: 2025\noffice: 县水利局"))
    told = "提示：销号由县水利局核实后登记；县林业局自己办结的，请用 anquan undo 1 撤销，改登记 done。\n"
    assert told in run("mark", "1", "verified", "--all-stages", "--unit", "县林业局").err
    for words in (("verified",), ("verified", "--unit", "县水利局"), ("done", "--unit", "县林业局")):
        assert "销号" not in run("mark", "1", *words, "--all-stages").err


def test_who_is_struck_off_without_having_reported_is_named(run: Run, listed: Callable[[str], Path]) -> None:
    listed(TWO)
    answer(run, "mark 1 done --unit 县林业局 --stage 1")
    said = answer(run, "mark 1 verified --stage 1")
    assert "其中县水利局：未启动 → 已销号" in said and "其中县林业局：已完成 → 已销号" in said
    answer(run, "mark 1 done --unit 县林业局 --stage 2")  # what is said of all is said once
    assert "其中县水利局：未启动 → 已完成" not in answer(run, "mark 1 done --stage 2")


def test_who_reaches_the_target_of_all_is_told_how_to_close_its_own_part(
    run: Run, listed: Callable[[str], Path]
) -> None:
    listed(f"{TWO}        measures: [{{text: 排查10家, target: {{count: 10, unit: 家}}}}]\n")
    told = "第1.1项已达到目标，办结请登记 anquan mark 1.1 done{} --all-stages。"
    assert told.format(" --unit 县林业局") in answer(run, "mark 1.1 doing --count 10 --unit 县林业局")
    assert told.format("") in answer(run, "mark 1.1 doing --count 11")


def test_what_is_closed_below_its_target_is_told_and_stands_in_the_paper(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """7,500 of 12,000 are no 12,000; of a target for all, what one unit has counted is not all."""
    targets = "{count: 12000, unit: 户}}, {text: 每家两处, target: {count: 2, unit: 处, per: unit}"
    listed(f"{TWO}        measures: [{{text: 入户, target: {targets}}}]\n")
    short, each = (
        "第1.1项累计7500户，目标12000户，没有达到目标",
        "第1.2项累计3处，目标每单位2处，2家中1家达到",
    )
    assert "目标" not in run("mark", "1.1", "done", "--all-stages", "--count", "7000", "-u", "县水利局").out
    said = run("mark", "1.1", "done", "--all-stages", "--count", "500", "-u", "县林业局").out
    assert f"{short}，请核对。" in said
    assert "目标" not in run("mark", "1.2", "done", "--all-stages", "--count", "2", "-u", "县水利局").out
    said = run("mark", "1.2", "done", "--all-stages", "--count", "1", "-u", "县林业局").out
    assert "第1.2项累计1处，目标每单位2处，没有达到目标，请核对。" in said
    papers = [run("summary", *words).out for words in ((), ("--unit", "县水利局"), ("--unit", "县林业局"))]
    assert f"办结，{short}，{each}。" in papers[0]
    assert f"办结，{short}。" in papers[1]
    assert f"办结，{short}，第1.2项累计1处，目标每单位2处，没有达到目标。" in papers[2]


def test_a_total_that_becomes_less_is_told(run: Run, listed: Callable[[str], Path]) -> None:
    """The week's 5 where the total was asked for."""
    listed(f"{TWO}        measures: [{{text: 排查10家, target: {{count: 10, unit: 家}}}}]\n")
    told = "第1.1项的累计数比原来少了；累计数是到现在为止的总数，写错了的请用 anquan undo {} 撤销后重新登记。"
    assert "少了" not in run("mark", "1.1", "doing", "--count", "8", "-u", "县水利局").out
    assert told.format(2) in run("mark", "1.1", "doing", "--count", "5", "-u", "县水利局").out
    for words in ("doing --count 5", "doing --percent 3", "todo --all-stages", "doing --count 6"):
        assert "少了" not in run("mark", "1.1", *words.split(), "-u", "县水利局").out
    assert "少了" not in run("undo").out


@pytest.mark.watched
def test_exit_code_5_only_when_asked_and_something_matches(run: Run) -> None:
    assert run("due", "--overdue", "--exit-code", today="2025-04-01").code == 5
    assert run("due", "--overdue", "--exit-code", today="2025-01-01").code == 0
    assert run("list", "--status", "done", "--exit-code").code == 0


def test_options_go_before_or_after_the_command(run: Run, tmp_path: Path) -> None:
    ledger = str(tmp_path / "other.jsonl")
    run("--ledger", ledger, "mark", "12", "done")
    assert [r["status"] for r in run("list", "--ledger", ledger, "--json").json if r["id"] == "12"] == [
        "done"
    ]
    assert run("log", "--json").json == []


@pytest.mark.watched
@pytest.mark.parametrize(
    "text",
    [
        "---\n" + LEAST.replace("title", '"title"', 1),
        '{"title": "甲", "year": 2025, "categories": [{"number": "一", "title": "乙", "tasks": [{"number": 1, "title": "丙", "units": "县水利局", "deadline": "全年"}]}]}\n',
    ],
)
def test_init_leaves_a_list_as_it_is_where_an_id_has_no_line(run: Run, tmp_path: Path, text: str) -> None:
    """A line put before `---` or into braces would break the list."""
    given = tmp_path / "给的.yaml"
    given.write_text(text, encoding="utf-8")
    assert run("--tasks", str(given), "init", str(tmp_path / "新")).code == 0
    made = tmp_path / "新" / "tasks.yaml"
    assert made.read_text(encoding="utf-8") == text
    assert run("--tasks", str(made), "check").code == 0


def test_init_makes_a_workspace_and_never_overwrites_one(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "新区"
    assert run("init", str(place)).code == 0
    assert "jiaocheng-2025" in (place / "tasks.yaml").read_text(encoding="utf-8")
    assert run("--home", str(place), "list").rows[0][0] == "1"
    again = run("init", str(place))
    assert (again.code, "未作改动" in again.err) == (2, True)


def test_init_puts_the_list_beside_entries_that_are_there_already(run: Run, tmp_path: Path) -> None:
    """Who began with the shipped list and wants to change it loses nothing."""
    place = tmp_path / "工作区"
    place.mkdir()
    assert run("--home", str(place), "mark", "12", "done").code == 0
    assert run("init", str(place)).code == 0
    assert [r[6] for r in run("--home", str(place), "list").rows if r[0] == "12"] == ["done"]


def test_another_lists_ledger_is_refused(run: Run, listed: object, tmp_path: Path) -> None:
    run("mark", "12", "done")
    assert callable(listed)
    listed()
    ran = run("list")
    assert ran.code == 3
    assert "jiaocheng-2025" in ran.err and "2025" in ran.err
    assert run("mark", "1", "done").code == 3


@pytest.mark.watched
def test_a_unit_is_told_of_the_offices_that_sit_in_it(run: Run, listed: object) -> None:
    assert callable(listed)
    listed(LEAST + "units:\n  - {name: 县水利局, hosts: [县公安局]}\n")
    assert "设在本单位的县公安局另有1项" in run("list", "--unit", "县水利局").err


def test_an_undo_stands_under_the_day_of_the_lists_zone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """23:30 UTC is half past seven on the next morning in Shanxi."""
    monkeypatch.delenv("ANQUAN_TODAY")
    monkeypatch.setattr(dates, "utc_now", lambda: datetime(2025, 6, 19, 23, 30, tzinfo=UTC))
    run("mark", "5", "done", "--on", "6月1日")
    run("undo")
    assert [row[1] for row in run("log").rows] == ["2025-06-01", "2025-06-20"]
    assert run("log", "--since", "2025-06-20").rows[0][3] == "undo"


def test_an_id_may_be_typed_as_the_program_prints_it(run: Run) -> None:
    assert run("show", "第4.3项", "--json").json["id"] == "4.3"
    assert run("show", "第12项").out.startswith("12 根源上杜绝重大隐患\n")


@pytest.mark.watched
def test_what_stands_in_the_wrong_place_is_told(run: Run) -> None:
    """The status comes last, and there is an id before it."""
    assert "编号在前，状态写在最后" in run("mark", "done", "12").err
    assert "没有编号" in run("mark", "、", "done").err
    assert run("list", "3").err.startswith("错误：多余的参数：3\n")
    assert "anquan list --help" in run("list", "--unit").err
    assert run("mark").err.startswith("错误：缺少参数 ID… STATUS\n提示：一个或多个编号")


def test_full_width_marks_of_an_option_are_told_in_chinese(run: Run) -> None:
    """An input method writes －－ and ＝; what Typer says of them is not shown."""
    for argv, said in (
        (("－－within", "7"), "选项前是两个减号：--within"),
        (("--month＝6",), "没有选项“--month＝6”"),
    ):
        ran = run("due", *argv)
        assert ran.err.startswith(f"错误：{said}\n") and "半角" in ran.err
        assert (ran.code, "Got" in ran.err) == (2, False)


@pytest.mark.watched
def test_what_does_not_concern_a_unit_can_be_said_of_a_rhythm_at_once(run: Run) -> None:
    """Task 6 has two stages; the answer has the line that says it of the other one, too."""
    said = run("mark", "6", "na", "--note", "不承担", "--unit", "财政局", today="2025-02-01").out.splitlines()
    line = "其余各期也不涉及的，请用 anquan mark 6 na --stage 2 --unit 县财政局 --note 理由 登记。"
    assert said[1:3] == ["第6项 阶段1 严格落实企业主体责任（县财政局）：未启动 → 不涉及", line]
    argv = line.partition("anquan ")[2].partition(" 登记")[0].split()
    assert "不涉及的" not in run(*argv, "--note", "不承担", today="2025-02-01").out
    assert "na --stage 1,2 登记" not in run("mark", "6", "done", today="2025-02-01").out


@pytest.mark.watched
def test_a_long_answer_is_cut_to_what_changed(run: Run) -> None:
    """All 27 rows; of them 20 have several parties. Task 6 has two stages, and all others one.

    2.8, 3.7, 4.3 and 11.2.5 fall due before their tasks.
    """
    rows = "1至5、7至10、11.1至11.7、12至21"
    several = "1至10、12至21"
    said = run("mark", "1-21", "doing").out.splitlines()
    assert said[1:3] == [f"第{rows}项：未启动 → 推进中", "第6项 阶段1 严格落实企业主体责任：未启动 → 推进中"]
    assert said[3] == f"本条未写单位，代表第{several}项各自的责任单位，可用 anquan show 编号 查看。"
    assert sorted(said[-8:]) == sorted(
        [
            "尚余：第1、2、3.7、4、7、9、11.1至11.7、12至21项，12月31日到期",
            "尚余：第2.8项，5月18日到期",
            "尚余：第3、8项，无固定期限",
            "尚余：第4.3、6项 阶段1，6月30日到期",
            "尚余：第5项，3月31日到期",
            "尚余：第11.2.5项，5月31日到期",
            "尚余：第6项 阶段2，12月31日到期",
            "尚余：第10项，6月30日到期",
        ]
    )
    again = run("mark", "5", "6", "8", "doing", today="2025-07-01").out.splitlines()
    assert again[1] == "第5、6、8项：状态和进度不变"
    assert again[-4:-1] == [
        "其中已逾期：第5项，3月31日到期，逾期92天",
        "其中已逾期：第6项 阶段1，6月30日到期，逾期1天",
        "尚余：第6项 阶段2，12月31日到期",
    ]


def test_units_that_an_answer_touches_alike_are_named_together(run: Run) -> None:
    for unit in ("应急局", "住建局"):
        run("mark", "5", "done", "--unit", unit)
    said = run("mark", "5", "verified").out.splitlines()
    assert "其中县应急管理局、县住房和城乡建设管理局：已完成 → 已销号" in said


def test_a_percent_of_the_office_names_whose_figure_it_replaces(run: Run) -> None:
    run("mark", "16", "doing", "--percent", "80", "--unit", "县林业局")
    run("mark", "16", "doing", "--unit", "县财政局")
    ran = run("mark", "16", "doing", "--percent", "10")
    assert "其中县林业局：推进中80% → 10%" in ran.out.splitlines()
    assert "其中县财政局：推进中 → 10%" in ran.out.splitlines()
    assert "县应急管理局：" not in ran.out, "who had not reported has nothing replaced"
    assert "其中" not in run("mark", "16", "doing", "--percent", "20").out, "nor who had it replaced before"
    run("mark", "16", "doing", "--percent", "80", "--unit", "县林业局")
    run("mark", "16", "doing", "--note", "继续")  # the percent is still the unit's
    assert "其中县林业局：推进中80% → 30%" in run("mark", "16", "doing", "--percent", "30").out.splitlines()


def test_the_history_is_in_the_order_of_recording_whatever_the_day_of_work(run: Run) -> None:
    run("mark", "7", "done", today="2025-06-20")
    run("mark", "16", "done", "--on", "6月1日", today="2025-06-20")
    assert [r[0] for r in run("log").rows] == ["1", "2"]
    assert [r[0] for r in run("log", "--limit", "1").rows] == ["2"]
    assert run("undo").out.startswith("已撤销第2号记录")


@pytest.mark.parametrize("width", [None, 40, 100])
def test_no_note_or_name_makes_a_line_that_looks_like_an_entry(run: Run, width: int | None) -> None:
    forged = "第99号 2025-06-19 县安委办 9 已销号"
    note = f"正常\n{forged}\r\n{forged}{'　' * 40}{forged}"
    told = ("--note", note, "--problem", f"缺人\n{forged}", "--by", f"王\n{forged}")
    assert run("mark", "9", "doing", *told).code == 0
    for argv, begins in (("show", "  第"), ("log", "第")):
        lines = run(argv, "9", width=width).out.splitlines()
        assert sum(line.startswith(begins) for line in lines) == (argv == "show" or width == 40), argv


def test_show_tells_which_entry_decided_which_cell(run: Run) -> None:
    """Task 6 has nine measures and two stages; the second mark speaks for one measure alone."""
    run("mark", "6", "done", today="2025-06-20")
    run("mark", "6.3", "doing", "--stage", "1", "--percent", "40", today="2025-06-21")
    shown = run("show", "6", today="2025-06-21")
    assert shown.out.splitlines()[-2:] == [
        "  第1号 2025-06-20 测试员 6 阶段1 已完成（按此计：6.1、6.2、6.4至6.9，16家）",
        "  第2号 2025-06-21 测试员 6.3 阶段1 推进中40%（按此计：16家）",
    ]
    cells = run("show", "6", "--json", today="2025-06-21").json["cells"]
    assert len(cells) == 9 * 2 * 16
    decided = {(c["id"], c["stage"]): c["event"] for c in cells}
    assert {k: v for k, v in decided.items() if v != 1} == {
        ("6.3", 1): 2,
        **{(f"6.{n}", 2): None for n in range(1, 10)},
    }


@pytest.mark.watched
def test_on_a_terminal_the_same_is_said_within_its_width(run: Run) -> None:
    ran = run("mark", "12", "doing", "--note", "印发方案，逐户排查。" * 9, width=40)
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert max(map(text_width.cells, lines)) <= 40
    assert "第12项根源上杜绝重大隐患：未启动→推进中" in "".join("".join(lines).split())


@pytest.mark.parametrize("verb", [("mark", "3", "doing"), ("note", "3", "已部署")])
def test_a_promise_that_has_passed_is_recorded_and_said(run: Run, verb: tuple[str, ...]) -> None:
    """Most often last year's date, or the wrong month; a report that comes in late may mean it."""
    told = "预计完成的日子记为 2025-06-19，早于今天（2025-06-20），请核对年份和日期。"
    ran = run(*verb, "--expected", "6月19日", today="2025-06-20")
    assert ran.code == 0 and told in ran.err
    ran = run(*verb, "--expected", "6月19日", "--json", today="2025-06-20")
    assert ran.json["event"]["seq"] == 2 and told in ran.err
    ran = run(*verb, "--expected", "下周", today="2025-06-20")  # Monday 23 to Sunday 29 June
    assert "提示：预计完成的日子记为 2025-06-29。\n" in ran.err
    assert "预计" not in run("undo", "1", today="2025-06-20").err


@pytest.mark.watched
@pytest.mark.parametrize("blank", [" ", "\u3000", "\u200b\ufeff", "。", "（）"])
@pytest.mark.parametrize("option", ["--by", "--note", "--problem", "--next", "--evidence"])
def test_what_nobody_can_see_is_no_word(run: Run, option: str, blank: str) -> None:
    ran = run("mark", "12", "done", option, blank)
    assert (ran.code, ran.out) == (2, "") and "没有看得见的字，未作记录" in ran.err and option in ran.err
    assert run("log", "--json").json == []


@pytest.mark.watched
def test_earlier_periods_are_told_as_they_are_recorded_together(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """On 20 April the month that runs is the fourth; the line as it is printed records the three before."""
    listed(LEAST.replace("6月底前/12月底前", "每月底前"))
    told = "第1项此前还有3期未登记：阶段1至3，可加 --stage 1-3 一并登记。"
    assert told in run("mark", "1", "done", today="2025-04-20").out
    assert run("mark", "1", "done", "--stage", "1-3", today="2025-04-20").code == 0


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("TODAY", "昨天", "错误：$ANQUAN_TODAY 所写的：看不懂日期“昨天”\n"),
        ("UNIT", "不存在局", "错误：$ANQUAN_UNIT 所写的：没有找到单位“不存在局”\n"),
        ("TASKS", "/没有/清单.yaml", "错误：$ANQUAN_TASKS 所写的：找不到清单文件 /没有/清单.yaml\n"),
    ],
)
def test_what_a_variable_says_wrong_is_told_with_its_name(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"ANQUAN_{variable}", value)
    ran = run("list")
    assert ran.code > 0 and ran.err.startswith(told)


# --- an answer is what the figures were and are ----------------------------------------------------

DAY = "2025-06-20"
WORKS = LEAST.replace("6月底前/12月底前", "全年").replace("县水利局牵头，县林业局、县公安局配合", "县水利局")
FIVE = "县应急管理局、县林业局、县消防救援大队、县防震减灾中心、县财政局"  # the parties of task 16


def answer(run: Run, words: str) -> list[str]:
    """The lines of an answer on DAY, without the first."""
    ran = run(*words.split(), today=DAY)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()[1:]


def entries(run: Run, ident: str) -> list[str]:
    """The entries that `show` tells of an item, without who recorded them."""
    out = run("show", ident, today=DAY).out.splitlines()
    return [line.strip().replace(" 测试员", "") for line in out[out.index("登记历史") + 1 :]]


@pytest.mark.watched
def test_an_entry_between_two_others_changes_the_percent_and_says_so(run: Run) -> None:
    """The status is the second entry's, the percent the first's, then the third's, then nobody's."""
    answer(run, "mark 12 doing --percent 80 --on 6月10日")
    item = "第12项 根源上杜绝重大隐患："
    assert answer(run, "mark 12 doing --note 继续 --on 6月15日")[0] == f"{item}仍为推进中80%"
    assert entries(run, "12") == [
        "第1号 2025-06-10 推进中80%（进度按此计：16家）",
        "第2号 2025-06-15 推进中：继续（状态按此计：16家）",
    ]
    assert answer(run, "mark 12 doing --percent 10 --on 6月12日")[0] == f"{item}推进中80% → 10%"
    assert entries(run, "12") == [
        "第1号 2025-06-10 推进中80%（现以别的登记为准）",
        "第2号 2025-06-15 推进中：继续（状态按此计：16家）",
        "第3号 2025-06-12 推进中10%（进度按此计：16家）",
    ]
    cell = run("show", "12", "--json", today=DAY).json["cells"][0]
    assert (cell["event"], cell["percent_event"], cell["done_event"]) == (2, 3, None)
    assert answer(run, "mark 12 todo --on 6月13日")[0] == f"{item}推进中10% → 0%"
    assert entries(run, "12")[2:] == [
        "第3号 2025-06-12 推进中10%（现以别的登记为准）",
        "第4号 2025-06-13 未启动（原进度自此不计：16家）",
    ]
    late = "已登记；6月15日已有较晚的登记，状态不变。"
    assert answer(run, "mark 12 doing --percent 5 --on 6月11日")[0] == late


@pytest.mark.parametrize(
    ("deadline", "last", "told"),
    [
        ("全年", "", "现以别的登记为准"),
        ("6月底前/12月底前", " --stage 2", "原进度自此不计：县水利局；累计数以别的登记为准"),
    ],
)
def test_a_count_that_another_has_replaced_decides_no_percent(
    run: Run, listed: Callable[[str], Path], deadline: str, last: str, told: str
) -> None:
    """It ended the 30%; so has the later one, and to take the first back would change nothing; of another stage it would."""
    measure = "        measures: [{text: 检查, target: {count: 10, unit: 次}}]\n"
    listed(WORKS.replace("全年", deadline) + measure)
    first = last.replace("2", "1")
    answer(run, f"mark 1.1 doing --percent 30 --on 5月6日{first}")
    answer(run, f"mark 1.1 doing --count 4{first}")
    answer(run, f"mark 1.1 doing --note 继续{first}")
    answer(run, f"mark 1.1 doing --count 5{last}")
    assert entries(run, "1.1")[1].endswith(f"推进中，累计4次（{told}）")


def test_a_due_day_of_another_year_than_todays_is_told_with_its_year(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Whatever the day of work's year is."""
    listed(WORKS.replace("全年", "9月底前"))
    for more in ((), ("--on", "12月30日")):
        ran = run("mark", "1", "doing", *more, today="2026-01-05")
        assert "第1项，2025年9月30日到期，逾期97天" in ran.out


def test_a_closing_day_that_moves_and_a_lateness_that_goes_are_said(run: Run) -> None:
    """Task 5 is due on 31 March: 81 days before 20 June."""
    item = "第5项 持续强化部门监管责任："
    assert answer(run, "mark 5 done")[0] == f"{item}未启动 → 已完成，逾期完成（晚81天）"
    moved = "已完成，完成日6月20日 → 3月1日，不再是逾期完成（原晚81天）"
    assert answer(run, "mark 5 done --on 3月1日")[0] == item + moved
    assert entries(run, "5") == [
        "第1号 2025-06-20 已完成（状态按此计：16家）",
        "第2号 2025-03-01 已完成（完成日按此计：16家）",
    ]
    assert answer(run, "undo")[0] == f"{item}已完成，完成日3月1日 → 6月20日，逾期完成（晚81天）"
    changed = run("undo", "3", "--json", today=DAY).json["changed"][0]
    assert (changed["from"], changed["to"], changed["late_days"]) == ("done", "done", [81, None])
    assert changed["done_on"] == ["2025-06-20", "2025-03-01"]


def test_stages_that_become_late_are_one_line_and_a_measures_own_date_counts(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """On 20 June: 31 January was 140 days before, 31 March 81."""
    listed(LEAST.replace("6月底前/12月底前", "每月底前"))
    said = "阶段1至5 坚定树牢安全发展理念：未启动 → 已完成，逾期完成（最多晚140天）"
    assert answer(run, "mark 1 done --stage 1-5")[0].endswith(said)
    listed(WORKS + "        measures: [{text: 甲, deadline: 3月底前}, 乙]\n")
    assert answer(run, "mark 1 done")[0].endswith("：未启动 → 已完成，逾期完成（晚81天）")


def test_units_that_the_office_moves_are_named_even_where_the_status_stays(run: Run) -> None:
    """16 members: 15 closed of 16 are 93.7 %, of one alone that is paused 0."""
    answer(run, "mark 5 paused --unit 公安局 --note 因 --on 6月14日")
    item = "第5项 持续强化部门监管责任："
    assert answer(run, "mark 5 done --on 6月1日")[0] == f"{item}未启动 → 暂缓93.7%"
    said = answer(run, "mark 5 na --note 因 --on 6月2日")
    assert said[0] == f"{item}暂缓93.7% → 0%"
    assert said[1].endswith("等15家：已完成 → 不涉及")
    # one of five is under way already: the item's own status and percent stay
    answer(run, "mark 16 doing --unit 林业局")
    rest = FIVE.replace("县林业局、", "")
    assert answer(run, "mark 16 doing")[:2] == [
        "第16项 加强应急队伍建设：整体仍为推进中",
        f"其中{rest}：未启动 → 推进中",
    ]


def test_what_moves_below_is_told_where_the_item_stays(run: Run, listed: Callable[[str], Path]) -> None:
    """40 and 60 are 50 together, as 50 and 50 are."""
    listed(WORKS + "        measures: [甲, 乙]\n")
    answer(run, "mark 1.1 doing --percent 40")
    answer(run, "mark 1.2 doing --percent 60")
    title = "第1项 坚定树牢安全发展理念："
    assert answer(run, "mark 1 doing --percent 50")[0] == f"{title}整体仍为推进中50%，要点1.1、1.2有变动"
    assert answer(run, "mark 1 doing --percent 50")[0] == f"{title}仍为推进中50%"
    listed(WORKS.replace("县水利局", "县水利局、各乡镇"))
    answer(run, "mark 1 doing --percent 60")
    answer(run, "mark 1 doing --percent 40 --unit 县水利局")
    assert answer(run, "mark 1 doing --percent 50")[:3] == [
        f"{title}整体仍为推进中50%",
        "其中县水利局：推进中40% → 50%",
        "其中各乡镇：推进中60% → 50%",
    ]


def test_a_change_of_a_stage_has_that_stages_percent(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LEAST)
    assert answer(run, "mark 1 doing --percent 40")[0].endswith("：未启动 → 推进中40%")
    assert answer(run, "mark 1 doing --percent 50 --stage 2")[0].endswith("：未启动 → 推进中50%")
    changed = run("mark", "1", "doing", "--percent", "60", "--stage", "2", "--json", today=DAY).json[
        "changed"
    ]
    assert [(c["stage"], c["percent"]) for c in changed] == [(2, [50.0, 60.0])]
    assert row(run, "1", today=DAY)["percent"] == 50.0  # 40 and 60


def test_who_is_one_of_a_whole_is_not_counted_beside_it(run: Run, listed: Callable[[str], Path]) -> None:
    """Two towns that have reported beside, of June, stand under 各乡镇 where the office closes December."""
    listed(LEAST.replace("县水利局牵头，县林业局、县公安局配合", "县水利局、县林业局、县公安局、各乡镇"))
    for town in ("东镇", "西镇"):
        answer(run, f"mark 1 doing --stage 1 --percent 10 --unit {town}")
    every = "县水利局、县林业局、县公安局、各乡镇"
    assert f"本条未写单位，代表：{every}。" in answer(run, "mark 1 done --stage 2")
    assert answer(run, "undo")[1] == f"其中{every}：已完成 → 未启动"
    answer(run, "mark 1 doing --stage 1 --percent 10")
    for unit in every.split("、")[:3]:
        answer(run, f"note 1 已部署 --unit {unit}")
    shown = run("show", "1", today=DAY).out
    assert (
        "\n  推进中 5.0%（3家和全体）：县水利局、县林业局、县公安局、全体（各乡镇）、东镇人民政府（报送"
        in shown
    )


def test_a_single_party_is_told_where_the_whole_had_begun_beside_it(
    run: Run, listed: Callable[[str], Path]
) -> None:
    listed(
        LEAST.replace("县水利局牵头，县林业局、县公安局配合", "县水利局、县林业局").replace("6月底前/", "")
        + """\
        measures: [{text: 起草, units: 县水利局}]
standing: {from: 1, group: 乡镇, text: 各乡镇一并落实}
groups: [{name: 乡镇, phrases: [各乡镇], pattern: 镇$}]
"""
    )
    answer(run, "mark 1 doing --unit 东镇")
    told = answer(run, "mark 1.1 doing --note 起草")
    assert told[:2] == ["第1.1项 起草：整体仍为推进中", "其中县水利局：未启动 → 推进中"]


def test_an_undo_names_the_units_that_it_moves(run: Run) -> None:
    for unit in FIVE.split("、"):
        answer(run, f"mark 16 doing --percent 40 --unit {unit}")
    answer(run, "mark 16 doing --percent 80")
    assert answer(run, "undo")[:2] == [
        "第16项 加强应急队伍建设：推进中80% → 40%",
        f"其中{FIVE}：推进中80% → 40%",
    ]
    touched = run("undo", "7", "--json", today=DAY).json["touched"]
    assert [(t["unit"], t["percent"]) for t in touched] == [(u, [40.0, 80.0]) for u in FIVE.split("、")]


TWO = LEAST.replace("县水利局牵头，县林业局、县公安局配合", "县水利局、县林业局")


def test_what_is_said_of_units_is_of_the_stage_that_is_marked(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Two units, two stages: the column of the whole year would call each of these another percent."""
    stage = "第1项 阶段1 坚定树牢安全发展理念："
    listed(TWO)
    answer(run, "mark 1 done --unit 县水利局 --stage 1")
    assert answer(run, "mark 1 verified --stage 1")[:2] == [
        f"{stage}推进中50% → 已销号",
        "其中县水利局：已完成 → 已销号",
    ]
    answer(run, "undo")
    answer(run, "mark 1 done --unit 县林业局 --stage 1")
    assert answer(run, "mark 1 doing --stage 1")[:2] == [
        f"{stage}已完成 → 推进中",
        "其中县水利局、县林业局：已完成 → 推进中",
    ]
    answer(run, "mark 1 todo --all-stages")
    answer(run, "mark 1 doing --percent 50 --unit 县水利局 --all-stages")
    moved = "推进中25% → 已完成", "其中县水利局：推进中50% → 已完成"
    said = answer(run, "mark 1 done --stage 1")
    assert said[:2] == [stage + moved[0], moved[1]] and not said[2].startswith("其中")
    assert answer(run, "undo")[:3] == [
        f"{stage}已完成 → 推进中25%",
        "其中县水利局：已完成 → 推进中50%",
        "其中县林业局：已完成 → 未启动",
    ]
    assert answer(run, "mark 1 paused --note 等 --stage 1")[1] == "其中县水利局：推进中50% → 暂缓"
    touched = run("undo", "--json", today=DAY).json["touched"]
    assert [(t["stage"], t["unit"], t["from"], t["percent"]) for t in touched] == [
        (1, "县水利局", "paused", [0.0, 50.0]),
        (1, "县林业局", "paused", [0.0, 0.0]),
    ]


def test_who_moves_is_named_where_the_stage_stays_as_it_was(run: Run, listed: Callable[[str], Path]) -> None:
    listed(TWO)
    answer(run, "mark 1 done --stage 1")
    answer(run, "mark 1 doing --percent 50 --unit 县水利局 --stage 2")
    assert answer(run, "mark 1 doing --stage 2")[:2] == [
        "第1项 阶段2 坚定树牢安全发展理念：整体仍为推进中25%",
        "其中县林业局：未启动 → 推进中",
    ]


def test_of_several_items_and_stages_it_is_said_in_which_a_unit_moves(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """All parties of three rows are reopened; the townships are nobody in particular, so they are called as a group."""
    more = "      - {number: %d, title: 又一件, units: 县水利局、各乡镇, deadline: 全年}\n"
    listed(TWO + more % 2 + more % 3)
    assert "其中" not in "".join(answer(run, "mark 1-3 done --all-stages")), "nobody's own word is replaced"
    reopened = "已完成 → 推进中"
    assert [s for s in answer(run, "mark 1-3 doing --all-stages") if s.startswith("其中")] == [
        f"其中第1项 阶段1、2 县水利局、县林业局：{reopened}",
        f"其中第2、3项 县水利局、各乡镇：{reopened}",
    ]
    answer(run, "undo")
    touched = run("mark", "2", "doing", "--json", today=DAY).json["touched"]
    assert [(t["id"], t["stage"], t["unit"]) for t in touched] == [("2", 1, "县水利局"), ("2", 1, None)]


def test_of_several_items_the_one_that_a_later_entry_decides_says_so(run: Run) -> None:
    answer(run, "mark 12 doing --percent 30 --on 6月15日")
    assert answer(run, "mark 12 13 done --on 6月1日")[:2] == [
        "第12项 根源上杜绝重大隐患：6月15日已有较晚的登记，仍为推进中30%",
        "第13项 加快推进信息化建设：未启动 → 已完成",
    ]


def test_what_is_closed_before_its_time_is_told_once_and_of_what_is_done(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """A measure with two halves and one with a span in July; 丙 has the task's own date."""
    own = "{text: 甲, deadline: 6月底前/12月底前}, {text: 乙, deadline: 7月9日至17日}, 丙"
    listed(LEAST.replace("6月底前/12月底前", "每月底前") + f"        measures: [{own}]\n")
    early = "同时提前办结："
    assert early not in "".join(answer(run, "mark 1 na --note 无关 --stage 7-12 --unit 公安局"))
    said = answer(run, "mark 1 done --stage 6-12")
    assert f"{early}1.2（7月17日到期）、1.1阶段2（12月31日到期）。" in said
    assert early not in "".join(answer(run, "mark 1 verified --stage 6-12"))


@pytest.mark.watched
def test_why_a_count_does_not_stand_is_told(run: Run, listed: Callable[[str], Path]) -> None:
    listed(WORKS + "        measures: [{text: 百家, target: {count: 100, unit: 家}}]\n")
    answer(run, "mark 1 doing --count 80 --on 6月10日")
    later = "累计30已随本条记下，6月10日已有较晚的登记，以那一条为准。"
    assert later in answer(run, "mark 1 doing --count 30 --on 6月1日")
    title = "第1项 坚定树牢安全发展理念："
    assert answer(run, "mark 1 doing --count 80")[0] == f"{title}仍为推进中80%，累计80家"
    answer(run, "mark 1 doing --note 继续")
    assert entries(run, "1")[1:] == [
        "第2号 2025-06-01 推进中，累计30家（现以别的登记为准）",
        "第3号 2025-06-20 推进中，累计80家（累计数按此计）",
        "第4号 2025-06-20 推进中：继续（按此计：县水利局）",
    ]
    assert answer(run, "mark 1 todo")[0] == f"{title}推进中80% → 未启动，累计80家 → 无"
    gone = "累计5已随本条记下，6月20日已有较晚的登记，以那一条为准。"
    assert gone in answer(run, "mark 1 doing --count 5 --on 6月19日")
    listed(
        WORKS.replace("县水利局", "县水利局、县林业局")
        + "        measures: [{text: 百家, target: {count: 100, unit: 家}}]\n"
    )
    answer(run, "mark 1 doing --count 60 --unit 县林业局")
    fewer = "累计30已随本条记下，少于各单位所报的合计，按合计算。"
    assert fewer in answer(run, "mark 1 doing --count 30")
    assert entries(run, "1")[-1].endswith(
        "推进中，累计30家（按此计：县水利局、县林业局；累计数以别的登记为准）"
    )


def test_a_stage_that_has_not_begun_has_no_percent_of_what_was_counted_for_another(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """25 of 120 are 20.8 % of the whole target, and nothing of the second stage."""
    listed(LEAST + "        measures: [{text: 百处, target: {count: 120, unit: 处}}]\n")
    title = "第1.1项 阶段2 百处："
    assert "推进中20.8%" in answer(run, "mark 1.1 doing --count 25 --stage 1")[0]
    assert answer(run, "mark 1.1 todo --count 30 --stage 2")[0] == f"{title}未启动，累计25处 → 30处"
    assert answer(run, "mark 1.1 done --stage 2")[0] == f"{title}未启动 → 已完成，累计30处"


def test_measures_with_dates_of_their_own_are_told_with_their_own_stages(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """A row of twelve months: its third stage is 乙's first quarter; each pair of item and stage as it counts, no others."""
    own = "甲, {text: 乙, deadline: 每季度}, {text: 丙, deadline: 5月底前}"
    listed(LEAST.replace("6月底前/12月底前", "每月") + f"        measures: [{own}]\n")
    for words in (
        "1 done --stage 3",
        "1 doing --stage 6",
        "1.2 doing --stage 2 --percent 30",
        "1 done --stage 5",
    ):
        answer(run, f"mark {words}")
    whose = "县水利局、县林业局、县公安局"
    assert entries(run, "1") == [
        f"第1号 2025-06-20 1 阶段3 已完成（按此计：1.1阶段3、1.2阶段1，{whose}）",
        f"第2号 2025-06-20 1 阶段6 推进中（按此计：1.1，{whose}）",
        f"第3号 2025-06-20 1.2 阶段2 推进中30%（按此计：{whose}）",
        f"第4号 2025-06-20 1 阶段5 已完成（按此计：1.1、1.3，{whose}）",
    ]
    answer(run, "mark 1 done --stage 5,9,10")
    answer(run, "mark 1.1 doing --stage 10")
    first, rest = f"状态按此计：1.1阶段5、1.3，{whose}", f"按此计：1.1阶段9、1.2阶段3，{whose}"
    assert entries(run, "1")[4] == f"第5号 2025-06-20 1 阶段5、9、10 已完成（{first}；{rest}）"


def test_a_township_is_told_what_it_reported_and_nobody_elses_figure(run: Run) -> None:
    """One of five parties has closed its own: 20 % of the whole, none of it the township's."""
    answer(run, "mark 16 done --unit 应急局")
    item = "第16项 加强应急队伍建设（{}人民政府）："
    assert (
        answer(run, "mark 16 doing --percent 60 --unit 天宁镇")[0]
        == item.format("天宁镇") + "未启动 → 推进中60%"
    )
    answer(run, "mark 16 doing --percent 70 --unit 天宁镇")
    answer(run, "mark 16 done")
    closed = "未启动 → 推进中10%（责任单位均已完成，这一项按已完成计）"
    assert answer(run, "mark 16 doing --percent 10 --unit 夏家营镇")[0] == item.format("夏家营镇") + closed
    shown = [line.strip() for line in run("show", "16", today=DAY).out.splitlines()]
    assert f"已完成 100.0%（5家）：{FIVE}" in shown
    assert "推进中 70.0%：天宁镇人民政府（报送，不代表全体）" in shown
    assert "推进中 10.0%：夏家营镇人民政府（报送，不代表全体）" in shown
    assert entries(run, "16")[1:3] == [
        "第2号 2025-06-20 天宁镇人民政府 推进中60%（现以别的登记为准）",
        "第3号 2025-06-20 天宁镇人民政府 推进中70%",
    ]


@pytest.mark.watched
def test_an_entry_of_what_an_item_is_no_part_of_says_so(run: Run, listed: Callable[[str], Path]) -> None:
    """Of the row 县公安局 has the second measure alone; the third, of March, belongs to the first stage of two."""
    own = "{text: 乙, units: 县公安局}, {text: 丙, deadline: 3月底前}"
    listed(f"{TWO}        measures: [甲, {own}]\n")
    answer(run, "mark 1 done --unit 县公安局 --stage 1")
    answer(run, "mark 1 done --stage 2")
    answer(run, "mark 1 doing --stage 2")
    assert entries(run, "1.1") == [
        "第1号 2025-06-20 1 阶段1 县公安局 已完成（不含第1.1项）",
        "第2号 2025-06-20 1 阶段2 已完成（现以别的登记为准）",
        "第3号 2025-06-20 1 阶段2 推进中（按此计：县水利局、县林业局）",
    ]
    assert entries(run, "1.3")[1:] == [
        "第2号 2025-06-20 1 阶段2 已完成（不含第1.3项）",
        "第3号 2025-06-20 1 阶段2 推进中（不含第1.3项）",
    ]


def test_the_lines_of_an_answer_come_as_the_items_were_given(run: Run) -> None:
    """5 is 81 days late, 6 has stages, 12 is like 9."""
    for words in ("mark 9 6.1 5 12 done --all-stages", "undo"):
        said = [line for line in answer(run, words) if line.startswith("第")]
        assert [line.split()[0] for line in said] == ["第9项", "第6.1项", "第5项", "第12项"]


def test_an_undo_of_a_count_says_the_way_back(run: Run) -> None:
    assert answer(run, "mark 4.6 doing --count 3")[0].endswith("：未启动 → 推进中30%，累计0项 → 3项")
    assert answer(run, "undo")[0].endswith("：推进中30% → 未启动，累计3项 → 0项")


@pytest.mark.watched
def test_a_township_that_has_reported_a_part_has_one_percent_everywhere(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """One of four quarters is done (100), the three others stand as the whole does, 50 of 100 places: 62.5."""
    listed(
        "title: 某县2025年清单\nyear: 2025\ncategories:\n  - number: 一\n    title: 甲类\n    tasks:\n"
        "      - {number: 1, title: 甲事, units: 县水利局、县林业局、各乡镇, deadline: 每季度,"
        " measures: [{text: 排查, target: {count: 100, unit: 处}}]}\n"
    )
    answer(run, "mark 1.1 doing --count 30 --unit 县水利局")
    answer(run, "mark 1.1 doing --count 20 --unit 县林业局")
    answer(run, "mark 1 done --stage 1 --unit 天宁镇")
    assert run("list", "--unit", "天宁镇", "--json", today=DAY).json[0]["match"]["percent"] == 62.5
    column = run("show", "1", "--json", today=DAY).json["columns"][-1]
    assert (column["unit"], column["percent"]) == ("天宁镇人民政府", 62.5)
    told = "推进中 62.5%：天宁镇人民政府（报送，不代表全体；没有报送的按整体进展统计）"
    assert told in "".join(line.strip() for line in run("show", "1", today=DAY).out.splitlines())


@pytest.mark.watched
def test_a_history_that_a_filter_leaves_empty_is_not_said_to_be_none(run: Run) -> None:
    assert run("log", "--table").out == "还没有登记。\n"
    answer(run, "mark 16 done --unit 林业局")
    for words in ("log 12", "log --unit 公安局", "log --since 2030-01-01", "log --limit 0"):
        assert run(*words.split(), "--table", today=DAY).out == "没有符合条件的登记。\n", words


def test_the_history_of_a_measure_has_what_was_said_of_its_task(run: Run) -> None:
    answer(run, "mark 11 doing")
    answer(run, "mark 11.1.1 doing --count 1")
    answer(run, "mark 1 done")
    assert [r[0] for r in run("log", "11.1.1").rows] == ["1", "2"] == [r[0] for r in run("log", "11").rows]
    assert [r[0] for r in run("log", "11.2").rows] == ["1"]
    answer(run, "undo 1")
    assert [r[9:] for r in run("log").rows] == [
        ["undone", "", ""],
        ["", "1", ""],
        ["", "", ""],
        ["", "", "1"],
    ]


def test_what_a_township_has_begun_is_begun_in_the_offices_answer_too(run: Run) -> None:
    answer(run, "mark 16 doing --percent 60 --unit 天宁镇")
    assert row(run, "16", today=DAY)["status"] == "doing"
    assert answer(run, "mark 16 doing --percent 5")[0].endswith("：推进中 → 5%")


@pytest.mark.watched
def test_a_unit_is_told_of_its_own_dates_and_not_recorded_where_it_has_none(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Of the row 县公安局 has only the second measure, which was due on 31 March and belongs to the first stage."""
    own = "{text: 乙, units: 县公安局, deadline: 3月底前}"
    listed(f"{TWO}        measures:\n          - 甲\n          - {own}\n")
    for status in (("done",), ("na", "--note", "无"), ("doing", "--percent", "30")):
        ran = run("mark", "1", *status, "--unit", "县公安局", "--stage", "2", today=DAY)
        assert (ran.code, "阶段2没有这个单位的任务，未作记录" in ran.err, "它的是阶段1，" in ran.err) == (
            2,
            True,
            True,
        )
    late = "其中已逾期：第1.2项，3月31日到期，逾期81天"
    answer(run, "mark 1 doing --unit 县公安局")
    assert answer(run, "mark 1 doing --percent 30 --unit 县公安局")[1:] == [late]
    assert answer(run, "mark 1 doing --unit 县水利局")[1:] == [
        "尚余：第1项 阶段1，6月30日到期", "尚余：第1项 阶段2，12月31日到期",
    ]  # fmt: skip
    assert late in answer(run, "mark 1 doing")


def test_what_remains_is_said_with_the_day_on_which_it_is_due(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """2.1 is done in both stages: what remains of the row is 2.2, of 30 September; under an open stage it is not told apart."""
    own = "{text: 乙, units: 县林业局, deadline: 9月底前}"
    listed(f"{TWO}        measures:\n          - 甲\n          - {own}\n")
    assert answer(run, "mark 1.1 done --unit 县水利局 --stage 1")[-1] == "尚余：第1.1项 阶段2，12月31日到期"
    assert answer(run, "note 1 已部署") == [
        "尚余：第1项 阶段1，6月30日到期", "尚余：第1项 阶段2，12月31日到期",
    ]  # fmt: skip
    answer(run, "mark 1.1 done --all-stages")
    assert answer(run, "note 1 已部署") == ["尚余：第1.2项，9月30日到期"]
    ran = run("note", "1", "已部署", "--json", today=DAY)
    assert [(r["id"], r["due"]) for r in ran.json["remaining"]] == [("1.2", "2025-09-30")]
    assert answer(run, "mark 1.2 done")[-1].endswith("未启动 → 已完成")


@pytest.mark.parametrize(
    ("deadline", "row"),
    [("12月底前", "，12月31日到期"), ("适时", "，无固定期限"), ("3月底前/12月底前", " 阶段2，12月31日到期")],
)
def test_what_remains_of_a_task_begins_with_what_comes_first(
    run: Run, listed: Callable[[str], Path], deadline: str, row: str
) -> None:
    """1.2 is due on 30 June, 1.3 at the ends of June and September: of these the first; 1.4, of May, is done, 1.5 is paused."""
    dated = {"乙": "6月底前", "丙": "6月底前/9月底前", "丁": "5月底前", "戊": "6月25日前"}
    measures = [f"          - {{text: {text}, deadline: {when}}}\n" for text, when in dated.items()]
    listed(
        "title: 某县2025年清单\nyear: 2025\ncategories:\n  - number: 一\n    title: 甲类\n    tasks:\n"
        f"      - number: 1\n        title: 甲事\n        units: 县水利局\n        deadline: {deadline}\n"
        f"        measures:\n          - 甲\n{''.join(measures)}"
    )
    for words in ("1.4 done", "1.5 paused --note 停工", *(["1.1 done --stage 1"] if "/" in deadline else [])):
        answer(run, f"mark {words}")
    rest = [f"尚余：第1项{row}", "尚余：第1.2项，6月30日到期", "尚余：第1.3项 阶段1，6月30日到期"]
    assert answer(run, "note 1 已部署") == rest
    assert answer(run, "note 1 1.2 已部署") == rest  # each once


@pytest.mark.watched
def test_what_is_due_later_than_its_row_remains_however_it_is_addressed(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """The row is due on 31 May, its measure 1.2 every quarter: of that the last two are under no date of the row."""
    listed(
        "title: 某县2025年清单\nyear: 2025\ncategories:\n  - number: 一\n    title: 甲类\n    tasks:\n"
        "      - number: 1\n        title: 甲事\n        units: 县水利局\n        deadline: 5月底前\n"
        "        measures:\n          - 甲\n          - {text: 乙, deadline: 每季度}\n"
    )
    late = ["其中已逾期：第1项，5月31日到期，逾期20天", "其中已逾期：第1.2项 阶段1，3月31日到期，逾期81天"]
    rest = "尚余：第1.2项 阶段2至4（6月30日至12月31日到期）"
    assert answer(run, "note 1 已部署")[1:] == [*late, rest]
    assert answer(run, "note 1.2 已部署") == [late[1], rest]


def test_the_office_speaks_for_those_whose_own_word_does_not_stand(
    run: Run, listed: Callable[[], Path]
) -> None:
    listed()
    first = "本条未写单位，代表：县水利局、县林业局、县公安局。"
    assert first in answer(run, "mark 1 doing --stage 1")
    answer(run, "mark 1 na --note 无此类企业 --unit 县林业局 --stage 1")
    assert "本条未写单位，代表：县水利局、县公安局。" in answer(run, "mark 1 done --stage 1")
    answer(run, "mark 1 done --unit 县公安局 --stage 2")
    answer(run, "mark 1 done --unit 县水利局 --stage 2")
    answer(run, "mark 1 done --unit 县林业局 --stage 2")
    assert not [line for line in answer(run, "mark 1 done --stage 2") if "代表" in line]


def test_who_reports_beside_is_told_when_the_offices_word_moves_it(run: Run) -> None:
    answer(run, "mark 12 na --note 辖区没有企业 --unit 天宁镇")
    assert "其中天宁镇人民政府：不涉及 → 已完成" in answer(run, "mark 12 done")
    assert "其中天宁镇人民政府：已完成 → 不涉及" in answer(run, "undo")
    answer(run, "mark 12 na --note 今年不开展")
    said = answer(run, "mark 12 verified --unit 天宁镇")[0]
    assert said.endswith("：不涉及 → 已销号（责任单位均不涉及，这一项按不涉及计）")


@pytest.mark.watched
def test_who_reports_beside_on_one_stage_is_not_told_of_another(
    run: Run, listed: Callable[[str], Path]
) -> None:
    own = "{text: 乙, units: 各乡镇, deadline: 3月底前}"
    listed(f"{TWO}        measures:\n          - 甲\n          - {own}\n")
    answer(run, "mark 1 doing --unit 天宁镇")
    assert not any("天宁镇" in line for line in answer(run, "mark 1 done --stage 2"))
    told = "其中天宁镇人民政府：推进中 → 已完成，逾期完成（晚81天）"
    assert told in answer(run, "mark 1 done --stage 1")


def test_the_stages_of_an_item_are_told_from_the_next_item(run: Run, listed: Callable[[str], Path]) -> None:
    """1 阶段1、2 would be a second stage of the first."""
    listed(LEAST + "      - {number: 2, title: 宣传, units: 县水利局, deadline: 全年}\n")
    run("mark", "2", "1", "doing", "--unit", "县水利局", today="2025-06-10")
    run("mark", "1", "2", "doing", "--unit", "县水利局", today="2025-06-10")
    lines = run("log", "--table", today="2025-06-10").out
    assert "1 阶段1；2" in lines and "2、1 阶段1" in lines
