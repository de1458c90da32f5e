"""Tables that are lists: their rows, sections and repeated headers, to lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from anquan_cli.dates import normalize_width
from anquan_cli.errors import truncate
from anquan_cli.exchange.blocks import Cell, Grid, Row
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.account import NO_TASK, Account
from anquan_cli.exchange.list_import.below_headers import spelled
from anquan_cli.exchange.list_import.columns import merged_over, of_row, opens_with_numbers, resolved
from anquan_cli.exchange.list_import.draft import Doubt, Line, Taken
from anquan_cli.exchange.list_import.furniture import (
    foot_kind,
    is_apart,
    is_dated,
    is_name,
    is_standing,
    is_title,
    note_kind,
)
from anquan_cli.exchange.list_import.header_words import Meaning, meaning_of
from anquan_cli.exchange.list_import.labels import said_in, trailing
from anquan_cli.exchange.list_import.roles import DITTO
from anquan_cli.exchange.list_import.row import (
    Cells,
    Section,
    announced_in,
    numbered,
    rejoined,
    remark_of,
    title_meaning,
    whose,
    year_of,
)
from anquan_cli.exchange.list_import.table_header import (
    TEXTS,
    Header,
    first_header,
    header_at,
    is_data,
    texts_of,
)
from anquan_cli.exchange.list_import.words import (
    SENTENCE_MOST,
    Mark,
    bracket_free,
    counts_itself,
    headed_points,
    in_one_line,
    mark_of,
    marks_of,
    number_value,
    points_of,
    sentences,
    split_title,
    tidy,
    title_of_points,
    uncounted,
    without_annex,
    without_mark,
)

WHO_AND_WHEN: tuple[Meaning, ...] = ("units", "lead", "responsible", "support", "deadline")

# a line that is a name, not the rest of the one above it: 张三↵李四, but 分管↵领导
_PERSON = re.compile(
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔"
    "白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文闫安牛温][一-鿿]{1,2}(?<!长)(?<!任)(?<!记)"
)


def _leader(cells: Cells) -> str:
    lines = [tidy(line) for cell in cells.of("leader") for line in cell.text.split("\n") if line.strip()]
    return "、".join(lines) if all(map(_PERSON.fullmatch, lines)) else cells.text("leader")


class _Part(NamedTuple):
    """Rows of one table under one header."""

    header: Header
    rows: list[int]  # of the grid


def read_table(
    grid: Grid,
    block: int,
    account: Account,
    settled: Mapping[int, Meaning],
    section: Section,
    before: Header | None,
    titles: Sequence[str],
) -> TableList | None:
    """The lines of a table that is a list, else None.

    Args:
        settled: what the user says of columns, by index.
        section: the headings above it.
        before: the header of the table before, which a table without one of as many columns goes on under.
        titles: of the list.
    """
    start, header = first_header(grid, settled)
    fits = before and len(before.columns) == len(grid.rows[0].cells)
    if header and before and fits and is_data(grid.rows[start], before):
        header = None
    if header is None:
        if not before or not fits or not _fits(grid.rows, before):
            return None
        if _heads_another(grid.rows[0], before):
            found = TableList(grid, block, account, settled, section)
            found.doubts.append(_other_heads(grid.rows[0]))
            return found
        start, header = 0, before._replace(height=0)
    elif (before and is_beside(before, header)) or is_programme(grid, header):
        return None
    found = TableList(grid, block, account, settled, section)
    found.known = titles
    found.read(start, header)
    return found


def is_beside(first: Header, other: Header) -> bool:
    """Whether a table says nothing of who or when, as the list before it does: one of marks, of contacts."""
    return bool(first.of(*WHO_AND_WHEN)) and not other.of(*WHO_AND_WHEN)


def is_programme(grid: Grid, header: Header) -> bool:
    """Whether the times of a table are hours of a day (9:00—9:30), not days; a user may settle that they are."""
    times = [c.at for c in header.columns if c.meaning == "deadline" and not c.settled]
    texts = [in_one_line(row.cells[at].text) for row in grid.rows for at in times]
    hours = (re.search(r"\d[:：]\d\d(?!\d)", t) and not phrases.is_deadline(t) for t in texts)
    return 2 * sum(map(bool, hours)) > len(texts)


def _heads_another(row: Row, header: Header) -> bool:
    """Whether a row is the header of something else: a word of heads where numbers stand, others that are none of these."""
    heads = [("".join(row.cells[c.at].text.split()), "".join(c.header.split())) for c in header.columns]
    known = (meaning_of(heads[i][0]) in ("number", "task") for i in header.of("number"))
    return any(known) and len(texts_of(row)) > 2 and any(text not in head for text, head in heads)


def _other_heads(row: Row) -> Doubt:
    """What is asked of a table below a list whose heads are no list's, and whose rows may be."""
    heads = truncate("、".join(map(in_one_line, texts_of(row))), 40)
    what = f"栏名“{heads}”与上面的清单不同，这一行和下面的没有读进清单"
    return Doubt(row.place, what, "请核对；是同一份清单的，请把栏名改成与上面一致再导入")


