"""The bulletin's sentences: said once, closing, true where nothing is to be told, and who said what."""

from __future__ import annotations

from datetime import date

import pytest

from anquan_cli.dates import Period
from anquan_cli.documents.bulletin import Paper, paper
from anquan_cli.queries.bulletin import bulletin
from anquan_cli.tasklist.plan import Plan
from tests.book import Book, plan_of

MARCH = "- {{number: {0}, title: {1}, units: {2}, deadline: 3月底前}}\n"
MEETINGS = """\
- number: 1
  title: 一件事
  units: 县水利局、县林业局
  deadline: 6月底前/12月底前
  measures: [甲措施, 乙措施, {text: 开会, deadline: 3月底前/9月底前}]
"""


def told(plan: Plan, book: Book, since: str, until: str, unit: str | None = None, day: str = "") -> Paper:
    """The paper of a free span as of its last day, or of a day."""
    period = Period(date.fromisoformat(since), date.fromisoformat(until))
    report = bulletin(
        plan, book.events, kind="span", period=period,
        today=date.fromisoformat(day or until), unit=unit,
    )  # fmt: skip
    return paper(plan, report)


def section(p: Paper, number: int) -> list[str]:
    """Headings and paragraphs of a section, from 1."""
    lines: list[str] = []
    for block in p.sections[number - 1].blocks:
        lines += [block.heading, *block.paragraphs] if block.heading else block.paragraphs
    return lines


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2025-06-01", "2025-06-30", "2025年6月1日至30日"),
        ("2025-10-10", "2025-11-15", "2025年10月10日至11月15日"),
        ("2025-12-20", "2026-01-10", "2025年12月20日至2026年1月10日"),
        ("2025-06-05", "2025-06-05", "2025年6月5日"),
    ],
)
def test_a_span_names_each_year_and_month_once(since: str, until: str, days: str) -> None:
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局")), Book(), since, until)
    assert p.title == f"关于{days}安全生产重点工作进展情况的通报"
    assert f"现将{days}工作进展（截至" in p.opening


def test_reports_of_one_item_stand_in_one_paragraph() -> None:
    book = Book()
    book.mark("1.1", "doing", "县水利局", percent=20, note="已部署", on="2025-02-03")
    book.note("1.2", "县林业局", note="已开会", on="2025-02-04")
    book.mark("1.1", "doing", "县林业局", note="已动工", on="2025-02-05")
    assert section(told(plan_of(MEETINGS), book, "2025-02-01", "2025-02-28"), 2) == [
        "（一）本期新办结", "本期没有新办结的分项。", "（二）本期进展",
        "1.1 甲措施，县水利局于2月3日报推进中20%：已部署。县林业局于2月5日报推进中：已动工。",
        "1.2 乙措施，县林业局于2月4日报情况：已开会。",
    ]  # fmt: skip


def test_nothing_reported_is_nothing_other_only_beside_something_closed() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "县水利局"))
    assert section(told(plan, Book(), "2025-02-01", "2025-02-28"), 2)[-1] == "本期没有登记进展。"
    book = Book()
    book.mark("1", "done", on="2025-02-03")
    assert section(told(plan, book, "2025-02-01", "2025-02-28"), 2)[-1] == "本期没有登记其他进展。"


def test_the_table_says_whose_the_last_entry_is_and_what_it_is_about() -> None:
    """Else 已完成 of one measure or unit stands beside 推进中 of the row like a contradiction."""
    book, plan = Book(), plan_of(MEETINGS)
    book.mark("1.1", "done", "县水利局", stage=1, note="完", on="2025-02-03")
    assert (
        told(plan, book, "2025-02-01", "2025-02-28").table[0][-1]
        == "2月3日（1.1，阶段1，县水利局）：已完成：完。"
    )
    book.mark("1", "doing", stage=2, on="2025-02-04")
    assert told(plan, book, "2025-02-01", "2025-02-28").table[0][-1] == "2月4日（阶段2）：推进中。"
    book.note("1", note="都好", on="2025-02-05")
    assert told(plan, book, "2025-02-01", "2025-02-28").table[0][-1] == "2月5日：情况：都好。"


