"""What a measure's own text says of its date and of how many; nothing is taken that does not stand alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from anquan_cli.exchange.list_import.labels import labels
from anquan_cli.exchange.list_import.listing import Wishes
from anquan_cli.exchange.list_import.measures import Beside, cut, entry
from tests.exchange.list_import.blocks import document, imported, table

pytestmark = pytest.mark.elsewhere


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("全年检查危险化学品企业不少于236家。", {"count": 236, "unit": "家"}),
        ("至少组织3场次应急演练。", {"count": 3, "unit": "场次"}),
        ("各乡镇至少召开2次会议。", None),  # each its own
        ("每半年至少召开2次会议。", None),
        ("至少开展10余次检查。", None),  # ten and some
        ("培训不少于100人次，演练不少于3次。", None),  # two figures
        ("至少5个、6个地段设岗。", None),  # one of several
        ("检查不少于3.5公里堤防。", None),
        ("至少0次。", None),
        ("一半以上企业完成自查。", None),
        ("组织演练，不少于2场次。", {"count": 2, "unit": "场次"}),
        ("每年至少解决2项问题。", {"count": 2, "unit": "项"}),
        ("每月开展检查，不少于5次。", None),  # each month
        ("每季度开展督查，检查企业不少于10家。", None),
        ("各单位分管领导带队检查，至少3次。", None),
        ("县公安局、县教育局分别开展检查，全年至少3次。", None),
        ("县公安局、县教育局带队检查，至少3次。", None),
        ("企业开展演练，至少1次。", None),
        ("月度检查不少于5次。", None),
        ("一季度检查企业不少于5家。", {"count": 5, "unit": "家"}),
        ("检查企业不少于10家/月。", None),
        ("检查企业不少于3家，每月通报。", None),
        ("演练不少于2次（每个乡镇）。", None),
    ],
)
def test_a_figure_that_stands_alone_is_the_target(text: str, target: dict[str, object] | None) -> None:
    found = entry(text)
    assert (found.get("target") if isinstance(found, dict) else None) == target


@pytest.mark.watched
@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("每月调度一次。", "每月"),
        ("每半年召开一次专题会议，分管领域的负责人就履职情况作汇报；", "每半年"),
        ("（1）6月底前，完成集中整治。", "6月底前"),
        ("①每周调度。", "每周"),
        ("每周至少检查2次。", "每周"),
        ("深入推进治本攻坚三年行动，每月开展检查，限期整改。", "每月"),
        ("6月底前完成改造，逾期未完成的予以通报。", "6月底前"),
        # what belongs to a date is read with it
        ("每月25日前报送进展。", "每月25日前"),
        ("各单位请于每月25日前将进展报县安委办。", "每月25日前"),
        ("每月15日、30日前报送。", "每月15日、30日前"),
        ("每周五前报送。", "每周五前"),
        ("每周一，报送进展。", "每周一"),
        ("每季度首月10日前报送。", "每季度首月10日前"),
        ("每季度末月20日前报告。", "每季度末月20日前"),
        ("每年6月开展活动。", "每年6月"),
        ("4月至10月，每月开展检查。", "4月至10月，每月"),
        ("自6月起，每月报送。", "自6月起，每月"),
        ("从4月起，每月调度，印发通报。", "从4月起，每月"),
        ("前三季度，每月检查。", "前三季度，每月"),
        # and where it cannot be read, there is no date
        ("5月12日前后开展集中宣传。", None),
        ("6月至9月，每周调度一次。", "6月至9月，每周"),
        ("11月至次年3月，每月检查。", None),
        ("汛期（6月至9月），每周调度。", "汛期（6月至9月），每周"),
        ("冬季，每月检查。", None),
        ("停产停工期间，每月检查。", None),
        ("停产停工期间：每月检查。", None),
        ("二季度起，每季度报送。", "二季度起，每季度"),
        ("3月底前制定执法计划，全年检查企业不少于100家。", None),  # which have until December
        ("从4月起，县水利局牵头，每月调度。", None),
        ("每年汛期前，开展检查。", None),
        ("存在重大隐患的，每月检查一次。", None),
        ("每月开展检查，25日前报送。", None),
        ("每月检查一次，春节前后加密。", None),
        ("每月（1月除外）报送。", None),
        ("除节假日外，每周检查。", None),
        ("6月底前完成改造，确有困难的可延至9月。", None),
        ("6月底前（资金到位后）完成。", None),
        ("资金到位后，6月底前完成。", None),
        ("拟于6月底前完成。", None),
        ("不得在6月底前停用。", None),
        ("原则上每月检查一次。", None),
        ("明年，6月底前完成改造。", None),
        ("明年继续推进，6月底前完成改造。", None),
        ("去年：6月底前完成改造。", None),
        ("今年，6月底前完成改造。", "6月底前"),
        ("6月底前完成改造，以市局通知为准。", None),
        ("6月底前完成改造，时间可适当调整。", None),
        ("6月底前完成改造，按资金到位情况实施。", None),
        ("视资金情况，6月底前完成改造。", None),
        ("6月底前完成改造，现已完成。", None),
        ("6月底前完成改造，今年不实施。", None),
        ("6月底前完成改造，列入明年计划。", None),
        ("采暖季，每月检查。", None),
        ("6月底前完成改造，以旧换新。", "6月底前"),
        ("6月底前完成改造，按要求推进。", "6月底前"),
        # nor where others than the county may be meant
        ("6月底前，市安委办组织考核。", None),
        ("6月底前，国家、省、市将开展督查。", None),
        ("6月底前，市局对重点企业检查。", None),
        ("10月底前，市消防支队组织复查。", None),
        ("每季度，省应急厅暗访一次。", None),
        ("每半年市委听取汇报。", None),
        ("每月分管副市长带队检查。", None),
        ("市局牵头，6月底前完成平台升级。", None),
        ("由市局组织，6月底前完成验收。", None),
        ("太原市，6月底前完成。", None),
        ("6月底前，县应急局完成验收。", "6月底前"),
        ("6月底前，央企、省属企业完成自查。", "6月底前"),
        ("6月底前，市政管网改造完成。", "6月底前"),
        ("6月底前，市场监管局完成检查。", "6月底前"),
        ("6月底前，市级重大隐患整改到位。", "6月底前"),
        ("6月底前，上级交办的问题整改到位。", "6月底前"),
        ("6月底前，市安委办挂牌督办隐患整改到位。", "6月底前"),
        ("6月底前，市上组织验收。", None),
        ("6月底前，州安委办开展考核。", None),
        ("6月底前，自治区开展考核。", None),
        ("6月底前，吕梁市应急局开展交叉检查。", None),
        ("6月底前，山西省应急厅开展检查。", None),
        ("6月底前，省专家组进驻。", None),
        ("6月底前，住建部组织抽查。", None),
        ("6月底前，国家层面出台办法。", None),
        ("6月底前，上级主管部门验收。", None),
        ("6月底前，市直各单位组织考核。", None),
        ("山西省应急厅牵头，6月底前完成改造。", None),
        ("6月底前完成改造，由吕梁市应急局验收。", None),
        ("分管副市长牵头，6月底前完成改造。", None),
        ("6月底前，配合市应急局检查。", "6月底前"),
        ("市政府下达的改造任务20公里，10月底前完成。", "10月底前"),
        ("6月底前，全省联网。", "6月底前"),
        ("6月底前，全省开展考核。", None),
        ("6月底前，国家储备粮库完成检查。", "6月底前"),
        ("6月底前，地区总医院完成检查。", "6月底前"),
        ("教育部门牵头，6月底前完成检查。", "6月底前"),
        ("6月底前，市级安排资金到位。", "6月底前"),
        ("市级财政补助项目，6月底前完成整改。", "6月底前"),
        ("6月底前，兄弟县区来我县交叉检查。", None),
        ("市安委办，6月底前开展考核。", None),
        ("市局开展检查，6月底前完成。", None),
        ("明年启动建设，6月底前完成招标。", None),
        ("国务院安委会督导反馈的问题，6月底前完成整改。", "6月底前"),
        ("省安委会考核巡查反馈问题，6月底前完成整改。", "6月底前"),
        ("中央环保督察反馈问题，6月底前完成整改。", "6月底前"),
        ("上级交办的问题，6月底前完成整改。", "6月底前"),
        ("国家、省、市检查发现的问题，6月底前完成整改。", "6月底前"),
        ("省市县三级检查发现的隐患，6月底前完成整改。", "6月底前"),
        ("市局执法检查发现的隐患，6月底前完成整改。", "6月底前"),
        ("市消防支队移交的隐患，6月底前完成整改。", "6月底前"),
        ("市委巡察反馈的问题，6月底前完成整改。", "6月底前"),
        ("市级重大隐患，6月底前完成整改。", "6月底前"),
        ("国家级示范园区，6月底前完成整改。", "6月底前"),
        ("省级化工园区，6月底前完成整改。", "6月底前"),
        ("市级以上文物保护单位，6月底前完成整改。", "6月底前"),
        ("市级综合应急救援基地项目，6月底前完成整改。", "6月底前"),
        ("省级重大隐患挂牌督办，6月底前完成整改。", "6月底前"),
        ("国家电网线路，6月底前完成整改。", "6月底前"),
        ("中央预算内项目，6月底前完成整改。", "6月底前"),
        ("省安委会“三十条”措施，6月底前完成整改。", "6月底前"),
        ("往年发生事故的企业，6月底前完成整改。", "6月底前"),
        ("明年到期的特种设备，6月底前完成整改。", "6月底前"),
        ("原计划去年完成的项目，6月底前完成整改。", "6月底前"),
        ("其他县区事故教训，6月底前完成整改。", "6月底前"),
        ("今年完成50户，6月底前完成整改。", "6月底前"),
        ("6月底前，通过省应急厅评审。", "6月底前"),
        ("6月底前，申请省级验收。", "6月底前"),
        ("6月底前，协助市局开展检查。", "6月底前"),
        ("6月底前，市级储备库完成检查。", "6月底前"),
        ("6月底前，市委督查事项办结。", "6月底前"),
        ("6月底前，市人大建议办理完毕。", "6月底前"),
        ("6月底前，市委党校完成改造。", "6月底前"),
        ("6月底前，市场主体完成自查。", "6月底前"),
        ("6月底前，大型超市完成检查。", "6月底前"),
        ("6月底前，县委宣传部组织宣传。", "6月底前"),
        ("6月底前，已建成的投入使用。", "6月底前"),
        ("6月底前，已完成项目组织验收。", "6月底前"),
        ("6月底前，根据资金情况制定方案。", "6月底前"),
        ("6月底前完成改造，今年完成80%。", "6月底前"),
        ("12月底前完成招标，明年开工。", "12月底前"),
        ("预计在6月底前完成。", None),
        ("6月底前，鄂尔多斯市应急局开展检查。", None),
        ("6月底前，齐齐哈尔市安委办开展检查。", None),
        ("6月底前，德宏州开展检查。", None),
        ("6月底前，兴安盟应急局开展检查。", None),
        ("6月底前，喀什地区应急局开展检查。", None),
        ("6月底前，盟行署开展检查。", None),
        ("6月底前，内蒙古应急厅开展检查。", None),
        ("6月底前，省应急厅开展检查。", None),
        ("6月底前，青岛海事局开展检查。", None),
        ("6月底前，遵义消防支队开展检查。", None),
        ("6月底前，重点地区完成排查。", "6月底前"),
        ("6月底前，产业联盟完成自查。", "6月底前"),
        ("6月底前，办事大厅完成改造。", "6月底前"),
        ("每半月调度1次。", "每半月"),
        ("每2个月检查1次。", "每2个月"),
        ("每年6月底前完成检测。", "每年6月底前"),
        ("每月2次开展夜查。", "每月2次"),
        ("每季度不少于2次组织演练。", "每季度不少于2次"),
        ("每月1次开展夜查。", "每月"),
        ("3月5日前报送2月台账，以此类推。", None),
        ("6月底前设置过渡期。", None),
        ("6月底前给予整改期。", None),
        ("6月底前设置警示标志。", "6月底前"),
        ("6月底前减半收取检测费。", None),
        ("6月底前免费检测。", None),
        ("6月底前加密巡查。", None),
        ("6月底前加密监测站点。", "6月底前"),
        ("6月底前工作重点是宣传发动。", None),
        ("6月底前销号率低于80%的通报。", None),
        ("每月检查，直至隐患销号。", None),
        ("每月上旬、下旬各检查一次。", None),
    ],
)
def test_a_date_is_read_with_all_that_belongs_to_it_or_not_at_all(text: str, deadline: str | None) -> None:
    found = entry(text)
    assert (found.get("deadline") if isinstance(found, dict) else None) == deadline


@pytest.mark.parametrize(
    ("text", "units", "deadline"),
    [
        ("6月底前，市应急局开展检查。", "市应急局", "6月底前"),
        ("每季度，市安委办通报一次。", "市应急管理局、市住建局，各乡镇（街道）", "每季度"),
        ("每月市长带队检查一次。", "汾阳市应急局", "每月"),
        ("6月底前，省应急厅开展检查。", "市应急局", None),
        ("6月底前，晋中市应急局开展检查。", "市应急局", None),
        ("6月底前，平遥县应急局开展检查。", "市应急局", None),
        ("6月底前，介休市应急局开展检查。", "介休市应急局", "6月底前"),
        ("6月底前，市应急局开展检查。", "县应急局、市消防支队", None),
        ("6月底前，市应急局开展检查。", "市场监管局", None),
    ],
)
def test_a_city_is_no_level_above_its_own_units(text: str, units: str, deadline: str | None) -> None:
    found = entry(text, beside=Beside("", units, "全年", 2025))
    assert (found.get("deadline") if isinstance(found, dict) else None) == deadline


@pytest.mark.parametrize(
    ("others", "deadline"),
    [
        (["市应急局", "市住建局、市教育局"], "6月底前"),
        (["市应急局", "市住建局、县教育局"], None),
        (["市应急局城区分局", "市住建局城区分局、市教育局城区分局"], None),
        (["市应急局", "市住建局"], None),
    ],
)
def test_a_city_is_no_level_above_a_list_of_its_units(others: list[str], deadline: str | None) -> None:
    header = ["序号", "重点任务", "主要内容", "责任单位", "完成时限"]
    text = "市应急局牵头，6月底前完成复核。"
    grid = [header, *([f"{n}", f"检查{n}", "检查", who, "全年"] for n, who in enumerate(others, 1))]
    found = imported(
        document("某市2025年任务清单", table([*grid, ["9", "复核", text, "各乡镇（街道）、开发区", "全年"]]))
    )
    assert found.plan.rows[-1].measures[0].deadline.text == (deadline or "全年")


@pytest.mark.parametrize(
    ("said", "units", "deadline"),
    [
        ("县水利局、县林业局，持续推进", "县水利局、县林业局", "持续推进"),
        ("县水利局，自6月起，每月报送", "县水利局", "自6月起，每月报送"),
        ("县水利局，6月至9月，每周", "县水利局", "6月至9月，每周"),
    ],
)
def test_a_date_behind_units_is_the_whole_of_it(said: str, units: str, deadline: str) -> None:
    found = labels(f"责任单位：{said}")
    assert (found.units, found.deadline) == (units, deadline)


@pytest.mark.parametrize(
    ("units", "deadline"),
    [("市自然资源局城区分局", "9月底前"), ("县住建局、市自然资源局城区分局", "9月底前"), ("县住建局", None)],
)
def test_the_rows_own_unit_is_no_level_above_it(units: str, deadline: str | None) -> None:
    text = "市自然资源局城区分局牵头，9月底前完成排查。"
    assert measured(text, units=units, deadline="12月底前") == [(deadline, None)]


def measured(
    content: str,
    *,
    title: str = "检查企业",
    units: str = "县应急局",
    deadline: str = "全年",
    how: Any = "sentences",
) -> list[tuple[str | None, int | None]]:
    """The deadline and the target that each measure of a row has of its own."""
    header = ["序号", "重点任务", "主要内容", "责任单位", "完成时限"]
    grid = table([header, ["1", title, content, units, deadline]])
    found = imported(document("某县2025年任务清单", grid), wishes=Wishes(measures=how))
    (row,) = found.plan.rows
    return [
        (m.deadline.text if m.own_deadline else None, m.target.count if m.target else None)
        for m in row.measures
    ]


# a text of several clauses, its deadline and target, and the words that are asked about; issued: 12月底前
SEVERAL: dict[str, tuple[str | None, int | None, str]] = {
    # a figure of one thing, a rhythm or a date of another
    "执法检查企业不少于120家次，每季度通报1次典型案例。": (None, None, "每季度"),
    "执法检查企业120家次、每季度通报1次典型案例。": (None, None, "每季度"),
    "每季度通报1次典型案例，执法检查企业不少于120家次。": (None, None, "每季度"),
    "每季度检查1次，全年检查企业不少于120家次。": (None, None, "每季度"),
    "召开会议4次，每季度通报进展。": (None, None, "每季度"),
    "建设10个避险点，每月开展检查。": (None, None, "每月"),
    "培训企业不少于50家，11月底前报送总结。": (None, 50, "11月底前"),
    "6月底前印发方案，检查企业不少于100家。": (None, 100, "6月底前"),
    "6月底前印发方案，全年开展检查不少于4次。": (None, 4, "6月底前"),
    # of the same
    "组织演练4次，每季度1次。": ("每季度", None, ""),
    "组织演练4次，每季度不少于1次。": ("每季度", None, ""),
    "更换灶具不少于300台，9月底前完成。": ("9月底前", 300, ""),
    "排查隐患不少于50处，6月底前全部整改到位。": ("6月底前", 50, ""),
    "对3个小区，6月底前完成改造。": ("6月底前", None, ""),
    "6月底前组织综合演练，参演人员不少于50人。": ("6月底前", 50, ""),
    "6月底前制定预案，不少于3项。": ("6月底前", 3, ""),
    "每月开展1次检查，检查企业不少于3家。": ("每月", None, ""),
    "落实3项制度，每月开展检查。": ("每月", None, ""),
    "每季度检查1次，全年不少于4次。": ("每季度", None, ""),  # what the rhythm adds up to
    "每月25日前报送1次，全年不少于12次。": ("每月25日前", None, ""),
    "开展宣传活动，每月发布信息4条。": ("每月", None, ""),
}


@pytest.mark.parametrize("text", SEVERAL)
def test_a_date_of_one_thing_is_not_that_of_a_figure_of_another(text: str) -> None:
    rows = [["序号", "任务", "措施", "责任单位", "完成时限"], ["1", "检查", text, "县商务局", "12月底前"]]
    found = imported(document("云溪县2025年任务清单", table(rows)))
    deadline, target, asked = SEVERAL[text]
    assert measured(text, deadline="12月底前") == [(deadline, target)]
    assert [re.findall("“(.*?)”", d.what)[0] for d in found.doubts] == [asked] * bool(asked)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("检查企业不少于120家次，每季度通报1次典型案例。", "；“不少于120家次”是总数的，写 target"),
        ("召开会议4次，每季度通报进展。", ""),
        ("加油站每半年至少检查1次。", ""),
    ],
)
def test_where_a_rhythm_is_asked_about_so_is_a_figure_of_another_clause(text: str, target: str) -> None:
    rows = [["序号", "任务", "措施", "责任单位", "完成时限"], ["1", "检查", text, "县商务局", "12月底前"]]
    (doubt,) = imported(document("云溪县2025年任务清单", table(rows))).doubts
    assert re.sub("^.*deadline: 每(?:季度|半年)", "", doubt.hint) == target


def test_a_head_holds_for_all_points_below_it() -> None:
    """The second point lost its head: each month of the year, for all of them."""
    assert measured("停工期间要做到：（1）每周检查；（2）每月报告。") == [(None, None)] * 2
    assert measured("各乡镇：（1）组织演练，不少于2场次；（2）组织培训，不少于3次。") == [(None, None)] * 2
    assert measured("抓好以下工作：（1）每周检查；（2）每月报告。") == [("每周", None), ("每月", None)]


@pytest.mark.watched
def test_clauses_are_read_within_their_sentence() -> None:
    text = "自6月起在全县范围内组织各方力量开展检查整治，确保每月全面覆盖各类重点企业和场所。"
    assert measured(text, how="clauses") == [(None, None)] * 2
    assert measured(text.replace("自6月起", ""), how="clauses") == [(None, None), ("每月", None)]


@pytest.mark.parametrize(
    ("deadline", "text", "own"),
    [
        ("每季度末月20日前", "每季度报告。", None),  # ten days later
        ("每月", "每季度报告。", None),
        ("每周五", "每周报告。", None),
        ("6月底前/12月底前", "每年总结。", None),
        ("6月至9月", "每周调度。", None),  # not in winter
        ("每季度", "每月报告。", "每月"),
        ("每季度", "6月底前完成整治。", "6月底前"),
        ("3月底前/6月底前/9月底前/12月底前", "每季度报告。", "每季度"),
        ("长期坚持", "每季度报告。", "每季度"),
    ],
)
def test_a_rhythm_displaces_no_finer_or_narrower_deadline_of_its_row(
    deadline: str, text: str, own: str | None
) -> None:
    assert measured(text, deadline=deadline) == [(own, None)]


# issued for the row, a measure's text, its own deadline, and what is asked about
WITHIN = [
    # a day of its own among those of the row: never each of them
    ("每月", "锅炉单位9月30日前完成检验。", None, "9月30日前"),
    ("每月", "6月底前完成检验。", "6月底前", ""),
    ("每月", "上半年完成达标创建。", None, "上半年"),
    ("每季度", "到年底全部完成改造。", None, "年底"),
    ("每季度", "一季度完成部署，二季度完成排查，三季度完成整治，四季度完成总结。", None, ""),
    ("每月", "6月底前完成50%，12月底前完成100%。", None, "6月底前、12月底前"),
    ("6月底前、12月底前", "各乡镇12月底前报送总结。", None, "12月底前"),
    ("6月底前、12月底前", "6月底前完成50%，12月底前完成100%。", None, ""),
    ("6月底前、12月底前", "6月、12月底前报送总结。", "6月、12月底前", ""),
    ("五一、国庆节前", "五一、国庆前开展检查。", None, ""),
    ("五一、国庆节前", "国庆节前开展检查。", None, "国庆节前"),
    ("6月底前完成50%，年底前完成100%", "规上企业6月底前创建率达到60%。", None, "6月底前"),
    ("12月底前", "各乡镇12月底前报送总结。", None, ""),
    # a day of each of the row's periods, and one that is none of them
    ("每月", "每月25日前报送进展。", "每月25日前", ""),
    ("每月底前", "每月10日前报送上月数据。", "每月10日前", ""),
    ("每季度", "每季度末月25日前报送。", "每季度末月25日前", ""),
    ("每周", "每周五报送进展。", "每周五", ""),
    ("12月底前", "每年10月开展检测。", "每年10月", ""),
    ("每月", "各乡镇每月25日前报送进展。", None, "每月25日前"),
    ("每月25日前", "各乡镇每月25日前报送进展。", None, ""),
    ("每月底前", "各乡镇每月报送进展。", None, ""),
    ("每月5日前", "每月25日前报送进展。", None, "每月25日前"),
    ("每月", "每季度末月25日前报送。", None, "每季度末月25日前"),
    ("每月", "每半年总结1次。", None, ""),
    ("全年", "锅炉每年10月底前完成检验。", None, "每年10月底前"),
    # the row runs only for a part of the year, known or not
    *((row, "每周开展检查。", None, "每周") for row in (
        "7月起每月", "6—9月每月25日前", "下半年每月", "采暖季", "防火期", "岁末年初", "6月起", "开学前", "今冬明春", "即日起至12月底",
    )),
    ("7月起每月", "每月25日前报送进展。", None, "每月25日前"),
    ("7月至12月每月", "每周开展检查。", None, "每周"),
    ("每月25日前", "每周开展检查。", "每周", ""),
    ("按要求", "每周开展检查。", "每周", ""),
]  # fmt: skip


@pytest.mark.parametrize(("deadline", "text", "own", "asked"), WITHIN)
def test_no_date_of_a_measure_is_lost_among_those_of_its_row(
    deadline: str, text: str, own: str | None, asked: str
) -> None:
    rows = [["序号", "任务", "措施", "责任单位", "完成时限"], ["1", "检查", text, "县商务局", deadline]]
    found = imported(document("云溪县2025年任务清单", table(rows)))
    (measure,) = found.plan.rows[0].measures
    assert (measure.deadline.text if measure.own_deadline else None) == own
    told = [d.what.split("，期限仍是")[0] for d in found.doubts if re.match("文中只?写有", d.what)]
    assert ["、".join(re.findall("“(.*?)”", what)) for what in told] == [asked] * bool(asked)


# issued for the row, measures that each name one of its dates, and the deadlines that they get of their own
ONE_BY_ONE = [
    ("6月底前、9月底前", "县级平台6月底前上线；乡级终端9月底前配齐。", "6月底前|9月底前"),
    ("6月底前、9月底前", "县级平台6月底前上线；乡级终端9月底前配齐；村级9月底前配齐。", "6月底前|9月底前|9月底前"),
    ("6月底前、12月底前", "上半年完成自查；下半年开展督查。", "6月底前|12月底前"),  # in the row's words
    ("每半年", "上半年完成自查；下半年开展督查。", "上半年|下半年"),
    ("6、12月底前", "规上企业6月底前完成；规下企业12月底前完成。", "6月底前|12月底前"),
    ("6月底前、11月底前", "第一批6处，6月底前；第二批8处，11月底前", "6月底前|11月底前"),
    ("6月、11月", "6月开展安全生产月活动；11月开展消防宣传月活动。", "6月|11月"),
    ("“五一”前、国庆前", "“五一”前检查景区；国庆前检查宾馆。", "“五一”前|国庆前"),
    ("二季度、四季度", "第二季度完成排查。第四季度完成总结。", "二季度|四季度"),
    ("4月底前、11月底前", "方案于4月底前印发；总结于11月底前报送。", "4月底前|11月底前"),
    ("7月10日前、次年1月10日前", "7月10日前报送上半年总结；次年1月10日前报送全年总结。", "7月10日前|次年1月10日前"),
    # both, another date, none, a rhythm, another level, an open date
    ("6月底前、9月底前", "县级平台6月底前、9月底前分批上线；乡级终端9月底前配齐。", None),
    ("6月底前、9月底前", "县级平台6月底前上线；乡级终端8月底前配齐；村级终端9月底前配齐。", None),
    ("6月底前、9月底前", "县级平台6月底前上线；乡级终端配齐；村级终端9月底前配齐。", None),
    ("6月底前、9月底前、12月底前", "县级平台6月底前上线；乡级终端9月底前配齐。", None),
    ("6月底前、9月底前", "县级平台6月底前上线，每月调度；乡级终端9月底前配齐。", None),
    ("6月底前、9月底前", "市局6月底前验收；乡级终端9月底前配齐。", None),
    ("6月底前、9月底前", "预计县级平台6月底前上线；乡级终端9月底前配齐。", None),
]  # fmt: skip


@pytest.mark.parametrize(("deadline", "text", "own"), ONE_BY_ONE)
def test_measures_that_name_their_rows_dates_one_by_one_have_them(
    deadline: str, text: str, own: str | None
) -> None:
    rows = [["序号", "任务", "措施", "责任单位", "完成时限"], ["1", "检查", text, "县商务局", deadline]]
    found = imported(document("云溪县2025年任务清单", table(rows)))
    measures = found.plan.rows[0].measures
    assert ("|".join(m.deadline.text for m in measures) if measures[0].own_deadline else None) == own
    assert bool(found.doubts) == (own is None)


# of a list of 2025: issued for the row, a text, its own deadlines, and what is asked
YEARS = [
    # what was before, and what is to be behind the row, is no part of a date
    ("8月底前", "2024年已建成一期，2025年8月底前完成二期并试运行，2026年全面投用。", "2025年8月底前", ""),
    ("全年", "8月底前完成二期，2026年全面投用。", "8月底前", ""),
    ("全年", "根据2024年评估结果，2025年4月底前整改，2026年复评。", "2025年4月底前", ""),
    ("12月底前", "2024年12月启动，2025年9月底前完成。", "2025年9月底前", ""),
    ("2025年12月底前", "2024年12月报送总结，2025年6月报送中期总结，2025年12月底前报送总结。", "2025年6月报送中期总结，2025年12月底前", ""),
    ("2025年6月底前", "2024年启动建设，2025年6月底前建成，2025年下半年试运行，2026年运行。", "", ""),
    # but within the row it may be another stage
    ("全年", "2024年启动建设，2025年6月底前建成，2025年下半年试运行，2026年运行。", "", "文中写有“2025年6月底前”"),
    ("2026年底前", "2025年8月底前完成一期，2026年完成二期。", "", "文中写有“2025年8月底前”"),
    ("12月底前", "2024年12月启动，9月底前完成。", "", "文中写有“9月底前”"),
    # a past date among others, and one that stands alone
    ("2026年11月底前", "2024年12月、2025年12月分别报送总结，2026年11月底前报送总体总结。", "2024年12月、2025年12月分别报送总结，2026年11月底前", "完成时限“2024年12月、2025年12月分别报送总结，2026年11月底前”写的是2024年"),
    ("12月底前", "2024年12月底前完成摸底，2025年12月底前完成整治。", "", ""),
    ("6月底前", "2024年12月底前完成方案。", "", "文中写有“2024年12月底前”"),
    ("11月底前", "2024年：12月底前完成甲。", "2024年，12月底前", "完成时限“2024年，12月底前”写的是2024年"),
    ("12月底前", "2024年：12月底前完成甲。", "2024年，12月底前", "完成时限“2024年，12月底前”写的是2024年"),
    # a year that heads a date stays with it
    ("2026年6月底前", "2025年：6月底前完成甲。2026年：6月底前完成乙。", "2025年，6月底前|2026年，6月底前", ""),
    ("12月底前", "制定2025年度安全生产职责清单和年度重点工作清单，3月底前印发实施。", "3月底前", ""),
    ("12月底前", "到2025年，6月底前完成。", "6月底前", ""),
    # the rest of the year is no frame of a rhythm
    ("12月底前", "自即日起至12月底，每周巡查一次。", "每周", ""),
    ("全年", "即日起至年底，每周巡查。", "每周", ""),
    ("全年", "即日起至10月底，每周巡查。", "", "文中写有“每周”"),
    # a month of every year is a date
    ("每年6月、11月", "每年6月组织演练；每年11月组织演练。", "每年6月|每年11月", ""),
    ("6月底前、12月底前", "每年6月底前报送；每年12月底前报送。", "每年6月底前|每年12月底前", ""),
    # a day of the row's rhythm, of which both are said
    ("每月25日前", "每月25日前报送，12月25日前报送总结。", "", ""),
    ("每季度末、12月底前", "每季度末报送总结，12月底前报送全年总结。", "", ""),
    ("每月", "每月调度，6月底前清零。", "", "文中写有“6月底前”"),
    ("每月25日前", "12月25日前报送总结。", "12月25日前", ""),
]  # fmt: skip


@pytest.mark.parametrize(("deadline", "text", "own", "asked"), YEARS)
def test_a_date_is_read_without_what_is_of_another_time(
    deadline: str, text: str, own: str, asked: str
) -> None:
    rows = [["序号", "任务", "措施", "责任单位", "完成时限"], ["1", "检查", text, "县商务局", deadline]]
    found = imported(document("云溪县2025年任务清单", table(rows)))
    measures = found.plan.rows[0].measures
    assert "|".join(m.deadline.text for m in measures if m.own_deadline) == own
    assert [d.what[: len(asked)] for d in found.doubts] == [asked] * bool(asked)


def test_of_measures_that_each_name_one_of_their_rows_dates_is_asked_once() -> None:
    text = "1.上半年完成排查。2.印发方案。3.重点企业12月底前完成达标。4.下半年完成验收。"
    rows = [
        ["序号", "任务", "措施", "责任单位", "完成时限"],
        ["1", "检查", text, "县商务局", "6月底前、12月底前"],
    ]
    found = imported(document("云溪县2025年任务清单", table(rows)))
    (told,) = [d.what for d in found.doubts]
    assert told == "文中只写有“上半年”，期限仍是任务的“6月底前、12月底前”，要点3、要点4也这样"


def test_what_is_counted_with_first_and_second_has_its_own_date() -> None:
    text = "一是6月底前完成排查；二是12月底前完成整改。"
    rows = [
        ["序号", "任务", "措施", "责任单位", "完成时限"],
        ["1", "检查", text, "县商务局", "6月底前、12月底前"],
    ]
    (row,) = imported(document("云溪县2025年任务清单", table(rows))).plan.rows
    assert [m.deadline.text for m in row.measures] == ["6月底前", "12月底前"]


def test_a_title_that_names_a_season_narrows_a_rhythm() -> None:
    assert measured("每周调度一次。", title="汛期调度") == [(None, None)]
    assert measured("每周调度一次。", title="2025年调度") == [("每周", None)]


@pytest.mark.watched
def test_a_figure_is_no_target_where_it_may_be_each_units_or_each_times() -> None:
    text = "检查企业不少于10家。"
    assert measured(text) == measured(text, units="县应急局、县水利局") == [(None, 10)]
    assert measured(text, units="县应急局牵头，各乡镇配合") == [(None, 10)]
    assert measured(text, units="各乡镇") == measured(text, deadline="每季度") == [(None, None)]


def test_the_date_of_one_of_several_points_is_not_the_tasks() -> None:
    two = ("1.修订清单。县委编办牵头，6月底前完成。", "2.开展巡查。")
    for second, deadline in (("县安委办负责，全年推进。", ""), ("县安委办负责。", "")):
        found = imported(
            document("某县2025年工作要点", "（一）强化监管（责任单位：县应急局）", two[0], two[1] + second)
        )
        assert [r.deadline.text for r in found.plan.rows] == [deadline]
        assert [d.what for d in found.doubts if "时限" in d.what] == ["没有读到完成时限"]


# title, measures, deadline → the rhythm that is asked about, once
RHYTHMS = {
    ("油站", "加油站每半年检查1次。", "12月底前"): "每半年",
    ("企业", "对重点企业每月检查1次，对一般企业每季度检查1次。", "12月底前"): "每月",
    ("会议", "召开例会；按月通报；逐月分析。", "全年"): "按月",
    ("企业", "督促企业每月自查。", "每季度"): "每月",  # finer than the row's
    ("停产", "停产停工期间，每月检查。", "长期坚持"): "每月",
    ("每月召开例会", "", "12月底前"): "每月",
    ("学校", "学校每个月、企业每两个月检查。", "12月底前"): "每个月",
    ("学校", "学校半年至少检查1次。", "12月底前"): "半年",
    ("防汛", "每周巡查1次。", "6月至9月"): "每周",  # more often than the row's, though wider
    ("森防", "每月开展1次检查。", "3月—5月、10月—12月"): "每月",  # not of all twelve months
    # taken, or the row's own, or no rhythm
    ("油站", "每半年对加油站检查1次。", "12月底前"): "",
    ("企业", "督促企业每季度自查。", "每季度"): "",
    ("企业", "督促企业每半年自查。", "每季度"): "",
    ("每月召开例会", "", "每月"): "",
    ("每月召开例会", "每月召开1次例会。", "12月底前"): "",
    ("检查", "按月度计划检查；按季节特点检查；整治周边。", "12月底前"): "",
    ("制度", "落实每周调度制度，健全按月通报机制。", "12月底前"): "",
    ("检查", "每日巡查，逢节检查，上半年检查。", "12月底前"): "",
}  # fmt: skip


@pytest.mark.parametrize("said", RHYTHMS)
def test_what_is_to_be_done_again_and_again_is_read_or_asked_about_once(said: tuple[str, str, str]) -> None:
    title, content, deadline = said
    rows = [["序号", "任务", "措施", "责任单位", "完成时限"], ["1", title, content, "县商务局", deadline]]
    found = imported(document("白河县2026年任务清单", table(rows)))
    told = [re.findall("“(.*?)”", d.what)[0] for d in found.doubts if "没有读作期限" in d.what]
    assert told == [RHYTHMS[said]] * bool(RHYTHMS[said])
    assert found.text.count("没有读作期限") == len(told)


@pytest.mark.parametrize("text", ["remark:排查隐患", "deadline：全年", "target：10", "text:三", "due:6月"])
def test_a_measure_that_begins_like_a_key_of_the_list_file_is_a_text(text: str) -> None:
    rows = [
        ["序号", "任务", "主要内容", "责任单位", "完成时限"],
        ["1", "甲事", f"{text}；整改", "县水利局", "6月底前"],
    ]
    found = imported(document("云溪县2026年任务清单", table(rows)))
    assert [m.text for m in found.plan.rows[0].measures] == [f"{text}；", "整改"]
    assert f"- text: {text}；" in found.text and "- 整改" in found.text


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("排查①。整改。", "排查①。|整改。"),
        ("排查①；整改②；验收。", "排查①；|整改②；|验收。"),
        ("建立台账①，报县安委办。", "建立台账①，报县安委办。"),
        ("排查①", "排查①"),
        ("排查。①整改。②", "排查。①|整改。②"),
        ("一、排查。① 二、整改。②", "一、排查。①|二、整改。②"),
        ("排查。①\n整改。", "排查。①|整改。"),
        ("排查。*整改。*", "排查。*|整改。*"),
        ("排查[1]。整改。[2]", "排查[1]。|整改。[2]"),
        ("排查。[1]整改。", "排查。[1]|整改。"),
        ("排查。[^1]整改。", "排查。[^1]|整改。"),
        ("排查（注1）。整改。（注2）验收。", "排查（注1）。|整改。（注2）|验收。"),
        ("排查。<sup>1</sup>整改。", "排查。<sup>1</sup>|整改。"),
        ("排查。¹整改。²", "排查。¹|整改。²"),
        ("①排查；②整改。", "①排查；|②整改。"),
        ("①、排查；②、整改。", "①、排查；|②、整改。"),
        ("排查①、整改②。", "排查①、整改②。"),
        ("[1]排查。[2]整改。", "[1]排查。|[2]整改。"),
        ("做到：①排查。②整改。", "做到：①排查。|②整改。"),
        ("全面排查。①查用户。②查场站。", "全面排查。|①查用户。|②查场站。"),
        ("（1）排查。（2）整改。", "（1）排查。|（2）整改。"),
    ],
)
def test_the_mark_of_a_note_is_of_the_measure_before_it(text: str, measures: str) -> None:
    assert "|".join(piece for piece, *_ in cut(text, "sentences")) == measures
