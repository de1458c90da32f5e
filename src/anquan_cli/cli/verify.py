"""anquan verify: the integrity of the ledger."""

import typer

from anquan_cli.cli import output
from anquan_cli.ledger.store import Proof
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    expect: str = typer.Option(
        None, "--expect", metavar="SEQ:HASH", help="印在通报上的台账编号，如 42:9f3ab1c2d4e5"
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """核验台账：逐条核对，印出台账编号；给出印过的编号时，证明此前的记录没有改动、没有缺少。

    示例：
    anquan verify
    anquan verify --expect 通报末尾印的台账编号
    """
    workspace = Workspace(ctx.obj)
    proof = workspace.any_store().verify(expect)
    if proof.state == "absent":
        workspace.check_places()
    head = str(proof.ledger.head) if proof.ledger.head else None
    with output.ending(workspace, _said(proof), proof.ledger.fault):
        if json:
            value = {
                "ledger": workspace.settings.ledger,
                "state": proof.state,
                "head": head,
                "events": len(proof.ledger.events),
                "expected": proof.expected,
                "proven": proof.proven,
            }
            output.write_json(value)
        elif head and proof.ledger.fault is None:
            output.write(f"{head}\n")


def _said(proof: Proof) -> list[str]:
    """What was found, in a sentence; a fault is raised instead."""
    found = [f"提示：{notice}" for notice in proof.ledger.notices]
    if proof.ledger.fault is None:
        proven = f"，与编号 {proof.expected} 相符" if proof.proven else ""
        found.append(
            f"台账完好：{len(proof.ledger.events)} 条记录，逐条核验无误{proven}。"
            if proof.ledger.head
            else "还没有登记，台账尚未建立。"
        )
    return found
