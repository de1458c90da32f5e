"""anquan units: the units with their obligations; one unit's page; a unit more in the register."""

import typer

from anquan_cli.cli import completer, output, slips
from anquan_cli.errors import UsageError, escape_controls, truncate
from anquan_cli.queries import overview
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    name: str = typer.Argument(
        None, metavar="U", help="只看一个单位：逾期、近期到期、最近报送", autocompletion=completer.units
    ),
    add: str = typer.Option(None, "--add", metavar="NAME", help="把一个单位登记到清单文件的名册"),
    short: list[str] = typer.Option([], "--short", metavar="S", help="与 --add 同用：简称，可写多次"),
    group: list[str] = typer.Option(
        [],
        "--group",
        metavar="G",
        help="与 --add 同用：所属单位组，可写多次",
        autocompletion=completer.groups,
    ),
    suggest: bool = typer.Option(False, "--suggest", help="按清单里的责任单位写法，列出可用的名册"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """各单位的任务和进展，逾期和尚未报送多的排在前面；进度按 list --unit 列出的各项计算。

    示例：
    anquan units
    anquan units 林业局
    anquan units --add 县教育局 --short 教育局 --group 县安委会成员单位
    """
    workspace = Workspace(ctx.obj)
    given = (("--add", add is not None), ("--suggest", suggest), ("--json", json))
    if len(alone := [option for option, is_given in given if is_given]) > 1:
        raise UsageError(f"{'、'.join(alone)} 不能同时用", "没有执行，请只写一个")
    if name is not None and (add is not None or suggest):
        raise UsageError(
            f"{alone[0]} 后面多出“{truncate(name)}”，未作改动", f"{slips.APART}；简称写在 --short 后面"
        )
    if add is not None:
        from anquan_cli.use_cases.register import add_unit

        path, written = add_unit(workspace, add, short, group)
        output.write(f"已把 {escape_controls(written)} 登记到 {escape_controls(str(path))}。\n")
        output.warn(workspace.messages())
        return
    if short or group:
        raise UsageError(
            "--short 和 --group 要与 --add 同用", "例如 anquan units --add 县教育局 --short 教育局"
        )
    if suggest:
        from anquan_cli.use_cases.register import suggested

        output.write(suggested(workspace))
        return
    report: overview.UnitPage | overview.Units = (
        overview.Units(workspace.plan, tuple(overview.units(workspace.progress)))
        if name is None
        else overview.unit_page(workspace.progress, workspace.find_unit(name))
    )
    output.show(report, workspace, json=json)
