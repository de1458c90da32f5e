"""How large a terminal is and whether it shows colours: decided here alone, and handed to whoever draws."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

colour = "auto"  # or "always", "never": as somebody has asked, whatever the environment says
table = False  # what people read is wanted in a pipe or a file too
UNBOUNDED = 1000  # columns where nothing is wrapped
_COLUMNS = re.compile("[1-9][0-9]{0,4}", re.ASCII).fullmatch


def width() -> int:
    """Columns of the terminal, or $COLUMNS; without either, so many that nothing is wrapped."""
    wanted = os.environ.get("COLUMNS", "")
    if _COLUMNS(wanted):
        return min(int(wanted), UNBOUNDED)
    for stream in (sys.stdout, sys.stderr, sys.stdin) if table else (sys.stdout,):
        try:
            return os.get_terminal_size(stream.fileno()).columns or 80
        except (OSError, ValueError, AttributeError):
            pass
    return 80 if table else UNBOUNDED


def height(stream: TextIO) -> int | None:
    """Lines of the terminal that a stream leads to; None where there is none or it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).lines or None
    except (OSError, ValueError):
        return None


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at a stream; a closed one is none."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def is_own_window() -> bool:
    """Whether the window is this program's alone, as after a double click on Windows, and closes when it ends."""
    if os.name != "nt" or not sys.argv[0].endswith(".exe") or not is_terminal(sys.stdin):
        return False
    import ctypes

    processes = (ctypes.c_uint32 * 3)()
    asked: Any = getattr(ctypes, "windll").kernel32.GetConsoleProcessList  # noqa: B009 (not on every system)
    return bool(asked(processes, 3) == 2)  # the launcher and its Python; no shell


def has_colours(stream: TextIO) -> bool:
    """Colours: on a terminal only, and not where NO_COLOR, CLICOLOR=0 or TERM=dumb say so."""
    if colour != "auto":
        return colour == "always"
    said = os.environ
    plain = said.get("NO_COLOR") or said.get("CLICOLOR") == "0" or said.get("TERM") == "dumb"
    return is_terminal(stream) and not plain


def console(kind: type[Console], stream: TextIO, **options: Any) -> Console:
    """A console of Rich on a stream; the library itself reads nothing of the environment."""
    coloured = has_colours(stream)
    term = os.environ.get("TERM", "")
    kept = {name: os.environ[name] for name in ("TERM", "COLORTERM") if name in os.environ}
    return kind(
        file=stream,
        width=width(),
        height=25,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        force_terminal=coloured,
        color_system="auto" if coloured and term not in ("", "dumb") else "standard" if coloured else None,
        _environ=kept,
        **options,
    )
