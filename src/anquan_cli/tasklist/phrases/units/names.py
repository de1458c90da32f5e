"""What a name is: of a unit, of a group, or not certain; and what level (层级) it is of."""

import re
from functools import cache

from anquan_cli.tasklist.lookup import full_township
from anquan_cli.tasklist.phrases.units.lexer import Lexer, Token, codes_of, text_of
from anquan_cli.tasklist.phrases.units.words import expression, lists


@cache
def kind_of(codes: str) -> str:
    """Whether letters make the name of a `unit`, of a `group` or of neither; 县（市、区） is of many."""
    codes = re.sub("(?<=F)p(?=Y)", "", codes)  # 县水利（水务）局
    bare = re.sub("[pB]", "", re.sub("l[pB]", "k", codes))
    runs = expression("place").sub("p", bare).replace("pT", "T")
    merged = expression("run").finditer
    runs = expression("subject").sub(lambda run: "".join(str(m.lastgroup)[-1] for m in merged(run[0])), runs)
    group, unit = expression("group").fullmatch(runs), expression("unit").fullmatch(runs)
    return "group" if group else "unit" if unit and bare == codes else ""


@cache
def level_of(name: str) -> str:
    """县 of 县公安局 and 县委, 交城县 of 交城县公安局; empty where none is written (市监局)."""
    words = Lexer(name).tokens
    found = expression("level").match(codes_of(words))
    return text_of(words[: found.end()]).removesuffix("委") if found else ""


def level_behind(name: str, before: str, *, known: bool) -> str:
    """The level that goes on behind a name, while 、 and 及 do; `before`: the one that went on until it."""
    level = level_of(name)
    local = expression("at_place").fullmatch(level[-1:] + codes_of(Lexer(name).tokens))
    own = local or (expression("own_level").fullmatch(before[-1:] + name) and not known)
    beside = level == name or (level in ("乡", "镇") and before.endswith(level))  # 文水县; 天宁镇党委、镇政府
    return "" if own else before if beside else level or before


def carry(level: str, words: list[Token], before: str) -> str:
    """The name with the level of the one before it (省科技厅、工业和信息化厅), where it can be of that level."""
    written, last = full_township(text_of(words)), "省" if level == "自治区" else level[-1:]
    words = words[words[0].text == last in ("乡", "镇") and len(words) > 1 :]  # 天宁镇党委、镇政府
    name = full_township(text_of(words))
    kind = "市" if last in "州盟" else "镇" if last in "乡道" else last if last in "省市镇" else "县"
    alike = name[-2:] == before[-2:] == "公司" and before.startswith(level)  # 县移动公司、联通公司
    may = "FWwjUGby" if kind == "镇" or name[-1] == "局" else "FWwjUG"  # 镇派出所、党政办, 县农经局
    fits = words[0].code in may and (alike or name.endswith(lists()[f"carried-{kind}"]))
    if not level or not fits or level_of(name) or expression("no_level").match(kind + name):
        return written
    return full_township(level + ("委" if name.startswith(lists()["organs"]) else "") + name)
