"""OpenDocument spreadsheets: cells as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.characters import struck
from anquan_cli.exchange.readers.layout import Blocks
from anquan_cli.exchange.readers.odf import Texts, open_package, repeated, rows
from anquan_cli.exchange.readers.package import children
from anquan_cli.exchange.readers.sheets import UNSAVED, Area, add_sheet, column_letters, sheet_name


def read(data: bytes) -> Document:
    """The spreadsheet's blocks, a grid for each sheet that shows."""
    package = open_package(data)
    content = package.xml("content.xml")
    blocks = Blocks()
    texts = Texts(blocks, package.xml_or_empty("styles.xml"), content)
    hidden = {
        style.get("name", "")
        for style in content.iter("style")
        if any(properties.get("display") == "false" for properties in children(style, "table-properties"))
    }
    for table in children(content.find("body/spreadsheet"), "table"):
        if table.get("style-name", "") in hidden:
            blocks.note(f"{sheet_name(table.get('name', ''))}是隐藏的，未取")
        else:
            _sheet(blocks, texts, table)
    texts.finish()
    return blocks.document("ods")


def _sheet(blocks: Blocks, texts: Texts, table: Element) -> None:
    title = table.get("name", "")
    found: dict[tuple[int, int], str] = {}
    merged: list[Area] = []
    hidden = set()
    top = 0
    for row, _ in rows(table):
        times = repeated(row, "number-rows-repeated")
        line = _line(blocks, texts, row, top, merged, title)
        if line:
            if top + times > refusal.MOST_ROWS or max(line) >= refusal.MOST_COLUMNS:
                raise refusal.Refusal(
                    f"{sheet_name(title)}的内容超出{refusal.MOST_ROWS}行、{refusal.MOST_COLUMNS}列",
                    "请打开它，删去清单以外的内容，保存后再试",
                )
            for number in range(top, top + times):
                found.update(((number, column), text) for column, text in line.items())
            if len(found) > refusal.MOST_PLACES:
                raise refusal.too_large(f"{sheet_name(title)}的内容过多")
            if row.get("visibility", "visible") != "visible":
                hidden.add(top)
        top += times
    add_sheet(blocks, title, found, merged, hidden, {*_hidden_columns(table)})
    while texts.boxes:
        blocks.left_out(f"{sheet_name(title)}的文本框", "".join(texts.boxes.pop(0).itertext()))


def _hidden_columns(table: Element) -> Iterator[int]:
    """The columns that do not show, as far as any is read."""
    column = 0
    for part in table.iter("table-column"):
        end = column + repeated(part, "number-columns-repeated")
        if part.get("visibility", "visible") != "visible":
            yield from range(column, min(end, refusal.MOST_COLUMNS))
        column = end


def _line(
    blocks: Blocks, texts: Texts, row: Element, top: int, merged: list[Area], title: str
) -> dict[int, str]:
    """A row's texts by column; the areas that its cells cover are added to `merged`."""
    line: dict[int, str] = {}
    column = 0
    for cell in row:
        if cell.tag not in ("table-cell", "covered-table-cell"):
            continue
        times = repeated(cell, "number-columns-repeated")
        text = _text(texts, cell) if cell.tag == "table-cell" else ""
        if not text and cell.get("formula") and not cell.get("value-type"):
            blocks.note(f"{sheet_name(title)}{column_letters(column)}{top + 1}{UNSAVED}")
        if text:
            text = struck(text) if texts.is_struck(cell) else text
            line |= dict.fromkeys(range(column, column + min(times, refusal.MOST_COLUMNS + 1)), text)
        down, across = repeated(cell, "number-rows-spanned"), repeated(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            merged.append(Area(top, column, top + down - 1, column + across - 1))
        column += times
    return line


def _text(texts: Texts, cell: Element) -> str:
    """A cell as it is printed; a whole date as 2025-06-30."""
    shown = "\n".join(texts.text(part) for part in children(cell, "p"))
    date = cell.get("date-value", "")
    if date and "年" not in shown and len(re.findall(r"\d+", shown)) >= 3:
        return date.removesuffix("T00:00:00").removesuffix(":00").replace("T", " ")
    return shown or cell.get("string-value") or cell.get("value") or ""
