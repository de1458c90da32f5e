"""The bulletin's sentences: said once, closing, true where nothing is to be told, and who said what."""

from __future__ import annotations

from datetime import date

import pytest

from anquan_cli.dates import Period
from anquan_cli.documents import overdue, wording
from anquan_cli.documents.bulletin import Paper, paper, shares
from anquan_cli.documents.listing import lines
from anquan_cli.ledger.events import Target
from anquan_cli.party import Unit
from anquan_cli.queries.bulletin import bulletin
from anquan_cli.queries.due import due
from anquan_cli.queries.rows import Query, rows, with_measures
from anquan_cli.tasklist.plan import Plan, Register
from anquan_cli.views.terminal import due as due_view
from anquan_cli.views.text_charts import timeline
from tests.book import HEAD, Book, one, plan_of, seen

MARCH = "- {{number: {0}, title: {1}, units: {2}, deadline: 3月底前}}\n"
MEETINGS = """\
- number: 1
  title: 一件事
  units: 县水利局、县林业局
  deadline: 6月底前/12月底前
  measures: [甲措施, 乙措施, {text: 开会, deadline: 3月底前/9月底前}]
"""


RELEVANT = HEAD.replace(
    "phrases: [县安委会各成员单位]", "phrases: [县安委会各成员单位, 县安委会有关成员单位]"
)


def told(plan: Plan, book: Book, since: str, until: str, unit: Unit | None = None, day: str = "") -> Paper:
    """The paper of a free span as of its last day, or of a day."""
    period = Period(date.fromisoformat(since), date.fromisoformat(until))
    report = bulletin(
        plan, book.events, kind="span", period=period,
        today=date.fromisoformat(day or until), unit=unit,
    )  # fmt: skip
    return paper(plan, report)


def until_day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def section(p: Paper, number: int) -> list[str]:
    """Headings and paragraphs of a section, from 1."""
    lines: list[str] = []
    for block in p.sections[number - 1].blocks:
        lines += [block.heading, *block.paragraphs] if block.heading else block.paragraphs
    return lines


def test_days_of_two_years_both_say_theirs() -> None:
    plan = plan_of(
        "- {number: 1, title: 甲, units: 县水利局, deadline: 每季度, due: [2024-12-31, 2025-03-31]}\n"
    )
    said = section(told(plan, Book(), "2025-06-01", "2025-06-20"), 4)
    assert "县水利局逾期：第1项“甲”第1、2阶段2024年12月31日、2025年3月31日到期" in "".join(said)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2025-06-01", "2025-06-30", "2025年6月1日至30日"),
        ("2025-01-01", "2025-06-30", "2025年上半年"),
        ("2025-07-01", "2025-12-31", "2025年下半年"),
        ("2025-01-01", "2025-12-31", "2025年度"),
        ("2025-01-01", "2026-06-30", "2025年1月1日至2026年6月30日"),
        ("2025-10-10", "2025-11-15", "2025年10月10日至11月15日"),
        ("2025-12-20", "2026-01-10", "2025年12月20日至2026年1月10日"),
        ("2025-06-05", "2025-06-05", "2025年6月5日"),
    ],
)
def test_a_span_names_each_year_and_month_once(since: str, until: str, days: str) -> None:
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局")), Book(), since, until)
    assert p.title == f"关于{days}安全生产重点工作进展情况的通报"
    assert p.opening.endswith(f"，现将截至{until_day(until)}的进展情况通报如下。")


@pytest.mark.parametrize(("deadline", "said"), [("6月底前", [""]), ("6月底前/12月底前", ["阶段1", "阶段2"])])
def test_a_stage_is_named_where_there_are_several(deadline: str, said: list[str]) -> None:
    found = due(seen(one("县水利局", deadline), Book()), Query(), within=None)
    assert [wording.stages_of(group, 2025) for group in wording.together(found)] == said


def test_the_office_has_one_name_whether_it_speaks_for_all_or_for_itself() -> None:
    office = "office: 县安委办\nunits:\n  - {name: 县安全生产委员会办公室, short: [县安委办]}\n"
    tasks = MARCH.format(1, "一件事", "县安全生产委员会办公室、县水利局")
    plan, book = plan_of(tasks, HEAD.replace("units:\n", office)), Book()
    book.mark("1", "done", "县安全生产委员会办公室", on="2025-03-20")
    book.mark("1", "doing", percent=30, on="2025-03-20")
    said = "".join(section(told(plan, book, "2025-03-17", "2025-03-23"), 2))
    assert said.count("县安委办3月20日登记") == 2 and "县安全生产委员会办公室3月20日" not in said


def test_what_was_done_is_told_and_what_the_office_then_struck_off() -> None:
    """The words are those of who did it; the office's own, at striking off, are not put in their place."""
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局")), Book()
    book.mark("1", "done", note="机制文件全部印发", on="2025-03-26")
    book.mark("1", "verified", note="核查无误", on="2025-03-29")
    assert section(told(plan, book, "2025-03-01", "2025-03-31"), 2)[1] == (
        "第1项“一件事”（县水利局）于3月26日办结：机制文件全部印发；3月29日核实销号。"
    )


def test_what_a_unit_did_of_a_row_by_a_measures_own_date_has_its_day() -> None:
    plan, book = one("县水利局", "3月底前", "甲", "{text: 乙, units: 县公安局, deadline: 2月底前}"), Book()
    book.mark("1.2", "done", "县公安局", note="已整改", on="2025-03-03")
    p = told(plan, book, "2025-03-01", "2025-03-09", unit=Unit("县公安局"))
    assert section(p, 2)[1] == "第1项“一件事”于3月3日办结，其中要点逾期3天完成：已整改。"


def test_a_span_in_which_nothing_was_closed_does_not_begin_with_a_nought() -> None:
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局")), Book(), "2025-04-01", "2025-04-30")
    assert not any("新办结0" in line for line in section(p, 1))


def test_a_very_long_note_is_quoted_as_far_as_there_is_room() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局")), Book()
    book.mark("1", "doing", note="查" * 1001, on="2025-03-05")
    (said,) = section(told(plan, book, "2025-03-01", "2025-03-31"), 2)[3:]
    assert ("查" * 1000 + "……（全文见台账）" in said, "查" * 1001 in said) == (True, False)


@pytest.mark.parametrize(("units", "named"), [(8, True), (9, False)])
def test_who_is_asked_is_named_up_to_eight(units: int, named: bool) -> None:
    """More are not said twice on one page: 第四部分所列逾期的单位."""
    fields = ("水利", "林业", "公安", "教育", "财政", "民政", "司法", "商务", "审计")
    whose = [f"县{field}局" for field in fields[:units]]
    p = told(plan_of(MARCH.format(1, "一件事", "、".join(whose))), Book(), "2025-04-01", "2025-04-30")
    (asked,) = (line for line in section(p, len(p.sections)) if "原因" in line)
    assert (f"请{'、'.join(whose)}" in asked, "所列逾期的单位" in asked) == (named, not named)


def test_reports_of_one_item_stand_in_one_paragraph() -> None:
    book = Book()
    book.mark("1.1", "doing", "县水利局", percent=20, note="已部署", on="2025-02-03")
    book.note("1.2", "县林业局", note="已开会", on="2025-02-04")
    book.mark("1.1", "doing", "县林业局", note="已动工", on="2025-02-05")
    assert section(told(plan_of(MEETINGS), book, "2025-02-01", "2025-02-28"), 2) == [
        "（一）本期新办结", "本期没有新办结的任务。", "（二）本期进展",
        "第1.1项“甲措施”，县水利局2月3日报：已部署（进度20%）。县林业局2月5日报：已动工。",
        "第1.2项“乙措施”，县林业局2月4日报：已开会。",
    ]  # fmt: skip


def test_nothing_reported_is_nothing_other_only_beside_something_closed() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "县水利局"))
    assert section(told(plan, Book(), "2025-02-01", "2025-02-28"), 2) == ["本期没有任务新办结或登记进展。"]
    book = Book()
    book.mark("1", "done", on="2025-02-03")
    assert section(told(plan, book, "2025-02-01", "2025-02-28"), 2)[-1] == "本期没有登记其他进展。"


def test_the_table_says_whose_the_last_entry_is_and_what_it_is_about() -> None:
    """Else 已完成 of one measure or unit stands beside 推进中 of the row like a contradiction."""
    book, plan = Book(), plan_of(MEETINGS)
    book.mark("1.1", "done", "县水利局", stage=1, note="完", on="2025-02-03")

    def last() -> str:
        return told(plan, book, "2025-02-01", "2025-02-28").table[0][-1]

    heard = "已报1/2家，办结0家。"  # one of two; the office's words are no unit's report
    assert last() == f"{heard}2月3日（1.1，阶段1，县水利局）：已完成：完。"
    book.mark("1", "doing", stage=2, on="2025-02-04")
    assert last() == f"{heard}2月4日（阶段2，安委办）：推进中。"
    book.note("1", note="都好", on="2025-02-05")
    assert last() == f"{heard}2月5日（安委办）：情况：都好。"
    own = told(plan, book, "2025-02-01", "2025-02-28", unit=Unit("县水利局"))
    assert own.table[0][-1] == "2月5日（安委办）：情况：都好。"


def test_due_on_the_last_day_is_told_without_today() -> None:
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局")), Book(), "2025-03-25", "2025-03-31")
    assert section(p, 3) == [
        "3月31日（当日到期）有1个事项：第1项“一件事”（县水利局），未启动。",
    ]  # fmt: skip


def test_late_items_of_one_day_stand_together_and_the_counts_are_explained() -> None:
    """Task 1 falls due with its measure 1.1: one item, late with two units; task 2 with one of them."""
    plan = plan_of(
        "- {number: 1, title: 一件事, units: 县水利局、县林业局, deadline: 3月底前, measures: [{text: 开会, deadline: 3月底前}]}\n"
        + MARCH.format(2, "二件事", "县林业局")
    )
    p = told(plan, Book(), "2025-04-01", "2025-04-10")
    late = "3月31日到期，已逾期10天。"
    assert section(p, 4)[1:3] == [
        f"县林业局逾期：第1.1项“开会”、第2项“二件事”{late}",
        f"县水利局逾期：第1.1项“开会”{late}",
    ]
    alone = told(plan, Book(), "2025-04-01", "2025-04-10", unit=Unit("县水利局"))
    assert section(alone, 4)[1] == f"第1.1项“开会”{late}"
    one = told(plan_of(MARCH.format(2, "二件事", "县林业局")), Book(), "2025-04-01", "2025-04-10")
    assert section(one, 4)[1] == f"县林业局逾期：第2项“二件事”{late}"


def test_rows_that_lag_alike_stand_together() -> None:
    """On the 73rd day of 365 a year's task should stand at 20 %."""
    tasks = "".join(MARCH.format(i, f"事{i}", "县水利局").replace("3月底前", "全年") for i in (1, 2, 3))
    book = Book()
    book.mark("2", "doing", percent=12, on="2025-03-14")
    assert section(told(plan_of(tasks), book, "2025-03-14", "2025-03-14"), 4)[-2:] == [
        "落后序时进度20至40个百分点的有2项任务：第1项“事1”、第3项“事3”。",
        "落后序时进度不到20个百分点的有1项任务：第2项“事2”。",
    ]


def test_next_steps_ask_once_and_drop_nobody() -> None:
    late = "".join(MARCH.format(i, f"事{i}", f"县第{i}局") for i in range(1, 13))
    soon = "".join(MARCH.format(i, f"事{i}", "县水利局").replace("3月", "4月") for i in range(13, 25))
    assert section(told(plan_of(late + soon), Book(), "2025-04-01", "2025-04-10"), 6) == [
        "请第四部分所列逾期的单位于4月17日前报送逾期事项的原因和完成时间，抓紧办结。",
        "第三部分所列4月30日到期的事项，请县水利局按期完成。",
        "请第五部分所列单位于4月17日前补报进展。",
    ]


