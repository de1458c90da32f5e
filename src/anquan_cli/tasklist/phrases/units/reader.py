"""The reader of responsible-unit phrases (责任单位): which units, which groups, in which role.

    phrase  = head [ 。 standing clause ]
    head    = { [ label ] chunk ( separator | next label ) }       、 ， ； / line of a numbered list
    chunk   = piece { ( 和 | 及 | 与 | space ) piece }              … where whole names stand before and behind
    piece   = [ 由 ] { name { bracket } tail } | tail
    name    = unit | group | registered unit { registered unit }
    tail    = { role | how | 等 … 部门 | 督促 group }
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
from anquan_cli.tasklist.phrases.units.lexer import HEADS, Token, codes_of, role_of, text_of, tokens_of
from anquan_cli.tasklist.phrases.units.names import (
    FIELDS,
    Words,
    bare,
    carry,
    could_end,
    is_group,
    is_unit,
    level_behind,
    level_of,
    may_be_person,
)
from anquan_cli.tasklist.plan import GroupRef, NamedUnit, Register, UnitPhrase
from anquan_cli.vocabulary import ROLES, Role

LIMIT = 2000  # characters; a longer cell is no list of units
LONGEST_CHUNK = 300  # words without a separator
FIRST_LEADS = re.compile(
    r"(?:第一|首)[位个家名]?(?:责任)?(?:的|者|单位|部门|为|是|系)+牵头"
)  # （排在第一位的为牵头单位）

# Over the codes of tokens (see lexer): R S r t roles (S, t: supervise), H h q how, O 等…, K k M groups, n e L names
_HOW = "[RSrtHhqO]"
_OBJECT = (  # 督促|各乡镇|落实: whom to supervise is no party
    rf"[St]+M[^RSHL&bPxO]*(?={_HOW}|$)|(?:[St]*S[St]*|tt+)[nhe]*k(?={_HOW}|$)|t[nhe]*k(?={_HOW})"
)
_TAIL = re.compile(rf"(?:{_OBJECT}|=[RSrt]+K|{_HOW})*")
_ROLES = r"[Lqk]*(?P<roles>(?:[RSrtP](?:&(?=[RSrt]))?)+)"
_LABEL = re.compile(rf"{_ROLES}(?:[KPp]/?)*(?::|(?<=K)=)|[LMqk]+K?:|K:|G")
_BARE_LABEL = re.compile(rf"{_ROLES}K+p?(?=(.))", re.DOTALL)  # 责任单位 县水利局
_EXCEPT = re.compile(r"除外|不含|不包括|不包含|^.?除|撤销|取消")
_ASIDE = re.compile(
    r"^.(?:加?挂|原(?!牵头|.?$)|含|电话|(?:以下)?简称)|牌子.$|设在|下设"
)  # said of the unit itself
_JOINING = tuple("牵头 主办 主责 负责 配合 协办 协同 协助 协作 参加 参与 会办 指导 督导 督办".split())


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
        tuple(NamedUnit(e.name, e.role) for e in entries if e.unit),
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
    role: Role
    own: bool  # a bracket behind its name gave the role


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
        self.label: Role | None = None  # the role that the label before gives
        self.labelled_by_word = False  # … and that label is a role word alone: 牵头 甲 配合 乙
        self.start = 0  # first entry since the label or the role word before
        self.clause: int | None = 0  # first entry since ， or ；, None once a role word has been met

    def read(self, tokens: list[Token]) -> None:
        self.nobody = all(t.code == "/" or t.text == "\\" for t in tokens)
        tokens = _spread(tokens)
        at, fresh = 0, False  # fresh: a label without ： has just been read
        while at < len(tokens):
            end = at + 1
            if label := _label_end(tokens, at):
                if fresh and tokens[at - 1].code != ":":  # 牵头单位 配合单位: columns, not labels
                    self.doubts.append(text_of(tokens[at:label]))
                said = re.sub(r"[^\w]", "", text_of(tokens[at:label]))
                self._begin(role_of(said))
                end = label
            elif tokens[at].code in "s/":
                self.prefix = ""
                self.clause = len(self.entries) if self.clause is not None else None
            elif tokens[at].code != ",":
                end = _chunk_end(tokens, at)
                self._chunk(tokens[at : end - (tokens[end - 1].code == "&")])
            at, fresh = end, bool(label)

    def _begin(self, role: Role | None, *, by_word: bool = False) -> None:
        self.label, self.labelled_by_word, self.prefix = role, by_word, ""
        self.start = self.clause = len(self.entries)

    def _chunk(self, words: list[Token]) -> None:
        """Pieces, parted by 和, 及 or a space."""
        if len(words) > LONGEST_CHUNK:
            self.doubts.append(text_of(words[:20]) + "…")
            return
        start = 0
        for at in range(1, len(words) + 1):
            if at == len(words):
                self._piece(words[start:])
            elif (words[at].code == "&" or words[at].gap) and self._parts(words[start:at], words[at:]):
                self._piece(words[start:at])
                start = at + (words[at].code == "&")
                if words[at].code != "&":
                    self.prefix = ""

    def _parts(self, left: list[Token], right: list[Token]) -> bool:
        """Whether 和, 及 or a space parts two names, and does not stand inside one."""
        conjunction = right[0].code == "&"
        right = right[conjunction:]
        if not left or not right:
            return False
        if not conjunction and re.fullmatch("[RSrt]+", codes_of(left)):
            return self.start == len(self.entries) or self.labelled_by_word
        core = _without_tail([t for t in left if t.code != "I"])
        person = bare(core)
        if person and person[-1].code == "n" and may_be_person(person):  # a column of persons: 张伟↵县公安局
            return True
        if core and not could_end(core):
            return False
        end = next((i for i, t in enumerate(right) if i and (t.gap or t.code == "&")), len(right))
        word = right[:end]
        if conjunction:
            return not (word[0].text in _PLURAL and end == 1)
        if _goes_on(left[-1], right[0]):
            return False
        if word[0].code in "RSrtHhO":
            return self.labelled_by_word and bool(re.fullmatch("[RSrt]+", codes_of(word)))
        name = _without_tail(word)
        begins = (name and could_end(name)) or "M" in codes_of(word)
        return bool(begins) and not _completes(text_of(core), word)

    def _piece(self, words: list[Token]) -> None:
        if not words:
            return
        if all(t.code == "0" for t in words):
            self.nobody = True
            return
        empty = self.start == len(self.entries)
        if re.fullmatch("[RSrt]+", codes_of(words)) and (empty or self.labelled_by_word):
            if empty and self.labelled_by_word:  # 牵头 配合: columns, not labels
                self.doubts.append(text_of(words))
            self._begin(role_of(text_of(words)), by_word=True)
            return
        before = self.entries.copy(), self.prefix, self.start, self.clause
        try:
            self._names(words)
        except _Unreadable:
            self.entries, self.prefix, self.start, self.clause = before
            self.doubts.append(text_of(words))

    def _names(self, words: list[Token]) -> None:
        """Names, each with brackets and tail, to the end of the piece; _Unreadable if a word is left over."""
        codes = codes_of(words)
        if words[0].text == "与":  # 与县公安局联动
            raise _Unreadable
        at = len(codes) - len(codes.lstrip("I").removeprefix("&"))
        while at < len(words):
            end = _name_end(words, at)
            name, own, within = self._brackets(words[at:end], words)
            tail = _tail_end(words, end)
            if tail == at:
                raise _Unreadable
            if name:
                self._name(name, own, "O" in codes[end:tail])
            self.entries += within
            if text_of(words[end:tail]) in (
                "责任",
                "职责",
                "工作",
                "领导",
            ):  # 县公安局职责: a thing, not a role
                raise _Unreadable
            said = text_of(t for t in words[end:tail] if t.code in "RSrt")
            if said and not (self.label and role_of(said) == "responsible"):
                self._govern(role_of(said))
            if within:
                self.start = len(self.entries)
            at = tail
            joins = (
                own
                or within
                or words[at - 1].text.endswith(_JOINING)
                or (tail == end and words[at - 1].kinds & HEADS)
            )
            if at < len(words) and (not (name and joins) or codes[at] in "kK"):
                raise _Unreadable

    def _brackets(
        self, words: list[Token], piece: list[Token]
    ) -> tuple[list[Token], Role | None, list[_Entry]]:
        """The name without what its brackets say: its own role, and the parties named in them."""
        own, within, kept = None, list[_Entry](), list[Token]()
        for word in words:
            codes = codes_of(word.inner)
            if text_of(word.inner) == "除外":
                raise _Unreadable
            aside = FIRST_LEADS.search(word.text) or _ASIDE.search(word.text)
            if word.code in "bp" and (not codes or _EXCEPT.search(word.text)):
                self.doubts.append(text_of(piece))
                kept.append(word)
            elif word.code == "P":
                own = role_of(word.text) if re.search("[RSrt]", codes) else own
            elif word.code == "b" and not aside and (_turns(word.inner) or _says_nothing_known(word.inner)):
                self.doubts.append(word.text)
            elif word.code == "b" and not aside and could_end(kept) and re.search("[RS]|[rt]$", codes):
                within += self._within(word)
            else:
                kept.append(word)
        return kept, own, within

    def _within(self, bracket: Token) -> list[_Entry]:
        """The parties of a bracket that is a phrase of its own: 县应急局（县公安局配合）."""
        inner = bracket.inner
        said = text_of(t for t in inner if t.code in "RSrt")
        listed = inner[0].code in "RSrt" and (inner[1].gap or inner[1].code in "s,/")  # （牵头、县消防大队）
        if listed or may_be_person([t for t in inner if t.code not in "RSrt"] or inner):  # （张伟负责）
            self.doubts.append(bracket.text)
            return []
        if role_of(said) == "responsible" and not any(could_end(inner[:i]) for i in range(1, len(inner))):
            return []  # （负责矿山）
        reader = _Reader(self.book)
        reader.read(list(inner))
        if reader.doubts or not reader.entries:  # （均为牵头单位）
            self.doubts.append(bracket.text)
            return []
        return [entry._replace(own=True) for entry in reader.entries]

    def _govern(self, role: Role) -> None:
        """A role word behind names: its clause, or everything since the role word before."""
        start = self.start if self.clause in (None, len(self.entries)) else max(self.start, self.clause or 0)
        for i, entry in enumerate(self.entries[start:], start):
            self.entries[i] = entry if entry.own else entry._replace(role=role)
        self.start, self.clause = len(self.entries), None

    def _name(self, words: list[Token], own: Role | None, others: bool) -> None:
        """One name: a registered unit, a group, any other unit, or several registered ones without a separator."""
        role: Role = own or self.label or "responsible"
        plain, whole = text_of(bare(words)), text_of(words)
        units = [self._known(whole) or self._known(plain)]
        if not units[0] and (self.book.group_of(whole) or is_group(words)):
            all_of_it = not (others or re.search("有关|相关|部分", whole) or _EXCEPT.search(whole))
            self.entries.append(_Entry(whole, False, all_of_it, role, own is not None))
            return
        if not units[0]:
            glued = bare(words)
            several = len(glued) > 1 and all("unit" in w.kinds for w in glued)
            units = (
                [self.book.units.get(w.text, "") for w in glued] if several else [self._unregistered(glued)]
            )
        if not all(units):
            raise _Unreadable
        self.entries += [_Entry(unit, True, True, role, own is not None) for unit in units]
        self.prefix = level_behind(plain, self.prefix, registered=plain in self.book.units)

    def _known(self, name: str) -> str:
        """The registered unit that a name can only mean; under a prefix (市…、水利局) that level's."""
        alone = self.book.units.get(name, "")
        if not self.prefix or level_of(name):
            return alone
        fits = alone.startswith(self.prefix) or not level_of(alone)
        return self.book.units.get(self.prefix + name, "") or (alone if fits else "")

    def _unregistered(self, words: list[Token]) -> str:
        """A unit that no register knows, with the level it shares with those before it; empty if it is none."""
        name = text_of(words)
        if self.book.units.get(name) == "":
            return ""
        if name in ("政府", "人民政府") and self.prefix:
            return self.prefix + name
        return full_township(carry(self.prefix, words)) if is_unit(words) else ""


