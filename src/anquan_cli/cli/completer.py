"""Completion of what stands on a shell's command line: ids with titles, units, sectors, statuses.

A shell asks through `_ANQUAN_COMPLETE=complete_<shell>`; Typer finds out which word is meant and calls what stands
here as the option's or the argument's `autocompletion`. A shell that hands over its line up to the cursor
(`_TYPER_COMPLETE_ARGS`) is answered a line for each candidate, with a tab and a word of help behind it; where file
names fit, with a line `*`. Bash's words alone (COMP_WORDS) are answered as Typer answers them: by candidates alone.
A fault of any kind gives no candidates, no words, and exit 0.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import Any, NamedTuple

import typer

from anquan_cli.errors import truncate
from anquan_cli.vocabulary import LIGHT_WORDS, STATUS_WORDS

VARIABLE = "_ANQUAN_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")
FILES = "*"  # no candidate: nothing that is harmless to a shell looks so
_LINE = "_TYPER_COMPLETE_ARGS"
_HARMLESS = r"[\w.%/—·（）〔〕-]+"  # whatever else a name holds, a shell might run
_ROOM = 74  # columns of a candidate and its help
_RECORDS = 20  # that `undo` offers

Candidate = tuple[str, str]  # what is put into the line, and what is said of it
Complete = Callable[..., list[str]]


class Offer(str):
    """A candidate with its help behind a tab; Typer lets only those through that begin as typed.

    县应急管理局 does not begin with yjgl: what is offered here has been chosen already.
    """

    def startswith(self, *_: object) -> bool:
        """It fits."""
        return True


class Item(NamedTuple):
    """A candidate as Typer prints it."""

    value: str
    help: str = ""


def is_asked() -> bool:
    """Whether it is a shell that runs this program, to complete a word."""
    return VARIABLE in os.environ


def answer() -> int:
    """Prints the candidates that a shell asks for; returns 0 whatever happens."""
    from anquan_cli.cli.app import command

    shell, line = os.environ[VARIABLE], os.environ.get(_LINE)
    out, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="replace") for _ in range(2))
    with (
        suppress(BaseException),
        redirect_stdout(out),
        redirect_stderr(errors),
    ):  # nobody asked to hear of it here
        asked = _line_of_words() if line is None else line
        if shell == "complete_powershell":
            asked = asked.replace("\\", "\\\\")  # a path's: Typer reads lines as POSIX shells do
            asked += "" if os.environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE") else " "
        # Typer's answer to fish is one candidate a line, and nothing but that
        os.environ |= {VARIABLE: "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args", _LINE: asked}
        command()(args=[], prog_name="anquan", complete_var=VARIABLE)
    with suppress(Exception):
        out.seek(0)
        sys.stdout.buffer.write("".join(_told(out.read().splitlines(), line)).encode())
        sys.stdout.flush()
    return 0


def _line_of_words() -> str:
    """Bash's words as the line they are of: it hands `--unit=应急` over as three."""
    words = os.environ["COMP_WORDS"].split("\n")[: int(os.environ["COMP_CWORD"]) + 1]
    return re.sub(" =( |$)", "=", " ".join(words))


def _told(found: list[str], line: str | None) -> list[str]:
    if line is None:
        return [f"{row.partition(chr(9))[0]}\n" for row in found if row not in ("", FILES)]
    option, sign, _ = line.rpartition(" ")[2].partition("=")
    before = option + sign if option.startswith("--") and sign else ""  # --unit=应急 is one word of the line
    return [f"{row if row == FILES else before + row}\n" for row in found if row]


def offered(found: Iterable[Any]) -> list[Item]:
    """Typer's own candidates (options, verbs), with their help where ours have it."""
    return [Item(_offer(item.value, item.help or "")) for item in found]


def _offer(value: str, help_: str) -> Offer:
    room = max(_ROOM - len(value.encode("gbk", "replace")), 20) // 2  # characters, of two columns each
    return Offer(f"{value}\t{truncate(' '.join(help_.split()), room)}")


