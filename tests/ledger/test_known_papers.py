"""Whose paper stands under a name, as this machine remembers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from anquan_cli.ledger.jsonl.known_heads import KnownHeads


def test_a_paper_is_of_the_list_that_wrote_it_last(tmp_path: Path) -> None:
    known, paper = KnownHeads(tmp_path / "state"), str(tmp_path / "通报.txt")
    assert known.list_of(paper) is None
    known.wrote(paper, "2025-甲县")
    known.wrote(paper, "2025-乙县")
    assert known.list_of(paper) == "2025-乙县"
    assert known.list_of(str(tmp_path / "别的.txt")) is None


@pytest.mark.parametrize("kept", [b"", b"[]", b"{}", b"\xff", b"[" * 60000])
def test_a_memory_that_says_nothing_is_nobodys(tmp_path: Path, kept: bytes) -> None:
    known, paper = KnownHeads(tmp_path / "state"), str(tmp_path / "通报.txt")
    known.wrote(paper, "2025-甲县")
    (file,) = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    file.write_bytes(kept)
    assert known.list_of(paper) is None
