"""From bytes to a case: each byte is a choice, so that a fuzzer that changes bytes changes inputs where it counts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from anquan_cli.cli.app import COMMANDS
from tests.conftest import LEAST
from tests.fuzz.case import Case
from tests.tasklist.test_check import OTHER_COUNTY

T = TypeVar("T")

ALPHABET = (
    "1234567890１２〇一二三十年月日前底末至每季度半全县局办室乡镇牵头配合、，。；：（）〔〕【】“”—－～·…％"
    "abz AZ_.,:;!?'\"`#-*&|<>=%@$^+~(){}[]\\\t\n\r\x00\x1b\x07\x7f\x9b\xad\u200b\u200f\u2028\u202e\u2066\ufeff"
    "⽔⼭⻋⺠︁Ａ㈠①ⅣﬁİßéÉ́🙂𠮷\udcff\ue000\U000e0041¹٣"
)
WORDS = (
    "", "0", "-1", "1", "1.1", "11.1.2", "99999999999", "1e9", "0x1F", "1_0", "１", "第1项", "nan", "inf", "true", "no", "null", "~",
    "2025-06-20", "2025-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "2025-W24", "2025-06", "2025-13", "6月30日", "昨天", "last",
    "done", "doing", "todo", "verified", "paused", "na", "已完成", "推进中", "red", "green", "红", "县水利局", "县林业局", "水利局", "slj",
    "天宁镇", "各成员单位", "县水利局牵头，县林业局、县公安局配合", "6月底前/12月底前", "每季度末月20日前", "每周五", "全年", "汛期前",
    "15日内", "1—9月份", "2026年12月", "每月5日、15日前", "(乡|镇)$", "(a*)*$", "[", "Asia/Shanghai", "UTC", "../x", "~root", "~x", "-", "--",
    "{year}{week}", "{x}", "{", "通报.docx", "x.xlsx", "x.html", "x.md", "x.json", "x.txt", "x.ics", "x.csv", "x.pdf", "x.", "home", "home/tasks.yaml",
    "home/ledger.jsonl", "state", "新", "postgresql://u:p@h/d", "://", "0:0", "2:000000000000", "甲" * 300, "x" * 5000, "always", "never", "1-24", "3,5",
    "11.煤矿", "1-3", "本月", "7天", "%", "100", "101", "10000000", "complete_bash", "dumb", "xterm-256color", "80", "1", "²", "9" * 5000,
)  # fmt: skip
OPTIONS = (
    "--unit", "-u", "--all-units", "--home", "--tasks", "--ledger", "--today", "--by", "--new-ledger", "--json", "--ascii", "--table", "--color",
    "--help", "-h", "--version", "--sector", "--category", "--status", "--light", "--late", "--search", "--named", "--measures", "--sort",
    "--month", "--within", "--before", "--overdue", "--all", "--stage", "--all-stages", "--percent", "--count", "--note", "--problem", "--next",
    "--expected", "--evidence", "--on", "--since", "--until", "--limit", "--week", "--quarter", "--at", "--format", "-o", "--add", "--short",
    "--group", "--from", "--year", "--expect", "--yes", "--part", "--exit-code", "--no-pager", "--", "-x", "--unit=", "--percent=50", "--title", "--column",
)  # fmt: skip
FORMATS = ("text", "md", "json", "html", "csv", "ics", "docx", "xlsx")
VARIABLES = (
    *(f"ANQUAN_{name}" for name in "HOME TASKS LEDGER TODAY BY UNIT CACHE STATE".split()), "COLUMNS", "LINES", "TERM", "NO_COLOR", "CLICOLOR",
    "FORCE_COLOR", "COLORTERM", "PAGER", "LANG", "LC_ALL", "TZ", "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME",
    "XDG_DATA_HOME", "_ANQUAN_COMPLETE", "COMP_WORDS", "COMP_CWORD", "_TYPER_COMPLETE_ARGS", "_ANQUAN_COMPLETE_ARGS", "PYTHONTZPATH", "LESS",
    "SOURCE_DATE_EPOCH", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "JUPYTER_COLUMNS", "PYTHONIOENCODING", "_TYPER_FORCE_DISABLE_TERMINAL",
)  # fmt: skip
READING: tuple[tuple[str, ...], ...] = (
    ("list",), ("list", "--json"), ("list", "--unit", "县水利局", "--json"), ("list", "--measures", "--json"), ("show", "1"), ("show", "1", "--json"),
    ("due", "--all", "--before", "2025-12-31"), ("due", "--json"), ("status",), ("status", "--json"), ("units", "--json"), ("units", "县水利局"),
    ("sectors", "--json"), ("log",), ("log", "--json"), ("check",), ("check", "--json"), ("verify",), ("verify", "--json"), ("where", "--json"),
    *(("summary", "--format", f) for f in ("text", "md", "json", "html")), *(("export", "--format", f) for f in ("md", "csv", "json", "ics", "html")),
    ("summary", "-o", "x.docx"), ("summary", "-o", "x.xlsx"), ("export", "-o", "x.docx"), ("export", "-o", "x.xlsx"),
    ("summary", "--unit", "县水利局", "--month", "6"), ("compare", "home/tasks.yaml", "home/tasks.yaml"),
)  # fmt: skip
RECORDING: tuple[tuple[str, ...], ...] = (
    ("mark", "1", "done", "--json"), ("mark", "1", "doing", "--percent", "50"), ("note", "1", "已报"), ("undo",), ("undo", "1", "--json"),
    ("mark", "1", "na", "--note", "不涉及", "--unit", "县水利局"), ("doctor", "--yes"), ("units", "--add", "县教育局"),
)  # fmt: skip
RICH = LEAST + (
    "        content: 于2025年6月30日前完成\n        sectors: [煤矿]\n        measures:\n"
    "          - 甲\n          - {text: 乙, deadline: 每季度, target: {count: 3, unit: 次, per: unit}, units: 县林业局, remark: 丙}\n"
    "        due: [2025-06-30]\n        from: 2025-01-01\n        variants: [丁]\n        leader: 王\n"
    "      - {number: 2, title: 戊, units: 各乡（镇）人民政府, deadline: 汛期前, parts: [{sector: 煤矿}, {title: 己, units: 县水利局}]}\n"
    "id: 号\nissuer: 某县安委办\noffice: 县安委办\nsigned: 某县安委会办公室\naddressee: 各单位\ncopies: 县委\ncontact: 王\nfirst_issue: 2025-01-06\n"
    "document: 安〔2025〕1号\ntimezone: Asia/Shanghai\nlights: {yellow_days: 7, yellow_behind: 20}\nanchors: {汛期: 06-01/09-30}\n"
    "units:\n  - {name: 县水利局, short: [水利局], former: [县水务局], pinyin: [slj], groups: [组], contact: 王, hosts: [县防指办]}\n"
    "  - {name: 县林业局}\ngroups:\n  - {name: 组, phrases: [各成员单位], members: [县林业局]}\n  - {name: 乡镇, pattern: (乡|镇)$}\n"
    "  - {name: 监管部门, among: 组}\nsectors:\n  - {name: 煤矿, aliases: [煤]}\nstanding: {from: 1, group: 乡镇, text: 丁}\n"
)
LISTS = (LEAST, RICH, OTHER_COUNTY)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 10**30, 1.5, float("1e308"), "", [], {}, [None], [[]], {"": None}, ["1"], [1], [{"id": "1", "stage": 1}],
    [{"id": "1"}], [{"id": 1, "stage": None}], [{"id": "9", "stage": 99}], [{"id": "1", "stage": None}] * 2, {"status": "done"}, {"percent": 50},
    {"status": "doing", "percent": 101}, {"status": "doing", "count": 10**12}, {"status": "x"}, {"status": None}, {"reopen": ["1"]},
    {"status": "doing", "reopen": "1"}, "a" * 5000, "2025-06-20T01:00:00.123456Z", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00.000000Z",
    "2025-06-20T24:00:00Z", {"ledger": "x", "seq": 1, "ts": "x"}, "ledger", "mark", "note", "undo", "act", "a1", "a2", ["x", 1, 2], "e1", "e2",
)  # fmt: skip
KEYS = (
    "v", "seq", "id", "ts", "by", "op", "targets", "unit", "set", "note", "on", "titles", "problem", "next", "expected", "evidence", "undoes",
    "list", "created", "tool", "wall", "batch", "origin", "x", "",
)  # fmt: skip


class Choices:
    """Bytes taken one after the other; when there are none left, every choice is the first."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def more(self) -> bool:
        """Whether there is anything left to choose with."""
        return self._at < len(self._data)

    def number(self, below: int) -> int:
        """0 ≤ n < below."""
        size = 1 if below <= 256 else 2 if below <= 65536 else 3
        taken = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(taken, "big") % max(below, 1)

    def pick(self, options: Sequence[T]) -> T:
        """One of several."""
        return options[self.number(len(options))]

    def text(self) -> str:
        """A word of the dictionary, or letters."""
        if self.number(3):
            return self.pick(WORDS)
        return "".join(self.pick(ALPHABET) for _ in range(self.number(12)))

    def word(self) -> str:
        """A text that can be an argument or a variable, and leads out of no folder."""
        return self.text().replace("\x00", "").replace("../", "").lstrip("/")


