"""A list imported again: what the document changed and what a hand changed since, merged entry by entry, line by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain, pairwise, product, takewhile
from typing import Any, NamedTuple

import yaml

from anquan_cli.errors import truncate
from anquan_cli.grouping import gathered
from anquan_cli.tasklist.yamlfile import LOADER, UNCONFIRMED, unconfirmed

Key = tuple[str, str]  # ("key", title), ("category", 一), ("task", 12), ("units", 县住建局)
_NAMED = ("units", "groups", "sectors")  # keys whose entries are known by their names
_WITHIN = "\n"  # between the number of a task and the name of its part
_NEW = "+"  # before the number of a task whose number was another's
DELETED = "（已删去）"
_LIKE = 0.7  # from which two tasks may be one
_MOST_PAIRS, _MOST = 400, 300  # how many are compared, and characters of a text
_PAIR = re.compile("“([^”]+)”与“([^”]+)”可能是同一单位")
_FROM = re.compile(r"(?m)^([^#\n]*\bfrom\W*: *)(\d+)")
_TITLE = re.compile(r"(?m)^ *(?:- )?title: *(.*?) *(?:#.*)?$")


class Conflict(NamedTuple):
    """What the document and a hand changed differently; the hand's stands."""

    where: str
    hand: str
    document: str


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Merges three list files: as the last import wrote it, as it is now, as the document is now."""
    (before, base, _), (left, ours, at), (asked, theirs, _) = map(_of_all, (base, ours, theirs))
    texts = (base, ours, theirs)
    named = {*_NAMED}.intersection(*(_with_names(yaml.compose(text, Loader=LOADER)) for text in texts))
    was, now, new = (_segments(text, named) for text in texts)
    moved = _moved(was, new)
    new = {
        moved.get(key, (key[0], _NEW + key[1]) if key in moved.values() else key): lines
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


def within(
    base: str, part: str, numbers: Mapping[int, int], new_names: Collection[str]
) -> tuple[str, list[int]]:
    """A list as the last import wrote it, with the tasks of a document that has a few of them in their places.

    Args:
        base: the list.
        part: what was read of the document, written by the same hand.
        numbers: of the document's tasks, the number of each in the list.
        new_names: of the document's units, groups and sectors, those that the list does not have.

    Returns: the text, and which tasks have parts that cannot be told from the document's.
    """
    asked, part, _ = _of_all(part)
    named = {*_NAMED}.intersection(*(_with_names(yaml.compose(text, Loader=LOADER)) for text in (base, part)))
    was, new = (_segments(text, named) for text in (base, part))
    titles = {title: keys[0] for (kind, title), keys in _by_title(was).items() if kind == "category"}
    last = {("key", ""): [*was][[*was].index(("key", "categories")) - 1]}  # below what new entries go
    category: Key | None = None
    for key in was:
        category = key if key[0] == "category" else category
        last[category if key[0] == "task" and category else ("key", key[0])] = key
        last[("key", key[1]) if key[0] == "key" else key] = key
    found, unclear, below = {**was}, list[int](), dict[Key, list[str]]()
    of: Key | None = None  # the category of the list that has the title of the document's
    for key, lines in new.items():
        if key[0] == "category":
            of = titles.get(title[1]) if (title := _TITLE.search("".join(lines))) else None
        elif key[0] in named and key[1] in new_names:
            place = last.get(("key", key[0]))
            head = [] if place else [f"{key[0]}:\n"]
            place = last.setdefault(("key", key[0]), place or last["key", ""])
            below.setdefault(place, []).extend([*head, _body(lines)])
        elif key[0] == "task":
            number, at = str(numbers[int(key[1])]), _numbered(lines)
            lines = [
                *lines[:at],
                re.sub(r"(number: )\d+", rf"\g<1>{number}", lines[at], count=1),
                *lines[at + 1 :],
            ]
            if ("task", number) in was:
                replaced = _replaced(("task", number), was["task", number], lines)
                found["task", number] = replaced or was["task", number]
                unclear += [int(number)] * (replaced is None)
                continue
            if number != key[1]:
                what = f"文件里是第{key[1]}项，清单的第{key[1]}项是另一件事，另编了号"
                lines = _with_question(lines, at, "", what)
            if of is None:
                lines = _with_question(lines, at, "", "文件没有写明是清单的哪一类，放在最后一类")
            below.setdefault(last[of or last["key", "category"]], []).append("\n" + _body(lines))
    text = ""
    for key, lines in found.items():
        body = _body(lines)
        text += "".join([body, *below.get(key, ()), "".join(was[key])[len(_body(was[key])) :]])
    before, text, at = _of_all(text)
    lines = text.splitlines(keepends=True)
    more = [line for line in asked if line not in before]
    return "".join([*lines[:at], *before, *more, *lines[at:]]), unclear


def _body(lines: Sequence[str]) -> str:
    """A segment without the blank lines that part it from what follows."""
    return "".join(lines).rstrip("\n") + "\n" * bool(lines)


def _replaced(key: Key, base: list[str], theirs: list[str]) -> list[str] | None:
    """A task as a document has it, with what that does not say of it as it was; None where its parts cannot be told apart."""
    whole = _filled(base, theirs)
    if _has_parts(base):
        was, new = (_pieces(key, lines, "parts") for lines in (base, theirs))
        if not was or not new or not new.keys() <= was.keys():
            return None
        heads = [_entry([*side[key]]) for side in (was, new)]
        if any(heads[1].get(f, heads[0].get(f)) != heads[0].get(f) for f in ("units", "deadline")):
            return None
        ends = (key, ("part", f"{key[1]}{_WITHIN}"))
        parts = {k: lines if k in ends else _filled(lines, new.get(k, lines)) for k, lines in was.items()}
        whole = [line for lines in parts.values() for line in lines]
    return base if _same(base, whole) else whole  # with what is asked there


def _filled(base: list[str], theirs: list[str]) -> list[str]:
    """An entry with the fields that a document says of it, the others as they were; its measures go with its text."""
    was, new, values = _fields(base), _fields(theirs), _entry(theirs)
    said = {field for field in new if values.get(field) and field != next(iter(was))}
    gone = {"measures"} if "content" in said else set()
    fields = [field for field in {**was, **new} if field in said or (field in was and field not in gone)]
    return [line for field in fields for line in (new if field in said else was)[field]]


def _fields(entry: list[str]) -> dict[str, list[str]]:
    """The lines of each field of an entry, with the comments above them."""
    lines = _body(entry).splitlines(keepends=True)
    depth = next(len(dash[1]) for line in lines if (dash := re.match("( *)- ", line)))
    keys = ((n, re.match(rf" {{{depth}}}(?:- |  )([a-z]+):", line)) for n, line in enumerate(lines))
    starts = {_with_comments(lines, n): key[1] for n, key in keys if key}
    fields: dict[str, list[str]] = {}
    name = next(iter(starts.values()))
    for n, line in enumerate(lines):
        name = starts.get(n, name)
        fields.setdefault(name, []).append(line)
    return fields


def _of_all(text: str) -> tuple[list[str], str, int]:
    """What a list's head asks of the documents as a whole, a line each, the text without, and how many lines stand before."""
    lines = text.splitlines(keepends=True)
    head = [*takewhile(lambda line: line.startswith("#") or not line.strip(), lines)]
    asked = [line for line in head if UNCONFIRMED.match(line)]
    first = len([*takewhile(lambda line: line.startswith("#") and line not in asked, head)])
    return asked, "".join(line for line in lines if line not in asked), first


