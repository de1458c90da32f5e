"""YAML text to plain values that remember their lines; whatever is ambiguous is a fault, never a guess."""

from __future__ import annotations

import re
import sys
from bisect import bisect
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from anquan_cli.errors import escape_controls, truncate
from anquan_cli.problem import MOST, Problem

Path = tuple[str | int, ...]
_PLAIN_INT = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS = {"due", "from", "first_issue", "anchors"}  # where a plain date is one
_KEY = re.compile(r"[\s-]*([a-z_]+)(?:(:)(?=\s|$)|\s*[：:\s]\s*(.*))")  # with its colon and blank, or without
NAMED = ("units", "groups", "sectors")  # keys whose entries are known by their names
UNCONFIRMED = re.compile(r"(?:^|\s)#\s*核对[：:]")  # what an import asks a person to look at
_LOST = re.compile(r"\s+(#(?!\s|核对|$).*)")  # #3: a comment to YAML
LONGEST_TEXT = 1_000_000  # characters of one text; the shipped list has less in all
_ALIASES = 1_000  # nodes that may be met again through aliases: a bomb has millions
_DEPTH = 100
MOST_VALUES = 150_000  # sixty times the shipped list
TOO_MANY = f"内容过多，超过{MOST_VALUES // 10_000}万个值"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one, where libyaml is there

_PROBLEMS = {  # the parser's words for what happens most
    "mapping values are not allowed in this context": "此处不应有冒号，文字中含冒号时要加引号",
    "found a tab character that violates indentation": "缩进用了制表符，要用空格",
    "found character that cannot start any token": "缩进要用空格，不用制表符；以 @ ` % 开头的文字要加引号",
    "found unexpected end of stream": "引号或括号没有配对",
    "did not find expected key": "缩进或键名不对",
    "did not find expected '-' indicator": "缩进不对，或列表缺少“- ”",
    "did not find expected ',' or ']'": "方括号没有配对",
    "did not find expected ',' or '}'": "花括号没有配对",
    "could not find expected ':'": "键名后缺少冒号和空格",
    "did not find expected alphabetic or numeric character": "以 * 或 & 开头的文字要加引号",
    "found undefined alias": "引用了没有定义的别名，以 * 开头的文字要加引号",
    "exceeded maximum nesting depth": "嵌套过深",
    "block sequence entries are not allowed in this context": "此处不应有“- ”，列表要另起一行",
    "mapping keys are not allowed in this context": "此处不应有“? ”，文字要加引号",
    "did not find expected <document start>": "清单的内容之后另有多余的内容",
    "did not find expected node content": "缺少内容，或标点不对",
    "did not find expected comment or line break": "| 或 > 之后的文字要另起一行",
    "found unknown escape character": "双引号里的反斜杠要写成两个，或改用单引号",
    "found a tab character where an indentation space is expected": "缩进用了制表符，要用空格",
    "found unexpected ':'": "文字中含冒号时要加引号",
    "found unexpected document indicator": "引号或括号没有配对",
    "found undefined tag handle": "以 ! 开头的文字要加引号",
    "second occurrence": "以 & 开头的名称重复，文字要加引号",
    "but found another document": "一个文件里只能有一份清单，请删去“---”及其后的内容",
}


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a value, or of the nearest that holds it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def colon_hint(text: str) -> str:
    """How a key is written whose colon is full-width, or lacks its blank; "" where there is no such key."""
    found = _KEY.match(text)
    return f"请写成 {truncate(f'{found[1]}: {found[3]}'.strip())}" if found and not found[2] else ""


def unconfirmed(line: str, what: str) -> str:
    """A line of a list file with what somebody is asked to look at, before a comment that stands there."""
    text, sign, note = line.rpartition("  # ")
    if not sign or '"' in note:  # no comment, or a quoted text with a sign in it
        return f"{line}  # 核对：{what}"
    return f"{text}  # 核对：{what}；{note}"


def unconfirmed_lines(text: str) -> list[int]:
    """The numbers of the lines of a list file in which somebody is still asked to look at something."""
    asked = [
        (n, found.end() - 1)
        for n, line in enumerate(text.splitlines())
        if "#" in line
        for found in UNCONFIRMED.finditer(line)
    ]
    nothing = ((-1, 0), (-1, 0))
    values = [nothing, *sorted(_texts(yaml.compose(text, Loader=LOADER)))] if asked else []
    # the last that begins before it: none of them holds another
    asked = [at for at in asked if values[bisect(values, (at, (sys.maxsize, 0))) - 1][1] <= at]
    return list(dict.fromkeys(n + 1 for n, _ in asked))


