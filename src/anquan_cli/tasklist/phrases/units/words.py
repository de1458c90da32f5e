"""The vocabulary and the grammar of unit phrases, read from their data files when the first phrase is."""

import re
from collections import Counter
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


def letter_of(word: str, *, first: bool) -> str:
    """The letter that stands for a word, or ""; `first`: where a name begins, a county may be none that is listed."""
    like = first and word[2:] == "县" and word[0] in _characters()[0] and word[1] in _characters()[1]
    return letters().get(word, "L" if like and letters().get(word[:2], "s") == "s" else "")


@cache
def _characters() -> tuple[set[str], set[str]]:
    """What the names of four places of two characters begin with, and what they end in: 云, 溪."""
    stems = re.findall(r"(?<= )(..)[县区市](?= |$)", " ".join(table("units/places.txt")))
    first, last = (Counter(stem[i] for stem in stems) for i in (0, 1))
    return {c for c in first if first[c] > 3}, {c for c in last if last[c] > 3}


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
