"""A unit written into the register of a list file, and the register that a list suggests."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from anquan_cli.ledger.jsonl import lock
from anquan_cli.tasklist.validate import validate
from anquan_cli.use_cases import register
from anquan_cli.use_cases.init import with_line
from tests.conftest import LEAST, Run

Listed = Callable[[str], Path]
REGISTER = """\
units:
  - name: 县水利局  # 牵头的
    short: [水利局]
  # 下面是林业
  - name: 县林业局

# 单位组
groups:
  - name: 县安委会成员单位
    phrases: [各成员单位]
    members: [县水利局]
"""
WITH_REGISTER = LEAST.replace("categories:", REGISTER + "categories:")


def test_a_unit_is_one_more_line_and_nothing_else_changes(run: Run, listed: Listed) -> None:
    path = listed(WITH_REGISTER)
    ran = run("units", "--add", "县" * 40_000)
    assert ran.code == 2 and "不像单位名称" in ran.err
    ran = run("units", "--add", "县教育局", "--short", "教育局", "--group", "各成员单位")
    assert (ran.code, ran.out) == (0, f"已把 县教育局 登记到 {path}。\n")
    line = "  - {name: 县教育局, short: [教育局], groups: [县安委会成员单位]}\n"
    before, after = WITH_REGISTER.splitlines(True), path.read_text(encoding="utf-8").splitlines(True)
    at = after.index(line)
    assert [*after[:at], *after[at + 1 :]] == before
    assert after[at - 1] == "  - name: 县林业局\n"
    plan = validate("".join(after))[0]
    assert plan is not None and "县教育局" in [u.name for u in plan.register.units]


def test_a_unit_is_not_written_into_a_group_whose_members_are_another_s(run: Run, listed: Listed) -> None:
    """It would stay outside: the group is some of the other's; whoever follows the sentence belongs to it."""
    among = "  - {name: 监管部门, phrases: [各监管部门], among: 县安委会成员单位}\n"
    text = WITH_REGISTER.replace("categories:", among + "categories:").replace("县公安局配合", "各监管部门")
    path = listed(text)
    ran = run("units", "--add", "县教育局", "--group", "各监管部门")
    assert (ran.code, ran.err) == (
        2,
        "错误：单位组“监管部门”没有自己的成员，算的是“县安委会成员单位”的成员，未作改动\n"
        "提示：请写 --group 县安委会成员单位；成员已经列明的，请先去掉清单里该组的 among\n",
    )
    assert path.read_text(encoding="utf-8") == text
    assert "可用：县安委会成员单位\n" in run("units", "--add", "县教育局", "--group", "没有").err
    assert run("units", "--add", "县教育局", "--group", "县安委会成员单位").code == 0
    assert [row["match"]["basis"] for row in run("list", "--unit", "县教育局", "--json").json] == ["relevant"]
    assert run("mark", "1", "doing", "--unit", "县教育局").code == 0


def test_a_list_whose_lines_end_as_in_windows_goes_on_so(run: Run, listed: Listed) -> None:
    path = listed(WITH_REGISTER)
    path.write_bytes(WITH_REGISTER.replace("\n", "\r\n").encode())
    assert run("units", "--add", "县教育局").code == 0
    lines = path.read_bytes().decode().splitlines(keepends=True)
    assert "  - {name: 县教育局}\r\n" in lines and all(line.endswith("\r\n") for line in lines)


def test_a_mark_of_utf_8_stays_where_it_was(run: Run, listed: Listed) -> None:
    path = listed("\ufeff" + WITH_REGISTER)
    assert run("units", "--add", "县教育局").code == 0
    text = path.read_text(encoding="utf-8")
    assert text[0] == "\ufeff" != text[1] and "{name: 县教育局}" in text


def test_a_register_at_the_very_end_grows_behind_its_last_line(run: Run, listed: Listed) -> None:
    path = listed(LEAST + "units:\n- name: 县林业局")
    for name in ("县教育局", "县财政局"):
        assert run("units", "--add", name).code == 0
    grown = "units:\n- name: 县林业局\n- {name: 县教育局}\n- {name: 县财政局}\n"
    assert path.read_text(encoding="utf-8") == LEAST + grown


