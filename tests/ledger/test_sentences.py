"""What exactly is said of a ledger, and of what is asked about it (台账状态的说法)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from anquan_cli.errors import DataError, OperationError, UsageError
from anquan_cli.ledger.events import (
    Mark,
    Stamp,
    Target,
    Undo,
    after,
    decode,
    encode,
    moment,
    parse,
    stamp,
    verify_hash,
)
from anquan_cli.ledger.fields import (
    LARGEST,
    RecordError,
    day,
    instant,
    items,
    number,
    text,
    text_or_none,
    titles,
)
from anquan_cli.ledger.jsonl import files, repair
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.store import inspect
from anquan_cli.ledger.store import open_store
from anquan_cli.ledger.undo import effective, taken_back
from anquan_cli.party import OFFICE
from tests.entries import draft_of

TS = "2025-06-20T01:00:00.123456Z"
OTHER = "0" * 64


# --- fields ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "value", "expected"),
    [
        (text, "", ""),
        (text, None, TypeError),
        (text, 5, TypeError),
        (text_or_none, None, None),
        (text_or_none, "甲", "甲"),
        (text_or_none, 5, TypeError),
        (items, [], []),
        (items, "甲", TypeError),
        (items, None, TypeError),
        (titles, {"5": "甲"}, {"5": "甲"}),
        (titles, ["5"], TypeError),
        (titles, {"5": 5}, TypeError),
        (day, None, None),
        (day, "2024-02-29", "2024-02-29"),
        (day, "2025-02-29", RecordError),
        (day, "20250620", RecordError),
        (day, "2025-06-20 ", RecordError),
        (day, 20250620, TypeError),
        (instant, TS, TS),
        (instant, "2025-06-20T01:00:00Z", RecordError),
        (instant, "2025-06-20T01:00:00.123456+08:00", RecordError),
        (instant, "2025-06-20T24:00:00.000000Z", RecordError),
        (instant, None, TypeError),
    ],
)
def test_a_field_is_its_value_or_refused(check: Callable[[Any], Any], value: Any, expected: Any) -> None:
    if isinstance(expected, type):
        with pytest.raises(expected) as caught:
            check(value)
        assert type(caught.value) is expected
    else:
        assert check(value) == expected


@pytest.mark.parametrize("value", [None, 0, 100])
def test_a_number_within_its_bounds_both_included(value: int | None) -> None:
    assert number(value, 0, 100) == value


@pytest.mark.parametrize("value", [-1, 101, True, False, 1.0, "5", float("nan")])
def test_a_number_out_of_bounds_or_none_at_all(value: object) -> None:
    with pytest.raises(RecordError, match="数字超出范围"):
        number(value, 0, 100)


def test_the_bounds_of_a_record() -> None:
    """Percent 0 and 100, a count of nought and of 10¹⁵; not one more."""

    def sealed(**fields: int) -> bytes:
        draft = draft_of("王", "mark", (Target("5", 1),), status="doing", **fields)
        return encode(draft, Stamp(1, "id", TS), OTHER)

    for fields in ({"percent": 0, "count": 0}, {"percent": 100, "count": 10**15}):
        mark = decode(sealed(**fields)).mark
        assert mark and (mark.percent, mark.count) == (fields["percent"], fields["count"])
    assert LARGEST == 1_000_000_000_000_000
    with pytest.raises(UsageError):
        sealed(count=10**15 + 1)


def test_a_draft_says_nothing_by_itself() -> None:
    blank = Undo((), OFFICE, "x")
    assert blank.details == ("", "", "", None, ())
    assert (dict(blank.titles), blank.on) == ({}, None)
    mark = Mark((), OFFICE, "done")
    assert (mark.percent, mark.count, mark.reopen, mark.on, mark.details) == (None,) * 4 + (blank.details,)


# --- moments ---------------------------------------------------------------------------------------


def test_moments_are_utc_and_begin_a_file_name() -> None:
    noon = datetime(2025, 6, 20, 1, 2, 3, 4, tzinfo=UTC)
    assert (stamp(noon), moment(noon)) == ("2025-06-20T01:02:03.000004Z", "20250620T010203Z")
    assert after("2025-06-20T01:02:03.999999Z") == "2025-06-20T01:02:04.000000Z"
    with pytest.raises(OperationError) as caught:
        after("9999-12-31T23:59:59.999999Z")
    assert "9999" in caught.value.message and "anquan verify" in caught.value.hint


# --- lines -----------------------------------------------------------------------------------------


def line() -> bytes:
    return encode(draft_of("王", "note", (Target("5", None),), note="检查"), Stamp(1, "id", TS), OTHER)


def test_a_seal_holds_for_this_line_after_that_one_alone() -> None:
    good = line()
    assert verify_hash(good, OTHER) == good[-66:-2].decode()
    for bad in (
        good[:-1] + b"]",
        good[:-2] + b"'}",
        good[:-2] + b'"',
        good + b" ",
        b" " + good,
        good[1:],
        b"",
    ):
        assert verify_hash(bad, OTHER) is None, bad[-5:]
    assert verify_hash(good, "1" + OTHER[1:]) is None
    assert verify_hash(good.replace(b',"h":"', b', "h":"'), OTHER) is None
    assert verify_hash(good.replace(b',"h":"', b',"k":"'), OTHER) is None
    assert verify_hash(good[:-66] + good[-66:-2].upper() + good[-2:], OTHER) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b'{"v":1,"seq":1} x', "不是完整的记录"),
        (b'{"v":1,"seq":1}{}', "不是完整的记录"),
        (b' {"v":1,"seq":1}', "不是完整的记录"),
        (b'{"v":1,"seq":1', "不是完整的记录"),
        (b"", "不是完整的记录"),
        (b"\xff", "不是完整的记录"),
        (rb'{"v":1,"seq":1,"note":"\ud800"}', "不是完整的记录"),
        (b'{"v":1,"seq":' + b"9" * 5000 + b"}", "不是完整的记录"),
        (b"[" * 100_000, "括号嵌套过深"),
        (b"[]", "不是台账记录"),
        (b"null", "不是台账记录"),
        (b'{"v":true,"seq":1}', "不是台账记录"),
        (b'{"v":1,"seq":true}', "不是台账记录"),
        (b'{"v":1,"seq":"1"}', "不是台账记录"),
        (b'{"v":1}', "不是台账记录"),
        (b'{"seq":1}', "不是台账记录"),
    ],
)
def test_what_is_no_line_is_said_to_be_none(written: bytes, said: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse(written)
    assert str(caught.value) == said


def test_an_escaped_pair_is_a_character() -> None:
    assert parse(rb'{"v":1,"seq":1,"note":"\ud83d\ude00"}')["note"] == "😀"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no such day": ({"on": "2025-02-29"}, "日期应为 YYYY-MM-DD，且确有这一天"),
    "no such moment": ({"ts": "昨天"}, "时刻不合格式"),
    "percent": ({"set": {"status": "doing", "percent": 101}}, "数字超出范围"),
    "percent true": ({"set": {"status": "doing", "percent": True}}, "数字超出范围"),
    "note": ({"note": 5}, "内容不合格式"),
    "no status": ({"set": {}}, "缺少 status"),
    "no undoes": ({"op": "undo", "set": {}}, "缺少 undoes"),
    "v": ({"v": 0}, "版本号不对"),
    "seq": ({"seq": 4}, "序号不连续"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_sealed_line_that_is_no_record_is_told_why(bench: Any, add: Any, kind: str) -> None:
    data = bench.fill(2)
    record = json.loads(data.splitlines()[-1])
    del record["h"]
    change, said = WRONG[kind]
    bench.path.write_bytes(add(data, record | {"seq": 3} | change))
    fault = bench.store().read().fault
    assert fault and f"第4行损坏：{said}。此前3行完好，从这一行起的内容不可信" in fault.message


def test_a_missing_field_is_named(bench: Any, add: Any) -> None:
    data = bench.fill(1)
    record = json.loads(data.splitlines()[-1]) | {"seq": 2}
    del record["h"], record["by"]
    bench.path.write_bytes(add(data, record))
    fault = bench.store().read().fault
    assert fault and "第3行损坏：缺少 by。" in fault.message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda x: b"junk\n", "第1行损坏：不是完整的记录。从这一行起"),
        (
            lambda x: x[:1] and x.replace(b'"by":"', b'"by":"x'),
            "第2行损坏：与封印不符（此行或上一行被改动、删除、调换或插入过）。此前1行完好，",
        ),
        (lambda x: x + b"\0" * 9 + b"\n", "第3行损坏：全是空字节。"),
        (lambda x: x + b"\n", "第3行损坏：不是完整的记录。此前2行完好，"),
    ],
)
def test_damage_is_said_line_and_reason(bench: Any, change: Callable[[bytes], bytes], said: str) -> None:
    bench.path.write_bytes(change(bench.fill(1)))
    read = bench.store().read()
    assert read.fault and said in read.fault.message
    assert read.notices == (), "nothing else is wrong"


# --- a newer program's words -----------------------------------------------------------------------


def test_a_record_with_every_field_is_nothing_strange(bench: Any) -> None:
    full = draft_of(
        "李", "mark", (Target("5", 2),), unit="县林业局", status="doing", percent=40, count=12, reopen=("5",),
        note="注", problem="资金", next="验收", expected="2025-07-31", evidence=("照片",), on="2025-06-19",
        titles={"5": "甲"},
    )  # fmt: skip
    bench.mark()
    bench.clock.at = datetime(2024, 1, 1, tzinfo=UTC)
    event = bench.store().append(lambda ledger: [full, full])[-1]
    bench.store().append(lambda ledger: [draft_of("李", "undo", undoes=event.id)])
    assert event.wall and event.mark.reopen == ("5",) and b'"batch":[' in bench.path.read_bytes()
    assert bench.store().read().notices == ()


@pytest.mark.parametrize("change", [{"mood": "好"}, {"set": {"status": "done", "colour": "红"}}])
def test_a_field_more_is_noted(bench: Any, add: Any, change: dict[str, Any]) -> None:
    data = bench.fill(1)
    record = json.loads(data.splitlines()[-1]) | {"seq": 2}
    del record["h"]
    bench.path.write_bytes(add(data, record | change))
    assert "有1条记录含有较新版本的操作或字段" in bench.store().read().notices[0]


def test_a_header_with_a_field_more_is_noted(bench: Any, sealed: Any) -> None:
    header = json.loads(bench.fill(1).splitlines()[0])
    del header["h"]
    bench.path.write_bytes(sealed("", header | {"place": "交城"}))
    read = bench.store().read()
    assert (read.fault, read.ledger_id) == (None, header["id"])
    assert "有1条记录" in read.notices[0]


@pytest.mark.parametrize("newline", [b"\n", b""])
def test_what_stands_in_the_last_line_counts_with_and_without_its_newline(
    bench: Any, add: Any, newline: bytes
) -> None:
    data = bench.fill(1)
    record = json.loads(data.splitlines()[-1]) | {"seq": 2, "mood": "好"}
    del record["h"]
    bench.path.write_bytes(add(data, record)[:-1] + newline)
    read = bench.store().read()
    assert (len(read.events), len(read.notices)) == (2, 1) and "有1条记录" in read.notices[0]
    del record["op"]
    bench.path.write_bytes(add(data, record | {"v": 2})[:-1] + newline)
    read = bench.store().read()
    assert (read.notices, read.list_id, read.fault and read.fault.hint) == (
        (), "2025-某县安委办", "请升级 anquan 后再用。",
    )  # fmt: skip
    bench.path.write_bytes(data.splitlines()[0] + newline)
    read = bench.store().read()
    assert (read.list_id, read.head and read.head.seq, read.events) == ("2025-某县安委办", 0, ())


def test_after_a_break_nothing_is_believed_not_even_a_fitting_last_line(bench: Any) -> None:
    *good, last = bench.fill(2).splitlines(keepends=True)
    bench.path.write_bytes(b"".join(good) + b"junk\n" + last[:-1])
    read = bench.store().read()
    assert (len(read.events), read.head and read.head.seq) == (1, 1)
    assert read.fault and "第3行" in read.fault.message


@pytest.mark.parametrize("tail", [b'{"v":1,"seq":9,"id":"', b'{"v":1,"sec', b'{"v":12,"id', b'{"w', b"x"])
def test_what_does_not_begin_like_the_record_that_is_due_is_no_torn_one(bench: Any, tail: bytes) -> None:
    bench.path.write_bytes(bench.fill(1) + tail)
    fault = bench.store().read().fault
    assert fault and "第3行损坏" in fault.message


@pytest.mark.parametrize(
    "tail", [b"{", b'{"v":1', b'{"v":1,"seq":2,', b'{"v":1,"seq":2,"id":"\xe6', b'{"v":13,"seq":']
)
def test_what_begins_like_the_record_that_is_due_is_a_torn_one(bench: Any, tail: bytes) -> None:
    bench.path.write_bytes(bench.fill(1) + tail)
    read = bench.store().read()
    assert read.fault is None and f"末尾有{len(tail)}字节没有写完" in read.notices[0]


def test_the_note_of_a_newer_operation_is_kept(bench: Any, add: Any) -> None:
    data = bench.fill(1)
    mark = json.loads(data.splitlines()[-1])
    record = {k: mark[k] for k in ("v", "id", "ts", "by")} | {"seq": 2, "op": "attach", "note": "照片"}
    bench.path.write_bytes(add(data, record))
    event = bench.store().read().events[1]
    assert (
        event.details.note,
        event.targets,
        event.details.problem,
        event.details.next,
        event.details.evidence,
    ) == ("照片", (), "", "", ())
    assert effective([event]) == []


def test_only_an_undo_takes_back(bench: Any, add: Any) -> None:
    """Another program's mark may carry `undoes`: it takes nothing back."""
    data = bench.fill(1)
    mark = json.loads(data.splitlines()[-1])
    del mark["h"]
    bench.path.write_bytes(add(data, mark | {"seq": 2, "id": "x", "undoes": mark["id"]}))
    events = bench.store().read().events
    assert len(events) == 2 and taken_back(events) == set()


