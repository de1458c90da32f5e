"""CSV, calendar and Markdown read back by their own readers: everything is there, and text stays text."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from anquan_cli.tasklist import loader
from tests.conftest import LEAST, Ran, Run

pytestmark = pytest.mark.elsewhere

PLAN = loader.load(loader.shipped(), None)
HOSTILE = (
    "=HYPERLINK(1)|+1|-2|@SUM",
    "<script>alert(1)</script><b>]]>&amp;",
    "甲|乙\\|丙`丁`*戊*_己_[庚](辛)![壬]",
    "第一行\r\n# 第二行\n- 第三行",
    "\x1b[31m红\x07\u202e反\u200b",
    "长" * 40_000,
)


def marked(run: Run, note: str) -> Ran:
    return run("mark", "1", "doing", "--note", note, "--problem", note, "--next", note, today="2025-06-03")


@pytest.fixture
def hostile_list(listed: Callable[[str], Path]) -> None:
    title = HOSTILE[0] + HOSTILE[1] + HOSTILE[2]
    listed(LEAST.replace("坚定树牢安全发展理念", "'" + title.replace("'", "''") + "'"))


# --- CSV -----------------------------------------------------------------------------------------------


def csv_rows(run: Run) -> list[dict[str, str]]:
    text = run("export", "--format", "csv", today="2025-06-03").out
    assert text.startswith("\ufeff序号,")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_csv_has_a_header_line_and_a_line_for_every_row(run: Run) -> None:
    run("mark", "5", "done", "--note", "要点已印发", "--on", "3月28日", today="2025-06-03")
    rows = csv_rows(run)
    assert len(rows) == 27
    assert [(r["序号"], r["责任单位"], r["完成时限"]) for r in rows] == [
        (f"第{r.id}项" if "." in r.id else r.id, r.units.text, r.deadline.text) for r in PLAN.rows
    ]
    fifth = rows[4]
    assert (fifth["任务"], fifth["完成状态"], fifth["完成率"], fifth["亮灯"]) == (
        "持续强化部门监管责任",
        "已完成",
        "100.0%",
        "绿",
    )
    assert (fifth["最近登记"], fifth["最近进展"], fifth["下一到期日"]) == (
        "2025-03-28",
        "3月28日（县安委办）：已完成：要点已印发。",
        "",
    )
    assert rows[5]["下一到期日"] == "2025-06-30"


def test_the_day_of_a_units_row_is_that_of_the_words_beside_it(run: Run) -> None:
    run("mark", "16", "doing", "--unit", "县林业局", "--on", "2025-05-28", today="2025-06-03")
    run("note", "16", "请抓紧", "--on", "2025-06-01", today="2025-06-03")
    out = run("export", "--format", "csv", "--unit", "县林业局", today="2025-06-03").out
    row = next(r for r in csv.DictReader(io.StringIO(out[1:], newline="")) if r["序号"] == "16")
    assert (row["最近登记"], row["最近进展"]) == ("2025-06-01", "6月1日（县安委办）：情况：请抓紧。")


@pytest.mark.watched
@pytest.mark.parametrize("note", HOSTILE, ids=lambda t: ascii(t)[:20])
def test_csv_fields_are_never_formulas_and_never_break_the_line(
    run: Run, hostile_list: None, note: str
) -> None:
    marked(run, note)
    text = run("export", "--format", "csv", today="2025-06-03").out
    assert len(text.splitlines()) == 2
    (row,) = csv_rows(run)
    for field in row.values():
        assert not field.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert not re.search(r"[\x00-\x1f\x7f\u202e\u200b]", field)
    assert row["存在问题"] == {
        HOSTILE[0]: f"'{HOSTILE[0]}",
        HOSTILE[3]: "第一行 # 第二行 - 第三行",
        HOSTILE[4]: "^[[31m红^G反",
        HOSTILE[5]: "长" * 32_738 + "……（内容过长，在此截断，全文见 anquan log）",
    }.get(note, note)
    assert len(row["最近进展"]) <= 32_767


def test_a_task_s_own_sectors_are_shown_where_they_are_found(run: Run, listed: Callable[[str], Path]) -> None:
    """A part's stand in its name; a measure's in a column too."""
    field = "        sectors: [燃气, 危化]\n        measures: [{text: 查, deadline: 5月底前, sectors: [燃气]}, {text: 改, deadline: 6月底前}]\n"
    listed(LEAST + field)
    assert csv_rows(run)[0]["行业领域"] == "燃气、危化"
    assert run("list").rows[0][2] == "燃气、危化"
    assert "行业领域：燃气、危化" in run("show", "1").out and "行业领域：燃气\n" in run("show", "1.1").out
    assert [(r["sector"], r["sectors"]) for r in run("list", "--json").json] == [(None, ["燃气", "危化"])]
    assert [r["sectors"] for r in run("due", "--all", "--before", "12-31", "--json").json][:2] == [
        ["燃气"],
        ["燃气", "危化"],
    ]
    assert [r["id"] for r in run("list", "--search", "危化", "--json").json] == ["1"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [("1/2", "'1/2"), ("50%", "'50%"), ("0630", "'0630"), ("１．５", "'１．５"), ("1/2已完成", "1/2已完成"), ("3处", "3处"),
     ("2025-06-01", "'2025-06-01"), ("1E5", "'1E5"), ("2e3", "'2e3"), ("1.5E-3", "'1.5E-3"), (".5", "'.5"), ("(3)", "'(3)"),
     ("￥100", "'￥100"), ("$5", "'$5"), ("Mar-5", "'Mar-5"), ("SEP1", "'SEP1"), ("1 June 2026", "'1 June 2026"), ("9:30 PM", "'9:30 PM"),
     ("TRUE", "'TRUE"), ("#N/A", "'#N/A"), ("May", "May"), ("A1", "A1"), ("5月1日", "5月1日"), ("（3）", "（3）"), ("3-1班组", "3-1班组")],
)  # fmt: skip
def test_csv_words_that_a_spreadsheet_takes_for_a_date_or_a_number_stay_words(
    run: Run, said: str, shown: str
) -> None:
    run(
        "mark",
        "12",
        "doing",
        "--problem",
        said,
        "--next",
        said,
        "--expected",
        "2025-06-20",
        today="2025-06-03",
    )
    (row,) = (row for row in csv_rows(run) if row["序号"] == "12")
    assert (row["存在问题"], row["下一步措施"], row["预计完成时间"]) == (shown, shown, "2025-06-20")


def test_a_parts_own_title_stands_with_its_tasks(run: Run, listed: Callable[[str], Path]) -> None:
    """A title that a spreadsheet would take for a date stays words, too."""
    parts = "        parts: [{title: 3-5}, {title: 库区, sector: 水库}, {sector: 煤矿}]\n"
    listed(LEAST.replace("坚定树牢安全发展理念", "'2025-06-01'") + parts)
    titles = ["2025-06-01（3-5）", "2025-06-01（库区）", "2025-06-01"]
    assert [(r["任务"], r["行业领域"]) for r in csv_rows(run)] == [
        (titles[0], ""), (titles[1], "水库"), (f"'{titles[2]}", "煤矿"),
    ]  # fmt: skip
    assert [r[1:3] for r in run("list").rows] == [[titles[0], ""], [titles[1], "水库"], [titles[2], "煤矿"]]
    assert {r[4] for r in run("due", "--all", today="2025-06-03").rows} == {*titles}


@pytest.mark.watched
def test_what_a_unit_reported_stays_beside_the_item_until_that_unit_says_otherwise(run: Run) -> None:
    """Another unit's later report hides no problem; what is closed has none left but what was said last."""

    def beside() -> list[str]:
        row = next(row for row in csv_rows(run) if row["序号"] == "16")
        return [row[c] for c in ("存在问题", "下一步措施", "预计完成时间", "最近进展")]

    def say(*words: str) -> None:
        assert run(*words, today="2025-06-02").code == 0

    assert beside() == ["", "", "", ""]
    say("mark", "16", "doing", "--unit", "县林业局", "--problem", "资金不足", "--expected", "8月31日")
    assert beside()[:3] == ["资金不足", "", "2025-08-31"]
    say("mark", "16", "doing", "--unit", "县财政局", "--next", "追加预算", "--note", "已部署")
    told = ["县林业局：资金不足", "县财政局：追加预算", "县林业局：2025-08-31"]
    assert beside() == [*told, "6月2日（县财政局）：推进中：已部署。"]
    say("note", "16", "看过现场", "--unit", "县林业局")
    assert beside()[:3] == told, "a remark takes nothing back"
    say("mark", "16", "doing", "--unit", "县林业局", "--percent", "50")
    assert beside()[:3] == ["", "县财政局：追加预算", ""]
    say("mark", "16", "verified", "--all-units")
    assert beside()[:3] == ["", "", ""]


