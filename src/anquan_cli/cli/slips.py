"""Slips of the pen on a command line, told as what they are: an input method's dashes and quotes, words out of place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from anquan_cli.dates import normalize_width
from anquan_cli.errors import AnquanError, UsageError, truncate

_HELP = ("?", "/?", "/h", "/help", "帮助", "怎么用")
_DASHES = "-‐‑‒–—―−─－﹣"
_OPTION = f"([{_DASHES}]+) *([A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ{_DASHES}]*)"


def check(args: Sequence[str], params: Sequence[Any]) -> None:
    """Raises UsageError for the first word that is an option but for its dashes, or a piece of a quotation."""
    known = {name for param in params if param.param_type_name == "option" for name in param.opts}
    for at, word in enumerate(args):
        if word == "--":
            return
        found = re.match(_OPTION, word)
        if found and (name := _meant(found[1], found[2], known)):
            right, how = ("--", "两个减号") if name.startswith("--") else ("-", "一个减号")
            what = "选项用半角小写字母" if found[1] == right else f"选项前是{how}"
            raise UsageError(f"{what}：{name}", f"写成了“{truncate(word)}”，没有执行；减号用半角，中间不空格")
        if _is_opened(word) and any("”" in later for later in args[at + 1 :]):
            raise UsageError(
                f"引号要用半角：从“{truncate(word.lstrip('“'))}”起被拆成了几个词",
                '请把整段话放在半角引号 " " 之间，没有执行',
            )


def _meant(dashes: str, name: str, known: set[str]) -> str | None:
    """The option that a word comes to once its dashes are right; None for one that is right already."""
    typed = normalize_width(name)
    wanted = [f"--{typed.lower()}"] if len(typed) > 1 else [f"-{typed}"]
    found = next((option for option in wanted if option in known), None)
    return None if found is None or dashes + name == found else found


def _is_opened(word: str) -> bool:
    return word.rpartition("=")[2].startswith("“") and "”" not in word


def unknown_verb(word: str) -> UsageError:
    """What to say of a verb that there is not: the nearest, by its letters or by what it does (撤销: undo)."""
    import difflib

    from anquan_cli.cli.app import COMMANDS

    typed = normalize_width(word)
    first = typed.split()[0].lower() if typed.split() else ""
    near = difflib.get_close_matches(first[:40], COMMANDS, 1) or (["help"] if first in _HELP else [])
    near = near or [verb for verb, (_, about) in COMMANDS.items() if len(typed) > 1 and typed in about][:1]
    hint = f"是否想写 anquan {near[0]}？" if near else ""
    if " " in typed and not word.isascii():
        hint = f"词与词之间要用半角空格；{hint}"
    return UsageError(f"没有命令“{truncate(word)}”", f"{hint}可用 anquan --help 查看全部命令")


def belongs(context: Any, word: str) -> str:
    """Where a word belongs that stands where none can: 按单位查请写 --unit 应急局; "" where nobody knows."""
    from anquan_cli import dates
    from anquan_cli.cli.app import options
    from anquan_cli.tasklist import ids
    from anquan_cli.vocabulary import no_status, parse_light, parse_status
    from anquan_cli.workspace import Workspace

    if answer := no_status(word):
        return answer
    shown = {param.name for param in context.command.params if not param.hidden}
    with suppress(AnquanError):
        workspace = Workspace(options(context))
        plan, today = workspace.plan, workspace.today
        readers: dict[tuple[str, str], Callable[[str], object]] = {
            ("unit", "按单位查"): workspace.find_unit,
            ("sector", "按行业查"): workspace.find_sectors,
            ("status", "按状态查"): parse_status,
            ("light", "按亮灯查"): parse_light,
            ("month", "按月看"): lambda w: dates.parse_month(w, plan.year, today),
            ("within", "看今后几天"): lambda w: dates.parse_within(w, today),
            ("week", "按周看"): lambda w: dates.parse_week(w, plan.year, today),
            ("quarter", "按季度看"): lambda w: dates.parse_quarter(w, plan.year, today),
        }
        for (name, what), read in readers.items():
            if name in shown:
                with suppress(AnquanError):
                    read(word)
                    return f"{what}请写 --{name} {truncate(word)}"
            elif name in ("unit", "sector") and shown & {"json"}:
                with suppress(AnquanError):
                    read(word)
                    return f"{what}请用 anquan list --{name} {truncate(word)}"
        if "file" in shown and "." in word:
            return f"写成文件请写 -o {truncate(word)}"
        with suppress(AnquanError):
            return f"看这一项请用 anquan show {ids.find_one(plan, word)}"
        if "search" in shown:
            return f"查文字请写 --search {truncate(word)}"
    return ""