def test_who_has_said_why_and_when_is_held_to_that_day_and_not_asked_again() -> None:
    """The first unit explained itself, the second said no day, the third let the day pass."""
    plan = plan_of("".join(MARCH.format(i, f"事{i}", f"县第{i}局") for i in (1, 2, 3)))
    book = Book()
    book.mark("1", "doing", "县第1局", problem="缺钱", expected="2025-04-10", on="2025-04-02")
    book.mark("2", "doing", "县第2局", problem="缺人", on="2025-04-02")
    book.mark("3", "doing", "县第3局", problem="下雨", expected="2025-04-09", on="2025-04-02")
    p = told(plan, book, "2025-04-01", "2025-04-10")
    late = "3月31日到期，已逾期10天（原因："
    assert section(p, 4)[1:4] == [
        f"县第1局逾期：第1项“事1”{late}缺钱），承诺4月10日完成。",
        f"县第2局逾期：第2项“事2”{late}缺人）。",
        f"县第3局逾期：第3项“事3”{late}下雨），承诺4月9日完成，至今未完成。",
    ]
    assert section(p, 6)[:3] == [  # who has never named a day names none anew
        "请县第1局按承诺的日期办结逾期事项。",
        "请县第2局于4月17日前报送逾期事项的完成时间，抓紧办结。",
        "请县第3局于4月17日前重新报送逾期事项的完成时间，抓紧办结。",
    ]


def test_who_is_to_finish_stands_before_it_once_without_brackets_in_brackets() -> None:
    tasks = MARCH.format(1, "一件事", "各乡（镇）人民政府负责") + MARCH.format(
        2, "二件事", "县水利局、县林业局"
    )
    tasks += MARCH.format(3, "三件事", "各乡（镇）人民政府负责") + MARCH.format(4, "四件事", "县水利局")
    book = Book()
    book.mark("4", "done", on="2025-03-25")
    p = told(plan_of(tasks), book, "2025-03-25", "2025-03-30")
    assert section(p, 2)[1] == "第4项“四件事”（县水利局）于3月25日办结。"
    assert section(p, 6)[:2] == [
        "请各乡（镇）人民政府于3月31日前完成第1项“一件事”、第3项“三件事”。",
        "请县水利局、县林业局于3月31日前完成第2项“二件事”。",
    ]


def test_nobody_is_pressed_for_what_is_paused() -> None:
    book = Book()
    book.mark("1", "paused", "县水利局", note="冬季停工", on="2025-03-26")
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局")), book, "2025-03-25", "2025-03-30")
    assert section(p, 3) == ["今后30天内没有到期的事项。"]
    assert section(p, 5) == ["名册内的单位未办结的任务均已暂缓。"]
    assert section(p, 6) == ["各单位未办结的任务均已暂缓，没有需要推进的事项。"]
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局、县林业局")), book, "2025-03-25", "2025-03-30")
    assert section(p, 3) == [
        "3月31日（还有1天）有1个事项：第1项“一件事”（县水利局、县林业局），未启动（县水利局暂缓）。"
    ]
    assert section(p, 6)[0] == "请县林业局于3月31日前完成第1项“一件事”。"


def test_the_office_pauses_for_all_and_no_paper_asks_whether_it_concerns_anybody() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县安委会有关成员单位"), RELEVANT), Book()
    book.mark("1", "paused", note="等文件", on="2025-03-26")
    for unit in (None, Unit("县水利局")):
        p = told(plan, book, "2025-04-01", "2025-04-06", unit=unit)
        assert section(p, 4)[-1].startswith("暂缓的有1项任务")
        assert [(line[4], line[6]) for line in p.table] == [("暂缓", "绿灯")]
        assert not any("不涉及" in line or "到期" in line for n in (4, 6) for line in section(p, n))


def test_nobody_is_asked_for_measures_who_has_paused_or_closed_though_the_row_names_a_group() -> None:
    book = Book()
    book.mark("1", "paused", "县水利局", note="停工", on="2025-11-20")
    p = told(one("县安委会各成员单位", "全年"), book, "2025-11-17", "2025-11-23")
    assert section(p, 6)[0] == (
        "请县安委会各成员单位（县水利局暂缓）对照序时进度排出第1项的推进措施，于12月1日前报安委办。"
    )
    book.mark("1", "na", "县林业局", note="无此业务", on="2025-11-20")
    p = told(one("县安委会各成员单位", "全年"), book, "2025-11-17", "2025-11-23")
    assert section(p, 6)[0].startswith("请县安委会各成员单位（县林业局不涉及，县水利局暂缓）对照")
    p = told(one("县教育局牵头，县安委会各成员单位配合", "全年"), book, "2025-11-17", "2025-11-23")
    assert section(p, 6)[0].startswith("请县教育局对照")


def test_where_everything_is_closed_nobody_is_asked_for_anything() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局、县林业局")), Book()
    book.mark("1", "done", on="2025-03-20")
    for unit, five, six in (
        (None, "名册内的单位没有未办结任务。", "各单位没有未办结任务，没有需要推进的事项。"),
        ("县林业局", "你单位没有未办结任务。", "你单位没有未办结任务，没有需要推进的事项。"),
    ):
        p = told(plan, book, "2025-03-24", "2025-03-30", Unit(unit) if unit else None)
        assert (section(p, 5), section(p, 6)) == ([five], [six])


def test_the_years_course_counts_every_stage_and_calls_what_does_not_apply_by_its_name() -> None:
    plan, book = one("县水利局", "3月底前", "{text: 总结, deadline: 2026年1月底前}", "开会"), Book()
    found = due(seen(plan, book), Query(), within=None, closed=True)
    lines = timeline(found, 2025, date(2025, 2, 1), 80, "本月")
    assert (lines[0], lines[-1]) == ("全年节点（已办结/到期，▲ 本月）", "另有1个节点不在2025年内。")
    book.mark("1", "na", note="没有", on="2025-01-01")
    found = due(seen(plan, book), Query(), within=None, closed=True)
    assert timeline(found, 2025, date(2025, 2, 1), 80, "本月")[0] == "全年节点（已办结或不涉及/到期，▲ 本月）"


def test_a_units_bulletin_does_not_say_of_others_how_far_it_is_itself() -> None:
    plan = plan_of(
        MARCH.format(1, "一件事", "县水利局、县林业局") + MARCH.format(2, "二件事", "县水利局、县林业局")
    )
    book = Book()
    book.mark("1", "done", "县水利局", on="2025-03-26")
    p = told(plan, book, "2025-03-25", "2025-03-30", unit=Unit("县水利局"))
    assert section(p, 2)[1] == "第1项“一件事”于3月26日办结。"
    assert section(p, 3) == ["3月31日（还有1天）有1个事项：第2项“二件事”，未启动。"]
    assert section(p, 6) == ["请你单位于3月31日前完成第2项“二件事”。"]


def test_a_units_bulletin_speaks_to_that_unit() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "县水利局、县林业局"))
    p = told(plan, Book(), "2025-02-01", "2025-02-28", unit=Unit("县水利局"))
    assert section(p, 5) == ["你单位有未办结任务，本期没有报送。"]
    assert section(p, 6)[-1] == "请你单位于3月7日前补报进展。"
    assert p.attachment == "附件：某县2025年安全生产重点工作任务清单（县水利局）进展情况表"
    book = Book()
    book.note("1", "县水利局", note="好", on="2025-02-03")
    heard = told(plan, book, "2025-02-01", "2025-02-10", unit=Unit("县水利局"))
    assert section(heard, 5) == ["你单位本期报送1次，最近一次是2月3日。"]
    assert section(heard, 6) == ["请你单位按时限继续推进，按期报送。"]


def test_silence_is_claimed_of_registered_units_alone() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "各乡（镇）人民政府"))
    town = told(plan, Book(), "2025-02-01", "2025-02-28", unit=Unit("大山镇人民政府"))
    assert section(town, 5) == ["你单位有未办结任务，本期没有报送。"]
    assert not any("补报" in text for text in section(town, 6))  # of whom nobody expects a report
    nobody = plan_of(
        MARCH.format(1, "一件事", "各有关部门"),
        "title: 甲\nyear: 2025\ncategories:\n  - number: 一\n    title: 类\n    tasks:\n",
    )
    assert section(told(nobody, Book(), "2025-02-01", "2025-02-28"), 5) == [
        "清单没有单位名册，不统计报送情况。"
    ]


def test_items_without_units_leave_no_empty_brackets() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "''") + MARCH.format(2, "二件事", "''"))
    book = Book()
    book.mark("1", "done", on="2025-03-26")
    p = told(plan, book, "2025-03-25", "2025-03-30")
    assert section(p, 2)[1] == "第1项“一件事”于3月26日办结。"
    assert section(p, 3) == ["3月31日（还有1天）有1个事项：第2项“二件事”，未启动。"]
    assert section(p, 6) == ["请于3月31日前完成第2项“二件事”。"]  # nobody has to report what is nobody's


def test_a_count_of_a_row_stands_beside_the_measure_that_has_a_target() -> None:
    plan, book = one("县水利局", "12月底前", "{text: 整改, target: {count: 5, unit: 处}}", "开会"), Book()
    book.mark("1", "doing", "县水利局", count=2)
    now = seen(plan, book)
    found = [with_measures(now, r) for r in rows(now, Query())]
    assert [(line.item.id, line.counted) for line in lines(plan, found, {}, 2025)] == [
        ("1", None), ("1.1", 2), ("1.2", None),
    ]  # fmt: skip


def test_the_end_of_a_measure_does_not_stand_before_what_is_said_of_it() -> None:
    plan = one("县水利局", "3月底前", "{text: 建成3000个；, deadline: 1月底前/2月底前}")
    found = [d for d in due(seen(plan, Book()), Query(), within=None) if d.item.measure]
    assert [overdue.label(found[0]), due_view.label(found[:1], 2025)] == [
        "1.1 建成3000个（阶段1）", "建成3000个（阶段1）",
    ]  # fmt: skip


def test_what_was_reported_of_a_task_that_the_list_has_no_more_is_told_as_not_counted() -> None:
    plan, book = one("县水利局", "全年"), Book()
    book.mark("2", "doing", "县水利局", percent=30, note="已部署", on="2025-03-03")
    for unit in (None, Unit("县水利局")):
        p = told(plan, book, "2025-03-01", "2025-03-09", unit)
        who = "你单位" if unit else "县水利局"
        assert section(p, 2)[-1] == f"原第2项，{who}3月3日报：已部署（进度30%）。（没有计入）"
    assert "原第2项" not in "".join(
        section(told(plan, book, "2025-03-01", "2025-03-09", Unit("县林业局")), 2)
    )


def test_a_day_of_the_year_before_has_its_year_in_text_and_table() -> None:
    plan, book = one("县水利局", "全年"), Book()
    book.mark("1", "doing", "县水利局", note="收尾", on="2025-12-31")
    p = told(plan, book, "2025-12-29", "2026-01-04")
    assert "县水利局2025年12月31日报：收尾。" in section(p, 2)[-1]
    assert p.table[0][-1] == "2025年12月31日（县水利局）：推进中：收尾。"


def test_shares_close_and_a_tie_goes_to_the_larger_share() -> None:
    """1/3 each: 33.3 three times and a tenth over; 1, 1 and 4 of 6: 16.6, 16.6, 66.6 and two tenths over."""
    assert shares([1, 1, 1]) == ["33.4%", "33.3%", "33.3%"]
    assert shares([1, 1, 4]) == ["16.7%", "16.6%", "66.7%"]
    assert shares([0, 27]) == ["0.0%", "100.0%"]
    assert shares([0, 0]) == ["—", "—"]


def test_promises_that_moved_are_counted() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局")), Book()
    for day, promised in (("04-02", "05-25"), ("05-26", "06-20"), ("06-21", "07-05")):
        book.mark("1", "doing", "县水利局", problem="缺钱", expected=f"2025-{promised}", on=f"2025-{day}")
    p = told(plan, book, "2025-06-22", "2025-06-28")
    assert section(p, 4)[1] == (
        "县水利局逾期：第1项“一件事”3月31日到期，已逾期89天（原因：缺钱），"
        "三次调整完成时间：5月25日、6月20日、7月5日。"
    )
    assert "请县水利局按承诺的日期办结逾期事项。" in section(p, 6)


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        *((nothing, False) for nothing in ("无", "暂无", "没有", "无问题", "暂无问题。", "目前没有存在问题", "不存在问题", "／", "—")),
        *((some, True) for some in ("无资金", "没有人手", "问题多", "无法进场", "暂无问题清单")),
    ],
)  # fmt: skip
def test_that_there_is_no_problem_is_no_reason(problem: str, reason: bool) -> None:
    """Nor is the reason of before one any more; the table of all tasks keeps the word."""
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局")), Book()
    book.mark("1", "doing", "县水利局", problem="缺钱", on="2025-04-01")
    book.mark("1", "doing", "县水利局", problem=problem, on="2025-04-02")
    p = told(plan, book, "2025-04-02", "2025-04-10")
    words = problem.rstrip("。")
    assert (f"存在问题：{words}" in section(p, 2)[-1]) == reason
    assert section(p, 4)[1].removeprefix("县水利局逾期：第1项“一件事”3月31日到期，已逾期10天") == (
        f"（原因：{words}）。" if reason else "。"
    )
    assert ("报送逾期事项的原因和完成时间" in section(p, 6)[0]) != reason
    assert problem in "".join(p.table[0])