# --- states ----------------------------------------------------------------------------------------


def test_gone_and_emptied_are_told_apart(bench: Any) -> None:
    event = bench.mark(memory=bench.memory)
    begun = bench.path.read_bytes()[:50]
    bench.path.write_bytes(b"")
    said = f"本机上次记到 1:{event.hash[:12]}，这不是一份新台账。"
    found = inspect(bench.path, memory=bench.memory).diagnosis
    assert found.kind == "gone" and found.ledger.fault
    assert found.ledger.fault.message == f"台账 {bench.path} 变成了空文件：{said}"
    bench.path.write_bytes(begun)
    fault = inspect(bench.path, memory=bench.memory).diagnosis.ledger.fault
    assert fault and fault.message == f"台账 {bench.path} 只剩没有写完的内容：{said}"
    bench.path.unlink()
    fault = inspect(bench.path, memory=bench.memory).diagnosis.ledger.fault
    assert fault and fault.message == f"台账 {bench.path} 不见了：{said}"


def test_a_torn_header_is_no_empty_file(bench: Any) -> None:
    bench.path.write_bytes(bench.fill(1)[:50])
    (notice,) = bench.store().read().notices
    assert "末尾有50字节没有写完" in notice


def newer(bench: Any, add: Any) -> None:
    data = bench.fill(1)
    record = json.loads(data.splitlines()[-1]) | {"seq": 2, "v": 2}
    del record["h"]
    bench.path.write_bytes(add(data, record))


