"""The sheet to work with: a line an item, everything in a column of its own, colours that follow what is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anquan_cli.documents import wording
from anquan_cli.views.xlsx.sheets import BAR, Book, Column, Sheet, Value
from anquan_cli.vocabulary import LIGHT_WORDS, STATUS_WORDS

NAME = "明细"
WARNING = "改动不会回到台账，请用 anquan mark 登记。"
_COLUMNS = (
    Column("序号", 8, "id"), Column("层级", 6, "centre"), Column("类别", 20), Column("任务", 22), Column("要点", 44),
    Column("行业领域", 12), Column("责任单位", 28), Column("完成时限", 12, "centre"), Column("下一到期日", 11, "day"),
    Column("完成状态", 9, "centre"), Column("完成率", 8, "percent"), Column("滞后百分点", 8, "tenths"),
    Column("亮灯", 6, "centre"), Column("逾期天数", 8, "count"), Column("目标", 13, "centre"), Column("已计", 7, "count"),
    Column("最近登记", 11, "day"), Column("进展情况", 32), Column("存在问题", 20), Column("下一步措施", 20),
    Column("预计完成时间", 13, "day"), Column("联络员及电话", 16), Column("备注", 9, "centre"),
    Column("责任领导", 12), Column("清单顺序", 9, "count"),  # the former where a list names any
)  # fmt: skip
_PLACES = {c.heading: i for i, c in enumerate(_COLUMNS)}
_FREE = 1000  # further lines that keep the colours


def cells(heading: str) -> str:
    """A whole column, as a formula on another sheet names it."""
    return f"{NAME}!${_letter(heading)}:${_letter(heading)}"


def working(book: Book, title: str, lines: Sequence[Mapping[str, Value]], foot: str) -> None:
    """Every line as its fields are; the list's order is kept in a hidden column, to be sorted back by."""
    led = any(fields["责任领导"] for fields in lines)
    columns = [c for c in _COLUMNS if led or c.heading != "责任领导"]
    page = Sheet(book, NAME, columns, foot, paper=8)
    page.line(title, "name")
    page.line(f"{WARNING}　　截至{wording.full_day(book.day)}　　{foot}", "warning")
    page.header(1)
    top = page.row
    for number, fields in enumerate(lines, start=1):
        values = {**fields, "清单顺序": number}
        page.put([values[c.heading] for c in columns])
    page.sheet.set_column(page.last, page.last, _COLUMNS[-1].width, None, {"hidden": True})
    _colours(book, page, top)
    page.finish(filter_from=top - 1)


def _colours(book: Book, page: Sheet, top: int) -> None:
    """Lights, what is overdue and what is closed look as their words say, whoever writes them."""
    last = page.row + _FREE

    def rule(heading: str, **options: object) -> None:
        column = _PLACES[heading]
        page.sheet.conditional_format(top, column, last, column, options)

    for light, word in LIGHT_WORDS.items():
        rule(
            "亮灯", type="cell", criteria="==", value=f'"{word}灯"', format=book.behind(wording.FILLS[light])
        )
    rule("逾期天数", type="cell", criteria=">", value=0, format=book.red)
    rule("下一到期日", type="formula", criteria=f"=${_letter('逾期天数')}{top + 1}>0", format=book.red)
    rule("完成率", **BAR)
    task = {"type": "formula", "criteria": f'=${_letter("层级")}{top + 1}="分项"', "format": book.bold}
    page.sheet.conditional_format(top, 0, last, _PLACES["任务"], task)
    page.sheet.data_validation(
        top, _PLACES["完成状态"], last, _PLACES["完成状态"],
        {"validate": "list", "source": [*STATUS_WORDS.values()], "error_type": "warning"},
    )  # fmt: skip


def _letter(heading: str) -> str:
    return chr(ord("A") + _PLACES[heading])
