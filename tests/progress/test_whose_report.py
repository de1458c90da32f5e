"""Whose report counts for what, what undo takes back, which stage a mark means."""

from __future__ import annotations

import pytest

from anquan_cli.errors import UsageError
from anquan_cli.ledger.events import Target
from anquan_cli.progress import check_unit, choose
from anquan_cli.queries.item import item
from tests.book import Book, measure, one, plan_of, row, seen

TWO, HALVES = "县水利局、县林业局", "6月底前/12月底前"
GROUP = "县安委会各成员单位"


def brief(state: object) -> tuple[object, object]:
    return state.status, state.percent  # type: ignore[attr-defined]


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


def test_a_mark_by_a_unit_means_a_stage_where_it_has_work() -> None:
    """县水利局 has the first stage of two, 县林业局 the second."""
    plan, book = (
        one(
            TWO,
            HALVES,
            "{text: 甲, units: 县水利局, deadline: 6月底前}",
            "{text: 乙, units: 县林业局, deadline: 12月底前}",
        ),
        Book(),
    )

    def stage(status: str, unit: str) -> int | None:
        return choose(seen(plan, book), "1", status, unit, None, False).stage

    assert stage("done", "县林业局") == 2
    with pytest.raises(UsageError, match="各阶段都未启动"):
        stage("todo", "县林业局")  # its first stage is empty, not begun
    book.mark("1", "done", "县水利局", stage=1)
    assert stage("doing", "县水利局") == 1  # reopens its own, not the other's open second stage
    assert stage("todo", "县水利局") == 1
    with pytest.raises(UsageError, match="各阶段均已办结"):
        stage("done", "县水利局")


def test_a_units_mark_of_a_row_is_no_report_on_the_measures_of_others() -> None:
    """Five cells: two of 甲, one of 乙, two of 丙; 县水利局 has one of 甲 and one of 丙."""
    plan, book = one(TWO, "12月底前", "甲", "{text: 乙, units: 各乡镇人民政府}", "丙"), Book()
    book.mark("1", "done", "县水利局")
    assert brief(row(plan, book)) == ("doing", 40.0)
    assert [brief(measure(plan, book, f"1.{n}")) for n in (1, 2, 3)] == [
        ("doing", 50.0),
        ("todo", 0.0),  # no township has said anything
        ("doing", 50.0),
    ]
    assert not list(seen(plan, book).reports_by_others(plan.rows[0]))
    book.mark("1", "doing")  # for all: it reaches every measure
    assert measure(plan, book, "1.2").status == "doing"


def test_a_report_on_somebody_elses_measure_is_kept_beside() -> None:
    plan, book = one(TWO, "12月底前", "{text: 甲, units: 县林业局}", "乙"), Book()
    book.mark("1.1", "done", "县水利局")
    assert brief(measure(plan, book, "1.1")) == ("doing", 0.0)
    assert measure(plan, book, "1.1", unit="县水利局").status == "done"
    assert row(plan, book, unit="县水利局").status == "todo"


def test_a_unit_without_any_basis_is_refused_and_told_whom_it_concerns() -> None:
    plan = one(TWO, "12月底前", "{text: 甲, units: 县教育局}")
    with pytest.raises(UsageError, match="与县公安局无关"):
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
    except UsageError as fault:
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
    with pytest.raises(UsageError, match="没有阶段3"):
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
    assert seen(plan, book).renamed == {"e0001": ("11.1",)}
