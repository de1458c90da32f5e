"""Progress is arithmetic that nobody can argue with: each rule once, worked out by hand."""

from __future__ import annotations

import pytest

from anquan_cli.errors import UsageFault
from anquan_cli.ledger.events import Target
from anquan_cli.marking import check_unit, choose
from anquan_cli.queries.item import item
from anquan_cli.queries.rows import measure_report
from tests.histories import Book, measure, one, plan_of, row, seen

TWO, HALVES = "县水利局、县林业局", "6月底前/12月底前"
GROUP = "县安委会各成员单位"


def brief(state: object) -> tuple[object, object]:
    return state.status, state.percent  # type: ignore[attr-defined]


# --- cells, and what they add up to ----------------------------------------------------------------


def test_an_untouched_row_is_todo_at_nought() -> None:
    assert brief(row(one("县水利局", "全年"), Book())) == ("todo", 0.0)


def test_cells_are_leaves_times_stages_times_parties() -> None:
    plan = one(TWO, HALVES, "甲", "{text: 乙, units: 县公安局}", "{text: 丙, deadline: 3月底前}")
    cells = seen(plan, Book()).cells(plan.rows[0])
    assert len(cells) == 2 * 2 + 2 * 1 + 1 * 2
    assert {c.party for c in cells if c.slot.leaf == "1.2"} == {"县公安局"}


def test_a_row_without_measures_is_a_leaf_itself() -> None:
    plan = one(TWO, HALVES)
    assert len(seen(plan, Book()).cells(plan.rows[0])) == 4


def test_a_stage_that_no_measure_falls_into_is_the_rows_own() -> None:
    plan = one("县水利局", HALVES, "{text: 甲, deadline: 3月底前}")
    book = Book()
    book.mark("1.1", "done")
    assert brief(row(plan, book)) == ("doing", 50.0)
    assert [s.status for s in row(plan, book).stages] == ["done", "todo"]


def test_a_measures_own_date_belongs_to_the_first_stage_that_is_not_earlier_else_to_the_last() -> None:
    plan = one(
        "县水利局",
        HALVES,
        "{text: 甲, deadline: 6月30日前}",
        "{text: 乙, deadline: 7月1日前}",
        "{text: 丙, deadline: 2026年3月底前}",
        "{text: 丁, deadline: 长期坚持}",
    )
    assert [[s.belongs for s in m.stages] for m in plan.rows[0].measures] == [[1], [2], [2], [2]]
    book = Book()
    book.mark("1", "done", stage=2)
    assert [s.status for s in row(plan, book).stages] == ["todo", "done"]
    assert [measure(plan, book, f"1.{n}").status for n in (1, 2, 3, 4)] == ["todo", "done", "done", "done"]


def test_the_latest_event_that_covers_a_cell_decides_it() -> None:
    plan = one(TWO, "12月底前", "甲", "乙", "丙", "丁")
    book = Book()
    book.mark("1", "done")
    assert brief(row(plan, book)) == ("done", 100.0)
    book.mark("1.3", "doing", percent=50)  # two of eight cells at 50
    assert brief(row(plan, book)) == ("doing", 87.5)
    book.mark("1", "done", "县林业局")  # its column
    assert brief(row(plan, book)) == ("doing", 93.7)  # 750 / 8 = 93.75, rounded down
    assert brief(measure(plan, book, "1.3")) == ("doing", 75.0)
    book.mark("1.3", "done", "县水利局")
    assert brief(row(plan, book)) == ("done", 100.0)


def test_the_day_of_work_does_not_reorder() -> None:
    plan, book = one("县水利局", "12月底前"), Book()
    book.mark("1", "done", on="2025-05-01")
    book.mark("1", "doing", on="2025-03-01", percent=10)
    assert brief(row(plan, book, "2025-06-01")) == ("doing", 10.0)


def test_an_entry_counts_from_its_day_of_work_on() -> None:
    plan, book = one("县水利局", "12月底前"), Book()
    book.mark("1", "doing", on="2025-03-01", percent=10)
    book.mark("1", "done", on="2025-05-01")
    assert [row(plan, book, f"2025-0{m}-01").status for m in (2, 3, 4, 5)] == [
        "todo",
        "doing",
        "doing",
        "done",
    ]


