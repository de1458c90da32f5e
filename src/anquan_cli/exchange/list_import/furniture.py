"""What stands round a list: notes, form fields, page numbers, letterheads, standing clauses, titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anquan_cli.dates import in_figures, normalize_width
from anquan_cli.exchange.list_import.words import in_one_line, mark_of, number_value

SITE = "网站标识码|ICP备(?!案[^号编])|公网安备|版权所有"  # at the foot of a web page
_KINDS = (
    ("页码", r"[-—–－\s]*(?:第?\d{1,4}页?(?:[/共，, ]*\d{1,4}页?)?)[-—–－\s]*|[—\-]+"),
    ("续表标记", r"[（(]?(?:[接续转](?:上|前|下)?[页表]|[附续]?[件表]\s*\d{0,2}[-—]?\d{0,2}\s*[（(]?续)\s*\d{0,2}[)）]{0,2}[:：]?"),
    ("附件标记", r"附[件表录]?\d{0,2}(?:[-—.]\d{1,2})?[:：]?"),
    ("注释", r"(?:备?注|说明|附注|填表说明|填报说明|注意事项|★|\*|※)\d{0,2}[:：、.．].*|[（(](?:备?注|说明)[:：].*|注.{0,2}[:：].*"),
    ("填报信息", r"(?:填报|填表|制表|编制|报送|主管|申报|联系|审核|审批|复核|上报|责任|报告|打印|印发|签发|拟稿|核稿|校对|会签|审签)?(?:单位|部门)?(?:单位|部门|人|日期|时间|电话|领导|负责人|机关)?"
                 r"(?:[（(]?(?:盖章|公章|签字|签章|签名)[)）]?)?[:：].*(?:[:：].*)?|单位[:：]万元|密级[:：]?.*|.{0,10}(?:盖章|公章)[)）]?[:：]?.*|.{0,10}签[字名][)）]?[:：].*"),
    ("网页文字", rf".*(?:{SITE}|浏览次数|打印本页|关闭窗口).*|"
                 r"(?:索引号|信息分类|主题分类|主题词|发布机构|公开方式|有效性|信息来源)(?:[:：].*)?"),
    ("结尾的文字", r"特此(?:通知|通告|公告|报告|函告|函复)[。！]?"),
    ("合计", r"(?:[本全][页表类]|分类)?(?:合\s*计|总\s*计|小\s*计|共\s*计)[:：]?.*|(?:总\s*分|满\s*分)(?:[:：（(].*)?"),
    ("会议信息", r"(?:出席|列席|请假|缺席|参会|与会|主持|记录)(?:人员?|单位|领导|同志|名单)?[:：].*"),
    ("版记", r"(?:主送|抄送|抄报|分送|印送)[:：].*|[（(](?:此件|共印).*[)）]|.{0,30}[12]\d{3}年\d{1,2}月\d{1,2}日印发"),
    ("文号", r".{0,20}[〔\[（(][12]\d{3}[〕\])）]第?\d{1,4}号"),
    ("日期", r"(?:[12]\d{3}年\d{1,2}月(?:\d{1,2}日)?|[二〇○O零一二三四五六七八九十]{4}年.{1,3}月.{1,3}日)"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern, re.DOTALL)) for kind, pattern in _KINDS)
_FORM_FIELD = re.compile(
    r"^(?:填报|填表|制表|编制|报送|主管|申报|联系|审核|审批|复核|上报|报告|打印|印发|签发|拟稿|核稿|校对|会签|审签)|^[^:：]{0,10}签[字名]|^(?:单位|部门|日期|时间|密级)[（(:：]"
)
_STANDING = re.compile(
    r"^[（(]?(?:(?:备?注|说明)[:：])?(?:\d{1,2}[.、．])?(?:以[上下]|上述|下述|上列|本表|本清单|所有|各项|表中|清单中)(?:所列|所有|各|任务|事项|工作|项|全部)*"
    r".{0,24}(?:均[需须应由要]|都[需须应由要]|由|均为|均)"
)
_ITEMS = r"第([\d一二三四五六七八九十]+(?:[、和及与至到—-]第?[\d一二三四五六七八九十]+)*)项"
_OF_ALL = re.compile(  # 未注明的, 除注明外, 各项任务, 第2项
    rf"{_ITEMS}|"
    r"(?:未|没有?)(?:注明|写明?|明确|标[注明]|填写?|列明|规定)|除\S{0,8}外|"
    "(?:[各每]项|所有|全部|[上下]述|以[上下]|本(?:清单|表)|清单[中内]?|表[中内])[^，。；]{0,6}(?:任务|事项|工作|问题|隐患|措施|项目)"
)
_CHARGED = re.compile(
    "(?:牵头|责任|配合|主办|承办)(?:单位|部门)(?:均|都|一律|统一)?[为是由]|由[^，。；]{2,30}(?:牵头|负责|配合|承办|落实)"
)
_DUE = re.compile(
    "(?:[月年]底|[月旬年末日号]|季度|节|汛)之?以?前(?=完成|整改|办结|销号|落实)|[为是][^，。；]{1,12}前(?=[。；]|$)|[为是](?:全年|长期)"
)
_WHO = re.compile(r"乡|镇|街道|各|单位|部门|委|局|办|股|科|室|公司|政府|园区|企业")
_TITLE_END = re.compile(
    r"(?:清单|方案|要点|安排|计划|分工|台账|一览表|任务表|分解表|明细表|登记表|统计表|汇总表|进度表|推进表|责任表|分工表|任务书|"
    r"措施|意见|工作表|配档表|作战图|实事|事项|项目表|情况表|任务|表|通知|规划|纲要|目标|举措)(?:[（(].{1,30}[)）])?$"
)

# a form to be filled in, or what is done with: no part of the list that stands beside it
_FORM = re.compile(r"样[例表本张]|示例|范例|模板(?=[）)]|$)|填[写表报]说明")
_NO_LIST = re.compile(rf"{_FORM.pattern}|已(?:完成|销号|办结|整改)")

_A_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_SPAN = re.compile(rf"({_A_YEAR})(?:年度?)?[-到、/和与及]+({_A_YEAR})(?:年度?)?")
_YEAR = re.compile(rf"(?<!到)({_A_YEAR})年(?!第?\d*次?修[订正改]|版|以来)")
_OWN_YEAR = re.compile(
    rf"(?<!落实)(?<!贯彻)(?<!执行)(?<!依据)(?<!根据)(?<!对照)({_A_YEAR})年度?"
    rf"(?:全[省市县区镇乡]|安全|生产|消防|防汛|应急|重点|主要|工作|任务|目标|责任|行动|整治|治理|专项|攻坚)*{_TITLE_END.pattern}"
)
_DATED = rf"{_A_YEAR}(?=[\]〕)】]|[-./]\d{{1,2}}(?!\d))"


def note_kind(text: str) -> str | None:
    """What a text round the list is, or None where it may be part of it."""
    flat = in_one_line(text)
    kinds = (kind for kind, pattern in _COMPILED if pattern.fullmatch(flat))
    return next((kind for kind in kinds if kind != "填报信息" or _FORM_FIELD.search(flat)), None)


def foot_kind(text: str) -> str:
    """What a row that begins so is, where it is none of the list's: 合计, 注：…, 填表人：张三, 填表人 beside 张三; else ""."""
    flat = in_one_line(text)
    kinds = (note_kind(flat), note_kind(f"{flat}："))
    return next((kind for kind in kinds if kind in ("合计", "填报信息", "注释")), None) or ""


