"""anquan list: the rows of the list, filtered."""

import typer

from anquan_cli.cli import completer, output
from anquan_cli.cli.query_options import SECTOR, option, query
from anquan_cli.queries.rows import listed
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    sector: str = SECTOR,
    category: str = option("--category", "C", "类别：一、二等编号，或名称中的字", completer.categories),
    status: list[str] = typer.Option(
        [], "--status", metavar="ST", help="状态，中英文均可，可写多次", autocompletion=completer.statuses
    ),
    light: list[str] = typer.Option(
        [], "--light", metavar="L", help="亮灯：红、黄、蓝、绿，可写多次", autocompletion=completer.lights
    ),
    late: bool = typer.Option(False, "--late", help="只看逾期完成的"),
    search: str = typer.Option(
        None, "--search", metavar="TEXT", help="标题、类别、要点、责任单位、时限中的字"
    ),
    named: bool = typer.Option(False, "--named", help="只列点名本单位的（与 --unit 同用）"),
    measures: bool = typer.Option(False, "--measures", help="同时列出要点"),
    sort: str = typer.Option(
        "id", "--sort", metavar="KEY", help="排序：id、due、status、unit", autocompletion=completer.sorts
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
    exit_code: bool = typer.Option(False, "--exit-code", help="有结果时以退出码 5 结束"),
) -> None:
    """列出清单中的任务；给出单位时，注明依据和该单位自己的进度。

    示例：
    anquan list
    anquan list --unit 县应急管理局 --named
    anquan list --sector 煤矿 --light 红
    """
    workspace = Workspace(ctx.obj)
    asked = query(workspace, sector, category, status, light, search, named, sort, late)
    found = listed(workspace.progress, asked, measures=measures)
    output.show(found, workspace, json=json)
    if exit_code and found.rows:
        raise typer.Exit(5)