def test_a_newer_versions_ledger_is_called_so_and_not_repaired(bench: Any, add: Any) -> None:
    newer(bench, add)
    before = bench.path.read_bytes()
    assert inspect(bench.path).diagnosis.kind == repair.verify(bench.path).state == "newer"
    with pytest.raises(DataError, match="更高版本"):
        repair.repair(bench.path)
    assert bench.path.read_bytes() == before


def test_a_changed_ledger_with_a_torn_end_is_a_changed_one(bench: Any) -> None:
    for _ in range(3):
        bench.mark(memory=bench.memory)
    lines = bench.path.read_bytes().splitlines(keepends=True)
    bench.path.write_bytes(b"".join(lines[:3]) + lines[3][:40])
    assert repair.verify(bench.path, memory=bench.memory).state == "changed"


@pytest.mark.parametrize("memory", [False, True])
def test_where_not_even_a_folder_is_there_is_nothing_to_repair(bench: Any, memory: bool) -> None:
    bench.path = bench.folder / "没有" / "ledger.jsonl"
    repaired = repair.repair(bench.path, memory=bench.memory if memory else None)
    assert (repaired.state, repaired.said) == ("absent", ())


def test_repair_of_a_sound_ledger_says_so_and_does_nothing(bench: Any) -> None:
    bench.fill(2)
    repaired = repair.repair(bench.path, memory=bench.memory)
    assert (repaired.state, repaired.said) == ("sound", ("台账完好，无需修复。",))
    assert bench.memory.load(os.path.realpath(bench.path)).places[0] is None
    assert repaired.head == bench.store().head()


