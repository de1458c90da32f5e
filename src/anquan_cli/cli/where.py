"""anquan where: what was found, and by what."""

import typer

from anquan_cli.cli import output
from anquan_cli.errors import AnquanError, UsageError
from anquan_cli.settings import LIST, SHIPPED, Found
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """显示工作区、清单、台账和缓存的位置，以及各由什么决定。

    示例：
    anquan where
    """
    workspace = Workspace(ctx.obj)
    fault: AnquanError | None = None
    told = workspace.settings
    try:
        workspace.list_file  # noqa: B018  (missed where it is gone)
        fault = workspace.store_of(None).read().fault
    except UsageError as error:  # no workspace yet, or a file in its place
        fault = error if told.home.exists() and not told.home.is_dir() else None
    except AnquanError as error:
        fault = error
        if told.tasks_by == SHIPPED and "list_file" not in vars(workspace):  # its own is gone
            told = told._replace(tasks=told.home / LIST, tasks_by="工作区")
    if fault is None and "list_file" in vars(workspace):
        try:  # what every other command would refuse
            told = told._replace(today=told.today or Found(str(workspace.today), "时钟"))
            _ = workspace.today, told.unit and workspace.unit
        except AnquanError as error:
            fault = error
    output.show(told, workspace, json=json, fault=fault)
