"""`anquan check`: exactly what is doubtful or wrong in a list file, each with its line and place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from anquan_cli.tasklist.validate import validate
from tests.conftest import LEAST, Calls, Run

OTHER_COUNTY = """\
title: 云峰县2025年安全生产工作要点任务分解表
year: 2025
issuer: 云峰县安委会办公室
anchors: {开学: 09-01}
units:
  - {name: 县应急管理局, short: [应急局], groups: [县安委会成员单位]}
  - {name: 县交通运输局, short: [交通局], groups: [县安委会成员单位]}
  - {name: 县文化和旅游局（县文物局）, short: [文旅局]}
groups:
  - {name: 县安委会成员单位, phrases: [县安委会各成员单位], members: [县气象局]}
sectors:
  - {name: 道路交通}
categories:
  - number: 一
    title: 责任落实
    tasks:
      - number: 1
        title: 压实责任
        units: 县应急局牵头，县安委会各成员单位按职责分工负责
        deadline: 3月31日前
        measures:
          - 专题学习
          - {text: 年终述职, deadline: 4月10日前}
      - number: 2
        title: 明查暗访
        units: 县应急管理局、县财政局等有关部门
        deadline: 每季度末月25日前
      - number: 4
        title: 压实责任
        units: 无
        deadline: 第二次全会召开之时
      - number: 5
        title: 公路护栏
        units: "交通局；（待定）"
        deadline: 9月中旬
        sectors: [道路交通, 索道]
      - number: 9
        title: 开学第一课
        units: 各乡（镇）人民政府，县文旅局配合
        deadline: 开学后10日内
        measures:
          - {text: 演练, units: 县消防救援大队, deadline: 秋高气爽时}
"""


@pytest.fixture
def checked(run: Run, tmp_path: Path) -> Callable[[str | bytes], dict[str, Any]]:
    """What `check --json` finds in a text, which must end with the right exit code."""

    def call(text: str | bytes) -> dict[str, Any]:
        path = tmp_path / "清单.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        ran = run("check", str(path), "--json")
        found: dict[str, Any] = ran.json
        assert ran.code == (3 if found["faults"] else 0)
        assert ran.err == ""
        return found

    return call


Checked = Callable[[str | bytes], dict[str, Any]]


def lines(faults: list[dict[str, Any]]) -> list[tuple[int, str | None, str]]:
    return [(f["line"], f["place"], f["message"]) for f in faults]


def test_exactly_what_is_doubtful_in_another_countys_list(checked: Checked) -> None:
    found = checked(OTHER_COUNTY)
    assert found["faults"] == []
    assert lines(found["doubts"]) == [
        (10, None, "组“县安委会成员单位”的成员“县气象局”不在名册中"),
        (23, "第1项 要点2", "要点的期限“4月10日前”（2025-04-10）晚于任务的期限“3月31日前”（2025-03-31）"),
        (26, "第2项", "责任单位“县财政局”不在名册中"),
        (29, "第4项", "与第1项同名“压实责任”"),
        (30, "第4项", "责任单位“无”没有写是哪个单位，逾期、未报送都算全体的"),
        (31, "第4项", "完成时限“第二次全会召开之时”未能识别"),
        (34, "第5项", "责任单位中的“待定”未能识别"),
        (36, "第5项", "行业“索道”未在 sectors 中登记"),
        (42, "第9项 要点1", "完成时限“秋高气爽时”未能识别"),
        (42, "第9项 要点1", "责任单位“县消防救援大队”不在名册中"),
    ]
    assert lines(found["notes"]) == [(13, None, "编号缺第3项"), (13, None, "编号缺第6至8项")]
    assert all(f["hint"] for f in found["doubts"] + found["notes"])


def test_what_is_doubtful_still_works_and_is_shown_as_it_stands(
    run: Run, listed: Callable[[str], Path]
) -> None:
    listed(OTHER_COUNTY)
    rows = {r["id"]: r for r in run("list", "--json").json}
    assert [rows[i]["deadline"]["dates"] for i in ("1", "5", "9")] == [
        ["2025-03-31"],
        ["2025-09-20"],
        ["2025-09-11"],
    ]
    assert (rows["4"]["deadline"]["kind"], rows["4"]["deadline"]["text"]) == ("unknown", "第二次全会召开之时")
    assert rows["4"]["light"] == "blue"


def test_a_list_without_a_register_has_no_doubts_about_units(checked: Checked) -> None:
    found = checked(LEAST)
    assert (found["faults"], found["doubts"], found["notes"]) == ([], [], [])


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("某县2024年任务清单", "2024"),
        ("某县二〇二六年度任务清单", "2026"),
        ("某县2022—2024年任务清单", "2022、2023、2024"),
        ("某县2024年度至2026年任务清单", ""),
        ("某县2025年贯彻2024年督查意见任务清单", ""),
        ("某县落实省政府2024年督查意见任务清单", ""),
        ("某县任务清单（12024年）", ""),
    ],
)
def test_a_title_of_another_year_than_the_lists_is_doubtful(checked: Checked, title: str, told: str) -> None:
    """Every date is reckoned in `year`: all of them would be off."""
    found = checked(re.sub("title: .*", f"title: {title}", LEAST, count=1))
    expected = [(2, None, f"标题写的是{told}年，year 写的是2025")] if told else []
    assert (found["faults"], lines(found["doubts"])) == ([], expected)


def test_an_office_that_two_units_host_is_doubtful(checked: Checked) -> None:
    units = (
        "units: [{name: 县水利局, hosts: [河长办]}, {name: 县林业局, hosts: [河长办]}, {name: 县公安局}]\n"
    )
    assert lines(checked(units + LEAST)["doubts"]) == [
        (1, "单位“县林业局”", "所设机构“河长办”在“县水利局”和“县林业局”两家下都写了，写到它时分不清是哪一家")
    ]


def test_what_only_looks_like_an_open_question_is_none(checked: Checked) -> None:
    """A sign in a quoted text or in a block is text; behind a block's own sign, on a line of its own, it is a comment."""
    text = LEAST.replace("title: 提升安全意识", 'title: "提升 # 核对：甲"  # 核对：乙').replace(
        "        deadline:",
        "        content: |-  # 核对：丙\n          一\n          # 核对：丁\n        deadline:",
        1,
    )
    told = [n["message"] for n in checked(text + "# 核对：戊\n")["notes"]]
    at = [n for n, line in enumerate((text + "# 核对：戊").splitlines(), 1) if re.search("乙|丙|戊", line)]
    assert told == [f"还有3处未核对（第{'、'.join(map(str, at))}行）"]


ALIKE = """\
title: 某县
year: 2025
categories:
  - number: 一
    title: 甲
    tasks:
      - {number: 1, title: 乙, units: 县应急局、县公安局, deadline: 全年}
      - {number: 2, title: 丙, units: 县应急管理局、市应急管理局、县公安局交警大队, deadline: 全年}
"""


def test_two_names_that_may_be_one_unit_are_doubtful_until_a_register_tells(checked: Checked) -> None:
    """Left alone, the unit's tasks are parted between two names."""
    (doubt,) = checked(ALIKE)["doubts"]
    assert (doubt["line"], doubt["place"]) == (8, "第2项")
    assert doubt["message"] == "“县应急管理局”与第1项的“县应急局”可能是同一单位"
    assert "name: 县应急管理局，short: [县应急局]" in doubt["hint"]
    others = "{name: 县公安局}, {name: 县公安局交警大队}, {name: 市应急管理局}"
    known = f"units: [{others}, {{name: 县应急管理局, short: [县应急局]}}]\n"
    assert checked(ALIKE.replace("categories:", known + "categories:"))["doubts"] == []


SEVERAL_AS_ONE = """\
title: 某县
year: 2025
units:
  - {name: 县水利局}
  - {name: 县安委会各成员单位}
  - {name: 县林业局, short: [各专班]}
  - {name: 有关部门}
  - {name: 县教育局、县民政局}
groups:
  - {name: 县安委会成员单位, phrases: [县安委会各成员单位], members: [县水利局, 各乡镇]}
  - {name: 专班, members: [县水利局]}
categories:
  - number: 一
    title: 甲
    tasks:
      - {number: 1, title: 乙, units: 县安委会各成员单位, deadline: 全年}
"""


def test_a_unit_that_bears_the_name_of_several_is_doubtful(checked: Checked) -> None:
    """Left alone, the members' tasks are that one unit's."""
    found = checked(SEVERAL_AS_ONE)
    assert found["faults"] == []
    assert [(d["line"], d["place"], d["message"].partition("，")[0]) for d in found["doubts"]] == [
        (5, "单位“县安委会各成员单位”", "“县安委会各成员单位”是一组单位的统称"),
        (6, "单位“县林业局”", "“各专班”是一组单位的统称"),
        (7, "单位“有关部门”", "“有关部门”是一组单位的统称"),
        (8, "单位“县教育局、县民政局”", "“县教育局、县民政局”是几个单位的名称"),
        (10, None, "组“县安委会成员单位”的成员“各乡镇”是一组单位的统称"),
    ]
    assert {d["hint"] for d in found["doubts"]} == {"请逐个登记单位；一组单位的统称写在 groups 的 phrases 里"}


@pytest.mark.parametrize(
    ("names", "alike"),
    [
        (["教育局", "县教育局"], "“县教育局”与“教育局”可能是同一单位"),
        (["天宁镇人民政府", "天宁镇"], "“天宁镇人民政府”与“天宁镇”可能是同一单位"),
        (["教育局", "市教育局"], None),  # the county's own and the city's
        (["县公安局", "县公安局交警大队"], None),
    ],
)
def test_a_unit_that_is_registered_twice_is_doubtful(
    checked: Checked, names: list[str], alike: str | None
) -> None:
    known = dict.fromkeys([*names, "县水利局", "县林业局", "县公安局"])
    register = "".join(["units:\n", *(f"  - name: {name}\n" for name in known)])
    found = checked(LEAST.replace("categories:", register + "categories:"))
    assert [d["message"] for d in found["doubts"]] == ([alike] if alike else [])


