"""Any environment: encodings, missing homes, closed streams, full devices, hostile words."""

from __future__ import annotations

import getpass
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

PROGRAM = [sys.executable, "-m", "anquan_cli"]
posix = pytest.mark.skipif(os.name == "nt", reason="a POSIX shell's ways")


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a shell line in which `anquan` is this program."""
    function = f'anquan() {{ "{sys.executable}" -m anquan_cli "$@"; }}; '
    return subprocess.run(
        ["bash", "-c", function + line], env={**os.environ, **environment}, capture_output=True, timeout=60
    )


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252", "utf-8"])
def test_no_output_encoding_crashes_and_json_is_always_utf8(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    for argv in (["list"], ["status"], ["mark", "99", "done"], ["--help"], ["summary"]):
        ran = subprocess.run([*PROGRAM, *argv], env=environment, capture_output=True)
        assert ran.returncode == (2 if argv[0] == "mark" else 0)
        assert b"Traceback" not in ran.stderr
    ran = subprocess.run([*PROGRAM, "list", "--json"], env=environment, capture_output=True)
    assert json.loads(ran.stdout.decode("utf-8"))[0]["title"] == "坚定树牢安全发展理念"


def test_gbk_shows_chinese() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "COLUMNS": "100"}
    ran = subprocess.run([*PROGRAM, "show", "12"], env=environment, capture_output=True)
    text = ran.stdout.decode("gbk")
    assert "根源上杜绝重大隐患" in text and "● 绿" in text and "?" not in text


@posix
def test_without_home_or_with_one_that_cannot_be_written_reading_works(tmp_path: Path) -> None:
    bare = {"PATH": os.environ["PATH"], "ANQUAN_TODAY": "2025-01-01"}
    for extra in ({}, {"HOME": "/proc/none"}):
        ran = subprocess.run([*PROGRAM, "list"], env={**bare, **extra}, capture_output=True)
        assert (ran.returncode, len(ran.stdout.splitlines())) == (0, 27), ran.stderr.decode()
    ran = subprocess.run(
        [*PROGRAM, "mark", "12", "done"], env={**bare, "HOME": "/proc/none"}, capture_output=True
    )
    assert ran.returncode == 1
    assert "错误：" in ran.stderr.decode() and "Traceback" not in ran.stderr.decode()


@posix
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("anquan list | head -1 >/dev/null; exit ${PIPESTATUS[0]}", 0),
        ("anquan list > /dev/full", 1),
        ("anquan status > /dev/full", 1),
        ("anquan list --json > /dev/full", 1),
        ("anquan list >&-", 0),
        ("anquan mark 12 done >&- 2>&-", 0),
        ("anquan list <&-", 0),
        ("anquan mark 99 done 2>&-", 2),
        ("LC_ALL=C anquan list", 0),
        ("TERM=dumb anquan list", 0),
        (f'"{sys.executable}" -O -m anquan_cli list', 0),
    ],
)
def test_streams_that_are_closed_or_full_never_show_a_traceback(line: str, code: int) -> None:
    if "/dev/full" in line and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    ran = shell(line)
    assert ran.returncode == code, ran.stderr.decode()
    assert b"Traceback" not in ran.stderr
    if "head" in line:
        assert ran.stderr == b""


@posix
def test_bytes_that_are_no_utf8_are_refused_and_nothing_is_recorded(workspace: Path) -> None:
    ran = shell(r"anquan mark 12 done --note $'\xff\xfe'")
    assert ran.returncode == 2
    assert not (workspace / "home" / "ledger.jsonl").exists()


HOSTILE = "\x1b[31m红\x07\x9b2J [bold]x[/x] :smile: \u202eabc\u2028d\ttab"


@pytest.mark.parametrize("width", [None, 40, 100])
@pytest.mark.parametrize("argv", [("log",), ("show", "12"), ("summary",), ("due", "--all", "--month", "12")])
def test_hostile_words_are_kept_exactly_and_shown_harmlessly(
    run: Run, argv: tuple[str, ...], width: int | None
) -> None:
    run("note", "12", HOSTILE, "--problem", HOSTILE, "--by", HOSTILE)
    ran = run(*argv, width=width)
    assert ran.code == 0
    for sign in "\x1b\x07\x9b\u202e\u2028":
        assert sign not in ran.out
    assert [e["note"] for e in run("log", "--json").json] == [HOSTILE]
    if argv == ("log",) and width is None:
        assert "[bold]x[/x] :smile:" in ran.out


@pytest.mark.parametrize(
    "argv",
    [
        ("list", "--unit", HOSTILE), ("list", "--sector", HOSTILE), ("list", "--category", HOSTILE),
        ("list", "--status", HOSTILE), ("show", HOSTILE), ("mark", HOSTILE, "done"), ("mark", "12", HOSTILE),
        (HOSTILE,), ("list", "--" + HOSTILE), ("list", HOSTILE), ("due", "--month", HOSTILE),
        ("list", "--today", HOSTILE), ("summary", "--week", HOSTILE), ("summary", "-o", "x." + HOSTILE),
        ("check", HOSTILE), ("list", "--tasks", HOSTILE),
    ],
)  # fmt: skip
def test_hostile_arguments_are_shown_harmlessly_in_errors(run: Run, argv: tuple[str, ...]) -> None:
    ran = run(*argv)
    assert ran.code in (1, 2)
    assert ran.err.startswith("错误：") and "Traceback" not in ran.err
    for sign in "\x1b\x07\x9b\u202e\u2028":
        assert sign not in ran.err


def test_a_megabyte_of_note_is_kept(run: Run) -> None:
    text = "险" * 350_000
    assert run("note", "12", text).code == 0
    assert run("log", "--json").json[0]["note"] == text
    assert run("show", "12", width=80).code == 0


def test_an_unknown_user_id_records_without_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANQUAN_BY")

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(getpass, "getuser", nobody)
    run("mark", "12", "done")
    assert run("log", "--json").json[0]["by"] == "未署名"


@pytest.mark.parametrize("cache", ["file", "broken", "link"])
def test_a_useless_or_damaged_cache_is_never_noticed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    folder = tmp_path / "cache"
    monkeypatch.setenv("ANQUAN_CACHE", str(folder))
    if cache == "file":
        folder.write_text("in the way")
    elif cache == "link":
        folder.symlink_to(tmp_path / "nowhere")
    else:
        run("list")
        for entry in folder.iterdir():
            entry.write_bytes(entry.read_bytes()[:-7] + b"garbage")
    ran = run("list")
    assert (ran.code, len(ran.rows), ran.err) == (0, 27, "")


def test_a_changed_list_is_never_answered_from_the_cache(run: Run, listed: object) -> None:
    assert callable(listed)
    path = listed()
    assert run("list").rows[0][1] == "坚定树牢安全发展理念"
    path.write_text(path.read_text(encoding="utf-8").replace("坚定", "持续"), encoding="utf-8")
    assert run("list").rows[0][1] == "持续树牢安全发展理念"


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_workspace_can_be_read(run: Run, workspace: Path) -> None:
    run("mark", "12", "done")
    (workspace / "home").chmod(0o555)
    assert run("list").code == 0
    assert run("mark", "13", "done").code == 1
    (workspace / "home").chmod(0o755)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Shanghai"])
def test_due_dates_never_move_with_the_machines_zone(zone: str) -> None:
    environment = {**os.environ, "TZ": zone}
    ran = subprocess.run([*PROGRAM, "due", "--month", "6"], env=environment, capture_output=True)
    assert {line.split("\t")[0] for line in ran.stdout.decode().splitlines()} == {"2025-06-30"}
