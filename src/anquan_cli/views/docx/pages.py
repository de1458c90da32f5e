"""Pages, feet and the file itself: A4 by GB/T 9704-2012, upright and on its side."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml

from anquan_cli.errors import escape_controls
from anquan_cli.views.docx.elements import Element, paragraph, run, w
from anquan_cli.views.docx.styles import LINE, font_table, settings, sizes, spacing, styles


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


LONG, SHORT = twips(297), twips(210)
TOP, LEFT, BOTTOM, RIGHT = twips(37), twips(28), twips(35), twips(26)
ACROSS, DOWN = SHORT - LEFT - RIGHT, LONG - TOP - BOTTOM  # the type area, 156 × 225 mm
FOOT_LINE, HEAD_LINE = 320, 240
# The dash of the page number, in the middle of its line, stands 7 mm below the type area.
FOOT_END = twips(7) + FOOT_LINE // 2  # from the type area to the end of that line
MARGIN = 280  # one character of the page number, from the outer edge
EMU = 635  # of the measure of drawings in a twentieth of a point
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name
_MOST = 255  # characters of a document property

# A box beside the type area whose text is turned clockwise.
_BOX = """\
<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" Requires="wps">
<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="1" name="页码"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>
"""


class CoreProperties(NamedTuple):
    """What a file says of itself."""

    title: str
    subject: str
    author: str
    comments: str
    day: date  # as of which it stands


# --- pages -----------------------------------------------------------------------------------------


def portrait() -> Element:
    """A4 upright, 22 lines of 28 characters."""
    return _page(w("pgSz", w=SHORT, h=LONG), (TOP, RIGHT, BOTTOM, LEFT))


def landscape() -> Element:
    """A4 on its side: the same sheet turned left, so that its head lies at the binding edge."""
    return _page(w("pgSz", w=LONG, h=SHORT, orient="landscape"), (LEFT, TOP, RIGHT, BOTTOM))


def _page(size: Element, margins: tuple[int, int, int, int]) -> Element:
    top, right, bottom, left = margins
    foot = bottom - FOOT_END - HEAD_LINE
    edges = w(
        "pgMar", top=top, right=right, bottom=bottom, left=left, header=twips(15), footer=foot, gutter=0
    )
    grid = w("docGrid", type="lines", linePitch=LINE)
    return w("sectPr", w("type", val="nextPage"), size, edges, w("cols", space=425), grid)


# --- feet ------------------------------------------------------------------------------------------


def footers(section: Any, head: str, *, turned: bool) -> None:
    """The page number, odd ones right and even ones left, and the ledger's head under it.

    `turned`: on a sheet on its side the number lies where it does on the upright ones, along what is
    the left edge now (GB/T 9704-2012, 8: a table set sideways keeps the place of the page number).
    """
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        page = w("fldSimple", run("1", w("noProof")), instr=" PAGE ")
        number = paragraph("Footer", run("— "), page, run(" —"), properties=_outer(odd))
        small = run(head, w("color", val="595959"), *sizes(18))
        told = paragraph("Footer", small, properties=[spacing(0, HEAD_LINE), *_outer(odd)])
        first = paragraph("Footer", w("r", _box(number))) if turned else number
        _refill(footer.part.element, [first, told])


def _outer(odd: bool) -> list[Element]:
    """One character from the outer edge."""
    side = "right" if odd else "left"
    return [w("jc", val=side), w("ind", **{side: MARGIN})]


def _box(content: Element) -> Element:
    """A paragraph turned clockwise, along the left edge of a sheet on its side."""
    spare = 100  # so that no program cuts the foot of the line off
    shape = parse_xml(
        _BOX.format(
            x=(BOTTOM - FOOT_END - spare) * EMU,
            y=LEFT * EMU,
            cx=(FOOT_LINE + spare) * EMU,
            cy=ACROSS * EMU,
        )
    )
    next(shape.iter("{*}txbxContent")).append(content)
    return shape


# --- the file --------------------------------------------------------------------------------------


def new_document() -> Any:
    """An empty document with our styles and settings, and nothing of a template's own."""
    document = Document()
    part = document.part
    wanted = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}
    root = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
    for relations, kept in ((part.rels, wanted), (part.package.rels, root)):
        for ident, relation in list(relations.items()):
            if relation.reltype not in kept:
                del relations[ident]
    _refill(document.styles.element, styles())
    _refill(document.settings.element, settings())
    _refill(document.element.body, [])
    name, kind = PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE
    part.relate_to(XmlPart(name, kind, font_table(), part.package), RELATIONSHIP_TYPE.FONT_TABLE)
    return document


def _refill(element: Element, children: Sequence[Element]) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(children)


def to_bytes(document: Any, imprint: CoreProperties) -> bytes:
    """The file, dated by its content: the same input gives the same bytes, whenever it is written."""
    properties = document.core_properties
    written = datetime.combine(imprint.day, time(), UTC)  # the morning of that day in China
    for name, text in {
        "title": imprint.title,
        "subject": imprint.subject,
        "author": imprint.author,
        "last_modified_by": imprint.author,
        "comments": imprint.comments,
        "keywords": "",
        "category": "安全生产",
        "language": "zh-CN",
    }.items():
        setattr(properties, name, escape_controls(text)[:_MOST])
    properties.revision = 1
    properties.created = properties.modified = written
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