LOOSE = """\
title: 某县
year: 2025
anchors: {供暖季: 11-15/03-15, 开学: 2025-09-01}
units:
  - {name: 县水利局, short: [水利局，水务局]}
categories:
  - number: 一
    title: 甲
    tasks:
      - {number: 2, title: 乙, units: 县水利局, deadline: 汛期前, content: 9月30日前整改}
      - {number: 1, title: 丙, units: 县水利局, deadline: 会前5天}
  - number: 三
    title: 丁
    tasks:
      - {number: 3, title: 戊, units: 县水利局, deadline: 每季度, from: 2025-07-01, measures: [6月底前检查]}
      - {number: 4, title: 己, units: 县水利局, deadline: 会前5天, due: [2025-08-31]}
      - {number: 5, title: 庚, units: 县水利局, deadline: 6月底前（延期至9月底前）}
"""


def test_what_a_list_leaves_loose_is_told_with_its_line_and_what_to_write(checked: Checked) -> None:
    found = checked(LOOSE)
    assert found["faults"] == []
    assert [(d["line"], d["place"]) for d in found["doubts"]] == [
        (3, None),  # a season over the new year: of which winter?
        (5, "单位“县水利局”"),  # a full-width comma in brackets
        (5, "单位“县水利局”"),  # which makes two names one
        (10, "第2项"),  # the flood season's default day
        (10, "第2项"),  # a date of the running text alone
        (11, "第1项"),  # an anchor without a date
        (11, "第1项"),  # number 1 after number 2
        (12, "第三类"),
        (15, "第3项 要点1"),
        (17, "第5项"),  # a date that was changed
    ]
    assert all(d["hint"] for d in found["doubts"])


def test_settled_dates_and_spans_are_plain_dates(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LOOSE)
    rows = {r["id"]: r["deadline"] for r in run("list", "--json").json}
    assert rows["4"] == {"text": "会前5天", "kind": "relative", "start": None, "dates": ["2025-08-31"]}
    assert rows["3"]["dates"] == ["2025-09-30", "2025-12-31"]
    assert rows["5"]["dates"] == ["2025-09-30"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("due: [2025-08-31]", "due: [八月底]", "应为日期"),
        ("due: [2025-08-31]", "due: 2025-08-31", "应为列表"),
        ("11-15/03-15", "2025-11-15/2025-03-15", "的日期应写成"),
        ("11-15/03-15", "11-15/03-32", "的日期应写成"),
        ("from: 2025-07-01", "from: 七月", "应为日期"),
    ],
)
def test_a_date_that_is_none_is_a_fault(checked: Checked, old: str, new: str, words: str) -> None:
    (fault,) = checked(LOOSE.replace(old, new))["faults"]
    assert words in fault["message"] and fault["hint"]


GROUPS = """\
title: 某县
year: 2025
units:
  - {name: 县水利局, groups: [成员单位, 县安委会成员单元]}
groups:
  - {name: 成员单位, phrases: [各成员单位]}
  - {name: 有关部门, phrases: [有关部门], among: 县安委会成员单位}
standing: {from: 1, group: 片区, text: 各片区落实}
categories:
  - number: 一
    title: 甲
    tasks:
      - {number: 1, title: 乙, units: 各成员单位, deadline: 全年}
"""


def test_a_group_that_is_not_registered_is_doubtful_wherever_it_is_named(checked: Checked) -> None:
    """Spelt otherwise, it would leave a unit without its tasks and nobody would notice."""
    assert lines(checked(GROUPS)["doubts"]) == [
        (4, None, "单位组“县安委会成员单元”未在 groups 中登记"),
        (7, None, "单位组“县安委会成员单位”未在 groups 中登记"),
        (8, None, "单位组“片区”未在 groups 中登记"),
    ]
    for form in ("各乡镇", "各街道"):  # known by its form
        assert checked(GROUPS.replace("片区", form, 1))["doubts"][2:] == []


def test_a_pattern_that_fits_any_name_is_doubtful(checked: Checked) -> None:
    added = GROUPS.replace("县安委会成员单元", "成员单位").replace(
        "among: 县安委会成员单位", "among: 成员单位"
    )
    for pattern, doubtful in ((".", 1), (".*", 1), ("^", 1), ("[一-龥]", 1), ("", 0), ("镇$", 0), ("局", 0)):
        group = f"  - {{name: 片区, pattern: '{pattern}', members: []}}\nstanding:"
        said = [d["message"] for d in checked(added.replace("standing:", group))["doubts"]]
        assert said.count(f"组“片区”的 pattern（{pattern}）什么名称都合，每家单位都成了成员") == doubtful, (
            pattern
        )


def test_a_standing_clause_that_means_nobody_is_doubtful(checked: Checked) -> None:
    """Of a group that lists nobody, townships are still known by their names."""
    added = GROUPS.replace("县安委会成员单元", "成员单位").replace(
        "among: 县安委会成员单位", "among: 成员单位"
    )
    for group, said in (
        ("{name: 片区}", [(9, None, "属地条款的单位组“片区”没有成员，条款落不到任何单位")]),
        ("{name: 片区, among: 片儿}", [
            (8, None, "单位组“片儿”未在 groups 中登记"),
            (9, None, "属地条款的单位组“片区”没有成员，条款落不到任何单位"),
        ]),
        ("{name: 片区, pattern: 片$}", []),
        ("{name: 片区, members: [县水利局]}", []),
        ("{name: 片区, among: 成员单位}", []),
    ):  # fmt: skip
        assert lines(checked(added.replace("standing:", f"  - {group}\nstanding:"))["doubts"]) == said
    towns = added.replace("standing:", "  - {name: 乡镇}\nstanding:").replace("group: 片区", "group: 乡镇")
    assert checked(towns)["doubts"] == []


def test_what_the_standing_clause_says_is_not_doubtful_where_it_is_written(checked: Checked) -> None:
    text = GROUPS.replace("units: 各成员单位,", "units: 各成员单位。各乡镇落实。,")
    assert "责任单位中的“各乡镇落实。”未能识别" in [d["message"] for d in checked(text)["doubts"]]
    settled = text.replace("group: 片区, text: 各片区落实", "group: 各乡镇, text: 各乡镇落实")
    assert [d["message"] for d in checked(settled)["doubts"] if "责任单位" in d["message"]] == []


def test_members_that_do_not_count_are_doubtful(checked: Checked) -> None:
    """Beside `among` another group's count, beside `pattern` all are one party: it is said where they are written."""
    text = (
        GROUPS[: GROUPS.index("units:")]
        + """\
units:
  - {name: 县教育局}
  - {name: 县水利局, groups: [监管部门, 乡镇]}
  - {name: 天宁镇, groups: [乡镇]}
groups:
  - {name: 成员单位, members: [县教育局]}
  - {name: 监管部门, among: 成员单位, members: [县水利局]}
  - {name: 行业部门, among: 监管部门, pattern: 局$}
  - {name: 乡镇, pattern: 镇$, members: [县教育局]}
  - {name: 甲组, among: 乙组}
  - {name: 乙组, among: 甲组}
  - {name: 丙组, among: 丙组, members: [县教育局]}
  - {name: 丁组, among: 甲组}
categories: [{number: 一, title: 甲, tasks: [{number: 1, title: 乙, units: 成员单位, deadline: 全年}]}]
"""
    )
    doubts = checked(text)["doubts"]
    other, one = "算的是“成员单位”的成员", "组“乡镇”按 pattern 认成员，合为一方，不逐家统计"
    around = "的 among 绕成了圈，不知算哪一组的成员"
    assert lines(doubts) == [
        (5, "单位“县水利局”", one),
        (5, "单位“县水利局”", f"组“监管部门”写了 among，{other}，另写的不算"),
        (9, None, f"组“监管部门”写了 among，{other}，另写的不算"),
        (10, None, f"组“行业部门”写了 among，{other}，另写的不算"),
        (10, None, f"组“行业部门”的 among 写的“监管部门”也是 among，{other}"),
        (11, None, one),
        *((n, None, f"组“{name}组”{around}") for n, name in ((12, "甲"), (13, "乙"), (14, "丙"), (15, "丁"))),
    ]
    assert [d["hint"] for d in doubts[3:7]] == [
        "请写进“成员单位”；成员已经列明的，请去掉该组的 among",
        "请写 among: 成员单位",
        "要逐家统计的，请去掉 pattern，把成员都写进 members",
        "请去掉 among，把成员写进 members",
    ]


def test_a_phrase_of_two_groups_is_doubtful(checked: Checked) -> None:
    """The last one wins: 县应急管理局 would have no task and nobody would notice; both groups named, it has."""
    text = (
        GROUPS[: GROUPS.index("units:")]
        + """\
units: [{name: 县应急管理局}, {name: 县住建局}]
groups:
  - {name: 甲组, phrases: [各单位], members: [县应急管理局]}
  - name: 乙组
    phrases: [各部门, 各单位, 甲组]
    members: [县住建局]
categories: [{number: 一, title: 甲, tasks: [{number: 1, title: 乙, units: 各单位, deadline: 全年}]}]
"""
    )
    doubts = checked(text)["doubts"]
    assert lines(doubts) == [
        (7, None, "组“甲组”和“乙组”都有写法“各单位”，写到它的各项只算“乙组”"),
        (7, None, "组“甲组”和“乙组”都有写法“甲组”，写到它的各项只算“乙组”"),
    ]
    hint = "请只留一处；两组都有任务的，责任单位请写“甲组、乙组”"
    assert [d["hint"] for d in doubts] == [hint, hint]
    asked = text.replace(", 各单位, 甲组]", "]").replace("units: 各单位,", "units: 甲组、乙组,")
    assert checked(asked)["doubts"] == []


INHERITED = """\
title: 某县
year: 2025
categories:
  - number: 一
    title: 甲
    tasks:
      - number: 7
        title: 乙
        units: 县水利局；（待定）
        deadline: 秋高气爽时
        parts:
          - {sector: 煤矿}
          - {sector: 消防, deadline: 春暖花开时}
          - {sector: 学校}
"""


def test_what_parts_inherit_is_doubtful_once_where_it_stands(checked: Checked) -> None:
    assert lines(checked(INHERITED)["doubts"]) == [
        (9, "第7项", "责任单位中的“待定”未能识别"),
        (10, "第7项", "完成时限“秋高气爽时”未能识别"),
        (13, "第7.2项", "完成时限“春暖花开时”未能识别"),
    ]


