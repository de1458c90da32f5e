"""One line of the ledger (台账): what it says, how it is sealed (封印), and how it is read back.

A line is JSON whose last key `h` is SHA-256 over the previous line's `h` (ASCII, empty for the
header) and the line's exact bytes before `,"h"`.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from anquan_cli import dates
from anquan_cli.digest import sha256
from anquan_cli.errors import OperationError, UsageError
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

VERSION = 1
SEAL = 72  # bytes of `,"h":"<64 hex digits>"}`
_EVENT_KEYS = {"v", "seq", "id", "ts", "by", "op", "targets", "unit", "set", "note", "problem", "next"}
_EVENT_KEYS |= {"expected", "evidence", "on", "titles", "undoes", "wall", "h"}
_HEADER_KEYS = {"v", "seq", "id", "op", "list", "created", "tool", "h"}
_SET_KEYS = {"status", "percent", "count"}
_KNOWN_OPS = {"mark", "note", "undo"}
_decode_json = json.JSONDecoder().raw_decode


class Target(NamedTuple):
    """An item (事项) and the stage of it that is meant; None means all stages."""

    id: str
    stage: int | None


class Event(NamedTuple):
    """A recorded event; every field as it stands in the file."""

    seq: int
    id: str
    ts: str  # UTC, `2025-06-20T01:00:00.123456Z`, strictly increasing within a file
    by: str
    op: str  # "mark", "note", "undo", or a newer program's word
    targets: tuple[Target, ...]
    unit: str | None  # 责任单位; None: the office
    status: str | None
    percent: int | None  # 0–100
    count: int | None  # type: ignore[assignment]  # hides tuple.count, on purpose
    note: str
    problem: str
    next: str
    expected: str | None  # ISO date
    evidence: tuple[str, ...]
    on: str | None  # day of work (ISO date); None for an undo
    titles: Mapping[str, str]
    undoes: str | None  # id of the event that this one takes back
    wall: str | None  # the clock's true time, where it went backwards
    hash: str  # 64 hex digits


class Draft(NamedTuple):
    """What a caller wants recorded; the store adds seq, id, time and seal."""

    by: str
    op: str
    targets: tuple[Target, ...]
    unit: str | None = None
    status: str | None = None
    percent: int | None = None
    count: int | None = None  # type: ignore[assignment]
    note: str = ""
    problem: str = ""
    next: str = ""
    expected: str | None = None
    evidence: tuple[str, ...] = ()
    on: str | None = None
    titles: Mapping[str, str] = MappingProxyType({})
    undoes: str | None = None


class Header(NamedTuple):
    """The first line: the ledger's own id, the list it belongs to, when and by what it was begun."""

    id: str
    list: str
    created: str
    tool: str
    hash: str


# --- moments (时刻): UTC, six decimals, strictly increasing ----------------------------------------


def utc_now() -> datetime:
    """The clock."""
    return dates.utc_now()


def moment(now: datetime) -> str:
    """A moment for a file's name: `20250620T010000Z`."""
    return stamp(now)[:19].replace("-", "").replace(":", "") + "Z"


def stamp(now: datetime) -> str:
    """A moment for the ledger: `2025-06-20T01:00:00.123456Z`."""
    return _written(now.astimezone(UTC).replace(tzinfo=None))


def after(ts: str) -> str:
    """One microsecond later; raises OperationError at the end of time."""
    try:
        return _written(datetime.fromisoformat(ts[:-1]) + timedelta(microseconds=1))
    except OverflowError as error:
        hint = "请运行 anquan verify 查看台账。"
        raise OperationError(f"台账最后一条的时刻 {ts} 不能再往后排。", hint) from error


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds") + "Z"


# --- writing -------------------------------------------------------------------------------------


def seal(previous: str, body: bytes) -> str:
    """The hash of a line: `previous` is the line before's, `body` its bytes before `,"h"`."""
    digest: str = sha256(previous.encode("ascii") + body).hexdigest()
    return digest


def encode(draft: Draft, seq: int, id: str, ts: str, prev_hash: str, wall: str | None = None) -> bytes:
    """The sealed line (without newline) for a draft.

    Raises UsageError when the draft holds what cannot be kept exactly: halves of surrogate pairs
    (a byte that is no UTF-8, from a command line), a date that is none, a percent out of range.
    """
    values: dict[str, int | str] = {}
    for key, value in (("status", draft.status), ("percent", draft.percent), ("count", draft.count)):
        if value is not None:
            values[key] = value
    record: dict[str, Any] = {
        "v": VERSION, "seq": seq, "id": id, "ts": ts, "by": draft.by, "op": draft.op,
        "targets": [{"id": t.id, "stage": t.stage} for t in draft.targets],
        "unit": draft.unit, "set": values, "note": draft.note,
    }  # fmt: skip
    record |= {k: v for k, v in (("problem", draft.problem), ("next", draft.next)) if v}
    if draft.expected is not None:
        record["expected"] = draft.expected
    if draft.evidence:
        record["evidence"] = list(draft.evidence)
    record |= {"on": draft.on, "titles": dict(draft.titles)}
    record |= {k: v for k, v in (("undoes", draft.undoes), ("wall", wall)) if v is not None}
    line = _sealed(record, prev_hash)
    try:
        decode(line)
    except RecordError as fault:
        raise UsageError(f"这条记录无法入账：{fault}。", "请核对日期、百分比、数量和事项编号。") from fault
    return line