def test_who_has_to_say_whether_it_is_concerned_is_not_blamed() -> None:
    book, plan = Book(), plan_of(MARCH.format(1, "一件事", "县安委会有关成员单位"), RELEVANT)
    book.mark("1", "doing", "县水利局", on="2025-03-20")
    p = told(plan, book, "2025-04-01", "2025-04-10")
    assert section(p, 4)[1:3] == [
        "县水利局逾期：第1项“一件事”3月31日到期，已逾期10天。",
        "第1项“一件事”3月31日到期，县林业局、县公安局尚未报送（不涉及的请登记）。",
    ]
    assert section(p, 6)[:2] == [
        "请县水利局于4月17日前报送逾期事项的原因和完成时间，抓紧办结。",
        "请县林业局、县公安局于4月17日前报送到期事项的进展；不涉及的，登记为不涉及并说明理由。",
    ]


def test_the_offices_words_are_the_offices_and_a_state_is_told_once_with_what_moved() -> None:
    plan, book = plan_of(MARCH.format(1, "一件“大”事", "县水利局、县林业局")), Book()
    book.mark("1", "doing", "县水利局", percent=15, on="2025-02-03")
    book.mark("1", "doing", "县水利局", percent=30, note="过半，", on="2025-02-10")
    book.mark("1", "na", "县林业局", note="不承担.", on="2025-02-11")
    book.mark("1", "doing", percent=25, problem="尚缺一家", on="2025-02-12")
    assert section(told(plan, book, "2025-02-01", "2025-02-28"), 2)[-1] == (
        "第1项“一件‘大’事”，县水利局2月10日报：过半（进度30%，2月3日为15%）。县林业局2月11日报不涉及（不承担）。"
        "安委办2月12日登记进度25%，指出：尚缺一家。"
    )


@pytest.mark.parametrize(
    ("note", "problem", "further", "said"),
    [
        ("各乡镇抓紧", "督促不力", "", "指出：各乡镇抓紧；督促不力。"),
        ("各乡镇抓紧！", "督促不力", "下周再查", "指出：各乡镇抓紧！督促不力。下一步：下周再查。"),
        ("", "督促不力", "无。", "指出：督促不力。"),
        ("各乡镇抓紧", "无", "暂无", "指出：各乡镇抓紧。"),
        ("各乡镇抓紧", "", "无人机巡查", "指出：各乡镇抓紧。下一步：无人机巡查。"),
    ],
)
def test_what_the_office_points_out_is_pointed_out_once_and_no_next_step_is_none(
    note: str, problem: str, further: str, said: str
) -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局")), Book()
    book.note("1", note=note, problem=problem, next=further, on="2025-02-11")
    assert (
        section(told(plan, book, "2025-02-01", "2025-02-28"), 2)[-1] == f"第1项“一件事”，安委办2月11日{said}"
    )


def test_a_unit_is_reminded_everybody_else_is_informed() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "县水利局"))
    own = told(plan, Book(), "2025-02-01", "2025-02-28", unit=Unit("县水利局"))
    assert (own.name, own.issue, own.addressee) == ("安全生产重点工作进展情况提示", "", "县水利局：")
    assert own.title == "关于县水利局2025年2月1日至28日安全生产重点工作进展情况的提示"
    assert own.opening.endswith("现将你单位截至2025年2月28日的进展情况提示如下。")


def test_the_letterhead_is_the_lists() -> None:
    head = "signed: 某县安委会办公室\naddressee: 各成员单位\ncopies: 市安委办\ncontact: 王某\n" + HEAD
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局"), head), Book(), "2025-02-01", "2025-02-28")
    assert (p.issuer, p.signed, p.addressee) == ("某县安委会办公室", "某县安委会办公室", "各成员单位：")
    assert (p.copies, p.contact) == ("市安委办", "王某")
    assert p.closing == ("某县安委会办公室", "2025年2月28日", "（联系人：王某）", "抄送：市安委办。")


@pytest.mark.parametrize(
    ("says", "signed", "office"),
    [
        ("", "安全生产委员会办公室", "安委办"),  # no county's name where the list gives none
        ("issuer: 云岭县消防安全委员会", "云岭县消防安全委员会", "云岭县消防安全委员会"),
        ("office: 市安委办\nissuer: 某市安委会", "市安委办", "市安委办"),
    ],
)
def test_a_paper_is_signed_with_what_the_list_says(says: str, signed: str, office: str) -> None:
    plan = plan_of(MARCH.format(1, "一件事", "县水利局"), f"{says}\n{HEAD}")
    assert (told(plan, Book(), "2025-02-01", "2025-02-28").signed, plan.office) == (signed, office)


def test_a_list_of_another_field_is_not_signed_by_the_safety_office() -> None:
    """Who keeps a list of rivers that does not say so, nobody can know: the paper leaves the place free."""
    plan, book = plan_of(MARCH.format(1, "清河", "县水利局"), HEAD.replace("安全生产", "河湖长制")), Book()
    book.mark("1", "doing", percent=20, on="2025-02-20")
    p = told(plan, book, "2025-02-01", "2025-02-28")
    assert (p.issuer, p.closing, p.name) == ("", ("2025年2月28日",), "河湖长制重点工作进展通报")
    assert section(p, 2)[-1] == "第1项“清河”，办公室2月20日登记进度20%。"


@pytest.mark.parametrize(
    ("until", "day"),
    [
        ("2025-06-29", "7月7日"),  # a Sunday, and so is its 7th day
        ("2025-06-27", "7月4日"),
        ("2025-06-28", "7月7日"),  # a Saturday
        ("2025-09-24", "10月9日"),  # 国庆 and 中秋 (6 October) together take the eight days to the 8th
        ("2025-01-22", "2月5日"),  # 春节 on 29 January: eight days from its eve, to 4 February
        ("2025-04-27", "5月6日"),  # 五一: to the 5th
    ],
)
def test_an_answer_is_asked_for_by_a_working_day(until: str, day: str) -> None:
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局")), Book(), "2025-01-01", until)
    assert section(p, 6)[-1] == f"请第五部分所列单位于{day}前补报进展。"


def test_a_count_for_several_items_has_the_unit_of_the_one_that_is_spoken_of() -> None:
    """2 and 3 have no target; of 1 and 4 each has its own."""
    head = (
        "- number: {}\n  title: 事项{}\n  units: 县水利局\n  deadline: 全年\n  measures: [{{text: 巡查{}}}]\n"
    )
    aim = "  measures: [{{text: 巡查{0}, target: {{count: 8, unit: {1}}}}}]\n"
    rows = [head.format(n, n, n) for n in range(1, 5)]
    for n, unit in ((1, "处"), (4, "户")):
        rows[n - 1] = head.format(n, n, n).partition("  measures")[0] + aim.format(n, unit)
    book = Book()
    entry = book.mark("1.1", "doing", "县水利局", count=2, on="2025-02-03")
    book.events = [entry.about(tuple(Target(i, None) for i in ("1.1", "2.1", "3", "4")))]
    assert section(told(plan_of("".join(rows)), book, "2025-02-01", "2025-02-28"), 2)[-4:] == [
        "第1.1项“巡查1”，县水利局2月3日报累计2处。合计2处，目标8处。",
        "第2.1项“巡查2”，县水利局2月3日报累计2。",
        "第3项“事项3”，县水利局2月3日报累计2。",
        "第4项“事项4”，县水利局2月3日报累计2户。",
    ]


def test_what_was_done_stands_before_what_was_stamped_and_counts_have_their_units() -> None:
    plan = plan_of(
        "- number: 1\n  title: 一件事\n  units: 县水利局、县林业局\n  deadline: 全年\n"
        "  measures: [{text: 解难题, target: {count: 10, unit: 项}}, 开会]\n"
    )
    book = Book()
    book.mark("1.1", "doing", "县林业局", count=1, on="2025-02-03")
    book.mark("1.1", "doing", "县水利局", count=2, note="两项已解决！", on="2025-02-04")
    book.mark("1.1", "doing", "县林业局", count=3, note="又解决两项", on="2025-02-05")
    book.mark("1.2", "done", note="已召开", on="2025-02-06")
    book.mark("1.2", "verified", on="2025-02-07")
    book.note("1.2", problem="缺记录", on="2025-02-08")
    assert section(told(plan, book, "2025-02-01", "2025-02-28"), 2)[-2:] == [
        "第1.1项“解难题”，县水利局2月4日报：两项已解决！（累计2项）。县林业局2月5日报：又解决两项（累计3项）。合计5项，目标10项。",
        "第1.2项“开会”，安委办2月7日核实销号（已召开）。安委办2月8日指出：缺记录。",
    ]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        # overruled, it keeps its day and status
        (
            [("done", "全部巡查完毕"), ("todo", "")],
            "县水利局2月3日报：全部巡查完毕（已完成）。县水利局2月4日报未启动。",
        ),
        ([("paused", "等资金"), ("doing", "")], "县水利局2月3日报暂缓（等资金）。县水利局2月4日报推进中。"),
        (
            [("na", "无此类企业"), ("doing", "")],
            "县水利局2月3日报不涉及（无此类企业）。县水利局2月4日报推进中。",
        ),
        (
            [(30, "已完成三成"), (10, "")],
            "县水利局2月3日报：已完成三成（进度30%）。县水利局2月4日报进度10%。",
        ),
        # nothing that was written is lost, and a note has its own day
        (
            [(30, "已部署"), (40, "已开工")],
            "县水利局2月3日报：已部署（进度30%）。县水利局2月4日报：已开工（进度40%）。",
        ),
        ([(30, ""), ("note", "已开工")], "县水利局2月3日报进度30%。县水利局2月4日报：已开工。"),
        ([("note", "已开工"), (30, "")], "县水利局2月3日报：已开工。县水利局2月4日报进度30%。"),
        (
            [("note", "查了甲村"), ("note", "查了乙村")],
            "县水利局2月3日报：查了甲村。县水利局2月4日报：查了乙村。",
        ),
        # without words, or with those of a later one, it is told with that one's figures
        ([(15, ""), (20, ""), (30, "过半")], "县水利局2月5日报：过半（进度30%，2月3日为15%）。"),
        ([(15, "正在推进"), (30, "正在推进")], "县水利局2月4日报：正在推进（进度30%，2月3日为15%）。"),
        (
            [(15, ""), ("note", "缺人"), (30, "")],
            "县水利局2月4日报：缺人。县水利局2月5日报进度30%（2月3日为15%）。",
        ),
        ([("note", "正在推进"), ("note", "正在推进")], "县水利局2月4日报：正在推进。"),
    ],
)
def test_words_stand_with_the_day_and_the_status_of_their_own_entry(
    entries: list[tuple[str | int, str]], said: str
) -> None:
    plan, book = one("县水利局、县林业局", "12月底前"), Book()
    for day, (what, note) in enumerate(entries, 3):
        on = f"2025-02-0{day}"
        if what == "note":
            book.note("1", "县水利局", note=note, on=on)
        elif isinstance(what, int):
            book.mark("1", "doing", "县水利局", percent=what, note=note, on=on)
        else:
            book.mark("1", what, "县水利局", note=note, on=on)
    assert section(told(plan, book, "2025-02-01", "2025-02-09"), 2)[-1] == f"第1项“一件事”，{said}"


def test_of_what_is_closed_all_words_since_are_told() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局")), Book()
    book.mark("1", "done", "县水利局", note="已印发", on="2025-03-26")
    book.note("1", "县水利局", note="已备案", on="2025-03-27")
    assert section(told(plan, book, "2025-03-01", "2025-03-31"), 2)[1] == (
        "第1项“一件事”（县水利局）于3月26日办结：已印发；已备案（县水利局3月27日报）。"
    )


def test_a_promise_that_has_passed_was_a_promise() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局")), Book()
    book.mark("1", "doing", "县水利局", problem="缺钱", expected="2025-02-10", on="2025-02-03")
    book.mark("1", "doing", problem="仍未动工", expected="2026-01-10", on="2025-02-04")
    assert section(told(plan, book, "2025-02-01", "2025-02-28"), 2)[-1] == (
        "第1项“一件事”，县水利局2月3日报推进中。存在问题：缺钱。原预计2月10日完成。"
        "安委办2月4日登记推进中，指出：仍未动工。预计2026年1月10日完成。"
    )


