"""The reader of responsible-unit phrases (责任单位): which units, which groups, in which role.

    phrase  = head [ 。 standing clause ]
    head    = { [ label ] chunk ( separator | next label ) }       、 ， ； / line of a numbered list
    chunk   = piece { ( 和 | 及 | 与 | space ) piece }              … where whole names stand before and behind
    piece   = [ 由 ] { name { bracket } tail } | tail
    name    = unit | group | registered unit { registered unit }
    tail    = { role | hedge | basis | 等 … 部门 | duty | 督促 group }
    label   = { qualifier } role { role } [ kind ] ： | role kind

A label governs what follows. A role word behind names governs its clause, or everything since the role word before
it; a role in brackets governs its own unit. Without any of these a party is `responsible`. A bracket is a second
name plate, a role, or a phrase of its own (县应急局（县公安局配合）). A piece of which a word is left over is a doubt.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from anquan_cli.tasklist.lookup import forms, full_township
from anquan_cli.tasklist.phrases.units.lexer import Token, text_of, tokens_of
from anquan_cli.tasklist.phrases.units.names import (
    GROUPS,
    HEADS,
    PART,
    TOWNSHIP,
    Words,
    bare,
    carry,
    could_end,
    is_group,
    is_unit,
    level_of,
)
from anquan_cli.tasklist.phrases.units.words import lexicon
from anquan_cli.tasklist.plan import ROLES, GroupRef, Party, Register, UnitPhrase

LIMIT = 2000  # characters; a longer cell is no list of units
ROLE = frozenset(("role", "soft_role"))
SAYS_HOW = frozenset(("hedge", "qualifier", "basis_end"))
FIRST_LEADS = re.compile(
    r"(?:第一|首)[位个家名]?(?:责任)?(?:的|者|单位|部门|为|是|系)+牵头"
)  # （排在第一位的为牵头单位）
JOINING = frozenset(
    "牵头 总牵头 主办 主责 负责 配合 协办 协同 协助 协作 参加 参与 会办 指导 督导 督办".split()
)
LABEL_KIND = frozenset(("单位", "部门", "处室", "科室", "机构", "主体"))
_EXCEPT = re.compile(r"除外|不含|不包括|不包含|^.?除|撤销|取消")
_PLATE = re.compile(r"^.(?:加?挂|原|含|(?:以下)?简称)|牌子.$")
_ZONE = re.compile(r"开发区|园区|示范区|保护区|风景区|高新区|经开区")
_BRANCH = re.compile(r"[分支]局$|[分支]公司$|[分支]行$|公司$|银行$|(?:大学|学院)$")


class _Book(NamedTuple):
    """A register turned inside out: every way of writing a unit, every phrase of a group."""

    units: dict[str, str]  # way of writing → full name, "" where it could be several
    groups: dict[str, str]
    kinds: dict[str, frozenset[str]]  # of all these names, for the lexer
    longest: int

    def group_of(self, phrase: str) -> str | None:
        """The registered group that a phrase means, all of it or a part."""
        return self.groups.get(phrase) or self.groups.get(_group_key(phrase))


@lru_cache(maxsize=8)
def _book(register: Register) -> _Book:
    units: dict[str, str] = {}
    for pick in (lambda u: u.short, lambda u: u.former, lambda u: forms(u.name, (*u.short, *u.former))):
        taken: dict[str, set[str]] = {}
        for unit in register.units:
            for way in pick(unit):
                taken.setdefault(way, set()).add(unit.name)
        units = {way: min(n) if len(n) == 1 else "" for way, n in taken.items()} | units
    units |= {unit.name: unit.name for unit in register.units}
    groups = {_group_key(p): g.name for g in register.groups for p in (g.name, *g.phrases)}
    groups |= {p: g.name for g in register.groups for p in (g.name, *g.phrases)}
    kinds = {re.sub(r"\s", "", name): frozenset(("group",)) for name in groups if len(name) > 2}
    kinds |= {re.sub(r"\s", "", name): frozenset(("unit",)) for name in units if len(name) > 1}
    return _Book(units, groups, kinds, max(map(len, kinds), default=0))


def _group_key(phrase: str) -> str:
    return re.sub(r"\s|各|全体|所有|有关|相关|部分|[^\w]", "", phrase)


_EMPTY = Register()


def parse(phrase: str, register: Register = _EMPTY) -> UnitPhrase:
    """Reads a phrase as issued; what it cannot read stands in `doubts`. Never raises."""
    head, _, standing = phrase.partition("。")
    standing = standing.strip() if re.search(r"\w", standing) else ""
    if len(phrase) > LIMIT:
        return UnitPhrase(phrase, (), (), "", (phrase[:20] + "…",))
    book = _book(register)
    reader = _read(head, book)
    if standing:  # a second sentence that names units (甲牵头。乙配合。) is more than a standing clause
        second = _read(standing.partition("。")[0], book)
        if any(e.unit for e in second.entries) and not second.doubts:
            reader.doubts.append(standing)
    if reader.entries and FIRST_LEADS.search(re.sub(r"\s", "", phrase)):
        reader.entries[0] = reader.entries[0]._replace(role="lead")
    strongest: dict[tuple[bool, str], _Entry] = {}  # a unit named twice stands once, with its stronger role
    for e in reader.entries:
        seen = strongest.get((e.unit, e.name), e)
        strongest[e.unit, e.name] = min(seen, e, key=lambda x: ROLES.index(x.role))
    entries = strongest.values()
    return UnitPhrase(
        phrase,
        tuple(Party(e.name, e.role) for e in entries if e.unit),
        tuple(GroupRef(e.name, e.role, book.group_of(e.name), e.whole) for e in entries if not e.unit),
        standing,
        tuple(dict.fromkeys(reader.doubts)),
    )


def _read(text: str, book: _Book) -> _Reader:
    reader = _Reader(book)
    reader.read(tokens_of(text, book.kinds, book.longest))
    if not (reader.entries or reader.doubts or reader.nobody):
        reader.doubts.append(text)  # hedges, labels or punctuation alone
    return reader


class _Entry(NamedTuple):
    """A party while its role is still open."""

    name: str
    unit: bool
    whole: bool
    role: str
    own: bool  # a bracket behind its name gave the role


class _Label(NamedTuple):
    role: str | None
    end: int


class _Unreadable(Exception):
    """A word is left over."""


class _Reader:
    """Goes through the words of a head once, from left to right."""

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

    def read(self, tokens: list[Token]) -> None:
        self.nobody = all("sep" in t.kinds and t.text in "/／\\" for t in tokens)
        tokens = _spread(tokens)
        at, fresh = 0, False  # fresh: a label without ： has just been read
        while at < len(tokens):
            if "sep" in tokens[at].kinds:
                self._separator(tokens[at].text)
                at += 1
            elif label := label_at(tokens, at):
                if fresh and "colon" not in tokens[at - 1].kinds:  # 牵头单位 配合单位: columns, not labels
                    self.doubts.append(text_of(tokens[at : label.end]))
                self._begin(label.role, by_word=False)
                at, fresh = label.end, True
                continue
            else:
                end = _chunk_end(tokens, at)
                self._chunk(tokens[at : end - ("and" in tokens[end - 1].kinds)])
                at = end
            fresh = False

    def _separator(self, text: str) -> None:
        if text != "、":
            self.prefix = ""
            self.clause = len(self.entries) if self.clause is not None else None

    def _begin(self, role: str | None, *, by_word: bool) -> None:
        self.label, self.labelled_by_word, self.prefix = role, by_word, ""
        self.start = self.clause = len(self.entries)

    def _chunk(self, words: list[Token]) -> None:
        start = 0
        for at in range(1, len(words) + 1):
            joint = at < len(words) and self._parts(words[start:at], words[at:])
            if at == len(words) or joint:
                self._piece(words[start:at])
                start = at + (joint and "and" in words[at].kinds)
                if joint and "and" not in words[at].kinds:
                    self.prefix = ""

    def _parts(self, left: list[Token], right: list[Token]) -> bool:
        """Whether 和, 及 or a space parts two names, and does not stand inside one."""
        conjunction = "and" in right[0].kinds
        if not (conjunction or right[0].gap):
            return False
        if all(t.kinds & ROLE for t in left) and not conjunction:
            return self.start == len(self.entries) or self.labelled_by_word
        core = _without_tail([t for t in left if "lead_in" not in t.kinds])
        if not left or (core and not could_end(core)):
            return False
        if not conjunction and _goes_on(left[-1], right[0]):
            return False
        word = _first_word(right[1:] if conjunction else right)
        if not word:
            return False
        group = is_group(core)
        if conjunction:
            plural = word[0].text in ("单位", "部门", "企业", "机构", "成员单位")
            return not (plural and group and len(word) == 1)
        if word[0].kinds & ROLE or word[0].kinds & (SAYS_HOW | {"others", "basis", "duty"}) - {"qualifier"}:
            return bool(self.labelled_by_word and all(t.kinds & ROLE for t in word))
        return _begins_name(word) and not _completes(text_of(core), word)

    def _piece(self, words: list[Token]) -> None:
        if not words or FIRST_LEADS.search(text_of(bare(words))):
            return  # said of the first name: see parse
        if all("nothing" in t.kinds for t in words):
            self.nobody = True
            return
        alone = all(t.kinds & ROLE for t in words)
        if alone and (self.start == len(self.entries) or self.labelled_by_word):
            if self.labelled_by_word and self.start == len(self.entries):  # 牵头 配合: columns, not labels
                self.doubts.append(text_of(words))
            self._begin(_role_of(words), by_word=True)
            return
        before = self.entries.copy(), self.prefix, self.start, self.clause
        try:
            self._names(words)
        except _Unreadable:
            self.entries, self.prefix, self.start, self.clause = before
            self.doubts.append(text_of(words))

    def _names(self, words: list[Token]) -> None:
        """Names, each with brackets and tail, to the end of the piece; _Unreadable if a word is left over."""
        at = next((i for i, t in enumerate(words) if "lead_in" not in t.kinds), len(words))
        if at < len(words) and "and" in words[at].kinds:
            at += 1
        while at < len(words):
            end = self._name_end(words, at)
            name, own, within = self._brackets(words[at:end], words)
            tail = _Tail(words, end)
            if tail.end == at:
                raise _Unreadable
            if name:
                self._name(name, own, tail.others)
            self.entries += within
            if tail.said and not (self.label and _role_of(tail.said) == "responsible"):
                self._govern(_role_of(tail.said))
            if within:
                self.start = len(self.entries)
            at = tail.end
            joins = own or within or tail.ends_in_role or (tail.end == end and words[at - 1].kinds & HEADS)
            if at < len(words) and (not (name and joins) or "kind" in words[at].kinds):
                raise _Unreadable

    def _name_end(self, words: list[Token], start: int) -> int:
        """Where a name that begins at `start` ends: before a tail, a second name, or a word of neither."""
        at = start
        while at < len(words):
            here, ended = words[at], at > start and could_end(words[start:at])
            follows = words[at + 1] if at + 1 < len(words) else None
            if "bracket" in here.kinds:
                if ended and _is_role(here.inner):
                    return at + 1
            elif (
                here.kinds & {"role", "others"}
                or (ended and _is_tail(here, follows))
                or (at == start and follows and here.kinds & ROLE and "many" in follows.kinds)
                or (ended and _second_name(words, start, at))
            ):
                return at
            at += 1
        return at

    def _brackets(
        self, words: list[Token], piece: list[Token]
    ) -> tuple[list[Token], str | None, list[_Entry]]:
        """The name without what its brackets say: its own role, and the parties named in them."""
        own, within, kept = None, list[_Entry](), list[Token]()
        for word in words:
            inner = word.inner
            if "bracket" not in word.kinds:
                kept.append(word)
            elif text_of(inner) == "除外":
                raise _Unreadable
            elif not inner or _EXCEPT.search(word.text):
                self.doubts.append(text_of(piece))
                kept.append(word)
            elif _is_role(inner):
                if any(t.kinds & ROLE for t in inner):
                    own = _role_of(inner)
            elif (
                FIRST_LEADS.search(word.text)
                or re.search("设在|下设", word.text)
                or _PLATE.search(word.text)
                or not could_end(kept)
            ):
                kept.append(word)
            elif any("verb" in t.kinds or "or" in t.kinds for t in inner):
                self.doubts.append(word.text)
            elif any("role" in t.kinds for t in inner) or inner[-1].kinds & ROLE:
                within += self._within(word)
            else:
                kept.append(word)
        return kept, own, within

    def _within(self, bracket: Token) -> list[_Entry]:
        """The parties of a bracket that is a phrase of its own: 县应急局（县公安局配合）."""
        said = [t for t in bracket.inner if t.kinds & ROLE]
        if _role_of(said) == "responsible" and not any(
            could_end(bracket.inner[:i]) for i in range(1, len(bracket.inner))
        ):
            return []  # （负责矿山）
        inner = _Reader(self.book)
        inner.read(list(bracket.inner))
        if inner.doubts or not inner.entries:  # （均为牵头单位）
            self.doubts.append(bracket.text)
            return []
        return [entry._replace(own=True) for entry in inner.entries]

    def _govern(self, role: str) -> None:
        """A role word behind names: its clause, or everything since the role word before."""
        start = self.start if self.clause in (None, len(self.entries)) else max(self.start, self.clause or 0)
        for i, entry in enumerate(self.entries[start:], start):
            self.entries[i] = entry if entry.own else entry._replace(role=role)
        self.start, self.clause = len(self.entries), None

    def _name(self, words: list[Token], own: str | None, others: bool) -> None:
        """One name: a registered unit, a group, any other unit, or several registered ones without a separator."""
        role = own or self.label or "responsible"
        plain, whole = text_of(bare(words)), text_of(words)
        units = [self._known(whole) or self._known(plain)]
        if not units[0] and (self.book.group_of(whole) or is_group(words)):
            all_of_it = not (others or PART.search(whole) or _EXCEPT.search(whole))
            self.entries.append(_Entry(whole, False, all_of_it, role, own is not None))
            return
        if not units[0]:
            units = self._several(words) or [self._unregistered(words)]
        if not all(units):
            raise _Unreadable
        self.entries += [_Entry(unit, True, True, role, own is not None) for unit in units]
        self.prefix = self._level_after(plain)

    def _level_after(self, name: str) -> str:
        """The level that goes on behind this name, while 、 和 及 do."""
        level = level_of(name)
        if level == name or level == name.removesuffix("管委会") or (_ZONE.search(name) and not level):
            return self.prefix  # 文水县、经开区管委会: places beside the rest
        if (
            _BRANCH.search(name)
            and name not in self.book.units
            and not (level == self.prefix or name.endswith("公司"))
        ):
            return ""  # 市生态环境局分局、水利局: the next one may be of another level
        if name.endswith("党委") and TOWNSHIP.match(name):
            return name.removesuffix("党委")
        return level or self.prefix

    def _known(self, name: str) -> str:
        """The registered unit that a name can only mean; under a prefix (市…、水利局) that level's."""
        alone = self.book.units.get(name, "")
        if not self.prefix or level_of(name):
            return alone
        fits = alone.startswith(self.prefix) or not level_of(alone)
        return self.book.units.get(self.prefix + name, "") or (alone if fits else "")

    def _several(self, words: list[Token]) -> list[str]:
        """Registered names without a separator: 公安局住建局."""
        words = bare(words)
        if len(words) < 2 or not all("unit" in w.kinds for w in words):
            return []
        return [self.book.units.get(w.text, "") for w in words]

    def _unregistered(self, words: list[Token]) -> str:
        """A unit that no register knows, with the level it shares with those before it; empty if it is none."""
        words = bare(words)
        name = text_of(words)
        if self.book.units.get(name) == "":
            return ""
        if name in ("政府", "人民政府") and self.prefix:
            return self.prefix + name
        if not is_unit(words):
            return ""
        begins = words[0].kinds & {"field", "whole", "unit", "umbrella"}
        if self.prefix and begins and not (level_of(name) or _ZONE.search(name)):
            name = carry(self.prefix, name)
        return full_township(name)


