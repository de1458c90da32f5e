"""Deadline phrases (完成时限): what a phrase comes to, and what about it is in doubt; nothing is guessed.

    phrase    = item { separator item }                  6月底前完成方案，12月底前完成建设
    item      = { word } [ date ] [ remark ] { word }    方案 3月底前 印发
    date      = anchored | rhythm | range | point
    point     = [ year ] { part } | figures              2025年 6月 底; 二季度 末; 6、12月; 2025.6.30
    range     = point "至" point                         what is not written again is inherited: 7月9日至17日
    rhythm    = [ year ] "每" period { part }            每 季度 末月 20日; 每 周 三、五; 每 年 6月20日、12月20日
    anchored  = anchor ( "前" | "后" ) [ length ]        汛期 前 10天; 开工 后 1个月
    remark    = "(" phrase ")"                           汛期前（6月1日前）

Whatever is read is a span of days or several; each part (月, 季度, 末月, 上旬, 20日, 底) is a step from a span to a part
of it, so a point and a rhythm are the same steps from a year or from every period. What stands beside a date is judged
by the first shape of a table that fits all of it; what no shape knows to be harmless makes a doubt.

Tables: `words.txt` (words and what they may be), `spellings.txt` (other ways of writing), `looks.txt` (dates that may be
something else), `shapes.txt` (parts of spans, words beside dates, several dates), `unread.txt` (why nothing is read),
`doubts.txt` (what is said of a doubt). A new word, way of writing, part or shape is one line there.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, cast

from anquan_cli.tasklist.phrases.deadline.lexer import normal, rows
from anquan_cli.tasklist.phrases.deadline.phrase import LONGEST, Doubt, doubt, mentioned, read
from anquan_cli.tasklist.plan import Schedule
from anquan_cli.vocabulary import Kind

__all__ = ["Doubt", "Reading", "mentioned", "parse"]


AHEAD = 5  # years: of a list that names the end of a plan


class Reading(NamedTuple):
    """What a phrase comes to."""

    schedule: Schedule
    doubts: tuple[Doubt, ...] = ()


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
    kind, found, doubts = read(phrase, year, anchors or {})
    if doubts == [doubt("no")]:  # no word is to blame
        looks = (said for look, said, _ in rows("unread.txt") if re.search(look, normal(phrase[:LONGEST])))
        doubts = [doubt(next(looks, "no"))]
    start, dates = (found.start, sorted(set(found.dates))) if found else (None, [])
    years = [day.year for day in dates if not year <= day.year <= year + AHEAD]
    doubts = [*doubts, *(doubt("far", str(odd)) for odd in years[:1])]
    if due:
        kind = kind if kind in ("span", "recurring", "relative") else "date"
        dates, doubts = sorted(set(due)), []
        start = start if start and start <= dates[-1] else None
    elif since and (kind != "recurring" or dates[-1] < since):
        doubts = [*doubts, doubt("late" if kind == "recurring" else "from", str(since))]
    elif since:
        dates = [day for day in dates if day >= since]
    told = (d._replace(hint=d.hint.replace("YEAR", f"{year}").replace("NEXT", f"{year + 1}")) for d in doubts)
    return Reading(Schedule(phrase, cast(Kind, kind), start, tuple(dates)), tuple(told))
