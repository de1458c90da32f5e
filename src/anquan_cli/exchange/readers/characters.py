"""A document's white space made tidy, and nothing else of its text changed."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[^\S\n]+")  # full-width blanks, no-break spaces and tabs are all white space to `re`
_BREAKS = re.compile(" ?\n[ \n]*")
_INVISIBLE = {
    **dict.fromkeys([*range(9), *range(14, 28), *range(127, 133), *range(134, 160)]),  # controls
    **dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF]),  # soft hyphen, zero-width blanks, byte order mark
    **dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n"),  # other line breaks
    **dict.fromkeys(range(28, 32), " "),
}
_SUBSTITUTES = {**_INVISIBLE, **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")}


def tidy(text: str) -> str:
    """Text with every run of blanks as one blank and every run of line breaks as one `\\n`, without ends."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SUBSTITUTES)
    return _BREAKS.sub("\n", _BLANKS.sub(" ", text)).strip()


_STRUCK = ("\ufdd0", "\ufdd1")  # round what is struck out, until its place is known: characters of no text
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def struck(text: str) -> str:
    """A text that is struck out, line by line marked as such."""
    return "\n".join(line.join(_STRUCK) if line else "" for line in unmarked(text).split("\n"))


def struck_in(text: str) -> list[str]:
    """What is marked as struck out in a text."""
    begin, end = _STRUCK
    found = re.findall(f"{begin}([^{end}]+)", text.replace(end + begin, "")) if begin in text else []
    return [*filter(None, map(tidy, found))]


def raised(text: str) -> str:
    """A raised text; a number stays one: 10m², and 整改。¹ with the mark of a note."""
    return text.translate(_RAISED) if text.strip().isdecimal() else text


def unmarked(text: str) -> str:
    """A text without the marks."""
    return re.sub(f"[{''.join(_STRUCK)}]", "", text)


def join(lines: list[str]) -> str:
    """Lines that say something, tidy, one below the other."""
    return "\n".join(filter(None, map(tidy, lines)))


# the symbol fonts (Wingdings) that forms are filled in with, by the last two digits of their code
_SYMBOLS = {
    "FE": "☑",
    "52": "☑",
    "FC": "√",
    "FB": "×",
    "A8": "□",
    "6F": "□",
    "A3": "□",
    "6C": "●",
    "6E": "■",
    "E0": "→",
}


def symbol(code: str) -> str:
    """A character of a symbol font by its hexadecimal code; a box for those that are not known."""
    return _SYMBOLS.get(code.upper()[-2:], "□")
