"""Two lists side by side: pairs by number and title, else by likeness; what changed in each."""

from __future__ import annotations

import pytest

from anquan_cli.queries.comparison import compare, is_next
from anquan_cli.tasklist.plan import Plan
from anquan_cli.tasklist.validate import validate


def plan(*tasks: tuple[int, str, str, str, str]) -> Plan:
    """A list of (number, title, units, deadline, content)."""
    lines = [
        "title: 某县清单",
        "year: 2026",
        "categories:",
        "  - number: 一",
        "    title: 全部",
        "    tasks:",
    ]
    for number, title, units, deadline, content in tasks:
        lines += [f"      - number: {number}", f"        title: {title}", f"        units: {units}"]
        lines += [f"        deadline: {deadline}", f"        content: {content}"]
    found = validate("\n".join(lines))[0]
    assert found is not None
    return found


OLD = plan(
    (1, "排查燃气隐患", "县住建局", "6月底前", "逐户排查燃气用户，整改隐患。"),
    (2, "整治校车安全", "县公安局", "9月底前", "检查全部校车，查处违法行为。"),
    (3, "修订应急预案", "县应急局", "全年", "修订县级总体应急预案，组织演练。"),
    (4, "清理河道", "县水利局", "5月底前", "清理县城段河道。"),
)
NEW = plan(
    (1, "排查燃气隐患", "县住建局牵头，县应急局配合", "6月底前", "逐户排查燃气用户，整改隐患。"),
    (2, "修订应急预案", "县应急局", "11月底前", "修订县级总体应急预案，组织演练。"),
    (3, "开展校车安全专项整治", "县公安局", "9月底前", "检查全部校车和驾驶人，查处违法行为。"),
    (5, "建设避难场所", "县发改局", "12月底前", "建成一处室内避难场所。"),
)


def test_each_kind_of_change() -> None:
    found = compare(OLD, NEW)
    assert [r.title for r in found.added] == ["建设避难场所"]
    assert [r.title for r in found.removed] == ["清理河道"]
    changes = {p.old.title: [c.kind for c in p.changes] for p in found.pairs}
    assert changes == {
        "排查燃气隐患": ["units"],
        "修订应急预案": ["number", "deadline"],
        "整治校车安全": ["number", "title", "content"],
    }


STOCK = (1, "压实领导责任", "县应急局", "6月底前", "研究安全生产。")


def test_a_document_that_writes_a_former_name_means_the_same_unit() -> None:
    """县住建局 has been renamed in the old list, by hand; of another unit in its place it is said."""
    renamed = plan(
        (1, "排查燃气", "县建设局牵头", "6月底前", "入户。"), (2, "检查水库", "县水利局", "6月底前", "检查。")
    )
    known = renamed.register.units
    units = tuple(u._replace(former=("县住建局",)) if u.name == "县建设局" else u for u in known)
    old = renamed._replace(register=renamed.register._replace(units=units))
    for first, second, kinds in (
        ("县住建局牵头", "县水利局", []),
        ("县住建局", "县水利局", ["units"]),
        ("县建设局牵头", "县住建局", ["units"]),
    ):
        new = plan((1, "排查燃气", first, "6月底前", "入户。"), (2, "检查水库", second, "6月底前", "检查。"))
        assert [c.kind for p in compare(old, new).changed for c in p.changes] == kinds


SAFETY = plan(STOCK, (2, "整治燃气隐患", "县住建局", "9月底前", "入户检查。"))
FIRE = plan(
    (1, "压实领导责任", "县消防大队", "3月底前", "听取消防汇报。"),
    (2, "整治高层建筑", "县住建局", "10月底前", "更新消防设施。"),
)
TITLE = "某县2026年安全生产重点任务清单"


