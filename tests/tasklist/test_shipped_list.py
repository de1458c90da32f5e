"""The 2025 list: figures taken by hand from the official document."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from anquan_cli.tasklist import lookup
from tests.book import shipped
from tests.conftest import LEAST, Run

pytestmark = pytest.mark.elsewhere

LIST = Path(__file__).parents[2] / "data" / "tasks.yaml"
ROWS = ("1 2 3 4 5 6 7 8 9 10 11.1 11.2 11.3 11.4 11.5 11.6 11.7 12 13 14 15 16 17 18 19 20 21").split()


def test_the_list_has_27_rows_in_official_order(run: Run) -> None:
    assert [r[0] for r in run("list").rows] == ROWS


def test_a_row_carries_title_sector_units_deadline_and_light_as_issued(run: Run) -> None:
    rows = {r[0]: r for r in run("list").rows}
    assert rows["6"] == [
        "6",
        "严格落实企业主体责任",
        "",
        "负有安全生产监管职责的部门指导督促企业落实",
        "6月底前/12月底前",
        "2025-06-30",
        "todo",
        "0.0",
        "green",
    ]
    assert rows["11.1"][1:6] == [
        "深度研判破解重大问题", "煤矿", "煤矿安全专业委员会办公室牵头负责", "全年", "2025-12-31",
    ]  # fmt: skip


def test_seven_categories_with_their_numbers_of_tasks(run: Run) -> None:
    counted: dict[str, set[int]] = {}
    for row in run("list", "--json").json:
        counted.setdefault(row["category"]["number"], set()).add(row["number"])
    assert {c: len(tasks) for c, tasks in counted.items()} == {
        "一": 3, "二": 5, "三": 2, "四": 2, "五": 2, "六": 4, "七": 3,
    }  # fmt: skip


def test_the_emergency_bureau_has_19_tasks_of_which_6_name_it(run: Run) -> None:
    """3 by its measure alone: 3.7 is of 各行业监管部门."""
    found: dict[str, list[str]] = {}
    for row in run("list", "--unit", "县应急管理局", "--json").json:
        found.setdefault(row["match"]["basis"], []).append(row["id"])
    assert found == {
        "named": ["9", "13", "14", "16", "18", "19"],
        "member": ["1", "2"],
        "relevant": ["5", "6", "7", "8", "10", "12", "15", "17", "20", "21"],
        "measure": ["3"],
    }
    named = run("list", "--unit", "应急局", "--named").rows
    assert [r[0] for r in named] == ["9", "13", "14", "16", "18", "19"]


def test_a_sector_office_is_named_once_and_a_member_twice(run: Run) -> None:
    rows = run("list", "--unit", "煤矿安全专业委员会办公室", "--json").json
    assert [(r["id"], r["match"]["basis"], r["match"]["role"]) for r in rows] == [
        ("3", "member", "responsible"), ("4", "member", "responsible"), ("11.1", "named", "lead"),
    ]  # fmt: skip


def test_a_township_has_every_row_by_the_standing_clause(run: Run) -> None:
    ran = run("list", "--unit", "天宁镇人民政府", "--json")
    own = {"1": "member", "3": "measure", "15": "measure", "18": "measure"}
    assert [(r["id"], r["match"]["basis"]) for r in ran.json] == [(i, own.get(i, "township")) for i in ROWS]
    measures = {r["id"]: r["match"]["measures"] for r in ran.json if r["match"]["basis"] == "measure"}
    assert measures == {"3": ["3.1", "3.7"], "15": ["15.2"], "18": ["18.8", "18.9"]}
    assert "天宁镇人民政府" in ran.err


def test_the_development_zone_has_the_plan_that_the_text_asks_of_it(run: Run) -> None:
    for name in ("经济开发区", "经开区", "交城经济开发区"):
        (row,) = run("list", "--unit", name, "--json").json
        assert (row["id"], row["match"]["basis"], row["match"]["measures"]) == ("15", "measure", ["15.2"])


def test_a_sector_finds_its_part_first_then_the_tasks_with_such_measures(run: Run) -> None:
    rows = run("list", "--sector", "煤矿", "--json").json
    assert (rows[0]["id"], rows[0]["match"]["sector"]) == ("11.1", "part")
    assert {r["match"]["sector"] for r in rows[1:]} == {"measure"}
    # the document speaks of coal mines in 3, 8 and 14, of mines in 4, 5, 12, 13 and 19
    assert {r["id"] for r in rows[1:]} == {"3", "4", "5", "8", "12", "13", "14", "19"}


@pytest.mark.watched
def test_a_tasks_date_is_that_of_its_measures_of_a_sector(run: Run) -> None:
    """5.9 is of 煤矿 and has its task's 31 March; 2.7 is of 消防 and has November for itself."""
    found = run("due", "--sector", "煤矿", "--overdue", "--json", today="2025-06-20").json
    assert [(d["id"], d["due"], d["match"]["sector"]) for d in found] == [("5", "2025-03-31", "measure")]
    overdue = {r["sector"]: r["overdue"] for r in run("sectors", "--json", today="2025-06-20").json}
    assert overdue["煤矿"] == 1
    fires = run("due", "--sector", "消防", "--month", "11", "--json").json
    assert [(d["id"], d["match"]["sector"]) for d in fires] == [
        ("2.7", "measure")
    ]  # not task 2's 31 December


