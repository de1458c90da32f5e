"""One line of the ledger (台账): what it says, how it is sealed (封印), and how it is read back.

A line is JSON whose last key `h` is SHA-256 over the previous line's `h` (ASCII, empty for the
header) and the line's exact bytes before `,"h"`.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple, cast

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
from anquan_cli.party import OFFICE, Author, Unit
from anquan_cli.vocabulary import STATUS_WORDS, Status

VERSION = 1
LINE = 2**20  # bytes of one line, its newline not counted: what is longer is neither written nor read
SEAL = 72  # bytes of `,"h":"<64 hex digits>"}`
_EVENT_KEYS = {"v", "seq", "id", "ts", "by", "op", "targets", "unit", "set", "note", "problem", "next"}
_EVENT_KEYS |= {"expected", "evidence", "on", "titles", "undoes", "wall", "batch", "h"}
_HEADER_KEYS = {"v", "seq", "id", "op", "list", "created", "tool", "h"}
_SET_KEYS = {"status", "percent", "count", "reopen"}
_decode_json = json.JSONDecoder().raw_decode


class Target(NamedTuple):
    """An item (事项) and the stage of it that is meant; None means all stages."""

    id: str
    stage: int | None


class Slot(NamedTuple):
    """Where a stage, or all of them, stood when it was recorded: a deadline that is changed later gives its number to another."""

    due: str | None  # ISO date
    of: int  # how many stages its item had


class Details(NamedTuple):
    """What an entry says in words (进展情况、存在问题、下一步、预计完成、佐证)."""

    note: str = ""
    problem: str = ""
    next: str = ""
    expected: str | None = None  # ISO date
    evidence: tuple[str, ...] = ()


_NO_TITLES: Mapping[str, str] = MappingProxyType({})
_NO_SLOTS: Mapping[Target, Slot] = {}  # no proxy: events are sent from process to process


class Mark(NamedTuple):
    """Sets the status of what its targets cover (登记)."""

    targets: tuple[Target, ...]
    author: Author
    status: Status
    percent: int | None = None  # 0–100
    count: int | None = None  # type: ignore[assignment]  # hides tuple.count, on purpose
    reopen: tuple[str, ...] | None = None  # targets whose closed cells it reopens; None: not settled then
    details: Details = Details()
    on: str | None = None  # day of work (ISO date)
    titles: Mapping[str, str] = _NO_TITLES  # what stood beside the ids
    slots: Mapping[Target, Slot] = _NO_SLOTS  # of targets that mean a stage, or all of several


class Note(NamedTuple):
    """Says something of its targets and changes no status (说明)."""

    targets: tuple[Target, ...]
    author: Author
    details: Details = Details()
    on: str | None = None
    titles: Mapping[str, str] = _NO_TITLES


class Undo(NamedTuple):
    """Takes an earlier event back, or gives back what an undo took (撤销)."""

    targets: tuple[Target, ...]  # of the event that it takes back, as its author
    author: Author
    undoes: str  # id of the event
    on: str | None = None
    titles: Mapping[str, str] = _NO_TITLES
    details: Details = Details()  # nothing is said with it


class Unknown(NamedTuple):
    """A newer program's event: kept with what can be understood of it, counted nowhere."""

    op: str
    targets: tuple[Target, ...]
    details: Details = Details()
    author: Author = OFFICE
    on: str | None = None
    titles: Mapping[str, str] = _NO_TITLES


Event = Mark | Note | Undo | Unknown


class Envelope(NamedTuple):
    """A recorded event with its number, its moment and its seal, as it stands in the file."""

    seq: int
    id: str
    ts: str  # UTC, `2025-06-20T01:00:00.123456Z`, strictly increasing within a file
    by: str
    event: Event
    wall: str | None  # the clock's true time, where it went backwards
    hash: str  # 64 hex digits

    @property
    def op(self) -> str:
        """The operation's word in the file."""
        return _word(self.event)

    @property
    def recorded_at(self) -> str:
        """The moment of recording: where a clock was ahead, the `ts` of all that follows is later than that."""
        return self.wall or self.ts

    @property
    def mark(self) -> Mark | None:
        """The event, where it is a mark."""
        return self.event if isinstance(self.event, Mark) else None

    @property
    def targets(self) -> tuple[Target, ...]:
        """What it is about."""
        return self.event.targets

    def about(self, targets: tuple[Target, ...]) -> "Envelope":
        """The same of some of its targets alone."""
        return self._replace(event=self.event._replace(targets=targets))

    @property
    def author(self) -> Author:
        """Whose word it is."""
        return self.event.author

    @property
    def details(self) -> Details:
        """What it says in words."""
        return self.event.details

    @property
    def on(self) -> str | None:
        """The day of work (ISO date), where one is written."""
        return self.event.on

    @property
    def titles(self) -> Mapping[str, str]:
        """What stood beside the ids when it was recorded."""
        return self.event.titles


