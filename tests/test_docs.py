"""The pages show what the program really says, and the README's first command works from a fresh copy."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from anquan_cli.cli.app import VERBS
from tests.conftest import Run

ROOT = Path(__file__).parents[1]


def command(marker: str) -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)\n```", text)
    assert found
    return found[1]


def test_every_page_shows_real_output() -> None:
    ran = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_has_chinese_help_with_an_example(run: Run, verb: str) -> None:
    ran = run(verb, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"用法：anquan {verb}")
    assert f"\n示例：\n  anquan {verb}" in ran.out
    assert not re.search(r"\b(Usage|Options|Show this message)\b", ran.out)


def test_ci_runs_the_readmes_test_command() -> None:
    assert command("test").endswith(".venv/bin/python gate.py")
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the README's lines are for a POSIX shell")
def test_the_readmes_first_command_lists_27_rows_from_a_fresh_copy(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    ignore = shutil.ignore_patterns(".git", ".venv", "__pycache__", "*.egg-info", ".*_cache", "dist", "build")
    shutil.copytree(ROOT, copy, ignore=ignore)
    ran = subprocess.run(
        ["sh", "-c", command("run")], cwd=copy, capture_output=True, encoding="utf-8", timeout=600
    )
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 27
