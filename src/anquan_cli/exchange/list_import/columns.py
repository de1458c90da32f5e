"""What the columns of a table are, with the rows below them in sight: which of two groups, whose the numbers are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from anquan_cli.errors import truncate
from anquan_cli.exchange.blocks import Grid, Row
from anquan_cli.exchange.list_import import header_words, phrases
from anquan_cli.exchange.list_import.below_headers import across, bracketed, legend, matrix, ruled, ticked
from anquan_cli.exchange.list_import.draft import Doubt, Taken
from anquan_cli.exchange.list_import.furniture import foot_kind
from anquan_cli.exchange.list_import.header_words import Meaning
from anquan_cli.exchange.list_import.roles import NOBODY, ROLES
from anquan_cli.exchange.list_import.table_header import (
    ASIDE,
    TEXTS,
    Column,
    Header,
    mostly,
    suggestion,
    texts_of,
)
from anquan_cli.exchange.list_import.words import in_one_line, marks_of, points_of

# whose units they are, by the last word: the province's 1, the city's 2, the county's 3
_RANKS = dict(zip("家央省市州县区旗", (0, 0, 1, 2, 2, 3, 3, 3), strict=True))
_WHOSE_LIST = re.compile(
    "(?:20\\d\\d年度?)?(?:[^省市州县区旗]{2,4}省)?(?:[^省市州县区旗]{2,5}[市州])?[^省市州县区旗]{1,6}(?P<level>[省市州县区旗])"
)
_LEVEL = re.compile(
    "(国家|中央|省?市|[省州县区旗])(?:[级直属厅]|$|(?=总?牵头|责任|配合|主|协|承办))|.*（(国家|中央|省?市|[省州县区旗])[级直属]*）$"
)


def resolved(
    header: Header, rows: list[Row], grid: Grid, titles: Sequence[str], notes: Sequence[str]
) -> tuple[Header, list[Taken], list[Doubt]]:
    """What only the rows under a header can tell of its columns; what they were taken for, and what is asked.

    Args:
        titles: of the list.
        notes: beside it.
    """
    header = header._replace(columns=_aside(header.columns))
    higher = _higher(header.columns, titles)
    header = header._replace(
        columns=tuple(c._replace(meaning="other") if c in higher else c for c in header.columns)
    )
    body = [r for r in rows if len(texts := texts_of(r)) > 2 and not foot_kind(texts[0])]
    single = _one_units(list(header.columns))
    levels = [c for c in single if re.search("级(?:任务|项目|指标)", c.header)]
    values = all(_VALUE.search(c.header) for c in single if c.meaning in TEXTS)  # 三级指标, 指标要求
    deepest = levels[-1:] if values and not header.of("task", "problem", "steps") else []
    single = [c._replace(meaning="task") if c in deepest and not c.settled else c for c in single]
    notes = [*notes, *across(rows)]
    columns = _grouping(ruled(single, notes), body)
    bare = _bare(columns, body, grid)
    marks = legend([*notes, *(c.bracket for c in columns)])
    doubts = [*_of_level(higher, grid), *_of_two(header.columns, columns, body, grid)]
    doubts += [*ticked(columns, body, grid), *matrix(columns, body, grid, marks)]
    doubts += [*_ask(columns, body, grid), *bare.values()]
    if header.height:
        doubts += bracketed(columns, body, grid, titles)
    named = [c for c in columns if c.header or c.settled or c.at in bare]
    taken = [Taken(grid.name, c.at + 1, c.header, _shown(c)) for c in named]
    return Header(header.height, tuple(columns), marks), taken, doubts


def _aside(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, 存在问题 beside a task no part of what is to be done: beside 措施, 进展情况, or behind who and when."""
    meanings = [c.meaning for c in columns]
    whose = max((c.at for c in columns if c.meaning in (*ROLES, "deadline")), default=len(columns))
    if "task" not in meanings:
        return tuple(columns)
    done = {"steps", "content"} & {*meanings}
    return tuple(
        c._replace(meaning="progress")
        if c.meaning == "problem"
        and not c.settled
        and (done or c.at > whose or "progress" in meanings[max(c.at - 1, 0) : c.at + 2])
        else c
        for c in columns
    )


def _rank(column: Column) -> int | None:
    """Whose units a column has by its header: 1 of the province, 2 of the city, 3 of the county."""
    found = _LEVEL.match(header_words.normal(column.header)) if column.meaning in ROLES else None
    return _RANKS[(found[1] or found[2])[-1]] if found else None