# --- roles, labels, tails ------------------------------------------------------------------------------------


def _role_of(words: Words) -> str:
    """The strongest role that the words say."""
    said = {lexicon().roles[w.text] for w in words if w.text in lexicon().roles}
    return next((role for role in ("lead", "support", "supervise") if role in said), "responsible")


def _is_role(words: Words) -> bool:
    """（牵头）, （第二责任单位）, （按职责分工负责）: nothing but a role, or how."""
    if not any(w.kinds & (ROLE | SAYS_HOW) for w in words):
        return False
    rest = [w for w in words if not w.kinds & (ROLE | SAYS_HOW | {"be"}) and w.text not in LABEL_KIND]
    return not rest or (bool(words) and _Tail(list(words), 0).end == len(words))


def label_at(tokens: Words, at: int) -> _Label | None:
    """A label that begins here (牵头单位：, 【配合】, 责任单位 县水利局), its role, and where it ends."""
    starts = not at or tokens[at].gap or bool(tokens[at - 1].kinds & {"sep", "colon", "label"})
    if "label" in tokens[at].kinds:
        return _Label(_role_of(tokens[at].inner), at + 1)
    end, said = at, list[Token]()
    while starts and end < len(tokens) and tokens[end].kinds & {"level", "qualifier", "kind", "number"}:
        end += 1
    first = end
    while end < len(tokens) and not (end > at and tokens[end].gap and not starts):
        word = tokens[end]
        nested = [*word.inner] if "bracket" in word.kinds else [word]
        joins = said and ("and" in word.kinds or word.text in "/／、") and said[0].text == "牵头"
        if joins and end + 1 < len(tokens) and tokens[end + 1].kinds & ROLE:
            end += 1
            continue
        if not nested or not all(t.kinds & ROLE for t in nested):
            break
        said += nested
        end += 1
    if not said:
        plain = first > at or tokens[at].text == "属地"
        return (
            _Label(None, first + 1)
            if plain and first < len(tokens) and "colon" in tokens[first].kinds
            else None
        )
    kinds = end
    while end < len(tokens) and _label_kind(tokens[end], end > kinds):
        said += [t for t in tokens[end].inner if t.kinds & ROLE]
        end += 1
    if end < len(tokens) and "colon" in tokens[end].kinds:
        return _Label(_role_of(said), end + 1)
    if end == kinds or not starts or end == len(tokens):
        return None
    follows = tokens[end]
    if follows.text in ("为", "是", "包括"):
        return _Label(_role_of(said), end + 1)
    return (
        _Label(_role_of(said), end)
        if follows.gap or follows.kinds & {"level", "many", "lead_in", "unit"}
        else None
    )


