"""anquan export: the list with its progress, as a file."""

from __future__ import annotations

from pathlib import Path

import typer

from anquan_cli.cli import completer, output
from anquan_cli.cli.app import UnitOptionCommand, command_app, open_workspace
from anquan_cli.errors import UsageError
from anquan_cli.queries.listing import listing
from anquan_cli.views import registry

app = command_app()


@app.command(cls=UnitOptionCommand)
def export(
    ctx: typer.Context,
    format_: str = typer.Option(
        None,
        "--format",
        metavar="F",
        help="xlsx、docx、csv、ics、json、html、md",
        autocompletion=completer.formats,
    ),
    file: str = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="写成文件；格式可由后缀看出",
        autocompletion=completer.files,
    ),
) -> None:
    """把清单连同进展导出成文件。

    示例：
    anquan export -o 进展.xlsx
    anquan export --format csv
    anquan export --unit 应急局 -o 期限.ics
    """
    workspace = open_workspace(ctx)
    name = registry.choose(format_, file, registry.EXPORTS, None)
    if name in registry.BINARY and file is None:
        raise UsageError(f"{name} 要写成文件", f"请加 -o 进展.{name}")
    report = listing(
        workspace.progress, workspace.explicit_unit, workspace.head, in_full=name in registry.IN_FULL
    )
    data = registry.renderer(name, "listing")(workspace.plan, report)
    data = output.json_bytes(data) if name == "json" else data
    with output.ending(workspace):
        if file is None:
            output.write_bytes(data)
        else:
            workspace.write(Path(file), data)
