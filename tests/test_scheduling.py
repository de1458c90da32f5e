"""The handbook's cron lines, run as they stand, and what the Task Scheduler takes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="cron's shell is a POSIX shell")
PAGE = Path(__file__).parents[1] / "docs" / "scheduling.md"


def cron(home: Path, name: str, today: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the page's line of that name as cron does: no locale, a short PATH, in the home folder."""
    found = re.search(
        rf"<!-- {name} -->\n```cron\n(?:[\d*]+ ){{5}}(.*)\n```", PAGE.read_text(encoding="utf-8")
    )
    assert found and "%" not in found[1], "cron would take it for the end of the line"
    program = home / "anquan" / ".venv" / "bin" / "anquan"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m anquan_cli "$@"\n')
    program.chmod(0o755)
    environment = {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "ANQUAN_TODAY": today,
        "ANQUAN_CACHE": str(home / "cache"),
    }
    return subprocess.run(["/bin/sh", "-c", found[1]], cwd=home, env=environment, capture_output=True)


@posix
def test_the_cron_line_puts_last_weeks_bulletin_into_the_folder(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    ran = cron(tmp_path, "cron", "2025-06-23")
    folder = tmp_path / "通报"
    made = {p.name for p in folder.iterdir()}
    log = folder / "运行记录.log"
    told = log.read_text(encoding="utf-8") if log.exists() else ""
    assert ran.returncode == 0, ran.stderr.decode()
    assert made == {"运行记录.log", "周通报-2025-W25.docx", "周通报-2025-W25.html"}, told
    assert "退出码" not in told


@posix
def test_the_alarm_tells_what_is_overdue_and_that_it_could_not_look(tmp_path: Path) -> None:
    """Nothing is due before the end of March; what was not looked up is not taken for nothing overdue."""
    alarm = tmp_path / "通报" / "提醒.log"
    assert (cron(tmp_path, "alarm", "2025-03-31").returncode, alarm.read_text(encoding="utf-8")) == (0, "")
    assert cron(tmp_path, "alarm", "2025-04-01").returncode == 0
    assert alarm.read_text(encoding="utf-8").endswith(" 有逾期事项，见 逾期事项.txt\n")
    overdue = (tmp_path / "通报" / "逾期事项.txt").read_text(encoding="utf-8")
    assert overdue.startswith("2025-03-31\t-1\t5\t")
    ledger = tmp_path / ".local" / "share" / "anquan" / "ledger.jsonl"
    ledger.parent.mkdir(parents=True)
    ledger.write_text("坏了\n", encoding="utf-8")
    assert cron(tmp_path, "alarm", "2025-03-31").returncode == 0
    assert alarm.read_text(encoding="utf-8").endswith(" 没有查成，退出码 3\n")
    assert len(alarm.read_text(encoding="utf-8").splitlines()) == 2


def test_the_task_schedulers_command_is_short_enough() -> None:
    """schtasks refuses more than 261 characters after /TR."""
    found = re.search('/TR "(.*)"', PAGE.read_text(encoding="utf-8"))
    assert found and len(found[1]) <= 261 and '"' not in found[1]
