"""Lists of several years in one document: --year, or a --title with its year, says which is read."""

from __future__ import annotations

import pytest

from anquan_cli.exchange.blocks import Block, Document, Grid
from anquan_cli.exchange.list_import.listing import Wishes
from tests.exchange.list_import.blocks import Given, document, imported, rows, table

pytestmark = pytest.mark.elsewhere

H: list[Given] = ["序号", "重点任务", "责任单位", "完成时限"]
OLD: list[Given] = ["1", "旧任务", "县城管局", "6月底前"]
GAS: list[Given] = ["1", "燃气整治", "县住建局", "6月底前"]
FIRE: list[Given] = ["2", "消防整治", "县消防大队", "9月底前"]
NAME = "清河县{}年安全生产重点任务清单"


def titled(year: int, *below: list[Given], name: str = "") -> Grid:
    return table([[(NAME.format(year), 1, 4)], H, *below], name or f"工作表“{year}年”")


def sheet(name: str, *below: list[Given]) -> Grid:
    return table([H, *below], f"工作表“{name}”")


def below(year: int, *rows: list[Given]) -> list[str | Block]:
    return [NAME.format(year), table([H, *rows], f"表{year}")]


# of 2024 first, of 2025 then, with whatever lies round them
DOCUMENTS: dict[str, Document] = {
    "titles on the sheets": document(titled(2024, OLD), titled(2025, GAS, FIRE), kind="xlsx"),
    "names of the sheets": document(
        sheet("2024", OLD), sheet("2025", GAS, FIRE), kind="xlsx"
    ),
    "titles, and sheets without a year": document(
        titled(2024, OLD, name="工作表“甲”"), titled(2025, GAS, FIRE, name="工作表“乙”"), kind="xlsx"
    ),
    "the other one first": document(titled(2025, GAS, FIRE), titled(2024, OLD), kind="xlsx"),
    "three": document(titled(2023, OLD), titled(2024, OLD), titled(2025, GAS, FIRE), kind="xlsx"),
    "tables below their titles": document(*below(2024, OLD), *below(2025, GAS, FIRE)),
    "tables, the other one first": document(*below(2025, GAS, FIRE), *below(2024, OLD)),
    "an older list in two tables": document(
        *below(2024, OLD), "（二）其他", table([H, OLD], "表3"), *below(2025, GAS, FIRE)
    ),
    "headings in both": document(
        NAME.format(2024), "一、旧事", table([H, OLD], "表1"),
        NAME.format(2025), "一、整治", table([H, GAS, FIRE], "表2"),
    ),
    "two sheets of the year": document(
        titled(2024, OLD), titled(2025, GAS, name="工作表“2025年燃气”"), titled(2025, FIRE, name="工作表“2025年消防”"),
        kind="xlsx",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("by_title", [False, True])
def test_the_list_of_the_year_is_read(name: str, by_title: bool) -> None:
    wishes = Wishes(title=NAME.format(2025)) if by_title else Wishes(year=2025, which=2025)
    found = imported(DOCUMENTS[name], wishes=wishes._replace(this_year=2026))
    assert [(r.title, r.units) for r in rows(found)] == [(GAS[1], GAS[2]), (FIRE[1], FIRE[2])]
    assert found.plan.year == 2025 and (name.startswith("names") or "2025年" in found.plan.title)
    assert "旧任务" in {o.text for o in found.omissions}
    left = [d for d in found.doubts if "没有读进清单" in d.what]
    assert left and all("2024年的，清单是2025年的" in d.what or "2023" in d.what for d in left)
    assert all("--year 2024" in d.hint or "--year 2023" in d.hint for d in left)


@pytest.mark.parametrize("name", ["titles on the sheets", "headings in both", "tables below their titles"])
def test_without_a_year_the_first_is_read_and_the_hint_leads_to_the_other(name: str) -> None:
    found = imported(DOCUMENTS[name])
    assert [r.title for r in rows(found)] == ["旧任务"] and found.plan.year == 2024
    (left,) = [d for d in found.doubts if "没有读进清单" in d.what]
    assert "是2025年的，清单是2024年的" in left.what and "要导入的是它，请加 --year 2025" in left.hint


def test_a_year_that_no_list_has_corrects_the_year_alone() -> None:
    found = imported(document(titled(2024, OLD), kind="xlsx"), wishes=Wishes(year=2025, which=2025))
    assert [r.title for r in rows(found)] == ["旧任务"] and found.plan.year == 2025
    assert [d.what for d in found.doubts] == ["标题写的是2024年，year 写的是2025"]


def test_the_section_of_the_list_that_is_left_out_is_not_of_the_other() -> None:
    found = imported(DOCUMENTS["headings in both"], wishes=Wishes(year=2025, which=2025))
    assert {r.category for r in rows(found)} == {"整治"}


@pytest.mark.parametrize(
    "said",
    [
        "2025—2026年冬春",
        "2025-2026学年",
        "2025—2026年采暖季",
        "2025年11月至2026年3月",
        "2025年冬季至2026年春季",
    ],
)
def test_of_a_list_over_the_new_year_it_is_said_where_the_months_fall(said: str) -> None:
    """Which is its first year, or its second: either way half of its months would be of the wrong one unseen."""
    title = f"清河县{said}安全生产重点任务清单"
    found = imported(document(title, table([H, GAS])))
    (doubt,) = (d for d in found.doubts if "用了" in d.what)
    assert doubt.what == f"标题没有写明是哪一年，按“{title}”用了2026年，没有写年份的期限都算2026年的"
    assert doubt.hint == (
        "请核对；跨年的用开始的那一年（导入时加 --year 2025），次年的月份写上年份，如“2026年3月底前”"
    )
    found = imported(document(title, table([H, GAS])), wishes=Wishes(year=2025, which=2025))
    assert found.plan.year == 2025 and all("年份" in d.hint for d in found.doubts)


def test_of_a_plan_of_three_years_no_months_are_told() -> None:
    found = imported(document("清河县2024—2026年三年行动任务清单", table([H, GAS])))
    assert [d.what.rpartition("”")[2] for d in found.doubts] == ["用了2026年"]
