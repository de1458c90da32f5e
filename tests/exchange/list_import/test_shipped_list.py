"""The shipped list laid out as its county prints it, in six formats, comes back row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from anquan_cli.exchange.readers.formats import read_bytes
from anquan_cli.tasklist.plan import Plan, Row
from tests.book import shipped
from tests.exchange.list_import.blocks import Given, Said, flat, imported, rows, table
from tests.exchange.readers import layouts
from tests.exchange.readers.layouts import Box, Layout
from tests.exchange.readers.printed import as_pdf

pytestmark = [pytest.mark.usefixtures("read_here"), pytest.mark.elsewhere]

HEADER: list[Given] = ["序号", "任务", ("主要内容", 1, 2), "责任单位", "完成时限"]
DOCUMENTS = Path(__file__).parent.parent / "documents"


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


def printed(kind: str) -> bytes:
    """The list as a document of a kind; a doc by another program, from what is written as docx here."""
    plan, grid = shipped(), table(laid_out(shipped()))
    match kind:
        case "doc":
            return (DOCUMENTS / "shipped.doc").read_bytes()
        case "pdf":
            return as_pdf(plan.title, grid, [2, 6, 9, 14, 12, 6])
        case "xlsx":
            head = Box(0, 0, 1, len(grid.rows[0].cells), plan.title)
            return layouts.as_xlsx(Layout([[head, *layouts.boxes(grid, 1)]]))
    write: Callable[[Layout], bytes] = getattr(layouts, f"as_{kind}")
    return write(Layout([plan.title, layouts.boxes(grid)]))


@pytest.mark.parametrize("kind", ["docx", "doc", "xlsx", "odt", "html", "pdf"])
def test_twenty_seven_rows_come_back(kind: str) -> None:
    plan = shipped()
    document = read_bytes(printed(kind))
    assert document.kind == kind
    found = imported(document)
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
