"""Numbers of two levels (1, 1.1, 2, 2.1): what has others below it is their heading, and a task where somebody does it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.exchange.list_import.blocks import Given, document, imported, rows, table

pytestmark = pytest.mark.elsewhere

TITLE = "清河县2026年安全生产重点任务清单"
FOUR = ["序号", "重点任务", "责任单位", "完成时限"]
GAS, FIRE, ALL = "燃气安全整治", "消防安全整治", "全部任务"
ONE = [["1", GAS, "", ""], ["1.1", "瓶装气整治", "县城管局", "6月底前"]]
TWO = [["2", FIRE, "县消防大队", "全年"], ["2.1", "生命通道", "县公安局", "8月底前"]]

# name → the table, and category, title, units of its rows
CASES: dict[str, tuple[list[Sequence[Given]], list[tuple[str, str, str]]]] = {
    "units of its own": (
        [FOUR, *ONE, *TWO],
        [
            (GAS, "瓶装气整治", "县城管局"),
            (FIRE, FIRE, "县消防大队"),
            (FIRE, "生命通道", "县公安局"),
        ],
    ),
    "units of its own between two without": (
        [FOUR, *ONE, *TWO, ["3", "矿山安全", "", ""], ["3.1", "外包队伍", "县能源局", "全年"]],
        [
            (GAS, "瓶装气整治", "县城管局"),
            (FIRE, FIRE, "县消防大队"),
            (FIRE, "生命通道", "县公安局"),
            ("矿山安全", "外包队伍", "县能源局"),
        ],
    ),
    "none below it": (
        [
            FOUR,
            *ONE,
            ["2", FIRE, "县消防大队", "全年"],
            ["3", "矿山安全", "", ""],
            ["3.1", "外包", "县能源局", "全年"],
        ],
        [
            (GAS, "瓶装气整治", "县城管局"),
            (ALL, FIRE, "县消防大队"),
            ("矿山安全", "外包", "县能源局"),
        ],
    ),
    "units everywhere": (
        [FOUR, ["1", GAS, "县住建局", "全年"], ONE[1], *TWO],
        [
            (GAS, GAS, "县住建局"),
            (GAS, "瓶装气整治", "县城管局"),
            (FIRE, FIRE, "县消防大队"),
            (FIRE, "生命通道", "县公安局"),
        ],
    ),
    "below headings across the table": (
        [
            FOUR,
            [("一、重点整治", 1, 4)],
            *ONE,
            *TWO,
            [("二、基础工作", 1, 4)],
            ["3", "应急演练", "县应急局", "9月底前"],
        ],
        [
            ("重点整治", "瓶装气整治", "县城管局"),
            ("重点整治", FIRE, "县消防大队"),
            ("重点整治", "生命通道", "县公安局"),
            ("基础工作", "应急演练", "县应急局"),
        ],
    ),
    "three levels": (
        [
            FOUR,
            ["1", GAS, "", ""],
            ["1.1", "瓶装气整治", "", ""],
            ["1.1.1", "更换软管", "县城管局", "6月底前"],
            ["1.2", "管道气整治", "县住建局", "9月底前"],
            ["2", FIRE, "", ""],
            ["2.1", "生命通道", "县公安局", "8月底前"],
        ],
        [
            (GAS, "更换软管", "县城管局"),
            (GAS, "管道气整治", "县住建局"),
            (FIRE, "生命通道", "县公安局"),
        ],
    ),
    "numbers in the titles": (
        [
            FOUR[1:],
            ["1.燃气安全整治", "", ""],
            ["1.1 瓶装气整治", "县城管局", "6月底前"],
            ["2.消防安全整治", "县消防大队", "全年"],
            ["2.1 生命通道", "县公安局", "8月底前"],
        ],
        [
            (GAS, "瓶装气整治", "县城管局"),
            (FIRE, FIRE, "县消防大队"),
            (FIRE, "生命通道", "县公安局"),
        ],
    ),
    "dashes": (
        [FOUR, ONE[0], ["1-1", *ONE[1][1:]], TWO[0], ["2-1", *TWO[1][1:]]],
        [
            (GAS, "瓶装气整治", "县城管局"),
            (FIRE, FIRE, "县消防大队"),
            (FIRE, "生命通道", "县公安局"),
        ],
    ),
    "a content, and no units": (
        [
            ["序号", "重点任务", "主要内容", "责任单位", "完成时限"],
            ["1", GAS, "", "", ""],
            ["1.1", "瓶装气整治", "更换软管。", "县城管局", "6月底前"],
            ["2", FIRE, "打通生命通道。", "", ""],
            ["2.1", "生命通道", "清理占道。", "县公安局", "8月底前"],
        ],
        [
            (GAS, "瓶装气整治", "县城管局"),
            (FIRE, FIRE, ""),
            (FIRE, "生命通道", "县公安局"),
        ],
    ),
    "one number alone has others below it": (
        [FOUR, ["1", "应急演练", "县应急局", "9月底前"], *TWO, ["3", "森林防火", "县林业局", "全年"]],
        [
            (ALL, "应急演练", "县应急局"),
            (ALL, "森林防火", "县林业局"),
            (FIRE, FIRE, "县消防大队"),
            (FIRE, "生命通道", "县公安局"),
        ],
    ),
    "numbers that begin again below each heading": (
        [
            FOUR,
            ["1", GAS, "", ""],
            ["1", "瓶装气整治", "县城管局", "6月底前"],
            ["2", "管道气整治", "县住建局", "9月底前"],
            ["2", FIRE, "", ""],
            ["1", "生命通道", "县公安局", "8月底前"],
        ],
        [
            (GAS, "瓶装气整治", "县城管局"),
            (GAS, "管道气整治", "县住建局"),
            (FIRE, "生命通道", "县公安局"),
        ],
    ),
    "a category's column": (
        [
            ["序号", "类别", "重点任务", "责任单位", "完成时限"],
            ["1", "整治", "燃气", "县住建局", "全年"],
            ["1.1", "整治", "瓶装气整治", "县城管局", "6月底前"],
            ["2", "演练", "应急演练", "县应急局", "9月底前"],
        ],
        [
            ("整治", "燃气", "县住建局"),
            ("整治", "瓶装气整治", "县城管局"),
            ("演练", "应急演练", "县应急局"),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_category_title_and_units(name: str) -> None:
    given, expected = CASES[name]
    found = imported(document(TITLE, table(given)))
    assert [(r.category, r.title, r.units) for r in rows(found)] == expected
    assert not found.omissions


@pytest.mark.parametrize(
    ("inserted", "asked"), [("1-1", "文件的第2项编成了第3项（编号改了的共2项）"), ("3-1", "")]
)
def test_a_number_of_the_document_that_another_task_gets_is_asked_about(inserted: str, asked: str) -> None:
    given = [[n, f"任务{n}", "县水利局", "全年"] for n in sorted(["1", "2", "3", inserted])]
    found = imported(document(TITLE, table([FOUR, *given])))
    assert [d.what for d in found.doubts] == [asked] * bool(asked)


def test_the_heading_between_is_the_smaller_group() -> None:
    given = CASES["below headings across the table"][0]
    assert [line.group for line in imported(document(TITLE, table(given))).draft.lines] == [GAS, "", FIRE, ""]
    given = CASES["three levels"][0]
    assert [line.group for line in imported(document(TITLE, table(given))).draft.lines] == [
        "瓶装气整治",
        "",
        "",
    ]


def test_the_next_table_goes_on_with_the_numbers() -> None:
    second = table([FOUR, ["1.2", "管道气", "县住建局", "全年"], *TWO], "表2")
    found = imported(document(TITLE, table([FOUR, *ONE]), "2026年1月", second))
    assert [(r.category, r.title) for r in rows(found)] == [
        (GAS, "瓶装气整治"),
        (GAS, "管道气"),
        (FIRE, FIRE),
        (FIRE, "生命通道"),
    ]


def test_in_running_text() -> None:
    text = [
        TITLE,
        "1.燃气安全整治",
        "1.1瓶装气整治。更换软管。（责任单位：县城管局；完成时限：6月底前）",
        "1.2管道气整治。排查管网。（责任单位：县住建局；完成时限：9月底前）",
        "2.消防安全整治",
        "2.1生命通道。清理占道。（责任单位：县公安局；完成时限：8月底前）",
    ]
    assert [(r.category, r.title, r.units) for r in rows(imported(document(*text)))] == [
        (GAS, "瓶装气整治", "县城管局"),
        (GAS, "管道气整治", "县住建局"),
        (FIRE, "生命通道", "县公安局"),
    ]
