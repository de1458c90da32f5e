"""The grammar of responsible-unit phrases (责任单位): which units, which groups, in which role.

    phrase  = head [ 。 standing clause ]
    head    = chunk { hard separator chunk }       、 ， ； / line of a numbered list
    chunk   = [ label ： ] piece { soft separator piece }      和 及 与 space newline, between whole names only
    piece   = name { ( bracket ) } [ 等部门 ] [ 按职责分工 ] [ role word ]

A label governs what follows. A role word behind names governs its clause, or everything since the role
word before it; a role in brackets governs its own unit. Without any of these a party is `responsible`.
A bracket is a second name plate, a role, or a phrase of its own (县应急局（县公安局配合）).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from anquan_cli.tasklist.lookup import forms
from anquan_cli.tasklist.phrases.units.unit_words import (
    ANY_ROLE,
    APART,
    BARE,
    BARE_PLURAL,
    BRACKETED,
    BROKEN,
    CLOSE,
    COMMITTEE,
    COMPLETING,
    END,
    EXCEPT,
    FIELDS,
    FIRST_LEADS,
    GLUE,
    GLUED,
    GROUP,
    HALF_WIDTH,
    IN_QUOTES,
    LABEL,
    LAST,
    LEAD_IN,
    LEVEL,
    NEXT_NAME,
    NO_GROUP,
    NOTHING,
    NUMBERING,
    OFFICE_OWNER,
    OPEN,
    PART,
    PARTY_ORGAN,
    PLACE,
    PLATE,
    PREFIX,
    ROLE_ALONE,
    ROLE_BRACKET,
    ROLE_INSIDE,
    ROLE_WORDS,
    SENTENCE,
    SOFT,
    TAIL,
    TOKEN,
    TOWNSHIP,
    UNIT,
    UNIT_LAST,
    ZONE,
)
from anquan_cli.tasklist.plan import GroupRef, NamedUnit, Register, UnitPhrase
from anquan_cli.vocabulary import ROLES

QUOTED = ' \n"“”'  # what may stand around a whole cell
LIMIT = 2000  # characters; a longer cell is no list of units


class _Book(NamedTuple):
    """A register turned inside out: every way of writing a unit, every phrase of a group."""

    units: dict[str, str]  # way of writing → full name, "" where it could be several
    kept: re.Pattern[str] | None  # names that hold a soft separator
    groups: dict[str, str]

    def group_of(self, phrase: str) -> str | None:
        """The registered group that a phrase means, all of it or a part."""
        return self.groups.get(phrase) or self.groups.get(_group_key(phrase))


@lru_cache(maxsize=8)
def _book(register: Register) -> _Book:
    units: dict[str, str] = {}
    for pick in (lambda u: u.short, lambda u: forms(u.name, u.short)):
        taken: dict[str, set[str]] = {}
        for unit in register.units:
            for way in pick(unit):
                taken.setdefault(way, set()).add(unit.name)
        units = {way: min(n) if len(n) == 1 else "" for way, n in taken.items()} | units
    units |= {unit.name: unit.name for unit in register.units}
    kept = sorted((w for w in units if SOFT.search(w)), key=len, reverse=True)
    groups = {_group_key(p): g.name for g in register.groups for p in (g.name, *g.phrases)}
    groups |= {p: g.name for g in register.groups for p in (g.name, *g.phrases)}
    return _Book(units, re.compile("|".join(map(re.escape, kept))) if kept else None, groups)


def _group_key(phrase: str) -> str:
    return re.sub(rf"\s|各|全体|所有|有关|相关|部分|[{OPEN}{CLOSE}]", "", phrase)


_EMPTY = Register()
_NO_BOOK = _book(_EMPTY)


def parse(phrase: str, register: Register = _EMPTY) -> UnitPhrase:
    """Reads a phrase as issued; what it cannot read stands in `doubts`. Never raises."""
    head, _, standing = phrase.partition("。")
    standing = standing.strip() if re.search(r"\w", standing) else ""
    if len(phrase) > LIMIT:
        return UnitPhrase(phrase, (), (), "", (phrase[:20] + "…",))
    book = _book(register)
    reader = _Reader(book)
    reader.read(_clean(head))
    if standing:  # a second sentence that names units (甲牵头。乙配合。) is more than a standing clause
        second = _Reader(book)
        second.read(_clean(standing.partition("。")[0]))
        if any(e.unit for e in second.entries) and not second.doubts:
            reader.doubts.append(standing)
    if reader.entries and FIRST_LEADS.search(re.sub(r"\s", "", phrase)):
        reader.entries[0] = reader.entries[0]._replace(role="lead")
    strongest: dict[tuple[bool, str], _Entry] = {}  # a unit named twice stands once, with its stronger role
    for e in reader.entries:
        seen = strongest.get((e.unit, e.name), e)
        strongest[e.unit, e.name] = min(seen, e, key=lambda x: ROLES.index(x.role))
    return UnitPhrase(
        phrase,
        tuple(NamedUnit(e.name, e.role) for e in strongest.values() if e.unit),
        tuple(
            GroupRef(e.name, e.role, book.group_of(e.name), e.whole) for e in strongest.values() if not e.unit
        ),
        standing,
        tuple(dict.fromkeys(d.replace(GLUE, "、") for d in reader.doubts)),
    )


def _clean(text: str) -> str:
    """Half-width digits and letters, no invisible characters, no space beside punctuation, no numbering."""
    text = text.translate(HALF_WIDTH)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    text = re.sub(r"\s+", lambda m: "\n" if "\n" in m[0] else " ", text).strip(QUOTED).rstrip(".．…")
    text = re.sub(rf"(?<=[、，,；;：:{OPEN}])\s+|\s+(?=[、，,；;：:{OPEN}{CLOSE}])", "", text)
    text = re.sub(r"(?<=\d)\s(?=\d)|(?<=根据|依据|依照|按照)\s", "", text)
    text = BROKEN.sub(lambda m: re.sub(r"\s", "", m[0]), text)
    text = IN_QUOTES.sub(lambda m: re.sub("[、，,；;/]", GLUE, m[0]), text)
    text = APART.sub(r"\1\2", text)
    text = ROLE_INSIDE.sub(r"\1，", text)
    text = GLUED.sub(lambda m: (m[1] or m[2]) + GLUE, NUMBERING.sub("；", text))
    labels = BRACKETED.match(text.lstrip("；"))
    prefixed = bool(labels and ROLE_BRACKET.fullmatch(labels[0]))
    for _ in range(2):  # a bracket round the whole, then those inside
        text = BRACKETED.sub(lambda m: _unwrapped(m, prefixed), text)
    return text


def _unwrapped(match: re.Match[str], prefixed: bool) -> str:
    """A bracket that holds a label, or stands where a name could begin, is no part of a name."""
    inner = match[0][1:-1].strip()
    before = match.string[match.start() - 1] if match.start() else "；"
    if ROLE_BRACKET.fullmatch(inner):
        if prefixed:
            return f"；{inner}："
        return match[0] + "、" * bool(NEXT_NAME.match(match.string, match.end()))
    if re.search(LABEL, inner) or (inner and before in "、，,；;：:\n /"):
        return f"；{inner}；"
    return "" if inner and not _tails(inner, _NO_BOOK)[0] and not re.search(ANY_ROLE, inner) else match[0]


class _Entry(NamedTuple):
    """A party while its role is still open."""

    name: str
    unit: bool
    whole: bool
    role: str
    own: bool  # a bracket behind its name gave the role


class _Reader:
    """Goes through a cleaned head once, from left to right."""

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.entries: list[_Entry] = []
        self.doubts: list[str] = []
        self.nobody = False  # 无 has been said
        self.prefix = ""  # level of the unit before, while 、 和 及 go on
        self.label: str | None = None  # the role that the label before gives
        self.labelled_by_word = False  # … and that label is a role word alone: 牵头 甲 配合 乙
        self.start = 0  # first entry since the label or the role word before
        self.clause: int | None = 0  # first entry since ， or ；, None once a role word has been met

    def read(self, text: str) -> None:
        chunk = ""
        self.nobody = bool(re.fullmatch(r"[\s/／\\]*", text))
        for match in TOKEN.finditer(text + "；"):
            kind = match.lastgroup
            if kind in ("other", "bracket"):
                chunk += match[0]
                continue
            self._chunk(chunk)
            chunk = ""
            if kind == "hard" and match[0] != "、":
                self.prefix = ""
                self.clause = len(self.entries) if self.clause is not None else None
            elif kind != "hard":
                self._begin(_role_of(match[0]) if kind == "label" else None, by_word=False)
        if not (self.entries or self.doubts or self.nobody):
            self.doubts.append(text)  # hedges, labels or punctuation alone

    def _begin(self, role: str | None, *, by_word: bool) -> None:
        self.label, self.labelled_by_word, self.prefix = role, by_word, ""
        self.start = self.clause = len(self.entries)

    def _chunk(self, chunk: str) -> None:
        for piece, spaced in _pieces(chunk.strip(), self.book):
            if spaced:
                self.prefix = ""
            self._piece(piece)

    def _piece(self, piece: str) -> None:
        piece = re.sub(r"\s", "", piece)
        if FIRST_LEADS.search(BRACKETED.sub("", piece)):
            return  # said of the first name: see parse
        if NOTHING.fullmatch(piece):
            self.nobody = True
            return
        if ROLE_ALONE.fullmatch(piece) and (self.start == len(self.entries) or self.labelled_by_word):
            self._begin(_role_of(piece), by_word=True)
            return
        core, role, others = _tails(LEAD_IN.sub("", piece), self.book)
        own, within = None, list[_Entry]()
        for bracket in BRACKETED.findall(core):
            if ROLE_BRACKET.fullmatch(bracket) or not _tails(bracket[1:-1], _NO_BOOK)[0]:  # 县应急局（牵头）
                if not re.search(ANY_ROLE, bracket) or BRACKETED.sub("", core.partition(bracket)[2]):
                    self.doubts.append(piece)
                own, core = _role_of(bracket), core.replace(bracket, "")
            elif re.search(ANY_ROLE, bracket) and not (FIRST_LEADS.search(bracket) or _is_plate(bracket)):
                within += self._within(bracket)
                core = core.replace(bracket, "")
        if core:
            self._name(core, own, others, piece)
        self.entries += within
        if role and not (self.label and role == "responsible"):
            self._govern(role)

    def _within(self, bracket: str) -> list[_Entry]:
        """The parties of a bracket that is a phrase of its own: 县应急局（县公安局配合）."""
        inner = _Reader(self.book)
        inner.read(bracket[1:-1])
        if inner.doubts or not inner.entries:  # （均为牵头单位）
            self.doubts.append(bracket)
            return []
        return [entry._replace(own=True) for entry in inner.entries]

    def _govern(self, role: str) -> None:
        """A role word behind names: its clause, or everything since the role word before."""
        start = self.start if self.clause in (None, len(self.entries)) else max(self.start, self.clause or 0)
        for i, entry in enumerate(self.entries[start:], start):
            self.entries[i] = entry if entry.own else entry._replace(role=role)
        self.start, self.clause = len(self.entries), None

    def _name(self, name: str, own: str | None, others: bool, piece: str) -> None:
        """One name: a registered unit, a group, any other unit, several glued together, or a doubt."""
        role = own or self.label or "responsible"
        plain = BRACKETED.sub("", name)
        units = [self._known(name) or self._known(plain)]
        if EXCEPT.search(name):  # whom it leaves out is not read
            self.doubts.append(piece)
        if not units[0] and _is_group(name, self.book):
            whole = not (others or PART.search(name) or EXCEPT.search(name))
            self.entries.append(_Entry(name.replace(GLUE, "、"), False, whole, role, own is not None))
            return
        if not units[0]:
            units = _several(plain, self.book) or [self._prefixed(plain)]
        for unit in units:
            if not unit:
                self.doubts.append(piece)
                return
            self.entries.append(_Entry(unit, True, True, role, own is not None))
        level = PREFIX.match(plain)
        if level and not PLACE.fullmatch(
            plain.removesuffix("管委会")
        ):  # 文水县、经开区管委会: places beside the rest
            self.prefix = level[0]

    def _known(self, name: str) -> str:
        """The registered unit that a name can only mean; under a prefix (市…、水利局) that level's."""
        alone = self.book.units.get(name, "")
        if not self.prefix or PREFIX.match(name):
            return alone
        fits = alone.startswith(self.prefix) or not PREFIX.match(alone)
        return self.book.units.get(self.prefix + name, "") or (alone if fits else "")

    def _prefixed(self, name: str) -> str:
        """An unregistered unit with the prefix it shares with those before it; empty if it is none."""
        if self.book.units.get(name) == "":
            return ""
        if self.prefix and name.startswith(FIELDS) and not (PREFIX.match(name) or ZONE.search(name)):
            name = self.prefix + ("委" if PARTY_ORGAN.match(name) else "") + name
        if not _is_unit(name):
            return ""
        township = TOWNSHIP.fullmatch(name)
        return township[1] + "人民政府" if township else name