def _higher(columns: Sequence[Column], titles: Sequence[str]) -> list[Column]:
    """The columns of units above the list's own: the province's in a county's list, or beside the county's."""
    ranks = {rank for c in columns if (rank := _rank(c)) is not None}
    found = next(filter(None, map(_WHOSE_LIST.match, titles)), None)
    own = _RANKS[found["level"]] if found else max(ranks, default=0)
    return [c for c in columns if not c.settled and (rank := _rank(c)) is not None and rank < own]


def _of_level(higher: Sequence[Column], grid: Grid) -> list[Doubt]:
    """Doubts about columns of units above the list's own, which are no parties."""
    doubts = []
    for c in higher:  # settled as 责任部门, it takes nobody's place
        name = header_words.SHOWN[c.meaning if c.meaning and c.meaning != "units" else "responsible"]
        what = f"“{c.header}”是上级的单位，没有算作{name}，记在备注里"
        hint = f"请核对；要算在内的，请加 --column {name}={_where(grid, c.at)}"
        doubts.append(Doubt(f"{grid.name}“{c.header}”", what, hint))
    return doubts


def _one_units(columns: list[Column]) -> list[Column]:
    """责任单位 beside 牵头单位 is who does it; of two deadlines the first; what a user settled comes first."""
    meanings = {c.meaning for c in columns}
    for i, column in enumerate(columns):
        if column.meaning == "units" and "lead" in meanings:
            columns[i] = column._replace(meaning="responsible")
        same = [
            c
            for c in columns
            if c.meaning == column.meaning and (c.settled or not _one_header(columns, c, column))
        ]
        is_single = column.meaning in ("deadline", "units", "number", "category")
        if is_single and any(_claim(c) > _claim(column) for c in same):
            columns[i] = columns[i]._replace(meaning="group" if column.meaning == "category" else "other")
    return columns


def _one_header(columns: list[Column], a: Column, b: Column) -> bool:
    """Whether two columns lie under one header, or theirs differ in whose units they are: 县级责任单位, 乡镇责任单位."""
    between = columns[min(a.at, b.at) : max(a.at, b.at) + 1]
    if len({c.header for c in between}) == 1 or (a.above and len({c.above for c in between}) == 1):
        return True
    whose = [re.sub("^[^责任]{1,3}(?=责任)|（.*）$", "", header_words.normal(c.header)) for c in (a, b)]
    turned = any(_is_changed(c) or _is_former(c) for c in (a, b))
    return a.meaning == "units" and whose[0] == whose[1] and not turned


def _is_changed(column: Column) -> bool:
    """Whether a column says what holds since a change: 调整后完成时限, 延期至."""
    return bool(re.match("现|(?:调整|变更|延期|延长|顺延|修订|修改|更新)(?:后|[至到为])", column.header))


def _is_former(column: Column) -> bool:
    """Whether a column says what held before a change: 原完成时限."""
    return bool(re.match("原|.*（原）$", column.header))


def _claim(column: Column) -> tuple[bool, bool, bool, bool, int]:
    """Which of two columns of one meaning it is: the user's, the changed one, the one that says 责任 or 完成, the first."""
    said = header_words.claims(column.header)
    return column.settled, _is_changed(column), not _is_former(column), said, -column.at


def of_row(header: Header, row: Row) -> Header:
    """The header as it holds for a row: where nothing has changed (调整后完成时限 is empty), the old column counts."""
    for new in (c for c in header.columns if c.meaning in ("deadline", "units")):
        old = [
            c
            for c in header.columns
            if (_is_changed(new) or _is_former(c))
            and c.meaning == "other"
            and header_words.meaning_of(c.header) == new.meaning
        ]
        if old and not old[0].settled and NOBODY.fullmatch(row.cells[new.at].text.strip()):
            turned: dict[int, Meaning | None] = {new.at: "other", old[0].at: new.meaning}
            columns = (c._replace(meaning=turned.get(c.at, c.meaning)) for c in header.columns)
            header = header._replace(columns=tuple(columns))
    return header


