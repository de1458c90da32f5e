"""`anquan where` and `anquan init`: paths that can be copied, words that say by what they were found."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from anquan_cli import atomic_write, terminal
from anquan_cli.cli.app import COMMANDS
from anquan_cli.cli.init import how_to_use
from anquan_cli.errors import OperationError
from anquan_cli.ledger.jsonl.known_heads import KnownHeads
from anquan_cli.tasklist import loader
from anquan_cli.tasklist.loader import shipped
from tests.conftest import LEAST, Run


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
    home = tmp_path / "我 县"
    ran = run("init", "我 县")
    assert ran.out.splitlines() == [
        f"已新建工作区 {home}，清单在 {home / 'tasks.yaml'}。",
        *how_to_use(str(home)),
    ]


def test_a_workspace_in_the_folder_that_an_update_replaces_is_warned_of(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "绿色版" / "python").mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "绿色版" / "python"))
    warning = "换新版本时会一起换掉：试用可以，正式的请建在别处"
    assert warning not in run("init", str(tmp_path / "绿色版" / "甲")).out, (
        "an interpreter of some other kind"
    )
    (tmp_path / "绿色版" / "anquan.exe").touch()
    assert warning in run("init", str(tmp_path / "绿色版" / "乙")).out
    assert warning not in run("init", str(tmp_path / "丙")).out


def test_a_workspace_that_was_thrown_away_begins_anew_when_one_says_so(run: Run, tmp_path: Path) -> None:
    """Who tries the walk twice: the folder is deleted, this machine still remembers its ledger."""
    home = tmp_path / "练习"
    run("init", str(home))
    run("--home", str(home), "mark", "12", "done")
    assert "接着用它，请设好 ANQUAN_HOME，或在命令里写 --home" in run("init", str(home)).err
    shutil.rmtree(home)
    told = run("init", str(home))
    assert (told.code, "本机上次记到 1:" in told.err, home.exists()) == (3, True, False)
    assert told.err.endswith("确实要在这里从头开始，加 --new-ledger\n")
    assert run("--home", str(home), "list", "--new-ledger").err.endswith(f"anquan init {home} --new-ledger\n")
    assert run("init", str(home), "--new-ledger").code == 0
    assert run("--home", str(home), "log").err == ""
    assert "第1号记录" in run("--home", str(home), "mark", "12", "done", width=80).out


def test_a_workspaces_list_that_vanished_is_an_alarm_not_the_shipped_one(run: Run, tmp_path: Path) -> None:
    """Renamed by a sync tool: a bulletin of another list would go out, and records would be taken for it."""
    home = tmp_path / "我县"
    run("init", str(home))
    run("--home", str(home), "mark", "12", "done")
    (home / "tasks.yaml").rename(home / "tasks (1).yaml")
    before = (home / "ledger.jsonl").read_bytes()
    for words in (("list",), ("summary",), ("mark", "13", "done"), ("units", "--add", "县教育局")):
        ran = run("--home", str(home), *words)
        assert (ran.code, ran.out) == (3, "")
        assert f"工作区的清单 {home}/tasks.yaml 不见了，没有改用随程序提供的清单" in ran.err
    assert run("--home", str(home), "verify").code == 0
    assert (home / "ledger.jsonl").read_bytes() == before and not (home / "tasks.yaml").exists()
    told = run("--home", str(home), "where")
    assert (told.code, "随程序提供" in told.out, "不见了，没有改用" in told.err) == (3, False, True)
    assert f"清单\t{home}/tasks.yaml\t工作区" in told.out and "tasks (1).yaml 可能就是" in told.err
    assert run("init", str(home)).code == 0, "whoever wants the shipped one has it written down"
    assert run("--home", str(home), "list").code == 0
    (home / "ledger.jsonl").unlink()
    told = run("--home", str(home), "where")
    assert (told.code, "台账" in told.out, "不见了：本机上次记到 1:" in told.err) == (3, True, True)


def test_a_list_that_is_gone_where_nobody_remembers_it_is_no_foreign_ledger(
    run: Run, listed: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup, or a folder that a sync tool brought: nobody has chosen the shipped list."""
    home = tmp_path / "我县"
    assert run("--tasks", str(listed("id: 某县\n" + LEAST)), "init", str(home)).code == 0
    monkeypatch.delenv("ANQUAN_TASKS")
    run("--home", str(home), "mark", "1", "done", "--all-stages")
    (home / "tasks.yaml").rename(home / "tasks.yml")
    monkeypatch.setenv("ANQUAN_STATE", str(tmp_path / "empty"))
    for words in (("list",), ("summary",), ("log",), ("export", "--format", "md")):
        ran = run("--home", str(home), *words)
        assert (ran.code, ran.out, "属于另一份清单" in ran.err) == (3, "", False)
        assert (
            f"工作区的清单 {home}/tasks.yaml 不见了（台账记的是“某县”），没有改用随程序提供的清单" in ran.err
        )
        assert "tasks.yml 可能就是" in ran.err
    (home / "tasks.yml").unlink()
    assert "不见了（台账记的是“某县”）" in run("--home", str(home), "mark", "1", "done").err


