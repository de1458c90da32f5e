"""The handbook's cron line, run as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "scheduling.md"


@pytest.mark.skipif(os.name == "nt", reason="cron's shell is a POSIX shell")
def test_the_cron_line_puts_last_weeks_bulletin_into_the_folder(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    found = re.search(r"<!-- cron -->\n```cron\n(0 8 \* \* 1 )(.*)\n```", PAGE.read_text(encoding="utf-8"))
    assert found
    inside = tmp_path / "anquan" / ".venv" / "bin"
    inside.mkdir(parents=True)
    program = inside / "anquan"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m anquan_cli "$@"\n')
    program.chmod(0o755)
    environment = {
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "ANQUAN_TODAY": "2025-06-23",
        "ANQUAN_CACHE": str(tmp_path / "cache"),
    }
    ran = subprocess.run(["/bin/sh", "-c", found[2]], cwd=tmp_path, env=environment, capture_output=True)
    folder = tmp_path / "通报"
    made = {p.name for p in folder.iterdir()}
    log = folder / "运行记录.log"
    told = log.read_text(encoding="utf-8") if log.exists() else ""
    assert ran.returncode == 0, ran.stderr.decode()
    assert made == {"运行记录.log", "周通报-2025-W25.docx", "周通报-2025-W25.html"}, told
    assert "退出码" not in told