def _role_of(words: str) -> str:
    return next((role for role, pattern in ROLE_WORDS.items() if re.search(pattern, words)), "responsible")


def _whole_name(text: str, book: _Book) -> bool:
    """Whether a name could end here."""
    text = BRACKETED.sub("", re.sub(r"\s", "", text))
    return text in book.units or bool(END.search(text[-8:]))


def _tails(text: str, book: _Book) -> tuple[str, str | None, bool]:
    """The name, the role that the words behind it give, and whether 等 stood there."""
    core, said, others = text.rstrip(), "", False
    while core and core not in book.units and (tail := TAIL.search(core, max(0, len(core) - 30))):
        others = others or tail[0].startswith("等")
        said += "" if tail[0].startswith("等") else tail[0]
        core = core[: tail.start()].rstrip()
    if core and not (_whole_name(core, book) or PLACE.fullmatch(core)):
        return text, None, False
    return core, _role_of(said) if said else None, others


def _pieces(chunk: str, book: _Book) -> Iterator[tuple[str, bool]]:
    """Splits at 和 及 与 and space where whole names stand on both sides; with whether it was a space."""
    inside = [m.span() for m in BRACKETED.finditer(chunk)]
    inside += [m.span() for m in book.kept.finditer(chunk)] if book.kept else []
    start, spaced = 0, False
    for match in SOFT.finditer(chunk):
        left, right = (
            chunk[max(start, match.start() - 60) : match.start()],
            chunk[match.end() : match.end() + 40],
        )
        space = not match[0].strip()
        if any(a < match.end() and match.start() < b for a, b in inside) or not left:
            continue
        core = _tails(left, book)[0]
        if core and not (_whole_name(core, book) or (space and _is_place_before(core, right))):
            continue
        if _completes(core, right, space):
            continue
        yield chunk[start : match.start()], spaced
        start, spaced = match.end(), space
    if chunk[start:]:
        yield chunk[start:], spaced


