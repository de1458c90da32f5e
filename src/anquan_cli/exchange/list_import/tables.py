"""Tables that are lists: their rows, sections and repeated headers, to lines."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from anquan_cli.exchange.blocks import Cell, Grid, Row
from anquan_cli.exchange.list_import import headers, phrases
from anquan_cli.exchange.list_import.account import Account
from anquan_cli.exchange.list_import.draft import Doubt, Line, Taken
from anquan_cli.exchange.list_import.furniture import is_standing, is_title, note_kind, year_of
from anquan_cli.exchange.list_import.headers import Meaning
from anquan_cli.exchange.list_import.labels import Said, said_in
from anquan_cli.exchange.list_import.layout import TEXTS, Column, Header, header_at, meaning_of, suggestion
from anquan_cli.exchange.list_import.roles import DITTO, ROLES, joined_roles
from anquan_cli.exchange.list_import.words import (
    SENTENCE_MOST,
    SIDE,
    in_one_line,
    lines_of,
    mark_of,
    number_value,
    split_title,
    tidy,
    without_mark,
)

_ASIDE: tuple[Meaning | None, ...] = ("goal", "other_date", "person", "progress", "other", None)


class Section(NamedTuple):
    """The headings that rows stand under."""

    category: str = ""
    group: str = ""

    def under(self, heading: str) -> Section:
        """Below a further heading: （一） stands below 一、."""
        mark, above = mark_of(heading), mark_of(self.category)
        if mark and mark.rank > 1 and above and above.rank < mark.rank:
            return Section(self.category, heading)
        return Section(heading)


class Result(NamedTuple):
    """What one table came to."""

    lines: list[Line]
    columns: list[Taken]
    doubts: list[Doubt]
    standing: list[str]
    section: Section  # at its end
    header: Header | None
    titles: list[str]  # lines above the header


class _Part(NamedTuple):
    """Rows of one table under one header."""

    header: Header
    rows: list[int]  # of the grid


def read_table(
    grid: Grid,
    block: int,
    account: Account,
    *,
    settled: Mapping[int, Meaning],
    section: Section = Section(),
    before: Header | None = None,
) -> Result | None:
    """The lines of a table that is a list, else None.

    Args:
        settled: what the user says of columns, by index.
        section: the headings above it.
        before: the header of the table before, which a table without one of as many columns goes on under.
    """
    start, header = _first_header(grid, settled)
    if header is None:
        goes_on = before and len(before.columns) == len(grid.rows[0].cells) if grid.rows else None
        if not goes_on or not before or not _fits(grid, before):
            return None
        start, header = 0, before._replace(height=0)
    reader = _Reader(grid, block, account, settled, section)
    reader.read(start, header)
    return Result(
        reader.lines,
        reader.columns,
        reader.doubts,
        reader.standing,
        reader.section,
        reader.header,
        reader.titles,
    )


def _first_header(grid: Grid, settled: Mapping[int, Meaning]) -> tuple[int, Header | None]:
    for at in range(min(len(grid.rows), 15)):
        if header := header_at(grid.rows, at, settled):
            return at, header
    if settled and {*settled.values()} & {*TEXTS} and grid.rows:
        width = len(grid.rows[0].cells)
        if max(settled) < width:
            columns = tuple(Column(i, "", settled.get(i), i in settled) for i in range(width))
            return 0, Header(0, columns)
    return 0, None


def _fits(grid: Grid, header: Header) -> bool:
    """Whether a table without a header goes on under another's: numbers or units or dates where they stood."""
    for row in grid.rows[:5]:
        texts = [c.text.strip() for c in row.cells]
        dates = [texts[i] for i in header.of("deadline") if texts[i]]
        units = [in_one_line(texts[i]) for i in header.of("units", "lead") if texts[i]]
        if any(map(phrases.is_deadline, dates)) or any(map(phrases.are_units, units)):
            return True
    return False