def keeping(text: str, base: str, keys: Collection[str]) -> str:
    """A list file with the lines that some keys have in another."""
    was = {("key", key): lines for key in keys if (lines := _segments(base).get(("key", key)))}
    return "".join(line for key, lines in _segments(text).items() for line in was.get(key, lines))


def _with_names(root: Any) -> Iterator[str]:
    """The keys in which entries can be told by their names: one below the other, each with a name of its own."""
    pairs = {k.value: v for k, v in root.value} if isinstance(root, yaml.MappingNode) else {}
    for key in _NAMED:
        node = pairs.get(key)
        if node is None:
            yield key
        elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
            names = [_field(entry, "name") for entry in node.value]
            lines = {entry.start_mark.line for entry in node.value}
            if all(names) and len({*names}) == len(lines) == len(names):
                yield key


def _field(node: Any, name: str) -> str:
    fields = {k.value: v for k, v in node.value} if isinstance(node, yaml.MappingNode) else {}
    return str(getattr(fields.get(name), "value", ""))


def _segments(text: str, named: Collection[str] = ()) -> dict[Key, list[str]]:
    """The lines of each top-level key, each category's head, each task and each named entry, in the file's order."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    starts: dict[int, Key] = {}
    last = ""
    root = yaml.compose(text, Loader=LOADER)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        at = _with_comments(lines, key.start_mark.line)
        while last in named and not lines[at - 1].strip():  # else it would go with the entry above
            at -= 1
        starts[at] = ("key", last := key.value)
        if last == "categories" and isinstance(value, yaml.SequenceNode):
            _entries("category", value.value, lines, starts)
        for node in value.value if last in named else ():
            starts[_with_comments(lines, node.start_mark.line)] = (last, _field(node, "name"))
    found: dict[Key, list[str]] = {("key", ""): []}
    current: Key = ("key", "")
    for at, line in enumerate(lines):
        current = starts.get(at, current)
        found.setdefault(current, []).append(line)
    return {key: _joined(key, lines) for key, lines in found.items()}


def _entry(lines: list[str]) -> dict[str, Any]:
    """The values of an entry; none where it cannot be read alone."""
    values = _values(lines)
    return values[0] if isinstance(values, list) and values else {}


def _ways(key: Key, lines: list[str]) -> list[str]:
    """What an entry of the register is called: its name, then whatever else means it."""
    entry = _entry(lines)
    others = chain(*(entry.get(field) or () for field in ("former", "short", "phrases", "aliases")))
    return [key[1], *map(str, others), *filter(None, [entry.get("pattern")])]


def _named_alike(side: dict[Key, list[str]], now: dict[Key, list[str]], was: dict[Key, list[str]]) -> None:
    """Keys entries as the hand's list has them, whatever they are called; two that it has as one are one."""
    known: dict[Key, Key] = {}  # by what an entry is called, the entry
    for key, lines in now.items():
        if key[0] in _NAMED:
            ways = _ways(key, lines) + (_ways(key, was.get(key, [])) if key[0] == "groups" else [])
            known |= {(key[0], way): key for way in ways if (key[0], way) not in known}
    known |= {key: key for key in now}  # its own name first of all
    for key in [key for key in side if key[0] in _NAMED and key not in now]:
        found = [(way, known.get((key[0], way))) for way in _ways(key, side[key])]
        called = (of for way, of in found if of and (key[0] == "groups" or way in (key[1], of[1])))
        if of := next(called, None):
            lines = side.pop(key)
            is_renamed = key[0] == "units" and of[1] in (_entry(lines).get("former") or ())
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
    before, after = _by_title(was), _by_title(new)
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
    both = [_entry(lines) for lines in (a, b)]
    texts = ([str(task.get(field) or "")[:_MOST] for task in both] for field in ("title", "content", "units"))
    ratios = [SequenceMatcher(None, old, new, autojunk=False).ratio() for old, new in texts if old or new]
    score = (sum(ratios) / len(ratios) if ratios else 0) + 0.05 * is_same_number
    return score + 0.1 * all(both[0].get(x) == both[1].get(x) for x in ("units", "deadline")), score


