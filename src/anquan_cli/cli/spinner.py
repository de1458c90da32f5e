"""A moving bar on standard error while something takes longer than a second; gone before anything is said."""

from __future__ import annotations

import sys
from typing import Any

from anquan_cli import terminal

_waiting: list[Any] = []


def start(seconds: float = 1.0) -> None:
    """Begins to wait, on a terminal only."""
    if not terminal.is_terminal(sys.stderr):
        return
    import threading

    timer = threading.Timer(seconds, _show)
    timer.daemon = True
    try:
        timer.start()
    except RuntimeError:  # no thread to be had; the work goes on without a bar
        return
    _waiting.append(timer)


def stop() -> None:
    """Takes the bar away, or sees to it that it never comes."""
    while _waiting:
        waiting = _waiting.pop()
        waiting.cancel() if hasattr(waiting, "cancel") else waiting.stop()


def _show() -> None:
    if not terminal.has_colours(sys.stderr):  # a cursor that moves is as unwelcome there
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(20),
        TimeElapsedColumn(),
        console=terminal.console(Console, sys.stderr),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("正在处理", total=None)
    if _waiting:  # still wanted
        _waiting.append(bar)
        bar.start()
