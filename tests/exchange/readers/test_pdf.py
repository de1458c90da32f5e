"""PDF pages: ruled lines make grids, and lines make what was written before it was wrapped."""

from __future__ import annotations

import pytest

from anquan_cli.exchange.blocks import Grid
from anquan_cli.exchange.readers.formats import read_bytes
from anquan_cli.exchange.readers.page_text import Char, lines, unwrapped
from anquan_cli.exchange.readers.refusal import Refusal
from anquan_cli.exchange.readers.rules import Rule, tables
from tests.exchange.readers.hostile import pdf, pdf_of_pages
from tests.exchange.readers.printed import CHINESE
from tests.exchange.readers.test_html import said


def text(x: int, y: int, words: str) -> bytes:
    return f"BT /F1 10 Tf {x} {y} Td ({words}) Tj ET\n".encode()


def line(x0: int, y0: int, x1: int, y1: int) -> bytes:
    return f"{x0} {y0} m {x1} {y1} l S\n".encode()


BORDERS = b"".join(
    (
        line(100, 700, 400, 700),
        line(100, 680, 400, 680),
        line(200, 660, 400, 660),  # not under the first column, which is merged
        line(100, 640, 400, 640),
        line(100, 620, 400, 620),
        line(100, 620, 100, 700),
        line(200, 640, 200, 700),  # the last row is one cell
        line(300, 640, 300, 700),
        line(400, 620, 400, 700),
    )
)
WORDS = b"".join(
    text(x, y, words)
    for x, y, words in (
        (110, 685, "no"),
        (210, 685, "task"),
        (310, 685, "until"),
        (110, 655, "both"),
        (210, 665, "a"),
        (310, 665, "June"),
        (210, 645, "b"),
        (310, 645, "July"),
        (110, 625, "section"),
    )
)
GRID = [["no", "task", "until"], ["both", "a", "June"], ["both", "b", "July"], ["section"] * 3]


def test_a_ruled_table_between_paragraphs() -> None:
    document = read_bytes(
        pdf(text(100, 740, "Title") + BORDERS + WORDS + text(100, 600, "Note") + text(300, 30, "- 1 -"))
    )
    assert said(document) == ["Title", GRID, "Note"]
    assert document.notes == ("页码未取",)
    title, grid, _ = document.blocks
    assert title.place == "第1页"  # type: ignore[union-attr]
    assert isinstance(grid, Grid)
    assert (grid.name, grid.rows[1].place) == ("第1页表1", "第1页表1第2行")
    assert grid.rows[2].cells[0].origin == (1, 0)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_seen(turn: int) -> None:
    """The same page, its axes turned, and turned back by its own entry."""
    matrix = {90: "0 1 -1 0 800 0", 180: "-1 0 0 -1 600 800", 270: "0 -1 1 0 0 600"}[turn]
    content = f"q {matrix} cm\n".encode() + BORDERS + WORDS + b"Q"
    data = pdf(content, b"/Rotate %d " % turn)
    if turn != 180:
        data = data.replace(b"[0 0 600 800]", b"[0 0 800 600]")
    assert said(read_bytes(data)) == [GRID]


def test_bars_boxes_and_dashes_are_lines_too() -> None:
    box = b"100 620 300 80 re S\n"  # the outer border as one rectangle
    bar = b"100 679.5 300 1 re f\n"  # a line drawn as a thin area
    dashes = b"".join(line(x, 650, x + 3, 650) for x in range(100, 400, 5))
    upright = line(200, 620, 200, 700)
    words = (
        text(110, 685, "a")
        + text(210, 685, "b")
        + text(110, 660, "c")
        + text(210, 660, "d")
        + text(110, 630, "e")
    )
    assert said(read_bytes(pdf(box + bar + dashes + upright + words))) == [
        [["a", "b"], ["c", "d"], ["e", ""]]
    ]


