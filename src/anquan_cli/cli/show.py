"""anquan show: one item in full."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace, warn
from anquan_cli.dates import normalize_width
from anquan_cli.errors import UsageError
from anquan_cli.queries.item import item, removed
from anquan_cli.tasklist import ids
from anquan_cli.workspace import Workspace

app = command_app()


@app.command(cls=Command)
def show(
    ctx: typer.Context,
    ident: str = typer.Argument(..., metavar="ID", help="编号：12、4.3、11.煤矿"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """查看一项的全部情况：责任单位和依据、阶段、要点、各单位进度、登记历史。

    示例：
    anquan show 12
    anquan show 11.煤矿
    """
    workspace = open_workspace(ctx)
    try:
        ident = ids.find_one(workspace.plan, ident)
    except UsageError:
        if not _shown_removed(workspace, normalize_width(ident), json):
            raise
        return
    measure = workspace.plan.measure(ident)
    wanted = [measure] if measure else [(row, None) for row in workspace.plan.rows_of(ident)]
    reports = [item(workspace.progress, row, m) for row, m in wanted]
    if json:
        from anquan_cli.views.json_ import values

        shown = [values.item(workspace.plan, r) for r in reports]
        task = workspace.plan.rows_of(ident)
        split = not measure and task[0].id != ident
        output.write_json({"id": ident, "title": task[0].title, "parts": shown} if split else shown[0])
    else:
        from anquan_cli.views.terminal import item as item_view

        for report in reports:
            item_view.show(workspace.plan, report, brief=len(reports) > 1)
    warn(workspace.messages)
    workspace.raise_on_damage()


def _shown_removed(workspace: Workspace, ident: str, json: bool) -> bool:
    """Shows what the ledger knows of an item that the list has no more; False when that is nothing."""
    report = removed(workspace.progress, ident)
    if report is None:
        return False
    if json:
        from anquan_cli.views.json_ import values

        output.write_json(values.removed(report))
    else:
        from anquan_cli.views.terminal import item as item_view

        item_view.show_removed(workspace.plan, report)
    warn(workspace.messages)
    workspace.raise_on_damage()
    return True
