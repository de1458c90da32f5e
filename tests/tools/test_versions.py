"""The program with the lowest libraries that it allows, and with the newest on every Python of this machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.tools.conftest import ROOT
from tools.bundle import EXTRAS, interpreter

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = [PROJECT["optional-dependencies"][name] for name in EXTRAS]
REQUIREMENTS = [Requirement(text) for words in (PROJECT["dependencies"], *OPTIONAL) for text in words]
OLDEST, *NEWER = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))


def bounds() -> dict[str, Version]:
    """The lowest version of each library that a user of this machine needs."""
    return {
        canonicalize_name(wanted.name): Version(bound.version)
        for wanted in REQUIREMENTS
        if wanted.marker is None or wanted.marker.evaluate()
        for bound in wanted.specifier
        if bound.operator == ">="
    }


@pytest.mark.process
@pytest.mark.parametrize(
    ("which", "version"),
    [
        ("lowest", OLDEST),
        *(
            pytest.param(which, version, marks=pytest.mark.slow)
            for which, version in (("beyond", OLDEST), *(("newest", version) for version in (OLDEST, *NEWER)))
        ),
    ],
)
def test_a_handful_of_commands(tmp_path: Path, own_wheel: Path, which: str, version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    subprocess.run([python, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    inside = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pins = [f"{name}=={low}" for name, low in bounds().items()] if which == "lowest" else []
    pip = [sys.executable, "-m", "pip", "--python", str(inside / "python"), "--disable-pip-version-check"]
    install = [*pip, "install", "-q", "--only-binary", ":all:", "--no-compile"]  # what runs is compiled then
    subprocess.run([*install, f"{own_wheel}[{','.join(EXTRAS)}]", *pins], check=True)
    if which == "beyond":  # Typer's upper bound is for the time of a start alone
        subprocess.run([*install, "--upgrade", "typer"], check=True)
    if which == "lowest":
        (site,) = (str(folder) for folder in (tmp_path / "venv").rglob("site-packages"))
        found = distributions(path=[site])
        there: dict[str, Version] = {canonicalize_name(one.name): Version(one.version) for one in found}
        assert {name: there[name] for name in bounds()} == bounds()
    smoke(inside / "anquan", tmp_path)


def smoke(anquan: Path, home: Path) -> None:
    """Reads, records, and makes each kind of file that a library makes."""

    environment = {**os.environ, "ANQUAN_CACHE": str(home / "cache")}  # the list is compiled anew

    def call(*words: str, **more: str) -> str:
        ran = subprocess.run(
            [anquan, *words],
            cwd=home,
            env=environment | more,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        assert (ran.returncode, ran.stderr.count("Warning")) == (0, 0), ran.stderr
        return ran.stdout

    assert len(call("list").splitlines()) == 27
    assert "11.2.5" in call("show", "11.2")
    assert "第12项" in call("mark", "12", "done", "--note", "已完成")
    assert [row["id"] for row in json.loads(call("due", "--overdue", "--json", "--today", "2025-04-01"))] == [
        "5"
    ]
    asks = {"_ANQUAN_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "anquan list --unit yjglj"}
    assert call(**asks).startswith("县应急管理局\t应急局")
    assert "\n选项：\n" in call("help", "mark")
    for words, name, part in (
        (("summary",), "通报.docx", "word/document.xml"),
        (("summary",), "进展.xlsx", "xl/workbook.xml"),
        (("export",), "清单.xlsx", "xl/workbook.xml"),
    ):
        call(*words, "-o", name)
        assert part in ZipFile(home / name).namelist()
    call("export", "-o", "期限.ics")
    assert (home / "期限.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_every_library_of_the_users_has_a_lowest_version() -> None:
    """Or there would be nothing to try."""
    assert {canonicalize_name(wanted.name) for wanted in REQUIREMENTS} - {"anquan"} <= bounds().keys()
