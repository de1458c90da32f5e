"""Time: today is the list's day wherever the machine stands, and clocks may be wrong without harm (时间)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from anquan_cli import dates
from tests.conftest import LEAST, Ran, Run
from tests.ledger.conftest import extend

pytestmark = pytest.mark.elsewhere

ZONES = ["Pacific/Kiritimati", "America/Los_Angeles", "UTC", "Asia/Shanghai"]  # UTC+14 … UTC-7
Clock = Callable[[str], None]
Listed = Callable[[str], Path]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the machine's clock (UTC), and nobody says what day it is."""
    monkeypatch.delenv("ANQUAN_TODAY")

    def put(moment: str) -> None:
        at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        monkeypatch.setattr(dates, "utc_now", lambda: at)

    return put


@pytest.fixture(params=ZONES)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine stands in this zone."""
    if not hasattr(time, "tzset"):
        pytest.skip("the process cannot change its zone here")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def event_lines(workspace: Path) -> list[dict[str, str]]:
    """The ledger's lines without its header, as they stand in the file."""
    text = (workspace / "home" / "ledger.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()[1:]]


def item(ran: Ran, ident: str) -> dict[str, object]:
    return next(r for r in ran.json if r["id"] == ident)


# --- today -----------------------------------------------------------------------------------------

EVENING = "2025-06-30T12:00:00"  # Shanghai: 30 June, 20:00; Kiritimati: 1 July, 02:00
NIGHT = "2025-06-30T16:30:00"  # Shanghai: 1 July, 00:30; Los Angeles: 30 June, 09:30


@pytest.mark.no_cover
@pytest.mark.parametrize(("moment", "day"), [(EVENING, "2025-06-30"), (NIGHT, "2025-07-01")])
def test_today_is_the_day_in_shanghai_wherever_the_machine_stands(
    run: Run, clock: Clock, machine: str, workspace: Path, moment: str, day: str
) -> None:
    """Task 6 falls due on 30 June: in time in the evening, one day late half an hour after midnight."""
    clock(moment)
    assert item(run("list", "--json"), "6")["overdue_days"] == (None if day == "2025-06-30" else 1)
    due = next(d for d in run("due", "--json").json if d["id"] == "6")
    assert (due["due"], due["days_left"]) == ("2025-06-30", 0 if day == "2025-06-30" else -1)
    assert run("status", "--json").json["today"] == day
    assert run("summary", "--json").json["as_of"] == day
    assert run("export", "--format", "json").json["today"] == day
    run("mark", "12", "done")
    run("note", "13", "已部署")
    assert [e["on"] for e in event_lines(workspace)] == [day, day]
    assert run("mark", "14", "done", "--on", "2025-07-01").code == (2 if day == "2025-06-30" else 0)


def test_a_list_of_another_zone_has_that_zones_day(run: Run, clock: Clock, listed: Listed) -> None:
    clock(NIGHT)
    days = {}
    for zone in ("America/New_York", "Asia/Urumqi", "Asia/Shanghai"):
        listed(LEAST + f"timezone: {zone}\n")
        days[zone] = run("status", "--json").json["today"]
    assert days == {
        "America/New_York": "2025-06-30",
        "Asia/Urumqi": "2025-06-30",  # UTC+6: half past ten in the evening
        "Asia/Shanghai": "2025-07-01",
    }


@pytest.mark.no_cover
def test_due_dates_never_move_with_the_machines_zone(run: Run, machine: str, tmp_path: Path) -> None:
    stages = {r["id"]: [s["due"] for s in r["stages"]] for r in run("list", "--json").json}
    assert (stages["6"], stages["5"]) == (["2025-06-30", "2025-12-31"], ["2025-03-31"])
    assert {row[0] for row in run("due", "--month", "6").rows} == {"2025-06-30"}
    file = tmp_path / "期限.ics"
    run("export", "--format", "ics", "-o", str(file))
    dates = {line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("DTSTART")}
    assert "DTSTART;VALUE=DATE:20250630" in dates
    assert all(line.startswith("DTSTART;VALUE=DATE:") for line in dates), "all-day dates know no zone"


def test_outside_the_lists_year_it_says_so(run: Run, clock: Clock) -> None:
    """The last half hour of 2025 in Shanghai, and the first of 2026."""
    clock("2025-12-31T15:59:59")
    assert "不在清单年度" not in run("list").err
    clock("2025-12-31T16:00:00")
    assert "今天（2026-01-01）不在清单年度 2025 年内" in run("list").err


# --- midnight --------------------------------------------------------------------------------------


@pytest.fixture
def midnight(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """A clock that strikes twelve in Shanghai after its first look (29 to 30 June); how often it was asked."""
    monkeypatch.delenv("ANQUAN_TODAY")
    looks = [0]

    def now() -> datetime:
        looks[0] += 1
        return datetime(2025, 6, 29, 15, 59, 59, tzinfo=UTC) + timedelta(seconds=looks[0] - 1)

    monkeypatch.setattr(dates, "utc_now", now)
    return lambda: looks[0]


@pytest.mark.watched
def test_midnight_in_mid_command_splits_no_answer(run: Run, midnight: Callable[[], int]) -> None:
    """29 June is the Sunday of week 26, 30 June the Monday of week 27."""
    report = run("summary", "--json").json
    assert (report["as_of"], report["number"], report["period"]["until"]) == ("2025-06-29", 26, "2025-06-29")
    assert midnight() == 1, "the day is asked for once"


def test_midnight_in_mid_command_leaves_the_day_on_which_it_was_begun(
    run: Run, workspace: Path, midnight: Callable[[], int]
) -> None:
    ran = run("mark", "12", "done", "--json")
    assert ran.json["changed"][0]["to"] == "done", "what was recorded counts in the answer"
    assert midnight() > 1, "the record was sealed after midnight"
    event = event_lines(workspace)[0]
    assert (event["on"], event["ts"]) == ("2025-06-29", "2025-06-29T16:00:00.000000Z")


# --- wrong clocks ----------------------------------------------------------------------------------


def test_a_clock_set_back_neither_reorders_nor_loses_anything(
    run: Run, clock: Clock, workspace: Path
) -> None:
    clock("2025-06-20T01:00:00")
    run("mark", "12", "done")
    clock("2025-06-10T01:00:00")
    assert run("mark", "12", "doing", "--percent", "40", "--on", "2025-06-09").code == 0
    clock("2025-06-21T01:00:00")
    run("note", "12", "时钟已校准")
    first, second, third = event_lines(workspace)
    assert (first["ts"], "wall" in first) == ("2025-06-20T01:00:00.000000Z", False)
    assert (second["ts"], second["wall"]) == ("2025-06-20T01:00:00.000001Z", "2025-06-10T01:00:00.000000Z")
    assert (third["ts"], "wall" in third) == ("2025-06-21T01:00:00.000000Z", False)
    found = item(run("list", "--json"), "12")
    assert (found["status"], found["percent"]) == ("done", 100.0), "the later day of work decides"
    assert run("verify").code == 0


@pytest.mark.watched
def test_one_event_from_2030_does_not_stop_the_years_work(run: Run, clock: Clock, workspace: Path) -> None:
    """Its day has not come, so it counts nowhere; what is recorded after it goes on in order."""
    clock("2030-01-01T01:00:00")
    run("mark", "12", "done")
    clock("2025-06-20T01:00:00")
    told = run("list")
    assert [row[6] for row in told.rows if row[0] == "12"] == ["todo"]
    assert "第1号（2030-01-01）记录的办理日期晚于今天（2025-06-20）" in told.err
    assert "anquan undo 1" in told.err
    run("mark", "12", "doing", "--percent", "40")
    run("mark", "13", "done")
    times = [(e["ts"], e.get("wall")) for e in event_lines(workspace)]
    assert times == [
        ("2030-01-01T01:00:00.000000Z", None),
        ("2030-01-01T01:00:00.000001Z", "2025-06-20T01:00:00.000000Z"),
        ("2030-01-01T01:00:00.000002Z", "2025-06-20T01:00:00.000000Z"),
    ]
    found = run("list", "--json")
    assert (item(found, "12")["percent"], item(found, "13")["status"]) == (40.0, "done")
    clock("2030-01-02T01:00:00")
    assert item(run("list", "--json"), "12")["percent"] == 100.0, "its day has come, and it is the later one"


@pytest.mark.watched
def test_what_is_recorded_by_a_clock_that_is_behind_is_told_to_count_until_the_entry_of_a_later_day(
    run: Run, clock: Clock
) -> None:
    """Which of the two clocks is wrong nobody knows: the answer is of its today, and says what comes after."""
    wrong = "电脑的时钟是 2025-05-11，早于第1号记录登记的时候（2025-05-12），必有一次电脑的日期不对"
    clock("2025-05-12T01:00:00")
    assert "电脑的时钟" not in run("mark", "16", "doing", "--percent", "30", "--unit", "县林业局").err
    clock("2025-05-12T00:50:00")  # a little behind, as clocks are
    assert "电脑的时钟" not in run("mark", "12", "done").err
    clock("2025-05-11T01:05:00")
    ran = run("mark", "13", "16", "done", "--unit", "县林业局")
    assert "县林业局）：未启动 → 已完成" in ran.out
    assert "\n第16项还有5月12日的登记（第1号），到那天起以它为准。\n" in ran.out
    assert ran.err.startswith(f"提示：{wrong}")
    other = run("note", "16", "已部署")
    assert wrong in other.err and "到那天起" not in other.out
    told = run("list").err
    assert "今天电脑的日期不对的，请先改正；当时的不对的，可用 anquan undo 1 撤销后重新登记。" in told
    clock("2025-05-12T02:00:00")
    later = run("mark", "16", "done", "--unit", "县林业局")
    assert "推进中30% → 已完成" in later.out and "到那天起" not in later.out and "时钟" not in later.err


@pytest.mark.watched
def test_a_clock_of_years_before_is_told_from_a_list_of_the_next_year(run: Run, clock: Clock) -> None:
    clock("2025-05-12T01:00:00")
    run("mark", "12", "done")
    clock("2020-01-01T01:00:00")
    assert "电脑的时钟是 2020-01-01" in run("mark", "13", "done").err
    run("mark", "14", "done")
    clock("2025-05-13T01:00:00")
    told = run("list").err
    assert "第2号（2020-01-01）等2条记录登记时，电脑的时钟早于台账里已有的记录" in told
    assert "anquan undo 2 撤销" in told and "换一个 id" not in told
    run("undo", "2"), run("undo", "3")
    run("mark", "13", "done", "--on", "2024-11-30")
    assert "换一个 id" in run("list").err


def test_an_entry_of_a_clock_that_was_ahead_is_spoken_of_until_it_is_taken_back(
    run: Run, clock: Clock
) -> None:
    clock("2025-08-12T01:00:00")
    run("mark", "12", "done", "--on", "5月10日")
    clock("2025-05-12T01:00:00")
    assert "早于第1号记录登记的时候（2025-08-12）" in run("mark", "12", "doing").err
    assert "早于" not in run("undo", "1").err
    assert run("mark", "13", "done").err == ""


def test_papers_tell_what_is_entered_late_after_an_entry_of_a_clock_that_was_ahead(
    run: Run, clock: Clock
) -> None:
    """12 August instead of 12 May: what is recorded from then on has a later moment than it was recorded at."""
    clock("2025-08-12T01:00:00")
    run("mark", "3", "done", "--unit", "县公安局")
    clock("2025-05-12T01:00:00")
    run("mark", "16", "doing", "--percent", "30", "--unit", "县林业局")
    clock("2025-05-19T01:00:00")
    run("undo")
    run("mark", "16", "doing", "--unit", "县林业局", "--on", "5月14日")
    told = {e["seq"]: (e["ts"][:10], e["wall"] and e["wall"][:10]) for e in run("log", "--json").json}
    assert told == {
        1: ("2025-08-12", None), 2: ("2025-08-12", "2025-05-12"),
        3: ("2025-08-12", "2025-05-19"), 4: ("2025-08-12", "2025-05-19"),
    }  # fmt: skip
    clock("2025-05-26T01:00:00")
    paper = run("summary", "--week", "last").out
    assert "县林业局5月14日报推进中。（5月19日补记）" in paper
    assert "县林业局5月12日的推进中，5月19日撤销。" in paper
    assert "按现在的清单和台账" in paper


@pytest.mark.watched
def test_an_event_from_2030_is_taken_back_like_any_other(run: Run, clock: Clock) -> None:
    clock("2030-01-01T01:00:00")
    run("mark", "12", "done")
    clock("2025-06-20T01:00:00")
    assert run("undo", "1").code == 0
    assert "2030" not in run("list").err


def test_a_look_back_is_no_wrong_clock(run: Run, clock: Clock) -> None:
    """Later entries are meant to be left out when one asks for an earlier day."""
    clock("2025-06-20T01:00:00")
    run("mark", "12", "done")
    assert run("list", "--today", "2025-05-01").err == ""


@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "1899-12-31", "3000-01-01", "99-01-01", "12025-01-01"]
)
def test_days_at_the_ends_of_the_calendar_are_refused(run: Run, day: str) -> None:
    """Nothing could be reckoned from there: the week before, thirty days on."""
    for argv in (
        ("list", "--today", day),
        ("summary", "--since", day),
        ("due", "--before", day),
        ("mark", "12", "done", "--on", day),
    ):
        ran = run(*argv)
        assert (ran.code, "看不懂日期" in ran.err) == (2, True), argv
    for argv in (
        ("summary", "--month", day[:-3]),
        ("summary", "--week", f"{day[:4]}-W01"),
        ("summary", "--quarter", f"{day[:4]}-Q1"),
    ):
        if not day.startswith(("99-", "12025")):
            assert run(*argv).code == 2, argv


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_nearer_days_can_be_looked_at(run: Run, listed: Listed, day: str) -> None:
    listed(LEAST)
    for argv in (
        ("list",),
        ("summary",),
        ("due", "--within", "36500"),
        ("status",),
        ("export", "--format", "ics"),
    ):
        assert run(*argv, today=day).code == 0
    for period in (
        ("--month", day[:-3]),
        ("--week", f"{day[:4]}-W01"),
        ("--quarter", f"{day[:4]}-Q4"),
        ("--since", day, "--until", day),
    ):
        assert run("summary", *period, today=max(day, "2025-06-20")).code == 0


