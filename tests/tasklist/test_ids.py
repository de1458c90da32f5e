"""Ids as people type them, in a list with gaps, parts and measures."""

from __future__ import annotations

import pytest

from anquan_cli.errors import UsageError
from anquan_cli.tasklist import ids
from tests.book import plan_of

PLAN = plan_of(
    """\
- {number: 3, title: 甲, units: 县水利局, deadline: 全年, measures: [一, 二, 三]}
- {number: 5, title: 乙, units: 县水利局, deadline: 全年}
- number: 11
  title: 丙
  units: 县水利局
  deadline: 全年
  parts: [{sector: 煤矿}, {sector: 危化}]
- {number: 12, title: 丁, units: 县水利局, deadline: 全年}
- number: 13
  title: 戊
  units: 县水利局
  deadline: 全年
  parts: [{title: 煤矿}, {title: 水库, sector: 水旱}, {title: 桥}, {title: 桥}]
"""
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["12", "3"], ["12", "3"]),  # in the order given
        (["12", "12"], ["12"]),
        (["１２"], ["12"]),
        (["第12项"], ["12"]),
        (["3-11"], ["3", "5", "11"]),  # there is no 4
        (["3.1-3.3"], ["3.1", "3.2", "3.3"]),
        (["11.煤矿"], ["11.1"]),
        (["13.煤矿", "13.水库", "13.水旱"], ["13.1", "13.2"]),
        (["3、5，12"], ["3", "5", "12"]),
        (["第3项 要点2", "第3项要点二", "第三项 要点 3"], ["3.2", "3.3"]),  # as `check` and faults say it
        (["第11项 分项2", "第 11.1 项"], ["11.2", "11.1"]),
        (["（三）", "（5）", "③", "任务12", "序号 11", "No.3", "№5"], ["3", "5", "12", "11"]),
    ],
)
def test_what_words_stand_for(words: list[str], found: list[str]) -> None:
    assert ids.find(PLAN, words) == found


@pytest.mark.parametrize(
    "word", ["", " ", "、", "4", "012", "3-", "3-4", "3.1-5", "12-3", "11.教育", "3.9", "-5"]
)
def test_what_names_nothing_is_refused(word: str) -> None:
    with pytest.raises(UsageError):
        ids.find(PLAN, ["3", word])


def test_a_name_of_two_parts_is_met_with_both() -> None:
    with pytest.raises(UsageError, match=r"“13.桥”可以指 13.3（桥）、13.4（桥）"):
        ids.find_one(PLAN, "13.桥")


def test_a_letter_that_looks_like_a_figure_is_met_with_that_id() -> None:
    with pytest.raises(UsageError) as error:
        ids.find_one(PLAN, "l2")
    assert error.value.hint.startswith("最接近的是 12")


def test_a_list_of_one_task_has_no_range_of_ids() -> None:
    only = plan_of("- {number: 3, title: 甲, units: 县水利局, deadline: 全年}\n")
    with pytest.raises(UsageError) as error:
        ids.find_one(only, "甲乙")
    assert error.value.hint.startswith("清单只有第3项")
