"""anquan where: what was found, and by what."""

import typer

from anquan_cli.cli import output
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
    output.show(workspace.settings, workspace, json=json)
