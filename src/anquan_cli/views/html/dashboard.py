"""The one-page picture: how far, how evenly, what is late, what comes next, who is behind."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import change, points, share
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.queries.due import DueReport
from anquan_cli.queries.listing import Listing
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport, figures
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.html import charts as charts
from anquan_cli.views.html.page import Column, Html, body, element, late, lines, row, table
from anquan_cli.views.html.year import year
from anquan_cli.vocabulary import Light


class Picture(NamedTuple):
    """What is drawn, of a bulletin or of a list."""

    year: int
    as_of: date
    yellow_days: int
    tasks: int
    figures: Figures
    before: Figures | None  # a list knows no period before
    before_as_of: date | None
    elapsed: float
    categories: tuple[CategoryReport, ...]
    stages: tuple[DueReport, ...]
    units: tuple[UnitReport, ...]


def of_bulletin(plan: Plan, b: Bulletin) -> Picture:
    """The picture of a bulletin."""
    return Picture(
        plan.year, b.as_of, plan.yellow_days, b.tasks, b.figures, b.before, b.before_as_of, b.elapsed,
        b.categories, b.stages, b.units,
    )  # fmt: skip


def of_listing(plan: Plan, given: Listing) -> Picture:
    """The picture of a list: figures over the rows that it shows, which may be one unit's."""
    categories = (
        CategoryReport(
            c.number, c.title, figures(r.effective_state for r in given.rows if r.row.category == i)
        )
        for i, c in enumerate(plan.categories)
    )
    return Picture(
        year=plan.year,
        as_of=given.today,
        yellow_days=plan.yellow_days,
        tasks=len({r.row.number for r in given.rows}),
        figures=figures(r.effective_state for r in given.rows),
        before=None,
        before_as_of=None,
        elapsed=given.overview.elapsed,
        categories=tuple(c for c in categories if c.figures.total),
        stages=given.stages,
        units=tuple(u for u in given.units if given.unit in (None, u.unit)),
    )


def picture(p: Picture) -> Html:
    """The section 进展一览."""
    return element(
        "section",
        lines(
            element("h2", "进展一览", id="picture-h", class_="unseen"),
            element("div", _overall(p), _key_figures(p), class_="hero"),
            element("div", _statuses(p.figures), _lights(p), class_="pair"),
            _categories(p),
            year(p.stages, p.year, p.as_of),
            _units(p.units),
        ),
        id="picture",
        class_="picture",
        aria_labelledby="picture-h",
    )


# --- overall ---------------------------------------------------------------------------------------


def _overall(p: Picture) -> Html:
    f = p.figures
    since = ""
    if p.before and p.before_as_of:
        moved = points(f.percent, p.before.percent)
        since = f"与上期（截至{wording.day(p.before_as_of)}）相比，完成率{moved}"
    return element(
        "div",
        lines(
            element("h3", "平均完成率"),
            element("p", _big(f.percent), class_="big"),
            charts.gauge("overall", f.percent, p.elapsed, "平均完成率与序时进度", 50),
            element(
                "p",
                _key("mark", f"序时进度{p.elapsed:.1f}%"),
                element("span", _ahead(f.percent, p.elapsed), class_="ahead"),
                class_="under",
            ),
            element("p", since, class_="since") if since else "",
        ),
        class_="overall",
    )


def _big(percent: float | None) -> Html:
    said = wording.percent(percent)
    return element(
        "span", said.removesuffix("%"), element("span", "%", class_="unit") if percent is not None else ""
    )


def _ahead(percent: float | None, elapsed: float) -> str:
    if percent is None:
        return "没有可比的分项"
    gap = round(percent - elapsed, 1)
    if not gap:
        return "与序时进度持平"
    return f"{'高于' if gap > 0 else '低于'}序时进度{abs(gap):.1f}个百分点"


def _key(kind: str, said: str) -> Html:
    return element("span", element("i", class_=f"key {kind}", aria_hidden="true"), said, class_="said")


def _key_figures(p: Picture) -> Html:
    f, past = p.figures, p.before
    told = (
        (
            "办结",
            f.closed,
            past and change(f.closed - past.closed),
            f"共{p.tasks}项任务、{f.total}个分项",
            "",
        ),
        ("逾期", f.overdue, past and change(f.overdue - past.overdue), "期限已过、尚未办结", "is-late"),
        ("滞后", f.behind, past and change(f.behind - past.behind), "完成率低于序时进度", "is-slow"),
        ("逾期完成", f.late, past and change(f.late - past.late), "已经办结，晚于期限", ""),
    )
    return element(
        "dl",
        lines(
            *(
                element(
                    "div",
                    element("dt", label),
                    element(
                        "dd",
                        element("span", f"{number}", element("span", "个", class_="unit"), class_="number"),
                        element("span", f"较上期{moved}", class_="moved") if moved else "",
                        element("span", note, class_="note"),
                    ),
                    class_=kind if number and kind else None,
                )
                for label, number, moved, note, kind in told
            )
        ),
        class_="figures",
    )


