"""What heads say of the cells below them: who is ticked, or when; who of several leads; of which quarter a text is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from anquan_cli.errors import truncate
from anquan_cli.exchange.blocks import Grid, Row
from anquan_cli.exchange.list_import import header_words, phrases
from anquan_cli.exchange.list_import.draft import Doubt
from anquan_cli.exchange.list_import.header_words import Meaning
from anquan_cli.exchange.list_import.roles import NOBODY, ROLES, joined_roles
from anquan_cli.exchange.list_import.table_header import ASIDE, Column, Header, texts_of
from anquan_cli.exchange.list_import.words import in_one_line
from anquan_cli.vocabulary import Role

_MARKS = "*＊★☆●▲△◆◇■※○◎"
_TICK = re.compile("[√✓✔☑●★■▲]|是")
_MARK = re.compile(f"[√✓✔☑{_MARKS}]|是")  # below units, where ○ is not nothing
_SAYS: dict[Meaning, str] = {
    "lead": "牵头|主办|主责|主要责任",
    "responsible": "责任|负责|落实|承办|实施",
    "support": "配合|协办|协助|协同|参与|参加",
}
_SHORT: dict[str, Meaning] = {"主": "lead", "配": "support"}
_WORD = re.compile(f"(?:{'|'.join(_SAYS.values())})(?:单位|部门)?")
_LEGEND = re.compile(
    f'([√✓{_MARKS}])[”"]?(?:号|标记|标识)?的?(?:单位|部门)?(?:为|是|表示|代表|[：:—-])*({_WORD.pattern})'
)
_LEADS = re.compile(
    f"(?:注[：:])?(?:责任(?:单位|部门)[中里内]?的?)?"
    f'(?:[排列居位处]?[名于在]*(?:第一|首)[位个家名列]?|[带标有注加前后]*[“"]?(?P<mark>[{_MARKS}])[”"]?(?:号|标记|标识)?)'
    f"的?(?:责任)?(?:单位|部门)?(?:为|是|系|表示|代表)?总?(?:{_SAYS['lead']})(?:单位|部门)?"
    f"(?:[,，、;；](?:其余|其他|其它|后面?)的?(?:单位|部门)?[均都]?[为是]?(?P<others>{_WORD.pattern}))?"
)
_BOTH = re.compile("(?:牵头|主办|主责|责任)(?:单位|部门)?[、/及和与](?:责任|配合|协办|协助)(?:单位|部门)?")
_RULE = re.compile(f"(?:(?:备?注|说明)[：:])?[（(]?({_LEADS.pattern})[）)]?。?")


def _said(word: str) -> Meaning:
    """The role that a word gives."""
    return next(role for role, words in _SAYS.items() if re.match(words, word))


def _role(text: str, marks: Mapping[str, Meaning]) -> Meaning | None:
    """The role that a cell below a unit gives it: 牵头, √, √（配合）; None where it says something else."""
    word = re.sub(r"[√✓✔☑（）()\s]", "", text)
    if _WORD.fullmatch(word):
        return _said(word)
    if word in _SHORT:
        return _SHORT[word]
    return marks.get(text, "units") if _MARK.fullmatch(text) else None


def across(rows: list[Row]) -> list[str]:
    """The texts of lines across the table."""
    return [texts[0] for texts in map(texts_of, rows) if len(texts) == 1]


def legend(texts: Sequence[str]) -> dict[str, Meaning]:
    """What marks mean by notes and heads: ★为牵头单位."""
    return {mark: _said(word) for mark, word in _LEGEND.findall("\n".join(texts))}


def ruled(columns: list[Column], notes: Sequence[str]) -> list[Column]:
    """The columns, 注：责任单位第一个为牵头单位 as if their head said it."""
    rule = next(filter(None, map(_RULE.fullmatch, map(in_one_line, notes))), None)
    return [
        c._replace(bracket=rule[1]) if rule and c.meaning == "units" and not c.bracket else c for c in columns
    ]


def bracketed(columns: Sequence[Column], body: list[Row], grid: Grid, titles: Sequence[str]) -> list[Doubt]:
    """Doubts about what heads say in brackets of all rows below them, where it is not read."""
    doubts: dict[str, Doubt] = {}
    for c in columns:
        of_it = [x for x in columns if x.meaning == c.meaning]
        read = bool(c.above and not header_words.meaning_of(c.header) and legend([c.bracket]))  # of a matrix
        if year := header_words.year_in(c.bracket):
            alone = c.meaning == "deadline" and len({x.bracket for x in of_it}) == 1
            read = alone or c.header.startswith(f"{year}年") or str(year) in "".join(titles)
        also = header_words.announced(c.header) if c.meaning in ("category", "group") else {}
        c = c._replace(bracket=c.bracket or "、".join(also.values()))
        if not c.bracket or c.meaning in ASIDE or read:
            continue
        texts = [row.cells[c.at].text for row in body]
        told = _LEADS.fullmatch(c.bracket) if c.meaning == "units" else None
        left = ["各项"]
        if told and (told["mark"] or "") in "".join(texts):  # else the marks have been lost
            left = [_quoted(text) for text, row in zip(texts, body, strict=True) if _led(of_it, row) is None]
        elif c.meaning == "units" and _BOTH.fullmatch(c.bracket):
            left = [
                _quoted(text)
                for text in texts
                if len(roles := _roles(text)) > 1 and {*roles} == {"responsible"}
            ]
        if left:
            more = f"等{len(left)}处" if len(left) > 1 else ""
            what, where = f"“{c.bracket}”没有读进{left[0]}{more}", f"{grid.name}“{c.above or c.header}”"
            doubts.setdefault(c.bracket, Doubt(where, what, "请核对；照它要改的，请在清单里改"))
    return [*doubts.values()]


def _quoted(text: str) -> str:
    return f"“{truncate(in_one_line(text), 40)}”"


def _roles(text: str) -> list[Role]:
    """The roles of all whom a text names, units before groups."""
    read = phrases.parties(in_one_line(text))
    return [*(unit.role for unit in read.named), *(group.role for group in read.groups)]


def _led(of_units: Sequence[Column], row: Row) -> str | None:
    """A row's units, with the lead where the head gives it to the first, or the marked ones; None where it is not clear."""
    (text, *more) = {row.cells[c.at].origin: row.cells[c.at].text for c in of_units}.values()
    told = _LEADS.fullmatch(of_units[0].bracket)
    if not told or not text.strip():
        return text if told else None
    mark, read = told["mark"] or "", phrases.parties(in_one_line(text))
    if more or set(text) & set(_MARKS) - {mark}:
        return None
    if {*_roles(text)} - {"responsible"}:
        rest_of_it = told["others"] and any(unit.role == "responsible" for unit in read.named)
        return text if read.named and read.named[0].role == "lead" and not rest_of_it else None
    pieces = [p for p in re.split(r"[、，,；;\s]+|(?<=[局委办队])[和及与](?=\w{2})", text) if p]
    first = [p for p in pieces if mark in (p[0], p[-1])] if mark else pieces[:1]
    rest = [p for p in pieces if p not in first]
    if not first or not (mark or rest):
        return text
    first = [p.strip(mark) for p in first] if mark else first
    if not all(map(phrases.are_units, (*first, *rest))) or any(phrases.parties(p).groups for p in first):
        return None
    others: Meaning = "support" if told["others"] and _said(told["others"]) == "support" else "responsible"
    return joined_roles({"lead": "、".join(first), others: "、".join(rest)})


