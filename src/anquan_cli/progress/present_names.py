"""Units by the names that the list has for them now (单位改名): a renamed office keeps what it has recorded."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from anquan_cli.grouping import gathered
from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import recorded as moment
from anquan_cli.party import Unit
from anquan_cli.tasklist.plan import Plan


def by_present_names(plan: Plan, events: Sequence[Envelope]) -> tuple[Envelope, ...]:
    """The events, each as the word of the unit that the list means today by its author's name.

    A name that the list itself still uses stays as it is, and so does one that nobody can place.
    """
    words = {e.author for e in events if isinstance(e.author, str)} - {u.name for u in plan.register.units}
    if words and (words := words - plan.rows_by_unit.keys()):
        from anquan_cli.tasklist.phrases.registered import unit_called  # not every start needs it
        from anquan_cli.tasklist.same_unit import as_read

        names = {word: Unit(name) for word in words if (name := unit_called(as_read(word), plan.register))}
        if names:
            return tuple(
                e._replace(event=e.event._replace(author=names[e.author])) if e.author in names else e
                for e in events
            )
    return tuple(events)


class Merger(NamedTuple):
    """A unit that the list has made of several (合并): what one of them said last stands for all."""

    unit: Unit
    former: tuple[str, ...]  # its own name too, where that was one's before
    items: tuple[str, ...]  # that more than one of them had recorded


def mergers(recorded: Iterable[Envelope], events: Iterable[Envelope]) -> tuple[Merger, ...]:
    """The units that the list has made of several, of which more than one had recorded an item.

    One that keeps its name is one of them where it recorded before another's last entry: else it may be that one, renamed.
    What the new one has recorded since stands for all; of a name that was kept nobody can tell since when it is for all.

    Args:
        recorded: the events as they were recorded.
        events: the same ones, by the names that the list has for the units now.
    """
    told = sorted(
        ((old.author, new.author, new) for old, new in zip(recorded, events, strict=True)),
        key=lambda one: moment(one[2]),
    )
    last = {unit: n for n, (name, unit, _) in enumerate(told) if name != unit}
    said: dict[
        tuple[Unit, str], dict[str, bool]
    ] = {}  # unit and item → whose word stood, and whether it counted
    for n, (name, unit, event) in enumerate(told):
        if not isinstance(name, str) or not isinstance(unit, str) or unit not in last:
            continue
        counts = event.mark is not None and event.mark.count is not None
        for target in event.targets:
            names = said.setdefault((unit, target.id), {})
            if n <= last[unit]:  # its own name, where it is one of them, stood beside theirs
                names[name] = names.get(name, False) or counts
            elif event.mark and unit not in names and (counts or not any(names.values())):
                names.clear()  # recorded as one
    items = gathered(
        ((unit, tuple(sorted(names))), item) for (unit, item), names in said.items() if len(names) > 1
    )
    return tuple(Merger(unit, names, tuple(found)) for (unit, names), found in items.items())