def _follow(workspace: Path, **odd: str | None) -> None:
    """Seals a second record as another program would: the first, but for these."""
    path = workspace / "home" / "ledger.jsonl"
    record = event_lines(workspace)[0]
    del record["h"]
    path.write_bytes(extend(path.read_bytes(), {**record, "seq": 2, "id": "odd", "set": {}, **odd}))


@pytest.mark.watched
@pytest.mark.parametrize("ts", ["0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999998Z"])
def test_a_record_from_the_end_of_time_is_read_and_followed(
    run: Run, listed: Listed, workspace: Path, ts: str
) -> None:
    """Sealed by another program: an undo of nothing, which has no day but that of its recording."""
    listed(LEAST)
    run("mark", "1", "done")
    _follow(workspace, op="undo", undoes="nichts", on=None, ts=ts)
    for width in (None, 40, 100):
        for argv in (("log",), ("log", "--since", "2025-01-01"), ("show", "1"), ("list",), ("summary",)):
            assert run(*argv, width=width).code == 0
    assert ts[:10] in run("log").out
    assert run("mark", "1", "verified").code == 0
    assert event_lines(workspace)[-1]["ts"] > ts


def test_an_entry_of_a_newer_kind_stands_under_its_own_day_and_says_that_it_is_one(
    run: Run, listed: Listed, workspace: Path
) -> None:
    listed(LEAST)
    run("mark", "1", "done")
    _follow(workspace, op="act", on="2025-02-03", note="约谈")
    assert any(
        "2025-02-03" in line and "较新版本的登记（act）：约谈" in line
        for line in run("log", width=120).out.splitlines()
    )


