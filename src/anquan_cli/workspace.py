"""What is open: a list, its ledger, its progress, what day it is, whose view it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cached_property
from pathlib import Path

from anquan_cli import __version__, atomic_write, dates, settings
from anquan_cli.documents.ledger_warnings import ledger_warnings, merged
from anquan_cli.errors import AnquanError, DataError, UsageError, done, escape_controls, shell_word
from anquan_cli.folding import is_wordless
from anquan_cli.interrupts import uninterrupted
from anquan_cli.ledger.events import Envelope
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.store import Ledger, Store, open_store
from anquan_cli.party import OFFICE, Author, Unit
from anquan_cli.progress import Progress, by_present_names, fold
from anquan_cli.settings import Options, Settings
from anquan_cli.tasklist import loader
from anquan_cli.tasklist.plan import Plan, RegisteredUnit

_LONGEST_NAME = 100  # characters of who records


@contextmanager
def _named(by: str) -> Iterator[None]:
    """A fault of what a variable says names the variable: nobody has typed it just now."""
    try:
        yield
    except AnquanError as error:
        if by.startswith("$"):
            error.message = f"{by} 所写的：{error.message}"
        raise


def _id_of(path: Path) -> str:
    """A list's id; "" where it cannot be read."""
    try:
        return loader.sound(path).id
    except AnquanError:
        return ""