def test_a_torn_header_is_repaired_to_nothing(bench: Any) -> None:
    bench.path.write_bytes(bench.fill(1)[:50])
    repaired = repair.repair(bench.path)
    assert (repaired.state, repaired.head, bench.path.read_bytes()) == ("torn", None, b"")


def test_a_changed_ledger_is_taken_for_the_truth_and_nothing_is_set_aside(bench: Any) -> None:
    for _ in range(2):
        bench.mark(memory=bench.memory)
    bench.path.write_bytes(b"".join(bench.path.read_bytes().splitlines(keepends=True)[:-1]))
    repaired = repair.repair(bench.path, memory=bench.memory)
    assert (repaired.state, repaired.said) == ("changed", (f"台账现在到 {repaired.head}，可以继续记录。",))


def test_what_the_doctor_would_keep(bench: Any) -> None:
    data = bench.fill(2)
    bench.path.write_bytes(data + b"junk\n")
    head = bench.store().read().head
    assert repair.plan(bench.path).said[1].startswith(f"将保留：完好的部分（到 {head}）。")
    bench.path.write_bytes(b"junk\n")
    assert repair.plan(bench.path).said[1].startswith("将保留：没有一行完好，台账将重新开始。")


# --- the printed head ------------------------------------------------------------------------------


