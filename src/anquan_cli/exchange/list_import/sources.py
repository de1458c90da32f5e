"""From documents to one draft: which of their blocks are the list, what its title is, what is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import chain
from typing import NamedTuple

from anquan_cli.errors import truncate
from anquan_cli.exchange.blocks import Cell, Document, Grid, Paragraph
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.account import Account
from anquan_cli.exchange.list_import.cards import read_cards
from anquan_cli.exchange.list_import.draft import Doubt, Draft, Line, Omission, Taken
from anquan_cli.exchange.list_import.furniture import (
    is_apart,
    is_dated,
    is_name,
    is_standing,
    is_title,
    items_of,
    note_kind,
    said_of_all,
    years_of,
)
from anquan_cli.exchange.list_import.header_words import Meaning
from anquan_cli.exchange.list_import.labels import (
    Said,
    bracket_alone,
    charges_in,
    dates_in,
    label_line,
    names_within,
    said_in,
    trailing,
)
from anquan_cli.exchange.list_import.measures import sayings
from anquan_cli.exchange.list_import.outline import Key
from anquan_cli.exchange.list_import.prose import read_prose
from anquan_cli.exchange.list_import.row import Section
from anquan_cli.exchange.list_import.stitch import stitched
from anquan_cli.exchange.list_import.table_header import (
    TEXTS,
    Header,
    first_header,
    header_at,
    mostly,
    texts_of,
)
from anquan_cli.exchange.list_import.tables import (
    WHO_AND_WHEN,
    TableList,
    another,
    is_beside,
    is_programme,
    of_heading,
    read_table,
)
from anquan_cli.exchange.list_import.words import (
    bracket_free,
    in_one_line,
    mark_of,
    number_value,
    without_annex,
    without_mark,
)

_A_YEAR = re.compile(r"[（(]?[\d〇○零一二三四五六七八九]{4}年度?[)）]?")  # a line that says no more
_SHEET = re.compile("工作表“(.+)”")
_UNIT = re.compile(  # not a kind of places: 学校, 加油站, 旅游景区
    r"各(?:乡|镇|街道|村|社区|园区|部门|科室|股室|\S{0,8}单位)\S{0,6}|\S{0,20}(?:[局委办厅队股科室部乡镇]|[省市县区镇乡旗州]\S*(?:院|站|所|会|联|协|中心|公司|园区)|政府|街道|委员会|有限公司)"
)
_ISSUED = re.compile("(.{4,40}?)关于[印下]发")
_ANY_PLACE = re.compile(  # before an organ, whatever it is called: 代县, a banner or a zone that no table knows
    "^(?!转发|印发|抄|[呈上]?报|经(?!开|济)|由|请|各|全[省市县区旗]|现将|按)[一-鿿]{1,12}?[县市区旗盟州](?=安全生产委|安委|人民政府|应急)"
)
_OUTSIDE = "表外的“{}”{}写明了单位或时限，没有读进清单"
_NO_NAME = re.compile(r"(?i)sheet ?\d*|工作表 ?\d*|表 ?\d+")
_MADE_BY = re.compile(
    r"(?:制表|编制|印发|发布|制发)(?:单位|机关|部门)[:：](\w{4,40}?)(?=[（(，,；;]|(?:制表|编制|印发)?(?:日期|时间)|填表|$)"
)


class Source(NamedTuple):
    """A document and the name that places in it begin with; "" where there is one document alone."""

    name: str
    document: Document


def read_draft(sources: Sequence[Source], settled: Mapping[int, Meaning], year: int | None = None) -> Draft:
    """What is read of some documents that make one list.

    Args:
        settled: what a user says of columns, by index.
        year: of the list that is meant, where a document has several.
    """
    found = [_read(source, settled, year, several=len(sources) > 1) for source in sources]
    left = [text for d in found for text in (*d.numbers, *(o.text for o in d.omissions))]
    names = [re.sub(r"\.[^.]*$", "", s.name) for s in sources]
    deadlines = [line.deadline for d in found for line in d.lines]
    own, asked = _others([s.name for s in sources], found)
    titles = [d.title for d in own if d.title]
    years, dated_by = _years(
        [*titles, *filter(_A_YEAR.fullmatch, map(in_one_line, left))], [*names, *left, *deadlines]
    )
    return Draft(
        title=titles[0] if titles else "",
        years=years,
        dated_by=dated_by,
        lines=tuple(line for d in found for line in d.lines),
        standing=tuple(dict.fromkeys(text for d in found for text in d.standing)),
        columns=tuple(column for d in found for column in d.columns),
        omissions=tuple(omission for d in found for omission in d.omissions),
        doubts=(*(doubt for d in found for doubt in d.doubts), *asked),
        issuers=tuple(dict.fromkeys(name for d in own for name in d.issuers)),
        numbers=tuple(dict.fromkeys(number for d in own for number in d.numbers)),
        placed=tuple(placed for d in found for placed in d.placed),
        outside=dict(chain(*(d.outside.items() for d in found))),
    )


def _others(names: Sequence[str], found: Sequence[Draft]) -> tuple[list[Draft], list[Doubt]]:
    """Those that say what the list is called and who issued it, and doubts about others' titles, and numbers again."""
    own, doubts, before = list[Draft](), list[Doubt](), set[int]()
    called = [d.title if is_dated(d.title) else name for name, d in zip(names, found, strict=True)]
    first = next((d.title for d in found if d.title), "")
    for name, title, draft in zip(names, called, found, strict=True):
        said = (*draft.issuers, *draft.numbers)
        why = is_apart([title], called[:1]) if own else ""
        again = "" if why else "编号与前面的文件重复" * bool(before & _numbers(draft.lines))
        own_title = draft.title or ("没有写" if draft.lines and said else first)
        if not why and bracket_free(own_title) not in first and bracket_free(first) not in own_title:
            title, why = own_title, f"与“{truncate(first)}”不同"
        left = f"“{'、'.join(said)}”没有写进清单" if why and said else ""
        titled = f"标题“{truncate(title)}”{why}" if why else ""
        if titled or again:
            what = "，".join(filter(None, (titled, again, "仍读作同一份清单", left)))
            doubts.append(Doubt(f"“{name}”", what, "不是同一份清单的，请去掉这个文件再导入"))
        own += [] if why else [draft]
        before |= _numbers(draft.lines)
    return own, doubts


