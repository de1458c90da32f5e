"""The words for statuses and lights, in Chinese and English, as people type and read them; for bases, roles, kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeVar, get_args

from anquan_cli.dates import normalize_width
from anquan_cli.errors import UsageError, truncate

Status = Literal["todo", "doing", "done", "verified", "paused", "na"]
Light = Literal["red", "yellow", "blue", "green"]
Role = Literal["lead", "responsible", "support", "supervise"]
ROLES: tuple[Role, ...] = get_args(Role)
Kind = Literal["date", "span", "recurring", "standing", "vague", "relative", "unknown"]  # of a deadline
Basis = Literal["named", "member", "relevant", "measure", "township"]  # why an item is a unit's

STATUS_WORDS: dict[Status, str] = {
    "todo": "未启动", "doing": "推进中", "done": "已完成", "verified": "已销号", "paused": "暂缓", "na": "不涉及",
}  # fmt: skip
# What people say for a status (domain, 4).
SPOKEN: dict[str, Status] = {
    "完成": "done", "办结": "done", "已办结": "done", "进行中": "doing", "销号": "verified", "未开始": "todo",
    "暂停": "paused", "无": "na",
}  # fmt: skip
# What is asked for as if it were a status: whoever says so wants this.
NO_STATUS = {
    "已?[逾超过]期(?:的|了)?": "看逾期请用 --light 红 或 anquan due --overdue",
    "(?:即将|快|将)?到期(?:的|了)?": "看近期到期请用 anquan due",
    "(?:[未没待拟将]|没有|不能?|无法|难以|即将|计划|准备)(?:完成|办结|做完)(?:的)?": (
        "看未办结的请用 --status 未启动,推进中,暂缓；登记请写 推进中 或 未启动"
    ),
    "(?:[待未没不拟]|暂不)(?:销号|验收|核查|核验)(?:的)?": "已经办结、还没有销号的请写 已完成，核查过的写 已销号",
    # a part of it, whatever word for done stands beside it
    "(?=.*(?:完成|办结|推进|进行|做|启动|开始|暂缓|暂停|销号)).*(?:\\d%?$|基本|大部|部分|初步|[一过大]半).*|百分之.*|.*[1-9一二三四五六七八九]成": (
        "没有全部做完的请写 推进中，百分比写在 --percent 后面：推进中 --percent 40"
    ),
    "[未没](?:有)?(?:报送|报|上报)(?:的)?": "看谁没有报送请用 anquan units",
}
# What is said of work that a status is offered for: whoever says so may have meant it.
_OFFERED: dict[str, Status] = {
    "(?:已经?)?(?:启动|开始|开展|部署|实施|铺开|动工|开工)了?": "doing",
    "(?:[未没待]|没有|尚未|还没)(?:启动|开展|部署|实施|铺开|动工|开工)(?:的)?": "todo",
    "(?:已经?)?(?:完成|办结|落实|结束|完工|竣工|完毕)了?|[√✓✔☑]": "done",
}
LIGHT_WORDS: dict[Light, str] = {"red": "红", "yellow": "黄", "blue": "蓝", "green": "绿"}
BASIS_WORDS: dict[Basis, str] = {
    "named": "点名", "member": "成员", "relevant": "有关", "measure": "要点", "township": "属地",
}  # fmt: skip
ROLE_WORDS: dict[Role, str] = {
    "lead": "牵头", "responsible": "责任", "support": "配合", "supervise": "指导督促",
}  # fmt: skip
KIND_WORDS: dict[Kind, str] = {
    "date": "定期限", "span": "时段", "recurring": "周期", "standing": "长期", "vague": "未定日期",
    "relative": "相对日期", "unknown": "未能识别",
}  # fmt: skip


# What offices write where there is no problem to report.
_NO_PROBLEM = "(?:目前)?(?:暂时?)?(?:无|没有?|不存在|未发现|未发生)(?:任何|其他|其它|明显|突出)?(?:存在)?(?:的)?(?:问题|困难)?(?:[和及、与](?:困难|问题))?|[/\\\\—–-]*|否|no|none|n/a"


def problem_in(text: str) -> str:
    """The words of a problem, or of a next step, where they name one: 无, 暂无 and 没有问题 do not."""
    return "" if re.fullmatch(_NO_PROBLEM, normalize_width(text).strip(_AROUND).lower()) else text


def parse_status(word: str) -> Status:
    """A status in Chinese or English. Raises UsageError with the nearest right word."""
    typed = "".join(normalize_width(word).strip(_AROUND).split())
    if answer := no_status(typed):
        raise UsageError(f"{truncate(typed)}不是状态", answer)
    return SPOKEN.get(typed) or _word(typed, STATUS_WORDS, "状态")


def is_status(word: str) -> bool:
    """Whether a word is a status in Chinese or English."""
    try:
        return bool(parse_status(word))
    except UsageError:
        return False


def no_status(word: str) -> str | None:
    """Where to look for what is asked for as if it were a status (逾期), or None."""
    return next((answer for form, answer in NO_STATUS.items() if re.fullmatch(form, word)), None)


def parse_light(word: str) -> Light:
    """A light in Chinese or English. Raises UsageError with the nearest right word."""
    typed = normalize_width(word).strip(_AROUND).removesuffix("灯").removesuffix("色")
    return _word(typed, LIGHT_WORDS, "亮灯")


_TURNS = set("未没不非无待拟将暂难停止")  # a word that differs in one of these says something else
_AROUND = " .。!,;、“”\"'"  # what a copied word brings along
_Word = TypeVar("_Word", bound=str)


def _word(word: str, words: Mapping[_Word, str], what: str) -> _Word:
    typed = word.lower()
    for english, chinese in words.items():
        if typed in (english, chinese):
            return english
    import difflib

    either = [w for pair in words.items() for w in pair if not {*typed} & _TURNS ^ {*w} & _TURNS]
    near = difflib.get_close_matches(typed, either, 1, 0.7 if typed.isascii() else 0.4)
    if words is STATUS_WORDS:
        near = [
            STATUS_WORDS[status] for form, status in _OFFERED.items() if re.fullmatch(form, typed)
        ] or near
    every = "、".join(f"{e} {c}" for e, c in words.items())
    hint = (f"是否想写 {near[0]}？" if near else "") + f"可用：{every}"
    if words is STATUS_WORDS and typed[:1].isdecimal():
        amount = f"百分比写在 --percent 后面：推进中 --percent {typed[:-1]}"
        amount = "全部完成请写 已完成" if typed == "100%" else amount
        hint = f"{amount if typed.endswith('%') else '编号在前，状态写在最后'}；{hint}"
    raise UsageError(f"不认识的{what}“{truncate(word)}”", hint)
