"""Lists that were renumbered, shortened or reworded: progress never moves to another task (清单变动)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import indent

import pytest

from anquan_cli.documents.ledger_warnings import ledger_warnings
from anquan_cli.progress import fold
from tests.book import Book, plan_of
from tests.conftest import Run
from tests.test_schemas import hold

Put = Callable[[str], object]

HEAD = """\
id: 某县
title: 某县2025年安全生产重点工作任务清单
year: 2025
categories:
  - number: 一
    title: 甲类
    tasks:
"""
FIRE, ROADS, MINES = "整治消防通道", "排查公路护栏", "核查矿山通风"
CHECK = "每半年检查一次"  # a measure that two tasks have in common


def task(number: int, title: str, *more: str, deadline: str = "6月底前") -> str:
    lines = [f"number: {number}", f"title: {title}", "units: 县水利局", f"deadline: {deadline}", *more]
    return "- " + "\n  ".join(lines) + "\n"


def measures(*texts: str) -> str:
    return f"measures: [{', '.join(texts)}]"


THREE = (
    task(1, FIRE, measures("张贴标识")) + task(2, ROADS, measures(CHECK)) + task(3, MINES, measures(CHECK))
)
SHORTENED = task(1, FIRE, measures("张贴标识")) + task(2, MINES, measures(CHECK))  # the roads are withdrawn


@pytest.fixture
def put(listed: Callable[[str], Path]) -> Put:
    """Makes these tasks the list in use."""
    return lambda tasks: listed(HEAD + indent(tasks, "      "))


def statuses(run: Run) -> dict[str, str]:
    return {r["id"]: r["status"] for r in run("list", "--json").json}


# --- renumbered ------------------------------------------------------------------------------------


def test_the_withdrawn_tasks_progress_does_not_move_to_the_task_that_took_its_number(
    run: Run, put: Put
) -> None:
    put(THREE)
    run("mark", "2", "done")  # the roads
    put(SHORTENED)  # 2 is now the mines
    assert statuses(run) == {"1": "todo", "2": "todo"}


def test_a_tasks_own_progress_does_not_follow_it_silently_either(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "3", "done")  # the mines
    put(SHORTENED)
    ran = run("list", "--json")
    assert statuses(run)["2"] == "todo"
    assert "清单已没有的第3项" in ran.err and "anquan show" in ran.err


def test_who_records_of_a_withdrawn_task_is_told_so(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "3", "done")
    put(SHORTENED)
    for words in (["mark", "第3项", "done"], ["mark", "1", "3", "doing"], ["note", "3", "看过"]):
        ran = run(*words)
        assert ran.code == 2 and "错误：清单中已没有编号“3”（原来是“" in ran.err
        assert "提示：以前的登记可用 anquan show 3 查看" in ran.err
    assert "清单中没有编号“4”" in run("mark", "4", "done").err
    assert "的第3项的记录，可用 anquan show 3 查看。" in run("list").err
    assert run("show", "第3项").code == 0


@pytest.mark.no_cover
@pytest.mark.parametrize("argv", [("list",), ("status",), ("summary",), ("due",), ("show", "2"), ("units",)])
@pytest.mark.parametrize("width", [None, 90])
def test_every_answer_says_that_entries_do_not_fit(
    run: Run, put: Put, argv: tuple[str, ...], width: int | None
) -> None:
    put(THREE)
    run("mark", "1", "2", "done")
    run("note", "2", "护栏已采购")
    put(SHORTENED)
    ran = run(*argv, width=width)
    assert ran.code == 0
    assert "警告：第2项的标题与记录时不同，清单可能重新编号，这2条旧记录" in ran.err
    assert ran.err.count("警告") == 1


def test_taking_back_what_meant_another_task_says_so_and_names_no_other(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "2", "done")  # the roads
    put(SHORTENED)
    ran = run("undo", "1")
    assert f"第1号记录登记的第2项当时是“{ROADS}”，不是清单现在的第2项" in ran.err
    assert MINES not in ran.out and "仍为" not in ran.out and "尚余" not in ran.out


def test_of_a_batch_only_what_still_fits_counts(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "1-3", "done")
    put(SHORTENED)
    assert statuses(run) == {"1": "done", "2": "todo"}
    assert "记录时为" not in run("show", "1").out
    assert run("show", "1", "--json").json["displaced"] == []
    event = run("log", "--json").json[0]["id"]
    assert run("show", "2", "--json").json["displaced"] == [event]


def test_two_tasks_that_changed_places_are_both_noticed(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "1", "done")
    run("mark", "3", "doing", "--percent", "60")
    put(task(1, MINES) + task(2, ROADS) + task(3, FIRE))
    ran = run("list", "--json")
    assert {r["id"]: r["percent"] for r in ran.json} == {"1": 0.0, "2": 0.0, "3": 0.0}
    assert "第1、3项的标题与记录时不同" in ran.err


def test_the_title_then_stands_beside_the_id(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "2", "done")
    put(SHORTENED)
    shown = run("show", "2").out
    assert f"2 {MINES}" in shown.splitlines()[0]
    assert f"记录时为：2 {ROADS}；标题已变，未计入" in shown
    assert f"2 {ROADS}" in " ".join(run("log", width=100).out.split())
    assert run("log", "--json").json[0]["titles"] == {"2": ROADS}


def test_a_measure_that_two_tasks_have_in_common_is_not_taken_for_the_other_tasks(run: Run, put: Put) -> None:
    """2.1 reads the same before and after, but belongs to another task."""
    put(THREE)
    run("mark", "2.1", "done")
    assert run("log", "--json").json[0]["titles"] == {"2.1": CHECK, "2": ROADS}
    put(SHORTENED)
    ran = run("list", "--json")
    assert statuses(run)["2"] == "todo"
    assert "第2.1项的标题与记录时不同" in ran.err


def test_what_was_displaced_can_be_taken_back_and_recorded_anew(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "2", "done")
    put(SHORTENED)
    ran = run("undo", "1")
    assert (ran.code, "已完成 →" in ran.out) == (0, False)
    assert run("list").err == ""
    assert run("mark", "2", "done", "--json").json["changed"][0]["to"] == "done"
    assert statuses(run)["2"] == "done"


def test_a_renumbered_list_put_right_brings_everything_back(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "2", "done")
    before = run("list").out
    put(SHORTENED)
    run("list")
    put(THREE)
    assert (run("list").out, run("list").err) == (before, "")


# --- shortened -------------------------------------------------------------------------------------


@pytest.fixture
def shortened(run: Run, put: Put) -> None:
    """Task 3 and its measure have entries; then the list has two tasks only."""
    put(THREE)
    run("mark", "3", "doing", "--percent", "60", "--note", "风机已检修")
    run("mark", "3.1", "done")
    run("undo")
    put(SHORTENED)


@pytest.mark.usefixtures("shortened")
def test_a_removed_tasks_history_stays_visible(run: Run) -> None:
    assert [row[0] for row in run("log", "3").rows] == ["1", "2", "3"]
    for width in (None, 100, 40):
        ran = run("show", "3", width=width)
        shown = "".join(ran.out.split())  # however it is wrapped
        assert (ran.code, shown.startswith(f"3{MINES}清单中已没有这一项")) == (0, True)
        assert "推进中60%：风机已检修" in shown and "已撤销" in shown
        assert "清单已没有的第3项" in ran.err


@pytest.mark.usefixtures("shortened")
def test_a_removed_task_and_measure_in_json(run: Run) -> None:
    found = run("show", "3", "--json").json
    hold("show", found)
    assert (found["id"], found["title"], found["removed"]) == ("3", MINES, True)
    assert [(e["seq"], e["undone"]) for e in found["history"]] == [(1, False), (2, True), (3, False)]
    measure = run("show", "３.1", "--json").json
    assert (measure["title"], [e["seq"] for e in measure["history"]]) == (CHECK, [2, 3])


@pytest.mark.usefixtures("shortened")
def test_nothing_more_is_recorded_of_a_removed_task(run: Run) -> None:
    for argv in (("mark", "3", "done"), ("note", "3", "补记"), ("mark", "1-3", "done")):
        ran = run(*argv)
        assert (ran.code, "没有编号“3”" in ran.err) == (2, True)
    assert len(run("log").rows) == 3


@pytest.mark.usefixtures("shortened")
def test_an_id_that_neither_list_nor_ledger_knows_is_unknown_as_ever(run: Run) -> None:
    ran = run("show", "4")
    assert (ran.code, ran.out, "没有编号“4”" in ran.err) == (2, "", True)


@pytest.mark.usefixtures("shortened")
def test_an_undo_reaches_a_removed_task(run: Run) -> None:
    assert run("undo", "1").code == 0
    assert run("list").err == ""


def test_of_many_removed_items_ten_are_named_and_the_rest_counted(run: Run, put: Put) -> None:
    put("".join(task(n, f"第{n}件事") for n in range(1, 14)))
    run("mark", "2-13", "done")
    put(task(1, "第1件事"))
    assert "清单已没有的第2、3、4、5、6、7、8、9、10、11等12项" in run("list").err


# --- reworded --------------------------------------------------------------------------------------


def test_a_new_title_counts_only_with_the_old_one_as_a_variant(run: Run, put: Put) -> None:
    put(task(1, FIRE))
    run("mark", "1", "done")
    put(task(1, "治理消防通道"))
    ran = run("list", "--json")
    assert statuses(run)["1"] == "todo"
    assert "variants" in ran.err
    put(task(1, "治理消防通道", f"variants: [{FIRE}]"))
    assert (statuses(run)["1"], run("list").err) == ("done", "")


def test_of_a_measure_that_moved_the_hint_asks_for_nothing_that_check_refuses(run: Run, put: Put) -> None:
    """And no sentence goes on behind the mark that ends the measure's."""
    put(task(1, FIRE, measures("排查餐饮场所；", "更换软管；", "培训人员。")))
    run("mark", "1.2", "done")
    run("mark", "1.3", "done")
    put(task(1, FIRE, measures("制定方案；", "排查餐饮场所；", "培训人员。")))
    assert "第1.2项" in (said := run("list").err) and said.endswith(
        "把旧标题写入该任务的 variants 即可（要点不能写）。\n"
    )
    shown = "".join(run("show", "1").out.split())
    assert "记录时为：1.2更换软管；标题已变，未计入" in shown
    assert "1.3培训人员：已完成" in shown


