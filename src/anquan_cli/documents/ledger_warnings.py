"""What of the ledger does not fit the list or the day (对不上的记录), said in sentences; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from anquan_cli.dates import local_day
from anquan_cli.errors import shell_word, truncate
from anquan_cli.ledger.events import Envelope, Slot
from anquan_cli.ledger.undo import day_of, effective
from anquan_cli.party import OFFICE, Author
from anquan_cli.progress import CLOSED, Merger, Progress
from anquan_cli.tasklist.plan import Item, Plan
from anquan_cli.tasklist.same_item import other_figures, other_words
from anquan_cli.vocabulary import Status

SHOWN = 10  # items named before the rest is counted only


def ledger_warnings(progress: Progress, *, day_given: bool) -> list[str]:
    """One sentence for each kind of misfit.

    `day_given`: the user said what day it is; then later entries are left out because that was asked for.
    """
    retitled = [*_retitled(progress)]
    found = [
        _renamed(progress),
        _figures(retitled),
        _words(progress.plan, retitled),
        _stageless(progress),
        _widened(progress),
        _parted(progress),
        _removed(progress),
        _strange(progress),
        _of_former_years(progress),
        "" if day_given else _of_days_to_come(progress),
    ]
    return [*filter(None, found)]


def merged(progress: Progress, recorded: Sequence[Envelope]) -> list[str]:
    """A sentence for each unit that the list has made of several: a count, that it is done, may be another's."""
    return [
        f"警告：{merger(m)}，只按最后一条计，先报的数量、没有办结的一家可能看不出来；请核对后按现在的单位登记合计数和状态"
        f"{'，再把其他各家的旧登记用 anquan undo 记录号 撤销' if m.unit in m.former else ''}。"
        for m in progress.mergers(recorded)
    ]


def merger(m: Merger) -> str:
    """第1项有县林业局、县水利局的登记，清单现在都算作县林水局的."""
    names = "、".join(truncate(name, 30) for name in m.former)
    return f"第{ids(m.items)}项有{names}的登记，清单现在都算作{truncate(m.unit, 30)}的"


def _renamed(progress: Progress) -> str:
    items = ids(i for items in progress.renamed.values() for i in items)
    return items and (
        f"警告：第{items}项的标题与记录时不同，清单可能重新编号，这{len(progress.renamed)}条旧记录"
        "对这些项未计入进展；可用 anquan show 编号 查看记录时的标题，核对后请重新登记；"
        "任务只是改了名称的，把旧标题写入该任务的 variants 即可（要点不能写）。"
    )


_Retitled = Sequence[tuple[str, tuple[str, str], Status]]


def _figures(retitled: _Retitled) -> str:
    """Measures that were done when they asked for another quantity: the entry stands, and it is told."""
    found = ((i, other_figures(*texts)) for i, texts, status in retitled if status in CLOSED)
    shown = _changed(found)
    return shown and (
        f"警告：{shown}：登记办结以后，清单里的数改了，仍算作办结；请核对，没有达到现在要求的请重新登记。"
    )


def _words(plan: Plan, retitled: _Retitled) -> str:
    """Measures that were recorded when they had another word: where it is not another work, the entry stands, and it is told."""
    measures = (entry for entry in retitled if entry[2] != "todo" and not plan.rows_of(entry[0]))
    shown = _changed((i, other_words(*texts)) for i, texts, _ in measures)
    return shown and (
        f"警告：{shown}：登记以后，要点里的词换了，仍算作这一项的；"
        "请核对，不是一回事的请重新登记（没有办的登记 todo）。"
    )


def _retitled(progress: Progress) -> Iterator[tuple[str, tuple[str, str], Status]]:
    """Items that had another title when somebody recorded them last: id, that title and the present one, as what."""
    last = dict[tuple[Author, str], Envelope]()
    for e in progress.effective:
        others = progress.renamed.get(e.id, ())
        for t in e.targets if e.mark else ():
            if t.id not in others:
                last[e.author, t.id] = e
    for (_, ident), e in last.items():
        old, new = e.titles.get(ident), progress.plan.title_of(ident)
        if old and new and old != new and e.mark:
            yield ident, (old, new), e.mark.status


def _changed(found: Iterable[tuple[str, tuple[str, str] | None]]) -> str:
    """第1.1项10 → 100；第1.2项加油站 → 加气站, of the first ten."""
    told = {ident: " → ".join(map(truncate, words)) for ident, words in found if words}
    return "；".join(f"第{ident}项{words}" for ident, words in [*told.items()][:SHOWN])


def _stageless(progress: Progress) -> str:
    items = ids(t.id for targets in progress.orphaned.values() for t in targets)
    return items and (
        f"警告：第{items}项的阶段有变动（增减了，或换了日期），{len(progress.orphaned)}条旧记录所登记的阶段与现在的对不上，未计入进展；"
        "可用 anquan log 查看，核对后请按现在的阶段重新登记。"
    )


def _widened(progress: Progress) -> str:
    """Items that had one stage when they were recorded, or others: what was said then stands for all that are now."""
    found = dict[str, dict[int, None]]()
    for e in progress.effective:
        whose = None if e.author is OFFICE else e.author
        for t in e.targets if e.mark and e.mark.status != "todo" else ():
            slot = e.mark.slots.get(t) if e.mark and t.stage is None else None
            if t.stage is None and t.id not in progress.renamed.get(e.id, ()):
                for item in progress.plan.items_of(t.id):
                    if _is_other(item, slot, progress.today) and any(
                        c.event and c.event.id == e.id for c in progress.cells(item, whose)
                    ):
                        found.setdefault(item.id, {})[e.seq] = None
    told = (f"第{i}项（第{'、'.join(map(str, numbers))}号）" for i, numbers in [*found.items()][:SHOWN])
    shown = "、".join(told)
    return shown and (
        f"警告：{shown}登记时没有写明各期，或者不是现在的各期，仍算作现在各期都这样；"
        "请核对：有的期不是的，登记 todo（--stage 几期）；各期都是的，用 --all-stages 再登记一次，就不再提示。"
    )


