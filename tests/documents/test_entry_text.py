"""What was typed as a sentence of a paper: one end, whatever it was given."""

from __future__ import annotations

import pytest

from anquan_cli.documents.entry_text import clause, sentence


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
