"""anquan import and compare: what is shown, what goes down a pipe, what is written, how they end."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LEAST, Run
from tests.test_schemas import hold

pytestmark = pytest.mark.usefixtures("read_here")

TEXT = """某县2026年重点任务清单

序号\t任务\t内容\t内部编号\t责任单位\t完成时限
1\t排查燃气\t排查用户；整改隐患。\tA-1\t县住建局\t6月底前
2\t整治校车\t检查校车。\tA-2\t县公安局牵头，县教育局配合\t
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "清单.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.no_cover
def test_without_a_target_a_pipe_gets_the_list_and_nothing_is_written(run: Run, file: Path) -> None:
    before = sorted(file.parent.rglob("*"))
    ran = run("import", str(file))
    assert ran.code == 0
    assert ran.out.startswith("# 导入：anquan import 清单.txt\n")
    assert "完成时限空着" in ran.err and "表1第3行" in ran.err
    assert sorted(file.parent.rglob("*")) == before
    copy = file.parent / "copy.yaml"
    copy.write_text(ran.out, encoding="utf-8")
    assert run("check", str(copy)).code == 0


@pytest.mark.parametrize("width", [50, 80, 120])
def test_on_a_terminal_it_shows_columns_rows_what_is_left_out_and_doubts(
    run: Run, file: Path, width: int
) -> None:
    shown = "".join(run("import", str(file), width=width).out.split())
    for words in (
        "责任单位←第5栏“责任单位”",
        "排查燃气",
        "县公安局牵头，县教育局配合",
        "完成时限空着",
        "-otasks.yaml",
    ):
        assert words in shown