# --- where labels, tails, names and chunks end ---------------------------------------------------------------

_PLURAL = frozenset("单位 部门 企业 机构 成员单位".split())  # 有关部门和|单位


def _label_end(tokens: list[Token], at: int) -> int | None:
    """Where a label ends that begins here (牵头单位：, 【配合】, 责任单位 县水利局)."""
    starts = not at or tokens[at].gap or tokens[at - 1].code in "s,/:G"
    codes = codes_of(tokens[at : at + 12])
    if found := _LABEL.match(codes):
        first, last = (at + i for i in found.span("roles")) if found["roles"] else (at, at)
        parted = any(t.gap for t in tokens[at + 1 : first + 1 if starts else last])
        return at + found.end() if not parted and (starts or codes[0] in "RSrtqG") else None
    if starts and (found := _BARE_LABEL.match(codes)):
        end = at + found.end()
        return end if tokens[end].gap or tokens[end].code in "LMI" or "unit" in tokens[end].kinds else None
    return None


def _tail_end(words: Words, at: int) -> int:
    """Where what is said of a name ends: roles, how, 等部门, whom to supervise."""
    found = _TAIL.match(codes_of(words), at)
    return found.end() if found else at


def _without_tail(words: list[Token]) -> list[Token]:
    """The name before whatever is said of it."""
    codes = codes_of(words)
    for at in range(1, len(words)):
        if codes[at] in "RSrtHhqO=" and could_end(words[:at]) and _tail_end(words, at) == len(words):
            return words[:at]
    return [] if _tail_end(words, 0) == len(words) else words


