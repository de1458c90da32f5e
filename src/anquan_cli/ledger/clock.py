"""Moments as the ledger writes them (时刻): UTC, six decimals, strictly increasing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from anquan_cli import dates
from anquan_cli.errors import CannotDo


def utc_now() -> datetime:
    """The clock."""
    return dates.utc_now()


def moment(now: datetime) -> str:
    """A moment for a file's name: `20250620T010000Z`."""
    return stamp(now)[:19].replace("-", "").replace(":", "") + "Z"


def stamp(now: datetime) -> str:
    """A moment for the ledger: `2025-06-20T01:00:00.123456Z`."""
    return _written(now.astimezone(UTC).replace(tzinfo=None))


def after(ts: str) -> str:
    """One microsecond later; raises CannotDo at the end of time."""
    try:
        return _written(datetime.fromisoformat(ts[:-1]) + timedelta(microseconds=1))
    except OverflowError as error:
        hint = "请运行 anquan verify 查看台账。"
        raise CannotDo(f"台账最后一条的时刻 {ts} 不能再往后排。", hint) from error


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds") + "Z"