# --- weeks at the turn of the year -----------------------------------------------------------------


@pytest.mark.many
@pytest.mark.parametrize(
    ("today", "number", "year", "since", "until"),
    [
        ("2024-12-29", 52, 2024, "2024-12-23", "2024-12-29"),
        ("2024-12-30", 1, 2025, "2024-12-30", "2025-01-05"),
        ("2025-12-31", 53, 2025, "2025-12-29", "2026-01-04"),  # the list of 2025 closes with it
        ("2026-01-01", 53, 2025, "2025-12-29", "2026-01-04"),
        ("2026-12-31", 53, 2026, "2026-12-28", "2027-01-03"),
        ("2027-01-01", 53, 2026, "2026-12-28", "2027-01-03"),
        ("2027-01-04", 1, 2027, "2027-01-04", "2027-01-10"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(
    run: Run, listed: Listed, tmp_path: Path, today: str, number: int, year: int, since: str, until: str
) -> None:
    listed(LEAST)

    def week(*argv: str, day: str = today) -> tuple[object, ...]:
        found = run("summary", "--json", *argv, today=day).json
        return found["number"], found["year"], found["period"]["since"], found["period"]["until"]

    iso = datetime.fromisoformat(since).strftime("%G-W%V")
    assert week() == week("--week", iso) == (number, year, since, until)
    monday_after = (datetime.fromisoformat(until) + timedelta(days=1)).date().isoformat()
    assert week("--week", "last", day=monday_after) == (number, year, since, until)
    run("summary", "-o", str(tmp_path / "{year}-W{week}.md"), today=today)
    assert [p.name for p in tmp_path.glob("*.md")] == [f"{year}-W{number:02}.md"]  # as the paper's number


@pytest.mark.watched
def test_a_week_before_the_first_issue_has_a_name_that_no_later_one_takes(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    listed(LEAST.replace("year: 2025\n", "year: 2025\nfirst_issue: 2025-02-03\n"))
    for day in ("2025-01-09", "2025-02-06", "2025-02-13"):
        assert run("summary", "-o", str(tmp_path / "{year}-W{week}.md"), today=day).code == 0
    names = {"2025-W首期前02.md", "2025-W01.md", "2025-W02.md"}
    assert {p.name for p in tmp_path.glob("*.md")} == names


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("--month 2", "首期前05"),
        ("--month 3", "首期前09"),  # 1 March is a Saturday of its week, the 9th of the calendar
        ("--quarter 1", "首期前01"),
        ("--since 2025-01-01 --until 2025-03-31", "首期前01"),
        ("--since 2025-03-08 --until 2025-03-31", "01"),  # the week of the first issue itself
        ("--week 2025-W10", "01"),
        ("--month 4", "05"),  # 1 April, a Tuesday: 5 March, 12, 19, 26, 2 April
    ],
)
def test_a_period_that_begins_before_the_first_issue_has_the_calendars_week(
    run: Run, listed: Callable[[str], Path], tmp_path: Path, words: str, name: str
) -> None:
    listed(LEAST.replace("year: 2025\n", "year: 2025\nfirst_issue: 2025-03-05\n"))
    run("summary", *words.split(), "-o", str(tmp_path / "{week}.md"), today="2025-06-20")
    assert [p.stem for p in tmp_path.glob("*.md")] == [name]


@pytest.mark.watched
@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("--week 2025-W01", 1),
        ("--month 1", 1),
        ("--month 5", 5),
        ("--quarter 1", 1),
        ("--month 2024-12", None),
    ],
)
def test_issues_that_begin_with_the_years_first_week_begin_with_its_first_month(
    run: Run, listed: Callable[[str], Path], words: str, number: int | None
) -> None:
    """30 December 2024 is the Monday of week 1 of 2025."""
    listed(LEAST.replace("year: 2025\n", "year: 2025\nfirst_issue: 2024-12-30\n"))
    assert run("summary", *words.split(), "--json", today="2025-06-20").json["number"] == number


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--month 2024-12", "2024-12-01至2024-12-31不在"),
        ("--since 2024-01-01 --until 2025-03-01", "2024-01-01至2025-03-01不全在"),
        ("--week 2024-W52", "2024-12-23至2024-12-29不在"),
        ("--week 2025-W01", ""),  # from 30 December on
        ("--month 5", ""),
        ("--since 2025-01-01", ""),
    ],
)
def test_a_period_outside_the_lists_year_is_said(run: Run, listed: Listed, words: str, told: str) -> None:
    listed(LEAST)
    ran = run("summary", *words.split(), today="2025-06-20")
    assert ran.code == 0
    assert ran.err == (f"提示：{told}清单年度 2025 年内，请核对。\n" if told else "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("due --month 2024-06", "2024-06-01至2024-06-30不在清单年度 2025 年内，请核对。"),
        ("due --month 2026年1月", "2026-01-01至2026-01-31不在清单年度 2025 年内，请核对。"),
        ("due --before 2024-06-30", "2024-06-30以前不在清单年度 2025 年内，请核对。"),
        ("log --since 2025-06-21", "--since 2025-06-21 晚于今天（2025-06-20），请核对日期。"),
        ("due --month 2", ""),  # nothing falls due in February
        ("due --before 1月31日", ""),
        ("due --before 2026-01-31", ""),
        ("due --month 2027-03", ""),  # of a phrase with a year of its own
        ("log --since 6月20日", ""),
    ],
)
def test_an_answer_that_days_leave_empty_is_not_left_without_a_word(
    run: Run, listed: Listed, words: str, told: str
) -> None:
    """Also in a pipe."""
    listed(LEAST + "      - {number: 2, title: 又一件, units: 县水利局, deadline: 2027年3月底前}\n")
    ran = run(*words.split(), today="2025-06-20")
    assert (ran.code, ran.err) == (0, f"提示：{told}\n" if told else "")


