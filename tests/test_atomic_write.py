"""Exports are whole or absent, whatever befalls the writing of them (导出文件要么完整、要么没有)."""

from __future__ import annotations

import errno
import os
import stat
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from anquan_cli import atomic_write
from anquan_cli.errors import OperationError
from anquan_cli.ledger.jsonl import files
from tests.conftest import Run

posix = pytest.mark.skipif(
    sys.platform == "win32", reason="needs fork, links, modes, or what no name may hold there"
)
OLD, NEW = b"old" * 100, "新".encode() * 100_000


@pytest.mark.parametrize("before", [None, OLD])
@pytest.mark.parametrize("call", ["write", "fsync", "fchmod", "replace"])
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


@pytest.mark.parametrize("code", [errno.EACCES, errno.EBUSY])
def test_a_file_that_another_program_holds_open_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """On Windows and on its shares the folder takes a new file, but not in the place of one that is open."""
    target = tmp_path / "通报.docx"

    def held(*args: object) -> None:
        raise OSError(code, "Permission denied")

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(OperationError) as new:
        atomic_write.write(target, NEW)
    assert "Word" not in new.value.hint
    target.write_bytes(OLD)
    with pytest.raises(OperationError, match=r"无法写入 .*通报\.docx：文件正被占用") as caught:
        atomic_write.write(target, NEW)
    assert caught.value.hint == "可能正在 Word 或 WPS 里打开，请关闭后再试，或换一个文件名"
    with pytest.raises(OperationError) as own:  # of a list there is no other name to choose
        atomic_write.replace(target, NEW)
    assert own.value.hint == "可能正在别的程序里打开，请关闭后再试"
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == {target.name: OLD}


@posix
def test_a_file_that_is_mounted_by_itself_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: Callable[[Path], None]
) -> None:
    """A container's volume of one file: nothing can take its place, and closing programs is of no avail."""
    (target := tmp_path / "清 单.yaml").write_bytes(OLD)
    assert not atomic_write.is_mounted(target)
    bound(target)
    assert atomic_write.is_mounted(target) and not atomic_write.is_mounted(tmp_path / "清单.yaml")
    with pytest.raises(
        OperationError, match=r"无法写入 .*清 单\.yaml：它是单独挂载的文件，不能换掉"
    ) as caught:
        atomic_write.replace(target, NEW)
    assert caught.value.hint == "请改为挂载它所在的文件夹（容器的卷写到文件夹一级）"
    assert {p.name for p in tmp_path.iterdir() if p.is_file()} == {target.name, "挂载"}


