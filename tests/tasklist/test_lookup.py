"""Finding a unit or a sector from what a person typed."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anquan_cli.errors import UsageError
from anquan_cli.tasklist.lookup import Found, candidates, find_sector, find_unit, forms, lookalike, readings
from anquan_cli.tasklist.plan import RegisteredUnit
from tests.conftest import LEAST, Calls, Run

pytestmark = pytest.mark.elsewhere


def unit(name: str, *short: str, pinyin: tuple[str, ...] = ()) -> RegisteredUnit:
    """A unit as a compiled list holds it: registered readings, or the library's, and those of short names."""
    computed = [r for word in (short if pinyin else (name, *short)) for r in readings(word)]
    return RegisteredUnit(name, short, (*pinyin, *computed), (), "", ())


KNOWN = (
    unit("县应急管理局", "应急局"),
    unit("县住房和城乡建设管理局", "住建局"),
    unit("县公安局"),
    unit("县林业局"),
    unit("县能源局"),
    unit("县农业农村局", "农业局"),
    unit("县消防救援大队", "消防大队"),
    unit("县公安局交警大队", "交警大队"),
    unit("交城公路管理段", "公路段"),
    unit("县朝阳银行", pinyin=("xzyyh",)),
    unit("夏家营镇人民政府"),
    unit("西营镇"),
)
FOUND = {
    "县应急管理局": "县应急管理局",
    "应急局": "县应急管理局",
    "应急管理局": "县应急管理局",
    "县应急局": "县应急管理局",
    "应急": "县应急管理局",
    " 县 应急 管理局 ": "县应急管理局",
    "县公安局": "县公安局",  # exact before part: 县公安局交警大队 holds it too
    "公安局": "县公安局",
    "交警": "县公安局交警大队",
    "住建局": "县住房和城乡建设管理局",
    "城乡建设": "县住房和城乡建设管理局",
    "公路段": "交城公路管理段",
    "交城": "交城公路管理段",
    "yjglj": "县应急管理局",
    "YJGLJ": "县应急管理局",
    "ｙｊｇｌｊ": "县应急管理局",
    "xyjglj": "县应急管理局",
    "yingjiguanliju": "县应急管理局",
    "xianyingjiguanliju": "县应急管理局",
    "ying ji guan li ju": "县应急管理局",
    "yjj": "县应急管理局",
    "xyjj": "县应急管理局",
    "yjgl": "县应急管理局",
    "yingji": "县应急管理局",
    "zjj": "县住房和城乡建设管理局",
    "linyeju": "县林业局",
    "xzyyh": "县朝阳银行",  # 朝 read zhāo, as the register says
    "zyyh": None,
    "夏家营": "夏家营镇人民政府",
    "夏家营镇": "夏家营镇人民政府",
    "夏家营镇政府": "夏家营镇人民政府",
    "夏家营镇人民政府": "夏家营镇人民政府",
    "西营镇": "西营镇",
    "西营镇人民政府": "西营镇",
}


@pytest.mark.parametrize("query", [q for q, name in FOUND.items() if name])
def test_a_unit_is_found_however_it_is_written(query: str) -> None:
    assert find_unit(query, KNOWN) == Found(str(FOUND[query]), True)


@pytest.mark.parametrize("query", ["天宁镇", "天宁镇人民政府", "天宁镇政府", " 天宁 镇"])
def test_a_township_is_known_by_the_form_of_its_name(query: str) -> None:
    assert find_unit(query, KNOWN) == Found("天宁镇人民政府", False)


@pytest.mark.parametrize("name", ["石山县东河乡人民政府", "石山县东河乡", "吕梁市石山县东河乡人民政府"])
def test_a_township_that_is_registered_with_its_county_is_found_without(name: str) -> None:
    known = [*KNOWN, unit(name)]
    for query in ("东河乡", "东河乡政府", "东河乡人民政府", "石山县东河乡", "石山县东河乡人民政府", "dhx"):
        assert find_unit(query, known) == Found(name, True)
    both = [unit("甲水县城关镇人民政府"), unit("乙水县城关镇")]
    assert find_unit("甲水县城关镇", both) == Found("甲水县城关镇人民政府", True)
    with pytest.raises(UsageError, match="可能是2个单位"):
        find_unit("城关镇", both)
    twice = [unit("甲水县城关镇人民政府"), unit("城关镇人民政府")]  # registered as the list calls it
    assert find_unit("城关镇", twice) == Found("城关镇人民政府", True)