def test_that_there_is_no_problem_is_none_in_a_column_of_problems(run: Run) -> None:
    """As in the sentences of a bulletin; what was reported last quotes it. 县财政局 has none left, then nobody."""

    def problems() -> str:
        return next(row for row in csv_rows(run) if row["序号"] == "16")["存在问题"]

    run("mark", "16", "doing", "--unit", "县林业局", "--problem", "资金不足", today="2025-06-01")
    run("mark", "16", "doing", "--unit", "县财政局", "--problem", "缺人", today="2025-06-01")
    run("note", "16", "已招人", "--unit", "县财政局", "--problem", "暂无", today="2025-06-02")
    assert problems() == "县林业局：资金不足"
    run("mark", "16", "doing", "--unit", "县林业局", "--problem", "无", today="2025-06-03")
    assert problems() == ""


@pytest.mark.parametrize("remark", ['"\\u200b"', '"\\ufeff"', '"\u3000"'])
def test_a_remark_in_which_nothing_is_seen_is_none(
    run: Run, listed: Callable[[str], Path], remark: str
) -> None:
    listed(LEAST + f"        remark: {remark}\n")
    assert run("list", "--json").json[0]["remark"] is None
    assert "备注：" not in run("export", "--format", "md").out


def test_a_rows_date_is_over_when_all_that_has_it_is_done(run: Run, listed: Callable[[str], Path]) -> None:
    """31 May is done, paused, not concerned; 县林业局's measure of 31 December is open. `due` says the same."""
    pytest.importorskip("icalendar")
    text = LEAST.replace("6月底前/12月底前", "5月底前") + (
        "        measures: [排查, {text: 复查, units: 县林业局, deadline: 12月底前}]\n"
    )
    listed(text)
    for status, word in (("todo", "未启动"), ("paused", "暂缓"), ("na", ""), ("done", "已完成")):
        assert run("mark", "1.1", status, "--note", "略", today="2025-05-20").code == 0
        (line,) = csv.DictReader(io.StringIO(run("export", "--format", "csv", today="2025-05-27").out))
        assert line["下一到期日"] == ("2025-05-31" if status == "todo" else "2025-12-31"), status
        events = run("export", "--format", "ics", today="2025-05-20").out.split("BEGIN:VEVENT")[1:]
        (event,) = [e for e in events if "UID:2025-1-1@" in e] if word else [""]
        assert (f"（{word}）" in event, "BEGIN:VALARM" in event) == (bool(word), status == "todo"), status
        assert any("UID:2025-1.2-1@" in e for e in events) and len(events) == 1 + bool(word)
        due = run("due", "--month", "5", "--all", width=100, today="2025-05-27").out
        assert (word or "不涉及") in due and ("还有4天" in due) is (status in ("todo", "paused"))
        assert bool(run("due", "--month", "5", "--json", today="2025-05-27").json) is (status == "todo")


