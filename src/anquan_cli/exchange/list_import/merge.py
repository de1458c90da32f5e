"""A list imported again: what the document changed and what a hand changed since, merged entry by entry, line by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain, product, takewhile
from typing import NamedTuple

from anquan_cli.errors import truncate
from anquan_cli.exchange.list_import.segments import (
    NEW,
    TITLE,
    WITHIN,
    Key,
    by_title,
    entry_of,
    has_parts,
    joined_lines,
    named_in,
    numbered,
    pieces_of,
    says_same,
    segments_of,
    task_of,
    where,
    with_question,
    without_asked,
)
from anquan_cli.tasklist.yamlfile import NAMED, UNCONFIRMED, unconfirmed

DELETED = "（已删去）"
_LIKE = 0.7  # from which two tasks may be one
_MOST_PAIRS, _MOST = 400, 300  # how many are compared, and characters of a text
_PAIR = re.compile("“([^”]+)”与“([^”]+)”可能是同一单位")
_FROM = re.compile(r"(?m)^([^#\n]*\bfrom\W*: *)(\d+)")


class Conflict(NamedTuple):
    """What the document and a hand changed differently; the hand's stands."""

    where: str
    hand: str
    document: str


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Merges three list files: as the last import wrote it, as it is now, as the document is now."""
    (before, base, _), (left, ours, at), (asked, theirs, _) = map(without_asked, (base, ours, theirs))
    texts = (base, ours, theirs)
    named = named_in(*texts)
    was, now, new = (segments_of(text, named) for text in texts)
    moved = _moved(was, new)
    new = {
        moved.get(key, (key[0], NEW + key[1]) if key in moved.values() else key): lines
        for key, lines in new.items()
    }
    pairs = [_pairs(text) for text in texts[:2]]
    was, new = (_without_settled(side, now, *pairs) for side in (was, new))
    for side in (was, new):
        _named_alike(side, now, was)
    merged = Merged(was, now, new, {old: key[1] for key, old in moved.items()})
    merged.move_standing()

    def of(kinds: Collection[str]) -> list[Key]:
        return _order(*({k: lines for k, lines in x.items() if k[0] in kinds} for x in (was, now, new)))

    for key in of({"key", "category", "task"}):
        if key[0] == "key" and key[1] in named:
            merged.register(key, of({key[1]}))
        else:
            merged.segment(key)
    kept = [*(x for x in left if x not in before), *(x for x in asked if x in left or x not in before)]
    merged.ask(left, kept, at)
    return merged


def _ways(key: Key, lines: list[str]) -> list[str]:
    """What an entry of the register is called: its name, then whatever else means it."""
    entry = entry_of(lines)
    others = chain(*(entry.get(field) or () for field in ("former", "short", "phrases", "aliases")))
    return [key[1], *map(str, others), *filter(None, [entry.get("pattern")])]


def _named_alike(side: dict[Key, list[str]], now: dict[Key, list[str]], was: dict[Key, list[str]]) -> None:
    """Keys entries as the hand's list has them, whatever they are called; two that it has as one are one."""
    known: dict[Key, Key] = {}  # by what an entry is called, the entry
    for key, lines in now.items():
        if key[0] in NAMED:
            ways = _ways(key, lines) + (_ways(key, was.get(key, [])) if key[0] == "groups" else [])
            known |= {(key[0], way): key for way in ways if (key[0], way) not in known}
    known |= {key: key for key in now}  # its own name first of all
    for key in [key for key in side if key[0] in NAMED and key not in now]:
        found = [(way, known.get((key[0], way))) for way in _ways(key, side[key])]
        called = (of for way, of in found if of and (key[0] == "groups" or way in (key[1], of[1])))
        if of := next(called, None):
            lines = side.pop(key)
            is_renamed = key[0] == "units" and of[1] in (entry_of(lines).get("former") or ())
            if of not in side:  # it keeps its name, unless the document says that it is called otherwise now
                named = was[of][0] if of in was else lines[0].replace(key[1], of[1], 1)
                side[of] = lines if is_renamed else [named, *lines[1:]]


