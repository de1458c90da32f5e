"""What a terminal shows: fitted to the width, typeset by the rules, nothing of the list missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anquan_cli import text_width
from anquan_cli.text_width import cells, cut, wrap, wrap_cell
from tests.conftest import Run
from tests.views.once import Once

pytestmark = pytest.mark.elsewhere

SCREENS = [
    ("list",), ("list", "--unit", "应急局"), ("list", "--sector", "矿山"), ("list", "--measures"),
    ("due", "--all", "--before", "2025-12-31"), ("show", "2"), ("show", "11"), ("show", "6"), ("log",),
    ("status",), ("units",), ("sectors",), ("summary",), ("--help",), ("mark", "--help"),
]  # fmt: skip
OTHERS = [argv for argv in SCREENS if argv[0] in ("due", "show", "--help", "mark") or len(argv) > 1]
MARKED = Once(
    ("mark", "9", "13", "doing", "--percent", "40", "--note", "已部署，并开展检查。", "--on", "3月1日"),
    ("mark", "6", "done", "--unit", "应急局"),
    today="2025-07-03",
)


@pytest.mark.many
@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("argv", SCREENS, ids=" ".join)
def test_every_line_fits_and_none_begins_with_closing_punctuation(
    run: Run, workspace: Path, argv: tuple[str, ...], width: int
) -> None:
    MARKED.ledger(run, workspace / "home")
    ran = run(*argv, width=width, today="2025-07-05")
    assert ran.code == 0, ran.err
    for line in ran.out.splitlines():
        if not line.startswith("  anquan "):  # an example is to be copied whole
            assert cells(line) <= width, line
        assert not re.match(r"\s*[，。、；：！？）】》]", line), line


@pytest.mark.many
@pytest.mark.parametrize("width", [1, 5, 17, 59, 61])
@pytest.mark.parametrize("argv", OTHERS, ids=" ".join)
def test_no_width_crashes(run: Run, argv: tuple[str, ...], width: int) -> None:
    """The other screens are tried in every width in `tests/cli/test_environment.py`."""
    assert run(*argv, width=width).code == 0


def test_a_wide_terminal_has_a_table_and_a_narrow_one_a_list(run: Run) -> None:
    wide, narrow = run("list", width=120).out.splitlines(), run("list", width=40).out.splitlines()
    assert wide[0].split() == ["编号", "任务", "责任单位", "完成时限", "状态", "进度", "亮灯"]
    assert narrow[0] == "1 坚定树牢安全发展理念"


@pytest.mark.watched
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
        ("开展“五个一”行动", 8, ["开展“五", "个一”", "行动"]),
        ("第一行\n第二行", 20, ["第一行", "第二行"]),
        ("abc def", 4, ["abc", "def"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("甲乙丙丁 、", 8, ["甲乙丙", "丁 、"]),  # a blank within a line stays
        ("", 4, [""]),
        ("最近登记 6月12日", 14, ["最近登记", "6月12日"]),  # a date is one word
        ("已经逾期12天", 10, ["已经", "逾期12天"]),
        ("平均完成率", 8, ["平均完", "成率"]),  # no character alone
        ("甲乙丙丁", 2, ["甲", "乙", "丙", "丁"]),  # but where the width wants it
    ],
)
def test_lines_break_by_the_rules_of_chinese(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("6月底前/12月底前", 9, ["6月底前/", "12月底前"]),
        ("应急局、消防大队等9家", 18, ["应急局、", "消防大队等9家"]),
        ("深度研判破解重大问题（煤矿）", 26, ["深度研判破解重大问题", "（煤矿）"]),
        ("各乡（镇）人民政府", 12, ["各乡（镇）人", "民政府"]),  # （镇） is no aside
        ("推进中10%：承诺书样式已下发", 22, ["推进中10%：", "承诺书样式已下发"]),
        ("持续强化部门监管责任", 18, ["持续强化部门监管", "责任"]),
        ("第一行\n第二行", 20, ["第一行", "第二行"]),
        ("很长的一段" * 100, 20, ["很长的一段很长的一段"] * 50),
    ],
)
def test_a_column_breaks_where_a_reader_pauses(text: str, width: int, lines: list[str]) -> None:
    assert wrap_cell(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("特设、电梯", 10, "特设、电梯"), ("特设、电梯、锅炉", 11, "特设、电梯…"), ("甲\n乙", 10, "甲 乙")],
)
def test_what_has_one_line_is_cut(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


def test_bars_and_months_fit_a_narrow_terminal(run: Run) -> None:
    """The longest name takes 23 of 40 columns, so that 7 are left for a bar: 171 of 365 days are over (46.8 %)."""
    said = run("summary", width=40, today="2025-06-20").out.splitlines()
    assert "二 严格落实安全责任      ···│···  —" in said
    assert "（│ 为序时进度 46.8%）" in said
    assert "月份  6月▲  7月   8月   9月   10月" in said


@pytest.mark.parametrize(("verb", "said"), [("summary", "截至6月20日"), ("status", "本月")])
def test_months_say_what_they_count(run: Run, verb: str, said: str) -> None:
    """1/2 under a month explains itself to nobody."""
    shown = run(verb, width=80, today="2025-06-20").out.splitlines()
    assert shown[shown.index(f"全年节点（已办结/到期，▲ {said}）") + 1].startswith("月份  1月   2月")


def test_a_long_text_is_measured_as_often_as_it_has_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not each beginning of it anew: 250 notes of 14,000 characters in one item are shown in seconds."""
    measured = 0

    def counted(text: str) -> int:
        nonlocal measured
        measured += len(text)
        return len(text) * 2

    monkeypatch.setattr(text_width, "cells", counted)
    assert text_width.cut("字" * 10_000, 21) == "字" * 10 + "…"
    assert measured < 11_000  # the whole once, then some twenty that are tried
    measured = 0
    assert text_width.wrap("字" * 10_000, 30_000) == ["字" * 10_000]
    assert measured == 10_000


@pytest.mark.watched
def test_a_table_cuts_a_huge_text_before_it_is_measured(run: Run) -> None:
    run("note", "12", "长" * 300_000, today="2025-06-20")
    ran = run("log", "--table", today="2025-06-20")
    assert (
        ran.code == 0
        and ran.out.count("长") == 1000 - len("说明：")
        and "（全文见--json）" in "".join(ran.out.split())
    )
