"""What a list file may cost, and that no parser's English stands in a Chinese sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from anquan_cli.tasklist.validate import validate
from anquan_cli.tasklist.yamlfile import read, unconfirmed_lines
from tests.conftest import LEAST, Calls, Run

pytestmark = pytest.mark.elsewhere

COSTLY = {  # content, and what is said of it
    "a flow sequence of 24 MB": (LEAST + "x: [" + "a," * 12_000_000 + "]\n", "第11行：内容过多"),
    "empty lists in 24 MB": ("[" + "[]," * 8_000_000 + "]", "第1行：内容过多"),
    "a megabyte of unknown keys": (
        LEAST + "".join(f"key-{i}: 1\n" for i in range(70_000)),
        "有超过 1000 处错误",
    ),
    "a key twice and again": ("title: 甲\n" * 70_000, "有超过 1000 处错误"),
    "empty categories": ("title: 甲\nyear: 2025\ncategories:\n" + "- {}\n" * 140_000, "有超过 1000 处错误"),
    "documents": ("---\n" * 8_000_000, "内容过多"),
    "nested sequences": ("- " * 200_000, "第1行：嵌套过深"),
    "nested brackets": ("[" * 200_000, "第1行：YAML 语法有误（嵌套过深）"),
    "aliases": ("a: &a 甲\nb: [" + "*a," * 1_000_000 + "]\n", "第2行：别名引用过多"),
    "aliases of aliases": (
        "a0: &a0 [甲,乙]\n" + "".join(f"a{i}: &a{i} [*a{i - 1},*a{i - 1}]\n" for i in range(1, 40)),
        "别名引用过多",
    ),
    "tags": ("".join(f"k{i}: !!python/x 甲\n" for i in range(70_000)), "有超过 1000 处错误"),
    "one text": (LEAST.replace("title: ", "title: " + "安全" * 4_000_000, 1), "一处文字超过100万字"),
    "one key": ("甲" * 10_000_000 + ": 1\n", "第1行：YAML 语法有误"),
}  # fmt: skip


# A small program in between: what a process had before it began another counts as that one's own.
WATCHED = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss)
"""


class Cost(NamedTuple):
    """How `anquan list` ended, and what it took."""

    code: int
    memory: int  # bytes
    said: str


def cost(path: Path, text: str) -> Cost:
    """`anquan list` of a list file, without a cache."""
    path.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED, sys.executable, "-m", "anquan_cli", "--tasks", str(path), "list"],
        capture_output=True,
        env=os.environ | {"ANQUAN_CACHE": ""},
    )
    code, memory = ran.stdout.split()
    kilo = 1024 if sys.platform == "linux" else 1
    return Cost(int(code), int(memory) * kilo, ran.stderr.decode())


@pytest.mark.process
@pytest.mark.skipif(os.name == "nt", reason="wait4 and its figures are POSIX")
@pytest.mark.parametrize("kind", COSTLY)
def test_no_list_file_costs_more_than_500_mb(tmp_path: Path, kind: str) -> None:
    """What it takes of the processor, `benchmarks/bounds.py` tells."""
    text, told = COSTLY[kind]
    found = cost(tmp_path / "tasks.yaml", text)
    assert found.code == 3
    assert told in found.said and "提示：" in found.said
    assert len(found.said) < 20_000
    assert found.memory < 500 * 1024**2


BROKEN = [
    'title: "a\\q"', "a: b: c", "&a x: &a y", "a: !x!y z", "title: [a", "a: |x", "- a\nb: c", "a: - b", "title: `x",
    "a: @x", "\ta: b", 'a: "x', "%YAML 9.9\n---\na: b", "%TAG x\n---\na: b", "a: *b", "a: &a x\nb: &a y", "a: ]",
    "a:\n - b\n c", "x: 'a'b", 'a: "\\ud800"', "{a: b}}", "...", "a: {", "a: b\n---\nc: d", "a: !<x y", 'a: "\\x4"',
    "a: !!int", "!!set {a}", "*", "&", "a: |0\n b", "? ? ?", "{{{", "a: %", "a\x00: b", "a: \x85b", "- - -: -",
]  # fmt: skip


@pytest.mark.watched
@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_list_is_told_in_chinese(run: Run, listed: Callable[[str], Path], text: str) -> None:
    listed(text + "\n")
    ran = run("list")
    assert (ran.code, ran.out) == (3, "")
    faults = [line for line in ran.err.splitlines() if line.startswith("  第")]
    assert faults
    for line in faults:
        told = re.sub("“[^”]*”|YAML|anquan init|[a-z_]+（|categories|title|year", "", line)
        assert not re.search("[A-Za-z]{3,}", told), line


