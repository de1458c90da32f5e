"""Renews what the pages show: the command reference, and the real output under every `$ anquan …` line.

`python docs/generate.py` writes; `--check` only says what is out of date and ends with 1. In a block

    ```console
    $ anquan list --unit 应急局 --named
    …
    ```

the lines under a command are its output on a terminal of 80 columns, in a workspace of the page's own.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

from anquan_cli.cli import face, main
from anquan_cli.cli.app import VERBS

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TODAY = "2025-06-20"


def run(line: str) -> str:
    """What a command shows, both streams; trailing blanks dropped."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(shlex.split(line.removeprefix("anquan ")))
    return "\n".join(text.rstrip() for text in out.getvalue().splitlines())


def reference() -> str:
    """The page of all commands."""
    pages = ["# 命令一览", "", "本页由程序自身的帮助生成（`python docs/generate.py`）。", ""]
    for verb in ("", *VERBS):
        help_ = run(f"anquan {verb} --help".replace("  ", " "))
        pages += [f"## anquan {verb}".rstrip(), "", "```text", help_, "```", ""]
    return "\n".join(pages)


def page(text: str) -> str:
    """A page with the output under its commands made anew."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        os.environ["ANQUAN_HOME"] = str(Path(folder) / "工作区")
        return BLOCK.sub(lambda found: f"```console\n{_session(found[1])}```", text)


def _session(block: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    shown = []
    for command in commands:
        shown.append(command)
        out = run(command[2:]) if command.startswith("$ anquan ") else ""
        shown += [out] if out else []
    return "\n".join(shown) + "\n"


def settle() -> None:
    """The same surroundings everywhere."""
    for name in [n for n in os.environ if n.startswith("ANQUAN_")]:
        del os.environ[name]
    os.environ |= {
        "ANQUAN_TODAY": TODAY,
        "ANQUAN_BY": "王",
        "ANQUAN_STATE": "",
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    face.terminal = lambda: True


def renew(check: bool) -> int:
    """Renews every page; the number that were out of date."""
    settle()
    stale = 0
    wanted = {ROOT / "docs" / "commands.md": reference()}
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if path.name != "commands.md":
            wanted[path] = page(path.read_text(encoding="utf-8"))
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale += 1
            print(f"{'stale' if check else 'renewed'}: {path.relative_to(ROOT)}")
            if not check:
                path.write_text(text, encoding="utf-8", newline="\n")
    return stale


if __name__ == "__main__":
    checking = "--check" in sys.argv
    sys.exit(1 if renew(checking) and checking else 0)
