"""Whose report counts for what, what undo takes back, which stage a mark means."""

from __future__ import annotations

import pytest

from anquan_cli.errors import UsageError
from anquan_cli.ledger.events import Target
from anquan_cli.party import COLLECTIVE, OFFICE, Party, Unit
from anquan_cli.progress import by_present_names
from anquan_cli.progress.stages import check_unit, choose
from anquan_cli.queries import item as items
from anquan_cli.tasklist.plan import Item, Plan
from anquan_cli.vocabulary import Status
from tests.book import HEAD, Book, brief, measure, one, plan_of, row, seen

TWO, HALVES = "县水利局、县林业局", "6月底前/12月底前"
GROUP = "县安委会各成员单位"
JULY = "2025-07-02"  # the second of two halves has begun


def item(plan: Plan, ident: str) -> Item:
    found = plan.item(ident)
    assert found
    return found


def columns(plan: Plan, book: Book) -> list[tuple[Party, Status, bool]]:
    found = items.item(seen(plan, book), item(plan, "1"))
    return [(c.party, c.state.status, c.beside) for c in found.columns]


def stage_of(
    plan: Plan, book: Book, status: Status, unit: str | None = None, today: str = JULY
) -> int | None:
    """The stage that a mark of row 1 means."""
    author = Unit(unit) if unit else OFFICE
    (target,) = choose(seen(plan, book, today), item(plan, "1"), status, author, (), all_stages=False).targets
    return target.stage


# --- whose it is -----------------------------------------------------------------------------------


def test_each_registered_member_has_a_cell_and_the_last_of_them_closes() -> None:
    plan, book = one(GROUP, "12月底前"), Book()
    book.mark("1", "done", "县公安局")
    assert brief(row(plan, book)) == ("doing", 33.3)
    assert columns(plan, book) == [
        ("县水利局", "todo", False),
        ("县林业局", "todo", False),
        ("县公安局", "done", False),
    ]
    book.mark("1", "done", "县水利局")
    assert brief(row(plan, book)) == ("doing", 66.6)
    book.mark("1", "done", "县林业局")
    assert brief(row(plan, book)) == ("done", 100.0)


def test_where_nobody_is_registered_a_unit_reports_beside_and_only_the_office_closes() -> None:
    plan, book = one("有关部门", "12月底前"), Book()
    book.mark("1", "done", "县公安局")
    assert brief(row(plan, book)) == ("doing", 0.0)
    assert row(plan, book).stages[0].status == "doing"  # the stage has begun too
    assert columns(plan, book) == [(COLLECTIVE, "todo", False), ("县公安局", "done", True)]
    book.mark("1", "done")
    assert brief(row(plan, book)) == ("done", 100.0)


def test_beside_a_units_own_status_is_its_report_else_as_the_whole_stands() -> None:
    plan, book = one("有关部门", "12月底前"), Book()
    book.mark("1", "doing", percent=20)
    assert brief(row(plan, book, unit="县公安局")) == ("doing", 20.0)
    book.mark("1", "done", "县公安局")
    assert brief(row(plan, book, unit="县公安局")) == ("done", 100.0)
    assert brief(row(plan, book, unit="县林业局")) == ("doing", 20.0)
    book.mark("1", "doing", percent=30)
    assert brief(row(plan, book, unit="县公安局")) == ("done", 100.0)  # its own report stands
    assert brief(row(plan, book, unit="县林业局")) == ("doing", 30.0)
    book.mark("1", "verified")  # closed for the whole: closed for everybody
    assert brief(row(plan, book, unit="县公安局")) == ("verified", 100.0)