def _label_kind(word: Token, further: bool) -> bool:
    if "bracket" in word.kinds:
        return bool(word.inner) and all(t.text in LABEL_KIND or t.kinds & ROLE for t in word.inner)
    return word.text in LABEL_KIND or (further and word.text in "/／")


class _Tail:
    """What stands behind a name and is not part of it: roles said, hedges, 等部门; and where it ends."""

    def __init__(self, words: list[Token], at: int) -> None:
        self.words, self.said, self.others = words, list[Token](), False
        self.ends_in_role = False
        while at < len(words) and (end := self._one(at)):
            self.ends_in_role = words[at].text in JOINING
            at = end
        self.end = at

    def _one(self, at: int) -> int | None:
        word = self.words[at]
        if "others" in word.kinds:
            self.others = True
            return self._others(at + 1)
        if "duty" in word.kinds and (end := self._duty(at + 1)):
            return end
        if word.kinds & ROLE:
            self.said.append(word)
            firm = "role" in word.kinds or len(self.said) > 1
            return self._object(at + 1, firm) if _role_of([word]) == "supervise" else at + 1
        if "basis" in word.kinds:
            ends = [i for i in range(at + 2, min(at + 14, len(self.words)) + 1) if self._ends_basis(i)]
            return ends[0] if ends else None
        if "be" in word.kinds:
            end = at + 1
            while end < len(self.words) and self.words[end].kinds & ROLE:
                end += 1
            if end > at + 1 and end < len(self.words) and self.words[end].text in LABEL_KIND:
                self.said += self.words[at + 1 : end]
                return end + 1
            return None
        return at + 1 if word.kinds & (SAYS_HOW | {"duty"}) else None

    def _ends_basis(self, at: int) -> bool:
        """Whether what stands before `at` is the last word of 按照“三管三必须”要求."""
        ends = "basis_end" in self.words[at - 1].kinds
        return ends and not (at < len(self.words) and "basis_end" in self.words[at].kinds)

    def _others(self, at: int) -> int:
        """Behind 等: 部门, 10个有关单位, 乡镇, 行业主管部门 or nothing."""
        end = at
        for i in range(at, min(at + 10, len(self.words))):
            word = self.words[i]
            if word.kinds & {"kind", "whose"} or word.text in ("乡", "镇"):
                end = i + 1
                if end < len(self.words) and "bracket" in self.words[end].kinds:
                    end += 1
                if not (end < len(self.words) and "kind" in self.words[end].kinds):
                    break
            elif word.kinds & {"and", "verb", "person"}:
                break
        if end < len(self.words) and self.words[end].text in ("人民政府", "政府"):
            end += 1
        return end

    def _duty(self, at: int) -> int | None:
        """负牵头责任, 落实属地管理责任."""
        end = at
        while (
            end < len(self.words) and self.words[end].kinds & {"duty_kind"} and self.words[end].text != "责任"
        ):
            end += 1
        if end < len(self.words) and self.words[end].text in ("责任", "职责") and end > at:
            self.said += [w for w in self.words[at:end] if w.kinds & ROLE]
            self.said.append(self.words[end])
            return end + 1
        return None

    def _object(self, at: int, firm: bool) -> int:
        """Whom to supervise (督促各乡镇落实): no party."""
        end = at
        while end < len(self.words) and not self.words[end].kinds & (
            ROLE | {"hedge", "level", "verb", "person", "bracket"}
        ):
            end += 1
        firm = firm or end < len(self.words) or (end > at and "many" in self.words[at].kinds)
        ends = end > at and firm and is_group(self.words[at:end])
        return end if ends else at


