"""HTML in one file that asks for nothing: the picture for those who lead, the bulletin's text, the table of all tasks."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import change, foot, paper, points
from anquan_cli.documents.listing import HEADERS, Line, table_row
from anquan_cli.errors import on_one_line
from anquan_cli.ledger.events import Envelope
from anquan_cli.progress import CLOSED
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.queries.listing import Listing
from anquan_cli.queries.overview import figures
from anquan_cli.queries.rows import MeasureReport, RowReport
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.html.dashboard import picture


def bulletin(plan: Plan, report: Bulletin) -> bytes:
    """The picture, the text, the table."""
    p = paper(plan, report)
    return _render(
        title=p.title,
        about=(p.name, p.issue, p.issuer),
        dated=f"截至{p.dated}",
        picture=picture(plan, report),
        paper=p,
        table_title=p.table_title,
        groups=_groups(plan, report.rows, report.entries, report.as_of.year),
        foot=p.foot,
    )


def listing(plan: Plan, report: Listing) -> bytes:
    """The picture, and the table with every task's measures."""
    return _render(
        title=f"{plan.title}{f'（{report.unit}）' if report.unit else ''}进展情况",
        about=(f"{wording.topic(plan.title)}清单", wording.document(plan.document), plan.issuer),
        dated=f"截至{wording.full_day(report.as_of)}",
        picture=picture(plan, report),
        paper=None,
        table_title="任务进展情况表",
        groups=_groups(plan, report.rows, report.entries, report.as_of.year),
        foot=foot(report.head),
    )


def _render(**page: Any) -> bytes:
    """The template filled in; whatever is text stays text."""
    return f"{_template().render(page)}\n".encode()


@cache
def _template() -> Any:
    """The page's template, compiled once: that takes longer than filling it in."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("anquan_cli.views", "html"),
        autoescape=True,
        finalize=_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["zip"] = zip
    environment.globals.update(
        wording=wording, change=change, points=points, headers=HEADERS, more_of=_more, summed=_summed
    )
    return environment.get_template("page.html.j2")


def _text(value: object) -> object:
    """Text on one line, with its control characters made visible; markup and numbers as they are."""
    return on_one_line(value) if type(value) is str else value


# --- the table of all tasks ------------------------------------------------------------------------


class Group(NamedTuple):
    """A category's rows."""

    name: str
    summed: str
    tasks: tuple[tuple[RowReport, tuple[str, ...]], ...]  # each with its texts


def _groups(
    plan: Plan, rows: Sequence[RowReport], entries: Mapping[str, Sequence[Envelope]], year: int
) -> list[Group]:
    groups = []
    for index, found in groupby(rows, lambda r: r.row.category):
        category, reports = plan.categories[index], list(found)
        f = figures(r.effective_state for r in reports)
        tasks = len({r.row.number for r in reports})
        lines = (Line(plan, year, r.item, r.effective_state, entries.get(r.row.id, ())) for r in reports)
        groups.append(
            Group(
                f"{category.number}、{category.title}",
                f"{wording.rows(tasks, f.total)}，办结{f.closed}{wording.each(tasks, f.total)}，完成率{wording.rate(f)}",
                tuple(zip(reports, map(table_row, lines), strict=True)),
            )
        )
    return groups


def _summed(reports: Sequence[MeasureReport]) -> str:
    """What the measures of a row come to."""
    closed = sum(m.effective_state.status in CLOSED for m in reports)
    late = sum(1 for m in reports if m.effective_state.overdue_days)
    return f"要点{len(reports)}条，办结{closed}条" + (f"，逾期{late}条" if late else "")


def _more(m: MeasureReport) -> tuple[str, ...]:
    """A measure's own deadline, units, target, remark."""
    measure = m.measure
    more = (
        f"期限：{measure.deadline.text}" if measure.own_deadline else "",
        f"责任单位：{wording.one_line(measure.units)}" if measure.units else "",
        f"目标：{wording.target(measure)}"
        + (f"，已报{m.effective_count}{measure.target.unit}" if m.effective_count else "")
        + "，已达目标" * m.reached
        if measure.target
        else "",
        f"备注：{measure.remark}" if measure.remark else "",
    )
    return tuple(filter(None, more))
