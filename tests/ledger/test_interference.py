"""What others do to the file while somebody records: nothing that was acknowledged is lost (旁人插手)."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from anquan_cli.errors import DataError, LedgerBusyError, OperationError
from anquan_cli.ledger.jsonl import files, lock, repair
from anquan_cli.ledger.jsonl.store import JsonlStore
from tests.ledger.conftest import LIST, Bench, draft

fcntl = pytest.importorskip("fcntl", reason="links, modes and flock")
FOREIGN = b'{"who":"knows no lock"}\n'


def by_name(bench: Bench, path: Path, **options: Any) -> JsonlStore:
    chosen: dict[str, Any] = {"list_id": LIST, "tool": "", "now": bench.clock, "lock_timeout": 0} | options
    return JsonlStore(path, **chosen)


def appended(bench: Bench) -> None:
    with open(bench.path, "ab") as file:
        file.write(FOREIGN)


def shortened(bench: Bench) -> None:
    os.truncate(bench.path, bench.path.stat().st_size - 5)


def halved(bench: Bench) -> None:
    """To less than was there before the record."""
    os.truncate(bench.path, bench.path.stat().st_size // 2)


def emptied(bench: Bench) -> None:
    os.truncate(bench.path, 0)


def replaced(bench: Bench) -> None:
    data = bench.path.read_bytes()
    bench.path.unlink()
    bench.path.write_bytes(data)


def removed(bench: Bench) -> None:
    bench.path.unlink()


def unlocked(bench: Bench) -> None:
    (bench.folder / "ledger.jsonl.lock").unlink()


def relocked(bench: Bench) -> None:
    unlocked(bench)
    (bench.folder / "ledger.jsonl.lock").touch()


MEDDLING = [appended, shortened, halved, emptied, replaced, removed, unlocked, relocked]
Meddling = Callable[[Bench], None]


@pytest.mark.parametrize("meddle", MEDDLING)
def test_what_was_seen_may_be_gone_before_the_write_and_then_nothing_is_written(
    bench: Any, meddle: Meddling
) -> None:
    bench.fill(2)
    after: list[bytes | None] = []

    def decide(_: object) -> Any:
        meddle(bench)
        after.append(bench.path.read_bytes() if bench.path.exists() else None)
        return [draft("新")]

    with pytest.raises(OperationError, match="被别的程序换掉") as caught:
        bench.store(memory=bench.memory).append(decide)
    assert caught.value.hint == "这一条没有记录；请排除原因后重试。"
    assert (bench.path.read_bytes() if bench.path.exists() else None) == after[0]
    assert not (bench.folder / "state").exists(), "nothing is remembered of it"


@pytest.mark.parametrize("meddle", MEDDLING)
def test_what_happens_between_write_and_sync_is_seen_too(
    bench: Any, monkeypatch: pytest.MonkeyPatch, meddle: Meddling
) -> None:
    """Only what is our own is taken back: what others wrote, wherever they wrote it, stays."""
    bench.fill(2)
    inode, real = bench.path.stat().st_ino, os.fsync
    after: list[bytes | None] = []

    def synced(fd: int) -> None:
        real(fd)
        if os.fstat(fd).st_ino == inode and not after:
            meddle(bench)
            after.append(bench.path.read_bytes() if bench.path.exists() else None)

    monkeypatch.setattr(os, "fsync", synced)
    with pytest.raises(OperationError) as caught:
        bench.mark("新", memory=bench.memory)
    now = bench.path.read_bytes() if bench.path.exists() else None
    if meddle is halved:
        assert now == after[0], "what is missing is not filled up"
    elif meddle in (appended, shortened, emptied):  # ours is not alone any more, or no more whole
        assert now == after[0] or (meddle is shortened and after[0] and now == after[0][: len(now or b"")])
        assert ("可能已写入一部分" in caught.value.hint) == (meddle is appended)
    elif meddle in (replaced, removed):
        assert now == after[0], "another file is not ours to cut"
    else:
        assert len(bench.store().read().events) == 2 and "没有记录" in caught.value.hint


@pytest.mark.parametrize("meddle", [appended, shortened, emptied])
def test_what_goes_in_behind_anothers_bytes_is_taken_back_alone(
    bench: Any, monkeypatch: pytest.MonkeyPatch, meddle: Meddling
) -> None:
    """In the moment between the last look and the write; a batch that is read in several pieces, too."""
    bench.fill(2)
    after: list[bytes] = []
    real = files.write_all
    monkeypatch.setattr(files, "PIECE", 64)

    def late(fd: int, data: bytes) -> None:
        meddle(bench)
        after.append(bench.path.read_bytes())
        real(fd, data)

    monkeypatch.setattr(files, "write_all", late)
    with pytest.raises(OperationError) as caught:
        bench.mark("新")
    assert bench.path.read_bytes() == after[0] and "没有记录" in caught.value.hint


def test_a_lock_file_that_was_removed_does_not_let_a_second_one_in(bench: Any) -> None:
    """The ledger's own lock holds, whatever becomes of the file beside it."""
    bench.fill(2)

    def decide(_: object) -> Any:
        unlocked(bench)
        with pytest.raises(LedgerBusyError):
            by_name(bench, bench.path).append(lambda _: [draft("二")])
        return [draft("一")]

    with pytest.raises(OperationError, match="被别的程序换掉"):
        bench.store().append(decide)
    assert bench.mark().seq == 3 and bench.store().read().fault is None


