"""The page: everything is in it, the figures are right, it asks for nothing, and no text can break it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from anquan_cli.dates import Period
from anquan_cli.party import Unit
from anquan_cli.queries.bulletin import bulletin
from anquan_cli.queries.listing import listing
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.html import document
from tests.book import HEAD, Book, one, plan_of, seen
from tests.conftest import Run

pytestmark = pytest.mark.elsewhere

VOID = ("meta", "link", "wbr")
WEEK = Period(date(2025, 6, 16), date(2025, 6, 22))
TODAY = date(2025, 6, 20)

FOUR = """\
- {number: 1, title: 甲事, units: 县水利局, deadline: 6月底前}
- {number: 2, title: 乙事, units: 县林业局, deadline: 3月底前}
- number: 3
  title: 丙事
  units: 县公安局
  deadline: 全年
  measures: [查一遍, {text: 报两次, deadline: 每半年, target: {count: 2, unit: 次}}]
- {number: 4, title: 丁事, units: 县教育局, deadline: 12月底前}
"""


RELEVANT = """\
title: 某县2025年安全生产重点工作任务清单
year: 2025
units:
  - {name: 县水利局, groups: [县安委会成员单位]}
  - {name: 县林业局, groups: [县安委会成员单位]}
groups:
  - {name: 县安委会成员单位, phrases: [县安委会有关成员单位]}
categories:
  - number: 一
    title: 甲类
    tasks:
"""


class Element:
    """An element with its children, texts among them."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag, self.attrs = tag, attrs
        self.inside: list[Element | str] = []

    def all(self, tag: str = "", kind: str = "") -> list[Element]:
        """Every element below, by tag and by a class."""
        return [
            e
            for e in self.walk()
            if e is not self and tag in ("", e.tag) and (not kind or kind in e.attrs.get("class", "").split())
        ]

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.inside:
            if isinstance(child, Element):
                yield from child.walk()

    @property
    def text(self) -> str:
        """What a reader reads, without line breaks."""
        return "".join(c if isinstance(c, str) else c.text for c in self.inside).replace("\n", "")


class Tree(HTMLParser):
    """A page as elements; every tag has to be closed, in order."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(page.decode("utf-8"))
        self.close()
        assert self.open == [self.root], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), "an attribute stands twice"
        made = Element(tag, {k: v or "" for k, v in attrs})
        self.open[-1].inside.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")


def page(data: bytes) -> Element:
    return Tree(data).root


def four() -> tuple[Plan, Book]:
    plan, book = plan_of(FOUR), Book()
    book.mark("1", "done", "县水利局", on="2025-05-20")
    book.mark("3", "doing", "县公安局", percent=20, on="2025-06-17", note="查了一半")
    book.mark("4", "na", on="2025-06-18")
    return plan, book


def weekly(plan: Plan, book: Book, unit: Unit | None = None) -> bytes:
    report = bulletin(
        plan,
        book.events,
        kind="week",
        period=WEEK,
        today=TODAY,
        unit=unit,
        head="3:0123456789ab",
        in_full=True,
    )
    return document.bulletin(plan, report)


def listed_page(plan: Plan, book: Book, unit: Unit | None = None) -> bytes:
    return document.listing(plan, listing(seen(plan, book, TODAY.isoformat()), unit, None, in_full=True))


def both() -> list[bytes]:
    plan, book = four()
    return [weekly(plan, book), listed_page(plan, book)]


def rows(root: Element, kind: str) -> list[list[str]]:
    """The rows of a table, cell by cell."""
    (table,) = root.all("table", kind)
    return [[c.text for c in tr.all() if c.tag in ("th", "td")] for tr in table.all("tr")]


def legend(root: Element, kind: str) -> list[str]:
    """The words beside a bar or the lights, with their numbers."""
    (found,) = root.all("div", kind)
    return [li.text for li in found.all("li")]


def days(root: Element) -> list[tuple[str, str]]:
    """The list of days below the year's drawing."""
    (found,) = root.all("details", "days")
    return [(d.all("dt")[0].text, d.all("dd")[0].text) for d in found.all("div")]


def described(root: Element, key: str) -> tuple[str, str]:
    """A drawing's title and description."""
    (title,) = [e for e in root.all("title") if e.attrs.get("id") == f"{key}-t"]
    (told,) = [e for e in root.all("desc") if e.attrs.get("id") == f"{key}-d"]
    return title.text, told.text


# --- everything is in it ---------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("summary",), ("export",)])
def test_every_task_of_the_2025_list_is_in_the_table(run: Run, command: tuple[str], tmp_path: Path) -> None:
    file = tmp_path / "页.html"
    assert run("mark", "5", "done", today="2025-06-20").code == 0
    assert run(*command, "-o", str(file), today="2025-06-20").code == 0
    table = rows(page(file.read_bytes()), "tasks")
    late = {}
    found = {cells[0]: cells for cells in table if len(cells) == 8}
    for row in run("list", "--json").json:
        title = row["title"] + (f"（{row['sector']}）" if row["sector"] else "")
        units = row["units"]["text"].partition("。")[0]
        cells = found.pop(row["id"])
        assert cells[1:4] == [title, units, row["deadline"]["text"]]
        assert cells[4].startswith("已完成" if row["id"] == "5" else "未启动")
        late[row["id"]] = cells[4]
    assert [*found] == ["序号"]
    assert late["2"] == "未启动逾期33天"  # 18 May, measure 2.8
    assert [c[0] for c in table if c[0][:2] in ("一、", "七、")] == [
        "一、提升安全意识3项任务，办结0项，完成率—",
        "七、提升应急队伍能力素质3项任务，办结0项，完成率—",
    ]


