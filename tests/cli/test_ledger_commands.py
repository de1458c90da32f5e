"""verify and doctor, and what every command says of a ledger that is not sound."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from anquan_cli import terminal
from anquan_cli.errors import shell_word
from tests.conftest import LEAST, Run


@pytest.fixture
def ledger(workspace: Path, run: Run) -> Path:
    for ident in ("12", "13", "14"):
        run("mark", ident, "done")
    return workspace / "home" / "ledger.jsonl"


@pytest.mark.no_cover
def test_verify_prints_the_head_and_proves_an_earlier_one(run: Run, ledger: Path) -> None:
    head = run("verify").out.strip()
    assert head.startswith("3:") and len(head) == len("3:") + 12
    run("mark", "15", "done")
    later = run("verify", "--expect", head, "--json")
    assert (later.code, later.json["proven"], later.json["events"]) == (0, True, 4)
    for printed in (
        f"台账编号 {head}",
        f"（{head.replace(':', '：')}）",
        f"{head}。",
        head.replace(":", ": "),
    ):
        assert run("verify", "--expect", printed).code == 0


@pytest.mark.no_cover
def test_dropped_last_lines_do_not_meet_the_expectation(run: Run, ledger: Path) -> None:
    head = run("verify").out.strip()
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-1]))
    ran = run("verify", "--expect", head)
    assert (ran.code, ran.out) == (3, "")
    assert "2:" in ran.err


@pytest.mark.parametrize(
    "argv", ["list", "status --json", "due", "show 1", "log", "units", "summary", "export --format csv"]
)
def test_another_lists_ledger_is_refused_and_nothing_is_shown_as_if_nobody_had_reported(
    run: Run, ledger: Path, listed: Callable[[str], Path], argv: str
) -> None:
    """ledger.md: refused, both ids named."""
    listed("id: 银山-2025\n" + LEAST)
    ran = run(*argv.split())
    assert (ran.code, ran.out) == (3, "")
    assert "台账记的是“jiaocheng-2025”，当前清单是“银山-2025”" in ran.err
    assert (
        run("check").code == 0 and run(*argv.split(), "--ledger", str(ledger.with_name("新.jsonl"))).code == 0
    )


@pytest.mark.no_cover
def test_an_edited_line_is_shown_incomplete_refused_and_repaired_beside(run: Run, ledger: Path) -> None:
    damaged = ledger.read_bytes().replace(b'"id":"13"', b'"id":"16"')
    ledger.write_bytes(damaged)
    shown = run("list", "--json")
    assert shown.code == 3
    assert [r["id"] for r in shown.json if r["status"] == "done"] == ["12"]
    assert run("mark", "15", "done").code == 3
    assert ledger.read_bytes() == damaged
    repaired = run("doctor", "--yes")
    assert repaired.code == 0, repaired.err
    kept = [p for p in ledger.parent.iterdir() if ".damaged-" in p.name]
    assert [p.read_bytes() for p in kept] == [damaged]
    assert run("verify").out.startswith("1:")


@pytest.mark.no_cover
def test_a_printed_command_is_about_the_ledger_that_the_command_was_about(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    """Typed as it stands, it may not take back a record of the ledger that is used without options."""
    run("mark", "12", "doing")
    other = tmp_path / "我 县"
    run("init", str(other))
    ran = run("mark", "13", "done", "--home", str(other))
    assert f"撤销请用 anquan --home '{other}' undo 1）" in ran.out
    ran = run("--ledger", str(other / "ledger.jsonl"), "undo", "7")
    assert f"可用 anquan --ledger '{other}/ledger.jsonl' log 查看" in ran.err
    assert "（第2号记录，撤销请用 anquan undo 2）" in run("mark", "13", "done").out


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="no such names")
def test_a_printed_command_does_not_name_what_leads_elsewhere_next_time(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """`--tasks /dev/stdin < tasks.yaml`, where the system knows what file that is."""
    with listed(LEAST).open() as file:
        ran = run("--tasks", f"/dev/fd/{file.fileno()}", "mark", "1", "done")
        told = os.path.realpath(f"/dev/fd/{file.fileno()}")
    assert f"撤销请用 anquan --tasks {told} undo 1）" in ran.out


def test_a_file_that_is_no_ledger_is_not_called_a_damaged_one(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    place = tmp_path / "纪要.txt"
    place.write_text("一、会议时间：6月20日\n", encoding="utf-8")
    for args in (("list",), ("verify",), ("mark", "12", "done"), ("doctor", "--yes")):
        ran = run(*args, "--ledger", str(place))
        assert ran.code == 3 and f"{place} 不是台账文件，没有改动" in ran.err
    assert sorted(p.name for p in tmp_path.iterdir() if "纪要" in p.name) == ["纪要.txt"]


def test_doctor_asks_first(run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.write_bytes(ledger.read_bytes()[:-30] + b"\n")
    before = ledger.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert run("doctor").code == 2
    assert ledger.read_bytes() == before
    monkeypatch.setattr(sys, "stdin", io.StringIO("ｙ\n"))
    ran = run("doctor")
    assert ran.code == 0 and "不改动：\n" in ran.err, "an answer from a pipe leaves no line break"


def test_a_vanished_ledger_is_an_alarm_not_a_fresh_start(run: Run, ledger: Path) -> None:
    ledger.unlink()
    ran = run("list")
    assert (ran.code, "3:" in ran.err) == (3, True)
    assert run("mark", "15", "done").code == 3
    assert not ledger.exists()
    anew = run("mark", "15", "done", "--new-ledger")
    assert (anew.code, "台账完好" in anew.err) == (0, False)
    again = run("mark", "16", "done", "--new-ledger")
    assert (again.code, "--new-ledger 只在台账不见了、被换了时起作用" in again.err) == (0, True)


def test_a_ledger_in_a_folder_that_is_not_there_is_a_typing_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a second ledger nor an answer as if nobody had reported; unless it is asked for."""
    place = tmp_path / "错" / "台账.jsonl"
    hint = "提示：请核对路径；要在那里另起一份台账，加 --new-ledger\n"
    for line in ("mark 15 done", "note 15 看过", "list", "due", "log", "summary", "units"):
        ran = run(*line.split(), "--ledger", str(place))
        told = f"错误：没有文件夹 {place.parent}，台账（--ledger）不在那里\n{hint}"
        assert (ran.code, ran.out, ran.err) == (2, "", told)
        assert not place.parent.exists()
    monkeypatch.setenv("ANQUAN_LEDGER", str(place))
    assert "台账（$ANQUAN_LEDGER）不在那里" in run("list").err
    anew = run("mark", "15", "done", "--new-ledger")
    assert anew.code == 0 and f"台账从这一条开始，保存在 {place}。" in anew.out
    place.unlink()
    place.with_name("台账.jsonl.lock").unlink(missing_ok=True)
    place.parent.rmdir()
    assert run("list").code == 3, "this machine remembers it: a share may not be mounted"


