"""Deadline phrases of many fields, near misses in which nobody wrote a date, and glued ones."""

from __future__ import annotations

import random
import re
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import pytest

from anquan_cli.tasklist.phrases.deadline import parse
from anquan_cli.tasklist.phrases.deadline.lexer import lex, normal, verdict

pytestmark = pytest.mark.elsewhere

HERE = Path(__file__).parent
SHORT = {
    "M": "01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31",
    "Q": "03-31 06-30 09-30 12-31",
    "H": "06-30 12-31",
}


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line[0] != "#"]


def day(text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else f"2025-{text}")


PHRASES = [line.split("\t") for line in lines("deadline_phrases.tsv")]
NEAR_MISSES = lines("near_misses.txt")


@pytest.mark.watched
def test_realistic_phrases_are_read() -> None:
    expected = [
        (phrase, kind, day(start) if start else None, tuple(map(day, SHORT.get(dates, dates).split())))
        for phrase, kind, start, dates in PHRASES
    ]
    assert [(*parse(phrase, 2025).schedule,) for phrase, *_ in PHRASES] == expected


@pytest.mark.no_cover
def test_nothing_is_invented_where_no_date_was_written() -> None:
    for phrase in NEAR_MISSES:
        found = parse(phrase, 2025)
        assert found.schedule.dates == (), phrase
        assert found.doubts or found.schedule.kind != "unknown", phrase


DATES = "6月底前 6月30日 上半年 全年 二季度 每月 每季度末 每月25日前 3月至5月 汛期前 春节前 3、9月底前 每周五".split()
DENIALS = (
    "废止 终止 取消 撤销 作废 暂停执行 暂缓 待确认 待定 未完成 无需报送 不必完成 不再开展 另行通知 延期 顺延 除外 左右 以后 "
    "是否完成 无法完成 才能开工 如未完成则停产 召开的会议 排查出的隐患 未获批准"
).split()


@pytest.mark.no_cover
@pytest.mark.parametrize("denial", DENIALS)
def test_what_denies_a_date_denies_each_wherever_it_stands(denial: str) -> None:
    for written in DATES:
        for phrase in (f"{written}{denial}", f"{written}，{denial}", f"{written}（{denial}）"):
            assert parse(phrase, 2025).schedule.dates == (), phrase


