"""Output that is longer than the terminal, through $PAGER as git does it; whatever the pager does, all is shown."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from anquan_cli import terminal
from anquan_cli.cli import spinner

if TYPE_CHECKING:
    from subprocess import Popen

wanted = True  # --no-pager
_DEFAULTS = {"LESS": "FRX", "LV": "-c"}  # as git's, where the user has not said otherwise
_INTERRUPTED = 2  # less, by a key


@contextmanager
def paged() -> Iterator[None]:
    """Standard output goes to a pager from the line on that the terminal has no room for.

    A pager that is left before the end ends the output, quietly; one that cannot be had or fails is passed by.
    """
    spinner.stop()  # it must not give back a stream that is not ours any more
    screen = sys.stdout
    rows = terminal.height(screen) if wanted and terminal.is_terminal(screen) else None
    if rows is None or os.environ.get("TERM", "dumb") == "dumb" or os.environ.get("PAGER") in ("", "cat"):
        yield
        return
    sys.stdout = stream = _Paged(screen, rows - 1)
    try:
        yield
    except BrokenPipeError:
        if not stream.was_left:
            raise
    finally:
        sys.stdout = screen
        stream.finish()


class _Paged(io.TextIOBase):
    """Text that is kept until it is known whether it needs a pager."""

    def __init__(self, screen: TextIO, room: int) -> None:
        self._screen = screen
        self._room = room  # lines
        self._kept: list[str] = []  # everything, for a pager that fails
        self._pager: Popen[str] | None = None
        self._is_direct = False
        self.was_left = False

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The screen's."""
        return self._screen.encoding

    def isatty(self) -> bool:
        """It is read on a terminal."""
        return True

    def fileno(self) -> int:
        """The screen's, whose size counts."""
        return self._screen.fileno()

    def write(self, text: str) -> int:
        """Raises BrokenPipeError where the pager was left."""
        if self._is_direct:
            return self._screen.write(text)
        self._kept.append(text)
        if self._pager:
            self._pass_on(text)
        else:
            self._room -= text.count("\n")
            if self._room < 0:
                self._start()
        return len(text)

    def flush(self) -> None:
        """As `write`."""
        if self._pager and self._pager.stdin:
            self._pass_on("")

    def finish(self) -> None:
        """Waits until the pager is done with; shows what none has shown."""
        if self._pager is None or (not self.was_left and self._has_failed()):
            self._show()

    def _start(self) -> None:
        import subprocess
        from shutil import which

        command = os.environ.get("PAGER") or which("less")
        self._screen.flush()
        try:
            if command is None or (os.name == "posix" and not _is_command(command)):
                raise FileNotFoundError
            self._pager = subprocess.Popen(
                f'"{command}"' if "PAGER" not in os.environ else command,
                shell=True, stdin=subprocess.PIPE, env=_DEFAULTS | dict(os.environ),
                encoding=self.encoding, errors=self._screen.errors,
            )  # fmt: skip
        except OSError:
            self._show()
        else:
            self._pass_on("".join(self._kept))

    def _pass_on(self, text: str) -> None:
        assert self._pager and self._pager.stdin
        try:
            self._pager.stdin.write(text)
            self._pager.stdin.flush()
        except OSError:
            if not self._has_failed():
                self.was_left = True
                raise BrokenPipeError from None
            self._show()

    def _has_failed(self) -> bool:
        """Waits for the pager; whether it ended otherwise than by its reader's will."""
        assert self._pager and self._pager.stdin
        try:
            self._pager.stdin.close()
        except OSError:
            pass
        while True:
            try:
                code = self._pager.wait()
            except KeyboardInterrupt:  # the pager's to heed
                continue
            return 0 < code < 128 and code != _INTERRUPTED

    def _show(self) -> None:
        self._is_direct, self._pager = True, None
        self._screen.write("".join(self._kept))
        self._kept.clear()


def _is_command(line: str) -> bool:
    """Whether a shell finds a command in a line; of a quote left open it says the same code as less of a key."""
    import shlex

    try:
        return bool(shlex.split(line))
    except ValueError:
        return False
