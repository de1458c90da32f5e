"""Files that leave the tool: whole or absent, an old one replaced only by a whole new one."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path

from anquan_cli.errors import OperationError, escape_controls, os_error_text

_KEPT = (".jsonl", ".lock", ".yaml", ".yml")  # ledgers, their locks, lists: no file that leaves ends so
begins_like_ledger = re.compile(rb'(\xef\xbb\xbf)?\{"v":[0-9]+,"seq":').match


def write(path: Path, data: bytes) -> None:
    """Writes beside the target, syncs, then renames over it; a link there is replaced, never followed.

    Raises OperationError; then what was there is as it was.
    """
    shown = escape_controls(str(path))
    _put_in_place(path, data, shown, check=True)


def replace(path: Path, data: bytes) -> None:
    """Writes as `write` does, over a file that is this program's own to change. Raises OperationError."""
    _put_in_place(path, data, escape_controls(str(path)), check=False)


def _put_in_place(path: Path, data: bytes, shown: str, *, check: bool) -> None:
    temporary = None
    try:
        if check:
            _check(path, shown)
        fd, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        _put(fd, data)
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
        temporary = None
    except (OSError, ValueError) as error:
        raise OperationError(
            f"无法写入 {shown}：{escape_controls(os_error_text(error))}",
            "请检查文件夹是否存在、权限和磁盘空间",
        ) from None
    finally:
        if temporary is not None:
            try:
                os.unlink(temporary)
            except OSError:
                pass


def _check(path: Path, shown: str) -> None:
    if path.is_dir():
        raise OperationError(f"{shown} 是文件夹，不能写成文件", "请写出文件名，例如 通报.docx")
    if path.exists() and not path.is_file():  # an administrator's rename would take /dev/null's place
        raise OperationError(f"{shown} 是设备或管道，不是文件", "请写出文件名；要送给别的程序，不加 -o 即可")
    if path.exists() and _is_kept(path):
        raise OperationError(
            f"{shown} 是台账或清单文件，不能用导出的文件顶替", "请换一个文件名，例如 通报.docx"
        )


def _is_kept(path: Path) -> bool:
    """Whether a name or a beginning is that of a list, a ledger or a piece of one. Raises OSError."""
    if path.suffix.lower() in _KEPT:
        return True
    with path.open("rb") as file:
        return begins_like_ledger(file.read(64)) is not None


def _put(fd: int, data: bytes) -> None:
    """All bytes, on the disk when this returns; closes the descriptor. Raises OSError."""
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(fd, rest) :]
        os.fsync(fd)
    finally:
        os.close(fd)


def _mode(path: Path) -> int:
    """The old file's mode, or what the umask gives a new one, which is never writable for everybody."""
    try:
        found = path.lstat().st_mode
        if stat.S_ISREG(found):
            return found & 0o777
    except OSError:
        pass
    mask = os.umask(0)
    os.umask(mask)
    return 0o664 & ~mask
