"""Half a year of entries on the shipped list: every row's and unit's figures, worked out on paper beforehand."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Run

ENTRIES = """\
01-15 mark 1.1 doing
01-20 mark 4.1 done
02-10 mark 5 doing --unit 公安局 --percent 30
02-18 mark 2.1 done
03-05 mark 7 doing --unit 应急局 --percent 10
03-24 mark 5 done --unit 公安局
03-28 mark 5 done --unit 应急局
04-02 mark 5 done --unit 住建局 --on 3月31日
04-09 mark 5 doing --unit 市监局 --percent 70 --problem 目录外设备监管责任待明确 --expected 5月20日
04-11 mark 11.1 doing --unit 煤矿专委办 --percent 20
04-15 note 12 --unit 住建局 保温材料摸排启动
04-21 mark 13 doing --unit 能源局 --percent 15
04-30 mark 16 doing --unit 林业局 --percent 40
05-08 mark 11.2 doing --unit 非煤专委办
05-12 mark 2.8 doing --unit 防震中心
05-16 mark 2.8 doing --unit 应急局
05-22 mark 5 doing --unit 市监局 --percent 80 --problem 目录仍待明确 --expected 6月25日
05-23 mark 2.8 done
05-26 mark 12 doing --unit 消防大队 --percent 25
06-02 mark 11.2.5 done --unit 非煤专委办
06-03 mark 4.6 doing --unit 煤矿专委办 --count 2
06-05 mark 17 paused --note 原因
06-06 mark 18.7 doing --unit 应急局 --percent 50
06-10 mark 6 done --unit 应急局
06-11 mark 4.3 done
06-12 mark 4.6 doing --unit 安委办 --count 1
06-12 mark 3.7 done --unit 天宁镇
06-13 mark 14.7 doing --unit 水利局 --percent 60
06-16 mark 1 done --unit 公安局
06-16 undo
06-16 mark 1 doing --unit 公安局 --percent 50
06-17 mark 12 doing --unit 住建局 --percent 45
06-18 mark 10 doing --percent 80
06-18 mark 13 doing --unit 能源局 --percent 30
06-19 mark 5 doing --percent 85 --problem 尚有气象局、公路段未报 --expected 6月30日
06-20 mark 14.7 doing --unit 水利局 --percent 75
06-24 mark 2.6 doing --unit 应急局
06-26 mark 10 done
06-27 mark 19.2 done --unit 应急局
06-28 mark 16 done --unit 林业局
06-29 mark 10 verified
06-30 mark 9 na --unit 气象局 --note 原因
"""

# As of 30 June, exact fractions of the cells under each row, cut to one decimal: 1 is 50/17, 4 is 184/11
# (4.1 and 4.3's first half closed by eight parties, 4.6 at 3 of 10 items), 5 is (3 × 100 + 13 × 85)/16,
# 6 is 9 of 288, 12 is (25 + 45)/16, 18 is 50/44, 19 is 100/91.
ROWS = {
    "1": 2.9, "2": 10.0, "3": 0.0, "4": 16.7, "5": 87.8, "6": 3.1, "7": 0.6, "8": 0.0, "9": 0.0, "10": 100.0,
    "11.1": 20.0, "11.2": 7.6, "11.3": 0.0, "11.4": 0.0, "11.5": 0.0, "11.6": 0.0, "11.7": 0.0, "12": 4.3,
    "13": 3.0, "14": 0.4, "15": 0.0, "16": 20.0, "17": 0.0, "18": 1.1, "19": 1.0, "20": 0.0, "21": 0.0,
}  # fmt: skip
# Rows, closed, overdue, to be reported, percent; first who is late or has not said anything, silent ones before others.
UNITS = {
    "交通局": (17, 1, 0, 1, 11.4), "自然资源局": (17, 1, 0, 1, 11.4), "财政局": (17, 1, 0, 1, 11.4),
    "公路段": (14, 1, 0, 1, 13.9), "农业局": (14, 1, 0, 1, 13.9), "发改局": (14, 1, 0, 1, 13.9),
    "水利局": (17, 1, 0, 1, 11.7), "防震中心": (16, 1, 0, 1, 12.1), "消防大队": (18, 1, 0, 1, 12.2),
    "气象局": (15, 1, 0, 1, 13.9), "能源局": (15, 1, 0, 1, 15.0), "林业局": (18, 2, 0, 1, 16.3),
    "天宁镇人民政府": (27, 1, 1, 0, 10.7), "市监局": (14, 1, 1, 0, 13.9),
    "开发区": (1, 0, 0, 0, 0.0), "交通专委办": (3, 0, 0, 0, 4.7), "工贸专委办": (3, 0, 0, 0, 4.7),
    "危化专委办": (3, 0, 0, 0, 4.7), "建设燃气专委办": (3, 0, 0, 0, 4.7), "特设专委办": (3, 0, 0, 0, 4.7),
    "非煤专委办": (3, 0, 0, 0, 7.3), "煤矿专委办": (3, 0, 0, 0, 11.9), "应急局": (19, 2, 0, 0, 14.9),
    "住建局": (16, 2, 0, 0, 15.9), "安委办": (1, 0, 0, 0, 17.5), "公安局": (14, 2, 0, 0, 18.5),
}  # fmt: skip


@pytest.mark.no_cover
def test_the_figures_of_half_a_year(run: Run) -> None:
    for line in ENTRIES.splitlines():
        day, *argv = shlex.split(line)
        assert run(*argv, today=f"2025-{day}").code == 0, line
    rows = run("list", "--json", today="2025-06-30").json
    assert {r["id"]: r["percent"] for r in rows} == ROWS
    found = run("units", "--json", today="2025-06-30").json
    told = {
        u["short"]: (
            sum(u["obligations"].values()), u["done"], u["overdue"], u["awaiting"], u["percent"],
        )
        for u in found
    }  # fmt: skip
    assert list(told.items()) == list(UNITS.items())
    paper = run("summary", "--quarter", "2", "--format", "json", today="2025-06-30").json
    figures, before = paper["figures"], paper["before"]
    assert figures["statuses"] == {"todo": 10, "doing": 15, "done": 0, "verified": 1, "paused": 1, "na": 0}
    assert figures["pace"] == {"closed": 1, "on_track": 0, "behind": 17, "not_compared": 9}
    assert figures["lights"] == {"red": 1, "yellow": 18, "blue": 2, "green": 6}
    assert (figures["overdue"], figures["late"]) == (1, 2)  # row 5; 2.8 five days, 11.2.5 two days
    assert (figures["percent"], before["percent"], paper["elapsed"]) == (10.3, 1.1, 49.5)
    late = [
        (p["party"], i["due"]["id"], i["days"], i["promised"]) for p in paper["overdue"] for i in p["items"]
    ]
    assert late == [("县市场监督管理局", "5", 91, "2025-06-25")]
    assert (len(paper["awaiting"]), len(paper["silent"])) == (12, 12)
    assert [d["id"] for d in paper["near"]] == ["2.6", "6"]
    assert [c["id"] for c in paper["closed"]] == ["10"]
