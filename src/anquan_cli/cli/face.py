"""The output face, chosen once: JSON, a pipe's rows, or a terminal."""

from __future__ import annotations

import sys
from typing import Any


def terminal() -> bool:
    """Whether standard output is a terminal."""
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
    sys.stdout.flush()
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        sys.stdout.write(data.decode(errors="replace"))
    else:
        raw.write(data)


def emit(text: str) -> None:
    """Text as it stands."""
    sys.stdout.write(text)
