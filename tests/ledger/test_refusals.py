"""What the operating system refuses, said in a sentence; what other programs write, kept (拒绝与陌生内容)."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from anquan_cli.errors import DataError, OperationError, UsageError
from anquan_cli.ledger.events import Target
from anquan_cli.ledger.jsonl import files, lock, repair, store
from anquan_cli.ledger.store import Head, open_store
from tests.entries import draft_of


def refusing(call: str, code: int, only: str = "") -> Any:
    """`os`, but one call is refused (for paths that end so)."""
    real = getattr(os, call)

    def refuse(*args: Any, **more: Any) -> Any:
        if only and not str(args[0]).endswith(only):
            return real(*args, **more)
        raise OSError(code, os.strerror(code))

    return SimpleNamespace(**{n: getattr(os, n) for n in dir(os)} | {call: refuse})


# --- refusals ------------------------------------------------------------------------------------

REFUSED = {
    "no folder can be made": ("mkdir", errno.EROFS, "", files, "新建台账文件夹失败.*磁盘是只读的"),
    "the folder cannot be made last": ("fsync", errno.EIO, "", files, "写入台账失败.*磁盘读写出错"),
    "the lock cannot be looked at": ("lstat", errno.EACCES, ".lock", lock, "锁定台账失败.*没有权限"),
    "the file cannot be made": (
        "open",
        errno.EACCES,
        "ledger.jsonl",
        files,
        "(打开|新建|读取)台账失败.*没有权限",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_first_record_refused_leaves_no_file(
    bench: Any, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    call, code, only, room, said = REFUSED[kind]
    if call == "fsync" and sys.platform == "win32":
        pytest.skip("no sync of folders there")
    bench.path = bench.folder / "甲" / "ledger.jsonl"
    monkeypatch.setattr(room, "os", refusing(call, code, only))
    with pytest.raises(OperationError, match=said):
        bench.mark()
    monkeypatch.undo()
    assert not bench.path.exists()
    assert bench.mark().seq == 1


def test_a_name_taken_in_the_meantime_is_not_overwritten(bench: Any, make_draft: Any) -> None:
    """A foreign program that knows no lock creates the file between our look and our writing."""

    def decide(ledger: object) -> Any:
        bench.path.write_bytes(b"theirs")
        return [make_draft()]

    with pytest.raises(OperationError, match=r"新建台账失败.*同名文件已存在"):
        bench.store().append(decide)
    assert bench.path.read_bytes() == b"theirs"


@pytest.mark.skipif(sys.platform == "win32", reason="what is open is not removed there")
def test_what_replaced_our_new_file_is_not_removed(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def replaced(folder: str) -> None:
        bench.path.unlink()
        bench.path.write_bytes(b"theirs")
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(files, "sync_folders", replaced)
    with pytest.raises(OperationError):
        bench.mark()
    assert bench.path.read_bytes() == b"theirs"


@pytest.mark.parametrize(
    ("call", "said"), [("open", "打开台账失败"), ("lseek", "读取台账失败"), ("stat", "打开台账失败")]
)
def test_a_ledger_that_cannot_be_opened_or_read_is_named(
    bench: Any, monkeypatch: pytest.MonkeyPatch, call: str, said: str
) -> None:
    data = bench.fill(1)
    only = "" if call == "lseek" else "ledger.jsonl"
    monkeypatch.setattr(files, "os", refusing(call, errno.EIO, only))
    with pytest.raises(OperationError, match=re.escape(f"{said}：{bench.path}：磁盘读写出错")):
        bench.mark()
    with pytest.raises(OperationError, match="台账失败"):
        bench.store().read()
    monkeypatch.undo()
    assert bench.path.read_bytes() == data


def test_a_path_that_is_none_is_named(bench: Any) -> None:
    bench.path = bench.folder / "a\0b"
    with pytest.raises(OperationError, match=r"台账路径不能用|Windows 不允许“a\^@b”这个名称"):
        bench.store().read()


def test_a_lock_is_no_ledger(bench: Any) -> None:
    """What is recorded in it would be in the way of the ledger that it is the lock of."""
    bench.path = bench.folder / "ledger.jsonl.LOCK"
    with pytest.raises(OperationError, match="是锁文件，不是台账文件"):
        bench.mark()
    assert not bench.path.exists()


@pytest.mark.parametrize(("made", "said"), [("file", ""), ("folder", "是文件夹，不是台账文件")])
def test_what_bears_another_name_may_be_empty_but_no_folder(bench: Any, made: str, said: str) -> None:
    bench.path = bench.folder / "台账"
    if made == "folder":
        bench.path.mkdir()
        with pytest.raises(OperationError, match=said):
            bench.mark()
    else:
        bench.path.touch()
        assert bench.mark().seq == 1


def test_a_path_beyond_every_limit_is_a_sentence_and_makes_no_folder(bench: Any) -> None:
    """3,000 folders, 12,000 bytes: the systems allow 4,096 or fewer."""
    if sys.platform == "win32":
        pytest.skip("told by another limit there")
    bench.path = bench.folder.joinpath(*"甲" * 3000, "ledger.jsonl")
    with pytest.raises(OperationError, match="路径过长"):
        bench.mark()
    assert not (bench.folder / "甲").exists()


def test_when_the_file_cannot_be_cut_back_no_promise_is_made(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bench.fill(1)
    broken = refusing("fsync", errno.EIO)
    monkeypatch.setattr(
        store, "os", SimpleNamespace(**vars(refusing("ftruncate", errno.EIO)) | {"fsync": broken.fsync})
    )
    with pytest.raises(OperationError) as caught:
        bench.mark()
    assert "可能已写入一部分" in caught.value.hint
    monkeypatch.undo()
    assert bench.path.read_bytes().startswith(data)


def test_a_write_that_takes_nothing_is_an_error(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bench.fill(1)
    stuck = refusing("write", errno.EIO)
    stuck.write = lambda fd, data: 0
    monkeypatch.setattr(files, "os", stuck)
    with pytest.raises(OperationError, match="写入台账失败"):
        bench.mark()
    assert bench.path.read_bytes() == data


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS])
def test_a_disk_that_cannot_sync_folders_is_lived_with(
    bench: Any, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(files, "os", refusing("fsync", code))
    assert bench.mark().seq == 1


def test_where_folders_need_no_sync_none_is_opened(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = refusing("open", errno.EACCES)
    windows.name = "nt"
    monkeypatch.setattr(files, "os", windows)
    files.sync_folders(str(bench.folder))


def test_folders_of_other_people_are_left_alone(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chain of folders is made last up to where this program can have created one, or to the root."""
    synced: list[str] = []
    monkeypatch.setattr(files, "sync_folder", synced.append)
    ours = SimpleNamespace(**vars(refusing("getcwd", 0)))
    monkeypatch.setattr(files, "os", ours)
    ours.access = lambda path, mode: mode == os.W_OK | os.R_OK and path != str(bench.folder.parent)
    (bench.folder / "甲").mkdir()
    files.sync_folders(str(bench.folder / "甲"))
    assert synced == [str(bench.folder / "甲"), str(bench.folder)]
    synced.clear()
    ours.access = lambda path, mode: True
    ours.stat = lambda path: SimpleNamespace(st_dev=1 if str(path).startswith(str(bench.folder)) else 2)
    files.sync_folders(str(bench.folder / "甲"))
    assert synced == [str(bench.folder / "甲"), str(bench.folder)], "another disk"
    synced.clear()
    ours.stat = lambda path: SimpleNamespace(st_dev=1)
    files.sync_folders("/甲/乙")
    assert synced == ["/甲/乙", "/甲", "/"]


