"""Ready-made copies for machines without a network: a folder for Windows (绿色版), and wheels with an install script.

    python tools/bundle.py windows RUNTIME.zip         the embeddable Python, as its makers publish it
    python tools/bundle.py wheels linux-aarch64 --python 3.12

pip finds the wheels for another machine, but judges environment markers by the one it runs on. So what the
target needs is worked out here from the wheels' own metadata: missing wheels are asked for by name, and what
only this machine wanted is left out.
"""

from __future__ import annotations

import argparse
import base64
import csv
import email
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from markdown_it import MarkdownIt
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TEMPLATES = Path(__file__).parent / "templates"
NAME = "anquan"
EXTRAS = ("import", "office")  # what users need; whatever else pyproject.toml offers is for developers
GLIBC = 28  # of 2.28: UOS 20, Kylin V10 and whatever is newer
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
LAUNCHER = b"#!<launcher_dir>\\python\\python.exe\r\n"  # found from where the .exe stands
SITE = PurePosixPath("python/Lib/site-packages")
FOR_PYTHON_2 = r"[/\\]olefile2\.py$"  # what no Python of today compiles, and nobody loads
AMD64 = 0x8664  # the machine in the head of a 64-bit program for Windows


class BundleError(Exception):
    """What went wrong and what to do next, in Chinese."""


class Target(NamedTuple):
    """A kind of machine: what pip calls it, and how environment markers see it."""

    name: str
    version: str  # of Python: 3.12
    platforms: tuple[str, ...]  # pip's tags, best first
    markers: dict[str, str]


def target(name: str, version: str) -> Target:
    """The target called `name` (linux-x86_64, linux-aarch64, windows) with a version of Python like 3.12."""
    system, _, machine = name.partition("-")
    python = {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
    }
    if system == "windows":
        words = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
        return Target(name, version, ("win_amd64",), {**python, **words, "platform_machine": "AMD64"})
    words = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC, 16, -1)]
    return Target(
        name,
        version,
        (*platforms, f"manylinux2014_{machine}"),
        {**python, **words, "platform_machine": machine},
    )


# --- wheels ----------------------------------------------------------------------------------------


def gather(wanted: Target, extras: list[str] | None, source: Path | None, house: Path) -> Path:
    """Fills the folder `house` with every wheel that the target needs, and none that it does not.

    Args:
        wanted: the kind of machine.
        extras: the extras to serve; None for all that users need.
        source: a folder of wheels to take them from, ours too, without a network; None to build and download.
        house: a new folder.

    Returns:
        Our own wheel in the house.
    """
    with tempfile.TemporaryDirectory() as folder:
        own = _own_wheel(source or _built(Path(folder)))
        chosen = sorted(EXTRAS if extras is None else extras)
        if unknown := set(chosen) - set(EXTRAS):
            raise BundleError(f"没有附加功能 {'、'.join(sorted(unknown))}，可用：{'、'.join(EXTRAS)}")
        links = ("--no-index", "--find-links", str(source)) if source else ()
        ours = f"{own}[{','.join(chosen)}]" if chosen else str(own)
        asked: list[str] = []
        while True:
            found = _download(wanted, [ours, *asked], links, Path(tempfile.mkdtemp(dir=folder)))
            needed, missing = _needs(found, chosen, wanted.markers)
            if not missing:
                break
            asked += missing
        house.mkdir(parents=True)
        for name in needed:
            shutil.copy(found[name], house)
    return _own_wheel(house)


def _built(folder: Path) -> Path:
    _pip("wheel", "--no-deps", "-w", str(folder), str(ROOT), why="没有编出本程序的 wheel")
    return folder


def _own_wheel(folder: Path) -> Path:
    found = sorted(folder.glob(f"{NAME}-*.whl"))
    if len(found) != 1:
        raise BundleError(f"{folder} 里应当正好有一个 {NAME}-*.whl，找到{len(found)}个")
    return found[0]


def _download(wanted: Target, requirements: list[str], links: tuple[str, ...], to: Path) -> dict[str, Path]:
    tags = [word for platform in wanted.platforms for word in ("--platform", platform)]
    python = ("--python-version", wanted.version, "--implementation", "cp", "--only-binary", ":all:")
    why = f"没有取齐 {wanted.name}（Python {wanted.version}）的 wheel"
    _pip("download", "-d", str(to), *tags, *python, *links, *requirements, why=why)
    return {canonicalize_name(path.name.partition("-")[0]): path for path in to.glob("*.whl")}


