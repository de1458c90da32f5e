"""A list imported again: the document's changes and a hand's, both kept; where they meet, the hand's stands."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from random import Random

import pytest
import yaml

from anquan_cli import atomic_write
from anquan_cli.cli.import_ import options_of
from anquan_cli.errors import OperationError, shell_word
from anquan_cli.exchange.list_import.merge import merge
from anquan_cli.exchange.list_import.register import suggest
from anquan_cli.tasklist.phrases.units import reader
from anquan_cli.tasklist.validate import validate
from anquan_cli.use_cases.import_list import is_same_place, place_of
from tests.conftest import Run
from tests.exchange.list_import.blocks import Given, document, imported, table

pytestmark = pytest.mark.usefixtures("read_here")

HEADER = "序号\t任务\t内容\t责任单位\t完成时限"
ROWS = {
    1: "1\t排查燃气\t排查用户。\t县住建局\t6月底前",
    2: "2\t整治校车\t检查校车。\t县公安局、县教育局\t9月底前",
    3: "3\t修订预案\t修订预案。\t县应急管理局\t全年",
    4: "4\t建设避难场所\t建成避难场所1处。\t县住建局\t12月底前",
}


def issue(folder: Path, rows: dict[int, str], name: str = "清单.txt") -> Path:
    """A document with these rows."""
    path = folder / name
    path.write_text("\n".join(["某县2026年重点任务清单", "", HEADER, *rows.values()]), encoding="utf-8")
    return path


@pytest.fixture
def target(run: Run, tmp_path: Path) -> Path:
    """A list file that an import wrote."""
    path = tmp_path / "tasks.yaml"
    assert run("import", str(issue(tmp_path, ROWS)), "-o", str(path)).code == 0
    return path


def edit(path: Path, *pairs: tuple[str, str], newline: str = "\n") -> None:
    """Changes by hand."""
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline=newline)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("石山县2026年安全生产任务清单", 2),
        ("关于印发《石山县2026年安全生产任务清单》的通知", 2),
        ("岳阳市石山县2026年安全生产任务清单", 2),
        ("岳阳市2026年安全生产任务清单", 2),
        ("石山县安全生产2026年任务清单", 2),
        ("湖南省岳阳市云溪县2026年安全生产任务清单（修订）", 0),
        ("云溪区2026年安全生产任务清单", 0),
        ("云溪市2026年安全生产任务清单", 2),
        ("关于调整云溪县2026年安全生产任务清单的通知", 0),
        ("全县2026年安全生产任务清单", 0),
        ("2026年安全生产任务清单", 0),
        ("安全生产重点地区2026年任务清单", 0),
        ("城区燃气2026年任务清单", 0),
        ("市安委会2026年城区任务清单", 0),
        ("全州县2026年安全生产任务清单", 2),
        ("本溪满族自治县2026年安全生产任务清单", 2),
        ("积石山保安族东乡族撒拉族自治县2026年安全生产任务清单", 2),
        ("全州2026年安全生产任务清单", 0),
        ("各县区2026年安全生产任务清单", 0),
        ("石山县安全生产委员会文件\n\n2026年安全生产任务清单", 2),
        ("石山县安全生产委员会文件\n石安委〔2026〕3号\n\n2026年安全生产任务清单", 2),
        ("云溪县安全生产委员会文件\n\n2026年安全生产任务清单", 0),
        ("石山县安全生产委员会文件\n\n云溪县2026年安全生产任务清单", 0),
    ],
)
def test_another_countys_document_is_not_merged(run: Run, tmp_path: Path, title: str, code: int) -> None:
    target = tmp_path / "tasks.yaml"
    for n, said in enumerate(("云溪县2026年安全生产任务清单", title)):
        text = (
            issue(tmp_path, ROWS, f"{n}.txt")
            .read_text(encoding="utf-8")
            .replace("某县2026年重点任务清单", said)
        )
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    assert run("import", str(tmp_path / "0.txt"), "-o", str(target)).code == 0
    before = target.read_bytes()
    ran = run("import", str(tmp_path / "1.txt"), "-o", str(target))
    assert ran.code == code, ran.err
    if code:
        assert "的，" in ran.err and "是“云溪县2026年安全生产任务清单”，未作改动" in ran.err
        assert "--title 云溪县2026年安全生产任务清单" in ran.err and target.read_bytes() == before
        own = ("--title", "云溪县2026年安全生产任务清单")
        assert run("import", str(tmp_path / "1.txt"), "-o", str(target), *own).code == 0


# which read as quarters of any city, and what is no county
UNNAMED = {*"市中区 市南区 市北区 梅里斯达斡尔族区 香港特别行政区 澳门特别行政区".split()}


def test_every_county_of_the_country_is_known_by_its_name() -> None:
    text = Path(reader.__file__).with_name("places.txt").read_text(encoding="utf-8")
    names = {name for name in re.findall(r"[^\W\d]{2,}", re.sub("(?m)^#.*|^\\S+ [A-Z] ", "", text))}
    counties = {n for n in names if re.search("[县旗市]$|(?<![治地])区$|自治州$", n)}
    assert len(counties) > 3000
    missed = {
        n for n in counties for rest in ("2026年任务清单", "安全生产委员会") if place_of(n + rest) != [n]
    }
    assert missed == UNNAMED


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("湖南省岳阳市云溪区安委办", "湖南省 岳阳市 云溪区"),
        ("中共石山县委办公室", "石山县"),
        ("石山县城市燃气整治", "石山县"),
        ("内蒙古自治区阿拉善盟额济纳旗2026年", "内蒙古自治区 阿拉善盟 额济纳旗"),
        ("甘肃省临夏回族自治州积石山县", "甘肃省 临夏回族自治州 积石山县"),
        ("湖南省2026年", ""),
        ("全县重点区域", ""),
        ("各县（市、区）", ""),
        ("化工园区2026年", ""),
        ("高层小区2026年", ""),
        ("乡镇和县直单位", ""),
        ("城市燃气2026年", ""),
    ],
)
def test_the_place_that_a_text_begins_with(text: str, place: str) -> None:
    assert " ".join(place_of(text)) == place


def test_a_county_is_the_same_by_its_short_name() -> None:
    long = "积石山保安族东乡族撒拉族自治县"
    assert (
        is_same_place("云溪县", "云溪区")
        and is_same_place(long, "积石山县")
        and is_same_place("本溪县", "本溪满族自治县")
    )
    assert not is_same_place("承德县", "承德市"), "there are both"
    assert not is_same_place("云县", "云溪县") and not is_same_place("石山县", long)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("title", "rows", "gone"),
    [
        ("某县2026年重点任务清单", (2,), "3项（第1项“排查燃气”、第3项“修订预案”、第4项“建设避难场所”）"),
        ("某县2026年重点任务清单调整表", (1, 2, 3), "1项（第4项“建设避难场所”）"),
        ("某县2026年重点任务清单（节选）", (1, 2, 4), "1项（第3项“修订预案”）"),
        ("某县2026年重点任务清单（补充）", (1, 2, 3, 4), ""),
        ("某县2026年重点任务清单（调整后）", (1, 2, 3), ""),
        ("某县2026年重点任务清单", (1, 3), ""),
    ],
)
def test_a_part_of_a_list_takes_no_task_from_it_unless_the_user_agrees(
    run: Run, tmp_path: Path, target: Path, title: str, rows: tuple[int, ...], gone: str
) -> None:
    """More than half of the tasks would go, or some, and the title says that these are not all."""
    before = target.read_bytes()
    given = issue(tmp_path, {n: ROWS[n].replace("6月底前", "7月底前") for n in rows})
    given.write_text(given.read_text("utf-8").replace("某县2026年重点任务清单", title), encoding="utf-8")
    ran = run("import", str(given), "-o", str(target), "--title", "某县2026年重点任务清单")
    if not gone:
        assert ran.code == 0 and not [*tmp_path.glob("*.old-*")]
        return
    assert (ran.code, target.read_bytes()) == (2, before)
    assert ran.err == (
        f"错误：文件里没有 {target} 的{gone}，照它合并会从4项里删去这些，未作改动\n"
        "提示：文件只写了要调整、补充的几项的，请加 --part，其余各项不动；没有的各项确已取消的，请加 --yes，原清单会另存一份\n"
    )
    ran = run("import", str(given), "-o", str(target), "--yes")
    plan = validate(target.read_text("utf-8"))[0]
    assert ran.code == 0 and plan and [r.title for r in plan.rows] == [ROWS[n].split("\t")[1] for n in rows]
    (aside,) = tmp_path.glob("tasks.yaml.old-*Z.yaml")
    assert f"原清单已另存为 {aside.name}，留着备查。" in ran.err and aside.read_bytes() == before
    assert "--yes" not in target.read_text("utf-8")
    again = run("import", str(given), "-o", str(target))
    assert again.code == 0 and "文件没有变化" in again.err


def test_a_list_that_a_document_is_a_part_of_is_not_advised_to_take_it_for_all(
    run: Run, tmp_path: Path, target: Path
) -> None:
    before = target.read_bytes()
    titled = " --title 某县2026年重点任务清单"
    for title, more in (("某县2026年夏季消防攻坚清单", ""), ("石山县2026年重点任务清单", titled)):
        given = issue(tmp_path, {2: ROWS[2]})
        text = given.read_text("utf-8").replace("某县2026年重点任务清单", title)
        given.write_text(text, encoding="utf-8")
        ran = run("import", str(given), "-o", str(target))
        assert (ran.code, target.read_bytes()) == (2, before)
        assert ran.err.endswith(f"；确是它的调整、补充的，请加 --part{more}\n")
        ran = run("import", str(given), "-o", str(target), "--part", *more.split())
        assert (ran.code, target.read_bytes()) == (0, before), "it says nothing new"


HEAD = "序号\t类别\t任务\t主要内容\t责任单位\t完成时限"
WHOLE = {
    1: "1\t一、防火\t排查燃气\t排查用户。\t县住建局、县应急局\t6月底前",
    2: "2\t一、防火\t整治校车\t检查校车。\t县公安局、县教育局\t9月底前",
    3: "3\t二、应急\t修订预案\t修订预案。\t县应急局\t全年",
    4: "4\t二、应急\t建设避难场所\t建成避难场所1处。\t县住建局\t12月底前",
    5: "5\t二、应急\t储备物资\t储备防汛物资。\t县应急局\t5月底前",
}


def few(folder: Path, title: str, *rows: str, head: str = HEAD) -> str:
    """A document of a few tasks under a title of its own; its name."""
    path = folder / "文件.txt"
    path.write_text("\n".join([title, "", head, *rows]), encoding="utf-8")
    return str(path)


@pytest.fixture
def whole(run: Run, tmp_path: Path) -> Path:
    """A list of five tasks in two categories that an import wrote."""
    path = tmp_path / "tasks.yaml"
    title = "石山县2026年安全生产重点工作任务清单"
    assert run("import", few(tmp_path, title, *WHOLE.values()), "-o", str(path)).code == 0
    return path


def rows_of(path: Path) -> list[tuple[str, str, str, str]]:
    """Number, title, units and deadline of each row of a list file."""
    plan = validate(path.read_text("utf-8"))[0]
    assert plan
    return [(r.id, r.title, r.units.text, r.deadline.text) for r in plan.rows]


ADJUSTED = (
    "石山县2026年安全生产重点工作任务清单调整表",
    "关于调整石山县2026年安全生产重点工作任务清单部分任务的通知",
)


@pytest.mark.parametrize("title", ADJUSTED)
def test_a_document_of_a_few_tasks_changes_these_alone(
    run: Run, tmp_path: Path, whole: Path, title: str
) -> None:
    """By the list's numbers; what a hand wrote stands; again it changes nothing."""
    edit(whole, ("  - name: 县教育局\n", "  - name: 县教育局\n    short: [教育局]\n"), ("5月底前", "4月底前"))
    edited = rows_of(whole)
    given = few(
        tmp_path, title, WHOLE[2].replace("、县教育局", "、县城管局"), WHOLE[4].replace("12月", "11月")
    )
    told = run("import", given, "-o", str(whole))
    assert told.code == 2 and "--part" in told.err and rows_of(whole) == edited
    ran = run("import", given, "-o", str(whole), "--part")
    assert ran.code == 0 and "按文件更新：units、第2项、第4项。\n" in ran.err and "删去" not in ran.err
    expected = [*edited]
    expected[1] = ("2", "整治校车", "县公安局、县城管局", "9月底前")
    expected[3] = ("4", "建设避难场所", "县住建局", "11月底前")
    assert rows_of(whole) == expected
    text = whole.read_text("utf-8")
    assert "short: [教育局]" in text and "- name: 县城管局  # 核对：" in text
    assert text.startswith("# 导入：anquan import 文件.txt -o tasks.yaml\n")
    assert "title: 石山县2026年安全生产重点工作任务清单\n" in text, "the list's own"
    again = run("import", given, "-o", str(whole), "--part")
    assert (again.code, whole.read_text("utf-8")) == (0, text) and "文件没有变化" in again.err


def test_a_part_is_told_as_one_where_a_hands_category_would_stand_empty(
    run: Run, tmp_path: Path, whole: Path
) -> None:
    edit(whole, ("deadline: 全年\n", "deadline: 全年\n        due: [2026-12-31]\n"))
    before = whole.read_bytes()
    rows = ("4\t建设避难场所\t县住建局\t11月底前", "5\t储备物资\t县应急局\t5月底前")
    title = "石山县2026年安全生产重点工作任务清单（节选）"
    given = few(tmp_path, title, *rows, head="序号\t任务\t责任单位\t完成时限")
    told = run("import", given, "-o", str(whole))
    assert (told.code, whole.read_bytes()) == (2, before)
    assert "文件里没有" in told.err and "的3项（第1项“排查燃气”" in told.err and "请加 --part" in told.err
    compared = run("compare", str(whole), given)
    assert (
        compared.code == 0 and f"合并这几项请用 anquan import {given} -o {whole} --part。\n" in compared.err
    )


@pytest.mark.parametrize("word", ["取消", "不再实施。", "并入第2项"])
def test_a_word_about_a_task_in_place_of_its_work_takes_none_of_it(
    run: Run, tmp_path: Path, whole: Path, word: str
) -> None:
    before = rows_of(whole)
    given = few(tmp_path, ADJUSTED[0], f"4\t二、应急\t建设避难场所\t{word}\t\t")
    ran = run("import", given, "-o", str(whole), "--part")
    assert ran.code == 0 and f"备注写着“{word.strip('。')}”，没有照它改" in ran.err
    assert rows_of(whole) == before
    plan = validate(whole.read_text("utf-8"))[0]
    assert plan and [(r.content, r.remark) for r in plan.rows if r.number == 4] == [
        ("建成避难场所1处。", word)
    ]