def test_while_a_period_runs_nobody_is_late_with_its_report() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "县水利局"))
    p = told(plan, Book(), "2025-02-01", "2025-02-28", day="2025-02-10")
    assert section(p, 5) == ["以下1家单位有未办结任务，本期截至2月10日尚未报送：县水利局。"]
    assert section(p, 6) == ["请第五部分所列单位于本期内报送进展。"]


def test_rows_that_lag_are_asked_of_who_leads() -> None:
    """On the 73rd day of 365 a year's task should stand at 20 %."""
    tasks = MARCH.format(1, "一件事", "县水利局牵头，县林业局配合") + MARCH.format(2, "二件事", "县公安局")
    tasks += MARCH.format(3, "三件事", "县水利局牵头，县公安局配合")
    p = told(plan_of(tasks.replace("3月底前", "全年")), Book(), "2025-03-14", "2025-03-14")
    assert section(p, 6)[0] == (
        "请下列单位对照序时进度排出推进措施，于3月21日前报安委办：县水利局（第1项、第3项）；县公安局（第2项）。"
    )
    alone = told(
        plan_of(MARCH.format(1, "一件事", "县水利局负责，县林业局配合").replace("3月底前", "全年")),
        Book(),
        "2025-03-14",
        "2025-03-14",
    )
    assert section(alone, 6)[0] == "请县水利局对照序时进度排出第1项的推进措施，于3月21日前报安委办。"


def test_many_items_of_one_day_are_named_by_number() -> None:
    tasks = "".join(MARCH.format(i, f"事{i}", "县水利局") for i in range(1, 12))
    p = told(plan_of(tasks), Book(), "2025-03-01", "2025-03-10")
    assert section(p, 3) == ["3月31日（还有21天）有11个事项：第1至11项。"]
    late = told(plan_of(tasks), Book(), "2025-04-01", "2025-04-10")
    assert section(late, 4)[1] == "县水利局逾期：第1至11项3月31日到期，已逾期10天。"


def test_parts_of_a_task_of_which_the_same_is_said_stand_in_one_paragraph() -> None:
    plan, book = plan_of(SPLIT), Book()
    book.mark("1", "doing", note="已部署", on="2025-02-03")
    p = told(plan, book, "2025-02-01", "2025-02-10")
    assert section(p, 2)[-1] == "第1.1至1.3项“研判”，安委办2月3日登记：已部署。"
    book.mark("1", "done", note="已销账", on="2025-02-12")
    p = told(plan, book, "2025-02-11", "2025-02-20")
    assert section(p, 2)[1:2] == ["第1.1至1.3项“研判”于2月12日办结：已销账。"]
    assert section(p, 1)[1].startswith(
        "清单共1项任务，其中第1项分为3个分项，以下按分项统计：已完成3个（100.0%），合计3个。"
    )


SPLIT = """\
- number: 1
  title: 研判
  deadline: 12月底前
  parts: [{sector: 煤矿, units: 县水利局}, {sector: 消防, units: 县林业局}, {sector: 燃气, units: 县公安局}]
"""


def test_what_is_late_is_said_of_the_stage_that_is_spoken_of() -> None:
    """The half-yearly report of June is late; that of December, made in June, is not."""
    plan = plan_of("- {number: 1, title: 一件事, units: 县水利局, deadline: 6月底前/12月底前}\n")
    book = Book()
    book.mark("1", "done", "县水利局", stage=2, note="下半年提前完成", on="2025-07-02")
    assert section(told(plan, book, "2025-07-01", "2025-07-05"), 2)[-1] == (
        "第1项“一件事”第2阶段，县水利局7月2日报：下半年提前完成（已完成）。"
    )
    book.mark("1", "doing", "县水利局", stage=1, note="收尾", on="2025-07-03")
    assert section(told(plan, book, "2025-07-03", "2025-07-05"), 2)[-1] == (
        "第1项“一件事”第1阶段（已逾期5天），县水利局7月3日报：收尾。"
    )


@pytest.mark.parametrize(
    ("units", "entries", "said"),
    [
        # due 31 March; the first is three days late, and the stage, which the office closes for the other, five
        ("县水利局、县林业局", [("done", "县水利局", 3)], "第1阶段，县水利局4月3日报已完成。"),
        (
            "县水利局、县林业局", [("done", "县水利局", 3), ("done", None, 5)],
            "第1阶段（最多逾期5天完成），县水利局4月3日报办结。安委办4月5日登记办结。",
        ),
        ("县水利局", [("done", "县水利局", 3)], "第1阶段（逾期3天完成），县水利局4月3日报办结。"),
        # who is not concerned is not late, whatever the whole beside it is; nor a member that says so
        ("县水利局、各乡（镇）人民政府", [("na", "县水利局", 3)], "第1阶段，县水利局4月3日报不涉及（无）。"),
        ("各乡（镇）人民政府", [("na", "大山镇人民政府", 3)], "第1阶段，大山镇人民政府4月3日报不涉及（无）。"),
        ("各乡（镇）人民政府", [("doing", "大山镇人民政府", 3)], "第1阶段（已逾期6天），大山镇人民政府4月3日报推进中。"),
    ],
)  # fmt: skip
def test_days_late_beside_an_entry_are_those_of_who_speaks(
    units: str, entries: list[tuple[str, str | None, int]], said: str
) -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", units).replace("3月底前", "3月底前/12月底前")), Book()
    for status, unit, day in entries:
        book.mark("1", status, unit, stage=1, on=f"2025-04-0{day}", note="无" * (status == "na"))
    assert section(told(plan, book, "2025-04-01", "2025-04-06"), 2)[-1] == f"第1项“一件事”{said}"


@pytest.mark.parametrize(
    ("units", "asked", "own"),
    [
        (
            "县水利局指导督促各乡（镇）人民政府落实",
            "请各乡（镇）人民政府对照",
            "滞后的1项任务，请你单位加快推进",
        ),
        ("县林业局牵头，县水利局配合", "请县林业局对照", "滞后的1项任务，请你单位加快推进"),
        ("县水利局牵头，县林业局配合", "请县水利局对照", "请你单位对照序时进度排出第1项的推进措施"),
        ("县水利局指导督促企业落实", "请县水利局对照", "请你单位对照序时进度排出第1项的推进措施"),
    ],
)
def test_a_units_own_paper_asks_what_the_paper_to_all_asks_of_it(units: str, asked: str, own: str) -> None:
    plan = one(units, "全年")
    every = "".join(section(told(plan, Book(), "2025-11-17", "2025-11-23"), 6))
    mine = "".join(section(told(plan, Book(), "2025-11-17", "2025-11-23", Unit("县水利局")), 6))
    assert (asked in every, own in mine) == (True, True)


@pytest.mark.parametrize(
    ("units", "part"),
    [
        ("县水利局指导督促各乡（镇）人民政府落实", "指导督促"), ("县林业局牵头，县水利局配合", "配合"),
        ("县水利局牵头，县林业局配合", ""), ("县水利局指导督促企业落实", ""), ("县林业局牵头，县水利局负责", ""),
    ],
)  # fmt: skip
def test_a_units_own_paper_says_its_part_of_what_falls_due(units: str, part: str) -> None:
    p = told(one(units, "3月底前"), Book(), "2025-03-24", "2025-03-30", Unit("县水利局"))
    assert f"请你单位于3月31日前{part}完成第1项“一件事”。" in section(p, 6)


@pytest.mark.parametrize(
    ("row", "measure", "all_", "own"),
    [
        ("县林业局牵头，县水利局配合", "县水利局负责，县林业局配合", "请县水利局负责、县林业局配合，于", "于3月31日前完成第1项"),
        ("县水利局牵头，县林业局配合", "县林业局负责，县水利局配合", "请县林业局负责、县水利局配合，于", "于3月31日前配合完成第1项"),
        ("县林业局指导督促县水利局落实", "县水利局指导督促县公安局落实", "请县公安局负责、县水利局指导督促，于", "于3月31日前指导督促完成第1项"),
    ],
)  # fmt: skip
def test_a_units_part_is_that_in_what_is_left_to_do(row: str, measure: str, all_: str, own: str) -> None:
    plan = one(row, "3月底前", f"{{text: 甲, units: {measure}}}")
    every, mine = (
        "".join(section(told(plan, Book(), "2025-03-24", "2025-03-30", unit), 6))
        for unit in (None, Unit("县水利局"))
    )
    assert (all_ in every, own in mine) == (True, True), every + mine


def test_a_unit_that_answers_for_the_measures_is_asked_how_they_go_on() -> None:
    plan = one("县林业局牵头，县水利局配合", "全年", "{text: 甲, units: 县水利局负责，县林业局配合}")
    every, mine = (
        "".join(section(told(plan, Book(), "2025-11-17", "2025-11-23", unit), 6))
        for unit in (None, Unit("县水利局"))
    )
    assert "请县水利局对照序时进度排出第1项的推进措施" in every
    assert "请你单位对照序时进度排出第1项的推进措施" in mine


def test_days_late_of_a_later_closing_are_not_those_of_a_belated_entry() -> None:
    """Done on 2 April, opened again and done on the 16th, 16 days late; the entry of the 2nd is made up on the 15th."""
    plan, book = one("县水利局", "3月底前"), Book()
    entries = [("done", "2025-04-02", 15), ("doing", "2025-04-15", 15), ("done", "2025-04-16", 16)]
    for status, on, day in entries:
        book.mark("1", status, "县水利局", on=on)
        book.events[-1] = book.events[-1]._replace(ts=f"2025-04-{day}T01:00:00.000000Z")
    said = section(told(plan, book, "2025-04-14", "2025-04-20"), 2)
    assert "第1项“一件事”（逾期16天完成），县水利局4月16日报办结。" in said
    assert said[-1] == "第1项“一件事”，县水利局4月2日报已完成。（4月15日补记）"


def test_stages_of_a_rhythm_are_told_together() -> None:
    """Fridays of January to 7 March 2025: ten; by the 10th none is done; next comes the 14th."""
    plan = plan_of("- {number: 1, title: 周报, units: 县水利局, deadline: 每周五}\n")
    p = told(plan, Book(), "2025-03-01", "2025-03-10")
    assert section(p, 4)[1] == ("县水利局逾期：第1项“周报”第1至10阶段1月3日至3月7日到期，最早的已逾期66天。")
    assert section(p, 6)[1:] == [
        "请县水利局于3月14日前完成第1项“周报”第11阶段。",
        "请第五部分所列单位于3月17日前补报进展。",
    ]


def test_who_is_done_is_told_apart_from_who_is_asked() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县安委会有关成员单位"), RELEVANT), Book()
    book.mark("1", "done", "县水利局", on="2025-03-02")
    p = told(plan, book, "2025-03-01", "2025-03-10")
    assert section(p, 3)[0].endswith("推进中（县水利局已办结）。")
    assert section(p, 6)[0].startswith("请县安委会有关成员单位（县水利局已办结）于3月31日前完成第1项")


def test_a_township_is_not_blamed_for_what_it_carries_out_with_others() -> None:
    standing = MARCH.format(1, "一件事", "县水利局")
    plan = plan_of(standing, TOWNS)
    p = told(plan, Book(), "2025-04-01", "2025-04-10", unit=Unit("大山镇人民政府"))
    assert "由你单位按属地落实的有1项，你单位没有登记的按整体进展统计。" in section(p, 1)[1]
    assert section(p, 4)[1] == "由你单位按属地落实、整体尚未办结的：第1项“一件事”3月31日到期，已逾期10天。"
    assert section(p, 6)[0] == "请你单位于4月17日前报送逾期事项的属地落实情况，配合抓紧办结。"
    assert section(p, 1)[0] == "总体看，有1项任务逾期（按属地落实）。"


