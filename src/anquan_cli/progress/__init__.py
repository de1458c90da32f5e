"""How far everything is: cells, the one rule that decides them, and which stage a mark means; pure."""

from anquan_cli.progress.cells import Cell, Slot, phrases_under, slots_of
from anquan_cli.progress.progress import (
    CLOSED,
    STATUSES,
    WHOLE,
    ItemState,
    Progress,
    StageState,
    elapsed,
    fold,
)
from anquan_cli.progress.stages import Change, Remaining, changes, check_unit, choose, item_of, remaining

__all__ = [
    "CLOSED",
    "STATUSES",
    "WHOLE",
    "Cell",
    "Change",
    "ItemState",
    "Progress",
    "Remaining",
    "Slot",
    "StageState",
    "changes",
    "check_unit",
    "choose",
    "elapsed",
    "fold",
    "item_of",
    "phrases_under",
    "remaining",
    "slots_of",
]
