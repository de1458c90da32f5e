"""An imported list: the text of a list file, with what was understood, doubted and left out on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from anquan_cli.errors import DataError, escape_controls, truncate
from anquan_cli.exchange.blocks import Document, Grid, Paragraph
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.assemble import TURNED, Assembled, Remarks, assemble
from anquan_cli.exchange.list_import.draft import Doubt, Draft, Line, Omission, Taken
from anquan_cli.exchange.list_import.furniture import items_of, years_of
from anquan_cli.exchange.list_import.header_words import Meaning
from anquan_cli.exchange.list_import.measures import Cut, as_entries
from anquan_cli.exchange.list_import.register import Suggested, phrases_in, suggest
from anquan_cli.exchange.list_import.sources import Source, read_draft
from anquan_cli.exchange.list_import.words import in_one_line, number_value, turned
from anquan_cli.grouping import gathered
from anquan_cli.problem import Problem
from anquan_cli.tasklist.plan import OFFICE, Plan
from anquan_cli.tasklist.yamlfile import MOST_VALUES, TOO_MANY, values_in
from anquan_cli.vocabulary import Kind

_FOOT = re.compile("台账(编号 [0-9]+:[0-9a-f]{12}|尚无记录)")  # as every paper and export of ours ends
NOT_KNOWN = "原名册中没有“{}”"  # asked of what no register has
_FROM_ANOTHER = (
    "units",
    "groups",
    "sectors",
    "anchors",
    "office",
    "signed",
    "addressee",
    "copies",
    "contact",
    "lights",
    "timezone",
)

# a list of the end of one year and the beginning of the next
_OVER_NEW_YEAR = re.compile(
    r"冬春|今冬明春|[供采]暖[季期]?|学年|岁末年初|(?:月|[秋冬]季?)[至到—–~-]+20\d\d年"
)


class Wishes(NamedTuple):
    """What the user settles beforehand."""

    title: str | None = None
    year: int | None = None
    which: int | None = None  # of several lists in a document, that of this year; also of an earlier import
    deadline: str | None = None
    columns: Mapping[int, Meaning] = {}  # by index, from 0
    measures: Cut = "sentences"
    register: Mapping[str, Any] = {}  # values of another list file
    command: str = ""  # that repeats the import
    kept: str = ""  # of an earlier import's options, as typed: those among the above that are not given again
    this_year: int = 0  # where neither the user nor the document says a year


class Imported(NamedTuple):
    """What an import comes to."""

    text: str  # of the list file
    plan: Plan
    draft: Draft
    places: Mapping[str, str]  # id of a row → its place in the document
    doubts: tuple[Doubt, ...]
    said: tuple[str, ...]  # what was done that a user should know
    new_units: tuple[str, ...]
    deadlines: tuple[tuple[Kind, int], ...]
    columns: tuple[Taken, ...]
    omissions: tuple[Omission, ...]
    guessed: tuple[str, ...]  # of title and year, what the document does not say


def import_list(sources: Sequence[Source], wishes: Wishes) -> Imported:
    """The list in some documents. Raises DataError where there is none."""
    if own := next((s.name for s in sources if _is_own(s.document)), None):
        raise DataError(
            f"“{own}”是本程序导出的进展表或通报，不是下发的清单，没有读取",
            "清单就是导出时用的那份清单文件，可用 anquan where 查看它在哪里；给别处用，请直接给那个文件",
        )
    years, certain = years_of(wishes.title or "")
    titled = years[0] if certain else None
    draft = read_draft(sources, wishes.columns, wishes.which or titled)
    if not draft.lines:
        raise _nothing(sources, draft)
    near = min(draft.years, key=lambda y: (abs(y - wishes.this_year), -y), default=wishes.this_year)
    settled = wishes.year or (titled if titled in draft.years or not draft.years else None)
    year = settled or near
    made = assemble(draft, deadline=wishes.deadline, measures=wishes.measures, year=year)
    apart = [doubt for place, doubt in draft.placed if not made.beside(place, doubt)]
    draft = draft._replace(doubts=(*draft.doubts, *_several(draft), *_noted(draft), *apart))
    if values_in(made.categories) > MOST_VALUES:  # before all is written, to be refused then
        raise _unfit(TOO_MANY)
    remarks = made.remarks
    if gaps := _gaps(made, draft.lines):
        hint = "请对照文件核对，本来空号的删去注释"
        remarks.doubt(("categories",), "", f"编号缺第{gaps}项，文件里可能有行没有读到", hint)
    if not settled and (draft.dated_by or not draft.years):
        what = (
            f"标题没有写明是哪一年，按“{truncate(in_one_line(draft.dated_by), 40)}”"
            if draft.years
            else "文件没有写年份，"
        )
        others = [other for other in draft.years if other != year]
        hint = (
            f"请核对年份；不是的，导入时请加 --year{''.join(f'，如 --year {other}' for other in others[-1:])}"
        )
        means = ""
        if others and _OVER_NEW_YEAR.search(draft.dated_by):
            first, means = min(draft.years), f"，没有写年份的期限都算{year}年的"
            hint = f"请核对；跨年的用开始的那一年（导入时加 --year {first}），次年的月份写上年份，如“{first + 1}年3月底前”"
        remarks.doubt(("year",), "", f"{what}用了{year}年{means}", hint)
    title = wishes.title or draft.title
    if not title:
        title = re.sub(r"\.[^.]*$", "", sources[0].name) or "工作任务清单"
        remarks.doubt(("title",), "", "没有找到标题，用了文件名", "请改成文件的标题；导入时可加 --title")
    said = [f"{made.renumbered}，编号按文件中的顺序排，原编号记在注释里"] if made.renumbered else []
    register = suggest(
        phrases_in(made.categories), wishes.register.get("units", ()), wishes.register.get("groups", ())
    )
    values = _values(title, year, made, register, draft, wishes, remarks)
    imprint = _imprint(values, draft)
    asked = (f"核对：{'：'.join(filter(None, d[:2]))}{'；' * bool(d.hint)}{d.hint}" for d in draft.doubts)
    head = [f"导入：{wishes.command}"] * bool(wishes.command) + [" ".join(x.split()) for x in (*said, *asked)]
    text, plan, late = _written(values, remarks, head, register.alike)
    signs = "；通报的落款不对的，请在清单里写明 signed" if "issuer" in values else ""
    told = [f"{imprint}取自文件{signs}"] if imprint else []
    if (
        clause := wishes.register.get("standing")
    ) and "standing" not in values:  # its number is of another list
        quoted = truncate(str(clause.get("text", "")), 40)
        told.append(f"名册里的属地条款“{quoted}”没有沿用，文件没有这一句；要用的请核对编号后写在 standing 下")
    found = [*draft.doubts, *_in_order(remarks), *(_placed(d, made.rows) for d in late)]
    return Imported(
        text=text,
        plan=plan,
        draft=draft,
        places=made.rows,
        doubts=tuple(found),
        said=(*said, *told),
        new_units=register.new,
        deadlines=tuple(Counter(r.deadline.kind for r in plan.rows).most_common()),
        columns=draft.columns,
        omissions=draft.omissions,
        guessed=tuple(key for key in ("title", "year") if (key,) in remarks.doubts),
    )


def _is_own(document: Document) -> bool:
    """Whether a document has the foot of our papers, or the header of our csv: read as a list, its measures would be tasks."""
    texts = (b.text for b in document.blocks if isinstance(b, Paragraph))
    heads = (b.rows[0].cells for b in document.blocks if isinstance(b, Grid))
    if any({"下一到期日", "亮灯", "逾期天数"} <= {c.text for c in cells} for cells in heads):
        return True
    return any(map(_FOOT.fullmatch, texts)) or any(map(_FOOT.search, document.notes))


def _gaps(made: Assembled, lines: Sequence[Line]) -> str:
    """The numbers that are missing between the first and the last.

    Not those between a heading that is a task itself (一、) and tasks below another heading (（三）), which count on from its points.
    """
    numbers = sorted({task["number"] for category in made.categories for task in category["tasks"]})
    heads = {number_value(x.number) for x in lines if not x.category and not x.number.isascii()}
    gaps = [
        str(n) for a, b in pairwise([0, *numbers]) if (a in heads) <= (b in heads) for n in range(a + 1, b)
    ]
    return "、".join(gaps[:20]) + ("等" if len(gaps) > 20 else "")


def _placed(doubt: Doubt, places: Mapping[str, str]) -> Doubt:
    """A doubt of `check` with the row's place in the document: 表1第6行（第4项 要点3）."""
    item = re.match(r"第([\d.]+)项", doubt.where)
    place = places.get(item[1]) or places.get(item[1].partition(".")[0]) if item else None
    return doubt._replace(where=f"{place}（{doubt.where}）") if place else doubt


