"""The ledger's lock (台账锁): the side file `….lock`, never removed, never a link, free once its holder is gone."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from anquan_cli.errors import LedgerBusyError, OperationError
from anquan_cli.ledger.jsonl import files

try:
    import fcntl
except ImportError:  # Windows: filelock knows its ways; elsewhere importing it costs a fifth of a start
    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.02  # seconds between two attempts
_BUSY = (errno.EAGAIN, errno.EACCES)  # what flock says when somebody else holds the lock
_FLAGS = os.O_RDWR | os.O_CREAT | files.NO_FOLLOW


@contextmanager
def locked(path: str, timeout: float) -> Iterator[None]:
    """Holds the lock of the ledger at this resolved path.

    Waits at most `timeout` seconds, then raises LedgerBusyError; OperationError where locks do not workspace.
    """
    place = f"{path}.lock"
    try:
        _check(place)
        let_go = _flock(place, timeout) if fcntl else _filelock(place, timeout)
    except OSError as error:
        raise files.cannot(
            "锁定台账", place, error, "请排除原因后重试；台账要放在支持文件锁的磁盘上。"
        ) from error
    if let_go is None:
        raise LedgerBusyError(
            f"台账 {path} 正被别的程序占用，等了{timeout:g}秒仍未空出，没有记录。",
            "请稍后再试；若一直如此，查一查有没有停住的 anquan 程序。",
        )
    try:
        yield
    finally:
        with suppress(OSError):
            let_go()


def _check(place: str) -> None:
    """Refuses anything in the lock's place that is not a plain file."""
    try:
        mode = os.lstat(place).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        kind = "符号链接" if stat.S_ISLNK(mode) else "文件夹、设备或管道"
        raise OperationError(f"锁文件 {place} 是{kind}，出于安全没有使用。", "请查明来历，删除它后重试。")


def _flock(place: str, timeout: float) -> Callable[[], None] | None:
    """How to let go of the operating system's lock, once it is ours; None when the time is over."""
    end = time.monotonic() + timeout
    while True:
        fd = files.open_file(place, _FLAGS)
        try:
            if _taken(fd, place):
                return lambda: os.close(fd)
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)
        if time.monotonic() >= end:
            return None
        time.sleep(_PAUSE)


def _taken(fd: int, place: str) -> bool:
    """Whether the lock is ours, and is the one that everybody else will find under this name."""
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(fd), os.stat(place))
    except FileNotFoundError:  # somebody removed it by hand
        return False
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise


def _filelock(place: str, timeout: float) -> Callable[[], None] | None:
    """As `_flock`, by the library; a lock file that is to be preserved never becomes a soft lock."""
    from filelock import FileLock, Timeout

    lock = FileLock(place, timeout=timeout, poll_interval=_PAUSE, preserve_lock_file=True)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock.release