def test_by_another_name_the_same_file_is_locked(bench: Any) -> None:
    bench.fill(2)
    other = bench.folder / "另一个名字.jsonl"
    os.link(bench.path, other)

    def decide(_: object) -> Any:
        with pytest.raises(LedgerBusyError):
            by_name(bench, other).append(lambda _: [draft("二")])
        with pytest.raises(LedgerBusyError):
            repair.repair(other, lock_timeout=0)
        return [draft("一")]

    assert bench.store().append(decide)[0].seq == 3
    assert by_name(bench, other).append(lambda _: [draft("二")])[0].seq == 4
    assert bench.mark("三").seq == 5 and bench.store().read().fault is None


def test_two_first_runs_whose_lock_was_removed_between_make_one_ledger(bench: Any) -> None:
    def decide(_: object) -> Any:
        unlocked(bench)
        assert by_name(bench, bench.path).append(lambda _: [draft("二")])[0].seq == 1
        return [draft("一")]

    with pytest.raises(OperationError, match="同名文件已存在"):
        bench.store().append(decide)
    assert [e.details.note for e in bench.store().read().events] == ["二"]


def test_a_ledger_that_is_replaced_while_its_lock_is_waited_for_is_opened_anew(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `repair` does it: who waited must not write into the former file."""
    bench.fill(2)
    real, done = fcntl.flock, list[int]()

    def late(fd: int, operation: int) -> None:
        real(fd, operation)
        if os.fstat(fd).st_size and not done:
            done.append(fd)
            replaced(bench)

    monkeypatch.setattr(fcntl, "flock", late)
    assert bench.mark().seq == 3 and done
    assert len(bench.store().read().events) == 3


def test_the_lock_is_opened_before_it_is_created(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sticky folder (as /tmp) opening another's file for creation is refused, though it may be written."""
    bench.fill(1)
    real = os.open

    def sticky(path: Any, flags: int, *more: Any) -> int:
        if os.path.exists(path) and flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "")
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", sticky)
    assert bench.mark().seq == 2
    (bench.folder / "ledger.jsonl.lock").unlink()
    assert bench.mark().seq == 3


# --- several people, one folder --------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
@pytest.mark.parametrize("shared", [True, False])
def test_in_a_groups_folder_all_that_is_made_is_the_groups(bench: Any, umask: int, shared: bool) -> None:
    bench.folder.chmod(0o2770 if shared else 0o770)
    bench.path = bench.folder / "2025" / "台账" / "ledger.jsonl"
    old = os.umask(umask)
    try:
        bench.mark()
        bench.path.write_bytes(bench.path.read_bytes() + b'{"v":1,"seq":2')
        bench.mark()
        assert os.umask(umask) == umask, "of this program alone, and for a moment"
    finally:
        os.umask(old)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in bench.path.parent.iterdir()}
    assert modes == {0o660 if shared else 0o660 & ~umask}
    assert len(list(bench.path.parent.iterdir())) == 3, "ledger, lock, and what was set aside"
    for folder in list(bench.path.parents)[:2]:
        assert folder.stat().st_mode & 0o777 == (0o770 if shared else 0o770 & ~umask)


# The ledger's mode, whose it is, and what its lock, that was gone, is made with whatever the umask.
RIGHTS = [
    (0o600, "ours", 0o600), (0o644, "ours", 0o600), (0o660, "ours", 0o660), (0o666, "ours", 0o666),
    (0o660, "the group's", 0o660), (0o664, "the group's", 0o660), (0o666, "the group's", 0o666),
    (0o640, "another's", 0o660), (0o644, "another's", 0o666), (0o666, "another's", 0o666),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "whose", "made"), RIGHTS)
