"""The bulletin's figures and lists against an independent count over the ledger; periods; remade as of then."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anquan_cli.dates import Period
from anquan_cli.documents.bulletin import paper
from anquan_cli.ledger.events import Envelope, Target
from anquan_cli.party import Unit
from anquan_cli.progress import fold
from anquan_cli.queries.bulletin import Bulletin, bulletin
from anquan_cli.queries.overview import units
from anquan_cli.tasklist.plan import Measure, Plan
from anquan_cli.tasklist.plan import Target as Goal
from anquan_cli.views.json_ import values
from tests.book import HEAD, plan_of
from tests.conftest import LEAST, Run
from tests.entries import event
from tests.histories import History, histories
from tests.progress import second_opinion as opinion
from tests.progress.test_second_opinion import recorded

pytestmark = pytest.mark.elsewhere

# --- periods -----------------------------------------------------------------------------------------


def test_an_entry_belongs_to_the_week_of_its_day_of_work(run: Run) -> None:
    run("mark", "5", "done", "--on", "3月28日", "--note", "要点已印发", today="2025-04-02")
    week = run("summary", "--week", "2025-W13", "--json", today="2025-04-02").json
    assert week["period"] == {"since": "2025-03-24", "until": "2025-03-30"}
    assert [c["id"] for c in week["closed"]] == ["5"]
    assert run("summary", "--json", today="2025-04-02").json["closed"] == []


def test_it_stands_as_of_its_last_day_or_today_if_that_is_earlier(run: Run) -> None:
    june = run("summary", "--month", "6", "--json", today="2025-06-10").json
    assert (june["as_of"], june["before"]["as_of"]) == ("2025-06-10", "2025-05-31")
    assert run("summary", "--month", "5", "--json", today="2025-06-10").json["as_of"] == "2025-05-31"


def test_a_period_that_has_not_begun_has_no_paper(run: Run) -> None:
    ran = run("summary", "--month", "12", today="2025-06-10")
    assert (ran.code, ran.out) == (2, "")
    assert "2025-12-01 才开始" in ran.err
    assert run("summary", "--month", "6", today="2025-06-01").code == 0


def test_a_week_across_the_turn_of_the_year(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LEAST)
    run("mark", "1", "done", "--stage", "1", "--on", "2025-06-20", today="2025-06-20")
    run("mark", "1", "doing", "--stage", "2", "--unit", "县水利局", "--on", "2025-12-30", today="2026-01-02")
    last = run("summary", "--week", "last", "--json", today="2026-01-05").json
    assert last["period"] == {"since": "2025-12-29", "until": "2026-01-04"}
    assert (last["year"], last["number"]) == (2025, 53)
    assert [(r["id"], r["entry"]["on"]) for r in last["reported"]] == [("1", "2025-12-30")]
    assert [(c["party"], [i["days"] for i in c["items"]]) for c in last["overdue"]] == [
        ("县水利局", [4]),  # as the list names them
        ("县林业局", [4]),
        ("县公安局", [4]),
    ]
    first = run("summary", "--week", "2025-W01", "--json", today="2025-01-03").json
    assert first["period"] == {"since": "2024-12-30", "until": "2025-01-05"}
    assert (first["year"], first["number"], first["as_of"]) == (2025, 1, "2025-01-03")


def test_the_first_days_of_a_year_do_not_bear_the_number_of_the_last_years_list(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Monday 28 December 2026 begins week 53 of 2026, which the list of 2026 counts; 4 January 2027 begins week 1."""
    listed(LEAST.replace("2025", "2027"))
    assert [
        (paper["year"], paper["number"])
        for day in ("2027-01-02", "2027-01-04")
        for paper in [run("summary", "--json", today=day).json]
    ] == [(2027, None), (2027, 1)]
    listed(LEAST.replace("2025", "2026"))
    paper = run("summary", "--json", today="2027-01-02").json
    assert (paper["year"], paper["number"]) == (2026, 53)


def test_who_reported_nothing(run: Run, listed: Callable[[str], Path]) -> None:
    """A note counts as a report, an entry taken back does not; closed items are no reason to report."""
    listed(
        LEAST.replace(
            "categories:", "units: [{name: 县水利局}, {name: 县林业局}, {name: 县公安局}]\ncategories:"
        )
    )
    run("mark", "1", "done", "--all-stages", "--unit", "县公安局", "--on", "2025-06-01", today="2025-06-01")
    run("note", "1", "已部署", "--unit", "县林业局", today="2025-06-10")
    run("mark", "1", "doing", "--unit", "县水利局", today="2025-06-10")
    assert run("summary", "--json", today="2025-06-10").json["silent"] == []
    run("undo", today="2025-06-10")
    assert run("summary", "--json", today="2025-06-10").json["silent"] == ["县水利局"]
    assert run("summary", "--json", today="2025-06-17").json["silent"] == ["县水利局", "县林业局"]


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ("县水利局", "名册内有未办结任务的单位本期均已报送。"),
        (
            "县水利局、有关部门",
            "名册内逐家统计、有未办结任务的单位本期均已报送。",
        ),  # whom the group means has said nothing
    ],
)
def test_all_have_reported_who_are_counted_one_by_one(
    run: Run, listed: Callable[[str], Path], units: str, said: str
) -> None:
    listed(
        LEAST.replace("县水利局牵头，县林业局、县公安局配合", units).replace(
            "categories:", "units: [{name: 县水利局}, {name: 县林业局}]\ncategories:"
        )
    )
    run("note", "1", "已部署", "--unit", "县水利局", today="2025-06-10")
    assert said in run("summary", today="2025-06-10").out


