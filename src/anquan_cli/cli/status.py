"""anquan status: the overview."""

from __future__ import annotations

from datetime import timedelta

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, office, say, verb
from anquan_cli.dates import Period
from anquan_cli.queries.due import due, stages
from anquan_cli.queries.overview import overview
from anquan_cli.queries.rows import Query

app = verb()


@app.command(cls=Command)
def status(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """总体进展一览：数字、各类别进度、亮灯、近期到期。

    示例：
    anquan status
    """
    work = office(ctx)
    found = overview(work.progress)
    near = Period(work.today, work.today + timedelta(days=30))
    upcoming = due(work.progress, Query(), within=near, overdue=True)
    head = str(work.ledger.head) if work.ledger.head else None
    if json:
        from anquan_cli.views.json_ import values

        output.emit_json(values.overview(work.plan, found, upcoming, work.today, head))
    elif not output.terminal():
        from anquan_cli.views import tsv

        output.emit(tsv.lines(tsv.overview(found, upcoming)))
    else:
        from anquan_cli.views.terminal import status

        status.show(work.plan, found, upcoming, stages(work.progress, Query()), work.today, head)
    say(work.words)
    work.finish()
