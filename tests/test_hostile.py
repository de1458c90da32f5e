"""Hostile text from arguments, list files and ledgers: refused clearly, or kept exactly and shown harmlessly.

`tests/views` tries the office formats; here is everything that reaches a terminal or a pipe.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LEAST, Ran, Run
from tests.ledger.conftest import extend, seal

pytestmark = pytest.mark.elsewhere

SIGNS = "\x1b\x07\x08\x7f\x9b\u202e\u2066\u200f\u2028\x00"  # none of them may ever reach a screen
ESCAPED = (
    "\\e[31m红\\a\\b\\x7f\\x9b2J [bold]x[/x] :smile: \\u202eabc\\u2066\\u200f\\u2028d\\ttab \\0"  # in YAML
)
TEXT = "\x1b[31m红\x07\x08\x7f\x9b2J [bold]x[/x] :smile: \u202eabc\u2066\u200f\u2028d\ttab \x00"
ARGUMENT = TEXT.replace("\x00", "")  # no argument can hold one
MEGABYTE = "险" * 320_000  # nearly: a ledger refuses a longer line
LONG = MEGABYTE[:100_000]
FACES: list[int | None] = [None, 100, 40]  # a pipe, a wide terminal, a narrow one

HOSTILE_LIST = f"""\
id: "号{ESCAPED}"
title: "某县2025年{ESCAPED}"
year: 2025
issuer: "{ESCAPED}"
document: "{ESCAPED}"
units:
  - {{name: "县水利局", short: ["水{ESCAPED}"], contact: "{ESCAPED}"}}
sectors:
  - {{name: "煤{ESCAPED}", aliases: ["矿{ESCAPED}"]}}
categories:
  - number: 一
    title: "类{ESCAPED}"
    variants: ["又{ESCAPED}"]
    tasks:
      - number: 1
        title: "题{ESCAPED}"
        variants: ["变{ESCAPED}"]
        content: "{ESCAPED}"
        units: "县水利局、县{ESCAPED}局"
        deadline: "3月底前"
        sectors: ["煤{ESCAPED}"]
        measures:
          - "点{ESCAPED}"
          - {{text: "甲{ESCAPED}", deadline: "秋{ESCAPED}", remark: "{ESCAPED}", units: "乙{ESCAPED}局",
             target: {{count: 3, unit: "个{ESCAPED}"}}}}
      - number: 2
        title: "题二"
        deadline: "{ESCAPED}"
        parts:
          - {{sector: "煤{ESCAPED}", units: "县水利局"}}
"""

SECOND = """\
      - number: 2
        title: 排查公路护栏
        units: 县水利局
        deadline: 全年