def _of_two(printed: Sequence[Column], columns: list[Column], body: list[Row], grid: Grid) -> list[Doubt]:
    """Doubts about columns of one meaning that say different things: one is taken, or all in one phrase."""
    doubts = []
    for meaning, name in (("deadline", "完成时限"), ("units", "责任单位")):
        of_it = [c for c in printed if c.meaning == meaning]
        kept = [c for c in of_it if columns[c.at].meaning != "other"]
        if not kept or kept[0].settled:
            continue
        first = kept[0]
        if len(of_it) == 1 and _is_former(first):
            what = f"只有“{first.header}”一栏，当作{name}"
            doubts.append(Doubt(f"{grid.name}“{first.header}”", what, "请核对；有调整后的，请照它改"))
        for left in (c for c in of_it if c not in kept):
            is_later = _is_changed(first) or _is_former(left)
            used = "写了{0}的用它" if is_later else "用了{0}"
            told = [r for r in body if not (is_later and r.cells[first.at].text.strip())]
            if _differ(body, left, first) if _is_changed(first) else _differ(told, first, left):
                new, old = f"“{first.header}”", f"“{left.header}”"
                what = f"{name}有{new}{old}两栏，{used.format(new)}，另一个记在备注里"
                hint = f"请核对；要用{old}的，请加 --column {name}={_where(grid, left.at)}"
                doubts.append(Doubt(f"{grid.name}{old}", what, hint))
        if meaning == "deadline" and any(_differ(body, a, b) for a, b in pairwise(kept)):
            what = "、".join(f"“{c.header}”" for c in kept) + f"{len(kept)}栏的时限合成了一个"
            hint = f"请核对；只用末栏的，请加 --column {name}={_where(grid, kept[-1].at)}"
            doubts.append(Doubt(f"{grid.name}“{first.above or first.header}”", what, hint))
    return doubts


def _bare(columns: Sequence[Column], body: list[Row], grid: Grid) -> dict[int, Doubt]:
    """By index, doubts about columns with text that no header says anything of: a note beside the table."""
    doubts = {}
    for at in (c.at for c in columns if not (c.header or c.meaning)):
        rows = [row for row in body if row.cells[at].text.strip() and row.cells[at].origin[1] == at]
        if rows:
            first, more = rows[0], f"等{len(rows)}处" if len(rows) > 1 else ""
            text = truncate(in_one_line(first.cells[at].text), 40)
            what = f"第{at + 1}栏没有栏名，写着“{text}”{more}，记在备注里"
            hint = f"请核对；是某一栏的，请加 --column 完成时限={_where(grid, at)} 这样的选项"
            doubts[at] = Doubt(first.place, what, hint)
    return doubts


def _differ(body: list[Row], a: Column, b: Column) -> bool:
    """Whether the second of two columns says in a row what the first does not."""
    return any(row.cells[b.at].text.strip() not in ("", row.cells[a.at].text.strip()) for row in body)


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
    dated = index("deadline") is not None
    for column in columns[:text]:  # 阶段, 环节, or no word at all, merged down before the tasks
        dates = [in_one_line(row.cells[column.at].text) for row in body]
        if not dated and all(map(phrases.is_deadline, filter(None, dates))):
            continue
        if category is None and text and not column.meaning and merged_over(body, column.at, text):
            set_(column.at, "category")
            category = column.at
    for a, b in pairwise(columns):  # one header over a name and the tasks beside it
        blank = any(row.cells[b.at].text.strip() and not row.cells[a.at].text.strip() for row in body)
        several = blank or merged_over(body, a.at, b.at)
        if a.meaning == b.meaning == "task" and a.header == b.header and several:
            columns[a.at] = a._replace(meaning="category" if category is None else "group")
            category = a.at if category is None else category
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
    names = (c.at for c in columns if c.meaning == "content" and not re.search("[目指]标$", c.header))
    before = next(names, None)
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
        three = [[r.cells[i].text.strip() for i in (number, at, below[0])] for r in body]
        blank = sum(bool(n and text and not name) for n, name, text in three)  # merged, before it was a csv
        return again or 3 * blank >= len(body) > 0 or merged_over(body, at, number)
    return merged_over(body, at, below[0]) and (len(below) > 1 or opens_with_numbers(body, below[0]))


def opens_with_numbers(body: list[Row], at: int) -> bool:
    texts = [r.cells[at].text.strip() for r in body if r.cells[at].text.strip()]
    marks = marks_of(texts)
    counts = [
        m is not None and m.rank in (2, 3) and len(points_of(t)) == 1
        for m, t in zip(marks, texts, strict=True)
    ]
    return bool(texts) and sum(counts) * 3 >= 2 * len(texts)


# where no column has one of the first, unknown columns are asked whether they are one of the others
_ASKED: tuple[tuple[set[Meaning], tuple[Meaning, ...]], ...] = (
    ({"units", "lead", "responsible", "support"}, ("units",)),
    ({"deadline"}, ("deadline",)),
    ({"task", "problem", "content"}, ("task", "content")),
)

