"""Whatever happens to the file, nothing else is shown silently, and its bytes stay (损坏与篡改试验).

The pure part, from bytes to events, stands in tests/ledger; here a file is damaged and recorded to.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from unittest.mock import patch

from anquan_cli.errors import DataError
from anquan_cli.ledger.jsonl import repair
from anquan_cli.ledger.jsonl.store import inspect
from tests.campaign.durability import Lab
from tests.campaign.harness import LIST, Place, Tally
from tests.ledger.test_jsonl_corruption import EDITS
from tests.ledger.test_jsonl_states import DAMAGE


class Sample:
    """A ledger of five records that this machine remembers."""

    def __init__(self, lab: Lab) -> None:
        self.place = lab.scenes["first"].build(lab.root)
        self.events = tuple(self.place.mark(f"第{number}条") for number in range(1, 6))
        self.bytes = self.place.path.read_bytes()
        self.heads = [(p, p.read_bytes()) for p in (self.place.state / "heads").iterdir()]

    def put(self, data: bytes | None, *, remembered: bool = True) -> Place:
        """The place with these bytes as its ledger."""
        for old in self.place.folder.glob("ledger.jsonl*"):
            old.unlink()
        if data is not None:
            self.place.path.write_bytes(data)
        for path, content in self.heads:
            path.unlink(missing_ok=True)
            if remembered:
                path.write_bytes(content)
        return self.place

    def refused(self, data: bytes | None, *, remembered: bool = True) -> list[str]:
        """What must hold of a ledger that is not this machine's any more."""
        place, found = self.put(data, remembered=remembered), []
        ledger = place.inspect().diagnosis.ledger
        if ledger.fault is None:
            found.append("reading said nothing")
        if ledger.events != self.events[: len(ledger.events)]:
            found.append("something else was shown")
        try:
            place.mark("不应记入")
            found.append("it was written to")
        except DataError:
            pass
        if place.content() != data or place.beside():
            found.append("its bytes were changed")
        return found


def cut(lab: Lab, *, full: bool = True) -> Tally:
    """Cut at every byte: refused where remembered; elsewhere the whole lines stay, and so does the rest."""
    sample, tally = Sample(lab), Tally()
    for length in range(0, len(sample.bytes) - 1, 1 if full else 11):
        tally.add(f"cut at {length}", sample.refused(sample.bytes[:length]))
        place = sample.put(sample.bytes[:length], remembered=False)
        shown = place.inspect().diagnosis.ledger.events
        place.mark("之后")
        after = place.inspect().diagnosis.ledger
        aside = b"".join(place.beside())
        kept = sample.bytes[: length - len(aside)]
        good = not after.fault and after.events[:-1] == shown == sample.events[: len(shown)]
        good = good and kept + aside == sample.bytes[:length] and (place.content() or b"").startswith(kept)
        tally.add(f"cut at {length}, not remembered", [] if good else ["bytes or records are gone"])
    return tally


