"""The fuzz in the gate: a sample of every kind of input, what was ever found, and that the fuzz can find at all."""

from __future__ import annotations

import os
import random

import pytest

from anquan_cli.cli import output
from anquan_cli.ledger.jsonl import store
from tests.fuzz.case import Case, complaints
from tests.fuzz.findings import FOUND
from tests.fuzz.grow import GROWERS, RICH, grow, ledger_of

pytestmark = [
    pytest.mark.process,  # import reads in a child
    pytest.mark.skipif(os.name == "nt", reason="names and arguments are bytes on POSIX alone"),
]


@pytest.mark.parametrize("kind", range(len(GROWERS)), ids=[grower.__name__.strip("_") for grower in GROWERS])
def test_no_input_brings_a_traceback_an_undocumented_end_or_a_loss(kind: int) -> None:
    dice = random.Random(kind)
    for _ in range(12):
        case = grow(bytes([kind]) + dice.randbytes(dice.randrange(120)))
        assert complaints(case) == [], repr(case)


@pytest.mark.parametrize("case", FOUND, ids=lambda case: " ".join(case.argv[0])[:40])
def test_what_the_fuzz_once_stopped_at_holds(case: Case) -> None:
    assert complaints(case) == []


FILES = {"home/tasks.yaml": RICH.encode(), "home/ledger.jsonl": ledger_of()}


def _crash(*_: object) -> None:
    raise KeyError("invalid")


@pytest.mark.parametrize(
    ("defect", "argv", "said"),
    [
        ((output, "show", _crash), ("list",), "traceback"),
        ((output, "write_json", lambda value: output.write("{")), ("list", "--json"), "no JSON"),
        ((output, "write_stderr", lambda text: None), ("show", "99"), "without a sentence"),
        ((store, "_put", lambda fd, path, held, end, data, **more: os.ftruncate(fd, 0)), ("mark", "1", "done"), "gone"),
    ],
    ids=["crash", "half a document", "silent", "cut"],
)  # fmt: skip
def test_a_planted_defect_is_found(
    monkeypatch: pytest.MonkeyPatch, defect: tuple[object, str, object], argv: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr(*defect)
    found = complaints(Case((argv,), FILES))
    assert found and said in found[0]
