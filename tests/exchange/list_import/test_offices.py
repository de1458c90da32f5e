"""Documents of many offices, row by row: nothing invented, nothing dropped without a word, no fault for `check`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
import yaml

from anquan_cli.errors import DataError
from anquan_cli.exchange.blocks import Document, Grid
from anquan_cli.exchange.list_import import listing
from anquan_cli.exchange.list_import.header_words import meaning_of
from anquan_cli.exchange.list_import.listing import Imported, Wishes
from anquan_cli.exchange.list_import.words import turned
from anquan_cli.exchange.readers.formats import read_bytes
from anquan_cli.tasklist.validate import validate
from anquan_cli.tasklist.yamlfile import values_in
from tests.exchange.list_import.blocks import Given, document, flat, imported, rows, table
from tests.exchange.list_import.offices import OFFICES
from tests.exchange.readers import layouts
from tests.exchange.readers.layouts import Box, Layout


@cache
def read(name: str) -> Imported:
    """The list in an office's document, read once for all that look at it."""
    return imported(OFFICES[name].document)


@pytest.mark.parametrize("name", OFFICES)
def test_every_field_of_every_row(name: str) -> None:
    office, found = OFFICES[name], read(name)
    assert rows(found) == office.rows
    assert found.plan.title == office.title
    left = " ".join(o.text for o in found.omissions)
    assert [text for text in office.left if text not in left] == []


def test_more_than_a_list_file_holds_is_refused_before_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    many = document(table([["任务", "责任单位"], *([f"检查第{n}处", "县应急局"] for n in range(9))]))
    assert len(rows(imported(many))) == 9
    monkeypatch.setattr(listing, "MOST_VALUES", 60)  # nine tasks with number, title and units: 9 × 7
    monkeypatch.setattr(listing, "_written", None)
    with pytest.raises(DataError, match="超过15万个值"):
        imported(many)


@pytest.mark.many
@pytest.mark.parametrize("name", OFFICES)
def test_what_is_counted_beforehand_is_no_more_than_the_file_holds(name: str) -> None:
    text = read(name).text
    held = sum(isinstance(event, yaml.NodeEvent) for event in yaml.parse(text))
    assert 0 < values_in(yaml.load(text, yaml.BaseLoader)) <= held


def laid_out(document: Document, kind: str) -> bytes:
    """A document as a file of a kind; as a workbook on one sheet, paragraphs in rows of their own."""
    if kind != "xlsx":
        write: Callable[[Layout], bytes] = getattr(layouts, f"as_{kind}")
        return write(Layout([layouts.boxes(b) if isinstance(b, Grid) else b.text for b in document.blocks]))
    sheet: list[Box] = []
    width = max((len(b.rows[0].cells) for b in document.blocks if isinstance(b, Grid)), default=1)
    for block in document.blocks:
        below = max((box.row + box.rows for box in sheet), default=0)
        sheet += (
            layouts.boxes(block, below) if isinstance(block, Grid) else [Box(below, 0, 1, width, block.text)]
        )
    return layouts.as_xlsx(Layout([sheet]))


@pytest.mark.many
@pytest.mark.parametrize("kind", ["docx", "html", "odt", "xlsx"])
def test_every_office_in_every_format(kind: str) -> None:
    """What Markdown says of its headings, and where a sheet's page ends, no other format says."""
    for name, office in OFFICES.items():
        if name != "Markdown" and not (kind == "xlsx" and "page" in name):
            found = imported(read_bytes(laid_out(office.document, kind)))
            assert [[flat(x or "") for x in r] for r in rows(found)] == [
                [flat(x or "") for x in r] for r in office.rows
            ], name
            assert found.plan.title == office.title, name


@pytest.mark.many
@pytest.mark.parametrize("name", OFFICES)
def test_the_list_file_has_no_fault_and_asks_about_every_doubt(name: str) -> None:
    found = read(name)
    plan, faults, _, notes = validate(found.text)
    assert (plan, faults) == (found.plan, ())
    asked = found.text.count("核对：")
    own = sum(bool(d.where) or "没有写" in d.what for d in found.doubts)  # not those about columns
    assert asked or not own
    assert any("未核对" in n.what for n in notes) == bool(asked)


@pytest.mark.many
@pytest.mark.parametrize("name", OFFICES)
def test_every_word_is_the_documents_and_none_is_lost(name: str) -> None:
    hold(OFFICES[name].document, read(name))


def test_an_item_within_an_item_keeps_its_own_unit_and_date() -> None:
    found = imported(OFFICES["items within an item that say who and when of their own"].document)
    assert [
        (m.text, m.units.text if m.units else "", m.deadline.text) for m in found.plan.rows[0].measures
    ] == [
        ("检查。", "", "6月底前"),
        ("（1）清零报废机。", "县农机站", "3月底前"),
        ("（2）公布结果。", "", "6月底前"),
    ]


def test_what_another_program_printed_twice_is_doubted() -> None:
    twice = document(
        "某局2026年重点任务",
        table(
            [
                ["序号", "任务", "主要内容", "责任单位", "完成时限"],
                ["1", "检修炉子", "火化炉每年检修。火化炉每年检修2次。", "养老股养老股、县公安局", "全年"],
                ["2", "检查养老院", "检查养老院。检查记录留存。", "养老股、养老股党支部", "全年"],
            ]
        ),
    )
    doubts = [d.what for d in imported(twice).doubts if "两遍" in d.what]
    assert doubts == [
        "“火化炉每年检修”连写了两遍，可能一遍是改过的",
        "“养老股”连写了两遍，可能一遍是改过的",
    ]


NO_LISTS = {
    "marks": [["序号", "考核项目", "考核内容", "分值", "得分"], ["1", "责任落实", "述职", "10", ""]],
    "findings": [["序号", "检查项目", "检查内容", "检查结果"], ["1", "培训", "是否开展三级教育", ""]],
    "money": [["序号", "项目名称", "资金（万元）", "资金来源"], ["1", "消防站", "450", "市级"]],
    "versions": [["版本", "日期", "修改内容", "修改人"], ["1.1", "2026-02-01", "增加附件", "李明"]],
    "programme": [
        ["序号", "时间", "议程", "负责单位"],
        ["1", "9:00—9:10", "致辞", "县政府办公室"],
        ["2", "9:10—9:30", "发言", "县应急局"],
    ],
}


@pytest.mark.parametrize("name", NO_LISTS)
def test_tables_that_charge_nobody_are_no_lists(name: str) -> None:
    with pytest.raises(DataError, match="没有找到任务清单"):
        imported(document("某县2026年安排表", table(NO_LISTS[name])))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (NO_LISTS["programme"], "表1的第2栏“时间”多是钟点，像日程表；确是时限的，请加 --column 完成时限=2"),
        ([["序号", "任务", "责任单位", "完成时限"], ["", "", "", ""]], "表1的栏名下面没有写任务"),
        ([[("某县安排", 1, 2)], ["甲", "乙"], ["丙", "丁"]], "表1的栏名认不出清单：第1栏“甲”、第2栏“乙”"),
    ],
)
def test_why_a_table_is_no_list_is_said_as_it_is(given: list[list[Given]], said: str) -> None:
    with pytest.raises(DataError) as refused:
        imported(document("某县2026年安排表", table(given)))
    assert said in refused.value.message


def test_hours_that_a_user_takes_for_deadlines_are_a_list() -> None:
    wishes = Wishes(columns={1: "deadline", 2: "task"}, this_year=2026)
    found = imported(document("某县2026年安排表", table(NO_LISTS["programme"])), wishes=wishes)
    assert [(r.title, r.deadline) for r in rows(found)] == [("致辞", "9:00—9:10"), ("发言", "9:10—9:30")]