def _name_end(words: list[Token], start: int) -> int:
    """Where a name that begins at `start` ends: before a tail, a second name, or a word of neither."""
    for at in range(start, len(words)):
        here, ended = words[at], at > start and could_end(words[start:at])
        follows = words[at + 1] if at + 1 < len(words) else None
        if ended and here.code == "P":
            return at + 1
        if here.code in "RSO" or (ended and _is_tail(here, follows)):
            return at
        if at == start and follows and here.code in "rt" and follows.code == "M":  # 指导|各学校
            return at
        if ended and _second_name(words, start, at):
            return at
    return len(words)


def _turns(inner: Words) -> bool:
    """Whether a bracket says that it is another, not settled, or a person: （或县公安局）, （待定）, （张三）."""
    verbs = [t for t in inner if "verb" in t.kinds]
    told = any(len(t.text) > 1 or t is inner[0] for t in verbs)
    told |= inner[0].code in "&0" or (
        "e" in codes_of(inner[:-1]) and codes_of(inner)[-1] == "n"
    )  # 以县公安局为主
    return told or any("or" in t.kinds for t in inner) or (len(text_of(inner)) > 1 and may_be_person(inner))


def _says_nothing_known(inner: Words) -> bool:
    """Whether a bracket is neither a second name plate nor a role nor a field: （否）, （3）, （局长）."""
    return not (
        re.search("[RSrtHqL]", codes_of(inner)) or could_end(inner) or any(t.kinds & FIELDS for t in inner)
    )