def test_nobody_is_locked_out_of_their_own_file_by_the_lock_that_another_makes(
    bench: Any, monkeypatch: pytest.MonkeyPatch, mode: int, whose: str, made: int
) -> None:
    bench.fill(1)
    (side := bench.folder / "ledger.jsonl.lock").unlink()
    bench.path.chmod(mode)
    found = bench.path.stat()
    monkeypatch.setattr(os, "geteuid", lambda: found.st_uid + (whose != "ours"))
    monkeypatch.setattr(os, "getegid", lambda: found.st_gid + 1)
    monkeypatch.setattr(os, "getgroups", lambda: [found.st_gid] if whose == "the group's" else [])
    old = os.umask(0o077)
    try:
        bench.mark()
    finally:
        os.umask(old)
    assert stat.S_IMODE(side.stat().st_mode) == made
    monkeypatch.setattr(os, "access", lambda *_: False)
    side.unlink()
    with pytest.raises(OperationError, match=r"ledger\.jsonl\.lock：没有权限"):
        bench.mark()
    assert not side.exists(), "who may not even read the ledger locks nobody out"


def test_a_vanished_ledger_is_told_before_a_lock_is_made(bench: Any) -> None:
    bench.mark(memory=bench.memory)
    for path in (bench.path, side := bench.folder / "ledger.jsonl.lock"):
        path.unlink()
    with pytest.raises(DataError, match="不见了"):
        bench.mark(memory=bench.memory)
    assert not side.exists()


@pytest.mark.parametrize("name", ["ledger.jsonl.lock", "ledger.jsonl"])
def test_a_file_without_permission_is_told_as_such(
    bench: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    bench.fill(1)
    real = os.open

    def refuse(path: Any, flags: int, *more: Any) -> int:
        if str(path).endswith(name) and flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OperationError, match=f"{name}：没有权限") as caught:
        bench.mark()
    assert "SECURITY" in caught.value.hint and "支持文件锁" not in caught.value.hint


# --- the memory: by place and by id ----------------------------------------------------------------


def moved(bench: Bench, lines: int) -> None:
    """The workspace's folder has another name; so many lines are left of the ledger."""
    for number in range(6):
        bench.mark(str(number), memory=bench.memory)
    (new := bench.folder / "改名").mkdir()
    bench.path = bench.path.rename(new / "ledger.jsonl")
    bench.path.write_bytes(b"".join(bench.path.read_bytes().splitlines(keepends=True)[:lines]))


@pytest.mark.parametrize("lines", range(1, 7))
def test_a_ledger_that_was_moved_and_shortened_is_noticed(bench: Any, lines: int) -> None:
    moved(bench, lines)
    store = bench.store(memory=bench.memory)
    read = store.read()
    assert read.fault and f"这里只到 {lines - 1}:" in read.fault.message
    assert store.verify().state == "changed" and store.witness(read) == ()
    before = bench.path.read_bytes()
    with pytest.raises(type(read.fault)):
        bench.mark(memory=bench.memory)
    assert bench.path.read_bytes() == before
    repair.repair(bench.path, memory=bench.memory)
    assert bench.mark(memory=bench.memory).seq == lines, "once it is accepted, it is the truth"


def test_of_two_copies_each_names_the_other_and_neither_is_said_to_have_shrunk(bench: Any) -> None:
    bench.mark("1", memory=bench.memory)
    one = bench.path
    two = bench.folder / "副本.jsonl"
    two.write_bytes(one.read_bytes())
    bench.path = two
    there = bench.mark("2", memory=bench.memory)
    bench.path = one
    said = str(bench.store(memory=bench.memory).read().fault)
    assert (
        f"台账 {one} 与另一处的不一致：同一份台账，本机在 {two} 记到 2:{there.hash[:12]}，这里只到 1:" in said
    )
    repair.repair(one, memory=bench.memory)
    here = bench.mark("3", memory=bench.memory)
    bench.path = two
    said = str(bench.store(memory=bench.memory).read().fault)
    assert f"本机在 {one} 记到 2:{here.hash[:12]}，这里的第2号是 2:{there.hash[:12]}。" in said


def test_a_ledger_that_was_moved_is_welcome_and_remembered_there(bench: Any) -> None:
    moved(bench, 7)
    store = bench.store(memory=bench.memory)
    assert store.read().fault is None
    assert bench.mark(memory=bench.memory).seq == 7
    bench.path.unlink()
    assert "不见了" in str(store.read().fault)


