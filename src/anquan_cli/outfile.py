"""Files that leave the tool: whole or absent, an old one replaced only by a whole new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from anquan_cli.errors import CannotDo, visible


def write(path: Path, data: bytes) -> None:
    """Writes beside the target, syncs, then renames over it. Raises CannotDo."""
    shown = visible(str(path))
    if path.is_dir():
        raise CannotDo(f"{shown} 是文件夹，不能写成文件", "请写出文件名，例如 通报.docx")
    temporary = None
    try:
        fd, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent or ".")
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
        temporary = None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise CannotDo(f"无法写入 {shown}：{visible(why)}", "请检查文件夹是否存在、权限和磁盘空间") from None
    finally:
        if temporary is not None:
            try:
                os.unlink(temporary)
            except OSError:
                pass


def _mode(path: Path) -> int:
    """The old file's mode, or what the umask gives a new file."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