def test_what_a_cell_says_arrives_with_its_times_and_its_blanks() -> None:
    """Character for character, and a number is taken, never made up (exchange, rule 1); all are dates (domain, 3)."""
    told = [
        ("建设 2×300MW 机组和110kV线路", "县能源局", "2025-06-30 18:00前"),
        ("执行 GB 50016 2014", "县公安局 县水利局", "每周五17:00前"),
        ("落实皖应急〔2025〕3号和 GB/T 33000-2016 第3—5项", "县应急局", "2025-03-31 0:00:00"),
        ("按 AQ 3013-2008 1 级检查", "县应急局", "2025 12 31"),
        ("ISO 45001: 2018\n认证", "县应急局", "6月底前 12月底前"),
        ("采用\nGB 50016\n2014", "县应急局", "2025年1\n2月底前"),
    ]
    lines = [[str(n), title, units, deadline] for n, (title, units, deadline) in enumerate(told, 1)]
    found = imported(document("某县2025年清单", table([["序号", "任务", "责任单位", "完成时限"], *lines])))
    # a blank beside a Chinese character is white space made tidy, but where it parts what is whole
    assert [(r.title, r.units, r.deadline) for r in rows(found)] == [
        ("建设2×300MW机组和110kV线路", "县能源局", "2025-06-30 18:00前"),
        ("执行GB 50016 2014", "县公安局 县水利局", "每周五17:00前"),
        ("落实皖应急〔2025〕3号和GB/T 33000-2016第3—5项", "县应急局", "2025-03-31 0:00:00"),
        ("按AQ 3013-2008 1级检查", "县应急局", "2025 12 31"),
        ("ISO 45001: 2018认证", "县应急局", "6月底前 12月底前"),
        ("采用GB 50016 2014", "县应急局", "2025年12月底前"),
    ]
    assert [[*map(str, r.deadline.dates)] for r in found.plan.rows if r.id != "2"] == [
        ["2025-06-30"], ["2025-03-31"], ["2025-12-31"], ["2025-06-30", "2025-12-31"], ["2025-12-31"]
    ]  # fmt: skip
    assert [d for d in found.doubts if "连在一起" in d.what] == []


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "title",
    [
        "1.5米以下沟渠整治", "0.5吨以下锅炉淘汰", "①号仓库整改", "110kV 变电站改造", "5G+智慧消防",
        "2×300MW 机组检修", "6·16咨询日活动", "100%排查", "12345热线办理", "第3—5项任务", "（GB 50016）修订学习",
        "三年行动（2024—2026年）", "3—5项任务落实", "Ⅲ级响应演练", "学习 ISO 45001: 2018", "皖应急〔2025〕3号文件落实",
    ],
)  # fmt: skip
def test_a_title_that_begins_with_a_figure_keeps_it(title: str) -> None:
    """In a table without numbers, behind one in running text, and at the beginning of a content."""
    bare = table([["任务", "责任单位", "完成时限"], [title, "县应急局", "全年"]])
    opens = table([["序号", "主要内容", "责任单位"], ["7", f"{title}。按期完成。", "县应急局"]])
    prose = f"7、{title}。按期完成。（责任单位：县应急局）"
    plain = title.replace("110kV ", "110kV").replace("MW ", "MW").replace("学习 ", "学习")  # beside Chinese
    for block in (bare, opens, prose):
        found = rows(imported(document("某县2025年工作要点", block)))
        assert [(r.title, r.content) for r in found] == [(plain, "" if block is bare else "按期完成。")]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        (("1.1", "1.2", "2.1"), "文件的编号不都是整数（如“1.1”）"),
        (("1", "A-2", "3"), "文件的编号不都是整数（如“A-2”）"),
        (("1", "2", "2"), "文件的编号不全或有重复"),
        (("1", "", "3"), "文件的编号不全或有重复"),
        (("1.1", "1.1", "1.2"), "文件的编号不全或有重复"),
    ],
)
def test_why_ids_are_the_order_is_said_as_it_is(numbers: tuple[str, ...], why: str) -> None:
    lines = [[number, f"检查{title}", "县应急局"] for number, title in zip(numbers, "甲乙丙", strict=True)]
    found = imported(document("某县2026年清单", table([["序号", "任务", "责任单位"], *lines])))
    assert [r.id for r in rows(found)] == ["1", "2", "3"]
    assert found.said == (f"{why}，编号按文件中的顺序排，原编号记在注释里",)


LIST = [
    ["序号", "任务", "责任单位", "完成时限"],
    ["1", "排查", "县住建局", "6月底前"],
    ["2", "整治", "县公安局", "全年"],
]


@pytest.mark.parametrize(
    ("clause", "group"),
    [
        ("注：以下均需各乡镇人民政府负责落实或配合落实。", "乡镇人民政府"),
        ("以上均需各乡镇人民政府负责落实，不再一一列出。", "乡镇人民政府"),
        ("备注：各项任务均需各成员单位配合", "成员单位"),
    ],
)
@pytest.mark.parametrize("where", ["below", "row", "beside"])
def test_a_clause_that_adds_somebody_to_all_tasks_is_taken_wherever_it_stands(
    clause: str, group: str, where: str
) -> None:
    """What is not understood is a doubt, never dropped (exchange, rule 1); it adds the townships (domain, 2)."""
    last: dict[str, list[list[Given]]] = {
        "below": [],
        "row": [[(clause, 1, 4)]],
        "beside": [["注", (clause, 1, 3)]],
    }
    below = [clause] if where == "below" else []
    found = imported(document("某县2026年清单", table([*LIST, *last[where]]), *below))
    standing = found.plan.standing
    assert standing and (standing.start, standing.group) == (1, group)
    assert standing.text == clause.rstrip("。")
    assert "文件说另有单位对各项任务负责" in [d.what for d in found.doubts]
    assert found.omissions == () and len(found.plan.rows) == 2


H: list[Given] = ["序号", "重点任务", "主要内容", "责任单位", "完成时限"]
GAS: list[Given] = ["1", "整治燃气", "更换管道。", "县住建局", "10月底前"]


def test_a_table_of_problems_under_an_annex_of_its_own_is_no_row_of_the_list() -> None:
    """The hazard was the last task of the last category, and nobody was told."""
    hazards = table(
        [["序号", "问题", "整改措施", "整改责任单位"], ["1", "管道锈蚀", "更换。", "县燃气公司"]], "表2"
    )
    more = table([["2", "阀门漏气", "更换。", "县燃气公司"]], "表3")
    title = "云溪县2026年安全生产问题隐患清单"
    for heads in (("附件2", title), (title,), (f"附件2：{title}",)):
        found = imported(
            document("附件1", "云溪县2026年重点工作任务清单", table([H, GAS]), *heads, hazards, "续表", more)
        )
        assert [r.title for r in rows(found)] == ["整治燃气"]
        assert {"管道锈蚀", "阀门漏气"} <= {o.text for o in found.omissions}
        (doubt,) = (d for d in found.doubts if "另有标题" in d.what)
        assert doubt.where == "表2"
        assert doubt.what == f"另有标题“{heads[-1]}”，栏名与前面的表不同，没有读进清单"
        assert doubt.hint == "确是同一份清单的，请把它另存为一个文件，两个文件一起导入"


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("header", "asked"),
    [
        (H, 0),
        ([*H[:4], "完成时间"], 0),  # called otherwise, the same
        (["序号", "重点任务", "主要内容", "牵头单位", "完成时限"], 1),
    ],
)
def test_annexes_of_one_list_are_one_and_other_columns_are_asked_about(header: list[str], asked: int) -> None:
    other = table([header, ["2", "整治校车", "检查校车。", "县公安局", "9月底前"]], "表2")
    found = imported(
        document("附件1", "县2026年任务清单", table([H, GAS]), "附件2", "县2026年专项清单", other)
    )
    assert [r.title for r in rows(found)] == ["整治燃气", "整治校车"]
    told = "另有标题“县2026年专项清单”，栏名与前面的表不同，仍读作同一份清单"
    assert [d.what for d in found.doubts if "另有标题" in d.what] == [told] * asked


OTHER: list[Given] = ["1", "整治校车", "检查校车。", "县公安局", "9月底前"]
LEFT = "没有读进清单"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("县2025年度任务清单", "是2025年的，清单是2026年的，" + LEFT),
        ("县2025年未完成任务结转清单", "是2025年的，清单是2026年的，" + LEFT),
        ("县2026年已完成销号任务清单", "写明是“已完成”，" + LEFT),
        ("任务清单（填写样例）", "写明是“样例”，" + LEFT),
        ("填表示例", "写明是“示例”，" + LEFT),
        ("县2026年专项清单", "编号与前面的重复，仍读作同一份清单，从这一项起：整治校车"),
    ],
)
def test_a_table_of_another_year_a_form_or_what_is_done_is_no_part_of_the_list(title: str, said: str) -> None:
    """The list's own numbers were counted anew, and what 2025 asked was due in 2026."""
    head: list[list[Given]] = [[(title, 1, 5)]]
    blocks = (
        ("附件2", title, table([H, OTHER], "表2")),
        (table([*head, H, OTHER], "表2"),),
        (table([*head, H, OTHER], "工作表“乙”"),),
    )
    gap = ["3", *GAS[1:]]
    for n, below in enumerate(blocks):
        first = table([H, GAS, gap], "工作表“甲”" if n == 2 else "表1")
        found = imported(document("县2026年任务清单", first, *below))
        read = LEFT not in said
        assert [r.id for r in found.plan.rows] == (["1", "2", "3"] if read else ["1", "3"])
        assert ("整治校车" in {o.text for o in found.omissions}) != read
        asked = [d.what for d in found.doubts if "另有标题" in d.what]
        whole = said if n != 1 or not read else "仍读作同一份清单"  # of a table below the other, as one
        assert asked == [f"另有标题“{title}”，{whole}"]
        assert ("# 核对：另有标题" in found.text) == (read and n != 1)
        if not read:
            assert found.said == () and len(found.plan.categories) == 1


