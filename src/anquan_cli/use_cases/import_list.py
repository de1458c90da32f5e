"""An issued list into a list file, the first time and again; and two lists compared."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from anquan_cli import __version__, atomic_write, dates
from anquan_cli.digest import sha256
from anquan_cli.errors import (
    AnquanError,
    DataError,
    OperationError,
    UsageError,
    done,
    escape_controls,
    shell_word,
    truncate,
)
from anquan_cli.exchange import readers
from anquan_cli.exchange.list_import.draft import Doubt
from anquan_cli.exchange.list_import.few_tasks import within
from anquan_cli.exchange.list_import.listing import NOT_KNOWN, Imported, Wishes, import_list
from anquan_cli.exchange.list_import.merge import Merged, merge
from anquan_cli.exchange.list_import.segments import keeping
from anquan_cli.exchange.list_import.sources import Source
from anquan_cli.interrupts import uninterrupted
from anquan_cli.ledger.events import moment
from anquan_cli.ledger.jsonl.files import names
from anquan_cli.ledger.jsonl.lock import locked
from anquan_cli.ledger.store import Ledger, open_store
from anquan_cli.party import Unit
from anquan_cli.progress import Progress, by_present_names, covered, fold
from anquan_cli.queries.comparison import Comparison, compare, is_next
from anquan_cli.settings import LEDGER, LIST, is_absent
from anquan_cli.tasklist import loader, yamlfile
from anquan_cli.tasklist.assignment import members
from anquan_cli.tasklist.phrases.registered import unit_called
from anquan_cli.tasklist.plan import Item, Plan, is_within, sort_key
from anquan_cli.tasklist.yamlfile import unconfirmed_lines
from anquan_cli.use_cases.init import base_beside, new_id, remembered, with_id, with_line
from anquan_cli.workspace import Workspace

_LEAD = re.compile(
    r"\s*(?:关于)?(?:印发|下发|转发|公布|调整|修订|修改|变更|补充|完善)?[《“]?(?:中共)?"
)  # before a title's place
_PLACE = re.compile(
    r"(?:(?![省市])[^\W\d]){2,15}?自治[区州县旗]"
    r"|(?:(?![省市县区州盟])[^\W\d]){1,8}?旗(?![县区])"
    r"|[^\W\d]{1,5}?[省市州盟县区](?![市县区旗])"  # 全州县, 沙市区
)
_NO_PLACE = re.compile(
    "各|[全我本][省市县区旗盟]|[全我本]州$|城?[市县区]|.?矿区$|.*[地社景库辖发小片校厂]区$|.*[业工技流]园区$"
    "|.*(?:安全|生产|重点|工作|任务|乡镇|单位|部门)|(?:.*[和及与])?城市"
)
_PART = re.compile("调整(?!后)|变更|补充|增补|节选|摘[录编要]")  # a title's word for a few tasks of a list
_KEPT = "沿用上次的 {}，不再要的请从清单首行删去"


class ImportReport(NamedTuple):
    """What an import read, and what it wrote."""

    imported: Imported
    files: tuple[str, ...]
    path: Path | None  # of the list file; None: nothing was written
    merged: Merged | None  # where the list was there already
    comparison: Comparison | None  # of the list before and after
    messages: tuple[str, ...]

    @property
    def asked(self) -> list[str]:
        """The lines of the list file in which somebody is still asked to look at something."""
        text = self.merged.text if self.merged else self.imported.text
        lines = text.splitlines()
        return [lines[n - 1] for n in unconfirmed_lines(text)]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Those that nobody has settled."""
        left = "\n".join(self.asked)
        return tuple(d for d in self.imported.doubts if escape_controls(" ".join(d.what.split())) in left)