def _pairs(text: str) -> set[frozenset[str]]:
    """The names about which a list asks whether they are one unit's."""
    return {frozenset(pair.groups()) for pair in _PAIR.finditer(text)}


def _without_settled(
    side: dict[Key, list[str]],
    now: dict[Key, list[str]],
    asked: set[frozenset[str]],
    left: set[frozenset[str]],
) -> dict[Key, list[str]]:
    """What a document comes to, without asking again which names are one unit's where the hand has settled it."""
    one = [{*_ways(key, lines)} for key, lines in now.items() if key[0] == "units"]

    def still(line: str) -> str:
        text, sign, note = line.rstrip("\n").rpartition("  # ")
        notes = re.split("；(?=核对：)", note)
        pairs = [frozenset(found.groups()) if (found := _PAIR.search(n)) else None for n in notes]
        open_ = [
            n
            for n, pair in zip(notes, pairs, strict=True)
            if not pair or not (pair in asked - left or any(pair <= names for names in one))
        ]
        return line if len(open_) == len(notes) else text + (sign + "；".join(open_)) * bool(open_) + "\n"

    return {key: [*map(still, lines)] if key[0] == "units" else lines for key, lines in side.items()}


def _moved(was: dict[Key, list[str]], new: dict[Key, list[str]]) -> dict[Key, Key]:
    """Tasks and categories that the document numbers otherwise now, known by a title that occurs once, else by likeness: the new key → the one before."""
    before, after = by_title(was), by_title(new)
    both = ((keys[0], before.get(name, ())) for name, keys in after.items() if len(keys) == 1)
    found = {key: old[0] for key, old in both if len(old) == 1}
    gone = [key for key in was if key[0] == "task" and key not in found.values()]
    fresh = [key for key in new if key[0] == "task" and key not in found]
    pairs = product(gone, fresh) if len(gone) * len(fresh) <= _MOST_PAIRS else ()
    scored = [(*_alike(was[old], new[key], old == key), old, key) for old, key in pairs]
    for _, score, old, key in sorted(scored, reverse=True):
        if score >= _LIKE and key not in found and old not in found.values():
            found[key] = old
    return {key: old for key, old in found.items() if old != key}


def _alike(a: list[str], b: list[str], is_same_number: bool) -> tuple[float, float]:
    """How much of what two tasks say, and of whose they are, is the same: with what it is worth that who and when are, and without."""
    both = [entry_of(lines) for lines in (a, b)]
    texts = ([str(task.get(field) or "")[:_MOST] for task in both] for field in ("title", "content", "units"))
    ratios = [SequenceMatcher(None, old, new, autojunk=False).ratio() for old, new in texts if old or new]
    score = (sum(ratios) / len(ratios) if ratios else 0) + 0.05 * is_same_number
    return score + 0.1 * all(both[0].get(x) == both[1].get(x) for x in ("units", "deadline")), score


def _order(was: dict[Key, list[str]], now: dict[Key, list[str]], new: dict[Key, list[str]]) -> list[Key]:
    """The hand's order, or the document's where that has changed; what only the other has behind what it stands behind."""
    same = [key for key in was if key in new] == [key for key in new if key in was]
    order, other = (list(now), new) if same else (list(new), now)
    before: Key | None = None
    known = {*order}
    for key in other:
        if key not in known:
            known.add(key)
            at = order.index(before) + 1 if before in order else 0
            order.insert(at, key)
        before = key
    return [*order, *(key for key in was if key not in known)]