def _fits(rows: Sequence[Row], header: Header) -> bool:
    """Whether a table without a header goes on under another's: numbers or units or dates where they stood."""
    for row in rows[:5]:
        texts = [c.text.strip() for c in row.cells]
        dates = [texts[i] for i in header.of("deadline") if texts[i]]
        units = [in_one_line(texts[i]) for i in header.of("units", "lead") if texts[i]]
        if any(map(phrases.is_deadline, dates)) or any(map(phrases.are_units, units)):
            return True
    return False


class TableList:
    """What one table comes to: read once, header by header, row by row."""

    def __init__(
        self, grid: Grid, block: int, account: Account, settled: Mapping[int, Meaning], section: Section
    ) -> None:
        self.grid, self.block, self.account, self.settled = grid, block, account, settled
        self.section = section  # that the next row stands under
        self.header: Header | None = None  # the last
        self.lines: list[Line] = []
        self.columns: list[Taken] = []
        self.doubts: list[Doubt] = []
        self.standing: list[str] = []
        self.known: Sequence[str] = ()  # titles of the list
        self.titles: list[str] = []  # lines above the header
        self.headings: list[tuple[Cell, str]] = []  # cells of headings, and what they are as a category
        self.charged: dict[str, str] = {}  # by heading, the units that it names
        self.asked: dict[str, Doubt] = {}  # by heading
        self.numbered = False  # contents open with the numbers of the tasks
        self.parent = ""  # a row's number that the next row's goes on with

    def read(self, start: int, header: Header) -> None:
        """All of it, from the first header's row on."""
        rows = self.grid.rows
        for at in range(start):
            self._above(rows[at], header)
        at, parts, headers_at, heads = start, list[_Part](), list[int](), list[tuple[int, int]]()
        found: Header | None = header
        while at < len(rows):
            if found and parts and is_beside(parts[0].header, found):
                break  # what is below stays in the account
            if found:
                headers_at.append(at)
                same = parts and [c.header for c in parts[-1].header.columns] == [
                    c.header for c in found.columns
                ]
                if (
                    parts
                    and not same
                    and (again := _repeated_lines(rows, headers_at[0], at, parts[0].header))
                ):
                    same, found = True, found._replace(height=again)
                heads.append((at, at + found.height))
                if not same:
                    parts.append(_Part(found, []))
                at += found.height
            elif at and _heads_another(rows[at], parts[-1].header):
                self.doubts += [_other_heads(rows[at])] if _fits(rows[at:], parts[-1].header) else []
                break
            elif at and (self._another_begins(at, parts[-1].header) or self._is_apart(at)):
                break  # what is below stays in the account
            else:
                parts[-1].rows.append(at)
                at += 1
            found = None
            if at < len(rows) and self._looks_like_header(at):
                again = _repeated_lines(rows, headers_at[0], at, parts[0].header)
                found = header_at(rows, at, self.settled, None if again else parts[-1].header)
        above = [texts_of(rows[at - 1]) for at in headers_at if at]
        if len(above) > 1 and all(len(texts) == 1 for texts in above) and headers_at[0]:
            self._name_first(rows[start - 1], above[0], header)
        for part in parts:
            self._part(part)
        for begin, end in heads if self.lines else ():  # of no list, they stay in the account
            self.account.take(self.block, *(cell for row in rows[begin:end] for cell in row.cells))
        named = {name for line in self.lines for name in (line.category, line.group)}
        for cell, name in self.headings:  # one that nothing stands under stays in the account
            if name in named:
                self.account.take(self.block, cell)

    def _name_first(self, row: Row, texts: list[str], header: Header) -> None:
        """Each header has a line of its own above it: the first, too, stands under a heading, not a title."""
        if not (is_title(texts[0]) and is_dated(texts[0])):
            heading = without_annex(in_one_line(texts[0]))
            self.section = self.section.under(self._uncharged(row, row.cells[0], heading, header))
            self.titles = [t for t in self.titles if t != tidy(texts[0])]
            self.account.take(self.block, *row.cells)

    def _looks_like_header(self, at: int) -> bool:
        cells = {c.origin: c.text for c in self.grid.rows[at].cells if 0 < len(c.text) <= 20}
        return sum(meaning_of(t) is not None for t in cells.values()) >= 2 or any(
            "".join(t.split())[:1] in "序编" for t in cells.values()
        )

    def _another_begins(self, at: int, above: Header) -> bool:
        """Whether the header of something else stands here, below a blank row or a heading: 联系人, 电话."""
        texts = [] if is_data(self.grid.rows[at], above) else texts_of(self.grid.rows[at])
        known = sum(meaning_of("".join(t.split())) is not None for t in texts)
        return len(texts_of(self.grid.rows[at - 1])) < 2 and known > 1 and 2 * known > len(texts)

    def _is_apart(self, at: int) -> bool:
        """Whether the title of another list stands here; asks about a dated one that is not this list's."""
        rows = self.grid.rows
        title = in_one_line("".join(texts_of(rows[at])))
        titles = [*map(in_one_line, (*self.known, *self.titles))]
        if len(texts_of(rows[at])) != 1 or not is_name(title):
            return False
        headed = any(header_at(rows, n, self.settled) for n in range(at + 1, min(at + 3, len(rows))))
        why = is_apart([title], titles) if headed else ""
        if why or (is_dated(title) and bracket_free(title) not in "".join(titles)):
            self.doubts.append(another(rows[at].place, title, why, left=bool(why)))
        return bool(why)

    def _above(self, row: Row, header: Header) -> None:
        """A row above the header: the title, a heading, or what a form says of itself."""
        cells = {c.origin: c for c in row.cells if c.text.strip()}
        text = tidy("\n".join(c.text for c in cells.values()))
        plain = trailing(in_one_line(text))[0]
        if len(cells) == 1 and (mark := mark_of(text)) and mark.rank <= 2 and len(plain) <= 40:
            (cell,) = cells.values()
            self.section = self.section.under(self._uncharged(row, cell, in_one_line(text), header))
            self.account.take(self.block, *row.cells)
        elif len(cells) == 1 and not note_kind(text):
            self.titles.append(text)
        else:
            self._leave(row, note_kind(text) or "表头以上的文字")

    # -- under one header ---------------------------------------------------------------------------------

    def _part(self, part: _Part) -> None:
        body = [self.grid.rows[r] for r in part.rows]
        header, columns, doubts = resolved(
            part.header, body, self.grid, (*self.known, *self.titles), self.account.notes(self.block)
        )
        self.columns += columns
        self.doubts += doubts
        self.header = header
        counted, source, contents = header.of("number"), title_meaning(header), header.of("content", "steps")
        by_title = bool(counted and source and merged_over(body, counted[0], header.of(source)[0]))
        bare = bool(contents) and not counted and not source
        self.numbered = bare and opens_with_numbers(body, contents[0])
        group: list[Cells] = []
        above, under = "", self.section  # an empty cell below a category's name goes on with it
        last: dict[int, str] = {}  # by column, for 同上
        opening = header.of(source) if source else contents
        marks = marks_of([next(filter(None, (tidy(r.cells[i].text) for i in opening)), "") for r in body])
        numbers = [*(_counted(*both, header) for both in zip(body, marks, strict=True)), ""]
        for n, at in enumerate(part.rows):
            self.section = self.section.around(numbers[n])
            self.parent = numbers[n] if numbers[n + 1].startswith(f"{numbers[n] or '-'}.") else ""
            if self._section(at, header, part.rows[n + 1 : n + 2]):
                self._flush(group)
                continue
            row = spelled(header, _without_ditto(self.grid.rows[at], last, counted))
            cells = Cells(row, of_row(header, row), self.section)
            if self.parent and cells.title and not header.of("category"):
                self.section = self.section.below(self.parent, without_mark(cells.title))
                cells.section = self.section if not cells.section.category else cells.section
            cells.by_title, cells.mark = by_title, marks[n]
            if above and (rest := cells.category_rest):
                self._rename(above, above + rest, group)
                above += rest
                cells.named = above
            cells.inherited = above = cells.category or (above if self.section == under else "")
            under = self.section
            key = None if self.numbered and group and not cells.opens else cells.key
            if group and key and key != group[-1].key:
                self._flush(group)
            elif group and not key:
                cells = cells.continuing(group[-1])
            elif not group and not key and not cells.has_text:
                continue  # stays in the account
            group.append(cells)
        self._flush(group)

    def _rename(self, old: str, new: str, group: list[Cells]) -> None:
        """The name of a category whose end has been found on the next page."""
        self.lines = [x._replace(category=new) if x.category == old else x for x in self.lines]
        for cells in group:
            if cells.category == old:
                cells.named = new

    def _section(self, at: int, header: Header, following: Sequence[int]) -> bool:
        """Whether a row is no line of the list: a heading across the table, a note, a standing clause."""
        row = self.grid.rows[at]
        cells = list({c.origin: c for c in row.cells if c.text.strip()}.values())
        if not any(re.search(r"\w", c.text) for c in cells):  # empty, or ……
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
            if meaning_of(printed) == "remark" and is_standing(said := tidy(cells[1].text)):
                self.standing.append(said)
                self.account.take(self.block, *row.cells)
                return True
            if not self._heads(printed, following, header):
                kind = "注释" if meaning_of(printed) == "remark" else foot_kind(printed)
                return bool(kind) and self._leave(row, kind)
            number = printed
            cells = cells[1:]
        if len(cells) > 1:
            if _spans_list(row, header, at) and (mark := mark_of(tidy(cells[0].text))) and mark.rank <= 2:
                return self._heading(row, cells[0], number, tidy(cells[0].text), header)
            kind = foot_kind(cells[0].text)
            return bool(kind) and self._leave(row, kind)
        text = tidy(cells[0].text)
        if is_standing(text):
            self.standing.append(text)
            self.account.take(self.block, *row.cells)
            return True
        if first and row.cells[first[0]] is cells[0] and number_value(text):
            return self._leave(row, "只有编号的空行")
        if note := note_kind(text):
            return self._leave(row, note)
        if is_title(text) and is_dated(text):
            return self._leave(row, "表中的标题")
        if cells[0].origin[0] < at and not number:  # merged down from above, alone
            return False
        return self._heading(row, cells[0], number, text, header)

    def _heads(self, printed: str, following: Sequence[int], header: Header) -> bool:
        """Whether a row of a number and a text alone is a heading: 一 | 综合协调, or 1 above 1.1, or above 1."""
        if self.parent or not number_value(printed):
            return bool(self.parent)
        if mark_of(printed + "、") and not printed.strip("（）()、.").isascii():
            return True
        numbers = [self.grid.rows[at].cells[header.of("number")[0]].text.strip() for at in following]
        return any(number_value(below) == 1 for below in numbers)

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
        heading = without_annex(in_one_line(text))
        counted = re.search(r"[（(]共?\d+[项条个件]?(?:任务|事项|工作|措施)?[)）]$", heading)
        if counted:
            self.account.leave_part(self.block, cell, row.place, counted[0], "类别的项数")
            heading = heading[: counted.start()]
        heading = self._uncharged(row, cell, heading, header)
        if self.parent:
            self.section = self.section.below(self.parent, without_mark(heading))
        else:
            self.section = self.section.under(heading if mark else numbered(number, heading))
        name = self.section.group or self.section.category
        self.headings += [(c, name) for c in row.cells if c.origin == cell.origin or c.text.strip() == number]
        return True

    def _uncharged(self, row: Row, cell: Cell, heading: str, header: Header) -> str:
        """A heading without the units and dates at its end, which are asked about where the rows have their own."""
        plain, charged = trailing(heading)
        if not charged:
            return heading
        said, heading = heading[len(plain) :], plain or charged.units
        self.charged[heading] = charged.units
        if header.of(*WHO_AND_WHEN[:4]) or charged.deadline:
            self.account.leave_part(self.block, cell, row.place, said, "类别的责任单位")
            self.asked[heading] = of_heading(row.place, plain, said)
        return heading

    def _leave(self, row: Row, why: str) -> bool:
        self.account.leave(why, self.block, *row.cells)
        return True

    # -- lines --------------------------------------------------------------------------------------------

    def _flush(self, group: list[Cells]) -> None:
        """The lines of one task, from its rows."""
        if not group:
            return
        rows = rejoined(group)
        if not any(r.has_text for r in rows):
            for cells in group:
                self._leave(cells.row, NO_TASK)
            group.clear()
            return
        for cells in group:
            self.account.take(self.block, *cells.row.cells)
        for cells in group[1:]:
            for cell in (c for m in ("number", "category", "group") for c in cells.of(m)):
                if cell.origin not in {c.origin for c in rows[0].row.cells}:
                    self.account.leave_part(
                        self.block, cell, cells.row.place, cell.text, "同一任务另有的编号或类别"
                    )
        shared = rows[0].lead_in()
        if len(rows) > 1:
            counts = Counter((m, c.origin) for m in TEXTS for cells in rows for c in cells.of(m))
            shared = {origin for (_, origin), count in counts.items() if count > 1}
        several = [
            cells for cells in rows if any(c.origin not in shared for m in TEXTS for c in cells.body(m))
        ]
        if len(rows) > 1 and len(several) < 2:  # units or dates alone have rows of their own
            self.lines.append(self._line(rows, shared, None))
        elif len(rows) == 1 and not shared:
            self.lines += _by_points(self._line(rows, shared, None), (self.block, rows[0].row.place))
        else:
            key = (self.block, rows[0].key)
            first: Line | None = None
            for cells in rows:
                self.lines.append(self._line([cells], shared, key, first if cells.above else None))
                first = first or self.lines[-1]
        group.clear()

    def _line(
        self, rows: list[Cells], shared: set[tuple[int, int]], key: Hashable, first: Line | None = None
    ) -> Line:
        """A line; `first`: of the task that these rows go on with, whose title they do not repeat."""
        cells = rows[0]
        title, number = cells.title, cells.number
        if (mark := cells.mark) and mark.length == len(title):  # （一） beside what it counts
            title, number, mark = "", number or title, None
        texts = [c for m in TEXTS for r in rows for c in r.body(m)]
        texts = list({c.origin: c for c in sorted(texts, key=lambda c: c.origin[1])}.values())
        common = "\n".join(tidy(c.text) for c in texts if c.origin in shared and key)
        content = "\n".join(tidy(c.text) for c in texts if not (c.origin in shared and key))
        source = cells.title_text if title else common or content
        if not title and first:
            title, number = first.title, first.number
        elif called := title_of_points(source):  # none of them is the title
            title, content = called, "\n".join(filter(None, (title and source, content)))
        elif not title:  # the content opens with it
            mark = mark or mark_of(source)
            if mark and mark.rank >= 2 and (not number or number_value(number) == number_value(mark.number)):
                number, source = number or mark.number, source[mark.length :]
            title, rest = split_title(source)
            steps = [*sentences(source)] if cells.of("steps") and not cells.of("content") else []
            if len(steps) > 1:  # none of them is lost to the title
                title, rest = split_title(steps[0].rstrip("；"))[0], source
            common, content = (rest, content) if common else (common, rest)
        elif mark and (not number or number_value(number) == number_value(mark.number)):
            number, title = number or mark.number, title[mark.length :] or title
        elif not content and _has_body(cells.title_text):
            title, content = split_title(without_mark(cells.title_text))
        charged = [*map(whose, rows)]
        units, deadline = (_distinct(said) for said in zip(*charged, strict=True))
        rest, said = announced_in(cells)
        if said:
            title = without_mark(in_one_line(rest))
        elif not units and not content:  # the title's cell may say everything
            rest, said = said_in(without_mark(cells.title_text))
            title = rest if said else title
        if len(title) > SENTENCE_MOST or ("。" in title[:-1] and not content):
            title, rest = split_title(title)
            content = "\n".join(filter(None, (rest, content)))
        differ = len({who for who, _ in charged}) > 1 < len({when for _, when in charged})
        category = cells.category or cells.inherited
        return Line(
            place=cells.row.place or self.grid.name,
            task=key,
            number=in_one_line(number),
            category=category or cells.section.category,
            group=cells.text("group") or (cells.section.group if not category else ""),
            title=title,
            common=common,
            content=content,
            units=units or said.units,
            deadline=deadline or said.deadline,
            year=year_of(cells),
            leader=_distinct(map(_leader, rows)),
            remark=_distinct(remark_of(r) for r in rows),
            mixed=_mixed(
                "；".join(f"{who or '空着'}：{when or '空着'}" for who, when in charged) if differ else ""
            ),
        )


