"""Faults and doubts of a list file, on a terminal."""

from __future__ import annotations

from anquan_cli.errors import escape_controls
from anquan_cli.tasklist.loader import CheckReport
from anquan_cli.views.sentences import problem_sentences
from anquan_cli.views.terminal.layout import write_lines


def show(report: CheckReport) -> None:
    """A line for each, or that there is none."""
    write_lines(problem_sentences(report))
    if report.plan and not (report.doubts or report.notes):
        print(f"{escape_controls(str(report.path))}：没有问题。")
