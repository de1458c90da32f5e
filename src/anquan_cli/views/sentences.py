"""Reports that are read as sentences, on a terminal and in a pipe alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anquan_cli.documents import wording
from anquan_cli.errors import on_one_line, shell_word, with_places
from anquan_cli.grouping import gathered
from anquan_cli.party import COLLECTIVE, OFFICE, Party
from anquan_cli.progress import CLOSED
from anquan_cli.progress.stages import Change, Remaining, Standing, Touched, counted
from anquan_cli.queries.due import whole_name
from anquan_cli.tasklist.loader import CheckReport, describe
from anquan_cli.tasklist.plan import Plan, sort_key
from anquan_cli.use_cases.record import Recorded

if TYPE_CHECKING:  # a record is not to load the importer
    from anquan_cli.exchange.list_import.merge import Conflict, Merged
    from anquan_cli.queries.comparison import Comparison
    from anquan_cli.use_cases.import_list import ImportReport

SHOWN = 30  # lines before the rest is counted only
_LATE, _SAME = "其中已逾期", "仍为"
_SPOKEN_FOR = 3  # groups of parties that are named
_EACH = 6  # items that changed alike and have a line each


def problem_sentences(report: CheckReport) -> list[str]:
    """What is wrong or doubtful in a list file: faults first, then doubts, then notes."""
    kinds = (("错误", report.faults), ("疑点", report.doubts), ("说明", report.notes))
    return [f"{kind} {describe(p)}" for kind, found in kinds for p in found]


def import_sentences(report: ImportReport) -> list[str]:
    """What was done and what is doubtful: what was written first, then every doubt with its place."""
    found = report.imported
    lines = [f"{text}。" for text in found.said]
    if report.path:
        doubts = f"，{len(report.asked)}处疑点注在“# 核对”后" if report.asked else ""
        rows = len((report.comparison.new if report.comparison else found.plan).rows)
        lines.insert(0, f"{'已合并到' if report.merged else '已写入'} {report.path}：{rows}行{doubts}。")
    lines += merge_sentences(report.merged, report.comparison) if report.merged else []
    lines += [
        on_one_line(f"疑点 {d.where + '：' if d.where else ''}{d.what}{'；' + d.hint if d.hint else ''}")
        for d in report.doubts
    ]
    return lines


def omission_sentences(report: ImportReport) -> list[str]:
    """The text of the document that is in no row, with its places."""
    return [
        f"{o.where}{f'（{o.why}）' if o.why else ''}：{on_one_line(o.text)}"
        for o in report.imported.omissions
    ]


def merge_sentences(merged: Merged, comparison: Comparison | None) -> list[str]:
    """What the document changed, what a hand had changed, and where both did."""
    told = (
        ("按文件更新", [place for place in merged.taken if place not in merged.added]),
        ("按文件新增", merged.added),
        ("文件中已没有，删去", merged.dropped),
        ("文件中已没有，但手工改过，保留", merged.kept),
    )
    lines = [f"{words}：{'、'.join(places)}。" for words, places in told if places]
    lines += [on_one_line(_conflict(c, c in merged.same_number)) for c in merged.conflicts]
    return [*(lines or ["文件没有变化，清单未作改动。"]), *entry_sentences(comparison)]


def _conflict(c: Conflict, same_number: bool) -> str:
    from anquan_cli.exchange.list_import.merge import DELETED

    if same_number:
        return (
            f"{c.where}编号相同的有两项：手工添的“{c.hand}”，文件新添的“{c.document}”；清单里保留手工的，文件的没有写进去："
            "请给手工的换个编号，再照文件补上它的那一项，删去“# 核对”。"
        )
    if c.hand == DELETED:
        return f"{c.where}手工删去的，文件是“{c.document}”；要按文件的，请在清单里补上，再删去“# 核对”。"
    return f"{c.where}两边都改了，保留手工的“{c.hand}”，文件是“{c.document}”；要按文件的，请在清单里改过来，再删去“# 核对”。"


def entry_sentences(comparison: Comparison | None) -> list[str]:
    """What the ledger holds for rows that changed or are gone, and which rows that counts for now."""
    if comparison is None or comparison.entries is None:
        return []
    same = comparison.old.year == comparison.new.year  # else it is another year's
    gone = {row.id for row in comparison.removed}
    moved = {p.old.id: p.new.id for p in comparison.pairs if same and p.old.id != p.new.id}
    olds = {p.new.id: p.old.id for p in comparison.pairs}
    lines = []
    for i, found in comparison.entries.items():
        what = f"改为第{moved[i]}项" if i in moved else "已不在清单里" if i in gone else "有变动"
        apart = {j for j, old in olds.items() if old.partition(".")[0] != i.partition(".")[0]}
        of = {  # but for what has always counted for another task, too: mark 1 2 done
            j: found & counting - (comparison.counted.get(j, set()) if j in apart else set())
            for j, counting in comparison.counting.items()
        }
        heirs = [j for j, entries in of.items() if entries]
        text = f"第{i}项{what}，台账里已有{len(found)}条登记"
        if i in moved and {*heirs} <= {i}:
            now = "（现在是另一项任务）" if heirs else ""
            lines.append(f"{text}，仍在第{i}项名下{now}，请核对后登记到第{moved[i]}项。")
        else:
            left = len({*found}.difference(*of.values()))
            which = f"其中{len(found) - left}条" if left else ""
            others = f"，其余{left}条没有计入" if left else ""
            where = (
                f"，{which}现在算在第{wording.ids(heirs)}项名下{others}" if {*heirs} - ({i} - gone) else ""
            )
            lines.append(f"{text}{where}，请核对。")
    return lines


def recorded_sentences(r: Recorded) -> list[str]:
    """What was recorded, what it changed, whom else it touches, and what remains."""
    lines = [_opening(r), *_changed(r)]
    lines += _uncounted(r)
    lines += _touched(r)
    for (day, seq), items in gathered(((e.on, e.seq), i) for i, e in r.to_come.items()).items():
        lines.append(
            f"第{wording.ids(items)}项还有{wording.day(day, r.today.year)}的登记（第{seq}号），到那天起以它为准。"
        )
    several = len({c.id for c in r.changes}) > 1
    if len(r.closes) > _SPOKEN_FOR:
        every = wording.ids(sorted((i for items in r.closes.values() for i in items), key=sort_key))
        lines.append(f"本条未写单位，代表第{every}项各自的责任单位，可用 anquan show 编号 查看。")
    for spoken_for, items in r.closes.items() if len(r.closes) <= _SPOKEN_FOR else ():
        of = f"第{'、'.join(items)}项" if several else ""
        lines.append(f"本条未写单位，{of}代表：{wording.parties(*spoken_for)}。")
    if r.early:
        told = "、".join(
            e.id
            + (f"阶段{e.stage}" if _staged(r.plan, e.id) else "")
            + f"（{wording.day(e.due, r.today.year)}到期）"
            for e in r.early[:6]
        )
        more = f"等{len(r.early)}处" if len(r.early) > 6 else ""
        lines.append(f"同时提前办结：{told}{more}。")
    na = r.event.mark is not None and r.event.mark.status == "na"
    for ident, stages in r.earlier.items() if not na else ():
        lines.append(
            f"第{ident}项此前还有{len(stages)}期未登记：阶段{wording.numbers(stages)}，"
            f"可加 --stage {_typed(stages)} 一并登记。"
        )
    named = {t.id for t in r.event.targets} if na else ()
    for ident in dict.fromkeys(x.id for x in r.remaining if x.id in named and _staged(r.plan, x.id)):
        rest = _typed([x.stage for x in r.remaining if x.id == ident])
        option = f" --unit {shell_word(str(r.event.author))}" if r.event.author is not OFFICE else ""
        lines.append(
            f"其余各期也不涉及的，请用 anquan mark {ident} na --stage {rest}{option} --note 理由 登记。"
        )
    for ident, unit in r.at_target.items():
        whose = unit or (None if r.event.author is OFFICE else r.event.author)
        option = f" --unit {shell_word(str(whose))}" if whose else ""
        option += " --all-stages" if _staged(r.plan, ident) else ""
        lines.append(f"第{ident}项{unit or ''}已达到目标，办结请登记 anquan mark {ident} done{option}。")
    if r.outcounted and r.event.mark:
        lines.append(
            f"第{wording.ids(r.outcounted)}项的完成率按累计数与目标算，高于所写的{r.event.mark.percent}%。"
        )
    lines += [f"{wording.shortfall(m)}，请核对。" for m in r.short]
    fallen = [c.id for c in r.changes if (c.count[1] or 0) < (c.count[0] or 0)] if r.event.mark else []
    if fallen and r.event.mark and r.event.mark.count is not None:
        again = f"写错了的请用 anquan undo {r.event.seq} 撤销后重新登记"
        lines.append(f"第{wording.ids(fallen)}项的累计数比原来少了；累计数是到现在为止的总数，{again}。")
    if r.begun:
        shipped = f"清单用的是随程序提供的《{r.plan.title}》。" if r.is_shipped else ""
        lines.append(f"台账从这一条开始，保存在 {r.begun}。{shipped}")
    return [with_places(s) for s in (*_shortened(lines), *_shortened(_remaining(r)))]


def _changed(r: Recorded) -> list[str]:
    """From what to what, with figures; neighbouring stages that change alike in one line."""
    if r.changes and all(c.id in r.later and _stays(c) and not c.parts for c in r.changes):
        return [f"已登记；{wording.day(max(r.later.values()), r.plan.year)}已有较晚的登记，状态不变。"]
    alike = gathered(((c.id, f"（{c.unit}）" if c.unit else "", _told(r, c), _turn(c)), c) for c in r.changes)
    groups = gathered(  # stages, unit and text → items
        (
            (
                f" 阶段{wording.numbers([c.stage for c in found])}" if _staged(r.plan, ident) else "",
                unit,
                text + _lateness(found),
            ),
            ident,
        )
        for (ident, unit, text, _), found in alike.items()
    )
    told: list[tuple[str, str]] = []  # the first item of a line
    still = (items for (_, _, text), items in groups.items() if text.startswith(_SAME))
    same = [*dict.fromkeys(i for items in still for i in items)]  # of one the stages are told
    for (stage, unit, text), items in groups.items():
        if len(same) > 1 and text.startswith(_SAME):
            continue
        if len(items) > _EACH:
            told.append((items[0], f"第{wording.ids(items)}项{stage}{unit}：{text}"))
        else:
            told += [
                (i, f"第{i}项{stage} {wording.unended(r.plan.title_of(i) or '')}{unit}：{text}")
                for i in items
            ]
    place = {i: n for n, i in enumerate(dict.fromkeys(c.id for c in r.changes))}
    lines = [line for _, line in sorted(told, key=lambda x: place[x[0]])]
    return (
        [*lines, f"第{wording.ids(sorted(same, key=sort_key))}项：状态和进度不变"] if len(same) > 1 else lines
    )


def _touched(r: Recorded) -> list[str]:
    """Whom the office's word moves, by item and stage where there are several; who moves alike in one line."""
    alike = gathered(
        ((c.id, t.party, _move(t, r.plan.year), _turn(t)), (c.stage, t)) for c in r.changes for t in c.touched
    )
    moves = gathered(  # item, its stages and text → parties
        ((ident, wording.numbers([n for n, _ in found]), text + _lateness([t for _, t in found])), party)
        for (ident, party, text, _), found in alike.items()
    )
    groups = gathered(  # stages, parties and text → items
        (
            (
                f"阶段{stages} " if sum(c.id == ident for c in r.changes) > 1 else "",
                _named(r.plan, ident, parties),
                text,
            ),
            ident,
        )
        for (ident, stages, text), parties in moves.items()
    )
    several = len({c.id for c in r.changes}) > 1
    return [
        f"其中{f'第{wording.ids(items)}项 ' if several else ''}{stage}{names}：{text}"
        for (stage, names, text), items in groups.items()
    ]