@pytest.mark.parametrize(
    ("new", "counts"),
    [("每半年全面检查一次", True), ("每半年检查一次。", True), ("组织应急演练", False), ("清查", False)],
)
def test_a_measure_may_be_reworded_a_little(run: Run, put: Put, new: str, counts: bool) -> None:
    put(task(1, FIRE, measures(CHECK, "张贴标识")))
    run("mark", "1.1", "done")
    put(task(1, FIRE, measures(new, "张贴标识")))
    ran = run("show", "1.1", "--json")
    assert ran.json["status"] == ("done" if counts else "todo")
    assert ("第1.1项的标题与记录时不同" in ran.err) is not counts


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ("更换燃气软管", "不更换燃气软管", False),
        ("不再更换燃气软管", "更换燃气软管", False),
        ("应当更换燃气软管", "不得更换燃气软管", False),
        ("检查合格的企业", "检查不合格的企业", False),
        ("检查煤矿企业", "检查非煤矿企业", False),
        ("加强检查燃气用户", "不断加强检查燃气用户", True),
        ("严禁占用消防通道", "不得占用消防通道", True),
        ("全面排查燃气用户", "全面排查燃气用户，不留死角", True),
        ("检查企业，至少10家", "检查企业，不少于10家", True),
        ("打击违法经营行为", "打击非法经营行为", True),
    ],
)
def test_a_measure_that_forbids_what_it_asked_for_is_another(
    run: Run, put: Put, old: str, new: str, counts: bool
) -> None:
    put(task(1, FIRE, measures(old)))
    run("mark", "1.1", "done")
    put(task(1, FIRE, measures(new)))
    ran = run("show", "1.1", "--json")
    assert (ran.json["status"], "标题与记录时不同" in ran.err) == ("done" if counts else "todo", not counts)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("检查危化企业不少于100家", "10 → 100"),
        ("检查危化企业，每月2次，不少于12家", "10 → 2、12"),
        ("1.检查危化企业不少于十家", ""),
        ("7月底前检查危化企业不少于10家", ""),
        ("检查危化企业若干家", ""),
    ],
)
def test_a_measure_done_that_asks_for_another_quantity_now_is_told(
    run: Run, put: Put, new: str, told: str
) -> None:
    """Until it is recorded anew."""
    put(task(1, FIRE, measures("检查危化企业不少于10家", "张贴标识")))
    run("mark", "1.1", "done", "--count", "10")
    put(task(1, FIRE, measures(f"'{new}'", "张贴标识")))
    ran = run("list", "--json")
    assert ran.err == (
        f"警告：第1.1项{told}：登记办结以后，清单里的数改了，仍算作办结；请核对，没有达到现在要求的请重新登记。\n"
        if told
        else ""
    )
    run("mark", "1.1", "doing", "--count", "10")
    assert run("list").err == ""


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("上半年开展联合执法检查", "下半年开展联合执法检查"),
        ("春季开展森林防火检查", "秋季开展森林防火检查"),
        ("汛前排查河道堤防", "汛后排查河道堤防"),
        ("小学开展应急演练", "中学开展应急演练"),
        ("一号井排查通风系统", "2号井排查通风系统"),
        ("督促甲公司整改隐患", "督促乙公司整改隐患"),
        ("县级组织应急演练", "乡级组织应急演练"),
        ("启动专项整治", "结束专项整治"),
        ("整改重大隐患", "整改一般隐患"),
        ("检查东山煤矿", "检查西山煤矿"),
        ("第一批企业整改", "第二批企业整改"),
        ("六月检查危化企业", "十二月检查危化企业"),
        ("3月份开展联合检查", "9月份开展联合检查"),
        ("2025年5月集中排查隐患", "2025年11月集中排查隐患"),
        ("一季度检查危化企业", "三季度检查危化企业"),
        ("周一巡查烟花爆竹网点", "周五巡查烟花爆竹网点"),
        ("上午巡查河道堤防", "下午巡查河道堤防"),
        ("排查城市燃气隐患", "排查农村燃气隐患"),
        ("排查城镇燃气隐患", "排查乡村燃气隐患"),
        ("检查井上供电系统", "检查井下供电系统"),
        ("整治校内安全隐患", "整治校外安全隐患"),
        ("排查上游河道隐患", "排查下游河道隐患"),
        ("停产企业安全检查", "复产企业安全检查"),
        ("公办学校安全检查", "民办学校安全检查"),
    ],
)
def test_a_measure_that_takes_the_place_of_its_opposite_does_not_take_its_record(
    run: Run, put: Put, old: str, new: str
) -> None:
    """The first of the two is withdrawn."""
    put(task(1, FIRE, measures(old, new)))
    run("mark", "1.1", "done")
    put(task(1, FIRE, measures(new)))
    ran = run("show", "1.1", "--json")
    assert (ran.json["status"], "第1.1项的标题与记录时不同" in ran.err) == ("todo", True)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("检查加油站安全设施", "检查加气站安全设施", "加油站 → 加气站"),
        ("天宁镇开展排查", "西营镇开展排查", "天宁镇 → 西营镇"),
        ("修订森林防火预案", "修订防汛预案", "防火预 → 防汛预"),
        ("开展校园周边隐患排查", "组织校园周边隐患排查", ""),
        ("检查餐饮燃气用户", "对餐饮燃气用户全面检查", ""),
        ("排查企业隐患、整改", "排查整改企业隐患", ""),
        ("建立隐患台账", "建立隐患排查整治台账。", ""),
        ("6月底前完成通道清理", "9月底前完成通道清理", ""),
        ("11月2号检查消防通道", "11月3号检查消防通道", ""),
        ("六月底前完成通道清理", "九月底前完成通道清理", ""),
        ("6月20日前完成通道清理", "9月20日前完成通道清理", ""),
        ("5月至10月开展通道整治", "6月至9月开展通道整治", ""),
        ("3月份前完成通道清理", "4月份前完成通道清理", ""),
        ("6月起每月检查通道", "7月起每月检查通道", ""),
        ("一季度末前完成通道清理", "二季度末前完成通道清理", ""),
        ("每周一次检查消防通道", "每周两次检查消防通道", ""),
        ("排查农村燃气隐患", "排查乡村燃气隐患", "查农村 → 查乡村"),
    ],
)
def test_a_measure_of_which_a_word_was_exchanged_is_told(
    run: Run, put: Put, old: str, new: str, told: str
) -> None:
    """It may have been put right, or be another; what is put in, left out or said of the manner is no other work."""
    put(task(1, FIRE, measures(old)))
    run("mark", "1.1", "doing", "--percent", "60")
    put(task(1, FIRE, measures(new)))
    ran = run("show", "1.1", "--json")
    assert (ran.json["percent"], ran.err) == (
        60.0,
        f"警告：第1.1项{told}：登记以后，要点里的词换了，仍算作这一项的；请核对，不是一回事的请重新登记（没有办的登记 todo）。\n"
        if told
        else "",
    )
    run("mark", "1.1", "todo")
    assert run("list").err == ""