def test_the_list_has_every_measure_with_its_state(run: Run) -> None:
    plan, book = four()
    book.mark("3.2", "doing", "县公安局", count=1, stage=1, on="2025-06-19")
    (points,) = page(listed_page(plan, book)).all("tr", "points")
    assert [e.text for e in points.all("summary")] == ["要点2条，办结0条"]
    assert [e.text for e in points.all("li")] == [
        "3.1查一遍推进中20.0%",
        "3.2报两次期限：每半年目标：至少2次，已报1次推进中50.0%",  # one of two, more than 20 % of each stage
    ]
    root = page(run("export", "--format", "html").out.encode())
    measures = [m["id"] for r in run("list", "--json", "--measures").json for m in r["measures"]]
    assert [
        e.all("span", "id")[0].text for r in root.all("tr", "points") for e in r.all("li")
    ] == measures and len(measures) == 277


def test_the_bulletins_text_stands_between_picture_and_table() -> None:
    root = page(weekly(*four()))
    (text,) = root.all("section", "text")
    assert [h.text for h in text.all("h3")] == [
        "一、总体进展", "二、本期新办结和进展", "三、近期到期", "四、逾期和滞后", "五、未报送进展的单位",
        "六、下一步工作",
    ]  # fmt: skip
    assert "第3项“丙事”，县公安局6月17日报：查了一半（进度20%）。" in [p.text for p in text.all("p")]
    assert [s.attrs["id"] for s in root.all("section")] == ["picture", "text", "tasks"]


def test_what_the_figures_are_compared_with_is_called_alike_in_picture_and_text() -> None:
    plan, book = four()
    book.mark("3", "doing", "县公安局", on="2025-06-03")
    book.events[-1] = book.events[-1]._replace(ts="2025-06-17T01:00:00.000000Z")  # belated
    assert weekly(plan, book).decode().count("期（截至6月15日，按现在的清单和台账）") == 2


def test_the_head_of_the_ledger_is_in_the_foot() -> None:
    plan, book = four()
    assert [e.text for e in page(weekly(plan, book)).all("footer")] == ["台账编号 3:0123456789ab"]
    assert [e.text for e in page(listed_page(plan, Book())).all("footer")] == ["台账尚无记录"]


# --- the figures, worked out by hand ---------------------------------------------------------------


def test_overall_figures_close_and_say_what_changed() -> None:
    # 100 %, 0 % and 20 % over the three rows that apply: 40.0; before, 100, 0, 0 and 0 over four: 25.0.
    # 3 is 26.8 points behind, which makes it yellow. 20 June is day 171 of 365: 46.8 %.
    root = page(weekly(*four()))
    (figures,) = root.all("dl", "figures")
    assert [d.text for d in figures.all("div")] == [
        "平均完成率40.0%低于序时进度6.8个百分点较上期（截至6月15日，按现在的清单）提高15.0个百分点",
        "办结1项任务4项任务较上期持平", "逾期1项任务期限已过、尚未办结较上期持平",
        "滞后1项任务达到序时0、不比较2较上期持平", "逾期完成0项任务有节点办结，晚于期限较上期持平",
    ]  # fmt: skip
    assert legend(root, "statuses") == [
        "未启动1", "推进中1", "已完成1", "已销号0", "暂缓0", "不涉及1",
    ]  # fmt: skip
    (bar,) = root.all("svg", "shares")
    assert [(r.attrs["class"], r.attrs["x"], r.attrs["width"]) for r in bar.all("rect")] == [
        ("part todo", "0.00%", "25.00%"), ("part doing", "25.00%", "25.00%"),
        ("part done", "50.00%", "25.00%"), ("part na", "75.00%", "25.00%"),
    ]  # fmt: skip
    assert legend(root, "lights") == [
        "红灯1有事项逾期", "黄灯17天内到期或滞后20个百分点", "蓝灯0期限没有确定日期",
        "绿灯2已办结及其他",
    ]  # fmt: skip


def due_soon(root: Element) -> list[str]:
    """The second of the three answers, line by line."""
    answer = root.all("div", "answer")[1]
    return [e.text for e in answer.all() if e.tag in ("h3", "h4", "li") or e.attrs.get("class") == "nothing"]


