"""Measures cut from a task's text at its own seams: verbatim, nothing dropped, nothing doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from anquan_cli.exchange.list_import.labels import date_in
from anquan_cli.exchange.list_import.words import CLOSE, OPEN, mark_of, sentences

Cut = Literal["sentences", "clauses", "none"]

_LEAST = 14  # characters on both sides of a comma that is a seam
_VERBS = (
    "安排|把握|办理|保持|编制|部署|采取|查处|查找|成立|充实|出台|处置|创新|存档|打击|打造|带动|督促|督导|对接|发挥|发现|防范|防止|丰富|改造|"
    "改进|贯彻|巩固|公布|构建|规范|核查|汇总|汇报|会同|夯实|积极|健全|建成|建立|建设|减少|降低|检查|交办|教育|解决|紧盯|开展|开设|考核|"
    "扩大|拉练|理顺|利用|联合|厘清|落实|明确|摸清|排查|培训|培育|配备|配齐|聘请|评估|普及|强化|确保|取缔|全面|深化|深入|实施|实现|梳理|"
    "疏通|树立|提高|提升|提请|淘汰|统筹|推广|推动|推进|完成|完善|围绕|维护|维修|细化|协调|新建|新增|修订|修复|宣传|严查|严格|严厉|严肃|"
    "演练|依法|依托|引导|印发|优化|运用|增强|增设|扎实|召开|整改|整合|整治|制定|指导|治理|重点|抓好|抓实|追究|总结|组建|组织|组织开展|做好|做到"
)
_SEAM = re.compile(
    rf"，(?=(?:要|并|将|须|应|切实|持续|进一步|有序|大力|加快|着力|及时|定期|认真)?(?:{_VERBS}|加强|加大))"
)
_TARGET = re.compile(
    r"(?:至少|不少于|不低于|不得少于)(?:完成|组织|开展|召开|解决|举办|建成|培训|排查)?(\d{1,6})(?![\d.％%]|[—–-]\d)(余?)([一-鿿]{1,2})"
)
_COUNTED = re.compile(r"(?:场次|人次|家次|批次|[项次个处家场起件套台辆座条人篇期支名户块])")


def cut(text: str, how: Cut) -> list[str]:
    """The measures of a text; joined they are the text, but for line breaks."""
    if how == "none" or not text.strip():
        return []
    pieces = list(sentences(text))
    if how == "clauses":
        pieces = [clause for piece in pieces for clause in _clauses(piece)]
    return [piece.strip() for piece in _with_heads(pieces) if piece.strip()]


def _with_heads(pieces: list[str]) -> Iterator[str]:
    """A head that ends in a colon, or a mark alone, stays with what follows it."""
    held = ""
    for piece in pieces:
        held += piece
        bare = held.strip()
        mark = mark_of(bare)
        if re.search("[：:]$", bare) or not re.search(r"\w", bare) or (mark and len(bare) <= mark.length):
            continue
        yield held
        held = ""
    if held:
        yield held


def _clauses(sentence: str) -> Iterator[str]:
    start = depth = 0
    for at, char in enumerate(sentence):
        depth += (char in OPEN) - (char in CLOSE)
        long_enough = at + 1 - start >= _LEAST and len(sentence) - at - 1 >= _LEAST
        if char == "，" and depth <= 0 and long_enough and _SEAM.match(sentence, at):
            yield sentence[start : at + 1]
            start = at + 1
    yield sentence[start:]


def entry(text: str) -> str | dict[str, Any]:
    """A measure as the list file has it, with the date and the figure that stand alone in its text."""
    found: dict[str, Any] = {"text": text}
    if date := date_in(text):
        found["deadline"] = date
    figures = list(_TARGET.finditer(text))
    alone = len(figures) == 1 == len(re.findall(r"至少|不少于|不低于|不得少于", text))
    if alone:  # not for each of several, nor one of several
        before = re.split("[，；。]", text[: figures[0].start()])[-1]
        alone = not re.search("每(?!年)|各|逐", before) and not re.match(
            "[^，；。]*、\\d", text[figures[0].end() :]
        )
    if alone and not figures[0][2] and int(figures[0][1]) and (unit := _COUNTED.match(figures[0][3])):
        found["target"] = {"count": int(figures[0][1]), "unit": unit[0]}
    return found if len(found) > 1 else text
