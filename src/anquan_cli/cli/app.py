"""The program's frame: commands that load when called, options that every command takes, help in Chinese."""

import os
import sys
from copy import copy
from functools import cache
from importlib import import_module
from itertools import takewhile
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from anquan_cli import terminal
from anquan_cli.cli import completer, output, slips
from anquan_cli.errors import UsageError, placed, shell_word, truncate
from anquan_cli.settings import SHIPPED, Options, is_absent
from anquan_cli.workspace import Workspace

# verb: (module, one line for the overview, whether it heeds a unit: "option" --unit alone, "environment" $ANQUAN_UNIT too)
COMMANDS = {
    "list": ("list_", "列出任务，可按单位、行业、类别、状态筛选", "environment"),
    "show": ("show", "查看一项的全部情况", ""),
    "due": ("due", "查看近期到期和逾期的事项", "environment"),
    "mark": ("mark", "登记进展", "environment"),
    "note": ("note", "登记情况说明，不改变状态", "environment"),
    "log": ("log", "查看登记历史", "option"),
    "undo": ("undo", "撤销一条登记", ""),
    "status": ("status", "总体进展一览", "option"),
    "units": ("units", "各单位的任务和进展", ""),
    "sectors": ("sectors", "各行业领域的任务和进展", ""),
    "summary": ("summary", "编出周报、月报等通报", "option"),
    "export": ("export", "把清单和进展导出成文件", "option"),
    "import": ("import_", "把下发的清单（Word、Excel、PDF 等）读成清单文件", ""),
    "compare": ("compare", "比较两份清单", ""),
    "check": ("check", "检查清单文件", ""),
    "verify": ("verify", "核验台账", ""),
    "doctor": ("doctor", "修复台账", ""),
    "init": ("init", "新建工作区，得到可编辑的清单", ""),
    "where": ("where", "显示各文件的位置", ""),
    "completion": ("completion", "命令补全：按 Tab 键补出编号、单位、状态", ""),
    "help": ("help", "查看一个命令的用法", ""),
    "version": ("version", "显示版本和运行环境", ""),
}  # fmt: skip

FIRST_STEPS = """
还没有自己的工作区，可以这样开始：
  anquan list                         先看随程序提供的清单
  anquan init 我县                    建工作区，再照它印出的一行设好
  anquan mark 12 doing --note 已部署  登记第一条进展
换成本县的清单（Word、WPS、Excel、PDF 都行）：
  anquan import 清单.docx -o tasks.yaml
  anquan init 我县 --tasks tasks.yaml"""
DOUBLE_CLICKED = """
这个窗口是双击打开的，不能接着输入命令。请在文件夹上方的地址栏里输入 cmd，按回车，在出现的窗口里输入。
按回车键关闭："""
EPILOG = "状态：todo 未启动、doing 推进中、done 已完成、verified 已销号、paused 暂缓、na 不涉及。"

_HEED_BY = ("mark", "note", "undo", "log", "where")  # who records, or whose records
_DISPLAY = ("color", "table", "ascii", "no_pager")
COMMON = (*Options._fields, *_DISPLAY)  # options that go before or after a command


def options(ctx: Any) -> Options:
    """The common options as given, before the command or after it."""
    return Options(**{k: v for k, v in _given(ctx).items() if k in Options._fields})


def _given(ctx: Any) -> dict[str, Any]:
    before = _given(ctx.parent) if ctx.parent else {}
    return before | {k: v for k, v in ctx.params.items() if k in COMMON and v not in (None, False)}


