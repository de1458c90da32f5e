"""anquan log: the history."""

import re
from contextlib import suppress

import typer

from anquan_cli.cli import completer, output
from anquan_cli.cli.query_options import first_day, whole_number
from anquan_cli.dates import normalize_width
from anquan_cli.documents import wording
from anquan_cli.errors import UsageError, shell_word, truncate
from anquan_cli.queries.history import history
from anquan_cli.tasklist import ids
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    ident: str = typer.Argument(
        None, metavar="ID", help="只看一项（含它的要点和所属任务的登记）", autocompletion=completer.ids
    ),
    since: str = typer.Option(None, "--since", metavar="DATE", help="这一天（含）以来办理的"),
    limit: str = typer.Option(None, "--limit", metavar="N", help="只看最近几条"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """查看登记历史，最新的在最后；撤销过的也在，注明已撤销。

    示例：
    anquan log
    anquan log 12 --since 2025-06-01
    anquan log --by 王芳
    """
    workspace = Workspace(ctx.obj)
    most = whole_number(limit, "--limit")
    if most is not None and most < 0:
        raise UsageError("--limit 不能小于 0", "请写 10 这样的数字")
    item = _item(workspace, ident) if ident is not None else None
    first = first_day(workspace, since) if since is not None else None
    by = ctx.obj.by  # typed: $ANQUAN_BY is who records
    report = history(workspace.progress, item, workspace.explicit_unit, first, most, by)
    if by is not None and not report.events:
        known = [truncate(name) for name in dict.fromkeys(e.by for e in workspace.ledger.events)]
        workspace.say(
            f"提示：没有“{truncate(by)}”登记的；台账的登记人有{wording.shortened(known) or '：无'}。"
        )
    if first and first > workspace.today and not report.events:
        workspace.say(f"提示：--since {first} 晚于今天（{workspace.today}），请核对日期。")
    output.show(report, workspace, json=json)


def _item(workspace: Workspace, word: str) -> str:
    """The id that a word stands for; one that only the ledger knows is found too."""
    typed = normalize_width(word)
    if any(t.id == typed for e in workspace.ledger.events for t in e.targets):
        return typed
    try:
        return ids.find_one(workspace.plan, word)
    except UsageError as error:
        told = error
        with suppress(UsageError):
            unit = workspace.find_unit(word)
            hint = f"看它的登记历史请写 anquan log --unit {shell_word(unit)}"
            told = UsageError(f"“{truncate(word)}”是单位，不是编号", hint)
        with suppress(UsageError):
            if re.search(r"[^\W\d]", word):
                first_day(workspace, word)
                hint = f"看那时以来的请写 --since {truncate(word)}"
                told = UsageError(f"“{truncate(word)}”是日子，不是编号", hint)
        raise told from None
