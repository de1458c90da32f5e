"""anquan units: the units with their obligations."""

from __future__ import annotations

import typer

from anquan_cli.cli import face
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
        from anquan_cli.views import as_json

        face.emit_json([as_json.unit(u) for u in found])
    elif face.terminal():
        from anquan_cli.views import figures_screen

        figures_screen.units(found)
    else:
        from anquan_cli.views import pipe

        face.emit(pipe.lines(map(pipe.unit, found)))
    say(work.words)
    work.finish()
