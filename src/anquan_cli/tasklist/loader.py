"""Reads list files and keeps the compiled plan in the cache, keyed by content."""

import os
import re
import stat
from functools import cache
from pathlib import Path
from typing import NamedTuple

from anquan_cli import __version__
from anquan_cli.atomic_write import fresh, is_list
from anquan_cli.digest import sha256
from anquan_cli.errors import (
    DataError,
    OperationError,
    escape_controls,
    on_one_line,
    os_error_text,
    shell_word,
)
from anquan_cli.problem import MOST, Problem
from anquan_cli.tasklist import plan as plans
from anquan_cli.tasklist.plan import Plan

_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"<")  # as office files and pages begin
_LEDGER = b'{"v":'
# as our JSON begins; a list may be written so, too, but has keys of its own
_EXPORT = rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*\{\s*"|\{\s*"(?:list|event|files?|old|home)"\s*:)'
LIMIT = 32 * 1024 * 1024  # bytes; a list of 10,000 tasks has about 10
BASE = ".imported"  # how the name of what the last import wrote ends


class CheckReport(NamedTuple):
    """What `check` finds in a list file; `plan` is None when there are faults."""

    path: Path
    plan: Plan | None
    faults: tuple[Problem, ...]
    doubts: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def shipped() -> Path:
    """The list that comes with the program: in the package, or in the checkout it is run from."""
    packaged = Path(__file__).parent.parent / "data" / "tasks.yaml"
    return packaged if packaged.exists() else Path(__file__).parents[3] / "data" / "tasks.yaml"


def read_text(path: Path) -> str:
    """A list file's text. Raises OperationError when it cannot be opened, DataError when it is not UTF-8."""
    return _decode(path, _read_bytes(path))


def with_line_ends(text: str, like: str) -> str:
    """A text with the line ends of another, which an editor of Windows may have left."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in like else text


def load(path: Path, cache: Path | None) -> Plan:
    """The plan of a list file, from the cache folder when its content is known there.

    Raises OperationError or DataError; a cache that is damaged, stale or unwritable is never noticed.
    """
    data = _read_bytes(path, "；新建可用 anquan init")
    entry = cache / f"plan-{_fingerprint(data)}.json" if cache else None
    if entry:
        plan = _cached(entry)
        if plan is not None:
            return plan
    checked = _check(path, data)
    if checked.plan is None:
        raise faulty(path, checked.faults)
    from anquan_cli.tasklist.compile import with_readings

    plan = with_readings(checked.plan)
    if entry:
        _keep(entry, plan)
    return plan


def check(path: Path) -> CheckReport:
    """All faults, doubts and notes of a list file. Raises OperationError when it cannot be opened."""
    return _check(path, _read_bytes(path))


def check_text(data: bytes) -> CheckReport:
    """The same of a list that came down a pipe."""
    if len(data) > LIMIT:
        raise DataError("管道送来的清单超过 32 MB", "请确认选对了文件")
    return _check(Path("-"), data)


def sound(path: Path) -> Plan:
    """The list of a file that has no faults. Raises DataError, OperationError."""
    checked = check(path)
    if checked.plan is None:
        raise faulty(path, checked.faults)
    return checked.plan


def faulty(path: Path, faults: tuple[Problem, ...]) -> DataError:
    """All faults of a file as one error, a line each."""
    number = f" {len(faults)} 处" if len(faults) <= MOST else f"超过 {MOST} 处"
    shown = [f"  {describe(f)}" for f in faults[:50]]
    if len(faults) > 50:
        shown.append(f"  ……共{number}")
    name = escape_controls(str(path))
    return DataError("\n".join([f"清单文件 {name} 有{number}错误：", *shown]), "请按所示行号改正后重试")


def describe(fault: Problem) -> str:
    """第12行 第4项 要点3：……；提示"""
    place = f" {fault.where}" if fault.where else ""
    hint = f"；{fault.hint}" if fault.hint else ""
    return f"第{fault.line}行{place}：{on_one_line(fault.what + hint)}"


def base_of(path: Path) -> Path:
    """Where an import keeps what it wrote, beside the list: one place, whatever link leads to the list."""
    return Path(os.path.realpath(path) + BASE)


def lists_in(folder: Path) -> list[str]:
    """Names of what may be a workspace's list, though none is called tasks.yaml; what imports keep beside theirs is last."""
    try:
        names = os.listdir(folder)
    except OSError:  # no folder yet
        return []
    alike = (n for n in names if re.search(r"^(?!\.).*\.ya?ml|^task", n, re.IGNORECASE | re.DOTALL))
    return sorted(
        (name for name in alike if _may_be_list(os.path.join(folder, name))),
        key=lambda name: (name.endswith(BASE), not name.lower().startswith("task"), name),
    )


def _may_be_list(path: str) -> bool:
    try:
        return os.path.isfile(path) and is_list(path)
    except OSError:  # what cannot be looked into is not passed over
        return True


def _read_bytes(path: Path, else_: str = "") -> bytes:
    name = escape_controls(str(path))
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISFIFO(mode):  # would wait for a writer that may never come
            raise OperationError(f"{name} 是管道，不是清单文件", "请先存成文件")
        if stat.S_ISCHR(mode):
            raise OperationError(f"{name} 是设备，不是清单文件", "请核对路径")
        with open(path, "rb") as file:
            data = file.read(LIMIT + 1)
    except FileNotFoundError:
        if os.path.islink(path):
            hint = "请核对路径；在网络盘、U 盘上的，请先接上"
            raise OperationError(f"清单文件 {name} 是一个链接，所指的文件不在", hint) from None
        raise OperationError(f"找不到清单文件 {name}", f"请核对文件名{else_}") from None
    except IsADirectoryError:
        raise OperationError(f"{name} 是文件夹，不是清单文件", "请写到 tasks.yaml 这一级") from None
    except (OSError, ValueError) as error:
        raise OperationError(
            f"无法读取清单文件 {name}：{escape_controls(os_error_text(error))}", "请核对路径和权限"
        ) from None
    if len(data) > LIMIT:
        raise DataError(f"清单文件 {name} 超过 32 MB", "请确认选对了文件")
    return data


def _decode(path: Path, data: bytes) -> str:
    if data.startswith(_DOCUMENTS):
        name = escape_controls(str(path))
        raise DataError(
            f"{name} 是 Word、Excel、PDF、网页一类的文件，不是清单文件",
            f"请先读成清单文件：anquan import {shell_word(str(path))}",
        )
    if data.startswith(_LEDGER):
        raise DataError(
            f"{escape_controls(str(path))} 是台账，不是清单文件", "请核对 --tasks 和 --ledger 是不是写反了"
        )
    if re.match(_EXPORT, data):
        raise DataError(
            f"{escape_controls(str(path))} 是导出的 JSON 数据，不是清单文件",
            "导出的数据读不回清单；请写清单文件（多叫 tasks.yaml）的路径，不知道在哪里的，不加 --tasks 运行 anquan where",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"清单文件 {escape_controls(str(path))} 第{line}行不是 UTF-8 编码", "请在编辑器中另存为 UTF-8"
        ) from None


def _check(path: Path, data: bytes) -> CheckReport:
    from anquan_cli.tasklist import validate

    return CheckReport(path, *validate.validate(_decode(path, data)))


# --- the cache: a first line with the digest of the rest, then the plan -----------------------------


def _fingerprint(data: bytes) -> str:
    """Changes with the content, the program's version, and the code that compiles."""
    digest: str = sha256(f"{__version__} {_code()} ".encode() + data).hexdigest()
    return digest[:32]


@cache
def _code() -> str:
    """When this room's modules and tables, and what all rooms share, were last changed."""
    place = Path(__file__).parent
    return "".join(
        f"{name}{os.stat(os.path.join(folder, name)).st_mtime_ns}"
        for folder, _, names in sorted((*os.walk(place), next(os.walk(place.parent))))
        for name in sorted(names)
        if name.endswith((".py", ".txt"))
    )


def _cached(entry: Path) -> Plan | None:
    try:
        with open(entry, "rb", opener=_ours) as file:
            seal, _, body = file.read().partition(b"\n")
        if sha256(body).hexdigest().encode() != seal:
            return None
        return plans.loads(body.decode())
    except Exception:  # whatever is wrong with it, the list is compiled anew
        return None


def _ours(name: str, flags: int) -> int:
    """A descriptor of a plain file that nobody else can have written. Raises OSError."""
    fd = os.open(name, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    found = os.fstat(fd)
    foreign = os.name != "nt" and (found.st_uid != os.getuid() or found.st_mode & 0o022)
    if foreign or not stat.S_ISREG(found.st_mode):
        os.close(fd)
        raise OSError("not our cache")
    return fd


def _keep(entry: Path, plan: Plan) -> None:
    """Writes the cache entry whole or not at all, and drops entries of former contents."""
    body = plans.dumps(plan).encode()
    temporary = Path(fresh(entry))
    try:
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(temporary, entry)
        ours = (p for p in entry.parent.iterdir() if re.fullmatch("plan-[0-9a-f]{32}[.]json", p.name))
        old = sorted(ours, key=lambda p: p.stat().st_mtime)
        for stale in old[:-8]:
            stale.unlink()
    except (OSError, ValueError):
        try:
            temporary.unlink()
        except OSError:
            pass