def read_and_write(
    files: Sequence[Path],
    wishes: Wishes,
    target: Path | None,
    workspace: Workspace,
    install: str,
    *,
    agreed: bool = False,
    part: bool = False,
) -> ImportReport:
    """Reads documents, and writes the list file where a target is given; nothing is half written.

    Args:
        files: the documents, which make one list.
        wishes: what the user settles.
        target: the list file; one that an import wrote before is merged with.
        workspace: whose ledger is asked about rows that changed.
        install: the command that installs what reading needs.
        agreed: whether tasks may go that documents which look like a part of the list do not have.
        part: whether the documents have a few tasks of the list at the target; the others stay as they are.

    Raises: UsageError (the target is a list that no import wrote, or another one, or more than a part of it would go),
        DataError, OperationError.
    """
    if part and (target is None or is_absent(target)):
        raise UsageError(
            "--part 是合并到已有的清单里，没有执行", "请在 -o 后面写出那份清单文件，例如 -o tasks.yaml --part"
        )
    if target is not None and target.is_file() and not is_absent(loader.base_of(target)):
        known = loader.check(target).plan  # a document that says no year is of the list's, not of today's
        wishes = wishes._replace(this_year=known.year) if known else wishes
        wishes = wishes._replace(register=register_of(target)) if part and not wishes.register else wishes
    imported = import_list([Source(path.name, readers.read(path, install)) for path in files], wishes)
    kept = _KEPT.format(wishes.kept)
    for at in wishes.columns:
        if all(t.column != at + 1 for t in imported.columns):
            raise UsageError(
                f"--column 写了第{at + 1}栏，表里没有这一栏，未作改动",
                f"请核对栏号：最左一栏是1（A）{'；' + kept if '--column ' in kept else ''}",
            )
    if wishes.kept:
        again = "；名册照上次读到的，要重读请写上 --register" if "--register " in kept else ""
        imported = imported._replace(said=(*imported.said, kept + again))
    names = tuple(str(path) for path in files)
    if target is None:
        return ImportReport(_identified(imported), names, None, None, None, ())
    atomic_write.check_name(target)
    if target.is_dir():
        raise UsageError(f"{escape_controls(str(target))} 是文件夹", "请写出文件名，例如 -o tasks.yaml")
    if not Path(os.path.realpath(target)).parent.is_dir():
        raise OperationError(
            f"无法写入 {escape_controls(str(target))}：文件夹不存在", "请先建好文件夹，或核对路径"
        )
    _refuse_other(target)  # what is refused leaves nothing behind, not even a lock
    with locked(os.path.realpath(target), what="清单"):
        report = _write(imported, names, target, workspace, agreed, part)
    return report._replace(messages=(*report.messages, *_by_another_name(target, workspace)))


def _by_another_name(target: Path, workspace: Workspace) -> Iterator[str]:
    """What is to be said of a list that no workspace would take for its own, where it seems to be meant for one."""
    folder, home = target.parent, workspace.settings.home
    meant = target.name.lower().startswith("task") or not is_absent(folder / LEDGER)
    if is_absent(folder / LIST) and (meant or (home.is_dir() and home.samefile(folder))):
        name, path = escape_controls(target.name), shell_word(str(target))
        yield f"提示：工作区只认 {LIST} 这个名称，不会用 {name}；要用它，请改用 -o {LIST} 导入，或加 --tasks {path}。"


def _write(
    imported: Imported, names: tuple[str, ...], target: Path, workspace: Workspace, agreed: bool, part: bool
) -> ImportReport:
    _refuse_other(target)
    if not is_absent(target):
        return _again(imported, names, target, workspace, agreed, part)
    kept = loader.base_of(target)
    lost = None if is_absent(kept) else loader.check(kept).plan
    # a list that was lost is the same list again, and its ledger's
    titles = [] if lost is None or "title" in imported.guessed else [lost.title]
    same = lost and lost.year == imported.plan.year and is_next(lost, imported.plan, titles)
    identified = _identified(imported, kept if same else None)
    try:
        with base_beside(target, identified.text) as said, uninterrupted():
            atomic_write.create(target, identified.text.encode())
            done.append(f"已导入 {escape_controls(str(target))}")
            said += remembered(target, workspace.settings) if target.name == LIST else ()
    except FileExistsError:  # made this moment, not by an import
        _refuse_other(target)
        return _again(imported, names, target, workspace, agreed, part)
    return ImportReport(identified, names, target, None, None, said)