@pytest.mark.parametrize(("sheet", "read"), [("2025", False), ("填表示例", False), ("消防", True)])
def test_a_sheet_that_is_called_so_is_no_part_of_the_list(sheet: str, read: bool) -> None:
    first, other = table([H, GAS], "工作表“2026”"), table([H, ["2", *OTHER[1:]]], f"工作表“{sheet}”")
    found = imported(document("县任务清单", first, other, kind="xlsx"))
    assert [r.title for r in rows(found)] == ["整治燃气", "整治校车"][: 1 + read]
    assert [d.where for d in found.doubts if LEFT in d.what] == [f"工作表“{sheet}”"] * (not read)


def test_a_form_on_the_first_sheet_is_not_the_list() -> None:
    form, list_ = (
        table([H, OTHER], "工作表“填表示例”"),
        table([["县2026年任务清单", *[""] * 4], H, GAS], "工作表“甲”"),
    )
    found = imported(document(form, list_, kind="xlsx"))
    assert [r.title for r in rows(found)] == ["整治燃气"]
    said = "另有标题“填表示例”，写明是“示例”，没有读进清单"
    assert [(d.where, d.what) for d in found.doubts] == [("工作表“填表示例”", said)]
    assert (
        len(rows(imported(document("县2026年任务清单", form, kind="xlsx")))) == 1
    )  # where there is no other


def test_the_title_of_another_list_within_a_table_ends_the_list() -> None:
    def both(title: str) -> Imported:
        grid: list[list[Given]] = [[("县2026年任务清单", 1, 5)], H, GAS, [(title, 1, 5)], H, OTHER]
        return imported(document(table(grid)))

    found = both("县2025年任务清单")
    assert [r.title for r in rows(found)] == ["整治燃气"] and "整治校车" in {o.text for o in found.omissions}
    said = f"另有标题“县2025年任务清单”，是2025年的，清单是2026年的，{LEFT}"
    assert [(d.where, d.what) for d in found.doubts] == [("表1第4行", said)]
    found = both("县2026年消防任务清单")
    assert len(rows(found)) == 2
    assert "另有标题“县2026年消防任务清单”，仍读作同一份清单" in [d.what for d in found.doubts]
    assert [d for d in both("县2026年任务清单").doubts if "另有标题" in d.what] == []


def test_a_further_file_of_another_year_is_asked_about_with_both_years() -> None:
    def file(title: str, row: list[Given]) -> Document:
        return document(title, table([H, row]))

    first = file("县2026年任务清单", GAS)
    found = imported(first, file("县2025年任务清单", OTHER))
    said = "标题“县2025年任务清单”是2025年的，清单是2026年的，仍读作同一份清单"
    assert [(d.where, d.what) for d in found.doubts] == [("“文件2.docx”", said)]
    assert found.plan.year == 2026
    found = imported(first, file("县2026年消防清单", OTHER))
    assert [(d.where, d.what) for d in found.doubts] == [
        (
            "“文件2.docx”",
            "标题“县2026年消防清单”与“县2026年任务清单”不同，编号与前面的文件重复，仍读作同一份清单",
        )
    ]
    for title in ("", "县2026年任务清单（二）", "2026年任务清单"):
        assert imported(first, file(title, ["2", *OTHER[1:]])).doubts == ()


def test_a_further_file_of_another_title_says_not_who_issued_the_list() -> None:
    """Of two counties: the second's letterhead and number would stand on the first's papers."""
    head, number = "兴县防汛抗旱指挥部", "兴汛〔2025〕3号"
    first = document("交城县2025年任务清单", table([H, GAS]))
    other = document(head + "文件", number, "兴县2025年防汛清单", table([H, ["2", *OTHER[1:]]]))
    notice = document(head + "文件", number, "现将清单印发给你们。")
    found = imported(first, other)
    said = f"标题“兴县2025年防汛清单”与“交城县2025年任务清单”不同，仍读作同一份清单，“{head}、{number}”没有写进清单"
    assert [(d.where, d.what) for d in found.doubts] == [("“文件2.docx”", said)]
    assert (found.plan.title, found.plan.issuer, found.plan.document) == ("交城县2025年任务清单", "", "")
    assert (imported(notice, first).plan.issuer, imported(notice, first).doubts) == (head, ())
    bare = document(head + "文件", number, table([H, ["2", *OTHER[1:]]]))
    assert imported(bare, first).doubts[0].what.startswith("标题“没有写”与“交城县2025年任务清单”不同")


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("制表单位：兴县安全生产委员会办公室 制表日期：2026年2月10日", "兴县安全生产委员会办公室"),
        ("编制单位:兴县防汛抗旱指挥部（盖章）", "兴县防汛抗旱指挥部"),
        ("制表单位：", ""),
        ("制表人：王芳", ""),
        ("填报单位：兴县水利局", ""),
    ],
)
def test_who_made_the_table_issued_it_where_nobody_else_is_named(line: str, issuer: str) -> None:
    assert imported(document("兴县2026年任务清单", line, table([H, GAS]))).plan.issuer == issuer
    within = table([[("兴县2026年任务清单", 1, len(H))], [(line, 1, len(H))], H, GAS])
    assert imported(document(within)).plan.issuer == issuer
    headed = document("兴县人民政府文件", "兴政〔2026〕3号", "兴县2026年任务清单", line, table([H, GAS]))
    assert imported(headed).plan.issuer == "兴县人民政府"


def test_running_text_beside_a_table_that_says_who_and_when_is_asked_about() -> None:
    beside = [
        "一、重点任务",
        "1.整治粉尘。（责任单位：县工信局；完成时限：6月底前）",
        "二、要求",
        "各单位于3月底前报送方案。",
    ]
    found = imported(document("县2026年实施方案", *beside, "附件：任务清单", table([H, GAS])))
    said = "表外的“整治粉尘”写明了单位或时限，没有读进清单"
    assert [(d.where, d.what) for d in found.doubts] == [("第3段", said)]
    assert [r.title for r in rows(found)] == [GAS[1]]
    found = imported(document("县2026年实施方案", "一、燃气", "（牵头单位：县能源局）", table([H, GAS])))
    assert [d.what for d in found.doubts] == ["表外的“（牵头单位：县能源局）”写明了单位或时限，没有读进清单"]


def test_a_heading_above_a_table_is_the_category_and_its_units_are_asked_about() -> None:
    heading, charge = "一、煤矿安全", "（牵头单位：县能源局，完成时限：全年）"
    found = imported(document("县2026年任务清单", heading + charge, table([H, GAS])))
    assert [r.category for r in rows(found)] == ["煤矿安全"]
    assert [(d.where, d.what) for d in found.doubts] == [
        ("第2段", f"类别“{heading}”写有单位或时限“{charge}”，没有写进各项")
    ]


