"""Lines of labels within the items of running text: whose they are, where they end, and that nothing of them is lost."""

from __future__ import annotations

import pytest

from anquan_cli.exchange.list_import.listing import Imported
from tests.exchange.list_import.blocks import document, imported, table

TITLE = "某县2026年安全生产重点工作任务清单"
LAST = ("2.防汛", "责任单位：县水利局", "完成时限：5月底前")  # an item in whose labels nothing is odd
ODD = "时限写了“{}”“{}”，用了前一个，其余记在备注里"


def read(*lines: str) -> Imported:
    return imported(document(TITLE, *lines, *LAST))


def first(found: Imported) -> tuple[str, str, str, str, list[str]]:
    """Who, by when, leader, remark and measures of the first row."""
    row = found.plan.rows[0]
    return row.units.text, row.deadline.text, row.leader, row.remark, [m.text for m in row.measures]


@pytest.mark.parametrize(
    ("lines", "due", "remark", "asked"),
    [
        (
            ["责任单位：县住建局", "时间安排：3月至10月", "完成时限：10月底前"],
            "10月底前",
            "时间安排：3月至10月",
            ("完成时限：10月底前", "时间安排：3月至10月"),
        ),
        (
            ["时间节点：3月部署，6月排查", "责任单位：县住建局", "截止时间：10月底前"],
            "10月底前",
            "时间节点：3月部署，6月排查",
            ("截止时间：10月底前", "时间节点：3月部署，6月排查"),
        ),
        (
            ["责任单位：县住建局", "完成时限：6月底前", "完成时限：10月底前"],
            "6月底前",
            "完成时限：10月底前",
            ("完成时限：6月底前", "完成时限：10月底前"),
        ),
        (
            ["（责任单位：县住建局；进度安排：3月至10月；完成时限：10月底前）"],
            "10月底前",
            "进度安排：3月至10月",
            ("完成时限：10月底前", "进度安排：3月至10月"),
        ),
        (
            ["排查。（完成时限：3月底前）", "责任单位：县住建局", "完成时限：10月底前"],
            "3月底前",
            "完成时限：10月底前",
            ("完成时限：3月底前", "完成时限：10月底前"),
        ),
        (["责任单位：县住建局", "时间安排：6月底前", "完成时限：6月底前"], "6月底前", "", ()),
        (["责任单位：县住建局", "时间安排：/", "完成时限：6月底前"], "6月底前", "", ()),
    ],
)
def test_a_second_time_is_kept_and_asked_about(
    lines: list[str], due: str, remark: str, asked: tuple[str, ...]
) -> None:
    found = read("1.燃气", *lines)
    assert first(found)[:4] == ("县住建局", due, "", remark)
    assert [d.what for d in found.doubts] == ([ODD.format(*asked)] if asked else [])


def test_cards_choose_the_time_that_a_table_chooses() -> None:
    card = [
        ["任务名称", "燃气"],
        ["责任单位", "县住建局"],
        ["时间安排", "3月至10月"],
        ["完成时限", "10月底前"],
    ]
    found = imported(document(TITLE, table(card)))
    assert first(found)[:4] == ("县住建局", "10月底前", "", "时间安排：3月至10月")
    assert [d.what for d in found.doubts] == [ODD.format("完成时限：10月底前", "时间安排：3月至10月")]
