"""Completion of what stands on a shell's command line: ids with titles, units, sectors, statuses.

A shell asks through `_ANQUAN_COMPLETE=complete_<shell>` and the words so far (Typer's variables). The
answer is a line for each candidate, for all but bash with a tab and a word of help. A fault of any kind
gives no candidates, no words, and exit 0.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import Any

from anquan_cli.cli import output
from anquan_cli.errors import truncate

VARIABLE = "_ANQUAN_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")
_HARMLESS = re.compile(r"[\w.%/—·（）〔〕-]+")  # whatever else a name holds, a shell might run
_HELP = 40  # characters

Candidate = tuple[str, str]  # what is put into the line, and what is said of it


def answer(instruction: str) -> int:
    """Prints the candidates that a shell asks for; returns 0 whatever happens."""
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            lines = _lines(instruction.partition("_")[2])
        output.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
        sys.stdout.flush()
    except BaseException:  # a fault of the list, a place or this code: nobody asked to hear of it here
        pass
    return 0


def _lines(shell: str) -> list[str]:
    args, typed = _words(shell)
    every: dict[str, str] = {}
    with suppress(Exception):  # a broken list takes away its ids, not the statuses found before them
        for value, help_ in _candidates(args, typed):
            every[value] = help_
    found = [(v, h) for v, h in every.items() if _HARMLESS.fullmatch(v)]
    if shell == "bash":
        values = [value for value, _ in found]
        if len(values) > 1 and not all(v.startswith(typed) for v in values):
            values.append(typed)  # or bash would put what the candidates have in common for what was typed
        return values
    return [f"{value}\t{_short(help_)}" for value, help_ in found]


def _short(text: str) -> str:
    return truncate(" ".join(text.split()), _HELP)


def _words(shell: str) -> tuple[list[str], str]:
    """The whole words before the cursor, without the program's name, and the one at the cursor."""
    from typer._completion_classes import BashComplete, FishComplete, PowerShellComplete, ZshComplete

    kinds: dict[str, Any] = {
        "bash": BashComplete,
        "zsh": ZshComplete,
        "fish": FishComplete,
        "powershell": PowerShellComplete,
        "pwsh": PowerShellComplete,
    }
    args, typed = kinds[shell](None, {}, "anquan", VARIABLE).get_completion_args()
    # bash hands `--unit=应急` over as three words
    parted = {i for i, word in enumerate(args) if i and word == "=" and args[i - 1].startswith("--")}
    return [word for i, word in enumerate(args) if i not in parted], typed


def _candidates(args: list[str], typed: str) -> Iterable[Candidate]:
    from typer._click.shell_completion import _resolve_context, _resolve_incomplete
    from typer.core import TyperCommand, TyperGroup

    from anquan_cli.cli.app import COMMANDS, command

    context = _resolve_context(command(), {}, "anquan", args)
    asked, typed = _resolve_incomplete(context, args, typed)
    if isinstance(asked, TyperGroup) and not typed.startswith("-"):
        return [(verb, about) for verb, (_, about) in COMMANDS.items() if verb.startswith(typed)]
    if isinstance(asked, (TyperGroup, TyperCommand)):
        return _options(asked, typed)
    verb, name = str(context.command.name), str(asked.name)
    kind = _KINDS.get((verb, name)) or _KINDS.get(("", name))
    return kind(context, typed) if kind else ()


def _options(command: Any, typed: str) -> Iterator[Candidate]:
    for param in command.params:
        if param.param_type_name == "option" and not param.hidden:
            yield from ((name, param.help or "") for name in param.opts if name.startswith(typed))


# --- what an option or an argument takes ---------------------------------------------------------


def _plan(context: Any) -> Any:
    from anquan_cli.settings import Options
    from anquan_cli.workspace import Workspace

    return Workspace(Options(**(context.obj or {}))).plan


