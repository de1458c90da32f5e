"""One case of the fuzz: a workspace, an environment and commands; and what must hold after each of them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from anquan_cli.cli import main

CODES = {0, 1, 2, 3}  # 4 needs a second process; 5 is asked for by --exit-code
ALARMED = {1, 2, 3}
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_LIBRARY = re.compile(
    r"(?i)\b(?:Errno|Error|Exception|invalid|expected|unexpected|NoneType|object|must be|not a valid|cannot|codec|"
    r"argument|parameter|value is|could not|failed|unsupported|recursion)\b"
)
_WRITERS = {"mark", "note", "undo", "doctor"}
_LIST_WRITERS = {"units", "init", "import"}

_OPTIONS = re.compile("--[a-z-]+")


class Case(NamedTuple):
    """What the program finds, and what it is asked; names are those of files in the folder it is run in."""

    argv: tuple[tuple[str, ...], ...]
    files: Mapping[str, bytes] = {}  # home/tasks.yaml, home/ledger.jsonl, other documents
    environ: Mapping[str, str] = {}


class Ran(NamedTuple):
    """How one command ended; `raised` is a traceback that a user would have seen."""

    code: int
    out: bytes
    err: str
    raised: str = ""


def complaints(case: Case) -> list[str]:
    """What did not hold, a sentence each; the case is run in a folder of its own."""
    with _folder() as folder:
        for name, content in case.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        found = []
        for argv in case.argv:
            before = _contents(folder)
            ran = _run(argv, case.environ, folder)
            found += [f"{argv}: {what}" for what in _faults(case, argv, ran, before, _contents(folder))]
        return found


def _run(argv: tuple[str, ...], environ: Mapping[str, str], folder: Path) -> Ran:
    import pwd

    account = pwd.getpwuid(os.getuid())  # who starts this keeps a ledger of his own, found also without $HOME
    stranger = pwd.struct_passwd((*account[:5], str(folder), account[6]))
    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(raw, encoding="utf-8", newline="\n") for raw in (out, err)]
    settled = {
        "HOME": str(folder),
        "PATH": "",
        "ANQUAN_HOME": "home",
        "ANQUAN_STATE": "state",
        "ANQUAN_CACHE": os.path.join(tempfile.gettempdir(), "fuzz-cache"),
        "ANQUAN_TODAY": "2025-06-20",
        "ANQUAN_BY": "试",
    }
    raised = ""
    code = -1
    with (
        patch.dict(os.environ, settled | dict(environ), clear=True),
        patch.multiple(pwd, getpwuid=lambda _: stranger, getpwnam=lambda _: stranger),
        patch.multiple(sys, stdout=streams[0], stderr=streams[1], stdin=io.TextIOWrapper(io.BytesIO(b""))),
    ):
        try:
            code = main(argv)
        except BaseException:
            raised = traceback.format_exc(limit=-8)
        for stream in streams:
            stream.flush()
    return Ran(code, out.getvalue(), err.getvalue().decode("utf-8", "replace"), raised)


def _faults(
    case: Case, argv: tuple[str, ...], ran: Ran, before: dict[str, bytes], after: dict[str, bytes]
) -> Iterator[str]:
    if ran.raised:
        yield f"traceback: {ran.raised}"
        return
    if ran.code not in CODES and not (ran.code == 5 and "--exit-code" in argv):
        yield f"exit code {ran.code}"
    yield from _sentences(case, argv, ran)
    yield from _output(argv, ran)
    yield from _losses(argv, ran, before, after)


def _sentences(case: Case, argv: tuple[str, ...], ran: Ran) -> Iterator[str]:
    """Words on standard error: harmless, in Chinese, with a next step."""
    if found := _CONTROLS.search(ran.err):
        yield f"U+{ord(found[0]):04X} on standard error: {ran.err[:200]!r}"
    checked = "check" in argv and ran.code == 3
    if ran.code in ALARMED and not checked and "错误：" not in ran.err:
        yield f"exit code {ran.code} without a sentence: {ran.err[:200]!r}"
    if ran.code in ALARMED and not checked and "提示：" not in ran.err:
        yield f"no next step: {ran.err[:200]!r}"
    given = " ".join(
        (*argv, *case.environ.values(), *(c.decode("utf-8", "replace") for c in case.files.values()))
    )
    if (found := _LIBRARY.search(_OPTIONS.sub("", ran.err))) and found[0].lower() not in given.lower():
        yield f"a library's “{found[0]}”: {ran.err[:300]!r}"
    if len(ran.err) > 20_000:
        yield f"{len(ran.err)} characters on standard error"


def _output(argv: tuple[str, ...], ran: Ran) -> Iterator[str]:
    """Standard output: one JSON document, or rows that fit each other, or harmless text."""
    try:
        text = ran.out.decode("utf-8")
    except UnicodeDecodeError:
        yield f"output is not UTF-8: {ran.out[:200]!r}"
        return
    asked_json = "--json" in argv or (
        "--format" in argv and argv[argv.index("--format") + 1 :][:1] == ("json",)
    )
    if asked_json and text:
        try:
            json.loads(text, parse_constant=lambda word: _refuse(word))
        except ValueError as error:
            if not {"--help", "-h", "--version"} & {*argv}:
                yield f"no JSON ({error}): {text[:200]!r}"
    elif text.startswith("\ufeff"):  # csv, for spreadsheets
        if len({len(row) for row in csv.reader(io.StringIO(text, newline=""))}) > 1:
            yield "csv rows of several lengths"
    elif "ics" not in argv and "html" not in argv and (found := _CONTROLS.search(text)):
        yield f"U+{ord(found[0]):04X} on standard output: {text[max(0, found.start() - 80) :][:200]!r}"
    if (
        argv[:1] == ("list",)
        and not asked_json
        and ran.code == 0
        and not {"--help", "-h", "--table"} & {*argv}
    ):
        widths = {line.count("\t") for line in text.splitlines()}
        if len(widths) > 1 and "--measures" not in argv:
            yield f"rows of {widths} tabs"


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _losses(
    argv: tuple[str, ...], ran: Ran, before: dict[str, bytes], after: dict[str, bytes]
) -> Iterator[str]:
    """Whatever stood in the workspace is still there; only those that record change the ledger."""
    verbs = {*argv}
    for name, content in before.items():
        if "heads" in Path(name).parts or name.endswith(".lock") or after.get(name) == content:
            continue
        if verbs & _WRITERS and (name.endswith("ledger.jsonl") or "--ledger" in verbs):
            if not _is_kept(content, name, after):
                yield f"the ledger's bytes are gone after exit code {ran.code}"
        elif not (name.endswith("tasks.yaml") and verbs & _LIST_WRITERS) and not verbs & {"-o", "--output"}:
            yield f"{name} has been changed (exit code {ran.code})"
        elif name.startswith("home/") and verbs & {"-o", "--output"} and "import" not in verbs:
            yield f"{name} has been written over"
    ledger = "home/ledger.jsonl"
    recorded = before.get(ledger) != after.get(ledger)
    if recorded and ran.code in (2, 3) and "doctor" not in verbs:
        yield f"recorded although exit code {ran.code}"


def _is_kept(content: bytes, name: str, after: dict[str, bytes]) -> bool:
    if any(kept.startswith(content) for kept in after.values()):
        return True
    now = after.get(name, b"")
    return any(
        ".torn-" in beside and content.endswith(tail) and now.startswith(content[: len(content) - len(tail)])
        for beside, tail in after.items()
    )


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that the program is run in, gone afterwards."""
    old = os.getcwd()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
    (folder / "home").mkdir()
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.chdir(old)
        shutil.rmtree(folder, ignore_errors=True)
