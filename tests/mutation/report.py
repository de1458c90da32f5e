"""The mutation run's result as tables in docs/reliability.md (变异试验结果表)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.mutation.judged import HARMLESS
from tests.mutation.mutants import Mutant

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
MOST = 0.05  # share that may survive
_BETWEEN = re.compile(r"(<!-- mutation: begin -->\n)(.*?)(<!-- mutation: end -->)", re.DOTALL)
_UNJUDGED = "**未判定**"


class Survivor(NamedTuple):
    """A defect that no test noticed, as the page shows it."""

    change: str
    where: str  # `module.function`
    reason: str

    @property
    def module(self) -> str:
        """The module's name."""
        return self.where.strip("`").partition(".")[0]


class Result(NamedTuple):
    """How many defects each module has, and which survived."""

    tried: dict[str, int]
    alive: list[Survivor]


def result(tried: list[Mutant], alive: list[Mutant]) -> Result:
    """What a run came to."""
    return Result(dict(Counter(m.module for m in tried)), [_survivor(m) for m in alive])


def _survivor(m: Mutant) -> Survivor:
    change = f"{_code(m.before)} → {_code(m.after)}"
    return Survivor(change, f"`{m.module}.{m.where}".rstrip(".") + "`", HARMLESS.get(m.key, _UNJUDGED))


def _code(text: str) -> str:
    shown = text if len(text) <= 60 else text[:60] + "…"
    return f"`{shown}`".replace("|", "\\|")


def merged(former: Result, now: Result) -> Result:
    """The newer result of the modules that were tried now, the former one of the others."""
    kept = [s for s in former.alive if s.module not in now.tried]
    tried = {**former.tried, **now.tried}
    return Result(dict(sorted(tried.items())), sorted([*kept, *now.alive], key=lambda s: s.module))


def table(found: Result) -> str:
    """Both tables, as Markdown."""
    left = Counter(s.module for s in found.alive)
    lines = ["| 模块 | 变异 | 发现 | 存活 |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| `{name}.py` | {n:,} | {n - left[name]:,} | {left[name]:,} |" for name, n in found.tried.items()
    ]
    total = sum(found.tried.values())
    lines.append(f"| 合计 | {total:,} | {total - len(found.alive):,} | {len(found.alive):,} |")
    lines += ["", "| 存活的变异 | 所在 | 为什么无妨 |", "| --- | --- | --- |"]
    lines += [f"| {s.change} | {s.where} | {s.reason} |" for s in found.alive]
    return "\n".join(lines) + "\n"


def write(found: Result) -> None:
    """Puts the tables between the page's two comments."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_BETWEEN.sub(lambda m: f"{m[1]}\n{table(found)}\n{m[3]}", text), encoding="utf-8")


def written() -> Result:
    """What the page says."""
    found = _BETWEEN.search(PAGE.read_text(encoding="utf-8"))
    assert found
    rows = [re.split(r"(?<!\\)\|", line.strip("|")) for line in found[2].splitlines() if line.startswith("|")]
    cells = [[c.strip() for c in row] for row in rows]
    tried = {c[0][1:-4]: int(c[1].replace(",", "")) for c in cells if c[0].endswith(".py`")}
    return Result(tried, [Survivor(*c) for c in cells if len(c) == 3 and " → " in c[0]])
