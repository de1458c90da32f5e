"""From a list file's values to its text, as a person would write it: in order, quoted where it must be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from anquan_cli.errors import escape_controls
from anquan_cli.tasklist.schema import ListFile, MeasureEntry
from anquan_cli.tasklist.yamlfile import Path

_RESOLVER: Any = yaml.resolver.Resolver()
_PLAIN = re.compile(r"[^\s\x00-\x20!-/:-@\[-`{-~\x7f-\x9f\ufeff][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*")
_KEYS_WITH_SPACE = ("units", "groups", "sectors", "standing", "categories")
_BLOCKS = ("measures", "parts", "tasks", "categories", "units", "groups")  # lists with an entry a line
_FLOW_WIDTH = 100
_ORDER = (  # of keys below the top, as people write them
    "number name text sector title variants short former pinyin units deadline due from group phrases groups members "
    "pattern among contact hosts target content sectors leader remark"
).split()  # fmt: skip

Comments = Mapping[Path, Sequence[str]]


def write(entry: ListFile, comments: Comments | None = None, head: Sequence[str] = ()) -> str:
    """The text of a list file that reads back as the same values.

    Args:
        comments: what stands behind the line of a value, by its path, without `#`.
        head: comment lines above everything, without `#`.
    """
    values = entry.model_dump(by_alias=True, exclude_defaults=True, exclude_none=True)
    above = "".join(f"# {escape_controls(line)}".rstrip() + "\n" for line in head)
    return f"{above}\n{written(values, comments)}" if above else written(values, comments)


def written(values: Mapping[str, Any], comments: Comments | None = None) -> str:
    """The text of some keys of a list file, as `write` has them."""
    writer, lines = _Writer(comments or {}), list[str]()
    for key, value in values.items():
        if key in _KEYS_WITH_SPACE and lines:
            lines.append("")
        lines += writer.pair(key, value, (key,), "")
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, comments: Comments) -> None:
        self.comments = comments

    def pair(self, key: str, value: Any, path: Path, indent: str) -> list[str]:
        """`key: value` in as many lines as it takes."""
        start = f"{indent}{scalar(key)}:"
        note = self._note(path)
        if isinstance(value, str) and "\n" in value and _may_be_block(value):
            below = indent + "  "
            return [f"{start} |-{note}", *(below + line for line in value.split("\n"))]
        if not isinstance(value, (list, dict)):
            return [f"{start} {scalar(value)}{note}"]
        flow = self._flow(value, path, start) if path[-1] not in _BLOCKS or not value else None
        if flow is not None:
            return [f"{start} {flow}{note}"]
        if isinstance(value, dict):
            return [
                start + note,
                *(x for k, v in value.items() for x in self.pair(k, v, (*path, k), indent + "  ")),
            ]
        lines = [start + note]
        for i, item in enumerate(value):
            if i and path[-1] in ("tasks", "categories"):
                lines.append("")
            lines += self._item(item, (*path, i), indent + "  ")
        return lines

    def _item(self, item: Any, path: Path, indent: str) -> list[str]:
        if item == {}:
            return [f"{indent}- {{}}{self._note(path)}"]
        if isinstance(item, dict) and set(item) == {"text"} and not MeasureEntry.is_key(item["text"]):
            item = item["text"]
        if isinstance(item, dict):
            inner = [
                x for k, v in _in_order(item).items() for x in self.pair(k, v, (*path, k), indent + "  ")
            ]
            inner[0] = f"{indent}- {inner[0][len(indent) + 2 :]}"
            return inner
        if isinstance(item, str) and "\n" in item and _may_be_block(item):
            return [f"{indent}- |-{self._note(path)}", *(f"{indent}  {line}" for line in item.split("\n"))]
        return [f"{indent}- {scalar(item)}{self._note(path)}"]

    def _note(self, path: Path) -> str:
        notes = self.comments.get(path, ())
        return "  # " + "；".join(escape_controls(" ".join(n.split())) for n in notes) if notes else ""

    def _flow(self, value: Any, path: Path, start: str) -> str | None:
        """The value in one line, where it is short and nothing in it has a comment."""
        within = value.values() if isinstance(value, dict) else value
        if path[-1] == "standing" or any(isinstance(v, (list, dict)) for v in within):
            return None
        if isinstance(value, dict):
            pairs = (f"{scalar(k, flow=True)}: {scalar(v, flow=True)}" for k, v in value.items())
            text = f"{{{', '.join(pairs)}}}"
        else:
            text = f"[{', '.join(scalar(v, flow=True) for v in value)}]"
        commented = any(p[: len(path)] == path and p != path for p in self.comments)
        return text if len(start) + len(text) <= _FLOW_WIDTH and not commented else None


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """The keys that `_ORDER` names in its order, the others behind them."""
    return {
        k: values[k] for k in sorted(values, key=lambda k: _ORDER.index(k) if k in _ORDER else len(_ORDER))
    }


def _may_be_block(text: str) -> bool:
    """Whether lines can stand as they are under `|-`."""
    lines = text.split("\n")
    return all(
        line and line == line.strip() and not line.startswith("\ufeff") for line in lines
    ) and not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]|[^\x00-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
        text,
    )


@lru_cache(maxsize=8192)
def scalar(value: Any, *, flow: bool = False) -> str:
    """A scalar as it is written: plain where YAML reads it back as the same text."""
    if isinstance(value, (int, date)):
        return str(value)
    text = str(value)
    if _plain(text, flow):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    return {"\n": "\\n", "\t": "\\t"}.get(char) or (
        f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
    )


def _plain(text: str, flow: bool) -> bool:
    if (
        not _PLAIN.fullmatch(text)
        or text != text.strip()
        or ": " in text
        or " #" in text
        or text.endswith(":")
    ):
        return False
    if not text.isprintable() or (flow and re.search(r"[,\[\]{}]|:", text)):
        return False
    return bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str")