def _pip(*words: str, why: str) -> None:
    if subprocess.run((*PIP, *words)).returncode:
        raise BundleError(f"{why}：原因见上面 pip 的说明")


def _needs(wheels: dict[str, Path], extras: list[str], markers: dict[str, str]) -> tuple[set[str], list[str]]:
    """The names that the target needs, ours included, and the requirements that no wheel here meets."""
    needed: dict[str, set[str]] = {}
    missing: list[str] = []
    todo = [(NAME, set(extras))]
    while todo:
        name, more = todo.pop()
        if name in needed and more <= needed[name]:
            continue
        needed[name] = needed.get(name, set()) | more
        for requirement in map(Requirement, _metadata(wheels[name]).get_all("Requires-Dist", [])):
            seen = [{**markers, "extra": extra} for extra in ("", *needed[name])]
            if requirement.marker and not any(map(requirement.marker.evaluate, seen)):
                continue
            if canonicalize_name(requirement.name) in wheels:
                todo.append((canonicalize_name(requirement.name), set(requirement.extras)))
            else:
                requirement.marker = None
                missing.append(str(requirement))
    return set(needed), list(dict.fromkeys(missing))


def _metadata(wheel: Path) -> email.message.Message:
    with ZipFile(wheel) as archive:
        return email.message_from_bytes(archive.read(_info(archive) + "/METADATA"))


