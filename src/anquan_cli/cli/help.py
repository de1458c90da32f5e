"""Help in Chinese: what a verb does, how it is written, an example that works."""

from typing import Any

import typer

from anquan_cli import terminal
from anquan_cli.cli import completer, output, slips
from anquan_cli.cli.app import COMMANDS, COMMON, EPILOG, command, load
from anquan_cli.text_width import pad, wrap

_COMMON = "通用选项（写在命令前后均可）："


def run(
    ctx: typer.Context,
    verb: str = typer.Argument(
        None, metavar="CMD", help="命令；不写则列出全部命令", autocompletion=completer.verbs
    ),
) -> None:
    """查看一个命令的用法，同 anquan 命令 --help。

    示例：
    anquan help mark
    """
    if verb is not None and verb not in COMMANDS:
        raise slips.unknown_verb(ctx.parent, verb)
    output.write(of_program(command()) if verb is None else of_command(load(verb)))


def of_command(command: Any) -> str:
    """The help page of one verb."""
    about, _, examples = (command.help or "").partition("示例：")
    arguments = [(_argument(p), p.help) for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    words = " ".join((*(name for name, _ in arguments), "[选项]"))
    parts = [*_paragraphs(f"用法：anquan {command.name} {words}"), "", *_paragraphs(about)]
    for heading, rows in (
        ("参数：", arguments),
        ("选项：", [(_flag(o), o.help) for o in options if o.name not in COMMON]),
        (_COMMON, [(_flag(o), o.help) for o in options if o.name in COMMON]),
    ):
        parts += ["", *_paragraphs(heading), *_table(rows)] if rows else []
    if examples:
        parts += ["", "示例：", *(f"  {line.strip()}" for line in examples.strip().splitlines())]
    return "\n".join(parts) + "\n"


def of_program(group: Any) -> str:
    """The overview of all verbs."""
    options = [p for p in group.params if p.param_type_name == "option" and not p.hidden]
    return "\n".join(
        [
            *_paragraphs("用法：anquan 命令 [参数] [选项]"),
            "",
            *_paragraphs(group.help or ""),
            "",
            "命令：",
            *_table([(name, about) for name, (_, about, _) in COMMANDS.items()]),
            "",
            *_paragraphs(_COMMON),
            *_table([(_flag(o), o.help) for o in options]),
            "",
            *wrap(EPILOG, terminal.width()),
            *wrap("每个命令的用法和示例：anquan help 命令，或 anquan 命令 -h", terminal.width()),
            "",
        ]
    )


def _argument(param: Any) -> str:
    name = param.metavar or param.name.upper()
    return name if param.required else f"[{name}]"


def _flag(option: Any) -> str:
    names = ", ".join(option.opts)
    return f"{names} {option.metavar}" if option.metavar and not option.is_flag else names


def _paragraphs(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        lines += wrap("".join(line.strip() for line in paragraph.splitlines()), terminal.width())
    return lines


def _table(rows: list[tuple[str, str | None]]) -> list[str]:
    width = terminal.width()
    left = min(max((len(a) for a, _ in rows), default=0), 22)
    left *= width - left >= 14  # where two columns have no room, one below the other
    lines: list[str] = []
    for name, about in rows:
        body = wrap(about or "", width - left - 4)
        if len(name) > left:
            lines += [f"  {line}" for line in wrap(name, width - 2)]
        else:
            lines.append(f"  {pad(name, left)}  {body.pop(0)}".rstrip())
        lines += [f"  {' ' * left}  {line}" for line in body]
    return lines
