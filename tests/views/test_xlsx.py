"""The workbooks, opened by another library: everything is there, text is text, pages print as sheets do here."""

from __future__ import annotations

import time
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
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")  # the bars in cells

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
CUT = "……（未排下，见“文字全文”表）"
COLUMNS = [
    "类别", "序号", "任务", "主要内容", "责任单位", "完成时限", "进展情况\n（截至6月20日）", "完成状态", "完成率", "亮灯",
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
    assert listing.sheetnames == ["进展情况表", "要点明细", "统计", "各单位", "文字全文"]
    assert bulletin.sheetnames == ["通报", "进展情况表", "统计", "各单位", "文字全文"]


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
    dates = sheet["M"][3:]
    assert {c.number_format for c in dates} == {'yyyy"年"m"月"d"日"'}
    assert {c.number_format for c in sheet["I"][3:]} == {"0.0%"}
    assert by_id["2"][7:10] == ["未启动\n逾期33天", 0, "红灯"]  # 2.8 was due on 18 May


def test_every_measure_stands_in_both_sheets(listing: Any) -> None:
    wanted = [
        m if isinstance(m, str) else m["text"]
        for category in LISTED["categories"]
        for task in category["tasks"]
        for part in task.get("parts", [task])
        for m in part.get("measures", [])
    ]
    assert len(wanted) == 277
    assert [r[2] for r in values(listing["要点明细"], 4)] == wanted
    whole = [str(cell) for line in values(listing["文字全文"]) for cell in line]  # what a cell cannot show
    said = "".join([*(r[3] for r in values(listing["进展情况表"], 4)), *whole])
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
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "D4")
    assert sheet.print_area == "'进展情况表'!$A$1:$O$30"
    assert sheet["D4"].alignment.wrap_text