def _statuses(f: Figures) -> Html:
    columns = (Column("状态", "name"), Column("个数", "count"), Column("占比", "count"))
    rows = [
        row(columns, (_key(f"part {s}", wording.status(s)), f"{n}", share(n, f.total)))
        for s, n in f.statuses.items()
    ]
    total = element("tfoot", row(columns, ("合计", f"{f.total}", share(f.total, f.total))), role="rowgroup")
    parts = [(s, wording.status(s), n) for s, n in f.statuses.items()]
    return element(
        "div",
        lines(
            element("h3", "完成状态"),
            charts.shares("statuses", parts, "各状态的分项个数"),
            table("各状态的分项个数和占比，合计为全部分项", columns, (body(*rows), total), "totals"),
        ),
        class_="statuses",
    )


def _lights(p: Picture) -> Html:
    meaning = {
        "red": "有事项逾期",
        "yellow": f"{p.yellow_days}天内到期",
        "blue": "期限没有确定日期",
        "green": "已办结，或时间充裕",
    }
    columns = (Column("亮灯", "name"), Column("含义", "meaning"), Column("个数", "count"))
    rows = [row(columns, (light_badge(c), meaning[c], f"{n}")) for c, n in p.figures.lights.items()]
    total = element("tfoot", row(columns, ("合计", "", f"{sum(p.figures.lights.values())}")), role="rowgroup")
    return element(
        "div",
        lines(element("h3", "亮灯"), table("各色灯的分项个数", columns, (body(*rows), total), "lamps")),
        class_="lights",
    )


def light_badge(color: Light) -> Html:
    """A light: a spot of its colour, and the word."""
    spot = element("i", class_=f"lamp {color}", aria_hidden="true")
    return element("span", spot, f"{wording.light(color)}灯", class_="said")


# --- categories ------------------------------------------------------------------------------------


def _categories(p: Picture) -> Html:
    columns = (
        Column("类别", "name"), Column("完成率与序时进度", "drawn"), Column("完成率", "count"),
        Column("办结", "count"), Column("逾期", "count"),
    )  # fmt: skip
    rows = []
    for i, c in enumerate(p.categories):
        f, name = c.figures, f"{c.number}、{c.title}"
        bar = charts.gauge(f"category-{i}", f.percent, p.elapsed, name, 30)
        closed = f"{f.closed}/{f.total}"
        rows.append(row(columns, (name, bar, wording.percent(f.percent), closed, late(f.overdue))))
    hint = _key("mark", f"竖线为序时进度{p.elapsed:.1f}%")
    return element(
        "div",
        lines(
            element("div", element("h3", "各类别"), element("p", hint, class_="hint"), class_="title"),
            table("各类别的完成率、办结个数和逾期个数", columns, (body(*rows),), "cards categories"),
        ),
        class_="block",
    )


# --- units -----------------------------------------------------------------------------------------


def _units(reports: tuple[UnitReport, ...]) -> Html:
    columns = (
        Column("单位", "name"), Column("完成率", "drawn share"), Column("任务", "basis"), Column("办结", "count"),
        Column("未办结", "count"), Column("逾期", "count"), Column("最近报送", "last"),
    )  # fmt: skip
    rows = [
        row(
            columns,
            (
                u.unit, measured(u.percent), _obligations(u), f"{u.done}", f"{u.open}", late(u.overdue),
                wording.day(u.last_report) if u.last_report else element("span", "尚未报送", class_="none"),
            ),
        )
        for u in reports
    ]  # fmt: skip
    told = "办结、未办结、逾期和完成率按点名和成员的任务计；逾期多的在前，其次完成率低的在前"
    return element(
        "div",
        lines(
            element("h3", "责任单位"),
            table(told, columns, (body(*rows),), "cards units")
            if rows
            else element("p", "没有承担任务的单位。", class_="hint"),
        ),
        class_="block",
    )


def measured(percent: float | None) -> Html:
    """A percentage with a small bar under the eye: the figure says it, the bar is only an ornament."""
    fill = element("i", style=f"width:{percent or 0:.1f}%")
    bar = element("span", fill, class_="bar", aria_hidden="true")
    return element("span", element("span", wording.percent(percent)), bar, class_="measured")


def _obligations(u: UnitReport) -> str:
    counted = [f"{wording.BASIS_WORDS[basis]}{n}" for basis, n in u.obligations.items() if n]
    return " ".join(counted)