def _by_title(segments: dict[Key, list[str]]) -> dict[tuple[str, str], list[Key]]:
    numbered = ((k, _TITLE.search("".join(x))) for k, x in segments.items() if k[0] in ("task", "category"))
    return gathered(((key[0], found[1]), key) for key, found in numbered if found)


def _joined(of: Key, lines: Sequence[str]) -> list[str]:
    """Lines, of which those are one that would say something false apart: a measure, a deadline with its `due`, a clause."""
    joined: list[str] = []
    owner: re.Match[str] | None = None
    begins = "( *)(- text|(- )?deadline):"
    if of[0] in _NAMED:
        begins = "( *(?:- )?)[a-z]+:"
    elif of == ("key", "standing"):
        begins = "()standing:"
    for line in lines:
        if owner and re.match(rf" {{{len(owner[1])}}}( +\S|(due|from):)", line):
            joined[-1] += line
        else:
            joined.append(line)
            owner = re.match(begins, line)
    return joined


def _entries(kind: str, nodes: Sequence[Any], lines: Sequence[str], starts: dict[int, Key]) -> None:
    """Where categories begin, and the tasks in each."""
    for node in nodes:
        fields = {k.value: v for k, v in node.value} if isinstance(node, yaml.MappingNode) else {}
        number = str(getattr(fields.get("number"), "value", node.start_mark.line))
        starts[_with_comments(lines, node.start_mark.line)] = (kind, number)
        _entries("task", getattr(fields.get("tasks"), "value", ()), lines, starts)


