"""The ledger's two locks (台账锁): a side file `….lock`, never removed, never a link; and the ledger itself.

The side file is there before there is a ledger. The ledger's own lock cannot be taken away with a file beside it,
and is one by whatever name the ledger is opened. Both are free once their holder is gone.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from anquan_cli.atomic_write import give
from anquan_cli.errors import LedgerBusyError, OperationError
from anquan_cli.ledger.jsonl import files

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.02  # seconds between two attempts
# What is said when somebody else holds the lock; wine gives no reason.
_BUSY = (errno.EAGAIN, errno.EACCES, 0)
_SIDE, _FAR = (
    0,
    2**31 - 2,
)  # the byte that is locked on Windows; locks bind readers there, so far beyond the end


class Lock:
    """What is held of one ledger; `hold` waits until the time is over."""

    def __init__(self, path: str, timeout: float, what: str = "台账") -> None:
        self.place = f"{path}.lock"
        self._path = path
        self._what = what
        self._timeout = timeout
        self._end = time.monotonic() + timeout
        self._side = -1

    def take(self) -> None:
        """Takes the side file's lock. Raises LedgerBusyError, OSError."""
        while True:
            fd = self._open_side()
            try:
                if _try(fd, _SIDE) and self._is_named(fd):
                    self._side = fd
                    return
            except BaseException:
                os.close(fd)
                raise
            os.close(fd)
            self._wait()

    def is_named(self) -> bool:
        """Whether the side file is still the one that everybody else will find. Raises OSError."""
        return self._is_named(self._side)

    def hold(self, fd: int) -> None:
        """Takes the ledger's own lock through its descriptor, until that is closed.

        Raises LedgerBusyError; OperationError where locks do not work.
        """
        try:
            while not _try(fd, _FAR):
                self._wait()
        except OSError as error:
            raise self.refused(self._path, error) from error

    def refused(self, place: str, error: OSError) -> OperationError:
        """The sentence for a lock that cannot be had."""
        known = error.errno in (
            errno.EACCES,
            errno.EPERM,
            errno.EROFS,
            errno.ENOENT,
            errno.ENOTDIR,
            errno.ENOSPC,
        )
        hint = "" if known else f"请排除原因后重试；{self._what}要放在支持文件锁的磁盘上。"
        return files.cannot(f"锁定{self._what}", place, error, hint)

    def release(self) -> None:
        """Lets go of the side file's lock. Raises OSError."""
        os.close(self._side)

    def _open_side(self) -> int:
        """The side file; created only where there is none: in some folders what is another's may not be created."""
        flags = os.O_RDWR | files.NO_FOLLOW
        try:
            return files.open_file(self.place, flags)
        except FileNotFoundError:
            with suppress(FileExistsError):  # another first run
                return self._make_side(flags | os.O_CREAT | os.O_EXCL)
            return files.open_file(self.place, flags)

    def _make_side(self, flags: int) -> int:
        """A new side file, for all who may write what it locks; beside a file of somebody else, for all who may read that.

        So nobody is locked out of their own file by one who could do nothing to it. Raises OSError.
        """
        if os.path.exists(self._path) and not os.access(self._path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        fd = files.open_file(self.place, flags)
        with suppress(OSError, AttributeError):  # there is no file yet; Windows has no such calls
            found = os.stat(self._path)
            shared = found.st_mode & 0o020 and found.st_gid in (os.getegid(), *os.getgroups())
            ours = shared or os.geteuid() in (0, found.st_uid)
            give(fd, 0o600 | 6 * (found.st_mode >> (1 if ours else 2) & 0o011), found, self._path)
        return fd

    def _is_named(self, fd: int) -> bool:
        try:
            return os.path.samestat(os.fstat(fd), os.stat(self.place))
        except FileNotFoundError:  # somebody removed it by hand
            return False

    def _wait(self) -> None:
        if time.monotonic() >= self._end:
            raise LedgerBusyError(
                f"{self._what} {self._path} 正被别的程序占用，等了{self._timeout:g}秒仍未空出，没有记录。",
                "请稍后再试；若一直如此，查一查有没有停住的 anquan 程序。",
            )
        time.sleep(_PAUSE)


@contextmanager
def locked(path: str, timeout: float = 10.0, what: str = "台账") -> Iterator[Lock]:
    """Holds the lock of the ledger, or of another file, at this resolved path.

    Waits at most `timeout` seconds, then raises LedgerBusyError; OperationError where locks do not work.
    """
    lock = Lock(path, timeout, what)
    try:
        _check(lock.place)
        lock.take()
    except OSError as error:
        raise lock.refused(lock.place, error) from error
    try:
        yield lock
    finally:
        with suppress(OSError):
            lock.release()


def _check(place: str) -> None:
    """Refuses anything in the lock's place that is not a plain file."""
    try:
        mode = os.lstat(place).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        kind = "符号链接" if stat.S_ISLNK(mode) else "文件夹、设备或管道"
        raise OperationError(f"锁文件 {place} 是{kind}，出于安全没有使用。", "请查明来历，删除它后重试。")


def _try(fd: int, byte: int) -> bool:
    """Asks for the lock once; False: somebody else holds it. Raises OSError."""
    try:
        if fcntl:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            os.lseek(fd, byte, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise
    return True
