"""anquan status: the overview."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import UnitOptionCommand, command_app, open_workspace
from anquan_cli.queries import overview

app = command_app()


@app.command(cls=UnitOptionCommand)
def status(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """总体进展一览：数字、各类别进度、亮灯、近期到期。

    示例：
    anquan status
    anquan status --unit 林业局
    """
    workspace = open_workspace(ctx)
    output.show(
        overview.status(workspace.progress, workspace.explicit_unit, workspace.head), workspace, json=json
    )
