"""The vocabulary and the grammar of unit phrases, read from their data files when the first phrase is."""

import re
from collections.abc import Iterator
from functools import cache

from anquan_cli.tasklist.phrases import table

_LEVELS = "省市县区州旗盟乡镇"


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """The lists of `words.txt`, by their names."""
    return {name: tuple(words) for name, _, *words in _lines("units/words.txt")}


@cache
def letters() -> dict[str, str]:
    """Every word with the letter that stands for it in the grammar."""
    acts = (line for line in _lines("deadline/words.txt") if line[0] == "VERB")  # 取缔|学校 is no name
    places = " ".join(table("units/places.txt"))
    stems = re.findall(rf"\b(?![和{_LEVELS}])(\w+[^ {_LEVELS}])\w\b", places)  # 交城 of 交城县
    found = dict.fromkeys(stems, "s")
    found |= dict.fromkeys((word for _, *words in acts for word in words if len(word) > 1), ".")
    for _, letter, *words in reversed(list(_lines("units/words.txt"))):
        found |= dict.fromkeys(words, letter) if letter != "-" else {}
    found |= dict.fromkeys(places.split(), "L") | dict.fromkeys(places.replace(" ", "委 ").split(), "U")
    return found | dict.fromkeys(re.findall(r"\w+(?:[省市州盟]|自治区)\b", places), "Z")


@cache
def expression(name: str) -> re.Pattern[str]:
    """An expression of `grammar.txt`, or all whose names begin so (`word_`), each as a group of its name."""
    parts = _grammar()
    several = "|".join(f"(?P<{part}>{shape})" for part, shape in parts.items() if part.startswith(name))
    return re.compile(parts.get(name, several), re.DOTALL)


@cache
def _grammar() -> dict[str, str]:
    parts: dict[str, str] = {}
    for name, _, *shape in _lines("units/grammar.txt"):
        whole = re.sub("{([a-z_]+)}", lambda other: parts[other[1]], shape[0])
        parts[name] = f"{parts[name]}|{whole}" if name in parts else whole
    return parts


def _lines(name: str) -> Iterator[list[str]]:
    return map(str.split, table(name))
