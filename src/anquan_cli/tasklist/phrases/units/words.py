"""The vocabulary of unit phrases, read from its data file when the first phrase is."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from anquan_cli.vocabulary import Role

_TOLD_FIRST: tuple[Role, ...] = ("lead", "support", "supervise", "responsible")  # 协同责任 supports


class Lexicon(NamedTuple):
    """What each word may be (its kinds), and what the kinds alone do not say."""

    kinds: dict[str, frozenset[str]]
    roles: dict[Role, tuple[str, ...]]  # role → its words, strongest role first
    carried: dict[str, tuple[str, ...]]  # level → how a name ends that it may be carried over to
    provincial: tuple[str, ...]  # beginnings of departments that a province calls 厅
    organs: tuple[str, ...]  # of the party, 县委宣传部
    single: frozenset[str]  # counties called by one character
    surnames: frozenset[str]
    given: frozenset[str]
    directions: frozenset[str]
    longest: int  # characters of the longest word


@cache
def lexicon() -> Lexicon:
    """Reads the data file."""
    raw = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    kinds: dict[str, set[str]] = {}
    roles = {role: f"{raw['role'][role]} {raw['soft_role'].get(role, '')}".split() for role in _TOLD_FIRST}
    groups = [(kind, words) for kind in ("role", "soft_role") for words in raw[kind].values()]
    for kind, words in (*groups, *raw["words"].items()):
        for word in words.split():
            kinds.setdefault(word, set()).add(kind)
    return Lexicon(
        {word: frozenset(some) for word, some in kinds.items()},
        {role: tuple(words) for role, words in roles.items()},
        {level: tuple(ends.split()) for level, ends in raw["carried"].items()},
        tuple(raw["provincial"]["offices"].split()),
        tuple(raw["carried"]["organs"].split()),
        frozenset(raw["places"]["single"]),
        frozenset(raw["places"]["surnames"]),
        frozenset(raw["places"]["given"]),
        frozenset(raw["places"]["directions"]),
        max(map(len, kinds)),
    )