def is_standing(text: str) -> bool:
    """Whether a text is a clause that adds somebody to all tasks: 以上各项工作均需局属各单位配合落实."""
    flat = in_one_line(text)
    about = re.search("(?:本清单|本表).{0,2}由.{2,24}(?:解释|印发|制定|编制|汇总|更新|修订|公布|调度)", flat)
    return len(flat) <= 150 and not about and bool(_STANDING.search(flat) and _WHO.search(flat))


def said_of_all(text: str) -> Iterator[tuple[str, set[str]]]:
    """Sentences that say of all tasks, of those that do not say it, or of 第2项, who does them or by when; and which of both."""
    for sentence in re.split("(?<=[。；])", in_one_line(text)):
        of_all = _OF_ALL.search(sentence) and not re.search("报送|上报|报[省市县区]|汇报|解释", sentence)
        due = of_all and _DUE.search(sentence)
        charged = of_all and _CHARGED.search(sentence)
        if due or charged:
            said = {"units": charged, "deadline": due}
            yield sentence.strip(), {field for field, found in said.items() if found}


def items_of(sentence: str) -> set[int]:
    """The numbers of the tasks that a sentence is about: 第2、3项; none where it is about all."""
    found = re.search(_ITEMS, sentence)
    return (
        {n for text in re.findall("[^、和及与至到—第-]+", found[1]) if (n := number_value(text))}
        if found
        else set()
    )


