"""Random histories through the real store: `list --json` says what the second opinion says."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from anquan_cli.ledger.events import Draft, Envelope, Target
from anquan_cli.ledger.jsonl.store import JsonlStore
from anquan_cli.progress import STATUSES
from anquan_cli.tasklist import loader, validate
from anquan_cli.tasklist.plan import Plan
from tests.conftest import Ran, Run
from tests.progress.second_opinion import opinion, own, standing

NASTY = """\
title: 刁钻县2025年清单
year: 2025
lights: {yellow_days: 3}
units:
  - {name: 甲局, groups: [委员会]}
  - {name: 乙局, groups: [委员会]}
  - {name: 丙局}
groups:
  - {name: 委员会, phrases: [各成员单位]}
categories:
  - number: 一
    title: 全部
    tasks:
      - {number: 2, title: 光秃秃, units: 各成员单位, deadline: 持续推进}
      - number: 3
        title: 三个阶段
        units: 甲局牵头，各成员单位配合
        deadline: 3月底前/6月底前/9月底前
        measures:
          - {text: 早的, deadline: 1月底前, units: 乙局}
          - {text: 晚的, deadline: 12月底前, target: {count: 3}}
          - {text: 月月有, deadline: 每月5日前, units: 甲局、丙局}
      - number: 7
        title: 没有日子
        units: ""
        deadline: 适时
        measures:
          - {text: 有日子, deadline: 6月底前, units: 甲局、乙局、丙局, target: {count: 7}}
          - {text: 没日子, target: {count: 6, per: unit}, units: 丙局、乙局}
      - number: 8
        title: 分开办
        deadline: 上半年
        parts:
          - {sector: 煤矿, units: 甲局, measures: [一, {text: 二, units: 各成员单位}]}
          - {sector: 危化, units: 乙局、丙局, deadline: 每季度}
"""

SHIPPED = 75  # histories on each list


class Scribe:
    """Writes one random history into a real ledger."""

    def __init__(self, plan: Plan, path: Path, seed: int) -> None:
        self.plan, self.dice = plan, random.Random(seed)
        self.moment = datetime(2025, 1, 1, tzinfo=UTC)
        self.store = JsonlStore(path, list_id=plan.id, tool="0", now=self._now)
        self.events: list[Envelope] = []
        rows = plan.rows
        self.ids = (
            [r.id for r in rows] + [str(r.number) for r in rows] + [m.id for r in rows for m in r.measures]
        )
        self.units = [u.name for u in plan.register.units]

    def _now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def write(self, entries: int) -> None:
        """Appends `entries` marks and undos."""
        for _ in range(entries):
            draft = self._undo() if self.events and self.dice.random() < 0.15 else self._mark()
            if draft.op == "mark" and self.dice.random() < 0.1:
                draft = draft._replace(op="note", status=None, percent=None, count=None, note="报告情况")
            self.events.append(self.store.append(lambda _, draft=draft: [draft])[-1])  # type: ignore[misc]

    def _undo(self) -> Draft:
        taken = self.dice.choice(self.events)
        return Draft(by="某", op="undo", targets=taken.targets, unit=taken.unit, undoes=taken.id)

    def _mark(self) -> Draft:
        dice = self.dice
        # few ids at a time, so that histories pile up on the same cells
        ids = dice.sample(self.ids, min(len(self.ids), dice.choice((1, 1, 1, 2, 5))))
        status = dice.choice(("done", "done", *STATUSES))
        return Draft(
            by="某",
            op="mark",
            targets=tuple(Target(i, dice.choice((None, None, 1, 2, 3))) for i in ids),
            unit=dice.choice((None, *self.units)) if dice.random() < 0.6 else None,
            status=status,
            percent=dice.choice((None, 0, 33, 100)) if status == "doing" else None,
            count=dice.choice((None, 1, 2, 9)),
            on=f"2025-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            titles={i: self.plan.title_of(i) or "" for i in ids},
        )


def listed(ran: Ran) -> list[dict[str, object]]:
    keys = ("id", "status", "percent", "stages", "light", "overdue_days")
    found = [{k: row[k] for k in keys} for row in ran.json]
    for row in found:
        row["stages"] = [{k: s[k] for k in ("stage", "due", "status")} for s in row["stages"]]
    return found


def agree(run: Run, plan: Plan, folder: Path, seed: int) -> None:
    scribe = Scribe(plan, folder / f"{seed}.jsonl", seed)
    scribe.write(scribe.dice.choice((3, 12, 40)))
    today = date(2025, scribe.dice.randint(1, 12), scribe.dice.randint(1, 28))
    ran = run("list", "--json", "--ledger", str(folder / f"{seed}.jsonl"), today=str(today))
    assert ran.code == 0, ran.err
    assert listed(ran) == opinion(plan, scribe.events, today), f"seed {seed}"
    unit = scribe.dice.choice(scribe.units)
    ran = run("list", "--json", "--unit", unit, "--ledger", str(folder / f"{seed}.jsonl"), today=str(today))
    assert ran.code == 0, ran.err
    said = {row["id"]: (row["match"]["status"], row["match"]["percent"]) for row in ran.json}
    marks = standing(scribe.events, today)
    assert said == {r.id: own(r, marks, unit) for r in plan.rows if r.id in said}, f"seed {seed} {unit}"


@pytest.mark.parametrize("block", range(5))
def test_two_ways_of_counting_agree_on_the_shipped_list(run: Run, tmp_path: Path, block: int) -> None:
    plan = loader.load(loader.shipped(), None)
    for seed in range(block * SHIPPED // 5, (block + 1) * SHIPPED // 5):
        agree(run, plan, tmp_path, seed)


@pytest.mark.parametrize("block", range(5))
def test_two_ways_of_counting_agree_on_a_nasty_list(
    run: Run, listed: Callable[[str], Path], tmp_path: Path, block: int
) -> None:
    listed(NASTY)
    plan = validate.validate(NASTY)[0]
    assert plan
    for seed in range(1000 + block * SHIPPED // 5, 1000 + (block + 1) * SHIPPED // 5):
        agree(run, plan, tmp_path, seed)