def _identified(imported: Imported, base: Path | None = None) -> Imported:
    """What was read as a list with an id: that of a former import's text, which may have none, else by year and title.

    So the same document is the same list wherever it is imported, and a title that changes makes it no other.
    """
    plan = imported.plan
    id = yamlfile.read(loader.read_text(base)).value.get("id") if base else new_id(plan)
    if id is None:  # its ledger is of the year and the issuer that it has
        text = re.sub("(?m)^issuer: .*\n", "", imported.text, count=1)
        told = (said for said in imported.said if not plan.issuer or plan.issuer not in said)
        return imported._replace(text=text, said=tuple(told))
    return imported._replace(text=with_id(imported.text, id), plan=plan._replace(id=id))


def _again(
    imported: Imported, files: tuple[str, ...], target: Path, workspace: Workspace, agreed: bool, part: bool
) -> ImportReport:
    shown = escape_controls(str(target))
    before = loader.sound(target)
    kept, ours = loader.base_of(target), loader.read_text(target)
    _refuse(kept, kept.is_symlink())
    own = _base_for(ours, kept)  # of an import that was stopped behind the list
    used = own if own.exists() else kept
    last = loader.check(used).plan
    if last is None:
        raise DataError(
            f"{escape_controls(str(kept))} 坏了，合并不了，未作改动",
            f"它是上次导入的底稿；请换一个文件名导入，再用 anquan compare {shell_word(str(target))} 新文件 比较",
        )
    _refuse_another(imported, before, last, target, part)
    stands, base = loader.read_text(kept), loader.read_text(used)
    if part:
        imported = _whole(imported, base, before, last, target)
    elif imported.guessed:
        words = "和".join({"title": "标题", "year": "年份"}[key] for key in imported.guessed)
        imported = imported._replace(
            text=keeping(imported.text, base, imported.guessed),
            plan=imported.plan._replace(title=before.title) if "title" in imported.guessed else imported.plan,
            said=(*imported.said, f"文件没有写明{words}，沿用清单的"),
        )
    imported = imported if part else _identified(imported, used)
    merged = merge(base, ours.replace("\r\n", "\n"), imported.text)
    try:
        text, plan = merged.text, _plan_of(merged.text, target)
    except DataError:
        if not part and not agreed and _is_part(imported, since := compare(last, imported.plan)):
            raise _partial(since, shown) from None
        raise
    if (longer := _with_register(text, plan, ours)) != text:
        text, plan = longer, _plan_of(longer, target)
    text = loader.with_line_ends(text, ours)
    comparison = compare(before, plan, in_full=True, moved=merged.moved)
    if (is_part := not part and _is_part(imported, comparison)) and not agreed:
        raise _partial(comparison, shown)
    comparison = with_entries(comparison, target, workspace)
    if comparison.fault:
        workspace.say(f"提示：{comparison.fault.message}")
    recorded = comparison.entries is None or any(row.id in comparison.entries for row in comparison.removed)
    said = _kept_aside(target, ours) if is_part or (comparison.removed and recorded) else ()
    then = _base_for(text, kept)
    with uninterrupted():
        if text != ours:
            then.unlink(missing_ok=True)
            atomic_write.create(then, imported.text.encode())
            atomic_write.replace(target, text.encode(), ours)
            done.append(f"已导入 {shown}")
            own.unlink(missing_ok=True)
        if imported.text != stands:
            try:
                atomic_write.replace(kept, imported.text.encode(), stands)
            except OperationError as error:
                if text == ours:
                    raise
                raise OperationError(
                    f"{shown} 已按文件更新，但{error.message}", "请排除原因后再导入一次"
                ) from None
        then.unlink(missing_ok=True)
    return ImportReport(imported, files, target, merged, comparison, said)


