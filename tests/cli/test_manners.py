"""Manners that people bring along from other programs: -h, help, version, short options, colours, tables."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from anquan_cli.cli.app import COMMANDS
from anquan_cli.text_width import cells
from tests.conftest import Run

TODAY = "2025-06-20"
SOME = ["list", "due", "mark", "note", "log", "status", "units", "summary", "show"]


@pytest.mark.parametrize("verb", COMMANDS)
def test_help_is_had_in_three_ways(run: Run, verb: str) -> None:
    pages = {run(verb, "--help"), run(verb, "-h"), run("help", verb)}
    assert len(pages) == 1 and pages.pop().code == 0
    assert run("-h") == run("--help") == run("help")


def test_help_is_the_same_where_python_has_thrown_its_docstrings_away(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PYTHONOPTIMIZE=2."""
    from anquan_cli.cli import app, mark

    before = [run("mark", "-h"), run("-h")]
    assert "要么全部记下" in before[0].out and "要做什么、谁来做" in before[1].out
    for function in (mark.run, app.root):
        monkeypatch.setattr(function, "__doc__", None)
    app.command.cache_clear()
    assert [run("mark", "-h"), run("-h")] == before
    app.command.cache_clear()


@pytest.mark.parametrize("width", [8, 20, 40])
def test_help_fits_a_terminal(run: Run, width: int) -> None:
    """The examples stay as they are typed."""
    for words in (("mark", "-h"), ("-h",)):
        page = run(*words, width=width).out.partition("示例：\n")[0]
        assert [line for line in page.splitlines() if cells(line) > width] == []


def test_help_of_what_is_no_command_names_the_nearest(run: Run) -> None:
    ran = run("help", "makr")
    assert (ran.code, ran.out) == (2, "") and "是否想写 anquan mark？" in ran.err


def test_the_version_is_one_line_with_all_that_a_report_needs(run: Run, tmp_path: Path) -> None:
    python = ".".join(map(str, sys.version_info[:3]))
    ran = run("--version")
    assert re.fullmatch(
        rf"anquan [\d.]+，Python {re.escape(python)}，[\w.-]+，清单 jiaocheng-2025（随程序提供），台账格式 1\n",
        ran.out,
    )
    assert (ran.code, ran.err) == (0, "") and run("version") == ran
    (tmp_path / "坏.yaml").write_text("年", encoding="utf-8")
    broken = run("version", "--tasks", str(tmp_path / "坏.yaml"))
    assert broken.code == 0 and "清单 读不了" in broken.out
    assert run("--tasks", str(tmp_path / "坏.yaml"), "--version") == broken


@pytest.mark.no_cover
def test_short_options(run: Run, tmp_path: Path) -> None:
    assert run("list", "-u", "林业局", "--json").json == run("list", "--unit", "林业局", "--json").json
    assert run("-u", "林业局", "list") == run("list", "-u", "林业局")
    assert run("due", "-m", "6", "--all").out == run("due", "--month", "6", "--all").out != ""
    run("mark", "12", "doing", "-m", "已部署", today=TODAY)
    assert run("log", "--json", today=TODAY).json[0]["note"] == "已部署"
    assert run("export", "--format", "md", "-o", str(tmp_path / "清单.md")).code == 0
    assert (tmp_path / "清单.md").exists()


# --- colours and tables ------------------------------------------------------------------------------


def piped(*argv: str, **environment: str) -> str:
    """What goes into a pipe from a process of its own."""
    inherited = {
        k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLUMNS")
    }
    ran = subprocess.run(
        [sys.executable, "-m", "anquan_cli", *argv], env=inherited | {"ANQUAN_TODAY": TODAY} | environment,
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return ran.stdout


@pytest.mark.process
@pytest.mark.parametrize("argv", [("list",), ("due",), ("status",), ("show", "6"), ("units",), ("summary",)])
def test_a_pipe_is_coloured_by_the_option_alone(argv: tuple[str, ...]) -> None:
    assert "\x1b" not in piped(*argv, FORCE_COLOR="1", CLICOLOR_FORCE="1", TERM="xterm-256color")
    assert "\x1b[" in piped(*argv, "--color", "always", TERM="dumb", NO_COLOR="1", CLICOLOR="0")
    if argv == ("list",):
        assert "\x1b[" in piped(*argv, "--color", "always", TERM="xterm-256color")
        assert piped(*argv, "--color", "never") == piped(*argv)


@pytest.mark.process
@pytest.mark.parametrize("argv", [("list",), ("due",), ("units",), ("sectors",)])
def test_a_table_in_a_pipe_is_the_one_that_people_read(argv: tuple[str, ...]) -> None:
    table = piped(*argv, "--table", COLUMNS="100")
    assert "\t" not in table and "────" in table.splitlines()[1] and "\x1b" not in table
    assert max(map(cells, table.splitlines())) in range(61, 101)
    assert "\t" in piped(*argv)
    wide = piped(*argv, "--table")  # nobody knows how wide it is: as wide as terminals are
    assert max(map(cells, wide.splitlines())) in range(61, 81)


@pytest.mark.process
def test_a_bulletin_in_a_pipe_is_folded_when_it_is_asked_for_as_read() -> None:
    assert max(map(cells, piped("summary").splitlines())) > 200
    assert max(map(cells, piped("summary", "--table").splitlines())) <= 80


@pytest.mark.parametrize("verb", SOME)
def test_json_in_ascii_is_the_same_json(run: Run, verb: str) -> None:
    words = {"mark": ("9", "doing"), "note": ("9", "情况 𠮷"), "show": ("6",)}.get(verb, ())
    if verb in ("mark", "note"):
        escaped = run(verb, *words, "--json", "--ascii", today=TODAY)
        assert escaped.out.isascii() and escaped.json["event"]["seq"] == 1
        return
    run("note", "9", "情况 𠮷", today=TODAY)
    plain = run(verb, *words, "--json", today=TODAY)
    escaped = run(verb, *words, "--json", "--ascii", today=TODAY)
    assert escaped.out.isascii() and not plain.out.isascii()
    assert json.loads(escaped.out) == json.loads(plain.out)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("list", "--ascii"), "--ascii 要与 --json 同用"),
        (("list", "--json", "--table"), "--table 与 --json 不能同时用"),
        (("list", "--color", "红"), "--color 没有“红”这种写法\n提示：可用：auto、always、never"),
    ],
)
def test_what_does_not_go_together_is_told(run: Run, argv: tuple[str, ...], said: str) -> None:
    ran = run(*argv)
    assert ran.code == 2 and f"错误：{said}" in ran.err


def test_an_option_of_the_output_is_for_one_command(run: Run) -> None:
    assert "────" in run("list", "--table").out
    assert run("list").rows[0][0] == "1" and run("list", "--json").json[0]["id"] == "1"


def test_an_office_is_found_by_the_name_it_had_before(run: Run) -> None:
    for typed, now in (
        ("安监局", "县应急管理局"),
        ("国土局", "县自然资源局"),
        ("工商局", "县市场监督管理局"),
    ):
        assert run("list", "--unit", typed, "--json").json == run("list", "--unit", now, "--json").json != []