@pytest.mark.no_cover
@pytest.mark.parametrize(("today", "code"), [("2025-06-20", 2), ("2026-12-30", 0), ("2027-01-01", 0)])
def test_week_53_exists_in_long_years_alone(run: Run, today: str, code: int) -> None:
    ran = run("summary", "--week", "53", "--json", today=today)
    assert ran.code == code
    if code == 0:
        assert ran.json["period"] == {"since": "2025-12-29", "until": "2026-01-04"}  # of the list's year


# --- 29 February -----------------------------------------------------------------------------------

FEBRUARY = LEAST.replace("6月底前/12月底前", "2月底前")


@pytest.mark.parametrize(
    ("year", "phrase", "due"),
    [
        (2028, "2月底前", "2028-02-29"),
        (2025, "2月底前", "2025-02-28"),
        (2028, "2月29日前", "2028-02-29"),
        (2100, "2月底前", "2100-02-28"),  # no leap year
        (2000, "2月底前", "2000-02-29"),
    ],
)
def test_the_end_of_february_is_the_years_own(
    run: Run, listed: Listed, year: int, phrase: str, due: str
) -> None:
    listed(LEAST.replace("6月底前/12月底前", phrase).replace("2025", str(year)))
    assert run("list", "--json", today=f"{year}-01-01").json[0]["deadline"]["dates"] == [due]
    assert [r[0] for r in run("due", "--month", "2", today=f"{year}-01-01").rows] == [due]