def test_what_is_wrong_with_a_head_is_said_exactly(bench: Any) -> None:
    def said(expect: str) -> str:
        fault = repair.verify(bench.path, expect).ledger.fault
        assert fault and fault.hint == "请核对印出的编号；编号无误时，找回当时的台账（备份、同步冲突副本）。"
        return fault.message

    assert said("3:0123456789ab") == (
        f"台账 {bench.path} 应有编号 3:0123456789ab，现在没有记录，后面的记录不见了。"
    )
    bench.fill(2)
    head = bench.store().head()
    assert said("3:0123456789ab") == (
        f"台账 {bench.path} 应有编号 3:0123456789ab，现在只到 {head}，后面的记录不见了。"
    )
    assert said("2:0123456789ab") == (
        f"台账 {bench.path} 第2号记录应为 2:0123456789ab，现在是 {head}，此前的内容被改动过。"
    )
    slip = f"{head}{'1' if bench.store().head().hash[12] == '0' else '0'}"
    there = f"2:{bench.store().head().hash[:13]}"
    assert said(slip) == (
        f"台账 {bench.path} 第2号记录应为 {slip}，现在是 {there}，前12位相符，后面写得不对。"
    )


def test_the_head_is_given_back_as_understood(bench: Any) -> None:
    bench.fill(2)
    head = bench.store().head()
    assert repair.verify(bench.path, f" ２：{head.hash[:12].upper()} ").expected == str(head)
    assert repair.verify(bench.path, "000000000002:" + head.hash[:12]).proven, "twelve digits"


@pytest.mark.parametrize(
    "text", ["0000000000002:9f3ab1c2d4e5", "2:" + "0" * 65, "2:9f3ab1c2d4g5", "2 9f3ab1c2d4e5"]
)
def test_a_head_too_long_is_none(bench: Any, text: str) -> None:
    with pytest.raises(UsageError, match="不合格式"):
        repair.verify(bench.path, text)


def test_damage_before_the_printed_head_is_damage_first(bench: Any) -> None:
    data = bench.fill(3)
    head = bench.store().head()
    bench.path.write_bytes(data.replace("第2条".encode(), "第9条".encode()))
    verdict = repair.verify(bench.path, str(head))
    assert (verdict.state, verdict.proven) == ("damaged", False)
    assert verdict.ledger.fault and "第3行损坏" in verdict.ledger.fault.message