MANY = """\
title: [甲]
year: "2025"
timezone: 月球
lights: {yellow_days: -1}
anchors: {汛期: 六月}
units: 县水利局
groups:
  - {name: 组, pattern: "("}
isuer: 某办
categories:
  - number: 一
    title:
    tasks:
      - number: 一
        title: 乙
        units: [县水利局]
        deadline: 全年
        measures: 一条
      - number: 0
        title: 丙
        units: 县水利局
        deadline: 2025-06-30
      - 丁
      - number: 5
        title: 戊
        deadline: 全年
        measures:
          - {text: 甲, target: {count: 0, per: 月}}
          - 12
          - {txt: 甲}
"""


def test_all_faults_are_reported_at_once_with_line_place_and_hint(checked: Checked) -> None:
    found = checked(MANY)
    assert lines(found["faults"]) == [
        (1, None, "title（标题） 应为文字"),
        (2, None, "year（年份） 应为整数"),
        (3, None, "不认识的时区“月球”，请写 Asia/Shanghai 这样的名称"),
        (4, None, "yellow_days 不能小于 0"),
        (5, None, "“汛期”的日期应写成 06-01 或 2025-06-01"),
        (6, None, "units（单位名册） 应为列表"),
        (8, "单位组“组”", "pattern 不能用：括号没有配对，或写法不完整，可写成 (乡|镇)(人民政府)?$ 这样"),
        (9, None, "不认识的键“isuer”"),
        (12, "第一类", "title（标题） 应为文字"),
        (14, "第一类 第一项", "number（编号） 应为整数"),
        (16, "第一类 第一项", "units（责任单位） 应为文字"),
        (18, "第一类 第一项", "measures（要点） 应为列表"),
        (19, "第一类 第0项", "number（编号） 不能小于 1"),
        (22, "第一类 第0项", "“2025-06-30”会被当作日期"),
        (23, "第一类 第3个任务", "内容 应为“键: 值”的形式"),
        (24, "第一类 第5项", "缺少 units（责任单位）"),
        (28, "第一类 第5项 要点1", "count 不能小于 1"),
        (28, "第一类 第5项 要点1", "per 只能写 unit（每个单位各自达到）"),
        (29, "第一类 第5项 要点2", "内容 应为“键: 值”的形式"),
        (30, "第一类 第5项 要点3", "不认识的键“txt”"),
        (30, "第一类 第5项 要点3", "缺少 text（内容）"),
    ]
    told = ("不认识的时区", "per 只能", "pattern 不能用")  # the sentence says what to do
    assert all(f["hint"] for f in found["faults"] if not f["message"].startswith(told))
    assert next(f["hint"] for f in found["faults"] if f["line"] == 9) == "是否想写 issuer？"
    assert next(f["hint"] for f in found["faults"] if f["line"] == 22) == "请加引号：'2025-06-30'"


def test_faults_and_doubts_of_one_line_stand_by_number(checked: Checked) -> None:
    for entry, sort in (("{txt: 甲}", "faults"), ("{text: 甲, deadline: 秋高气爽时}", "doubts")):
        text = LEAST.rstrip() + f"\n        measures: [{', '.join([entry] * 12)}]\n"
        found = [place.split()[-1] for _, place, _ in lines(checked(text)[sort]) if place and "要点" in place]
        assert list(dict.fromkeys(found)) == [f"要点{n}" for n in range(1, 13)]


TASK = "第一类 第1项"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("units: 县水利局牵头", "units: 县水利局: 牵头", (9, None, "此处不应有冒号")),
        ("        units:", "\tunits:", (9, None, "缩进用了制表符")),
        ("title: 坚定", 'title: "坚定', (11, None, "引号或括号没有配对")),
        ("坚定树牢安全发展理念", "*abc", (8, None, "没有定义的别名")),
        ("12月底前\n", "12月底前\n---\ntitle: 又一份\n", (11, None, "只能有一份清单")),
        ("12月底前\n", "12月底前\n        deadline: 全年\n", (11, TASK, "键“deadline”重复")),
        ("year: 2025\n", "year: 2025\nyear: 2026\n", (3, None, "键“year”重复")),
        ("deadline:", "dedline:", (10, TASK, "不认识的键“dedline”")),
        ("number: 1\n", "number: 012\n", (7, "第一类 第012项", "“012”会被当作数字")),
        ("number: 1\n", "number: 0x1F\n", (7, "第一类 第0x1F项", "“0x1F”会被当作数字")),
        ("number: 1\n", "number: 1_0\n", (7, "第一类 第1_0项", "“1_0”会被当作数字")),
        ("number: 1\n", "number: 1.0\n", (7, "第一类 第1.0项", "“1.0”会被当作小数")),
        ("6月底前/12月底前", "12:30", (10, TASK, "“12:30”会被当作数字")),
        ("坚定树牢安全发展理念", "no", (8, TASK, "“no”会被当作真假值")),
        ("坚定树牢安全发展理念", "2025-06-30", (8, TASK, "“2025-06-30”会被当作日期")),
        ("title: 坚定", "title: !!python/object/apply:os.system 坚定", (8, TASK, "不支持的标签")),
        ("title: 坚定", "title: !own 坚定", (8, TASK, "不支持的标签“!own”")),
        ("title: 坚定", "title: !!binary 坚定", (8, TASK, "不支持的标签")),
        ("title: 坚定", "title: *坚定", (8, None, "以 * 或 & 开头的文字要加引号")),
        ("坚定", '"\x01"', (8, None, "含有不允许的控制字符")),
        ("deadline: 6", "deadline：6", (10, None, "键名后要有半角冒号和一个空格")),
        ("deadline: 6", "deadline:6", (10, None, "键名后要有半角冒号和一个空格")),
        ("deadline: 6", "deadline 6", (10, None, "键名后要有半角冒号和一个空格")),
        ("- number: 1", "- number：1", (7, None, "键名后要有半角冒号和一个空格")),
        ("title: 某县", "title：某县", (1, None, "键名后要有半角冒号和一个空格")),
        ("tasks:", "tasks：", (6, None, "键名后要有半角冒号和一个空格")),
        ("year: 2025", "year: 2025\nanchors:\n  开工: 03-01\n  汛期：06-01", (5, None, "缺少冒号和空格")),
        (
            "县水利局牵头，",
            "县水利局牵头，\n          乙\n            deadline: 全年\n          ",
            (11, None, "此处不应有冒号"),
        ),
        ("6月底前/12月底前", "[" * 5000 + "]" * 5000, (10, None, "嵌套过深")),
        ("year: 2025", "year: 2025\nsectors: &ring [*ring]", (3, None, "别名引用过多或嵌套过深")),
    ],
)
def test_a_fault_of_the_file_has_its_line(
    checked: Checked, old: str, new: str, expected: tuple[int, str | None, str]
) -> None:
    assert old in LEAST
    faults = checked(LEAST.replace(old, new, 1))["faults"]
    line, place, words = expected
    assert [(f["line"], f["place"]) for f in faults] == [(line, place)]
    assert words in faults[0]["message"] and faults[0]["hint"]


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n", "~\n", "---\n...\n"])
def test_an_empty_file_is_a_fault(checked: Checked, text: str) -> None:
    assert lines(checked(text)["faults"]) == [(1, None, "文件是空的")]


@pytest.mark.parametrize("text", ["你好\n", "- 一\n- 二\n", "12\n"])
def test_a_file_that_is_no_mapping_is_a_fault(checked: Checked, text: str) -> None:
    assert lines(checked(text)["faults"]) == [(1, None, "内容 应为“键: 值”的形式")]