def test_on_29_february_one_works_like_on_any_other_day(run: Run, listed: Listed, workspace: Path) -> None:
    listed(FEBRUARY.replace("2025", "2028"))
    assert run("due", "--json", today="2028-02-29").json[0]["days_left"] == 0
    assert run("due", "--json", today="2028-03-01").json[0]["days_left"] == -1
    assert run("mark", "1", "done", "--on", "2月29日", "--today", "2028-02-29").code == 0
    assert event_lines(workspace)[0]["on"] == "2028-02-29"
    stage = run("list", "--json", today="2028-03-01").json[0]["stages"][0]
    assert (stage["done_on"], stage["late_days"]) == ("2028-02-29", None)
    month = run("summary", "--month", "2", "--json", today="2028-03-05").json
    assert (month["period"]["until"], month["closed"][0]["done_on"]) == ("2028-02-29", "2028-02-29")


@pytest.mark.watched
@pytest.mark.parametrize(
    "argv",
    [
        ("mark", "1", "done", "--on", "2025-02-29"),
        ("mark", "1", "done", "--on", "2月29日"),
        ("mark", "1", "done", "--expected", "2025-02-29"),
        ("note", "1", "已办", "--on", "2100-02-29"),
        ("list", "--today", "2025-02-29"),
        ("log", "--since", "2025-02-29"),
        ("due", "--before", "2月29日"),
        ("summary", "--since", "2025-02-29"),
    ],
)
def test_a_29_february_that_never_was_is_refused(
    run: Run, listed: Listed, workspace: Path, argv: tuple[str, ...]
) -> None:
    listed(FEBRUARY)
    ran = run(*argv, today="2025-06-20")
    assert (ran.code, ran.out) == (2, "")
    assert "02-29" in ran.err or "2月29日" in ran.err
    assert not (workspace / "home" / "ledger.jsonl").exists()


