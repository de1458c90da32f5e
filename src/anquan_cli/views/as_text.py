"""The bulletin as text for a terminal or a mail."""

from __future__ import annotations

from anquan_cli.errors import visible
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views import picture
from anquan_cli.views.paper import paper
from anquan_cli.views.text import UNBOUNDED, terminal_width, wrap


def bulletin(plan: Plan, report: Bulletin) -> bytes:
    """Paragraphs wrapped to the terminal; in a pipe each stays one line."""
    p = paper(plan, report)
    width = terminal_width()
    width = UNBOUNDED if width >= UNBOUNDED else min(width, 100)
    head = "  ".join(filter(None, (p.name, p.issue, p.issuer, p.dated)))
    blocks = [head, "", p.title, "", p.addressee, f"　　{p.opening}"]
    drawn = [
        *picture.categories(report.categories),
        "",
        *picture.timeline(report.stages, plan.year, report.as_of, width),
    ]
    for section in p.sections:
        blocks += ["", section.heading]
        for block in section.blocks:
            blocks += [block.heading] if block.heading else []
            blocks += [f"　　{text}" for text in block.paragraphs]
        if section is p.sections[0]:
            blocks += ["", *drawn]
    blocks += ["", p.signed, p.dated, "", p.table_title, *map(_row, p.table), "", p.foot]
    lines = [line for block in blocks for line in wrap(visible(block), width)]
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode("utf-8", "replace")


def _row(cells: tuple[str, ...]) -> str:
    number, title, units, deadline, state, percent, light, latest = cells
    return f"{number} {title}｜{units}｜{deadline}｜{state} {percent} {light}" + (
        f"｜{latest}" if latest else ""
    )
