"""From the characters of a unit phrase to words, brackets and separators, in one pass; the longest word wins."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from anquan_cli.tasklist.lookup import SUMU_NAME, TOWNSHIP_NAME
from anquan_cli.tasklist.phrases.units.words import expression, letter_of, letters, longest, rare

OPEN, CLOSE = "（(〔[【〖［{｛「『<＜﹝﹙", "）)〕]】〗］}｝」』>＞﹞﹚"
LONGEST = 20  # characters of a word
DEEPEST = 4  # brackets in brackets; what is deeper is no phrase
_NARROW = {c: c - 0xFEE0 for a, b in ("０９", "ＡＺ", "ａｚ") for c in range(ord(a), ord(b) + 1)}


class Token(NamedTuple):
    """A word, a mark, or a bracket with what is in it."""

    text: str
    code: str  # the letter that stands for it in the grammar
    gap: str = ""  # white space before it: a line's end, or a space
    inner: tuple["Token", ...] = ()


def text_of(tokens: Iterable[Token]) -> str:
    """The tokens as they stand, without spaces."""
    return "".join(t.text for t in tokens)


def codes_of(tokens: Iterable[Token]) -> str:
    """One letter a token, for expressions over what the tokens are."""
    return "".join(t.code for t in tokens)


class Lexer:
    """Goes through a phrase from left to right, and has its tokens."""

    def __init__(self, phrase: str) -> None:
        kept: list[str] = []
        self.gaps: dict[int, str] = {}  # white space that has been left out, by what stands behind it
        self.open: list[tuple[int, list[Token]]] = []  # where each open bracket began, and what stood before
        self.tokens: list[Token] = []
        for char in expression("field").sub("；", phrase).translate(_NARROW).strip(' \n"“').rstrip(".．…"):
            if char.isspace():
                self.gaps[len(kept)] = "\n" if "\n" in (char, self.gaps.get(len(kept))) else " "
            elif unicodedata.category(char) not in ("Cc", "Cf"):
                kept.append(char)
        self.text = "".join(kept)
        self.rare = [
            (name[0], expression(name))
            for begins, needs, name in rare()
            if not begins.isdisjoint(kept) and any(map(self.text.__contains__, needs))
        ]
        at = 0
        while at < len(self.text):
            at = self._bracket(at) or self._word(at)
        while self.open:  # a bracket that is never closed
            start, before = self.open.pop()
            self.tokens = [*before, Token(self.text[start], "N"), *self.tokens]

    def _bracket(self, at: int) -> int:
        if self.text[at] in OPEN and len(self.open) < DEEPEST:
            self.open.append((at, self.tokens))
            self.tokens = []
        elif self.text[at] in CLOSE and self.open:
            start, before = self.open.pop()
            inner, codes = tuple(self.tokens), codes_of(self.tokens)
            follows = letters().get(self.text[at + 1 : at + 2] or ";", "c")
            code = next((c for c in "Pp" if expression(f"bracket_{c}").fullmatch(codes)), "B")
            if follows not in ";:," and expression("ordinal").fullmatch(text_of(inner)):
                code = ";"  # （1）县应急局（2）县公安局
            whole = Token(self.text[start : at + 1], code, self.gaps.get(start, ""), inner)
            last, comma = before[-1].code if before else ";", Token("；", ";")
            opens = last in ";,:*" or bool(re.fullmatch("[RSrt]{2}", last + codes[-1:]))  # 甲牵头（乙配合）
            opens = bool(code in "pB" and codes and (opens or expression("label").match(codes)))
            self.tokens = [*before, comma, *inner, comma] if opens else [*before, whole]
        else:
            return 0
        return at + 1

    def _word(self, at: int) -> int:
        word, code = self._longest(at)
        parted = self.tokens and not {code, self.tokens[-1].code} & {*";,:"}
        self.tokens.append(Token(word, code, self.gaps.get(at, "") if parted else ""))
        if (word[-1] in "乡镇" and code in "lb") or word == "苏木":
            self._township(self.text[at + 1 :], word if code == "m" else "")
        return at + len(word)

    def _longest(self, at: int) -> tuple[str, str]:
        before = self.tokens[-1].code if self.tokens else ";"
        starts = before in ";," or at in self.gaps
        found = expression("numbering" if starts else "numbered").match(self.text, at)
        if found and not (self.open and found[0][-1] in CLOSE) and (starts or before not in "bc9N"):
            return found[0], ";"
        for code, known in self.rare:
            found = known.match(self.text, at)
            if found and (code not in "js" or self.gaps.keys().isdisjoint(range(at + 1, found.end()))):
                return found[0], code
        unknown = "".join(t.text if t.code == "c" else " " for t in self.tokens[-4:])
        for size in range(min(longest().get(self.text[at], 0), len(self.text) - at), 0, -1):
            word = self.text[at : at + size]
            if not (code := letter_of(word, first=starts or before in "Zi4&")):
                continue
            within = before == "c" and code in ("s", ".") and not starts  # 潞安化工, not 安化
            within = within and not expression("person").search(unknown)  # 李强|天宁镇
            within |= word[-1] == "办" and self.text.startswith("公室", at + size)  # 消安委|办公室
            gap = next((i for i in range(at + 1, at + size) if i in self.gaps), 0)
            left = letters().get(self.text[at:gap], "c")
            within |= left == "l" and before in "cs"  # 城关镇 长岭镇
            ends = range(at + size + 1, gap + LONGEST) if left in "Io3jYWw" else ()
            within |= any(self.text[gap:end] in letters() for end in ends)  # 安全科 技术科, not 科技
            if not within:
                return word, code
        return self.text[at], "c" if self.text[at].isalpha() else "N"

    def _township(self, behind: str, sumu: str) -> None:
        """Makes one word of 西|社|镇, where no more than a township's name stands there; 李镇 may be a person."""
        at, out, fits = len(self.tokens) - 1, self.tokens, expression("of_township_name").fullmatch
        while at and not out[at].gap and fits(codes_of(out[at - 1 :][:2]) + out[at - 1].text + sumu):
            at -= 1
        name, form = text_of(out[at:]), f"{TOWNSHIP_NAME}|(?=....){SUMU_NAME}"
        sure = len(name) > 2 or behind.startswith(("政府", "人民政府", "党"))
        if sure and len(name) < 6 + 2 * len(sumu) and re.fullmatch(form, name):
            out[at:] = [Token(name, "T", gap=out[at].gap)]