def grow(data: bytes) -> Case:
    """The case that the bytes stand for."""
    choices = Choices(data)
    return choices.pick(GROWERS)(choices)


def _listed(c: Choices) -> Case:
    """A list file with values, lines or characters changed."""
    text = c.pick(LISTS)
    while c.more():
        lines = text.split("\n")
        at = c.number(len(lines))
        kind = c.number(6)
        if kind < 3:  # a value
            values = list(re.finditer(r"(?<=[:\[,{] )[^:\[\],{}\n]+|(?<=[\[,-])[^:\[\],{}\n]+", text))
            found = values[c.number(len(values))] if values else None
            if found:
                text = text[: found.start()] + c.text() + text[found.end() :]
        elif kind == 3:  # a line
            lines[at : at + c.number(3)] = [c.pick(lines)] if c.number(2) else []
            text = "\n".join(lines)
        elif kind == 4:  # how far in it stands
            lines[at] = " " * c.number(12) + lines[at].lstrip()
            text = "\n".join(lines)
        else:  # characters
            place = c.number(len(text) + 1)
            text = text[:place] + c.text() + text[place + c.number(4) :]
        if len(text) > 200_000:
            break
    content = text.encode("utf-8", "surrogateescape" if "\ue000" not in text else "replace")
    return Case((c.pick(READING), c.pick(READING), c.pick(RECORDING)), {"home/tasks.yaml": content})


