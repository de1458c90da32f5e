"""A batch in the file: its lines count together or not at all (成批的记录)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from anquan_cli.errors import DataError
from anquan_cli.ledger.jsonl import repair
from anquan_cli.ledger.jsonl.scan import scan
from tests.ledger.conftest import Bench, draft, seal


def batch(bench: Bench, notes: str) -> list[bytes]:
    """The file's lines with a batch of these notes at its end."""
    bench.store().append(lambda _: [draft(note) for note in notes])
    return bench.path.read_bytes().splitlines(keepends=True)


def notes(bench: Any) -> str:
    return "".join(e.details.note for e in bench.store().read().events)


@pytest.mark.no_cover
def test_each_line_says_its_place_in_the_batch(bench: Any) -> None:
    bench.mark("前")
    lines = [json.loads(line) for line in batch(bench, "甲乙丙")[1:]]
    assert "batch" not in lines[0]
    ids = {line["batch"][0] for line in lines[1:]}
    assert len(ids) == 1 and [line["batch"][1:] for line in lines[1:]] == [[1, 3], [2, 3], [3, 3]]


@pytest.mark.no_cover
def test_every_prefix_shows_all_of_a_batch_or_none_and_the_next_record_goes_on(bench: Any) -> None:
    bench.mark("前")
    lines = batch(bench, "甲乙丙")
    start, data = len(b"".join(lines[:2])), b"".join(lines)
    for length in range(start, len(data) + 1):
        whole = length >= len(data) - 1
        found = scan([data[:length]])
        assert len(found.events) == (4 if whole else 1), length
        assert (found.broken, found.end, found.tail) == (
            None, length if whole else start, 0 if whole else length - start,
        ), length  # fmt: skip
    for cut in (1, 20, len(lines[-1]), len(lines[-1]) + 1, len(lines[-1]) + len(lines[-2])):
        bench.path.write_bytes(data[:-cut])
        if cut > 1:
            assert f"末尾有{len(data) - cut - start}字节没有写完" in bench.store().read().notices[0]
        before = set(bench.files())
        bench.mark("后")
        assert notes(bench) == ("前甲乙丙后" if cut == 1 else "前后")
        if cut > 1:
            (name,) = set(bench.files()) - before
            assert name.startswith("ledger.jsonl.torn-") and bench.files()[name] == data[start:-cut]
    assert bench.store().read().fault is None


def test_zeros_in_the_place_of_its_end_are_a_torn_one(bench: Any) -> None:
    """However many: the batch may have been larger than a line."""
    bench.mark("前")
    lines = batch(bench, "甲乙丙")
    for cut in (5, len(lines[-1]), len(lines[-1]) + 5, len(b"".join(lines[2:]))):
        for zeros in (cut, 3 * 2**20):
            bench.path.write_bytes(b"".join(lines)[:-cut] + b"\0" * zeros)
            assert notes(bench) == "前" and bench.store().read().fault is None
    assert repair.repair(bench.path).state == "torn"
    assert bench.path.read_bytes() == b"".join(lines[:2])


def change(line: bytes, **fields: Any) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(line)
    del record["h"]
    return record | fields


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([("x", 1, 3), ("x", 2, 3), None], "第5行不是这一批的"),
        ([("x", 1, 3), ("x", 3, 3), None], "第4行不是这一批的"),
        ([("x", 1, 3), ("y", 1, 2), ("y", 2, 2)], "第4行不是这一批的"),
        ([("x", 1, 3), ("y", 2, 3), ("x", 3, 3)], "第4行不是这一批的"),
        ([("x", 1, 3), ("x", 2, 4), ("x", 3, 3)], "第4行不是这一批的"),
        ([("x", 1, 3), ("x", 1, 3), ("x", 2, 3)], "第4行不是这一批的"),
        ([("x", 2, 3), ("x", 3, 3), None], "第3行损坏：这一批记录缺了前面的"),
        ([("x", 0, 3), None, None], "第3行损坏：批次不合格式"),
        ([("x", 4, 3), None, None], "第3行损坏：批次不合格式"),
        ([("x", True, 3), None, None], "第3行损坏：批次不合格式"),
        ([(5, 1, 3), None, None], "第3行损坏：批次不合格式"),
        ([("x", 1), None, None], "第3行损坏：批次不合格式"),
        (["x", None, None], "第3行损坏：批次不合格式"),
    ],
)
def test_sealed_lines_that_make_no_batch_are_damage(bench: Any, parts: list[Any], why: str) -> None:
    data, previous = bench.fill(1), ""
    model = data.splitlines()[1]
    previous = json.loads(model)["h"]
    for seq, part in enumerate(parts, 2):
        line = seal(previous, change(model, seq=seq, id=f"e{seq}", **({"batch": part} if part else {})))
        data, previous = data + line, json.loads(line)["h"]
    bench.path.write_bytes(data)
    read = bench.store().read()
    assert read.fault and why in read.fault.message and "第3行损坏" in read.fault.message
    assert len(read.events) == 1 and read.head and read.head.seq == 1
    with pytest.raises(DataError):
        bench.mark()
    assert bench.path.read_bytes() == data
    repaired = repair.repair(bench.path)
    assert repaired.head == read.head and repaired.rejected
    assert bench.path.read_bytes() == b"".join(data.splitlines(keepends=True)[:2])


@pytest.mark.parametrize("line", [2, 3, 4])
def test_damage_in_a_batch_takes_all_of_it(bench: Any, line: int) -> None:
    bench.mark("前")
    lines = [*batch(bench, "甲乙丙"), b"later\n"]
    lines[line] = lines[line].replace("王".encode(), "李".encode())
    bench.path.write_bytes(b"".join(lines))
    read = bench.store().read()
    assert notes(bench) == "前" and read.fault and "第3行损坏" in read.fault.message
    if line > 2:
        assert f"这一批3条记录不完整，第{line + 1}行与封印不符" in read.fault.message


def test_a_newer_programs_batch_of_another_shape_is_no_batch_and_no_damage(bench: Any) -> None:
    data = bench.fill(1)
    model = data.splitlines()[1]
    bench.path.write_bytes(
        data + seal(json.loads(model)["h"], change(model, v=9, seq=2, id="e2", batch={"x": 1}))
    )
    read = bench.store().read()
    assert len(read.events) == 2
    assert read.fault and "由更高版本的 anquan 写成（格式 9" in read.fault.message


def test_a_batch_of_one_is_a_line_by_itself(bench: Any) -> None:
    data = bench.fill(1)
    bench.path.write_bytes(seal("", change(data.splitlines()[0])))
    first = json.loads(bench.path.read_bytes())["h"]
    alone = change(data.splitlines()[1], batch=["x", 1, 1])
    bench.path.write_bytes(bench.path.read_bytes() + seal(first, alone))
    read = bench.store().read()
    assert (len(read.events), read.fault, read.notices) == (1, None, ())
    assert bench.mark().seq == 2


def test_zeros_between_pieces_that_were_not_the_end_are_damage(bench: Any) -> None:
    """However many there are and wherever the file is cut, what stands behind them is no line of ours."""
    data = bench.fill(2)
    for zeros in (1, 5000):
        found = scan([data[:-20], b"\0" * zeros, data[-20:]])
        assert found.broken and found.broken.line == 3
        assert len(found.events) == 1
