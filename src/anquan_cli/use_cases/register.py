"""The register of a list file: a unit written into it, or suggested from the list's own phrases."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from anquan_cli import atomic_write
from anquan_cli.errors import OperationError, UsageError, done, escape_controls, shell_word, truncate
from anquan_cli.folding import fold_letters
from anquan_cli.interrupts import uninterrupted
from anquan_cli.ledger.jsonl.lock import locked
from anquan_cli.settings import LIST, SHIPPED
from anquan_cli.tasklist import loader, yamlfile
from anquan_cli.tasklist.assignment import counting, may_join
from anquan_cli.tasklist.lookup import find_unit, forms, is_township, normal
from anquan_cli.tasklist.phrases.registered import ways_of
from anquan_cli.tasklist.plan import Plan
from anquan_cli.tasklist.same_unit import NO_NAME, as_read, is_whole, may_be_one, no_unit, pairs_alike
from anquan_cli.tasklist.writer import written
from anquan_cli.use_cases.init import init, with_line
from anquan_cli.vocabulary import is_status
from anquan_cli.workspace import Workspace

_ALIKE = "核对：“{}”与“{}”可能是同一单位；如是，请并成一条，另一个写进 short"
_LONGEST = 100  # characters of a name


def add_unit(
    workspace: Workspace, name: str, short: Sequence[str], groups: Sequence[str]
) -> tuple[Path, str]:
    """Writes a unit into the workspace's list, every comment kept; where the shipped list is in use, a copy first.

    Args:
        workspace: whose list it is.
        name: the unit's full name.
        short: its short names.
        groups: registered groups that it belongs to, by name or by a phrase that means them.

    Returns: the list file, and the name as it is written there. Raises UsageError (known already, no such group), OperationError.
    """
    named_by = workspace.settings.tasks_by  # of a list that the user names, no ledger begins here
    plan = workspace.own_plan if named_by in (SHIPPED, "工作区") else workspace.plan
    given = workspace.settings  # where the plan is from: another may have put it there this moment
    # the register, and behind it the units that only phrases name
    seen = loader.read_text(given.tasks)
    known = yamlfile.read(seen).value.get("units") or ()
    listed, named = plan.register.units[: len(known)], plan.register.units[len(known) :]
    typed = [fold_letters(word).replace("\u3000", " ").strip(" ，,、；;。") for word in (name, *short)]
    for word in typed:
        if not word or not word.isprintable():
            what = f"“{truncate(word)}”里有看不见的控制字符" if word else "单位名称是空的"
            raise UsageError(
                f"{what}，未作改动", "请重新输入，例如 anquan units --add 县教育局 --short 教育局"
            )
        if len(word) > _LONGEST:
            raise UsageError(
                f"“{truncate(word)}”有{len(word)}个字，不像单位名称，未作改动",
                "请核对；一次登记一个单位，写全称",
            )
        odd = (
            NO_NAME
            if typed[0].isascii() or is_status(word)
            else no_unit(word, ways_of(plan.register.groups), plan.register)
        )
        if odd:
            raise UsageError(
                f"“{truncate(word)}”是{odd}，未作改动", "一次登记一个单位，写全称；属于单位组的再加 --group"
            )
        for unit in listed:
            ways = (unit.name, *unit.short, *unit.former)
            called = map(normal, forms(unit.name, ways) if word is typed[0] else ways)
            if normal(workspace.local(word)) in called:
                told = "" if word == unit.name else f"它是{unit.name}，"
                more = " 和 ".join(["short"] * bool(short) + ["groups"] * bool(groups))
                what = "、".join(["简称"] * bool(short) + ["单位组"] * bool(groups))
                add = f"；要给它添{what}，请在清单文件里写进它的 {more}" if more else ""
                raise UsageError(
                    f"名册中已有“{truncate(word)}”，未作改动",
                    f"{told}可用 anquan units {shell_word(unit.name)} 查看{add}",
                )
    name, *short = dict.fromkeys(word.replace(" ", "") for word in typed)  # a short that is the name is none
    found = [_group(plan, word) for word in groups]
    for unit in named:
        if name != unit.name not in short and _may_be_one(workspace.local(name), unit.name):
            brief, full = sorted((name, unit.name), key=len)
            more = "".join(f" --group {shell_word(word)}" for word in groups)
            raise UsageError(
                f"“{truncate(name)}”与清单里写的“{unit.name}”可能是同一单位，未作改动",
                f"如是，请登记 anquan units --add {shell_word(full)} --short {shell_word(brief)}{more}；"
                f"如不是，请先登记 anquan units --add {shell_word(unit.name)}",
            )
    asked = ""
    if like := next((u.name for u in listed if _may_be_one(workspace.local(name), u.name)), ""):
        asked = _ALIKE.format(name, like)
        workspace.say(
            f"提示：“{truncate(name)}”与名册中的“{like}”可能是同一单位；如是，请在清单文件里并成一条，另一个写进 short。"
        )
    for word in short:
        with suppress(UsageError):
            meant = find_unit(workspace.local(word), plan.register.units, groups=plan.register.groups)
            if meant.registered and meant.name != name:
                workspace.say(
                    f"提示：“{truncate(word)}”以前认作{meant.name}，现在只指{truncate(name)}；不是的，请从清单里它的 short 中删去。"
                )
    alone = plan.register.groups if is_township(name) and not groups else ()
    for g in (
        g for g in alone if plan.register.members[g.name] and not (g.pattern or g.among) and may_join(g, name)
    ):
        workspace.say(
            f"提示：{truncate(name)}没有写进单位组“{g.name}”，写到这一组的各项不算它的；"
            f"是其中一家的，请在清单文件里给它写上 groups: [{g.name}]。"
        )
    path = given.tasks
    if given.tasks_by == SHIPPED:
        path = given.home / LIST
        with suppress(UsageError):  # somebody made it this moment
            init(given.home, given)
    entry: dict[str, Any] = {"name": name}
    entry |= {"short": list(short)} if short else {}
    entry |= {"groups": found} if found else {}
    path = Path(os.path.realpath(path))
    with locked(str(path), what="清单"):
        text = loader.read_text(path)
        longer = with_line(
            text, "units", entry, lambda before, after: _grown(before, after, name, short, found), asked
        )
        if longer is None and text != seen:  # perhaps with this very unit
            raise OperationError(
                f"{escape_controls(str(path))} 刚被别的程序改了，没有写入", "别人改的仍在；请再执行一次"
            )
        if longer is None:
            raise OperationError(
                f"没能把单位写进 {escape_controls(str(path))}",
                f"请自己在 units 下加一行 - name: {truncate(name)}（units 写成 [ ] 的，先改成每行一个），再用 anquan check 检查",
            )
        with uninterrupted():
            atomic_write.replace(path, longer.encode(), text)
            done.append(f"单位已写入 {escape_controls(str(path))}")
    return path, name


def _may_be_one(typed: str, name: str) -> bool:
    part = not is_whole(typed) and normal(typed) in normal(name)  # 天宁, where 天宁镇 is known
    return part or normal(typed) in map(normal, forms(name, (name,))) or may_be_one(typed, name)


def _group(plan: Plan, word: str) -> str:
    for group in plan.register.groups:
        if as_read(word) in (group.name, *group.phrases):
            if (end := counting(plan.register, group.name)) == group.name:
                return end
            raise UsageError(
                f"单位组“{group.name}”没有自己的成员，算的是“{end}”的成员，未作改动",
                f"请写 --group {shell_word(end)}；成员已经列明的，请先去掉清单里该组的 among",
            )
    every = "、".join(g.name for g in plan.register.groups if not g.among)
    raise UsageError(
        f"清单中没有单位组“{truncate(word)}”",
        f"可用：{every}"
        if every
        else "清单没有登记单位组，请去掉 --group；要登记，请照 anquan units --suggest 列出的写进清单文件的 groups",
    )


def _grown(before: Plan, after: Plan, name: str, short: Sequence[str], groups: Sequence[str]) -> bool:
    """Whether the list read back is the one before and this unit."""
    added = [u for u in after.register.units if u.name == name]
    as_before = after._replace(register=before.register, rows=before.rows) == before
    return as_before and [(u.short, u.groups) for u in added] == [(tuple(short), tuple(groups))]


def suggested(workspace: Workspace) -> str:
    """The register as YAML: the list's own, with the units and groups that only its phrases name."""
    from anquan_cli.exchange.list_import.register import suggest

    plan, values = workspace.plan, yamlfile.read(loader.read_text(workspace.settings.tasks)).value
    units = list(values.get("units") or ())
    own = {unit["name"] for unit in units}
    units += ({"name": u.name} for u in plan.register.units[len(units) :])  # behind those of the list
    phrases = [r.units for r in plan.rows] + [m.units for r in plan.rows for m in r.measures if m.units]
    new = (g.name for phrase in phrases for g in phrase.groups if g.group is None)
    groups = suggest(new, units, values.get("groups") or ()).groups
    joined = {name for unit in units for name in unit.get("groups") or ()}
    comments: dict[yamlfile.Path, list[str]] = {}
    at = {unit["name"]: n for n, unit in enumerate(units)}
    for name, other in pairs_alike(at):
        if not own >= {name, other}:  # to `check`, two that are registered are two
            comments.setdefault(("units", at[name], "name"), []).append(_ALIKE.format(name, other))
    for n, group in enumerate(groups):
        if not (group.keys() & {"members", "pattern", "among"} or group["name"] in joined):
            group["members"] = []
            comments["groups", n, "members"] = ["请填上成员单位"]
    return written({"units": units, "groups": groups} if groups else {"units": units}, comments)
