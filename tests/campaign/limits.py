"""Recording where the system itself sets limits: sizes, descriptors, a full disk, closed streams (资源限制)."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from anquan_cli.cli import main
from anquan_cli.errors import AnquanError
from anquan_cli.ledger.jsonl.store import inspect
from tests.campaign.durability import RECORDING, Lab, complaints
from tests.campaign.harness import LIST, Place, Tally, attempt, default_signals, mark
from tests.conftest import LEAST

try:
    import resource
except ImportError:  # Windows: the campaign is not run there
    resource = None  # type: ignore[assignment]


def file_size(lab: Lab, *, full: bool = True) -> Tally:
    """No file may grow beyond so many bytes."""
    return _each(lab, [_limited("RLIMIT_FSIZE", size) for size in range(0, 3000, 7 if full else 97)])


def descriptors(lab: Lab, *, full: bool = True) -> Tally:
    """Only so many descriptors, from too few to enough."""

    def few(number: int) -> Callable[[int], None]:
        def before(pipe: int) -> None:
            os.closerange(3, pipe)
            os.closerange(pipe + 1, 4096)
            _limited("RLIMIT_NOFILE", number)(pipe)

        return before

    return _each(lab, [few(number) for number in range(3, 12)])


def closed_streams(lab: Lab, *, full: bool = True) -> Tally:
    """Every choice of the standard three descriptors is closed."""
    choices = itertools.chain.from_iterable(itertools.combinations((0, 1, 2), n) for n in (1, 2, 3))

    def without(chosen: tuple[int, ...]) -> Callable[[int], None]:
        def close(pipe: int) -> None:
            for fd in chosen:
                os.close(fd)

        return close

    return _each(lab, [without(chosen) for chosen in choices])


def _limited(name: str, number: int) -> Callable[[int], None]:
    return lambda pipe: resource.setrlimit(
        getattr(resource, name), (number, resource.getrlimit(getattr(resource, name))[1])
    )


def _each(lab: Lab, preparations: list[Callable[[int], None]]) -> Tally:
    tally = Tally()
    for name in RECORDING:
        for number, before in enumerate(preparations):
            place = lab.scenes[name].build(lab.root)
            outcome = attempt(place, mark, before=before)
            tally.add(f"{name} {number}", complaints(lab.scenes[name], place, outcome))
    return tally


def full_disk(lab: Lab, *, full: bool = True) -> Tally:
    """A file system of 64 KB fills up while recording goes on, then gets room again.

    Tries nothing where this process may not mount one.
    """
    tally = Tally()
    for pages in range(1, 9):
        place = lab.scenes["first"].build(lab.root)
        with _small_disk(place.root) as mounted:
            if not mounted:
                return tally
            tally.add(f"{pages} pages", _fill(place, pages))
    return tally


def _fill(place: Place, pages: int) -> list[str]:
    ballast = place.root / "ballast"
    ballast.write_bytes(b"x" * (65536 - 4096 * pages))
    acked = []
    for number in range(1000):
        try:
            acked.append(place.mark(f"第{number}条"))
        except AnquanError:
            break
    else:
        return ["the disk did not fill up"]
    if place.inspect().diagnosis.ledger.events != tuple(acked):
        return ["a full disk changed what is recorded"]
    ballast.unlink()
    acked.append(place.mark("之后"))
    ledger = place.inspect().diagnosis.ledger
    return [] if ledger.events == tuple(acked) and not ledger.fault else ["recording did not go on"]


@contextmanager
def _small_disk(root: Path) -> Iterator[bool]:
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(root)]
    try:
        mounted = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(root)], check=True)


PROGRAM = "import sys; from anquan_cli.cli import main; sys.exit(main())"


def full_output(lab: Lab, *, full: bool = True) -> Tally:
    """The whole program says what it recorded into /dev/full; the record stays, the exit code tells."""
    tally = Tally()
    for stream in ("stdout", "stderr"):
        place = lab.scenes["first"].build(lab.root)
        (place.root / "HOME").mkdir(exist_ok=True)
        folders = {f"ANQUAN_{name}": str(place.root / name) for name in ("HOME", "STATE", "CACHE")}
        command = [sys.executable, "-c", PROGRAM, "mark", "12", "done", "--by", "王"]
        with open("/dev/full", "wb") as sink:
            streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: sink}
            code = subprocess.run(command, env=os.environ | folders, **streams).returncode  # type: ignore[call-overload]
        ledger = inspect(place.root / "HOME" / "ledger.jsonl").diagnosis.ledger
        found = [] if len(ledger.events) == 1 and not ledger.fault else ["the record is gone"]
        if stream == "stdout" and code != 1:
            found.append(f"exit code {code}")
        tally.add(stream, found)
    return tally


def closed_pipe(lab: Lab, *, full: bool = True) -> Tally:
    """Nobody reads the answer of a damaged ledger: exit code 3 and one sentence all the same."""
    tally = Tally()
    for argv in (
        ["list"],
        ["list", "--json"],
        ["status"],
        ["due"],
        ["log"],
        ["verify"],
        ["units"],
        ["show", "1"],
    ):
        place = lab.scenes["damaged"].build(lab.root)
        folders = {f"ANQUAN_{name}": str(place.root / name) for name in ("HOME", "STATE", "CACHE")}
        (place.root / "HOME").mkdir()
        (place.root / "HOME" / "tasks.yaml").write_text(f"id: {LIST}\n{LEAST}", encoding="utf-8")
        code, said = _unread(["--ledger", str(place.path), *argv], folders)
        found = [] if code == 3 and said.count("错误：") == 1 else [f"exit code {code}: {said!r}"]
        tally.add(" ".join(argv), found)
    return tally


def _unread(argv: list[str], environ: dict[str, str]) -> tuple[int, str]:
    """Exit code and standard error of the program in a child, whose standard output nobody reads."""
    drain, pipe = os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            answer, unread = os.pipe()
            os.close(answer)
            os.dup2(unread, 1)
            os.environ.update(environ)
            sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            sys.stderr = open(pipe, "w", encoding="utf-8")  # noqa: SIM115
            default_signals()
            code = main(argv)
            sys.stderr.flush()
        finally:
            os._exit(code)
    os.close(pipe)
    with open(drain, encoding="utf-8", errors="replace") as words:
        said = words.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def parts() -> Iterator[tuple[str, Callable[..., Tally]]]:
    """Every part with its name in the table."""
    yield "文件大小受限（RLIMIT_FSIZE）", file_size
    yield "文件描述符不足（RLIMIT_NOFILE）", descriptors
    yield "64 KB 的小磁盘写满", full_disk
    yield "标准输入、输出、错误被关闭", closed_streams
    yield "输出到 /dev/full", full_output
    yield "台账损坏，而输出的管道没有人读", closed_pipe
