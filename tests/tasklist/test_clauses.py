"""Every clause of the official text is carried by a measure of the shipped list, with its actor.

`clauses.tsv` names, for each clause in the text's order, the measure that carries it, key words of the clause
that the measure must say, and who acts where the clause says so. A line `§` opens a row and holds the digest of
its measures as they were last read against the text: a changed list fails until its row has been read again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import pytest

from anquan_cli.tasklist.plan import Measure, Plan, Row
from tests.book import shipped

TABLE = Path(__file__).with_name("clauses.tsv")


class Clause(NamedTuple):
    """One clause of the text: the measure that carries it, what it must say, and who acts."""

    measure: str
    words: tuple[str, ...]
    actor: str  # "" where the clause names nobody


def read_table() -> tuple[list[Clause], dict[str, str]]:
    """The clauses, and the digest of each row."""
    clauses, digests = [], {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        first, second, third = line.split("\t")
        if first == "§":
            digests[second] = third
        else:
            clauses.append(Clause(first, tuple(second.split("；")), third))
    return clauses, digests


CLAUSES, DIGESTS = read_table()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped()


def lost(plan: Plan) -> list[str]:
    """What the clauses ask for and the list does not say."""
    missing = []
    placed = {m.id: (row, m) for row in plan.rows for m in row.measures}
    for clause in CLAUSES:
        row, measure = placed.get(clause.measure, (None, None))
        if row is None or measure is None:
            missing.append(f"{clause.measure}：没有这条要点")
            continue
        said = f"{measure.text}\n{measure.deadline.text}\n{measure.remark}"
        missing += [f"{clause.measure}：缺“{word}”" for word in clause.words if word not in said]
        if clause.actor not in f"{measure.text}\n{(measure.units or row.units).text}":
            missing.append(f"{clause.measure}：缺主体“{clause.actor}”")
    return missing


def digest(row: Row) -> str:
    """Of all that a row's measures say."""
    said = "\n".join("\t".join(_facts(m)) for m in row.measures)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _facts(measure: Measure) -> list[str]:
    units = measure.units.text if measure.units else ""
    target = " ".join(map(str, measure.target)) if measure.target else ""
    own = measure.deadline.text if measure.own_deadline else ""
    return [measure.id, measure.text, own, units, target, " ".join(measure.sectors), measure.remark]


def test_every_clause_is_carried_by_its_measure(plan: Plan) -> None:
    assert lost(plan) == []


def test_no_measure_is_without_a_clause(plan: Plan) -> None:
    assert {m.id for row in plan.rows for m in row.measures} == {c.measure for c in CLAUSES}


def test_a_changed_row_has_been_read_against_the_text_again(plan: Plan) -> None:
    """Where this fails: read the row's paragraph, mend its lines in the table, then write the new digest."""
    assert {row.id: digest(row) for row in plan.rows} == DIGESTS


def test_the_table_has_every_clause_of_the_text() -> None:
    assert len(CLAUSES) == 503
    assert all(word for c in CLAUSES for word in c.words)
    rows = [c.measure.rpartition(".")[0] for c in CLAUSES]
    assert list(dict.fromkeys(rows)) == [*DIGESTS]  # 27 rows, in the text's order


@pytest.mark.parametrize(
    ("item", "bent"),
    [
        ("20.2", "严格上岗管理，从业人员培训不合格不得上岗"),  # who was never trained may work
        ("7.4", "结合行业实际，建好作业场所视频监控系统，加强网络监控，开展视频反“三违”"),
        ("12.10", "对企业自查、积极整改、主动上报的重大隐患免于处罚；对自查不力的加大处罚"),
        ("15.4", "制定各专项预案的响应手册，明确各级别职责任务、流程措施、资源保障等"),  # its actor is gone
        ("15.6", "指导村（社区）编制并动态修订简明实用的“一制四案”"),  # another one is guided
        ("11.7.8", "推进城市燃气管道安全专项治理，加大压力管道监管"),  # all pressure pipes
    ],
)
def test_a_measure_that_bends_its_clause_is_noticed(plan: Plan, item: str, bent: str) -> None:
    rows = tuple(
        row._replace(measures=tuple(m._replace(text=bent) if m.id == item else m for m in row.measures))
        for row in plan.rows
    )
    changed = plan._replace(rows=rows)
    assert [fault.partition("：")[0] for fault in lost(changed)][:1] == [item]
    assert [r.id for r in rows if digest(r) != DIGESTS[r.id]] == [item.rpartition(".")[0]]


def test_a_measure_that_loses_its_units_is_noticed(plan: Plan) -> None:
    rows = tuple(
        row._replace(measures=tuple(m._replace(units=None) if m.id == "5.4" else m for m in row.measures))
        for row in plan.rows
    )
    assert lost(plan._replace(rows=rows)) == ["5.4：缺主体“负有安全监管职责的部门”"] * 2
