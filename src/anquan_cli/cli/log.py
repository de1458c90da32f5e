"""anquan log: the history."""

from __future__ import annotations

import typer

from anquan_cli import dates
from anquan_cli.cli import output
from anquan_cli.cli.app import UnitOptionCommand, command_app, open_workspace, warn
from anquan_cli.cli.query_options import whole_number
from anquan_cli.dates import normalize_width
from anquan_cli.errors import UsageError
from anquan_cli.ledger.events import Event
from anquan_cli.ledger.undo import order, taken_back
from anquan_cli.tasklist import ids
from anquan_cli.workspace import Workspace

app = command_app()


@app.command(cls=UnitOptionCommand)
def log(
    ctx: typer.Context,
    ident: str = typer.Argument(None, metavar="ID", help="只看一项（含它的要点）"),
    since: str = typer.Option(None, "--since", metavar="DATE", help="这一天（含）以来办理的"),
    limit: str = typer.Option(None, "--limit", metavar="N", help="只看最近几条"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """查看登记历史，最新的在最后；撤销过的也在，注明已撤销。

    示例：
    anquan log
    anquan log 12 --since 2025-06-01
    """
    workspace = open_workspace(ctx)
    events = sorted(workspace.ledger.events, key=order)
    gone = taken_back(events)
    if ident is not None:
        events = _of_item(workspace, events, ident)
    if workspace.explicit_unit:
        events = [e for e in events if e.unit == workspace.explicit_unit]
    if since is not None:
        first, zone = dates.parse_day(since, workspace.plan.year).isoformat(), workspace.plan.timezone
        events = [e for e in events if (e.on or dates.local_day(e.ts, zone).isoformat()) >= first]
    most = whole_number(limit, "--limit")
    if most is not None:
        if most < 0:
            raise UsageError("--limit 不能小于 0", "请写 10 这样的数字")
        events = events[len(events) - min(most, len(events)) :]
    if json:
        from anquan_cli.views.json_ import values

        output.write_json([values.event(e, gone) for e in events])
    elif output.terminal():
        from anquan_cli.views.terminal import log

        log.show(workspace.plan, events, gone, {e.id: e.seq for e in workspace.ledger.events})
    else:
        from anquan_cli.views import tsv

        output.write(tsv.lines(tsv.event(workspace.plan, e) for e in events))
    warn(workspace.messages)
    workspace.raise_on_damage()


def _of_item(workspace: Workspace, events: list[Event], word: str) -> list[Event]:
    """The events of an item and of what is under it; an item that only the ledger knows is found too."""
    recorded = {t.id for e in events for t in e.targets}
    wanted = normalize_width(word)
    if wanted not in recorded:
        wanted = ids.find_one(workspace.plan, word)
    return [e for e in events if any(t.id == wanted or t.id.startswith(f"{wanted}.") for t in e.targets)]