def _whole(imported: Imported, base: str, before: Plan, last: Plan, target: Path) -> Imported:
    """What was read of a few tasks, as the whole list that it comes to with what the last import wrote of the others."""
    numbers = _numbers(imported.plan, before, last)
    named, known = map(_names_in, (yamlfile.read(imported.text).value, register_of(target)))
    text, unclear = within(base, imported.text, numbers, named - known)
    if unclear:
        told = "、".join(f"第{number}项" for number in unclear)
        raise UsageError(
            f"{told}在清单里有分项，文件写的分不清是哪几个分项，未作改动",
            f"请照文件在 {escape_controls(str(target))} 里改{told}，文件里去掉这几项后再导入",
        )
    places = {
        ".".join([str(numbers[int(number)]), *rest]): place
        for ident, place in imported.places.items()
        for number, *rest in [ident.split(".")]
    }
    return imported._replace(text=text, plan=_plan_of(text, target), places=places, said=())


def _names_in(register: Mapping[str, Any]) -> set[str]:
    """What the register of a list names: units, groups, sectors."""
    return {entry["name"] for key in yamlfile.NAMED for entry in register.get(key, ())}


def _numbers(part: Plan, before: Plan, last: Plan) -> dict[int, int]:
    """The number in the list of each task of a document that has a few of them.

    One that is another's there, and is the list's own numbering, is that task under another title; else it is new.
    """
    found: dict[int, int] = {}
    for pair in compare(last, part).pairs:
        if pair.old.number not in found.values():
            found.setdefault(pair.new.number, pair.old.number)
    taken = {row.number for plan in (before, last) for row in plan.rows}
    is_lists = bool(found) and all(new == old for new, old in found.items())
    for number in dict.fromkeys(row.number for row in part.rows):
        if number not in found:
            is_free = number not in taken or (is_lists and number not in found.values())
            found[number] = number if is_free else max(taken) + 1
            taken.add(found[number])
    return found


def _is_part(imported: Imported, comparison: Comparison) -> bool:
    """Whether a document seems to have a few of a list's tasks only: by its title, or because most are not in it."""
    gone = len(comparison.removed)
    return gone > 0 and (2 * gone > len(comparison.old.rows) or bool(_PART.search(imported.draft.title)))


def _partial(comparison: Comparison, shown: str) -> UsageError:
    gone = comparison.removed
    named = "、".join(f"第{row.id}项“{truncate(Item(row).title, 20)}”" for row in gone[:5])
    return UsageError(
        f"文件里没有 {shown} 的{len(gone)}项（{named}{'等' if len(gone) > 5 else ''}），照它合并会从{len(comparison.old.rows)}项里"
        "删去这些，未作改动",
        "文件只写了要调整、补充的几项的，请加 --part，其余各项不动；没有的各项确已取消的，请加 --yes，原清单会另存一份",
    )


def _kept_aside(target: Path, ours: str) -> tuple[str, ...]:
    """Keeps a copy of a list from which tasks go; the sentence that says so."""
    every = (
        Path(name + target.suffix) for name in names(os.path.realpath(target), "old", moment(dates.utc_now()))
    )
    aside = next(path for path in every if not os.path.lexists(path))
    atomic_write.create(aside, ours.encode())
    return (f"原清单已另存为 {escape_controls(aside.name)}，留着备查。",)


def _base_for(text: str, kept: Path) -> Path:
    """Where the base of a list that reads so stands until it is in its place: whoever is stopped between has it there.

    Under such a name it is swept a day later.
    """
    return kept.with_name(f".{kept.name[:40]}.{sha256(text.encode()).hexdigest()[:16]}.anquan")


def _refuse_other(target: Path) -> None:
    """Raises where what stands at the target is no list that an import wrote, or nothing that can be kept beside it."""
    shown, kept = escape_controls(str(target)), loader.base_of(target)
    if target.is_symlink() and not target.exists():
        raise UsageError(f"{shown} 是链接，它指向的文件不在，没有写入", "请删去这个链接，或换一个文件名导入")
    if is_absent(target):
        _refuse(kept, kept.is_symlink() or (not is_absent(kept) and loader.check(kept).plan is None))
    elif is_absent(kept):
        raise UsageError(
            f"{shown} 已经存在，旁边没有导入时留下的底稿（{target.name}{loader.BASE}），合并不了，未作改动",
            f"请换一个文件名，再用 anquan compare {shell_word(str(target))} 新文件 比较两份清单",
        )