def test_the_table_of_sectors_counts_what_its_names_find(run: Run) -> None:
    """自然灾害 is also another name of 森林草原火灾, 水旱灾害, 地质灾害, 地震 and 气象灾害: 2.8 and 11.2.5 are late."""
    found = {r["sector"]: r for r in run("sectors", "--json", today="2025-06-20").json}
    late = run("due", "--overdue", "--sector", "自然灾害", "--json", today="2025-06-20").json
    assert [d["id"] for d in late] == ["2.8", "11.2.5"] and found["自然灾害"]["overdue"] == 2
    for name, sector in found.items():
        rows = run("list", "--sector", name, "--json").json
        assert len(rows) == len(sector["parts"]) + sector["rows"], name


def test_a_unit_may_be_typed_with_the_countys_name(run: Run) -> None:
    """The title says 交城县; another county's office is not ours, and the county itself is no unit."""
    ours = run("list", "--unit", "交城县应急管理局", "--named", "--json").json
    assert [r["id"] for r in ours] == ["9", "13", "14", "16", "18", "19"]
    assert ours[0]["match"]["unit"] == "县应急管理局"
    for word in ("文水县应急管理局", "交城县"):
        ran = run("list", "--unit", word)
        assert ran.code == 2 and f"没有找到单位“{word}”" in ran.err


def test_sectors_and_units_stand_by_who_is_behind(run: Run) -> None:
    """Most overdue first, of units then those that have not reported; then the lowest percentage, and what has none."""
    run("mark", "11.煤矿", "doing", "--percent", "50", today="2025-06-20")
    run("mark", "11.特种设备", "done", today="2025-06-20")
    for verb, name in (("sectors", "sector"), ("units", "unit")):
        found = run(verb, "--json", today="2025-06-20").json
        order = [
            (-r["overdue"], bool(r.get("last_report")), r["percent"] is None, r["percent"]) for r in found
        ]
        assert order == sorted(order, key=lambda k: (*k[:3], k[3] or 0)), verb
        assert len({*order}) > 2 and [r[name] for r in found] != sorted(r[name] for r in found)


def test_june_has_the_first_stages_and_what_falls_within(run: Run) -> None:
    rows = run("due", "--month", "6", "--json").json
    own = [(r["due"], r["id"], r["stage"]) for r in rows if r["text"] is None]
    assert own == [("2025-06-30", "6", 1), ("2025-06-30", "10", 1)]
    measures = {r["id"].split(".")[0]: (r["due"], r["deadline"]["text"]) for r in rows if r["text"]}
    assert measures == {"2": ("2025-06-30", "6月"), "4": ("2025-06-30", "每半年")}


def test_march_has_task_5(run: Run) -> None:
    assert [(r[0], r[2]) for r in run("due", "--month", "3").rows] == [("2025-03-31", "5")]


