"""Patterns of groups: what is accepted, and why anything else is not."""

from __future__ import annotations

import pytest

from anquan_cli.tasklist.pattern import problem


@pytest.mark.parametrize("pattern", ["(乡|镇)(人民政府)?$", "^[^县]*局$", "县.{2,4}局", "乡" * 200])
def test_what_names_are_told_by_is_accepted(pattern: str) -> None:
    assert problem(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("乡" * 201, "超过200个字"),
        (r"(乡)\1", r"看不懂从“\1”起的写法"),
        ("(?=乡)", "只有单个字后面可以写"),
        ("(乡|镇)+", "只有单个字后面可以写 * + {}，括号后面只可以写 ?"),
        ("乡*镇*村*", "重复的写法过多"),
        ("乡?" * 13, "重复的写法过多"),
        ("[乡--镇]", "方括号里不能写 -- && || ~~"),
        ("(乡", "括号没有配对，或写法不完整"),
    ],
)
def test_what_could_match_for_ever_or_not_at_all_is_refused(pattern: str, why: str) -> None:
    assert problem(pattern).startswith(why)