@pytest.mark.parametrize(
    "after", [("组织危化领域应急演练", "张贴标识"), ("组织危化领域应急演练", "组织矿山领域应急演练")]
)
def test_of_measures_that_differ_in_a_word_none_takes_anothers_work(
    run: Run, put: Put, after: tuple[str, ...]
) -> None:
    """The first is withdrawn, or they change places; the second's text is much like the first's."""
    put(task(1, FIRE, measures("组织矿山领域应急演练", "组织危化领域应急演练", "组织消防领域应急演练")))
    run("mark", "1.1", "done")
    put(task(1, FIRE, measures(*after, "组织消防领域应急演练")))
    ran = run("show", "1.1", "--json")
    assert (ran.json["status"], "第1.1项的标题与记录时不同" in ran.err) == ("todo", True)


def test_measures_that_changed_places_are_noticed(run: Run, put: Put) -> None:
    put(task(1, FIRE, measures("组织应急演练", "张贴禁停标识")))
    run("mark", "1.1", "done")
    put(task(1, FIRE, measures("张贴禁停标识", "组织应急演练")))
    assert [run("show", i, "--json").json["status"] for i in ("1.1", "1.2")] == ["todo", "todo"]


# --- parts -----------------------------------------------------------------------------------------

WHOLE = task(1, MINES, measures("检修风机", "复核图纸"))
PARTS = (
    f"- number: 1\n  title: {MINES}\n  deadline: 6月底前\n  parts:\n"
    "    - {sector: 煤矿, units: 县水利局, measures: [检修风机, 复核图纸]}\n"
    "    - {sector: 非煤矿山, units: 县林业局}\n"
)


def test_a_task_turned_into_parts_keeps_what_was_said_of_it_as_a_whole(run: Run, put: Put) -> None:
    put(WHOLE)
    run("mark", "1", "done")
    put(PARTS)
    assert statuses(run) == {"1.1": "done", "1.2": "done"}
    assert "现在由各分项的责任单位分担：第1项的算在第1.1、1.2项名下；" in run("list").err


def test_a_measures_id_that_became_a_parts_does_not_close_the_part(run: Run, put: Put) -> None:
    put(WHOLE)
    run("mark", "1.1", "1.2", "done")
    put(PARTS)
    ran = run("list", "--json")
    assert statuses(run) == {"1.1": "todo", "1.2": "todo"}
    assert "第1.1、1.2项的标题与记录时不同" in ran.err


@pytest.mark.parametrize("first", ["检修风机", f"{MINES}煤矿"])
def test_a_parts_id_that_became_a_measures_does_not_close_the_measure(run: Run, put: Put, first: str) -> None:
    """Not even one that reads much like the part."""
    put(PARTS)
    run("mark", "1.1", "done")
    put(task(1, MINES, measures(first, "复核图纸")))
    ran = run("show", "1.1", "--json")
    assert (ran.json["status"], "第1.1项的标题与记录时不同" in ran.err) == ("todo", True)


def test_parts_that_were_joined_leave_their_history(run: Run, put: Put) -> None:
    put(PARTS)
    run("mark", "1.1.2", "done")
    run("mark", "1", "doing", "--percent", "30")
    put(WHOLE)
    assert statuses(run) == {"1": "todo"}
    assert "第1.1、1.2项的标题与记录时不同" in run("list").err
    assert "记录时为：1.1 核查矿山通风（煤矿）" in run("show", "1").out
    ran = run("show", "1.1.2", "--json")
    assert (ran.json["removed"], ran.json["title"]) == (True, "复核图纸")


def test_a_part_of_another_sector_is_another_part(run: Run, put: Put) -> None:
    put(PARTS)
    run("mark", "1.1", "done")
    put(PARTS.replace("煤矿, units: 县水利局", "危化, units: 县水利局"))
    assert statuses(run)["1.1"] == "todo"
    assert "第1.1项的标题与记录时不同" in run("list").err


