"""Any environment: encodings, missing homes, closed streams, full devices, hostile words."""

from __future__ import annotations

import errno
import getpass
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from anquan_cli.errors import UsageError
from anquan_cli.ledger.jsonl import files
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.settings import Options
from tests.conftest import Ran, Run

pytestmark = [pytest.mark.process, pytest.mark.elsewhere]

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
    """Every page where Chinese has no letters at all, elsewhere a table and a refusal."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    pages = (["status"], ["--help"], ["summary"], ["show", "6"], ["check"])
    for argv in (["list"], ["mark", "99", "done"], *(pages if encoding == "ascii" else ())):
        ran = subprocess.run([*PROGRAM, *argv], env=environment, capture_output=True)
        assert ran.returncode == (2 if argv[0] == "mark" else 0)
        assert b"Traceback" not in ran.stderr
    if encoding in ("ascii", "cp1252"):  # nothing of a list would be left of it
        ran = subprocess.run([*PROGRAM, "list"], env=environment, capture_output=True)
        assert "坚定树牢安全发展理念" in ran.stdout.decode("utf-8")
    ran = subprocess.run([*PROGRAM, "list", "--json"], env=environment, capture_output=True)
    assert json.loads(ran.stdout.decode("utf-8"))[0]["title"] == "坚定树牢安全发展理念"


@pytest.mark.parametrize("library", ["typer", "yaml", "pydantic"])
def test_a_library_that_does_not_load_is_one_sentence(tmp_path: Path, library: str) -> None:
    """A file that a virus scanner keeps back, or a folder that was not unpacked whole."""
    (tmp_path / f"{library}.py").write_text("raise ImportError('DLL load failed', name=__name__)\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "ANQUAN_CACHE": ""}
    ran = subprocess.run([*PROGRAM, "list"], env=environment, capture_output=True, encoding="utf-8")
    assert (ran.returncode, ran.stdout) == (1, ""), ran.stderr
    assert ran.stderr.startswith(f"错误：程序的组件 {library} 装不进来\n提示：请重新安装")
    assert len(ran.stderr.splitlines()) == 2


def test_gbk_shows_chinese() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "COLUMNS": "100"}
    ran = subprocess.run([*PROGRAM, "show", "12"], env=environment, capture_output=True)
    text = ran.stdout.decode("gbk")
    assert "根源上杜绝重大隐患" in text and "● 绿" in text and "?" not in text


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("summary", "gbk"),
        ("summary --format md", "gbk"),
        ("export --format md", "gbk"),
        ("summary --format html", "utf-8"),
        ("export --format csv", "utf-8"),
        ("summary --format text -o x.txt && cat x.txt", "utf-8"),
    ],
)
def test_what_is_read_is_in_the_pipes_encoding_and_what_is_a_file_in_utf8(
    tmp_path: Path, line: str, encoding: str
) -> None:
    """As a Chinese Windows reads a pipe: anquan summary | more, | findstr 逾期."""
    ran = shell(f'cd "{tmp_path}" && anquan {line}', PYTHONIOENCODING="gbk")
    assert ran.returncode == 0 and "根源上杜绝重大隐患" in ran.stdout.decode(encoding)
    assert "编码" not in ran.stderr.decode("gbk")


@pytest.mark.parametrize("argv", ["show 9", "log", "summary"])
def test_what_an_encoding_does_not_have_is_told(run: Run, argv: str) -> None:
    assert run("mark", "9", "doing", "--note", "𠮷家㙍已查", today="2025-06-20").code == 0
    ran = shell(f"anquan {argv} --today 2025-06-20", PYTHONIOENCODING="gbk")
    assert (ran.returncode, "?家?已查" in ran.stdout.decode("gbk")) == (0, True)
    told = "提示：输出用的编码（gbk）里没有2个字（U+20BB7、U+364D），写成了“?”；要一字不差的，请加 --json"
    assert told in ran.stderr.decode("gbk")
    many = "".join(map(chr, range(0x20000, 0x20009)))
    run("mark", "9", "doing", "--note", many, today="2025-06-20")
    ran = shell("anquan log --limit 1", PYTHONIOENCODING="gbk")
    assert "没有9个字（U+20000、" in (said := ran.stderr.decode("gbk")) and "、U+20007等），写成了“?”" in said
    assert "𠮷家㙍已查" in shell(f"anquan {argv} --today 2025-06-20 --json").stdout.decode()
    assert "编码" not in run(*argv.split(), today="2025-06-20").err


def test_an_imported_list_goes_down_a_pipe_as_the_file_that_it_is(tmp_path: Path) -> None:
    rows = "任务\t责任单位\t完成时限\n排查燃气\t县住建局\t6月底前\n"
    (tmp_path / "清单.txt").write_text(f"某县2026年任务清单\n{rows}", encoding="utf-8")
    ran = shell(f'cd "{tmp_path}" && anquan import 清单.txt | anquan check -', PYTHONIOENCODING="gbk")
    assert ran.returncode == 0, ran.stderr.decode("gbk")


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
        ("anquan list >&-", 1),
        ("anquan mark 12 done >&- 2>&-", 1),
        ("anquan check --help 2>&-", 0),
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
@pytest.mark.parametrize(
    "line",
    ["list >> L", "mark 9 doing >> L", "list --json 2>> L", "log >> L 2>&1", "list >> home/tasks.yaml"],
)
def test_no_answer_stands_in_the_list_or_in_the_ledger(workspace: Path, run: Run, line: str) -> None:
    run("mark", "12", "done", today="2025-06-01")
    home = workspace / "home"
    shutil.copy(Path(__file__).parents[2] / "data" / "tasks.yaml", home / "tasks.yaml")
    before = [(home / name).read_bytes() for name in ("ledger.jsonl", "tasks.yaml")]
    ran = shell(f'cd "{workspace}" && anquan --today 2025-06-01 {line.replace("L", "home/ledger.jsonl")}')
    assert [(home / name).read_bytes() for name in ("ledger.jsonl", "tasks.yaml")] == before
    said = ran.stderr.decode()
    assert (ran.returncode, "Traceback" in said, "没有执行" in said) == (1, False, "2>" not in line)


@posix
def test_an_imported_list_may_become_the_workspaces_own(workspace: Path) -> None:
    (workspace / "清单.txt").write_text(
        "某县2026年任务清单\n任务\t责任单位\t完成时限\n排查\t县住建局\t6月底前\n"
    )
    ran = shell(f'cd "{workspace}" && anquan import 清单.txt > home/tasks.yaml && anquan check')
    assert ran.returncode == 0, ran.stderr.decode()


@posix
def test_where_says_what_is_damaged_though_nobody_takes_its_answer(workspace: Path, run: Run) -> None:
    run("mark", "12", "done", today="2025-06-01")
    with open(workspace / "home" / "ledger.jsonl", "ab") as ledger:
        ledger.write(b"x\n")
    ran = shell("anquan where >&-")
    assert (ran.returncode, "第3行损坏" in ran.stderr.decode()) == (3, True)


@posix
def test_what_was_changed_is_said_where_nobody_takes_the_answer(workspace: Path) -> None:
    """Exit 0 means done and said: where the copies are is asked for later, when nobody knows of them."""
    reader, writer = os.pipe()
    os.close(reader)
    ledger = workspace / "home" / "ledger.jsonl"

    def told(*words: str) -> tuple[int, list[str]]:
        ran = subprocess.run(
            [*PROGRAM, "--today", "2025-06-01", *words], stdout=writer, stderr=subprocess.PIPE
        )
        return ran.returncode, ran.stderr.decode().splitlines()

    assert told("mark", "12", "done") == (0, ["输出没有人接收；第1号记录已入账，不必重做。"])
    assert told("list", "--json") == (0, [])
    ledger.write_bytes(ledger.read_bytes() + b"{")
    code, (said,) = told("doctor", "--yes")
    (torn,) = ledger.parent.glob("ledger.jsonl.torn-*")
    assert (code, said) == (
        0,
        f"输出没有人接收；末尾没有写完的部分已另存为 {torn}，台账已修复，不必重做。",
    )
    os.close(writer)


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("answer", ["list --json", "list --measures", "export --format html"])
def test_an_answer_that_is_taken_in_part_alone_is_no_success(
    tmp_path: Path, answer: str, unbuffered: str
) -> None:
    """A disk that fills up on the way takes the first 20 KB of a write and says so: the rest is not forgotten."""
    kept = {"PYTHONUNBUFFERED": unbuffered, "PYTHONDONTWRITEBYTECODE": "1"}  # it would be cut off, too
    ran = shell(f"ulimit -f 20; anquan {answer} > {tmp_path}/part", **kept)
    assert (tmp_path / "part").stat().st_size == 20 * 1024
    assert (ran.returncode, ran.stderr.decode().splitlines()[0]) == (
        1,
        "错误：无法输出结果：文件超出大小限制",
    )


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_that_takes_little_at_a_time_gets_it_all(unbuffered: str) -> None:
    """As the parents make them that wait for nothing themselves: EAGAIN where nobody has read yet."""
    command = [*PROGRAM, "list", "--measures", "--json"]
    whole = subprocess.run(command, capture_output=True, check=True).stdout
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    process = subprocess.Popen(
        command,
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )
    os.close(writing)
    with open(reading, "rb") as pipe:
        got = pipe.read(1)
        time.sleep(0.3)  # meanwhile it is full
        got += pipe.read()
    assert process.communicate()[1] == b"" and process.returncode == 0
    assert got == whole and len(whole) > 65536  # more than a pipe holds


@posix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_words_that_nobody_takes_do_not_undo_what_was_recorded(run: Run) -> None:
    """The day lies outside the list's year, so there is a word for standard error; it is full."""
    ran = shell("anquan mark 12 done 2>/dev/full", ANQUAN_TODAY="2026-03-01")
    assert ran.returncode == 0 and "已登记（第1号记录" in ran.stdout.decode()
    ran = shell("anquan mark 13 done >/dev/full", ANQUAN_TODAY="2025-03-01")
    said = ran.stderr.decode()
    assert ran.returncode == 1 and "第2号记录已入账，不必重做" in said
    assert len(run("log").rows) == 2
    ran = shell("anquan list >/dev/full", ANQUAN_TODAY="2025-03-01")
    assert ran.returncode == 1 and "无法输出结果：磁盘空间不足\n" in ran.stderr.decode()
    ran = shell("anquan units --add 县测试局 >/dev/full", ANQUAN_TODAY="2025-03-01")
    assert ran.returncode == 1 and "tasks.yaml，不必重做" in ran.stderr.decode()
    ran = shell("anquan doctor 2>/dev/full", ANQUAN_TODAY="2025-03-01")
    assert ran.returncode == 0