def test_a_township_outside_the_group_that_lists_the_townships_is_told(run: Run, listed: Listed) -> None:
    towns = "units:\n  - {name: 西营镇, groups: [乡镇]}\ngroups:\n  - {name: 乡镇, phrases: [各乡镇]}\n"
    listed(LEAST.replace("categories:", f"{towns}  - {{name: 成员单位, members: [西营镇]}}\ncategories:"))
    said = "提示：南镇没有写进单位组“乡镇”，写到这一组的各项不算它的；是其中一家的，请在清单文件里给它写上 groups: [乡镇]。\n"
    assert [run("units", "--add", name).err.count("单位组") for name in ("县教育局", "天宁街道")] == [0, 0]
    assert run("units", "--add", "北镇", "--group", "各乡镇").err == ""
    assert run("units", "--add", "南镇").err == said


def test_a_list_without_a_register_gains_one(run: Run, listed: Listed) -> None:
    path = listed(LEAST)
    assert run("units", "--add", "县教育局").code == 0
    text = path.read_text(encoding="utf-8")
    assert text == LEAST.replace("categories:", "units:\n  - {name: 县教育局}\ncategories:")


def test_a_list_that_is_named_is_written_whatever_list_the_workspace_has(run: Run, workspace: Path) -> None:
    """A register begins no ledger; a record would."""
    home, other = workspace / "home", workspace / "另一份.yaml"
    home.mkdir(exist_ok=True)
    (home / "tasks.yaml").write_text(LEAST, encoding="utf-8")
    other.write_text("id: 另一份\n" + LEAST, encoding="utf-8")
    ran = run("units", "--add", "县科技局", "--tasks", str(other))
    assert (ran.code, ran.out) == (0, f"已把 县科技局 登记到 {other}。\n")
    assert (home / "tasks.yaml").read_text(encoding="utf-8") == LEAST
    assert run("mark", "1", "done", "--tasks", str(other)).code == 2


def test_a_short_name_that_is_the_name_or_comes_twice_is_none(run: Run, listed: Listed) -> None:
    path = listed(LEAST)
    shorts = ("--short", "县科技局", "--short", "科技局", "--short", "科技局")
    assert run("units", "--add", "县科技局", *shorts).code == 0
    assert "  - {name: 县科技局, short: [科技局]}\n" in path.read_text(encoding="utf-8")