@pytest.mark.no_cover
def test_doctor_has_nothing_to_do_on_a_sound_ledger(run: Run, ledger: Path) -> None:
    ran = run("doctor")
    assert (ran.code, "完好" in ran.out) == (0, True)


@pytest.mark.parametrize(
    "name", ["ledger (王的冲突副本 2025-06-20).jsonl", "ledger 2.jsonl", "Ledger-办公室电脑.jsonl",
             "ledger.jsonl 的冲突副本", "ledger (conflicted copy).jsonl"],
)  # fmt: skip
def test_doctor_names_a_copy_that_has_entries_of_its_own(
    run: Run, ledger: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both begin with three entries; another computer has recorded the fourth and the fifth in the copy."""
    copy = ledger.with_name(name)
    copy.write_bytes(ledger.read_bytes())
    (ledger.parent / "ledger.txt").write_text("不是台账", encoding="utf-8")
    assert run("doctor").err == "", "a backup has nothing that is missing here"
    with monkeypatch.context() as other:
        other.setenv("ANQUAN_STATE", str(ledger.parent.parent / "other"))
        for ident in ("15", "16"):
            assert run("--ledger", str(copy), "mark", ident, "done").code == 0
    there = copy.read_bytes()
    ran = run("doctor")
    assert (ran.code, ran.out) == (0, "台账完好，无需修复。\n")
    assert ran.err == (
        f"提示：旁边的 {name} 也是这份清单的台账（可能是同步软件留下的冲突副本），有2条登记这里没有；"
        f"请用 anquan log --ledger {shell_word(str(copy))} 核对（从第4号起），在这里补记，再把它移到别处。\n"
    )
    assert copy.read_bytes() == there
    assert run("list").err == ""


@pytest.mark.no_cover
def test_the_ledger_is_judged_even_when_the_list_cannot_be_read(
    run: Run, ledger: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: [", encoding="utf-8")
    ran = run("verify", "--tasks", str(broken))
    assert (ran.code, ran.out.startswith("3:")) == (0, True)


@pytest.mark.no_cover
def test_readers_write_nothing_into_the_workspace(run: Run, workspace: Path) -> None:
    for argv in (
        ("list",),
        ("due",),
        ("status",),
        ("log",),
        ("units",),
        ("show", "12"),
        ("verify",),
        ("where",),
    ):
        run(*argv)
    assert list((workspace / "home").iterdir()) == []


def test_what_is_refused_leaves_no_lock_in_a_new_workspace(run: Run, workspace: Path) -> None:
    """Which in a shared folder might keep the others out."""
    for argv in ("undo", "mark 12 done --stage 7", "mark 9 done --unit 教育局", "note 99 已部署"):
        assert run(*argv.split()).code == 2
    assert list((workspace / "home").iterdir()) == []


@pytest.mark.parametrize("harm", ["edited", "vanished"])
@pytest.mark.parametrize("argv", [("export", "--format", "md"), ("summary",)])
def test_no_file_leaves_the_tool_that_is_incomplete(
    run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str, argv: tuple[str, ...]
) -> None:
    target = tmp_path / "通报.md"
    target.write_text("上一期", encoding="utf-8")
    if harm == "edited":
        ledger.write_bytes(ledger.read_bytes().replace(b'"id":"13"', b'"id":"16"'))
    else:
        ledger.unlink()
    ran = run(*argv, "-o", str(target))
    assert (ran.code, "没有写出文件" in ran.err) == (3, True)
    assert target.read_text(encoding="utf-8") == "上一期"
    for name in ("text", "md", "json") if argv[0] == "summary" else ("md", "json", "csv", "ics"):
        ran = run(argv[0], "--format", name)
        assert (ran.code, ran.out, "没有输出" in ran.err) == (3, "", True), "nor down a pipe, nor with >"
    monkeypatch.setattr(terminal, "is_terminal", lambda _: True)
    ran = run(argv[0], "--format", "md")
    assert ran.code == 3 and "2025" in ran.out, "on a screen it is shown, and said to be incomplete"
    assert "没有输出" not in ran.err


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "argv",
    [
        "list",
        "due --all --before 12月31日",
        "show 12",
        "show 11",
        "log",
        "status",
        "units",
        "units 应急局",
        "sectors",
    ],
)
def test_json_of_a_ledger_that_is_not_whole_says_so_itself(run: Run, ledger: Path, argv: str) -> None:
    """It may be kept, and what was on standard error is gone."""

    def marks() -> tuple[int, set[object]]:
        ran = run(*argv.split(), "--json")
        return ran.code, {
            row["incomplete"] for row in (ran.json if isinstance(ran.json, list) else [ran.json])
        }

    assert marks() == (0, {False})
    ledger.write_bytes(ledger.read_bytes().replace(b'"id":"13"', b'"id":"16"'))
    assert marks() == (3, {True})
    ledger.unlink()
    assert marks() == (3, {True} if argv != "log" else set())


@pytest.mark.parametrize("trouble", [MemoryError(), OSError(errno.ENOMEM, "Cannot allocate memory")])
def test_too_little_memory_is_a_sentence(
    run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    from anquan_cli.ledger.jsonl import store

    def exhausted(data: bytes) -> None:
        raise trouble

    before = ledger.read_bytes()
    monkeypatch.setattr(store, "scan", exhausted)
    for argv in (("list",), ("mark", "15", "done")):
        ran = run(*argv)
        assert (ran.code, "内存不足" in ran.err) == (1, True)
    assert ledger.read_bytes() == before