def test_a_document_that_numbers_its_few_tasks_itself_adds_what_is_new_under_the_next_number(
    run: Run, tmp_path: Path, whole: Path
) -> None:
    before = rows_of(whole)
    head = HEAD.replace("类别\t", "")
    rows = (
        "1\t建设避难场所\t建成避难场所1处。\t县住建局\t11月底前",
        "2\t秋冬会战\t集中整治。\t县公安局\t12月底前",
    )
    given = few(tmp_path, ADJUSTED[1], *rows, head=head)
    assert run("import", given, "-o", str(whole), "--part").code == 0
    expected = [*before, ("6", "秋冬会战", "县公安局", "12月底前")]
    expected[3] = ("4", "建设避难场所", "县住建局", "11月底前")
    assert rows_of(whole) == expected
    text = whole.read_text("utf-8")
    asked = "文件没有写明是清单的哪一类，放在最后一类；核对：文件里是第2项，清单的第2项是另一件事，另编了号"
    assert f"      - number: 6  # 核对：{asked}\n" in text
    again = run("import", given, "-o", str(whole), "--part", "--json")
    assert (again.code, whole.read_text("utf-8")) == (0, text), "what is asked is asked still"
    assert [r["id"] for r in again.json["rows"] if r["place"]] == ["4", "6"]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("序号\t任务\t责任单位", "4\t建设避难场所\t县城管局", ("县城管局", "12月底前")),
        ("序号\t任务\t完成时限", "4\t建设避难场所\t11月底前", ("县住建局", "11月底前")),
        (
            "序号\t任务\t责任单位\t完成时限\t备注",
            "4\t建设避难场所\t县城管局\t11月底前\t延期",
            ("县城管局", "11月底前"),
        ),
    ],
)
def test_what_a_document_of_a_few_tasks_does_not_say_of_them_stays(
    run: Run, tmp_path: Path, whole: Path, head: str, row: str, expected: tuple[str, str]
) -> None:
    """A column that is not there strikes nothing: measures that are recorded least of all."""
    before = whole.read_text("utf-8")
    ran = run("import", few(tmp_path, ADJUSTED[0], row, head=head), "-o", str(whole), "--part")
    assert ran.code == 0, ran.err
    assert rows_of(whole)[3] == ("4", "建设避难场所", *expected)
    text = whole.read_text("utf-8")
    for kept in ("        content: 建成避难场所1处。\n", "          - 建成避难场所1处。\n"):
        assert before.count(kept) == text.count(kept) == 1
    assert text.count("remark: 延期") == row.count("延期")


@pytest.mark.no_cover
def test_a_text_that_a_document_of_a_few_tasks_changes_brings_its_own_measures(
    run: Run, tmp_path: Path, whole: Path
) -> None:
    given = few(tmp_path, ADJUSTED[0], WHOLE[4].replace("1处。", "2处；设立标志。"))
    assert run("import", given, "-o", str(whole), "--part").code == 0
    plan = validate(whole.read_text("utf-8"))[0]
    assert plan and [m.text for m in plan.rows[3].measures] == ["建成避难场所2处；", "设立标志。"]


def test_a_new_task_goes_below_its_category_and_both_changes_of_one_place_are_shown(
    run: Run, tmp_path: Path, whole: Path
) -> None:
    edit(whole, ("deadline: 9月底前", "deadline: 8月底前"))
    new = "6\t一、防火\t冬季防火\t巡查。\t县应急局\t11月底前"
    title = "石山县2026年安全生产重点工作任务清单（补充）"
    given = few(tmp_path, title, WHOLE[2].replace("9月", "10月"), new)
    ran = run("import", given, "-o", str(whole), "--part")
    assert ran.code == 0 and "第2项两边都改了，保留手工的“deadline: 8月底前”" in ran.err
    plan = validate(whole.read_text("utf-8"))[0]
    assert plan and [plan.categories[r.category].number for r in plan.rows] == [
        "一",
        "一",
        "二",
        "二",
        "二",
        "一",
    ]
    assert ("2", "整治校车", "县公安局、县教育局", "8月底前") in rows_of(whole)


def test_a_few_tasks_that_are_all_new_are_taken_from_a_supplement_alone(
    run: Run, tmp_path: Path, whole: Path
) -> None:
    new = "6\t一、防火\t冬季防火\t巡查。\t县林业局\t11月底前"
    ran = run("import", few(tmp_path, "石山县2026年消防工作清单", new), "-o", str(whole), "--part")
    assert ran.code == 2 and "没有一项任务相同，像是另一份清单" in ran.err
    given = few(tmp_path, "石山县2026年安全生产重点工作任务清单补充任务", new)
    assert run("import", given, "-o", str(whole), "--part").code == 0
    assert rows_of(whole)[-1] == ("6", "冬季防火", "县林业局", "11月底前")


def test_another_years_or_another_countys_few_tasks_are_refused(
    run: Run, tmp_path: Path, whole: Path
) -> None:
    before = whole.read_bytes()
    for title, said in (
        (ADJUSTED[0].replace("2026", "2025"), "文件是2025年的"),
        (ADJUSTED[0].replace("石山", "云溪"), "文件是云溪县的"),
    ):
        ran = run("import", few(tmp_path, title, WHOLE[2]), "-o", str(whole), "--part")
        assert (ran.code, whole.read_bytes()) == (2, before) and said in ran.err


def test_of_a_task_with_parts_a_few_are_taken_only_where_they_can_be_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    parts = {
        "煤矿": "1\t一、防火\t研判问题\t煤矿方面：排查。\t县能源局\t6月底前",
        "消防": "1\t一、防火\t研判问题\t消防方面：排查。\t县消防大队\t6月底前",
    }
    title = "石山县2026年安全生产重点工作任务清单"
    assert run("import", few(tmp_path, title, *parts.values(), WHOLE[2]), "-o", str(path)).code == 0
    before = path.read_bytes()
    assert [row[0] for row in rows_of(path)] == ["1.1", "1.2", "2"]
    given = few(tmp_path, ADJUSTED[0], parts["消防"].replace("6月", "7月"))
    ran = run("import", given, "-o", str(path), "--part")
    assert (ran.code, path.read_bytes()) == (2, before)
    assert "第1项在清单里有分项，文件写的分不清是哪几个分项，未作改动\n提示：请照文件在 " in ran.err
    given = few(tmp_path, ADJUSTED[0], parts["煤矿"], parts["消防"].replace("6月", "7月"))
    assert run("import", given, "-o", str(path), "--part").code == 0
    assert [row[3] for row in rows_of(path)] == ["6月底前", "7月底前", "9月底前"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--part",), "--part 是合并到已有的清单里，没有执行"),
        (("--part", "-o", "没有.yaml"), "--part 是合并到已有的清单里，没有执行"),
        (("--part", "--yes", "-o", "tasks.yaml"), "--part 和 --yes 不能同时用"),
    ],
)
def test_a_few_tasks_are_merged_with_a_list_that_is_there(
    run: Run, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("import", "清单.txt", *words)
    assert ran.code == 2 and said in ran.err and not Path("没有.yaml").exists()


def test_a_list_from_which_a_recorded_task_goes_is_kept_aside(run: Run, tmp_path: Path, target: Path) -> None:
    """A task or two that are gone from a new version go; what was reported of them can still be looked up."""
    home = ("--home", str(tmp_path), "--today", "2026-05-01")
    assert run("mark", "4", "doing", *home).code == 0
    before = target.read_bytes()
    ran = run("import", str(issue(tmp_path, {n: ROWS[n] for n in (1, 2, 4)})), "-o", str(target), *home)
    assert ran.code == 0 and not [*tmp_path.glob("*.old-*")], "nobody has reported of 3"
    edit(target, ("12月底前", "11月底前"))
    before = target.read_bytes()
    ran = run("import", str(issue(tmp_path, {n: ROWS[n] for n in (1, 2)})), "-o", str(target), *home)
    assert "保留：第4项" in ran.err and not [*tmp_path.glob("*.old-*")], "a hand has kept it"
    edit(target, ("11月底前", "12月底前"), ("  # 核对：文件中已没有，手工改过，保留着", ""))
    run("import", str(issue(tmp_path, ROWS)), "-o", str(target), *home)
    before = target.read_bytes()
    ran = run("import", str(issue(tmp_path, {n: ROWS[n] for n in (1, 2, 3)})), "-o", str(target), *home)
    (aside,) = tmp_path.glob("tasks.yaml.old-*Z.yaml")
    assert ran.code == 0 and aside.read_bytes() == before and aside.name in ran.err


def test_what_is_asked_of_a_whole_document_stands_above_the_list_until_it_is_struck(
    run: Run, tmp_path: Path
) -> None:
    """Two issuers, and a note about a task: two lines behind the command, counted; a new note is asked about alone."""
    target, given = tmp_path / "tasks.yaml", tmp_path / "清单.txt"
    rows = "\n".join(["某县2026年重点任务清单", "", HEADER, *ROWS.values()])
    issuers = "# 核对：文件里的印发机关不止一个：某县安全生产委员会办公室、某县安全生产委员会，没有写进清单；请核对后写在 issuer\n"
    text = f"某县安全生产委员会办公室文件\n某安委办〔2026〕3号\n\n{rows}\n\n注：第4项不再开展。\n\n某县安全生产委员会\n2026年3月2日\n"
    given.write_text(text, encoding="utf-8")
    ran = run("import", str(given), "-o", str(target))
    lines = target.read_text("utf-8").splitlines(keepends=True)
    head = lines[: lines.index("\n")]
    assert head[0].startswith("# 导入：") and issuers in head
    notes = [line for line in head if "注释写着“第4项不再开展”" in line]
    assert len(notes) == 1 and len(head) == 3
    assert "4行，2处疑点注在“# 核对”后" in ran.err and ran.err.count("疑点 ") == 2
    assert "还有2处未核对（第2、3行）" in run("check", str(target)).out
    before = target.read_bytes()
    assert (
        "文件没有变化" in run("import", str(given), "-o", str(target)).err and target.read_bytes() == before
    )
    edit(target, (issuers, ""))
    assert "还有1处未核对" in run("check", str(target)).out
    given = given.rename(tmp_path / "修订.txt")
    changed = text.replace("6月底前", "7月底前").replace("第4项不再", "第3项不再")
    given.write_text(changed, encoding="utf-8")
    ran = run("import", str(given), "-o", str(target))
    assert "印发机关不止一个" not in target.read_text("utf-8") + ran.err
    assert [n.replace("第4项", "第3项") for n in notes] == [
        x for x in target.read_text("utf-8").splitlines(keepends=True) if "核对" in x
    ]
    given.write_text(changed.replace("注：第3项不再开展。", ""), encoding="utf-8")
    ran = run("import", str(given), "-o", str(target))
    assert "按文件更新：开头的注释。" in ran.err and "核对" not in target.read_text("utf-8")


@pytest.mark.no_cover
def test_entries_are_told_of_the_task_that_they_were_made_for(run: Run, target: Path, tmp_path: Path) -> None:
    """Numbers move twice, each time by a task put in front; the entry under 1 is never the task's now called 1."""
    home = ("--home", str(tmp_path), "--today", "2026-05-01")
    assert run("mark", "1", "done", *home).code == 0
    told, rows = list[str](), [ROWS[n].split("\t", 1)[1] for n in ROWS]
    for new in ("低空安全\t排查。\t县发改局\t6月底前", "电动车\t整治。\t县公安局\t6月底前"):
        rows.insert(0, new)
        again = issue(tmp_path, {n: f"{n}\t{row}" for n, row in enumerate(rows, 1)})
        told.append(run("import", str(again), "-o", str(target), *home).err)
    assert "第1项改为第2项，台账里已有1条登记，仍在第1项名下，请核对后登记到第2项。" in told[0]
    assert "台账里已有" not in told[1]
    assert run("mark", "3", "done", *home).code == 0
    rest = issue(tmp_path, {n: f"{n}\t{row}" for n, row in enumerate(rows[:2] + rows[3:], 1)})
    ran = run("import", str(rest), "-o", str(target), *home)
    assert "第3项已不在清单里，台账里已有1条登记，请核对。" in ran.err


PITS, ROADS, FIRES = (
    f"专项整治\t{what}。\t{who}\t{when}"
    for what, who, when in (
        ("查煤矿", "县能源局", "9月底前"),
        ("查道路", "县交通局", "10月底前"),
        ("查消防", "县消防大队", "5月底前"),
    )
)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([ROADS, PITS], ["第1项改为第2项，台账里已有1条登记，仍在第1项名下（现在是另一项任务），请核对后登记到第2项。",
                        "第2项改为第1项，台账里已有1条登记，仍在第2项名下（现在是另一项任务），请核对后登记到第1项。"]),
        ([FIRES, PITS, ROADS], ["第1项改为第2项，台账里已有1条登记，仍在第1项名下（现在是另一项任务），请核对后登记到第2项。",
                               "第2项改为第3项，台账里已有1条登记，仍在第2项名下（现在是另一项任务），请核对后登记到第3项。"]),
        ([ROADS], ["第1项已不在清单里，台账里已有1条登记，现在算在第1项名下，请核对。",
                  "第2项改为第1项，台账里已有1条登记，仍在第2项名下，请核对后登记到第1项。"]),
        ([PITS, ROADS.replace("10", "11")], ["第2项有变动，台账里已有1条登记，请核对。"]),
    ],
)  # fmt: skip
def test_entries_are_told_of_the_task_that_the_merge_has_renumbered_whatever_its_title(
    run: Run, tmp_path: Path, rows: list[str], says: list[str]
) -> None:
    """Two tasks have one title: what is said of the ledger is what is said of the list; comparing says the same."""
    target, home = tmp_path / "tasks.yaml", ("--home", str(tmp_path), "--today", "2026-05-01")
    first, again = (
        issue(tmp_path, {n: f"{n}\t{row}" for n, row in enumerate(tasks, 1)}, f"{len(tasks)}-{name}.txt")
        for name, tasks in (("初", [PITS, ROADS]), ("新", rows))
    )
    assert run("import", str(first), "-o", str(target)).code == 0
    assert run("mark", "1", "done", *home).code == run("mark", "2", "doing", *home).code == 0
    compared = run("compare", str(target), str(again), *home, width=100)
    said = run("import", str(again), "-o", str(target), *home).err.splitlines()
    assert [line for line in said if "台账里已有" in line] == says
    assert [line for line in compared.out.splitlines() if "台账里已有" in line] == says