def test_a_stock_title_makes_no_list_the_next_version_of_another() -> None:
    """压实领导责任 is in every list of an office: what else a task says, or most of the tasks, or the title must speak for it."""
    for title in ("某县2026年消防安全重点任务清单", TITLE):
        assert not is_next(SAFETY, FIRE._replace(title=title), [TITLE]), title
    same_office = plan(
        STOCK, (2, "排查仓库", "县商务局", "全年", "排查。"), (3, "演练", "县教育局", "全年", "演。")
    )
    assert not is_next(SAFETY, same_office._replace(title="某县2026年消防任务清单"), [TITLE])
    assert not is_next(SAFETY, same_office, []), "a document that does not say what it is called"
    first, second = (
        plan(*((n, f"{n}号", "县局", "全年", "检查。") for n in numbers)) for numbers in ((1, 2), (3, 4))
    )
    assert not is_next(first, second._replace(title=f"{TITLE}（二）"), [f"{TITLE}（一）"]), (
        "two parts of a list"
    )


def test_a_list_revised_is_the_next_version_of_itself() -> None:
    """Renumbered, reworded, given to others, half of it replaced: under its title; as it was, under any."""
    assert is_next(OLD, NEW, [OLD.title]) and is_next(OLD, OLD._replace(title="某县消防计划"), [OLD.title])
    for title in ("某县2026年安全生产工作要点（修订）", "关于印发《某县2026年安全生产任务分工方案》的通知"):
        half = plan(STOCK, *((n, f"{n}号", "县公安局", "全年", f"查第{n}处。") for n in (2, 3)))
        assert is_next(SAFETY, half._replace(title=title), [TITLE]), title
    renamed = plan(
        (1, "压实领导责任", "县局", "全年", "甲。"), (2, "整治燃气隐患", "县住建委", "全年", "乙。")
    )
    assert is_next(SAFETY, renamed._replace(title=TITLE), [TITLE]), "every unit has been renamed"


def test_a_list_does_not_differ_from_itself() -> None:
    found = compare(OLD, OLD)
    assert (found.added, found.removed, found.changed) == ((), (), ())


def test_white_space_is_no_change() -> None:
    other = plan((1, "排查燃气隐患", "县住建局", "6月底前", "逐户排查燃气用户， 整改隐患。"))
    assert (
        compare(
            plan((1, "排查燃气隐患", "县住建局", "6月底前", "逐户排查燃气用户，整改隐患。")), other
        ).changed
        == ()
    )


def test_measures_are_not_run_together() -> None:
    """They stand for a text that a list file does not have, one a line."""
    text = "title: 某县清单\nyear: 2026\ncategories:\n  - number: 一\n    title: 全部\n    tasks:\n      - {number: 1, title: 排查燃气, units: 县住建局, deadline: 全年, measures: [排查30家, 整改2处]}\n"
    old, new = validate(text)[0], validate(text.replace("2处", "3处"))[0]
    assert old and new
    (pair,) = compare(old, new).changed
    assert pair.changes == (("content", "排查30家\n整改2处", "排查30家\n整改3处"),)


def test_a_measure_of_the_same_words_may_have_other_dates_units_and_targets() -> None:
    """调整责任单位, 调整时限, 内容变动 of a measure, with its id in each list."""
    head = "title: 某县清单\nyear: 2026\ncategories:\n  - number: 一\n    title: 全部\n    tasks:\n      - number: 1\n        title: 排查\n        units: 县住建局\n        deadline: 全年\n        measures:\n"
    one = "          - {text: 整改隐患, deadline: 6月底前, target: {count: 30, unit: 处}}\n"
    two = "          - {text: 总结, units: 县应急局}\n"
    old = validate(head + one + two)[0]
    changed = one.replace("6月底前", "9月底前").replace("30", "40")
    new = validate(head + two.replace(", units: 县应急局", "") + changed)[0]
    assert old and new
    (pair,) = compare(old, new).changed
    assert [tuple(c) for c in pair.changes] == [
        ("content", "整改隐患\n总结", "总结\n整改隐患"),
        ("deadline", "1.1 6月底前", "1.2 9月底前"),
        ("target", "1.1 30处", "1.2 40处"),
        ("units", "1.2 县应急局", "1.1 同任务"),
    ]
    assert compare(old, old).changed == ()


