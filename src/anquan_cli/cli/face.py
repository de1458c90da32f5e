"""The output face, chosen once: JSON, a pipe's rows, or a terminal."""

from __future__ import annotations

import sys
from typing import Any, TextIO

from anquan_cli.cli import patience


def terminal() -> bool:
    """Whether standard output is a terminal; asked when the answer is there and is about to be shown."""
    patience.stop()
    try:
        return sys.stdout.isatty()
    except ValueError:
        return False


def emit_json(value: Any) -> None:
    """One JSON document in UTF-8, whatever the locale."""
    from anquan_cli.views.as_json import text

    emit_bytes((text(value) + "\n").encode("utf-8", "backslashreplace"))


def emit_bytes(data: bytes) -> None:
    """UTF-8 bytes, whatever the locale."""
    patience.stop()
    sys.stdout.flush()
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        sys.stdout.write(data.decode(errors="replace"))
    else:
        raw.write(data)


def folded(text: str, stream: TextIO) -> str:
    """Sentences as they are shown: on a terminal, wrapped so that no line begins with closing punctuation."""
    try:
        if not stream.isatty():
            return text
    except ValueError:  # a closed stream
        return text
    from anquan_cli.views.text import terminal_width, wrap

    return "\n".join(wrap(text, terminal_width()))


def emit(text: str) -> None:
    """Text as it stands."""
    patience.stop()
    sys.stdout.write(text)