def test_a_task_that_is_numbered_otherwise_takes_along_what_a_hand_wrote_and_is_told(
    run: Run, target: Path, tmp_path: Path
) -> None:
    """One task more: 2 is 3 now, 3 is 5."""
    home = ("--home", str(tmp_path), "--today", "2026-05-01")
    edit(target, ("units: 县公安局、县教育局\n", "units: 县公安局、县教育局\n        leader: 张县长\n"))
    assert run("mark", "2", "done", "--unit", "县公安局", *home).code == 0
    moved = {
        1: ROWS[1],
        2: "2\t森林防火\t巡护林区。\t县林业局\t全年",
        3: ROWS[2].replace("2", "3", 1),
        4: ROWS[4],
        5: "5\t修订预案\t修订、演练。\t县应急管理局\t全年",
    }
    ran = run("import", str(issue(tmp_path, moved)), "-o", str(target), *home)
    assert (ran.code, ran.out) == (0, "")
    said = ran.err.splitlines()
    taken = next(line for line in said if line.startswith("按文件更新："))
    assert {"第2项（改为第3项）", "第3项（改为第5项）"} < {*re.split("[：、。]", taken)}
    assert "按文件新增：第2项。" in said and "第2项" not in re.split("[：、。]", taken)
    assert "第2项改为第3项，台账里已有1条登记，仍在第2项名下，请核对后登记到第3项。" in said
    rows = {row["id"]: row for row in run("list", "--json", *home).json}
    assert [rows[i]["title"] for i in "12345"] == [
        "排查燃气",
        "森林防火",
        "整治校车",
        "建设避难场所",
        "修订预案",
    ]
    plan = validate(target.read_text(encoding="utf-8"))[0]
    assert plan and [row.leader for row in plan.rows] == ["", "", "张县长", "", ""]
    assert {row["status"] for row in rows.values()} == {"todo"}, "of no task that was not reported"
    next_year = tmp_path / "明年.yaml"
    assert run("init", "--from", str(target), "--year", "2027", str(tmp_path / "明年")).code == 0
    next_year.write_text(
        (tmp_path / "明年" / "tasks.yaml").read_text(encoding="utf-8").replace("number: 2", "number: 9"),
        encoding="utf-8",
    )
    compared = run("compare", str(target), str(next_year), *home, width=100).out
    assert "第2项有变动" not in compared, "the entry is of the task that had the number then"
    assert run("mark", "2", "done", *home).code == 0
    compared = run("compare", str(target), str(next_year), *home, width=100).out
    assert "第2项有变动，台账里已有1条登记，请核对。" in compared, "next year's entries are another ledger's"
    again = run("import", str(tmp_path / "清单.txt"), "-o", str(target), *home)
    assert again.err.splitlines()[-1] == "文件没有变化，清单未作改动。"


@pytest.mark.no_cover
def test_a_task_that_is_numbered_otherwise_and_reworded_is_not_struck_as_well(
    run: Run, target: Path, tmp_path: Path
) -> None:
    """One is struck: 3 is 2 now, 4 is 3 and called a little otherwise; what is quite another task at 4 is new."""
    edit(
        target,
        (
            "units: 县住建局\n        deadline: 12月",
            "units: 县住建局\n        leader: 张县长\n        deadline: 12月",
        ),
    )
    rows = {
        1: ROWS[1],
        2: ROWS[3].replace("3", "2", 1),
        3: "3\t建设应急避难场所\t建成避难场所1处。\t县住建局\t12月底前",
        4: "4\t扑救山火\t巡护。\t县林业局\t全年",
    }
    ran = run("import", str(issue(tmp_path, rows)), "-o", str(target))
    assert ran.err.splitlines()[-3:] == [
        "按文件更新：units、第3项（改为第2项）、第4项（改为第3项）。",
        "按文件新增：第4项。",
        "文件中已没有，删去：第2项。",
    ]
    plan = validate(target.read_text(encoding="utf-8"))[0]
    assert plan and [(r.title, r.leader) for r in plan.rows] == [
        ("排查燃气", ""), ("修订预案", ""), ("建设应急避难场所", "张县长"), ("扑救山火", ""),
    ]  # fmt: skip


@pytest.mark.no_cover
def test_two_tasks_that_change_places_take_along_theirs(run: Run, target: Path, tmp_path: Path) -> None:
    edit(target, ("units: 县公安局、县教育局\n", "units: 县公安局、县教育局\n        leader: 张县长\n"))
    swapped = {**ROWS, 1: ROWS[2].replace("2", "1", 1), 2: ROWS[1].replace("1", "2", 1)}
    assert run("import", str(issue(tmp_path, swapped)), "-o", str(target)).code == 0
    plan = validate(target.read_text(encoding="utf-8"))[0]
    assert plan and [(r.id, r.title, r.leader) for r in plan.rows][:2] == [
        ("1", "整治校车", "张县长"),
        ("2", "排查燃气", ""),
    ]


def test_of_tasks_of_one_title_that_are_equally_alike_the_one_with_the_same_deadline_is_meant(
    run: Run, tmp_path: Path
) -> None:
    """Roads until June, school buses until September; later the buses' task is the first, and takes the roads in."""
    target = tmp_path / "tasks.yaml"
    one, two = ("{}\t专项整治\t" + f"{what}。\t县公安局\t{{}}" for what in ("查道路隐患", "查校车隐患"))
    first = issue(tmp_path, {1: one.format(1, "6月底前"), 2: two.format(2, "9月底前")})
    assert run("import", str(first), "-o", str(target)).code == 0
    edit(target, ("deadline: 9月底前\n", "deadline: 9月底前\n        leader: 张县长\n"))
    both = two.replace("查校车", "查道路、校车").format(1, "9月底前")
    later = issue(tmp_path, {1: both, 2: one.replace("道路", "仓库").format(2, "10月底前")})
    assert run("import", str(later), "-o", str(target)).code == 0
    plan = validate(target.read_text(encoding="utf-8"))[0]
    assert plan and [(r.id, r.deadline.text, r.leader) for r in plan.rows] == [
        ("1", "9月底前", "张县长"),
        ("2", "10月底前", ""),
    ]


def test_a_name_that_the_shell_took_for_two_is_told(run: Run, tmp_path: Path) -> None:
    path = issue(tmp_path, ROWS, "我 的清单.txt")
    ran = run("import", *str(path).split(" "))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("被拆成了几个文件\n提示：文件名中间有空格的，用半角引号括起来\n")


@pytest.mark.no_cover
def test_the_same_document_again_changes_nothing(run: Run, tmp_path: Path, target: Path) -> None:
    before = target.read_bytes()
    again = run("import", str(issue(tmp_path, ROWS)), "-o", str(target))
    assert (again.code, target.read_bytes()) == (0, before)
    assert "没有变化" in again.err


REGISTER = """title: 某县2025年清单
year: 2025
anchors: {汛期: 06-01/09-30}
units:
  - {name: 某县应急管理局, short: [县应急局, 应急局], groups: [县安委会成员单位]}
  - {name: 某县水利局, short: [县水利局], groups: [县安委会成员单位]}
groups:
  - {name: 县安委会成员单位, phrases: [各成员单位]}
categories:
  - {number: 一, title: 甲, tasks: [{number: 1, title: 乙, units: 县水利局, deadline: 全年}]}
"""
PLAIN = "某县任务清单\n序号\t任务\t内容\t承担\t完成时限\n1\t排查燃气\t排查用户，整改隐患。\t县应急局、县教育局\t汛期前\n2\t检查\t检查。\t各成员单位\t\n"
OPTIONS = {
    "--column": "责任单位=4",
    "--title": "某县“安全”的 'A\" 清单",
    "--year": "2026",
    "--deadline": "全年",
    "--measures": "none",
}


@pytest.mark.parametrize("left", [True, False])
def test_the_same_document_without_its_options_again_changes_nothing(
    run: Run, tmp_path: Path, left: bool
) -> None:
    given, known, target = (tmp_path / name for name in ("清单.txt", "名 册.yaml", "tasks.yaml"))
    given.write_text(PLAIN, encoding="utf-8")
    known.write_text(REGISTER, encoding="utf-8")
    options = [w for pair in (OPTIONS | {"--register": str(known)}).items() for w in pair]
    assert run("import", str(given), "-o", str(target), *options).code == 0
    before = [p.read_bytes() for p in (target, tmp_path / "tasks.yaml.imported")]
    said = "沿用上次的 --column 责任单位=4 --title "
    if left:  # as it is by now; what it was is in the list
        known.write_text(REGISTER.replace("应急管理局", "应急局"), encoding="utf-8")
    else:
        known.unlink()
    for options in ([], ["--column", "责任单位=4"]):
        again = run("import", str(given), "-o", str(target), *options)
        assert [p.read_bytes() for p in (target, tmp_path / "tasks.yaml.imported")] == before
        assert (again.code, again.out, said in again.err) == (0, "", not options)
        assert (
            f"--deadline 全年 --register '{known}' --measures none，不再要的请从清单首行删去；" in again.err
        )
        assert "名册照上次读到的，要重读请写上 --register" in again.err
        assert "清单未作改动" in again.err
        assert "按文件更新" not in again.err and "删去：" not in again.err
    compared = run("compare", str(target), str(given), "--json")
    assert compared.code == 0 and not (compared.json["added"] or compared.json["removed"])
    assert not any(pair["changes"] for pair in compared.json["changed"])
    assert re.search(
        "提示：读文件时有[1-9]处疑点，请用 anquan import .* --column 责任单位=4 .* 查看。", compared.err
    )


@pytest.mark.no_cover
def test_an_option_given_anew_or_taken_out_of_the_first_line_is_not_the_last_imports(
    run: Run, tmp_path: Path
) -> None:
    given, target = tmp_path / "清单.txt", tmp_path / "tasks.yaml"
    given.write_text(PLAIN, encoding="utf-8")
    options = [w for pair in OPTIONS.items() for w in pair]
    assert run("import", str(given), "-o", str(target), *options).code == 0
    head = target.read_text(encoding="utf-8").partition("\n")[0]
    anew = run("import", str(given), "-o", str(target), "--deadline", "6月底前", "--measures", "按句")
    assert "\n沿用上次的 --column 责任单位=4 --title" in anew.err
    assert "--deadline" not in anew.err
    text = target.read_text(encoding="utf-8")
    assert "deadline: 6月底前\n" in text and "- 排查用户，整改隐患。\n" in text
    assert text.startswith(head.replace("全年 --measures none", "6月底前 --measures 按句") + "\n")
    edit(target, (" --deadline 6月底前 --measures 按句", ""))
    assert "--deadline" not in run("import", str(given), "-o", str(target)).err
    assert "deadline: 6月底前" not in target.read_text(encoding="utf-8")


def test_a_list_that_is_gone_comes_back_of_its_own_document_without_its_options(
    run: Run, tmp_path: Path
) -> None:
    """Another document is another list's, whatever the base beside it was made with."""
    given, known, target = (tmp_path / name for name in ("清单.txt", "名册.yaml", "tasks.yaml"))
    given.write_text(PLAIN.replace("某县", "某县2026年"), encoding="utf-8")
    known.write_text(REGISTER, encoding="utf-8")
    options = ("--column", "责任单位=4", "--deadline", "全年", "--register", str(known))
    assert run("import", str(given), "-o", str(target), *options).code == 0
    before = target.read_bytes()
    for name, back in (("清单.txt", True), ("另一份.txt", False)):
        target.unlink()
        again = run("import", str(given.rename(tmp_path / name)), "-o", str(target))
        assert (again.code, target.read_bytes() == before, "沿用上次的" in again.err) == (0, back, back)
        given = tmp_path / name


def test_a_column_that_is_settled_later_leaves_those_settled_before(run: Run, tmp_path: Path) -> None:
    given, target = tmp_path / "清单.txt", tmp_path / "tasks.yaml"
    given.write_text(PLAIN.replace("完成时限", "何时"), encoding="utf-8")
    for columns, head in (
        (["责任单位=4"], "--column 责任单位=4"),
        (["完成时限=5", "其他=3"], "--column 责任单位=4 --column 完成时限=5 --column 其他=3"),
        (["任务=2"], "--column 责任单位=4 --column 完成时限=5 --column 其他=3 --column 任务=2"),
        (["责任单位=3"], "--column 完成时限=5 --column 任务=2 --column 责任单位=3"),
    ):
        words = [w for column in columns for w in ("--column", column)]
        assert run("import", str(given), "-o", str(target), *words).code == 0
        assert target.read_text(encoding="utf-8").startswith(
            f"# 导入：anquan import 清单.txt {head} -o tasks.yaml\n"
        )


@pytest.mark.parametrize(
    "line",
    [
        "# 2026年的清单",
        "# 导入：anquan import 清单.txt --column 责任单位",
        "# 导入：anquan import 清单.txt --measures 随便",
        "# 导入：anquan import 清单.txt --deadline '全年",
        "# 导入：anquan import 清单.txt --deadline 全年 --force yes",
        "# 导入：anquan forms --deadline 全年",
    ],
)
def test_a_first_line_that_is_no_such_command_is_not_read(run: Run, tmp_path: Path, line: str) -> None:
    """The base says what the options were."""
    given, target = tmp_path / "清单.txt", tmp_path / "tasks.yaml"
    given.write_text(PLAIN, encoding="utf-8")
    assert run("import", str(given), "-o", str(target), "--column", "责任单位=4").code == 0
    edit(target, ("# 导入：anquan import 清单.txt --column 责任单位=4 -o tasks.yaml", line))
    before = target.read_bytes()
    again = run("import", str(given), "-o", str(target))
    assert (again.code, target.read_bytes()) == (0, before)
    assert "沿用上次的 --column 责任单位=4，不再要的请从清单首行删去。" in again.err


@pytest.mark.parametrize("windows", [False, True])
def test_the_first_line_reads_back_as_it_was_typed_whatever_shell_it_was_written_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows: bool
) -> None:
    typed = {
        "--column": ["责任单位=5", "完成时限=F"],
        "--title": ['某县 "安全" 清单（2026）#1' if windows else "某县 'A' \"安全\" $清单 #1"],
        "--register": [r"D:\名 册\去年.yaml"],
    }
    words = [
        "清 单.docx",
        *(w for k, values in typed.items() for v in values for w in (k, v)),
        "-o",
        "a b.yaml",
    ]
    monkeypatch.setattr(os, "name", "nt" if windows else "posix")
    line = " ".join(map(shell_word, words))
    monkeypatch.undo()
    (tmp_path / "tasks.yaml").write_text(f"# 导入：anquan import {line}\ntitle: 甲\n", encoding="utf-8")
    assert options_of(tmp_path / "tasks.yaml") == typed