@posix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize(
    "words", ["list", "list --json", "verify", "verify --json", "summary", "export --format csv"]
)
def test_a_damaged_ledger_is_told_of_also_where_the_answer_finds_no_room(
    run: Run, workspace: Path, words: str
) -> None:
    run("mark", "1", "doing")
    ledger = workspace / "home" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace("测试员".encode(), "别的人".encode()))
    ran = shell(f"anquan {words} >/dev/full")
    assert ran.returncode == 3 and "第2行损坏" in ran.stderr.decode()


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
    text = "险" * 320_000
    assert run("note", "12", text).code == 0
    assert run("log", "--json").json[0]["note"] == text
    assert run("show", "12", width=80).code == 0


@pytest.mark.watched
def test_an_unknown_user_id_records_without_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANQUAN_BY")

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    for unseen in (nobody, lambda: " ", lambda: "\u200b"):
        monkeypatch.setattr(getpass, "getuser", unseen)
        run("mark", "12", "done")
        assert run("log", "--json").json[-1]["by"] == "未署名"


@pytest.mark.watched
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


@pytest.mark.watched
@posix
def test_a_cache_that_others_may_write_is_not_believed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest proves nothing: who forged the entry has sealed it, too. A FIFO in its place is no trap."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("ANQUAN_CACHE", str(folder))
    run("list")
    (entry,) = folder.iterdir()
    forged = entry.read_bytes().partition(b"\n")[2].replace("坚定树牢".encode(), "不必树牢".encode())
    entry.write_bytes(sha256(forged).hexdigest().encode() + b"\n" + forged)
    assert run("list").rows[0][1] == "不必树牢安全发展理念", "believed while it is ours alone"
    entry.chmod(0o622)
    assert run("list").rows[0][1] == "坚定树牢安全发展理念"
    entry.unlink()
    os.mkfifo(entry)
    assert run("list").rows[0][1] == "坚定树牢安全发展理念"