def _completes(left: str, right: str, space: bool) -> bool:
    """Whether what stands behind 和 or a space is the end of the name before it: 有关部门和单位."""
    word = re.split(r"[\s和及与]", right, maxsplit=1)[0]
    return bool(BARE_PLURAL.match(word)) or (
        space
        and (
            bool(BARE.match(word) or COMPLETING.match(word) or left.endswith("总局") or word.startswith("等"))
            or (len(word) < 3 and not ROLE_ALONE.match(word) and not _is_level(word))
            or bool(COMMITTEE.search(left) and re.match(r"(?:各|全体|有关|相关)*成员单位", word))
            or bool(OFFICE_OWNER.search(left) and re.match("办公室|督查室", word))
            or bool(re.search("[省市州县区旗]委$", left) and PARTY_ORGAN.match(word))
        )
    )


def _is_place_before(left: str, right: str) -> bool:
    """Places and units of a level in one column: 文水县 交城县 市应急局; but 交城县 应急局 is one name."""
    beside = _is_level(right) or PLACE.fullmatch(SOFT.split(right, maxsplit=1)[0])
    return bool(PLACE.fullmatch(left) and beside)


def _is_level(word: str) -> bool:
    return bool(re.match(LEVEL, word))


def _is_group(name: str, book: _Book) -> bool:
    if book.group_of(name):
        return True
    return len(name) <= 40 and bool(GROUP.search(name)) and not NO_GROUP.search(name)


