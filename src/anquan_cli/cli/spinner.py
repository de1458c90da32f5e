"""A moving bar on standard error while something takes longer than a second; gone before anything is said."""

from __future__ import annotations

import os
import sys
from typing import Any

_waiting: list[Any] = []


def start(seconds: float = 1.0) -> None:
    """Begins to wait, on a terminal only."""
    if not _is_terminal():
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


def _is_terminal() -> bool:
    try:
        plain = os.environ.get("TERM") == "dumb" or os.environ.get("NO_COLOR")
        return sys.stderr.isatty() and not plain
    except ValueError:
        return False


def _show() -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("正在处理", total=None)
    if _waiting:  # still wanted
        _waiting.append(bar)
        bar.start()
