"""OpenDocument: lists that count, what hangs on paragraphs, repeated cells."""

from __future__ import annotations

from anquan_cli.exchange.blocks import Grid, Paragraph
from anquan_cli.exchange.readers.formats import read_bytes
from tests.exchange.readers import packages
from tests.exchange.readers.found import grids as rows
from tests.exchange.readers.found import texts
from tests.exchange.readers.packages import ODF, odt

STYLES = """
<text:list-style style:name="L1">
 <text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
 <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2" style:num-suffix="."/>
 <text:list-level-style-bullet text:level="3"/>
</text:list-style>
<text:list-style style:name="L2">
 <text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="（" style:num-suffix="）" text:start-value="3"/>
</text:list-style>
<style:style style:name="hidden" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="struck" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>
"""


def item(text: str, more: str = "", start: str = "") -> str:
    begins = f' text:start-value="{start}"' if start else ""
    return f"<text:list-item{begins}><text:p>{text}</text:p>{more}</text:list-item>"


def test_lists_count_within_and_across_each_other() -> None:
    innermost = f"<text:list>{item('点')}</text:list>"
    inner = f"<text:list>{item('子一', innermost)}{item('子二')}</text:list>"
    body = (
        f'<text:list text:style-name="L1" xml:id="a">{item("甲", inner)}{item("乙")}</text:list>'
        f'<text:list text:style-name="L2">{item("丙")}{item("丁", start="9")}</text:list>'
        f'<text:list text:style-name="L1" text:continue-list="a">{item("戊")}</text:list>'
        f'<text:list text:style-name="L2" text:continue-numbering="true">{item("己")}</text:list>'
        f'<text:list text:style-name="L1">{item("庚")}<text:list-header><text:p>无号</text:p></text:list-header></text:list>'
    )
    assert texts(read_bytes(odt(body, STYLES))) == [
        "一、甲",
        "一.1.子一",
        "点",
        "一.2.子二",
        "二、乙",
        "（3）丙",
        "（9）丁",
        "三、戊",
        "（10）己",
        "一、庚",
        "无号",
    ]


def test_what_hangs_on_a_paragraph() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p></text:deletion></text:changed-region>"
        '</text:tracked-changes><text:h text:outline-level="2">题</text:h>'
        '<text:p>甲<text:s text:c="3"/>乙<text:tab/>丙<text:line-break/>丁<text:span text:style-name="hidden">密</text:span>'
        '<text:span text:style-name="struck">划</text:span><text:note text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>批</text:p></office:annotation>"
        "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></text:p>"
    )
    document = read_bytes(odt(body, STYLES))
    assert [block[:2] for block in document.blocks] == [
        ("题", 2),
        ("甲 乙 丙\n丁划", 0),
        ("框", 0),
        ("注", 0),
    ]
    assert document.blocks[-1] == Paragraph("注", 0, "脚注1")
    assert document.notes == (
        "隐藏文字未取：密", "第2段：有删除线的文字仍取了：划",
        "有修订1处没有接受或拒绝，按接受后的文字读取，请核对", "修订中删去的文字未取：旧", "批注1条未取",
    )  # fmt: skip


def test_a_formula_without_its_result_and_text_struck_out_in_a_part_of_a_cell_are_said() -> None:
    """A result that is empty is one."""
    formula = "<table:table-cell table:formula='of:=[.A1]'{}/>"
    struck = '<table:table-cell><text:p><text:span text:style-name="struck">旧</text:span>新</text:p></table:table-cell>'
    cells = struck + formula.format("") + formula.format(' office:value-type="string"')
    body = f'<table:table table:name="任务"><table:table-row>{cells}</table:table-row></table:table>'
    document = read_bytes(odt(body, STYLES, kind="spreadsheet"))
    assert rows(document) == [[["旧新"]]]
    assert document.notes == (
        "工作表“任务”B1的公式没有存下结果，按空格取；请用 WPS 或 Excel 打开并保存一次",
        "工作表“任务”第1行：A1里有删除线的文字仍取了：旧",
    )


