"""What a bulletin asks grows with what is in it, not with its product."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LEAST, Calls, Run


def test_nobody_is_asked_for_of_what_names_its_units(
    run: Run, listed: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """尚未报送 is for those whom a group may mean."""
    names = "".join(f", {{name: 县第{n}局}}" for n in range(20))
    register = f"units: [{{name: 县水利局}}{names}]\ncategories:"
    text = LEAST.replace("县林业局、县公安局", "县林业局").replace("categories:", register)
    asked = Calls(monkeypatch, "anquan_cli.progress.progress.Progress.waits")
    listed(text)
    assert run("summary", today="2025-07-10").code == 0
    assert asked.count == 0
    listed(text.replace("县水利局牵头，县林业局配合", "有关部门"))
    assert "县第19局" in run("summary", "--format", "text", today="2025-07-10").out
    assert asked.count > 20


def test_what_one_unit_has_said_of_an_item_is_compared_once_each(
    run: Run, listed: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(LEAST)
    for n in range(30):
        assert (
            run("mark", "1", "doing", "--unit", "水利局", "--note", f"第{n}次", today="2025-03-03").code == 0
        )
    read = Calls(monkeypatch, "anquan_cli.documents.entry_text._words")
    assert run("summary", "--format", "text", today="2025-03-03").out.count("县水利局3月3日报：第") == 30
    assert read.count < 30 * 8
