"""One error family: the sentence a user reads, the next step, and the exit code."""

from __future__ import annotations

import errno

done: list[str] = []  # what this command has done for good: said also where its answer is lost
placed: list[str] = []  # where this command was told that list and ledger are: --home 我县


class AnquanError(Exception):
    """An expected failure; `message` and `hint` are Chinese sentences for the user.

    One boundary (`cli.main`) prints it as `错误：… 提示：…` and exits with `code`.
    """

    code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class OperationError(AnquanError):
    """I/O trouble, no space, a missing extra (exit 1)."""


class UsageError(AnquanError):
    """A wrong or ambiguous option, id, unit or date (exit 2)."""

    code = 2


class DataError(AnquanError):
    """A data file is faulty or damaged, a ledger vanished or foreign (exit 3)."""

    code = 3


class LedgerBusyError(AnquanError):
    """Somebody else holds the ledger's lock (exit 4)."""

    code = 4


def escape_controls(text: str) -> str:
    """Text that cannot move a cursor, change colours or reorder a line: controls as `^[`, the rest as it is.

    C0 controls as caret notation, C1 controls and lone surrogates as `<U+009B>`; marks that are not seen and
    marks of direction are left out.
    """
    if text.isprintable():
        return text
    import unicodedata

    return "".join(_visible_char(c, unicodedata.category(c)) for c in text)


def on_one_line(text: str) -> str:
    """Text of a sentence, a cell or a field that has one line, its controls made visible."""
    return escape_controls(" ".join(text.splitlines()).replace("\t", " "))


def truncate(text: str, most: int = 40) -> str:
    """A word that somebody typed, as it is repeated in an error: visible, and cut where it is long."""
    return escape_controls(text if len(text) <= most else text[:most] + "…")


def shell_word(text: str) -> str:
    """A word of the user's in a command line that is printed to be copied: visible, and one word for a shell."""
    import os

    shown = escape_controls(text)
    if shown and all(c.isalnum() or c in "_.=/+，、（）:-" for c in shown):
        return shown
    if os.name == "nt":
        from subprocess import list2cmdline

        return list2cmdline([shown])
    from shlex import quote

    return quote(shown)


def with_places(sentence: str) -> str:
    """A sentence whose commands, typed as they stand, are about the same list and ledger as this command."""
    if not placed or "anquan " not in sentence:
        return sentence
    import re

    verbs = "mark|note|undo|log|show|list|due|status|units|sectors|summary|export|check|verify|doctor"
    return re.sub(
        rf"(?<![/\\])\banquan (?=(?:{verbs})\b(?! --help))",
        lambda _: " ".join(["anquan", *placed, ""]),
        sentence,
    )


def _visible_char(char: str, category: str) -> str:
    code = ord(char)
    if code < 32 or code == 127:
        return "^" + chr(code ^ 64)
    if category == "Cf":  # zero-width, direction, soft hyphen: harmless by not being there
        return ""
    if category in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp"):
        return f"<U+{code:04X}>"
    return char


def os_error_text(error: OSError | ValueError) -> str:
    """Why the operating system refused, as a user reads it; ValueError: Python, for the name itself."""
    if not isinstance(error, OSError):
        return "文件名不能用"
    ours = _WINDOWS.get(getattr(error, "winerror", None) or 0) or _REASONS.get(error.errno or 0)
    return ours or f"系统没有照办（错误号 {error.errno or '未知'}）"


_REASONS = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EIO: "磁盘读写出错，可能有故障",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "系统打开的文件过多",
    errno.ESTALE: "文件在写入途中被别的程序换掉",
    errno.EFBIG: "文件超出大小限制",
    errno.ENOMEM: "内存不足",
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENODEV: "设备不在了",
    errno.ENXIO: "设备不在了",
    errno.ETXTBSY: "文件正被占用",
    errno.ETIMEDOUT: "等得过久，网络盘可能断开了",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "同名文件已存在",
    errno.ENAMETOOLONG: "路径过长",
    errno.ELOOP: "符号链接绕成了圈，或此处不允许符号链接",
    errno.ENOLCK: "这个磁盘不支持文件锁",
    errno.ENOSYS: "这个磁盘不支持文件锁",
    errno.EOPNOTSUPP: "这个磁盘不支持此操作",
    errno.EINVAL: "系统不接受这个名称，或不支持此操作",
    errno.EBUSY: "正被别的程序占用",
    errno.EBADF: "输出已被关闭",
}
_WINDOWS = {32: "正被别的程序占用", 33: "正被别的程序占用", 123: "系统不接受这个名称", 206: "路径过长"}
