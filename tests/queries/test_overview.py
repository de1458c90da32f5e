"""The whole picture and the units' order: worked out by hand from the list and the rule of progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Run

TOWNSHIPS = """\
title: 某县2025年安全生产重点工作任务清单
year: 2025
units:
  - {name: 县林业局}
  - {name: 甲镇人民政府}
  - {name: 乙镇人民政府}
groups:
  - {name: 乡（镇）人民政府, phrases: [各乡（镇）人民政府], pattern: "镇人民政府$"}
standing: {from: 1, group: 乡（镇）人民政府, text: 以下均需各乡（镇）人民政府落实}
categories:
  - number: 一
    title: 甲类
    tasks:
      - {number: 1, title: 一件事, units: 县林业局, deadline: 3月底前}
"""


def test_status_of_a_unit_is_that_units(run: Run) -> None:
    """住建局 has 16 rows: 1 2, 3 by 3.7, 5 6 7 8 10 12 15 17 20 21, and 9 14 19; two of them have moved."""
    run("mark", "5", "done", "--unit", "住建局", "--on", "3月31日", today="2025-06-30")
    run("mark", "12", "doing", "--unit", "住建局", "--percent", "45", today="2025-06-30")
    said = run("status", "--unit", "住建局", "--json", today="2025-06-30").json
    assert said["unit"] == "县住房和城乡建设管理局"
    assert (said["rows"], said["percent"]) == (16, 9.0)  # (100 + 45) / 16 = 9.0625
    assert {s: n for s, n in said["statuses"].items() if n} == {"todo": 14, "doing": 1, "done": 1}
    assert (said["overdue"], said["late"]) == (1, 0)  # row 2: its 2.8 was due on 18 May
    assert said["pace"] == {"closed": 1, "on_track": 0, "behind": 8, "not_compared": 7}
    assert [c["total"] for c in said["categories"]] == [3, 4, 2, 1, 1, 2, 3]
    nearest = [(d["id"], d["match"]["unit"], d["match"]["status"]) for d in said["next"]]
    assert nearest == [(i, said["unit"], "todo") for i in ("2.8", "2.6", "6", "10")]
    page = run("units", "住建局", "--json", today="2025-06-30").json
    assert (page["percent"], page["overdue"]) == (said["percent"], said["overdue"])
    told = run("status", "--unit", "住建局", "--table", today="2025-06-30").out
    assert "\n县住房和城乡建设管理局：共16项任务：未启动14，推进中1，已完成1\n" in told


def test_a_township_that_reports_is_never_worse_placed_than_one_that_does_not(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """Both have row 1 past its day; who has said nothing stands with the whole's 90, who has reported with its 10."""
    listed(TOWNSHIPS)
    run("mark", "1", "doing", "--unit", "县林业局", "--percent", "90", today="2025-06-20")
    run("mark", "1", "doing", "--unit", "甲镇", "--percent", "10", today="2025-06-20")
    found = run("units", "--json", today="2025-06-20").json
    assert {u["unit"]: (u["overdue"], u["percent"]) for u in found} == {
        "县林业局": (1, 90.0), "甲镇人民政府": (1, 10.0), "乙镇人民政府": (1, 90.0),
    }  # fmt: skip
    order = [u["unit"] for u in found]
    assert order == ["乙镇人民政府", "甲镇人民政府", "县林业局"]