def test_what_was_only_read_here_is_remembered_once_it_is_witnessed(bench: Any) -> None:
    bench.fill(3)
    store = bench.store(memory=bench.memory)
    read = store.read()
    assert not (bench.folder / "state").exists() and store.witness(read) == ()
    lines = bench.path.read_bytes().splitlines(keepends=True)
    bench.path.write_bytes(b"".join(lines[:-1]))
    assert "比以前短" in str(store.read().fault)
    assert store.witness(store.read()) == (), "what is at fault is not the truth"
    assert "比以前短" in str(store.read().fault)


def test_verify_witnesses(bench: Any) -> None:
    bench.fill(2)
    store = bench.store(memory=bench.memory)
    head = store.verify().ledger.head
    assert bench.memory.load(os.path.realpath(bench.path))[:2] == ((head,), head)


def test_a_witness_never_takes_back_what_was_recorded_since(bench: Any) -> None:
    bench.mark(memory=bench.memory)
    read = bench.store().read()
    last = bench.mark(memory=bench.memory)
    bench.store(memory=bench.memory).witness(read)
    assert bench.memory.load(os.path.realpath(bench.path)).places[0] == (2, last.hash)


def test_what_a_witness_cannot_keep_is_said(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.fill(1)
    store = bench.store(memory=bench.memory)
    read = store.read()
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "")))
    (said,) = store.witness(read)
    assert "磁盘空间不足" in said and bench.heads() == []


