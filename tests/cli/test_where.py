"""`anquan where` and `anquan init`: paths that can be copied, words that say by what they were found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.mark.parametrize("width", [40, 80])
def test_on_a_terminal_every_path_has_a_line_of_its_own(
    run: Run, tmp_path: Path, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / ("很长的工作区文件夹名称" * 5)
    home.mkdir()
    monkeypatch.setenv("ANQUAN_CACHE", "")
    monkeypatch.setenv("ANQUAN_STATE", str(tmp_path / "记忆"))
    lines = run("--home", str(home), "where", width=width).out.splitlines()
    assert lines[:2] == ["工作区（--home）", f"  {home}"]
    assert lines[2] == "清单（随程序提供）"
    assert lines[4:] == [
        "台账（工作区，尚不存在）", f"  {home / 'ledger.jsonl'}",
        "缓存（$ANQUAN_CACHE）", "  （已关闭）",
        "本机记忆（$ANQUAN_STATE，尚不存在）", f"  {tmp_path / '记忆'}",
        "今天（$ANQUAN_TODAY）", "  2025-01-01",
        "登记人（$ANQUAN_BY）", "  测试员",
        "本单位（未指定）",
    ]  # fmt: skip


def test_in_a_pipe_a_place_is_a_row(run: Run, tmp_path: Path) -> None:
    home = str(tmp_path / "区")
    assert run("--home", home, "where").rows[0] == ["工作区", home, "--home，尚不存在"]


def test_init_says_how_the_new_workspace_is_used_from_everywhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "我县").out.splitlines() == [
        f"已新建工作区 我县，清单在 {Path('我县', 'tasks.yaml')}。",
        "使用时请加 --home 我县，或把环境变量 ANQUAN_HOME 设为它的完整路径。",
    ]
