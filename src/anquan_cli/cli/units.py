"""anquan units: the units with their obligations."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace
from anquan_cli.queries import overview

app = command_app()


@app.command(cls=Command)
def units(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """各单位的任务和进展，落后的排在前面；进度按点名和成员两类任务计算。

    示例：
    anquan units
    """
    workspace = open_workspace(ctx)
    output.show(overview.Units(tuple(overview.units(workspace.progress))), workspace, json=json)
