"""What of a history counts: its order, its undos, its days of work (办理日期)."""

from collections.abc import Sequence
from datetime import date

from anquan_cli.ledger.events import OPERATIONS, Envelope, Undo, Unknown


def recorded(event: Envelope) -> tuple[str, str]:
    """The order of recording: by moment, then by id."""
    return event.ts, event.id


def order(event: Envelope) -> tuple[str, str, str]:
    """The order of work, by which the rule of progress goes: the day, then the moment of recording, then the id."""
    return event.on or event.ts[:10], event.ts, event.id


def effective(events: Sequence[Envelope]) -> list[Envelope]:
    """Marks and notes that no undo has taken back, in the order of work; an undo that is taken back takes nothing."""
    taken = taken_back(events)
    return [e for e in sorted(events, key=order) if _is_report(e) and e.id not in taken]


def taken_back(events: Sequence[Envelope]) -> set[str]:
    """Ids of the events that an undo has taken back."""
    taken: set[str] = set()
    for event in sorted(events, key=recorded, reverse=True):
        if isinstance(event.event, Undo) and event.id not in taken:
            taken.add(event.event.undoes)
    return taken


def day_of(event: Envelope) -> date:
    """The day of work; an entry without one (none is written) counts from its recording."""
    try:
        return date.fromisoformat(event.on or event.ts[:10])
    except ValueError:
        return date.max  # unreadable: counts nowhere rather than somewhere wrong


def _is_report(event: Envelope) -> bool:
    operation = OPERATIONS.get(event.op)
    return operation is not None and operation.is_report and not isinstance(event.event, Unknown)
