"""anquan where: what was found, and by what."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace

app = command_app()


@app.command(cls=Command)
def where(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """显示工作区、清单、台账和缓存的位置，以及各由什么决定。

    示例：
    anquan where
    """
    workspace = open_workspace(ctx)
    output.show(workspace.settings, workspace, json=json)
