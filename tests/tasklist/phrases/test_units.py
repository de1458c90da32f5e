"""Responsible-unit phrases: who is named, which groups, in which role, and what is a doubt."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anquan_cli.tasklist.phrases import table as table_lines
from anquan_cli.tasklist.phrases.units import words
from anquan_cli.tasklist.phrases.units.lexer import Lexer
from anquan_cli.tasklist.phrases.units.reader import LIMIT, parse
from anquan_cli.tasklist.plan import Register, RegisteredGroup, RegisteredUnit, UnitPhrase

pytestmark = pytest.mark.elsewhere

MARK = {"lead": "牵", "responsible": "责", "support": "配", "supervise": "督"}


TABLES = ("unit_phrases.tsv", "unit_phrases_of_other_fields.tsv", "unit_near_misses.tsv")


def told(phrase: UnitPhrase) -> str:
    """What a phrase comes to, in one line: units, |, groups (~ part of the group), each with its role."""
    units = " ".join(p.name + MARK[p.role] for p in phrase.named)
    groups = " ".join(("" if g.whole else "~") + g.name + MARK[g.role] for g in phrase.groups)
    return f"{units} | {groups}".strip()


# Phrase → units | groups; the suffix is the role (牵 lead, 责 responsible, 配 support, 督 supervise).
ISSUED = {  # shapes met in issued lists, those of the 2025 list among them
    "县水利局": "县水利局责 |",
    "省经信厅、省科技厅": "省经信厅责 省科技厅责 |",
    "省科技厅、工业和信息化厅": "省科技厅责 省工业和信息化厅责 |",
    "省教育厅牵头": "省教育厅牵 |",
    "市教育局牵头，市财政局、市审计局配合。": "市教育局牵 市财政局配 市审计局配 |",
    "由市应急局牵头，市公安局、市卫健委参加。": "市应急局牵 市公安局配 市卫健委配 |",
    "牵头单位：县司法局；责任单位：县公安局、县民政局": "县司法局牵 县公安局责 县民政局责 |",
    "〔牵头单位：区政府办公室，责任单位：区司法局等有关部门〕": "区政府办公室牵 区司法局责 |",
    "县安委会各成员单位按职责负责": "| 县安委会各成员单位责",
    "县安委会有关成员单位负责": "| ~县安委会有关成员单位责",
    "县安委办、各行业安全专委会办公室负责": "县安委办责 | 各行业安全专委会办公室责",
    "县应急管理局、县林业局、县财政局等部门分工负责": "县应急管理局责 县林业局责 县财政局责 |",
    "县住房和城乡建设管理局、交城公路管理段等部门分工负责": "县住房和城乡建设管理局责 交城公路管理段责 |",
    "负有安全生产监管职责的部门指导督促企业落实": "| 负有安全生产监管职责的部门督",
    "县级负有安全生产监管职责的部门分工负责": "| 县级负有安全生产监管职责的部门责",
    "煤矿安全专业委员会办公室牵头负责": "煤矿安全专业委员会办公室牵 |",
    "县水务局\n县住建局\n县护城河指挥部": "县水务局责 县住建局责 县护城河指挥部责 |",
    "安监站 安监所": "安监站责 安监所责 |",
    "省市场监管局（省知识产权局）": "省市场监管局责 |",
    "市府办〔市大数据局〕牵头": "市府办牵 |",
    "各乡镇人民政府、街道办事处，县级各部门": "| 各乡镇人民政府责 街道办事处责 县级各部门责",
    "州司法局、州委编办及州直相关单位": "州司法局责 州委编办责 | ~州直相关单位责",
    "省委网信办，省保密局、密码管理局，省公安厅、政务和数据局，省通信管理局按职责分工负责": (
        "省委网信办责 省保密局责 省密码管理局责 省公安厅责 省政务和数据局责 省通信管理局责 |"
    ),
    "省有关部门按职责分工负责": "| ~省有关部门责",
    "办公室牵头，各科室配合": "办公室牵 | 各科室配",
    "县委宣传部、县应急管理局，协同责任单位：县安委会各成员单位": (
        "县委宣传部责 县应急管理局责 | 县安委会各成员单位配"
    ),
}
LABELS = {
    "牵头单位：县应急管理局；配合单位：县公安局、县水利局": "县应急管理局牵 县公安局配 县水利局配 |",
    "主办单位:县教育局 协办单位:县公安局 县民政局": "县教育局牵 县公安局配 县民政局配 |",
    "责任部门：县住建局、交通运输局、水利局": "县住建局责 县交通运输局责 县水利局责 |",
    "牵头单位:县发展和改革局\n责任单位:县能源局\n配合单位:各乡镇人民政府": "县发展和改革局牵 县能源局责 | 各乡镇人民政府配",
    "督导单位：县安委办；责任单位：各行业主管部门": "县安委办督 | 各行业主管部门责",
    "监管部门：县市场监督管理局": "县市场监督管理局督 |",
    "参与单位：县总工会、团县委、县妇联": "县总工会配 团县委配 县妇联配 |",
    "牵头：县应急管理局 配合：县公安局 县水利局": "县应急管理局牵 县公安局配 县水利局配 |",
    "牵头 县应急管理局 配合 县公安局 县水利局": "县应急管理局牵 县公安局配 县水利局配 |",
    "牵头单位 县应急管理局\n配合单位 县公安局\n县水利局": "县应急管理局牵 县公安局配 县水利局配 |",
    "责任单位县水利局": "县水利局责 |",
    "县应急管理局，配合单位县公安局、县水利局": "县应急管理局责 县公安局配 县水利局配 |",
    "第一责任单位：县公安局；第二责任单位：县水利局": "县公安局责 县水利局责 |",
    "牵头单位为县应急管理局，责任单位为县公安局": "县应急管理局牵 县公安局责 |",
    "牵头（责任）单位：县公安局": "县公安局牵 |",
    "县级：县应急管理局；乡级：各乡镇人民政府": "县应急管理局责 | 各乡镇人民政府责",
    "责任单位：县应急管理局牵头，县公安局、县林业局配合": "县应急管理局牵 县公安局配 县林业局配 |",
    "牵头单位：县应急管理局、县公安局按职责分工负责": "县应急管理局牵 县公安局牵 |",
    "配合单位：无；责任单位：县水利局": "县水利局责 |",
    "责任单位：各乡镇人民政府、各有关部门按职责分工负责": "| 各乡镇人民政府责 ~各有关部门责",
}
BRACKETS = {
    "【县应急管理局】": "县应急管理局责 |",
    "[县应急管理局]、[县公安局]": "县应急管理局责 县公安局责 |",
    "【牵头】县应急管理局【配合】县公安局、县水利局": "县应急管理局牵 县公安局配 县水利局配 |",
    "【牵头单位】县应急管理局 【配合单位】县公安局": "县应急管理局牵 县公安局配 |",
    "〖责任单位〗县水利局": "县水利局责 |",
    "（牵头单位：县应急管理局；配合单位：县公安局）": "县应急管理局牵 县公安局配 |",
    "县应急局(牵头)、县公安局": "县应急局牵 县公安局责 |",
    "县应急局（牵头单位）、县公安局": "县应急局牵 县公安局责 |",
    "县公安局、县应急局（牵头）、县林业局": "县公安局责 县应急局牵 县林业局责 |",
    "县应急局（牵头）、县公安局、县林业局配合": "县应急局牵 县公安局配 县林业局配 |",
    "县应急管理局（县安委办）": "县应急管理局责 |",
    "县文化和旅游局〔县文物局〕牵头，县公安局［交警大队］配合": "县文化和旅游局牵 县公安局配 |",
    "县应急管理局、县公安局（排第一位的为牵头单位）": "县应急管理局牵 县公安局责 |",
    "各乡（镇）人民政府，县直各有关部门": "| 各乡（镇）人民政府责 ~县直各有关部门责",
    "各镇（街道）": "| 各镇（街道）责",
    "各县（市、区）人民政府": "| 各县（市、区）人民政府责",
    "村（居）委会": "| 村（居）委会责",
}
NUMBERED_AND_GLUED = {
    "1.县水利局 2.县林业局": "县水利局责 县林业局责 |",
    "1.县水利局2.县林业局3.县气象局": "县水利局责 县林业局责 县气象局责 |",
    "１．县水利局　２．县林业局": "县水利局责 县林业局责 |",
    "1、县水利局；2、县林业局": "县水利局责 县林业局责 |",
    "（1）县水利局（2）县林业局": "县水利局责 县林业局责 |",
    "①县水利局②县林业局": "县水利局责 县林业局责 |",
    "一、县水利局\n二、县林业局": "县水利局责 县林业局责 |",
    "- 县应急管理局\n- 县公安局": "县应急管理局责 县公安局责 |",
    "县应急管理局/县公安局": "县应急管理局责 县公安局责 |",
    "县应急管理局县公安局县林业局": "县应急管理局责 县公安局责 县林业局责 |",
    "县委县政府": "县委责 县政府责 |",
    "县委县政府信访局": "县委县政府信访局责 |",
    "县应急\n管理局\n县公安局": "县应急管理局责 县公安局责 |",
    "县公安局 、 县水利局 ， 县林业局": "县公安局责 县水利局责 县林业局责 |",
    "县水利局、县水利局牵头": "县水利局牵 |",
}
PREFIXES = {
    "县委组织部、宣传部，县教育局": "县委组织部责 县委宣传部责 县教育局责 |",
    "县委组织部、宣传部、公安局": "县委组织部责 县委宣传部责 县公安局责 |",
    "县委办、政府办、县应急局": "县委办责 县政府办责 县应急局责 |",
    "县人民法院、检察院": "县人民法院责 县检察院责 |",
    "县城市管理局、园林局、市场监管局": "县城市管理局责 县园林局责 县市场监管局责 |",
    "县农业农村局、乡村振兴局": "县农业农村局责 县乡村振兴局责 |",
    "县公安局、交城公路管理段、水利局": "县公安局责 交城公路管理段责 县水利局责 |",
    "山西省科技厅、工业和信息化厅": "山西省科技厅责 山西省工业和信息化厅责 |",
    "交城县应急管理局、公安局": "交城县应急管理局责 交城县公安局责 |",
    "县公安局，水利局": "县公安局责 水利局责 |",
    "县公安局；水利局": "县公安局责 水利局责 |",
    "县公安局、交通运输局和水利局": "县公安局责 县交通运输局责 县水利局责 |",
    "县总工会、团县委、县妇联": "县总工会责 团县委责 县妇联责 |",
    "县乡村振兴局": "县乡村振兴局责 |",
    "县民政局、综合行政执法局、妇幼保健院、安委办": (
        "县民政局责 县综合行政执法局责 县妇幼保健院责 县安委办责 |"
    ),
    "县公安局、文峪河水库管理局、太原铁路局交城站": ("县公安局责 文峪河水库管理局责 太原铁路局交城站责 |"),
    "县文化和旅游局、工业园区管委会": "县文化和旅游局责 工业园区管委会责 |",
    "县委、政府": "县委责 县政府责 |",
}
CONJUNCTIONS = {
    "县公安局和县交通运输局": "县公安局责 县交通运输局责 |",
    "县发展和改革局和县住房和城乡建设管理局": "县发展和改革局责 县住房和城乡建设管理局责 |",
    "县卫生健康和体育局、文化和旅游局与规划和自然资源局": (
        "县卫生健康和体育局责 县文化和旅游局责 县规划和自然资源局责 |"
    ),
    "县人力资源和社会保障局及县退役军人事务局": "县人力资源和社会保障局责 县退役军人事务局责 |",
    "县公安局和平派出所": "县公安局和平派出所责 |",
    "县应急管理局会同县公安局、县林业局": "县应急管理局责 县公安局责 县林业局责 |",
    "县应急管理局会同有关部门负责": "县应急管理局责 | ~有关部门责",
    "县应急管理局及其下属单位": "县应急管理局责 | 其下属单位责",
    "县直有关部门和单位": "| ~县直有关部门和单位责",
    "各部门、单位": "| 各部门、单位责",
    "各级党委、政府": "| 各级党委、政府责",
    "市、县应急管理部门": "| 市、县应急管理部门责",
    "省、市、县三级应急管理部门": "| 省、市、县三级应急管理部门责",
}
ROLE_WORDS = {
    "县应急管理局牵头，县公安局、县林业局": "县应急管理局牵 县公安局责 县林业局责 |",
    "县应急管理局牵头，县公安局、县林业局按职责分工负责": "县应急管理局牵 县公安局责 县林业局责 |",
    "县应急管理局牵头、县公安局配合、县林业局参与": "县应急管理局牵 县公安局配 县林业局配 |",
    "县应急管理局牵头，县公安局，县林业局，县水利局配合": "县应急管理局牵 县公安局配 县林业局配 县水利局配 |",
    "县公安局、县林业局，县水利局配合": "县公安局责 县林业局责 县水利局配 |",
    "由县应急管理局负责牵头，县直有关部门配合": "县应急管理局牵 | ~县直有关部门配",
    "县应急管理局为牵头单位，县公安局为配合单位": "县应急管理局牵 县公安局配 |",
    "主要由县应急管理局负责": "县应急管理局责 |",
    "县应急管理局总牵头，县公安局具体负责": "县应急管理局牵 县公安局责 |",
    "县应急管理局 牵头 县公安局 配合": "县应急管理局牵 县公安局配 |",
    "县应急管理局牵头县公安局配合": "县应急管理局牵 县公安局配 |",
    "县应急管理局配合县公安局": "县应急管理局配 县公安局责 |",
    "县应急管理局督促各乡镇落实": "县应急管理局督 | 各乡镇责",
    "县市场监督管理局指导企业落实": "县市场监督管理局督 |",
    "县应急管理局指导督促，各乡镇人民政府落实": "县应急管理局督 | 各乡镇人民政府责",
    "县公安局依职责配合": "县公安局配 |",
    "县应急管理局、各乡镇人民政府共同负责": "县应急管理局责 | 各乡镇人民政府责",
    "县应急管理局、县公安局按各自职责负责": "县应急管理局责 县公安局责 |",
    "县应急管理局、县公安局等部门（单位）按照职责分工抓好落实": "县应急管理局责 县公安局责 |",
    "县应急管理局、县公安局等2个部门": "县应急管理局责 县公安局责 |",
    "县公安局等": "县公安局责 |",
    "县公安局等有关部门和各乡镇人民政府": "县公安局责 | 各乡镇人民政府责",
}
UNITS_AND_GROUPS = {
    "天宁镇、夏家营镇人民政府": "天宁镇人民政府责 夏家营镇人民政府责 |",
    "天宁街道办事处": "天宁街道办事处责 |",
    "经济开发区管委会": "经济开发区管委会责 |",
    "国网交城供电公司": "国网交城供电公司责 |",
    "县国资公司": "县国资公司责 |",
    "县公安局交警大队": "县公安局交警大队责 |",
    "县消防救援大队；县公安局": "县消防救援大队责 县公安局责 |",
    "县森林草原防灭火指挥部办公室": "县森林草原防灭火指挥部办公室责 |",
    "文水县、交城县人民政府": "文水县责 交城县人民政府责 |",
    "各行业主管部门": "| 各行业主管部门责",
    "县政府各组成部门": "| 县政府各组成部门责",
    "县安委会成员单位": "| 县安委会成员单位责",
    "县安委会各成员单位等": "| ~县安委会各成员单位责",
    "部分成员单位": "| ~部分成员单位责",
    "县直各部门、各单位": "| 县直各部门责 各单位责",
    "乡（镇）人民政府": "| 乡（镇）人民政府责",
    "属地乡镇": "| 属地乡镇责",
    "煤矿企业": "| 煤矿企业责",
    "各乡镇、街道、经济开发区": "经济开发区责 | 各乡镇责 街道责",
    "市直各单位，各县（市、区）": "| 市直各单位责 各县（市、区）责",
    "监管部门、县公安局": "县公安局责 | 监管部门责",
    "县卫健局、疾病预防控制中心、残疾人联合会": "县卫健局责 县疾病预防控制中心责 县残疾人联合会责 |",
    "市住建局、人民防空办公室、房管局、公交公司": "市住建局责 市人民防空办公室责 市房管局责 市公交公司责 |",
    "县应急局、建设镇": "县应急局责 建设镇人民政府责 |",
    "18个行业安全专业委员会办公室": "| 18个行业安全专业委员会办公室责",
    "8镇2乡": "| 8镇2乡责",
    "全县中小学校": "| 全县中小学校责",
    "离石区、交城县、晋城市、中山市": "离石区责 交城县责 晋城市责 中山市责 |",
    "交城县牵头，各乡镇、经开区按职责分工负责": "交城县牵 经开区责 | 各乡镇责",
    "文水县\n交城县\n市应急局": "文水县责 交城县责 市应急局责 |",
    "文水县 应急局": "文水县应急局责 |",
    "县不动产登记中心、县高等专科学校": "县不动产登记中心责 县高等专科学校责 |",
    "经开区、应急局": "经开区责 应急局责 |",
    "县应急局、经开区管委会、公安局": "县应急局责 经开区管委会责 县公安局责 |",
    "市应急局、文水县、公安局": "市应急局责 文水县责 市公安局责 |",
    "交城县人民政府、公安局": "交城县人民政府责 交城县公安局责 |",
}
SHAPES = (
    ISSUED | LABELS | BRACKETS | NUMBERED_AND_GLUED | PREFIXES | CONJUNCTIONS | ROLE_WORDS | UNITS_AND_GROUPS
)


def without_doubt(phrases: Iterable[str], register: Register | None = None) -> dict[str, str]:
    """What phrases come to; of a doubtful one, its doubts."""
    read = {phrase: parse(phrase, register) for phrase in phrases}
    return {phrase: f"{found.doubts}" if found.doubts else told(found) for phrase, found in read.items()}


@pytest.mark.watched
def test_a_phrase_names_its_units_and_groups_with_their_roles() -> None:
    assert without_doubt(SHAPES) == SHAPES


def table(name: str) -> list[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["unit_phrases.tsv", "unit_phrases_of_other_fields.tsv"])
def test_phrases_of_many_hands_come_to_what_was_worked_out(name: str) -> None:
    wrong = []
    for line in table(name):
        written, expected, *doubtful = line.split("\t")
        result = parse(written.replace("\\n", "\n").replace("\\t", "\t"))
        if (told(result).replace("~", ""), bool(result.doubts)) != (expected, bool(doubtful)):
            wrong.append((line, told(result), result.doubts))
    assert wrong == []


@pytest.mark.watched
def test_nobody_is_charged_by_a_phrase_that_charges_nobody() -> None:
    wrong = []
    for line in table("unit_near_misses.tsv"):
        written, *allowed = line.split("\t")
        result = parse(written.replace("\\n", "\n"))
        if not result.doubts or not {p.name for p in result.named} <= set(" ".join(allowed).split()):
            wrong.append((line, told(result), result.doubts))
    assert wrong == []


ACTS = """
    移交 报 转 送 呈 函 商 请示 经 派 托 催 查 访 收 替 代 向 对 给 让 使 令 报送 呈报 转办 移送 通报 通知 知会 函告 咨询 提请 约谈 磋商 研究 联系 对接 协调
    统筹 组织 召集 指派 委派 抽调 借调 委托 授权 交办 责成 督查 检查 稽查 审查 审批 核准 批准 备案 考核 评估 验收 问责 处罚 受理 接收 接受 听取 参照 依托 利用
    经由 划归 并入 隶属 增设 重组 更名 调整 撤销 代替 支援 增援 服务 保障 服从 执行 落实 传达 转发 抄送 反馈 答复 举报 采购 慰问 走访 考察 参观 陪同 前往 进驻 入驻 位于
    针对 涉及 影响 赔偿 补偿 支付 表彰 批评 警示 引导 促进 监制 承建 分包
