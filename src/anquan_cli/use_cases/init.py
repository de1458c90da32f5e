"""A new workspace: a folder with an editable copy of the list."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from anquan_cli import __version__, atomic_write, dates
from anquan_cli.errors import (
    AnquanError,
    DataError,
    OperationError,
    UsageError,
    done,
    escape_controls,
    os_error_text,
    shell_word,
)
from anquan_cli.interrupts import uninterrupted
from anquan_cli.ledger.events import moment
from anquan_cli.ledger.jsonl.files import make_folder, names
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.lock import locked
from anquan_cli.ledger.store import Store, open_store
from anquan_cli.settings import LEDGER, LIST, Settings, is_absent
from anquan_cli.tasklist import loader
from anquan_cli.tasklist.plan import Plan

_LONGEST = 60  # characters of a title in an id


def init(folder: Path, given: Settings, text: str | None = None) -> tuple[Path, tuple[str, ...]]:
    """Makes a workspace with an editable copy of the list, or with a list of this text; its path, and what is to be said.

    Raises UsageError when a list is there already, also one that was made this moment; DataError where the list to be
    copied is faulty, another list's ledger is there, or this machine knows of one that is gone from there;
    OperationError when it cannot be written.
    """
    source = given.tasks if given.tasks_by != "工作区" else loader.shipped()
    if text is None and is_absent(source):
        raise OperationError(
            f"找不到要照抄的清单 {escape_controls(str(source))}（{given.tasks_by}）",
            "请核对路径；不指明清单的，照随程序提供的清单新建",
        )
    copied, text = text is None, loader.read_text(source) if text is None else text
    target = folder / LIST
    atomic_write.check_name(target)
    shown = escape_controls(str(folder))
    there = UsageError(
        f"{shown} 里已经有清单，未作改动",
        f"接着用它，请设好 ANQUAN_HOME，或在命令里写 --home {shell_word(str(folder))}；另建一个，请换一个文件夹",
    )
    if os.path.lexists(target):
        if target.is_file():
            raise there
        name = escape_controls(str(target))
        raise UsageError(f"{name} 是失效的链接或文件夹，不是清单，未作改动", "请先把它移走，再执行一次")
    if copied:
        loader.sound(source)
    id = _id_beside(folder / LEDGER, text, target, given)
    gone, notices = _gone(folder / LEDGER, given)
    if copied and source == loader.shipped() and (others := loader.lists_in(folder)):
        name = escape_controls(others[0])
        notices += (
            f"文件夹里的 {name} 像是清单，新工作区用的不是它，是随程序提供的；要用它，请拿它换掉 {LIST}。",
        )
    try:
        make_folder(os.fspath(folder), 0o775)
        os.stat(os.path.join(folder, os.curdir))  # it may be there and closed to us
    except OSError as error:
        how = "使用" if folder.is_dir() else "新建"
        raise OperationError(f"无法{how}文件夹 {shown}：{os_error_text(error)}", "请检查路径和权限") from None
    kept = loader.base_of(target)
    base = source if copied and kept.exists() and kept.samefile(source) else loader.base_of(source)
    of = loader.read_text(base) if copied and not is_absent(base) else None
    alone = of is None and not os.path.lexists(kept)
    lock = nullcontext() if alone else locked(os.path.realpath(target), what="清单")
    try:
        with lock, base_beside(target, of) as said, uninterrupted():
            atomic_write.create(target, with_id(text, id).encode())
            done.append(f"清单已写入 {escape_controls(str(target))}")
            notices += (*said, *remembered(target, given))
    except FileExistsError:
        raise there from None
    if gone:  # not before: what is not made needs no new ledger
        gone.repair()
    return target, tuple(dict.fromkeys(notices))


@contextmanager
def base_beside(target: Path, text: str | None) -> Iterator[tuple[str, ...]]:
    """Puts what a list is made of beside its place, before the list: without it, it could never be merged with.

    What else stands there is of a list that is gone, and is renamed; yields what is to be said of that. Where no list is made,
    all is as it was. Raises OperationError; FileExistsError.
    """
    kept, made, aside = loader.base_of(target), False, Path()
    said: tuple[str, ...] = ()
    if os.path.lexists(kept) and not _reads(kept, text):
        list_ = str(kept).removesuffix(loader.BASE)
        every = (Path(name + loader.BASE) for name in names(list_, "old", moment(dates.utc_now())))
        aside = next(name for name in every if not os.path.lexists(name))
        shown = escape_controls(str(kept))
        try:
            os.rename(kept, aside)
        except OSError as error:
            raise OperationError(
                f"原有的导入底稿 {shown} 没能改名：{os_error_text(error)}", "请把它移走，再执行一次"
            ) from None
        said = (f"原有的导入底稿 {shown} 已改名为 {escape_controls(aside.name)}，留着备查。",)
    try:
        if text is not None and not os.path.lexists(kept):
            atomic_write.create(kept, text.encode())
            made = True
        yield said
    except BaseException as error:
        if isinstance(error, FileExistsError) or is_absent(target):  # it stands beside no list of ours
            if made:
                kept.unlink()
            if said:
                os.rename(aside, kept)
        elif said:
            done.append(said[0].rstrip("。"))
        raise


def _reads(kept: Path, text: str | None) -> bool:
    try:
        return text is not None and loader.read_text(kept) == text
    except AnquanError:
        return False


def remembered(list_: Path, given: Settings) -> tuple[str, ...]:
    """Has this machine remember a new list, that it may not be gone unnoticed; the sentence where it cannot."""
    trouble = KnownHeads(given.state.path).see(str(list_)) if given.state.path else ""
    return (trouble,) if trouble else ()


def _id_beside(ledger: Path, text: str, target: Path, given: Settings) -> str | None:
    """The id that the list has in the ledger which is there; None where there is none yet.

    Raises DataError where another list's is there: beside this list it could be neither read nor continued.
    """
    from anquan_cli.tasklist import validate

    if is_absent(ledger):
        return None
    plan, with_one = (validate.validate(each)[0] for each in (text, with_id(text)))
    if plan is None or with_one is None:
        return None
    try:
        theirs = open_store(ledger, list_id=None, tool=__version__, state=given.state.path).read().list_id
    except AnquanError:  # whoever opens it will say what is wrong with it
        return None
    if theirs in (None, plan.id, with_one.id):
        return theirs
    kept, again = loader.base_of(target), ""
    if _id_of(kept) == theirs:
        again = (
            f"找不回的，旁边的 {escape_controls(kept.name)} 是它上次导入时的样子，由它重建请用 "
            f"anquan --tasks {shell_word(str(kept))} init {shell_word(str(target.parent))}；"
        )
    raise DataError(
        f"{escape_controls(str(target.parent))} 里的台账属于另一份清单：台账记的是“{theirs}”，"
        f"要放进去的清单是“{plan.id}”，没有新建工作区",
        f"请找回原来的清单（备份、回收站），放回这个文件夹；{again}另建一份，请换一个文件夹",
    )


def _id_of(list_: Path) -> str | None:
    try:
        return loader.sound(list_).id
    except AnquanError:
        return None


def _gone(ledger: Path, given: Settings) -> tuple[Store | None, tuple[str, ...]]:
    """The store whose ledger is gone from here, where the user says that a new one may begin; what is to be said.

    Raises DataError where the user does not.
    """
    if os.path.lexists(ledger):
        return None, ()
    store = open_store(ledger, list_id=None, tool=__version__, state=given.state.path)
    try:
        read = store.read()
    except OperationError:  # what makes the folder will say what is wrong with its place
        return None, ()
    fault = read.fault
    if fault and not given.new_ledger:
        raise DataError(
            f"{fault.message}没有新建工作区。",
            "请先找回原来的文件夹（备份、回收站、未连接的网络盘）；确实要在这里从头开始，加 --new-ledger",
        )
    return (store if fault else None), read.notices


def new_id(plan: Plan) -> str:
    """An id by a list's year and title: an issuer may have several lists in a year."""
    year = rf"{plan.year}(?:年度?)?"
    title = re.sub(rf"\s|[（(〔【]\s*{year}\s*[)）〕】]|{year}", "", plan.title)[:_LONGEST]
    return f"{plan.year}-{title}"


