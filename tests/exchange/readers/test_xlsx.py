"""Workbooks: cells as they are printed, wherever they stand."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from anquan_cli.exchange.blocks import Grid
from anquan_cli.exchange.readers.number_format import printed
from anquan_cli.exchange.readers.refusal import Refusal
from anquan_cli.exchange.readers.xlsx import read
from tests.exchange.readers.found import only_grid as rows
from tests.exchange.readers.packages import package, relations, text_cell, xlsx

DATES = (
    '<numFmts><numFmt numFmtId="164" formatCode="000"/><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
    "<fonts><font/><font><strike/></font></fonts>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="9"/><xf fontId="1"/></cellXfs>'
)


def sheet(*lines: str, more: str = "", before: str = "") -> str:
    return f"{before}<sheetData>{''.join(lines)}</sheetData>{more}"


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (5.0, "", "5"),
        (2.5, "General", "2.5"),
        (0.1 + 0.2, "", "0.3"),
        (45838, "yyyy/m/d", "2025-06-30"),
        (45838, 'yyyy"年"m"月"d"日";@', "2025年6月30日"),
        (45838, "[$-F800]dddd, mmmm dd, yyyy", "2025-06-30"),
        (45838.75, "yyyy-mm-dd hh:mm", "2025-06-30 18:00"),
        (45838, 'yyyy"年"m"月"', "2025年6月"),
        (45838, 'm"月"d"日"', "6月30日"),
        (45838, 'm"月"d"日前"', "6月30日前"),
        (45838, 'yyyy"年"m"月底前"', "2025年6月底前"),
        (45838, "yyyy年m月d日\\ aaaa;@", "2025年6月30日"),
        (45838, "[$-804]yyyy年m月d日dddd", "2025年6月30日"),
        (45838.75, 'm"月"d"日" h:mm', "6月30日 18:00"),
        (45838.75, 'yyyy"年"m"月"d"日" h:mm:ss', "2025年6月30日 18:00"),
        (45838 + 86399 / 86400, "yyyy-mm-dd hh:mm:ss", "2025-06-30 23:59:59"),
        (45838, "mmm-yy", "2025年6月"),
        (0.5, "h:mm", "12:00"),
        (1, "yyyy/m/d", "1900-01-01"),
        (61, "yyyy/m/d", "1900-03-01"),
        (7, "000", "007"),
        (0.95, "0%", "95%"),
        (0.125, "0.0%", "12.5%"),
        (12345.678, "#,##0.00", "12,345.68"),
        (12, '0"个"', "12个"),
        (3, '"第"0"条"', "第3条"),
        (-3, "0;[Red]0", "-3"),
        (-3, "0_);(0)", "(3)"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2."),
        (1234567, "#,##0,", "1,235"),
        (5, '0"项"_ ', "5项"),
        (5, 'G/通用格式"项"', "5项"),
        (45838, "aaaa", "2025-06-30"),  # a day of the week alone
        (-1, "yyyy/m/d", "-1"),  # Excel prints no date before 1900
        (12345, "0.00E+00", "12345"),
        (5, '"见附件"', "见附件"),
    ],
)
def test_numbers_as_they_are_printed(number: float, code: str, text: str) -> None:
    assert printed(number, code) == text


def test_dates_count_from_1900_or_from_1904() -> None:
    line = '<row r="1"><c r="A1" s="1"><v>{}</v></c><c r="B1" s="2"><v>7</v></c><c r="C1" s="3"><v>{}</v></c><c r="D1" s="4"><v>0.6</v></c></row>'
    expected = [["2025-06-30", "007", "2025年6月", "60%"]]
    assert rows(read(xlsx(sheet(line.format(45838, 45838)), styles=DATES))) == expected
    since_1904 = read(
        xlsx(sheet(line.format(44376, 44376)), styles=DATES, workbook='<workbookPr date1904="1"/>')
    )
    assert rows(since_1904) == expected


@pytest.mark.filterwarnings("ignore")
def test_a_false_dimension_is_not_believed_as_openpyxl_believes_it() -> None:
    lines = [f'<row r="{n}">{text_cell(f"A{n}", "甲")}{text_cell(f"B{n}", "乙")}</row>' for n in (1, 2, 3)]
    data = xlsx(sheet(*lines, before='<dimension ref="A1"/>'))
    assert rows(read(data)) == [["甲", "乙"]] * 3
    trusting = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    assert len(list(trusting.iter_rows())) * 2 < 6


def test_a_colour_that_openpyxl_refuses_is_no_reason_to_refuse() -> None:
    styles = '<fonts><font><color rgb="红"/></font></fonts><cellXfs><xf/></cellXfs>'
    data = xlsx(sheet(f'<row r="1">{text_cell("A1", "甲")}</row>'), styles=styles)
    assert rows(read(data)) == [["甲"]]
    with pytest.raises(Exception, match="could not read stylesheet"):
        openpyxl.load_workbook(io.BytesIO(data))


def test_formulas_are_taken_as_they_were_stored_and_never_worked_out() -> None:
    line = (
        '<row r="1"><c r="A1"><f>1+1</f><v>3</v></c><c r="B1" t="str"><f>"a"</f><v>存</v></c><c r="C1"><f>NOW()</f></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1" t="b"><v>1</v></c></row>'
    )
    document = read(xlsx(sheet(line)))
    assert rows(document) == [["3", "存", "", "#DIV/0!", "TRUE"]]
    assert [note[:12] for note in document.notes] == ["工作表“任务”C1的公式", "工作表“任务”D1的公式"]


def test_a_formula_that_no_program_has_worked_out_is_no_empty_cell() -> None:
    """As openpyxl writes it, `<v></v>`; one whose result is no text at all is stored as such a text."""
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(["甲", '=B3&"二"', "乙"])
    stored = io.BytesIO()
    book.save(stored)
    assert [n for n in read(stored.getvalue()).notes if "B1的公式没有存下结果" in n]
    empty = '<row r="1"><c r="A1" t="str"><f>IF(1,"","a")</f><v></v></c><c r="B1"><v></v></c></row>'
    assert read(xlsx(sheet(empty))).notes == ()


def test_shared_strings_in_runs_without_their_phonetic_guide_and_with_escapes() -> None:
    strings = "<si><r><t>排</t></r><r><t>查</t></r><rPh sb='0' eb='1'><t>pai</t></rPh></si><si><t>一_x000D_\n二</t></si>"
    line = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>9</v></c></row>'
    from tests.exchange.readers.packages import S

    data = xlsx(sheet(line), parts={"xl/sharedStrings.xml": f"<sst {S}>{strings}</sst>"})
    assert rows(read(data)) == [["排查", "一\n二"]]


def test_merged_cells_stand_in_every_place_and_empty_rows_part_what_they_part() -> None:
    lines = (
        f'<row r="1">{text_cell("A1", "题")}</row>',
        f'<row r="5">{text_cell("B5", "甲")}{text_cell("C5", "乙")}</row>',
    )
    document = read(
        xlsx(sheet(*lines, more='<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A5:A6"/></mergeCells>'))
    )
    assert rows(document) == [["题"] * 3, [""] * 3, ["", "甲", "乙"]]
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [row.place for row in grid.rows] == ["工作表“任务”第1行", "工作表“任务”第4行", "工作表“任务”第5行"]
    assert {cell.origin for cell in grid.rows[0].cells} == {(0, 0)}


def test_what_stands_below_a_merged_cell_is_said() -> None:
    lines = [
        f'<row r="{n}">{text_cell(f"A{n}", text)}</row>' for n, text in ((1, "甲"), (2, "甲"), (3, "乙"))
    ]
    document = read(xlsx(sheet(*lines, more='<mergeCells><mergeCell ref="A1:A3"/></mergeCells>')))
    assert rows(document) == [["甲"]] * 3
    assert document.notes == ("合并格盖住的文字未取：乙",)


def test_what_is_hidden_struck_out_or_beside_the_cells_is_said() -> None:
    lines = (
        f'<row r="1" hidden="1">{text_cell("A1", "甲")}</row>',
        '<row r="2"><c r="B2" s="5" t="inlineStr"><is><t>乙</t></is></c></row>',
    )
    inside = sheet(
        *lines,
        before='<cols><col min="2" max="3" hidden="1"/></cols>',
        more="<headerFooter><oddHeader>&amp;C&amp;14内部</oddHeader><oddFooter>第&amp;P页</oddFooter></headerFooter>",
    )
    document = read(xlsx(inside, styles=DATES))
    assert rows(document) == [["甲", ""], ["", "乙"]]
    assert document.notes == (
        "工作表“任务”第2行：B2里有删除线的文字仍取了：乙",
        "工作表“任务”的第1行是隐藏的，仍取了",
        "工作表“任务”的B列是隐藏的，仍取了",
        "工作表“任务”的页眉页脚未取：内部",
    )


@pytest.mark.parametrize("shared", [True, False])
def test_text_struck_out_in_a_part_of_a_cell_is_said(shared: bool) -> None:
    """As lists are amended in a spreadsheet: the unit relieved stands struck out before the new one."""
    from tests.exchange.readers.packages import S

    off = '<r><rPr><strike val="0"/></rPr><t>县水利局</t></r>'
    runs = f"<r><rPr><strike/></rPr><t>县公</t></r><r><rPr><b/><strike/></rPr><t>安局</t></r>{off}"
    strings = {"xl/sharedStrings.xml": f"<sst {S}><si>{runs}</si></sst>"} if shared else {}
    value = 't="s"><v>0</v>' if shared else f't="inlineStr"><is>{runs}</is>'
    document = read(xlsx(sheet(f'<row r="3"><c r="C3" {value}</c></row>'), parts=strings))
    assert rows(document) == [["", "", "县公安局县水利局"]]
    assert document.notes == ("工作表“任务”第3行：C3里有删除线的文字仍取了：县公安局",)


def test_hidden_sheets_are_left_out_and_said() -> None:
    shown, hidden = (sheet(f'<row r="1">{text_cell("A1", text)}</row>') for text in ("甲", "密"))
    data = xlsx(shown, hidden)

    changed = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(
                name,
                source.read(name).replace('name="附表"'.encode(), 'name="附表" state="veryHidden"'.encode()),
            )
    document = read(changed.getvalue())
    assert rows(document) == [["甲"]]
    assert document.notes == ("工作表“附表”是隐藏的，未取",)


@pytest.mark.parametrize("far", ["A1048576", "XFD1", "XFD1048576", "A20001", "ALM1"])
def test_a_far_cell_is_said_with_its_place(far: str) -> None:
    row = int("".join(c for c in far if c.isdigit()))
    near = f'<row r="1">{text_cell("A1", "甲")}</row>' if row > 1 else ""
    with pytest.raises(Refusal, match=f"工作表“任务”在{far}还有内容"):
        read(xlsx(sheet(near, f'<row r="{row}">{text_cell(far, "远")}</row>')))


def test_a_far_cell_that_is_only_formatted_does_no_harm() -> None:
    assert rows(
        read(
            xlsx(
                sheet(
                    f'<row r="1">{text_cell("A1", "甲")}</row>',
                    '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
                )
            )
        )
    ) == [["甲"]]


def test_cells_without_references_follow_each_other() -> None:
    line = "<row><c t='inlineStr'><is><t>甲</t></is></c><c><v>1</v></c></row>"
    assert rows(read(xlsx(sheet(line, line)))) == [["甲", "1"]] * 2


@pytest.mark.filterwarnings("ignore")
def test_a_strict_workbook_is_read_in_which_openpyxl_finds_nothing() -> None:
    plain = zipfile.ZipFile(io.BytesIO(xlsx(sheet(f'<row r="1">{text_cell("A1", "甲")}</row>'))))
    parts = {
        name: plain.read(name)
        .replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name in plain.namelist()
    }
    data = package(**parts)
    assert rows(read(data)) == [["甲"]]
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == []


def test_boxes_pictures_and_comments_beside_the_cells_are_said() -> None:
    drawing = "<wsDr><txBody><p><r><t>注意</t></r></p></txBody><pic/></wsDr>"
    data = xlsx(
        sheet(f'<row r="1">{text_cell("A1", "甲")}</row>'),
        parts={
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                ("drawing", "../drawings/d.xml"), ("comments", "../c.xml"), ("package", "../e.docx")
            ),
            "xl/drawings/d.xml": drawing,
            "xl/c.xml": "<comments><commentList><comment/><comment/></commentList></comments>",
            "xl/vbaProject.bin": "x",
        },
    )
    document = read(data)
    assert rows(document) == [["甲"]]
    assert document.notes == (
        "工作表“任务”的文本框未取：注意",
        "工作表“任务”有图片1幅，其中的文字未取",
        "工作表“任务”的批注2条未取",
        "工作表“任务”有嵌入的文件，其中的文字未取，是清单的请另存出来一起导入",
        "文件带有宏，没有运行，只读了文字",
    )


def test_what_a_cell_cannot_mean_is_taken_as_it_stands() -> None:
    line = (
        '<row r="x"><c r="?1" t="d"><v>2025-06-30T00:00:00</v></c><c t="n"><v>约5项</v></c><c t="inlineStr"/>'
        '<c t="b"><v>0</v></c></row>'
    )
    merged = '<mergeCells><mergeCell ref="全部"/></mergeCells>'
    assert rows(read(xlsx(sheet(line, more=merged)))) == [["2025-06-30", "约5项", "", "FALSE"]]


def test_a_sheet_that_is_a_chart_is_said_and_an_empty_one_is_nothing() -> None:
    lines = sheet(f'<row r="1">{text_cell("A1", "甲")}</row>'), sheet(), sheet()
    data = xlsx(
        *lines,
        names=("任务", "空", "图"),
        parts={
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "./worksheets/sheet1.xml"),
                ("worksheet", "worksheets/sheet2.xml"),
                ("chartsheet", "chartsheets/sheet1.xml"),
            )
        },
    )
    document = read(data)
    assert rows(document) == [["甲"]]
    assert document.notes == ("工作表“图”不是表格，未取",)


def test_a_package_with_a_password_is_refused() -> None:
    data = bytearray(xlsx(sheet()))
    at = data.find(b"PK\1\2")
    data[at + 8] |= 1  # the flag of an encrypted part, in the directory
    with pytest.raises(Refusal, match="文件加了密码"):
        read(bytes(data))
