"""Due dates for a calendar program: all-day events with stable UIDs and alarms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar
from urllib.parse import quote

from icalendar import Alarm, Calendar, Component, Event, vText

from anquan_cli import __version__
from anquan_cli.documents import wording
from anquan_cli.errors import escape_controls
from anquan_cli.queries.due import DueReport
from anquan_cli.queries.listing import Listing
from anquan_cli.tasklist.plan import Item, Plan

_Component = TypeVar("_Component", bound=Component)
ALARMS = {
    "date": (30, 7),
    "relative": (30, 7),
    "recurring": (7,),
}  # days before, at nine in the morning; a span has none


def listing(plan: Plan, report: Listing) -> bytes:
    """One event for each dated stage that is not 不涉及; the ledger's head is a property of the calendar."""
    calendar = _filled(Calendar(), {
        "prodid": f"-//anquan//anquan {__version__}//ZH",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "x-wr-calname": plan.title + (f"（{report.unit}）" if report.unit else ""),
        "x-wr-timezone": plan.timezone,
        "x-anquan-head": report.head or "0",
    })  # fmt: skip
    for stage in report.stages:
        if stage.effective_state.of_date != "na":
            calendar.add_component(_event(plan, report, stage))
    return bytes(calendar.to_ical())


def _event(plan: Plan, report: Listing, d: DueReport) -> Event:
    due, state = d.stage.due, d.effective_state
    assert isinstance(due, date)
    number = f"（阶段{d.stage.stage}）" if len(d.item.stages) > 1 else ""
    title = f"{d.id} {wording.unended(d.item.title)}{number}"
    said = f"逾期{state.overdue_days}天" if state.overdue_days else wording.status(state.of_date)
    category = plan.categories[d.row.category].title
    event = _filled(Event(), {
        "uid": _uid(plan, report, d),
        "dtstamp": report.changed,
        "last-modified": report.changed,
        "sequence": report.revision,
        "dtstart": due,
        "dtend": due + timedelta(days=1),
        "summary": f"{title}（{said}）",
        "description": f"责任单位：{wording.one_line(d.item.units)}；完成时限：{d.item.deadline.text}；所属任务：{Item(d.row).title}",
        "categories": [escape_controls(category)],
        "transp": "TRANSPARENT",
        "status": "CONFIRMED",
    })  # fmt: skip
    if state.is_due and not state.overdue_days:
        for days in _alarms(plan, d, (due - report.as_of).days):
            rings = timedelta(hours=9) - timedelta(days=days)
            told = f"{days}天后到期：{title}"
            event.add_component(
                _filled(Alarm(), {"action": "DISPLAY", "description": told, "trigger": rings})
            )
    return event


def _filled(component: _Component, properties: Mapping[str, object]) -> _Component:
    """A component with its properties; text without control characters, escaped (RFC 5545 3.3.11) in X- properties too."""
    for name, value in properties.items():
        component.add(name, vText(escape_controls(value)) if isinstance(value, str) else value)
    return component


def _uid(plan: Plan, report: Listing, d: DueReport) -> str:
    """The same for the same stage in every calendar of one list and one unit, and never in another's."""
    whose = f"-{report.unit}" if report.unit else ""
    return f"{quote(plan.id + whose, safe='', errors='replace')}-{d.id}-{d.stage.stage}@anquan"


def _alarms(plan: Plan, d: DueReport, left: int) -> tuple[int, ...]:
    """None for a span, and none at the end of the year: what falls due with everything else wakes nobody.

    None whose day has passed either: calendars ring those as soon as they take the file in.
    """
    if d.stage.due == date(plan.year, 12, 31):
        return ()
    return tuple(days for days in ALARMS.get(d.item.deadline.kind, ()) if days <= left)