@pytest.mark.parametrize(
    ("new", "known", "like"),
    [
        ("西社镇人民政府", "西营镇人民政府", True),
        ("西社镇人民政府", "西营镇", True),
        ("西社镇人民政府", "石山县西营镇人民政府", True),
        ("西社街道办事处", "西营街道", True),
        ("西营镇人民政府", "西营镇", False),
        ("西社镇人民政府", "夏家营镇", False),
        ("西社镇人民政府", "县公安局", False),
    ],
)
def test_a_new_township_is_like_a_known_one_that_differs_by_a_character_however_that_is_written(
    new: str, known: str, like: bool
) -> None:
    assert lookalike(new, [known]) == (known if like else None)


def test_an_office_of_another_kind_is_asked_about_not_taken() -> None:
    with pytest.raises(UsageError) as told:
        find_unit("卫健局", [*KNOWN, unit("县卫健委")])
    assert "最接近的是“县卫健委”" in told.value.hint


@pytest.mark.parametrize("query", ["巴音苏木", "巴音苏木人民政府", "巴音苏木政府"])
def test_a_sumu_is_known_by_the_form_of_its_name_as_a_township_is(query: str) -> None:
    assert find_unit(query, KNOWN) == Found("巴音苏木人民政府", False)
    assert find_unit(query, [*KNOWN, unit("巴音苏木")]) == Found("巴音苏木", True)


@pytest.mark.parametrize("query", ["天宁街道", "天宁街道办", "天宁街道办事处"])
def test_a_street_is_known_by_the_form_of_its_name_as_a_township_is(query: str) -> None:
    assert find_unit(query, KNOWN) == Found("天宁街道办事处", False)
    assert find_unit(query, [*KNOWN, unit("天宁街道")]) == Found("天宁街道", True)


# as a fresh import has them, without short names
IN_FULL = [*map(unit, ["旗应急管理局", "旗卫生健康委员会", "旗人力资源和社会保障局", "旗市场监督管理局", "旗教育体育局", "旗发展和改革委员会", "旗文化和旅游局", "旗城市管理综合执法局", "旗消防救援大队", "旗安全生产委员会办公室", "旗公安局", "旗交通运输局", "旗交通运输综合执法局", "城关镇", "旗第12小学"])]  # fmt: skip
EVERYDAY = {
    "应急局": "旗应急管理局",
    "旗应急局": "旗应急管理局",
    "卫健委": "旗卫生健康委员会",
    "旗卫健委": "旗卫生健康委员会",
    "人社局": "旗人力资源和社会保障局",
    "市监局": "旗市场监督管理局",
    "教体局": "旗教育体育局",
    "发改委": "旗发展和改革委员会",
    "文旅局": "旗文化和旅游局",
    "城管局": "旗城市管理综合执法局",
    "消防大队": "旗消防救援大队",
    "安委办": "旗安全生产委员会办公室",
}


@pytest.mark.parametrize("query", EVERYDAY)
def test_a_unit_is_found_by_the_everyday_name_that_no_register_has(query: str) -> None:
    assert find_unit(query, IN_FULL) == Found(EVERYDAY[query], True)


@pytest.mark.parametrize("query", ["县应急局", "市应急局", "公局", "城镇", "卫健局", "交警大队", "第1小学", "人社", "委办", "教育科"])  # fmt: skip
def test_what_no_unit_is_called_for_short_finds_none(query: str) -> None:
    with pytest.raises(UsageError, match="没有找到"):
        find_unit(query, IN_FULL)


def test_an_everyday_name_of_several_units_lists_them_and_offers_no_double() -> None:
    with pytest.raises(UsageError) as caught:
        find_unit("交通局", IN_FULL)
    assert caught.value.message == "“交通局”可能是2个单位：“旗交通运输局”、“旗交通运输综合执法局”"
    assert "units --add" not in caught.value.hint


FORMER = RegisteredUnit("县应急管理局", ("应急局",), (), (), "", (), ("县安监局", "县安全生产监督管理局"))


@pytest.mark.parametrize("query", ["县安监局", "安监局", "安全生产监督管理局"])
def test_a_unit_is_found_by_the_name_that_it_had_before(query: str) -> None:
    assert find_unit(query, [FORMER, unit("县公安局")]) == Found("县应急管理局", True)
    assert candidates(query, [FORMER]) == ["县应急管理局"]