# --- progress reported ---------------------------------------------------------------------------------


def test_what_is_struck_off_or_does_not_apply_is_progress_reported(run: Run) -> None:
    """Neither was closed in the period, yet somebody recorded something: “nothing recorded” would be false."""
    run("mark", "5", "done", today="2025-06-03")
    run("mark", "5", "verified", today="2025-06-10")
    run("mark", "11.7", "na", "--note", "本县没有此类设备", today="2025-06-11")
    said = run("summary", "--json", today="2025-06-12").json
    assert said["closed"] == []
    assert [(r["id"], r["entry"]["seq"]) for r in said["reported"]] == [("5", 2), ("11.7", 3)]
    text = run("summary", today="2025-06-12").out
    assert "本期没有登记其他进展" not in text
    assert "县安委办6月11日登记为不涉及（本县没有此类设备）。" in text


def test_what_the_paper_shows_beside_the_rows_stands_in_the_json(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Each of these once, in the week of 16 June."""
    listed("""title: 某县2025年安全生产重点工作任务清单
year: 2025
document: 某安委发〔2025〕1号
addressee: 县安委会各成员单位
copies: 县委办
contact: 张三 123
units: [{name: 县水利局}, {name: 县林业局}, {name: 县公安局}]
categories:
  - number: 一
    title: 甲
    tasks:
      - {number: 1, title: 一, units: 县水利局、县林业局、县公安局, deadline: 5月底前}
      - {number: 2, title: 二, units: 县水利局, deadline: 6月底前, measures: [甲, {text: 乙, deadline: 每季度}]}
      - {number: 3, title: 三, units: 县林业局, deadline: 全年, measures: [{text: 隐患, target: {count: 10, unit: 处}}]}
      - {number: 4, title: 四, units: 县公安局, deadline: 全年}
      - {number: 5, title: 五, units: 县公安局, deadline: 全年}
""")
    marks = [
        ("1 doing --unit 县水利局 --problem 缺钱 --expected 2025-06-10 --on 2025-06-01"),
        ("1 doing --unit 县水利局 --expected 2025-06-25 --on 2025-06-11"),
        ("1 done --unit 县林业局 --on 2025-06-02"),
        ("1 na --note 无 --unit 县公安局 --on 2025-06-03"),
        ("4 done --on 2025-06-04"),
        ("4 doing --on 2025-06-17"),
        ("2.2 paused --stage 2 --note 等 --on 2025-06-17"),
        ("3.1 doing --count 4 --on 2025-06-18"),
        ("5 paused --note 等 --on 2025-06-18"),
        ("5 doing --on 2025-06-05"),
    ]
    for words in marks:
        assert run("mark", *words.split(), today="2025-06-20").code == 0
    run("undo", "10", today="2025-06-20")
    said = run("summary", "--json", today="2025-06-20").json
    assert said["list"] == {
        "id": "2025", "title": "某县2025年安全生产重点工作任务清单", "year": 2025, "document": "某安委发〔2025〕1号",
        "signed": "安全生产委员会办公室", "addressee": "县安委会各成员单位", "copies": "县委办", "contact": "张三 123",
    }  # fmt: skip
    assert said["reopened"] == [{"id": "4", "title": "四", "sector": None, "was": "done"}]
    assert said["paused"] == [
        {"id": "5", "title": "五", "sector": None, "items": [], "stages": [], "units": []},
        {"id": "2", "title": "二", "sector": None, "items": ["2.2"], "stages": [2], "units": []},
    ]
    (late,) = [i for party in said["overdue"] for i in party["items"] if i["due"]["id"] == "1"]
    assert (late["reason"], late["promised"], late["promises"]) == (
        "缺钱", "2025-06-25", ["2025-06-10", "2025-06-25"],
    )  # fmt: skip
    assert [late["due"][word] for word in ("closed", "exempt", "paused")] == [["县林业局"], ["县公安局"], []]
    (counted,) = [r for r in said["reported"] if r["id"] == "3"]
    assert counted["totals"] == [{"count": 4, "unit": "处", "target": 10}]
    assert {e["id"]: e["entry"]["seq"] for e in said["latest"]} == {"1": 2, "2": 7, "3": 8, "4": 6, "5": 9}
    own = run("summary", "--json", "--unit", "县公安局", "--month", "6", today="2025-06-20").json
    assert (own["reports"], own["unsaid"]) == (["2025-06-03"], [])


def test_a_row_done_once_more_is_not_closed_anew(run: Run) -> None:
    """Done in May, reopened and done again in one week of June: progress, no further completion."""
    run("mark", "5", "done", today="2025-05-03")
    run("mark", "5", "todo", today="2025-06-10")
    run("mark", "5", "done", today="2025-06-11")
    said = run("summary", "--json", today="2025-06-12").json
    assert said["closed"] == []
    assert [r["entry"]["seq"] for r in said["reported"]] == [2, 3]
    assert (said["figures"]["statuses"]["done"], said["before"]["statuses"]["done"]) == (1, 1)


def test_a_units_bulletin_quotes_no_other_unit(run: Run) -> None:
    """Its own entries and the office's; task 16 is done for the forestry office alone."""
    run("mark", "16", "done", "--unit", "林业局", "--note", "队伍已配齐", today="2025-06-10")
    run("note", "16", "还在招人", "--unit", "应急局", today="2025-06-11")
    run("note", "16", "请加快", today="2025-06-12")
    forestry = run("summary", "--unit", "林业局", "--json", today="2025-06-12").json
    assert [(c["id"], c["done_on"], c["entry"]["seq"]) for c in forestry["closed"]] == [
        ("16", "2025-06-10", 3)
    ]
    emergency = run("summary", "--unit", "应急局", "--json", today="2025-06-12").json
    assert [(r["id"], r["entry"]["seq"]) for r in emergency["reported"]] == [("16", 2), ("16", 3)]
    text = run("summary", "--unit", "林业局", today="2025-06-11").out
    assert "还在招人" not in text
    assert "6月10日（县林业局）：已完成：队伍已配齐" in text
    markdown = run("export", "--unit", "林业局", "--format", "md", today="2025-06-11").out
    assert "还在招人" not in markdown and "6月10日（县林业局）：已完成：队伍已配齐" in markdown


def test_the_office_that_records_for_others_has_reported(run: Run) -> None:
    """A mark without a unit is the office's (县安委办, which task 4 names): its own paper never tells it off."""
    assert "县安委办" not in run("summary", "--json", today="2025-06-12").json["silent"]
    run("mark", "5", "doing", today="2025-06-11")
    assert "县安委办" not in run("summary", "--json", today="2025-06-12").json["silent"]
    (office,) = [u for u in run("units", "--json", today="2025-06-12").json if u["unit"] == "县安委办"]
    assert office["last_report"] == "2025-06-11"


# --- overdue: whose words ------------------------------------------------------------------------------


def explained(said: Any) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """Reason and promised day of everything overdue, by party and item."""
    return {
        (c["party"], i["due"]["id"]): (i["reason"], i["promised"])
        for c in said["overdue"]
        for i in c["items"]
    }


@pytest.mark.watched
def test_what_members_of_a_whole_say_stands_beside_it(run: Run, listed: Callable[[str], Path]) -> None:
    """The township speaks for itself: the whole has given no reason and promised no day."""
    listed(LEAST.replace("县水利局牵头，县林业局、县公安局配合", "各乡镇人民政府"))
    marked = run("mark", "1", "doing", "--stage", "1", "--unit", "天宁镇", "--problem", "缺人",
                 "--expected", "2025-07-05", today="2025-06-20")  # fmt: skip
    assert marked.code == 0, marked.err
    (party,) = run("summary", "--json", today="2025-07-02").json["overdue"]
    assert party["items"][0]["reason"] is None and party["items"][0]["members"] == [
        {
            "unit": "天宁镇人民政府",
            "reason": "缺人",
            "promised": "2025-07-05",
            "promises": ["2025-07-05"],
        }
    ]


def test_a_reason_and_a_promise_are_those_of_the_unit_that_gave_them(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """30 June has passed for three units; one of them explained itself, and nobody else did."""
    listed(LEAST)
    own = ("--unit", "县水利局", "--problem", "经费未到位", "--expected", "2025-07-20")
    run("note", "1", "催办", *own, today="2025-07-02")
    assert explained(run("summary", "--json", today="2025-07-03").json) == {
        ("县水利局", "1"): ("经费未到位", "2025-07-20"),
        ("县林业局", "1"): (None, None),
        ("县公安局", "1"): (None, None),
    }
    run("note", "1", "情况", "--problem", "台风停工", today="2025-07-03")  # the office, in nobody's name
    assert explained(run("summary", "--json", today="2025-07-03").json) == {
        ("县水利局", "1"): ("经费未到位", "2025-07-20"),
        ("县林业局", "1"): (None, None),
        ("县公安局", "1"): (None, None),
    }


@pytest.mark.watched
def test_a_reason_concerns_what_is_late_and_a_promise_all_of_it(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """1.1 and 1.2 fall due with the task, 1.3 a month earlier; what was said of one is not said of another."""
    listed(
        LEAST.replace("县水利局牵头，县林业局、县公安局配合", "县水利局").replace(
            "6月底前/12月底前", "6月底前\n        measures: [一, 二, {text: 三, deadline: 5月底前}]"
        )
    )
    run(
        "note",
        "1.1",
        "难",
        "--problem",
        "缺人",
        "--expected",
        "2025-07-10",
        "--unit",
        "县水利局",
        today="2025-07-01",
    )
    whose = "县水利局"
    assert explained(run("summary", "--json", today="2025-07-02").json) == {
        (whose, "1.3"): (None, None),
        (whose, "1"): ("缺人", None),  # of 1.2 no day is promised
    }
    run("mark", "1.2", "1.3", "done", today="2025-07-02")
    assert explained(run("summary", "--json", today="2025-07-02").json) == {
        (whose, "1"): ("缺人", "2025-07-10")
    }
    run("mark", "1.1", "done", today="2025-07-03")
    run("mark", "1.2", "doing", today="2025-07-03")
    assert explained(run("summary", "--json", today="2025-07-04").json) == {(whose, "1"): (None, None)}


# --- the same bytes ----------------------------------------------------------------------------------

FORMATS = ("text", "md", "json", "html", "docx", "xlsx")


@pytest.mark.many
@pytest.mark.parametrize("format_", FORMATS)
def test_made_again_from_the_ledger_as_it_stood_it_is_the_same_to_the_byte(
    run: Run, listed: Callable[[str], Path], tmp_path: Path, format_: str
) -> None:
    pytest.importorskip({"docx": "docx", "xlsx": "xlsxwriter"}.get(format_, "json"))
    listed(LEAST + "      - {number: 2, title: 排查隐患, units: 县水利局, deadline: 9月底前}\n")
    run("mark", "1", "done", "--note", "要点已印发", today="2025-06-03")
    run("mark", "2", "doing", "--percent", "30", "--problem", "经费未到位", today="2025-06-04")
    then, again = tmp_path / f"当时.{format_}", tmp_path / f"重做.{format_}"
    week = ("summary", "--week", "2025-W23", "--format", format_)
    run(*week, "-o", str(then), today="2025-06-08")
    run("mark", "2", "done", "--on", "6月5日", today="2025-06-20")
    run("undo", "1", today="2025-06-20")
    run(*week, "--at", "2", "-o", str(again), today="2025-06-20")
    assert then.read_bytes() == again.read_bytes()


def test_a_units_bulletin_speaks_of_its_rows_alone(run: Run) -> None:
    """县应急管理局: 19 tasks, 3 by its measure 3.7, none of them 4 or 11."""
    said = run("summary", "--unit", "应急局", "--json", today="2025-06-08").json
    assert [r["id"] for r in said["rows"]] == "1 2 3 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21".split()
    assert said["figures"]["total"] == sum(said["figures"]["statuses"].values()) == 19


def test_shares_close_and_the_change_is_told(run: Run) -> None:
    """9 of 27 rows is 33.3 %; before, none was closed."""
    run("mark", "1-5", "7-10", "done", today="2025-06-03")
    text = run("summary", today="2025-06-03").out
    assert "未启动18个（66.7%）" in text
    assert "已完成9个（33.3%）" in text
    assert "清单共21项任务，其中第11项分为7个分项，以下按分项统计：" in text and "，合计27个。" in text
    assert "办结增加9个" in text


# --- a second count ------------------------------------------------------------------------------------


@pytest.mark.many
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(), days=st.sampled_from((1, 7, 30)))
def test_figures_and_lists_agree_with_an_independent_count(history: History, days: int) -> None:
    entries = recorded(history)
    period = Period(history.today - timedelta(days=days - 1), history.today)
    said = bulletin(
        history.plan, envelopes(entries), kind="span", period=period, today=history.today
    )  # fmt: skip
    now = opinion.state_of(history.plan, entries, history.today)
    rows = opinion.list_json(now)
    assert said.figures.statuses == {s: sum(r["status"] == s for r in rows) for s in said.figures.statuses}
    assert said.figures.lights == {c: sum(r["light"] == c for r in rows) for c in said.figures.lights}
    assert said.figures.total == len(rows) == sum(said.figures.pace)
    assert len(said.closed) - len(said.reopened) == said.figures.closed - said.before.closed
    assert said.figures.overdue == sum(r["overdue_days"] is not None for r in rows)
    late = {(i.due.id, i.due.stage.stage) for c in said.overdue for i in c.items}
    waiting = {(d.id, d.stage.stage) for _, due in said.awaiting for d in due}
    assert late | waiting == set(opinion.overdue(now))
    assert {(d.id, d.stage.stage) for d in said.due_within_7} == opinion.falling_due(now, 7)


def envelopes(entries: list[dict[str, Any]]) -> list[Envelope]:
    """The second opinion's entries as the program reads them."""
    found = []
    for e in entries:
        targets = tuple(Target(t["id"], t["stage"]) for t in e["targets"])
        given = {k: e["set"].get(k) for k in ("status", "percent", "count")}
        reopen = tuple(e["set"]["reopen"]) if e["set"].get("reopen") is not None else None
        made = event(
            e["op"], targets, unit=e["unit"], reopen=reopen, on=e["on"], undoes=e["undoes"], **given
        )  # fmt: skip
        found.append(Envelope(e["seq"], e["id"], e["ts"], "某", made, wall=None, hash=""))
    return found


@pytest.mark.watched
@pytest.mark.parametrize("ahead", [False, True])
def test_what_is_entered_late_or_taken_back_stands_in_the_paper_of_the_week_in_which_it_was(
    ahead: bool,
) -> None:
    """The paper of the week to 15 June had the completion and lacked the report; that to 22 June says so.

    `ahead`: an entry of before was made where it was August, and the moments of all others follow it.
    """
    plan = plan_of(
        "- {number: 1, title: 甲事, units: 县水利局, deadline: 12月底前}\n"
        "- {number: 2, title: 乙事, units: 县林业局, deadline: 12月底前}\n"
    )

    def envelope(seq: int, ts: str, op: str, number: str, **fields: Any) -> Envelope:
        made = event(op, (Target(number, 1),), on="2025-06-12", **fields)
        return Envelope(seq, f"e{seq}", f"2025-06-{ts}Z", "某", made, wall=None, hash="")

    events = [
        envelope(1, "12T02:00:00.000000", "mark", "1", status="done", unit="县水利局"),
        envelope(2, "16T02:00:00.000000", "undo", "1", undoes="e1"),
        envelope(3, "17T02:00:00.000000", "mark", "2", status="doing", unit="县林业局", note="已培训"),
        envelope(4, "17T16:30:00.000000", "mark", "2", status="doing", percent=40),  # the 18th in China
        envelope(5, "22T16:30:00.000000", "mark", "2", status="done", unit="县林业局"),  # the 23rd
    ]
    if ahead:
        events = [e._replace(ts=f"2025-08-12T01:00:00.00000{e.seq}Z", wall=e.ts) for e in events]

    def told(
        week: Period, unit: Unit | None = None, today: date | None = None
    ) -> tuple[list[int], list[int], str]:
        b = bulletin(plan, events, kind="week", period=week, today=today or week.until, unit=unit)
        text = "\n".join(
            "\n".join((k.heading, *k.paragraphs)) for s in paper(plan, b).sections for k in s.blocks
        )
        return [r.entry.seq for r in b.belated], [r.entry.seq for r in b.withdrawn], text

    belated, withdrawn, text = told(Period(date(2025, 6, 16), date(2025, 6, 22)))
    assert (belated, withdrawn) == ([3, 4], [1])
    assert (
        "（三）补记和撤销以前各期的进展\n"
        "第2项“乙事”，县林业局6月12日报：已培训。安委办6月12日登记进度40%。（6月17日、6月18日补记）\n"
        "第1项“甲事”，县水利局6月12日的已完成，6月16日撤销。"
    ) in text
    assert "与上期（截至6月15日，按现在的清单和台账）相比" in text
    assert told(Period(date(2025, 6, 16), date(2025, 6, 22)), Unit("县林业局"))[:2] == ([3, 4], [])
    assert told(Period(date(2025, 6, 16), date(2025, 6, 22)), Unit("县水利局"))[:2] == ([], [1])
    assert told(Period(date(2025, 6, 9), date(2025, 6, 15)))[:2] == ([], [])
    assert told(Period(date(2025, 6, 23), date(2025, 6, 29)))[:2] == ([5], [])
    # the paper of the week to the 22nd, made on Monday after that was entered
    assert told(Period(date(2025, 6, 16), date(2025, 6, 22)), today=date(2025, 6, 23))[0] == [3, 4, 5]


OLD = {1: ("防汛准备", "县水利局"), 2: ("森林防火", "县林业局")}
NEW = {1: ("燃气整治", "县公安局"), 2: ("防汛准备", "县水利局"), 3: ("森林防火", "县林业局")}


def renumbered(tasks: dict[int, tuple[str, str]]) -> Plan:
    return plan_of(
        "".join(
            f"- {{number: {n}, title: {title}, units: {unit}, deadline: 12月底前}}\n"
            for n, (title, unit) in tasks.items()
        )
    )


def of_old(seq: int, day: str, op: str, *numbers: int, unit: str | None, **fields: Any) -> Envelope:
    """An entry of June about tasks that had these numbers in the list of then, recorded on its day unless `on` is another."""
    targets = tuple(Target(str(n), None) for n in numbers)
    titles = {str(n): OLD[n][0] for n in numbers}
    made = event(op, targets, unit=unit, titles=titles, **{"on": f"2025-06-{day}", **fields})
    return Envelope(seq, f"e{seq}", f"2025-06-{day}T02:00:00.000000Z", "某", made, wall=None, hash="")


JUNE = Period(date(2025, 6, 16), date(2025, 6, 22))


def june(plan: Plan, events: list[Envelope], unit: str | None = None) -> tuple[Bulletin, str]:
    """The paper of the week to 22 June, and all its paragraphs."""
    whose = Unit(unit) if unit else None
    b = bulletin(plan, events, kind="week", period=JUNE, today=JUNE.until, unit=whose)
    return b, "\n".join(said for s in paper(plan, b).sections for k in s.blocks for said in k.paragraphs)


def test_what_was_taken_back_is_told_of_the_task_that_it_was_about() -> None:
    """1 was the flood, which is 2 now; 2 was the fire, which is 3 now; both were taken back once the list was another."""
    events = [
        of_old(1, "12", "mark", 1, unit="县水利局", status="done"),
        of_old(2, "13", "mark", 2, unit="县林业局", status="doing"),
        of_old(3, "17", "undo", 1, unit="县水利局", undoes="e1"),
        of_old(4, "17", "undo", 2, unit="县林业局", undoes="e2"),
    ]
    flood = "原第1项“防汛准备”，{}6月12日的已完成，6月17日撤销。"
    fire = "原第2项“森林防火”，{}6月13日的推进中，6月17日撤销。"
    b, text = june(renumbered(NEW), events)
    assert f"{flood.format('县水利局')}\n{fire.format('县林业局')}" in text
    told = json.loads(values.bulletin(renumbered(NEW), b))["withdrawn"]
    assert [(w["id"], w["title"], w["entry"]["seq"]) for w in told] == [
        ("1", "防汛准备", 1),
        ("2", "森林防火", 2),
    ]
    assert flood.format("你单位") in june(renumbered(NEW), events, "县水利局")[1]
    assert "撤销" not in june(renumbered(NEW), events, "县公安局")[1]
    assert "第1项“防汛准备”，县水利局6月12日的已完成" in june(renumbered(OLD), events)[1]
    assert "原第" not in june(renumbered(OLD), events)[1]


def test_what_was_taken_back_of_a_task_is_told_of_the_parts_that_are_its_units() -> None:
    events = [
        of_old(1, "12", "mark", 1, unit="县水利局", status="done"),
        of_old(2, "17", "undo", 1, unit="县水利局", undoes="e1"),
    ]
    parts = "parts: [{title: 水库, units: 县水利局}, {title: 学校, units: 县公安局}]"
    plan = plan_of(f"- {{number: 1, title: 防汛准备, deadline: 12月底前, {parts}}}\n")
    b, text = june(plan, events)
    assert [w.report and w.report.row.id for w in b.withdrawn] == ["1.1"]
    assert "第1项“防汛准备（水库）”，县水利局6月12日的已完成，6月17日撤销。" not in text
    assert "第1.1项“防汛准备（水库）”，县水利局6月12日的已完成，6月17日撤销。" in text


@pytest.mark.parametrize(("day", "told"), [("16", False), ("17", True), ("22", True), ("23", False)])
def test_what_was_recorded_on_monday_and_taken_back_since_may_be_in_mondays_paper(
    day: str, told: bool
) -> None:
    """On Monday the 16th of the 13th; taken back the same day it was a slip, on the 23rd the next paper's."""
    events = [
        of_old(1, "16", "mark", 1, on="2025-06-13", **DONE),
        of_old(2, day, "undo", 1, unit="县水利局", undoes="e1"),
    ]
    b, text = june(renumbered(OLD), events)
    assert [w.entry.seq for w in b.withdrawn] == [1] * told
    assert (f"第1项“防汛准备”，县水利局6月13日的已完成，6月{day}日撤销。" in text) == told


def test_of_a_task_that_is_gone_what_was_taken_back_is_told_too() -> None:
    events = [
        of_old(1, "12", "mark", 1, 2, unit="县林业局", status="done"),
        of_old(2, "17", "undo", 1, 2, unit="县林业局", undoes="e1"),
    ]
    text = june(renumbered({1: OLD[1]}), events)[1]
    assert (
        "第1项“防汛准备”，县林业局6月12日的已完成，6月17日撤销。\n"
        "原第2项“森林防火”，县林业局6月12日的已完成，6月17日撤销。"
    ) in text


@pytest.mark.parametrize(
    ("titles", "named"), [({"3": "山洪预警"}, "原第3项“山洪预警”第1、2阶段"), ({}, "原第3项第1、2阶段")]
)
def test_of_stages_of_what_is_gone_all_are_named_once(titles: dict[str, str], named: str) -> None:
    """An older program kept no titles."""
    targets = Target("3", 1), Target("3", 2)
    made = event("mark", targets, unit="县林业局", status="done", on="2025-06-12", titles=titles)
    entry = Envelope(1, "e1", "2025-06-12T02:00:00.000000Z", "某", made, wall=None, hash="")
    back = Envelope(
        2,
        "e2",
        "2025-06-17T02:00:00.000000Z",
        "某",
        event("undo", targets, unit="县林业局", undoes="e1"),
        None,
        "",
    )
    text = june(renumbered(OLD), [entry, back])[1]
    assert f"{named}，县林业局6月12日的已完成，6月17日撤销。" in text


def test_a_report_of_what_has_another_number_now_is_a_report() -> None:
    """One rule for the county's paper, the unit's own and the table of units."""
    events, plan = [of_old(1, "17", "note", 2, unit="县林业局", note="组织巡山")], renumbered(NEW)
    text = june(plan, events, "县林业局")[1]
    assert "你单位本期报送1次，最近一次是6月17日。" in text and "补报" not in text
    assert june(plan, events)[0].not_reported == ("县水利局", "县公安局")
    (unit,) = units(fold(plan, events, JUNE.until), Unit("县林业局"))
    assert unit.last_report == date(2025, 6, 17)


def test_the_offices_own_paper_counts_what_it_records_without_a_unit() -> None:
    head = HEAD.replace("units:\n", "office: 县水利局\nunits:\n")
    plan = plan_of("- {number: 1, title: 甲事, units: 县水利局、县林业局, deadline: 12月底前}\n", head)
    made = event("note", (Target("1", None),), on="2025-06-17", note="已布置")
    entry = Envelope(1, "e1", "2025-06-17T02:00:00.000000Z", "某", made, wall=None, hash="")
    assert "你单位本期报送1次，最近一次是6月17日。" in june(plan, [entry], "县水利局")[1]


def test_what_is_entered_late_is_no_report_of_the_period_and_the_paper_says_so() -> None:
    """An entry belongs to the period of its day of work."""
    plan = renumbered(OLD)
    late = [of_old(1, "17", "mark", 1, unit="县水利局", status="doing", on="2025-06-12")]
    text = june(plan, late)[1]
    assert "第1项“防汛准备”，县水利局6月12日报推进中。（6月17日补记）" in text
    assert "以下2家单位有未办结任务，本期没有报送（补记以前各期的不算在内）：县水利局、县林业局。" in text
    assert "你单位有未办结任务，本期没有报送（补记以前各期的不算在内）。" in june(plan, late, "县水利局")[1]
    assert "本期没有报送。" in june(plan, late, "县林业局")[1]
    assert (
        "本期没有报送（补记以前各期的不算在内）：" in june(renumbered(NEW), late)[1]
    )  # also of another number


@pytest.mark.watched
def test_what_is_entered_late_of_what_has_another_number_is_told_as_it_was() -> None:
    """2 was the fire, which is 3 now, and 2 is the flood, which counts places: none of them is the fire's."""
    late = [
        of_old(1, "17", "mark", 2, unit="县林业局", status="doing", count=3, note="巡山", on="2025-06-12"),
        of_old(2, "18", "note", 1, 2, unit="县林业局", note="已布置", on="2025-06-13"),
    ]
    plan = renumbered(NEW)
    row = plan.rows[1]
    counting = Measure("2", "排查", row.deadline, False, None, Goal(10, "处", False), (), "", row.stages)
    plan = plan._replace(rows=(plan.rows[0], row._replace(measures=(counting,)), plan.rows[2]))
    b, text = june(plan, late)
    assert (
        "原第2项“森林防火”，县林业局6月12日报：巡山（累计3）。（6月17日补记，没有计入）\n"
        "原第1项“防汛准备”，县林业局6月13日报：已布置。（6月18日补记，没有计入）\n"
        "原第2项“森林防火”，县林业局6月13日报：已布置。（6月18日补记，没有计入）"
    ) in text
    told = json.loads(values.bulletin(plan, b))["belated"]
    assert [(w["id"], w["title"], w["entry"]["seq"]) for w in told] == [
        ("2", "森林防火", 1), ("1", "防汛准备", 2), ("2", "森林防火", 2),
    ]  # fmt: skip
    assert "原第2项“森林防火”，你单位6月12日报：巡山" in june(plan, late, "县林业局")[1]
    assert "原第" not in june(plan, late, "县公安局")[1]
    text = june(renumbered({1: OLD[1]}), late)[1]
    assert (
        "第1项“防汛准备”，县林业局6月13日报：已布置。（6月18日补记）\n原第2项“森林防火”，县林业局6月12日报"
        in text
    )


def undo_of(seq: int, day: str, undone: int) -> Envelope:
    return of_old(seq, day, "undo", 1, unit="县水利局", undoes=f"e{undone}")


@pytest.mark.watched
@pytest.mark.parametrize(
    ("undos", "said"),
    [
        ((undo_of(2, "13", 1), undo_of(3, "17", 2)), "6月12日的已完成，6月17日恢复。"),
        ((undo_of(2, "17", 1),), "6月12日的已完成，6月17日撤销。"),
        ((undo_of(2, "17", 1), undo_of(3, "18", 2)), ""),  # no paper said that it was taken back
        ((undo_of(2, "13", 1), undo_of(3, "14", 2)), ""),
        ((undo_of(2, "13", 1), undo_of(3, "14", 2), undo_of(4, "18", 3)), "6月12日的已完成，6月18日撤销。"),
        ((undo_of(2, "13", 1), undo_of(3, "17", 2), undo_of(4, "18", 3)), ""),
        ((undo_of(2, "17", 3), undo_of(3, "17", 2)), ""),  # forged
        ((undo_of(2, "17", 9),), ""),
    ],
)
def test_what_was_taken_back_and_counts_again_is_told_too(undos: tuple[Envelope, ...], said: str) -> None:
    """The last paper said that it was taken back."""
    plan, events = renumbered(OLD), [of_old(1, "12", "mark", 1, unit="县水利局", status="done"), *undos]
    b, text = june(plan, events)
    assert f"第1项“防汛准备”，县水利局{said}" in text if said else "撤销" not in text and "恢复" not in text
    assert ("按现在的清单和台账" in text) is bool(said)
    again = json.loads(values.bulletin(plan, b))["restored"]
    assert [(r["id"], r["restored_on"]) for r in again] == [("1", "2025-06-17")] * said.endswith("恢复。")
    assert ("恢复" in june(plan, events, "县水利局")[1]) is bool(again)


DONE, STRUCK = {"status": "done", "unit": "县水利局"}, {"status": "verified", "unit": None}
BACK = {"status": "doing", "unit": "县水利局", "percent": 60, "on": "2025-06-14"}  # entered on the 17th


@pytest.mark.watched
@pytest.mark.parametrize(
    ("before", "then", "said"),
    [
        ((DONE,), BACK, "由已完成转为推进中，不再计为办结"),
        ((DONE, STRUCK), BACK, "由已销号转为推进中，不再计为办结"),
        ((DONE, STRUCK), {**DONE, "on": "2025-06-14"}, "由已销号转为已完成，不再计为销号"),
        ((DONE,), {**STRUCK, "on": "2025-06-14"}, ""),
        ((), BACK, ""),
        (({**BACK, "status": "na", "note": "无", "percent": None},), BACK, "由不涉及转为推进中，重新计为未办结"),
        ((DONE,), {**BACK, "on": "2025-06-11"}, ""),  # decides nothing
        ((DONE,), {**BACK, "on": "2025-06-17"}, ""),  # of this week: told as progress
    ],
)  # fmt: skip
def test_what_the_last_paper_called_done_and_is_no_more_is_told_with_what_was_entered_late(
    before: tuple[dict[str, Any], ...], then: dict[str, Any], said: str
) -> None:
    events = [
        of_old(n, f"1{n + 1}", "mark", 1, **{**told, "on": f"2025-06-1{n + 1}"})
        for n, told in enumerate(before, 1)
    ]
    plan, after = renumbered(OLD), [*events, of_old(4, "17", "mark", 1, **then)]
    b, text = june(plan, after)
    assert [*b.revised] == [] if not said else f"\n第1项“防汛准备”（县水利局）{said}。" in text
    assert len(b.closed) - len(b.reopened) == b.figures.closed - b.before.closed
    told = json.loads(values.bulletin(plan, b))["revised"]
    assert [r["id"] for r in told] == ["1"] * bool(said)
    own = june(plan, after, "县水利局")[1]
    assert not said or f"\n第1项“防汛准备”{said}。" in own
    assert june(plan, after, "县林业局")[0].revised == ()


def test_what_is_entered_once_a_paper_has_been_made_again_long_after_is_none_of_its() -> None:
    """Entered on 9 July: after all that the paper of the week to 22 June can know of; that of its own week tells it."""
    late: dict[str, Any] = {**BACK, "on": "2025-06-13"}
    made = event("mark", (Target("1", None),), titles={"1": OLD[1][0]}, **late)
    back = Envelope(2, "e2", "2025-07-09T02:00:00.000000Z", "某", made, wall=None, hash="")
    also = of_old(3, "17", "note", 2, unit="县林业局", note="巡山", on="2025-06-12")
    events = [of_old(1, "12", "mark", 1, **DONE), back, also]

    def revised(since: date, until: date) -> list[str]:
        b = bulletin(
            renumbered(OLD), events, kind="week", period=Period(since, until), today=date(2025, 8, 1)
        )
        return [r.row.id for r, _ in b.revised]

    assert revised(date(2025, 6, 16), date(2025, 6, 22)) == []
    assert revised(date(2025, 7, 7), date(2025, 7, 13)) == ["1"]


def test_what_was_done_until_it_was_taken_back_is_told_after_that() -> None:
    events = [
        of_old(1, "12", "mark", 1, **DONE),
        of_old(2, "17", "undo", 1, unit="县水利局", undoes="e1"),
    ]
    assert (
        "第1项“防汛准备”，县水利局6月12日的已完成，6月17日撤销。\n"
        "第1项“防汛准备”（县水利局）由已完成转为未启动，不再计为办结。"
    ) in june(renumbered(OLD), events)[1]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("doing", "第1项“防汛准备”（县水利局）由不涉及转为推进中，重新计为未办结。"),
        ("paused", "第1项“防汛准备”（县水利局）由不涉及转为暂缓，重新计为未办结。"),
        ("done", ""),  # newly closed
        ("na", ""),
    ],
)
def test_what_concerns_somebody_after_all_is_named(status: str, said: str) -> None:
    events = [
        of_old(1, "12", "mark", 1, unit="县水利局", status="na", note="无"),
        of_old(2, "17", "mark", 1, unit="县水利局", status=status, note="有"),
    ]
    b, text = june(renumbered(OLD), events)
    assert bool(b.reopened) is bool(said) and said in text and ("重新计为未办结" in text) is bool(said)
    assert len(b.closed) == (status == "done")


def test_what_counts_as_done_late_is_told_where_it_is_newly_done(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """31 March to 18 June are 30 + 31 + 18 = 79 days; the row itself is in time."""
    listed(
        "title: 某县2025年重点任务\nyear: 2025\ncategories:\n  - number: 一\n    title: 甲\n    tasks:\n"
        "      - number: 1\n        title: 整治\n        units: 县水利局\n        deadline: 12月底前\n"
        "        measures: [整改, {text: 排查, deadline: 3月底前}]\n"
    )
    run("mark", "1", "done", "--all-stages", "--on", "6月18日", today="2025-06-20")
    week = run("summary", "--json", today="2025-06-20").json
    assert (week["figures"]["late"], week["closed"][0]["late_days"]) == (1, 79)
    assert "于6月18日办结，其中要点逾期79天完成" in run("summary", today="2025-06-20").out