def test_a_cache_folder_that_is_somebody_elses_loses_nothing(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder := workspace / "文档").mkdir()
    for n in range(12):
        (folder / f"plan-2025-{n}.json").write_text("{}")
    monkeypatch.setenv("ANQUAN_CACHE", str(folder))
    assert run("list").code == 0
    assert len([*folder.glob("plan-2025-*.json")]) == 12


def test_a_changed_list_is_never_answered_from_the_cache(run: Run, listed: object) -> None:
    assert callable(listed)
    path = listed()
    assert run("list").rows[0][1] == "坚定树牢安全发展理念"
    path.write_text(path.read_text(encoding="utf-8").replace("坚定", "持续"), encoding="utf-8")
    assert run("list").rows[0][1] == "持续树牢安全发展理念"


# --- somebody who may not do everything ------------------------------------------------------------

STRANGER = ["unshare", "--user", "--map-user=54321", "--map-group=54321"]  # an id that no table knows


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Callable[..., Ran]]:
    """Runs the program as a user without privileges, whom the system has no name for (or as who we are)."""
    try:
        become = [] if subprocess.run([*STRANGER, "true"], capture_output=True).returncode else STRANGER
    except OSError:
        become = []
    if not become and os.geteuid() == 0:
        pytest.skip("root may write everywhere, and cannot be anybody else here")

    def call(*argv: str, **environment: str) -> Ran:
        nameless = ("ANQUAN_BY", "USER", "LOGNAME", "USERNAME", "LNAME")
        bare = {name: value for name, value in os.environ.items() if name not in nameless}
        command = [*become, *PROGRAM, *argv]
        ran = subprocess.run(command, env=bare | environment, capture_output=True, timeout=60)
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    yield call
    for folder in [p for p in tmp_path.rglob("*") if p.is_dir()]:
        folder.chmod(0o755)