@pytest.mark.parametrize(
    ("text", "title", "units", "deadline", "measures"),
    [
        (
            ["1.检查校车（县教育局，3月底前）；检查医院（县卫健局，6月底前）。"],
            "检查校车", "县教育局", "3月底前", [("检查医院", "县卫健局", "6月底前")],
        ),
        (
            ["1.检查客运站。（责任单位：县交通局；完成时限：4月底前）", "检查养老院。（责任单位：县民政局；完成时限：6月底前）"],
            "检查客运站", "县交通局", "4月底前", [("检查养老院。", "县民政局", "6月底前")],
        ),
        (
            ["（一）用户环节。1.排查餐饮。（县商务局负责，9月底前完成）2.入户安检。（县住建局负责，全年）"],
            "用户环节", "县商务局负责", "9月底前完成", [("1.排查餐饮。", "", ""), ("2.入户安检。", "县住建局负责", "全年")],
        ),
        (
            ["1.排查校车（责任单位：县教育局；完成时限：3月底前），并建台账。"],
            "排查校车（责任单位：县教育局；完成时限：3月底前），并建台账", "县教育局", "3月底前", [],
        ),
        (
            ["1.检查校车。责任单位：县教育局；完成时限：3月底前。检查医院。责任单位：县卫健局；完成时限：6月底前。"],
            "检查校车", "县教育局", "3月底前", [("检查医院。", "县卫健局", "6月底前")],
        ),
        (
            ["1.检查校车。", "责任单位：县教育局", "完成时限：3月底前", "检查医院。", "查记录。", "责任单位：县卫健局", "完成时限：6月底前"],
            "检查校车", "县教育局", "3月底前", [("检查医院。查记录。", "县卫健局", "6月底前")],
        ),
        (["检查客运站。（县交通局牵头，4月底前）"], "检查客运站", "县交通局牵头", "4月底前", []),
        (
            ["一、矿山安全。评估矿山，责任单位：县应急局。完成改造，责任单位：县能源局。"],
            "矿山安全", "县应急局", "", [("评估矿山，", "", ""), ("完成改造，", "县能源局", "")],
        ),
        (
            ["一、矿山安全。评估矿山，责任单位：县应急局；完成改造，责任单位：县能源局，完成时限：9月底。"],
            "矿山安全", "县应急局", "", [("评估矿山，", "", ""), ("完成改造，", "县能源局", "9月底")],
        ),
        (
            ["一、矿山安全。评估。牵头单位：县应急局；配合单位：县公安局。完成时限：6月底。改造。责任单位：县能源局。"],
            "矿山安全", "牵头单位：县应急局；配合单位：县公安局", "6月底", [("评估。", "", ""), ("改造。", "县能源局", "6月底")],
        ),
        (
            ["一、矿山安全。评估矿山（责任单位：县应急局）。完成改造（责任单位：县能源局；各乡镇）。"],
            "矿山安全", "县应急局", "", [("评估矿山", "", ""), ("完成改造", "县能源局；各乡镇", "")],
        ),
        (
            ["一、矿山安全", "评估矿山，责任单位：县应急局；县公安局。", "完成改造，责任单位：县能源局。"],
            "矿山安全", "县应急局；县公安局", "", [("评估矿山，", "", ""), ("完成改造，", "县能源局", "")],
        ),
        (
            ["一、评估矿山。牵头单位：县应急局。责任单位：县能源局。完成时限：6月底。备注：每月报送。"],
            "评估矿山", "县应急局牵头，县能源局负责", "6月底", [],
        ),
    ],
)  # fmt: skip
def test_each_bracket_of_running_text_says_who_and_when_of_what_is_before_it(
    text: list[str], title: str, units: str, deadline: str, measures: list[tuple[str, str, str]]
) -> None:
    """The last one's unit had the whole paragraph, and the others were nobody's."""
    (row,) = imported(document("县2026年工作要点", *text)).plan.rows
    assert (row.title, row.units.text, row.deadline.text) == (title, units, deadline)
    own = [
        (m.text, m.units.text if m.units else "", m.deadline.text if m.units else "") for m in row.measures
    ]
    assert own == measures


def test_a_unit_in_a_text_that_no_column_charges_is_asked_about() -> None:
    text = "检查瓶装气（县商务局负责），入户安检（县住建局负责）。"
    found = imported(document("县2026年任务清单", table([H, ["1", "整治燃气", text, "县住建局", "全年"]])))
    assert [d.what for d in found.doubts] == ["文中写明的单位不在责任单位里：（县商务局负责）"]
    assert re.search("content: .*核对：文中写明的单位", found.text)


def test_what_check_asks_of_one_line_the_import_asks_too() -> None:
    """One of two names was named, and the other charged nobody."""
    H_ = [["序号", "任务", "责任单位", "完成时限"], ["1", "检查", "住建①、公安、县水利局", "9月底前10月底前"]]
    found = imported(document("县2026年任务清单", table(H_)))
    asked = [d.what for d in found.doubts]
    assert {p.what for p in validate(found.text)[2]} < {*asked}
    assert [what for what in asked if "责任单位中" in what] == [
        f"责任单位中的“{name}”未能识别" for name in ("住建", "公安")
    ]
    assert all(what in found.text for what in asked)


def test_a_category_of_what_is_done_is_asked_about() -> None:
    done = table([H, GAS, [("二、已完成事项", 1, len(H))], ["2", *OTHER[1:]]])
    found = imported(document("县2026年督办台账", done))
    assert "类别“已完成事项”写明是“已完成”，仍读作任务" in [d.what for d in found.doubts]


def test_a_title_below_its_organ_is_one_with_it() -> None:
    organ = "清河县安全生产委员会"
    assert imported(document(organ, "2026年任务清单", table([H, GAS]))).plan.title == f"{organ}2026年任务清单"


def test_a_table_that_is_no_list_under_an_annex_is_not_asked_about() -> None:
    contacts = table([["序号", "工作内容", "联系人"], ["1", "整治燃气", "张三"]], "表2")
    found = imported(document("附件1", "县2026年任务清单", table([H, GAS]), "附件2", contacts))
    assert len(rows(found)) == 1 and not [d for d in found.doubts if "另有标题" in d.what]


def test_the_lists_own_annex_is_none() -> None:
    found = imported(document("通知", "附件1", "云溪县2026年重点工作任务清单", table([H, GAS])))
    assert not [d for d in found.doubts if "附件" in d.what or "另有标题" in d.what]


def test_units_that_may_be_one_are_named_once() -> None:
    two = [["1", "整治燃气", "", "县教育局", "9月底前"], ["2", "整治校车", "", "教育局", "9月底前"]]
    found = imported(document("云溪县2026年重点工作任务清单", table([H, *two])))
    assert [d.what for d in found.doubts if "同一单位" in d.what] == ["“教育局”与“县教育局”可能是同一单位"]


def test_what_only_notes_something_stays_a_note() -> None:
    found = imported(
        document("某县2026年清单", table(LIST), "注：各单位每月25日前报送进展。", "各单位要抓好落实。")
    )
    assert found.plan.standing is None
    assert [o.text for o in found.omissions] == ["注：各单位每月25日前报送进展。", "各单位要抓好落实。"]


def test_a_clause_of_another_list_charges_nobody_in_this_one() -> None:
    """Its number is of that list: only what the document says itself adds somebody."""
    old = {"from": 2, "group": "乡镇", "text": "以下各项均需各乡镇配合落实"}
    wishes = Wishes(register={"groups": [{"name": "乡镇", "phrases": ["各乡镇"]}], "standing": old})
    title, own = "某县2026年清单", "以上各项均需各乡镇结合实际抓好落实。"
    found = imported(document(title, table(LIST)), wishes=wishes)
    assert found.plan.standing is None and validate(found.text)[0] == found.plan
    assert [s for s in found.said if "没有沿用" in s] == [
        f"名册里的属地条款“{old['text']}”没有沿用，文件没有这一句；要用的请核对编号后写在 standing 下"
    ]
    found = imported(document(title, table(LIST), own), wishes=wishes)
    assert found.plan.standing == (1, "乡镇", own.rstrip("。")) and not found.said


def over_rows(*said: tuple[str, str, str], merged: bool = True) -> Imported:
    """A task over several rows, each with a text, units and a date of its own."""
    first = ["1", "整治燃气"]
    grid: list[list[Given]] = [list(H)]
    for n, own in enumerate(said):
        above: list[Given] = [(text, len(said), 1) for text in first] if n == 0 else []
        grid.append([*(above if merged else first if n == 0 else ["", ""]), *own])
    return imported(document("县2026年任务清单", table(grid)))


@pytest.mark.parametrize(
    ("dates", "whole", "asked"),
    [
        (("6月底前", "全年"), "6月底前/全年", False),
        (("9月底前", "6月底前"), "6月底前/9月底前", False),  # read in the order of the year
        (("3月底前", "长期坚持"), "3月底前/长期坚持", False),
        (("6月底前", "每季度"), "6月底前/每季度", True),  # it was 每季度 alone
        (("每月5日前", "12月底前"), "每月5日前/12月底前", True),
        (("3月底前", "资金到位后"), "3月底前/资金到位后", True),
        (("每周", "5月底前"), "每周/5月底前", True),
    ],
)
def test_the_dates_of_several_rows_are_all_there(dates: tuple[str, str], whole: str, asked: bool) -> None:
    found = over_rows(("换管。", "县住建局", dates[0]), ("检查。", "县商务局", dates[1]))
    (row,) = found.plan.rows
    assert row.deadline.text == whole
    assert [m.deadline.text for m in row.measures] == [*dates]
    doubted = [d.what for d in found.doubts if d.what.startswith(f"完成时限“{whole}”")]
    assert any("未能识别" in what for what in doubted) == asked


