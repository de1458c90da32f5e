"""Units and sectors on a terminal."""

from __future__ import annotations

from anquan_cli.documents import wording
from anquan_cli.queries.overview import Sectors, UnitReport, Units
from anquan_cli.views.terminal.layout import COLOURS, Cell, Column, Value, block, is_narrow, table, write
from anquan_cli.views.text_charts import bar

_LEAST = 76  # columns of a terminal that these tables take


def units(report: Units) -> None:
    """Units, those behind first."""
    reports = report.units
    if is_narrow(_LEAST):
        for u in reports:
            counts = "、".join(f"{wording.BASIS_WORDS[b]}{n}" for b, n in u.obligations.items() if n)
            block(Cell(u.unit, "bold"), [f"{counts}；办结{u.done}、未办结{u.open}、逾期{u.overdue}",
                                         f"{wording.percent(u.percent)}，最近报送 {wording.day(u.last_report)}"])  # fmt: skip
    else:
        columns = [Column("单位", 1, 12), *(Column(w, right=True) for w in ("点名", "成员", "有关", "属地", "办结", "未结", "逾期", "进度")),
                   Column("最近报送")]  # fmt: skip
        table(columns, [_unit(u) for u in reports])
    write(f"共{len(reports)}个单位；办结、未结、逾期和进度只计点名和成员两类。")


def _unit(u: UnitReport) -> list[Value]:
    counts: list[Value] = [str(n) if n else "·" for n in u.obligations.values()]
    late = Cell(str(u.overdue), COLOURS["red"] if u.overdue else "")
    return [
        u.unit,
        *counts,
        str(u.done),
        str(u.open),
        late,
        wording.percent(u.percent),
        wording.day(u.last_report),
    ]


def sectors(report: Sectors) -> None:
    """Sectors, those behind first."""
    reports = report.sectors
    if is_narrow(_LEAST):
        for s in reports:
            parts = "、".join(r.id for r in s.parts) or "—"
            block(
                Cell(s.sector, "bold"),
                [
                    f"分项{parts}，涉及任务{s.rows}",
                    f"要点{s.measures}条，办结{s.done}、逾期{s.overdue}，{wording.percent(s.percent)}",
                ],
            )
    else:
        columns = [Column("行业领域", 2, 10), Column("又称", 3, 10), Column("分项"), Column("涉及任务", right=True),
                   Column("要点", right=True), Column("办结", right=True), Column("逾期", right=True), Column("进度"),
                   Column("", right=True)]  # fmt: skip
        table(columns, [
            [s.sector, "、".join(s.aliases), "、".join(r.id for r in s.parts) or "—", str(s.rows), str(s.measures), str(s.done),
             Cell(str(s.overdue), COLOURS["red"] if s.overdue else ""), bar(s.percent, 8), wording.percent(s.percent)]
            for s in reports
        ])  # fmt: skip
    hint = "" if is_narrow(_LEAST) else "；“涉及任务”是本行业分项之外、有相关要点的任务数"
    write(f"共{len(reports)}个行业领域{hint}。")