def _years(titles: Sequence[str], others: Sequence[str]) -> tuple[tuple[int, ...], str]:
    """The years that the list may be of, and the text that leaves it open which; "" where one is certain."""
    said = [(text, *years_of(text)) for text in titles]
    if len(certain := {years for _, years, sure in said if sure}) == 1:
        return certain.pop(), ""
    said += [(text, *years_of(text, is_title=n == 0)) for n, text in enumerate(others)]
    text, years, _ = next((one for one in said if one[1]), ("", (), False))
    return years, text


def _read(source: Source, settled: Mapping[int, Meaning], year: int | None, *, several: bool) -> Draft:
    reader = _Reader(source.document, settled, year)
    reader.read()
    lines = [_completed(line) for line in reader.lines]
    if above := [line.above for line in lines if line.above and not line.units]:
        names = [*dict.fromkeys(above)]
        more = f"等{len(names)}个" if len(names) > 1 else ""
        what = f"{len(above)}项没有写责任单位，用了类别、工作表或标题里的“{truncate(names[0], 40)}”{more}"
        reader.doubts.append(Doubt("", what, "请核对；不是的，请在清单里改正"))
        lines = [line._replace(units=line.units or line.above) for line in lines]
    title = reader.title()
    imprint = reader.imprint()
    reader.beside()
    omissions = reader.account.omissions()
    reader.outside(omissions)
    prefix = f"“{source.name}”" if several else ""
    reader.placed += [(line.place, doubt) for line in lines for doubt in _uncharged(line)]
    doubts, placed = _notes(source.document, {line.place for line in lines}, prefix)
    placed += [(prefix + place, doubt._replace(where=prefix + doubt.where)) for place, doubt in reader.placed]
    own = [doubt._replace(where=prefix + doubt.where) for doubt in reader.doubts]
    if several:
        lines = [
            x._replace(place=prefix + x.place, task=(source.name, x.task) if x.task else None) for x in lines
        ]
        omissions = [o._replace(where=prefix + o.where) for o in omissions]
    return Draft(
        title, (), "", tuple(lines), tuple(reader.standing), tuple(dict.fromkeys(reader.columns)),
        tuple(omissions), (*own, *doubts), *imprint, tuple(placed), reader.said,
    )  # fmt: skip