@pytest.mark.no_cover
def test_an_empty_cell_among_several_dates_has_none_of_them() -> None:
    rows = ("换管。", "县住建局", "6月底前"), ("检查。", "县公安局", ""), ("宣传。", "县商务局", "9月底前")
    for merged in (True, False):
        found = over_rows(*rows, merged=merged)
        assert [m.deadline.text for m in found.plan.rows[0].measures] == ["6月底前", "", "9月底前"]
        assert [(d.where, d.what) for d in found.doubts] == [("表1第3行", "完成时限空着")]
        for some, own in ((rows[:2], ["6月底前", ""]), (rows[1:], ["", "9月底前"])):
            found = over_rows(*some, merged=merged)
            assert [m.deadline.text for m in found.plan.rows[0].measures] == own
            assert [d.what for d in found.doubts] == ["完成时限空着"]


def test_units_with_dates_of_their_own_in_one_text_are_asked_about() -> None:
    """Each was due on the other's day."""

    def both(*own: tuple[str, str]) -> Imported:
        whole: list[Given] = [(text, len(own), 1) for text in ("1", "整治燃气", "换管。")]
        return imported(
            document("县2026年任务清单", table([H, [*whole, *own[0]], *(list(x) for x in own[1:])]))
        )

    found = both(("县住建局", "6月底前"), ("县商务局", "9月底前"))
    said = "各行的单位不同，完成时限也不同（县住建局：6月底前；县商务局：9月底前），合成了一个"
    assert [d.what for d in found.doubts] == [said]
    assert found.plan.rows[0].deadline.text == "6月底前\n9月底前"
    assert [d.what for d in both(("县住建局", "6月底前"), ("县商务局", "")).doubts] == [
        said.replace("9月底前", "空着")
    ]
    assert both(("县住建局", "6月底前"), ("县商务局", "6月底前")).doubts == ()


def test_the_same_as_above_is_what_stands_there() -> None:
    """In every column but that of the numbers; below a heading across the table as well."""
    head = ["序号", "任务", "主要内容", "牵头单位", "配合单位", "完成时限", "责任人"]
    told = table(
        [
            head,
            ["1", "排查", "检查用户。", "县住建局", "县公安局", "6月底前", "张三"],
            [("二、整治", 1, 7)],
            ["2", "复查", "同上", "同上", "〃", "同 上", "同上"],
        ]
    )
    first, second = imported(document("某县2026年清单", told)).plan.rows
    for told_of in (first, second):
        assert (told_of.content, told_of.units.text) == ("检查用户。", "县住建局牵头，县公安局配合")
        assert (told_of.deadline.text, told_of.remark) == ("6月底前", "责任人：张三")
        assert [m.text for m in told_of.measures] == ["检查用户。"]


def hold(document: Document, found: Imported) -> None:
    """The property: what the list says stands in the document, and what the document says in the list or among what was left out."""
    texts = [flat(t) for t in texts_of(document)]
    whole = "".join(texts)
    for row in found.plan.rows:
        for value in (row.title, row.content, row.deadline.text):
            assert all(flat(line) in whole for line in re.split("[/\n]", value)), value
        for piece in re.split("[；，/\n]", row.units.text):
            assert flat(re.sub("(牵头|负责|配合)$", "", piece)) in whole, piece
    said = [flat(x) for x in _said(found)]
    for text in texts:
        assert _covered(text, said), text


def texts_of(document: Document) -> list[str]:
    """Every paragraph and every cell once, in order."""
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            found += {c.origin: c.text for row in block.rows for c in row.cells}.values()
        else:
            found.append(block.text)
    return found


def _said(found: Imported) -> list[str]:
    plan = found.plan
    values = [plan.title, plan.issuer, plan.document, plan.standing.text if plan.standing else ""]
    values += [x for c in plan.categories for x in (c.title, *c.variants)]
    values += [o.text for o in found.omissions] + [c.header for c in found.columns]
    for r in plan.rows:
        values += [r.title, r.content, r.units.text, r.deadline.text, r.leader, r.remark, *r.variants]
    values += [x for r in plan.rows for m in r.measures if m.units for x in (m.units.text,)]
    values += [m.deadline.text for r in plan.rows for m in r.measures]
    values += [line.common for line in found.draft.lines]
    return [v for v in values if v]


def _covered(text: str, said: list[str]) -> bool:
    """Whether a text is made of what is said, but for marks, labels and punctuation."""
    text = re.sub(
        r"^(【.{3,4}】|[^：]{2,6}：|第.部分|第.项|[一二三四五]、)(?=.)", "", text
    )  # a label, a mark
    if any(text in value for value in said) or meaning_of(text):
        return True
    rest = text
    for value in sorted(said, key=len, reverse=True):
        pieces = re.split("[；，。]", value)
        for line in (value, *pieces, *(re.sub("(牵头|配合|负责)$", "", x) for x in pieces)):
            if len(line) > 1:
                rest = rest.replace(line, "")
    rest = re.sub(r"[^：（）]{2,6}：", "", rest)
    rest = re.sub(
        r"牵头单位|配合单位|责任单位|责任部门|完成时限|牵头|配合|责任分工|具体措施|同上|无|文件$", "", rest
    )
    return len(re.sub(r"[^\w]|[\d一二三四五六七八九十]", "", rest)) <= 1


def two_lines(first: str, *below: str) -> list[list[Given]]:
    """A header of two lines, the last columns under one word."""
    head: list[Given] = [
        ("序号", 2, 1),
        ("任务", 2, 1),
        *((w, 2, 1) for w in ("责任单位", "完成时限") if w != first),
    ]
    return [[*head, (first, 1, len(below))], [*below]]


UNDER_ONE = {
    ("完成时限", "起", "止"): ("3月底前", "9月底前", "9月底前", "起：3月底前", 0),
    ("完成时限", "开始", "结束"): ("3月底前", "9月底前", "9月底前", "开始：3月底前", 0),
    ("完成时限", "第一阶段", "第二阶段"): ("3月底前", "9月底前", "3月底前\n9月底前", "", 1),
    ("完成时限", "自查", "整改"): ("3月底前", "9月底前", "3月底前\n9月底前", "", 1),
    ("完成时限", "自查", "整改 "): ("9月底前", "", "9月底前", "", 0),
    ("完成时限", "完成时限", "完成时限"): ("3月底前", "9月底前", "3月底前\n9月底前", "", 1),
    ("责任单位", "县级", "乡级"): ("县水利局", "各乡镇", "县水利局\n各乡镇", "", 0),
    ("责任单位", "主要", "协助"): ("县水利局", "县林业局", "县水利局，县林业局配合", "", 0),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("header", UNDER_ONE)
def test_columns_under_one_header_are_one_phrase(header: tuple[str, str, str]) -> None:
    """What stands in none of them is lost; where it is made of several dates, that is asked about."""
    one, two, said, remark, asked = UNDER_ONE[header]
    beside = "县水利局" if header[0] == "完成时限" else "6月底前"
    found = imported(
        document("某县2026年清单", table([*two_lines(*header), ["1", "整治", beside, one, two]]))
    )
    (row,) = found.plan.rows
    assert said == (row.deadline.text if header[0] == "完成时限" else row.units.text)
    assert row.remark == remark and len(found.doubts) == asked
    assert all("合成了一个" in d.what and "--column 完成时限=5" in d.hint for d in found.doubts)


TWICE = {
    ("责任单位（牵头）", "责任单位（配合）"): "县水利局牵头，县林业局配合",
    ("责任单位（主责）", "责任单位（协助）"): "县水利局牵头，县林业局配合",
    ("第一责任单位", "第二责任单位"): "县水利局牵头，县林业局负责",
    ("县级责任单位", "乡镇责任单位"): "县水利局\n县林业局",
}


@pytest.mark.parametrize("headers", TWICE)
def test_units_in_two_columns_are_all_charged(headers: tuple[str, str]) -> None:
    told = table([["序号", "任务", *headers, "完成时限"], ["1", "整治", "县水利局", "县林业局", "6月底前"]])
    found = imported(document("某县2026年清单", told))
    assert (rows(found)[0].units, found.doubts) == (TWICE[headers], ())


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("完成时限", "调整后完成时限", ["9月底前", "全年"]),
        ("完成时限", "延期后时限", ["9月底前", "全年"]),
        ("调整后的完成时间", "完成时间", ["6月底前", "全年"]),
        ("完成时限", "计划时间", ["6月底前", ""]),
    ],
)
def test_of_two_deadlines_the_changed_one_counts_and_either_is_asked_about(
    first: str, second: str, taken: list[str]
) -> None:
    one, two = (["6月底前", ""], ["9月底前", "全年"])
    if "调整后" in second or "延期后" in second:
        one, two = ["6月底前", "全年"], ["9月底前", "/"]
    elif "调整后" in first:
        one, two = ["6月底前", ""], ["9月底前", "全年"]
    lines = [
        [str(n), f"整治{n}", "县水利局", *dates] for n, dates in enumerate(zip(one, two, strict=True), 1)
    ]
    found = imported(document("某县2026年清单", table([["序号", "任务", "责任单位", first, second], *lines])))
    assert [r.deadline for r in rows(found)] == taken
    (doubt,) = (d for d in found.doubts if "两栏" in d.what)
    assert f"“{first}”" in doubt.what + doubt.where and "--column 完成时限=" in doubt.hint


