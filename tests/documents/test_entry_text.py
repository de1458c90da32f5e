"""What was typed as a sentence of a paper: one end, whatever it was given."""

from __future__ import annotations

import pytest

from anquan_cli.documents.entry_text import clause, entry_text, sentence
from anquan_cli.ledger.events import Envelope
from tests.entries import event


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("已完成", "已完成。"), ("已完成.", "已完成。"), ("已完成，", "已完成。"), ("已完成。、", "已完成。"),
        ("已完成．", "已完成。"), ("已完成｡", "已完成。"), ("已完成。。", "已完成。"), ("已完成!", "已完成！"),
        ("已完成？", "已完成？"), ("已完成……", "已完成……"), ("已完成﹗", "已完成！"), ("已完成⁉", "已完成⁉"),
        # an end behind which something closes
        ("“已完成。”", "“已完成。”"), ("“已完成.”", "“已完成”。"), ('"已完成."', '"已完成"。'), ("“已完成?”", "“已完成？”"),
        ("（已完成，）", "（已完成）。"), ("【已完成。】", "【已完成。】"), ("『已完成。』", "『已完成。』"), ("[已完成。]", "[已完成。]"),
        ("\uf0b7 已完成\uf0d8；", "已完成。"), ("已完成（一期）", "已完成（一期）。"), ("已完成。”。", "已完成。”"), ("", "。"),
    ],
)  # fmt: skip
def test_a_sentence_has_one_end(typed: str, shown: str) -> None:
    assert sentence(typed) == shown
    assert sentence(shown) == shown


def test_within_a_sentence_there_is_none() -> None:
    assert [clause(t) for t in ("已完成。", "已完成.", "已完成!", "“已完成.”")] == [
        "已完成", "已完成", "已完成！", "“已完成”",
    ]  # fmt: skip


def test_what_proves_it_stands_behind_what_was_done() -> None:
    papers = ("教体字〔2025〕5号", "照片。")
    mark = event("mark", status="done", note="已覆盖", problem="缺经费", evidence=papers)
    said = Envelope(1, "e1", "2025-06-18T00:00:00Z", "王", mark, None, "")
    assert entry_text(said, note_only=True) == "已完成：已覆盖。佐证：教体字〔2025〕5号、照片。"
    assert entry_text(said) == "已完成：已覆盖。佐证：教体字〔2025〕5号、照片。存在问题：缺经费。"
