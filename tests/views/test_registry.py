"""Formats: chosen by name or suffix, missing extras said with the line that installs them, files whole or absent."""

from __future__ import annotations

import importlib.util
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from anquan_cli.errors import UsageError
from anquan_cli.views import registry
from tests.conftest import LEAST, Run


@pytest.mark.parametrize(
    "argv", [("summary", "-o", "a.docx"), ("export", "-o", "a.xlsx"), ("export", "--format", "ics")]
)
def test_a_missing_extra_is_said_with_the_line_that_installs_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "executable", "/opt/my python/bin/python")
    ran = run(*argv)
    assert ran.code == 1
    assert "格式需要附加组件" in ran.err
    assert '请运行："/opt/my python/bin/python" -m pip install "anquan[office]"' in ran.err
    assert not list(tmp_path.glob("a.*"))


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (("summary", "-o", "通报.ppt"), "由后缀“.ppt”看不出格式"),
        (("summary", "-o", "{周}.md"), "文件名里没有“{周}”这个写法"),
        (("summary", "--format", "csv"), "没有格式“csv”"),
        (("summary", "--format", "docx"), "docx 要写成文件"),
        (("export",), "没有写明格式"),
        (("export", "--format", "xlsx"), "xlsx 要写成文件"),
        (("export", "-o", "进展"), "没有写明格式"),
        (("summary", "-o", "通报"), "没有写明格式\n提示：请写 -o 文件名.docx"),
        (("summary", "-o", "没有/"), "没有文件夹“没有/”\n提示：请先建好它"),
        (("export", "--format", "md", "-o", "没有\\"), "没有文件夹“没有\\”\n提示：请先建好它"),
        (("summary", "--format", "html", "-o", "通报.docx"), "html 格式不能写成 .docx 文件"),
        (("export", "--format", "xlsx", "-o", "进展.CSV"), "xlsx 格式不能写成 .csv 文件"),
        (("summary", "-o", "{weeks}.md"), "文件名里没有“{weeks}”这个写法"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else "",
)
def test_a_format_that_cannot_be_told_is_asked_for(run: Run, argv: tuple[str, ...], hint: str) -> None:
    ran = run(*argv)
    assert ran.code == 2
    assert hint in ran.err
    assert ran.out == ""


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["通报.md", "通报.MARKDOWN", "通报.txt", "通报.htm", "通报.json"])
def test_the_format_follows_the_suffix(run: Run, tmp_path: Path, name: str) -> None:
    ran = run("summary", "-o", str(tmp_path / name))
    assert ran.code == 0
    assert ran.out == ""
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith({"md": "# ", "ma": "# ", "tx": "安全", "ht": "<!", "js": "{"}[name[3:5].lower()])


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["通报.txt", "通报.log", "通报"])
def test_a_format_that_was_given_goes_before_the_suffix(run: Run, tmp_path: Path, name: str) -> None:
    assert run("summary", "--format", "md", "-o", str(tmp_path / name)).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("# ")


def test_the_files_name_takes_the_period(run: Run, tmp_path: Path) -> None:
    pattern = str(tmp_path / "{year}-｛ｗｅｅｋ｝-{month}-{from}-{to}.md")
    assert run("summary", "--week", "2025-W01", "-o", pattern, today="2025-03-01").code == 0
    assert [p.name for p in tmp_path.glob("*.md")] == ["2025-01-01-2024-12-30-2025-01-05.md"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("{year}-{month}", "2025-06"),
        ("{year}-{week}-{month}", "2025-14-04"),
        ("{month}-{to}", "06-2025-06-30"),
    ],
)
def test_year_and_month_are_the_last_days_and_beside_a_week_its_own(
    run: Run, tmp_path: Path, name: str, stem: str
) -> None:
    """The second quarter begins in week 14, of 31 March to 6 April, and ends in June."""
    assert run("summary", "--quarter", "2", "-o", str(tmp_path / f"{name}.md"), today="2025-07-01").code == 0
    assert [p.stem for p in tmp_path.glob("*.md")] == [stem]


