"""Which system calls are made, and in which order: what a promise of durability rests on (系统调用的次序)."""

from __future__ import annotations

import errno
import importlib.util
import inspect as signatures
import os
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from anquan_cli import errors
from anquan_cli.errors import LedgerBusyError, OperationError
from anquan_cli.ledger.jsonl import files, lock, repair, store
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.scan import scan
from anquan_cli.ledger.jsonl.store import JsonlStore, inspect
from tests.ledger.conftest import draft

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="other calls there")
AT = "20250620T010000Z"
WATCHED = "open write fsync ftruncate replace link unlink mkdir".split()


class WindowsLocks:
    """`msvcrt`: locks of bytes, exclusive, let go of by closing; what is asked for is written down."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.held_by_others: list[int] = []

    def locking(self, fd: int, mode: int, count: int) -> None:
        assert (mode, count) == (self.LK_NBLCK, 1)
        byte = os.lseek(fd, 0, os.SEEK_CUR)
        self.asked.append((os.path.basename(os.readlink(f"/dev/fd/{fd}")), byte))
        if byte in self.held_by_others:
            raise PermissionError(errno.EACCES, "Permission denied")


class WindowsFiles:
    """`os` as it is there: what is open is neither removed nor replaced, and folders are not synced."""

    name = "nt"

    def __init__(self) -> None:
        self.opened: dict[int, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def open(self, path: Any, *args: Any) -> int:
        assert not os.path.isdir(path), "no folder is opened there"
        fd = os.open(path, *args)
        self.opened[fd] = os.path.realpath(path)
        return fd

    def close(self, fd: int) -> None:
        self.opened.pop(fd, None)
        os.close(fd)

    def unlink(self, path: Any) -> None:
        self._refuse_open(path)
        os.unlink(path)

    def replace(self, old: Any, new: Any) -> None:
        self._refuse_open(old, new)
        os.replace(old, new)

    def _refuse_open(self, *paths: Any) -> None:
        if {os.path.realpath(path) for path in paths} & set(self.opened.values()):
            raise PermissionError(errno.EACCES, "Permission denied")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> WindowsLocks:
    """The ledger's room as it is on Windows, where there is no flock."""
    if not sys.platform.startswith("linux"):
        pytest.skip("names of descriptors")
    locks = WindowsLocks()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "fcntl", None)
        patch.setitem(sys.modules, "msvcrt", locks)
        spec = importlib.util.spec_from_file_location("lock_elsewhere", lock.__file__)
        assert spec and spec.loader
        elsewhere = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(elsewhere)
    monkeypatch.setattr(lock, "locked", elsewhere.locked)
    system = WindowsFiles()
    for module in (files, store, repair, elsewhere):
        monkeypatch.setattr(module, "os", system)
    return locks


@pytest.fixture(params=["posix", "windows"])
def system(request: pytest.FixtureRequest) -> str:
    """Both kinds of systems, one after the other."""
    if request.param == "windows":
        request.getfixturevalue("windows")
    return str(request.param)


