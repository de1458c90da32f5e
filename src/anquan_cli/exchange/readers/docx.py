"""Word documents (OOXML, transitional and strict), with what python-docx passes over.

Read from the XML because that library loses tracked insertions, text boxes, footnotes and the numbers that Word
counts itself (tests/exchange/readers/test_docx.py shows it).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from anquan_cli.exchange.blocks import Document, Paragraph
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.characters import raised, struck, symbol, tidy
from anquan_cli.exchange.readers.docx_numbering import Numbering, Styles
from anquan_cli.exchange.readers.layout import Blocks, Span, Table
from anquan_cli.exchange.readers.numerals import in_front
from anquan_cli.exchange.readers.package import Package, children, number, parse, related, relations, value

# what is not text, or not the text that is printed: deletions, field codes, phonetic guides
_SKIPPED = frozenset(
    "del moveFrom instrText delText delInstrText rt pPr rPr tblPr tblGrid trPr tcPr sectPr sdtPr sdtEndPr "
    "smartTagPr customXmlPr fldData annotationRef docPr cNvPr posOffset align pctWidth pctHeight txPr".split()
)
_TRACKED = frozenset("ins del moveFrom moveTo cellIns cellDel".split())
_PICTURES = frozenset(("pic", "imagedata", "chart", "relIds"))
_SLIVER = 100  # twentieths of a point: a column of under 2 mm is a slip of the mouse, not a column


def read(data: bytes) -> Document:
    """The document's blocks."""
    return _Reader(Package(data)).document()


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        main = related(relations(package, ""), "officeDocument") or "word/document.xml"
        self._relations = relations(package, main)
        data = package.bytes(main)
        refusal.limit_rows(data.count(b"<w:tr>") + data.count(b"<w:tr "))
        self._body = parse(data).find("body")
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._blocks = Blocks()
        self._pictures = self._embedded = 0
        self._boxes: list[Element] = []  # text boxes met in the paragraph that is being read
        self._pending = ""  # a paragraph whose end was deleted: it goes on in the next

    def document(self) -> Document:
        for part in self._content(self._body):
            self._add(part)
        if self._pending:
            self._blocks.paragraph(self._pending)
        for kind, name in (("footnote", "脚注"), ("endnote", "尾注")):
            self._foot(kind, name)
        for kind, name in (("header", "页眉"), ("footer", "页脚")):
            for is_kind, target in self._relations.values():
                if is_kind == kind:
                    self._blocks.left_out(name, self._lines(self._package.xml_or_empty(target)))
        changes = (
            [part for part in self._body.iter() if part.tag in _TRACKED] if self._body is not None else []
        )
        words = {"del": "delText", "moveFrom": "t"}
        gone = (p.text or "" for part in changes for p in part.iter(words.get(part.tag, "")))
        if changes:
            self._blocks.revised(f"{len(changes)}处", "".join(gone))
        if count := sum(1 for _ in children(self._part("comments"), "comment")):
            self._blocks.note(f"批注{count}条未取")
        if self._pictures:
            self._blocks.note(f"有图片或图表{self._pictures}幅，其中的文字未取")
        if self._embedded:
            self._blocks.note(
                f"有嵌入的文件{self._embedded}个（如双击打开的表格），其中的文字未取，是清单的请另存出来一起导入"
            )
        if any(name.endswith("vbaproject.bin") for name in self._package.names()):
            self._blocks.note("文件带有宏，没有运行，只读了文字")
        return self._blocks.document("docx")

    def _part(self, kind: str) -> Element:
        return self._package.xml_or_empty(related(self._relations, kind))

    def _add(self, part: Element) -> None:
        """A paragraph or table of the body, and the text boxes that hang on it."""
        if part.tag == "tbl":
            self._blocks.table(self._table(part))
        elif part.tag == "p":
            line = self._paragraph(part)
            if line is not None:
                self._blocks.paragraph(line.text, line.level)
        elif part.tag == "altChunk":
            self._blocks.note("嵌入的另一份文件未取")
        while self._boxes:
            for inside in self._content(self._boxes.pop(0)):
                self._add(inside)

    def _content(self, parent: Element | None) -> Iterator[Element]:
        """Paragraphs and tables, through content controls and other wrappings."""
        for child in parent if parent is not None else ():
            if child.tag in ("p", "tbl", "altChunk"):
                yield child
            elif child.tag == "sdt":
                if not self._is_placeholder(child):
                    yield from self._content(child.find("sdtContent"))
            elif child.tag == "AlternateContent":
                yield from self._content(_alternative(child))
            elif child.tag not in _SKIPPED:
                yield from self._content(child)

    def _is_placeholder(self, control: Element) -> bool:
        """A content control that nobody has filled in, or a table of contents."""
        properties = control.find("sdtPr")
        if value(properties, "docPartObj/docPartGallery") == "Table of Contents":
            self._blocks.note("目录未取")
            return True
        if _is_on(properties, "showingPlcHdr"):
            self._blocks.left_out("未填写的占位文字", "".join(t.text or "" for t in control.iter("t")))
            return True
        return False

    def _paragraph(self, part: Element) -> Paragraph | None:
        """A paragraph's text with its number; None where it goes on in the next or says nothing of its own."""
        properties = part.find("pPr")
        style = value(properties, "pStyle")
        if self._styles.name(style).startswith("toc "):
            self._blocks.note("目录未取")
            return None
        text = self._pending + tidy("".join(self._texts(part)))
        if _is_on(properties, "rPr/del"):
            self._pending = text
            return None
        self._pending = ""
        text = in_front(self._numbering.next(properties, style), text)
        return Paragraph(text, self._level(properties, style))

    def _level(self, properties: Element | None, style: str | None) -> int:
        own = value(properties, "outlineLvl")
        found = own if own is not None else value(self._styles.find(style, "pPr/outlineLvl"), ".")
        if found is None:
            return 1 if self._styles.name(style) == "title" else 0
        return level + 1 if 0 <= (level := number(found, 9)) < 9 else 0

    def _texts(self, part: Element | None) -> Iterator[str]:
        for child in part if part is not None else ():
            match child.tag:
                case "t":
                    yield child.text or ""
                case "r":
                    yield self._run(child)
                case "tab" | "ptab":
                    yield "\t"
                case "br" | "cr":
                    yield "\n"
                case "noBreakHyphen":
                    yield "-"
                case "sym":
                    yield symbol(child.get("char", ""))
                case "AlternateContent":
                    yield from self._texts(_alternative(child))
                case "txbxContent":
                    self._boxes.append(child)
                case "instrText" if (child.text or "").strip().upper().startswith("EQ"):
                    self._blocks.note("有域公式（带圈字符等），其中的文字未取")
                case "OLEObject":
                    self._embedded += not child.get("ProgID", "").startswith("Equation")
                case "textpath":
                    self._blocks.left_out("艺术字", child.get("string", ""))
                case "sdt":
                    if not self._is_placeholder(child):
                        yield from self._texts(child)
                case tag if tag not in _SKIPPED:
                    self._pictures += tag in _PICTURES
                    yield from self._texts(child)

    def _run(self, run: Element) -> str:
        properties = run.find("rPr")
        if _is_on(properties, "vanish"):
            self._blocks.left_out("隐藏文字", "".join(t.text or "" for t in run.iter("t")))
            return ""
        text = "".join(self._texts(run))
        text = raised(text) if value(properties, "vertAlign") == "superscript" else text
        return struck(text) if _is_on(properties, "strike") or _is_on(properties, "dstrike") else text

    def _table(self, part: Element) -> Table:
        rows = [row for row in _within(part, "tr") if row.find("trPr/del") is None]
        for row in rows:
            if _is_on(row, "trPr/hidden"):
                text = " ".join(t.text or "" for t in row.iter("t"))
                self._blocks.note(f"表中有一行是隐藏的，仍取了：{text[:60]}")
        offsets = _columns(part)
        merged: dict[int, Span] = {}  # cells that are merged down, by their first column
        headers = frozenset(index for index, row in enumerate(rows) if _is_on(row, "trPr/tblHeader"))
        return Table([self._row(row, offsets, merged) for row in rows], headers)

    def _row(self, row: Element, offsets: list[int], merged: dict[int, Span]) -> list[Span]:
        """One row's cells; those that are merged into the one above make that one longer."""
        spans: list[Span] = []
        column = number(value(row, "trPr/gridBefore"))
        if _width(offsets, 0, column):
            spans.append(Span(None, 1, _width(offsets, 0, column)))
        begun: dict[int, Span] = {}
        for cell in _within(row, "tc"):
            properties = cell.find("tcPr")
            if value(properties, "cellDel") is not None:
                continue
            after = column + min(max(number(value(properties, "gridSpan"), 1), 1), refusal.MOST_COLUMNS)
            width = max(_width(offsets, column, after), 1)
            merge = value(properties, "vMerge")
            if merge not in (None, "restart") and column in merged:
                begun[column] = merged[column]
                begun[column].rows += 1
                self._blocks.left_out("合并格盖住的文字", self._lines(cell))
            elif value(properties, "hMerge") == "continue" and spans and spans[-1].content is not None:
                spans[-1].columns += width
            else:
                spans.append(Span(self._cell(cell), 1, width))
                if merge is not None:
                    begun[column] = spans[-1]
            column = after
        merged.clear()
        merged.update(begun)
        return spans

    def _cell(self, cell: Element) -> list[str | Table]:
        content: list[str | Table] = []
        for part in self._content(cell):
            if part.tag == "tbl":
                content.append(self._table(part))
            elif part.tag == "p" and (line := self._paragraph(part)) is not None:
                content.append(line.text)
            while self._boxes:
                content += self._cell(self._boxes.pop(0))
        if self._pending:  # a paragraph does not go on beyond its cell
            content.append(self._pending)
            self._pending = ""
        return content

    def _lines(self, parent: Element) -> str:
        return "\n".join("".join(self._texts(part)) for part in parent.iter("p"))

    def _foot(self, kind: str, name: str) -> None:
        notes = [n for n in children(self._part(f"{kind}s"), kind) if n.get("type") in (None, "normal")]
        for count, note in enumerate(notes, 1):
            text = "\n".join(line.text for part in self._content(note) if (line := self._paragraph(part)))
            self._blocks.footnote(text, f"{name}{count}")


def _alternative(part: Element) -> Element | None:
    """The one of two renderings that is read: the newer, or the older where it alone is there."""
    chosen = part.find("Choice")
    return chosen if chosen is not None else part.find("Fallback")


def _is_on(parent: Element | None, path: str) -> bool:
    """A switch that is there and is not off."""
    return value(parent, path) not in (None, "0", "false", "off", "none")


def _within(part: Element, tag: str) -> Iterator[Element]:
    """A table's rows or a row's cells, through content controls and other wrappings."""
    for child in part:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _within(child, tag)


def _columns(table: Element) -> list[int]:
    """For each boundary of the table's grid, the number of columns left of it, slivers not counted."""
    offsets = [0]
    for column in children(table.find("tblGrid"), "gridCol"):
        width = number(column.get("w"), _SLIVER)
        offsets.append(offsets[-1] + (width >= _SLIVER or width <= 0))
    return offsets


def _width(offsets: list[int], begin: int, end: int) -> int:
    """How many columns lie between two boundaries; beyond the table's grid, each counts."""
    last = len(offsets) - 1
    known = offsets[min(end, last)] - offsets[min(begin, last)]
    return known + max(end - max(begin, last), 0)
