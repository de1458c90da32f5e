"""Renews what the pages show: the command reference, and the real output under every `$ anquan …` line.

`python docs/generate.py` writes; `--check` only says what is out of date and ends with 1. In a block

    ```console
    $ anquan list --unit 应急局 --named
    …
    ```

the lines under a command are its output on a terminal of 80 columns. A page is typed line by line into a shell
that begins in an empty home folder with nothing set: whatever its commands need, the page says. The first three
pages are also typed one after the other into one shell, as who reads on does; there they have to show the same.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from anquan_cli import dates
from anquan_cli.cli import main, output
from anquan_cli.cli.app import COMMANDS

ROOT = Path(__file__).parents[1]
READ_ON = [ROOT / "README.md", ROOT / "docs" / "getting-started.md", ROOT / "docs" / "importing.md"]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TODAY = "2025-06-20"
DIFFERS = (  # with everybody, and every day
    (r"(实际是 |今天（)[0-9-]{10}(?=）(?:。|不在))", r"\g<1>2026-03-02"),
    (r"\b([0-9]+):[0-9a-f]{12}\b", r"\1:9f3ab1c2d4e5"),
)
END = "\x1e"  # between the outputs
CACHE = tempfile.TemporaryDirectory()  # one for all pages: the list is compiled once


def run(line: str) -> str:
    """What a command shows, both streams; trailing blanks dropped."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(shlex.split(line.removeprefix("anquan ")))
    return "\n".join(text.rstrip() for text in out.getvalue().split("\n")).rstrip("\n")


def reference() -> str:
    """The page of all commands."""
    pages = ["# 命令一览", "", "本页由程序自身的帮助生成（`python docs/generate.py`）。", ""]
    for verb in ("", *COMMANDS):
        help_ = run(f"anquan {verb} --help".replace("  ", " "))
        pages += [f"## anquan {verb}".rstrip(), "", "```text", help_, "```", ""]
    return "\n".join(pages)