def _nothing(sources: Sequence[Source], draft: Draft) -> DataError:
    names = "、".join(f"“{s.name}”" for s in sources)
    doubts = "；".join(d.what for d in draft.doubts[:5])
    option = next((d.hint for d in draft.doubts if d.hint.startswith("--column ")), "--column 任务=2")
    return DataError(
        f"{names}里没有找到任务清单" + (f"（{doubts}）" if doubts else ""),
        f"清单应是有任务、责任单位、完成时限等栏名的表格，或写明责任单位的条文；栏名特殊的，请加 {option} 这样的选项",
    )


def _values(
    title: str,
    year: int,
    made: Assembled,
    register: Suggested,
    draft: Draft,
    wishes: Wishes,
    remarks: Remarks,
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": title,
        "year": year,
        **{key: wishes.register[key] for key in _FROM_ANOTHER if key in wishes.register},
        "deadline": made.deadline,
        "units": register.units,
        "groups": register.groups,
        "categories": made.categories,
    }
    at = {unit["name"]: n for n, unit in reversed([*enumerate(register.units)])}
    for name, other in register.alike.items():
        remarks.doubt(
            ("units", at[name], "name"),
            "",
            f"“{name}”与“{other}”可能是同一单位",
            "如是，请并成一条，另一个写进 short",
        )
    for name in register.new:
        remarks.doubt(("units", at[name], "name"), "", NOT_KNOWN.format(name), "请核对单位名称")
    if standing := _standing(draft, made, values["groups"], remarks):
        values["standing"] = standing
        remarks.doubt(
            ("standing", "text"), "", "文件说另有单位对各项任务负责", "请核对从第几项起、是哪些单位"
        )
    return values


