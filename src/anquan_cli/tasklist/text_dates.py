"""The dates that a task's texts name, held against its deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from anquan_cli.errors import truncate
from anquan_cli.grouping import gathered
from anquan_cli.tasklist.look_over import Told
from anquan_cli.tasklist.phrases import deadline
from anquan_cli.tasklist.plan import Measure, Schedule
from anquan_cli.tasklist.yamlfile import Path


def unnoticed(
    own: Schedule,
    measures: Sequence[Measure],
    of_measures: Sequence[Mapping[date, str]],
    of_task: Mapping[str, Mapping[date, str]],
    year: int,
) -> Iterator[Told]:
    """Dates that a task's texts name and no deadline of theirs is: they would fall due unnoticed.

    每月 is one of its own text alone; one of several dates is that of a measure whose text names them all.

    Args:
        own: when the task is due.
        measures: its measures.
        of_measures: what each of their texts names, with the words of each date.
        of_task: what the task's own texts name, by the field they stand in.
        year: the list's.

    Yields: doubts with path and place below the task's.
    """
    asked = set[date]()
    among = list[tuple[int, str]]()  # measures that name one of the task's dates, asked about together
    texts: list[tuple[Mapping[date, str], Path, Sequence[Measure]]] = [
        *((found, ("measures", i), (measures[i],)) for i, found in enumerate(of_measures)),
        *((found, (field,), measures) for field, found in of_task.items()),
    ]
    for found, (field, *at), of in texts:
        left = list[date]()
        for day, words in sorted(found.items()):
            if day.year < year <= max(found).year:
                continue  # what was before the list, beside what is in it
            due = [m for m in of if _may_be_of(m, words, {*found} if at else None)]
            asked_of_year = (m.own_deadline and _differ_in_year(m.deadline.text, words) for m in due)
            has = any(day in m.deadline.dates for m in due) or any(asked_of_year)
            has |= day in own.dates and (not at or len(own.dates) == 1)
            whole = [m.deadline for m in due] if at else [own]  # 开学前10天 is what 开学前 comes to
            has |= any(d.kind == "relative" and words in d.text for d in whole)
            if not (has or (not at and day in asked)):
                left.append(day)
        asked.update(left)
        if at and own.dates and {*left} & {*own.dates}:
            among.append((int(at[0]), "、".join(dict.fromkeys(f"“{found[day]}”" for day in left))))
        elif left:
            told = gathered((found[day], str(day)) for day in left)
            said = "、".join(f"“{words}”（{'、'.join(days)}）" for words, days in told.items())
            phrase = "/".join(dict.fromkeys(found[day] for day in (sorted(found) if at else left)))
            hint = f"请核对；确要按此完成的，在该要点写 deadline: {phrase}"
            where = f"要点{int(at[0]) + 1}" if at else ""
            yield (
                (field, *at),
                where,
                f"文中写有{said}，完成时限里没有",
                hint if field != "title" else "请核对完成时限",
            )
    if among:
        (first, said), *more = among
        others = truncate("、".join(f"要点{i + 1}" for i, _ in more))
        only = "只" * (own.kind != "recurring")
        what = f"文中{only}写有{said}，期限仍是任务的“{truncate(own.text)}”" + f"，{others}也这样" * bool(
            more
        )
        hint = "请核对；只按文中日期完成的，在该要点写 deadline"
        yield ("measures", first), f"要点{first + 1}", what, hint


def _differ_in_year(due: str, words: str) -> bool:
    """Whether one of both is the other below a year: 2024年，12月底前 and 12月底前."""
    both = (due, words), (words, due)
    return any(re.fullmatch(rf"\d{{4}}年[，,]?{re.escape(bare)}", whole) for bare, whole in both)


def _may_be_of(measure: Measure, words: str, named: set[date] | None) -> bool:
    """Whether the date that some words say may be one of a measure's; `named`: all that its text names.

    Of several dates of its row it is none where the text does not name them all: 6月底前 below 6月底前、12月底前.
    """
    due = measure.deadline
    if due.kind == "recurring" and words not in measure.text:
        return False
    if named is None or len(due.dates) == 1 or named.issuperset(due.dates):
        return True
    if measure.own_deadline:
        return due.kind != "recurring" or words in due.text
    pieces = deadline.pieces(due.text)  # 五一、国庆前 below 五一、国庆节前
    said = due.kind != "recurring" or {words, re.sub(r"^\d+月", "每月", words)} & {*pieces}
    return bool(said) and all(piece.rstrip("前底末节") in measure.text for piece in pieces)
