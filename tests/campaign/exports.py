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
from anquan_cli.errors import AnquanError, OperationError
from anquan_cli.exchange.list_import.listing import Wishes
from anquan_cli.settings import Options
from anquan_cli.use_cases import import_list, register
from anquan_cli.workspace import Workspace
from tests.campaign.durability import Lab
from tests.campaign.harness import Child, Tally, default_signals
from tests.campaign.machine import Disk, Fault, Machine, Strike

OLD, NEW = b"old" * 100, "新".encode() * 100_000
Say = Callable[[str], None]
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


TEXT = """某县2026年重点任务清单

序号\t任务\t责任单位\t完成时限
1\t排查燃气\t县住建局\t6月底前
"""


def lists(lab: Lab, *, full: bool = True) -> Tally:
    """One stands still while it changes a list, another changes the list too: what either was told is in it."""
    tally = Tally()
    for second in (_add, _import, _edit):
        root = Path(os.path.realpath(lab.root)) / "清单"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        (root / "清单.txt").write_text(TEXT, encoding="utf-8")
        Child(functools.partial(_import, root)).lines()
        (root / "清单.txt").write_text(TEXT + "2\t整治校车\t县公安局\t9月底前\n", encoding="utf-8")
        call = (
            (atomic_write, "_put") if second is _edit else (os, "replace")
        )  # before comparing, or right after
        first = Child(functools.partial(_add, root, name="县甲局", stop=call))
        found = [] if first.line() == "standing" else ["the first could not begin"]
        other = Child(functools.partial(second, root))
        waiting = other.line()  # done, or refused after ten seconds
        os.kill(first.pid, signal.SIGCONT)
        told = [waiting, *first.lines(), *other.lines()]
        text = (root / "tasks.yaml").read_text(encoding="utf-8")
        found += [f"{word} is gone" for word in told if " " not in word and word not in text]
        found += [] if found or any(" " not in word for word in told) else told
        tally.add(second.__name__, found)
    return tally


def _at(root: Path) -> Workspace:
    os.environ |= {"ANQUAN_CACHE": "", "ANQUAN_STATE": ""}
    return Workspace(Options(home=str(root), tasks=str(root / "tasks.yaml")))


def _add(root: Path, say: Say, name: str = "县乙局", stop: tuple[object, str] | None = None) -> None:
    """Registers a unit; `stop`: the function before which it stands still."""
    if stop:
        real = getattr(*stop)

        def standing(*words: object) -> object:
            say("standing")
            os.kill(os.getpid(), signal.SIGSTOP)
            return real(*words)

        setattr(*stop, standing)
    try:
        register.add_unit(_at(root), name, (), ())
        say(name)
    except AnquanError:
        say("refused, and said so")


def _import(root: Path, say: Say) -> None:
    """Imports the document, which has one task more the second time."""
    try:
        import_list.read_and_write([root / "清单.txt"], Wishes(), root / "tasks.yaml", _at(root), "")
        say((root / "清单.txt").read_text(encoding="utf-8").splitlines()[-1].split("\t")[1])
    except AnquanError:
        say("refused, and said so")


def _edit(root: Path, say: Say) -> None:
    """Saves the list as an editor does, which knows no lock."""
    path = root / "tasks.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# 手工\n", encoding="utf-8")
    say("手工")


def parts() -> Iterator[tuple[str, Callable[..., Tally]]]:
    """Every part with its name in the table."""
    yield "每次系统调用之前杀死进程", functools.partial(everywhere, act="kill")
    for name in ERRORS:
        yield f"系统调用出错：{name}", functools.partial(everywhere, act="error", number=getattr(errno, name))
    for name in SIGNALS:
        yield f"信号中断：{name}", functools.partial(everywhere, act="signal", number=getattr(signal, name))
    yield "新建清单途中别人先建了一份", first_lists
    yield "改清单途中停住，别人也来登记单位、导入、手工改", lists
