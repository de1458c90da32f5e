"""Plain text and Markdown."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from anquan_cli.exchange.blocks import Grid, Paragraph
from anquan_cli.exchange.readers.formats import read_bytes
from anquan_cli.exchange.readers.refusal import Refusal
from tests.exchange.readers.test_html import said

PASTED = "题\n\n序号\t任务\t内容\t单位\n一、总则\n1\t甲\t内容一\t县应急局\n2\t乙\t内容二\n\n接着\t县住建局\n三、完\n3\t丙\t\t全体\n注：无"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_from_the_clipboard(encoding: str, end: str) -> None:
    document = read_bytes(PASTED.replace("\n", end).encode(encoding))
    assert document.kind == "txt"
    assert said(document) == [
        "题",
        [
            ["序号", "任务", "内容", "单位"],
            ["一、总则"] * 4,
            ["1", "甲", "内容一", "县应急局"],
            ["2", "乙", "内容二\n接着", "县住建局"],
            ["三、完"] * 4,
            ["3", "丙", "", "全体"],
        ],
        "注：无",
    ]
    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    assert {cell.origin for cell in grid.rows[1].cells} == {(1, 0)}
    assert document.blocks[0] == Paragraph("题", 0, "第1行")


@pytest.mark.parametrize("soft", ["\v", "\x1c", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_soft_break_within_a_cell_ends_no_row(soft: str, sign: str) -> None:
    """Spreadsheets quote a cell for a line feed, not for these."""
    written = "\r\n".join(
        [
            f"序号{sign}单位{sign}备注",
            f"1{sign}县水利局{soft}县公安局{sign}甲{soft}乙",
            f"2{sign}县林业局{sign}丙",
        ]
    )
    assert said(read_bytes(written.encode())) == [
        [["序号", "单位", "备注"], ["1", "县水利局\n县公安局", "甲\n乙"], ["2", "县林业局", "丙"]]
    ]


def test_a_spreadsheet_says_by_what_its_cells_are_parted() -> None:
    for sign in ",;\t":
        written = f"sep={sign}\r\n序号{sign}单位{sign}备注\r\n1{sign}县水利局{sign}甲\r\n"
        assert said(read_bytes(written.encode()))[-1] == [["序号", "单位", "备注"], ["1", "县水利局", "甲"]]


def test_cells_between_tabs_are_quoted_where_one_could_not_stand_without() -> None:
    written = '序号\t任务\t时限\r\n1\t"林区""防火"""\t"9月底前"\r\n2\t"甲,乙"\t全年\r\n'
    assert said(read_bytes(written.encode())) == [
        [["序号", "任务", "时限"], ["1", '林区"防火"', "9月底前"], ["2", "甲,乙", "全年"]]
    ]
    assert said(read_bytes('1\t"百日行动"\t全年\n2\t乙\t全年'.encode())) == [
        [["1", '"百日行动"', "全年"], ["2", "乙", "全年"]]
    ]


def test_a_cell_of_several_lines_as_a_spreadsheet_quotes_it() -> None:
    assert said(read_bytes('a\tb\n1\t"甲\n""乙"""\n2\t丙'.encode())) == [
        [["a", "b"], ["1", '甲\n"乙"'], ["2", "丙"]]
    ]


def test_a_table_in_columns_of_blanks() -> None:
    text = (
        "题\n类别      序号  任务          责任单位\n汛前准备  1     “叫应”机制  县水利局\n"
        "          2     修订预案      县应急局\n备注：无"
    )
    assert said(read_bytes(text.encode())) == [
        "题",
        [
            ["类别", "序号", "任务", "责任单位"],
            ["汛前准备", "1", "“叫应”机制", "县水利局"],
            ["", "2", "修订预案", "县应急局"],
        ],
        "备注：无",
    ]


WRAPPED = "序号  任务        责任单位            时限\n1     燃气整治    县住建局            6月底前\n2     防汛演练    县水利局、          5月底前"
HEADS = ["序号", "任务", "责任单位", "时限"]


def test_a_cell_of_a_table_in_columns_of_blanks_goes_on_below() -> None:
    rows = [HEADS, ["1", "燃气整治", "县住建局", "6月底前"], ["2", "防汛演练", "县水利局、", "5月底前"]]
    last = "3     校园检查    县教育局            8月底前"
    for below, at, whole in (
        ("                  县气象局、各乡镇", 2, "县水利局、\n县气象局、各乡镇"),
        ("      和巡堤", 1, "防汛演练\n和巡堤"),
    ):
        goes_on = [*rows[2][:at], whole, *rows[2][at + 1 :]]
        read = read_bytes(f"{WRAPPED}\n{below}\n{last}\n注：无".encode())
        assert said(read) == [[*rows[:2], goes_on, last.split()], "注：无"]
        assert read.notes == ()
    outside = read_bytes(f"{WRAPPED}\n          说明见另页\n{last}".encode())
    assert said(outside) == [rows, "说明见另页", "3 校园检查 县教育局 8月底前"]
    assert outside.notes == ("第5行：像上面表格的一行，没有读进表格，请把它和上一行的各栏对齐",)