@pytest.fixture
def calls(bench: Any, system: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every call from now on that concerns the workspace: `fsync ledger.jsonl`; `.` is its folder."""
    made: list[str] = []
    names: dict[int, str] = {}
    root = str(bench.folder)

    def watched(call: str) -> Callable[..., Any]:
        real = getattr(os, call)

        def wrapper(what: Any, *args: Any, **more: Any) -> Any:
            result = real(what, *args, **more)
            name = names.get(what) if isinstance(what, int) else os.path.relpath(what, root)
            if call == "open":
                names.pop(result, None)  # a number of former use
            if name is not None and not name.startswith(("..", "state")):
                made.append(f"{call} {name}")
                if call == "open":
                    names[result] = name
                if call == "replace":
                    made[-1] += f" → {os.path.relpath(args[0], root)}"
            return result

        return wrapper

    for call in WATCHED:
        monkeypatch.setattr(os, call, watched(call))
    return made


def done(calls: list[str]) -> list[str]:
    """Without opening, and without the lock, which is on its own."""
    return [c for c in calls if not c.startswith("open") and not c.endswith(".lock")]


def there(system: str, *calls: str) -> list[str]:
    """What is done of these calls: Windows has no sync of folders."""
    return [c for c in calls if system == "posix" or not c.startswith("fsync") or ".jsonl" in c]


# --- recording -------------------------------------------------------------------------------------


def test_a_record_is_written_and_synced_after_its_name(bench: Any, calls: list[str], system: str) -> None:
    bench.fill(1)
    calls.clear()
    bench.mark()
    assert done(calls) == there(system, "fsync .", "write ledger.jsonl", "fsync ledger.jsonl")
    assert not [c for c in calls if c.startswith(("ftruncate", "unlink", "replace"))]


def test_the_first_record_makes_every_new_folder_last(bench: Any, calls: list[str], system: str) -> None:
    bench.path = bench.folder / "甲" / "乙" / "ledger.jsonl"
    bench.mark()
    assert done(calls) == there(
        system,
        "mkdir 甲",
        "mkdir 甲/乙",
        "fsync 甲/乙",
        "fsync 甲",
        "fsync .",
        "write 甲/乙/ledger.jsonl",
        "fsync 甲/乙/ledger.jsonl",
    )


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_first_record_that_fails_leaves_no_file(
    bench: Any, system: str, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """On Windows, what is open cannot be removed: it is closed before."""

    def refuse(fd: int, *args: Any) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(os, call, refuse)
    monkeypatch.setattr(files, "sync_folder", lambda folder: None)
    before = os.listdir("/dev/fd")
    with pytest.raises(OperationError, match=r"写入台账失败.*磁盘空间不足"):
        bench.mark()
    assert not bench.path.exists() and os.listdir("/dev/fd") == before
    monkeypatch.undo()
    assert bench.mark().seq == 1


def test_so_does_the_first_record_in_an_empty_file(bench: Any, calls: list[str], system: str) -> None:
    bench.path = bench.folder / "甲" / "ledger.jsonl"
    bench.path.parent.mkdir()
    bench.path.write_bytes(b"")
    calls.clear()
    bench.mark()
    assert [c for c in done(calls) if c.startswith("fsync")] == there(
        system, "fsync 甲", "fsync .", "fsync 甲/ledger.jsonl"
    )
    calls.clear()
    bench.mark()
    assert [c for c in done(calls) if c.startswith("fsync")] == there(
        system, "fsync 甲", "fsync 甲/ledger.jsonl"
    )


def test_a_torn_end_is_safe_beside_before_it_is_cut_and_the_cut_before_anything_new(
    bench: Any, calls: list[str], system: str
) -> None:
    bench.path.write_bytes(bench.fill(2)[:-20])
    bench.clock.at = bench.clock.at.replace(second=0)
    calls.clear()
    bench.mark()
    aside = next(bench.files().__iter__())
    assert done(calls) == there(
        system,
        f"write {aside}",
        f"fsync {aside}",
        "fsync .",
        "ftruncate ledger.jsonl",
        "fsync ledger.jsonl",
        "fsync .",
        "write ledger.jsonl",
        "fsync ledger.jsonl",
    )


def test_what_is_taken_back_is_taken_back_lastingly(
    bench: Any, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bench.fill(1)
    synced = os.fsync

    def fails_once(fd: int) -> None:
        synced(fd)
        if calls[-1] == "fsync ledger.jsonl":
            monkeypatch.setattr(os, "fsync", synced)
            raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "fsync", fails_once)
    calls.clear()
    with pytest.raises(OperationError) as caught:
        bench.mark()
    assert done(calls)[-3:] == ["fsync ledger.jsonl", "ftruncate ledger.jsonl", "fsync ledger.jsonl"]
    assert caught.value.hint == "这一条没有记录；请排除原因后重试。"
    assert bench.path.read_bytes() == data


@pytest.mark.parametrize("gone", [True, False])
def test_a_record_in_a_file_that_another_program_has_replaced_is_not_called_recorded(
    bench: Any, monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    """Programs that synchronise folders know no lock: what went into the former file is nowhere."""
    data = bench.fill(1)
    synced = os.fsync

    def replaced(fd: int) -> None:
        synced(fd)
        if stat.S_ISREG(os.fstat(fd).st_mode) and bench.path.exists():
            bench.path.unlink()
            if not gone:
                bench.path.write_bytes(data)

    monkeypatch.setattr(os, "fsync", replaced)
    with pytest.raises(OperationError, match=r"写入台账失败：.*：文件在写入途中被别的程序换掉") as caught:
        bench.mark(memory=bench.memory)
    assert caught.value.hint == "这一条没有记录；请排除原因后重试。"
    monkeypatch.undo()
    assert (bench.path.read_bytes() if bench.path.exists() else None) == (None if gone else data)
    assert bench.memory.load(os.path.realpath(bench.path)).places[0] is None
    assert bench.mark().seq == (1 if gone else 2)


def test_a_lock_that_another_program_has_replaced_is_named(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, synced = bench.fill(1), os.fsync
    lock_file = bench.path.with_name(f"{bench.path.name}.lock")

    def replaced(fd: int) -> None:
        synced(fd)
        lock_file.unlink(missing_ok=True)
        lock_file.touch()

    monkeypatch.setattr(os, "fsync", replaced)
    with pytest.raises(OperationError, match=r"jsonl\.lock：文件在写入途中被别的程序换掉"):
        bench.mark()
    monkeypatch.undo()
    assert bench.path.read_bytes() == data


def test_a_new_file_that_cannot_be_removed_again_is_left_empty(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "fsync", refuse)
    monkeypatch.setattr(files, "sync_folder", lambda folder: None)
    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(OperationError, match="写入台账失败"):
        bench.mark()
    monkeypatch.undo()
    assert bench.path.read_bytes() == b""
    assert bench.mark().seq == 1


def test_a_new_file_that_somebody_has_written_into_is_not_removed(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(fd: int) -> None:
        with bench.path.open("ab") as other:
            other.write(b"another's")
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(files, "sync_folder", lambda folder: None)
    monkeypatch.setattr(files, "sync_folders", lambda folder: None)
    monkeypatch.setattr(os, "fsync", written)
    with pytest.raises(OperationError, match="写入台账失败"):
        bench.mark()
    monkeypatch.undo()
    assert bench.path.read_bytes().endswith(b"another's")


def test_a_file_that_does_not_close_is_recorded_to_all_the_same(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Synced is synced."""
    bench.fill(1)
    real = os.close

    def fails(fd: int) -> None:
        regular = stat.S_ISREG(os.fstat(fd).st_mode) and os.fstat(fd).st_size > 0
        real(fd)
        if regular:
            raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "close", fails)
    assert bench.mark().seq == 2


