"""Exports are whole or absent, whatever befalls the writing of them (导出文件要么完整、要么没有)."""

from __future__ import annotations

import errno
import functools
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from anquan_cli import atomic_write
from anquan_cli.errors import OperationError
from tests.campaign.durability import Lab
from tests.campaign.harness import Tally, default_signals
from tests.campaign.machine import Disk, Fault, Machine, Strike

OLD, NEW = b"old" * 100, "新".encode() * 100_000
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EACCES", "EMFILE")
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def struck(target: Path, at: int, act: str, number: int) -> tuple[bool, bool]:
    """Writes NEW in a child process whose system call `at` is struck: (did it get so far?, did it succeed?)."""
    child = os.fork()
    if not child:
        code = 9
        try:
            default_signals()
            machine = Machine(
                Disk(str(target.parent), ""), Fault({at: Strike(act, number)}), last_words=lambda: os._exit(3)
            )
            if act == "signal":
                machine._last_words = lambda: None
            with machine.running():
                try:
                    atomic_write.write(target, NEW)
                    code = 0
                except (OperationError, KeyboardInterrupt):
                    code = 2
            code += 10 if len(machine.trace) < at else 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 2, 3, 10) or (act == "signal" and code == -number), "no crash"
    return code != 10, code in (0, 10)


def everywhere(lab: Lab, act: str, number: int = 0, *, full: bool = True) -> Tally:
    """Every system call of an export struck in turn, over nothing and over a file of the same name."""
    tally = Tally()
    for before in (None, OLD):
        for at in range(1, 100):
            root = Path(os.path.realpath(lab.root)) / "导出"
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir(parents=True)
            target = root / "通报.docx"
            if before:
                target.write_bytes(before)
            reached, succeeded = struck(target, at, act, number)
            if not reached:
                assert at > 5, "there were calls to strike"
                break
            tally.add(f"{act} {number} {at}", _wrong(target, before, succeeded))
    return tally


def _wrong(target: Path, before: bytes | None, succeeded: bool) -> Iterator[str]:
    now = target.read_bytes() if target.exists() else None
    if now != NEW and (succeeded or now != before):
        yield "neither the old file nor the new one"
    others = [p.name for p in target.parent.iterdir() if p != target]
    if not all(name.startswith(".通报.docx.") for name in others):
        yield f"beside it: {others}"


class _Rival(Machine):
    """Before the system call `at` somebody else's file appears at the target, unless there is one."""

    def __init__(self, target: Path, at: int) -> None:
        super().__init__(Disk(str(target.parent), ""))
        self._target, self._at, self.came = target, at, False

    def _ours(self, what: object) -> bool:
        if super()._ours(what) and len(self.trace) == self._at - 1:
            self._aside = True
            if not self._target.exists():
                self._target.write_bytes(OLD)
                self.came = True
            self._aside = False
        return super()._ours(what)


def first_lists(lab: Lab, *, full: bool = True) -> Tally:
    """Somebody else's list appears in the place of a new one, before every system call: it stays as it is."""
    tally = Tally()
    for at in range(1, 100):
        root = Path(os.path.realpath(lab.root)) / "工作区"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        target, made = root / "tasks.yaml", True
        machine = _Rival(target, at)
        with machine.running():
            try:
                atomic_write.create(target, NEW)
            except FileExistsError:
                made = False
        if len(machine.trace) < at:
            break
        others = [p.name for p in root.iterdir() if p != target]
        kept = target.read_bytes() == (OLD if machine.came else NEW) and made != machine.came
        found = [] if kept and not others else ["a list was replaced, or not made"]
        tally.add(f"at call {at}", found)
    return tally


def parts() -> Iterator[tuple[str, Callable[..., Tally]]]:
    """Every part with its name in the table."""
    yield "每次系统调用之前杀死进程", functools.partial(everywhere, act="kill")
    for name in ERRORS:
        yield f"系统调用出错：{name}", functools.partial(everywhere, act="error", number=getattr(errno, name))
    for name in SIGNALS:
        yield f"信号中断：{name}", functools.partial(everywhere, act="signal", number=getattr(signal, name))
    yield "新建清单途中别人先建了一份", first_lists