def commands(text: str) -> list[str]:
    """What a page has typed."""
    blocks = [block[1] for block in BLOCK.finditer(text)]
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def page(text: str, shown: list[str]) -> str:
    """A page with what is shown under its commands made anew."""
    outputs = iter(shown)

    def made_anew(block: re.Match[str]) -> str:
        lines = [line for line in block[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{next(outputs)}" for line in lines) + "```"

    return BLOCK.sub(made_anew, text)


def typed(lines: list[str]) -> list[str]:
    """What each line shows on a terminal of 80 columns when all are typed one after the other.

    The shell begins in an empty home folder, with the samples and the program at hand and nothing set.
    """
    import fcntl
    import pty
    import struct
    import subprocess
    import termios

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "家").resolve()
        shutil.copytree(ROOT / "docs" / "samples", home)
        script = "".join(f"printf '{END}\\n'\n{line}\n" for line in lines)
        environment = {
            "HOME": str(home), "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "LANG": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1",
            "XDG_CACHE_HOME": str(CACHE.name),
        }  # fmt: skip
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 1000, 80, 0, 0))
        shell = subprocess.Popen(
            ["sh", "-c", script], cwd=home, env=environment, stdin=theirs, stdout=theirs, stderr=theirs,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # how a terminal ends on Linux
            while piece := os.read(ours, 65536):
                said += piece
        os.close(ours)
        shell.wait()
    text = said.decode().replace("\r\n", "\n").replace(str(home), "/home/wang")
    for pattern, shown in DIFFERS:
        text = re.sub(pattern, shown, text)
    parts = (part.rstrip().splitlines() for part in text.split(f"{END}\n")[1:])
    return ["".join(f"{line.rstrip()}\n" for line in part) for part in parts]


PICTURES = {  # file: what it shows; the marks before it make it worth looking at
    "list.svg": ("anquan list --unit 应急局 --named", 90),
    "status.svg": ("anquan status", 90),
}
MARKS = (
    "anquan mark 5 done --on 3月28日 --note 要点已印发",
    "anquan mark 9 13 14 doing --percent 60 --unit 应急局 --note 按计划推进",
    "anquan mark 16 done --unit 应急局 --note 队伍已配齐",
    "anquan mark 12 doing --percent 45 --note 排查过半",
    "anquan mark 1 2 doing --percent 50",
    "anquan mark 2.8 done --on 5月18日",
    "anquan mark 6 done --note 上半年督导完成",
)
COLOURS = {1: "#c81e1e", 2: "#14823c", 3: "#966400", 4: "#1e5ac8", 5: "#823c96", 6: "#00828c"}
WIDE, HIGH = 9, 22  # pixels of a column and of a line


def drawn(shown: str, width: int) -> str:
    """Terminal output with its colours as SVG; every character stands in its own column."""
    from html import escape

    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    console = Console(width=width, file=io.StringIO(), color_system="standard", highlight=False)
    lines = console.render_lines(Text.from_ansi(shown), console.options.update(no_wrap=True), pad=False)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * WIDE + 24} {len(lines) * HIGH + 20}">',
        '<style>text{white-space:pre}</style><rect width="100%" height="100%" rx="6" fill="#fafafa" stroke="#ddd"/>',
        '<g xml:space="preserve" font-family="Noto Sans Mono CJK SC,Sarasa Mono SC,SimSun,monospace" font-size="16" fill="#282828">',
    ]
    for number, line in enumerate(lines):
        column = 0
        for segment in line:
            places = []
            for char in segment.text:
                places.append(str(12 + column * WIDE))
                column += cell_len(char)
            if segment.text.strip():
                colour = segment.style.color.number if segment.style and segment.style.color else None
                fill = f' fill="{COLOURS[colour]}"' if colour in COLOURS else ""
                bold = ' font-weight="bold"' if segment.style and segment.style.bold else ""
                where = f'x="{" ".join(places)}" y="{number * HIGH + 26}"'
                out.append(f"<text {where}{fill}{bold}>{escape(segment.text)}</text>")
    return "\n".join([*out, "</g></svg>"]) + "\n"


def pictures() -> dict[Path, str]:
    """The README's pictures: real output of a terminal, colours and all, as SVG."""
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANQUAN_HOME"] = folder
        for mark in MARKS:
            run(mark)
        del os.environ["NO_COLOR"]
        os.environ |= {"FORCE_COLOR": "1", "TERM": "xterm"}
        for name, (command, width) in PICTURES.items():
            os.environ["COLUMNS"] = str(width)
            shown = [
                t for t in run(command).split("\n") if not t.startswith("台账编号")
            ]  # a new one each time
            made[ROOT / "docs" / "pictures" / name] = drawn("\n".join([f"$ {command}", *shown]), width)
        del os.environ["FORCE_COLOR"]
        os.environ |= {"NO_COLOR": "1", "COLUMNS": "80"}
    return made


def settle() -> None:
    """The same surroundings everywhere."""
    for name in [n for n in os.environ if n.startswith("ANQUAN_")]:
        del os.environ[name]
    os.environ |= {
        "ANQUAN_TODAY": TODAY,
        "ANQUAN_BY": "王",
        "ANQUAN_STATE": f"{CACHE.name}/state",
        "ANQUAN_CACHE": f"{CACHE.name}/cache",
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    output.terminal = lambda: True
    dates.utc_now = lambda: datetime.fromisoformat(f"{TODAY}T01:00:00+00:00")


def renew(check: bool) -> bool:
    """Renews every page; whether anything was not as it should be."""
    settle()
    pages = [
        ROOT / "README.md",
        *(p for p in sorted((ROOT / "docs").glob("*.md")) if p.name != "commands.md"),
    ]
    texts = {path: path.read_text(encoding="utf-8") for path in pages}
    windows = [[path] for path in pages] + [READ_ON]
    with ThreadPoolExecutor(os.cpu_count()) as shells:
        *alone, on = shells.map(typed, [[line for p in w for line in commands(texts[p])] for w in windows])
    shown = dict(zip(pages, alone, strict=True))
    if stale := on != [output for path in READ_ON for output in shown[path]]:
        print("differs: the first three pages, typed one after the other, from each alone")
    wanted = {ROOT / "docs" / "commands.md": reference(), **pictures()}
    wanted |= {path: page(text, shown[path]) for path, text in texts.items()}
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale = True
            print(f"{'stale' if check else 'renewed'}: {path.relative_to(ROOT)}")
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    return stale


if __name__ == "__main__":
    checking = "--check" in sys.argv
    sys.exit(1 if renew(checking) and checking else 0)
