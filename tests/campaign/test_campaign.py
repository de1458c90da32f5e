"""The fault campaign in the gate: every kind of fault, sampled where there are many (见 docs/reliability.md)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("the campaign needs fork and signals", allow_module_level=True)

from tests.campaign import report
from tests.campaign.durability import RECORDING, Lab, Part
from tests.campaign.planted import PLANTED, Planted, noticed

PARTS = [pytest.param(part, id=f"{group}-{name}") for group, name, part in report.everything()]


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(tmp_path / "lab")


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_lost(lab: Lab, part: Part) -> None:
    tally = part(lab, full=False)
    assert tally.lost == []
    if not tally.tried:
        pytest.skip("mounting a small file system needs root")


@pytest.mark.slow
@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_a_planted_defect_is_noticed(lab: Lab, planted: Planted) -> None:
    assert noticed(planted, lab)


def test_the_page_shows_this_campaign_and_no_loss() -> None:
    rows, planted = report.written()
    assert [(row.group, row.name) for row in rows] == [(g, n) for g, n, _ in report.everything()]
    assert [row.lost for row in rows] == [0] * len(rows)
    tried = {row.name: row.tried for row in rows}
    assert tried["文件大小受限（RLIMIT_FSIZE）"] == len(range(0, 3000, 7)) * len(RECORDING), (
        "of this campaign"
    )
    assert planted == [(one.name, "已报出") for one in PLANTED]