def test_something_that_is_no_file_is_never_opened_for_writing(bench: Any) -> None:
    with pytest.raises(OSError, match=r"不是普通文件|Permission denied"):
        files.open_file(str(bench.folder), os.O_RDONLY)


def test_a_low_descriptor_is_never_used(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the standard three is closed; the file must not take its place."""
    real = os.open(bench.folder / "x", os.O_RDWR | os.O_CREAT)
    closed: list[int] = []
    low = refusing("getcwd", 0)
    low.open = lambda *args: 1
    low.fstat = lambda fd: os.fstat(real)
    low.dup = lambda fd: {1: 2, 2: real}[fd]
    low.close = closed.append
    monkeypatch.setattr(files, "os", low)
    assert files.open_file("x", os.O_RDWR) == real
    assert closed == [1, 2]
    low.open = lambda *args: 3
    assert files.open_file("x", os.O_RDWR) == 3, "the first that will do"
    os.close(real)


def test_names_already_taken_are_passed_over(bench: Any) -> None:
    bench.path.touch()
    first = files.quarantine(str(bench.path), "torn", "20250620T010000Z", [b"1"])
    second = files.quarantine(str(bench.path), "torn", "20250620T010000Z", [b"2"])
    assert (first, second) == (
        f"{bench.path}.torn-20250620T010000Z",
        f"{bench.path}.torn-20250620T010000Z-2",
    )
    assert bench.files() == {os.path.basename(first): b"1", os.path.basename(second): b"2"}


def test_a_thousand_names_taken_is_an_error(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.path.touch()
    monkeypatch.setattr(files, "open_file", lambda *_: (_ for _ in ()).throw(FileExistsError))
    with pytest.raises(FileExistsError):
        files.quarantine(str(bench.path), "torn", "20250620T010000Z", [b""])


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs and no /dev/fd there")
class TestOnUnix:
    def test_something_else_in_the_locks_place_is_named_for_what_it_is(self, bench: Any) -> None:
        lock = bench.folder / "ledger.jsonl.lock"
        lock.symlink_to(bench.folder / "victim")
        with pytest.raises(OperationError, match=r"锁文件 .* 是符号链接"):
            bench.mark()
        lock.unlink()
        os.mkfifo(lock)
        with pytest.raises(OperationError, match=r"锁文件 .* 是文件夹、设备或管道"):
            bench.mark()

    def test_no_descriptor_stays_open(self, bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        bench.fill(1)
        before = os.listdir("/dev/fd")
        data = bench.fill(1)
        bench.store().read()
        for _ in range(2):
            bench.path.write_bytes(data[:-9])
            bench.mark()
            bench.path.write_bytes(data[:-9])
            repair.repair(bench.path)
        with pytest.raises(OSError):
            files.open_file(str(bench.folder), os.O_RDONLY)
        monkeypatch.setattr(files, "os", refusing("fsync", errno.EIO))
        with pytest.raises(OperationError):
            bench.mark()
        assert os.listdir("/dev/fd") == before


# --- the memory ----------------------------------------------------------------------------------


def test_forgetting_what_is_not_known_troubles_nobody(bench: Any) -> None:
    bench.memory.forget(str(bench.path))
    assert bench.memory.load(str(bench.path)).places[0] is None


# --- a newer program's words ---------------------------------------------------------------------


def test_of_a_newer_operation_all_that_can_be_understood_is_kept(bench: Any, add: Any) -> None:
    data = bench.fill(1)
    mark = json.loads(data.splitlines()[-1])
    record = {k: mark[k] for k in ("v", "id", "ts", "by")} | {
        "seq": 2,
        "op": "attach",
        "targets": [{"id": "5", "stage": 1}, {"id": "6", "stage": "all"}, {"id": 7}, "8"],
        "note": ["照片"],
    }
    bench.path.write_bytes(add(data, record))
    event = bench.store().read().events[1]
    assert (event.op, event.targets, event.details.note) == (
        "attach",
        (Target("5", 1), Target("6", None)),
        "",
    )


HEADERS = {
    "another first line": ({"op": "mark"}, "首行不是台账的表头"),
    "no list": ({"list": None}, "表头不合格式"),
    "no day of creation": ({"created": "2025"}, "时刻不合格式"),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_a_sealed_first_line_that_is_no_header_is_damage(bench: Any, sealed: Any, kind: str) -> None:
    header = json.loads(bench.fill(1).splitlines()[0])
    del header["h"]
    change, said = HEADERS[kind]
    bench.path.write_bytes(sealed("", header | change))
    fault = bench.store().read().fault
    assert isinstance(fault, DataError) and "第1行" in fault.message and said in fault.message


# --- the doctor's intentions ---------------------------------------------------------------------


def test_the_doctor_says_beforehand_what_it_would_do(bench: Any) -> None:
    assert repair.plan(bench.path).said == ("还没有台账，无需修复。",)
    data = bench.fill(2)
    assert repair.plan(bench.path).said == ("台账完好，无需修复。",)
    bench.path.write_bytes(data[:-9])
    assert repair.plan(bench.path).said == ("台账末尾有没有写完的内容，将另存后截去；此前的记录完好。",)
    bench.path.write_bytes(data)
    bench.mark(memory=bench.memory)
    bench.path.write_bytes(data)
    plan = repair.plan(bench.path, memory=bench.memory)
    assert plan.state == "changed" and plan.said[-1] == f"将以现在的台账（{plan.head}）为准。"
    bench.path.unlink()
    plan = repair.plan(bench.path, memory=bench.memory)
    assert plan.state == "gone" and plan.said[-1] == "将不再等待原台账，下次记录时建立新台账。"


def test_with_99_kept_copies_the_next_is_kept_all_the_same(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = bench.fill(2).replace("第2条".encode(), "第9条".encode())
    bench.path.write_bytes(damaged)
    monkeypatch.setattr(repair, "moment", lambda now: "20250620T010000Z")
    taken = refusing("link", errno.EEXIST)
    taken.link = lambda *_: (_ for _ in ()).throw(FileExistsError)
    monkeypatch.setattr(repair, "os", taken)
    kept = repair.repair(bench.path).backup
    assert kept and open(kept, "rb").read() == damaged  # noqa: SIM115


def test_an_address_is_told_that_no_store_serves_it(bench: Any) -> None:
    with pytest.raises(UsageError, match="暂不支持用网址指定台账“https://例子/l”"):
        open_store("https://例子/l", list_id=None, tool="", state=None)


def test_a_ledger_without_an_id_is_remembered_by_its_place(bench: Any) -> None:
    head = Head(7, "a" * 64)
    assert bench.memory.remember(str(bench.path), None, head) == ""
    assert bench.memory.load(str(bench.path), None).places[0] == head
    assert len(bench.heads()) == 1


def test_a_ledger_that_cannot_be_looked_at_again_is_named_and_let_go(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.fill(1)

    def fails(*args: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with lock.locked(str(bench.path), 1) as held:
        monkeypatch.setattr(store, "_replaced", fails)
        with pytest.raises(OperationError, match="打开台账失败"):
            store.open_held(str(bench.path), held)
        monkeypatch.undo()
        fd = store.open_held(str(bench.path), held)  # its lock is free again
        assert fd is not None
        store.close(fd)


def test_a_store_begins_no_new_ledger_unless_it_is_told_to(bench: Any) -> None:
    state = bench.folder / "state"
    open_store(bench.path, list_id=None, tool="", state=state).append(lambda _: [draft_of("王", "note")])
    bench.path.unlink()
    assert open_store(bench.path, list_id=None, tool="", state=state).read().fault is not None
    anew = open_store(bench.path, list_id=None, tool="", state=state, new_ledger=True)
    assert anew.append(lambda _: [draft_of("王", "note")])[-1].seq == 1
