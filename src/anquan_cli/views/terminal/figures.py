"""Units and sectors on a terminal."""

from __future__ import annotations

from anquan_cli.documents import wording
from anquan_cli.queries.overview import Sectors, UnitPage, UnitReport, Units
from anquan_cli.views.terminal import due, log
from anquan_cli.views.terminal.layout import (
    COLOURS,
    Cell,
    Column,
    Value,
    block,
    heading,
    is_narrow,
    late,
    table,
    write,
    write_lines,
)
from anquan_cli.views.text_charts import bar

_LEAST = 76  # columns of a terminal that these tables take


def units(report: Units) -> None:
    """Units, those with most that is late and unreported first."""
    reports, by_clause = report.units, any(u.overdue_by_clause for u in report.units)
    year = report.plan.year
    if is_narrow(_LEAST):
        for u in reports:
            block(Cell(u.unit, "bold"), _about(u, year))
    else:
        columns = [Column("单位", 1, 10), *(Column(w, right=True) for w in wording.BASIS_WORDS.values()),
                   *(Column(w, right=True) for w in ("办结", "逾期", "未报", "进度")), Column("最近报送")]  # fmt: skip
        table(columns, [_unit(u, year) for u in reports])
    write(
        f"共{len(reports)}个单位；办结为“办结/全部”，各项数字按该单位全部任务计算；"
        "未报是到期后尚未报送的（不涉及的请登记）"
        + ("；属地是整体逾期、由乡镇按属地落实的，通报不点名。" if by_clause else "。")
    )


def _about(u: UnitReport, year: int) -> list[Value]:
    counts = "、".join(f"{wording.BASIS_WORDS[b]}{n}" for b, n in u.obligations.items() if n)
    return [
        f"{counts or '没有任务'}；办结{u.figures.closed}、未办结{u.open}",
        f"逾期{wording.overdue_rows(u)}、尚未报送{u.awaiting}",
        f"进度{wording.rate(u.figures)}，最近报送 {wording.day(u.last_report, year)}",
    ]


def _unit(u: UnitReport, year: int) -> list[Value]:
    counts: list[Value] = [str(n) if n else "·" for n in u.obligations.values()]
    return [
        u.short.removesuffix("人民政府"), *counts, f"{u.figures.closed}/{sum(u.obligations.values())}", late(u.figures.overdue, wording.overdue_rows(u)), str(u.awaiting) if u.awaiting else "·",
        wording.rate(u.figures), wording.day(u.last_report, year),
    ]  # fmt: skip


def unit_page(report: UnitPage) -> None:
    """One unit: what is late, what has to be said, what is due next, what it reported last."""
    year = report.plan.year
    block(Cell(report.report.unit, "bold"), _about(report.report, year))
    if report.report.contact:
        write(f"联系人：{report.report.contact}", indent=2)
    for title, found in (("逾期", report.late), ("今后30天内到期", report.next)):
        heading(title)
        if not found:
            write("没有。", indent=2)
        for group in wording.together(found):
            shown = group[0].effective_state
            text = f"{wording.day(shown.due, year)} {group[0].id} {due.label(group, year)}"
            why = "属地，" if wording.by_clause(group[0].assignment) else ""
            said = f"（{why}{wording.status(shown.status)}，{due.left(group[0])}）"
            write(Cell(text + said, COLOURS[shown.light]), indent=2)
    if report.awaiting:
        heading("已到期、尚未报送（不涉及的请登记 na 并说明理由）")
        told = (
            f"{r.row.id} {wording.unended(r.item.title)}（{r.row.deadline.text}）" for r in report.awaiting
        )
        write_lines(told, indent=2)
    heading("最近登记")
    if not report.entries:
        write("还没有。", indent=2)
    for e in report.entries:
        write(
            f"{log.day(report.plan, e)} {log.items(report.plan, e)}：{log.label(report.plan, e, (), {})}",
            indent=2,
        )


def sectors(report: Sectors) -> None:
    """Sectors, those behind first."""
    reports = report.sectors
    if not reports:
        names = "、".join(report.known)
        write(f"清单登记了行业领域{names}，没有任务是它们的。" if names else "清单没有写行业领域。")
        return
    if is_narrow(_LEAST):
        for s in reports:
            parts = "、".join(r.id for r in s.parts)
            block(
                Cell(s.sector, "bold"),
                [
                    f"分项{parts}，涉及任务{s.rows}" if parts else f"涉及任务{s.rows}",
                    f"要点{s.figures.total}条，办结{s.figures.closed}、逾期{s.figures.overdue}，进度{wording.rate(s.figures)}",
                ],
            )
    else:
        columns = [Column("行业领域", 2, 12), Column("又称", 2, 10, one_line=True), Column("分项"),
                   Column("涉及任务", right=True), Column("要点", right=True), Column("其中办结", right=True),
                   Column("其中逾期", right=True), Column("进度"), Column("", right=True)]  # fmt: skip
        table(columns, [
            [s.sector, "、".join(s.aliases), "、".join(r.id for r in s.parts) or "·", str(s.rows), str(s.figures.total), str(s.figures.closed),
             late(s.figures.overdue), bar(s.figures.percent, 8), wording.rate(s.figures)]
            for s in reports
        ])  # fmt: skip
    hint = "" if is_narrow(_LEAST) else "；“涉及任务”是本行业分项之外、有相关要点的任务数"
    write(f"共{len(reports)}个行业领域{hint}。")