def _is_tail(word: Token, follows: Token | None) -> bool:
    """Whether a word that names may hold, too, is said of the name before it: 县应急局|监管, but 县应急局监管股."""
    holds = follows is not None and (follows.kinds & HEADS or follows.text in ("部门", "单位", "机构"))
    return word.code in "rtHhq=" and not holds


def _second_name(words: list[Token], start: int, at: int) -> bool:
    """Whether a name that could end before `at` is followed by another, without a separator."""
    here, before = words[at], words[start:at]
    if not ("level" in here.kinds and len(here.text) == 1):
        return "unit" in here.kinds and "unit" in words[at - 1].kinds
    text = text_of(before)
    if "M" in codes_of(before) or not any(t.kinds & HEADS for t in before) or here.text in "乡镇":
        return False
    if text == "国网":  # 国网县供电公司
        return False
    if text.endswith("委") and text[0] == here.text and at + 2 < len(words):  # 县委县政府|信访局
        return words[at + 1].text not in ("政府", "人民政府") or words[at + 2].code in "RSrtHhO"
    return bool(level_of(text_of(words[at : at + 3])))


def _goes_on(last: Token, first: Token) -> bool:
    """Whether the word before a space asks for what stands behind it: 等 部门, 各 单位, 督促 企业."""
    vague = last.code in "qHh" and not last.kinds & (HEADS | {"level"}) and first.code != "L"
    return last.code in "OM" or vague or (first.code in "kK" and last.code in "St")