@pytest.mark.watched
@pytest.mark.parametrize("zone", ["UTC", "Asia/Urumqi", "America/St_Johns"])
def test_a_time_zone_that_the_data_names_is_taken(
    run: Run, listed: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.delenv("ANQUAN_TODAY")
    listed(LEAST.replace("year:", f"timezone: {zone}\nyear:"))
    assert run("list").code == 0


@pytest.mark.parametrize(
    "zone", ["/etc/localtime", "../UTC", "UTC+8", "asia/shanghai", "北京", "posixrules", "localtime", "zone.tab", '"UTC\\0"',
             "Asia", "right/UTC", "Asia/../UTC", "EST5EDT4", "甲" * 300_000]
)  # fmt: skip
def test_a_time_zone_that_the_data_does_not_name_is_a_fault_and_is_never_opened(
    run: Run, listed: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    listed(LEAST.replace("year:", f"timezone: {zone}\nyear:"))
    monkeypatch.setattr("zoneinfo.ZoneInfo", lambda name: pytest.fail("opened"))
    monkeypatch.delenv("ANQUAN_TODAY")
    ran = run("list")
    assert ran.code == 3 and "第2行：不认识的时区" in ran.err


@pytest.mark.watched
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: &a 甲\nb: [" + "*a," * 1_001 + "]\n", 2, "别名引用过多"),
        ("a: 1\nb: " + "- " * 10 + "1\n", 2, "YAML 语法有误"),
        ("a:\n\t- 1\n", 2, "YAML 语法有误（缩进要用空格，不用制表符"),
        ("a:\n  " + "- " * 101 + "1\n", 2, "嵌套过深"),
        ("a: 1\nb: \x07\n", 2, "含有不允许的控制字符"),
        ("a: 1\nb: 隐患\u2028排查\nc: 3\n", 2, "含有看不见的换行符（U+2028）"),
        ("a: 1\nb: '隐患\x85排查'\nc 3\n", 2, "含有看不见的换行符（U+0085）"),
    ],
)
def test_what_would_exhaust_the_machine_is_told_with_its_line(text: str, line: int, said: str) -> None:
    ((_, fault),) = read(text).faults
    assert fault.line == line and fault.what.startswith(said)


@pytest.mark.watched
def test_of_very_many_faults_the_first_thousand_are_told() -> None:
    _, faults, _, _ = validate(LEAST + "".join(f"k{n}: 1\n" for n in range(1_200)))
    assert len(faults) == 1_001
    assert [f.line for f in faults[:2]] == [11, 12]
    assert (faults[-1].line, faults[-1].what) == (1_011, "错误过多，只列出前1000处")


# --- what grows with a list's size grows no faster: by counts of the dear steps, not by time ----------------


@pytest.mark.parametrize(
    "keys",
    [
        "".join(f"        乱{n}: 1\n" for n in range(5_000)),
        "        measures:\n        - {" + ",".join(f"乱{n}: 1" for n in range(5_000)) + "}\n",
        "        measures:\n" + "".join(f"        - {{乱{n}: 1}}\n" for n in range(2_000)),
    ],
    ids=["of a task", "of a measure", "of many measures"],
)
def test_of_very_many_unknown_keys_those_that_are_told_are_compared(
    monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    compared = Calls(monkeypatch, "difflib.get_close_matches")
    _, faults, _, _ = validate(LEAST + keys)
    assert len(faults) == 1_001
    assert compared.count <= 2 * 1_001  # here, and anywhere


@pytest.mark.watched
def test_a_misspelt_key_stands_for_the_one_that_is_missing() -> None:
    text = LEAST.replace("units:", "unitss:").replace("deadline:", "ｄeadline:")
    _, faults, _, _ = validate(text)
    assert [f.what for f in faults] == ["不认识的键“unitss”", "不认识的键“ｄeadline”"]


@pytest.mark.watched
def test_more_anchors_than_any_list_has_are_a_fault() -> None:
    """Each is compared with every phrase."""
    for number, told in ((100, []), (101, [("anchors 超过100项", 11, "请只留下时限里用到的")])):
        text = LEAST + "anchors:\n" + "".join(f"  会{n}: 06-01\n" for n in range(number))
        assert [(f.what, f.line, f.hint) for f in validate(text)[1]] == told


@pytest.mark.watched
def test_a_list_full_of_comments_and_of_texts_that_look_like_one_is_read_once() -> None:
    text = "a:\n" + "".join(f"- '甲 # 核对：乙{n}'  # 核对：丙\n- 丁\n" for n in range(3_000))
    assert unconfirmed_lines(text) == [*range(2, 6_002, 2)]
    assert unconfirmed_lines("- '甲 # 核对：乙'\n- |\n  丙 # 核对：丁\n- &x '戊 # 核对：己'\n- *x\n") == []
