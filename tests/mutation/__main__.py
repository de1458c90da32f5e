"""`python -m tests.mutation [MODULE…]`: every small defect of `ledger/`, or of some of its modules, tried.

The result goes into docs/reliability.md, beside what it says of the other modules.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.mutation import report
from tests.mutation.judged import HARMLESS
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.trial import ROOM, ROOT, Known, Tree, module_of

_tree: Tree
_known: Known


def main(wanted: list[str]) -> int:
    """1 when a defect survives that nobody has judged harmless, or too many do."""
    paths = [p for p in sorted((ROOT / ROOM).rglob("*.py")) if not wanted or module_of(p) in wanted]
    tried = [m for p in paths for m in mutants(module_of(p), p.read_text(encoding="utf-8"))]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        known = Tree(Path(folder) / "sound").known()
        print(f"{len(tried)} 处变异，{len(known.seconds)} 项测试", flush=True)
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(os.cpu_count(), context, _prepare, (folder, known)) as pool:
            noticed = list(pool.map(_try, tried))
    alive = [m for m, found in zip(tried, noticed, strict=True) if not found]
    unjudged = [m for m in alive if m.key not in HARMLESS]
    print(f"存活 {len(alive)} 处，其中未判定 {len(unjudged)} 处，用时 {time.monotonic() - begun:.0f} 秒")
    now = report.result(tried, alive)
    report.write(report.merged(report.written(), now) if wanted else now)
    return 1 if unjudged or len(alive) > report.MOST * len(tried) else 0


def _prepare(folder: str, known: Known) -> None:
    global _tree, _known
    _tree, _known = Tree(Path(folder) / str(os.getpid())), known


def _try(mutant: Mutant) -> bool:
    noticed = _tree.noticed(mutant, _known)
    if not noticed:
        judged = "" if mutant.key in HARMLESS else "（未判定）"
        print(f"存活{judged} {mutant.module}.py:{mutant.lines[0]} {mutant.key[1:]}", flush=True)
    return noticed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
