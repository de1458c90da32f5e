"""anquan verify: the integrity of the ledger."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, office, say, verb
from anquan_cli.errors import AnquanError
from anquan_cli.ledger.jsonl import repair
from anquan_cli.ledger.jsonl.known_heads import HeadMemory
from anquan_cli.workspace import Office

app = verb()


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
    work = office(ctx)
    ledger = work.places.ledger
    verdict = repair.verify(ledger, expect, list_id=list_id(work), memory=HeadMemory())
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
        output.emit_json(value)
    elif head and verdict.ledger.fault is None:
        output.emit(f"{head}\n")
    work.words += [f"提示：{n}" for n in verdict.ledger.notices]
    if head is None and verdict.ledger.fault is None:
        work.words.append("还没有登记，台账尚未建立。")
    elif verdict.ledger.fault is None:
        proven = f"，与编号 {verdict.expected} 相符" if verdict.proven else ""
        work.words.append(f"台账完好：{len(verdict.ledger.events)} 条记录，逐条验封无误{proven}。")
    say(work.words)
    if verdict.ledger.fault:
        raise verdict.ledger.fault


def list_id(work: Office) -> str | None:
    """The list's id, or None when the list file cannot be read: the ledger is judged all the same."""
    try:
        return work.plan.id
    except AnquanError as error:
        work.words.append(f"提示：清单文件读不了，未核对台账属于哪份清单（{error.message.splitlines()[0]}）")
        return None
