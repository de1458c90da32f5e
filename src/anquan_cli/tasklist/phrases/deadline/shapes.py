"""Shapes: one line that says which tokens stand at a place, and the tables of shapes (`shapes.txt`)."""

import re
from collections.abc import Sequence
from functools import cache

from anquan_cli.tasklist.phrases import table
from anquan_cli.tasklist.phrases.deadline.lexer import Token


@cache
def _elements(shape: str) -> tuple[list[tuple[frozenset[str], bool, str]], str]:
    """A shape's elements (kinds; whether any other is meant; how often), and the shape behind `&`, which must follow."""
    shape, _, ahead = shape.partition("&")
    bare = [word.rstrip("?*+") for word in shape.split()]
    often = [word[len(b) :] for word, b in zip(shape.split(), bare, strict=True)]
    kinds = [frozenset(filter(None, b.strip("!.").split("|"))) for b in bare]
    return [(k, b[0] in "!.", n) for k, b, n in zip(kinds, bare, often, strict=True)], ahead


def ends(shape: str, tokens: Sequence[Token], at: int = 0) -> set[int]:
    """The places where a shape that begins at a place may end."""
    elements, ahead = _elements(shape)
    reached = {at}
    for kinds, other, often in elements:
        places, reached = reached, set(reached) if often in ("?", "*") else set()
        while places:
            fits = {p + 1 for p in places if p < len(tokens) and tokens[p].kinds.isdisjoint(kinds) == other}
            places = fits - reached if often in ("*", "+") else set()
            reached |= fits
    return {p for p in reached if ends(ahead, tokens, p)} if ahead else reached


@cache
def tables() -> dict[str, list[tuple[str, str]]]:
    """The sections of `shapes.txt`: verdicts and their shapes."""
    found: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, str] = {}
    for line in table("deadline/shapes.txt"):
        line = re.sub(r"\b[A-Z]\b", lambda name: names.get(name[0], name[0]), line.split(" ; ")[0])
        said, *words = line.split()
        if said[0] == "[":
            rows = found.setdefault(said.strip("[]"), [])
        elif said == ">":
            rows += [(one, " ".join((*words[1:], shape))) for one, shape in found[words[0]]]
        elif words[:1] == ["="]:
            names[said] = words[1]
        else:
            rows.append((said, " ".join(words)))
    return found


def verdict(section: str, words: Sequence[Token]) -> str:
    """What the first line of a section says whose shape fits all of the words; empty where none does."""
    return next((said for said, shape in tables()[section] if len(words) in ends(shape, words)), "")
