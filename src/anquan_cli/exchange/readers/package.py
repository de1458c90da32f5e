"""Zip packages and their XML parts, opened so that neither can be a bomb."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring
from xml.parsers import expat

from anquan_cli.exchange.readers import refusal

_MOST_PARTS = 10_000


class Package:
    """The parts of a zip file, by name; its declared sizes, which unpacking cannot exceed, are within the limit."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        infos = self._zip.infolist()
        if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > refusal.MOST_BYTES:
            raise refusal.too_large(f"文件解压后超过{refusal.MOST_BYTES >> 20}MB")
        if any(info.flag_bits & 1 for info in infos):
            raise refusal.encrypted()
        self._names = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._names

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._names)

    def bytes(self, name: str) -> bytes:
        """A part as it is. Raises KeyError where there is none."""
        return self._zip.read(self._names[name.lstrip("/").lower()])

    def xml(self, name: str) -> Element:
        """A part's root element, tags without their namespace. Raises KeyError where there is none."""
        return parse(self.bytes(name))

    def xml_or_empty(self, name: str | None) -> Element:
        """The same, or an empty element where the part is missing."""
        return self.xml(name) if name and name in self else Element("missing")


def parse(data: bytes) -> Element:
    """An XML text's root element; tags and attributes without their namespace, and no DTD.

    Without a DTD there are no entities, so nothing can be expanded or fetched. Depth is limited, because what
    walks the tree is recursive.
    """
    _refuse_doctype(data)
    root = fromstring(data)
    names: dict[str, str] = {}
    level = [root]
    for _ in range(refusal.MOST_XML_DEPTH):
        below: list[Element] = []
        for element in level:
            tag = element.tag
            element.tag = names.get(tag) or names.setdefault(tag, tag.rpartition("}")[2])
            if element.attrib:
                attributes = {
                    names.get(key) or names.setdefault(key, key.rpartition("}")[2]): text
                    for key, text in element.items()
                }
                element.attrib.clear()
                element.attrib.update(attributes)
            below.extend(element)
        if not below:
            return root
        level = below
    raise refusal.Refusal("文件里一层套一层，嵌套过深")


class _RootBegins(Exception):
    pass


def _refuse_doctype(data: bytes) -> None:
    """Reads as far as the first element; a DTD can only stand before it."""

    def doctype(*_: object) -> None:
        raise refusal.Refusal("文件里有实体定义（DTD），不安全，没有读")

    def start(*_: object) -> None:
        raise _RootBegins

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except _RootBegins:
        pass


def children(parent: Element | None, tag: str) -> Iterator[Element]:
    """The children of an element by name; none of no element."""
    return iter(()) if parent is None else (child for child in parent if child.tag == tag)


def value(parent: Element | None, path: str) -> str | None:
    """The `val` of a descendant; "" where it has none, None where there is no descendant."""
    found = None if parent is None else parent.find(path)
    return None if found is None else found.get("val", "")


def number(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute, as far as it is one."""
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """A part's relations: id to (kind, name of the part). Those that lead out of the package are left out."""
    folder, _, name = part.rpartition("/")
    base = f"{folder}/" if folder else ""
    return {
        one.get("Id", ""): (one.get("Type", "").rpartition("/")[2], _resolve(base, one.get("Target", "")))
        for one in package.xml_or_empty(f"{base}_rels/{name}.rels")
        if one.get("TargetMode") != "External"
    }


def related(found: dict[str, tuple[str, str]], kind: str) -> str | None:
    """The first part of a kind."""
    return next((name for is_kind, name in found.values() if is_kind == kind), None)


def _resolve(base: str, target: str) -> str:
    parts: list[str] = []
    for step in (target if target.startswith("/") else base + target).split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)
