"""Which stages fall due, and of whose sector they are."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings

from anquan_cli.dates import Period
from anquan_cli.party import Unit
from anquan_cli.progress import CLOSED, fold
from anquan_cli.queries.due import due, whose
from anquan_cli.queries.overview import sectors
from anquan_cli.queries.rows import Query, rows
from tests.book import HEAD, Book, plan_of, row, seen
from tests.documents.test_bulletin import envelopes
from tests.histories import History, histories
from tests.progress.test_second_opinion import recorded

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


def test_what_is_paused_is_never_due_soon() -> None:
    """domain, 4: of its two units one works on; then it is due, but not the paused one's."""
    plan, book = plan_of("- {number: 1, title: 一, units: 县水利局、县林业局, deadline: 3月底前}"), Book()
    march = Period(date(2025, 3, 1), date(2025, 3, 31))

    def found(unit: str | None = None, *, closed: bool = False) -> list[str]:
        query = Query(unit=Unit(unit) if unit else None)
        return [r.id for r in due(seen(plan, book, "2025-03-25"), query, within=march, closed=closed)]

    book.mark("1", "paused", "县水利局", on="2025-03-01")
    assert (found(), found("县水利局"), found("县林业局")) == (["1"], [], ["1"])
    book.mark("1", "paused", "县林业局", on="2025-03-02")
    assert (found(), found(closed=True)) == ([], ["1"])
    book.mark("1", "doing", "县林业局", on="2025-03-03")
    assert found() == ["1"]


def test_sectors_with_something_overdue_come_first() -> None:
    found = sectors(seen(PLAN, Book(), "2025-04-10"))
    assert [(s.sector, s.figures.total, s.figures.overdue > 0) for s in found] == [
        ("煤矿", 4, True),
        ("危化", 2, False),
    ]


def test_a_sectors_percentage_is_the_mean_over_its_rows() -> None:
    """Three cells of fifteen: 20.0, as `list --sector` has it. Of a row whose measures are not all the sector's, of those."""
    plan, book = (
        plan_of("""\
- number: 1
  title: 专项治理
  units: 县水利局、县林业局、县公安局
  deadline: 6月底前
  parts: [{sector: 煤矿, measures: [排查, {text: 整改, units: 县水利局, deadline: 每月}]}]
"""),
        Book(),
    )
    book.mark("1.1.1", "done")
    (mines,) = sectors(seen(plan, book))
    assert mines.figures.percent == row(plan, book).percent == 20.0
    assert (mines.figures.total, mines.figures.closed) == (2, 1)  # measures
    book = Book()
    for item in ("11.1.1", "12.1", "12.2"):
        book.mark(item, "done")
    found = {s.sector: s.figures.percent for s in sectors(seen(PLAN, book))}
    assert found == {"煤矿": 75.0, "危化": 0.0}  # 50 of 11.1, 100 of 12; twice nothing
    book.mark("11.1", "na")
    assert {s.sector: s.figures.percent for s in sectors(seen(PLAN, book))}["煤矿"] == 100.0


LATER = """\
- number: 1
  title: 尾矿库整治
  units: 县水利局牵头，县公安局配合
  deadline: 5月底前
  measures: [排查, {text: 复查, units: 县林业局, deadline: 12月底前}]
- number: 2
  title: 河道整治
  units: 县水利局
  deadline: 5月底前/11月底前
  measures: [清淤, {text: 补植, units: 县林业局, deadline: 10月底前}]
"""


def test_a_row_is_due_while_what_has_its_date_is_open() -> None:
    """Of 31 May and 30 November nothing is left; open are 县林业局's measures, of days of their own."""
    plan, book = plan_of(LATER), Book()
    year = Period(date(2025, 1, 1), date(2025, 12, 31))

    def found(unit: str | None = None, *, closed: bool = False) -> list[tuple[str, int, int | None]]:
        query = Query(unit=Unit(unit) if unit else None)
        reports = due(seen(plan, book, "2025-05-27"), query, within=year, closed=closed)
        return [(r.id, r.stage.stage, r.days_left) for r in reports]

    rows, measures = [("1", 1, 4), ("2", 1, 4), ("2", 2, 187)], [("2.2", 1, 157), ("1.2", 1, 218)]
    assert found() == [*rows[:2], measures[0], rows[2], measures[1]]
    book.mark("1.1", "done", "县水利局")
    assert ("1", 1, 4) in found(), "县公安局 has it still"
    assert found("县水利局") == [("2", 1, 4), ("2", 2, 187)]
    book.mark("1.1", "done", "县公安局")
    book.mark("2.1", "done", "县水利局")
    assert found() == found("县林业局") == measures
    assert found(closed=True) == [
        ("1", 1, None),
        ("2", 1, None),
        ("2.2", 1, 157),
        ("2", 2, None),
        ("1.2", 1, 218),
    ]


def test_whose_a_date_is_say_the_phrases_of_what_has_it() -> None:
    """1.2 inherits the date and is another unit's; 1.3 does not. The row's own 县公安局 leads what has no such date."""
    plan, book = (
        plan_of("""\
- number: 1
  title: 一
  units: 县水利局、各乡（镇）人民政府
  deadline: 5月底前
  measures: [甲, {text: 乙, units: 县林业局牵头，县水利局配合}, {text: 丙, units: 县公安局, deadline: 12月底前}]
"""),
        Book(),
    )

    def found() -> tuple[list[tuple[str, str]], list[str], list[str]]:
        (report,) = due(
            seen(plan, book, "2025-05-27"), Query(), within=Period(date(2025, 5, 1), date(2025, 5, 31))
        )
        asked = whose(plan, report.item, report.pending)
        return (
            [(p.name, p.role) for p in whose(plan, report.item, report.cells).named],
            [p.name for p in asked.named],
            [g.name for g in asked.groups],
        )

    every = [("县水利局", "responsible"), ("县林业局", "lead")]
    assert found() == (every, ["县水利局", "县林业局"], ["各乡（镇）人民政府"])
    book.mark("1.1", "done", "县水利局")
    assert found() == (every, ["县林业局", "县水利局"], ["各乡（镇）人民政府"])
    book.mark("1.2", "paused", "县水利局")
    assert found() == (every, ["县林业局"], ["各乡（镇）人民政府"])
    book.mark("1.1", "done")
    assert found() == (every, ["县林业局"], [])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_what_is_due_next_is_one_thing_for_everybody(history: History) -> None:
    """The next due date of a row is the first that `due` has; soon, it makes the light yellow; of all, somebody has it to do."""
    plan = history.plan
    now = fold(plan, envelopes(recorded(history)), history.today)
    for unit in (None, *(Unit(u.name) for u in plan.register.units)):
        found: dict[str, list[date]] = {}
        for d in due(now, Query(unit=unit), within=None):
            asked = whose(plan, d.item, d.pending)
            assert d.stage.due and (unit or asked.named or asked.groups)
            found.setdefault(d.row.id, []).append(d.stage.due)
        for r in rows(now, Query(unit=unit)):
            own, days = r.effective_state, found.get(r.row.id, [])
            assert own.next_due == min(days, default=None), (unit, r.row.id)
            near = any(0 <= (day - now.today).days <= plan.yellow_days for day in days)
            assert not near or own.status in CLOSED or own.light in ("yellow", "red"), (unit, r.row.id)