def test_december_has_the_year_end_tasks_the_second_stage_of_6_and_the_spans(run: Run) -> None:
    rows = run("due", "--month", "12", "--json").json
    own = {(r["id"], r["stage"]) for r in rows if r["text"] is None}
    year = "1 2 4 7 9 11.1 11.2 11.3 11.4 11.5 11.6 11.7 12 18 19 20 21".split()
    assert own == {(i, 1) for i in ["13", "14", "15", "16", "17", *year]} | {("6", 2)}
    assert {r["due"] for r in rows} == {"2025-12-31"}


@pytest.mark.parametrize("today", ["2025-01-01", "2025-06-15", "2025-12-20"])
def test_tasks_3_and_8_never_fall_due_themselves(run: Run, today: str) -> None:
    rows = run("due", "--before", "2026-12-31", "--json", today=today).json
    assert not [r for r in rows if r["id"] in ("3", "8")]


def test_tasks_3_and_8_are_blue_until_one_of_their_measures_is_near(run: Run) -> None:
    def lights(today: str) -> dict[str, str]:
        rows = run("list", "--json", today=today).json
        return {r["id"]: r["light"] for r in rows if r["id"] in ("3", "8")}

    assert lights("2025-06-01") == {"3": "blue", "8": "blue"}
    assert lights("2025-12-24") == {"3": "yellow", "8": "blue"}  # 3 has a yearly training


@pytest.mark.watched
def test_variants_are_recorded(run: Run) -> None:
    assert [r[0] for r in run("list", "--search", "提升安全防范意识").rows] == ["1", "2", "3"]
    assert [r[0] for r in run("list", "--search", "强化人员能力素质").rows] == ["19", "20", "21"]
    assert len(run("list", "--search", "深度破解重大问题").rows) == 7


@pytest.mark.parametrize("blank", [" ", "\u3000", "\n", "\x85", "\u2028", "\u2029", "\u200b"])
def test_a_search_passes_over_blanks_and_line_breaks_of_any_kind(
    run: Run, listed: Callable[[str], Path], blank: str
) -> None:
    title = json.dumps(f"坚定{blank}树牢")
    part = json.dumps(f"库{blank}区")
    listed(LEAST.replace("坚定树牢安全发展理念", title) + f"        parts: [{{title: {part}}}]\n")
    for asked in ("坚定树牢", "坚定 树牢", f"坚定{blank}树牢", "库区"):
        assert [r[0] for r in run("list", "--search", asked).rows] == ["1.1"]
    assert run("list", "--search", "树坚").rows == []


def test_the_shipped_list_has_neither_faults_nor_doubts(run: Run) -> None:
    ran = run("check", "--json")
    assert (ran.code, ran.json["faults"], ran.json["doubts"], ran.json["notes"]) == (0, [], [], [])


def test_the_measures_are_277_and_none_is_longer_than_two_lines(run: Run) -> None:
    """218 at first; 59 came to the ends of their rows where one tick stood for several acts."""
    measures = [m for r in run("list", "--measures", "--json").json for m in r["measures"]]
    assert len(measures) == 277
    assert max(len(m["text"]) for m in measures) <= 80


def test_targets_as_the_document_sets_them(run: Run) -> None:
    rows = {r["id"]: r for r in run("list", "--measures", "--json").json}

    def targets(ident: str) -> list[tuple[int, str, str]]:
        return sorted(
            (m["target"]["count"], m["target"]["unit"], m["target"]["per"] or "")
            for m in rows[ident]["measures"]
            if m["target"]
        )

    assert targets("3") == [(1, "次", "unit")]
    assert targets("4") == [(1, "项", "unit"), (10, "项", "")]
    assert targets("18") == [(1, "处", ""), (1, "处", "unit")]  # the villages' number is not in the text
    assert targets("19") == [(1, "次", "")] * 10
    for part in range(1, 8):
        assert (1, "项", "") in targets(f"11.{part}")
    assert sum(bool(m["target"]) for r in rows.values() for m in r["measures"]) == 23


