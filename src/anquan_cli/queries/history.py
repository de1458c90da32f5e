"""The history: what was recorded, newest last, with what no longer counts."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from anquan_cli.dates import local_day
from anquan_cli.folding import for_search
from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import recorded, taken_back
from anquan_cli.party import OFFICE
from anquan_cli.progress import Progress, items_meant
from anquan_cli.tasklist.plan import Plan, is_within


class History(NamedTuple):
    """What `log` answers."""

    plan: Plan
    events: tuple[Envelope, ...]
    undone: frozenset[str]  # ids of events that no longer count
    numbers: Mapping[str, int]  # every entry's number by its id


def reporter(plan: Plan, event: Envelope) -> str | None:
    """Whose report an entry is, a note too, also of what the list has under another number now or no more.

    One without a unit is the office's own, where the office is a registered unit.
    """
    return plan.office_unit if event.author is OFFICE else event.author


def history(
    progress: Progress,
    item: str | None,
    unit: str | None,
    since: date | None,
    most: int | None,
    by: str | None = None,
) -> History:
    """The entries in the order of recording.

    Args:
        progress: what the ledger comes to.
        item: an id of the list or of the ledger alone; what is under it belongs to it, and what was said of
            what it is under, of a task by a unit: of its own parts. None: all.
        unit: whose entries; None: everybody's.
        since: the first day of work.
        most: so many of the newest; None: all of them.
        by: who recorded them (登记人); None: anybody.
    """
    plan, first = progress.plan, since.isoformat() if since else ""
    events = [
        e
        for e in sorted(progress.events, key=recorded)
        if (item is None or any(_is_about(plan, e, t.id, item) for t in e.targets))
        and unit in (None, reporter(plan, e))
        and (by is None or for_search(e.by) == for_search(by))
        and (not first or (e.on or local_day(e.recorded_at, plan.timezone).isoformat()) >= first)
    ]
    if most is not None:
        events = events[len(events) - min(most, len(events)) :]
    numbers = {e.id: e.seq for e in progress.events}
    return History(plan, tuple(events), frozenset(taken_back(progress.events)), numbers)


def _is_about(plan: Plan, e: Envelope, named: str, item: str) -> bool:
    if not is_within(item, named) or is_within(named, item):
        return is_within(named, item)
    found = plan.item(item)
    return found is None or any(i.row is found.row for i in items_meant(plan, named, e.author))
