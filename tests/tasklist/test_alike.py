"""Names that may be one unit's, among many."""

from __future__ import annotations

import pytest

from anquan_cli.tasklist import alike
from anquan_cli.tasklist.alike import pairs_alike


def test_a_name_is_paired_with_the_one_before_it_and_a_number_with_no_other() -> None:
    names = ["县应急管理局", "县第1小学", "安委办", "县第12小学", "县应急局", "县安全生产委员会办公室"]
    assert [*pairs_alike(names)] == [("县应急局", "县应急管理局"), ("县安全生产委员会办公室", "安委办")]


def test_a_level_may_be_the_end_of_a_whole_county_s_name() -> None:
    names = ["县应急局", "市应急局", "交城县应急管理局", "吕梁市应急管理局", "文水县应急管理局"]
    assert [*pairs_alike(names)] == [
        ("交城县应急管理局", "县应急局"),
        ("吕梁市应急管理局", "市应急局"),
        ("文水县应急管理局", "县应急局"),
    ]


def test_of_many_names_those_alone_are_compared_that_could_be_one_unit_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each with each of two thousand would take a minute."""
    compared = list[tuple[str, str]]()
    monkeypatch.setattr(alike, "may_be_one", lambda *two: compared.append(two))
    assert [*pairs_alike([f"县第{n}小学" for n in range(1, 2001)] + ["县应急局", "县应急管理局"])] == []
    assert {*compared} == {("县应急局", "县应急管理局")}