"""
COMMANDS = [
    ("list",), ("list", "--measures"), ("list", "--unit", "县水利局"), ("show", "1"), ("show", "1.1"), ("show", "1.2"),
    ("show", "2"), ("due", "--all", "--before", "2025-12-31"), ("log",), ("status",), ("units",), ("sectors",),
    ("summary",), ("summary", "--unit", "县水利局"), ("check",), ("verify",), ("where",),
]  # fmt: skip
FORMATS = [("export", f) for f in ("md", "csv", "ics", "json")] + [
    ("summary", f) for f in ("text", "md", "json")
]


def harmless(ran: Ran) -> None:
    """Nothing moves a cursor, and there is no traceback."""
    for stream in (ran.out, ran.err):
        assert not [hex(ord(sign)) for sign in SIGNS if sign in stream]
    assert "Traceback" not in ran.err


def every_answer(run: Run, code: int = 0, **more: Any) -> None:
    """All commands on all faces, all formats."""
    for argv in COMMANDS:
        for width in FACES:
            ran = run(*argv, width=width, **more)
            harmless(ran)
            assert ran.code == code, (argv, ran.err)
        ran = run(*argv, "--json", **more)
        harmless(ran)
        assert ran.json is not None
    for verb, name in FORMATS:
        harmless(run(verb, "--format", name, **more))


# --- from the list file ----------------------------------------------------------------------------


@pytest.fixture
def hostile_list(listed: Callable[[str], Path]) -> Path:
    return listed(HOSTILE_LIST)


@pytest.mark.many
@pytest.mark.usefixtures("hostile_list")
def test_a_hostile_list_is_shown_harmlessly_everywhere(run: Run) -> None:
    for argv in (
        ("mark", "1", "doing", "--percent", "3"),
        ("note", "1.1", "x"),
        ("mark", "2.1", "done"),
        ("undo",),
    ):
        ran = run(*argv)
        harmless(ran)
        assert ran.code == 0
    every_answer(run, today="2025-06-20")


@pytest.mark.watched
@pytest.mark.usefixtures("hostile_list")
def test_a_hostile_list_is_kept_exactly(run: Run) -> None:
    row = run("list", "--json").json[0]
    assert (row["title"], row["category"]["title"]) == ("题" + TEXT, "类" + TEXT)
    assert run("show", "1", "--json").json["content"] == TEXT
    run("mark", "1", "done")
    assert run("log", "--json").json[0]["titles"] == {"1": "题" + TEXT}


def test_a_hostile_list_that_is_wrong_is_reported_harmlessly(run: Run, listed: Callable[[str], Path]) -> None:
    for old, new in (
        ("year:", f'"jahr{ESCAPED}":'),
        ("number: 2", f'number: "{ESCAPED}"'),
        ("parts:", "measures:"),
    ):
        path = listed(HOSTILE_LIST.replace(old, new))
        for argv in (("list",), ("check", str(path)), ("mark", "1", "done")):
            ran = run(*argv)
            harmless(ran)
            assert ran.code == 3


@pytest.mark.usefixtures("hostile_list")
def test_another_lists_hostile_ledger_is_named_harmlessly(run: Run, listed: Callable[[str], Path]) -> None:
    run("mark", "1", "done")
    listed(LEAST)
    for argv in (("list",), ("mark", "1", "done"), ("doctor", "--yes"), ("verify",)):
        ran = run(*argv)
        harmless(ran)
        assert (ran.code, "号^[[31m红" in ran.err) == (3, True)


@pytest.mark.parametrize(
    "number", ["012", "１２", '" 12"', "1e1", "1.0", "0xC", "-12", "12 13", "十二", "1_2", "+12"]
)
def test_a_number_in_a_list_is_a_number_or_refused(
    run: Run, listed: Callable[[str], Path], number: str
) -> None:
    """YAML would read 012 as 10, 1_2 as 12 and 1e1 as text."""
    listed(LEAST.replace("number: 1\n", f"number: {number}\n"))
    ran = run("list")
    assert (ran.code, ran.out) == (3, "")


@pytest.mark.parametrize(
    ("typed", "ident"), [("１２", "12"), (" 12", "12"), ("12 ", "12"), ("４．３", "4.3"), ("012", None), ("1e1", None),
                         ("+12", None), ("1２3", None), ("0", None), ("-1", None), ("12.", "12"), ("", None),
                         ("१२", None), ("9" * 5000, None), ("1" + "\u200b" + "2", "12")]
)  # fmt: skip
@pytest.mark.parametrize("verb", ["show", "log", "mark", "note"])
def test_an_id_is_an_id_or_refused(
    run: Run, workspace: Path, verb: str, typed: str, ident: str | None
) -> None:
    more = {"mark": ("done",), "note": ("已办",)}.get(verb, ())
    ran = run(verb, "--json", "--", typed, *more)
    harmless(ran)
    if ident is None:
        assert (ran.code, ran.out) == (2, "")
        assert len(ran.err) < 400, "a long word is not repeated in full"
        assert not (workspace / "home" / "ledger.jsonl").exists()
    else:
        assert ran.code == 0
        if verb in ("mark", "note"):
            assert [t["id"] for t in run("log", "--json").json[0]["targets"]] == [ident]


# --- from arguments --------------------------------------------------------------------------------


def test_hostile_arguments_are_kept_exactly_and_shown_harmlessly(
    run: Run, listed: Callable[[str], Path]
) -> None:
    listed(LEAST + SECOND)
    words = (
        "--note",
        ARGUMENT,
        "--problem",
        ARGUMENT,
        "--next",
        ARGUMENT,
        "--evidence",
        ARGUMENT,
        "--by",
        ARGUMENT,
    )
    harmless(run("mark", "1", "doing", "--percent", "3", *words, today="2025-06-20"))
    harmless(run("note", "2", ARGUMENT, "--by", ARGUMENT, today="2025-06-20"))
    event = run("log", "--json").json[0]
    kept = [event[name] for name in ("note", "problem", "next", "by")] + event["evidence"]
    assert kept == [ARGUMENT] * 5
    for argv in (("log",), ("show", "1"), ("summary",), ("status",), ("units",)):
        for width in FACES:
            harmless(run(*argv, width=width, today="2025-06-20"))
    for verb, name in FORMATS:
        harmless(run(verb, "--format", name, today="2025-06-20"))
    assert "[bold]x[/x] :smile:" in run("log").out, "markup is text"


@pytest.mark.skipif(os.name == "nt", reason="arguments are bytes on POSIX alone")
@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("mark", "12", "done", "--note", "?"), 2),
        (("mark", "12", "done", "--by", "?"), 2),
        (("mark", "12", "done", "--evidence", "?"), 2),
        (("mark", "12", "doing", "--problem", "?"), 2),
        (("mark", "12", "doing", "--next", "?"), 2),
        (("mark", "12", "?"), 2),
        (("mark", "?", "done"), 2),
        (("note", "12", "?"), 2),
        (("show", "?"), 2),
        (("log", "?"), 2),
        (("undo", "?"), 2),
        (("list", "--unit", "?"), 2),
        (("list", "--search", "?"), 0),
        (("list", "--tasks", "?"), 1),
        (("verify", "--expect", "?"), 2),
        (("where", "--home", "?"), 0),
        (("where", "--home", "?", "--json"), 0),
        (("?",), 2),
        (("--?",), 2),
    ],
)
def test_bytes_that_are_no_text_are_refused_or_shown_as_what_they_are(
    run: Run, workspace: Path, argv: tuple[str, ...], code: int
) -> None:
    """As Python hands them over: every stray byte half of a pair that is none."""
    ran = run(*(a.replace("?", "坏\udcff\udcfe") for a in argv))
    harmless(ran)
    assert ran.code == code
    assert not (workspace / "home" / "ledger.jsonl").exists()


# --- from the ledger -------------------------------------------------------------------------------


def sealed_by_another(path: Path, changes: list[dict[str, Any]]) -> None:
    """More records in the ledger, properly sealed by a program that does not mind what they say."""
    for change in changes:
        data = path.read_bytes()
        record = json.loads(data.splitlines()[-1])
        del record["h"]
        path.write_bytes(extend(data, record | {"seq": record["seq"] + 1} | change))


@pytest.mark.many
def test_a_hostile_ledger_is_shown_harmlessly_everywhere(
    run: Run, listed: Callable[[str], Path], workspace: Path
) -> None:
    listed(
        LEAST.replace("deadline: 6月底前/12月底前", "deadline: 3月底前\n        measures: [甲, 乙]") + SECOND
    )
    run("mark", "1", "doing", "--note", "x", today="2025-06-20")
    path = workspace / "home" / "ledger.jsonl"
    every = {"by": TEXT, "note": TEXT, "problem": TEXT, "next": TEXT, "evidence": [TEXT], "unit": TEXT}
    sealed_by_another(
        path,
        [
            {**every, "id": TEXT, "titles": {"1": TEXT}},
            {**every, "id": "b", "titles": {}},
            {"id": "c", "set": {"status": TEXT}, "titles": {}, "unit": None},
            {"id": "d", "targets": [{"id": TEXT, "stage": 3}], "titles": {TEXT: TEXT}},
            {"id": "e", "op": TEXT, "note": TEXT},
            {"id": "f", "op": "note", "set": {}, "note": LONG, "by": LONG, "unit": LONG},
        ],
    )
    every_answer(run, today="2025-06-20")
    kept = {e["seq"]: e for e in run("log", "--json").json}
    assert (kept[2]["note"], kept[2]["by"], kept[3]["unit"]) == (TEXT, TEXT, TEXT)
    assert kept[7]["note"] == LONG
    for argv in (("undo", "2"), ("undo", "5"), ("undo", TEXT.replace("\0", "")), ("show", "1")):
        harmless(run(*argv, today="2025-06-20"))


@pytest.mark.many
def test_undos_in_a_ring_end(run: Run, listed: Callable[[str], Path], workspace: Path) -> None:
    """Two undos that each take the other back: no program writes them, and no command waits for their end."""
    listed(
        LEAST.replace("deadline: 6月底前/12月底前", "deadline: 3月底前\n        measures: [甲, 乙]") + SECOND
    )
    run("mark", "1", "done")
    path = workspace / "home" / "ledger.jsonl"
    ring = [
        {"op": "undo", "set": {}, "id": "a", "undoes": "b"},
        {"op": "undo", "set": {}, "id": "b", "undoes": "a"},
    ]
    sealed_by_another(path, ring)
    every_answer(run, today="2025-06-20")
    assert run("undo", "3").code in (0, 2)


def test_a_hostile_header_is_told_harmlessly(run: Run, workspace: Path) -> None:
    run("mark", "12", "done")
    path = workspace / "home" / "ledger.jsonl"
    header = json.loads(path.read_bytes().splitlines()[0])
    del header["h"]
    path.write_bytes(seal("", header | {"list": TEXT, "id": TEXT, "tool": TEXT}))
    for argv in (("list",), ("verify",), ("doctor", "--yes"), ("mark", "12", "done")):
        ran = run(*argv)
        harmless(ran)
        assert (ran.code, "^[[31m红" in ran.err) == (3, True)


# --- a megabyte ------------------------------------------------------------------------------------


@pytest.mark.many
def test_a_megabyte_in_the_list_is_kept_and_shown(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LEAST.replace("坚定", MEGABYTE))
    assert run("list", "--json").json[0]["title"] == MEGABYTE + "树牢安全发展理念"
    assert run("mark", "1", "done").code == 0
    for argv in (("list",), ("show", "1"), ("status",), ("log",), ("summary",)):
        assert run(*argv, today="2025-01-02").code == 0
    assert run("status", width=80).code == 0


@pytest.mark.many
@pytest.mark.parametrize(
    "argv",
    [
        ("show", MEGABYTE), ("list", "--unit", MEGABYTE), ("list", "--today", MEGABYTE), ("mark", "12", MEGABYTE),
        ("undo", MEGABYTE), ("verify", "--expect", MEGABYTE), ("summary", "--week", MEGABYTE), (MEGABYTE,),
        ("due", "--month", MEGABYTE), ("mark", "12", "done", "--percent", MEGABYTE),
        ("list", "--category", MEGABYTE), ("list", "--category", "1" * 5000), ("list", "--sort", MEGABYTE),
        ("export", "--format", MEGABYTE), ("summary", "-o", f"x.{MEGABYTE}"), ("summary", "-o", "{" + "x" * 5000 + "}.txt"),
        ("completion", MEGABYTE),
    ],
    ids=lambda argv: " ".join(a[:12] for a in argv),
)  # fmt: skip
def test_a_megabyte_where_a_word_belongs_is_refused_in_a_sentence(run: Run, argv: tuple[str, ...]) -> None:
    ran = run(*argv)
    assert ran.code == 2
    assert len(ran.err) < 1000, "and not repeated in full"


# --- paths -----------------------------------------------------------------------------------------


posix = pytest.mark.skipif(os.name == "nt", reason="no name may hold such characters there")
ODD = [pytest.param(name, marks=posix) for name in ("第\n一\n区", "'$(x)\"", "\x1b[31m红")]


@pytest.mark.parametrize("name", ["工作 区", "-区", "～", *ODD])
def test_a_workspace_may_be_called_anything(run: Run, tmp_path: Path, name: str) -> None:
    home = tmp_path / "区" / name
    for argv in (
        ("init", str(home)),
        ("mark", "12", "done"),
        ("list",),
        ("verify",),
        ("where",),
        ("doctor",),
    ):
        ran = run("--home", str(home), *argv) if argv[0] != "init" else run("init", "--", str(home))
        assert ran.code == 0, ran.err
        harmless(ran)
    assert len(run("--home", str(home), "log").rows) == 1
    damaged = home / "ledger.jsonl"
    damaged.write_bytes(damaged.read_bytes().replace(b'"by":"', b'"by":"x'))
    for argv in (("list",), ("mark", "13", "done"), ("doctor", "--yes")):
        harmless(run("--home", str(home), *argv))
    assert len([p for p in home.iterdir() if ".damaged-" in p.name]) == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("kind", ["link to a folder", "link to nowhere", "file"])
def test_a_cache_that_is_a_link_or_a_file_harms_nobody(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    target, cache = tmp_path / "precious", tmp_path / "cache"
    target.mkdir()
    (target / "mine").write_bytes(b"precious")
    if kind == "file":
        cache.write_bytes(b"precious")
    else:
        cache.symlink_to(target if "folder" in kind else tmp_path / "nowhere")
    monkeypatch.setenv("ANQUAN_CACHE", str(cache))
    for _ in range(2):
        assert (len(run("list").rows), run("list").err) == (27, "")
    assert (target / "mine").read_bytes() == b"precious"
    assert not (tmp_path / "nowhere").exists() and (kind != "file" or cache.read_bytes() == b"precious")


@pytest.mark.skipif(os.name == "nt", reason="no modes there")
def test_under_a_loose_umask_nothing_of_ours_is_writable_for_the_world(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANQUAN_CACHE", str(tmp_path / "cache"))
    old = os.umask(0)
    try:
        run("init", str(tmp_path / "区"))
        run("mark", "12", "done")
        run("export", "--format", "md", "-o", str(tmp_path / "清单.md"))
    finally:
        os.umask(old)
    made = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert {p.parent.name for p in made} == {"区", "home", "cache", "heads", tmp_path.name}
    assert [str(p) for p in made if p.stat().st_mode & 0o002] == []
    assert [p for p in made if p.name == "ledger.jsonl" and p.stat().st_mode & 0o007] == []
    folders = [tmp_path / name for name in ("区", "home", "cache", "state", "state/heads")]
    assert [str(p) for p in folders if p.stat().st_mode & 0o002] == []
    private = [p for p in folders[2:] if p.stat().st_mode & 0o077]
    assert private == [], "cache and memory are their owner's alone"


# --- nothing is executed, nothing is fetched -------------------------------------------------------


@pytest.mark.watched
def test_no_command_needs_a_network(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import socket

    def refuse(*args: object, **more: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    run("mark", "12", "done")
    for argv in (*COMMANDS, ("doctor",), ("export", "--format", "md"), ("completion", "bash")):
        assert run(*argv).code == 0, argv


@pytest.mark.process
@pytest.mark.skipif(shutil.which("unshare") is None, reason="no way to take the network away here")
def test_it_works_on_a_machine_that_has_no_network_at_all(workspace: Path) -> None:
    alone = ["unshare", "--net", sys.executable, "-m", "anquan_cli"]
    if subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode:
        pytest.skip("taking the network away needs root")
    for argv in (["mark", "12", "done"], ["list"], ["verify"]):
        ran = subprocess.run([*alone, *argv], capture_output=True, timeout=60)
        assert (ran.returncode, ran.stderr.decode().count("错误")) == (0, 0)
