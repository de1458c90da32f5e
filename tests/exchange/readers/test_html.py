"""Web pages, well made and broken."""

from __future__ import annotations

import pytest

from anquan_cli.exchange.blocks import Document, Grid, Paragraph
from anquan_cli.exchange.readers.formats import read_bytes


def said(document: Document) -> list[str | list[list[str]]]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def page(text: str, head: str = "<meta charset=utf-8>") -> Document:
    return read_bytes(
        f"<html><head>{head}<title>不取</title><style>p {{}}</style></head><body>{text}</body></html>".encode()
    )


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("gb18030", ""),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("utf-8", "<meta charset=gb2312>"),  # says what it is not
        ("gb18030", "<meta charset=x-none>"),  # is no encoding
        ("utf-16", ""),
        ("big5", "<meta charset=big5>"),
    ],
)
def test_encodings(encoding: str, head: str) -> None:
    data = f"<html><head>{head}</head><body><p>安全生產㈠</p></body></html>".replace(
        "㈠" if encoding == "big5" else "", ""
    )
    assert said(read_bytes(data.encode(encoding)))[0] in ("安全生產㈠", "安全生產")


def test_open_cells_rows_and_paragraphs_end_where_the_next_begins() -> None:
    table = (
        "<table><tr><td>序号<td>任务<tr><td colspan=''>1<td><p>甲<p>乙<br>丙<tbody><tr><th>2<td>丁</table>末"
    )
    assert said(page("<p>一<p>二" + table)) == [
        "一",
        "二",
        [["序号", "任务"], ["1", "甲\n乙\n丙"], ["2", "丁"]],
        "末",
    ]


def test_stray_end_tags_inside_a_cell_do_not_end_it() -> None:
    assert said(page("<div><table><tr><td>甲</div></span>乙</td><td>丙</td></tr></table></div>")) == [
        [["甲乙", "丙"]]
    ]


def test_text_between_rows_is_not_lost() -> None:
    assert said(page("<table><caption>题</caption><tr><td>1<td>2</tr>散<td>3</table>")) == [
        [["题", ""], ["1", "2"], ["散", ""], ["3", ""]],
    ]


def test_a_cell_ends_with_its_section() -> None:
    table = (
        "<table><tbody><tr><td>1<td rowspan={}>甲<tr><td>2<tbody><tr><td>3<td>乙<tfoot><tr><td>注<td></table>"
    )
    for rows in (0, 9):
        assert said(page(table.format(rows))) == [[["1", "甲"], ["2", "甲"], ["3", "乙"], ["注", ""]]]


def test_headings_lists_and_ruled_heads() -> None:
    document = page(
        "<h1>题<br>目</h1><ol start=3><li>甲<li value=7>乙</ol><ol style='list-style-type:cjk-ideographic'><li>丙</ol><ul><li>丁</ul>"
    )
    assert [block[:2] for block in document.blocks] == [
        ("题\n目", 1),
        ("3.甲", 0),
        ("7.乙", 0),
        ("一、丙", 0),
        ("丁", 0),
    ]
    nested = page("<ol><li>甲<ol><li>乙<li>丙</ol><li>丁</ol><ol><li>戊</li><ol><li>己</ol></ol>")
    assert [block[:2] for block in nested.blocks] == [
        ("1.甲", 6),
        ("1.乙", 0),
        ("2.丙", 0),
        ("2.丁", 0),
        ("1.戊", 6),
        ("1.己", 0),
    ]
    (grid,) = page("<table><thead><tr><td>a<td>b</thead><tr><td>c<td>d</table>").blocks
    assert isinstance(grid, Grid)
    assert [row.header for row in grid.rows] == [True, False]


def test_what_is_hidden_or_deleted_is_left_out_and_said() -> None:
    document = page(
        "甲<span style='display: none'>密</span><del>旧</del><ins>新</ins><s>划</s><script>x</script><!-- y -->"
    )
    assert said(document) == ["甲新划"]
    assert document.notes == ("隐藏文字未取：密", "已删除的文字未取：旧", "第1段：有删除线的文字仍取了：划")


