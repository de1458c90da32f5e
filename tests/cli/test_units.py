"""anquan units: a unit's page, a unit more in the register; what a mark says of others; whose entry undo takes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.conftest import LEAST, Run


def test_a_unit_more_is_written_into_the_workspaces_list(run: Run, workspace: Path) -> None:
    assert run("list", "--unit", "县教育局").code == 2
    ran = run("units", "--add", "县教育局", "--short", "教育局", "--group", "县安委会成员单位")
    assert ran.code == 0, ran.err
    made = workspace / "home" / "tasks.yaml"
    assert "县教育局" in made.read_text(encoding="utf-8")
    found = run("list", "--unit", "教育局", "--json").json
    assert {r["match"]["unit"] for r in found} == {"县教育局"}
    assert next(r["match"]["basis"] for r in found if r["id"] == "1") == "member"


def test_a_unit_is_added_once(run: Run) -> None:
    assert run("units", "--add", "县水利局").code == 2


def test_short_and_group_belong_to_add(run: Run) -> None:
    assert run("units", "--short", "教育局").code == 2


def test_a_units_page(run: Run) -> None:
    """On 20 June two dated measures of row 2 … are past; 5 has been awaited since 31 March."""
    page = run("units", "应急局", "--json", today="2025-06-20").json
    assert page["unit"] == "县应急管理局"
    assert [d["id"] for d in page["late"]] == ["2.8"]
    assert "5" in [r["id"] for r in page["to_report"]]
    run("note", "5", "正在梳理", "--unit", "应急局", today="2025-06-20")
    page = run("units", "应急局", "--json", today="2025-06-20").json
    assert "5" not in [r["id"] for r in page["to_report"]]
    assert [d["id"] for d in page["late"]] == ["5", "2.8"]  # having reported, it is late; the oldest first
    assert page["last_report"] == "2025-06-20"


def test_stages_may_be_given_as_a_range_or_one_by_one(run: Run) -> None:
    assert run("mark", "6", "done", "--stage", "1-2", "--json").json["remaining"] == []
    marked = run("mark", "6", "todo", "--stage", "2,1", "--json").json["changed"]
    assert sorted(c["stage"] for c in marked) == [1, 2]
    for wrong in ("3", "2-1", "1,,x"):
        assert run("mark", "6", "done", "--stage", wrong).code == 2


def test_undo_of_somebody_elses_entry_asks_for_its_number(run: Run) -> None:
    run("--by", "王", "mark", "12", "done")
    refused = run("--by", "李", "undo")
    assert (refused.code, "王" in refused.err, "anquan undo 1" in refused.err) == (2, True, True)
    assert run("--by", "李", "undo", "1").code == 0


def test_a_units_page_in_a_pipe_names_the_kind_of_each_row_first(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Due at the end of June and of December: on 20 December the first is late, the second comes next."""
    listed(LEAST)
    run("note", "1", "已部署", "--unit", "县林业局", today="2025-06-10")
    found = run("units", "县林业局", today="2025-12-20").rows
    assert [row[0] for row in found] == ["县林业局", "late", "next", "entry"]
    late, following, entry = found[1:]
    assert "2025-06-30" in late and "2025-12-31" in following and "已部署" in entry


