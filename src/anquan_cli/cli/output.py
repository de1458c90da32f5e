"""The output, chosen once: JSON, a pipe's rows, or a terminal; and words for people beside it."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TextIO

from anquan_cli import terminal as look
from anquan_cli.cli import pager, spinner
from anquan_cli.errors import AnquanError, OperationError, UsageError, escape_controls, truncate, with_places
from anquan_cli.workspace import Workspace

_ascii = False
_READ = ("text", "md")  # papers that are text where no file is named; others are files that go down a pipe
_LOST = 8  # of which so many are named
unread = False  # whether nobody has taken all of the answer
lost: dict[str, None] = {}  # characters that standard output's encoding does not have


def choose(
    color: str = "auto", table: bool = False, ascii: bool = False, no_pager: bool = False, json: bool = False
) -> None:
    """Settles for this command what its options say of the output. Raises UsageError."""
    global _ascii
    if color not in ("auto", "always", "never"):
        raise UsageError(f"--color 没有“{truncate(color)}”这种写法", "可用：auto、always、never")
    if ascii and not json:
        raise UsageError("--ascii 要与 --json 同用", "请加 --json")
    if table and json:
        raise UsageError("--table 与 --json 不能同时用", "请只写一个")
    _ascii, look.colour, look.table = ascii, color, table or color == "always"
    pager.wanted = not no_pager


def check_place(workspace: Workspace) -> None:
    """Refuses an answer that would stand in the list or the ledger itself: >> ledger.jsonl. Raises OperationError."""
    own = {stream: name for stream in (sys.stdout, sys.stderr) if (name := _own_file(stream, workspace))}
    for stream in own:
        drop(stream)  # not this sentence, either
    for name in own.values():
        raise OperationError(
            f"输出接到了 {escape_controls(name)}，那是台账、清单或程序自用的文件，没有执行",
            "请换一个文件名，例如 >> 进展.txt",
        )


def _own_file(stream: TextIO, workspace: Workspace) -> str | None:
    """The list's, the ledger's or the lock's name, where a stream leads there; not an empty list: import … > tasks.yaml."""
    with suppress(OSError, ValueError, AttributeError, AnquanError):  # the command itself says what is wrong
        found = os.fstat(stream.fileno())
        for name in workspace.kept if stat.S_ISREG(found.st_mode) else ():
            is_new = name == workspace.settings.tasks and not found.st_size
            if not is_new and os.path.exists(name) and os.path.samestat(found, os.stat(name)):
                return str(name)
    return None


def show(report: Any, workspace: Workspace, *, json: bool = False, fault: AnquanError | None = None) -> None:
    """Shows a report by its type and the output, then says what is to be said beside it, as `ending` does."""
    from anquan_cli.views import registry

    view = registry.view(report)
    said, fault = getattr(report, "messages", ()), fault or getattr(report, "fault", None)
    with ending(workspace, said, fault), pager.paged() if view.paged else nullcontext():
        if json:
            value = view.json(report)
            for each in (value if isinstance(value, list) else [value]) if view.of_ledger else ():
                each["incomplete"] = workspace.ledger.fault is not None
            write_json(value)
        elif terminal():
            view.terminal(report)
        elif view.is_file:
            _write_bytes("".join(f"{line}\n" for line in view.rows(report)).encode())
        else:
            sys.stdout.writelines(f"{line}\n" for line in view.rows(report))
        sys.stdout.flush()


@contextmanager
def ending(
    workspace: Workspace, said: Iterable[str] = (), fault: AnquanError | None = None
) -> Iterator[None]:
    """An answer on its way; whoever takes it or not, at its end is said what is to be said beside it.

    Raises the ledger's fault: what is sound has been shown; after that the OSError that kept the answer back.
    """
    kept_back = None
    try:
        yield
    except OSError as error:  # no room, or nobody reads on
        drop(sys.stdout)
        kept_back = None if isinstance(error, BrokenPipeError) else error
    warn([*said, *workspace.messages()])
    if fault:
        raise fault
    workspace.raise_on_damage()
    if kept_back:
        raise kept_back