@posix
def test_a_folder_that_is_closed_to_us_is_what_is_named(
    workspace: Path, stranger: Callable[..., Ran]
) -> None:
    (closed := workspace / "closed").mkdir(mode=0)
    ran = stranger("init", str(closed))
    assert ran.code == 1 and f"无法使用文件夹 {closed}：没有权限" in ran.err


@posix
def test_a_read_only_workspace_can_be_read_and_says_why_it_is_not_written_to(
    run: Run, workspace: Path, stranger: Callable[..., Ran]
) -> None:
    home = workspace / "home"
    run("mark", "12", "done")
    (home / "ledger.jsonl").chmod(0o444)
    home.chmod(0o555)
    before = {p.name: p.read_bytes() for p in home.iterdir()}
    listed = stranger("list")
    assert (listed.code, [r[6] for r in listed.rows if r[0] == "12"]) == (0, ["done"]), listed.err
    assert (stranger("verify").code, stranger("log").code, stranger("summary").code) == (0, 0, 0)
    export = ("export", "--format", "md", "-o", str(home / "清单.md"))
    for argv in (("mark", "13", "done"), ("undo",), ("note", "13", "x"), ("init", str(home / "新")), export):
        ran = stranger(*argv)
        assert ran.code == 1 and "没有权限" in ran.err and "Traceback" not in ran.err, ran
    assert {p.name: p.read_bytes() for p in home.iterdir()} == before


