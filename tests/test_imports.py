"""What a start may load: the price of every command."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import Run

ROOT = Path(__file__).parents[1]
HEAVY = (
    "yaml",
    "pydantic",
    "rich",
    "hashlib",
    "filelock",
    "pypinyin",
    "jinja2",
    "docx",
    "xlsxwriter",
    "dateutil",
    "importlib.metadata",
)
pytestmark = [pytest.mark.process, pytest.mark.elsewhere]
PROGRAM = """
import sys
from anquan_cli.cli import output, main

if "--terminal" in sys.argv:
    sys.argv.remove("--terminal")
    output.terminal = lambda: True
main(sys.argv[1:])
heavy = sys.modules.keys() & set({heavy!r})
print(*sorted(heavy), file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def filled(run: Run) -> None:
    """The cache has the list: that is what a usual command finds."""
    assert run("list").code == 0


def loaded(*argv: str) -> list[str]:
    command = [sys.executable, "-c", PROGRAM.format(heavy=HEAVY), *argv]
    environment = {**os.environ, "COLUMNS": "100"}
    ran = subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8")
    return ran.stderr.splitlines()[-1].split()


@pytest.mark.parametrize(
    "argv", [("list",), ("list", "--json"), ("due", "--all"), ("units",), ("status", "--json")]
)
def test_a_reading_command_in_a_pipe_loads_nothing_heavy(argv: tuple[str, ...]) -> None:
    assert loaded(*argv) == []


def test_a_terminal_loads_rich_and_nothing_else() -> None:
    assert loaded("list", "--terminal") == ["rich"]


def test_with_a_ledger_reading_stays_light() -> None:
    loaded("mark", "12", "done")
    assert loaded("list") == []


def test_recording_loads_little_more_than_reading() -> None:
    """A record costs a start and a few milliseconds."""
    assert [name for name in loaded("mark", "12", "doing") if sys.platform != "win32"] == []


def test_completion_loads_no_more_than_a_list_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked at every press of Tab."""
    monkeypatch.setenv("_ANQUAN_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "anquan\nlist\n--unit\nyjgl")
    monkeypatch.setenv("COMP_CWORD", "3")
    assert loaded() == []


@cache
def written() -> dict[Path, list[ast.AST]]:
    """Every module with what stands in it."""
    paths = (ROOT / "src").rglob("*.py")
    return {path: [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))] for path in paths}


def test_of_typer_only_what_is_public_is_used() -> None:
    """0.29 broke at a private part; what is imported and what is asked of its objects has no underscore in front."""
    for path, nodes in written().items():
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "typer":
                assert node.module in ("typer.core", "typer.main"), path
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                private = node.attr.startswith("_") and node.value.id in ("typer", "ctx", "context", "param")
                assert not private, (path, node.attr)


def test_each_library_is_declared_and_used() -> None:
    """What is declared and nowhere imported costs every office a download; shellingham and pydantic-core come with theirs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    texts = project["dependencies"] + extras["office"] + extras["import"]
    declared = {canonicalize_name(Requirement(text).name) for text in texts}
    owners = {
        name: {canonicalize_name(one) for one in found} for name, found in packages_distributions().items()
    }
    used = set[str]()
    for nodes in written().values():
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                used |= {owner for name in names for owner in owners.get(name.split(".")[0], ())}
    assert used - {"anquan", "shellingham", "pydantic-core"} == declared - {"tzdata"}
