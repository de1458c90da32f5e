"""Files that leave the tool: whole or absent, an old one replaced only by a whole new one."""

from __future__ import annotations

import codecs
import errno
import json
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PureWindowsPath

from anquan_cli.errors import OperationError, escape_controls, os_error_text

_KEPT = (".jsonl", ".lock", ".yaml", ".yml")  # as ledgers, locks and lists end, and no file that leaves
_ASIDE = re.compile(
    r"\.(torn|rest|damaged)-[0-9]{8}T[0-9]{6}Z(-[0-9]+)?$", re.IGNORECASE
)  # as what is set aside ends
_SYSTEM = (os.sep + "dev", os.sep + "proc", os.sep + "sys")  # what looks like a file there is none
WINDOWS = os.name == "nt"
_DEVICES = r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[1-9¹²³]) *(\..*)?"
_HELD = (errno.EACCES, errno.EBUSY, errno.ETXTBSY)  # how a system says that somebody has a file open
_MODELESS = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP)  # how a disk does that keeps no modes
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_MOUNTS = "/proc/self/mountinfo"  # of Linux alone
MOUNTED = ("它是单独挂载的文件，不能换掉", "请改为挂载它所在的文件夹（容器的卷写到文件夹一级）")
_FRESH = re.compile(r"\..+\.[0-9a-f]{16}\.anquan", re.DOTALL)  # as `fresh` and nobody else names a file
_DAY = 86400  # seconds; no file is that long in the writing
_LIST = 2**25  # bytes: no list is longer
_BEGINNING = 2**20  # bytes: no line of a ledger is longer
_LEDGER = rb'(?m)^\s*\{\s*"v"\s*:\s*[0-9]+\s*,\s*"seq"\s*:'  # a line of it, by whatever editor it was saved
_FLOW = re.compile(rb"(?:\s+|#[^\n]*|%[^\n]*\n|---(?=\s))*+\{")  # and what may stand before it in YAML
_KEYS = (b"title", b"year", b"categories")


def write(path: Path, data: bytes, *, kept: Iterable[str | os.PathLike[str]] = ()) -> None:
    """Writes beside the target, syncs, then renames over it; a link there is replaced, never followed.

    `kept`: files and folders whose place is never taken, under whatever name: list, ledger, lock, memory, cache.
    Raises OperationError; then what was there is as it was.
    """
    shown = escape_controls(str(path))
    try:
        _check(path, shown, kept)
    except (OSError, ValueError) as error:
        raise _cannot(shown, error) from None
    _replace(path, data, or_else="，或换一个文件名")


def replace(path: Path, data: bytes, old: str | None = None) -> None:
    """Writes as `write` does, over a file that is this program's own to change; a link to it stays one.

    `old`: the text that the change was made of; where somebody has written meanwhile, theirs stays.
    Raises OperationError.
    """
    check_name(path)  # before a device's name leads to it
    place = Path(os.path.realpath(path))
    if place.exists() and place.stat().st_nlink > 1:
        _sweep(place)
    if place.exists() and place.stat().st_nlink > 1:  # the other names would keep the old text
        shown = escape_controls(str(path))
        hint = "请先把它变成单独的文件（复制一份，再改名回来），或改用符号链接"
        raise OperationError(f"{shown} 另有名字（硬链接），没有写入：别的名字下会仍是旧内容", hint)
    _replace(place, data, old)


def _replace(path: Path, data: bytes, old: str | None = None, or_else: str = "") -> None:
    shown = escape_controls(str(path))
    try:
        if (before := _plain(path)) and not before.st_mode & 0o222:  # a rename would not ask
            raise OperationError(f"{shown} 是只读的，没有改动", f"请先去掉只读{or_else}")
        mark = codecs.BOM_UTF8 if old is not None and path.read_bytes().startswith(codecs.BOM_UTF8) else b""
        with beside(path, (mark, data)) as temporary:
            if old is not None and path.read_bytes().decode("utf-8-sig", "replace") != old:
                raise OperationError(f"{shown} 这时被别的程序改了，没有写入", "别人改的仍在；请再执行一次")
            try:
                os.replace(temporary, path)
            except OSError as error:  # the folder takes files, but not in this one's place
                if is_mounted(path):
                    raise OperationError(f"无法写入 {shown}：{MOUNTED[0]}", MOUNTED[1] + or_else) from None
                if error.errno in _HELD and path.exists():
                    by = " Word 或 WPS " if or_else else "别的程序"
                    hint = f"可能正在{by}里打开，请关闭后再试{or_else}"
                    raise OperationError(f"无法写入 {shown}：文件正被占用", hint) from None
                raise
    except (OSError, ValueError) as error:
        raise _cannot(shown, error) from None