def _is_other(item: Item, slot: Slot | None, today: date) -> bool:
    """Whether an item's stages may be others than those that were recorded all at once.

    What was recorded for a single stage, or by an older program, names none: it is told while a stage is to come.
    """
    due = item.stages[-1].due if item.stages else None
    if slot is None:
        return len(item.stages) > 1 and due is not None and due > today
    return slot.due != (due.isoformat() if due else None) or 1 < len(item.stages) != slot.of


def _parted(progress: Progress) -> str:
    """Tasks that the office recorded before they had parts (分项) of different units: which of these its word decides."""
    parts, found = progress.plan.items_of, dict[str, set[str]]()
    for task in dict.fromkeys(t.id for e in progress.effective if e.author is OFFICE for t in e.targets):
        if len({part.units.text for part in parts(task)}) > 1:
            said = [(p.id, cell.event) for p in parts(task) for cell in progress.cells(p) if cell.event]
            own = {i for i, e in said if e.author is OFFICE for t in e.targets if t.id == task}
            found |= {task: own} if own else {}
    told = "；".join(f"第{task}项的算在第{ids(now)}项名下" for task, now in [*found.items()][:SHOWN])
    return told and (
        f"警告：任务分项以前不写单位的登记，现在由各分项的责任单位分担：{told}；"
        "请核对，并按分项各登记一次（没有办的登记 todo）。"
    )


def _removed(progress: Progress) -> str:
    known = progress.plan.title_of
    gone = dict.fromkeys(t.id for e in progress.effective for t in e.targets if known(t.id) is None)
    if not gone:
        return ""
    one = shell_word(truncate(min(gone), 20)) if len(gone) == 1 else "编号"
    return f"提示：台账中有清单已没有的第{ids(gone)}项的记录，可用 anquan show {one} 查看。"


def _strange(progress: Progress) -> str:
    """Units that were renamed or relieved in the list after they had recorded: their work must not just be gone."""
    found = progress.strange
    names = {str(e.author) for e in progress.effective if e.id in found}
    units = "、".join(truncate(unit, 30) for unit in sorted(names)[:SHOWN])
    return units and (
        f"警告：第{ids(t.id for targets in found.values() for t in targets)}项有{units}的登记，清单上这些项与它已无关，"
        "这些记录不计入完成率；可用 anquan log 查看；单位只是改了名称的，在清单文件的 units 里把旧名写入它的 former，"
        "改由别的单位负责的，请按现在的单位重新登记，旧的用 anquan undo 记录号 撤销。"
    )


def _of_former_years(progress: Progress) -> str:
    """A list that is carried on into the next year must not begin with last year's work done.

    What was done in the December before and recorded in the list's own year is this list's, and was told then.
    """
    year = progress.plan.year
    first, december = f"{year:04}-01-01", f"{year - 1:04}-12-01"
    former = [
        e for e in progress.effective
        if e.on and e.on < first
        and (e.on < december or local_day(e.recorded_at, progress.plan.timezone).isoformat() < first)
    ]  # fmt: skip
    if not former:
        return ""
    if slow := [e for e in former if e.wall and e.wall < f"{year:04}"]:
        return (
            f"警告：第{slow[0].seq}号（{slow[0].on}）{f'等{len(slow)}条' if slow[1:] else ''}记录登记时，电脑的时钟早于台账里已有的记录，"
            f"办理日期早于清单年度（{year}年），仍计入进展；时钟慢了的，请用 anquan undo {slow[0].seq} 撤销后重新登记。"
        )
    return (
        f"警告：台账中有{len(former)}条记录的办理日期早于清单年度（{year}年），仍计入进展；"
        f"日期写错了的，请用 anquan undo {former[0].seq} 撤销后重新登记；如果这是新一年的清单，请在清单文件中换一个 id，并用 --ledger 另立台账。"
    )


def _of_days_to_come(progress: Progress) -> str:
    day = progress.today.isoformat()
    if all(e.on is None or e.on <= day for e in progress.events):  # spares most starts the sorting
        return ""
    ahead = [e for e in effective(progress.events) if day_of(e) > progress.today]
    if not ahead:
        return ""
    first, more = ahead[0], f"等{len(ahead)}条" if len(ahead) > 1 else ""
    return (
        f"提示：第{first.seq}号（{first.on}）{more}记录的办理日期晚于今天（{day}），尚未计入进展；"
        f"今天电脑的日期不对的，请先改正；当时的不对的，可用 anquan undo {first.seq} 撤销后重新登记。"
    )


def ids(found: Iterable[str]) -> str:
    """3、4.2、11.1 in the list's order, shortened; an id from the ledger may be anything."""
    known = sorted(set(found), key=_order)
    shown = "、".join(truncate(i, 20) for i in known[:SHOWN])
    return f"{shown}等{len(known)}" if len(known) > SHOWN else shown


def _order(item: str) -> list[tuple[int, str]]:
    """Numbers by their size; nothing is computed, so the number may have thousands of digits."""
    return [(len(part), part) for part in item.split(".")]
