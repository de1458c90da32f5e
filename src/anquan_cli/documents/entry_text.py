"""What an entry of the ledger comes to in words: what it is about, who said it, what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from anquan_cli.documents import wording
from anquan_cli.grouping import gathered
from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.undo import day_of, order
from anquan_cli.party import OFFICE, Author
from anquan_cli.progress import CLOSED, DONE
from anquan_cli.queries.bulletin import Reported
from anquan_cli.tasklist.plan import Item, Measure, Plan, Row
from anquan_cli.tasklist.same_item import still_means
from anquan_cli.vocabulary import problem_in

_WEAK = " .,;:，、；：。．｡﹒︒"  # may end what people type, and does not end a sentence
_FULL = str.maketrans("!?﹗﹖", "！？！？")
_ENDS = tuple("。！？…‼⁇⁈⁉")
_CLOSING = "”’」』）】》〉〕］｝)]}>\"' "  # what may stand behind the end
_BULLETS = "[\uf020-\uf0ff]"  # a word processor's own, in no other font than its own
_MOST = 1000  # characters of a quotation


def quoted(item: Item) -> str:
    """第4.3项“每半年召开一次专题会议”: no line begins with a bare number."""
    return _quoted(item.id, item.title)


def _quoted(ident: str, title: str) -> str:
    inner = str.maketrans("“”", "‘’")
    return f"第{ident}项“{' '.join(title.split()).rstrip(_WEAK).translate(inner)}”"


def former(e: Envelope) -> str:
    """What an entry was about that the list has no more under that number: 原第2项“…”第1阶段."""
    ident, stages = e.targets[0].id, [t.stage for t in e.targets if t.stage]
    title = e.titles.get(ident)
    text = _quoted(ident, title) if title else f"第{ident}项"
    return f"原{text}" + (f"第{wording.numbers(stages)}阶段" if stages else "")


def called(plan: Plan, author: Author, reader: str | None = None) -> str:
    """How a paper calls who recorded something, the office by one name; `reader`: the unit that is spoken to, if one is."""
    office = author in (OFFICE, plan.office_unit)
    return "你单位" if author == reader else plan.office if office else str(author)


def subject(r: Reported) -> str:
    """What an entry is about: the one measure that it names, else its row; with the stage, of several."""
    row = r.report.row
    named, stages = _aim(row, r.entry)
    if len(named) > 1:
        text = f"第{'、'.join(m.id for m in named)}项（{Item(row).title}）"
    else:
        text = quoted(Item(row, named[0]) if named else Item(row))
    return text + (f"第{wording.numbers(stages)}阶段" if stages else "")


def aim(r: Reported) -> tuple[str, list[int]]:
    """The id of the one item that an entry is about, and its stages, of several."""
    named, stages = _aim(r.report.row, r.entry)
    return (named[0].id if len(named) == 1 else r.report.row.id), stages


def said_of(
    plan: Plan, row: Row | None, entries: Sequence[Envelope], as_of: date, reader: str | None, late: bool,
    turned: Mapping[str, str],
) -> str:  # fmt: skip
    """What was said of an item, each with its author and day: 县能源局6月18日报：一期建成（进度30%，4月21日为15%）。

    Args:
        row: what it is said of; None: of all that the entry names.
        entries: those of the period, in their order; what an author says again is told once, on its last day.
        as_of: the day that the paper stands at.
        reader: the unit that is spoken to, if one is.
        late: whether the item is said to be closed, 逾期3天完成.
        turned: by entry, what it found closed: 由已完成.
    """
    by = gathered((e.author, e) for e in entries)
    sayings = sorted(
        (told for own in by.values() for told in _sayings(own)), key=lambda told: order(told[-1])
    )
    return "".join(_said(plan, row, told, as_of, reader, late, turned) for told in sayings)


def _sayings(entries: Sequence[Envelope]) -> Iterator[list[Envelope]]:
    """Every entry that says something, last in a list; before it the marks that it overrules and that say nothing else.

    Those have no words, or what a later one says again; a 已销号 without words takes up what was said with the end.
    """
    told, after = list[tuple[Envelope, bool]](), None  # from the last to the first; the mark that follows
    marked, said = set[_Words](), set[_Words]()  # what later marks, and all later entries, say
    for e in reversed(entries):
        words = _words(e)
        if not e.mark:
            told.append((e, words not in said))
        else:
            again = not any(words) or words in marked
            told.append((e, not after or not (again or _is_taken_up(e, after))))
            marked.add(words)
            after = e
        said.add(words)
    overruled: list[Envelope] = []
    for e, says in reversed(told):
        if says:
            yield [*overruled, e] if e.mark else [e]
        if e.mark:
            overruled = [] if says else [*overruled, e]


_Words = tuple[str | None, ...]


def _words(e: Envelope) -> _Words:
    return e.details.note, e.details.problem, e.details.next, e.details.expected


def _is_taken_up(e: Envelope, after: Envelope) -> bool:
    """Done, and struck off without a word."""
    statuses = [x.mark.status for x in (e, after) if x.mark]
    return statuses[0] in DONE and statuses[1:] == ["verified"] and not any(_words(after))


def _said(
    plan: Plan, row: Row | None, entries: Sequence[Envelope], as_of: date, reader: str | None, late: bool,
    turned: Mapping[str, str],
) -> str:  # fmt: skip
    """One of those sayings."""
    last = entries[-1]
    details = next((e.details for e in reversed(entries) if any(_words(e))), last.details)
    note, problem = clause(shorter(details.note)), problem_in(details.problem)
    office, year = last.author in (OFFICE, plan.office_unit), as_of.year
    text = f"{called(plan, last.author, reader)}{wording.day(last.on, year)}"
    status = last.mark.status if last.mark else None
    if status in _STAMPS and not (status == "verified" and not office):
        text += _STAMPS[status][0 if office else 1] + (f"（{note}）" if note else "")
    elif status is None:
        said = ("指出：" if office else "报：") + note
        text += said if note else ("" if problem else "登记情况") if office else "报送情况"
    else:
        done = ("" if note else "办结") if late else "已完成"
        if turned.get(last.id):
            done = f"{turned[last.id]}转为{wording.status(status)}"
        stamps = _stamps(plan, row, entries, last, year, done)
        opened = next((turned[e.id] for e in reversed(entries) if turned.get(e.id)), "")
        if status == "doing" and opened and (note or stamps or opened[0] == "第"):
            stamps.insert(0, f"{opened}转为推进中")
            stamps = ["推进中"] * (opened[0] == "第" and not note) + stamps  # the others are, too
        first, *others = stamps or ["推进中"]
        text += "登记" if office else "报"
        if note:
            text += f"：{note}" + ("" if first == "推进中" else f"（{'，'.join([first, *others])}）")
        else:
            text += first + (f"（{'，'.join(others)}）" if others else "")
    if problem:
        told = clause(shorter(problem))
        pointed = "，指出：" if status else "指出：" if not note else "" if text.endswith(_ENDS) else "；"
        text = f"{text}{pointed}{told}" if office else f"{sentence(text)}存在问题：{told}"
    if further := problem_in(details.next):
        text = f"{sentence(text)}下一步：{clause(shorter(further))}"
    if not details.expected or status in CLOSED:
        return sentence(text)
    passed = "原" if date.fromisoformat(details.expected) < as_of else ""
    return f"{sentence(text)}{passed}预计{wording.day(details.expected, year)}完成。"


_STAMPS = {  # by the office, by a unit; what is said with them is their reason
    "verified": ("核实销号", ""), "na": ("登记为不涉及", "报不涉及"), "paused": ("登记为暂缓", "报暂缓"),
    "todo": ("登记为未启动", "报未启动"),
}  # fmt: skip


def _stamps(
    plan: Plan, row: Row | None, entries: Sequence[Envelope], last: Envelope, year: int, done: str
) -> list[str]:
    """进度30%, 4月21日为15%, 累计2项: figures, with where the period began, of what has moved; or `done`."""
    assert last.mark
    parts = [done] if done and last.mark.status in DONE else []
    now = last.mark.percent
    known = [(e.on, e.mark.percent) for e in entries if e.mark and e.mark.percent is not None]
    if now is not None:
        parts += [f"进度{now}%"]
        parts += [f"{wording.day(known[0][0], year)}为{known[0][1]}%"] if known[0][1] != now else []
    if last.mark.count is not None:
        parts += [f"累计{last.mark.count}{counted_in(plan, last, row)}"]
    return parts


def counted_in(plan: Plan, e: Envelope, row: Row | None = None) -> str:
    """What an entry's count counts, where all of its items, or those of a row, are what they were and count the same: 项."""
    known, ids = e.titles.get, (t.id for t in e.targets)
    meant = (i for i in ids if still_means(plan, i, known(i), known(i.rpartition(".")[0])))
    items = [item for item in map(plan.item, meant) if item and row in (None, item.row)]
    units = {u for item in items for u in {leaf.target.unit for leaf in item.leaves() if leaf.target} or {""}}
    return units.pop() if len(units) == 1 else ""