def create(path: Path, data: bytes) -> None:
    """Makes a new file, whole or not at all, and never in the place of another, whoever makes one meanwhile.

    Raises FileExistsError; OperationError.
    """
    check_name(path)
    try:
        with beside(path, (data,), heir(path)) as temporary:
            try:
                os.link(temporary, path)
            except FileExistsError:
                raise
            except (OSError, NotImplementedError, AttributeError):  # a disk without links
                _create_here(path, data)
    except FileExistsError:
        raise
    except (OSError, ValueError) as error:
        raise _cannot(escape_controls(str(path)), error) from None


def check_name(path: str | os.PathLike[str]) -> None:
    """Refuses a name that Windows takes for something else, or for none. Raises OperationError."""
    if not WINDOWS:
        return
    place = PureWindowsPath(path)
    parts = place.parts[1:] if place.anchor else place.parts
    if place.drive.endswith(":") and not re.match("[A-Za-z]", place.drive):  # 8:00.docx
        parts = (place.drive, *parts)
    for part in parts:
        if found := re.search(r'[\x00-\x1f:*?"<>|]', part):
            why = f"不能有 {escape_controls(found[0])}"
        elif part.rstrip(". ") != part != "..":
            why = "不能以点或空格结尾"
        elif re.fullmatch(_DEVICES, part, re.IGNORECASE):
            why = "是系统设备的名称"
        else:
            continue
        raise OperationError(f"Windows 不允许“{escape_controls(part)}”这个名称：{why}", "请换一个名称")


def is_ledger(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a ledger or a piece of one, a damaged one too, by its beginning. Raises OSError."""
    with open(path, "rb") as file:
        text = re.sub(rb"\0|^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)", b"", file.read(_BEGINNING))
    return re.search(_LEDGER, text) is not None


def is_list(path: str | os.PathLike[str]) -> bool:
    """Whether a file begins as a task list does: two of its keys, and nothing that no list begins with. Raises OSError."""
    with open(path, "rb") as file:
        text = file.read(_LIST).removeprefix(b"\xef\xbb\xbf")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text[2:].replace(b"\0", b"")
    if _FLOW.match(text):  # JSON is YAML too; of what leaves, nothing has tasks in categories
        try:
            return any("tasks" in category for category in json.loads(text)["categories"])
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
        return all(re.search(rb"[{,\s][\"']?%s[\"']?\s*:" % key, text) for key in (*_KEYS, b"tasks"))
    key = rb"(?:^|(?<=[\r\n]))([ \t]*)(?:\?[ \t]+)?[\"']?(%s)[\"']?\s*:(?=\s|$)" % b"|".join(_KEYS)
    keys = set(re.findall(key, text))
    return len({indent for indent, _ in keys}) < len(keys)  # two of them as far to the right


def is_mounted(path: str | os.PathLike[str]) -> bool:
    """Whether a file is mounted by itself, as a container's volume may be: no other can take its place."""
    try:
        with open(_MOUNTS, "rb") as file:
            places = (line.split(b" ")[4] for line in file)
            place = os.fsencode(os.path.realpath(path))
            return any(
                place == re.sub(rb"\\(\d{3})", lambda found: bytes([int(found[1], 8)]), p) for p in places
            )
    except OSError:
        return False


def fresh(path: str | os.PathLike[str]) -> str:
    """A name beside a path for what is to take its place; what a killed command left under such names is swept."""
    _sweep(path)
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name[:40]}.{os.urandom(8).hex()}.anquan")


def _sweep(path: str | os.PathLike[str]) -> None:
    """Removes what was left in a path's folder: a day ago, or as a second name of the file there, which is whole."""
    with suppress(OSError), os.scandir(os.path.dirname(path) or os.curdir) as entries:
        for entry in entries:
            if _FRESH.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    found = os.lstat(entry.path)
                    if found.st_mtime < time.time() - _DAY or os.path.samestat(found, os.lstat(path)):
                        os.unlink(entry.path)


@contextmanager
def beside(path: Path, data: Iterable[bytes], owner: os.stat_result | None = None) -> Iterator[str]:
    """A whole file beside the target, gone again unless it has been renamed. Raises OSError, OperationError.

    `owner`: whose it is where there is no file yet.
    """
    temporary = fresh(path)
    fd = os.open(temporary, _NEW, 0o600)
    try:
        before = _plain(path)
        like = path if before else None
        _put(fd, data, before.st_mode & 0o777 if before else _mode(path), before or owner, like)
        yield temporary
        if path.is_symlink():  # somebody who may write in this folder has put one in its place
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def heir(path: str | os.PathLike[str]) -> os.stat_result | None:
    """The folder of what an administrator makes: in somebody's folder it is theirs. Raises OSError."""
    return None if os.name == "nt" or os.geteuid() else os.stat(os.path.dirname(path) or os.curdir)


