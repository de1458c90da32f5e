"""The leader who answers for a task and what the list remarks on it: shown wherever the task is."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LEAST, Run

docx = pytest.importorskip("docx")
openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")

LED = (
    LEAST
    + """\
        leader: 张副县长
        remark: 每季度听取汇报
      - number: 2
        title: 另一件事
        units: 县水利局
        deadline: 12月底前
"""
)
BOTH = ("张副县长", "每季度听取汇报")


def test_it_is_shown_and_found(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LED)
    shown = run("show", "1").out
    assert "责任领导：张副县长" in shown and "备注：每季度听取汇报" in shown
    assert "责任领导" not in run("show", "2").out
    said = run("show", "1", "--json").json
    assert (said["leader"], said["remark"]) == BOTH
    first, second = run("list", "--json").json
    assert (first["leader"], first["remark"], second["leader"], second["remark"]) == (*BOTH, None, None)
    for word in BOTH:
        assert [r["id"] for r in run("list", "--search", word, "--json").json] == ["1"]


@pytest.mark.parametrize("command", ["export", "summary"])
@pytest.mark.parametrize("form", ["md", "html", "docx", "xlsx"])
def test_papers_and_files_have_both(
    run: Run, listed: Callable[[str], Path], tmp_path: Path, command: str, form: str
) -> None:
    listed(LED)
    path = tmp_path / f"a.{form}"
    made = run(command, "-o", str(path), today="2025-06-03")
    assert made.code == 0, made.err
    if form == "docx":
        cells = [c.text for t in docx.Document(path).tables for row in t.rows for c in row.cells]
        text = "\n".join(cells)
    elif form == "xlsx":
        book = openpyxl.load_workbook(path)
        for name in ("进展情况表", "明细"):
            header, *lines = book[name].iter_rows(min_row=3, values_only=True)
            rows = [dict(zip(header, line, strict=True)) for line in lines if line[2] or line[3]]
            assert [(r["责任领导"] or "", r["备注"] or "") for r in rows] == [BOTH, ("", "")]
        return
    else:
        text = path.read_text(encoding="utf-8")
    assert all(text.count(word) == 1 for word in ("责任领导：张副县长", "备注：每季度听取汇报"))


def test_a_table_of_text_has_columns_for_them(run: Run, listed: Callable[[str], Path]) -> None:
    listed(LED)
    rows = [*csv.DictReader(run("export", "--format", "csv").out[1:].splitlines())]
    assert [(r["责任领导"], r["备注"]) for r in rows] == [BOTH, ("", "")]
    assert "责任领导：张副县长" in run("summary", today="2025-06-03").out.replace("\n", "")


def test_a_list_without_leaders_has_no_column_for_them(
    run: Run, listed: Callable[[str], Path], tmp_path: Path
) -> None:
    listed(LEAST)
    assert run("export", "-o", str(tmp_path / "a.xlsx")).code == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for name in ("进展情况表", "明细"):
        assert "责任领导" not in [c.value for c in book[name][3]]


def test_labels_and_ends_that_papers_put_themselves_stand_once(
    run: Run, listed: Callable[[str], Path]
) -> None:
    head = "signed: 石山县安委会办公室。\ncontact: 联系人：张三 5211。\ncategories:"
    listed(
        LEAST.replace("categories:", head)
        + "        leader: 责任领导：张副县长\n        remark: 备注：省级试点\n"
        + "      - {number: 2, title: 乙, units: 县水利局, deadline: 全年, remark: 。}\n"
    )
    first, second = run("list", "--json").json
    assert (first["leader"], first["remark"], second["remark"]) == ("张副县长", "省级试点", None)
    paper = run("summary", "--month", "6", today="2025-06-30").out
    assert "（联系人：张三 5211）" in paper and "石山县安委会办公室。" not in paper
