"""What a measure's own text says of its date and of how many; nothing is taken that does not stand alone."""

from __future__ import annotations

import pytest

from anquan_cli.exchange.list_import.measures import entry


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("全年检查危险化学品企业不少于236家。", {"count": 236, "unit": "家"}),
        ("至少组织3场次应急演练。", {"count": 3, "unit": "场次"}),
        ("各乡镇至少召开2次会议。", None),  # each its own
        ("每半年至少召开2次会议。", None),
        ("至少开展10余次检查。", None),  # ten and some
        ("培训不少于100人次，演练不少于3次。", None),  # two figures
        ("至少5个、6个地段设岗。", None),  # one of several
        ("检查不少于3.5公里堤防。", None),
        ("至少0次。", None),
        ("一半以上企业完成自查。", None),
    ],
)
def test_a_figure_that_stands_alone_is_the_target(text: str, target: dict[str, object] | None) -> None:
    found = entry(text)
    assert (found.get("target") if isinstance(found, dict) else None) == target
