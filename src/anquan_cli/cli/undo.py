"""anquan undo: takes an entry back, by a further entry."""

import typer

from anquan_cli.cli import completer, output
from anquan_cli.use_cases import record
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    seq: str = typer.Argument(
        None,
        metavar="SEQ",
        help="记录号或记录的 id（见 anquan log）；不写则撤销最近一条",
        autocompletion=completer.records,
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """撤销最近一条登记，或指定的一条；撤销也是一条记录，历史不会抹去。

    撤销一次“撤销”，就是恢复原来的登记。

    示例：
    anquan undo
    anquan undo 42
    """
    workspace = Workspace(ctx.obj)
    output.show(record.undo(workspace, seq), workspace, json=json)