def _with_comments(lines: Sequence[str], at: int) -> int:
    """Where the comments above a line begin; what stands deeper is text of what is before it."""
    depth = len(lines[at]) - len(lines[at].lstrip())
    while at and re.match(f" {{0,{depth}}}#", lines[at - 1]):
        at -= 1
    return at


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


def where(key: Key) -> str:
    """What a user calls a segment: 第12项, 类别一, title."""
    kind, name = key
    if kind in _NAMED:
        return f"{kind}里的“{name}”"
    name = name.lstrip(_NEW)
    return {"task": f"第{name}项", "category": f"类别{name}"}.get(kind, name or "开头的注释")


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
        if not self._moved or not ours or _same(base, ours):
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
            self._now[key] = _joined(key, _with_question(lines, at, "", "任务的先后变了，请核对从第几项起"))

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
            elif not _same(base, theirs):
                self._lines += _with_question([], 0, theirs[0], self._conflict(key, [], theirs))
        elif ours is not None and theirs is None:
            if (
                base is None
                or not _same(base, ours)
                or (key[0] in ("category", "groups") and self._is_needed(key))
            ):
                if base is not None and not _same(base, ours):
                    self.kept.append(self._where(key))
                    ours = "".join(ours).splitlines(keepends=True)
                    at = next(n for n, line in enumerate(ours) if re.match(" *[^# \n]", line))
                    ours = _with_question(ours, at, "", "文件中已没有，手工改过，保留着")
                self._lines += ours
            elif key[0] in _NAMED:
                self._take(key)
            elif key[0] != "category":
                self.dropped.append(self._where(key))
        elif ours is not None and theirs is not None:
            titles = {tuple(_TITLE.findall("".join(lines))[:1]) for lines in (ours, theirs)}
            if base is None and key[0] == "task" and len(titles) > 1:
                self._beside(key, ours, theirs)
                return
            if key[0] in _NAMED and _adds_nothing(base, ours, theirs):
                at = next(n for n, line in enumerate(ours) if re.match(" *- ", line))
                for what in (x for x in _asked(theirs) if x not in _asked(base or [])):
                    ours = _with_question(ours, at, "", what)
                self._lines += ours
                return
            if key[0] == "task" and base and _has_parts(base, theirs):
                self._by_parts(key, base, ours, theirs)
            else:
                self._merge(key, *self._in_step(key, base or [], ours, theirs))

    def _in_step(
        self, key: Key, base: list[str], ours: list[str], theirs: list[str]
    ) -> tuple[list[str], list[str], list[str]]:
        """Three texts of a task or part, in the order that the document has put its measures in."""
        sides = (base, ours, theirs) if key[0] in ("task", "part") and base else ()
        was, now, new = [_pieces(key, lines, "measures") for lines in sides] or ({}, {}, {})
        if not was or not now or [k for k in was if k in new] == [k for k in new if k in was]:
            return base, ours, theirs
        order = [k for k in _order(was, now, new) if k in now or k in new]
        if [k for k in order if k in now] != [*now]:
            self._take(key)  # they are numbered by their order
        base, ours = ([line for k in order for line in side.get(k, ())] for side in (was, now))
        return base, ours, theirs

    def _by_parts(self, key: Key, base: list[str], ours: list[str], theirs: list[str]) -> None:
        """A task part by part, each known by its name; where they cannot be told apart, the hand's stands whole."""
        was, now, new = (_pieces(key, lines, "parts") for lines in (base, ours, theirs))
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
        elif _same(ours, theirs) or _same(base, ours) or _same(base, theirs):
            self._merge(key, base, ours, theirs)
        else:
            self._conflict(key, ours, theirs)
            asked = f"两边都改了，没有合并，文件是“{truncate(_text(theirs), 150)}”"
            self._lines += _with_question(ours, _numbered(ours), "", asked)

    def _beside(self, key: Key, ours: list[str], theirs: list[str]) -> None:
        """A task that a hand has added under the number of another one that is new in the document: which is not in, and asked about."""
        conflict = Conflict(where(key), _called(ours), _called(theirs))
        asked = f"文件的{conflict.where}另是一项，没有写进清单：{truncate(_text(theirs), 150)}"
        at = _numbered(ours)
        self._lines += [*ours[:at], unconfirmed(ours[at].rstrip("\n"), asked) + "\n", *ours[at + 1 :]]
        self.conflicts.append(conflict)
        self.same_number.append(conflict)

    def _is_needed(self, key: Key) -> bool:
        """Whether what a hand wrote needs a category or group that the document no longer has."""
        edited = (k for k, lines in self._now.items() if not _same(self._was.get(k, []), lines))
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
            lines = _with_question(lines, *question)
        self._lines += lines
        if changed:
            self._take(key)

    def _take(self, key: Key) -> None:
        place = key[0] if key[0] in _NAMED else self._where(_task(key))
        self.taken += [place] * (place not in self.taken)

    def _where(self, key: Key) -> str:
        if key[0] == "part":
            return f"{self._where(_task(key))}的“{key[1].partition(_WITHIN)[2]}”"
        return where(key) + (f"（改为{where((key[0], self._moved[key]))}）" if key in self._moved else "")

    def _conflict(self, key: Key, ours: list[str], theirs: list[str]) -> str:
        """Tells that both have changed a place; returns what is asked there."""
        hand, document = (_text(lines) or DELETED for lines in (ours, theirs))
        self.conflicts.append(Conflict(self._where(key), hand, document))
        return f"{'两边都改了' if ours else '手工删去了'}，文件是“{document}”"


