"""The vocabulary and the grammar of unit phrases, read from their data files when the first phrase is."""

import re
from functools import cache

from anquan_cli.tasklist.phrases import table


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """The lists of `words.txt`, by their names."""
    return {name: tuple(words) for name, _, *words in map(str.split, table("units/words.txt"))}


@cache
def letters() -> dict[str, str]:
    """Every word with the letter that stands for it in the grammar."""
    acts = (line.split()[1:] for line in table("deadline/words.txt") if line.startswith("VERB"))
    places = table("units/places.txt")
    found = dict.fromkeys(expression("stem").findall(" ".join(places)), "s")  # 交城 of 交城县
    found |= dict.fromkeys((act for some in acts for act in some if len(act) > 1), ".")  # 取缔|学校: no name
    for _, letter, *words in map(str.split, [*reversed(table("units/words.txt")), *places]):
        found |= dict.fromkeys(words, letter) if letter != "-" else {}
    return found | {place + "委": "U" for place, letter in found.items() if letter in "ZL"}  # 交城县委


def letter_of(word: str, *, first: bool) -> str:
    """The letter that stands for a word, or ""; `first`: where a name begins, a county may be none that is listed."""
    like = first and word[2:] == "县" and word[0] in lists()["begins"] and word[1] in lists()["ends"]
    return letters().get(word, "L" if like and letters().get(word[:2], "s") == "s" else "")


@cache
def longest() -> dict[str, int]:
    """How long the longest word is that begins with a character."""
    return {word[0]: len(word) for word in sorted(letters(), key=len)}


@cache
def expression(name: str) -> re.Pattern[str]:
    """An expression of `grammar.txt`."""
    return re.compile(_grammar()[name], re.DOTALL)


@cache
def rare() -> list[tuple[frozenset[str], list[str], str]]:
    """The expressions of words that few texts have, each behind what such a text holds one of, and what those begin with."""
    found = [(name[2:].split("|"), name) for name in _grammar() if name[1:2] == "~"]
    return [(frozenset(need[0] for need in needs), needs, name) for needs, name in found]


@cache
def _grammar() -> dict[str, str]:
    parts: dict[str, str] = {}
    for line in table("units/grammar.txt"):
        name, _, whole, *_ = re.sub("{([a-z_]+)}", lambda other: parts[other[1]], line).split()
        parts[name] = f"{parts[name]}|{whole}" if name in parts else whole
    return parts
