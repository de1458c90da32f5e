"""Small histories and the figures that must come of them, worked out by hand from the rule of progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, Run

pytestmark = pytest.mark.elsewhere

LIST = Path(__file__).with_name("figures.yaml")
FRIDAY = "2025-06-20"


class Desk:
    """The small list, and what is recorded and asked there."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def __call__(self, words: str, *more: str, today: str = FRIDAY) -> Ran:
        return self._run(*words.split(), *more, today=today)

    def mark(self, words: str, today: str = FRIDAY) -> Ran:
        """A mark that must be recorded."""
        ran = self(f"mark {words}", today=today)
        assert ran.code == 0, ran.err
        return ran

    def row(self, ident: str, unit: str | None = None, today: str = FRIDAY) -> dict[str, Any]:
        """A row of `list --json`, or a unit's own figures of it."""
        words = f"list --json --unit {unit}" if unit else "list --json"
        found = next(r for r in self(words, today=today).json if r["id"] == ident)
        return dict(found["match"] if unit else found)

    def measure(self, ident: str) -> dict[str, Any]:
        """A measure as `show --json` has it."""
        return dict(self(f"show {ident} --json").json)

    def own(self, ident: str, unit: str) -> dict[str, Any]:
        """A unit's own figures of a measure."""
        rows = self(f"list --json --measures --unit {unit}").json
        return dict(next(m["match"] for r in rows for m in r["measures"] if m["id"] == ident))

    def due(self, words: str, today: str = FRIDAY) -> list[tuple[str, int]]:
        """Items and stages of `due --json`."""
        return [(d["id"], d["stage"]) for d in self(f"due --json {words}", today=today).json]

    def unit(self, name: str) -> dict[str, Any]:
        """A row of `units --json`."""
        return dict(next(u for u in self("units --json").json if u["unit"] == name))