def another(where: str, title: str, why: str, *, left: bool) -> Doubt:
    """What is asked about a table with a title of its own, which is left out or read all the same."""
    read, hint = (
        ("没有读进清单", "确是同一份清单的，请把它另存为一个文件，两个文件一起导入")
        if left
        else ("仍读作同一份清单", "不是的，请从文件里去掉这张表再导入")
    )
    said = "，".join(filter(None, (f"另有标题“{truncate(in_one_line(title))}”", why, read)))
    return Doubt(where, said, hint)


def of_heading(where: str, heading: str, said: str) -> Doubt:
    """What is asked about units or dates behind a heading that are written to no task."""
    what = f"类别“{heading}”写有单位或时限“{said}”，没有写进各项"
    return Doubt(where, what, "请核对；是各项共同的，请写进各项")


def _without_ditto(row: Row, last: dict[int, str], counted: Sequence[int]) -> Row:
    """A row in which 同上 is what stands above it, but in the columns of numbers; `last`: what stood there last."""
    cells = list(row.cells)
    for i, cell in enumerate(cells):
        if i not in counted and DITTO.fullmatch("".join(cell.text.split())):
            cells[i] = cell._replace(text=last.get(i, cell.text))
        elif cell.text.strip():
            last[i] = cell.text
    return row._replace(cells=tuple(cells))