def bit_flips(lab: Lab, *, full: bool = True) -> Tally:
    """500 random bits; in full, every bit of the file."""
    sample, tally, dice = Sample(lab), Tally(), random.Random(2025)
    total = len(sample.bytes) * 8
    for bit in range(total) if full else [dice.randrange(total) for _ in range(500)]:
        data = bytearray(sample.bytes)
        data[bit // 8] ^= 1 << bit % 8
        tally.add(f"bit {bit}", sample.refused(bytes(data), remembered=False))
    return tally


def lines(lab: Lab, *, full: bool = True) -> Tally:
    """Lines deleted, swapped, repeated, edited, inserted; nonsense between them."""
    sample, tally = Sample(lab), Tally()
    for kind, change in EDITS.items():
        dice = random.Random(kind)
        for number in range(100):
            parts = sample.bytes[:-1].split(b"\n")
            change(dice, parts)
            tally.add(f"{kind} {number}", sample.refused(b"\n".join(parts) + b"\n", remembered=False))
    for kind, (damage, _) in DAMAGE.items():
        data = b"".join(damage(sample.bytes.splitlines(keepends=True)))
        tally.add(kind, sample.refused(data, remembered=False))
    return tally


def editors(lab: Lab, *, full: bool = True) -> Tally:
    """What an editor adds to a text file is accepted, and recording goes on."""
    sample, tally = Sample(lab), Tally()
    for mark in (b"", b"\xef\xbb\xbf"):
        for end in (b"\n", b"\r\n"):
            for last in (end, b""):
                data = mark + end.join(sample.bytes.splitlines()) + last
                place = sample.put(data)
                event = place.mark("之后")
                ledger = place.inspect().diagnosis.ledger
                good = ledger.events == (*sample.events, event) and (place.content() or b"").startswith(data)
                tally.add(repr(data[:3] + data[-3:]), [] if good and not ledger.fault else ["not accepted"])
    return tally


def gone(lab: Lab, *, full: bool = True) -> Tally:
    """Vanished, emptied, replaced by an older or another ledger."""
    sample, tally = Sample(lab), Tally()
    tally.add("vanished", sample.refused(None))
    tally.add("emptied", sample.refused(b""))
    whole = sample.bytes.splitlines(keepends=True)
    for count in range(1, len(whole)):
        tally.add(f"{count} lines", sample.refused(b"".join(whole[:count])))
    sample.put(None, remembered=False).mark("另一本")
    found = sample.refused(sample.place.content())  # that one may show what it holds
    tally.add("another ledger", [said for said in found if said != "something else was shown"])
    other = sample.bytes.replace("2025-某县".encode(), "2026-某县".encode())
    tally.add("the list's name edited", sample.refused(other))
    for count in range(1, len(whole)):
        sample.put(b"".join(whole[:count]))
        moved = sample.place.folder.rename(sample.place.folder.with_name("改名")) / "ledger.jsonl"
        ledger = inspect(moved, list_id=LIST, memory=sample.place.memory).diagnosis.ledger
        tally.add(f"moved, {count} lines", [] if ledger.fault else ["not noticed"])
        moved.parent.rename(sample.place.folder)
    return tally


def expected(lab: Lab, *, full: bool = True) -> Tally:
    """Last lines dropped on a machine that remembers nothing: the printed number proves it."""
    sample, tally = Sample(lab), Tally()
    whole = sample.bytes.splitlines(keepends=True)
    printed = f"5:{sample.events[-1].hash[:12]}"
    for count in range(len(whole)):
        place = sample.put(b"".join(whole[:count]), remembered=False)
        verdict = repair.verify(place.path, printed, memory=place.memory)
        tally.add(f"{count} lines", [] if not verdict.proven and verdict.ledger.fault else ["not noticed"])
    place = sample.put(sample.bytes)
    place.mark("之后")
    verdict = repair.verify(place.path, printed, memory=place.memory)
    tally.add("untouched", [] if verdict.proven and not verdict.ledger.fault else ["a false alarm"])
    return tally


def parts() -> Iterator[tuple[str, Callable[..., Tally]]]:
    """Every part with its name in the table."""
    for name, part in (
        ("在每一个字节处截断", cut),
        ("翻转任意一个比特", bit_flips),
        ("删除、调换、重复、改动、插入行，混入其他内容", lines),
        ("编辑器加上的 BOM、CRLF，少了末尾换行", editors),
        ("台账消失、清空、换成旧的或别的", gone),
        ("删去末尾若干行，凭印出的台账编号核验", expected),
    ):
        yield name, _without_wear(part)


def _without_wear(part: Callable[..., Tally]) -> Callable[..., Tally]:
    """Thousands of records that need no real disk."""

    def run(lab: Lab, *, full: bool = True) -> Tally:
        with patch.object(os, "fsync", lambda fd: None):
            return part(lab, full=full)

    return run
