"""anquan init: a workspace with an editable copy of the list."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from anquan_cli import dates
from anquan_cli.cli import completer, output
from anquan_cli.errors import UsageError, escape_controls
from anquan_cli.settings import DATA_FOLDER, Found, Settings, expanded
from anquan_cli.tasklist import loader
from anquan_cli.use_cases import init as use_case
from anquan_cli.use_cases.next_year import NextYear, next_year
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    folder: str = typer.Argument(
        None, metavar="DIR", help="文件夹；不写则用默认工作区", autocompletion=completer.files
    ),
    last: str = typer.Option(
        None, "--from", metavar="LIST", help="由上一年的清单文件编出新一年的", autocompletion=completer.files
    ),
    year: str = typer.Option(
        None, "--year", metavar="Y", help="新一年的年份，与 --from 同用；不写则为下一年"
    ),
) -> None:
    """新建工作区，放入一份可编辑的清单；已有工作区时不会覆盖。

    示例：
    anquan init 我的清单
    anquan init 2026年 --from 2025年/tasks.yaml --year 2026
    """
    if folder == "":
        raise UsageError("文件夹的名称是空的", "请写出文件夹；就在当前文件夹里建，写 anquan init .")
    workspace = Workspace(ctx.obj)
    if folder is not None and workspace.settings.home_by == "--home":
        raise UsageError("文件夹写了两处：--home 和最后一个词", "请只写一处，例如 anquan init 我的清单")
    if last is not None and workspace.settings.tasks_by == "--tasks":
        raise UsageError(
            "清单写了两处：--tasks 和 --from，未作改动", "照原样新建的只写 --tasks，编下一年的只写 --from"
        )
    place = expanded(Found(folder, "文件夹")) if folder is not None else workspace.settings.home
    full = os.path.abspath(place)
    expanded(Found(full, "文件夹"))  # as ANQUAN_HOME will have it
    following = _following(last, year)
    path, notices = use_case.init(place, workspace.settings, following.text if following else None)
    output.write(f"已新建工作区 {escape_controls(full)}，清单在 {escape_controls(os.path.abspath(path))}。\n")
    if folder is not None or workspace.settings.home_by != DATA_FOLDER:
        output.write("".join(f"{line}\n" for line in how_to_use(escape_controls(full))))
    output.warn(f"提示：{notice}" for notice in (*notices, *_elsewhere(workspace.settings)))
    bundle = Path(sys.prefix).parent
    if (bundle / "anquan.exe").exists() and Path(full).is_relative_to(bundle):
        output.write(
            "它在程序的文件夹里，换新版本时会一起换掉：试用可以，正式的请建在别处，如 anquan init D:\\安全生产\n"
        )
    if following:
        output.write_sentences(
            [
                f"由 {last} 编出，年份和期限里的年份已顺延；有{len(following.looks)}处要看一看：",
                *(f"第{p.line}行 {p.where}：{p.what}" for p in following.looks),
                "请在清单里改好，再用 anquan check 核对。",
            ]
            if following.looks
            else [f"由 {last} 编出，年份和期限里的年份已顺延。"]
        )


def _elsewhere(given: Settings) -> Iterator[str]:
    """What goes before a workspace, so that the new one is not the one in use."""
    for what, path, by in (("清单", given.tasks, given.tasks_by), ("台账", given.ledger, given.ledger_by)):
        if by.startswith("$"):
            yield f"{what}由 {by} 指定，用的仍是 {escape_controls(str(path))}，不是新工作区的；要用新的，请先去掉这个变量。"


def how_to_use(folder: str, windows: bool = os.name == "nt") -> list[str]:
    """The lines that make a folder the workspace, of this window and of those to come, for each usual shell."""
    if windows:
        powershell = folder.replace("'", "''")
        return [
            "在这个窗口里用它，命令提示符执行：",
            f'  set "ANQUAN_HOME={folder}"',
            "PowerShell 执行：",
            f"  $env:ANQUAN_HOME = '{powershell}'",
            "以后打开的窗口都用它，两种窗口都执行一次：",
            f'  setx ANQUAN_HOME "{folder}"',
        ]
    import shlex

    quoted = shlex.quote(folder)
    return [
        "在这个窗口里用它，执行：",
        f"  export ANQUAN_HOME={quoted}",
        "以后打开的窗口都用它，把上面这一行加在 ~/.bashrc（zsh 为 ~/.zshrc）末尾；fish 执行一次：",
        f"  set -Ux ANQUAN_HOME {quoted}",
    ]


def _following(last: str | None, year: str | None) -> NextYear | None:
    """Next year's list, where one to begin from is named."""
    if last is None:
        if year is not None:
            raise UsageError(
                "--year 要与 --from 同用", "例如 anquan init 2026年 --from 2025年/tasks.yaml --year 2026"
            )
        return None
    following = loader.sound(Path(last)).year + 1
    wanted = dates.parse_year(year if year is not None else f"{following}", "--year")
    return next_year(use_case.with_id(loader.read_text(Path(last))), wanted)
