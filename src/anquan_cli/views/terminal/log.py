"""The history on a terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from anquan_cli.dates import local_day
from anquan_cli.documents import wording
from anquan_cli.documents.entry_text import counted_in
from anquan_cli.errors import on_one_line
from anquan_cli.grouping import gathered
from anquan_cli.ledger.events import OPERATIONS, Envelope, Undo
from anquan_cli.party import OFFICE
from anquan_cli.queries.history import History
from anquan_cli.tasklist.plan import Plan
from anquan_cli.text_width import cut
from anquan_cli.views.terminal.layout import Cell, Column, Value, block, is_narrow, table, write

_TITLE = 44  # columns of a title beside an entry


def show(report: History) -> None:
    """A table, newest last, or a list where there is no room."""
    plan, events, undone, numbers = report
    if not events:
        write("没有符合条件的登记。" if numbers else "还没有登记。")
    elif is_narrow():
        for e in events:
            whose = "" if e.author is OFFICE else f" {e.author}"
            told = [items(plan, e), label(plan, e, undone, numbers), *details(plan, e)]
            block(Cell(on_one_line(f"第{e.seq}号 {day(plan, e)} {e.by}{whose}"), "bold"), told)
    else:
        columns = [
            Column("记录", right=True), Column("办理日期"), Column("登记人", 1, 6), Column("单位", 2, 10),
            Column("事项", 4, 16), Column("内容", 4, 12),
        ]  # fmt: skip
        table(columns, [_line(plan, e, undone, numbers) for e in events])


def _line(plan: Plan, e: Envelope, undone: Collection[str], numbers: Mapping[str, int]) -> list[Value]:
    style = "dim" if e.id in undone else ""
    short = {u.name: u.short[0] for u in plan.register.units if u.short}
    whose = "" if e.author is OFFICE else short.get(e.author, e.author)
    text = "\n".join([label(plan, e, undone, numbers), *details(plan, e)])
    return [
        Cell(c, style) for c in (str(e.seq), day(plan, e), on_one_line(e.by), whose, items(plan, e), text)
    ]


def day(plan: Plan, e: Envelope) -> str:
    """The day of work; an undo has the day it was recorded, in the list's zone."""
    return e.on or local_day(e.recorded_at, plan.timezone).isoformat()


def items(plan: Plan, e: Envelope) -> str:
    """12 根源上杜绝重大隐患; several items by number only, with the title then of what has another now."""
    named, found = targets(e), list(dict.fromkeys(t.id for t in e.targets))
    if len(found) != 1:
        now = {i: plan.title_of(i) for i in found}
        then = "、".join(
            f"{i} {cut(e.titles[i], _TITLE)}" for i in found if e.titles.get(i, now[i]) != now[i]
        )
        return f"{named}（记录时为：{then}）" if then else named
    ident = e.targets[0].id
    return (
        f"{named} {cut(wording.unended(e.titles.get(ident) or plan.title_of(ident) or ''), _TITLE)}".rstrip()
    )


def targets(e: Envelope) -> str:
    """3、5、6 阶段1至24; 1 阶段2；4: the stages of an item together, told from the next item."""
    found = gathered((target.id, target.stage) for target in e.targets)
    numbers = ((ident, wording.numbers([s for s in stages if s])) for ident, stages in found.items())
    named = (f"{ident} 阶段{stages}；" if stages else f"{ident}、" for ident, stages in numbers)
    return "".join(named).rstrip("；、")


def label(plan: Plan, e: Envelope, undone: Collection[str], numbers: Mapping[str, int]) -> str:
    """推进中30%：职责清单起草; 撤销第4号; what was taken back says so."""
    text = OPERATIONS[e.op].label if e.op in OPERATIONS else f"较新版本的登记（{e.op}）"
    if isinstance(e.event, Undo) and e.event.undoes in numbers:
        text += f"第{numbers[e.event.undoes]}号"
    if e.mark:
        text = wording.status(e.mark.status) + wording.amounts(e, counted_in(plan, e))
    back = "（已撤销）" if e.id in undone else ""
    return f"{text}{back}：{e.details.note}" if e.details.note else f"{text}{back}"


def details(plan: Plan, e: Envelope) -> list[str]:
    """What goes with an entry beside its note."""
    found = e.details
    labelled = (("问题", found.problem), ("下一步", found.next), ("佐证", "、".join(found.evidence)))
    told = [f"{label}：{text}" for label, text in labelled if text]
    year = int(day(plan, e)[:4])
    return [*told, f"预计{wording.day(found.expected, year)}完成"] if found.expected else told
