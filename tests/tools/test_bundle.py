"""What a bundle holds, byte by byte, made of small wheels and a small runtime; with real ones where a test is slow."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.util
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from zipfile import ZipFile

import pip
import pytest
from packaging.tags import Tag
from packaging.utils import parse_wheel_filename

from tests.tools.conftest import ROOT
from tools import bundle

pytestmark = [pytest.mark.process, pytest.mark.elsewhere]

VERSION = "{}.{}".format(*sys.version_info[:2])
CP = VERSION.replace(".", "")
LAUNCHER = Path(pip.__file__).parent / "_vendor" / "distlib" / "t64.exe"
needs_launcher = pytest.mark.skipif(
    not LAUNCHER.exists(), reason="this pip ships no launchers for Windows (Debian takes them out)"
)
LINUX = sys.platform == "linux" and platform.machine() == "x86_64"
needs_linux = pytest.mark.skipif(not LINUX, reason="installs what is for Linux on x86_64")


# --- small wheels, a small runtime ------------------------------------------------------------------


def wheel(
    folder: Path,
    name: str,
    requires: Sequence[str] = (),
    *,
    tag: str = "py3-none-any",
    files: Mapping[str, str] | None = None,
) -> Path:
    """A wheel of version 1.0; `files`: what is in it beside the package, path → text."""
    info = f"{name}-1.0.dist-info"
    head = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    head += "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
    head += "".join(
        f"Provides-Extra: {extra}\n" for extra in ("office", "import", "dev", "fuzz") if name == "anquan"
    )
    entries = {
        f"{name}/__init__.py": f"NAME = {name!r}\n",
        **(files or {}),
        f"{info}/METADATA": head,
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    if name == "anquan":
        entries[f"{info}/entry_points.txt"] = "[console_scripts]\nanquan = anquan_cli.__main__:run\n"
    record = [(path, sha256(text.encode()), len(text.encode())) for path, text in entries.items()]
    lines = [f"{path},sha256={digest},{size}\n" for path, digest, size in record]
    path = folder / f"{name}-1.0-{tag}.whl"
    with ZipFile(path, "w") as archive:
        for place, text in entries.items():
            archive.writestr(place, text)
        archive.writestr(f"{info}/RECORD", "".join(lines) + f"{info}/RECORD,,\n")
    return path


def sha256(data: bytes) -> str:
    """As a RECORD writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


MAIN = "import sys\n\n\ndef run() -> None:\n    print('ran', *sys.argv[1:])\n"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels for several machines, in which nothing that only developers need is."""
    folder = tmp_path_factory.mktemp("wheels")
    wants = [
        "typer>=0.5",
        "filelock>=0.5; sys_platform == 'win32'",
        "python-docx; extra == 'office'",
        "olefile; extra == 'import'",
        "pytest; extra == 'dev'",
        "anquan[office]; extra == 'dev'",
        "atheris; extra == 'fuzz'",  # not to be had for Windows at all
    ]
    wheel(folder, "anquan", wants, files={"anquan_cli/__main__.py": MAIN, "anquan_cli/__init__.py": ""})
    wheel(folder, "typer", ["colorama; platform_system == 'Windows'", "ptyprocess; os_name == 'posix'"])
    wheel(folder, "python_docx", ["lxml>=0.5", "nowhere; python_version < '3'"])
    for name in ("filelock", "colorama", "ptyprocess", "unwanted"):
        wheel(folder, name)
    wheel(folder, "olefile", files={"olefile/olefile2.py": "print 1L\n"})  # as the real one has it
    for machine in ("win_amd64", "manylinux_2_17_x86_64", "manylinux_2_28_aarch64", "manylinux_2_34_x86_64"):
        wheel(folder, "lxml", tag=f"cp{CP}-cp{CP}-{machine}")
    return folder


PE = b"MZ" + bytes(0x3A) + (0x40).to_bytes(4, "little") + b"PE\0\0"


def runtime(folder: Path, machine: int = 0x8664) -> Path:
    """What is looked at in an embeddable Python of this interpreter's version."""
    path = folder / f"runtime-{machine}.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("python.exe", PE + machine.to_bytes(2, "little"))
        archive.writestr(f"python{CP}._pth", f"python{CP}.zip\r\n.\r\n#import site\r\n")
        archive.writestr(f"python{CP}.zip", b"the standard library")
    return path