def test_a_change_that_nobody_made_is_not_asked_about() -> None:
    told = [["序号", "任务", "责任单位", "完成时限", "调整后完成时限"], ["1", "整治", "县水利局", "全年", ""]]
    found = imported(document("某县2026年清单", table(told)))
    assert ([r.deadline for r in rows(found)], found.doubts) == (["全年"], ())


@pytest.mark.no_cover
@pytest.mark.parametrize("nobody", ["", "无", "/", "—"])
def test_units_that_are_nobody_are_asked_about(nobody: str) -> None:
    told = table([H, ["1", "整治", "", nobody, "全年"], ["2", "排查", "", "县水利局", "全年"]])
    found = imported(document("某县2026年清单", told))
    assert (
        len(found.doubts) == 1 and "责任单位" in found.doubts[0].what and "表1第2行" in found.doubts[0].where
    )
    assert found.text.count("核对：") == 1


@pytest.mark.parametrize(
    ("title", "year", "certain"),
    [
        ("云溪县安全生产治本攻坚三年行动方案（2024-2026年）2025年度任务清单", 2025, True),
        ("2025年云溪县安全生产治本攻坚三年行动（2024—2026年）重点任务清单", 2025, True),
        ("贯彻落实2024年省委一号文件2025年任务清单", 2025, True),
        ("2024年省委一号文件2025年度全县重点任务清单", 2025, True),
        ("贯彻国办发〔2024〕54号2025年任务清单", 2025, True),
        ("云溪县２０２５年重点任务清单", 2025, True),
        ("云溪县二○二五年重点任务清单", 2025, True),
        ("2025年落实2024年重点任务清单", 2025, False),
        ("2025年省考核2024年反馈问题整改清单", 2025, False),
        ("2024年和2025年重点任务清单", 2025, False),
        ("三年行动任务清单（2024—2026年）", 2026, False),  # the year of today lies within
        ("三年行动任务清单（2022年至2024年）", 2024, False),
        ("“十四五”（2021-2025年）安全生产规划任务清单", 2025, False),
        ("云溪县安全生产任务清单2025", 2025, False),
        ("贯彻国办发〔2024〕54号任务清单", 2024, False),
        ("贯彻2021年修订的《安全生产法》任务清单", 2021, False),
        ("云溪县安全生产任务清单", 2026, False),
    ],
)
def test_the_year_is_the_one_before_the_words_of_the_list(title: str, year: int, certain: bool) -> None:
    """Nothing is guessed: where several could be meant, or no 年 stands, it says what was taken and asks for --year."""
    found = imported(document(title, table(LIST)))
    assert found.plan.year == year
    doubts = [(d.what, d.hint) for d in found.doubts]
    assert len(doubts) == (not certain)
    for what, hint in doubts:
        assert what.endswith(f"用了{year}年") and "--year" in hint and f"核对：{what}" in found.text


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("beside", "year", "said"),
    [
        (["（2025年）"], 2025, ""),
        (["２０２５年度"], 2025, ""),
        (["联系电话：20198888"], 2026, "文件没有写年份，"),
        (["联系电话：2019 8888"], 2026, "文件没有写年份，"),
        (["（依据2021年修订的《安全生产法》制定）"], 2026, "文件没有写年份，"),
        (["云安委〔2025〕3号"], 2025, "标题没有写明是哪一年，按“云安委〔2025〕3号”"),
        (["2025年1月5日"], 2025, "标题没有写明是哪一年，按“2025年1月5日”"),
        (["注：2024年的问题另列。"], 2024, "标题没有写明是哪一年，按“注：2024年的问题另列。”"),
    ],
)
def test_a_year_that_the_title_does_not_say_is_asked_about(beside: list[str], year: int, said: str) -> None:
    found = imported(document("云溪县安全生产任务清单", *beside, table(LIST)))
    assert found.plan.year == year
    assert [d.what for d in found.doubts] == ([f"{said}用了{year}年"] if said else [])


def test_a_year_that_the_user_says_is_not_asked_about() -> None:
    wishes = Wishes(year=2025, this_year=2026)
    found = imported(document("三年行动任务清单（2024—2026年）", table(LIST)), wishes=wishes)
    assert (found.plan.year, found.doubts) == (2025, ())


def test_of_tasks_of_two_levels_the_lower_is_the_task() -> None:
    told = table(
        [
            ["序号", "一级任务", "二级任务", "责任单位", "完成时限"],
            ["1", ("压实责任", 2, 1), "签订责任书", "县应急局", "3月底前"],
            ["2", "述职", "县应急局", "12月底前"],
        ]
    )
    assert [(r.category, r.title) for r in rows(imported(document("某县2026年清单", told)))] == [
        ("压实责任", "签订责任书"),
        ("压实责任", "述职"),
    ]


HEAD, NUMBER, DAY = "清水县安全生产委员会办公室", "清安办发〔2025〕12号", "2025年2月18日"
NOTICE = "关于印发《清水县2025年任务清单》的通知"


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("above", "below", "issuer", "number"),
    [
        ([HEAD + "文件", NUMBER, NOTICE, "现予印发。", HEAD, DAY], [], HEAD, NUMBER),
        ([HEAD, NUMBER, NOTICE], [], HEAD, NUMBER),
        ([NOTICE], [HEAD, "二〇二五年二月十八日"], HEAD, ""),
        (
            ["清水县人民政府办公室文件", "清政办发〔2025〕3号"],
            [],
            "清水县人民政府办公室",
            "清政办发〔2025〕3号",
        ),
        ([NUMBER, NOTICE, "现予印发。", DAY], [], "", NUMBER),
        (["清水县应急管理局" + NOTICE, "现予印发。"], [], "清水县应急管理局", ""),
        (["代县安全生产委员会文件", NUMBER, NOTICE], [], "代县安全生产委员会", NUMBER),
        (["和县应急管理局文件", NUMBER, NOTICE], [], "和县应急管理局", NUMBER),
        ([f"转发{HEAD}{NOTICE}", "现予转发。"], [], "", ""),
        ([NOTICE, "各县市区人民政府", DAY], [], "", ""),
        ([NOTICE, "请抓好落实。", DAY, "清水县应急管理局", "2025年2月"], [], "", ""),
    ],
)
def test_who_issued_a_list_and_its_number_are_taken_where_it_says_so(
    above: list[str], below: list[str], issuer: str, number: str
) -> None:
    found = imported(document(*above, table(LIST), *below))
    assert (found.plan.issuer, found.plan.document) == (issuer, number)
    assert not [d for d in found.doubts if "不止一个" in d.what]
    assert not {issuer, number, issuer + "文件"} & {o.text for o in found.omissions if o.text}
    assert (f"印发机关“{issuer}”" in "".join(found.said)) is bool(issuer)
    assert (f"文号“{number}”" in "".join(found.said)) is bool(number)
    assert "取自文件" not in found.text
    assert ("通报的落款" in "".join(found.said)) is bool(issuer)


