"""A table's header: which rows it takes, and what each column means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from anquan_cli.exchange.blocks import Cell, Grid, Row
from anquan_cli.exchange.list_import import header_words, phrases
from anquan_cli.exchange.list_import.furniture import note_kind
from anquan_cli.exchange.list_import.header_words import Meaning, meaning_of
from anquan_cli.exchange.list_import.words import number_value

TEXTS: tuple[Meaning, ...] = ("task", "problem", "content", "steps")
ASIDE: tuple[Meaning | None, ...] = (
    "goal",
    "other_date",
    "person",
    "progress",
    "other",
    None,
)  # kept as remarks
_WHOSE: tuple[Meaning, ...] = ("units", "lead", "responsible", "support", "deadline", "leader", "person")
# of tables where nobody is charged with anything: marks, findings, money; versions, which have dates
_MEASURED = re.compile(
    "分值|权重|得分|评分|打分|检查(?:结果|情况|方法|记录)|符合|资金|经费|金额|预算|单价|数量|规格|型号"
)
# a header that can be read as units; not 各单位, 县属单位
_LIKE_UNITS = re.compile("(?!各|有关|相关|全|[省市县区])[^、，]{0,6}(?:单位|部门|机构|企业|主体|属地)")
_VERSIONS = re.compile("版本|修[改订]人|变更人")


class Column(NamedTuple):
    """A column of a list."""

    at: int  # from 0
    header: str  # as printed, in one line
    meaning: Meaning | None
    settled: bool = False  # by the user
    above: str = ""  # the header over it and its neighbours that says so: 完成时限 over 第一阶段
    bracket: str = ""  # what its headers add in a bracket: 第一单位牵头


class Header(NamedTuple):
    """A header in a table."""

    height: int  # rows
    columns: tuple[Column, ...]
    marks: Mapping[str, Meaning] = {}  # what marks below units say: ★ who leads

    def of(self, *meanings: Meaning) -> list[int]:
        """The indexes of the columns with one of these meanings."""
        return [c.at for c in self.columns if c.meaning in meanings]


def header_at(
    rows: Sequence[Row], at: int, settled: Mapping[int, Meaning], above: Header | None = None
) -> Header | None:
    """The header that begins in this row, of one line or two, or cut in two by a page; `above`: of the rows above it."""
    if not _may_begin(rows[at]) or (above and is_data(rows[at], above)):
        return None
    whole = _columns(rows, at, _height(rows, at), settled)
    if _is_header(whole, rows[at]):
        return Header(_height(rows, at), whole)
    if at + 1 < len(rows) and (cut := _cut(rows[at], rows[at + 1], settled)):
        return Header(2, cut)
    return None


def first_header(grid: Grid, settled: Mapping[int, Meaning]) -> tuple[int, Header | None]:
    """The first header of a table, and the row that it begins in."""
    for at in range(min(len(grid.rows), 15)):
        if header := header_at(grid.rows, at, settled):
            return at, header
    width = len(grid.rows[0].cells)
    if {*settled.values()} & {*TEXTS} and max(settled) < width:
        columns = tuple(Column(i, "", settled.get(i), i in settled) for i in range(width))
        return 0, Header(0, columns)
    return 0, None


def _may_begin(row: Row) -> bool:
    texts = [text.strip() for text in texts_of(row)]
    return len(texts) >= 2 and max(map(len, texts)) <= 40 and "填报信息" not in map(note_kind, texts)


def _height(rows: Sequence[Row], at: int) -> int:
    """How many rows a header takes: cells merged down, and a second line of header words alone."""
    end = at + 1
    while end < len(rows) and any(
        at <= c.origin[0] < end and c.text.strip() and not _one(rows[end]) for c in rows[end].cells
    ):
        end += 1
    if end < len(rows) and end == at + 1:
        below = {c.origin: (i, c.text) for i, c in enumerate(rows[end].cells) if c.text.strip()}
        above = rows[at].cells
        matrix = len(below) > 1 and all(map(_is_name, dict(below.values()).values()))
        fits = all(
            (matrix or meaning_of(text)) and (not above[i].text.strip() or _spans(above, i))
            for i, text in below.values()
        )
        if below and fits:
            end += 1
    return end - at


def _spans(cells: Sequence[Cell], i: int) -> bool:
    """Whether a header stands above several columns: merged, or with an empty neighbour on its right."""
    merged = any(c.origin == cells[i].origin for k, c in enumerate(cells) if k != i)
    return merged or (i + 1 < len(cells) and not cells[i + 1].text.strip())


def _one(row: Row) -> bool:
    return len({cell.origin for cell in row.cells}) == 1 and len(row.cells) > 1


def _columns(rows: Sequence[Row], at: int, height: int, settled: Mapping[int, Meaning]) -> tuple[Column, ...]:
    columns, over = list[Column](), list[str]()
    for i in range(len(rows[at].cells)):
        stack = list(
            dict.fromkeys((c.origin, c.text) for c in (row.cells[i] for row in rows[at : at + height]))
        )
        texts = [header_words.normal(text) and "".join(text.split()) for _, text in stack if text.strip()]
        if (
            not rows[at].cells[i].text.strip() and columns and all(map(_is_name, texts))
        ):  # a file without merged cells
            texts = [*filter(None, [columns[-1].above]), *texts]
        found = settled.get(i) or _meaning(texts)
        own = not texts or meaning_of(texts[-1])
        above = "" if own else next((text for text in texts[-2::-1] if meaning_of(text)), "")
        said = (*map(header_words.bracket_of, texts), *filter(header_words.year_in, texts[:-1]))
        bracket = next(filter(None, said), "")
        columns.append(Column(i, "".join(texts[-1:]), found, i in settled, above, bracket))
        over.append("".join(texts[-2:-1]))
    twice = Counter(header for header, _ in {(c.header, over[c.at]) for c in columns})
    for i, c in enumerate(columns):  # 工作措施 below 第一阶段, and below 第二阶段
        if over[i] and twice[c.header] > 1 and c.meaning in (*TEXTS, "deadline"):
            columns[i] = c._replace(header=over[i] + c.header, above=over[i])
    return tuple(columns)


def _meaning(texts: list[str]) -> Meaning | None:
    """Of a column: by its lowest header, else by those above it."""
    if any(meaning_of(a + b) == "other_date" for a, b in pairwise(texts)):
        return "other_date"  # 启动 over 时间
    return next(filter(None, map(meaning_of, (*reversed(texts), "".join(texts)))), None)


def _is_name(text: str) -> bool:
    """Whether a cell is the name of a unit or a date: below 责任单位, or beside the headers, what is ticked below it."""
    flat = "".join(text.split())
    return not meaning_of(flat) and (phrases.are_units(flat) or phrases.is_deadline(flat))


def _is_header(columns: Sequence[Column], row: Row) -> bool:
    """At least two columns, text of a task among them and who, when or a number; most of them known."""
    values = [c for c in columns if c.settled and _is_value(row.cells[c.at].text, c.meaning)]
    said = {meaning_of("".join(cell.text.split())) for cell in row.cells} - {None}
    heads = "number" in said or (said and all(_LIKE_UNITS.fullmatch(c.header) for c in values))
    if number_value(row.cells[0].text) or (values and not heads):
        return False
    known = {row.cells[c.at].origin for c in columns if c.meaning}
    named = {cell.origin for cell in row.cells if cell.text.strip()}
    found = {c.meaning for c in columns}
    whose = found & set(_WHOSE)
    asks = found & {"units", "lead", "support", "deadline"}
    none = _VERSIONS if asks == {"deadline"} else _MEASURED
    if (
        asks <= {"deadline"}
        and not any(c.settled for c in columns)
        and any(none.search(c.header) for c in columns)
    ):
        return False
    text = found & {*TEXTS, "category", "group"} or (asks and len(named) > len(known))
    plain = bool(found & set(TEXTS)) and bool(
        asks
    )  # 任务 and 责任单位: the others may be called what they like
    enough = plain or 2 * len(known) >= len(named) or len(known) >= 3
    names = (c.header for c in columns if not c.meaning and c.header)
    enough = enough or ("number" in found and all(map(_is_name, names)))
    return bool(text and (whose or "number" in found) and len(known) >= 2 and enough)


def is_data(row: Row, header: Header) -> bool:
    """Whether a row says under a header what stands below it, or repeats hardly any of it and leaves some empty."""
    said = [("".join(row.cells[c.at].text.split()), c) for c in header.columns]
    if any(meaning_of(text) == "number" for text, _ in said):
        return False
    leaves = sum(text == c.header != "" for text, c in said) < 2
    return any(_is_value(t, c.meaning) or (leaves and c.header and not t) for t, c in said)


def _is_value(text: str, meaning: Meaning | None) -> bool:
    """Whether a cell is what stands below such a header, not the header."""
    flat = "".join(text.split())
    if meaning == "number":
        return number_value(flat) is not None
    test = {"deadline": phrases.is_deadline, "units": phrases.are_units, "lead": phrases.are_units}.get(
        meaning or ""
    )
    return test is not None and meaning_of(text) is None and test(flat)


def _cut(first: Row, second: Row, settled: Mapping[int, Meaning]) -> tuple[Column, ...] | None:
    """A header whose words a page has cut in two: 责任单 | 位."""
    if len(first.cells) != len(second.cells):
        return None
    texts = [
        "".join((a.text + (b.text if b.origin != a.origin else "")).split())
        for a, b in zip(first.cells, second.cells, strict=True)
    ]
    if any(len(c.text.strip()) > 8 for c in second.cells):
        return None
    columns = tuple(
        Column(i, text, meaning_of(text), bracket=header_words.bracket_of(text))
        for i, text in enumerate(texts)
    )
    if not _is_header(columns, first) or sum(c.meaning is not None for c in columns) * 4 < 3 * len(texts):
        return None
    return tuple(c._replace(meaning=settled.get(c.at, c.meaning), settled=c.at in settled) for c in columns)


def texts_of(row: Row) -> list[str]:
    """What stands in a row, each cell once."""
    return [c.text for c in {c.origin: c for c in row.cells if c.text.strip()}.values()]


# --- what the table asks for where the header does not say ------------------------------------------------


def mostly(values: Iterable[str], fits: Callable[[str], bool]) -> bool:
    """Whether three of four of the texts in a column are such, if there is any."""
    full = [*dict.fromkeys(filter(None, values))][:30]
    return bool(full) and sum(map(fits, full)) * 4 >= 3 * len(full)


def suggestion(column: Column, values: Sequence[str], missing: set[Meaning]) -> Meaning | None:
    """What an unknown column may be, by what stands in it, then by its words; only of what is missing."""
    if not any(values):
        return None
    fits: dict[Meaning, bool] = {
        "deadline": mostly(values, phrases.is_deadline),
        "units": mostly(values, phrases.are_units),
        "task": mostly(values, lambda value: len(value) >= 4),
    }
    for meaning in ("deadline", "units"):
        if meaning in missing and fits[meaning]:
            return meaning
    hint = header_words.hinted(column.header)
    if hint in missing:
        return hint
    return "task" if "task" in missing and fits["task"] and not (fits["units"] or fits["deadline"]) else None
