"""An issued list into a list file, the first time and again; and two lists compared."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from anquan_cli import atomic_write
from anquan_cli.errors import (
    AnquanError,
    DataError,
    OperationError,
    UsageError,
    done,
    escape_controls,
    shell_word,
)
from anquan_cli.exchange import readers
from anquan_cli.exchange.list_import.documents import Source
from anquan_cli.exchange.list_import.listing import Imported, Wishes, import_list
from anquan_cli.exchange.list_import.merge import Merged, merge
from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.jsonl.lock import locked
from anquan_cli.ledger.undo import effective
from anquan_cli.queries.comparison import Comparison, compare
from anquan_cli.settings import is_absent
from anquan_cli.tasklist import loader
from anquan_cli.tasklist.plan import Plan, sort_key
from anquan_cli.workspace import Workspace


class ImportReport(NamedTuple):
    """What an import read, and what it wrote."""

    imported: Imported
    files: tuple[str, ...]
    path: Path | None  # of the list file; None: nothing was written
    merged: Merged | None  # where the list was there already
    comparison: Comparison | None  # of the list before and after
    messages: tuple[str, ...]


def read_and_write(
    files: Sequence[Path], wishes: Wishes, target: Path | None, workspace: Workspace, install: str
) -> ImportReport:
    """Reads documents, and writes the list file where a target is given; nothing is half written.

    Args:
        files: the documents, which make one list.
        wishes: what the user settles.
        target: the list file; one that an import wrote before is merged with.
        workspace: whose ledger is asked about rows that changed.
        install: the command that installs what reading needs.

    Raises: UsageError (the target is a list that no import wrote), DataError, OperationError.
    """
    imported = import_list([Source(path.name, readers.read(path, install)) for path in files], wishes)
    for at in wishes.columns:
        if all(t.column != at + 1 for t in imported.columns):
            raise UsageError(
                f"--column 写了第{at + 1}栏，表里没有这一栏，未作改动", "请核对栏号：最左一栏是1（A）"
            )
    names = tuple(str(path) for path in files)
    if target is None:
        return ImportReport(imported, names, None, None, None, ())
    atomic_write.check_name(target)
    if target.is_dir():
        raise UsageError(f"{escape_controls(str(target))} 是文件夹", "请写出文件名，例如 -o tasks.yaml")
    with locked(os.path.realpath(target), what="清单"):
        return _write(imported, names, target, workspace)


def _write(imported: Imported, names: tuple[str, ...], target: Path, workspace: Workspace) -> ImportReport:
    if not is_absent(target):
        return _again(imported, names, target, workspace)
    kept = loader.base_of(target)
    atomic_write.replace(kept, imported.text.encode())  # first: a list without it can never be merged with
    try:
        atomic_write.create(target, imported.text.encode())
    except BaseException as error:
        if isinstance(error, FileExistsError) or is_absent(target):
            kept.unlink()  # it stands beside no list of ours
        if isinstance(error, FileExistsError):  # made this moment, not by an import
            return _again(imported, names, target, workspace)
        raise
    done.append(f"已导入 {escape_controls(str(target))}")
    return ImportReport(imported, names, target, None, None, ())


def _again(imported: Imported, names: tuple[str, ...], target: Path, workspace: Workspace) -> ImportReport:
    shown = escape_controls(str(target))
    if is_absent(loader.base_of(target)):
        raise UsageError(
            f"{shown} 已经存在，旁边没有导入时留下的底稿（{target.name}{loader.BASE}），合并不了，未作改动",
            f"请换一个文件名，再用 anquan compare {shell_word(str(target))} 新文件 比较两份清单",
        )
    before = loader.sound(target)
    kept = loader.base_of(target)
    if loader.check(kept).plan is None:
        raise DataError(
            f"{escape_controls(str(kept))} 坏了，合并不了，未作改动",
            f"它是上次导入的底稿；请换一个文件名导入，再用 anquan compare {shell_word(str(target))} 新文件 比较",
        )
    ours, base = loader.read_text(target), loader.read_text(kept)
    merged = merge(base, ours.replace("\r\n", "\n"), imported.text)
    plan = _plan_of(merged.text, target)
    text = loader.with_line_ends(merged.text, ours)
    if text != ours:
        atomic_write.replace(target, text.encode(), ours)
        done.append(f"已导入 {shown}")
    if imported.text != base:
        try:
            atomic_write.replace(kept, imported.text.encode(), base)
        except OperationError as error:
            raise OperationError(
                f"{shown} 已按文件更新，但{error.message}", "请排除原因后再导入一次"
            ) from None
    comparison = with_entries(compare(before, plan), workspace)
    return ImportReport(imported, names, target, merged, comparison, ())


def _plan_of(text: str, path: Path) -> Plan:
    from anquan_cli.tasklist.validate import validate

    plan, faults, _, _ = validate(text)
    if plan is None:
        raise DataError(
            f"{escape_controls(str(path))} 里手工改的地方与文件的新内容合不到一起（{loader.describe(faults[0])}），未作改动",
            "请另存为一个新文件名导入，再用 anquan compare 比较",
        )
    return plan


def register_of(path: Path) -> Mapping[str, Any]:
    """The values of a list file that another list takes its register over from. Raises DataError, OperationError."""
    from anquan_cli.tasklist import yamlfile

    loader.sound(path)
    values: dict[str, Any] = yamlfile.read(loader.read_text(path)).value
    return values


def with_entries(comparison: Comparison, workspace: Workspace) -> Comparison:
    """A comparison with what the workspace's ledger holds for rows that changed or are gone."""
    ledger = workspace.settings.ledger
    if "://" not in ledger and is_absent(ledger):
        return comparison
    try:
        events = workspace.store_of(comparison.old.id).read().events
    except AnquanError:
        return comparison
    ids = sorted((*(r.id for r in comparison.removed), *(p.old.id for p in comparison.changed)), key=sort_key)
    counts = {ident: _entries(events, ident) for ident in ids}
    return comparison._replace(entries={ident: n for ident, n in counts.items() if n})


def _entries(events: Sequence[Envelope], ident: str) -> int:
    """How many entries that stand touch a row, what is below it, or the task that it is a part of."""
    task = ident.partition(".")[0]
    return sum(
        any(t.id in (ident, task) or t.id.startswith(f"{ident}.") for t in e.targets)
        for e in effective(events)
        if e.op in ("mark", "note")
    )


def compare_files(old: Path, new: Path, wishes: Wishes, workspace: Workspace, install: str) -> Comparison:
    """Two list files, or a list and a document. Raises DataError, OperationError."""
    return with_entries(compare(*(_read_plan(path, wishes, install) for path in (old, new))), workspace)


def _read_plan(path: Path, wishes: Wishes, install: str) -> Plan:
    if path.suffix.lower() in (".yaml", ".yml") or path.name.endswith(loader.BASE):
        return loader.sound(path)
    return import_list([Source(path.name, readers.read(path, install))], wishes).plan
