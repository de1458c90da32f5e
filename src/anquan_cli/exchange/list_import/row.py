"""A row of a list by what its columns mean, and rows that a page has torn."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import NamedTuple

from anquan_cli.exchange.blocks import Cell, Row
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.header_words import Meaning, announced, year_in
from anquan_cli.exchange.list_import.labels import Said, labels, loose, with_date
from anquan_cli.exchange.list_import.roles import ROLES, joined_roles
from anquan_cli.exchange.list_import.stitch import glued
from anquan_cli.exchange.list_import.table_header import ASIDE, TEXTS, Header
from anquan_cli.exchange.list_import.words import (
    SIDE,
    Mark,
    in_one_line,
    lines_of,
    mark_of,
    number_value,
    tidy,
)


class Section(NamedTuple):
    """The headings that rows stand under."""

    category: str = ""
    group: str = ""
    number: str = ""  # that those below it go on with: 2 above 2.1
    outer: Section | None = None  # that this number stands in

    def under(self, heading: str) -> Section:
        """Below a further heading: （一） stands below 一、."""
        outer = self.around("0")
        mark, above = mark_of(heading), mark_of(outer.category)
        if mark and mark.rank > 1 and above and above.rank < mark.rank:
            return Section(outer.category, heading)
        return Section(heading)

    def below(self, number: str, heading: str) -> Section:
        """Below a heading whose number the next ones go on with."""
        return Section(self.category or heading, heading if self.category else "", number, self)

    def around(self, number: str) -> Section:
        """What something with this number stands in."""
        outside = self.outer and number and not number.startswith(f"{self.number}.")
        return self.outer.around(number) if self.outer and outside else self


def numbered(number: str, heading: str) -> str:
    """A heading with the Chinese numeral that is printed beside it; 1 and 2 are no numbers of categories."""
    plain = number.strip("、.（）() ")
    return f"{plain}、{heading}" if plain and not plain.isascii() else heading


class Cells:
    """A row's cells by what their columns mean."""

    by_title = False  # one number stands beside several titles: it is not the task's own
    mark: Mark | None = None  # that its first text opens with, by those above and below it

    def __init__(self, row: Row, header: Header, section: Section) -> None:
        self.row, self.header, self.section = row, header, section
        self.source = title_meaning(header)
        self.above: Cells | None = None
        self.inherited = self.named = ""
        self.seen: set[tuple[int, int]] = set()  # cells of further rows that stand in it

    def of(self, meaning: Meaning | None) -> list[Cell]:
        """The cells under a meaning that have text, each once; none of no meaning."""
        found = {
            self.row.cells[c.at].origin: self.row.cells[c.at]
            for c in self.header.columns
            if meaning and c.meaning == meaning
        }
        return [cell for cell in found.values() if cell.text.strip()]

    def text(self, meaning: Meaning, whole: Callable[[str], bool] = lambda _line: False) -> str:
        """The text under a meaning; `whole` tells whether a line of it can stand by itself."""
        return "\n".join(lines_of(c.text, whole) for c in self.of(meaning))

    @property
    def has_text(self) -> bool:
        """Whether it says anything to do."""
        return any(self.of(m) for m in TEXTS)

    @property
    def number(self) -> str:
        """What is printed under 序号."""
        return self.above.number if self.above else self.text("number")

    @property
    def title(self) -> str:
        """What is printed under the task's header."""
        if self.above:
            return self.above.title
        return "".join(in_one_line(c.text) for c in self.of(self.source))

    @property
    def title_text(self) -> str:
        """The same with its line breaks."""
        return "\n".join(tidy(c.text) for c in self.of(self.source))

    @property
    def category(self) -> str:
        """What is printed under the category's header."""
        if self.named or self.above:
            return self.named or (self.above.category if self.above else "")
        texts = [in_one_line(c.text) for c in self.of("category")]
        if len(texts) > 1 and number_value(texts[0]):
            return numbered(texts[0], "".join(texts[1:]))
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
        meanings: tuple[Meaning | None, ...] = (None if self.by_title else "number", self.source or "content")
        return next((c.origin for m in meanings for c in self.of(m)), None)

    @property
    def opens(self) -> bool:
        """Whether its first text opens with a number."""
        return self.mark is not None and self.mark.rank <= 3

    def body(self, meaning: Meaning) -> list[Cell]:
        """The cells of a meaning that are content, not the title; of several below one header, each with its own."""
        cells = [] if meaning == self.source else self.of(meaning)
        heads: dict[tuple[int, int], list[str]] = {}
        for c in self.header.columns:
            if c.meaning == meaning and c.above:
                heads.setdefault(self.row.cells[c.at].origin, []).append(c.header)
        if len({*map(tuple, heads.values())}) < 2:
            return cells
        return [
            c._replace(text=f"{'、'.join(heads[c.origin])}：{c.text}") if c.origin in heads else c
            for c in cells
        ]

    def without(self, above: Cells) -> Cells:
        """The row without the cells that stand in the one above, too."""
        old = {c.origin for c in above.row.cells}
        kept = tuple(c if c.origin not in old else Cell("", c.origin) for c in self.row.cells)
        return Cells(self.row._replace(cells=kept), self.header, self.section)

    def lead_in(self) -> set[tuple[int, int]]:
        """The cells before a 方面 that stands beside them: what all of them have in common."""
        cells = [c for m in ("content", "steps") for c in self.of(m)]
        side = len(cells) > 1 and SIDE.match(cells[-1].text.strip())
        return {c.origin for c in cells[:-1]} if side else set()

    def continuing(self, above: Cells) -> Cells:
        """This row as a further one of the task above."""
        self.above, self.mark = above.above or above, above.mark
        return self


