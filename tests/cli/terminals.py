"""The program on a terminal that is a real one, as a person has it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pytest

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")


class Screen(NamedTuple):
    """What a terminal got, and how the command ended."""

    code: int
    text: str


def on_terminal(command: Sequence[str], environment: Mapping[str, str], size: bytes | None = None) -> Screen:
    """Runs a command whose three streams are a terminal, of a size as the system packs it, or of none."""
    master, slave = pty.openpty()
    if size:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, size)
    process = subprocess.Popen(command, env=environment, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    data = b""
    try:
        while piece := os.read(master, 65536):
            data += piece
    except OSError:
        pass  # the other end is closed
    os.close(master)
    return Screen(process.wait(), data.decode())