FORBIDDEN = {
    "CON": "是系统设备的名称",
    "nul.docx": "是系统设备的名称",
    "com1 .txt": "是系统设备的名称",
    "lpt²": "是系统设备的名称",
    "通报.": "不能以点或空格结尾",
    "通报 ": "不能以点或空格结尾",
    "通报8:00.docx": "不能有 :",
    "8:00.docx": "不能有 :",
    "甲*.docx": "不能有 *",
    "甲?.docx": "不能有 ?",
    '甲".docx': '不能有 "',
    "甲<乙>.docx": "不能有 <",
    "甲|乙.docx": "不能有 |",
    "甲\n乙.docx": "不能有 ^J",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_windows_forbids_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """`8:00.docx` would be a stream behind a file's back, NUL swallows everything."""
    monkeypatch.setattr(atomic_write, "WINDOWS", True)
    for write in (atomic_write.write, atomic_write.replace, atomic_write.create):
        for place in (tmp_path / name, tmp_path / name / "x.md"):
            with pytest.raises(OperationError, match="Windows 不允许") as caught:
                write(place, NEW)
            assert caught.value.message.endswith(FORBIDDEN[name])
            assert caught.value.hint == "请换一个名称"
    assert [p for p in tmp_path.iterdir() if p.name == name] == []


@pytest.mark.parametrize(
    "name",
    ["C:\\通报\\第1期.docx", "..\\.\\x", "\\\\服务器\\共享\\x.md", "console.md", "com10", "a.con", ".x"],
)
def test_what_windows_allows_is_not_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(atomic_write, "WINDOWS", True)
    atomic_write.check_name(name)


def test_a_new_workspace_and_a_ledger_may_not_bear_such_a_name_either(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_write, "WINDOWS", True)
    monkeypatch.chdir(tmp_path)
    for argv in (
        ("init", "aux"),
        ("mark", "12", "done", "--ledger", "台账?.jsonl"),
        ("export", "-o", "8:00.md"),
    ):
        ran = run(*argv)
        assert (ran.code, "Windows 不允许" in ran.err) == (1, True), ran.err
    assert not {"aux", "台账?.jsonl"} & {p.name for p in tmp_path.iterdir()}


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


@posix
@pytest.mark.parametrize("code", [errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_disk_that_keeps_no_modes_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """FAT answers EPERM, a share mounted for a desktop EOPNOTSUPP: what is carried on a stick is whole all the same."""

    def modeless(*args: object) -> None:
        raise OSError(code, "")

    for call in ("fchmod", "fchown", "link"):
        monkeypatch.setattr(os, call, modeless)
    (old := tmp_path / "old.md").write_bytes(OLD)
    atomic_write.write(old, NEW)
    atomic_write.create(tmp_path / "new.yaml", NEW)
    assert (old.read_bytes(), (tmp_path / "new.yaml").read_bytes()) == (NEW, NEW)


@posix
def test_a_file_changed_by_somebody_else_stays_its_owners(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The group first: whoever may not give a file away may still give it to a group of theirs."""
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "fchown", lambda fd, user, group: given.append((user, group)))
    (path := tmp_path / "tasks.yaml").write_bytes(OLD)
    atomic_write.replace(path, NEW)
    assert given == [(-1, path.stat().st_gid), (path.stat().st_uid, -1)]
    folders = [(-1, tmp_path.stat().st_gid), (tmp_path.stat().st_uid, -1)]
    for user, theirs in ((1234, []), (0, folders)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        given.clear()
        atomic_write.create(tmp_path / f"{user}.yaml", NEW)
        assert given == theirs, "what an administrator makes in somebody's folder is theirs"


ACL = "system.posix_acl_access"


def access(group: int) -> bytes:
    """An access control list, acl(5): the owner 6, the user 65534 too; the group's right; mask 6; others 0."""
    entries = [(1, 6, -1), (2, 6, 65534), (4, group, -1), (16, 6, -1), (32, 0, -1)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no such lists there")
def test_who_may_read_by_an_access_control_list_still_may_and_nobody_more(tmp_path: Path) -> None:
    """Its mode says 0660, and the group may only read: what is put in its place has the whole list."""
    (path := tmp_path / "tasks.yaml").write_bytes(OLD)
    try:
        os.setxattr(path, ACL, access(group=4))
    except OSError:
        pytest.skip("a disk without such lists")
    atomic_write.replace(path, NEW)
    atomic_write.write(kept := path.rename(tmp_path / "通报.md"), NEW)
    aside = files.quarantine(str(kept), "damaged", "1", [OLD])
    for place in (kept, aside):
        assert (os.getxattr(place, ACL), stat.S_IMODE(os.stat(place).st_mode)) == (access(group=4), 0o660)


@posix
@pytest.mark.parametrize("write", [atomic_write.write, atomic_write.replace, atomic_write.create])
def test_a_link_put_in_the_unfinished_files_place_gives_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], None]
) -> None:
    """In a folder that a group shares anybody of it may do that; the writer's own files stay the writer's."""
    (own := tmp_path / "own").write_bytes(b"private")
    own.chmod(0o600)
    (folder := tmp_path / "夹").mkdir()
    target = folder / "tasks.yaml.csv"
    if write is not atomic_write.create:
        target.write_bytes(OLD)
        target.chmod(0o664)
    real = os.fsync

    def swapped(fd: int) -> None:
        real(fd)
        (fresh,) = (p for p in folder.iterdir() if p != target)
        fresh.unlink()
        fresh.symlink_to(own)

    monkeypatch.setattr(os, "fsync", swapped)
    with pytest.raises(OperationError, match="被别的程序换掉"):
        write(target, NEW)
    assert (own.read_bytes(), stat.S_IMODE(own.stat().st_mode)) == (b"private", 0o600)


EXPORTS = [("export", "--format", "md", "-o"), ("summary", "-o")]


@pytest.mark.parametrize("argv", EXPORTS)
def test_a_folder_or_a_missing_folder_is_named(run: Run, tmp_path: Path, argv: tuple[str, ...]) -> None:
    (tmp_path / "夹.md").mkdir()
    ran = run(*argv, str(tmp_path / "夹.md"))
    if argv[0] == "summary":  # a paper is named by its period inside
        assert (ran.code, [p.suffix for p in (tmp_path / "夹.md").iterdir()]) == (0, [".docx"])
    else:
        assert (ran.code, "是文件夹，不能写成文件" in ran.err) == (1, True)
    ran = run(*argv, str(tmp_path / "没有" / "x.md"))
    assert (ran.code, "无法写入" in ran.err) == (1, True)
    if os.name == "nt":
        return  # wine cuts a long name short and says nothing
    ran = run(*argv, str(tmp_path / ("长" * 300 + ".md")))
    assert (ran.code, "无法写入" in ran.err) == (1, True)


@pytest.mark.no_cover
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


@pytest.mark.no_cover
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
    (ring := tmp_path / "ring.md").symlink_to(ring)
    ran = run(*argv, str(ring))
    assert (ran.code, "符号链接绕成了圈" in ran.err) == (1, True)
    assert stat.S_ISFIFO(pipe.stat().st_mode) and device.is_symlink()


@pytest.mark.no_cover
@pytest.mark.parametrize("argv", EXPORTS)
def test_no_export_takes_the_place_of_what_the_program_keeps(
    run: Run, workspace: Path, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    """A slip of the hand must not cost the year's entries: not under their name, not under another."""
    run("init")
    run("mark", "12", "done")
    home, copy = workspace / "home", tmp_path / "备份.md"
    sound = (home / "ledger.jsonl").read_bytes()
    copy.write_bytes(b"\xef\xbb\xbf" + sound)
    spoilt = {  # by editors, disks and hands; the damaged one is the one that is wanted back
        "空行": b"\n" + sound, "首行坏了": b"X" + sound, "零": bytes(4096) + sound,
        "空格": sound.replace(b'{"v":1,', b'{"v": 1, '), "UTF-16": sound.decode().encode("utf-16"),
    }  # fmt: skip
    for name, data in spoilt.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    (tmp_path / "ledger.jsonl.torn-20250620T010000Z").write_bytes(b'{"v":1,"seq":2,"id":"9f3a')
    (tmp_path / "清单.YML").write_text("title: 某县", encoding="utf-8")
    for name in (".yaml", ".lock", ".torn-20250620T010000Z"):
        (tmp_path / name).write_bytes(b"x")
    kept = [*home.iterdir(), *(p for p in tmp_path.iterdir() if p.is_file())]
    if os.name != "nt":  # where links are for administrators
        (link := tmp_path / "链接.md").symlink_to(home / "ledger.jsonl")
        kept.append(link)
    assert {p.name for p in home.iterdir()} == {"tasks.yaml", "ledger.jsonl", "ledger.jsonl.lock"}
    before = [p.read_bytes() for p in kept]
    for place in kept:
        ran = run(*argv, str(place), *(["--format", "md"] if argv[0] == "summary" else []))
        assert (ran.code, "不能用导出的文件顶替" in ran.err) == (1, True), ran
    assert [p.read_bytes() for p in kept] == before and (os.name == "nt" or link.is_symlink())


ODD = [pytest.param(name, marks=posix) for name in ("第\n2\n期.md", "'\"$(x).md")]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["周 报.md", "通报（一）.md", "-报.md", *ODD])
def test_any_name_will_do(run: Run, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    ran = run("export", "--format", "md", "-o", str(target))
    assert (ran.code, target.exists()) == (0, True)
    assert len(ran.err.splitlines()) == 1, "a line break in the name is shown, not made"


# --- by identity, and by what a file begins with -----------------------------------------------------

LIST = "# 清单\ntitle: 某县2025年清单\nyear: 2025\ncategories:\n- number: 一\n"
LISTS = {
    "as ours": LIST,
    "BOM": "\ufeff" + LIST,
    "CRLF": LIST.replace("\n", "\r\n"),
    "quoted keys": LIST.replace("title:", '"title":').replace("year:", "'year' :"),
    "another order": "categories:\n- number: 一\n" + "  # 说明\n" * 10_000 + "title: 甲\nyear: 2025\n",
    "a document marker": "---\n" + LIST,
    "further right": "  title: 某县2025年清单\n  year: 2025\n  categories: []\n",
    "CR alone": LIST.replace("\n", "\r"),
    "much said before": "# 说明\n" * 40_000 + LIST,
    "JSON": '{"title": "甲", "year": 2025, "categories": [{"number": "一", "tasks": []}]}',
    "flow style": "{title: 甲, year: 2025, categories: [{number: 一, tasks: []}]}",
    "flow style below what may stand before it": "%YAML 1.2\n# 清单\n--- # 某县\n{title: 甲, year: 2025, categories: [{tasks: []}]}",
    "keys that are asked for": "? title\n: 甲\n? year\n: 2025\n? categories\n: []\n",
}
OTHERS = {
    "an overview in JSON": '{"id": "x", "title": "甲", "year": 2025, "categories": [{"number": "一"}]}',
    "a bulletin in JSON": '{"list": {"title": "甲", "year": 2025}, "categories": [{"title": "乙"}], "soon": {"tasks": []}}',
    "a bulletin": "# 某县2025年清单\n\ntitle: 只有一个键\n",
    "a calendar": "BEGIN:VCALENDAR\r\nCATEGORIES:甲\r\n",
    "prose": "year: 2025 是文中的一句\n  title: 缩进的\n",
    "nothing": "",
}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_list_is_known_by_its_beginning(tmp_path: Path, kind: str, encoding: str) -> None:
    for name in ("清单.txt", "清单", "tasks.yaml.bak"):
        (place := tmp_path / name).write_bytes(LISTS[kind].encode(encoding))
        with pytest.raises(OperationError, match="不能用导出的文件顶替"):
            atomic_write.write(place, NEW)
        assert place.read_bytes() == LISTS[kind].encode(encoding)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_list_may_be_replaced(tmp_path: Path, kind: str) -> None:
    (place := tmp_path / "旧.txt").write_text(OTHERS[kind], encoding="utf-8")
    atomic_write.write(place, NEW)
    assert place.read_bytes() == NEW


@posix
def test_what_is_kept_is_kept_under_every_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own := tmp_path / "own").mkdir()
    (folder := own / "state" / "heads").mkdir(parents=True)
    (file := own / "甲").write_bytes(b"lock")
    (memory := folder / "x.json").write_bytes(b"{}")
    absent = own / "乙"  # a ledger that is not there yet
    (hard := tmp_path / "hard").hardlink_to(file)
    (hard_memory := tmp_path / "hard.json").hardlink_to(memory)
    (link := tmp_path / "link").symlink_to(file)
    (way := tmp_path / "way").symlink_to(own)
    monkeypatch.chdir(own)
    kept = [file, absent, own / "state"]
    taken = [
        file,
        hard,
        link,
        way / "甲",
        own / ".." / "own" / "甲",
        Path("甲"),
        absent,
        way / "乙",
        Path("乙"),
    ]
    taken += [memory, folder / "new.json", own / "state" / "new", way / "state" / "heads" / "x.json"]
    for place in taken:
        with pytest.raises(OperationError, match="不能用导出的文件顶替"):
            atomic_write.write(place, NEW, kept=kept)
    assert (file.read_bytes(), memory.read_bytes(), link.is_symlink()) == (b"lock", b"{}", True)
    for place in (own / "甲.docx", own / "state.md", hard_memory):
        atomic_write.write(place, NEW, kept=kept)
    assert memory.read_bytes() == b"{}", "a second name in another place may go"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
@pytest.mark.parametrize("target", ["/proc/self/fd/1", "/dev/fd/1", "/dev/stdout", "/dev/stderr"])
def test_a_link_into_the_systems_folders_is_a_device(tmp_path: Path, target: str) -> None:
    """Also where it leads on to a plain file: what is written beside would arrive nowhere."""
    (first := tmp_path / "一").symlink_to(target)
    (second := tmp_path / "二.md").symlink_to("一")
    (way := tmp_path / "way").symlink_to(os.path.dirname(target))
    out = os.open(tmp_path / "out", os.O_WRONLY | os.O_CREAT)
    kept = [os.dup(1), os.dup(2)]
    try:
        os.dup2(out, 1)
        os.dup2(out, 2)
        for place in (first, second, way / os.path.basename(target), Path(target)):
            with pytest.raises(OperationError, match="是设备或管道"):
                atomic_write.write(place, NEW)
    finally:
        for fd, old in enumerate(kept, 1):
            os.dup2(old, fd)
            os.close(old)
        os.close(out)
    assert first.is_symlink() and second.is_symlink()


@posix
def test_a_ring_of_links_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OperationError):
        atomic_write.write(tmp_path / "a", NEW)


# --- what a killed command left ------------------------------------------------------------------------


def test_what_was_left_is_swept_by_whoever_writes_next_and_nothing_else_is(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """List, memory, cache: a file of our own naming and a day old; not a young one, a link, a folder, a stranger's."""
    monkeypatch.setenv("ANQUAN_CACHE", str(workspace / "cache"))
    left, long_ago = "tasks.yaml.0123456789abcdef.anquan", time.time() - 2 * 86400
    for folder in (workspace / "home", workspace / "cache", workspace / "state" / "heads"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f".0.{left}").mkdir()
        stays = [
            f"..{left}",
            left,
            f".{left}.bak",
            ".tasks.yaml.swp",
            ".tasks.yaml.Ab12Cd",
            ".tasks.yaml.0_abcdef",
        ]
        for name in (f".{left}", *stays):
            (folder / name).write_bytes(OLD)
            if name != f"..{left}":  # somebody may be writing it
                os.utime(folder / name, (long_ago, long_ago))
        os.utime(folder / f".0.{left}", (long_ago, long_ago))
        if os.name != "nt":
            (folder / f".1.{left}").symlink_to(".tasks.yaml.swp")
            os.utime(folder / f".1.{left}", (long_ago, long_ago), follow_symlinks=False)
    assert (run("init").code, run("mark", "12", "done").code) == (0, 0)
    for folder in (workspace / "home", workspace / "cache", workspace / "state" / "heads"):
        assert not (folder / f".{left}").exists()
        found = {p.name for p in folder.iterdir()}
        assert {*stays, f".0.{left}", *([f".1.{left}"] if os.name != "nt" else [])} <= found
        assert len([name for name in found if name.endswith(".anquan")]) == (3 if os.name == "nt" else 4)


@pytest.mark.no_cover
@posix
def test_a_list_whose_maker_was_killed_can_be_changed_all_the_same(run: Run, workspace: Path) -> None:
    """`init` killed between giving the list its name and taking away the one that it had before."""
    assert run("init").code == 0
    path = workspace / "home" / "tasks.yaml"
    (other := path.with_name(".tasks.yaml.0123456789abcdef.anquan")).hardlink_to(path)
    assert run("units", "--add", "县新甲局").code == 0
    assert not other.exists() and "县新甲局" in path.read_text(encoding="utf-8")
    path.with_name("我的备份").hardlink_to(path)
    assert "另有名字（硬链接）" in run("units", "--add", "县新乙局").err


def test_what_cannot_be_swept_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (left := tmp_path / ".x.0123456789abcdef.anquan").write_bytes(OLD)
    os.utime(left, (0, 0))

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "")

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        atomic_write.write(tmp_path / "一.md", NEW)
        patch.setattr(os, "scandir", refuse)
        atomic_write.write(tmp_path / "二.md", NEW)
    assert left.exists() and (tmp_path / "一.md").read_bytes() == (tmp_path / "二.md").read_bytes() == NEW


# --- a new file, and no other --------------------------------------------------------------------------


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("there", [None, "file", pytest.param("link to nowhere", marks=posix), "folder"])
def test_a_new_file_is_whole_and_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool, there: str | None
) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    target = folder / "tasks.yaml"
    if there == "file":
        target.write_bytes(OLD)
    elif there == "folder":
        target.mkdir()
    elif there:
        target.symlink_to("nowhere")
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(PermissionError(errno.EPERM, "")))
    if there:
        with pytest.raises(FileExistsError):
            atomic_write.create(target, NEW)
        assert not target.is_file() or target.read_bytes() == OLD
    else:
        atomic_write.create(target, NEW)
        assert target.read_bytes() == NEW
    assert [p.name for p in folder.iterdir()] == ["tasks.yaml"]


