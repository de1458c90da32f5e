"""Cards: tables that describe one task each, the label on the left and its value on the right."""

from __future__ import annotations

from anquan_cli.exchange.blocks import Cell, Grid, Row
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.account import Account
from anquan_cli.exchange.list_import.draft import Line
from anquan_cli.exchange.list_import.header_words import Meaning, meaning_of
from anquan_cli.exchange.list_import.roles import joined_roles, one_time
from anquan_cli.exchange.list_import.table_header import TEXTS
from anquan_cli.exchange.list_import.words import (
    in_one_line,
    lines_of,
    split_title,
    tidy,
    title_of_points,
    without_mark,
)

_ONCE: tuple[Meaning, ...] = ("category", "units", "lead", "support", "deadline")  # in a card


def read_cards(grid: Grid, block: int, account: Account) -> list[Line]:
    """The tasks of a table of cards; none where it is no such table."""
    pairs = [_pairs(row.cells) for row in grid.rows]
    first = next((row for row, found in zip(grid.rows, pairs, strict=True) if found or _is_header(row)), None)
    if first and _is_header(first):
        return []
    left = (
        len({c.origin for c in r.cells if c.text.strip()}) - 2 * len(f)
        for r, f in zip(grid.rows, pairs, strict=True)
        if f
    )
    if sum(n > 0 for n in left) > 1:
        return []  # values that no label stands beside
    labelled = sum(bool(found) for found in pairs)
    meanings = {m for found in pairs for m, _, _ in found}
    whose = meanings & {"units", "lead", "support", "deadline"}
    if sum(map(len, pairs)) < 3 or not meanings & {*TEXTS} or not whose or 2 * labelled < len(grid.rows):
        return []
    lines: list[Line] = []
    card: dict[Meaning, list[tuple[str, str]]] = {}
    place = opening = ""
    for row, found in zip(grid.rows, pairs, strict=True):
        for meaning, label, cell in found:
            account.take(block, cell)
            opening = opening or label
            again = label in (x for x, _ in card.get(meaning, ())) and meaning in _ONCE
            again = again or (meaning in card and meaning in ("task", "problem", "number"))
            if card and (label == opening or again or (meaning == "content" in card and "units" in card)):
                lines.append(_line(card, place))
                card = {}
            place = place if card else row.place
            card.setdefault(meaning, []).append((label, cell.text))
        account.take(block, *(c for c in row.cells if found and meaning_of(in_one_line(c.text))))
    return [*lines, _line(card, place)] if card else lines


def _is_header(row: Row) -> bool:
    """Whether labels stand side by side, as in no card: 序号 beside another, or three of them."""
    labels = [meaning_of(in_one_line(c.text)) for c in {c.origin: c for c in row.cells}.values()]
    three = zip(labels, labels[1:], labels[2:], strict=False)
    return (labels[0] == "number" and all(labels[:2])) or any(map(all, three))


def _pairs(cells: tuple[Cell, ...]) -> list[tuple[Meaning, str, Cell]]:
    """The labels of a row, each with the cell on its right."""
    distinct = list({c.origin: c for c in cells}.values())
    found = []
    at = 0
    while at + 1 < len(distinct):
        label = in_one_line(distinct[at].text)
        meaning = meaning_of(label)
        if not meaning or meaning_of(in_one_line(distinct[at + 1].text)):
            at += 1
            continue
        found.append((meaning, label.strip("：:"), distinct[at + 1]))
        at += 2
    return found


def _line(card: dict[Meaning, list[tuple[str, str]]], place: str) -> Line:
    def joined(*meanings: Meaning) -> str:
        return "\n".join(tidy(text) for m in meanings for _, text in card.get(m, ()) if text.strip())

    source: Meaning = "task" if card.get("task") else "problem"
    title, content = in_one_line(joined(source)), joined(*(m for m in TEXTS if m != source))
    called = title_of_points(joined(source) or content)
    if called:
        content = "\n".join(filter(None, (joined(source), content)))
    elif not title:
        title, content = split_title(without_mark(content))
    lead = bool(card.get("lead"))
    units = joined_roles(
        {
            "responsible" if m == "units" and lead else m: lines_of(joined(m), phrases.are_units)
            for m in ("units", "lead", "support")
        }
    )
    aside = [
        f"{label}：{in_one_line(text)}"
        for m, values in card.items()
        if m in ("goal", "other_date", "person", "progress", "other")
        for label, text in values
        if text.strip()
    ]
    due, times, asked = one_time(
        (label, lines_of(text, phrases.is_deadline)) for label, text in card.get("deadline", ())
    )
    remark = "；".join(filter(None, (joined("remark"), *aside, *times)))
    return Line(
        place=place,
        number=in_one_line(joined("number")),
        category=in_one_line(joined("category")),
        title=called or without_mark(title) or title,
        content=content,
        units=units,
        deadline=due,
        leader=in_one_line(joined("leader")),
        remark=remark,
        mixed=asked,
    )
