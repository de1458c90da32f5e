"""A workspace, opened: its list, its ledger, its progress, whose view it is."""

from __future__ import annotations

import os
from datetime import date
from functools import cached_property
from pathlib import Path

from anquan_cli import __version__, atomic_write, dates, settings
from anquan_cli.documents.ledger_warnings import misfits
from anquan_cli.errors import DataError, escape_controls
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.store import JsonlStore
from anquan_cli.ledger.store import Ledger
from anquan_cli.progress import Progress, fold
from anquan_cli.settings import Options, Places
from anquan_cli.tasklist import loader
from anquan_cli.tasklist.plan import Plan


class Workspace:
    """A workspace that has been opened; `words` is what is to be said on standard error."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.messages: list[str] = []

    @cached_property
    def places(self) -> Places:
        """Where everything is."""
        return settings.find(self.options, loader.shipped())

    @cached_property
    def plan(self) -> Plan:
        """The list. Raises DataError, OperationError."""
        return loader.load(self.places.tasks, self.places.cache)

    @cached_property
    def today(self) -> date:
        """Today in the list's zone; says so when it lies outside the list's year."""
        given = self._given_day
        day = dates.parse_day(given, self.plan.year) if given else dates.today(self.plan.timezone)
        if day.year != self.plan.year:
            self.messages.append(
                f"提示：今天（{day}）不在清单年度 {self.plan.year} 年内；"
                f"要看那一年的某一天，请加 --today {self.plan.year}-06-30 这样的日期。"
            )
        return day

    @property
    def _given_day(self) -> str | None:
        """The day that the user wants to be today, as typed."""
        return self.options.today or os.environ.get("ANQUAN_TODAY")

    @cached_property
    def store(self) -> JsonlStore:
        """The keeper of events."""
        return JsonlStore(
            self.places.ledger,
            list_id=self.plan.id,
            tool=__version__,
            memory=KnownHeads(),
            new_ledger=self.options.new_ledger,
        )

    @cached_property
    def ledger(self) -> Ledger:
        """What is recorded; notices go to `words`, a fault stays in it."""
        ledger = self.store.read()
        self.messages += [f"提示：{notice}" for notice in ledger.notices]
        return ledger

    @cached_property
    def progress(self) -> Progress:
        """The progress as of today."""
        progress = fold(self.plan, self.ledger.events, self.today)
        self.messages += misfits(progress, day_given=bool(self._given_day))
        return progress

    def write(self, path: Path, data: bytes) -> None:
        """Writes a file and says so. Raises the ledger's fault first: what leaves the tool is whole; OperationError."""
        if fault := self.ledger.fault:
            raise DataError(f"{fault.message}没有写出文件。", fault.hint)
        atomic_write.write(path, data)
        self.messages.append(f"已写入 {escape_controls(str(path))}")

    def raise_on_damage(self) -> None:
        """Raises the ledger's fault after what is sound has been shown."""
        if "ledger" in self.__dict__ and self.ledger.fault:
            raise self.ledger.fault

    # -- units and sectors --------------------------------------------------------------------

    @cached_property
    def unit(self) -> str | None:
        """The full name of the unit asked for by option or environment, or None for the office."""
        if self.options.all_units:
            return None
        word = self.options.unit if self.options.unit is not None else os.environ.get("ANQUAN_UNIT") or None
        return self.find_unit(word) if word is not None else None

    @cached_property
    def explicit_unit(self) -> str | None:
        """The unit asked for by option alone: what a bulletin, an export or the history is narrowed to."""
        return self.unit if self.options.unit is not None else None

    def find_unit(self, word: str) -> str:
        """The unit that a word means. Raises UsageError with candidates or the nearest names."""
        from anquan_cli.tasklist import lookup

        found = lookup.find_unit(self._local(word), self.plan.register.units)
        if not found.registered and found.name not in self.messages:
            self.messages.append(f"提示：“{found.name}”不在名册中，按名称认作乡镇。")
        return found.name

    def _local(self, word: str) -> str:
        """交城县应急管理局 as 县应急管理局: without the place that the list's title names."""
        typed, titles = dates.normalize_width(word), self.plan.issuer + self.plan.title
        if any(unit.name == typed for unit in self.plan.register.units):
            return word
        ends = [
            i for i, c in enumerate(typed[:-1]) if i > 1 and c in "省市州县区旗" and typed[: i + 1] in titles
        ]
        return typed[ends[-1] :] if ends else word

    def find_sectors(self, word: str) -> tuple[str, ...]:
        """The sectors that a word means; a compound means several. Raises UsageError."""
        from anquan_cli.tasklist import lookup

        return lookup.find_sector(word, {s.name: s.aliases for s in self.plan.sectors})
