"""From a ledger's bytes to what is sound in it, up to the first break (断点); pure."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from anquan_cli.ledger.events import (
    LINE,
    VERSION,
    Envelope,
    Header,
    batch_of,
    event_of,
    has_unknown_fields,
    header_of,
    parse,
    verify_hash,
)
from anquan_cli.ledger.fields import RecordError

BOM = b"\xef\xbb\xbf"
_NULS = 2**26  # bytes; an interrupted write leaves no more of them
RESAVED = "编码不是 UTF-8，字没有变（多半是被编辑器另存过）"
_TOO_LONG = f"超过一行的上限 {LINE // 2**20} MB"
_COMPLETE = rb'[0-9a-f]{64}"\}|(?s:,"h":".{66})'
_BEGINNING = rb'\{"v":[1-9][0-9]*'


class Corruption(NamedTuple):
    """Where the good part ends, and why."""

    line: int  # from 1
    why: str


class Scan(NamedTuple):
    """What a ledger's bytes come to."""

    header: Header | None
    events: tuple[Envelope, ...]
    hashes: tuple[str, ...]  # by seq, the header's first
    end: int  # offset after the good part, its last newline included
    open_end: bool  # the last good line lacks its newline
    tail: int  # bytes behind it, never acknowledged to anybody: an unfinished line or batch, or NUL bytes
    broken: Corruption | None
    newest: int  # greatest `v`
    unknown: int  # lines with operations or fields of a newer program


def scan(pieces: Iterable[bytes]) -> Scan:
    """Checks seals first, then content; nothing after the first break is believed.

    `pieces`: the file from its beginning, cut anywhere; no more of it is asked for after a break.
    """
    found, lines = _Found(), _Lines(pieces)
    for line in lines:
        try:
            found.add(line, len(line) + 1)
        except RecordError as fault:
            return found.broken_by(fault)
    if lines.too_long:
        return found.broken_by(RecordError(_TOO_LONG))
    line, open_end = lines.last, False
    if not found.hashes and line.startswith(BOM):
        found.end, line = len(BOM), line[len(BOM) :]
    try:
        found.add(line, len(line))
        open_end = found.batch is None
    except RecordError as fault:
        if not _torn(line, len(found.hashes)):
            return found.broken_by(fault)
    found.take_out()  # a batch counts as a whole
    return found.scan(open_end=open_end, tail=lines.read - found.end)


class _Lines:
    """The lines that end in a newline; then `last` is what stands behind them, without NUL bytes at its end."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.last = b""
        self.read = 0  # bytes
        self.too_long = False  # no line of ours, whatever follows: it was not read to its end

    def __iter__(self) -> Iterator[bytes]:
        nuls = 0  # left out at the end so far
        for piece in self._pieces:
            self.read += len(piece)
            if nuls and piece.strip(b"\0"):  # they were not the end; any number is the same
                piece, nuls = b"\0" + piece, 0
            *lines, rest = (self.last + piece).split(b"\n")
            yield from lines
            self.last = rest.rstrip(b"\0")
            nuls += len(rest) - len(self.last)
            if len(self.last) > LINE + 1 or nuls > _NULS:
                self.too_long = True
                return


class _Found:
    """What is sound so far; a batch that is not complete can be taken out again."""

    def __init__(self) -> None:
        self.header: Header | None = None
        self.events: list[Envelope] = []
        self.hashes: list[str] = []
        self.end = 0
        self.newest = VERSION
        self.unknown = 0
        self.batch: tuple[str, int, int] | None = None  # the one that is not complete, as its last line says
        self._before: tuple[int, int, int, int, int]  # what there was before it

    def add(self, line: bytes, size: int) -> None:
        """Takes one more line, of `size` bytes in the file. Raises RecordError; then all is as it was."""
        bare = line
        if not self.hashes and bare.startswith(BOM):
            bare = bare[len(BOM) :]
        if bare.endswith(b"\r"):  # an editor's CRLF
            bare = bare[:-1]
        record, hash = _checked(bare, self.hashes[-1] if self.hashes else "", len(self.hashes))
        part = _content(record, hash)
        self._follow(_batch(record))
        self.end += size
        self.hashes.append(hash)
        self.newest = max(self.newest, record["v"])
        if isinstance(part, Envelope):
            self.events.append(part)
        elif part is not None:
            self.header = part
        self.unknown += part is not None and has_unknown_fields(record)

    def _follow(self, batch: tuple[str, int, int] | None) -> None:
        """A batch's lines stand together, from the first to the last."""
        if self.batch:
            id, place, size = self.batch
            if batch != (id, place + 1, size):
                raise RecordError("不是这一批的")
        elif batch is None:
            return
        elif batch[1] != 1:
            raise RecordError("这一批记录缺了前面的")
        else:
            self._before = len(self.events), len(self.hashes), self.end, self.newest, self.unknown
        self.batch = batch if batch and batch[1] < batch[2] else None

    def take_out(self) -> None:
        """Goes back to before an incomplete batch."""
        if self.batch:
            events, hashes, self.end, self.newest, self.unknown = self._before
            del self.events[events:], self.hashes[hashes:]
            self.batch = None

    def broken_by(self, fault: RecordError) -> Scan:
        """What is sound, and where and why it ends."""
        line, why, batch = len(self.hashes) + 1, str(fault), self.batch
        self.take_out()
        if batch:
            why = f"这一批{batch[2]}条记录不完整，第{line}行{why}"
        return self.scan(broken=Corruption(len(self.hashes) + 1, why))

    def scan(self, *, open_end: bool = False, tail: int = 0, broken: Corruption | None = None) -> Scan:
        """The result."""
        return Scan(
            self.header, tuple(self.events), tuple(self.hashes), self.end, open_end, tail, broken, self.newest,
            self.unknown,
        )  # fmt: skip