@pytest.mark.parametrize("make", [weekly, listed_page])
def test_what_is_due_soon_is_what_makes_a_light_yellow(make: Callable[[Plan, Book], bytes]) -> None:
    """Ten days before 30 June it is due with ten days, not with nine; of none, only on the day itself."""
    for days, found in (
        (10, ["10天内到期", "6月30日还有10天", "1 一件事未启动水利局"]),
        (9, ["9天内到期", "9天内没有到期的事项。"]),
        (0, ["当日到期", "当日没有到期的事项。"]),
    ):
        head = HEAD.replace("县水利局, ", "县水利局, short: [水利局], ").replace(
            "categories:", f"lights: {{yellow_days: {days}}}\ncategories:"
        )
        root = page(
            make(plan_of("- {number: 1, title: 一件事, units: 县水利局, deadline: 6月底前}", head), Book())
        )
        assert due_soon(root) == found
        assert legend(root, "lights")[1] == f"黄灯{int(days == 10)}{found[0]}或滞后20个百分点"
        assert f"黄灯为{found[0]}或落后" in root.text or make is listed_page


@pytest.mark.parametrize("make", [weekly, listed_page])
def test_a_leader_rings_up_whoever_has_something_to_do(make: Callable[[Plan, Book], bytes]) -> None:
    """县林业局's measure is of another day; 县公安局 is done with what has the row's, then 县水利局 too."""
    plan, book = (
        one("县水利局、县公安局", "6月25日前", "甲", "{text: 乙, units: 县林业局, deadline: 11月底前}"),
        Book(),
    )
    book.mark("1.1", "done", "县公安局")
    assert due_soon(page(make(plan, book))) == ["7天内到期", "6月25日还有5天", "1 一件事推进中县水利局"]
    book.mark("1.1", "done", "县水利局")
    root = page(make(plan, book))
    assert due_soon(root) == ["7天内到期", "7天内没有到期的事项。"]
    assert described(root, "year")[1] == "6月25日共1个事项（已办结1个）；11月30日共1个事项（待办1个）"
    book.mark("1.1", "paused", "县水利局", note="等", on="2025-01-02")
    assert described(page(make(plan, book)), "year")[1].startswith("6月25日共1个事项（暂缓1个）；")


def test_category_bars_carry_the_elapsed_share() -> None:
    root = page(weekly(*four()))
    assert [cells[2:] for cells in rows(root, "categories")[1:]] == [["1/4", "1"]]
    assert described(root, "category-0") == ("一、甲类", "完成率40.0%，序时进度46.8%")
    (drawn,) = root.all("span", "gauged")
    (said,) = drawn.all("span")
    assert said.text == "40.0%"
    assert [r.attrs["width"] for r in drawn.all("rect")] == ["100%", "40.00%"]
    assert [m.attrs["x1"] for m in drawn.all("line", "mark")] == ["46.80%"]


def test_the_years_stages_stand_on_their_days_and_its_last_day_is_a_number() -> None:
    root = page(weekly(*four()))
    # 3 has one stage at the end of the year, and its second measure one at the end of each half.
    told = "3月31日共1个事项（逾期1个）；6月30日共2个事项（已办结1个、待办1个）；12月31日共3个事项（待办2个、不涉及1个）"
    assert described(root, "year") == ("2025年时间节点，截至2025年6月20日", told)
    (year,) = root.all("svg", "timeline")
    assert [t.text for t in year.all("text", "today")] == ["截至6月20日"]
    marks = [float(m.attrs["x1"].rstrip("%")) for m in year.all("line", "mark")]
    assert marks == [46.85]  # the end of day 171
    stages = [(r.attrs["class"], r.attrs["x"]) for r in year.all("rect", "stage")]
    assert stages == [("stage late", "24.66%"), ("stage done", "49.59%"), ("stage open", "49.59%")]
    assert [t.text for t in year.all("text", "date")] == ["3月31日"]
    (edge,) = root.all("div", "edge")
    assert [p.text for p in edge.all("p")] == ["12月31日", "3个事项", "待办2、不涉及1"]
    assert days(root) == [
        ("3月31日", "2 乙事（逾期）。"),
        ("6月30日还有10天", "3.2 报两次（阶段1）（待办）；1 甲事（已办结）。"),
        ("12月31日还有194天", "3 丙事（待办）；3.2 报两次（阶段2）（待办）；4 丁事（不涉及）。"),
    ]


def test_what_is_paused_is_not_to_do() -> None:
    plan, book = one("县水利局、县林业局", "6月底前/9月底前"), Book()
    book.mark("1", "paused", stage=1)
    told = "6月30日共1个事项（暂缓1个）；9月30日共1个事项（待办1个）"
    assert described(page(weekly(plan, book)), "year") == ("2025年时间节点，截至2025年6月20日", told)


def test_a_red_day_is_seen_beside_a_day_of_forty() -> None:
    """Forty stages on 30 June are as high as the drawing; the one that is late on 31 March is a tenth of it."""
    many = "".join(
        f"- {{number: {n}, title: 事{n}, units: 县水利局, deadline: 6月底前}}\n" for n in range(1, 41)
    )
    plan = plan_of(many + "- {number: 41, title: 末事, units: 县林业局, deadline: 3月底前}\n")
    (year,) = page(weekly(plan, Book())).all("svg", "timeline")
    late, other = (float(r.attrs["height"]) for r in year.all("rect", "stage"))
    assert late * 10 == pytest.approx(other) and late >= 10
    assert [t.all("tspan")[0].text for t in year.all("text", "figure")] == ["逾期1", "40"]


