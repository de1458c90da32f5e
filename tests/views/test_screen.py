"""What a terminal shows: fitted to the width, typeset by the rules, nothing of the list missing."""

from __future__ import annotations

import re

import pytest

from anquan_cli.text_width import cells, wrap
from tests.conftest import Run

SCREENS = [
    ("list",), ("list", "--unit", "应急局"), ("list", "--sector", "矿山"), ("list", "--measures"),
    ("due", "--all", "--before", "2025-12-31"), ("show", "2"), ("show", "11"), ("show", "6"), ("log",),
    ("status",), ("units",), ("sectors",), ("summary",), ("--help",), ("mark", "--help"),
]  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("argv", SCREENS, ids=" ".join)
def test_every_line_fits_and_none_begins_with_closing_punctuation(
    run: Run, argv: tuple[str, ...], width: int
) -> None:
    run("mark", "9", "13", "doing", "--percent", "40", "--note", "已部署，并开展检查。", today="2025-03-01")
    run("mark", "6", "done", "--unit", "应急局", today="2025-07-03")
    ran = run(*argv, width=width, today="2025-07-05")
    assert ran.code == 0, ran.err
    for line in ran.out.splitlines():
        if not line.startswith("  anquan "):  # an example is to be copied whole
            assert cells(line) <= width, line
        assert not re.match(r"\s*[，。、；：！？）】》]", line), line


@pytest.mark.parametrize("width", [1, 2, 5, 17, 59, 61])
@pytest.mark.parametrize("argv", SCREENS, ids=" ".join)
def test_no_width_crashes(run: Run, argv: tuple[str, ...], width: int) -> None:
    assert run(*argv, width=width).code == 0


def test_a_wide_terminal_has_a_table_and_a_narrow_one_a_list(run: Run) -> None:
    wide, narrow = run("list", width=120).out.splitlines(), run("list", width=40).out.splitlines()
    assert wide[0].split() == ["编号", "任务", "责任单位", "完成时限", "状态", "进度", "亮灯"]
    assert narrow[0] == "1 坚定树牢安全发展理念"


def test_a_narrow_terminal_too_says_how_much_of_an_item_is_a_sectors(run: Run) -> None:
    """矿山 is 煤矿 and 非煤矿山: two parts of task 11, and of task 14 the measures 14.1 to 14.3 and 14.12."""
    lines = run("list", "--sector", "矿山", width=40).out.splitlines()
    assert "时限：全年 · 要点：本项" in lines[2]
    at = next(i for i, line in enumerate(lines) if line.startswith("14 "))
    assert "时限：12月底前 · 要点：4条" in lines[at + 2]
    assert "要点：" not in run("list", width=40).out
    assert "  分项11.2，涉及任务7" in run("sectors", width=40).out.splitlines()


def test_columns_are_straight_with_chinese(run: Run) -> None:
    lines = run("list", width=120).out.splitlines()
    at = cells(lines[0][: lines[0].index("状态")])
    rows = [line for line in lines if re.match(r"\d", line)]
    assert len(rows) == 27
    for line in rows:
        before = ""
        while cells(before) < at:
            before = line[: len(before) + 1]
        assert line[len(before) :].startswith("未启动"), line


def test_the_light_stands_as_a_word_beside_its_colour(run: Run) -> None:
    out = run("list", width=120, today="2025-04-01").out
    assert "● 红" in out and "● 绿" in out and "● 蓝" in out


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("持续推进，落实", 8, ["持续推", "进，落实"]),
        ("开展“五个一”行动", 8, ["开展“五", "个一”行", "动"]),
        ("第一行\n第二行", 20, ["第一行", "第二行"]),
        ("abc def", 4, ["abc", "def"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("", 4, [""]),
    ],
)
def test_lines_break_by_the_rules_of_chinese(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_the_bulletins_bars_and_mark_fit_a_narrow_terminal(run: Run) -> None:
    """At 40 columns a category's line is whole; in December the mark stands left of its arrow."""
    said = run("summary", width=40, today="2025-06-20").out.splitlines()
    assert "二 严格落实安全责任      □□□□□□□  0.0%" in said
    assert "      ▲ 截至6月20日" in [line[30:] for line in said] or any(
        "▲ 截至6月20日" in line for line in said
    )
    late = run("summary", width=80, today="2025-12-30").out.splitlines()
    assert " " * 59 + "截至12月30日 ▲" in late


def test_the_bulletin_says_what_its_months_count(run: Run) -> None:
    """1/2 under a month explains itself to nobody; the words are those of `status`."""
    for verb in ("summary", "status"):
        said = run(verb, width=80, today="2025-06-20").out
        assert "全年节点（已办结/到期）" in said.partition("月份  1月")[0]
