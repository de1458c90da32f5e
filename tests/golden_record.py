"""Keeps what the program says, to be compared before and after the house is rearranged; scaffolding.

`python tests/golden_record.py FOLDER SOURCE`: runs every command of SOURCE/src over four workspaces, each in several
ways, and writes one file an answer into FOLDER; `diff -r` of two folders says what has changed.
"""

from __future__ import annotations

import concurrent.futures
import fcntl
import io
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import zipfile
from pathlib import Path

OUT, SOURCE = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
STORE = OUT.parent / "workspaces"  # made once, so that ids and times are the same in every record
QUARTER = os.environ.get("QUARTER_SH")
VARYING = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
    rb"|\d{8}T\d{6}Z|/tmp/[\w./-]*golden-[\w]+"
)

READ = [
    "list", "list --measures", "list --unit 应急局", "list --unit 应急局 --named --measures", "list --unit 天宁镇", "list --sector 煤矿",
    "list --category 四 --status todo", "list --light 红", "list --search 演练", "list --sort due", "list --sort status",
    "list --sort unit", "list --unit 不存在局", "show 6", "show 11", "show 4.6", "show 16.6", "show 99", "due", "due --overdue",
    "due --month 6", "due --within 7 --unit 应急局", "due --all --sector 矿山", "due --before 6月30日", "log", "log 5 --limit 3", "log --since 6-1",
    "status", "units", "sectors", "check", "verify", "verify --expect 1:000000000000", "where", "summary", "summary --week last",
    "summary --month 6", "summary --quarter 2 --unit 市监局", "summary --at 20 --since 1月1日", "frobnicate", "list --nope", "--version",
]  # fmt: skip
FULL = {
    "list",
    "list --measures",
    "list --unit 应急局",
    "show 6",
    "show 4.6",
    "due",
    "status",
    "units",
    "sectors",
    "summary",
    "log",
    "where",
    "show 16.6",
}
HELP = [
    "--help",
    *(
        f"{v} --help"
        for v in "list show due mark note log undo status units sectors summary export check verify doctor init where completion".split()
    ),
]
WRITE = [
    "mark 12 doing --percent 40 --note 推进", "mark 6 done --unit 应急局", "mark 3 5 7-9 done", "mark 9 na", "mark 9 na --note 不涉及", "mark 4.6 doing --count 3",
    "mark 99 done", "note 11.煤矿 情况 --expected 6月30日", "undo", "undo 3", "undo 99", "doctor --yes", "init {tmp}", "mark 16 verified --unit 林业局", "mark 6 done --stage 2",
]  # fmt: skip
FILES = [
    *(f"summary --quarter 2 -o out.{s}" for s in ("docx", "xlsx", "html", "md", "txt", "json")), *(f"export -o out.{s}" for s in ("xlsx", "docx", "csv", "ics", "json", "html", "md")),
    "summary --month 6 --unit 应急局 -o out.docx", "export --unit 应急局 -o out.xlsx", "export --unit 应急局 -o out.html",
]  # fmt: skip


def env(home: Path, **more: str) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("ANQUAN", "COLUMNS", "NO_COLOR", "FORCE"))
    }
    base = {"ANQUAN_HOME": str(home), "ANQUAN_TODAY": "2025-06-30", "ANQUAN_BY": "王", "ANQUAN_CACHE": str(STORE / "cache"),
            "ANQUAN_STATE": "", "PYTHONPATH": str(SOURCE / "src"), "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": str(STORE)}  # fmt: skip
    return kept | base | more


def run(words: str, home: Path, width: int | None = None, **more: str) -> bytes:
    argv = [sys.executable, "-m", "anquan_cli", *words.format(tmp=home / "neu").split()]
    if width is None:
        done = subprocess.run(
            argv, env=env(home, **more), capture_output=True, cwd=home, stdin=subprocess.DEVNULL
        )
        return b"%s\n--stderr--\n%s\n--exit %d--\n" % (done.stdout, done.stderr, done.returncode)
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    process = subprocess.Popen(
        argv, env=env(home, **more), stdout=side, stderr=subprocess.PIPE, cwd=home, stdin=subprocess.DEVNULL
    )
    os.close(side)
    out = b""
    while True:
        try:
            part = os.read(main, 65536)
        except OSError:
            break
        if not part:
            break
        out += part
    err = process.stderr.read() if process.stderr else b""
    os.close(main)
    return b"%s\n--stderr--\n%s\n--exit %d--\n" % (out, err, process.wait())


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return b"".join(b"== %s ==\n%s\n" % (n.encode(), z.read(n)) for n in sorted(z.namelist()))


