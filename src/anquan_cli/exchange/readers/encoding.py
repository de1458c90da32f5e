"""Bytes to text: UTF-8, GB18030 or UTF-16, by mark, by what the text says of itself, else by trial."""

from __future__ import annotations

import codecs
import re

from anquan_cli.exchange.readers import refusal
from anquan_cli.exchange.readers.layout import Blocks

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = {"gb2312", "gbk", "x-gbk", "gb_2312-80", "cp936", "936"}  # all of them parts of GB18030
_CONTROLS = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, blocks: Blocks, declared: str = "") -> str:
    """The text; what no encoding explains is replaced and said. Raises Refusal for what is no text.

    Args:
        declared: the encoding that the document names, tried before any other.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding, blocks)
    if data.count(0) > len(data) // 10:
        encoding = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
        return _lenient(data, encoding, blocks)
    for encoding in filter(None, (_known(declared), "utf-8")):
        try:
            return _checked(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _lenient(data, "utf-8" if _is_spoilt_utf8(data) else "gb18030", blocks)


def _known(declared: str) -> str:
    name = declared.strip().lower()
    try:
        return "gb18030" if name in _CHINESE else codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""


def _is_spoilt_utf8(data: bytes) -> bool:
    """UTF-8 with a byte here and there that is none; GB18030 would explain most of that too, as nonsense."""
    text = data.decode("utf-8", "replace")
    wide = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\N{REPLACEMENT CHARACTER}") * 20 < wide


def _lenient(data: bytes, encoding: str, blocks: Blocks) -> str:
    text = data.decode(encoding, "replace")
    spoilt = text.count("\N{REPLACEMENT CHARACTER}")
    if spoilt > max(3, len(text) // 50):
        raise refusal.Refusal("这不是文字文件，或已损坏")
    if spoilt:
        blocks.note(f"有{spoilt}处文字编码不对，已用�代替")
    return _checked(text)


def _checked(text: str) -> str:
    if len(_CONTROLS.findall(text)) > max(3, len(text) // 50):
        raise refusal.Refusal("这不是文字文件，或已损坏")
    return text
