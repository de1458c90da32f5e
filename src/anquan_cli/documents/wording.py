"""The words that readers see for statuses, lights, bases and roles; the same in every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from anquan_cli.ledger.events import Envelope
from anquan_cli.party import Party
from anquan_cli.progress import ItemState, Reports, StageState
from anquan_cli.queries.due import DueReport
from anquan_cli.queries.overview import Figures, UnitReport
from anquan_cli.queries.rows import MeasureReport, RowReport
from anquan_cli.tasklist.assignment import Assignment
from anquan_cli.tasklist.plan import Measure, Plan, Register, UnitPhrase
from anquan_cli.vocabulary import BASIS_WORDS as BASIS_WORDS
from anquan_cli.vocabulary import KIND_WORDS as KIND_WORDS
from anquan_cli.vocabulary import LIGHT_WORDS, STATUS_WORDS, Light, Role, Status
from anquan_cli.vocabulary import ROLE_WORDS as ROLE_WORDS

WHOLE = "全体"
AFTER_DATE = "(?<=[0-9][年月日]|季度|半年|年度)(?=[^0-9至）第度上下])"  # where a title may be broken: 6月|安全生产重点工作
FILLS = {"red": "F4B6B6", "yellow": "FFE699", "blue": "BDD7EE", "green": "C6E0B4"}  # behind a light's word


def status(word: Status) -> str:
    """已完成 for done."""
    return STATUS_WORDS[word]


def light(word: Light) -> str:
    """红 for red."""
    return LIGHT_WORDS[word]


def legend(plan: Plan, rows: Sequence[RowReport] = ()) -> str:
    """What the lights mean, in one line; of what some of the rows wait for."""
    waits = "、到期尚未报送" * any(r.effective_state.awaiting for r in rows)
    return (
        f"红灯为逾期，黄灯为{within(plan.yellow_days)}到期{waits}或落后序时进度{plan.yellow_behind}个百分点以上，"
        "蓝灯为没有明确日期，其余为绿灯"
    )


def within(days: int) -> str:
    """7天内, 当日."""
    return f"{days}天内" if days else "当日"


def light_badge(word: Light) -> str:
    """● 红 for red: the word always stands beside the colour."""
    return f"● {light(word)}"


def unended(text: str) -> str:
    """A sentence without the mark that ends it, for a sentence to go on behind it."""
    return text.rstrip("。；;，,")


def one_line(units: UnitPhrase) -> str:
    """A unit phrase without its standing clause, on one line."""
    return re.sub(r"(?<=[、，；：])、", "", "、".join(units.text.partition("。")[0].split()))


def progress(state: ItemState, reached: bool = False) -> str:
    """50.0%, or — where nothing has begun or nothing applies, or where a target is `reached` that moves no percent."""
    return mean(state.percent, begun=state.status not in ("todo", "paused") and not reached)


def broken(deadline: str) -> str:
    """A deadline of several dates, each on a line: 6月底前/ 12月底前."""
    return re.sub("(?<=[/／])(?=.)", "\n", deadline)


def party(value: Party, whole: str) -> str:
    """A unit's name, or what the whole is called."""
    return value if isinstance(value, str) else whole


def reported(reports: Reports, missing: bool = True) -> str:
    """已报3/16家，办结2家，未报：甲、乙; without `missing`, the counts alone."""
    told = f"已报{len(reports.reported)}/{len(reports.units)}家，办结{len(reports.closed)}家"
    return told + (f"，未报：{shortened(reports.asked)}" if missing and reports.asked else "")


def responsible(units: UnitPhrase, most: int = 8) -> str:
    """Who answers for an item; with their roles, where they have several: 县水利局牵头，县林业局、县公安局负责."""
    found, verbs = by_role(units, most), ROLE_WORDS | {"responsible": "负责"}
    return wide("，".join(text + verbs[r] * (len(found) > 1) for r, text in found.items()))


def by_role(units: UnitPhrase, most: int) -> dict[Role, str]:
    """Who answers for an item, by role, who leads first."""
    found = {
        role: parties(
            [p.name for p in units.named if p.role == role],
            [g.name for g in units.groups if g.role == role],
            most,
        )
        for role in ROLE_WORDS
    }
    return {role: text for role, text in found.items() if text}