""".split()


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "office", ["县公安局", "公安局", "市公安局", "交警大队", "县消防大队", "各乡镇", "天宁镇"]
)
def test_an_act_between_two_names_charges_neither_silently(office: str) -> None:
    for act in ACTS:
        assert parse(f"县应急局{act}{office}").doubts, act


@pytest.mark.parametrize("office", ["县公安局", "市应急局", "公安局"])
def test_an_act_before_a_name_makes_no_name(office: str) -> None:
    for act in set(ACTS) - {"代"}:  # 代县 is a county
        assert parse(act + office).doubts, act


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "title", "局 处 科 部 办 院 所 站 队 主任 书记 局长 副县长 春会 新社 海站 建部 文所 志强 桂英".split()
)
def test_a_person_is_no_unit(title: str) -> None:
    for surname in "王李张刘陈杨赵黄周吴徐孙胡朱郭罗梁宋郑谢韩冯于曹":
        for phrase in (surname + title, f"县应急局{surname}{title}", f"县应急局、{surname}{title}"):
            result = parse(phrase)
            assert result.doubts, phrase
            assert {p.name for p in result.named} <= {"县应急局"}


LEVELS = {  # what a level is carried over to, and what it is not
    "市生态环境局交城分局、水利局": "市生态环境局交城分局责 水利局责 |",
    "省教育厅、公安局": "省教育厅责 公安局责 |",
    "省公安厅、交警支队、消防救援总队": "省公安厅责 交警支队责 省消防救援总队责 |",
    "市公安局、交警大队、消防支队": "市公安局责 交警大队责 市消防支队责 |",
    "县教育局、教育厅": "县教育局责 教育厅责 |",
    "县公安局、国家电网、市监局、卫健局": "县公安局责 国家电网责 县市监局责 县卫健局责 |",
    "省国资委、城投公司": "省国资委责 城投公司责 |",
}


def test_a_level_is_never_promoted() -> None:
    assert without_doubt(LEVELS) == LEVELS


@pytest.mark.parametrize("phrase", ["", "无", "无。", "暂无", "/", "—", "——", " ", "牵头单位：无", "不涉及"])
def test_nobody_is_no_doubt(phrase: str) -> None:
    assert parse(phrase) == UnitPhrase(phrase, (), (), "", ())


UNREADABLE = {  # phrase → what can be read, doubts
    "（）": ("|", ["（）"]),
    "123": ("|", ["123"]),
    "张三": ("|", ["张三"]),
    "县长": ("|", ["县长"]),
    "联系人：张三": ("|", ["联系人：张三"]),
    "县应急管理局、张三": ("县应急管理局责 |", ["张三"]),
    "县应急管理局（）": ("县应急管理局责 |", ["县应急管理局（）"]),
    "县应急管理局（县安委办": ("|", ["县应急管理局（县安委办"]),
    "加强对县公安局": ("|", ["加强对县公安局"]),
    "要认真落实安全责任": ("|", ["要认真落实安全责任"]),
    "按职责分工负责": ("|", ["按职责分工负责"]),
    "牵头单位及配合单位：县公安局": ("县公安局配 |", ["牵头单位"]),
    "公安、应急等部门": ("|", ["公安、应急等部门"]),
    "县矿山安全专业委员会及其办公室": ("县矿山安全专业委员会责 |", ["其办公室"]),
    "县应急管理局、县公安局（以上均为牵头单位）": ("县应急管理局责 县公安局责 |", ["（以上均为牵头单位）"]),
    "管理局": ("|", ["管理局"]),
    "县应急局（张三）": ("县应急局责 |", ["（张三）"]),
    "县应急局（拟）": ("县应急局责 |", ["（拟）"]),
    "县应急局（不含消防）": ("县应急局责 |", ["县应急局（不含消防）"]),
    "县安委会各成员单位（县公安局除外）": (
        "| ~县安委会各成员单位（县公安局除外）责",
        ["县安委会各成员单位（县公安局除外）"],
    ),
    "不需县公安局配合": ("|", ["不需县公安局配合"]),
    "县应急局等18个专委会办公室": ("|", ["县应急局等18个专委会办公室"]),
    "煤矿、消防等行业安全专业委员会办公室": ("|", ["煤矿", "消防等行业安全专业委员会办公室"]),
    "离石区文水县": ("|", ["离石区文水县"]),
    "山区、城市": ("|", ["山区", "城市"]),
    "除县公安局、县住建局": ("|", ["除县公安局、县住建局"]),
    "县应急局，抄送县公安局": ("县应急局责 |", ["抄送县公安局"]),
    "县公安局或县水利局": ("|", ["县公安局或县水利局"]),
    "各乡镇人民政府或县水利局": ("|", ["各乡镇人民政府或县水利局"]),
    "县应急局、各乡镇人民政府除外": ("县应急局责 |", ["各乡镇人民政府除外"]),
    "牵头县应急局，配合各乡镇": ("|", ["牵头县应急局", "配合各乡镇"]),
}


def test_what_cannot_be_read_is_a_doubt_and_never_a_guess() -> None:
    read = {phrase: parse(phrase) for phrase in UNREADABLE}
    assert {phrase: (told(found), list(found.doubts)) for phrase, found in read.items()} == UNREADABLE


def test_text_after_the_first_stop_is_a_standing_clause() -> None:
    """Task 1 of the 2025 list."""
    clause = "以下均需各乡（镇）人民政府依据本级相关职责负责落实或配合落实，不再一一列出"
    result = parse(f"县安委会各成员单位、各乡（镇）人民政府负责。{clause}")
    assert told(result) == "| 县安委会各成员单位责 各乡（镇）人民政府责"
    assert (result.standing, result.doubts) == (clause, ())


def test_a_second_sentence_that_names_units_is_a_doubt() -> None:
    result = parse("县应急管理局牵头。县公安局配合。")
    assert told(result) == "县应急管理局牵 |"
    assert (result.standing, result.doubts) == ("县公安局配合。", ("县公安局配合。",))


SPACED = {  # words of one tail that a cell's edge has parted: the role may not get lost
    "县应急管理局和县公安局共同\n牵头": "县应急管理局牵 县公安局牵 |",
    "县公安局、县水利局按职责分工\n配合": "县公安局配 县水利局配 |",
    "县公安局、县水利局根据职责分工，密切配合": "县公安局配 县水利局配 |",
    "县应急管理局督促\n指导，县公安局负责": "县应急管理局督 县公安局责 |",
    "县应急管理局牵头 责任单位：县公安局": "县应急管理局牵 县公安局责 |",
    "县应急管理局以\n及县公安局": "县应急管理局责 县公安局责 |",
    "县应急管理局会\n同县公安局负责": "县应急管理局责 县公安局责 |",
    "【牵头\n单位】县应急管理局【责任\n单位】县公安局": "县应急管理局牵 县公安局责 |",
    "天宁镇、西营镇等\n2个乡镇": "天宁镇人民政府责 西营镇人民政府责 |",
    "山西交城经济开发区\n管委会": "山西交城经济开发区管委会责 |",
    "市生态环境局\n交城分局": "市生态环境局交城分局责 |",
    "县应急管理局、县公安局（列第一\n位的为牵头单位）": "县应急管理局牵 县公安局责 |",
}


@pytest.mark.watched
def test_a_line_break_inside_words_costs_no_role_and_makes_no_name() -> None:
    assert without_doubt(SPACED) == SPACED


@pytest.mark.no_cover
def test_a_text_with_a_word_known_by_an_expression_holds_what_the_grammar_says_of_it() -> None:
    texts = {Lexer(line.partition("\t")[0]).text for name in TABLES for line in table(name)}
    for name in filter(lambda name: "~" in name, words._grammar()):
        found = [*filter(words.expression(name).search, texts)]
        assert found, name
        assert [text for text in found if not any(need in text for need in name[2:].split("|"))] == []


TOWNSHIPS = {  # whatever is said of townships leaves some out; not where they are, nor that they are the rest
    "产煤乡镇、各涉矿乡镇": "| ~产煤乡镇责 ~各涉矿乡镇责",
    "重点乡镇、试点镇": "| ~重点乡镇责 ~试点镇责",
    "各沿海乡镇、平川乡镇": "| ~各沿海乡镇责 ~平川乡镇责",
    "城区街道、产煤镇、偏远乡": "| ~城区街道责 ~产煤镇责 ~偏远乡责",
    "县应急局牵头，主要产煤乡镇配合": "县应急局牵 | ~主要产煤乡镇配",
    "各个乡镇、属地乡镇": "| 各个乡镇责 属地乡镇责",
    "全县各乡镇、各镇街道": "| 全县各乡镇责 各镇街道责",
    "天宁镇、其余乡镇": "天宁镇人民政府责 | 其余乡镇责",
    "各乡镇党委政府、各部门和乡镇": "| 各乡镇党委政府责 各部门责 乡镇责",
    "各街乡、各团镇": "| 各街乡责 各团镇责",
    "有煤矿的乡镇、煤矿所在乡镇": "| ~有煤矿的乡镇责 ~煤矿所在乡镇责",
    "有关部门、乡镇；街道": "| ~有关部门责 ~乡镇责 街道责",  # 有关 is of both
    "县公安局、有关乡镇和部门": "县公安局责 | ~有关乡镇责 ~部门责",
    "有关企业、车间、班组": "| ~有关企业责 ~车间责 ~班组责",
    "市有关部门、县区": "| ~市有关部门责 ~县区责",
    "有关企业、行业主管部门": "| ~有关企业责 行业主管部门责",
    "有关乡政府、镇政府": "| ~有关乡政府责 ~镇政府责",
    "各乡镇和单位": "| 各乡镇责 单位责",
}


def test_a_word_before_townships_makes_them_some() -> None:
    assert without_doubt(TOWNSHIPS) == TOWNSHIPS


def test_a_group_of_some_townships_that_is_registered_is_whole() -> None:
    register = Register((), (RegisteredGroup("产煤乡镇", (), ("天宁镇人民政府",), "", ""),))
    assert without_doubt({"产煤乡镇": ""}, register) == {"产煤乡镇": "| 产煤乡镇责"}


@pytest.mark.watched
def test_a_doubt_about_two_roles_names_them() -> None:
    assert parse("县应急局牵头，县水利局、县应急局配合").doubts == ("县应急局（牵头，又配合）",)


@pytest.mark.watched
def test_a_cell_of_more_than_the_limit_is_one_doubt() -> None:
    result = parse("县公安局、" * LIMIT)
    assert (result.named, result.groups, len(result.doubts)) == ((), (), 1)


# --- with a register ---------------------------------------------------------------------------------


def unit(name: str, *short: str) -> RegisteredUnit:
    return RegisteredUnit(name, short, (), (), "", ())


REGISTER = Register(
    (
        unit("县应急管理局", "应急局")._replace(former=("县安监局",)),
        unit("县住房和城乡建设管理局", "住建局")._replace(former=("住建委",)),
        unit("县公安局"),
        unit("县公安局交警大队"),
        unit("县水利局"),
        unit("县消防救援大队", "消防大队"),
        unit("交城公路管理段", "公路段"),
        unit("县党史和地方志研究室和档案馆"),
        unit("段村镇政府"),
        unit("段村镇派出所"),
        unit("东岭村"),
        unit("国家电网"),
        unit("经济开发区", "开发区"),
        unit("岚县供电公司"),
        unit("县第一中学", "中学"),
        unit("县第二中学", "中学"),
    ),
    (
        RegisteredGroup("县安委会成员单位", ("县安委会各成员单位",), (), "", ""),
        RegisteredGroup("乡镇人民政府", ("各乡（镇）人民政府",), (), "[乡镇]人民政府$", ""),
        RegisteredGroup("行业安全专委会办公室", ("各行业安全专业委员会办公室",), (), "", ""),
    ),
)
REGISTERED = {
    "段村镇党委、镇政府、县公安局": "段村镇党委责 段村镇政府责 县公安局责 |",
    "应急局牵头，住建局、消防大队配合": "县应急管理局牵 县住房和城乡建设管理局配 县消防救援大队配 |",
    "县应急局、县消防大队": "县应急管理局责 县消防救援大队责 |",
    "应急管理局": "县应急管理局责 |",
    "市应急管理局": "市应急管理局责 |",
    "市公安局、水利局": "市公安局责 市水利局责 |",
    "段村镇人民政府、消防大队、水利局": "段村镇政府责 县消防救援大队责 县水利局责 |",
    "城关街道办事处牵头，水利局配合": "城关街道办事处牵 县水利局配 |",
    "县公安局、公路段": "县公安局责 交城公路管理段责 |",
    "县公安局，水利局": "县公安局责 县水利局责 |",
    "应急局公路段县公安局": "县应急管理局责 交城公路管理段责 县公安局责 |",
    "县公安局交警大队县应急管理局": "县公安局交警大队责 县应急管理局责 |",
    "县公安局县公安局交警大队": "县公安局责 县公安局交警大队责 |",
    "住建局和应急局": "县住房和城乡建设管理局责 县应急管理局责 |",
    "县党史和地方志研究室和档案馆、县公安局": "县党史和地方志研究室和档案馆责 县公安局责 |",
    "县应急管理局、应急局（牵头）": "县应急管理局牵 |",
    "段村镇、天宁镇政府": "段村镇政府责 天宁镇人民政府责 |",
    "段村镇人民政府牵头": "段村镇政府牵 |",
    "县公安局段村镇派出所、段村镇派出所": "县公安局段村镇派出所责 段村镇派出所责 |",  # the bureau is not charged
    "国家电网岚县供电公司": "国家电网岚县供电公司责 |",
    "段村镇东岭村": "段村镇东岭村责 |",
    "县住建局（县公安局、消防大队配合）": "县住房和城乡建设管理局责 县公安局配 县消防救援大队配 |",
    "县应急局（牵头）县公安局（配合）": "县应急管理局牵 县公安局配 |",
    "公安局住建局": "县公安局责 县住房和城乡建设管理局责 |",
    "县安监局、住建委": "县应急管理局责 县住房和城乡建设管理局责 |",
    "安监局牵头住建局配合": "县应急管理局牵 县住房和城乡建设管理局配 |",
    "县安委会其他成员单位、其他成员单位": "| 县安委会其他成员单位责 其他成员单位责",  # registered words in longer names
    "各成员单位、各乡镇、各乡镇卫生院": "| 各成员单位责 各乡镇责 各乡镇卫生院责",
    "各县应急管理局、开发区应急管理局": "开发区应急管理局责 | 各县应急管理局责",
    "县应急局指导各成员单位开展工作": "县应急管理局督 | 各成员单位责",
    "县公安局县水利局、公安局消防大队": "县公安局责 县水利局责 县消防救援大队责 |",
    "县公安局消防大队、县应急局公路段": "县公安局消防大队责 县应急局公路段责 |",  # a bureau's own
    "段村镇水利局、段村镇县水利局": "段村镇水利局责 段村镇政府责 县水利局责 |",
    "县公安局 消防大队\n段村镇\n水利局": "县公安局责 县消防救援大队责 段村镇政府责 县水利局责 |",  # parted
    "开发区应急局、高新区住建局": "开发区应急局责 高新区住建局责 |",
    "各乡镇（县公安局、县水利局配合）": "县公安局配 县水利局配 | 各乡镇责",
    "县安委会、各成员单位": "县安委会责 | 各成员单位责",
    "县安全生产委员会、成员单位、县公安局": "县安全生产委员会责 县公安局责 | 成员单位责",
    "各乡（镇）人民政府、属地乡镇": "| 各乡（镇）人民政府责 属地乡镇责",
    "各乡（镇）人民政府、属地街道": "| 各乡（镇）人民政府责 属地街道责",
}


@pytest.mark.watched
def test_the_register_gives_full_names() -> None:
    assert without_doubt(REGISTERED, REGISTER) == REGISTERED


@pytest.mark.parametrize("inside", ["开发区", "街道、开发区", "含开发区", "县公安局"])
def test_a_registered_unit_in_the_brackets_of_a_group_is_a_doubt(inside: str) -> None:
    phrase = f"各乡镇（{inside}）"
    assert parse(phrase, REGISTER).doubts == (phrase,)


@pytest.mark.parametrize(
    "place", ["云溪县", "石首市", "长阳土家族自治县", "恩施州", "敖汉旗", "江岸区", "云溪新区", "云溪经开区"]
)
def test_a_level_that_is_left_out_is_found_in_the_register_as_it_is_written_out(place: str) -> None:
    level = place[-1]
    offices = (
        ("公安局", "公安局"),
        ("交通运输局", "交通局"),
        ("委宣传部", "委宣传部"),
        ("委政法委员会", "委政法委"),
    )
    register = Register(
        (*(unit(place + n, level + s, s.lstrip("委")) for n, s in offices), unit(place + "绣林街道办事处")),
        (),
    )
    traffic, police = f"{place}交通运输局责", f"{place}公安局责"
    said = {
        f"{level}公安局、交通局": f"{police} {traffic} |",
        f"{level}公安、交通局": f"{police} {traffic} |",
        f"{level}委宣传部、政法委、交通局": f"{place}委宣传部责 {place}委政法委员会责 {traffic} |",
        f"{level}发展改革局、交通局": f"{level}发展改革局责 {traffic} |",
        f"{level}公安局、住建局和绣林街道": f"{police} {level}住建局责 {place}绣林街道办事处责 |",
        f"{place}公安局、交通局": f"{police} {traffic} |",
        f"{level}公安局，交通局": f"{police} {traffic} |",
        f"{level}公安局、绣林办事处": f"{police} {place}绣林街道办事处责 |",
        f"绣林办事处\n交通局、{level}公安局": f"{place}绣林街道办事处责 {traffic} {police} |",
        "公安局、交通局": f"{police} {traffic} |",
    }
    assert without_doubt(said, register) == said


def test_an_areas_office_makes_the_next_bare_one_a_doubt() -> None:
    result = parse("开发区住建局、公安局、县水利局", REGISTER)
    assert (told(result), result.doubts) == ("开发区住建局责 县水利局责 |", ("公安局",))


@pytest.mark.parametrize(
    ("phrase", "left"),
    [
        ("市应急局\n公安局", "公安局"),
        ("市应急局，公安局", "公安局"),
        ("文水县公安局\n应急局", "应急局"),
        ("市公安局\n消防大队", "消防大队"),
        ("开发区\n公安局", "公安局"),
        ("市应急局 公安局 水利局", "市应急局公安局水利局"),
        ("开发区 公安局", "开发区公安局"),
    ],
)
def test_behind_another_level_a_short_name_is_a_doubt_where_the_level_goes_no_further(
    phrase: str, left: str
) -> None:
    result = parse(phrase, REGISTER)
    assert (left in result.doubts, [u.name for u in result.named if u.name[0] == "县"]) == (True, [])


def test_behind_a_branch_in_the_county_a_short_name_is_the_county_s() -> None:
    said = {"市生态环境局交城分局、水利局": "市生态环境局交城分局责 县水利局责 |"}
    assert without_doubt(said, REGISTER) == said


@pytest.mark.parametrize(
    "phrase",
    "各乡镇（燃气） 各成员单位（危化） 各成员单位（负责危化） 各乡镇(学校) 各乡镇【农村】 县公安局（城区）、各乡镇（村）".split(),
)
def test_what_is_asked_of_a_registered_group_stands_behind_its_name(phrase: str) -> None:
    groups = tuple(RegisteredGroup(w, (w,), (), "", "") for w in ("各乡镇", "各成员单位"))
    result = parse(phrase, Register((), groups))
    assert ([g.group for g in result.groups], result.doubts) == ([result.groups[0].name], ())


@pytest.mark.parametrize("phrase", "各乡镇？ ？各乡镇 各乡镇—— √各乡镇 《各乡镇 各成员单位？".split())
def test_a_mark_beside_a_registered_group_is_a_doubt(phrase: str) -> None:
    groups = tuple(RegisteredGroup(w, (w,), (), "", "") for w in ("各乡镇", "各成员单位"))
    assert parse(phrase, Register((), groups)).doubts == (phrase,)


def test_what_a_registered_units_name_ends_with_is_a_kind_of_many_and_not_the_unit() -> None:
    said = {"医院、学校": "| 医院责 学校责", "县医院": "县人民医院责 |"}
    assert without_doubt(said, Register((unit("县人民医院", "县医院"),), ())) == said


def test_behind_a_countys_unit_a_short_name_may_be_a_citys_branch() -> None:
    said = {
        "县公安局、生态环境局": "县公安局责 荆州市生态环境局云溪分局责 |",
        "市公安局、生态环境局": "市公安局责 市生态环境局责 |",
        "县公安局、市监局": "县公安局责 县市监局责 |",
    }
    units = unit("荆州市生态环境局云溪分局", "生态环境局"), unit("市市场监督管理局", "市监局")
    assert without_doubt(said, Register(units, ())) == said


COUNTY = Register(
    (
        unit("云溪县应急管理局", "县应急局", "应急局"),
        unit("云溪县国防动员办公室", "国动办"),
        unit("市生态环境局云台分局"),
        unit("城关镇人民政府"),
    ),
    (
        RegisteredGroup("乡镇街道", ("各乡镇（街道）",), ("城关镇人民政府",), "", ""),
        RegisteredGroup("主管部门", ("各行业主管部门",), (), "", ""),
        RegisteredGroup("专委会", ("各专委会",), (), "", ""),
    ),
)


def test_a_short_name_is_known_behind_its_place_a_townships_and_another_citys_branch() -> None:
    said = {
        "云溪县应急局": "云溪县应急管理局责 |",
        "城关镇人民政府、国动办": "城关镇人民政府责 云溪县国防动员办公室责 |",
        "市生态环境局云台分局、应急局": "市生态环境局云台分局责 云溪县应急管理局责 |",
    }
    assert without_doubt(said, COUNTY) == said


@pytest.mark.parametrize(
    ("phrase", "groups"),
    [
        ("各乡镇、街道", ["乡镇街道"]),
        ("各乡镇、各街道", ["乡镇街道"]),
        ("各乡镇人民政府、街道办事处", ["乡镇街道"]),
        ("各乡镇（街道办）", ["乡镇街道"]),
        ("县各乡镇（街道）", ["乡镇街道"]),
        ("县各乡镇和街道", ["乡镇街道"]),
        ("青山县各乡镇和街道", [None, None]),
        ("各行业（领域）主管部门", ["主管部门"]),
        ("各专业委员会", ["专委会"]),
        ("各乡镇、有关街道", [None, None]),
        ("各乡镇、街道按职责分工负责", ["乡镇街道"]),
        ("各乡镇、街道县公安局", ["乡镇街道"]),
        ("各乡镇、街道派出所", [None]),
        ("各乡镇、街道卫生院", [None]),
        ("各乡镇、街道企业", [None, None]),
        ("各乡镇、街道（开发区）", [None, None]),
    ],
)
def test_a_registered_group_is_known_as_offices_write_it(phrase: str, groups: list[str | None]) -> None:
    result = parse(phrase, COUNTY)
    assert ([g.group for g in result.groups], result.doubts) == (groups, ())


@pytest.mark.parametrize(
    "doubt", ["街道党工委", "街道主要负责人", "街道（不含迎泽街道）", "街道（迎泽街道除外）"]
)
def test_a_doubt_behind_townships_costs_no_group_before_it(doubt: str) -> None:
    town = RegisteredGroup("乡镇", ("各乡镇",), (), "", "")
    result = parse(f"各乡镇、{doubt}", COUNTY._replace(groups=(*COUNTY.groups, town)))
    assert (result.groups[0].group, result.doubts) == ("乡镇", (doubt,))


@pytest.mark.parametrize(
    "said",
    "县公安局、各派出所 县委、各部门 县政府、各部门 城关镇、各村 经开区、各乡镇 红岭林场、各管护站 县防指、各成员单位 县安委会、各专委会办公室 "
    "各乡镇、派出所 各乡镇、卫生院 各街道、社区 各乡镇、各站所 各专委会、成员单位 各乡镇、企业".split(),
)
def test_two_whose_names_make_up_a_registered_group_s_are_two(said: str) -> None:
    joined = RegisteredGroup("组", (said.replace("、", ""),), (), "", "")
    alone, result = parse(said), parse(said, Register((), (joined,)))
    assert (result.named, [g.name for g in result.groups]) == (alone.named, [g.name for g in alone.groups])
    assert len(result.named) + len(result.groups) == 2


@pytest.mark.parametrize(
    "said",
    "各乡镇、街道、开发区 各村、社区 各部门、单位 各乡镇、县直部门 各学校、幼儿园 各乡镇人民政府、街道办事处 各行业主管、监管部门".split(),
)
def test_groups_of_one_kind_make_up_the_registered_one(said: str) -> None:
    joined = RegisteredGroup("组", (said.replace("、", ""),), (), "", "")
    assert [g.group for g in parse(said, Register((), (joined,))).groups] == ["组"]


def test_groups_that_are_each_registered_stay_two_beside_the_one_of_both() -> None:
    each = (RegisteredGroup(name, (f"各{name}",), (), "", "") for name in ("乡镇", "街道"))
    result = parse("各乡镇、各街道", COUNTY._replace(groups=(*COUNTY.groups, *each)))
    assert [g.group for g in result.groups] == ["乡镇", "街道"]


def test_a_registered_name_goes_before_the_word_it_begins_with() -> None:
    units = map(unit, ("会同湖旅游度假区管委会", "会同农场有限公司", "由里派出所", "县公安局", "县教育局"))
    said = {
        "县教育局，会同湖旅游度假区管委会": "县教育局责 会同湖旅游度假区管委会责 |",
        "牵头：县教育局\n责任单位：会同湖旅游度假区管委会": "县教育局牵 会同湖旅游度假区管委会责 |",
        "县教育局、会同农场有限公司配合": "县教育局配 会同农场有限公司配 |",
        "县公安局会同会同农场有限公司": "县公安局责 会同农场有限公司责 |",
        "县教育局，由里派出所负责": "县教育局责 由里派出所责 |",
        "县公安局会同县教育局": "县公安局责 县教育局责 |",
    }
    assert without_doubt(said, Register(tuple(units), ())) == said


@pytest.mark.parametrize("place", ["云台", "原州", "商州", "长岛", "代县"])
def test_a_citys_branch_at_a_place_whose_name_is_a_word_lends_its_level_to_nobody(place: str) -> None:
    register = Register(
        (unit(f"市生态环境局{place}分局"), unit("县应急管理局", "应急局"), unit("县教育局", "教育局")), ()
    )
    phrase = f"市生态环境局{place}分局、应急局、教育局"
    assert told(parse(phrase, register)) == f"市生态环境局{place}分局责 县应急管理局责 县教育局责 |"


@pytest.mark.parametrize(
    "name",
    "华州农场 华州湖旅游度假区管委会 社旗农场有限公司 华州分局 市中分局 东区小学 西区派出所 老区医院 新市村 集市供电所 联盟煤矿 国营红旗牧场 老区水库管理处 东区景区管委会".split(),
)
def test_a_registered_name_at_a_place_that_ends_like_a_level_lends_none(name: str) -> None:
    register = Register((unit(name), unit("区委网信办", "网信办"), unit("区教育局", "教育局")), ())
    assert told(parse(f"{name}、教育局、网信办", register)) == f"{name}责 区教育局责 区委网信办责 |"


def test_a_level_in_a_registered_townships_name_goes_on_to_nobody() -> None:
    said = {
        "区沟镇、应急局、水利局": "区沟镇责 县应急管理局责 县水利局责 |",
        "县公安局、区沟镇、水利局": "县公安局责 区沟镇责 县水利局责 |",
    }
    register = REGISTER._replace(units=(*REGISTER.units, unit("区沟镇")))
    assert without_doubt(said, register) == said


def test_a_registered_name_behind_an_area_is_not_the_registered_unit() -> None:
    result = parse("段村镇政府水利局", REGISTER)
    assert (result.named, result.doubts) == ((), ("段村镇政府水利局",))


@pytest.mark.parametrize(
    "phrase",
    ["仅段村镇", "李强段村镇", "各乡镇，如今段村镇", "新段村镇政府", "张伟东岭村", "县公安局刘段村镇"],
)
def test_a_word_or_a_person_before_a_registered_place_makes_no_new_name(phrase: str) -> None:
    result = parse(phrase, REGISTER)
    assert (result.named, len(result.doubts)) == ((), 1)


@pytest.mark.watched
@pytest.mark.parametrize(
    ("phrase", "doubtful"),
    [
        ("县公安局（县消防救援大队）", True),
        ("县公安局（消防大队）", True),
        ("县水利局（县住建局）", True),
        ("县应急局（县应急管理局）", False),
        ("县应急管理局（县安委办）", False),  # sits in it
        ("县安委办（应急局）", False),
        ("县应急管理局（县地震局）", False),  # a second name plate: nobody has registered it
    ],
)
def test_a_bracket_with_another_registered_unit_is_a_doubt(phrase: str, doubtful: bool) -> None:
    office = REGISTER.units[0]._replace(hosts=("县安委办",))
    register = Register((office, *REGISTER.units[1:], unit("县安委办")), REGISTER.groups)
    assert bool(parse(phrase, register).doubts) == doubtful


def test_a_place_alone_is_a_doubt_unless_it_is_registered() -> None:
    register = Register((unit("交城县"), unit("锅炉房")), ())
    assert without_doubt({"交城县": "", "锅炉房": ""}, register) == {
        "交城县": "交城县责 |",
        "锅炉房": "锅炉房责 |",
    }
    assert parse("交城县").doubts == ("交城县",)


def test_a_short_name_behind_its_namesake_of_another_level_is_a_doubt() -> None:
    result = parse("市水利局、水利局", REGISTER)
    assert (told(result), result.doubts) == ("市水利局责 |", ("水利局",))


def test_a_short_name_of_two_units_is_a_doubt() -> None:
    assert parse("中学", REGISTER).doubts == ("中学",)
    assert parse("中学", REGISTER).named == ()


@pytest.mark.parametrize(
    ("phrase", "group", "whole"),
    [
        ("县安委会各成员单位按职责负责", "县安委会成员单位", True),
        ("县安委会成员单位", "县安委会成员单位", True),
        ("县安委会有关成员单位负责", "县安委会成员单位", False),
        ("各乡(镇)人民政府", "乡镇人民政府", True),
        ("各行业安全专业委员会办公室负责", "行业安全专委会办公室", True),
        ("各有关部门", None, False),
        ("各企业", None, True),
        ("三个乡镇", None, False),
        ("林区各镇", None, False),
    ],
)
def test_a_group_is_recognised_whole_or_in_part(phrase: str, group: str | None, whole: bool) -> None:
    (ref,) = parse(phrase, REGISTER).groups
    assert (ref.group, ref.whole) == (group, whole)


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("县安全生产委员会各成员单位 县安全生产委员会成员单位 县安委会其他成员单位 安委会成员单位", 0),
        (
            "全县各乡镇 全县各乡（镇）人民政府 各镇（乡）人民政府 全县10个乡镇 各乡镇党委政府 各乡镇党委、政府 "
            "各乡镇党委 各乡镇党（工）委",
            1,
        ),
        ("属地乡镇 属地乡镇政府 各乡、镇人民政府", 1),
        ("各专委会办公室 各行业专委会办公室 各专业委员会办公室 各行业安全专业委员会办公室 各专委办", 2),
        ("负有安全生产监督管理职责的部门 各负有安全监管职责的部门 负有监管职责的部门", 3),
    ],
)
def test_a_group_is_recognised_in_every_spelling(said: str, group: int) -> None:
    written = "县安委会各成员单位 各乡（镇）、各乡（镇）政府 各专委办 负有安全生产监管职责的部门".split()
    groups = [RegisteredGroup(f"组{n}", tuple(w.split("、")), (), "", "") for n, w in enumerate(written)]
    for phrase in said.split():
        result = parse(phrase, Register((), tuple(groups)))
        assert [(g.name, g.group) for g in result.groups] == [(phrase, f"组{group}")], phrase


@pytest.mark.parametrize(
    "said",
    "市安委会成员单位 区安委会成员单位 文水县安委会成员单位 县消安委成员单位 市各专委办 各乡镇卫生院 各镇".split(),
)
def test_a_group_of_others_is_not_the_registered_one(said: str) -> None:
    written = ("县安委会各成员单位", "各专委办", "各乡镇")
    groups = tuple(RegisteredGroup(w, (w,), (), "", "") for w in written)
    assert [g.group for g in parse(said, Register((), groups)).groups] == [None]


def test_a_groups_phrase_ends_before_the_separator_and_the_word_behind_it() -> None:
    groups = parse("县安委会各成员单位、各乡（镇）人民政府", REGISTER).groups
    assert [g.name for g in groups] == ["县安委会各成员单位", "各乡（镇）人民政府"]


# --- properties --------------------------------------------------------------------------------------

WORDS = """
    县应急管理局 县公安局 省科技厅 工业和信息化厅 县委组织部 宣传部 天宁镇 各乡（镇）人民政府 县安委会有关成员单位 各科室
    牵头 配合 负责 按职责分工负责 指导督促企业落实 等部门 由 牵头单位： 责任单位: 、 ， ； ; 。 和 及 与 （ ） 〔 〕 【牵头】
    （县安委办） 1. ② 无 / 有关 各 市 县 张三 123 ：