@pytest.mark.parametrize(
    ("per", "count", "reports", "percent", "own"),
    [
        ("", 12, (), 50.0, 50.0),  # one stage of two
        ("", 90, (), 75.0, 75.0),  # 90 of 120
        (", per: unit", 60, (), 25.0, 25.0),  # half of its own by one of two
        ("", 90, (2,), 75.0, 60.0),  # 100 and its own 20
        ("", 90, (1,), 75.0, 75.0),  # closed for the whole is closed for it
        ("", 90, (1, 2), 75.0, 60.0),
    ],
)
def test_what_stands_for_the_whole_counts_beside_as_for_the_whole(
    per: str, count: int, reports: tuple[int, ...], percent: float, own: float
) -> None:
    """A count is one over all stages: it is not put into each of them beside those that are closed."""
    units = TWO if per else "县水利局"
    plan, book = one(units, HALVES, f"{{text: 排查, target: {{count: 120, unit: 处{per}}}}}"), Book()
    book.mark("1.1", "doing", "县水利局", stage=1, count=count)
    book.mark("1.1", "done", "县水利局", stage=1)
    for stage in reports:
        book.mark("1.1", "doing", "县教育局", stage=stage, percent=20)
    assert brief(row(plan, book)) == ("doing", percent)
    assert brief(row(plan, book, unit="县教育局")) == ("doing", own)


def test_a_unit_that_is_named_and_a_member_has_one_column() -> None:
    plan, book = one(f"县水利局牵头，{GROUP}配合", "12月底前"), Book()
    book.mark("1", "done", "县水利局")
    assert brief(row(plan, book)) == ("doing", 33.3)
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
    assert state.stages == ()  # none of its cells inherits a date of the row
    assert (state.status, state.light) == ("todo", "green")  # 林业局's 30 June is not its own
    assert stage_of(plan, Book(), "done", "县水利局") == 2
    with pytest.raises(UsageError, match="还没有开始") as refused:
        stage_of(plan, Book(), "done", "县水利局", today="2025-06-28")
    assert "--stage 2" in refused.value.hint
    assert "--stage 1" not in refused.value.hint


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
    assert stage_of(plan, book, "done", "县林业局") == 2
    with pytest.raises(UsageError, match="各阶段都未启动"):
        stage_of(plan, book, "todo", "县林业局")  # its first stage is empty, not begun
    book.mark("1", "done", "县水利局", stage=1)
    assert (
        stage_of(plan, book, "doing", "县水利局") == 1
    )  # reopens its own, not the other's open second stage
    assert stage_of(plan, book, "todo", "县水利局") == 1
    with pytest.raises(UsageError, match="各阶段均已办结"):
        stage_of(plan, book, "done", "县水利局")


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
    assert not list(seen(plan, book).reports_by_others(item(plan, "1")))
    book.mark("1", "doing")  # for all: it reaches every measure
    assert measure(plan, book, "1.2").status == "doing"
    assert row(plan, book, unit="县水利局").status == "done"  # and reopens nobody's own work


def test_a_measure_with_units_of_its_own_is_not_somebody_elses_because_the_row_is() -> None:
    plan = one(TWO, "12月底前", "{text: 甲, units: 县林业局}", "乙")
    with pytest.raises(UsageError, match="与县水利局无关") as refused:
        check_unit(plan, item(plan, "1.1"), Unit("县水利局"))
    assert "县林业局" in refused.value.hint
    check_unit(plan, item(plan, "1"), Unit("县水利局"))


def test_a_unit_that_the_row_names_while_all_its_measures_name_others_reports_beside() -> None:
    plan, book = one(TWO, "12月底前", "{text: 甲, units: 县林业局}"), Book()
    book.mark("1", "done", "县水利局")
    assert brief(row(plan, book)) == ("doing", 0.0)
    assert brief(row(plan, book, unit="县水利局")) == ("done", 100.0)
    book.mark("1", "done", "县林业局")
    assert brief(row(plan, book)) == ("done", 100.0)


def test_a_unit_without_any_basis_is_refused_and_told_whom_it_concerns() -> None:
    plan = one(TWO, "12月底前", "{text: 甲, units: 县教育局}")
    with pytest.raises(UsageError, match="与县公安局无关") as refused:
        check_unit(plan, item(plan, "1"), Unit("县公安局"))
    assert TWO in refused.value.hint
    assert "确有任务的，请在清单文件这一项的 units 里写上它" in refused.value.hint  # no group would do
    check_unit(plan, item(plan, "1.1"), Unit("县教育局"))


