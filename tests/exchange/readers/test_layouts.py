"""Tables of random shape come out as the full grids that they are, in every format that we can write."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from anquan_cli.exchange.readers.formats import read_bytes
from tests.exchange.readers import layouts
from tests.exchange.readers.layouts import Layout

pytestmark = pytest.mark.elsewhere

WHOLE = {"docx": layouts.as_docx, "html": layouts.as_html, "odt": layouts.as_odt}


@pytest.mark.parametrize("kind", WHOLE)
def test_every_paragraph_and_every_place_of_every_grid_is_there(kind: str) -> None:
    write: Callable[[Layout], bytes] = WHOLE[kind]
    for seed in range(100):
        layout = layouts.random_layout(seed)
        document = read_bytes(write(layout))
        assert (document.kind, layouts.said(document)) == (kind, layouts.expected(layout)), seed
        assert document.notes == ()


def test_every_sheet_is_a_full_grid() -> None:
    for seed in range(100):
        layout = layouts.random_layout(seed)
        tables = [block for block in layouts.expected(layout) if not isinstance(block, str)]
        assert layouts.said(read_bytes(layouts.as_xlsx(layout))) == tables, seed


def test_places_count_tables_and_rows_as_a_person_does() -> None:
    layout = Layout(["题", [layouts.Box(0, 0, 1, 1, "甲"), layouts.Box(0, 1, 1, 1, "乙")], "注"])
    title, grid, note = read_bytes(layouts.as_docx(layout)).blocks
    assert title.place == "第1段"  # type: ignore[union-attr]
    assert note.place == "第2段"  # type: ignore[union-attr]
    assert (grid.name, grid.rows[0].place) == ("表1", "表1第1行")  # type: ignore[union-attr]
