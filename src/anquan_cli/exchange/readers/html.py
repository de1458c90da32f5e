"""Web pages, as broken as they come: a tree by the standard library's parser, with the ends that HTML lets out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.characters import raised, struck, tidy
from anquan_cli.exchange.readers.encoding import decode
from anquan_cli.exchange.readers.layout import Blocks, Span, Table
from anquan_cli.exchange.readers.numerals import in_front, numeral

_VOID = frozenset("area base br col embed frame hr img input link meta param source track wbr".split())
_UNSEEN = frozenset(
    "script style head title noscript template select textarea button svg math object iframe".split()
)
_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figure figcaption "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary ul".split()
)
_SECTIONS, _CELLS = ("thead", "tbody", "tfoot"), ("td", "th")
_TABLE = frozenset(("table", "tr", *_CELLS, *_SECTIONS))
_MARKED = frozenset(("s", "strike", "del"))
_KEPT = _BLOCK | _TABLE | _VOID | _UNSEEN | _MARKED | {"sup"}
# what a tag ends where it was left open, and how far outside that is looked for
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    **dict.fromkeys(_SECTIONS, (frozenset(_SECTIONS), frozenset(("table",)))),
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "td", "th"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl", "td", "th"))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl", "td", "th"))),
}
_LISTS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LIST_STYLES = {
    "decimal": ("decimal", "."), "lower-alpha": ("lowerLetter", "."), "upper-alpha": ("upperLetter", "."),
    "lower-roman": ("lowerRoman", "."), "upper-roman": ("upperRoman", "."), "cjk-ideographic": ("chineseCounting", "、"),
    "simp-chinese-informal": ("chineseCounting", "、"), "cjk-decimal": ("ideographDigital", "、"),
    "trad-chinese-informal": ("chineseCounting", "、"), "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"), "none": ("none", ""),
}  # fmt: skip
_FOOTNOTE = re.compile(r"^(?:sdfootnote|sdendnote|ftn|edn)(\d+)$")
_CONDITIONAL = re.compile(r"<!\[[^>\]]*\]>")  # Word's <![if …]>
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


class _Node:
    """An element: its name, attributes and what stands in it."""

    __slots__ = ("attributes", "content", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], *content: _Node | str) -> None:
        self.tag = tag
        self.attributes = attributes
        self.content = [*content]

    def style(self, name: str) -> str:
        """A property of the element's own style."""
        found = re.search(rf"(?:^|;)\s*{name}\s*:\s*([^;]+)", self.attributes.get("style", ""), re.IGNORECASE)
        return found[1].strip().lower() if found else ""


def read(data: bytes) -> Document:
    """The page's blocks."""
    blocks = Blocks()
    found = _CHARSET.search(data[:4096])
    add_page(blocks, decode(data, blocks, found[1].decode("ascii", "replace") if found else ""))
    return blocks.document("html")


def add_page(blocks: Blocks, text: str) -> None:
    """A page, or a piece of one, added to what was read before."""
    text = _CONDITIONAL.sub("", text).replace("<![", "&lt;![") if "<![" in text else text
    refusal.limit_rows(text.count("<tr") + text.count("<TR"))
    tree = _Tree()
    tree.feed(text)
    tree.close()
    _Reader(blocks).page(tree.root)


