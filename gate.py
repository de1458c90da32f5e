"""Everything that a change has to pass, in one command: format, lint, types, imports, docs, wheel, tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent
PYTHON = [sys.executable, "-m"]
SCRIPTS = Path(sys.executable).parent
TRUSTED = [
    f"src/anquan_cli/{room}" for room in ("ledger/*", "progress/*", "tasklist/same_item.py")
]  # no untried branch


def main() -> int:
    """Runs every step, cheap ones first; stops at the first that fails."""
    step("format", *PYTHON, "ruff", "format", "--check", ".")
    step("lint", *PYTHON, "ruff", "check", ".")
    step("types", *PYTHON, "mypy")
    step("import contract", str(SCRIPTS / "lint-imports"))
    step("docs", sys.executable, "docs/generate.py", "--check")
    wheel()
    workers = ["-n", str(min(os.cpu_count() or 1, 4))]
    step(
        "tests",
        *PYTHON,
        "pytest",
        *workers,
        "-m",
        "not slow",
        "--cov",
        "--cov-report=term:skip-covered",
        *sys.argv[1:],
    )
    if not sys.argv[1:]:  # a choice of tests cannot reach everything
        step(
            "every branch",
            *PYTHON,
            "coverage",
            "report",
            f"--include={','.join(TRUSTED)}",
            "--fail-under=100",
        )
    return 0


def step(name: str, *command: str, cwd: Path = ROOT) -> None:
    """Runs one command; a failure ends the gate with its exit code."""
    print(f"== {name}", flush=True)
    code = subprocess.run(command, cwd=cwd).returncode
    if code:
        print(f"gate: {name} failed", file=sys.stderr)
        sys.exit(code)


def wheel() -> None:
    """The wheel, built through the sdist, answers in an empty environment far from the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        step("wheel", *PYTHON, "build", "-q", "--outdir", str(place / "dist"), str(ROOT))
        venv.create(place / "empty", with_pip=True)
        inside = place / "empty" / ("Scripts" if os.name == "nt" else "bin")
        built = str(next((place / "dist").glob("*.whl")))
        step(
            "install",
            str(inside / "python"),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            built,
        )
        (place / "home").mkdir()
        found = subprocess.run(
            [str(inside / "anquan"), "--home", str(place / "home"), "list"],
            cwd=place,
            capture_output=True,
            encoding="utf-8",
        )
        if len(found.stdout.splitlines()) != 27:
            print(
                f"gate: the installed program does not list 27 rows\n{found.stdout}{found.stderr}",
                file=sys.stderr,
            )
            sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
