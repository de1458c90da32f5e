"""Exports are whole or absent, whatever befalls the writing of them (导出文件要么完整、要么没有)."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from anquan_cli import atomic_write
from anquan_cli.errors import OperationError
from tests.conftest import Run

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, links and modes")
OLD, NEW = b"old" * 100, "新".encode() * 100_000


@pytest.mark.parametrize("before", [None, OLD])
@pytest.mark.parametrize("call", ["write", "fsync", "chmod", "replace"])
def test_a_refusal_is_a_sentence_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, before: bytes | None
) -> None:
    (folder := tmp_path / "夹").mkdir()
    target = folder / "通报.docx"
    if before:
        target.write_bytes(before)

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OperationError, match=r"无法写入 .*通报\.docx：磁盘空间不足"):
        atomic_write.write(target, NEW)
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == ({target.name: before} if before else {})


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[:7]))
    atomic_write.write(tmp_path / "x.md", NEW[:1000])
    assert (tmp_path / "x.md").read_bytes() == NEW[:1000]


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_modes_are_the_umasks_but_nobodys_file_is_writable_for_the_world(tmp_path: Path, umask: int) -> None:
    old = os.umask(umask)
    try:
        atomic_write.write(tmp_path / "new.md", b"")
        (tmp_path / "shared.md").touch()
        (tmp_path / "shared.md").chmod(0o666)
        atomic_write.write(tmp_path / "shared.md", b"")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new.md").stat().st_mode) == {0: 0o664, 0o022: 0o644, 0o077: 0o600}[umask]
    assert stat.S_IMODE((tmp_path / "shared.md").stat().st_mode) == 0o666, "as its owner set it"


EXPORTS = [("export", "--format", "md", "-o"), ("summary", "-o")]


@pytest.mark.parametrize("argv", EXPORTS)
def test_a_folder_or_a_missing_folder_is_named(run: Run, tmp_path: Path, argv: tuple[str, ...]) -> None:
    (tmp_path / "夹.md").mkdir()
    ran = run(*argv, str(tmp_path / "夹.md"))
    assert (ran.code, "是文件夹，不能写成文件" in ran.err) == (1, True)
    ran = run(*argv, str(tmp_path / "没有" / "x.md"))
    assert (ran.code, "无法写入" in ran.err) == (1, True)
    ran = run(*argv, str(tmp_path / ("长" * 200 + ".md")))
    assert (ran.code, "无法写入" in ran.err) == (1, True)


@posix
@pytest.mark.parametrize("argv", EXPORTS)
def test_a_link_is_replaced_and_what_it_led_to_is_untouched(
    run: Run, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    victim, target = tmp_path / "victim", tmp_path / "通报.md"
    victim.write_bytes(b"precious")
    for leads_to in (victim, tmp_path / "nowhere"):
        target.unlink(missing_ok=True)
        target.symlink_to(leads_to)
        assert run(*argv, str(target)).code == 0
        assert not target.is_symlink() and target.read_text(encoding="utf-8")
    assert victim.read_bytes() == b"precious" and not (tmp_path / "nowhere").exists()


@posix
@pytest.mark.parametrize("argv", EXPORTS)
def test_a_pipe_or_device_is_never_replaced_by_a_file(
    run: Run, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    """As an administrator one could rename over /dev/null."""
    pipe, device = tmp_path / "pipe.md", tmp_path / "device.md"
    os.mkfifo(pipe)
    device.symlink_to("/dev/null")
    for place in (pipe, device):
        ran = run(*argv, str(place))
        assert (ran.code, "是设备或管道" in ran.err) == (1, True)
    assert stat.S_ISFIFO(pipe.stat().st_mode) and device.is_symlink()


@pytest.mark.parametrize("argv", EXPORTS)
def test_no_export_takes_the_place_of_what_the_program_keeps(
    run: Run, workspace: Path, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    """A slip of the hand must not cost the year's entries: not under their name, not under another."""
    run("init")
    run("mark", "12", "done")
    home, copy = workspace / "home", tmp_path / "备份.md"
    copy.write_bytes(b"\xef\xbb\xbf" + (home / "ledger.jsonl").read_bytes())
    (torn := tmp_path / "ledger.jsonl.torn-20250620T010000Z").write_bytes(b'{"v":1,"seq":2,"id":"9f3a')
    (capital := tmp_path / "清单.YML").write_text("title: 某县", encoding="utf-8")
    (link := tmp_path / "链接.md").symlink_to(home / "ledger.jsonl")
    kept = [*home.iterdir(), copy, torn, capital, link]
    assert {p.name for p in home.iterdir()} == {"tasks.yaml", "ledger.jsonl", "ledger.jsonl.lock"}
    before = [p.read_bytes() for p in kept]
    for place in kept:
        ran = run(*argv, str(place), *(["--format", "md"] if argv[0] == "summary" else []))
        assert (ran.code, "不能用导出的文件顶替" in ran.err) == (1, True), ran
    assert [p.read_bytes() for p in kept] == before and link.is_symlink()


@pytest.mark.parametrize("name", ["周 报.md", "第\n2\n期.md", "通报（一）.md", "-报.md", "'\"$(x).md"])
def test_any_name_will_do(run: Run, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    ran = run("export", "--format", "md", "-o", str(target))
    assert (ran.code, target.exists()) == (0, True)
    assert len(ran.err.splitlines()) == 1, "a line break in the name is shown, not made"
