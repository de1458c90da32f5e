"""From the characters of a unit phrase to words, brackets and separators, in one pass."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from anquan_cli.tasklist.phrases.units.words import lexicon
from anquan_cli.vocabulary import Role

OPEN, CLOSE = "（(〔[【〖［{｛「『《〈<＜﹝", "）)〕]】〗］}｝」』》〉>＞﹞"
DEEPEST = 4  # brackets in brackets; what is deeper is no phrase
LABEL_KINDS = frozenset("单位 部门 处室 科室 机构 主体".split())  # what may stand in 责任单位：
HEADS = frozenset("dept umbrella inner end whole unit".split())  # a unit's name may end so

_NARROW = {c: c - 0xFEE0 for a, b in ("０９", "ＡＺ", "ａｚ") for c in range(ord(a), ord(b) + 1)}
_NUMBERING = re.compile(r"\d{1,2}(?:[.．)）](?!\d)|、)|[一二三四五六七八九十]{1,3}、|[-—–*·]+(?=\w)")
_ORDINAL = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
_DUTY = r"(?:主体|属地|监管|领导|牵头|配合|行业|管理|安全|生产|综合|直接|相应)"
_NO_ROLE = r"(?:(?!牵头|配合|负责|协助|协办|参与|参加|落实)\w)"
_PATTERNS = {  # words that are too many to list
    "whose": r"(?:负有|负责|承担|具有|履行)[一-鿿]{2,20}?的(?:其他|有关|相关|各)*(?:部门|单位|机构|企业)",
    "role": rf"(?:承担|落实|履行|压实|负){_DUTY}{{1,4}}(?:责任|职责)",  # 负牵头责任
    "hedge": r"(?:按照?|依照?|依据|根据|遵照)(?:“[^”]{1,30}”)?\w{0,14}?(?:职责|职能|职权|分工|要求|原则|规定|方案)+"
    r"(?:范围|权限|任务)?内?",
    "others": rf"等(?:{_NO_ROLE}{{0,16}}?(?:部门|单位|机构|企业|乡镇)(?:[和及]?(?:部门|单位)|[（(](?:部门|单位)[）)])?"
    r"|[\d一二三四五六七八九十]+[个家](?:乡[（(]镇[）)]|乡|镇)?)?(?:人民政府|政府)?",
    "quote": r"“[^”]{1,30}”",
    "number": r"\d+",
    "nothing": r"[-—－–_.．…]+",
}
_PATTERN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()))
_MARKS = dict.fromkeys("，,；;|｜\\①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳●•■◆▪", "s") | dict.fromkeys("：:", ":")
_MARKS |= {"、": ",", "/": "/", "／": "/"}
_ENDS = ("", *_MARKS)
_ROLE_WITHIN = re.compile(r"[Kp=]*[RSrtHhq][RSrtHhqKO=]*")  # （牵头）, （第二责任单位）, （按职责分工负责）
_CODES = (  # kind → code, the first that a word is of
    ("others", "O"), ("and", "&"), ("be", "="), ("lead_in", "I"), ("nothing", "0"), ("level", "L"), ("qualifier", "q"), ("many", "M"), ("kind", "k"),
)  # fmt: skip


class Token(NamedTuple):
    """A word with what it may be, a mark, or a bracket with what is in it."""

    text: str
    kinds: frozenset[str]
    code: (
        str  # what it is in the expressions of the reader: R S r t roles, H h q how, n e names, k K groups …
    )
    gap: bool = False  # a space or a line's end stood before it
    inner: tuple["Token", ...] = ()  # of a bracket


def text_of(tokens: Iterable[Token]) -> str:
    """The tokens as they stand, without spaces."""
    return "".join(t.text for t in tokens)


def codes_of(tokens: Iterable[Token]) -> str:
    """One character a token, for expressions over what the tokens are."""
    return "".join(t.code for t in tokens)


def role_of(said: str) -> Role:
    """The strongest role that words say: 协同责任 supports, 牵头负责 leads."""
    return next(
        (role for role, words in lexicon().roles.items() if any(w in said for w in words)), "responsible"
    )


def tokens_of(
    phrase: str, known: Mapping[str, frozenset[str]] | None = None, longest: int = 0
) -> list[Token]:
    """Splits a phrase; `known` are the names of a register, the longest of `longest` characters."""
    kept: list[str] = []
    gaps: set[int] = set()
    for char in phrase.translate(_NARROW).strip(' \n"“”').rstrip(".．…"):
        if char.isspace():
            gaps.add(len(kept))
        elif unicodedata.category(char) not in ("Cc", "Cf"):
            kept.append(char)
    return _Lexer("".join(kept), gaps, known or {}, longest).run()


class _Lexer:
    """Goes through a phrase from left to right; the longest word wins."""

    def __init__(self, text: str, gaps: set[int], known: Mapping[str, frozenset[str]], longest: int) -> None:
        self.text, self.gaps, self.known = text, gaps, known
        self.longest = max(longest, lexicon().longest)
        self.open: list[tuple[int, list[Token]]] = []  # where each open bracket began, and what stood before
        self.out: list[Token] = []

    def run(self) -> list[Token]:
        at = 0
        while at < len(self.text):
            at = self._bracket(at) or self._mark(at) or self._word(at)
        while self.open:  # a bracket that is never closed
            start, before = self.open.pop()
            self.out = [*before, Token(self.text[start], frozenset(("stray",)), "x"), *self.out]
        return self.out

    def _bracket(self, at: int) -> int | None:
        if self.text[at] in OPEN and len(self.open) < DEEPEST:
            self.open.append((at, self.out))
            self.out = []
        elif self.text[at] in CLOSE and self.open:
            start, before = self.open.pop()
            inner, codes = tuple(self.out), codes_of(self.out)
            code = "P" if _ROLE_WITHIN.fullmatch(codes) else "p" if codes == "K" else "b"
            code = (
                "s" if _ORDINAL.fullmatch(text_of(inner)) and self.text[at + 1 :][:1] not in _ENDS else code
            )
            self.out = [*before, Token(self.text[start : at + 1], frozenset(("bracket",)), code, inner=inner)]
        else:
            return None
        return at + 1

    def _mark(self, at: int) -> int | None:
        before = self.out[-1] if self.out else None
        if found := _NUMBERING.match(self.text, at):
            starts = not before or before.code in "s," or at in self.gaps
            if found[0][0].isdigit() and before:
                starts |= bool(before.kinds & HEADS) or (found[0][-1] != "、" and before.text not in "第.")
            if starts and not (self.open and found[0][-1] in CLOSE):
                self.out.append(Token(found[0], frozenset(), "s"))
                return found.end()
        if code := _MARKS.get(self.text[at]):
            self.out.append(Token(self.text[at], frozenset(), code))
            return at + 1
        return None

    def _word(self, at: int) -> int:
        gap = at in self.gaps and bool(self.out) and self.out[-1].code not in "s,/:bPp"
        if found := _PATTERN.match(self.text, at):
            kinds = frozenset((found.lastgroup or "",)) | ({"kind"} if found.lastgroup == "whose" else set())
            self.out.append(Token(found[0], kinds, _code(found[0], kinds), gap))
            return found.end()
        for size in range(min(self.longest, len(self.text) - at), 0, -1):
            word = self.text[at : at + size]
            if word[-1] == "办" and self.text.startswith("公室", at + size):  # 消安委|办公室
                continue
            kinds = self.known.get(word, frozenset()) | lexicon().kinds.get(word, frozenset())
            if kinds and not ("person" in kinds and any(at < space < at + size for space in self.gaps)):
                self.out.append(Token(word, kinds, _code(word, kinds), gap))
                return at + size
        char = self.text[at]
        kinds = frozenset(("char" if "一" <= char <= "鿿" or char.isalnum() else "stray",))
        self.out.append(Token(char, kinds, _code(char, kinds), gap))
        return at + 1


def _code(text: str, kinds: frozenset[str]) -> str:
    if kinds & {"role", "soft_role"}:
        return "RrSt"[2 * (role_of(text) == "supervise") + ("role" not in kinds)]
    if text in LABEL_KINDS:
        return "K"
    if code := next((code for kind, code in _CODES if kind in kinds), None):
        return code
    if kinds & HEADS:
        return "e"
    if "hedge" in kinds:
        return "h" if len(kinds) > 1 else "H"
    return "x" if kinds & {"verb", "person", "or", "stray", "quote"} else "n"