def _aim(row: Row, e: Envelope) -> tuple[list[Measure], list[int]]:
    """The measures of a row that an entry names, and the stages if its item has several."""
    named = [m for m in row.measures if any(t.id == m.id for t in e.targets)]
    item = named[0] if len(named) == 1 else row
    stages = sorted({t.stage for t in e.targets if t.stage and t.id in (item.id, str(row.number))})
    return named, stages if len(item.stages) > 1 else []


def latest(
    plan: Plan, row: Row, e: Envelope, year: int, note_only: bool = False, own_line: bool = False
) -> str:
    """6月18日（4.3，县水利局）：已完成。 With who said it, and what it is about where that is not the whole row.

    `own_line`: it stands beside the measure itself, which need not be named.
    """
    named, stages = _aim(row, e)
    about = "" if own_line else "、".join(m.id for m in named)
    stage = f"阶段{wording.numbers(stages)}" if stages else ""
    aside = "，".join(filter(None, (about, stage, called(plan, e.author))))
    return f"{wording.day(e.on, year)}{aside and f'（{aside}）'}：{entry_text(e, note_only, counted_in(plan, e, row))}"


def entry_text(e: Envelope, note_only: bool = False, unit: str = "") -> str:
    """What an entry says: 推进中40%：已部署。存在问题：…… `note_only`: without what stands in columns beside."""
    said = e.details
    text = (wording.status(e.mark.status) if e.mark else "情况") + wording.amounts(e, unit)
    text += f"：{sentence(said.note)}" if said.note else "。"
    text += f"佐证：{sentence('、'.join(said.evidence))}" if said.evidence else ""
    if note_only:
        return text
    text += f"存在问题：{sentence(said.problem)}" if said.problem else ""
    text += f"下一步：{sentence(said.next)}" if said.next else ""
    if said.expected and not (e.mark and e.mark.status in CLOSED):  # nobody waits for what is done
        text += f"预计{wording.full_day(date.fromisoformat(said.expected))}完成。"
    return text


