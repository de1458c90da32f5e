"""anquan check: faults and doubts of the list file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace
from anquan_cli.errors import escape_controls
from anquan_cli.tasklist import loader
from anquan_cli.tasklist.loader import Checked

app = command_app()


@app.command(cls=Command)
def check(
    ctx: typer.Context,
    file: str = typer.Argument(None, metavar="FILE", help="清单文件；不写则检查当前清单"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """检查清单文件：错误（须改正）、疑点（请核对）、说明；没有问题时什么也不列。

    示例：
    anquan check
    """
    path = Path(file) if file is not None else open_workspace(ctx).places.tasks
    found = loader.check(path)
    if json:
        output.write_json(_value(path, found))
    else:
        kinds = (("错误", found.faults), ("疑点", found.doubts), ("说明", found.notes))
        output.write_sentences(f"{kind} {loader.describe(f)}" for kind, faults in kinds for f in faults)
        if output.terminal() and found.plan and not (found.doubts or found.notes):
            output.write(f"{escape_controls(str(path))}：没有问题。\n")
    if found.faults:
        raise typer.Exit(3)


def _value(path: Path, found: Checked) -> dict[str, Any]:
    def listed(faults: Any) -> list[dict[str, Any]]:
        return [
            {"line": f.line, "place": f.place or None, "message": f.message, "hint": f.hint or None}
            for f in faults
        ]

    return {
        "file": str(path),
        "faults": listed(found.faults),
        "doubts": listed(found.doubts),
        "notes": listed(found.notes),
    }
