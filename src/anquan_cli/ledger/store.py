"""The interface that every keeper of events offers (台账的存取): read, append, head."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from anquan_cli.errors import DataError
from anquan_cli.ledger.events import Draft, Event


class Head(NamedTuple):
    """The last record's number and hash (台账编号): what a printed bulletin carries."""

    seq: int
    hash: str  # 64 hex digits

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash[:12]}"


class Ledger(NamedTuple):
    """What a read gives: the good part, and what is to be said about the rest."""

    events: tuple[Event, ...] = ()  # sound ones in file order, header not included
    head: Head | None = None  # None: no ledger yet; a header alone is seq 0
    list_id: str | None = None  # the list that it belongs to
    ledger_id: str | None = None
    notices: tuple[str, ...] = ()  # sentences to be said once on standard error
    fault: DataError | None = None  # why the good part is not the whole (exit 3)


class Store(Protocol):
    """One keeper of events."""

    def read(self) -> Ledger:
        """What is recorded; takes no lock and writes nothing. Raises OperationError."""

    def append(self, decide: Callable[[Ledger], Draft]) -> Event:
        """Records what `decide` wants, given what is recorded at that moment; all or nothing.

        `decide` is called while nobody else can write; when it raises, nothing is recorded.
        Raises DataError, UsageError, OperationError, LedgerBusyError.
        """

    def head(self) -> Head | None:
        """The last sound record; None when there is no ledger."""
