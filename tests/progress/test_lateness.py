"""Being late, and the lights: every rule once, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from anquan_cli.party import Unit
from anquan_cli.progress import elapsed
from tests.book import Book, one, row, seen

TWO, HALVES = "县水利局、县林业局", "6月底前/12月底前"


# --- being late ------------------------------------------------------------------------------------


def test_the_day_itself_is_in_time_and_the_day_after_is_overdue() -> None:
    plan = one("县水利局", "6月30日前")
    on_the_day = row(plan, Book(), "2025-06-30")
    assert (on_the_day.overdue_days, on_the_day.stages[0].overdue_days) == (None, None)
    assert (row(plan, Book(), "2025-07-01").overdue_days, row(plan, Book(), "2025-07-01").light) == (1, "red")


def test_done_after_the_day_is_late_completion_and_verified_keeps_the_day_of_done() -> None:
    plan, book = one("县水利局", "6月30日前"), Book()
    book.mark("1", "done", on="2025-07-03")
    book.mark("1", "verified", on="2025-08-01")
    stage = row(plan, book, "2025-09-01").stages[0]
    assert (stage.status, str(stage.done_on), stage.late_days) == ("verified", "2025-07-03", 3)


def test_reopening_forgets_the_day_of_done_and_verified_alone_has_its_own() -> None:
    plan, book = one("县水利局", "6月30日前"), Book()
    book.mark("1", "done", on="2025-06-01")
    book.mark("1", "doing", on="2025-06-10")
    stage = row(plan, book, "2025-07-02").stages[0]
    assert (stage.status, stage.done_on, stage.late_days, stage.overdue_days) == ("doing", None, None, 2)
    book.mark("1", "verified", on="2025-07-05")
    stage = row(plan, book, "2025-07-06").stages[0]
    assert (str(stage.done_on), stage.late_days) == ("2025-07-05", 5)


def test_a_stage_is_done_on_the_day_of_its_last_cell() -> None:
    plan, book = one(TWO, "6月30日前"), Book()
    book.mark("1", "done", "县水利局", on="2025-07-09")
    book.mark("1", "done", "县林业局", on="2025-06-01")
    assert row(plan, book, "2025-08-01").stages[0].late_days == 9


def test_na_and_paused_are_never_overdue_but_what_is_open_beside_them_is() -> None:
    plan, book = one(TWO, "6月30日前"), Book()
    book.mark("1", "paused", "县水利局")
    assert row(plan, book, "2025-07-10").overdue_days == 10
    book.mark("1", "na", "县林业局")
    late = row(plan, book, "2025-07-10")
    assert (late.status, late.overdue_days, late.light) == ("paused", None, "green")


@pytest.mark.parametrize("status", ["paused", "na"])
def test_nobody_is_to_report_on_what_is_paused_or_does_not_apply(status: str) -> None:
    """Of two measures the first; then of both: of the parties and of one that is relevant beside them."""
    for units in ("有关县安委会成员单位", "有关部门"):
        plan, book = one(units, "3月底前", "甲", "乙"), Book()
        book.mark("1.1", status)
        for item, waits in (("1", True), ("1.1", False), ("1.2", True)):
            found = plan.item(item)
            assert found
            own = seen(plan, book, "2025-04-02").item(found, Unit("县水利局"))
            assert (own.awaiting, own.light) == (waits, "yellow" if waits else "green"), item
        book.mark("1.2", status)
        own = row(plan, book, "2025-04-02", unit="县水利局")
        assert (own.status, own.awaiting, own.light, own.overdue_days) == (status, False, "green", None)


def test_overdue_days_are_the_most_over_stages_and_measures() -> None:
    plan, book = one("县水利局", HALVES, "{text: 甲, deadline: 3月底前}", "乙"), Book()
    assert row(plan, book, "2025-07-10").overdue_days == 101  # since 31 March
    book.mark("1.1", "done")
    assert row(plan, book, "2025-07-10").overdue_days == 10  # since 30 June


def test_behind_is_measured_against_the_elapsed_share_of_the_span_today_included() -> None:
    plan, book = one("县水利局", "1月1日至4月10日"), Book()  # a hundred days
    assert row(plan, book, "2025-01-10").behind == 10.0
    book.mark("1", "doing", percent=30)
    assert row(plan, book, "2025-01-30").behind is None
    assert row(plan, book, "2025-02-14").behind == 15.0  # 45 days
    assert row(plan, book, "2025-05-01").behind == 70.0
    book.mark("1", "paused", on="2025-02-01")
    assert row(plan, book, "2025-02-14").behind is None
    assert row(one("县水利局", "4月10日前"), Book(), "2025-04-09").behind is None  # no span


@pytest.mark.parametrize(
    ("deadlines", "behind", "next_due"),
    [
        (["12月底前"], None, "2025-12-31"),  # no span
        (["二季度"], 87.9, "2025-06-30"),  # 80 of 91 days
        (["二季度", "下半年"], 29.0, "2025-06-30"),  # 80 of 275
        (["二季度", "12月底前"], None, "2025-06-30"),
        ([None, "12月底前"], 60.3, "2025-08-31"),  # one inherits 3月至8月: 111 of 184
    ],
)
def test_a_unit_is_measured_against_the_dates_that_are_its_own(
    deadlines: list[str | None], behind: float | None, next_due: str
) -> None:
    """Of a row, a unit has a stage only where it has a cell that inherits its date."""
    own = [f"units: 县公安局, {f'deadline: {d}, ' if d else ''}text: 丁{n}" for n, d in enumerate(deadlines)]
    plan = one(
        "县水利局",
        "3月至8月",
        "甲",
        *(f"{{{m}}}" for m in own),
        "{text: 戊, units: 县公安局, deadline: 一季度}",
    )
    book = Book()
    book.mark(f"1.{len(own) + 2}", "na")
    found = row(plan, book, "2025-06-19", unit="县公安局")
    assert (found.behind, str(found.next_due)) == (behind, next_due)
    whole = row(plan, book, "2025-06-19")
    assert (whole.behind, str(whole.next_due)) == (60.3, min("2025-08-31", next_due))


@pytest.mark.parametrize(
    ("marks", "unit", "status", "of_date", "next_due"),
    [
        ((), None, "todo", "todo", "2025-05-31"),
        (("1.1 doing",), None, "doing", "doing", "2025-05-31"),
        (("1.2 done",), None, "doing", "doing", "2025-05-31"),  # the later one alone is done
        (("1.1 done",), None, "doing", "done", "2025-12-31"),
        (("1.1 done",), "县水利局", "doing", "done", "2025-12-31"),
        (("1.1 paused",), None, "todo", "paused", "2025-12-31"),
        (("1.1 na",), None, "todo", "na", "2025-12-31"),
        (("1.1 done", "1.2 paused"), None, "paused", "done", "None"),
        (("1 done",), None, "done", "done", "None"),
    ],
)
def test_a_rows_date_is_that_of_what_inherits_it(
    marks: tuple[str, ...], unit: str | None, status: str, of_date: str, next_due: str
) -> None:
    """The stage has the status of all that belongs to it; what falls due with it are the cells of its date."""
    plan, book = one("县水利局", "5月底前", "甲", "{text: 乙, deadline: 12月底前}"), Book()
    for mark in marks:
        book.mark(*mark.split())
    found = row(plan, book, "2025-05-27", unit=unit)
    assert (found.stages[0].status, found.stages[0].of_date) == (status, of_date)
    assert (str(found.next_due), found.overdue_days) == (next_due, None)
    assert (found.light == "yellow") is (next_due == "2025-05-31")


@pytest.mark.parametrize(
    ("measures", "marks", "behind", "compared"),
    [
        (("11月底前", "12月底前"), (), None, False),  # 全年 is nobody's
        (("11月底前", ""), (), 46.5, True),  # 170 of 365 days
        (("11月底前", ""), ("1.2 done",), None, False),  # what is left has another date
        (("11月底前", ""), ("1.2 paused",), None, False),
        (("11月底前", ""), ("1.1 done",), None, True),  # 50.0
        (("二季度", ""), ("1.2 done",), 37.9, True),  # 50.0 of 80 of 91 days
        (("二季度", "下半年"), (), 29.0, True),  # 80 of 275
    ],
)
@pytest.mark.parametrize("unit", [None, "县水利局"])
def test_a_row_is_compared_by_what_is_left_to_do(
    measures: tuple[str, str], marks: tuple[str, ...], behind: float | None, compared: bool, unit: str | None
) -> None:
    """By its span while something left has it, else by the measures' own; for the whole as for a unit."""
    listed = (f"{{text: 丁{n}{f', deadline: {d}' if d else ''}}}" for n, d in enumerate(measures))
    plan, book = one("县水利局", "全年", *listed), Book()
    for mark in marks:
        book.mark(*mark.split())
    found = row(plan, book, "2025-06-19", unit=unit)
    assert (found.behind, found.compared) == (behind, compared)


