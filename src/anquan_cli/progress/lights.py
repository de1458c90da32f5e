"""The lights 红黄蓝绿 (domain, 4): of a stage by its date, of an item by its stages and by how far it lags."""

from collections.abc import Collection, Sequence
from datetime import date

from anquan_cli.progress.cells import CLOSED, Cell
from anquan_cli.progress.share import Share, greater
from anquan_cli.tasklist.plan import Item, Plan
from anquan_cli.vocabulary import Light, Status


def of_stage(plan: Plan, today: date, due: date | None, status: Status, dated: Sequence[Cell]) -> Light:
    """`dated`: the cells whose date `due` is."""
    if status in CLOSED:
        return "green"
    if due is None:
        return "blue"
    left = (due - today).days
    if left < 0 and any(c.can_be_late for c in dated):
        return "red"
    near = 0 <= left <= plan.yellow_days and any(c.is_pending for c in dated)
    excused = left < 0 and any(c.excused for c in dated)
    return "yellow" if near or excused else "green"


def of_item(
    plan: Plan, item: Item, status: Status, lights: Collection[Light], lag: Share | None, *, awaiting: bool
) -> Light:
    """红 over 黄 over 蓝 over 绿, green once the item is closed.

    Args:
        plan: says by how many points an item may lag.
        item: a row or a measure.
        status: what it is as a whole.
        lights: of its stages and of its measures' own dates.
        lag: points below 序时进度.
        awaiting: whether the asked unit has still to say if it is concerned.
    """
    if status in CLOSED:
        return "green"
    if "red" in lights:
        return "red"
    far = lag is not None and greater(lag, (plan.yellow_behind, 1)) == lag
    if "yellow" in lights or far or awaiting:
        return "yellow"
    if item.measure:
        return "blue" if "blue" in lights else "green"
    return "green" if item.deadline.dates else "blue"
