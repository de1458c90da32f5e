"""Lists by unit: where no column and no text says whose a task is, the unit that stands above it is read as its."""

from __future__ import annotations

import pytest

from anquan_cli.exchange.blocks import Document
from tests.exchange.list_import.blocks import document, imported, rows, table

pytestmark = pytest.mark.elsewhere

TITLE = "清河县2026年安全生产重点任务清单"
H = ["序号", "重点任务", "完成时限"]
CHEM, TRADE, SITE = ["1", "危化品整治", "6月底前"], ["2", "工贸整治", "9月底前"], ["3", "工地整治", "全年"]
EM, HOUSE, EVERY = "县应急管理局", "县住建局", "各乡镇"

# name → the document, and category and units of its rows; the names that the doubt quotes
CASES: dict[str, tuple[Document, list[tuple[str, str]], str]] = {
    "rows across the table": (
        document(TITLE, table([H, [(EM, 1, 3)], CHEM, TRADE, [(HOUSE, 1, 3)], SITE])),
        [(EM, EM), (EM, EM), (HOUSE, HOUSE)],
        f"“{EM}”等2个",
    ),
    "with a mark and a count": (
        document(TITLE, table([H, [(f"一、{EM}（2项）", 1, 3)], CHEM, TRADE, [(f"二、{HOUSE}（1项）", 1, 3)], SITE])),
        [(EM, EM), (EM, EM), (HOUSE, HOUSE)],
        f"“{EM}”等2个",
    ),
    "some units alone": (
        document(TITLE, table([H, [(EM, 1, 3)], CHEM, [("综合工作", 1, 3)], TRADE, [(EVERY, 1, 3)], SITE])),
        [(EM, EM), ("综合工作", ""), (EVERY, EVERY)],
        f"“{EM}”等2个",
    ),
    "sheets": (
        document(
            table([[("2026年安全生产任务清单", 1, 3)], H, CHEM], "工作表“应急局”"),
            table([[("2026年安全生产任务清单", 1, 3)], H, SITE], "工作表“住建局”"),
            kind="xlsx",
        ),
        [("应急局", "应急局"), ("住建局", "住建局")],
        "“应急局”等2个",
    ),
    "lines above the tables": (
        document(TITLE, f"一、{EM}", table([H, CHEM, TRADE]), f"二、{HOUSE}", table([H, SITE], "表2")),
        [(EM, EM), (EM, EM), (HOUSE, HOUSE)],
        f"“{EM}”等2个",
    ),
    "lines without a mark": (
        document(TITLE, EM, table([H, CHEM, TRADE]), HOUSE, table([H, SITE], "表2")),
        [(EM, EM), (EM, EM), (HOUSE, HOUSE)],
        f"“{EM}”等2个",
    ),
    "the title": (
        document(f"{TITLE}（责任单位：{EM}）", table([H, CHEM, TRADE])),
        [("全部任务", EM), ("全部任务", EM)],
        f"“{EM}”",
    ),
    "the title in the table": (
        document(table([[(f"{TITLE}（责任单位：{EM}）", 1, 3)], H, CHEM, TRADE])),
        [("全部任务", EM), ("全部任务", EM)],
        f"“{EM}”",
    ),
    "a label across the table": (
        document(TITLE, table([H, [(f"责任单位：{EM}", 1, 3)], CHEM, TRADE, [(f"责任单位：{HOUSE}", 1, 3)], SITE])),
        [(EM, EM), (EM, EM), (HOUSE, HOUSE)],
        f"“{EM}”等2个",
    ),
    "a bracket behind the heading": (
        document(TITLE, table([H, [(f"一、危化品（牵头单位：{EM}）", 1, 3)], CHEM, TRADE])),
        [("危化品", f"{EM}牵头"), ("危化品", f"{EM}牵头")],
        f"“{EM}牵头”",
    ),
    "two units in one heading": (
        document(TITLE, table([H, [(f"（一）{EM}、{HOUSE}", 1, 3)], CHEM])),
        [(f"{EM}、{HOUSE}", f"{EM}、{HOUSE}")],
        f"“{EM}、{HOUSE}”",
    ),
    "a column of their names": (
        document(TITLE, table([["类别", "重点任务", "完成时限"], [(EM, 2, 1), *CHEM[1:]], TRADE[1:], [HOUSE, *SITE[1:]]])),
        [(EM, EM), (EM, EM), (HOUSE, HOUSE)],
        f"“{EM}”等2个",
    ),
    "a column that is empty": (
        document(TITLE, table([["责任单位", *H], [(EM, 1, 4)], ["", *CHEM], ["", *TRADE], [(HOUSE, 1, 4)], ["", *SITE]])),
        [(EM, EM), (EM, EM), (HOUSE, HOUSE)],
        f"“{EM}”等2个",
    ),
    "running text": (
        document(
            TITLE, f"一、{EM}", "1.危化品整治。更换软管。（完成时限：6月底前）", "2.工贸整治。排查粉尘。（完成时限：9月底前）",
            f"二、{HOUSE}", "3.工地整治。检查塔吊。（完成时限：全年）",
        ),
        [(EM, EM), (EM, EM), (HOUSE, HOUSE)],
        f"“{EM}”等2个",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_unit_above_is_the_tasks(name: str) -> None:
    given, expected, quoted = CASES[name]
    found = imported(given)
    assert [(r.category, r.units) for r in rows(found)] == expected
    filled = sum(bool(units) for _, units in expected)
    what = f"{filled}项没有写责任单位，用了类别、工作表或标题里的{quoted}"
    assert [d.what for d in found.doubts if "用了类别" in d.what] == [what]
    empty = [d.what for d in found.doubts if "责任单位空着" in d.what]
    assert len(empty) == len(expected) - filled
    assert EM not in " ".join(o.text for o in found.omissions)


@pytest.mark.parametrize(
    "heading",
    [
        "学校",
        "养老机构",
        "加油站",
        "燃气安全",
        "重点场所",
        "旅游景区",
        "工业园区",
        "教育",
        "各类企业",
        "各类场所",
        "各类活动",
    ],
)
def test_what_is_no_plain_name_of_a_unit_stays_a_category(heading: str) -> None:
    found = imported(document(TITLE, table([H, [(heading, 1, 3)], CHEM])))
    assert [(r.category, r.units) for r in rows(found)] == [(heading, "")]
    assert [d.what for d in found.doubts] == ["责任单位空着"]


@pytest.mark.parametrize(
    "unit",
    [
        "县住房和城乡建设局",
        "各乡镇（街道）",
        "各成员单位",
        "城关镇",
        "县融媒体中心",
        "县人民医院",
        "县残联",
        "县供电公司",
        "县委宣传部",
    ],
)
def test_the_plain_name_of_a_unit(unit: str) -> None:
    found = imported(document(TITLE, table([H, [(unit, 1, 3)], CHEM])))
    assert [r.units for r in rows(found)] == [unit]


def test_a_column_of_units_says_whose_they_are_and_whose_not() -> None:
    four = ["序号", "重点任务", "责任单位", "完成时限"]
    given = table([four, [(EM, 1, 4)], ["1", "整治", "", "全年"], ["2", "检查", HOUSE, "全年"]])
    found = imported(document(TITLE, given))
    assert [r.units for r in rows(found)] == ["", HOUSE]
    given = table([[*H[:2], "主抓科室", "时限"], [(EM, 1, 4)], ["1", "整治", HOUSE, "全年"]])
    assert [r.units for r in rows(imported(document(TITLE, given)))] == [""]  # it is asked whether it is


def test_what_the_text_says_comes_first() -> None:
    given = table([H, [(EM, 1, 3)], ["1", "整治粉尘（责任单位：县工信局）", "全年"], TRADE])
    assert [r.units for r in rows(imported(document(TITLE, given)))] == ["县工信局", EM]


def test_each_file_has_its_doubt() -> None:
    one = document(TITLE, table([H, [(EM, 1, 3)], CHEM]))
    other = document(TITLE, table([H, [(HOUSE, 1, 3)], TRADE]))
    found = imported(one, other)
    assert [r.units for r in rows(found)] == [EM, HOUSE]
    said = [(d.where, d.what) for d in found.doubts]
    assert said == [
        (f"“文件{n}.docx”", f"1项没有写责任单位，用了类别、工作表或标题里的“{name}”")
        for n, name in ((1, EM), (2, HOUSE))
    ]


def test_units_behind_a_heading_beside_a_column_of_units_are_asked_about_in_the_list() -> None:
    four = ["序号", "重点任务", "责任单位", "完成时限"]
    heading = (f"一、危化品（牵头单位：{EM}）", 1, 4)
    found = imported(document(TITLE, table([four, [heading], ["1", "整治", HOUSE, "全年"]])))
    what = f"类别“一、危化品”写有单位或时限“（牵头单位：{EM}）”，没有写进各项"
    assert [(d.where, d.what) for d in found.doubts] == [("表1第2行", what)]
    assert f"title: 危化品  # 核对：{what}" in found.text
    assert [r.units for r in rows(found)] == [HOUSE]