# of each kind of place, in the tables of places or not
PLACES = ["敖汉旗", "乌兰旗", "介休市", "云溪市", "云溪区", "五峰土家族自治县", "云溪回族自治县", "鄂温克族自治旗", "云溪蒙古族自治旗", "神农架林区", "六枝特区", "云溪经济开发区", "云溪新区", "滨海新区", "云溪市古城区", "锡林郭勒盟", "市"]  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("organ", ["安全生产委员会", "安委会办公室", "安全生产委员会办公室"])
@pytest.mark.parametrize("place", PLACES)
def test_who_issued_a_list_is_read_of_every_kind_of_place(place: str, organ: str) -> None:
    level = next(c for c in "县区旗市盟" if place.endswith(c))
    listed = table([LIST[0], ["1", "排查", f"{level}安委办、{level}公安局", "6月底前"]])
    title, head = f"{place}2025年任务清单", place + organ
    for found in (
        imported(document(head + "文件", NUMBER, title, listed)),
        imported(document(title, listed, head, DAY)),
        imported(document(f"{head}关于印发《{title}》的通知", title, listed)),
    ):
        assert (found.plan.issuer, found.plan.office_unit) == (head, f"{level}安委办")
        assert not found.doubts


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["清水县安全生产委员会文件", "清安发〔2025〕1号", HEAD, DAY],
            f"文件里的印发机关不止一个：清水县安全生产委员会、{HEAD}，没有写进清单",
        ),
        (
            ["清水县应急管理局", "清水县公安局", DAY],
            "文件里的印发机关不止一个：清水县公安局、清水县应急管理局，没有写进清单",
        ),
        (
            ["清水县应急管理局" + NOTICE, HEAD, DAY],
            f"文件里的印发机关不止一个：清水县应急管理局、{HEAD}，没有写进清单",
        ),
        (
            [NUMBER, "天安办发〔2025〕7号"],
            f"文件里的文号不止一个：{NUMBER}、天安办发〔2025〕7号，没有写进清单",
        ),
    ],
)
def test_of_several_issuers_or_numbers_none_is_taken(lines: list[str], said: str) -> None:
    found = imported(document("清水县2025年任务清单", *lines, table(LIST)))
    assert said in [d.what for d in found.doubts]
    assert {line for line in lines if line in said} <= {o.text.removesuffix("文件") for o in found.omissions}
    assert ("issuer:" if "印发机关" in said else "document:") not in found.text


def test_the_office_that_the_list_names_stays_the_office_whoever_issued_it() -> None:
    """It is the unit that is never asked why it did not report; it signs by its full name where that is known."""
    rows_ = [LIST[0], ["1", "排查", "县安委办、县公安局", "6月底前"]]
    for issuer, signed in ((HEAD, HEAD), ("清水县人民政府办公室", "县安委办")):
        plan = imported(document(issuer, NUMBER, "清水县2025年任务清单", table(rows_))).plan
        assert (plan.issuer, plan.office_unit, plan.signed) == (issuer, "县安委办", signed)


@pytest.mark.parametrize(
    ("named", "office"), [("市安委办", ""), ("市安委办、县安委办", "县安委办"), ("安委办", "安委办")]
)
def test_the_office_of_a_level_above_is_not_the_one_that_keeps_the_list(named: str, office: str) -> None:
    listed = table([LIST[0], ["1", "排查", f"{named}、县公安局", "6月底前"]])
    found = imported(document(HEAD, NUMBER, "清水县2025年任务清单", listed))
    assert ("office:" in found.text, f"office: {office}" in found.text) == (bool(office), bool(office))


def test_who_signs_may_stand_in_the_title_and_is_the_issuer() -> None:
    found = imported(document(HEAD, "2025年安全生产重点任务清单", table(LIST), HEAD, DAY))
    assert (found.plan.title, found.plan.issuer) == (f"{HEAD}2025年安全生产重点任务清单", HEAD)


def test_a_gap_in_the_numbers_is_asked_about_whatever_the_format() -> None:
    told = table([LIST[0], *([n, *LIST[1][1:]] for n in ("1", "2", "4", "7"))])
    found = imported(document("某县2026年任务清单", told))
    assert [d.what for d in found.doubts if "编号" in d.what] == ["编号缺第3、5、6项，文件里可能有行没有读到"]
    assert "categories:  # 核对：编号缺第3、5、6项，文件里可能有行没有读到\n" in found.text


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("numbers", "gaps"), [("三四", []), ("三五", ["编号缺第4项，文件里可能有行没有读到"]), ("一二", [])]
)
def test_numbers_that_go_on_from_the_points_of_the_heading_before_miss_none(
    numbers: str, gaps: list[str]
) -> None:
    """The heading 一 is a task itself, its points are （一） and （二）; where they begin anew, tasks are counted by order."""
    lines = [
        "一、加强领导（县安委办）",
        "（一）定期研究。每季度召开会议。",
        "（二）强化督导。每月督导。",
        "二、突出重点",
    ]
    lines += [f"（{n}）领域{n}。6月底前完成整治。责任单位：县公安局。" for n in numbers]
    found = imported(document("某县2026年任务清单", *lines))
    assert [d.what for d in found.doubts if "编号" in d.what] == gaps
    assert len(found.plan.rows) == 3


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("units", "deadline", "marks"),
    [
        ("县应急局①", "6月底前", ["①"]),
        ("县公安局、县商务局*", "6月底前", ["*"]),
        ("县公安局[2]、县商务局", "6月底前", ["[2]"]),
        ("县公安局", "6月底前①", ["①"]),
        ("县公安局※", "10月底前＊", ["＊", "※"]),
        ("①县公安局；②县应急局", "①6月底前；②9月底前", []),
        ("县公安局（牵头）、县应急局", "6月底前（2次）", []),
    ],
)
def test_the_mark_of_a_note_behind_a_unit_or_a_date_is_asked_about(
    units: str, deadline: str, marks: list[str]
) -> None:
    told = table([LIST[0], ["1", "整治", units, deadline]])
    found = imported(document("某县2026年任务清单", told))
    assert re.findall("里有注释标记“(.+?)”", "".join(d.what for d in found.doubts)) == marks
    assert found.plan.rows[0].units.text == units, "as it stands"
    assert found.text.count("里有注释标记") == len(marks), "beside it"


def test_a_note_in_a_column_without_a_header_is_told_and_kept() -> None:
    rows_ = [[*LIST[0], ""], [*LIST[1], ""], ["2", "乙", "县水利局", "6月底前", "此项已调整到8月底前"]]
    told = imported(document("某县2026年任务清单", table(rows_)))
    at = len(LIST[0]) + 1
    [doubt] = [d for d in told.doubts if "栏名" in d.what]
    assert (doubt.where, doubt.what) == (
        "表1第3行",
        f"第{at}栏没有栏名，写着“此项已调整到8月底前”，记在备注里",
    )
    assert ("备注（没有栏名）", at) in [(c.meaning, c.column) for c in told.columns]
    assert [r.remark for r in told.plan.rows] == ["", "此项已调整到8月底前"]
    without = imported(document("某县2026年任务清单", table([row[:-1] for row in rows_])))
    assert not [d for d in without.doubts if "栏名" in d.what]


TURNED = """延期至8月底前 已取消 取消 不再开展 调整为9月底前 暂缓 已完成 进展情况：已完成 完成情况：√ 是否完成：是 经县安委会研究取消
因机构改革，取消该项任务 此项已调整到8月底前 顺延1个月 责任单位变更 改由县住建局负责 并入第3项 已办结 5月已完成 已于5月完成 已移交县住建局
提前至3月底 时限调整 我县不涉及 第2项取消 状态：完成
销号情况：☑已销号 完成情况：■已完成□未完成""".split()
AS_IT_WAS = """续建 责任人：张三 取消不合理收费 进展情况：已完成80% 已完成前期排查，正在整改 暂停营业的企业除外 责令停止违法行为 整改时限：6月底前 未完成
资金已落实20万元 按期完成 不得延期 原完成时限：6月底前 是否完成：否 延期至：/ 依据：关于取消部分审批的通知 工作已部署 整改完成时间：2026-05-20
销号情况：□已销号 完成情况：□已完成☑未完成""".split()


def test_a_remark_that_calls_a_task_off_or_done_is_told_from_any_other() -> None:
    assert [text for text in TURNED if not turned(text)] == []
    assert [text for text in AS_IT_WAS if turned(text)] == []


