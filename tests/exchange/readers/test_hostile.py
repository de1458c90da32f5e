"""No file makes the program hang, swell or end otherwise than in one sentence."""

from __future__ import annotations

import gc
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from anquan_cli.errors import AnquanError, DataError, OperationError
from anquan_cli.exchange.blocks import Document, Grid
from anquan_cli.exchange.readers import child, formats, read, refusal
from anquan_cli.exchange.readers.formats import read_bytes
from anquan_cli.exchange.readers.refusal import Refusal
from tests.exchange.list_import.blocks import Given, imported, table
from tests.exchange.readers import hostile, layouts, packages
from tests.exchange.readers.hostile import FILES
from tests.exchange.readers.layouts import Layout

pytestmark = pytest.mark.process

SAID = dict(
    [
        ("a picture", "这是图片"),
        ("rtf", "这是 rtf 文件"),
        ("json of an export", "这是 JSON 数据"),
        ("json of rows", "这是 JSON 数据"),
        ("mht", "这是 mht"),
        ("ofd", "这是 ofd"),
        ("encrypted office", "文件加了密码"),
        ("encrypted doc", "文件加了密码"),
        ("encrypted odt", "文件加了密码"),
        ("old doc", "Word 95"),
        ("entity bomb in docx", "实体定义"),
        ("zip bomb", "解压后超过64MB"),
        ("cut docx", "文件已损坏"),
        ("cut pdf", "文件已损坏"),
        ("nested tables in docx", "层"),
        ("a million empty rows", "超过20000行"),
        ("ten thousand columns in docx", "超过1000列"),
        ("thirty thousand rows in html", "超过20000行"),
        ("pdf without text", "没有可读的文字"),
    ]
)
DOCUMENTS = Path(__file__).parent.parent / "documents"


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_one_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "清单.docx"
    path.write_bytes(FILES[name]())
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(AnquanError) as caught:
        read(path)
    assert caught.value.code == 3
    assert caught.value.message.startswith("“清单.docx”：")
    assert SAID.get(name, "") in caught.value.message
    assert "\n" not in caught.value.message + caught.value.hint
    assert caught.value.hint
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", [name for name in SAID if name not in ("zip bomb", "a million empty rows")])
def test_it_is_the_reader_that_refuses_and_not_the_end_of_its_process(name: str) -> None:
    with pytest.raises(Refusal, match=SAID[name]):
        read_bytes(FILES[name]())


def test_spans_that_cover_more_than_there_is_do_no_harm() -> None:
    page = b"<table><tr><td rowspan=65000 colspan=1000>a</td><td>b</td></tr><tr><td rowspan=0 colspan=''>c</table>"
    (grid,) = read_bytes(page).blocks
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [["a", "b"], ["a", "c"]]
    with pytest.raises(Refusal, match="万格"):
        read_bytes(b"<table>" + b"<tr><td colspan=1000>x<td>y" * 1100 + b"</table>")


def test_a_file_that_is_not_there_or_too_large_is_said(tmp_path: Path) -> None:
    with pytest.raises(AnquanError, match="打不开") as caught:
        read(tmp_path / "无.docx")
    assert caught.value.code == 1
    large = tmp_path / "大.txt"
    with large.open("wb") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(AnquanError, match="超过64MB"):
        read(large)


def test_without_its_library_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(data: bytes) -> Document:
        raise child.MissingLibrary("olefile")

    monkeypatch.setattr(child, "read_in_child", missing)
    path = tmp_path / "清单.doc"
    path.write_bytes(b"x")
    with pytest.raises(AnquanError) as caught:
        read(path, install="python -m pip install X")
    assert (caught.value.code, caught.value.hint) == (1, "请运行：python -m pip install X")