def test_a_unit_that_the_list_names_no_more_is_found_by_what_it_has_recorded(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """县水务局综合执法大队 has its name as a part: whose name is typed is meant before that one."""
    before = LEAST.replace("categories:", "units: [{name: 县水务局, short: [水务局]}]\ncategories:")
    listed(before.replace("县水利局", "县水务局"))
    assert run("note", "1", "已部署", "--unit", "水务局", today="2025-06-10").code == 0
    listed(LEAST.replace("categories:", "units: [{name: 县水务局综合执法大队}]\ncategories:"))
    assert run("units", "水务", "--json", today="2025-06-20").json["unit"] == "县水务局综合执法大队"
    word = "县水务局"
    said = "提示：清单里已没有“县水务局”，这里看的是它在台账里的登记"
    page = run("units", word, "--json", today="2025-06-20")
    assert (page.json["unit"], page.json["last_report"]) == ("县水务局", "2025-06-10")
    assert said in page.err and said in run("units", word, "--table", today="2025-06-20").err
    logged = run("log", "--unit", word, "--json", today="2025-06-20")
    assert [e["note"] for e in logged.json] == ["已部署"] and said in logged.err
    rows = run("list", "--unit", word, "--json", today="2025-06-20")
    assert (rows.code, rows.json) == (0, []) and said in rows.err
    refused = run("mark", "1", "done", "--unit", word, today="2025-06-20")
    assert refused.code == 2 and "第1项与县水务局无关，未作记录" in refused.err


def test_a_township_that_has_reported_is_found_by_a_part_of_its_name(run: Run) -> None:
    """It need not be in the register; what could be two is asked, as of registered units."""
    assert run("units", "天宁").code == 2
    run("mark", "6.1", "done", "--unit", "天宁镇")
    ran = run("units", "天宁")
    assert (ran.code, ran.rows[0][0], "不在名册中" in ran.err) == (0, "天宁镇人民政府", True)
    run("mark", "6.1", "done", "--unit", "天平镇")
    assert "可能是2个单位" in run("list", "--unit", "天").err
    assert "没有找到单位“某科”" in run("list", "--unit", "某科").err


def test_undo_takes_a_name_with_a_blank_or_an_unseen_letter_for_the_same(run: Run) -> None:
    for by in ("王 芳", "王\u200b芳", "王　芳"):
        assert run("mark", "12", "doing", "--by", "王芳").code == 0
        assert run("undo", "--by", by).code == 0
    run("mark", "12", "doing", "--by", "王芳")
    assert run("undo", "--by", "王方").code == 2


def test_the_office_is_found_as_its_papers_are_signed(run: Run, listed: Callable[[str], Path]) -> None:
    head = (
        "office: 县安委办\nsigned: 石山县安全生产委员会办公室\nunits: [{name: 县安委办}, {name: 县水利局}]\n"
    )
    listed(
        "title: 石山县2025年重点任务\n"
        + head
        + LEAST.partition("\n")[2].replace("县水利局牵头", "县安委办牵头")
    )
    for name in ("石山县安全生产委员会办公室", "县安全生产委员会办公室"):
        assert run("list", "--unit", name, "--json").json[0]["match"]["unit"] == "县安委办"
    assert "最接近的是“县安委办”" in run("list", "--unit", "县安委会办公室").err


def test_a_search_finds_units_by_what_the_screen_calls_them(run: Run, listed: Callable[[str], Path]) -> None:
    head = "units: [{name: 县水利局, short: [水务所]}, {name: 县林业局}]\ncategories:"
    listed(LEAST.replace("categories:", head).replace("坚定树牢", "坚定“树牢”"))
    for word in ("水务所", "县水利局", "坚定树牢安全", "“坚定”树牢"):
        assert [r["id"] for r in run("list", "--search", word, "--json").json] == ["1"], word
    assert run("list", "--search", "应急局", "--json").json == []


def test_what_is_taken_back_already_is_met_with_the_undo_to_take_back(run: Run) -> None:
    run("mark", "12", "doing")
    run("undo", "1")
    assert "要恢复它，请撤销那一次撤销：anquan undo 2" in run("undo", "1").err
    run("undo", "2")
    run("undo", "1")
    assert "要恢复它，请撤销那一次撤销：anquan undo 4" in run("undo", "1").err


def test_the_history_of_who_recorded_is_asked_for_with_the_option_that_says_who_records(run: Run) -> None:
    for by, item in (("王芳", "12"), ("李强", "13"), ("王芳", "14")):
        run("--by", by, "mark", item, "doing")

    def told(*words: str) -> list[str]:
        return [line.split("\t")[4] for line in run("log", *words).out.splitlines()]

    assert told("--by", "王芳") == ["12", "14"] and told("--by", "王芳", "--limit", "1") == ["14"]
    assert told("13", "--by", "李强") == ["13"]
    nobody = run("log", "--by", "李四")
    assert (nobody.code, nobody.out) == (0, "")
    assert "提示：没有“李四”登记的；台账的登记人有王芳、李强。" in nobody.err
    assert run("list", "--by", "王芳").err.startswith(
        "提示：--by 是登记人，list 不按它筛选；他登记了什么，请用 anquan log --by 王芳 查看。"
    )
    assert "--by" not in run("list", "--help").out


def test_of_a_unit_without_tasks_the_overview_says_so_alone(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LEAST.replace("categories:", "units: [{name: 丙局}]\ncategories:"))
    ran = run("status", "-u", "丙局", "--table", today="2025-06-15")
    assert ran.out == ("某县2025年安全生产重点工作任务清单（截至2025年6月15日）\n清单没有涉及丙局的任务。\n")