def test_footnotes_are_footnotes_and_their_marks_no_part_of_the_text() -> None:
    document = page(
        '<p>消火栓35个。<a href="#_ftn1"><sup>[1]</sup></a></p><div id="ftn1"><p><a href="#_ftnref1">[1]</a>含开发区。</p></div>'
    )
    assert document.blocks == (Paragraph("消火栓35个。", 0, "第1段"), Paragraph("含开发区。", 0, "脚注1"))


def test_words_own_pages_with_their_conditional_marks() -> None:
    text = "<!--[if gte mso 9]><xml>x</xml><![endif]--><p class=MsoNormal><![if !supportLists]>1.&nbsp;<![endif]>排查<o:p></o:p></p>"
    assert said(page(text)) == ["1. 排查"]
    assert said(page("<p>甲<![odd]>乙</p>"))[0] in ("甲乙", "甲<![odd]>乙")


def test_a_line_break_in_the_source_is_a_blank_and_in_preformatted_text_a_line_break() -> None:
    """Programs that write pages break their lines where a blank was, and a blank may part two units."""
    assert said(page("<p>县应急局\n  县公安局</p><pre>一\n二</pre>")) == ["县应急局 县公安局", "一", "二"]


def test_an_article_in_a_cell_of_the_only_row_is_the_page() -> None:
    article = "".join(f"<p>第{n}段</p>" for n in range(6))
    page = f"<table><tr><td>索引号</td><td>{article}</td></tr></table>"
    assert said(read_bytes(page.encode())) == ["索引号", *(f"第{n}段" for n in range(6))]


def test_a_table_that_arranges_the_page_is_not_the_list() -> None:
    inner = "<table><tr><td>序号<td>任务<tr><td>1<td>甲</table>"
    assert said(page(f"<table><tr><td>导航<td><h2>题</h2>{inner}<td>版权</table>")) == [
        "导航",
        "题",
        [["序号", "任务"], ["1", "甲"]],
        "版权",
    ]


def test_a_head_that_is_left_open_ends_where_the_page_begins() -> None:
    assert said(read_bytes("<html><head><meta charset=utf-8><title>不取</title><p>甲".encode())) == ["甲"]


def test_breaks_and_rows_that_close_themselves_and_pictures_with_a_text() -> None:
    document = page("甲</br>乙<p/>丙<img src=x alt=印章>")
    assert said(document) == ["甲", "乙", "丙"]
    assert document.notes == ("图片的说明文字未取：印章",)


def test_a_table_in_struck_out_text_stays_a_table() -> None:
    document = page("<s>旧<table><tr><td>序号<td>任务<tr><td>1<td>甲</table></s>")
    assert said(document) == ["旧", [["序号", "任务"], ["1", "甲"]]]
    assert document.notes == ("第1段：有删除线的文字仍取了：旧",)


@pytest.mark.parametrize(
    "cell",
    [
        "<td><s>县公安局</s>县水利局</td>",
        "<td><del>丙</del><strike><b>县公安局</b></strike>县水利局</td>",
        "<td><p style='text-decoration:line-through'>县公安局</p>县水利局</td>",
    ],
)
def test_text_struck_out_in_a_part_of_a_cell_is_said_with_its_row(cell: str) -> None:
    document = page(f"<table><tr><td>任务</td><td>单位</td></tr><tr><td>甲</td>{cell}</tr></table>")
    assert document.notes[-1] == "表1第2行：有删除线的文字仍取了：县公安局"


def test_a_cell_that_is_struck_out_as_a_whole_is_said() -> None:
    lines = "<tr><td>甲<td style='text-decoration: line-through'>一<br>二"
    document = page(f"<table><tr><td>任务<td>单位{lines}</table>")
    assert said(document) == [[["任务", "单位"], ["甲", "一\n二"]]]
    assert document.notes == (
        "表1第2行：有删除线的文字仍取了：一",
        "表1第2行：有删除线的文字仍取了：二",
    )


def test_an_item_without_words_keeps_its_number_and_a_table_in_one_stays_a_table() -> None:
    table = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    assert said(page(f"<ol><li>甲<li><li>{table}</ol>")) == ["1.甲", "2.", [["a", "b"], ["c", "d"]], "3."]


def test_a_raised_number_is_no_digit_of_what_it_is_raised_beside() -> None:
    assert said(page("<p>整改。<sup>1</sup>面积10m<sup>2</sup>，查<sup>[3]</sup>。</p>")) == [
        "整改。¹面积10m²，查[3]。"
    ]
