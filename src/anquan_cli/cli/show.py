"""anquan show: one item in full."""

import typer

from anquan_cli.cli import completer, output
from anquan_cli.errors import UsageError
from anquan_cli.queries.item import Items, RemovedReport, removed, shown
from anquan_cli.tasklist import ids
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    ident: str = typer.Argument(
        ..., metavar="ID", help="编号：12、4.3、11.煤矿", autocompletion=completer.ids
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """查看一项的全部情况：责任单位和依据、阶段、要点、各单位进度、登记历史。

    示例：
    anquan show 12
    anquan show 11.煤矿
    """
    workspace = Workspace(ctx.obj)
    output.show(_found(workspace, ident), workspace, json=json)


def _found(workspace: Workspace, word: str) -> Items | RemovedReport:
    """The item that a word names; one that only the ledger knows is found too. Raises UsageError."""
    try:
        return shown(workspace.progress, ids.find_one(workspace.plan, word))
    except UsageError:
        report = removed(workspace.progress, ids.plain(word))
        if report is None:
            raise
        return report