def _refuse(kept: Path, foreign: bool) -> None:
    """Raises where what stands in the place of the last import's text is none, or a link to something else."""
    if foreign:
        raise UsageError(
            f"{escape_controls(str(kept))} 不是导入留下的底稿，没有写入", "请把它移走，或换一个文件名导入"
        )


def _refuse_another(imported: Imported, before: Plan, last: Plan, target: Path, part: bool) -> None:
    """Raises where a document is another list than the one that stands there, or than the one imported there last."""
    shown, year = escape_controls(str(target)), imported.plan.year
    base = escape_controls(str(loader.base_of(target)))
    titled = f"--title {shell_word(before.title)}"
    again = titled_again = f"；确是它的新版本的，请加 {titled}"
    since = compare(last, imported.plan)
    if part or _is_part(imported, since):
        again = "；确是它的调整、补充的，请加 --part"
        titled_again = f"{again} {titled}"
    lists = ((before, shown, f"；年份认错了的，请加 --year {before.year}"),
             (last, f"它的导入底稿 {base}", f"；底稿的年份认错了的，请把底稿里的 year 也改成 {year}"))  # fmt: skip
    for known, where_, or_else in lists:
        if year in imported.draft.years and year != known.year:
            what = f"文件是{year}年的，{where_} 是{known.year}年的清单"
            break
        if place := _another_place(imported, before, last):
            what, or_else = f"文件是{place}的，{shown} 是“{before.title}”", titled_again
            break
        if part and _PART.search(imported.draft.title):
            continue
        if not (since if known is last else compare(known, imported.plan)).pairs:
            what, or_else = f"文件与 {where_} 没有一项任务相同，像是另一份清单", ""
            break
    else:
        if part:
            return
        pairs = compare(before, last).pairs
        kept = sum(all(change.kind != "title" for change in pair.changes) for pair in pairs)
        titles = [] if "title" in imported.guessed else [before.title, last.title]
        if before.id != last.id and 2 * kept < len(last.rows):
            what, or_else = f"{shown} 和它旁边的导入底稿 {base} 不是同一份清单", ""
        elif is_next(last, imported.plan, titles):
            return
        else:
            sizes = f"清单{len(last.rows)}项，文件{len(imported.plan.rows)}项"
            same = len(since.pairs)
            alike = is_next(last, imported.plan, [imported.plan.title])
            titled = "标题不同，" if alike else ""
            what = f"文件与 {shown} {titled}只有{same}项任务相近（{sizes}），像是另一份清单"
            or_else = again if alike else ""
    other = shell_word(f"{target.stem}-{year}{target.suffix}")
    raise UsageError(
        f"{what}，未作改动",
        f"另立一份请换一个文件名，例如 -o {other}；由上一年的清单编下一年的，"
        f"请用 anquan init 新文件夹 --from {shell_word(str(target))}{or_else}",
    )


def _another_place(imported: Imported, *lists: Plan) -> str:
    """The county of a document that is another's, by its title, or else by who issued it; "" where it is the list's or not said."""
    titles = () if "title" in imported.guessed else (imported.plan.title,)
    said = [*filter(None, map(place_of, titles))] or [*filter(None, map(place_of, imported.draft.issuers))]
    known = [*filter(None, (place_of(text) for plan in lists for text in (plan.title, plan.issuer)))]
    same = (is_same_place(one[-1], other[-1]) for one in said for other in known)
    return "" if not said or not known or any(same) else "".join(said[0])


