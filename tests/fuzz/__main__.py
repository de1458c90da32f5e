"""`python -m tests.fuzz MINUTES [FOLDER]`: grows inputs by coverage (atheris, the extra `fuzz`); what it finds is printed and kept.

FOLDER (by default `fuzz-corpus` in the folder for temporary files) keeps the inputs that led somewhere new, and those that were slow.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import random
import re
import sys
import tempfile
from pathlib import Path

import atheris

import anquan_cli

with atheris.instrument_imports(include=["anquan_cli"]):
    for module in pkgutil.walk_packages(anquan_cli.__path__, "anquan_cli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

from tests.fuzz.case import complaints
from tests.fuzz.grow import grow

FOUND: set[str] = set()


def main() -> None:
    """Fuzzes for so many minutes."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else Path(tempfile.gettempdir()) / "fuzz-corpus")
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        for number in range(200):
            data = bytes([number]) + random.Random(number).randbytes(number)
            (folder / f"seed-{number}").write_bytes(data)
    options = [f"-max_total_time={round(minutes * 60)}", "-max_len=400", "-len_control=0", "-timeout=60", "-rss_limit_mb=3000", f"-artifact_prefix={folder}{os.sep}"]  # fmt: skip
    atheris.Setup([sys.argv[0], str(folder), *options], _one)
    atheris.Fuzz()


def _one(data: bytes) -> None:
    case = grow(data)
    for said in complaints(case):
        kind = re.sub(
            r"0x[0-9a-f]+|[0-9]+", "", said.partition(": ")[2] if "traceback" not in said else said[-200:]
        )[:60]
        if kind in FOUND:
            continue
        FOUND.add(kind)
        os.write(2, f"\n== {said}\n{case!r}\n".encode("utf-8", "backslashreplace"))


if __name__ == "__main__":
    main()
