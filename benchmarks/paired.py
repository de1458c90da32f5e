"""What each command costs beside an earlier commit of this project: medians of paired runs, CPU seconds, ratios.

Run by hand: `python benchmarks/paired.py COMMIT [RUNS]`. The earlier program runs in the same interpreter, from an
unpacked copy with its own byte code and cache; what it imported and this one does not has to be installed.
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from cost import cost

ROOT = Path(__file__).parent.parent
COMMANDS = (
    ("list",),
    ("list", "--json"),
    ("list", "--unit", "县应急管理局"),
    ("due",),
    ("status",),
    ("check",),
    ("mark", "12", "doing", "--percent", "30"),
    ("summary", "--format", "text"),
)


def main() -> None:
    """Runs both programs in turn, so that a change of the machine's speed meets both alike."""
    commit, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 15
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "before"
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(before, filter="data")
        desks = [Desk(before, Path(folder) / "desk before"), Desk(ROOT, Path(folder) / "desk now")]
        for command in COMMANDS:
            pairs = [[desk.seconds(command) for desk in desks] for _ in range(runs + 2)][2:]
            old, new = (statistics.median(taken) for taken in zip(*pairs, strict=True))
            ratio = statistics.median(now / was for was, now in pairs)
            print(f"{ratio:5.2f}  {old * 1000:5.0f} -> {new * 1000:5.0f} ms  anquan {' '.join(command)}")


class Desk:
    """A program with a workspace, a cache and a memory of its own."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        (folder / "home").mkdir(parents=True)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ANQUAN_")},
            "PYTHONPATH": str(checkout / "src"),
            "PYTHONDONTWRITEBYTECODE": "",
            "ANQUAN_HOME": str(folder / "home"),
            "ANQUAN_CACHE": str(folder / "cache"),
            "ANQUAN_STATE": str(folder / "state"),
            "ANQUAN_TODAY": "2025-06-20",
            "ANQUAN_BY": "计时",
        }

    def seconds(self, command: tuple[str, ...]) -> float:
        """CPU seconds of one command, the interpreter's start included."""
        return cost(command, self._environment)[0]


if __name__ == "__main__":
    main()
