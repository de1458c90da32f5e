"""Whatever happens to the bytes, the ledger never silently says something else (损坏试验)."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anquan_cli.errors import DataError
from anquan_cli.ledger.events import Stamp, Target, decode, encode, encode_header
from anquan_cli.ledger.fields import RecordError
from anquan_cli.ledger.jsonl.diagnosis import Memory, diagnose
from anquan_cli.ledger.jsonl.scan import scan
from tests.entries import draft_of

pytestmark = pytest.mark.elsewhere

NOTES = ["现场检查3处", "行\u2028段", '"引号",{}', "", "😀", "末条"]


def sample() -> bytes:
    """A header and six marks, without any clock."""
    lines = [encode_header("ledger-id", "2025", "2025-01-01T00:00:00.000000Z", "0.1.0")]
    for seq, note in enumerate(NOTES, 1):
        draft = draft_of(
            "王", "mark", (Target("5", seq),), status="done", note=note, on="2025-06-20", titles={"5": "题"}
        )
        previous = lines[-1][-66:-2].decode()
        lines.append(encode(draft, Stamp(seq, f"id-{seq}", f"2025-06-20T01:00:0{seq}.000000Z"), previous))
    return b"\n".join(lines) + b"\n"


WHOLE = sample()
EVENTS = scan([WHOLE]).events


def notes(data: bytes) -> tuple[list[str], bool]:
    """What a read shows, and whether it says that something is wrong."""
    ledger = diagnose(scan([data]), "ledger.jsonl", "2025").ledger
    assert ledger.events == EVENTS[: len(ledger.events)], "only ever a beginning of the truth"
    return [e.details.note for e in ledger.events], bool(ledger.fault or ledger.notices)


def test_the_sample_is_sound() -> None:
    assert notes(WHOLE) == (NOTES, False)


def test_every_byte_prefix_shows_a_beginning_and_says_so() -> None:
    """Only a cut exactly between two lines cannot be seen in the file: that is what the head is for."""
    for length in range(len(WHOLE)):
        shown, told = notes(WHOLE[:length])
        complete = WHOLE[:length].count(b"\n") + (WHOLE[length : length + 1] == b"\n")
        assert len(shown) == max(complete - 1, 0), length
        between = WHOLE[:length].endswith(b"\n") or WHOLE[length : length + 1] == b"\n"
        assert told != between, length
        ledger = diagnose(scan([WHOLE[:length]]), "x", "2025").ledger
        assert ledger.fault is None, "a cut is no damage: the next record goes on"


def test_every_byte_prefix_is_noticed_by_a_machine_that_remembers() -> None:
    head = diagnose(scan([WHOLE]), "x", "2025").ledger.head
    for length in range(len(WHOLE) - 1):
        assert diagnose(scan([WHOLE[:length]]), "x", "2025", Memory((head,))).ledger.fault, length


@pytest.mark.many
def test_recording_after_a_cut_keeps_every_byte(bench: Any) -> None:
    """Cut anywhere, record: what was sound stays, what was torn lies beside, byte for byte."""
    for length in range(0, len(WHOLE), 53):
        for old in bench.folder.glob("ledger.jsonl*"):
            old.unlink()
        bench.path.write_bytes(WHOLE[:length])
        before = bench.store(list_id="2025").read()
        bench.mark("之后", list_id="2025")
        after = bench.store(list_id="2025").read()
        assert after.fault is None
        assert after.events[:-1] == before.events and after.events[-1].details.note == "之后"
        aside = b"".join(bench.files().values())
        sound = WHOLE[: length - len(aside)]
        assert bench.path.read_bytes().startswith(sound) and sound + aside == WHOLE[:length]


def test_500_random_bit_flips() -> None:
    dice = random.Random(2025)
    for _ in range(500):
        place, bit = dice.randrange(len(WHOLE)), dice.randrange(8)
        data = bytearray(WHOLE)
        data[place] ^= 1 << bit
        ledger = diagnose(scan([bytes(data)]), "x", "2025").ledger
        assert isinstance(ledger.fault, DataError), (place, bit)
        assert len(ledger.events) <= max(WHOLE[:place].count(b"\n") - 1, 0)
        assert ledger.events == EVENTS[: len(ledger.events)]


def test_every_bit_of_the_last_line_with_and_without_its_newline() -> None:
    start = WHOLE[:-1].rfind(b"\n") + 1
    for text in (WHOLE, WHOLE[:-1]):
        for place in range(start, len(text)):
            for bit in range(8):
                data = bytearray(text)
                data[place] ^= 1 << bit
                shown, told = notes(bytes(data))
                assert told and shown == NOTES[:-1], (place, bit)


EDITS: dict[str, Callable[[random.Random, list[bytes]], object]] = {
    "deleted": lambda dice, x: x.pop(dice.randrange(len(x) - 1)),
    "repeated": lambda dice, x: x.insert(dice.randrange(len(x)), dice.choice(x)),
    "swapped": lambda dice, x: x.insert(0, x.pop(dice.randrange(1, len(x)))),
    "garbage": lambda dice, x: x.insert(dice.randrange(len(x)), dice.randbytes(40).replace(b"\n", b"")),
}


@pytest.mark.parametrize("kind", EDITS)
def test_lines_moved_about(kind: str) -> None:
    dice = random.Random(kind)
    for _ in range(100):
        lines = WHOLE[:-1].split(b"\n")
        EDITS[kind](dice, lines)
        ledger = diagnose(scan([b"\n".join(lines) + b"\n"]), "x", "2025").ledger
        assert ledger.fault and ledger.events == EVENTS[: len(ledger.events)]


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(WHOLE)), st.integers(0, 60))
def test_bytes_overwritten_or_inserted_anywhere(junk: bytes, place: int, dropped: int) -> None:
    data = WHOLE[:place] + junk + WHOLE[place + dropped :]
    shown, told = notes(data)
    prefix_between_lines = WHOLE.startswith(data) and (data.endswith(b"\n") or not data)
    assert told or shown == NOTES or prefix_between_lines or WHOLE.startswith(data + b"\n")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_read_without_a_crash(data: bytes) -> None:
    scan([data])
    scan([WHOLE + data])
    with pytest.raises(RecordError):
        decode(data)


@settings(max_examples=100, deadline=None)
@given(st.text(), st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.text()))
def test_any_text_comes_back_as_it_was(
    note: str, by: str, evidence: list[str], titles: dict[str, str]
) -> None:
    draft = draft_of(by, "note", (), note=note, evidence=tuple(evidence), titles=titles)
    line = encode(draft, Stamp(7, "id", "2025-06-20T01:00:00.000000Z"), "0" * 64)
    assert b"\n" not in line
    event = decode(line)
    assert (event.details.note, event.by, event.details.evidence, event.titles) == (
        note,
        by,
        tuple(evidence),
        titles,
    )