# --- calendar ------------------------------------------------------------------------------------------


def test_the_calendar_has_an_all_day_event_for_every_dated_stage(run: Run) -> None:
    """The 2025 list: 26 rows' stages with a date, and measures with one of their own."""
    Calendar = pytest.importorskip("icalendar").Calendar
    run("mark", "5", "done", today="2025-03-28")
    raw = run("export", "--format", "ics", today="2025-06-03").out
    due = run("due", "--all", "--before", "2025-12-31", "--json", today="2025-01-01").json
    calendar = Calendar.from_ical(raw)
    events = calendar.walk("VEVENT")
    assert not calendar.errors and not any(e.errors for e in events)
    assert sorted((e["DTSTART"].dt.isoformat(), str(e["SUMMARY"]).split(" ")[0]) for e in events) == sorted(
        (d["due"], d["id"]) for d in due
    )
    for e in events:
        assert e["DTSTART"].params["VALUE"] == "DATE"
        assert type(e["DTSTART"].dt) is date and e["DTEND"].dt - e["DTSTART"].dt == timedelta(days=1)
        own = e["DTSTART"].dt != date(2025, 12, 31) and not re.search("已完成|逾期", e["SUMMARY"])
        left = (
            e["DTSTART"].dt - date(2025, 6, 3)
        ).days  # an alarm of a day that has passed would ring at once
        days = ((7,) if "每半年" in e["DESCRIPTION"] else (30, 7)) if own else ()
        wanted = [timedelta(days=-d, hours=9) for d in days if d <= left]
        assert [a["TRIGGER"].dt for a in e.walk("VALARM")] == wanted
    assert re.fullmatch(r"1:[0-9a-f]{12}", str(calendar["X-ANQUAN-HEAD"]))