def place_of(text: str) -> list[str]:
    """The county, district or city that a text begins with, below what it belongs to: 湖南省, 岳阳市, 云溪区; [] where it begins with none."""
    text, found, at = _LEAD.sub("", text, count=1), list[str](), 0
    while (one := _PLACE.match(text, at)) and not _NO_PLACE.match(one[0]):
        found.append(one[0])
        at = one.end()
        if re.search("[县旗]$|(?<!自治)区$", one[0]):  # below which there is none
            break
    return found if found and re.search("[县旗市]$|(?<!自治)区$|自治州$", found[-1]) else []


def is_same_place(one: str, other: str) -> bool:
    """Whether two names may be one county's: 云溪县 and 云溪区, 积石山县 and 积石山保安族东乡族撒拉族自治县."""
    if (one[-1] == "市") != (other[-1] == "市"):  # 承德县 and 承德市
        return False
    short, long = sorted((re.sub("(?:自治)?.$", "", name) for name in (one, other)), key=len)
    return short == long or (long.startswith(short) and long.endswith("族"))


def _with_register(text: str, plan: Plan, ours: str) -> str:
    """The merged text, with what the hand's register says of parties that it still names, of a task that only a hand has kept too."""
    phrases = [r.units for r in plan.rows] + [m.units for r in plan.rows for m in r.measures if m.units]
    named = {u.name for phrase in phrases for u in phrase.named} | {
        name for p in phrases for g in p.groups for name in (g.name, g.group)
    }
    register = yamlfile.read(text).value
    for key in ("groups", "units"):
        known = {way for entry in register.get(key, ()) for way in (entry["name"], *entry.get("phrases", ()))}
        for entry in yamlfile.read(ours).value.get(key, ()):
            if (named - known) & {entry["name"], *entry.get("phrases", ())}:
                text = with_line(text, key, entry, lambda _before, _after: True) or text
    return text


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
    loader.sound(path)
    values: dict[str, Any] = yamlfile.read(loader.read_text(path)).value
    return values


def register_left(list_: Path) -> Mapping[str, Any]:
    """What the list of an import has of its --register, by the base: without what the documents brought and was asked about.

    Raises DataError, OperationError.
    """
    base = loader.base_of(list_)
    path = base if base.is_file() else list_
    values, text = dict(register_of(path)), loader.read_text(path)
    values["units"] = [u for u in values.get("units", ()) if NOT_KNOWN.format(u["name"]) not in text]
    return {key: value for key, value in values.items() if key != "standing"}


def with_entries(comparison: Comparison, path: Path, workspace: Workspace) -> Comparison:
    """A comparison with what the ledger holds for rows that changed or are gone: the one beside the old list, else ours.

    Says of which units it has entries that no row is any more.
    """
    old, new = comparison.old, comparison.new
    ids = sorted((*(r.id for r in comparison.removed), *(p.old.id for p in comparison.changed)), key=sort_key)
    if not ids and not comparison.added:
        return comparison
    given, beside = workspace.settings, path.with_name(LEDGER)
    ours = os.path.realpath(path) == os.path.realpath(given.tasks) or is_absent(beside)
    try:
        ledger = open_store(
            given.ledger if ours else beside, list_id=None, tool=__version__, state=given.state.path
        ).read()
        fault: AnquanError | None = ledger.fault
    except AnquanError as error:
        ledger, fault = Ledger(), error
    if fault and ledger.list_id in (None, old.id):
        fault.message = f"有变动的任务在台账里有没有登记，没有核对：{fault.message}"
        return comparison._replace(entries=None, fault=fault)
    events = ledger.events if ledger.list_id == old.id else ()
    then, now = (fold(plan, by_present_names(plan, events), date.max) for plan in (old, new))
    for unit in (u for u in old.rows_by_unit if u not in new.rows_by_unit and old.year == new.year):
        n = sum(e.author == unit for e in then.effective)
        before = next((u.former for u in old.register.units if u.name == unit), ())
        if {unit_called(unit, new.register), *before} & new.rows_by_unit.keys():
            continue
        if groups := "、".join(f"“{escape_controls(name)}”" for name in _groups_of(unit, new, old)):
            workspace.say(
                f"警告：{escape_controls(unit)}不再点名，但仍是单位组{groups}的成员，这一组的任务、逾期和未报送仍算它的；"
                "它只是改了名称的，请在 units 里把旧名写入新名称的 former，成员和登记就都算新名称的；撤销了的，请从组里删去。"
            )
        elif n:
            workspace.say(
                f"警告：{escape_controls(unit)}已不是任何一项的责任单位，台账里有它的{n}条登记，不会算给别的单位；"
                "它只是改了名称的，请在 units 里把旧名写入新名称的 former。"
            )
    held = {ident: _entries(then, ident) for ident in ids}
    counting = {row.id: _counting(now, Item(row)) for row in new.rows if old.year == new.year}
    held = {i: found for i, found in held.items() if found}
    asked = {*chain(*held.values())}
    kept = (p for p in comparison.pairs if not asked.isdisjoint(counting.get(p.new.id, ())))
    counted = {p.new.id: _counting(then, Item(p.old)) for p in kept}
    return comparison._replace(entries=held, counting=counting, counted=counted)