@pytest.mark.parametrize("asked", ["has_seen", "lists_in"])
@pytest.mark.parametrize("words", [("list",), ("mark", "12", "done"), ("units", "--add", "县教育局")])
def test_a_list_that_is_put_there_this_moment_is_the_workspaces(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], asked: str
) -> None:
    """Two people begin in one folder: whoever has looked a moment too early is told neither of a loss nor of a find."""
    home, aside = tmp_path / "我县", tmp_path / "tasks.yaml"
    run("init", str(home))
    (home / "tasks.yaml").rename(aside)

    def meanwhile(*_: object) -> object:
        if aside.exists():
            aside.rename(home / "tasks.yaml")
        return (True, "") if asked == "has_seen" else ["tasks.yaml"]

    if asked == "lists_in":  # nothing is remembered
        monkeypatch.setenv("ANQUAN_STATE", str(tmp_path / "empty"))
    monkeypatch.setattr(KnownHeads if asked == "has_seen" else loader, asked, meanwhile)
    ran = run("--home", str(home), *words)
    assert (ran.code, "不见了" in ran.err, "像是" in ran.err) == (0, False, False)
    assert ("县教育局" in words) == ("name: 县教育局" in (home / "tasks.yaml").read_text(encoding="utf-8"))


NAMES = ["tasks.yml", "Tasks(1).YAML", "tasks.yaml.txt", "清单.yaml", "task", "tasks.yaml.imported"]


@pytest.mark.parametrize("name", NAMES)
def test_a_list_under_nearly_the_right_name_is_not_passed_over_for_the_shipped_one(
    run: Run, tmp_path: Path, name: str
) -> None:
    """Nothing is recorded of another county's list, and who looks is told whose it is."""
    home = tmp_path / "我县"
    home.mkdir()
    (home / name).write_text(LEAST, encoding="utf-8")
    what = f"工作区 {home} 里没有 tasks.yaml，而 {name} 像是这里的清单"
    how = f"请把 {name} 改名为 tasks.yaml，或加 --tasks "
    for argv in ("list", "summary", "check", "where"):
        ran = run("--home", str(home), argv)
        assert (ran.code, ran.err.count(what), ran.err.count("随程序提供的清单；要用它")) == (0, 1, 1)
    for argv in ("mark 3 done", "mark 99 done", "note 3 已部署", "undo", "units --add 县教育局"):
        ran = run("--home", str(home), *argv.split())
        assert (ran.code, ran.out) == (2, "") and ran.err.startswith(
            f"错误：{what}，未作记录\n提示：要用它，"
        )
        if name.endswith(".imported"):
            assert f"请运行 anquan --tasks {home / name} init {home} 由它重建" in ran.err
        else:
            assert how in ran.err and str(home / name) in ran.err
    assert [p.name for p in home.iterdir()] == [name]
    assert run("--home", str(home), "--tasks", str(home / name), "mark", "1", "done").code == 0
    (home / name).rename(home / "tasks.yaml")
    assert run("--home", str(home), "note", "1", "已部署").code == 0
    assert run("--home", str(home), "list").err == ""


@pytest.mark.parametrize("name", ["ledger (王的冲突副本).jsonl", "ledger.jsonl.bak", "Ledger-旧电脑.jsonl"])
def test_a_ledger_under_nearly_the_right_name_is_not_passed_over_for_a_new_one(
    run: Run, tmp_path: Path, name: str
) -> None:
    """A sync tool renamed it, and this machine has never seen it: no second ledger is begun without a word."""
    home = tmp_path / "home"
    run("mark", "6", "doing")
    (home / "ledger.jsonl").rename(home / name)
    (home / "ledger.jsonl.lock").unlink()
    (home / "ledger.txt").write_text("不是台账", encoding="utf-8")
    shutil.rmtree(tmp_path / "state")
    what = f"工作区 {home} 里没有 ledger.jsonl，而 {name} 像是这里的台账"
    how = f"要接着用它，请核对后把 {name} 改名为 ledger.jsonl"
    for argv in ("list", "summary", "units", "verify", "doctor"):
        ran = run(argv)
        assert (ran.code, ran.err.count(f"提示：{what}；{how}")) == (0, 1)
    for argv in ("mark 7 done", "note 7 已部署", "undo"):
        ran = run(*argv.split())
        assert (ran.code, ran.out) == (2, "") and ran.err.startswith(f"错误：{what}，未作记录\n提示：{how}；")
    assert not (home / "ledger.jsonl").exists()
    assert run("mark", "7", "done", "--new-ledger").code == 0
    assert run("list").err == ""


