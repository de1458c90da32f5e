"""Completion through the protocol that each shell really speaks: right, quick, and silent on any fault."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
import typer
from typer.main import get_command

from anquan_cli.cli import main
from tests.conftest import LEAST, Run


@pytest.fixture(autouse=True, scope="module")
def taught() -> None:
    """Typer knows the shells, as in a program that one of them has started (`app` is imported but once here)."""
    some = typer.Typer(add_completion=True)
    some.command()(lambda: None)
    get_command(some)


class Said(NamedTuple):
    code: int
    out: list[str]
    err: str


def ask(line: str, shell: str = "bash", **env: str) -> Said:
    """What a shell is told when Tab is pressed at the end of `line`."""
    words = line.split(" ")
    asked = {"_ANQUAN_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        asked |= {"COMP_WORDS": line.replace(" ", "\n"), "COMP_CWORD": str(len(words) - 1)}
    else:
        asked["_TYPER_COMPLETE_ARGS"] = line
    if shell == "powershell":
        asked |= {"_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1], "_TYPER_COMPLETE_ARGS": line.rstrip()}
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with (
        patch.dict(os.environ, asked | env),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
    ):
        code = main([])
    for stream in (out, err):
        stream.seek(0)
    return Said(code, out.read().splitlines(), err.read())


STATUSES = ["todo", "doing", "done", "verified", "paused", "na"]


@pytest.mark.no_cover
@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_ids_come_with_their_titles(shell: str) -> None:
    said = ask("anquan show 1", shell)
    assert (said.code, said.err) == (0, "")
    assert said.out[:2] == ["1\t坚定树牢安全发展理念", "10\t持续建设完善工作机制"]
    assert "11.1\t深度研判破解重大问题（煤矿）" in said.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_statuses_come_after_the_first_id_and_ids_go_on(shell: str) -> None:
    def values(line: str) -> list[str]:
        return [row.partition("\t")[0] for row in ask(line, shell).out]

    assert values("anquan mark ")[:3] == ["1", "2", "3"]
    assert values("anquan mark 12 ")[:7] == [*STATUSES, "1"]
    assert values("anquan mark 12 ")[-6:] == ["未启动", "推进中", "已完成", "已销号", "暂缓", "不涉及"]
    assert values("anquan mark 12 d") == ["doing", "done"]
    assert values("anquan mark 12 已") == ["已完成", "已销号"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("anquan show 4.1", ["4.1", "4.10", "4.11", "4.12", "4.13"]),
        ("anquan mark 11.煤", ["11.煤矿"]),
        ("anquan mark 12 done --unit 应急", ["县应急管理局"]),
        ("anquan mark 12 done --unit yjglj", ["县应急管理局"]),
        ("anquan list --unit = 应急", ["县应急管理局"]),  # bash parts --unit=应急 so
        ("anquan list --unit=县应", ["县应急管理局"]),
        ("anquan --unit 林业", ["县林业局"]),
        ("anquan list --category 隐患", ["四"]),
        ("anquan list --status pa", ["paused"]),
        ("anquan list --light 红", ["红"]),
        ("anquan list -u 林业", ["县林业局"]),
        ("anquan list --sort d", ["due"]),
        ("anquan list --sta", ["--status"]),
        ("anquan mark 12 done --un", ["--unit"]),
        ("anquan export --format d", ["docx"]),
        ("anquan ver", ["verify", "version"]),
        ("anquan completion z", ["zsh"]),
        ("anquan show 99", []),
        ("anquan nothing ", []),
    ],
)
def test_each_word_is_completed_by_what_may_stand_there(line: str, expected: list[str]) -> None:
    assert ask(line) == (0, expected, "")


def test_the_list_of_the_line_is_the_one_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    path.write_text(LEAST.replace("number: 1\n", "number: 77\n"), encoding="utf-8")
    assert ask(f"anquan show --tasks {path.as_posix()} 7").out == ["77"]
    assert ask(f"anquan --tasks {path.as_posix()} mark 77 done --unit 林业").out == ["县林业局"]


# in single quotes Typer finds two for one: the same path on Windows, another name elsewhere
@pytest.mark.parametrize("quote", ["", '"', *(["'"] if os.name == "nt" else [])])
def test_a_powershells_path_keeps_its_backslashes(tmp_path: Path, quote: str) -> None:
    home = tmp_path / "a" / "b" if os.name == "nt" else tmp_path / "a\\b"
    home.mkdir(parents=True)
    (home / "tasks.yaml").write_text(LEAST.replace("number: 1\n", "number: 77\n"), encoding="utf-8")
    line = f"anquan --home {quote}{home}{quote} show 7"
    assert [row.partition("\t")[0] for row in ask(line, "powershell").out] == ["77"]


def test_the_word_as_typed_is_no_candidate() -> None:
    """`yj` means several units, none of which begins so."""
    found = ask("anquan list --unit yj").out
    assert "县应急管理局" in found and len(found) > 1 and "yj" not in found


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_what_is_offered_says_what_it_is(shell: str) -> None:
    def offered(line: str) -> list[str]:
        return ask(line, shell).out

    assert offered("anquan list --light ") == [
        "red\t红", "yellow\t黄", "blue\t蓝", "green\t绿", "红\tred", "黄\tyellow", "蓝\tblue", "绿\tgreen",
    ]  # fmt: skip
    assert offered("anquan list --status ")[5:7] == ["na\t不涉及", "未启动\ttodo"]
    assert offered("anquan list --category ")[:2] == ["一\t提升安全意识", "二\t严格落实安全责任"]
    assert offered("anquan due --over") == ["--overdue\t只看逾期的"]
    assert offered("anquan help ex") == ["export\t把清单和进展导出成文件"]
    assert offered("anquan summary --month l") == ["last\t"]


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_ids_and_categories_keep_the_order_of_the_list(shell: str) -> None:
    ids = [row.partition("\t")[0] for row in ask("anquan show 4.", shell).out]
    assert ids.index("4.2") < ids.index("4.9") < ids.index("4.10")
    numbers = [row.partition("\t")[0] for row in ask("anquan list --category ", shell).out]
    assert numbers == list("一二三四五六七")


def test_a_part_is_offered_by_its_sector_or_its_title(listed: Callable[[str], Path]) -> None:
    """And the task that has the parts by its number."""
    parts = "[{sector: 燃气}, {title: 水库, units: 县水利局}]"
    listed(LEAST.replace("deadline: 6月底前/12月底前", f"deadline: 6月底前\n        parts: {parts}"))
    for line, ids in (("mark 1.燃", ["1.燃气"]), ("mark 1.水", ["1.水库"]), ("show ", ["1", "1.1", "1.2"])):
        assert [row.partition("\t")[0] for row in ask(f"anquan {line}", "zsh").out] == ids


def test_undo_offers_what_can_be_taken_back_the_newest_first(run: Run) -> None:
    run("mark", "12", "done", "--unit", "林业局", today="2025-06-20")
    run("note", "5", "已开会", today="2025-06-20")
    run("mark", "3", "5", "doing", today="2025-06-20")
    run("undo", "2", today="2025-06-20")
    assert ask("anquan undo ", "zsh").out == [
        "4\t2025-06-20 5 持续强化部门监管责任 撤销第2号",
        "3\t2025-06-20 3、5 推进中",
        "1\t2025-06-20 县林业局 12 根源上杜绝重大隐患 已完成",
    ]
    assert ask("anquan undo 3", "zsh").out == ["3\t2025-06-20 3、5 推进中"]


@pytest.mark.parametrize(
    "line",
    [
        "anquan --home ",
        "anquan list --tasks a",
        "anquan check ",
        "anquan import ",
        "anquan summary -o ",
        "anquan init ",
    ],
)
def test_where_a_file_is_meant_the_shell_is_told_so(line: str) -> None:
    assert ask(line, "zsh").out == ["*"]
    assert ask(line).out == []  # bash's words alone are answered by candidates alone


@pytest.mark.parametrize(
    "line", ["anquan show 99", "anquan mark 12 done --note ", "anquan list --search ", "anquan due --within "]
)
def test_where_none_is_meant_nothing_is_offered(line: str) -> None:
    assert ask(line, "zsh").out == []


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_a_value_behind_an_equals_sign_is_completed_with_its_option(shell: str) -> None:
    assert ask("anquan list --unit=县应", shell).out == ["--unit=县应急管理局\t应急局、应急管理局"]


HOSTILE = LEAST.replace("县水利局牵头", "$(touch 坏)局牵头").replace(
    "坚定树牢安全发展理念", '"`touch 坏`\\e[31m[red]$(x)"'
)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_what_a_list_file_says_can_neither_run_nor_paint(tmp_path: Path, shell: str) -> None:
    path = tmp_path / "tasks.yaml"
    path.write_text(HOSTILE, encoding="utf-8")
    shown = ask("anquan show ", shell, ANQUAN_TASKS=str(path)).out
    assert shown == (["1"] if shell == "bash" else ["1\t`touch 坏`^[[31m[red]$(x)"])
    offered = ask("anquan list --unit ", shell, ANQUAN_TASKS=str(path)).out
    assert "县林业局" in [row.partition("\t")[0] for row in offered]
    assert [row for row in offered if "$" in row] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize(
    "env",
    [
        {"ANQUAN_TASKS": "/没有/这个/文件"},
        {"ANQUAN_TASKS": __file__},
        {"ANQUAN_TASKS": "."},
        {"ANQUAN_HOME": "\x7f"},
        {"COMP_CWORD": "x", "_TYPER_COMPLETE_ARGS": "anquan '未完", "ANQUAN_TASKS": "/"},
    ],
)
def test_any_fault_is_silent(shell: str, env: dict[str, str]) -> None:
    said = ask("anquan mark ", shell, **env)
    assert (said.code, said.err) == (0, "")
    assert not any("错误" in row or "Error" in row for row in said.out)


@pytest.mark.parametrize(
    "env", [{"ANQUAN_TASKS": "/没有"}, {"ANQUAN_UNIT": "没有的局"}, {"ANQUAN_TODAY": "昨天"}]
)
def test_what_needs_no_list_is_completed_without_one(env: dict[str, str]) -> None:
    assert ask("anquan list --status d", **env).out == ["doing", "done"]
    assert ask("anquan ma", **env).out == ["mark"]
    assert ask("anquan mark 12 do", **env).out == ["doing", "done"]


@pytest.mark.parametrize("asked", ["complete_tcsh", "胡说"])
def test_a_variable_that_no_script_of_ours_sets_is_told_and_nothing_is_done(asked: str) -> None:
    said = ask("anquan mark ", _ANQUAN_COMPLETE=asked)
    assert (said.code, said.out) == (2, [])
    assert asked in said.err and "没有执行命令" in said.err


def test_completing_records_and_writes_nothing(workspace: Path) -> None:
    ask("anquan mark 12 done")
    ask("anquan undo ")
    assert list((workspace / "home").iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_the_script_asks_this_program_under_its_own_name(run: Run, shell: str) -> None:
    ran = run("completion", shell)
    word = "powershell" if shell == "pwsh" else shell
    assert (ran.code, ran.err) == (0, "")
    assert "_ANQUAN_COMPLETE" in ran.out and f"complete_{word}" in ran.out and "eval" not in ran.out


def test_a_shell_without_a_script_is_met_with_those_that_have_one(run: Run) -> None:
    ran = run("completion", "tcsh")
    assert ran.code == 2
    assert "没有终端程序“tcsh”" in ran.err and "bash、zsh、fish、powershell" in ran.err


def test_the_shell_in_use_is_detected(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import shellingham

    monkeypatch.setattr(shellingham, "detect_shell", lambda: ("fish", "/usr/bin/fish"))
    assert run("completion").out == run("completion", "fish").out

    def fails() -> None:
        raise shellingham.ShellDetectionFailure

    monkeypatch.setattr(shellingham, "detect_shell", fails)
    ran = run("completion")
    assert (ran.code, "认不出" in ran.err) == (2, True)


def session(shell: str, script: str, tmp_path: Path) -> list[str]:
    """What a real shell says, with our script read in and `anquan` this program."""
    if shutil.which(shell) is None or sys.platform == "win32":
        pytest.skip(f"no {shell} here")
    program = tmp_path / "bin" / "anquan"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m anquan_cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    plain = {"bash": "--norc", "zsh": "-f", "fish": "--no-config"}[shell]
    ran = subprocess.run(
        [shell, plain, "-c", script], env=os.environ | {"PATH": path, "HOME": str(tmp_path)},
        capture_output=True, encoding="utf-8", timeout=300, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert ran.stderr == ""
    return ran.stdout.splitlines()


BASH = """\
eval "$(anquan completion bash)"
compopt() { echo "compopt $*"; }
told() { COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _anquan anquan; printf '%s|' "${COMPREPLY[@]:0:2}"; echo; }
COMP_TYPE=9
COMP_WORDS=(anquan mark 12 --unit 应急); told
COMP_WORDS=(anquan list --unit = 应急); told
COMP_WORDS=(anquan show 1); told
COMP_TYPE=63; told
COMP_WORDS=(anquan list --unit yj); told; echo "[${COMPREPLY[-1]}]"
COMP_WORDS=(anquan --home ""); told
COMP_WORDS=(anquan show 99); told
ANQUAN_TASKS=/没有; export ANQUAN_TASKS
COMP_WORDS=(anquan show ""); told
"""


@pytest.mark.process
def test_a_real_bash_completes_with_the_script(tmp_path: Path) -> None:
    """Titles stand beside the ids where bash lists them (63), and never get into the line (9)."""
    assert session("bash", BASH, tmp_path) == [
        "县应急管理局|",
        "县应急管理局|",
        "1|10|",
        "1  坚定树牢安全发展理念|10  持续建设完善工作机制|",
        "县应急管理局  应急局、应急管理局|冶金工贸安全专业委员会办公室  工贸专委办、冶金工贸专委办、冶金工贸安全专委办…|",
        "[ ]",  # or bash would put what they have in common in place of `yj`
        "compopt -o default",
        "|",
        "|",
        "|",
    ]


ZSH = """\
functions[compdef]=true
eval "$(anquan completion zsh)"
typeset -A compstate
compadd() { print -r -- "${@[1,-2]}"; print -r -- "${(j:|:)shown[1,2]}" }
_files() { print files }
compset() { print "compset $*" }
told() { CURRENT=$#words PREFIX=$words[-1]; compstate=(); _anquan || print "nothing"; print "[$compstate[insert]]" }
words=(anquan show 1); told
words=(anquan list --unit yj); told
words=(anquan show 99); told
words=(anquan --home=a); told
"""


@pytest.mark.process
def test_a_real_zsh_completes_with_the_script(tmp_path: Path) -> None:
    unsorted = "-U -V anquan -l -d shown -a"
    assert session("zsh", ZSH, tmp_path) == [
        unsorted,
        "1  坚定树牢安全发展理念|10  持续建设完善工作机制",
        "[]",
        unsorted,
        "县应急管理局  应急局、应急管理局|冶金工贸安全专业委员会办公室  工贸专委办、冶金工贸专委办、冶金工贸安全专委办…",
        "[menu]",
        "nothing",
        "[]",
        "compset -P --*=",
        "files",
        "[]",
    ]


FISH = """\
anquan completion fish | source
complete -C 'anquan show 1' | head -2
complete -C 'anquan list --category ' | head -2
complete -C 'anquan list --unit=县应'
complete -C 'anquan show READ'
complete -C 'anquan check READ'
"""


@pytest.mark.process
def test_a_real_fish_completes_with_the_script(tmp_path: Path) -> None:
    assert session("fish", FISH, tmp_path) == [
        "1\t坚定树牢安全发展理念",
        "10\t持续建设完善工作机制",
        "一\t提升安全意识",
        "二\t严格落实安全责任",
        "--unit=县应急管理局\t应急局、应急管理局",
        "README.md",
    ]


def test_powershell_shows_titles_keeps_the_order_and_offers_no_file_names(run: Run) -> None:
    """No PowerShell is at hand: what its script has to say is looked at. `''` is what keeps file names away."""
    script = run("completion", "powershell").out
    assert "if ($found.Count -eq 0) { return '' }" in script
    assert "CompletionResult]::new($value, \"$value  $help\", 'ParameterValue', $help)" in script
    assert "Where-Object { $_ -ne '*' }" in script and "Sort" not in script