@pytest.mark.no_cover
def test_with_the_shipped_list_in_use_a_copy_is_made_first(run: Run, workspace: Path) -> None:
    path = workspace / "home" / "tasks.yaml"
    assert not path.exists()
    assert run("units", "--add", "县供水公司", "--short", "供水公司").code == 0
    assert "{name: 县供水公司, short: [供水公司]}" in path.read_text(encoding="utf-8")
    assert len(run("list", "--json").json) == 27


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--add", "县水利局"), "名册中已有“县水利局”"),
        (("--add", "县水务局", "--short", "水利局"), "名册中已有“水利局”"),
        (("--add", "县教育局", "--group", "乡镇"), "清单中没有单位组“乡镇”"),
        (("--short", "教育局"), "--short 和 --group 要与 --add 同用"),
        (("--add", " "), "单位名称是空的"),
        (("--add", "县教育局", "--short", " "), "单位名称是空的"),
        (("--add", "县教\n育局"), "“县教^J育局”里有看不见的控制字符"),
        (("--add", " 县水利局"), "名册中已有“县水利局”"),
        (("--add", "县 水利局"), "名册中已有“县 水利局”"),
        (("--add", "林业局"), "名册中已有“林业局”，未作改动\n提示：它是县林业局"),
        # a group's name, its phrase, or what reads as a group without a register (domain, 2)
        (("--add", "县安委会成员单位"), "“县安委会成员单位”是一组单位的统称"),
        (("--add", "各成员单位"), "“各成员单位”是一组单位的统称"),
        (("--add", "县 安委会各成员单位"), "是一组单位的统称"),
        (("--add", "负有安全生产监管职责的部门"), "是一组单位的统称"),
        (("--add", "县教育局", "--short", "有关部门"), "“有关部门”是一组单位的统称"),
        (("--add", "全体"), "“全体”是一组单位的统称"),
        (("--add", "县教育局、县民政局"), "是几个单位的名称"),
        (("--add", "县教育局 县民政局"), "是几个单位的名称"),
        (("--add", "县教育局和县民政局"), "是几个单位的名称"),
        (("--add", "水利局林业局"), "“水利局林业局”是几个单位的名称"),
        (("--add", "县委县政府"), "是几个单位的名称"),
        (("--add", "县审计局", "--short", "审计局,审计"), "“审计局,审计”是几个单位的名称"),
        (("--add", "县财政局牵头"), "“县财政局牵头”是“县财政局”之后多写了字的名称，未作改动"),
        (("--add", "县财政局（牵头）"), "“县财政局（牵头）”是“县财政局”之后多写了字的名称"),
        (("--add", "县财政局(责任单位)"), "“县财政局(责任单位)”是“县财政局”之后多写了字的名称"),
        (("--add", "县财政局（等）"), "是“县财政局”之后多写了字的名称"),
        (("--add", "县财政局（5211）"), "是“县财政局”之后多写了字的名称"),
        (("--add", "县财政局等"), "“县财政局等”是“县财政局”之后多写了字的名称"),
        (("--add", "done"), "“done”是不能作单位名称的词"),
        (("--add", "已办结"), "“已办结”是不能作单位名称的词"),
        (("--add", "null"), "“null”是不能作单位名称的词"),
        (("--add", "１２"), "“１２”是不能作单位名称的词"),
        (("--add", "县"), "“县”是不能作单位名称的词"),
        (("--add", "=县局"), "“=县局”是不能作单位名称的词"),
        (("--add", "-县局"), "“-县局”是不能作单位名称的词"),
        (("--add", "＝县局"), "“＝县局”是不能作单位名称的词"),
        (("--add", "县教育局", "--short", "@教育"), "“@教育”是不能作单位名称的词"),
        (("--add", "县教育局+县民政局"), "是不能作单位名称的词"),
        (("--add", "[县审计局"), "“[县审计局”是不能作单位名称的词"),
        (("--add", "&县审计局"), "“&县审计局”是不能作单位名称的词"),
        (("--add", "县审计局😀"), "“县审计局😀”是不能作单位名称的词"),
        (("--add", '县"审计"局'), "是不能作单位名称的词"),
        (("--add", "县审计局]"), "“县审计局]”是"),
    ],
)
def test_what_cannot_be_registered_is_refused_and_nothing_changes(
    run: Run, listed: Listed, words: tuple[str, ...], said: str
) -> None:
    path = listed(WITH_REGISTER)
    ran = run("units", *words)
    assert ran.code == 2 and said in ran.err
    assert path.read_text(encoding="utf-8") == WITH_REGISTER


def test_half_a_name_of_a_township_that_a_row_names_may_be_its(run: Run, listed: Listed) -> None:
    path = listed(LEAST.replace("县公安局", "天宁镇"))
    before = path.read_bytes()
    ran = run("units", "--add", "天宁")
    assert (ran.code, path.read_bytes()) == (2, before)
    assert "错误：“天宁”与清单里写的“天宁镇人民政府”可能是同一单位，未作改动\n" in ran.err
    assert "anquan units --add 天宁镇人民政府 --short 天宁；" in ran.err
    assert run("units", "--add", "天宁镇人民政府", "--short", "天宁").code == 0


def test_a_unit_that_only_the_phrases_name_can_be_registered_and_no_second_one_beside_it(
    run: Run, listed: Listed
) -> None:
    """`check` asks for it; of two names that may be one unit's the longer is the full one."""
    groups = "groups: [{name: 甲组, members: [县水利局]}]\n"
    path = listed(groups + LEAST.replace("县公安局", "县应急管理局"))
    before = path.read_bytes()
    for name, full in (("应急局", "县应急管理局"), ("县应急局", "县应急管理局"), ("水利局", "县水利局")):
        ran = run("units", "--add", name, "--group", "甲组")
        assert (ran.code, path.read_bytes()) == (2, before)
        assert ran.err.splitlines() == [
            f"错误：“{name}”与清单里写的“{full}”可能是同一单位，未作改动",
            f"提示：如是，请登记 anquan units --add {full} --short {name} --group 甲组；"
            f"如不是，请先登记 anquan units --add {full}",
        ]
    assert run(*"units --add 县应急管理局 --short 应急局 --group 甲组".split()).code == 0
    assert "  - {name: 县应急管理局, short: [应急局], groups: [甲组]}\n" in path.read_text(encoding="utf-8")
    ran = run("units", "--add", "县应急管理局")
    assert (ran.code, "名册中已有“县应急管理局”" in ran.err) == (2, True)
    assert run(*"units --add 林业局 --short 县林业局".split()).code == 0, (
        "the list's own spelling as the short one"
    )