class Merged:
    """The merged text, segment by segment, and what happened."""

    def __init__(
        self,
        was: dict[Key, list[str]],
        now: dict[Key, list[str]],
        new: dict[Key, list[str]],
        moved: dict[Key, str],
    ) -> None:
        self._was, self._now, self._new, self._moved = was, now, new, moved
        self._lines: list[str] = []
        self.taken: list[str] = []  # places that the document changed
        self.added: list[str] = []  # those of them that are new: categories and tasks
        self.dropped: list[str] = []  # tasks and keys gone from the document
        self.kept: list[str] = []  # gone from the document, but edited by hand
        self.conflicts: list[Conflict] = []
        self.same_number: list[Conflict] = []  # of two tasks, one a hand's, one new in the document

    @property
    def text(self) -> str:
        """The merged list file."""
        return "".join(self._lines)

    @property
    def moved(self) -> dict[int, int]:
        """The tasks that have another number now."""
        tasks = ((key[1], new) for key, new in self._moved.items() if key[0] == "task")
        return {int(old): int(new) for old, new in tasks if old.isdecimal() and new.isdecimal()}

    def ask(self, before: list[str], asked: list[str], at: int) -> None:
        """Writes what is asked of the documents as a whole behind so many lines."""
        self._lines[at:at] = dict.fromkeys(asked)
        if {*asked} != {*before}:
            self._take(("key", ""))

    def move_standing(self) -> None:
        """Moves the clause that a hand has written along with the tasks for which it holds; asks where others would be."""
        key = ("key", "standing")
        base, ours = self._was.get(key, []), self._now.get(key, [])
        if not self._moved or not ours or says_same(base, ours):
            return
        tasks = (k for k in self._now if k[0] == "task" and (k in self._new or k not in self._was))
        numbers = {int(k[1]): int(self._moved.get(k, k[1])) for k in tasks if k[1].isdecimal()}
        if base:
            self._was[key] = _starting(base, numbers)[0]
        self._now[key], others = _starting(ours, numbers)
        if self._now[key] != ours:
            self._take(key)
        if others:
            lines = "".join(self._now[key]).splitlines(keepends=True)
            at = next(n for n, line in enumerate(lines) if _FROM.match(line))
            self._now[key] = joined_lines(
                key, with_question(lines, at, "", "任务的先后变了，请核对从第几项起")
            )

    def register(self, key: Key, entries: Sequence[Key]) -> None:
        """Decides the entries of a key, which stands above those that are left."""
        begin = len(self._lines)
        self._lines += self._now.get(key) or self._new.get(key, [])
        above = len(self._lines)
        for entry in entries:
            self.segment(entry)
        if len(self._lines) == above:
            del self._lines[begin:]

    def segment(self, key: Key) -> None:
        """Decides one segment."""
        base, ours, theirs = self._was.get(key), self._now.get(key), self._new.get(key)
        if ours is None and theirs is not None:
            if base is None:
                self._lines += theirs
                self._take(key)
                self.added += [where(key)] * (key[0] in ("category", "task"))
            elif not says_same(base, theirs):
                self._lines += with_question([], 0, theirs[0], self._conflict(key, [], theirs))
        elif ours is not None and theirs is None:
            if (
                base is None
                or not says_same(base, ours)
                or (key[0] in ("category", "groups") and self._is_needed(key))
            ):
                if base is not None and not says_same(base, ours):
                    self.kept.append(self._where(key))
                    ours = "".join(ours).splitlines(keepends=True)
                    at = next(n for n, line in enumerate(ours) if re.match(" *[^# \n]", line))
                    ours = with_question(ours, at, "", "文件中已没有，手工改过，保留着")
                self._lines += ours
            elif key[0] in NAMED:
                self._take(key)
            elif key[0] != "category":
                self.dropped.append(self._where(key))
        elif ours is not None and theirs is not None:
            titles = {tuple(TITLE.findall("".join(lines))[:1]) for lines in (ours, theirs)}
            if base is None and key[0] == "task" and len(titles) > 1:
                self._beside(key, ours, theirs)
                return
            if key[0] in NAMED and _adds_nothing(base, ours, theirs):
                at = next(n for n, line in enumerate(ours) if re.match(" *- ", line))
                for what in (x for x in _asked(theirs) if x not in _asked(base or [])):
                    ours = with_question(ours, at, "", what)
                self._lines += ours
                return
            if key[0] == "task" and base and has_parts(base, theirs):
                self._by_parts(key, base, ours, theirs)
            else:
                self._merge(key, *self._in_step(key, base or [], ours, theirs))

    def _in_step(
        self, key: Key, base: list[str], ours: list[str], theirs: list[str]
    ) -> tuple[list[str], list[str], list[str]]:
        """Three texts of a task or part, in the order that the document has put its measures in."""
        sides = (base, ours, theirs) if key[0] in ("task", "part") and base else ()
        was, now, new = [pieces_of(key, lines, "measures") for lines in sides] or ({}, {}, {})
        if not was or not now or [k for k in was if k in new] == [k for k in new if k in was]:
            return base, ours, theirs
        order = [k for k in _order(was, now, new) if k in now or k in new]
        if [k for k in order if k in now] != [*now]:
            self._take(key)  # they are numbered by their order
        base, ours = ([line for k in order for line in side.get(k, ())] for side in (was, now))
        return base, ours, theirs

    def _by_parts(self, key: Key, base: list[str], ours: list[str], theirs: list[str]) -> None:
        """A task part by part, each known by its name; where they cannot be told apart, the hand's stands whole."""
        was, now, new = (pieces_of(key, lines, "parts") for lines in (base, ours, theirs))
        if was and len({*now} & {*new}) > 2:  # a part at least is in both
            first, *parts, last = (part for part in _order(was, now, new) if part in now or part in new)
            if [part for part in parts if part in now] != [part for part in now if part in parts]:
                self._take(key)  # they are numbered by their order
            for side, own in ((self._was, was), (self._now, now), (self._new, new)):
                side.update((part, own[part]) for part in parts if part in own)
            for end, within in ((first, parts), (last, ())):
                self._merge(key, was[end], now[end], new[end])
                for part in within:
                    self.segment(part)
        elif says_same(ours, theirs) or says_same(base, ours) or says_same(base, theirs):
            self._merge(key, base, ours, theirs)
        else:
            self._conflict(key, ours, theirs)
            asked = f"两边都改了，没有合并，文件是“{truncate(_text(theirs), 150)}”"
            self._lines += with_question(ours, numbered(ours), "", asked)

    def _beside(self, key: Key, ours: list[str], theirs: list[str]) -> None:
        """A task that a hand has added under the number of another one that is new in the document: which is not in, and asked about."""
        conflict = Conflict(where(key), _called(ours), _called(theirs))
        asked = f"文件的{conflict.where}另是一项，没有写进清单：{truncate(_text(theirs), 150)}"
        at = numbered(ours)
        self._lines += [*ours[:at], unconfirmed(ours[at].rstrip("\n"), asked) + "\n", *ours[at + 1 :]]
        self.conflicts.append(conflict)
        self.same_number.append(conflict)

    def _is_needed(self, key: Key) -> bool:
        """Whether what a hand wrote needs a category or group that the document no longer has."""
        edited = (k for k, lines in self._now.items() if not says_same(self._was.get(k, []), lines))
        if key[0] == "groups":
            texts = ("".join(self._now[k]) for k in edited if k[0] == "units" or k[1] == "standing")
            return any(key[1] in re.split("[\\s,\\[\\]{}\"']+", text) for text in texts)
        keys = list(self._now)
        tasks = {*takewhile(lambda later: later[0] == "task", keys[keys.index(key) + 1 :])} - {*self._new}
        return not tasks.isdisjoint(edited)

    def _merge(self, key: Key, base: list[str], ours: list[str], theirs: list[str]) -> None:
        changed, lines, asked = False, list[str](), list[tuple[int, str, str]]()
        for b, o, t in _regions(base, ours, theirs):
            line, from_document, clash = _decided(b, o, t)
            changed |= from_document and [*filter(str.strip, o)] != [*filter(str.strip, t)]
            if clash:
                question = len(lines), "" if o else t[0], self._conflict(key, o, t)
                asked += [question] * (key != ("key", ""))  # the head says how to import again, and no more
            lines += "".join(line).splitlines(keepends=True)
        for question in reversed(asked):
            lines = with_question(lines, *question)
        self._lines += lines
        if changed:
            self._take(key)

    def _take(self, key: Key) -> None:
        place = key[0] if key[0] in NAMED else self._where(task_of(key))
        self.taken += [place] * (place not in self.taken)

    def _where(self, key: Key) -> str:
        if key[0] == "part":
            return f"{self._where(task_of(key))}的“{key[1].partition(WITHIN)[2]}”"
        return where(key) + (f"（改为{where((key[0], self._moved[key]))}）" if key in self._moved else "")

    def _conflict(self, key: Key, ours: list[str], theirs: list[str]) -> str:
        """Tells that both have changed a place; returns what is asked there."""
        hand, document = (_text(lines) or DELETED for lines in (ours, theirs))
        self.conflicts.append(Conflict(self._where(key), hand, document))
        return f"{'两边都改了' if ours else '手工删去了'}，文件是“{document}”"


