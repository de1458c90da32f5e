"""A reader in a process of its own, so that no document can hang, fill or abort the program.

`python -m anquan_cli.exchange.readers.child` takes a document on its standard input and answers in JSON.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
import time
from typing import Any

from anquan_cli.exchange.blocks import Block, Cell, Document, Grid, Paragraph, Row
from anquan_cli.exchange.readers import refusal

SECONDS = 8  # of the processor
WAIT = 60  # seconds altogether: on a busy machine a child gets little of the processor
MEMORY = 480 << 20  # bytes of address space, where the system can limit it
USED_UP = 24  # how a process ends that has used up its time; on POSIX the signal SIGXCPU has this number


class MissingLibrary(Exception):
    """What reads this kind of document is not installed."""


class NoChild(Exception):
    """The system does not let us start our own interpreter."""


def read_in_child(data: bytes) -> Document:
    """What a document says. Raises Refusal, MissingLibrary or NoChild."""
    try:
        done = subprocess.run(
            [sys.executable or "", "-P", "-m", __name__],  # -P: a module beside the document is none of ours
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(WAIT) from None
    except OSError as error:
        raise NoChild from error
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        if abs(done.returncode) == USED_UP:
            raise _too_slow(SECONDS) from None
        if done.returncode == 1:
            raise NoChild from None
        raise refusal.damaged() from None  # it was ended: by its limits, or by a library that aborts
    if "refused" in answer:
        raise refusal.Refusal(*answer["refused"])
    if "missing" in answer:
        raise MissingLibrary(answer["missing"])
    return Document(tuple(map(_unpack, answer["blocks"])), answer["kind"], tuple(answer["notes"]))


def _too_slow(seconds: int) -> refusal.Refusal:
    return refusal.too_large(f"{seconds}秒内没有读完")


def main() -> None:
    """Reads standard input, answers on standard output."""
    _limit()
    gc.disable()  # a short life needs no collector
    answer = _answer()
    if not answer:  # what was read is gone by now, so that there is room for a sentence
        answer = json.dumps({"refused": ["读它要用的内存过多", "请把清单单独存成一个文件后再试"]})
    sys.stdout.write(answer)


def _answer() -> str:
    """The answer in JSON; empty where memory did not suffice."""
    from anquan_cli.exchange.readers.formats import read_bytes

    try:
        document = read_bytes(sys.stdin.buffer.read())
        blocks = [*map(_pack, document.blocks)]
        return json.dumps({"kind": document.kind, "notes": document.notes, "blocks": blocks})
    except refusal.Refusal as error:
        return json.dumps({"refused": [error.what, error.hint]})
    except ModuleNotFoundError as error:
        return json.dumps({"missing": error.name})
    except MemoryError:
        return ""


def _limit() -> None:
    """Takes from this process what a reader does not need; on Windows a thread watches the time."""
    try:
        import resource
    except ImportError:
        threading.Thread(target=_watch, daemon=True).start()
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (ValueError, OSError):  # macOS knows no limit of address space
            pass


def _watch() -> None:
    """Ends this process when its time is used up; slow disks and virus scanners take none of it."""
    while time.process_time() < SECONDS:
        time.sleep(0.05)
    os._exit(USED_UP)


def _pack(block: Block) -> list[Any]:
    """A block for JSON; a merged cell once, so that its text is not repeated in every place."""
    if isinstance(block, Paragraph):
        return list(block)
    cells = {cell.origin: cell for row in block.rows for cell in row.cells}
    at = {origin: number for number, origin in enumerate(cells)}
    rows = [(row.place, row.header, [at[cell.origin] for cell in row.cells]) for row in block.rows]
    return [block.name, list(cells.values()), rows, None]


def _unpack(packed: list[Any]) -> Block:
    if len(packed) == 3:
        return Paragraph(*packed)
    name, texts, rows, _ = packed
    cells = [Cell(text, tuple(origin)) for text, origin in texts]
    return Grid(tuple(Row(tuple(cells[i] for i in indexes), *rest) for *rest, indexes in rows), name)


if __name__ == "__main__":
    main()