def is_dated(text: str) -> bool:
    """Whether a text names a year, be it the list's or not."""
    return bool(re.search(_A_YEAR, _in_figures(text)))


def _in_figures(text: str) -> str:
    """A line in which years are figures: ２０２６年, 二○二六年."""
    return in_figures(normalize_width(re.sub("(?<=[二〇○Oo])[○Oo]", "〇", in_one_line(text))))


def years_of(text: str, *, is_title: bool = True) -> tuple[tuple[int, ...], bool]:
    """The years that a list may be of whose title, or other text, this is; and whether it is certain.

    That is the one year that stands before 年, be there spans, document numbers and laws beside it; of several the one
    before words of lists alone (2025年度重点任务清单). Of a text that is no title, only what is a date or a number of
    a document counts where no 年 stands.
    """
    flat = _in_figures(text)
    spans = [(int(m[1]), int(m[2])) for m in _SPAN.finditer(flat)]
    rest = _SPAN.sub("~", flat)
    named = tuple(dict.fromkeys(int(m[1]) for m in _YEAR.finditer(rest)))
    if len(named) > 1:
        own = {int(m[1]) for m in _OWN_YEAR.finditer(rest)}
        named = (*own,) if len(own) == 1 else named
    if named:
        return named, len(named) == 1
    within = dict.fromkeys(y for first, last in spans for y in range(first, min(last, first + 20) + 1))
    return tuple(within) or tuple(int(y) for y in re.findall(_A_YEAR if is_title else _DATED, rest)), False


def is_apart(names: Sequence[str], titles: Sequence[str]) -> str:
    """Why a table with names of its own is no part of the list with these titles; "" where it may be one."""
    years = next(filter(None, (years_of(name)[0] for name in names)), ())
    own = {year for title in titles for year in years_of(title)[0]}
    if years and own and own.isdisjoint(years):
        return f"是{'、'.join(map(str, years))}年的，清单是{'、'.join(map(str, sorted(own)))}年的"
    found = next(filter(None, map(_NO_LIST.search, names)), None)
    return f"写明是“{found[0]}”" if found and not any(map(_NO_LIST.search, titles)) else ""


def is_title(text: str) -> bool:
    """Whether a line ends as titles of lists do."""
    flat = in_one_line(text)
    return (
        4 <= len(flat) <= 80
        and bool(_TITLE_END.search(flat))
        and not re.search("[。；]", flat)
        and not ((mark := mark_of(flat)) and mark.rank)
    )


def is_name(text: str) -> bool:
    """Whether a line is a title, or calls what is below it a form."""
    short = len(text) <= 20 and not mark_of(text) and not re.search("[。；，：]", text)
    return is_title(text) or (short and bool(_FORM.search(text)))