def _starting(lines: list[str], numbers: Mapping[int, int]) -> tuple[list[str], bool]:
    """A clause that begins with the same tasks under the numbers of now; whether it holds for others, too, or not for all."""
    found = _FROM.search("".join(lines))
    held = {n for n in numbers if found and n >= int(found[2])}
    if not found or not held:
        return lines, False
    start = min(numbers[n] for n in held)
    moved = [_FROM.sub(rf"\g<1>{start}", line) for line in lines]
    return moved, held != {n for n, number in numbers.items() if number >= start}


def _decided(base: list[str], ours: list[str], theirs: list[str]) -> tuple[list[str], bool, bool]:
    """The lines that stand, whether they are the document's, whether both changed."""
    if theirs in (ours, base):
        return ours, False, False
    if base == ours:
        return theirs, True, False
    if says_same(ours, theirs):
        return ours, False, False
    if says_same(ours, base):  # the hand only confirmed what stood there
        return theirs, True, False
    return ours, False, True


def _adds_nothing(base: list[str] | None, ours: list[str], theirs: list[str]) -> bool:
    """Whether an entry that a hand has written in one line has whatever the document says anew of it."""
    if not any(re.match(r"\s*- \{", line) for line in ours):
        return False
    was, now, new = map(entry_of, (base or [], ours, theirs))
    return all(now.get(f) == new.get(f) for f in {*was, *new} if was.get(f) != new.get(f))


