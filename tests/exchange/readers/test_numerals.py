"""Numbers that a word processor counts, by ISO/IEC 29500-1 17.18.59."""

from __future__ import annotations

import pytest

from anquan_cli.exchange.readers.numerals import numeral


@pytest.mark.parametrize(
    ("number", "name", "text"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCounting", "十二"),
        (105, "chineseCounting", "一百零五"),
        (10_000, "chineseCounting", "10000"),
        (105, "ideographDigital", "一〇五"),
        (10, "chineseLegalSimplified", "壹拾"),
        (27, "upperLetter", "AA"),
        (1994, "upperRoman", "MCMXCIV"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "㉑"),
        (50, "decimalEnclosedCircle", "㊿"),
        (51, "decimalEnclosedCircle", "51"),
        (21, "decimalEnclosedParen", "21"),
        (13, "ideographZodiac", "子"),
        (3, "none", ""),
        (0, "lowerLetter", "0"),
    ],
)
def test_each_format_and_what_it_has_no_sign_for(number: int, name: str, text: str) -> None:
    assert numeral(number, name) == text