def encode_header(id: str, list_id: str, created: str, tool: str) -> bytes:
    """The sealed first line (without newline)."""
    record = {
        "v": VERSION,
        "seq": 0,
        "id": id,
        "op": "ledger",
        "list": list_id,
        "created": created,
        "tool": tool,
    }
    return _sealed(record, "")


def _sealed(record: Mapping[str, Any], previous: str) -> bytes:
    try:
        body = json.dumps(record, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            "文字中有无法用 UTF-8 表示的字符（多为终端编码不一致造成的乱码），未作记录。",
            "请改正后重试；终端请使用 UTF-8 编码。",
        ) from error
    return body + f',"h":"{seal(previous, body)}"}}'.encode("ascii")


# --- reading -------------------------------------------------------------------------------------


def verify_hash(line: bytes, previous: str) -> str | None:
    """The line's hash when the seal is unbroken, else None."""
    claimed = line[-66:-2]
    if line[-SEAL:-66] != b',"h":"' or line[-2:] != b'"}':
        return None
    found = sha256(previous.encode("ascii") + line[:-SEAL]).hexdigest()
    return found if found.encode("ascii") == claimed else None


def parse(line: bytes) -> dict[str, Any]:
    """The line's JSON object, with `v` and `seq` checked to be numbers; raises RecordError."""
    try:
        written = line.decode()
        record, end = _decode_json(written)
        if b"\\u" in line:  # an escaped half of a surrogate pair could never be shown again
            json.dumps(record, ensure_ascii=False).encode()
    except RecursionError:
        raise RecordError("括号嵌套过深") from None
    except ValueError:  # no JSON, no UTF-8, a number of thousands of digits
        raise RecordError("不是完整的记录") from None
    if end != len(written):
        raise RecordError("不是完整的记录")
    if type(record) is not dict or type(record.get("v")) is not int or type(record.get("seq")) is not int:
        raise RecordError("不是台账记录")
    return record


def decode(line: bytes) -> Event:
    """The event of a line whose seal has been checked; raises RecordError."""
    return event_of(parse(line), line[-66:-2].decode("ascii"))


def event_of(r: Mapping[str, Any], hash: str) -> Event:
    """The event of a parsed line; fields that this version does not know are passed over."""
    try:
        op = text(r["op"])
        if op not in _KNOWN_OPS:
            return _unknown(r, op, hash)
        values = r["set"]
        event = Event(
            r["seq"], text(r["id"]), instant(r["ts"]), text(r["by"]), op,
            tuple([Target(text(t["id"]), number(t["stage"], 1, LARGEST)) for t in r["targets"]]),
            text_or_none(r["unit"]), text_or_none(values.get("status")),
            number(values.get("percent"), 0, 100), number(values.get("count"), 0, LARGEST),
            text(r["note"]), text(r.get("problem", "")), text(r.get("next", "")), day(r.get("expected")),
            tuple([text(e) for e in items(r.get("evidence", []))]), day(r["on"]), titles(r["titles"]),
            text_or_none(r.get("undoes")), text_or_none(r.get("wall")), hash,
        )  # fmt: skip
    except KeyError as error:
        raise RecordError(f"缺少 {error.args[0]}") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise RecordError(str(error) if isinstance(error, RecordError) else "内容不合格式") from None
    if (op == "mark" and event.status is None) or (op == "undo" and event.undoes is None):
        raise RecordError("缺少 " + ("status" if op == "mark" else "undoes"))
    return event


def header_of(r: Mapping[str, Any], hash: str) -> Header:
    """The header of a parsed first line; raises RecordError."""
    try:
        if r["op"] != "ledger":
            raise RecordError("首行不是台账的表头")
        return Header(text(r["id"]), text(r["list"]), instant(r["created"]), text(r["tool"]), hash)
    except (KeyError, TypeError):
        raise RecordError("表头不合格式") from None


def has_unknown_fields(r: Mapping[str, Any]) -> bool:
    """Does the line hold an operation or fields that this version does not know?"""
    if r["seq"] == 0:
        return not r.keys() <= _HEADER_KEYS
    return not (r["op"] in _KNOWN_OPS and r.keys() <= _EVENT_KEYS and r["set"].keys() <= _SET_KEYS)


def _unknown(r: Mapping[str, Any], op: str, hash: str) -> Event:
    """A newer program's operation: kept with what can be understood of it."""
    targets = r.get("targets")
    found = []
    for target in targets if type(targets) is list else ():
        if type(target) is dict and type(target.get("id")) is str:
            stage = target.get("stage")
            found.append(Target(target["id"], stage if type(stage) is int else None))
    note = r.get("note")
    return Event(
        r["seq"], text(r["id"]), instant(r["ts"]), text(r["by"]), op, tuple(found), None, None, None, None,
        note if type(note) is str else "", "", "", None, (), None, {}, None, None, hash,
    )  # fmt: skip
