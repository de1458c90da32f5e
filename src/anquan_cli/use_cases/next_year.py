"""Next year's list from this year's: dates of the year shifted, everything else kept, what needs a look said."""

import re
from typing import Any, NamedTuple

import yaml

from anquan_cli.errors import UsageError
from anquan_cli.problem import Problem
from anquan_cli.tasklist.yamlfile import Path, unconfirmed

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|[-./]\d{1,2}[-./月]|[—至–~])")
_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DAYS = ("deadline", "due", "from", "first_issue", "anchors")
_SAID = {
    "document": "文号是上一年的",
    "anchors": "日期顺延了一年，各年未必相同",
    "first_issue": "第一期的日期顺延了一年",
    "due": "核定的日期顺延了一年",
    "from": "起算日期顺延了一年",
}


class NextYear(NamedTuple):
    """The new list's text, and what somebody should look at."""

    text: str
    looks: tuple[Problem, ...]


def next_year(text: str, year: int) -> NextYear:
    """The text of a list for another year; `text` is a valid list file. Raises UsageError where the year is no later."""
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)  # its marks count characters
    old = int(next(v.value for k, v in root.value if k.value == "year"))
    if year <= old:
        raise UsageError(f"清单是{old}年的，不能转成{year}年", f"请写更晚的年份，例如 --year {old + 1}")
    edits: list[tuple[int, int, str]] = []  # start, end, text
    looks: list[tuple[int, str, str]] = []  # line, place, what
    for path, node in _scalars(root, ()):
        written = text[node.start_mark.index : node.end_mark.index]
        changed, said = _shifted(path, written, old, year)
        if changed != written:
            edits.append((node.start_mark.index, node.end_mark.index, changed))
        if said:
            block = node.style in (
                "|",
                ">",
            )  # a comment stands behind its sign; behind other texts, at their end
            line = (node.start_mark if block else node.end_mark).line
            looks.append((line, _place(root, path), said))
    for start, end, changed in reversed(edits):
        text = text[:start] + changed + text[end:]
    lines = text.split("\n")
    for at, _, said in looks:
        lines[at] = unconfirmed(lines[at], said)
    problems = tuple(Problem(at + 1, place, said, "请核对", "doubt") for at, place, said in looks)
    return NextYear("\n".join(lines), problems)


def _scalars(node: Any, path: Path) -> list[tuple[Path, Any]]:
    if isinstance(node, yaml.MappingNode):
        return [x for k, v in node.value for x in _scalars(v, (*path, k.value))]
    if isinstance(node, yaml.SequenceNode):
        return [x for i, v in enumerate(node.value) for x in _scalars(v, (*path, i))]
    return [(path, node)]


def _shifted(path: Path, written: str, old: int, year: int) -> tuple[str, str]:
    """A value as it is written next year, and what to look at."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if path == ("year",):
        return str(year), ""
    if path in (("title",), ("id",)):
        return re.sub(rf"(?<!\d){old}(?!\d)", str(year), written), ""
    if path == ("document",):
        return written, _SAID["document"] if _ANY_YEAR.search(written) else ""
    if key in _DAYS or path[0] == "anchors":
        if path[:1] == ("standing",):
            return written, ""
        changed = _YEAR.sub(lambda found: str(int(found[1]) + year - old), written)
        changed = re.sub(r"(?<=\d)-02-29", "-02-28", changed) if key != "deadline" else changed
        name = "anchors" if path[0] == "anchors" else key
        return changed, _SAID.get(name, "") if changed != written else ""
    if _ANY_YEAR.search(written) and re.search(rf"{old}(?=年|〕|\)|）|-|\.)", written):
        return written, f"文字中写有{old}年"
    return written, "各年日期不同" if key == "remark" and "每年不同" in written else ""


def _place(root: Any, path: Path) -> str:
    """第12项, or the key."""
    words: list[str] = []
    if path[2:3] == ("tasks",) and len(path) > 3:
        node = root
        for step in (*path[:4], "number"):
            node = (
                next(v for k, v in node.value if k.value == step)
                if isinstance(step, str)
                else node.value[step]
            )
        words.append(f"第{node.value}项")
    if "measures" in path:
        words.append(f"要点{int(path[path.index('measures') + 1]) + 1}")
    return " ".join(words) or str(path[0])
