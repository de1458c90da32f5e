"""The state table of the ledger file, row by row (账本文件的各种状态)."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from anquan_cli.errors import AnquanError, DataError, LedgerBusyError, OperationError, UsageError
from anquan_cli.ledger.events import Draft, Target
from anquan_cli.ledger.jsonl import files
from anquan_cli.ledger.jsonl.scan import scan
from anquan_cli.ledger.store import Head, Ledger
from tests.entries import draft_of


def test_the_file_is_what_the_format_page_says(bench: Any) -> None:
    bench.mark("现场检查")
    header, line, rest = bench.path.read_bytes().split(b"\n")
    assert rest == b""
    first, second = json.loads(header), json.loads(line)
    assert list(first) == ["v", "seq", "id", "op", "list", "created", "tool", "h"]
    assert (first["v"], first["seq"], first["op"], first["list"]) == (1, 0, "ledger", "2025-某县安委办")
    assert list(second) == [
        "v", "seq", "id", "ts", "by", "op", "targets", "unit", "set", "note", "on", "titles", "h",
    ]  # fmt: skip
    assert second["targets"] == [{"id": "5", "stage": None}, {"id": "6", "stage": 1}]
    assert second["set"] == {"status": "done"}
    assert '"by":"王"'.encode() in line, "people can read it"
    assert first["h"] == hashlib.sha256(header.split(b',"h"')[0]).hexdigest()
    assert second["h"] == hashlib.sha256(first["h"].encode() + line.split(b',"h"')[0]).hexdigest()


def test_undo_and_note_lines_are_what_the_format_page_says(bench: Any, make_draft: Any) -> None:
    mark = bench.mark()
    bench.store().append(lambda ledger: [make_draft(op="undo", status=None, on=None, undoes=mark.id)])[-1]
    record = json.loads(bench.path.read_bytes().splitlines()[-1])
    assert (record["set"], record["on"], record["undoes"]) == ({}, None, mark.id)


# --- row 1: the last newline is missing ----------------------------------------------------------


def test_a_last_line_without_newline_is_accepted(bench: Any) -> None:
    whole = bench.fill(2)
    bench.path.write_bytes(whole[:-1])
    read = bench.store().read()
    assert (len(read.events), read.fault, read.notices) == (2, None, ())
    bench.mark("第3条")
    assert bench.path.read_bytes().startswith(whole)
    assert [e.details.note for e in bench.store().read().events] == ["第1条", "第2条", "第3条"]
    assert bench.files() == {}


# --- row 2: torn ---------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["torn", "nul", "torn and nul", "whole and nul"])
def test_an_unfinished_end_is_ignored_then_set_aside(bench: Any, make_draft: Any, tail: str) -> None:
    two = bench.fill(2)
    three = bench.fill(1)
    extra = {
        "torn": three[len(two) : -90],
        "nul": b"\0" * 4096,
        "torn and nul": three[len(two) : -90] + b"\0" * 100,
        "whole and nul": three[len(two) : -1] + b"\0" * 7,
    }[tail]
    kept = 3 if tail == "whole and nul" else 2
    bench.path.write_bytes(two + extra)
    read = bench.store().read()
    assert (len(read.events), read.fault) == (kept, None)
    assert len(read.notices) == 1 and "没有写完" in read.notices[0] and str(bench.path) in read.notices[0]
    assert bench.path.read_bytes() == two + extra, "reading writes nothing"
    store = bench.store()
    store.append(lambda ledger: [make_draft("之后")])[-1]
    aside = bench.files()
    assert len(aside) == 1
    (name, content), *_ = aside.items()
    assert name.startswith("ledger.jsonl.torn-2025")
    assert content == (b"\0" * 7 if tail == "whole and nul" else extra)
    assert name in store.notices[0]
    assert bench.store().read().fault is None
    assert len(bench.store().read().events) == kept + 1


def test_a_torn_header_begins_anew(bench: Any) -> None:
    header = bench.fill(1).split(b"\n")[0]
    bench.path.write_bytes(header[:50])
    assert bench.store().read().head is None
    assert bench.mark().seq == 1
    assert list(bench.files().values()) == [header[:50]]


def test_refused_drafts_leave_even_a_torn_end_alone(bench: Any) -> None:
    torn = bench.fill(2)[:-20]
    bench.path.write_bytes(torn)

    def refuse(ledger: object) -> Any:
        raise UsageError("不")

    with pytest.raises(UsageError):
        bench.store().append(refuse)
    assert bench.path.read_bytes() == torn
    assert bench.files() == {}


def test_a_record_refused_behind_a_torn_end_says_where_that_is_now(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy has been made and the end cut off, though nothing is recorded."""
    torn = bench.fill(2)[:-20]
    bench.path.write_bytes(torn)

    write_all = files.write_all

    def full(fd: int, data: bytes) -> None:
        if data.endswith(b"\n"):  # the record, not the copy
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_all(fd, data)

    monkeypatch.setattr(files, "write_all", full)
    with pytest.raises(OperationError, match="写入台账失败") as refused:
        bench.mark()
    (name,) = bench.files()
    assert "这一条没有记录" in refused.value.hint
    assert refused.value.hint.endswith(f"字节没有写完，已另存为 {bench.folder / name}。")
    with pytest.raises(OperationError, match="写入台账失败") as again:
        bench.mark()
    assert "已另存为" not in again.value.hint


