"""The overview on a terminal: one screen of 80 × 24 where what is due soon leaves room for it."""

from __future__ import annotations

from anquan_cli.documents import wording
from anquan_cli.queries.overview import Figures, StatusReport
from anquan_cli.views.terminal import due
from anquan_cli.views.terminal.layout import (
    COLOURS,
    Cell,
    Column,
    console,
    heading,
    is_narrow,
    late,
    side_by_side,
    table,
    write,
    write_lines,
)
from anquan_cli.views.text_charts import bar, legend, timeline


def show(report: StatusReport) -> None:
    """Figures, categories, what is next."""
    plan, today, head, o, upcoming, stages = report
    f = o.figures
    write(Cell(f"{plan.title}（截至{wording.full_day(today)}）", "bold"))
    if not o.tasks:
        write(f"清单没有涉及{o.unit}的任务。" if o.unit else "清单里还没有任务。")
        return
    parts = f"、{f.total}个分项" if f.total != o.tasks else ""
    write(f"{o.unit + '：' if o.unit else ''}共{o.tasks}项任务{parts}：{_statuses(f)}")
    write(f"总进度 {bar(f.percent, mark=o.elapsed)} {wording.rate(f)}，{legend(o.elapsed)}")
    lights = [
        Cell(f"{wording.light_badge(light)} {count}", COLOURS[light]) for light, count in f.lights.items()
    ]
    side_by_side([f"逾期{f.overdue}，逾期完成{f.late}，滞后于序时进度{f.behind}", *lights])
    if is_narrow():
        heading("各类别")
        each = ((f"{c.number} {c.title}", c.figures) for c in o.categories)
        write_lines(
            (f"{n}：{wording.rate(g)}，办结{g.closed}/{g.total}，逾期{g.overdue}" for n, g in each), indent=2
        )
    else:
        columns = [Column("类别", 2, 12), Column("任务" if f.total == o.tasks else "分项", right=True), Column("办结", right=True),
                   Column("逾期", right=True), Column("进度"), Column("", right=True)]  # fmt: skip
        table(columns, [
            [f"{c.number} {c.title}", str(c.figures.total), str(c.figures.closed), late(c.figures.overdue),
             bar(c.figures.percent, mark=o.elapsed), wording.rate(c.figures)]
            for c in o.categories
        ])  # fmt: skip
    write()
    write_lines(timeline(stages, plan.year, today, console().width, "本月"))
    heading("逾期和今后30天内到期")
    due.show_briefly(plan, upcoming)
    if head:
        write(f"台账编号 {head}")


def _statuses(f: Figures) -> str:
    """Totals that add up; what there is none of is left out."""
    return "，".join(f"{wording.status(s)}{n}" for s, n in f.statuses.items() if n)