def test_a_unit_is_asked_whether_what_does_not_name_it_is_its_own() -> None:
    """Rows 1 to 3 go to 有关成员单位, row 4 to every member; 县林业局 has said something of row 1, row 3 is done."""
    tasks = "".join(MARCH.format(n, f"事{n}", "县安委会有关成员单位") for n in (1, 2, 3))
    plan, book = plan_of(tasks + MARCH.format(4, "事4", "县安委会各成员单位"), RELEVANT), Book()
    book.mark("1", "doing", "县林业局", percent=10, on="2025-02-05")
    book.mark("3", "done", on="2025-02-06")
    p = told(plan, book, "2025-02-01", "2025-02-10", unit=Unit("县林业局"))
    assert section(p, 1)[1].startswith("涉及你单位的有4项任务：")
    assert section(p, 6)[0] == "第2项没有点名到单位，请你单位核对；不涉及的，登记为不涉及并说明理由。"
    p = told(plan, book, "2025-04-01", "2025-04-10", unit=Unit("县水利局"))
    assert section(p, 6)[1:3] == [
        "请你单位于4月17日前报送到期事项的进展。",
        "第1项、第2项没有点名到单位，请你单位核对；不涉及的，登记为不涉及并说明理由。",
    ]


def test_a_township_is_not_asked_again_for_the_reason_of_what_is_its_own() -> None:
    """Of the first it has said why and when; the second is the bureau's, and late as a whole."""
    tasks = MARCH.format(1, "一件事", "各乡（镇）人民政府") + MARCH.format(2, "二件事", "县水利局")
    plan, book = plan_of(tasks, TOWNS), Book()
    book.mark("1", "doing", "大山镇人民政府", problem="缺钱", expected="2025-04-20", on="2025-03-20")
    p = told(plan, book, "2025-04-01", "2025-04-10", unit=Unit("大山镇人民政府"))
    assert section(p, 6)[:2] == [
        "请你单位按承诺的日期办结逾期事项。",
        "请你单位于4月17日前报送逾期事项的属地落实情况，配合抓紧办结。",
    ]


def test_stages_of_a_rhythm_of_which_nobody_has_spoken_stand_together() -> None:
    """县林业局 has spoken of the item and is late; 县水利局 and 县公安局 still have to say whether it is theirs."""
    plan, book = (
        plan_of(MARCH.format(1, "检查", "县安委会有关成员单位").replace("3月底前", "每季度"), RELEVANT),
        Book(),
    )
    book.mark("1", "done", "县林业局", stage=2, on="2025-06-20")
    assert section(told(plan, book, "2025-10-01", "2025-10-09"), 4)[1:3] == [
        "县林业局逾期：第1项“检查”第1、3阶段3月31日、9月30日到期，最早的已逾期192天。",
        "第1项“检查”第1至3阶段3月31日至9月30日到期，县水利局、县公安局尚未报送（不涉及的请登记）。",
    ]


def test_an_item_that_several_owe_stands_once_with_all_of_them() -> None:
    """Both owe the first, one of them the second, too."""
    book, tasks = Book(), MARCH.format(1, "一件事", "县安委会有关成员单位")
    plan = plan_of(tasks + MARCH.format(2, "二件事", "县安委会有关成员单位"), RELEVANT)
    for item, unit in (("1", "县水利局"), ("2", "县水利局"), ("2", "县公安局")):
        book.mark(item, "done", unit, on="2025-03-20")
    assert section(told(plan, book, "2025-04-01", "2025-04-10"), 4)[1:3] == [
        "第1项“一件事”3月31日到期，县林业局、县公安局尚未报送（不涉及的请登记）。",
        "第2项“二件事”3月31日到期，县林业局尚未报送（不涉及的请登记）。",
    ]


def test_of_a_group_that_is_late_as_a_whole_it_is_said_who_is_done() -> None:
    """Who is not concerned has done nothing."""
    plan, book = plan_of(MARCH.format(1, "一件事", "各乡（镇）人民政府"), TOWNS), Book()
    book.mark("1", "done", "大山镇人民政府", on="2025-03-20")
    book.mark("1", "na", "小河镇人民政府", note="无此项", on="2025-03-20")
    book.mark("1", "doing", "东社镇人民政府", on="2025-03-20")
    assert section(told(plan, book, "2025-04-01", "2025-04-10"), 4)[1] == (
        "各乡（镇）人民政府逾期：第1项“一件事”3月31日到期，已逾期10天（大山镇人民政府已办结）。"
    )


def test_of_a_whole_its_members_reasons_and_promises_are_told_under_the_name_of_their_group() -> None:
    """The committee's members stand there by name; the townships, whom nobody has registered, as the group that they are."""
    plan, book = plan_of(MARCH.format(1, "一件事", "县安委会各成员单位、各乡（镇）人民政府"), TOWNS), Book()
    for unit in ("县水利局", "县林业局", "大山镇人民政府"):
        book.mark("1", "done", unit, on="2025-03-20")
    book.mark(
        "1", "doing", "小河镇人民政府", problem="三个村换届未完。", expected="2025-04-05", on="2025-03-20"
    )
    book.mark("1", "doing", "东社镇人民政府", expected="2025-04-30", on="2025-03-21")
    assert section(told(plan, book, "2025-04-01", "2025-04-10"), 4)[1:3] == [
        "县公安局逾期：第1项“一件事”3月31日到期，已逾期10天。",
        "各乡（镇）人民政府逾期：第1项“一件事”3月31日到期，已逾期10天（大山镇人民政府已办结；小河镇人民政府："
        "三个村换届未完，承诺4月5日完成，至今未完成；东社镇人民政府：承诺4月30日完成）。",
    ]


def test_late_stages_stand_together_whatever_others_have_done_with_theirs() -> None:
    plan, book = plan_of("- {number: 1, title: 周报, units: 县水利局、县林业局, deadline: 每周五}\n"), Book()
    book.mark("1", "done", "县林业局", stage=2, on="2025-01-09")
    assert section(told(plan, book, "2025-01-01", "2025-01-20"), 4)[1:3] == [
        "县水利局逾期：第1项“周报”第1至3阶段1月3日至17日到期，最早的已逾期17天。",
        "县林业局逾期：第1项“周报”第1、3阶段1月3日、1月17日到期，最早的已逾期17天。",
    ]


def test_what_three_are_late_with_alike_stands_once() -> None:
    """县公安局 owes the first item with the two others, and the second alone; no promise of its own tells them apart."""
    tasks = MARCH.format(1, "一件事", "县水利局、县林业局、县公安局") + MARCH.format(2, "二件事", "县公安局")
    assert section(told(plan_of(tasks), Book(), "2025-04-01", "2025-04-10"), 4)[1:3] == [
        "县公安局、县水利局、县林业局等3家逾期：第1项“一件事”3月31日到期，已逾期10天。",
        "县公安局逾期：第2项“二件事”3月31日到期，已逾期10天。",
    ]


def test_the_whole_of_a_group_is_named_with_the_units_and_not_counted() -> None:
    tasks = MARCH.format(1, "一件事", "县水利局、县林业局、县公安局、各乡镇")
    assert section(told(plan_of(tasks), Book(), "2025-04-01", "2025-04-10"), 4)[1] == (
        "县水利局、县林业局、县公安局等3家、各乡镇逾期：第1项“一件事”3月31日到期，已逾期10天。"
    )


@pytest.mark.parametrize(
    ("units", "brief", "responsible"),
    [
        ("县水利局、县林业局、县公安局、各乡镇", "县水利局、县林业局、县公安局、各乡镇", None),
        ("县水利局、县林业局、县公安局、县能源局、各乡镇", "县水利局、县林业局等4家、各乡镇", None),
        (
            "县水利局牵头，甲山镇、乙山镇、丙山镇、丁山镇、戊山镇、己山镇、庚山镇、辛山镇、壬山镇、各企业配合",
            "县水利局牵头、甲山镇人民政府等10家、各企业",
            "县水利局牵头，甲山镇人民政府、乙山镇人民政府、丙山镇人民政府、丁山镇人民政府、戊山镇人民政府、己山镇人民政府、庚山镇人民政府等9家、各企业配合",
        ),
        ("各乡镇", "各乡镇", None),
        (
            "县水利局牵头，县林业局、县公安局",
            "县水利局牵头、县林业局、县公安局",
            "县水利局牵头，县林业局、县公安局负责",
        ),
        ('"无"', "无", ""),
    ],
)
def test_units_are_counted_and_groups_are_not(units: str, brief: str, responsible: str | None) -> None:
    plan = plan_of(f"- {{number: 1, title: 事, units: {units}, deadline: 全年}}\n")
    phrase = plan.rows[0].units
    assert wording.brief(phrase, Register()) == brief
    assert wording.responsible(phrase) == (units if responsible is None else responsible)


def test_who_is_late_reads_its_items_in_the_order_of_the_list() -> None:
    """By number, then day, whichever fell due first; an item once, whatever lies between its stages."""
    listed = "- {number: 1, title: 月报, units: 县水利局, deadline: 每月}\n- {number: 2, title: 旧事, units: 县水利局, deadline: 1月20日前}\n"
    book = Book()
    book.mark("1", "done", "县水利局", stage=2, on="2025-02-20")
    assert section(told(plan_of(listed), book, "2025-01-01", "2025-04-02"), 4)[1] == (
        "县水利局逾期：第1项“月报”第1、3阶段1月31日、3月31日到期，最早的已逾期61天；第2项“旧事”1月20日到期，已逾期72天。"
    )


def test_what_was_done_late_is_said_once_and_who_is_done_is_not_called_late() -> None:
    tasks = "- {number: 1, title: 一件事, units: 县水利局、县林业局, deadline: 3月底前, measures: [甲, 乙]}\n"
    plan, book = plan_of(tasks), Book()
    book.mark("1.1", "done", "县水利局", note="已印发", on="2025-04-01")
    book.mark("1.2", "done", "县水利局", on="2025-03-20")
    assert section(told(plan, book, "2025-03-01", "2025-04-10"), 2)[3:] == [
        "第1.1项“甲”，县水利局4月1日报：已印发（已完成）。",
        "第1.2项“乙”，县水利局3月20日报已完成。",
    ]
    dated = plan_of(
        "- number: 1\n  title: 一件事\n  units: 县水利局\n  deadline: 12月底前\n"
        "  measures: [甲, {text: 乙, deadline: 3月底前}, {text: 丙, deadline: 3月底前}]\n"
    )
    book = Book()
    book.mark("1.2", "done", "县水利局", note="已印发", on="2025-04-02")
    book.mark("1.3", "done", "县水利局", on="2025-04-03")
    assert section(told(dated, book, "2025-04-01", "2025-04-10"), 2)[3:] == [
        "第1.2项“乙”（逾期2天完成），县水利局4月2日报：已印发。",
        "第1.3项“丙”（逾期3天完成），县水利局4月3日报办结。",
    ]


def test_what_others_owe_or_did_late_is_no_word_beside_who_is_done_or_was_in_time() -> None:
    plan, book = one("县水利局、县林业局", "3月底前/6月底前"), Book()
    book.mark("1", "done", "县林业局", stage=1, on="2025-03-30")
    for stage in (1, 2):
        book.mark("1", "done", "县水利局", stage=stage, on="2025-07-02")
    # the first stage is done, late; the second is overdue by the other unit's
    assert section(told(plan, book, "2025-07-01", "2025-07-06"), 2)[3:] == [
        "第1项“一件事”第1阶段（逾期93天完成），县水利局7月2日报办结。",
        "第1项“一件事”第2阶段，县水利局7月2日报已完成。",
    ]
    everything = Book()
    everything.events = [
        e._replace(event=e.event._replace(targets=(Target("1", 1), Target("1", 2)))) for e in book.events[1:2]
    ]
    everything.mark("1", "done", "县林业局", stage=1, on="2025-04-05")
    assert section(told(plan, everything, "2025-07-01", "2025-07-06"), 2)[3:] == [
        "第1项“一件事”第1、2阶段，县水利局7月2日报已完成。"
    ]
    both, one_day = one("县水利局、县林业局", "3月底前", "甲", "{text: 乙, deadline: 9月底前}"), Book()
    one_day.mark("1", "done", "县水利局", note="已建成", on="2025-03-31")
    one_day.mark("1.1", "done", "县林业局", note="已验收", on="2025-04-01")
    assert section(told(both, one_day, "2025-03-31", "2025-04-06"), 2)[3:] == [
        "第1项“一件事”，县水利局3月31日报：已建成（已完成）。",
        "第1.1项“甲”，县林业局4月1日报：已验收（已完成）。",
    ]