def test_a_ledger_of_another_list_is_no_ledger_of_this_one(
    run: Run, tmp_path: Path, listed: Callable[[], Path]
) -> None:
    """Last year's, put aside in the same folder."""
    home = tmp_path / "home"
    run("mark", "6", "doing")
    (home / "ledger.jsonl").rename(home / "ledger-2024.jsonl")
    shutil.rmtree(tmp_path / "state")
    listed()
    assert run("mark", "1", "doing").code == 0


@pytest.mark.skipif(os.name == "nt", reason="where a mode closes no file, and links are for administrators")
def test_what_is_no_list_is_passed_over_and_what_cannot_be_looked_into_is_not(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "tasks.yaml.lock").touch()
    (home / "配置.yaml").write_text("title: 通报\n", encoding="utf-8")
    (home / ".tasks.yaml.swp").write_text(LEAST, encoding="utf-8")
    (home / "清单.txt").write_text(LEAST, encoding="utf-8")
    (home / "夹.yaml").mkdir()
    os.mkfifo(home / "管道.yaml")
    assert run("list").err == ""

    def closed(*_: object) -> bool:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr("anquan_cli.tasklist.loader.is_list", closed)
    assert "而 tasks.yaml.lock、配置.yaml 像是这里的清单" in run("list").err


def test_where_there_are_several_the_one_that_is_called_most_alike_is_named_first(
    run: Run, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for name in ("a.yaml", "b.yml", "tasks.yml", "tasks.yml.imported", "甲.yaml"):
        (home / name).write_text(LEAST, encoding="utf-8")
    ran = run("mark", "1", "done")
    assert "而 tasks.yml、a.yaml、b.yml等4个文件 像是这里的清单" in ran.err
    assert "把 tasks.yml 改名为 tasks.yaml（tasks.yml.imported 也改成 tasks.yaml.imported），或加" in ran.err
    ran = run("init")
    assert ran.code == 0 and "提示：文件夹里的 tasks.yml 像是清单，新工作区用的不是它" in ran.err
    assert (run("mark", "12", "done").code, run("list").err) == (0, "")


def test_a_copy_of_a_list_in_its_own_folder_is_not_told_as_another(run: Run, tmp_path: Path) -> None:
    (home := tmp_path / "home").joinpath("tasks.yml").write_text(LEAST, encoding="utf-8")
    assert run("init", str(home), "--tasks", str(home / "tasks.yml")).err == ""
    assert [r[0] for r in run("list").rows] == ["1"]


def test_two_lists_of_one_issuer_and_year_are_two(run: Run, tmp_path: Path) -> None:
    """A ledger that began before its list had an id goes on with it."""

    def made(name: str, title: str) -> tuple[str, str]:
        (source := tmp_path / f"{name}.yaml").write_text(
            whole.replace("安全生产重点工作", title), encoding="utf-8"
        )
        assert run("--tasks", str(source), "init", str(tmp_path / name)).code == 0
        return str(tmp_path / name), (tmp_path / name / "tasks.yaml").read_text("utf-8").partition("\n")[0]

    whole = LEAST.replace("year: 2025\n", "year: 2025\nissuer: 某县安委会\n")
    year, id = made("全年", "安全生产重点工作")
    winter, other = made("冬春", "冬春安全专项")
    assert (id, other) == ("id: 2025-某县安全生产重点工作任务清单", "id: 2025-某县冬春安全专项任务清单")
    assert run("--home", year, "mark", "1", "done").code == 0
    ran = run("--home", year, "--tasks", f"{winter}/tasks.yaml", "mark", "1", "done")
    assert ran.code == 3 and id[4:] in ran.err and other[4:] in ran.err
    (tmp_path / "全年/tasks.yaml").unlink()
    assert made("全年", "安全生产重点工作")[1] == id  # its ledger is there
    (tmp_path / "旧").mkdir()
    assert (
        run("--tasks", f"{year}.yaml", "--ledger", f"{tmp_path}/旧/ledger.jsonl", "mark", "1", "done").code
        == 0
    )
    assert made("旧", "安全生产重点工作")[1] == "id: 2025-某县安委会"


@pytest.mark.process
def test_a_ledger_of_another_list_is_not_given_the_shipped_one(run: Run, tmp_path: Path) -> None:
    """Nothing would work any more; what is left of the lost list is named, and makes it again."""
    home, document = tmp_path / "我县", tmp_path / "清单.txt"
    home.mkdir()
    document.write_text(
        "某县2025年任务清单\n\n序号\t任务\t责任单位\t完成时限\n1\t排查燃气\t县住建局\t6月底前\n",
        encoding="utf-8",
    )
    own = home / "tasks.yaml"
    base = home / "tasks.yaml.imported"
    assert run("import", str(document), "-o", str(own)).code == 0
    assert run("--home", str(home), "mark", "1", "done").code == 0
    own.unlink()
    before = sorted(home.iterdir())
    said = (
        f"错误：{home} 里的台账属于另一份清单：台账记的是“2025-某县任务清单”，"
        "要放进去的清单是“jiaocheng-2025”，没有新建工作区\n"
        "提示：请找回原来的清单（备份、回收站），放回这个文件夹；"
    )
    again = f"找不回的，旁边的 tasks.yaml.imported 是它上次导入时的样子，由它重建请用 anquan --tasks {base} init {home}；"
    ran = run("init", str(home))
    assert (ran.code, ran.out, ran.err) == (3, "", f"{said}{again}另建一份，请换一个文件夹\n")
    base.rename(tmp_path / "收起")
    assert run("init", str(home), "--new-ledger").err == f"{said}另建一份，请换一个文件夹\n"
    (tmp_path / "收起").rename(base)
    assert sorted(home.iterdir()) == before
    assert run("--tasks", str(base), "init", str(home)).code == 0
    assert len(run("--home", str(home), "log", "--json").json) == 1
    assert "没有变化" in run("import", str(document), "-o", str(own)).err


@pytest.mark.parametrize(("variable", "what"), [("ANQUAN_LEDGER", "台账"), ("ANQUAN_TASKS", "清单")])
def test_a_new_workspace_that_a_variable_keeps_out_of_use_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, what: str
) -> None:
    (other := tmp_path / "别处").write_text(LEAST if what == "清单" else "", encoding="utf-8")
    assert "指定" not in run("init", str(tmp_path / "一")).err
    monkeypatch.setenv(variable, str(other))
    said = (
        f"提示：{what}由 ${variable} 指定，用的仍是 {other}，不是新工作区的；要用新的，请先去掉这个变量。\n"
    )
    assert run("init", str(tmp_path / "二")).err == said