"""
PARTS = (*WORDS.split(), " ", "\n", "\t", "\u3000", "\0", "\u202e", "\ud800", "𠮷")
pieces = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=200), pieces))
def test_parsing_never_raises_and_keeps_the_text(phrase: str) -> None:
    for register in (Register(), REGISTER):
        result = parse(phrase, register)
        assert result.text == phrase
        assert all(result.doubts)  # each says what it is about
        assert all(p.name and p.role in MARK for found in (result.named, result.groups) for p in found)
        names = [p.name for p in result.named]
        assert len(names) == len(set(names))


@pytest.mark.many
@pytest.mark.parametrize("times", [2_000, pytest.param(50_000, marks=pytest.mark.slow)])
def test_glued_phrases_are_read_without_a_crash(times: int) -> None:
    dice = random.Random(2025)
    for _ in range(times):
        phrase = "".join(dice.choices(PARTS, k=dice.randint(1, 12)))
        result = parse(phrase, dice.choice((Register(), REGISTER)))
        assert all(
            "\0" not in p.name and "\n" not in p.name
            for found in (result.named, result.groups)
            for p in found
        )


@settings(derandomize=True, deadline=None)
@given(st.sampled_from(sorted(SHAPES)), st.sampled_from([" ", "\u3000", "\u200b", "\n"]))
def test_space_around_separators_changes_nothing(phrase: str, space: str) -> None:
    spaced = "".join(space + c + space if c in "、，；：" else c for c in phrase)
    assert told(parse(space + spaced + space)) == SHAPES[phrase]


@pytest.mark.watched
@pytest.mark.parametrize("phrase", sorted(ISSUED.keys() - {"安监站 安监所"}))  # there a space separates
def test_one_space_inside_a_name_changes_nothing(phrase: str) -> None:
    for i in range(1, len(phrase)):
        spaced = phrase[:i] + " " + phrase[i:]
        assert (told(parse(spaced)), spaced) == (ISSUED[phrase], spaced)


ROLE_SAID = {  # label, words behind a name, a bracket
    "牵": ("牵头单位：", "负责牵头", "（牵头）"),
    "责": ("责任部门:", "按职责分工负责", "〔责任单位〕"),
    "配": ("协办单位： ", "密切配合", "[配合]"),
    "督": ("督导单位：", "指导督促", "【指导】"),
}
NAMES = (
    "县发展和改革局 县文化和旅游局 团县委 共青团县委 国家税务总局交城县税务局 国网交城县供电公司 交城公路管理段"
    " 县公安局交警大队 县纪委监委 县检察院 县人大常委会办公室 市生态环境局交城分局 经济开发区管委会 县乡村振兴局"
).split()


@pytest.mark.many
@pytest.mark.parametrize("times", [600, pytest.param(10_000, marks=pytest.mark.slow)])
def test_composed_phrases_come_to_what_they_were_composed_of(times: int) -> None:
    """One clause for each role, in any order: all with labels, or words behind, or brackets."""
    dice = random.Random(3)
    for _ in range(times):
        way, names, parts, expected = dice.randrange(3), dice.sample(NAMES, len(NAMES)), [], []
        for role in dice.sample("牵责配督", dice.randint(1, 4)):
            some = [names.pop() for _ in range(dice.randint(1, 3))]
            said, between = ROLE_SAID[role][way], dice.choice(("、", " ", "\n", "、\n"))
            expected += [name + role for name in some]
            if way == 0:
                parts.append(said + between.join(some) + dice.choice(("", "等部门")))
            elif way == 1:
                parts.append(between.join(some) + dice.choice(("", "等有关单位")) + said)
            else:
                parts.append(between.join(name + said for name in some))
        phrase = dice.choice(("；", "，\n", "，") if way else ("；", "\n")).join(parts)
        result = parse(phrase)
        assert (told(result), result.doubts, phrase) == (f"{' '.join(expected)} |", (), phrase)


def test_full_width_digits_equal_plain_ones() -> None:
    assert told(parse("第１中学、县１１０指挥中心")) == told(parse("第1中学、县110指挥中心"))


def test_a_county_that_no_table_has_is_known_by_what_four_names_of_the_table_share() -> None:
    places = " ".join(table_lines("units/places.txt"))
    stems = re.findall(r"(?<= )(..)[县区市](?= |$)", places)
    for i, name in enumerate(("begins", "ends")):
        shared = Counter(stem[i] for stem in stems)
        assert sorted(words.lists()[name]) == sorted(c for c in shared if shared[c] > 3)