def test_a_new_file_that_cannot_be_written_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder := tmp_path / "夹").mkdir()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(os, "link", full)
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: real(fd) if not (folder / "x").exists() else full())
    with pytest.raises(OperationError, match="磁盘空间不足"):
        atomic_write.create(folder / "x", NEW)
    assert list(folder.iterdir()) == []


def test_of_two_first_lists_the_second_is_told(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the first came while the second was being written."""
    real, target = os.fsync, workspace / "home" / "tasks.yaml"

    def synced(fd: int) -> None:
        real(fd)
        if target.parent.exists() and not target.exists():
            target.write_bytes(OLD)

    monkeypatch.setattr(os, "fsync", synced)
    ran = run("init")
    assert (ran.code, "里已经有清单" in ran.err, target.read_bytes()) == (2, True, OLD)
    assert [p.name for p in target.parent.iterdir()] == ["tasks.yaml"]


SET_ASIDE = [
    "ledger.jsonl.torn-20250620T010000Z",
    "台账.txt.damaged-20250620T010000Z",
    "x.rest-20250620T010000Z-2",
]


@pytest.mark.parametrize("name", ["清单.yaml", "清单.YML", "新台账.jsonl", "tasks.yaml.lock", *SET_ASIDE])
def test_a_paper_never_takes_the_name_of_a_list_a_ledger_or_a_lock(tmp_path: Path, name: str) -> None:
    """Not even where nothing stands yet: the next command would lock, read or record there."""
    with pytest.raises(OperationError, match="不能用导出的文件顶替"):
        atomic_write.write(tmp_path / name, b"x")
    assert not (tmp_path / name).exists()
    atomic_write.write(tmp_path / "周报.rest-2025.md", b"x")


def test_what_its_owner_has_made_read_only_is_not_replaced(tmp_path: Path) -> None:
    place = tmp_path / "定稿.csv"
    place.write_bytes("定稿".encode())
    place.chmod(0o444)
    for act, hint in (
        (atomic_write.write, "请先去掉只读，或换一个文件名"),
        (atomic_write.replace, "请先去掉只读"),
    ):
        with pytest.raises(OperationError, match=r"定稿\.csv 是只读的，没有改动") as caught:
            act(place, b"x")
        assert caught.value.hint == hint
    assert place.read_bytes() == "定稿".encode()
    place.chmod(0o644)
    atomic_write.write(place, b"x")
    assert place.read_bytes() == b"x"
