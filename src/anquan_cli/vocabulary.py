"""The words for statuses and lights, in Chinese and English, as people type and read them."""

from __future__ import annotations

from anquan_cli.dates import normalize_width
from anquan_cli.errors import UsageError, truncate

STATUS_WORDS = {
    "todo": "未启动", "doing": "推进中", "done": "已完成", "verified": "已销号", "paused": "暂缓", "na": "不涉及",
}  # fmt: skip
LIGHT_WORDS = {"red": "红", "yellow": "黄", "blue": "蓝", "green": "绿"}


def parse_status(word: str) -> str:
    """A status in Chinese or English. Raises UsageError with the nearest right word."""
    return _word(word, STATUS_WORDS, "状态")


def parse_light(word: str) -> str:
    """A light in Chinese or English. Raises UsageError with the nearest right word."""
    typed = word.removesuffix("灯")
    return _word(typed, LIGHT_WORDS, "亮灯")


def _word(word: str, words: dict[str, str], what: str) -> str:
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
