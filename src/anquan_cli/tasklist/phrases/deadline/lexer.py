"""A deadline phrase cut into tokens: numbers, and the words of `words.txt` that may stand in or beside a date."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from anquan_cli.dates import NUMERALS, in_figures, numeral
from anquan_cli.tasklist.phrases import table
from anquan_cli.tasklist.phrases.deadline.spans import Found

_N = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNTED = tuple("年月日号天周季旬个时点小工次")  # by a Chinese numeral


class Token(NamedTuple):
    """A piece of a phrase; `kinds` are all that its word may be, itself among them; the grammar says which it is."""

    text: str
    kinds: frozenset[str]
    value: tuple[int, ...] = ()  # the numbers that it says
    found: Found | None = None  # the date that the parser made of it


def token(text: str, *kinds: str, value: tuple[int, ...] = (), found: Found | None = None) -> Token:
    """A token of these kinds."""
    return Token(text, frozenset(kinds), value, found)


@cache
def rows(name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """The expressions of a table, what each says, and of what a text must have something; most are never compiled."""
    rows, needed = list[tuple[str, str, tuple[str, ...]]](), tuple[str, ...](("",))
    for line in table(f"deadline/{name}"):
        pattern, arrow, said = line.partition(" →")
        if arrow:
            rows.append((pattern.replace("NN", _N), said.strip(), needed))
        else:
            needed = tuple(line.strip("[]")) or ("",)
    return rows


WORDS: dict[str, frozenset[str]] = {}  # every word with the kinds that it may be
for _kind, *_listed in map(str.split, table("deadline/words.txt")):
    WORDS |= {word: WORDS.get(word, frozenset()) | {_kind} for word in _listed}
_LONGEST = max(map(len, WORDS))


def normal(phrase: str) -> str:
    """One way of writing: half-width, no white space, quotes and clock times, no numbers before items."""
    text = re.sub("[①-⒛❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿]", ";", phrase)  # ①6月 is not 16月
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    for pattern, known, needed in rows("spellings.txt"):
        text = re.sub(pattern, known, text) if any(map(text.__contains__, needed)) else text
    items, first = text.split(";"), int(text[0]) if text[:1].isdecimal() else -1
    numbered = [re.match(rf"{n}[、.,](?=\d{{1,2}}月|\D)", item) for n, item in enumerate(items, first)]
    return ";".join(item[2:] for item in items) if len(items) > 1 and all(numbered) else text


def lex(text: str) -> list[Token]:
    """The tokens of a `normal` text, each the longest; what no table knows is a WORD of one character."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        counted = bool(tokens) and "NUM" in tokens[-1].kinds
        found = filter(None, (_figures(text, at), _numeral(text, at), _word(text, at, counted)))
        tokens.append(max(found, key=lambda token: len(token.text)))
        at += len(tokens[-1].text)
    return tokens


def _figures(text: str, at: int) -> Token | None:
    for pattern, kind, needed in rows("figures.txt"):
        if any(map(text.__contains__, needed)) and (found := re.compile(pattern).match(text, at)):
            said = in_figures(" ".join(found.groups("")) if found.groups() else found[0])
            return _number(found[0], kind, *map(int, re.findall(r"\d+", said)))
    return None


def _numeral(text: str, at: int) -> Token | None:
    """A Chinese numeral, with neighbours (一二月, 十五六号) as FUZZY; not where it is another word."""
    rest = text[at:].lstrip(NUMERALS + "廿卅")
    word = text[at : len(text) - len(rest)]
    if not word or (word in WORDS and not rest.startswith(_COUNTED)):
        return None
    value = numeral(word)
    fuzzy = value is None or (len(word) in (2, 3) and not set(word) & set("十廿卅"))
    return _number(word, "FUZZY") if fuzzy else _number(word, "NUM", value or 0)


def _number(text: str, kind: str, *value: int) -> Token:
    kinds = [text, kind]
    if kind in ("NUM", "LIST"):
        kinds += ["NUM", "#D" if text.isascii() else ""]
    if kind == "NUM" and value:
        kinds += [f"#{value[0]}", "#" if text != "两" else ""]
    return token(text, *kinds, value=value)


def _word(text: str, at: int, counted: bool) -> Token:
    """The longest word that stands here; behind a number 日 is a unit (31日期间 holds no 日期)."""
    unit = counted and text[at] in "年月日号"
    words = (text[at : at + length] for length in range(_LONGEST, 0, -1))
    known = (w for w in words if w in WORDS and not (unit and WORDS[w].isdisjoint(("UNIT", "WHOLE"))))
    word = next(known, text[at])
    return Token(word, WORDS.get(word, frozenset(("WORD",))) | {word})