@posix
def test_a_workspace_that_may_not_be_looked_into_is_not_taken_for_an_empty_one(
    run: Run, workspace: Path, stranger: Callable[..., Ran]
) -> None:
    """Else the shipped list would be shown, and recorded for, in the place of the office's own."""
    home, ledger = workspace / "home", workspace / "zu" / "l.jsonl"
    run("init")
    ledger.parent.mkdir()
    home.chmod(0)
    for argv in (("list",), ("mark", "12", "done"), ("units", "--add", "县教育局")):
        ran = stranger(*argv, "--ledger", str(ledger))
        assert (ran.code, ran.out) == (1, "") and "无法读取清单文件" in ran.err and "没有权限" in ran.err, ran
    assert not ledger.exists()


@posix
def test_a_ledger_that_may_not_even_be_read_is_named(
    run: Run, workspace: Path, stranger: Callable[..., Ran]
) -> None:
    run("mark", "12", "done")
    (workspace / "home" / "ledger.jsonl").chmod(0)
    for argv in (("list",), ("verify",), ("mark", "13", "done")):
        ran = stranger(*argv)
        assert ran.code == 1 and "ledger.jsonl" in ran.err and "没有权限" in ran.err, ran
    (workspace / "home" / "ledger.jsonl").chmod(0o600)


@posix
def test_an_unknown_user_without_a_name_or_a_home_can_record(
    workspace: Path, stranger: Callable[..., Ran]
) -> None:
    ran = stranger("mark", "12", "done", HOME="/nowhere")
    assert ran.code == 0, ran.err
    who = stranger("log").rows[0][2]
    assert who == ("未署名" if os.geteuid() == 0 else getpass.getuser())


@posix
@pytest.mark.parametrize("option", ["--home", "--tasks", "--ledger"])
def test_the_home_of_somebody_unknown_is_named(run: Run, option: str) -> None:
    ran = run("list", option, "~no-such-user/安全")
    assert ran.code == 2 and f"{option} “~no-such-user/安全”" in ran.err and "完整路径" in ran.err


@pytest.mark.watched
@posix
@pytest.mark.parametrize("name", ["HOME", "TASKS", "LEDGER", "STATE", "CACHE"])
def test_a_variable_that_no_shell_has_read_is_a_path_of_the_home_folder_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A line of a crontab or of setx: a folder called “~” would be made wherever one works."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "家"))
    monkeypatch.setenv(f"ANQUAN_{name}", "~/安全")
    told = {row[0]: row[1] for row in run("where").rows}
    assert str(tmp_path / "家" / "安全") in told.values()
    monkeypatch.setenv(f"ANQUAN_{name}", "~no-such-user/安全")
    ran = run("where")
    assert ran.code == 2 and f"$ANQUAN_{name} “~no-such-user/安全”里的 ~" in ran.err
    assert not (tmp_path / "~").exists()


def test_a_home_that_no_shell_has_read_is_one_for_what_is_made_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PowerShell and cmd hand ~ on as it is typed."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert run("init", "~/new").code == 0
    assert run("export", "-o", "~/new/out.csv").code == 0
    assert run("summary", "--week", "last", "-o", "~/new").code == 0
    (tmp_path / "list.txt").write_text("2025年任务清单\n1. 开展排查。（县应急局，6月底前）\n", "utf-8")
    assert run("import", str(tmp_path / "list.txt"), "-o", "~/new/b.yaml").code == 0
    made = {path.suffix for path in (tmp_path / "new").iterdir()}
    assert made >= {".csv", ".docx", ".imported", ".yaml"} and not Path("~").exists()