def test_due_on_the_last_day_is_told_without_today() -> None:
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局")), Book(), "2025-03-25", "2025-03-31")
    assert section(p, 3) == [
        "（一）7天内到期1个", "2025年3月31日（当日到期，黄灯）：1 一件事，县水利局，未启动。",
        "（二）8至30天内到期", "8至30天内没有到期的事项。",
    ]  # fmt: skip


def test_late_items_of_one_day_stand_together_and_the_counts_are_explained() -> None:
    """Measure 1.1 has the only date of task 1: one item, late with two units; task 2 with one of them."""
    plan = plan_of(
        "- {number: 1, title: 一件事, units: 县水利局、县林业局, deadline: 3月底前, measures: [{text: 开会, deadline: 3月底前}]}\n"
        + MARCH.format(2, "二件事", "县林业局")
    )
    p = told(plan, Book(), "2025-04-01", "2025-04-10")
    late = "2025年3月31日到期，逾期10天。"
    assert section(p, 4)[1:4] == [
        "2个分项的2个事项逾期，按责任单位分列，几个单位共同负责的分别计。",
        f"县林业局逾期2个：1.1 开会、2 二件事，{late}",
        f"县水利局逾期1个：1.1 开会，{late}",
    ]
    alone = told(plan, Book(), "2025-04-01", "2025-04-10", unit="县水利局")
    assert section(alone, 4)[1] == f"县水利局逾期1个：1.1 开会，{late}"
    one = told(plan_of(MARCH.format(2, "二件事", "县林业局")), Book(), "2025-04-01", "2025-04-10")
    assert section(one, 4)[1] == f"县林业局逾期1个：2 二件事，{late}"


def test_rows_that_lag_alike_stand_together() -> None:
    """On the 73rd day of 365 a year's task should stand at 20 %."""
    tasks = "".join(MARCH.format(i, f"事{i}", "县水利局").replace("3月底前", "全年") for i in (1, 2, 3))
    book = Book()
    book.mark("2", "doing", percent=12, on="2025-03-14")
    assert section(told(plan_of(tasks), book, "2025-03-14", "2025-03-14"), 4)[-1] == (
        "滞后于序时进度的3个。低20.0个百分点的：1 事1、3 事3；低8.0个百分点的：2 事2。"
    )


def test_next_steps_ask_once_and_drop_nobody() -> None:
    late = "".join(MARCH.format(i, f"事{i}", f"县第{i}局") for i in range(1, 13))
    soon = "".join(MARCH.format(i, f"事{i}", "县水利局").replace("3月", "4月") for i in range(13, 25))
    units = "、".join(f"县第{i}局" for i in range(1, 13))
    titles = "；".join(f"{i} 事{i}" for i in range(13, 23))
    assert section(told(plan_of(late + soon), Book(), "2025-04-01", "2025-04-10"), 6) == [
        f"请{'、'.join(sorted(units.split('、')))}抓紧办理逾期事项，说明原因并明确完成日期。",
        f"县水利局，4月30日前完成：{titles}。",
        "其余2个近期到期的事项见第三部分。",
        "请未报送的单位于下期前补报进展。",
    ]


def test_who_has_said_why_and_when_is_held_to_that_day_and_not_asked_again() -> None:
    """The first unit explained itself, the second said no day, the third let the day pass."""
    plan = plan_of("".join(MARCH.format(i, f"事{i}", f"县第{i}局") for i in (1, 2, 3)))
    book = Book()
    book.mark("1", "doing", "县第1局", problem="缺钱", expected="2025-04-10", on="2025-04-02")
    book.mark("2", "doing", "县第2局", problem="缺人", on="2025-04-02")
    book.mark("3", "doing", "县第3局", problem="下雨", expected="2025-04-09", on="2025-04-02")
    p = told(plan, book, "2025-04-01", "2025-04-10")
    late = "2025年3月31日到期，逾期10天，原因："
    assert section(p, 4)[1:4] == [
        f"县第1局逾期1个：1 事1，{late}缺钱，承诺2025年4月10日完成。",
        f"县第2局逾期1个：2 事2，{late}缺人。",
        f"县第3局逾期1个：3 事3，{late}下雨，承诺2025年4月9日完成，至今未完成。",
    ]
    assert section(p, 6)[:2] == [
        "请县第2局、县第3局抓紧办理逾期事项，说明原因并明确完成日期。",
        "请县第1局按承诺的日期办结逾期事项。",
    ]