# --- percent and status ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("na", "na", ("na", None)),
        ("na", "todo", ("todo", 0.0)),
        ("na", "done", ("done", 100.0)),
        ("verified", "verified", ("verified", 100.0)),
        ("verified", "na", ("verified", 100.0)),
        ("verified", "done", ("done", 100.0)),
        ("paused", "paused", ("paused", 0.0)),
        ("paused", "done", ("paused", 50.0)),
        ("paused", "na", ("paused", 0.0)),
        ("paused", "todo", ("doing", 0.0)),
        ("paused", "doing", ("doing", 0.0)),
        ("done", "todo", ("doing", 50.0)),
        ("doing", "todo", ("doing", 0.0)),
    ],
)
def test_the_one_word_for_two_cells(first: str, second: str, expected: tuple[str, float | None]) -> None:
    plan, book = one(TWO, "12月底前"), Book()
    book.mark("1", first, "县水利局")
    book.mark("1", second, "县林业局")
    assert brief(row(plan, book)) == expected


def test_percent_is_never_more_than_99_while_doing_and_rounded_down() -> None:
    plan, book = one(TWO + "、县公安局", "12月底前"), Book()
    book.mark("1", "doing", "县水利局", percent=100)
    assert row(plan, book).percent == 33.0
    book.mark("1", "done")
    book.mark("1", "doing", "县水利局", percent=99)
    assert row(plan, book).percent == 99.6  # 299 / 3 = 99.67
    book.mark("1", "paused", "县水利局", percent=60)
    assert row(plan, book).percent == 66.6


def test_counts_of_the_parties_add_up_towards_the_items_target() -> None:
    plan, book = one(TWO, "12月底前", "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", "县水利局", count=3)
    book.mark("1.1", "doing", "县林业局", count=4)
    assert brief(measure(plan, book, "1.1")) == ("doing", 70.0)
    book.mark("1.1", "doing", "县林业局", count=5)  # a running total
    assert brief(measure(plan, book, "1.1")) == ("doing", 80.0)
    book.mark("1.1", "doing", "县林业局", count=50)
    assert measure(plan, book, "1.1").percent == 99.0


def test_one_report_of_the_whole_counts_once() -> None:
    plan, book = one(TWO, HALVES, "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", count=4, stage=1)
    assert [c.percent for c in seen(plan, book).cells(plan.rows[0])] == [40, 40, 0, 0]
    book.mark("1.1", "doing", count=4)  # both stages
    progress = seen(plan, book)
    assert [c.percent for c in progress.cells(plan.rows[0])] == [40, 40, 40, 40]
    assert measure_report(progress, *plan.measure("1.1")).counted == 4  # type: ignore[misc]


