"""The ledger as a local file in JSON Lines: reads without a lock, appends whole sealed lines or nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from anquan_cli.errors import OperationError
from anquan_cli.ledger.events import (
    Draft,
    Envelope,
    Stamp,
    after,
    decode,
    encode,
    encode_header,
    moment,
    stamp,
    utc_now,
)
from anquan_cli.ledger.jsonl import files
from anquan_cli.ledger.jsonl.diagnosis import Diagnosis, diagnose
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.scan import Scan, scan
from anquan_cli.ledger.store import Head, Ledger, Proof, Repair

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

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
        self._now = now or utc_now
        self.notices: tuple[str, ...] = ()  # what the last `append` had to set aside

    def read(self) -> Ledger:
        """What is recorded; its `fault` says why that may not be all. Raises OperationError."""
        return inspect(self._path, list_id=self._list_id, memory=self._memory).diagnosis.ledger

    def head(self) -> Head | None:
        """The last sound record; None when there is no ledger. Raises OperationError."""
        return self.read().head

    def verify(self, expect: str | None = None) -> Proof:
        """Checks every seal, and what `expect` says of one. Raises UsageError, OperationError."""
        from anquan_cli.ledger.jsonl import repair

        return repair.verify(self._path, expect, list_id=self._list_id, memory=self._memory)

    def plan_repair(self) -> Repair:
        """What `repair` would do. Raises DataError, OperationError."""
        from anquan_cli.ledger.jsonl import repair

        return repair.plan(self._path, list_id=self._list_id, memory=self._memory)

    def repair(self) -> Repair:
        """Repairs the file beside the original. Raises DataError, LedgerBusyError, OperationError."""
        from anquan_cli.ledger.jsonl import repair

        return repair.repair(
            self._path, list_id=self._list_id, memory=self._memory, lock_timeout=self._timeout, now=self._now
        )

    def append(self, decide: Callable[[Ledger], Sequence[Draft]]) -> tuple[Envelope, ...]:
        """Records what `decide` wants; when it returns, the records are on the disk.

        Raises what `decide` raises, DataError (damaged, gone, changed, foreign, newer), LedgerBusyError, OperationError.
        """
        from anquan_cli.ledger.jsonl import lock  # reading needs none

        self.notices = ()
        real = files.resolve(self._path)
        try:
            files.make_folder(os.path.dirname(real))
        except OSError as error:
            raise files.cannot("新建台账文件夹", os.path.dirname(real), error) from error
        with lock.locked(real, self._timeout):
            return self._append(real, decide)

    def _append(self, real: str, decide: Callable[[Ledger], Sequence[Draft]]) -> tuple[Envelope, ...]:
        remembered = self._memory.load(real) if self._memory else None
        fd = _open(real)
        try:
            found = None if fd is None else scan(_read(fd, real))
            ledger = self._cleared(diagnose(found, self._path, self._list_id, remembered))
            drafts = decide(ledger)
            lines = self._lines(ledger, drafts)
            if fd is None:
                fd = _create(real)
                try:
                    _put(fd, real, 0, b"\n".join(lines) + b"\n", first=True)
                except BaseException:
                    _remove(fd, real)
                    raise
            else:
                assert found
                self._cut_tail(fd, real, found)
                start = b"\n" if found.open_end else b""
                _put(fd, real, found.end, start + b"\n".join(lines) + b"\n", first=not found.hashes)
        finally:
            _close(fd)
        events = tuple(decode(line) for line in lines[-len(drafts) :])
        if self._memory:
            self._memory.remember(real, Head(events[-1].seq, events[-1].hash))
        return events

    def _cleared(self, diagnosis: Diagnosis) -> Ledger:
        """The ledger that may be written to, or its fault raised."""
        ledger = diagnosis.ledger
        if ledger.fault is None:
            return ledger
        if self._new_ledger and diagnosis.kind in ("gone", "changed"):
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

    def _cut_tail(self, fd: int, real: str, found: Scan) -> None:
        """Sets an unfinished last line aside, byte for byte, and cuts it off."""
        if not found.tail:
            return
        try:
            place = files.quarantine(real, "torn", moment(self._now()), found.tail)
            os.ftruncate(fd, found.end)
            os.fsync(fd)
        except OSError as error:
            raise files.cannot("另存台账末尾没有写完的部分", real, error) from error
        self.notices = (f"台账末尾有{len(found.tail)}字节没有写完，已另存为 {place}。",)


def _hash(line: bytes) -> str:
    return line[-66:-2].decode("ascii")


# --- reading -------------------------------------------------------------------------------------


class Inspection(NamedTuple):
    """One look at a ledger file: where it really is, what is in it, what that means."""

    real: str
    data: bytes
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
    remembered = memory.load(real) if memory else None
    try:
        data = files.read_file(real)
        found = None if data is None else scan(data)
        if wait and found and (found.tail or found.broken):
            import time

            time.sleep(_PAUSE)
            data = files.read_file(real)
            found = None if data is None else scan(data)
    except OSError as error:
        raise files.cannot("读取台账", named, error, "请检查文件权限和磁盘。") from error
    return Inspection(real, data or b"", found, diagnose(found, named, list_id, remembered))


# --- writing -------------------------------------------------------------------------------------


def _open(real: str) -> int | None:
    try:
        return files.open_file(real, os.O_RDWR | os.O_APPEND)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise files.cannot("打开台账", real, error) from error


def _create(real: str) -> int:
    try:
        return files.open_file(real, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL)
    except OSError as error:
        raise files.cannot("新建台账", real, error) from error


def _close(fd: int | None) -> None:
    if fd is not None:
        with suppress(OSError):  # after fsync, closing decides nothing
            os.close(fd)


def _read(fd: int, real: str) -> bytes:
    try:
        return files.read_all(fd)
    except OSError as error:
        raise files.cannot("读取台账", real, error) from error


def _put(fd: int, real: str, end: int, data: bytes, *, first: bool) -> None:
    """One write and fsync, or everything as it was: on any trouble the file is cut back to `end`.

    The name is made last before anything stands under it, and every time: whoever created the file, or
    put a repaired one in its place, may have been stopped before that. A clean folder costs 0.1 ms.
    """
    if end + len(data) > files.LIMIT:  # what is recorded must also be readable
        most = files.LIMIT // 2**20
        raise OperationError(
            f"台账 {real} 将超过上限 {most} MB，这一条没有记录。", "请把很长的内容另存成文件，作为佐证材料。"
        )
    try:
        folder = os.path.dirname(real)
        files.sync_folders(folder) if first else files.sync_folder(folder)
        files.write_all(fd, data)
        os.fsync(fd)
        if _replaced(fd, real):
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
    except OSError as error:
        if _cut_back(fd, end):
            raise files.cannot("写入台账", real, error, "这一条没有记录；请排除原因后重试。") from error
        hint = "这一条可能已写入一部分，也未能撤回；请排除原因后用 anquan log 核对。"
        raise files.cannot("写入台账", real, error, hint) from error
    except BaseException:  # interrupted
        _cut_back(fd, end)
        raise


def _replaced(fd: int, real: str) -> bool:
    """Whether a program that knows no lock has put another file in this one's place, or none."""
    try:
        return not os.path.samestat(os.fstat(fd), os.stat(real))
    except FileNotFoundError:
        return True


def _cut_back(fd: int, end: int) -> bool:
    try:
        os.ftruncate(fd, end)
    except OSError:
        return False
    with suppress(OSError):
        os.fsync(fd)
    return True


def _remove(fd: int, real: str) -> None:
    """Takes away the file that this very call created."""
    with suppress(OSError):
        if os.path.samestat(os.fstat(fd), os.stat(real)):
            os.unlink(real)
