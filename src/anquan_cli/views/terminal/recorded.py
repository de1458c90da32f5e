"""What was recorded, on a terminal."""

from __future__ import annotations

from anquan_cli.use_cases.record import Recorded
from anquan_cli.views.sentences import recorded_sentences
from anquan_cli.views.terminal.layout import write_lines


def show(report: Recorded) -> None:
    """A sentence for each change and what remains."""
    write_lines(recorded_sentences(report))
