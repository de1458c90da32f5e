"""anquan sectors: the fields of work with their rows and measures."""

import typer

from anquan_cli.cli import output
from anquan_cli.queries import overview
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """各行业领域的分项、要点和进展，落后的排在前面；办结、逾期按要点计（没有要点的分项算一条）。

    示例：
    anquan sectors
    """
    workspace = Workspace(ctx.obj)
    output.show(
        overview.Sectors(
            tuple(overview.sectors(workspace.progress)), tuple(s.name for s in workspace.plan.sectors)
        ),
        workspace,
        json=json,
    )