def test_who_registers_a_unit_that_somebody_registers_this_moment_is_not_told_to_write_it_a_second_time(
    run: Run, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, locked = listed(WITH_REGISTER), lock.locked

    def waited(*words: Any, **more: Any) -> Any:
        monkeypatch.setattr(register, "locked", locked)
        assert run("units", "--add", "县教育局").code == 0
        return locked(*words, **more)

    monkeypatch.setattr(register, "locked", waited)
    ran = run("units", "--add", "县教育局")
    assert (ran.code, ran.err) == (
        1, f"错误：{path} 刚被别的程序改了，没有写入\n提示：别人改的仍在；请再执行一次\n"
    )  # fmt: skip
    assert run("units", "--add", "县教育局").code == 2 and run("check").code == 0


def test_the_answer_names_the_unit_as_it_is_written(run: Run, listed: Listed) -> None:
    """A letter of the Kangxi block is the usual one, and what an input method puts behind a name is no part of it."""
    path = listed(WITH_REGISTER)
    ran = run("units", "--add", "县水⼟局，", "--short", "水土局。")
    assert (ran.code, ran.out) == (0, f"已把 县水土局 登记到 {path}。\n")
    assert "{name: 县水土局, short: [水土局]}" in path.read_text(encoding="utf-8")


def test_a_name_that_may_be_a_registered_units_is_told(run: Run, listed: Listed) -> None:
    path = listed(LEAST.replace("categories:", "units:\n  - name: 县应急管理局\ncategories:"))
    ran = run("units", "--add", "县应急局", today="2025-01-01")
    assert (ran.code, ran.err) == (
        0,
        "提示：“县应急局”与名册中的“县应急管理局”可能是同一单位；如是，请在清单文件里并成一条，另一个写进 short。\n",
    )
    asked = "# 核对：“县应急局”与“县应急管理局”可能是同一单位；如是，请并成一条，另一个写进 short"
    assert f"  - {{name: 县应急局}}  {asked}\n" in path.read_text(encoding="utf-8")
    assert "还有1处未核对" in run("check").out


def test_a_short_name_that_meant_another_unit_until_now_is_told(run: Run, listed: Listed) -> None:
    listed(WITH_REGISTER)
    told = "提示：“水利”以前认作县水利局，现在只指县民政局；不是的，请从清单里它的 short 中删去。\n"
    ran = run("units", "--add", "县民政局", "--short", "水利", "--short", "民政", today="2025-01-01")
    assert (ran.code, ran.err) == (0, told)
    assert run("list", "--unit", "水利").code == 0


def test_a_township_that_is_registered_with_its_county_keeps_what_it_reported_without(
    run: Run, listed: Listed
) -> None:
    """Before and after: asked without the county, it is no second one in any answer."""
    text = WITH_REGISTER.replace("某县", "石山县").replace("县公安局配合", "县公安局、各乡镇配合")
    path = listed(text)
    assert run("mark", "1", "doing", "--stage", "1", "--percent", "30", "--unit", "东河乡").code == 0
    assert run("units", "--add", "石山县东河乡人民政府").code == 0
    assert "石山县东河乡人民政府" in path.read_text(encoding="utf-8")
    assert run("note", "1", "看过现场", "--unit", "东河乡").code == 0
    assert {e["unit"] for e in run("log", "--json").json} == {"石山县东河乡人民政府"}
    names = [u["unit"] for u in run("units", "--json").json]
    assert [n for n in names if "东河乡" in n] == ["石山县东河乡人民政府"]
    asked, whole = (run("list", "--unit", n) for n in ("东河乡", "石山县东河乡人民政府"))
    assert asked.out == whole.out and "不在名册中" not in asked.err
    assert run("units", "--add", "东河乡").code == 2


def test_what_is_registered_already_is_said_once(run: Run, listed: Listed) -> None:
    listed(WITH_REGISTER)
    for name, hint in (
        ("县水利局", "可用 anquan units 县水利局 查看"),
        ("水利局", "它是县水利局，可用 anquan units 县水利局 查看"),
    ):
        ran = run("units", "--add", name)
        assert ran.err == f"错误：名册中已有“{name}”，未作改动\n提示：{hint}\n"


def test_who_wants_to_add_to_a_registered_unit_is_told_where(run: Run, listed: Listed) -> None:
    path = listed(WITH_REGISTER)
    before = path.read_bytes()
    for words, told in (
        ((), "可用 anquan units 县水利局 查看\n"),
        (("--group", "县安委会成员单位"), "查看；要给它添单位组，请在清单文件里写进它的 groups\n"),
        (("--short", "应急", "--group", "甲组"), "请在清单文件里写进它的 short 和 groups\n"),
    ):
        ran = run("units", "--add", "县水利局", *words)
        assert ran.code == 2 and ran.err.endswith(told), ran.err
    assert path.read_bytes() == before


def test_a_short_name_that_is_the_name_is_not_written(run: Run, listed: Listed) -> None:
    path = listed(WITH_REGISTER)
    assert run("units", "--add", "县科技局", "--short", "县科技局").code == 0
    assert "- {name: 县科技局}\n" in path.read_text(encoding="utf-8")


def test_several_units_with_a_blank_between_are_not_offered_as_one(run: Run, listed: Listed) -> None:
    listed(WITH_REGISTER)
    for name in ("水利局 林业局", "县水利局 县教育局"):
        ran = run("mark", "1", "done", "--unit", name)
        assert (ran.code, "--add" in ran.err) == (2, False)
        assert "它是几个单位的名称；一次只写一个单位" in ran.err
    asked = run("mark", "1", "done", "--unit", "县教 育局")
    assert asked.code == 2 and "anquan units --add 县教育局" in asked.err


def test_a_former_name_is_registered_already(run: Run, listed: Listed) -> None:
    """Or the tasks that a phrase gives to 县应急管理局 by its former name would be the new unit's."""
    listed(LEAST.replace("categories:", "units: [{name: 县应急管理局, former: [县安监局]}]\ncategories:"))
    ran = run("units", "--add", "县安监局")
    assert ran.code == 2 and "名册中已有“县安监局”，未作改动\n提示：它是县应急管理局" in ran.err


def test_a_township_is_one_however_it_is_written(run: Run, listed: Listed) -> None:
    """天宁镇, 交城县天宁镇 and 天宁镇人民政府 are one (domain, 2); what it has reported stays its own."""
    listed(WITH_REGISTER.replace("某县", "交城县").replace("县公安局配合", "县公安局、各乡镇配合"))
    assert run("mark", "1", "done", "--stage", "1", "--unit", "天宁镇").code == 0
    assert run("units", "--add", "天宁镇").code == 0
    for name in ("天宁镇人民政府", "交城县天宁镇", "天宁镇政府", "交城县林业局"):
        ran = run("units", "--add", name)
        assert ran.code == 2 and f"名册中已有“{name}”" in ran.err
    (event,) = run("log", "--json").json
    assert event["unit"] == "天宁镇"


def test_blanks_that_an_input_method_leaves_are_no_part_of_a_name(run: Run, listed: Listed) -> None:
    path = listed(WITH_REGISTER)
    assert run("units", "--add", "县 教育局", "--short", "教育　局").code == 0
    assert "  - {name: 县教育局, short: [教育局]}\n" in path.read_text(encoding="utf-8")
    again = run("units", "--add", "县教育局")
    assert again.code == 2 and "名册中已有“县教育局”" in again.err


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "name", ["国网交城供电公司", "山西煤运交城公司", "中国联通", "县住房和城乡建设管理局", "1#矿井", "A-1矿"]
)
def test_a_name_that_no_table_knows_can_be_registered(run: Run, listed: Listed, name: str) -> None:
    listed(WITH_REGISTER)
    assert run("units", "--add", name).code == 0


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "named", ["县安委会各成员单位", "负有安全生产监管职责的部门", "各行业安全专业委员会办公室"]
)
def test_no_hint_offers_to_register_a_group_and_its_members_keep_their_tasks(run: Run, named: str) -> None:
    """The 16 members of the shipped list's 县安委会成员单位 have tasks 1 and 2 (domain, 2)."""
    asked = run("list", "--unit", named)
    assert asked.code == 2 and "它是一组单位的统称；一次只写一个单位" in asked.err
    assert "--add" not in asked.err
    assert run("units", "--add", named).code == 2
    ids = [(r["id"], r["match"]["basis"]) for r in run("list", "--unit", "县应急管理局", "--json").json]
    assert ids[:2] == [("1", "member"), ("2", "member")]