@pytest.mark.watched
def test_a_units_calendar_is_its_own_and_leaves_out_what_does_not_concern_it(run: Run) -> None:
    """Task 5 is overdue for the whole on 3 June; 气象局 is not concerned by it, and paused with task 10."""
    Calendar = pytest.importorskip("icalendar").Calendar
    run("mark", "5", "na", "--unit", "气象局", "--note", "不承担", today="2025-03-20")
    run("mark", "10", "paused", "--unit", "气象局", "--note", "等待批复", today="2025-06-02")

    def events(*unit: str) -> dict[str, Any]:
        calendar = Calendar.from_ical(run("export", "--format", "ics", *unit, today="2025-06-03").out)
        assert "METHOD" not in calendar
        assert ("县气象局" in calendar["X-WR-CALNAME"]) == bool(unit)
        return {str(e["SUMMARY"]): e for e in calendar.walk("VEVENT")}

    whole, own = events(), events("--unit", "气象局")
    assert "5 持续强化部门监管责任（逾期64天）" in whole
    assert not any(s.startswith("5 ") for s in own)
    paused = own["10 持续建设完善工作机制（暂缓）"]
    assert not paused.walk("VALARM")
    assert paused["LAST-MODIFIED"].dt == paused["DTSTAMP"].dt
    assert "6 严格落实企业主体责任（阶段1）（未启动）" in whole
    assert not {str(e["UID"]) for e in whole.values()} & {str(e["UID"]) for e in own.values()}


@pytest.mark.watched
def test_a_spreadsheet_tells_every_number_apart_and_mark_reads_it(
    run: Run, listed: Callable[[str], Path]
) -> None:
    parts = "".join(f"\n          - {{sector: 行业{c}, measures: [查]}}" for c in "甲乙丙丁戊己庚辛壬癸")
    listed(LEAST.replace("6月底前/12月底前", "6/30\n        parts:" + parts))
    rows = csv_rows(run)
    assert [r["序号"] for r in rows] == [f"第1.{i}项" for i in range(1, 11)]
    assert {r["完成时限"] for r in rows} == {"2025年6月30日"}
    assert run("mark", "第1.10项", "doing", today="2025-06-03").code == 0
    assert [r["完成状态"] for r in csv_rows(run)] == ["未启动"] * 9 + ["推进中"]


def test_events_keep_their_uid_when_progress_changes(run: Run) -> None:
    pytest.importorskip("icalendar")

    def uids() -> list[str]:
        return re.findall(r"^UID:(.*)\r$", run("export", "--format", "ics").out, re.MULTILINE)

    before = uids()
    run("mark", "6", "doing", "--percent", "20", today="2025-01-01")
    assert uids() == before
    assert len(set(before)) == len(before) > 27
    assert "jiaocheng-2025-6-1@anquan" in before


def test_a_calendar_takes_every_later_export_for_a_newer_one(run: Run, listed: Callable[[str], Path]) -> None:
    """RFC 5545, 3.8.7.4: of one UID the revision with the greater SEQUENCE stands; it is a signed number of 32 bits."""
    Calendar = pytest.importorskip("icalendar").Calendar
    path = listed(LEAST)

    def revision(written: int, today: str) -> tuple[int, Any]:
        os.utime(path, (written, written))
        calendar = Calendar.from_ical(run("export", "--format", "ics", today=today).out)
        ((number, moment),) = {(e["SEQUENCE"], e["LAST-MODIFIED"].dt) for e in calendar.walk("VEVENT")}
        return number, moment

    march = int(datetime(2025, 3, 1, tzinfo=UTC).timestamp())
    found = [revision(0, "2025-03-01"), revision(march, "2025-03-01")]
    assert found[1][1] == datetime(2025, 3, 1, tzinfo=UTC)
    path.write_text(LEAST.replace("6月底前", "7月底前"), encoding="utf-8")
    found.append(revision(march + 1, "2025-03-01"))
    assert found[2][1] == datetime(2025, 3, 1, 0, 0, 1, tzinfo=UTC)
    found.append(revision(march + 1, "2025-03-02"))  # 逾期 so many days is another text each day
    for argv in (("mark", "1", "doing"), ("undo",)):
        assert run(*argv, today="2025-03-02").code == 0
        found.append(revision(march + 1, "2025-03-02"))
    found.append(revision(2**33, "2025-03-02"))  # a clock that ran wrong
    assert [n for n, _ in found] == sorted({n for n, _ in found}) and 0 <= found[0][0] <= found[-1][0] < 2**31
    assert [m for _, m in found] == sorted(m for _, m in found)


def test_two_counties_events_never_share_a_uid(run: Run, listed: Callable[[str], Path]) -> None:
    """A calendar program takes an event with a known UID for a change of the old one and moves it."""
    pytest.importorskip("icalendar")
    found: list[str] = []
    for issuer in ("金山县安委办", "银山县安委办"):  # the list's id is made of the year and the issuer
        listed(f"issuer: {issuer}\n{LEAST}")
        raw = run("export", "--format", "ics").out.replace("\r\n ", "")
        found += re.findall(r"^UID:([!-~]*)\r$", raw, re.MULTILINE)
    assert len(set(found)) == len(found) == 4