def test_a_unit_that_nobody_registered_is_told_how_it_comes_into_the_group_that_is_named() -> None:
    plan = one(GROUP, "12月底前")
    with pytest.raises(UsageError, match="与县档案馆无关") as refused:
        check_unit(plan, item(plan, "1"), Unit("县档案馆"))
    assert refused.value.hint.endswith("登记到名册可用 anquan units --add 县档案馆 --group 县安委会成员单位")
    with pytest.raises(UsageError) as refused:  # to the members' tasks a township has no part
        check_unit(plan, item(plan, "1"), Unit("天宁镇人民政府"))
    assert refused.value.hint.endswith("确有任务的，请在清单文件这一项的 units 里写上它")
    with pytest.raises(UsageError) as refused:
        check_unit(plan, item(plan, "1"), Unit("县教育局"))
    assert "单位名册里给它写上单位组（groups: [县安委会成员单位]）" in refused.value.hint


def test_a_township_is_told_of_the_townships_group_and_nobody_else_is() -> None:
    head = HEAD.replace(
        "groups:\n",
        "  - {name: 西营镇, groups: [乡镇]}\n  - {name: 南镇}\ngroups:\n  - {name: 乡镇, phrases: [各乡镇]}\n",
        1,
    )
    plan = plan_of("- {number: 1, title: 甲, units: 县教育局、各乡镇, deadline: 3月底前}\n", head)
    for unit, remedy in (
        ("南镇", "请在清单文件的单位名册里给它写上单位组（groups: [乡镇]）"),
        ("北镇", "登记到名册可用 anquan units --add 北镇 --group 乡镇"),
        ("天宁街道", "请在清单文件这一项的 units 里写上它"),
        ("县水利局", "请在清单文件这一项的 units 里写上它"),
        ("县档案馆", "请在清单文件这一项的 units 里写上它"),
    ):
        with pytest.raises(UsageError) as refused:
            check_unit(plan, item(plan, "1"), Unit(unit))
        assert refused.value.hint.endswith(f"确有任务的，{remedy}"), unit


def test_the_remedy_names_the_group_whose_members_count() -> None:
    among = "groups:\n  - {name: 监管部门, phrases: [各监管部门], among: 县安委会成员单位}\n"
    task = "- {number: 1, title: 一件事, units: 各监管部门, deadline: 12月底前}\n"
    plan = plan_of(task, HEAD.replace("groups:\n", among, 1))
    for unit, ending in (
        ("县档案馆", "anquan units --add 县档案馆 --group 县安委会成员单位"),
        ("县教育局", "（groups: [县安委会成员单位]）"),
    ):
        with pytest.raises(UsageError) as refused:
            check_unit(plan, item(plan, "1"), Unit(unit))
        assert refused.value.hint.endswith(ending)


# --- the office and a unit's own work --------------------------------------------------------------


def test_verified_strikes_off_what_units_have_closed_and_leaves_na() -> None:
    plan, book = one(TWO, "12月底前"), Book()
    book.mark("1", "done", "县水利局")
    book.mark("1", "na", "县林业局")
    book.mark("1", "verified")
    assert [row(plan, book, unit=u).status for u in ("县水利局", "县林业局")] == ["verified", "na"]
    assert brief(row(plan, book)) == ("verified", 100.0)
    book.mark("1", "todo")  # reaches every cell
    assert brief(row(plan, book)) == ("todo", 0.0)


def test_doing_reopens_where_it_says_so_and_an_older_programs_mark_as_it_did_then() -> None:
    plan, book = one(TWO, "12月底前"), Book()
    book.mark("1", "done", "县水利局")
    book.mark("1", "doing", reopen=())
    assert row(plan, book, unit="县水利局").status == "done"
    book.mark("1", "doing", reopen=("1",))
    assert row(plan, book, unit="县水利局").status == "doing"
    book.mark("1", "done", "县水利局")
    book.mark("1", "doing", reopen=None)
    assert row(plan, book, unit="县水利局").status == "doing"


