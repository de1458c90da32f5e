"""Where everything is, on a terminal."""

from __future__ import annotations

from anquan_cli import settings
from anquan_cli.errors import escape_controls


def show(report: settings.Settings) -> None:
    """A path has a line of its own and is never wrapped, so that it can be copied."""
    for key, label, value, by in settings.shown(report):
        missing = "，尚不存在" if key in settings.PLACES and value and settings.is_absent(value) else ""
        print(f"{label}（{escape_controls(by)}{missing}）")
        if told := value or settings.unset(key):
            print(f"  {escape_controls(told)}")
