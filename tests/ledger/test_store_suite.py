"""What every Store implementation keeps (账目存取的共同约定)."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from anquan_cli.errors import UsageError
from anquan_cli.ledger.events import Details, Draft, Slot, Target
from anquan_cli.ledger.store import Head, Ledger
from tests.entries import draft_of


@pytest.fixture(params=["jsonl"])
def store(request: pytest.FixtureRequest, bench: Any) -> Any:
    """One fresh, empty store of each kind."""
    return {"jsonl": bench.store}[request.param]()


def test_an_empty_store_has_no_head_and_no_fault(store: Any) -> None:
    assert store.read() == Ledger((), None, None, None, (), None)
    assert store.head() is None
    assert store.belongs_to() is None


def test_what_was_appended_is_read_back(store: Any, make_draft: Any) -> None:
    event = store.append(lambda ledger: [make_draft("现场检查3处")])[-1]
    assert store.read().events == (event,)
    assert (event.seq, event.by, event.op, event.mark.status) == (1, "王", "mark", "done")
    assert event.targets == (Target("5", None), Target("6", 1))
    assert event.ts == "2025-06-20T01:00:00.123456Z"
    assert event.titles == {"5": "持续强化部门监管责任", "6": "严格落实企业主体责任"}
    assert (event.details, event.wall) == (Details("现场检查3处"), None)
    assert store.head() == Head(1, event.hash)
    assert str(store.head()) == f"1:{event.hash[:12]}"
    assert store.belongs_to() == "2025-某县安委办"


def test_every_field_survives(store: Any) -> None:
    full = draft_of(
        "李", "mark", (Target("11.煤矿", 2),), unit="县林业局", status="doing", percent=40, count=12,
        reopen=("11.煤矿",), note="注", problem="资金未到位", next="7月验收", expected="2025-07-31",
        evidence=("通报〔2025〕3号", "照片.jpg"), on="2025-06-19", titles={"11.煤矿": "深度研判"},
        slots={Target("11.煤矿", 2): Slot("2025-12-31", 3)},
    )  # fmt: skip
    store.append(lambda ledger: [full])
    read = store.read().events[0]
    assert (read.by, read.event) == full
    assert (read.event.reopen, read.details.evidence) == (("11.煤矿",), ("通报〔2025〕3号", "照片.jpg"))


def test_an_undo_carries_the_event_it_takes_back(store: Any, make_draft: Any) -> None:
    mark = store.append(lambda ledger: [make_draft()])[-1]
    undo = draft_of("李", "undo", mark.targets, titles=mark.titles, undoes=mark.id)
    event = store.append(lambda ledger: [undo])[-1]
    read = store.read().events[1]
    assert read == event
    assert (read.event.undoes, read.on, read.mark, read.targets) == (mark.id, None, None, mark.targets)
    assert read.titles == mark.titles


def test_a_note_changes_no_status(store: Any, make_draft: Any) -> None:
    store.append(lambda ledger: [make_draft("已上会研究", op="note", status=None)])[-1]
    assert store.read().events[0].mark is None


def test_decide_sees_what_is_recorded_at_that_moment(store: Any, make_draft: Any) -> None:
    seen = []
    for number in range(3):

        def decide(ledger: Ledger, note: str = str(number)) -> list[Draft]:
            seen.append([e.details.note for e in ledger.events])
            return [make_draft(note)]

        store.append(decide)
    assert seen == [[], ["0"], ["0", "1"]]


def test_a_batch_is_recorded_as_a_whole_and_in_its_order(store: Any, make_draft: Any) -> None:
    before = store.append(lambda _: [make_draft("前")])
    events = store.append(lambda _: [make_draft(note) for note in "甲乙丙"])
    assert [(e.seq, e.details.note) for e in events] == [(2, "甲"), (3, "乙"), (4, "丙")]
    assert store.read().events == (*before, *events)
    assert store.head() == Head(4, events[-1].hash) and store.verify().state == "sound"
    assert store.append(lambda _: [make_draft("后"), make_draft("末")])[0].seq == 5


def test_of_a_batch_with_one_that_cannot_be_kept_nothing_is_recorded(store: Any, make_draft: Any) -> None:
    store.append(lambda _: [make_draft("前")])
    before = store.read()
    with pytest.raises(UsageError):
        store.append(lambda _: [make_draft("甲"), make_draft(percent=101)])
    assert store.read() == before


def test_where_nothing_is_wanted_nothing_is_recorded(store: Any, make_draft: Any) -> None:
    assert store.append(lambda _: []) == () and store.read() == Ledger()
    (event,) = store.append(lambda _: [make_draft()])
    assert store.append(lambda _: []) == () and store.read().events == (event,)


def test_more_than_a_megabyte_is_no_record(store: Any, make_draft: Any) -> None:
    with pytest.raises(UsageError, match="超过一条的上限 1 MB"):
        store.append(lambda _: [make_draft("险" * 350_000)])
    assert store.read() == Ledger()
    store.append(lambda _: [make_draft("险" * 349_000)] * 2)
    assert [len(e.details.note) for e in store.read().events] == [349_000] * 2


def test_what_a_line_says_twice_is_meant_once(store: Any, make_draft: Any) -> None:
    twice = (Target("5", None), Target("6", 1), Target("5", None))
    assert store.append(lambda _: [make_draft(targets=twice)])[0].targets == twice[:2]
    assert store.read().events[0].targets == twice[:2]


def test_what_was_read_can_be_witnessed(store: Any, make_draft: Any) -> None:
    store.append(lambda _: [make_draft()])
    assert store.witness(store.read()) == ()
    assert store.verify().state == "sound"


def test_when_decide_raises_nothing_is_recorded(store: Any) -> None:
    def refuse(ledger: Ledger) -> list[Draft]:
        raise UsageError("没有第99项")

    with pytest.raises(UsageError, match="没有第99项"):
        store.append(refuse)
    assert store.read() == Ledger()


def test_ids_are_unique_and_times_strictly_increase(store: Any, make_draft: Any) -> None:
    events = [store.append(lambda ledger: [make_draft()])[-1] for _ in range(10)]
    assert len({e.id for e in events}) == 10
    assert [e.seq for e in events] == list(range(1, 11))
    assert all(a.ts < b.ts for a, b in itertools.pairwise(events))


@pytest.mark.parametrize(
    "text",
    [
        "a\nb\tc\r\n",
        "\0\x01\x1b[31m\x7f\x85",
        "行\u2028段\u2029",
        "😀𠮷",
        '"\\,"h":"',
        "\ufeff\ufffe",
        "=1+1",
        "[red]",
        "",
    ],
)
def test_text_is_kept_exactly(store: Any, make_draft: Any, text: str) -> None:
    store.append(
        lambda ledger: [make_draft(text, by=text, problem=text, evidence=(text,), titles={text: text})]
    )[-1]
    store.append(lambda ledger: [make_draft("后一条")])[-1]
    read = store.read()
    assert read.fault is None
    first = read.events[0]
    assert (first.details.note, first.by, first.details.problem, first.details.evidence, first.titles) == (
        text, text, text, (text,), {text: text},
    )  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [
        {"note": "坏\udcff"},
        {"by": "\ud800"},
        {"evidence": ("\udfff",)},
        {"titles": {"5": "\udc80"}},
        {"targets": (Target("\udc80", None),)},
        {"on": "2025-02-29"},
        {"on": "6月20日"},
        {"expected": "2025-W25-5"},
        {"percent": 101},
        {"percent": -1},
        {"count": 10**16},
        {"targets": (Target("5", 0),)},
        {"status": None},
    ],
)
def test_what_cannot_be_kept_is_refused_before_anything_is_written(
    store: Any, make_draft: Any, fields: dict[str, Any]
) -> None:
    with pytest.raises(UsageError):
        store.append(lambda ledger: [make_draft(**fields)])[-1]
    assert store.read() == Ledger()