def test_units_stand_by_their_last_report_on_the_years_days() -> None:
    root = page(weekly(*four()))
    (table,) = root.all("table", "units")
    told = [
        [cell.text for cell in tr.all() if cell.tag in ("th", "td") and "drawn" not in cell.attrs["class"]]
        for tr in table.all("tr")[1:]
    ]
    assert told == [
        ["县林业局", "—", "1", "1"],
        ["县教育局", "—", "0", "0"],
        ["县水利局", "100.0%", "0", "0"],
        ["县公安局", "20.0%", "1", "0"],
    ]
    shown = [e.all("span")[-1].text for e in table.all("span", "reported")]
    assert shown == ["尚未报送", "尚未报送", "5月20日", "6月17日"]
    # 20 May and 17 June are 139 and 167 days after New Year, the day of the bulletin 170.
    assert [e.attrs["style"] for e in table.all("i", "dot")] == ["left:81.8%", "left:98.2%"]


@pytest.mark.parametrize("make", [weekly, listed_page])
def test_a_units_page_is_about_that_unit(make: Callable[..., bytes]) -> None:
    root = page(make(*four(), "县公安局"))
    assert "县公安局" in root.all("h1")[0].text
    assert [cells[0] for cells in rows(root, "units")[1:]] == ["县公安局"]
    assert [cells[1] for cells in rows(root, "tasks") if len(cells) == 8][1:] == ["丙事"]
    assert legend(root, "statuses")[1] == "推进中1"
    assert root.all("div", "overall")[0].all("span", "number")[0].text == "20.0%"
    late, due, silent = root.all("div", "answer")
    assert "没有逾期的事项" in late.text and "没有到期的事项" in due.text and "没有应报未报" in silent.text


def test_a_units_list_is_called_as_its_paper_is_and_no_date_is_held_against_the_year() -> None:
    """县水利局 has one task with a date: it is neither ahead of 序时进度 nor behind it."""
    plan = plan_of(
        "- {number: 1, title: 甲事, units: 县水利局, deadline: 12月底前}\n",
        HEAD.replace("安全生产", "河湖长制"),
    )
    root = page(listed_page(plan, Book(), Unit("县水利局")))
    assert root.all("h1")[0].text == "某县2025年河湖长制重点工作任务清单（县水利局）进展情况"
    assert root.all("p", "about")[0].text == "河湖长制重点工作清单"
    assert "没有可比的任务" in root.all("div", "overall")[0].text


def test_a_units_list_counts_what_the_unit_has_counted() -> None:
    """Of 5 visits 县水利局 has made 2, 县林业局 3, which is what each has to."""
    plan, book = plan_of(
        "- number: 1\n  title: 检查\n  units: 县安委会各成员单位\n  deadline: 全年\n"
        "  measures: [{text: 走访, target: {count: 3, unit: 次, per: unit}}]\n"
    ), Book()  # fmt: skip
    book.mark("1.1", "doing", "县水利局", count=2, on="2025-02-05")
    book.mark("1.1", "doing", "县林业局", count=3, on="2025-02-06")
    told = {u: listed_page(plan, book, Unit(u) if u else None).decode() for u in ("", "县水利局", "县林业局")}
    assert "目标：每单位至少3次，已报5次<" in told[""]
    assert "目标：每单位至少3次，已报2次<" in told["县水利局"]
    assert "目标：每单位至少3次，已报3次，已达目标<" in told["县林业局"]


@pytest.mark.watched
def test_where_nothing_applies_nothing_is_claimed() -> None:
    plan, book = four()
    for data in (weekly(plan, book, Unit("县财政局")), listed_page(plan, book, Unit("县财政局"))):
        root = page(data)
        assert root.all("div", "overall")[0].all("span", "number")[0].text == "—"
        assert "没有可比的任务" in root.text and "没有确定日期的节点" in root.text
        assert "没有承担任务的单位" in root.text and not root.all("table", "tasks")
        assert "不统计报送情况" in root.text and not root.all("svg", "course")


# --- page one: the three answers, and the year's course ----------------------------------------------

PRESSED = """\
- {number: 1, title: 甲事, units: 县水利局, deadline: 3月底前}
- {number: 2, title: 乙事, units: 县林业局, deadline: 5月底前}
- {number: 3, title: 丙事, units: 县公安局, deadline: 6月24日前}
- {number: 4, title: 丁事, units: 县教育局, deadline: 6月底前}
"""


def pressed() -> tuple[Plan, Book]:
    plan, book = plan_of(PRESSED), Book()
    book.mark("1", "doing", "县水利局", on="2025-06-02", problem="资金未到位", expected="2025-06-10")
    book.mark("2", "doing", "县林业局", on="2025-06-18", expected="2025-06-25")
    book.mark("3", "doing", "县公安局", on="2025-04-01")
    return plan, book