def test_a_record_meanwhile_is_no_false_alarm_in_a_new_place(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody records by the old name between our reading of the file and of what is remembered of its id."""
    bench.mark(memory=bench.memory)
    other = bench.folder / "另一个名字.jsonl"
    os.link(bench.path, other)
    real, done = bench.memory.load, list[str]()

    def late(path: str, id: str | None = None) -> Any:
        if id and not done:
            done.append(id)
            bench.mark(memory=bench.memory)
        return real(path, id)

    monkeypatch.setattr(bench.memory, "load", late)
    read = by_name(bench, other, memory=bench.memory).read()
    assert done and read.fault is None and read.head and read.head.seq == 2


# --- size ------------------------------------------------------------------------------------------


def test_a_line_of_a_megabyte_is_read_and_one_byte_more_is_damage(bench: Any, add: Any) -> None:
    data = bench.fill(1)
    import json

    record = json.loads(data.splitlines()[1]) | {"seq": 2, "id": "x", "more": ""}
    del record["h"]
    short = len(add(data, record)) - len(data) - 1
    for size, sound in ((2**20, True), (2**20 + 1, False), (5 * 2**20, False)):
        bench.path.write_bytes(add(data, record | {"more": "x" * (size - short)}))
        assert bench.path.stat().st_size == len(data) + size + 1
        read = bench.store().read()
        assert (len(read.events), read.fault is None) == (1 + sound, sound)
        if not sound:
            assert read.fault and "第3行损坏：超过一行的上限 1 MB" in read.fault.message
            bench.path.write_bytes(bench.path.read_bytes()[:-1])
            assert "超过一行的上限" in str(bench.store().read().fault)


@pytest.mark.no_cover
@pytest.mark.parametrize("begun", [b"", b"x", b'{"v":1,"seq":0,"id":"', b"x" * 2**21])
def test_a_file_that_is_no_ledger_is_not_read_to_its_end(
    bench: Any, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    with open(bench.path, "wb") as file:
        file.write(begun)
        file.truncate(2**34)
    real, asked = os.read, list[int]()

    def read_piece(fd: int, size: int) -> bytes:
        asked.append(size)
        return real(fd, size)

    monkeypatch.setattr(os, "read", read_piece)
    read = bench.store().read()
    assert read.fault and "第1行损坏" in read.fault.message
    assert len(asked) < 140 and max(asked) <= 2**20, "twice: somebody might have been recording"


def test_a_ledger_of_any_size_is_read_and_written(bench: Any, add: Any) -> None:
    """Larger than what is read at once, its lines cut anywhere."""
    import json

    from tests.ledger.conftest import seal

    data, parts = bench.fill(1), []
    record = json.loads(data.splitlines()[1])
    previous = record.pop("h")
    for seq in range(2, 40):
        parts.append(seal(previous, record | {"seq": seq, "id": f"e{seq}", "note": "长" * 33_333}))
        previous = json.loads(parts[-1])["h"]
    bench.path.write_bytes(data + b"".join(parts))
    assert bench.path.stat().st_size > 3 * 2**20
    assert bench.mark().seq == 40
    assert len(bench.store().read().events) == 40


def test_there_are_two_locks_and_one_patience(bench: Any) -> None:
    """Who waits for the ledger's own lock has no more time than for the file beside it."""
    bench.fill(1)
    with open(bench.path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(LedgerBusyError, match=r"等了0\.05秒"):
            bench.mark(lock_timeout=0.05)
        with lock.locked(os.path.realpath(bench.path), 0):
            pass
    assert bench.mark().seq == 2


def test_the_ledgers_own_lock_is_waited_for_and_then_named_as_busy(bench: Any) -> None:
    """By another name it has another side file, but only one lock of its own."""
    data = bench.fill(1)
    with open(bench.path, "rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(LedgerBusyError):
            by_name(bench, bench.path, lock_timeout=0.1).append(lambda _: [draft()])
    assert bench.path.read_bytes() == data


def test_two_first_runs_use_one_side_file(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = files.open_file

    def late(path: Any, flags: int, *more: Any) -> int:
        if flags & os.O_CREAT and str(path).endswith(".lock"):
            Path(path).touch(0o600)  # the other was quicker
        return opened(path, flags, *more)

    monkeypatch.setattr(files, "open_file", late)
    bench.mark("甲")
    assert [p.name for p in bench.folder.glob("*.lock")] == ["ledger.jsonl.lock"]


def test_where_the_ledger_itself_cannot_be_locked_nothing_is_written(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, asked = bench.fill(1), lock._try

    def no_lock(fd: int, byte: int) -> bool:
        if byte == lock._FAR:
            raise OSError(errno.ENOLCK, "No locks available")
        return asked(fd, byte)

    monkeypatch.setattr(lock, "_try", no_lock)
    with pytest.raises(OperationError, match=f"锁定台账失败：{bench.path}"):
        bench.mark()
    assert bench.path.read_bytes() == data


def test_who_has_read_a_record_that_was_withdrawn_says_so_and_keeps_nothing(bench: Any) -> None:
    """It stood between write and fsync when he looked; its maker's disk was full, or he pressed Ctrl-C."""
    bench.mark(memory=bench.memory)
    sound = bench.path.read_bytes()
    bench.mark()
    store = bench.store(memory=bench.memory)
    read = store.read()
    bench.path.write_bytes(sound)
    with pytest.raises(OperationError, match="已由登记的程序撤回"):
        store.witness(read)
    assert store.read().fault is None, "nothing that was acknowledged is lost"
    later = bench.fill(2)
    read = store.read()
    bench.path.write_bytes(later)
    bench.mark()
    assert store.witness(read) == (), "what came after does not unsay it"


def test_where_nobody_can_lock_a_reader_remembers_all_the_same(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk without locks, or a file that is another's: nobody records there meanwhile who could be waited for."""
    event = bench.mark()
    store = bench.store(memory=bench.memory)

    def refused(*_: object) -> None:
        raise OperationError("不支持文件锁")

    monkeypatch.setattr(lock.Lock, "hold", refused)
    assert store.witness(store.read()) == ()
    assert bench.memory.load(os.path.realpath(bench.path)).places[0] == (1, event.hash)


def test_who_only_reads_keeps_nothing_while_somebody_records(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """He cannot know whether a newer head has been remembered meanwhile; then it would go back."""
    bench.mark(memory=bench.memory)
    bench.mark()  # on a colleague's machine
    before = {p: p.read_bytes() for p in bench.heads()}

    def busy(*_: object) -> None:
        raise LedgerBusyError("忙")

    monkeypatch.setattr(lock.Lock, "hold", busy)
    (said,) = (store := bench.store(memory=bench.memory)).witness(store.read())
    assert "没有记住" in said and {p: p.read_bytes() for p in bench.heads()} == before


def test_who_only_reads_never_takes_the_memory_back(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody records between a reader's look into the memory and what the reader keeps there: he has to wait."""
    bench.fill(1)
    store, late = (
        by_name(bench, bench.path, memory=bench.memory),
        by_name(bench, bench.path, memory=bench.memory),
    )
    read, load, busy = store.read(), type(bench.memory).load, list[Exception]()
    for kept in (bench.folder / "state" / "heads").glob("*"):
        kept.unlink()

    def then_recorded(*words: Any) -> Any:
        found = load(*words)
        monkeypatch.undo()
        with pytest.raises(LedgerBusyError) as error:
            late.append(lambda _: [draft()])
        busy.append(error.value)
        return found

    monkeypatch.setattr(type(bench.memory), "load", then_recorded)
    assert store.witness(read) == () and len(busy) == 1
