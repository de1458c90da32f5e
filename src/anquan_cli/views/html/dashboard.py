"""The picture for those who lead: who is late and with which promise, what comes next, who has not reported, how far."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from anquan_cli.documents import wording
from anquan_cli.documents.bulletin import all_reported, as_of_before
from anquan_cli.documents.entry_text import clause
from anquan_cli.documents.overdue import beside, by_item, days, label, late_alike, promised, stands
from anquan_cli.grouping import gathered
from anquan_cli.queries.bulletin import Bulletin, Overdue, OverdueParty
from anquan_cli.queries.due import DueReport, whose
from anquan_cli.queries.listing import Listing
from anquan_cli.queries.overview import CategoryReport, Figures, UnitReport
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.html.charts import (
    Axis,
    Course,
    Part,
    Timeline,
    axis,
    course,
    shares,
    timeline,
)

_SHOWN = 6  # overdue or due items that page one names; the others are counted
_LEAST = 2  # of one party


class LateItem(NamedTuple):
    """What a party is late with."""

    label: str
    due: str
    late: str  # 逾期3天
    stages: int
    promise: str  # empty without one
    broken: bool  # the promised day has passed
    reason: str  # and of a whole, what its members say


class LateParty(NamedTuple):
    """A party, or several that are late with the same, and the first of what it is late with."""

    party: str
    items: tuple[LateItem, ...]
    more: int


class DueDay(NamedTuple):
    """A day, and what falls due on it."""

    said: str
    left: str
    items: tuple[tuple[str, str, str], ...]  # each with whose it is and how far


class Answers(NamedTuple):
    """Who is late and with which promise, what is due as soon as makes a light yellow, who has not reported."""

    who: str  # 2家单位和各乡镇人民政府: of whom how much is late
    items: int
    late: tuple[LateParty, ...]
    also_late: tuple[tuple[str, int], ...]  # further parties, with how many items
    awaiting: tuple[
        tuple[str, str], ...
    ]  # what is past its day, and who has not said whether it is concerned
    within: str  # 7天内
    due: int
    due_days: tuple[DueDay, ...]
    also_due: int
    since: str  # 本期, 近7天
    all_reported: str  # what is said where nobody is named
    never: tuple[str, ...]  # units that have not reported yet at all
    before: tuple[tuple[str, str], ...]  # units that have not reported since a day, the longest ago first


class Picture(NamedTuple):
    """What is drawn, of a bulletin or of a list."""

    answers: Answers
    yellow: tuple[str, int]  # 7天内, percentage points behind: what makes a light yellow
    tasks: int
    figures: Figures
    before: Figures | None  # none before the list, nor of an export
    as_of_before: str
    elapsed: float
    course: Course | None
    categories: tuple[CategoryReport, ...]
    timeline: Timeline
    units: tuple[UnitReport, ...]  # the longest silent first
    axis: Axis

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rows by status, as parts of one bar."""
        return shares(self.figures.statuses, self.each)

    @property
    def each(self) -> str:
        """What rows are counted with."""
        return wording.each(self.tasks, self.figures.total)

    @property
    def counted(self) -> str:
        """What they are counted with, and called: 项任务, 个分项."""
        return self.each + wording.row(self.tasks, self.figures.total)

    @property
    def rows(self) -> str:
        """21项任务、27个分项."""
        return wording.rows(self.tasks, self.figures.total)

    @property
    def ahead(self) -> str:
        """How the rate stands against the elapsed share of the year."""
        if self.figures.percent is None or self.figures.pace.not_compared == self.figures.total:
            return "没有可比的任务"
        gap = round(self.figures.percent - self.elapsed, 1)
        if not gap:
            return "与序时进度持平"
        return f"{'高于' if gap > 0 else '低于'}序时进度{abs(gap):.1f}个百分点"