def _ledger(c: Choices) -> Case:
    """A ledger with fields, records or bytes changed; sealed as its own program would, or not."""
    records = _records()
    files = {"home/tasks.yaml": RICH.encode()}
    for _ in range(c.number(6)):
        at = c.number(len(records))
        kind = c.number(4)
        if kind < 2:
            records[at] = records[at] | {c.pick(KEYS): c.pick(VALUES) if c.number(3) else c.text()}
        elif kind == 2:
            records[at] = {k: v for k, v in records[at].items() if k != c.pick(KEYS)}
        else:
            records.insert(at, records[c.number(len(records))])
    if c.number(2):
        records = [record | {"seq": n} for n, record in enumerate(records)]
    data = sealed(records)
    for _ in range(c.number(4)):
        place = c.number(len(data) + 1)
        new = c.text().encode("utf-8", "surrogatepass") if c.number(2) else bytes([c.number(256)])
        data = data[:place] + new + data[place + c.number(3) :]
    if c.number(3) == 2:
        data = data[: c.number(len(data) + 1)]
    files["home/ledger.jsonl"] = data
    return Case((c.pick(READING), c.pick(RECORDING), c.pick(READING), c.pick(RECORDING)), files)


def _environment(c: Choices) -> Case:
    """Odd variables, and a command."""
    environ = {c.pick(VARIABLES): c.word() for _ in range(1 + c.number(4))}
    return Case((c.pick(READING), c.pick(RECORDING), c.pick(READING)), _workspace(), environ)


