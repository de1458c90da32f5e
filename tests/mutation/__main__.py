"""`python -m tests.mutation [ROOM|MODULE…]`: small defects tried, all of `ledger/`, a sample of the other rooms.

The result goes into docs/reliability.md, beside what it says of the other modules.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.mutation import report
from tests.mutation.judged import HARMLESS
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.trial import ROOMS, ROOT, SOURCES, Known, Room, Tree, module_of

_tree: Tree
_known: dict[str, Known]  # by room


def main(wanted: list[str]) -> int:
    """1 when a defect survives that nobody has judged harmless, or too many do."""
    planted = {room: [m for m in defects(room) if not wanted or _wanted(m, wanted)] for room in ROOMS}
    tried = [m for found in planted.values() for m in found]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        sound = Tree(Path(folder) / "sound")
        known: dict[str, Known] = {}
        for options in dict.fromkeys(room.options for room, found in planted.items() if found):
            alike = [room for room in ROOMS if room.options == options]
            known |= dict.fromkeys((room.name for room in alike), sound.known(alike))
        print(f"{len(tried)} 处变异", flush=True)
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(os.cpu_count(), context, _prepare, (folder, known)) as pool:
            noticed = list(pool.map(_try, tried))
    alive = [m for m, found in zip(tried, noticed, strict=True) if not found]
    unjudged = [m for m in alive if m.key not in HARMLESS]
    print(f"存活 {len(alive)} 处，其中未判定 {len(unjudged)} 处，用时 {time.monotonic() - begun:.0f} 秒")
    now = report.result(tried, alive)
    report.write(report.merged(report.written(), now) if wanted else now)
    return 1 if unjudged or len(alive) > report.MOST * len(tried) else 0


def defects(room: Room) -> list[Mutant]:
    """Every defect of a room's modules, or the sample that is tried."""
    paths = sorted((ROOT / SOURCES / room.name).rglob("*.py"))
    found = [m for p in paths for m in mutants(module_of(p), p.read_text(encoding="utf-8"))]
    if room.sample is None:
        return found
    chosen = random.Random(room.name).sample(range(len(found)), min(room.sample, len(found)))
    return [found[n] for n in sorted(chosen)]


def _wanted(mutant: Mutant, wanted: list[str]) -> bool:
    return mutant.module in wanted or mutant.module.partition("/")[0] in wanted


def _prepare(folder: str, known: dict[str, Known]) -> None:
    global _tree, _known
    _tree, _known = Tree(Path(folder) / str(os.getpid())), known


def _try(mutant: Mutant) -> bool:
    noticed = _tree.noticed(mutant, _known[mutant.module.partition("/")[0]])
    if not noticed:
        judged = "" if mutant.key in HARMLESS else "（未判定）"
        print(f"存活{judged} {mutant.module}.py:{mutant.lines[0]} {mutant.key[1:]}", flush=True)
    return noticed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
