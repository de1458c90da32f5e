"""anquan due: stages that fall due."""

from datetime import date

import typer

from anquan_cli import dates
from anquan_cli.cli import completer, output
from anquan_cli.cli.query_options import SECTOR, awaited, last_day, option, query, say_outside
from anquan_cli.errors import UsageError
from anquan_cli.queries.due import Due, due
from anquan_cli.workspace import Workspace

DAYS = 30  # what is near when nothing is said


def run(
    ctx: typer.Context,
    month: str = option("--month -m", "M", "某月到期的：6、2025-06、本月、下月", completer.periods),
    within: str = typer.Option(None, "--within", metavar="DAYS", help="今后若干天内到期的：7、7天、两周"),
    before: str = typer.Option(
        None, "--before", metavar="DATE", help="这一天（含）以前到期的：6月30日、月底"
    ),
    overdue: bool = typer.Option(False, "--overdue", help="只看逾期的"),
    late: bool = typer.Option(False, "--late", help="只看逾期完成的"),
    sector: str = SECTOR,
    named: bool = typer.Option(False, "--named", help="只列点名本单位的（与 --unit 同用）"),
    closed: bool = typer.Option(False, "--all", help="已办结、暂缓的也列出"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
    exit_code: bool = typer.Option(False, "--exit-code", help="有结果时以退出码 5 结束"),
) -> None:
    """查看到期的阶段；不带选项时，列出逾期的和今后30天内到期的。

    示例：
    anquan due --month 6
    anquan due --within 7 --unit 县应急管理局
    anquan due --overdue --exit-code
    """
    workspace = Workspace(ctx.obj)
    period, past = _span(workspace, month, within, before, overdue, late)
    asked = query(workspace, sector, named=named, late=late)
    stages = due(workspace.progress, asked, within=period, overdue=past, closed=closed)
    if past:
        awaited(workspace, asked.unit)
    if period and not stages and workspace.plan.year not in range(period.since.year, period.until.year + 1):
        say_outside(workspace, period)
    output.show(Due(workspace.plan, asked.unit, tuple(stages)), workspace, json=json)
    if exit_code and stages:
        raise typer.Exit(5)


def _span(
    workspace: Workspace, month: str | None, within: str | None, before: str | None, overdue: bool, late: bool
) -> tuple[dates.Period | None, bool]:
    """The days asked for, and whether overdue stages are asked for (too, when nothing is said)."""
    given = [o for o, v in (("--month", month), ("--within", within), ("--before", before)) if v is not None]
    given += ["--overdue"] * overdue + ["--late"] * (overdue and late)
    if len(given) > 1:
        raise UsageError(f"{'、'.join(given)} 不能同时用", "请只写一个")
    if overdue:
        return None, True
    if month is not None:
        return dates.parse_month(month, workspace.plan.year, workspace.today), False
    if before is not None:
        return dates.Period(date.min, last_day(workspace, before)), False
    return dates.parse_within(within or f"{DAYS}", workspace.today), within is None