def test_a_units_work_stays_its_own_when_the_office_closes_on_top() -> None:
    plan, book = one(TWO, "12月底前"), Book()
    book.mark("1", "done", "县水利局")
    book.mark("1", "verified")
    book.mark("1", "doing", "县林业局")
    book.mark("1", "doing")
    assert [row(plan, book, unit=u).status for u in ("县水利局", "县林业局")] == ["verified", "doing"]


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


def choice(states: str, status: Status, today: str = "2025-10-01") -> int | None:
    """The stage that `status` means where three stages stand as `states` says (one letter each)."""
    plan, book = one("县水利局", "3月底前/6月底前/12月底前"), Book()
    names = {"t": "todo", "g": "doing", "d": "done", "v": "verified", "p": "paused", "n": "na"}
    for number, letter in enumerate(states, start=1):
        book.mark("1", names[letter], stage=number)
    return stage_of(plan, book, status, today=today)


def chosen(states: str, status: Status, today: str = "2025-10-01") -> int | str | None:
    """The same, or why there is none."""
    try:
        return choice(states, status, today)
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
def test_the_stage_that_a_mark_means(states: str, status: Status, stage: int | str) -> None:
    """In October, when all three have begun."""
    assert chosen(states, status) == stage


@pytest.mark.parametrize(
    ("states", "status", "hint"),
    [
        (
            "tgv", "verified",
            "还没有办结的是阶段1（2025-03-31到期）、阶段2（2025-06-30到期）；办结的请先登记 done，再登记 verified",
        ),
        ("vnv", "verified", "各阶段都已销号或不涉及，不必再登记"),
        ("ttt", "todo", "不必再登记"),
    ],
)  # fmt: skip
def test_what_is_not_done_is_not_to_be_struck_off(states: str, status: Status, hint: str) -> None:
    """The hint says what comes first, and no `--stage` that would pass it over."""
    with pytest.raises(UsageError) as refused:
        choice(states, status)
    assert refused.value.hint == hint


@pytest.mark.parametrize(
    ("states", "status", "today", "stage"),
    [
        ("ttt", "done", "2025-01-01", 1),  # the first has always begun
        ("dtt", "done", "2025-03-31", "第1项后面的阶段还没有开始，未作记录"),
        ("dtt", "done", "2025-04-01", 2),  # the day after the due day before it
        ("dtt", "doing", "2025-03-31", "第1项后面的阶段还没有开始，未作记录"),
        ("ddt", "na", "2025-06-30", "第1项后面的阶段还没有开始，未作记录"),
        ("ddd", "doing", "2025-01-01", 3),  # none open: it reopens the latest
        ("dtd", "paused", "2025-03-31", "第1项后面的阶段还没有开始，未作记录"),
        ("ddt", "verified", "2025-01-01", 1),  # these two look back
        ("dgt", "todo", "2025-01-01", 2),
    ],
)
def test_a_stage_that_has_not_begun_is_not_meant(
    states: str, status: Status, today: str, stage: int | str
) -> None:
    assert chosen(states, status, today) == stage


@pytest.mark.parametrize(
    ("today", "stage", "earlier"),
    [("2025-01-05", 1, ()), ("2025-06-30", 2, (1,)), ("2025-07-01", 3, (1, 2)), ("2026-02-01", 4, (1, 2, 3))],
)
def test_of_a_rhythm_the_period_of_the_day_is_meant(today: str, stage: int, earlier: tuple[int, ...]) -> None:
    plan, book = one("县水利局", "每季度"), Book()
    for _ in range(2):  # closed or not
        choice = choose(seen(plan, book, today), item(plan, "1"), "done", OFFICE, (), all_stages=False)
        assert choice == ((Target("1", stage),), earlier)
        book.mark("1", "done", stage=stage)


def test_with_one_stage_the_mark_covers_it_whatever_its_status_and_every_stage_below() -> None:
    plan, book = one("县水利局", "12月底前", "{text: 甲, deadline: 每半年}", "乙"), Book()
    assert stage_of(plan, book, "done") is None
    book.mark("1", "done")
    assert [s.status for s in measure(plan, book, "1.1").stages] == ["done", "done"]
    assert stage_of(plan, book, "done") is None  # again: no complaint