class _Reader:
    """Goes through a table once, header by header, row by row."""

    def __init__(
        self, grid: Grid, block: int, account: Account, settled: Mapping[int, Meaning], section: Section
    ) -> None:
        self.grid, self.block, self.account, self.settled = grid, block, account, settled
        self.section = section
        self.header: Header | None = None
        self.lines: list[Line] = []
        self.columns: list[Taken] = []
        self.doubts: list[Doubt] = []
        self.standing: list[str] = []
        self.titles: list[str] = []
        self.last: dict[str, str] = {}  # for 同上
        self.pending: list[Cell] = []  # headings that no row has followed yet
        self.numbered = False  # contents open with the numbers of the tasks

    def read(self, start: int, header: Header) -> None:
        """All of it, from the first header's row on."""
        rows = self.grid.rows
        for at in range(start):
            self._above(rows[at])
        at, parts, headers_at = start, list[_Part](), list[int]()
        found: Header | None = header
        while at < len(rows):
            if found:
                headers_at.append(at)
                self._take_row_range(at, at + found.height)
                same = parts and [c.header for c in parts[-1].header.columns] == [
                    c.header for c in found.columns
                ]
                if not same:
                    parts.append(_Part(found, []))
                at += found.height
            else:
                parts[-1].rows.append(at)
                at += 1
            found = (
                header_at(rows, at, self.settled) if at < len(rows) and self._looks_like_header(at) else None
            )
        above = [_texts(rows[at - 1]) for at in headers_at if at]
        if len(above) > 1 and all(len(texts) == 1 for texts in above) and headers_at[0]:
            self._name_first(rows[start - 1], above[0])
        for part in parts:
            self._part(part)

    def _name_first(self, row: Row, texts: list[str]) -> None:
        """Each header has a line of its own above it: the first, too, stands under a heading, not a title."""
        if not (is_title(texts[0]) and year_of(texts)):
            self.section = self.section.under(in_one_line(texts[0]))
            self.titles = [t for t in self.titles if t != tidy(texts[0])]
            self._take(row)

    def _looks_like_header(self, at: int) -> bool:
        cells = {c.origin: c.text for c in self.grid.rows[at].cells if 0 < len(c.text) <= 20}
        return sum(meaning_of(t) is not None for t in cells.values()) >= 2 or any(
            "".join(t.split())[:1] in "序编" for t in cells.values()
        )

    def _take_row_range(self, start: int, end: int) -> None:
        for row in self.grid.rows[start:end]:
            for cell in row.cells:
                self.account.take(self.block, cell)

    def _above(self, row: Row) -> None:
        """A row above the header: the title, a heading, or what a form says of itself."""
        cells = {c.origin: c for c in row.cells if c.text.strip()}
        text = tidy("\n".join(c.text for c in cells.values()))
        if len(cells) == 1 and (mark := mark_of(text)) and mark.rank <= 2 and len(text) <= 40:
            self.section = self.section.under(in_one_line(text))
            self._take(row)
        elif len(cells) == 1 and not note_kind(text):
            self.titles.append(text)
        else:
            for cell in cells.values():
                self.account.leave(self.block, cell, note_kind(text) or "表头以上的文字")

    def _take(self, row: Row) -> None:
        for cell in row.cells:
            self.account.take(self.block, cell)

    # -- under one header ---------------------------------------------------------------------------------

    def _part(self, part: _Part) -> None:
        header = _resolved(part.header, [self.grid.rows[r] for r in part.rows], self)
        self.header = header
        contents = header.of("content", "steps")
        bare = bool(contents) and not header.of("number") and not title_meaning(header)
        body = [self.grid.rows[r] for r in part.rows]
        counted, source = header.of("number"), title_meaning(header)
        by_title = bool(counted and source and _merged_over(body, counted[0], header.of(source)[0]))
        self.numbered = bare and _opens_with_numbers(body, contents[0])
        group: list[_Cells] = []
        above, under = "", self.section  # an empty cell below a category's name goes on with it
        for number, at in enumerate(part.rows):
            row = self.grid.rows[at]
            if self._section(at, header, part.rows[number + 1 : number + 2]):
                self._flush(group, header)
                continue
            cells = _Cells(row, header, self.section)
            cells.by_title = by_title
            if above and (rest := cells.category_rest):
                self._rename(above, above + rest, group)
                cells.named = above = above + rest
            cells.inherited = above = cells.category or (above if self.section == under else "")
            under = self.section
            key = None if self.numbered and group and not cells.opens else cells.key
            if group and key and key != group[-1].key:
                self._flush(group, header)
            elif group and not key:
                cells = cells.continuing(group[-1])
            elif not group and not key and not cells.has_text:
                continue  # stays in the account
            group.append(cells)
            for heading in self.pending:  # one that nothing stands under stays in the account
                self.account.take(self.block, heading)
            self.pending = []
        self._flush(group, header)

    def _rename(self, old: str, new: str, group: list[_Cells]) -> None:
        """The name of a category whose end has been found on the next page."""
        self.lines = [x._replace(category=new) if x.category == old else x for x in self.lines]
        for cells in group:
            cells.named = new

    def _section(self, at: int, header: Header, following: Sequence[int]) -> bool:
        """Whether a row is no line of the list: a heading across the table, a note, a standing clause."""
        row = self.grid.rows[at]
        cells = list({c.origin: c for c in row.cells if c.text.strip()}.values())
        if not cells:
            return True
        number = ""
        first = header.of("number")
        if (
            len(cells) == 2
            and first
            and row.cells[first[0]] is not cells[1]
            and row.cells[first[0]].text.strip()
        ):
            printed = row.cells[first[0]].text.strip()
            if not self._heads(printed, cells[1].text, following, header):
                kind = "注释" if meaning_of(printed) == "remark" else note_kind(printed)
                return kind in ("合计", "填报信息", "注释") and self._leave(row, kind or "")
            number = printed
            cells = cells[1:]
        if len(cells) > 1:
            if _spans_list(row, header, at) and (mark := mark_of(tidy(cells[0].text))) and mark.rank <= 2:
                return self._heading(row, cells[0], number, tidy(cells[0].text), header)
            kind = note_kind(in_one_line(cells[0].text))
            return kind in ("合计", "填报信息", "注释") and self._leave(row, kind or "")
        text = tidy(cells[0].text)
        if is_standing(text):
            self.standing.append(text)
            self._take(row)
            return True
        if first and row.cells[first[0]] is cells[0] and number_value(text):
            return self._leave(row, "只有编号的空行")
        if kind := note_kind(text):
            return self._leave(row, kind)
        if is_title(text) and year_of([text]):
            return self._leave(row, "重复的标题")
        if cells[0].origin[0] < at and not number:  # merged down from above, alone
            return False
        return self._heading(row, cells[0], number, text, header)

    def _heads(self, printed: str, text: str, following: Sequence[int], header: Header) -> bool:
        """Whether a row of a number and a text alone is a heading: 一 | 综合协调, or 1 above 1.1, or above 1."""
        if not number_value(printed):
            return False
        if mark_of(printed + "、") and not printed.strip("（）()、.").isascii():
            return True
        for at in following[:1]:
            below = self.grid.rows[at].cells[header.of("number")[0]].text.strip()
            value = number_value(below)
            digits = "".join(c for c in printed if c.isdigit())
            return bool(re.match(rf"{digits}[.\-—．]\d", below)) or (
                value == 1 and number_value(printed) != 0
            )
        return False

    def _heading(self, row: Row, cell: Cell, number: str, text: str, header: Header) -> bool:
        full = {c.origin for c in row.cells} == {cell.origin}
        mark = mark_of(text)
        column = next(i for i, c in enumerate(row.cells) if c.origin == cell.origin)
        early = column == 0 or header.columns[column].meaning in ("category", "group", "number")
        short = len(in_one_line(text)) <= 40 and not re.search("[。；]", text)
        heads = full or number or (early and short) or (mark and mark.rank <= 2 and short and column <= 1)
        if not heads:
            return False
        if not short and not mark:
            return self._leave(row, "通栏文字")
        heading = in_one_line(text)
        counted = re.search(r"[（(]共?\d+[项条个件]?(?:任务|事项|工作|措施)?[)）]$", heading)
        if counted:
            self.account.leave_part(self.block, cell, row.place, counted[0], "类别的项数")
            heading = heading[: counted.start()]
        self.section = self.section.under(heading if mark else _numbered(number, heading))
        self.pending += [c for c in row.cells if c.origin == cell.origin or c.text.strip() == number]
        return True

    def _leave(self, row: Row, why: str) -> bool:
        for cell in row.cells:
            self.account.leave(self.block, cell, why)
        return True

    # -- lines --------------------------------------------------------------------------------------------

    def _flush(self, group: list[_Cells], header: Header) -> None:
        """The lines of one task, from its rows."""
        if not group:
            return
        rows = _rejoined(group)
        if not any(r.has_text for r in rows):
            for cells in group:
                self._leave(cells.row, "没有任务的行")
            group.clear()
            return
        for cells in group:
            for column in header.columns:
                self.account.take(self.block, cells.row.cells[column.at])
        shared = rows[0].lead_in()
        if len(rows) > 1:
            shared = {c.origin for m in TEXTS for c in _repeated([cells.of(m) for cells in rows])}
        several = [
            cells for cells in rows if any(c.origin not in shared for m in TEXTS for c in cells.body(m))
        ]
        if len(rows) > 1 and len(several) < 2:  # units or dates alone have rows of their own
            self.lines.append(self._line(rows, shared, None))
        else:
            key = (self.block, rows[0].key) if len(rows) > 1 or shared else None
            first: Line | None = None
            for cells in rows:
                self.lines.append(self._line([cells], shared, key, first if cells.above else None))
                first = first or self.lines[-1]
        group.clear()

    def _line(
        self, rows: list[_Cells], shared: set[tuple[int, int]], key: Hashable, first: Line | None = None
    ) -> Line:
        """A line; `first`: of the task that these rows go on with, whose title they do not repeat."""
        cells = rows[0]
        title, number = cells.title, cells.number
        texts = [c for m in TEXTS for r in rows for c in r.body(m)]
        texts = list({c.origin: c for c in sorted(texts, key=lambda c: c.origin[1])}.values())
        common = "\n".join(tidy(c.text) for c in texts if c.origin in shared and key)
        content = "\n".join(tidy(c.text) for c in texts if not (c.origin in shared and key))
        if not title and first:
            title, number = first.title, first.number
        elif not title:  # the content opens with it
            source = common or content
            mark = mark_of(source)
            if mark and mark.rank >= 2 and (not number or number_value(number) == number_value(mark.number)):
                number, source = number or mark.number, source[mark.length :]
            title, rest = split_title(source)
            common, content = (rest, content) if common else (common, rest)
        elif (mark := mark_of(title)) and (not number or number_value(number) == number_value(mark.number)):
            number, title = number or mark.number, title[mark.length :] or title
        units = _distinct(self._value(r, "units", _units_of(r)) for r in rows)
        said = Said()
        if not units and not content:  # the title's cell may say everything
            rest, said = said_in(without_mark(cells.title_text))
            title = rest if said else title
        if len(title) > SENTENCE_MOST or ("。" in title[:-1] and not content):
            title, rest = split_title(title)
            content = "\n".join(filter(None, (rest, content)))
        deadline = _distinct(
            self._value(r, "deadline", r.text("deadline", phrases.is_deadline)) for r in rows
        )
        category = cells.category or cells.inherited
        return Line(
            place=cells.row.place or self.grid.name,
            task=key,
            number=in_one_line(number),
            category=category or cells.section.category,
            group=cells.text("group", None) or (cells.section.group if not category else ""),
            title=title.rstrip("。；") if len(title) > 1 else title,
            common=common,
            content=content,
            units=units or said.units,
            deadline=deadline or said.deadline,
            leader=_distinct(r.text("leader", None) for r in rows),
            remark=_distinct(_remark(r) for r in rows),
        )

    def _value(self, cells: _Cells, field: str, value: str) -> str:
        """A cell's value; 同上 is the one above."""
        if DITTO.fullmatch(value):
            value = self.last.get(field, "")
        self.last[field] = value
        return value


