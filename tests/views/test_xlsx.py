"""The workbooks, opened by another library: everything is there, text is text, pages print as sheets do here."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from tests.conftest import LEAST, Run
from tests.views.once import LISTED, Once

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning"),  # the bars in cells
    pytest.mark.elsewhere,
]

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
PRINTED = [
    "序号",
    "任务和要点",
    "责任单位",
    "完成时限",
    "进展情况",
    "完成状态",
    "完成率",
    "亮灯",
]  # nobody leaves these empty
HOSTILE = [
    "=HYPERLINK(\"http://a\",1)", "+1+1", "-2", "@SUM(A1)", "<b>]]>&amp;</b>", "http://example.org/",
    "甲\r\n乙\tb|c", "_x000D_", "\x1b[31m红\x07", "\u202e反\u200b", "长" * 40_000, "0012", "1e5", "TRUE",
]  # fmt: skip


def opened(run: Run, file: Path, *argv: str, today: str = "2025-06-20") -> Any:
    ran = run(*argv, "-o", str(file), today=today)
    assert ran.code == 0, ran.err
    return openpyxl.load_workbook(file)


MARKED = Once(
    ("mark", "5", "done", "--note", "工作要点已印发"),
    ("mark", "12", "doing", "--percent", "35", "--note", "排查36项", "--problem", "资金不足",
     "--next", "报县政府研究", "--expected", "2025-07-15"),
    ("mark", "17", "paused", "--note", "等待上级方案"),
    ("mark", "18", "na", "--note", "我县无此类企业"),
)  # fmt: skip


@pytest.fixture
def marked(run: Run, workspace: Path) -> None:
    MARKED.ledger(run, workspace / "home")


@pytest.fixture
def listing(run: Run, tmp_path: Path, marked: None) -> Any:
    return MARKED.opened(run, tmp_path / "进展.xlsx", "export", openpyxl.load_workbook)


@pytest.fixture
def bulletin(run: Run, tmp_path: Path, marked: None) -> Any:
    return MARKED.opened(run, tmp_path / "通报.xlsx", "summary", openpyxl.load_workbook)


def values(sheet: Any, first: int = 1) -> list[list[Any]]:
    return [[c.value for c in row] for row in sheet.iter_rows(min_row=first)]


def width(sheet: Any, columns: Iterable[int]) -> float:
    """Points of columns, by their numbers: a digit is 7 of 96 pixels an inch."""
    groups: dict[int, float] = {
        n: d.width for d in sheet.column_dimensions.values() for n in range(d.min, d.max + 1)
    }
    return sum(groups[n] * 7 * 0.75 for n in columns)


def table(sheet: Any) -> list[dict[str, Any]]:
    """The lines of a sheet by its headings, those of the printed sheet without the bands of the categories."""
    header, *lines = values(sheet, 3)
    return [dict(zip(header, line, strict=True)) for line in lines if line[1] is not None]


def test_the_sheets_of_both_files(listing: Any, bulletin: Any) -> None:
    assert listing.sheetnames == ["进展情况表", "明细", "统计", "各单位"]
    assert bulletin.sheetnames == ["通报", "进展情况表", "明细", "统计", "各单位"]


@pytest.mark.parametrize("kind", ["listing", "bulletin"])
def test_every_row_stands_in_both_sheets_as_issued(kind: str, request: pytest.FixtureRequest) -> None:
    book = request.getfixturevalue(kind)
    tasks = [line for line in table(book["明细"]) if line["层级"] == "分项"]
    assert [(t["序号"], t["任务"], t["责任单位"], t["完成时限"]) for t in tasks] == ISSUED
    by_id = {t["序号"]: t for t in tasks}
    twelve = by_id["12"]
    assert (twelve["完成状态"], twelve["完成率"], twelve["亮灯"]) == ("推进中", 0.35, "绿灯")
    assert twelve["进展情况"] == "6月18日（县安委办）：推进中35%：排查36项。"
    assert [twelve[h] for h in ("存在问题", "下一步措施")] == ["资金不足", "报县政府研究"]
    assert [twelve[h] for h in ("预计完成时间", "最近登记", "下一到期日")] == [
        datetime(2025, 7, 15), datetime(2025, 6, 18), datetime(2025, 12, 31),
    ]  # fmt: skip
    assert (by_id["5"]["完成率"], by_id["5"]["进展情况"]) == (
        1,
        "6月18日（县安委办）：已完成：工作要点已印发。",
    )
    assert (by_id["17"]["完成状态"], by_id["18"]["完成状态"], by_id["18"]["完成率"]) == (
        "暂缓",
        "不涉及",
        None,
    )
    two = by_id["2"]  # 2.8 was due on 18 May; 20 June is day 171 of 365, 46.8 of 100
    assert [two[h] for h in ("完成状态", "逾期天数", "滞后百分点", "亮灯")] == ["未启动", 33, 46.8, "红灯"]
    assert [t["清单顺序"] for t in table(book["明细"])] == list(range(1, book["明细"].max_row - 2))
    printed = {line["序号"]: line for line in table(book["进展情况表"])}
    assert [(i, *(printed[i][h] for h in PRINTED[1:4])) for i, *_ in ISSUED] == ISSUED
    assert (printed["2"]["完成状态"], printed["18"]["完成率"]) == ("未启动\n逾期33天", "—")
    assert set(PRINTED) < printed["2"].keys()


def test_a_column_that_nobody_has_filled_is_not_printed(listing: Any, run: Run, tmp_path: Path) -> None:
    """No contacts and no bases here; a ledger without a problem has no column for problems."""
    assert [*table(listing["进展情况表"])[0]] == [*PRINTED, "存在问题", "下一步措施", "预计完成时间"]
    assert run("undo", "2").code == 0  # the one with a problem, a next step, a promised day
    sheet = opened(run, tmp_path / "撤.xlsx", "export")["进展情况表"]
    assert [*table(sheet)[0]] == PRINTED


def test_every_measure_has_a_line_under_its_task_in_both_sheets(listing: Any) -> None:
    wanted = [
        m if isinstance(m, str) else m["text"]
        for category in LISTED["categories"]
        for task in category["tasks"]
        for part in task.get("parts", [task])
        for m in part.get("measures", [])
    ]
    assert len(wanted) == 277
    assert [line["要点"] for line in table(listing["明细"]) if line["层级"] == "要点"] == wanted
    titles = {title for _, title, _, _ in ISSUED}
    printed = [line["任务和要点"] for line in table(listing["进展情况表"])]
    assert [text for text in printed if text not in titles] == wanted
    first = next(line for line in table(listing["进展情况表"]) if line["序号"] == "2.8")
    assert (first["责任单位"], first["完成时限"]) == (
        None,
        "5月12日至18日",
    )  # its own; the units are its task's


def test_a_measures_own_report_stands_on_its_line_alone(run: Run, tmp_path: Path) -> None:
    assert run("mark", "12.3", "doing", "--percent", "40", "--note", "已部署", today="2025-06-18").code == 0
    book = opened(run, tmp_path / "要点.xlsx", "export")
    for sheet in ("进展情况表", "明细"):
        lines = table(book[sheet])
        told = {line["序号"]: line["进展情况"] for line in lines if line["进展情况"]}
        assert told == {"12.3": "6月18日（县安委办）：推进中40%：已部署。"}


def test_categories_stand_over_their_rows_and_in_every_line(listing: Any) -> None:
    names = [f"{c['number']}、{c['title']}" for c in LISTED["categories"]]
    sheet = listing["进展情况表"]
    last = openpyxl.utils.get_column_letter(sheet.max_column)
    bands = [r.coord for r in sheet.merged_cells.ranges if r.min_row > 3]
    assert sorted(sheet[b.partition(":")[0]].value for b in bands) == sorted(names)
    assert all(f":{last}" in b for b in bands)
    assert list(dict.fromkeys(line["类别"] for line in table(listing["明细"]))) == names
    assert not listing["明细"].merged_cells.ranges


@pytest.mark.parametrize("kind", ["listing", "bulletin"])
def test_nothing_is_printed_smaller_than_nine_points(kind: str, request: pytest.FixtureRequest) -> None:
    """A4 is 842 and 595 points long and wide."""
    for sheet in request.getfixturevalue(kind):
        if sheet.title == "明细":  # is to be worked with
            continue
        wide = sheet.page_setup.orientation == "landscape"
        room = (842 if wide else 595) - 72 * (sheet.page_margins.left + sheet.page_margins.right)
        shown = openpyxl.utils.range_boundaries(sheet.print_area.rpartition("!")[2])[2]
        scale = min(room / width(sheet, range(1, shown + 1)), 1)
        sizes = {c.font.sz for row in sheet.iter_rows() for c in row if c.value is not None}
        assert min(sizes) * scale >= 8.99, sheet.title


def test_the_progress_sheet_prints_on_a4_on_its_side_with_its_header_on_every_page(listing: Any) -> None:
    sheet = listing["进展情况表"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "C4")
    assert sheet.print_area == "'进展情况表'!$A$1:$K$314"  # 27 rows, 277 measures, 7 bands below row 3
    assert sheet["B5"].alignment.wrap_text


@pytest.mark.parametrize("kind", ["listing", "bulletin"])
def test_no_row_is_too_low_for_its_text(kind: str, request: pytest.FixtureRequest) -> None:
    """A Chinese character is as wide as its points, a digit half of it; a column's unit is 7 of 96 pixels an
    inch; a line of 宋体 takes 1.25 of its points. A cell over several columns or rows has all of their room."""
    for sheet in request.getfixturevalue(kind):
        merged = {r.start_cell.coordinate: r for r in sheet.merged_cells.ranges}
        for cell in (c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)):
            if cell.data_type == "f" or not cell.alignment.wrap_text:  # a figure; goes on over empty cells
                continue
            area = merged.get(cell.coordinate)
            across = range(area.min_col, area.max_col + 1) if area else [cell.column]
            down = range(area.min_row, area.max_row + 1) if area else [cell.row]
            room = width(sheet, across)
            size = cell.font.sz
            long = (sum(size if ord(c) > 0x2000 else size / 2 for c in t) for t in cell.value.split("\n"))
            needed = sum(-(-points // room) or 1 for points in long) * size * 1.25
            assert sum(sheet.row_dimensions[r].height for r in down) >= needed, (sheet.title, cell.coordinate)


FILLS = {"红灯": "F4B6B6", "黄灯": "FFE699", "蓝灯": "BDD7EE", "绿灯": "C6E0B4"}


def test_lights_are_a_word_and_a_fill_that_follows_what_is_typed(listing: Any) -> None:
    sheet = listing["进展情况表"]
    found = {sheet.cell(r, 8).value: sheet.cell(r, 8).fill.start_color.rgb for r in range(5, 314)}
    assert found.items() >= {word: f"FF{fill}" for word, fill in FILLS.items()}.items()
    rules = {
        rule.formula[0].strip('"'): rule.dxf.fill.bgColor.rgb
        for area in listing["明细"].conditional_formatting
        for rule in area.rules
        if rule.type == "cellIs" and rule.dxf.fill
    }
    assert rules == {word: f"FF{fill}" for word, fill in FILLS.items()}


STATUSES = ["未启动", "推进中", "已完成", "已销号", "暂缓", "不涉及"]


@pytest.mark.parametrize("kind", ["listing", "bulletin"])
def test_figures_close_and_are_charted(
    run: Run, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    book = request.getfixturevalue(kind)
    paper = MARKED.paper(run, tmp_path / "数.xlsx", {"listing": "export", "bulletin": "summary"}[kind])
    # as a program shows that does not calculate
    sheet = openpyxl.load_workbook(paper, data_only=True)["统计"]
    header, *rows = [r[:11] for r in values(sheet, 3)]
    assert header == ["类别", "分项", *STATUSES, "逾期", "滞后", "完成率"]
    total = rows[7]
    assert total[:8] == ["合计", 27, 23, 1, 1, 0, 1, 1]
    assert [sum(r[i] for r in rows[:7]) for i in range(1, 10)] == total[1:10]
    assert total[10] == 0.051  # rows 5 and 12 over the 26 that apply: 135 / 26 = 5.19, rounded down
    lights = {r[0]: r[1] for r in rows[10:15]}
    assert lights == {"红灯": 2, "黄灯": 13, "蓝灯": 2, "绿灯": 10, "合计": 27}
    charts = book["统计"]._charts
    assert [type(c).__name__ for c in charts] == ["BarChart", "LineChart"]
    bars, course = charts
    assert (bars.barDir, bars.grouping) == ("bar", "stacked")
    assert [s.val.numRef.f for s in bars.series] == [f"统计!${c}$4:${c}$10" for c in "CDEFGH"]
    below = max(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value)
    assert all(c.anchor._from.row >= below for c in charts)
    # 24 Sundays from 5 January to 15 June, and 20 June, a Friday, day 171 of 365
    assert [s.val.numRef.f for s in course.series] == ["统计!$N$4:$N$28", "统计!$O$4:$O$28"]
    weeks = [[c.value for c in r] for r in sheet["M4:O28"]]
    assert weeks[0] == [datetime(2025, 1, 5), 0, 0.013]  # 5 of 365
    assert weeks[-1] == [datetime(2025, 6, 20), 0.051, 0.468]


@pytest.mark.process
def test_the_counts_are_formulas_that_come_to_what_is_kept_beside_them(
    run: Run, tmp_path: Path, marked: None
) -> None:
    """LibreOffice, where there is one, reckons them anew from the working sheet."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here")
    file = tmp_path / "数.xlsx"
    MARKED.paper(run, file, "export")
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(tmp_path / "空.xlsx", "w") as bare:
        for name in parts.namelist():  # without what was kept, a program has to reckon
            text = parts.read(name)
            bare.writestr(name, re.sub(rb"(</f>)<v>\d+</v>", rb"\1", text))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(tmp_path / "aus"), str(tmp_path / "空.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    kept = values(openpyxl.load_workbook(file, data_only=True)["统计"], 4)
    reckoned = values(openpyxl.load_workbook(tmp_path / "aus/空.xlsx", data_only=True)["统计"], 4)
    formulas = values(openpyxl.load_workbook(file)["统计"], 4)
    found = [
        (kept[r][c], reckoned[r][c])
        for r, line in enumerate(formulas)
        for c, value in enumerate(line)
        if str(value).startswith("=COUNTIFS")
    ]
    assert len(found) == 9 * 8 + 5
    assert [b for _, b in found] == [a for a, _ in found]


@pytest.mark.parametrize(
    ("title", "criterion"),
    [
        ('甲~*?"乙', '=一、甲~~~*~?""乙'),
        ("甲\x1b[31m乙\x07", "=一、甲^[[31m乙^G"),  # as its cell has it, and XML can hold
        ("*" * 300, f"=一、{'~*' * 98}*"),
    ],
)
def test_a_category_counts_its_own_rows_whatever_its_name(
    run: Run, listed: Callable[[str], Path], tmp_path: Path, title: str, criterion: str
) -> None:
    listed(LEAST.replace("提升安全意识", json.dumps(title)))
    sheet = opened(run, tmp_path / "类.xlsx", "export")["统计"]
    assert sheet["B4"].value == f'=COUNTIFS(明细!$B:$B,"分项",明细!$C:$C,"{criterion}")'


def test_the_units_stand_with_their_obligations(listing: Any) -> None:
    """县应急管理局: 6 named, 2 as a member, 10 relevant, 1 by a measure."""
    header, *rows = values(listing["各单位"], 3)
    assert header[:5] == ["单位", "点名", "成员", "有关", "要点"]
    assert next(r for r in rows if r[0] == "县应急管理局")[1:5] == [6, 2, 10, 1]


def test_the_bulletins_text_is_a_sheet_of_its_own(bulletin: Any) -> None:
    lines = [t.strip("\u3000") for r in values(bulletin["通报"]) if r[0] for t in r[0].splitlines()]
    assert lines[0] == "安全生产重点工作周通报"
    assert [t for t in lines if t[1:2] == "、"] == [
        "一、总体进展", "二、本期新办结和进展", "三、近期到期", "四、逾期和滞后", "五、未报送进展的单位", "六、下一步工作",
    ]  # fmt: skip
    assert any("合计27个" in t for t in lines)
    sheet = bulletin["通报"]
    assert sheet.page_setup.orientation in (None, "portrait")
    assert not sheet.merged_cells.ranges  # a paragraph a cell: to be copied, filtered, searched
    headed = next(r[0] for r in sheet.iter_rows() if r[0].value and "（一）本期新办结" in r[0].value)
    section, block, first = headed.value.splitlines()  # no page ends between a heading and its text
    assert (section, block) == ("　　二、本期新办结和进展", "　　（一）本期新办结") and first.startswith(
        "　　第"
    )
    high = sheet.row_dimensions[headed.row].height
    assert (
        high >= (len(first) // 37 + 3) * 12 * 1.45
    )  # 37 of 12 points on a line of 84 digits, and the headings


def test_headings_keep_their_letters_in_the_cell_of_their_text(
    run: Run, tmp_path: Path, marked: None
) -> None:
    paper = MARKED.paper(run, tmp_path / "a.xlsx", "summary")
    sheet = openpyxl.load_workbook(paper, rich_text=True)["通报"]
    runs = next(r[0].value for r in sheet.iter_rows() if "一、总体进展" in str(r[0].value))
    assert [(part.font.rFont, bool(part.font.b)) for part in runs] == [("黑体", True), ("仿宋", False)]


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


@pytest.mark.many
@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: ascii(t)[:16])
@pytest.mark.parametrize("command", ["summary", "export"])
def test_hostile_text_arrives_as_text(
    run: Run, listed: Callable[[str], Path], tmp_path: Path, command: str, text: str
) -> None:
    title = text if text.isprintable() and len(text) < 100 else "标题"
    listed(LEAST.replace("坚定树牢安全发展理念", "'" + title.replace("'", "''") + "'"))
    assert run("mark", "1", "doing", "--note", "记", "--problem", text, today="2025-06-18").code == 0
    book = opened(run, tmp_path / "文件.xlsx", command)
    row = next(line for line in table(book["明细"]) if line["序号"] == "1")
    assert row["任务"] == title
    if len(text) < 1000:
        assert row["存在问题"] == {
            "甲\r\n乙\tb|c": "甲\n乙 b|c",
            "\x1b[31m红\x07": "^[[31m红^G",
            "\u202e反\u200b": "反",
        }.get(text, text)
    else:
        assert row["存在问题"].startswith("长" * 100)
        assert row["存在问题"].endswith(f"长{CUT}")
        rest = [r for r in values(book["文字全文"], 4) if r[:2] == ["进展情况表", "1"]]
        assert [r[2] for r in rest] == ["存在问题"] + ["存在问题（续）"] * (len(rest) - 1)
        assert "".join(r[3] for r in rest) == text
    for sheet in book:
        for cell in (c for r in sheet.iter_rows() for c in r if isinstance(c.value, str)):
            assert len(cell.value) <= 32_767
            assert cell.data_type in ("s", "inlineStr") or cell.value.startswith("=COUNTIFS(")
            assert cell.hyperlink is None
    with zipfile.ZipFile(tmp_path / "文件.xlsx") as parts:
        found = [parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        assert {f[:9] for text in found for f in re.findall(b"<f>(.*?)</f>", text)} == {b"COUNTIFS("}


@pytest.mark.watched
def test_a_text_that_no_row_is_high_enough_for_says_so_and_stands_whole_on_a_sheet_of_its_own(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    """A row holds some 27 lines; the sheet to print shows a task's running text under its title."""
    content = "\n".join(f"第{i}件要紧的事，要做好做实做细。" for i in range(1, 41))
    listed(LEAST + "        content: |\n" + indent(content, "          ") + "\n")
    book = opened(run, tmp_path / "长.xlsx", "export")
    assert book.sheetnames[-1] == "文字全文"
    cell = book["进展情况表"]["B5"]
    assert cell.value.startswith("坚定树牢安全发展理念\n第1件要紧的事")
    assert cell.value.endswith(CUT)
    assert book["进展情况表"].row_dimensions[5].height <= 409
    rest = values(book["文字全文"], 4)
    assert {tuple(r[:2]) for r in rest} == {("进展情况表", "1")}
    whole = f"坚定树牢安全发展理念\n{content}"
    assert "".join(r[3] for r in rest).replace("\n", "") == whole.replace("\n", "")


@pytest.mark.parametrize("command", ["export", "summary"])
def test_the_same_ledger_gives_the_same_bytes(run: Run, tmp_path: Path, marked: None, command: str) -> None:
    first = MARKED.opened(run, tmp_path / "甲.xlsx", command, openpyxl.load_workbook)
    assert run(command, "-o", str(tmp_path / "乙.xlsx"), today="2025-06-20").code == 0
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "甲.xlsx") as parts:
        assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}  # no clock
    assert (
        first.properties.creator == {"export": "县安委办", "summary": "交城县安全生产委员会办公室"}[command]
    )
    assert first.properties.created == first.properties.modified == datetime(2025, 6, 20)
    assert "安全生产重点工作" in first.properties.title


def test_the_working_sheet_can_be_filtered_changed_and_sorted_back(listing: Any) -> None:
    """304 lines and 25 units, below a header in row 3."""
    sheet = listing["明细"]
    assert sheet.auto_filter.ref == "A3:X307"
    assert listing["各单位"].auto_filter.ref == "A3:K28"
    assert listing["进展情况表"].auto_filter.ref is None
    assert (sheet.freeze_panes, listing["各单位"].freeze_panes) == ("B4", "B4")
    assert (sheet["X3"].value, sheet.column_dimensions["X"].hidden) == ("清单顺序", True)
    assert "改动不会回到台账，请用 anquan mark 登记" in sheet["A2"].value
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.formula1, choice.sqref.ranges.pop().coord[:2]) == (f'"{",".join(STATUSES)}"', "J4")
    formats = {h.value: sheet.cell(4, h.column).number_format for h in sheet[3]}
    assert {h for h, f in formats.items() if f == "@"} == {"序号"}
    assert listing["进展情况表"]["A5"].number_format == "@"
    assert {h for h, f in formats.items() if f == "yyyy-mm-dd"} == {"下一到期日", "最近登记", "预计完成时间"}
    assert {formats[h] for h in ("完成率", "逾期天数", "滞后百分点")} == {
        "0.0%;-0.0%;", "0;-0;", "0.0;-0.0;",  # the third part, of zeros, is empty
    }  # fmt: skip


