"""The one-page picture: how far, how evenly, what is late, what comes next, who is behind."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.queries.listing import Listing
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport, figures
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.html.charts import Part, Timeline, shares, timeline


class Picture(NamedTuple):
    """What is drawn, of a bulletin or of a list."""

    as_of: date
    yellow_days: int
    tasks: int
    figures: Figures
    before: Figures | None  # a list knows no period before
    before_as_of: date | None
    elapsed: float
    categories: tuple[CategoryReport, ...]
    timeline: Timeline
    units: tuple[UnitReport, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rows by status, as parts of one bar."""
        return shares(self.figures.statuses)

    @property
    def ahead(self) -> str:
        """How the rate stands against the elapsed share of the year."""
        if self.figures.percent is None:
            return "没有可比的分项"
        gap = round(self.figures.percent - self.elapsed, 1)
        if not gap:
            return "与序时进度持平"
        return f"{'高于' if gap > 0 else '低于'}序时进度{abs(gap):.1f}个百分点"


def of_bulletin(plan: Plan, b: Bulletin) -> Picture:
    """The picture of a bulletin."""
    return Picture(
        b.as_of, plan.yellow_days, b.tasks, b.figures, b.before, b.before_as_of, b.elapsed, b.categories,
        timeline(b.stages, plan.year, b.as_of), b.units,
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
        as_of=given.today,
        yellow_days=plan.yellow_days,
        tasks=len({r.row.number for r in given.rows}),
        figures=figures(r.effective_state for r in given.rows),
        before=None,
        before_as_of=None,
        elapsed=given.overview.elapsed,
        categories=tuple(c for c in categories if c.figures.total),
        timeline=timeline(given.stages, plan.year, given.today),
        units=tuple(u for u in given.units if given.unit in (None, u.unit)),
    )
