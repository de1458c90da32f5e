"""One experiment: a ledger in a known state, an act in a child process, a fault, and what must hold after."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from anquan_cli.errors import AnquanError
from anquan_cli.ledger.events import Envelope, Target
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.repair import repair as repair_ledger
from anquan_cli.ledger.jsonl.store import Inspection, JsonlStore, inspect
from tests.campaign.machine import UNTOUCHED, Disk, Fault, Machine
from tests.entries import draft_of

LIST = "2025-某县安委办"
PATIENCE = 120  # seconds until a child counts as hung; nothing here takes a second


class Tally:
    """Faults tried, and what was lost (a sentence each)."""

    def __init__(self) -> None:
        self.tried = 0
        self.lost: list[str] = []

    def add(self, what: str, complaints: Iterable[str]) -> None:
        """One more try."""
        self.tried += 1
        found = "; ".join(complaints)
        if found:
            self.lost.append(f"{what}: {found}")


class Outcome(NamedTuple):
    """What the child reported until it ended, or was ended."""

    disk: Disk
    trace: list[str]  # the system calls
    acked: Envelope | None = None  # the record that it was told is safe
    raised: str = ""  # the error's class; "" for none; "hung"
    said: str = ""  # the error's words


class Place:
    """A workspace that is built anew for every experiment."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self.folder = self.root / "年度" / "台账"
        self.path = self.folder / "ledger.jsonl"
        self.lock = self.folder / "ledger.jsonl.lock"
        self.state = self.root / "state"
        self.memory = KnownHeads(str(self.state))
        self._hours = 0

    def store(self) -> JsonlStore:
        """The ledger of this place, one hour later each time, impatient about locks."""
        self._hours += 1
        at = datetime(2025, 6, 20, 1, tzinfo=UTC) + timedelta(hours=self._hours)
        return JsonlStore(
            self.path, list_id=LIST, tool="0.1.0", memory=self.memory, lock_timeout=0.2, now=lambda: at
        )

    def mark(self, note: str) -> Envelope:
        """Records a batch of three items: one line, so all or nothing."""
        targets = (Target("5", None), Target("6", 1), Target("7", None))
        return self.store().append(
            lambda _: [
                draft_of(
                    "王",
                    "mark",
                    targets,
                    status="done",
                    note=note,
                    on="2025-06-20",
                    titles={"5": "持续强化部门监管责任"},
                )
            ]
        )[-1]

    def inspect(self) -> Inspection:
        """The ledger as it is, with this machine's memory."""
        return inspect(self.path, list_id=LIST, memory=self.memory, wait=False)

    def content(self) -> bytes | None:
        """The ledger's bytes; None when there is none."""
        return self.path.read_bytes() if self.path.exists() else None

    def beside(self) -> list[bytes]:
        """What was set aside."""
        return [p.read_bytes() for p in sorted(self.folder.glob("ledger.jsonl.*")) if p != self.lock]

    def disk(self) -> Disk:
        """A disk on which all this is safe."""
        return Disk(str(self.root), str(self.state))


class Scene(NamedTuple):
    """A state to begin with."""

    name: str
    ledger: bytes | None  # the file; None: not even its folders
    events: tuple[Envelope, ...] = ()  # recorded and acknowledged
    tail: bytes = b""  # the file's unfinished end
    heads: dict[str, bytes] | None = None  # the memory's files

    def build(self, root: Path) -> Place:
        """A place in this state."""
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        place = Place(root)
        if self.ledger is not None:
            place.folder.mkdir(parents=True)
            place.path.write_bytes(self.ledger)
            place.lock.touch()
        if self.heads:
            (place.state / "heads").mkdir(parents=True)
            for name, content in self.heads.items():
                (place.state / "heads" / name).write_bytes(content)
        return place


