"""The bulletin on a terminal: its text, with headings set off."""

from __future__ import annotations

from anquan_cli import terminal
from anquan_cli.queries.bulletin import Bulletin
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.plain_text import lines
from anquan_cli.views.terminal.layout import Cell, write

_WIDEST = 100  # columns; longer lines are hard to read


def show(plan: Plan, report: Bulletin) -> None:
    """The whole bulletin."""
    for text, kind in lines(plan, report, min(terminal.width(), _WIDEST)):
        write(Cell(text, "bold" if kind else ""))
