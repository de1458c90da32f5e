"""What is wrong or doubtful in a file: a value that a reader returns (问题)."""

import re
from collections.abc import Iterable
from typing import NamedTuple

MOST = 1_000  # faults of one file that are told


class Problem(NamedTuple):
    """One thing that is wrong or doubtful, with its place and the next step."""

    line: int  # from 1; 0 where lines mean nothing
    where: str  # 第4项 要点3, 表2第7行, or ""
    what: str
    hint: str = ""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by line, of one line by the numbers in their places and words (要点2 before 要点10), each once."""
    return sorted({*problems}, key=lambda p: (p.line, *(_by_number(text) for text in p[1:])))


def _by_number(text: str) -> list[str | int]:
    return [int(part) if i % 2 else part for i, part in enumerate(re.split("([0-9]{1,18})", text))]
