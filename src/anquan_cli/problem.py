"""What is wrong or doubtful in a file: a value that a reader returns (问题)."""

from typing import NamedTuple

MOST = 1_000  # faults of one file that are told


class Problem(NamedTuple):
    """One thing that is wrong or doubtful, with its place and the next step."""

    line: int  # from 1; 0 where lines mean nothing
    where: str  # 第4项 要点3, 表2第7行, or ""
    what: str
    hint: str = ""