def _notes(document: Document, lines: Set[str], prefix: str) -> tuple[list[Doubt], list[tuple[str, Doubt]]]:
    """A reader's notes, and those of a place with the place of the line that it belongs to: its own or the next above."""
    above: dict[str, str] = {}
    line = ""
    for block in document.blocks:
        for place in [row.place for row in block.rows] if isinstance(block, Grid) else [block.place]:
            line = above[place] = place if place in lines else line
    doubts, placed = list[Doubt](), list[tuple[str, Doubt]]()
    for note in document.notes:
        where, _, what = note.partition("：")
        if where in above:
            placed.append((prefix + above[where], Doubt(prefix + where, what, "请对照文件核对")))
        else:
            doubts.append(Doubt("", note))
    return doubts, placed


class _Reader:
    """One document."""

    def __init__(self, document: Document, settled: Mapping[int, Meaning], year: int | None) -> None:
        self.blocks, self.settled, self.year = stitched(document.blocks), settled, year
        self.account = Account(self.blocks)
        self.lines: list[Line] = []
        self.printed: set[int] = set()  # the numbers of the lines
        self.columns: list[Taken] = []
        self.doubts: list[Doubt] = []
        self.placed: list[tuple[str, Doubt]] = []  # of a line's text, with its place
        self.standing: list[str] = []
        self.headings: dict[int, str] = {}  # numbered, before tables, by block
        self.candidates: list[
            tuple[int, str]
        ] = []  # lines that may be the title; −1: of a table, taken already
        self.grids = {b: block for b, block in enumerate(self.blocks) if isinstance(block, Grid)}
        self.first: int | None = None  # the first block of the list
        self.section = Section()  # that the next block stands under
        self.charged: dict[
            str, str
        ] = {}  # by heading, the units that it names; by "", those of the title above
        self.before: Header | None = None  # of the table before
        self.apart = ""  # an annex mark or a dated title since that table
        self.forms: dict[int, str] = {}  # tables before the list that are none, and why
        self.left = False  # a table below it that is another list
        self.said: dict[str, str] = {}  # of all tasks, beside the list, by field

    def read(self) -> None:
        """Tables first, then cards; running text where there is neither."""
        names = self._categories()
        for b, block in enumerate(self.blocks):
            if isinstance(block, Paragraph):
                self._heading(b, in_one_line(block.text))
                continue
            self.section = Section(names[b]) if b in names else self.section
            count = len(self.lines)
            self._grid(b, block)
            if b in names and any(line.category == names[b] for line in self.lines[count:]):
                self.headings[b - 1] = names[b]
        if not self.lines:
            self._prose()
        if not self.lines:
            self.doubts += [
                _unknown(grid, self.settled) for grid in self.grids.values() if len(grid.rows) > 1
            ]
        for b, block in enumerate(self.blocks):
            if isinstance(block, Paragraph) and (kind := note_kind(block.text)):
                self.account.leave(kind, b)

    def beside(self) -> None:
        """Asks about running text beside the list that says who and when, as a list does, and is in none."""
        beside: list[tuple[Key, Paragraph]] = [
            ((b, None), p._replace(text=self.headings.get(b, p.text)))
            for b, p in enumerate(self.blocks if self.lines else ())
            if isinstance(p, Paragraph) and (b in self.headings or self.account.is_open(b))
        ]
        lines = read_prose(beside, Account(()))[0] if self.first in self.grids else []
        told = [(line.place, line.title) for line in lines if line.units and line.deadline]
        alone = [] if told else [p for _, p in beside if _says_who(p.text)]
        told = told or [(p.place, in_one_line(p.text)) for p in alone]
        for place, text in told[:1]:
            more = f"等{len(told)}处" if len(told) > 1 else ""
            hint = "请核对；是任务的，请把这些条文另存为一个文件，两个文件一起导入；是各项共同的，请写进各项"
            self.doubts.append(Doubt(place, _OUTSIDE.format(truncate(text, 40), more), hint))
        for p in alone[:1]:
            units, deadline, *_ = label_line(p.text) or bracket_alone(p.text) or Said()
            said = {"units": units, "deadline": deadline}
            self.said = {field: in_one_line(p.text) for field, text in said.items() if text}

    def outside(self, omissions: Sequence[Omission]) -> None:
        """Asks about sentences that say of all tasks who does them or by when, and are in none."""
        for o in omissions:
            sentence, fields = next((s for s in said_of_all(o.text) if not self._is_known(*s)), ("", set()))
            if fields:
                self.said |= {} if items_of(sentence) else dict.fromkeys(fields, sentence)
                what = _OUTSIDE.format(truncate(sentence, 60), "")
                self.doubts.append(Doubt(o.where, what, "请核对，照它写进各项"))

    def _is_known(self, sentence: str, fields: set[str]) -> bool:
        """Whether the tasks that a sentence is about say themselves what it says of them."""
        numbers = items_of(sentence)
        lines = [line for line in self.lines if number_value(line.number) in numbers]
        who = "、".join(m[1] for m in re.finditer("[由为是]([^，。；由为是]{2,40})", sentence))
        dates = dates_in(sentence)
        return bool(lines) and all(
            ("units" not in fields or (phrases.are_units(who) and names_within(who, line.units)))
            and all(date in line.deadline for date in dates)
            for line in lines
        )

    def _grid(self, b: int, grid: Grid) -> None:
        if b in self.forms:
            self.doubts += [_left_out(grid.name, title, self.forms[b]) for title in self._called(b)[:1]]
            return
        if cards := read_cards(grid, b, self.account):
            self.candidates += [(-1, t[0]) for t in map(texts_of, grid.rows[:3]) if len(t) == 1]
            above = self.section.category
            cards = [c if c.category else c._replace(category=above) for c in cards]
            self._found(b, list(map(self._charged, cards)))
            return
        if self._is_another(grid):
            return
        titles = self._titles(b if self.first is None else self.first)
        found = read_table(grid, b, self.account, self.settled, self.section, self.before, titles)
        self.doubts += found.doubts if found and (found.lines or not found.header) else []
        if found and found.lines:
            self._ask_again(grid, found)
            self.candidates += [(-1, t) for t in found.titles]
            self.charged |= found.charged
            self.charged[""] = next(filter(None, map(_labelled, found.titles)), self.charged.get("", ""))
            column = found.header and found.header.of(*WHO_AND_WHEN[:4]) and any(x.units for x in found.lines)
            has_units = column or any("可能是责任单位" in doubt.what for doubt in found.doubts)
            self._found(b, found.lines if has_units else [*map(self._charged, found.lines)])
            self.columns += found.columns
            for heading, doubt in found.asked.items():
                self._ask(heading, doubt)
            self.standing += found.standing
            self.section, self.before, self.apart = found.section, found.header, ""

    def _is_another(self, grid: Grid) -> bool:
        """Whether a table with a name of its own is another list than the one before: of another year, a form, of problems.

        Whatever else differs in its columns is a doubt.
        """
        _, header = first_header(grid, self.settled)
        titles, sheets = self._names(grid)
        title = "".join(titles[:1]) or self.apart or next(filter(is_title, sheets), "")
        names = [*filter(None, (title, *sheets))]
        if not names or not self.before or header is None:
            return bool(title) and self.left  # the next page of one that is
        if is_beside(self.before, header) or is_programme(grid, header):
            return False  # no list at all
        both = self.before, header
        meanings = [{c.meaning for c in h.columns} & {*TEXTS, *WHO_AND_WHEN} for h in both]
        printed = [[c.header for c in h.columns] for h in both]
        why = is_apart(names, self._titles(self.first or 0))
        left = bool(why) or (bool(title) and ("problem" in meanings[0]) != ("problem" in meanings[1]))
        if title and not why and printed[0] != printed[1] and meanings[0] != meanings[1]:
            why = "栏名与前面的表不同"
        if why:
            self.apart, self.left = title, left
            ask = _left_out if left else partial(another, left=False)
            self.doubts.append(ask(grid.name, names[0], why))
        return left

    def _names(self, grid: Grid) -> tuple[list[str], list[str]]:
        """The titles above a table's header, and the name of its sheet."""
        rows = grid.rows[: first_header(grid, self.settled)[0]]
        return [t for row in rows for t in texts_of(row) if is_name(t)], _SHEET.findall(grid.name)

    def _titles(self, b: int) -> list[str]:
        """What the list is called by the lines before it, by its first sheet and on its tables; it begins in a block."""
        near = self.blocks[max(b - 60, 0) : b]
        before = (x.text for x in near if isinstance(x, Paragraph) and not note_kind(x.text))
        sheets = self._names(self.grids[b])[1] if b in self.grids else []
        short = (t for t in before if len(t) <= 80 and "。" not in t)
        return [*short, *sheets, *(t for _, t in self.candidates[:20])]

    def _ask_again(self, grid: Grid, found: TableList) -> None:
        """Asks about a table with a title of its own in which the numbers begin again."""
        title = next(filter(is_title, found.titles), self.apart)
        known = {bracket_free(in_one_line(t)) for t in self._titles(self.first or 0)}
        if title and bracket_free(in_one_line(title)) not in known and self.printed & _numbers(found.lines):
            doubt = another(grid.name, without_annex(title), "编号与前面的重复", left=False)
            first = found.lines[0]
            self.placed.append((first.place, doubt._replace(what=f"{doubt.what}，从这一项起：{first.title}")))

    def _ask(self, heading: str, doubt: Doubt) -> None:
        """Asks about a heading, beside the first task under it."""
        places = [line.place for line in self.lines if heading in (line.category, line.group)]
        self.placed += [(place, doubt) for place in places[:1]]

    def _charged(self, line: Line) -> Line:
        """A line with the units that its heading names or is the name of, or else the title of its table."""
        names = (line.group, line.category, "")
        return line._replace(above=next(filter(None, (self.charged.get(n) or _named(n) for n in names)), ""))

    def _found(self, b: int, lines: Sequence[Line]) -> None:
        self.first = b if self.first is None else self.first
        self.lines += lines
        self.printed |= _numbers(lines)

    def _heading(self, b: int, text: str) -> None:
        """A numbered heading before a table, a standing clause; what else comes after the last stays in the account."""
        if is_standing(text) and (self.first is not None or re.search("以下|下[列述]", text)):
            self.standing.append(text)
            self.account.take(b)
        elif note_kind(text) == "附件标记" or is_name(text):
            self.section = Section()
            self.charged[""] = _labelled(text)
            if (
                self.apart
                or note_kind(text)
                or without_annex(text) != text
                or is_dated(text)
                or is_apart([text], ())
            ):
                self.apart, self.left = text if is_name(text) else self.apart or text, False
        elif (
            b < max(self.grids, default=-1)
            and (mark := mark_of(text))
            and mark.rank <= 2
            and len(plain := trailing(text)[0]) <= 40
            and not re.search("[。；：]", plain)
        ):
            self.headings[b] = plain
            self.charged[plain] = trailing(text)[1].units
            self.section = self.section.under(plain)

    def _categories(self) -> dict[int, str]:
        """Names of several tables or sheets, as categories: a short line right above, or the sheet's name."""
        lists = [
            b
            for b, grid in self.grids.items()
            if any(header_at(grid.rows, at, self.settled) for at in range(min(15, len(grid.rows))))
        ]
        names: dict[int, str] = {}
        called = {b: [*chain(*self._names(self.grids[b]))] for b in lists}
        others = self._of_other_years(lists)
        lists = [b for b in lists if b not in others]
        first = next((b for b in lists if not is_apart(called[b], ())), None)
        self.forms = others | {
            b: why for b in lists if first and (why := is_apart(called[b], called[first])) and b < first
        }
        lists = [b for b in lists if not is_apart(called[b], called[lists[0] if first is None else first])]
        for b in lists if len(lists) > 1 else ():
            sheet = _SHEET.fullmatch(self.grids[b].name)
            above = self.blocks[b - 1] if b else None
            if sheet and not _NO_NAME.fullmatch(sheet[1]):
                names[b] = in_one_line(sheet[1])
            elif isinstance(above, Paragraph):
                text = re.sub("^（(.*)）$", r"\1", without_annex(in_one_line(above.text)))
                own = text[len(bracket_free(text)) + 1 : -1]  # 2026年任务台账（行政执法）
                text = own if len(own) > 1 and is_title(text) else text
                plain = (
                    len(text) <= 30
                    and not mark_of(text)
                    and not note_kind(text)
                    and not re.search("[。；：]", text)
                )
                if plain and not (is_title(text) and is_dated(text)):
                    names[b] = text
        if len(set(names.values())) < 2 or len(names) < len(lists) - 1:
            return {}
        return names

    def _called(self, b: int) -> list[str]:
        """The titles of a table, in it and above it, and the name of its sheet."""
        above = self.blocks[max((n for n in self.grids if n < b), default=-1) + 1 : b]
        lines = [p.text for p in above if isinstance(p, Paragraph) and is_title(p.text)]
        return [*chain(*self._names(self.grids[b])), *reversed(lines)]

    def _of_other_years(self, lists: Sequence[int]) -> dict[int, str]:
        """The lists that are of another year than the one that is meant, and why; none where no list is of that."""
        of, last = dict[int, tuple[int, ...]](), tuple[int, ...]()
        for b in lists if self.year else ():
            last = of[b] = next(filter(None, (years_of(name)[0] for name in self._called(b))), last)
        if not any(self.year in years for years in of.values()):
            return {}
        told = {b: "、".join(map(str, years)) for b, years in of.items() if years and self.year not in years}
        return {b: f"是{years}年的，清单是{self.year}年的" for b, years in told.items()}

    def _prose(self) -> None:
        paragraphs: list[tuple[Key, Paragraph]] = []
        for b, block in enumerate(self.blocks):
            if isinstance(block, Paragraph):
                paragraphs.append(((b, None), block))
            else:  # text that somebody has typed into a sheet
                cells = {c.origin: (c, row.place) for row in block.rows for c in row.cells if c.text.strip()}
                paragraphs += [((b, c), Paragraph(c.text, 0, place)) for c, place in cells.values()]
        lines, standing, first = read_prose(paragraphs, self.account)
        if lines:
            self.lines, self.standing = [*map(self._charged, lines)], standing
            self.first = paragraphs[first][0][0]
            self.candidates += [(-1, p.text) for (_, cell), p in paragraphs[:first] if cell]

    def title(self) -> str:
        """The document's title: of the lines before the list the one that ends like a title, with a year if any."""
        if self.first is None:
            return ""
        named = {name for line in self.lines for name in (line.category, line.group)}
        for b, heading in self.headings.items():
            if heading in named and isinstance(block := self.blocks[b], Paragraph):
                self.account.take(b)
                plain, said = trailing(in_one_line(block.text))
                if said and (said.deadline or not any(x.above and heading in x[3:5] for x in self.lines)):
                    charge = in_one_line(block.text)[len(plain) :]
                    self._ask(heading, of_heading(block.place, plain, charge))
        lines = [
            (b, in_one_line(block.text))
            for b, block in enumerate(self.blocks[: self.first])
            if isinstance(block, Paragraph) and not note_kind(block.text) and block.text.strip()
        ]
        for b, block in enumerate(self.blocks[: self.first]):
            if isinstance(block, Grid) and b not in self.forms:  # a table round the title, a cover sheet
                cells = {c.origin: c.text for row in block.rows[:15] for c in row.cells}
                lines += [(b, in_one_line(text)) for text in cells.values() if is_title(text)]
        own = [(b, text) for b, text in lines if self.year in years_of(text)[0]]
        lines = own or lines
        within = [(b, in_one_line(t)) for b, t in self.candidates]
        texts = {in_one_line(b.text) for b in self.blocks if isinstance(b, Paragraph)}
        alike = Counter(map(bracket_free, texts.union(t for _, t in (*lines, *within))))
        chosen = _best_title(lines, alike) or _best_title(within, alike)
        if not chosen:
            return ""
        for b, block in enumerate(self.blocks):
            if isinstance(block, Paragraph) and (in_one_line(block.text) in chosen.lines):
                self.account.take(b)
            elif isinstance(block, Grid):
                for row in block.rows[:15]:
                    for cell in row.cells:
                        if (
                            in_one_line(cell.text) in chosen.lines
                            or bracket_free(in_one_line(cell.text)) == chosen.text
                        ):
                            self._title_cell(b, row.place, cell, chosen.text)
        return chosen.text

    def imprint(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who issued the document, as whom it is headed and signed, and under what numbers; taken where it is one."""
        texts = {b: "".join(p.text.split()) for b, p in enumerate(self.blocks) if isinstance(p, Paragraph)}
        # who signs may be in the title, too, and is taken with it
        lines = [(b, t) for b, t in texts.items() if t and (self.account.is_open(b) or _is_organ(t))]
        titles = filter(None, map(_ISSUED.match, texts.values()))
        issuers: dict[str, list[int]] = {t[1]: [] for t in titles if _is_organ(t[1])}  # lines that say more
        numbers: dict[str, list[int]] = {}
        for i, (b, text) in enumerate(lines):
            kind = note_kind(text)
            if text.endswith("文件") and _is_organ(name := text.removesuffix("文件")):
                issuers.setdefault(name, []).append(b)
            if kind == "文号":
                numbers.setdefault(re.sub("^(?:编|文|发文字)号[:：]", "", text), []).append(b)
            if kind == "文号" or (kind == "日期" and text.endswith("日")):
                while i and _is_organ(name := lines[i - 1][1].removesuffix("文件")):
                    i -= 1
                    issuers.setdefault(name, []).append(lines[i][0])
        full = {re.sub("安委(?=办)|安委会", "安全生产委员会", n).removesuffix("公室") for n in issuers}
        if len(full) == 1:  # headed 县安全生产委员会办公室, signed 县安委办
            issuers = {max(issuers, key=len): [*chain(*issuers.values())]}
        if not issuers:  # 制表单位：…, among the lines of the table or beside it
            grids = (block for block in self.blocks if isinstance(block, Grid))
            cells = {"".join(c.text.split()): None for g in grids for row in g.rows for c in row.cells}
            made_by = map(_MADE_BY.match, (*texts.values(), *cells))
            issuers = {made[1]: [] for made in made_by if made and _is_organ(made[1])}
        for found in (issuers, numbers):
            for b in next(iter(found.values())) if len(found) == 1 else ():
                self.account.take(b)
        return tuple(issuers), tuple(numbers)

    def _title_cell(self, b: int, place: str, cell: Cell, title: str) -> None:
        text = in_one_line(cell.text)
        if text.startswith(title) and text != title:
            self.account.leave_part(b, cell, place, text[len(title) :], "各表标题不同的部分")
        self.account.take(b, cell)


def _numbers(lines: Sequence[Line]) -> set[int]:
    """The numbers that are printed before some lines."""
    return {n for n in (number_value(line.number) for line in lines) if n}


def _is_organ(text: str) -> bool:
    """Whether a line is the name of one organ, and no more."""
    names = (text, _ANY_PLACE.sub("县", text)) if 4 <= len(text) <= 40 else ()
    reads = ((name, phrases.parties(name)) for name in names)
    return any(not r.doubts and not r.groups and [u.name for u in r.named] == [name] for name, r in reads)


def _left_out(where: str, title: str, why: str) -> Doubt:
    """What is asked about a table with a title of its own that is left out."""
    doubt, year = another(where, title, why, left=True), re.match(r"是(\d{4})年的，", why)
    return doubt._replace(hint=f"要导入的是它，请加 --year {year[1]}；{doubt.hint}") if year else doubt


def _unknown(grid: Grid, settled: Mapping[int, Meaning]) -> Doubt:
    """Why a table was taken for no list: its hours, nothing below its header, or what stands on top of it."""
    at, header = first_header(grid, settled)
    start = at + header.height if header else 0
    if header and is_programme(grid, header):
        time = next(c for c in header.columns if c.meaning == "deadline")
        what = f"第{time.at + 1}栏“{time.header}”多是钟点，像日程表；确是时限的，请加 --column 完成时限={time.at + 1}"
    elif header and header.of(*TEXTS):
        what = "栏名下面没有写任务"
    elif header:
        texts = [(c.at + 1, truncate(c.header, 12)) for c in header.columns[:8] if c.header]
        what = "栏名里认不出哪一栏是任务：" + "、".join(f"第{c}栏“{text}”" for c, text in texts)
    else:
        rows = [{c.origin: c.text for c in r.cells if c.text.strip()} for r in grid.rows]
        start = next((n for n, cells in enumerate(rows, 1) if len(cells) > 1), 1)  # below a title
        top = rows[start - 1]
        texts = [(c + 1, truncate(in_one_line(text), 12)) for (_, c), text in [*top.items()][:8]]
        what = "栏名认不出清单：" + "、".join(f"第{c}栏“{text}”" for c, text in texts)
    return Doubt(grid.name, f"{grid.name}的{what}", f"--column 任务={_wordiest(grid, start) + 1}")


def _wordiest(grid: Grid, start: int) -> int:
    """The index of the column that says most from a row on and is no units and no dates: it may be the task."""
    columns = zip(*([in_one_line(c.text) for c in row.cells] for row in grid.rows[start:]), strict=True)
    said = [
        0
        if mostly(texts, phrases.is_deadline) or mostly(texts, phrases.are_units)
        else len("".join({*texts}))
        for texts in columns
    ]
    return said.index(max(said)) if any(said) else 1


def _labelled(title: str) -> str:
    """The units that a label in a bracket at the end of a title names."""
    said = trailing(in_one_line(title))[1] if re.search("[（(].*[:：].*[)）]$", title.strip()) else Said()
    return said.units


def _named(heading: str) -> str:
    """The units that a heading names, where it is their plain names and no more."""
    plain = re.sub(r"[（(]\D?\d+\D{0,4}[)）]$", "", without_mark(heading))  # （12项）
    names = re.split("[、，]", plain)
    return plain if all(map(_UNIT.fullmatch, names)) and phrases.are_units(plain) else ""


class _Title(NamedTuple):
    text: str
    lines: tuple[str, ...]  # of the document


def _best_title(lines: Sequence[tuple[int, str]], alike: Mapping[str, int]) -> _Title | None:
    """The likeliest title among some lines; one that is broken over two lines is put together.

    `alike`: how many texts differ in a bracket at their end alone.
    """
    found: list[tuple[int, _Title]] = []
    for i, (b, text) in enumerate(lines):
        issued = re.fullmatch("(?:.*关于)?(?:印发|下发)(?:《(.+)》|([^《》]+))的通知", text)
        named = issued and (issued[1] or (issued[2] if is_title(issued[2]) and is_dated(issued[2]) else ""))
        joined, used = (named, []) if named else (without_annex(text), [text])
        before = lines[i - 1][1] if i and b - lines[i - 1][0] < 2 else ""  # not beyond a table
        if len(text) <= 8 and is_dated(before) and _opens_title(before) and is_title(before + text):
            joined, used = before + text, [before, text]
        elif not is_title(text):
            continue
        elif (
            joined == text
            and "关于" not in text[1:]
            and _opens_title(before)
            and (not is_dated(text) or _heads(before, text))
        ):
            joined, used = before + text, [before, text]
        common = bracket_free(joined)
        if alike[common] > 1:  # one sheet each: 工作安排（综合协调）
            joined = common
        score = 4 * is_dated(joined) + 2 * (not re.search("通知$|^关于", joined)) + bool(len(joined) > 8)
        found.append((score, _Title(joined, tuple(used))))
    if found:
        best = max(score for score, _ in found)
        same = [title for score, title in found if score == best]
        return max(same, key=lambda t: len(t.lines)) if len({t.text for t in same}) == 1 else same[-1]
    plain = [t for _, t in lines if 6 <= len(t) <= 50 and not re.search("[。；：]", t) and not mark_of(t)]
    dated = [t for t in plain if is_dated(t)]
    return _Title(dated[0], (dated[0],)) if dated else None


def _heads(organ: str, text: str) -> bool:
    """Whether a title that begins with its year stands below the organ whose list it is."""
    return bool(re.match(r"\d{4}年", text) and _is_organ(organ))


def _opens_title(text: str) -> bool:
    return (
        3 <= len(text) <= 30
        and not is_title(text)
        and not re.search("[。；：，]|(?:通报|报告|纪要|决定|公告|批复|简报|函)$", text)
        and not mark_of(text)
    )


def _says_who(text: str) -> bool:
    """Whether a line says who and when, and nothing else: 牵头单位：县能源局."""
    return not note_kind(text) and bool(label_line(text) or bracket_alone(text))


def _uncharged(line: Line) -> Iterator[Doubt]:
    """Asks about brackets in a line's text that name somebody who is not among its units."""
    for bracket, units in charges_in(f"{line.title}\n{line.common}\n{line.content}"):
        if not names_within(units, line.units):
            what = f"文中写明的单位不在责任单位里：{bracket}"
            yield Doubt(line.place, what, "请核对；是它的事，请写进责任单位，或写在该要点的 units")


def _completed(line: Line) -> Line:
    """A line whose text says at its end who and when, where no column does."""
    if line.units:
        return line
    if len(own := sayings(line.content)) > 1:  # of its measures
        units, dates = ([*dict.fromkeys(filter(None, x))] for x in zip(*(s[:2] for s in own), strict=True))
        return line._replace(units="；".join(units), deadline=line.deadline or "/".join(dates))
    content, said = said_in(line.content)
    title = line.title
    if not said:
        title, said = said_in(line.title)
    if not said.units:
        return line
    remark = "；".join(filter(None, (line.remark, said.remark)))
    return line._replace(
        title=title, content=content, units=said.units, deadline=line.deadline or said.deadline,
        leader=line.leader or said.leader, remark=remark, mixed=line.mixed or said.mixed,
    )  # fmt: skip
