"""What is said of something late: which stages together, which promises, and what members say beside a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anquan_cli.documents import wording
from anquan_cli.documents.entry_text import clause
from anquan_cli.queries.bulletin import Overdue
from anquan_cli.queries.due import DueReport

_TIMES = "零一两三四五六七八九十"


def late_alike(items: Sequence[Overdue]) -> list[list[Overdue]]:
    """Stages of an item of which a party has said the same, together; each group where its first stands."""
    groups: dict[tuple[object, ...], list[Overdue]] = {}
    for i in items:
        groups.setdefault((i.due.id, *i[2:]), []).append(i)
    return list(groups.values())


def by_item(reports: Sequence[DueReport]) -> list[list[DueReport]]:
    """The stages of an item together."""
    groups: dict[str, list[DueReport]] = {}
    for report in reports:
        groups.setdefault(report.id, []).append(report)
    return list(groups.values())


def promised(promises: Sequence[str], as_of: date) -> str:
    """承诺6月25日完成; 两次调整完成时间：5月20日、6月25日，至今未完成; empty without a promise."""
    if not promises:
        return ""
    days, times = "、".join(wording.day(p, as_of.year) for p in promises), len(promises)
    said = f"{_TIMES[times] if times < len(_TIMES) else times}次调整完成时间：{days}"
    return (f"承诺{days}完成" if times == 1 else said) + ("" if stands(promises, as_of) else "，至今未完成")


def stands(promises: Sequence[str], as_of: date) -> bool:
    """A day has been promised that has not passed."""
    return bool(promises) and date.fromisoformat(promises[-1]) >= as_of


def beside(i: Overdue, as_of: date) -> str:
    """大山镇人民政府已办结；小河镇人民政府：缺人手，承诺4月5日完成: of a whole, what is known of its members."""
    told = [f"{wording.shortened(i.done, 4)}已办结"] if i.done else []
    for unit, reason, promises in i.members:
        told.append(f"{unit}：" + "，".join(filter(None, (clause(reason), promised(promises, as_of)))))
    return "；".join(told)
