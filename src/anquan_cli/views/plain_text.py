"""The bulletin as text for a terminal or a mail."""

from __future__ import annotations

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import paper
from anquan_cli.errors import on_one_line
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.tasklist.plan import Plan
from anquan_cli.terminal import UNBOUNDED
from anquan_cli.text_width import wrap
from anquan_cli.views import text_charts

Line = tuple[str, str]  # the text, and what it is: "heading" or ""


def bulletin(plan: Plan, report: Bulletin) -> bytes:
    """Every paragraph one line, whatever terminal it is made on: a file does not depend on that."""
    text = "\n".join(line for line, _ in lines(plan, report, UNBOUNDED))
    return (text + "\n").encode("utf-8", "replace")


def lines(plan: Plan, report: Bulletin, width: int) -> list[Line]:
    """The bulletin's lines, none longer than `width` columns."""
    p = paper(plan, report)
    head = "  ".join(filter(None, (p.name, p.issue, p.issuer, p.dated)))
    blocks: list[Line] = [
        (head, ""), ("", ""), (p.title, "heading"), ("", ""), (p.addressee, ""), (f"　　{p.opening}", "")
    ]  # fmt: skip
    for section in p.sections:
        blocks += [("", ""), (section.heading, "heading")]
        for block in section.blocks:
            blocks += [(block.heading, "heading")] if block.heading else []
            blocks += [(f"　　{text}", "") for text in block.paragraphs]
        if section is p.sections[0]:
            blocks += _picture(plan, report, width)
    blocks += [("", ""), *((said, "") for said in p.closing), ("", ""), (p.table_title, "heading")]
    blocks += [(_row(row), "") for row in p.table] + [("", ""), (p.foot, "")]
    return [(line.rstrip(), kind) for block, kind in blocks for line in wrap(on_one_line(block), width)]


def _picture(plan: Plan, report: Bulletin, width: int) -> list[Line]:
    """Bars of the categories, the year's stages."""
    day = f"截至{wording.day(report.as_of, plan.year)}"
    bars = text_charts.categories(report.categories, width, report.elapsed)
    year = text_charts.timeline(report.stages, plan.year, report.as_of, width, day)
    return [(text, "") for text in ("", *bars, "", *year)]


def _row(cells: tuple[str, ...]) -> str:
    number, title, units, deadline, state, percent, light, latest = cells
    told = f"{number} {title}｜{units}｜{deadline}｜{state} {percent} {light}"
    return f"{told}｜{latest}" if latest else told
