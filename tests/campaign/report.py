"""The campaign's result as a table in docs/reliability.md (试验结果表)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.campaign import concurrency, durability, exports, limits, tampering
from tests.campaign.durability import Part
from tests.campaign.planted import PLANTED

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
_BETWEEN = re.compile(r"(<!-- campaign: begin -->\n).*?(<!-- campaign: end -->)", re.DOTALL)
_GROUPS = (
    ("写入", durability),
    ("资源", limits),
    ("并发", concurrency),
    ("篡改", tampering),
    ("导出", exports),
)
NOTICED = {True: "已报出", False: "**未报出**"}


class Row(NamedTuple):
    """One part's result."""

    group: str
    name: str
    tried: int
    lost: int


def everything() -> Iterator[tuple[str, str, Part]]:
    """Group, name and part, in the table's order."""
    for group, room in _GROUPS:
        for name, part in room.parts():
            yield group, name, part


def table(rows: list[Row], noticed: dict[str, bool]) -> str:
    """Both tables, as Markdown."""
    lines = ["| 类别 | 故障 | 试验次数 | 保住 | 丢失 |", "| --- | --- | ---: | ---: | ---: |"]
    total = Row("合计", "", sum(r.tried for r in rows), sum(r.lost for r in rows))
    for row in (*rows, total):
        lines.append(
            f"| {row.group} | {row.name} | {row.tried:,} | {row.tried - row.lost:,} | {row.lost:,} |"
        )
    lines += ["", "| 故意植入的缺陷 | 试验是否报出 |", "| --- | --- |"]
    lines += [f"| {planted.name} | {NOTICED[noticed[planted.name]]} |" for planted in PLANTED]
    return "\n".join(lines) + "\n"


def write(content: str) -> None:
    """Puts the tables between the page's two comments."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_BETWEEN.sub(lambda m: f"{m[1]}\n{content}\n{m[2]}", text), encoding="utf-8")


def written() -> tuple[list[Row], list[tuple[str, str]]]:
    """What the page says: the rows without their total, and the planted defects."""
    found = _BETWEEN.search(PAGE.read_text(encoding="utf-8"))
    assert found
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in found[0].splitlines() if "|" in line]
    rows = [Row(c[0], c[1], _number(c[2]), _number(c[4])) for c in cells if len(c) == 5 and c[2][0].isdigit()]
    planted = [(c[0], c[1]) for c in cells if len(c) == 2 and c[1] in NOTICED.values()]
    return [row for row in rows if row.group != "合计"], planted


def _number(text: str) -> int:
    return int(text.replace(",", ""))