def test_a_file_whose_name_begins_with_a_dash_stands_as_a_file_in_the_first_line(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.rename(file.with_name("-清单.txt"))
    monkeypatch.chdir(file.parent)
    assert run("import", "--", "-清单.txt").out.startswith("# 导入：anquan import ./-清单.txt\n")
    assert run("import", "./-清单.txt").code == 0


def test_a_written_list_counts_what_is_not_confirmed(run: Run, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "tasks.yaml"
    ran = run("import", str(file), "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert "2行" in ran.err
    checked = run("check", str(target))
    assert checked.code == 0 and "还有1处未核对" in checked.out
    text = target.read_text(encoding="utf-8")
    target.write_text(
        text.replace('deadline: ""  # 核对：完成时限空着', "deadline: 9月底前"), encoding="utf-8"
    )
    assert run("check", str(target)).out == ""
    assert run("--tasks", str(target), "mark", "1", "done", today="2026-03-01").code == 0


def test_a_list_that_is_written_under_a_name_that_no_workspace_takes_says_so(
    run: Run, file: Path, tmp_path: Path
) -> None:
    said = "提示：工作区只认 tasks.yaml 这个名称，不会用 {}；要用它，请改用 -o tasks.yaml 导入，或加 --tasks {}。"
    used = tmp_path / "home"
    for place in (used / "清单.yaml", tmp_path / "tasks.yml"):
        for _ in range(2):
            told = run("import", str(file), "-o", str(place)).err
            assert said.format(place.name, place) in told
    assert "只认" not in run("import", str(file), "-o", str(tmp_path / "清单.yaml")).err
    (tmp_path / "ledger.jsonl").touch()
    assert "只认" in run("import", str(file), "-o", str(tmp_path / "清单.yaml")).err
    for name in ("tasks.yaml", "tasks-2027.yaml"):
        assert "只认" not in run("import", str(file), "-o", str(tmp_path / name)).err
    assert (
        "只认"
        not in run("--home", str(tmp_path / "没有"), "import", str(file), "-o", str(tmp_path / "x.yaml")).err
    )


@pytest.mark.no_cover
def test_an_unknown_header_is_asked_about_and_settled_by_an_option(run: Run, file: Path) -> None:
    text = TEXT.replace("责任单位\t", "问题涉及单位\t")
    file.write_text(text, encoding="utf-8")
    asked = run("import", str(file))
    assert asked.code == 0 and "--column 责任单位=5" in asked.err
    assert "units: 县住建局" not in asked.out and "问题涉及单位：县住建局" in asked.out
    settled = run("import", str(file), "--column", "责任单位=5")
    assert "units: 县住建局" in settled.out
    assert settled.out.startswith("# 导入：anquan import 清单.txt --column 责任单位=5\n")
    by_letter = run("import", str(file), "--column", "责任单位=Ｅ")
    assert "units: 县住建局" in by_letter.out


@pytest.mark.no_cover
@pytest.mark.parametrize("header", ["", "号头\t行动\t承担方\t何时\n"])
def test_a_table_whose_header_nobody_knows_is_read_by_options_alone(
    run: Run, file: Path, header: str
) -> None:
    file.write_text(
        f"某县2026年清单\n\n{header}1\t排查\t县住建局\t6月底前\n2\t整治\t县公安局\t全年\n", encoding="utf-8"
    )
    refused = run("import", str(file))
    assert refused.code == 3 and "--column" in refused.err
    columns = [w for c in ("编号=1", "任务=2", "责任单位=3", "完成时限=4") for w in ("--column", c)]
    read = run("import", str(file), *columns, "--json").json["rows"]
    assert [(r["id"], r["title"], r["units"], r["deadline"]) for r in read] == [
        ("1", "排查", "县住建局", "6月底前"),
        ("2", "整治", "县公安局", "全年"),
    ]


def test_options_fill_in_what_the_document_does_not_say(run: Run, file: Path) -> None:
    ran = run("import", str(file), "--deadline", "全年", "--title", "我的清单", "--year", "2027", "--json")
    hold("import", ran.json)
    assert (ran.json["title"], ran.json["year"]) == ("我的清单", 2027)
    assert [r["deadline"] for r in ran.json["rows"]] == ["6月底前", "全年"]


def test_a_register_is_taken_over_and_new_units_are_said(run: Run, file: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.yaml"
    known.write_text(
        "title: 甲\nyear: 2025\noffice: 县安委办\nunits:\n  - name: 县住房和城乡建设局\n    short: [住建局, 县住建局]\n"
        "categories:\n  - number: 一\n    title: 乙\n",
        encoding="utf-8",
    )
    ran = run("import", str(file), "--register", str(known), "--json")
    assert ran.json["new_units"] == ["县公安局", "县教育局"]
    assert "office: 县安委办" in ran.json["text"] and "short: [住建局, 县住建局]" in ran.json["text"]


def test_measures_are_cut_as_asked(run: Run, file: Path) -> None:
    def measures(how: str) -> list[str]:
        found: list[str] = run("import", str(file), "--measures", how, "--json").json["rows"][0]["measures"]
        return found

    assert measures("sentences") == ["排查用户；", "整改隐患。"]
    assert measures("none") == []


@pytest.mark.parametrize(
    "argv",
    [
        ("--column", "责任单位"), ("--column", "责任单位=零"), ("--column", "什么=3"), ("--year", "去年"),
        ("--measures", "词"), ("-o", ""), ("-o", "清单.docx"), ("-o", "清单"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_exit_2(run: Run, file: Path, argv: tuple[str, ...]) -> None:
    ran = run("import", str(file), *argv)
    assert (ran.code, ran.out) == (2, "") and "Traceback" not in ran.err


@pytest.mark.parametrize("content", ["只有一句话。", "姓名\t电话\n张三\t123\n", ""])
def test_without_a_list_it_is_exit_3_and_nothing_is_written(
    run: Run, file: Path, tmp_path: Path, content: str
) -> None:
    file.write_text(content, encoding="utf-8")
    ran = run("import", str(file), "-o", str(tmp_path / "tasks.yaml"))
    assert (ran.code, ran.out) == (3, "")
    assert not (tmp_path / "tasks.yaml").exists()


@pytest.mark.parametrize("name", ["今 年.yaml", "清单.docx"])
def test_what_is_a_list_file_already_is_told_as_one(run: Run, tmp_path: Path, name: str) -> None:
    """Read as prose it would give a task whose title is `title:`."""
    (tmp_path / name).write_text(LEAST, encoding="utf-8")
    ran = run("import", str(tmp_path / name), "-o", str(tmp_path / "新.yaml"))
    shown = shlex.quote(str(tmp_path / name)) if " " in name else str(tmp_path / name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"错误：“{name}”已经是清单文件，不必导入\n提示：检查它请用 anquan check {shown}；用它请加 --tasks {shown}\n"
    )
    assert not (tmp_path / "新.yaml").exists()


@pytest.mark.elsewhere
@pytest.mark.parametrize("recorded", [False, pytest.param(True, marks=pytest.mark.watched)])
@pytest.mark.parametrize(
    "name",
    [
        "导出.xlsx", "导出.docx", "导出.html", "导出.md", pytest.param("通报.txt", marks=pytest.mark.watched),
        "通报.docx",
    ],
)  # fmt: skip
def test_a_paper_of_ours_is_no_list(
    run: Run, tmp_path: Path, listed: Callable[[str], Path], name: str, recorded: bool
) -> None:
    """Its measures would be tasks, and a workbook has every row twice."""
    if recorded:
        listed(LEAST + "        measures: [排查, 整治]\n")
        run("mark", "1", "done")
    paper, target = tmp_path / name, tmp_path / "新.yaml"
    command = ("export",) if name.startswith("导出") else ("summary",)
    assert run(*command, "-o", str(paper)).code == 0
    ran = run("import", str(paper), "-o", str(target))
    assert (ran.code, ran.out, target.exists()) == (3, "", False)
    assert f"“{name}”是本程序导出的进展表或通报，不是下发的清单" in ran.err


STRUCK = """# 某县2026年重点任务清单

| 序号 | 任务 | 责任单位 | 完成时限 |
|--|--|--|--|
| ~~一、防汛~~ | | | |
| 1 | 排查燃气 | ~~县公安局~~县水利局 | ~~6月底前~~ |
| 2 | 整治校车 | 县公安局 | 全年 |
"""


def test_text_that_is_struck_out_is_asked_about_beside_the_item(run: Run, tmp_path: Path) -> None:
    """A unit relieved is charged, a date cancelled counts, until somebody has looked; of no item, it is said."""
    source, target = tmp_path / "清单.md", tmp_path / "tasks.yaml"
    source.write_text(STRUCK, encoding="utf-8")
    assert run("import", str(source), "-o", str(target)).code == 0
    text = target.read_text(encoding="utf-8")
    for line in (
        "units: 县公安局县水利局  # 核对：有删除线的文字仍取了：县公安局\n",
        "deadline: 6月底前  # 核对：有删除线的文字仍取了：6月底前\n",
    ):
        assert line in text
    assert "还有3处未核对" in run("check", str(target)).out
    doubts = run("import", str(source), "--json").json["doubts"]
    assert [(d["place"], d["message"], d["hint"]) for d in doubts] == [
        ("表1第2行", "有删除线的文字仍取了：一、防汛", "请对照文件核对"),
        ("表1第3行", "有删除线的文字仍取了：6月底前", "请对照文件核对"),
        ("表1第3行", "有删除线的文字仍取了：县公安局", "请对照文件核对"),
    ]
    second = tmp_path / "二.md"
    second.write_text(STRUCK.replace("| 1 |", "| 3 |").replace("| 2 |", "| 4 |"), encoding="utf-8")
    doubts = run("import", str(source), str(second), "--json").json["doubts"]
    places = [d["place"] for d in doubts if d["message"].startswith("有删除线的文字仍取了：县公安局")]
    assert places == ["“清单.md”表1第3行", "“二.md”表1第3行"]


def test_several_files_make_one_list(run: Run, tmp_path: Path) -> None:
    for name, number in (("甲.txt", 1), ("乙.txt", 2)):
        text = (
            f"某县2026年清单\n\n序号\t任务\t责任单位\t完成时限\n{number}\t{name[0]}项工作\t县应急局\t全年\n"
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = run("import", str(tmp_path / "甲.txt"), str(tmp_path / "乙.txt"), "--json")
    assert [(r["id"], r["title"]) for r in ran.json["rows"]] == [("1", "甲项工作"), ("2", "乙项工作")]


def test_text_of_a_document_cannot_move_the_cursor(run: Run, file: Path) -> None:
    file.write_text(TEXT.replace("排查燃气", "排查\x1b[31m燃气\u202e"), encoding="utf-8")
    for ran in (run("import", str(file)), run("import", str(file), width=80)):
        assert "\x1b[31m" not in ran.out + ran.err and "\u202e" not in ran.out + ran.err


@pytest.mark.no_cover
def test_comparing_a_list_with_a_document(run: Run, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "tasks.yaml"
    run("import", str(file), "-o", str(target))
    file.write_text(
        TEXT.replace("6月底前", "7月底前").replace("2\t整治校车", "2\t整治校园周边"), encoding="utf-8"
    )
    ran = run("compare", str(target), str(file), "--json")
    hold("compare", ran.json)
    kinds = {c["title"]: [x["kind"] for x in c["changes"]] for c in ran.json["changed"]}
    assert kinds == {"排查燃气": ["deadline"], "整治校园周边": ["title"]}
    assert run("compare", str(target), str(file)).rows[0][:4] == ["deadline", "1", "1", "排查燃气"]
    shown = run("compare", str(target), str(file), width=80).out
    assert "调整时限：6月底前 → 7月底前" in shown and "改题：整治校车 → 整治校园周边" in shown
    assert run("compare", str(target), str(tmp_path / "无.yaml")).code == 1


def test_two_lists_are_compared_whatever_became_of_the_ledger(run: Run, file: Path, tmp_path: Path) -> None:
    assert run("log", "--ledger", str(tmp_path)).code == 1
    assert run("compare", str(file), str(file), "--ledger", str(tmp_path)).code == 0


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (("责任单位=9",), "--column 写了第9栏，表里没有这一栏，未作改动"),
        (("责任单位=AA",), "--column 写了第27栏，表里没有这一栏"),
        (("责任单位=5", "责任单位=4"), "--column 有两处矛盾：责任单位=5、责任单位=4"),
        (("编号=2", "任务=2"), "--column 有两处矛盾：编号=2、任务=2"),
    ],
)
def test_a_column_that_cannot_be_is_no_column(
    run: Run, file: Path, tmp_path: Path, columns: tuple[str, ...], said: str
) -> None:
    target = tmp_path / "tasks.yaml"
    ran = run("import", str(file), *(w for c in columns for w in ("--column", c)), "-o", str(target))
    assert ran.code == 2 and said in ran.err
    assert not target.exists()
    twice = run("import", str(file), "--column", "责任单位=5", "--column", "责任单位=E")
    assert twice.code == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".", "“.”不是文件\n提示：请写出清单文件的文件名"),
        ("没有.yaml", "找不到清单文件 没有.yaml\n提示：请核对文件名"),
        ("没有.docx", "“没有.docx”打不开：没有这个文件\n提示：请检查文件名"),
    ],
)
def test_a_wrong_file_to_compare_is_no_damaged_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "甲.yaml").write_text(LEAST, encoding="utf-8")
    for words in (("甲.yaml", name), (name, "甲.yaml")):
        ran = run("compare", *words)
        assert (ran.code, ran.out, ran.err) == (1, "", f"错误：{said}\n")