def _texts(row: Row) -> list[str]:
    return [c.text for c in {c.origin: c for c in row.cells if c.text.strip()}.values()]


def _spans_list(row: Row, header: Header, at: int) -> bool:
    """Whether a cell of this row alone covers number and task, or task and content: a heading beside merged cells."""
    named = header.of("number", "category", "task", "problem", "content")
    first = row.cells[named[0]].origin if len(named) > 1 else (-1, -1)
    return first[0] == at and all(row.cells[i].origin == first for i in named)


def _numbered(number: str, heading: str) -> str:
    """A heading with the Chinese numeral that is printed beside it; 1 and 2 are no numbers of categories."""
    plain = number.strip("、.（）() ")
    return f"{plain}、{heading}" if plain and not plain.isascii() else heading


def _distinct(values: Iterator[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, values)))


def _repeated(rows: list[list[Cell]]) -> list[Cell]:
    """The cells that stand in more than one of the rows."""
    counts: dict[tuple[int, int], int] = {}
    for cells in rows:
        for cell in cells:
            counts[cell.origin] = counts.get(cell.origin, 0) + 1
    return [c for cells in rows for c in cells if counts[c.origin] > 1]


class _Cells:
    """A row's cells by what their columns mean."""

    by_title = False  # one number stands beside several titles: it is not the task's own

    def __init__(self, row: Row, header: Header, section: Section) -> None:
        self.row, self.header, self.section = row, header, section
        self.above: _Cells | None = None
        self.inherited = self.named = ""

    def of(self, meaning: Meaning | None) -> list[Cell]:
        """The cells under a meaning that have text, each once."""
        found = {
            self.row.cells[c.at].origin: self.row.cells[c.at]
            for c in self.header.columns
            if c.meaning == meaning
        }
        return [cell for cell in found.values() if cell.text.strip()]

    def text(self, meaning: Meaning, whole: object) -> str:
        """The text under a meaning; `whole` tells whether a line of it can stand by itself."""
        test = whole if callable(whole) else lambda _line: False
        return "\n".join(lines_of(c.text, test) for c in self.of(meaning))

    @property
    def has_text(self) -> bool:
        """Whether it says anything to do."""
        return any(self.of(m) for m in TEXTS)

    @property
    def number(self) -> str:
        """What is printed under 序号."""
        return self.above.number if self.above else self.text("number", None)

    @property
    def title(self) -> str:
        """What is printed under the task's header."""
        if self.above:
            return self.above.title
        source = title_meaning(self.header)
        return "".join(in_one_line(c.text) for c in self.of(source)) if source else ""

    @property
    def title_text(self) -> str:
        """The same with its line breaks."""
        source = title_meaning(self.header)
        return "\n".join(tidy(c.text) for c in self.of(source)) if source else ""

    @property
    def category(self) -> str:
        """What is printed under the category's header."""
        if self.named or self.above:
            return self.named or (self.above.category if self.above else "")
        texts = [in_one_line(c.text) for c in self.of("category")]
        if len(texts) > 1 and number_value(texts[0]):
            return _numbered(texts[0], "".join(texts[1:]))
        return "".join(texts)

    @property
    def category_rest(self) -> str:
        """The end of a category's name that a page has cut: the number's cell is empty, the name's is not."""
        columns = self.header.of("category")
        texts = list(
            {self.row.cells[i].origin: in_one_line(self.row.cells[i].text) for i in columns}.values()
        )
        return "".join(texts[1:]) if len(texts) > 1 and not texts[0] else ""

    @property
    def key(self) -> Hashable:
        """What a row of the same task has in common with it: the number's cell, the title's, or the first text's."""
        if self.above:
            return self.above.key
        source = title_meaning(self.header)
        for meaning in (source, "content") if self.by_title else ("number", source, "content"):
            cells = self.of(meaning) if meaning else []
            if cells and (meaning != "content" or not source):
                return cells[0].origin
        return None

    @property
    def opens(self) -> bool:
        """Whether its first text opens with a number."""
        first = next((c.text for m in ("content", "steps") for c in self.of(m)), "")
        mark = mark_of(first.strip())
        return mark is not None and mark.rank <= 3

    def body(self, meaning: Meaning) -> list[Cell]:
        """The cells of a meaning that are content, not the title."""
        return [] if meaning == title_meaning(self.header) else self.of(meaning)

    def without(self, above: _Cells) -> _Cells:
        """The row without the cells that stand in the one above, too."""
        old = {c.origin for c in above.row.cells}
        kept = tuple(c if c.origin not in old else Cell("", c.origin) for c in self.row.cells)
        return _Cells(self.row._replace(cells=kept), self.header, self.section)

    def lead_in(self) -> set[tuple[int, int]]:
        """The cells before a 方面 that stands beside them: what all of them have in common."""
        cells = [c for m in ("content", "steps") for c in self.of(m)]
        side = len(cells) > 1 and SIDE.match(cells[-1].text.strip())
        return {c.origin for c in cells[:-1]} if side else set()

    def continuing(self, above: _Cells) -> _Cells:
        """This row as a further one of the task above."""
        self.above = above.above or above
        return self


