"""One trial: a copy of the tree with one defect, and the tests that reach its lines, the quickest first.

Every trial is a forked process with a time limit; what it writes goes into the copy or nowhere.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import coverage
import hypothesis  # noqa: F401  (loaded once here, so that no trial has to)
import pytest

from tests.mutation.mutants import Mutant

ROOT = Path(__file__).parents[2]
SOURCES = "src/anquan_cli"
FAULTS = "tests/campaign/test_campaign.py"  # for what survives those, where system calls are made
FAULTS_CHOSEN = (
    "断电：未落盘的内容全部消失",
    "撤回途中",
    "EIO",
    "SIGINT",
    "doctor",
    "占用",
    "两个名字",
    "不加锁的程序",
)
TOUCHING_DISK = tuple(f"ledger/jsonl/{name}" for name in ("repair", "files", "store", "lock", "known_heads"))
LEAST = 20.0  # seconds that a trial has at least
HANGING = 10  # seconds until a test counts as hanging, beside five times what it usually takes


class Room(NamedTuple):
    """A folder of the program whose defects are tried, and the tests that must notice them."""

    name: str
    options: tuple[str, ...]  # for pytest
    sample: int | None  # how many of its defects are tried, the same ones each time; None: all


_READING = tuple(
    f"tests/{name}" for name in ("progress", "queries", "use_cases", "documents", "views", "cli")
)
_QUICK = ("-m", "not process and not slow")
ROOMS = (
    Room("ledger", ("tests/ledger", "tests/cli/test_ledger_commands.py"), None),
    *(Room(name, (*_READING, *_QUICK), 30) for name in ("progress", "queries", "use_cases", "documents")),
)


class Known(NamedTuple):
    """What the tests do when nothing is wrong."""

    seconds: dict[str, float]  # by test
    reaching: dict[str, dict[int, list[str]]]  # module → line → tests


class Tree:
    """A copy of sources and tests, to be changed one module at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("src", "tests", "data", "docs"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, folder / name)

    def known(self, rooms: list[Room]) -> Known:
        """Runs the tests of these rooms (the same for all) once, unchanged. Raises RuntimeError when one fails."""
        timed = self.folder / "seconds.json"
        seen = self.folder / "seen.coverage"
        watched = (f"--cov=anquan_cli.{room.name}" for room in rooms)
        options = [*watched, "--cov-context=test", "--cov-report=", *rooms[0].options]

        def job() -> int:
            os.environ["COVERAGE_FILE"] = str(seen)
            watch = _Watch()
            code = pytest.main([*_QUIET, *options], plugins=[watch])
            timed.write_text(json.dumps(watch.seconds), encoding="utf-8")
            return int(code)

        if self._run(job, 1800) != 0:
            raise RuntimeError("the tests fail without any defect")
        data = coverage.CoverageData(str(seen))
        data.read()
        reaching: dict[str, dict[int, list[str]]] = {}
        for path in data.measured_files():
            lines = data.contexts_by_lineno(path)
            reaching[module_of(Path(path))] = {
                line: sorted({c.rpartition("|")[0] for c in contexts}) for line, contexts in lines.items()
            }
        return Known(json.loads(timed.read_text(encoding="utf-8")), reaching)

    def noticed(self, mutant: Mutant, known: Known) -> bool:
        """Whether a test fails, or hangs, with this defect."""
        place = self.folder / SOURCES / f"{mutant.module}.py"
        sound = place.read_bytes()
        shutil.rmtree(place.parent / "__pycache__", ignore_errors=True)
        place.write_text(mutant.source, encoding="utf-8")
        try:
            chosen = _reaching(mutant, known)
            limit = LEAST + 5 * sum(known.seconds[t] for t in chosen)
            if self._run(lambda: self._tests(chosen, known), limit) != 0:
                return True
            return mutant.module in TOUCHING_DISK and self._run(self._faults, 300) != 0
        finally:
            place.write_bytes(sound)

    def _tests(self, chosen: list[str], known: Known) -> int:
        files = sorted({t.partition("::")[0] for t in chosen})
        return int(pytest.main([*_QUIET, "-x", *files], plugins=[_Chosen(chosen, known.seconds)]))

    def _faults(self) -> int:
        return int(pytest.main([*_QUIET, "-x", FAULTS], plugins=[_Named(FAULTS_CHOSEN)]))

    def _run(self, job: Callable[[], int], limit: float) -> int:
        """A job in a process of its own; its exit code, -1 when it took too long."""
        child = os.fork()
        if not child:
            os.setsid()
            try:
                self._settle()
                code = job()
            except BaseException:
                code = 99
            os._exit(code)
        end = time.monotonic() + limit
        try:
            while time.monotonic() < end:
                ended, status = os.waitpid(child, os.WNOHANG)
                if ended:
                    return os.waitstatus_to_exitcode(status)
                time.sleep(0.02)
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return -1
        finally:
            shutil.rmtree(self.folder / "tmp", ignore_errors=True)

    def _settle(self) -> None:
        """This tree's sources before the installed ones, in every process; nothing of the user's is touched."""
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.chdir(self.folder)
        places = [str(self.folder / "src"), str(self.folder)]
        os.environ |= {"PYTHONPATH": os.pathsep.join(places), "HOME": str(self.folder)}
        for name in [n for n in os.environ if n.startswith(("ANQUAN_", "XDG_", "COV_", "COVERAGE_"))]:
            del os.environ[name]
        sys.path[:0] = places
        ours = str(ROOT / "src"), str(ROOT / "tests")  # not a virtual environment within ROOT
        loaded = [n for n, m in sys.modules.items() if str(getattr(m, "__file__", "")).startswith(ours)]
        for name in set(loaded) - {"__main__"}:
            del sys.modules[name]


_QUIET = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--basetemp=tmp", "-o", "addopts="]


def module_of(path: Path) -> str:
    """A module's name within the program: `ledger/events`, `ledger/jsonl/store`."""
    return path.as_posix().rpartition(f"{SOURCES}/")[2].removesuffix(".py")


def _reaching(mutant: Mutant, known: Known) -> list[str]:
    """The tests that reach the defect's lines, quickest first; all where it is made at import."""
    lines = known.reaching.get(mutant.module, {}) if mutant.where else {}
    found = {test for line in mutant.lines for test in lines.get(line, [""])} - {""}
    return sorted(found or known.seconds, key=lambda t: known.seconds.get(t, 0))


class _Watch:
    """Notes how long every test takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration


class _Chosen:
    """Only these tests, in this order; one that hangs ends the process."""

    def __init__(self, tests: Iterable[str], seconds: dict[str, float]) -> None:
        self.order = {test: number for number, test in enumerate(tests)}
        self.seconds = seconds

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda i: self.order[i.nodeid])

    def pytest_runtest_setup(self, item: Any) -> None:
        signal.alarm(int(HANGING + 5 * self.seconds.get(item.nodeid, 0)))


class _Named:
    """Only tests with one of these words in their names."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        names = ((i, i.name.encode().decode("unicode_escape")) for i in list(items))
        items[:] = [i for i, name in names if any(word in name for word in self.words)]