def _checked(line: bytes, previous: str, seq: int) -> tuple[dict[str, Any], str]:
    if len(line) > LINE:
        raise RecordError(_TOO_LONG)
    found = verify_hash(line, previous)
    if found is None:
        raise RecordError(_why(line, previous))
    record = parse(line)
    if record["seq"] != seq:
        raise RecordError("序号不连续")
    if record["v"] < 1:
        raise RecordError("版本号不对")
    return record, found


def _why(line: bytes, previous: str) -> str:
    """What is wrong with a line whose seal is broken; raises RecordError where it is not even a line.

    Where an editor has saved the ledger in another encoding, the seal holds once the line is UTF-8 again.
    """
    for encoding, whole in (("gb18030", line), ("utf-16", line[: len(line) & ~1])):
        with suppress(UnicodeError):
            if verify_hash(whole.decode(encoding).rstrip("\r").encode(), previous):
                return RESAVED
    if line and not line.strip(b"\0"):
        return "全是空字节"
    parse(line)
    return "与封印不符（此行或上一行被改动、删除、调换或插入过）"


def _content(record: dict[str, Any], found: str) -> Envelope | Header | None:
    """What the line says; None where only a newer version could tell."""
    try:
        return event_of(record, found) if record["seq"] else header_of(record, found)
    except RecordError:
        if record["v"] > VERSION:
            return None
        raise


def _batch(record: dict[str, Any]) -> tuple[str, int, int] | None:
    """The line's batch; what only a newer version could tell is none."""
    try:
        return batch_of(record)
    except RecordError:
        if record["v"] > VERSION:
            return None
        raise


def _torn(line: bytes, seq: int) -> bool:
    """Can this be the beginning of record `seq`, as an interrupted write leaves it?

    A tear shortens; it changes no byte. What does not begin like the record that is due, is longer than
    any, or already has its seal, was edited: that is damage, and no event is dropped for it.
    """
    if len(line) > LINE or re.search(_COMPLETE, line):
        return False
    beginning = re.match(_BEGINNING, line)
    if beginning is None:
        return b'{"v":'.startswith(line)
    rest, due = line[beginning.end() :], b',"seq":%d,"id":"' % seq
    return (rest.startswith(due) or due.startswith(rest)) and not _is_json(line)


def _is_json(line: bytes) -> bool:
    try:
        parse(line)
    except RecordError:
        return False
    return True
