"""What the columns of a table are, with the rows below them in sight: which of two groups, whose the numbers are."""

from __future__ import annotations

import re
from itertools import pairwise

from anquan_cli.exchange.blocks import Grid, Row
from anquan_cli.exchange.list_import import headers
from anquan_cli.exchange.list_import.draft import Doubt, Taken
from anquan_cli.exchange.list_import.headers import Meaning
from anquan_cli.exchange.list_import.layout import ASIDE, TEXTS, Column, Header, suggestion
from anquan_cli.exchange.list_import.words import in_one_line, mark_of


def resolved(header: Header, rows: list[Row], grid: Grid) -> tuple[Header, list[Taken], list[Doubt]]:
    """What only the rows under a header can tell of its columns; what they were taken for, and what is asked."""
    body = [r for r in rows if len({c.origin for c in r.cells if c.text.strip()}) > 2]
    columns = _grouping(_one_units(list(header.columns)), body)
    doubts = _ask(columns, body, grid)
    taken = [Taken(grid.name, c.at + 1, c.header, _shown(c)) for c in columns if c.header or c.settled]
    return Header(header.height, tuple(columns)), taken, doubts


def _one_units(columns: list[Column]) -> list[Column]:
    """责任单位 beside 牵头单位 is who does it; of two deadlines the first; what a user settled comes first."""
    meanings = {c.meaning for c in columns}
    for i, column in enumerate(columns):
        if column.meaning == "units" and "lead" in meanings:
            columns[i] = column._replace(meaning="responsible")
        same = [c for c in columns if c.meaning == column.meaning and not _one_header(columns, c.at, i)]
        is_single = column.meaning in ("deadline", "units", "number", "category")
        if is_single and any(_claim(c) > _claim(column) for c in same):
            columns[i] = columns[i]._replace(meaning="group" if column.meaning == "category" else "other")
    return columns


def _one_header(columns: list[Column], a: int, b: int) -> bool:
    """Whether two columns lie under one header."""
    return len({c.header for c in columns[min(a, b) : max(a, b) + 1]}) == 1


def _claim(column: Column) -> tuple[bool, bool, int]:
    """Which of two columns of one meaning it is: the user's, the one that says 责任 or 完成, the first."""
    return column.settled, bool(re.search("责任|完成|一级", column.header)), -column.at


def _grouping(columns: list[Column], body: list[Row]) -> list[Column]:
    """Tells categories from tasks by what is merged over several rows."""

    def index(*meanings: Meaning) -> int | None:
        return next((c.at for c in columns if c.meaning in meanings), None)

    def set_(at: int, meaning: Meaning) -> None:  # a header may cover several columns
        for c in columns:
            if (c.header, c.meaning) == (columns[at].header, columns[at].meaning) and c.at != at:
                columns[c.at] = c._replace(meaning=meaning)
        columns[at] = columns[at]._replace(meaning=meaning)

    number, category, text = index("number"), index("category"), index(*TEXTS)
    for column in columns[:text]:  # 阶段, 环节, or no word at all, merged down before the tasks
        if category is None and text and not column.meaning and merged_over(body, column.at, text):
            set_(column.at, "category")
            category = column.at
    tasks = list({c.header: c.at for c in reversed(columns) if c.meaning == "task"}.values())[::-1]
    contents = [c.at for c in columns if c.meaning in ("content", "steps", "problem")]
    counts_groups = number is not None and _counts_groups(body, number, [*tasks, *contents], category)
    grouped = tasks and _groups(
        body, tasks[0], number if not counts_groups else None, [*tasks[1:], *contents], len(tasks) > 1
    )
    opens = bool(contents) and opens_with_numbers(body, contents[0])
    if tasks and (len(tasks) > 1 or contents) and (grouped or (counts_groups and opens)):
        set_(tasks[0], "category" if category is None else "group")
        tasks = tasks[1:]
    for at in tasks[1:]:
        set_(at, "content")
    before = index("content")
    if len(tasks) == 1 and before is not None and before < tasks[0] and _is_name_of(body, before, tasks[0]):
        set_(tasks[0], "content")  # 工作要点 on the left, 具体任务 on the right of it
        columns[before] = columns[before]._replace(meaning="task")
    if counts_groups and number is not None:
        set_(number, "category")
    return columns


