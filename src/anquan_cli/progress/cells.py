"""The smallest things that can be done: one leaf item × one of its stages × one responsible party.

Most of a list's cells stand alike, so those of several parties are held, and reckoned with, as one.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from anquan_cli.ledger.events import Envelope
from anquan_cli.party import Party
from anquan_cli.progress.share import Share
from anquan_cli.tasklist.plan import Item, Stage
from anquan_cli.vocabulary import Status

CLOSED: tuple[Status, ...] = ("done", "verified", "na")
DONE: tuple[Status, ...] = ("done", "verified")
STATUSES: tuple[Status, ...] = ("todo", "doing", "done", "verified", "paused", "na")


class Cell(NamedTuple):
    """What a party has done of a leaf item by one stage, and which event says so; of several, what each has."""

    leaf: Item
    stage: Stage
    parties: tuple[Party, ...]
    status: Status
    percent: Share  # meaningless for na
    done_on: date | None  # day of work on which it was closed
    event: Envelope | None
    excused: bool = False  # 尚未报送: in its unit's own view never overdue
    percent_by: Envelope | None = None  # which event named the percent, or ended it
    done_by: Envelope | None = None  # which event closed it on that day
    of_whole: bool = False  # of a unit that is no party: as it stands for the whole

    @property
    def is_open(self) -> bool:
        """Neither done, struck off nor not concerned."""
        return self.status not in CLOSED

    @property
    def is_pending(self) -> bool:
        """Open and not paused: somebody has something to do."""
        return self.status in ("todo", "doing")

    @property
    def can_be_late(self) -> bool:
        """Pending and not excused."""
        return self.is_pending and not self.excused


def parties_of(cells: Iterable[Cell]) -> list[Party]:
    """Whose some cells are, each once."""
    return list(dict.fromkeys(chain.from_iterable(dict.fromkeys(c.parties for c in cells))))


def status_of(cells: Iterable[Cell], begun: bool = False) -> Status:
    """The one word for a set of cells; `begun`: somebody beside has reported work on them."""
    applicable = {c.status for c in cells} - {"na"}
    if not applicable:
        return "na"
    if applicable <= {"done", "verified"}:
        return "done" if "done" in applicable else "verified"
    if applicable - {"done", "verified"} == {"paused"}:
        return "paused"
    return "todo" if applicable <= {"todo", "paused"} and not begun else "doing"


def closing_day(cells: Sequence[Cell]) -> date | None:
    """The last day on which one of them was closed; None while one is open or where none was done."""
    if any(c.is_open for c in cells):
        return None
    return max((c.done_on for c in cells if c.done_on), default=None)
