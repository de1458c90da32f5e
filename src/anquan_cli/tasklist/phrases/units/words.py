"""The vocabulary and the grammar of unit phrases, read from their data files when the first phrase is."""

import re
from functools import cache

from anquan_cli.tasklist.phrases import table

_STEM = "(?<= )([^和 省市县区州旗盟乡镇][^ ]*[^ 省市县区州旗盟乡镇])[^ ] "  # 交城 of 交城县


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """The lists of `words.txt`, by their names."""
    return {name: tuple(words) for name, _, *words in map(str.split, table("units/words.txt"))}


@cache
def letters() -> dict[str, str]:
    """Every word with the letter that stands for it in the grammar."""
    acts = (line.split()[1:] for line in table("deadline/words.txt") if line.startswith("VERB"))
    places = table("units/places.txt")
    found = dict.fromkeys(re.findall(_STEM, " ".join(places)), "s")
    found |= dict.fromkeys((act for some in acts for act in some if len(act) > 1), ".")  # 取缔|学校: no name
    for _, letter, *words in map(str.split, [*reversed(table("units/words.txt")), *places]):
        found |= dict.fromkeys(words, letter) if letter != "-" else {}
    return found | {place + "委": "U" for place, letter in found.items() if letter in "ZL"}  # 交城县委


@cache
def longest() -> dict[str, int]:
    """How long the longest word is that begins with a character."""
    return {word[0]: len(word) for word in sorted(letters(), key=len)}


@cache
def expression(name: str) -> re.Pattern[str]:
    """An expression of `grammar.txt`."""
    return re.compile(_grammar()[name], re.DOTALL)


def special(text: str) -> list[tuple[str, re.Pattern[str]]]:
    """The expressions of the words that a text may hold, each with the letter that stands for such a word."""
    return [(name[0], expression(name)) for name, needs in _needs() if any(map(text.__contains__, needs))]


@cache
def _needs() -> list[tuple[str, list[str]]]:
    return [(name, name[2:].split("|")) for name in _grammar() if name[1:2] == "~"]


@cache
def _grammar() -> dict[str, str]:
    parts: dict[str, str] = {}
    for line in table("units/grammar.txt"):
        name, _, whole, *_ = re.sub("{([a-z_]+)}", lambda other: parts[other[1]], line).split()
        parts[name] = f"{parts[name]}|{whole}" if name in parts else whole
    return parts
