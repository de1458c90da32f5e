"""Proof and repair of a ledger file (核验与修复): the original's bytes always stay."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from anquan_cli import dates
from anquan_cli.atomic_write import MOUNTED, beside, is_mounted
from anquan_cli.errors import DataError, OperationError, done
from anquan_cli.interrupts import uninterrupted
from anquan_cli.ledger.events import moment
from anquan_cli.ledger.jsonl import files, lock
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.lock import Lock
from anquan_cli.ledger.jsonl.scan import RESAVED
from anquan_cli.ledger.jsonl.store import Inspection, check, close, copies, cut_tail, inspect, open_held
from anquan_cli.ledger.store import Head, Proof, Repair, typed_head

if TYPE_CHECKING:
    from datetime import datetime

_REPAIRABLE = ("damaged", "gone", "changed", "torn")


def verify(
    path: Path | str,
    expect: str | None = None,
    *,
    list_id: str | None = None,
    memory: KnownHeads | None = None,
) -> Proof:
    """Checks every seal; with `expect` (`42:9f3ab1c2d4e5`) also that nothing up to there changed.

    Raises UsageError for an `expect` that is none, OperationError.
    """
    wanted = typed_head(expect) if expect is not None else None
    seen = inspect(path, list_id=list_id, memory=memory)
    kind, ledger = _kind(seen), seen.diagnosis.ledger
    if wanted is None:
        return Proof(kind, ledger, None, None)
    seq, digits = wanted
    hashes = seen.found.hashes if seen.found else ()
    proven = seq < len(hashes) and hashes[seq].startswith(digits)
    if not proven and ledger.fault is None:
        where = f"台账 {os.fspath(path)} "
        if seq >= len(hashes):
            now = f"现在只到 {ledger.head}" if ledger.head else "现在没有记录"
            said = f"{where}应有编号 {seq}:{digits}，{now}，后面的记录不见了。"
        else:
            why = "前12位相符，后面写得不对" if hashes[seq].startswith(digits[:12]) else "此前的内容被改动过"
            now = f"{seq}:{hashes[seq][: len(digits)]}"
            said = f"{where}第{seq}号记录应为 {seq}:{digits}，现在是 {now}，{why}。"
        fault = DataError(said, "请核对印出的编号；编号无误时，找回当时的台账（备份、同步冲突副本）。")
        kind, ledger = "unexpected", ledger._replace(fault=fault)
    return Proof(kind, ledger, f"{seq}:{digits}", proven)


def _kind(seen: Inspection) -> str:
    kind = seen.diagnosis.kind
    return "torn" if kind in ("sound", "absent") and _is_torn(seen) else kind


def _is_torn(seen: Inspection) -> bool:
    return bool(seen.found and seen.found.tail)


# --- repair --------------------------------------------------------------------------------------


def plan(path: Path | str, *, list_id: str | None = None, memory: KnownHeads | None = None) -> Repair:
    """What `repair` would do, to be shown before asking; changes nothing. Raises as `repair` does."""
    seen = inspect(path, list_id=list_id, memory=memory)
    kind = _checked(seen)
    return Repair(kind, _intent(kind, seen), head=seen.diagnosis.ledger.head)


def repair(
    path: Path | str,
    *,
    list_id: str | None = None,
    memory: KnownHeads | None = None,
    lock_timeout: float = 10.0,
    now: Callable[[], datetime] | None = None,
    planned: Repair | None = None,
) -> Repair:
    """Repairs under the lock; a damaged file is kept beside before the sound part takes its name.

    `planned`: what was agreed to; another state than its is left alone. Raises DataError there, and where nothing is to
    be repaired (another list's ledger, a newer version's, no ledger); LedgerBusyError, OperationError.
    """
    named = os.fspath(path)
    real = files.resolve(named)
    if not os.path.isdir(os.path.dirname(real)):  # nowhere to put a lock, and nobody to race with
        if not (memory and any(memory.load(named).places)):
            return Repair("absent", ())
        _as_planned(planned, real, "gone", None)
        return _done("gone", named, memory, None, None)
    with lock.locked(real, lock_timeout) as held:
        fd = open_held(real, held)
        try:
            seen = inspect(path, list_id=list_id, memory=memory, wait=False)
            kind = _checked(seen)
            _as_planned(planned, real, kind, seen.diagnosis.ledger.head)
            if kind not in _REPAIRABLE:
                return Repair(kind, _intent(kind, seen), head=seen.diagnosis.ledger.head)
            with uninterrupted():
                kept = _kept(fd, kind, seen, held, moment((now or dates.utc_now)()))
                ledger = seen.diagnosis.ledger
                return _done(kind, named, memory, ledger.head, ledger.ledger_id, *kept)
        finally:
            close(fd)


def _kept(
    fd: int | None, kind: str, seen: Inspection, held: Lock, stamp: str
) -> tuple[str | None, str | None]:
    """Changes the file where it must be; where the whole file and what was not taken over are kept."""
    try:
        if fd is None or not (kind == "damaged" or _is_torn(seen)):
            return None, None
        return (_swap if kind == "damaged" else _cut)(fd, seen, held, stamp)
    except OSError as error:
        if is_mounted(seen.real):
            raise OperationError(
                f"修复台账失败：{seen.real}：{MOUNTED[0]}。",
                f"原来的内容都还在；{MOUNTED[1]}，再运行 anquan doctor。",
            ) from error
        hint = "原来的内容都还在（原处，或旁边另存的文件）；请排除原因后再运行 anquan doctor。"
        raise files.cannot("修复台账", seen.real, error, hint) from error


def _checked(seen: Inspection) -> str:
    if seen.diagnosis.barred:
        assert seen.diagnosis.ledger.fault
        raise seen.diagnosis.ledger.fault
    return _kind(seen)


def _as_planned(planned: Repair | None, real: str, kind: str, head: Head | None) -> None:
    if planned and (kind, head) != (planned.state, planned.head):
        raise DataError(f"台账 {real} 在询问的时候又变了，没有改动。", "请再运行一次 anquan doctor。")


def _swap(fd: int, seen: Inspection, held: Lock, stamp: str) -> tuple[str, str]:
    """Puts the sound part in the damaged file's place; at no moment is the name without a file. Raises OSError."""
    assert seen.found
    real, end, size = seen.real, seen.found.end, os.fstat(fd).st_size
    sound = beside(Path(real), files.pieces(fd, 0, end)) if seen.found.hashes else nullcontext()
    with copies(fd, real) as made:
        made.append(files.quarantine(real, "rest", stamp, files.pieces(fd, end, size)))
        made.append(_keep(fd, real, stamp))
        with sound as repaired:
            check(fd, real, held, size)
            if os.name == "nt":  # a file that is open cannot be replaced there
                os.close(fd)
            os.replace(repaired, real) if repaired else os.unlink(real)
        files.sync_folder(os.path.dirname(real))
    return made[1], made[0]


