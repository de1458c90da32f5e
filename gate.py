"""Everything that a change has to pass, in one command: format, lint, types, imports, docs, wheels, tests."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent
PYTHON = [sys.executable, "-m"]
SCRIPTS = Path(sys.executable).parent
COVERED = 97  # per cent of all lines and branches, at least
TRUSTED = ("ledger/*", "progress/*", "tasklist/same_item.py")  # no untried branch


def main() -> int:
    """Runs every step, cheap ones first; stops at the first that fails."""
    step("format", *PYTHON, "ruff", "format", "--check", ".")
    step("lint", *PYTHON, "ruff", "check", ".")
    step("types", *PYTHON, "mypy")
    step("import contract", str(SCRIPTS / "lint-imports"))
    step("docs", sys.executable, "docs/generate.py", "--check")
    wheelhouse()
    workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]  # a file mostly stays with one
    step(
        "tests",
        *PYTHON,
        "pytest",
        *workers,
        "-m",
        "not slow",
        "--cov=anquan_cli",
        "--cov-report=",
        *sys.argv[1:],
    )
    if not sys.argv[1:]:  # a choice of tests cannot reach everything
        report = (*PYTHON, "coverage", "report", "--skip-covered", "--show-missing")
        trusted = ",".join(f"*/anquan_cli/{room}" for room in TRUSTED)
        step("every branch", *report, f"--include={trusted}", "--fail-under=100")
        step("all of it", *PYTHON, "coverage", "report", "--format=total", f"--fail-under={COVERED}")
    return 0


def step(name: str, *command: str, cwd: Path = ROOT) -> None:
    """Runs one command; a failure ends the gate with its exit code."""
    print(f"== {name}", flush=True)
    code = subprocess.run(command, cwd=cwd).returncode
    if code:
        print(f"gate: {name} failed", file=sys.stderr)
        sys.exit(code)


def wheelhouse() -> None:
    """The sdist's own tool packs wheels, which are installed and used far from the checkout, without a network."""
    target = {"Linux x86_64": "linux-x86_64", "Linux aarch64": "linux-aarch64"}.get(
        f"{platform.system()} {platform.machine()}"
    )
    if target is None:
        print("gate: no offline installation for this machine, not tried", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        step("sdist", *PYTHON, "build", "-q", "--sdist", "--outdir", folder, str(ROOT))
        (packed,) = place.glob("*.tar.gz")
        shutil.unpack_archive(packed, place, filter="data")
        version = "{}.{}".format(*sys.version_info[:2])
        pack = ("tools/bundle.py", "wheels", target, "--python", version, "-o", str(place / "out"))
        step("wheelhouse", sys.executable, *pack, cwd=place / packed.name.removesuffix(".tar.gz"))
        (script,) = place.glob("out/*/install.sh")
        may = shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], capture_output=True)
        alone = ("unshare", "-rn") if may and may.returncode == 0 else ()
        own = ("env", f"ANQUAN_STATE={place / 'state'}", f"ANQUAN_CACHE={place / 'cache'}")
        chosen = (*own, f"PYTHON={sys.executable}")
        step("install without a network", *alone, *chosen, "sh", str(script), str(place / "安 装"))
        home = place / "工作 区"
        home.mkdir()
        program = (*alone, *own, str(place / "安 装" / "bin" / "anquan"), "--home", str(home))
        listed = subprocess.run([*program, "list"], stdout=subprocess.PIPE).stdout.decode()
        if len(listed.splitlines()) != 27:
            sys.exit(f"gate: the installed program does not list 27 rows\n{listed}")
        for line in ("mark 12 done", "summary -o 通报.docx", "export -o 进展.xlsx"):
            step(f"anquan {line}", *program, *line.split(), cwd=home)


if __name__ == "__main__":
    sys.exit(main())