MEANT = """\
title: 某县2026年清单
year: 2026
anchors: {汛期: 06-01/09-30}
units:
  - {name: 县水利局, groups: [成员单位]}
  - {name: 县文旅局}
  - {name: 城关镇, groups: [各乡镇]}
  - {name: 河口镇, groups: [各乡镇]}
groups:
  - {name: 成员单位, phrases: [各成员单位]}
  - {name: 各乡镇, phrases: [各乡镇]}
standing: {from: 3, group: 各乡镇, text: 各乡镇落实}
categories:
  - number: 一
    title: 全部
    tasks:
      - {number: 1, title: 防汛, units: 各成员单位, deadline: 汛期前, measures: [{text: 查堤, target: {count: 12, unit: 次, per: unit}}, {text: 查库, units: 各乡镇, deadline: 持续推进}]}
      - {number: 2, title: 演练, units: 县水利局, deadline: 每周五, measures: [{text: 总结, deadline: 2月底前}]}
      - {number: 3, title: 巡查, units: 县水利局, deadline: 全年}
"""


@pytest.mark.parametrize(
    ("was", "becomes", "changes"),
    [
        ("06-01/", "05-15/", ["1 deadline 汛期前（相对日期，2026-05-31） 汛期前（相对日期，2026-05-14）"]),
        ("deadline: 持续推进", "deadline: 持续推进, due: [2026-10-30]",
         ["1 deadline 1.2持续推进（长期，没有到期日） 1.2持续推进（定期限，2026-10-30）"]),
        ("deadline: 每周五", "deadline: 每周五, from: 2026-02-01",
         ["2 deadline 每周五（周期，2026-01-02、2026-01-09、2026-01-16等5个） 每周五（周期，共47个到期日）"]),
        ("deadline: 全年", "deadline: 全年, due: [2026-06-30]",
         ["3 deadline 全年（时段，2026-12-31） 全年（时段，2026-06-30）"]),
        (", per: unit", "", ["1 target 1.1每家12次 1.112次"]),
        (", target: {count: 12, unit: 次, per: unit}", "", ["1 target 1.1每家12次 1.1空"]),
        ("from: 3", "from: 2", ["2 units 各乡镇（无关） 各乡镇（属地）"]),
        ("文旅局}", "文旅局, groups: [成员单位]}", ["1 units 县文旅局（无关） 县文旅局（成员，责任）"]),
        ("  - {name: 县水利局, groups: [成员单位]}\n", "  - {name: 县水利局}\n",
         ["1 units 县水利局（成员，责任）；县文旅局、各成员单位（无关） 县水利局、县文旅局（有关，责任）；各成员单位（全体）"]),
        ("  - {name: 河口镇, groups: [各乡镇]}\n", "",
         ["1 units 1.2河口镇（成员，责任） 1.2河口镇（无关）", "3 units 河口镇（属地） 河口镇（无关）"]),
        ("title: 巡查, units: 县水利局", "title: 巡查, units: 城关镇", ["3 units 县水利局 城关镇"]),  # not 无关: named now
        ("name: 县水利局,", "name: 县水务局, former: [县水利局],",
         ["1 units 县水利局（成员，责任）；县水务局（无关） 县水利局（无关）；县水务局（成员，责任）",
          *(f"{n} units 县水利局（点名，责任）；县水务局（无关） 县水利局（无关）；县水务局（点名，责任）" for n in (2, 3))]),
        ("year: 2026", "year: 2027", []),  # told at the head; nobody settled a date otherwise
        ("year: 2026\n", "year: 2028\n", ["2 deadline 2.12月底前（定期限，2026-02-28） 2.12月底前（定期限，2028-02-29）"]),
        ("deadline: 全年", "deadline: 12月底前", ["3 deadline 全年 12月底前"]),  # the words say it
    ],
)  # fmt: skip
def test_the_same_words_may_come_to_other_days_and_debtors(
    was: str, becomes: str, changes: list[str]
) -> None:
    old, new = validate(MEANT)[0], validate(MEANT.replace(was, becomes))[0]
    assert old and new and MEANT.count(was) == 1
    told = [
        " ".join((p.new.id, c.kind, c.old.replace(" ", ""), c.new.replace(" ", "")))
        for p in compare(old, new, in_full=True).changed
        for c in p.changes
    ]
    assert told == changes
    words = [c.kind for p in compare(old, new).changed for c in p.changes]
    assert words == [kind for c in changes if (kind := c.split()[1]) == "target" or "（" not in c]


