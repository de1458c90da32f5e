"""From bytes to a document: its kind by its first bytes, whatever its name, and the reader of that kind."""

from __future__ import annotations

import io
import re
import zipfile
from importlib import import_module

from anquan_cli.exchange.blocks import Document, Kind
from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.refusal import Refusal

_MODULES: dict[Kind, str] = {
    "docx": "docx", "doc": "doc", "xlsx": "xlsx", "xls": "xls", "odt": "odt", "ods": "ods", "pdf": "pdf",
    "html": "html", "md": "markdown", "txt": "text",
}  # fmt: skip
# how files begin that are not read, and what is said of them
_OTHERS = (
    (rb"\s*\{\\rtf", "这是 rtf 文件，不能读"),
    (
        rb"(?i)(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n){0,40}(?:mime-version:|content-type:\s*multipart)",
        "这是 mht 网页存档，不能读",
    ),
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8|BM|II\*\0|MM\0\*|RIFF",
        "这是图片，其中的文字不能读",
        "请向来文单位要 Word 或 Excel 文件；没有的，请录成文字后再试",
    ),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ", "这是压缩包", "请解压后指明其中的清单文件"),
    (
        rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*\"|\[\s*[{\]])",
        "这是 JSON 数据，不是下发的文件",
        "从本程序导出的，清单就是导出时用的那份清单文件，可用 anquan where 查看它在哪里",
    ),
    (rb"MZ|\x7fELF|\xca\xfe\xba\xbe|SQLite format 3", "这不是文档", "请指明清单文件"),
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|title|body|table|tr|td|div|p|h[1-6]|span|center|font|br|ul|ol|style|!--)[\s>/]|<!--",
    re.IGNORECASE,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_bytes(data: bytes) -> Document:
    """What a document says.

    Raises:
        Refusal: it is not read, with the reason.
        ModuleNotFoundError: what reads its kind is not installed.
        MemoryError: there is not enough.
    """
    try:
        reader = import_module(f"anquan_cli.exchange.readers.{_MODULES[kind(data)]}")
        document: Document = reader.read(data)
    except (Refusal, ModuleNotFoundError, MemoryError):
        raise
    except RecursionError:
        raise Refusal("文件里一层套一层，嵌套过深") from None
    except Exception as error:  # where a spoilt byte breaks a reader, or a library of one, cannot be listed
        raise refusal.damaged() from error
    return document


def kind(data: bytes) -> Kind:
    """The kind of a document that is read. Raises Refusal for any other."""
    head = data[:4096]
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal("文件是空的", "请重新取得这个文件")
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _packaged(data)
    if head.startswith(_OLE):
        return _compound(data)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for begins, *said in _OTHERS:
        if re.match(begins, head):
            raise Refusal(*said)
    text = _readable(head).lstrip()
    if text.startswith(b"<?xml") and not re.search(rb"<html[\s>]", text, re.IGNORECASE):
        raise Refusal("这是 XML 文件，不能读")
    if text.startswith(b"<") and _HTML.search(text):
        return "html"
    return "md" if _is_markdown(data) else "txt"


def _packaged(data: bytes) -> Kind:
    """A zip package's kind, by its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in package.namelist()}
            mime = (
                package.read("mimetype")[:200]
                if "mimetype" in names and package.getinfo("mimetype").file_size < 500
                else b""
            )
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError, NotImplementedError):
        raise refusal.damaged() from None
    if mime.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if mime.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "ofd.xml" in names:
        raise Refusal(
            "这是 ofd 版式文件，不能读", "请用 WPS 打开它，转换为 docx 后再试，或向来文单位要 Word 文件"
        )
    if any(name.startswith("ppt/") for name in names) or b"presentation" in mime:
        raise Refusal("这是演示文稿，不能读", "请把清单存成 docx 或 xlsx 后再试")
    raise Refusal("这是压缩包，不是文档", "请解压后指明其中的清单文件")


def _compound(data: bytes) -> Kind:
    """A compound file's kind (doc, wps, xls, et), by its streams."""
    from anquan_cli.exchange.readers.compound import open_compound

    names = {name[0].lower() for name in open_compound(data).listdir() if len(name) == 1}
    if "encryptedpackage" in names:
        raise refusal.encrypted()
    if "worddocument" in names:
        return "doc"
    if "workbook" in names or "book" in names:
        return "xls"
    if "powerpoint document" in names:
        raise Refusal("这是演示文稿，不能读", "请把清单存成 docx 或 xlsx 后再试")
    raise Refusal("这种文件不能读")


def _readable(head: bytes) -> bytes:
    """The beginning of a text in any encoding, so that ASCII in it can be looked for."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_markdown(data: bytes) -> bool:
    from anquan_cli.exchange.readers.encoding import decode
    from anquan_cli.exchange.readers.layout import Blocks
    from anquan_cli.exchange.readers.markdown import is_markdown

    return is_markdown(decode(data, Blocks()))
