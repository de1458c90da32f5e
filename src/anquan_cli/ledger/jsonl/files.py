"""Bytes on disk for the ledger: opening, whole writes, fsync, and setting aside (另存)."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress

from anquan_cli.errors import DataError, OperationError, os_error_text

# Readable and writable for the owner and the group (a shared office folder), never for the world;
# the umask takes away more.
MODE = 0o660
LIMIT = 256 * 2**20  # bytes; a year's ledger has a few million, and what is larger must not fill the memory
PIECE = 65536  # bytes read at once, at least
_BASE = getattr(os, "O_BINARY", 0)  # Windows; that children inherit nothing is Python's own rule
NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a FIFO in the ledger's place must not hang us
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)  # a link in the lock's place must not lead elsewhere


def cannot(doing: str, path: str, error: OSError, hint: str = "") -> OperationError:
    """The sentence for an operating system's refusal: what, where, why."""
    return OperationError(
        f"{doing}失败：{path}：{os_error_text(error)}。", hint or "请排除原因后重试；已有的记录没有变动。"
    )


def resolve(path: str) -> str:
    """The real path; a link is followed, so that all ways to a file share one lock.

    Raises OperationError where something other than a file of a reasonable size stands there, DataError where a
    link leads nowhere.
    """
    try:
        real = os.path.realpath(path)
        if not os.path.lexists(real):
            if os.path.islink(path):
                hint = "请查看网络盘、移动盘是否已连接；确不再用，先删除这个链接。"
                raise DataError(f"台账 {path} 是链接，所指的 {real} 不存在。", hint)
            return real
        status = os.stat(real)
    except OSError as error:
        raise cannot("打开台账", path, error) from error
    except ValueError as error:
        raise OperationError(f"台账路径不能用：{path!r}。", "请核对 --ledger 或 ANQUAN_LEDGER。") from error
    if not stat.S_ISREG(status.st_mode):
        kind = "文件夹" if stat.S_ISDIR(status.st_mode) else "设备或管道"
        raise OperationError(f"{path} 是{kind}，不是台账文件。", "请用 --ledger 指定台账文件。")
    if status.st_size > LIMIT:
        size, most = status.st_size // 2**20, LIMIT // 2**20
        raise OperationError(
            f"{path} 有 {size} MB，超过台账的上限 {most} MB，没有读取。", "请核对是不是选错了文件。"
        )
    return real


def open_file(path: str, flags: int) -> int:
    """A regular file's descriptor, above the standard three (one of them may be closed); raises OSError."""
    fd = os.open(path, flags | _BASE | NO_WAIT, MODE)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "不是普通文件", path)
    low = []
    try:
        while fd <= 2:
            low.append(fd)
            fd = os.dup(fd)
    finally:
        for other in low:
            os.close(other)
    return fd


def read_all(fd: int) -> bytes:
    """The whole file from its beginning; raises OSError, also for one that does not end within reason."""
    os.lseek(fd, 0, os.SEEK_SET)
    size, total, parts = max(os.fstat(fd).st_size + 1, PIECE), 0, []
    while part := os.read(fd, size):
        total += len(part)
        if total > LIMIT:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        parts.append(part)
    return b"".join(parts)


def read_file(path: str) -> bytes | None:
    """The file's bytes; None when there is none. Raises OSError."""
    try:
        fd = open_file(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        return read_all(fd)
    finally:
        os.close(fd)


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


def quarantine(path: str, word: str, moment: str, data: bytes) -> str:
    """Writes `data` beside `path` as `path.word-moment` under a name not yet taken, lastingly; its path.

    Raises OSError; then nothing of it is left.
    """
    for place in names(path, word, moment):
        try:
            fd = open_file(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        except FileExistsError:
            continue
        try:
            try:
                write_all(fd, data)
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
        if not os.access(above, os.W_OK) or os.stat(above).st_dev != disk:
            return
        sync_folder(above)
        folder = above


def make_folder(folder: str, mode: int = 0o770) -> None:
    """Creates a folder and those above it where they are missing, all with this mode; raises OSError."""
    if folder and not os.path.isdir(folder):
        make_folder(os.path.dirname(folder), mode)
        with suppress(FileExistsError):  # another first run; a file there is told by whoever looks into it
            os.mkdir(folder, mode)
