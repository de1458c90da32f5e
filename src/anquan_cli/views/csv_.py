"""The list with its progress as CSV for Excel: UTF-8 with BOM, one header line, safe from formulas."""

from __future__ import annotations

import csv
import io
import re

from anquan_cli.documents import wording
from anquan_cli.documents.entry_text import last_day, latest, points
from anquan_cli.errors import on_one_line
from anquan_cli.progress import CLOSED
from anquan_cli.queries.listing import Listing
from anquan_cli.tasklist.plan import Plan, Schedule

LONGEST = 32_767  # characters that a spreadsheet's cell holds; Excel spills the rest over the next line
CUT = "……（内容过长，在此截断，全文见 anquan log）"
HEADERS = (
    "序号", "类别", "任务", "行业领域", "责任单位", "完成时限", "下一到期日", "完成状态", "完成率", "亮灯", "逾期天数",
    "最近登记", "最近进展", "存在问题", "下一步措施", "预计完成时间", "责任领导", "备注",
)  # fmt: skip
_LONGEST_NUMBER = 50  # characters
_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|jun|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_FIGURE = r"[0-9０-９]"  # with the marks and words that stand in numbers, sums, days and times
_CHANGED = rf"\s*(?=.*{_FIGURE})(?:{_FIGURE}|[.．/／:：,%％()$¥￥€£ e+-]|(?<=[0-9 ])[ap]m?|{_MONTHS})+|true|false|#[a-z0-9/]+[!?]?"


def listing(plan: Plan, report: Listing) -> bytes:
    """One line a row of the list."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADERS)
    for r in report.rows:
        entries, shown, category = (
            report.entries.get(r.row.id, ()),
            r.effective_state,
            plan.categories[r.row.category],
        )
        problem, further, expected = points(plan, entries, shown.status in CLOSED)
        fields = (
            _number(r.row.id), f"{category.number}、{category.title}", _words(r.item.title_beside_sector), _words(r.row.fields), _words(r.row.units.text),
            _words(_deadline(r.row.deadline)), shown.next_due, wording.status(shown.status), wording.percent(shown.percent),
            wording.light(shown.light), shown.overdue_days, last_day(shown.updated, entries),
            latest(plan, r.row, entries[-1], report.as_of.year, note_only=True) if entries else "",
            _words(problem), _words(further), expected, _words(r.row.leader), _words(r.row.remark),
        )  # fmt: skip
        writer.writerow([csv_text(f) for f in fields])
    return out.getvalue().encode("utf-8-sig", "replace")


def _number(ident: str) -> str:
    """第11.10项 for 11.10, which a spreadsheet would take for the number 11.1; `mark` reads it so."""
    return f"第{ident}项" if "." in ident else ident


def _deadline(schedule: Schedule) -> str:
    """The phrase as issued; one of figures alone (6/30), which a spreadsheet takes for a date or a number, as full dates."""
    if schedule.dates and not schedule.text.strip("0123456789/.- "):
        return "、".join(map(wording.full_day, schedule.dates))
    return schedule.text


def _words(text: str) -> str:
    """Words that a spreadsheet would change (1/2, 0630, 1E5, (3), $5, Mar-5, TRUE) get an apostrophe; 5月1日 stays as it is."""
    return f"'{text}" if len(text) <= _LONGEST_NUMBER and re.fullmatch(_CHANGED, text, re.I) else text


def csv_text(field: object) -> str:
    """A field on one line that a spreadsheet takes for text: a leading = + - @ gets an apostrophe."""
    text = on_one_line("" if field is None else str(field))
    if len(text) >= LONGEST:  # an apostrophe may come before it
        text = text[: LONGEST - 1 - len(CUT)] + CUT
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else text
