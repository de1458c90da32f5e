"""A new workspace: a folder with an editable copy of the list."""

from __future__ import annotations

import os
from pathlib import Path

from anquan_cli import atomic_write, settings
from anquan_cli.errors import OperationError, UsageError, escape_controls, os_error_text
from anquan_cli.settings import Settings
from anquan_cli.tasklist import loader


def init(folder: Path, given: Settings) -> Path:
    """Makes a workspace with an editable copy of the list; returns the list's path.

    Raises UsageFault when a list is there already, CannotDo when it cannot be written.
    """
    text = loader.read_text(given.tasks if given.tasks_by != "工作区" else loader.shipped())
    target = folder / settings.LIST
    if os.path.lexists(target):
        raise UsageError(f"{escape_controls(str(folder))} 里已经有清单，未作改动", "请换一个文件夹")
    try:
        folder.mkdir(mode=0o775, parents=True, exist_ok=True)
    except OSError as error:
        raise OperationError(
            f"无法新建文件夹 {escape_controls(str(folder))}：{os_error_text(error)}", "请检查路径和权限"
        ) from None
    atomic_write.write(target, with_id(text).encode())
    return target


def with_id(text: str) -> str:
    """The list's text with an `id` line, so that a changed title never parts it from its ledger."""
    from anquan_cli.tasklist import validate

    plan = validate.validate(text)[0]
    if plan is None or any(line.startswith("id:") for line in text.splitlines()):
        return text
    lines = text.splitlines(keepends=True)
    at = next((i for i, line in enumerate(lines) if line.startswith("title:")), 0)
    longer = "".join([*lines[:at], f'id: "{plan.id}"\n', *lines[at:]])
    return longer if validate.validate(longer)[0] == plan else text