class _Tree(HTMLParser):
    """Builds the tree; elements that say nothing about text or layout are passed through."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("html", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        node = _Node(tag, attributes)
        if tag in ("html", "body") or (tag not in _KEPT and not _matters(node)):
            return
        if tag in _BLOCK or tag == "table":
            self._close(frozenset(("p",)), _TABLE)
        if tag in _ENDS:
            self._close(*_ENDS[tag])
        if tag in _CELLS and self._open[-1].tag in ("table", *_SECTIONS):
            self._push(_Node("tr", {}))
        if self._open[-1].tag == "head" and tag not in _UNSEEN | _VOID:
            self._open.pop()
        if tag in _VOID:
            self._open[-1].content.append(node)
        else:
            self._push(node)

    def _push(self, node: _Node) -> None:
        self._open[-1].content.append(node)
        self._open.append(node)
        if len(self._open) > refusal.MOST_XML_DEPTH:
            raise refusal.Refusal("网页一层套一层，嵌套过深")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # HTML knows no self-closing tags but the void ones

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            self._open[-1].content.append(_Node("br", {}))
        elif tag in _TABLE:
            limit = frozenset() if tag == "table" else frozenset(("table",))
            self._close(frozenset((tag,)), limit)
        elif tag not in ("html", "body"):
            self._close(frozenset((tag,)), frozenset(("td", "th", "table")))

    def handle_data(self, data: str) -> None:
        self._open[-1].content.append(data)

    def _close(self, tags: frozenset[str], limits: frozenset[str]) -> None:
        """Ends the innermost open element of these, unless one of the limits lies between."""
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag in tags:
                del self._open[index:]
                return
            if self._open[index].tag in limits:
                return


def _matters(node: _Node) -> bool:
    """An inline element that hides or strikes out what it holds, or is the mark of a footnote."""
    style = node.attributes.get("style", "").lower()
    return (
        _is_footnote_mark(node) or "hidden" in node.attributes or "none" in style or "line-through" in style
    )


def _is_footnote_mark(node: _Node) -> bool:
    target = node.attributes.get("href", "") if node.tag == "a" else ""
    return target.startswith(("#_ftn", "#_edn", "#sdfootnote", "#sdendnote"))


class _Reader:
    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def page(self, root: _Node) -> None:
        for part, level in self._parts(root, 0):
            for one in [part] if level or isinstance(part, Table) else part.split("\n"):
                self._blocks.add(one, level)

    def _parts(self, node: _Node, level: int, pre: bool = False) -> Iterator[tuple[str | Table, int]]:
        """Lines of text with the level of the heading they are in, and tables, in the page's order."""
        line: list[str] = []

        def flush() -> Iterator[tuple[str, int]]:
            text = tidy("".join(line))
            line.clear()
            if text:
                yield text, level

        count = _integer(node.attributes.get("start"), 1)
        for at, child in enumerate(node.content):
            if isinstance(child, str):
                line.append(child if pre else child.replace("\n", " ").replace("\r", " "))
            elif child.tag == "br":
                line.append("\n")
            elif self._is_unseen(child):
                pass
            elif child.tag == "table":
                yield from flush()
                yield self._table(child), 0
            elif child.tag == "div" and (found := _FOOTNOTE.search(child.attributes.get("id", ""))):
                lines = [part for part, _ in self._parts(child, 0) if isinstance(part, str)]
                self._blocks.footnote("\n".join(lines), f"脚注{found[1]}")
            elif child.tag == "img":
                self._blocks.left_out("图片的说明文字", child.attributes.get("alt", ""))
            elif child.tag in _BLOCK or child.tag in _TABLE:
                yield from flush()
                inner_level = level
                if child.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                    inner_level = int(child.tag[1])
                elif child.tag in ("ol", "li"):
                    inner_level = 6 if child.tag == "li" and _heads_list(node, at) else 0
                parts = _marked(child, self._parts(child, inner_level, pre or child.tag == "pre"))
                if child.tag == "li" and node.tag == "ol":
                    count = _integer(child.attributes.get("value"), count)
                    parts = _numbered(parts, _item_number(node, child, count))
                    count += 1
                yield from parts
            else:
                inner = _marked(child, self._parts(child, level, pre))
                for index, (part, inner_level) in enumerate(inner):
                    if isinstance(part, Table):
                        yield from flush()
                        yield part, inner_level
                    else:
                        line += ["\n", part] if index else [part]
        yield from flush()

    def _is_unseen(self, node: _Node) -> bool:
        if node.tag in _UNSEEN:
            return True
        hidden = (
            "hidden" in node.attributes or node.style("display") == "none" or node.style("mso-hide") == "all"
        )
        if hidden or node.tag == "del":
            self._blocks.left_out("隐藏文字" if hidden else "已删除的文字", _plain(node))
            return True
        return _is_footnote_mark(node)

    def _table(self, node: _Node) -> Table:
        rows: list[list[Span]] = []
        headers = set()
        found = [*self._rows(node, node)]
        left = Counter(id(section) for _, section in found)
        for row, section in found:
            cells = [cell for cell in row.content if isinstance(cell, _Node) and cell.tag in _CELLS]
            cells = [cell for cell in cells if not self._is_unseen(cell)]
            if cells and (section.tag == "thead" or all(cell.tag == "th" for cell in cells)):
                headers.add(len(rows))
            rows.append([self._span(cell, left[id(section)]) for cell in cells])
            left[id(section)] -= 1
        return Table(rows, frozenset(headers))

    def _rows(self, node: _Node, section: _Node) -> Iterator[tuple[_Node, _Node]]:
        """The rows of a table, each with its section; what stands between them instead of in them is a row of its own."""
        for child in node.content:
            tag = child.tag if isinstance(child, _Node) else ""
            if isinstance(child, _Node) and tag in _SECTIONS:
                yield from self._rows(child, child)
            elif isinstance(child, _Node) and tag == "tr":
                if not self._is_unseen(child):
                    yield child, section
            elif tag in _CELLS:
                yield _Node("tr", {}, child), section
            elif tidy(_plain(cell := _Node("td", {}, child))):
                yield _Node("tr", {}, cell), section

    def _span(self, cell: _Node, left: int) -> Span:
        content = [part for part, _ in _marked(cell, self._parts(cell, 0))]
        rows = min(_integer(cell.attributes.get("rowspan"), 1) or left, left)  # ends with its section
        return Span(content, rows, _integer(cell.attributes.get("colspan"), 1))


