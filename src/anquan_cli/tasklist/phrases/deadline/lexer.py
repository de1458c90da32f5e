"""A phrase cut into tokens (numbers, and the words of `words.txt`), and the shapes that say which stand at a place."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from anquan_cli.dates import in_figures
from anquan_cli.tasklist.phrases import table
from anquan_cli.tasklist.phrases.deadline.spans import Found

_N = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"


class Token:
    """A piece of a phrase; `kinds` are all that its word may be, itself among them; the grammar says which it is."""

    def __init__(self, text: str, *kinds: str, value: Iterable[int] = (), found: Found | None = None) -> None:
        self.text, self.kinds = text, frozenset(kinds)
        self.value = tuple(value)  # the numbers that it says
        self.found = found  # the date that the parser made of it


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
for _kinds, *_listed in map(str.split, table("deadline/words.txt")):
    WORDS |= {word: WORDS.get(word, frozenset()).union(_kinds.split("|")) for word in _listed}
_LONGEST = {word[0]: len(word) for word in sorted(WORDS, key=len)}  # the longest that begins with a character


def matches(name: str, text: str, at: int = 0) -> Iterator[tuple[re.Match[str], str]]:
    """Where an expression of a table fits a text at a place: the match, and what its row says."""
    for pattern, said, needed in rows(name):
        if any(map(text.__contains__, needed)) and (found := re.compile(pattern).match(text, at)):
            yield found, said


def spelled(text: str, name: str) -> str:
    """A text with all that the expressions of a table replace, from first to last."""
    for pattern, known, needed in rows(name):
        text = re.sub(pattern, known, text) if any(map(text.__contains__, needed)) else text
    return text


@lru_cache(maxsize=1000)
def normal(phrase: str) -> str:
    """One way of writing: half-width, no white space, quotes and clock times, no numbers before items."""
    text = spelled(unicodedata.normalize("NFKC", spelled(phrase, "signs.txt")), "spellings.txt")
    items, first = text.split(";"), int(text[0]) if text[:1].isdecimal() else -1
    numbers = (rf"{n}[、.,](?=\d{{1,2}}月|\D)" for n in range(first, first + len(items)))
    numbered = len(items) > 1 and all(map(re.match, numbers, items))
    return ";".join(item[2:] for item in items) if numbered else text


def lex(text: str) -> list[Token]:
    """The tokens of a `normal` text, each the longest; what no table knows is a WORD of one character."""
    tokens, at = list[Token](), 0
    while at < len(text):
        # behind a number 日 is a unit: 31日期间 holds no 日期
        unit = text[at] in "年月日号" and bool(tokens) and "NUM" in tokens[-1].kinds
        words = (text[at : at + length] for length in range(_LONGEST.get(text[at], 0), 0, -1))
        known = (w for w in words if w in WORDS and not (unit and WORDS[w].isdisjoint(("UNIT", "WHOLE"))))
        word = next(known, text[at])
        kinds, numbers = [*WORDS.get(word, ("WORD",))], list[int]()
        figures, said = next(matches("figures.txt", text, at), (None, ""))
        if figures and len(figures[0]) >= len(word):
            told = " ".join(figures.groups("")) if figures.groups() else figures[0]
            told = in_figures(told.replace("廿", "二十").replace("卅", "三十"))
            word, numbers = figures[0], [*map(int, re.findall(r"\d+", told))]
            kinds = said.split() + [f"#{n}" for n in numbers if len(numbers) == 1 and "NUM" in said]
        tokens.append(Token(word, word, *kinds, value=numbers))
        at += len(word)
    return tokens


@cache
def _elements(shape: str) -> tuple[list[tuple[frozenset[str], bool, str]], str, list[frozenset[str]]]:
    """A shape's elements (kinds; whether any other is meant; how often), the shape behind `&`, which must follow,
    and the kinds that it cannot miss: most shapes need not be tried."""
    shape, _, ahead = shape.partition("&")
    words = (re.fullmatch(r"([!.]?)(.*?)([?*+]?)", word) for word in shape.split())
    elements = [(frozenset(filter(None, w[2].split("|"))), bool(w[1]), w[3]) for w in words if w]
    return elements, ahead, [kinds for kinds, other, often in elements if not other and often in ("", "+")]


def ends(shape: str, tokens: Sequence[Token], at: int = 0) -> set[int]:
    """The places where a shape that begins at a place may end."""
    elements, ahead, _ = _elements(shape)
    reached = {at}
    for kinds, other, often in elements:
        places, reached = reached, set(reached) if often in ("?", "*") else set()
        while places:
            fits = {p + 1 for p in places if p < len(tokens) and tokens[p].kinds.isdisjoint(kinds) == other}
            places = fits - reached if often in ("*", "+") else set()
            reached |= fits
    return {p for p in reached if ends(ahead, tokens, p)} if ahead else reached


@cache
def tables() -> dict[str, list[tuple[str, str]]]:
    """The sections of `shapes.txt`: verdicts and their shapes."""
    found, names = dict[str, list[tuple[str, str]]](), dict[str, str]()
    for line in table("deadline/shapes.txt"):
        line = re.sub(r"\b[A-Z]\b", lambda name: names.get(name[0], name[0]), line.split(" ; ")[0])
        said, *words = line.split()
        if said[0] == "[":
            rows = found.setdefault(said.strip("[]"), [])
        elif said == ">":
            rows += [(one, " ".join((*words[1:], shape))) for one, shape in found[words[0]]]
        elif words[:1] == ["="]:
            names[said] = words[1]
        else:
            rows.append((said, " ".join(words)))
    return found


def verdict(section: str, words: Sequence[Token]) -> str:
    """What the first line of a section says whose shape fits all of the words; empty where none does."""
    kinds = frozenset[str]().union(*(w.kinds for w in words))
    rows = (row for row in tables()[section] if not any(map(kinds.isdisjoint, _elements(row[1])[2])))
    return next((said for said, shape in rows if len(words) in ends(shape, words)), "")