def test_a_group_that_only_the_register_knows_is_no_unit_either(run: Run, listed: Listed) -> None:
    text = WITH_REGISTER.replace("[各成员单位]", "[各成员单位, 七个专班]")
    listed(text)
    asked, added = run("list", "--unit", "七个专班"), run("units", "--add", "七个专班")
    assert asked.code == added.code == 2
    assert "--add" not in asked.err and "“七个专班”是一组单位的统称" in added.err


def test_without_groups_it_is_said_that_there_are_none(run: Run, listed: Listed) -> None:
    listed(LEAST)
    assert "清单没有登记单位组，请去掉 --group" in run("units", "--add", "县教育局", "--group", "乡镇").err


def test_a_register_in_one_line_is_left_to_the_hand(run: Run, listed: Listed) -> None:
    text = LEAST.replace("categories:", "units: [{name: 县水利局}]\ncategories:")
    path = listed(text)
    ran = run("units", "--add", "县教育局")
    assert ran.code == 1 and "没能把单位写进" in ran.err and "- name: 县教育局" in ran.err
    assert path.read_text(encoding="utf-8") == text


def test_the_suggested_register_is_one_for_this_list(run: Run, listed: Listed) -> None:
    """Units once each, groups with the phrases that mean them; put into the list it is valid."""
    text = LEAST.replace("县公安局配合", "县公安局、各乡镇人民政府配合")
    listed(text)
    ran = run("units", "--suggest")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "units:",
        "  - name: 县水利局",
        "  - name: 县林业局",
        "  - name: 县公安局",
        "",
        "groups:",
        "  - name: 乡镇人民政府",
        "    phrases: [各乡镇人民政府]",
        '    pattern: "(乡|镇)(人民)?政府$|(乡|镇)$"',
    ]
    assert validate(text.replace("categories:", ran.out + "categories:"))[1] == ()
    listed(text.replace("各乡镇人民政府", "各水库管理单位"))
    assert run("units", "--suggest").out.splitlines()[-1] == "    members: []  # 请填上成员单位"


