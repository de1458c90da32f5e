"""Text by the width of its characters: padding, and lines that never begin with closing punctuation."""

from __future__ import annotations

_NOT_FIRST = frozenset("，。、；：？！）〕】》〉”’…—·｜,.;:?!)]}%％℃")
_NOT_LAST = frozenset("（〔【《〈“‘([{")


def cells(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def pad(text: str, width: int) -> str:
    """Text filled with blanks on the right to a width."""
    return text + " " * (width - cells(text))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; none begins with closing or ends with opening punctuation.

    Latin words and numbers stay whole where they fit. A width too small for the rule gives way to the width.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_line(paragraph, max(width, 2))
    return lines


def _wrap_line(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        size = cells(piece)
        if used + size > width and line:
            lines.append(line.rstrip())
            line, used = "", 0
            piece = piece.lstrip()
            size = cells(piece)
        if size > width:
            *full, piece = _hard(piece, width)
            lines += full
            size = cells(piece)
        line += piece
        used += size
    return [*lines, line.rstrip()] if line.rstrip() or not lines else lines


def _pieces(text: str) -> list[str]:
    """What must stay together: a latin word, or one character, with the punctuation that clings to it."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1] if pieces else ""
        clings = last and (
            char in _NOT_FIRST
            or last[-1] in _NOT_LAST
            or (char.isascii() and last[-1].isascii() and not char.isspace() and not last[-1].isspace())
        )
        if clings:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _hard(piece: str, width: int) -> list[str]:
    lines, line = [], ""
    for char in piece:
        if line and cells(line + char) > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]
