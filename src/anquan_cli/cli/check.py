"""anquan check: faults and doubts of the list file."""

import sys
from pathlib import Path

import typer

from anquan_cli.cli import completer, output
from anquan_cli.errors import OperationError, os_error_text
from anquan_cli.tasklist import loader
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    file: str = typer.Argument(
        None,
        metavar="FILE",
        help="清单文件，- 为管道送来的清单；不写则检查当前清单",
        autocompletion=completer.files,
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """检查清单文件：错误（须改正）、疑点（请核对）、说明；没有问题时什么也不列。

    示例：
    anquan check
    anquan import 清单.docx | anquan check -
    """
    workspace = Workspace(ctx.obj)
    if file == "-":
        found = loader.check_text(_piped())
    else:
        found = loader.check(Path(file) if file is not None else workspace.list_file)
    output.show(found, workspace, json=json)
    if found.faults:
        raise typer.Exit(3)


def _piped() -> bytes:
    try:
        return sys.stdin.buffer.read(loader.LIMIT + 1)
    except OSError as error:
        raise OperationError(
            f"无法读取管道送来的清单：{os_error_text(error)}", "请先存成文件，再检查那个文件"
        ) from None