def _task(key: Key) -> Key:
    """The task of a part; any other segment is its own."""
    return ("task", key[1].partition(_WITHIN)[0]) if key[0] == "part" else key


def _has_parts(*sides: list[str]) -> bool:
    return any(_entry(lines).get("parts") for lines in sides)


def _numbered(lines: list[str]) -> int:
    """Which line of a task says its number."""
    return next((n for n, line in enumerate(lines) if re.match(r"[^#]*\bnumber\W*:", line)), 0)


def _pieces(key: Key, joined: list[str], of: str) -> dict[Key, list[str]]:
    """The lines of a task as far as its parts (measures), of each, and below them; none where one has no name of its own."""
    lines = "".join(joined).splitlines(keepends=True)
    try:
        task = yaml.compose("".join(joined), Loader=LOADER).value[0]  # type: ignore[union-attr]
    except yaml.YAMLError:
        return {}
    fields = {k.value: (k, v) for k, v in task.value}
    _, node = fields.get(of, (None, None))
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        return {}
    names = [_label(entry) for entry in node.value]
    begins = [entry.start_mark.line for entry in node.value]
    if not all(names) or len({*names}) < len(names) or not all(re.match(" *- ", lines[at]) for at in begins):
        return {}
    later = [k.start_mark.line for k, _ in fields.values() if k.start_mark.line > begins[-1]]
    end = _with_comments(lines, min(later)) if later else len(lines)
    while not lines[end - 1].strip():
        end -= 1
    cuts = [0, *(_with_comments(lines, at) for at in begins), end, len(lines)]
    keys = [key, *(("part", f"{key[1]}{_WITHIN}{name}") for name in (*names, ""))]
    return {k: _joined(key, lines[a:b]) for k, (a, b) in zip(keys, pairwise(cuts), strict=True)}


