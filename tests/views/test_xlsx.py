"""The workbooks, opened by another library: everything is there, text is text, pages print as sheets do here."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import LEAST, Run

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

LISTED = yaml.safe_load((Path(__file__).parents[2] / "data/tasks.yaml").read_text("utf-8"))
ISSUED = [  # the 27 rows as the file says them
    (
        str(task["number"]) + (f".{i}" if "sector" in part else ""),
        task["title"] + (f"（{part['sector']}）" if "sector" in part else ""),
        (part.get("units") or task["units"]).partition("。")[0],
        part.get("deadline") or task["deadline"],
    )
    for category in LISTED["categories"]
    for task in category["tasks"]
    for i, part in enumerate(task.get("parts", [task]), start=1)
]
COLUMNS = [
    "类别", "序号", "任务", "主要内容", "责任单位", "完成时限", "进展情况（截至6月20日）", "完成状态", "完成率", "亮灯",
    "存在问题", "下一步措施", "预计完成时间", "联络员及电话", "备注",
]  # fmt: skip
HOSTILE = [
    "=HYPERLINK(\"http://a\",1)", "+1+1", "-2", "@SUM(A1)", "<b>]]>&amp;</b>", "http://example.org/",
    "甲\r\n乙\tb|c", "_x000D_", "\x1b[31m红\x07", "\u202e反\u200b", "长" * 40_000, "0012", "1e5", "TRUE",
]  # fmt: skip


def opened(run: Run, file: Path, *argv: str, today: str = "2025-06-20") -> Any:
    ran = run(*argv, "-o", str(file), today=today)
    assert ran.code == 0, ran.err
    return openpyxl.load_workbook(file)


@pytest.fixture
def marked(run: Run) -> None:
    for argv in (
        ("mark", "5", "done", "--note", "工作要点已印发"),
        ("mark", "12", "doing", "--percent", "35", "--note", "排查36项", "--problem", "资金不足",
         "--next", "报县政府研究", "--expected", "2025-07-15"),
        ("mark", "17", "paused", "--note", "等待上级方案"),
        ("mark", "18", "na", "--note", "我县无此类企业"),
    ):  # fmt: skip
        assert run(*argv, today="2025-06-18").code == 0


@pytest.fixture
def listing(run: Run, tmp_path: Path, marked: None) -> Any:
    return opened(run, tmp_path / "进展.xlsx", "export")


@pytest.fixture
def bulletin(run: Run, tmp_path: Path, marked: None) -> Any:
    return opened(run, tmp_path / "通报.xlsx", "summary")


def values(sheet: Any, first: int = 1) -> list[list[Any]]:
    return [[c.value for c in row] for row in sheet.iter_rows(min_row=first)]


def test_the_sheets_of_both_files(listing: Any, bulletin: Any) -> None:
    assert listing.sheetnames == ["进展情况表", "要点明细", "统计", "各单位"]
    assert bulletin.sheetnames == ["通报", "进展情况表", "统计", "各单位"]


@pytest.mark.parametrize("kind", ["listing", "bulletin"])
def test_every_row_stands_in_the_progress_sheet_as_issued(kind: str, request: pytest.FixtureRequest) -> None:
    sheet = request.getfixturevalue(kind)["进展情况表"]
    header, *rows = values(sheet, 3)
    assert header == COLUMNS
    assert [(r[1], r[2], r[4], r[5]) for r in rows] == ISSUED
    by_id = {r[1]: r for r in rows}
    assert by_id["5"][6:10] == ["6月18日：已完成：工作要点已印发。", "已完成", 1, "绿灯"]
    twelve = by_id["12"]
    assert twelve[6:10] == ["6月18日：推进中35%：排查36项。", "推进中", 0.35, "绿灯"]
    assert twelve[10:13] == ["资金不足", "报县政府研究", datetime(2025, 7, 15)]
    assert by_id["17"][7] == "暂缓"
    assert by_id["18"][7:9] == ["不涉及", "—"]
    assert by_id["2"][7:10] == ["未启动\n逾期33天", 0, "红灯"]  # 2.8 was due on 18 May


def test_every_measure_stands_in_both_sheets(listing: Any) -> None:
    wanted = [
        m if isinstance(m, str) else m["text"]
        for category in LISTED["categories"]
        for task in category["tasks"]
        for part in task.get("parts", [task])
        for m in part.get("measures", [])
    ]
    assert len(wanted) == 218
    assert [r[2] for r in values(listing["要点明细"], 4)] == wanted
    said = "".join(r[3] for r in values(listing["进展情况表"], 4))
    assert [text for text in wanted if text not in said] == []


def test_categories_are_merged_over_their_rows(listing: Any) -> None:
    """Rows of the categories: 3, 5, 2, 8, 2, 4, 3; the table begins in row 4."""
    merged = sorted(r.coord for r in listing["进展情况表"].merged_cells.ranges if r.coord.startswith("A"))
    ranges = ["A4:A6", "A7:A11", "A12:A13", "A14:A21", "A22:A23", "A24:A27", "A28:A30"]
    assert merged == sorted(["A1:O1", "A2:O2", *ranges])
    sheet = listing["进展情况表"]
    assert [sheet[r.partition(":")[0]].value for r in ranges] == [
        "一、提升安全意识", "二、严格落实安全责任", "三、建立健全体制机制", "四、强化问题隐患整治",
        "五、全面推进科技赋能", "六、强化应急救援准备", "七、提升应急队伍能力素质",
    ]  # fmt: skip


def test_the_progress_sheet_prints_on_a4_on_its_side_with_its_header_on_every_page(listing: Any) -> None:
    sheet = listing["进展情况表"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "A4")
    assert sheet.print_area == "'进展情况表'!$A$1:$O$30"
    assert sheet["D4"].alignment.wrap_text


def test_no_row_is_too_low_for_its_text(listing: Any) -> None:
    """A Chinese character of 10 points is 10 points wide; a column's unit is 7 of 96 pixels an inch."""
    sheet = listing["进展情况表"]
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            if not isinstance(cell.value, str) or cell.column == 1:
                continue
            width = sheet.column_dimensions[cell.column_letter].width * 7 * 0.75
            long = (sum(10 if ord(c) > 0x2000 else 5.5 for c in line) for line in cell.value.split("\n"))
            needed = sum(-(-points // width) or 1 for points in long) * 12.5
            assert sheet.row_dimensions[cell.row].height >= min(needed, 409), cell.coordinate


def test_lights_are_a_word_and_a_fill(listing: Any) -> None:
    sheet = listing["进展情况表"]
    found = {sheet.cell(r, 10).value: sheet.cell(r, 10).fill.start_color.rgb for r in range(4, 31)}
    assert found == {"红灯": "FFF4B6B6", "蓝灯": "FFBDD7EE", "绿灯": "FFC6E0B4"}


@pytest.mark.parametrize("kind", ["listing", "bulletin"])
def test_figures_close_and_are_charted(kind: str, request: pytest.FixtureRequest) -> None:
    sheet = request.getfixturevalue(kind)["统计"]
    header, *rows = values(sheet, 3)
    assert header == [
        "类别",
        "分项",
        "未启动",
        "推进中",
        "已完成",
        "已销号",
        "暂缓",
        "不涉及",
        "逾期",
        "滞后",
        "完成率",
    ]
    total = rows[7]
    assert total[:8] == ["合计", 27, 23, 1, 1, 0, 1, 1]
    assert [sum(r[i] for r in rows[:7]) for i in range(1, 10)] == total[1:10]
    lights = {r[0]: r[1] for r in rows[10:15]}
    assert lights == {"红灯": 2, "黄灯": 0, "蓝灯": 2, "绿灯": 23, "合计": 27}
    assert len(sheet._charts) == 2


def test_the_units_stand_with_their_obligations(listing: Any) -> None:
    """县应急管理局: 6 named, 2 as a member, 10 relevant."""
    header, *rows = values(listing["各单位"], 3)
    assert header[:5] == ["单位", "点名", "成员", "有关", "属地"]
    assert next(r for r in rows if r[0] == "县应急管理局")[1:5] == [6, 2, 10, 0]


def test_the_bulletins_text_is_a_sheet_of_its_own(bulletin: Any) -> None:
    lines = [r[0] for r in values(bulletin["通报"]) if r[0]]
    assert lines[0] == "安全生产重点工作周通报"
    assert [t for t in lines if t[1:2] == "、"] == [
        "一、总体进展", "二、本期新办结和进展", "三、近期到期", "四、逾期和滞后", "五、未报送进展的单位", "六、下一步工作",
    ]  # fmt: skip
    assert any("合计27个" in t for t in lines)
    assert bulletin["通报"].page_setup.orientation in (None, "portrait")


@pytest.mark.parametrize("kind", ["listing", "bulletin"])
def test_every_printed_page_names_the_ledgers_head(
    run: Run, kind: str, request: pytest.FixtureRequest
) -> None:
    book = request.getfixturevalue(kind)
    head = run("verify").out.strip()
    for sheet in book:
        assert sheet.oddFooter.left.text == f"台账编号 {head}"
        assert "&P" in sheet.oddFooter.center.text
        assert not sheet.evenFooter.left.text


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: ascii(t)[:16])
@pytest.mark.parametrize("command", ["summary", "export"])
def test_hostile_text_arrives_as_text(
    run: Run, listed: Callable[[str], Path], tmp_path: Path, command: str, text: str
) -> None:
    title = text if text.isprintable() and len(text) < 100 else "标题"
    listed(LEAST.replace("坚定树牢安全发展理念", "'" + title.replace("'", "''") + "'"))
    assert run("mark", "1", "doing", "--note", "记", "--problem", text, today="2025-06-18").code == 0
    book = opened(run, tmp_path / "文件.xlsx", command)
    row = values(book["进展情况表"], 4)[0]
    assert row[2] == title
    assert row[10] == {
        "甲\r\n乙\tb|c": "甲\n乙 b|c",
        "\x1b[31m红\x07": "^[[31m红^G",
        "\u202e反\u200b": "<U+202E>反<U+200B>",
        "长" * 40_000: "长" * 32_738 + "……（内容过长，在此截断，全文见 anquan log）",
    }.get(text, text)
    for sheet in book:
        for cell in (c for r in sheet.iter_rows() for c in r if isinstance(c.value, str)):
            assert cell.data_type in ("s", "inlineStr")
            assert cell.hyperlink is None
    with zipfile.ZipFile(tmp_path / "文件.xlsx") as parts:
        assert not any(
            b"<f>" in parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/sheet")
        )


def test_a_row_that_could_not_be_printed_whole_says_where_the_rest_is(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    measures = "".join(f"\n          - 第{i}件要紧的事，{'要做好做实做细，' * 6}" for i in range(1, 41))
    listed(LEAST + "        measures:" + measures + "\n")
    book = opened(run, tmp_path / "长.xlsx", "export")
    content = values(book["进展情况表"], 4)[0][3]
    assert content.endswith("……（全文见 anquan show 1）")
    assert len(values(book["要点明细"], 4)) == 40
    assert book["进展情况表"].row_dimensions[4].height <= 409


def test_a_units_workbook_has_its_rows_and_why(run: Run, tmp_path: Path, marked: None) -> None:
    book = opened(run, tmp_path / "本局.xlsx", "export", "--unit", "应急局")
    rows = values(book["进展情况表"], 4)
    assert [r[1] for r in rows] == "1 2 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21".split()
    assert [r[1] for r in rows if r[14] == "点名"] == ["9", "13", "14", "16", "18", "19"]
    assert "（县应急管理局）" in book["进展情况表"]["A1"].value
    assert [r[0] for r in values(book["各单位"], 4)] == ["县应急管理局"]
