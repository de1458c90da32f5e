"""Defects planted into the ledger's code: each must make its part of the campaign report a loss (反证)."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, NamedTuple
from unittest.mock import patch

from anquan_cli import atomic_write
from anquan_cli.cli import output
from anquan_cli.ledger.events import decode
from anquan_cli.ledger.jsonl import files, known_heads, lock, scan, store
from anquan_cli.ledger.jsonl.diagnosis import Memory
from anquan_cli.ledger.store import Head
from anquan_cli.use_cases import import_list, register
from anquan_cli.views import registry
from anquan_cli.workspace import Workspace
from tests.campaign import concurrency, durability, exports, limits, tampering
from tests.campaign.durability import Lab
from tests.campaign.harness import Tally

Part = Callable[..., Tally]


class Planted(NamedTuple):
    """A defect, and the part of the campaign that has to notice it."""

    name: str
    defect: Callable[[], AbstractContextManager[Any]]
    part: Part


class _NoFsync:
    """`os`, but fsync does nothing."""

    def __getattr__(self, name: str) -> Any:
        return (lambda fd: None) if name == "fsync" else getattr(os, name)


@contextmanager
def _no_fsync() -> Iterator[None]:
    with patch.object(files, "os", _NoFsync()), patch.object(store, "os", _NoFsync()):
        yield


@contextmanager
def _lock_unlinked() -> Iterator[None]:
    real = lock.locked

    @contextmanager
    def locked(path: str, timeout: float) -> Iterator[lock.Lock]:
        with real(path, timeout) as held:
            yield held
        os.unlink(f"{path}.lock")

    with patch.object(lock, "locked", locked):
        yield


def _early_memory() -> AbstractContextManager[Any]:
    """The head is remembered before the record is on the disk."""
    real = store._put

    def put(fd: int, path: str, held: lock.Lock, end: int, data: bytes, **more: Any) -> None:
        line = data.splitlines()[-1]
        head = decode(line)
        known_heads.KnownHeads(os.path.join(path.split("/年度/")[0], "state")).remember(
            path, None, Head(head.seq, head.hash)
        )
        real(fd, path, held, end, data, **more)

    return patch.object(store, "_put", put)


def _memory_by_place() -> AbstractContextManager[Any]:
    real = known_heads.KnownHeads.load

    def load(memory: known_heads.KnownHeads, ledger: str, id: str | None = None) -> Memory:
        return real(memory, ledger, id)._replace(own=None)

    return patch.object(known_heads.KnownHeads, "load", load)


def _pipe_ends_all() -> AbstractContextManager[Any]:
    """A broken pipe ends the command where the answer is written, and the verdict with it."""
    real = output.show

    def show(report: Any, workspace: Workspace, *, json: bool = False) -> None:
        output.write("".join(f"{line}\n" for line in registry.view(report).rows(report)))
        sys.stdout.flush()
        real(report, workspace, json=json)

    return patch.object(output, "show", show)


@contextmanager
def _lists_unlocked() -> Iterator[None]:
    def locked(*_: object, **__: object) -> AbstractContextManager[None]:
        return nullcontext()

    with patch.object(register, "locked", locked), patch.object(import_list, "locked", locked):
        yield


def _failing(lab: Lab, *, full: bool = True) -> Tally:
    return durability.failing(lab, errno.EIO, full=full)


_replace = atomic_write.replace


PLANTED = (
    Planted("写入后不 fsync", _no_fsync, durability.power_cut),
    Planted(
        "不对文件夹 fsync", lambda: patch.object(files, "sync_folder", lambda f: None), durability.power_cut
    ),
    Planted(
        "不加锁",
        lambda: patch.object(lock, "_try", lambda fd, byte: True),
        concurrency.writers_and_readers,
    ),
    Planted("用完后删除锁文件", _lock_unlinked, durability.killed),
    Planted(
        "不处理没有写完的末尾",
        lambda: patch.object(store.JsonlStore, "_cut_tail", lambda *_: ""),
        durability.killed_while_writing,
    ),
    Planted(
        "截去没有写完的末尾而不另存",
        lambda: patch.object(files, "quarantine", lambda *_: ""),
        durability.killed,
    ),
    Planted("出错后不撤回", lambda: patch.object(store, "_cut_back", lambda fd, end, data: True), _failing),
    Planted("记录落盘之前就记住编号", _early_memory, durability.killed),
    Planted(
        "不核对校验码",
        lambda: patch.object(scan, "verify_hash", lambda line, previous: line[-66:-2].decode("latin-1")),
        tampering.bit_flips,
    ),
    Planted(
        "不与本机记住的编号比对",
        lambda: patch.object(known_heads.KnownHeads, "load", lambda *_: Memory()),
        tampering.gone,
    ),
    Planted(
        "只锁旁边的文件，不锁台账本身",
        lambda: patch.object(lock.Lock, "hold", lambda held, fd: None),
        concurrency.two_names,
    ),
    Planted(
        "写入前后不核对长度和名字", lambda: patch.object(store, "check", lambda *_: None), concurrency.meddled
    ),
    Planted(
        "读者记住编号之前不在锁下再看一遍",
        lambda: patch.object(store, "_holds", lambda fd, head: True),
        concurrency.withdrawn,
    ),
    Planted("只按位置记住编号", _memory_by_place, tampering.gone),
    Planted(
        "init 用改名代替独占新建",
        lambda: patch.object(atomic_write, "create", atomic_write.replace),
        exports.first_lists,
    ),
    Planted("改清单不加锁", _lists_unlocked, exports.lists),
    Planted(
        "换上新清单之前不核对旧的",
        lambda: patch.object(atomic_write, "replace", lambda path, data, old="": _replace(path, data)),
        exports.lists,
    ),
    Planted("管道提前关闭就不再报损坏", _pipe_ends_all, limits.closed_pipe),
)


class _Noticed(Exception):
    pass


def noticed(planted: Planted, lab: Lab) -> bool:
    """Does the campaign report a loss? The first one will do."""

    def add(tally: Tally, what: str, complaints: Iterable[str]) -> None:
        if list(complaints):
            raise _Noticed

    with planted.defect(), patch.object(Tally, "add", add):
        try:
            planted.part(lab, full=False)
        except _Noticed:
            return True
    return False
