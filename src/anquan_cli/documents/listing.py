"""The list with its progress as papers print it: a line for every task, and for every measure under it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from anquan_cli.documents import wording
from anquan_cli.documents.entry_text import latest, points
from anquan_cli.ledger.events import Envelope
from anquan_cli.progress import CLOSED, ItemState, Reports
from anquan_cli.queries.rows import RowReport
from anquan_cli.tasklist.plan import Item, Plan

HEADERS = ("序号", "任务", "责任单位", "完成时限", "完成状态", "完成率", "亮灯", "最近进展")
WITH_MEASURES = (HEADERS[0], "任务和要点", *HEADERS[2:])


class Line(NamedTuple):
    """A row of the list, or a measure under it."""

    plan: Plan
    year: int  # of the paper: days of another are told with theirs
    item: Item
    shown: ItemState
    entries: Sequence[Envelope]  # of a row, those that none of its measures' lines has
    basis: str = ""  # why a row is a unit's
    counted: int | None = None  # towards a measure's target
    reports: Reports | None = None  # who has reported, of a row as a whole
    reached: bool = False  # of a measure: the unit has counted what each has to

    @property
    def units(self) -> str:
        """Who is responsible; of a measure only where its task has not said it."""
        measure = self.item.measure
        return "" if measure and not measure.units else wording.one_line(self.item.units)

    @property
    def leader(self) -> str:
        """The leader who answers for a task; its measures do not say it again."""
        return "" if self.item.measure else self.item.row.leader

    @property
    def remark(self) -> str:
        """What the list remarks on a task."""
        return "" if self.item.measure else self.item.row.remark

    @property
    def deadline(self) -> str:
        """By when; of a measure only where its task has not said it."""
        measure = self.item.measure
        return "" if measure and not measure.own_deadline else self.item.deadline.text

    @property
    def points(self) -> tuple[str, str, str]:
        """What stands as problems, next steps and the expected day, of each who has spoken."""
        return points(self.plan, self.entries, self.shown.status in CLOSED)

    def latest(self, note_only: bool = False) -> str:
        """How many have reported, and what was said last; `note_only`: without what stands in columns beside."""
        own = self.item.measure is not None
        said = (
            latest(self.plan, self.item.row, self.entries[-1], self.year, note_only, own)
            if self.entries
            else ""
        )
        if self.reports and self.reports.reported:
            return f"{wording.reported(self.reports, missing=False)}。{said}"
        return said


def lines(
    plan: Plan, rows: Sequence[RowReport], entries: Mapping[str, Sequence[Envelope]], year: int
) -> Iterable[Line]:
    """A line for every row and for every measure that is reported with it, in the list's order."""
    for r in rows:
        below = [entries.get(m.measure.id, ()) for m in r.measures]
        ids = {e.id for found in below for e in found}
        own = [e for e in entries.get(r.row.id, ()) if e.id not in ids]
        basis = wording.BASIS_WORDS[r.assignment.basis] if r.assignment else ""
        heard = None if r.own else r.reports
        yield Line(plan, year, r.item, r.effective_state, own, basis, reports=heard)
        for m, found in zip(r.measures, below, strict=True):
            counted = m.effective_count if m.measure.target else None
            yield Line(plan, year, m.item, m.effective_state, found, counted=counted, reached=m.reached)


def table_row(line: Line) -> tuple[str, ...]:
    """A line's texts, in the order of HEADERS."""
    shown, (state, *beside) = line.shown, wording.condition(line.shown, line.reached).splitlines()
    return (
        line.item.id,
        line.item.title,
        "；".join(filter(None, (line.units, line.leader and f"责任领导：{line.leader}"))),
        line.deadline,
        state + "".join(f"（{said}）" for said in beside),
        wording.progress(shown, line.reached),
        f"{wording.light(shown.light)}灯",
        " ".join(filter(None, (line.latest(), line.remark and f"备注：{line.remark}"))),
    )
