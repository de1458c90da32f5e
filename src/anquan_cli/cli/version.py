"""anquan version: one line for whoever reports a fault."""

import sys
import sysconfig

import typer

from anquan_cli import __version__
from anquan_cli.cli import output
from anquan_cli.errors import AnquanError, escape_controls
from anquan_cli.ledger.events import VERSION
from anquan_cli.settings import Options
from anquan_cli.workspace import Workspace


def run(ctx: typer.Context) -> None:
    """显示版本和运行环境：程序、Python、系统、清单、台账格式；反映问题时请附上这一行。

    示例：
    anquan version
    """
    output.write(f"{line(ctx.obj)}\n")


def line(options: Options) -> str:
    """The line; a list that cannot be read is said to be so."""
    python = ".".join(map(str, sys.version_info[:3]))
    try:
        workspace = Workspace(options)
        listed = f"{workspace.plan.id}（{workspace.settings.tasks_by}）"
    except AnquanError:
        listed = "读不了"
    return escape_controls(
        f"anquan {__version__}，Python {python}，{sysconfig.get_platform()}，清单 {listed}，台账格式 {VERSION}"
    )
