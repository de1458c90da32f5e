"""Completion through the protocol that each shell really speaks: right, quick, and silent on any fault."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import LEAST, Run


class Said(NamedTuple):
    code: int
    out: list[str]
    err: str


Ask = Callable[..., Said]


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
    ran = subprocess.run(
        [sys.executable, "-m", "anquan_cli"], env=os.environ | asked | env, capture_output=True, timeout=60
    )
    return Said(ran.returncode, ran.stdout.decode().splitlines(), ran.stderr.decode())


STATUSES = ["todo", "doing", "done", "verified", "paused", "na"]


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
        ("anquan list --sort d", ["due"]),
        ("anquan list --sta", ["--status"]),
        ("anquan mark 12 done --un", ["--unit"]),
        ("anquan export --format d", ["docx"]),
        ("anquan ver", ["verify"]),
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
    assert ask(f"anquan show --tasks {path} 7").out == ["77"]
    assert ask(f"anquan --tasks {path} mark 77 done --unit 林业").out == ["县林业局"]


def test_several_units_that_do_not_begin_as_typed_leave_the_word_as_it_is() -> None:
    found = ask("anquan list --unit yj").out
    assert "县应急管理局" in found and len(found) > 2
    assert len({unit[0] for unit in found}) > 1  # or bash would replace `yj` by what they begin with


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


BASH_SESSION = """\
anquan() {{ "{python}" -m anquan_cli "$@"; }}
export -f anquan
eval "$(anquan completion bash)"
COMP_WORDS=(anquan mark 12 --unit 应急) COMP_CWORD=4
_anquan anquan
printf '%s\\n' "${{COMPREPLY[@]}}"
COMP_WORDS=(anquan show "") COMP_CWORD=2 ANQUAN_TASKS=/没有
export ANQUAN_TASKS
_anquan anquan
echo "${{#COMPREPLY[@]}}"
"""


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs bash")
def test_a_real_bash_completes_with_the_script() -> None:
    script = BASH_SESSION.format(python=sys.executable)
    ran = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, encoding="utf-8", timeout=60)
    assert (ran.stdout.splitlines(), ran.stderr) == (["县应急管理局", "0"], "")
