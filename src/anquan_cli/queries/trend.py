"""The year's course: the mean rate against 序时进度 at the end of every week."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from anquan_cli.party import Unit
from anquan_cli.progress import Progress, elapsed, mean, rounded
from anquan_cli.queries.rows import Query, asked


class WeekEnd(NamedTuple):
    """How far a list was at the end of a day."""

    day: date
    percent: float | None  # mean over the rows that apply
    elapsed: float  # 序时进度 of the list's year


def trend(
    year: int, until: date, progress_at: Callable[[date], Progress], unit: Unit | None = None
) -> tuple[WeekEnd, ...]:
    """Every Sunday of the list's year before a day, and that day or the year's last; nothing before the year.

    Args:
        year: the list's.
        until: the last day that is known.
        progress_at: the progress as of a day, as `fold` makes it; asked from the first day to the last.
        unit: whose own status counts; None: the list's.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    end = min(until, last)
    sunday = first + timedelta(days=6 - first.weekday())
    days = [sunday + timedelta(weeks=n) for n in range(53)]
    return tuple(
        WeekEnd(day, _percent(progress_at(day), unit), elapsed(first, last, day))
        for day in ([d for d in days if d < end] + [end] if end >= first else [])
    )


def _percent(progress: Progress, unit: Unit | None) -> float | None:
    """The mean that `figures` has, without the lights and days of every row."""
    shares = (progress.share([item], unit) for item, _ in asked(progress.plan, Query(unit=unit)))
    return rounded(mean((share, 1) for share in shares if share is not None))