@pytest.mark.parametrize("query", ["柳林乡", "柳林乡政府", "柳林乡人民政府", "柳林镇"])
def test_a_township_is_found_by_every_form_of_its_former_name(query: str) -> None:
    town = unit("柳林镇人民政府")._replace(former=("柳林乡人民政府",))
    assert find_unit(query, [town, unit("县公安局")]) == Found("柳林镇人民政府", True)


@pytest.mark.parametrize("name", ["段村镇", "古城镇", "李集镇", "岭底乡"])
def test_a_township_may_be_called_after_a_village_or_a_town(name: str) -> None:
    """段村镇 is one of 交城县's ten."""
    assert find_unit(name, KNOWN) == Found(f"{name}人民政府", False)


def test_a_township_needs_the_form_that_the_list_allows() -> None:
    with pytest.raises(UsageError):
        find_unit("天宁镇", KNOWN, None)
    with pytest.raises(UsageError):
        find_unit("天宁镇", KNOWN, "乡$")


@pytest.mark.parametrize(
    "query",
    [
        "各乡镇",
        "各苏木",
        "苏木",
        "全苏木",
        "有关镇",
        "城镇",
        "乡镇",
        "村镇",
        "集镇",
        "小城镇",
        "县城镇",
        "建制镇",
        "本镇",
        "全乡",
        "街道",
        "各街道",
        "本街道",
        "属地街道",
        "街道办事处",
    ],
)
def test_a_group_is_no_township_and_no_street(query: str) -> None:
    with pytest.raises(UsageError):
        find_unit(query, KNOWN)


def test_an_ambiguous_query_lists_the_candidates() -> None:
    """消防大队 and 交警大队: both are listed, exit 2."""
    with pytest.raises(UsageError) as caught:
        find_unit("大队", KNOWN)
    assert caught.value.message == "“大队”可能是2个单位：“县消防救援大队”、“县公安局交警大队”"
    assert caught.value.code == 2


def test_ambiguous_initials_list_the_candidates() -> None:
    """nyj is 能源局 and 农业局."""
    with pytest.raises(UsageError, match="“县能源局”、“县农业农村局”"):
        find_unit("nyj", KNOWN)


def test_an_unknown_unit_gets_the_nearest_names_and_the_line_to_register_it() -> None:
    with pytest.raises(UsageError) as caught:
        find_unit("县教育局", KNOWN)
    assert caught.value.message == "没有找到单位“县教育局”"
    assert "最接近的是" not in caught.value.hint  # 县 and 局 tell nothing
    assert "anquan units --add 县教育局" in caught.value.hint
    with pytest.raises(UsageError, match="没有找到") as caught:
        find_unit("县应急管里局", KNOWN)
    assert caught.value.hint.startswith("最接近的是“县应急管理局”")
    with pytest.raises(UsageError) as caught:
        find_unit("yjgjl", KNOWN)
    assert caught.value.hint.startswith("最接近的是“县应急管理局”")
    assert "units --add" not in caught.value.hint  # nobody's name: only a slip of the keyboard


def test_another_level_is_another_unit() -> None:
    with pytest.raises(UsageError):
        find_unit("市应急管理局", KNOWN)


@pytest.mark.watched
@pytest.mark.parametrize("query", ["", "  ", "\u200b"])
def test_an_empty_name_is_refused(query: str) -> None:
    with pytest.raises(UsageError):
        find_unit(query, KNOWN)
    assert len(candidates(query, KNOWN)) == len(KNOWN)


def test_an_empty_list_knows_nobody() -> None:
    with pytest.raises(UsageError):
        find_unit("县公安局", ())
    assert candidates("县", ()) == []


def test_a_hostile_query_is_shown_harmlessly() -> None:
    with pytest.raises(UsageError) as caught:
        find_unit("县\x1b[31m\u202e教育局\n" + "长" * 500, KNOWN)
    shown = caught.value.message + caught.value.hint
    assert shown.isprintable()
    assert len(shown) < 250


def test_a_query_longer_than_any_name_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    levels = Calls(monkeypatch, "anquan_cli.tasklist.phrases.units.names.level_of")
    pairs = Calls(monkeypatch, "anquan_cli.tasklist.same_unit.may_be_one")
    with pytest.raises(UsageError, match="没有找到单位“长长"):
        find_unit("长" * 500, KNOWN)
    assert (levels.count, pairs.count) == (0, 0)


