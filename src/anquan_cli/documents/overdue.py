"""What is due or late, in words: stages by their names and days, which promises, who owes what."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.documents import wording
from anquan_cli.documents.entry_text import clause, quoted
from anquan_cli.grouping import gathered
from anquan_cli.queries.bulletin import Bulletin, Overdue
from anquan_cli.queries.due import DueReport
from anquan_cli.tasklist.plan import sort_key

MOST = 8  # names in a sentence
_TIMES = "零一两三四五六七八九十"


def label(*group: DueReport) -> str:
    """4.3 每半年召开一次专题会议（阶段1）: in a table or a picture; 阶段4至24 of several of a rhythm."""
    return f"{group[0].id} {wording.unended(group[0].item.title)}" + _stages(group, "（阶段{}）")


def quoted_stages(*group: DueReport) -> str:
    """第4.3项“每半年召开一次专题会议”第1阶段"""
    return quoted(group[0].item) + _stages(group, "第{}阶段")


def _stages(group: Sequence[DueReport], words: str) -> str:
    found = wording.numbers([d.stage.stage for d in group])
    return words.format(found) if len(group[0].item.stages) > 1 else ""


def days(group: Sequence[DueReport], year: int) -> str:
    """3月31日, or from the first to the last day of several: 8月1日至29日; with its year where that or the other's is another."""
    ends = group[0].stage.due, group[-1].stage.due
    of_one = len({due.year for due in ends if due}) == 1
    first, last = (wording.day(due, year if of_one else 0) for due in ends)
    if len(group) > 2:
        return f"{first}至{last.removeprefix(first.partition('月')[0] + '月')}"
    return first if first == last else f"{first}、{last}"


def numbered(items: Iterable[str]) -> str:
    """第1项、第11.2至11.7项: no line begins with a bare number."""
    return "、".join(f"第{part}项" for part in wording.ids(items).split("、"))


def late_alike(items: Sequence[Overdue]) -> list[list[Overdue]]:
    """Stages of an item of which a party has said the same, together; each group where its first stands."""
    return list(gathered(((i.due.id, *i[2:]), i) for i in items).values())


def by_item(reports: Sequence[DueReport]) -> list[list[DueReport]]:
    """The stages of an item together."""
    return list(gathered((report.id, report) for report in reports).values())


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
    told += [
        f"{unit}：" + "，".join(filter(None, (clause(reason), promised(promises, as_of))))
        for unit, reason, promises in i.members
    ]
    return "；".join(told)


class _Owed(NamedTuple):
    """What somebody has not done."""

    place: tuple[tuple[int, ...], int]  # in the list's order
    id: str
    label: str
    said: str  # 3月31日到期，已逾期3天


def overdue(b: Bulletin) -> list[str]:
    """What is late and whose it is; apart from it what somebody has to say first."""
    lines = []
    for township, aside in ((False, ""), (True, "由你单位按属地落实、整体尚未办结的：")):
        late = [
            (_owed(b, [i.due for i in group], _late(b, group)), wording.wide(c.party))
            for c in b.overdue
            for group in late_alike([i for i in c.items if wording.by_clause(i.due.assignment) == township])
        ]
        told = _by_whom(late, 3, {wording.wide(c.party) for c in b.overdue if c.unit is None})
        lines += [f"{'' if b.unit else f'{names}逾期：'}{aside}{text}。" for names, text in told.items()]
    waiting = [
        (_owed(b, group, ""), "你单位" if b.unit else unit)
        for unit, reports in b.awaiting
        for group in by_item(reports)
    ]
    told = _by_whom(waiting, 2)
    return [*lines, *(f"{text}，{names}尚未报送（不涉及的请登记）。" for names, text in told.items())]


def _owed(b: Bulletin, group: Sequence[DueReport], said: str) -> _Owed:
    first = group[0]
    when = f"{days(group, b.as_of.year)}到期{said}"
    return _Owed((sort_key(first.id), first.stage.stage), first.id, quoted_stages(*group), when)


def _late(b: Bulletin, group: Sequence[Overdue]) -> str:
    first = group[0]
    text = f"，{'最早的' if len(group) > 1 else ''}已逾期{first.days}天"
    text += f"（原因：{clause(first.reason)}）" if first.reason else ""
    text += f"，{said}" if (said := promised(first.promises, b.as_of)) else ""
    return text + (f"（{said}）" if (said := beside(first, b.as_of)) else "")


def _by_whom(owed: Iterable[tuple[_Owed, str]], many: int, wholes: Collection[str] = ()) -> dict[str, str]:
    """Who owes what: what so many owe once, with all of them, and of each the rest; what is said alike, together."""
    whose = gathered(owed)
    found: dict[tuple[str, ...], dict[str, list[_Owed]]] = {}
    for what, names in sorted(whose.items(), key=lambda owes: owes[0].place):
        for who in [tuple(names)] if len(names) >= many else [(name,) for name in names]:
            found.setdefault(who, {}).setdefault(what.said, []).append(what)
    told: dict[str, list[str]] = {}
    for who, alike in found.items():
        text = "；".join(
            (numbered(w.id for w in items) if len(items) > MOST else "、".join(w.label for w in items)) + said
            for said, items in alike.items()
        )
        told.setdefault(text, []).extend(who)
    return {_everybody(names, wholes): text for text, names in told.items()}


def _everybody(names: Sequence[str], wholes: Collection[str]) -> str:
    """甲、乙; of many units how many there are: 甲、乙、丙……等16家; a whole (全体) is not counted."""
    units = [name for name in names if name not in wholes]
    said = "、".join(units) + (f"等{len(units)}家" if len(units) > 2 else "")
    return "、".join(filter(None, [said, *(name for name in names if name in wholes)]))