def title_meaning(header: Header) -> Meaning | None:
    """Which column bears the title; None: the content opens with it."""
    return next((m for m in ("task", "problem") if header.of(m)), None)


def _rejoined(group: list[_Cells]) -> list[_Cells]:
    """Rows that a page has broken put together again."""
    rows: list[_Cells] = []
    for cells in group:
        before = rows[-1] if rows else None
        if before and _is_rest(cells, before):
            joined = tuple(
                a if a.origin == b.origin or not b.text.strip() else a._replace(text=_glued(a.text, b.text))
                for a, b in zip(before.row.cells, cells.row.cells, strict=True)
            )
            whole = _Cells(before.row._replace(cells=joined), before.header, before.section)
            whole.above = before.above
            rows[-1] = whole
        else:
            rows.append(cells)
    return rows


def _glued(first: str, second: str) -> str:
    if not first.strip():
        return second
    return first + ("\n" if re.search(r"[。；：]\s*$", first) else "") + second


def _is_rest(cells: _Cells, before: _Cells) -> bool:
    """Whether a row without number and title is the rest of the one above: a page broke it."""
    fresh = cells.without(before)
    units, dates = _units_of(fresh), in_one_line(fresh.text("deadline", None))
    if not cells.above and not units and not dates and (_units_of(cells) or cells.text("deadline", None)):
        return False  # merged with the row above
    before_units, before_dates = _units_of(before), in_one_line(before.text("deadline", None))
    if (not units and not dates) or (not before_units and not before_dates):
        return True
    torn = [
        bool(before_units) and not phrases.are_units(units) and phrases.are_units(before_units + units)
        if units
        else None,
        not phrases.is_deadline(dates) and phrases.is_deadline(before_dates + dates) if dates else None,
    ]
    return any(torn) and False not in torn