def test_a_table_with_commas_as_a_spreadsheet_saves_it() -> None:
    text = '题,,\r\n序号,任务,单位\r\n1,"甲,乙\n丙",县应急局\r\n'
    assert said(read_bytes(text.encode("gb18030"))) == [
        [["题", "", ""], ["序号", "任务", "单位"], ["1", "甲,乙\n丙", "县应急局"]]
    ]
    assert said(read_bytes("甲,乙\n丙,丁,戊\n".encode())) == ["甲,乙", "丙,丁,戊"]
    assert read_bytes("甲,乙\n丙,丁,戊\n".encode()).notes == ()
    for comma in ",;":
        text = f"题\na{comma}b{comma}c\n1{comma}2{comma}3\n"
        assert said(read_bytes(text.encode())) == [[["题"] * 3, ["a", "b", "c"], ["1", "2", "3"]]]


def test_a_table_with_bars() -> None:
    rows = [["序号", "任务", "单位"], ["1", "甲乙", "县应急局"], ["2", "丙", "各镇"]]
    plain = "题\n" + "\n".join("|".join(row) for row in rows) + "\n注：甲|乙"
    assert said(read_bytes(plain.encode())) == ["题", rows, "注：甲|乙"]
    framed = (
        "题\n+--+----+--+\n|序号|任务|单位|\n+--+----+--+\n|1|甲乙|县应急局|\n|2|丙|各镇|\n+--+----+--+\n完"
    )
    assert said(read_bytes(framed.encode())) == ["题", rows, "完"]


def test_a_framed_table_whose_cells_have_several_lines() -> None:
    text = "┌─┬──┬──┐\n│号│任务│单位│\n├─┴──┴──┤\n│一、总则     │\n├─┬──┬──┤\n│1 │甲  │县应│\n│  │乙  │急局│\n└─┴──┴──┘"
    assert said(read_bytes(text.encode("gb18030"))) == [
        [["号", "任务", "单位"], ["一、总则"] * 3, ["1", "甲\n乙", "县应\n急局"]]
    ]


def test_lines_broken_to_a_width_are_put_together() -> None:
    broken = (
        "　　1.家庭消防科普。组织“小手拉大手”消防宣讲60场。（责任单\n位：宣传部、各乡镇妇联）\n二、儿童安全\n"
        "　　2.燃气入户宣传。印发燃气安全明白纸12万份。（责任单位：宣\n传部）\n"
        "　　3.家庭暴力预防。反家暴案件首接负责，24小时内回访。（责任\n单位：权益部）"
    )
    assert said(read_bytes(broken.encode())) == [
        "1.家庭消防科普。组织“小手拉大手”消防宣讲60场。（责任单位：宣传部、各乡镇妇联）",
        "二、儿童安全",
        "2.燃气入户宣传。印发燃气安全明白纸12万份。（责任单位：宣传部）",
        "3.家庭暴力预防。反家暴案件首接负责，24小时内回访。（责任单位：权益部）",
    ]


def test_long_lines_of_much_the_same_width_are_not_put_together() -> None:
    lines = [
        "1.农机安全。检查。（责任单位：县农业农村局；完成时限：6月底前）",
        "2.渡口安全。检查渡口。（责任单位：县交通局；完成时限：6月底前）",
        "任务名称：校车安全检查、校车驾驶人培训和校车停靠站点的设置方案",
        "责任单位：县教育局、县公安局、县交通局、各乡镇人民政府、各中小学",
        "（1）检查校车每月不少于一次，每学期通报两次，发现的隐患立即整改",
    ]
    assert said(read_bytes("\n".join(lines).encode())) == lines


def test_lines_without_tabs_are_paragraphs() -> None:
    text = "一、总则\n　　（一）排查　隐患。\n1．甲\t（县应急局）\n"
    assert said(read_bytes(text.encode())) == ["一、总则", "（一）排查 隐患。", "1．甲 （县应急局）"]


def test_a_text_of_unknown_encoding_with_a_few_spoilt_characters_is_read_and_said() -> None:
    document = read_bytes("安全生产重点任务".encode() * 20 + b"\xe5\xae")
    assert document.notes == ("有1处文字编码不对，已用�代替",)


