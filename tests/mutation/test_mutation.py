"""The mutation run is a harness too: it must find every small defect, and tell a noticed one from the others."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from threading import Event

import pytest

if sys.platform == "win32":
    pytest.skip("the mutation run needs fork", allow_module_level=True)

from tests.mutation import report
from tests.mutation.__main__ import defects
from tests.mutation.judged import HARMLESS
from tests.mutation.mutants import mutants
from tests.mutation.trial import ROOT, SOURCES, Known, Room, Tree, _reaching, module_of

pytestmark = [pytest.mark.process, pytest.mark.elsewhere]
SAMPLE = '''\
"""A module."""
from os import fsync
LIMIT: int = 3

def keep(fd: int, size: int) -> str | None:
    """Docstrings are left alone."""
    assert fd
    if size > LIMIT and fd:
        fsync(fd)
        return "kept"
    return None
'''


def test_every_kind_of_defect_is_made() -> None:
    assert [(m.where, m.before, m.after) for m in mutants("sample", SAMPLE)] == [
        ("", "3", "4"),
        ("keep", "if size > LIMIT and fd: fsync(fd) return 'kept'", "if True: fsync(fd) return 'kept'"),
        ("keep", "if size > LIMIT and fd: fsync(fd) return 'kept'", "if False: fsync(fd) return 'kept'"),
        ("keep", "size > LIMIT and fd", "size > LIMIT or fd"),
        ("keep", "size > LIMIT and fd", "fd"),
        ("keep", "size > LIMIT and fd", "size > LIMIT"),
        ("keep", "size > LIMIT", "size >= LIMIT"),
        ("keep", "size > LIMIT", "size <= LIMIT"),
        ("keep", "fsync(fd)", "pass"),
        ("keep", "return 'kept'", "return None"),
        ("keep", "'kept'", "''"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("with lock(p): go()", {"if True: go()", "pass"}),
        ("try:\n  go()\nexcept OSError: stop()", {"except OSError: raise", "pass"}),
        ("while a: break", {"while False: break", "pass"}),
        ("for a in b: continue", {"break"}),
        ("x = not -a", {"-a", "a"}),
        ("x += 1", {"x -= 1", "pass", "2"}),
        ("x = a if b else 0.5", {"a if True else 0.5", "a if False else 0.5", "1.5"}),
        ("x = b''", {"b'x'"}),
        ("x = True", {"False"}),
        ("raise E", {"pass"}),
        ("x = a is None", {"a is not None"}),
        ("x = a * b // c", {"a * b * c", "a + b"}),
        ("x = '没有记录'", set()),
        ("x = f'{a}：没有'", set()),
        ("def f():\n  return False", {"True"}),
    ],
)
def test_a_line_and_its_defects(line: str, expected: set[str]) -> None:
    assert {m.after for m in mutants("sample", line)} == expected


@pytest.mark.many
@pytest.mark.parametrize("module", ["ledger/jsonl/lock", "ledger/jsonl/scan"])
def test_every_defect_of_a_real_module_is_a_program_of_its_own(module: str) -> None:
    found = mutants(module, (ROOT / SOURCES / f"{module}.py").read_text(encoding="utf-8"))
    for mutant in found:
        compile(mutant.source, module, "exec")
    assert len({m.source for m in found}) == len(found) > 50


def test_a_sample_is_the_same_one_each_time_and_part_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / SOURCES / "room").mkdir(parents=True)
    (tmp_path / SOURCES / "room" / "sample.py").write_text(SAMPLE, encoding="utf-8")
    monkeypatch.setattr("tests.mutation.__main__.ROOT", tmp_path)
    room = Room("room", (), None)
    every = {m.key for m in defects(room)}
    chosen = defects(room._replace(sample=5))
    assert len(chosen) == 5
    assert chosen == defects(room._replace(sample=5))
    assert {m.key for m in chosen} < every


def test_a_defect_is_met_with_the_tests_that_reach_it_quickest_first() -> None:
    known = Known({"slow": 2.0, "quick": 0.1, "other": 1.0}, {"sample": {9: ["slow", "quick"], 3: [""]}})
    limit, *_, call, _, _ = mutants("sample", SAMPLE)
    assert _reaching(call, known) == ["quick", "slow"]
    assert _reaching(limit, known) == ["quick", "other", "slow"], "made at import: all"


def test_a_trial_tells_failing_from_passing_from_hanging(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "tree")
    assert [tree._run(job, 20) for job in (lambda: 0, lambda: 1, lambda: 1 // 0)] == [0, 1, 99]
    assert tree._run(lambda: int(Event().wait(60)), 0.2) == -1


def test_a_trial_keeps_the_program_that_started_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest asks for it, whatever file it is."""
    here = str(ROOT / "tests" / "mutation" / "__main__.py")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", here, raising=False)
    assert Tree(tmp_path / "tree")._run(lambda: "__main__" not in sys.modules, 20) == 0


def test_a_trial_runs_the_changed_source_alone(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "tree")
    (tree.folder / "tests" / "ledger" / "test_undo.py").write_text(
        "from anquan_cli.ledger import store\n"
        "def test_it():\n    assert str(store.Head(1, 'a' * 64)) == '1:aaaaaaaaaaaa'\n",
        encoding="utf-8",
    )
    before = (tree.folder / SOURCES / "ledger" / "store.py").read_bytes()
    known = Known({"tests/ledger/test_undo.py::test_it": 0.1}, {"ledger/store": {}})
    found = [m for m in mutants("ledger/store", before.decode()) if m.where == "Head.__str__"]
    assert [tree.noticed(m, known) for m in found] == [True, True, True]
    harmless = found[0]._replace(source=before.decode())
    assert not tree.noticed(harmless, known)
    assert (tree.folder / SOURCES / "ledger" / "store.py").read_bytes() == before


def test_a_run_of_some_modules_leaves_what_the_page_says_of_the_others() -> None:
    kept, gone = report.Survivor("`1` → `2`", "`b.go`", "无妨"), report.Survivor("`3` → `4`", "`c`", "无妨")
    former = report.Result({"a": 5, "b": 6, "c": 7}, [kept, gone])
    (mutant,) = mutants("c", "x = 1")
    now = report.result([mutant], [mutant])
    assert report.merged(former, now) == report.Result(
        {"a": 5, "b": 6, "c": 1}, [kept, report.Survivor("`1` → `2`", "`c`", "**未判定**")]
    )


def test_the_page_shows_few_survivors_each_judged_and_none_that_durability_rests_on() -> None:
    found = report.written()
    ledger = (ROOT / SOURCES / "ledger").rglob("*.py")
    assert {m for m in found.tried if m.startswith("ledger/")} == {
        module_of(p) for p in ledger if p.stem != "__init__"
    }
    assert sum(found.tried.values()) > 1000
    assert len(found.alive) <= report.MOST * sum(found.tried.values())
    assert {s.reason for s in found.alive} <= set(HARMLESS.values())
    sacred = re.compile(r"fsync|sync_|truncate|flock|locked|FileLock|sha256|seal")
    assert [s for s in found.alive if sacred.search(s.change)] == []
