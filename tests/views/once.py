"""A marked ledger and its papers, made once for all tests that only look at them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import Run


class Once:
    """What some marks of 18 June 2025 come to."""

    def __init__(self, *marks: Sequence[str]) -> None:
        self._marks = marks
        self._made: dict[str, bytes] = {}

    def ledger(self, run: Run, home: Path) -> None:
        """Puts the ledger into a workspace."""
        ledger = home / "ledger.jsonl"
        if "ledger" not in self._made:
            for argv in self._marks:
                assert run("mark", *argv, today="2025-06-18").code == 0
            self._made["ledger"] = ledger.read_bytes()
        ledger.write_bytes(self._made["ledger"])

    def paper(self, run: Run, file: Path, command: str) -> io.BytesIO:
        """The file that a command writes on 20 June 2025, which stands there too."""
        if command not in self._made:
            assert run(command, "-o", str(file), today="2025-06-20").code == 0
            self._made[command] = file.read_bytes()
        file.write_bytes(self._made[command])
        return io.BytesIO(self._made[command])