def _asked(lines: list[str]) -> list[str]:
    return [note.strip() for line in lines for note in UNCONFIRMED.split(line)[1:]]


def _called(lines: list[str]) -> str:
    """A task's title, units and deadline."""
    task = entry_of(lines)
    return "；".join(
        str(task[field]) for field in ("title", "units", "deadline") if task.get(field)
    ) or _text(lines)


def _text(lines: list[str]) -> str:
    return " ".join(" ".join(UNCONFIRMED.split(line)[0] for line in "".join(lines).splitlines()).split())


def _regions(
    base: list[str], ours: list[str], theirs: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Three texts in step: what all three share, and the regions between; of equal length line by line."""
    a = SequenceMatcher(None, base, ours, autojunk=False).get_matching_blocks()
    b = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    at = [0, 0, 0]
    i = j = 0
    while i < len(a) and j < len(b):
        start, end = max(a[i].a, b[j].a), min(a[i].a + a[i].size, b[j].a + b[j].size)
        last = i == len(a) - 1 and j == len(b) - 1
        if start < end or last:
            ends = [start, a[i].b + start - a[i].a, b[j].b + start - b[j].a]
            yield from _lines(base[at[0] : ends[0]], ours[at[1] : ends[1]], theirs[at[2] : ends[2]])
            size = end - start
            if size:
                same = base[start:end]
                yield same, same, same
            at = [e + size for e in ends]
        if last:
            return
        if a[i].a + a[i].size < b[j].a + b[j].size or j == len(b) - 1:
            i += 1
        else:
            j += 1


def _lines(
    base: list[str], ours: list[str], theirs: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    keyed = [{_key(line): [line] for line in lines} for lines in (base, ours, theirs)]
    if all(
        None not in k and len(k) == len(lines) for k, lines in zip(keyed, (base, ours, theirs), strict=True)
    ):
        names = list(dict.fromkeys((*keyed[1], *keyed[2], *keyed[0])))
        yield from ((keyed[0].get(n, []), keyed[1].get(n, []), keyed[2].get(n, [])) for n in names)
    elif len(base) == len(ours) == len(theirs):
        yield from (([b], [o], [t]) for b, o, t in zip(base, ours, theirs, strict=True))
    else:
        yield base, ours, theirs


def _key(line: str) -> str | None:
    found = re.match(r"""(\s*(?:- )?[a-z_]+|  [^\s:#'"\[{-]+):(?=\s)""", line)
    return found[1] if found else None