def workspaces() -> None:
    if STORE.exists():
        return
    (STORE / "empty").mkdir(parents=True)
    quarter = STORE / "quarter"
    quarter.mkdir()
    shutil.copy(SOURCE / "data" / "tasks.yaml", STORE / "empty")
    shutil.copy(SOURCE / "data" / "tasks.yaml", quarter)
    anquan = STORE / "anquan"
    anquan.write_text(f'#!/bin/sh\nexec {sys.executable} -m anquan_cli "$@"\n')
    anquan.chmod(0o755)
    subprocess.run(["sh", str(QUARTER)], env=env(quarter, ANQUAN=str(anquan)), check=True)
    hostile = STORE / "hostile"
    hostile.mkdir()
    (hostile / "tasks.yaml").write_text(
        'title: "[red]坏[/x] :smile: \\e[31m"\nyear: 2025\nunits: [{name: "县=局", short: ["=甲"]}]\ncategories:\n  - number: 一\n    title: "<b>&\\u202e"\n'
        '    tasks:\n      - {number: 1, title: "=cmd|calc", units: 县=局、各乡镇, deadline: 6月底前, measures: ["[link=x]a[/link]", {text: "很长'
        + "长"
        * 300
        + '", deadline: 每季度}]}\n'
        "      - {number: 4, title: '-1+2', units: 看不懂的东西, deadline: 看心情}\n",
        encoding="utf-8",
    )
    damaged = STORE / "damaged"
    shutil.copytree(quarter, damaged)
    lines = (damaged / "ledger.jsonl").read_bytes().split(b"\n")
    lines[20] = lines[20].replace(b"doing", b"done!", 1)
    (damaged / "ledger.jsonl").write_bytes(b"\n".join(lines))


def jobs() -> list[tuple[str, str, str, int | None, dict[str, str]]]:
    found: list[tuple[str, str, str, int | None, dict[str, str]]] = []
    for place in ("empty", "quarter", "hostile", "damaged"):
        for words in READ:
            full = place == "quarter" and words in FULL
            found.append((place, words, "pipe", None, {}))
            found.append((place, f"{words} --json", "json", None, {}))
            found.append((place, words, "tty80", 80, {}))
            if full:
                found += [
                    (place, words, "tty40", 40, {}),
                    (place, words, "tty120", 120, {}),
                    (place, words, "nocolor", 80, {"NO_COLOR": "1"}),
                    (place, words, "gbk", None, {"PYTHONIOENCODING": "gbk"}),
                ]
        found += [(place, w, "files", None, {}) for w in FILES if place in ("quarter", "hostile")]
        found += [
            (place, w, m, None, {}) for w in WRITE for m in ("write", "writejson") if place != "hostile"
        ]
    found += [("empty", w, "help", 80, {}) for w in HELP]
    return found


def one(job: tuple[str, str, str, int | None, dict[str, str]]) -> None:
    place, words, mode, width, more = job
    home = Path(tempfile.mkdtemp(prefix="golden-"))
    try:
        shutil.copytree(STORE / place, home, dirs_exist_ok=True)
        said = run(
            words
            + (" --json" if mode == "writejson" and "--yes" not in words and "init" not in words else ""),
            home,
            width,
            **more,
        )
        if mode == "files":
            said += b"".join(
                b"--- %s\n%s" % (p.name.encode(), unpacked(p)) for p in sorted(home.glob("out.*"))
            )
        if mode.startswith("write"):
            ledger = home / "ledger.jsonl"
            said += (
                re.sub(rb'"h":"[0-9a-f]{64}"', b'"h":""', ledger.read_bytes().split(b"\n", 41)[-1])
                if ledger.exists()
                else b""
            )
        said = VARYING.sub(b"~", said.replace(str(home).encode(), b"HOME"))
        name = re.sub(r"[^\w.-]+", "_", f"{place} {mode} {words}")[:120]
        (OUT / name).write_bytes(said)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    workspaces()
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        list(pool.map(one, jobs()))
    print(len(list(OUT.iterdir())), "answers")
