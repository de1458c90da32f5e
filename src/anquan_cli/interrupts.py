"""Signals that end the program: heeded once, and never between a change and the word that it is made."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def heed() -> None:
    """All of them end the program as Ctrl-C does; one that is ignored stays so (nohup)."""
    for number in _ENDING:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _end)


def _end(number: int, frame: object) -> None:
    for each in _ENDING:  # a second one would cut short what is put back and said
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A change and the note that it is made: a signal that comes between takes effect behind both."""
    came: list[Any] = []  # handlers that had to wait
    before = {number: signal.getsignal(number) for number in _ENDING}
    try:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, lambda *_, handler=handler: came.append(handler))
    except ValueError:  # not in the main thread, which alone hears signals
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, handler)
    if came:
        came[0](signal.SIGINT, None)