def test_an_alias_bomb_is_one_fault_and_says_nothing_of_what_follows(checked: Checked) -> None:
    layers = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    bomb = "\n".join(["a0: &a0 [哈, 哈]", *layers, LEAST])
    found = checked(bomb)
    assert [f["message"] for f in found["faults"]] == ["别名引用过多或嵌套过深"]
    assert len(json.dumps(found)) < 1000


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(checked: Checked) -> None:
    text = LEAST.replace("\n", "\r\n").encode()
    assert checked(b"\xef\xbb\xbf" + text)["faults"] == []


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_file_in_another_encoding_is_named_with_the_remedy(run: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "清单.yaml"
    path.write_bytes(LEAST.encode(encoding))
    ran = run("check", str(path))
    assert ran.code == 3
    assert "第1行不是 UTF-8 编码" in ran.err and "另存为 UTF-8" in ran.err


CLASH = """\
title: 某县
year: 2025
units:
  - {name: 县水利局, short: [水局]}
  - {name: 县水务局, short: [水局]}
categories:
  - number: 一
    title: 甲
    tasks:
      - {number: 3, title: 乙, units: 县水利局, deadline: 全年}
      - {number: 3, title: 丙, units: 县水利局, deadline: 全年}
"""


def test_numbers_and_names_that_stand_twice(checked: Checked) -> None:
    assert lines(checked(CLASH)["faults"]) == [
        (5, "单位“县水务局”", "单位名称或简称“水局”重复"),
        (11, "第一类 第3项", "任务编号“3”重复"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县水利局", "县水\\u200b利局"),  # not seen
        ("县水利局", "县水\\u3164利局"),  # a Hangul filler
        ("县水利局", "县水\\uFE0F利局"),  # a variation selector
        ("县水利局", "县⽔利局"),  # a radical
        ("县１局", "县①局"),  # compatibility forms
        ("县水利局", "县水 利局"),
    ],
)
@pytest.mark.parametrize("key", ["units", "groups", "sectors"])
def test_two_names_that_no_command_can_tell_apart_are_one_name_twice(
    checked: Checked, key: str, one: str, other: str
) -> None:
    text = LEAST.replace(
        "categories:", f'{key}:\n  - {{name: "{one}"}}\n  - {{name: "{other}"}}\ncategories:'
    )
    ((line, _, message),) = lines(checked(text)["faults"])
    assert line == 5 and message.endswith("重复")


def test_private_characters_are_seen_and_tell_names_apart(run: Run, listed: Callable[[str], Path]) -> None:
    listed(
        LEAST.replace("县水利局牵头，县林业局、县公安局配合", '"\\uE000镇、\\uE001镇"').replace(
            "categories:", 'units: [{name: "\\uE000镇"}, {name: "\\uE001镇"}]\ncategories:'
        )
    )
    assert run("mark", "1", "done", "--unit", "\ue001镇").code == 0
    assert [e["unit"] for e in run("log", "--json").json] == ["\ue001镇"]


@pytest.mark.no_cover
@pytest.mark.parametrize("char", ["\u034f", "\u3164", "\ufe0f", "\U000e0100", "\u2800", "\u180b", "\ufff9"])
def test_every_letter_that_is_not_seen_is_named_and_changes_no_name(
    run: Run, listed: Callable[[str], Path], char: str
) -> None:
    listed(LEAST.replace("县水利局", f"县水{char}利局"))
    doubt = run("check", "--json").json["doubts"][0]
    assert f"看不见的字符 U+{ord(char):04X} 应删去" in doubt["message"]
    assert run("list", "--unit", "县水利局", "--json").json[0]["match"]["basis"] == "named"
    assert run("list", "--unit", f"县{char}水利局", "--json").json[0]["match"][
        "unit"
    ] == f"县水{char}利局".replace(char, "")


@pytest.mark.no_cover
@pytest.mark.parametrize("odd", ["县⽔利局", "县水\\u200b利局", "县水 利局", "县水\\n利局", "县水\\xad利局"])
def test_a_registered_name_means_what_phrases_mean_by_it(
    run: Run, listed: Callable[[str], Path], odd: str
) -> None:
    """Radicals, what is not seen, and white space: in units, short names, groups, members, hosts and sectors alike."""
    register = f"""\
units:
  - {{name: "{odd}", short: ["{odd[1:]}"], groups: ["⼤组"]}}
  - {{name: 县公安局, groups: ["⼤组"]}}
  - {{name: 县林业局, hosts: ["{odd[:2]}防\\u200b办"]}}
groups:
  - {{name: "大\\u200b组", phrases: ["各⼤组成员"]}}
  - {{name: 小组, phrases: [各小组成员], members: ["{odd}"]}}
sectors:
  - {{name: "燃⽓", aliases: ["⽓瓶"]}}
anchors: {{"开⼯": 06-01}}
office: "{odd}"
"""
    text = (
        LEAST.replace("categories:", register + "categories:")
        + """\
      - {number: 2, title: 二, units: 水利局、各大组成员, deadline: 全年, sectors: [气瓶]}
      - {number: 3, title: 三, units: 各小组成员, deadline: 开工前, sectors: [燃气]}
"""
    )
    listed(text)
    found = run("check", "--json").json
    assert [d["message"] for d in found["doubts"] if "异形字" not in d["message"]] == []
    rows = run("list", "--unit", "县水利局", "--json").json
    assert [(r["id"], r["match"]["basis"]) for r in rows] == [("1", "named"), ("2", "named"), ("3", "member")]
    assert [r["id"] for r in run("list", "--sector", "燃气", "--json").json] == ["2", "3"]
    assert "县水利局" in [unit["unit"] for unit in run("units", "--json").json]
    assert rows[2]["deadline"]["dates"] == ["2025-05-31"]


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("5月底前（经批准延期至8月底前）", "2025-08-31"),
        ("6月底前，调整为9月20日前", "2025-09-20"),
        ("煤矿6月底前，其他12月底前", "2025-06-30, 2025-12-31"),
    ],
)
def test_a_date_that_is_to_be_confirmed_stands_in_the_hint_as_it_is_read(
    checked: Checked, phrase: str, due: str
) -> None:
    (doubt,) = checked(LEAST.replace("6月底前/12月底前", phrase))["doubts"]
    assert f"due: [{due}]" in doubt["hint"]


MEASURE = "12月底前\n        measures:\n          - %s\n"


_FAR = "日期 9999-12-31 的年份不在 1949 至 2999 之间，请核对；长期有效的，完成时限写“长期”"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("坚定树牢安全发展理念", '"\\u200b"', "title（标题） 里只有看不见的字符；请填上内容"),
        ("title: 坚定", '"title\\u200b": 坚定', "是否想写 title？"),
        ("title: 坚定", "year: 坚定", "year 不能写在这里；请移到清单最上层"),
        ("categories:", "units: [县水利局]\ncategories:", "应为“键: 值”的形式；请写成 - name: 县水利局"),
        ("6月底前/12月底前", MEASURE % "{text: 查, target: 10项}", "请写成 target: {count: 10, unit: 项}"),
        ("6月底前/12月底前", MEASURE % "{text: 查, target: 至少十处}", "请写成 target: {count: 10, unit: 处}"),
        ("6月底前/12月底前", MEASURE % "{text: 查, target: 12}", "请写成 target: {count: 12}"),
        ("year: 2025", "year: 二〇二六年", "year（年份） 应为整数；请写成 year: 2026，只写数字，不加引号"),
        ("县水利局牵头，县林业局、县公安局配合", "[县水利局, 县林业局]", "应为文字；请写成一行：县水利局、县林业局"),
        ("number: 1\n", "number: 99999999999\n", "“99999999999”太大；若是文字，请加引号；若是数字，请核对位数"),
        ("6月底前/12月底前", "2025-06-30T10:00:00", "请加引号：'2025-06-30T10:00:00'"),
        ("6月底前/12月底前", "2025-06-30", "请加引号：'2025-06-30'"),
        ("12月底前\n", "12月底前\n        due: [2025-06-30 18:00:00]\n", "请写成 2025-06-30，不写时刻"),
        ("year: 2025", "year: 2026\nfirst_issue: 上月", "first_issue 应为日期；请写成 2026-08-31"),
        ("12月底前\n", "12月底前\n        due: 2025-06-30\n", "due 应为列表；请写成 due: [2025-06-30]"),
        ("12月底前\n", "12月底前\n        due: [3月31日]\n", "due 中的“3月31日”应为日期；请写成 due: [2025-03-31]"),
        ("12月底前\n", "12月底前\n        due: [2025-6-30]\n", "due 中的“2025-6-30”应为日期；请写成 due: [2025-06-30]"),
        ("categories:\n", "sectors: 燃气\ncategories:\n", "sectors 应为列表；请另起一行，写成 - name: 燃气"),
        ("categories:\n", "units:\ncategories:\n", "units（单位名册） 应为列表；下面没有内容的，请去掉这一行"),
        ("12月底前\n", "12月底前\n        due: 6月30日前\n", "due 应为列表；请写成 due: [2025-06-30]"),
        ("12月底前\n", "12月底前\n        due: [6月底]\n", "due 中的“6月底”应为日期；请写成 due: [2025-08-31]"),
        ("12月底前\n", "12月底前\n        due: [2025-06-31]\n", "没有“2025-06-31”这一天；请核对日期"),
        ("year: 2025", "year: 2025\nfirst_issue: 2025-02-31", "没有“2025-02-31”这一天；请核对日期"),
        ("year: 2025", "year: 2025\nfirst_issue: 9999-12-31", _FAR),
        ("year: 2025", "year: 2025\nanchors: {开工: 9999-12-31}", _FAR),
        ("12月底前\n", "12月底前\n        due: [9999-12-31]\n", _FAR),
        ("12月底前\n", MEASURE % "排查:", "整句加半角单引号：'排查:'\n"),
        ("deadline: 6", "deadline：6", "请写成 deadline: 6月底前/12月底前"),
        ("year: 2025", "year: 2025\nanchors: {汛期：06-01}", "请写成 汛期: 06-01"),
        ("year: 2025", "year: 2025\nunits: [{name：县水利局}]", "不认识的键“name：县水利局”；请写成 name: 县水利局"),
        ("year: 2025", "year: 2025\nunits: [{name: 县水利局, group: [甲]}]", "不认识的键“group”；是否想写 groups？"),
        ("units:", "unit:", "不认识的键“unit”；是否想写 units？"),
        ("deadline:", "sector: 煤矿\n        deadline:", "不认识的键“sector”；是否想写 sectors？"),
        ("12月底前\n", MEASURE % "text：做一", "要点1：内容 应为“键: 值”的形式；请写成 text: 做一"),
        ("12月底前\n", MEASURE % "做A: 做B", "要点1：文字里的半角冒号把这一条拆成了“键: 值”；整句加半角单引号：'做A: 做B'\n"),
        ("12月底前\n", MEASURE % "内容: 做B", "不认识的键“内容”；是否想写 text？"),
        ("12月底前\n", MEASURE % "", "要点1：这一条是空的；请填上内容，或删去这一行"),
    ],
)  # fmt: skip
def test_a_hint_is_what_mends_it(
    run: Run, listed: Callable[[str], Path], old: str, new: str, said: str
) -> None:
    listed(LEAST.replace(old, new))
    ran = run("list")
    assert ran.code == 3 and said in ran.err


def test_a_sentence_that_a_colon_parts_is_one_fault(checked: Checked) -> None:
    (fault,) = checked(LEAST.replace("12月底前\n", MEASURE % "做A: 做B"))["faults"]
    assert (fault["line"], fault["hint"]) == (12, "整句加半角单引号：'做A: 做B'")


BESIDE = {  # of a line below a measure, or behind it: the line, and what is said
    "- 排查\n           - 整改": (13, "要点1", "“- 整改”接在上一行后面，算作一句"),
    "- 复查\n            归档": (13, "要点1", "“归档”接在上一行后面，算作一句"),
    "- 督办 #2 矿井": (12, "要点1", "“#2 矿井”算作注释，没有读入"),
    "- 督办 #，复核": (12, "要点1", "“#，复核”算作注释，没有读入"),
    "- {text: 督办 #2\n            }": (12, "要点1", "“#2”算作注释，没有读入"),
}


@pytest.mark.parametrize("entry", BESIDE)
def test_words_that_yaml_would_swallow_or_lose_are_a_doubt(checked: Checked, entry: str) -> None:
    (doubt,) = checked(LEAST.replace("12月底前\n", "12月底前\n        measures:\n          " + entry + "\n"))[
        "doubts"
    ]
    line, place, said = BESIDE[entry]
    assert (doubt["line"], doubt["message"]) == (line, said)
    assert place in doubt["place"] and doubt["hint"]