def wide(name: str) -> str:
    """A group's name with the brackets that a paper has: 各乡（镇）人民政府."""
    return name.replace("(", "（").replace(")", "）")


def shortened(names: Sequence[str], most: int = 8) -> str:
    """甲、乙、丙, of many the first and how many there are."""
    more = f"等{len(names)}家" if len(names) > most else ""
    return "、".join(names[: most - 1] if more else names) + more


def parties(units: Sequence[str], groups: Sequence[str], most: int = 8) -> str:
    """甲、乙等16家、各乡（镇）人民政府: units as `shortened`; groups that are the whole (全体) are named, not counted."""
    return "、".join([*filter(None, [shortened(units, most)]), *groups])


def topic(title: str) -> str:
    """What a list is about, as its papers call it: 安全生产重点工作 for 交城县2025年安全生产重点工作任务清单."""
    named = re.search("《(.+?)》", title)
    bare = re.sub("[（(〔][^（）()〔〕]*[）)〕]", "", named[1] if named else title)
    year = "[0-9]{4}年度?"
    found = re.search(
        rf"{year}(?:\S{{0,4}}?[至到—–~-]+{year}(?:[春夏秋冬]季?|\d+月)?)?"  # 2025年冬季至2026年春季
        "((?:“[^”]*”)?[^》」』”]{4,20}?)((?<=工作)任务)?(清单|任务?分解表|一览表|表|台账|方案|要点)?$",
        bare,
    )
    return found[1] if found else "安全生产重点工作" if "安全" in title else "重点工作"


def each(tasks: int, rows: int) -> str:
    """What rows are counted with: 2个分项, 2项任务 where no task is split."""
    return "项" if tasks == rows else "个"


def row(tasks: int, rows: int) -> str:
    """What a row is called: a task, where none is split."""
    return "任务" if tasks == rows else "分项"


def rows(tasks: int, number: int) -> str:
    """21项任务、27个分项, or 19项任务."""
    return f"{tasks}项任务" + (f"、{number}个分项" if tasks != number else "")


def title_parts(text: str) -> list[str]:
    """The parts of a title between which its sense allows a break."""
    return re.split(f"(?=（|进展情况|(?:周|月|季度|进展)通报)|{AFTER_DATE}|(?<=[^0-9])(?=[0-9]{{4}}年)", text)


def numbers(found: Sequence[int]) -> str:
    """1至24、26: neighbours as ranges."""
    return ids([str(n) for n in sorted(found)])


def towards(report: MeasureReport) -> str:
    """累计6项，目标10项; 2家中1家达到目标 where each unit has its own."""
    target = report.measure.target
    if target is None:
        return ""
    each = "每单位" if target.per_unit else ""
    told = f"累计{report.aimed[1] or 0}{target.unit}，目标{each}{target.count}{target.unit}"
    if report.each:
        told += f"，{len(report.each.units)}家中{report.at_target or 0}家达到"
    return told


def shortfall(report: MeasureReport) -> str:
    """第1.1项累计7500户，目标12000户，没有达到目标: of one that is done."""
    return f"第{report.item.id}项{towards(report)}{'' if report.each else '，没有达到目标'}"


def together(reports: Sequence[DueReport]) -> list[list[DueReport]]:
    """Three or more neighbouring stages of one item that are alike, together; each group where its first stands."""
    groups: list[list[DueReport]] = []
    last: dict[str, list[DueReport]] = {}  # item → its latest group
    for report in reports:
        group = last.get(report.id)
        if group and _is_next(group[-1], report):
            group.append(report)
        else:
            last[report.id] = [report]
            groups.append(last[report.id])
    place = {id(report): n for n, report in enumerate(reports)}
    few = [part for group in groups for part in ([group] if len(group) > 2 else [[r] for r in group])]
    return sorted(few, key=lambda part: place[id(part[0])])


def _is_next(before: DueReport, after: DueReport) -> bool:
    states = [
        (s.status, s.of_date, s.light, bool(s.late_days))
        for s in (before.effective_state, after.effective_state)
    ]
    alike = states[0] == states[1] and (before.late, before.awaiting) == (after.late, after.awaiting)
    return alike and after.stage.stage == before.stage.stage + 1