def _is_name_of(body: list[Row], at: int, beside: int) -> bool:
    """Whether a column names what another says at length."""
    pairs = [(r.cells[at].text.strip(), r.cells[beside].text.strip()) for r in body]
    shorter = sum(len(name) < len(text) and "。" not in name for name, text in pairs)
    return 5 * shorter >= 4 * len(pairs) > 0


def _counts_groups(body: list[Row], number: int, texts: list[int], category: int | None) -> bool:
    """Whether 序号 counts the categories: 一 to 七 beside contents that are numbered, or one for several titles."""
    printed = [r.cells[number].text.strip() for r in body if r.cells[number].text.strip()]
    if not printed or not texts:
        return False
    chinese = all(not p.strip("（）()、.").isascii() for p in printed)
    last = texts[-1]
    merged = merged_over(body, number, last)
    same = category is not None and all(
        r.cells[number].origin[0] == r.cells[category].origin[0] for r in body
    )
    numbered = any(opens_with_numbers(body, at) for at in texts)
    return (chinese and numbered) or (merged and same)


def merged_over(body: list[Row], at: int, within: int) -> bool:
    """Whether a cell of one column stands beside several of another."""
    beside: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for row in body:
        if row.cells[at].text.strip():
            beside.setdefault(row.cells[at].origin, set()).add(row.cells[within].origin)
    return any(len(cells) > 1 for cells in beside.values())


def _groups(body: list[Row], at: int, number: int | None, below: list[int], several: bool) -> bool:
    """Whether a task column holds headings: one beside several rows that have numbers, or titles, of their own."""
    if not below:
        return False
    if number is not None:
        again = several and any(  # not merged, but written again
            a.cells[at].text == b.cells[at].text and a.cells[number].origin != b.cells[number].origin
            for a, b in pairwise(body)
        )
        return again or merged_over(body, at, number)
    return merged_over(body, at, below[0]) and (len(below) > 1 or opens_with_numbers(body, below[0]))


def opens_with_numbers(body: list[Row], at: int) -> bool:
    texts = [r.cells[at].text.strip() for r in body if r.cells[at].text.strip()]
    marks = [mark_of(t) for t in texts]
    return bool(texts) and sum(m is not None and m.rank in (2, 3) for m in marks) * 3 >= 2 * len(texts)


# where no column has one of the first, unknown columns are asked whether they are one of the others
_ASKED: tuple[tuple[set[Meaning], tuple[Meaning, ...]], ...] = (
    ({"units", "lead", "responsible", "support"}, ("units",)),
    ({"deadline"}, ("deadline",)),
    ({*TEXTS}, ("task", "content")),
)


def _ask(columns: list[Column], body: list[Row], grid: Grid) -> list[Doubt]:
    """Doubts about unknown columns that could be what is missing; the only text column is the task's."""
    doubts: list[Doubt] = []
    meanings = {c.meaning for c in columns}
    missing = {meaning for known, asked in _ASKED if not meanings & known for meaning in asked}
    for column in [c for c in columns if c.meaning in (None, "person") and c.header and not c.settled]:
        values = [in_one_line(r.cells[column.at].text) for r in body]
        found = suggestion(column, values, missing) if missing else None
        if not found or (column.meaning == "person" and found != "units"):
            continue
        name, letter = headers.SHOWN[found], _where(grid, column.at)
        said = f"可能是{name}，没有采用，记在备注里"
        if found in ("task", "content"):
            columns[column.at] = column._replace(meaning="task")
            missing -= {"task", "content"}
            said = "只有它像任务，先当作任务"
        doubts.append(
            Doubt(
                f"{grid.name}“{column.header}”",
                f"不认识的栏名“{column.header}”，{said}",
                f"如是，请加 --column {name}={letter}；如不是，请加 --column 其他={letter}",
            )
        )
    return doubts


def _where(grid: Grid, index: int) -> str:
    """How a user names a column: a letter for a sheet, a number for a table."""
    if grid.name.startswith("Sheet") and index < 26:
        return chr(ord("A") + index)
    return str(index + 1)


def _shown(column: Column) -> str:
    if column.meaning is None:
        return "备注（栏名不认识）"
    return "备注" if column.meaning in ASIDE else headers.SHOWN[column.meaning]
