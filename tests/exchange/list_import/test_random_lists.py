"""Lists of random shape: columns in any order, merges, sections, pages; all of them come back row by row."""

from __future__ import annotations

from random import Random

import pytest

from anquan_cli.exchange.blocks import Document, Grid, Paragraph
from anquan_cli.exchange.readers.formats import read_bytes
from anquan_cli.tasklist.validate import validate
from tests.exchange.list_import.blocks import Given, Said, document, flat, imported, rows, table
from tests.exchange.list_import.test_offices import hold
from tests.exchange.readers.printed import as_pdf

pytestmark = pytest.mark.elsewhere

HEADERS = {
    "number": ("序号", "编 号", "序\n号"),
    "category": ("类别", "事项类别", "一级指标"),
    "title": ("工作任务", "重点任务", "任务名称", "项目名称"),
    "content": ("主要内容", "工作要求", "具体措施", "工作举措"),
    "units": ("责任单位", "责任部门", "责任科室", "责任\n单位"),
    "deadline": ("完成时限", "时间节点", "完成时间", "时限要求"),
    "remark": ("备注",),
    "progress": ("进展情况", "完成情况"),
}
VERBS = "开展 完善 整治 排查 健全 建设 落实 推进".split()
THINGS = (
    "燃气管道 校车 高层住宅 应急预案 尾矿库 加油站 养老机构 有限空间 危桥 消防通道 责任清单 监测预警".split()
)
UNITS = "县应急管理局 县水利局 县公安局 县住建局 县教育局 县消防救援大队".split()
DEADLINES = "3月底前 6月底前 10月20日前 全年 每季度 上半年 12月底前 6月底前/12月底前".split()


def random_list(seed: int) -> tuple[Document, list[Said]]:
    """A list and its rows; only headings, or a merged first column, tell categories."""
    random = Random(seed)
    how = random.choice(("none", "section", "first cell", "column"))
    middle = ["content", "units", "deadline", *random.sample(["remark", "progress"], random.randint(0, 2))]
    random.shuffle(middle)
    columns = ["number", *(["category"] if how == "column" else []), "title", *middle]
    head: list[Given] = [random.choice(HEADERS[c]) for c in columns]
    grid: list[list[Given]] = [head]
    expected: list[Said] = []
    number, shared = 0, False
    for c in range(1 if how == "none" else random.randint(2, 4)):
        category = f"第{'甲乙丙丁'[c]}类工作"
        size = random.randint(1, 4)
        mark = "一二三四"[c]
        if how == "section":
            grid.append([(f"{mark}、{category}", 1, len(columns))])
        elif how == "first cell":
            grid.append([f"{mark}、{category}", *([""] * (len(columns) - 1))])
        shared = random.random() < 0.3  # the units of all, merged down
        who = "、".join(random.sample(UNITS, random.randint(1, 3)))
        for i in range(size):
            number += 1
            thing = random.choice(THINGS)
            title = f"{random.choice(VERBS)}{thing}{number}"
            content = f"对{thing}逐一排查，{random.choice(VERBS)}制度；及时整改。"
            own = who if shared else "、".join(random.sample(UNITS, random.randint(1, 3)))
            when = random.choice(DEADLINES)
            values = {
                "number": str(number), "title": title, "content": content, "units": own, "deadline": when,
                "remark": random.choice(("", "续建")), "progress": "",
            }  # fmt: skip
            row: list[Given] = []
            for column in columns:
                if column == "category":
                    row += [(category, size, 1)] if i == 0 else []
                elif column == "units" and shared:
                    row += [(own, size, 1)] if i == 0 else []
                else:
                    row.append(values[column])
            grid.append(row)
            expected.append(
                Said(str(number), category if how != "none" else "全部任务", title, own, when, content)
            )
            if how in ("none", "section") and not shared and random.random() < 0.15:
                grid.append(list(head))  # a page ends
    notes = random.choice(([], ["注：按月报送。"], ["- 1 -"]))
    tables: list[Grid] = [table(grid)]
    if how == "none" and not shared and len(tables[0].rows) > 3:  # the page goes on without a header
        cut = random.randint(2, len(tables[0].rows) - 1)
        tables = [table(grid[:cut]), table(grid[cut:], "表2")]
    return document("某县2026年重点任务清单", *tables, *notes), expected


@pytest.mark.many
@pytest.mark.parametrize("seed", range(60))
def test_a_random_list_comes_back_row_by_row(seed: int) -> None:
    made, expected = random_list(seed)
    found = imported(made)
    assert rows(found) == expected
    assert validate(found.text)[1] == ()
    hold(made, found)


@pytest.mark.many
@pytest.mark.parametrize("seed", range(40))
def test_a_list_printed_over_pages_comes_back_row_by_row(seed: int) -> None:
    """Pages cut rows, merged cells and headers wherever they end, and repeat the header or not."""
    made, expected = random_list(seed)
    random = Random(seed)
    title, *grids = (b for b in made.blocks if isinstance(b, Grid) or b.place == "第1段")
    if len(grids) == 1 and isinstance(grids[0], Grid) and isinstance(title, Paragraph):
        ems = [4, *random.choices(range(4, 9), k=len(grids[0].rows[0].cells) - 1)]
        again = random.random() < 0.7
        page = as_pdf(title.text, grids[0], ems, lines=random.randint(20, 40), header=again)
        found = rows(imported(read_bytes(page)))
        assert [[flat(x or "") for x in r] for r in found] == [[flat(x or "") for x in r] for r in expected]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60, 400))
def test_many_random_lists_come_back_row_by_row(seed: int) -> None:
    test_a_random_list_comes_back_row_by_row(seed)
