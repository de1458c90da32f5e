"""Text for cells: nothing is lost where it goes on elsewhere, and what is cut says so."""

from __future__ import annotations

import random

import pytest

from anquan_cli.text_width import cells, wrap
from anquan_cli.views.xlsx.cell_text import CUT, MOST, cell_text, ends, fitted, height, pieces, room

TEXTS = [
    "", "短", "第一行\n\n第三行\n", "　　缩进的一段" * 50, "word " * 3000, "x" * 9000, "长" * 40_000,
    "\u0301" * 9000, "“甲”、（乙）。" * 300, "\n" * 500,
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=lambda t: ascii(t)[:12])
@pytest.mark.parametrize("width", [1, 7, 84])
def test_pieces_put_together_are_the_text(text: str, width: int) -> None:
    found = pieces(text, width)
    assert "".join(found) == text
    assert all(len(p) <= MOST for p in found)


@pytest.mark.parametrize("text", TEXTS, ids=lambda t: ascii(t)[:12])
@pytest.mark.parametrize("size", [8, 10])
def test_what_is_fitted_is_whole_or_says_that_it_is_cut_and_fits(text: str, size: int) -> None:
    shown = fitted(text, 12, size)
    assert shown == text or (shown.endswith(CUT) and text.startswith(shown.removesuffix(CUT)))
    assert len(shown) <= MOST + len(CUT)
    assert height(shown, 12, size) <= 409


@pytest.mark.many
def test_blanks_and_marks_in_any_order_can_be_measured_and_stay() -> None:
    """6 - 30 and 甲 、乙 where a mark moves to the next line: every line stands in the text as it is there."""
    chosen = random.Random(0)
    for _ in range(5_000):
        text = "".join(chosen.choice("甲乙36ab ×-+.，、。（”…\u3000\n") for _ in range(chosen.randint(1, 25)))
        found, at = wrap(text, width := chosen.randint(2, 14)), 0
        for line in found:
            at = text.index(line, at) + len(line)
        assert "".join("".join(found).split()) == "".join(text.split())
        assert all(cells(line) <= width for line in found)
        assert "".join(pieces(text, width / 2, most=2)) == text


def test_lines_are_counted_by_width() -> None:
    """A column of 21 units has 110 points; less a digit's width that is 10 characters of 10 points."""
    assert ends("一" * 25, 21) == (10, 20, 25)
    assert ends("一二\n三", 21) == (2, 4)
    assert room(10, 34) == 2


def test_line_breaks_stay_and_nothing_else_controls() -> None:
    assert cell_text("甲\r\n乙\t丙\x07\u202e\ud800") == "甲\n乙 丙^G<U+D800>"
