"""How far everything is: what every cell is, what follows for items, which stage a mark means; pure."""

from anquan_cli.progress.cells import CLOSED, DONE, STATUSES, Cell, parties_of
from anquan_cli.progress.progress import ItemState, Progress, Reports, StageState, elapsed, fold
from anquan_cli.progress.share import Share, mean, rounded
from anquan_cli.progress.stages import (
    Change,
    Choice,
    Remaining,
    changes,
    check_unit,
    choose,
    remaining,
    reopened,
)
from anquan_cli.progress.state import covered

__all__ = [
    "CLOSED",
    "DONE",
    "STATUSES",
    "Cell",
    "Change",
    "Choice",
    "ItemState",
    "Progress",
    "Remaining",
    "Reports",
    "Share",
    "StageState",
    "changes",
    "check_unit",
    "choose",
    "covered",
    "elapsed",
    "fold",
    "mean",
    "parties_of",
    "remaining",
    "reopened",
    "rounded",
]
