"""One line of the ledger: what is kept of it, what makes it damage, what a newer program's comes to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from anquan_cli.errors import UsageError
from anquan_cli.ledger import events
from anquan_cli.ledger.events import Mark, Slot, Stamp, Target, Unknown
from anquan_cli.ledger.fields import LARGEST, RecordError
from tests.ledger.conftest import seal

MARK: dict[str, Any] = {
    "v": 1,
    "seq": 1,
    "id": "e1",
    "ts": "2025-06-20T01:00:00.000000Z",
    "by": "王",
    "op": "mark",
    "targets": [{"id": "5", "stage": None}],
    "unit": None,
    "set": {"status": "done"},
    "note": "",
    "on": "2025-06-20",
    "titles": {"5": "题"},
}


def decoded(**changed: Any) -> events.Envelope:
    return events.decode(seal("", MARK | changed)[:-1])


def test_a_target_that_is_named_twice_is_one() -> None:
    twice = [{"id": "5", "stage": 1}, {"id": "5", "stage": 1}]
    assert decoded(targets=twice).targets == (Target("5", 1),)


@pytest.mark.parametrize(("due", "of"), [("2025-06-30", 1), (None, LARGEST)])
def test_a_targets_slot_is_read_whatever_else_it_lacks(due: str | None, of: int) -> None:
    told = {"id": "5", "stage": 1, "of": of} | ({"due": due} if due else {})
    mark = decoded(targets=[told]).mark
    assert mark and mark.slots == {Target("5", 1): Slot(due, of)}
    earlier = decoded(targets=[{"id": "5", "stage": 1, "due": "2025-06-30"}]).mark
    assert earlier and not earlier.slots, "without a count nothing is told"


@pytest.mark.parametrize("of", [0, -1, 1.0, True, "1", LARGEST + 1])
def test_a_slot_that_is_none_is_damage(of: object) -> None:
    with pytest.raises(RecordError):
        decoded(targets=[{"id": "5", "stage": 1, "due": None, "of": of}])


@pytest.mark.parametrize("op", ["mark", "note", "undo"])
@pytest.mark.parametrize("values", [[], "done", None, 5])
def test_what_is_set_is_an_object_in_every_record(op: str, values: object) -> None:
    with pytest.raises(RecordError):
        decoded(op=op, set=values, undoes="e0")


def test_a_status_of_a_newer_program_is_kept_and_counts_nowhere() -> None:
    found = decoded(set={"status": "archived"})
    assert (type(found.event), found.op, found.targets) == (Unknown, "mark", (Target("5", None),))
    assert type(decoded(set={"status": "verified"}).event) is Mark


def test_of_an_operation_of_a_newer_program_nothing_more_is_asked() -> None:
    found = decoded(op="act", wall=5, set="new shape")
    assert (found.op, found.wall) == ("act", None)
    days = {"2025-06-18": "2025-06-18", "2025-13-01": None, "gestern": None, "": None}
    assert {on: decoded(op="act", on=on).on for on in days} == days
    assert [decoded(op="act", on=on).on for on in (5, None)] == [None, None]
    for wall in (5, "gestern", ""):
        with pytest.raises(RecordError):
            decoded(wall=wall)


def test_a_line_with_every_field_that_there_is_holds_nothing_unknown() -> None:
    every: dict[str, Any] = {
        "problem": "",
        "next": "",
        "expected": None,
        "evidence": [],
        "undoes": None,
        "wall": None,
        "batch": None,
        "h": "",
    }
    assert not events.has_unknown_fields(MARK | every)
    assert events.has_unknown_fields(MARK | every | {"mood": "good"})


@pytest.mark.parametrize(
    ("batch", "sound"),
    [
        (["b", 1, 1], True),
        (["b", LARGEST, LARGEST], True),
        (["b", 1, LARGEST + 1], False),
        (["b", 1, 2.0], False),
        (["b", 1, True], False),
    ],
)
def test_a_batch_has_whole_numbers_within_bounds(batch: list[Any], sound: bool) -> None:
    if sound:
        assert events.batch_of(MARK | {"batch": batch}) == tuple(batch)
    else:
        with pytest.raises(RecordError):
            events.batch_of(MARK | {"batch": batch})


def test_a_line_may_be_as_long_as_is_read_and_no_byte_longer(make_draft: Any) -> None:
    stamp = Stamp(1, "e1", "2025-06-20T01:00:00.000000Z")
    room = events.LINE - len(events.encode(make_draft(""), stamp, ""))
    with pytest.raises(UsageError, match="超过一条的上限"):
        events.encode_header("x", "某" * events.LINE, stamp.ts, "anquan")
    longest = events.encode(make_draft("x" * room), stamp, "")
    assert len(longest) == 2**20 and json.loads(longest)["note"] == "x" * room
    with pytest.raises(UsageError, match="超过一条的上限"):
        events.encode(make_draft("x" * (room + 1)), stamp, "")