class Draft(NamedTuple):
    """What a caller wants recorded; the store adds number, id, time and seal."""

    by: str
    event: Event


class Operation(NamedTuple):
    """What a kind of event is to the program."""

    decode: Callable[[Mapping[str, Any]], Event]  # of a parsed line; raises KeyError, TypeError, RecordError
    can_be_undone: bool
    is_report: bool  # counts as a report (报送) of its author
    label: str  # as people read it


class Header(NamedTuple):
    """The first line: the ledger's own id, the list it belongs to, when and by what it was begun."""

    id: str
    list: str
    created: str
    tool: str
    hash: str


# --- moments (时刻): UTC, six decimals, strictly increasing ----------------------------------------


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


class Stamp(NamedTuple):
    """What the store puts on an event: its number, its id, its moment; `batch`: (id, number from 1, of how many)."""

    seq: int
    id: str
    ts: str
    wall: str | None = None
    batch: tuple[str, int, int] | None = None


def encode(draft: Draft, stamp: Stamp, previous: str) -> bytes:
    """The sealed line (without newline) for a draft; `previous` is the line before's hash.

    Raises UsageError when the draft holds what cannot be kept exactly: halves of surrogate pairs
    (a byte that is no UTF-8, from a command line), a date that is none, a percent out of range, or more
    than a line may hold.
    """
    event, said = draft.event, draft.event.details
    values: dict[str, Any] = {}
    slots: dict[Target, Any] = {}
    if isinstance(event, Mark):
        slots = {t: {"due": s.due, "of" if t.stage else "all": s.of} for t, s in event.slots.items()}
        given = {"status": event.status, "percent": event.percent, "count": event.count}
        values = {key: value for key, value in given.items() if value is not None}
        values |= {"reopen": list(event.reopen)} if event.reopen is not None else {}
    record: dict[str, Any] = {
        "v": VERSION, "seq": stamp.seq, "id": stamp.id, "ts": stamp.ts, "by": draft.by,
        "op": _word(event),
        "targets": [{"id": t.id, "stage": t.stage, **slots.get(t, {})} for t in event.targets],
        "unit": None if event.author is OFFICE else event.author, "set": values, "note": said.note,
    }  # fmt: skip
    record |= {k: v for k, v in (("problem", said.problem), ("next", said.next)) if v}
    if said.expected is not None:
        record["expected"] = said.expected
    if said.evidence:
        record["evidence"] = list(said.evidence)
    record |= {"on": event.on, "titles": dict(event.titles)}
    undoes = event.undoes if isinstance(event, Undo) else None
    more = (("undoes", undoes), ("wall", stamp.wall), ("batch", stamp.batch))
    line = _sealed(record | {k: v for k, v in more if v is not None}, previous)
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
            "请把终端设成 UTF-8 编码（LANG=zh_CN.UTF-8），再把文字重新输入一遍。",
        ) from error
    line = body + f',"h":"{seal(previous, body)}"}}'.encode("ascii")
    if len(line) > LINE:
        raise UsageError(
            f"这条记录有 {len(line) / 2**20:.1f} MB，超过一条的上限 {LINE // 2**20} MB，未作记录。",
            "请把很长的内容另存成文件，作为佐证材料；清单的 id、issuer 也不能这样长。",
        )
    return line


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


def decode(line: bytes) -> Envelope:
    """The event of a line whose seal has been checked; raises RecordError."""
    return event_of(parse(line), line[-66:-2].decode("ascii"))


def event_of(r: Mapping[str, Any], hash: str) -> Envelope:
    """The event of a parsed line in its envelope; fields that this version does not know are passed over."""
    try:
        operation = OPERATIONS.get(text(r["op"]))
        if operation and type(r["set"]) is not dict:
            raise RecordError("内容不合格式")
        event = operation.decode(r) if operation else _unknown(r)
        wall = instant(r["wall"]) if operation and r.get("wall") is not None else None
        return Envelope(r["seq"], text(r["id"]), instant(r["ts"]), text(r["by"]), event, wall, hash)
    except KeyError as error:
        raise RecordError(f"缺少 {error.args[0]}") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise RecordError(str(error) if isinstance(error, RecordError) else "内容不合格式") from None