def test_a_deadline_on_a_day_that_never_was_is_reported_and_never_guessed(run: Run, listed: Listed) -> None:
    path = listed(LEAST.replace("6月底前/12月底前", "2月29日前"))
    assert run("list", "--json").json[0]["deadline"] == {
        "text": "2月29日前", "kind": "unknown", "start": None, "dates": [],
    }  # fmt: skip
    assert "2月29日前" in run("check", str(path)).out


@pytest.mark.parametrize(
    ("day", "told"), [("2025-06-30", True), ("2025-05-18", False), ("2025-05-17", False)]
)
def test_a_day_to_come_that_is_typed_as_today_is_told(run: Run, clock: Clock, day: str, told: bool) -> None:
    """Mixed up with --on; a day before may be meant so."""
    clock("2025-05-18T01:00:00")
    said = (
        "提示：今天按 --today 算作 2025-06-30（实际是 2025-05-18）；"
        "办理的日期要写在 --on 后面，写错了的请用 anquan undo {} 撤销。\n"
    )
    for n, argv in enumerate(("mark 13 done", "note 13 看过"), 1):
        ran = run(*argv.split(), "--today", day)
        assert (ran.code, ran.err) == (0, said.format(n) if told else "")
    assert run("undo", "--today", day).err == "", "its day is for the history alone"