def test_equal_titles_are_told_apart_by_number() -> None:
    old = plan((1, "开展培训", "县A局", "全年", "培训干部。"), (2, "开展培训", "县B局", "全年", "培训职工。"))
    new = plan((1, "开展培训", "县A局", "全年", "培训干部。"), (2, "开展培训", "县C局", "全年", "培训职工。"))
    assert [(p.old.id, p.new.id) for p in compare(old, new).pairs] == [("1", "1"), ("2", "2")]


COAL, ROAD, FIRES = (
    ("专项整治", "县能源局", "9月底前", "查煤矿。"),
    ("专项整治", "县交通局", "10月底前", "查道路。"),
    ("专项整治", "县消防大队", "5月底前", "查消防。"),
)


@pytest.mark.parametrize(
    ("tasks", "same"),
    [
        ([ROAD, COAL], {"1": "2", "2": "1"}),
        ([FIRES, COAL, ROAD], {"1": "2", "2": "3"}),
        ([FIRES, (*COAL[:3], "查煤矿井下。"), (*ROAD[:2], "11月底前", ROAD[3])], {"1": "2", "2": "3"}),
        ([(*COAL[:1], ROAD[1], *COAL[2:]), (*ROAD[:1], COAL[1], *ROAD[2:])], {"1": "1", "2": "2"}),  # who alone
        ([COAL, COAL], {"1": "1", "2": "2"}),
    ],
)  # fmt: skip
def test_equal_titles_are_told_apart_by_what_they_say_before_their_numbers(
    tasks: list[tuple[str, str, str, str]], same: dict[str, str]
) -> None:
    new = plan(*((n, *task) for n, task in enumerate(tasks, 1)))
    found = compare(plan((1, *COAL), (2, *ROAD)), new)
    assert {p.old.id: p.new.id for p in found.pairs} == same


def test_a_row_of_which_half_is_reworded_stays_itself() -> None:
    """17 pairs of characters stay, of 22 and 22 in the texts and 7 and 7 in the titles: 34 ÷ 58."""
    said = "核查辖区内各类危险化学品企业储存装置"
    old = plan((1, "排查储罐隐患风险", "县应急局", "全年", f"{said}的安全距离"))
    new = plan((7, "摸清底数建立台账", "县应急局", "全年", f"{said}是否已登记"))
    assert [(p.old.id, p.new.id) for p in compare(old, new).pairs] == [("1", "7")]


def test_rows_that_are_too_short_to_be_compared_are_two() -> None:
    found = compare(plan((1, "甲", "县A局", "全年", "丙")), plan((2, "乙", "县A局", "全年", "丁")))
    assert (len(found.added), len(found.removed)) == (1, 1)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("2026年6月底前", "2027年6月底前", []),
        ("2026年3月至2026年9月", "2027年3月至2027年9月", []),
        ("2024年2月29日前", "2025年2月29日前", ["deadline"]),  # there is none, nothing falls due
        ("2027年12月底前", "2028年12月底前", ["deadline"]),  # put off by a year
        ("2030年底前", "2030年底前", []),
    ],
)
def test_of_two_years_a_deadline_that_goes_along_with_the_lists_own_is_no_change(
    before: str, after: str, kinds: list[str]
) -> None:
    year = 2024 if before.startswith("2024") else 2026
    old, new = (
        plan((1, "排查燃气隐患", "县住建局", phrase, "逐户排查。"))._replace(year=of)
        for of, phrase in ((year, before), (year + 1, after))
    )
    assert [c.kind for pair in compare(old, new).changed for c in pair.changes] == kinds