def test_what_stands_beside_a_task_and_changes_it_is_asked_about() -> None:
    """A task that is called off, put off or done is no open one without a word: in a column, in brackets, in a note."""
    told = table([
        [*LIST[0], "备注", "进展情况"],
        ["1", "排查", "县公安局", "6月底前", "延期至8月底前", ""],
        ["2", "校车（已取消）", "县公安局", "6月底前", "", "正在推进"],
        ["3", "评估", "县公安局", "6月底前", "省级任务", "已完成"],
        ["4", "宣传", "县公安局", "6月底前", "续建", ""],
    ])  # fmt: skip
    found = imported(document("某县2026年任务清单", told, "注：第4项不再开展。"))
    assert [(d.where, d.what) for d in found.doubts if "没有照它改" in d.what] == [
        ("第3段", "注释写着“第4项不再开展”，没有照它改"),
        ("表1第2行", "备注写着“延期至8月底前”，没有照它改"),
        ("表1第3行", "任务写着“已取消”，没有照它改"),
        ("表1第4行", "备注写着“已完成”，没有照它改"),
    ]
    assert found.text.count("  # 核对") == 3 and found.text.count("没有照它改") == 4, (
        "beside the tasks, and above all"
    )
    assert [r.remark for r in found.plan.rows] == [
        "延期至8月底前",
        "进展情况：正在推进",
        "省级任务；进展情况：已完成",
        "续建",
    ]


def test_what_a_notice_says_of_tasks_in_a_list_is_asked_about() -> None:
    notice = [
        "一、第1项“燃气”完成时限调整为9月底前。",
        "二、第3项责任单位调整为县教育局、县公安局。",
        "三、取消第4项“预案修订”。",
        "四、按第2次全体会议要求调整分工。",
    ]
    found = imported(document("某县2026年任务清单调整的通知", *notice, "五、值守。（县应急局，全年）"))
    assert [(d.where, d.what) for d in found.doubts if d.where] == [
        ("第2段", "表外的“一、第1项“燃气”完成时限调整为9月底前。”写明了单位或时限，没有读进清单"),
        ("第3段", "文中写着“第3项责任单位调整为县教育局”，没有照它改"),
        ("第4段", "文中写着“取消第4项“预案修订””，没有照它改"),
    ]
    assert found.text.count("# 核对：第") == 3


def test_our_own_csv_is_no_issued_list() -> None:
    """Its header is the one that the writer has; read as a list, its rows would be numbered anew."""
    from anquan_cli.views.csv_ import HEADERS

    with pytest.raises(DataError, match="本程序导出的"):
        imported(document(table([[*HEADERS], ["1", "一、甲", "整治", "", "县水利局", *[""] * 11]])))


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("原完成时限", "调整后完成时限"),
        ("原定时限", "延期后时限"),
        ("原定完成时间", "现完成时限"),
        ("原完成时限", "完成时限"),
        ("原责任单位", "调整后责任单位"),
        ("原责任单位", "责任单位"),
    ],
)
def test_what_held_before_counts_where_nothing_has_changed(first: str, second: str) -> None:
    """9月底前 became 11月底前; what was not changed keeps 6月底前; so with units."""
    values, other = (["9月底前", "6月底前", "11月底前"], "责任单位")
    if "单位" in first:
        values, other = ["县住建局", "县水利局", "县城管局"], "完成时限"
    same = "县应急局" if other == "责任单位" else "全年"
    told = [["序号", "任务", first, second, other]]
    told += [["1", "燃气", values[0], values[2], same], ["2", "工地", values[1], "", same]]
    found = imported(document("某县2026年任务清单", table(told)))
    field = [r.deadline if other == "责任单位" else r.units for r in rows(found)]
    assert field == [values[2], values[1]]
    assert [r.remark for r in found.plan.rows] == [f"{first}：{values[0]}", ""]
    (doubt,) = found.doubts
    assert f"“{second}”“{first}”两栏，写了“{second}”的用它" in doubt.what


@pytest.mark.parametrize("row", [True, False])
def test_each_point_of_a_note_is_one(row: bool) -> None:
    told = table([["序号", "任务", "责任单位", "完成时限"], ["1", "培训", "县应急局", "4月底前"]])
    notes = ["备注：1.本清单由县安委办负责解释。", "2.每月报送。", "3.第1项取消。"]
    if row:
        cells = [[c.text for c in r.cells] for r in told.rows] + [[note, "", "", ""] for note in notes]
        found = imported(document("某县2026年任务清单", table(cells)))
    else:
        found = imported(document("某县2026年任务清单", told, *notes))
    assert [d.what for d in found.doubts] == ["注释写着“3.第1项取消”，没有照它改"]
    assert [(o.why, o.text) for o in found.omissions] == [("注释", note) for note in notes]


def test_a_point_of_a_note_that_adds_somebody_is_written_without_its_number() -> None:
    told = table([["序号", "任务", "责任单位", "完成时限"], ["1", "培训", "县应急局", "4月底前"]])
    notes = ["备注：1.以上各项均需各乡镇配合落实。", "2.第1项延至6月底前。"]
    found = imported(document("某县2026年任务清单", told, *notes))
    assert found.plan.standing and found.plan.standing.text == "以上各项均需各乡镇配合落实"
    assert "注释写着“2.第1项延至6月底前”，没有照它改" in [d.what for d in found.doubts]


@pytest.mark.parametrize(
    "units", ["县能源局 李四 13812345678", "县文旅局 牵头 县公安局 配合", "县水利局 县林业局"]
)
def test_blanks_that_part_words_of_a_cell_stay(units: str) -> None:
    """But not those within a name."""
    told = [
        ["序号", "任务", "责任单位", "完成时限"],
        ["1", "甲", units, "全年"],
        ["2", "乙", "县 水 利 局", "全年"],
    ]
    assert [r.units for r in rows(imported(document("某县2026年任务清单", table(told))))] == [
        units,
        "县水利局",
    ]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("head", "sign", "issuer"),
    [
        ("清源县安全生产委员会办公室文件", "清源县安委办", "清源县安全生产委员会办公室"),
        ("清源县安委办文件", "清源县安委会办公室", "清源县安委会办公室"),
        ("清源县安全生产委员会文件", "清源县安委会", "清源县安全生产委员会"),
        ("清源县安全生产委员会文件", "清源县安委办", ""),
    ],
)
def test_a_paper_that_is_headed_and_signed_in_full_and_in_short_has_one_issuer(
    head: str, sign: str, issuer: str
) -> None:
    told = table([["序号", "任务", "责任单位", "完成时限"], ["1", "甲", "县应急局", "全年"]])
    title = "关于印发清源县2026年任务清单的通知"
    found = imported(document(head, "清安办〔2026〕3号", title, told, sign, "2026年1月5日"))
    assert (found.plan.issuer, found.plan.document) == (issuer, "清安办〔2026〕3号")
    assert bool(issuer) is not any("印发机关不止一个" in d.what for d in found.doubts)
    left = " ".join(o.text for o in found.omissions)
    assert (head in left, sign in left) == (not issuer, not issuer)


@pytest.mark.parametrize("header", ["尾矿库名称", "隐患点名称", "企业名称", "项目地点", "路段名称"])
def test_a_column_of_objects_before_the_measures_is_asked_about(header: str) -> None:
    """Two measures alike would be two tasks of one title; a user who says that it is the task has the objects."""
    told = table([
        ["序号", header, "治理措施", "责任单位", "完成时限"],
        ["1", "大沟尾矿库", "闭库销号", "县应急局", "全年"],
        ["2", "小沟尾矿库", "设置警示牌", "县应急局", "全年"],
    ])  # fmt: skip
    found = imported(document("某县2026年任务清单", told))
    (doubt,) = found.doubts
    assert f"栏名“{header}”，可能是任务" in doubt.what and "--column 任务=2" in doubt.hint
    assert [r.title for r in rows(found)] == ["闭库销号", "设置警示牌"]
    wishes = Wishes(this_year=2026, columns={1: "task"})
    settled = imported(document("某县2026年任务清单", told), wishes=wishes)
    assert ([r.title for r in rows(settled)], settled.doubts) == (["大沟尾矿库", "小沟尾矿库"], ())
    assert [r.content for r in rows(settled)] == ["闭库销号", "设置警示牌"]
    wishes = Wishes(this_year=2026, columns={1: "other"})
    assert imported(document("某县2026年任务清单", told), wishes=wishes).doubts == ()