class Command(TyperCommand):
    """A verb: its own options, then the common ones; those that it does not heed are not in its help."""

    def adopt(self, common: list[Any], heeds: str) -> None:
        """Takes on the options that every command takes."""
        self.heeds = heeds
        shown = {
            "unit": heeds,
            "new_ledger": heeds or self.name == "init",
            "all_units": heeds == "environment",
            "by": self.name in _HEED_BY,
        }
        shown |= dict.fromkeys(("table", "ascii"), any(p.name == "json" for p in self.params))
        for option in common:
            if option.name in shown:
                option = copy(option)
                option.hidden = not shown[option.name]
            if option.name == "unit" and heeds == "option":
                option.help = UNIT
            if option.name == "by" and self.name == "log":
                option.help = "只看这个人登记的"
            self.params.append(option)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the base; slips of the pen are told first, and a fault of usage knows which verb it is about."""
        if not ctx.resilient_parsing:
            slips.check(args, self.params)
        ctx.meta["typed"] = typed = tuple(args)
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            error.typed = typed  # type: ignore[attr-defined]
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise

    def invoke(self, ctx: Any) -> Any:
        """Settles the common options; refuses a unit that this verb would not heed."""
        given, before, ctx.obj = _given(ctx), _given(ctx.parent), options(ctx)
        if twice := [name for name in before if before[name] != given[name]]:
            option = f"--{twice[0].replace('_', '-')}"
            both = "”和“".join(truncate(str(found[twice[0]])) for found in (before, given))
            raise UsageError(f"{option} 写了两次：“{both}”", "没有执行；命令前后只写一处")
        if given.keys() >= {"unit", "all_units"}:
            raise UsageError("--unit 与 --all-units 不能同时用，没有执行", "请只写一个")
        for name in ("home", "tasks", "ledger"):
            if name in given:  # not /dev/stdin, which leads elsewhere next time
                word = given[name]
                path = os.path.realpath(word) if word.startswith("/dev/") else word
                placed.extend((f"--{name}", shell_word(path)))
        json = ctx.params.get("json") or ctx.params.get("format_") == "json"
        output.choose(**{k: v for k, v in given.items() if k in _DISPLAY}, json=bool(json))
        output.check_place(Workspace(ctx.obj))
        if not self.heeds and ctx.obj.unit is not None:
            instead = (
                f"请写 anquan units {shell_word(truncate(ctx.obj.unit))}"
                if self.name == "units"
                else "请去掉 --unit"
            )
            raise UsageError(f"anquan {self.name} 不分单位，不能用 --unit", instead)
        if "by" in given and self.name not in _HEED_BY:
            look = f"请用 anquan log --by {shell_word(truncate(given['by']))} 查看"
            output.warn([f"提示：--by 是登记人，{self.name} 不按它筛选；他登记了什么，{look}。"])
        for name in COMMON:
            ctx.params.pop(name, None)
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise slips.wide_blank(error, ctx.meta["typed"], self.params) from None

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Options, each with its line of help."""
        return completer.offered(super().shell_complete(ctx, incomplete))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Help in Chinese, aligned by the width of characters."""
        from anquan_cli.cli.help import of_command

        formatter.write(of_command(self))


class CommandGroup(TyperGroup):
    """The verbs; each is imported when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All verbs, in the order of a first visit."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The verb's command, or None."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the base; slips of the pen before the verb are told first."""
        if args and args[0].startswith("-") and not ctx.resilient_parsing:
            slips.check([*takewhile(lambda word: word not in COMMANDS, args)], self.params)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As the base, with our word for an unknown verb."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            slips.check(args[:1], self.params)
            raise slips.unknown_verb(ctx, args[0])
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Verbs, or options, each with its line of help; no verb is imported for it."""
        if incomplete.startswith("-"):
            return completer.offered(super().shell_complete(ctx, incomplete))
        return completer.offered(completer.verbs(ctx, incomplete))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The overview of all verbs."""
        from anquan_cli.cli.help import of_program

        formatter.write(of_program(self))


def _documented(function: Any) -> Any:
    """A function with its docstring, which help shows, also where Python has thrown it away (-OO)."""
    if function.__doc__ is None:
        import ast
        from inspect import getsource

        function.__doc__ = ast.get_docstring(cast(ast.FunctionDef, ast.parse(getsource(function)).body[0]))
    return function


@cache
def load(verb: str) -> Command:
    """The command of a verb: `run` in its file, and the common options."""
    module, _, heeds = COMMANDS[verb]
    program = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    program.command(verb, cls=Command)(_documented(import_module(f"anquan_cli.cli.{module}").run))
    found = cast(Command, get_command(program))
    found.adopt([p for p in command().params if p.name in COMMON], heeds)
    return found


app = typer.Typer(
    cls=CommandGroup,
    add_completion=completer.is_asked(),
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": 80},  # not asked of $COLUMNS
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)
UNIT = "责任单位：全称、简称、拼音首字母均可"


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", "-V", help="显示版本和运行环境"),
    unit: str = typer.Option(
        None, "--unit", "-u", metavar="UNIT", help=UNIT + "（或 $ANQUAN_UNIT）", autocompletion=completer.units
    ),
    all_units: bool = typer.Option(False, "--all-units", help="不按单位，撇开 $ANQUAN_UNIT"),
    home: str = typer.Option(
        None, "--home", metavar="DIR", help="工作区文件夹（或 $ANQUAN_HOME）", autocompletion=completer.files
    ),
    tasks: str = typer.Option(
        None, "--tasks", metavar="FILE", help="清单文件（或 $ANQUAN_TASKS）", autocompletion=completer.files
    ),
    ledger: str = typer.Option(
        None, "--ledger", metavar="FILE", help="台账文件（或 $ANQUAN_LEDGER）", autocompletion=completer.files
    ),
    today: str = typer.Option(None, "--today", metavar="DATE", help="把这一天当作今天（或 $ANQUAN_TODAY）"),
    by: str = typer.Option(None, "--by", metavar="NAME", help="登记人（或 $ANQUAN_BY）"),
    new_ledger: bool = typer.Option(False, "--new-ledger", help="确认台账已不在或已更换，从头记起"),
    table: bool = typer.Option(False, "--table", help="在管道和文件里也输出给人看的表格"),
    ascii: bool = typer.Option(False, "--ascii", help="与 --json 同用：中文写成 \\u 转义"),
    no_pager: bool = typer.Option(False, "--no-pager", help="一屏放不下时也不分页"),
    color: str = typer.Option(
        None, "--color", metavar="WHEN", help="颜色：auto 自动、always 总用、never 不用",
        autocompletion=completer.colors,
    ),
) -> None:  # fmt: skip
    """县级安全生产重点工作任务清单：要做什么、谁来做、何时完成、进展如何。"""
    if version:
        from anquan_cli.cli.version import line

        print(line(options(ctx)))
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        if taken := [(name, value) for name, value in _given(ctx).items() if value in COMMANDS]:
            name, value = taken[0]
            raise UsageError(f"选项 --{name} 后面缺少值", f"{value} 是命令，被当成了值；请先写出值，再写命令")
        print(ctx.get_help())
        given = Workspace(options(ctx)).settings
        if given.tasks_by == SHIPPED and is_absent(given.ledger):
            print(FIRST_STEPS)
        if terminal.is_own_window():
            print(DOUBLE_CLICKED, end="", flush=True)
            sys.stdin.readline()


@cache
def command() -> Any:
    """The whole program as a callable."""
    _documented(root)
    found = get_command(app)
    # while a shell asks, Typer adds two options of its own: `anquan completion` is what we have for that
    found.params = [p for p in found.params if p.name not in ("install_completion", "show_completion")]
    return found
