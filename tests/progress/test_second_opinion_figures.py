"""The second opinion against figures worked out by hand; entries stand as they are settled when recorded."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from anquan_cli.tasklist.plan import Plan
from anquan_cli.tasklist.validate import validate
from tests.progress import second_opinion as opinion

pytestmark = pytest.mark.elsewhere

LIST = """\
title: 样例县2025年重点工作任务清单
year: 2025
units:
  - {name: 县安委办, short: [安委办]}
  - {name: 县应急管理局, short: [应急局]}
  - {name: 县工业和信息化局, short: [工信局]}
  - {name: 县林业局, short: [林业局]}
  - {name: 县财政局, short: [财政局]}
groups:
  - name: 县安委会成员单位
    phrases: [县安委会各成员单位, 县安委会有关成员单位]
    members: [县应急管理局, 县工业和信息化局, 县林业局, 县财政局]
standing: {from: 2, group: 乡（镇）人民政府, text: 以下均需各乡（镇）人民政府落实}
categories:
  - number: 一
    title: 甲类
    tasks:
      - number: 1
        title: 尾矿库整治
        units: 县应急管理局
        deadline: 5月底前
        measures: [开展整治, {text: 摸清底数, units: 县工业和信息化局, deadline: 3月底前}]
      - {number: 2, title: 专项行动, units: 县应急管理局、县林业局, deadline: 12月底前}
      - number: 3
        title: 解决难题
        units: 县应急管理局、县财政局、县林业局
        deadline: 全年
        measures: [{text: 研究解决具体问题, target: {count: 10, unit: 项}}]
      - number: 4
        title: 避难场所
        units: 县应急管理局、县林业局
        deadline: 全年
        measures: [{text: 每家建成一处, target: {count: 1, unit: 处, per: unit}}]
      - {number: 5, title: 监管责任, units: 县安委会有关成员单位, deadline: 3月底前}
  - number: 二
    title: 乙类
    tasks:
      - {number: 6, title: 主体责任, units: 县应急管理局, deadline: 6月底前/12月底前}
      - {number: 7, title: 信息报送, units: 县林业局, deadline: 每周五}
      - {number: 8, title: 适时检查, units: 县财政局, deadline: 适时}
"""
YJ, GX, LY, CZ, TN = "县应急管理局", "县工业和信息化局", "县林业局", "县财政局", "天宁镇人民政府"
JUNE20 = "2025-06-20"


@pytest.fixture(scope="module")
def plan() -> Plan:
    found, faults, _, _ = validate(LIST)
    assert found is not None, faults
    return found


class Book:
    """Entries as settled, each a second after the one before; `mark` settles by the rule."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.entries: list[dict[str, Any]] = []

    def add(self, targets: str, said: dict[str, Any], unit: str | None, on: str, op: str = "mark") -> None:
        """An entry as it stands in the ledger; targets such as `6#1 3.1`, `#` before a stage."""
        seq = len(self.entries) + 1
        pairs = [t.partition("#") for t in targets.split()]
        self.entries.append(
            {
                "seq": seq, "id": f"e{seq:03}", "ts": f"2025-07-03T00:00:{seq:02}Z", "op": op, "on": on,
                "unit": unit, "set": said, "undoes": None,
                "targets": [{"id": i, "stage": int(s) if s else None} for i, _, s in pairs],
            }
        )  # fmt: skip

    def put(self, targets: str, status: str, unit: str | None = None, on: str = JUNE20, **said: Any) -> None:
        """A mark as settled; of the office's `doing` and `paused`, `reopen` is [] unless given."""
        if unit is None and status in ("doing", "paused"):
            said.setdefault("reopen", [])
        self.add(targets, {"status": status, **said}, unit, on)

    def mark(self, item: str, status: str, unit: str | None = None, on: str = JUNE20, **more: Any) -> Any:
        """A mark as typed; returns the stage that it was settled on."""
        command = {"ids": [item], "status": status, "unit": unit, **more}
        found = opinion.settle(self.plan, self.entries, command, date.fromisoformat(on))
        targets = " ".join(t["id"] + (f"#{t['stage']}" if t["stage"] else "") for t in found["targets"])
        self.add(targets, found["set"], unit, on)
        return [t["stage"] for t in found["targets"]]

    def seen(self, today: str = JUNE20) -> opinion.State:
        return opinion.state_of(self.plan, self.entries, date.fromisoformat(today))

    def item(self, item: str, unit: str | None = None, today: str = JUNE20) -> dict[str, Any]:
        found = opinion.show_json(self.seen(today), item, unit)
        return found["match"] if unit and "match" in found else found

    def own(self, item: str, unit: str, today: str = JUNE20) -> tuple[str, float | None]:
        """Status and percent of a unit's column."""
        column = next(c for c in self.item(item, today=today)["columns"] if c["unit"] == unit)
        return column["status"], column["percent"]

    def word(self, item: str, today: str = JUNE20) -> tuple[str, float | None]:
        found = self.item(item, today=today)
        return found["status"], found["percent"]


