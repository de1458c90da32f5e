"""anquan status: the overview."""

import typer

from anquan_cli.cli import output
from anquan_cli.cli.query_options import awaited
from anquan_cli.queries import overview
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """总体进展一览：数字、各类别进度、亮灯、近期到期。

    示例：
    anquan status
    anquan status --unit 林业局
    """
    workspace = Workspace(ctx.obj)
    awaited(workspace, workspace.explicit_unit)
    output.show(
        overview.status(workspace.progress, workspace.explicit_unit, workspace.head), workspace, json=json
    )