@pytest.mark.parametrize(
    ("section", "words", "said"),
    [
        ("limit", "完成学校周围环境整治", "fine"),
        ("limit", "全县所有学校完成整改", "fine"),
        ("limit", "全面建成", "fine"),
        ("limit", "完成整改或关闭", "fine"),
        ("limit", "不得延期", "fine"),
        ("limit", "50户", "fine"),
        ("limit", "10天", "no"),
        ("limit", "煤矿", "noun"),
        ("limit", "完成整改的", "no"),
        ("limit", "整改到位的企业", "no"),
        ("limit", "完成不了", "no"),
        ("limit", "不完成", "no"),
        ("limit", "待确认", "no"),
        ("limit", "延期", "no"),
        ("limit", "印发", "doubt"),
        ("limit", "发现问题15个", "doubt"),
        ("limit", "发现隐患", "doubt"),
        ("limit", "新增3家", "doubt"),
        ("limit", "到账资金", "doubt"),
        ("limit", "通报一次", "fine"),
        ("limit", "通报问题整改", "doubt"),
        ("limit", "取得许可证的企业开展自查", "doubt"),
        ("limit", "完成存在隐患的企业整改", "fine"),
        ("limit", "部分整改", "doubt"),
        ("limit", "完成大部分", "doubt"),
        ("limit", "拆除与否由县政府决定", "doubt"),
        ("limit", "同比下降10%", "doubt"),
        ("limit", "申报对象", "doubt"),
        ("limit", "投用电梯检验", "doubt"),
        ("limit", "竣工项目验收", "no"),
        ("lone", "立即整改", "vague"),
        ("lone", "长期坚持", "standing"),
        ("lone", "接到通知后", "undated"),
        ("lone", "视天气情况", "depends"),
    ],
)
def test_what_stands_beside_a_date_is_judged_by_its_shape(section: str, words: str, said: str) -> None:
    assert verdict(section, lex(normal(words))) == said


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("6月底前（延期至9月底前）", "延期至"),
        ("推迟到9月底", "推迟到"),
        ("汛期前", "6月1日"),
        ("会前5天", "没有在 anchors 写明日期"),
        ("每年三次", "不止一次"),
        ("每周报两次", "不止一次"),
        ("每季度召开两次会议", "不止一次"),
        ("6月底前印发", "未必"),
        ("县安委办6月底前", "未必"),
        ("秋高气爽时", "未能识别"),
        ("6月底前无需报送", "无需"),
        ("2025.1", "10月"),
        ("拟6月底前", "未必"),
        ("3月启动", "未必"),
        ("启动时间：3月", "未必"),
        ("考核时间：12月", "未必"),
        ("暂定于6月底", "未必"),
        ("省里6月底前下发标准", "未必"),
        ("上级每月5日前报送", "未必"),
        ("6月底前由市级部门完成", "未必"),
        ("省厅9月底前验收，我县6月底前完成", "未必"),
        ("宽限至6月底前", "宽限至"),
        ("按照市里6月底前完成的要求", "未能识别"),
        ("市级验收9月底前进行", "未必"),
        ("县外单位3月底前完成", "未必"),
        ("下一步9月底前完成", "未必"),
        ("择机6月开展", "未必"),
        ("允许9月底前完成", "未必"),
        ("市要求9月底前完成", "未必"),
        ("省厅要求12月底前完成", "未必"),
        ("市级时限6月底", "未必"),
        ("市安委办将于6月底前开展督查", "未必"),
        ("省应急厅将在9月底前开展明查暗访", "未必"),
        ("6月底前市安委办将开展督查", "未必"),
        ("6月底前市应急局验收", "未必"),
        ("6月底前为宣传发动阶段", "未必"),
        ("6月底前处于试运行期", "未必"),
        ("6月底前试运行", "未必"),
        ("6月底前实行封闭管理", "未必"),
        ("6月底前实施交通管制", "未必"),
        ("6月底前安排专人值守", "未必"),
        ("6月底前持续开展夜查", "未必"),
        ("6月底前整改情况作为评优依据", "未必"),
        ("6月底前省验收", "未必"),
        ("6月底前市考核", "未必"),
        ("6月底前市下达", "未必"),
        ("市上10月底前验收", "未必"),
        ("每半年市委听取汇报", "未必"),
        ("每月市长带队检查", "未必"),
        ("2025年6月底前，省安委办将对我县开展考核", "未能识别"),
        ("6月底前漏报", "漏报"),
        ("应急管理部要求6月底前完成", "未必"),
        ("6月底前根据经费拨付情况完成", "未必"),
        ("省消防总队：6月底前", "未必"),
        ("市消防支队6月底前完成", "未必"),
        ("山西省6月底前完成", "未必"),
        ("甲方6月底前移交", "未必"),
        ("县人大6月底前审议", "未必"),
        ("鼓励企业6月底前完成", "未必"),
        ("6月底前鼓励企业完成改造", "未必"),
        ("6月底前完成质量不高的退回", "未必"),
        ("三季度前完成", "开始之前"),
        ("下半年前", "开始之前"),
        ("6月前", "开始之前"),
        ("3、7月底前", "序号"),
        ("4、6月30日前", "序号"),
        ("1/3、8月底前", "序号"),
        ("03、8月底前", "序号"),
        ("任务2、7月底前", "序号"),
        ("三、十二月三十一日前", "序号"),
        ("配备比例1：3，12月底前", "序号"),
        ("1/3，6月底前", "序号"),
        ("完成1/2，12月底前", "序号"),
        ("整改7，12月底前完成", "序号"),
        ("桥梁10，12月底前完成", "序号"),
        ("数量：5，6月底前", "序号"),
        ("覆盖率达到9，12月底前", "序号"),
        ("至少5、6月底前", "序号"),
        ("完成自查3、6月底前", "序号"),
        ("7、12月底前", "序号"),
        ("7,12月底前", "序号"),
        ("5、10月底前", "序号"),
        ("5、6月30日前完成", "序号"),
        ("8、9月15日前报送", "序号"),
        ("7、8月底前完成自查", "序号"),
        ("二、三月底前", "序号"),
        ("九、十二月底前", "序号"),
        ("6月\n13", "“13”"),
        ("3月至11月\n15", "“15”"),
        ("资金6月到位，12月底前完成", "未必"),
        ("6月15日开工", "未必"),
        ("6月15日停用", "未必"),
        ("6月15日试行", "未必"),
        ("企业3月检查，9月底前整改", "未必"),
        ("各乡镇3月检查，9月底前整改", "未必"),
        ("3月审计，9月底前整改", "未必"),
        ("3月评估，9月底前整改", "未必"),
        ("3月暗访，9月底前整改", "未必"),
        ("3月督导，9月底前整改", "未必"),
        ("4月15日开工，11月30日竣工", "不按到期日计"),
        ("3月底前县教育局完成，9月底前各乡镇完成", "不同对象"),
        ("县教育局自查（3月）、各乡镇检查（9月）", "不同对象"),
        ("工作组3月底前，领导小组9月底前", "不同对象"),
        ("9月底前，其中重大隐患3月底前", "不同对象"),
        ("12月底前完成。每月例会研究", "既有固定日期又有周期"),
        ("按季度推进，年底完成", "既有固定日期又有周期"),
        ("6月30日（实际完成）", "“实际完成”"),
        ("每季度一次（业主每月一次）", "业主每月一次"),
        ("每季度一次（第三方每月一次）", "第三方每月一次"),
        ("12.5，12月底前完成", "未必"),
        ("12月底前，完成12.5", "未必"),
        ("6月底前，完成3.15", "未必"),
        ("1 2025年8月底前", "“1”"),
        ("每季度（一季度除外）", "“一季度除外”"),
        ("6月底前（见备注）", "“见备注”"),
        ("6月底前（具体以方案为准）", "“具体以方案为准”"),
        ("6月底前（已完成）", "“已完成”"),
        ("3月通报", "未必"),
        ("3月份查处", "未必"),
        ("立即整改（3月12日）", "未必"),
        ("立即整改（3月）", "未必"),
        ("立即整改，3月12日", "未必"),
        ("9月1日开学", "未必"),
        ("11月1日正式供暖", "未必"),
        ("6月底前（暂定）", "未必"),
        ("每周一、二次", "不止一次"),
        ("8月…日前", "“…日前”"),
        ("6月第三周周五", "“第三周周五”"),
        ("每月第二周周五", "“第二周周五”"),
        ("6月底前（文件要求3月底前）", "未必"),
        ("6月底前（通知要求3月底前）", "未必"),
        ("文件要求3月底前，6月底前完成", "未必"),
        ("煤矿6月底前，其他12月底前", "不同对象"),
        ("煤矿6月底前，其余12月底前", "不同对象"),
        ("县教育局方案3月底前，县卫健局方案4月底前", "不同对象"),
        ("天宁镇排查3月底前，夏家营镇排查4月底前", "不同对象"),
        ("3月底前县教育局完成，4月底前县卫健局完成", "不同对象"),
        ("第1-3项6月底前，第4-6项9月底前", "不同对象"),
        ("试点3月底前，其他9月底前", "不同对象"),
        ("学校3月底前，医院6月底前，商场9月底前", "不同对象"),
        ("规上企业6月底前，其他企业年底前", "不同对象"),
        ("天宁镇6月底前，其他乡镇9月底前", "不同对象"),
        ("各乡镇6月20日前报，各部门6月25日前报", "不同对象"),
        ("各单位6月20日前上报，县安委办6月底前汇总", "不同对象"),
        ("6月底前（煤矿3月底前）", "不同对象"),
        ("12月底前（其中学校8月底前）", "不同对象"),
        ("煤矿：6月底前；非煤矿山：9月底前", "不同对象"),
        ("6月底前（县级）、9月底前（乡级）", "不同对象"),
        ("高风险企业每季度一次，其他每年一次", "不同对象"),
        ("小学3月底前，中学6月底前", "不同对象"),
        ("重大隐患3月底前，一般隐患6月底前", "不同对象"),
        ("一般隐患6月底前，重大隐患12月底前", "不同对象"),
        ("新建项目3月底前，在建项目6月底前", "不同对象"),
        ("新建3月底前，在建6月底前", "不同对象"),
        ("天宁镇3月底前，西营镇6月底前", "不同对象"),
        ("A类3月底前，B类6月底前", "不同对象"),
        ("国省道3月底前；农村公路6月底前", "不同对象"),
        ("公共建筑3月底前、居民住宅6月底前", "不同对象"),
        ("危房3月底前，其他6月底前", "不同对象"),
        ("6月底前（其余9月底前）", "不同对象"),
        ("6月底前（重大隐患）、9月底前（一般隐患）", "不同对象"),
        ("一般隐患立即整改，重大隐患6月底前", "不同对象"),
        ("重大隐患3月底前，一般隐患立行立改", "不同对象"),
        ("能改的立即改，其余6月底前", "不同对象"),
        ("煤矿6月底前，其他长期坚持", "不同对象"),
        ("城区6月底前，农村同步推进", "不同对象"),
        ("既有建筑6月底前，新建同步", "不同对象"),
        ("竣工日期：2025年3月5日", "未必"),
        ("交办：3月；办结：6月", "未必"),
        ("隐患发现：3月；隐患整改：6月", "未必"),
        ("交办（一季度），销号（二季度）", "未必"),
        ("检查（一季度）、整改（二季度）", "未必"),
        ("审计：3月—5月；整改：9月底前", "未必"),
        ("省级通报：3月；整改：6月", "未必"),
        ("国务院考核巡查反馈：3月；整改：6月", "未必"),
        ("市考核：12月；县自评：11月底前", "未必"),
        ("市考核11月，自评10月底前", "未必"),
        ("省查：8月", "未必"),
        ("副县长3月5日走访，6月底前整改", "未必"),
        ("县领导3月调研，6月底前整改", "未必"),
        ("王某3月5日到岗", "未必"),
        ("企业3月5日申请复产，3月20日前验收", "未必"),
        ("学校9月1日开学，9月15日前", "未必"),
        ("县应急局4月检查，6月底前整改", "未必"),
        ("县政府一季度督查，6月底前整改", "未必"),
        ("考核12月，自评11月底前", "未必"),
        ("企业3月5日复工，6月底前整改", "未必"),
        ("县委3月调研，6月底前整改", "未必"),
        ("8月底前完成，9月1日开学", "未必"),
        ("6月底前整改，7月复查", "未必"),
        ("6月底前完成改造，今年完成80%", "未必"),
        ("6月底前州安委办开展考核", "未必"),
        ("6月底前上级主管部门验收", "未必"),
        ("6月底前市直各单位组织考核", "未必"),
        ("6月底前完成改造，全年完成80%", "未必"),
        ("6月底前整改，7月执法检查", "未必"),
        ("8月底前完成，9月通报结果", "未必"),
        ("方案一季度，总结四季度", "未必"),
        ("6月底前完成，部署下半年", "未必"),
        ("6月底前，未完成的延至9月底", "未完成的"),
        ("9月底前（已申请延期至12月底）", "已申请"),
        ("3月底前、6月底前（延期至7月底）", "未能识别"),
        ("今冬明春", "没有写明是哪一天"),
        ("每周一调度", "每周一次"),
        ("分年度实施", "未必"),
        ("逐年完成", "未必"),
        ("按年度分步推进", "未必"),
        ("按月分解任务", "未必"),
        ("2016年6月底前", "2016年"),
        ("2062年6月底前", "2062年"),
        ("去年12月底前", "2024年"),
        ("2024年每月25日前", "2024年"),
        ("2024年3月31日前、2025年6月30日前", "2024年"),
        ("即日起至汛期结束", "没有写明是哪一天"),
        ("立即整改，周五前完成", "没有写明是哪一天"),
        ("未按期完成", "未能识别"),
        ("县政府专题会（3月8日）", "未必"),
        ("领导批示：2025年3月8日", "未必"),
        ("整改指令书：3月8日", "未必"),
        ("事故：3月8日", "未必"),
        ("12345热线（3月8日）", "未必"),
        ("联系人：3月8日", "未必"),
        ("审核人（3月8日）", "未必"),
        ("交办：3月8日；办结：4月8日", "未必"),
        ("检查：3月8日；整改：4月8日前", "未必"),
        ("隐患发现（3月8日），整改（4月8日）", "未必"),
        ("交办3.8，办结4.8", "未必"),
        ("督办单 3月8日", "未必"),
        ("许可证：2025年6月30日", "未必"),
        ("合同（12月31日）", "未必"),
        ("例会：每周一", "未必"),
        ("工资：每月10日", "未必"),
        ("标准：2025年", "未必"),
        ("数据：1-5月", "未必"),
        ("条例（2025年6月）", "未必"),
        ("发现后（3月8日）", "未必"),
        ("县委常委会3月8日研究决定", "未必"),
        ("县政府3月8日部署", "未必"),
        ("县安委会3月研究", "未必"),
        ("县应急局3月8日处罚", "未必"),
        ("县政府3月8日研究，6月底前完成", "未必"),
        ("落实3月8日部署", "未必"),
        ("学校（8月底前）、医院（10月底前）", "不同对象"),
        ("县应急局（6月底前）、县住建局（9月底前）", "不同对象"),
        ("煤矿：6月底前；危化：9月底前", "不同对象"),
        ("缩短至5月底前", "中有“"),
        ("调到9月底前", "中有“"),
        ("推至9月底前", "中有“"),
        ("重新确定为9月底前", "中有“"),
        ("修订为9月底前", "中有“"),
        ("更正：9月底前", "中有“"),
        ("现定于9月底前", "中有“"),
        ("6月底前（推至9月底前）", "中有“"),
        ("6月底前商定", "未必"),
        ("年底考核", "未必"),
        ("12月考核", "未必"),
        ("6月底迎检", "未必"),
        ("一季度1次", "未必"),
        ("冬季（7月底前）", "未必"),
        ("春季（9月）", "未必"),
        ("3月8日登记", "未必"),
        ("事故3月8日，整改4月8日", "未必"),
        ("动员3月8日，整改4月8日", "未必"),
        ("迎接国务院考核（11月）", "未必"),
        ("自即日起，每周五前报送", "没有写明从哪一天起"),
        ("即日起至年底，每月", "没有写明从哪一天起"),
    ],
)
def test_a_doubt_says_why_and_what_to_write(phrase: str, told: str) -> None:
    (doubt,) = parse(phrase, 2025).doubts
    assert told in doubt.message and doubt.hint


