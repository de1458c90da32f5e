"""anquan export: the list with its progress, as a file."""

import os

import typer

from anquan_cli.cli import completer, output
from anquan_cli.cli.query_options import option
from anquan_cli.cli.summary import named
from anquan_cli.dates import Period
from anquan_cli.errors import UsageError
from anquan_cli.queries.listing import listing
from anquan_cli.views import registry
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    format_: str = option("--format", "F", "、".join(registry.EXPORTS), completer.formats),
    file: str = option(
        "-o --output", "FILE", "写成文件；格式可由后缀看出，可用 {year} {week} {month}", completer.files
    ),
) -> None:
    """把清单连同进展导出成文件。

    示例：
    anquan export -o 进展.xlsx
    anquan export --format csv
    anquan export --unit 应急局 -o 期限.ics
    """
    workspace = Workspace(ctx.obj)
    name = registry.choose(format_, file, registry.EXPORTS, None)
    if name in registry.BINARY and file is None:
        raise UsageError(f"{name} 要写成文件", f"请加 -o 进展.{name}")
    if file is not None:
        today = workspace.today
        file = named(file, workspace.plan, Period(today, today))
    report = listing(
        workspace.progress, workspace.explicit_unit, workspace.head,
        in_full=name in registry.IN_FULL, written=os.stat(workspace.settings.tasks).st_mtime,
    )  # fmt: skip
    data = registry.renderer(name, "listing")(workspace.plan, report)
    if name == "ics" and b"BEGIN:VEVENT" not in data:
        workspace.say("提示：没有带到期日、又不是不涉及的事项，日历是空的。")
    output.deliver(data, name, file, workspace)