def test_lateness_is_a_word_beside_those_alone_who_are_late() -> None:
    """Of months to June 县林业局 has none to do, 县水利局 owes April and May; by 1 July those are 62 and 31 days ago."""
    plan, book = one("县水利局、县林业局", "每月"), Book()
    for stage in (1, 2, 3):
        book.mark("1", "done", "县水利局", stage=stage, on="2025-03-31")
    book.events[0] = book.events[0]._replace(
        event=book.events[0].event._replace(targets=tuple(Target("1", n) for n in (1, 2, 3)))
    )
    del book.events[1:]
    book.mark("1", "na", "县林业局", note="无林区", on="2025-04-05")
    # January's is 59 days late, February's 31, March's in time; by 5 April nobody owes any of them
    assert section(told(plan, book, "2025-03-31", "2025-04-05"), 2)[3:] == [
        "第1项“一件事”第1至3阶段（最多逾期59天完成），县水利局3月31日报办结。",
        "第1项“一件事”，县林业局4月5日报不涉及（无林区）。",
    ]
    book.mark("1", "doing", "县水利局", stage=4, on="2025-06-20")
    assert section(told(plan, book, "2025-04-01", "2025-07-01"), 2)[3:] == [
        "第1项“一件事”，县林业局4月5日报不涉及（无林区）。",
        "第1项“一件事”第4阶段（已逾期62天），县水利局6月20日报推进中。",
    ]
    three, some = one("县水利局、县林业局、县公安局", "3月底前"), Book()
    some.mark("1", "done", "县水利局", on="2025-03-30")
    some.mark("1", "paused", "县林业局", note="人员抽调", on="2025-03-30")
    assert section(told(three, some, "2025-03-30", "2025-04-02"), 2)[3:] == [
        "第1项“一件事”，县水利局3月30日报已完成。县林业局3月30日报暂缓（人员抽调）。"
    ]
    some.mark("1", "doing", "县公安局", on="2025-04-01")
    assert section(told(three, some, "2025-04-01", "2025-04-02"), 2)[3:] == [
        "第1项“一件事”（已逾期2天），县公安局4月1日报推进中。"
    ]


def test_what_the_office_says_of_a_group_is_neither_its_reason_nor_its_promise() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局、各乡（镇）人民政府"), TOWNS), Book()
    book.mark("1", "doing", problem="沙袋不足", expected="2025-04-05", on="2025-04-02")
    p = told(plan, book, "2025-04-01", "2025-04-10")
    assert "安委办4月2日登记推进中，指出：沙袋不足。原预计4月5日完成。" in section(p, 2)[-1]
    late = "逾期：第1项“一件事”3月31日到期，已逾期10天。"
    assert section(p, 4)[1] == f"县水利局、各乡（镇）人民政府{late}"
    assert (
        section(p, 6)[0]
        == "请县水利局、各乡（镇）人民政府于4月17日前报送逾期事项的原因和完成时间，抓紧办结。"
    )


def test_who_is_beside_a_group_without_members_has_to_say_whether_it_is_concerned() -> None:
    """The paper of all and its own say the same of a unit; who has spoken waits no more."""
    plan, book = plan_of(MARCH.format(1, "一件事", "有关部门")), Book()
    book.mark("1", "doing", "县林业局", on="2025-04-02")
    waits = "第1项“一件事”3月31日到期，{}尚未报送（不涉及的请登记）。"
    p = told(plan, book, "2025-04-01", "2025-04-10")
    assert section(p, 4)[1:3] == [
        "有关部门逾期：第1项“一件事”3月31日到期，已逾期10天。",
        waits.format("县水利局、县公安局、县教育局等3家"),
    ]
    own = told(plan, book, "2025-04-01", "2025-04-10", unit=Unit("县水利局"))
    assert section(own, 4)[1] == waits.format("你单位")
    spoken = told(plan, book, "2025-04-01", "2025-04-10", unit=Unit("县林业局"))
    assert section(spoken, 4)[1] == "第1项“一件事”3月31日到期，已逾期10天。"


def test_who_leads_and_who_supports_is_said_where_a_phrase_tells_them_apart() -> None:
    p = told(
        plan_of(MARCH.format(1, "一件事", "县水利局牵头，县林业局、县公安局配合")),
        Book(), "2025-03-01", "2025-03-20",
    )  # fmt: skip
    assert "（县水利局牵头，县林业局、县公安局配合）" in section(p, 3)[0]
    assert section(p, 6)[0] == "请县水利局牵头、县林业局、县公安局配合，于3月31日前完成第1项“一件事”。"


def test_nobody_is_asked_for_what_it_is_done_with() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事。", "县水利局、县林业局")), Book()
    book.mark("1", "done", "县水利局", on="2025-03-26")
    p = told(plan, book, "2025-03-25", "2025-03-30")
    assert section(p, 6)[0] == "请县林业局于3月31日前完成第1项“一件事”。"
    assert section(p, 3)[0].endswith("第1项“一件事”（县水利局、县林业局），推进中（县水利局已办结）。")
    assert p.addressee == "各有关单位："  # the list does not say to whom
    assert p.sections[0].blocks[0].table[0][:2] == ("类别", "任务数")  # none is split


def test_nobody_is_asked_for_what_it_is_not_concerned_with() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局、县林业局、县教育局")), Book()
    book.mark("1", "na", "县教育局", on="2025-03-20", note="没有此项")
    book.mark("1", "done", "县水利局", on="2025-03-20")
    p = told(plan, book, "2025-03-25", "2025-03-30")
    assert section(p, 3)[0].endswith("推进中（县水利局已办结，县教育局不涉及）。")
    assert section(p, 6)[0] == "请县林业局于3月31日前完成第1项“一件事”。"
    p = told(one("县水利局、县林业局、县教育局", "上半年"), book, "2025-06-09", "2025-06-15")
    assert "请县林业局对照序时进度排出第1项的推进措施" in "".join(section(p, 6))


def test_a_group_is_not_asked_once_none_of_its_members_has_anything_left_to_do() -> None:
    units, book = "县安委会各成员单位、县教育局", Book()
    book.mark("1", "done", "县水利局", on="2025-03-20")
    book.mark("1", "na", "县林业局", on="2025-03-20", note="没有此项")
    march, june = plan_of(MARCH.format(1, "一件事", units)), one(units, "上半年")
    assert section(told(march, book, "2025-03-25", "2025-03-30"), 6)[0] == (
        "请县教育局、县安委会各成员单位（县水利局已办结，县林业局不涉及）于3月31日前完成第1项“一件事”。"
    )
    assert "请县教育局、县安委会各成员单位（县水利局已办结，县林业局不涉及）对照" in "".join(
        section(told(june, book, "2025-06-09", "2025-06-15"), 6)
    )
    book.mark("1", "paused", "县公安局", on="2025-03-21", note="等待批复")
    p = told(march, book, "2025-03-25", "2025-03-30")
    assert section(p, 6)[0] == "请县教育局于3月31日前完成第1项“一件事”。"
    assert "请县教育局对照序时进度排出第1项的推进措施" in "".join(
        section(told(june, book, "2025-06-09", "2025-06-15"), 6)
    )


def test_a_closing_is_not_told_in_the_words_of_an_entry_that_left_it_open() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局、县林业局")), Book()
    book.mark("1", "doing", "县水利局", on="2025-03-20", note="只完成一半，经费不足")
    book.mark("1", "done", on="2025-03-21")
    p = told(plan, book, "2025-03-17", "2025-03-23")
    assert section(p, 2)[1] == "第1项“一件事”（县水利局、县林业局）于3月21日办结。"
    book.mark("1", "done", "县林业局", on="2025-03-22", note="材料已归档")
    p = told(plan, book, "2025-03-17", "2025-03-23")
    told_of = "第1项“一件事”（县水利局、县林业局）于3月21日办结：材料已归档（县林业局3月22日报）。"
    assert section(p, 2)[1] == told_of


def test_what_was_said_of_an_earlier_stage_is_told_with_its_day() -> None:
    plan, book = (
        plan_of("- {number: 1, title: 学习, units: 县公安局、县水利局, deadline: 3月中旬/3月底前}\n"),
        Book(),
    )
    book.mark("1", "done", "县公安局", on="2025-03-17", stage=1, note="上半月已学")
    book.mark("1", "done", on="2025-03-19", stage=1)
    book.mark("1", "done", on="2025-03-20", stage=2)
    told_of = section(told(plan, book, "2025-03-17", "2025-03-23"), 2)[1]
    assert told_of == "第1项“学习”（县公安局、县水利局）于3月20日办结：上半月已学（县公安局3月17日报）。"


def test_who_has_finished_what_another_puts_off_is_told() -> None:
    plan, book = plan_of(MARCH.format(1, "检查", "县公安局、县水利局")), Book()
    book.mark("1", "done", "县公安局", on="2025-03-18")
    book.mark("1", "paused", "县水利局", on="2025-03-19", note="停工")
    p = told(plan, book, "2025-03-17", "2025-03-23")
    assert "暂缓的有1项任务：第1项“检查”（县公安局、县水利局）（县公安局已办结）。" in section(p, 4)


def test_records_that_no_longer_fit_the_list_are_told_on_paper() -> None:
    """A list that changed is why the figures do; the warnings of a scheduled run are read by nobody."""
    plan, book = plan_of(MARCH.format(1, "执法检查", "县公安局")), Book()
    book.mark("1", "done", "县公安局", on="2025-03-10", titles={"1": "执法"})
    book.mark("3", "done", "县公安局", on="2025-03-11", titles={"3": "防汛"})
    p = told(plan, book, "2025-03-17", "2025-03-23")
    totals = "\n".join(section(p, 1))
    assert "与上期（截至3月16日，按现在的清单和台账）相比" in totals
    assert "清单有变动，以前登记的2条（第1、3项）与现在的清单对不上，没有计入。" in totals


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (  # a unit's share, closed in the same week
            [("1", "done", "县水利局", "好了"), ("1", "doing", "县水利局", "又坏了")],
            "第1项“一件事”，县水利局2月3日报：好了（已完成）。县水利局2月4日报：又坏了（由已完成转为推进中）。",
        ),
        (  # a measure, of what was done as a whole; and the other way round
            [("1", "done", "县水利局", ""), ("1.1", "doing", "县水利局", "甲还差")],
            "第1.1项“甲”，县水利局2月4日报：甲还差（由已完成转为推进中）。",
        ),
        (
            [("1.2", "done", "县水利局", "齐了"), ("1", "doing", "县水利局", "没整改")],
            "第1项“一件事”，县水利局2月4日报：没整改（第1.2项由已完成转为推进中）。",
        ),
        (  # the other measure is begun by it
            [("1.2", "done", "县水利局", "齐了"), ("1", "doing", "县水利局", "")],
            "第1项“一件事”，县水利局2月4日报推进中（第1.2项由已完成转为推进中）。",
        ),
        ([("1", "na", "县水利局", "无"), ("1", "doing", "县水利局", "有了")], "有了（由不涉及转为推进中）。"),
        ([("1", "done", "县水利局", ""), ("1", "doing", "县水利局", 40)], "报由已完成转为推进中（进度40%）。"),
        (  # done again: nothing to be told
            [("1", "done", "县水利局", "好了"), ("1", "doing", "县水利局", ""), ("1", "done", "县水利局", "真好了")],
            "县水利局2月5日报：真好了（已完成）。",
        ),
        (  # struck off, and only done now
            [("1", "done", "县水利局", ""), ("1", "verified", None, ""), ("1", "done", "县水利局", "重做了")],
            "县水利局2月5日报：重做了（由已销号转为已完成）。",
        ),
        (  # by the office, when one had opened it already
            [("1", "done", None, ""), ("1", "doing", "县水利局", "坏了"), ("1", "doing", None, "都返工")],
            "县水利局2月4日报：坏了（由已完成转为推进中）。安委办2月5日登记：都返工。",
        ),
        (
            [("1", "done", None, "好了"), ("1", "doing", None, "都返工")],
            "，安委办2月3日登记：好了（已完成）。安委办2月4日登记：都返工（由已完成转为推进中）。",
        ),
        (  # of whose own word nothing is overruled
            [("1", "done", "县水利局", "好了"), ("1", "doing", "县林业局", "在办")],
            "第1项“一件事”，县水利局2月3日报：好了（已完成）。县林业局2月4日报：在办。",
        ),
    ],
)  # fmt: skip
def test_what_was_closed_and_is_no_more_is_told_of_a_units_share_and_of_a_measure(
    entries: list[tuple[str, str, str | None, str | int]], said: str
) -> None:
    plan, book = one("县水利局、县林业局", "12月底前", "甲", "乙"), Book()
    for day, (item, status, unit, what) in enumerate(entries, 3):
        how = {"percent": what} if isinstance(what, int) else {"note": what}
        book.mark(item, status, unit, on=f"2025-02-0{day}", **how)
    book.mark("1", "doing", "县林业局", on="2025-02-08")  # the row is open
    assert said in "".join(section(told(plan, book, "2025-02-01", "2025-02-09"), 2))