@pytest.mark.parametrize(
    ("sectors", "parts", "variants", "counts"),
    [
        ("{name: 煤矿安全, aliases: [煤矿]}", "煤矿安全 非煤矿山", "", "1.1"),
        ("{name: 煤矿}", "煤矿安全 非煤矿山", "", ""),
        ("{name: 煤矿}", "煤矿安全 非煤矿山", "（煤矿）", "1.1"),
        ("{name: 煤矿}", "井工开采 非煤矿山", "（煤矿）", "1.1"),
        ("{name: 煤矿}", "非煤矿山 煤矿安全", "（煤矿）", ""),  # the second is nearer to it
        ("{name: 煤矿安全, aliases: [煤矿]}", "非煤矿山 煤矿安全", "（煤矿）", ""),
        ("{name: 煤矿安全, aliases: [煤矿]}", "煤矿安全 煤矿", "", ""),
        ("{name: 煤矿}, {name: 井工, aliases: [煤矿]}", "井工 露天", "", "1.1"),
        (
            "{name: 井工, aliases: [煤矿]}, {name: 露天, aliases: [煤矿]}",
            "井工 露天",
            "",
            "",
        ),  # either may be meant
    ],
)
def test_a_part_keeps_its_record_by_its_sectors_other_names_and_the_tasks_variants(
    run: Run, listed: Callable[[str], Path], sectors: str, parts: str, variants: str, counts: str
) -> None:
    """And its measures theirs."""

    def put(sectors: str, parts: str, variants: str) -> None:
        known = HEAD.replace("categories:", f"sectors: [{sectors}]\ncategories:")
        said = "".join(f"    - {{sector: {s}, measures: [检修风机, 复核图纸]}}\n" for s in parts.split())
        more = [f"variants: [{MINES}{variants}]"] if variants else []
        listed(known + indent(task(1, MINES, *more) + "  parts:\n" + said, "      "))

    put("{name: 煤矿}", "煤矿 非煤矿山", "")
    run("mark", "1.1", "doing")
    run("mark", "1.1.2", "done")
    put(sectors, parts, variants)
    ran = run("list", "--json")
    assert [r["id"] for r in ran.json if r["percent"] == 50.0] == ([counts] if counts else [])
    assert ("第1.1、1.1.2项的标题与记录时不同" in ran.err) is not bool(counts)


def test_a_parts_title_may_be_reworded_where_the_tasks_variants_have_the_old_one(run: Run, put: Put) -> None:
    put(task(5, SCHOOLS, *SPLIT))
    run("mark", "5.1", "done")
    new = ("parts:", "  - {title: 义务教育学校}", SPLIT[2])
    put(task(5, SCHOOLS, *new))
    assert (statuses(run)["5.1"], "variants" in run("list").err) == ("todo", True)
    put(task(5, SCHOOLS, f"variants: [{SCHOOLS}（中小学）]", *new))
    assert (statuses(run), run("list").err) == ({"5.1": "done", "5.2": "todo"}, "")


# --- fewer stages, another year --------------------------------------------------------------------


def test_a_stage_that_there_is_no_more_is_told(run: Run, put: Put) -> None:
    put(task(1, FIRE, deadline="6月底前/12月底前"))
    run("mark", "1", "done", "--stage", "2", "--note", "年底一次已办")
    put(task(1, FIRE, deadline="12月底前"))
    ran = run("list", "--json")
    assert statuses(run)["1"] == "todo"
    assert "第1项的阶段有变动" in ran.err
    assert "年底一次已办" in run("show", "1").out


def test_a_list_carried_on_into_the_next_year_says_that_last_years_work_counts(
    run: Run, listed: Callable[[str], Path]
) -> None:
    listed(HEAD + indent(task(1, FIRE), "      "))
    run("mark", "1", "done", today="2025-05-20")
    assert run("list", today="2025-06-01").err == ""
    listed(HEAD.replace("2025", "2026") + indent(task(1, FIRE), "      "))
    ran = run("list", today="2026-03-01")
    assert ran.code == 0
    assert "警告：台账中有1条记录的办理日期早于清单年度（2026年）" in ran.err and "换一个 id" in ran.err
    assert "日期写错了的，请用 anquan undo 1 撤销" in ran.err


@pytest.mark.parametrize(
    ("on", "recorded", "told"),
    [  # the list is of 2025
        ("2024-12-28", "2025-01-08T01", False),
        ("2024-12-01", "2024-12-31T16", False),  # New Year in China
        ("2024-12-28", "2024-12-28T01", True),  # last year's ledger
        ("2024-11-30", "2025-01-08T01", True),  # a slip, perhaps
        ("2025-01-01", "2025-01-08T01", False),
    ],
)
def test_work_of_the_december_before_is_no_ledger_of_last_year(on: str, recorded: str, told: bool) -> None:
    plan, book = plan_of(task(1, FIRE)), Book()
    book.mark("1", "doing", on=on)
    events = [e._replace(ts=f"{recorded}:00:00.000000Z") for e in book.events]
    warned = ledger_warnings(fold(plan, events, date(2025, 6, 1)), day_given=False)
    assert any("早于清单年度" in w for w in warned) == told


def test_without_an_id_of_its_own_another_years_list_never_takes_the_ledger(
    run: Run, listed: Callable[[str], Path]
) -> None:
    plain = HEAD.partition("\n")[2] + indent(task(1, FIRE), "      ")
    listed(plain)
    run("mark", "1", "done")
    listed(plain.replace("2025", "2026"))
    ran = run("list")
    assert (ran.code, "2025" in ran.err and "2026" in ran.err) == (3, True)
    assert run("mark", "1", "done", today="2026-01-05").code == 3


