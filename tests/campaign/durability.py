"""Recording and repair under every fault, at every system call (断点、出错、断电试验)."""

from __future__ import annotations

import errno
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from anquan_cli.errors import AnquanError
from tests.campaign.harness import Act, Outcome, Place, Scene, Tally, attempt, mark, repair, scenes
from tests.campaign.machine import Disk, Fault, Machine, Strike

KILL = Strike("kill")
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EACCES", "EMFILE", "ENOLCK")
RECORDING = ("first", "empty", "next", "open end", "torn", "NUL tail", "torn header")
REPAIRING = ("damaged", "torn")
EVERY = range(1, 10_000)  # system calls; an act has far fewer


def _sample(full: bool, first: int) -> range:
    """Every call, or every third, beginning somewhere else for every kind of fault."""
    return EVERY if full else range(1 + first % 3, EVERY.stop, 3)


def complaints(
    scene: Scene, place: Place, outcome: Outcome, *, crash: str = "", strict: bool = True
) -> list[str]:
    """What must hold after recording, whatever happened; a sentence for each thing that does not.

    `crash`: the power failed too: "lost" or "zeros". `strict`: what was acknowledged survives a power cut.
    """
    disk, found = outcome.disk, []
    if outcome.raised in ("hung", "crash"):
        found.append(f"{outcome.raised} {outcome.said}")
    if crash or (strict and outcome.acked):
        disk.crash(zeros=crash == "zeros")
        disk = place.disk()
    ledger = place.inspect().diagnosis.ledger
    known, extra = ledger.events[: len(scene.events)], ledger.events[len(scene.events) :]
    if ledger.fault:
        found.append(ledger.fault.message)
    if known != scene.events:
        found.append("an acknowledged record is gone")
    if [e.id for e in extra] != [e.id for e in extra if len(e.targets) == 3][:1]:
        found.append("more than one whole batch was added")
    if outcome.acked and extra != (outcome.acked,):
        found.append("the record was acknowledged and is gone")
    if outcome.raised in ("OperationError", "LedgerBusyError") and extra and "可能" not in outcome.said:
        found.append("the record was denied and is there")
    found += _kept(scene, place)
    return found or _goes_on(place, disk)


def _kept(scene: Scene, place: Place) -> list[str]:
    """The bytes that were there are still there."""
    now, old = place.content(), scene.ledger or b""
    sound = old[: len(old) - len(scene.tail)]
    found = []
    if not (now or b"").startswith(sound):
        found.append("sound bytes were changed")
    if scene.tail and not (now or b"").endswith(scene.tail) and scene.tail not in place.beside():
        found.append("the unfinished end was thrown away")
    return found


def _goes_on(place: Place, disk: Disk) -> list[str]:
    """The next record follows without a gap, and survives a power cut."""
    before = place.inspect().diagnosis.ledger.events
    try:
        with Machine(disk).running():
            event = place.mark("之后")
    except AnquanError as error:
        return [f"recording does not go on: {error.message}"]
    if not place.lock.exists():
        return ["the lock file was removed"]
    disk.crash()
    ledger = place.inspect().diagnosis.ledger
    if ledger.fault or ledger.events != (*before, event) or event.seq != len(before) + 1:
        return [
            "what was recorded afterwards is gone" + (f": {ledger.fault.message}" if ledger.fault else "")
        ]
    return []


def repair_complaints(scene: Scene, place: Place, outcome: Outcome, *, crash: str = "") -> list[str]:
    """What must hold after `anquan doctor`, whatever happened."""
    disk, found = outcome.disk, []
    if outcome.raised in ("hung", "crash"):
        found.append(f"{outcome.raised} {outcome.said}")
    if crash:
        disk.crash(zeros=crash == "zeros")
        disk = place.disk()
    now = place.content()
    if now is None:
        found.append("the ledger's name is without a file")
    if scene.name == "damaged" and now != scene.ledger and scene.ledger not in place.beside():
        found.append("the damaged file's bytes are gone")
    if place.inspect().diagnosis.ledger.events != scene.events:
        found.append("a sound record is gone")
    if scene.name == "torn":
        found += _kept(scene, place)
    if found:
        return found
    try:
        with Machine(disk).running():
            repair(place)
    except AnquanError as error:
        return [f"repair does not go on: {error.message}"]
    return _goes_on(place, disk)