def _is_unit(name: str) -> bool:
    if len(name) > 30 or not UNIT.fullmatch(name) or BARE.fullmatch(name) or SENTENCE.search(name):
        return False
    return bool(UNIT_LAST.search(name) or PLACE.fullmatch(name))


def _is_plate(bracket: str) -> bool:
    """A second name, whatever words it is made of: （县安委会办公室）, （挂县卫生监督所牌子）."""
    names = re.split(r"[、，,]", PLATE.sub("", bracket[1:-1]))
    return all(map(_is_unit, names))


def _several(name: str, book: _Book) -> list[str]:
    """Names glued together: registered ones (longest first), or whole names that begin with one level."""
    found: list[str] = []
    rest = name
    longest = max(map(len, book.units), default=0)
    while rest:
        size = next((n for n in range(min(longest, len(rest)), 1, -1) if book.units.get(rest[:n])), 0)
        if not size:
            break
        found.append(book.units[rest[:size]])
        rest = rest[size:]
    if len(found) > 1 and not rest:
        return found
    if not _is_level(name) or re.match(r"(.)委\1(?:人民)?政府.", name):
        return []
    parts = re.split(rf"(?<=[{LAST}])(?={name[0]}[^城域内级区])", name)
    return parts if len(parts) > 1 and all(map(_is_unit, parts)) else []