def _is_tail(word: Token, follows: Token | None) -> bool:
    """Whether a word that names may hold, too, is said of the name before it: 县应急局监管, but 县应急局监管股."""
    if not word.kinds & (ROLE | SAYS_HOW | {"duty", "basis", "others", "be"}):
        return False
    return follows is None or not (follows.kinds & HEADS or follows.text in ("部门", "单位", "机构"))


def _without_tail(words: list[Token]) -> list[Token]:
    """The name before whatever is said of it."""
    for at in range(1, len(words)):
        if could_end(words[:at]) and _Tail(words, at).end == len(words):
            return words[:at]
    return [] if words and _Tail(words, 0).end == len(words) else words


# --- where one name ends and the next begins -------------------------------------------------------------------


def _second_name(words: list[Token], start: int, at: int) -> bool:
    """Whether a name that could end before `at` is followed by another, without a separator."""
    if "level" in words[at].kinds and len(words[at].text) == 1:
        return not _one_name(words, start, at)
    return "unit" in words[at].kinds and "unit" in words[at - 1].kinds


def _one_name(words: list[Token], start: int, at: int) -> bool:
    """A level behind a whole name that is part of it: 国家税务总局|交城县税务局, 县委县政府|信访局, 各|县."""
    before, text = words[start:at], text_of(words[start:at])
    if any(t.kinds & GROUPS for t in before) or not any(t.kinds & HEADS for t in before):
        return True
    if text.endswith("委") and text[0] == words[at].text and at + 2 < len(words):
        return words[at + 1].text in ("政府", "人民政府") and not words[at + 2].kinds & (ROLE | SAYS_HOW)
    return words[at].text in "镇乡" or not level_of(text_of(words[at : at + 3]))


