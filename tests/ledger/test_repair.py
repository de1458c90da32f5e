"""`verify` proves, `doctor` repairs beside the original (核验与修复)."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from anquan_cli.errors import DataError, OperationError, UsageError
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.ledger.jsonl.repair import plan, repair, verify


def flip(data: bytes, line: int) -> bytes:
    """One field edited in this line (from 1)."""
    lines = data.splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b'"v":1', b'"v":3', 1)
    return b"".join(lines)


# --- verify --------------------------------------------------------------------------------------


def test_a_sound_ledger_is_said_to_be_sound(bench: Any) -> None:
    bench.fill(3)
    verdict = verify(bench.path)
    assert (verdict.state, verdict.ledger.fault) == ("sound", None)
    assert (verdict.proven, verdict.expected) == (None, None)
    assert verdict.ledger.head and verdict.ledger.head.seq == 3


def test_no_ledger_and_torn_ledger(bench: Any) -> None:
    assert verify(bench.path).state == "absent"
    bench.path.write_bytes(bench.fill(2)[:-9])
    assert verify(bench.path).state == "torn"


@pytest.mark.parametrize("form", ["{}", " {} ", "upper", "full width", "64 digits"])
def test_a_printed_head_is_proven_for_ever(bench: Any, form: str) -> None:
    bench.fill(2)
    head = bench.store().head()
    text = {
        "upper": str(head).upper(),
        "full width": str(head).replace(":", "：").replace("2", "２", 1),
        "64 digits": f"{head.seq}:{head.hash}",
    }.get(form, form.format(head))
    for _ in range(3):
        verdict = verify(bench.path, text)
        assert verdict.proven and verdict.ledger.fault is None
        bench.mark()


def test_dropped_last_lines_do_not_pass_against_a_printed_head(bench: Any) -> None:
    data = bench.fill(3)
    head = bench.store().head()
    bench.path.write_bytes(b"".join(data.splitlines(keepends=True)[:-1]))
    assert verify(bench.path).ledger.fault is None, "nothing in the file shows it"
    verdict = verify(bench.path, str(head))
    assert (verdict.state, verdict.proven) == ("unexpected", False)
    assert verdict.ledger.fault and str(head) in verdict.ledger.fault.message


def test_a_resealed_ledger_does_not_pass_against_a_printed_head(bench: Any) -> None:
    bench.fill(3)
    head = bench.store().head()
    bench.path.unlink()
    bench.fill(4)
    verdict = verify(bench.path, str(head))
    assert verdict.proven is False and verdict.ledger.fault and "改动" in verdict.ledger.fault.message


def test_nothing_does_not_pass_against_a_printed_head(bench: Any) -> None:
    verdict = verify(bench.path, "3:0123456789ab")
    assert verdict.proven is False and isinstance(verdict.ledger.fault, DataError)


def test_damage_after_the_printed_head_still_proves_what_was_before(bench: Any) -> None:
    bench.fill(2)
    head = bench.store().head()
    bench.path.write_bytes(flip(bench.fill(2), 5))
    verdict = verify(bench.path, str(head))
    assert (verdict.state, verdict.proven) == ("damaged", True)
    assert verdict.ledger.fault


@pytest.mark.parametrize(
    "text", ["", "42", ":", "42:", "42:xyz", "42:9f3ab1c2d4e", "-1:9f3ab1c2d4e5", "四:9f3ab1c2d4e5"]
)
def test_what_is_no_head_is_wrong_usage(bench: Any, text: str) -> None:
    with pytest.raises(UsageError):
        verify(bench.path, text)


# --- repair --------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [2, 4, 6])
def test_a_damaged_ledger_is_repaired_beside_the_original(bench: Any, line: int) -> None:
    data = bench.fill(5)
    damaged = flip(data, line)
    bench.path.write_bytes(damaged)
    told = plan(bench.path)
    assert told.state == "damaged" and f"第{line}行" in told.said[0]
    assert bench.path.read_bytes() == damaged and bench.files() == {}, "a plan changes nothing"
    done = repair(bench.path, memory=bench.memory, now=bench.clock)
    good = b"".join(data.splitlines(keepends=True)[: line - 1])
    assert bench.path.read_bytes() == good, "sound lines stay byte for byte"
    assert done.backup and Path(done.backup).read_bytes() == damaged
    assert done.rejected and Path(done.rejected).read_bytes() == damaged[len(good) :]
    assert done.backup in done.said[0] and done.rejected in done.said[1], "both are named, the original first"
    assert os.path.basename(done.backup).startswith("ledger.jsonl.damaged-2025")
    assert len(bench.files()) == 2
    assert done.head and done.head.seq == line - 2 == bench.store().head().seq
    assert bench.memory.load(os.path.realpath(bench.path)).places[0] == done.head
    assert bench.mark(memory=bench.memory).seq == line - 1
    assert Path(done.backup).read_bytes() == damaged, "later records do not reach the kept original"


def test_other_names_of_a_damaged_ledger_keep_the_damage_and_that_is_said(bench: Any, tmp_path: Path) -> None:
    damaged = flip(bench.fill(3), 2)
    bench.path.write_bytes(damaged)
    assert not any("硬链接" in said for said in plan(bench.path).said)
    (other := tmp_path / "elsewhere.jsonl").hardlink_to(bench.path)
    assert "硬链接" in plan(bench.path).said[-1]
    repair(bench.path, memory=bench.memory, now=bench.clock)
    assert other.read_bytes() == damaged
    assert bench.mark(memory=bench.memory).seq == 1


def test_without_one_sound_line_the_ledger_begins_anew(bench: Any) -> None:
    bench.mark(memory=bench.memory)
    damaged = flip(bench.fill(2), 1)
    bench.path.write_bytes(damaged)
    done = repair(bench.path, memory=bench.memory, now=bench.clock)
    assert done.head is None and not bench.path.exists()
    assert sorted(bench.files().values()) == [damaged, damaged]
    assert bench.mark(memory=bench.memory).seq == 1


def test_a_file_that_is_no_ledger_is_left_alone(bench: Any, tmp_path: Path) -> None:
    """A list or minutes named by mistake: neither asked about nor renamed."""
    place, text = tmp_path / "tasks.yaml", "title: 某县2025年清单\nyear: 2025\n".encode()
    place.write_bytes(text)
    for act in (plan, repair):
        with pytest.raises(DataError, match="不是台账文件，没有改动") as refused:
            act(place, memory=bench.memory)
        assert "--ledger" in refused.value.hint
    assert place.read_bytes() == text
    assert plan(tmp_path / "还没有").state == "absent", "whatever it is to be called"
    assert not [p.name for p in tmp_path.iterdir() if "tasks.yaml.d" in p.name]


@pytest.mark.parametrize("ruin", ["first line edited", "last line edited"])
def test_a_ledger_of_another_name_is_known_by_its_lines(bench: Any, tmp_path: Path, ruin: str) -> None:
    place = tmp_path / "台账"
    place.write_bytes(flip(bench.fill(1), 1 if ruin.startswith("first") else 2))
    assert repair(place, now=bench.clock).state == "damaged"


@pytest.mark.parametrize("shown", ["changed", "damaged", "gone"])
def test_what_was_agreed_to_is_done_to_what_was_shown_alone(bench: Any, shown: str) -> None:
    """While it is asked, an old copy is put back, or the file goes on shrinking: nobody has agreed to that."""
    for number in range(4):
        bench.mark(str(number), memory=bench.memory)
    lines = bench.path.read_bytes().splitlines(keepends=True)
    now = {"changed": b"".join(lines[:4]), "damaged": flip(b"".join(lines), 5)}.get(shown)
    bench.path.unlink()
    if now:
        bench.path.write_bytes(now)
    agreed = plan(bench.path, memory=bench.memory)
    assert agreed.state == shown
    bench.path.write_bytes(b"".join(lines[:2]))
    heads = {p: p.read_bytes() for p in bench.heads()}
    with pytest.raises(DataError, match="在询问的时候又变了，没有改动"):
        repair(bench.path, memory=bench.memory, planned=agreed)
    assert bench.path.read_bytes() == b"".join(lines[:2])
    assert {p: p.read_bytes() for p in bench.heads()} == heads
    bench.folder.rename(away := bench.folder.with_name("别处"))
    if shown != "gone":
        with pytest.raises(DataError, match="在询问的时候又变了"):
            repair(bench.path, memory=KnownHeads(str(away / "state")), planned=agreed)


def test_a_second_repair_in_the_same_second_overwrites_nothing(bench: Any) -> None:
    bench.clock.at = bench.clock.at.replace(microsecond=0)
    data = bench.fill(3)
    fixed = bench.clock()
    for _ in range(3):
        bench.path.write_bytes(flip(data, 3))
        repair(bench.path, now=lambda: fixed)
    assert len(bench.files()) == 6


def test_disks_without_hard_links_get_a_copy(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = flip(bench.fill(3), 3)
    bench.path.write_bytes(damaged)

    def refuse(*args: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    done = repair(bench.path, now=bench.clock)
    assert done.backup and Path(done.backup).read_bytes() == damaged


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_repair_that_fails_leaves_the_damaged_file_in_place(
    bench: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    damaged = flip(bench.fill(3), 3)
    bench.path.write_bytes(damaged)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OperationError, match="磁盘空间不足"):
        repair(bench.path, now=bench.clock)
    monkeypatch.undo()
    assert bench.path.read_bytes() == damaged
    assert repair(bench.path, now=bench.clock).head


def test_a_torn_end_is_set_aside(bench: Any) -> None:
    data = bench.fill(2)
    bench.path.write_bytes(data + b'{"v":1,"seq":3,"id')
    done = repair(bench.path, now=bench.clock)
    assert done.state == "torn" and bench.path.read_bytes() == data
    assert list(bench.files().values()) == [b'{"v":1,"seq":3,"id']


def test_a_shortened_ledger_is_accepted_as_the_truth(bench: Any) -> None:
    for _ in range(3):
        bench.mark(memory=bench.memory)
    short = b"".join(bench.path.read_bytes().splitlines(keepends=True)[:-1])
    bench.path.write_bytes(short)
    done = repair(bench.path, memory=bench.memory)
    assert (done.state, done.backup, bench.path.read_bytes()) == ("changed", None, short)
    assert bench.store(memory=bench.memory).read().fault is None
    assert bench.mark(memory=bench.memory).seq == 3


def test_of_a_shortened_ledger_with_a_torn_end_both_are_told_and_done_at_once(bench: Any) -> None:
    """What was torn may be the very record that is missed: it is said before it is asked, and nothing is asked twice."""
    for _ in range(3):
        bench.mark(memory=bench.memory)
    lines = bench.path.read_bytes().splitlines(keepends=True)
    bench.path.write_bytes(b"".join(lines[:3]) + lines[3][:80])
    agreed = plan(bench.path, memory=bench.memory)
    assert [text for text in agreed.said if "没有写完的内容，将另存后截去" in text]
    done = repair(bench.path, memory=bench.memory, now=bench.clock, planned=agreed)
    assert done.state == "changed" and bench.path.read_bytes() == b"".join(lines[:3])
    assert list(bench.files().values()) == [lines[3][:80]]
    assert f"末尾没有写完的部分已另存为 {done.rejected}。" in done.said
    assert plan(bench.path, memory=bench.memory).state == "sound"


@pytest.mark.skipif(os.name == "nt", reason="files have no owner there")
def test_of_a_file_of_somebody_elses_no_second_name_is_left_where_none_can_go_again(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder like /tmp who may write the file may neither put another in its place nor take a name away."""
    bench.path.write_bytes(damaged := flip(bench.fill(3), 3))
    owner = bench.path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    unlink = os.unlink

    def sticky(path: Any, *more: Any) -> None:
        if os.path.samefile(path, bench.path) or more:
            raise PermissionError(errno.EPERM, "")
        unlink(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", sticky)
        patched.setattr(os, "replace", sticky)
        with pytest.raises(OperationError, match="没有权限"):
            repair(bench.path)
    assert bench.files() == {} and bench.path.read_bytes() == damaged
    done = repair(bench.path)
    assert done.backup and Path(done.backup).read_bytes() == damaged


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_vanished_ledger_may_begin_anew(bench: Any, folder_too: bool) -> None:
    home = bench.folder / "home"
    bench.path = home / "ledger.jsonl"
    bench.mark(memory=bench.memory)
    bench.path.unlink()
    if folder_too:
        (home / "ledger.jsonl.lock").unlink()
        home.rmdir()
    planned = plan(bench.path, memory=bench.memory)
    assert repair(bench.path, memory=bench.memory, planned=planned).state == planned.state == "gone"
    assert bench.mark(memory=bench.memory).seq == 1


def test_sound_and_absent_ledgers_are_left_alone(bench: Any) -> None:
    assert repair(bench.path).state == "absent"
    data = bench.fill(2)
    assert repair(bench.path).state == "sound"
    assert bench.path.read_bytes() == data and bench.files() == {}


def test_another_lists_ledger_is_not_the_doctors_business(bench: Any) -> None:
    bench.fill(1)
    for act in (plan, repair):
        with pytest.raises(DataError, match="2026"):
            act(bench.path, list_id="2026")


@pytest.mark.parametrize("list_id", ["2026", None])
def test_nor_is_it_where_it_is_damaged_besides(bench: Any, add: Any, list_id: str | None) -> None:
    """Another list's, or a newer program's: a repair here would be written by one who may not write."""
    data = bench.fill(2)
    if list_id is None:
        record = json.loads(data.splitlines()[-1]) | {"seq": 3, "v": 2}
        del record["h"]
        data = add(data, record)
    bench.path.write_bytes(data + b"garbage\n")
    for act in (plan, repair):
        with pytest.raises(DataError, match=r"第\d行损坏.*(2026|更高版本)"):
            act(bench.path, list_id=list_id)
    verdict = verify(bench.path, list_id=list_id)
    assert verdict.state == "damaged" and verdict.ledger.fault and "doctor" not in verdict.ledger.fault.hint
    assert bench.path.read_bytes() == data + b"garbage\n" and bench.files() == {}
