"""Excel 97–2003 and WPS workbooks (xls, et), by xlrd."""

from __future__ import annotations

import io
from typing import Any

import xlrd

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.characters import struck
from anquan_cli.exchange.readers.compound import open_compound
from anquan_cli.exchange.readers.layout import Blocks
from anquan_cli.exchange.readers.number_format import BUILTIN, printed
from anquan_cli.exchange.readers.sheets import Area, add_sheet, sheet_name


def read(data: bytes) -> Document:
    """The workbook's blocks, a grid for each sheet that shows."""
    compound = open_compound(data)
    stream = compound.openstream("Workbook" if compound.exists("Workbook") else "Book").read()
    try:  # the stream, not the file: xlrd's own way through a compound file may go round for ever
        book = xlrd.open_workbook(
            file_contents=stream, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise refusal.encrypted() from error
        raise
    blocks = Blocks()
    for sheet in book.sheets():
        if sheet.visibility:
            blocks.note(f"{sheet_name(sheet.name)}是隐藏的，未取")
        else:
            _sheet(blocks, book, sheet)
    return blocks.document("xls")


def _sheet(blocks: Blocks, book: Any, sheet: Any) -> None:
    name = sheet_name(sheet.name)
    texts = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text = _text(book, sheet, row, column)
            if text:
                own = book.xf_list[sheet.cell_xf_index(row, column)].font_index
                runs = [(0, own), *sheet.rich_text_runlist_map.get((row, column), ())]
                ends = [*(start for start, _ in runs[1:]), len(text)]
                texts[row, column] = "".join(
                    struck(text[start:end]) if book.font_list[font].struck_out else text[start:end]
                    for (start, font), end in zip(runs, ends, strict=True)
                )
    merged = [Area(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    rows, columns = (
        {at for at, info in infos.items() if info.hidden} for infos in (sheet.rowinfo_map, sheet.colinfo_map)
    )
    add_sheet(blocks, sheet.name, texts, merged, rows, columns)
    if sheet.cell_note_map:
        blocks.note(f"{name}的批注{len(sheet.cell_note_map)}条未取")


def _text(book: Any, sheet: Any, row: int, column: int) -> str:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        key = book.xf_list[sheet.cell_xf_index(row, column)].format_key
        code = getattr(book.format_map.get(key), "format_str", None)
        return printed(value, code if code is not None else BUILTIN.get(key, ""), bool(book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    return xlrd.error_text_from_code.get(value, "") if kind == xlrd.XL_CELL_ERROR else ""
