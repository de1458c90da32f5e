"""One error family: the sentence a user reads, the next step, and the exit code."""

from __future__ import annotations


class AnquanError(Exception):
    """An expected failure; `message` and `hint` are Chinese sentences for the user.

    One boundary (`cli.main`) prints it as `错误：… 提示：…` and exits with `code`.
    """

    code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CannotDo(AnquanError):
    """I/O trouble, no space, a missing extra (exit 1)."""


class UsageFault(AnquanError):
    """A wrong or ambiguous option, id, unit or date (exit 2)."""

    code = 2


class DataFault(AnquanError):
    """A data file is faulty or damaged, a ledger vanished or foreign (exit 3)."""

    code = 3


class LedgerBusy(AnquanError):
    """Somebody else holds the ledger's lock (exit 4)."""

    code = 4


def visible(text: str) -> str:
    """Text that cannot move a cursor, change colours or reorder a line: controls as `^[`, the rest as it is.

    C0 controls as caret notation, C1 and bidirectional marks and lone surrogates as `<U+202E>`.
    """
    if text.isprintable():
        return text
    import unicodedata

    return "".join(_visible_char(c, unicodedata.category(c)) for c in text)


def _visible_char(char: str, category: str) -> str:
    code = ord(char)
    if code < 32 or code == 127:
        return "^" + chr(code ^ 64)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return f"<U+{code:04X}>"
    return char