def points(plan: Plan, entries: Sequence[Envelope], closed: bool) -> tuple[str, str, str]:
    """What stands in columns of their own: problems, next steps and expected days (ISO), or "".

    Of each who has spoken, since his last mark, and by name where several have; of what is `closed`, by the last entry.
    """
    by: dict[Author, list[Envelope]] = {}
    for e in entries[-1:] if closed else entries:
        by[e.author] = [e, *(() if e.mark else by.pop(e.author, ()))]  # the last first

    def all_of(field: Literal["problem", "next", "expected"]) -> str:
        last = {
            who: next(filter(None, (getattr(e.details, field) for e in found)), "")
            for who, found in by.items()
        }
        shown = {who: problem_in(words) for who, words in last.items()}
        said = {who: words for who, words in shown.items() if words}
        named = (f"{called(plan, who)}：{clause(words)}" for who, words in said.items())
        return "；".join(said.values() if len(by) == 1 else named)

    return all_of("problem"), all_of("next"), all_of("expected")


def last_day(updated: date | None, entries: Sequence[Envelope]) -> date | None:
    """The day of the last report, or of the last entry that is quoted beside: in a unit's rows it may be the office's."""
    return max((day for day in (updated, *map(day_of, entries[-1:])) if day), default=None)


def sentence(text: str) -> str:
    """The text with one end, whatever it was given: 已完成. and 已完成， come to 已完成。"""
    tidy = clause(text)
    return tidy if tidy.rstrip(_CLOSING).endswith(_ENDS) else f"{tidy}。"


def clause(text: str) -> str:
    """The text on one line and without an end, to stand inside a sentence; ！ and ？ stay, and 。 within brackets or quotes."""
    tidy = " ".join(re.sub(_BULLETS, " ", text).split()).rstrip(_WEAK)
    said = tidy.rstrip(_CLOSING)
    end, closing = said[-1:].translate(_FULL), tidy[len(said) :]
    if closing and end != "。":  # 已完成.”
        return said[:-1].rstrip(_WEAK) + end.rstrip(_WEAK) + closing
    return said[:-1] + end + closing


def shorter(text: str) -> str:
    """A quotation that a paper has room for; the ledger keeps the whole."""
    return text if len(text) <= _MOST else f"{text[:_MOST].rstrip(_WEAK)}……（全文见台账）"