@pytest.mark.process
@pytest.mark.parametrize("made", ["init", "import", "a link", "by hand, and checked"])
def test_a_list_that_nobody_has_used_yet_is_missed_too(run: Run, tmp_path: Path, made: str) -> None:
    """However it came there, and whatever it is a link to; `check` does not check another instead."""
    home = tmp_path / "我县"
    home.mkdir()
    own = home / "tasks.yaml"
    if made == "init":
        assert run("init", str(home)).code == 0
    elif made == "import":
        (document := tmp_path / "清单.html").write_text(
            "<table><tr><th>序号<th>任务<th>责任单位<th>完成时限<tr><td>1<td>排查燃气<td>县住建局<td>6月底前</table>",
            encoding="utf-8",
        )
        assert run("import", str(document), "-o", str(own), "--title", "某县2025年任务清单").code == 0
    else:
        (tmp_path / "清单.yaml").write_text(LEAST, encoding="utf-8")
        own.symlink_to(tmp_path / "清单.yaml") if made == "a link" else own.write_text(
            LEAST, encoding="utf-8"
        )
        assert run("--home", str(home), "check").code == 0
    own.unlink()
    for words in (("list",), ("check",), ("check", "--json"), ("mark", "1", "done")):
        ran = run("--home", str(home), *words)
        assert (ran.code, ran.out) == (3, "") and f"工作区的清单 {own} 不见了" in ran.err
    assert run("--home", str(home), "check", str(shipped())).code == 0
    assert run("--home", str(tmp_path / "没有"), "check").code == 2


@pytest.mark.skipif(os.name == "nt", reason="where links are for administrators")
def test_a_list_is_missed_by_the_name_of_the_folder_and_of_a_link_to_it(run: Run, tmp_path: Path) -> None:
    home, link = tmp_path / "我县", tmp_path / "链接"
    link.symlink_to(home)
    assert run("init", str(home)).code == run("--home", str(link), "list").code == 0
    (home / "tasks.yaml").unlink()
    assert [run("--home", str(place), "list").code for place in (home, link)] == [3, 3]
    link.unlink()
    link.mkdir()
    assert run("--home", str(link), "list").code == 3


