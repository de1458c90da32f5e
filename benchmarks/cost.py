"""What one command costs: the measure of the other benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence


def cost(command: Sequence[str], environment: Mapping[str, str], code: int = 0) -> tuple[float, float]:
    """CPU seconds and the most megabytes of one whole process of the program. Ends where it exits otherwise."""
    running = subprocess.Popen(
        [sys.executable, "-m", "anquan_cli", *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode != code:
        raise SystemExit(f"{environment.get('PYTHONPATH', '')}: {' '.join(command)}: {running.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