def test_a_measure_is_named_that_a_stage_of_its_row_has_opened() -> None:
    plan = one("县水利局", "6月底前/12月底前", "甲", "{text: 乙, deadline: 12月1日前}")
    book = Book()
    book.mark("1.2", "done", "县水利局", note="齐了", on="2025-02-03")
    book.mark("1.1", "done", "县水利局", stage=2, on="2025-01-04")
    book.mark("1", "doing", "县水利局", stage=2, note="没整改", on="2025-02-04")
    said = section(told(plan, book, "2025-02-01", "2025-02-09"), 2)
    assert "第1项“一件事”第2阶段，县水利局2月4日报：没整改（由已完成转为推进中）。" in said
    book.mark("1.1", "doing", "县水利局", stage=2, on="2025-01-05")
    said = section(told(plan, book, "2025-02-01", "2025-02-09"), 2)
    assert "第1项“一件事”第2阶段，县水利局2月4日报：没整改（第1.2项由已完成转为推进中）。" in said


def test_what_several_say_of_an_item_is_told_day_by_day() -> None:
    """Struck off, opened again and struck off again is never told as struck off before it was done."""
    plan, book = plan_of(MARCH.format(1, "检查", "县公安局")), Book()
    book.mark("1", "done", "县公安局", on="2025-03-14")
    book.mark("1", "verified", on="2025-03-17", note="抽查3家")
    book.mark("1", "doing", on="2025-03-18", note="1家不合格", reopen=("1",))
    book.mark("1", "done", "县公安局", on="2025-03-19")
    book.mark("1", "verified", on="2025-03-20")
    paragraphs = section(told(plan, book, "2025-03-17", "2025-03-23"), 2)
    assert (
        "第1项“检查”，安委办3月17日核实销号（抽查3家）。安委办3月18日登记：1家不合格。"
        "县公安局3月19日报已完成。安委办3月20日核实销号。"
    ) in paragraphs


def test_what_was_struck_off_and_is_only_done_is_told_first() -> None:
    """A unit that reports again what the office had struck off: the latest word stands."""
    plan, book = plan_of(MARCH.format(1, "检查", "县公安局")), Book()
    book.mark("1", "done", "县公安局", on="2025-03-10")
    book.mark("1", "verified", on="2025-03-13")
    book.mark("1", "done", "县公安局", on="2025-03-18", note="检查完毕")
    paragraphs = section(told(plan, book, "2025-03-17", "2025-03-23"), 2)
    at = paragraphs.index("第1项“检查”（县公安局）由已销号转为已完成，不再计为销号。")
    assert paragraphs[at + 1] == "第1项“检查”，县公安局3月18日报：检查完毕（已完成）。"


def test_words_that_a_reopening_overruled_do_not_explain_the_end() -> None:
    plan, book = plan_of(MARCH.format(1, "检查", "县公安局、县水利局")), Book()
    book.mark("1", "done", "县水利局", on="2025-03-04", note="水库已查")
    book.mark("1", "done", "县公安局", on="2025-03-05", note="12家查完")
    book.mark("1", "verified", on="2025-03-06")
    book.mark("1", "doing", "县公安局", on="2025-03-10", note="1家不合格")
    book.mark("1", "done", "县公安局", on="2025-03-12", note="已整改")
    closed = section(told(plan, book, "2025-03-01", "2025-03-31"), 2)[1]
    assert closed == "第1项“检查”（县公安局、县水利局）于3月12日办结：水库已查（县水利局3月4日报）；已整改。"
    plan, book = plan_of(MARCH.format(1, "检查", "县公安局")), Book()
    book.mark("1", "done", "县公安局", on="2025-03-05", note="12家查完")
    book.mark("1", "verified", on="2025-03-06")
    book.mark("1", "doing", on="2025-03-10", note="1家不合格", reopen=("1",))
    book.mark("1", "done", "县公安局", on="2025-03-12")
    book.mark("1", "verified", on="2025-03-13")
    closed = section(told(plan, book, "2025-03-01", "2025-03-31"), 2)[1]
    assert closed == "第1项“检查”（县公安局）于3月12日再次办结；3月13日核实销号。"


def test_what_is_struck_off_in_part_is_not_struck_off() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局、县林业局")), Book()
    book.mark("1", "done", "县水利局", on="2025-03-18")
    book.mark("1", "verified", "县水利局", on="2025-03-19")
    book.mark("1", "done", "县林业局", on="2025-03-20")
    told_of = section(told(plan, book, "2025-03-17", "2025-03-23"), 2)[1]
    assert told_of == "第1项“一件事”（县水利局、县林业局）于3月20日办结。"
    book.mark("1", "verified", "县林业局", on="2025-03-21")
    told_of = section(told(plan, book, "2025-03-17", "2025-03-23"), 2)[1]
    assert told_of.endswith("于3月20日办结；3月21日销号。"), (
        "under a unit's name nobody says that it was checked"
    )
    book.mark("1", "verified", on="2025-03-21")
    told_of = section(told(plan, book, "2025-03-17", "2025-03-23"), 2)[1]
    assert told_of == "第1项“一件事”（县水利局、县林业局）于3月20日办结；3月21日核实销号。"


def test_the_reason_for_not_being_concerned_is_not_what_closed_it() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局、县林业局")), Book()
    book.mark("1", "done", "县水利局", on="2025-03-18", note="已完工")
    book.mark("1", "na", "县林业局", on="2025-03-19", note="没有此项业务")
    told_of = section(told(plan, book, "2025-03-17", "2025-03-23"), 2)[1]
    assert told_of == "第1项“一件事”（县水利局、县林业局）于3月18日办结，县林业局不涉及：已完工。"
    own = told(plan, book, "2025-03-17", "2025-03-23", Unit("县水利局"))
    assert section(own, 2)[1] == "第1项“一件事”于3月18日办结：已完工。"


@pytest.mark.parametrize("unit", [None, "县公安局"])
def test_what_was_done_before_the_period_is_newly_closed_because_the_rest_does_not_apply(
    unit: str | None,
) -> None:
    plan, book = one("县水利局、县公安局", "12月底前", "甲"), Book()
    book.mark("1", "done", "县水利局", on="2025-03-10", note="已演练")
    book.mark("1", "na", unit, on="2025-08-12", note="与公安无关")
    book.note("1", "县水利局", on="2025-08-05", note="正在归档")  # left it open
    assert section(told(plan, book, "2025-08-01", "2025-08-31"), 2)[1] == (
        "第1项“一件事”（县水利局、县公安局）于3月10日办结，其余不涉及，本期起计为办结："
        f"与公安无关（{unit or '安委办'}8月12日报）。"
    )


def test_what_a_unit_did_before_the_period_is_newly_closed_because_the_rest_does_not_apply_to_it() -> None:
    plan, book = one("县水利局", "3月底前", "甲", "乙"), Book()
    book.mark("1.1", "done", on="2025-04-10", note="已演练")
    book.mark("1.2", "na", "县水利局", on="2025-08-12", note="没有企业")
    p = told(plan, book, "2025-08-01", "2025-08-31", unit=Unit("县水利局"))
    assert section(p, 2)[1] == (
        "第1项“一件事”于4月10日办结，逾期10天完成，其余不涉及，本期起计为办结：没有企业（你单位8月12日报）。"
    )


@pytest.mark.parametrize("unit", [None, "县公安局"])
def test_what_counts_as_closed_no_more_is_told_so_that_the_sums_agree(unit: str | None) -> None:
    """One newly closed, two no longer: one less. The third was never closed, the fourth is again."""
    tasks = "".join(MARCH.format(n, f"事{n}", "县公安局") for n in range(1, 5))
    tasks += "- {number: 5, title: 事5, units: 县公安局, deadline: 3月底前, measures: [甲, 乙]}\n"
    plan, book = plan_of(tasks), Book()
    for n in "145":
        book.mark(n, "done", on="2025-02-10")
    book.mark("5", "verified", on="2025-02-11")
    book.mark("1", "na", reopen=("1",), on="2025-03-04", note="机构已撤")
    book.mark("2", "done", "县公安局", on="2025-03-05")
    book.mark("3", "doing", "县公安局", on="2025-03-05")
    book.mark("4", "todo", on="2025-03-05")
    book.mark("4", "done", on="2025-03-06")
    book.mark("5.2", "doing", "县公安局", percent=20, on="2025-03-07")
    p = told(plan, book, "2025-03-01", "2025-03-31", unit=Unit(unit) if unit else None)
    who, whose = ("你单位", "") if unit else ("县公安局", "（县公安局）")
    assert section(p, 2) == [
        "（一）本期新办结", f"第2项“事2”{whose}于3月5日办结。",
        "（二）本期进展",
        f"第1项“事1”{whose}由已完成转为不涉及，不再计为办结。",
        f"第5项“事5”{whose}由已销号转为推进中，不再计为办结。",
        "第1项“事1”，安委办3月4日登记为不涉及（机构已撤）。",
        f"第3项“事3”，{who}3月5日报推进中。",
        "第4项“事4”，安委办3月6日登记已完成。",
        f"第5.2项“乙”，{who}3月7日报进度20%。",
    ]  # fmt: skip
    assert "办结减少1项" in section(p, 1)[-1]


def test_what_others_opened_again_is_told_to_a_unit_that_has_said_nothing() -> None:
    plan, book = plan_of(MARCH.format(1, "一件事", "各乡（镇）人民政府"), TOWNS), Book()
    book.mark("1", "done", on="2025-02-10")
    book.mark("1", "todo", on="2025-03-10")
    p = told(plan, book, "2025-03-01", "2025-03-31", unit=Unit("小河镇人民政府"))
    assert section(p, 2)[3] == "第1项“一件事”由已完成转为未启动，不再计为办结。"


def test_what_is_paused_has_a_list_of_its_own() -> None:
    plan, book = (
        plan_of(MARCH.format(1, "一件事", "县水利局") + MARCH.format(2, "又一件", "县林业局")),
        Book(),
    )
    book.mark("1", "paused", note="冬季停工", on="2025-03-10")
    assert section(told(plan, book, "2025-04-07", "2025-04-13"), 4)[-2:] == [
        "（三）暂缓",
        "暂缓的有1项任务：第1项“一件事”（县水利局）。",
    ]
    assert not any("暂缓" in line for line in section(told(plan, Book(), "2025-04-07", "2025-04-13"), 4))


TOWNS = "standing: {from: 1, group: 乡镇人民政府, text: 各乡镇均需落实}\n" + HEAD


@pytest.mark.parametrize(
    ("marks", "said", "own"),
    [
        (["1.1"], "第1.1项“甲措施”（县水利局、县林业局）", "第1.1项“甲措施”"),
        (["1.1", "1.2"], "第1.1、1.2项（县水利局、县林业局）", "第1.1、1.2项"),
        (["1/2"], "第1项“一件事”第2阶段（县水利局、县林业局）", "第1项“一件事”第2阶段"),
        (["1.3/1 县林业局"], "第1.3项“开会”第1阶段（县林业局）", ""),
        (["1 县水利局"], "第1项“一件事”（县水利局）", None),  # its own row as a whole
        (
            ["1.1", "1.3/1 县林业局"],
            "第1.1项“甲措施”（县水利局、县林业局）、第1.3项“开会”第1阶段（县林业局）",
            "第1.1项“甲措施”",
        ),
    ],
)
def test_a_paused_measure_or_stage_is_listed_too(marks: list[str], said: str, own: str | None) -> None:
    plan, book = plan_of(MEETINGS), Book()
    for mark in marks:
        what, _, unit = mark.partition(" ")
        item, _, stage = what.partition("/")
        book.mark(
            item, "paused", unit or None, stage=int(stage) if stage else None, note="等", on="2025-02-03"
        )
    line = "部分内容暂缓的：{}。".format
    assert section(told(plan, book, "2025-02-10", "2025-02-16"), 4)[-1] == line(said)
    mine = section(told(plan, book, "2025-02-10", "2025-02-16", unit=Unit("县水利局")), 4)
    assert mine[-1] == (line(own) if own else "暂缓的有1项任务：第1项“一件事”。" if own is None else mine[-1])
    assert ("（三）暂缓" in mine) == (own != "")


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([("1", "paused", None), ("1", "doing", "县水利局")], "第1项“一件事”（各乡（镇）人民政府）"),
        ([("1.1", "paused", None), ("1.1", "done", "县水利局")], "第1.1项“甲”（各乡（镇）人民政府）"),
        ([("1.1", "paused", "县水利局")], "第1.1项“甲”（县水利局）"),
        ([("1.1", "paused", None)], "第1.1项“甲”（县水利局、各乡（镇）人民政府）"),
    ],
)
def test_whose_a_pause_is_is_told_of_the_whole_and_beside_who_is_done(
    marks: list[tuple[str, str, str | None]], said: str
) -> None:
    plan, book = one("县水利局、各乡（镇）人民政府", "全年", "甲", "乙"), Book()
    for item, status, unit in marks:
        book.mark(item, status, unit, note="等", on="2025-02-03")
    assert section(told(plan, book, "2025-02-10", "2025-02-16"), 4)[-1] == f"部分内容暂缓的：{said}。"