def _named(plan: Plan, ident: str, parties: Sequence[Party]) -> str:
    """Parties of an item, by name; the whole (全体) by the groups that it is."""
    item = plan.item(ident)
    groups = [whole_name(plan, item.leaves())] if item and COLLECTIVE in parties else []
    return wording.parties([p for p in parties if isinstance(p, str)], groups)


def _uncounted(r: Recorded) -> list[str]:
    """Why a count is not what now stands."""
    count = r.event.mark.count if r.event.mark else None
    if count is None or any(c.count[1] == count for c in r.changes):
        return []
    aimed = [t.id for t in r.event.targets if (i := r.plan.item(t.id)) and counted(r.plan, i, None)]
    later = r.recounted or max((r.later[i] for i in aimed if i in r.later), default=None)
    why = "没有数量目标的不计入完成率"
    if aimed:
        why = "少于各单位所报的合计，按合计算"
        if later:
            why = f"{wording.day(later, r.plan.year)}已有较晚的登记，以那一条为准"
    return [f"累计{count}已随本条记下，{why}。"]


def _stays(c: Change) -> bool:
    return c.before == c.after and c.count[0] == c.count[1]


def _told(r: Recorded, c: Change) -> str:
    """What a stage was and has become; 仍为 only where nothing that papers show has changed."""
    figure, day = _figured(c.after), r.later.get(c.id)
    if not _stays(c):
        text = _move(c, r.plan.year)
    elif c.parts:
        below = [i for i in c.parts if i != c.id]
        moved = f"，要点{wording.ids(below)}有变动" if below and not c.touched else ""
        text = f"整体{_SAME}{figure}{moved}"
    else:
        text = (f"{wording.day(day, r.plan.year)}已有较晚的登记，" if day else "") + _SAME + figure
    if c.count != (None, None):
        item = r.plan.item(c.id)
        aims = [i.target for i in counted(r.plan, item, c.unit)] if item else []
        unit = aims[0].unit if aims and aims[0] else ""
        was = f"{c.count[0] or 0}{unit} → " if c.count[0] != c.count[1] else ""
        none = f"0{unit}" if r.event.op == "undo" else "无"  # the way back from 累计0项 → 3项
        text += f"，累计{was}" + (none if c.count[1] is None else f"{c.count[1]}{unit}")
    return text + (
        f"（责任单位均{wording.status(c.stands)}，这一项按{wording.status(c.stands)}计）" if c.stands else ""
    )


