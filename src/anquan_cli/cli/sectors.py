"""anquan sectors: the fields of work with their rows and measures."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
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
        from anquan_cli.views.json_ import values

        output.emit_json([values.sector(s) for s in found])
    elif output.terminal():
        from anquan_cli.views.terminal import figures

        figures.sectors(found)
    else:
        from anquan_cli.views import tsv

        output.emit(tsv.lines(map(tsv.sector, found)))
    say(work.words)
    work.finish()