# --- the lock --------------------------------------------------------------------------------------


def test_recording_and_repair_wait_ten_seconds(bench: Any) -> None:
    for function in (JsonlStore.__init__, repair.repair):
        assert signatures.signature(function).parameters["lock_timeout"].default == 10


def test_repair_waits_for_the_lock_too(bench: Any) -> None:
    bench.path.write_bytes(bench.fill(2)[:-20])
    torn = bench.path.read_bytes()
    with lock.locked(os.path.realpath(bench.path), 1), pytest.raises(LedgerBusyError):
        repair.repair(bench.path, lock_timeout=0.05)
    assert bench.path.read_bytes() == torn


def test_the_lock_is_free_again_although_an_error_keeps_everything_alive(bench: Any) -> None:
    """The traceback holds on to the lock's object; nobody may have to wait for that."""

    def refuse(ledger: object) -> Any:
        raise OperationError("不")

    with pytest.raises(OperationError) as kept:
        bench.store().append(refuse)
    assert kept.tb is not None
    assert bench.mark(lock_timeout=0.05).seq == 1


def test_a_lock_that_is_not_let_go_properly_takes_nothing_back(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = lock.Lock.release

    def fails(held: lock.Lock) -> None:
        release(held)
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(lock.Lock, "release", fails)
    assert bench.mark().seq == 1
    monkeypatch.undo()
    assert len(bench.store().read().events) == 1


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK])
def test_where_the_disk_knows_no_locks_nothing_else_is_taken_for_one(
    bench: Any, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    import fcntl

    def refuse(fd: int, operation: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    before = os.listdir("/dev/fd")
    with pytest.raises(
        OperationError, match=r"锁定台账失败：.*ledger\.jsonl\.lock：这个磁盘不支持文件锁"
    ) as caught:
        bench.mark()
    assert "支持文件锁的磁盘" in caught.value.hint
    assert not bench.path.exists() and os.listdir("/dev/fd") == before


@pytest.mark.parametrize("code", [errno.EAGAIN, errno.EACCES])
def test_a_lock_that_somebody_holds_is_asked_for_again_until_it_is_free(
    bench: Any, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Some systems say EACCES."""
    import fcntl

    real, asked = fcntl.flock, []

    def held_twice(fd: int, operation: int) -> None:
        asked.append(operation)
        if len(asked) <= 2:
            raise OSError(code, "")
        real(fd, operation)

    monkeypatch.setattr(fcntl, "flock", held_twice)
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    before = os.listdir("/dev/fd")
    assert bench.mark().seq == 1
    assert os.listdir("/dev/fd") == before
    assert asked == [fcntl.LOCK_EX | fcntl.LOCK_NB] * 4, (
        "for the side file until it was free, for the ledger once"
    )
    assert pauses == [0.02, 0.02]


def test_without_time_to_wait_the_lock_is_asked_for_once(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.mark()
    monkeypatch.setattr(time, "sleep", never)
    monkeypatch.setattr(time, "monotonic", lambda: 5.0)  # a clock that has not moved
    with lock.locked(os.path.realpath(bench.path), 0), pytest.raises(LedgerBusyError, match="等了0秒"):
        bench.mark(lock_timeout=0)


@pytest.mark.parametrize("replaced", [True, False])
def test_a_lock_file_that_was_removed_by_hand_locks_nothing(
    bench: Any, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    """Who holds a file that no longer bears the name would hold it beside somebody else."""
    import fcntl

    place = bench.folder / "ledger.jsonl.lock"
    real = fcntl.flock
    removed: list[int] = []

    def too_late(fd: int, operation: int) -> None:
        real(fd, operation)
        if not removed:
            removed.append(fd)
            place.unlink()
            if replaced:
                place.touch()

    monkeypatch.setattr(fcntl, "flock", too_late)
    with lock.locked(str(bench.path), 1):
        monkeypatch.undo()
        assert removed
        with pytest.raises(LedgerBusyError):
            bench.mark(lock_timeout=0)


def test_an_interrupted_wait_leaves_no_descriptor(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def interrupted(fd: int, operation: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fcntl, "flock", interrupted)
    before = os.listdir("/dev/fd")
    with pytest.raises(KeyboardInterrupt):
        bench.mark()
    assert os.listdir("/dev/fd") == before


def test_a_link_that_takes_the_locks_place_at_the_last_moment_is_not_followed(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = bench.folder / "victim"
    (bench.folder / "ledger.jsonl.lock").symlink_to(victim)
    monkeypatch.setattr(lock, "_check", lambda place: None)
    with pytest.raises(OperationError, match="不允许符号链接"):
        bench.mark()
    assert not victim.exists() and not bench.path.exists()


def test_on_windows_a_byte_far_beyond_the_end_is_locked(bench: Any, windows: WindowsLocks) -> None:
    """A lock binds readers there: what can be read is never locked."""
    bench.mark("甲")
    far = 2_147_483_646
    first = [("ledger.jsonl.lock", 0), ("ledger.jsonl", far)]
    assert windows.asked == first
    data = bench.path.read_bytes()
    assert bench.mark("乙").seq == 2 and bench.path.read_bytes().startswith(data)
    assert windows.asked == first * 2 and bench.path.stat().st_size < far
    for byte, others in ((0, 1), (far, 2)):
        windows.held_by_others, windows.asked[:] = [byte], []
        with pytest.raises(LedgerBusyError, match="正被别的程序占用"):
            bench.mark(lock_timeout=0)
        assert windows.asked == first[:others]
    assert len(bench.store().read().events) == 2


def test_the_lock_file_that_another_first_run_has_just_made_will_do(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = bench.folder / "ledger.jsonl.lock"
    real = os.lstat

    def absent_at_first(path: Any) -> os.stat_result:
        if str(path).endswith(".lock"):
            monkeypatch.setattr(os, "lstat", real)
            lock.touch()
            raise FileNotFoundError(errno.ENOENT, "")
        return real(path)

    monkeypatch.setattr(os, "lstat", absent_at_first)
    assert bench.mark().seq == 1


def test_the_lock_file_is_never_removed_or_replaced(bench: Any, calls: list[str]) -> None:
    bench.mark()
    lock = bench.folder / "ledger.jsonl.lock"
    with open(lock, "rb") as kept:  # so that the number cannot be given to a new file
        bench.mark()
        assert os.fstat(kept.fileno()).st_ino == lock.stat().st_ino
    assert "unlink ledger.jsonl.lock" not in calls


def test_new_folders_are_the_groups_too_and_nobody_elses(bench: Any) -> None:
    bench.path = bench.folder / "甲" / "乙" / "丙" / "ledger.jsonl"
    old = os.umask(0)
    try:
        bench.mark()
    finally:
        os.umask(old)
    folders = list(bench.path.parents)[:3]
    assert [stat.S_IMODE(p.stat().st_mode) for p in folders] == [0o770] * 3


def test_a_folder_that_another_first_run_has_just_made_will_do(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.path = bench.folder / "甲" / "ledger.jsonl"
    real = os.mkdir

    def twice(path: Any, mode: int) -> None:
        real(path, mode)
        real(path, mode)

    monkeypatch.setattr(os, "mkdir", twice)
    assert bench.mark().seq == 1


def test_a_file_where_a_folder_should_be_is_named(bench: Any) -> None:
    (bench.folder / "甲").write_bytes(b"a file")
    bench.path = bench.folder / "甲" / "ledger.jsonl"
    with pytest.raises(OperationError, match=r"新建台账文件夹失败.*同名文件已存在|路径中有一段不是文件夹"):
        bench.mark()
    assert (bench.folder / "甲").read_bytes() == b"a file"


def test_a_pipe_that_takes_the_ledgers_place_at_the_last_moment_does_not_hang(bench: Any) -> None:
    os.mkfifo(bench.path)
    with pytest.raises(OSError):
        files.open_file(str(bench.path), os.O_RDONLY)


# --- repair ----------------------------------------------------------------------------------------


def damaged(bench: Any) -> bytes:
    data: bytes = bench.fill(2).replace("第2条".encode(), "第9条".encode())
    bench.path.write_bytes(data)
    bench.path.chmod(0o600)
    bench.clock.at = bench.clock.at.replace(second=0)
    return data


def test_a_repair_keeps_everything_beside_before_the_sound_part_takes_the_name(
    bench: Any, calls: list[str], system: str
) -> None:
    before = damaged(bench)
    inode = bench.path.stat().st_ino
    calls.clear()
    repaired = repair.repair(bench.path, now=bench.clock)
    kept, rest = f"ledger.jsonl.damaged-{AT}", f"ledger.jsonl.rest-{AT}"
    fresh = str(next(call for call in calls if ".anquan" in call)).removeprefix("open ")
    assert done(calls) == there(
        system,
        f"write {rest}", f"fsync {rest}", "fsync .",
        "link ledger.jsonl",
        f"write {fresh}", f"fsync {fresh}",
        f"replace {fresh} → ledger.jsonl", "fsync .",
    )  # fmt: skip
    assert (bench.folder / kept).stat().st_ino == inode, "the very file, not a copy"
    assert repaired.said == (
        f"原文件已原样保留为 {bench.path}.damaged-{AT}。",
        f"未采用的内容已另存为 {bench.path}.rest-{AT}，请逐行核对后补记。",
        f"台账现在到 {repaired.head}，可以继续记录。",
    )
    assert (bench.folder / kept).read_bytes() == before
    assert stat.S_IMODE(bench.path.stat().st_mode) == 0o600


def test_a_second_repair_in_the_same_second_keeps_the_very_file_too(bench: Any) -> None:
    damaged(bench)
    at = bench.clock.at
    repair.repair(bench.path, now=lambda: at)
    bench.path.write_bytes(bench.path.read_bytes() + b"junk\n")
    inode = bench.path.stat().st_ino
    again = repair.repair(bench.path, now=lambda: at)
    assert again.backup == f"{bench.path}.damaged-{AT}-2" and again.rejected == f"{bench.path}.rest-{AT}-2"
    assert os.stat(again.backup).st_ino == inode


def test_where_nothing_is_sound_the_name_is_given_up_lastingly(
    bench: Any, calls: list[str], system: str
) -> None:
    bench.path.write_bytes(b"junk\n")
    bench.clock.at = bench.clock.at.replace(second=0)
    calls.clear()
    repaired = repair.repair(bench.path, now=bench.clock)
    ends = there(system, "link ledger.jsonl", "unlink ledger.jsonl", "fsync .")
    assert done(calls)[-len(ends) :] == ends
    assert repaired.said[-1] == "台账可以重新开始，下次记录时建立。"


def test_a_repaired_ledger_stays_its_owners(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator repairs it, and its people go on recording."""
    damaged(bench)
    given: list[tuple[str, int, int]] = []
    owner = os.stat(bench.path)

    def change(fd: int, user: int, group: int) -> None:
        inode = os.fstat(fd).st_ino
        given.append((next(p.name for p in bench.folder.iterdir() if p.stat().st_ino == inode), user, group))

    monkeypatch.setattr(os, "fchown", change, raising=False)
    repair.repair(bench.path, now=bench.clock)
    rest, made = f"{bench.path.name}.rest-{AT}", [(-1, owner.st_gid), (owner.st_uid, -1)]
    of = [name for name, user, group in given if (user, group) in made]
    assert (
        of[:2] == [rest, rest] and all(name.startswith(".ledger.jsonl.") for name in of[2:]) and len(of) == 4
    )


@pytest.mark.parametrize("user", [0, 1234])
def test_what_an_administrator_makes_in_somebodys_folder_is_theirs(
    bench: Any, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    """Lock, ledger and what is set aside; else the owner could neither record nor read it. Others may not give away."""
    given: list[tuple[int, int]] = []
    owner = bench.folder.stat()
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(
        os, "fchown", lambda fd, *to: given.append(to) if -1 not in to else None, raising=False
    )
    bench.mark()
    assert given == ([(owner.st_uid, owner.st_gid)] * 2 if user == 0 else [])
    bench.path.write_bytes(bench.path.read_bytes()[:-20])
    bench.mark()
    assert len(given) == (3 if user == 0 else 0)
    given.clear()
    KnownHeads(bench.folder / "state").see("tasks.yaml")  # two folders and a file
    assert len(given) == (3 if user == 0 else 0)


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
@pytest.mark.parametrize("kept", [True, False])
def test_what_is_made_can_be_used_again_whatever_the_umask(
    bench: Any, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    """Whoever may do everything would not notice: by the modes. A disk that keeps none stops nobody."""
    if not kept:
        monkeypatch.setattr(os, "fchmod", lambda *_: os.stat("/nowhere"))
    old = os.umask(0o277)
    try:
        bench.mark()
    finally:
        os.umask(old)
    for path in (bench.path, bench.path.with_name("ledger.jsonl.lock")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o600 if kept else 0o400)


def test_a_repair_that_is_interrupted_once_it_is_made_is_noted(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged(bench)

    def interrupted(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bench.memory, "remember", interrupted, raising=False)
    errors.done.clear()
    with pytest.raises(KeyboardInterrupt):
        repair.repair(bench.path, memory=bench.memory, now=bench.clock)
    kept, rest = (next(bench.path.parent.glob(f"*.{word}-*")) for word in ("damaged", "rest"))
    assert errors.done == [
        f"原文件已原样保留为 {kept}",
        f"未采用的内容已另存为 {rest}，请逐行核对后补记",
        "台账已修复",
    ]


def test_a_ledger_that_is_mounted_by_itself_says_so(bench: Any, bound: Callable[[Path], None]) -> None:
    """No repair can take its place there, ever; nothing of it is changed, and no copy is left."""
    damaged(bench)
    before = bench.path.read_bytes()
    bound(bench.path)
    with pytest.raises(OperationError) as caught:
        repair.repair(bench.path, memory=bench.memory, now=bench.clock)
    assert caught.value.message == f"修复台账失败：{bench.path}：它是单独挂载的文件，不能换掉。"
    assert caught.value.hint == (
        "原来的内容都还在；请改为挂载它所在的文件夹（容器的卷写到文件夹一级），再运行 anquan doctor。"
    )
    assert bench.path.read_bytes() == before
    assert not [*bench.path.parent.glob("*.damaged-*"), *bench.path.parent.glob("*.rest-*")]


def test_a_mode_that_cannot_be_kept_is_no_obstacle(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged(bench)

    def refuse(*args: Any) -> None:
        raise PermissionError(errno.EPERM, "")

    monkeypatch.setattr(os, "fchmod", refuse)
    assert repair.repair(bench.path, now=bench.clock).head


def test_without_links_the_copy_has_the_same_name(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = damaged(bench)

    def refuse(*args: Any) -> None:
        raise PermissionError(errno.EPERM, "")

    monkeypatch.setattr(os, "link", refuse)
    kept = repair.repair(bench.path, now=bench.clock).backup
    assert kept == f"{bench.path}.damaged-{AT}" and Path(kept).read_bytes() == before


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_failed_repair_says_where_everything_is(
    bench: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Also where the sound part has the name already, and only its folder could not be made last."""
    if step == "fsync" and sys.platform == "win32":
        pytest.skip("no sync of folders there")
    before, real = damaged(bench), os.replace

    def refuse(*args: Any) -> None:
        if step == "fsync":
            real(*args)
            monkeypatch.setattr(os, "fsync", refuse_always)
            return
        refuse_always()

    def refuse_always(*args: Any) -> None:
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OperationError, match="修复台账失败") as caught:
        repair.repair(bench.path, now=bench.clock)
    assert (
        caught.value.hint == "原来的内容都还在（原处，或旁边另存的文件）；请排除原因后再运行 anquan doctor。"
    )
    if step == "replace":  # all of it stands where it stood: a retry makes its own copies
        assert (bench.path.read_bytes(), bench.files()) == (before, {})
    else:
        assert bench.files()[f"ledger.jsonl.damaged-{AT}"] == before


@pytest.mark.parametrize("replaced", [False, True])
def test_a_torn_end_that_cannot_be_cut_leaves_no_copy_unless_it_is_the_only_one(
    bench: Any, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    bench.path.write_bytes(bench.fill(2)[:-20])
    torn = bench.path.read_bytes().splitlines()[-1]

    def refuse(*args: Any) -> None:
        if replaced:  # by a program that knows no lock
            bench.path.unlink()
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(os, "ftruncate", refuse)
    with pytest.raises(OperationError):
        bench.mark()
    assert [*bench.files().values()] == ([torn] if replaced else [])


def test_the_repair_of_a_torn_end_is_lasting(bench: Any, calls: list[str], system: str) -> None:
    bench.path.write_bytes(bench.fill(2)[:-20])
    bench.clock.at = bench.clock.at.replace(second=0)
    calls.clear()
    repaired = repair.repair(bench.path, now=bench.clock)
    torn = f"ledger.jsonl.torn-{AT}"
    assert done(calls) == there(
        system,
        f"write {torn}", f"fsync {torn}", "fsync .", "ftruncate ledger.jsonl", "fsync ledger.jsonl",
    )  # fmt: skip
    assert repaired.rejected == f"{bench.path}.torn-{AT}"
    assert repaired.said == (
        f"末尾没有写完的部分已另存为 {bench.path}.torn-{AT}。",
        f"台账现在到 {repaired.head}，可以继续记录。",
    )


def test_what_cannot_be_set_aside_leaves_nothing_of_it(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the piece itself cannot be removed in the end: the first trouble is the one told."""

    def refuse(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "")

    bench.path.touch()
    monkeypatch.setattr(files, "write_all", refuse)
    with pytest.raises(OSError) as caught:
        files.quarantine(str(bench.path), "torn", AT, [b"x"])
    assert caught.value.errno == errno.ENOSPC and bench.files() == {}
    monkeypatch.setattr(os, "unlink", lambda place: (_ for _ in ()).throw(OSError(errno.EIO, "")))
    with pytest.raises(OSError) as caught:
        files.quarantine(str(bench.path), "torn", AT, [b"x"])
    assert caught.value.errno == errno.ENOSPC


def test_a_ledger_that_grows_during_its_repair_is_left_as_it_is(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a program that knows no lock: what it wrote would be gone with the name."""
    data, aside = damaged(bench), files.quarantine

    def grown(*args: Any) -> str:
        with bench.path.open("ab") as file:
            file.write(b"theirs\n")
        return aside(*args)

    monkeypatch.setattr(files, "quarantine", grown)
    with pytest.raises(OperationError, match="修复台账失败"):
        repair.repair(bench.path, now=bench.clock)
    assert bench.path.read_bytes() == data + b"theirs\n"


def test_an_end_that_grows_while_it_is_set_aside_is_left_as_it_is(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, aside = bench.fill(2)[:-20], files.quarantine

    def grown(*args: Any) -> str:
        with bench.path.open("ab") as file:
            file.write(b"theirs")
        return aside(*args)

    for act in (bench.mark, lambda: repair.repair(bench.path, now=bench.clock)):
        bench.path.write_bytes(data)
        with monkeypatch.context() as patched, pytest.raises(OperationError):
            patched.setattr(files, "quarantine", grown)
            act()
        assert bench.path.read_bytes() == data + b"theirs"


def test_of_what_was_not_even_begun_nothing_is_left(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bench.fill(1)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(files, "write_all", full)
    with pytest.raises(OperationError) as caught:
        bench.mark()
    assert caught.value.hint == "这一条没有记录；请排除原因后重试。"
    assert bench.path.read_bytes() == data


@pytest.fixture
def heeded() -> Iterator[None]:
    """Ctrl-C is heeded, also where the tests run in the background, with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded")
def test_a_signal_during_a_repair_waits_until_it_is_made(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged(bench)
    aside, made = files.quarantine, list[str]()

    def signalled(*args: Any) -> str:
        signal.raise_signal(signal.SIGINT)
        made.append(aside(*args))
        return made[-1]

    monkeypatch.setattr(files, "quarantine", signalled)
    with pytest.raises(KeyboardInterrupt):
        repair.repair(bench.path, now=bench.clock)
    assert made and len(bench.store().read().events) == 1, "what is sound has taken the name"


# --- what this machine remembers -----------------------------------------------------------------


def remembered(bench: Any) -> Any:
    return bench.memory.load(str(bench.path)).places[0]


def test_what_was_read_is_on_the_disk_before_it_is_remembered(
    bench: Any, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What outlasts a power cut is remembered of nothing that may not."""
    bench.mark(memory=bench.memory)
    bench.mark()
    store = bench.store(memory=bench.memory)
    ledger, keep, before = store.read(), bench.memory.remember, list[str]()

    def remember(*what: Any) -> str:
        before.extend(done(calls))
        return str(keep(*what))

    monkeypatch.setattr(bench.memory, "remember", remember)
    calls.clear()
    assert store.witness(ledger) == () and remembered(bench).seq == 2
    assert before == ["fsync ledger.jsonl"]


def test_what_was_read_and_has_gone_since_is_remembered_all_the_same(bench: Any) -> None:
    bench.mark(memory=bench.memory)
    bench.mark()
    store = bench.store(memory=bench.memory)
    ledger = store.read()
    bench.path.unlink()
    assert store.witness(ledger) == () and remembered(bench).seq == 2


def test_what_was_read_and_withdrawn_is_not_remembered(bench: Any) -> None:
    """Another record has its number by now."""
    first = bench.mark(memory=bench.memory)
    data = bench.path.read_bytes()
    bench.mark("甲")
    store = bench.store(memory=bench.memory)
    ledger = store.read()
    bench.path.write_bytes(data)
    bench.mark("乙")
    with pytest.raises(OperationError, match="没有记成，已由登记的程序撤回"):
        store.witness(ledger)
    assert remembered(bench).hash == first.hash


@pytest.mark.usefixtures("heeded")
def test_a_signal_between_the_record_and_its_memory_waits(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def signalled(fd: int) -> None:
        real(fd)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "fsync", signalled)
    errors.done.clear()
    with pytest.raises(KeyboardInterrupt):
        bench.mark(memory=bench.memory)
    monkeypatch.undo()
    assert remembered(bench).seq == 1
    assert errors.done == ["第1号记录已入账"], "what an interrupted command says"
    errors.done.clear()


def test_what_cannot_be_remembered_is_said_with_the_record(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.memory, "remember", lambda *_: "记不住。")
    store = bench.store(memory=bench.memory)
    store.append(lambda _: [draft()])
    assert store.notices == ("记不住。",)


def test_a_new_ledger_that_was_asked_for_is_begun_without_a_word(bench: Any) -> None:
    for _ in range(2):  # where there was none, and where one has vanished
        store = bench.store(memory=bench.memory, new_ledger=True)
        store.append(lambda _: [draft()])
        assert store.notices == ()
        bench.path.unlink()


def test_a_ledger_of_no_list_in_particular_says_so(bench: Any) -> None:
    assert bench.mark(list_id=None).seq == 1
    assert bench.store(list_id=None).read().list_id == ""


# --- looking twice ---------------------------------------------------------------------------------


def never(seconds: float) -> None:
    raise AssertionError("nothing to wait for")


@pytest.mark.parametrize("cut", [20, 0])
def test_a_half_written_line_is_looked_at_again(
    bench: Any, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    """A torn end, or damage, may be somebody's record on its way to the disk."""
    data = bench.fill(2)
    half = data[:-20] if cut else data[:-20] + b"\n"
    bench.path.write_bytes(half)
    monkeypatch.setattr(time, "sleep", lambda seconds: bench.path.write_bytes(data) and None)
    read = bench.store().read()
    assert (len(read.events), read.fault, read.notices) == (2, None, ())


def test_a_file_that_goes_away_meanwhile_is_gone(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.path.write_bytes(bench.fill(1)[:-20])
    monkeypatch.setattr(time, "sleep", lambda seconds: bench.path.unlink())
    assert bench.store().read().head is None


def test_what_is_sound_or_locked_is_looked_at_once(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bench.fill(2)
    monkeypatch.setattr(time, "sleep", never)
    assert bench.store().read().fault is None
    bench.path.write_bytes(data[:-20])
    assert inspect(bench.path, list_id=None, memory=None, wait=False).diagnosis.ledger.notices
    assert repair.repair(bench.path, now=bench.clock).state == "torn"
    bench.path.unlink()
    assert inspect(bench.path, list_id=None, memory=None).found is None


def test_reading_is_the_same_with_every_size_of_piece(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bench.fill(2)
    whole, real = scan([data]), os.read
    monkeypatch.setattr(os, "read", lambda fd, size: real(fd, min(size, 7)))
    assert inspect(bench.path).found == whole and len(whole.events) == 2
    for start, end in ((0, None), (3, None), (0, 0), (5, 20), (5, 10**6)):
        with open(bench.path, "rb") as file:
            assert b"".join(files.pieces(file.fileno(), start, end)) == data[start:end]
