"""Pages of a PDF that cut a table in a row: the repeated header glued to it, or its first words above the number."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from anquan_cli.exchange.blocks import Paragraph
from tests.exchange.list_import.blocks import Given, document, imported, rows, table

TITLE = "清河县2026年安全生产重点任务清单"
H = ["序号", "重点任务", "工作措施", "责任单位", "完成时限"]
ONE = ["1", "燃气整治", "排查瓶装气。", "县城管局", "6月底前"]
TWO = ["2", "消防整治", "打通生命通道。", "县消防大队", "9月底前"]
THREE = ["3", "危房排查", "逐户排查，建立清单。", "县住建局、县自然资源局", "全年"]
FOUR = ["4", "护林防火", "巡山。", "县林业局", "5月底前"]
BLANK = [""] * 5
GLUED = [f"{head}\n{text}" for head, text in zip(H, THREE, strict=True)]
EVERY = [ONE, TWO, THREE, FOUR]
Page = list[Sequence[Given]]

# name → the pages, and what the rows are
CASES: dict[str, tuple[Page, Page, list[list[str]]]] = {
    "a header, and nothing of the row": ([H, ONE, TWO, H, BLANK], [GLUED, FOUR], EVERY),
    "a header, and a part of the row": (
        [H, ONE, TWO, H, ["", "", "逐户排查", "", ""]],
        [
            [
                "序号3",
                "重点任务\n危房排查",
                "工作措施\n，建立清单。",
                "责任单位\n县住建局、县自然资源局",
                "完成时限全年",
            ],
            FOUR,
        ],
        EVERY,
    ),
    "no header at the end": ([H, ONE, TWO], [GLUED, FOUR], EVERY),
    "blanks in the header's words": (
        [H, ONE, TWO],
        [["序 号 3", "重点\n任务\n危房排查", *GLUED[2:]], FOUR],
        EVERY,
    ),
    "an empty cell": (
        [H, ONE, TWO],
        [[*GLUED[:2], "工作措施", *GLUED[3:]], FOUR],
        [ONE, TWO, [*THREE[:2], "", *THREE[3:]], FOUR],
    ),
    "the number stands on the next page, below the header": (
        [H, ONE, TWO, ["", "", "逐户排查，", "", ""]],
        [H, [*THREE[:2], "建立清单。", *THREE[3:]], FOUR],
        EVERY,
    ),
    "the number stands on the next page, without a header": (
        [H, ONE, TWO, ["", "", "逐户排查，", "", ""]],
        [[*THREE[:2], "建立清单。", *THREE[3:]], FOUR],
        EVERY,
    ),
    "several cells are torn": (
        [H, ONE, TWO, ["", "危房", "逐户排查", "县住建局、", ""]],
        [H, ["3", "排查", "，建立清单。", "县自然资源局", "全年"], FOUR],
        EVERY,
    ),
    "a further line of the task above": (
        [H, ONE, TWO, ["", "", "清理占道。", "", ""]],
        [H, THREE, FOUR],
        [ONE, [*TWO[:2], "打通生命通道。清理占道。", *TWO[3:]], THREE, FOUR],
    ),
    "the rest of the task above": (
        [H, ONE, [*TWO[:2], "打通", *TWO[3:]]],
        [H, ["", "", "生命通道。", "", ""], THREE, FOUR],
        EVERY,
    ),
    "a task whose words begin as the header does": (
        [H, ONE, TWO],
        [["3", "重点任务督查", "工作措施不实的通报。", "县安委办", "全年"], FOUR],
        [ONE, TWO, ["3", "重点任务督查", "工作措施不实的通报。", "县安委办", "全年"], FOUR],
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("line", ["", "清河县安委办文件"])
def test_every_row_is_whole(name: str, line: str) -> None:
    first, second, expected = CASES[name]
    pages = [table(first, "第1页表1"), table(second, "第2页表1")]
    above = [[Paragraph(line, 0, f"第{n}页")] * bool(line) for n in (1, 2)]
    made = document(*above[0], TITLE, pages[0], *above[1], pages[1], kind="pdf")
    found = imported(made)
    assert [[r.id, r.title, "".join(r.content.split()), r.units, r.deadline] for r in rows(found)] == expected
    assert not found.doubts
    assert {o.text for o in found.omissions} <= {line}