@pytest.fixture
def book(plan: Plan) -> Book:
    return Book(plan)


def rows(book: Book, unit: str | None = None) -> dict[str, dict[str, Any]]:
    return {r["id"]: r for r in opinion.list_json(book.seen(), unit)}


def test_1_a_measures_unit_and_a_relevant_one_before_any_entry(book: Book) -> None:
    shown = rows(book, GX)
    assert list(shown) == ["1", "5"]
    one, five = shown["1"]["match"], shown["5"]["match"]
    assert (one["basis"], one["measures"], one["status"], one["overdue_days"]) == (
        "measure",
        ["1.2"],
        "todo",
        81,
    )
    assert one["stages"] == []  # no cell of its own inherits 31 May
    assert (five["basis"], five["overdue_days"], five["light"]) == ("relevant", None, "yellow")
    assert shown["5"]["overdue_days"] == 81 and shown["5"]["light"] == "red"
    assert opinion.overdue(book.seen(), GX) == [("1.2", 1)]
    assert not [d for d in opinion.due_json(book.seen(), GX) if d["due"] == "2025-05-31"]
    line = opinion.unit_json(book.seen(), GX)
    assert (sum(line["obligations"].values()), line["overdue"]) == (2, 1)
    assert opinion.overdue(book.seen(), YJ) == [("1", 1)]
    assert shown["5"]["parties"] == {"total": 4, "reported": 0, "closed": 0, "missing": [YJ, GX, LY, CZ]}


def test_2_whose_rows(book: Book) -> None:
    shown = {i: r["match"]["basis"] for i, r in rows(book, YJ).items()}
    assert shown == {**dict.fromkeys("12346", "named"), "5": "relevant"}
    assert {i: r["match"]["basis"] for i, r in rows(book, TN).items()} == dict.fromkeys("2345678", "township")


def test_3_doing_keeps_the_percent(book: Book) -> None:
    book.put("2", "doing", percent=40)
    book.put("2", "doing")
    assert book.word("2") == ("doing", 40.0)


def counted(book: Book) -> None:
    book.put("3.1", "doing", YJ, count=3)
    book.put("3.1", "doing", CZ, count=4)


def test_4_a_shared_target_is_the_items(book: Book) -> None:
    counted(book)
    found = book.item("3.1")
    assert (found["count"], found["percent"], book.word("3")) == (7, 70.0, ("doing", 70.0))
    assert [book.own("3.1", u) for u in (YJ, CZ, LY)] == [("doing", 30.0), ("doing", 40.0), ("todo", 0.0)]
    assert [book.own("3", u)[1] for u in (YJ, CZ, LY)] == [30.0, 40.0, 0.0]


def test_5_and_keeps_the_count(book: Book) -> None:
    counted(book)
    book.put("3.1", "doing", YJ)
    assert (book.item("3.1")["count"], book.word("3.1")[1]) == (7, 70.0)