def test_a_list_that_was_given_its_issuer_later_is_told_how_to_keep_its_ledger(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Without an id of its own a list is known by year and issuer; the line of the hint is taken as it stands."""
    plain = HEAD.partition("\n")[2] + indent(task(1, FIRE), "      ")
    listed("issuer: 县'安'委会\n" + plain)
    run("mark", "1", "done")
    listed("issuer: 县安委会\n" + plain)
    ran = run("mark", "1", "done")
    line = ran.err.partition("在清单里写 ")[2].partition("。")[0]
    assert (ran.code, line) == (3, "id: '2025-县''安''委会'")
    listed(f"{line}\nissuer: 县安委会\n" + plain)
    assert (run("list", "--json").json[0]["status"], run("list").err) == ("done", "")


def test_ids_in_the_ledger_that_are_none_trouble_nobody(run: Run, put: Put, workspace: Path) -> None:
    """Sealed by some other program: numbers of 5,000 digits, escape characters, nothing at all."""
    from tests.ledger.conftest import extend

    put(task(1, FIRE))
    run("mark", "1", "done")
    path = workspace / "home" / "ledger.jsonl"
    record = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
    odd = ["9" * 5000, "\x1b[31m", "", ".", "²", "1.9"]
    record |= {"seq": 2, "targets": [{"id": i, "stage": None} for i in odd], "titles": {}}
    del record["h"]
    path.write_bytes(extend(path.read_bytes(), record))
    ran = run("list")
    assert (ran.code, statuses(run)) == (0, {"1": "done"})
    assert "清单已没有的第" in ran.err and "等" not in ran.err and "\x1b" not in ran.err
    assert len(ran.err) < 300
    for argv in (("show", "9" * 5000), ("show", "1.9"), ("log",), ("status",)):
        assert run(*argv).code == 0


# --- units renamed or relieved ---------------------------------------------------------------------

OLD, NEW = "县水利局", "县水务局"


def register(*units: str) -> str:
    return "units: [" + ", ".join(units) + "]\n"


def test_a_unit_that_was_renamed_keeps_what_it_recorded(run: Run, listed: Callable[[str], Path]) -> None:
    """原名在名册里：登记的进展、历史和撤销都跟着单位走。"""
    tasks = indent(task(1, FIRE), "      ")
    listed(HEAD + tasks)
    run("mark", "1", "doing", "--percent", "30", "--unit", "县水利局", "--note", "已部署")
    run("mark", "1", "doing", "--percent", "70", "--unit", "县水利局")
    listed(HEAD.replace("categories", register(f"{{name: {NEW}, former: [{OLD}]}}") + "categories") + tasks)
    assert run("list", "--json").json[0]["percent"] == 70.0
    assert (run("list").err, len(run("log", "--unit", NEW).rows)) == ("", 2)
    ran = run("undo")
    assert "（县水务局）：推进中70% → 30%" in ran.out
    assert [r["match"]["percent"] for r in run("list", "--unit", NEW, "--json").json] == [30.0]


def test_a_short_name_that_was_registered_later_keeps_its_work(
    run: Run, put: Put, listed: Callable[[str], Path]
) -> None:
    two = f"{{name: {NEW}, short: [水务所]}}, {{name: 县林业局, short: [林业站]}}"
    tasks = indent(task(1, FIRE).replace(OLD, "水务所、林业站"), "      ")
    listed(HEAD.replace("categories", register("{name: 水务所}", "{name: 林业站}") + "categories") + tasks)
    run("mark", "1", "done", "--unit", "水务所")
    listed(HEAD.replace("categories", register(two) + "categories") + tasks)
    assert run("list", "--json").json[0]["percent"] == 50.0  # one of two
    assert run("show", "1", "--json").json["parties"]["missing"] == ["县林业局"]


def test_a_unit_that_the_list_no_longer_knows_is_said(run: Run, put: Put) -> None:
    """Renamed without its former name, or relieved: the work counts no more, and every answer says so."""
    put(task(1, FIRE) + task(2, ROADS))
    run("mark", "1", "2", "done", "--unit", OLD)
    put((task(1, FIRE) + task(2, ROADS)).replace(OLD, NEW))
    for argv in (("list",), ("status",), ("show", "1"), ("summary",)):
        ran = run(*argv)
        assert (ran.code, ran.err.count("警告")) == (0, 1)
        assert "警告：第1、2项有县水利局的登记，清单上这些项与它已无关" in ran.err and "former" in ran.err
    assert run("list", "--json").json[0]["percent"] == 0.0
    run("undo")
    assert "警告" not in run("list").err


def test_a_task_that_went_to_another_unit_says_it_of_that_task_alone(run: Run, put: Put) -> None:
    put(task(1, FIRE) + task(2, ROADS))
    run("mark", "1", "2", "done", "--unit", OLD)
    put(task(1, FIRE).replace(OLD, "县林业局") + task(2, ROADS))
    assert "警告：第1项有县水利局的登记" in run("list").err
    assert statuses(run)["2"] == "done"


def test_papers_do_not_quote_what_a_relieved_unit_had_marked_and_say_that_it_does_not_count(
    run: Run, put: Put
) -> None:
    """Its count would stand beside a total of 0, and that it is done beside the other that is asked; a note is a word still."""
    target = "measures: [{text: 换桩, target: {count: 30, unit: 处}}]"
    put(task(1, FIRE) + task(2, ROADS, target))
    run("mark", "2.1", "doing", "--count", "12", "--unit", OLD, "--note", "已换桩", today="2025-06-10")
    run("mark", "1", "done", "--unit", OLD, today="2025-06-10")
    run("note", "1", "已移交", "--unit", OLD, today="2025-06-10")
    put((task(1, FIRE) + task(2, ROADS, target)).replace(OLD, "县林业局") + task(3, MINES))
    said = "清单有变动，以前登记的2条（第1、2.1项）与现在的清单对不上，没有计入。"
    paper = run("summary", today="2025-06-12")
    told = paper.out.replace("\n　　", "\n")
    assert said in told and "报：已移交。" in told
    assert "已换桩" not in told and "局已办结" not in told and "警告：第1、2.1项有县水利局的登记" in paper.err
    assert said in run("summary", "--unit", OLD, today="2025-06-12").out
    assert "没有计入" not in run("summary", "--unit", "县林业局", today="2025-06-12").out
    assert run("export", "--format", "md", today="2025-06-12").out.count("（县水利局）") == 1


def test_what_the_office_says_without_a_unit_stands_for_whom_the_list_names_now(run: Run, put: Put) -> None:
    """A mark covers the parties of the list as it is read: the entry has no names that could be missed."""
    put(task(1, FIRE) + task(2, ROADS))
    run("mark", "1", "done")
    put(task(1, FIRE).replace(OLD, "县林业局") + task(2, ROADS))
    ran = run("list", "--unit", "县林业局", "--json")
    assert (ran.err, [r["match"]["status"] for r in ran.json]) == ("", ["done"])


# --- stages that moved -----------------------------------------------------------------------------

HALVES, QUARTERS = "6月底前/12月底前", "3月底前/6月底前/12月底前"


@pytest.mark.parametrize(
    ("before", "stage", "after", "counts"),
    [
        (HALVES, 1, QUARTERS, False),  # June's work would have closed March
        (HALVES, 1, "12月底前", False),  # and the whole year
        (HALVES, 1, "6月底前/9月底前/12月底前", True),  # June is still the first
        (HALVES, 1, "7月底前/12月底前", True),  # put off by a month: the same stage
        (QUARTERS, 3, "3月底前/6月底前/9月底前/12月底前", False),
        ("3月底前/6月底前", 2, "6月底前/9月底前", False),  # as many; June's work is not September's
        ("3月底前/6月底前", 1, "6月底前/9月底前", True),  # March's day is nobody's now: put off
    ],
)
def test_a_stages_work_never_moves_to_another_date(
    run: Run, put: Put, before: str, stage: int, after: str, counts: bool
) -> None:
    put(task(1, FIRE, deadline=before))
    run("mark", "1", "done", "--stage", str(stage), "--note", "已查")
    put(task(1, FIRE, deadline=after))
    found = run("show", "1", "--json")
    assert any(s["status"] == "done" for s in found.json["stages"]) is counts
    assert (
        "第1项的阶段有变动（增减了，或换了日期），1条旧记录所登记的阶段与现在的对不上" in found.err
    ) is not counts
    assert ("已查（所登记的阶段与现在的对不上，未计入）" in run("show", "1").out) is not counts
    put(task(1, FIRE, deadline=before))
    ran = run("list", "--json")
    assert (ran.err, run("show", "1", "--json").json["stages"][stage - 1]["status"]) == ("", "done")


@pytest.mark.parametrize(
    ("before", "all_", "after", "told"),
    [
        ("9月底前", False, "每月", True),
        ("9月底前", False, HALVES, True),
        ("9月底前", False, "12月底前", False),
        (HALVES, True, QUARTERS, True),
        (HALVES, True, "5月底前/11月底前", True),
        (HALVES, True, "12月底前", False),
        ("持续推进", False, HALVES, True),
    ],
)
def test_what_closed_a_single_stage_stands_for_all_that_it_became_and_is_told(
    run: Run, put: Put, before: str, all_: bool, after: str, told: bool
) -> None:
    """Until what is not done is open again and the rest recorded; no acknowledged progress is lost meanwhile."""
    put(task(1, FIRE, deadline=before))
    run("mark", "1", "done", *(("--all-stages",) if all_ else ()), "--unit", OLD)
    put(task(1, FIRE, deadline=after))
    ran = run("list", "--json")
    assert (statuses(run)["1"], "警告：第1项（第1号）登记时没有写明各期" in ran.err) == ("done", told)
    assert bool(ran.err) is told
    run("mark", "1", "done", *(("--all-stages",) if told else ()), "--unit", OLD)
    assert run("list").err == ""


def test_of_all_stages_what_is_recorded_says_how_many_they_were(run: Run, put: Put, workspace: Path) -> None:
    """Of an item of one stage nothing is written beside it; a measure's stages are its own."""
    put(task(1, FIRE, "measures: [换桩, {text: 调度, deadline: 每季度}]"))
    for argv in (("1",), ("1.2", "--all-stages"), ("1.2", "--stage", "1-3")):
        run("mark", argv[0], "done", *argv[1:])
    lines = (workspace / "home" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    found = [json.loads(line)["targets"] for line in lines]
    assert found[0] == [{"id": "1", "stage": None}]
    assert found[1] == [{"id": "1.2", "stage": None, "due": "2025-12-31", "all": 4}]
    assert found[2][2] == {"id": "1.2", "stage": 3, "due": "2025-09-30", "of": 4}
    put(task(1, FIRE, "measures: [换桩, {text: 调度, deadline: 每月}]"))
    assert "第1.2项（第2号）登记时没有写明各期" in run("list").err


def test_what_an_older_program_recorded_of_a_stage_counts_by_its_number(
    run: Run, put: Put, workspace: Path
) -> None:
    from tests.ledger.conftest import extend

    put(task(1, FIRE, deadline=HALVES))
    run("mark", "1", "done")
    path = workspace / "home" / "ledger.jsonl"
    record = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
    assert record["targets"] == [{"id": "1", "stage": 1, "due": "2025-06-30", "of": 2}]
    record |= {"seq": 2, "id": "x", "ts": "2027-01-01T00:00:00.000000Z", "targets": [{"id": "1", "stage": 1}]}
    del record["h"]
    path.write_bytes(extend(path.read_bytes(), record))
    put(task(1, FIRE, deadline=QUARTERS))
    assert [s["status"] for s in run("show", "1", "--json").json["stages"]] == ["done", "todo", "todo"]


def test_two_units_made_one_by_the_list_are_told_with_what_both_had_recorded(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """The last of both stands for all, so a count is lost from view and half a task may look done."""
    two = HEAD.replace("categories:", "units: [{name: 县水利局}, {name: 县林业局}]\ncategories:")
    tasks = "".join(task(n, t) for n, t in ((1, FIRE), (2, ROADS))).replace("县水利局", "县水利局、县林业局")
    listed(two + indent(tasks, "      "))
    run("mark", "1", "doing", "--unit", "县水利局", "--count", "9", today="2025-04-01")
    run("mark", "1", "doing", "--unit", "县林业局", "--count", "4", today="2025-04-02")
    run("mark", "2", "done", "--unit", "县水利局", today="2025-04-03")
    assert "警告" not in run("list", today="2025-04-04").err
    made = "units: [{name: 县林水局, former: [县水利局, 县林业局]}, {name: 县公安局}]"
    merged = two.replace("units: [{name: 县水利局}, {name: 县林业局}]", made)
    listed(merged + indent(tasks.replace("县水利局、县林业局", "县林水局、县公安局"), "      "))
    warned = run("list", today="2025-04-04").err
    assert "警告：第1项有县林业局、县水利局的登记，清单现在都算作县林水局的" in warned
    said = "单位有变动，第1项有县林业局、县水利局的登记，清单现在都算作县林水局的，只按最后一条计。"
    for unit, tells in ((), True), (("--unit", "县林水局"), True), (("--unit", "县公安局"), False):
        assert (said in run("summary", *unit, today="2025-04-04").out.replace("\n", "")) is tells
    assert run("summary", "--json", today="2025-04-04").json["mergers"] == [
        {"unit": "县林水局", "former": ["县林业局", "县水利局"], "ids": ["1"]}
    ]
    assert said not in run("summary", "--at", "1", today="2025-04-04").out.replace("\n", "")
    renamed = two.replace("{name: 县水利局}", "{name: 县水务局, former: [县水利局]}")
    listed(renamed + indent(tasks.replace("县水利局", "县水务局"), "      "))
    run("mark", "1", "doing", "--unit", "县水务局", today="2025-04-05")
    assert "警告" not in run("list", today="2025-04-05").err, "a new name alone makes nobody two"


def test_a_unit_that_was_merged_into_another_which_keeps_its_name_is_told_as_well(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """The other recorded 1 before the last entry of the one that is gone, so it is not that one renamed; 2 and 3 it took over."""
    two = HEAD.replace("categories:", "units: [{name: 县水利局}, {name: 县林业局}]\ncategories:")
    both = "".join(task(n, t) for n, t in ((1, FIRE), (2, ROADS), (3, MINES)))
    listed(two + indent(both.replace(OLD, f"{OLD}、县林业局"), "      "))
    run("mark", "1", "doing", "--unit", OLD, "--count", "20", today="2025-04-01")
    run("mark", "1", "3", "doing", "--unit", "县林业局", "--count", "5", today="2025-04-02")
    made = two.replace("{name: 县水利局}, {name: 县林业局}", "{name: 县水利局, former: [县林业局]}")
    listed(made + indent(both, "      "))
    run("mark", "2", "3", "doing", "--unit", OLD, today="2025-04-03")
    said = "第1项有县林业局、县水利局的登记，清单现在都算作县水利局的"
    assert f"警告：{said}，只按最后一条计" in run("list", today="2025-04-03").err
    assert f"单位有变动，{said}，只按最后一条计。" in run("summary", today="2025-04-03").out.replace("\n", "")
    run("mark", "1", "doing", "--unit", OLD, "--count", "25", today="2025-04-03")
    assert said in (warned := run("list", today="2025-04-03").err), "that it is for both nobody can see"
    assert "再把其他各家的旧登记用 anquan undo 记录号 撤销" in warned
    run("undo", "2", today="2025-04-03")
    assert "警告" not in run("list", today="2025-04-03").err


def test_what_a_merged_unit_has_recorded_since_needs_no_warning(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """A count only where one had been given: the sum is not known without it."""
    two = HEAD.replace("categories:", "units: [{name: 县水利局}, {name: 县林业局}]\ncategories:")
    tasks = "".join(task(n, t) for n, t in ((1, FIRE), (2, ROADS))).replace("县水利局", "县水利局、县林业局")
    listed(two + indent(tasks, "      "))
    run("mark", "1", "2", "doing", "--unit", "县水利局", today="2025-04-01")
    run("mark", "1", "doing", "--unit", "县林业局", "--count", "4", today="2025-04-02")
    run("mark", "2", "done", "--unit", "县林业局", today="2025-04-02")
    made = two.replace("{name: 县水利局}, {name: 县林业局}", "{name: 县林水局, former: [县水利局, 县林业局]}")
    listed(made + indent(tasks.replace("县水利局、县林业局", "县林水局"), "      "))
    assert "警告：第1、2项有" in run("list", today="2025-04-03").err
    run("note", "1", "2", "两家合并", "--unit", "县林水局", today="2025-04-03")
    assert "警告：第1、2项有" in run("list", today="2025-04-03").err
    run("mark", "1", "2", "doing", "--percent", "50", "--unit", "县林水局", today="2025-04-03")
    assert "警告：第1项有" in run("list", today="2025-04-03").err
    run("mark", "1", "doing", "--count", "13", "--unit", "县林水局", today="2025-04-03")
    assert run("list", today="2025-04-03").err == ""


def test_what_was_recorded_for_a_stage_that_is_no_more_is_not_quoted_on_paper(run: Run, put: Put) -> None:
    put(task(1, FIRE, deadline="6月底前/12月底前"))
    run("mark", "1", "done", "--note", "上半年已办", today="2025-06-10")
    put(task(1, FIRE, deadline="3月底前/6月底前/12月底前"))
    paper = run("summary", today="2025-07-05").out
    assert "上半年已办" not in paper and "以前登记的1条（第1项）与现在的清单对不上，没有计入。" in paper


def test_entries_that_were_taken_back_say_in_the_history_what_they_were_about(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "2", "done")  # the roads
    put(SHORTENED)
    run("undo", "1")
    page = run("show", "2").out
    assert f"已完成（已撤销）（记录时为：2 {ROADS}；标题已变）" in page
    assert f"撤销第1号（记录时为：2 {ROADS}；标题已变）" in page
    run("undo", "2")
    assert f"已完成（记录时为：2 {ROADS}；标题已变，未计入）" in run("show", "2").out


def test_giving_back_what_meant_another_task_says_so_and_names_no_other(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "2", "done")  # the roads
    put(SHORTENED)
    run("undo", "1")
    ran = run("undo", "2")
    assert f"第1号记录登记的第2项当时是“{ROADS}”，不是清单现在的第2项，本来没有计入，恢复它不改变" in ran.err
    assert MINES not in ran.out and "仍为" not in ran.out and "尚余" not in ran.out


def test_of_a_batch_the_history_says_what_has_another_number_now(run: Run, put: Put) -> None:
    put(THREE)
    run("mark", "1-3", "done")
    put(SHORTENED)
    told = run("log", "--table").out.replace("\n", "").replace(" ", "")
    assert "1、2、3" in told and f"（记录时为：2{ROADS}" in told and FIRE not in told


def test_papers_quote_a_batch_of_measures_for_those_alone_that_it_still_means(run: Run, put: Put) -> None:
    """2 is another measure now; a count of it, a problem with it, a day promised are not the old one's."""
    put(task(1, FIRE, measures("张贴标识", "清理楼道杂物", "检修喷淋")))
    run("mark", "1.1", "1.2", "done", "--note", "已办", today="2025-06-10")
    put(task(1, FIRE, measures("张贴标识", "组织疏散演练", "检修喷淋")))
    paper = run("summary", "--json", today="2025-06-15").json
    (told,) = paper["reported"]
    assert [t["id"] for t in told["entry"]["targets"]] == ["1.1"]
    text = run("summary", today="2025-06-15").out
    assert "第1.1项“张贴标识”" in text and "1.2" not in text.partition("清单有变动")[0]
    assert "6月10日（1.1，" in text


def test_of_stages_one_of_which_is_no_more_papers_quote_the_others(run: Run, put: Put) -> None:
    put(task(1, FIRE, deadline="6月底前/9月底前/12月底前"))
    run("mark", "1", "done", "--stage", "1,3", "--note", "上半年已办", today="2025-06-10")
    put(task(1, FIRE, deadline="6月底前/9月底前"))
    paper = run("summary", today="2025-06-15").out
    assert f"第1项“{FIRE}”第1阶段" in paper and "上半年已办" in paper


def test_units_made_one_are_told_of_the_items_that_their_entries_still_mean(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """2 was the roads, which are gone; taken back, or of a number that is another task's now, nothing is mixed up."""
    units = "units: [{name: 县林水局, former: [县水利局, 县林业局]}]\ncategories:"
    two, made = (
        HEAD.replace("categories:", u)
        for u in ("units: [{name: 县水利局}, {name: 县林业局}]\ncategories:", units)
    )
    tasks = "".join(task(n, t) for n, t in ((1, FIRE), (2, ROADS))).replace("县水利局", "县水利局、县林业局")
    listed(two + indent(tasks, "      "))
    for unit in ("县水利局", "县林业局"):
        run("mark", "1", "2", "doing", "--unit", unit, today="2025-04-01")
    tasks = "".join(task(n, t) for n, t in ((1, FIRE), (2, MINES))).replace("县水利局", "县林水局")
    listed(made + indent(tasks, "      "))
    ran = run("summary", today="2025-04-04")
    assert "警告：第1项有县林业局、县水利局的登记" in ran.err and "单位有变动，第1项有" in ran.out
    run("undo", "1", today="2025-04-04")
    ran = run("summary", today="2025-04-04")
    assert "现在都算作" not in ran.err and "单位有变动" not in ran.out


# --- a task that got parts -------------------------------------------------------------------------

SCHOOLS = "开展校园检查"
SPLIT = (
    "parts:",
    "  - {title: 中小学, measures: [查消防, 查食堂]}",
    "  - {title: 幼儿园, units: 县公安局}",
)
_PARTED = (
    "警告：任务分项以前不写单位的登记，现在由各分项的责任单位分担：第5项的算在第5.1、5.2项名下；"
    "请核对，并按分项各登记一次（没有办的登记 todo）。\n"
)


def test_what_was_recorded_before_a_task_had_parts_stands_for_all_of_them_and_is_told(
    run: Run, put: Put
) -> None:
    """县公安局 had nothing to do with 5 when the office closed it: until its part is recorded itself, every answer says so."""
    put(task(5, SCHOOLS))
    run("mark", "5", "done")
    put(task(5, SCHOOLS, *SPLIT))
    assert statuses(run) == {"5.1": "done", "5.2": "done"}
    for argv in (("list",), ("show", "5.2"), ("summary",), ("status",), ("due",)):
        assert run(*argv).err == _PARTED, argv
    assert "（按此计：县公安局）" in run("show", "5.2").out
    run("mark", "5.2", "todo")
    assert statuses(run) == {"5.1": "done", "5.2": "todo"}
    assert "第5项的算在第5.1项名下；" in run("list").err
    run("mark", "5.1", "done")
    assert (statuses(run), run("list").err) == ({"5.1": "done", "5.2": "todo"}, "")


def test_a_units_word_of_a_task_stands_for_the_parts_that_are_its_own(run: Run, put: Put) -> None:
    put(task(5, SCHOOLS))
    run("mark", "5", "done", "--unit", "县水利局")
    run("note", "5", "已部署")
    put(task(5, SCHOOLS, *SPLIT))
    assert statuses(run) == {"5.1": "done", "5.2": "todo"}
    assert run("list").err == ""


def test_a_units_word_of_a_task_is_told_of_the_parts_that_are_its_own(run: Run, put: Put) -> None:
    """Nowhere of the others: in no paper, table or history."""
    put(task(5, SCHOOLS))
    run("mark", "5", "doing", "--percent", "40", "--unit", "县水利局", today="2025-04-01")
    run("note", "5", "已部署", "--unit", "县水利局", today="2025-04-09")
    put(task(5, SCHOOLS, *SPLIT))
    paper = run("summary", "--month", "2025-04", today="2025-04-10")
    assert "第5.1项“开展校园检查（中小学）”，县水利局" in paper.out and "第5.2项“" not in paper.out
    weekly = run("summary", "--json", "--month", "2025-04", today="2025-04-10").json
    assert [r["id"] for r in weekly["reported"]] == ["5.1", "5.1"]
    table = run("export", "--format", "md", today="2025-04-10").out
    assert [line[2:5] for line in table.splitlines() if "县水利局）：" in line] == ["5.1"]
    assert (len(run("log", "5.1").rows), run("log", "5.2").rows, len(run("log", "5").rows)) == (2, [], 2)
    assert len(run("log", "5.1.1").rows) == 2
    assert run("show", "5.2", "--json", today="2025-04-10").json["updated"] is None


def test_a_stage_of_a_task_counts_for_its_parts_only_where_each_of_these_has_it(run: Run, put: Put) -> None:
    """It was the first of two: one part has a single one now."""
    put(task(5, SCHOOLS, deadline="6月底前/12月底前"))
    run("mark", "5", "done")
    put(task(5, SCHOOLS, *SPLIT, deadline="6月底前/12月底前"))
    assert statuses(run) == {"5.1": "doing", "5.2": "doing"}
    other = SPLIT[2].replace("units: 县公安局", "deadline: 3月底前")
    put(task(5, SCHOOLS, *SPLIT[:2], other, deadline="6月底前/12月底前"))
    assert statuses(run) == {"5.1": "todo", "5.2": "todo"}
    assert "警告：第5项的阶段有变动（增减了，或换了日期）" in run("list").err


def test_a_mark_of_a_task_with_parts_is_of_the_parts_that_it_had(run: Run, put: Put) -> None:
    put(task(5, SCHOOLS, *SPLIT))
    run("mark", "5", "done")
    put(task(5, SCHOOLS, *SPLIT, "  - {title: 校车}"))
    assert statuses(run) == {"5.1": "done", "5.2": "done", "5.3": "todo"}
    assert run("list").err == ""


def test_comparing_says_for_which_parts_an_entry_counts_now(run: Run, put: Put, tmp_path: Path) -> None:
    """The same as the list says, both ways; in a pipe beside the rows."""
    put(task(5, SCHOOLS))
    run("mark", "5", "done")
    lists = [tmp_path / name for name in ("旧.yaml", "新.yaml")]
    for path, more in zip(lists, ((), SPLIT), strict=True):
        path.write_text(HEAD + indent(task(5, SCHOOLS, *more), "      "), encoding="utf-8")
    for width in (None, 100):
        ran = run("compare", *map(str, lists), width=width)
        said = ran.err if width is None else ran.out
        assert "第5项改为第5.1项，台账里已有1条登记，现在算在第5.1、5.2项名下，请核对。\n" in said
    found = run("compare", *map(str, lists), "--json").json
    assert [row["entries"] for row in (*found["changed"], *found["added"])] == [1, 1]
    run("note", "5", "已部署")
    back = run("compare", *map(str, reversed(lists))).err
    assert back == (
        "第5.1项改为第5项，台账里已有2条登记，现在算在第5项名下，请核对。\n"
        "第5.2项已不在清单里，台账里已有2条登记，现在算在第5项名下，请核对。\n"
    )


def test_an_entry_of_several_tasks_has_not_gone_to_the_others_when_one_goes(
    run: Run, put: Put, tmp_path: Path
) -> None:
    tasks = [
        "      - {number: 5, title: 检查, units: 县水利局, deadline: 6月底前}\n",
        "      - {number: 6, title: 宣传, units: 县水利局, deadline: 6月底前}\n",
    ]
    put("".join(tasks).strip().replace("\n      ", "\n"))
    run("mark", "5", "6", "done")
    lists = [tmp_path / name for name in ("旧.yaml", "新.yaml")]
    for path, more in zip(lists, (tasks, tasks[:1]), strict=True):
        path.write_text(HEAD + "".join(more), encoding="utf-8")
    assert run("compare", *map(str, lists)).err == "第6项已不在清单里，台账里已有1条登记，请核对。\n"


def test_comparing_counts_for_the_parts_only_what_counts_there(run: Run, put: Put, tmp_path: Path) -> None:
    """Of the measures' own entries none does: the measures are others now."""
    whole = "{number: 1, title: 矿山, units: 县水利局、县教育局, deadline: 12月底前, measures: [排查隐患, 整改到位]}"
    parts = (
        "{number: 1, title: 矿山, parts: ["
        "{sector: 煤矿, units: 县教育局, deadline: 12月底前, measures: [排查隐患]}, "
        "{sector: 非煤, units: 县水利局, deadline: 12月底前, measures: [整改到位]}]}"
    )
    put("- " + whole)
    run("mark", "1", "doing", "--percent", "50")
    run("mark", "1.1", "done")
    run("mark", "1", "doing", "--percent", "80", "--unit", "县水利局")
    run("mark", "1.2", "done", "--unit", "县教育局")
    lists = [tmp_path / name for name in ("旧.yaml", "新.yaml")]
    for path, task_ in zip(lists, (whole, parts), strict=True):
        path.write_text(HEAD + f"      - {task_}\n", encoding="utf-8")
    said = run("compare", *map(str, lists)).err
    assert said == (
        "第1项改为第1.1项，台账里已有4条登记，其中2条现在算在第1.1、1.2项名下，其余2条没有计入，请核对。\n"
    )


@pytest.mark.parametrize(("change", "code"), [("broken", 3), ("gone", 3), ("shorter", 3), ("locked", 1)])
def test_comparing_ends_as_every_command_does_where_the_ledger_is_not_whole(
    run: Run, put: Put, tmp_path: Path, change: str, code: int
) -> None:
    """The two lists are compared, what is recorded is not known; two that are alike ask nothing of it."""
    put(task(5, SCHOOLS))
    run("mark", "5", "doing")
    run("mark", "5", "done")
    ledger = tmp_path / "home" / "ledger.jsonl"
    first, second, third = ledger.read_bytes().splitlines(keepends=True)
    if change == "broken":
        ledger.write_bytes(first + second.replace("测试员".encode(), b"x") + third)
    elif change == "shorter":
        ledger.write_bytes(first + second)
    else:
        ledger.unlink()
        if change == "locked":
            ledger.mkdir()
    old, new = tmp_path / "旧.yaml", tmp_path / "新.yaml"
    old.write_text(HEAD + indent(task(5, SCHOOLS), "      "), encoding="utf-8")
    new.write_text(HEAD + indent(task(5, SCHOOLS, deadline="9月底前"), "      "), encoding="utf-8")
    ran = run("compare", str(old), str(new), "--json")
    hold("compare", ran.json)
    assert (ran.code, [row["entries"] for row in ran.json["changed"]]) == (code, [None])
    assert ran.err.count("有变动的任务在台账里有没有登记，没有核对：") == 1 and "错误：" in ran.err
    shown = run("compare", str(old), str(new), width=100)
    assert (shown.code, "6月底前 → 9月底前" in shown.out, "台账里已有" in shown.out) == (code, True, False)
    assert run("compare", str(old), str(old)).code == 0
