"""A ledger and its papers, made once for all tests that only look at them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import Run

LISTED = yaml.safe_load(
    (Path(__file__).parents[2] / "data/tasks.yaml").read_text("utf-8")
)  # as the file says it


class Once:
    """What some commands of one day come to."""

    def __init__(self, *commands: Sequence[str], today: str = "2025-06-18") -> None:
        self._commands = commands
        self._today = today
        self._made: dict[str, bytes] = {}
        self._opened: dict[str, Any] = {}

    def ledger(self, run: Run, home: Path) -> None:
        """Puts the ledger into a workspace."""
        ledger = home / "ledger.jsonl"
        if "ledger" not in self._made:
            for argv in self._commands:
                assert run(*argv, today=self._today).code == 0
            self._made["ledger"] = ledger.read_bytes()
        ledger.write_bytes(self._made["ledger"])

    def paper(self, run: Run, file: Path, command: str) -> io.BytesIO:
        """The file that a command writes on 20 June 2025, which stands there too."""
        if command not in self._made:
            assert run(command, "-o", str(file), today="2025-06-20").code == 0
            self._made[command] = file.read_bytes()
        file.write_bytes(self._made[command])
        return io.BytesIO(self._made[command])

    def opened(self, run: Run, file: Path, command: str, open_: Callable[[io.BytesIO], Any]) -> Any:
        """The same, as another library reads it, to be looked at only."""
        paper = self.paper(run, file, command)
        if command not in self._opened:
            self._opened[command] = open_(paper)
        return self._opened[command]