# units beside those responsible that are not asked about: once, whom it is about, within a unit
_NOT_BESIDE = re.compile("^[原被]|名称$|[科股处]室?$|组别")
# a header of who is charged, whatever stands below it: 县应急局 李四, 天宁
_CHARGED = re.compile(
    "^单位$|(?:牵头|配合|责任|主管|监管|主责|主办|协办|承办|负责|落实|包保|包联|分管|归口).*(?:单位|部门|机构|企业|乡镇|镇街|街镇)"
)
# of other dates, those that may be when it must be done; not 启动时间, 发现时间, 实际完成时间
_MAY_END = re.compile("^(?!实际).*(?:起止|验收|销号|完成|办结|整改)")
# in a plan of them; beside problems, when these were found
_OF_CHECKS = re.compile("检查|排查|巡查|复查|督查")
_OBJECT = re.compile("(?:名称|地点|位置|点位|对象|部位)$")  # of a measure beside it: 尾矿库名称, 治理措施
# what is measured, beside the value that it must have: 考核指标, 指标内容
_INDICATOR, _VALUE = re.compile("指标(?:名称|项目?)?$"), re.compile("指标|考核|考评|评价")


def _ask(columns: list[Column], body: list[Row], grid: Grid) -> list[Doubt]:
    """Doubts about unknown columns that could be what is missing, or are units too; the only text column is the task's."""
    doubts, offered = list[Doubt](), set[Meaning]()
    meanings = {c.meaning for c in columns}
    missing = {meaning for known, asked in _ASKED if not meanings & known for meaning in asked}
    steps = next((c.at for c in columns if c.meaning == "steps"), len(columns))
    for column in [c for c in columns if c.header and not c.settled]:
        values = [in_one_line(r.cells[column.at].text) for r in body]
        known: set[Meaning] = missing if not column.meaning else set()
        if not column.meaning and any(phrases.schedule(value).kind == "recurring" for value in values):
            known = known | {"deadline"}  # 频次 beside 完成时限
        if column.meaning == "person":
            known = missing & {"units"}
        elif column.meaning == "other_date" and (
            _MAY_END.search(column.header) or ("problem" not in meanings and _OF_CHECKS.search(column.header))
        ):
            known = missing & {"deadline"}
        found = suggestion(column, values, known - ({"task", "content"} if column.at > steps else set()))
        value = next((c.header for c in columns[column.at + 1 :] if c.meaning == "content"), "")
        if value and not column.meaning and _INDICATOR.search(column.header):
            named = bool(meanings & {"task", "problem"})
            found = "task" if not named else "content" if _VALUE.search(value) else found
        unnamed = value and not (found or column.meaning or meanings & {"task", "problem"})
        is_object = bool(unnamed and any(values) and _OBJECT.search(column.header))
        if is_object:  # the measure beside it stays the title unless a user says otherwise
            found = "task"
        name, letter = header_words.SHOWN[found or "units"], _where(grid, column.at)
        said, hint = f"可能是{name}，没有采用，记在备注里", f"如是，请加 --column {name}={letter}"
        if (found == "task" and not is_object) or (found == "content" and found in missing):
            columns[column.at] = column._replace(meaning="task")
            missing -= {"task", "content"}
            said = "只有它像任务，先当作任务"
        elif not found or (found == "units" and "units" in offered):
            persons = column.meaning in ("person", "leader") and "单位" in column.header  # 责任人（单位）
            beside = (persons or not column.meaning) and mostly(values, phrases.are_units)
            beside = beside or (not column.meaning and any(values) and bool(_CHARGED.search(column.header)))
            said = said if column.meaning != "leader" else "可能是责任单位，当作责任领导"
            if not found and (not beside or _NOT_BESIDE.search(column.header)):
                continue
            hint = f"如也负责，请加 --column 责任部门={letter}；如是配合，请加 --column 配合单位={letter}"
        offered.add(found or "units")
        what = f"{'' if column.meaning else '不认识的'}栏名“{column.header}”，{said}"
        doubts.append(
            Doubt(f"{grid.name}“{column.header}”", what, f"{hint}；如不是，请加 --column 其他={letter}")
        )
    return doubts


def _where(grid: Grid, index: int) -> str:
    """How a user names a column: a letter for a sheet, a number for a table."""
    if grid.name.startswith("Sheet") and index < 26:
        return chr(ord("A") + index)
    return str(index + 1)


def _shown(column: Column) -> str:
    if column.meaning is None:
        return "备注（栏名不认识）" if column.header else "备注（没有栏名）"
    return "备注" if column.meaning in ASIDE else header_words.SHOWN[column.meaning]