def _texts(node: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where texts with a # of their own begin and end, by line and column; a block begins below its sign."""
    if isinstance(node, yaml.ScalarNode):
        if "#" in node.value:
            start, end = node.start_mark, node.end_mark
            begin = (start.line + 1, 0) if node.style in ("|", ">") else (start.line, start.column)
            yield begin, (end.line, end.column)
        return
    for entry in node.value if isinstance(node, yaml.CollectionNode) else ():
        for part in entry if isinstance(entry, tuple) else (entry,):
            yield from _texts(part)


class Document(NamedTuple):
    """The values of a file and where they stand."""

    value: Any
    lines: dict[Path, int]
    faults: list[tuple[Path, Problem]]  # each with the path of the value that it is about
    doubts: list[tuple[Path, Problem]]


def read(text: str) -> Document:
    """Reads one YAML document; syntax faults, duplicate keys, tags and bombs become faults."""
    try:
        if refusal := _too_much(text):
            return refusal
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        problem = error.problem or ""
        mark = error.context_mark if problem.startswith("could not find") else error.problem_mark
        line = mark.line + 1 if mark else 1
        if odd := re.search("[\x85\u2028\u2029]", text[: mark.index] if mark else ""):  # lines to YAML alone
            line = text.count("\n", 0, odd.start()) + 1
            return _unreadable(line, f"含有看不见的换行符（U+{ord(odd[0]):04X}）", "请删去该字符")
        told = _PROBLEMS.get(problem, "写法不合规则")  # whatever else it says is English
        hint = "请检查该行的缩进、冒号后的空格和引号"
        above = text.split("\n")[:line]
        for n in range(len(above), max(line - 50, 0), -1):
            found = _KEY.match(above[n - 1])
            if found and re.match(r"[ -]*[^\S \t]", above[n - 1]):
                line, told, hint = n, "缩进用了全角空格，要用半角空格", "请把行首的空格改成半角"
                break
            if found and not found[2]:
                line, told, hint = n, "键名后要有半角冒号和一个空格", colon_hint(above[n - 1])
            if found and (n < line or not found[2]):
                break
        return _unreadable(line, f"YAML 语法有误（{told}）", hint)
    except yaml.reader.ReaderError:
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)  # the error counts bytes or characters
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        return _unreadable(line, "含有不允许的控制字符", "请删去该字符")
    except (RecursionError, yaml.YAMLError, ValueError):
        return _unreadable(1, "无法读作 YAML（嵌套过深或内容有误）", "请检查文件")
    walk = _Walk(text)
    value = walk.build(root, ()) if root else None
    if value is None and not walk.faults:
        return _unreadable(
            1,
            "文件是空的",
            "多半是没有存完、没有同步完：请先找回有内容的那一份（备份、回收站、历史版本）；本来就没有的，删去它，再用 anquan init",
        )
    return Document(None if walk.stopped else value, walk.lines, walk.faults, walk.doubts)


def _too_much(text: str) -> Document | None:
    """The refusal where nesting, values, aliases or a single text pass all bounds: composing them would exhaust the machine."""
    depth = nodes = aliases = 0
    long: int | None = None  # the line of a text that is too long; what is no YAML is told as that
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            nodes += 1
            depth += isinstance(event, yaml.CollectionStartEvent)
            aliases += isinstance(event, yaml.AliasEvent)
            if isinstance(event, yaml.ScalarEvent) and len(event.value) > LONGEST_TEXT:
                long = long or line
            if depth > _DEPTH or nodes > MOST_VALUES or aliases > _ALIASES:
                told = (
                    (TOO_MANY, "请核对是不是选错了文件")
                    if nodes > MOST_VALUES
                    else ("别名引用过多", "请直接写出内容")
                    if aliases > _ALIASES
                    else ("嵌套过深", "请检查括号和缩进")
                )
                return _unreadable(line, *told)
    hint = "请核对引号是否成对、是不是选错了文件"
    return _unreadable(long, f"一处文字超过{LONGEST_TEXT // 10_000}万字", hint) if long else None


def values_in(data: object) -> int:
    """How many values data come to in a file at least; what is empty is not written."""
    if isinstance(data, dict):
        return 1 + sum(1 + values_in(value) for value in data.values() if value)
    return 1 + (sum(map(values_in, data)) if isinstance(data, (list, tuple)) else 0)


def _unreadable(line: int, message: str, hint: str) -> Document:
    return Document(None, {}, [((), Problem(line, "", message, hint))], [])