@pytest.mark.no_cover
def test_the_year_that_was_given_does_not_let_the_next_years_list_in(run: Run, tmp_path: Path) -> None:
    given, target = tmp_path / "清单.txt", tmp_path / "tasks.yaml"
    given.write_text(PLAIN, encoding="utf-8")
    assert run("import", str(given), "-o", str(target), "--year", "2026", "--column", "责任单位=4").code == 0
    given.write_text(PLAIN.replace("某县", "某县2027年"), encoding="utf-8")
    ran = run("import", str(given), "-o", str(target))
    assert ran.code == 2 and "文件是2027年的" in ran.err
    given.write_text(PLAIN.replace("\t承担", "").replace("\t各成员单位", ""), encoding="utf-8")
    ran = run("import", str(given), "-o", str(target))
    assert ran.code == 0, "four columns are left"
    ran = run("import", str(given), "-o", str(target), "--column", "责任单位=9")
    assert ran.code == 2 and "沿用" not in ran.err
    edit(target, ("责任单位=4", "责任单位=9"))
    ran = run("import", str(given), "-o", str(target))
    assert ran.code == 2 and "沿用上次的 --column 责任单位=9，不再要的请从清单首行删去" in ran.err


@pytest.mark.no_cover
def test_only_what_the_document_changed_is_named(run: Run, tmp_path: Path) -> None:
    """The blank line above a task that is gone is nobody's change; a key that is gone is named."""
    target, rest = tmp_path / "tasks.yaml", {n: ROWS[n] for n in (1, 2, 3)}
    assert run("import", str(issue(tmp_path, ROWS)), "-o", str(target)).code == 0
    assert "按文件更新" not in (said := run("import", str(issue(tmp_path, rest)), "-o", str(target)).err)
    assert "文件中已没有，删去：第4项。" in said
    undated = {n: row.rpartition("\t")[0] + "\t" for n, row in ROWS.items()}
    run("import", str(issue(tmp_path, undated)), "-o", str(target), "--deadline", "全年")
    edit(target, (" --deadline 全年", ""))
    said = run("import", str(issue(tmp_path, ROWS)), "-o", str(target)).err
    assert "文件中已没有，删去：deadline。" in said


@pytest.mark.no_cover
def test_another_list_is_not_written_over_this_one(run: Run, tmp_path: Path, target: Path) -> None:
    """Last year's list would be gone, and every entry of the ledger another list's."""
    edit(target, ("排查燃气", "排查燃气隐患"))
    before = [p.read_bytes() for p in (target, tmp_path / "tasks.yaml.imported")]
    given = issue(tmp_path, ROWS | {3: "3\t修订预案\t修订预案。\t县应急管理局\t10月底前"})
    text = given.read_text(encoding="utf-8")
    given.write_text(text.replace("2026", "2027"), encoding="utf-8")
    ways = (
        f"提示：另立一份请换一个文件名，例如 -o tasks-{{}}.yaml；由上一年的清单编下一年的，"
        f"请用 anquan init 新文件夹 --from {target}"
    )
    for more in ((), ("--year", "2027")):
        ran = run("import", str(given), "-o", str(target), *more)
        assert (ran.code, ran.err) == (
            2,
            f"错误：文件是2027年的，{target} 是2026年的清单，未作改动\n"
            + ways.format(2027)
            + "；年份认错了的，请加 --year 2026\n",
        )
    fire = {1: "1\t消防车道清理\t清理占道。\t县消防救援大队\t6月底前"}
    ran = run("import", str(issue(tmp_path, fire)), "-o", str(target))
    said = f"错误：文件与 {target} 没有一项任务相同，像是另一份清单，未作改动\n"
    assert (ran.code, ran.err) == (2, said + ways.format(2026) + "\n")
    other = issue(
        tmp_path, fire | {3: "3\t修订预案\t备灾。\t县消防救援大队\t全年", 4: "4\t演练\t演。\t县局\t全年"}
    )
    ran = run("import", str(other), "-o", str(target))
    said = f"错误：文件与 {target} 只有1项任务相近（清单4项，文件3项），像是另一份清单，未作改动\n"
    assert (ran.code, ran.err) == (2, said + ways.format(2026) + "\n")
    assert [p.read_bytes() for p in (target, tmp_path / "tasks.yaml.imported")] == before
    some = {n: row for n, row in ROWS.items() if n < 3}  # of a document that is called otherwise, half of it
    text_ = issue(tmp_path, some).read_text(encoding="utf-8").replace("重点", "消防")
    other.write_text(text_, encoding="utf-8")
    ran = run("import", str(other), "-o", str(target))
    assert f"{target} 标题不同，只有2项任务相近" in ran.err
    assert ran.code == 2 and ran.err.endswith("；确是它的新版本的，请加 --title 某县2026年重点任务清单\n")
    assert [p.read_bytes() for p in (target, tmp_path / "tasks.yaml.imported")] == before
    given.write_text(text.replace("某县2026年重点任务清单", "某县2026年安全生产工作要点"), encoding="utf-8")
    assert run("import", str(given), "-o", str(target)).code == 0  # renamed, the tasks are the same
    given.write_text(text.replace("2026", "2027"), encoding="utf-8")  # a slip in the document
    assert run("import", str(given), "-o", str(target), "--year", "2026").code == 0
    assert "year: 2026  # 核对：标题写的是2027年，year 写的是2026\n" in target.read_text(encoding="utf-8")


FIRE = {1: "1\t消防车道清理\t清理占道。\t县消防救援大队\t6月底前", 2: "2\t仓库排查\t查。\t县公安局\t全年"}


def aside(folder: Path) -> Path:
    """Where the base of a list that is gone has been put."""
    (place,) = folder.glob("tasks.yaml.old-*Z.imported")
    return place


def test_what_is_left_of_a_list_that_is_gone_is_merged_with_nothing(run: Run, tmp_path: Path) -> None:
    """Not with the next list that is made there: the document would be written into that one, item by item."""

    def of_2025(rows: dict[int, str]) -> Path:
        path = issue(tmp_path, rows)
        path.write_text(path.read_text(encoding="utf-8").replace("2026", "2025"), encoding="utf-8")
        return path

    (home := tmp_path / "区").mkdir()
    given, list_, base = of_2025(ROWS), home / "tasks.yaml", home / "tasks.yaml.imported"
    run("import", str(given), "-o", str(list_))
    text = base.read_bytes()
    list_.unlink()  # or it was never made, where the import was killed behind its base
    ran = run("init", str(home))
    said = f"提示：原有的导入底稿 {base} 已改名为 {aside(home).name}，留着备查。\n"
    assert (ran.code, said in ran.err, base.exists()) == (0, True, False)
    assert aside(home).read_bytes() == text
    ran = run("import", str(given), "-o", str(list_))
    assert ran.code == 2 and "旁边没有导入时留下的底稿" in ran.err
    base.write_bytes(text)  # as it stands where an older program made the list
    ran = run("import", str(given), "-o", str(list_))  # some tasks are a little like some of the other's
    said = f"错误：{list_} 和它旁边的导入底稿 {base} 不是同一份清单，未作改动\n"
    assert ran.code == 2 and ran.err.startswith(said)
    assert base.read_bytes() == text
    assert run("compare", str(aside(home)), str(list_)).code == 0, "it can be looked into"


@pytest.mark.no_cover
@pytest.mark.parametrize(("rows", "where"), [(ROWS, ""), (FIRE, "它的导入底稿 ")])
def test_a_document_must_be_the_list_and_what_was_imported_last(
    run: Run, tmp_path: Path, target: Path, rows: dict[int, str], where: str
) -> None:
    """A list that somebody has put in the place of another is merged neither with its document nor with its own."""
    base = target.with_name("tasks.yaml.imported")
    fire = tmp_path / "消防.yaml"
    run("import", str(issue(tmp_path, FIRE)), "-o", str(fire))
    target.write_bytes(before := fire.read_bytes())
    ran = run("import", str(issue(tmp_path, rows)), "-o", str(target))
    said = f"错误：文件与 {where}{base if where else target} 没有一项任务相同，像是另一份清单，未作改动\n"
    assert (ran.code, ran.err.startswith(said), target.read_bytes()) == (2, True, before)


def test_another_list_that_is_imported_where_one_is_gone_leaves_its_base_aside(
    run: Run, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = target.with_name("tasks.yaml.imported")
    text = base.read_bytes()
    target.unlink()
    fire, create = issue(tmp_path, FIRE, "消防.txt"), atomic_write.create

    def full(path: Path, data: bytes) -> None:
        if path == target:
            raise OperationError("磁盘空间不足")
        create(path, data)

    monkeypatch.setattr(atomic_write, "create", full)
    assert run("import", str(fire), "-o", str(target)).code == 1
    assert sorted(p.name for p in tmp_path.glob("tasks.*")) == ["tasks.yaml.imported", "tasks.yaml.lock"]
    assert base.read_bytes() == text
    monkeypatch.setattr(atomic_write, "create", create)
    ran = run("import", str(fire), "-o", str(target))
    assert ran.code == 0 and f"{base} 已改名为 {aside(tmp_path).name}，留着备查。" in ran.err
    assert aside(tmp_path).read_bytes() == text and base.read_bytes() == target.read_bytes()


@pytest.mark.no_cover
def test_a_workspace_made_of_another_list_brings_its_own_base(run: Run, tmp_path: Path, target: Path) -> None:
    (home := tmp_path / "区").mkdir()
    (base := home / "tasks.yaml.imported").write_text("我的笔记", encoding="utf-8")
    ran = run("init", str(home), "--tasks", str(target))
    assert ran.code == 0 and "已改名为" in ran.err
    assert aside(home).read_text(encoding="utf-8") == "我的笔记"
    assert base.read_bytes() == target.read_bytes()
    newer = issue(tmp_path, ROWS | {1: ROWS[1].replace("6月底前", "9月底前")}, "新.txt")
    assert run("import", str(newer), "-o", str(home / "tasks.yaml")).code == 0


@pytest.mark.no_cover
def test_a_list_carried_on_into_the_next_year_is_not_the_last_years_documents(
    run: Run, tmp_path: Path, target: Path
) -> None:
    """Nor the other way round: what was imported last and the list must both be of the document's year."""
    edit(target, ("year: 2026", "year: 2027"))
    before = target.read_bytes()
    late = issue(tmp_path, {n: ROWS[n] for n in (1, 2, 4)})
    ran = run("import", str(late), "-o", str(target))
    said = f"错误：文件是2026年的，{target} 是2027年的清单，未作改动\n"
    assert (ran.code, ran.err.startswith(said), target.read_bytes()) == (2, True, before)
    text = late.read_text(encoding="utf-8").replace("2026年", "2027年")
    late.write_text(text, encoding="utf-8")
    ran = run("import", str(late), "-o", str(target))
    base = target.with_name("tasks.yaml.imported")
    said = f"错误：文件是2027年的，它的导入底稿 {base} 是2026年的清单，未作改动\n"
    assert (ran.code, ran.err.startswith(said), target.read_bytes()) == (2, True, before)
    assert ran.err.endswith("；底稿的年份认错了的，请把底稿里的 year 也改成 2027\n")
    edit(base, ("year: 2026", "year: 2027"))
    assert run("import", str(late), "-o", str(target)).code == 0


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "title", ["某县问题整改清单（2026年）", "某县2026年度问题整改清单", "某县问题整改清单（ 2026年度 ）"]
)
def test_the_year_goes_from_an_id_with_its_brackets(run: Run, tmp_path: Path, title: str) -> None:
    document = issue(tmp_path, ROWS)
    text = document.read_text(encoding="utf-8").replace("某县2026年重点任务清单", title)
    assert title in text
    document.write_text(text, encoding="utf-8")
    assert "id: 2026-某县问题整改清单\n" in run("import", str(document)).out


@pytest.mark.no_cover
def test_two_lists_of_a_year_do_not_share_a_ledger(run: Run, tmp_path: Path) -> None:
    """The same document is the same list wherever it is imported; another is not, whatever its tasks are."""
    ours, theirs, again = (tmp_path / name / "tasks.yaml" for name in ("home", "消防", "另一台机器"))
    for path, title in ((ours, "安全"), (theirs, "消防"), (again, "安全")):
        path.parent.mkdir(exist_ok=True)
        document = issue(tmp_path, ROWS)
        text = document.read_text(encoding="utf-8").replace("重点", title)
        document.write_text(text, encoding="utf-8")
        assert run("import", str(document), "-o", str(path)).code == 0
    ids = [path.read_text(encoding="utf-8").splitlines()[2] for path in (ours, theirs, again)]
    assert ids == ["id: 2026-某县安全任务清单", "id: 2026-某县消防任务清单", "id: 2026-某县安全任务清单"]
    assert run("mark", "2", "doing", today="2026-03-01").code == 0
    ran = run("--tasks", str(theirs), "mark", "2", "done", today="2026-03-01")
    assert ran.code == 3 and "属于另一份清单：台账记的是“2026-某县安全任务清单”" in ran.err
    assert run("--tasks", str(again), "mark", "2", "done", today="2026-03-01").code == 0
    changed = issue(tmp_path, ROWS | {2: ROWS[2].replace("9月底前", "10月底前")})
    ran = run("import", str(changed), "-o", str(theirs))
    assert ran.code == 0 and "台账里已有" not in ran.err, "the entry is of the other list"
    assert ids[1] in theirs.read_text(encoding="utf-8"), "whatever the title says now"


@pytest.mark.no_cover
def test_a_list_without_an_id_goes_on_without(run: Run, tmp_path: Path, target: Path) -> None:
    """As older programs wrote it: its ledger has no other name for it. Also where it is lost and read again."""
    base = target.with_name("tasks.yaml.imported")
    text = target.read_text(encoding="utf-8").replace("id: 2026-某县重点任务清单\n", "")
    for path in (target, base):
        path.write_text(text, encoding="utf-8")
    ran = run("import", str(issue(tmp_path, ROWS)), "-o", str(target))
    assert "没有变化" in ran.err and target.read_text(encoding="utf-8") == text
    assert run("--tasks", str(target), "mark", "2", "doing", today="2026-03-01").code == 0
    target.unlink()
    newer = issue(tmp_path, ROWS | {1: ROWS[1].replace("6月底前", "9月底前")}, "新.txt")
    assert run("import", str(newer), "-o", str(target)).code == 0
    assert run("--tasks", str(target), "log").code == 0