def test_completion_offers_what_the_query_may_become() -> None:
    assert candidates("应急", KNOWN) == ["县应急管理局"]
    assert candidates("大队", KNOWN) == ["县消防救援大队", "县公安局交警大队"]
    assert candidates("n", KNOWN) == []
    assert candidates("ny", KNOWN) == ["县能源局", "县农业农村局"]
    assert candidates("查无此人", KNOWN) == []


def test_forms_add_and_drop_the_level() -> None:
    assert forms("县应急管理局", ("应急局",)) == ("县应急管理局", "应急局", "应急管理局", "县应急局")
    assert forms("市场监管局", ()) == ("市场监管局",)
    assert forms("交城公路管理段", ("公路段",)) == ("交城公路管理段", "公路段")
    assert forms("段村镇政府", ()) == ("段村镇政府", "段村镇", "段村镇人民政府")


def test_readings_are_full_and_initials_with_the_level_and_without() -> None:
    assert readings("县应急管理局") == ("xianyingjiguanliju", "xyjglj", "yingjiguanliju", "yjglj")
    assert readings("应急局") == ("yingjiju", "yjj")
    assert readings("县110中心") == ("xian110zhongxin", "x1zx", "110zhongxin", "1zx")
    assert readings("（）") == ()


@pytest.mark.process
def test_finding_a_unit_does_not_load_the_pinyin_library() -> None:
    code = (
        "import sys\n"
        "from anquan_cli.tasklist.lookup import find_unit\n"
        "from anquan_cli.tasklist.plan import RegisteredUnit\n"
        "print(find_unit('yjj', [RegisteredUnit('县应急局', (), ('yjj',), (), '', ())]).name == '县应急局',"
        " 'pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


SECTORS = {
    "煤矿": ("矿山", "煤炭"),
    "非煤矿山": ("矿山", "非煤"),
    "危险化学品": ("危化品", "危化"),
    "建设与燃气": ("建筑施工", "燃气"),
    "交通": ("道路运输",),
}


@pytest.mark.watched
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("煤矿", ("煤矿",)),
        ("矿山", ("煤矿", "非煤矿山")),
        ("危化品", ("危险化学品",)),
        ("化学", ("危险化学品",)),
        ("道路", ("交通",)),
        (" 燃 气 ", ("建设与燃气",)),
        ("矿", None),
        ("渔业", None),
        ("", None),
    ],
)
def test_a_sector_is_found_by_name_alias_or_part(query: str, names: tuple[str, ...] | None) -> None:
    """矿山 is a compound: it stands for both of its sectors."""
    if names is None:
        with pytest.raises(UsageError):
            find_sector(query, SECTORS)
    else:
        assert find_sector(query, SECTORS) == names


def test_an_unclear_sector_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="“煤矿”、“非煤矿山”"):
        find_sector("矿", SECTORS)
    with pytest.raises(UsageError) as caught:
        find_sector("煤矿山", {"非煤矿场": (), "煤矿": ()})
    assert "“煤矿”" in caught.value.hint


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(max_size=60))
def test_a_query_finds_a_unit_or_is_a_usage_fault(query: str) -> None:
    candidates(query, KNOWN)
    for find in (lambda: find_unit(query, KNOWN), lambda: find_sector(query, SECTORS)):
        try:
            assert find()
        except UsageError as fault:
            kinds = {unicodedata.category(c) for c in fault.message + fault.hint}
            assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@settings(derandomize=True, deadline=None)
@given(st.sampled_from(KNOWN), st.sampled_from(["{}", " {} ", "\u3000{}", "{}\u200b"]))
def test_every_way_of_writing_a_unit_finds_it(known: RegisteredUnit, around: str) -> None:
    for way in forms(known.name, known.short):
        assert find_unit(around.format(way), KNOWN).name == known.name


def test_a_registered_reading_takes_the_place_of_the_librarys(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """长 is read cháng here: the wrong reading neither finds 县长泽局 nor stands in another unit's way."""
    units = "units:\n  - {name: 县长泽局, short: [泽局], pinyin: [changzeju, czj]}\n  - {name: 县招展局}\n"
    listed(
        LEAST.replace("categories:", units + "categories:", 1).replace(
            "县水利局牵头", "县长泽局、县招展局牵头"
        )
    )
    found = {w: run("list", "--unit", w, "--json") for w in ("czj", "changzeju", "zj", "zzj")}
    assert [found[w].json[0]["match"]["unit"] for w in found] == ["县长泽局"] * 3 + ["县招展局"]
    assert run("list", "--unit", "zhangzeju").code == 2
