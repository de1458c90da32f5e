"""How the work of a command grows with the list and its history: CPU seconds, memory, and the ratio per size.

Run by hand: `python benchmarks/growth.py [LARGEST]` (tasks; ten events for each), once with one to five units
on a row and once with forty members of a group on every row. A ratio near 1.0 between the growth of the work
and the growth of the data means that the work grows no faster than the data.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from cost import cost

from anquan_cli.ledger.events import Details, Draft, Mark, Stamp, Target, encode, encode_header
from anquan_cli.party import Unit
from anquan_cli.vocabulary import Status

STATUSES: tuple[Status, ...] = ("doing", "done", "verified", "paused")
UNITS = ["县应急管理局", "县水利局", "县林业局", "县公安局", "县财政局"]


def main() -> None:
    """Doubles the data until the largest size."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sizes = [largest // 8, largest // 4, largest // 2, largest]
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "通报.")
        files = [["summary", "-o", out + kind] for kind in ("md", "json", "html", "docx", "xlsx")]
        grow(folder, sizes, 0, [["list"], ["summary", "--format", "text"], *files])
        grow(
            folder,
            sizes,
            40,
            [["list"], ["due"], ["status"], ["units"], ["mark", "1", "done", "--all-stages"]],
        )


def grow(folder: str, sizes: list[int], members: int, commands: list[list[str]]) -> None:
    """Every command with every size."""
    for command in commands:
        print(
            " ".join(["anquan", *command]).replace(folder + os.sep, ""), f"({members or '1–5'} units a row)"
        )
        before = None
        for size in sizes:
            home = Path(folder) / f"{size}-{members}"
            if not home.exists():
                prepare(home, size, members)
                spent(home, ["list"])  # compiles the list into the cache
            taken, megabytes = spent(home, command)
            ratio = f"{taken / before / 2:5.2f} x the growth of the data" if before else ""
            print(
                f"  {size:6} tasks {size * 10:7} events {taken:7.2f} s CPU {megabytes:6.0f} MB  {ratio}",
                flush=True,
            )
            before = taken


def prepare(home: Path, tasks: int, members: int) -> None:
    """A workspace with so many tasks, and ten events for each; with members, every row is all of theirs."""
    home.mkdir()
    group = [f"县第{number}局" for number in range(1, members + 1)]
    lines = [
        "title: 大清单",
        "year: 2025",
        "id: big",
        "units:" if group else "",
        *(f"  - {{name: {name}, groups: [县安委会成员单位]}}" for name in group),
        "groups: [{name: 县安委会成员单位, phrases: [县安委会各成员单位]}]" if group else "",
        "categories:",
        "  - number: 一",
        "    title: 类",
        "    tasks:",
    ]
    for number in range(1, tasks + 1):
        lines += [
            f"      - number: {number}",
            f"        title: 任务{number}",
            f"        units: {'县安委会各成员单位' if group else '、'.join(named(number))}",
            "        deadline: 6月底前/12月底前",
        ]
    (home / "tasks.yaml").write_text("\n".join(lines), encoding="utf-8")
    head = encode_header("ledger", "big", "2025-01-01T00:00:00.000000Z", "0")
    out, digest = [head], head[-66:-2].decode()
    for seq in range(1, tasks * 10 + 1):
        number = 1 + seq * 7919 % tasks
        mark = Mark(
            targets=(Target(str(number), 1 + seq % 2),),
            author=Unit((whose := group or named(number))[seq % len(whose)]),
            status=STATUSES[seq % 4],
            details=Details(note="进展"),
            on=f"2025-{1 + seq % 12:02}-{1 + seq % 28:02}",
            titles={str(number): f"任务{number}"},
        )
        second = f"{seq // 3600 % 24:02}:{seq // 60 % 60:02}:{seq % 60:02}"
        stamp = f"2026-{1 + seq // 86400 // 28:02}-{1 + seq // 86400 % 28:02}T{second}.000000Z"
        line = encode(Draft("王", mark), Stamp(seq, f"event-{seq}", stamp), digest)
        out.append(line)
        digest = line[-66:-2].decode()
    (home / "ledger.jsonl").write_bytes(b"\n".join(out) + b"\n")


def named(number: int) -> list[str]:
    """The units that a row names where it names no group."""
    return UNITS[: 1 + number % 5]


def spent(home: Path, command: list[str]) -> tuple[float, float]:
    """CPU seconds and the most megabytes of one command in a workspace."""
    places = {"ANQUAN_HOME": str(home), "ANQUAN_CACHE": str(home / "cache"), "ANQUAN_STATE": ""}
    return cost(command, {**os.environ, **places, "ANQUAN_TODAY": "2025-11-20"})


if __name__ == "__main__":
    main()
