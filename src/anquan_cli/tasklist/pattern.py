"""Patterns of groups: the part of regular expressions that can be matched without backtracking for ever."""

from __future__ import annotations

import re
import warnings

LONGEST = 200  # characters of a pattern
_REPEATS = 2  # * and + of a single character; more of them make matching take a power of the name's length
_OPTIONAL = 12
_TOKEN = re.compile(
    r"""(?P<class>\[\^?\]?(?:\\.|[^\]\\\[])*\])   # [甲乙]
    |(?P<escape>\\[dDwWsSbB.^$*+?{}\[\]()|\\-])
    |(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<or>\|)|(?P<anchor>[\^$])
    |(?P<repeat>[*+])|(?P<optional>\?)|(?P<times>\{[0-9]{1,2}(?:,[0-9]{1,2})?\})
    |(?P<dot>\.)|(?P<letter>[^\\\[\](){}*+?|^$.])""",
    re.VERBOSE,
)


def problem(pattern: str) -> str:
    """Why a pattern is not accepted, or "": characters, classes, groups with |, ?, and * or + of one character."""
    if len(pattern) > LONGEST:
        return f"超过{LONGEST}个字"
    repeats = optional = at = 0
    before = ""  # what a quantifier would stand behind
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        kind = found.lastgroup if found else None
        if found is None or kind is None:
            return f"看不懂从“{pattern[at : at + 8]}”起的写法"
        at = found.end()
        if kind in ("repeat", "optional", "times"):
            if before not in ("letter", "class", "escape", "dot") and not (
                kind == "optional" and before == "close"
            ):
                return "只有单个字后面可以写 * + {}，括号后面只可以写 ?"
            repeats += kind != "optional"
            optional += kind == "optional"
        before = kind
    if repeats > _REPEATS or optional > _OPTIONAL:
        return "重复的写法过多"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # [a--b] will mean something else one day
            re.compile(pattern)
    except FutureWarning:
        return "方括号里不能写 -- && || ~~"
    except (re.error, RecursionError, OverflowError):
        return "括号没有配对，或写法不完整"
    return ""
