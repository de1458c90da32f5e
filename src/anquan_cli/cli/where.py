"""anquan where: what was found, and by what."""

from __future__ import annotations

import os

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace
from anquan_cli.errors import escape_controls
from anquan_cli.views.tsv import line

app = command_app()


@app.command(cls=Command)
def where(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """显示工作区、清单、台账和缓存的位置，以及各由什么决定。

    示例：
    anquan where
    """
    found = open_workspace(ctx).places
    entries = [
        ("home", "工作区", found.home, found.home_by),
        ("tasks", "清单", found.tasks, found.tasks_by),
        ("ledger", "台账", found.ledger, found.ledger_by),
        ("cache", "缓存", found.cache, found.cache_by),
    ]
    if json:
        output.write_json(
            {
                key: {"path": str(p) if p else None, "by": by, "exists": p is not None and os.path.lexists(p)}
                for key, _, p, by in entries
            }
        )
        return
    layout = _block if output.terminal() else line
    for _, name, path, by in entries:
        missing = "" if path is None or os.path.lexists(path) else "，尚不存在"
        output.write(layout(name, path if path else "（已关闭）", f"{by}{missing}") + "\n")


def _block(name: object, path: object, by: object) -> str:
    """A place on a terminal; its path has a line of its own and is never wrapped, so that it can be copied."""
    return f"{name}（{escape_controls(str(by))}）\n  {escape_controls(str(path))}"