def batch_of(r: Mapping[str, Any]) -> tuple[str, int, int] | None:
    """The batch that a line belongs to: (id, number from 1, of how many); None: a line by itself.

    Raises RecordError.
    """
    batch = r.get("batch")
    if batch is None:
        return None
    try:
        id, place, size = items(batch)
        if type(place) is int and type(size) is int and 1 <= place <= size <= LARGEST:
            return text(id), place, size
    except (TypeError, ValueError):
        pass
    raise RecordError("批次不合格式")


def _mark(r: Mapping[str, Any]) -> Event:
    values = r["set"]
    status, reopen = text_or_none(values.get("status")), values.get("reopen")
    event = Mark(
        _targets(r), _author(r), cast(Status, status), number(values.get("percent"), 0, 100),
        number(values.get("count"), 0, LARGEST), None if reopen is None else tuple(map(text, items(reopen))),
        _details(r), day(r["on"]), titles(r["titles"]), _slots(r),
    )  # fmt: skip
    if status is None:
        raise RecordError("缺少 status")
    return event if status in STATUS_WORDS else _unknown(r)


def _note(r: Mapping[str, Any]) -> Event:
    return Note(_targets(r), _author(r), _details(r), day(r["on"]), titles(r["titles"]))


def _undo(r: Mapping[str, Any]) -> Event:
    targets, author, said, written = _targets(r), _author(r), _details(r), titles(r["titles"])
    undoes = text_or_none(r.get("undoes"))
    if undoes is None:
        raise RecordError("缺少 undoes")
    return Undo(targets, author, undoes, day(r["on"]), written, said)


def _unknown(r: Mapping[str, Any]) -> Event:
    targets = r.get("targets")
    found = []
    for target in targets if type(targets) is list else ():
        if type(target) is dict and type(target.get("id")) is str:
            stage = target.get("stage")
            found.append(Target(target["id"], stage if type(stage) is int else None))
    note, on = r.get("note"), r.get("on")
    try:
        on = day(on)
    except (TypeError, RecordError):
        on = None
    return Unknown(r["op"], tuple(found), Details(note if type(note) is str else ""), on=on)


def _targets(r: Mapping[str, Any]) -> tuple[Target, ...]:
    """What is meant, each once, whatever a line says twice: what follows costs no more than what it is about."""
    return tuple(dict.fromkeys(map(_target, r["targets"])))


def _target(t: Mapping[str, Any]) -> Target:
    return Target(text(t["id"]), number(t["stage"], 1, LARGEST))


def _slots(r: Mapping[str, Any]) -> Mapping[Target, Slot]:
    """Where the stages stood, or how many were all of them, which an older program passes over as unknown.

    An older program did not write it, and nobody does for an item of a single one.
    """
    found = {
        _target(t): Slot(day(t.get("due")), of)
        for t in r["targets"]
        if (of := number(t.get("of", t.get("all")), 1, LARGEST)) is not None
    }
    return found or _NO_SLOTS


def _author(r: Mapping[str, Any]) -> Author:
    unit = text_or_none(r["unit"])
    return OFFICE if unit is None else Unit(unit)


def _details(r: Mapping[str, Any]) -> Details:
    return Details(
        text(r["note"]), text(r.get("problem", "")), text(r.get("next", "")), day(r.get("expected")),
        tuple([text(e) for e in items(r.get("evidence", []))]),
    )  # fmt: skip


OPERATIONS = {
    "mark": Operation(_mark, can_be_undone=True, is_report=True, label="登记"),
    "note": Operation(_note, can_be_undone=True, is_report=True, label="说明"),
    "undo": Operation(_undo, can_be_undone=True, is_report=False, label="撤销"),
}
_WORDS: dict[type, str] = {Mark: "mark", Note: "note", Undo: "undo"}


def _word(event: Event) -> str:
    return event.op if isinstance(event, Unknown) else _WORDS[type(event)]


def header_of(r: Mapping[str, Any], hash: str) -> Header:
    """The header of a parsed first line; raises RecordError."""
    try:
        if r["op"] != "ledger":
            raise RecordError("首行不是台账的表头")
        return Header(text(r["id"]), text(r["list"]), instant(r["created"]), text(r["tool"]), hash)
    except (KeyError, TypeError):
        raise RecordError("表头不合格式") from None


def has_unknown_fields(r: Mapping[str, Any]) -> bool:
    """Does the line hold an operation, fields or a status that this version does not know?"""
    if r["seq"] == 0:
        return not r.keys() <= _HEADER_KEYS
    known = r["op"] in OPERATIONS and r.keys() <= _EVENT_KEYS and r["set"].keys() <= _SET_KEYS
    return not known or str(r["set"].get("status") or "todo") not in STATUS_WORDS