def _units_of(cells: _Cells) -> str:
    """The phrase of who is responsible, from one column or several."""
    return joined_roles({m: cells.text(m, phrases.are_units) for m in ROLES})


def _remark(cells: _Cells) -> str:
    """What has no place of its own, under its header's name."""
    pieces = [tidy(c.text) for c in cells.of("remark")]
    for column in cells.header.columns:
        cell = cells.row.cells[column.at]
        if column.meaning in _ASIDE and cell.text.strip():
            text = in_one_line(cell.text) if "\n" not in cell.text.strip() else tidy(cell.text)
            pieces.append(f"{column.header}：{text}" if column.header else text)
    return "；".join(dict.fromkeys(pieces))


# --- what the columns are, with the rows below them in sight --------------------------------------------------


def _resolved(header: Header, rows: list[Row], reader: _Reader) -> Header:
    """The header with what only the rows can tell: which of two task columns groups, whose number it is."""
    body = [r for r in rows if len({c.origin for c in r.cells if c.text.strip()}) > 2]
    columns = _one_units(list(header.columns))
    columns = _grouping(columns, body)
    _ask(columns, body, reader)
    resolved = Header(header.height, tuple(columns))
    for column in columns:
        if column.header or column.settled:
            reader.columns.append(Taken(reader.grid.name, column.at + 1, column.header, _shown(column)))
    return resolved


