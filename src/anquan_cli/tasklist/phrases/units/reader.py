"""The reader of responsible-unit phrases (责任单位): which units, which groups, in which role.

    phrase  = { [ label ] piece ( separator | next label ) } [ 。 standing clause ]     、 ， ； / a line of a numbered list
    piece   = [ 由 ] part { [ 和 | space ] part }                  without 和 only before a level: 县…县…
    part    = name { bracket } { role | how | 等 … 部门 | 督促 企业 }      what a name is stands in grammar.txt
    label   = { qualifier } role { role } [ kind ] ： | role kind

A label governs what follows, but for a clause with a role word; a role word behind names its clause, or everything
since the role word before it; one in brackets its own unit, or all in 甲、乙（共同牵头） and 甲牵头，乙、丙（配合）. Any
other bracket is a second name plate, or a phrase of its own (县应急局（县公安局配合）). A piece with a word left over,
behind 负责 its whole list, is a doubt: nobody is charged.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from anquan_cli.dates import in_figures
from anquan_cli.grouping import gathered
from anquan_cli.tasklist.phrases.registered import Book, book, group_called
from anquan_cli.tasklist.phrases.units.lexer import Lexer, Token, codes_of, text_of
from anquan_cli.tasklist.phrases.units.names import carry, kind_of, level_behind, level_of
from anquan_cli.tasklist.phrases.units.words import expression, letter_of, lists
from anquan_cli.tasklist.plan import GroupRef, NamedUnit, Register, UnitPhrase
from anquan_cli.vocabulary import ROLES, Role

LIMIT, LONGEST = 2000, 30  # characters of a cell that may be a list of units; words of a name
_TOLD_FIRST: tuple[Role, ...] = ("lead", "support", "supervise", "responsible")
_CLASH = {"lead", "support"}  # nobody can do both: 牵头单位：县公安局（配合）


def parse(phrase: str, register: Register | None = None) -> UnitPhrase:
    """Reads a phrase as issued; what it cannot read stands in `doubts`. Never raises."""
    head, _, standing = expression("own_first").sub(r"\1）（", phrase).partition("。")
    standing = standing.strip() if re.search(r"\w", standing) else ""
    if len(phrase) > LIMIT:
        return UnitPhrase(phrase, (), (), "", (phrase[:20] + "…",))
    reader = _Reader(book(register or Register()), Lexer(expression("shared").sub(r"\3\1\2\4", head)).tokens)
    for sentence in filter(None, re.split("[。\n]", standing)):
        second = parse(sentence, register)
        if (not second.doubts and (second.named or second.groups)) or expression("charged").search(sentence):
            reader.doubts.append(standing)  # more than a standing clause: 甲牵头。乙配合。
    if reader.entries and (first := expression("first_leads").search(re.sub(r"\s", "", phrase))):
        rest = [e._replace(role="support") if first[1] else e for e in reader.entries[1:]]
        reader.entries = [reader.entries[0]._replace(role="lead"), *rest]
    reader.doubts += expression("unsaid").findall(head) if expression("loose").search(head) else []
    names = [e.name for e in reader.entries if e.unit and e.name not in reader.book.units]
    places = [n for n in names if expression("premises").fullmatch(f"{letter_of(n, first=True)} {n}")]
    reader.doubts += [p for p in places if places == [phrase.strip()] or (len(places) == 1 and len(p) == 2)]
    by = gathered(((e.unit, e.name), e) for e in reader.entries)
    reader.doubts += [f"{n}（牵头，又配合）" for (_, n), e in by.items() if {i.role for i in e} >= _CLASH]
    best = [min(said, key=lambda e: ROLES.index(e.role)) for said in by.values()]  # each stands once
    known, named = reader.book.groups, tuple(NamedUnit(e.name, e.role) for e in best if e.unit)
    groups = tuple(GroupRef(e.name, e.role, group_called(e.name, known), e.whole) for e in best if not e.unit)
    return UnitPhrase(phrase, named, groups, standing, tuple(dict.fromkeys(reader.doubts)))


def _roles_in(said: str) -> list[Role]:
    """The roles that words say, the strongest first: 协同责任 supports, 牵头负责 leads."""
    told = [r for r in _TOLD_FIRST if any(w in said for w in lists()[r] + lists().get(f"soft-{r}", ()))]
    return told or ["responsible"]


class _Entry(NamedTuple):
    """A party while its role is still open."""

    name: str
    unit: bool
    whole: bool
    role: Role
    own: bool  # a bracket behind its name gave the role


class _State(NamedTuple):
    """What a label or a role word governs."""

    prefix: str = ""  # level of the unit before, while 、 和 及 go on
    mixed: bool = False  # whether units of different levels stand before
    label: Role | None = None  # the role that the label before gives
    ended: int = 0  # where it ends
    start: int = 0  # first entry since the label or the role word before
    clause: int | None = 0  # first entry since ， or ；, None once a role word has been met


class _Reader:
    """Goes through the words of a head once, from left to right."""

    def __init__(self, book: Book, tokens: Sequence[Token]) -> None:
        roles = re.match(";*(?:[Rr]K?:)?P", codes_of(tokens))  # 责任单位：（牵头）甲（配合）乙
        labels = [t._replace(code="*") if roles and t.code == "P" else t for t in tokens[:-1]]
        self.book, self.tokens = book, [*labels, *tokens[-1:], Token("", ";")]
        self.codes = codes_of(self.tokens)
        self.entries, self.doubts = list[_Entry](), list[str]()
        self.state, at = _State(), 0
        while at < len(self.codes):
            if end := self._label_end(at):
                said, before = text_of(self.tokens[at:end]), self.codes[:at].rstrip(";,")
                columns = len(before) == self.state.ended and before[-1:] not in ("", ":")
                unsure = columns or {*_roles_in(said)} >= _CLASH  # 牵头单位 配合单位, 牵头配合单位
                self.doubts += [said] if unsure else []
                at, label = end, None if unsure else _roles_in(said)[0]
                self.state = _State("", False, label, end, len(self.entries), len(self.entries))
            else:
                if self.codes[at] == ";":
                    self._go_on(ended=True)
                passes = self.codes[at] in ";," or (self.codes[at] == "0" and self._over(at + 1))
                at = at + 1 if passes else self._piece(at)
        if not (self.entries or self.doubts or "0" in self.codes) and re.search(r"\w", text_of(tokens)):
            self.doubts.append(text_of(tokens))  # hedges or labels alone

    def _over(self, at: int) -> bool:
        return self.codes[at] in ";," or bool(self._label_end(at))

    def _go_on(self, *, ended: bool) -> None:
        clause = len(self.entries) if ended and self.state.clause is not None else self.state.clause
        self.state = self.state._replace(prefix="", clause=clause)

    def _piece(self, start: int) -> int:
        """The parts up to the next separator; where a word is left over, a doubt instead of all of them."""
        before, at = (self.entries.copy(), self.state), start
        try:
            while not self._over(at):
                at = self._part(at)
                said = "".join(t.gap + t.text for t in self.tokens[at : at + 4])
                if self.codes[at] == "&" or expression("settled").match(said):
                    before, start = (self.entries.copy(), self.state), at
        except ValueError:  # a word is left over
            self.entries, self.state = before
            later = range(start + 1, len(self.codes))  # 、 ends nothing in 抄送：甲、乙, 甲负责学校、幼儿园
            ends = (i for i in later if self.tokens[i].gap == "\n" or self._over(i))
            at = next(i for i in ends if self.codes[i] != "," or i >= self._past("goes_on", start))
            left = self.tokens[start + (self.codes[start] == "&") : at - (self.codes[at - 1] == "&")]
            self.doubts.append(text_of(left or self.tokens[start:at]))
            theirs = (
                self.codes[start - 1 : start] == "," and self.codes[at - 1] in "RS" and not self.state.label
            )
            at -= theirs and len(self.entries) > self.state.start  # 县公安局、某某水务配合
        return at

    def _past(self, name: str, at: int) -> int:
        """Where the words end that an expression of the grammar fits, from here; `at` where it fits none."""
        return found.end() if (found := expression(name).match(self.codes, at)) else at

    def _part(self, at: int) -> int:
        """A name with its brackets and what is said of it; where the next part begins."""
        # 会同农场, registered
        start, whole = at, self.codes[at] in "&4" and self._unit(at, self._name_end(at))
        at = at if whole else self._past("opening", at + (bool(self.entries) and self.codes[at] == "&"))
        end = self._name_end(at)
        brackets = self._past("brackets", end) if end > at else at
        tail = self._past("tail", brackets)
        tail = next((i for i in range(brackets, tail) if self._label_end(i)), tail)
        fresh = (i for i in range(brackets, tail) if self.tokens[i].gap and self.codes[i - 1] not in "St")
        tail = next((i for i in fresh if self._name_end(i) > i), tail)
        words = self.tokens[brackets:tail]
        adrift = end == at and not self.entries and self.codes[at] != "H"  # 检查、县公安局
        if adrift or tail == at or expression("thing").fullmatch(f"{self.state.label}{text_of(words)}"):
            raise ValueError
        own, within = self._named(at, end, brackets, tail) if end > at else (None, [])
        if words and words[0].gap:  # 甲\n乙\n配合: of all lines
            self.state = self.state._replace(clause=self.state.clause and 0)
        self._govern(text_of(t for t in words if t.code in "RSrt"))
        again = text_of(self.tokens[brackets + 1 :]).startswith(text_of(self.tokens[at:end]) or "?")
        shared = self._past("whose", brackets) > brackets and not again  # not 天宁镇、天宁镇派出所
        self.doubts += [text_of(self.tokens[at:tail])] if shared else []
        if any(entry.own for entry in within):
            self.state = self.state._replace(start=len(self.entries))
        if self.tokens[tail].gap:
            self._go_on(ended=bool(self.state.label) or self.codes[start - 1] == ",")  # 甲、乙\n丙配合
        elif not self._over(tail) and self.codes[tail] != "&":
            whom = self.codes[tail - 1] in "St" or (end > at and self.codes[tail] not in "kK")
            if not whom or not self._joins(at, tail, words, told=bool(own or within)):
                raise ValueError
        return tail

    def _joins(self, at: int, tail: int, words: list[Token], *, told: bool) -> bool:
        """Whether a name may follow, nothing between: 县公安局县水利局, 县应急局牵头县公安局配合; `told`: in brackets."""
        then = self._name_end(tail)
        known = bool(self._unit(at, tail) and self._unit(tail, then))  # 应急局住建局
        said = text_of(words) + "…" * (self._past("role_ahead", tail) > tail)  # 负责各学校: no party
        two = not words and self.entries[-1].unit and self._past("glued", tail - 1) >= tail
        beside = not said and self._apart("beside", at, tail, then)
        joins = (two or known) and not self._apart("branch", at, tail, then)
        joins = joins or beside or told or bool(expression("joining").fullmatch(said))
        return joins and not self._apart("upward", at, tail, then)

    def _name_end(self, start: int) -> int:
        """Where the name ends that begins here, `start` where none does: the longest that is certain."""
        ends = range(min(start + LONGEST, len(self.codes) - 1), start, -1)
        may = (e for e in ends if self.codes[e - 1] not in "PpB," and self.codes.count("M", start, e) < 5)
        return next((e for e in may if self._kind(start, e) and not self._parted(start, e)), start)

    def _unit(self, start: int, end: int) -> str:
        """The registered unit that words mean, if they do."""
        return self.book.units.get(text_of(self.tokens[start:end]), "")

    def _kind(self, start: int, end: int) -> str:
        """What words are the name of: a `unit`, a `group` or nothing that is certain."""
        codes, name, last = self.codes[start:end], text_of(self.tokens[start:end]), self.tokens[end - 1]
        if self.book.units.get(name) or (codes == "G" and self.state.prefix):
            return "unit"
        behind = "" if self.tokens[end].gap else self.codes[end:]
        known = bool(group_called(name, self.book.groups))
        known = known and not expression("no_group").match(f"{codes} {behind} {name}")
        known = known and not ("," in codes and self._kind(start, start + codes.index(",")) == "unit")
        if known or name in self.book.groups:
            return "group"
        codes = codes[:-1] + "m" if last.code in "bFq" and last.text in lists()["members"] else codes
        before = next((e.name for e in self.entries[-1:] if not e.unit), "")  # 各医院、卫生院
        kind = "group" if before and expression("behind").fullmatch(f"{before} {name}") else kind_of(codes)
        return kind if kind and not expression("doubled").fullmatch(name) else ""

    def _parted(self, start: int, end: int) -> bool:
        """Whether what could be one name is two: 县公安局 交警大队, 应急局公路段, 各小区和洗煤厂; but 县应急管 理局, 文水县 应急局."""
        kind, codes = self._kind, self.codes
        for at in range(start + 1, end):
            first, gap = kind(start, at), self.tokens[at].gap and codes[at - 1] not in "qHhM"
            known = self._unit(start, at) and self._unit(at, end) and not self._unit(start, end)
            more = codes[at] == "&" and first == "group" and kind(at + 1, end) == "unit"
            apart = first and kind(at, end) and self._apart("apart", start, at, end)
            pair = gap and re.fullmatch("[Fb]{2}", codes[at - 1 : at + 1])  # 县住建 交通运输局
            two = more or apart or pair or (known and not self._apart("branch", start, at, end))
            if two or self._label_end(at):
                return True
            line = next((i for i in range(at + 1, end) if self.tokens[i].gap), end) if gap else end
            named = gap and (first or re.search("[pPB]$|,V$", codes[start:at]))
            if named and (codes[at] in "lLZ" or kind(at, line)):
                left, right = text_of(self.tokens[start:at]), text_of(self.tokens[at:line])
                return not expression("one").fullmatch(f"{level_of(left)} {left} {level_of(right)} {right}")
        return False

    def _apart(self, how: str, start: int, at: int, end: int) -> bool:
        """Whether an expression knows what stands on both sides as two names: 县公安局|各乡镇."""
        sides = self.tokens[start:at], self.tokens[at:end]
        said = (text_of(t for t in side if t.code not in "pB") for side in sides)
        return bool(expression(how).fullmatch(("\n" if self.tokens[at].gap else " ").join(said)))

    def _label_end(self, at: int) -> int:
        """Where a label ends that begins here (牵头单位：, 【配合】, 责任单位 县水利局, 牵头 县水利局), 0 where none does."""
        starts, end = self.tokens[at].gap or self.codes[at - 1] in ";,:*", self._past("label", at)
        gaps = (i for i in range(at + 1, end) if self.tokens[i].gap)  # 主管部门\n配合单位：
        if end > at and not any(re.match("[kK][RSrt]", self.codes[i - 1 : i + 1]) for i in gaps):
            glued = self.codes[at - 1] == "&" or (self.state.label and self.codes[at - 1] != "N")
            return end if starts or (glued and self.codes[at] in "RSrtq*") else 0  # not 原牵头单位
        end = self._past("spaced_label", at)
        first = self.state.start == len(self.entries) and self.codes[at - 1] in ";,"
        fits = first or self.codes[self.state.ended - 1] in "RSrt" or "K" in self.codes[at:end]
        return end if end > at and self.tokens[end].gap and starts and fits else 0

    def _named(self, at: int, end: int, brackets: int, tail: int) -> tuple[Role | None, list[_Entry]]:
        """Enters the name with what its brackets say: its own role, and the parties named in them."""
        kind = self._kind(at, end)
        kept, says, within = self._told(kind, at, end, brackets)
        own, said = says[0] if says else None, text_of(self.tokens[end:brackets])
        if said[1:-1] == "除外" or len({*says, self.state.label} - ({None, "responsible"} - {*says})) > 1:
            raise ValueError
        begins = max(self.state.start, self.state.clause or 0)
        entries = self.entries if own in ("support", "supervise") else []
        bare = [e.role == "responsible" and not e.own for e in entries]
        may = {"lead": not self.state.label, "responsible": False}
        last = any(e.role in may and (e.own or may[e.role]) for e in entries) and bare[-1]
        theirs = last and self.codes[tail] == ";" and all(bare[begins:]) and not any(bare[:begins])
        shared = theirs or bool(own and expression("plural").search(said))  # 甲牵头，乙、丙（配合）
        self.doubts += [text_of(self.tokens[at:brackets])] if last and not shared else []
        self._enter(kept, kind, None if shared else own, "O" in self.codes[brackets:tail])
        self._govern(said if shared else "")
        others = text_of(t for t in self.tokens[brackets:tail] if t.code == "O")
        counted, found = expression("counted").match(others), len(self.entries) - begins
        self.doubts += [others] if counted and in_figures(counted[1]) != str(found) else []
        self.entries += [e if e.own else e._replace(role=self.state.label or e.role) for e in within]
        return own, within

    def _told(
        self, kind: str, at: int, end: int, brackets: int
    ) -> tuple[list[Token], list[Role], list[_Entry]]:
        """The name with those of its brackets that belong to it, and the roles and the parties in the others."""
        within, kept, says = list[_Entry](), self.tokens[at:end], list[Role]()
        name = text_of(kept)
        for word in self.tokens[end:brackets]:
            inner = _Reader(self.book, word.inner)
            codes, aside = codes_of(word.inner), word.code == "p" or expression("aside").search(word.text)
            inside = re.split(r"\W|含", word.text) if kind == "group" and aside else [text_of(word.inner)]
            both = {self._unit(at, end), *map(self.book.units.get, inside)} - {"", None}
            two = len(both) > (kind == "unit") and both not in self.book.sits  # no second name plate
            units = {*map(kind_of, codes.split(","))} == {"unit"}
            doubtful = expression("doubtful").search(f"{codes} {word.text} {text_of(kept)}")
            body = units and kind == "unit" and expression("beside_it").fullmatch(f"{word.text} {name}")
            if word.code == "P":
                says += _roles_in(word.text)[:1] if re.search("[RSrt]", codes) else []
            elif (units and kind == "group" and not aside) or not codes or two or body or doubtful:
                self.doubts.append(text_of(self.tokens[at:brackets]))
                kept.append(word)
                if kind == "group" and expression("member").fullmatch(f"{name} {word.text}"):
                    within += inner.entries if not inner.doubts else []
            elif aside or units:  # （房屋建筑、城镇燃气）, a second name plate （县安委办）
                kept += [] if expression("first_leads").search(word.text) else [word]
            else:  # a phrase of its own: 县应急局（县公安局配合）; not （牵头、县消防大队）, （张伟负责）
                told = re.search("[RS]|[rt]$", codes) and codes[0] not in "RSrt" and not inner.doubts
                within += [entry._replace(own=True) for entry in inner.entries if told]
                self.doubts += [] if told and inner.entries else [word.text]
        return kept, says, within

    def _govern(self, said: str) -> None:
        """A role word behind names: its clause, or everything since the role word before."""
        roles, first, clause = _roles_in(said), self.state.start, self.state.clause
        start = clause if clause and first < clause < len(self.entries) else first
        label = self.state.label if start == first else None  # 牵头单位：甲，乙、丙配合
        if said and not (label and roles[0] == "responsible"):
            missed = any(not entry.own for entry in self.entries[first:start])
            if missed and roles[0] == "lead" and not self.state.label:
                self.doubts.append("，".join(e.name for e in self.entries[first:]) + said)  # 甲，乙牵头
            names = "、".join(governed := [e.name for e in self.entries[start:] if not e.own]) + said
            self.doubts += [names] if expression("guided").search(names) else []  # 各乡镇、县公安局指导
            told = {label, roles[0], *(_CLASH & {*roles})} - {None, "responsible"}
            if len(told) > 1 or (told and not governed):  # 甲牵头、配合
                raise ValueError
            self.entries[start:] = [e if e.own else e._replace(role=roles[0]) for e in self.entries[start:]]
            self.state = self.state._replace(label=label, start=len(self.entries), clause=None)

    def _enter(self, words: list[Token], kind: str, own: Role | None, others: bool) -> None:
        """One name: a registered unit, a group, or any other unit."""
        prefix, bare = self.state.prefix, [t for t in words if t.code not in "PpB"]
        plain, whole = text_of(bare), text_of(words)
        carried = carry(prefix, bare, before := self.entries[-1].name if self.entries else "")
        local = prefix[-1:] in ("乡", "镇", "道") and not carried.startswith(prefix)  # 天宁镇人民政府、教育局
        above = "" if local or level_of(plain) else prefix  # under 市…, 水利局 is not the registered 县水利局
        ways = map(self.book.units.get, (above + whole, above + plain, carried, whole, plain))
        fits = expression("at_level").match  # 交通局 behind 县公安局: as 县交通局, where that is registered
        may = (n for i, n in enumerate(ways) if n and (i < 3 or fits(f"{above} {level_of(n)} {n}")))
        known = next(may, "")
        name = known or carried * (kind == "unit")
        text = {"c": plain, "T": bare[0].text}.get(bare[0].code, "")  # 仅|天宁镇, where 天宁镇 is registered
        merged = any((self.book.units.get(text[i:]) or "").startswith(text[i:]) for i in range(1, len(text)))
        again = name == before and plain in self.book.units  # 市应急局、应急局: the registered one?
        doubtful = name != known and (merged or again or self.book.units.get(plain) == "")  # could be several
        mixed = self.state.mixed and above and name.startswith(above)  # 县公安局、市税务局、财政局
        beside = f"{above} {'known' * bool(known)} {before}{words[0].gap or '、'}{plain} {name}"
        if doubtful or mixed or expression("whose_area").fullmatch(beside):
            raise ValueError
        last = self.entries[max(self.state.start, self.state.clause or 0) :][-1:]
        some, named = not all(e.unit or e.whole for e in last), bool(group_called(whole, self.book.groups))
        stem = "" if named or name else expression("of_it").sub("", whole)
        said = f"{'some' * some} {'known' * named} {codes_of(bare)} {plain} {whole}"
        part = not name and (others or expression("some_of").fullmatch(said))
        role = own or self.state.label or "responsible"
        called = name or (stem if group_called(stem, self.book.groups) else whole)
        self.entries.append(_Entry(called, bool(name), not part, role, own is not None))
        after = level_behind(plain, prefix, known=plain in self.book.units) if name else prefix
        two = bool(prefix) and (self.state.mixed or (after or prefix)[-1] != prefix[-1])
        self.state = self.state._replace(prefix=after, mixed=two)