def test_the_name_of_an_export_takes_the_day(run: Run, tmp_path: Path) -> None:
    """20 June 2025 is in week 25; a word that is none would name every week alike."""
    file = str(tmp_path / "进展-{year}-W{week}-{month}-{to}.md")
    assert run("export", "-o", file, today="2025-06-20").code == 0
    assert [p.name for p in tmp_path.glob("*.md")] == ["进展-2025-W25-06-2025-06-20.md"]
    ran = run("export", "-o", str(tmp_path / "进展-{day}.md"))
    assert (ran.code, ran.err.splitlines()[0]) == (2, "错误：文件名里没有“{day}”这个写法")
    assert len([*tmp_path.glob("*.md")]) == 1


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("today", "name"),
    [
        ("2024-12-31", "2025-01-01"),
        ("2025-12-30", "2025-12-53"),
        ("2026-01-02", "2025-12-53"),
        ("2026-01-05", "2026-01-02"),
    ],
)
@pytest.mark.parametrize("verb", ["summary", "export"])
def test_the_files_of_one_day_are_of_one_week_and_of_its_year(
    run: Run, tmp_path: Path, verb: str, today: str, name: str
) -> None:
    """The 2025 list: the week from 29 December 2025 on is its 53rd, the one of 31 December 2024 its first."""
    assert run(verb, "-o", str(tmp_path / "{year}-{month}-{week}.md"), today=today).code == 0
    assert [path.stem for path in tmp_path.glob("*.md")] == [name]


@pytest.mark.parametrize("folder", [".", "./", ".."])
def test_a_folder_is_no_file_to_export_to(run: Run, folder: str) -> None:
    ran = run("export", "-o", folder)
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"错误：{folder} 是文件夹")


@pytest.mark.parametrize(("first", "name"), [("", "2025-53"), ("first_issue: 2025-12-15", "2025-03")])
def test_the_week_in_a_files_name_is_the_number_that_the_paper_prints(
    run: Run, tmp_path: Path, listed: Callable[[str], Path], first: str, name: str
) -> None:
    """ISO gives the week of 29 December 2025 to 2026; from 15 December on it is the third."""
    listed(f"{first}\n{LEAST}")
    file = tmp_path / "{year}-{week}.txt"
    assert run("summary", "--week", "last", "-o", str(file), today="2026-01-05").code == 0
    text = (tmp_path / f"{name}.txt").read_text("utf-8")
    year, week = name.split("-")
    assert f"{year}年第{int(week)}期" in text


def test_a_folder_or_a_place_that_is_not_there_is_told_and_nothing_is_left(run: Run, tmp_path: Path) -> None:
    (tmp_path / "夹.md").mkdir()
    told = run("export", "-o", str(tmp_path / "夹.md"))
    assert (told.code, told.out) == (1, "")
    assert "是文件夹" in told.err
    told = run("export", "-o", str(tmp_path / "没有" / "进展.md"))
    assert (told.code, told.out) == (1, "")
    assert "请检查文件夹是否存在" in told.err
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".md"] == ["夹.md"]


