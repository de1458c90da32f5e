"""WordprocessingML where python-docx has no word for it: small elements, properties in the schema's order."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from anquan_cli.errors import escape_controls

Element = Any  # lxml has no types here

# Word refuses properties that stand in another order than ECMA-376 gives them; others do not mind.
_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs kinsoku"
    " autoSpaceDE autoSpaceDN snapToGrid spacing ind jc textAlignment outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs noProof snapToGrid color spacing kern sz szCs lang",
    "tblPr": "tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW gridSpan shd vAlign",
}
_PLACES = {
    parent: {qn(f"w:{tag}"): place for place, tag in enumerate(order.split())}
    for parent, order in _ORDERS.items()
}
PADDING = 57  # left and right of a cell's text
_LINE = re.compile("\r\n|\r|\n")


class Column(NamedTuple):
    """A column of a table."""

    header: str
    width: int  # twentieths of a point
    centred: bool


class Cell(NamedTuple):
    """What stands in a cell: paragraphs, the colour behind them, their style."""

    paragraphs: tuple[str, ...]
    fill: str = ""  # RRGGBB
    style: str = "TableText"
    span: int = 1  # columns


def w(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the namespace `w`; the children of a properties element are put in order."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    places = _PLACES.get(tag)
    element.extend(sorted(children, key=lambda c: places[c.tag]) if places else children)
    return element


def run(text: str, *properties: Element) -> Element:
    """Text as it is, with its line breaks; controls made visible, since XML cannot hold them.

    The hint makes “ ” — … full-width: without it Word takes them from the western font.
    """
    pieces: list[Element] = []
    for line in _LINE.split(text):
        pieces += [w("br")] if pieces else []
        pieces.append(w("t"))
        pieces[-1].text = escape_controls(line.replace("\t", " "))
        pieces[-1].set(qn("xml:space"), "preserve")
    return w("r", w("rPr", w("rFonts", hint="eastAsia"), *properties), *pieces)


def paragraph(style: str, *content: str | Element, properties: Iterable[Element] = ()) -> Element:
    """A paragraph of texts and runs."""
    runs = (run(c) if isinstance(c, str) else c for c in content)
    return w("p", w("pPr", w("pStyle", val=style), *properties), *runs)


def table(columns: Sequence[Column], rows: Iterable[Element]) -> Element:
    """A table of fixed widths; its first row is repeated on every page."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    padding = (("top", 30), ("left", PADDING), ("bottom", 30), ("right", PADDING))
    properties = w(
        "tblPr",
        w("tblW", w=sum(c.width for c in columns), type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *(w(s, val="single", sz=4, space=0, color="000000") for s in sides)),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=room, type="dxa") for side, room in padding)),
        w("tblLook", val="0620", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
    )
    heads = (_cell(c.width, Cell((c.header,), "E7E6E6", "TableHeader"), "center") for c in columns)
    first = w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *heads)
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=c.width) for c in columns)), first, *rows)


def row(
    columns: Sequence[Column], cells: Sequence[Cell], *, whole: bool, align: str, keep: bool = False
) -> Element:
    """A row of a table. `whole`: it stays on one page; `keep`: on that of what follows."""
    rest, drawn = [*columns], []
    for cell in cells:
        of, rest = rest[: cell.span], rest[cell.span :]
        centred = of[0].centred and cell.span == 1
        drawn.append(_cell(sum(c.width for c in of), cell, align, centred=centred, keep=keep))
    return w("tr", w("trPr", *([w("cantSplit")] if whole else [])), *drawn)


def band(columns: Sequence[Column], text: str) -> Element:
    """A row of one cell across the table, on the page of the row that follows."""
    return row(columns, [Cell((text,), "F2F2F2", "TableCategory", len(columns))], whole=True, align="center")


def _cell(width: int, cell: Cell, align: str, *, centred: bool = False, keep: bool = False) -> Element:
    properties = [w("tcW", w=width, type="dxa"), w("vAlign", val=align)]
    properties += [w("gridSpan", val=cell.span)] if cell.span > 1 else []
    properties += [w("shd", val="clear", color="auto", fill=cell.fill)] if cell.fill else []
    content = w("tc", w("tcPr", *properties))
    for text in cell.paragraphs or ("",):
        layout = ([w("keepNext")] if keep else []) + ([w("jc", val="center")] if centred else [])
        content.append(paragraph(cell.style, text, properties=layout))
    return content
