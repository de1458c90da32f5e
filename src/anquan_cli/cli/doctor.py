"""anquan doctor: repairs the ledger beside the original."""

import sys

import typer

from anquan_cli.cli import output
from anquan_cli.dates import normalize_width
from anquan_cli.errors import UsageError
from anquan_cli.terminal import is_terminal
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    yes: bool = typer.Option(False, "--yes", help="不再询问（供脚本使用）"),
) -> None:
    """修复台账：保留完好的部分，原文件和未采用的内容都另存在旁边；动手之前先问一声。

    示例：
    anquan doctor
    anquan doctor --yes
    """
    workspace = Workspace(ctx.obj)
    store = workspace.any_store()
    intended = store.plan_repair()
    if intended.state == "absent":
        workspace.check_places()
    output.write_sentences(intended.said)
    output.warn([*workspace.messages(), *workspace.conflicts(store.read())])
    if intended.state not in ("absent", "sound"):
        if not yes and not _agreed():
            raise UsageError("没有得到同意，未作改动", "同意时请输入 y 或“是”，或加 --yes")
        output.write_sentences(store.repair(intended).said)


def _agreed() -> bool:
    try:
        sys.stdout.flush()  # nobody agrees to what could not be shown
        print("是否照此办理？输入 y 或“是”继续，直接回车不改动：", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline() if sys.stdin is not None else ""
        print(
            end="" if answer and is_terminal(sys.stdin) else "\n", file=sys.stderr
        )  # its echo ends the line
        return normalize_width(answer).strip().lower() in ("y", "yes", "是")
    except (OSError, ValueError):
        return False