def _groups_of(unit: str, new: Plan, old: Plan) -> list[str]:
    """The groups that a list's rows name and that a unit is a member of; where it lists none of a group's, by the old list."""
    phrases = (item.units for row in new.rows for item in (Item(row), *Item(row).measures()))
    refs = dict.fromkeys(ref for phrase in phrases for ref in phrase.groups)
    within = (ref.group or "" for ref in refs if Unit(unit) in (members(new, ref) or members(old, ref)))
    return [*dict.fromkeys(within)]


def _counting(progress: Progress, row: Item) -> set[str]:
    """The entries that count for a row: what is said of it, and the marks that cover something of it."""
    return {
        e.id
        for e in progress.entries(row)
        if e.mark is None
        or any(
            leaf.row is row.row
            for target in e.targets
            if target not in progress.orphaned.get(e.id, ())
            for leaf, _ in covered(progress.plan, target, e.author)
        )
    }


def _entries(progress: Progress, ident: str) -> set[str]:
    """The entries that stand and touch a row, what is below it, or the task that it is a part of.

    One of another row, which had the number when it was recorded, is none of them.
    """
    task, others = ident.partition(".")[0], progress.renamed
    return {
        e.id
        for e in progress.effective
        if any(
            (t.id == task or is_within(t.id, ident)) and t.id not in others.get(e.id, ()) for t in e.targets
        )
    }


def compare_files(old: Path, new: Path, wishes: Wishes, workspace: Workspace, install: str) -> Comparison:
    """Two list files, or a list and a document. Raises DataError, OperationError."""
    lists = {path: loader.sound(path) for path in (old, new) if is_list(path)}
    year = next((plan.year for plan in lists.values()), wishes.this_year)
    plans = []
    for path in (old, new):
        if path not in lists:
            source = Source(path.name, readers.read(path, install))
            found = import_list([source], wishes._replace(this_year=year))
            again = " ".join(filter(None, ("anquan import", shell_word(str(path)), wishes.kept)))
            if found.doubts:
                workspace.say(f"提示：读文件时有{len(found.doubts)}处疑点，请用 {again} 查看。")
            elif wishes.kept:
                workspace.say(f"提示：文件按清单首行的选项读：{again}")
        plans.append(lists.get(path) or found.plan)
    comparison = compare(*plans, in_full=len(lists) == 2)
    if old in lists and new not in lists and _is_part(found, comparison):
        again = f"anquan import {shell_word(str(new))} -o {shell_word(str(old))} --part"
        workspace.say(
            f"提示：文件像是只写了要调整、补充的几项，没有写到的也列为取消；合并这几项请用 {again}。"
        )
    return with_entries(comparison, old, workspace)


def is_list(path: Path) -> bool:
    """Whether a file is to be read as a list file, not as a document."""
    return path.suffix.lower() in (".yaml", ".yml") or path.name.endswith(loader.BASE)