@pytest.mark.parametrize(
    ("phrase", "kind", "dates"),
    [
        ("3月通报，立即整改", "vague", ""),
        ("3月12日通报，立即整改", "vague", ""),
        ("县安委办3月检查，立即整改", "vague", ""),
        ("5月督查，限期整改", "vague", ""),
        ("5月督查，持续整改", "standing", ""),
        ("一季度通报，立即整改", "vague", ""),
        ("3月底通报，立即整改", "vague", ""),
        ("4月部署，长期坚持", "standing", ""),
        ("5月启动，持续推进", "standing", ""),
        ("长期坚持（3月交办）", "standing", ""),
        ("持续推进（3月启动）", "standing", ""),
        ("4月部署启动，持续推进", "standing", ""),
        ("5月10日交办，5月25日前办结", "date", "05-25"),
        ("5月20日交办，6月20日前办结", "date", "06-20"),
        ("3月督查反馈，4月底前整改", "date", "04-30"),
        ("5月10日部署，6月10日前完成", "date", "06-10"),
        ("5月10日检查，6月10日前整改", "date", "06-10"),
        ("4月底交办，12月20日前办结", "date", "12-20"),
        ("3月挂牌督办，12月20日前销号", "date", "12-20"),
        ("12345热线3月5日转办，3月12日前答复", "date", "03-12"),
        ("根据6月通报，7月15日前整改", "date", "07-15"),
        ("6月底前（3月12日交办）", "date", "06-30"),
        ("6月底前（6月5日启动）", "date", "06-30"),
        ("12月底前（3月启动）", "date", "12-31"),
    ],
)
def test_the_day_on_which_it_was_handed_over_is_not_due(phrase: str, kind: str, dates: str) -> None:
    schedule, doubts = parse(phrase, 2025)
    assert (schedule.kind, schedule.dates) == (kind, tuple(map(day, dates.split())))
    assert [doubt.message for doubt in doubts] == ["里交办、检查、启动的日子不按到期日计"]