def test_markdown_tables_where_the_library_drops_what_stands_beyond_the_heading() -> None:
    text = "# 题\n\n| 序号 | 任务 |\n|---|:-:|\n| 1 | **甲**<br>乙 | 备注 |\n| 2 | a\\|b `*c*` |\n\n    （一）缩进的段\n"
    document = read_bytes(text.encode())
    assert document.kind == "md"
    assert document.blocks[0] == Paragraph("题", 1, "第1行")
    assert said(document)[1:] == [
        [["序号", "任务", ""], ["1", "甲\n乙", "备注"], ["2", "a|b *c*", ""]],
        "（一）缩进的段",
    ]
    rendered = MarkdownIt("commonmark").enable("table").render(text)
    assert "备注" not in rendered
    assert "<code>（一）" in rendered


def test_a_markdown_row_that_says_the_same_in_every_column_was_one_cell() -> None:
    (grid,) = read_bytes(
        "| a | b | c |\n|---|---|---|\n| 一、总则 | 一、总则 | 一、总则 |\n| 1 | 1 | 2 |".encode()
    ).blocks
    assert isinstance(grid, Grid)
    assert [[cell.origin for cell in row.cells] for row in grid.rows[1:]] == [
        [(1, 0)] * 3,
        [(2, 0), (2, 1), (2, 2)],
    ]


def test_markdown_entities_are_the_characters_that_they_stand_for() -> None:
    text = "| 序号 | 任务 |\n| --- | --- |\n| 1 | 检查&lt;重点&gt;&nbsp;场所 `&lt;` |\n"
    assert said(read_bytes(text.encode()))[0][1] == ["1", "检查<重点> 场所 &lt;"]


def test_markdown_tables_in_html_for_merged_cells() -> None:
    text = "# 题\n<table><tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr></table>\n- 注\n[链接](http://x.invalid/)"
    assert said(read_bytes(text.encode())) == ["题", [["甲", "1"], ["甲", "2"]], "注", "链接"]


def test_a_line_longer_than_a_cell_can_be_is_a_paragraph() -> None:
    """The library for commas refuses a field of more than 131072 characters."""
    (block,) = read_bytes(b"x" * 131_073 + b"\n").blocks
    assert isinstance(block, Paragraph)
    assert len(block.text) == 131_073


@pytest.mark.parametrize("data", ["安全".encode("gb18030") + b"\xff" * 50, b"a\x01\x02\x03\x04"])
def test_what_no_encoding_explains_is_no_text(data: bytes) -> None:
    with pytest.raises(Refusal, match="这不是文字文件，或已损坏"):
        read_bytes(data)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("3,丙,县公安局", "第5行3格"),
        ("3,丙,县公安局,全年,,", "第5行6格"),
        ('3,丙,"县公安局,全年', "第6行3格"),
    ],
)
def test_a_line_with_another_number_of_commas_is_said(row: str, told: str) -> None:
    """The rest of the table has four; a title has none."""
    lines = (
        "题",
        "序号,任务,单位,时限",
        "1,甲,县公安局,全年",
        "2,乙,县公安局,全年",
        row,
        "4,丁,县公安局,全年",
    )
    (note,) = read_bytes("\n".join(lines).encode()).notes
    assert note.startswith(f"以“,”分格的各行多是4格，{told}，没有当作表格读；")


def test_blanks_between_cells_whose_heads_do_not_stand_above_them() -> None:
    """As many cells as heads are one each; a row with fewer is not guessed at."""
    rows = [["序号", "任务", "责任单位", "完成时限"], ["1", "变型拖拉机清零", "县农业农村局", "6月底前"]]
    rows += [["2", "农机检查", "县农业农村局", "9月底前"]]
    lines = ["    ".join(row) for row in rows]
    assert said(read_bytes("\n".join(["题", *lines, "注：无"]).encode())) == ["题", rows, "注：无"]
    short = "3    抽查        12月底前"
    assert said(read_bytes("\n".join(["题", *lines, short]).encode())) == ["题", rows, "3 抽查 12月底前"]


def test_notes_below_a_table_with_commas_have_none() -> None:
    text = "题\n序号,任务,单位\n1,甲,县应急局\n2,乙,县住建局\n注：1.每月报送。\n2.第2项取消。\n3.无。\n"
    rows = [["题"] * 3, ["序号", "任务", "单位"], ["1", "甲", "县应急局"], ["2", "乙", "县住建局"]]
    notes = ["注：1.每月报送。", "2.第2项取消。", "3.无。"]
    assert said(read_bytes(text.encode())) == [[*rows, *([note] * 3 for note in notes)]]
    apart = "一,二,三\n甲\n四,五,六\n乙\n丙\n七,八,九\n"
    assert said(read_bytes(apart.encode())) == apart.split()