def test_a_memory_that_cannot_be_looked_into_is_told_also_where_a_workspace_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may know of a ledger that is gone from there, or of a list."""
    (state := tmp_path / "记忆").write_bytes(b"")
    monkeypatch.setenv("ANQUAN_STATE", str(state / "heads"))
    ran = run("init", str(tmp_path / "我县"))
    assert ran.code == 0 and ran.err.count("提示：本机没能读取或记住台账编号") == 1
    assert run("--home", str(tmp_path / "我县"), "list").err.count("本机没能读取或记住台账编号") == 1


def test_a_memory_that_could_never_be_kept_is_told_before_anything_is_recorded(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HOME=/nonexistent of a service: its workspace may have lost list or ledger, and nobody remembers."""
    state, asked = tmp_path / "没有" / "记忆", list[str]()

    def denied(path: str, mode: int) -> bool:
        asked.append(path)
        return False

    monkeypatch.setenv("ANQUAN_STATE", str(state))
    assert run("list").err == "", "nothing has been remembered yet, and will be"
    monkeypatch.setattr(os, "access", denied)
    for argv in (("list",), ("summary",), ("show", "12"), ("units",)):
        ran = run(*argv)
        assert ran.code == 0 and ran.err.count("提示：本机没能读取或记住台账编号") == 1
        assert f"（{state}：没有权限）" in ran.err
    assert set(asked) == {str(tmp_path)}, "the folder that it would be made in"


def test_where_the_base_of_an_import_cannot_be_copied_no_workspace_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list without it could never be imported into again, and a second try would be refused."""
    source = tmp_path / "清单.yaml"
    source.write_text(LEAST, encoding="utf-8")
    source.with_name("清单.yaml.imported").write_text(LEAST, encoding="utf-8")
    create = atomic_write.create

    def full(path: Path, data: bytes) -> None:
        if path.name.endswith(".imported"):
            raise OperationError("无法写入：磁盘空间不足")
        create(path, data)

    monkeypatch.setattr(atomic_write, "create", full)
    assert run("init", str(tmp_path / "我县"), "--tasks", str(source)).code == 1
    assert not (tmp_path / "我县" / "tasks.yaml").exists()
    monkeypatch.undo()
    assert run("init", str(tmp_path / "我县"), "--tasks", str(source)).code == 0
    assert (tmp_path / "我县" / "tasks.yaml.imported").read_text(encoding="utf-8") == LEAST


def test_what_is_no_list_does_not_become_a_workspaces(run: Run, tmp_path: Path) -> None:
    (note := tmp_path / "纪要.txt").write_text("一、会议时间\n", encoding="utf-8")
    ran = run("init", str(tmp_path / "我县"), "--tasks", str(note))
    assert (ran.code, (tmp_path / "我县").exists()) == (3, False)
    assert f"清单文件 {note} 有 1 处错误" in ran.err


def test_a_list_that_nobody_ever_made_is_the_shipped_one(run: Run, tmp_path: Path) -> None:
    (home := tmp_path / "我县").mkdir()
    run("--home", str(home), "mark", "12", "done")
    assert run("--home", str(home), "list").code == 0


def test_it_says_so_for_each_usual_shell() -> None:
    assert how_to_use("/家/我 县", windows=False) == [
        "在这个窗口里用它，执行：",
        "  export ANQUAN_HOME='/家/我 县'",
        "以后打开的窗口都用它，把上面这一行加在 ~/.bashrc（zsh 为 ~/.zshrc）末尾；fish 执行一次：",
        "  set -Ux ANQUAN_HOME '/家/我 县'",
    ]
    assert how_to_use(r"D:\我 县's", windows=True) == [
        "在这个窗口里用它，命令提示符执行：",
        r'''  set "ANQUAN_HOME=D:\我 县's"''',
        "PowerShell 执行：",
        r"  $env:ANQUAN_HOME = 'D:\我 县''s'",
        "以后打开的窗口都用它，两种窗口都执行一次：",
        r'''  setx ANQUAN_HOME "D:\我 县's"''',
    ]


def test_a_place_that_cannot_be_a_workspace_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file := tmp_path / "文件").write_text("x")
    for command in ("list", "where"):
        ran = run("--home", str(file), command)
        assert ran.code == 2 and ran.err.startswith(f"错误：工作区 {file}（--home）是文件，不是文件夹\n")
    (tmp_path / "夹" / "tasks.yaml").mkdir(parents=True)
    ran = run("init", str(tmp_path / "夹"))
    assert ran.code == 2 and "是失效的链接或文件夹，不是清单" in ran.err
    ran = run("--ledger", f"{file} ", "mark", "12", "done")
    assert ran.code == 2 and "首尾有空格" in ran.err and [p.name for p in tmp_path.glob("文件*")] == ["文件"]
    monkeypatch.setenv("ANQUAN_TASKS", str(tmp_path / "没有.yaml"))
    ran = run("init", str(tmp_path / "新"))
    assert ran.code == 1 and "（$ANQUAN_TASKS）" in ran.err and "anquan init" not in ran.err


@pytest.mark.parametrize("name", ["HOME", "TASKS", "LEDGER", "CACHE", "STATE"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_quotes_that_a_window_has_kept_are_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, quote: str
) -> None:
    """As set ANQUAN_HOME="D:\\安委办" leaves it: nothing is looked for, or begun, under such a name."""
    monkeypatch.chdir(tmp_path)
    value = f"{quote}{tmp_path / 'home'}{quote}"
    monkeypatch.setenv(f"ANQUAN_{name}", value)
    before = sorted(tmp_path.iterdir())
    for argv in (("list",), ("mark", "12", "done"), ("where",)):
        ran = run(*argv)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：$ANQUAN_{name} “{value}”首尾有引号\n提示：请去掉引号；")
    assert sorted(tmp_path.iterdir()) == before


def test_a_ledger_that_was_named_and_is_not_there_is_no_ledger_without_entries(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name mistyped beside the real one: what is shown is nobody's progress."""
    run("mark", "12", "done")
    other = tmp_path / "home" / "leger.jsonl"
    said = "提示：没有台账 {}（{}），按还没有登记显示；已经有登记的，请核对路径。\n"
    for argv in ("list", "due", "show 12", "status --json", "log", "units", "summary", "export --format csv"):
        ran = run("--ledger", str(other), *argv.split())
        assert (ran.code, ran.err) == (0, said.format(other, "--ledger"))
        assert run(*argv.split()).err == ""
    monkeypatch.setenv("ANQUAN_LEDGER", str(other))
    assert run("list").err == said.format(other, "$ANQUAN_LEDGER")
    for command in ("verify", "verify --json", "doctor", "doctor --yes"):
        ran = run(*command.split())
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"错误：没有台账 {other}（$ANQUAN_LEDGER）\n提示：请核对路径；")
    real = tmp_path / "home" / "ledger.jsonl"
    for command in ("mark 12 done", "note 12 看过", "undo"):
        ran = run(*command.split())
        assert (ran.code, ran.out, other.exists()) == (2, "", False)
        assert ran.err == (
            f"错误：没有台账 {other}（$ANQUAN_LEDGER），而 {real} 是这份清单的台账，未作记录\n"
            f"提示：请核对路径；要接着用它，请写 --ledger {real}；确实要另起一份台账的，加 --new-ledger\n"
        )
    assert "没有台账" not in run("mark", "12", "done", "--new-ledger").err and other.exists()
    assert run("verify").code == run("doctor").code == 0
    assert run("list").err == ""
    other.unlink()
    ran = run("list")
    assert ran.code == 3 and "不见了" in ran.err and "没有台账" not in ran.err, "this machine remembers it"
    assert run("mark", "12", "done").code == 3