@pytest.mark.watched
@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("6月底前（每月报送进展）", "既有固定日期又有周期，未能识别，请分写"),
        ("每月25日前报送进展，12月5日前完成", "既有固定日期又有周期，未能识别，请分写"),
        ("6月底前（每季度末月25日前）", "既有固定日期又有周期，未能识别，请分写"),
        ("每年两次，11月底前完成", "既有固定日期又有周期，未能识别，请分写"),
        ("每季度报送，12月10日前报送总结", "既有固定日期又有周期，未能识别，请分写"),
        ("10月底前完成，每月25日前报送进度", "既有固定日期又有周期，未能识别，请分写"),
        ("6月底前完成，每月报送进展", "既有固定日期又有周期，未能识别，请分写"),
        ("每月调度，6月底前完成", "既有固定日期又有周期，未能识别，请分写"),
        ("年底前完成，每月调度", "既有固定日期又有周期，未能识别，请分写"),
        ("每月25日前报送，12月10日报送总结", "既有固定日期又有周期，未能识别，请分写"),
        ("全年开展，11月底前总结", "既有一段时间又有其中的日期，未能识别，请分写"),
        ("公司级每季度，车间级每月", "不止一个周期，未能识别，请分写"),
        ("自6月30日起", "只写了开始的日子"),
        ("3月开始，持续推进", "只写了开始的日子"),
        ("季末10日内", "不知从哪天数起"),
        ("每月底5日前", "不知从哪天数起"),
        ("一季度（4月25日前）", "请改写"),
        ("每年6月、12月25日前", "请改写"),
        ("6月、12月10日前", "不知是否都是这一天"),
        ("3月、9月上旬", "不知是否都是这一天"),
        ("按季节特点开展", "请改写"),
        ("6月31日前", "小月没有31日"),
        ("十一月三十一日前", "小月没有31日"),
        ("2月29日前", "只有闰年才有"),
        ("2025.6.31", "写的日子不存在，未能识别"),
        ("6月30日（周三）", "星期几"),
        ("6月30日（星期三）前", "星期几"),
        ("11月底前、2月底前", "次年2月底前"),
        ("年度总结次年1月10日前；半年总结7月10日前", "都写上年份"),
        ("次年1月底前；12月底前", "都写上年份"),
        ("2026年6月底前完成，主体10月底前", "都写上年份"),
        ("到2026年底全面建成，二季度开展排查", "都写上年份"),
        ("2026年6月底前全部完成；4—10月开展整治", "都写上年份"),
        ("10月底前完成检修，1月底前报送总结", "次年2月底前"),
    ],
)
def test_where_no_word_is_to_blame_the_advice_says_what_stands_in_the_way(phrase: str, told: str) -> None:
    (doubt,) = parse(phrase, 2025).doubts
    assert "未能识别" in doubt.message and "due: [2025-06-30]" in doubt.hint
    assert told in f"{doubt.message}，{doubt.hint}"