def test_the_calendars_name_is_escaped_and_a_calendar_without_events_is_said_to_be_empty(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """RFC 5545 3.3.11, and 3.8.8.2: a property of one's own is text."""
    pytest.importorskip("icalendar")
    title = "某县,甲;乙\\\\2025年清单"
    listed(LEAST.replace("某县2025年安全生产重点工作任务清单", f'"{title}"'))
    ran = run("export", "--format", "ics", today="2025-05-20")
    assert "X-WR-CALNAME:某县\\,甲\\;乙\\\\2025年清单\r\n" in ran.out and ran.err == ""
    assert run("mark", "1", "na", "--all-stages", "--note", "略", today="2025-05-20").code == 0
    ran = run("export", "--format", "ics", today="2025-05-20")
    assert (ran.code, "BEGIN:VEVENT" in ran.out) == (0, False)
    assert ran.err == "提示：没有带到期日、又不是不涉及的事项，日历是空的。\n"


@pytest.mark.parametrize("note", HOSTILE, ids=lambda t: ascii(t)[:20])
def test_calendar_lines_are_folded_and_text_is_escaped(run: Run, hostile_list: None, note: str) -> None:
    icalendar = pytest.importorskip("icalendar")
    marked(run, note)
    raw = run("export", "--format", "ics", today="2025-06-03").out.encode()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert [e["DTSTART"].dt for e in events] == [date(2025, 6, 30), date(2025, 12, 31)]
    for part in HOSTILE[:3]:
        assert part in str(events[0]["SUMMARY"])


# --- Markdown ------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The cells of rendered tables, and every tag that was met."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.tags: set[str] = set()
        self.text = ""
        self.inside = False
        self.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        self.inside = tag in ("td", "th") or (self.inside and tag not in ("p", "h1", "h2", "h3"))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.inside:
            self.tables[-1][-1][-1] += data


PLAIN_TAGS = {"h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("command", [("summary", "--month", "6"), ("export",)], ids=" ".join)
def test_markdown_renders_as_tables_with_every_task(run: Run, command: tuple[str, ...]) -> None:
    run("mark", "5", "done", today="2025-06-03")
    page = Page(run(*command, "--format", "md", today="2025-06-03").out)
    assert page.tags <= PLAIN_TAGS
    rows = [row for table in page.tables for row in table[1:] if len(row) == 8]  # not the categories
    measures = [m.id for row in PLAN.rows for m in row.measures] if command == ("export",) else []
    assert sorted(r[0] for r in rows) == sorted([*(r.id for r in PLAN.rows), *measures])
    rows = [r for r in rows if r[0] not in measures]
    for row, found in zip(PLAN.rows, rows, strict=True):
        assert found[0] == row.id
        assert found[1].startswith(row.title)
        assert found[2] == row.units.text.partition("。")[0]
        assert found[3] == row.deadline.text
    assert rows[4][4:7] == ["已完成", "100.0%", "绿灯"]
    assert re.search(r"台账编号 1:[0-9a-f]{12}", page.text)


@pytest.mark.parametrize("command", [("summary", "--month", "6"), ("export",)], ids=" ".join)
@pytest.mark.parametrize("note", HOSTILE, ids=lambda t: ascii(t)[:20])
def test_markdown_keeps_markup_as_text(
    run: Run, hostile_list: None, command: tuple[str, ...], note: str
) -> None:
    marked(run, note)
    page = Page(run(*command, "--format", "md", today="2025-06-03").out)
    assert page.tags <= PLAIN_TAGS
    (row,) = [row for table in page.tables for row in table[1:] if len(row) == 8]
    assert row[1] == "".join(HOSTILE[:3])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e\u200b]", page.text)


# --- writing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["csv", "ics", "md", "json"])
def test_the_same_list_gives_the_same_bytes(run: Run, tmp_path: Path, format_: str) -> None:
    pytest.importorskip({"docx": "docx", "xlsx": "xlsxwriter", "ics": "icalendar"}.get(format_, "json"))
    run("mark", "5", "done", "--note", "要点已印发", today="2025-06-03")
    first, second = tmp_path / f"一.{format_}", tmp_path / f"二.{format_}"
    for file in (first, second):
        assert run("export", "-o", str(file), today="2025-06-03").code == 0
    assert first.read_bytes() == second.read_bytes() != b""