@posix
@pytest.mark.parametrize("named", [True, False])
def test_where_nobody_knows_a_home_reading_works_and_nothing_is_recorded_among_temporary_files(
    workspace: Path, stranger: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    """A user id without a name and without $HOME, as in a container: what is swept away there is no memory."""
    for name in (
        "HOME",
        "XDG_STATE_HOME",
        "ANQUAN_STATE",
        "ANQUAN_CACHE",
        *([] if named else ["ANQUAN_HOME"]),
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TMPDIR", str(workspace))
    (bare := workspace / "here").mkdir()
    monkeypatch.chdir(bare)
    for argv in (("list",), ("verify",), ("log",), ("doctor",)):
        ran = stranger(*argv)
        assert (ran.code, ran.err.count("错误")) == (0, 0), ran
        assert argv == ("list",) or "没有记住台账编号（没有主文件夹）" in ran.err
    ran = stranger("mark", "12", "done")
    assert named or f"台账会保存在临时文件夹 {workspace}/anquan-54321 里，随时可能被清理，未作记录" in ran.err
    assert ran.code == (0 if named else 2) and not [*workspace.glob("anquan-*/ledger*")]
    assert [row[4] for row in stranger("log").rows] == (["12"] if named else []) and list(
        bare.iterdir()
    ) == []


@pytest.mark.watched
@posix
@pytest.mark.parametrize("planted", ["writable", "link", "file", "another's"])
def test_what_others_can_plant_among_temporary_files_is_not_used(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    import tempfile

    from anquan_cli import settings

    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("no home")

    for kind in ("user_data_path", "user_cache_path"):
        monkeypatch.setattr(f"platformdirs.{kind}", homeless)
    for name in ("ANQUAN_HOME", "ANQUAN_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(workspace))
    place, shipped = workspace / f"anquan-{os.getuid()}", Path("tasks.yaml")
    assert settings.read(Options(), shipped).home == place, "not there yet: it will be ours"
    place.mkdir(mode=0o700)
    found = settings.read(Options(), shipped)
    assert (found.home, found.cache.path) == (place, place)
    if planted == "writable":
        place.chmod(0o777)
    elif planted == "another's":
        place.rename(workspace / f"anquan-{os.getuid() + 1}")
        monkeypatch.setattr(os, "getuid", lambda mine=os.getuid(): mine + 1)
    else:
        place.rmdir()
        place.write_bytes(b"") if planted == "file" else place.symlink_to(workspace)
    with pytest.raises(UsageError, match="主文件夹"):
        settings.read(Options(), shipped)
    assert settings.read(Options(home=str(workspace)), shipped).cache.path is None
    monkeypatch.setattr(tempfile, "gettempdir", refused)
    with pytest.raises(UsageError, match="主文件夹"):
        settings.read(Options(), shipped)


def refused() -> str:
    raise FileNotFoundError("no usable temporary directory found")


@posix
@pytest.mark.parametrize("what", ["HOME", "ANQUAN_STATE", "ANQUAN_CACHE"])
def test_folders_that_cannot_be_written_are_done_without(
    workspace: Path, stranger: Callable[..., Ran], what: str
) -> None:
    closed = workspace / "zu"
    closed.mkdir()
    closed.chmod(0o555)
    for argv in (("mark", "12", "done"), ("list",), ("verify",)):
        ran = stranger(*argv, **{what: str(closed)})
        assert (ran.code, ran.err.count("错误")) == (0, 0), ran
    assert list(closed.iterdir()) == []


# --- streams ---------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("line", ["log --json", "log", "show 12", "summary", "export --format csv"])
def test_a_reader_that_has_seen_enough_is_left_in_peace(run: Run, line: str) -> None:
    """A megabyte does not fit into the pipe: the program is told in mid-sentence."""
    run("note", "12", "险" * 320_000)
    ran = shell(f"anquan {line} | head -c 5 >/dev/null; exit ${{PIPESTATUS[0]}}", ANQUAN_TODAY="2025-01-02")
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize("argv", [["mark", "12", "done"], ["list"], ["verify"], ["undo"], ["doctor"]])
def test_without_assertions_it_is_the_same_program(workspace: Path, argv: list[str]) -> None:
    said = []
    for option in ([], ["-O"]):
        (home := workspace / "".join(("w", *option))).mkdir()
        program = [sys.executable, *option, "-m", "anquan_cli", "--home", str(home)]
        if argv[0] == "undo":
            subprocess.run([*program, "mark", "12", "done"], capture_output=True)
        ran = subprocess.run([*program, *argv], capture_output=True)
        said.append((ran.returncode, ran.stderr, len(ran.stdout.splitlines())))
    assert said[0][0] == 0 and said[0] == said[1]


# --- terminals -------------------------------------------------------------------------------------

SCREENS = [
    ("list",),
    ("show", "6"),
    ("due", "--month", "6"),
    ("status",),
    ("log",),
    ("units",),
    ("sectors",),
    ("summary",),
]


@pytest.mark.many
@pytest.mark.parametrize("argv", SCREENS, ids=" ".join)
def test_every_width_from_1_to_200_columns_is_lived_with(run: Run, argv: tuple[str, ...]) -> None:
    """Nothing is wider than the screen; below 20 columns only that it does not break."""
    from rich.cells import cell_len

    run("mark", "6", "doing", "--percent", "40", "--note", "已排查3处，整改2处，余1处待停工整改")
    for width in (1, 2, 5, 13, 20, 21, 34, 59, 61, 89):  # `tests/views/test_screen.py` has the usual ones
        ran = run(*argv, width=width)
        assert (ran.code, ran.err) == (0, ""), width
        if width >= 20:
            wide = [line for line in ran.out.splitlines() if cell_len(line) > width]
            assert wide == [], width
        assert "\x1b" not in ran.out


@pytest.mark.parametrize("columns", ["0", "-5", "abc", "", "99999999999999999999", "１００"])
def test_a_width_that_is_none_is_lived_with(run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    from anquan_cli.cli import output

    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(output, "terminal", lambda: True)
    assert run("list").code == 0


# --- a stuck program -------------------------------------------------------------------------------

HOLDER = """
import sys
from anquan_cli.ledger.jsonl import lock
with lock.locked(sys.argv[1], 5):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def stuck(run: Run, workspace: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that holds the ledger's lock and does nothing."""
    run("mark", "12", "done")
    path = os.path.realpath(workspace / "home" / "ledger.jsonl")
    pipe = subprocess.PIPE
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, path], stdin=pipe, stdout=pipe)
    assert holder.stdout and holder.stdout.readline().strip() == b"held"
    yield holder
    holder.kill()
    holder.communicate()


def test_behind_a_stuck_program_recording_ends_in_time_with_exit_4_and_reading_goes_on(
    run: Run, workspace: Path, stuck: subprocess.Popen[bytes]
) -> None:
    """The clock of the one that waits runs five times as fast: ten seconds are two."""
    before = (workspace / "home" / "ledger.jsonl").read_bytes()
    code = (
        "import time\n"
        "time.monotonic = lambda real=time.monotonic: 5 * real()\n"
        "from anquan_cli.cli import run\n"
        "run()\n"
    )
    waiting = subprocess.Popen(
        [sys.executable, "-c", code, "mark", "13", "done"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    begun = time.monotonic()
    for argv in (("list",), ("log",), ("verify",), ("status",)):
        assert run(*argv).code == 0
    out, err = waiting.communicate(timeout=60)
    assert time.monotonic() - begun > 1  # it waited
    assert (waiting.returncode, out) == (4, b"")
    assert "正被别的程序占用，等了10秒仍未空出，没有记录" in err.decode()
    assert (workspace / "home" / "ledger.jsonl").read_bytes() == before
    stuck.kill()
    stuck.wait()
    assert run("mark", "13", "done").code == 0, "a dead program holds nothing"


@posix
def test_ctrl_c_while_the_program_is_still_being_loaded_ends_it_without_a_word() -> None:
    """What the interpreter does before that is its own."""
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored in a shell's background
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'anquan_cli.errors': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from anquan_cli.__main__ import run\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.watched
def test_who_interrupts_is_told_what_is_done(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that stands is not made twice; one that does not is not believed in."""

    def interrupted(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    for room, name, said in (
        (files, "write_all", ""),
        (KnownHeads, "remember", "；第1号记录已入账，不必重做"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(room, name, interrupted)
            ran = run("mark", "12", "done")
        assert (ran.code, ran.out, ran.err) == (130, "", f"已中断{said}。\n")
        assert run("verify").out.startswith("1:") == bool(said)


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_who_interrupts_in_the_middle_of_a_change_is_told_that_it_stands(
    run: Run, workspace: Path, name: str
) -> None:
    """Signals before and behind the call that makes the change; where they are passed over (nohup), none counts."""
    code = (
        "import os, signal, sys\n"
        f"kill, call, number = lambda: os.kill(os.getpid(), number), sys.argv.pop(), signal.{name}\n"
        "real = getattr(os, call)\n"
        "setattr(os, call, lambda *a, **k: (kill(), real(*a, **k), kill())[1])\n"
        "signal.signal(number, signal.SIG_IGN if sys.argv[2] == '13' else signal.SIG_DFL)\n"
        "from anquan_cli.cli import run\n"
        "run()\n"
    )

    def told(call: str, *argv: str) -> tuple[int, str, str]:
        ran = subprocess.run([sys.executable, "-c", code, *argv, call], capture_output=True, timeout=60)
        return ran.returncode, ran.stdout.decode(), ran.stderr.decode()

    home, paper = workspace / "home", workspace / "清单.md"
    listed, ledger = home / "tasks.yaml", home / "ledger.jsonl"
    for call, argv, done in (
        ("link", ["init", str(home)], f"清单已写入 {listed}"),
        ("fsync", ["mark", "12", "done"], "第1号记录已入账"),
        ("ftruncate", ["doctor", "--yes"], "台账已修复"),
        ("replace", ["units", "--add", "县档案馆"], f"单位已写入 {listed}"),
        ("replace", ["export", "-o", str(paper)], f"已写入 {paper}"),
    ):
        if argv[0] == "doctor":
            ledger.write_bytes(ledger.read_bytes() + b'{"v":1,')
        elif argv[0] != "init":
            assert (run("check").code, run("summary").code) == (0, 0)  # what is kept by and by is kept now
        ended, _, err = told(call, *argv)
        if argv[0] == "doctor":
            (torn,) = home.glob("ledger.jsonl.torn-*")
            done = f"末尾没有写完的部分已另存为 {torn}，{done}"
        assert (ended, err) == (130, f"已中断；{done}，不必重做。\n")
    assert run("check").code == 0 and "县档案馆" in listed.read_text(encoding="utf-8")
    assert run("verify").code == 0 and len(run("log", "--json").json) == 1
    assert paper.read_text(encoding="utf-8").startswith("# ")
    assert not [p for p in home.iterdir() if p.name.startswith(".")]
    ended, out, _ = told("fsync", "mark", "13", "done")
    assert ended == 0 and "已登记" in out
    told("fsync", "mark", "14", "done")
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))
    assert run("verify").code == 3, "what was said to stand is remembered"
    other = workspace / "另一个"
    told("link", "init", str(other))
    (other / "tasks.yaml").unlink()
    assert run("--home", str(other), "list").code == 3


@posix
def test_a_current_folder_that_is_gone_is_named(workspace: Path) -> None:
    (text := workspace / "清单.txt").write_text(
        "序号\t任务\t责任单位\t完成时限\n1\t排查燃气\t县住建局\t6月底前\n"
    )
    (gone := workspace / "夹").mkdir()
    ran = shell(f"cd '{gone}' && rmdir '{gone}' && anquan import '{text}' -o 清单.yaml")
    said = "错误：当前文件夹找不到了：文件夹不存在\n提示：请换到别的文件夹里再执行\n"
    assert (ran.returncode, ran.stdout, ran.stderr.decode()) == (1, b"", said)


@posix
def test_what_could_not_be_read_is_not_told_as_an_answer_that_could_not_be_written() -> None:
    with open(os.devnull, "wb") as blind:
        ran = subprocess.run(
            [sys.executable, "-m", "anquan_cli", "check", "-"],
            stdin=blind,
            capture_output=True,
            encoding="utf-8",
        )
    assert ran.returncode == 1
    assert ran.stderr.startswith("错误：无法读取管道送来的清单：") and "无法输出" not in ran.stderr


@pytest.mark.watched
def test_a_file_that_the_system_refuses_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever no room of the program has foreseen."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error", "/网盘/模板")

    monkeypatch.setattr("anquan_cli.views.registry.view", refuse)
    ran = run("list")
    assert ran.code == 1
    assert ran.err.startswith("错误：无法读写 /网盘/模板：磁盘读写出错，可能有故障\n提示：")
