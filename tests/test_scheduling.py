"""The handbook's lines for cron, systemd and the Task Scheduler, run as they stand in an empty environment."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

posix = pytest.mark.skipif(os.name == "nt", reason="cron's shell is a POSIX shell")
PAGE = (Path(__file__).parents[1] / "docs" / "scheduling.md").read_text(encoding="utf-8")
PAPERS = {f"周通报-2025-W25.{suffix}" for suffix in ("docx", "html", "xlsx")}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with the program where the page has it, and a workspace in which something is recorded."""
    program = tmp_path / ".local" / "lib" / "anquan" / "bin" / "anquan"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m anquan_cli "$@"\n')
    program.chmod(0o755)
    (tmp_path / "安全生产").mkdir()
    marked = ["mark", "16", "done", "--note", "队伍已配齐", "--by", "王", "--on", "2025-06-17"]
    ran = started([str(program), *marked], tmp_path, "2025-06-20", ANQUAN_HOME=str(tmp_path / "安全生产"))
    assert ran.returncode == 0, ran.stderr.decode()
    return tmp_path


def started(command: list[str], home: Path, today: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a command as a timer does: no locale, a short PATH, in the home folder, nothing set but the day."""
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "ANQUAN_TODAY": today, **more}
    environment["ANQUAN_CACHE"] = os.environ["ANQUAN_CACHE"]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True)


def cron(home: Path, name: str, today: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the page's line of that name."""
    found = re.search(rf"<!-- {name} -->\n```cron\n(?:[\d*]+ ){{5}}(.*)\n```", PAGE)
    assert found and "%" not in found[1], "cron would take it for the end of the line"
    return started(["/bin/sh", "-c", found[1]], home, today)


def made(home: Path) -> set[str]:
    """The papers in the folder; each says what the workspace's ledger says."""
    folder = home / "通报"
    page = folder / "周通报-2025-W25.html"
    assert "队伍已配齐" in page.read_text(encoding="utf-8")
    return {path.name for path in folder.iterdir()} - {"运行记录.log"}


@posix
def test_the_cron_line_puts_last_weeks_bulletin_into_the_folder(home: Path) -> None:
    pytest.importorskip("docx")
    ran = cron(home, "cron", "2025-06-23")
    assert ran.returncode == 0, ran.stderr.decode()
    assert made(home) == PAPERS
    assert "退出码" not in (home / "通报" / "运行记录.log").read_text(encoding="utf-8")


@posix
def test_so_do_systemds(home: Path) -> None:
    """As systemd reads them: %h is the home folder, a line has no shell."""
    pytest.importorskip("docx")
    (service,) = re.findall(r"```ini\n(\[Unit\].*?ExecStart.*?)```", PAGE, re.DOTALL)
    lines = [line.partition("=") for line in service.replace("%h", str(home)).splitlines()]
    (environment,) = (shlex.split(value) for key, _, value in lines if key == "Environment")
    for command in (shlex.split(value) for key, _, value in lines if key.startswith("ExecStart")):
        ran = started(command, home, "2025-06-23", **dict(pair.split("=", 1) for pair in environment))
        assert ran.returncode == 0, ran.stderr.decode()
    assert made(home) == PAPERS


@posix
def test_so_does_the_task_scheduler(home: Path) -> None:
    """D: is the home folder, and a POSIX shell loops over the command as cmd would."""
    pytest.importorskip("docx")
    assert all(len(command) <= 261 for command in re.findall('/TR "(.*)"', PAGE)), "schtasks refuses more"
    (batch,) = re.findall(
        r"<!-- bulletin.bat -->\n```bat\n@echo off\ncd /d (.*)\nfor %%f in \((.*)\) do (.*)\n```", PAGE
    )
    folder, formats, command = batch
    line = f"cd {folder}; for f in {formats}; do {command.replace('%%f', '$f').replace('/b', '')}; done"
    line = line.replace("D:\\anquan\\anquan", str(home / ".local" / "lib" / "anquan" / "bin" / "anquan"))
    (home / "通报").mkdir()
    ran = started(["/bin/sh", "-c", line.replace("D:", str(home)).replace("\\", "/")], home, "2025-06-23")
    assert ran.returncode == 0, (home / "通报" / "运行记录.log").read_text(encoding="utf-8")
    assert made(home) == PAPERS


@posix
def test_the_alarm_tells_what_is_overdue_and_that_it_could_not_look(home: Path) -> None:
    """Nothing is due before the end of March; what was not looked up is not taken for nothing overdue."""
    alarm = home / "通报" / "提醒.log"
    assert (cron(home, "alarm", "2025-03-31").returncode, alarm.read_text(encoding="utf-8")) == (0, "")
    assert cron(home, "alarm", "2025-04-01").returncode == 0
    assert alarm.read_text(encoding="utf-8").endswith(" 有逾期事项，见 逾期事项.txt\n")
    overdue = (home / "通报" / "逾期事项.txt").read_text(encoding="utf-8")
    assert overdue.startswith("2025-03-31\t-1\t5\t")
    (home / "安全生产" / "ledger.jsonl").write_text("坏了\n", encoding="utf-8")
    assert cron(home, "alarm", "2025-03-31").returncode == 0
    assert alarm.read_text(encoding="utf-8").endswith(" 没有查成，退出码 3\n")
    assert len(alarm.read_text(encoding="utf-8").splitlines()) == 2