@pytest.mark.parametrize("make", [weekly, listed_page])
def test_page_one_says_who_is_late_what_comes_next_and_who_is_silent(make: Callable[..., bytes]) -> None:
    """20 June is 81 days after 31 March and 20 after 31 May; 3 is due in 4 days, 4 not within 7."""
    late, due, silent = page(make(*pressed())).all("div", "answer")
    assert [(p.all("h4")[0].text, [li.text for li in p.all("li")]) for p in late.all("div", "party")] == [
        ("县水利局", ["1 甲事逾期81天承诺6月10日完成，至今未完成；3月31日到期，原因：资金未到位"]),
        ("县林业局", ["2 乙事逾期20天承诺6月25日完成；5月31日到期"]),
    ]
    broken = [e.text for e in late.all("span", "promise") if "late" in e.attrs["class"].split()]
    assert broken == ["承诺6月10日完成，至今未完成"]
    assert [(p.all("h4")[0].text, [li.text for li in p.all("li")]) for p in due.all("div", "party")] == [
        ("6月24日还有4天", ["3 丙事推进中县公安局"])
    ]
    assert [p.all("p")[0].text for p in silent.all("div", "party")] == [
        "县教育局", "县公安局（4月1日）、县水利局（6月2日）",
    ]  # fmt: skip


@pytest.mark.watched
def test_page_one_has_room_for_several_parties_and_names_first_what_is_promised() -> None:
    """Three parties, six places: two each. 县水利局 is late with three, and has promised the last."""
    months = (("县水利局", (1, 2, 3)), ("县林业局", (4,)), ("县公安局", (5,)))
    plan, book = plan_of("".join(
        f"- {{number: {n}, title: 事{n}, units: {unit}, deadline: {n}月底前}}\n" for unit, found in months for n in found
    )), Book()  # fmt: skip
    book.mark("3", "doing", "县水利局", on="2025-04-02", expected="2025-07-01")
    late = page(weekly(plan, book)).all("div", "answer")[0]
    first, *others = late.all("div", "party")
    assert [li.text for li in first.all("li")] == [
        "3 事3逾期81天承诺7月1日完成；3月31日到期", "1 事1逾期140天尚未承诺完成日期；1月31日到期",
    ]  # fmt: skip
    assert "另有1个事项" in first.text and [p.all("h4")[0].text for p in others] == ["县林业局", "县公安局"]


@pytest.mark.watched
def test_a_township_is_asked_for_no_promise_of_what_is_late_as_a_whole() -> None:
    """31 March is 81 days before 20 June."""
    head = (
        "title: 某县2025年清单\nyear: 2025\nstanding: {from: 1, group: 乡镇人民政府, text: 各乡镇均需落实}\n"
    )
    head += "categories:\n  - number: 一\n    title: 甲类\n    tasks:\n"
    plan = plan_of("- {number: 1, title: 甲事, units: 县水利局, deadline: 3月底前}\n", head)
    late, *_ = page(listed_page(plan, Book(), Unit("天宁镇人民政府"))).all("div", "answer")
    assert [li.text for li in late.all("li")] == ["1 甲事逾期81天按属地落实，整体尚未办结；3月31日到期"]


@pytest.mark.watched
def test_what_page_one_has_no_room_for_is_counted_by_unit() -> None:
    units = [f"县{c}局" for c in "甲乙丙丁戊己庚辛"]
    register = "".join(f"  - {{name: {u}}}\n" for u in units)
    head = f"title: 某县2025年清单\nyear: 2025\nunits:\n{register}categories:\n  - number: 一\n    title: 甲类\n    tasks:\n"
    plan = plan_of(
        "".join(
            f"- {{number: {n}, title: 事{n}, units: {u}, deadline: {n}月底前}}\n"
            for n, u in enumerate(units[:5], 1)
        )
        + "".join(
            f"- {{number: {n}, title: 事{n}, units: {u}, deadline: 5月底前}}\n"
            for n, u in ((6, units[4]), (7, units[5]), (8, units[6]), (9, units[6]))
        ),
        head,
    )
    root = page(weekly(plan, Book()))
    late = root.all("div", "answer")[0]
    assert len(late.all("li")) == 6 and "7家单位、9个事项" in late.text
    (others,) = root.all("p", "everybody")
    named = {p.all("h4")[0].text for p in late.all("div", "party")}
    assert all(u in named or u in others.text for u in units[:7]) and units[7] not in others.text


@pytest.mark.watched
def test_who_has_not_said_whether_it_is_concerned_is_asked_and_not_blamed() -> None:
    plan = plan_of("- {number: 1, title: 甲事, units: 县安委会有关成员单位, deadline: 3月底前}\n", RELEVANT)
    late, _, _ = page(weekly(plan, Book())).all("div", "answer")
    assert "没有逾期的事项" not in late.text and not late.all("span", "late")  # the figure counts the row
    assert [li.text for li in late.all("li")] == ["1 甲事县水利局、县林业局"]
    plan = plan_of("- {number: 1, title: 甲事, units: 县安委会有关成员单位, deadline: 每周五}\n", RELEVANT)
    late, _, _ = page(weekly(plan, Book())).all("div", "answer")  # 13 June is the 24th Friday
    assert [li.text for li in late.all("li")] == ["1 甲事（阶段1至24）县水利局、县林业局"]