def deliver(data: bytes, name: str, file: str | None, workspace: Workspace) -> None:
    """A paper or an export in a format: into a file, or to standard output where none is named. Ends like `show`.

    Of a ledger that is damaged or gone it is shown on a screen alone, as far as it is sound.
    """
    data = _json_bytes(data) if name == "json" else data
    with ending(workspace):
        if file is not None:
            workspace.write(Path(os.path.expanduser(file)), data)  # PowerShell and cmd leave ~
            return
        if not look.is_terminal(sys.stdout):
            workspace.check_whole("输出，通报和导出的内容要完整")
        if name in _READ:
            write(data.decode())
            sys.stdout.flush()
        else:
            _write_bytes(data)


def terminal() -> bool:
    """Whether people are to read standard output; asked when the answer is there and is about to be shown."""
    spinner.stop()
    return look.table or look.is_terminal(sys.stdout)


def write_json(value: Any) -> None:
    """One JSON document in UTF-8, whatever the locale."""
    from anquan_cli.views.json_.values import text

    _write_bytes(_json_bytes(f"{text(value)}\n".encode("utf-8", "backslashreplace")))


def _json_bytes(data: bytes) -> bytes:
    """A JSON document as it was asked for: with --ascii, all beyond ASCII as escapes."""
    if not _ascii:
        return data
    import json

    return re.sub(r"[^\x00-\x7f]", lambda c: json.dumps(c[0])[1:-1], data.decode()).encode()


def _write_bytes(data: bytes) -> None:
    """UTF-8 bytes, whatever the locale; where nobody reads on, what comes after is done all the same."""
    spinner.stop()
    try:
        sys.stdout.flush()
        raw = getattr(sys.stdout, "buffer", None)
        if raw is None:
            sys.stdout.write(data.decode(errors="replace"))
        else:
            raw.write(data)
            raw.flush()
    except BrokenPipeError:
        drop(sys.stdout)


def write(text: str) -> None:
    """Text as it stands."""
    spinner.stop()
    sys.stdout.write(text)


def write_sentences(sentences: Iterable[str]) -> None:
    """Sentences for people, a line each."""
    write("".join(f"{_folded(escape_controls(with_places(s)), sys.stdout)}\n" for s in sentences))


def warn(messages: Iterable[str]) -> None:
    """Words for people on standard error, each once."""
    for message in dict.fromkeys(messages):
        write_stderr(escape_controls(message))


def write_stderr(text: str) -> None:
    """Words for people, on standard error; where nobody takes them, the work is none the worse."""
    spinner.stop()
    try:
        shown = "\n".join(escape_controls(line) for line in with_places(text).split("\n"))
        print(_folded(shown, sys.stderr), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        drop(sys.stderr)


def replaced(error: UnicodeError) -> tuple[str, int]:
    """Question marks for what an encoding does not have, as `replace` makes them, and remembers them."""
    assert isinstance(error, UnicodeEncodeError)
    lost.update(dict.fromkeys(error.object[error.start : error.end]))
    return "?" * (error.end - error.start), error.end


def tell_of_lost() -> None:
    """Which characters of the answer did not arrive, by number: they may not be there on standard error either."""
    if lost:
        found = [f"U+{ord(char):04X}" for char in lost]
        named = "、".join(found[:_LOST]) + ("等" if len(found) > _LOST else "")
        write_stderr(
            f"提示：输出用的编码（{sys.stdout.encoding}）里没有{len(found)}个字（{named}），写成了“?”；"
            "要一字不差的，请加 --json，summary、export 也可以用 -o 存成文件。"
        )


def drop(stream: object) -> None:
    """Whatever is still buffered goes nowhere, so that the interpreter's exit is silent too."""
    global unread
    unread |= stream is sys.stdout
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())  # type: ignore[attr-defined]
        os.close(null)
    except (OSError, ValueError, AttributeError):
        pass


def _folded(text: str, stream: TextIO) -> str:
    """Text as it is shown: on a terminal, wrapped so that no line begins with closing punctuation."""
    if not look.is_terminal(stream):
        return text
    from anquan_cli.text_width import wrap

    return "\n".join(wrap(text, look.width()))
