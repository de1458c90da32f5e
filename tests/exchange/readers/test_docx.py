"""Word documents: what a person reads in Word is what is read."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest

from anquan_cli.exchange.blocks import Document, Grid, Paragraph
from anquan_cli.exchange.readers.docx import read
from tests.exchange.readers.found import only_grid as grid
from tests.exchange.readers.found import texts
from tests.exchange.readers.packages import cell, docx, in_list, paragraph, row, run, table

NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="%1"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def test_tracked_changes_are_read_as_accepted_where_python_docx_loses_the_new_text() -> None:
    inserted = f'<w:ins w:id="1">{run("10月底前")}</w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>9月底前</w:delText></w:r></w:del>'
    moved = f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>"
    data = docx(table(row(cell(paragraph(deleted, inserted))), row(cell(paragraph(moved)))))
    assert grid(found := read(data)) == [["10月底前"], ["新处"]]
    said = "有修订4处没有接受或拒绝，按接受后的文字读取，请核对"
    assert found.notes == (said, "修订中删去的文字未取：9月底前旧处")
    assert python_docx.Document(io.BytesIO(data)).tables[0].cell(0, 0).text == ""


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    first = paragraph(run("县应急局、"), properties="<w:rPr><w:del w:id='1'/></w:rPr>")
    assert texts(read(docx(first + paragraph(run("县住建局"))))) == ["县应急局、县住建局"]


def test_a_deleted_row_is_no_row() -> None:
    rows = [
        row(cell(paragraph(run(text))), properties=kept)
        for text, kept in (("一", ""), ("二", "<w:del w:id='3'/>"), ("三", ""))
    ]
    assert grid(read(docx(table(*rows, row(cell(), cell()))))) == [["一", ""], ["三", ""], ["", ""]]


def test_a_row_that_word_does_not_show_is_read_and_told() -> None:
    shown, hidden = row(cell(paragraph(run("一")))), "<w:hidden/>"
    found = read(docx(table(shown, row(cell(paragraph(run("二"))), properties=hidden), shown)))
    assert (grid(found), found.notes) == ([["一"], ["二"], ["一"]], ("表中有一行是隐藏的，仍取了：二",))


def test_numbers_that_word_counts_stand_before_the_text_where_python_docx_has_none() -> None:
    body = "".join(
        paragraph(run(text), properties=in_list(1, level))
        for text, level in (("总则", 0), ("要求", 1), ("目标", 1), ("细目", 2), ("任务", 0), ("又一", 1))
    )
    data = docx(body, numbering=NUMBERING)
    assert texts(read(data)) == ["一、总则", "（一）要求", "（二）目标", "1.1 细目", "二、任务", "（一）又一"]
    assert [p.text for p in python_docx.Document(io.BytesIO(data)).paragraphs][:2] == ["总则", "要求"]


def test_numbers_in_empty_cells_count_down_the_column_and_begin_anew_where_it_says_so() -> None:
    rows = [
        row(cell(paragraph(properties=in_list(number))), cell(paragraph(run("甲"))))
        for number in (2, 2, 4, 4, 2)
    ]
    assert grid(read(docx(table(*rows), numbering=NUMBERING))) == [
        [n, "甲"] for n in ("1", "2", "7", "8", "9")
    ]


@pytest.mark.parametrize(
    ("format", "third"),
    [
        ("decimal", "3"),
        ("decimalEnclosedCircle", "③"),
        ("upperLetter", "C"),
        ("lowerRoman", "iii"),
        ("decimalZero", "03"),
        ("ideographTraditional", "丙"),
        ("chineseLegalSimplified", "叁"),
        ("decimalEnclosedParen", "⑶"),
        ("decimalFullWidth", "３"),
        ("bullet", ""),
    ],
)
def test_every_kind_of_number(format: str, third: str) -> None:
    body = "".join(paragraph(run("。"), properties=in_list(3)) for _ in range(3))
    numbering = NUMBERING.format(format=format)
    assert texts(read(docx(body, numbering=numbering)))[2].replace(" ", "") == f"{third}。"


def test_numbers_and_levels_come_from_styles_too() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="自定"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    )
    body = paragraph(run("目录项"), properties='<w:pStyle w:val="t"/>')
    body += "".join(
        paragraph(run(text), properties=f'<w:pStyle w:val="{style}"/>')
        for text, style in (("甲", "a"), ("乙", "b"))
    )
    document = read(docx(body + paragraph(run("文")), styles=styles, numbering=NUMBERING))
    assert [block[:2] for block in document.blocks] == [("一、甲", 1), ("二、乙", 1), ("文", 0)]
    assert document.notes == ("目录未取",)


def test_footnotes_and_text_boxes_are_read_where_python_docx_passes_over_them() -> None:
    box = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        f"{paragraph(run('附件1'))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{paragraph(run('附件1'))}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph(f"<w:r>{box}</w:r>", run("正文"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    notes = f'<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">{paragraph(run("含开发区"))}</w:footnote>'
    document = read(docx(body, footnotes=notes))
    assert texts(document) == ["正文", "附件1", "含开发区"]
    assert document.blocks[-1] == Paragraph("含开发区", 0, "脚注1")


def test_content_controls_are_transparent_and_their_prompts_are_not_content() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inside = control.format("", row(cell(paragraph(control.format("", run("甲"))))))
    prompt = paragraph(control.format("<w:showingPlcHdr/>", run("单击此处输入")))
    document = read(docx(control.format("", table(inside)) + prompt))
    assert grid_or_text(document) == ["甲"]
    assert document.notes == ("未填写的占位文字未取：单击此处输入",)


def grid_or_text(document: Document) -> list[str]:
    return [b.text if isinstance(b, Paragraph) else b.rows[0].cells[0].text for b in document.blocks]


def test_what_is_hidden_is_left_out_and_what_is_struck_out_is_kept_and_both_are_said() -> None:
    body = paragraph(run("甲", "<w:vanish/>"), run("乙", "<w:strike/>"), run("丙", '<w:strike w:val="0"/>'))
    document = read(docx(body, header1=paragraph(run("内部资料")), comments='<w:comment w:id="1"/>'))
    assert texts(document) == ["乙丙"]
    assert document.notes == (
        "隐藏文字未取：甲",
        "第1段：有删除线的文字仍取了：乙",
        "页眉未取：内部资料",
        "批注1条未取",
    )


def test_a_field_that_draws_characters_is_said() -> None:
    code = "<w:r><w:instrText>eq \\o\\ac(</w:instrText></w:r><w:r><w:instrText>○,1)</w:instrText></w:r>"
    document = read(docx(paragraph(code + run("排查"))))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["排查"]
    assert document.notes == ("有域公式（带圈字符等），其中的文字未取",)


def test_breaks_blanks_and_symbols_come_out_tidy() -> None:
    body = paragraph(
        run("责　任\xa0 单位"), "<w:r><w:br/><w:t>第二行</w:t><w:tab/><w:noBreakHyphen/><w:t>完</w:t></w:r>"
    )
    assert texts(read(docx(body))) == ["责 任 单位\n第二行 -完"]


def test_cells_before_and_after_the_others_and_rows_of_other_widths_leave_no_hole() -> None:
    rows = (
        row(cell(paragraph(run("a"))), cell(paragraph(run("b"))), cell(paragraph(run("c")))),
        row(cell(paragraph(run("d"))), properties='<w:gridBefore w:val="2"/>'),
        row(cell(paragraph(run("e")), span=2)),
    )
    assert grid(read(docx(table(*rows, widths=(900, 900, 900))))) == [
        ["a", "b", "c"],
        ["", "", "d"],
        ["e", "e", ""],
    ]


def test_a_column_of_a_millimetre_is_a_slip_and_no_column() -> None:
    """The heading's border and the rows' lie 1 mm apart, as after a drag of the mouse."""
    head = row(cell(paragraph(run("序号"))), cell(paragraph(run("任务")), span=2))
    below = row(cell(paragraph(run("1")), span=2), cell(paragraph(run("排查"))))
    assert grid(read(docx(table(head, below, widths=(900, 57, 3000))))) == [["序号", "任务"], ["1", "排查"]]


def test_a_table_within_a_cell_is_read_in_the_cell_but_one_that_only_arranges_the_page_is_not() -> None:
    inner = table(
        *(row(cell(paragraph(run(a))), cell(paragraph(run(b)))) for a, b in (("甲", "1"), ("乙", "2")))
    )
    three = [
        row(cell(paragraph(run(text)), *extra)) for text, extra in (("x", ()), ("y", (inner,)), ("z", ()))
    ]
    document = read(docx(table(*three)))
    assert grid(document) == [["x"], ["y\n甲 1\n乙 2"], ["z"]]
    assert document.notes == ("表1第2行：格里套有表格，已并入该格的文字",)
    arranged = read(docx(table(row(cell(paragraph(run("题")), inner), cell()))))
    assert texts(arranged) == ["题"]
    assert grid(arranged) == [["甲", "1"], ["乙", "2"]]


@pytest.mark.parametrize("rows", [2, 3, 9])
def test_a_table_with_as_many_cells_in_several_rows_is_one_whatever_stands_in_a_cell(rows: int) -> None:
    inner = table(*(row(cell(paragraph(run("路段"))), cell(paragraph(run(str(n))))) for n in range(rows)))
    head = row(*(cell(paragraph(run(text))) for text in ("序号", "任务", "责任单位")))
    line = row(
        cell(paragraph(run("1"))), cell(paragraph(run("改造")), inner), cell(paragraph(run("县住建局")))
    )
    document = read(docx(table(head, line)))
    lines = "\n".join(["改造", *(f"路段 {n}" for n in range(rows))])
    assert grid(document) == [["序号", "任务", "责任单位"], ["1", lines, "县住建局"]]
    assert document.notes == ("表1第2行：格里套有表格，已并入该格的文字",)


def test_a_strict_document_is_read_and_a_repeated_heading_row_is_known() -> None:
    rows = table(
        row(cell(paragraph(run("序号"))), cell(), properties="<w:tblHeader/>"),
        row(cell(), cell(paragraph(run("甲")))),
    )

    plain = zipfile.ZipFile(io.BytesIO(docx(rows)))
    strict = io.BytesIO()
    with zipfile.ZipFile(strict, "w") as target:
        for name in plain.namelist():
            text = plain.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            target.writestr(
                name,
                text.replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            )
    document = read(strict.getvalue())
    assert grid(document) == [["序号", ""], ["", "甲"]]
    assert [r.header for block in document.blocks if isinstance(block, Grid) for r in block.rows] == [
        True,
        False,
    ]


def test_pictures_macros_and_what_is_embedded_are_said() -> None:
    body = '<w:altChunk r:id="rId9"/>' + paragraph(
        "<w:r><w:drawing><pic:pic xmlns:pic='urn:x'><pic:cNvPr/></pic:pic></w:drawing></w:r>",
        "<w:r><w:pict><v:shape><v:textpath string='红头'/></v:shape></w:pict></w:r>",
        "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>",
        run("甲"),
    )
    data = io.BytesIO(docx(body))
    with zipfile.ZipFile(data, "a") as file:
        file.writestr("word/vbaProject.bin", b"x")
    document = read(data.getvalue())
    assert texts(document) == ["☑甲"]
    assert document.notes == (
        "嵌入的另一份文件未取",
        "艺术字未取：红头",
        "有图片或图表1幅，其中的文字未取",
        "文件带有宏，没有运行，只读了文字",
    )


def test_a_file_that_is_opened_by_two_clicks_is_said() -> None:
    def item(program: str, picture: str = "") -> str:
        shape = f"<v:shape>{picture}</v:shape>"
        return f"<w:r><w:object>{shape}<o:OLEObject xmlns:o='urn:o' Type='Embed' ProgID='{program}'/></w:object></w:r>"

    icon = "<v:imagedata/>"
    body = paragraph(run("附件"), item("Excel.Sheet.12"), item("Word.Document.12", icon), item("Equation.3"))
    said = "有嵌入的文件2个（如双击打开的表格），其中的文字未取，是清单的请另存出来一起导入"
    assert read(docx(body)).notes == ("有图片或图表1幅，其中的文字未取", said)


def test_a_list_may_take_its_levels_from_a_numbering_style() -> None:
    numbering = NUMBERING + (
        '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="s"/></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    )
    styles = '<w:style w:type="numbering" w:styleId="s"><w:name w:val="s"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = "".join(paragraph(run(text), properties=in_list(9)) for text in "甲乙")
    assert texts(read(docx(body, numbering=numbering, styles=styles))) == ["一、甲", "二、乙"]


def test_cells_merged_across_the_old_way() -> None:
    merged = '<w:tc><w:tcPr><w:hMerge w:val="{}"/></w:tcPr>{}</w:tc>'
    line = row(
        merged.format("restart", paragraph(run("一"))),
        merged.format("continue", "<w:p/>"),
        cell(paragraph(run("二"))),
    )
    three = row(*(cell(paragraph(run(text))) for text in "abc"))
    assert grid(read(docx(table(three, line, widths=(900, 900, 900))))) == [
        ["a", "b", "c"],
        ["一", "一", "二"],
    ]


def test_text_under_a_merged_cell_is_said_to_be_left_out() -> None:
    rows = (
        row(cell(paragraph(run("上")), merge="restart"), cell()),
        row(cell(paragraph(run("盖住")), merge="continue"), cell()),
    )
    document = read(docx(table(*rows)))
    assert grid(document) == [["上", ""], ["上", ""]]
    assert document.notes == ("合并格盖住的文字未取：盖住",)


def test_wrappings_round_paragraphs_and_cells_are_looked_through_and_a_table_of_contents_is_not_taken() -> (
    None
):
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph(run('目录项'))}</w:sdtContent></w:sdt>"
    )
    newer = (
        f"<mc:AlternateContent><mc:Choice Requires='x'>{paragraph(run('新'))}</mc:Choice>"
        f"<mc:Fallback>{paragraph(run('旧'))}</mc:Fallback></mc:AlternateContent>"
    )
    wrapped = f"<w:customXml>{paragraph(run('甲'))}</w:customXml>"
    cells = f"<w:sdt><w:sdtContent>{cell(paragraph(run('乙')))}</w:sdtContent></w:sdt>"
    document = read(docx(contents + newer + wrapped + table(row(cells, cell(paragraph(run("丙")))))))
    assert texts(document) == ["新", "甲"]
    assert grid(document) == [["乙", "丙"]]
    assert document.notes == ("目录未取",)


def test_a_deleted_cell_is_no_cell_and_a_deleted_end_joins_nothing_beyond_its_cell_or_the_document() -> None:
    gone = f"<w:tc><w:tcPr><w:cellDel w:id='1'/></w:tcPr>{paragraph(run('删'))}</w:tc>"
    open_end = paragraph(run("县应急局"), properties="<w:rPr><w:del w:id='1'/></w:rPr>")
    document = read(docx(table(row(gone, cell(open_end), cell(paragraph(run("乙"))))) + open_end))
    assert grid(document) == [["县应急局", "乙"]]
    assert texts(document) == ["县应急局"]


def test_a_text_box_in_a_cell_is_read_in_the_cell() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph(run('框'))}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert grid(read(docx(table(row(cell(paragraph(run("甲"), box)), cell()))))) == [["甲\n框", ""]]


def test_a_style_may_stand_for_a_level_of_its_list() -> None:
    numbering = NUMBERING.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="b"/>')
    styles = (
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = paragraph(run("章"), properties=in_list(1)) + paragraph(
        run("节"), properties='<w:pStyle w:val="b"/>'
    )
    assert texts(read(docx(body, numbering=numbering, styles=styles))) == ["一、章", "（一）节"]


def test_a_raised_number_is_no_digit_of_what_it_is_raised_beside() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = paragraph(run("6月底前"), run("12", raised), run("，10m"), run("2", raised), run("[3]", raised))
    assert texts(read(docx(body))) == ["6月底前¹²，10m²[3]"]