def test_a_list_without_an_id_gets_no_issuer_which_would_be_another_id(
    run: Run, tmp_path: Path, target: Path
) -> None:
    for path in (target, tmp_path / "tasks.yaml.imported"):
        edit(path, ("id: 2026-某县重点任务清单\n", ""))
    given = issue(tmp_path, ROWS)
    text = given.read_text(encoding="utf-8")
    given.write_text(f"清水县应急管理局文件\n某应急〔2026〕1号\n{text}", encoding="utf-8")
    ran = run("import", str(given), "-o", str(target))
    assert (ran.code, "issuer" in target.read_text(encoding="utf-8"), "印发机关" in ran.err) == (
        0,
        False,
        False,
    )
    assert "document: 某应急〔2026〕1号\n" in target.read_text(encoding="utf-8")


@pytest.mark.no_cover
def test_a_hands_own_id_stands(run: Run, tmp_path: Path, target: Path) -> None:
    edit(target, ("id: 2026-某县重点任务清单", "id: 我县"))
    newer = issue(tmp_path, ROWS | {1: ROWS[1].replace("6月底前", "9月底前")})
    newer.write_text(newer.read_text(encoding="utf-8").replace("重点", "主要"), encoding="utf-8")
    ran = run("import", str(newer), "-o", str(target))
    assert ran.code == 0 and "两边都改了" not in ran.err
    assert "\nid: 我县\n" in target.read_text(encoding="utf-8")


def test_an_answer_tells_two_tasks_of_one_number_from_one_that_both_sides_changed(
    run: Run, tmp_path: Path, target: Path
) -> None:
    """And what a hand has struck from what both have changed."""
    text = target.read_text(encoding="utf-8")
    last = text[text.index("      - number: 4") :]
    edit(target, (last, last + last.replace("number: 4", "number: 5").replace("建设避难场所", "自己添的")))
    edit(target, (text[text.index("      - number: 2") : text.index("      - number: 3")], ""))
    newer = {2: ROWS[2].replace("9月", "8月"), 5: "5\t防汛\t巡堤。\t县住建局\t7月底前"}
    ran = run("import", str(issue(tmp_path, ROWS | newer)), "-o", str(target))
    assert ran.code == 0 and "两边都改了" not in ran.err
    assert (
        "第5项编号相同的有两项：手工添的“自己添的；县住建局；12月底前”，文件新添的“防汛；县住建局；7月底前”；"
        "清单里保留手工的，文件的没有写进去：请给手工的换个编号，再照文件补上它的那一项，删去“# 核对”。\n"
    ) in ran.err
    assert re.search(
        "第2项手工删去的，文件是“.*8月底前.*”；要按文件的，请在清单里补上，再删去“# 核对”。\n", ran.err
    )


@pytest.mark.parametrize("mode", ["read-only", "killed"])
def test_what_an_import_wrote_itself_is_no_hands(
    run: Run, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """Also where it was stopped between the list and its base; what it says it did, it has done."""
    base, real = target.with_name("tasks.yaml.imported"), os.replace

    def until(deadline: str) -> Path:
        return issue(tmp_path, ROWS | {1: ROWS[1].replace("6月底前", deadline)})

    def killed(new: str, old: Path) -> None:
        if old == base:
            raise KeyboardInterrupt
        real(new, old)

    base.chmod(0o444 if mode == "read-only" else 0o644)
    for deadline in ("7月底前", "8月底前", "8月底前"):
        monkeypatch.setattr(os, "replace", killed if mode == "killed" else real)
        ran = run("import", str(until(deadline)), "-o", str(target))
        assert ran.code == (130 if mode == "killed" else 1)
        assert f"deadline: {deadline}" in target.read_text(encoding="utf-8")
    if mode == "read-only":  # the third time it had nothing to change
        assert ran.err == f"错误：{base} 是只读的，没有改动\n提示：请先去掉只读\n"
    monkeypatch.setattr(os, "replace", real)
    base.chmod(0o644)
    ran = run("import", str(until("10月底前")), "-o", str(target))
    assert ran.code == 0 and "按文件更新：第1项。" in ran.err and "两边都改了" not in ran.err
    assert base.read_bytes() == target.read_bytes()
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_a_folder_that_is_not_there_is_told_before_anything_is_locked(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "没有" / "tasks.yaml"
    ran = run("import", str(issue(tmp_path, ROWS)), "-o", str(place))
    said = f"错误：无法写入 {place}：文件夹不存在\n提示：请先建好文件夹，或核对路径\n"
    assert (ran.code, ran.err) == (1, said)


@pytest.mark.no_cover
def test_a_document_without_a_year_stays_of_the_lists(run: Run, tmp_path: Path) -> None:
    """Imported in December and again in January: its year, and with it the ledger, are not another's."""
    given, target = issue(tmp_path, ROWS), tmp_path / "tasks.yaml"
    given.write_text(given.read_text(encoding="utf-8").replace("2026年", ""), encoding="utf-8")
    for today in ("2026-12-20", "2027-01-05"):
        assert run("import", str(given), "-o", str(target), today=today).code == 0
        assert "\nyear: 2026" in target.read_text(encoding="utf-8")
    assert (
        run("import", str(given), "-o", str(target), "--year", "2025").code == 0
    )  # whoever says so settles it
    assert "\nyear: 2025" in target.read_text(encoding="utf-8")


@pytest.mark.no_cover
def test_a_document_without_a_title_keeps_the_lists(run: Run, tmp_path: Path, target: Path) -> None:
    """A file's name is a guess, and no word of the document's; what the hand wrote or confirmed stays, too."""
    given = issue(tmp_path, ROWS | {3: "3\t修订预案\t修订预案。\t县应急管理局\t10月底前"}, "修订.txt")
    text = given.read_text(encoding="utf-8")
    given.write_text(text.partition("\n")[2], encoding="utf-8")
    ran = run("import", str(given), "-o", str(target), today="2027-01-05")
    assert ran.code == 0
    assert ran.err.splitlines()[1:] == [
        "文件没有写明标题和年份，沿用清单的。",
        "按文件更新：开头的注释、第3项。",
    ]
    written = target.read_text(encoding="utf-8")
    assert "\ntitle: 某县2026年重点任务清单\nyear: 2026\n" in written and "核对" not in written
    given.write_text(text.replace("某县2026年", "某县2026年度"), encoding="utf-8")
    assert run("import", str(given), "-o", str(target)).code == 0
    assert "\ntitle: 某县2026年度重点任务清单\n" in target.read_text(encoding="utf-8"), "a title is its word"
    edit(target, ("title: 某县2026年度重点任务清单", "title: 手工的标题"))
    given.write_text(text.partition("\n")[2], encoding="utf-8")
    found = run("import", str(given), "-o", str(target), "--json").json
    assert (found["title"], found["year"], found["merged"]["conflicts"]) == ("手工的标题", 2026, [])
    assert "\ntitle: 手工的标题\n" in target.read_text(encoding="utf-8")


def test_a_title_that_was_guessed_and_not_settled_is_still_asked_about(run: Run, tmp_path: Path) -> None:
    given, target = issue(tmp_path, ROWS, "任务.txt"), tmp_path / "tasks.yaml"
    text = given.read_text(encoding="utf-8").partition("\n")[2]
    given.write_text(text, encoding="utf-8")
    assert run("import", str(given), "-o", str(target)).code == 0
    doubted = "\ntitle: 任务  # 核对：没有找到标题，用了文件名\n"
    assert doubted in target.read_text(encoding="utf-8")
    other = given.with_name("修订.txt")
    other.write_text(text.replace("全年", "10月底前"), encoding="utf-8")
    ran = run("import", str(other), "-o", str(target))
    assert doubted in target.read_text(encoding="utf-8") and "疑点 没有找到标题，用了文件名" in ran.err
    assert run("import", str(other), "-o", str(target)).err.count("清单未作改动") == 1


@pytest.mark.no_cover
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_changes_of_both_sides_are_kept(run: Run, tmp_path: Path, target: Path, newline: str) -> None:
    """Also where the hand's editor ends lines as Windows does, and then goes on doing so."""
    edit(
        target,
        ("title: 排查燃气\n", "title: 排查燃气\n        variants: [燃气排查]  # 口头都这么说\n"),
        ("  - name: 县公安局\n", "  - name: 县公安局\n    short: [公安局]\n"),
        ("deadline: 全年", "deadline: 11月底前  # 会上定的"),
        newline=newline,
    )
    changed = {
        1: ROWS[1].replace("6月底前", "7月底前"),
        2: ROWS[2].replace("、县教育局", ""),
        3: ROWS[3],
        5: "5\t更换消防车\t更换1辆。\t县消防救援大队\t10月底前",
    }
    ran = run("import", str(issue(tmp_path, changed)), "-o", str(target))
    assert ran.code == 0
    text = target.read_text(encoding="utf-8")
    plan = validate(text)[0]
    assert plan is not None
    assert [(r.id, r.units.text, r.deadline.text) for r in plan.rows] == [
        ("1", "县住建局", "7月底前"),
        ("2", "县公安局", "9月底前"),
        ("3", "县应急管理局", "11月底前"),
        ("5", "县消防救援大队", "10月底前"),
    ]
    assert "variants: [燃气排查]  # 口头都这么说" in text
    assert "short: [公安局]" in text and "# 会上定的" in text
    assert "删去：第4项" in ran.err
    before = target.read_bytes()
    assert before == text.replace("\n", newline).encode()
    run("import", str(issue(tmp_path, changed)), "-o", str(target))
    assert target.read_bytes() == before


@pytest.mark.no_cover
def test_where_both_changed_the_hand_stands_and_both_are_shown(
    run: Run, tmp_path: Path, target: Path
) -> None:
    edit(target, ("deadline: 9月底前", "deadline: 8月20日前"))
    ran = run(
        "import", str(issue(tmp_path, ROWS | {2: ROWS[2].replace("9月底前", "10月底前")})), "-o", str(target)
    )
    assert "deadline: 8月20日前" in target.read_text(encoding="utf-8")
    assert "第2项" in ran.err and "8月20日前" in ran.err and "10月底前" in ran.err


@pytest.mark.no_cover
def test_a_task_that_the_document_dropped_stays_where_a_hand_edited_it(
    run: Run, tmp_path: Path, target: Path
) -> None:
    edit(target, ("deadline: 12月底前", "deadline: 11月15日前"))
    rows = {n: row for n, row in ROWS.items() if n != 4}
    ran = run("import", str(issue(tmp_path, rows)), "-o", str(target))
    plan = validate(target.read_text(encoding="utf-8"))[0]
    assert plan is not None and [r.id for r in plan.rows] == ["1", "2", "3", "4"]
    assert "保留：第4项" in ran.err
    assert "- number: 4  # 核对：文件中已没有，手工改过，保留着\n" in target.read_text(encoding="utf-8")


@pytest.mark.no_cover
def test_a_confirmed_doubt_stays_confirmed(run: Run, tmp_path: Path) -> None:
    rows = {1: "1\t排查燃气\t排查用户。\t县住建局\t9月底前10月底前", 2: ROWS[2]}
    target = tmp_path / "tasks.yaml"
    run("import", str(issue(tmp_path, rows)), "-o", str(target))
    text = target.read_text(encoding="utf-8")
    line = next(x for x in text.splitlines() if "9月底前10月底前" in x)
    assert "# 核对：" in line
    target.write_text(text.replace(line, line.partition("  #")[0]), encoding="utf-8")
    changed = rows | {2: ROWS[2].replace("9月底前", "8月底前")}
    run("import", str(issue(tmp_path, changed)), "-o", str(target))
    after = target.read_text(encoding="utf-8")
    assert "# 核对" not in after and "8月底前" in after


@pytest.mark.no_cover
def test_a_list_is_merged_with_through_a_link_too(run: Run, tmp_path: Path, target: Path) -> None:
    (link := tmp_path / "链接.yaml").symlink_to(target)
    newer = issue(tmp_path, ROWS | {1: ROWS[1].replace("6月底前", "9月底前")}, "新.txt")
    ran = run("import", str(newer), "-o", str(link))
    assert ran.code == 0 and "按文件更新：开头的注释、第1项" in ran.err
    assert link.is_symlink() and "deadline: 9月底前" in target.read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.glob("*.imported")] == ["tasks.yaml.imported"]


def test_a_list_that_could_not_be_written_leaves_no_copy_of_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a list that somebody puts there by hand would be taken for an imported one."""

    def full(*args: object) -> None:
        raise OperationError("磁盘空间不足")

    monkeypatch.setattr(atomic_write, "create", full)
    assert run("import", str(issue(tmp_path, ROWS)), "-o", str(tmp_path / "tasks.yaml")).code == 1
    assert {p.name for p in tmp_path.glob("tasks.*")} == {"tasks.yaml.lock"}


def test_a_list_that_was_written_when_it_was_interrupted_keeps_its_copy(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, first, path = atomic_write.create, issue(tmp_path, ROWS), tmp_path / "tasks.yaml"

    def interrupted(made: Path, data: bytes) -> None:
        real(made, data)
        if made == path:
            raise KeyboardInterrupt

    monkeypatch.setattr(atomic_write, "create", interrupted)
    assert run("import", str(first), "-o", str(path)).code == 130
    monkeypatch.undo()
    assert "清单未作改动" in run("import", str(first), "-o", str(path)).err


@pytest.mark.no_cover
def test_a_merged_list_whose_copy_could_not_be_kept_says_both(
    run: Run, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = issue(tmp_path, ROWS | {1: ROWS[1].replace("6月底前", "9月底前")}, "新.txt")
    real = os.replace

    def full(new: str, old: Path) -> None:
        if old.name.endswith(".imported"):
            raise OSError(errno.ENOSPC, "")
        real(new, old)

    monkeypatch.setattr(os, "replace", full)
    ran = run("import", str(newer), "-o", str(target))
    assert ran.code == 1 and "tasks.yaml 已按文件更新，但无法写入" in ran.err and "磁盘空间不足" in ran.err
    assert "请排除原因后再导入一次" in ran.err and "9月底前" in target.read_text(encoding="utf-8")
    monkeypatch.undo()
    assert run("import", str(newer), "-o", str(target)).code == 0
    kept = target.with_name("tasks.yaml.imported")
    assert "deadline: 9月底前" in kept.read_text(encoding="utf-8")


def test_a_list_that_no_import_wrote_is_left_alone(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "tasks.yaml"
    target.write_text("title: 我的\n", encoding="utf-8")
    ran = run("import", str(issue(tmp_path, ROWS)), "-o", str(target))
    assert (ran.code, target.read_text(encoding="utf-8")) == (2, "title: 我的\n")
    assert "旁边没有导入时留下的底稿（tasks.yaml.imported）" in ran.err and "compare" in ran.err
    target.unlink()
    target.symlink_to(tmp_path / "没有.yaml")
    ran = run("import", str(tmp_path / "清单.txt"), "-o", str(target))
    assert (ran.code, f"错误：{target} 是链接，它指向的文件不在，没有写入\n" in ran.err) == (2, True)
    assert not [*tmp_path.glob("*.lock")]


@pytest.mark.no_cover
def test_a_workspace_made_of_an_imported_list_can_be_imported_into(
    run: Run, tmp_path: Path, target: Path
) -> None:
    assert run("init", str(tmp_path / "我县"), "--tasks", str(target)).code == 0
    newer = issue(tmp_path, ROWS | {1: ROWS[1].replace("6月底前", "9月底前")}, "新.txt")
    ran = run("import", str(newer), "-o", str(tmp_path / "我县" / "tasks.yaml"))
    assert ran.code == 0 and "按文件更新：" in ran.err
    text = (tmp_path / "我县" / "tasks.yaml").read_text(encoding="utf-8")
    assert "deadline: 9月底前" in text and "\nid: " in text


def test_a_damaged_copy_of_the_last_import_is_refused_and_nothing_changes(
    run: Run, tmp_path: Path, target: Path
) -> None:
    target.with_name("tasks.yaml.imported").write_text("title: [", encoding="utf-8")
    before = target.read_bytes()
    ran = run("import", str(issue(tmp_path, ROWS)), "-o", str(target))
    assert (ran.code, target.read_bytes()) == (3, before)
    assert "tasks.yaml.imported" in ran.err


@pytest.mark.no_cover
def test_what_the_ledger_holds_for_a_changed_row_is_said(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "home" / "tasks.yaml"
    run("import", str(issue(tmp_path, ROWS)), "-o", str(target))
    assert run("mark", "2", "doing", "--percent", "20", today="2026-03-01").code == 0
    changed = ROWS | {2: ROWS[2].replace("9月底前", "10月底前")}
    ran = run("import", str(issue(tmp_path, changed)), "-o", str(target))
    assert "第2项有变动，台账里已有1条登记" in ran.err


@pytest.mark.no_cover
def test_a_ledger_that_is_behind_is_not_counted_and_asked_only_about_what_changed(
    run: Run, tmp_path: Path
) -> None:
    """It cannot be both counted and not looked at; two equal lists have nothing to ask it about."""
    target = tmp_path / "home" / "tasks.yaml"
    run("import", str(issue(tmp_path, ROWS)), "-o", str(target))
    ledger = target.with_name("ledger.jsonl")
    assert run("mark", "2", "doing", "--percent", "20", today="2026-03-01").code == 0
    first = ledger.read_bytes()
    assert run("mark", "2", "doing", "--percent", "30", today="2026-03-02").code == 0
    ledger.write_bytes(first)
    changed = issue(tmp_path, ROWS | {2: ROWS[2].replace("9月底前", "10月底前")}, "新.txt")
    ran = run("compare", str(target), str(changed), width=100)
    assert ran.code == 3 and "没有核对：台账 " in ran.err and "台账里已有" not in ran.out + ran.err
    same = run("compare", str(target), str(target), width=100)
    assert (same.code, same.err) == (0, "")


def test_lines_next_to_each_other_are_merged_one_by_one() -> None:
    base = "title: 甲\nyear: 2026\ncategories:\n  - number: 一\n    title: 乙\n    tasks:\n      - number: 1\n        title: 丙\n        units: 县A局\n        deadline: 全年\n"
    ours = base.replace("县A局", "县B局")
    theirs = base.replace("全年", "6月底前")
    merged = merge(base, ours, theirs)
    assert "units: 县B局\n        deadline: 6月底前\n" in merged.text
    assert merged.conflicts == []


@pytest.mark.parametrize(
    ("base", "hand", "document"),
    [
        (
            ["  deadline: 9月底10月", "  due: [2026-10-31]"],
            ["  deadline: 9月底10月", "  due: [2026-10-15]"],
            ["  deadline: 11月底前", "  due: [2026-10-31]"],
        ),
        (
            ["  deadline: 9月底10月"],
            ["  deadline: 9月底10月", "  due: [2026-10-31]"],
            ["  deadline: 11月底前"],
        ),
        (
            ["  measures:", "    - text: 演练不少于2次", "      target: {count: 2}"],
            ["  measures:", "    - text: 演练至少2次", "      target: {count: 2}"],
            ["  measures:", "    - text: 演练不少于3次", "      target: {count: 3}"],
        ),
    ],
)
def test_what_only_holds_together_is_merged_together(
    base: list[str], hand: list[str], document: list[str]
) -> None:
    """A deadline and the days that a hand has settled beside it; a measure's text and its target."""

    def task(lines: list[str], units: str) -> str:
        return segments(CATEGORY.format("一"), f"- number: 1\n  units: {units}\n", "\n".join([*lines, ""]))

    found = merge(task(base, "县A局"), task(hand, "县A局"), task(document, "县B局"))
    assert re.sub("  # 核对：.*", "", found.text) == task(hand, "县B局")
    apart = next(n for n, (a, b) in enumerate(zip(hand, document, strict=False)) if a != b)
    (conflict,) = found.conflicts
    assert conflict.hand == " ".join("".join(hand[apart:]).split())
    assert conflict.document.startswith(document[apart].strip())


def test_a_text_that_looks_like_a_comment_stays_with_its_task() -> None:
    one = TASK.format(1, "6月底前") + "    content: |-\n      检修机组\n      #1机组\n"
    two = "  # 手写的注\n" + TASK.format(2, "6月底前")
    base = segments(CATEGORY.format("一"), one, two.partition("\n")[2])
    ours = segments(CATEGORY.format("一"), one, two)
    theirs = segments(CATEGORY.format("一"), two.partition("\n")[2], one)
    assert merge(base, ours, theirs).text == segments(CATEGORY.format("一"), two, one)


def test_blank_lines_taken_out_are_no_edit() -> None:
    base = segments(CATEGORY.format("一"), TASK.format(1, "6月底前") + "\n", TASK.format(2, "6月底前"))
    theirs = base.replace("6月底前\n\n", "9月底前\n\n")
    found = merge(base, base.replace("\n\n", "\n"), theirs)
    assert (found.text, found.conflicts, found.taken) == (theirs, [], ["第1项"])


@pytest.mark.no_cover
def test_a_confirmed_task_that_the_document_dropped_goes(run: Run, tmp_path: Path) -> None:
    """Deleting `# 核对` is no edit; what is left to be looked at, and how many rows, is said of the list."""
    rows = {1: "1\t排查燃气\t排查用户。\t县住建局\t9月底前10月底前", 2: ROWS[2]}
    target = tmp_path / "tasks.yaml"
    assert "2行，1处疑点注在“# 核对”后" in run("import", str(issue(tmp_path, rows)), "-o", str(target)).err
    edit(target, (re.findall("  # 核对：.*", target.read_text("utf-8"))[0], ""))
    same = run("import", str(issue(tmp_path, rows)), "-o", str(target)).err
    assert "：2行。" in same and "两个日期" not in same
    ran = run("import", str(issue(tmp_path, {2: ROWS[2]})), "-o", str(target))
    assert "：1行" in ran.err and "删去：第1项" in ran.err and "保留" not in ran.err
    plan = validate(target.read_text("utf-8"))[0]
    assert plan is not None and [r.id for r in plan.rows] == ["2"]


def test_a_task_that_a_hand_has_kept_keeps_its_units_in_the_register(run: Run, tmp_path: Path) -> None:
    rows = ROWS | {3: "3\t修订预案\t修订预案。\t县应急管理局、各乡镇\t全年"}
    target = tmp_path / "tasks.yaml"
    run("import", str(issue(tmp_path, rows)), "-o", str(target))
    registered = validate(target.read_text("utf-8"))[0]
    edit(target, ("deadline: 全年", "deadline: 11月底前"))
    ran = run("import", str(issue(tmp_path, {n: rows[n] for n in (1, 2, 4)})), "-o", str(target))
    assert "保留：第3项" in ran.err
    plan, _, doubts, _ = validate(target.read_text("utf-8"))
    assert plan is not None and registered is not None and doubts == ()
    assert {u.name for u in plan.register.units} == {u.name for u in registered.register.units}
    assert {g.name for g in plan.register.groups} == {g.name for g in registered.register.groups}
    before = target.read_bytes()
    run("import", str(issue(tmp_path, {n: rows[n] for n in (1, 2, 4)})), "-o", str(target))
    assert target.read_bytes() == before


@pytest.mark.parametrize("again", [False, True])
def test_what_a_link_in_the_copys_place_leads_to_is_never_written(
    run: Run, tmp_path: Path, target: Path, again: bool
) -> None:
    other, kept = tmp_path / "别人的.yaml", target.with_name("tasks.yaml.imported")
    kept.rename(other)
    before = other.read_bytes()
    kept.symlink_to(other)
    if not again:
        target.unlink()
    newer = issue(tmp_path, ROWS | {1: ROWS[1].replace("6月底前", "9月底前")}, "新.txt")
    ran = run("import", str(newer), "-o", str(target))
    assert ran.code == 2 and "不是导入留下的底稿，没有写入" in ran.err
    assert (other.read_bytes(), target.exists()) == (before, again)


def test_a_file_in_the_copys_place_that_is_none_stays(run: Run, tmp_path: Path) -> None:
    (kept := tmp_path / "tasks.yaml.imported").write_text("我的笔记", "utf-8")
    assert run("import", str(issue(tmp_path, ROWS)), "-o", str(tmp_path / "tasks.yaml")).code == 2
    assert kept.read_text("utf-8") == "我的笔记" and not (tmp_path / "tasks.yaml").exists()


def test_the_ledger_that_is_asked_is_the_lists_own(run: Run, tmp_path: Path) -> None:
    """Also where another workspace is open; one that cannot be read is said."""
    own = tmp_path / "另一处"
    target = own / "tasks.yaml"
    own.mkdir()
    run("import", str(issue(tmp_path, ROWS)), "-o", str(target))
    assert run("mark", "2", "doing", "--percent", "20", "--home", str(own), today="2026-03-01").code == 0
    changed = ROWS | {2: ROWS[2].replace("9月底前", "10月底前")}
    ran = run("import", str(issue(tmp_path, changed)), "-o", str(target))
    assert "第2项有变动，台账里已有1条登记" in ran.err
    (own / "ledger.jsonl").write_bytes((own / "ledger.jsonl").read_bytes()[:-40] + b"\n")
    ran = run("import", str(issue(tmp_path, ROWS)), "-o", str(target))
    assert ran.code == 0 and "有变动的任务在台账里有没有登记，没有核对：台账 " in ran.err


def by_hand(text: str, random: Random) -> str:
    """A list file with tasks put elsewhere, comments, blank lines and dates by hand, one of each at most."""
    head, *tasks = re.split(r"(?m)^(?=      - number:)", text)
    if random.random() < 0.7:
        first, second = random.sample(range(len(tasks)), 2)
        tasks[first], tasks[second] = tasks[second], tasks[first]
    if random.random() < 0.5:
        at = random.randrange(len(tasks))
        tasks[at] = tasks[at].replace("\n", "\n        # 手写的注\n", 1)
    if random.random() < 0.5:
        at = random.randrange(len(tasks))
        tasks[at] = re.sub("deadline: .*", "deadline: 11月底前  # 会上定的", tasks[at], count=1)
    return head + "".join(tasks)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(40))