def _completes(candidates: Callable[[Any, str], Iterable[Candidate]]) -> Complete:
    """As Typer calls it. A broken list takes away its ids, not the statuses found before them."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        found: dict[str, str] = {}
        with suppress(Exception):
            for value, help_ in candidates(ctx, incomplete):
                found.setdefault(value, help_)
        return [_offer(value, help_) for value, help_ in found.items() if re.fullmatch(_HARMLESS, value)]

    return complete


def _words(*words: str) -> Complete:
    return _completes(lambda _, typed: _starting(((word, "") for word in words), typed))


def _starting(found: Iterable[Candidate], typed: str) -> Iterator[Candidate]:
    return ((value, help_) for value, help_ in found if value.startswith(typed))


def _workspace(context: Any) -> Any:
    from anquan_cli.cli.app import options
    from anquan_cli.workspace import Workspace

    return Workspace(options(context))


# --- what an option or an argument takes ---------------------------------------------------------


def files(ctx: typer.Context, incomplete: str) -> list[str]:
    """File names, which the shell knows best."""
    return [Offer(FILES)]


def verbs(ctx: typer.Context, incomplete: str) -> list[Any]:
    """The commands."""
    from anquan_cli.cli.app import COMMANDS

    return [Item(verb, about) for verb, (_, about, _) in COMMANDS.items() if verb.startswith(incomplete)]


def _ids(context: Any, typed: str) -> Iterator[Candidate]:
    """Rows, and with a task's or a part's id and a dot, what is below it; parts by their sector or title too."""
    from anquan_cli.dates import normalize_width

    wanted = normalize_width(typed)
    for row in _workspace(context).plan.rows:
        found = [(row.id, row.title)]
        if part := row.sector or row.part:
            title = f"{row.title}（{part}）"
            found = [(f"{row.number}", row.title), (row.id, title)]
            if "." in wanted and not wanted[-1].isdigit():
                found.append((f"{row.number}.{part}", title))
        if wanted.startswith(f"{row.id}."):
            found += [(m.id, m.text) for m in row.measures]
        yield from _starting(found, wanted)


@_completes
def marks(context: Any, typed: str) -> Iterator[Candidate]:
    """Ids, and after the first of them the statuses: the English words before the ids, the Chinese ones behind."""
    words = list(_either(STATUS_WORDS, typed)) if _given(context) else []
    yield from (word for word in words if word[0].isascii())
    yield from _noted(context, typed)
    yield from (word for word in words if not word[0].isascii())


def _noted(context: Any, typed: str) -> Iterator[Candidate]:
    given = _given(context)
    return ((i, title) for i, title in _ids(context, typed) if i not in given)


def _given(context: Any) -> tuple[str, ...]:
    return tuple(context.params.get("words") or ())


def _either(words: Mapping[Any, str], typed: str) -> Iterator[Candidate]:
    """The English words, then the Chinese ones."""
    yield from _starting(words.items(), typed)
    yield from _starting(((chinese, english) for english, chinese in words.items()), typed)


@_completes
def units(context: Any, typed: str) -> list[Candidate]:
    """Units by whatever means them."""
    from anquan_cli.tasklist.lookup import candidates

    known = _workspace(context).plan.register.units
    short = {unit.name: "、".join(unit.short) for unit in known}
    return [(name, short[name]) for name in candidates(typed, known)]


@_completes
def sectors(context: Any, typed: str) -> Iterator[Candidate]:
    """Sectors by their names and aliases."""
    for sector in _workspace(context).plan.sectors:
        words = (sector.name, *sector.aliases)
        if any(typed in word for word in words):
            yield sector.name, "、".join(sector.aliases)


@_completes
def categories(context: Any, typed: str) -> list[Candidate]:
    """Numbers of categories, by a word of the title too."""
    found = [(c.number, c.title) for c in _workspace(context).plan.categories]
    return [(number, title) for number, title in found if number.startswith(typed) or typed in title]


@_completes
def groups(context: Any, typed: str) -> list[Candidate]:
    """Groups of units."""
    found = [(g.name, "、".join(g.phrases)) for g in _workspace(context).plan.register.groups if not g.among]
    return [(name, phrases) for name, phrases in found if typed in name]


@_completes
def records(context: Any, typed: str) -> Iterator[Candidate]:
    """Numbers of what can be taken back, the newest first."""
    from anquan_cli.ledger.events import OPERATIONS
    from anquan_cli.ledger.undo import recorded, taken_back
    from anquan_cli.party import OFFICE
    from anquan_cli.views.terminal import log

    workspace = _workspace(context)
    plan, events = workspace.plan, workspace.ledger.events
    gone, numbers = taken_back(events), {e.id: e.seq for e in events}
    standing = [e for e in events if e.id not in gone and e.op in OPERATIONS]
    for event in sorted(standing, key=recorded, reverse=True)[: None if typed else _RECORDS]:
        if f"{event.seq}".startswith(typed):
            whose = "" if event.author is OFFICE else f"{event.author}"
            told = (
                log.day(plan, event),
                whose,
                log.items(plan, event),
                log.label(plan, event, gone, numbers),
            )
            yield f"{event.seq}", " ".join(told)


@_completes
def formats(context: Any, typed: str) -> Iterator[Candidate]:
    """The formats of the verb."""
    from anquan_cli.views import registry

    every = registry.EXPORTS if context.command.name == "export" else registry.BULLETINS
    return _starting(((name, "") for name in every), typed)


@_completes
def sorts(context: Any, typed: str) -> Iterator[Candidate]:
    """The orders of `list`."""
    from anquan_cli.queries.rows import SORTS

    return _starting(((word, "") for word in SORTS), typed)


ids = _completes(_ids)
noted = _completes(_noted)
statuses = _completes(lambda _, typed: _either(STATUS_WORDS, typed))
lights = _completes(lambda _, typed: _either(LIGHT_WORDS, typed))
periods = _words("last", "this")
shells = _words(*SHELLS)
colors = _words("auto", "always", "never")