def _below(body: Sequence[Row], *columns: Column) -> list[str]:
    """The texts below some heads, each once, without those that stand for nobody."""
    texts = dict.fromkeys(row.cells[c.at].text.strip() for row in body for c in columns)
    return [text for text in texts if not NOBODY.fullmatch(text)]


def ticked(columns: list[Column], body: list[Row], grid: Grid) -> list[Doubt]:
    """Takes columns of ticks below dates (一季度, 二季度 …) for the deadline, where no other is; what is to be checked."""
    dated = [c for c in columns if not c.meaning and phrases.is_deadline(c.header)]
    texts = _below(body, *dated)
    if len(dated) < 2 or not texts or "deadline" in {c.meaning for c in columns}:
        return []
    where = f"{grid.name}“{dated[0].header}”至“{dated[-1].header}”"
    if not all(map(_TICK.fullmatch, texts)):
        return [
            Doubt(where, "写的不是勾，没有当作完成时限，记在备注里", "请核对；是时限的，请写进各项的完成时限")
        ]
    for c in dated:
        columns[c.at] = c._replace(meaning="deadline")
    return [Doubt(where, "打了勾的栏名合成了完成时限", "请核对；不是完成时限的，请在清单里改正")]


def matrix(columns: list[Column], body: list[Row], grid: Grid, marks: Mapping[str, Meaning]) -> list[Doubt]:
    """Takes columns of ticks and roles below units for who is responsible; what is to be checked."""
    bare = [
        c for c in columns if c.header and not c.meaning and all(_role(t, marks) for t in _below(body, c))
    ]
    charged = any(c.meaning in ROLES for c in columns)
    units = [c for c in columns if not c.meaning and phrases.are_units(c.header) and _below(body, c)]
    if sum(phrases.are_units(c.header) for c in bare) < 2 or not _below(body, *bare):
        bare = []
    if (
        charged
        and not bare
        and len(units) > 1
        and all(re.match(r"\d", text) for text in _below(body, *units))
    ):
        where = f"{grid.name}“{units[0].header}”至“{units[-1].header}”"
        hint = "请核对；也负责、配合的，请写进责任单位；各有各的数的，请写成要点"
        return [Doubt(where, "写着数，没有当作责任单位，记在备注里", hint)]
    named = bare or [c for c in columns if c.meaning in ROLES and c.above]
    texts = _below(body, *named)
    if not texts or not all(_role(text, marks) for text in texts):
        return []
    where = f"{grid.name}“{named[0].header}”至“{named[-1].header}”"
    if bare and charged:
        return [
            Doubt(where, "打了勾的栏没有当作责任单位，记在备注里", "请核对；也负责、配合的，请写进责任单位")
        ]
    for c in bare:
        columns[c.at] = c._replace(meaning="units", above="责任单位")
    vague = [text for text in texts if _MARK.fullmatch(text) and text not in marks]
    if not vague or (len(texts) == 1 and not bare):
        return []
    which = f"，{''.join(f'“{text}”' for text in vague)}是牵头还是配合没有读" if len(texts) > 1 else ""
    return [Doubt(where, f"打了勾的栏名合成了责任单位{which}", "请核对；不对的，请在清单里改正")]