def test_dates_that_only_measures_have(run: Run) -> None:
    rows = {r["id"]: r for r in run("list", "--measures", "--json").json}
    dated = {
        i: sorted({d for m in rows[i]["measures"] if m["deadline"]["text"] != rows[i]["deadline"]["text"]
                   for d in m["deadline"]["dates"]})
        for i in ("2", "4", "11.2", "13", "18")
    }  # fmt: skip
    assert dated == {
        "2": ["2025-05-18", "2025-06-30", "2025-11-30"],
        "4": ["2025-06-30", "2025-12-31"],
        "11.2": ["2025-05-31"],
        "13": ["2025-12-31"],
        "18": ["2025-12-31"],
    }
    beside = {m["id"]: m["deadline"] for m in rows["12"]["measures"] + rows["8"]["measures"]}
    assert (beside["12.3"]["text"], beside["12.3"]["dates"]) == ("岁末年初", [])
    assert (beside["8.4"]["text"], beside["8.4"]["dates"]) == ("立即", [])


def test_a_remark_says_where_a_date_a_figure_or_a_split_is_ours(run: Run) -> None:
    said = {
        m["id"]: m["remark"] for r in run("list", "--measures", "--json").json for m in r["measures"]
        if m["remark"]
    }  # fmt: skip
    assert all("期限原文未写，按全国活动日期" in said[i] for i in ("2.6", "2.7", "2.8"))
    assert "6月1日" in said["11.2.5"]  # the text says 汛期前
    assert all("共用的一句" in said[f"11.{part}.1"] for part in range(1, 8))
    assert all("原文为一句" in said[f"19.{n}"] for n in range(2, 12))
    assert "不设数量目标" in said["18.9"] and "全年" in said["3.7"]


def test_who_acts_where_it_is_not_the_rows_units(run: Run) -> None:
    """The text's own subjects: 各乡镇、经济开发区 write plans, 负有安全监管职责的部门 inspect."""
    phrases = {m.id: m.units.text for row in shipped().rows for m in row.measures if m.units}
    assert phrases == {
        "3.1": "各乡镇、各行业安全专委会办公室负责",
        "3.7": "各乡（镇）人民政府、各行业监管部门负责",
        "4.4": "各行业安全专委会办公室负责",
        "4.5": "各行业安全专委会办公室负责",
        "5.4": "负有安全监管职责的部门负责",
        "5.5": "负有安全监管职责的部门负责",
        "15.2": "各乡镇、经济开发区负责",
        "18.8": "各乡（镇）人民政府负责",
        "18.9": "各乡（镇）人民政府负责",
    }
    (zone,) = [p for row in shipped().rows for m in row.measures if m.id == "15.2" and m.units
               for p in m.units.named]  # fmt: skip
    assert (zone.name, zone.role) == ("经济开发区", "responsible")
    groups = {g.group for row in shipped().rows for m in row.measures if m.units for g in m.units.groups}
    assert groups == {"乡（镇）人民政府", "行业安全专业委员会办公室", "负有安全生产监管职责的部门"}


SECTORS = {  # word → measures that speak of it, beside those of its part
    "建筑施工": {"3.2", "11.5.3", "11.5.4", "11.5.5", "11.5.6", "11.5.10", "12.4", "12.25", "19.5"},
    "燃气": {"11.5.7", "11.5.8", "11.5.9", "11.7.7", "11.7.8", "11.7.9", "11.7.12", "12.18"},
    "铁路": {"14.15"},
    "水利": {"9.2", "14.7", "19.9"},
    "高层建筑": {"12.5", "12.6"},
    "九小场所": {"12.5", "12.6"},
    "保温材料": {"12.24", "12.25"},
    "动火": {"11.5.6", "12.2"},
    "新能源": {"12.20"},
    "学校": {"2.13", "2.14", "5.6", "11.6.10"},
    "气瓶": {"5.6", "11.5.8", "11.7.6", "11.7.7", "11.7.8", "11.7.9", "11.7.12", "14.8"},
    "防汛": {"9.2", "11.2.5", "14.7", "15.6", "17.3", "19.9"},
    "地震": {"2.11", "2.13", "4.11", "9.2", "14.9", "14.10", "14.11", "14.17", "14.18", "15.6", "19.11"},
    "防灾减灾": {
        "2.8",
        "2.12",
        "8.6",
        "9.1",
        "9.3",
        "10.3",
        "10.7",
        "10.9",
        "12.3",
        "14.17",
        "15.3",
        "16.3",
        "17.1",
        "18.3",
        "18.4",
    },
}