@pytest.mark.parametrize(
    "phrase",
    [
        "企业6月底前自查，9月底前整改",
        "6月底前完成汛前检查",
        "6月底前完成第二季度检查",
        "2024年启动，2026年底完成",
        "国庆前完成排查，年底前完成整治",
        "3月底前完成排查，督促企业6月底前完成整改",
        "3月底前完成排查，指导各乡镇6月底前完成整改",
        "6月底前完成企业自查，9月底前完成整改",
        "5月底前完成试点，年底前全县推开",
        "方案3月底前完成，总结12月10日前报送",
        "排查4月底前、整改6月底前",
        "自查阶段3月底前，整改阶段6月底前",
        "第一批3月底前，第二批6月底前",
        "自查报告3月底前，整改清单6月底前",
        "企业自查3月底前，部门抽查6月底前",
        "3月底前完成排查，隐患6月底前整改到位",
        "3月底前制定方案，工程6月底前完工",
        "3月底前完成设计，设备6月底前安装到位",
        "方案3月底前，预案6月底前",
        "6月底前完成，资料12月底前归档",
        "6月底前完成80%，其余9月底前完成",
        "首批3月底前，其余年底前",
        "各乡镇6月底前完成排查，隐患立即整改",
        "6月底前完成排查，发现隐患立即整改",
        "6月底前完成，长期坚持",
        "立行立改，6月底前完成",
        "6月底前完成整治，长效机制持续完善",
        "6月底前（学校）",
        "3月启动，12月底前完成",
        "6、12月底前",
        "11、12月底前",
        "3、9月底前",
        "6、9月",
        "2025年7、8月底前",
        "每年6，12月底前",
        "分别于3、9月底前",
        "3月、6、9月底前",
        "完成时限：3、9月底前",
        "七、八月份",
        "6月底前启动",
        "拟于6月底前完成",
        "自查自改（5月至8月）",
        "部署启动（4月底前）、自查自改（5月至8月）、总结评估（12月）",
        "6月底前对排查问题全部整改到位",
        "3月：部署；6月：检查；12月：总结",
        "检查时间：6月",
        "按照县安委〔2025〕3号文件要求，6月底前完成",
        "文件要求6月底前完成",
        "方案印发：3月底前",
        "方案印发：3月",
        "煤矿：6月底前",
        "煤矿：每季度一次",
        "煤矿：全年",
        "自查（3月底前）",
        "自查（3月）",
        "整改：4月8日",
        "整改：4.8",
        "第一批：3月8日",
        "年度总结（12月20日）",
        "排查整治（4月—10月）",
        "春季（3-5月）",
        "七下八上（7月16日至8月15日）",
        "三年行动（2024-2026年）",
        "动员部署阶段（3月底前）、集中整治阶段（4月至10月）",
        "县政府3月8日前部署",
        "汛期（6-9月）每周五",
        "长期（2026年-2028年）",
        "宣传发动（3月）；组织实施（4-11月）；总结（12月）",
        "一、动员部署（3月底前）；二、集中整治（9月底前）",
        "制定方案（3月）",
        "冬春火灾防控（11月至次年3月）",
        "冬季（12月底前）",
        "3月8日前（交办）",
        "3月（部署）、6月（检查）",
        "6月底（验收）",
        "汛前（3-5月）、汛期（6-9月）、汛后（10-11月）",
        "6月底前完成，纳入年底考核",
        "排查4月，整改6月底前",
        "排查：4月；整改：6月底前",
        "6月底前自查，7月检查",
        "县应急局3月制定方案，6月底前完成",
        "方案制定：3月；督导检查：4月—9月；总结：11月",
        "启动时间：3月1日，完成时间：6月30日",
        "启动时间：3月底",
        "二季度1次",
    ],
)
def test_stages_of_the_same_work_are_in_no_doubt(phrase: str) -> None:
    assert parse(phrase, 2025).doubts == () != parse(phrase, 2025).schedule.dates


