"""anquan sectors: the fields of work with their rows and measures."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace, warn
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
    found = overview.sectors(workspace.progress)
    if json:
        from anquan_cli.views.json_ import values

        output.write_json([values.sector(s) for s in found])
    elif output.terminal():
        from anquan_cli.views.terminal import figures

        figures.sectors(found)
    else:
        from anquan_cli.views import tsv

        output.write(tsv.lines(map(tsv.sector, found)))
    warn(workspace.messages)
    workspace.raise_on_damage()