def test_a_file_put_in_another_order_by_hand_keeps_it(seed: int) -> None:
    """What the document leaves alone is the hand's, its order too; what it changes is taken; again changes nothing."""
    random = Random(seed)

    def read(deadline: str) -> str:
        rows: list[list[Given]] = [["序号", "任务", "责任单位", "完成时限"]]
        rows += [[str(n), f"整治隐患{n}", "县住建局", deadline if n == 3 else "6月底前"] for n in range(1, 7)]
        return imported(document("某县2026年重点任务清单", table(rows))).text

    base, theirs = read("9月底前"), read("10月底前")
    ours = by_hand(base, random)
    assert merge(base, ours, base).text == ours
    assert merge(base, base, theirs).text == theirs
    found = merge(base, ours, theirs)
    plan, was = validate(found.text)[0], validate(ours)[0]
    assert plan is not None and was is not None
    assert [r.id for r in plan.rows] == [r.id for r in was.rows]
    by_id = {r.id: r.deadline.text for r in was.rows}
    taken = "11月底前" if by_id["3"] == "11月底前" else "10月底前"
    assert {r.id: r.deadline.text for r in plan.rows} == by_id | {"3": taken}
    assert merge(theirs, found.text, theirs).text == found.text


CATEGORY = "- number: {0}\n  title: 类{0}\n  tasks:\n"
TASK = "  - number: {0}\n    title: 任务{0}\n    deadline: {1}\n"


def segments(*parts: str) -> str:
    """A list of categories and tasks."""
    return "title: 清单\nyear: 2026\ncategories:\n" + "".join(parts)


def test_what_a_hand_took_out_comes_back_only_as_a_question() -> None:
    one, two = TASK.format(1, "6月底前"), TASK.format(2, "6月底前")
    base, ours = segments(CATEGORY.format("一"), one, two), segments(CATEGORY.format("一"), one)
    same = merge(base, ours, base)
    assert (same.text, same.conflicts) == (ours, [])
    found = merge(base, ours, base.replace(two, TASK.format(2, "9月底前")))
    said = "- number: 2 title: 任务2 deadline: 9月底前"
    assert found.text == ours + f"  # 核对：手工删去了，文件是“{said}”\n"
    assert [c[1:] for c in found.conflicts] == [("（已删去）", said)]