def test_a_table_that_is_open_at_its_sides_and_a_line_that_is_no_table() -> None:
    borders = (
        b"".join(line(100, y, 400, y) for y in (700, 680, 660))
        + line(250, 660, 250, 700)
        + line(100, 500, 400, 500)
    )
    words = (
        text(110, 685, "a")
        + text(260, 685, "b")
        + text(110, 665, "c")
        + text(260, 665, "d")
        + text(110, 510, "under")
    )
    assert said(read_bytes(pdf(borders + words))) == [[["a", "b"], ["c", "d"]], "under"]


def test_a_row_alone_on_a_page_that_lacks_its_upper_rule_is_a_table() -> None:
    down = [Rule(x, 20, 60) for x in (10, 100, 200)]
    (found,) = tables([Rule(60, 10, 200)], down)
    assert [(cell.left, cell.top, cell.right, cell.bottom) for cell in found.cells] == [
        (10, 20, 100, 60),
        (100, 20, 200, 60),
    ]


def test_a_merged_column_that_a_page_has_cut_belongs_to_the_table_and_what_stands_below_it_too() -> None:
    """A spreadsheet draws no rule at the page's end of a merged cell, and its text where the whole cell's middle is."""
    cut = b"".join(
        line(x0, y0, x1, y1)
        for x0, y0, x1, y1 in (
            *((left, y, right, y) for y in (700, 680, 660) for left, right in ((100, 200), (300, 400))),
            *((x, 660, x, 700) for x in (100, 200, 300, 400)),
        )
    )
    words = text(110, 685, "1") + text(310, 685, "a") + text(110, 665, "2") + text(310, 665, "b")
    found = said(read_bytes(pdf(cut + words + text(210, 640, "group") + text(110, 600, "Note below"))))
    assert found == [[["1", "group", "a"], ["2", "group", "b"]], "Note below"]


def test_text_over_the_border_of_its_cell_is_doubted() -> None:
    note = "第1页表1有文字压在框线上或互相重叠，可能归错了行，请对照文件核对"
    assert note not in read_bytes(pdf(BORDERS + WORDS)).notes
    assert note in read_bytes(pdf(BORDERS + WORDS + text(320, 658, "over"))).notes


def test_pieces_of_one_rule_are_joined_whichever_lies_first() -> None:
    lower, upper = Rule(100.2, 60, 100), Rule(100, 20, 60)
    for pieces in ([upper, lower], [Rule(100, 60, 100), Rule(100.2, 20, 60)]):
        down = [*pieces, Rule(10, 20, 100), Rule(200, 20, 100)]
        (found,) = tables([Rule(20, 10, 200), Rule(60, 10, 200), Rule(100, 10, 200)], down)
        assert len(found.cells) == 4


def test_a_bracket_that_a_line_breaks_is_put_together() -> None:
    assert unwrapped(lines([*written("（责任单"), *written("位：甲）", top=12)]), 1000) == [
        "（责任单位：甲）"
    ]


def test_rules_that_nearly_meet_are_one_and_those_far_apart_make_two_tables() -> None:
    def box(left: float, top: float) -> tuple[list[Rule], list[Rule]]:
        return (
            [Rule(top + y, left, left + 49) for y in (0, 20, 40)]
            + [Rule(top + y, left + 51, left + 100) for y in (0.4, 20, 40)],
            [Rule(left + x, top, top + 40) for x in (0, 50, 100)],
        )

    first, second = box(0, 0), box(0, 100)
    found = tables([*first[0], *second[0]], [*first[1], *second[1]])
    assert [len(table.cells) for table in found] == [4, 4]


def written(words: str, left: float = 0, top: float = 0) -> list[Char]:
    """Characters 10 points wide and high, ASCII half as wide."""
    found = []
    for char in words:
        width = 5.0 if char.isascii() else 10.0
        found.append(Char(char, left, top, left + width, top + 10))
        left += width
    return found