def _one_units(columns: list[Column]) -> list[Column]:
    """责任单位 beside 牵头单位 is who does it; of two deadlines the first; what a user settled comes first."""
    meanings = {c.meaning for c in columns}
    for i, column in enumerate(columns):
        if column.meaning == "units" and "lead" in meanings:
            columns[i] = column._replace(meaning="responsible")
        for single in ("deadline", "units", "number", "category"):
            same = [c for c in columns if c.meaning == single and not _one_header(columns, c.at, column.at)]
            rivals = [c for c in same if _claim(c) > _claim(column)]
            if column.meaning == single and rivals:
                columns[i] = columns[i]._replace(meaning="other" if single != "category" else "group")
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

    number, category = index("number"), index("category")
    tasks = list({c.header: c.at for c in reversed(columns) if c.meaning == "task"}.values())[::-1]
    contents = [c.at for c in columns if c.meaning in ("content", "steps", "problem")]
    counts_groups = number is not None and _counts_groups(body, number, [*tasks, *contents], category)
    grouped = tasks and _groups(
        body, tasks[0], number if not counts_groups else None, [*tasks[1:], *contents], len(tasks) > 1
    )
    opens = bool(contents) and _opens_with_numbers(body, contents[0])
    if tasks and (len(tasks) > 1 or contents) and (grouped or (counts_groups and opens)):
        set_(tasks[0], "category" if category is None else "group")
        tasks = tasks[1:]
    for at in tasks[1:]:
        set_(at, "content")
    if counts_groups and number is not None:
        set_(number, "category")
    return columns


