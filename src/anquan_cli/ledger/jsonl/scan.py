"""From a ledger's bytes to what is sound in it, up to the first break (断点); pure."""

import re
from typing import Any, NamedTuple

from anquan_cli.ledger.events import (
    VERSION,
    Envelope,
    Header,
    event_of,
    has_unknown_fields,
    header_of,
    parse,
    verify_hash,
)
from anquan_cli.ledger.fields import RecordError

BOM = b"\xef\xbb\xbf"
_COMPLETE = re.compile(rb'[0-9a-f]{64}"\}|,"h":".{66}', re.DOTALL)
_BEGINNING = re.compile(rb'\{"v":[1-9][0-9]*')


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
    tail: bytes  # an unfinished last line, or NUL bytes: never acknowledged to anybody
    broken: Corruption | None
    newest: int  # greatest `v`
    unknown: int  # lines with operations or fields of a newer program


def scan(data: bytes) -> Scan:
    """Checks seals first, then content; nothing after the first break is believed."""
    end = len(BOM) if data.startswith(BOM) else 0
    lines = data[end:].split(b"\n")
    last = lines.pop()
    events: list[Envelope] = []
    hashes: list[str] = []
    header, newest, unknown, previous = None, VERSION, 0, ""
    broken: Corruption | None = None
    for line in lines:
        try:
            record, found = _checked(line, previous, len(hashes))
            part = _content(record, found)
        except RecordError as fault:
            broken = Corruption(len(hashes) + 1, str(fault))
            break
        end += len(line) + 1
        hashes.append(found)
        previous = found
        newest = max(newest, record["v"])
        if isinstance(part, Envelope):
            events.append(part)
        elif part is not None:
            header = part
        unknown += part is not None and has_unknown_fields(record)
    result = Scan(header, tuple(events), tuple(hashes), end, False, b"", broken, newest, unknown)
    return result if broken else _ending(result, last)


def _checked(line: bytes, previous: str, seq: int) -> tuple[dict[str, Any], str]:
    if line.endswith(b"\r"):  # an editor's CRLF
        line = line[:-1]
    found = verify_hash(line, previous)
    if found is None:
        raise RecordError(_why(line))
    record = parse(line)
    if record["seq"] != seq:
        raise RecordError("序号不连续")
    if record["v"] < 1:
        raise RecordError("版本号不对")
    return record, found


def _why(line: bytes) -> str:
    """What is wrong with a line whose seal is broken; raises RecordError where it is not even a line."""
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


def _ending(good: Scan, last: bytes) -> Scan:
    """Judges the bytes after the last newline: a whole line, a torn one, or damage."""
    line = last.rstrip(b"\0")
    nul = last[len(line) :]
    previous, seq = (good.hashes[-1] if good.hashes else ""), len(good.hashes)
    try:
        record, found = _checked(line, previous, seq)
        part = _content(record, found)
    except RecordError as fault:
        if _torn(line, seq):
            return good._replace(tail=last)
        return good._replace(broken=Corruption(seq + 1, str(fault)))
    return good._replace(
        header=part if isinstance(part, Header) else good.header,
        events=(*good.events, part) if isinstance(part, Envelope) else good.events,
        hashes=(*good.hashes, found),
        end=good.end + len(line),
        open_end=True,
        tail=nul,
        newest=max(good.newest, record["v"]),
        unknown=good.unknown + (part is not None and has_unknown_fields(record)),
    )


def _torn(line: bytes, seq: int) -> bool:
    """Can this be the beginning of record `seq`, as an interrupted write leaves it?

    A tear shortens; it changes no byte. What does not begin like the record that is due, or already
    has its seal, was edited: that is damage, and no event is dropped for it.
    """
    if _COMPLETE.search(line):
        return False
    beginning = _BEGINNING.match(line)
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