def test_what_the_child_says_is_the_document_itself(tmp_path: Path) -> None:
    for seed in range(3):
        data = layouts.as_docx(layouts.random_layout(seed))
        assert child.read_in_child(data) == read_bytes(data)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("题\n甲\t乙\n1\t2".encode(), {"kind": "txt"}),
        (b"%PDF-1.7 cut", {"refused": [refusal.damaged().what, refusal.damaged().hint]}),
        (b"", {"refused": ["文件是空的", "请重新取得这个文件"]}),
    ],
)
def test_the_child_answers_in_json_whatever_it_is_given(
    data: bytes, found: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as `python -m anquan_cli.exchange.readers.child`, in this process, where no limits are set."""
    answer = io.StringIO()
    monkeypatch.setattr(child, "_limit", lambda: None)
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", answer)
    child.main()
    said = json.loads(answer.getvalue())
    assert {key: said[key] for key in found} == found


def test_a_child_without_memory_or_a_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(error: BaseException) -> dict[str, object]:
        def read(_: bytes) -> Document:
            raise error

        answer = io.StringIO()
        monkeypatch.setattr(formats, "read_bytes", read)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x")))
        monkeypatch.setattr(sys, "stdout", answer)
        child.main()
        return dict(json.loads(answer.getvalue()))

    monkeypatch.setattr(child, "_limit", lambda: None)
    monkeypatch.setattr(gc, "disable", lambda: None)
    assert fails(MemoryError())["refused"] == ["读它要用的内存过多", "请把清单单独存成一个文件后再试"]
    assert fails(ModuleNotFoundError(name="xlrd")) == {"missing": "xlrd"}


def test_a_module_beside_the_document_is_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zipfile.py").write_text("open('ran', 'w')")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.docx").write_bytes(layouts.as_docx(layouts.random_layout(1)))
    assert read(Path("a.docx")).kind == "docx"
    assert not (tmp_path / "ran").exists()


def test_where_no_process_may_be_started_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    path = tmp_path / "清单.docx"
    path.write_bytes(b"x")
    with pytest.raises(AnquanError, match="不能另起进程") as caught:
        read(path)
    assert caught.value.code == 1


def test_a_child_that_is_ended_or_takes_too_long_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "WAIT", 0.01)
    with pytest.raises(Refusal, match=r"0\.01秒内没有读完"):
        child.read_in_child(b"x")


@pytest.mark.parametrize(
    "limits", ["import sys; sys.modules['resource'] = None", "pass"], ids=["as on Windows", "as here"]
)
def test_only_time_of_the_processor_counts(monkeypatch: pytest.MonkeyPatch, limits: str) -> None:
    """A virus scanner may hold up a start for as long as it likes; a reader that goes round and round is ended."""
    code = f"import time; from anquan_cli.exchange.readers import child; child.SECONDS = 1; {limits}; child._limit()"
    start = [sys.executable, "-c", f"{code}; time.sleep(2)"]
    assert subprocess.run(start).returncode == 0
    ended = subprocess.run([*start[:2], f"{code}\nwhile True: pass"], timeout=60)
    assert abs(ended.returncode) == child.USED_UP
    monkeypatch.setattr(
        subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], ended.returncode, b"")
    )
    with pytest.raises(Refusal, match="8秒内没有读完"):
        child.read_in_child(b"x")


def test_what_is_no_file_is_said_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "管道"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    for path in ([pipe] if pipe.exists() else []) + [tmp_path, Path(".")]:
        with pytest.raises(OperationError, match="不是文件"):
            read(path)


@pytest.mark.many
@pytest.mark.parametrize(
    ("lines", "characters"), [(20_001, 1), (20_000, 1), (1, 1_000_001), (1_000, 1_001), (1_000, 999)]
)
def test_more_text_than_any_list_has_is_refused_whatever_it_is_written_in(
    lines: int, characters: int
) -> None:
    """20,000 paragraphs or rows, a million characters: what is on both sides of each bound, in three formats."""
    text = "字" * characters
    texts = "\n".join([text] * lines).encode()
    grid = b"<table>" + f"<tr><td>{text}".encode() * lines + b"<td>x</table>"
    paragraphs = packages.docx(packages.paragraph(packages.run(text)) * lines)
    for data in (texts, grid, paragraphs):
        if lines <= 20_000 and lines * characters < 1_000_000:
            assert read_bytes(data).blocks
        else:
            with pytest.raises(Refusal, match="超过20000"):
                read_bytes(data)


def samples() -> dict[str, bytes]:
    """A small list of every kind."""
    rows: list[list[Given]] = [
        ["序号", "任务", "内容", "责任单位", "完成时限"],
        [("一、整治隐患", 1, 5)],
        ["1", "排查燃气", "逐户排查。", ("县住建局", 2, 1), "6月底前"],
        ["2", "整治危房", "加固20处。", "全年"],
    ]
    layout = Layout(["某县2026年任务清单", layouts.boxes(table(rows))])
    made = {
        "docx": layouts.as_docx(layout),
        "xlsx": layouts.as_xlsx(layout),
        "odt": layouts.as_odt(layout),
        "html": layouts.as_html(layout),
        "pdf": hostile.pdf(b"BT /F1 12 Tf 50 700 Td (x) Tj ET 10 10 100 50 re S"),
        "md": "# 题\n\n| 任务 | 责任单位 |\n|---|---|\n| 排查 | 县住建局 |\n".encode(),
        "txt": "题\n任务\t责任单位\n排查\t县住建局\n".encode("gb18030"),
        "prose.txt": "某县2026年要点\n1.排查燃气。逐户排查。（责任单位：县住建局；6月底前）\n".encode(),
    }
    return made | {path.name: path.read_bytes() for path in sorted(DOCUMENTS.glob("features.*"))}


def spoilt(data: bytes, random_: random.Random) -> bytes:
    """A document with a few bytes changed, cut off, doubled or left out: of the file, or of a part of the package."""
    if data.startswith(b"PK") and random_.random() < 0.7:
        source = zipfile.ZipFile(io.BytesIO(data))
        parts = {name: source.read(name) for name in source.namelist()}
        name = random_.choice(["mimetype", *(name for name in parts if name.endswith((".xml", ".rels")))])
        if name in parts:
            parts[name] = spoilt_bytes(parts[name], random_)
        return packages.package(**parts)
    return spoilt_bytes(data, random_)


def spoilt_bytes(data: bytes, random_: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random_.choice((1, 1, 2, 5, 30))):
        at = random_.randrange(len(changed))
        match random_.randrange(5):
            case 0:
                changed[at] = random_.randrange(256)
            case 1:
                changed[at] ^= 1 << random_.randrange(8)
            case 2:
                del changed[at : at + random_.randrange(1, 60)]
            case 3:
                changed[at:at] = changed[max(0, at - random_.randrange(1, 60)) : at]
            case 4 if random_.random() < 0.2:
                del changed[at:]
        if not changed:
            break
    return bytes(changed)


def read_as(name: str, data: bytes) -> Document:
    """A native library may abort the process that it runs in."""
    return child.read_in_child(data) if name.endswith("pdf") else read_bytes(data)


def spoil(seed: int, others: int, pdfs: int) -> None:
    """Every damage ends in a list, in a document without one, or in a refusal."""
    for name, data in samples().items():
        random_ = random.Random(f"{name}{seed}")
        for _ in range(pdfs if name.endswith("pdf") else others):
            try:
                imported(read_as(name, spoilt(data, random_)))
            except Refusal as refused:
                assert refused.what and refused.hint
            except DataError as none:
                assert none.hint


def test_spoilt_documents_are_read_or_refused() -> None:
    spoil(0, 25, 8)


@pytest.mark.slow
def test_twenty_thousand_spoilt_documents_are_read_or_refused() -> None:
    spoil(1, 1_750, 700)