def _counted(row: Row, mark: Mark | None, header: Header) -> str:
    """The number of a row with those above it (2.1, 2-1), or of its title where no column has numbers; "" for others."""
    numbers = header.of("number")
    for at in numbers[:1]:
        text = normalize_width(row.cells[at].text)
        mark = mark_of(re.sub(r"(?<=\d)-(?=\d)", ".", text).rstrip(".、") + "、x")
    return mark.number if mark and mark.rank == 3 and (numbers or header.of("task")) else ""


def _spans_list(row: Row, header: Header, at: int) -> bool:
    """Whether a cell of this row alone covers number and task, or task and content: a heading beside merged cells."""
    named = header.of("number", "category", "task", "problem", "content")
    first = row.cells[named[0]].origin if len(named) > 1 else (-1, -1)
    return first[0] == at and all(row.cells[i].origin == first for i in named)


def _repeated_lines(rows: Sequence[Row], first: int, at: int, header: Header) -> int:
    """How many lines of a header stand here again: of one of two lines the page may repeat the first alone."""
    again = zip(map(texts_of, rows[at : at + header.height]), map(texts_of, rows[first:]), strict=False)
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], again))


def _has_body(text: str) -> bool:
    """Whether a title's cell goes on below it with sentences: 加强农机安全↵检验率达到90%以上。"""
    first, _, rest = text.partition("\n")
    if (mark := mark_of(rest)) and mark.rank > 2 and number_value(mark.number) == 1:
        return True
    return len(first) >= 4 and rest.endswith("。") and not re.search("[，。；、]", first)