# --- row 3: damage -------------------------------------------------------------------------------


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


DAMAGE: dict[str, tuple[Callable[[list[bytes]], list[bytes]], int]] = {
    "deleted": (lambda x: x[:2] + x[3:], 3),
    "header deleted": (lambda x: x[1:], 1),
    "swapped": (lambda x: [*x[:2], x[3], x[2], *x[4:]], 3),
    "repeated": (lambda x: [*x[:3], x[2], *x[3:]], 4),
    "edited": (lambda x: [*x[:2], x[2].replace(b'"done"', b'"todo"'), *x[3:]], 3),
    "title edited": (lambda x: [*x[:5], x[5].replace("持续".encode(), "坚持".encode())], 6),
    "inserted": (lambda x: [*x[:3], b'{"v":1,"seq":3}\n', *x[3:]], 4),
    "blank line": (lambda x: [*x[:3], b"\n", *x[3:]], 4),
    "blank last line": (lambda x: [*x, b"\n"], 7),
    "garbage": (lambda x: [*x[:3], b"\xff\xfe\x00garbage\n", *x[3:]], 4),
    "NUL hole": (lambda x: [*x[:3], b"\0" * len(x[3]), *x[4:]], 4),
    "NUL line": (lambda x: [*x[:3], b"\0" * 80 + b"\n", *x[3:]], 4),
    "array": (lambda x: [*x, b"[]\n"], 7),
    "null": (lambda x: [*x, b"null\n"], 7),
    "null first": (lambda x: [b"null\n", *x], 1),
    "5,000 digits": (lambda x: [*x, b'{"v":1,"seq":' + b"9" * 5000 + b"}\n"], 7),
    "100,000 brackets": (lambda x: [*x, b"[" * 100_000 + b"\n"], 7),
    "last line unfinished but with newline": (lambda x: [*x[:5], x[5][:-30] + b"\n"], 6),
    "last line wrong and without newline": (lambda x: [*x[:5], x[5].replace(b'"done"', b'"todo"')[:-1]], 6),
    "newline turned into another byte": (lambda x: [*x[:5], x[5][:-1] + b"\x0b"], 6),
    "two lines joined": (lambda x: [*x[:4], x[4][:-1] + x[5]], 5),
    "somebody else's text at the end": (lambda x: [*x, "记得补报".encode()], 7),
    "a whole record without seal or newline": (lambda x: [*x, b'{"v":1,"seq":6,"id":"x"}'], 7),
    "UTF-16": (lambda x: [b"".join(x).decode().encode("utf-16")], 1),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_named_the_good_part_shown_and_writing_refused(bench: Any, kind: str) -> None:
    before = bench.fill(5)
    events = bench.store().read().events
    change, line = DAMAGE[kind]
    damaged = b"".join(change(lines_of(before)))
    bench.path.write_bytes(damaged)
    read = bench.store().read()
    assert isinstance(read.fault, DataError) and read.fault.code == 3
    assert f"第{line}行" in read.fault.message and str(bench.path) in read.fault.message
    assert "anquan doctor" in read.fault.hint
    assert read.events == events[: max(line - 2, 0)]
    for options in ({}, {"new_ledger": True}):
        with pytest.raises(DataError):
            bench.mark(**options)
    assert bench.path.read_bytes() == damaged
    assert bench.files() == {}


SEALED_NONSENSE: dict[str, dict[str, Any]] = {
    "seq jumps": {"seq": 9},
    "seq true": {"seq": True},
    "targets a number": {"targets": 5},
    "targets of numbers": {"targets": [5]},
    "target without id": {"targets": [{"stage": 1}]},
    "stage a string": {"targets": [{"id": "5", "stage": "1"}]},
    "no such due day": {"targets": [{"id": "5", "stage": 1, "due": "2025-13-45", "of": 2}]},
    "one of no stages": {"targets": [{"id": "5", "stage": 1, "due": None, "of": 0}]},
    "set a list": {"set": []},
    "status a number": {"set": {"status": 5}},
    "no status": {"set": {}},
    "percent a string": {"set": {"status": "doing", "percent": "40"}},
    "percent 5,000": {"set": {"status": "doing", "percent": 5000}},
    "count of 400 digits": {"set": {"status": "doing", "count": 10**400}},
    "percent NaN": {"set": {"status": "doing", "percent": float("nan")}},
    "no such day": {"on": "2025-13-45"},
    "ts": {"ts": "yesterday"},
    "ts on no day": {"ts": "2025-02-30T01:00:00.000000Z"},
    "note null": {"note": None},
    "titles a list": {"titles": ["5"]},
    "titles of numbers": {"titles": {"5": 5}},
    "evidence a string": {"evidence": "照片"},
    "half a surrogate pair": {"note": "\ud800"},
    "v 0": {"v": 0},
    "v a string": {"v": "1"},
    "header again": {"op": ["ledger"]},
    "undo of nothing": {"op": "undo", "set": {}},
}


@pytest.mark.parametrize("kind", SEALED_NONSENSE)
def test_a_proper_seal_does_not_make_nonsense_a_record(bench: Any, add: Any, kind: str) -> None:
    data = bench.fill(2)
    record = json.loads(data.splitlines()[-1]) | {"seq": 3} | SEALED_NONSENSE[kind]
    del record["h"]
    bench.path.write_bytes(add(data, record))
    read = bench.store().read()
    assert read.fault and "第4行" in read.fault.message
    assert len(read.events) == 2


# --- row 4: editors ------------------------------------------------------------------------------


def test_a_header_alone_behind_a_bom_and_without_its_newline_is_a_ledger(bench: Any) -> None:
    header = lines_of(bench.fill(1))[0]
    bench.path.write_bytes(b"\xef\xbb\xbf" + header[:-1])
    read = bench.store().read()
    assert (read.fault, read.events) == (None, ())
    assert read.head and read.head.seq == 0


@pytest.mark.parametrize("kind", ["BOM", "CRLF", "BOM and CRLF", "CRLF without last newline"])
def test_what_editors_do_to_a_text_file_is_accepted(bench: Any, kind: str) -> None:
    data = bench.fill(3)
    events = bench.store().read().events
    if "CRLF" in kind:
        data = data.replace(b"\n", b"\r\n")
    if "BOM" in kind:
        data = b"\xef\xbb\xbf" + data
    if "without" in kind:
        data = data[:-1]
    bench.path.write_bytes(data)
    read = bench.store().read()
    assert (read.events, read.fault, read.notices) == (events, None, ())
    bench.mark("第4条")
    assert bench.path.read_bytes().startswith(data)
    read = bench.store().read()
    assert (read.events[:3], len(read.events), read.fault) == (events, 4, None)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be"])
def test_what_an_editor_saved_in_another_encoding_is_told_as_that(
    bench: Any, encoding: str, end: str
) -> None:
    data = bench.fill(3)
    text = ("\ufeff" if encoding == "utf-16-be" else "") + data.decode().replace("\n", end)
    bench.path.write_bytes(text.encode(encoding))
    fault = bench.store().read().fault
    assert "编码不是 UTF-8，字没有变" in fault.message and "原样另存为 UTF-8" in fault.hint
    assert fault.hint in bench.store().plan_repair().said
    bench.path.write_bytes(text.encode(encoding).decode(encoding).encode())  # as the hint says
    assert bench.store().read().fault is None and len(bench.store().read().events) == 3


def test_an_editors_mark_within_the_file_is_no_beginning(bench: Any) -> None:
    """Two files put one behind the other: the mark of the second one stands in the middle."""
    first, *rest = lines_of(bench.fill(2))
    for end in (b"".join(rest), rest[0][:-1]):
        bench.path.write_bytes(first + b"\xef\xbb\xbf" + end)
        read = bench.store().read()
        assert read.fault and "第2行" in read.fault.message and read.events == ()


def test_a_header_that_was_torn_behind_a_bom_is_an_unfinished_end(bench: Any) -> None:
    header = lines_of(bench.fill(1))[0]
    bench.path.write_bytes(b"\xef\xbb\xbf" + header[:40])
    assert bench.store().read().fault is None
    assert bench.mark().seq == 1 and len(bench.store().read().events) == 1


def test_a_line_without_an_end_is_not_asked_for_to_its_end() -> None:
    asked = 0

    def pieces() -> Iterator[bytes]:
        nonlocal asked
        while asked < 100:
            asked += 1
            yield b'{"v":1,' * 2**14

    assert str(scan(pieces()).broken).count("上限") == 1 and asked < 12


# --- row 5 and 6: gone, empty, shorter, different ------------------------------------------------


@pytest.mark.parametrize("kind", ["gone", "empty", "torn"])
def test_a_vanished_ledger_is_an_alarm_and_no_fresh_start(bench: Any, kind: str) -> None:
    for _ in range(3):
        last = bench.mark(memory=bench.memory)
    if kind == "gone":
        bench.path.unlink()
    else:
        bench.path.write_bytes(bench.path.read_bytes()[:40] if kind == "torn" else b"")
    read = bench.store(memory=bench.memory).read()
    assert read.fault and f"3:{last.hash[:12]}" in read.fault.message and read.events == ()
    assert read.notices == (), "nothing that sounds like a beginning"
    with pytest.raises(DataError, match=last.hash[:12]):
        bench.mark(memory=bench.memory)
    assert bench.path.exists() == (kind != "gone")
    assert bench.mark(memory=bench.memory, new_ledger=True).seq == 1
    assert bench.store(memory=bench.memory).read().fault is None


def test_nothing_is_made_where_the_folder_has_vanished(bench: Any) -> None:
    """A share that is not mounted: a folder in its place would be in its way."""
    path = bench.folder / "share" / "县" / "ledger.jsonl"
    bench.mark(path=path, memory=bench.memory)
    shutil.rmtree(bench.folder / "share")
    with pytest.raises(DataError, match="不见了"):
        bench.mark(path=path, memory=bench.memory)
    assert not (bench.folder / "share").exists()
    assert bench.mark(path=path, memory=bench.memory, new_ledger=True).seq == 1


def test_a_shorter_ledger_is_shown_with_a_warning_and_not_written(bench: Any) -> None:
    for number in range(3):
        last = bench.mark(str(number), memory=bench.memory)
    short = b"".join(lines_of(bench.path.read_bytes())[:-1])
    bench.path.write_bytes(short)
    read = bench.store(memory=bench.memory).read()
    assert read.fault and f"3:{last.hash[:12]}" in read.fault.message and str(read.head) in read.fault.message
    assert [e.details.note for e in read.events] == ["0", "1"]
    with pytest.raises(DataError):
        bench.mark(memory=bench.memory)
    assert bench.path.read_bytes() == short
    assert bench.mark(memory=bench.memory, new_ledger=True).seq == 3
    assert bench.store(memory=bench.memory).read().fault is None


def test_a_different_ledger_of_the_same_length_is_noticed(bench: Any) -> None:
    bench.mark("真", memory=bench.memory)
    bench.path.unlink()
    bench.mark("假")
    read = bench.store(memory=bench.memory).read()
    assert read.fault and "不同" in read.fault.message
    with pytest.raises(DataError):
        bench.mark(memory=bench.memory)


def test_a_longer_ledger_is_welcome(bench: Any) -> None:
    bench.mark(memory=bench.memory)
    bench.mark("别的电脑上")
    assert bench.store(memory=bench.memory).read().fault is None
    assert bench.mark(memory=bench.memory).seq == 3


def test_an_empty_file_that_nobody_remembers_is_a_beginning(bench: Any) -> None:
    bench.path.write_bytes(b"")
    read = bench.store().read()
    assert read.fault is None and read.head is None and "空文件" in read.notices[0]
    assert bench.mark().seq == 1


def test_reading_leaves_no_trace(bench: Any) -> None:
    assert bench.store(memory=bench.memory).read().head is None
    assert list(bench.folder.iterdir()) == []


NO_HASH = json.dumps({"seq": 1, "hash": "\x1b" * 64}).encode()


def test_a_ledgers_id_is_no_path(bench: Any) -> None:
    """A forged id, the path of another ledger: it may not make that one look changed."""
    event = bench.mark(memory=bench.memory)
    real = os.path.realpath(bench.path)
    bench.memory.remember(f"{real}.2", real, Head(7, "0" * 64))
    assert bench.memory.load(real).places[0] == (1, event.hash)


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_memories_each_is_told_of_when_it_is_damaged(bench: Any, which: int) -> None:
    event = bench.mark(memory=bench.memory)
    bench.heads()[which].write_bytes(b"{}")
    memory = bench.memory.load(os.path.realpath(bench.path), bench.store().read().ledger_id)
    assert "当作没有记住" in memory.trouble
    assert memory[:2] == (((None,), (1, event.hash)) if which == 0 else (((1, event.hash),), None))


def test_a_ledger_that_was_last_seen_here_is_nowhere_else(bench: Any) -> None:
    event = bench.mark(memory=bench.memory)
    real, id = os.path.realpath(bench.path), bench.store().read().ledger_id
    assert bench.memory.load(real, id) == (((1, event.hash),), (1, event.hash), "", "")
    assert bench.memory.load(f"{real}.2", id) == ((None,), (1, event.hash), "", real)


@pytest.mark.skipif(os.name == "nt", reason="no links there")
@pytest.mark.parametrize("leads", ["nowhere", "elsewhere"])
def test_a_ledger_is_known_by_the_name_of_its_link_too(bench: Any, leads: str) -> None:
    """No new ledger begins without a word where the link is gone, or leads to another file."""
    bench.mark()
    (named := bench.folder / "link.jsonl").symlink_to(bench.path)
    (other := bench.folder / "other.jsonl").touch()
    options = {"path": named, "memory": bench.memory}
    last = bench.mark(**options)
    named.unlink()
    if leads == "elsewhere":
        named.symlink_to(other)
    assert f"2:{last.hash[:12]}" in bench.store(**options).read().fault.message
    with pytest.raises(DataError):
        bench.mark(**options)
    assert bench.store(**options).repair().state == "gone"
    assert (bench.store(**options).read().fault, bench.store(memory=bench.memory).read().fault) == (
        None,
        None,
    )


def test_who_goes_on_in_a_shorter_ledger_is_told_what_is_lost(bench: Any) -> None:
    bench.mark(memory=bench.memory)
    kept = bench.path.read_bytes()
    lost = bench.mark(memory=bench.memory)
    bench.path.write_bytes(kept)
    store = bench.store(memory=bench.memory, new_ledger=True)
    store.append(lambda _: [draft_of("王", "note", (Target("12", None),), note="又一")])
    (said,) = store.notices
    assert f"本机上次记到 2:{lost.hash[:12]}" in said and said.endswith(
        "已按 --new-ledger 以现在的为准，接着记。"
    )


def test_a_list_that_was_in_use_is_remembered_and_what_keeps_that_from_being_known_is_said(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (str(bench.folder / name) for name in ("tasks.yaml", "b.yaml"))
    assert (bench.memory.has_seen(one), bench.memory.see(one)) == ((False, ""), "")
    assert (bench.memory.has_seen(one), bench.memory.has_seen(two)) == ((True, ""), (False, ""))

    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "")

    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", broken)
        seen, said = bench.memory.has_seen(one)
    assert not seen and "磁盘读写出错" in said
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", broken)
        assert "磁盘读写出错" in bench.memory.see(two)
    assert bench.memory.has_seen(two) == (False, "")
    assert bench.memory.see(two) == ""
    if hasattr(os, "symlink"):
        (bench.folder.parent / "别名").symlink_to(bench.folder)
        assert bench.memory.has_seen(str(bench.folder.parent / "别名" / "b.yaml")) == (True, "")


def test_a_damaged_memory_of_a_place_or_of_an_id_is_told_though_the_other_is_sound(bench: Any) -> None:
    bench.mark(memory=bench.memory)
    place, _ = bench.heads()
    place.write_bytes(b"{}")
    (said,) = bench.store(memory=bench.memory).read().notices
    assert "不能识别" in said and place.name in said
    bench.mark(memory=bench.memory)
    _, own = bench.heads()
    own.write_bytes(b"{}")
    bench.path = bench.path.rename(bench.folder / "改了名.jsonl")  # known by its id alone
    (said,) = bench.store(memory=bench.memory).read().notices
    assert "不能识别" in said and own.name in said


@pytest.mark.skipif(sys.platform == "win32", reason="no owners there")
def test_a_memory_that_somebody_else_wrote_is_not_believed(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that several may write to, theirs could stand in the place of ours."""
    bench.mark(memory=bench.memory)
    bench.path.unlink()
    owner = os.geteuid() or 1234
    cases = [(owner, owner, True), (owner, 0, True), (owner, owner + 1, False)]
    cases += [(0, owner, True)] if os.geteuid() == 0 else []  # an administrator's own
    for whose, user, believed in cases:
        for file in bench.heads():
            os.chown(file, whose, -1)
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        read = bench.store(memory=bench.memory).read()
        assert (read.fault is not None) == believed
        assert believed or "是别的用户写的，没有采信" in read.notices[0]


def test_a_memory_that_cannot_even_be_removed_is_told_as_what_it_is(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is named where the trouble is the folder's, not the file that nobody knows."""
    bench.mark(memory=bench.memory)
    for file in bench.heads():
        file.write_bytes(b"{}")

    def refused(place: str) -> None:
        raise OSError(errno.EACCES, "", place)

    monkeypatch.setattr(os, "unlink", refused)
    (said,) = bench.store(memory=bench.memory).read().notices
    assert "不能识别" in said
    monkeypatch.setattr(os, "replace", lambda old, new: refused(new))
    trouble = bench.memory.remember(str(bench.path), None, Head(1, "0" * 64))
    assert f"（{bench.folder / 'state'}：没有权限）" in trouble


def test_a_memory_whose_id_and_place_are_no_texts_is_one_of_the_head_alone(bench: Any) -> None:
    event = bench.mark(memory=bench.memory)
    place, own = bench.heads()
    kept = json.loads(place.read_bytes())
    place.write_text(json.dumps(kept | {"id": 5, "ledger": 5}), encoding="utf-8")
    assert bench.memory.load(os.path.realpath(bench.path)) == (((1, event.hash),), None, "", "")
    place.write_text(json.dumps(kept | {"id": "\ud800"}), encoding="utf-8")  # an id that no text is
    assert bench.memory.load(os.path.realpath(bench.path))[:2] == (((1, event.hash),), None)
    own.write_text(json.dumps(kept | {"ledger": 5}), encoding="utf-8")
    assert bench.memory.load(os.path.realpath(bench.path), kept["id"]).elsewhere == ""


@pytest.mark.parametrize(
    "junk", [b"", b"[]", b"null", b"{}", b'{"seq":1,"hash":5}', NO_HASH, b"\xff", b"[" * 100_000]
)
def test_a_damaged_memory_is_no_memory(bench: Any, junk: bytes) -> None:
    bench.mark(memory=bench.memory)
    for file in bench.heads():
        file.write_bytes(junk)
    bench.path.unlink()
    read = bench.store(memory=bench.memory).read()
    (said,) = read.notices
    assert read.fault is None and "当作没有记住" in said
    assert ("是空的" if not junk else "不能识别") in said
    assert bench.store(memory=bench.memory).read().notices == (), "said once"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs and links")
def test_what_lies_in_the_memorys_place_is_neither_waited_for_nor_followed(bench: Any) -> None:
    bench.mark(memory=bench.memory)
    (victim := bench.folder / "victim").write_bytes(b"precious")
    for place in bench.heads():
        place.unlink()
        os.mkfifo(place)
        assert bench.store(memory=bench.memory).read().fault is None
        bench.mark(memory=bench.memory)
        place.unlink(missing_ok=True)
        place.symlink_to(victim)
        bench.mark(memory=bench.memory)
        assert bench.store(memory=bench.memory).read().fault is None
        assert victim.read_bytes() == b"precious"
    event = bench.mark(memory=bench.memory)
    heads = bench.memory.load(os.path.realpath(bench.path))
    assert heads[:3] == (((6, event.hash),), (6, event.hash), "")
    assert len(bench.heads()) == 2, "nothing is left of them"
    for place, make in ((bench.heads()[0], Path.mkdir), (bench.heads()[1], lambda p: p.symlink_to(victim))):
        place.unlink()
        make(place)
        (said,) = bench.store(memory=bench.memory).read().notices
        assert f"（{place}：" in said, "the file is named, for the folder is sound"
        place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()
        bench.mark(memory=bench.memory)


@pytest.mark.parametrize("place", ["state", "state/heads"])
def test_an_unusable_state_folder_stops_nobody_and_is_said_once(bench: Any, place: str) -> None:
    (bench.folder / place).parent.mkdir(exist_ok=True)
    (bench.folder / place).write_bytes(b"a file")
    why = "文件夹不存在" if os.name == "nt" else "路径中有一段不是文件夹"
    for _ in range(2):
        store = bench.store(memory=bench.memory)
        seen: list[Ledger] = []

        def decide(ledger: Ledger, seen: list[Ledger] = seen) -> list[Draft]:
            seen.append(ledger)
            return [draft_of("王", "note")]

        store.append(decide)
        (said,) = seen[0].notices + tuple(store.notices)
        assert "没能读取或记住台账编号" in said and why in said
    read = bench.store(memory=bench.memory).read()
    if (
        os.name == "nt"
    ):  # a file on the way is no folder there: nothing is remembered yet, and that is not said
        assert read.notices == ()
    else:
        assert read.notices == (said,)
    assert read.fault is None
    assert read.notices + bench.store(memory=bench.memory).witness(read) == (said,), "said once"
    assert (bench.folder / place).read_bytes() == b"a file"


# --- row 7: another list, another version --------------------------------------------------------


def test_another_lists_ledger_is_refused_with_both_ids(bench: Any) -> None:
    data = bench.fill(2)
    read = bench.store(list_id="2026-某县").read()
    assert read.fault and "2025-某县安委办" in read.fault.message and "2026-某县" in read.fault.message
    assert read.events == () and read.list_id == "2025-某县安委办"
    assert read.head is None, "it would stand under a paper of another list"
    for options in ({}, {"new_ledger": True}):
        with pytest.raises(DataError):
            bench.mark(list_id="2026-某县", **options)
    assert bench.path.read_bytes() == data


def test_another_lists_id_is_told_as_yaml_has_it(bench: Any) -> None:
    bench.mark(list_id="县's 2025")
    fault = bench.store(list_id="别的").read().fault
    assert fault and "台账记的是“县's 2025”" in fault.message and fault.hint.endswith("写 id: '县''s 2025'。")


def test_integrity_comes_before_the_list(bench: Any) -> None:
    bench.path.write_bytes(bench.fill(2).replace("2025-某县".encode(), "2026-某县".encode()))
    read = bench.store(list_id="2026-某县安委办").read()
    assert read.fault and "损坏" in read.fault.message


@pytest.mark.parametrize("version", [1, 2])
def test_another_lists_entries_are_never_shown_as_this_ones(bench: Any, sealed: Any, version: int) -> None:
    """Nor where the file is damaged further on, or a newer program's: both are said."""
    lines = bench.fill(2).splitlines(keepends=True)
    header = json.loads(lines[0]) | {"v": version}
    del header["h"]
    lines[0] = sealed("", header)
    for number in (1, 2):
        record = json.loads(lines[number])
        del record["h"]
        lines[number] = sealed(json.loads(lines[number - 1])["h"], record)
    from anquan_cli.ledger.jsonl.store import inspect

    for end in (b"", b"garbage\n"):
        bench.path.write_bytes(b"".join(lines) + end)
        read = bench.store(list_id="2026-某县").read()
        assert read.fault and read.events == () and ("损坏" in read.fault.message) == bool(end)
        assert ("更高版本" if version == 2 else "2026-某县") in read.fault.message
        kind = "damaged" if end else "newer" if version == 2 else "foreign"
        assert inspect(bench.path, list_id="2026-某县").diagnosis.kind == kind
        assert len(bench.store().read().events) == 2


@pytest.mark.parametrize("extra", [{}, {"set": 5, "targets": "new shape"}])
def test_a_newer_version_is_readable_at_most(bench: Any, add: Any, extra: dict[str, Any]) -> None:
    data = bench.fill(2)
    record = json.loads(data.splitlines()[-1]) | {"seq": 3, "v": 2} | extra
    del record["h"]
    newer = add(data, record)
    bench.path.write_bytes(newer)
    read = bench.store().read()
    assert read.fault and "升级" in read.fault.hint and read.head and read.head.seq == 3
    assert len(read.events) == (2 if extra else 3)
    with pytest.raises(DataError):
        bench.mark()
    assert bench.path.read_bytes() == newer


def test_unknown_operations_and_fields_survive_and_are_noted(bench: Any, add: Any) -> None:
    data = bench.fill(1)
    mark = json.loads(data.splitlines()[-1])
    mark.pop("h")
    data = add(data, mark | {"seq": 2, "mood": "好"})
    data = add(data, {k: mark[k] for k in ("v", "id", "ts", "by")} | {"seq": 3, "op": "attach", "file": "x"})
    data = add(data, mark | {"seq": 4, "set": {"status": "handed_over"}})
    bench.path.write_bytes(data)
    read = bench.store().read()
    assert [e.op for e in read.events] == ["mark", "mark", "attach", "mark"]
    assert read.fault is None and len(read.notices) == 1 and "3条" in read.notices[0]
    bench.mark()
    assert bench.path.read_bytes().startswith(data)


# --- clocks --------------------------------------------------------------------------------------


def test_a_clock_that_goes_backwards_is_corrected_and_the_truth_kept(bench: Any) -> None:
    bench.mark()
    bench.clock.at = datetime(2024, 1, 1, tzinfo=UTC)
    event = bench.mark()
    assert event.ts == "2025-06-20T01:00:00.123457Z"
    assert event.wall == "2024-01-01T00:00:00.000000Z"
    bench.clock.at = datetime(2025, 6, 20, 1, 0, 0, 123457, tzinfo=UTC)
    assert bench.mark().ts == "2025-06-20T01:00:00.123458Z", "equal is not later"
    bench.clock.at = datetime(2025, 6, 21, tzinfo=UTC)
    assert bench.mark().wall is None


def test_the_end_of_time_is_refused_not_crashed_into(bench: Any, make_draft: Any) -> None:
    bench.clock.at = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    bench.store(now=lambda: bench.clock.at).append(lambda ledger: [make_draft()])[-1]
    with pytest.raises(OperationError):
        bench.store(now=lambda: bench.clock.at).append(lambda ledger: [make_draft()])[-1]


# --- places --------------------------------------------------------------------------------------


def test_a_new_workspace_gets_its_folder(bench: Any) -> None:
    bench.path = bench.folder / "甲" / "乙" / "ledger.jsonl"
    assert bench.store().read().fault is None
    assert bench.mark().seq == 1


def test_a_folder_in_the_ledgers_place_is_named(bench: Any) -> None:
    bench.path.mkdir()
    for act in (bench.store().read, bench.mark):
        with pytest.raises(OperationError, match="文件夹"):
            act()


@pytest.mark.skipif(os.name == "nt", reason="no FIFOs, links and modes there")
class TestOnUnix:
    def test_a_pipe_in_the_ledgers_place_does_not_hang(self, bench: Any) -> None:
        os.mkfifo(bench.path)
        for act in (bench.store().read, bench.mark):
            with pytest.raises(OperationError, match="管道"):
                act()

    def test_a_link_to_a_ledger_is_followed_and_shares_lock_and_memory(self, bench: Any) -> None:
        bench.mark(memory=bench.memory)
        real, bench.path = bench.path, bench.folder / "link.jsonl"
        bench.path.symlink_to(real)
        assert bench.mark(memory=bench.memory).seq == 2
        assert bench.path.is_symlink() and not (bench.folder / "link.jsonl.lock").exists()
        real.unlink()
        for act in (bench.store().read, bench.mark):
            with pytest.raises(DataError, match="不存在"):
                act()
        assert not real.exists(), "a link into a drive that is not there starts nothing"

    def test_a_link_in_the_locks_place_is_refused(self, bench: Any) -> None:
        victim = bench.folder / "victim"
        victim.write_bytes(b"precious")
        (bench.folder / "ledger.jsonl.lock").symlink_to(victim)
        with pytest.raises(OperationError, match=r"ledger\.jsonl\.lock"):
            bench.mark()
        assert victim.read_bytes() == b"precious" and not bench.path.exists()

    def test_under_a_loose_umask_the_world_gets_nothing(self, bench: Any) -> None:
        old = os.umask(0)
        try:
            bench.mark()
            bench.path.write_bytes(bench.path.read_bytes() + b"\0")
            bench.mark()
        finally:
            os.umask(old)
        made = [p for p in bench.folder.iterdir() if p.is_file()]
        assert len(made) == 3
        assert {stat.S_IMODE(p.stat().st_mode) for p in made} == {0o660}

    @pytest.mark.process
    def test_a_closed_standard_descriptor_never_points_into_the_ledger(self, bench: Any) -> None:
        code = (
            "import os; os.close(0); os.close(1); os.close(2)\n"
            "from anquan_cli.ledger.jsonl import files\n"
            f"fd = files.open_file({str(bench.path)!r}, os.O_RDWR | os.O_CREAT)\n"
            "os._exit(fd)\n"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode > 2

    def test_the_lock_is_never_removed(self, bench: Any) -> None:
        bench.mark()
        lock = bench.folder / "ledger.jsonl.lock"
        inode = lock.stat().st_ino
        bench.mark()
        assert lock.stat().st_ino == inode


# --- trouble while writing -----------------------------------------------------------------------


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize("existing", [0, 2])
def test_on_trouble_the_file_is_as_it_was(
    bench: Any, monkeypatch: pytest.MonkeyPatch, call: str, existing: int
) -> None:
    before = bench.fill(existing) if existing else None
    real = os.write

    def fails(fd: int, data: Any = b"") -> int:
        if call == "write" and len(data) > 10:
            return real(fd, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fails)
    with pytest.raises(OperationError, match="磁盘空间不足") as caught:
        bench.mark(memory=bench.memory)
    monkeypatch.undo()
    assert str(bench.path) in caught.value.message
    assert (bench.path.read_bytes() if bench.path.exists() else None) == before
    assert bench.memory.load(str(bench.path)).places[0] is None
    assert bench.mark().seq == existing + 1


def test_short_writes_are_continued(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[:7]))
    bench.mark("一次只写七个字节")
    monkeypatch.undo()
    assert bench.store().read().events[0].details.note == "一次只写七个字节"


@pytest.mark.parametrize("existing", [0, 1])
def test_an_interrupted_write_is_taken_back(
    bench: Any, monkeypatch: pytest.MonkeyPatch, existing: int
) -> None:
    before = bench.fill(existing) if existing else None
    real = os.write

    def interrupted(fd: int, data: Any) -> int:
        real(fd, data[:40])
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bench.mark()
    monkeypatch.undo()
    assert (bench.path.read_bytes() if bench.path.exists() else None) == before


def test_a_full_disk_while_setting_aside_changes_nothing(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    torn = bench.fill(2)[:-20]
    bench.path.write_bytes(torn)

    def full(fd: int, data: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OperationError, match="磁盘空间不足"):
        bench.mark()
    assert bench.path.read_bytes() == torn and bench.files() == {}


# --- several writers -----------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from anquan_cli.ledger.events import Details, Draft, Note, Target
from anquan_cli.ledger.jsonl.store import JsonlStore
from anquan_cli.party import OFFICE

store = JsonlStore(Path(sys.argv[1]), list_id="2025", tool="0.1.0", lock_timeout=60)
for number in range(int(sys.argv[3])):
    note = f"{sys.argv[2]}-{number}"
    store.append(lambda _: [Draft("王", Note((Target("5", None),), OFFICE, Details(note), "2025-06-20"))])
"""


@pytest.mark.process
def test_eight_writers_of_25_each_lose_nothing_from_the_first_run_on(bench: Any) -> None:
    command = [sys.executable, "-c", WRITER, str(bench.path)]
    running = [subprocess.Popen([*command, str(who), "25"]) for who in range(8)]
    assert [p.wait(60) for p in running] == [0] * 8
    read = bench.store(list_id="2025").read()
    assert read.fault is None and read.notices == ()
    notes = [e.details.note for e in read.events]
    assert sorted(notes) == sorted(f"{w}-{n}" for w in range(8) for n in range(25))
    for who in range(8):
        assert [n for n in notes if n.startswith(f"{who}-")] == [f"{who}-{n}" for n in range(25)]


HOLDER = """
import sys, time
from anquan_cli.ledger.jsonl import lock
with lock.locked(sys.argv[1], 5):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.process
def test_a_held_lock_is_waited_for_and_then_named(bench: Any) -> None:
    bench.mark()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, os.path.realpath(bench.path)], stdout=subprocess.PIPE
    )
    assert holder.stdout
    try:
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(LedgerBusyError, match=r"0\.2秒") as caught:
            bench.mark(lock_timeout=0.2)
        assert caught.value.code == 4
        assert len(bench.store().read().events) == 1, "reading does not wait"
    finally:
        holder.kill()
        holder.communicate()
    assert bench.mark().seq == 2, "a dead holder holds nothing"


def test_every_fault_is_a_sentence_with_a_next_step(bench: Any) -> None:
    bench.path.write_bytes(b"junk\n")
    with pytest.raises(AnquanError) as caught:
        bench.mark()
    assert caught.value.message.endswith("。") and caught.value.hint.endswith("。")
    assert isinstance(bench.path, Path)


@pytest.mark.process
def test_reading_loads_neither_lock_nor_platform_folders(bench: Any) -> None:
    """Reading stands on the start-up path of every command."""
    bench.mark()
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from anquan_cli.ledger.jsonl.store import JsonlStore\nfrom anquan_cli.ledger.jsonl.known_heads import KnownHeads\n"
        "store = JsonlStore(Path(sys.argv[1]), list_id=sys.argv[2], tool='', memory=KnownHeads(sys.argv[3]))\n"
        "assert len(store.read().events) == 1\n"
        "print(sorted({'filelock', 'uuid', 'platformdirs', 'hashlib', 'asyncio'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(bench.path), "2025-某县安委办", str(bench.folder / "state")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize(
    "line", [b"", b"no json\n", b'{"v": 1, "seq": 0, "list": 7}\n', b'{"list": "x"}\n', b"[" * 9000]
)
def test_a_file_that_names_no_list_belongs_to_none(bench: Any, line: bytes) -> None:
    bench.path.write_bytes(line)
    assert bench.store().belongs_to() is None


def test_what_is_no_file_belongs_to_no_list(bench: Any) -> None:
    bench.path.mkdir()
    assert bench.store().belongs_to() is None