@pytest.mark.watched
def test_holidays_and_what_is_told_at_once_leave_a_rhythm_as_it_is() -> None:
    for said in (
        "（遇节假日提前）",
        "，遇节假日顺延",
        "报送（如遇法定节假日顺延）",
        "报送，重大情况随时报送",
        "（全年）",
    ):
        for rhythm in ("每周五前", "每月25日前"):
            found = parse(rhythm + said, 2025)
            assert (found.schedule.dates, found.doubts) == (parse(rhythm, 2025).schedule.dates, ()), said


@pytest.mark.watched
def test_more_than_once_in_a_period_is_a_doubt_wherever_it_stands() -> None:
    for phrase in (
        *(
            "每季度（不少于2次）",
            "每月，不少于两次",
            "每月25日前（2次）",
            "每季度末月25日前（共3次）",
            "每月检查两遍",
        ),
        *(
            "每月一次（汛期两次）",
            "每周一次（汛期每日一次）",
            "每月一次（煤矿企业每月两次）",
            "每季度一次，全年不少于6次",
            "每季度一次（四季度两次）",
        ),
    ):
        (doubt,) = parse(phrase, 2025).doubts
        assert "不止一次" in doubt.message, phrase
    for phrase in (
        *("每季度不少于1次，每年不少于4次", "每半年一次，全年不少于2次", "每月1次（全年不少于12次）"),
        *("每年两次（6月、12月）", "每季度一次", "6月底前检查不少于2次"),
    ):
        assert not parse(phrase, 2025).doubts, phrase


@pytest.mark.parametrize(
    ("phrase", "due", "asked"),
    [
        ("上半年完成排查\n下半年专项检查", "06-30", "下半年专项检查"),
        ("一季度部署\n二季度建章立制，迎接验收", "03-31", "二季度建章立制，迎接验收"),
        ("6月底前完成上半年任务整改", "06-30", ""),
        ("9月底前完成\n二季度任务整改", "09-30", ""),
        # earlier than the first, or of no calendar
        ("各学校8月底前整改到位\n上半年开工建设", "08-31", "上半年开工建设"),
        ("四季度投用\n二季度完成招标", "12-31", "二季度完成招标"),
        ("五一前完成\n7月1日—9月30日检查", "04-30", "7月1日—9月30日检查"),
        ("2026年6月底前投入使用\n四季度投用", "2026-06-30", "四季度投用"),
        ("6月底前完成整改\n月底前报送", "06-30", "月底前报送"),
        ("6月底前完成整改\n15日后复查", "06-30", "15日后复查"),
        ("6月底前完成整改\n视资金情况", "06-30", "视资金情况"),
        ("6月底前完成整改\n明年验收", "06-30", "明年验收"),
        ("6月底前完成整改 节前复查", "06-30", "节前复查"),
        ("5月底前完成培训\n投产前验收", "05-31", "投产前验收"),
        ("6月底前\n季末上报", "06-30", "季末上报"),
        ("15日内整改\n排查阶段（4月1日至5月31日）", "05-31", "15日内整改"),
        # torn by the end of a line, or nothing about time
        ("2025年6\n月底前", "06-30", ""),
        ("6月\n30日前完成", "06-30", ""),
        ("12月3\n1日前", "12-31", ""),
        ("6月底\n前", "06-30", ""),
        ("2025年\n3月至\n10月", "10-31", ""),
        ("3月\n\n—10月", "10-31", ""),
        ("2025年3月\n1日至11月30日", "11-30", ""),
        ("次年\n1月10日前报送年度总结", "2026-01-10", ""),
        ("每年\n6月底前", "06-30", ""),
        ("4月底前完\n成排查", "04-30", ""),
        ("春节前（1\n月25日前）完成", "01-25", ""),
        ("2025年\n汛期（6—9月）", "09-30", ""),
        ("上半年总结\n6月20日前报送", "06-20", ""),
        ("6月底前完成学校周\n围环境整治", "06-30", ""),
        ("12月10日前报送全年\n工作总结", "12-10", ""),
        ("6月底前完成\n长期坚持", "06-30", ""),
    ],
)
def test_a_part_of_a_cell_that_may_say_another_date_is_asked_about(phrase: str, due: str, asked: str) -> None:
    """Swallowed by the first date's work, its own would fall due unnoticed."""
    found = parse(phrase, 2025)
    assert found.schedule.dates == (day(due),)
    assert [d.message for d in found.doubts] == [f"中“{asked}”没有算作到期日"] * bool(asked)