def _ids(context: Any, typed: str) -> Iterator[Candidate]:
    """Rows, and with a task's or a part's id and a dot, what is below it; parts by their sector too."""
    from anquan_cli.dates import normalize_width

    wanted = normalize_width(typed)
    plan = _plan(context)
    for row in plan.rows:
        title = f"{row.title}（{row.sector}）" if row.sector else row.title
        if row.sector:
            yield from _starting([(f"{row.number}", row.title), (row.id, title)], wanted)
            if "." in wanted and not wanted[-1].isdigit():
                yield from _starting([(f"{row.number}.{row.sector}", title)], wanted)
        else:
            yield from _starting([(row.id, title)], wanted)
        if wanted.startswith(f"{row.id}."):
            yield from _starting([(m.id, m.text) for m in row.measures], wanted)


def _starting(found: Iterable[Candidate], typed: str) -> Iterator[Candidate]:
    return ((value, help_) for value, help_ in found if value.startswith(typed))


def _marks(context: Any, typed: str) -> Iterator[Candidate]:
    """Ids, and after the first of them the statuses."""
    if _given(context):
        yield from _statuses(context, typed)
    yield from _noted(context, typed)


def _noted(context: Any, typed: str) -> Iterator[Candidate]:
    given = _given(context)
    return ((i, title) for i, title in _ids(context, typed) if i not in given)


def _given(context: Any) -> tuple[str, ...]:
    return tuple(context.params.get("words") or ())


def _statuses(context: Any, typed: str) -> Iterator[Candidate]:
    from anquan_cli.vocabulary import STATUS_WORDS

    return _either(STATUS_WORDS, typed)


def _lights(context: Any, typed: str) -> Iterator[Candidate]:
    from anquan_cli.vocabulary import LIGHT_WORDS

    return _either(LIGHT_WORDS, typed)


def _either(words: Mapping[Any, str], typed: str) -> Iterator[Candidate]:
    """The English words; the Chinese ones to whoever has begun to write them."""
    yield from _starting(words.items(), typed)
    if typed:
        yield from _starting(((chinese, english) for english, chinese in words.items()), typed)


def _units(context: Any, typed: str) -> list[Candidate]:
    from anquan_cli.tasklist.lookup import candidates

    known = _plan(context).register.units
    short = {unit.name: "、".join(unit.short) for unit in known}
    return [(name, short[name]) for name in candidates(typed, known)]


def _sectors(context: Any, typed: str) -> Iterator[Candidate]:
    for sector in _plan(context).sectors:
        words = (sector.name, *sector.aliases)
        if any(typed in word for word in words):
            yield sector.name, "、".join(sector.aliases)


def _categories(context: Any, typed: str) -> list[Candidate]:
    found = [(c.number, c.title) for c in _plan(context).categories]
    return [(number, title) for number, title in found if number.startswith(typed) or typed in title]


def _of(*words: str) -> Callable[[Any, str], Iterator[Candidate]]:
    return lambda context, typed: _starting(((word, "") for word in words), typed)


def _sorts(context: Any, typed: str) -> Iterator[Candidate]:
    from anquan_cli.queries.rows import SORTS

    return _starting(((word, "") for word in SORTS), typed)


def _formats(context: Any, typed: str) -> Iterator[Candidate]:
    from anquan_cli.views import registry

    every = registry.EXPORTS if context.command.name == "export" else registry.BULLETINS
    return _starting(((name, "") for name in every), typed)


_KINDS: dict[tuple[str, str], Callable[[Any, str], Iterable[Candidate]]] = {
    ("mark", "words"): _marks,
    ("note", "words"): _noted,
    ("", "ident"): _ids,
    ("", "unit"): _units,
    ("", "sector"): _sectors,
    ("", "category"): _categories,
    ("", "status"): _statuses,
    ("", "light"): _lights,
    ("", "sort"): _sorts,
    ("", "week"): _of("this", "last"),
    ("", "format_"): _formats,
    ("", "shell"): _of(*SHELLS),
}
