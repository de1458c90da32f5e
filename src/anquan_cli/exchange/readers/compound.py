"""Compound files (doc, wps, xls, et): by olefile."""

from __future__ import annotations

import io

from olefile import DEFECT_INCORRECT, OleFileIO

from anquan_cli.exchange.readers import refusal


def open_compound(data: bytes) -> OleFileIO:
    """The file, opened. Raises Refusal where it is damaged."""
    try:
        return OleFileIO(io.BytesIO(data), raise_defects=DEFECT_INCORRECT + 1)
    except Exception as error:  # olefile has no class of errors of its own
        raise refusal.damaged() from error
