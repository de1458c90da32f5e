"""anquan status: the overview."""

from __future__ import annotations

from datetime import timedelta

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace, warn
from anquan_cli.dates import Period
from anquan_cli.queries.due import due, stages
from anquan_cli.queries.overview import overview
from anquan_cli.queries.rows import Query

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
    found = overview(workspace.progress)
    near = Period(workspace.today, workspace.today + timedelta(days=30))
    upcoming = due(workspace.progress, Query(), within=near, overdue=True)
    head = str(workspace.ledger.head) if workspace.ledger.head else None
    if json:
        from anquan_cli.views.json_ import values

        output.write_json(values.overview(workspace.plan, found, upcoming, workspace.today, head))
    elif not output.terminal():
        from anquan_cli.views import tsv

        output.write(tsv.lines(tsv.overview(found, upcoming)))
    else:
        from anquan_cli.views.terminal import status

        status.show(
            workspace.plan, found, upcoming, stages(workspace.progress, Query()), workspace.today, head
        )
    warn(workspace.messages)
    workspace.raise_on_damage()
