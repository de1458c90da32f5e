"""Which stages fall due, and of whose sector they are."""

from __future__ import annotations

from anquan_cli.queries.due import due
from anquan_cli.queries.overview import sectors
from anquan_cli.queries.rows import Query
from tests.book import HEAD, Book, plan_of, seen

PLAN = plan_of(
    """\
- number: 11
  title: 专项治理
  deadline: 6月底前
  parts:
    - {sector: 煤矿, units: 县水利局, measures: [一, {text: 二, deadline: 3月底前}]}
    - {sector: 危化, units: 县林业局, measures: [三]}
- number: 12
  title: 联合检查
  units: 县公安局
  deadline: 9月底前
  measures:
    - {text: 四, sectors: [煤矿]}
    - {text: 五, deadline: 5月底前, sectors: [煤矿]}
    - {text: 六, deadline: 5月底前, sectors: [危化]}
""",
    HEAD.replace("categories:", "sectors:\n  - {name: 煤矿}\n  - {name: 危化}\ncategories:"),
)


def test_a_sectors_stages_are_its_parts_and_those_of_its_measures() -> None:
    """Of a part also what has a date of its own; of another row its own date where a measure of the sector has none."""
    found = due(seen(PLAN, Book(), "2025-02-01"), Query(sectors=("煤矿",)), within=None)
    assert [(r.id, r.sector) for r in found] == [
        ("11.1.2", "part"),
        ("12.2", "measure"),
        ("11.1", "part"),
        ("12", "measure"),
    ]


def test_sectors_with_something_overdue_come_first() -> None:
    found = sectors(seen(PLAN, Book(), "2025-04-10"))
    assert [(s.sector, s.figures.total, s.figures.overdue > 0) for s in found] == [
        ("煤矿", 4, True),
        ("危化", 2, False),
    ]