def _arguments(c: Choices) -> Case:
    """Any words after any verb."""
    argv = [c.pick(tuple(COMMANDS))]
    while c.more() and len(argv) < 14:
        kind = c.number(4)
        argv.append(c.pick(OPTIONS) if kind < 2 else c.word())
        if argv[-1] == "--format" and c.number(2):
            argv.append(c.pick(FORMATS))
    return Case((tuple(argv), c.pick(READING)), _workspace())


def _names(c: Choices) -> Case:
    """Files and folders of any name."""
    name = c.word()
    end = c.pick(("", ".docx", ".xlsx", ".md", ".txt", ".html", ".json", ".csv", ".ics", ".yaml", ".jsonl"))
    shapes: tuple[tuple[str, ...], ...] = (
        ("summary", "-o", name + end), ("export", "-o", name + end), ("init", name), ("--home", name, "init"), ("--home", name, "list"),
        ("check", name), ("--tasks", name, "list"), ("--ledger", name, "mark", "1", "done"), ("--ledger", name, "log"), ("compare", name, name + end),
        ("summary", "--format", "text", "-o", name), ("export", "--format", c.pick(FORMATS), "-o", name), ("init", "--from", name, "--year", "2026"),
        ("--home", name, "mark", "1", "done"), ("--home", name, "where", "--json"), ("--home", name, "doctor", "--yes"),
    )  # fmt: skip
    files = _workspace()
    if (
        c.number(2)
        and name
        and "/" not in name
        and len(name.encode("utf-8", "replace")) < 200
        and name not in (".", "..", "home")
    ):
        files[name.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")] = c.pick(
            (b"", b"x", LEAST.encode(), b"\xff\xfe", b"PK\x03\x04", sealed(_records()))
        )
    return Case((c.pick(shapes), c.pick(shapes), ("list",)), files)


GROWERS: tuple[Callable[[Choices], Case], ...] = (_listed, _ledger, _environment, _arguments, _names)


def _workspace() -> dict[str, bytes]:
    return {"home/tasks.yaml": RICH.encode(), "home/ledger.jsonl": ledger_of()}


_CHANGES: tuple[dict[str, Any], ...] = (
    {"reopen": []}, {"unit": "县水利局", "set": {"status": "done"}}, {"op": "note", "set": {}, "note": "已报"}, {"op": "undo", "set": {}, "undoes": "a1"},
    {"targets": [{"id": "2.1", "stage": None}], "set": {"status": "paused"}, "note": "停", "titles": {"2": "戊"}},
)  # fmt: skip


def _records(changes: Sequence[dict[str, Any]] = _CHANGES) -> list[dict[str, Any]]:
    """A short history."""
    base: dict[str, Any] = {
        "by": "王", "op": "mark", "targets": [{"id": "1", "stage": 1}], "unit": None, "set": {"status": "doing", "percent": 30}, "note": "",
        "on": "2025-06-01", "titles": {"1": "坚定树牢安全发展理念"},
    }  # fmt: skip
    head = {"v": 1, "seq": 0, "id": "L", "op": "ledger", "list": "号", "created": "2025-01-01T00:00:00.000000Z", "tool": "0"}  # fmt: skip
    events = [
        {"v": 1, "seq": n, "id": f"a{n}", "ts": f"2025-06-01T01:00:0{n}.000000Z"} | base | change
        for n, change in enumerate(changes, start=1)
    ]
    return [head, *events]


def ledger_of(*changes: dict[str, Any]) -> bytes:
    """A short history, sealed; each of its records as a mark of task 1, but for what is said."""
    return sealed(_records(changes or _CHANGES))


def sealed(records: list[dict[str, Any]]) -> bytes:
    """The records as lines of a ledger, each with its seal."""
    lines, previous = [], ""
    for record in records:
        body = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")[
            :-1
        ]
        previous = sha256(previous.encode() + body).hexdigest()
        lines.append(body + b',"h":"' + previous.encode() + b'"}\n')
    return b"".join(lines)