def test_6_a_count_stands_when_its_party_is_done(book: Book) -> None:
    counted(book)
    book.put("3.1", "done", CZ)
    assert (book.item("3.1")["count"], book.word("3.1")) == (7, ("doing", 70.0))


def test_7_a_target_for_each(book: Book) -> None:
    book.put("4.1", "doing", YJ, count=1)
    assert (book.item("4.1")["count"], book.word("4.1")[1]) == (1, 49.5)
    assert (book.own("4.1", YJ)[1], book.own("4.1", LY)[1]) == (99.0, 0.0)


def test_8_and_9_members_close_a_row(book: Book) -> None:
    for unit in (YJ, GX, LY):
        book.put("5", "done", unit)
    found = book.item("5")
    assert (found["status"], found["percent"], found["light"]) == ("doing", 75.0, "red")
    assert found["parties"] == {"total": 4, "reported": 3, "closed": 3, "missing": [CZ]}
    book.put("5", "done", CZ, on="2025-04-02")
    assert book.word("5") == ("done", 100.0)
    stage = book.item("5")["stages"][0]
    assert (stage["done_on"], stage["late_days"]) == ("2025-06-20", 81)
    assert book.item("5", CZ)["stages"][0]["late_days"] == 2
    assert opinion.late_rows(book.seen()) == ["5"]


def test_10_the_office_leaves_what_a_unit_has_closed(book: Book) -> None:
    book.put("2", "done", LY)
    book.put("2", "doing", percent=30)
    assert (book.own("2", LY), book.own("2", YJ), book.word("2")[1]) == (
        ("done", 100.0),
        ("doing", 30.0),
        65.0,
    )


def test_11_what_the_office_closed_it_reopens(book: Book) -> None:
    book.mark("2", "done")
    book.mark("2", "doing")
    assert book.entries[-1]["set"]["reopen"] == ["2"]
    assert (book.word("2")[0], book.own("2", YJ)[0], book.own("2", LY)[0]) == ("doing", "doing", "doing")


def test_12_a_later_day_of_work_stands(book: Book) -> None:
    book.mark("2", "done")
    book.mark("2", "doing", on="2025-06-10", percent=50)
    assert book.entries[-1]["set"]["reopen"] == []
    assert book.word("2", "2025-06-21")[0] == "done"
    assert book.word("2", "2025-06-12") == ("doing", 50.0)


def test_13_14_the_current_stage(book: Book) -> None:
    assert book.mark("6", "done") == [1]
    with pytest.raises(opinion.Refused):
        book.mark("6", "done")
    assert book.word("6")[1] == 50.0
    assert book.mark("6", "done", on="2025-07-10") == [2]
    assert book.word("6", "2025-07-10") == ("done", 100.0)


def test_15_late_by_ten_days(book: Book) -> None:
    assert book.mark("6", "done", on="2025-07-10") == [1]
    assert book.item("6", today="2025-07-10")["stages"][0]["late_days"] == 10


def test_16_a_rhythm(book: Book) -> None:
    assert book.mark("7", "done") == [25]
    assert book.item("7")["stages"][24]["due"] == JUNE20
    book.mark("7", "done", stages=list(range(1, 25)))
    assert [s["stage"] for s in book.item("7")["stages"] if s["status"] == "todo"] == list(range(26, 53))


def test_17_a_measure_closed_late(book: Book) -> None:
    book.put("1.2", "done", GX, on="2025-06-02")
    state = book.seen()
    assert opinion.late(state) == [("1.2", 1, 63)]
    assert [r["id"] for r in opinion.list_json(state) if r["overdue_days"] is not None] == ["1", "5", "7"]
    assert opinion.late_rows(state) == ["1"]


def test_18_doing_is_not_a_hundred_percent(book: Book) -> None:
    with pytest.raises(opinion.Refused):
        book.mark("2", "doing", percent=100)