# --- refusals --------------------------------------------------------------------------------------


def test_a_refusal_says_what_where_why_and_what_next() -> None:
    refused = files.cannot("读取台账", "甲", OSError(28, "x"))
    assert refused.message == "读取台账失败：甲：磁盘空间不足。"
    assert refused.hint == "请排除原因后重试；原有的内容没有变动。"
    assert files.cannot("读取台账", "甲", OSError(28, "x"), "找人。").hint == "找人。"
    assert files.cannot("读取台账", "甲", OSError(13, "x"), "找人。").hint == "找人。"


# --- the memory ------------------------------------------------------------------------------------


def test_the_memory_can_be_read_by_a_person(bench: Any) -> None:
    event = bench.mark(memory=bench.memory)
    id = bench.store().read().ledger_id
    for file in bench.heads():
        written = file.read_bytes()
        assert written.endswith(b"}\n") and len(file.stem) == 32
        real = os.path.realpath(bench.path)
        assert json.loads(written) == {"ledger": real, "id": id, "seq": 1, "hash": event.hash}
    assert len(bench.heads()) == 2, "by its place, and by its id"


def test_a_memory_may_lie_in_the_folder_where_one_stands(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bench.folder)
    event = bench.mark(memory=KnownHeads("hier"))
    assert KnownHeads("hier").load(os.path.realpath(bench.path)).places == ((1, event.hash),)


def test_a_memory_switched_off_writes_nowhere(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bench.folder)
    open_store(bench.path, list_id=None, tool="", state=None).append(lambda _: [draft_of("王", "note")])
    assert sorted(p.name for p in bench.folder.iterdir()) == ["ledger.jsonl", "ledger.jsonl.lock"]


@pytest.mark.skipif(os.name == "nt", reason="no modes and no raw bytes there")
def test_the_memory_is_its_owners_alone(bench: Any) -> None:
    old = os.umask(0)
    try:
        bench.mark(memory=bench.memory)
    finally:
        os.umask(old)
    assert (bench.folder / "state" / "heads").stat().st_mode & 0o777 == 0o700
    assert [p.stat().st_mode & 0o777 for p in bench.heads()] == [0o600] * 2


@pytest.mark.skipif(os.name == "nt", reason="no raw bytes in names there")
def test_a_name_that_is_no_text_is_remembered_too(bench: Any) -> None:
    bench.path = bench.folder / "\udcff.jsonl"
    bench.mark(memory=bench.memory)
    assert bench.memory.load(os.path.realpath(bench.path)).places[0]


def test_a_memory_that_cannot_be_renewed_is_the_old_one(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bench.mark(memory=bench.memory)

    def refuse(*args: Any) -> None:
        raise OSError(28, "")

    monkeypatch.setattr(os, "replace", refuse)
    assert bench.mark(memory=bench.memory).seq == 2
    monkeypatch.undo()
    assert bench.memory.load(os.path.realpath(bench.path)).places[0] == (1, first.hash)


@pytest.mark.parametrize("seq", ["true", "-1", '"1"', "1.0", "null"])
@pytest.mark.parametrize("digest", ["0" * 64, "0" * 63, ""])
def test_a_memory_of_nonsense_is_none(bench: Any, seq: str, digest: str) -> None:
    bench.mark(memory=bench.memory)
    file = bench.heads()[0]
    file.write_text(f'{{"seq":{seq},"hash":"{digest}"}}')
    assert bench.memory.load(os.path.realpath(bench.path)).places[0] is None
    file.write_text(f'{{"seq":0,"hash":"{"0" * 63}"}}')
    assert bench.memory.load(os.path.realpath(bench.path)).places[0] is None
    file.write_text(f'{{"seq":0,"hash":"{"0" * 64}"}}')
    assert bench.memory.load(os.path.realpath(bench.path)).places[0] == (0, "0" * 64)


def test_no_path_breaks_the_line_of_a_sentence() -> None:
    error = files.cannot("新建台账文件夹", "/家\n错误：假", OSError(13, ""))
    assert error.message == "新建台账文件夹失败：/家^J错误：假：没有权限。"