@pytest.mark.parametrize(
    ("base", "hand", "document", "whole"),
    [
        (
            "    measures:\n    - 换管。\n    - 验收。\n",
            "    measures:\n    - 换管（手工）。\n    - 验收。\n",
            "    measures:\n    - 换管；\n    - 报警。\n    - 验收。\n",
            "    measures:\n    - 换管（手工）。  # 核对：两边都改了，文件是“- 换管； - 报警。”\n    - 验收。\n",
        ),
        (
            "    content: |-\n      甲。\n      乙。\n",
            "    content: |-\n      甲。\n      # 乙乙。\n",
            "    content: |-\n      甲。\n      乙丙。\n",
            "    # 核对：两边都改了，文件是“乙丙。”\n    content: |-\n      甲。\n      # 乙乙。\n",
        ),
        (
            "    content: 甲。\n    leader: 张县长\n",
            "    content: 甲。\n",
            "    content: 甲。\n    leader: 李县长\n",
            "    content: 甲。\n    # 核对：手工删去了，文件是“leader: 李县长”\n",
        ),
        (
            "    content: 甲。\n    leader: 张县长\n",
            "    content: 甲。\n    leader: 张县长、\n      李县长\n",
            "    content: 甲。\n    leader: 王县长\n",
            "    content: 甲。\n    # 核对：两边都改了，文件是“leader: 王县长”\n    leader: 张县长、\n      李县长\n",
        ),
    ],
)
def test_what_both_changed_is_asked_about_where_it_stands(
    base: str, hand: str, document: str, whole: str
) -> None:
    """Beside the hand's line, or above a text that no comment can stand in; confirmed, it is settled."""
    head = segments(CATEGORY.format("一"), TASK.format(1, "全年"))
    found = merge(head + base, head + hand, head + document)
    assert found.text == head + whole
    assert yaml.safe_load(found.text) == yaml.safe_load(head + hand)
    assert len(found.conflicts) == 1
    for ours in (found.text, head + hand):
        again = merge(head + document, ours, head + document)
        assert (again.text, again.conflicts) == (ours, [])


def test_a_conflict_in_a_task_that_is_numbered_otherwise_says_both_numbers() -> None:
    one, two = TASK.format(1, "6月底前"), TASK.format(2, "6月底前").replace("任务2", "巡护")
    head = CATEGORY.format("一")
    found = merge(
        segments(head, one, two),
        segments(head, one.replace("6月", "5月"), two),
        segments(head, two.replace("2", "1"), one.replace("6月", "7月").replace("number: 1", "number: 2")),
    )
    assert [c.where for c in found.conflicts] == ["第1项（改为第2项）"]
    assert "deadline: 5月底前  # 核对：两边都改了，文件是“deadline: 7月底前”\n" in found.text


def test_a_task_of_the_documents_whose_number_a_hand_has_given_away_is_asked_about_until_it_is_settled() -> (
    None
):
    """It is not in the list: without a mark nobody would hear of it again."""
    base = segments(CATEGORY.format("一"), TASK.format(1, "6月底前"))
    own = TASK.format(2, "9月底前").replace("任务2", "自加的")
    ours, theirs = base + own, base + TASK.format(2, "8月底前")
    found = merge(base, ours, theirs)
    asked = "文件的第2项另是一项，没有写进清单：- number: 2 title: 任务2 deadline: 8月底前"
    assert found.text == ours.replace("number: 2\n", f"number: 2  # 核对：{asked}\n")
    assert [c.where for c in found.conflicts] == ["第2项"]
    again = merge(theirs, found.text, theirs)
    assert (again.text, again.conflicts) == (found.text, [])
    settled = merge(theirs, ours, theirs)
    assert (settled.text, settled.conflicts) == (ours, [])
    same = merge(base, theirs, theirs.replace("8月", "7月"))  # the same task, with a date of the hand's
    assert "另是一项" not in same.text and len(same.conflicts) == 1


@pytest.mark.parametrize(("deadline", "stays"), [("8月底前", True), ("6月底前", False)])
def test_a_category_that_the_document_dropped_stays_with_a_task_that_a_hand_changed(
    deadline: str, stays: bool
) -> None:
    first = CATEGORY.format("一") + TASK.format(1, "6月底前")
    base = segments(first, CATEGORY.format("二"), TASK.format(2, "6月底前"))
    ours = segments(first, CATEGORY.format("二"), TASK.format(2, deadline))
    found = merge(base, ours, segments(first))
    asked = "number: 2  # 核对：文件中已没有，手工改过，保留着\n"
    assert found.text == (ours.replace("number: 2\n", asked) if stays else segments(first))
    assert len(found.kept) == stays


def test_a_group_that_the_list_registers_is_not_made_a_unit() -> None:
    """Without 各 it reads as an office's name; as a unit it would take its members' tasks."""
    name = "行业安全专业委员会办公室"
    groups = [{"name": name, "phrases": [f"各{name}"], "members": ["煤矿安全专业委员会办公室"]}]
    found = suggest([f"{name}、县水利局"], [{"name": "县公安局"}], groups)
    assert [u["name"] for u in found.units] == ["县公安局", "县水利局"]
    assert found.groups == groups


UNITS = ("县安委办、各乡镇", "县住建局", "县能源局", "县交通局")


def units_of(path: Path) -> dict[str, dict[str, object]]:
    """The entries of the register, by name."""
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {e.pop("name"): e for key in ("units", "groups") for e in values.get(key, ())}


def later(run: Run, folder: Path, units: tuple[str, ...], *by_hand: tuple[str, str]) -> tuple[Path, str]:
    """A list of four units' tasks, changed by hand, then imported again with these units; and what was said."""
    target = folder / "tasks.yaml"
    for rows in (UNITS, units):
        titles = ("签责任书", "排查燃气", "整治矿山", "整治校车")
        path = issue(folder, {n: f"{n}\t{titles[n - 1]}\t\t{u}\t9月底前" for n, u in enumerate(rows, 1)})
        ran = run("import", str(path), "-o", str(target), "--home", str(folder))
        assert ran.code == 0, ran.err
        if rows is not units:
            edit(target, *by_hand)
            before = target.read_text("utf-8")
    assert before != target.read_text("utf-8")
    return target, ran.err


HAND = ("  - name: 县住建局\n", "  - name: 县住建局\n    short: [住建局]\n    contact: 张三\n")


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("units", "names"),
    [
        ((UNITS[0], "县城管局", *UNITS[2:]), "县安委办 县城管局 县住建局 县能源局 县交通局"),
        ((UNITS[0], "县城管局", "县能源局", "县交通局、县住建局"), "县安委办 县城管局 县能源局 县交通局 县住建局"),
        ((UNITS[0], "县能源局", "县住建局", "县交通局"), "县安委办 县能源局 县住建局 县交通局"),
        ((UNITS[0], "县城管局、县消防队", *UNITS[2:]), "县安委办 县城管局 县消防队 县住建局 县能源局 县交通局"),
    ],
)  # fmt: skip
def test_what_a_hand_wrote_of_a_unit_stays_that_units(
    run: Run, tmp_path: Path, units: tuple[str, ...], names: str
) -> None:
    """Whatever unit stands in its place in the later version."""
    target, said = later(run, tmp_path, units, HAND)
    found = units_of(target)
    assert [name for name in found if name.startswith("县")] == names.split()
    assert found["县住建局"] == {"short": ["住建局"], "contact": "张三"}
    assert not any(entry for name, entry in found.items() if name not in ("县住建局", "乡镇"))
    is_gone = "县住建局" not in "、".join(units)
    assert ("文件中已没有，但手工改过，保留：units里的“县住建局”。" in said) is is_gone
    assert ("文件中已没有，手工改过，保留着" in target.read_text("utf-8")) is is_gone


def test_entries_of_a_unit_are_not_another_units_whatever_a_hand_wrote_of_it(
    run: Run, tmp_path: Path
) -> None:
    home = ("--home", str(tmp_path), "--today", "2026-05-01")
    target = tmp_path / "tasks.yaml"
    assert run("import", str(issue(tmp_path, ROWS)), "-o", str(target), *home).code == 0
    edit(target, ("  - name: 县应急管理局\n", "  - name: 县应急管理局\n    short: [应急局]\n"))
    assert run("mark", "3", "done", "--unit", "应急局", *home).code == 0
    rows = ROWS | {3: ROWS[3].replace("县应急管理局", "县城管局")}
    ran = run("import", str(issue(tmp_path, rows)), "-o", str(target), *home)
    assert "保留：units里的“县应急管理局”" in ran.err
    assert "第3项有变动，台账里已有1条登记" in ran.err
    assert "警告：县应急管理局已不是任何一项的责任单位，台账里有它的1条登记，不会算给别的单位" in ran.err
    again = run("import", str(tmp_path / "清单.txt"), "-o", str(target), *home)
    assert "已不是任何一项" not in again.err
    listed = run("list", "--json", *home)
    assert "警告：第3项有县应急管理局的登记，清单上这些项与它已无关" in listed.err
    assert [r["percent"] for r in listed.json if r["id"] == "3"] == [0]


def test_a_unit_whose_former_name_a_document_still_has_is_not_said_to_be_gone(
    run: Run, tmp_path: Path
) -> None:
    home = ("--home", str(tmp_path), "--today", "2026-05-01")
    target, document = tmp_path / "tasks.yaml", issue(tmp_path, ROWS)
    assert run("import", str(document), "-o", str(target), *home).code == 0
    edit(target, ("  - name: 县应急管理局\n", "  - name: 县应急局\n    former: [县应急管理局]\n"))
    edit(target, ("units: 县应急管理局", "units: 县应急局"))
    assert run("mark", "3", "done", "--unit", "县应急局", *home).code == 0
    ran = run("compare", str(target), str(document), *home)
    assert "已不是任何一项" not in ran.err and "units" not in ran.out


def test_a_unit_that_a_hand_has_put_in_a_group_is_still_a_party_where_nobody_names_it(
    run: Run, tmp_path: Path
) -> None:
    home = ("--home", str(tmp_path), "--today", "2026-05-01")
    target = tmp_path / "tasks.yaml"
    rows = ROWS | {4: "4\t自查\t开展自查。\t各成员单位\t3月底前"}
    assert run("import", str(issue(tmp_path, rows)), "-o", str(target), *home).code == 0
    members = "members: [县教育局, 县公安局]"
    edit(target, ("    phrases: [各成员单位]\n", f"    phrases: [各成员单位]\n    {members}\n"))
    assert run("mark", "2", "doing", "--unit", "县教育局", *home).code == 0
    renamed = issue(tmp_path, rows | {2: rows[2].replace("县教育局", "县教体局")}, "新.txt")
    told = "警告：县教育局不再点名，但仍是单位组“成员单位”的成员，这一组的任务、逾期和未报送仍算它的"
    for words in (("compare", str(target), str(renamed)), ("import", str(renamed), "-o", str(target))):
        ran = run(*words, *home)
        assert (ran.code, told in ran.err, "写入新名称的 former" in ran.err) == (0, True, True)
        assert "已不是任何一项" not in ran.err
    assert [row[0] for row in run("list", "--unit", "县教育局", *home).rows] == ["4"]
    asked = run("check", str(target)).out
    assert "成员“县教育局”不在名册中；请在 units 下登记；改了名称的，请把它写入新名称的 former" in asked
    # done as it says, the new name has the row, and nobody is warned
    edit(target, ("  - name: 县教体局\n", "  - name: 县教体局\n    former: [县教育局]\n"))
    assert [row[0] for row in run("list", "--unit", "县教体局", *home).rows] == ["2", "4"]
    assert "县教育局" not in run("check", str(target)).out
    assert "不再点名" not in run("compare", str(target), str(renamed), *home).err


@pytest.mark.no_cover
def test_members_that_a_hand_wrote_stay_with_their_group(run: Run, tmp_path: Path) -> None:
    members = ('    pattern: "(乡|镇)(人民)?政府$|(乡|镇)$"\n', "    members: [东坪镇, 石口乡]\n")
    target, said = later(run, tmp_path, ("县安委办、各成员单位", *UNITS[1:]), members)
    found = units_of(target)
    assert found["乡镇"] == {"phrases": ["各乡镇"], "members": ["东坪镇", "石口乡"]}
    assert found["成员单位"] == {"phrases": ["各成员单位"]}
    assert "保留：groups里的“乡镇”" in said
    other = tmp_path / "另"
    other.mkdir()
    target, said = later(run, other, ("县安委办、各乡镇人民政府", *UNITS[1:]), members)
    assert units_of(target)["乡镇"] == {"phrases": ["各乡镇人民政府"], "members": ["东坪镇", "石口乡"]}
    assert "保留" not in said, "the same townships, called otherwise"


def test_a_group_that_a_hand_has_put_a_unit_into_stays_with_it(run: Run, tmp_path: Path) -> None:
    hand = ("  - name: 县住建局\n", "  - name: 县住建局\n    groups: [乡镇]\n")
    target, _ = later(run, tmp_path, ("县安委办", *UNITS[1:]), hand)
    assert "乡镇" in units_of(target) and validate(target.read_text("utf-8"))[0]


@pytest.mark.no_cover
@pytest.mark.parametrize("hand", ["short: [住建局, 县住房和城乡建设局]", "former: [县住房和城乡建设局]"])
def test_a_unit_that_the_document_calls_by_another_of_its_names_is_the_same(
    run: Run, tmp_path: Path, hand: str
) -> None:
    """The register keeps the name that the hand has for it, and all others."""
    written = ("  - name: 县住建局\n", f"  - name: 县住建局\n    {hand}\n")
    target, said = later(run, tmp_path, (UNITS[0], "县住房和城乡建设局、县商务局", *UNITS[2:]), written)
    assert "县住建局" in (found := units_of(target)) and "县住房和城乡建设局" not in found
    assert [word in str(found["县住建局"]) for word in ("县住房和城乡建设局",)] == [True]
    assert "县商务局" in found and "保留" not in said and "核对" not in target.read_text("utf-8")


def test_a_unit_that_the_register_calls_otherwise_now_takes_along_what_a_hand_wrote(
    run: Run, tmp_path: Path
) -> None:
    known, target = tmp_path / "名册.yaml", tmp_path / "tasks.yaml"
    entry = "  - {name: 某县水利局, short: [县水利局], groups: [县安委会成员单位]}"
    for text in (REGISTER, REGISTER.replace(entry, "  - {name: 某县水务局, former: [某县水利局]}")):
        known.write_text(text, "utf-8")
        ran = run("import", str(issue(tmp_path, ROWS)), "-o", str(target), "--register", str(known))
        assert ran.code == 0, ran.err
        if text is REGISTER:
            edit(target, ("  - name: 某县水利局\n", "  - name: 某县水利局\n    contact: 李四\n"))
    found = units_of(target)
    assert found["某县水务局"] == {"former": ["某县水利局"], "contact": "李四"}
    assert "某县水利局" not in found


ALIKE = {
    1: "1\t甲\t\t县应急局\t2月底前",
    2: "2\t乙\t\t县安委办\t6月底前",
    3: "3\t丙\t\t县应急管理局\t6月底前",
}
MORE = {4: "4\t丁\t\t县住建局\t9月底前"}


