"""A second opinion on progress: every cell written out, for each of them the whole history read again.

Slow and plain on purpose, and written from the rules alone; it shares nothing with the program but the
compiled list (who, until when) and the events as recorded.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from anquan_cli.ledger.events import Envelope
from anquan_cli.tasklist.plan import Measure, Plan, Row


def standing(events: list[Envelope], today: date) -> list[Envelope]:
    """The marks that count today: not undone (by an undo that is itself not undone), and of a day gone by."""

    def undone(event: Event) -> bool:
        return any(u.op == "undo" and u.undoes == event.id and not undone(u) for u in events)

    return [e for e in events if e.op == "mark" and not undone(e) and date.fromisoformat(str(e.on)) <= today]


Place = tuple[Measure | None, int, int, date | None]  # leaf, its own stage, the row's stage, due


def reach(event: Event, row: Row, places: list[Place]) -> list[Place]:
    """What a mark covers of a row; a unit's mark of the row itself, only what that unit answers for."""
    found: list[Place] = []
    for target in event.targets:
        found += [p for p in places if p[0] and p[0].id == target.id and target.stage in (None, p[1])]
        if target.id in (row.id, row.id.split(".")[0]):
            under = [p for p in places if target.stage in (None, p[2])]
            found += [p for p in under if event.unit is None or answers(row, p[0], event.unit)] or under
    return found


def answers(row: Row, leaf: Measure | None, unit: str) -> bool:
    """Whether a unit has a leaf to do: it is named for it, or belongs to the whole that has to do it."""
    whose = parties(row, leaf)
    elsewhere = leaf is not None and leaf.units is not None and unit in [p.name for p in row.units.named]
    return unit in whose or (None in whose and not elsewhere)


def parties(row: Row, leaf: Measure | None) -> list[str | None]:
    """Every named unit, and the whole where a group is named or nobody."""
    phrase = leaf.units if leaf is not None and leaf.units is not None else row.units
    whole: list[str | None] = [None] if phrase.groups or not phrase.named else []
    return [p.name for p in phrase.named] + whole


def opinion(plan: Plan, events: list[Envelope], today: date) -> list[dict[str, Any]]:
    """What `list --json` must say of each row: id, status, percent, stages, light, overdue days."""
    marks = standing(events, today)
    return [{"id": row.id, **_row(plan, row, marks, today)} for row in plan.rows]


class Square(NamedTuple):
    """A cell, written out."""

    of_row: int  # the stage of the row that it is counted under
    leaf: Measure | None
    stage: int  # the leaf's own
    due: date | None
    party: str | None
    status: str
    percent: Fraction


def grid(row: Row, marks: list[Envelope]) -> list[tuple[Place, list[Envelope]]]:
    """Every leaf of a row at each of its stages, with the marks that cover it."""
    places: list[Place] = [(m, s.number, s.belongs, s.due) for m in row.measures for s in m.stages]
    filled = {belongs for _, _, belongs, _ in places}
    places += [(None, s.number, s.number, s.due) for s in row.stages if s.number not in filled]
    reached = [(e, reach(e, row, places)) for e in marks]
    return [(place, [e for e, covered in reached if place in covered]) for place in places]


def latest(here: list[Envelope], party: str | None) -> Event | None:
    """The last mark that a party goes by: its own, or one for everybody."""
    return next((e for e in here[::-1] if e.unit in (None, party)), None)


def counted(here: list[Envelope], mine: list[str | None]) -> int:
    """What the parties have counted together; a mark that several go by counts once."""
    return sum({e.id: e.count or 0 for e in (latest(here, p) for p in mine) if e}.values())


def own(row: Row, marks: list[Envelope], unit: str) -> tuple[str, float | None]:
    """A unit's own status and percent of a row: of what it answers for, else of all of it."""
    every = grid(row, marks)
    cells = []
    for (leaf, *_), here in [x for x in every if answers(row, x[0][0], unit)] or every:
        last, mine = latest(here, unit), parties(row, leaf)
        total = counted(here, mine) if unit in mine else (last.count or 0 if last else 0)
        cells.append(_worth(last, leaf, total))
    return _word([s for s, _ in cells]), _mean([p for s, p in cells if s != "na"])


