"""Bytes on disk for the ledger: opening, whole writes, fsync, and setting aside (另存)."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress

from anquan_cli.atomic_write import check_name, give, heir, is_ledger
from anquan_cli.errors import DataError, OperationError, escape_controls, os_error_text

# Readable and writable for the owner and the group (a shared office folder), never for the world;
# the umask takes away more.
MODE = 0o660
PIECE = 2**20  # bytes read at once
_BASE = getattr(os, "O_BINARY", 0)  # Windows; that children inherit nothing is Python's own rule
NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a FIFO in the ledger's place must not hang us
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)  # a link in the lock's place must not lead elsewhere


def cannot(doing: str, path: str, error: OSError, hint: str = "") -> OperationError:
    """The sentence for an operating system's refusal: what, where, why."""
    if not hint and error.errno in (errno.EACCES, errno.EPERM):
        hint = (
            "请向文件的主人要读写权限，正被别的程序打开的先关闭；"
            "几个人共用的文件夹怎样设，见安全说明（SECURITY.md）。"
        )
    place = error.filename if error.errno == errno.ESTALE and error.filename else path  # its lock, too
    return OperationError(
        f"{doing}失败：{escape_controls(place)}：{os_error_text(error)}。",
        hint or "请排除原因后重试；原有的内容没有变动。",
    )


def resolve(path: str) -> str:
    """The real path; a link is followed, so that all ways to a file share one lock.

    Raises OperationError where something other than a file stands there or no file can bear that name, DataError
    where a link leads nowhere, or a file neither begins as a ledger nor is named as one.
    """
    check_name(path)
    if path.lower().endswith(".lock"):
        raise OperationError(f"{path} 是锁文件，不是台账文件。", "请用 --ledger 指定台账文件。")
    try:
        real = os.path.realpath(path)
        if not os.path.lexists(real):
            if os.path.islink(path):
                hint = "请查看网络盘、移动盘是否已连接；确不再用，先删除这个链接。"
                raise DataError(f"台账 {path} 是链接，所指的 {real} 不存在。", hint)
            return real
        status = os.stat(real)
        told = real.endswith(".jsonl") or not stat.S_ISREG(status.st_mode) or not status.st_size
        foreign = not told and not is_ledger(real)
    except OSError as error:
        raise cannot("打开台账", path, error) from error
    except ValueError as error:
        raise OperationError(f"台账路径不能用：{path!r}。", "请核对 --ledger 或 ANQUAN_LEDGER。") from error
    if not stat.S_ISREG(status.st_mode):
        kind = "文件夹" if stat.S_ISDIR(status.st_mode) else "设备或管道"
        raise OperationError(f"{path} 是{kind}，不是台账文件。", "请用 --ledger 指定台账文件。")
    if foreign:
        raise DataError(f"{path} 不是台账文件，没有改动。", "请核对 --ledger 或 $ANQUAN_LEDGER 写的路径。")
    return real


def open_file(path: str, flags: int) -> int:
    """A regular file's descriptor, above the standard three (one of them may be closed); raises OSError."""
    with _shared(path) if flags & os.O_CREAT else nullcontext():
        fd = os.open(path, flags | _BASE | NO_WAIT, MODE)
    if flags & os.O_EXCL:
        hand_over(fd, path)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError("不是普通文件")
    low = []
    try:
        while fd <= 2:
            low.append(fd)
            fd = os.dup(fd)
    finally:
        for other in low:
            os.close(other)
    return fd


def hand_over(fd: int, path: str) -> None:
    """What is made can be used again, whatever the umask; and what an administrator makes in somebody's folder is theirs."""
    with suppress(OSError, AttributeError):  # Windows has no such calls
        if (mode := stat.S_IMODE(os.fstat(fd).st_mode)) & 0o600 != 0o600:
            os.fchmod(fd, mode | 0o600)
        if folder := heir(path):
            os.fchown(fd, folder.st_uid, folder.st_gid)


@contextmanager
def _shared(path: str) -> Iterator[None]:
    """In a folder that a group shares (set-group-id), what is created is the group's, whatever the umask says.

    From the first moment: a colleague may look for it before a mode could be changed.
    """
    if not os.stat(os.path.dirname(path) or ".").st_mode & stat.S_ISGID:
        yield
        return
    mask = os.umask(0o007)
    try:
        yield
    finally:
        os.umask(mask)


def pieces(fd: int, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The file's bytes from `start` to its end, or to `end`; raises OSError."""
    os.lseek(fd, start, os.SEEK_SET)
    while end is None or start < end:
        piece = os.read(fd, PIECE if end is None else min(PIECE, end - start))
        if not piece:
            return
        start += len(piece)
        yield piece


def write_all(fd: int, data: bytes) -> None:
    """One write, looped for short ones; raises OSError."""
    rest = memoryview(data)
    while rest:
        written = os.write(fd, rest)
        if written <= 0:
            raise OSError(errno.EIO, "写入未完成")
        rest = rest[written:]


def sync_folder(folder: str) -> None:
    """Makes a new name last; passed over where the platform has no such thing. Raises OSError."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS):
            raise
    finally:
        os.close(fd)


def names(path: str, word: str, moment: str) -> Iterator[str]:
    """`path.word-moment`, then with `-2`, `-3` … behind it: for what is kept beside a file."""
    first = f"{path}.{word}-{moment}"
    yield first
    yield from (f"{first}-{number}" for number in range(2, 1000))


def quarantine(path: str, word: str, moment: str, data: Iterable[bytes]) -> str:
    """Writes `data`, in pieces, beside `path` as `path.word-moment` under a name not yet taken, lastingly; its path.

    It has the owner and the mode of the file at `path`. Raises OSError; then nothing of it is left.
    """
    before = os.stat(path)
    for place in names(path, word, moment):
        try:
            fd = open_file(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            continue
        try:
            try:
                give(fd, stat.S_IMODE(before.st_mode), before, path)
                for piece in data:
                    write_all(fd, piece)
                os.fsync(fd)
            finally:
                os.close(fd)
            sync_folder(os.path.dirname(path))
        except BaseException:
            with suppress(OSError):
                os.unlink(place)
            raise
        return place
    raise FileExistsError(errno.EEXIST, "同名文件已存在", path)


def sync_folders(folder: str) -> None:
    """As `sync_folder`, for it and those above that this program may have created. Raises OSError."""
    sync_folder(folder)
    disk = os.stat(folder).st_dev
    while (above := os.path.dirname(folder)) != folder:
        if not os.access(above, os.W_OK | os.R_OK) or os.stat(above).st_dev != disk:
            return
        sync_folder(above)
        folder = above


def make_folder(folder: str, mode: int = 0o770) -> None:
    """Creates a folder and those above it where they are missing, all with this mode; raises OSError."""
    missing = []
    while folder:
        try:
            os.stat(folder)
            break
        except FileNotFoundError:
            missing.append(folder)
            folder = os.path.dirname(folder)
    for folder in reversed(missing):
        # Another first run may have made it; a file in its place is told by whoever looks in.
        with suppress(FileExistsError), _shared(folder):
            os.mkdir(folder, mode)
            if os.name != "nt" and heir(folder):
                fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | NO_FOLLOW)
                hand_over(fd, folder)
                os.close(fd)