def title_meaning(header: Header) -> Meaning | None:
    """Which column bears the title; None: the content opens with it."""
    return next((m for m in ("task", "problem") if header.of(m)), None)


def rejoined(group: list[Cells]) -> list[Cells]:
    """Rows that a page has broken put together again."""
    rows: list[Cells] = []
    for cells in group:
        before = rows[-1] if rows else None
        if before and _is_rest(cells, before):
            tables = {
                re.sub(r"第\d+行$", "", c.row.place) for c in (before, cells)
            }  # several: torn by a page
            joined = tuple(
                a
                if b.origin in before.seen | {a.origin} or not b.text.strip()
                else a._replace(text=_joined(a.text, b.text, len(tables) > 1))
                for a, b in zip(before.row.cells, cells.row.cells, strict=True)
            )
            whole = Cells(before.row._replace(cells=joined), before.header, before.section)
            whole.above, whole.inherited, whole.named = before.above, before.inherited, before.named
            whole.mark, whole.seen = before.mark, before.seen | {c.origin for c in cells.row.cells}
            rows[-1] = whole
        else:
            rows.append(cells)
    return rows


def _joined(first: str, second: str, torn: object) -> str:
    """Two pieces of a cell: lines of their own where no page has torn them, and they are no halves of a sentence."""
    torn = torn or re.search(r"[，、]\s*$", first) or re.search(r"[。；]\s*$", second)
    return glued(first, second) if torn else f"{first}\n{second}".strip()


def _is_rest(cells: Cells, before: Cells) -> bool:
    """Whether a row without number and title is the rest of the one above: a page broke it."""
    fresh = cells.without(before)
    units, dates = units_of(fresh), in_one_line(fresh.text("deadline"))
    if not cells.above and not units and not dates and (units_of(cells) or cells.text("deadline")):
        return False  # merged with the row above
    before_units, before_dates = units_of(before), in_one_line(before.text("deadline"))
    if (not units and not dates) or (not before_units and not before_dates):
        return True
    torn = []
    if units:
        whole = (
            phrases.are_units(units)
            and phrases.are_units(before_units)
            and not before_units.endswith(("、", "，"))
        )
        torn.append(not whole and phrases.are_units(before_units + units))
    if dates:
        torn.append(not phrases.is_deadline(dates) and phrases.is_deadline(before_dates + dates))
    return bool(torn) and all(torn)


def units_of(cells: Cells) -> str:
    """The phrase of who is responsible, from one column or several."""
    return joined_roles({m: cells.text(m, phrases.are_units) for m in ROLES})


def whose(cells: Cells) -> tuple[str, str]:
    """Who is responsible, and by when; where no column has the dates, both from one cell: 县应急局，6月底前."""
    if cells.header.of("deadline"):
        return units_of(cells), cells.text("deadline", phrases.is_deadline)
    parted = {m: with_date(cells.text(m, phrases.are_units)) for m in ROLES}
    dates = dict.fromkeys(when for _, when in parted.values() if when)
    return joined_roles({m: who for m, (who, _) in parted.items()}), "\n".join(dates)


def announced_in(cells: Cells) -> tuple[str, Said]:
    """The title without what its head says is behind it and no column has: 评估（县能源局，6月底前） below 任务及责任单位."""
    columns, own = cells.header.columns, cells.header.of
    heads = {m for c in columns if c.meaning == cells.source for m in announced(c.header)}
    who, when = bool(heads & {*ROLES}) and not own(*ROLES), "deadline" in heads and not own("deadline")
    parts = r"(?s)(.+?)\s*(?:[（(]([^（()）]+)[)）]|\n(.+))"
    found = re.fullmatch(parts, cells.title_text) if who or when else None
    text = (found[2] or found[3]) if found else ""
    said = labels(text, keep=True) or loose(text) if text else Said()
    fits = (who or not said.units) and (when or not said.deadline or (who and not own("deadline")))
    return (found[1], said) if found and said and fits else (cells.title_text, Said())


def year_of(cells: Cells) -> int:
    """The year that the head of the deadlines says, where it is one column; 0 for none."""
    brackets = [c.bracket for c in cells.header.columns if c.meaning == "deadline"]
    return year_in(brackets[0]) if len(brackets) == 1 else 0


def remark_of(cells: Cells) -> str:
    """What has no place of its own, under its header's name."""
    pieces = [tidy(c.text) for c in cells.of("remark")]
    for column in cells.header.columns:
        cell = cells.row.cells[column.at]
        if column.meaning in ASIDE and cell.text.strip():
            text = in_one_line(cell.text) if "\n" not in cell.text.strip() else tidy(cell.text)
            pieces.append(f"{column.header}：{text}" if column.header else text)
    return "；".join(dict.fromkeys(pieces))