def _label(part: Any) -> str:
    """What a part is called: its sector, its title; a measure: its text."""
    if isinstance(part, yaml.ScalarNode):
        return str(part.value)
    return "，".join(filter(None, (_field(part, field) for field in ("sector", "title", "text"))))


def _with_question(lines: list[str], at: int, gone: str, what: str) -> list[str]:
    """Lines of a segment with what is asked of one: beside it, else above the nearest that is not within a text.

    gone: the document's line that would stand there; "" where the hand's does.
    """
    if not gone:
        beside = [*lines[:at], unconfirmed(lines[at].rstrip("\n"), what) + "\n", *lines[at + 1 :]]
        if _values(beside) == _values(lines):
            return beside
    for n in range(at, -1, -1):
        line = gone or lines[n]
        asked = [*lines[:n], f"{line[: len(line) - len(line.lstrip())]}# 核对：{what}\n", *lines[n:]]
        if _values(asked) == _values(lines):
            break
    return asked


def _starting(lines: list[str], numbers: Mapping[int, int]) -> tuple[list[str], bool]:
    """A clause that begins with the same tasks under the numbers of now; whether it holds for others, too, or not for all."""
    found = _FROM.search("".join(lines))
    held = {n for n in numbers if found and n >= int(found[2])}
    if not found or not held:
        return lines, False
    start = min(numbers[n] for n in held)
    moved = [_FROM.sub(rf"\g<1>{start}", line) for line in lines]
    return moved, held != {n for n, number in numbers.items() if number >= start}


def _values(lines: list[str]) -> Any:
    """What lines of a segment come to; nothing comparable where they cannot be read alone."""
    try:
        return yaml.load("".join(lines), LOADER)
    except yaml.YAMLError:
        return object()


def _decided(base: list[str], ours: list[str], theirs: list[str]) -> tuple[list[str], bool, bool]:
    """The lines that stand, whether they are the document's, whether both changed."""
    if theirs in (ours, base):
        return ours, False, False
    if base == ours:
        return theirs, True, False
    if _same(ours, theirs):
        return ours, False, False
    if _same(ours, base):  # the hand only confirmed what stood there
        return theirs, True, False
    return ours, False, True


def _same(a: list[str], b: list[str]) -> bool:
    """Whether lines say the same: without `# 核对`, and blank lines."""
    said = [[UNCONFIRMED.split(x)[0].rstrip() for x in "".join(lines).splitlines()] for lines in (a, b)]
    return [*filter(None, said[0])] == [*filter(None, said[1])]


def _adds_nothing(base: list[str] | None, ours: list[str], theirs: list[str]) -> bool:
    """Whether an entry that a hand has written in one line has whatever the document says anew of it."""
    if not any(re.match(r"\s*- \{", line) for line in ours):
        return False
    was, now, new = map(_entry, (base or [], ours, theirs))
    return all(now.get(f) == new.get(f) for f in {*was, *new} if was.get(f) != new.get(f))


def _asked(lines: list[str]) -> list[str]:
    return [note.strip() for line in lines for note in UNCONFIRMED.split(line)[1:]]


def _called(lines: list[str]) -> str:
    """A task's title, units and deadline."""
    task = _entry(lines)
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
