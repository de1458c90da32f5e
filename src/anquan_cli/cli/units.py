"""anquan units: the units with their obligations."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, office, say, verb
from anquan_cli.queries import overview

app = verb()


@app.command(cls=Command)
def units(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """各单位的任务和进展，落后的排在前面；进度按点名和成员两类任务计算。

    示例：
    anquan units
    """
    work = office(ctx)
    found = overview.units(work.progress)
    if json:
        from anquan_cli.views.json_ import values

        output.emit_json([values.unit(u) for u in found])
    elif output.terminal():
        from anquan_cli.views.terminal import figures

        figures.units(found)
    else:
        from anquan_cli.views import tsv

        output.emit(tsv.lines(map(tsv.unit, found)))
    say(work.words)
    work.finish()
