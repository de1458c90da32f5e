"""Files that are meant to do harm, by name; each small on disk."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

from tests.exchange.readers.packages import (
    ODF,
    cell,
    docx,
    odt,
    package,
    paragraph,
    row,
    run,
    table,
    text_cell,
    xlsx,
)

_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
_BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{_ENTITIES}]>'


def _nested(depth: int) -> str:
    inside = paragraph(run("底"))
    for _ in range(depth):
        inside = table(row(cell(inside), cell(paragraph(run("旁")))))
    return inside


def _replaced(data: bytes, **parts: Any) -> bytes:
    """A package with some parts replaced."""
    source = zipfile.ZipFile(io.BytesIO(data))
    kept = {name: source.read(name) for name in source.namelist() if name not in parts}
    return package(**kept, **parts)


def _false_size(data: bytes) -> bytes:
    """A package whose directory says that its parts unpack to 10 bytes."""
    changed = bytearray(data)
    at = data.find(b"PK\1\2")
    while at >= 0:
        struct.pack_into("<I", changed, at + 24, 10)
        at = data.find(b"PK\1\2", at + 4)
    return bytes(changed)


def _quoted(parts: int, size: int) -> bytes:
    return package(**{"word/document.xml": "x", **{f"word/{n}.bin": b"\0" * size for n in range(parts)}})


def _html_table(rows: int, cells: int, attributes: str = "") -> bytes:
    line = "<tr>" + f"<td {attributes}>x</td>" * cells + "</tr>"
    return f"<html><table>{line * rows}</table></html>".encode()


def _sheet(inside: str) -> bytes:
    return xlsx(f"<sheetData>{inside}</sheetData>")


def _cfb(*streams: str, data: bytes = b"") -> bytes:
    """A compound file with streams of a few sectors, and `data` in each."""
    size = 512
    content = data.ljust(max(4096, -(-len(data) // size) * size), b"\0")
    sectors = len(content) // size
    directory_sectors = -(-(len(streams) + 1) // 4)
    total = 1 + directory_sectors + sectors * len(streams)
    fat = [0xFFFFFFFD, *range(2, directory_sectors + 1), 0xFFFFFFFE]
    starts = []
    for _ in streams:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + sectors), 0xFFFFFFFE]
    assert len(fat) == total <= 128
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack(
            "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
        )
    )
    header = header.ljust(512, b"\xff")
    entries = b""
    for index, (name, kind) in enumerate([("Root Entry", 5), *((name, 2) for name in streams)]):
        encoded = (name + "\0").encode("utf-16-le")
        right = index + 1 if 0 < index < len(streams) else 0xFFFFFFFF
        child = 1 if index == 0 and streams else 0xFFFFFFFF
        start, length = (0xFFFFFFFE, 0) if index == 0 else (starts[index - 1], len(content))
        entries += encoded.ljust(64, b"\0") + struct.pack(
            "<HBBIII16x4x16xIQ", len(encoded), kind, 1, 0xFFFFFFFF, right, child, start, length
        )
    entries = entries.ljust(directory_sectors * size, b"\0")
    packed = struct.pack(f"<{len(fat)}I", *fat).ljust(size, b"\xff")
    return header + packed + entries + content * len(streams)


FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "zeros": lambda: b"\0" * 5000,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "a program": lambda: b"MZ" + b"\x90" * 500,
    "noise": lambda: bytes(range(256)) * 50,
    "rtf": lambda: b"{\\rtf1\\ansi x}",
    "json of an export": lambda: b'{\n "list": {"id": "2025"},\n "rows": []\n}\n',
    "json of rows": lambda: b'[\n {"id": "1", "title": "x"}\n]\n',
    "mht": lambda: b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
    "ofd": lambda: package(**{"OFD.xml": "<x/>"}),
    "an archive": lambda: package(**{"a.txt": "x"}),
    "presentation": lambda: package(**{"ppt/presentation.xml": "<x/>"}),
    "xlsb": lambda: _replaced(xlsx("<sheetData/>"), **{"xl/workbook.bin": b"x", "_rels/.rels": (
        "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.bin'/></Relationships>")}),
    "encrypted office": lambda: _cfb("EncryptedPackage", "EncryptionInfo"),
    "encrypted doc": lambda: _cfb("WordDocument", "1Table", data=struct.pack("<HH6xH", 0xA5EC, 0xC1, 0x300)),
    "old doc": lambda: _cfb("WordDocument", data=struct.pack("<HH", 0xA5DC, 0x65)),
    "doc of zeros": lambda: _cfb("WordDocument", "1Table", data=struct.pack("<HH6xH", 0xA5EC, 0xC1, 0x200)),
    "xls of zeros": lambda: _cfb("Workbook"),
    "unknown compound file": lambda: _cfb("Contents"),
    "encrypted odt": lambda: _replaced(odt(""), **{"META-INF/manifest.xml": (
        f"<manifest:manifest {ODF}><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>")}),
    "entity bomb in docx": lambda: _replaced(docx(""), **{"word/document.xml": _BOMB + "<x>&e9;</x>"}),
    "entity bomb in xlsx": lambda: _replaced(_sheet(""), **{"xl/workbook.xml": _BOMB + "<x>&e9;</x>"}),
    "entity bomb in odt": lambda: _replaced(odt(""), **{"content.xml": _BOMB + "<x>&e9;</x>"}),
    "external entity": lambda: _replaced(docx(""), **{"word/document.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}),
    "zip bomb": lambda: docx(paragraph(run("0" * (70 << 20)))),
    "zip bomb beside": lambda: _quoted(8, 10 << 20),
    "zip bomb with a false size": lambda: _false_size(docx(paragraph(run("0" * (70 << 20))))),
    "twenty thousand parts": lambda: package(**{f"word/{n}": b"" for n in range(20_000)}),
    "cut docx": lambda: docx(paragraph(run("甲" * 5000)))[:-200],
    "cut xlsx": lambda: _sheet('<row r="1">' + text_cell("A1", "甲" * 100) + "</row>")[:700],
    "docx without a body": lambda: package(**{"word/x.xml": "<x/>"}),
    "docx with broken XML": lambda: _replaced(docx(""), **{"word/document.xml": "<w:document><w:body>"}),
    "nested controls": lambda: docx("<w:sdt><w:sdtContent>" * 20_000 + "</w:sdtContent></w:sdt>" * 20_000),
    "nested tables in docx": lambda: docx(_nested(100)),
    "nested tables in docx, a few": lambda: docx(_nested(20)),
    "nested tables in odt": lambda: odt("<table:table><table:table-row><table:table-cell>" * 60 + "<text:p>x</text:p>" + "</table:table-cell></table:table-row></table:table>" * 60),
    "nested tables in html": lambda: b"<table><tr><td>x" * 100 + b"</table>" * 100,
    "nested elements in html": lambda: b"<div>x" * 100_000,
    "far cell": lambda: _sheet('<row r="1048576">' + text_cell("XFD1048576", "x") + "</row>"),
    "a million empty rows": lambda: _sheet("".join(f'<row r="{n}"/>' for n in range(1, 1_000_001))),
    "merged over and over": lambda: xlsx(
        f"<sheetData><row r='1'>{text_cell('A1', 'x')}{text_cell('CV1', 'x')}</row>"
        f"<row r='20000'>{text_cell('A20000', 'x')}</row></sheetData>"
        "<mergeCells>" + '<mergeCell ref="A1:CV20000"/>' * 3000 + "</mergeCells>"),
    "ten thousand columns": lambda: _sheet("<row>" + "<c><v>1</v></c>" * 10_000 + "</row>"),
    "ten thousand columns in docx": lambda: docx(table(row(cell(paragraph(run("x"))) * 10_000))),
    "ten thousand columns in html": lambda: _html_table(1, 10_000),
    "thirty thousand rows in docx": lambda: docx(table(*[row(cell(paragraph(run("x"))), cell())] * 30_000)),
    "thirty thousand rows in html": lambda: _html_table(30_000, 2),
    "repeated rows in ods": lambda: odt('<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>', kind="spreadsheet"),
    "repeated columns in ods": lambda: odt('<table:table><table:table-row><table:table-cell table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>', kind="spreadsheet"),
    "repeated rows in odt": lambda: odt('<table:table><table:table-row table:number-rows-repeated="999999999"><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell/></table:table-row></table:table>'),
    "cut pdf": lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "pdf without text": lambda: pdf(b""),
    "xml": lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
}  # fmt: skip


_HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(content: bytes, extra: bytes = b"") -> bytes:
    """A page with a content stream, and text in the standard font."""
    return pdf_of_pages([content], _HELVETICA, extra)


def pdf_of_pages(contents: list[bytes], font: bytes, extra: bytes = b"") -> bytes:
    """Pages with a content stream each, and one font, F1."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        font,
    ]
    for n, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> %s>>" % (5 + 2 * n, extra),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (size, xref, size, len(out))
    )
