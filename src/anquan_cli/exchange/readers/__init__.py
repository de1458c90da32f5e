"""Readers of other people's documents, one a format, each to the same value."""

from __future__ import annotations

from pathlib import Path

from anquan_cli.exchange.blocks import Document


def read(path: Path) -> Document:
    """What a document says.

    Raises:
        DataError: it is damaged, too large, encrypted or of a kind that is not read.
        OperationError: it cannot be opened, or what reads its kind is not installed.
    """
    raise NotImplementedError