@pytest.mark.parametrize(
    "entry",
    ["- 督办 # 见附件", "- '督办 #2 矿井'", "- 督办#2", "- 督办  #核对：两处", "- 'a\n            b'"],
)
def test_comments_and_quoted_texts_are_as_they_are_meant(checked: Checked, entry: str) -> None:
    found = checked(LEAST.replace("12月底前\n", "12月底前\n        measures:\n          " + entry + "\n"))
    assert (found["faults"], found["doubts"]) == ([], [])


def test_a_units_name_among_the_phrases_of_a_group_is_a_doubt(checked: Checked) -> None:
    """The unit would lose its tasks to the group, and nobody would notice."""
    text = GROUPS.replace("phrases: [各成员单位]", "phrases: [各成员单位, 县水利局]")
    told = [d["message"] for d in checked(text)["doubts"] if "写法" in d["message"]]
    assert told == ["组“成员单位”的写法“县水利局”是名册中的单位，写到它的各项会算成全组的"]


DATED = """\
title: 某县2025年安全生产重点任务
year: 2025
units: [{name: 县应急局}]
categories:
  - number: 一
    title: 甲
    tasks:
      - number: 1
        title: TITLE
        units: 县应急局
        deadline: 12月底前
        content: CONTENT
        measures: MEASURES
"""


def test_a_date_before_the_months_of_the_title_is_asked_about(checked: Checked) -> None:
    """A campaign of a winter: its January is the next year's."""
    text = LEAST.replace("6月底前/12月底前", "DATE").replace(
        "某县2025年", "某县（2025年11月至2026年3月）冬季", 1
    )
    (doubt,) = checked(text.replace("DATE", "1月底前"))["doubts"]
    assert doubt["message"] == "完成时限“1月底前”推算为 2025-01-31，早于标题所写的2025年11月"
    for date in ("2026年1月底前", "12月底前"):
        assert checked(text.replace("DATE", date))["doubts"] == []
    (doubt,) = checked(text.replace("DATE", "每月底前"))["doubts"]
    assert doubt["message"] == (
        "完成时限“每月底前”推算为 2025-01-31 至 2025-12-31 的各期，标题所写的是2025年11月"
    )
    settled = "每月底前\n        due: [2025-11-30, 2025-12-31, 2026-01-31, 2026-02-28, 2026-03-31]"
    assert "推算为" not in str(checked(text.replace("DATE", settled))["doubts"])


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("某县2025年今冬明春火灾防控", "今冬明春"),
        ("某县2025—2026年冬春火灾防控", "冬春"),
        ("某县2025—2026年度供暖季", "供暖季"),
        ("某县2025—2026学年", "学年"),
        ("某县2025年冬春火灾防控", ""),  # from January, or from December?
    ],
)
def test_a_january_of_a_winter_is_asked_about(checked: Checked, title: str, word: str) -> None:
    text = re.sub("title: .*", f"title: {title}重点任务", LEAST, count=1).replace(
        "6月底前/12月底前", "1月底前"
    )
    found = [d["message"] for d in checked(text)["doubts"] if "推算为" in d["message"]]
    assert found == [f"完成时限“1月底前”推算为 2025-01-31，早于标题所写的{word}"] * bool(word)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("deadline", "asked"),
    [
        ("1月20日前", True), ("1月底前", True), ("3月10日前", True), ("3月11日前", False), ("12月底前", False),
        ("1月、7月", False), ("2025年1月底前", False), ("今年1月底前", False), ("2026年1月底前", False), ("每年1月", False),
    ],
)  # fmt: skip
def test_a_day_below_one_of_the_next_year_that_may_be_of_that_too_is_asked_about(
    checked: Checked, deadline: str, asked: bool
) -> None:
    tasks = "".join(
        f"      - {{number: {n}, title: 甲{n}, units: 县应急局, deadline: {due}}}\n"
        for n, due in enumerate((deadline, "次年3月10日前", deadline), 1)
    )
    found = checked(DATED.partition("      - number")[0] + tasks)["doubts"]
    assert [(d["place"], "上面的第2项写的是 2026-03-10" in d["message"]) for d in found] == [
        ("第3项", True)
    ] * asked


@pytest.mark.parametrize("far", ["2026年底前", "2026年6月底前", "到2027年"])
def test_what_ends_far_in_the_next_year_makes_no_other_day_doubtful(checked: Checked, far: str) -> None:
    tasks = "".join(
        f"      - {{number: {n}, title: 甲{n}, units: 县应急局, deadline: {due}}}\n"
        for n, due in enumerate((far, "3月底前", "6月底前", "12月底前"), 1)
    )
    assert checked(DATED.partition("      - number")[0] + tasks)["doubts"] == []


@pytest.mark.parametrize(
    ("title", "deadline", "doubts"),
    [
        ("汛期前查坝", "汛期前10天", 0),  # the deadline says it more exactly
        ("汛期前查坝", "汛期前", 0),
        ("汛期前查坝", "春节前10天", 1),
        ("汛期前查坝", "9月底前", 1),
    ],
)
def test_a_feast_in_a_text_is_what_the_deadline_before_it_comes_to(
    checked: Checked, title: str, deadline: str, doubts: int
) -> None:
    text = DATED.partition("      - number")[0].replace(
        "year: 2025\n", "year: 2025\nanchors: {汛期: 06-01/09-30}\n"
    )
    task = f"      - {{number: 1, title: {title}, units: 县应急局, deadline: {deadline}}}\n"
    said = [d["message"] for d in checked(text + task)["doubts"]]
    assert sum("文中写有“汛期前”" in what for what in said) == doubts == len(said)


OF_2026 = "推算为 2025-06-30，前面写的是2026年"


@pytest.mark.parametrize(
    ("above", "deadline", "told"),
    [
        ("2026年3月底前完成方案", "全年", OF_2026),
        ("2026年", "全年", OF_2026),
        ("（二）明年：", "全年", OF_2026),
        ("2026年度目标：清零", "全年", OF_2026),
        ("2026年完成改造，逐步推开", "全年", OF_2026),
        ("第二阶段（2026年1月至12月）", "全年", OF_2026),
        ("11月底前完成动员；次年2月底前完成整治", "全年", OF_2026),
        ("2024年", "全年", "推算为 2025-06-30，前面写的是2024年"),
        ("2026年3月底前完成方案；2025年内完成动员", "全年", ""),
        # a full stop ends it, but for a head, a beginning, and what goes on from it
        ("力争2026年底前建成指挥中心。", "全年", ""),
        ("三年行动2026年底收官。", "全年", ""),
        ("2026年1月底前报送年度总结。", "全年", ""),
        ("2026年3月底前结束冬春火灾防控。 加强巡查，", "全年", ""),
        ("管网2025年启动，2026年底前完成。", "全年", ""),
        ("2026年，完成选址。", "全年", ""),
        ("2026年完成选址。", "全年", ""),
        ("2026年度重点项目，12月底前入库。", "全年", ""),
        ("2026年度预算：12月底前编制；", "全年", ""),
        ("2026年：完成选址。", "全年", OF_2026),
        ("2026年度重点项目：完成选址。", "全年", OF_2026),
        ("第二阶段（2026年1月至12月）。", "全年", OF_2026),
        ("2026年3月底前完成方案。", "全年", OF_2026),
        ("2026年1月底前完成摸底。", "全年", OF_2026),
        ("2026年1月启动建设。", "全年", OF_2026),
        ("计划2026年开工建设。", "全年", ""),
        ("2026年实施方案，", "全年", ""),
        ("2026年1月底前报送年度总结；", "全年", OF_2026),
        ("到2027年，覆盖率达到90%", "全年", ""),
        # a plan's name, a rule's beginning and an aim are of no measure below
        ("落实《治本攻坚三年行动方案（2024—2026年）》", "全年", ""),
        ("深化燃气专项整治（2026—2027年）", "全年", ""),
        ("落实“十四五”规划（2021-2025年）", "全年", ""),
        ("按《改造方案》（2022年）要求", "全年", ""),
        ("2026年1月1日起实行新标准", "全年", ""),
        ("执行新标准（2026年1月1日起施行）", "全年", ""),
        ("力争2026年创建示范县", "全年", ""),
        ("改造工程2026年竣工", "全年", ""),
        ("项目建设周期2024年至2026年", "全年", ""),
        ("做好2026年项目储备", "全年", ""),
        ("3月底前制定2026年工作计划", "全年", ""),
        ("2024年检查发现的问题整改到位", "全年", ""),
        ("排查", "2026年底前", "推算为 2025-06-30，这一项写的是 2026-12-31"),
        ("排查", "2026年1月至6月", "推算为 2025-06-30，这一项写的是 2026-06-30"),
        ("排查", "2025年3月至2026年12月", ""),  # it lies within
        ("排查", "2026年3月底前", ""),
    ],
)
def test_a_measure_without_a_year_is_asked_about_below_another_year(
    checked: Checked, above: str, deadline: str, told: str
) -> None:
    task = (
        f"      - {{number: 1, title: 甲, units: 县应急局, deadline: {deadline}, measures: "
        f"['{above}', {{text: 6月底前完成改造, deadline: 6月底前}}]}}\n"
    )
    found = [d["message"] for d in checked(DATED.partition("      - number")[0] + task)["doubts"]]
    assert [m for m in found if "6月底前" in m and "推算" in m] == [f"完成时限“6月底前”{told}"] * bool(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026年, 6月底前完成改造", "2026年6月底前”（2026-06-30"),
        ("2026年, 2026年春节前完成检查", "2026年春节前”（2026-02-16"),
        ("去年, 6月底前完成改造", "6月底前”（2025-06-30"),
        ("2026年12月底前建成。8月底前完成选址", "8月底前”（2025-08-31）、“2026年12月底前”（2026-12-31"),
        ("2026年6月底前改造。9月底前完成验收", "2026年6月底前”（2026-06-30）、“2026年9月底前”（2026-09-30"),
    ],
)
def test_the_year_above_a_date_in_running_text_is_said_with_it(
    checked: Checked, text: str, told: str
) -> None:
    task = f"      - {{number: 1, title: 甲, units: 县应急局, deadline: 全年, measures: [{text}]}}\n"
    found = [d["message"] for d in checked(DATED.partition("      - number")[0] + task)["doubts"]]
    assert found == [f"文中写有“{told}），完成时限里没有"]