def _several(draft: Draft) -> list[Doubt]:
    """Doubts about who issued the documents, or under what number, where they say several."""
    told = (("印发机关", "issuer", draft.issuers), ("文号", "document", draft.numbers))
    return [
        Doubt("", f"文件里的{name}不止一个：{'、'.join(found[:5])}，没有写进清单", f"请核对后写在 {key}")
        for name, key, found in told
        if len(found) > 1
    ]


def _noted(draft: Draft) -> list[Doubt]:
    """Doubts about notes that say of tasks what the list does not."""
    asked = {doubt.where for doubt in draft.doubts}
    found = ((o, turned(o.text)) for o in draft.omissions if _is_note(o) or o.where not in asked)
    told = ((o, said) for o, said in found if said and (_is_note(o) or items_of(o.text)))
    return [
        Doubt(o.where, f"{'注释' if _is_note(o) else '文中'}写着“{truncate(said, 40)}”，没有照它改", TURNED)
        for o, said in told
    ]


def _is_note(omission: Omission) -> bool:
    return omission.why == "注释" or omission.where[:2] in ("脚注", "尾注")


def _imprint(values: dict[str, Any], draft: Draft) -> str:
    """Adds who issued the list and under what number, where each is one, and as whom its office signs; says so."""
    issuer, number = ("".join(found) if len(found) == 1 else "" for found in (draft.issuers, draft.numbers))
    values |= {key: text for key, text in (("issuer", issuer), ("document", number)) if text}
    level = "".join(re.findall("[省市州盟县区旗](?=安全生产|安委|人民政府|应急)", issuer)[-1:])
    offices = [u["name"] for u in values["units"] if u["name"].endswith(OFFICE)]
    offices = [n for n in offices if level in n[:1] or n[0] not in "省市州盟县区旗"]  # not whom it answers to
    if issuer and offices and "office" not in values:  # else the issuer would be, and the unit somebody else
        values["office"] = offices[0]
        if len(offices) == 1 and re.search("安全生产委员会办公室|安委会办公室|安委办", issuer):
            values.setdefault("signed", issuer)
    told = (f"{name}“{text}”" for name, text in (("印发机关", issuer), ("文号", number)) if text)
    return "、".join(told)


