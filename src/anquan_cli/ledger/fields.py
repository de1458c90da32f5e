"""What a field of a ledger line must be (字段检查): its value, or TypeError or RecordError."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

LARGEST = 10**15  # no honest figure is larger; keeps hostile numbers away from arithmetic
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"


class RecordError(ValueError):
    """A line whose content is not a record, whatever its seal says."""


def text(value: object) -> str:
    """A string."""
    if type(value) is not str:
        raise TypeError
    return value


def text_or_none(value: object) -> str | None:
    """A string or null."""
    return None if value is None else text(value)


def items(value: Any) -> list[Any]:
    """An array."""
    if type(value) is not list:
        raise TypeError
    return value


def number(value: object, least: int, most: int) -> int | None:
    """A whole number within bounds, or null; `true` is none."""
    if value is None:
        return None
    if type(value) is not int or not least <= value <= most:
        raise RecordError("数字超出范围")
    return value


def day(value: object) -> str | None:
    """A date that exists, `2025-06-20`, or null."""
    if value is None:
        return None
    written = text(value)
    try:
        if re.fullmatch(_DAY, written):
            date.fromisoformat(written)
            return written
    except ValueError:
        pass
    raise RecordError("日期应为 YYYY-MM-DD，且确有这一天")


def instant(value: object) -> str:
    """A moment as the ledger writes it, `2025-06-20T01:00:00.123456Z`."""
    written = text(value)
    try:
        if re.fullmatch(_INSTANT, written):
            datetime.fromisoformat(written)
            return written
    except ValueError:
        pass
    raise RecordError("时刻不合格式")


def titles(value: Any) -> dict[str, str]:
    """An object of strings."""
    if type(value) is not dict:
        raise TypeError
    for title in value.values():
        text(title)
    return value