def _marked(node: _Node, parts: Iterator[tuple[str | Table, int]]) -> Iterator[tuple[str | Table, int]]:
    """An element's lines, as struck out where it says so."""
    strikes = node.tag in _MARKED or "line-through" in node.attributes.get("style", "").lower()
    for part, level in parts:
        if node.tag == "sup" and isinstance(part, str):
            part = raised(part)
        yield struck(part) if strikes and isinstance(part, str) else part, level


def _plain(node: _Node) -> str:
    return "".join(part if isinstance(part, str) else f" {_plain(part)} " for part in node.content)


def _integer(text: str | None, default: int) -> int:
    found = re.match(r"\s*\d{1,6}", text or "")
    return int(found[0]) if found else default


def _item_number(parent: _Node, item: _Node, count: int) -> str:
    """What a browser prints before an item of an ordered list."""
    style = (
        item.style("list-style-type")
        or parent.style("list-style-type")
        or item.style("list-style")
        or parent.style("list-style")
    )
    by_type = _LISTS.get(parent.attributes.get("type", "1"), "decimal"), "."
    name, mark = _LIST_STYLES.get(style, by_type)
    return numeral(count, name) + mark


def _heads_list(node: _Node, at: int) -> bool:
    """Whether an item has an ordered list below it, whose numbers look like its own."""
    item = node.content[at]
    below = [part for part in (item.content if isinstance(item, _Node) else ()) if isinstance(part, _Node)]
    below += [part for part in node.content[at + 1 : at + 3] if isinstance(part, _Node)][:1]
    return any(part.tag == "ol" for part in below)


def _numbered(parts: Iterator[tuple[str | Table, int]], number: str) -> Iterator[tuple[str | Table, int]]:
    for part, level in parts:
        if number and isinstance(part, str):
            yield in_front(number, part), level
            number = ""
        else:
            yield part, level
    if number:
        yield number, 0