def test_19_paused_is_not_begun(book: Book) -> None:
    book.put("2", "paused", LY)
    assert (book.word("2"), book.own("2", LY)[0]) == (("todo", 0.0), "paused")


def test_20_not_concerned(book: Book) -> None:
    book.put("8", "na")
    assert book.word("8") == ("na", None)


def test_21_22_33_a_township_beside(book: Book) -> None:
    book.put("2", "done", TN)
    assert (book.word("2"), book.own("2", TN)[0]) == (("doing", 0.0), "done")
    book.put("2", "doing", LY, on="2025-06-21")
    assert (book.word("2", "2025-06-21")[0], book.own("2", TN, "2025-06-21")[0]) == ("doing", "done")
    book.put("2", "doing", TN, on="2025-06-21")
    assert book.own("2", TN, "2025-06-21")[0] == "doing"
    book.put("2", "done", "天宇镇人民政府", on="2025-06-21")
    assert book.own("2", "天宇镇人民政府", "2025-06-21")[0] == "done"


@pytest.mark.many
def test_23_what_is_closed_is_nobodys_overdue(book: Book) -> None:
    weekly = [("7", n) for n in range(1, 25)]
    assert sorted(opinion.overdue(book.seen(), TN)) == sorted([("5", 1), *weekly])
    book.put("5", "done")
    assert sorted(opinion.overdue(book.seen(), TN)) == weekly


def test_24_the_office_closes_what_is_below(book: Book) -> None:
    book.put("1", "done")
    assert book.word("1.2")[0] == "done"


def test_25_exact_then_rounded_once() -> None:
    mean = opinion.mean([Fraction(100, 12), Fraction(200, 3), Fraction(0)])
    assert mean is not None and opinion.down(mean) == 25.0


def test_26_shares_add_up() -> None:
    assert opinion.shares([13, 3]) == [81.3, 18.7]
    assert opinion.shares([1, 1, 1]) == [33.4, 33.3, 33.3]


def test_27_the_offices_total(book: Book) -> None:
    book.put("3.1", "doing", count=6)
    assert (book.item("3.1")["count"], book.word("3.1")[1]) == (6, 60.0)
    book.put("3.1", "doing", CZ, count=4)
    assert (book.item("3.1")["count"], book.own("3.1", CZ)[1]) == (6, 40.0)


def test_28_a_count_ends_a_percent(book: Book) -> None:
    book.put("3.1", "doing", percent=40)
    assert (book.item("3.1")["count"], book.word("3.1")[1]) == (None, 40.0)
    book.put("3.1", "doing", YJ, count=3)
    assert (book.own("3.1", YJ)[1], book.word("3.1")[1]) == (30.0, 36.6)


def test_29_no_open_stage_has_begun(book: Book) -> None:
    book.mark("6", "done")
    with pytest.raises(opinion.Refused):
        book.mark("6", "doing")


def test_32_a_cell_is_overdue_by_its_own_date(book: Book) -> None:
    book.put("1.1", "done")
    found = book.item("1")
    assert [(s["status"], s["light"]) for s in found["stages"]] == [("doing", "green")]
    assert (found["overdue_days"], found["light"]) == (81, "red")
    assert [i for i, _ in opinion.overdue(book.seen()) if i not in "57"] == ["1.2"]


def test_34_closed_on_the_first_day(book: Book) -> None:
    book.put("5", "done", YJ, on="2025-04-02")
    book.put("5", "verified", YJ)
    own = book.item("5", YJ)
    assert (own["status"], own["stages"][0]["done_on"], own["stages"][0]["late_days"]) == (
        *("verified", "2025-04-02"),
        2,
    )


def test_35_closed_by_the_office_is_not_reported(book: Book) -> None:
    book.put("5", "done")
    found = book.item("5")
    assert found["parties"] == {"total": 4, "reported": 0, "closed": 4, "missing": []}
    assert found["stages"][0]["late_days"] == 81


