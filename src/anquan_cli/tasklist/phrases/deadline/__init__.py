"""Deadline phrases (完成时限): what a phrase comes to, and what about it is in doubt; nothing is guessed.

    phrase    = item { separator item }                  6月底前完成方案，12月底前完成建设
    item      = { word } [ date ] [ remark ] { word }    方案 3月底前 印发
    date      = rhythm | range | points | anchored
    points    = point { "、" point }                     6、12月底前; 6月15、30日; 二、四季度
    point     = [ year ] ( month [ day | third | end ] | quarter [ end ] | half [ end ] | end ) | figures
    range     = point "至" point                         what is not written again is inherited: 7月9日至17日
    rhythm    = ( "每" | "按" | "逐" ) period [ which ] [ days ]   每季度末月20日前
    anchored  = anchor ( "前" | "后" ) [ length ]        汛期前, 春节前10天, 开工后1个月
    remark    = "(" phrase ")"                           汛期前（6月1日前）

A new word is one of `words.txt`, a new rhythm one line in `recurrences`, a new holiday one in `anchors`; `leftover`
judges every word that is part of no date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from anquan_cli.tasklist.plan import Schedule
from anquan_cli.vocabulary import Kind

LONGEST = 200  # characters; no honest cell is longer


class Doubt(NamedTuple):
    """What is doubtful about a phrase, to follow the phrase in a sentence, and what to write instead."""

    message: str
    hint: str


class Reading(NamedTuple):
    """What a phrase comes to."""

    schedule: Schedule
    doubts: tuple[Doubt, ...] = ()


def mentioned(text: str, year: int) -> dict[date, str]:
    """The days by which something is to be done according to running text (6月底前), with the words that say so."""
    from anquan_cli.tasklist.phrases.deadline import parser

    return parser.mentioned(text, year)


UNREAD = Doubt("未能识别", "不会推算日期；请改写成“6月底前”这样的说法，或在旁边写 due: [2025-06-30]")


def parse(
    phrase: str,
    year: int,
    anchors: Mapping[str, str] | None = None,
    *,
    due: Sequence[date] = (),
    since: date | None = None,
) -> Reading:
    """What a deadline phrase comes to in the list of a year; never raises, never guesses.

    Args:
        phrase: as issued; it is kept as it stands.
        year: the list's, for dates without a year of their own.
        anchors: word → `MM-DD`, `YYYY-MM-DD` or two of them with `/` between: a span.
        due: dates that a person has settled; they stand for the phrase's.
        since: the first day of a rhythm that starts later.
    Returns:
        The schedule and its doubts; a kind without dates where the phrase is not understood.
    """
    kind: Kind = "unknown"
    start: date | None = None
    dates: tuple[date, ...] = ()
    doubts: tuple[Doubt, ...] = (UNREAD,)
    if len(phrase) <= 4 * LONGEST:
        from anquan_cli.tasklist.phrases.deadline import parser

        kind, start, dates, doubts = parser.read(phrase, year, anchors or {})
    if due:
        dated: Kind = kind if kind in ("span", "recurring", "relative") else "date"
        days = tuple(sorted(set(due)))
        return Reading(Schedule(phrase, dated, start if start and start <= days[-1] else None, days))
    if since:
        kept = tuple(day for day in dates if day >= since)
        if kind != "recurring" or not kept:
            told = Doubt(f"不是周期，from: {since} 用不上", "from 只用于“每月”这样的周期；到期日请写 due")
            doubts = (*doubts, told)
        else:
            dates = kept
    return Reading(Schedule(phrase, kind, start, tuple(sorted(set(dates)))), doubts)