def test_a_row_without_a_span_is_not_compared_though_a_units_measure_has_one() -> None:
    plan = one("县水利局", "适时", "甲", "{text: 乙, units: 县公安局, deadline: 全年}")
    assert row(plan, Book(), "2025-06-19", unit="县公安局").compared is False


def test_before_its_span_nothing_has_elapsed() -> None:
    span = date(2025, 3, 1), date(2025, 12, 31)
    assert [elapsed(*span, date(2025, 2, day)) for day in (1, 28)] == [0.0, 0.0]


# --- lights ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "today", "light"),
    [
        ("6月30日前", "2025-06-22", "green"),
        ("6月30日前", "2025-06-23", "yellow"),  # the seventh day
        ("6月30日前", "2025-06-30", "yellow"),
        ("6月30日前", "2025-07-01", "red"),
        ("持续推进", "2025-06-30", "blue"),
        ("适时", "2025-06-30", "blue"),
        ("会前5天", "2025-06-30", "blue"),
        ("汛期前", "2025-05-28", "yellow"),  # its anchor has a date: 31 May
    ],
)
def test_the_light_of_an_untouched_row(deadline: str, today: str, light: str) -> None:
    assert row(one("县水利局", deadline), Book(), today).light == light


@pytest.mark.parametrize("status", ["done", "verified", "na"])
@pytest.mark.parametrize("deadline", ["6月30日前", "持续推进"])
def test_a_closed_row_is_green(deadline: str, status: str) -> None:
    plan, book = one("县水利局", deadline), Book()
    book.mark("1", status)
    assert row(plan, book, "2025-07-10").light == "green"


def test_a_row_without_a_date_takes_red_and_yellow_from_its_measures_and_is_blue_otherwise() -> None:
    plan, book = one("县水利局", "持续推进", "甲", "{text: 乙, deadline: 6月30日前}"), Book()
    lights = [row(plan, book, d).light for d in ("2025-06-22", "2025-06-23", "2025-07-01")]
    assert lights == ["blue", "yellow", "red"]
    book.mark("1.2", "done")
    assert row(plan, book, "2025-07-01").light == "blue"


def test_red_goes_before_yellow_and_a_paused_stage_past_its_day_is_green() -> None:
    plan, book = one("县水利局", "6月25日前/6月30日前"), Book()
    assert row(plan, book, "2025-06-26").light == "red"
    book.mark("1", "paused", stage=1)
    assert row(plan, book, "2025-06-26").light == "yellow"
    book.mark("1", "done", stage=2)
    assert (row(plan, book, "2025-06-26").status, row(plan, book, "2025-06-26").light) == ("paused", "green")
