"""What of a history counts (办理日期、撤销的效力)."""

from __future__ import annotations

from datetime import date
from typing import Any

from anquan_cli.ledger.events import Envelope, Unknown
from anquan_cli.ledger.undo import day_of, effective, order, taken_back


def record(bench: Any, make_draft: Any, op: str, undoes: str | None = None) -> Envelope:
    fields = {"op": op, "undoes": undoes} | ({} if op == "mark" else {"status": None, "on": None})
    event: Envelope = bench.store().append(lambda ledger: [make_draft(**fields)])[-1]
    return event


def worked(event: Envelope, on: str | None) -> Envelope:
    """The same with another day of work."""
    return event._replace(event=event.event._replace(on=on))


def test_an_undo_takes_back_and_an_undo_of_it_gives_back(bench: Any, make_draft: Any) -> None:
    mark = record(bench, make_draft, "mark")
    note = record(bench, make_draft, "note")
    assert effective([note, mark]) == [mark, note], "in the order of recording"
    undo = record(bench, make_draft, "undo", mark.id)
    assert taken_back([mark, note, undo]) == {mark.id}
    assert effective([mark, note, undo]) == [note]
    again = record(bench, make_draft, "undo", undo.id)
    assert taken_back([again, undo, note, mark]) == {undo.id}
    assert effective([mark, note, undo, again]) == [mark, note]


def test_records_of_the_same_moment_are_ordered_by_id(bench: Any, make_draft: Any) -> None:
    event = record(bench, make_draft, "mark")
    assert order(event._replace(id="a")) < order(event._replace(id="b"))
    assert order(event._replace(id="b")) < order(event._replace(id="a", ts="2025-06-20T01:00:00.123457Z"))
    assert order(worked(event, "2025-06-18"))[0] == "2025-06-18", "the day of work goes first"
    assert order(worked(event, None))[0] == "2025-06-20"


def test_a_mark_of_a_kind_that_only_a_newer_program_knows_counts_nowhere(bench: Any, make_draft: Any) -> None:
    event = record(bench, make_draft, "mark")
    assert effective([event]) == [event]
    assert effective([event._replace(event=Unknown("mark", event.targets))]) == []


def test_the_day_of_work_is_the_one_written_else_that_of_the_record(bench: Any, make_draft: Any) -> None:
    event = record(bench, make_draft, "mark")
    assert day_of(worked(event, "2025-06-18")) == date(2025, 6, 18)
    assert day_of(worked(event, None)) == date(2025, 6, 20)
    assert day_of(worked(event, "六月")) == date.max
