"""The words that stand above columns, and before colons, with what they mean; whatever is not here is not guessed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Meaning = Literal[
    "number", "category", "group", "task", "problem", "content", "steps", "goal",
    "units", "lead", "responsible", "support", "deadline", "other_date", "leader", "person", "progress",
    "remark", "other",
]  # fmt: skip

# What a user writes in --column, and what the report says; the first word is the name.
NAMES: dict[Meaning, tuple[str, ...]] = {
    "number": ("编号", "序号"),
    "category": ("类别", "分类"),
    "group": ("小类", "二级类别"),
    "task": ("任务", "标题", "题目", "事项"),
    "problem": ("问题", "存在问题"),
    "content": ("内容", "主要内容", "要求", "措施"),
    "units": ("责任单位", "单位"),
    "lead": ("牵头单位", "牵头"),
    "support": ("配合单位", "配合"),
    "deadline": ("完成时限", "时限", "期限"),
    "leader": ("责任领导", "领导"),
    "person": ("责任人", "联系人"),
    "remark": ("备注",),
    "progress": ("进展情况", "进展"),
    "steps": ("整改措施",),
    "goal": ("整改目标",),
    "responsible": ("责任部门",),
    "other_date": ("其他日期",),
    "other": ("其他", "不用"),
}
SHOWN: dict[Meaning, str] = {meaning: names[0] for meaning, names in NAMES.items()}

_BODY = "单位|部门|科室|处室|股室|部室|机构|主体|股|处|科|方|股室队|站所|乡镇|镇街|街镇|单位部门|部门单位|成员单位|责任单位|责任部门"
_LEVEL = "(?:[省市县区州旗局镇乡级厅本直]{0,3})"
_PERSON = "(?:[及和与、/](?:责任|负责|联系)人)?"
_TASK_ADJ = (
    "主要|重点|工作|年度|全年|改革|建设|整改|分项|支撑|民生|议定|监督|建议|任务|督办|具体|整治|治理|专项|核心|目标|"
    "安全|生产|活动|检查|创建|考核|行动|攻坚|落实|分解|细化|推进|实施|帮扶|检查|巡查|大会|会议|决策|应急|消防|防汛|政务|项目|待办|交办|"
    "关键|共性|个性|责任|服务|指标|量化|本年|牵头"
)
_TEXT_ADJ = f"{_TASK_ADJ}|治理|推进|保障|考评|评价|阶段|进度|事项|[省市县区我]|方案|计划|贯彻|主攻|阶段性|有关|相关|工程|对策|管控|防范"
_TEXT_NOUN = "内容|要求|举措|措施|标准|任务措施|目标|安排|做法|步骤|节点|要点|路径|办法|思路"
_ASK = "整改|建议|计划|要求|预计|拟|任务|工作|办理|办结|目标|最终|推进|落实|责令|限期|应|规定|治理|整治|攻坚|建设|改造|创建|阶段|具体|总体|序时|进度|年度|责任"
_DUE = "时限|期限|时间|日期|节点|时间节点|时限节点|时间要求|时限要求|时间安排|进度安排|进度要求|时间进度|时间限制|时间表"
_STATE = "进展|进度|情况|状态|结果|成效|困难|原因|确认|评价|得分|评分|完成率|是否完成|是否办结|是否销号"

# In this order: the first that is all of a header is its meaning.
_PATTERNS: tuple[tuple[Meaning, str], ...] = (
    ("number", "序号|编号|序|顺序号|(?:任务|项目|事项|问题|清单|条目|隐患)?(?:编|序)号|项次|项目编码|代码|no|№|号"),
    ("other_date", "(?!(?:整改完成|完成整改)[时期]限)(?:启动|开始|开工|起始|整改完成|完成整改|实际完成|实际整改|实际办结|办结完成|上报|报送|回复|反馈|派发|下发|"
                   "交办|发现|检查|排查|销号|验收|填报|更新|登记|印发|立项|起止|巡查|复查|督查)(?:的)?(?:时间|日期|时限|期限|年月)|[起始]|开始|启动"),
    ("group", "(?:二|三|四)级(?:指标|目录|类别|分类|任务|项目)|小类|子类|子项|二级类"),
    ("category", "(?:事项|任务|工作|项目|问题|所属|隐患|责任|指标|整治|行业|业务|风险|措施)?(?:类别|类型|分类|门类|大类|板块|领域|条线)|"
                 "一级(?:指标|目录|类别|分类|任务|项目)|(?:重点|工作|整治|行业|所属|责任|监管|涉及)(?:行业)?领域|方面|维度|行业|专项|部分|篇章"),
    ("content", "工作节点|(?:工作)?阶段(?:任务|目标)"),
    ("goal", "(?:整改|治理|预期)目标|预期(?:效果|成效|成果)|领跑首季目标|目标值|(?:工作)?成果(?:形式)?|完成标志|(?:验收|销号|完成|达标|办结)标准"),
    ("steps", "(?:整改|解决)(?:措施|建议|要求|方案|举措|办法|内容|任务措施)(?:[及和与、](?:要求|建议|方案|措施))?|整改的?措施"),
    ("leader", f"(?:{_LEVEL}|党委|政府|局|集团|公司|班子|县委|县政府|市委|市政府|区委|区政府)*"
               "(?:分管|牵头|责任|包保|包联|督导|挂牌|挂帅|主管|联系|包抓|督办|第一责任|分包|挂钩|包干|协管|主要|联系点|指导|总负责|责任落实)"
               f"(?:{_LEVEL}|班子|负责|责任)?领导(?:姓名|及职务)?|督办人|{_LEVEL}领导"),
    ("person", "(?:直接|具体|整改|第一|主要|工作|岗位|现场|部门|单位|监管|属地|落实|包保|安全|任务|项目|验收)?(?:责任人|负责人)(?:员)?(?:及|和)?(?:职务|电话|联系方式|联系电话)?|"
               "(?:联系|对接|经办|承办|整改|填报|审核|验收|确认|复查|配合|联络|包联|跟踪)(?:人|人员|员)(?:(?:及|和|、)?(?:联系)?(?:电话|方式))?|"
               "联系电话|联系方式|电话|手机(?:号码?)?|对接单位|责任人员|姓名|职务"),
    ("lead", f"(?:总|{_LEVEL})(?:牵头|主责|主办|主要责任|总牵头|牵头责任|牵头（责任）|牵头负责|主要承办|主要负责|第一责任|首要责任|领办)"
             f"(?:{_BODY})?{_PERSON}|{_LEVEL}责任(?:{_BODY})（(?:牵头|主责|主办|主要)(?:单位|部门)?）"),
    ("support", f"{_LEVEL}(?:责任（配合）|责任配合|协同配合|配合责任|配合|协作|协同|协办|协助|参与|参加|会办|协作配合|次要责任|配合协助|参与配合|其[他它]责任|联动)"
                f"(?:{_BODY})?{_PERSON}|{_LEVEL}责任(?:{_BODY})（(?:配合|协助|协办|协同|参与|参加)(?:单位|部门)?）"),
    ("units", f"主体责任(?:{_BODY})?|责任(?:落实)?分工|责任落实|责任|分工|任务分工|职责分工|工作分工|责任人/部门|责任部门（人）|责任单位（人）|责任(?:单位|部门)/责任人|责任归属|"
              f"(?:{_LEVEL}|第[二三四]|属地|相关)(?:整改|落实|任务|工作|具体|直接|治理|安全|监管|属地|实施)*(?:责任|承办|办理|实施|落实|执行|负责|整改|完成|承担|经办|报送责任)(?:{_BODY})"
              "(?:[及和与、/]?(?:责任人|负责人|部门|单位|人员|人))?|责任单位及部门|责任单位、部门|(?:调整|变更)后的?责任单位|单位分工|部门分工|责任科室（单位）"),
    ("deadline", f"(?:{_ASK})*(?:完成|办结|整改|截止|达标|整改完成|完成整改|销号|到位|完工|竣工|办理)?的?(?:{_DUE})(?:要求|安排|及要求|规定)?|"
                 f"(?:调整|变更|延期|延长|顺延|修订|修改|更新)后的?(?:完成|整改|办结)?的?(?:{_DUE})|(?:延期|延长|顺延|调整)[至到为](?:时间|日期)?|"
                 f"(?:{_ASK})*(?:完成|办结|销号)(?:月份|年月)|结束(?:时间|日期|月份)|[止迄终]|结束|截止|截止日|完成时|时限（年月）|完成时间（年月）|何时完成"),
    ("remark", "备注|说明|备考|附注|注|备注说明|备注（说明）|备注/说明"),
    ("progress", f"(?:.*(?:{_STATE})|存在的?(?:困难|难点).*|未完成原因.*|本(?:月|周|季度?)工作.*|下(?:月|周|季度?|一?步)工作.*|下步(?:打算|措施|计划).*|"
                 "销号|.*(?:复查|验收|核查|督查)意见|打分|自评.*)"),
    ("problem", "(?:存在|具体|主要|突出|发现|排查|检查|反馈|交办|重点|隐患|整改|风险|督查|巡查|督导|考核|巡视|审计|通报|移交|指出)*的?"
                "(?:问题(?:隐患)?|隐患|短板|风险点|不足)(?:事实|描述|内容|表现|清单|具体内容|及表现|名称|详情|事项)?|"
                "问题及隐患|隐患描述|问题事实|事故隐患|风险隐患|(?:巡视|巡查|督导|督查|检查|考核)*(?:反馈|督导|检查|考核)意见(?:内容)?"),
    ("other", "年度投资|(?:总|计划|完成)?投资(?:额)?|(?:资金|任务|问题|隐患)?来源|依据|(?:政策|文件)依据|金额/?数量|数量|金额|单价|风险影响|隐患等级|等级|部位/来源|部位|"
              "考核方式|考评办法|考核办法|见证性?材料|佐证材料|印证材料|材料整理|优先级|对应原文条款|条款|完成形式|督导单位|督办单位|验收单位|监督单位|督查单位|指导单位|分值|权重|地点|位置|"
              "发现隐患问题数量（处）|单位（计量）|计量单位|资金|资金（万元）|经费"),
    ("task", f"(?:{_TASK_ADJ})*(?:任务|事项|项目|工作|实事|课题|主题)(?:名称|事项|清单|分解|项目|内容（简要）|点|题目|标题)?|任务内容|"
             "专项整治行业名称|标题|名称|题目|行动名称|工程名称|专项行动|.{0,6}(?:项目|任务|事项|工程|行动|活动|演练|课题|制度)名称"),
    ("content", f"(?:{_TEXT_ADJ})*(?:{_TEXT_NOUN})(?:[及和与、]?(?:{_TEXT_NOUN}|{_TASK_ADJ}))*|重点工作[和及与](?:要求|措施|内容)|"
                f"(?:{_TASK_ADJ})*(?:任务|事项|工作)[及和与、](?:{_TEXT_ADJ})*(?:{_TEXT_NOUN})|内容|目标任务|主要目标任务|描述|"
                f"(?:{_TASK_ADJ})+(?:{_TEXT_NOUN}|描述|概述|简述|简介|概况)|.{{1,4}}内容"),
)  # fmt: skip
_COMPILED = tuple((meaning, re.compile(pattern)) for meaning, pattern in _PATTERNS)

# Words in an unknown header that ask for a question; never an answer.
_HINTS: tuple[tuple[Meaning, str], ...] = (
    ("deadline", "时限|期限|时间|日期|月份|进度|频次|频率|周期"),
    ("units", "单位|部门|科室|责任|承办|负责"),
    ("task", "任务|事项|项目|工作|问题"),
    ("content", "内容|措施|要求|举措"),
)


def normal(header: str) -> str:
    """A header without white space, marks and colons; brackets and letters of one kind."""
    text = unicodedata.normalize("NFKC", "".join(header.split())).lower()
    return (
        text.strip(":*★☆.。、-").replace("(", "（").replace(")", "）").replace("[", "（").replace("]", "）")
    )


def meaning_of(header: str) -> Meaning | None:
    """What a header means by the table, or None; a bracket at its end that is no other header is `bracket_of` it."""
    return _meaning(header) if 0 < len(header) <= 40 else None


@lru_cache(maxsize=4096)
def _meaning(header: str) -> Meaning | None:
    text = normal(header)
    short = _BRACKET.sub("", text)
    if not text or len(short) > 20:
        return None
    found = _of_whole(text)
    parts = re.split("[及和与、/，]|(?<=单位|部门)(?=完成|时限|期限)", text)
    both = {*map(_meaning, parts)} if len(parts) == 2 and not found else set()
    if "deadline" in both and (who := both & {"units", "lead"}):
        return who.pop()  # 责任单位及完成时限: of a cell that says both
    rest = {*map(_meaning, parts[1:])} if not found else set()
    if rest and rest <= _WHOSE and (first := _meaning(parts[0])) in _NAMED:
        return first  # 任务及责任单位
    return found or (_meaning(short) if short != text else None)


def _of_whole(text: str) -> Meaning | None:
    found = next((meaning for meaning, pattern in _COMPILED if pattern.fullmatch(text)), None)
    if not found and (
        of := re.match("(?:原|现(?!场))[定有]?的?(?=.)", text)
    ):  # 原完成时限 beside 调整后完成时限
        rest = _of_whole(text[of.end() :])
        return rest if rest in ("deadline", "units") else None
    return found


# what a cell may be of, and what else it may say of that
_NAMED: tuple[Meaning | None, ...] = ("task", "problem", "content", "steps", "category", "group")
_WHOSE: set[Meaning | None] = {"units", "lead", "responsible", "support", "deadline", "leader", "person"}


def announced(header: str) -> dict[Meaning, str]:
    """Who and when that a head of tasks or categories says are in its cells, too: 任务及责任单位, 类别（牵头单位）."""
    pieces = re.split("[及和与、/，（）]", normal(header))[1:] if meaning_of(header) in _NAMED else []
    return {m: piece for piece in pieces if (m := _of_whole(piece)) in _WHOSE and m}


_BRACKET = re.compile("（[^（）]*）$")
# what brackets say that changes nothing below a header
_PLAIN = re.compile(
    r"\w?|单位|部门|科室|人员|个人|名称|简[要述]|概述|盖章|签[字章]|公章|[必选]填|可(?:另)?附页|"
    r"(?:(?:具体|精确|明确)到)?(?:年|月份?|[月旬]?日|、|/)+|[万亿]元|共?\d+[项个条]|(?:排名)?不分先后|按职责(?:分工)?(?:负责)?|[本当]年度?|[省市县区旗州乡镇村级本直属]{2,3}|"
    r"(?:填写?)?(?:单位)?[全简]称|格式[：:].*|含配合(?:单位|部门)?|月底前"
)


@lru_cache(maxsize=4096)
def bracket_of(header: str) -> str:
    """What a header adds in a bracket at its end that may change what is below it: 第一单位牵头; "" for nothing."""
    text, flat, said = normal(header), "".join(header.split()).rstrip("：:*★☆.。、-"), list[str]()
    while (found := _BRACKET.search(text)) and not _of_whole(text):
        inner = found[0][1:-1]
        if not _PLAIN.fullmatch(inner) and not _of_whole(inner):
            said.insert(0, flat[-len(inner) - 1 : -1])
        text, flat = text[: found.start()], flat[: -len(inner) - 2]
    return "；".join(said)


def year_in(bracket: str) -> int:
    """The year that a bracket says of all dates below it: 2026年, 未注明年份的均为2026年; 0 for none."""
    found = re.fullmatch(
        "(?:[没未]有?[注写标]明(?:的|年份的?)*)?(?:时限|日期)?[均都]?[为是]?(20\\d\\d)年?度?", normal(bracket)
    )
    return int(found[1]) if found else 0


def claims(header: str) -> bool:
    """Whether of several headers of one meaning this is it by its words: 完成时限 beside 时间安排."""
    return bool(re.search("责任|完成|截止|一级", header))


def hinted(header: str) -> Meaning | None:
    """What the words of an unknown header may mean: a suggestion for the question."""
    text = normal(header)
    return next((meaning for meaning, words in _HINTS if re.search(words, text)), None)


def meaning_named(word: str) -> Meaning | None:
    """The meaning that a user names in --column."""
    text = normal(word)
    named = next((m for m, names in NAMES.items() if text in names), None)
    return named or meaning_of(text)
