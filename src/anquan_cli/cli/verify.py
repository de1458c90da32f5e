"""anquan verify: the integrity of the ledger."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app, open_workspace, warn
from anquan_cli.errors import AnquanError
from anquan_cli.ledger.jsonl import repair
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.workspace import Workspace

app = command_app()


@app.command(cls=Command)
def verify(
    ctx: typer.Context,
    expect: str = typer.Option(
        None, "--expect", metavar="SEQ:HASH", help="印在通报上的台账编号，如 42:9f3ab1c2d4e5"
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """核验台账：逐条验封，印出台账编号；给出印过的编号时，证明此前的记录没有改动、没有缺少。

    示例：
    anquan verify
    anquan verify --expect 通报末尾印的台账编号
    """
    workspace = open_workspace(ctx)
    ledger = workspace.places.ledger
    verdict = repair.verify(ledger, expect, list_id=list_id(workspace), memory=KnownHeads())
    head = str(verdict.ledger.head) if verdict.ledger.head else None
    if json:
        value = {
            "ledger": str(ledger),
            "state": verdict.kind,
            "head": head,
            "events": len(verdict.ledger.events),
            "expected": verdict.expected,
            "proven": verdict.proven,
        }
        output.write_json(value)
    elif head and verdict.ledger.fault is None:
        output.write(f"{head}\n")
    workspace.messages += [f"提示：{n}" for n in verdict.ledger.notices]
    if head is None and verdict.ledger.fault is None:
        workspace.messages.append("还没有登记，台账尚未建立。")
    elif verdict.ledger.fault is None:
        proven = f"，与编号 {verdict.expected} 相符" if verdict.proven else ""
        workspace.messages.append(f"台账完好：{len(verdict.ledger.events)} 条记录，逐条验封无误{proven}。")
    warn(workspace.messages)
    if verdict.ledger.fault:
        raise verdict.ledger.fault


def list_id(workspace: Workspace) -> str | None:
    """The list's id, or None when the list file cannot be read: the ledger is judged all the same."""
    try:
        return workspace.plan.id
    except AnquanError as error:
        workspace.messages.append(
            f"提示：清单文件读不了，未核对台账属于哪份清单（{error.message.splitlines()[0]}）"
        )
        return None
