"""The overview on a terminal."""

from __future__ import annotations

from anquan_cli.documents import wording
from anquan_cli.queries.overview import Figures, StatusReport
from anquan_cli.views.terminal import due
from anquan_cli.views.terminal.layout import COLOURS, Cell, Column, console, heading, is_narrow, table, write
from anquan_cli.views.text_charts import TIMELINE, bar, timeline


def show(report: StatusReport) -> None:
    """Figures, categories, what is next."""
    plan, today, head, o, upcoming, stages = report
    write(Cell(plan.title, "bold"))
    parts = f"、{o.figures.total}个分项" if o.figures.total != o.tasks else ""
    write(f"截至{wording.full_day(today)}：共{o.tasks}项任务{parts}（以下按分项计）")
    write(f"总进度 {bar(o.figures.percent)} {wording.percent(o.figures.percent)}，序时进度 {o.elapsed:.1f}%")
    write(closing(o.figures))
    write(f"逾期{o.figures.overdue}，逾期完成{o.figures.late}，滞后于序时进度{o.figures.behind}")
    for light, count in o.figures.lights.items():
        write(Cell(f"{wording.light_badge(light)}灯 {count}", COLOURS[light]), indent=2)
    heading("各类别")
    if is_narrow():
        for c in o.categories:
            write(
                f"{c.number} {c.title}：{wording.percent(c.figures.percent)}，{closing(c.figures)}", indent=2
            )
    else:
        columns = [Column("类别", 2, 12), Column("分项", right=True), Column("办结", right=True),
                   Column("逾期", right=True), Column("进度"), Column("", right=True)]  # fmt: skip
        table(columns, [
            [f"{c.number} {c.title}", str(c.figures.total), str(c.figures.closed), str(c.figures.overdue),
             bar(c.figures.percent), wording.percent(c.figures.percent)]
            for c in o.categories
        ])  # fmt: skip
    heading(TIMELINE)
    for line in timeline(stages, plan.year, today, console().width, "今天"):
        write(line)
    heading("逾期和今后30天内到期")
    due.show(plan, upcoming, None)
    if head:
        write(f"台账编号 {head}")


def closing(f: Figures) -> str:
    """Totals that add up."""
    return "，".join(f"{wording.status(s)}{n}" for s, n in f.statuses.items())
