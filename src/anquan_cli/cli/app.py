"""The program's frame: commands that load when called, options that every command takes, help in Chinese."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, cast

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup, TyperOption

from anquan_cli.errors import UsageError, truncate
from anquan_cli.settings import SHIPPED, Options
from anquan_cli.workspace import Workspace

# verb: (module, one line for the overview)
COMMANDS = {
    "list": ("list_", "列出任务，可按单位、行业、类别、状态筛选"),
    "show": ("show", "查看一项的全部情况"),
    "due": ("due", "查看近期到期和逾期的事项"),
    "mark": ("mark", "登记进展"),
    "note": ("note", "登记情况说明，不改变状态"),
    "log": ("log", "查看登记历史"),
    "undo": ("undo", "撤销一条登记"),
    "status": ("status", "总体进展一览"),
    "units": ("units", "各单位的任务和进展"),
    "sectors": ("sectors", "各行业领域的任务和进展"),
    "summary": ("summary", "编出周报、月报等通报"),
    "export": ("export", "把清单和进展导出成文件"),
    "import": ("import_", "把下发的清单（Word、Excel、PDF 等）读成清单文件"),
    "compare": ("compare", "比较两份清单"),
    "check": ("check", "检查清单文件"),
    "verify": ("verify", "核验台账"),
    "doctor": ("doctor", "修复台账"),
    "init": ("init", "新建工作区，得到可编辑的清单"),
    "where": ("where", "显示各文件的位置"),
    "completion": ("completion", "命令补全：按 Tab 键补出编号、单位、状态"),
}  # fmt: skip

FIRST_STEPS = """
还没有自己的工作区，可以这样开始：
  anquan list                         先看随程序提供的清单
  anquan init 我县                    建工作区，再照它印出的一行设好
  anquan mark 12 doing --note 已部署  登记第一条进展
换成本县的清单（Word、WPS、Excel、PDF 都行）：
  anquan import 清单.docx -o tasks.yaml
  anquan init 我县 --tasks tasks.yaml"""
EPILOG = "状态：todo 未启动、doing 推进中、done 已完成、verified 已销号、paused 暂缓、na 不涉及。"

_COMMON = {
    "home": ("DIR", "工作区文件夹（或 $ANQUAN_HOME）"),
    "tasks": ("FILE", "清单文件（或 $ANQUAN_TASKS）"),
    "ledger": ("FILE", "台账文件（或 $ANQUAN_LEDGER）"),
    "today": ("DATE", "把这一天当作今天（或 $ANQUAN_TODAY）"),
    "by": ("NAME", "登记人（或 $ANQUAN_BY）"),
}
_UNIT = "责任单位：全称、简称、拼音首字母均可"


def _keep(ctx: Any, param: Any, value: Any) -> Any:
    """Remembers a common option; the one nearer to the command's end wins."""
    if value not in (None, False):
        ctx.ensure_object(dict)[param.name] = value
    return value


def _option(name: str, metavar: str, help_: str, **more: Any) -> TyperOption:
    return TyperOption(
        param_decls=[f"--{name}"], metavar=metavar, help=help_, expose_value=False, callback=_keep, **more
    )


def common_options(heeds: str) -> list[TyperOption]:
    """The options that go before or after a command; those that it does not heed are not in its help.

    `heeds`: "" no unit, "option" --unit alone, "environment" $ANQUAN_UNIT too.
    """
    from_environment = heeds == "environment"
    unit = _UNIT + ("（或 $ANQUAN_UNIT）" if from_environment else "")
    flag = {"is_flag": True, "default": False}
    return [
        _option("unit", "UNIT", unit, hidden=not heeds),
        _option("all-units", "", "不按单位，撇开 $ANQUAN_UNIT", hidden=not from_environment, **flag),
        *(_option(name, *words) for name, words in _COMMON.items()),
        _option("new-ledger", "", "确认台账已不在或已更换，从头记起", hidden=not heeds, **flag),
    ]


class Command(TyperCommand):
    """A verb: its own options, then the common ones."""

    heeds = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *common_options(self.heeds)]

    def invoke(self, ctx: Any) -> Any:
        """Refuses a unit that this verb would not heed."""
        if not self.heeds and (ctx.obj or {}).get("unit") is not None:
            raise UsageError(f"anquan {self.name} 不分单位，不能用 --unit", "请去掉 --unit")
        return super().invoke(ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the base; a fault of usage knows which verb it is about."""
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Help in Chinese, aligned by the width of characters."""
        from anquan_cli.cli.help import of_command

        formatter.write(of_command(self, ctx))


class UnitCommand(Command):
    """A verb that heeds --unit and $ANQUAN_UNIT."""

    heeds = "environment"


class UnitOptionCommand(Command):
    """A verb that heeds --unit alone: what it shows is the office's otherwise."""

    heeds = "option"


class CommandGroup(TyperGroup):
    """The verbs; each is imported when it is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *common_options("environment")]

    def list_commands(self, ctx: Any) -> list[str]:
        """All verbs, in the order of a first visit."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The verb's command, or None."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As the base, with our word for an unknown verb."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0][:40].lower(), COMMANDS, 1)
            hint = f"是否想写 anquan {near[0]}？" if near else ""
            raise UsageError(f"没有命令“{truncate(args[0])}”", hint + "可用 anquan --help 查看全部命令")
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The overview of all verbs."""
        from anquan_cli.cli.help import of_program

        formatter.write(of_program(self, ctx))


def load(command_app: str) -> Command:
    """The command of a verb."""
    module = import_module(f"anquan_cli.cli.{COMMANDS[command_app][0]}")
    found = cast(Command, typer.main.get_command(module.app))
    found.name = command_app
    return found


def command_app() -> typer.Typer:
    """The Typer program of one verb's file."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)


def _version(value: bool) -> None:
    if value:
        from anquan_cli import __version__

        print(f"anquan {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help="显示版本", callback=_version, is_eager=True),
) -> None:
    """县级安全生产重点工作任务清单：要做什么、谁来做、何时完成、进展如何。"""
    ctx.ensure_object(dict)
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())
        given = open_workspace(ctx).settings
        if given.tasks_by == SHIPPED and not os.path.lexists(given.ledger):
            print(FIRST_STEPS)


def command() -> Any:
    """The whole program as a callable."""
    return typer.main.get_command(app)


def open_workspace(ctx: typer.Context) -> Workspace:
    """The workspace that the common options name."""
    return Workspace(Options(**ctx.ensure_object(dict)))
