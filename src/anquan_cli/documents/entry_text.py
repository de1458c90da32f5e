"""What an entry of the ledger comes to in words: what it is about, who said it, what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from anquan_cli.documents import wording
from anquan_cli.ledger.events import Envelope
from anquan_cli.party import OFFICE
from anquan_cli.queries.bulletin import Reported
from anquan_cli.tasklist.plan import Item, Measure, Plan, Row

_WEAK = " .,;:，、；：。"  # may end what people type, and does not end a sentence
_FULL = {"!": "！", "?": "？"}
_ENDS = ("。", "！", "？", "…")
_MOST = 1000  # characters of a quotation


def quoted(item: Item) -> str:
    """第4.3项“每半年召开一次专题会议”: no line begins with a bare number."""
    inner = str.maketrans("“”", "‘’")
    return f"第{item.id}项“{item.title.translate(inner)}”"


def subject(r: Reported) -> str:
    """What an entry is about: the one measure that it names, else its row; with the stage, of several."""
    row = r.report.row
    named, stages = _aim(row, r.entry)
    if len(named) > 1:
        text = f"第{_ids(named)}项（{Item(row).title}）"
    else:
        text = quoted(Item(row, named[0]) if named else Item(row))
    return text + (f"（{stages}）" if stages else "")


def item_name(r: Reported) -> str:
    """The id of the one item that an entry is about."""
    named, _ = _aim(r.report.row, r.entry)
    return named[0].id if len(named) == 1 else r.report.row.id


def said_of(plan: Plan, entries: Sequence[Envelope]) -> str:
    """What one author said last of an item, and the percent before: 县能源局6月18日报进度30%（4月21日为15%）。"""
    last = next((e for e in reversed(entries) if e.mark), entries[-1])
    note = shorter(next((e.details.note for e in reversed(entries) if e.details.note), ""))
    problem, further = shorter(last.details.problem), shorter(last.details.next)
    office = last.author in (OFFICE, plan.office_unit)
    text = (plan.office if last.author is OFFICE else str(last.author)) + wording.day(entries[-1].on)
    text += _verb(last, office) + _before(entries, last)
    if office and note and not last.mark:
        text += f"指出：{clause(note)}"
    elif note:
        text += f"：{clause(note)}"
    if problem:
        text = (
            f"{text}，指出：{clause(problem)}" if office else f"{sentence(text)}存在问题：{clause(problem)}"
        )
    text = f"{sentence(text)}下一步：{clause(further)}" if further else text
    expected = last.details.expected
    return sentence(text) + (f"预计{wording.day(expected)}完成。" if expected else "")


def _verb(e: Envelope, office: bool) -> str:
    """The office records, a unit reports."""
    if e.mark is None:
        return "" if office else "报"
    status, count = e.mark.status, e.mark.count
    if status == "doing":
        said = (
            f"进度{e.mark.percent}%" if e.mark.percent is not None else "" if count is not None else "推进中"
        )
        said += f"{'，' if said else ''}累计{count}" if count is not None else ""
        return f"{'登记' if office else '报'}{said}"
    if office:
        words = {"done": "登记办结", "verified": "核实销号", "na": "登记为不涉及", "paused": "登记为暂缓"}
        return words.get(status, "登记为未启动") + wording.amounts(e)
    return f"报{wording.status(status)}{wording.amounts(e)}"


def _before(entries: Sequence[Envelope], last: Envelope) -> str:
    """（4月21日为15%）: where the period began, of what has moved."""
    now = last.mark.percent if last.mark else None
    known = [(e.on, e.mark.percent) for e in entries if e.mark and e.mark.percent is not None]
    if now is None or not known or known[0][1] == now:
        return ""
    return f"（{wording.day(known[0][0])}为{known[0][1]}%）"


def _aim(row: Row, e: Envelope) -> tuple[list[Measure], str]:
    """The measures of a row that an entry names, and 阶段1 if its item has several stages."""
    named = [m for m in row.measures if any(t.id == m.id for t in e.targets)]
    item = named[0] if len(named) == 1 else row
    stages = sorted({t.stage for t in e.targets if t.stage and t.id in (item.id, str(row.number))})
    return named, f"阶段{'、'.join(map(str, stages))}" if stages and len(item.stages) > 1 else ""


def _ids(measures: Iterable[Measure]) -> str:
    return "、".join(m.id for m in measures)


def latest(row: Row, e: Envelope, note_only: bool = False, own_line: bool = False) -> str:
    """6月18日（4.3，县水利局）：已完成。 With what it is about and who said it, where that is not the whole row.

    `own_line`: it stands beside the measure itself, which need not be named.
    """
    named, stages = _aim(row, e)
    about = "" if own_line else _ids(named)
    aside = "，".join(filter(None, (about, stages, "" if e.author is OFFICE else e.author)))
    return f"{wording.day(e.on)}{aside and f'（{aside}）'}：{entry_text(e, note_only)}"


def entry_text(e: Envelope, note_only: bool = False) -> str:
    """What an entry says: 推进中40%：已部署。存在问题：…… `note_only`: without what stands in columns beside."""
    text = wording.status(e.mark.status) if e.mark else "情况"
    text += wording.amounts(e)
    said = e.details
    text += f"：{sentence(said.note)}" if said.note else "。"
    if note_only:
        return text
    for label, extra in (("存在问题", said.problem), ("下一步", said.next)):
        text += f"{label}：{sentence(extra)}" if extra else ""
    return text + (
        f"预计{wording.full_day(date.fromisoformat(said.expected))}完成。" if said.expected else ""
    )


def sentence(text: str) -> str:
    """The text with one end, whatever it was given: 已完成. and 已完成， come to 已完成。"""
    tidy = clause(text)
    last = tidy.rstrip("”’）】》)\"' ")[-1:]
    return tidy if last in _ENDS else f"{tidy}。"


def clause(text: str) -> str:
    """The text on one line and without an end, to stand inside a sentence; ！ and ？ stay."""
    tidy = " ".join(text.split()).rstrip(_WEAK)
    return tidy[:-1] + _FULL[tidy[-1]] if tidy[-1:] in _FULL else tidy


def shorter(text: str) -> str:
    """A quotation that a paper has room for; the ledger keeps the whole."""
    return text if len(text) <= _MOST else f"{text[:_MOST].rstrip(_WEAK)}……（全文见台账）"
