"""Many at once: writers, readers, first runs, stuck and dead holders of the lock (并发试验)."""

from __future__ import annotations

import errno
import functools
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

from anquan_cli.errors import AnquanError, LedgerBusyError, OperationError
from anquan_cli.ledger.events import Draft, Target
from anquan_cli.ledger.jsonl import files, lock
from anquan_cli.ledger.jsonl.store import JsonlStore
from anquan_cli.ledger.store import Ledger
from tests.campaign.durability import Lab
from tests.campaign.harness import LIST, Child, Place, Tally
from tests.entries import draft_of

Say = Callable[[str], None]


def append(place: Place, note: str, *, timeout: float = 90, path: Path | None = None) -> str:
    """Records a note; its event's id. Between reading and writing there is time for somebody else."""

    def decide(ledger: Ledger) -> list[Draft]:
        time.sleep(0.001)
        return [draft_of("王", "note", (Target("5", None),), note=note, on="2025-06-20")]

    store = JsonlStore(
        path or place.path, list_id=LIST, tool="0.1.0", memory=place.memory, lock_timeout=timeout
    )
    return store.append(decide)[-1].id


def writers_and_readers(lab: Lab, *, full: bool = True) -> Tally:
    """8 writers × 25 records, two readers meanwhile; three times in full."""
    tally = Tally()
    for turn in range(3 if full else 1):
        place = lab.scenes["first"].build(lab.root)
        stop = place.root / "stop"
        readers = [Child(partial(_read_on, place)) for _ in range(2)]
        writers = [Child(partial(_write, place, who, 25)) for who in range(8)]
        said = [writer.lines() for writer in writers]
        stop.touch()
        troubles = [line for reader in readers for line in reader.lines()]
        troubles += [line for lines in said for line in lines if " " in line]
        known = [{line for line in lines if " " not in line} for lines in said]
        tally.tried += 200 - 1
        tally.add(f"turn {turn}", troubles + _whole(place, set().union(*known), 200))
    return tally


def _write(place: Place, who: int, count: int, say: Say) -> None:
    for number in range(count):
        say(append(place, f"{who}-{number}"))


def _read_on(place: Place, say: Say) -> None:
    """Reads until told to stop: always sound, never less than before."""
    before: tuple[object, ...] = ()
    while not (place.root / "stop").exists():
        ledger = place.inspect().diagnosis.ledger
        if ledger.fault:
            say(f"a reader saw: {ledger.fault.message}")
        if ledger.events[: len(before)] != before:
            say("a reader went backwards")
        before = ledger.events


def _whole(place: Place, acked: set[str], count: int | None = None) -> list[str]:
    """Gapless, verified, one header, and every acknowledged record there."""
    ledger = place.inspect().diagnosis.ledger
    found = [ledger.fault.message] if ledger.fault else []
    if [e.seq for e in ledger.events] != list(range(1, len(ledger.events) + 1)):
        found.append("numbers have gaps")
    lost = acked - {e.id for e in ledger.events}
    if lost:
        found.append(f"{len(lost)} acknowledged records are gone")
    if count is not None and (len(ledger.events), len(acked)) != (count, count):
        found.append(f"{len(ledger.events)} records, {len(acked)} acknowledged, {count} due")
    if (place.content() or b"").count(b'"op":"ledger"') != 1:
        found.append("not exactly one header")
    return found


def first_runs(lab: Lab, *, full: bool = True) -> Tally:
    """16 first runs at once make one ledger."""
    tally = Tally()
    for turn in range(10 if full else 3):
        place = lab.scenes["first"].build(lab.root)
        gate, opener = os.pipe()

        def run(say: Say, place: Place = place, gate: int = gate, opener: int = opener) -> None:
            os.close(opener)
            os.read(gate, 1)  # until everybody is here
            say(append(place, "首次"))

        children = [Child(run) for _ in range(16)]
        os.close(gate)
        os.close(opener)
        said = [line for child in children for line in child.lines()]
        troubles = [line for line in said if " " in line]
        tally.tried += 16 - 1
        tally.add(f"turn {turn}", troubles + _whole(place, set(said) - set(troubles), 16))
    return tally


def _hold(place: Place, say: Say) -> None:
    with lock.locked(str(place.path), 10):
        say("held")
        os.kill(os.getpid(), signal.SIGSTOP)


def stuck_holder(lab: Lab, *, full: bool = True) -> Tally:
    """A holder that stands still: exit code 4, reading goes on; once it is dead, recording does."""
    tally = Tally()
    for name in ("next", "torn"):
        place = lab.scenes[name].build(lab.root)
        holder = Child(partial(_hold, place))
        found = [] if holder.line() == "held" else ["the lock could not be taken"]
        try:
            append(place, "等不到", timeout=0.1)
            found.append("two hold the lock")
        except LedgerBusyError as error:
            found += [] if error.code == 4 else ["another exit code"]
        read = place.inspect().diagnosis.ledger
        if read.fault or len(read.events) != 2:
            found.append("reading did not go on")
        holder.kill()
        holder.lines()
        tally.tried += 1
        tally.add(name, found + _whole(place, {append(place, "之后")}))
    return tally


def dying_writers(lab: Lab, *, full: bool = True) -> Tally:
    """Writers killed at any moment, among others that live."""
    tally, dice = Tally(), random.Random(2025)
    for turn in range(10 if full else 2):
        place = lab.scenes["first"].build(lab.root)
        doomed = [Child(partial(_write, place, who, 1000)) for who in range(4)]
        alive = [Child(partial(_write, place, who, 5)) for who in range(4, 6)]
        for child in doomed:
            child.line()  # it has begun
            time.sleep(dice.random() / 50)
            child.kill()
        said = [line for child in (*doomed, *alive) for line in child.lines()]
        troubles = [line for line in said if " " in line]
        said.append(append(place, "之后"))
        tally.tried += len(doomed) - 1
        tally.add(f"turn {turn}", troubles + _whole(place, set(said) - set(troubles)))
    return tally


