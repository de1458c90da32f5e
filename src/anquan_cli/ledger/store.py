"""The interface that every keeper of events offers (台账的存取): read, append, head, verify, repair."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from anquan_cli.errors import DataError, UsageError, escape_controls, truncate
from anquan_cli.ledger.events import Draft, Envelope


class Head(NamedTuple):
    """The last record's number and hash (台账编号): what a printed bulletin carries."""

    seq: int
    hash: str  # 64 hex digits

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash[:12]}"


def typed_head(text: str) -> tuple[int, str]:
    """A head as a paper prints it, with what stands round it there: （台账编号 42:9f3ab1c2d4e5）. Raises UsageError."""
    import unicodedata

    bare = re.sub(r"^[^\w-]*(?:台账编号)?[^\w-]*|\W+$|(?<=:)\s+", "", unicodedata.normalize("NFKC", text))
    written = re.fullmatch(r"([0-9]{1,12}):([0-9a-f]{12,64})", bare.lower())
    if not written:
        raise UsageError(
            f"台账编号“{truncate(text, 80)}”不合格式。",
            "应为“序号:校验码”，如 42:9f3ab1c2d4e5（冒号后至少12位）",
        )
    return int(written[1]), written[2]


class Ledger(NamedTuple):
    """What a read gives: the good part, and what is to be said about the rest."""

    events: tuple[Envelope, ...] = ()  # sound ones in file order, header not included
    head: Head | None = None  # None: no ledger yet; a header alone is seq 0
    list_id: str | None = None  # the list that it belongs to
    ledger_id: str | None = None
    notices: tuple[str, ...] = ()  # sentences to be said once on standard error
    fault: DataError | None = None  # why the good part is not the whole (exit 3)


class Repair(NamedTuple):
    """What `repair` did, or (from `plan_repair`) what it would do."""

    state: str  # "absent", "sound", "torn", "damaged", "gone", "changed"
    said: tuple[str, ...]  # sentences for the user
    backup: str | None = None  # the original, byte for byte
    rejected: str | None = None  # what was not taken over, for a human to read
    head: Head | None = None  # of the ledger now


class Proof(NamedTuple):
    """What `verify` found."""

    state: str  # as in the diagnosis, or "torn", or "unexpected" where only `expect` is not met
    ledger: Ledger  # ledger.fault also holds what `expect` found wrong
    expected: str | None  # `SEQ:HASH` as understood
    proven: bool | None  # was `expect` met; None when nothing was expected


class Store(Protocol):
    """One keeper of events; everybody who reads or records goes by this."""

    notices: tuple[str, ...]
    """What the last `append` has to say beside its answer and what `decide` was told."""

    def read(self) -> Ledger:
        """What is recorded; takes no lock and writes nothing. Raises OperationError."""

    def belongs_to(self) -> str | None:
        """The id of the list that it says it is of, nothing else read or checked; None where it says none."""

    def append(self, decide: Callable[[Ledger], Sequence[Draft]]) -> tuple[Envelope, ...]:
        """Records what `decide` wants, given what is recorded at that moment; all of it or nothing.

        `decide` is called while nobody else can write; when it raises or wants nothing, nothing is recorded.
        Raises DataError, UsageError, OperationError, LedgerBusyError.
        """

    def head(self) -> Head | None:
        """The last sound record; None when there is no ledger."""

    def witness(self, ledger: Ledger) -> tuple[str, ...]:
        """Remembers the head of what `read` gave: to be called by whoever prints it, before it is printed.

        Returns what is to be said where it cannot be remembered. Raises OperationError.
        """

    def verify(self, expect: str | None = None) -> Proof:
        """Checks every seal; with `expect` (`42:9f3ab1c2d4e5`) also that nothing up to there changed.

        What is sound is remembered. Raises UsageError for an `expect` that is none, OperationError.
        """

    def plan_repair(self) -> Repair:
        """What `repair` would do, to be shown before asking; changes nothing. Raises as `repair` does."""

    def repair(self, planned: Repair | None = None) -> Repair:
        """Repairs what is damaged; the original is kept beside.

        `planned`: what somebody has agreed to; where something else stands there by now, nothing is done.
        Raises DataError there and where nothing is to be repaired, LedgerBusyError, OperationError.
        """


def open_store(
    url: str | Path, *, list_id: str | None, tool: str, state: Path | None, new_ledger: bool = False
) -> Store:
    """The store that a path or an address names.

    Args:
        url: a file's path; addresses of other stores are not served yet.
        list_id: the list that the ledger must belong to; None where the list cannot be read (any will do).
        tool: this program's version, for a new ledger's header.
        state: the folder of what this machine remembers of heads; None: nothing is remembered.
        new_ledger: begin anew where the ledger vanished, accept it where it changed.

    Raises UsageError for an address that no store serves.
    """
    from anquan_cli.ledger.jsonl.known_heads import KnownHeads
    from anquan_cli.ledger.jsonl.store import JsonlStore

    if "://" in str(url):
        raise UsageError(f"暂不支持用网址指定台账“{escape_controls(str(url))}”", "请给出本机文件的路径")
    memory = KnownHeads(state) if state is not None else None
    return JsonlStore(Path(url), list_id=list_id, tool=tool, memory=memory, new_ledger=new_ledger)