@pytest.mark.parametrize(
    ("above", "below", "told"),
    [
        ("2025年12月底前完成自查；", "3月底前", "推算为 2025-03-31，前面写的是2025年12月"),
        ("2025年底前完成自查，", "1月20日前", "推算为 2025-01-20，前面写的是2025年底"),
        ("2025年12月底前完成自查；", "6月底前", ""),
        ("2025年12月底前完成自查；", "2025年3月底前", ""),
        ("2025年12月底前完成自查。", "3月底前", ""),
        ("2025年6月底前完成自查；", "3月底前", ""),
        ("12月底前完成自查；", "3月底前", ""),
    ],
)
def test_an_early_month_behind_the_end_of_the_written_year_is_asked_about(
    checked: Checked, above: str, below: str, told: str
) -> None:
    task = (
        f"      - {{number: 1, title: 甲, units: 县应急局, deadline: 2025年底前, measures: "
        f"['{above}', {{text: 完成督查, deadline: {below}}}]}}\n"
    )
    found = [d["message"] for d in checked(DATED.partition("      - number")[0] + task)["doubts"]]
    assert [m for m in found if "推算" in m] == [f"完成时限“{below}”{told}"] * bool(told)


@pytest.mark.parametrize(
    ("row", "measure", "told"),
    [
        ("采暖季", "deadline: 每周", "“每周”从 2025-01-05 算起，早于任务的期限“采暖季”的开始（2025-11-01）"),
        ("7月至12月", "deadline: 每月25日前", "“每月25日前”从 2025-01-25 算起，早于任务的期限“7月至12月”的开始（2025-07-01）"),
        ("7月至12月", "deadline: 每月25日前, from: 2025-07-01", ""),
        ("7月至12月", "deadline: 自7月起每月", ""),
        ("全年", "deadline: 每周", ""),
        ("7月至12月", "deadline: 3月底前", ""),  # what is made ready
    ],
)  # fmt: skip
def test_a_rhythm_that_begins_before_its_row_is_asked_about(
    checked: Checked, row: str, measure: str, told: str
) -> None:
    task = f"      - {{number: 1, title: 甲, units: 县应急局, deadline: {row}, measures: [{{text: 巡查, {measure}}}]}}\n"
    text = "anchors: {采暖季: 2025-11-01/2026-03-31}\n" + DATED.partition("      - number")[0] + task
    found = [d["message"] for d in checked(text)["doubts"] if "早于" in d["message"]]
    assert found == [f"要点的期限{told}"] * bool(told)


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", ["类别", "任务"])
@pytest.mark.parametrize(
    ("heading", "deadline", "asked"),
    [
        ("2026年任务", "6月底前", 2026),
        ("2026年度重点任务", "每月25日前", 2026),
        ("第二阶段（2026年1—6月）", "6月底前", 2026),
        ("巩固提升阶段（2026年）", "全年", 2026),
        ("2026年上半年", "6月底前", 2026),
        ("2026年重点：燃气", "6月底前", 2026),
        ("明年任务", "6月底前", 2026),
        ("2026—2027年任务", "6月底前", 2026),
        ("2026年任务", "2026年6月底前", 0),
        ("2026年任务", "2025年12月底前", 0),
        ("2026年任务", "长期坚持", 0),
        ("2025年任务", "6月底前", 0),
        ("集中整治（2025年11月至2026年3月）", "12月底前", 0),
        ("2024—2026年三年行动", "6月底前", 0),
        ("2024年遗留任务", "6月底前", 0),
        ("2024年度考核反馈问题整改", "6月底前", 0),
        ("落实《三年行动方案（2026—2028年）》", "6月底前", 0),
        ("《规划》（2026年）宣传", "6月底前", 0),
        ("2026年度执法计划编制", "11月底前", 0),
        ("谋划2026年工作", "11月底前", 0),
    ],
)
def test_below_a_heading_of_another_year_dates_without_one_are_asked_about(
    checked: Checked, kind: str, heading: str, deadline: str, asked: int
) -> None:
    old, place = ("title: 甲", f'title: "{heading}"') if kind == "类别" else ("TITLE", f'"{heading}"')
    text = DATED.replace(old, place).replace("TITLE", "乙").replace("12月底前", deadline)
    text = text.replace("CONTENT", "''").replace("MEASURES", "[]")
    said = [d["message"] for d in checked(text)["doubts"] if "写的是" in d["message"]]
    assert [re.sub("，.*", "", what) for what in said] == [f"{kind}“{heading}”写的是{asked}年"] * bool(asked)


def test_a_year_of_a_list_of_several_is_another_where_it_is_past(checked: Checked) -> None:
    text = (
        DATED.replace("某县2025年", "某县2024—2025年")
        .replace("TITLE", "2024年任务")
        .replace("MEASURES", "[]")
    )
    (doubt,) = checked(text)["doubts"]
    assert doubt["message"] == "任务“2024年任务”写的是2024年，完成时限“12月底前”推算为 2025-12-31"
    settled = text.replace("deadline: 12月底前", "deadline: 12月底前\n        due: [2025-12-31]")
    assert checked(settled)["doubts"] == []


def test_a_winter_row_makes_only_the_rows_right_below_it_doubtful(checked: Checked) -> None:
    """A list goes on with its own year behind a row from March on, and a range says of itself which winter it is."""
    for due, asked in (("次年3月底前", ["第2项"]), ("11月至次年3月", [])):
        tasks = "".join(
            f"      - {{number: {n}, title: 甲{n}, units: 县应急局, deadline: {d}}}\n"
            for n, d in enumerate((due, "2月底前", "6月底前", "3月底前", "一季度"), 1)
        )
        found = checked(DATED.partition("      - number")[0] + tasks)["doubts"]
        assert [d["place"] for d in found if "推算" in d["message"]] == asked


def test_a_season_over_the_new_year_is_asked_about_until_its_years_are_written(checked: Checked) -> None:
    text = LEAST.replace("categories:", "anchors: {防火期: DAYS}\ncategories:")
    ((line, _, said),) = lines(checked(text.replace("DAYS", "10-01/05-31"))["doubts"])
    assert (line, said) == (3, "anchors 写的“防火期”（10-01/05-31）跨年，按2025年10-01至2026年05-31计")
    for days in ("2025-10-01/2026-05-31", "06-01/09-30"):
        assert checked(text.replace("DAYS", days))["doubts"] == []


REGISTERED = """\
units: [{name: 县水利局, former: [县水务局]}, {name: 县林业局, former: [县水务局]}, {name: 县公安局}]
office: 县安委会办
"""


def test_names_that_a_register_does_not_tell_are_doubtful_with_what_is_known_of_them(
    checked: Checked,
) -> None:
    """The office is a name of the register, full or short; a former name of two units is neither's."""
    found = checked(REGISTERED + LEAST.replace("县公安局配合", "县公安局、县水务局配合"))["doubts"]
    assert [(d["line"], d["message"].partition("，")[0]) for d in found] == [
        (2, "office“县安委会办”不在名册中"),
        (11, "责任单位中的“县水务局配合”未能识别"),
    ]
    assert found[1]["hint"] == "它是县水利局、县林业局的原名，请改写成其中的单位"
    short = REGISTERED.replace("name: 县公安局", "name: 县公安局, short: [公安局]")
    for name in ("县公安局", "公安局"):
        assert checked(short.replace("县安委会办", name) + LEAST)["doubts"] == []


def test_a_line_break_in_a_doubt_is_a_blank(checked: Checked) -> None:
    (doubt,) = checked(LEAST.replace("6月底前/12月底前", '"春暖\\n花开时"'))["doubts"]
    assert doubt["message"] == "完成时限“春暖 花开时”未能识别"


def test_a_settled_date_before_the_lists_year_is_doubtful(checked: Checked) -> None:
    for due in ("2024-01-01, 2025-06-30", "2025-06-30, 2024-01-01"):
        (doubt,) = checked(LEAST + f"        due: [{due}]\n")["doubts"]
        assert doubt["message"] == "完成时限“6月底前/12月底前”在 due 写定的 2024-01-01 早于清单的年度"
    (doubt,) = checked(LEAST + "        due: [2025-06-30, 2052-06-30]\n")["doubts"]
    assert doubt["message"] == "完成时限“6月底前/12月底前”在 due 写定的 2052-06-30 远晚于清单的年度"
    (doubt,) = checked(LEAST + "        due: []\n")["doubts"]
    assert doubt["message"] == "完成时限“6月底前/12月底前”旁边的 due 是空的"


PAPERS = """\
title: 某县2026年安全生产重点任务清单
year: 2026
document: （云安委〔2026〕3号）
addressee: 主送：各成员单位：
copies: 抄送：县委办。
contact: 联系人：张三
categories:
  - {number: 一, title: 一、压实责任, tasks: [{number: 1, title: 甲, units: 无, deadline: 6月底前}]}
  - {number: 二, title: （二）整治, tasks: [{number: 2, title: 乙, units: 无, deadline: 6月底前}]}
  - {number: 三, title: 三年行动, tasks: [{number: 3, title: 丙, units: 无, deadline: 6月底前}]}
"""


def test_what_papers_put_themselves_does_not_stand_twice(run: Run, listed: Callable[[str], Path]) -> None:
    listed(PAPERS)
    said = run("summary", "--today", "2026-06-20").out
    assert "按照《某县2026年安全生产重点任务清单》（云安委〔2026〕3号），" in said
    assert "\n各成员单位：\n" in said
    assert "\n抄送：县委办。\n" in said and "\n（联系人：张三）\n" in said
    titles = [row["category"]["title"] for row in run("list", "--json").json]
    assert titles == ["压实责任", "整治", "三年行动"]


@pytest.mark.parametrize(
    ("under", "said", "hint"),
    [
        (
            "parts: [{sector: 煤矿, units: 县水利局}, {sector: 煤矿, units: 县水利局}]",
            "分项2与分项1都叫“煤矿”", "请核对；是两件事的，各写 title（名称）",
        ),
        (
            "parts: [{sector: 煤矿, units: 县水利局}, {}]",
            "分项2没有写 sector（行业），也没有写 title（名称）", "请写上其中一个；多余的请删去",
        ),
        ("measures: [开会, 检查, 开会]", "要点3与要点1相同“开会”", "请核对，多余的请删去"),
        (
            "parts: [{sector: 煤矿, units: 县水利局, measures: [开会, 开会]}]",
            "要点2与要点1相同“开会”", "请核对，多余的请删去",
        ),
    ],
)  # fmt: skip
def test_what_stands_twice_or_is_empty_within_a_task_is_a_doubt(
    checked: Checked, under: str, said: str, hint: str
) -> None:
    (doubt,) = checked(LEAST + f"        {under}\n")["doubts"]
    assert (doubt["message"], doubt["hint"]) == (said, hint)


