"""Reports that are read as sentences, on a terminal and in a pipe alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anquan_cli.documents import wording
from anquan_cli.errors import on_one_line, shell_word, with_places
from anquan_cli.grouping import gathered
from anquan_cli.party import OFFICE
from anquan_cli.progress.stages import Change, Remaining, counted
from anquan_cli.tasklist.loader import CheckReport, describe
from anquan_cli.tasklist.plan import Plan, sort_key
from anquan_cli.use_cases.record import Recorded, Touched
from anquan_cli.vocabulary import Status

if TYPE_CHECKING:  # a record is not to load the importer
    from anquan_cli.exchange.list_import.merge import Merged
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
        ("按文件更新", merged.taken),
        ("文件中已没有，删去", merged.dropped),
        ("文件中已没有，但手工改过，保留", merged.kept),
    )
    lines = [f"{words}：{'、'.join(places)}。" for words, places in told if places]
    lines += [
        on_one_line(
            f"{c.where}两边都改了，保留手工的“{c.hand}”，文件是“{c.document}”；要按文件的，请在清单里改过来。"
        )
        for c in merged.conflicts
    ]
    return [*(lines or ["文件没有变化，清单未作改动。"]), *entry_sentences(comparison)]


def entry_sentences(comparison: Comparison | None) -> list[str]:
    """What the ledger holds for rows that changed or are gone."""
    if comparison is None:
        return []
    same = comparison.old.year == comparison.new.year  # else it is another year's
    moved = {p.old.id: p.new.id for p in comparison.pairs if same and p.old.id != p.new.id}
    return [
        f"第{i}项改为第{moved[i]}项，台账里已有{n}条登记，仍在第{i}项名下，请核对后登记到第{moved[i]}项。"
        if i in moved
        else f"第{i}项有变动，台账里已有{n}条登记，请核对。"
        for i, n in comparison.entries.items()
    ]


def recorded_sentences(r: Recorded) -> list[str]:
    """What was recorded, what it changed, whom else it touches, and what remains."""
    lines = [_opening(r), *_changed(r)]
    if r.event.mark and r.event.mark.count is not None and all(c.count[1] is None for c in r.changes):
        aimed = any(counted(r.plan, i, None) for t in r.event.targets if (i := r.plan.item(t.id)))
        why = "少于各单位所报的合计，按合计算" if aimed else "没有数量目标的不计入完成率"
        lines.append(f"累计{r.event.mark.count}已随本条记下，{why}。")
    touched = gathered((_move(t), t.unit) for t in r.touched)
    lines += [
        f"其中{wording.shortened(list(dict.fromkeys(units)))}：{text}" for text, units in touched.items()
    ]
    several = len({c.id for c in r.changes}) > 1
    if len(r.closes) > _SPOKEN_FOR:
        every = wording.ids(sorted((i for items in r.closes.values() for i in items), key=sort_key))
        lines.append(f"本条未写单位，代表第{every}项各自的责任单位，可用 anquan show 编号 查看。")
    for spoken_for, items in r.closes.items() if len(r.closes) <= _SPOKEN_FOR else ():
        of = f"第{'、'.join(items)}项" if several else ""
        lines.append(f"本条未写单位，{of}代表：{wording.parties(*spoken_for)}。")
    if r.early:
        told = "、".join(f"{e.id}阶段{e.stage}（{wording.day(e.due, _year(r))}到期）" for e in r.early[:6])
        more = f"等{len(r.early)}个阶段" if len(r.early) > 6 else ""
        lines.append(f"同时提前办结：{told}{more}。")
    na = r.event.mark is not None and r.event.mark.status == "na"
    for ident, stages in r.earlier.items() if not na else ():
        lines.append(
            f"第{ident}项此前还有{len(stages)}期未登记：阶段{wording.numbers(stages)}，"
            f"可加 --stage {_typed(stages)} 一并登记。"
        )
    for ident in dict.fromkeys(x.id for x in r.remaining if na and _staged(r.plan, x.id)):
        rest = _typed([x.stage for x in r.remaining if x.id == ident])
        option = f" --unit {shell_word(str(r.event.author))}" if r.event.author is not OFFICE else ""
        lines.append(
            f"其余各期也不涉及的，请用 anquan mark {ident} na --stage {rest}{option} --note 理由 登记。"
        )
    for ident, unit in r.at_target.items():
        option = f" --unit {shell_word(str(unit))}" if unit else ""
        lines.append(f"第{ident}项{unit or ''}已达到目标，办结请登记 anquan mark {ident} done{option}。")
    if r.begun:
        lines.append(f"台账从这一条开始，保存在 {r.begun}。")
    return [with_places(s) for s in (*_shortened(lines), *_shortened(_remaining(r)))]


def _changed(r: Recorded) -> list[str]:
    """From what to what, with figures; neighbouring stages that change alike in one line."""
    if r.later:
        return [f"已登记；{wording.day(r.later, r.plan.year)}已有较晚的登记，状态不变。"]
    alike: dict[tuple[str, str, str], list[int]] = {}
    for c in r.changes:
        stays = c.before == c.after and (c.after != "doing" or c.percent[0] == c.percent[1])
        text = f"{_SAME}{_figured(c.after, c.percent[1])}" if stays else _move(c)
        if c.count[1] is not None:
            item = r.plan.item(c.id)
            aims = [i.target for i in counted(r.plan, item, c.unit)] if item else []
            unit = aims[0].unit if aims and aims[0] else ""
            text += (
                f"，累计{c.count[0] or 0}{unit} → {c.count[1]}{unit}"
                if c.count[0] != c.count[1]
                else f"，累计{c.count[1]}{unit}"
            )
        alike.setdefault((c.id, f"（{c.unit}）" if c.unit else "", text), []).append(c.stage)
    groups = gathered(  # stages, unit and text → items
        ((f" 阶段{wording.numbers(stages)}" if _staged(r.plan, ident) else "", unit, text), ident)
        for (ident, unit, text), stages in alike.items()
    )
    lines = []
    same = [i for (_, _, text), items in groups.items() if text.startswith(_SAME) for i in items]
    for (stage, unit, text), items in groups.items():
        if len(same) > 1 and text.startswith(_SAME):
            continue
        if len(items) > _EACH:
            lines.append(f"第{wording.ids(items)}项{stage}{unit}：{text}")
        else:
            lines += [f"第{i}项{stage} {r.plan.title_of(i) or ''}{unit}：{text}" for i in items]
    return (
        [*lines, f"第{wording.ids(sorted(same, key=sort_key))}项：状态和进度不变"] if len(same) > 1 else lines
    )


def _move(c: Change | Touched) -> str:
    """From what to what: 未启动 → 推进中60%, 推进中60% → 75%."""
    percent = c.percent[1]
    moved = c.before == c.after == "doing" and percent is not None
    return f"{_figured(c.before, c.percent[0])} → {f'{percent:g}%' if moved else _figured(c.after, percent)}"


def _figured(status: Status, percent: float | None) -> str:
    return wording.status(status) + (f"{percent:g}%" if status == "doing" and percent else "")


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
                days = "至".join(wording.day(x.due, _year(r)) for x in (rest[0], rest[-1])) + "到期"
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


def _year(r: Recorded) -> int:
    """The year that is spoken of: the day of work's; days of another are said with theirs."""
    return int((r.event.on or str(r.plan.year))[:4])


def _rest(r: Recorded, rest: Remaining) -> str:
    stage = f" 阶段{rest.stage}" if _staged(r.plan, rest.id) else ""
    late = f"，逾期{rest.overdue_days}天" if rest.overdue_days else ""
    return stage + (f"，{wording.day(rest.due, _year(r))}到期{late}" if rest.due else "，无固定期限")