def picture(plan: Plan, given: Bulletin | Listing) -> Picture:
    """The picture of a bulletin, or of a list: figures over the rows that it shows, which may be one unit's."""
    compared = given if isinstance(given, Bulletin) and given.before_as_of.year >= plan.year else None
    return Picture(
        answers=_answers(plan, given, "本期" if isinstance(given, Bulletin) else "近7天"),
        yellow=(wording.within(plan.yellow_days), plan.yellow_behind),
        tasks=given.tasks,
        figures=given.figures,
        before=compared and compared.before,
        as_of_before=as_of_before(compared) if compared else "",
        elapsed=given.elapsed,
        course=course(given.trend),
        categories=given.categories,
        timeline=timeline(given.stages, plan.year, given.as_of),
        units=tuple(sorted(given.units, key=lambda u: u.last_report or date.min)),
        axis=axis(plan.year, given.as_of),
    )


# --- the three answers -----------------------------------------------------------------------------


def _answers(plan: Plan, given: Bulletin | Listing, since: str) -> Answers:
    units = sum(p.unit is not None for p in given.overdue)
    wholes = [p.party for p in given.overdue if p.unit is None]
    late, also_late = _late(given.overdue, plan.year, given.as_of)
    last: dict[str, date | None] = {u.unit: u.last_report for u in given.units}
    near = [
        d for d in given.stages if d.effective_state.is_due and 0 <= (d.days_left or 0) <= plan.yellow_days
    ]
    near.sort(key=lambda d: d.stage.due or date.max)
    before = sorted((day, name) for name in given.not_reported if (day := last.get(name)))
    return Answers(
        who="和".join(filter(None, [f"{units}家单位" if units else "", "、".join(wholes)])),
        items=len({(i.due.id, i.due.stage.stage) for p in given.overdue for i in p.items}),
        late=late,
        also_late=also_late,
        awaiting=_awaiting(given),
        within=wording.within(plan.yellow_days),
        due=len(near),
        due_days=_due(plan, near[:_SHOWN], given.unit),
        also_due=len(near[_SHOWN:]),
        since=since,
        all_reported=all_reported(plan, given.unit, since, given.rows),
        never=tuple(name for name in given.not_reported if not last.get(name)),
        before=tuple((name, wording.day(day, plan.year)) for day, name in before),
    )


def _late(
    parties: Sequence[OverdueParty], year: int, as_of: date
) -> tuple[tuple[LateParty, ...], tuple[tuple[str, int], ...]]:
    """The first parties with some of their items, what is promised first, and the others with their counts; alike ones together."""
    alike = gathered((tuple(_item(g, year, as_of) for g in late_alike(p.items)), p.party) for p in parties)
    shown, others, room = [], [], _SHOWN
    each = max(_LEAST, _SHOWN // max(len(alike), 1))
    for listed, names in alike.items():
        items = sorted(listed, key=lambda i: not i.promise)
        if room:
            named = tuple(items[: min(room, each)])
            room -= len(named)
            shown.append(LateParty("、".join(names), named, sum(i.stages for i in items[len(named) :])))
        else:
            others += [(name, sum(i.stages for i in items)) for name in names]
    return tuple(shown), tuple(others)


def _awaiting(given: Bulletin | Listing) -> tuple[tuple[str, str], ...]:
    units = gathered((label(*group), unit) for unit, reports in given.awaiting for group in by_item(reports))
    return tuple((item, wording.shortened(names)) for item, names in units.items())


def _item(group: Sequence[Overdue], year: int, as_of: date) -> LateItem:
    i, due = group[0], [g.due for g in group]
    return LateItem(
        label=label(*due),
        due=days(due, year),
        late=f"{'最早的' if len(group) > 1 else ''}逾期{i.days}天",
        stages=len(group),
        promise="按属地落实，整体尚未办结"
        if wording.by_clause(i.due.assignment)
        else promised(i.promises, as_of),
        broken=bool(i.promises) and not stands(i.promises, as_of),
        reason="；".join(filter(None, (i.reason and f"原因：{clause(i.reason)}", beside(i, as_of)))),
    )


def _due(plan: Plan, reports: Sequence[DueReport], unit: str | None) -> tuple[DueDay, ...]:
    return tuple(
        DueDay(
            wording.day(day, plan.year),
            wording.left(found[0].days_left) if found[0].days_left else "当日到期",
            tuple(
                (
                    label(d),
                    "" if unit else wording.brief(whose(plan, d.item, d.pending), plan.register),
                    wording.status(d.effective_state.status),
                )
                for d in found
            ),
        )
        for day, found in ((day, list(same)) for day, same in groupby(reports, lambda d: d.stage.due))
    )