def two_names(lab: Lab, *, full: bool = True) -> Tally:
    """One file by two names, or a lock file that was removed, and one who stands still just before the write.

    Whether he goes on or is killed right behind it: what another has recorded meanwhile is in a sound ledger.
    """
    tally = Tally()
    for way in ("link", "lock removed"):
        for name in ("next", "open end"):
            for doomed in (True, False):
                place = lab.scenes[name].build(lab.root)
                other = place.folder / "另一个名字.jsonl" if way == "link" else place.path
                if way == "link":
                    os.link(place.path, other)
                first = Child(functools.partial(_stand_still, place, doomed))
                known = {first.line()} - {"standing"}
                if way != "link":
                    place.lock.unlink()
                try:
                    known.add(append(place, "二", timeout=0.1, path=other))
                except (LedgerBusyError, OperationError):
                    pass
                os.kill(first.pid, signal.SIGCONT)
                known |= {line for line in first.lines() if " " not in line}
                tally.add(f"{way} {name} {doomed}", _whole(place, known) if known else _sound(place))
    return tally


def _stand_still(place: Place, doomed: bool, say: Say) -> None:
    real = files.write_all

    def write_all(fd: int, data: bytes) -> None:
        if b"ledger" in os.readlink(f"/dev/fd/{fd}").encode() and b'"h":"' in data:
            say("standing")
            os.kill(os.getpid(), signal.SIGSTOP)
            real(fd, data)
            if doomed:
                os.kill(os.getpid(), signal.SIGKILL)
        else:
            real(fd, data)

    with patch.object(files, "write_all", write_all):
        try:
            say(append(place, "一"))
        except OperationError:
            say("refused, and said so")


def _sound(place: Place) -> list[str]:
    fault = place.inspect().diagnosis.ledger.fault
    return [fault.message] if fault else []


def meddled(lab: Lab, *, full: bool = True) -> Tally:
    """A program that knows no lock changes the file between reading and writing.

    Its bytes stay, and nothing is acknowledged that is not in a sound ledger.
    """
    tally = Tally()
    for name in ("next", "open end"):
        for what, change in MEDDLING.items():
            place = lab.scenes[name].build(lab.root)
            tally.add(f"{what} {name}", _after(place, change))
    return tally


def _after(place: Place, change: Meddling) -> list[str]:
    left: list[bytes | None] = []

    def decide(_: Ledger) -> list[Draft]:
        change(place)
        left.append(place.content())
        return [draft_of("王", "note", (Target("5", None),), note="新", on="2025-06-20")]

    store = JsonlStore(place.path, list_id=LIST, tool="0.1.0", memory=place.memory)
    try:
        acked = store.append(decide)
    except OperationError:
        return [] if [place.content()] == left else ["another's bytes were changed"]
    read = place.inspect().diagnosis.ledger
    lost = read.fault or acked[-1] not in read.events
    return ["a record was acknowledged in a ledger that was changed meanwhile"] if lost else []


Meddling = Callable[[Place], object]
MEDDLING: dict[str, Meddling] = {
    "appended": lambda place: place.path.write_bytes((place.content() or b"") + b"{}\n"),
    "shortened": lambda place: os.truncate(place.path, place.path.stat().st_size - 5),
    "emptied": lambda place: os.truncate(place.path, 0),
    "replaced": lambda place: _swap(place),
    "removed": lambda place: place.path.unlink(),
}


def _swap(place: Place) -> None:
    data = place.content() or b""
    place.path.unlink()
    place.path.write_bytes(data)


def withdrawn(lab: Lab, *, full: bool = True) -> Tally:
    """A record is read while it is being made, and is not made in the end: no reader remembers it.

    Whether the reader's head is printed before or after its maker has taken it back, others go on recording.
    """
    tally, write_all = Tally(), files.write_all
    for name in ("next", "open end"):
        for late in (False, True):
            place = lab.scenes[name].build(lab.root)
            reader, read = place.store(), list[Ledger]()

            def fails(fd: int, data: bytes, reader: JsonlStore, read: list[Ledger], late: bool) -> None:
                write_all(fd, data)
                read.append(reader.read())
                if not late:
                    reader.witness(read[0])
                raise OSError(errno.EIO, "")

            with patch.object(files, "write_all", partial(fails, reader=reader, read=read, late=late)):
                found = [] if _refused(partial(append, place, "未成")) else ["it was acknowledged"]
            if late and not _refused(partial(reader.witness, read[0])):
                found.append("a record that is none was printed")
            acked = set[str]()
            if _refused(partial(_acked, place, acked)):
                found.append("nobody can record any more")
            tally.add(f"{name} {late}", found + _whole(place, acked))
    return tally


def _acked(place: Place, known: set[str]) -> None:
    known.add(append(place, "之后"))


def _refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except AnquanError:
        return True
    return False


def parts() -> Iterator[tuple[str, Callable[..., Tally]]]:
    """Every part with its name in the table."""
    yield "8 个进程同时各记 25 条，另有 2 个进程不断读取", writers_and_readers
    yield "16 个进程同时首次记录", first_runs
    yield "锁被停住或已死的进程占用", stuck_holder
    yield "多个进程记录途中随时被杀死", dying_writers
    yield "一个文件两个名字，或锁文件被删，一个停在写入之前", two_names
    yield "不加锁的程序在记录途中改动、换掉文件", meddled
    yield "读到的一条没有记成、被撤回", withdrawn