def test_who_is_to_finish_stands_before_it_once_without_brackets_in_brackets() -> None:
    tasks = MARCH.format(1, "一件事", "各乡（镇）人民政府负责") + MARCH.format(
        2, "二件事", "县水利局、县林业局"
    )
    tasks += MARCH.format(3, "三件事", "各乡（镇）人民政府负责") + MARCH.format(4, "四件事", "县水利局")
    book = Book()
    book.mark("4", "done", on="2025-03-25")
    p = told(plan_of(tasks), book, "2025-03-25", "2025-03-30")
    assert section(p, 2)[1] == "4 四件事，县水利局，2025年3月25日办结。"
    assert section(p, 6)[:2] == [
        "各乡（镇）人民政府负责，3月31日前完成：1 一件事；3 三件事。",
        "县水利局、县林业局，3月31日前完成：2 二件事。",
    ]


def test_nobody_is_pressed_for_what_is_paused() -> None:
    book = Book()
    book.mark("1", "paused", "县水利局", note="冬季停工", on="2025-03-26")
    p = told(plan_of(MARCH.format(1, "一件事", "县水利局")), book, "2025-03-25", "2025-03-30")
    assert section(p, 3)[1] == "2025年3月31日（还有1天，绿灯）：1 一件事，县水利局，暂缓。"
    assert section(p, 6) == ["请各单位按时限继续推进，按期报送。"]


def test_a_units_bulletin_does_not_say_of_others_how_far_it_is_itself() -> None:
    plan = plan_of(
        MARCH.format(1, "一件事", "县水利局、县林业局") + MARCH.format(2, "二件事", "县水利局、县林业局")
    )
    book = Book()
    book.mark("1", "done", "县水利局", on="2025-03-26")
    p = told(plan, book, "2025-03-25", "2025-03-30", unit="县水利局")
    assert section(p, 2)[1] == "1 一件事，2025年3月26日办结。"
    assert section(p, 3)[1] == "2025年3月31日（还有1天，黄灯）：2 二件事，未启动。"
    assert section(p, 6) == ["3月31日前完成：2 二件事。"]


def test_a_units_bulletin_speaks_to_that_unit() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "县水利局、县林业局"))
    p = told(plan, Book(), "2025-02-01", "2025-02-28", unit="县水利局")
    assert section(p, 5) == ["县水利局有未办结任务，本期没有报送。"]
    assert section(p, 6)[-1] == "请县水利局于下期前补报进展。"
    assert p.attachment == "附件：某县2025年安全生产重点工作任务清单（县水利局）进展情况表"
    book = Book()
    book.note("1", "县水利局", note="好", on="2025-02-03")
    heard = told(plan, book, "2025-02-01", "2025-02-10", unit="县水利局")
    assert section(heard, 5) == ["本期没有应报未报的情况。"]
    assert section(heard, 6) == ["请县水利局按时限继续推进，按期报送。"]


def test_silence_is_claimed_of_registered_units_alone() -> None:
    plan = plan_of(MARCH.format(1, "一件事", "各乡（镇）人民政府"))
    town = told(plan, Book(), "2025-02-01", "2025-02-28", unit="大山镇人民政府")
    assert section(town, 5) == ["大山镇人民政府不在单位名册内，不统计报送情况。"]
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
    assert section(p, 2)[1] == "1 一件事，2025年3月26日办结。"
    assert section(p, 3)[1] == "2025年3月31日（还有1天，黄灯）：2 二件事，未启动。"
    assert section(p, 6) == ["3月31日前完成：2 二件事。"]  # nobody has to report what is nobody's
