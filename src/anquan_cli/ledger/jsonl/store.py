"""The ledger as a local file in JSON Lines: reads without a lock, appends whole sealed lines or nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from anquan_cli import dates
from anquan_cli.errors import AnquanError, LedgerBusyError, OperationError, done
from anquan_cli.interrupts import uninterrupted
from anquan_cli.ledger.events import (
    LINE,
    Draft,
    Envelope,
    Stamp,
    after,
    decode,
    encode,
    encode_header,
    header_of,
    moment,
    parse,
    stamp,
)
from anquan_cli.ledger.fields import RecordError
from anquan_cli.ledger.jsonl import files
from anquan_cli.ledger.jsonl.diagnosis import Diagnosis, Memory, diagnose
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.scan import Scan, scan
from anquan_cli.ledger.store import Head, Ledger, Proof, Repair

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from anquan_cli.ledger.jsonl.lock import Lock

_PATIENCE = 1.0  # seconds that a reader waits for those who record
_PAUSE = 0.05  # seconds until a half-written last line is looked at again: somebody may be recording


class JsonlStore:
    """A `Store` in one file.

    `path`: the ledger, a link to one is followed. `list_id`: the list it must belong to. `tool`: this
    program's version, for a new ledger's header. `memory`: this machine's, or None. `new_ledger`: begin
    anew where the ledger vanished, accept it where it changed. `lock_timeout`: seconds. `now`: the clock,
    aware of its zone (UTC by default).
    """

    def __init__(
        self,
        path: Path,
        *,
        list_id: str | None,
        tool: str,
        memory: KnownHeads | None = None,
        new_ledger: bool = False,
        lock_timeout: float = 10.0,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._path = os.fspath(path)
        self._list_id = list_id
        self._tool = tool
        self._memory = memory
        self._new_ledger = new_ledger
        self._timeout = lock_timeout
        self._now = now or dates.utc_now
        self.notices: tuple[str, ...] = ()

    def read(self) -> Ledger:
        """What is recorded; its `fault` says why that may not be all. Raises OperationError."""
        return self._inspect().diagnosis.ledger

    def belongs_to(self) -> str | None:
        """The list that the first line names."""
        if os.path.isfile(self._path):  # a pipe would be waited for
            with suppress(OSError, RecordError), open(self._path, "rb") as file:
                named = parse(file.readline(LINE).rstrip(b"\n")).get("list")
                return named if isinstance(named, str) else None
        return None

    def _inspect(self) -> Inspection:
        return inspect(self._path, list_id=self._list_id, memory=self._memory)

    def head(self) -> Head | None:
        """The last sound record; None when there is no ledger. Raises OperationError."""
        return self.read().head

    def verify(self, expect: str | None = None) -> Proof:
        """Checks every seal, and what `expect` says of one. Raises UsageError, OperationError."""
        from anquan_cli.ledger.jsonl import repair

        proof = repair.verify(self._path, expect, list_id=self._list_id, memory=self._memory)
        notices = (*proof.ledger.notices, *self.witness(proof.ledger))
        return proof._replace(ledger=proof.ledger._replace(notices=notices))

    def witness(self, ledger: Ledger) -> tuple[str, ...]:
        """Remembers the head of what was read. Returns what is to be said where it cannot.

        Raises OperationError where what was read has been withdrawn: it was of a record that was not made in the end.
        """
        if not (self._memory and ledger.head) or ledger.fault:
            return ()
        from anquan_cli.ledger.jsonl.lock import Lock

        real, fd = files.resolve(self._path), None
        try:
            try:
                fd = files.open_file(real, os.O_RDONLY)
                os.fsync(fd)  # what is remembered outlasts a power cut; what was read must, too
                # Else what is remembered of a record that is made meanwhile would go back.
                Lock(real, _PATIENCE).hold(fd)
                held = True
            except LedgerBusyError:
                held = False
            except (OSError, AnquanError):  # neither lock nor ledger to be had: nobody records here
                held = True
            if fd is not None and not _holds(fd, ledger.head):
                hint = "没有算完；请再执行一次。"
                raise OperationError(f"台账 {self._path} 读到的最后一条没有记成，已由登记的程序撤回。", hint)
            if not held:
                return ("台账正被别的程序占用，这一次的台账编号本机没有记住。",)
            kept = self._memory.load(self._path, ledger.ledger_id)
            if all(head and head.seq >= ledger.head.seq for head in (*kept.places, kept.own)):
                return ()  # somebody has recorded since
            trouble = self._memory.remember(self._path, ledger.ledger_id, ledger.head)
        finally:
            close(fd)
        return () if kept.trouble else _said(trouble)  # once: `read` has said it

    def plan_repair(self) -> Repair:
        """What `repair` would do. Raises DataError, OperationError."""
        from anquan_cli.ledger.jsonl import repair

        return repair.plan(self._path, list_id=self._list_id, memory=self._memory)

    def repair(self, planned: Repair | None = None) -> Repair:
        """Repairs the file beside the original. Raises DataError, LedgerBusyError, OperationError."""
        from anquan_cli.ledger.jsonl import repair

        return repair.repair(
            self._path, list_id=self._list_id, memory=self._memory, lock_timeout=self._timeout, now=self._now,
            planned=planned,
        )  # fmt: skip

    def append(self, decide: Callable[[Ledger], Sequence[Draft]]) -> tuple[Envelope, ...]:
        """Records what `decide` wants; when it returns, the records are on the disk.

        Raises what `decide` raises, DataError (damaged, gone, changed, foreign, newer), LedgerBusyError, OperationError.
        """
        from anquan_cli.ledger.jsonl import lock  # reading needs none

        self.notices = ()
        real = files.resolve(self._path)
        folder = os.path.dirname(real)
        if not os.path.lexists(real):  # what is refused leaves nothing behind: no folder of a share, no lock
            self._cleared(self._inspect().diagnosis)
        try:
            files.make_folder(folder)
        except OSError as error:
            raise files.cannot("新建台账文件夹", folder, error) from error
        with lock.locked(real, self._timeout) as held:
            fd = open_held(real, held)
            try:
                return self._append(fd, real, held, decide)
            finally:
                close(fd)

    def _append(
        self, fd: int | None, real: str, held: Lock, decide: Callable[[Ledger], Sequence[Draft]]
    ) -> tuple[Envelope, ...]:
        found = None if fd is None else _read(fd, real)
        remembered = _remembered(self._memory, self._path, found)
        ledger = self._cleared(diagnose(found, self._path, self._list_id, remembered))
        drafts = decide(ledger)
        if not drafts:
            return ()
        lines = self._lines(ledger, drafts)
        events = tuple(decode(line) for line in lines[-len(drafts) :])
        data = b"\n".join(lines) + b"\n"
        with uninterrupted():
            if fd is None or not found:
                _put_new(real, held, data)
            else:
                cut = self._cut_tail(fd, real, held, found)
                self.notices += _said(cut)
                start = b"\n" if found.open_end else b""
                try:
                    _put(fd, real, held, found.end, start + data, first=not found.hashes)
                except OperationError as error:
                    error.hint += cut
                    raise
            done.append(f"第{events[-1].seq}号记录已入账")
            if self._memory:
                id = ledger.ledger_id or header_of(parse(lines[0]), _hash(lines[0])).id
                trouble = self._memory.remember(self._path, id, Head(events[-1].seq, events[-1].hash))
                self.notices += () if remembered.trouble else _said(trouble)  # once
        return events

    def _cleared(self, diagnosis: Diagnosis) -> Ledger:
        """The ledger that may be written to, or its fault raised."""
        ledger = diagnosis.ledger
        if ledger.fault is None:
            if self._new_ledger and ledger.head:
                self.notices += (
                    "台账完好，接着记在原来的后面；--new-ledger 只在台账不见了、被换了时起作用。",
                )
            return ledger
        if self._new_ledger and diagnosis.kind in ("gone", "changed"):
            if ledger.head:
                self.notices += (f"{ledger.fault.message}已按 --new-ledger 以现在的为准，接着记。",)
            return ledger._replace(fault=None)
        raise ledger.fault

    def _lines(self, ledger: Ledger, drafts: Sequence[Draft]) -> list[bytes]:
        """The records, each sealed to the one before; in a new ledger with the header before them."""
        import uuid

        clock = stamp(self._now())
        if ledger.head is None:
            header = encode_header(str(uuid.uuid4()), self._list_id or "", clock, self._tool)
            head, last, lines = Head(0, _hash(header)), "", [header]
        else:
            head, last, lines = ledger.head, max((e.ts for e in ledger.events), default=""), []
        batch = str(uuid.uuid4()) if len(drafts) > 1 else None
        for number, draft in enumerate(drafts, start=1):
            last, wall = (clock, None) if clock > last else (after(last), clock)
            part = (batch, number, len(drafts)) if batch else None
            line = encode(draft, Stamp(head.seq + 1, str(uuid.uuid4()), last, wall, part), head.hash)
            head = Head(head.seq + 1, _hash(line))
            lines.append(line)
        return lines

    def _cut_tail(self, fd: int, real: str, held: Lock, found: Scan) -> str:
        """Sets an unfinished end aside, byte for byte, and cuts it off; says so, or nothing where there is none."""
        if not found.tail:
            return ""
        try:
            place = cut_tail(fd, real, held, found, moment(self._now()))
        except OSError as error:
            raise files.cannot("另存台账末尾没有写完的部分", real, error) from error
        return f"台账末尾有{found.tail}字节没有写完，已另存为 {place}。"


def _holds(fd: int, head: Head) -> bool:
    """Whether the file still has a record; mostly it is the last. Raises OSError."""
    line = b"".join(files.pieces(fd, max(os.fstat(fd).st_size - 67, 0)))
    if line[:64] == head.hash.encode():
        return True
    hashes = scan(files.pieces(fd)).hashes
    return head.seq < len(hashes) and hashes[head.seq] == head.hash


def _hash(line: bytes) -> str:
    return line[-66:-2].decode("ascii")


def _said(trouble: str) -> tuple[str, ...]:
    return (trouble,) if trouble else ()


# --- reading -------------------------------------------------------------------------------------


class Inspection(NamedTuple):
    """One look at a ledger file: where it really is, what is in it, what that means."""

    real: str
    found: Scan | None  # None: there is no file
    diagnosis: Diagnosis


def inspect(
    path: Path | str, *, list_id: str | None = None, memory: KnownHeads | None = None, wait: bool = True
) -> Inspection:
    """The ledger's state, without a lock and without writing. Raises OperationError.

    `wait`: look again where somebody seems to be recording.
    """
    named = os.fspath(path)
    real = files.resolve(named)
    # Memory first: whoever records writes the file first, so what is remembered is never ahead of it.
    remembered = memory.load(named) if memory else Memory()
    try:
        found = _look(real)
        if wait and found and (found.tail or found.broken):
            import time

            time.sleep(_PAUSE)
            found = _look(real)
        if not remembered.own and found and found.header:  # new at this place: the file once more, after it
            remembered = _remembered(memory, named, found, remembered.trouble)
            found = _look(real) if remembered.own else found
    except OSError as error:
        raise files.cannot("读取台账", named, error, "请检查文件权限和磁盘。") from error
    return Inspection(real, found, diagnose(found, named, list_id, remembered))


def _look(real: str) -> Scan | None:
    """What is in the file; None when there is none. Raises OSError."""
    try:
        fd = files.open_file(real, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        return scan(files.pieces(fd))
    finally:
        os.close(fd)


def _remembered(memory: KnownHeads | None, path: str, found: Scan | None, said: str = "") -> Memory:
    """What is remembered of what was found; `said`: of a trouble already met."""
    if memory is None:
        return Memory()
    remembered = memory.load(path, found.header.id if found and found.header else None)
    return remembered._replace(trouble=said or remembered.trouble)


# --- writing -------------------------------------------------------------------------------------


def open_held(real: str, held: Lock) -> int | None:
    """The ledger's descriptor, with its own lock held until it is closed; None when there is no file.

    Raises LedgerBusyError, OperationError.
    """
    while True:
        try:
            fd = files.open_file(real, os.O_RDWR | os.O_APPEND)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise files.cannot("打开台账", real, error) from error
        try:
            held.hold(fd)
            if not _replaced(fd, real):
                return fd
        except OSError as error:
            close(fd)
            raise files.cannot("打开台账", real, error) from error
        except BaseException:
            close(fd)
            raise
        close(fd)  # while we waited another file took its place


def close(fd: int | None) -> None:
    """Closes, and thereby lets go of the lock; after fsync, closing decides nothing."""
    if fd is not None:
        with suppress(OSError):
            os.close(fd)


def _read(fd: int, real: str) -> Scan:
    try:
        return scan(files.pieces(fd))
    except OSError as error:
        raise files.cannot("读取台账", real, error) from error


def cut_tail(fd: int, real: str, held: Lock, found: Scan, moment: str) -> str:
    """Sets the unfinished end aside, byte for byte, then cuts it off; where it is now. Raises OSError."""
    end = found.end + found.tail
    with copies(fd, real) as made:
        made.append(files.quarantine(real, "torn", moment, files.pieces(fd, found.end, end)))
        check(fd, real, held, end)
        os.ftruncate(fd, found.end)
        os.fsync(fd)
    return made[0]


@contextmanager
def copies(fd: int, real: str) -> Iterator[list[str]]:
    """Copies of what is in a file; on any trouble they go where all of it still stands there: a retry makes its own."""
    size, made = os.fstat(fd).st_size, list[str]()
    try:
        yield made
    except BaseException:
        with suppress(OSError):
            if os.fstat(fd).st_size == size and not _replaced(fd, real):
                for place in made:
                    os.unlink(place)
        raise


def _put_new(real: str, held: Lock, data: bytes) -> None:
    """A new file with this in it, or none."""
    try:
        fd = files.open_file(real, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL)
    except OSError as error:
        raise files.cannot("新建台账", real, error) from error
    try:
        held.hold(fd)
        _put(fd, real, held, 0, data, first=True)
    except BaseException:
        _remove(fd, real)
        raise
    finally:
        close(fd)


def _put(fd: int, real: str, held: Lock, end: int, data: bytes, *, first: bool) -> None:
    """One write and fsync, or everything as it was: on any trouble what we wrote, and no more, is cut off.

    The name is made last before anything stands under it, and every time: whoever created the file, or
    put a repaired one in its place, may have been stopped before that. A clean folder costs 0.1 ms.
    """
    try:
        folder = os.path.dirname(real)
        files.sync_folders(folder) if first else files.sync_folder(folder)
        check(fd, real, held, end)
    except OSError as error:
        raise files.cannot("写入台账", real, error, "这一条没有记录；请排除原因后重试。") from error
    try:
        files.write_all(fd, data)
        os.fsync(fd)
        check(fd, real, held, end + len(data))
    except OSError as error:
        if _cut_back(fd, end, data):
            raise files.cannot("写入台账", real, error, "这一条没有记录；请排除原因后重试。") from error
        hint = "这一条可能已写入一部分，也未能撤回；请排除原因后用 anquan log 核对。"
        raise files.cannot("写入台账", real, error, hint) from error
    except BaseException:  # interrupted
        _cut_back(fd, end, data)
        raise


def check(fd: int, real: str, held: Lock, size: int) -> None:
    """Raises OSError where somebody who knows no lock has changed what was seen under ours.

    The file is as long as it must be, it and the lock are still the ones under their names.
    """
    for place, changed in (
        (real, os.fstat(fd).st_size != size or _replaced(fd, real)),
        (held.place, not held.is_named()),
    ):
        if changed:
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), place)


def _replaced(fd: int, real: str) -> bool:
    """Whether a program that knows no lock has put another file in this one's place, or none."""
    try:
        return not os.path.samestat(os.fstat(fd), os.stat(real))
    except FileNotFoundError:
        return True


def _cut_back(fd: int, end: int, data: bytes) -> bool:
    """Cuts off what has arrived of `data`, and nothing that is another's; whether nothing of it is left."""
    try:
        size = os.fstat(fd).st_size
        if size == end:
            return True
        # All of it would begin here, whatever stands before it; a part of it, at the old end.
        starts = [max(size - len(data), 0), *([end] if end < size else [])]
        start = next((s for s in starts if data.startswith(b"".join(files.pieces(fd, s)))), None)
        if start is None:
            return False
        os.ftruncate(fd, start)
    except OSError:
        return False
    with suppress(OSError):
        os.fsync(fd)
    return True


def _remove(fd: int, real: str) -> None:
    """Takes away the file that this very call created, unless somebody has written into it."""
    with suppress(OSError):
        status = os.fstat(fd)
        if not status.st_size and os.path.samestat(status, os.stat(real)):
            if os.name == "nt":  # a file that is open cannot be removed there
                os.close(fd)
            os.unlink(real)
