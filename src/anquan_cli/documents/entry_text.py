"""What an entry of the ledger comes to in words: what it is about, who said it, what it says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from anquan_cli.documents import wording
from anquan_cli.ledger.events import Envelope
from anquan_cli.party import OFFICE
from anquan_cli.queries.bulletin import Reported
from anquan_cli.tasklist.plan import Item, Measure, Row

_WEAK = " .,;:，、；：。"  # may end what people type, and does not end a sentence
_FULL = {"!": "！", "?": "？"}
_ENDS = ("。", "！", "？", "…")
_MOST = 1000  # characters of a quotation


def subject(r: Reported) -> str:
    """What an entry is about: the one measure that it names, else its row; with the stage, of several."""
    row = r.report.row
    named, stages = _aim(row, r.entry)
    text = (
        f"{named[0].id} {named[0].text}" if len(named) == 1 else f"{_ids(named) or row.id} {Item(row).title}"
    )
    return text + (f"（{stages}）" if stages else "")


def _aim(row: Row, e: Envelope) -> tuple[list[Measure], str]:
    """The measures of a row that an entry names, and 阶段1 if its item has several stages."""
    named = [m for m in row.measures if any(t.id == m.id for t in e.targets)]
    item = named[0] if len(named) == 1 else row
    stages = sorted({t.stage for t in e.targets if t.stage and t.id in (item.id, str(row.number))})
    return named, f"阶段{'、'.join(map(str, stages))}" if stages and len(item.stages) > 1 else ""


def _ids(measures: Iterable[Measure]) -> str:
    return "、".join(m.id for m in measures)


def latest(row: Row, e: Envelope, note_only: bool = False) -> str:
    """6月18日（4.3，县水利局）：已完成。 With what it is about and who said it, where that is not the whole row."""
    named, stages = _aim(row, e)
    aside = "，".join(filter(None, (_ids(named), stages, "" if e.author is OFFICE else e.author)))
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
    tidy = _long(" ".join(text.split())).rstrip(_WEAK)
    return tidy[:-1] + _FULL[tidy[-1]] if tidy[-1:] in _FULL else tidy


def _long(text: str) -> str:
    """A quotation that a paper has room for; the ledger keeps the whole."""
    return text if len(text) <= _MOST else f"{text[:_MOST].rstrip(_WEAK)}……（全文见台账）"
