"""Excel workbooks (OOXML, transitional and strict), cell by cell as they are stored.

Read from the XML because openpyxl believes a false `<dimension>`, refuses a workbook for a colour or a fill that it
does not like, and finds no sheet in a strict one (tests/exchange/readers/test_xlsx.py shows it).
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.characters import struck
from anquan_cli.exchange.readers.layout import Blocks
from anquan_cli.exchange.readers.number_format import BUILTIN, printed
from anquan_cli.exchange.readers.package import Package, children, number, parse, related, relations
from anquan_cli.exchange.readers.sheets import UNSAVED, Area, add_sheet, column_letters, sheet_name

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_HEADER_CODES = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[A-Z]|&[a-z]')
_PAGE_NUMBER = re.compile(r"(?:page|of|[第共页/\s\d—–-])*", re.IGNORECASE)


def read(data: bytes) -> Document:
    """The workbook's blocks, a grid for each sheet that shows."""
    package = Package(data)
    main = related(relations(package, ""), "officeDocument") or "xl/workbook.xml"
    if main.endswith(".bin"):
        raise refusal.Refusal("这是 xlsb 格式，不能读", "请用 WPS 或 Excel 打开它，另存为 xlsx 后再试")
    return _Reader(package, main).document()


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._relations = relations(package, main)
        self._workbook = package.xml(main)
        self._strings = [_text(item) for item in children(self._part("sharedStrings"), "si")]
        self._styles = _Styles(self._part("styles"))
        properties = self._workbook.find("workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._blocks = Blocks()

    def document(self) -> Document:
        for sheet in children(self._workbook.find("sheets"), "sheet"):
            kind, part = self._relations.get(sheet.get("id", ""), ("", ""))
            name = sheet.get("name", "")
            if kind != "worksheet":
                self._blocks.note(f"{sheet_name(name)}不是表格，未取")
            elif sheet.get("state", "visible") != "visible":
                self._blocks.note(f"{sheet_name(name)}是隐藏的，未取")
            else:
                self._sheet(name, part)
        if any(part.endswith("vbaproject.bin") for part in self._package.names()):
            self._blocks.note("文件带有宏，没有运行，只读了文字")
        return self._blocks.document("xlsx")

    def _part(self, kind: str) -> Element:
        return self._package.xml_or_empty(related(self._relations, kind))

    def _sheet(self, title: str, part: str) -> None:
        name, data = sheet_name(title), self._package.bytes(part)
        if (
            data.count(b"<row") > refusal.MOST_ROWS + 10
        ):  # before the tree is built: a million rows would not fit
            raise refusal.Refusal(
                f"{name}超过{refusal.MOST_ROWS}行（空行也算）", "请打开它，删去清单下面的空行，保存后再试"
            )
        root = parse(data)
        texts: dict[tuple[int, int], str] = {}
        hidden_rows = set()
        row = -1
        for line in children(root.find("sheetData"), "row"):
            row = number(line.get("r"), row + 2) - 1
            column = -1
            for cell in children(line, "c"):
                row_, column = _place(cell.get("r"), (row, column + 1))
                text = self._cell(cell, f"{name}{column_letters(column)}{row_ + 1}")
                if text:
                    texts[row_, column] = text
                    if len(texts) > refusal.MOST_PLACES:
                        raise refusal.too_large(f"{name}的内容过多")
            if _is_hidden(line):
                hidden_rows.add(row)
        ranges = [
            range(number(columns.get("min"), 1) - 1, number(columns.get("max"), 1))
            for columns in filter(_is_hidden, children(root.find("cols"), "col"))
        ]
        hidden_columns = {column for _, column in texts if any(column in hidden for hidden in ranges)}
        merged = (_area(area.get("ref", "")) for area in children(root.find("mergeCells"), "mergeCell"))
        add_sheet(self._blocks, title, texts, filter(None, merged), hidden_rows, hidden_columns)
        self._beside(name, root, part)

    def _beside(self, name: str, root: Element, part: str) -> None:
        """What a sheet says outside its cells."""
        for tag in ("oddHeader", "oddFooter", "firstHeader", "firstFooter"):
            text = root.findtext(f"headerFooter/{tag}") or ""
            if not _PAGE_NUMBER.fullmatch(text := _HEADER_CODES.sub(" ", text)):
                self._blocks.left_out(f"{name}的页眉页脚", text)
        for kind, target in relations(self._package, part).values():
            if kind == "drawing":
                drawing = self._package.xml_or_empty(target)
                for body in drawing.iter("txBody"):
                    self._blocks.left_out(
                        f"{name}的文本框",
                        "\n".join("".join(t.text or "" for t in p.iter("t")) for p in body.iter("p")),
                    )
                if count := sum(1 for _ in drawing.iter("pic")):
                    self._blocks.note(f"{name}有图片{count}幅，其中的文字未取")
            elif kind in ("oleObject", "package"):
                self._blocks.note(f"{name}有嵌入的文件，其中的文字未取，是清单的请另存出来一起导入")
            elif kind == "comments":
                count = sum(1 for _ in self._package.xml_or_empty(target).iter("comment"))
                self._blocks.note(f"{name}的批注{count}条未取")

    def _cell(self, cell: Element, place: str) -> str:
        kind, stored = cell.get("t", "n"), cell.findtext("v")
        if kind == "inlineStr":
            text = _text(cell.find("is"))
        elif stored is None or (not stored and kind != "str"):
            if cell.find("f") is not None:  # as a program writes it that works nothing out
                self._blocks.note(place + UNSAVED)
            return ""
        elif kind == "s":
            text = self._strings[index] if 0 <= (index := number(stored, -1)) < len(self._strings) else ""
        elif kind == "b":
            text = "TRUE" if stored.strip() in ("1", "true") else "FALSE"
        elif kind == "d":
            text = stored.removesuffix("T00:00:00").replace("T", " ")
        elif kind in ("str", "e"):
            text = _unescape(stored)
            if kind == "e":
                self._blocks.note(f"{place}的公式结果是错误“{text}”")
        else:
            text = self._printed(stored, cell)
        return struck(text) if self._styles.is_struck(number(cell.get("s"))) else text

    def _printed(self, stored: str, cell: Element) -> str:
        try:
            return printed(float(stored), self._styles.format(number(cell.get("s"))), self._from_1904)
        except (ValueError, OverflowError):
            return stored


class _Styles:
    """What a cell's style number says about it."""

    def __init__(self, styles: Element) -> None:
        codes = {
            number(code.get("numFmtId")): code.get("formatCode", "")
            for code in children(styles.find("numFmts"), "numFmt")
        }
        fonts = [*map(_strikes, children(styles.find("fonts"), "font"))]
        self._formats, self._struck = [], []
        for style in children(styles.find("cellXfs"), "xf"):
            key, font = number(style.get("numFmtId")), number(style.get("fontId"))
            self._formats.append(codes.get(key, BUILTIN.get(key, "")))
            self._struck.append(0 <= font < len(fonts) and fonts[font])

    def format(self, style: int) -> str:
        return self._formats[style] if 0 <= style < len(self._formats) else ""

    def is_struck(self, style: int) -> bool:
        return 0 <= style < len(self._struck) and self._struck[style]


def _strikes(font: Element | None) -> bool:
    """Whether a font strikes its text out."""
    return any(strike.get("val", "1") not in ("0", "false") for strike in children(font, "strike"))


def _is_hidden(part: Element) -> bool:
    return part.get("hidden") in ("1", "true")


def _text(item: Element | None) -> str:
    """A string's text, plain or in runs, without its phonetic guide."""
    if item is None:
        return ""
    runs = [(_strikes(run.find("rPr")), _unescape(run.findtext("t") or "")) for run in children(item, "r")]
    return _unescape(item.findtext("t") or "") + "".join(struck(t) if is_ else t for is_, t in runs)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _place(reference: str | None, default: tuple[int, int]) -> tuple[int, int]:
    """A reference like B7 as row and column from 0."""
    match = _REFERENCE.fullmatch(reference or "")
    if not match:
        return default
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return max(int(match[2]) - 1, 0), column - 1


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    if not _REFERENCE.fullmatch(first):
        return None
    top, left = _place(first, (0, 0))
    bottom, right = _place(last or first, (top, left))
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