def test_before_the_year_there_is_nothing_to_compare_with() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "县水利局"))
    assert not any("与上期" in text for text in section(told(plan, Book(), "2025-01-01", "2025-01-05"), 1))
    assert section(told(plan, Book(), "2025-01-06", "2025-01-12"), 1)[-1] == (
        "与上期（截至1月5日，按现在的清单）相比，办结、逾期、平均完成率均持平。"
    )


@pytest.mark.parametrize(("title", "topic"), [
    ("交城县2025年安全生产重点工作任务清单", "安全生产重点工作"), ("云泽县2026年消防安全重点工作任务清单", "消防安全重点工作"),
    ("某县2026年应急能力提升任务表", "应急能力提升任务"), ("安全任务", "安全生产重点工作"), ("甲", "重点工作"),
    ("2025年云溪县治本攻坚三年行动（2024—2026年）重点任务清单", "云溪县治本攻坚三年行动重点任务"),
    ("关于印发《云溪县2025年消防安全任务清单》的通知", "消防安全任务"),
    ("云溪县“十四五”（2021-2025年）安全生产规划任务清单", "安全生产重点工作"),
    ("2025年“打非治违”专项行动任务清单", "“打非治违”专项行动任务"),
    ("云溪县2025年冬季至2026年春季火灾防控工作任务清单", "火灾防控工作"),
    ("云溪县2025年10月—2026年3月森林防火工作任务清单", "森林防火工作"),
    ("云溪县2025年度至2026年度消防安全工作方案", "消防安全工作"),
])  # fmt: skip
def test_papers_are_called_after_what_their_list_is_about(title: str, topic: str) -> None:
    assert wording.topic(title) == topic


def test_a_title_has_one_pair_of_book_marks_and_one_line() -> None:
    head = HEAD.replace(
        "title: 某县2025年安全生产重点工作任务清单", "title: 《某县2025年安全生产重点工作任务清单》"
    )
    plan = plan_of(MARCH.format(1, '"检查\\n整改"', "县水利局"), head)
    p = told(plan, Book(), "2025-04-01", "2025-04-10")
    assert p.opening.startswith("按照《某县2025年安全生产重点工作任务清单》，")
    assert p.name == "安全生产重点工作进展通报"
    assert section(p, 4)[1] == "县水利局逾期：第1项“检查 整改”3月31日到期，已逾期10天。"


def test_a_title_within_a_title_has_the_inner_marks() -> None:
    head = HEAD.replace(
        "title: 某县2025年安全生产重点工作任务清单", "title: 关于印发《某县2025年工作要点》的通知"
    )
    p = told(plan_of(MARCH.format(1, "事", "县水利局"), head), Book(), "2025-04-01", "2025-04-10")
    assert p.opening.startswith("按照《关于印发〈某县2025年工作要点〉的通知》，")


def test_what_has_become_worse_is_said_as_what_has_become_better() -> None:
    plan, book = plan_of("".join(MARCH.format(i, f"事{i}", "县水利局") for i in (1, 2))), Book()
    book.mark("1", "done", on="2025-02-03")
    book.mark("2", "doing", percent=50, on="2025-02-11")
    book.mark("1", "doing", percent=10, reopen=("1",), on="2025-02-18")
    book.mark("1", "done", on="2025-03-04")
    said = {
        until: section(told(plan, book, since, until), 1)[0]
        for since, until in (
            ("2025-02-10", "2025-02-16"),
            ("2025-02-17", "2025-02-23"),
            ("2025-03-03", "2025-03-09"),
        )
    }
    assert said == {
        "2025-02-16": "总体看，平均完成率有所提高，没有逾期和滞后的任务。",
        "2025-02-23": "总体看，没有逾期和滞后的任务，但办结有所减少，平均完成率有所下降。",
        "2025-03-09": "总体看，本期新办结1项任务，平均完成率有所提高，没有逾期和滞后的任务。",
    }


def test_the_offices_larger_total_is_no_sum_of_the_counts_beside_it() -> None:
    plan = one("县水利局、县林业局", "全年", "{text: 巡查, target: {count: 12, unit: 次}}")
    book = Book()
    book.mark("1.1", "doing", count=9, on="2025-02-03")
    book.mark("1.1", "doing", "县水利局", count=3, on="2025-02-04")
    assert section(told(plan, book, "2025-02-01", "2025-02-09"), 2)[-1] == (
        "第1.1项“巡查”，安委办2月3日登记累计9次。县水利局2月4日报累计3次。总数按9次计，目标12次。"
    )


def test_what_is_yellow_because_a_unit_has_not_reported_is_in_the_legend() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "有关部门"))
    plain, waits = "黄灯为7天内到期或落后序时进度", "黄灯为7天内到期、到期尚未报送或落后序时进度"
    own = told(plan, Book(), "2025-04-01", "2025-04-06", unit=Unit("县水利局"))
    assert (
        waits in section(own, 1)[-2],
        plain in section(told(plan, Book(), "2025-04-01", "2025-04-06"), 1)[-2],
    ) == (True, True)


def test_one_group_is_one_whole_whatever_phrase_means_it() -> None:
    """各乡镇人民政府 and 各乡镇 are one group of the register: asked once, and late with both."""
    towns = "  - {name: 乡镇, phrases: [各乡镇人民政府, 各乡镇], pattern: (乡|镇)(人民政府)?$}\n"
    head = HEAD.replace("groups:\n", f"groups:\n{towns}")
    plan = plan_of(MARCH.format(1, "甲", "各乡镇人民政府") + MARCH.format(2, "乙", "各乡镇"), head)
    p = told(plan, Book(), "2025-04-01", "2025-04-10")
    assert section(p, 4)[1] == "各乡镇人民政府逾期：第1项“甲”、第2项“乙”3月31日到期，已逾期10天。"
    assert section(p, 6)[0] == "请各乡镇人民政府于4月17日前报送逾期事项的原因和完成时间，抓紧办结。"


@pytest.mark.parametrize(("status", "said"), [("doing", "预计2025年6月29日完成。"), ("done", "已完成。")])
def test_what_is_done_is_expected_no_more(status: str, said: str) -> None:
    """An entry of an older program may promise a day for what it says is done."""
    plan, book = plan_of(MARCH.format(1, "一件事", "县水利局")), Book()
    book.mark("1", status, "县水利局", expected="2025-06-29", on="2025-03-21")
    ((*_, last),) = told(plan, book, "2025-03-17", "2025-03-23").table
    assert last.endswith(said)


def test_nobody_is_asked_for_what_is_due_on_another_day() -> None:
    """On 27 May both who have 31 May are done with it; what is left of the row is 县林业局's, of 31 December."""
    plan, book = (
        one(
            "县水利局牵头，县公安局配合",
            "5月底前",
            "排查",
            "{text: 复查, units: 县林业局, deadline: 12月底前}",
        ),
        Book(),
    )

    def soon(unit: str | None = None) -> tuple[list[str], list[str]]:
        p = told(plan, book, "2025-05-26", "2025-06-01", Unit(unit) if unit else None, day="2025-05-27")
        return section(p, 3), [text for text in section(p, 6) if "5月31日" in text]

    book.mark("1.1", "done", "县水利局", on="2025-05-20")
    assert soon() == (
        [
            "5月31日（还有4天）有1个事项：第1项“一件事”（县水利局牵头，县公安局配合），推进中（县水利局已办结）。"
        ],
        ["请县公安局于5月31日前完成第1项“一件事”。"],
    )
    assert soon("县水利局") == (["今后30天内没有到期的事项。"], [])
    book.mark("1.1", "done", "县公安局", on="2025-05-21")
    for unit in (None, "县水利局", "县林业局"):
        assert soon(unit) == (["今后30天内没有到期的事项。"], []), unit


def test_asked_are_those_whose_cells_have_the_date_whatever_phrase_names_them() -> None:
    """The row's unit is done; another's measure inherits the date. Then the row's unit has one of a later day only."""
    plan, book = (
        one("县水利局", "5月底前", "甲", "{text: 乙, units: 县林业局}", "{text: 丙, deadline: 12月底前}"),
        Book(),
    )
    book.mark("1.1", "done", "县水利局", on="2025-05-20")
    p = told(plan, book, "2025-05-26", "2025-06-01", day="2025-05-27")
    assert section(p, 3) == [
        "5月31日（还有4天）有1个事项：第1项“一件事”（县水利局、县林业局），推进中（县水利局已办结）。"
    ]
    assert section(p, 6)[0] == "请县林业局于5月31日前完成第1项“一件事”。"
    plan = one("县水利局", "5月底前", "{text: 甲, units: 县林业局}", "{text: 乙, deadline: 12月底前}")
    p = told(plan, Book(), "2025-05-26", "2025-06-01", day="2025-05-27")
    assert section(p, 3) == ["5月31日（还有4天）有1个事项：第1项“一件事”（县林业局），未启动。"]
    assert section(p, 6)[0] == "请县林业局于5月31日前完成第1项“一件事”。"


def test_who_lags_is_who_has_something_to_do() -> None:
    """县水利局 is done with the first, the townships are not; of the second a measure's unit is left; the third names nobody."""
    plan, book = (
        plan_of("""\
- {number: 1, title: 一件事, units: 县水利局牵头，各乡（镇）人民政府配合, deadline: 全年}
- {number: 2, title: 二件事, units: 县水利局, deadline: 全年, measures: [甲, {text: 乙, units: 县林业局}]}
"""),
        Book(),
    )
    book.mark("1", "done", "县水利局", on="2025-05-20")
    book.mark("2.1", "done", "县水利局", on="2025-05-20")
    ask, by = "对照序时进度排出", "推进措施，于12月8日前报安委办"

    def asked(plan: Plan) -> list[str]:
        return [text for text in section(told(plan, book, "2025-11-24", "2025-11-30"), 6) if ask in text]

    both = "各乡（镇）人民政府（第1项）；县林业局（第2项）"
    assert asked(plan) == [f"请下列单位{ask}{by}：{both}。"]
    nobody = plan_of("- {number: 3, title: 三件事, units: '', deadline: 全年}\n")
    assert asked(nobody) == [f"请{ask}第3项的{by}。"]
    every = plan._replace(rows=(*plan.rows, *nobody.rows))
    assert asked(every) == [f"请下列单位{ask}{by}：{both}；其他（第3项）。"]


def test_who_is_asked_to_catch_up_lags_in_its_own_paper_too() -> None:
    """全年 is nobody's own date, then 县水利局's alone; what else there is has a day, and no span."""
    dated = "{{text: 会议, deadline: 12月底前, units: {}}}"
    whole, book = (
        one("县水利局、县林业局", "全年", dated.format("县林业局"), dated.format("县水利局")),
        Book(),
    )
    partly = one("县水利局、县林业局", "全年", "{text: 带队, units: 县水利局}", dated.format("县林业局"))
    for unit in (None, Unit("县水利局"), Unit("县林业局")):
        p = told(whole, book, "2025-07-01", "2025-07-31", unit)
        assert section(p, 4) == ["没有逾期和滞后的任务。"]
        assert "推进措施" not in "".join(section(p, 6))
        p = told(partly, book, "2025-07-01", "2025-07-31", unit)
        asked = [text for text in section(p, 6) if "推进措施" in text]
        whom = "你单位" if unit else "县水利局"
        ask = f"请{whom}对照序时进度排出第1项的推进措施，于8月7日前报安委办。"
        assert asked == ([] if unit == "县林业局" else [ask])