def test_a_measure_that_is_to_be_done_twice_on_other_days_stands_rightly_twice(checked: Checked) -> None:
    measures = "measures: [{text: 开会, deadline: 3月底前}, {text: 开会, deadline: 6月底前}]"
    assert checked(LEAST + f"        {measures}\n")["doubts"] == []


def test_a_category_without_a_task_is_a_doubt_and_a_bulletin_says_that_there_is_none(
    run: Run, listed: Callable[[str], Path], checked: Checked
) -> None:
    empty = (
        "title: 某县2025年任务清单\nyear: 2025\ncategories:\n  - number: 一\n    title: 甲\n    tasks: []\n"
    )
    (doubt,) = checked(empty)["doubts"]
    assert (doubt["line"], doubt["message"]) == (6, "类别“甲”下还没有任务")
    listed(empty)
    assert "清单里还没有任务。" in run("summary", today="2025-06-20").out


def test_a_first_issue_after_the_lists_year_is_a_doubt(checked: Checked) -> None:
    (doubt,) = checked(LEAST.replace("year: 2025", "year: 2025\nfirst_issue: 2026-01-05"))["doubts"]
    assert doubt["message"] == "first_issue 写的 2026-01-05 晚于清单的年度，本年的通报都没有期号"


def test_a_day_of_an_anchor_that_the_year_has_not_is_a_doubt(checked: Checked) -> None:
    text = LEAST.replace("year: 2025", 'year: 2025\nanchors: {汛期: "02-29", 开工: "03-01/02-29"}')
    said = [doubt["message"] for doubt in checked(text)["doubts"]]
    assert said == [f"anchors 写的“{word}”是2月29日，2025年没有这一天" for word in ("开工", "汛期")]
    assert checked(text.replace("2025", "2024"))["doubts"] == []


def test_of_a_long_deadline_the_doubt_quotes_the_beginning(checked: Checked) -> None:
    (doubt,) = checked(LEAST.replace("6月底前/12月底前", "视情况" + "、适时" * 1000))["doubts"]
    assert "…”未能识别" in doubt["message"] and len(doubt["message"]) < 300


@pytest.mark.parametrize("phrase", ["下月底前", "月底前", "本月底前", "次月底前", "下季度末前"])
def test_what_counts_from_the_month_that_it_was_written_in_is_no_anchor(
    checked: Checked, phrase: str
) -> None:
    (doubt,) = checked(LEAST.replace("6月底前/12月底前", phrase))["doubts"]
    assert doubt["message"] == f"完成时限“{phrase}”没有写明是哪一天，推不出日期"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2023-01-01", ["first_issue 写的 2023-01-01 早于清单的年度，期号接着那时的数"]),
        ("2024-12-29", ["first_issue 写的 2024-12-29 早于清单的年度，期号接着那时的数"]),
        ("2024-12-30", []),  # the Monday of the year's first week
        ("2025-01-01", []),
    ],
)
def test_a_first_issue_before_the_lists_year_is_a_doubt(checked: Checked, day: str, told: list[str]) -> None:
    doubts = checked(LEAST.replace("year: 2025", f"year: 2025\nfirst_issue: {day}"))["doubts"]
    assert [doubt["message"] for doubt in doubts] == told


def test_a_former_name_that_another_unit_has_today_is_a_doubt(checked: Checked) -> None:
    units = (
        "units: [{name: 县水利局, former: [县水务局]}, {name: 县水务局}, {name: 县林业局}, {name: 县公安局}]"
    )
    (doubt,) = checked(LEAST.replace("year: 2025", f"year: 2025\n{units}"))["doubts"]
    assert doubt["message"] == "原名“县水务局”是名册中“县水务局”现在的名称，两家会混作一家"


@pytest.mark.parametrize("blank", ["\u3000\u3000", "  \u3000", "\xa0\xa0"])
def test_an_indent_of_other_blanks_is_told_at_its_line(
    run: Run, listed: Callable[[str], Path], blank: str
) -> None:
    listed(LEAST.replace("    title:", f"{blank}title:", 1))
    ran = run("check")
    assert ran.code == 3
    assert "第5行：YAML 语法有误（缩进用了全角空格，要用半角空格）" in ran.out + ran.err


SIDE_BY_SIDE = """\
title: 某县
year: 2025
anchors:
  汛期: 13-01
  供暖期: 十一月
units:
  - {name: 县水利局, conact: 张某}
  - {name: 县水利局}
groups:
  - {name: 组, members: 县水利局}
  - {name: " 组 "}
sectors: [{name: 煤矿}, {name: 煤矿}]
categories:
  - number: 一
    title: 甲
    tasks:
      - {number: 3, title: 乙, units: 县水利局, deadline: 全年}
      - {number: 3, titel: 丙, deadline: 全年}
  - number: 一
    tasks:
      - {number: 5, title: 丁, units: 县水利局, parts: [{sector: 煤矿, deadline: 全年}], measures: [甲], xx: 1}
      - {number: 6, title: 戊, parts: [{sector: 煤矿, units: 县水利局}, {sector: 消防}], deadline: 全年}
"""


def test_what_stands_twice_or_is_missing_is_told_beside_faults_of_other_kinds(checked: Checked) -> None:
    assert lines(checked(SIDE_BY_SIDE)["faults"]) == [
        (4, None, "“汛期”的日期应写成 06-01 或 2025-06-01"),
        (5, None, "“供暖期”的日期应写成 06-01 或 2025-06-01"),
        (7, "单位“县水利局”", "不认识的键“conact”"),
        (8, "单位“县水利局”", "单位名称或简称“县水利局”重复"),
        (10, "单位组“组”", "members 应为列表"),
        (11, "单位组“ 组 ”", "单位组名称“组”重复"),
        (12, "行业“煤矿”", "行业名称“煤矿”重复"),
        (18, "第一类 第3项", "不认识的键“titel”"),
        (18, "第一类 第3项", "任务编号“3”重复"),
        (18, "第一类 第3项", "缺少 title（标题）"),
        (18, "第一类 第3项", "缺少 units（责任单位）"),
        (19, "第一类", "类别编号“一”重复"),
        (19, "第一类", "缺少 title（标题）"),
        (21, "第一类 第5项", "parts 与 measures 只能写一种"),
        (21, "第一类 第5项", "不认识的键“xx”"),
        (22, "第一类 第6项", "缺少 units（责任单位）"),
    ]


@pytest.mark.parametrize("text", ["", MANY, "title: [\n", LEAST.replace("number: 1\n", "number: 012\n")])
@pytest.mark.parametrize("verb", [("list",), ("mark", "1", "done"), ("note", "1", "已办"), ("undo",)])
def test_with_a_faulty_list_nothing_is_shown_as_fact_or_recorded(
    run: Run, listed: Callable[[str], Path], workspace: Path, text: str, verb: tuple[str, ...]
) -> None:
    listed(text)
    ran = run(*verb)
    assert (ran.code, ran.out) == (3, "")
    assert "处错误" in ran.err and "Traceback" not in ran.err
    assert not (workspace / "home" / "ledger.jsonl").exists()


@pytest.mark.parametrize("year", ["2025年", '"2025"', "２０２５年", "2025 年度"])
def test_a_year_that_is_text_is_told_as_it_is_to_be_written(
    run: Run, listed: Callable[[str], Path], year: str
) -> None:
    listed(LEAST.replace("year: 2025", f"year: {year}"))
    ran = run("list")
    assert ran.code == 3
    assert "第2行：year（年份） 应为整数；请写成 year: 2025，只写数字，不加引号\n" in ran.err


