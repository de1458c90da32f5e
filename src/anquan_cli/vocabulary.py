"""The words for statuses and lights, in Chinese and English, as people type and read them."""

from __future__ import annotations

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
LIGHT_WORDS: dict[Light, str] = {"red": "红", "yellow": "黄", "blue": "蓝", "green": "绿"}


def parse_status(word: str) -> Status:
    """A status in Chinese or English. Raises UsageError with the nearest right word."""
    spoken = SPOKEN.get(normalize_width(word))
    return spoken or _word(word, STATUS_WORDS, "状态")


def parse_light(word: str) -> Light:
    """A light in Chinese or English. Raises UsageError with the nearest right word."""
    typed = word.removesuffix("灯")
    return _word(typed, LIGHT_WORDS, "亮灯")


_Word = TypeVar("_Word", bound=str)


def _word(word: str, words: Mapping[_Word, str], what: str) -> _Word:
    typed = normalize_width(word).lower()
    for english, chinese in words.items():
        if typed in (english, chinese):
            return english
    import difflib

    either = [w for pair in words.items() for w in pair]
    near = difflib.get_close_matches(typed, either, 1, 0.4)
    every = "、".join(f"{e} {c}" for e, c in words.items())
    hint = (f"是否想写 {near[0]}？" if near else "") + f"可用：{every}"
    last = "编号在前，状态写在最后；" if typed[:1].isdigit() else ""
    raise UsageError(f"不认识的{what}“{truncate(word)}”", last + hint)