def test_36_not_concerned_stays_so(book: Book) -> None:
    book.put("2", "na", LY)
    book.put("2", "done")
    assert (book.own("2", LY)[0], book.word("2")) == ("na", ("done", 100.0))


def test_37_whose_count(book: Book) -> None:
    with pytest.raises(opinion.Refused):
        book.mark("4.1", "doing", count=2)


def test_38_done_and_todo_end_a_percent(book: Book) -> None:
    book.put("2", "doing", percent=40)
    for status in ("done", "todo", "doing"):
        book.put("2", status)
    assert book.word("2") == ("doing", 0.0)


def test_39_recorded_later_for_an_earlier_day(book: Book) -> None:
    book.mark("2", "doing", on="2025-06-28", percent=10)
    book.mark("2", "done", on=JUNE20)
    assert book.word("2", "2025-07-02") == ("doing", 10.0)
    assert book.word("2", "2025-06-25")[0] == "done"


def test_40_beside_a_rhythm(book: Book) -> None:
    assert book.mark("7", "done", TN) == [25]
    assert book.word("7")[0] == "doing"
    assert [s["stage"] for s in book.item("7")["stages"] if s["status"] == "doing"] == [25]


# --- nastier than the figures ---------------------------------------------------------------------


def test_the_offices_word_on_top_of_a_units_own_does_not_open_it(book: Book) -> None:
    book.put("2", "done", LY)
    book.put("2", "verified")
    assert (book.own("2", LY)[0], book.own("2", YJ)[0]) == ("verified", "verified")
    book.put("2", "doing")  # `reopen` is empty: only the cell that the office had closed opens
    assert (book.own("2", LY)[0], book.own("2", YJ)[0]) == ("verified", "doing")
    book.put("2", "doing", reopen=["2"])
    assert book.own("2", LY)[0] == "doing"


def test_a_mark_of_an_older_program_reopens_everything(book: Book) -> None:
    book.put("2", "done", LY)
    book.add("2", {"status": "doing"}, None, JUNE20)
    assert book.own("2", LY)[0] == "doing"


def test_an_undo_and_its_undo(book: Book) -> None:
    book.put("2", "done")
    for taken in ("e001", "e002"):
        book.add("2", {}, None, JUNE20, op="undo")
        book.entries[-1]["undoes"] = taken
        assert book.word("2")[0] == ("todo" if taken == "e001" else "done")
    assert book.word("2", str(date.fromisoformat(JUNE20) - timedelta(1)))[0] == "todo"


def test_any_entry_of_a_relevant_unit_makes_it_late(book: Book) -> None:
    book.add("5", {}, GX, JUNE20, op="note")
    assert (book.item("5", GX)["overdue_days"], book.item("5", GX)["light"]) == (81, "red")
    assert book.item("5")["parties"]["reported"] == 1


def test_a_percent_of_a_hundred_in_an_old_entry_is_not_done(book: Book) -> None:
    book.put("2", "doing", percent=100)
    assert book.word("2") == ("doing", 99.0)


def test_a_smaller_total_of_the_office_takes_nothing_away(book: Book) -> None:
    counted(book)
    book.put("3.1", "doing", count=2)
    assert (book.item("3.1")["count"], book.word("3.1")[1]) == (7, 70.0)


def test_a_count_ends_with_a_todo_of_every_stage(book: Book) -> None:
    counted(book)
    book.put("3.1", "todo", CZ)
    assert (book.item("3.1")["count"], book.own("3.1", CZ)) == (3, ("todo", 0.0))
    book.put("3.1", "todo")
    assert (book.item("3.1")["count"], book.word("3.1")) == (None, ("todo", 0.0))


def test_a_paused_units_count_still_shows_in_its_own_column(book: Book) -> None:
    counted(book)
    book.put("3.1", "paused", YJ)
    assert (book.own("3.1", YJ), book.own("3", YJ)) == (("paused", 30.0), ("paused", 30.0))