def test_the_rate_is_a_line_from_week_to_week_against_the_elapsed_share() -> None:
    """Nothing until the week of 20 May (25.0 % by the Sunday after it), 40.0 % on 20 June."""
    root = page(weekly(*four()))
    (course,) = root.all("svg", "course")
    told = described(root, "course")[1].split("；")
    assert told[0] == "1月5日完成率0.0%、序时进度1.3%" and told[-1] == "6月20日完成率40.0%、序时进度46.8%"
    assert told[20] == "5月25日完成率25.0%、序时进度39.7%" and len(told) == 25
    steps = course.all("line", "rate")
    assert len(steps) == 25 and steps[-1].attrs["x2"] == "46.85%"
    assert all(a.attrs["x2"] == b.attrs["x1"] and a.attrs["y2"] == b.attrs["y1"] for a, b in pairwise(steps))
    (even,) = course.all("line", "even")
    low, high = float(even.attrs["y1"].rstrip("%")), float(even.attrs["y2"].rstrip("%"))
    assert float(steps[-1].attrs["y2"].rstrip("%")) == pytest.approx(low + (high - low) * 0.4, abs=0.01)
    assert [t.text for t in course.all("text", "end")] == ["序时进度46.8%", "完成率40.0%"]


def test_figures_of_near_days_give_way_to_the_higher() -> None:
    many = "".join(
        f"- {{number: {n}, title: 事{n}, units: 县水利局, deadline: {d}}}\n"
        for n, d in enumerate(["6月27日前", "6月30日前", "6月30日前", "3月1日前"], 1)
    )
    (year,) = page(weekly(plan_of(many), Book())).all("svg", "timeline")
    assert [t.text for t in year.all("text", "figure")] == [
        "逾期11",
        "2",
    ]  # 27 June has no room; 1 March late


def test_a_column_on_the_marked_day_keeps_its_figure_legible() -> None:
    """30 June is today: the mark lies below the column, its figure and their outline."""
    plan = plan_of("- {number: 1, title: 甲, units: 县水利局, deadline: 6月底前}\n")
    root = page(document.listing(plan, listing(seen(plan, Book(), "2025-06-30"), None, None)))
    assert [day for day, _ in days(root)] == ["6月30日截至当日"], "no 今天 on a page that is kept"
    (year,) = root.all("svg", "timeline")
    drawn = [e.attrs.get("class") for e in year.all()]
    assert drawn.index("mark") < drawn.index("stage open") < drawn.index("figure")
    style = files("anquan_cli.views.html").joinpath("style.css").read_text(encoding="utf-8")
    assert re.search(r"\.timeline \.figure \{[^}]*paint-order: stroke; stroke: var\(--paper\)", style)


def test_red_is_the_number_of_those_overdue_alone() -> None:
    """Of two due on 1 March one is done; the one due on 31 March is late. A total of two is not red."""
    plan, book = plan_of(
        "".join(
            f"- {{number: {n}, title: 事{n}, units: 县水利局, deadline: {d}}}\n"
            for n, d in enumerate(["3月1日前", "3月1日前", "3月底前"], 1)
        )
    ), Book()  # fmt: skip
    book.mark("1", "done", on="2025-02-20")
    root = page(document.listing(plan, listing(seen(plan, book, "2025-06-20"), None, None)))
    (year,) = root.all("svg", "timeline")
    figures = [[(t.text, t.attrs.get("class")) for t in f.all("tspan")] for f in year.all("text", "figure")]
    assert figures == [
        [("逾期1/", "late wide"), ("2", None)],
        [("逾期1", "late wide"), ("1", "late narrow")],
    ]


# --- a page that asks for nothing ------------------------------------------------------------------


@pytest.mark.parametrize("data", both())
def test_nothing_is_asked_for(data: bytes) -> None:
    source = data.decode()
    assert "<script" not in source and "http:" not in source and "https:" not in source
    assert "//" not in source and "@import" not in source and "src=" not in source
    assert set(re.findall(r"url\((.*?)\)", source)) <= {"#year-hatch"}
    root = page(data)
    assert {e.attrs["href"] for e in root.all() if "href" in e.attrs} <= {
        "data:,", "#picture", "#text", "#tasks",
    }  # fmt: skip
    assert not any(name.startswith("on") for e in root.all() for name in e.attrs)
    policy = [e.attrs["content"] for e in root.all("meta") if "http-equiv" in e.attrs]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    icon = [e.attrs["href"] for e in root.all("link") if e.attrs["rel"] == "icon"]
    assert icon == ["data:,"]


