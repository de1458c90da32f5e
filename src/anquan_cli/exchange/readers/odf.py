"""OpenDocument: what text documents and spreadsheets have in common."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.characters import struck
from anquan_cli.exchange.readers.layout import Blocks
from anquan_cli.exchange.readers.package import Package, number

# what stands in a paragraph and is not its text, or not what is printed
_UNSEEN = frozenset(
    "annotation annotation-end note-citation ruby-text tracked-changes title desc hidden-text script forms "
    "table-of-content sequence-decls change change-start change-end bookmark-start bookmark-end".split()
)


def open_package(data: bytes) -> Package:
    """The document's package. Raises Refusal where it is encrypted."""
    package = Package(data)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.bytes("META-INF/manifest.xml"):
        raise refusal.encrypted()
    return package


class Texts:
    """Paragraphs to text; what hangs on them (boxes, notes) is collected for the caller."""

    def __init__(self, blocks: Blocks, *roots: Element) -> None:
        self._blocks = blocks
        self.boxes: list[Element] = []
        self.notes: list[Element] = []
        self.annotations = self.pictures = 0
        styles = [
            (style.get("name", ""), properties)
            for root in roots
            for style in root.iter("style")
            for properties in style.iter("text-properties")
        ]
        self._hidden = {name for name, style in styles if style.get("display") == "none"}
        self._struck = {n for n, style in styles if style.get("text-line-through-style", "none") != "none"}

    def is_struck(self, part: Element) -> bool:
        """Whether its style strikes a paragraph's or cell's text out."""
        return part.get("style-name", "") in self._struck

    def text(self, part: Element) -> str:
        """A paragraph's text."""
        style = part.get("style-name", "")
        if style in self._hidden:
            self._blocks.left_out("隐藏文字", "".join(part.itertext()))
            return ""
        text = (part.text or "") + "".join(self._inside(part))
        return struck(text) if self.is_struck(part) else text

    def _inside(self, part: Element) -> Iterator[str]:
        for child in part:
            match child.tag:
                case "s":
                    yield " "
                case "tab":
                    yield "\t"
                case "line-break":
                    yield "\n"
                case "note":
                    self.notes.append(child)
                case "annotation":
                    self.annotations += 1
                case "text-box" | "custom-shape" | "rect":
                    self.boxes.append(child)
                case "image" | "object":
                    self.pictures += 1
                case tag if tag not in _UNSEEN:
                    yield self.text(child)
            yield child.tail or ""

    def finish(self) -> None:
        """Says what was met and not taken."""
        if self.annotations:
            self._blocks.note(f"批注{self.annotations}条未取")
        if self.pictures:
            self._blocks.note(f"有图片或对象{self.pictures}个，其中的文字未取")


def rows(table: Element, is_header: bool = False) -> Iterator[tuple[Element, bool]]:
    """A table's rows, and whether they are its heading."""
    for child in table:
        if child.tag == "table-row":
            yield child, is_header
        elif child.tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from rows(child, is_header or child.tag == "table-header-rows")


def repeated(part: Element, attribute: str) -> int:
    """How often a row or cell stands there; 1 where it does not say."""
    return max(number(part.get(attribute), 1), 1)
