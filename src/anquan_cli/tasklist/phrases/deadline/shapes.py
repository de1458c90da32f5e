"""Shapes: one line that says which tokens stand at a place, and the tables of shapes (`shapes.txt`)."""

import re
from collections.abc import Sequence
from functools import cache

from anquan_cli.tasklist.phrases import table
from anquan_cli.tasklist.phrases.deadline.lexer import Token

Row = tuple[str, str, list[frozenset[str]]]  # a verdict, its shape, the kinds that the shape cannot miss


@cache
def _elements(shape: str) -> tuple[list[tuple[frozenset[str], bool, bool, bool]], str]:
    """A shape's elements (kinds; any other is meant; optional; repeated), and the shape behind `&`, which must follow."""
    shape, _, ahead = shape.partition("&")
    words = [(word, word.rstrip("?*+")) for word in shape.split()]
    kinds = [frozenset(bare.strip("!.").split("|")) - {""} for _, bare in words]
    marks = [(bare[0] in "!.", word[-1] in "?*", word[-1] in "*+") for word, bare in words]
    return [(k, *m) for k, m in zip(kinds, marks, strict=True)], ahead


def ends(shape: str, tokens: Sequence[Token], at: int = 0) -> set[int]:
    """The places where a shape that begins at a place may end."""
    elements, ahead = _elements(shape)
    reached = {at}
    for kinds, other, optional, repeated in elements:
        places, reached = reached, set(reached) if optional else set()
        while places:
            fits = {p + 1 for p in places if p < len(tokens) and tokens[p].kinds.isdisjoint(kinds) == other}
            places = fits - reached if repeated else set()
            reached |= fits
    return {p for p in reached if ends(ahead, tokens, p)} if ahead else reached


@cache
def tables() -> dict[str, list[Row]]:
    """The sections of `shapes.txt`."""
    found: dict[str, list[Row]] = {}
    names: dict[str, str] = {}
    for line in table("deadline/shapes.txt"):
        line = re.sub(r"\b[A-Z]\b", lambda name: names.get(name[0], name[0]), line.split(" ; ")[0])
        said, *words = line.split()
        if said[0] == "[":
            rows, opening = found.setdefault(said.strip("[]"), []), " ".join(words)
        elif said == ">":
            rows += [(one, f"{opening} {shape}", needed) for one, shape, needed in found[words[0]]]
        elif words[:1] == ["="]:
            names[said] = words[1]
        else:
            shape = " ".join((opening, *words))
            needed = [k for k, other, optional, _ in _elements(shape)[0] if not (other or optional)]
            rows.append((said, shape, needed))
    return found


def verdict(section: str, words: Sequence[Token]) -> str:
    """What the first line of a section says whose shape fits all of the words; empty where none does."""
    kinds = frozenset[str]().union(*(w.kinds for w in words))
    for said, shape, needed in tables()[section]:
        if not any(map(kinds.isdisjoint, needed)) and len(words) in ends(shape, words):
            return said
    return ""