def _goes_on(last: Token, first: Token) -> bool:
    """Whether the word before a space asks for what stands behind it: 等 部门, 各 单位, 督促 企业."""
    if last.kinds & {"others", "many"} or (
        last.kinds <= {"members", "qualifier", "hedge", "duty_kind"} and "level" not in first.kinds
    ):
        return True
    return "kind" in first.kinds and bool(last.kinds & ROLE) and _role_of([last]) == "supervise"


def _first_word(words: list[Token]) -> list[Token]:
    """Up to the next space or 和."""
    end = next((i for i, t in enumerate(words) if i and (t.gap or "and" in t.kinds)), len(words))
    return words[:end]


def _begins_name(word: list[Token]) -> bool:
    core = _without_tail(word)
    return bool(core and could_end(core)) or any(t.kinds & GROUPS for t in word)


def _completes(left: str, word: list[Token]) -> bool:
    """Whether what stands behind a space is the end of the name before it: 开发区 管委会."""
    text = text_of(word)
    if word[0].kinds & {"dept", "inner", "general"} and not word[0].kinds & {"whole"}:
        return True
    if (word[0].kinds & {"kind"} and len(word) == 1) or word[0].text in ("政府", "人民政府"):
        return True
    if re.search(r"(?:安委会|委员会|专委会|指挥部|小组)$", left) and re.match(
        r"(?:各|全体|有关|相关)*成员单位", text
    ):
        return True
    if re.search(r"(?:政府|委|会|指挥部|小组|政协|人大)$", left) and re.match("办公室|督查室", text):
        return True
    if left.endswith(("总局", "[纪]委")) or re.match(
        r"管委会|救援(?:[大中支总]队|局)|编制委员会|联合社|监委|事务", text
    ):
        return True
    if re.search("[省市州县区旗]委$", left) and re.match(
        "组织部|宣传部|统战部|政法委|网信办|编办|巡察办", text
    ):
        return True
    if re.fullmatch(r"[一-鿿]{1,3}分局", text):
        return True
    place = level_of(left) == left
    return place and not level_of(text)