@pytest.mark.parametrize(
    ("phrase", "dates"),
    [
        ("3月排查 6月整治 9月总结", "03-31 06-30 09-30"),
        ("动员部署 3月 集中整治 10月", "03-31 10-31"),
        ("6月底前完成一半 年底前全部完成", "06-30 12-31"),
        ("6月30日\n到2026年底全部完成", "06-30 2026-12-31"),
        ("动员部署3—4月集中整治；5—10月", "04-30 10-31"),
        ("完成一季度检查，4月10日前报告", "04-10"),
        ("1、3月底前完成；\n2、6月底前完成。", "03-31 06-30"),
        ("立即整改\n6—9月集中整治", "09-30"),
        ("排查：上半年\n整改：下半年", "06-30 12-31"),
        ("3月至5月排查\n及时报送", "05-31"),
        ("6月底前\n每月调度", "01-31 02-28 03-31 04-30 05-31 06-30"),
        # a noun that ends as 次年 or 明年 begins
        ("第一批次6月底前，第二批次年底前", "06-30 12-31"),
        ("培训1000人次年底前完成", "12-31"),
        ("情况说明年底前报送", "12-31"),
        ("线上6月底前，线下年底前", "06-30 12-31"),
        # the year before a bracket is its date's
        ("2026年汛期（6—9月）", "2026-09-30"),
        ("2026年春节前（1月底前）", "2026-01-31"),
        ("明年汛前（5月底前）", "2026-05-31"),
        # a hope, another's date, another work, another year
        ("力争5月底，6月底前", ""),
        ("确保年底前完成，力争三季度完成", ""),
        ("6月底前完成，力争5月底前完成", ""),
        ("12月底前完成，并于10月底前自查", "10-31 12-31"),
        ("2026年度工作计划（12月底前）", "12-31"),
        ("2024年度问题整改（6月底前）", "06-30"),
        ("1.2026年3月底前；\n2.动员部署（3月）", "03-31 2026-03-31"),
        ("每月调度，集中整治：7—10月", ""),
        ("国庆前（半年总结7月10日前）", ""),
        ("国庆前（5月底前）", ""),
        ("5月15日前报送方案并20日内整改", ""),
        ("6月底前（限15日）", ""),
        ("二季度起每季度末", "06-30 09-30 12-31"),
        ("6月底前完成，逾期通报", "06-30"),
        # whose is which?
        ("11月\n至10月", ""),
        ("3月底\n至年底", ""),
        ("上报一季度情况二季度安排", ""),
        ("动员部署一季度集中整治二季度总结三季度", ""),
    ],
)
def test_each_date_is_of_its_part_and_year(phrase: str, dates: str) -> None:
    assert parse(phrase, 2025).schedule.dates == tuple(map(day, dates.split()))


@pytest.mark.watched
def test_an_anchor_may_be_a_span() -> None:
    own = {"汛期": "06-01/09-30", "供暖季": "11-15/03-15", "开工": "2025-03-01"}
    for phrase, due in (
        ("汛期前", "05-31"),
        ("汛期结束前", "09-30"),
        ("汛期内", "09-30"),
        ("汛期", "09-30"),
        ("每年汛期开展", "09-30"),
        ("汛期，持续推进", "09-30"),
        ("汛期后1个月", "10-30"),
        ("汛期后10日内", "10-10"),
        ("供暖季前", "11-14"),
        ("供暖季结束前", "2026-03-15"),
        ("开工后1个月", "04-01"),
    ):
        found = parse(phrase, 2025, own)
        assert (found.schedule.kind, found.schedule.dates, found.doubts) == ("relative", (day(due),), ())
    assert parse("汛期后", 2025, own).schedule.dates == ()
    assert parse("汛期", 2025, {"汛期": "06-01"}).schedule.dates == ()  # its first day alone


def test_settled_dates_stand_for_the_phrase_and_leave_no_doubt() -> None:
    settled = (date(2025, 8, 31), date(2025, 5, 31))
    found = parse("会前5天", 2025, due=settled)
    assert (found.schedule.text, found.schedule.kind) == ("会前5天", "relative")
    assert (found.schedule.dates, found.doubts) == ((settled[1], settled[0]), ())
    assert parse("适时", 2025, due=settled).schedule.kind == "date"


def test_a_rhythm_may_start_later() -> None:
    found = parse("每季度", 2025, since=date(2025, 7, 1))
    assert (found.schedule.dates, found.doubts) == ((date(2025, 9, 30), date(2025, 12, 31)), ())
    assert parse("6月底前", 2025, since=date(2025, 7, 1)).doubts
    found = parse("自即日起，每季度末", 2025, since=date(2025, 7, 1))
    assert (found.schedule.dates, found.doubts) == ((date(2025, 9, 30), date(2025, 12, 31)), ())


# --- a slow second reader: can this date come from that phrase at all? --------------------------------

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"两": 2, "零": 0}


def numbers(phrase: str) -> set[int]:
    """Every number of a phrase, in figures and in characters; amounts and decimals are none."""
    plain = re.sub(r"\d+\.\d+(?=公里|%)|\d+(?=家|%|座|户)", "", phrase)
    found = {int(n) for n in re.findall(r"\d+", plain)}
    for word in re.findall(r"[〇零一二三四五六七八九十两廿]+", plain):
        tens, ten, ones = word.replace("廿", "二十").partition("十")
        if ten:
            found.add(DIGITS.get(tens[-1:], 1) * 10 + DIGITS.get(ones[:1], 0))
        else:
            found.add(int("".join(str(DIGITS[c]) for c in word)))
    return found | {DIGITS[c] for two in re.findall("[一二三四]{2}(?=季)", plain) for c in two}