@pytest.mark.parametrize("word", SECTORS)
def test_a_measure_is_found_by_the_sector_that_it_speaks_of(word: str) -> None:
    plan = shipped()
    names = lookup.find_sector(word, {s.name: s.aliases for s in plan.sectors})
    found = {m.id for row in plan.rows for m in row.measures if set(names) & set(m.sectors)}
    assert found == SECTORS[word]


def test_natural_disasters_are_those_of_no_kind_and_those_of_each(run: Run) -> None:
    rows = [r["id"] for r in run("list", "--sector", "自然灾害", "--json").json]
    assert rows == ["2", "4", "8", "9", "10", "11.2", "12", "14", "15", "16", "17", "18", "19"]
    assert [r["id"] for r in run("list", "--sector", "气象灾害", "--json").json] == ["9"]


def test_building_and_gas_share_a_part_and_keep_their_measures_apart(run: Run) -> None:
    found = {
        word: [(r["id"], r["match"]["sector"]) for r in run("list", "--sector", word, "--json").json]
        for word in ("建筑施工", "燃气", "建筑施工及燃气")
    }
    assert found["建筑施工"] == [("11.5", "part"), ("3", "measure"), ("12", "measure"), ("19", "measure")]
    assert found["燃气"] == [("11.5", "part"), ("11.7", "measure"), ("12", "measure")]
    assert [i for i, _ in found["建筑施工及燃气"]] == ["11.5", "3", "11.7", "12", "19"]
    assert run("list", "--sector", "燃气", "--json").json[0]["sector"] == "建筑施工及燃气"
    figures = {r["sector"]: (r["parts"], r["measures"]) for r in run("sectors", "--json").json}
    assert figures["建筑施工"] == (["11.5"], 11)  # 11.5.1 to 11.5.6, 11.5.10, 3.2, 12.4, 12.25, 19.5
    assert figures["燃气"] == (["11.5"], 10)  # 11.5.1 and 11.5.2, which are of the whole part, and eight
    for word in ("11.燃气", "11.建筑施工", "11.建筑施工及燃气"):
        assert run("show", word).out.startswith("11.5 深度研判破解重大问题（建筑施工及燃气）")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("1", "县安委会各成员单位（成员，责任）、各乡（镇）人民政府（成员，责任）"),
        ("3", "各行业安全专业委员会办公室负责（成员，责任）"),
        ("5", "县安委会有关成员单位负责（有关，责任）"),
        ("6", "负有安全生产监管职责的部门指导督促企业落实（有关，指导督促）"),  # its members are not listed
    ],
)
def test_show_says_on_what_basis_a_group_has_an_item(run: Run, item: str, said: str) -> None:
    assert said in run("show", item).out


def test_without_a_register_all_townships_are_members(run: Run, listed: Callable[[str], Path]) -> None:
    units = "各乡（镇）人民政府、各成员单位"
    listed(LEAST.replace("县水利局牵头，县林业局、县公安局配合", units))
    assert "各乡（镇）人民政府（成员，责任）、各成员单位（有关，责任）" in run("show", "1").out
    found = [
        run("list", "--unit", u, "--json").json[0]["match"]["basis"] for u in ("天宁镇", "洪相乡人民政府")
    ]
    assert found == ["member", "member"]


def test_show_says_which_measure_makes_a_row_red(run: Run) -> None:
    """防灾减灾宣传周 ends on 18 May: 33 days before 20 June; 安全生产月 goes on till the end of June."""
    lines = run("show", "2", today="2025-06-20").out.splitlines()
    assert [x.strip()[:3] for x in lines if x.endswith("：未启动，逾期33天")] == ["2.8"]