def _create_here(path: Path, data: bytes) -> None:
    fd = os.open(path, _NEW, _mode(path))
    try:
        _put(fd, (data,), _mode(path), heir(path))
    except BaseException:
        os.unlink(path)
        raise


def _cannot(shown: str, error: OSError | ValueError) -> OperationError:
    return OperationError(
        f"无法写入 {shown}：{escape_controls(os_error_text(error))}", "请检查文件夹是否存在、权限和磁盘空间"
    )


def _check(path: Path, shown: str, kept: Iterable[str | os.PathLike[str]]) -> None:
    check_name(path)  # before a device is looked into
    if path.is_dir():
        raise OperationError(f"{shown} 是文件夹，不能写成文件", "请写出文件名，例如 通报.docx")
    # An administrator's rename would take /dev/null's place.
    if (path.exists() and not path.is_file()) or _is_system(path):
        raise OperationError(f"{shown} 是设备或管道，不是文件", "请写出文件名；要送给别的程序，不加 -o 即可")
    if any(_is_within(path, place) for place in kept) or _is_kept(path):
        raise OperationError(
            f"{shown} 是台账、清单或程序自用的文件，不能用导出的文件顶替", "请换一个文件名，例如 通报.docx"
        )


def _is_system(path: Path) -> bool:
    """Whether a name, or a link on the way from it, lies among the system's own: /dev/stdout, /proc/self/fd/1."""
    place = os.path.abspath(path)
    for _ in range(40):
        place = os.path.join(os.path.realpath(os.path.dirname(place)), os.path.basename(place))
        if place.startswith(tuple(folder + os.sep for folder in _SYSTEM)):
            return True
        if not os.path.islink(place):
            return False
        place = os.path.join(os.path.dirname(place), os.readlink(place))
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _is_within(path: Path, kept: str | os.PathLike[str]) -> bool:
    """Whether a name means a kept file, or lies in a kept folder; also where the file is not there yet."""
    place, own = (os.path.normcase(os.path.realpath(name)) for name in (path, kept))
    if place == own or place.startswith(os.path.join(own, "")):
        return True
    if not os.path.exists(own):
        return False
    above = Path(place).parents if os.path.isdir(own) else ()  # a folder may be bound elsewhere
    return any(name.exists() and name.samefile(own) for name in (Path(place), *above))


def _is_kept(path: Path) -> bool:
    """Whether a name or a beginning is that of a list, a ledger or a piece of one. Raises OSError."""
    named = path.name.lower().endswith(_KEPT) or _ASIDE.search(path.name)
    return bool(named) or (path.exists() and (is_ledger(path) or is_list(path)))


def _put(
    fd: int, data: Iterable[bytes], mode: int, before: os.stat_result | None, like: Path | None = None
) -> None:
    """All bytes, on the disk and `give`n when this returns; closes the descriptor. Raises OSError."""
    try:
        give(fd, mode, before, like)
        for piece in data:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(fd, rest) :]
        os.fsync(fd)
    finally:
        os.close(fd)


def give(
    fd: int, mode: int, before: os.stat_result | None, like: str | os.PathLike[str] | None = None
) -> None:
    """Gives a new file its mode, and the owner of the one whose place it takes, as far as this user may.

    `like`: that one, for its access control list, without which the group's bits are others' rights.

    By its descriptor: under its name another may by now have put a link to what is not theirs. Windows has neither; a
    disk that keeps no modes (a memory stick, a share) has its own for every file. Raises OSError.
    """
    if WINDOWS:
        return
    if before:
        with suppress(OSError):
            os.fchown(fd, -1, before.st_gid)
            os.fchown(fd, before.st_uid, -1)
    if like and hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(like, follow_symlinks=False):
                if name.startswith(("system.posix_acl", "user.")):
                    os.setxattr(fd, name, os.getxattr(like, name, follow_symlinks=False))
    try:
        os.fchmod(fd, mode)
    except OSError as error:
        if error.errno not in _MODELESS:
            raise


def _plain(path: Path) -> os.stat_result | None:
    """The plain file that stands there."""
    with suppress(OSError):
        found = path.lstat()
        return found if stat.S_ISREG(found.st_mode) else None
    return None


def _mode(path: Path) -> int:
    """What the umask gives a new file, which is never writable for everybody.

    In a folder that a group shares (set-group-id) the group may read and write it, whatever the umask says.
    """
    mask = os.umask(0)
    os.umask(mask)
    if path.parent.stat().st_mode & stat.S_ISGID:
        mask &= ~0o070
    return 0o664 & ~mask