def with_id(text: str, id: str | None = None) -> str:
    """The list's text with an `id` line, so that a changed title never parts it from its ledger; by default `new_id`.

    One that it has stays.
    """
    from anquan_cli.tasklist import validate
    from anquan_cli.tasklist.writer import scalar

    plan = validate.validate(text)[0]
    if plan is None or any(line.startswith("id:") for line in text.splitlines()):
        return text
    id = new_id(plan) if id is None else id
    lines = text.splitlines(keepends=True)
    at = next((i for i, line in enumerate(lines) if line.startswith("title:")), 0)
    lines.insert(at, f"id: {scalar(id)}\n")
    return _read_back(text, lines, lambda before, after: before._replace(id=id) == after) or text


def with_line(
    text: str, key: str, entry: dict[str, Any], as_wanted: Callable[[Plan, Plan], bool], comment: str = ""
) -> str | None:
    """The list's text with one more entry under a top-level key, in a line of its own; nothing else is touched.

    None where the key's entries are not written one below the other, or what is read back is not as wanted.
    """
    import yaml

    from anquan_cli.tasklist.yamlfile import LOADER

    line = yaml.safe_dump(
        entry, allow_unicode=True, default_flow_style=True, width=float("inf"), sort_keys=False
    )
    line = f"{line.rstrip()}  # {comment}\n" if comment else line
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    root = yaml.compose(text, Loader=LOADER)
    pairs = {k.value: v for k, v in root.value} if isinstance(root, yaml.MappingNode) else {}
    node = pairs.get(key)
    if node is None:
        at = next((i for i, row in enumerate(lines) if row.startswith("categories:")), len(lines))
        return _read_back(text, [*lines[:at], f"{key}:\n  - {line}", *lines[at:]], as_wanted)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        return None
    last, first = node.value[-1], node.value[0]
    start = lines[first.start_mark.line]
    at = last.end_mark.line + (1 if last.end_mark.column else 0)  # a block ends at the line after it
    while at > last.start_mark.line + 1 and (not lines[at - 1].strip() or lines[at - 1].startswith("#")):
        at -= 1
    dash = start.index("-")
    return _read_back(text, [*lines[:at], f"{start[:dash]}- {line}", *lines[at:]], as_wanted)


def _read_back(text: str, lines: list[str], as_wanted: Callable[[Plan, Plan], bool]) -> str | None:
    from anquan_cli.tasklist import validate

    longer = loader.with_line_ends("".join(lines), text)
    before, after = validate.validate(text)[0], validate.validate(longer)[0]
    return longer if before and after and as_wanted(before, after) else None
