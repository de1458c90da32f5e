"""How long `anquan list` takes beside an empty Typer program, as ratios of paired runs.

Run by hand: `python benchmarks/startup.py [RUNS]`. Prints medians and, for each pair, the median of the ratios.
"""

from __future__ import annotations

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EMPTY = """\
import typer
app = typer.Typer()
@app.command()
def main(): pass
app()
"""
FIXED = """\
import typer
app = typer.Typer()
@app.command()
def main():
    from rich.console import Console
    from rich.table import Table
    table = Table()
    for name in ("编号", "任务", "责任单位", "完成时限", "状态", "进度", "亮灯"):
        table.add_column(name)
    for n in range(27):
        table.add_row(str(n), "深度研判破解重大问题（煤矿）", "煤矿安全专业委员会办公室", "全年", "未启动", "0.0%", "● 绿")
    Console(width=120).print(table)
app()
"""
IMPORTS = "import typer, rich.table, pydantic, yaml, dateutil"


def main() -> None:
    """Times every program in turn, so that a change of the machine's speed meets all alike."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "empty.py").write_text(EMPTY, encoding="utf-8")
        (place / "fixed.py").write_text(FIXED, encoding="utf-8")
        environment = {
            **os.environ,
            "ANQUAN_CACHE": str(place / "cache"),
            "ANQUAN_STATE": str(place / "state"),
            "ANQUAN_TODAY": "2025-06-20",
            "COLUMNS": "120",
            "XDG_DATA_HOME": str(place / "data"),
        }
        environment.pop("ANQUAN_HOME", None)
        anquan = str(Path(sys.executable).with_name("anquan"))
        programs = {
            "python -c pass": ([sys.executable, "-c", "pass"], False),
            "empty Typer program": ([sys.executable, str(place / "empty.py")], False),
            "anquan list | (pipe)": ([anquan, "list"], False),
            "Typer program with a fixed Rich table": ([sys.executable, str(place / "fixed.py")], True),
            "anquan list (terminal)": ([anquan, "list"], True),
            "anquan mark": ([anquan, "mark", "12", "done"], False),
            IMPORTS: ([sys.executable, "-c", IMPORTS], False),
        }
        for command, terminal in programs.values():  # warm: byte code, the cached plan
            once(command, terminal, environment)
        times: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(runs):
            for name, (command, terminal) in programs.items():
                times[name].append(once(command, terminal, environment))
    report(times, runs)


def once(command: list[str], terminal: bool, environment: dict[str, str]) -> float:
    """Seconds of one whole process, its output read and thrown away."""
    if not terminal:
        start = time.perf_counter()
        subprocess.run(command, env=environment, capture_output=True, check=True)
        return time.perf_counter() - start
    master, slave = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=slave, stderr=subprocess.DEVNULL)
    os.close(slave)
    try:
        while os.read(master, 65536):
            pass
    except OSError:
        pass  # the other end is closed
    process.wait()
    taken = time.perf_counter() - start
    os.close(master)
    return taken


def report(times: dict[str, list[float]], runs: int) -> None:
    """Medians, and the ratios that matter; the last is what a record costs beside a look."""
    print(f"{runs} paired runs, medians")
    for name, values in times.items():
        print(f"  {statistics.median(values) * 1000:7.1f} ms  {name}")
    pairs = [
        ("anquan list | (pipe)", "empty Typer program"),
        ("anquan list (terminal)", "Typer program with a fixed Rich table"),
        ("anquan mark", "empty Typer program"),
        ("anquan mark", "anquan list | (pipe)"),
    ]
    for ours, theirs in pairs:
        ratios = [a / b for a, b in zip(times[ours], times[theirs], strict=True)]
        print(f"  {statistics.median(ratios):5.2f} x  {ours} : {theirs}")


if __name__ == "__main__":
    main()