def test_a_ledger_that_was_named_is_begun_where_none_of_this_list_is(
    run: Run, tmp_path: Path, listed: Callable[[], Path]
) -> None:
    run("mark", "6", "doing")  # of the shipped list
    (tmp_path / "home" / "ledger.jsonl").rename(tmp_path / "home" / "2024.jsonl")
    shutil.rmtree(tmp_path / "state")
    listed()
    assert run("--ledger", str(tmp_path / "home" / "2025.jsonl"), "mark", "1", "done").code == 0
    elsewhere = tmp_path / "家里" / "l.jsonl"
    elsewhere.parent.mkdir()
    assert run("--ledger", str(elsewhere), "mark", "1", "done").code == 0
    run("mark", "1", "done")
    elsewhere = elsewhere.with_name("2.jsonl")
    assert run("--ledger", str(elsewhere), "mark", "1", "done").code == 2


def test_a_workspace_that_is_named_one_level_too_high_is_not_begun_with_the_shipped_list(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    above, home = tmp_path / "资料", tmp_path / "资料" / "安全"
    (above / "别的").mkdir(parents=True)
    assert run("init", str(home)).code == 0
    what = f"{above}（--home）里没有 tasks.yaml，工作区像是它下面的 安全"
    how = f"要用它，请写 --home {home}；确实要用随程序提供的清单，请运行 anquan init {above}"
    for argv in ("mark 12 done", "note 12 看过", "undo", "units --add 县教育局"):
        ran = run("--home", str(above), *argv.split())
        assert (ran.code, ran.out, ran.err) == (2, "", f"错误：{what}，未作记录\n提示：{how}\n")
    ran = run("--home", str(above), "list")
    assert (ran.code, ran.err) == (0, f"提示：{what}，用的是随程序提供的清单；{how}\n")
    for argv in ("verify", "doctor"):
        ran = run("--home", str(above), argv)
        assert (ran.code, ran.out, ran.err.startswith(f"错误：{what}\n提示：{how}\n")) == (2, "", True)
    assert sorted(p.name for p in above.iterdir()) == ["别的", "安全"]
    monkeypatch.setenv("ANQUAN_HOME", str(above))
    assert (
        run("list").err == f"提示：{what.replace('--home', '$ANQUAN_HOME')}，用的是随程序提供的清单；{how}\n"
    )
    assert run("init", str(above)).code == 0
    assert (run("mark", "12", "done").code, run("list").err) == (0, "")


def test_what_lies_below_a_workspace_that_is_in_use_is_no_word(run: Run, tmp_path: Path) -> None:
    run("mark", "12", "done")
    run("init", str(tmp_path / "home" / "备份"))
    assert (run("list").err, run("mark", "11", "done").code) == ("", 0)


def test_a_list_that_is_a_link_to_nothing_is_not_offered_anew(run: Run, tmp_path: Path) -> None:
    """A share that is not mounted; `init` would refuse, and the list is there once it is."""
    (tmp_path / "home" / "tasks.yaml").symlink_to(tmp_path / "盘" / "tasks.yaml")
    ran = run("list")
    assert (ran.code, "是一个链接，所指的文件不在" in ran.err, "请先接上" in ran.err) == (1, True, True)
    assert "anquan init" not in ran.err


def test_why_a_list_was_not_opened_ends_as_a_word_does(run: Run, listed: Callable[[str], Path]) -> None:
    listed("title: 某县2025年清单\n")
    assert "处错误）" in run("verify").err


@pytest.mark.parametrize("command", ["verify", "doctor"])
@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--home", "{}/nix"), "错误：没有工作区 {}/nix（--home）\n"),
        (("--ledger", "{}/nix/l.jsonl"), "错误：没有文件夹 {}/nix，台账（--ledger）不在那里\n"),
        (("--ledger", "{}/l.jsonl"), "错误：没有台账 {}/l.jsonl（--ledger）\n"),
        ((), ""),
    ],
)
def test_who_looks_after_the_ledger_does_not_call_a_place_sound_that_is_not_there(
    run: Run, tmp_path: Path, command: str, option: tuple[str, ...], said: str
) -> None:
    ran = run(*(word.format(tmp_path) for word in option), command)
    assert ran.code == 2 * bool(said) and ran.err.startswith(said.format(tmp_path))
    assert not said or ran.out == ""


