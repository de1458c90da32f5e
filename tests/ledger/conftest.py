"""Ledgers for the tests: stores in an empty folder, and lines sealed by hand."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anquan_cli.ledger.events import Draft, Target
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.store import JsonlStore
from tests.entries import draft_of

LIST = "2025-某县安委办"


class Clock:
    """A clock that goes one second forward at every look, from 2025-06-20 09:00 in Shanghai."""

    def __init__(self) -> None:
        self.at = datetime(2025, 6, 20, 1, 0, 0, 123456, tzinfo=UTC)

    def __call__(self) -> datetime:
        now = self.at
        self.at += timedelta(seconds=1)
        return now


class Bench:
    """An empty workspace, and what the tests do in it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.path = folder / "ledger.jsonl"
        self.clock = Clock()
        self.memory = KnownHeads(str(folder / "state"))

    def store(self, **options: Any) -> JsonlStore:
        chosen: dict[str, Any] = {"list_id": LIST, "tool": "0.1.0", "memory": None, "now": self.clock}
        return JsonlStore(options.pop("path", self.path), **(chosen | options))

    def mark(self, note: str = "", **options: Any) -> Any:
        return self.store(**options).append(lambda ledger: [draft(note)])[-1]

    def fill(self, count: int) -> bytes:
        """A ledger with `count` marks; its bytes."""
        for number in range(1, count + 1):
            self.mark(f"第{number}条")
        return self.path.read_bytes()

    def heads(self) -> list[Path]:
        """The memory's files: that of the place, then those of ids."""
        key = hashlib.sha256(os.fsencode(os.path.normcase(os.path.realpath(self.path)))).hexdigest()[:32]
        found = sorted((self.folder / "state" / "heads").iterdir(), key=lambda p: p.stem != key)
        assert not found or found[0].stem == key
        return found

    def files(self) -> dict[str, bytes]:
        """Everything beside the ledger and its lock, by name."""
        hidden = {"ledger.jsonl", "ledger.jsonl.lock"}
        return {p.name: p.read_bytes() for p in self.folder.iterdir() if p.is_file() and p.name not in hidden}


def draft(note: str = "", **fields: Any) -> Draft:
    """王 marks task 5 and the first stage of task 6 as done."""
    chosen: dict[str, Any] = {
        "by": "王",
        "op": "mark",
        "targets": (Target("5", None), Target("6", 1)),
        "status": "done",
        "note": note,
        "on": "2025-06-20",
        "titles": {"5": "持续强化部门监管责任", "6": "严格落实企业主体责任"},
    }
    return draft_of(**(chosen | fields))


def seal(previous: str, record: dict[str, Any]) -> bytes:
    """A line sealed by hand, as the format page says."""
    body = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")[:-1]
    return body + b',"h":"' + hashlib.sha256(previous.encode() + body).hexdigest().encode() + b'"}\n'


def extend(data: bytes, record: dict[str, Any]) -> bytes:
    """The ledger with one more record, properly sealed, whatever it says."""
    last = data.splitlines()[-1]
    return data + seal(json.loads(last)["h"], record)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "bench")


@pytest.fixture
def make_draft() -> Callable[..., Draft]:
    return draft


@pytest.fixture
def add() -> Callable[[bytes, dict[str, Any]], bytes]:
    return extend


@pytest.fixture
def sealed() -> Callable[[str, dict[str, Any]], bytes]:
    return seal


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test touches this machine's own state folder."""
    monkeypatch.setenv("ANQUAN_STATE", str(tmp_path / "state"))
    yield