def squares(row: Row, marks: list[Envelope]) -> tuple[list[Square], bool]:
    """Every cell of a row, and whether somebody beside the responsible ones has begun."""
    found: list[Square] = []
    begun = False
    for (leaf, stage, belongs, due), here in grid(row, marks):
        mine = parties(row, leaf)
        total = counted(here, mine)
        for party in mine:
            found.append(Square(belongs, leaf, stage, due, party, *_worth(latest(here, party), leaf, total)))
        for other in {e.unit for e in here} - {None, *mine}:
            last = latest(here, other)
            begun = begun or bool(last and last.unit == other and last.status not in ("todo", "na"))
    return found, begun


def _row(plan: Plan, row: Row, marks: list[Envelope], today: date) -> dict[str, Any]:
    cells, begun = squares(row, marks)
    status, percent = _word([c.status for c in cells]), _mean([c.percent for c in cells if c.status != "na"])
    stages, watched = [], []
    for s in row.stages:
        under = [c.status for c in cells if c.of_row == s.number]
        stages.append({"stage": s.number, "due": s.due and str(s.due), "status": _word(under)})
        watched.append((s.due, under))
    for m in row.measures:
        for d in {c.due for c in cells if c.leaf is m}:
            watched.append((d, [c.status for c in cells if c.leaf is m and c.due == d]))
    late = [(today - d).days for d, under in watched if d and d < today and {"todo", "doing"} & {*under}]
    if status == "todo" and begun:
        status = "doing"
    light = "green" if row.deadline.dates else "blue"
    soon = [d for d, u in watched if d and {*u} - {"done", "verified", "na"}]
    if any(0 <= (d - today).days <= plan.yellow_days for d in soon):
        light = "yellow"
    if late:
        light = "red"
    if status in ("done", "verified", "na"):
        light = "green"
    return {
        "status": status,
        "percent": percent,
        "stages": stages,
        "light": light,
        "overdue_days": max(late, default=None),
    }


def dated(
    plan: Plan, events: list[Envelope], today: date
) -> dict[tuple[str, int], tuple[date, list[Square]]]:
    """Every stage with a date that has a line of its own, by item and stage: its date and its cells."""
    marks, found = standing(events, today), {}
    for row in plan.rows:
        cells, _ = squares(row, marks)
        for s in row.stages:
            if s.due:
                found[row.id, s.number] = (s.due, [c for c in cells if c.of_row == s.number])
        for m in row.measures:
            for s in m.stages if m.own_deadline else ():
                if s.due:
                    found[m.id, s.number] = (s.due, [c for c in cells if (c.leaf, c.stage) == (m, s.number)])
    return found


def _worth(event: Event | None, leaf: Measure | None, total: int) -> tuple[str, Fraction]:
    if event is None:
        return "todo", Fraction(0)
    status = str(event.status)
    if status in ("done", "verified"):
        return status, Fraction(100)
    if status != "doing":
        return status, Fraction(0)
    if event.percent is not None:
        return status, Fraction(min(event.percent, 99))
    if leaf is None or leaf.target is None or event.count is None:
        return status, Fraction(0)
    reached = event.count if leaf.target.per_unit else total
    return status, min(Fraction(100 * reached, leaf.target.count), Fraction(99))


def _word(statuses: list[str]) -> str:
    left = [s for s in statuses if s != "na"]
    still = [s for s in left if s not in ("done", "verified")]
    if not left:
        return "na"
    if not still:
        return "verified" if set(left) == {"verified"} else "done"
    if set(still) == {"paused"}:
        return "paused"
    return "todo" if set(left) == {"todo"} else "doing"


def _mean(values: list[Fraction]) -> float | None:
    return (10 * sum(values, Fraction(0)) / len(values)).__floor__() / 10 if values else None
