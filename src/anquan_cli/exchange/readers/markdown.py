"""Markdown: headings, pipe tables, and the HTML tables that stand for those with merged cells.

Line by line, because markdown-it-py drops the cells of a row beyond its header's (as CommonMark's table extension
says) and turns indented paragraphs into code (tests/exchange/readers/test_text.py shows it).
"""

from __future__ import annotations

import re
from html import unescape

from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers import html
from anquan_cli.exchange.readers.characters import struck
from anquan_cli.exchange.readers.encoding import decode
from anquan_cli.exchange.readers.layout import Blocks, Span, Table

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1|(?<![*\w])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![*\w])"
)
_LINK = re.compile(r"!?\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(?<!\\)(`+)(.+?)\1")


def is_markdown(text: str) -> bool:
    """A text with a table's rule or a heading's mark."""
    lines = text.splitlines()
    return any(
        (_RULE.fullmatch(line) and "|" in line and "|" in before) or _HEADING.fullmatch(line)
        for before, line in zip(["", *lines], lines, strict=False)
    )


def read(data: bytes) -> Document:
    """The text's blocks."""
    blocks = Blocks()
    lines = decode(data, blocks).splitlines()
    number = 0
    while number < len(lines):
        if "<table" in lines[number].lower():
            number = _page(blocks, lines, number)
        elif _begins_table(lines, number):
            number = _pipes(blocks, lines, number)
        else:
            _line(blocks, lines[number], f"第{number + 1}行")
            number += 1
    return blocks.document("md")


def _line(blocks: Blocks, line: str, place: str) -> None:
    heading = _HEADING.fullmatch(line)
    if heading:
        blocks.paragraph(_inline(heading[2]), len(heading[1]), place)
    elif not re.fullmatch(r"\s*([-*_]\s*){3,}|\s*(```|~~~).*", line):
        blocks.paragraph(_inline(re.sub(r"^\s*(>\s?)*([-*+]\s+)?", "", line)), 0, place)


def _page(blocks: Blocks, lines: list[str], number: int) -> int:
    """HTML from its first tag to the line in which its tables end."""
    end, depth = number, 0
    while end < len(lines):
        lower = lines[end].lower()
        depth += lower.count("<table") - lower.count("</table")
        end += 1
        if depth <= 0:
            break
    html.add_page(blocks, "\n".join(lines[number:end]))
    return end


def _begins_table(lines: list[str], number: int) -> bool:
    return (
        "|" in lines[number]
        and number + 1 < len(lines)
        and "|" in lines[number + 1]
        and bool(_RULE.fullmatch(lines[number + 1]))
    )


def _pipes(blocks: Blocks, lines: list[str], number: int) -> int:
    rows = [_cells(lines[number])]
    number += 2
    while number < len(lines) and "|" in lines[number]:
        rows.append(_cells(lines[number]))
        number += 1
    blocks.table(Table([_spans(row) for row in rows], frozenset((0,))))
    return number


def _spans(cells: list[str]) -> list[Span]:
    """A row; one that says the same in every column was one cell, before it was turned into Markdown."""
    if len(cells) > 2 and cells[0].strip() and len(set(cells)) == 1:
        return [Span([_inline(cells[0])], 1, len(cells))]
    return [Span([_inline(cell)]) for cell in cells]


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    cells = re.split(r"(?<!\\)\|", line)
    return cells[:-1] if len(cells) > 1 and not cells[-1].strip() and line.rstrip().endswith("|") else cells


def _inline(text: str) -> str:
    """A line's text without its marks."""
    codes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        codes.append(match[2])
        return f"\0{len(codes) - 1}\0"

    text = _CODE.sub(keep, _BREAK.sub("\n", text))
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(lambda m: struck(m[2]) if m[1] == "~~" else m[2] or m[3], text)
    text = unescape(_ESCAPE.sub(r"\1", text)).replace("\xa0", " ")
    return re.sub("\0(\\d+)\0", lambda match: codes[int(match[1])], text)