def test_a_fault_is_told_without_a_word_of_a_library(checked: Checked) -> None:
    found = checked(LEAST.replace("year: 2025", "year:") + "anchors: {'': 06-01/09-30}\n")["faults"]
    assert [(f["line"], f["message"], f["hint"]) for f in found] == [
        (2, "year（年份） 应为整数", "请写成 2025 这样的数字，不加引号"),
        (11, "键名 不能为空", "请填上内容"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x14\x00", "是 Word、Excel、PDF、网页一类的文件，不是清单文件\n提示：请先读成清单文件：anquan import "),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "是 Word、Excel、PDF、网页一类的文件，不是清单文件\n提示：请先读成清单文件：anquan import "),
        (b"%PDF-1.7\n", "是 Word、Excel、PDF、网页一类的文件，不是清单文件\n提示：请先读成清单文件：anquan import "),
        (b"<!DOCTYPE html>\n", "是 Word、Excel、PDF、网页一类的文件，不是清单文件\n提示：请先读成清单文件：anquan import "),
        (b"BEGIN:VCALENDAR\n", "第1行：内容 应为“键: 值”的形式；请对照手册中的样例；表格、文稿请先用 anquan import 读成清单文件"),
        (b'{"v":1,"seq":0,"id":"L"}\n', "是台账，不是清单文件\n提示：请核对 --tasks 和 --ledger 是不是写反了"),
        (b'{\n "list": {"id": "2025"},\n "rows": []\n}\n', "是导出的 JSON 数据，不是清单文件\n提示：导出的数据读不回清单"),
        (b'[{"id": "1", "percent": 0.0}]\n', "是导出的 JSON 数据，不是清单文件\n提示：导出的数据读不回清单"),
        ("title: 某县".encode("gbk"), "不是 UTF-8 编码\n提示：请在编辑器中另存为 UTF-8"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_given_as_the_list_is_told_as_what_it_is(
    run: Run, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "清单"
    path.write_bytes(content)
    ran = run("--tasks", str(path), "list")
    assert (ran.code, ran.out) == (3, "")
    assert said in ran.err


def test_a_list_that_is_written_as_json_is_a_list(checked: Checked) -> None:
    assert checked(json.dumps(yaml.safe_load(LEAST)))["faults"] == []


def test_controls_that_come_in_as_escapes_are_named(run: Run, listed: Callable[[str], Path]) -> None:
    """YAML refuses them as such, and takes "\\x07"; a line break in a text is none of them."""
    path = listed(LEAST + 'standing: {from: 1, group: 乡, text: "甲\\x07\\u200b乙\\n丙\\e[31m"}\n')
    said = run("check", str(path)).out
    for char in ("U+0007", "U+200B", "U+001B"):
        assert f"看不见的字符 {char} 应删去" in said
    assert "U+000A" not in said


def test_a_list_of_too_many_cells_is_refused_with_the_item_to_change(run: Run, tmp_path: Path) -> None:
    """50 tasks × 365 days × 55 units: 1,003,750."""
    names = "、".join(f"县第{n}局" for n in range(1, 56))
    tasks = "".join(
        f"      - {{number: {n}, title: 任务{n}, units: {names}, deadline: 每日}}\n" for n in range(1, 51)
    )
    path = tmp_path / "大.yaml"
    path.write_text(
        f"title: 某县清单\nyear: 2025\ncategories:\n  - number: 一\n    title: 甲\n    tasks:\n{tasks}",
        encoding="utf-8",
    )
    ran = run("--tasks", str(path), "list")
    assert (ran.code, ran.out) == (3, "")
    assert "第7行 第一类 第1项：各项的单位数乘期数，合计100万，超过100万，第1项最多；这一项有365期" in ran.err
    assert "如“每日”改为“每月”" in ran.err


@pytest.mark.parametrize(
    ("deadline", "each"),
    [
        ("deadline: 每日", 365),
        ("deadline: 每周五", 52),
        pytest.param("remark: 同上", 1, marks=pytest.mark.no_cover),
    ],
)
def test_a_list_of_too_many_stages_is_refused_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch, deadline: str, each: int
) -> None:
    monkeypatch.setattr("anquan_cli.tasklist.compile._STAGES", 10_000)
    most = (10_000 - 1) // each
    text = LEAST.replace("6月底前/12月底前", "6月底前") + "        measures:\n"
    lines = [f"          - {{text: 甲{n}, {deadline}}}\n" for n in range(1, most + 2)]
    made = Calls(monkeypatch, "anquan_cli.tasklist.compile.Stage")
    assert validate(text + "".join(lines[:-1]))[0]
    assert made.count <= 10_000
    plan, faults, *_ = validate(text + "".join(lines))
    assert plan is None and made.count <= 20_000
    assert [(f.line, f.where, f.hint) for f in faults] == [
        (11 + most + 1, f"第1项 要点{most + 1}", "请把过密的时限写疏，如“每日”改为“每月”，或分成几份清单")
    ]
    assert faults[0].what.endswith(f"有{each}期")
    assert "到这里合计超过1万" in faults[0].what


@pytest.mark.parametrize(
    ("title", "content", "measures", "told"),
    [
        # a rhythm has its own month-ends, and says nothing of its neighbours' dates; nor does another's day
        ("乙", "", "[方案（3月底前）, {text: 每月调度, deadline: 每月}]", ["要点1 3月底前"]),
        ("乙", "", "[方案（9月底前）, {text: 每季度通报, deadline: 每季度}]", ["要点1 9月底前"]),
        ("乙", "", "[整改（6月底前）, {text: 6月底前排查, deadline: 6月底前}]", ["要点1 6月底前"]),
        ("乙", "", "[{text: '9月底前，每月一次检查', deadline: '9月底前，每月一次'}]", []),
        ("乙", "9月底前，每月一次检查", "[{text: '9月底前，每月一次检查', deadline: '9月底前，每月一次'}]", []),
        ("乙", "6月底前排查", "[{text: 6月底前排查, deadline: 6月底前}]", []),
        ("乙", "整改（6月底前）", "[整改（6月底前）]", ["要点1 6月底前"]),  # once
        # below several dates of its own, or those of 每月, one is not said
        ("乙", "", "[{text: 各乡镇6月底前报送, deadline: 每月}]", ["要点1 6月底前"]),
        ("乙", "", "[{text: '3月、6月底前报送', deadline: '3月、6月底前'}]", []),
        # so is what the title says, once
        ("9月底前完成燃气整治", "", "[]", ["9月底前"]),
        ("消防整治（6月底前）", "", "[]", ["6月底前"]),
        ("消防整治（12月底前）", "", "[]", []),
        ("消防整治（6月底前）", "6月底前整治。", "[]", ["6月底前"]),
        ("消防整治（6月底前）", "", "[{text: 整治, deadline: 6月底}]", []),
        # a date that something is to be done in, with no 前
        ("乙", "第一季度完成排查，第二季度完成整改。", "[]", ["第一季度、第二季度"]),
        ("乙", "上半年全部整改到位", "[]", ["上半年"]),
        ("乙", "6月底要完成整改；9月30日建成", "[]", ["6月底、9月30日"]),  # once for a text
        ("乙", "年内完成；2025年完成；全年完成5家；12月完成；每季度完成1次", "[]", []),
        ("乙", "巩固2024年6月完成的成果；6月完成情况通报；6月底完成率达到80%", "[]", []),
        ("乙", "6月是安全生产月；第一季度召开会议", "[]", []),
        ("乙", "汛期前完成水库除险加固；国庆节前组织检查", "[]", ["汛期前、国庆节前"]),
        ("乙", "6月至9月开展专项行动；3月上旬召开动员会", "[]", ["3月上旬、6月至9月"]),
        ("乙", "综合演练6月中旬举办；3月上旬举办的演练；推进4月召开", "[]", ["6月中旬"]),
        ("乙", "4月份组织知识竞赛；到6月底，整改率达到90%", "[]", ["4月、6月底"]),
        ("乙", "做好国庆节前检查；春节前后开展巡查；去年6月开展整治；6月开展情况", "[]", []),
        ("乙", "", "['三季度：更换2000户', '四季度：全面完成']", []),  # what a head says of its cells
        ("乙", "", "['6月底前：全面完成']", ["要点1 6月底前"]),
        # behind a comma, in several, torn, a plain day
        ("乙", "10月中旬，召开现场会；一季度，完成动员部署；4月底，完成方案", "[]", ["一季度、4月底、10月中旬"]),
        ("乙", "6月份，开展排查；7—8月，开展督查", "[]", ["6月、7月-8月"]),
        ("乙", "3月、10月各组织一次演练；春节前、国庆前各开展一次检查", "[]", ["春节前、3月、国庆前、10月"]),
        ("乙", "2026年3月、9月各组织一次演练", "[]", ["2026年3月、2026年9月"]),
        ("乙", "1月、4月、7月各召开1次会议；5月12日、6月16日举办讲座", "[]", ["1月、4月、5月12日、6月16日、7月"]),
        ("乙", "春节前、“五一”前、国庆节前开展检查", "[]", ["春节前、五一前、国庆节前"]),
        # of a day with a name
        ("乙", "5月12日防灾减灾日开展宣传；6月16日开展安全宣传咨询日活动；11月9日开展119消防宣传日活动", "[]", []),
        ("乙", "11月20日报送宣传日活动总结；6月20日组织召开消费者权益日座谈会", "[]", ["6月20日、11月20日"]),
        # the row's own day says nothing of another year's
        ("乙", "", "['2026年12月底前完成验收']", ["要点1 2026年12月底前"]),
        ("乙", r"6月3\n0日前完成整改", "[]", ["6月30日前"]),
        ("乙", "6月16日开展咨询活动；11月20日报送总结", "[]", ["6月16日、11月20日"]),
        ("乙", "6月16日开展的检查；6月5日组织召开了会议；6月5日省厅组织验收", "[]", []),
        ("乙", "上半年，全县发生事故3起；一季度，形势平稳；6月5日批复", "[]", []),
        # with what it is before, in a stage, of every year, in parts, of a season
        ("乙", "8月底开学前完成检查；10月15日供热前完成检修", "[]", ["8月底开学前、10月15日供热前"]),
        ("乙", "5月底汛期前完成清淤；采暖季前（10月底）完成检修", "[]", ["5月底汛期前、10月底"]),
        ("乙", "第一阶段（3月1日至4月30日）动员部署；集中整治（5—10月）：排查", "[]", ["3月1日至4月30日、5月-10月"]),
        ("乙", "3月1日至4月30日，动员部署；5月至10月，集中整治", "[]", ["3月1日至4月30日、5月至10月"]),
        ("乙", "4月为动员部署阶段；总结提升阶段：11月", "[]", ["4月、11月"]),
        ("乙", "4月10日至5月20日，对民宿开展排查；6月底，召开现场会", "[]", ["4月10日至5月20日、6月底"]),
        ("乙", "每年6月底前完成检测；锅炉每年10月底前检验1次", "[]", ["每年6月底前、每年10月底前"]),
        ("乙", "一季度25%、二季度50%；9月底达到75%", "[]", ["一季度、二季度、9月底"]),
        ("乙", "国庆节前，完成检查；春节前对企业开展检查；清淤（汛期前）", "[]", ["春节前、汛期前、国庆节前"]),
        ("乙", "4、10月各检查1次；6月底、11月底各演练1次", "[]", ["4、10月、6月底、11月底"]),
        ("乙", "上半年、下半年各检查1次", "[]", ["上半年"]),
        ("乙", "开展演练，一季度、三季度各1次", "[]", ["一季度、三季度"]),
        ("乙", "2026年度重点项目，11月底前入库；2026年度培训计划，12月20日前报送", "[]", ["11月底前、12月20日前"]),
        ("乙", "督办单（3月8日）；上半年事故下降10%；每年开展1次培训；汛期前后巡查", "[]", []),
    ],
)  # fmt: skip
def test_a_date_that_no_deadline_has_is_asked_about_wherever_it_stands(
    checked: Checked, title: str, content: str, measures: str, told: list[str]
) -> None:
    text = DATED.replace("TITLE", title).replace("CONTENT", f'"{content}"').replace("MEASURES", measures)
    found = [
        (
            f"{d['place'].partition(' ')[2]} {'、'.join(re.findall('“(.*?)”', d['message']))}".strip(),
            d["hint"],
        )
        for d in checked(text)["doubts"]
    ]
    assert sorted(said for said, _ in found) == sorted(told)
    assert all(hint.startswith("请核对") for _, hint in found)
