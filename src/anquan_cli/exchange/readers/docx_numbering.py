"""Word's automatic numbers: which list a paragraph is in, by itself or by its style, and what it counts to."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from anquan_cli.exchange.readers.numerals import Counter, Level
from anquan_cli.exchange.readers.package import children, number, value


class Styles:
    """What paragraphs get from their styles: an outline level, a place in a list."""

    def __init__(self, styles: Element) -> None:
        self._styles = {style.get("styleId", ""): style for style in children(styles, "style")}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get("type") == "paragraph" and style.get("default") in ("1", "true")
            ),
            "",
        )

    def find(self, style: str | None, path: str) -> Element | None:
        """The first element under a path, in a style or in what it is based on."""
        name, seen = style or self._default, set[str]()
        while name in self._styles and name not in seen:
            seen.add(name)
            found = self._styles[name].find(path)
            if found is not None:
                return found
            name = value(self._styles[name], "basedOn") or ""
        return None

    def name(self, style: str | None) -> str:
        """A style's name in small letters: heading 1, toc 2, title."""
        return (value(self._styles.get(style or ""), "name") or "").lower()


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, numbering: Element, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {part.get("abstractNumId", ""): part for part in children(numbering, "abstractNum")}
        self._lists = {part.get("numId", ""): part for part in children(numbering, "num")}
        self._levels: dict[str, dict[int, Level]] = {}
        self._counters: dict[str, Counter] = {}  # lists of one abstract list go on counting together
        self._begun: set[tuple[str, int]] = set()

    def next(self, properties: Element | None, style: str | None) -> str:
        """Counts a paragraph; what Word prints before it, "" where it is in no list."""
        own = None if properties is None else properties.find("numPr")
        inherited = self._styles.find(style, "pPr/numPr")
        key = value(own, "numId") or value(inherited, "numId") or ""
        if key in ("", "0") or key not in self._lists:
            return ""
        level = value(own, "ilvl")
        if level is None:
            level = self._level_of_style(key, style) or value(inherited, "ilvl")
        return self._count(key, min(max(number(level), 0), 8))

    def _count(self, key: str, level: int) -> str:
        abstract = self._abstract_of(key)
        counter = self._counters.setdefault(abstract, Counter())
        if (key, level) not in self._begun:
            self._begun.add((key, level))
            for override in children(self._lists[key], "lvlOverride"):
                start = value(override, "startOverride")
                if start is not None and number(override.get("ilvl")) == level:
                    counter.set(level, number(start))
        return counter.next(self._levels_of(key), level)

    def _abstract_of(self, key: str, depth: int = 0) -> str:
        abstract = value(self._lists.get(key), "abstractNumId") or ""
        link = value(self._abstract.get(abstract), "numStyleLink")
        if link and depth < 5:
            linked = value(self._styles.find(link, "pPr/numPr"), "numId")
            if linked and linked != key:
                return self._abstract_of(linked, depth + 1)
        return abstract

    def _levels_of(self, key: str) -> dict[int, Level]:
        if key not in self._levels:
            levels = {
                number(part.get("ilvl")): part
                for part in children(self._abstract.get(self._abstract_of(key)), "lvl")
            }
            for override in children(self._lists[key], "lvlOverride"):
                levels |= {number(override.get("ilvl")): part for part in children(override, "lvl")}
            self._levels[key] = {index: _level(part) for index, part in levels.items()}
        return self._levels[key]

    def _level_of_style(self, key: str, style: str | None) -> str | None:
        levels = children(self._abstract.get(self._abstract_of(key)), "lvl")
        return next((part.get("ilvl") for part in levels if style and value(part, "pStyle") == style), None)


def _level(part: Element) -> Level:
    restart, legal = value(part, "lvlRestart"), value(part, "isLgl")
    return Level(
        format=value(part, "numFmt") or value(part, "AlternateContent/Fallback/numFmt") or "decimal",
        text=value(part, "lvlText") or "",
        start=number(value(part, "start"), 1),
        restart=None if restart is None else number(restart),
        legal=legal is not None and legal not in ("0", "false"),
    )
