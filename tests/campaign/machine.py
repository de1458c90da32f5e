"""A machine that fails on purpose: counts system calls on a folder, strikes one, forgets what was not synced."""

from __future__ import annotations

import builtins
import os
import shutil
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

try:
    import fcntl
except ImportError:  # Windows: the campaign is not run there
    fcntl = None  # type: ignore[assignment]

_CALLS = (
    "open close read write fsync ftruncate lseek fstat stat lstat readlink "
    "mkdir rmdir unlink rename replace link chmod fchmod fchown dup"
).split()


class Strike(NamedTuple):
    """What befalls a system call."""

    act: str  # "kill", "error", "signal"
    number: int = 0  # errno, or signal
    after: bool = False  # once the call has been made
    part: int | None = None  # a write: so many bytes still arrive


class Fault(NamedTuple):
    """Which calls are struck, counted from 1; `lasting`: every call from the first of them on."""

    strikes: dict[int, Strike]
    lasting: bool = False

    def at(self, count: int) -> Strike | None:
        """What befalls this call."""
        first = min(self.strikes, default=0)
        return self.strikes[first] if self.lasting and count >= first else self.strikes.get(count)


UNTOUCHED = Fault({})


class Disk:
    """What of a folder outlasts a power cut: contents as of their last fsync, names as of their folder's."""

    def __init__(self, root: str, apart: str) -> None:
        """All that is there is safe; `apart`: a folder below that is no part of this."""
        self.root, self.apart = root, apart
        self.contents: dict[int, bytes] = {}  # by file; unlike an inode's, its number is never used again
        self.names: dict[str, dict[str, int | None]] = {}  # by folder; None: a folder
        self._files: dict[int, int] = {}  # by inode
        self._next = 1
        for folder, names in self._walk():
            for name in names:
                place = os.path.join(folder, name)
                if not os.path.isdir(place):
                    self.created(place)
                    self.contents[self._files[os.stat(place).st_ino]] = _bytes(place)
            self.names[folder] = self._listing(folder)

    def created(self, path: str) -> None:
        """A new file has this name."""
        self._files[os.stat(path).st_ino] = self._next
        self._next += 1

    def synced(self, fd: int, path: str) -> None:
        """The descriptor of the file or folder at this path was synced."""
        status = os.fstat(fd)
        if stat.S_ISDIR(status.st_mode):
            self.names[path] = self._listing(path)
        else:
            self.contents[self._files[status.st_ino]] = _bytes(path)

    def crash(self, *, zeros: bool = False) -> None:
        """The power fails: what was not synced is as before; with `zeros`, new bytes are NUL bytes."""
        for folder, names in list(self._walk()):
            safe = self.names.get(folder, {})
            for name in names:
                if name not in safe and os.path.lexists(os.path.join(folder, name)):
                    _remove(os.path.join(folder, name))
        for folder, safe in sorted(self.names.items()):
            if not os.path.isdir(folder):
                continue
            for name, file in safe.items():
                place = os.path.join(folder, name)
                if file is None:
                    os.makedirs(place, exist_ok=True)
                else:
                    self._restore(place, file, zeros)

    def _restore(self, place: str, file: int, zeros: bool) -> None:
        content = self.contents.get(file, b"")
        if os.path.exists(place):
            if self._files.get(os.stat(place).st_ino) == file:
                longer = os.stat(place).st_size - len(content)
                content += b"\0" * longer if zeros else b""
                with open(place, "r+b") as opened:
                    opened.truncate(0)
                    opened.write(content)
                return
            os.unlink(place)
        with open(place, "wb") as opened:
            opened.write(content)

    def _listing(self, folder: str) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.path != self.apart:
                    found[entry.name] = None if entry.is_dir() else self._files[entry.inode()]
        return found

    def _walk(self) -> Iterator[tuple[str, list[str]]]:
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(name for name in folders if os.path.join(folder, name) != self.apart)
            yield folder, [*folders, *sorted(names)]


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _remove(path: str) -> None:
    if os.path.isdir(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)


class Machine:
    """Watches every system call on the disk's folder and strikes as the fault says."""

    def __init__(self, disk: Disk, fault: Fault = UNTOUCHED, last_words: Callable[[], None] | None = None):
        """`last_words`: called before a strike that may end this process."""
        self.disk, self.fault, self._last_words = disk, fault, last_words or (lambda: None)
        self.trace: list[str] = []
        self._open: dict[int, str] = {}
        self._aside = False  # our own calls

    @contextmanager
    def running(self) -> Iterator[None]:
        """Within, the calls are watched."""
        with ExitStack() as stack:
            for name in _CALLS:
                stack.enter_context(patch.object(os, name, self._watched(name, getattr(os, name))))
            stack.enter_context(patch.object(fcntl, "flock", self._watched("flock", fcntl.flock)))
            stack.enter_context(patch.object(builtins, "open", self._watched("file", builtins.open)))
            yield

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            if self._aside or not self._ours(args[0]):
                return None if name == "fsync" else real(*args, **more)  # no wear on the real disk
            self.trace.append(name)
            strike = self.fault.at(len(self.trace))
            if strike and not strike.after:
                self._hit(strike, name, real, args)
            result = self._do(name, real, args, more)
            if strike and strike.after:
                self._hit(strike, name, real, args)
            return result

        return call

    def _ours(self, what: Any) -> bool:
        if isinstance(what, int):
            return what in self._open
        path = os.fsdecode(what)
        return path == self.disk.root or path.startswith(self.disk.root + os.sep)

    def _do(self, name: str, real: Callable[..., Any], args: Any, more: Any) -> Any:
        self._aside = True
        try:
            if name == "fsync":  # the simulated disk is the one that counts
                return self.disk.synced(args[0], self._open[args[0]])
            fresh = name == "open" and args[1] & os.O_CREAT and not os.path.lexists(args[0])
            result = real(*args, **more)
            if name == "open":
                self._open[result] = os.fsdecode(args[0])
            elif name == "dup":
                self._open[result] = self._open[args[0]]
            elif name == "close":
                self._open.pop(args[0], None)
            if fresh:
                self.disk.created(args[0])
            return result
        finally:
            self._aside = False

    def _hit(self, strike: Strike, name: str, real: Callable[..., Any], args: Any) -> None:
        if strike.part is not None and name == "write":
            real(args[0], args[1][: strike.part])
        if strike.act == "error":
            if name == "close" and not strike.after:  # a failing close has closed all the same
                self._do(name, real, args, {})
            raise OSError(strike.number, os.strerror(strike.number), str(args[0]))
        self._aside = True
        self._last_words()
        self._aside = False
        signal.raise_signal(signal.SIGKILL if strike.act == "kill" else strike.number)
