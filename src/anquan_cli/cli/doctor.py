"""anquan doctor: repairs the ledger beside the original."""

from __future__ import annotations

import sys

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, office, say, verb
from anquan_cli.cli.verify import list_id
from anquan_cli.errors import UsageFault
from anquan_cli.ledger.jsonl import repair
from anquan_cli.ledger.jsonl.known_heads import HeadMemory

app = verb()


@app.command(cls=Command)
def doctor_(
    ctx: typer.Context,
    yes: bool = typer.Option(False, "--yes", help="不再询问（供脚本使用）"),
) -> None:
    """修复台账：保留完好的部分，原文件和未采用的内容都另存在旁边；动手之前先问一声。

    示例：
    anquan doctor
    anquan doctor --yes
    """
    work = office(ctx)
    ledger, listed, memory = work.places.ledger, list_id(work), HeadMemory()
    intended = repair.plan(ledger, list_id=listed, memory=memory)
    output.emit_sentences(intended.said)
    if intended.kind not in ("absent", "sound"):
        if not yes and not _agreed():
            raise UsageFault("没有得到同意，未作改动", "同意时请输入 y 或“是”，或加 --yes")
        output.emit_sentences(repair.repair(ledger, list_id=listed, memory=memory).said)
    say(work.words)


def _agreed() -> bool:
    sys.stdout.flush()
    try:
        print("是否照此办理？输入 y 或“是”继续，直接回车不改动：", end="", file=sys.stderr, flush=True)
        return sys.stdin is not None and sys.stdin.readline().strip().lower() in ("y", "yes", "是")
    except (OSError, ValueError):
        return False
