"""The numbers that a word processor counts itself and writes into no paragraph: 一、 （一） 1. ① A."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

# the names are those of WordprocessingML (ST_NumberFormat, ISO/IEC 29500-1 17.18.59)
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _chinese(
    number: int, digits: str = _DIGITS, units: tuple[str, ...] = ("", "十", "百", "千"), bare: bool = True
) -> str:
    """A number as it is spoken: 十二, 一百零五; `bare`: 十 for 一十."""
    if number >= 10_000:
        return str(number)
    text, gap = "", False
    for place, unit in reversed(list(enumerate(units))):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + unit
        gap = not digit
    if bare and text.startswith(digits[1] + units[1]):
        text = text[1:]
    return text or digits[0]


def _digitwise(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _formal(number: int) -> str:
    return _chinese(number, _FORMAL, ("", "拾", "佰", "仟"), bare=False)


def _roman(number: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (number // amount)
        number %= amount
    return text


def _letters(number: int) -> str:
    """a … z, aa, bb …, as word processors go on."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(*runs: tuple[str, int]) -> Callable[[int], str]:
    """Characters that follow each other in Unicode, so many from each of these on; beyond the last, the number."""
    characters = [chr(ord(first) + n) for first, count in runs for n in range(count)]
    return lambda number: characters[number - 1] if number <= len(characters) else str(number)


_circled = _from(("①", 20), ("㉑", 15), ("㊱", 15))


def _full_width(number: int) -> str:
    return str(number).translate({48 + n: 0xFF10 + n for n in range(10)})


def _of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02}".format,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _from(("⒈", 20)),
    "decimalEnclosedParen": _from(("⑴", 20)),
    "ideographEnclosedCircle": _from(("㊀", 10)),
    "ideographParenthesis": _from(("㈠", 10)),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
}


def numeral(number: int, name: str) -> str:
    """A number in one of Word's formats; those that are not known count 1, 2, 3."""
    if name in ("bullet", "none"):
        return ""
    if not 1 <= number < 100_000:
        return str(number)
    return _FORMATS.get(name, str)(number)


class Level(NamedTuple):
    """One level of a list: the format of its number, the words round it (`（%1）`) and where it begins."""

    format: str = "decimal"
    text: str = ""  # %1 stands for the number of the first level
    start: int = 1
    restart: int | None = (
        None  # the level (from 1) after which it begins again; 0: never; None: after any higher
    )
    legal: bool = False  # all numbers in it as 1, 2, 3


class Counter:
    """Where a list's count stands, level by level."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def set(self, level: int, number: int) -> None:
        """The next number of a level will be this one."""
        self._counts[level] = number - 1

    def next(self, levels: dict[int, Level], level: int) -> str:
        """Counts a paragraph of a level; what stands before it, "" for a bullet."""
        here = levels.get(level) or Level()
        self._counts[level] = self._counts.get(level, here.start - 1) + 1
        for below in [other for other in self._counts if other > level]:
            restart = (levels.get(below) or here).restart
            if restart is None or (restart and level < restart):
                del self._counts[below]
        return label(here, levels, lambda other: self._counts.get(other, (levels.get(other) or here).start))


def label(here: Level, levels: dict[int, Level], count: Callable[[int], int]) -> str:
    """A level's text with the counts of the levels that it names put in."""
    if here.format == "bullet":
        return ""
    text, rest = "", here.text
    while rest:
        head, percent, rest = rest.partition("%")
        text += head
        if percent and rest[:1] in tuple("123456789"):
            other = int(rest[0]) - 1
            format = (levels.get(other) or here).format
            text += numeral(count(other), "decimal" if here.legal and format != "none" else format)
            rest = rest[1:]
        else:
            text += percent
    return text


def in_front(number: str, text: str) -> str:
    """A paragraph with its number before it; a blank between them only where they would run together."""
    if not number or not text:
        return number or text
    runs_together = (number[-1].isascii() and number[-1].isalnum()) or (
        number[-1] == "." and text[0].isdigit()
    )
    return f"{number} {text}" if runs_together else number + text
