"""HTML that cannot be broken from inside: text is escaped unless this program made it, and one frame for every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from typing import NamedTuple

from anquan_cli.errors import escape_controls

# Nothing is ever requested, whatever a list says: no scripts, no fonts, no pictures but those in the page.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_VOID = ("meta", "link", "wbr")


class Html(str):
    """Markup that is ready; any other string is text."""

    __slots__ = ()


class Column(NamedTuple):
    """A column of a table."""

    label: str
    kind: str = ""  # its class: how wide, how aligned


def text(value: str) -> Html:
    """Text that stays text, on one line; markup stays markup."""
    if isinstance(value, Html):
        return value
    one_line = " ".join(value.splitlines()).replace("\t", " ")
    return Html(escape(escape_controls(one_line), quote=True))


def element(tag: str, /, *children: str, **attributes: str | None) -> Html:
    """An element; `class_` is class, `aria_label` is aria-label, and what is None is left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if tag in _VOID:
        return Html(f"<{tag}{given}>")
    return Html(f"<{tag}{given}>{join(*children)}</{tag}>")


def lines(*parts: str) -> Html:
    """Parts one below the other; empty ones are left out."""
    return Html("\n".join(text(part) for part in parts if part))


def join(*parts: str) -> Html:
    """Parts one after the other."""
    return Html("".join(map(text, parts)))


def page(title: str, head: Html, main: Html, foot: str) -> bytes:
    """A whole file: head, landmarks and style."""
    style = files("anquan_cli.views.html").joinpath("style.css").read_text(encoding="utf-8")
    document = lines(
        Html("<!DOCTYPE html>"),
        Html('<html lang="zh-CN">'),
        element(
            "head",
            lines(
                element("meta", charset="utf-8"),
                element("meta", http_equiv="Content-Security-Policy", content=POLICY),
                element("meta", name="viewport", content="width=device-width, initial-scale=1"),
                element("meta", name="color-scheme", content="light dark"),
                element("meta", name="format-detection", content="telephone=no"),
                element("link", rel="icon", href="data:,"),
                element("title", title),
                element("style", Html(f"\n{style}")),
            ),
        ),
        element("body", lines(head, element("main", main), element("footer", element("p", foot)))),
        Html("</html>"),
    )
    return f"{document}\n".encode()


def table(caption: str, columns: Sequence[Column], bodies: Iterable[Html], kind: str) -> Html:
    """A table with caption and head. The roles stay when a phone shows its rows as cards."""
    heads = (element("th", c.label, scope="col", role="columnheader", class_=c.kind or None) for c in columns)
    return element(
        "table",
        lines(
            element("caption", caption),
            element("thead", element("tr", *heads, role="row"), role="rowgroup"),
            *bodies,
        ),
        class_=kind,
        role="table",
    )


def body(*rows: str) -> Html:
    """Rows that belong together."""
    return element("tbody", lines(*rows), role="rowgroup")


def row(columns: Sequence[Column], cells: Sequence[str], head: int = 0) -> Html:
    """A row; the cell `head` names it, and every other says its column's name where there is no table head."""
    made = []
    for i, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if i == head:
            made.append(element("th", cell, scope="row", role="rowheader", class_=column.kind or None))
        else:
            made.append(element("td", cell, role="cell", class_=column.kind or None, data_label=column.label))
    return element("tr", *made, role="row")


def across(columns: Sequence[Column], cell: Html | str, kind: str, *, names: bool = False) -> Html:
    """A row of one cell over all columns; with `names` it is the head of the rows that follow."""
    span = str(len(columns))
    if names:
        made = element("th", cell, scope="rowgroup", role="rowheader", colspan=span)
    else:
        made = element("td", cell, role="cell", colspan=span)
    return element("tr", made, class_=kind, role="row")


def late(number: int) -> Html:
    """How many are overdue; more than none stands out."""
    return element("span", f"{number}", class_="late" if number else "none")
