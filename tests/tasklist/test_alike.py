"""Names that may be one unit's, among many."""

from __future__ import annotations

from anquan_cli.tasklist.alike import pairs_alike


def test_a_name_is_paired_with_the_one_before_it_and_a_number_with_no_other() -> None:
    names = ["县应急管理局", "县第1小学", "安委办", "县第12小学", "县应急局", "县安全生产委员会办公室"]
    assert [*pairs_alike(names)] == [("县应急局", "县应急管理局"), ("县安全生产委员会办公室", "安委办")]