class Lab:
    """One folder, where one experiment after another is made."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.scenes = scenes(root)

    def try_one(self, tally: Tally, name: str, fault: Fault, *, crash: str = "") -> Outcome:
        """Recording in one scene under one fault; adds to the tally."""
        place = self.scenes[name].build(self.root)
        outcome = attempt(place, mark, fault)
        tally.add(f"{name} {fault}", complaints(self.scenes[name], place, outcome, crash=crash))
        return outcome

    def every_call(
        self,
        tally: Tally,
        name: str,
        strike: Strike,
        *,
        crash: str = "",
        lasting: bool = False,
        sample: range = EVERY,
    ) -> None:
        """The strike at the first system call, the second, … until the act ends untouched."""
        for at in sample:
            outcome = self.try_one(tally, name, Fault({at: strike}, lasting), crash=crash)
            if len(outcome.trace) < at:
                tally.tried -= 1  # the last one hit nothing
                return

    def calls(self, name: str, act: Act = mark) -> list[str]:
        """The system calls of an act that nothing befalls."""
        return attempt(self.scenes[name].build(self.root), act).trace


def killed(lab: Lab, *, full: bool = True) -> Tally:
    """Killed before every system call."""
    return _everywhere(lab, KILL)


def power_cut(lab: Lab, *, full: bool = True) -> Tally:
    """The power fails before every system call; nothing survives that was not synced."""
    return _everywhere(lab, KILL, crash="lost")


def power_cut_zeros(lab: Lab, *, full: bool = True) -> Tally:
    """As `power_cut`; the file keeps its new length, the new bytes are NUL bytes."""
    return _everywhere(lab, KILL, crash="zeros")


def killed_while_writing(lab: Lab, *, full: bool = True) -> Tally:
    """Killed when so many bytes of a write have arrived."""
    tally = Tally()
    for name in RECORDING:
        for at, call in enumerate(lab.calls(name), 1):
            if call == "write":
                for part in range(1, 800, 1 if full else 29):
                    lab.try_one(tally, name, Fault({at: KILL._replace(part=part)}))
    return tally


def killed_again_while_recovering(lab: Lab, *, full: bool = True) -> Tally:
    """Killed at a call, then the next run, which repairs, killed at a call."""
    tally = Tally()
    for name in ("first", "torn"):
        scene, length = lab.scenes[name], len(lab.calls(name))
        for first in range(1, length + 1, 1 if full else 5):
            part = KILL._replace(part=40)
            for second in range(1, length + 20, 1 if full else 5):
                place = scene.build(lab.root)
                before = attempt(place, mark, Fault({first: part}))
                after = attempt(place, mark, Fault({second: KILL}), disk=before.disk)
                tally.add(f"{name} {first} {second}", _twice(scene, place, after))
                if len(after.trace) < second:
                    tally.tried -= 1
                    break
    return tally


def _twice(scene: Scene, place: Place, after: Outcome) -> list[str]:
    """As `complaints`; the first of the two unacknowledged records may be there as well."""
    known = len(scene.events)
    events = place.inspect().diagnosis.ledger.events
    if len(events) > known + 1:
        scene = scene._replace(events=events[: known + 1])
    elif after.acked and len(events) == known + 1 and events[-1] != after.acked:
        scene = scene._replace(events=events)
    return complaints(scene, place, after)


def failing(lab: Lab, code: int, *, full: bool = True) -> Tally:
    """Every call fails once, before or after its work was done; or fails from there on."""
    tally, sample = Tally(), _sample(full or code == errno.EIO, code)
    for name in RECORDING:
        lab.every_call(tally, name, Strike("error", code), sample=sample)
    for name in ("first", "next", "torn"):
        lab.every_call(tally, name, Strike("error", code, after=True), sample=sample)
        lab.every_call(tally, name, Strike("error", code), lasting=True, sample=sample)
    return tally


def killed_while_taking_back(lab: Lab, *, full: bool = True) -> Tally:
    """A write, its sync or its file's creation fails; then killed at every later call."""
    tally = Tally()
    for name in ("first", "next", "torn"):
        for at, call in enumerate(lab.calls(name), 1):
            if call not in ("write", "fsync", "ftruncate", "open"):
                continue
            for later in range(at + 1, at + 100):
                fault = Fault({at: Strike("error", errno.EIO, part=40), later: KILL})
                if len(lab.try_one(tally, name, fault).trace) < later:
                    tally.tried -= 1
                    break
    return tally


def interrupted(lab: Lab, number: int, *, full: bool = True) -> Tally:
    """A signal before and after every call."""
    tally, sample = Tally(), _sample(full or number == signal.SIGINT, number)
    for name in RECORDING:
        lab.every_call(tally, name, Strike("signal", number), sample=sample)
    for name in ("first", "next", "torn"):
        lab.every_call(tally, name, Strike("signal", number, after=True), sample=sample)
    return tally


def repairs(lab: Lab, *, full: bool = True) -> Tally:
    """`anquan doctor` killed, without power, failing, interrupted at every call."""
    tally = Tally()
    strikes = [(KILL, ""), (KILL, "lost"), (KILL, "zeros"), (Strike("signal", signal.SIGINT), "")]
    strikes += [(Strike("error", getattr(errno, code)), "") for code in ERRORS]
    for name in REPAIRING:
        scene = lab.scenes[name]
        for kind, (strike, crash) in enumerate(strikes):
            for at in _sample(full, kind):
                place = scene.build(lab.root)
                outcome = attempt(place, repair, Fault({at: strike}))
                if len(outcome.trace) < at:
                    break
                tally.add(
                    f"{name} {at} {strike} {crash}", repair_complaints(scene, place, outcome, crash=crash)
                )
    return tally


def _everywhere(lab: Lab, strike: Strike, crash: str = "") -> Tally:
    tally = Tally()
    for name in RECORDING:
        lab.every_call(tally, name, strike, crash=crash)
    return tally


Part = Callable[..., Tally]


def parts() -> Iterator[tuple[str, Part]]:
    """Every part with its name in the table."""
    yield "每次系统调用之前杀死进程", killed
    yield "写入到每一个字节时杀死进程", killed_while_writing
    yield "恢复途中再次杀死进程", killed_again_while_recovering
    yield "写入出错、撤回途中杀死进程", killed_while_taking_back
    yield "断电：未落盘的内容全部消失", power_cut
    yield "断电：未落盘的内容变成空字节", power_cut_zeros
    for code in ERRORS:
        yield f"系统调用出错：{code}", _part(failing, getattr(errno, code))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        yield f"信号中断：{signal.Signals(number).name}", _part(interrupted, number)
    yield "台账修复（anquan doctor）途中的上述各种故障", repairs


def _part(part: Part, number: int) -> Part:
    return lambda lab, full=True: part(lab, number, full=full)