def test_every_sheet_prints_one_page_wide(bulletin: Any, listing: Any) -> None:
    for sheet in (*bulletin, *listing):
        paper = 8 if sheet.title == "明细" else 9  # A3, A4
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth or 1) == (paper, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
    for name in ("进展情况表", "统计", "各单位"):
        assert bulletin[name].page_setup.orientation == "landscape"
        assert bulletin[name].print_title_rows == "$3:$3"


def test_without_a_ledger_the_pages_say_so(run: Run, listed: Callable[[str], Path], tmp_path: Path) -> None:
    listed(LEAST)
    for sheet in opened(run, tmp_path / "空.xlsx", "export"):
        assert sheet.oddFooter.left.text == "台账尚无记录"
        assert "台账尚无记录" in sheet["A2"].value


@pytest.mark.watched
def test_a_units_bulletin_is_addressed_to_it_and_has_its_rows(run: Run, tmp_path: Path, marked: None) -> None:
    book = opened(run, tmp_path / "本局.xlsx", "summary", "--unit", "应急局")
    assert any(r[0] == "县应急管理局：" for r in values(book["提示"]))
    assert len(table(book["进展情况表"])) == 19


def test_a_units_workbook_has_its_rows_and_why(run: Run, tmp_path: Path, marked: None) -> None:
    book = opened(run, tmp_path / "本局.xlsx", "export", "--unit", "应急局")
    rows = [r for r in table(book["明细"]) if r["层级"] == "分项"]
    assert [r["序号"] for r in rows] == "1 2 3 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21".split()
    named = ["9", "13", "14", "16", "18", "19"]
    assert [r["序号"] for r in rows if r["备注"] == "点名"] == named
    assert [r["序号"] for r in table(book["进展情况表"]) if r["备注"] == "点名"] == named
    assert {r["备注"] for r in rows if r["序号"] in ("7", "8")} == {"有关"}
    assert "（县应急管理局）" in book["进展情况表"]["A1"].value
    assert [r[0] for r in values(book["各单位"], 4)] == ["县应急管理局"]


@pytest.mark.watched
def test_categories_without_a_units_rows_and_lists_without_units_leave_no_empty_rows(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    """县安委办 is named in row 4 alone, of category 二; a list for 各有关单位 alone names no unit."""
    book = opened(run, tmp_path / "办.xlsx", "export", "--unit", "县安委办")
    first, *rest = values(book["进展情况表"], 4)
    assert (first[0], rest[0][0]) == ("二、严格落实安全责任", "4")
    assert all(str(r[0]).startswith("4.") for r in rest[1:])
    assert [r[0] for r in values(book["统计"], 4)[:2]] == ["二、严格落实安全责任", "合计"]
    listed(LEAST.replace("县水利局牵头，县林业局、县公安局配合", "各有关单位"))
    assert values(opened(run, tmp_path / "无.xlsx", "export")["各单位"], 4) == []
    sheet = opened(run, tmp_path / "镇.xlsx", "export", "--unit", "天宁镇")[
        "进展情况表"
    ]  # nothing is a township's
    assert (sheet["A3"].value, sheet.max_row) == ("序号", 3)
