"""Office files of a few parts, written by hand, so that a test says all that is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
S = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def package(**parts: Any) -> bytes:
    """A zip file of parts; `__` in a name stands for a slash."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def relations(*found: tuple[str, str]) -> str:
    """A part's relations, by kind and target: rId1, rId2, …"""
    items = "".join(
        f'<Relationship Id="rId{i}" Type="{_TYPE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(found, 1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


def types(main: str, content_type: str) -> str:
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{content_type}.main+xml"/></Types>'
    )


def docx(body: str, **parts: str) -> bytes:
    """A Word document with a body; `numbering`, `styles`, `footnotes` … are the inside of those parts."""
    roots = {"header1": "hdr", "footer1": "ftr"}
    kinds = {"header1": "header", "footer1": "footer"}
    others = {
        f"word/{name}.xml": f"{_HEAD}<w:{roots.get(name, name)} {W}>{inside}</w:{roots.get(name, name)}>"
        for name, inside in parts.items()
    }
    return package(
        **{
            "[Content_Types].xml": types("word/document.xml", "wordprocessingml.document"),
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"{_HEAD}<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(
                *((kinds.get(name, name), f"{name}.xml") for name in parts)
            ),
            **others,
        }
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def in_list(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def cell(*content: str, span: int = 1, merge: str = "") -> str:
    """A table cell; merge: `restart` or `continue`."""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inside = "".join(content) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{inside}</w:tc>'


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def xlsx(
    *sheets: str,
    styles: str = "",
    workbook: str = "",
    names: tuple[str, ...] = ("任务", "附表"),
    parts: Mapping[str, str] | None = None,  # further ones, by their names in the package
) -> bytes:
    """A workbook; each sheet is what stands in its `worksheet`."""
    listed = "".join(
        f'<sheet name="{names[i]}" sheetId="{i + 1}" r:id="rId{i + 1}"/>' for i in range(len(sheets))
    )
    targets = [("worksheet", f"worksheets/sheet{i + 1}.xml") for i in range(len(sheets))]
    return package(
        **{
            "[Content_Types].xml": types("xl/workbook.xml", "spreadsheetml.sheet"),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f"{_HEAD}<workbook {S}>{workbook}<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations(
                *targets, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
            ),
            "xl/styles.xml": f"{_HEAD}<styleSheet {S}>{styles}</styleSheet>",
            **{
                f"xl/worksheets/sheet{i + 1}.xml": f"{_HEAD}<worksheet {S}>{inside}</worksheet>"
                for i, inside in enumerate(sheets)
            },
            **(parts or {}),
        }
    )


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def odt(body: str, styles: str = "", kind: str = "text") -> bytes:
    """An OpenDocument file with a body of text, or a spreadsheet."""
    return package(
        mimetype=f"application/vnd.oasis.opendocument.{kind}",
        **{
            "content.xml": f"{_HEAD}<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
        },
    )
