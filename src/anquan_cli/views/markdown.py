"""Markdown: the bulletin's text and the table of all tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import foot, paper
from anquan_cli.documents.listing import WITH_MEASURES, lines, table_row
from anquan_cli.errors import on_one_line
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.queries.listing import Listing
from anquan_cli.tasklist.plan import Plan

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_BLOCK = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def bulletin(plan: Plan, report: Bulletin) -> bytes:
    """The whole bulletin."""
    p = paper(plan, report)
    head = " · ".join(filter(None, (p.name, p.issue, p.issuer, p.dated)))
    lines = [f"# {escape(p.title)}", "", escape(head), "", escape(p.addressee), "", escape(p.opening)]
    for section in p.sections:
        lines += ["", f"## {escape(section.heading)}"]
        for block in section.blocks:
            lines += ["", f"### {escape(block.heading)}"] if block.heading else []
            lines += _paragraphs(block.paragraphs)
            lines += ["", *table(block.table[0], block.table[1:])] if block.table else []
    lines += [*_paragraphs(p.closing), "", f"## {escape(p.table_title)}", ""]
    lines += [*table(p.headers, p.table), "", escape(p.foot)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _paragraphs(texts: Iterable[str]) -> Iterable[str]:
    return (line for text in texts for line in ("", escape(text)))


def listing(plan: Plan, report: Listing) -> bytes:
    """A table for each category, measures under their rows."""
    text = [f"# {escape(plan.title)}", "", f"截至{wording.full_day(report.as_of)}"]
    text += ["", f"单位：{escape(report.unit)}"] if report.unit else []
    for i, category in enumerate(plan.categories):
        rows = [r for r in report.rows if r.row.category == i]
        if rows:
            text += ["", f"## {category.number}、{escape(category.title)}", ""]
            text += table(WITH_MEASURES, map(table_row, lines(plan, rows, report.entries, report.as_of.year)))
    text += ["", foot(report.head)]
    return ("\n".join(text) + "\n").encode("utf-8", "replace")


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A pipe table; every cell on one line."""
    lines = [f"| {' | '.join(headers)} |", f"| {' | '.join('---' for _ in headers)} |"]
    return [*lines, *(f"| {' | '.join(escape(c) for c in row)} |" for row in rows)]


def escape(text: str) -> str:
    """Text that stays text: markup escaped, on one line."""
    return _BLOCK.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", on_one_line(text)))