def _info(archive: ZipFile) -> str:
    """The .dist-info folder of a wheel."""
    return next(name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/RECORD", name))[:-7]


def unpack(wheel: Path, site: Path) -> None:
    """Unpacks a wheel into a site-packages folder, every file checked against the wheel's RECORD.

    Scripts of other packages (`.data/scripts`) stay where they are in the wheel: nobody calls them here.

    Raises:
        BundleError: a file is not as RECORD says, or a module would have to be moved to be found.
    """
    with ZipFile(wheel) as archive:
        record = archive.read(f"{_info(archive)}/RECORD").decode()
        for name, digest, _ in csv.reader(io.StringIO(record)):
            if re.match(r"[^/]+\.data/(purelib|platlib)/", name):
                raise BundleError(f"{wheel.name} 里的 {name} 不能只靠解压，请换用这个库的别的版本")
            kind, _, value = digest.partition("=")
            if kind and _digest(kind, archive.read(name)) != value:
                raise BundleError(f"{wheel.name} 里的 {name} 与 RECORD 不符，请重新取得")
        archive.extractall(site)


def _digest(kind: str, data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.new(kind, data).digest()).decode().rstrip("=")


# --- the two kinds ---------------------------------------------------------------------------------


def windows(
    runtime: Path, out: Path, *, extras: list[str] | None, source: Path | None, compiler: str | None
) -> Path:
    """Makes the folder that only has to be unpacked, and its zip; returns the zip.

    Args:
        runtime: the embeddable Python's zip.
        out: the folder for both.
        extras, source: as for `gather`.
        compiler: a Python of the runtime's minor version, for byte code; None to look for one.
    """
    version, digest = _inspect(runtime)
    python = interpreter(version, compiler)
    if python is None:
        raise BundleError(f"编字节码要用 Python {version}：请装上，或用 --compiler 写明它的 python 在哪里")
    launcher = _launcher()
    with tempfile.TemporaryDirectory() as place:
        own = gather(target("windows", version), extras, source, Path(place) / "wheels")
        folder = Path(place) / f"{NAME}-{_metadata(own)['Version']}-windows"
        with ZipFile(runtime) as archive:
            archive.extractall(folder / "python")
        number = version.replace(".", "")
        paths = f"python{number}.zip\r\n.\r\nLib\\site-packages\r\n"
        (folder / "python" / f"python{number}._pth").write_bytes(paths.encode())
        for wheel in sorted(own.parent.iterdir()):
            unpack(wheel, folder / SITE)
        _compile(folder / SITE, python)
        (folder / f"{NAME}.exe").write_bytes(launcher)
        words = {"VERSION": _metadata(own)["Version"], "PYTHON": version, "RUNTIME": digest}
        _write(folder, "windows.txt", "说明.txt", words)
        handbook(folder / "手册")
        return _deliver(folder, out)


def _inspect(runtime: Path) -> tuple[str, str]:
    """The minor version of an embeddable Python, and its zip's SHA-256."""
    try:
        with ZipFile(runtime) as archive:
            found = [re.fullmatch(r"python3(\d+)\.(_pth|zip|dll)", name) for name in archive.namelist()]
            (minor,) = {match[1] for match in found if match}
            head = archive.read("python.exe")
    except FileNotFoundError:
        raise BundleError(f"没有 {runtime}：请先从 Python 官方网站下载，再写明它在哪里") from None
    except (OSError, BadZipFile, KeyError, ValueError):
        raise BundleError(
            f"{runtime} 打不开，或不是嵌入式 Python 的 zip，请从 Python 官方网站取 python-3.…-embed-amd64.zip"
        ) from None
    at = int.from_bytes(head[0x3C:0x40], "little")
    if head[at : at + 4] == b"PE\0\0" and int.from_bytes(head[at + 4 : at + 6], "little") != AMD64:
        raise BundleError(
            f"{runtime} 不是 64 位 Windows 的嵌入式 Python，请用名为 python-3.…-embed-amd64.zip 的那一个"
        )
    return f"3.{minor}", hashlib.sha256(runtime.read_bytes()).hexdigest()


def interpreter(version: str, given: str | None = None) -> str | None:
    """The path of a Python of that minor version (3.12): the given one, this one, or one that is found; or None."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = ([str(path)] for path in sorted(pyenv.glob(f"{version}.*/bin/python")))
    everywhere = [[sys.executable], [f"python{version}"], ["py", f"-{version}"], *found]
    ask = "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"
    for command in [[given]] if given else everywhere:
        with suppress(OSError):  # there is none of that name
            ran = subprocess.run([*command, "-c", ask], capture_output=True, text=True)
            there, _, path = ran.stdout.strip().partition(" ")
            if there == version:
                return path
    return None


def _compile(site: Path, compiler: str) -> None:
    """Byte code that is never compared with the source: a zip keeps no exact times."""
    shown = ("-s", str(site), "-p", "Lib/site-packages")
    mode = ("--invalidation-mode", "unchecked-hash", "-x", FOR_PYTHON_2)
    # -I: whatever PYTHON… variables say of where byte code goes is for this machine
    if subprocess.run([compiler, "-I", "-m", "compileall", "-q", *shown, *mode, str(site)]).returncode:
        raise BundleError("字节码没有编成：原因见上面的说明")


def _launcher() -> bytes:
    """anquan.exe: pip's launcher for consoles, the way to the interpreter, and a zip that it runs."""
    import pip

    path = Path(pip.__file__).parent / "_vendor" / "distlib" / "t64.exe"
    if not path.exists():
        raise BundleError(
            "这个 Python 的 pip 不带 Windows 启动程序（t64.exe）：请在虚拟环境里先执行 python -m pip install --upgrade pip"
        )
    program = io.BytesIO()
    with ZipFile(program, "w") as archive:
        archive.writestr(ZipInfo("__main__.py"), f"from {NAME}_cli.__main__ import run\n\nrun()\n")
    return path.read_bytes() + LAUNCHER + program.getvalue()


def wheelhouse(wanted: Target, out: Path, *, extras: list[str] | None, source: Path | None) -> Path:
    """Makes a folder of wheels with a script that installs them, and its zip; returns the zip."""
    with tempfile.TemporaryDirectory() as place:
        own = gather(wanted, extras, source, Path(place) / "wheels")
        version = _metadata(own)["Version"]
        folder = Path(place) / f"{NAME}-{version}-{wanted.name}-python{wanted.version}"
        folder.mkdir()
        shutil.move(own.parent, folder / "wheels")
        kinds = sorted({path.name.split("-")[0] for path in (folder / "wheels").iterdir()})
        words = {
            "VERSION": version,
            "PYTHON": wanted.version,
            "MACHINE": wanted.markers["platform_machine"],
            "PACKAGES": " ".join(kinds),
        }
        script = "install.bat" if wanted.name == "windows" else "install.sh"
        _write(folder, script, script, words)
        _write(folder, "wheels.txt", "说明.txt", {**words, "SCRIPT": script, "TARGET": wanted.name})
        handbook(folder / "手册")
        return _deliver(folder, out)


def handbook(folder: Path) -> None:
    """The pages as any browser shows them, beside the samples and pictures that they speak of."""
    markdown = MarkdownIt("commonmark").enable("table")
    frame = (TEMPLATES / "page.html").read_text(encoding="utf-8")
    docs = ROOT / "docs"
    shutil.copytree(docs, folder / "docs", ignore=shutil.ignore_patterns("*.md", "*.py", "__pycache__"))
    for page in (*ROOT.glob("*.md"), *docs.glob("*.md")):
        text = markdown.render(re.sub("<!--.*?-->\n", "", page.read_text(encoding="utf-8")))
        text = re.sub(r'(href="(?!https?:)[^"#]*)\.md\b', r"\1.html", text)
        text = re.sub("<(h[1-6])>(.*)</h", _anchored, text)
        place = folder / page.relative_to(ROOT).with_suffix(".html")
        place.write_text(frame.replace("@TEXT@", text), encoding="utf-8", newline="\n")


def _anchored(heading: re.Match[str]) -> str:
    """A heading by the name that links know it by."""
    name = re.sub(r"[^\w -]", "", re.sub("<.*?>", "", heading[2])).lower().replace(" ", "-")
    return f'<{heading[1]} id="{name}">{heading[2]}</h'


def _write(folder: Path, template: str, name: str, words: dict[str, str]) -> None:
    """Writes a template's text as its reader wants it: Notepad a BOM and CRLF, cmd GBK, a shell neither."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    text = re.sub("@([A-Z]+)@", lambda found: words[found[1]], text)
    encoding = {".txt": "utf-8-sig", ".bat": "gbk"}.get(Path(name).suffix, "utf-8")
    newline = "\n" if name.endswith(".sh") else "\r\n"
    (folder / name).write_bytes(text.replace("\n", newline).encode(encoding))


def _deliver(folder: Path, out: Path) -> Path:
    """Puts a finished folder into `out`, with its zip (the same bytes for the same files) and the zip's SHA-256."""
    place, packed = out / folder.name, out / f"{folder.name}.zip"
    if place.exists() or packed.exists():
        raise BundleError(f"{place} 或它的 zip 已经有了：请先移走，或用 -o 换一个文件夹")
    out.mkdir(parents=True, exist_ok=True)
    part = folder.parent / packed.name
    with ZipFile(part, "w", ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = (0o755 if path.suffix == ".sh" else 0o644) << 16
            archive.writestr(entry, path.read_bytes())
    digest = hashlib.sha256(part.read_bytes()).hexdigest()
    shutil.move(folder, place)
    shutil.move(part, packed)
    (out / f"{packed.name}.sha256").write_text(f"{digest}  {packed.name}\n", encoding="utf-8", newline="\n")
    return packed


# --- the command -----------------------------------------------------------------------------------


def main(argv: list[str] | None = None) -> int:
    """Runs one command; prints where the result is, or one sentence on what went wrong (exit code 1)."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "-o", dest="out", type=Path, default=ROOT / "dist", metavar="文件夹", help="结果放在哪里"
    )
    common.add_argument("--extras", metavar="名称,…", help="带上哪些附加功能；不写则全部：import,office")
    common.add_argument("--wheels", type=Path, metavar="文件夹", help="wheel 全部取自这里，不用网络")
    parser = argparse.ArgumentParser(description="做成不用网络就能安装或直接使用的成品")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="windows|wheels")
    green = kinds.add_parser("windows", parents=[common], help="Windows 绿色版：解压即用")
    green.add_argument("runtime", type=Path, metavar="RUNTIME.zip", help="嵌入式 Python 的 zip（64 位）")
    green.add_argument("--compiler", metavar="PYTHON", help="编字节码用的同版本 Python；不写则自动查找")
    house = kinds.add_parser("wheels", parents=[common], help="离线安装包：各 wheel 和安装脚本")
    house.add_argument("target", choices=("linux-x86_64", "linux-aarch64", "windows"), help="装在哪种机器上")
    house.add_argument("--python", required=True, metavar="3.12", help="那台机器上 Python 的版本")
    args = parser.parse_args(argv)
    extras = None if args.extras is None else [word for word in args.extras.split(",") if word]
    try:
        if args.kind == "windows":
            options = {"extras": extras, "source": args.wheels}
            made = windows(args.runtime, args.out, compiler=args.compiler, **options)
        elif not re.fullmatch(r"3\.\d+", args.python):
            raise BundleError(f"Python 的版本写到第二位，如 3.12，不能是“{args.python}”")
        else:
            made = wheelhouse(target(args.target, args.python), args.out, extras=extras, source=args.wheels)
    except (BundleError, OSError) as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    print(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