def made(*argv: str | Path) -> Path:
    """The folder that a command made."""
    out = Path(argv[argv.index("-o") + 1])
    assert bundle.main([str(word) for word in argv]) == 0
    return next(path for path in out.iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def green(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> tuple[Path, Path]:
    """A runtime's zip and the folder for Windows made with it, to be looked at."""
    place = tmp_path_factory.mktemp("windows")
    zip_ = runtime(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPYCACHEPREFIX", str(place / "elsewhere"))  # of whoever makes it
        return zip_, made("windows", zip_, "--wheels", wheels, "-o", place / "绿色 版")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Callable[[str], Path]:
    """The wheelhouse of a machine, to be looked at."""

    @cache
    def one(target: str) -> Path:
        given = ("--python", VERSION, "--wheels", wheels, "-o", tmp_path_factory.mktemp("out"))
        return made("wheels", target, *given)

    return one


# --- what is in it ------------------------------------------------------------------------------------

EVERYWHERE = {f"{name}-1.0-py3-none-any.whl" for name in ("anquan", "typer", "python_docx", "olefile")}


@pytest.mark.parametrize(
    ("target", "more"),
    [
        ("windows", {"filelock-1.0-py3-none-any.whl", "colorama-1.0-py3-none-any.whl", "win_amd64"}),
        ("linux-x86_64", {"ptyprocess-1.0-py3-none-any.whl", "manylinux_2_17_x86_64"}),
        ("linux-aarch64", {"ptyprocess-1.0-py3-none-any.whl", "manylinux_2_28_aarch64"}),
    ],
)
def test_a_wheelhouse_holds_what_its_machine_needs_and_nothing_else(
    house: Callable[[str], Path], target: str, more: set[str]
) -> None:
    folder = house(target)
    expected = EVERYWHERE | {
        name if name.endswith(".whl") else f"lxml-1.0-cp{CP}-cp{CP}-{name}.whl" for name in more
    }
    assert {path.name for path in (folder / "wheels").iterdir()} == expected
    assert folder.name == f"anquan-1.0-{target}-python{VERSION}"


def test_extras_can_be_chosen(tmp_path: Path, wheels: Path) -> None:
    given = ("--python", VERSION, "--wheels", wheels, "--extras", "", "-o", tmp_path / "out")
    folder = made("wheels", "windows", *given)
    names = {path.name.partition("-")[0] for path in (folder / "wheels").iterdir()}
    assert names == {"anquan", "typer", "filelock", "colorama"}


@needs_launcher
def test_the_windows_folder_is_complete_to_the_byte(green: tuple[Path, Path]) -> None:
    _, folder = green
    assert {path.name for path in folder.iterdir()} == {"anquan.exe", "python", "手册", "说明.txt"}
    assert (folder / "python" / f"python{CP}.zip").read_bytes() == b"the standard library"
    paths = (folder / "python" / f"python{CP}._pth").read_bytes()
    assert paths == f"python{CP}.zip\r\n.\r\nLib\\site-packages\r\n".encode()
    site = folder / "python" / "Lib" / "site-packages"
    names = {path.name.partition("-")[0] for path in site.glob("*.dist-info")}
    assert names == {"anquan", "typer", "filelock", "colorama", "python_docx", "lxml", "olefile"}
    check_records(site)
    check_byte_code(site, importlib.util.MAGIC_NUMBER)


@needs_launcher
def test_the_exe_is_pips_launcher_with_the_way_to_the_interpreter(green: tuple[Path, Path]) -> None:
    _, folder = green
    data = (folder / "anquan.exe").read_bytes()
    head = LAUNCHER.read_bytes()
    assert data.startswith(head)
    assert head[head.index(b"PE\0\0") + 0x5C] == 3  # the subsystem: a console, not a window
    line, _, program = data[len(head) :].partition(b"\r\n")
    assert line == b"#!<launcher_dir>\\python\\python.exe"
    assert ZipFile(io.BytesIO(program)).namelist() == ["__main__.py"]
    environment = {**os.environ, "PYTHONPATH": str(folder / "python" / "Lib" / "site-packages")}
    command = [sys.executable, str(folder / "anquan.exe"), "list", "应急局"]  # as the launcher calls it
    ran = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    assert (ran.stdout, ran.stderr) == ("ran list 应急局\n", "")


@needs_launcher
def test_the_zip_holds_the_folder_and_its_sum_is_beside_it(
    tmp_path: Path, wheels: Path, green: tuple[Path, Path]
) -> None:
    zip_, folder = green
    out, again = folder.parent, tmp_path / "again"
    packed = out / f"{folder.name}.zip"
    with ZipFile(packed) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert inside == {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    assert (out / f"{packed.name}.sha256").read_text() == f"{digest}  {packed.name}\n"
    made("windows", zip_, "--wheels", wheels, "-o", again)
    assert (again / packed.name).read_bytes() == packed.read_bytes()


@needs_launcher
def test_the_words_are_as_notepad_and_cmd_want_them(
    green: tuple[Path, Path], house: Callable[[str], Path]
) -> None:
    zip_, folder = green
    text = notepad(folder / "说明.txt")
    assert "anquan 1.0" in text and hashlib.sha256(zip_.read_bytes()).hexdigest() in text
    folder = house("windows")
    assert "install.bat" in notepad(folder / "说明.txt")
    script = (folder / "install.bat").read_bytes()
    assert script.count(b"\n") == script.count(b"\r\n") > 0
    text = script.decode("gbk")
    assert "已装好" in text and "--no-index --no-deps" in text and "py -" + VERSION in text
    assert not re.search("@[A-Z]+@", text)
    assert "-m pip --isolated" in text and 'set "PIP_CONFIG_FILE=nul"' in text  # no setting leads elsewhere


def test_the_handbook_is_whole(house: Callable[[str], Path]) -> None:
    """Whatever a page leads to is there: another page, a heading of one, a picture, a sample."""
    book = house("windows") / "手册"
    pages = {path: path.read_text("utf-8") for path in book.rglob("*.html")}
    assert {"README.html", "getting-started.html", "commands.html"} <= {path.name for path in pages}
    assert (book / "docs" / "samples" / "清单.txt").exists()
    links = [
        (path, unquote(link)) for path in pages for link in re.findall('(?:href|src)="(.*?)"', pages[path])
    ]
    inside = [(path, *link.partition("#")) for path, link in links if not link.startswith("https://")]
    assert len(inside) > 30
    for path, name, _, heading in inside:
        place = (path.parent / name).resolve() if name else path
        assert place.exists(), f"{path.name}: {name}"
        assert not heading or f'id="{heading}"' in pages[place], f"{path.name}: {name}#{heading}"
    assert not any(mark in text for text in pages.values() for mark in ("<!--", "```", "| ---"))


def notepad(path: Path) -> str:
    """What the oldest Notepad shows: it wants the mark and both ends of a line."""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 0
    text = data.decode("utf-8-sig")
    assert not re.search("@[A-Z]+@", text)
    return text


def check_records(site: Path) -> None:
    """Every file is in a RECORD with its sum, byte code aside."""
    listed = set()
    for record in site.glob("*.dist-info/RECORD"):
        for name, digest, _ in csv.reader(record.read_text("utf-8").splitlines()):
            listed.add(name)
            if digest:
                assert digest == f"sha256={sha256((site / name).read_bytes())}", name
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {name for name in files if not name.endswith(".pyc")} == listed


def check_byte_code(site: Path, magic: bytes) -> None:
    """Every module has byte code of the runtime's version, that is not compared with the source again."""
    for path in site.rglob("*.py"):
        if path.name == "olefile2.py":
            continue
        (code,) = (path.parent / "__pycache__").glob(f"{path.stem}.cpython-*.pyc")
        data = code.read_bytes()
        assert (data[:4], data[4:8]) == (magic, b"\1\0\0\0"), path
        assert str(site).encode() not in data


# --- what is refused ----------------------------------------------------------------------------------


def test_a_wheel_that_is_not_what_its_record_says_is_refused(tmp_path: Path) -> None:
    path = wheel(tmp_path, "typer")
    with ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data + b"#" if name == "typer/__init__.py" else data)
    with pytest.raises(bundle.BundleError, match=r"typer/__init__\.py 与 RECORD 不符"):
        bundle.unpack(path, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_module_that_unpacking_would_misplace_is_refused(tmp_path: Path) -> None:
    path = wheel(tmp_path, "typer", files={"typer-1.0.data/platlib/core.py": ""})
    with pytest.raises(bundle.BundleError, match="不能只靠解压"):
        bundle.unpack(path, tmp_path / "site")


@needs_launcher
@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("32", "不是 64 位"),
        ("none", "先从 Python 官方网站下载"),
        ("text", "不是嵌入式 Python 的 zip"),
        ("wheel", "不是嵌入式 Python 的 zip"),
    ],
)
def test_a_wrong_runtime_is_one_sentence(
    tmp_path: Path, wheels: Path, capsys: pytest.CaptureFixture[str], kind: str, says: str
) -> None:
    text = tmp_path / "text.zip"
    text.write_text("no zip")
    zip_ = {
        "32": runtime(tmp_path, 0x14C),
        "none": tmp_path / "none.zip",
        "text": text,
        "wheel": wheels / "typer-1.0-py3-none-any.whl",
    }[kind]
    assert bundle.main(["windows", str(zip_), "--wheels", str(wheels), "-o", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert says in said and said.startswith("错误：") and said.count("\n") == 1
    assert not (tmp_path / "out").exists()


@needs_launcher
def test_byte_code_wants_a_python_of_the_runtimes_version(
    tmp_path: Path, wheels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["windows", str(runtime(tmp_path)), "--wheels", str(wheels), "-o", str(tmp_path / "out")]
    assert bundle.main([*given, "--compiler", str(tmp_path / "nowhere")]) == 1
    assert f"编字节码要用 Python {VERSION}" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert bundle.interpreter(VERSION) == sys.executable
    assert bundle.interpreter("3.99") is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--extras", "pdf"], "没有附加功能 pdf，可用：import、office"),
        (["--python", "3"], "写到第二位"),
        (["--python", "3.5"], "没有取齐"),
        (["--wheels", "nowhere"], "正好有一个"),
    ],
)
def test_what_cannot_be_made_leaves_nothing(
    tmp_path: Path, wheels: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    given = ["wheels", "linux-x86_64", "--python", VERSION, "--wheels", str(wheels), *words]
    assert bundle.main([*given, "-o", str(tmp_path / "out")]) == 1
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_was_made_before_is_not_written_over(
    tmp_path: Path, wheels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("wheels", "linux-x86_64", "--python", VERSION, "--wheels", wheels, "-o", tmp_path / "out")
    folder = made(*given)
    (folder / "install.sh").write_text("mine")
    assert bundle.main([str(word) for word in given]) == 1
    assert "已经有了" in capsys.readouterr().err
    assert (folder / "install.sh").read_text() == "mine"


# --- installed ----------------------------------------------------------------------------------------


def without_network(*command: str | Path) -> list[str]:
    """The command in a place without any network, where the machine lets us make one."""
    may = shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], capture_output=True)
    alone = ["unshare", "-rn"] if may and may.returncode == 0 else []
    return [*alone, *map(str, command)]


def installed(
    folder: Path, place: Path, home: Path, python: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a wheelhouse's script without a network, with a setting that would lead pip to one."""
    home.mkdir(exist_ok=True)
    (home / "pip.conf").write_text("[global]\nindex-url = http://127.0.0.1:9/\nno-binary = :all:\n")
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHON": python or sys.executable,
        "PIP_CONFIG_FILE": str(home / "pip.conf"),
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
    }
    command = without_network("sh", folder / "install.sh", place)
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=300)


@pytest.mark.slow
@needs_linux
def test_the_script_installs_without_a_network_and_may_be_run_again(tmp_path: Path, wheels: Path) -> None:
    given = ("--python", VERSION, "--wheels", wheels, "-o", tmp_path / "out")
    folder = made("wheels", "linux-x86_64", *given)
    for _ in range(2):
        ran = installed(folder, tmp_path / "安 装", tmp_path / "home")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith("ran --version\n已装好：")
    code = "import colorama"
    inside = tmp_path / "安 装" / "bin" / "python"
    assert subprocess.run([inside, "-c", code], capture_output=True).returncode == 1  # for Windows only


@pytest.mark.slow
@needs_linux
def test_the_script_goes_over_what_an_older_python_was_installed_with(tmp_path: Path, wheels: Path) -> None:
    newer = f"3.{sys.version_info[1] + 1}"
    python = bundle.interpreter(newer)
    if python is None:
        pytest.skip(f"no Python {newer} on this machine")
    for version, by in ((VERSION, sys.executable), (newer, python)):
        given = ("--python", version, "--wheels", wheels, "--extras", "", "-o", tmp_path / version)
        ran = installed(made("wheels", "linux-x86_64", *given), tmp_path / "安装", tmp_path / "home", by)
        assert (ran.returncode, ran.stderr) == (0, "")
    assert f"bin/python{newer}" in (tmp_path / "安装" / "bin" / "anquan").read_text()


@needs_linux
def test_the_script_refuses_what_is_not_its_own(tmp_path: Path, house: Callable[[str], Path]) -> None:
    (tmp_path / "有用").mkdir()
    (tmp_path / "有用" / "台账").write_text("")
    ran = installed(house("linux-x86_64"), tmp_path / "有用", tmp_path / "home")
    assert ran.returncode == 1 and "又不是以前装的 anquan" in ran.stderr
    assert os.listdir(tmp_path / "有用") == ["台账"]
    ran = installed(house("linux-aarch64"), tmp_path / "安装", tmp_path / "home")
    assert ran.returncode == 1 and "本包是给 aarch64 的，这台机器是 x86_64" in ran.stderr
    assert not (tmp_path / "安装").exists()


@needs_linux
def test_the_script_says_which_python_it_wants(tmp_path: Path, house: Callable[[str], Path]) -> None:
    script = shutil.copytree(house("linux-x86_64"), tmp_path / "out") / "install.sh"
    script.write_text(script.read_text("utf-8").replace(VERSION, "3.99"), "utf-8")
    ran = installed(script.parent, tmp_path / "安装", tmp_path / "home")
    assert ran.returncode == 1 and "没有找到 Python 3.99" in ran.stderr
    assert not (tmp_path / "安装").exists()


# --- with the real libraries ---------------------------------------------------------------------------


def use(anquan: list[str], home: Path, **more: str) -> None:
    """Lists, marks, and makes a docx and an xlsx, as a clerk would."""
    home.mkdir()
    fixed = {"ANQUAN_TODAY": "2025-06-20", "ANQUAN_BY": "测试员", "ANQUAN_CACHE": str(home / "cache"), **more}

    def call(*words: str) -> str:
        command = [*anquan, *words, "--ledger", "ledger.jsonl"]
        ran = subprocess.run(command, cwd=home, env={**os.environ, **fixed}, capture_output=True, timeout=300)
        assert ran.returncode == 0, ran.stderr.decode(errors="replace")
        return ran.stdout.decode(errors="replace")

    assert len(call("list").splitlines()) == 27
    call("mark", "12", "done")
    (row,) = (row for row in json.loads(call("list", "--json")) if row["id"] == "12")
    assert row["status"] == "done"
    for name, part in (("通报.docx", "word/document.xml"), ("进展.xlsx", "xl/workbook.xml")):
        call("summary", "-o", name)
        assert part in ZipFile(home / name).namelist()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["windows", "linux-aarch64"])
def test_the_real_wheels_of_another_machine_fit_it(tmp_path: Path, name: str) -> None:
    house = tmp_path / "wheels"
    bundle.gather(bundle.target(name, "3.12"), None, None, house)
    names = {path.name.partition("-")[0] for path in house.iterdir()}
    assert {"pydantic_core", "lxml", "xlsxwriter", "icalendar", "python_docx"} <= names
    assert ("colorama" in names) == (name == "windows")
    for path in house.iterdir():
        assert any(fits(tag, name) for tag in parse_wheel_filename(path.name)[3]), path.name
    if name == "windows":
        for path in house.iterdir():
            bundle.unpack(path, tmp_path / "site")
        check_records(tmp_path / "site")
        assert list((tmp_path / "site").rglob("*.pyd")) and not list((tmp_path / "site").rglob("*.so"))
        longest = max(len(str(path.relative_to(tmp_path))) for path in (tmp_path / "site").rglob("*"))
        assert (
            longest < 150
        )  # of the 260 that Windows allows, with __pycache__ and the office's own folder to come


def fits(tag: Tag, name: str) -> bool:
    """Whether CPython 3.12 on that machine takes a wheel of this tag; glibc is 2.28 or newer."""
    if tag.interpreter not in ("py3", "py2.py3", "cp312") and tag.abi != "abi3":
        return False
    if tag.platform == "any" or name == "windows":
        return tag.platform in ("any", "win_amd64")
    glibc = re.fullmatch(r"manylinux_2_(\d+)_aarch64", tag.platform)
    return tag.platform == "manylinux2014_aarch64" or bool(glibc and int(glibc[1]) <= 28)


class Windows(NamedTuple):
    """A machine with nothing but the unpacked folder."""

    folder: Path
    environment: dict[str, str]

    def cmd(self, lines: Sequence[str], place: Path) -> list[str]:
        """Runs lines in cmd, as a batch file in its own encoding; what each wrote to standard output."""
        script = [
            "@echo off",
            f'set "PATH={wine_path(self.folder)};%PATH%"',
            f"set ANQUAN_CACHE={wine_path(self.folder.parent)}\\cache",
            f"set ANQUAN_STATE={wine_path(place)}\\state",
        ]
        for line in lines:
            script += [f"echo {START}", line, f"if errorlevel 1 echo {FAILED}"]
        (place / "t.bat").write_bytes("".join(f"{line}\r\n" for line in script).encode("gbk"))
        command = [WINE or "", "cmd", "/c", "t.bat"]
        ran = subprocess.run(command, cwd=place, env=self.environment, input=b"", capture_output=True)
        return ran.stdout.decode("gbk", "replace").replace("\r\n", "\n").split(f"{START}\n")[1:]


WINE = shutil.which("wine")
START, FAILED = "=====", "==FAILED=="


def wine_path(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    """Wants $ANQUAN_WINDOWS_RUNTIME, an embeddable Python's zip, and a Python of its minor version for byte code."""
    zip_ = os.environ.get("ANQUAN_WINDOWS_RUNTIME")
    if not WINE:
        pytest.skip("no wine on this machine")
    if not zip_:
        pytest.skip("ANQUAN_WINDOWS_RUNTIME names no zip of an embeddable Python")
    compiler = bundle.interpreter(bundle._inspect(Path(zip_))[0])
    if not compiler:
        pytest.skip("no Python of the runtime's version here to make byte code")
    place = tmp_path_factory.mktemp("windows")
    chinese = ["localedef", "-i", "zh_CN", "-f", "UTF-8", str(place / "zh_CN.UTF-8")]
    if not shutil.which("localedef") or subprocess.run(chinese, capture_output=True).returncode:
        pytest.skip("no Chinese locale to be had, by which wine takes itself for a Chinese Windows")
    folder = made("windows", zip_, "--compiler", compiler, "-o", place / "绿色 版")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    locale = {"LOCPATH": str(place), "LC_ALL": "zh_CN.UTF-8"}
    environment = {**kept, **locale, "WINEPREFIX": str(place / "wine"), "WINEDEBUG": "-all"}
    subprocess.run([WINE, "wineboot", "-i"], env=environment, capture_output=True, timeout=300)
    (folder / "python" / "_wmi.pyd").unlink(missing_ok=True)  # crashes wine, and nothing here asks for it
    if not list((place / "wine").rglob("bcryptprimitives.dll")):
        random_numbers(folder / "python" / "bcryptprimitives.dll", place)
    return Windows(folder, environment)


@pytest.mark.slow
@needs_launcher
def test_the_windows_folder_works_under_wine(tmp_path: Path, windows: Windows) -> None:
    use([WINE or "", str(windows.folder / "anquan.exe")], tmp_path / "工作 区", **windows.environment)


@pytest.mark.slow
@needs_launcher
@pytest.mark.parametrize(("shell", "waits"), [((), True), (("cmd", "/c"), False)])
def test_the_exe_alone_in_a_window_waits_to_be_read(
    tmp_path: Path, windows: Windows, shell: tuple[str, ...], waits: bool
) -> None:
    """A terminal here is a console there; without cmd in it, it is what a double click opens."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 100, 0, 0))
    command = [WINE or "", *shell, str(windows.folder / "anquan.exe")]
    environment = {**windows.environment, "TERM": "xterm", "ANQUAN_STATE": str(tmp_path)}
    program = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said = b""
    with suppress(OSError):  # how a terminal ends on Linux
        while piece := os.read(ours, 4096):
            said += piece
            if "键关闭：".encode() in said:
                os.write(ours, b"\r")
    assert program.wait(60) == 0
    assert ("键关闭：".encode() in said) == waits
    os.close(ours)


@pytest.mark.slow
@needs_launcher
@pytest.mark.parametrize("page", ["getting-started", "importing", "marking"])
def test_a_page_is_typed_into_cmd_and_says_what_it_says_elsewhere(
    tmp_path: Path, windows: Windows, page: str
) -> None:
    """Every line from the first to the last; compared with what the same lines write into a pipe here."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(console|bat)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert [kind for kind, _ in blocks[:2]] == ["console", "bat"], "how Linux and how cmd are prepared"
    here = [line[2:] for kind, block in blocks for line in block.splitlines() if line.startswith("$ ")]
    first = blocks[0][1].count("\n$ ") + 1
    there = [re.sub("^export ", "set ", line) for line in here[first:]]
    there = [re.sub("^unset (.*)", r"set \1=", line) for line in there]
    there = [line for kind, block in blocks if kind == "bat" for line in block.splitlines()] + there
    samples = ROOT / "docs" / "samples"
    said = windows.cmd(there, shutil.copytree(samples, tmp_path / "用 户"))
    home = shutil.copytree(samples, tmp_path / "家")
    script = "".join(f"echo '{START}'\n{line}\n" for line in here)
    environment = {
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }
    ran = subprocess.run(["sh", "-c", script], cwd=home, env=environment, stdout=subprocess.PIPE, check=True)
    shown = ran.stdout.decode().split(f"{START}\n")[1:]
    assert FAILED not in "".join(said)
    for line, text, there_ in zip(here[first:], shown[first:], said[first - len(here) :], strict=True):
        if " init " not in line:  # which says how the workspace is used there
            assert anywhere(there_) == anywhere(text.encode("gbk", "replace").decode("gbk")), line


def anywhere(text: str) -> str:
    """Without what differs from place to place: paths, and the ledger's own id."""
    return re.sub(r"\b[0-9]+:[0-9a-f]{12}\b", "N:H", re.sub("保存在 .*ledger", "", text))


@pytest.mark.slow
@needs_launcher
def test_the_alarm_and_the_loop_of_the_handbook_work_in_cmd(tmp_path: Path, windows: Windows) -> None:
    page = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
    (loop,) = (line for line in page.splitlines() if line.startswith("for /f "))
    (said,) = windows.cmd([loop.replace("%", "%%")], tmp_path)
    ids = [line.split()[0] for line in said.splitlines()]
    assert ids == ["2", "5", "11.2"], "wine's `for` garbles every Chinese word, cmd's own `echo` too"
    page = (ROOT / "docs" / "scheduling.md").read_text(encoding="utf-8")
    (alarm,) = re.findall(r"<!-- alarm.bat -->\n```bat\n(.*?)```", page, re.DOTALL)
    for folder in ("通报", "安全生产"):
        (tmp_path / folder).mkdir()
    alarm = alarm.replace("D:\\anquan\\anquan", f'"{wine_path(windows.folder)}\\anquan"')
    alarm = alarm.replace("D:", wine_path(tmp_path)).replace("\n", "\r\n")
    (tmp_path / "报警.bat").write_bytes(alarm.encode("gbk"))
    log = tmp_path / "通报" / "提醒.log"
    for today, last in (
        ("2025-03-31", None),
        ("2025-04-01", "有逾期事项，见 逾期事项.txt"),
        ("1", "没有查成，退出码 2"),
    ):
        windows.cmd([f"set ANQUAN_TODAY={today}", f"call {wine_path(tmp_path)}\\报警.bat"], tmp_path)
        assert log.exists() == (last is not None)
        assert last is None or log.read_bytes().decode("gbk").rstrip().endswith(last)


def random_numbers(path: Path, folder: Path) -> None:
    """The one function of a Windows library that older wines lack, or skips the test."""
    compiler = shutil.which("x86_64-w64-mingw32-gcc")
    if not compiler:
        pytest.skip("this wine lacks bcryptprimitives.dll, and there is no mingw to make one")
    (folder / "prng.c").write_text(
        "unsigned char SystemFunction036(void *, unsigned long);\n"
        "__declspec(dllexport) int ProcessPrng(unsigned char *data, unsigned long long size)"
        " { return SystemFunction036(data, size); }\n"
    )
    subprocess.run([compiler, "-shared", "-o", str(path), str(folder / "prng.c"), "-ladvapi32"], check=True)