def _move(c: Change | Touched, year: int) -> str:
    """From what to what: 未启动 → 推进中60%; 推进中60% → 75%; 已完成，完成日6月20日 → 3月1日."""
    old, new = c.before, c.after
    text = _figured(new)
    if _figured(old) != text:
        alike = old.status == new.status and new.percent is not None
        text = f"{_figured(old)} → {f'{new.percent:g}%' if alike else text}"
    if old.done_on and new.done_on and old.done_on != new.done_on:
        year *= old.done_on.year == new.done_on.year  # of two years each is said with its own
        text += f"，完成日{wording.day(old.done_on, year)} → {wording.day(new.done_on, year)}"
    return text


def _turn(c: Change | Touched) -> bool | None:
    """Whether it is late (逾期完成) as it was not, or not so many days, before; False: it was, and is no more."""
    old, new = c.before, c.after
    if old.late_days == new.late_days:
        return None
    return True if new.late_days else False if new.done_on or old.status == new.status else None


def _lateness(found: Sequence[Change | Touched]) -> str:
    """How late those are that became late alike; that they no longer are."""
    turn = _turn(found[0])
    days = {(c.after if turn else c.before).late_days or 0 for c in found}
    told = f"晚{max(days)}天" if len(days) == 1 else f"最多晚{max(days)}天"
    return "" if turn is None else f"，逾期完成（{told}）" if turn else f"，不再是逾期完成（原{told}）"