def scenes(root: Path) -> dict[str, Scene]:
    """The states that recording may find."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    place = Place(root)
    events = tuple(place.mark(f"第{number}条") for number in (1, 2))
    two = place.path.read_bytes()
    heads = {p.name: p.read_bytes() for p in (place.state / "heads").iterdir()}
    place.mark("没有写完")
    torn = place.path.read_bytes()[len(two) : -40]
    shutil.rmtree(root)
    found = (
        Scene("first", None),
        Scene("empty", b""),
        Scene("next", two, events, heads=heads),
        Scene("open end", two[:-1], events, heads=heads),
        Scene("torn", two + torn, events, torn, heads),
        Scene("NUL tail", two + b"\0" * 100, events, b"\0" * 100, heads),
        Scene("torn header", two[:50], (), two[:50]),
        Scene("damaged", two.replace("第2条".encode(), "第9条".encode()), events[:1], heads=heads),
    )
    return {scene.name: scene for scene in found}


def mark(place: Place) -> Envelope:
    """The act of most experiments."""
    return place.mark("试验")


def repair(place: Place) -> None:
    """The act of `anquan doctor`."""
    repair_ledger(place.path, list_id=LIST, memory=place.memory, lock_timeout=0.2)


Act = Callable[[Place], Envelope | None]


def attempt(
    place: Place,
    act: Act,
    fault: Fault = UNTOUCHED,
    *,
    disk: Disk | None = None,
    before: Callable[[int], None] = lambda pipe: None,
) -> Outcome:
    """The act in a child process, struck by the fault.

    `before`: what the child does first, given the only descriptor above the standard three that it needs.
    """
    drain, pipe = os.pipe()
    begun = disk or place.disk()
    child = os.fork()
    if not child:
        try:
            os.close(drain)
            _child(pipe, place, act, Machine(begun, fault), before)
        finally:
            os._exit(9)
    os.close(pipe)
    outcome = Outcome(begun, [], raised="hung")
    with open(drain, "rb") as reports:
        try:
            while True:  # the last one counts: a signal may be survived
                outcome = pickle.load(reports)
        except EOFError:
            pass
    os.waitpid(child, 0)
    return outcome


def _child(pipe: int, place: Place, act: Act, machine: Machine, before: Callable[[int], None]) -> None:
    default_signals()
    write = os.write
    before(pipe)

    def report(acked: Envelope | None = None, raised: str = "", said: str = "") -> None:
        write(pipe, pickle.dumps(Outcome(machine.disk, machine.trace, acked, raised, said)))

    machine._last_words = lambda: report(raised="killed")
    try:
        with machine.running():
            event = act(place)
    except AnquanError as error:
        ending: tuple[Any, ...] = (None, type(error).__name__, error.hint)
    except KeyboardInterrupt:
        ending = (None, "KeyboardInterrupt")
    except BaseException as error:
        ending = (None, "crash", repr(error))
    else:
        ending = (event,)
    report(*ending)
    os._exit(0)


def default_signals() -> None:
    """As in a shell, whatever this process was started under; and no child outlives our patience."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.alarm(PATIENCE)


class Child:
    """A job in a process of its own; it may say lines of bytes while it runs."""

    def __init__(self, job: Callable[[Callable[[str], None]], None]) -> None:
        """`job` is given the function to say a line with; what it raises is said as `crash …`."""
        drain, pipe = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            try:
                os.close(drain)
                default_signals()
                job(lambda line: _say(pipe, line))
            except BaseException as error:
                _say(pipe, f"crash {error!r}")
            finally:
                os._exit(0)
        os.close(pipe)
        self._said = open(drain, encoding="utf-8", errors="replace")  # noqa: SIM115

    def line(self) -> str:
        """The next line; empty at the end."""
        return self._said.readline().rstrip("\n")

    def kill(self) -> None:
        """Ends it at once."""
        os.kill(self.pid, signal.SIGKILL)

    def lines(self) -> list[str]:
        """All the rest that it says, until it ends or is ended."""
        with self._said:
            said = self._said.read().splitlines()
        os.waitpid(self.pid, 0)
        return said


def _say(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())