FIRSTS = {  # the first day of what people reckon from, by the calendar; of the lunar ones a year each
    "汛|六一": "06-01", "三八": "03-08", "七一": "07-01", "八一": "08-01", "元旦": "01-01", "五一|劳动节": "05-01", "国庆|十一": "10-01",
    "春节": "2000-02-05 2024-02-10 2025-01-29 2026-02-17 2027-02-06",
    "清明": "2024-04-04 2025-04-04 2026-04-05 2027-04-05",
    "端午": "2024-06-10 2025-05-31 2026-06-19 2027-06-09",
    "中秋": "2024-09-17 2025-10-06 2026-09-25 2027-09-15",
}  # fmt: skip


def firsts(year: int, phrase: str) -> list[str]:
    """The first days of what a phrase names, in a year."""
    named = [days for words, days in FIRSTS.items() if re.search(words, phrase)]
    return [f"{year}-{d}" if len(d) == 5 else d for days in named for d in days.split()]


def before(first: date, known: set[int]) -> set[date]:
    """The day before, and as many days, weeks or months before as the phrase has numbers."""
    some = {n for n in known if n < 100}
    months = [divmod(first.year * 12 + first.month - 1 - n, 12) for n in some]
    return {first - timedelta(days=n) for n in {1, *some, *(7 * n for n in some)}} | {
        date(y, m + 1, min(first.day, monthrange(y, m + 1)[1])) for y, m in months
    }


def derivable(found: date, phrase: str, year: int) -> bool:
    """Whether day, month and year each occur, are computed from a word of time, or come from the calendar."""
    known = numbers(phrase.replace("元月", "1月"))
    known |= {int(n) for eight in re.findall(r"20\d{6}", phrase) for n in (eight[:4], eight[4:6], eight[6:])}
    rhythm = re.search(
        "[每按逐分]|各[月季]|[月季周日]度?(?:一|调度|通报|报|汇总|例会)|次|季末|季度[末终结]|季度检查|双月|单月|月度|首月|次月",
        phrase,
    )
    ends = [date(found.year + n, m, 1) - timedelta(1) for n, m in ((0, 1), (0, 4), (0, 7), (0, 10), (1, 1))]
    if re.search("季度?[末终结]?[束了]?后", phrase) and {(found - end).days for end in ends} & known:
        return True
    if any(
        found in before(day(first), known)
        for y in (found.year, found.year + 1)
        for first in firsts(y, phrase)
    ):
        return True
    last = monthrange(found.year, found.month)[1]
    years = (
        known | {year} | {year + n + 1 for n, _ in enumerate(re.findall("(?:[次明翌来下]|下一)年", phrase))}
    )
    years |= {year - 1 for w in ("去年", "上年") if w in phrase} | {2000 + n for n in known if n < 100}
    years |= (
        {n + 1 for n in known if n > 1900}
        | {2025 for _ in re.findall("十四五", phrase)}
        | {2030 for _ in re.findall("十五五", phrase)}
    )
    months = (
        known
        | {12 for _ in re.findall("年|“十", phrase)}
        | ({6, 12} if re.search(r"半年|\dH[12]", phrase) else set())
    )
    months |= {3 * n for n in known} | ({1, 2, 4, 5, 7, 8, 10, 11, 3, 6, 9, 12} if rhythm else set())
    whole = (
        found.day == last
        or (found.day in (10, 20) and "旬" in phrase)
        or (found.day == 15 and "半" in phrase)
    )
    weekly = rhythm and re.search("周|日|天|星期", phrase)
    return found.year in years and found.month in months and (found.day in known or whole or bool(weekly))


PARTS = [p[0] for p in PHRASES] + NEAR_MISSES + list("，；、/（） 前底末月日年每-—~至和及的")
PARTS += ["2025年", "Ⅲ", "𝟞月", "\x00"]


@pytest.mark.many
@pytest.mark.parametrize("times", [1_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_glued_phrases_keep_all_promises_and_come_to_no_date_that_is_not_in_them(times: int) -> None:
    dice = random.Random(20251231)
    for _ in range(times):
        phrase = "".join(dice.choices(PARTS, k=dice.randint(1, 3)))
        found = parse(phrase, 2025).schedule
        assert found.start is None or found.kind == "span"
        assert not (found.dates and found.kind in ("standing", "vague", "unknown"))
        assert list(found.dates) == sorted(set(found.dates))
        for due in found.dates:
            assert derivable(due, phrase, 2025), (phrase, due)


def test_the_second_reader_notices_an_invented_date() -> None:
    assert derivable(date(2025, 6, 30), "6月底前", 2025)
    for wrong in (date(2025, 7, 31), date(2025, 6, 29), date(2027, 6, 30), date(2025, 6, 30) + timedelta(1)):
        assert not derivable(wrong, "6月底前", 2025)
    assert derivable(date(2025, 1, 19), "春节前10天", 2025)
    assert not derivable(date(2025, 1, 20), "春节前10天", 2025)
    assert derivable(date(2025, 4, 10), "3月1日季后10日内", 2025)
    assert not derivable(date(2025, 5, 10), "3月1日季后10日内", 2025)
