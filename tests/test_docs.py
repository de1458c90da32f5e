"""The pages' lists and help are whole, and the README's first command works from a fresh copy.

That a page shows what its commands really say, alone and read on from the first, is the gate's docs step.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from anquan_cli import dates
from anquan_cli.cli.app import COMMANDS
from anquan_cli.tasklist import loader
from tests.conftest import Run

ROOT = Path(__file__).parents[1]


def command(marker: str) -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)\n```", text)
    assert found
    return found[1]


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_command_has_chinese_help_with_an_example(run: Run, verb: str) -> None:
    ran = run(verb, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"用法：anquan {verb}")
    assert f"\n示例：\n  anquan {verb}" in ran.out
    assert not re.search(r"\b(Usage|Options|Show this message)\b", ran.out)


LISTS = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "list-file.md").read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize(("number", "ids"), [(0, ["1"]), (1, ["1", "2.1", "2.2"])])
def test_the_list_files_that_the_page_shows_are_whole(tmp_path: Path, number: int, ids: list[str]) -> None:
    assert len(LISTS) == 2
    path = tmp_path / "tasks.yaml"
    path.write_text(LISTS[number], encoding="utf-8")
    found = loader.check(path)
    assert (found.faults, found.doubts, found.notes) == ((), (), ())
    assert found.plan is not None
    assert [row.id for row in found.plan.rows] == ids


@pytest.mark.parametrize("name", [*COMMANDS])
def test_every_json_has_a_schema_and_every_schema_a_command(name: str) -> None:
    help_ = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8").split(f"## anquan {name}\n")[1]
    says = "  --json" in help_.split("\n## ")[0]
    assert (ROOT / "docs" / "schema" / f"{name}.json").exists() == (
        says or name in ("export", "import", "compare")
    )


def test_no_page_shows_the_day_on_which_it_was_made() -> None:
    """It would be another tomorrow, and the gate's docs step would fail every night."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert not [p.name for p in pages if dates.today("Asia/Shanghai").isoformat() in p.read_text("utf-8")]


def test_ci_runs_the_readmes_test_command() -> None:
    assert command("test").endswith(".venv/bin/python gate.py")
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.process
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
