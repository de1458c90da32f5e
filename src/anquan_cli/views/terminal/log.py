"""The history on a terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from anquan_cli.dates import local_day
from anquan_cli.documents import wording
from anquan_cli.ledger.events import OPERATIONS, Envelope, Undo
from anquan_cli.party import OFFICE
from anquan_cli.queries.history import History
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views.terminal.layout import Cell, Column, Value, block, is_narrow, table, write


def show(report: History) -> None:
    """A table, newest last, or a list where there is no room."""
    plan, events, undone, numbers = report
    if not events:
        write("还没有登记。")
        return
    if is_narrow():
        for event in events:
            block(
                Cell(f"{event.seq} {day(plan, event)} {event.by}", "bold"),
                [items(plan, event), label(event, undone, numbers), *details(event)],
            )
        return
    columns = [
        Column("记录号", right=True), Column("办理日期"), Column("登记人"), Column("事项", 3, 12), Column("内容", 4, 12),
    ]  # fmt: skip
    table(columns, [_line(plan, e, undone, numbers) for e in events])


def _line(plan: Plan, e: Envelope, undone: Collection[str], numbers: Mapping[str, int]) -> list[Value]:
    style = "dim" if e.id in undone else ""
    text = "\n".join([label(e, undone, numbers), *details(e)])
    return [Cell(c, style) for c in (str(e.seq), day(plan, e), e.by, items(plan, e), text)]


def day(plan: Plan, e: Envelope) -> str:
    """The day of work; an undo has the day it was recorded, in the list's zone."""
    return e.on or local_day(e.ts, plan.timezone).isoformat()


def items(plan: Plan, e: Envelope) -> str:
    """12 根源上杜绝重大隐患; several items by number only."""
    if len(e.targets) == 1:
        target = e.targets[0]
        title = e.titles.get(target.id) or plan.title_of(target.id) or ""
        stage = f" 阶段{target.stage}" if target.stage else ""
        return f"{target.id}{stage} {title}"
    return "、".join(t.id for t in e.targets)


def label(e: Envelope, undone: Collection[str], numbers: Mapping[str, int]) -> str:
    """登记：已完成（县林业局），已撤销; 撤销第4号（县林业局）"""
    text = OPERATIONS[e.op].label if e.op in OPERATIONS else e.op
    if isinstance(e.event, Undo) and e.event.undoes in numbers:
        text += f"第{numbers[e.event.undoes]}号"
    if e.mark:
        text += f"：{wording.status(e.mark.status)}"
        text += f" {e.mark.percent}%" if e.mark.percent is not None else ""
        text += f" 累计{e.mark.count}" if e.mark.count is not None else ""
    if e.author is not OFFICE:
        text += f"（{e.author}）"
    return f"{text}，已撤销" if e.id in undone else text


def details(e: Envelope) -> list[str]:
    """The words that go with an entry."""
    labelled = (
        ("", e.details.note),
        ("问题：", e.details.problem),
        ("下一步：", e.details.next),
        ("佐证：", "、".join(e.details.evidence)),
    )
    found = [f"{label}{text}" for label, text in labelled if text]
    return [*found, f"预计{wording.day(e.details.expected)}完成"] if e.details.expected else found