def _keep(fd: int, real: str, stamp: str) -> str:
    """The original under a second name: the same file where the disk can, else a copy of its bytes.

    Of another's file a copy: where no other may take its place (a sticky folder), its second name could not go again.
    """
    ours = getattr(os, "geteuid", int)() in (0, os.fstat(fd).st_uid)
    for place in files.names(real, "damaged", stamp) if ours else ():
        try:
            os.link(real, place)
        except FileExistsError:
            continue
        except (OSError, NotImplementedError, AttributeError):
            break
        return place
    return files.quarantine(real, "damaged", stamp, files.pieces(fd))


def _cut(fd: int, seen: Inspection, held: Lock, stamp: str) -> tuple[None, str]:
    """Sets the unfinished tail aside and cuts it off, as the next record would. Raises OSError."""
    assert seen.found
    return None, cut_tail(fd, seen.real, held, seen.found, stamp)


def _done(
    kind: str,
    path: str,
    memory: KnownHeads | None,
    head: Head | None,
    id: str | None,
    backup: str | None = None,
    rejected: str | None = None,
) -> Repair:
    """The memory follows what is now the truth; then the report."""
    said = [f"原文件已原样保留为 {backup}"] if backup else []
    if rejected and kind == "damaged":
        said.append(f"未采用的内容已另存为 {rejected}，请逐行核对后补记")
    elif rejected:
        said.append(f"末尾没有写完的部分已另存为 {rejected}")
    done.extend((*said, "台账已修复"))
    said = [f"{text}。" for text in said]
    if memory and head:
        said[:0] = filter(None, [memory.remember(path, id, head)])
    elif memory:
        memory.forget(path)
    now = f"台账现在到 {head}，可以继续记录。" if head else "台账可以重新开始，下次记录时建立。"
    return Repair(kind, (*said, now), backup, rejected, head)


def _intent(kind: str, seen: Inspection) -> tuple[str, ...]:
    fault, head = seen.diagnosis.ledger.fault, seen.diagnosis.ledger.head
    told: tuple[str, ...] = (fault.message,) if fault else ()
    if kind == "damaged":
        told += (fault.hint,) if fault and RESAVED in fault.message else ()
        keep = f"完好的部分（到 {head}）" if head else "没有一行完好，台账将重新开始"
        linked = os.stat(seen.real).st_nlink > 1
        shared = (
            ("它另有名字（硬链接），那些名字下仍是原来的内容，请以后改用修复的这一份。",) if linked else ()
        )
        return (*told, f"将保留：{keep}。原文件改名另存，未采用的内容另存一份供核对。", *shared)
    tail = ("台账末尾有没有写完的内容，将另存后截去；此前的记录完好。",)
    if kind == "torn":
        return tail
    if kind == "gone":
        return (*told, "将不再等待原台账，下次记录时建立新台账。")
    if kind == "changed":
        return (*told, f"将以现在的台账（{head}）为准。", *(tail if _is_torn(seen) else ()))
    return ("台账完好，无需修复。",) if kind == "sound" else ("还没有台账，无需修复。",)