@pytest.mark.parametrize("kind", ["listing", "bulletin"])
def test_no_row_is_too_low_for_its_text(kind: str, request: pytest.FixtureRequest) -> None:
    """A Chinese character is as wide as its points, a digit half of it; a column's unit is 7 of 96 pixels an
    inch; a line of 宋体 takes 1.25 of its points. A cell over several columns or rows has all of their room."""
    for sheet in request.getfixturevalue(kind):
        merged = {r.start_cell.coordinate: r for r in sheet.merged_cells.ranges}
        for cell in (c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)):
            area = merged.get(cell.coordinate)
            across = range(area.min_col, area.max_col + 1) if area else [cell.column]
            down = range(area.min_row, area.max_row + 1) if area else [cell.row]
            letters = [openpyxl.utils.get_column_letter(c) for c in across]
            width = sum(sheet.column_dimensions[letter].width * 7 * 0.75 for letter in letters)
            size = cell.font.sz
            long = (sum(size if ord(c) > 0x2000 else size / 2 for c in t) for t in cell.value.split("\n"))
            needed = sum(-(-points // width) or 1 for points in long) * size * 1.25
            assert sum(sheet.row_dimensions[r].height for r in down) >= needed, (sheet.title, cell.coordinate)


def test_lights_are_a_word_and_a_fill(listing: Any) -> None:
    sheet = listing["进展情况表"]
    found = {sheet.cell(r, 10).value: sheet.cell(r, 10).fill.start_color.rgb for r in range(4, 31)}
    assert found == {"红灯": "FFF4B6B6", "黄灯": "FFFFE699", "蓝灯": "FFBDD7EE", "绿灯": "FFC6E0B4"}


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
    assert total[10] == 0.051  # rows 5 and 12 over the 26 that apply: 135 / 26 = 5.19, rounded down
    lights = {r[0]: r[1] for r in rows[10:15]}
    assert lights == {"红灯": 2, "黄灯": 13, "蓝灯": 2, "绿灯": 10, "合计": 27}
    assert [type(c).__name__ for c in sheet._charts] == ["BarChart", "BarChart"]
    bars = sheet._charts[0]
    assert (bars.barDir, bars.grouping) == ("bar", "stacked")
    assert [s.val.numRef.f for s in bars.series] == [f"统计!${c}$4:${c}$10" for c in "CDEFGH"]
    below = max(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value)
    assert all(c.anchor._from.row >= below for c in sheet._charts)


def test_the_units_stand_with_their_obligations(listing: Any) -> None:
    """县应急管理局: 6 named, 2 as a member, 10 relevant, 1 by a measure."""
    header, *rows = values(listing["各单位"], 3)
    assert header[:5] == ["单位", "点名", "成员", "有关", "要点"]
    assert next(r for r in rows if r[0] == "县应急管理局")[1:5] == [6, 2, 10, 1]


def test_the_bulletins_text_is_a_sheet_of_its_own(bulletin: Any) -> None:
    lines = [r[0].strip("\u3000") for r in values(bulletin["通报"]) if r[0]]
    assert lines[0] == "安全生产重点工作周通报"
    assert [t for t in lines if t[1:2] == "、"] == [
        "一、总体进展", "二、本期新办结和进展", "三、近期到期", "四、逾期和滞后", "五、未报送进展的单位", "六、下一步工作",
    ]  # fmt: skip
    assert any("合计27个" in t for t in lines)
    sheet = bulletin["通报"]
    assert sheet.page_setup.orientation in (None, "portrait")
    assert not sheet.merged_cells.ranges  # a paragraph a cell: to be copied, filtered, searched
    heading = next(r[0] for r in sheet.iter_rows() if r[0].value and "一、总体进展" in r[0].value)
    assert (heading.font.name, heading.font.b) == ("黑体", True)


@pytest.mark.parametrize("kind", ["listing", "bulletin"])
def test_every_printed_page_names_the_ledgers_head(
    run: Run, kind: str, request: pytest.FixtureRequest
) -> None:
    book = request.getfixturevalue(kind)
    head = run("verify").out.strip()
    for sheet in book:
        assert any(f"台账编号 {head}" in str(c.value) for row in sheet.iter_rows() for c in row)
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
    if len(text) < 1000:
        assert row[10] == {
            "甲\r\n乙\tb|c": "甲\n乙 b|c",
            "\x1b[31m红\x07": "^[[31m红^G",
            "\u202e反\u200b": "反",
        }.get(text, text)
    else:
        assert row[10].startswith("长" * 100)
        assert row[10].endswith(f"长{CUT}")
        rest = [r for r in values(book["文字全文"], 4) if r[:2] == ["进展情况表", "1"]]
        assert [r[2] for r in rest] == ["存在问题"] + ["存在问题（续）"] * (len(rest) - 1)
        assert "".join(r[3] for r in rest) == text
    for sheet in book:
        for cell in (c for r in sheet.iter_rows() for c in r if isinstance(c.value, str)):
            assert len(cell.value) <= 32_767
            assert cell.data_type in ("s", "inlineStr")
            assert cell.hyperlink is None
    with zipfile.ZipFile(tmp_path / "文件.xlsx") as parts:
        assert not any(
            b"<f>" in parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/sheet")
        )


def test_a_text_that_no_row_is_high_enough_for_says_so_and_stands_whole_on_a_sheet_of_its_own(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    texts = [f"第{i}件要紧的事，{'要做好做实做细，' * 6}" for i in range(1, 41)]
    listed(LEAST + "        measures:" + "".join(f"\n          - {t}" for t in texts) + "\n")
    book = opened(run, tmp_path / "长.xlsx", "export")
    assert book.sheetnames[-1] == "文字全文"
    cell = book["进展情况表"]["D4"]
    assert cell.value.endswith(CUT)
    assert (cell.font.sz, book["进展情况表"]["E4"].font.sz) == (8, 10)  # smaller first, cut then
    assert [r[2] for r in values(book["要点明细"], 4)] == texts
    assert book["进展情况表"].row_dimensions[4].height <= 409
    rest = values(book["文字全文"], 4)
    assert {tuple(r[:2]) for r in rest} == {("进展情况表", "1")}
    whole = "\n".join(f"1.{i} {t}" for i, t in enumerate(texts, start=1))
    assert "".join(r[3] for r in rest).replace("\n", "") == whole.replace("\n", "")


def test_a_long_category_is_shown_whole_though_its_one_row_is_short(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    """20 characters in a column of three a line: 7 lines and the numeral, of 12.5 points each."""
    listed(LEAST.replace("title: 提升安全意识", "title: =" + "提升安全意识" * 3 + "]]>"))
    sheet = opened(run, tmp_path / "类.xlsx", "export")["进展情况表"]
    assert sheet["A4"].value == "一、=" + "提升安全意识" * 3 + "]]>"
    assert sheet.row_dimensions[4].height >= 8 * 12.5


@pytest.mark.parametrize("command", ["export", "summary"])
def test_the_same_ledger_gives_the_same_bytes(run: Run, tmp_path: Path, marked: None, command: str) -> None:
    first = opened(run, tmp_path / "甲.xlsx", command)
    opened(run, tmp_path / "乙.xlsx", command)
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "甲.xlsx") as parts:
        assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}  # no clock
    assert (
        first.properties.creator == {"export": "县安委办", "summary": "交城县安全生产委员会办公室"}[command]
    )
    assert first.properties.created == first.properties.modified == datetime(2025, 6, 20)
    assert "安全生产重点工作" in first.properties.title


def test_a_bulletin_is_made_within_two_seconds(run: Run, tmp_path: Path, marked: None) -> None:
    began = time.process_time()
    assert run("summary", "-o", str(tmp_path / "快.xlsx"), today="2025-06-20").code == 0
    assert time.process_time() - began < 2


def test_what_has_no_merged_cells_can_be_filtered(listing: Any) -> None:
    """277 measures and 25 units, below a header in row 3."""
    assert listing["要点明细"].auto_filter.ref == "A3:K271"
    assert listing["各单位"].auto_filter.ref == "A3:L28"
    assert listing["进展情况表"].auto_filter.ref is None
    assert (listing["要点明细"].freeze_panes, listing["各单位"].freeze_panes) == ("B4", "B4")


def test_every_sheet_prints_on_a4_one_page_wide(bulletin: Any, listing: Any) -> None:
    for sheet in (*bulletin, *listing):
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth or 1) == (9, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
    for name in ("进展情况表", "统计", "各单位"):
        assert bulletin[name].page_setup.orientation == "landscape"
        assert bulletin[name].print_title_rows == "$3:$3"


def test_without_a_ledger_the_pages_say_so(run: Run, tmp_path: Path) -> None:
    for sheet in opened(run, tmp_path / "空.xlsx", "export"):
        assert sheet.oddFooter.left.text == "台账尚无记录"
        assert "台账尚无记录" in sheet["A2"].value


def test_a_units_bulletin_is_addressed_to_it_and_has_its_rows(run: Run, tmp_path: Path, marked: None) -> None:
    book = opened(run, tmp_path / "本局.xlsx", "summary", "--unit", "应急局")
    assert any(r[0] == "县应急管理局：" for r in values(book["通报"]))
    assert len(values(book["进展情况表"], 4)) == 19


def test_a_units_workbook_has_its_rows_and_why(run: Run, tmp_path: Path, marked: None) -> None:
    book = opened(run, tmp_path / "本局.xlsx", "export", "--unit", "应急局")
    rows = values(book["进展情况表"], 4)
    assert [r[1] for r in rows] == "1 2 3 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21".split()
    assert [r[1] for r in rows if r[14] == "点名"] == ["9", "13", "14", "16", "18", "19"]
    assert "（县应急管理局）" in book["进展情况表"]["A1"].value
    assert [r[0] for r in values(book["各单位"], 4)] == ["县应急管理局"]
    assert "按全部责任单位计" in book["要点明细"]["A2"].value


def test_categories_without_a_units_rows_and_lists_without_units_leave_no_empty_rows(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    """县安委办 is named in row 4 alone, of category 二; a list for 各有关单位 alone names no unit."""
    book = opened(run, tmp_path / "办.xlsx", "export", "--unit", "县安委办")
    assert [r[:2] for r in values(book["进展情况表"], 4)] == [["二、严格落实安全责任", "4"]]
    assert [r[0] for r in values(book["统计"], 4)[:2]] == ["二、严格落实安全责任", "合计"]
    listed(LEAST.replace("县水利局牵头，县林业局、县公安局配合", "各有关单位"))
    assert values(opened(run, tmp_path / "无.xlsx", "export")["各单位"], 4) == []