@pytest.mark.parametrize("name", [" ", "试用 ", " 试用", "\u3000试用"])
def test_no_workspace_is_made_that_no_command_would_take(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    ran = run("init", name)
    assert (ran.code, ran.out) == (2, "") and ran.err.startswith(f"错误：文件夹 “{name}”首尾有空格")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="no such folder there")
def test_no_workspace_is_made_in_a_folder_that_no_command_would_take(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place := tmp_path / "试用 ").mkdir()
    monkeypatch.chdir(place)
    assert (run("init", ".").code, list(place.iterdir())) == (2, [])
    assert run("init", "x").code == run("--home", str(place / "x"), "list").code == 0
    assert "找不到是谁的文件夹" in run("init", "~没有这个人/x").err


@pytest.mark.process
def test_what_init_prints_is_taken_by_a_shell(run: Run, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("a POSIX shell's line")
    home = tmp_path / "我 $县"
    line = run("init", str(home)).out.splitlines()[2]
    shown = subprocess.run(["sh", "-c", f'{line}; printf %s "$ANQUAN_HOME"'], capture_output=True, text=True)
    assert shown.stdout == str(home)


def test_the_program_alone_says_what_to_do_next_until_there_is_something(run: Run, tmp_path: Path) -> None:
    first = run()
    assert first.code == 0 and first.out.startswith("用法：anquan 命令")
    assert "还没有自己的工作区" in first.out and "还没有自己的工作区" not in run("--help").out
    for line in first.out.splitlines():
        if line.startswith("  anquan "):
            assert line.split()[1] in COMMANDS
    run("mark", "12", "doing", "--note", "已部署")
    assert "还没有自己的工作区" not in run().out
    run("init", str(tmp_path / "区"))
    assert "还没有自己的工作区" not in run("--home", str(tmp_path / "区")).out


def test_a_window_that_a_double_click_opened_waits_until_it_is_read(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = io.StringIO("\n")
    monkeypatch.setattr(sys, "stdin", typed)
    assert "双击" not in run().out and typed.read(1) == "\n", "no window of its own"
    typed.seek(0)
    monkeypatch.setattr(terminal, "is_own_window", lambda: True)
    assert run().out.endswith("按回车键关闭：") and typed.read() == ""
    assert "双击" not in run("where").out


def test_a_memory_that_is_switched_off_is_said_wherever_it_would_have_watched(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANQUAN_STATE", "")
    for argv in (("mark", "12", "done"), ("list",), ("summary", "--format", "text"), ("verify",)):
        assert run(*argv).err.count("本机没有记住台账编号（$ANQUAN_STATE）") == 1, argv


@pytest.mark.parametrize("name", ["HOME", "TASKS", "LEDGER", "TODAY", "BY", "UNIT"])
def test_a_variable_that_is_empty_is_told_and_no_other_ledger_taken(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """`ANQUAN_HOME="$WS"` of a script that never set WS."""
    monkeypatch.setenv(f"ANQUAN_{name}", "")
    for argv in (("mark", "12", "doing"), ("list",), ("where",)):
        ran = run(*argv)
        said = (
            f"错误：$ANQUAN_{name} 是空的，没有执行\n提示：请写出内容，或去掉这个变量：unset ANQUAN_{name}\n"
        )
        assert (ran.code, ran.out, ran.err) == (2, "", said)
    assert run("--help").code == 0


def test_a_variable_that_is_empty_is_none_where_an_option_stands_for_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "UNIT"):
        monkeypatch.setenv(f"ANQUAN_{name}", "")
    assert run("--home", str(tmp_path / "home"), "list", "--all-units").code == 0


def test_a_memory_that_moves_with_the_current_folder_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANQUAN_STATE", "记忆")
    assert "$ANQUAN_STATE 写的不是完整路径" in run("list").err
    monkeypatch.setenv("ANQUAN_STATE", str(tmp_path / "记忆"))
    assert "完整路径" not in run("list").err
    assert "台账编号" not in run("where").err


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("name", "value"), [("LEDGER", "l.jsonl"), ("HOME", "home"), ("TASKS", "home/tasks.yaml")]
)
def test_a_place_that_moves_with_the_current_folder_is_told_before_a_second_ledger_is_begun(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "home").code == 0
    said = "提示：$ANQUAN_{} 写的不是完整路径，换个文件夹就是另一处，登记可能另起一份台账；请写出完整路径。\n"
    monkeypatch.setenv(f"ANQUAN_{name}", value)
    ran = run("mark", "12", "done")
    assert said.format(name) in ran.err and said.format(name) in run("list").err
    begun = tmp_path / ("l.jsonl" if name == "LEDGER" else "home/ledger.jsonl")
    assert f"台账从这一条开始，保存在 {begun}。" in ran.out and begun.exists()
    monkeypatch.setenv(f"ANQUAN_{name}", str(tmp_path / value))
    assert "完整路径" not in run("list").err
    assert "完整路径" not in run("--ledger", "l.jsonl", "list").err, "typed where one is"


@pytest.mark.skipif(os.name == "nt", reason="anybody may make folders there")
def test_a_workspace_that_could_not_be_made_leaves_its_lost_ledger_known(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The share is not there; once it is, nothing begins anew without being asked to."""
    home = tmp_path / "盘" / "区"
    assert (run("init", str(home)).code, run("--home", str(home), "mark", "12", "done").code) == (0, 0)
    home.rename(tmp_path / "收起")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "")

    with monkeypatch.context() as patched:
        patched.setattr(os, "mkdir", refuse)
        assert "无法新建文件夹" in run("init", str(home), "--new-ledger").err
    home.mkdir()
    assert run("--home", str(home), "mark", "1", "done").code == 3


def test_a_place_that_is_called_as_a_command_is_shown_as_it_is(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "anquan list"
    home.mkdir()
    ran = run("--home", str(home), "mark", "12", "done")
    assert f"保存在 {home / 'ledger.jsonl'}" in ran.out + ran.err


def test_a_list_from_elsewhere_begins_no_ledger_in_a_workspace_with_its_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A left-over $ANQUAN_TASKS: from then on the workspace's own list would be another list's."""
    home, other = tmp_path / "本县", tmp_path / "邻县.yaml"
    assert run("init", str(home)).code == 0
    other.write_text(LEAST, encoding="utf-8")
    monkeypatch.setenv("ANQUAN_TASKS", str(other))
    ran = run("--home", str(home), "mark", "1", "done")
    assert (ran.code, (home / "ledger.jsonl").exists()) == (2, False)
    assert "有自己的清单，$ANQUAN_TASKS 写的是另一份，未作记录" in ran.err
    (home / "tasks.yaml").write_text("title: [", encoding="utf-8")
    assert run("--home", str(home), "mark", "1", "done").code == 2, "whatever is wrong with it"
    assert run("--home", str(home), "--ledger", str(tmp_path / "邻县.jsonl"), "mark", "1", "done").code == 0


def test_where_ends_as_every_other_command_would(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set wrongly is shown, and told."""
    for variable, value in (("ANQUAN_TODAY", "某日"), ("ANQUAN_UNIT", "县没有局")):
        with monkeypatch.context() as patched:
            patched.setenv(variable, value)
            where, listed = run("where"), run("list")
            assert (where.code, value in where.out) == (2, True)
            assert where.err == listed.err