class _Walk:
    """Turns nodes into values, noting lines and faults on the way."""

    def __init__(self, text: str) -> None:
        self.text = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
        self.lines: dict[Path, int] = {}
        self.faults: list[tuple[Path, Problem]] = []
        self.doubts: list[tuple[Path, Problem]] = []
        self.stopped = False
        self._seen: set[int] = set()
        self._again = 0

    def build(self, node: yaml.Node, path: Path) -> Any:
        if self.stopped:
            return None
        line = node.start_mark.line + 1
        self.lines[path] = line
        self._again += id(node) in self._seen
        self._seen.add(id(node))
        if self._again > _ALIASES or len(path) > _DEPTH:
            self._fault(path, line, "别名引用过多或嵌套过深", "请直接写出内容")
            self.stopped = True
            return None
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            self._look_for_commas(node, path)
            return [self.build(child, (*path, i)) for i, child in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path, line)
        return self._tagged(node, path, line)

    def _tagged(self, node: yaml.Node, path: Path, line: int) -> None:
        self._fault(path, line, f"不支持的标签“{truncate(node.tag, 60)}”", "请删去标签，只写内容")

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if self.stopped:
                break
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(path, line, "键名应为文字", "请改成文字")
                continue
            key = str(key_node.value)
            if key in result:
                first = self.lines[(*path, key)]
                self._fault(path, line, f"键“{escape_controls(key)}”重复", f"第{first}行已有，请删去一处")
                continue
            result[key] = self.build(value_node, (*path, key))
            self.lines[(*path, key)] = line
        return result

    def _look_for_commas(self, node: yaml.SequenceNode, path: Path) -> None:
        """[应急局，水利局] is one name, not two; whoever means the comma puts quotes."""
        for i, child in enumerate(node.value if node.flow_style else ()):
            if isinstance(child, yaml.ScalarNode) and not child.style and "，" in child.value:
                message = f"方括号里的“{truncate(child.value)}”用了全角逗号，算作一项"
                hint = "要分开的改成半角逗号；本是一句话的加引号"
                self.doubts.append(((*path, i), Problem(child.start_mark.line + 1, "", message, hint)))

    def _look_beside(self, node: yaml.ScalarNode, path: Path) -> None:
        """What a plain text swallows of the lines below it, and what is lost behind a sign that no blank follows."""
        first, last = node.start_mark.line, node.end_mark.line
        for n, line in enumerate(map(str.strip, self.text[first + 1 : last + 1]), first + 2):
            if line.startswith("- ") or (line and isinstance(path[-1], int)):
                message = f"“{truncate(line)}”接在上一行后面，算作一句"
                hint = "另是一项的，行首的“- ”与上一项对齐；是一句的，请写在一行里"
                self.doubts.append((path, Problem(n, "", message, hint)))
        behind = self.text[last] if last < len(self.text) else ""
        if lost := _LOST.match(behind, node.end_mark.column):
            hint = "是文字的，整句加引号；是注释的，# 后面空一格"
            message = f"“{truncate(lost[1])}”算作注释，没有读入"
            self.doubts.append((path, Problem(last + 1, "", message, hint)))

    def _scalar(self, node: yaml.ScalarNode, path: Path, line: int) -> Any:
        kind, text = node.tag.rpartition(":")[2], node.value
        if not node.tag.startswith("tag:yaml.org,2002:"):
            kind = "other"
        if kind == "str":
            if not node.style and path:
                self._look_beside(node, path)
            return text
        if kind == "null":
            return None
        if kind == "int" and _PLAIN_INT.fullmatch(text):
            return int(text)
        if kind == "timestamp" and _PLAIN_DAY.fullmatch(text) and _DAYS.intersection(map(str, path)):
            return text
        what = {
            "bool": "会被当作真假值",
            "timestamp": "会被当作日期",
            "int": "会被当作数字",
            "float": "会被当作小数",
            "merge": "会被当作合并记号",
            "value": "会被当作默认值记号",
        }
        why = what.get(kind)
        if why is None:
            return self._tagged(node, path, line)
        hint = "若是文字，请加引号；若是数字，请写成普通整数"
        if kind == "int" and text.isdecimal() and text[0] != "0":
            why, hint = "太大", "若是文字，请加引号；若是数字，请核对位数"
        elif kind == "timestamp":
            dated = _DAYS.intersection(map(str, path))
            hint = (
                f"请写成 {re.split('[Tt ]', text)[0]}，不写时刻" if dated else f"请加引号：'{truncate(text)}'"
            )
        self._fault(path, line, f"“{truncate(text)}”{why}", hint)
        return text

    def _fault(self, path: Path, line: int, message: str, hint: str) -> None:
        self.faults.append((path, Problem(line, "", message, hint)))
        self.stopped = len(self.faults) > MOST