def test_the_suggested_register_keeps_what_is_registered(run: Run, listed: Listed) -> None:
    """Put in the place of the list's own, it means the same: no group loses its members, no unit its names."""
    own = """\
units:
  - name: 县水利局
    short: [水利局]
    former: [县水务局]
    groups:
      - 县安委会成员单位
  - name: 县教育局

groups:
  - name: 县安委会成员单位
    phrases: [各成员单位]
  - name: 乡镇
    phrases: [各乡镇]
    pattern: "(乡|镇)(人民)?政府$"
  - name: 监管部门
    phrases: [负有监管职责的部门]
    among: 县安委会成员单位
"""
    text = LEAST.replace("categories:", own + "categories:").replace(
        "县公安局配合", "县公安局、各成员单位配合"
    )
    listed(text)
    ran = run("units", "--suggest")
    expected = own.splitlines()
    expected[7:7] = ["  - name: 县林业局", "  - name: 县公安局"]  # that the phrase names
    assert ran.out.splitlines() == expected
    again = text.replace(own, ran.out)
    listed(again)
    assert run("units", "--suggest").out == ran.out and validate(again)[1:3] == ((), ())
    before, after = validate(text)[0], validate(again)[0]
    assert before and after and before.rows == after.rows


def test_the_suggested_register_settles_no_doubt(run: Run, listed: Listed) -> None:
    """Two names that may be one unit's are asked about still when it is in the list; those that the list registers are two."""
    text = LEAST.replace("县公安局配合", "县应急局、县应急管理局、县公安局配合")
    path = listed(text)
    ran = run("units", "--suggest")
    asked = "“县应急管理局”与“县应急局”可能是同一单位；如是，请并成一条，另一个写进 short"
    assert f"  - name: 县应急管理局  # 核对：{asked}\n" in ran.out and ran.out.count("核对") == 1
    path.write_text(text + ran.out, encoding="utf-8")
    assert "还有1处未核对" in run("check").out
    path.write_text(text + ran.out.replace(f"  # 核对：{asked}", ""), encoding="utf-8")
    assert "核对" not in run("check").out + run("units", "--suggest").out


