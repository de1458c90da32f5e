"""A list file cut into what may be merged apart: keys, categories, tasks and named entries, and the pieces of a task."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Any

import yaml

from anquan_cli.grouping import gathered
from anquan_cli.tasklist.yamlfile import LOADER, NAMED, UNCONFIRMED, unconfirmed

Key = tuple[str, str]  # ("key", title), ("category", 一), ("task", 12), ("units", 县住建局)
WITHIN = "\n"  # between the number of a task and the name of its part
NEW = "+"  # before the number of a task whose number was another's
TITLE = re.compile(r"(?m)^ *(?:- )?title: *(.*?) *(?:#.*)?$")


def where(key: Key) -> str:
    """What a user calls a segment: 第12项, 类别一, title."""
    kind, name = key
    if kind in NAMED:
        return f"{kind}里的“{name}”"
    name = name.lstrip(NEW)
    return {"task": f"第{name}项", "category": f"类别{name}"}.get(kind, name or "开头的注释")


def without_asked(text: str) -> tuple[list[str], str, int]:
    """What a list's head asks of the documents as a whole, a line each, the text without, and how many lines stand before."""
    lines = text.splitlines(keepends=True)
    head = [*takewhile(lambda line: line.startswith("#") or not line.strip(), lines)]
    asked = [line for line in head if UNCONFIRMED.match(line)]
    first = len([*takewhile(lambda line: line.startswith("#") and line not in asked, head)])
    return asked, "".join(line for line in lines if line not in asked), first


