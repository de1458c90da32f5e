"""From bytes to a document, by the reader of its kind."""

from __future__ import annotations

from importlib import import_module

from anquan_cli.exchange.blocks import Document, Kind
from anquan_cli.exchange.readers import kinds, refusal

_MODULES: dict[Kind, str] = {
    "docx": "docx",
    "doc": "doc",
    "xlsx": "xlsx",
    "xls": "xls",
    "odt": "odt",
    "ods": "ods",
    "pdf": "pdf",
    "html": "html",
    "md": "markdown",
    "txt": "text",
}


def read_bytes(data: bytes) -> Document:
    """What a document says.

    Raises:
        Refusal: it is not read, with the reason.
        ModuleNotFoundError: what reads its kind is not installed.
        MemoryError: there is not enough.
    """
    try:
        reader = import_module(f"anquan_cli.exchange.readers.{_MODULES[kinds.kind(data)]}")
        document: Document = reader.read(data)
    except (refusal.Refusal, ModuleNotFoundError, MemoryError):
        raise
    except RecursionError:
        raise refusal.Refusal("文件里一层套一层，嵌套过深") from None
    except Exception as error:  # where a spoilt byte breaks a reader, or a library of one, cannot be listed
        raise refusal.damaged() from error
    return document