def test_a_rhythm_with_work_in_one_stage_alone_has_one_stage() -> None:
    """Its only measure has a day of its own, in March: April to December are nobody's, and left out."""
    plan = one("县水利局", "每月15日前", "{text: 甲, deadline: 3月底前}")
    statuses: tuple[Status, ...] = ("todo", "doing", "done")
    for status in statuses:
        choice = choose(seen(plan, Book()), item(plan, "1"), status, OFFICE, (), False)
        assert choice.targets == (Target("1", None),)


def test_stages_or_all_stages_can_be_named() -> None:
    plan = one("县水利局", HALVES)
    progress, row_1 = seen(plan, Book()), item(plan, "1")
    assert choose(progress, row_1, "done", OFFICE, (2,), False).targets == (Target("1", 2),)
    assert choose(progress, row_1, "done", OFFICE, (1, 2), False).targets == (Target("1", 1), Target("1", 2))
    assert choose(progress, row_1, "done", OFFICE, (), True).targets == (Target("1", None),)
    with pytest.raises(UsageError, match="没有阶段3") as caught:
        choose(progress, row_1, "done", OFFICE, (2, 3), False)
    assert "从 1 到 2" in caught.value.hint


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


def test_a_units_mark_of_a_task_with_parts_covers_the_parts_that_are_its_own() -> None:
    """A unit that has to do with none of them reports beside, on all of them."""
    plan, book = plan_of(PARTS), Book()
    book.mark("11", "done", "县林业局")
    assert [row(plan, book, item=i).status for i in ("11.1", "11.2")] == ["todo", "done"]
    assert row(plan, book, item="11.1", unit="县林业局").status == "todo"
    book.mark("11", "done", "县教育局")
    assert brief(row(plan, book, item="11.1")) == ("doing", 0.0), "a report beside closes nobody's"


def test_what_the_list_does_not_have_covers_nothing() -> None:
    plan, book = plan_of(PARTS), Book()
    for target in ("99", "11.9", "11.1.9", "", "x.y"):
        book.mark(target, "done")
    book.mark("11", "done", stage=7)
    assert [row(plan, book, item=r.id).status for r in plan.rows] == ["todo", "todo"]


def test_an_entry_under_another_title_is_set_aside_not_counted() -> None:
    plan, book = plan_of(PARTS), Book()
    book.mark("11.1", "done", titles={"11.1": "完全另一件事（煤矿）"})
    assert row(plan, book, item="11.1").status == "todo"
    assert seen(plan, book).renamed == {"e0001": ("11.1",)}


def test_what_is_said_of_a_row_is_the_last_report_of_its_measures_too() -> None:
    plan = one("县水利局、县公安局", "全年", "甲", "{text: 乙, units: 县公安局}")
    book = Book()
    book.mark("1", "doing", unit="县水利局", on="2025-06-05")
    book.note("1", on="2025-06-07")
    state = seen(plan, book, "2025-06-20")

    def updated(ident: str, unit: str | None = None) -> str:
        return str(state.item(item(plan, ident), Unit(unit) if unit else None).updated)

    assert [updated("1.1"), updated("1.1", "县水利局")] == ["2025-06-07", "2025-06-05"]
    assert [updated("1.2"), updated("1.2", "县公安局")] == ["2025-06-07", "None"]  # 乙 is not 县水利局's
    assert updated("1", "县水利局") == "2025-06-05"


def test_the_whole_of_a_group_was_last_reported_on_by_whoever_did() -> None:
    plan, book = one("各企业", "全年"), Book()
    book.mark("1", "doing", on="2025-06-05")
    assert str(seen(plan, book, "2025-06-20").item(item(plan, "1"), COLLECTIVE).updated) == "2025-06-05"


def test_a_name_recorded_with_an_odd_letter_is_its_unit_s() -> None:
    """A radical, a letter that is not seen, a blank: as the list's own spelling of it once was."""
    book = Book()
    for name in ("县⽔利局", "县水\u200b利局", "县水 利局", "县水利局"):
        book.mark("1", "done", name)
    assert [e.author for e in by_present_names(one("县水利局", "全年"), book.events)] == ["县水利局"] * 4
