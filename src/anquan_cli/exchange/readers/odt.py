"""OpenDocument text: paragraphs, lists that count, tables and what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.layout import Blocks, Span, Table
from anquan_cli.exchange.readers.numerals import Counter, Level, in_front
from anquan_cli.exchange.readers.odf import Texts, open_package, repeated, rows
from anquan_cli.exchange.readers.package import children, number

_NUMERALS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "一": "chineseCounting",
    "①": "decimalEnclosedCircle", "壹": "chineseLegalSimplified", "甲": "ideographTraditional", "子": "ideographZodiac",
    "１": "decimalFullWidth", "⑴": "decimalEnclosedParen", "⒈": "decimalEnclosedFullstop", "01": "decimalZero",
}  # fmt: skip
_WRAPPINGS = frozenset("section index-body illustration-index user-index".split())


def read(data: bytes) -> Document:
    """The document's blocks."""
    package = open_package(data)
    return _Reader(package.xml("content.xml"), package.xml_or_empty("styles.xml")).document()


class _Reader:
    def __init__(self, content: Element, styles: Element) -> None:
        self._body = content.find("body/text")
        self._styles = styles
        self._blocks = Blocks()
        self._texts = Texts(self._blocks, styles, content)
        self._lists = _Lists(styles, content)

    def document(self) -> Document:
        for part, level in self._parts_with_levels(self._body):
            self._blocks.add(part, level)
        # a note met in a note is appended while this goes on
        for count, note in enumerate(self._texts.notes, 1):
            name = "尾注" if note.get("note-class") == "endnote" else "脚注"
            lines = [part for part in self._parts(note.find("note-body")) if isinstance(part, str)]
            self._blocks.footnote("\n".join(lines), f"{name}{count}")
        changes = [region for region in self._body.iter("changed-region")] if self._body is not None else []
        gone = ("".join(part.itertext()) for region in changes for part in region.iter("p"))
        if changes:
            self._blocks.revised(f"{len(changes)}处", "".join(gone))
        for page in self._styles.iter("master-page"):
            for tag, name in (("header", "页眉"), ("footer", "页脚")):
                for shown in children(page, tag):
                    self._blocks.left_out(name, "\n".join("".join(p.itertext()) for p in shown.iter("p")))
        self._texts.finish()
        return self._blocks.document("odt")

    def _parts(self, parent: Element | None) -> list[str | Table]:
        return [part for part, _ in self._parts_with_levels(parent)]

    def _parts_with_levels(self, parent: Iterable[Element] | None) -> Iterator[tuple[str | Table, int]]:
        """Lines of text with the level of a heading, and tables, in the document's order."""
        for child in parent if parent is not None else ():
            if child.tag == "p":
                yield self._texts.text(child), 0
            elif child.tag == "h":
                level = max(number(child.get("outline-level"), 1), 1)
                yield in_front(self._lists.heading(child, level), self._texts.text(child).strip()), level
            elif child.tag == "list":
                yield from self._list(child, "", None, 0)
            elif child.tag == "table":
                yield self._table(child), 0
            elif child.tag == "table-of-content":
                self._blocks.note("目录未取")
            elif child.tag in ("frame", "text-box", "custom-shape", "g", *_WRAPPINGS):
                yield from self._parts_with_levels(child)
            while self._texts.boxes:
                yield from self._parts_with_levels(self._texts.boxes.pop(0))

    def _list(
        self, part: Element, style: str, counter: Counter | None, level: int
    ) -> Iterator[tuple[str | Table, int]]:
        style = part.get("style-name") or style
        counter = counter or self._lists.counter(part, style)
        for item in (item for item in part if item.tag in ("list-item", "list-header")):
            if "start-value" in item.attrib:
                counter.set(level, number(item.get("start-value")))
            is_numbered = item.tag == "list-header"
            for child in item:
                if child.tag == "list":
                    yield from self._list(child, style, counter, min(level + 1, 9))
                else:
                    for text, heading in self._parts_with_levels([child]):
                        if isinstance(text, str) and not is_numbered:
                            text = in_front(counter.next(self._lists.levels(style), level), text.strip())
                            is_numbered = True
                        yield text, heading

    def _table(self, part: Element) -> Table:
        table: list[list[Span]] = []
        headers: set[int] = set()
        for row, is_header in rows(part):
            spans = []
            for cell in row:
                if cell.tag == "covered-table-cell":
                    self._blocks.left_out("合并格盖住的文字", "".join(cell.itertext()))
                elif cell.tag == "table-cell":
                    down, across = (
                        repeated(cell, "number-rows-spanned"),
                        repeated(cell, "number-columns-spanned"),
                    )
                    content = self._parts(cell)
                    spans += [Span(content, down, across)] * min(
                        repeated(cell, "number-columns-repeated"), 1000
                    )
            times = min(repeated(row, "number-rows-repeated"), refusal.MOST_ROWS + 1)
            headers |= {*range(len(table), len(table) + times)} if is_header else set()
            table += [spans] * times
            refusal.limit_rows(len(table))
        return Table(table, frozenset(headers))


class _Lists:
    """The list styles of a document and how far each list has counted."""

    def __init__(self, *roots: Element) -> None:
        styles = [style for root in roots for style in root.iter("list-style")]
        outlines = [style for root in roots for style in root.iter("outline-style")]
        self._levels = {style.get("name", ""): _levels(style) for style in styles}
        self._outline = _levels(outlines[-1]) if outlines else {}
        self._outline_counter = Counter()
        self._by_id: dict[str | None, Counter] = {}
        self._latest: dict[str, Counter] = {}  # of a style

    def levels(self, style: str) -> dict[int, Level]:
        return self._levels.get(style, {})

    def counter(self, part: Element, style: str) -> Counter:
        """A list's counter: its own, or that of the list that it goes on with."""
        found = self._by_id.get(part.get("continue-list"))
        if found is None and part.get("continue-numbering") == "true":
            found = self._latest.get(style)
        found = found or Counter()
        self._latest[style] = found
        if "id" in part.attrib:
            self._by_id[part.get("id")] = found
        return found

    def heading(self, part: Element, level: int) -> str:
        """What stands before a heading that is in no list."""
        if level - 1 not in self._outline or part.get("is-list-header") == "true":
            return ""
        return self._outline_counter.next(self._outline, level - 1)


def _levels(style: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for part in style:
        format = part.get("num-format", "")
        level = number(part.get("level"), 1) - 1
        if part.tag not in ("list-level-style-number", "outline-level-style") or not format:
            found[level] = Level("bullet")
            continue
        text = part.get("num-list-format")
        if text is None:
            shown = min(max(number(part.get("display-levels"), 1), 1), level + 1)
            numbers = ".".join(f"%{index + 1}" for index in range(level + 1 - shown, level + 1))
            text = part.get("num-prefix", "") + numbers + part.get("num-suffix", "")
        else:
            for index in range(1, 11):
                text = text.replace(f"%{index}%", f"%{index}")
        first = format.split(",")[0].strip()
        found[level] = Level(_NUMERALS.get(first, "decimal"), text, number(part.get("start-value"), 1))
    return found