def test_a_running_total_of_a_later_stage_stands_for_the_earlier_ones() -> None:
    plan, book = one(TWO, HALVES, "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "done", "县水利局", count=4, stage=1)
    book.mark("1.1", "doing", "县水利局", count=6, stage=2)
    book.mark("1.1", "doing", "县林业局", count=2, stage=1)
    assert measure_report(seen(plan, book), *plan.measure("1.1")).counted == 8  # type: ignore[misc]


def test_a_target_for_each_unit_is_each_units_own() -> None:
    plan, book = one(TWO, "12月底前", "{text: 甲, target: {count: 10, per: unit}}"), Book()
    book.mark("1.1", "doing", "县水利局", count=3)
    book.mark("1.1", "doing", "县林业局", count=6)
    assert [c.percent for c in seen(plan, book).cells(plan.rows[0])] == [30, 60]


def test_a_percent_goes_before_a_count_and_without_either_it_is_nought() -> None:
    plan, book = one("县水利局", "12月底前", "{text: 甲, target: {count: 10}}"), Book()
    book.mark("1.1", "doing", percent=5, count=9)
    assert measure(plan, book, "1.1").percent == 5.0
    book.mark("1.1", "doing")
    assert measure(plan, book, "1.1").percent == 0.0


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


# --- whose it is -----------------------------------------------------------------------------------


def test_a_member_reports_beside_and_only_the_whole_closes() -> None:
    plan, book = one(GROUP, "12月底前"), Book()
    book.mark("1", "done", "县公安局")
    assert brief(row(plan, book)) == ("doing", 0.0)
    assert [
        (c.unit, c.state.status, c.beside) for c in item(seen(plan, book), plan.rows[0], None).columns
    ] == [
        (None, "todo", False),
        ("县公安局", "done", True),
    ]
    book.mark("1", "done")
    assert brief(row(plan, book)) == ("done", 100.0)


def test_on_a_group_item_a_units_own_status_is_the_later_of_its_report_and_the_wholes() -> None:
    plan, book = one(GROUP, "12月底前"), Book()
    book.mark("1", "doing", percent=20)
    assert brief(row(plan, book, unit="县公安局")) == ("doing", 20.0)
    book.mark("1", "done", "县公安局")
    assert brief(row(plan, book, unit="县公安局")) == ("done", 100.0)
    assert brief(row(plan, book, unit="县林业局")) == ("doing", 20.0)
    book.mark("1", "doing", percent=30)
    assert brief(row(plan, book, unit="县公安局")) == ("doing", 30.0)


def test_a_named_units_own_status_is_its_column() -> None:
    plan, book = one(f"县水利局牵头，{GROUP}配合", "12月底前"), Book()
    book.mark("1", "done", "县水利局")
    assert brief(row(plan, book)) == ("doing", 50.0)
    assert brief(row(plan, book, unit="县水利局")) == ("done", 100.0)
    assert brief(row(plan, book, unit="县公安局")) == ("todo", 0.0)


def test_a_stage_without_work_for_a_unit_is_none_of_its_business() -> None:
    plan = one(
        TWO,
        HALVES,
        "{text: 甲, units: 县林业局, deadline: 6月底前}",
        "{text: 乙, units: 县水利局, deadline: 12月底前}",
    )
    state = row(plan, Book(), "2025-06-28", unit="县水利局")
    assert [s.status for s in state.stages] == ["na", "todo"]
    assert (state.status, state.light) == ("todo", "green")  # 林业局's 30 June is not its own
    assert choose(seen(plan, Book()), "1", "done", "县水利局", None, False) == Target("1", 2)


def test_a_report_on_somebody_elses_measure_is_kept_beside() -> None:
    plan, book = one(TWO, "12月底前", "{text: 甲, units: 县林业局}", "乙"), Book()
    book.mark("1.1", "done", "县水利局")
    assert brief(measure(plan, book, "1.1")) == ("doing", 0.0)
    assert measure(plan, book, "1.1", unit="县水利局").status == "done"
    assert row(plan, book, unit="县水利局").status == "todo"


def test_a_unit_without_any_basis_is_refused_and_told_whom_it_concerns() -> None:
    plan = one(TWO, "12月底前", "{text: 甲, units: 县教育局}")
    with pytest.raises(UsageFault, match="与县公安局无关"):
        check_unit(plan, "1", "县公安局")
    check_unit(plan, "1.1", "县教育局")


# --- undo ------------------------------------------------------------------------------------------


def test_undo_and_undo_of_undo() -> None:
    plan, book = one("县水利局", "12月底前"), Book()
    book.mark("1", "doing", percent=10)
    done = book.mark("1", "done")
    taken = book.undo(done)
    assert brief(row(plan, book)) == ("doing", 10.0)
    restored = book.undo(taken)
    assert brief(row(plan, book)) == ("done", 100.0)
    book.undo(restored)
    assert brief(row(plan, book)) == ("doing", 10.0)


def test_an_undo_has_no_day_and_reaches_back_in_time() -> None:
    plan, book = one("县水利局", "12月底前"), Book()
    book.undo(book.mark("1", "done", on="2025-03-01"))
    assert row(plan, book, "2025-03-02").status == "todo"


def test_undo_of_an_earlier_mark_leaves_the_later_one() -> None:
    plan, book = one("县水利局", "12月底前"), Book()
    first = book.mark("1", "doing", percent=10)
    book.mark("1", "done")
    book.undo(first)
    assert brief(row(plan, book)) == ("done", 100.0)


# --- which stage a mark means ----------------------------------------------------------------------


def chosen(states: str, status: str) -> int | str | None:
    """The stage that `status` means where three stages stand as `states` says (one letter each)."""
    plan, book = one("县水利局", "3月底前/6月底前/12月底前"), Book()
    names = {"t": "todo", "g": "doing", "d": "done", "v": "verified", "p": "paused", "n": "na"}
    for number, letter in enumerate(states, start=1):
        book.mark("1", names[letter], stage=number)
    try:
        return choose(seen(plan, book), "1", status, None, None, False).stage
    except UsageFault as fault:
        return fault.message


@pytest.mark.parametrize(
    ("states", "status", "stage"),
    [
        ("ttt", "done", 1),
        ("dtt", "done", 2),
        ("tdt", "done", 1),
        ("vnp", "done", 3),
        ("ddt", "na", 3),
        ("dtt", "doing", 2),
        ("ddd", "doing", 3),
        ("dnv", "paused", 3),
        ("tdd", "paused", 1),
        ("ddt", "verified", 1),
        ("vdd", "verified", 2),
        ("dgt", "todo", 2),
        ("tdn", "todo", 3),
        ("dnv", "done", "第1项各阶段均已办结，未作记录"),
        ("nnn", "na", "第1项各阶段均已办结，未作记录"),
        ("tgv", "verified", "第1项没有已完成、待销号的阶段，未作记录"),
        ("ttt", "todo", "第1项各阶段都未启动，未作记录"),
    ],
)
def test_the_stage_that_a_mark_means(states: str, status: str, stage: int | str) -> None:
    assert chosen(states, status) == stage


def test_with_one_stage_the_mark_covers_it_whatever_its_status_and_every_stage_below() -> None:
    plan, book = one("县水利局", "12月底前", "{text: 甲, deadline: 每半年}", "乙"), Book()
    target = choose(seen(plan, book), "1", "done", None, None, False)
    assert target == Target("1", None)
    book.mark("1", "done")
    assert [s.status for s in measure(plan, book, "1.1").stages] == ["done", "done"]
    assert choose(seen(plan, book), "1", "done", None, None, False) == target  # again: no complaint


def test_a_stage_or_all_stages_can_be_named() -> None:
    plan = one("县水利局", HALVES)
    progress = seen(plan, Book())
    assert choose(progress, "1", "done", None, 2, False) == Target("1", 2)
    assert choose(progress, "1", "done", None, None, True) == Target("1", None)
    with pytest.raises(UsageFault, match="没有阶段3"):
        choose(progress, "1", "done", None, 3, False)


# --- a task with parts -----------------------------------------------------------------------------

PARTS = """\
- number: 11
  title: 研判
  deadline: 6月底前/12月底前
  parts:
    - {sector: 煤矿, units: 县水利局, measures: [甲, 乙]}
    - {sector: 危化, units: 县林业局}
"""


def test_the_id_of_a_task_with_parts_covers_all_of_its_parts() -> None:
    plan, book = plan_of(PARTS), Book()
    book.mark("11", "done", stage=1)
    states = [row(plan, book, item=i) for i in ("11.1", "11.2")]
    assert [brief(s) for s in states] == [("doing", 50.0)] * 2
    assert [[x.status for x in s.stages] for s in states] == [["done", "todo"]] * 2
    book.mark("11.1.2", "todo", stage=1)
    assert row(plan, book, item="11.1").percent == 25.0
    book.mark("11.2", "done")
    assert [row(plan, book, item=i).status for i in ("11.1", "11.2")] == ["doing", "done"]


def test_what_the_list_does_not_have_covers_nothing() -> None:
    plan, book = plan_of(PARTS), Book()
    for target in ("99", "11.9", "11.1.9", "", "x.y"):
        book.mark(target, "done")
    book.mark("11", "done", stage=7)
    book.mark("11", "sonst")
    assert [row(plan, book, item=r.id).status for r in plan.rows] == ["todo", "todo"]


def test_an_entry_under_another_title_is_set_aside_not_counted() -> None:
    plan, book = plan_of(PARTS), Book()
    book.mark("11.1", "done", titles={"11.1": "完全另一件事（煤矿）"})
    assert row(plan, book, item="11.1").status == "todo"
    assert seen(plan, book).displaced == {"e0001": "11.1"}