def segments_of(text: str, named: Collection[str] = ()) -> dict[Key, list[str]]:
    """The lines of each top-level key, each category's head, each task and each named entry, in the file's order."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    starts: dict[int, Key] = {}
    last = ""
    root = yaml.compose(text, Loader=LOADER)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        at = with_comments(lines, key.start_mark.line)
        while last in named and not lines[at - 1].strip():  # else it would go with the entry above
            at -= 1
        starts[at] = ("key", last := key.value)
        if last == "categories" and isinstance(value, yaml.SequenceNode):
            _entries("category", value.value, lines, starts)
        for node in value.value if last in named else ():
            starts[with_comments(lines, node.start_mark.line)] = (last, _field(node, "name"))
    found: dict[Key, list[str]] = {("key", ""): []}
    current: Key = ("key", "")
    for at, line in enumerate(lines):
        current = starts.get(at, current)
        found.setdefault(current, []).append(line)
    return {key: joined_lines(key, lines) for key, lines in found.items()}


def named_in(*texts: str) -> set[str]:
    """The keys whose entries can be told by their names in each of these lists."""
    return {*NAMED}.intersection(*(_with_names(yaml.compose(text, Loader=LOADER)) for text in texts))


def _with_names(root: Any) -> Iterator[str]:
    """The keys in which entries can be told by their names: one below the other, each with a name of its own."""
    pairs = {k.value: v for k, v in root.value} if isinstance(root, yaml.MappingNode) else {}
    for key in NAMED:
        node = pairs.get(key)
        if node is None:
            yield key
        elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
            names = [_field(entry, "name") for entry in node.value]
            lines = {entry.start_mark.line for entry in node.value}
            if all(names) and len({*names}) == len(lines) == len(names):
                yield key


def _entries(kind: str, nodes: Sequence[Any], lines: Sequence[str], starts: dict[int, Key]) -> None:
    """Where categories begin, and the tasks in each."""
    for node in nodes:
        fields = {k.value: v for k, v in node.value} if isinstance(node, yaml.MappingNode) else {}
        number = str(getattr(fields.get("number"), "value", node.start_mark.line))
        starts[with_comments(lines, node.start_mark.line)] = (kind, number)
        _entries("task", getattr(fields.get("tasks"), "value", ()), lines, starts)


def _field(node: Any, name: str) -> str:
    fields = {k.value: v for k, v in node.value} if isinstance(node, yaml.MappingNode) else {}
    return str(getattr(fields.get(name), "value", ""))


def joined_lines(of: Key, lines: Sequence[str]) -> list[str]:
    """Lines, of which those are one that would say something false apart: a measure, a deadline with its `due`, a clause."""
    joined: list[str] = []
    owner: re.Match[str] | None = None
    begins = "( *)(- text|(- )?deadline):"
    if of[0] in NAMED:
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


def with_comments(lines: Sequence[str], at: int) -> int:
    """Where the comments above a line begin; what stands deeper is text of what is before it."""
    depth = len(lines[at]) - len(lines[at].lstrip())
    while at and re.match(f" {{0,{depth}}}#", lines[at - 1]):
        at -= 1
    return at


def entry_of(lines: list[str]) -> dict[str, Any]:
    """The values of an entry; none where it cannot be read alone."""
    values = values_of(lines)
    return values[0] if isinstance(values, list) and values else {}


def values_of(lines: list[str]) -> Any:
    """What lines of a segment come to; nothing comparable where they cannot be read alone."""
    try:
        return yaml.load("".join(lines), LOADER)
    except yaml.YAMLError:
        return object()


def fields_of(entry: list[str]) -> dict[str, list[str]]:
    """The lines of each field of an entry, with the comments above them."""
    lines = body_of(entry).splitlines(keepends=True)
    depth = next(len(dash[1]) for line in lines if (dash := re.match("( *)- ", line)))
    keys = ((n, re.match(rf" {{{depth}}}(?:- |  )([a-z]+):", line)) for n, line in enumerate(lines))
    starts = {with_comments(lines, n): key[1] for n, key in keys if key}
    fields: dict[str, list[str]] = {}
    name = next(iter(starts.values()))
    for n, line in enumerate(lines):
        name = starts.get(n, name)
        fields.setdefault(name, []).append(line)
    return fields


def body_of(lines: Sequence[str]) -> str:
    """A segment without the blank lines that part it from what follows."""
    return "".join(lines).rstrip("\n") + "\n" * bool(lines)


def by_title(segments: dict[Key, list[str]]) -> dict[tuple[str, str], list[Key]]:
    numbered = ((k, TITLE.search("".join(x))) for k, x in segments.items() if k[0] in ("task", "category"))
    return gathered(((key[0], found[1]), key) for key, found in numbered if found)


def pieces_of(key: Key, joined: list[str], of: str) -> dict[Key, list[str]]:
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
    end = with_comments(lines, min(later)) if later else len(lines)
    while not lines[end - 1].strip():
        end -= 1
    cuts = [0, *(with_comments(lines, at) for at in begins), end, len(lines)]
    keys = [key, *(("part", f"{key[1]}{WITHIN}{name}") for name in (*names, ""))]
    return {k: joined_lines(key, lines[a:b]) for k, (a, b) in zip(keys, pairwise(cuts), strict=True)}


def _label(part: Any) -> str:
    """What a part is called: its sector, its title; a measure: its text."""
    if isinstance(part, yaml.ScalarNode):
        return str(part.value)
    return "，".join(filter(None, (_field(part, field) for field in ("sector", "title", "text"))))


def task_of(key: Key) -> Key:
    """The task of a part; any other segment is its own."""
    return ("task", key[1].partition(WITHIN)[0]) if key[0] == "part" else key


def has_parts(*sides: list[str]) -> bool:
    return any(entry_of(lines).get("parts") for lines in sides)


def numbered(lines: list[str]) -> int:
    """Which line of a task says its number."""
    return next((n for n, line in enumerate(lines) if re.match(r"[^#]*\bnumber\W*:", line)), 0)


def with_question(lines: list[str], at: int, gone: str, what: str) -> list[str]:
    """Lines of a segment with what is asked of one: beside it, else above the nearest that is not within a text.

    gone: the document's line that would stand there; "" where the hand's does.
    """
    if not gone:
        beside = [*lines[:at], unconfirmed(lines[at].rstrip("\n"), what) + "\n", *lines[at + 1 :]]
        if values_of(beside) == values_of(lines):
            return beside
    for n in range(at, -1, -1):
        line = gone or lines[n]
        asked = [*lines[:n], f"{line[: len(line) - len(line.lstrip())]}# 核对：{what}\n", *lines[n:]]
        if values_of(asked) == values_of(lines):
            break
    return asked


def says_same(a: list[str], b: list[str]) -> bool:
    """Whether lines say the same: without `# 核对`, and blank lines."""
    said = [[UNCONFIRMED.split(x)[0].rstrip() for x in "".join(lines).splitlines()] for lines in (a, b)]
    return [*filter(None, said[0])] == [*filter(None, said[1])]


def keeping(text: str, base: str, keys: Collection[str]) -> str:
    """A list file with the lines that some keys have in another."""
    was = {("key", key): lines for key in keys if (lines := segments_of(base).get(("key", key)))}
    return "".join(line for key, lines in segments_of(text).items() for line in was.get(key, lines))
