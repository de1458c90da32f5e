"""anquan status: the overview."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace
from anquan_cli.queries import overview

app = command_app()


@app.command(cls=Command)
def status(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """总体进展一览：数字、各类别进度、亮灯、近期到期。

    示例：
    anquan status
    """
    workspace = open_workspace(ctx)
    output.show(overview.status(workspace.progress, workspace.head), workspace, json=json)