def stages_of(group: Sequence[DueReport], year: int) -> str:
    """阶段1; 阶段1至24（1月3日至6月13日）; empty for an item that has one stage only; `year`: the one spoken of."""
    first, last = group[0].stage, group[-1].stage
    if len(group) > 1:
        return f"阶段{first.stage}至{last.stage}（{day(first.due, year)}至{day(last.due, year)}）"
    return f"阶段{first.stage}" if len(group[0].item.stages) > 1 else ""


def runs(stages: Sequence[StageState]) -> list[list[StageState]]:
    """Neighbouring stages that are alike, together: of a rhythm, whose stages are many."""
    found: list[list[StageState]] = []
    for stage in stages:
        last = found[-1][-1] if found else None
        alike = last and len(stages) > 4 and (last.status, last.light) == (stage.status, stage.light)
        if alike and not (stage.late_days or (last and last.late_days)):
            found[-1].append(stage)
        else:
            found.append([stage])
    return found


def mean(value: float | None, begun: bool) -> str:
    """50.0%, or — where nothing has begun or nothing applies."""
    return percent(value if value or begun else None)


def rate(of: Figures) -> str:
    """The mean rate of several rows."""
    return mean(of.percent, of.begun)


def percent(value: float | None) -> str:
    """50.0%, or — where nothing applies."""
    return "—" if value is None else f"{value:.1f}%"


def day(value: date | str | None, year: int | None = None) -> str:
    """6月30日, or — without a date; with its year where another is spoken of."""
    if value is None:
        return "—"
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found.year}年" * (year not in (None, found.year)) + f"{found.month}月{found.day}日"


def full_day(value: date | None) -> str:
    """2025年6月30日, or —."""
    return f"{value.year}年{day(value)}" if value else "—"


def ids(items: Iterable[str]) -> str:
    """6.1至6.7、6.9: each once, neighbours in the list's order as ranges."""
    runs: list[list[str]] = []
    for item in dict.fromkeys(items):
        stem, dot, number = item.rpartition(".")
        if runs and runs[-1][-1] == f"{stem}{dot}{int(number) - 1}":
            runs[-1].append(item)
        else:
            runs.append([item])
    return "、".join(f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(run) for run in runs)


def amounts(e: Envelope, unit: str = "") -> str:
    """What an entry says behind its status: 40%，累计3项."""
    if e.mark is None:
        return ""
    percent = f"{e.mark.percent}%" if e.mark.percent is not None else ""
    return percent + (f"，累计{e.mark.count}{unit}" if e.mark.count is not None else "")


def by_clause(why: Assignment | None) -> bool:
    """Whether something is a township's by the standing clause alone (属地)."""
    return why is not None and why.basis == "township"


def overdue_rows(u: UnitReport) -> str:
    """3（属地2）: how many rows a unit is late with, and of them those that it only carries out as a township."""
    return str(u.figures.overdue) + (f"（属地{u.overdue_by_clause}）" if u.overdue_by_clause else "")


def left(days: int) -> str:
    """How far a date is away: 逾期3天, 今天, 还有5天."""
    if days < 0:
        return f"逾期{-days}天"
    return f"还有{days}天" if days else "今天"


def target(measure: Measure) -> str:
    """至少10项, 每单位至少1次; empty without a target."""
    if measure.target is None:
        return ""
    each = "每单位" if measure.target.per_unit else ""
    return f"{each}至少{measure.target.count}{measure.target.unit}"


def document(number: str) -> str:
    """A document number as GB/T 9704-2012 has it: 交安委〔2025〕5号 for 交安委[2025]05号."""
    return re.sub(r"[〔\[［【(（](\d{4})[〕\]］】)）]0*", r"〔\1〕", number)


def brief(units: UnitPhrase, register: Register, most: int = 3) -> str:
    """A unit phrase for a narrow column: short names, at most so many, and how many there are."""
    short = {u.name: u.short[0] for u in register.units if u.short}
    names = [short.get(p.name, p.name) + ("牵头" if p.role == "lead" else "") for p in units.named]
    return parties(names, [g.name for g in units.groups], most) or one_line(units)


def condition(state: ItemState, reached: bool = False) -> str:
    """The status with what is computed beside it, on a line of its own: 推进中, 逾期3天; 未启动, 尚未报送; 推进中, 已达目标."""
    beside = f"逾期{state.overdue_days}天" if state.overdue_days else "尚未报送" if state.awaiting else ""
    beside = beside or "已达目标" * reached
    return status(state.status) + (f"\n{beside}" if beside else "")
