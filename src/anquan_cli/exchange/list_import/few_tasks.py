"""A few tasks' document: they take their places in the list as the last import wrote it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from anquan_cli.exchange.list_import.segments import (
    TITLE,
    WITHIN,
    Key,
    body_of,
    by_title,
    entry_of,
    fields_of,
    has_parts,
    named_in,
    numbered,
    pieces_of,
    says_same,
    segments_of,
    with_question,
    without_asked,
)


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
    asked, part, _ = without_asked(part)
    named = named_in(base, part)
    was, new = (segments_of(text, named) for text in (base, part))
    titles = {title: keys[0] for (kind, title), keys in by_title(was).items() if kind == "category"}
    last = _ends(was)
    found, unclear, below = {**was}, list[int](), dict[Key, list[str]]()
    of: Key | None = None  # the category of the list that has the title of the document's
    for key, lines in new.items():
        if key[0] == "category":
            of = titles.get(title[1]) if (title := TITLE.search("".join(lines))) else None
        elif key[0] in named and key[1] in new_names:
            place = last.get(("key", key[0]))
            head = [] if place else [f"{key[0]}:\n"]
            place = last.setdefault(("key", key[0]), place or last["key", ""])
            below.setdefault(place, []).extend([*head, body_of(lines)])
        elif key[0] == "task":
            number, at = str(numbers[int(key[1])]), numbered(lines)
            own = re.sub(r"(number: )\d+", rf"\g<1>{number}", lines[at], count=1)
            lines = [*lines[:at], own, *lines[at + 1 :]]
            if ("task", number) in was:
                replaced = _replaced(("task", number), was["task", number], lines)
                found["task", number] = replaced or was["task", number]
                unclear += [int(number)] * (replaced is None)
                continue
            if number != key[1]:
                what = f"文件里是第{key[1]}项，清单的第{key[1]}项是另一件事，另编了号"
                lines = with_question(lines, at, "", what)
            if of is None:
                lines = with_question(lines, at, "", "文件没有写明是清单的哪一类，放在最后一类")
            below.setdefault(last[of or last["key", "category"]], []).append("\n" + body_of(lines))
    text = ""
    for key, lines in found.items():
        body = body_of(lines)
        text += "".join([body, *below.get(key, ()), "".join(was[key])[len(body_of(was[key])) :]])
    before, text, at = without_asked(text)
    lines = text.splitlines(keepends=True)
    more = [line for line in asked if line not in before]
    return "".join([*lines[:at], *before, *more, *lines[at:]]), unclear


def _ends(segments: dict[Key, list[str]]) -> dict[Key, Key]:
    """Behind which segment new entries of a key or a category go, and new keys: ("key", "")."""
    last = {("key", ""): [*segments][[*segments].index(("key", "categories")) - 1]}
    category: Key | None = None
    for key in segments:
        category = key if key[0] == "category" else category
        last[category if key[0] == "task" and category else ("key", key[0])] = key
        last[("key", key[1]) if key[0] == "key" else key] = key
    return last


def _replaced(key: Key, base: list[str], theirs: list[str]) -> list[str] | None:
    """A task as a document has it, with what that does not say of it as it was; None where its parts cannot be told apart."""
    whole = _filled(base, theirs)
    if has_parts(base):
        was, new = (pieces_of(key, lines, "parts") for lines in (base, theirs))
        if not was or not new or not new.keys() <= was.keys():
            return None
        heads = [entry_of([*side[key]]) for side in (was, new)]
        if any(heads[1].get(f, heads[0].get(f)) != heads[0].get(f) for f in ("units", "deadline")):
            return None
        ends = (key, ("part", f"{key[1]}{WITHIN}"))
        parts = {k: lines if k in ends else _filled(lines, new.get(k, lines)) for k, lines in was.items()}
        whole = [line for lines in parts.values() for line in lines]
    return base if says_same(base, whole) else whole  # with what is asked there


def _filled(base: list[str], theirs: list[str]) -> list[str]:
    """An entry with the fields that a document says of it, the others as they were; its measures go with its text."""
    was, new, values = fields_of(base), fields_of(theirs), entry_of(theirs)
    said = {field for field in new if values.get(field) and field != next(iter(was))}
    gone = {"measures"} if "content" in said else set()
    fields = [field for field in {**was, **new} if field in said or (field in was and field not in gone)]
    return [line for field in fields for line in (new if field in said else was)[field]]
