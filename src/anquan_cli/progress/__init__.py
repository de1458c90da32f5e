"""How far everything is: what every cell is, what follows for items, which stage a mark means; pure."""

from anquan_cli.progress.cells import CLOSED, DONE, STATUSES, Cell, closing_day, parties_of
from anquan_cli.progress.present_names import Merger, by_present_names
from anquan_cli.progress.progress import ItemState, Progress, Reports, StageState, elapsed, fold
from anquan_cli.progress.share import Share, mean, rounded
from anquan_cli.progress.state import cells_of, covered, items_meant

__all__ = [
    "CLOSED",
    "DONE",
    "STATUSES",
    "Cell",
    "ItemState",
    "Merger",
    "Progress",
    "Reports",
    "Share",
    "StageState",
    "by_present_names",
    "cells_of",
    "closing_day",
    "covered",
    "elapsed",
    "fold",
    "items_meant",
    "mean",
    "parties_of",
    "rounded",
]