@pytest.mark.parametrize(
    ("wrapped", "room", "expected"),
    [
        (["开展隐患排", "查整治。"], 52, ["开展隐患排查整治。"]),
        (["开展隐患", "排查。", "另一项"], 52, ["开展隐患", "排查。", "另一项"]),
        (["开展隐患排", "查", "，整治"], 60, ["开展隐患排查", "，整治"]),
        (["签订率达", "100%。"], 52, ["签订率达100%。"]),
        (["不少于", "“一楼一档", "”。"], 42, ["不少于“一楼一档”。"]),
        (["县水务局", "县供电公司"], 90, ["县水务局", "县供电公司"]),
        (["see the", "report"], 40, ["see the report"]),
        (["执行GB", "50016。"], 45, ["执行GB 50016。"]),  # a line ends where a blank was
        (["改造110", "kV线路"], 40, ["改造110 kV线路"]),
        (["2025年1", "2月底"], 38, ["2025年12月底"]),  # but a number is broken anywhere
        (["GB/T33000-", "2016、AQ"], 100, ["GB/T33000-2016、AQ"]),
    ],
)
def test_wrapped_lines_are_put_together_and_others_are_not(
    wrapped: list[str], room: float, expected: list[str]
) -> None:
    chars = [char for number, words in enumerate(wrapped) for char in written(words, top=12.0 * number)]
    spaced = [char for char in chars if char.text != " "]
    assert unwrapped(lines(spaced), room) == expected


def test_a_raised_number_is_the_mark_of_a_footnote_but_not_after_a_letter() -> None:
    def raised(number: str, left: float) -> Char:
        return Char(number, left, -1, left + 3, 5)

    (noted,) = lines([*written("个。"), raised("1", 20)])
    assert (noted.text, noted.marks, noted.mark) == ("个。", "1", "")
    (squared,) = lines([*written("m"), raised("2", 5)])
    assert squared.text == "m2"
    (note,) = lines([raised("1", 0), *written("含开发区", 3)])
    assert (note.text, note.mark) == ("含开发区", "1")


def test_one_shape_that_stands_for_two_characters_is_read_as_both() -> None:
    """Fonts draw —— as one line; what it stands for is said by the font's map (here object 7: X is ——)."""
    names = (
        b"/CIDInit /ProcSet findresource begin begincmap /CMapName /a def 1 begincodespacerange <00> <FF> "
    )
    names += b"endcodespacerange 1 beginbfchar <58> <20142014> endbfchar endcmap"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    found = read_bytes(pdf_of_pages([text(100, 740, "aXb"), names], font))
    assert said(found) == ["a——b"]


def test_characters_that_the_font_does_not_name_are_counted() -> None:
    """A font of numbers alone (here object 7 names 0041 and not 0042): what pdfium makes of the other is a guess."""
    names = b"/CIDInit /ProcSet findresource begin begincmap /CMapName /a def 1 begincodespacerange <0000> <FFFF> "
    names += b"endcodespacerange 1 beginbfchar <0041> <7532> endbfchar endcmap"
    font = CHINESE.replace(
        b"/STSong-Light /Encoding /UniGB-UCS2-H", b"/A /ToUnicode 7 0 R /Encoding /Identity-H"
    )
    font = font.replace(b"(GB1)", b"(Identity)")
    drawn = b"BT /F1 10 Tf 100 740 Td <004100420041> Tj ET"
    assert (
        "第1页有1个字读不出或读得不对，请对照文件核对" in read_bytes(pdf_of_pages([drawn, names], font)).notes
    )


def test_a_lone_character_is_read_or_the_missing_font_is_told() -> None:
    """A machine without Chinese fonts has no shape for it, and pdfium drops what has none."""
    lone = "".join(f"BT /F1 10 Tf {100 + 10 * n} 740 Td <{ord(c):04x}> Tj ET " for n, c in enumerate("县局"))
    page = pdf_of_pages([lone.encode()], CHINESE)
    try:
        assert said(read_bytes(page)) == ["县局"]
    except Refusal as refused:
        assert "没有中文字体" in refused.what and "装上中文字体" in refused.hint


def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    found = said(read_bytes(pdf(text(110, 685, "tank V-") + text(110, 672, "alpha is empty"))))
    assert "".join(map(str, found)) == "tank V-alpha is empty"


def test_bold_that_is_drawn_twice_is_read_once() -> None:
    (line_,) = lines([*written("安全"), *written("安全", left=0.4)])
    assert line_.text == "安全"