# a line of dates that is one alone: not 6月底前、↵, nor 6月底前完成自查
_BARE = re.compile(r"[\d年月日底末前上中下旬半第一二三四季度至到—–~-]*[\d年月日底末前旬度]")


def _by_points(line: Line, key: Hashable) -> list[Line]:
    """A line of several points with as many dates, or units that are counted, as a line for each; asks where they are not as many."""
    points, texts = points_of(line.content), {"责任单位": line.units, "完成时限": line.deadline}
    points = points if len(points) > 1 else headed_points(line.content)
    if (n := len(points)) == 1:
        return [line]
    units, dates = map(uncounted, texts.values())
    figures = [re.fullmatch(r"(\d{1,2})[.．]\d{1,2}", date) for date in dates]
    if [m and int(m[1]) for m in figures] == [*range(1, n + 1)]:  # 1.6↵2.12: counted months, or days?
        return [
            line._replace(
                mixed=f"完成时限“{truncate(in_one_line(line.deadline), 40)}”里的数，是编号还是月份，分不清，没有分开"
            )
        ]
    counted, dated = (
        len(c) == n and c != t.split("\n") for c, t in zip((units, dates), texts.values(), strict=True)
    )
    asked = "；".join(
        f"{name}“{truncate(in_one_line(text), 40)}”的编号与要点对不上，没有分开"
        for (name, text), fits in zip(texts.items(), (counted, dated), strict=True)
        if counts_itself(text) and not fits
    )
    if counted and not asked and len(dates) != n == len(by_sign := re.split("\n|[；;](?=.)", line.deadline)):
        dates = by_sign
    if (
        {len(units), len(dates)} != {n}
        and re.search("[\n；]", line.units)
        and (re.search("[\n；]", line.deadline) or (counted and line.deadline.count("、") == n - 1))
    ):
        asked = asked or _mixed("：".join(text.replace("\n", "；") for text in texts.values()))
    if len(dates) not in (1, n) and all(map(_BARE.fullmatch, dates)):
        shown = truncate("；".join(dates), 40)
        asked = asked or f"完成时限“{shown}”有{len(dates)}行，要点有{n}条，没有分开"
    lines = [line]
    if {len(units), len(dates)} <= {1, n} and (len(dates) == n or counted):
        columns = ([text.rstrip("；;。") for text in said * (n // len(said))] for said in (units, dates))
        parts = zip(points, *columns, strict=True)
        lines = [line._replace(task=key, content=p, units=u, deadline=d) for p, u, d in parts]
    return [lines[0]._replace(mixed=asked), *lines[1:]]


def _mixed(said: str) -> str:
    """What is asked of units and dates that belong to each other, said so: 县能源局：6月底前；县交通局：9月底前."""
    return f"各行的单位不同，完成时限也不同（{truncate(said, 60)}），合成了一个" if said else ""


def _distinct(values: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, values)))
