"""What is left over beside a date: harmless by its grammar, denying the date, changing it, or not understood."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from anquan_cli.tasklist.phrases.deadline.lexer import Token

Verdict = Literal["harmless", "noun", "denied", "unread"]
Words = Sequence[Token]
_PUSHES = (
    "延期",
    "拖延",
    "逾期",
    "推诿",
    "延误",
    "漏报",
    "迟报",
    "瞒报",
    "缺报",
)  # 不得…: the date holds all the more
_SIDES = ("后", "前", "时", "起")
_ENDINGS = frozenset("矿业厂校院区域段批期类项库站所室队镇乡村局办部委线路桥房点")


def is_(token: Token, *kinds: str) -> bool:
    """Whether a word may be of one of these kinds."""
    return not token.kinds.isdisjoint(kinds)


def text(words: Words) -> str:
    """The words as they stand."""
    return "".join(w.text for w in words)


def judge(words: Words, *, adjoins: bool = False) -> Verdict:
    """What words beside a date do to it.

    Harmless is a predicate: adverbs or a subject, a verb, its object; or an amount; `adjoins`: with no mark
    between it and the date only adverbs may precede the verb (9月投入使用). A subject alone is a noun.
    """
    if not words:
        return "harmless"
    if text(words).startswith("不得") and any(text(words[1:]).startswith(w) for w in _PUSHES):
        return "harmless"
    if any(is_(w, "DENY", "CHANGE") and not _between_verbs(words, i) for i, w in enumerate(words)):
        return "denied"
    if any(is_(w, "FUZZY") for w in words):
        return "unread"
    first = next((i for i, w in enumerate(words) if is_(w, "VERB", "LIGHT")), None)
    head = words[: len(words) if first is None else first]
    if any(is_(w, "NEG", "AFTER", "BEFORE", "OF") or w.text in ("的", "年", "月", "日", "号") for w in head):
        return "denied" if any(is_(w, "NEG") for w in head) else "unread"
    if any(is_(w, "NUM") and is_(v, "UNIT") for w, v in pairwise(w for w in head if w.text != "个")):
        return "unread"  # 6月底前10天
    if first is None:
        return _verbless(words)
    if adjoins and (len(words[first].text) < 2 or text(words) in ("报告",)):
        return "unread"
    if adjoins and not all(
        is_(w, "ADV", "LEAD", "NUM", "STEADY", "SOON") or w.text in ("次", "个") for w in head
    ):
        return "unread"
    return _predicate(words[first:])


def is_name(words: Words) -> bool:
    """Whether words name what a date is of (煤矿, 第一批): they end as names do."""
    return judge(words) in ("noun", "harmless") and (
        is_(words[-1], "NOUN", "SAFE", "VERB") or words[-1].text in _ENDINGS
    )


def _between_verbs(words: Words, at: int) -> bool:
    """整改或关闭: an alternative of what is done, not of when."""
    return (
        words[at].text == "或"
        and 0 < at < len(words) - 1
        and is_(words[at - 1], "VERB")
        and is_(words[at + 1], "VERB")
    )


def _verbless(words: Words) -> Verdict:
    if is_(words[-1], "RANGE", "LEAD"):  # 至, 工作计划
        return "unread"
    if all(is_(w, "ADV", "LEAD", "STEADY", "GOON", "SOON", "TIME") for w in words):
        return "harmless"
    amount = next((i for i, w in enumerate(words) if is_(w, "NUM")), None)
    if amount is not None and all(is_(w, "ADV", "LEAD") for w in words[:amount]) and len(words) - amount <= 4:
        return "harmless" if len(words) - amount > 1 or "%" in words[-1].text else "unread"
    if is_(words[-1], "SAFE", "NOUN") or words[-1].text in _ENDINGS:
        return "noun"
    return (
        "noun"
        if len(text(words)) > 1 and all(is_(w, "WORD", "NOUN", "SAFE", "ADV", "EVENT") for w in words)
        else "unread"
    )


def _predicate(words: Words) -> Verdict:
    """A verb and its object; not V的 (what somebody did by then), V不了, nor a clause that ends in 的 or 者."""
    chain = next((i for i, w in enumerate(words) if not is_(w, "VERB", "LIGHT", "ADV")), len(words))
    rest = words[chain:]
    if not rest:
        return "harmless"
    if is_(rest[0], "NEG") or rest[0].text == "不":
        return "denied"
    linked = rest[0].text in ("出", "到", "好", "过") and len(rest) > 1 and rest[1].text == "的"
    named = text(rest) in ("情况", "结果") and words[chain - 1].text[-1] not in "报送告馈布示交析"
    if named or rest[0].text in _SIDES or rest[-1].text in (*_SIDES, "的", "者"):  # 考核结果; 开学前
        return "unread"
    if rest[0].text == "的" or linked:
        light = (
            is_(words[0], "LIGHT")
            and chain > 1
            and (is_(words[-1], "VERB") or words[-1].text in ("工作", "任务"))
        )
        return "harmless" if light else "unread"
    return "harmless"