def _figured(s: Standing) -> str:
    """推进中60%; what others have counted towards a target makes no percent of what has not begun."""
    return wording.status(s.status) + (
        f"{s.percent:g}%" if s.status not in (*CLOSED, "todo") and s.percent else ""
    )


def _remaining(r: Recorded) -> list[str]:
    """What is still open, what is overdue first; stages of a rhythm together, and items that are due alike."""
    found: dict[tuple[str, str], list[str]] = {}  # what, stage and date → items
    for ident in dict.fromkeys(x.id for x in r.remaining):
        mine = [x for x in r.remaining if x.id == ident]
        for words, rest in (
            (_LATE, [x for x in mine if x.overdue_days]),
            ("尚余", [x for x in mine if not x.overdue_days]),
        ):
            if len(rest) > 2:
                days = "至".join(wording.day(x.due, r.today.year) for x in (rest[0], rest[-1])) + "到期"
                told = [f" 阶段{wording.numbers([x.stage for x in rest])}（{days}）"]
            else:
                told = [_rest(r, x) for x in rest]
            for text in told:
                found.setdefault((words, text), []).append(ident)
    ordered = sorted(found.items(), key=lambda x: x[0][0] != _LATE)
    return [f"{words}：第{wording.ids(items)}项{text}" for (words, text), items in ordered]


def _typed(stages: Sequence[int]) -> str:
    """1-24,26: stages as they are typed."""
    return wording.numbers(stages).replace("至", "-").replace("、", ",")


def _shortened(lines: list[str]) -> list[str]:
    extra = len(lines) - SHOWN
    return [*lines[:SHOWN], f"……另有{extra}行"] if extra > 0 else lines


def _opening(r: Recorded) -> str:
    if r.event.op == "undo":
        own = f"（本条为第{r.event.seq}号）"
        if r.restored:
            what = f"第{r.restored.seq}号撤销" if r.restored.op == "undo" else "记录"
            back = "恢复" if r.is_back else "另有撤销，仍不计入"
            return f"已取消第{r.affected.seq}号撤销，它撤销的{what}{back}{own}。"
        on, day = r.affected.on, r.event.on
        ahead = f"它的办理日期 {on} 在 {day} 之后，从那天起不再计入。" if on and day and on > day else ""
        return f"已撤销第{r.affected.seq}号记录{own}。{ahead}"
    if r.event.op == "note":
        ids = "、".join(t.id for t in r.event.targets)
        return f"已登记第{ids}项的情况说明（第{r.event.seq}号记录）。"
    return f"已登记（第{r.event.seq}号记录，撤销请用 anquan undo {r.event.seq}）。"


def _staged(plan: Plan, ident: str) -> bool:
    item = plan.item(ident)
    return item is not None and len(item.stages) > 1


def _rest(r: Recorded, rest: Remaining) -> str:
    stage = f" 阶段{rest.stage}" if _staged(r.plan, rest.id) else ""
    late = f"，逾期{rest.overdue_days}天" if rest.overdue_days else ""
    return stage + (f"，{wording.day(rest.due, r.today.year)}到期{late}" if rest.due else "，无固定期限")