def test_two_names_that_a_hand_has_made_one_unit_stay_one(run: Run, tmp_path: Path) -> None:
    """Whatever the order in which later versions name them; nor are they asked about again."""
    target = tmp_path / "tasks.yaml"
    run("import", str(issue(tmp_path, ALIKE)), "-o", str(target))
    text = target.read_text("utf-8")
    text = re.sub("  - name: 县应急局.*\n", "", text)
    text = re.sub("(  - name: 县应急管理局).*\n", "\\1\n    short: [县应急局]\n", text)
    target.write_text(text, encoding="utf-8")
    swapped = {1: ALIKE[1].replace("应急局", "应急管理局"), 3: ALIKE[3].replace("应急管理局", "应急局")}
    only = {3: ALIKE[3].replace("应急管理局", "应急局")}
    for rows in (ALIKE | swapped, ALIKE | MORE, ALIKE | swapped | MORE, ALIKE | only, ALIKE):
        ran = run("import", str(issue(tmp_path, rows)), "-o", str(target))
        assert ran.code == 0 and "可能是同一单位" not in ran.err and "两边" not in ran.err
        found = units_of(target)
        assert found.pop("县应急管理局") == {"short": ["县应急局"]}
        assert {*found} == {"县安委办", "县住建局"} if len(rows) == 4 else {*found} == {"县安委办"}
        assert "核对" not in target.read_text("utf-8")


@pytest.mark.no_cover
def test_two_names_that_a_hand_has_left_two_units_are_not_asked_about_again(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "tasks.yaml"
    run("import", str(issue(tmp_path, ALIKE)), "-o", str(target))
    (asked,) = re.findall("  # 核对：.*", target.read_text("utf-8"))
    edit(target, (asked, ""))
    swapped = {1: ALIKE[1].replace("应急局", "应急管理局"), 3: ALIKE[3].replace("应急管理局", "应急局")}
    for rows in (ALIKE | swapped | MORE, ALIKE):
        ran = run("import", str(issue(tmp_path, rows)), "-o", str(target))
        assert ran.code == 0 and "可能是同一单位" not in ran.err
        assert "核对" not in target.read_text("utf-8")


def test_a_unit_that_was_registered_in_one_line_is_the_documents_too(run: Run, tmp_path: Path) -> None:
    """As `units --add` writes it; and a register of no entry, or all in one line."""
    written = ("\ngroups:", "  - {name: 县商务局, short: [商务局]}\n\ngroups:")
    target, said = later(run, tmp_path, (*UNITS[:3], "县交通局、县商务局"), written)
    assert units_of(target)["县商务局"] == {"short": ["商务局"]}
    assert "两边" not in said and "核对" not in target.read_text("utf-8")


@pytest.mark.parametrize(
    "units", ["", "units: []\n", "units: [{name: 县A局, contact: 张三}, {name: 县B局}]\n"]
)
def test_a_register_that_is_not_written_entry_by_entry_stays_readable(units: str) -> None:
    head, task = "title: 清单\nyear: 2026\n", CATEGORY.format("一") + TASK.format(1, "全年")
    base = f"{head}units:\n  - name: 县A局\n  - name: 县B局\n\ncategories:\n{task}"
    theirs = base.replace("县B局\n", "县C局\n")
    found = merge(base, f"{head}{units}categories:\n{task}", theirs)
    values = yaml.safe_load(found.text)
    assert [e["name"] for e in values["units"] or ()] == {
        "": ["县C局"],
        "units: []\n": [],
        "units: [{name: 县A局, contact: 张三}, {name: 县B局}]\n": ["县A局", "县B局"],
    }[units]
    assert len(values["categories"]) == 1


def test_a_category_that_is_numbered_otherwise_takes_along_what_a_hand_wrote() -> None:
    one, two = CATEGORY.format("一"), CATEGORY.format("二")
    first, second = TASK.format(1, "全年"), TASK.format(2, "全年")
    hand = one.replace("类一", "类一\n  variants: [甲类]")
    new = CATEGORY.format("一").replace("类一", "新类") + TASK.format(3, "全年")
    found = merge(
        segments(one, first, two, second),
        segments(hand, first, two, second),
        segments(new, one.replace("一", "二", 1), first, two.replace("二", "三", 1), second),
    )
    assert [(c["number"], c["title"], c.get("variants")) for c in yaml.safe_load(found.text)["categories"]] == [
        ("一", "新类", None), ("二", "类一", ["甲类"]), ("三", "类二", None)
    ]  # fmt: skip
    assert "类别一（改为类别二）" in found.taken


def parted(*parts: tuple[str, str, str], more: str = "") -> str:
    """A list of one task in parts: each one's sector, its units and its deadline."""
    rows = "".join(
        f"    - sector: {sector}\n      units: {units}\n      deadline: {deadline}\n      measures:\n      - 排查{sector}。\n"
        for sector, units, deadline in parts
    )
    return segments(CATEGORY.format("一"), f"  - number: 1\n    title: 行业整治\n    parts:\n{rows}{more}\n")


def parts_of(text: str) -> list[tuple[str, ...]]:
    """The same of a merged list, whose measures must be its own."""
    parts = yaml.safe_load(text)["categories"][0]["tasks"][0]["parts"]
    assert all(part["measures"] == [f"排查{part['sector']}。"] for part in parts)
    return [(part["sector"], part["units"], part["deadline"]) for part in parts]


COAL, MINES, CHEMISTRY = (
    ("煤矿", "县能源局", "9月底前"),
    ("矿山", "县资源局", "9月底前"),
    ("化工", "县应急局", "10月底前"),
)
SOONER = (*COAL[:2], "9月20日前")  # by hand


def test_what_a_hand_wrote_of_a_part_stays_that_parts() -> None:
    """The document has another in its place, which would be due on the other's day."""
    dams = ("尾矿库", "县能源局", "9月底前")
    found = merge(parted(COAL, MINES), parted(SOONER, MINES), parted(dams, MINES, CHEMISTRY))
    assert {*parts_of(found.text)} == {SOONER, dams, MINES, CHEMISTRY}
    assert found.kept == ["第1项的“煤矿”"] and found.taken == ["第1项"]
    assert "- sector: 煤矿  # 核对：文件中已没有，手工改过，保留着\n" in found.text
    again = parted(dams, MINES, CHEMISTRY)
    assert merge(again, found.text, again).text == found.text


def test_parts_in_another_order_are_still_these() -> None:
    last = "    remark: 王局分管\n"
    found = merge(
        parted(COAL, MINES, CHEMISTRY, more=last),
        parted(COAL, (MINES[0], "县林业局", MINES[2]), CHEMISTRY, more=last),
        parted(CHEMISTRY, MINES, SOONER, more=last.replace("王", "李")),
    )
    assert parts_of(found.text) == [CHEMISTRY, (MINES[0], "县林业局", MINES[2]), SOONER]
    assert yaml.safe_load(found.text)["categories"][0]["tasks"][0]["remark"] == "李局分管"
    assert (found.taken, found.conflicts, "核对" in found.text) == (["第1项"], [], False)
    turned = merge(*(parted(*parts) for parts in ((COAL, MINES), (SOONER, MINES), (MINES, COAL))))
    assert (parts_of(turned.text), turned.taken) == ([MINES, SOONER], ["第1项"])


def test_parts_that_one_side_took_out_are_told() -> None:
    both = parted(COAL, MINES, CHEMISTRY)
    gone = merge(both, parted(COAL, MINES), parted(COAL, CHEMISTRY))
    assert (parts_of(gone.text), gone.dropped) == ([COAL], ["第1项的“矿山”"])
    assert parts_of(merge(both, parted(MINES, CHEMISTRY), parted(MINES)).text) == [MINES]
    asked = merge(both, parted(MINES, CHEMISTRY), parted(SOONER, MINES, CHEMISTRY))
    assert parts_of(asked.text) == [MINES, CHEMISTRY]
    assert [c.where for c in asked.conflicts] == ["第1项的“煤矿”"]
    assert "    # 核对：手工删去了，文件是“- sector: 煤矿 units: 县能源局 deadline: 9月20日前" in asked.text


@pytest.mark.parametrize(
    "document",
    [
        parted(COAL, (*COAL[:2], "10月底前"), MINES),  # two of a name
        parted(CHEMISTRY),  # none is the same
        segments(CATEGORY.format("一"), TASK.format(1, "全年").replace("任务1", "行业整治")),
    ],
)
def test_parts_that_cannot_be_told_apart_are_asked_about_whole(document: str) -> None:
    hand = parted(SOONER, MINES)
    found = merge(parted(COAL, MINES), hand, document)
    assert parts_of(found.text) == [SOONER, MINES]
    assert "- number: 1  # 核对：两边都改了，没有合并，文件是“- number: 1 title: 行业整治" in found.text
    assert [c.where for c in found.conflicts] == ["第1项"]
    assert merge(document, found.text, document).text == found.text
    assert merge(parted(COAL, MINES), parted(COAL, MINES), document).text == document


@pytest.mark.parametrize("within", ["", "parts"])
def test_measures_in_another_order_are_still_these(within: str) -> None:
    """What a hand wrote of one goes along; that they are numbered otherwise is told."""

    def text(*measures: str) -> str:
        lines = ["measures:", *(f"  - {measure}" for measure in measures), "remark: 备注"]
        if within:
            lines = ["parts:", "  - sector: 煤矿", *(f"    {line}" for line in lines)]
        rows = "".join(f"    {line}\n" for line in lines)
        return segments(CATEGORY.format("一"), f"  - number: 1\n    title: 甲\n{rows}")

    def measures(merged: str) -> list[object]:
        task = yaml.safe_load(merged)["categories"][0]["tasks"][0]
        return list((task["parts"][0] if within else task)["measures"])

    hand = "{text: 更换设备, target: 10台}"
    both = {"text": "更换设备", "target": "10台"}
    found = merge(
        text("排查", "更换设备", "培训人员"),
        text("排查", hand, "培训人员"),
        text("排查", "培训人员", "更换设备"),
    )
    assert (measures(found.text), found.conflicts) == (["排查", "培训人员", both], [])
    assert found.taken == ["第1项"]
    more = merge(
        text("排查", "更换设备", "培训"), text("排查", hand, "培训"), text("总结", "培训", "更换设备")
    )
    assert (measures(more.text), more.conflicts) == (["总结", "培训", both], [])


@pytest.mark.parametrize(
    ("titles", "start", "asked"),
    [
        ("0123", 4, False),  # one more in front
        ("23", 2, False),  # the first is gone
        ("124", 3, False),  # what it began with is gone
        ("0321", 2, True),  # what it began with is in front of others
        ("123", 3, False),
    ],
)
@pytest.mark.parametrize(
    "clause",
    [
        "standing:\n  from: {}\n  group: 乡镇\n  text: 以下均需\n",
        "# 从第1项起？\nstanding: {{from: {}, group: 乡镇, text: 以下均需}}\n",
    ],
)
def test_a_clause_that_a_hand_wrote_begins_with_the_same_task(
    titles: str, start: int, asked: bool, clause: str
) -> None:
    """What only stands there by its number would else be owed by other units."""

    def text(titles: str, clause: str = "") -> str:
        tasks = "".join(
            TASK.format(n, "全年").replace(f"任务{n}", f"任务{title}") for n, title in enumerate(titles, 1)
        )
        return f"title: 清单\nyear: 2026\n{clause}categories:\n{CATEGORY.format('一')}{tasks}"

    titles_before = "1234" if "4" in titles else "123"
    base, hand, new = text(titles_before), text(titles_before, clause.format(3)), text(titles)
    found = merge(base, hand, new)
    assert yaml.safe_load(found.text)["standing"] == {"from": start, "group": "乡镇", "text": "以下均需"}
    assert ("  # 核对：任务的先后变了" in found.text) == asked == ("核对" in found.text)
    assert ("standing" in found.taken) == (start != 3)
    assert merge(new, found.text, new).text == found.text
    if not asked:
        of_document = merge(text(titles_before, clause.format(2)), hand, text(titles, clause.format(9)))
        assert yaml.safe_load(of_document.text)["standing"]["from"] == start
        assert of_document.conflicts


def test_dates_of_their_own_names_are_merged_by_these() -> None:
    """A line that a hand and the document have put in is one; a clause is taken whole."""

    def text(anchors: list[str], start: int, group: str) -> str:
        lines = "".join(f"  {line}\n" for line in anchors)
        return (
            f"title: 清单\nyear: 2026\nanchors:\n{lines}standing:\n  from: {start}\n  group: {group}\n"
            f"categories:\n{CATEGORY.format('一')}{TASK.format(1, '全年')}"
        )

    summer, fire, frost = "汛期: 06-01/09-30", "防火期: 03-01/05-31", "冰冻期: 11-15/12-31"
    found = merge(text([summer], 1, "乡镇"), text([fire, summer], 1, "乡镇"), text([summer, frost], 2, "村"))
    values = yaml.safe_load(found.text)
    assert [*values["anchors"]] == ["防火期", "汛期", "冰冻期"]
    assert values["standing"] == {"from": 2, "group": "村"}
    both = merge(text([summer], 1, "乡镇"), text([summer], 3, "乡镇"), text([summer], 1, "村"))
    assert yaml.safe_load(both.text)["standing"] == {"from": 3, "group": "乡镇"}
    assert len(both.conflicts) == 1


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(30))
def test_whatever_units_a_later_version_names_each_keeps_its_own(seed: int) -> None:
    """Lines of the hand's in a block or in one line, units struck; nothing is lost, nobody's is another's, again changes nothing."""
    random = Random(seed)
    every = "县应急局 县应急管理局 县住建局 县公安局 县教育局 县城管局 各乡镇 各成员单位 县能源局".split()

    def read() -> str:
        rows: list[list[Given]] = [["序号", "任务", "责任单位", "完成时限"]]
        rows += [[str(n), f"整治隐患{n}", "、".join(random.sample(every, 2)), "6月底前"] for n in range(1, 6)]
        return imported(document("某县2026年重点任务清单", table(rows))).text

    base, theirs = read(), read()
    ours, wrote = base, dict[str, str]()
    for name in random.sample(re.findall("(?m)^  - name: (县\\S+)", base), 2):
        block, line = (
            f"  - name: {name}\n    contact: 给{name}\n",
            f"  - {{name: {name}, contact: 给{name}}}\n",
        )
        now = random.choice([block, line, ""])
        ours = re.sub(f"(?m)^  - name: {name}(  #.*)?\n", now, ours)
        wrote |= {name: f"给{name}"} if now else {}
    assert merge(base, ours, base).text == ours
    assert yaml.safe_load(merge(base, base, theirs).text) == yaml.safe_load(theirs)
    found = merge(base, ours, theirs)
    units = yaml.safe_load(found.text)["units"]
    assert {u["name"]: u["contact"] for u in units if "contact" in u} == wrote
    assert len({u["name"] for u in units}) == len(units)
    assert merge(theirs, found.text, theirs).text == found.text
