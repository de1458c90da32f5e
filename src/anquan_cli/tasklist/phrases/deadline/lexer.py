"""A deadline phrase cut into tokens: numbers, and the words of `words.txt` that may stand in or beside a date."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from anquan_cli.dates import NUMERALS, numeral


def _table() -> dict[str, frozenset[str]]:
    """Every word with the kinds that it may be."""
    words: dict[str, frozenset[str]] = {}
    text = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").replace("\n ", "")
    for line in text.splitlines():
        kind, *listed = line.split()
        if kind != "#":
            words |= {word: words.get(word, frozenset()) | {kind} for word in listed}
    return words


WORDS = _table()
_LONGEST = max(map(len, WORDS))
_UNITS = tuple("年月日号天周季旬个时点小工次星礼")  # what a Chinese numeral counts
_FIGURES = (  # figures whose punctuation belongs to them; the groups are the values
    ("DAY", re.compile(r"((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?![\d月年%])")),
    ("MONTH", re.compile(r"((?:19|20)\d\d)[-./](0?[1-9]|1[0-2])(?![\d月年季%])")),
    ("DAY", re.compile(r"(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")),
    ("POINTED", re.compile(r"(\d{1,2})\.(\d{1,2})(?![\d.%])")),
    ("NUM", re.compile(r"(\d{1,8})(?!\d|\.\d)|\d+(?:\.\d+%?)*")),
)
_ONE_WAY = (  # different ways of writing, and the one that the grammar knows
    (r"(?<=[\d日号])(?:\s+|T)\d{1,2}:\d\d(?::\d\d)?(?!\d)|\s", ""),  # clock times, white space
    (r"(?<=\d{4}-\d\d-\d\d)T?\d\d:\d\d(?::\d\d)?", ""),
    (r"[‐-―−~〜～]+|-{2,}", "-"),
    ("《[^《》]*》", "文件"),  # a date in a title is none
    ("[“”\"‘’'「」『』《》]", ""),
    (r"\.{2,}", "等"),  # cut off
    (r"[\[【〔]", "("),
    (r"[\]】〕]", ")"),
    (r"^[;。.,]+|[;。.,]+$", ""),
    ("元月", "1月"),
    (r"二[OoОо0○](?=[〇零一二三四五六七八九]{2}年)", "二〇"),  # Latin and Cyrillic letters for 〇
    (r"(\d+|[一二三四五六两])次/每?(周|月|季度?|半年|年|日|天)", r"每\2\1次"),
    (r"Q([1-4])(?!\d)", r"\1季度"),
    ("上、?下半年", "上半年、下半年"),
    (r"^\(([^()]*)\)$", r"\1"),
    (r"(?:^|(?<=[;,]))1[.](?=\d{1,2}月.*[;,]2[.])|(?<=[;,])[2-9][.](?=\d{1,2}月)", ";"),
    (r"\([1-9]\)|(?:^|(?<=[;,。]))(?:[一二三四五六七八九]是|\([一二三四五六七八九十]\))", ";"),
    ("^;+|;+$", ""),
)


class Token(NamedTuple):
    """A piece of a phrase; `kinds` are all that its word may be, itself among them; the grammar says which it is."""

    text: str
    kinds: frozenset[str]
    value: tuple[int, ...] = ()  # a number's, or the parts of a date in figures

    @property
    def number(self) -> int | None:
        """What a number says."""
        return self.value[0] if len(self.value) == 1 else None


def _token(text: str, *kinds: str, value: tuple[int, ...] = ()) -> Token:
    number = {"#", f"#{value[0]}"} if len(value) == 1 else set[str]()
    return Token(text, frozenset({text, *kinds} - {"#", "$"} | number), value)


def normal(phrase: str) -> str:
    """One way of writing: half-width, no white space, quotes and clock times, no numbers before items."""
    text = re.sub("[①-⒛❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿]", ";", phrase)  # ①6月 is not 16月
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    for written, known in _ONE_WAY:
        text = re.sub(written, known, text)
    items = text.split(";")
    if len(items) > 1 and all(re.match(r"\d[、.,](?=\d{1,2}月|\D)", item) for item in items):
        first = int(items[0][0])  # 1、6月底前;2、12月底前
        if [item[0] for item in items] == [str(first + i) for i in range(len(items))]:
            return ";".join(item[2:] for item in items)
    return text


def lex(text: str) -> tuple[Token, ...]:
    """The tokens of a `normal` text; what no table knows is a WORD of one character."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        counted = bool(tokens) and "NUM" in tokens[-1].kinds
        token = _figures(text, at) or _numeral(text, at) or _word(text, at, counted)
        tokens.append(token)
        at += len(token.text)
    return tuple(tokens)


def _figures(text: str, at: int) -> Token | None:
    for kind, shape in _FIGURES if "0" <= text[at] <= "9" else ():
        if found := shape.match(text, at):
            return _token(found[0], kind, value=tuple(int(g) for g in found.groups("") if g.isdecimal()))
    return None


def _numeral(text: str, at: int) -> Token | None:
    """A Chinese numeral before a unit of time or in a list of them, with neighbours (一二月, 十五六号) as FUZZY."""
    end = at
    while end < len(text) and text[end] in NUMERALS + "廿卅":
        end += 1
    word, known = text[at:end], max((n for n in range(1, 5) if text[at : at + n] in WORDS), default=0)
    if not word or known > len(word) or (known == len(word) and not text.startswith(_UNITS, end)):
        return None
    value = numeral(word)
    if value is None or (len(word) in (2, 3) and not set(word) & set("十廿卅")):
        return _token(word, "FUZZY")
    return _token(word, "NUM", "CHINESE" if word != "两" else word, value=(value,))


def _word(text: str, at: int, counted: bool) -> Token:
    """The longest word that stands here; behind a number 日 is a unit (31日期间 holds no 日期)."""
    unit = counted and text[at] in "年月日号"
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        word = text[at : at + length]
        if word in WORDS and not (unit and not WORDS[word] & {"UNIT", "WHOLE"}):
            return _token(word, *WORDS[word])
    return _token(text[at], "WORD")