@pytest.mark.no_cover
def test_a_workspace_where_one_cannot_be_made_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ran = run("init", str(tmp_path / "file" / "within"))
    assert ran.code == 1 and "无法新建文件夹" in ran.err and "请检查路径和权限" in ran.err


def test_an_unnamed_folder_is_a_mistake(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`anquan init "$X"` where nobody set X."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    ran = run("init", "")
    assert ran.code == 2 and "文件夹的名称是空的" in ran.err and "anquan init ." in ran.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_list_that_appears_at_that_moment_is_not_overwritten(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "tasks.yaml").write_text("mine")
    monkeypatch.setattr(os.path, "lexists", lambda path: False)
    ran = run("init", str(folder))
    assert ran.code == 2 and "里已经有清单" in ran.err
    assert (folder / "tasks.yaml").read_text() == "mine"


@pytest.mark.process
@pytest.mark.parametrize("begun", [True, False], ids=["a list", "the shipped list"])
def test_of_units_written_at_once_none_is_lost(workspace: Path, begun: bool) -> None:
    """What was said to be registered is in the list, whoever else writes into it at that moment."""
    home = workspace / "home"
    home.mkdir(exist_ok=True)
    if begun:
        (home / "tasks.yaml").write_text(WITH_REGISTER, encoding="utf-8")
    names = [f"县新{c}局" for c in "甲乙丙丁戊"]
    argv = [sys.executable, "-m", "anquan_cli", "--home", str(home), "units", "--add"]
    running = [subprocess.Popen([*argv, name], stdout=subprocess.DEVNULL) for name in names]
    assert [p.wait(timeout=120) for p in running] == [0] * len(names)
    text = (home / "tasks.yaml").read_text(encoding="utf-8")
    assert [name for name in names if text.count(name) != 1] == []


def test_what_an_editor_saved_meanwhile_stays(
    run: Run, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = listed(WITH_REGISTER)
    edited = WITH_REGISTER.replace("# 牵头的", "# 总牵头")

    def slow(text: str, *rest: object) -> str | None:
        path.write_text(edited, encoding="utf-8")
        return with_line(text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(register, "with_line", slow)
    ran = run("units", "--add", "县教育局")
    assert ran.code == 1 and "这时被别的程序改了，没有写入" in ran.err
    assert path.read_text(encoding="utf-8") == edited


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and modes")
def test_a_list_by_a_link_is_changed_where_it_is(run: Run, listed: Listed, tmp_path: Path) -> None:
    link = listed(WITH_REGISTER)
    link.rename(shared := tmp_path / "共用.yaml")
    link.symlink_to(shared)
    assert run("units", "--add", "县教育局").code == 0
    assert link.is_symlink() and "县教育局" in shared.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and modes")
@pytest.mark.parametrize("words", [("init",), ("units", "--add", "县教育局")])
def test_in_a_folder_that_a_group_shares_the_list_is_the_groups(
    run: Run, workspace: Path, words: tuple[str, ...]
) -> None:
    home = workspace / "home"
    home.mkdir(exist_ok=True)
    home.chmod(0o2770)
    mask = os.umask(0o077)
    try:
        assert run(*words).code == 0
    finally:
        os.umask(mask)
    assert stat.S_IMODE((home / "tasks.yaml").stat().st_mode) == 0o660


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_list_with_another_name_is_not_written_under_one_of_them(
    run: Run, listed: Listed, tmp_path: Path
) -> None:
    path = listed(LEAST)
    os.link(path, tmp_path / "另一个名字.yaml")
    ran = run("units", "--add", "县教育局")
    assert (ran.code, "另有名字（硬链接），没有写入" in ran.err) == (1, True)
    assert path.read_text(encoding="utf-8") == LEAST
