"""What is read of a list before it is a list file: lines with their places, doubts, and what was left out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from anquan_cli.problem import Problem


class Doubt(NamedTuple):
    """What a user has to look at."""

    where: str  # 表2第7行“完成时限”
    what: str
    hint: str = ""

    @property
    def problem(self) -> Problem:
        """As every reader of a file returns it."""
        return Problem(0, self.where, self.what, self.hint)


class Omission(NamedTuple):
    """Text of the document that is in no row (未采用)."""

    where: str
    text: str
    why: str  # 注释, 页面文字, 表头 …


class Line(NamedTuple):
    """A line of a list as the document has it: a table's row, a card, or an item of the running text."""

    place: str
    task: Hashable = None  # lines with the same one are one task over several rows; None: its own
    number: str = ""  # as printed
    category: str = ""  # as printed, with its number
    group: str = ""  # a second level of category
    title: str = ""
    common: str = ""  # content that it shares with the other lines of its task
    content: str = ""
    units: str = ""
    deadline: str = ""
    year: int = 0  # that the head of its deadline says
    leader: str = ""
    remark: str = ""
    mixed: str = ""  # what is asked of units and dates that are not one each for its rows, its points
    heads: bool = False  # says who and when for all lines of its task
    above: str = ""  # the units that its heading or its table's title names, where no column has any


class Taken(NamedTuple):
    """A column of a table and what it was taken for."""

    where: str  # 表2
    column: int  # from 1
    header: str
    meaning: str  # 责任单位 …, “备注（标注原栏名）”, or 未采用


class Draft(NamedTuple):
    """Everything that was read of the documents."""

    title: str
    years: tuple[int, ...]  # that it may be of
    dated_by: str  # the text that leaves it open which; "": certain, or nothing says any
    lines: tuple[Line, ...]
    standing: tuple[str, ...]
    columns: tuple[Taken, ...]
    omissions: tuple[Omission, ...]
    doubts: tuple[Doubt, ...]  # of the list as a whole
    issuers: tuple[str, ...]  # by red head and sign-off; several where these differ
    numbers: tuple[str, ...]  # of the documents: 清安办发〔2025〕12号
    placed: tuple[tuple[str, Doubt], ...] = ()  # of a part of a line's text, and the line's place
    outside: Mapping[str, str] = {}  # what is said of all tasks beside the list, by field: units, deadline
