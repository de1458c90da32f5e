"""From the characters of a unit phrase to words, brackets and separators, in one pass."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from anquan_cli.tasklist.phrases.units.words import lexicon

OPEN, CLOSE = "（(〔[【〖［{｛「『《〈<＜﹝", "）)〕]】〗］}｝」』》〉>＞﹞"
DEEPEST = 4  # brackets in brackets; what is deeper is no phrase

_PLAIN_WIDTH = {c: c - 0xFEE0 for a, b in ("０９", "ＡＺ", "ａｚ") for c in range(ord(a), ord(b) + 1)}
_SEPARATORS = frozenset("、，,；;/／|｜\\")
_PUNCTUATION = frozenset(("sep", "colon", "bracket"))
_NUMBER = re.compile(r"\d+")
_NUMBERING = re.compile(r"\d{1,2}(?:[.．)）](?!\d)|、)|[一二三四五六七八九十]{1,3}、|[-—–*·]+(?=\w)")
_BULLETS = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳●•■◆▪")
_ORDINAL = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
_QUOTE = re.compile(r"“[^”]{1,30}”")  # “谁主管、谁负责”
_WHOSE = re.compile(  # 负有安全生产监管职责的部门
    r"(?:负有|负责|承担|具有|履行)[一-鿿]{2,20}?的(?:其他|有关|相关|各)*(?:部门|单位|机构|企业)"
)
_NOTHING = re.compile(r"[-—－–_.．…]+")


class Token(NamedTuple):
    """A word with what it may be, or a bracket with what is in it."""

    text: str
    kinds: frozenset[str]
    gap: bool = False  # a space or a line's end stood before it
    inner: tuple["Token", ...] = ()  # of a bracket


def text_of(tokens: Iterable[Token]) -> str:
    """The tokens as they stand, without spaces."""
    return "".join(t.text for t in tokens)


def tokens_of(phrase: str, known: Mapping[str, frozenset[str]], longest: int) -> list[Token]:
    """Splits a phrase; `known` are the names of a register, the longest of `longest` characters."""
    text, gaps = _without_spaces(phrase)
    return _Lexer(text, gaps, known, longest).run()


def _without_spaces(phrase: str) -> tuple[str, set[int]]:
    """The characters that count, and before which of them there was a space."""
    kept: list[str] = []
    gaps: set[int] = set()
    for char in phrase.translate(_PLAIN_WIDTH).strip(' \n"“”').rstrip(".．…"):
        if char.isspace():
            gaps.add(len(kept))
        elif unicodedata.category(char)[0] != "C":
            kept.append(char)
    return "".join(kept), gaps


class _Lexer:
    """Goes through a phrase from left to right; the longest word wins."""

    def __init__(self, text: str, gaps: set[int], known: Mapping[str, frozenset[str]], longest: int) -> None:
        self.text, self.gaps, self.known = text, gaps, known
        self.words = lexicon().kinds
        self.longest = max(longest, lexicon().longest)
        self.open: list[tuple[int, list[Token]]] = []  # where each open bracket began, and what stood before
        self.out: list[Token] = []

    def run(self) -> list[Token]:
        at = 0
        while at < len(self.text):
            at = self._bracket(at) or self._separator(at) or self._word(at)
        while self.open:  # a bracket that is never closed
            start, before = self.open.pop()
            self.out = [*before, self._token(start, start + 1, "stray"), *self.out]
        return self.out

    def _token(self, start: int, end: int, *kinds: str, inner: tuple[Token, ...] = ()) -> Token:
        return Token(self.text[start:end], frozenset(kinds), self._gap(start, kinds), inner)

    def _gap(self, start: int, kinds: Iterable[str]) -> bool:
        """Whether a space before `start` may part two names: none does beside punctuation."""
        beside = not self.out or bool(self.out[-1].kinds & _PUNCTUATION)
        return start in self.gaps and not beside and not _PUNCTUATION.intersection(kinds)

    def _bracket(self, at: int) -> int | None:
        if self.text[at] in OPEN and len(self.open) < DEEPEST:
            self.open.append((at, self.out))
            self.out = []
        elif self.text[at] in CLOSE and self.open:
            start, before = self.open.pop()
            inner = tuple(self.out)
            kind = "sep" if _ORDINAL.fullmatch(text_of(inner)) else "bracket"
            self.out = [*before, self._token(start, at + 1, kind, inner=inner)]
        else:
            return None
        return at + 1

    def _separator(self, at: int) -> int | None:
        starts = not self.out or "sep" in self.out[-1].kinds or at in self.gaps
        numbering = _NUMBERING.match(self.text, at)
        if numbering and self.text[at].isdigit():
            ended = bool(self.out and self.out[-1].kinds & {"dept", "inner"})
            starts = starts or ended or (numbering[0][-1] != "、" and self.out[-1].text not in ("第", "."))
        if numbering and starts and not (self.open and numbering[0][-1] in CLOSE):
            self.out.append(self._token(at, numbering.end(), "sep"))
            return numbering.end()
        char = self.text[at]
        if char in _SEPARATORS or char in _BULLETS:
            self.out.append(self._token(at, at + 1, "sep"))
        elif char in "：:":
            self.out.append(self._token(at, at + 1, "colon"))
        else:
            return None
        return at + 1

    def _word(self, at: int) -> int:
        for pattern, kinds in (
            (_QUOTE, ("quote",)),
            (_WHOSE, ("whose", "kind")),
            (_NUMBER, ("number",)),
            (_NOTHING, ("nothing",)),
        ):
            if match := pattern.match(self.text, at):
                self.out.append(self._token(at, match.end(), *kinds))
                return match.end()
        for size in range(min(self.longest, len(self.text) - at), 0, -1):
            word = self.text[at : at + size]
            found = self.known.get(word, frozenset()) | self.words.get(word, frozenset())
            if found and not ("person" in found and any(at < gap < at + size for gap in self.gaps)):
                self.out.append(Token(word, found, self._gap(at, found)))
                return at + size
        kind = "char" if "一" <= self.text[at] <= "鿿" or self.text[at].isalnum() else "stray"
        self.out.append(self._token(at, at + 1, kind))
        return at + 1
