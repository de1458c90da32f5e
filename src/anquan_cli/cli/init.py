"""anquan init: a workspace with an editable copy of the list."""

from __future__ import annotations

from pathlib import Path

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace
from anquan_cli.errors import escape_controls
from anquan_cli.use_cases import init as use_case

app = command_app()


@app.command(cls=Command)
def init(
    ctx: typer.Context,
    folder: str = typer.Argument(None, metavar="DIR", help="文件夹；不写则用默认工作区"),
) -> None:
    """新建工作区，放入一份可编辑的清单；已有工作区时不会覆盖。

    示例：
    anquan init 我的清单
    """
    workspace = open_workspace(ctx)
    place = Path(folder) if folder is not None else workspace.settings.home
    path = use_case.init(place, workspace.settings)
    shown = escape_controls(str(place))
    output.write(f"已新建工作区 {shown}，清单在 {escape_controls(str(path))}。\n")
    if folder is not None:
        output.write(f"使用时请加 --home {shown}，或把环境变量 ANQUAN_HOME 设为它的完整路径。\n")
