"""The shipped list laid out as its county prints it, in three formats, comes back row by row."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from anquan_cli.exchange import readers
from anquan_cli.tasklist import loader
from anquan_cli.tasklist.plan import Plan, Row
from tests.exchange.list_import.blocks import Given, Said, flat, imported, rows, table

pytestmark = pytest.mark.process

HEADER: list[Given] = ["序号", "任务", ("主要内容", 1, 2), "责任单位", "完成时限"]
PLAN = loader.check(loader.shipped()).plan
assert PLAN is not None


COMMON = "聚焦重点行业领域，分别解决突出问题。"  # what stands before the parts of a task


def text_of(row: Row) -> str:
    """What stands under 主要内容: the list's own words, as sentences."""
    side = f"{row.sector}方面：" if row.sector else ""
    return side + "；".join(m.text for m in row.measures) + "。"


def laid_out(plan: Plan) -> list[list[Given]]:
    """One category a page, with the header again on each; a task with parts merged over them."""
    grid: list[list[Given]] = []
    for c, category in enumerate(plan.categories):
        grid.append(list(HEADER))
        mine = [r for r in plan.rows if r.category == c]
        for n, row in enumerate(mine):
            line: list[Given] = []
            if n == 0:
                line += [(category.number, len(mine), 1), (category.title, len(mine), 1)]
            opening = f"{row.number}.{row.title}。"
            if not row.sector:
                line.append((opening + text_of(row), 1, 2))
            else:
                if row.id.endswith(".1"):
                    parts = plan.rows_of(str(row.number))
                    line.append((opening + COMMON, len(parts), 1))
                line.append(text_of(row))
            grid.append([*line, row.units.text, row.deadline.text])
    return grid


def as_html(grid: list[list[Given]], path: Path) -> None:
    lines = [f"<h1>{escape(PLAN.title)}</h1><table border='1'>" if PLAN else ""]
    for row in grid:
        lines.append("<tr>")
        for given in row:
            text, down, across = given if isinstance(given, tuple) else (given, 1, 1)
            lines.append(f"<td rowspan={down} colspan={across}>{escape(text)}</td>")
        lines.append("</tr>")
    path.write_text("<meta charset='utf-8'>" + "".join(lines) + "</table>", encoding="utf-8")


def as_docx(grid: list[list[Given]], path: Path) -> None:
    import docx

    made = docx.Document()
    made.add_paragraph(PLAN.title if PLAN else "")
    full = table(grid)
    word = made.add_table(len(full.rows), len(full.rows[0].cells))
    corners: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(full.rows):
        for c, cell in enumerate(row.cells):
            corners[cell.origin] = (r, c)
    for (r, c), (last_r, last_c) in corners.items():
        merged = (
            word.cell(r, c).merge(word.cell(last_r, last_c))
            if (r, c) != (last_r, last_c)
            else word.cell(r, c)
        )
        merged.text = full.rows[r].cells[c].text
    made.save(str(path))


def as_xlsx(grid: list[list[Given]], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = PLAN.title if PLAN else ""
    full = table(grid)
    corners: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(full.rows):
        for c, cell in enumerate(row.cells):
            corners[cell.origin] = (r, c)
    for (r, c), (last_r, last_c) in corners.items():
        sheet.cell(r + 2, c + 1, full.rows[r].cells[c].text)
        if (r, c) != (last_r, last_c):
            sheet.merge_cells(start_row=r + 2, start_column=c + 1, end_row=last_r + 2, end_column=last_c + 1)
    book.save(path)


@pytest.mark.parametrize(("suffix", "write"), [("html", as_html), ("docx", as_docx), ("xlsx", as_xlsx)])
def test_twenty_seven_rows_come_back(
    tmp_path: Path, suffix: str, write: Callable[[list[list[Given]], Path], None]
) -> None:
    plan = PLAN
    assert plan is not None
    path = tmp_path / f"清单.{suffix}"
    write(laid_out(plan), path)
    found = imported(readers.read(path))
    expected = [
        Said(r.id, plan.categories[r.category].title, r.title, r.units.text, r.deadline.text, "", r.sector)
        for r in plan.rows
    ]
    assert len(expected) == 27
    assert [r._replace(content="") for r in rows(found)] == expected
    assert [flat(r.content) for r in found.plan.rows] == [flat(text_of(r)) for r in plan.rows]
    assert (found.plan.title, found.plan.year) == (plan.title, 2025)
    assert found.omissions == ()
    for row in found.plan.rows:  # cut at the text's own seams, nothing dropped, nothing doubled
        own = [m.text for m in row.measures]
        assert flat("".join(own)) == (COMMON if row.sector else "") + flat(row.content)
