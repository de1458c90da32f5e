"""anquan where: what was found, and by what."""

import typer

from anquan_cli.cli import output
from anquan_cli.errors import AnquanError, UsageError
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
    try:
        workspace.list_file  # noqa: B018  (missed where it is gone)
        fault = workspace.store_of(None).read().fault
    except UsageError:  # no workspace yet
        pass
    except AnquanError as error:
        fault = error
    output.show(workspace.settings, workspace, json=json)
    if fault:
        raise fault
