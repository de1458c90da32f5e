"""Which of many names of units may be one unit's: 县应急局, 县应急管理局."""

import re
from collections.abc import Iterable, Iterator

from anquan_cli.tasklist.phrases.units.names import level_of, may_be_one

_CHARACTERS = re.compile(r"\d+|\D")


def pairs_alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that may be one unit's, each once: a name, and one before it.

    A name is compared with those alone that have all its characters, a number counting as one: 第1小学 is not 第12小学.
    """
    order = {name: number for number, name in enumerate(names)}
    within: dict[str, set[str]] = {}  # names that a character stands in
    for name in order:
        for char in _CHARACTERS.findall(name.replace("办公室", "办")):
            within.setdefault(char, set()).add(name)
    found = set()
    for one in order:
        plain = one.replace("办公室", "办")
        letters = {*_CHARACTERS.findall(plain.removeprefix(level_of(plain)))}
        shared = sorted((within[char] for char in letters), key=len)
        for two in set.intersection(*shared) - {one} if shared else ():
            if may_be_one(one, two):
                found.add((max(order[one], order[two]), min(order[one], order[two])))
    both = [*order]
    return ((both[later], both[earlier]) for later, earlier in sorted(found))
