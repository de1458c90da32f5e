"""Lists that lie on their side: the labels down the left, a task in every column."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from anquan_cli.errors import DataError
from tests.exchange.list_import.blocks import Given, document, imported, rows, table

pytestmark = pytest.mark.elsewhere

TITLE = "清河县2026年安全生产重点任务清单"
ALL = "全部任务"
NUMBERS = ["序号", "1", "2", "3"]
TASKS = ["重点任务", "燃气整治", "消防整治", "危房排查"]
UNITS = ["责任单位", "县城管局", "县消防大队", "县住建局"]
DATES = ["完成时限", "6月底前", "9月底前", "全年"]
THREE = [
    (ALL, "燃气整治", "县城管局", "6月底前", ""),
    (ALL, "消防整治", "县消防大队", "9月底前", ""),
    (ALL, "危房排查", "县住建局", "全年", ""),
]
STEPS = ["工作措施", "更换软管。", "打通通道。", "逐户排查。"]
WITH_STEPS = [(*row[:4], text) for row, text in zip(THREE, STEPS[1:], strict=True)]

# name → the table, and category, title, units, deadline, content of its rows
CASES: dict[str, tuple[list[Sequence[Given]], list[tuple[str, str, str, str, str]]]] = {
    "with numbers": ([NUMBERS, TASKS, UNITS, DATES], THREE),
    "without numbers": ([TASKS, UNITS, DATES], THREE),
    "with measures": ([NUMBERS, TASKS, STEPS, UNITS, DATES], WITH_STEPS),
    "two tasks": ([row[:3] for row in (TASKS, UNITS, DATES)], THREE[:2]),
    "a title across": ([[(TITLE, 1, 4)], NUMBERS, TASKS, UNITS, DATES], THREE),
    "a note below": ([NUMBERS, TASKS, UNITS, DATES, [("注：每月25日前报送进展。", 1, 4)]], THREE),
    "a date for all": (
        [NUMBERS, TASKS, UNITS, ["完成时限", ("12月底前", 1, 3)]],
        [(*row[:3], "12月底前", "") for row in THREE],
    ),
    "a category over two": (
        [["类别", ("整治", 1, 2), "排查"], NUMBERS, TASKS, UNITS, DATES],
        [("整治", *THREE[0][1:]), ("整治", *THREE[1][1:]), ("排查", *THREE[2][1:])],
    ),
    "two columns of labels": (
        [
            [("基本情况", 2, 1), "重点任务", *TASKS[1:]],
            ["工作措施", *STEPS[1:]],
            [("责任", 2, 1), *UNITS],
            DATES,
        ],
        WITH_STEPS,
    ),
    "one below the other": (
        [
            NUMBERS[:3], TASKS[:3], UNITS[:3], DATES[:3],
            ["序号", "3", "4"], ["重点任务", "危房排查", "森林防火"], ["责任单位", "县住建局", "县林业局"],
            ["完成时限", "全年", "5月底前"],
        ],
        [*THREE, (ALL, "森林防火", "县林业局", "5月底前", "")],
    ),
    "headings between": (
        [
            [("一、整治", 1, 3)], NUMBERS[:3], TASKS[:3], UNITS[:3], DATES[:3],
            [("二、防火", 1, 3)], ["序号", "3", "4"], ["重点任务", "护林", "巡山"],
            ["责任单位", "县林业局", "县公安局"], ["完成时限", "全年", "5月底前"],
        ],
        [
            ("整治", *THREE[0][1:]),
            ("整治", *THREE[1][1:]),
            ("防火", "护林", "县林业局", "全年", ""),
            ("防火", "巡山", "县公安局", "5月底前", ""),
        ],
    ),
    "an empty cell": ([NUMBERS, TASKS, ["责任单位", "县城管局", "", "县住建局"], DATES], [THREE[0], (ALL, "消防整治", "", "9月底前", ""), THREE[2]]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_column_is_a_task(name: str) -> None:
    given, expected = CASES[name]
    found = imported(document(TITLE, table(given)))
    assert [(r.category, r.title, r.units, r.deadline, r.content) for r in rows(found)] == expected
    assert [o.why for o in found.omissions] == (["注释"] if "note" in name else [])
    empty = ["责任单位空着"] if "empty" in name else []
    assert [d.what for d in found.doubts] == empty


def test_a_place_is_a_column() -> None:
    found = imported(document(TITLE, table(CASES["with numbers"][0])))
    assert dict(found.places) == {"1": "表1第2列", "2": "表1第3列", "3": "表1第4列"}


def test_cards_stay_cards() -> None:
    card: list[Sequence[Given]] = [
        ["重点任务", ("燃气整治", 1, 3)],
        ["责任单位", "县城管局", "完成时限", "6月底前"],
        ["重点任务", ("消防整治", 1, 3)],
        ["责任单位", "县消防大队", "完成时限", "9月底前"],
    ]
    found = imported(document(TITLE, table(card)))
    assert [(r.title, r.units) for r in rows(found)] == [("燃气整治", "县城管局"), ("消防整治", "县消防大队")]


def test_values_that_no_label_stands_beside_are_no_card() -> None:
    """A task cut in two: whichever was taken, the other would be lost."""
    given = table(
        [["重点任务", "燃气整治", "消防整治"], ["责任单位", "县城管局", "县公安局"], ["甲", "乙", "完成时限"]]
    )
    with pytest.raises(DataError, match="没有找到任务清单"):
        imported(document(TITLE, given))
