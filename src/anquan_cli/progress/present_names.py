"""Units by the names that the list has for them now (单位改名): a renamed office keeps what it has recorded."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from anquan_cli.grouping import gathered
from anquan_cli.ledger.events import Envelope
from anquan_cli.party import Unit
from anquan_cli.tasklist.plan import Plan


def by_present_names(plan: Plan, events: Sequence[Envelope]) -> tuple[Envelope, ...]:
    """The events, each as the word of the unit that the list means today by its author's name.

    A name that the list itself still uses stays as it is, and so does one that nobody can place.
    """
    words = {e.author for e in events if isinstance(e.author, str)} - {u.name for u in plan.register.units}
    if words and (words := words - plan.rows_by_unit.keys()):
        from anquan_cli.tasklist.phrases.units.reader import unit_called  # not every start needs it

        names = {word: Unit(name) for word in words if (name := unit_called(word, plan.register))}
        if names:
            return tuple(
                e._replace(event=e.event._replace(author=names[e.author])) if e.author in names else e
                for e in events
            )
    return tuple(events)


class Merger(NamedTuple):
    """A unit that the list has made of several (合并): what one of them said last stands for all."""

    unit: Unit
    former: tuple[str, ...]
    items: tuple[str, ...]  # that more than one of them had recorded


def mergers(recorded: Iterable[Envelope], events: Iterable[Envelope]) -> tuple[Merger, ...]:
    """The units that the list has made of several, of which more than one had recorded an item.

    Args:
        recorded: the events as they were recorded.
        events: the same ones, by the names that the list has for the units now.
    """
    before: dict[tuple[Unit, str], set[str]] = {}  # unit and item → the former names that recorded it
    for old, new in zip(recorded, events, strict=True):
        if isinstance(old.author, str) and isinstance(new.author, str) and old.author != new.author:
            for target in new.targets:
                before.setdefault((new.author, target.id), set()).add(old.author)
    items = gathered(
        ((unit, tuple(sorted(names))), item) for (unit, item), names in before.items() if len(names) > 1
    )
    return tuple(Merger(unit, names, tuple(found)) for (unit, names), found in items.items())
