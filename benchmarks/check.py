"""How long `anquan check` takes on the shipped list beside the same of another checkout, as ratios of paired runs.

Run by hand: `git worktree add /tmp/before 38a84b3 && python benchmarks/check.py /tmp/before [RUNS]`; 38a84b3 is the
last commit whose deadlines were read by expressions. One line: medians, and the median of the pairs' ratios.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent.parent


def main() -> None:
    """Times both in turn, so that a change of the machine's speed meets both alike."""
    other = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    for checkout in (other, HERE):  # warm: byte code
        once(checkout)
    pairs = [(once(other), once(HERE)) for _ in range(runs)]
    theirs, ours = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"{runs} paired runs, medians: {theirs:.0f} ms before, {ours:.0f} ms here, {ratio:.2f} x")


def once(checkout: Path) -> float:
    """Seconds of one `anquan check` of the shipped list, without a cache."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "PYTHONPATH": str(checkout / "src"),
            "ANQUAN_CACHE": "",
            "ANQUAN_HOME": "",
            "ANQUAN_STATE": folder,
            "ANQUAN_TODAY": "2025-06-20",
            "XDG_DATA_HOME": folder,
        }
        start = time.perf_counter()
        command = [sys.executable, "-m", "anquan_cli", "check"]
        subprocess.run(command, env=environment, capture_output=True, check=True)
        return time.perf_counter() - start


if __name__ == "__main__":
    main()