class Workspace:
    """A workspace; what it holds is opened when it is asked for, and nothing is said by asking."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._townships: list[str] = []
        self._said: list[str] = []

    @cached_property
    def settings(self) -> Settings:
        """Where everything is. Raises UsageError."""
        return settings.read(self._options, loader.shipped())

    @cached_property
    def plan(self) -> Plan:
        """The list. Raises DataError, OperationError; UsageError where a place that was named is not there."""
        self._check_home()
        self._check_ledger_folder()
        file = self.list_file
        with _named(self.settings.tasks_by):
            return loader.load(file, self.settings.cache.path)

    @cached_property
    def list_file(self) -> Path:
        """Where the list is. Raises DataError where the workspace had one of its own, which is gone; UsageError."""
        given = self.settings
        own, trouble = given.home / settings.LIST, ""
        known = KnownHeads(given.state.path) if given.state.path else None
        if given.tasks_by == settings.SHIPPED:
            self._check_home()
            seen, trouble = known.has_seen(str(own)) if known else (False, "")
            if (seen or self._passed_over) and not settings.is_absent(own):  # put there since we looked
                del self.settings
                self.__dict__.pop("_passed_over", None)
                return self.list_file
            if seen:
                raise self._list_gone()
            if self._passed_over:
                self._said.append("提示：{}，用的是随程序提供的清单；{}".format(*self._passed_over))
        elif known and given.tasks == own and not settings.is_absent(own):
            trouble = known.see(str(own))
        self._said += [f"提示：{trouble}"] if trouble else []
        return given.tasks

    def _list_gone(self, whose: str = "") -> DataError:
        home = self.settings.home
        alike = [escape_controls(name) for name in loader.lists_in(home)[:1]]
        return DataError(
            f"工作区的清单 {escape_controls(str(home / settings.LIST))} 不见了{escape_controls(whose)}，没有改用随程序提供的清单。",
            f"请找回它（回收站、备份、同步软件改了名的{''.join(f'，{n} 可能就是' for n in alike)}）；"
            "确实不要了，请另建一个工作区：anquan init 新文件夹。",
        )

    def _check_own(self) -> None:
        """Raises DataError where the workspace's ledger is of a list that is gone: nobody has chosen the shipped one."""
        given = self.settings
        theirs = self.store.belongs_to() if given.tasks_by == settings.SHIPPED else None
        if given.ledger_by == "工作区" and theirs not in (None, self.plan.id):
            raise self._list_gone(f"（台账记的是“{theirs}”）")

    @cached_property
    def _passed_over(self) -> tuple[str, str] | None:
        """What of the workspace looks like its list while the shipped one is in use, and what to do about it."""
        given = self.settings
        if given.tasks_by != settings.SHIPPED or not (found := loader.lists_in(given.home)):
            return self._passed_by
        home, path = shell_word(str(given.home)), shell_word(str(given.home / found[0]))
        lists = [name for name in found if not name.endswith(loader.BASE)] or found
        shown = [escape_controls(name) for name in lists]
        names = "、".join(shown[:3]) + (f"等{len(shown)}个文件" if shown[3:] else "")
        if found[0].endswith(loader.BASE):
            how = f"运行 anquan --tasks {path} init {home} 由它重建"
        else:
            base = found[0] + loader.BASE
            also = f"（{escape_controls(base)} 也改成 {settings.LIST}{loader.BASE}）" if base in found else ""
            how = f"把 {shown[0]} 改名为 {settings.LIST}{also}，或加 --tasks {path}"
        return (
            f"工作区 {escape_controls(str(given.home))} 里没有 {settings.LIST}，而 {names} 像是这里的清单",
            f"要用它，请{how}；确实要用随程序提供的清单，请运行 anquan init {home}",
        )

    @property
    def _passed_by(self) -> tuple[str, str] | None:
        """A workspace in a folder of the one that was named, in which nobody has begun: it is named one level too high."""
        given = self.settings
        named = given.home_by not in (settings.DATA_FOLDER, settings.TEMPORARY)
        if not named or given.tasks_by != settings.SHIPPED or not settings.is_absent(given.ledger):
            return None
        with suppress(OSError):
            for folder in sorted(given.home.iterdir()):
                if folder.is_dir() and (folder / settings.LIST).is_file():
                    return (
                        f"{escape_controls(str(given.home))}（{given.home_by}）里没有 {settings.LIST}，工作区像是它下面的 {escape_controls(folder.name)}",
                        f"要用它，请写 --home {shell_word(str(folder))}；确实要用随程序提供的清单，请运行 anquan init {shell_word(str(given.home))}",
                    )
        return None

    @cached_property
    def _ledger_beside(self) -> tuple[str, str] | None:
        """What looks like the ledger of this list where the one in use, or the one that was named, is not; and what to do about it."""
        given = self.settings
        if "://" in given.ledger or not settings.is_absent(given.ledger):
            return None
        for path, _ in self._ledgers_beside(self.plan.id):
            if given.ledger_by != "工作区":
                found = escape_controls(str(path))
                return (
                    f"{self._missing_ledger}，而 {found} 是这份清单的台账",
                    f"请核对路径；要接着用它，请写 --ledger {shell_word(str(path))}",
                )
            name = escape_controls(path.name)
            return (
                f"工作区 {escape_controls(str(given.home))} 里没有 {settings.LEDGER}，而 {name} 像是这里的台账",
                f"要接着用它，请核对后把 {name} 改名为 {settings.LEDGER}",
            )
        return None

    def _ledgers_beside(self, list_id: str | None) -> Iterator[tuple[Path, Ledger]]:
        """The ledgers of a list that stand beside where this one is, or would be, and have its name in theirs.

        Of one that was named and is not there, any other: the name may be the slip; and the workspace's own.
        """
        own, missing = Path(self.settings.ledger), bool(self._missing_ledger)
        with suppress(OSError):  # a folder that cannot be looked into
            words = (own.stem.lower(), *([".jsonl"] if missing else []))
            alike = [p for p in own.parent.iterdir() if any(w in p.name.lower() for w in words)]
            alike += [self.settings.home / settings.LEDGER] if missing else []
            for path in sorted({p for p in alike if p.is_file() and p.name != own.name}):
                store = open_store(path, list_id=None, tool="", state=None)
                with suppress(AnquanError):
                    if (found := store.read()).list_id == list_id:
                        yield path, found

    def conflicts(self, ledger: Ledger) -> list[str]:
        """A sentence for each file beside a ledger that has entries of its list which it has not: a sync tool's conflict copy."""
        known, said = {e.id for e in ledger.events}, list[str]()
        for path, found in self._ledgers_beside(ledger.list_id) if ledger.head else ():
            if more := [e.seq for e in found.events if e.id not in known]:
                said.append(
                    f"提示：旁边的 {escape_controls(path.name)} 也是这份清单的台账（可能是同步软件留下的冲突副本），有{len(more)}条登记这里没有；"
                    f"请用 anquan log --ledger {shell_word(str(path))} 核对（从第{more[0]}号起），在这里补记，再把它移到别处。"
                )
        return said

    @property
    def own_plan(self) -> Plan:
        """The list, for what is recorded. Raises UsageError where the workspace may have its own, or is soon swept away."""
        plan, given = self.plan, self.settings
        own, home = given.home / settings.LIST, escape_controls(str(given.home))
        if self._passed_over:
            raise UsageError(f"{self._passed_over[0]}，未作记录", self._passed_over[1])
        self._check_own()
        if not settings.is_absent(given.ledger):
            return plan
        if self._ledger_beside and not given.new_ledger:
            if self._missing_ledger and (fault := self.store.read().fault):
                raise fault
            raise UsageError(
                f"{self._ledger_beside[0]}，未作记录",
                f"{self._ledger_beside[1]}；确实要另起一份台账的，加 --new-ledger",
            )
        if given.ledger_by != "工作区":
            return plan
        if given.home_by == settings.TEMPORARY:
            raise UsageError(
                f"找不到用户的主文件夹，台账会保存在临时文件夹 {home} 里，随时可能被清理，未作记录",
                "请用 --home 或 $ANQUAN_HOME 指定工作区",
            )
        if given.tasks != own and not settings.is_absent(own) and plan.id != _id_of(own):
            raise UsageError(
                f"工作区 {home} 有自己的清单，{given.tasks_by} 写的是另一份，未作记录：台账从它开始，工作区的清单就用不了了",
                f"请去掉 {given.tasks_by}；要登记那一份，请把它放进自己的工作区，或加 --ledger 另指台账",
            )
        return plan

    def _check_home(self) -> None:
        """A workspace that was named and is not there: a typing error never begins a second ledger.

        Raises the ledger's alarm where this machine remembers one there, else UsageError.
        """
        given = self.settings
        if given.home.exists() and not given.home.is_dir():
            raise UsageError(
                f"工作区 {escape_controls(str(given.home))}（{given.home_by}）是文件，不是文件夹",
                "请写出工作区的文件夹",
            )
        in_home = "工作区" in (given.tasks_by, given.ledger_by) or given.tasks_by == settings.SHIPPED
        if (
            given.home_by in (settings.DATA_FOLDER, settings.TEMPORARY)
            or not in_home
            or not settings.is_absent(given.home)
        ):
            return
        fault = self.store_of(None).read().fault
        if fault and not given.new_ledger:
            raise fault
        anew = " --new-ledger" if fault else ""
        raise UsageError(
            f"没有工作区 {escape_controls(str(given.home))}（{given.home_by}）",
            f"请核对路径；要新建，请运行 anquan init {shell_word(str(given.home))}{anew}",
        )

    def _check_ledger_folder(self) -> None:
        """A ledger that was named in a folder that is not there: as of a workspace, no typing error begins a second one."""
        given = self.settings
        folder = os.path.dirname(given.ledger)
        if given.ledger_by == "工作区" or "://" in given.ledger or given.new_ledger or not folder:
            return
        if settings.is_absent(folder):
            if fault := self.store_of(None).read().fault:
                raise fault
            raise UsageError(
                f"没有文件夹 {escape_controls(folder)}，台账（{given.ledger_by}）不在那里",
                "请核对路径；要在那里另起一份台账，加 --new-ledger",
            )

    @property
    def _missing_ledger(self) -> str:
        """A ledger that was named and is not there, with what named it; else ""."""
        given = self.settings
        if given.ledger_by == "工作区" or not settings.is_absent(given.ledger):
            return ""
        return f"没有台账 {escape_controls(given.ledger)}（{given.ledger_by}）"

    def check_places(self) -> None:
        """For what looks at the ledger alone and found none. Raises UsageError where what was named for it is not there."""
        self._check_home()
        self._check_ledger_folder()
        if self._missing_ledger:
            raise UsageError(self._missing_ledger, "请核对路径；登记以后才有台账")
        if self._passed_by:
            raise UsageError(*self._passed_by)

    @cached_property
    def today(self) -> date:
        """Today in the list's zone. Raises UsageError."""
        given, plan = self.settings.today, self.plan
        with _named(given.by if given else ""):
            return dates.parse_day(given.value, plan.year) if given else dates.today(plan.timezone)

    @cached_property
    def store(self) -> Store:
        """The keeper of events, of this list's alone. Raises UsageError."""
        if not self._missing_ledger and self._ledger_beside and not self.settings.new_ledger:
            self._said.append("提示：{}；{}".format(*self._ledger_beside))
        return self.store_of(self.plan.id)

    def store_of(self, list_id: str | None) -> Store:
        """The keeper of events, of this list's alone; of any list's where it is None. Raises UsageError."""
        given = self.settings
        return open_store(
            given.ledger,
            list_id=list_id,
            tool=__version__,
            state=given.state.path,
            new_ledger=given.new_ledger,
        )

    def any_store(self) -> Store:
        """The keeper of events, judged also where the list cannot be read: then any list's ledger will do."""
        try:
            return self.store
        except AnquanError as error:
            reason = error.message.splitlines()[0].rstrip("。：")
            self._said.append(f"提示：清单没有打开，未核对台账属于哪份清单（{reason}）")
            return self.store_of(None)

    @cached_property
    def ledger(self) -> Ledger:
        """What is recorded, units by the names that the list has for them now; a fault stays in it.

        Raises DataError where it is another list's: as of ours, nothing done, nothing could be shown that is true.
        """
        read = self._read
        if read.fault and read.list_id not in (None, self.plan.id):
            self._check_own()
            raise read.fault
        return read._replace(events=by_present_names(self.plan, read.events))

    @cached_property
    def _read(self) -> Ledger:
        return self.store.read()

    @property
    def recorded(self) -> tuple[Envelope, ...]:
        """The events of the ledger by the names that units had when they were recorded."""
        return self._read.events

    @cached_property
    def progress(self) -> Progress:
        """The progress as of today."""
        return fold(self.plan, self.ledger.events, self.today)

    @cached_property
    def head(self) -> str | None:
        """The ledger's head as it is printed, or None before the first record; this machine remembers it."""
        self._said += [f"提示：{notice}" for notice in self.store.witness(self.ledger)]
        return str(self.ledger.head) if self.ledger.head else None

    def messages(self) -> list[str]:
        """What is to be said on standard error of what has been opened so far."""
        opened = self.__dict__
        found = [
            f"提示：“{name}”不在名册中，按名称认作{'街道' if '街道' in name else '乡镇'}。"
            for name in dict.fromkeys(self._townships)
        ]
        if "ledger" in opened:
            found += [f"提示：{notice}" for notice in self.ledger.notices]
            if self._missing_ledger and not self.ledger.fault:
                found.append(f"提示：{self._missing_ledger}，按还没有登记显示；已经有登记的，请核对路径。")
        if "store" in opened and self.settings.state.path is None:
            found.append(
                f"提示：本机没有记住台账编号（{self.settings.state.by}），台账若变短、被换，这里发现不了；"
                "请检查状态文件夹（ANQUAN_STATE）。"
            )
        elif "store" in opened and self.settings.state.path and not self.settings.state.path.is_absolute():
            found.append(
                f"提示：{self.settings.state.by} 写的不是完整路径，换个文件夹就认不得记住的台账编号；请写出完整路径。"
            )
        if "store" in opened and (loose := self.settings.loose):
            found.append(
                f"提示：{'、'.join(loose)} 写的不是完整路径，换个文件夹就是另一处，登记可能另起一份台账；请写出完整路径。"
            )
        if "today" in opened and self.today.year != self.plan.year:
            found.append(
                f"提示：今天（{self.today}）不在清单年度 {self.plan.year} 年内；"
                f"要看那一年的某一天，请加 --today {self.plan.year}-06-30 这样的日期。"
            )
        if "progress" in opened:
            found += ledger_warnings(self.progress, day_given=self.settings.today is not None)
            if self.ledger.events != self.recorded:
                found += merged(self.progress, self.recorded)
        return [*found, *self._said]

    def say(self, text: str) -> None:
        """Has something said beside the answer."""
        self._said.append(text)

    @property
    def kept(self) -> list[str | Path]:
        """The list, the ledger and its lock, and the program's own folders: no answer takes their place."""
        places = self.settings
        ledger = os.path.realpath(places.ledger)
        return [places.tasks, ledger, f"{ledger}.lock", *filter(None, (places.state.path, places.cache.path))]

    def check_whole(self, what: str) -> None:
        """Raises the ledger's fault: what leaves the tool is whole. `what`: is not done."""
        if fault := self.ledger.fault:
            raise DataError(f"{fault.message}没有{what}。", fault.hint)

    def write(self, path: Path, data: bytes) -> None:
        """Writes a file. Raises the ledger's fault first, OperationError."""
        self.check_whole("写出文件")
        with uninterrupted():
            atomic_write.write(path, data, kept=self.kept)
            done.append(f"已写入 {escape_controls(str(path))}")
        self._said.append(done[-1])

    def other_list(self, paper: Path) -> str | None:
        """The id of the other list whose paper, as this machine remembers, stands under a name; None where none does."""
        state = self.settings.state.path
        found = KnownHeads(state).list_of(str(paper)) if state and paper.exists() else None
        return found if found != self.plan.id else None

    def wrote(self, paper: Path) -> None:
        """Remembers that a paper is this list's."""
        if state := self.settings.state.path:
            KnownHeads(state).wrote(str(paper), self.plan.id)

    def raise_on_damage(self) -> None:
        """Raises the ledger's fault after what is sound has been shown."""
        if "ledger" in self.__dict__ and self.ledger.fault:
            raise self.ledger.fault

    # -- units and sectors --------------------------------------------------------------------

    @cached_property
    def unit(self) -> Unit | None:
        """The unit asked for by option or environment, or None: the office's view."""
        given = self.settings.unit
        with _named(given.by if given else ""):
            return self.find_unit(given.value) if given else None

    @cached_property
    def explicit_unit(self) -> Unit | None:
        """The unit asked for by option alone: what a bulletin, an export or the history is narrowed to."""
        return self.unit if self.settings.unit_by_option else None

    @property
    def author(self) -> Author:
        """Whose word is recorded: the unit's that was asked for, else the office's."""
        return OFFICE if self.unit is None else self.unit

    @property
    def recorder(self) -> str:
        """Who records (登记人). Raises UsageError where nobody could see the name, or it is none."""
        if not (by := self.settings.by):
            return settings.login_name()
        unseen, long = is_wordless(by.value), len(by.value) > _LONGEST_NAME
        if fault := "没有看得见的字" * unseen or "太长，不像姓名" * long:
            raise UsageError(f"登记人（{by.by}）{fault}，未作记录", "请写出姓名，例如 --by 王芳")
        return by.value

    def find_unit(self, word: str) -> Unit:
        """The unit that a word means, of the register or one that has reported. Raises UsageError with the nearest."""
        from anquan_cli.tasklist import lookup

        plan, typed = self.plan, self.local(word)
        known, groups = plan.register.units, plan.register.groups
        signed = {lookup.normal(name) for name in (plan.signed, self.local(plan.signed))}
        if plan.office_unit and lookup.normal(word) in signed:  # as its papers are signed
            return Unit(plan.office_unit)

        def heard() -> list[str]:
            authors = {e.author for e in self.ledger.events if isinstance(e.author, str)}
            return sorted(authors.difference(u.name for u in known))

        try:
            found = lookup.find_unit(typed, known, groups=groups, heard=heard)
        except UsageError:
            more = [RegisteredUnit(name, (), (), (), "", ()) for name in heard()]
            if not more:
                raise
            found = lookup.find_unit(typed, [*known, *more], groups=groups)._replace(registered=False)
        if not found.registered and lookup.is_township(found.name):
            self._townships.append(found.name)
        elif not found.registered:
            self.say(
                f"提示：清单里已没有“{escape_controls(found.name)}”，这里看的是它在台账里的登记；"
                "只是改了名称的，在清单文件的 units 里把旧名写入它的 former。"
            )
        return Unit(found.name)

    def local(self, word: str) -> str:
        """交城县应急管理局 as 县应急管理局: without the place that the list's title names."""
        typed, titles = dates.normalize_width(word), self.plan.issuer + self.plan.title
        ends = [
            i for i, c in enumerate(typed[:-1]) if i > 1 and c in "省市州县区旗" and typed[: i + 1] in titles
        ]
        if not ends or any(unit.name == typed for unit in self.plan.register.units):
            return word
        from anquan_cli.tasklist import lookup

        rest = typed[ends[-1] :]  # 县应急管理局, but 天宁镇
        return rest[1:] if lookup.is_township(rest[1:]) else rest

    def find_sectors(self, word: str) -> tuple[str, ...]:
        """The sectors that a word means; a compound means several. Raises UsageError."""
        from anquan_cli.tasklist import lookup

        return lookup.find_sector(word, {s.name: s.aliases for s in self.plan.sectors})
