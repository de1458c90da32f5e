"""What an import read, on a terminal: the columns, the rows, what was left out, every doubt."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from anquan_cli import terminal
from anquan_cli.documents import wording
from anquan_cli.use_cases.import_list import ImportReport
from anquan_cli.views.sentences import import_sentences, omission_sentences
from anquan_cli.views.terminal.layout import (
    Cell,
    Column,
    block,
    heading,
    is_narrow,
    table,
    write,
    write_lines,
)

_ROWS, _LEFT = 12, 12  # shown before the rest is counted only


def show(report: ImportReport) -> None:
    """What there is to see before a list is written, or what was written."""
    found = report.imported
    plan = found.plan
    if report.path is None:
        write(Cell(f"{plan.title}（{plan.year}年）", "bold"))
        counts = Counter(r.category for r in plan.rows)
        write(
            "、".join(f"{plan.categories[c].title}{n}行" for c, n in counts.items())
            + f"，共{len(plan.rows)}行"
        )
        write("时限：" + "、".join(f"{wording.KIND_WORDS[kind]}{n}" for kind, n in found.deadlines))
        _units(report)
        _columns(report)
        _rows(report)
    _left_out(report)
    heading("结果" if report.path else "疑点" if found.doubts else "没有疑点")
    write_lines(import_sentences(report))
    if report.path is None:
        write("没有写文件；要写成清单文件，请在同一条命令后面加 -o tasks.yaml。")


def _units(report: ImportReport) -> None:
    units = report.imported.plan.register.units
    new = report.imported.new_units
    told = (
        f"，其中名册里没有的{len(new)}个：{'、'.join(new[:10])}{'等' if len(new) > 10 else ''}" if new else ""
    )
    groups = report.imported.plan.register.groups
    write(f"单位{len(units)}个{told}" + (f"；单位组：{'、'.join(g.name for g in groups)}" if groups else ""))


def _columns(report: ImportReport) -> None:
    if not report.imported.columns:
        return
    heading("各栏")
    for where, columns in groupby(report.imported.columns, key=lambda c: c.where):
        pairs = [f"{c.meaning}←第{c.column}栏“{c.header}”" for c in columns]
        write(f"{where}：{'，'.join(pairs)}")


def _rows(report: ImportReport) -> None:
    plan = report.imported.plan
    rows = plan.rows[:_ROWS]
    heading(f"前{len(rows)}行" if len(plan.rows) > _ROWS else "各行")
    if is_narrow():
        for r in rows:
            named = r.part or r.sector
            block(f"{r.id} {r.title}" + (f"（{named}）" if named else ""), [r.units.text, r.deadline.text])
    else:
        table(
            [
                Column("编号"),
                Column("任务", 3, 10),
                Column("责任单位", 4, 10),
                Column("完成时限", 2, 6),
                Column("要点", right=True),
            ],
            [
                (
                    r.id,
                    r.title + (f"（{r.part or r.sector}）" if r.part or r.sector else ""),
                    r.units.text,
                    r.deadline.text,
                    str(len(r.measures)),
                )
                for r in rows
            ],
        )
    if len(plan.rows) > _ROWS:
        write(f"……另有{len(plan.rows) - _ROWS}行")


def _left_out(report: ImportReport) -> None:
    left = omission_sentences(report)
    if not left:
        return
    heading(f"没有采用的文字（{len(left)}处）")
    room = max(terminal.width() - 4, 20)
    write_lines(text if len(text) <= room else text[:room] + "…" for text in left[:_LEFT])
    if len(left) > _LEFT:
        write(f"……另有{len(left) - _LEFT}处，可用 --json 查看")