def _completes(left: str, word: list[Token]) -> bool:
    """Whether what stands behind a space is the end of the name before it: 开发区 管委会."""
    text, first = text_of(word), word[0]
    if first.kinds & {"dept", "inner", "general"} and "whole" not in first.kinds:
        return True
    if (first.code in "kK" and len(word) == 1) or first.text in ("政府", "人民政府"):
        return True
    if re.match(r"管委会|救援(?:[大中支总]队|局)|编制委员会|联合社|监委|事务|[一-鿿]{1,3}分局$", text):
        return True
    for before, behind in (
        ("(?:安委会|委员会|专委会|指挥部|小组)$", "(?:各|全体|有关|相关)*成员单位"),
        ("(?:政府|委|会|指挥部|小组|政协|人大)$", "办公室|督查室"),
        ("[省市州县区旗]委$", "组织部|宣传部|统战部|政法委|网信办|编办|巡察办"),
        ("总局$", ""),
    ):
        if re.search(before, left) and re.match(behind, text):
            return True
    return level_of(left) == left and not level_of(text)  # 文水县 应急局


def _chunk_end(tokens: list[Token], start: int) -> int:
    """The next separator that does not stand inside a group's name, or the next label."""
    said = False  # a label that is none: 抄送：甲、乙 says of all of them that they are copied
    for at in range(start + 1, len(tokens)):
        said = said or tokens[at].code == ":"
        if tokens[at].code in "s,/" and not (said and tokens[at].code == ","):
            if not _glued(tokens[start:at], tokens[at], tokens[at + 1 : at + 3]):
                return at
            tokens[at] = tokens[at]._replace(kinds=frozenset(("glue", "many", "level")), code="M")
        elif _label_end(tokens, at) and (
            tokens[at - 1].code == "&" or could_end(_without_tail(tokens[start:at]))
        ):
            return at
    return len(tokens)


def _glued(before: list[Token], mark: Token, behind: list[Token]) -> bool:
    """Whether 、 stands inside one group's name: 市、县应急管理部门; 各部门、单位; 各级党委、政府."""
    if mark.code != "," or not behind:
        return False
    last = before[-1].text
    if all(t.code in "LM" or t.text == "级" for t in before) and last[-1] in "省市州县区旗盟乡镇级央":
        return "level" in behind[0].kinds or behind[0].text == "村"
    if last in ("部门", "党委", "单位") and "M" in codes_of(before):
        ends = len(behind) == 1 or behind[1].code in "RSrtHhqOs,/&"
        return behind[0].text in ("单位", "部门", "企业", "政府", "人民政府") and ends
    return False


def _spread(tokens: list[Token]) -> list[Token]:
    """Brackets that hold a label, or stand where a name could begin, opened; role brackets as labels."""
    prefixed = next((t.code == "P" for t in tokens if t.code != "s"), False)
    comma = Token("；", frozenset(), "s")
    result: list[Token] = []
    for token in tokens:
        starts = not result or result[-1].code in "s,/:G"
        if token.code == "P" and prefixed:
            result.append(token._replace(code="G"))
        elif (
            token.code == "b"
            and token.inner
            and (starts or (":" in codes_of(token.inner) and _label_end(list(token.inner), 0)))
        ):
            result += [comma, *_spread(list(token.inner)), comma]
        else:
            result.append(token)
    return result
