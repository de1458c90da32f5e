"""A workspace of its own for every test, and the program as a function."""

from __future__ import annotations

import errno
import gc
import importlib
import io
import itertools
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import anquan_cli
from anquan_cli import atomic_write
from anquan_cli.cli import main, output
from anquan_cli.exchange.readers import child, formats
from anquan_cli.ledger.jsonl import store
from anquan_cli.tasklist import loader


class Ran(NamedTuple):
    """What one command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a pipe."""
        return [line.split("\t") for line in self.out.splitlines()]

    @property
    def json(self) -> Any:
        """The JSON document on standard output."""
        return json.loads(self.out)


Run = Callable[..., Ran]
_NUMBERS = itertools.count()


def pytest_configure() -> None:
    """Byte code is kept: without it every process of a test compiles the program, and every run all tests."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """With xdist, pytest-cov watches a worker twice, and `no_cover` would pause one of the two; and who hands out tests, for nothing."""
    config = session.config
    workers = hasattr(config, "workerinput") or config.getoption("numprocesses", None)
    if workers and config.pluginmanager.hasplugin("_cov"):
        import coverage

        if watching := coverage.Coverage.current():
            watching.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What tries many cases of one kind, or what others try too, is not watched for coverage, which takes thrice its time."""
    for item in items:
        if getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker("many")
        marks = {mark.name for mark in item.iter_markers()}
        if "many" in marks or ("elsewhere" in marks and "watched" not in marks):
            item.add_marker("no_cover")


def pytest_collection_finish(session: pytest.Session) -> None:
    """All of the program is loaded where it is watched, or a test that is not would be the first to load a part of it.

    What stands after collection stays: no collection of garbage walks through it, and there are fewer of them.
    """
    if session.config.pluginmanager.hasplugin("_cov"):
        for module in pkgutil.walk_packages(anquan_cli.__path__, "anquan_cli."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def no_disk() -> Iterator[None]:
    """Whether the disk is asked can be watched, and that it fails be played; nobody pulls a plug, and none waits for it."""

    def asked(fd: int) -> None:
        os.fstat(fd)  # of a closed file it is an error still

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", asked)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_pause() -> Iterator[None]:
    """A torn last line is looked at twice, at once: nobody else records here, and what waits for somebody is a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_PAUSE", 0)
        yield


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own; pytest's looks through the folders of all tests before to find its number."""
    return tmp_path_factory.mktemp(str(next(_NUMBERS)), numbered=False)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keeps the shipped list's plan: of nine plans the oldest goes, and tests with lists of their own come and come."""
    folder = tmp_path_factory.mktemp("cache")
    loader.load(loader.shipped(), folder)
    for plan in folder.iterdir():
        os.utime(plan, (2**31 - 1, 2**31 - 1))
    return folder


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Path:
    """Every place points into the test's own folder."""
    monkeypatch.delenv("COLUMNS", raising=False)
    for name in ("TASKS", "LEDGER", "BY", "UNIT"):
        monkeypatch.delenv(f"ANQUAN_{name}", raising=False)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("ANQUAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ANQUAN_CACHE", str(cache))
    monkeypatch.setenv("ANQUAN_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("ANQUAN_TODAY", "2025-01-01")
    monkeypatch.setenv("ANQUAN_BY", "测试员")
    if os.name == "nt":  # a process answers in UTF-8 there too, unless a test asks for something else
        monkeypatch.setenv("PYTHONUTF8", "1")
    return tmp_path


@pytest.fixture(autouse=True)
def no_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that starts a process is marked so, which keeps the quick round quick."""
    if any(request.node.get_closest_marker(name) for name in ("process", "slow")):
        return

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a test that starts a process is marked `process`")

    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
    if hasattr(os, "fork"):
        monkeypatch.setattr(os, "fork", refuse)


class _Stream(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n")

    def text(self) -> str:
        self.flush()
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the program in this process: `run("list", "--json", today="2025-06-30")`."""

    def call(*argv: str, width: int | None = None, today: str | None = None) -> Ran:
        """`width`: on a terminal of so many columns, otherwise in a pipe."""
        out, err = _Stream(), _Stream()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            if width is not None:
                patch.setenv("COLUMNS", str(width))
                patch.setattr(output, "terminal", lambda: True)
            if today is not None:
                patch.setenv("ANQUAN_TODAY", today)
            code = main(argv)
        return Ran(code, out.text(), err.text())

    return call


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are read in this process; that one of its own says the same is tried among the readers."""
    monkeypatch.setattr(child, "read_in_child", formats.read_bytes)


LEAST = """\
title: 某县2025年安全生产重点工作任务清单
year: 2025
categories:
  - number: 一
    title: 提升安全意识
    tasks:
      - number: 1
        title: 坚定树牢安全发展理念
        units: 县水利局牵头，县林业局、县公安局配合
        deadline: 6月底前/12月底前
"""


class Calls:
    """How often a function is called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.count = 0
        *place, last = name.split(".")
        owner = pkgutil.resolve_name(".".join(place))
        real = getattr(owner, last)

        def counted(*args: Any, **more: Any) -> Any:
            self.count += 1
            return real(*args, **more)

        monkeypatch.setattr(owner, last, counted)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes a text the list in use."""

    def put(text: str = LEAST) -> Path:
        path = tmp_path / "tasks.yaml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("ANQUAN_TASKS", str(path))
        return path

    return put


@pytest.fixture
def bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Has a file look as if it were mounted by itself: no rename takes its place, and Linux lists it."""
    real = os.replace

    def bind(path: Path) -> None:
        def busy(old: str, new: str | Path) -> None:
            if os.fspath(new) == str(path):
                raise OSError(errno.EBUSY, "Device or resource busy")
            real(old, new)

        place = os.fsencode(path).replace(b" ", rb"\040")
        (table := tmp_path / "挂载").write_bytes(b"36 25 0:32 /a " + place + b" rw - ext4 /dev/sda rw\n")
        monkeypatch.setattr(atomic_write, "_MOUNTS", str(table))
        monkeypatch.setattr(os, "replace", busy)

    return bind
