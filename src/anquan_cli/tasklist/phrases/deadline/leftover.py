"""What is left over beside a date: harmless by its grammar, denying the date, changing it, or not understood."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from anquan_cli.tasklist.phrases.deadline.lexer import Token

Verdict = Literal["harmless", "noun", "denied", "unread"]
Words = tuple[Token, ...]
_STEADILY = ("STEADY", "GOON", "VERB", "ADV", "SEP", "WORD", "NOUN")
_ANCHORS = ("EVENT", "FEAST", "UNIT", "WORD", "VERB", "NUM")
_SIDES = ("后", "前", "时", "起")
_ENDINGS = frozenset("矿业厂校院区域段批期类项库站所室队镇乡村局办部委线路桥房点")


def is_(token: Token, *kinds: str) -> bool:
    """Whether a word may be of one of these kinds."""
    return not token.kinds.isdisjoint(kinds)


def text(words: Words) -> str:
    """The words as they stand."""
    return "".join(w.text for w in words)


def judge(words: Words, *, adjoins: str = "") -> Verdict:
    """What words beside a date do to it.

    Harmless is a predicate: adverbs or a subject, a verb, its object; or an amount. `adjoins` is the grain of a date
    that no 前 or 底 ends: only adverbs may stand between it and the verb (9月投入使用), and the verb must not say what
    happened then (6月5日批复). A subject alone is a noun.
    """
    if not words:
        return "harmless"
    first = next((i for i, w in enumerate(words) if is_(w, "VERB", "LIGHT")), len(words))
    head = words[:first]
    if is_(words[-1], "FAILED") or any(is_(w, "NEG") for w in head):
        return "denied"
    for before, w, behind in zip(words[:1] + words, words, words[1:] + words[-1:], strict=False):
        alternative = w.text == "或" and is_(before, "VERB") and is_(behind, "VERB")  # 整改或关闭
        if is_(w, "DENY", "CHANGE") and not alternative:
            return "denied"
    lengths = pairwise(w for w in head if w.text != "个")
    if any(is_(w, "AFTER", "BEFORE", "OF", "FUZZY", *"年月日号") for w in head) or any(
        is_(w, "NUM") and is_(v, "UNIT") for w, v in lengths
    ):  # 6月底前10天
        return "unread"
    if first == len(words):
        return _verbless(words)
    if adjoins:
        verb = words[first]
        light, once = is_(verb, "LIGHT"), adjoins in ("day", "year")
        happened = is_(verb, "HAPPENED") and (once or (first + 1 < len(words) and not light))
        happened |= is_(words[-1], "HAPPENED") and once and not light  # 2025年监督检查
        plain = all(is_(w, "ADV", "LEAD", "NUM", "STEADY", "SOON", "次", "个") for w in head)
        if happened or not plain or len(verb.text) < 2:
            return "unread"
    return _predicate(words[first:])


def is_name(words: Words) -> bool:
    """Whether words name what a date is of (煤矿, 第一批): they end as names do."""
    return judge(words) in ("noun", "harmless") and (
        is_(words[-1], "NOUN", "SAFE", "VERB") or words[-1].text in _ENDINGS
    )


def kind_of(words: Words) -> str:
    """Which kind without a date words are, `clause` where they only go with one."""
    words = tuple(w for w in words if not is_(w, "LABEL", "COLON"))
    while words and is_(words[0], "LEAD", "FROM"):
        words = words[1:]
    if not words or any(is_(w, "DENY") and not is_(w, "SOON") for w in words):
        return "unknown"
    first, soon = words[0], any(is_(w, "SOON") for w in words)
    if any(is_(w, "STEADY") for w in words[:2]) and all(is_(w, *_STEADILY) for w in words):
        return "standing"
    rhythmic = any(is_(w, "EACH", "月", "季", "季度", "周", "旬") for w in words[1:])
    if is_(first, "BYRULE") and any(is_(w, "DUTY") for w in words) and not rhythmic:
        return "vague"
    if is_(first, "NEAR") or text(words[:2]) in ("月底", "月末"):
        return "relative"
    pairs = list(pairwise((first, *words)))
    if any(w.text == "后" and is_(b, "EVENT", "NOUN", "WORD", "VERB") for b, w in pairs[1:]):
        return "relative"
    if is_(first, "SOON") or (soon and not any(is_(w, "NUM", "UNIT") for w in words)):
        return "vague"
    for before, w in pairs:
        sided = is_(w, "BEFORE", "后", "之后", "以后", "之日起") and is_(before, *_ANCHORS)
        counted = is_(before, "UNIT") and "内" not in w.text
        if not counted and (is_(w, "FEAST") or sided):
            return "relative"
    return "clause" if judge(words) == "harmless" else "unknown"


def _verbless(words: Words) -> Verdict:
    last = words[-1]
    if is_(last, "RANGE", "LEAD"):  # 至, 工作计划
        return "unread"
    goes_on = ("GOON",) if is_(words[0], "STEADY", "ADV", "LEAD") else ()
    if all(is_(w, "ADV", "LEAD", "STEADY", "SOON", "TIME", *goes_on) for w in words):
        return "harmless"
    amount = next((i for i, w in enumerate(words) if not is_(w, "ADV", "LEAD")), 0)
    if is_(words[amount], "NUM") and amount >= len(words) - 4:
        counted = amount < len(words) - 1 and not is_(last, "元", "人") and (amount or last.text != "家")
        return "harmless" if counted or "%" in last.text else "unread"
    known = all(is_(w, "WORD", "NOUN", "SAFE", "FAILED", "ADV", "EVENT") for w in words)
    named = is_(last, "SAFE", "NOUN") or last.text in _ENDINGS or (known and len(text(words)) > 1)
    return "noun" if named else "unread"


def _predicate(words: Words) -> Verdict:
    """A verb and its object; not V的 (what somebody did by then), V不了, nor a clause that ends in 的 or 者."""
    chain = next((i for i, w in enumerate(words) if not is_(w, "VERB", "LIGHT", "ADV")), len(words))
    rest = words[chain:]
    if not rest:
        return "harmless"
    if is_(rest[0], "NEG"):
        return "denied"
    verb, named = words[chain - 1], text(rest)
    reported = named in ("情况", "结果") and verb.text[-1] in "报送告馈布示交析"
    which = len(rest) == 1 and is_(rest[0], "THING") and (is_(verb, "HAPPENED") or named in ("情况", "结果"))
    sided = rest[0].text in _SIDES or rest[-1].text in (*_SIDES, "期间", "者") or named.endswith("之日")
    if (which and not reported) or sided:  # 考核结果; 开学前
        return "unread"
    at = max((i for i, w in enumerate(rest) if w.text == "的"), default=None)
    if at is None:
        return "harmless"
    early = at <= (rest[0].text in ("出", "到", "好", "过"))  # 完成排查出的: who did it?
    done = (is_(rest[-1], "VERB", "WRITING") or "%" in rest[-1].text) and (
        not early or (is_(words[0], "LIGHT") and chain > 1)
    )
    return "harmless" if done else "unread"