@pytest.fixture
def desk(run: Run, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("ANQUAN_TASKS", str(LIST))
    return Desk(run)


def state(value: dict[str, Any]) -> tuple[str, float | None]:
    return value["status"], value["percent"]


def test_01_a_measures_unit_and_a_unit_that_has_to_judge(desk: Desk) -> None:
    rows = {r["id"]: r["match"] for r in desk("list --json --unit 工信局").json}
    assert list(rows) == ["1", "5"]
    assert (rows["1"]["basis"], rows["1"]["measures"]) == ("measure", ["1.2"])
    assert (rows["1"]["status"], rows["1"]["overdue_days"]) == ("todo", 81)
    assert (rows["5"]["basis"], rows["5"]["overdue_days"], rows["5"]["light"]) == ("relevant", None, "yellow")
    assert rows["5"]["measures"] == []
    assert desk.due("--overdue --unit 工信局") == [("1.2", 1)]
    unit = desk.unit("县工业和信息化局")
    assert (sum(unit["obligations"].values()), unit["overdue"], unit["awaiting"]) == (2, 1, 1)
    bulletin = desk("summary --json").json
    late = {o["party"]: [i["due"]["id"] for i in o["items"]] for o in bulletin["overdue"]}
    assert late["县工业和信息化局"] == ["1.2"]
    assert late["县应急管理局"] == ["1"]
    waiting = {a["unit"] for a in bulletin["awaiting"] if "5" in [d["id"] for d in a["items"]]}
    assert waiting == {"县应急管理局", "县工业和信息化局", "县林业局", "县财政局"}
    assert all("5" not in items for items in late.values())


def test_02_whose_rows(desk: Desk) -> None:
    assert [r[0] for r in desk("list --unit 应急局").rows] == ["1", "2", "3", "4", "5", "6"]
    assert [r[0] for r in desk("list --unit 应急局 --named").rows] == ["1", "2", "3", "4", "6"]
    found = [(r["id"], r["match"]["basis"]) for r in desk("list --json --unit 天宁镇").json]
    assert found == [(str(i), "township") for i in range(2, 9)]


def test_03_a_note_keeps_the_percent(desk: Desk) -> None:
    desk.mark("2 doing --percent 40")
    said = desk("mark 2 doing --json --note 已部署").json["changed"]
    assert [c["percent"] for c in said] == [[40.0, 40.0]]
    assert state(desk.row("2")) == ("doing", 40.0)


def test_04_counts_of_several_add_up(desk: Desk) -> None:
    desk.mark("3.1 doing --count 3 --unit 应急局")
    desk.mark("3.1 doing --count 4 --unit 财政局")
    item = desk.measure("3.1")
    assert (item["count"], item["percent"], desk.row("3")["percent"]) == (7, 70.0, 70.0)
    assert desk.own("3.1", "应急局")["percent"] == 30.0
    assert desk.own("3.1", "财政局")["percent"] == 40.0
    assert state(desk.own("3.1", "林业局")) == ("todo", 0.0)


def test_05_a_note_keeps_the_count(desk: Desk) -> None:
    test_04_counts_of_several_add_up(desk)
    desk.mark("3.1 doing --note 协调 --unit 应急局")
    assert (desk.measure("3.1")["count"], desk.measure("3.1")["percent"]) == (7, 70.0)


def test_06_a_closed_party_keeps_its_count(desk: Desk) -> None:
    test_04_counts_of_several_add_up(desk)
    desk.mark("3.1 done --unit 财政局")
    assert (desk.measure("3.1")["count"], desk.measure("3.1")["percent"], desk.row("3")["percent"]) == (
        7,
        70.0,
        70.0,
    )


def test_07_a_target_for_each_unit(desk: Desk) -> None:
    desk.mark("4.1 doing --count 1 --unit 应急局")
    item = desk.measure("4.1")
    assert (item["count"], item["at_target"], item["percent"]) == (1, 1, 49.5)
    assert desk.own("4.1", "应急局")["percent"] == 99.0
    assert desk.own("4.1", "林业局")["percent"] == 0.0


def test_08_who_has_not_reported(desk: Desk) -> None:
    for unit in ("应急局", "工信局", "林业局"):
        desk.mark(f"5 done --unit {unit}")
    row = desk.row("5")
    assert state(row) == ("doing", 75.0)
    assert row["parties"] == {"total": 4, "reported": 3, "closed": 3, "missing": ["县财政局"]}
    assert row["overdue_days"] == 81
    (due,) = [d for d in desk("due --json --overdue").json if d["id"] == "5"]
    assert (due["late"], due["awaiting"]) == ([], ["县财政局"])


def test_09_closed_by_the_last_of_them(desk: Desk) -> None:
    test_08_who_has_not_reported(desk)
    desk.mark("5 done --unit 财政局 --on 4月2日")
    row = desk.row("5")
    assert state(row) == ("done", 100.0)
    assert (row["stages"][0]["done_on"], row["stages"][0]["late_days"]) == ("2025-06-20", 81)
    assert desk.row("5", "财政局")["stages"][0]["late_days"] == 2
    assert desk("status --json").json["late"] == 1


def test_10_the_office_reopens_nobodys_work(desk: Desk) -> None:
    desk.mark("2 done --unit 林业局")
    desk.mark("2 doing --percent 30")
    assert state(desk.row("2", "林业局")) == ("done", 100.0)
    assert state(desk.row("2", "应急局")) == ("doing", 30.0)
    assert desk.row("2")["percent"] == 65.0


def test_11_unless_nothing_is_open(desk: Desk) -> None:
    desk.mark("2 done")
    ran = desk.mark("2 doing --note 复查")
    assert "县应急管理局、县林业局：已完成 → 推进中" in ran.out
    assert "县林业局：已完成 → 推进中" in ran.out
    assert desk.row("2")["status"] == "doing"


def test_12_a_later_day_stands(desk: Desk) -> None:
    desk.mark("2 done")
    ran = desk.mark("2 doing --percent 50 --on 6月10日", today="2025-06-21")
    assert "6月20日已有较晚的登记" in ran.out
    assert desk.row("2", today="2025-06-21")["status"] == "done"
    assert state(desk.row("2", today="2025-06-12")) == ("doing", 50.0)


def test_13_the_same_command_twice_never_closes_december(desk: Desk) -> None:
    desk.mark("6 done")
    again = desk("mark 6 done")
    assert again.code == 2
    assert "2025-12-31" in again.err and "--stage 2" in again.err
    assert [s["status"] for s in desk.row("6")["stages"]] == ["done", "todo"]
    assert desk.row("6")["percent"] == 50.0


def test_14_in_july_it_is_the_second_stage(desk: Desk) -> None:
    desk.mark("6 done")
    desk.mark("6 done", today="2025-07-10")
    assert state(desk.row("6", today="2025-07-10")) == ("done", 100.0)


def test_15_the_first_stage_late(desk: Desk) -> None:
    desk.mark("6 done", today="2025-07-10")
    first = desk.row("6", today="2025-07-10")["stages"][0]
    assert (first["status"], first["late_days"]) == ("done", 10)


def test_16_a_rhythm_goes_by_its_period(desk: Desk) -> None:
    ran = desk.mark("7 done")
    assert "24期" in ran.out and "阶段1至24" in ran.out
    done = [s["stage"] for s in desk.row("7")["stages"] if s["status"] == "done"]
    assert done == [25]
    assert desk.row("7")["stages"][24]["due"] == "2025-06-20"
    desk.mark("7 done --stage 1-24")
    assert [s["stage"] for s in desk.row("7")["stages"] if s["status"] == "todo"] == list(range(26, 53))


@pytest.mark.watched
def test_17_late_and_overdue_at_once(desk: Desk) -> None:
    desk.mark("1.2 done --unit 工信局 --on 6月2日")
    assert desk.measure("1.2")["stages"][0]["late_days"] == 63
    status = desk("status --json").json
    assert (status["overdue"], status["late"]) == (3, 1)
    assert desk.due("--late") == [("1.2", 1)]
    assert [r[0] for r in desk("list --late").rows] == ["1"]


def test_18_a_hundred_percent_is_done(desk: Desk) -> None:
    assert desk("mark 2 doing --percent 100").code == 2
    assert desk("log").out == ""


def test_19_one_of_two_paused(desk: Desk) -> None:
    desk.mark("2 paused --unit 林业局 --note 待资金")
    assert state(desk.row("2")) == ("todo", 0.0)
    assert desk.row("2", "林业局")["status"] == "paused"


def test_20_not_concerned_is_in_no_mean(desk: Desk) -> None:
    before = desk("status --json").json["percent"]
    desk.mark("8 na --note 不涉及")
    assert state(desk.row("8")) == ("na", None)
    assert (before, desk("status --json").json["percent"]) == (0.0, 0.0)
    desk.mark("2 done")
    assert desk("status --json").json["percent"] == 14.2  # one of seven


def test_21_one_township_under_two_spellings(desk: Desk) -> None:
    desk.mark("2 done --unit 天宁镇")
    desk.mark("2 doing --unit 样例县天宁镇")
    assert {e["unit"] for e in desk("log --json").json} == {"天宁镇人民政府"}
    assert desk.row("2", "天宁镇人民政府")["status"] == "doing"
    assert desk.row("2")["status"] == "doing"


@pytest.mark.watched
def test_22_a_name_that_differs_by_one_character(desk: Desk) -> None:
    desk.mark("2 done --unit 天宁镇")
    ran = desk.mark("2 done --unit 天宇镇")
    assert "天宁镇人民政府" in ran.err and "anquan undo" in ran.err
    assert len(desk("log").rows) == 2


def test_23_what_is_closed_is_nobodys_overdue(desk: Desk) -> None:
    late = desk.due("--overdue --unit 天宁镇")
    assert sorted(late) == sorted([("5", 1), *(("7", n) for n in range(1, 25))])
    desk.mark("5 done")
    assert ("5", 1) not in desk.due("--overdue --unit 天宁镇")


def test_24_the_office_covers_everything_below(desk: Desk) -> None:
    ran = desk.mark("1 done")
    assert "县工业和信息化局" in ran.out
    assert desk.measure("1.2")["status"] == "done"


def rows_of(count: int, third: str = "") -> str:
    """A list of so many equal rows; `third` stands in the third one."""
    head = "title: 样例县2025年重点工作任务清单\nyear: 2025\ncategories:\n  - number: 一\n    title: 甲类\n    tasks:\n"
    body = "      - {{number: {0}, title: 任务{0}, units: 县林业局、县水利局、县公安局, deadline: 全年{1}}}\n"
    return head + "".join(body.format(n, third if n == 3 else "") for n in range(1, count + 1))


def test_25_fractions_are_kept_until_the_end(run: Run, listed: Callable[[str], Path]) -> None:
    """1/12, 2/3 and 0 come to 3/12; rounded one by one they would come to 24.9."""
    listed(rows_of(3, ", measures: [{text: 解决问题, target: {count: 12, unit: 项}}]"))
    desk = Desk(run)
    desk.mark("3.1 doing --count 1")
    desk.mark("2 done --unit 县林业局")
    desk.mark("2 done --unit 县水利局")
    assert [desk.row(ident)["percent"] for ident in "123"] == [0.0, 66.6, 8.3]
    assert desk("status --json").json["percent"] == 25.0


def test_26_shares_add_up(run: Run, listed: Callable[[str], Path]) -> None:
    """81.25 and 18.75: the tenth that is left goes to the larger share."""
    listed(rows_of(16))
    desk = Desk(run)
    desk.mark("1-3 done")
    said = desk("summary --format text").out
    assert "共16项任务：未启动13项（81.3%），已完成3项（18.7%）。" in said


def test_27_the_offices_total_and_a_units(desk: Desk) -> None:
    desk.mark("3.1 doing --count 6")
    assert (desk.measure("3.1")["count"], desk.measure("3.1")["percent"]) == (6, 60.0)
    desk.mark("3.1 doing --count 4 --unit 财政局")
    assert (desk.measure("3.1")["count"], desk.own("3.1", "财政局")["percent"]) == (6, 40.0)


def test_28_a_count_ends_a_percent_of_its_own_cell(desk: Desk) -> None:
    desk.mark("3.1 doing --percent 40")
    assert (desk.measure("3.1")["percent"], desk.measure("3.1")["count"]) == (40.0, None)
    desk.mark("3.1 doing --count 3 --unit 应急局")
    assert desk.own("3.1", "应急局")["percent"] == 30.0
    assert desk.measure("3.1")["percent"] == 36.6


def test_29_nothing_open_has_begun(desk: Desk) -> None:
    desk.mark("6 done")
    ran = desk("mark 6 doing")
    assert ran.code == 2
    assert "--stage 1" in ran.err and "--stage 2" in ran.err


def test_30_what_people_call_a_status(desk: Desk) -> None:
    desk.mark("2 办结")
    assert desk.row("2")["status"] == "done"
    desk.mark("2 进行中")
    assert desk.row("2")["status"] == "doing"
    desk.mark("8 无 --note 不涉及")
    assert desk.row("8")["status"] == "na"


def test_31_no_second_ledger_by_a_typing_error(desk: Desk, tmp_path: Path) -> None:
    missing = str(tmp_path / "不存在的文件夹")
    for words in ("list", "mark 2 done"):
        ran = desk(words, "--home", missing)
        assert ran.code == 2
        assert "anquan init" in ran.err
    assert not Path(missing).exists()


def test_32_a_row_is_late_by_its_own_date_alone(desk: Desk) -> None:
    desk.mark("1.1 done")
    row = desk.row("1")
    assert row["stages"][0]["status"] == "doing"
    assert row["stages"][0]["light"] != "red"
    assert (desk.measure("1.2")["overdue_days"], row["overdue_days"], row["light"]) == (81, 81, "red")


def test_33_a_report_beside_stands(desk: Desk) -> None:
    desk.mark("2 done --unit 天宁镇")
    desk.mark("2 doing --unit 林业局", today="2025-06-21")
    assert desk.row("2", "天宁镇", today="2025-06-21")["status"] == "done"
    assert desk.row("2", today="2025-06-21")["status"] == "doing"


def test_34_closed_since_the_first_without_a_break(desk: Desk) -> None:
    desk.mark("5 done --unit 应急局 --on 4月2日")
    desk.mark("5 verified --unit 应急局")
    own = desk.row("5", "应急局")
    assert own["status"] == "verified"
    assert (own["stages"][0]["done_on"], own["stages"][0]["late_days"]) == ("2025-04-02", 2)


def test_35_closed_by_the_office_reported_by_nobody(desk: Desk) -> None:
    desk.mark("5 done")
    row = desk.row("5")
    assert row["parties"] == {"total": 4, "reported": 0, "closed": 4, "missing": []}
    assert row["stages"][0]["late_days"] == 81


def test_36_not_concerned_stays_so(desk: Desk) -> None:
    desk.mark("2 na --unit 林业局 --note 无林区")
    desk.mark("2 done")
    assert desk.row("2", "林业局")["status"] == "na"
    assert state(desk.row("2")) == ("done", 100.0)


def test_37_whose_count(desk: Desk) -> None:
    assert desk("mark 4.1 doing --count 2").code == 2
    assert desk("log").out == ""


def test_38_done_and_todo_end_a_percent(desk: Desk) -> None:
    for words in ("2 doing --percent 40", "2 done", "2 todo", "2 doing"):
        desk.mark(words)
    assert state(desk.row("2")) == ("doing", 0.0)


def test_39_the_day_of_work_comes_first(desk: Desk) -> None:
    desk.mark("2 doing --percent 10", today="2025-06-28")
    desk.mark("2 done --on 6月20日", today="2025-07-02")
    assert state(desk.row("2", today="2025-07-02")) == ("doing", 10.0)
    assert desk.row("2", today="2025-06-25")["status"] == "done"


def test_40_a_township_reports_a_rhythm(desk: Desk) -> None:
    desk.mark("7 done --unit 天宁镇")
    assert desk("log --json").json[0]["targets"] == [{"id": "7", "stage": 25}]
    assert desk.row("7")["status"] == "doing"