def _chunk_end(tokens: list[Token], start: int) -> int:
    """The next separator that does not stand inside a group's name, or the next label."""
    for at in range(start + 1, len(tokens)):
        if "sep" in tokens[at].kinds:
            if not _glued(tokens, start, at):
                return at
            tokens[at] = tokens[at]._replace(kinds=frozenset(("glue", "many", "level")))
        elif label_at(tokens, at) and (
            "and" in tokens[at - 1].kinds or could_end(_without_tail(tokens[start:at]))
        ):
            return at
    return len(tokens)


def _glued(tokens: list[Token], start: int, at: int) -> bool:
    """Whether 、 stands inside one group's name: 市、县应急管理部门; 各部门、单位; 各级党委、政府."""
    before, behind = tokens[start:at], tokens[at + 1 : at + 3]
    if tokens[at].text != "、" or not behind:
        return False
    levels = {"level", "many", "glue"}
    if (
        all(t.kinds & levels or t.text == "级" for t in before)
        and before[-1].text[-1] in "省市州县区旗盟乡镇级央"
    ):
        return bool(behind[0].kinds & {"level"}) or behind[0].text == "村"
    last = before[-1].text
    if last in ("部门", "党委", "各单位", "单位") and any(t.kinds & {"many"} for t in before):
        ends = len(behind) == 1 or bool(behind[1].kinds & (ROLE | SAYS_HOW | {"sep", "basis", "duty", "and"}))
        return behind[0].text in ("单位", "部门", "企业", "政府", "人民政府") and ends
    return False


def _spread(tokens: list[Token]) -> list[Token]:
    """Brackets that hold a label, or stand where a name could begin, opened; role brackets as labels."""
    first = next((t for t in tokens if "sep" not in t.kinds), None)
    prefixed = bool(first and "bracket" in first.kinds and first.inner and _is_role(first.inner))
    comma = Token("；", frozenset(("sep",)))
    result: list[Token] = []
    for token in tokens:
        starts = not result or bool(result[-1].kinds & {"sep", "colon", "label"})
        if "bracket" not in token.kinds or not token.inner:
            result.append(token)
        elif _is_role(token.inner):
            result.append(token._replace(kinds=frozenset(("label",))) if prefixed else token)
        elif starts or any(label_at(token.inner, i) and "colon" in text_kinds(token.inner) for i in (0,)):
            result += [comma, *_spread(list(token.inner)), comma]
        else:
            result.append(token)
    return result


def text_kinds(tokens: Words) -> frozenset[str]:
    """All that the tokens may be."""
    return frozenset().union(*(t.kinds for t in tokens))
