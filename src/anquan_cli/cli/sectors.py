"""anquan sectors: the fields of work with their rows and measures."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace
from anquan_cli.queries import overview

app = command_app()


@app.command(cls=Command)
def sectors(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """各行业领域的分项、要点和进展，落后的排在前面。

    示例：
    anquan sectors
    """
    workspace = open_workspace(ctx)
    output.show(overview.Sectors(tuple(overview.sectors(workspace.progress))), workspace, json=json)