def _counts_groups(body: list[Row], number: int, texts: list[int], category: int | None) -> bool:
    """Whether 序号 counts the categories: 一 to 七 beside contents that are numbered, or one for several titles."""
    printed = [r.cells[number].text.strip() for r in body if r.cells[number].text.strip()]
    if not printed or not texts:
        return False
    chinese = all(not p.strip("（）()、.").isascii() for p in printed)
    last = texts[-1]
    merged = _merged_over(body, number, last)
    same = category is not None and all(
        r.cells[number].origin[0] == r.cells[category].origin[0] for r in body
    )
    numbered = any(_opens_with_numbers(body, at) for at in texts)
    return (chinese and numbered) or (merged and same)


def _merged_over(body: list[Row], at: int, within: int) -> bool:
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
        return again or _merged_over(body, at, number)
    return _merged_over(body, at, below[0]) and (len(below) > 1 or _opens_with_numbers(body, below[0]))


def _opens_with_numbers(body: list[Row], at: int) -> bool:
    texts = [r.cells[at].text.strip() for r in body if r.cells[at].text.strip()]
    marks = [mark_of(t) for t in texts]
    return bool(texts) and sum(m is not None and m.rank in (2, 3) for m in marks) * 3 >= 2 * len(texts)


def _ask(columns: list[Column], body: list[Row], reader: _Reader) -> None:
    """Doubts about unknown columns that could be what is missing; the only text column is the task's."""
    meanings = {c.meaning for c in columns}
    missing: set[Meaning] = set()
    if not meanings & {"units", "lead", "responsible", "support"}:
        missing.add("units")
    if "deadline" not in meanings:
        missing.add("deadline")
    if not meanings & set(TEXTS):
        missing |= {"task", "content"}
    for column in [
        c for c in columns if c.meaning is None or c.meaning in ("person", "other_date", "goal", "other")
    ]:
        values = [in_one_line(r.cells[column.at].text) for r in body]
        found = suggestion(column, values, missing) if missing else None
        if not found or not column.header or column.settled:
            continue
        if column.meaning in ("other_date", "goal", "other") or (
            column.meaning == "person" and found != "units"
        ):
            continue
        name, letter = headers.SHOWN[found], _where(reader.grid, column.at)
        reader.doubts.append(
            Doubt(
                f"{reader.grid.name}“{column.header}”",
                f"不认识的栏名“{column.header}”，可能是{name}，没有采用，记在备注里",
                f"如是，请加 --column {name}={letter}；如不是，请加 --column 其他={letter}",
            )
        )
        if found in ("task", "content"):
            columns[column.at] = column._replace(meaning="task")
            missing -= {"task", "content"}
            last = reader.doubts.pop()
            reader.doubts.append(
                last._replace(what=f"不认识的栏名“{column.header}”，只有它像任务，先当作任务")
            )


def _where(grid: Grid, index: int) -> str:
    """How a user names a column: a letter for a sheet, a number for a table."""
    if grid.name.startswith("Sheet") and index < 26:
        return chr(ord("A") + index)
    return str(index + 1)


def _shown(column: Column) -> str:
    if column.meaning is None:
        return "备注（栏名不认识）"
    return "备注" if column.meaning in _ASIDE else headers.SHOWN[column.meaning]
