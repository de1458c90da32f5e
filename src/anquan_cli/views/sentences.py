"""Reports that are read as sentences, on a terminal and in a pipe alike."""

from __future__ import annotations

from anquan_cli.documents import wording
from anquan_cli.progress import Remaining
from anquan_cli.tasklist.loader import CheckReport, describe
from anquan_cli.tasklist.plan import Plan
from anquan_cli.use_cases.record import Recorded

SHOWN = 30  # lines before the rest is counted only


def problem_sentences(report: CheckReport) -> list[str]:
    """What is wrong or doubtful in a list file: faults first, then doubts, then notes."""
    kinds = (("错误", report.faults), ("疑点", report.doubts), ("说明", report.notes))
    return [f"{kind} {describe(p)}" for kind, found in kinds for p in found]


def recorded_sentences(r: Recorded) -> list[str]:
    """A sentence for each change, and what remains."""
    lines = [_opening(r)]
    for change in r.changes:
        title = r.plan.title_of(change.id) or ""
        stage = f" 阶段{change.stage}" if _staged(r.plan, change.id) else ""
        unit = f"（{change.unit}）" if change.unit else ""
        before, after = wording.status(change.before), wording.status(change.after) + wording.amounts(r.event)
        arrow = f"{before} → {after}" if change.before != change.after else f"仍为{after}"
        lines.append(f"第{change.id}项{stage} {title}{unit}：{arrow}")
    several = len({c.id for c in r.changes}) > 1
    for parties, items in r.closes.items():
        of = f"第{'、'.join(items)}项" if several else ""
        lines.append(f"本条未写单位，{of}代表：{'、'.join(parties)}。")
    return [*_shortened(lines), *_shortened([f"尚余：{_rest(r.plan, x)}" for x in r.remaining])]


def _shortened(lines: list[str]) -> list[str]:
    extra = len(lines) - SHOWN
    return [*lines[:SHOWN], f"……另有{extra}行"] if extra > 0 else lines


def _opening(r: Recorded) -> str:
    if r.event.op == "undo":
        back = "恢复" if r.affected.op == "undo" else "撤销"
        return f"已{back}第{r.affected.seq}号记录（本条为第{r.event.seq}号）。"
    if r.event.op == "note":
        ids = "、".join(t.id for t in r.event.targets)
        return f"已登记第{ids}项的情况说明（第{r.event.seq}号记录）。"
    return f"已登记（第{r.event.seq}号记录，撤销请用 anquan undo）。"


def _staged(plan: Plan, ident: str) -> bool:
    item = plan.item(ident)
    return item is not None and len(item.stages) > 1


def _rest(plan: Plan, rest: Remaining) -> str:
    stage = f" 阶段{rest.stage}" if _staged(plan, rest.id) else ""
    return f"第{rest.id}项{stage}" + (f"，{wording.day(rest.due)}到期" if rest.due else "，无固定期限")
