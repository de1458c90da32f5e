"""Cases worth keeping: what the fuzz found, or was suspected of having found."""

from __future__ import annotations

from tests.fuzz.case import Case
from tests.fuzz.grow import RICH, ledger_of

FOUND: tuple[Case, ...] = (
    Case((("--ledger", "x.pdf", "mark", "1", "done"),), {"home/tasks.yaml": RICH.encode(), "x.pdf": b"x"}),
    Case(
        (("list",), ("mark", "1", "done")),
        {"home/tasks.yaml": RICH.encode(), "home/ledger.jsonl": ledger_of()},
    ),
    Case(  # two entries of one id
        (("show", "1"), ("mark", "1", "done"), ("undo",)),
        {
            "home/tasks.yaml": RICH.encode(),
            "home/ledger.jsonl": ledger_of(
                {"id": "a2", "unit": "县公安局"}, {"id": "a2", "unit": None, "set": {"status": "done"}}
            ),
        },
    ),
)
