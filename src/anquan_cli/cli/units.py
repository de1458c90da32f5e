"""anquan units: the units with their obligations."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace, warn
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
    found = overview.units(workspace.progress)
    if json:
        from anquan_cli.views.json_ import values

        output.write_json([values.unit(u) for u in found])
    elif output.terminal():
        from anquan_cli.views.terminal import figures

        figures.units(found)
    else:
        from anquan_cli.views import tsv

        output.write(tsv.lines(map(tsv.unit, found)))
    warn(workspace.messages)
    workspace.raise_on_damage()