@pytest.mark.parametrize("data", both())
def test_the_page_can_be_read_aloud(data: bytes) -> None:
    root = page(data)
    assert data.startswith(b"<!DOCTYPE html>\n") and root.all("html")[0].attrs["lang"] == "zh-CN"
    assert [len(root.all(t)) for t in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    levels = [int(e.tag[1]) for e in root.all() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    ids = [e.attrs["id"] for e in root.all() if "id" in e.attrs]
    assert len(ids) == len(set(ids))
    for e in root.all():
        assert all(i in ids for i in e.attrs.get("aria-labelledby", "").split())
        assert e.attrs.get("href", "#")[1:] in (*ids, "ata:,", "")
    for svg in root.all("svg"):
        if svg.attrs.get("aria-hidden") != "true":
            assert svg.attrs["role"] == "img"
            title, told = svg.all("title")[0], svg.all("desc")[0]
            assert svg.attrs["aria-labelledby"] == f"{title.attrs['id']} {told.attrs['id']}"
            assert title.text and told.text
    for table in root.all("table"):
        assert table.all("caption")[0].text
        assert all(th.attrs["scope"] in ("col", "row", "rowgroup") for th in table.all("th"))
        assert all(td.attrs.get("data-label") or "colspan" in td.attrs for td in table.all("td"))


@pytest.mark.parametrize("data", both())
def test_colour_never_stands_alone(data: bytes) -> None:
    root = page(data)
    spots = [e for e in root.all() if {"lamp", "key", "sample"} & set(e.attrs.get("class", "").split())]
    beside = {e.text for e in root.all("span", "said")}
    assert len(spots) == len(root.all("span", "said")) > 10
    assert {"红灯", "黄灯", "蓝灯", "绿灯", "未启动", "推进中", "已办结", "待办", "逾期"} <= beside


def test_the_same_input_gives_the_same_bytes() -> None:
    assert both() == both()


def _luminance(colour: str) -> float:
    full = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
    parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_stand_out_in_the_light_and_in_the_dark() -> None:
    """WCAG 2.1, 1.4.3: at least 4.5:1."""
    style = files("anquan_cli.views.html").joinpath("style.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.S)
    assert len(blocks) == 2
    pairs = [
        (word, back) for word in ("ink", "soft", "accent", "red", "amber") for back in ("paper", "faint")
    ]
    pairs += [("on-dark", part) for part in ("doing", "done", "verified")]
    pairs += [("on-pale", part) for part in ("todo", "paused", "na")]
    for block in blocks:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", block))
        for word, back in pairs:
            high, low = sorted((_luminance(colours[word]), _luminance(colours[back])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (word, back)


def faults(data: bytes) -> list[Any]:
    """What is wrong with a page by the HTML standard."""
    parser = pytest.importorskip("html5lib").HTMLParser()
    parser.parse(data.decode())
    found: list[Any] = parser.errors
    return found


def test_the_pages_are_valid_html() -> None:
    assert [faults(data) for data in both()] == [[], []]
    assert faults(b"<!DOCTYPE html><title>a</title><table><p>") != []


# --- hostile text ----------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "</title></style></svg></table></main>",
    "]]> <!-- &amp; &#0; &lt;",
    "\x1b[31m\x00\x07",
    "\ud800\udfff",
    "一\r\n二\x85三\u2028四\t五",
    "\u202e反\u2066\u200b",
    "长" * 40_000,
    "x" * 5_000,
)


def shown(text: str) -> str:
    """What a reader should read."""
    return {
        HOSTILE[5]: "^[[31m^@^G",
        HOSTILE[6]: "<U+D800><U+DFFF>",
        HOSTILE[7]: "一 二 三 四 五",
        HOSTILE[8]: "反",  # marks of direction and what is not seen are left out
    }.get(text, text)


def test_the_attachment_is_noted_above_the_signature() -> None:
    """GB/T 9704-2012: one line below the text; office and date close the paper, as in the Word file."""
    text = page(weekly(*four())).text
    assert "附件：某县2025年安全生产重点工作任务清单进展情况表安全生产委员会办公室2025年6月20日" in text


@pytest.mark.many
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_arrives_as_text(text: str) -> None:
    plan, book = four()
    innocent = {e.tag for data in both() for e in page(data).all()} | {"wbr"}  # after a deadline's slash
    first, *rest = plan.rows
    units = first.units._replace(text=f"甲{text}")
    deadline = first.deadline._replace(text=f"乙{text}")
    category = plan.categories[0]._replace(title=f"丙{text}")
    made = Plan(
        *plan._replace(
            title=f"丁{text}",
            issuer=f"戊{text}",
            categories=(category,),
            rows=(first._replace(title=f"己{text}", units=units, deadline=deadline), *rest),
        )
    )
    book.note("2", text, note=f"庚{text}", problem=f"辛{text}", by=f"壬{text}", on="2025-06-19")
    for data in (weekly(made, book), listed_page(made, book)):
        root = page(data)
        assert faults(data) == []
        assert {e.tag for e in root.all()} <= innocent
        assert not any(name.startswith("on") for e in root.all() for name in e.attrs)
        assert not root.all("script") and not root.all("img")
        cells = next(c for c in rows(root, "tasks") if c[0] == "1")
        assert cells[1] == f"己{shown(text)}" and cells[3] == f"乙{shown(text)}"
        assert cells[2].startswith("甲")
        assert f"丙{shown(text)}" in root.text and f"丁{shown(text)}" in root.all("h1")[0].text + root.text
        assert "辛" in root.text


def test_long_words_may_break_anywhere() -> None:
    style = files("anquan_cli.views.html").joinpath("style.css").read_text(encoding="utf-8")
    assert "overflow-wrap: anywhere" in style


# --- a real browser --------------------------------------------------------------------------------

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --no-default-browser-check --disable-sync "
    "--disable-background-networking --disable-component-update --disable-default-apps --disable-extensions "
    "--enable-logging=stderr --v=0 --allow-file-access-from-files"
).split()


def browse(tmp_path: Path, file: Path, *options: str) -> tuple[str, list[str], list[str]]:
    """Opens a file: what the browser printed, its console's lines, and what the page has asked for.

    The browser's own errands have no page behind them (“not an origin”) and find no host either.
    """
    assert CHROMIUM
    log = tmp_path / "net.json"
    away = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    made = subprocess.run(
        [CHROMIUM, *QUIET, away, f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}", *options,
         file.as_uri()],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    net = json.loads(log.read_text(encoding="utf-8"))
    start = net["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    asked = [e["params"] for e in net["events"] if e["type"] == start and "url" in e.get("params", {})]
    foreign = [p["url"] for p in asked if p.get("initiator", "not an origin") != "not an origin"]
    return made.stdout, [line for line in made.stderr.splitlines() if ":CONSOLE" in line], foreign


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_browser_shows_and_prints_it_and_asks_for_nothing(run: Run, tmp_path: Path) -> None:
    file, picture, paper = tmp_path / "页.html", tmp_path / "页.png", tmp_path / "页.pdf"
    for item, status, *more in (("5", "done"), ("2", "doing", "--percent", "40", "--note", HOSTILE[0])):
        assert run("mark", item, status, *more, today="2025-06-20").code == 0
    assert run("export", "-o", str(file), today="2025-06-20").code == 0

    _, said, asked = browse(tmp_path, file, f"--screenshot={picture}", "--window-size=1400,1000")
    assert (said, asked) == ([], []) and picture.read_bytes().startswith(b"\x89PNG")
    _, said, asked = browse(tmp_path, file, f"--print-to-pdf={paper}")
    assert (said, asked) == ([], []) and paper.read_bytes().startswith(b"%PDF-")
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper.read_bytes())
    across = [float(wide) > float(high) for wide, high in sheets]
    assert across == sorted(across) and across[0] < across[-1], "the foot has no upright sheet of its own"

    assert across.count(False) == 2, "the picture takes two sheets: the answers, and what they rest on"

    # On a phone nothing is wider than the screen. The page around it also proves that the checks can see.
    phone = tmp_path / "phone.html"
    phone.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><p></p>'
        f'<img src="http://127.0.0.1:9/"><iframe src="{file.name}" style="border:0;width:390px"></iframe>'
        "<script>onload = () => { const d = document.querySelector('iframe').contentDocument;"
        "d.querySelectorAll('details').forEach(x => { x.open = true; });"
        "const wide = [...d.querySelectorAll('body *')].filter("
        "e => !e.closest('svg') && e.getBoundingClientRect().right > 390);"
        "document.querySelector('p').textContent = 'scroll ' + d.documentElement.scrollWidth"
        " + ' wide ' + wide.length; console.log('heard'); }</script>",
        encoding="utf-8",
    )
    shown_, said, asked = browse(tmp_path, phone, "--dump-dom")
    found = re.search(r"scroll (\d+) wide (\d+)", shown_)
    assert found and int(found[1]) <= 390 and found[2] == "0"
    assert len(said) == 1 and "heard" in said[0] and asked == ["http://127.0.0.1:9/"]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_the_three_answers_are_seen_without_scrolling(run: Run, tmp_path: Path) -> None:
    """At 1400 wide above 900 down, also where seven matters are late and nobody has reported."""
    file, window = tmp_path / "页.html", tmp_path / "窗.html"
    assert run("summary", "--week", "2025-W26", "-o", str(file), today="2025-06-30").code == 0
    window.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><p></p>'
        f'<iframe src="{file.name}" style="border:0;width:1400px;height:900px"></iframe>'
        "<script>onload = () => { const d = document.querySelector('iframe').contentDocument;"
        "const ends = [...d.querySelectorAll('.answer')].map(e => e.getBoundingClientRect().bottom);"
        "document.querySelector('p').textContent = 'ends ' + ends.join(' '); }</script>",
        encoding="utf-8",
    )
    shown_, _, _ = browse(tmp_path, window, "--dump-dom")
    found = re.search(r"ends ([\d.]+) ([\d.]+) ([\d.]+)", shown_)
    assert found and max(map(float, found.groups())) <= 900


def test_stages_of_a_rhythm_are_one_item_of_page_one() -> None:
    """Fridays from 3 January to 13 June 2025: 24 stages, the first 168 days before 20 June."""
    plan = plan_of("- {number: 1, title: 周报, units: 县水利局, deadline: 每周五}\n")
    root = page(weekly(plan, Book()))
    (answer,) = root.all("div", "late-answer")
    assert "1家单位、24个事项" in answer.text
    assert [li.text for li in answer.all("li")] == [
        "1 周报（阶段1至24）最早的逾期168天尚未承诺完成日期；1月3日至6月13日到期"
    ]


def test_a_whole_that_is_late_is_named_beside_the_units_that_are_counted() -> None:
    """Two units and all townships together, which are no unit: three names below."""
    plan = plan_of(
        "- {number: 1, title: 甲, units: 县水利局、县林业局、各乡镇人民政府, deadline: 5月底前}\n", HEAD
    )
    late = page(weekly(plan, Book())).all("div", "answer")[0]
    assert "2家单位和各乡镇人民政府、1个事项" in late.text
