"""anquan sectors: the fields of work with their rows and measures."""

from __future__ import annotations

import typer

from anquan_cli.cli import face
from anquan_cli.cli.app import Command, office, say, verb
from anquan_cli.queries import overview

app = verb()


@app.command(cls=Command)
def sectors(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """各行业领域的分项、要点和进展，落后的排在前面。

    示例：
    anquan sectors
    """
    work = office(ctx)
    found = overview.sectors(work.progress)
    if json:
        from anquan_cli.views import as_json

        face.emit_json([as_json.sector(s) for s in found])
    elif face.terminal():
        from anquan_cli.views import figures_screen

        figures_screen.sectors(found)
    else:
        from anquan_cli.views import pipe

        face.emit(pipe.lines(map(pipe.sector, found)))
    say(work.words)
    work.finish()
