"""On a real terminal: colour where it is wanted, no escape sequence where it is not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.terminals import on_terminal, pty

pytestmark = [pytest.mark.process, pytest.mark.elsewhere]


def shown(*argv: str, **environment: str) -> str:
    """What the program writes to a terminal of 80 columns."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    given = {**inherited, "TERM": "xterm-256color", "COLUMNS": "80", **environment}
    return on_terminal([sys.executable, "-m", "anquan_cli", *argv], given).text


@pytest.mark.parametrize("argv", [("list",), ("status",), ("due", "--month", "6"), ("show", "12")])
def test_colour_is_there_unless_it_is_not_wanted(argv: tuple[str, ...]) -> None:
    assert "\x1b[" in shown(*argv)
    assert "\x1b" not in shown(*argv, NO_COLOR="1")


def test_of_all_that_may_be_said_of_colour_the_option_counts_first() -> None:
    assert "\x1b" not in shown("list", TERM="dumb")
    assert "\x1b" not in shown("list", CLICOLOR="0", FORCE_COLOR="1")
    assert "\x1b" not in shown("list", "--color", "never")
    assert "\x1b[" in shown("list", "--color", "always", NO_COLOR="1")


def test_the_table_is_the_same_with_and_without_colour() -> None:
    plain = shown("list", NO_COLOR="1").replace("\r\n", "\n")
    assert plain.splitlines()[0].split() == ["编号", "任务", "责任单位", "完成时限", "状态", "进度", "亮灯"]
    assert "● 绿" in plain


def test_a_slow_command_shows_a_bar_that_is_gone_before_the_answer() -> None:
    program = (
        "import sys, time; from anquan_cli.cli import main, spinner; "
        "start = spinner.start; spinner.start = lambda: (start(0.05), time.sleep(0.6)); "
        "sys.exit(main(['list']))"
    )
    master, slave = pty.openpty()
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=slave, check=True)
    os.close(slave)
    told = os.read(master, 65536).decode()
    os.close(master)
    assert "正在处理" in told
    assert len(ran.stdout.decode().splitlines()) == 27


@pytest.mark.parametrize("verb", ["status", "sectors"])
def test_a_table_is_the_same_in_every_code_page(verb: str) -> None:
    """Lines, bars and marks are in GBK too."""
    shown = [
        subprocess.run(
            [sys.executable, "-m", "anquan_cli", verb, "--table"],
            env={**os.environ, "PYTHONIOENCODING": code_page, "COLUMNS": "80"},
            capture_output=True,
            check=True,
        ).stdout.decode(code_page)
        for code_page in ("utf-8", "gbk")
    ]
    assert shown[0] == shown[1] and "──" in shown[0] and "·" in shown[0]
