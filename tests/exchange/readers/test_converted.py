"""The same document, saved by another program in other formats, comes to the same blocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlrd

from anquan_cli.exchange.blocks import Document, Grid, Paragraph
from anquan_cli.exchange.readers.formats import read_bytes
from tests.exchange.readers.found import grids, texts

DOCUMENTS = Path(__file__).parent.parent / "documents"

PARAGRAPHS = [
    "附件2",
    "云泽县2026年重点任务",
    "一、总体要求",
    "（一）工作目标",
    "（二）工作原则",
    "二、任务分工",
    "注：以实际为准。",
    "含劳务派遣人员。",
]
GRID = [
    ["序号", "类别", "任务", "时限"],
    ["1", "治本攻坚", "排查隐患", "10月底前"],
    ["2", "治本攻坚", "培训全员", "全年"],
    ["基础建设", "基础建设", "基础建设", "基础建设"],
    ["3", "平台\n县应急局", "分季推进\n一季度 20%\n（完）", "旧限12月"],
]
ORIGINS = {(2, 1): (1, 1), (3, 1): (3, 0), (3, 2): (3, 0), (3, 3): (3, 0)}
SHEET = [
    ["云泽县2026年重点任务"] * 4,
    ["编号", "任务", "完成时限", "占比"],
    ["007", "排查\n隐患", "2026年6月30日", "25%"],
    ["8", "培训", "2026年9月", "0.125"],
    ["续", "甲", "", ""],
    ["续", "乙", "", ""],
]


def document(kind: str) -> Document:
    return read_bytes((DOCUMENTS / f"features.{kind}").read_bytes())


@pytest.mark.parametrize("kind", ["doc", "odt"])
def test_a_word_document_in_other_formats(kind: str) -> None:
    found = document(kind)
    assert found.kind == kind
    assert texts(found) == PARAGRAPHS
    assert grids(found) == [GRID]
    (grid,) = (block for block in found.blocks if isinstance(block, Grid))
    for row, line in enumerate(grid.rows):
        for column, cell in enumerate(line.cells):
            assert cell.origin == ORIGINS.get((row, column), (row, column))
    assert [row.header for row in grid.rows] == [True, False, False, False, False]
    assert found.blocks[1][:2] == ("云泽县2026年重点任务", 1)
    assert found.blocks[-1] == Paragraph("含劳务派遣人员。", 0, "脚注1")
    assert found.notes == (
        "表1第5行：格里套有表格，已并入该格的文字",
        "表1第5行：有删除线的文字仍取了：旧限",
        f"有修订{'2处' if kind == 'odt' else ''}没有接受或拒绝，按接受后的文字读取，请核对",
        "修订中删去的文字未取：9月底前",
    )


def test_the_same_printed_to_pdf_keeps_all_but_what_print_does_not_tell_apart() -> None:
    """A deleted word is printed beside the new one, and a number is parted from its text by a tab."""
    found = document("pdf")
    texts = [block.text.replace(" ", "") for block in found.blocks if isinstance(block, Paragraph)]
    assert texts == PARAGRAPHS
    printed = [list(row) for row in GRID]
    printed[1][3] = "9月底前10月底前"
    assert grids(found) == [printed]
    assert [block.place for block in found.blocks if isinstance(block, Paragraph)][-1] == "第1页脚注1"
    assert found.notes == ("脚注编号1未取：培训全员",)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_workbook_in_other_formats(kind: str) -> None:
    found = document(kind)
    assert found.kind == kind
    assert grids(found) == [SHEET]
    (grid,) = found.blocks
    assert isinstance(grid, Grid)
    assert (grid.name, grid.rows[2].place) == ("工作表“任务”", "工作表“任务”第3行")
    assert grid.rows[5].cells[0].origin == (4, 0)
    assert set(found.notes) == {
        "工作表“任务”第4行：B4里有删除线的文字仍取了：培训",
        "工作表“任务”的第6行是隐藏的，仍取了",
        "工作表“任务”的D列是隐藏的，仍取了",
        "工作表“字典”是隐藏的，未取",
    }


def test_text_struck_out_in_a_part_of_an_xls_cell_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two characters of B3 in the font that strikes B4 out, the rest in its own."""
    opened = xlrd.open_workbook

    def open_workbook(*args: Any, **options: Any) -> Any:
        book = opened(*args, **options)
        sheet = book.sheet_by_name("任务")
        plain, struck = (book.xf_list[sheet.cell_xf_index(row, 1)].font_index for row in (2, 3))
        sheet.rich_text_runlist_map[2, 1] = [(0, struck), (2, plain)]
        return book

    monkeypatch.setattr(xlrd, "open_workbook", open_workbook)
    found = document("xls")
    assert grids(found) == [SHEET]
    assert "工作表“任务”第3行：B3里有删除线的文字仍取了：排查" in found.notes
