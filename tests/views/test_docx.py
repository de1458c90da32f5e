"""The Word documents: what GB/T 9704-2012 asks for, nothing of the list missing, the same bytes every time."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LEAST, Run
from tests.views.once import LISTED, Once

docx = pytest.importorskip("docx")
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402

pytestmark = pytest.mark.elsewhere

ISSUED = [
    (
        str(task["number"]) + (f".{i}" if "sector" in part else ""),
        task["title"],
        part["units"],
        part["deadline"],
    )
    for category in LISTED["categories"]
    for task in category["tasks"]
    for i, part in enumerate(task.get("parts", [task]), start=1)
]  # the 27 rows as the file says them
CATEGORIES = [
    "一、提升安全意识", "二、严格落实安全责任", "三、建立健全体制机制", "四、强化问题隐患整治",
    "五、全面推进科技赋能", "六、强化应急救援准备", "七、提升应急队伍能力素质",
]  # fmt: skip


def written(run: Run, file: Path, *argv: str, today: str = "2025-06-20") -> Any:
    """The document that a command writes."""
    ran = run(*argv, "-o", str(file), today=today)
    assert ran.code == 0, ran.err
    return docx.Document(str(file))


ISSUER = "交城县安全生产委员会办公室"


MARKED = Once(
    ("mark", "5", "done", "--note", "工作要点已印发"),
    ("mark", "12", "doing", "--percent", "35", "--note", "排查重大隐患36项", "--problem", "资金不足",
     "--next", "报县政府研究", "--expected", "2025-07-15"),
    ("mark", "14", "verified"),
    ("mark", "17", "paused", "--note", "等待上级方案"),
    ("mark", "18", "na", "--note", "我县无此类企业"),
)  # fmt: skip


@pytest.fixture
def marked(run: Run, workspace: Path) -> None:
    MARKED.ledger(run, workspace / "home")


@pytest.fixture
def listing(run: Run, tmp_path: Path, marked: None) -> Any:
    return MARKED.opened(run, tmp_path / "进展.docx", "export", docx.Document)


@pytest.fixture
def bulletin(run: Run, tmp_path: Path, marked: None) -> Any:
    return MARKED.opened(run, tmp_path / "通报.docx", "summary", docx.Document)


def texts(document: Any, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.style_id == style]


def cells(document: Any) -> list[list[str]]:
    """The rows of the table."""
    return [
        ["\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in c.iter(qn("w:p"))) for c in row.iter(qn("w:tc"))]
        for row in document.tables[-1]._tbl.iter(qn("w:tr"))
    ]  # fmt: skip


def style(document: Any, ident: str) -> Any:
    return next(s for s in document.styles if s.style_id == ident)


def east(document: Any, ident: str) -> str | None:
    """The East Asian font of a style, or of what it is based on."""
    found = style(document, ident)
    fonts = found.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    if fonts is not None:
        return str(fonts.get(qn("w:eastAsia")))
    return east(document, found.base_style.style_id) if found.base_style else None


# --- the page ----------------------------------------------------------------------------------------


def test_the_text_stands_on_a4_with_the_margins_of_the_standard(bulletin: Any) -> None:
    page = bulletin.sections[0]
    sides = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.left_margin,
        page.bottom_margin,
        page.right_margin,
    )
    assert [round(side.mm, 1) for side in sides] == [210, 297, 37, 28, 35, 26]


def test_the_table_stands_on_the_same_sheet_turned(bulletin: Any) -> None:
    page = bulletin.sections[1]
    sides = (
        page.page_width,
        page.page_height,
        page.left_margin,
        page.top_margin,
        page.right_margin,
        page.bottom_margin,
    )
    assert page.orientation == 1
    assert [round(side.mm, 1) for side in sides] == [297, 210, 35, 28, 37, 26]


def test_twenty_two_lines_of_twenty_eight_characters(bulletin: Any) -> None:
    normal = style(bulletin, "Normal")
    pitch = normal.paragraph_format.line_spacing.pt
    assert 28 <= pitch <= 29
    assert 22 * pitch <= 225 / 25.4 * 72 < 23 * pitch
    grid = bulletin.sections[0]._sectPr.find(qn("w:docGrid"))
    assert int(grid.get(qn("w:linePitch"))) / 20 == pitch
    squeeze = int(normal.element.find(f"{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val"))) / 20
    assert normal.font.size.pt == 16
    assert 28 * (16 + squeeze) <= 156 / 25.4 * 72 < 29 * (16 + squeeze)


def test_fonts_and_sizes_are_those_of_the_standard(bulletin: Any) -> None:
    wanted = {
        "Title": ("方正小标宋简体", 22), "BodyText": ("仿宋_GB2312", 16), "Heading1": ("黑体", 16),
        "Heading2": ("楷体_GB2312", 16), "Addressee": ("仿宋_GB2312", 16), "Footer": ("宋体", 14),
        "AppendixMark": ("黑体", 16), "TableText": ("仿宋_GB2312", 10.5),
    }  # fmt: skip
    for ident, (font, size) in wanted.items():
        found = style(bulletin, ident)
        assert east(bulletin, ident) == font
        while found.font.size is None:
            found = found.base_style
        assert found.font.size.pt == size, ident
    assert style(bulletin, "Title").paragraph_format.alignment == ALIGN.CENTER


@pytest.mark.parametrize("ident", ["BodyText", "Heading1", "Heading2"])
def test_first_lines_are_indented_by_two_characters(bulletin: Any, ident: str) -> None:
    indent = style(bulletin, ident).element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert indent.get(qn("w:firstLine")) == "640"  # 2 × 16 pt


def test_chinese_line_breaking_is_on(bulletin: Any) -> None:
    layout = style(bulletin, "Normal").element.find(qn("w:pPr"))
    assert (
        layout.find(qn("w:kinsoku")) is not None and layout.find(qn("w:widowControl")).get(qn("w:val")) == "0"
    )


def test_every_run_of_text_asks_for_chinese_punctuation(bulletin: Any) -> None:
    for run in bulletin.element.body.iter(qn("w:r")):
        if run.find(qn("w:t")) is not None:
            assert run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:hint")) == "eastAsia"


# --- the text ----------------------------------------------------------------------------------------


def test_a_red_head_over_a_red_line(bulletin: Any) -> None:
    first, second, third = bulletin.paragraphs[:3]
    assert (first.text, second.text) == ("安全生产重点工作周通报", "2025年第25期")
    assert third.text.split("\t") == ["", ISSUER, "2025年6月20日"]
    name = style(bulletin, "MastheadName")
    assert str(name.font.color.rgb) == "FF0000" and east(bulletin, "MastheadName") == "方正小标宋简体"
    line = style(bulletin, "MastheadLine").element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}")
    assert line.get(qn("w:color")) == "FF0000"


def test_a_free_span_has_no_issue_number(run: Run, tmp_path: Path) -> None:
    document = written(run, tmp_path / "a.docx", "summary", "--since", "2025-06-01", "--until", "2025-06-20")
    assert texts(document, "MastheadIssue") == []
    assert texts(document, "MastheadName") == ["安全生产重点工作进展通报"]


def test_the_title_breaks_where_its_sense_allows(bulletin: Any) -> None:
    assert texts(bulletin, "Title") == ["关于2025年6月16日至22日\n安全生产重点工作进展情况的通报"]


def test_a_title_with_a_long_units_name_takes_three_whole_lines(run: Run, tmp_path: Path) -> None:
    document = written(run, tmp_path / "a.docx", "summary", "--unit", "非煤专委办")
    unit = "非煤矿山安全专业委员会办公室"  # 14 of the 20 characters of 22 pt that a line holds
    assert texts(document, "Title") == [f"关于{unit}\n2025年6月16日至22日安全生产重点工作\n进展情况的提示"]
    assert texts(document, "AppendixTitle") == [
        f"交城县2025年安全生产重点工作任务清单\n（{unit}）进展情况表\n（截至6月20日）"
    ]


@pytest.mark.parametrize(("unit", "title"), [
    # 19.5 of 20 characters, and a quarter more at each of the eight places where figures meet Chinese
    ("县市场监督管理局", "关于县市场监督管理局\n2025年6月16日至22日安全生产重点工作\n进展情况的提示"),
    ("经济开发区", "关于经济开发区2025年6月16日至22日\n安全生产重点工作进展情况的提示"),
])  # fmt: skip
def test_a_units_paper_breaks_no_date_and_leaves_no_word_alone(
    run: Run, tmp_path: Path, unit: str, title: str
) -> None:
    document = written(run, tmp_path / "a.docx", "summary", "--unit", unit)
    assert texts(document, "Title") == [title]
    assert texts(document, "MastheadName") == [
        "安全生产重点工作\n进展情况提示"
    ]  # 14 characters, 12 of 36 pt on a line


def test_the_addressee_stands_a_line_below_the_title_without_indent(bulletin: Any) -> None:
    assert texts(bulletin, "Addressee") == ["县安委会各成员单位、各乡（镇）人民政府："]
    layout = style(bulletin, "Addressee").paragraph_format
    assert layout.first_line_indent is None and layout.space_before.pt == 28.95


def test_sections_come_in_their_order(bulletin: Any) -> None:
    assert texts(bulletin, "Heading1") == [
        "一、总体进展", "二、本期新办结和进展", "三、近期到期", "四、逾期和滞后", "五、未报送进展的单位", "六、下一步工作",
    ]  # fmt: skip
    assert "（一）本期新办结" in texts(bulletin, "Heading2")
    text = "\n".join(texts(bulletin, "BodyText"))
    assert (
        "第12项“根源上杜绝重大隐患”，县安委办6月18日登记：排查重大隐患36项（进度35%），指出：资金不足。下一步：报县政府研究。预计7月15日完成。"
        in text
    )


def test_the_appendix_is_noted_without_a_full_stop(bulletin: Any) -> None:
    """Its name is 23 characters long and just fills the line: 表 would stand alone where figures are set wider."""
    assert texts(bulletin, "Attachment") == ["附件：交城县2025年安全生产重点工作任务清单\n进展情况表"]
    layout = style(bulletin, "Attachment").element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    # 附件： is three characters long and begins after two
    assert (layout.get(qn("w:leftChars")), layout.get(qn("w:hangingChars"))) == ("500", "300")


def test_the_issuer_is_centred_over_the_date_which_ends_four_characters_from_the_right(bulletin: Any) -> None:
    assert texts(bulletin, "Signature") + texts(bulletin, "Dated") == [ISSUER, "2025年6月20日"]
    indent = style(bulletin, "Dated").element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    assert indent.get(qn("w:rightChars")) == "400"
    signed = next(p for p in bulletin.paragraphs if p.style.style_id == "Signature").paragraph_format
    # 2025年6月20日: three characters and seven half ones, so its middle lies 4 + 3.25 from the right
    middle = (156 / 25.4 * 72 + signed.left_indent.pt - signed.right_indent.pt) / 2
    assert middle == pytest.approx(156 / 25.4 * 72 - 7.25 * 15.75, abs=1.5)
    assert style(bulletin, "Signature").paragraph_format.alignment == ALIGN.CENTER


def test_nobody_signs_an_empty_page(bulletin: Any) -> None:
    kept = [p for p in bulletin.paragraphs if p.style.style_id in ("BodyText", "Attachment", "Signature")][
        -3:
    ]
    assert kept[0].paragraph_format.keep_with_next
    assert all(p.style.paragraph_format.keep_with_next for p in kept[1:])


def test_a_document_number_stands_in_six_cornered_brackets(
    run: Run, tmp_path: Path, listed: Callable[[str], Path]
) -> None:
    listed("document: 交安委办[2025]05号\n" + LEAST)
    document = written(run, tmp_path / "a.docx", "summary")
    assert "（交安委办〔2025〕5号）" in texts(document, "BodyText")[0]


# --- the foot ----------------------------------------------------------------------------------------


def test_odd_pages_are_numbered_right_and_even_ones_left(bulletin: Any, run: Run) -> None:
    assert bulletin.settings.odd_and_even_pages_header_footer
    head = run("verify", "--json").json["head"]
    for section in bulletin.sections:
        assert section._sectPr.find(qn("w:pgNumType")) is None  # numbers go on
        for footer, side, inset in (
            (section.footer, "right", "right"),
            (section.even_page_footer, "left", "left"),
        ):
            number = next(p for p in footer._element.iter(qn("w:p")) if p.find(qn("w:fldSimple")) is not None)
            assert "".join(t.text for t in number.iter(qn("w:t"))) == "— 1 —"
            assert number.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
            assert number.pPr.find(qn("w:jc")).get(qn("w:val")) == side
            assert number.pPr.find(qn("w:ind")).get(qn(f"w:{inset}")) == "280"  # one character of 14 pt
            assert footer.paragraphs[-1].text == f"台账编号 {head}"


def test_the_number_of_a_turned_page_keeps_its_place_on_the_sheet(bulletin: Any, listing: Any) -> None:
    """GB/T 9704-2012, 8: along the left edge of the sheet on its side, beside the type area."""
    box = next(bulletin.sections[1].footer._element.iter("{*}bodyPr"))
    assert box.get("vert") == "vert"
    footer = bulletin.sections[1].footer._element
    x, y = (int(offset.text) / 36000 for offset in footer.iter("{*}posOffset"))  # mm
    extent = next(footer.iter("{*}extent"))
    assert x + int(extent.get("cx")) / 36000 < 35
    assert (round(y), round(int(extent.get("cy")) / 36000)) == (28, 156)
    assert not list(listing.sections[0].footer._element.iter("{*}bodyPr"))  # a sheet by itself: at its foot


def test_an_empty_ledger_is_said(run: Run, tmp_path: Path, listed: Callable[[str], Path]) -> None:
    listed(LEAST)
    for command in ("summary", "export"):
        document = written(run, tmp_path / f"{command}.docx", command)
        assert document.sections[-1].footer.paragraphs[-1].text == "台账尚无记录"


# --- the table ---------------------------------------------------------------------------------------


def test_the_appendix_has_every_task_with_units_deadline_and_status(bulletin: Any) -> None:
    rows = cells(bulletin)
    assert rows[0] == ["序号", "任务", "责任单位", "完成时限", "完成状态", "完成率", "亮灯", "最近进展"]
    assert [r[0] for r in rows if len(r) == 1] == CATEGORIES
    found = {r[0]: r for r in rows[1:] if len(r) > 1}
    assert len(found) == len(ISSUED) == 27
    for ident, title, units, deadline in ISSUED:
        assert found[ident][1].startswith(title)
        assert found[ident][2:4] == [units.partition("。")[0], deadline]
    assert {i: found[i][4] for i in ("5", "12", "14", "17", "18", "1")} == {
        "5": "已完成", "12": "推进中", "14": "已销号", "17": "暂缓", "18": "不涉及", "1": "未启动",
    }  # fmt: skip
    assert found["11.2"][4] == "未启动\n逾期20天"  # 汛期 begins on 1 June, so 汛期前 ended on 31 May
    assert found["5"][5] == "100.0%" and found["18"][5] == "—"


def test_the_list_has_every_measure_on_a_line_under_its_task(listing: Any) -> None:
    rows = cells(listing)
    assert rows[0] == ["序号", "任务和要点", "责任单位", "完成时限", "完成状态", "完成率", "亮灯", "最近进展"]
    found = {r[0]: r for r in rows[1:] if len(r) > 1}
    assert [r[0] for r in rows if len(r) == 1] == CATEGORIES
    for ident, title, units, deadline in ISSUED:
        assert found[ident][1].startswith(title)
        assert found[ident][2:4] == [units.partition("。")[0], deadline]
    wanted = []
    for category in LISTED["categories"]:
        for task in category["tasks"]:
            for i, part in enumerate(task.get("parts", [task]), start=1):
                ident = f"{task['number']}.{i}" if "sector" in part else str(task["number"])
                wanted.append(ident)
                for j, measure in enumerate(part["measures"], start=1):
                    wanted.append(f"{ident}.{j}")
                    text = measure if isinstance(measure, str) else measure["text"]
                    assert found[f"{ident}.{j}"][1].startswith(text)
    assert list(found) == wanted
    assert texts(listing, "AsOf") == ["截至2025年6月20日"]


def test_a_measure_says_what_is_its_own(run: Run, tmp_path: Path) -> None:
    run("mark", "4.3", "done", "--stage", "1", "--note", "已召开", today="2025-06-18")
    rows = {r[0]: r for r in cells(written(run, tmp_path / "a.docx", "export"))}
    assert rows["4.3"][1].endswith("（每半年）") and rows["4.3"][2:] == [
        "推进中",
        "50.0%",
        "绿灯",
        "6月18日（阶段1，县安委办）：已完成：已召开。",
    ]
    assert rows["4"][-1] == ""  # its measure's line has said it
    assert rows["4.5"][1].endswith("（各行业安全专委会办公室负责）") and "（" not in rows["4.2"][1]
    assert rows["11.2.5"][1].endswith("（汛期前）") and rows["11.2.5"][2:4] == ["未启动\n逾期20天", "—"]


def test_columns_are_as_wide_as_their_texts_need(
    run: Run, tmp_path: Path, listed: Callable[[str], Path]
) -> None:
    """Where a title is long and nothing has been reported, the title has the room, and the other way round."""

    def widths() -> dict[str, float]:
        row = written(run, tmp_path / "a.docx", "summary").tables[-1].rows[0]
        return {c.text: c.width.pt for c in row.cells}

    listed(LEAST.replace("坚定树牢安全发展理念", "坚定树牢安全发展理念，" * 20))
    before = widths()
    listed(LEAST)
    assert run("mark", "1", "doing", "--note", "专题学习，" * 40, today="2025-06-18").code == 0
    after = widths()
    assert before["任务"] > 2 * before["最近进展"] and after["最近进展"] > 2 * after["任务"]
    assert {h: before[h] for h in ("亮灯", "完成率")} == {h: after[h] for h in ("亮灯", "完成率")}


def test_the_last_page_is_not_for_one_row(bulletin: Any) -> None:
    """The last three rows keep together, and with the note below."""
    rows = [*bulletin.tables[-1]._tbl.iter(qn("w:tr"))]
    kept = [
        row.find(f".//{qn('w:keepNext')}") is not None for row in rows if len(row.findall(qn("w:tc"))) > 1
    ]
    assert kept[-3:] == [True] * 3 and not any(kept[1:-3])


@pytest.mark.parametrize("which", ["bulletin", "listing"])
def test_deadlines_break_between_dates_and_late_days_stay_on_a_line(
    which: str, request: pytest.FixtureRequest
) -> None:
    table = request.getfixturevalue(which).tables[-1]
    heads, *rows = ([c.text for c in row.cells] for row in table.rows)
    assert next(r for r in rows if r[0] == "6")[heads.index("完成时限")] == "6月底前/\n12月底前"
    room = {h: c.width.pt - 5.7 for h, c in zip(heads, table.rows[0].cells, strict=True)}  # less its padding
    assert room["完成时限"] >= 4 * 10.5  # 12月底前
    assert room["完成状态"] >= 5 * 10.5  # 逾期100天, with a quarter of room on both sides of the figure


def test_a_light_is_a_word_on_its_colour(bulletin: Any) -> None:
    fills: dict[str, str] = {}
    for cell in bulletin.tables[-1]._tbl.iter(qn("w:tc")):
        text = "".join(t.text or "" for t in cell.iter(qn("w:t")))
        if text in ("红灯", "黄灯", "蓝灯", "绿灯"):
            fills.setdefault(text, cell.tcPr.find(qn("w:shd")).get(qn("w:fill")))
    assert set(fills) == {"红灯", "黄灯", "蓝灯", "绿灯"} and len(set(fills.values())) == 4


@pytest.mark.parametrize("which", ["bulletin", "listing"])
def test_the_table_repeats_its_head_and_fills_the_type_area(
    which: str, request: pytest.FixtureRequest
) -> None:
    table = request.getfixturevalue(which).tables[-1]._tbl
    first, *rest = table.iter(qn("w:tr"))
    assert first.trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rest)
    widths = [int(c.get(qn("w:w"))) for c in table.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(225 / 25.4 * 1440, abs=2)
    assert table.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    for row in table.iter(qn("w:tr")):
        own = [int(c.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for c in row.iter(qn("w:tc"))]
        measure = [widths[0], sum(widths[1:4]), *widths[4:]]
        assert own in (widths, [sum(widths)], *([measure] if which == "listing" else []))


def test_rows_stay_on_a_page_unless_they_are_too_long(run: Run, tmp_path: Path) -> None:
    run("mark", "12", "doing", "--note", "长" * 3000, today="2025-06-18")
    document = written(run, tmp_path / "a.docx", "summary")
    whole = {}
    for row in document.tables[-1]._tbl.iter(qn("w:tr")):
        ident = next(row.iter(qn("w:t"))).text
        whole[ident] = row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None
    assert [i for i, kept in whole.items() if not kept] == ["12"]


def test_a_units_documents_say_whose_they_are(run: Run, tmp_path: Path) -> None:
    named = {"9", "13", "14", "16", "18", "19"}
    summary = written(run, tmp_path / "a.docx", "summary", "--unit", "应急局")
    assert texts(summary, "Addressee") == ["县应急管理局："]
    assert texts(summary, "Title") == ["关于县应急管理局2025年6月16日至22日\n安全生产重点工作进展情况的提示"]
    export = written(run, tmp_path / "b.docx", "export", "--unit", "应急局")
    assert texts(export, "AsOf") == ["截至2025年6月20日　　单位：县应急管理局"]
    for document in (summary, export):
        ids = {r[0] for r in cells(document)[1:] if len(r) > 1}
        assert sum("." not in i for i in ids) == 19 and named < ids and "11.1" not in ids


@pytest.mark.watched
def test_a_unit_without_tasks_gets_a_table_that_says_so(
    run: Run, tmp_path: Path, listed: Callable[[str], Path]
) -> None:
    listed(LEAST + "units:\n  - {name: 县教育局}\n")
    for command in ("summary", "export"):
        document = written(run, tmp_path / f"{command}.docx", command, "--unit", "县教育局")
        assert cells(document)[1:] == [["没有事项。"]]


# --- the file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["summary", "export"])
def test_the_same_input_gives_the_same_bytes_at_any_time(
    run: Run, tmp_path: Path, marked: None, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    MARKED.paper(run, tmp_path / "a.docx", command)
    later = time.time() + 400 * 86400
    monkeypatch.setattr(time, "time", lambda: later)
    assert run(command, "-o", str(tmp_path / "b.docx"), today="2025-06-20").code == 0
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_nothing_of_a_template_is_left(run: Run, tmp_path: Path, bulletin: Any) -> None:
    with zipfile.ZipFile(tmp_path / "通报.docx") as file:
        names = file.namelist()
        everything = b"".join(file.read(name) for name in names).decode()
    assert names[0] == "[Content_Types].xml"
    assert {n for n in names if "footer" not in n} == {
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", "word/styles.xml",
        "word/_rels/document.xml.rels", "word/settings.xml", "word/fontTable.xml",
    }  # fmt: skip
    assert not re.search(
        r"python-docx|Calibri|Cambria|asciiTheme|eastAsiaTheme|minorHAnsi|w:rsid", everything
    )
    about = bulletin.core_properties
    assert (about.author, about.last_modified_by, about.language) == (ISSUER, ISSUER, "zh-CN")
    assert about.title == "关于2025年6月16日至22日安全生产重点工作进展情况的通报"
    assert about.created == about.modified and str(about.created.date()) == "2025-06-20"


# The order that ECMA-376 part 1 gives to what these documents use (CT_PPr, CT_RPr, CT_SectPr, CT_TblPr …).
SCHEMA = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang eastAsianLayout specVanish oMath",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tc": "tcPr p",
    "tr": "tblPrEx trPr tc",
    "tbl": "tblPr tblGrid tr",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked"
    " pPr rPr tblPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksAfter noLineBreaksBefore compat themeFontLang decimalSymbol"
    " listSeparator",
    "compat": "spaceForUL balanceSingleByteDoubleByteWidth doNotLeaveBackslashAlone ulTrailSpace"
    " doNotExpandShiftReturn useFELayout compatSetting",
    "font": "altName charset family pitch",
}  # fmt: skip


@pytest.mark.parametrize("which", ["通报.docx", "进展.docx"])
def test_elements_stand_in_the_order_that_word_insists_on(
    which: str, bulletin: Any, listing: Any, tmp_path: Path
) -> None:
    seen = set()
    with zipfile.ZipFile(tmp_path / which) as file:
        for name in file.namelist():
            if not name.startswith("word/") or name.endswith(".rels"):
                continue
            root = docx.oxml.parse_xml(file.read(name))
            for element in root.iter("{*}*"):
                tag = element.tag.rpartition("}")[2]
                if tag in SCHEMA and qn("w:x")[:-1] in element.tag:
                    places = [SCHEMA[tag].split().index(c.tag.rpartition("}")[2]) for c in element]
                    assert places == sorted(places), (name, tag, places)
                    seen.add(tag)
    assert seen == set(SCHEMA)


# --- what people write -------------------------------------------------------------------------------

HOSTILE = [
    "=1+1", "=HYPERLINK(\"http://x\",\"y\")", "<w:p>&amp;</w:p>", "]]>", "a|b", "{PAGE}", "\\n", "${x}", "%s",
    "“双引号”——破折号……", "１２％", "𠮷𠀀",
]  # fmt: skip


def test_what_people_write_arrives_as_plain_text(
    run: Run, tmp_path: Path, listed: Callable[[str], Path]
) -> None:
    listed(LEAST.replace("6月底前/", ""))
    note = " ".join(HOSTILE)
    assert run("mark", "1", "doing", "--note", note, "--problem", "<b>&", today="2025-06-18").code == 0
    for command in ("summary", "export"):
        rows = {r[0]: r for r in cells(written(run, tmp_path / f"{command}.docx", command))}
        assert rows["1"][-1] == f"6月18日（安委办）：推进中：{note}。存在问题：<b>&。"


def test_controls_and_marks_of_direction_are_made_visible(
    run: Run, tmp_path: Path, listed: Callable[[str], Path]
) -> None:
    text = "A\\x07B\\x1b[31mC\\u202eD\\u200fE\\uffffF\\x00G"
    listed(LEAST.replace("title: 坚定树牢安全发展理念", f'title: "{text}"'))
    shown = "A^GB^[[31mCDE<U+FFFF>F^@G"
    for command in ("summary", "export"):
        document = written(run, tmp_path / f"{command}.docx", command)
        assert cells(document)[2][1] == shown


def test_breaks_stay_breaks_and_half_characters_are_named() -> None:
    from anquan_cli.views.docx.elements import run as piece

    element = piece("甲\r\n乙\r丙\n丁\t戊\ud800\u2028己")
    assert [t.text for t in element.iter(qn("w:t"))] == ["甲", "乙", "丙", "丁 戊<U+D800><U+2028>己"]
    assert len(list(element.iter(qn("w:br")))) == 3


def test_forty_thousand_characters_are_kept(run: Run, tmp_path: Path, listed: Callable[[str], Path]) -> None:
    long = "很长的文字，" * 6_667
    listed(
        LEAST.replace("某县2025年", f"{long}2025年")
        .replace("坚定树牢安全发展理念", long)
        .replace("提升安全意识", long)
        + f"issuer: {long}\n"
    )
    assert run("mark", "1", "doing", "--note", f"{long}\r\n末", today="2025-06-18").code == 0
    for command in ("summary", "export"):
        document = written(run, tmp_path / f"{command}.docx", command)
        rows = cells(document)
        assert rows[1] == [f"一、{long}"] and rows[2][1] == long
        assert rows[2][-1] == f"6月18日（阶段1，{long}）：推进中：{long} 末。"
        assert len(document.core_properties.title) <= 255


def test_copies_and_contact_stand_where_the_list_names_them(
    run: Run, tmp_path: Path, listed: Callable[[str], Path]
) -> None:
    listed("copies: 市安委办\ncontact: 王某 1234567\n" + LEAST)
    document = written(run, tmp_path / "a.docx", "summary")
    assert texts(document, "Imprint") == ["抄送：市安委办。", "安全生产委员会办公室\t2025年6月20日印发"]
    assert "（联系人：王某 1234567）" in texts(document, "BodyText")
    listed(LEAST)
    assert texts(written(run, tmp_path / "b.docx", "summary"), "Imprint") == []


def test_categories_are_a_small_table_in_the_text(bulletin: Any) -> None:
    """Seven categories below a heading, 27 rows between them."""
    headings, *rest = [[c.text for c in r.cells] for r in bulletin.tables[0].rows]
    assert headings == ["类别", "分项数", "办结数", "逾期数", "完成率"]
    assert len(rest) == 7 and rest[0][:2] == ["一、提升安全意识", "3"]
    assert sum(int(r[1]) for r in rest) == 27
