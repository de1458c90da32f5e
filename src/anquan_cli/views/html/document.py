"""HTML in one file that asks for nothing: the picture for those who lead, the bulletin's text, the table of all tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import HEADERS, Block, Paper, foot, paper, table_row
from anquan_cli.ledger.events import Envelope
from anquan_cli.progress import CLOSED, ItemState
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.queries.listing import Listing
from anquan_cli.queries.overview import figures
from anquan_cli.queries.rows import MeasureReport, RowReport
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.html.dashboard import light_badge, measured, of_bulletin, of_listing, picture
from anquan_cli.views.html.page import (
    Column,
    Html,
    across,
    body,
    element,
    join,
    lines,
    page,
    row,
    table,
    text,
)

_KINDS = ("id", "task", "who", "until", "state", "drawn share", "light", "latest")
COLUMNS = tuple(Column(label, kind) for label, kind in zip(HEADERS, _KINDS, strict=True))


def bulletin(plan: Plan, report: Bulletin) -> bytes:
    """The picture, the text, the table."""
    p = paper(plan, report)
    head = _head((p.name, p.issue, p.issuer), p.title, f"截至{p.dated}", with_text=True)
    main = lines(
        picture(of_bulletin(plan, report)),
        _text(p),
        _tasks(plan, report.rows, report.entries, p.table_title),
    )
    return page(p.title, head, main, p.foot)


def listing(plan: Plan, report: Listing) -> bytes:
    """The picture, and the table with every task's measures."""
    day = wording.full_day(report.today)
    title = f"{report.unit or ''}{plan.title}进展情况"
    about = ("安全生产重点工作清单", wording.document(plan.document), plan.issuer)
    main = lines(
        picture(of_listing(plan, report)),
        _tasks(plan, report.rows, report.entries, "任务进展情况表"),
    )
    return page(title, _head(about, title, f"截至{day}", with_text=False), main, foot(report.head))


def _head(about: Sequence[str], title: str, day: str, *, with_text: bool) -> Html:
    places = [("#picture", "进展一览"), ("#text", "通报正文"), ("#tasks", "任务进展情况表")]
    links = (element("a", said, href=to) for to, said in places if with_text or to != "#text")
    return element(
        "header",
        lines(
            element("p", *(element("span", a) for a in about if a), class_="about"),
            element("h1", title),
            element("p", day, class_="as-of"),
            element("nav", *links, aria_label="本页目录"),
        ),
    )


# --- the text --------------------------------------------------------------------------------------


def _text(p: Paper) -> Html:
    return element(
        "section",
        lines(
            element("h2", "通报正文", id="text-h"),
            element("p", p.addressee, class_="addressee"),
            element("p", p.opening),
            *(
                element(
                    "div",
                    element("h3", section.heading),
                    element("div", lines(*(_block(b) for b in section.blocks))),
                    class_="chapter",
                )
                for section in p.sections
            ),
            element("p", p.attachment, class_="attachment"),
            element("div", element("p", p.signed), element("p", p.dated), class_="signed"),
        ),
        id="text",
        class_="text",
        aria_labelledby="text-h",
    )


def _block(block: Block) -> Html:
    return lines(
        element("h4", block.heading) if block.heading else "",
        *(element("p", paragraph) for paragraph in block.paragraphs),
    )


# --- the table of all tasks ------------------------------------------------------------------------


def _tasks(plan: Plan, rows: Sequence[RowReport], entries: Mapping[str, Envelope], title: str) -> Html:
    bodies = [
        _category(plan, index, list(found), entries)
        for index, found in groupby(rows, lambda r: r.row.category)
    ]
    told = f"{len({r.row.number for r in rows})}项任务、{len(rows)}个分项，按类别排列"
    none = element("p", "没有承担任务的分项。", class_="hint")
    return element(
        "section",
        lines(
            element("h2", title, id="tasks-h"),
            table(told, COLUMNS, bodies, "cards tasks") if rows else none,
        ),
        id="tasks",
        class_="annex",
        aria_labelledby="tasks-h",
    )


def _category(plan: Plan, index: int, rows: Sequence[RowReport], entries: Mapping[str, Envelope]) -> Html:
    category, f = plan.categories[index], figures(r.effective_state for r in rows)
    summed = f"{f.total}个分项，办结{f.closed}个，完成率{wording.percent(f.percent)}"
    name = join(
        element("span", f"{category.number}、{category.title}"), element("span", summed, class_="note")
    )
    made = [across(COLUMNS, name, "group", names=True)]
    for r in rows:
        made.append(row(COLUMNS, _cells(r, entries.get(r.row.id)), head=1))
        if r.measures:
            made.append(across(COLUMNS, _measures(r.measures), "points"))
    return body(*made)


def _cells(r: RowReport, entry: Envelope | None) -> tuple[str, ...]:
    number, title, units, deadline, _, _, _, latest = table_row(r, entry)
    shown = r.effective_state
    until = Html(element("wbr").join(text(part) for part in re.split("(?<=/)", deadline)))
    state = _state(shown)
    return (number, title, units, until, state, measured(shown.percent), light_badge(shown.light), latest)


def _state(state: ItemState) -> Html:
    """The status, and below it how long it is late."""
    first, *more = wording.condition(state).split("\n")
    return join(element("span", first), *(element("span", word, class_="late") for word in more))


def _measures(reports: Sequence[MeasureReport]) -> Html:
    closed = sum(m.effective_state.status in CLOSED for m in reports)
    late = sum(1 for m in reports if m.effective_state.overdue_days)
    summed = f"要点{len(reports)}条，办结{closed}条" + (f"，逾期{late}条" if late else "")
    return element(
        "details", element("summary", summed), element("ol", lines(*(_measure(m) for m in reports)))
    )


def _measure(m: MeasureReport) -> Html:
    state, measure = m.effective_state, m.measure
    more = (
        f"期限：{measure.deadline.text}" if measure.own_deadline else "",
        f"责任单位：{wording.one_line(measure.units)}" if measure.units else "",
        f"目标：{wording.target(measure)}" + (f"，已报{m.counted}" if m.counted else "")
        if measure.target
        else "",
        f"备注：{measure.remark}" if measure.remark else "",
    )
    told = [element("span", part) for part in more if part]
    return element(
        "li",
        element("span", measure.id, class_="id"),
        element("div", element("p", measure.text), element("p", *told, class_="more") if told else ""),
        element(
            "p",
            element("span", _state(state)),
            element("span", wording.percent(state.percent)),
            class_="stand",
        ),
    )
