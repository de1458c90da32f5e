"""Units by the names that the list has for them now (单位改名): a renamed office keeps what it has recorded."""

from collections.abc import Sequence

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
