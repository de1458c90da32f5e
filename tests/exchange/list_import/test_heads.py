"""What heads of columns say that changes the rows below them, and columns that are nearly the list's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pytest

from anquan_cli.errors import DataError
from anquan_cli.exchange.list_import.header_words import Meaning
from anquan_cli.exchange.list_import.listing import Imported, Wishes
from tests.exchange.list_import.blocks import Given, document, imported, table

TITLE = "白河县2025年安全生产重点任务清单"
WHO, WHEN = "县城管局、县商务局", "6月底前"
AND = ["序号", "重点任务", "责任单位", "完成时限"]


class Told(NamedTuple):
    """What a row comes to: only what is named is compared."""

    units: str | None = None
    deadline: str | None = None
    remark: str = ""
    title: str = "燃气整治"
    content: str = ""


def read(
    rows: Sequence[Sequence[Given]], columns: Mapping[int, Meaning] | None = None, title: str = TITLE
) -> Imported:
    return imported(document(title, table(rows)), wishes=Wishes(columns=columns or {}, this_year=2025))


def hold(found: Imported, wanted: Sequence[Told], asked: Sequence[str]) -> None:
    """The rows, and of each doubt a piece of what it says; there is no other doubt."""
    got = [Told(r.units.text, r.deadline.text, r.remark, r.title, r.content) for r in found.plan.rows]
    assert got == [
        w._replace(units=w.units or g.units, deadline=g.deadline if w.deadline is None else w.deadline)
        for w, g in zip(wanted, got, strict=True)
    ]
    doubts = [f"{d.where}{d.what}；{d.hint}" for d in found.doubts]
    assert len(doubts) == len(asked), doubts
    assert all(said in doubt for said, doubt in zip(asked, doubts, strict=True)), doubts


# --- 1: what stands in brackets in a head -------------------------------------------------------------------

# head of units, head of the deadline, the two cells → the two phrases, and what is asked
BRACKETS = {
    **{("责任单位", head, WHO, WHEN): (WHO, WHEN, []) for head in ("责任时限", "序时节点", "进度节点", "年度节点", "时间表")},
    # a year
    ("责任单位", "完成时限（2026年）", WHO, WHEN): (WHO, "2026年6月底前", []),
    ("责任单位", "完成时限（2026年度）", WHO, "12月底前"): (WHO, "2026年12月底前", []),
    ("责任单位", "完成时限（2025年）", WHO, WHEN): (WHO, WHEN, []),
    ("责任单位", "完成时限（未注明年份的均为2026年）", WHO, WHEN): (WHO, "2026年6月底前", []),
    ("责任单位", "完成时限（均为2026年）", WHO, "2025年12月底前"): (WHO, "2025年12月底前", []),
    ("责任单位", "完成时限\n（2026年）", WHO, "3月底前/9月底前"): (WHO, "2026年3月底前/9月底前", []),
    ("责任单位", "整改时限[2026年]", WHO, "全年"): (WHO, "2026年全年", []),
    ("责任单位", "完成时限（2026年）", WHO, "县里另行通知"): (
        WHO, "县里另行通知", ["栏名写着“2026年”，没有写进完成时限“县里另行通知”"],
    ),
    # another thing about the dates
    ("责任单位", "完成时限（每月）", WHO, "10日前"): (WHO, "10日前", ["“每月”没有读进各项", "10日前"]),
    ("责任单位", "完成时限（2025年—2026年）", WHO, WHEN): (WHO, WHEN, ["“2025年—2026年”没有读进各项"]),
    ("责任单位", "完成时限（2025年）（农历）", WHO, WHEN): (WHO, WHEN, ["“2025年；农历”没有读进各项"]),
    ("责任单位（部门）（第一单位牵头）", "完成时限（月）", WHO, WHEN): ("县城管局牵头，县商务局负责", WHEN, []),
    ("责任单位（按职责分工负责）", "完成时限（本年度）", WHO, WHEN): (WHO, WHEN, []),
    ("责任单位", "完成时限（最迟不超过11月）", WHO, WHEN): (WHO, WHEN, ["“最迟不超过11月”没有读"]),
    # who leads
    ("责任单位（第一单位牵头）", "完成时限", WHO, WHEN): ("县城管局牵头，县商务局负责", WHEN, []),
    ("责任单位（排第一位的为牵头单位）", "完成时限", WHO, WHEN): ("县城管局牵头，县商务局负责", WHEN, []),
    ("责任单位（列首位的为牵头部门）", "完成时限", WHO, WHEN): ("县城管局牵头，县商务局负责", WHEN, []),
    ("责任单位（排在第一位的为牵头单位，其余为配合单位）", "完成时限", WHO, WHEN): (
        "县城管局牵头，县商务局配合", WHEN, [],
    ),
    ("责任单位（第一单位牵头）", "完成时限", "县城管局", WHEN): ("县城管局", WHEN, []),
    ("责任单位（第一单位牵头）", "完成时限", "县城管局\n县商务局\n县教育局", WHEN): (
        "县城管局牵头，县商务局、县教育局负责", WHEN, [],
    ),
    ("责任单位（第一单位牵头）", "完成时限", "县城管局牵头，县商务局配合", WHEN): (
        "县城管局牵头，县商务局配合", WHEN, [],
    ),
    ("责任单位（第一单位牵头）", "完成时限", "县商务局配合，县城管局牵头", WHEN): (
        "县商务局配合，县城管局牵头", WHEN, ["“第一单位牵头”没有读进“县商务局配合，县城管局牵头”"],
    ),
    ("责任单位（第一单位牵头）", "完成时限", "各乡镇、县商务局", WHEN): (
        "各乡镇、县商务局", WHEN, ["“第一单位牵头”没有读进“各乡镇、县商务局”"],
    ),
    ("责任单位（加粗为牵头单位）", "完成时限", WHO, WHEN): (WHO, WHEN, ["“加粗为牵头单位”没有读进各项"]),
    ("责任单位（★为牵头单位）", "完成时限", "县商务局、★县城管局", WHEN): (
        "县城管局牵头，县商务局负责", WHEN, [],
    ),
    ("责任单位（带*为牵头）", "完成时限", "县城管局*、县商务局", WHEN): ("县城管局牵头，县商务局负责", WHEN, []),
    ("责任单位（标▲的为牵头单位，其他为配合单位）", "完成时限", "▲县城管局 县商务局", WHEN): (
        "县城管局牵头，县商务局配合", WHEN, [],
    ),
    ("责任单位（带*为牵头）", "完成时限", "县城管局", WHEN): ("县城管局", WHEN, ["“带*为牵头”没有读进各项"]),
    ("责任单位（各乡镇均要落实）", "完成时限", WHO, WHEN): (WHO, WHEN, ["“各乡镇均要落实”没有读进各项"]),
    # what changes nothing
    ("责任单位（部门）", "完成时限（年月）", WHO, WHEN): (WHO, WHEN, []),
    ("责任单位（排名不分先后）", "完成时限（月）", WHO, WHEN): (WHO, WHEN, []),
    ("责任单位（盖章）", "完成时限（具体到月）", WHO, WHEN): (WHO, WHEN, []),
}  # fmt: skip


@pytest.mark.parametrize("told", BRACKETS)
def test_what_a_head_says_in_brackets_arrives(told: tuple[str, str, str, str]) -> None:
    units, deadline, asked = BRACKETS[told]
    found = read([["序号", "重点任务", *told[:2]], ["1", "燃气整治", *told[2:]]])
    hold(found, [Told(units, deadline)], asked)


def test_a_bracket_of_the_tasks_is_asked_about_once() -> None:
    head = ["序号", "重点任务（各乡镇参照执行）", "责任单位", "完成时限"]
    found = read([head, ["1", "燃气整治", WHO, WHEN], ["2", "消防整治", WHO, WHEN]])
    hold(
        found,
        [Told(WHO), Told(WHO, title="消防整治")],
        ["表1“重点任务（各乡镇参照执行）”“各乡镇参照执行”没有读进各项"],
    )


def test_a_bracket_of_what_is_kept_beside_the_task_arrives_with_it() -> None:
    head = ["序号", "重点任务", "责任单位", "完成时限", "责任人（加粗为第一责任人）"]
    found = read([head, ["1", "燃气整治", WHO, WHEN, "张三"]])
    hold(found, [Told(WHO, remark="责任人（加粗为第一责任人）：张三")], [])


def test_a_bracket_of_a_head_over_others_counts_too() -> None:
    above = ("责任单位（第一单位牵头）", 1, 2)
    head: list[Sequence[Given]] = [
        [("序号", 2, 1), ("重点任务", 2, 1), above, ("完成时限", 2, 1)],
        ["县级", "乡级"],
    ]
    found = read([*head, ["1", "燃气整治", WHO, "各乡镇", WHEN]])
    hold(found, [Told(f"{WHO}\n各乡镇")], ["“第一单位牵头”没有读进“县城管局、县商务局”"])


NOTES: dict[str, tuple[str, str, list[str]]] = {
    "注：责任单位第一个为牵头单位，其余为配合单位。": ("县城管局牵头，县商务局配合", "县教育局", []),
    "（责任单位中排在第一位的为牵头单位）": ("县城管局牵头，县商务局负责", "县教育局", []),
    "备注：第一单位为牵头单位": ("县城管局牵头，县商务局负责", "县教育局", []),
    "注：加粗的为牵头单位": (WHO, "县教育局", []),
    "注：第一牵头单位负总责，请各单位抓好落实。": (WHO, "县教育局", []),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("note", NOTES)
def test_a_note_says_who_leads_as_a_head_does(note: str) -> None:
    first, second, asked = NOTES[note]
    body = [["1", "燃气整治", WHO, WHEN], ["2", "校车整治", "县教育局", WHEN]]
    for made in (
        document(TITLE, table([AND, *body]), note),
        document(TITLE, note, table([AND, *body])),
        document(TITLE, table([AND, *body, [(note, 1, 4)]])),
    ):
        hold(imported(made), [Told(first, WHEN), Told(second, WHEN, title="校车整治")], asked)


def test_a_mark_that_no_head_explains_is_asked_about() -> None:
    head = ["序号", "重点任务", "责任单位（带*为牵头）", "完成时限"]
    found = read([head, ["1", "燃气整治", "★县城管局、县商务局", WHEN]])
    hold(found, [Told("★县城管局、县商务局")], ["“带*为牵头”没有读进各项", "注释标记“★”"])
    found = read([[*AND], ["1", "燃气整治", "★县城管局、县商务局", WHEN]])
    hold(found, [Told("★县城管局、县商务局")], ["注释标记“★”"])


def test_a_year_over_heads_is_of_the_dates_below_it() -> None:
    head: list[Sequence[Given]] = [
        [("序号", 2, 1), ("重点任务", 2, 1), ("责任单位", 2, 1), ("2026年", 1, 2)],
        ["工作措施", "完成时限"],
    ]
    found = read([*head, ["1", "燃气整治", WHO, "排查", WHEN]])
    hold(found, [Told(WHO, "2026年6月底前", content="排查")], ["“2026年”没有读进各项"])
    head[0][3], head[1:] = ("2025年", 1, 2), [["工作措施", "完成时限"]]  # type: ignore[index]
    hold(read([*head, ["1", "燃气整治", WHO, "排查", WHEN]]), [Told(WHO, WHEN, content="排查")], [])
    head[0] = [("序号", 2, 1), ("重点任务", 2, 1), ("责任单位", 2, 1), ("2025年", 1, 2), ("2026年", 1, 2)]
    head[1] = ["工作措施", "完成时限"] * 2
    found = read([*head, ["1", "燃气整治", WHO, "排查", "9月底前", "整改", WHEN]])
    told = Told(
        WHO, "9月底前", "2026年完成时限：6月底前", content="2025年工作措施：排查\n2026年工作措施：整改"
    )
    hold(found, [told], ["两栏"])


@pytest.mark.parametrize(
    ("label", "remark"),
    [
        ("责任单位", ""),
        ("责任单位（部门）", ""),
        ("责任单位（首位牵头）", "责任单位（首位牵头）：县城管局、县商务局"),
    ],
)
def test_a_bracket_of_a_label_arrives(label: str, remark: str) -> None:
    text = f"1.燃气整治。开展排查。（{label}：{WHO}；完成时限：{WHEN}）"
    found = imported(
        document(TITLE, "一、重点任务", text, "2.消防整治。排查。（责任单位：县消防大队；完成时限：全年）")
    )
    (row, _) = found.plan.rows
    assert (row.units.text, row.deadline.text, row.remark) == (WHO, WHEN, remark)


# --- 2: a matrix of units, quarters with texts ---------------------------------------------------------------

NAMES = ["县应急局", "县住建局", "县交通局", "县教育局"]


def matrix(above: str, *cells: str, names: Sequence[str] = NAMES, notes: str = "") -> Imported:
    """A table of one task, ticked below units."""
    head: list[Sequence[Given]] = [["序号", "重点任务", *names, "完成时限"]]
    if above:
        head = [
            [("序号", 2, 1), ("重点任务", 2, 1), (above, 1, len(names)), ("完成时限", 2, 1)],
            [*names],
        ]
    below: list[Sequence[Given]] = [[(notes, 1, 3 + len(names))]] if notes else []
    return read([*head, ["1", "燃气整治", *cells, WHEN], *below])


TICKED = {
    ("责任单位", "√", "", "√", ""): ("县应急局、县交通局", []),
    ("责任单位", "", "√", "", ""): ("县住建局", []),
    ("责任单位", "√", "√", "√", "√"): ("县应急局、县住建局、县交通局、县教育局", []),
    ("责任单位", "牵头", "配合", "", "配合"): ("县应急局牵头，县住建局、县教育局配合", []),
    ("责任单位", "配合", "牵头", "", ""): ("县住建局牵头，县应急局配合", []),
    ("责任单位", "主办", "协办", "责任", ""): ("县应急局牵头，县交通局负责，县住建局配合", []),
    ("责任单位", "★", "○", "", "○"): ("县应急局、县住建局、县教育局", ["“★”“○”"]),
    ("责任单位（★牵头，○配合）", "○", "★", "", "○"): ("县住建局牵头，县应急局、县教育局配合", []),
    ("责任单位", "牵头", "√", "", ""): ("县应急局牵头，县住建局负责", ["“√”"]),
    ("", "牵头", "配合", "", "配合"): ("县应急局牵头，县住建局、县教育局配合", []),
    ("", "√", "", "", "√"): ("县应急局、县教育局", ["栏名合成了责任单位"]),
    ("", "●", "○", "", ""): ("县应急局、县住建局", ["“●”“○”"]),
    ("配合单位", "√", "√", "", ""): ("县应急局、县住建局配合", []),
    ("责任单位", "√（牵头）", "√", "", "√（配合）"): ("县应急局牵头，县住建局负责，县教育局配合", ["“√”"]),
    ("责任单位", "√牵头", "配合单位", "/", "—"): ("县应急局牵头，县住建局配合", []),
    ("责任单位", "√", "负责方案", "", ""): ("县应急局：√；县住建局：负责方案", ["未能识别"] * 2),
    ("责任单位及分工", "负责", "参与", "", ""): ("县应急局负责，县住建局配合", []),
}


@pytest.mark.parametrize("told", TICKED)
def test_the_units_of_a_matrix_are_those_that_are_ticked(told: tuple[str, str, str, str, str]) -> None:
    units, asked = TICKED[told]
    hold(matrix(*told), [Told(units, WHEN)], asked)


def test_a_legend_below_a_matrix_says_what_its_marks_are() -> None:
    found = matrix("责任单位", "★", "○", "", "○", notes="注：★为牵头单位，○为配合单位。")
    hold(found, [Told("县应急局牵头，县住建局、县教育局配合")], [])
    rows = [["序号", "重点任务", *NAMES], ["1", "燃气整治", "★", "○", "", "○"]]
    legend = "注：★为牵头单位，○为配合单位。"
    found = imported(document(TITLE, table(rows), legend), wishes=Wishes(deadline="全年"))
    hold(found, [Told("县应急局牵头，县住建局、县教育局配合")], [])


def test_a_matrix_with_an_own_word_beside_it_stays_a_remark_and_is_asked_about() -> None:
    head = ["序号", "重点任务", "牵头单位", "县住建局", "县教育局", "完成时限"]
    found = read([head, ["1", "燃气整治", "县应急局", "√", "", WHEN]])
    hold(found, [Told("县应急局牵头", WHEN, "县住建局：√")], ["“县住建局”至“县教育局”"])


@pytest.mark.parametrize("above", ["责任单位", ""])
def test_names_that_no_register_has_are_ticked_too(above: str) -> None:
    found = matrix(above, "√", "", "√", "√", names=["县应急局", "县住建局", "公安", "各乡镇"])
    assert found.plan.rows[0].units.text == "县应急局、公安、各乡镇"
    assert any("公安" in d.what for d in found.doubts)


def test_a_matrix_of_a_file_without_merged_cells() -> None:
    head = [["序号", "重点任务", "责任单位", "", "", "完成时限"], ["", "", *NAMES[:3], ""]]
    hold(read([*head, ["1", "燃气整治", "√", "", "√", WHEN]]), [Told("县应急局、县交通局", WHEN)], [])


def test_cells_of_a_matrix_that_are_no_ticks_are_kept_with_their_units() -> None:
    found = matrix("", "负责方案", "排查", "", "")
    hold(found, [Told("", WHEN, "县应急局：负责方案；县住建局：排查")], ["空着"])


def quarters(*cells: str, above: str = "完成时限", heads: Sequence[str] = ()) -> Imported:
    names = [*heads] or ["一季度", "二季度", "三季度", "四季度"]
    head: list[Sequence[Given]] = [
        [("序号", 2, 1), ("重点任务", 2, 1), ("责任单位", 2, 1), (above, 1, len(names))],
        [*names],
    ]
    return read([*head, ["1", "燃气整治", WHO, *cells]])


def test_texts_below_quarters_are_said_with_their_quarters() -> None:
    joined = ["4栏的时限合成了一个"]
    hold(quarters("制定方案", "", "完成50%", ""), [Told(WHO, "一季度：制定方案；三季度：完成50%")], joined)
    hold(
        quarters("部署", "排查", "整改", "验收", above="时间进度"),
        [Told(WHO, "一季度：部署；二季度：排查；三季度：整改；四季度：验收")],
        joined,
    )
    found = quarters("3月底前", "12月底前", heads=["2025年", "2026年"])
    hold(found, [Told(WHO, "2025年：3月底前；2026年：12月底前")], ["2栏的时限合成了一个"])


def test_a_tick_over_two_quarters_is_both() -> None:
    head = ["序号", "重点任务", "责任单位", "一季度", "二季度", "三季度"]
    found = read([head, ["1", "燃气整治", WHO, ("√", 1, 2), ""]])
    hold(found, [Told(WHO, "一季度、二季度")], ["合成了完成时限"])


def test_texts_below_quarters_alone_are_asked_about_by_name() -> None:
    head = ["序号", "重点任务", "责任单位", "一季度", "二季度"]
    found = read([head, ["1", "燃气整治", WHO, "部署", "排查"]])
    hold(found, [Told(WHO, "", "一季度：部署；二季度：排查")], ["“一季度”至“二季度”", "没有读到完成时限"])


# --- 3: the option that a doubt prints -----------------------------------------------------------------------

LIKE_UNITS = (
    "组织单位", "检查单位", "建设单位", "施工单位", "属地单位", "管理部门", "行业主管部门", "监管部门", "包联单位",
    "责任企业", "运营单位", "使用单位", "产权单位", "主管单位", "属地", "业主单位",
)  # fmt: skip


@pytest.mark.parametrize("head", LIKE_UNITS)
@pytest.mark.parametrize("number", ["序号", ""])
def test_a_settled_column_whose_head_looks_like_a_unit_has_a_head(head: str, number: str) -> None:
    rows = [["序号", "重点任务", head, "完成时限"], ["1", "燃气整治", "县城管局", WHEN]]
    rows = rows if number else [row[1:] for row in rows]
    at = 2 if number else 1
    (asked,) = [d for d in read(rows).doubts if f"“{head}”" in d.what]
    assert f"--column 责任单位={at + 1}" in asked.hint
    hold(read(rows, {at: "units"}), [Told("县城管局", WHEN)], [])
    everything: dict[int, Meaning] = {at - 1: "task", at: "units", at + 1: "deadline"}
    hold(read(rows, everything), [Told("县城管局", WHEN)], [])


def test_options_that_are_printed_together_go_together() -> None:
    rows = [["序号", "重点任务", "组织单位", "检查单位"], ["1", "燃气整治", "县城管局", "县商务局"]]
    first, second = (d.hint for d in read(rows).doubts[:2])
    assert "--column 责任单位=3" in first and "--column 责任部门=4" in second and "责任单位" not in second
    hold(read(rows, {2: "units", 3: "responsible"}), [Told("县城管局，县商务局负责", "")], ["没有读到"])


def test_a_settled_table_without_a_head_has_none() -> None:
    found = read(
        [["燃气整治", "县城管局", WHEN], ["消防整治", "各有关单位", "全年"]],
        {0: "task", 1: "units", 2: "deadline"},
    )
    hold(found, [Told("县城管局", WHEN), Told("各有关单位", "全年", title="消防整治")], [])


# --- 4: who else is named beside the units -------------------------------------------------------------------

BESIDE = {
    ("监管部门", "主体责任单位"): ("宏达燃气公司", "监管部门：县城管局", ["“监管部门”"]),
    ("责任单位", "企业责任单位"): ("县城管局", "企业责任单位：宏达燃气公司", ["“企业责任单位”"]),
    ("责任单位", "村级责任单位"): ("县城管局", "村级责任单位：宏达燃气公司", ["“村级责任单位”"]),
    ("责任单位", "属地责任"): ("县城管局", "属地责任：宏达燃气公司", ["“属地责任”"]),
    ("责任单位", "具体承办"): ("县城管局", "具体承办：宏达燃气公司", ["“具体承办”"]),
    ("责任单位", "包联单位"): ("县城管局", "包联单位：宏达燃气公司", ["“包联单位”"]),
    ("牵头单位", "行业主管部门"): ("县城管局牵头", "行业主管部门：宏达燃气公司", ["“行业主管部门”"]),
    ("牵头单位", "监管部门"): ("县城管局牵头", "监管部门：宏达燃气公司", ["“监管部门”"]),
    ("责任单位", "主体责任单位"): ("县城管局\n宏达燃气公司", "", []),
    ("牵头单位", "主体责任单位"): ("县城管局牵头，宏达燃气公司负责", "", []),
    ("主体责任单位", "配合单位"): ("县城管局，宏达燃气公司配合", "", []),
    ("主责单位", "协办单位"): ("县城管局牵头，宏达燃气公司配合", "", []),
    ("责任单位", "督导单位"): ("县城管局", "督导单位：宏达燃气公司", []),
    ("责任单位", "单位"): ("县城管局", "单位：宏达燃气公司", ["“单位”"]),
    ("责任单位", "责任人（单位）"): ("县城管局", "责任人（单位）：宏达燃气公司", ["“责任人（单位）”"]),
    ("责任单位", "牵头单位及责任人"): ("宏达燃气公司牵头，县城管局负责", "", []),
    ("牵头单位/责任人", "配合单位及负责人"): ("县城管局牵头，宏达燃气公司配合", "", []),
    ("责任单位", "责任人"): ("县城管局", "责任人：宏达燃气公司", []),
    ("责任单位", "主抓科室"): ("县城管局", "主抓科室：宏达燃气公司", []),
    ("责任单位", "企业名称"): ("县城管局", "企业名称：宏达燃气公司", []),
    ("责任单位", "被检查单位"): ("县城管局", "被检查单位：宏达燃气公司", []),
    ("责任单位", "原责任单位"): ("县城管局", "原责任单位：宏达燃气公司", []),
}  # fmt: skip


# of whom a header says that they are charged, whatever stands below it beside 责任单位
@pytest.mark.no_cover
@pytest.mark.parametrize(
    "head",
    [
        "主管部门", "行业主管部门", "监管部门", "责任领导及单位", "责任人及责任单位", "责任企业", "包保单位", "牵头及配合单位", "责任镇街道",
        "分管部门", "单位",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "cell",
    [
        "县应急局 李四", "县应急局（李四）", "县应急局\n李四", "李四（县应急局）", "县应急局、李四", "县应急局局长李四", "县应急局等5个部门",
        "县应急局 13800000000", "应急", "天宁", "华鑫煤业",
    ],
)  # fmt: skip
def test_whoever_else_is_charged_is_asked_about_whatever_stands_beside_the_name(head: str, cell: str) -> None:
    rows = [["序号", "重点任务", "责任单位", head, "完成时限"], ["1", "燃气整治", WHO, cell, WHEN]]
    assert [f"“{head}”" in d.what for d in read(rows).doubts] == [True]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("cell", "leader"),
    [
        ("张三\n李四", "张三、李四"),
        ("张某某\n王五\n李四", "张某某、王五、李四"),
        ("分管\n领导", "分管领导"),
        ("张三\n丰", "张三丰"),
        ("王副\n县长", "王副县长"),
        ("张三\n副县长", "张三副县长"),
        ("李县长\n王县长", "李县长王县长"),
    ],
)
def test_leaders_in_lines_are_several(cell: str, leader: str) -> None:
    rows = [["序号", "重点任务", "责任领导", "责任单位", "完成时限"], ["1", "燃气整治", cell, WHO, WHEN]]
    assert read(rows).plan.rows[0].leader == leader


@pytest.mark.parametrize(
    ("lead", "support", "units"),
    [
        ("县住建局（牵头）", "各乡镇（配合）", "县住建局（牵头），各乡镇（配合）"),
        ("县住建局、县公安局（牵头）", "各乡镇", "县住建局、县公安局（牵头）牵头，各乡镇配合"),
    ],
)
def test_a_role_that_a_cell_says_itself_is_not_said_twice(lead: str, support: str, units: str) -> None:
    head = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
    assert read([head, ["1", "燃气整治", lead, support, WHEN]]).plan.rows[0].units.text == units


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "head", ["企业名称", "被检查单位", "责任书签订情况", "主抓科室", "联系人", "单位性质", "企业责任人"]
)
def test_what_is_no_charge_is_not_asked_about(head: str) -> None:
    rows = [["序号", "重点任务", "责任单位", head, "完成时限"], ["1", "燃气整治", WHO, "华鑫", WHEN]]
    assert not read(rows).doubts


@pytest.mark.parametrize("head", ["原责任单位", "责任单位（原）"])
def test_who_was_charged_before_is_asked_about_where_nobody_is_since(head: str) -> None:
    found = read([["序号", "重点任务", head, "完成时限"], ["1", "燃气整治", WHO, WHEN]])
    hold(found, [Told(WHO, WHEN)], [f"只有“{head}”一栏，当作责任单位"])


@pytest.mark.no_cover
@pytest.mark.parametrize("told", BESIDE)
def test_units_of_another_kind_are_neither_leaders_nor_lost(told: tuple[str, str]) -> None:
    units, remark, asked = BESIDE[told]
    rows = [["序号", "重点任务", *told, "完成时限"], ["1", "燃气整治", "县城管局", "宏达燃气公司", WHEN]]
    found = read(rows)
    hold(found, [Told(units, WHEN, remark)], asked)
    for doubt in found.doubts:  # obeyed, both are charged, and nothing else changes
        at = 2 if f"“{told[0]}”" in doubt.what else 3
        assert f"--column 责任部门={at + 1}" in doubt.hint and f"--column 配合单位={at + 1}" in doubt.hint
        for meaning in ("responsible", "support"):
            (row,) = (again := read(rows, {at: meaning})).plan.rows
            assert again.doubts == () and row.remark == ""
            assert {u.name for u in row.units.named} == {"县城管局", "宏达燃气公司"}
        hold(read(rows, {at: "other"}), [Told(units, WHEN, remark)], [])


def test_a_column_of_no_units_beside_them_is_not_asked_about() -> None:
    head = ["序号", "重点任务", "责任单位", "完成时限", "涉及单位数", "单位性质"]
    found = read([head, ["1", "燃气整治", "县城管局", WHEN, "12", "国有"]])
    hold(found, [Told("县城管局", WHEN, "涉及单位数：12；单位性质：国有")], [])


def test_all_units_of_a_kind_in_a_column_of_their_own_are_asked_about() -> None:
    head = ["序号", "重点任务", "责任单位", "企业责任单位", "完成时限"]
    found = read([head, ["1", "燃气整治", "县应急局", "各非煤矿山", WHEN]])
    hold(found, [Told("县应急局", WHEN, "企业责任单位：各非煤矿山")], ["“企业责任单位”"])


# --- 5: province's and city's ---------------------------------------------------------------------------------

COUNTY, CITY, NONE = "白河县2025年清单", "白河市2025年清单", "2025年安全生产重点任务清单"
# title and heads, over 省住建厅, 市住建局, 县住建局 → units, remark, what is asked
LEVELS = {
    (COUNTY, "省级牵头部门", "县级牵头部门"): ("县住建局牵头", "省级牵头部门：省住建厅", ["“省级牵头部门”"]),
    (COUNTY, "省级牵头部门", "市级牵头部门", "县级牵头部门"): (
        "县住建局牵头", "省级牵头部门：省住建厅；市级牵头部门：市住建局", ["“省级牵头部门”", "“市级牵头部门”"],
    ),
    (COUNTY, "市级牵头单位", "县级责任单位"): ("县住建局", "市级牵头单位：市住建局", ["“市级牵头单位”"]),
    (COUNTY, "省牵头单位", "市牵头单位", "县责任单位"): (
        "县住建局", "省牵头单位：省住建厅；市牵头单位：市住建局", ["“省牵头单位”", "“市牵头单位”"],
    ),
    (COUNTY, "省直责任部门", "县直责任部门"): ("县住建局", "省直责任部门：省住建厅", ["“省直责任部门”"]),
    (COUNTY, "责任单位（市级）", "责任单位（县级）"): ("县住建局", "责任单位（市级）：市住建局", ["“责任单位（市级）”"]),
    (COUNTY, "市级责任单位", "责任单位"): ("县住建局", "市级责任单位：市住建局", ["“市级责任单位”"]),
    (COUNTY, "省级责任单位", "市级责任单位"): (
        "", "省级责任单位：省住建厅；市级责任单位：市住建局",
        ["“省级责任单位”", "“市级责任单位”", "责任单位空着"],
    ),
    (COUNTY, "市级承办单位", "县级责任单位"): ("县住建局", "市级承办单位：市住建局", ["“市级承办单位”"]),
    (COUNTY, "省市责任单位", "县责任单位"): ("县住建局", "省市责任单位：省住建厅", ["“省市责任单位”"]),
    (CITY, "省级牵头单位", "市级牵头单位"): ("市住建局牵头", "省级牵头单位：省住建厅", ["“省级牵头单位”"]),
    (CITY, "市级牵头单位", "县级责任单位"): ("市住建局牵头，县住建局负责", "", []),
    (CITY, "市牵头单位", "责任单位"): ("市住建局牵头，县住建局负责", "", []),
    (NONE, "省级牵头部门", "县级牵头部门"): ("县住建局牵头", "省级牵头部门：省住建厅", ["“省级牵头部门”"]),
    (NONE, "市级牵头单位", "县级责任单位"): ("县住建局", "市级牵头单位：市住建局", ["“市级牵头单位”"]),
    (NONE, "市级牵头单位", "责任单位"): ("市住建局牵头，县住建局负责", "", []),
    (COUNTY, "县级责任单位", "乡镇责任单位"): ("县住建局\n各乡镇", "", []),
    (COUNTY, "牵头单位", "责任单位"): ("县住建局牵头，各乡镇负责", "", []),
}  # fmt: skip


def _of_level(head: str, before: str) -> str:
    levels = {"省": "省住建厅", "市": "市住建局", "乡": "各乡镇"}
    first = head.partition("（")[2][:1] or head[0]
    return levels.get(first) or ("各乡镇" if before == "县住建局" else "县住建局")


@pytest.mark.no_cover
@pytest.mark.parametrize("told", LEVELS)
def test_units_above_the_lists_own_are_asked_about(told: tuple[str, ...]) -> None:
    units, remark, asked = LEVELS[told]
    title, *heads = told
    cells: list[str] = []
    for head in heads:
        cells.append(_of_level(head, cells[-1] if cells else ""))
    rows = [["序号", "重点任务", *heads, "完成时限"], ["1", "燃气整治", *cells, WHEN]]
    found = read(rows, title=title)
    hold(found, [Told(units, WHEN, remark)], asked)
    for at, head in enumerate(heads, 2):  # the option that is printed
        for doubt in (d for d in found.doubts if f"“{head}”" in d.what):
            role: Meaning = "lead" if "牵头" in head else "responsible"
            assert f"--column {'牵头单位' if role == 'lead' else '责任部门'}={at + 1}" in doubt.hint
            again = read(rows, {at: role}, title).plan.rows[0].units.text
            assert cells[at - 2] in again and units.partition("牵头")[0] in again


def test_levels_below_one_head() -> None:
    head: list[Sequence[Given]] = [
        [("序号", 2, 1), ("重点任务", 2, 1), ("牵头部门", 1, 3), ("完成时限", 2, 1)],
        ["省级", "市级", "县级"],
    ]
    found = read([*head, ["1", "燃气整治", "省住建厅", "市住建局", "县住建局", WHEN]])
    hold(found, [Told("县住建局牵头", WHEN, "省级：省住建厅；市级：市住建局")], ["“省级”", "“市级”"])


# --- 8: what is wrong, beside what is to be done --------------------------------------------------------------

# heads behind the four, cells → content, remark
PROBLEMS = {
    ("存在问题",): ("", "存在问题：甲"),
    ("进展情况", "存在问题"): ("", "进展情况：甲；存在问题：乙"),
    ("进展情况", "存在的问题", "下一步打算"): ("", "进展情况：甲；存在的问题：乙；下一步打算：丙"),
    ("进展情况", "完成率", "存在问题"): ("", "进展情况：甲；完成率：乙；存在问题：丙"),
    ("存在问题及困难",): ("", "存在问题及困难：甲"),
    ("存在困难",): ("", "存在困难：甲"),
    ("主要问题", "备注"): ("", "乙；主要问题：甲"),
    ("工作措施", "存在问题"): ("甲", "存在问题：乙"),
    ("存在问题", "整改措施"): ("乙", "存在问题：甲"),
    ("问题隐患", "整改措施"): ("乙", "问题隐患：甲"),
    ("存在问题", "工作措施"): ("乙", "存在问题：甲"),
    ("工作措施", "进展情况", "存在问题"): ("甲", "进展情况：乙；存在问题：丙"),
    ("发现的问题",): ("", "发现的问题：甲"),
}  # fmt: skip


@pytest.mark.parametrize("heads", PROBLEMS)
def test_problems_of_a_table_of_progress_are_nothing_to_do(heads: tuple[str, ...]) -> None:
    content, remark = PROBLEMS[heads]
    found = read([[*AND, *heads], ["1", "燃气整治", WHO, WHEN, *"甲乙丙"[: len(heads)]]])
    hold(found, [Told(WHO, WHEN, remark, content=content)], [])


def test_problems_left_of_who_and_when_are_what_the_task_is_about() -> None:
    head = ["序号", "重点任务", "存在问题", "责任单位", "完成时限"]
    hold(read([head, ["1", "燃气整治", "管网老化", WHO, WHEN]]), [Told(WHO, WHEN, content="管网老化")], [])
    head = ["序号", "检查项目", "责任单位", "问题隐患", "整改时限"]
    hold(read([head, ["1", "燃气整治", WHO, "管网老化", WHEN]]), [Told(WHO, WHEN, content="管网老化")], [])


def test_problems_beside_progress_left_of_the_deadline() -> None:
    head = ["序号", "重点任务", "责任单位", "进展情况", "存在问题", "完成时限"]
    found = read([head, ["1", "燃气整治", WHO, "已排查", "资金不足", WHEN]])
    hold(found, [Told(WHO, WHEN, "进展情况：已排查；存在问题：资金不足")], [])


@pytest.mark.parametrize(
    ("head", "often", "asked"), [("频次", "每月", True), ("调度", "每季度", True), ("频次", "1次", False)]
)
def test_how_often_beside_a_deadline_is_asked_about(head: str, often: str, asked: bool) -> None:
    found = read([["序号", "任务", "责任单位", "完成时限", head], ["1", "燃气整治", WHO, WHEN, often]])
    said = f"表1“{head}”不认识的栏名“{head}”，可能是完成时限，没有采用，记在备注里；如是，请加 --column 完成时限=5"
    hold(found, [Told(WHO, WHEN, f"{head}：{often}")], [said] * asked)


# --- 9: rectification without a column of tasks ---------------------------------------------------------------

STEPS = "一是修订清单；二是开展述职"


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "head",
    [
        "反馈意见", "反馈问题", "存在问题", "问题", "问题隐患描述", "隐患问题描述", "反馈意见内容", "督导意见", "检查意见",
        "巡查反馈问题", "通报问题", "指出问题", "问题描述", "考核反馈问题", "巡视反馈意见", "督导反馈问题", "移交问题",
    ],
)  # fmt: skip
def test_what_is_to_be_put_right_is_the_title(head: str) -> None:
    rows = [["序号", head, "整改措施", "责任单位", "完成时限"], ["1", "责任不实", STEPS, WHO, WHEN]]
    found = read(rows)
    hold(found, [Told(WHO, WHEN, title="责任不实", content=STEPS)], [])
    assert [m.text for m in found.plan.rows[0].measures] == ["一是修订清单；", "二是开展述职"]


@pytest.mark.parametrize("head", ["现状", "短板弱项表现"])
def test_a_head_that_is_not_known_left_of_measures_is_taken_for_the_task_and_asked_about(head: str) -> None:
    rows = [["序号", head, "整改措施", "责任单位", "完成时限"], ["1", "责任不实", STEPS, WHO, WHEN]]
    hold(read(rows), [Told(WHO, WHEN, title="责任不实", content=STEPS)], [f"不认识的栏名“{head}”"])
    hold(read(rows, {1: "task"}), [Told(WHO, WHEN, title="责任不实", content=STEPS)], [])


# --- 10: other dates where there is no deadline ---------------------------------------------------------------


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("起止时间", "3月-6月"), ("验收时间", WHEN), ("销号时限", WHEN), ("整改完成时间", WHEN), ("完成整改时间", WHEN),
        ("销号时间", WHEN), ("起止日期", "3月-6月"), ("验收日期", WHEN), ("办结完成时间", WHEN), ("实施时间", WHEN),
        ("验收时限", WHEN), ("月份", "6月"), ("起止年月", "3月-6月"), ("整改完成日期", WHEN),
    ],
)  # fmt: skip
def test_a_column_of_other_dates_is_asked_about_where_no_other_is_the_deadline(head: str, date: str) -> None:
    rows = [["序号", "重点任务", "责任单位", head], ["1", "燃气整治", WHO, date]]
    hold(read(rows), [Told(WHO, "", f"{head}：{date}")], [f"“{head}”，可能是完成时限", "没有读到完成时限"])
    assert "--column 完成时限=4" in read(rows).doubts[0].hint
    hold(read(rows, {3: "deadline"}), [Told(WHO, date)], [])


@pytest.mark.parametrize("head", ["检查时间", "排查时间", "督查时间", "巡查日期", "复查时间"])
def test_the_time_of_a_check_is_asked_about_where_no_other_is_the_deadline(head: str) -> None:
    """A plan of checks has no other date."""
    rows = [["检查内容", "牵头单位", "参加单位", head], ["通风系统", "县能源局", "县应急局", "3月"]]
    found = read(rows)
    told = Told("县能源局牵头，县应急局配合", "", f"{head}：3月", title="通风系统")
    hold(found, [told], [f"“{head}”，可能是完成时限", "没有读到完成时限"])
    hold(read(rows, {3: "deadline"}), [told._replace(deadline="3月", remark="")], [])


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "head", ["整改完成时限", "完成整改期限", "完成月份", "计划完成月份", "办结年月", "结束时间", "结束日期"]
)
def test_a_date_that_can_be_nothing_else_is_the_deadline(head: str) -> None:
    rows = [["序号", "重点任务", "责任单位", head], ["1", "燃气整治", WHO, WHEN]]
    hold(read(rows), [Told(WHO, WHEN)], [])
    rows = [["序号", "重点任务", "责任单位", "开始时间", head], ["1", "燃气整治", WHO, "3月1日", WHEN]]
    hold(read(rows), [Told(WHO, WHEN, "开始时间：3月1日")], [])


@pytest.mark.no_cover
@pytest.mark.parametrize("head", ["启动时间", "发现时间", "上报时限", "回复时限", "实际完成时间"])
def test_dates_that_are_surely_none_are_not_asked_about(head: str) -> None:
    rows = [["序号", "重点任务", "责任单位", head], ["1", "燃气整治", WHO, WHEN]]
    hold(read(rows), [Told(WHO, "", f"{head}：{WHEN}")], ["没有读到完成时限"])


def test_other_dates_beside_a_deadline_are_not_asked_about() -> None:
    rows = [[*AND, "验收时间"], ["1", "燃气整治", WHO, WHEN, "9月底前"]]
    hold(read(rows), [Told(WHO, WHEN, "验收时间：9月底前")], [])


def test_months_merged_before_the_tasks_are_no_categories() -> None:
    head = ["月份", "重点任务", "责任单位"]
    rows: list[Sequence[Given]] = [
        head,
        [("4月", 2, 1), "燃气整治", WHO],
        ["消防整治", WHO],
        ["5月", "防汛", WHO],
    ]
    found = read(rows)
    told = [
        Told(WHO, "", "月份：4月"),
        Told(WHO, "", "月份：4月", "消防整治"),
        Told(WHO, "", "月份：5月", "防汛"),
    ]
    hold(found, told, ["“月份”，可能是完成时限", "没有读到完成时限"])
    hold(read(rows, {0: "deadline"}), [t._replace(deadline=t.remark[3:], remark="") for t in told], [])


def test_two_roles_in_a_bracket_are_asked_about_where_the_cells_have_none() -> None:
    for cell, asked in (("县应急局/县公安局", 1), ("县应急局牵头，县公安局配合", 0), ("县应急局", 0)):
        head = ["序号", "重点任务", "责任单位（牵头/配合）", "完成时限"]
        found = imported(document("清河县2026年任务清单", table([head, ["1", "查矿山", cell, "6月底前"]])))
        assert len([d for d in found.doubts if "牵头/配合" in d.what]) == asked


def test_whoever_is_not_the_first_helps_where_the_head_says_so() -> None:
    """Also with 和 between them; one that names a lead of its own, and no role of the others, is asked about."""
    head = ["序号", "重点任务", "责任单位（第一单位牵头，其他单位配合）", "完成时限"]
    cells = ["县应急局和县公安局", "县水利局（牵头）、县林业局"]
    body = [[str(n), f"整治{n}", cell, "6月底前"] for n, cell in enumerate(cells, 1)]
    found = imported(document("清河县2026年任务清单", table([head, *body])))
    assert found.plan.rows[0].units.text == "县应急局牵头，县公安局配合"
    assert any("县水利局（牵头）、县林业局" in d.what for d in found.doubts)


def test_a_year_of_a_head_that_the_phrase_cannot_bear_is_asked_about() -> None:
    head = ["序号", "重点任务", "责任单位", "完成时限（2025年）"]
    found = imported(
        document("清河县2026年任务清单", table([head, ["1", "整治", "县水利局", "一季度、三季度"]]))
    )
    assert found.plan.rows[0].deadline.text == "一季度、三季度"
    assert any("2025年" in d.what for d in found.doubts)


@pytest.mark.parametrize("marks", ["√√ ", "√√×", "主配 ", "√√否"])
def test_a_matrix_with_a_line_of_sums_and_cells_that_say_no(marks: str) -> None:
    """主, 配: who leads, who helps; sums are no ticks, and veto none."""
    head = ["序号", "重点任务", "县应急局", "县公安局", "县教育局", "完成时限"]
    body = [["1", "查矿山", *marks, "6月底前"], ["2", "查校车", "", "√", "√", "9月底前"]]
    found = imported(document("清河县2026年任务清单", table([head, *body, ["合计", "", "1", "2", "1", ""]])))
    one, two = (row.units for row in found.plan.rows)
    lead, support = ("lead", "support") if "主" in marks else ("responsible", "responsible")
    assert [tuple(unit) for unit in one.named] == [("县应急局", lead), ("县公安局", support)]
    assert [unit.name for unit in two.named] == ["县公安局", "县教育局"]


# --- 6: heads of tasks and categories that announce who and when besides ----------------------------------

# head of the task, its cell, the other heads and cells → title, units, deadline
ANNOUNCED = {
    ("任务及责任单位", "评估（县能源局）", "完成时限", WHEN): ("评估", "县能源局", WHEN),
    ("工作任务（责任单位）", "评估（县能源局、县应急局）", "完成时限", WHEN): ("评估", "县能源局、县应急局", WHEN),
    ("重点任务和牵头单位", "评估\n县能源局", "完成时限", WHEN): ("评估", "县能源局", WHEN),
    ("任务及完成时限", "评估（6月底前）", "责任单位", WHO): ("评估", WHO, WHEN),
    ("任务、责任单位及完成时限", "评估（县能源局，6月底前）", "分管领导", "王某"): ("评估", "县能源局", WHEN),
    ("工作内容及责任单位", "评估（县能源局）", "完成时限", WHEN): ("评估", "县能源局", WHEN),
}  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("told", ANNOUNCED)
def test_who_and_when_that_a_head_announces_behind_the_task_are_read(told: tuple[str, str, str, str]) -> None:
    head, cell, other, value = told
    title, units, deadline = ANNOUNCED[told]
    rows = [["序号", head, other], ["1", cell, value], ["2", cell.replace("评估", "检查"), value]]
    second = Told(units, deadline, title=title.replace("评估", "检查"))
    hold(read(rows), [Told(units, deadline, title=title), second], [])


def test_who_is_announced_and_has_a_column_too_is_asked_about() -> None:
    """Read as the tasks they are, not kept beside; the leaders that the head names are not lost unseen."""
    rows = [["序号", "重点任务及牵头单位", "具体措施", "责任单位", "完成时限"],
            ["1", "评估（县能源局）", "开展评估", "县应急局", WHEN]]  # fmt: skip
    found = read(rows)
    hold(found, [Told("县应急局", WHEN, title="评估（县能源局）", content="开展评估")],
         ["文中写明的单位不在责任单位里：（县能源局）"])  # fmt: skip
    for head in ("任务类别（牵头单位）", "任务类别及牵头单位"):
        rows = [["序号", head, *AND[1:]], ["1", "矿山（县能源局）", "评估", "县应急局", WHEN]]
        hold(read(rows), [Told("县应急局", WHEN, title="评估")], ["“牵头单位”没有读进各项"])


def test_a_head_that_announces_what_the_cell_does_not_say_takes_nothing_from_it() -> None:
    rows = [
        ["序号", "任务及责任单位", "完成时限"],
        ["1", "检查（抽查）", WHEN],
        ["2", "评估（县能源局）", WHEN],
    ]
    found = read(rows)
    assert [(r.title, r.units.text) for r in found.plan.rows] == [("检查（抽查）", ""), ("评估", "县能源局")]
    assert [d.what for d in found.doubts] == ["责任单位空着"]


def test_of_heads_of_levels_alone_the_lowest_is_the_task() -> None:
    rows = [["序号", "一级指标", "二级指标", *AND[2:]], ["1", "责任", "评估", WHO, WHEN]]
    hold(read(rows), [Told(WHO, WHEN, title="评估")], [])
    rows = [
        ["序号", "一级指标", "二级指标", "三级指标", "指标要求", *AND[2:]],
        ["1", "责任", "会议", "党委会", "1次", WHO, WHEN],
    ]
    hold(read(rows), [Told(WHO, WHEN, "小类：会议", "党委会", "1次")], [])


def test_a_table_in_which_no_head_is_the_task_says_so() -> None:
    with pytest.raises(DataError, match="栏名里认不出哪一栏是任务：第1栏“序号”、第2栏“一级类别”") as error:
        read([["序号", "一级类别", "二级类别", *AND[2:]], ["1", "责任", "会议", WHO, WHEN]])
    assert "--column 任务=2" in error.value.hint


@pytest.mark.parametrize("head", [["单位", "序号", "职责事由", "完成时限"], ["甲", "乙", "丙", "丁"]])
def test_the_option_that_is_offered_names_the_column_that_says_most(head: list[str]) -> None:
    """Not the units' and not the dates', however long they are."""
    with pytest.raises(DataError) as error:
        read([head, [WHO, "1", "评估", WHEN], ["县城管局", "2", "查通道", "12月底前"]])
    assert "--column 任务=3 这样的选项" in error.value.hint


def test_the_bracket_of_the_heading_above_the_first_header_is_asked_about_as_the_others_are() -> None:
    one, two = "一、矿山安全（县能源局牵头，12月底前完成）", "二、消防安全（县消防大队牵头，12月底前完成）"
    rows: list[list[Given]] = [
        [(one, 1, 4)],
        [*AND],
        ["1", "评估", WHO, WHEN],
        [(two, 1, 4)],
        ["2", "通道", WHO, WHEN],
    ]
    found = read(rows)
    assert [c.title for c in found.plan.categories] == ["矿山安全", "消防安全"]
    asked = ["类别“一、矿山安全”写有单位或时限", "类别“二、消防安全”写有单位或时限"]
    hold(found, [Told(WHO, WHEN, title="评估"), Told(WHO, WHEN, title="通道")], asked)
    alone = [
        [row[0], row[1], row[3]] if len(row) > 1 else [(row[0][0].replace("，12月底前完成", ""), 1, 3)]
        for row in rows
    ]
    said = ["2项没有写责任单位，用了类别、工作表或标题里的“县能源局牵头”等2个"]
    hold(
        read(alone),
        [Told("县能源局牵头", WHEN, title="评估"), Told("县消防大队牵头", WHEN, title="通道")],
        said,
    )


def test_headings_above_each_of_several_headers_are_asked_about() -> None:
    rows: list[list[Given]] = []
    for heading, row in (("矿山（县能源局牵头）", "评估"), ("消防（县消防大队牵头）", "通道")):
        rows += [[(heading, 1, 4)], [*AND], [str(len(rows)), row, WHO, WHEN]]
    asked = ["类别“矿山”写有单位或时限", "类别“消防”写有单位或时限"]
    hold(read(rows), [Told(WHO, WHEN, title="评估"), Told(WHO, WHEN, title="通道")], asked)


# --- 7: what is measured, and steps alone ------------------------------------------------------------------


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "heads", [("考核指标", "指标内容"), ("指标名称", "指标内容"), ("考核指标", "工作措施")]
)
def test_what_is_measured_is_the_task_where_no_other_is_and_is_asked_about(heads: tuple[str, str]) -> None:
    rows = [
        ["序号", *heads, *AND[2:]],
        ["1", "会议", "每季度1次", WHO, "每季度"],
        ["2", "整改率", "100%", WHO, WHEN],
    ]
    told = [
        Told(WHO, "每季度", title="会议", content="每季度1次"),
        Told(WHO, WHEN, title="整改率", content="100%"),
    ]
    hold(read(rows), told, [f"栏名“{heads[0]}”，只有它像任务，先当作任务"])
    hold(read(rows, {1: "task"}), told, [])


def test_what_is_measured_beside_a_task_is_asked_about_with_its_value() -> None:
    rows = [
        ["序号", "目标任务", "考核指标", "考核内容", *AND[2:]],
        ["1", "隐患治理", "整改率", "100%", WHO, WHEN],
    ]
    told = Told(WHO, WHEN, "考核指标：整改率", "隐患治理", "100%")
    hold(read(rows), [told], ["栏名“考核指标”，可能是内容，没有采用，记在备注里；如是，请加 --column 内容=3"])
    hold(read(rows, {2: "content"}), [told._replace(remark="", content="整改率\n100%")], [])
    rows[0][3] = "工作内容"  # whose value it is not
    hold(read(rows), [told], [])
    rows = [["序号", "工作内容", "考核指标", *AND[2:]], ["1", "隐患治理", "整改率100%", WHO, WHEN]]
    hold(read(rows), [Told(WHO, WHEN, "考核指标：整改率100%", "隐患治理")], [])


@pytest.mark.parametrize(
    ("steps", "title", "measures"),
    [
        ("清理通道。加强巡查。", "清理通道", ["清理通道。", "加强巡查。"]),
        ("更换线路，拆除违建；加强巡查。", "更换线路，拆除违建", ["更换线路，拆除违建；", "加强巡查。"]),
        ("立即整改：更换线路；拆除违建。", "立即整改", ["立即整改：更换线路；", "拆除违建。"]),
        ("一是更换线路。二是拆除违建。", "一是更换线路", ["一是更换线路。", "二是拆除违建。"]),
        ("清理通道。", "清理通道", []),
    ],
)
def test_the_first_of_several_steps_is_not_lost_to_the_title(
    steps: str, title: str, measures: list[str]
) -> None:
    found = read([["序号", "整改措施", *AND[2:]], ["1", steps, WHO, WHEN]])
    hold(found, [Told(WHO, WHEN, title=title, content=steps if measures else "")], [])
    assert [m.text for m in found.plan.rows[0].measures] == measures
