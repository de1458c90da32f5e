"""The pager: what is longer than the terminal goes through $PAGER, and nothing is lost whatever the pager does."""

from __future__ import annotations

import os
import struct
import sys
from functools import cache
from typing import NamedTuple

import pytest

from tests.cli.terminals import on_terminal

pytestmark = pytest.mark.process


class Screen(NamedTuple):
    """What a terminal showed and how the command ended."""

    code: int
    lines: list[str]


PROGRAM = ("-m", "anquan_cli")
SLOW = (
    "-c",
    "import sys, time; from anquan_cli.cli import main, spinner; "
    "start = spinner.start; spinner.start = lambda: (start(0.05), time.sleep(0.6)); "
    "sys.exit(main(sys.argv[1:]))",
)


def shown(
    *argv: str, rows: int = 24, program: tuple[str, ...] = PROGRAM, **environment: str | None
) -> Screen:
    """A command on a terminal of 80 columns; a variable that is None is not set."""
    given = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "LESS": None, **environment}
    code, text = on_terminal(
        [sys.executable, *program, *argv],
        {k: v for k, v in given.items() if v is not None},
        struct.pack("HHHH", rows, 80, 0, 0),
    )
    return Screen(code, text.replace("\r\n", "\n").splitlines())


@cache
def whole() -> list[str]:
    """The list as it is without a pager, of which nothing is another in another workspace."""
    return shown("list", PAGER="cat").lines


def test_what_is_longer_than_the_terminal_goes_through_the_pager() -> None:
    """The heading, its rule, 27 rows of a line or more, the footer."""
    plain = whole()
    assert len(plain) > 30 and plain[-1] == "共21项任务、27个分项，已办结0个，逾期0个。"
    assert shown("list", PAGER="sed 's/^/>/'") == Screen(0, [f">{line}" for line in plain])
    assert shown("list", "--exit-code", PAGER="sed 's/^/>/'").code == 5


@pytest.mark.parametrize(
    ("argv", "rows", "environment"),
    [
        (("list",), 200, {}),  # there is room
        (("list", "--no-pager"), 24, {}),
        (("--no-pager", "list"), 24, {}),
        (("list",), 24, {"PAGER": ""}),
        (("list",), 24, {"TERM": "dumb"}),
        (("list",), 0, {}),  # the terminal does not say how high it is
    ],
)
def test_no_pager_where_there_is_room_or_none_is_wanted(
    argv: tuple[str, ...], rows: int, environment: dict[str, str]
) -> None:
    assert (
        shown(*argv, rows=rows, program=PROGRAM, **{"PAGER": "sed 's/^/>/'"} | environment).lines == whole()
    )


def test_exactly_what_fits_above_the_prompt_needs_no_pager() -> None:
    """`where` has two lines for each of seven settings and one for what is not set: 15, and one for the prompt."""
    pager = "sed 's/^/>/'"
    assert shown("where", rows=16, PAGER=pager).lines[0] == "工作区（$ANQUAN_HOME）"
    assert shown("where", rows=15, PAGER=pager).lines[0] == ">工作区（$ANQUAN_HOME）"


@pytest.mark.parametrize("pager", ["no-such-pager", "exit 1", "cat >/dev/null; exit 3", "/", " ", 'less "'])
def test_a_pager_that_is_missing_or_fails_is_passed_by(pager: str) -> None:
    """The shell may say its own word about it first."""
    ran = shown("list", "--exit-code", PAGER=f"{pager} 2>/dev/null" if pager == "no-such-pager" else pager)
    assert (ran.code, ran.lines[-len(whole()) :]) == (5, whole())


def test_a_pager_that_is_left_early_ends_the_output_and_not_the_verdict() -> None:
    assert shown("list", "--exit-code", PAGER="head -n 1") == Screen(5, whole()[:1])


def test_less_is_told_what_git_tells_it_unless_the_user_has() -> None:
    asked = 'cat >/dev/null; echo "$LESS $LV"'
    assert shown("list", PAGER=asked).lines == ["FRX -c"]
    assert shown("list", PAGER=asked, LESS="S").lines == ["S -c"]


def test_words_beside_the_answer_come_after_the_pager() -> None:
    """Today is outside the list's year, which is said on standard error."""
    lines = shown("list", ANQUAN_TODAY="2026-03-01", PAGER="sed 's/^/>/'").lines
    assert [line.startswith(">") for line in lines] == [True] * (len(lines) - 2) + [False] * 2
    assert lines[-2].startswith("提示：今天（2026-03-01）不在清单年度 2025 年内")


def test_an_answer_to_what_was_recorded_never_waits_in_a_pager() -> None:
    ran = shown("mark", "1-10", "doing", rows=4, PAGER="sed 's/^/>/'")
    assert ran.code == 0 and len(ran.lines) > 4 and not [line for line in ran.lines if line.startswith(">")]


def test_the_bulletin_and_a_json_document_are_paged_too() -> None:
    for argv in (("summary",), ("show", "12", "--json")):
        lines = shown(*argv, rows=4, PAGER="sed 's/^/>/'").lines
        assert lines[0].startswith(">") and (argv[0] == "summary" or lines[0] == ">{")


def test_a_bar_that_moves_meanwhile_is_gone_before_the_pager_comes() -> None:
    lines = shown("list", program=SLOW, NO_COLOR=None, PAGER="sed 's/^/>/'").lines
    assert "正在处理" in lines[0] and len([line for line in lines if line.startswith(">")]) > 30