def test_in_a_folder_the_paper_is_named_after_its_period(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "通报"
    folder.mkdir()
    week = ("summary", "--week", "2025-W24", "--format", "md")
    assert run(*week, "-o", str(folder), today="2025-06-20").code == 0
    assert run(*week, "--unit", "水利局", "-o", str(folder), today="2025-06-20").code == 0
    assert {p.name for p in folder.iterdir()} == {
        "通报-2025-06-09至2025-06-15.md",
        "提示-县水利局-2025-06-09至2025-06-15.md",
    }


def test_in_a_folder_no_paper_takes_the_place_of_another_lists(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    (folder := tmp_path / "通报").mkdir()
    week = ("summary", "--week", "2025-W24", "--format", "md", "-o", str(folder))
    plain, own = (f"通报-2025-06-09至2025-06-15{more}.md" for more in ("", "（2025-冬春_专项）"))

    def written(name: str) -> tuple[str, list[str]]:
        ran = run(*week, today="2025-06-20")
        assert (ran.code, ran.out) == (0, "") and f"已写入 {folder / name}\n" in ran.err
        return ran.err, sorted(p.name for p in folder.iterdir())

    listed("id: 全年\n" + LEAST)
    assert written(plain)[1] == [plain]
    first = (folder / plain).read_bytes()
    assert written(plain)[1] == [plain] and "另取了名" not in written(plain)[0]  # its own is replaced
    listed("id: 2025-冬春:专项\n" + LEAST.replace("坚定", "更加坚定"))
    said = f"提示：{folder / plain} 是另一份清单（全年）的，没有动它，这一份另取了名。\n"
    assert [said in err and names for err, names in (written(own), written(own))] == [
        sorted([plain, own])
    ] * 2
    assert (folder / plain).read_bytes() == first != (folder / own).read_bytes()
    (folder / plain).unlink()
    assert written(plain)[1] == sorted([plain, own])


def test_pdf_needs_libreoffice_and_says_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    told = run("summary", "-o", str(tmp_path / "通报.pdf"), today="2025-06-20")
    assert (told.code, told.out) == (1, "")
    assert "LibreOffice" in told.err
    assert not list(tmp_path.glob("*.pdf"))


def test_pdf_is_what_libreoffice_prints_or_it_is_said_that_it_failed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def office(command: list[str], **_: object) -> None:
        if fails:
            raise subprocess.TimeoutExpired(command, 120)
        source = Path(command[-1])
        assert source.read_bytes().startswith(b"PK")
        source.with_suffix(".pdf").write_bytes(b"%PDF-1.7 printed")

    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", office)
    file, fails = tmp_path / "通报.pdf", True
    told = run("summary", "-o", str(file), today="2025-06-20")
    assert (told.code, file.exists()) == (1, False)
    assert "LibreOffice 没有转成 pdf" in told.err
    fails = False
    assert run("summary", "-o", str(file), today="2025-06-20").code == 0
    assert file.read_bytes() == b"%PDF-1.7 printed"


def test_a_paper_is_made_again_from_the_ledger_up_to_a_record(run: Run) -> None:
    run("mark", "12", "done", "--unit", "林业局", today="2025-06-18")
    run("mark", "5", "doing", today="2025-06-19")
    week = ("summary", "--week", "2025-W25", "--json")
    heads = [run(*week, "--at", n, today="2025-06-20").json["head"] for n in ("0", "1", "2")]
    assert heads[0] is None and heads[1] not in (None, heads[2])
    assert heads[2] == run(*week, today="2025-06-20").json["head"]
    for typed in (heads[1], f"台账编号 {heads[1].replace(':', '：')}。"):  # as it is printed
        assert run(*week, "--at", typed, today="2025-06-20").json["head"] == heads[1]
    other = f"1:{heads[2][2:]}"
    told = run(*week, "--at", other, today="2025-06-20")
    assert (told.code, f"第1号记录的台账编号是 {heads[1]}，不是 {other}\n" in told.err) == (2, True)
    told = run(*week, "--at", "3", today="2025-06-20")
    assert (told.code, told.out) == (2, "")
    assert "没有记录号为 3 的记录" in told.err and "记录号从 1 到 2" in told.err


def test_an_old_file_stays_whole_when_the_new_one_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "通报.md"
    file.write_text("旧的", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda fd: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        told = run("summary", "-o", str(file))
    assert told.code == 1
    assert "无法写入" in told.err
    assert file.read_text(encoding="utf-8") == "旧的"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["通报.md"]


@pytest.mark.skipif(os.name == "nt", reason="no modes there")
def test_an_old_file_keeps_its_mode(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "通报.md"
    file.write_text("旧的", encoding="utf-8")
    file.chmod(0o640)
    assert run("summary", "-o", str(file)).code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert file.read_text(encoding="utf-8") != "旧的"


@pytest.mark.parametrize(
    ("given", "file", "said"),
    [
        ("xlsx", "进展.pdf", "xlsx 格式不能写成 .pdf 文件"),
        ("xlsx", "进展.doc", "xlsx 格式不能写成 .doc 文件"),
        ("csv", "进展.et", "csv 格式不能写成 .et 文件"),
        ("xlsx", " ", "-o 后面是空的"),
        ("csv", "-", "-o 后面不是文件名"),
    ],
)
def test_a_name_that_promises_another_format_or_is_none_is_refused(given: str, file: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        registry.choose(given, file, registry.EXPORTS, None)