_CLAUSE_GROUP = re.compile(
    r"(?:均需|均须|均应|均由|都要|都由|由|需|应)(?P<who>.{2,40}?)(?=依据|依照|根据|按照|按|结合|负责|配合|落实|协助|参与|抓好|做好|组织|，|。|$)"
)


def _standing(
    draft: Draft, made: Assembled, groups: list[dict[str, Any]], remarks: Remarks
) -> dict[str, Any] | None:
    """The clause that adds a group: on a line of its own, or behind the 。 of a task's units."""
    numbers = [t["number"] for c in made.categories for t in c["tasks"]]
    clauses = [(min(numbers), text) for text in draft.standing]
    for c in made.categories:
        for task in c["tasks"]:
            behind = str(task.get("units", "")).partition("。")[2]
            if re.match("以下|下列|下述", behind):
                later = [n for n in numbers if n > task["number"]]
                clauses.append((min(later, default=task["number"]), behind))
    for start, text in clauses:
        if found := _CLAUSE_GROUP.search(text):
            who = found["who"]
            read = phrases.parties(who)
            if read.groups and not read.doubts:
                name = _registered(read.groups[0].name, groups)
                bare = re.sub(r"^(?:(?:备?注|说明)[:：])?\d{1,2}[.、．]", "", text)
                return {"from": start, "group": name, "text": bare.rstrip("。")}
    for _, text in clauses[:1]:
        remarks.doubt(
            ("categories",),
            "",
            f"文件另有一条“{text}”，读不出是哪些单位，没有写进清单",
            "请核对后在 standing 下写明",
        )
    return None


def _registered(phrase: str, groups: list[dict[str, Any]]) -> str:
    groups[:] = suggest([phrase], (), groups).groups
    for group in groups:
        if phrase in (group["name"], *group.get("phrases", ())):
            return str(group["name"])
    groups.append({"name": phrase, "phrases": [phrase]})
    return phrase


def _written(
    values: dict[str, Any], remarks: Remarks, head: Sequence[str], alike: Mapping[str, str]
) -> tuple[str, Plan, list[Doubt]]:
    """The list file's text, its plan, and the doubts that `check` would have, each beside its line.

    `alike`: pairs of names that are asked about already, which `check` finds the other way round.
    """
    from anquan_cli.tasklist.schema import ListFile
    from anquan_cli.tasklist.validate import validate
    from anquan_cli.tasklist.writer import write
    from anquan_cli.tasklist.yamlfile import unconfirmed

    for task in (task for category in values.get("categories", ()) for task in category["tasks"]):
        for owner in (task, *task.get("parts", ())):  # remark：排查 is a text here
            if "measures" in owner:
                owner["measures"] = as_entries(owner["measures"])
    comments = {path: list(words) for path, words in remarks.words.items()}
    for path, doubts in remarks.doubts.items():
        comments.setdefault(path, [])[:0] = [f"核对：{d.what}" for d in doubts]
    text = write(ListFile.model_validate(values), comments, head)
    plan, faults, problems, _ = validate(text)
    if plan is None:
        raise _unfit(f"{faults[0].where}{faults[0].what}")
    lines = text.split("\n")

    def is_asked(problem: Problem) -> bool:
        """Whether the same is asked already: of these two names, or of this text in this line, which is nearer."""
        told, text = lines[problem.line - 1].partition("核对：")[2], re.search("“(.*?)”", problem.what)
        same = text and (text[0] in told or not text[1])
        pair = any(f"“{a}”" in problem.what and f"“{b}”" in problem.what for a, b in alike.items())
        return pair or bool(told and same)

    late = [problem for problem in problems if not is_asked(problem)]
    asked = gathered((p.line - 1, escape_controls(" ".join(p.what.split()))) for p in late)
    for at, whats in asked.items():
        lines[at] = unconfirmed(lines[at], "；核对：".join(whats))
    return "\n".join(lines), plan, [Doubt(*problem[1:]) for problem in late]


def _unfit(why: str) -> DataError:
    return DataError(
        f"读出的清单不合要求：{why}",
        "清单很大的，请按类别拆成几份文件分别导入；仍不行的，请把文件反馈给我们",
    )


def _in_order(remarks: Remarks) -> list[Doubt]:
    paths = sorted(remarks.doubts, key=lambda path: [(isinstance(step, str), step) for step in path])
    return [doubt for path in paths for doubt in remarks.doubts[path]]