def test_tables_with_a_heading_and_repeated_cells() -> None:
    body = (
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell/></table:table-row></table:table-header-rows><table:table-row><table:table-cell "
        'table:number-columns-repeated="2"><text:p>b</text:p></table:table-cell></table:table-row></table:table>'
    )
    document = read_bytes(odt(body))
    assert rows(document) == [[["a", ""], ["b", "b"]]]
    assert [row.header for block in document.blocks if isinstance(block, Grid) for row in block.rows] == [
        True,
        False,
    ]


def test_sheets_as_they_are_printed_and_dates_as_dates() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    title = cell("题", 'table:number-columns-spanned="3"')
    date = 'office:value-type="date" office:date-value="2026-06-30"'
    hour = date.replace("-30", "-30T18:00:00")
    body = (
        f'<table:table table:name="任务"><table:table-row>{title}<table:covered-table-cell/>'
        f'<table:covered-table-cell/></table:table-row><table:table-row table:number-rows-repeated="1000"><table:table-cell '
        f'table:number-columns-repeated="16000"/></table:table-row><table:table-row>{cell("007")}{cell("26/6/30", date)}'
        f'{cell("2026年6月", date)}</table:table-row><table:table-row>{cell("26/6/30 18:00", hour)}</table:table-row><table:table-row table:number-rows-repeated="1047574"/></table:table>'
        f'<table:table table:name="密" table:style-name="off"><table:table-row>{cell("x")}</table:table-row></table:table>'
    )
    document = read_bytes(odt(body, STYLES, kind="spreadsheet"))
    assert document.kind == "ods"
    assert rows(document) == [
        [["题"] * 3, [""] * 3, ["007", "2026-06-30", "2026年6月"], ["2026-06-30 18:00", "", ""]]
    ]
    assert document.blocks[0].rows[2].place == "工作表“任务”第1002行"  # type: ignore[union-attr]
    assert document.notes == ("工作表“密”是隐藏的，未取",)


def test_a_formula_that_no_program_has_worked_out_is_no_empty_cell() -> None:
    """One whose result is no text at all is stored as such a text."""
    formula = 'table:formula="of:=[.A1]"'
    cells = f'<table:table-cell {formula}/><table:table-cell {formula} office:value-type="string"/>'
    body = f'<table:table table:name="任务"><table:table-row>{cells}</table:table-row></table:table>'
    (note,) = read_bytes(odt(body, STYLES, kind="spreadsheet")).notes
    assert note.startswith("工作表“任务”A1的公式没有存下结果")


def test_sections_are_looked_through_and_a_table_of_contents_and_pictures_are_said() -> None:
    body = (
        "<text:table-of-content><text:index-body><text:p>目录项</text:p></text:index-body></text:table-of-content>"
        "<text:section><text:p>甲</text:p></text:section><text:p>乙<draw:frame><draw:image/></draw:frame></text:p>"
        '<text:list text:style-name="L1"><text:soft-page-break/><text:list-item><text:p>丙</text:p></text:list-item></text:list>'
    )
    document = read_bytes(odt(body, STYLES))
    assert texts(document) == ["甲", "乙", "一、丙"]
    assert document.notes == ("目录未取", "有图片或对象1个，其中的文字未取")


def test_page_heads_are_said() -> None:
    data = packages.package(
        mimetype="application/vnd.oasis.opendocument.text",
        **{
            "content.xml": f"<x {ODF}><office:body><office:text><text:p>甲</text:p></office:text></office:body></x>",
            "styles.xml": f"<x {ODF}><style:master-page><style:header><text:p>内部资料</text:p></style:header></style:master-page></x>",
        },
    )
    assert read_bytes(data).notes == ("页眉未取：内部资料",)


def test_a_box_on_a_sheet_is_said() -> None:
    box = "<draw:frame><draw:text-box><text:p>注意</text:p></draw:text-box></draw:frame>"
    body = (
        '<table:table table:name="任务"><table:table-row><text:soft-page-break/><table:table-cell>'
        f"<text:p>甲{box}</text:p></table:table-cell></table:table-row></table:table>"
    )
    document = read_bytes(odt(body, kind="spreadsheet"))
    assert rows(document) == [[["甲"]]]
    assert document.notes == ("工作表“任务”的文本框未取：注意",)