def _labelled(columns: Sequence[Column], row: Row) -> str:
    """The texts below some heads, each with its own: 一季度：制定方案；三季度：完成50%."""
    of: dict[tuple[int, int], list[str]] = {}
    for c in columns:
        year = re.match(r"20\d\d年", c.header)
        of.setdefault(row.cells[c.at].origin, []).append(year[0] if year else c.header)
    texts = {c.origin: in_one_line(c.text) for c in row.cells}
    return "；".join(f"{'、'.join(heads)}：{texts[origin]}" for origin, heads in of.items())


def spelled(header: Header, row: Row) -> Row:
    """A row in which cells say what their heads do, all in the first one's: ticks below dates are these dates, below
    units these units, texts below quarters have their quarter, and of units the first leads if the head says so."""
    cells = list(row.cells)

    def put(columns: Sequence[Column], text: str) -> None:
        for c in columns:
            same = row.cells[c.at].origin == row.cells[columns[0].at].origin
            cells[c.at] = cells[c.at]._replace(text=text if same else "")

    texts = {c.at: in_one_line(row.cells[c.at].text) for c in header.columns}
    dates = [c for c in header.columns if c.meaning == "deadline"]
    above = [c for c in dates if c.above]
    full = [c for c in dates if not NOBODY.fullmatch(texts[c.at])]
    ticks = [c for c in full if _TICK.fullmatch(texts[c.at])]
    told = [c for c in full if c.above and c not in ticks]
    years = len(above) > 1 and all(re.match(r"20\d\d年", c.header) for c in above)
    if told and (years or not all(phrases.is_deadline(texts[c.at]) for c in told)):
        put(above, _labelled([c for c in full if c.above], row))
    elif ticks:
        put(dates if ticks == full else ticks, "、".join(c.header for c in ticks))
    for meaning in ROLES:
        of_it = [c for c in header.columns if c.meaning == meaning and c.above]
        named = [c for c in of_it if not NOBODY.fullmatch(texts[c.at])]
        roles: dict[Meaning | None, list[str]] = {}
        for c in named:
            roles.setdefault(_role(texts[c.at], header.marks), []).append(c.header)
        if None in roles and (len(roles) > 1 or not all(phrases.are_units(texts[c.at]) for c in named)):
            put(of_it, _labelled(named, row))
        elif named and None not in roles:
            if len(roles) > 1 and "units" in roles:
                roles.setdefault("responsible", []).extend(roles.pop("units"))
            put(of_it, joined_roles({role: "、".join(names) for role, names in roles.items() if role}))
    of_units = [c for c in header.columns if c.meaning == "units"]
    if of_units and of_units[0].bracket and (led := _led(of_units, row)):
        put(of_units, led)
    return row._replace(cells=tuple(cells))
