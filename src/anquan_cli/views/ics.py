"""Due dates for a calendar program: all-day events with stable UIDs and alarms."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event

from anquan_cli import __version__
from anquan_cli.documents import wording
from anquan_cli.errors import escape_controls
from anquan_cli.progress import CLOSED
from anquan_cli.queries.due import DueReport
from anquan_cli.queries.listing import Listing
from anquan_cli.tasklist.plan import Item, Plan

ALARMS = (7, 1)  # days before, at nine in the morning


def listing(plan: Plan, report: Listing) -> bytes:
    """One event for each dated stage; the ledger's head is a property of the calendar."""
    calendar = Calendar()
    calendar.add("prodid", f"-//anquan//anquan {__version__}//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", escape_controls(plan.title))
    calendar.add("x-wr-timezone", plan.timezone)
    calendar.add("x-anquan-head", report.head or "0")
    stamp = _stamp(plan, report)
    for stage in report.stages:
        calendar.add_component(_event(plan, stage, stamp))
    return bytes(calendar.to_ical())


def _stamp(plan: Plan, report: Listing) -> datetime:
    """When the figures were last changed: from the data, so that the same input gives the same bytes."""
    entries = [e.ts for e in report.entries.values()]
    if entries:
        return datetime.fromisoformat(max(entries)[:19]).replace(tzinfo=UTC)
    return datetime(plan.year, 1, 1, tzinfo=UTC)


def _event(plan: Plan, d: DueReport, stamp: datetime) -> Event:
    due = d.stage.due
    assert isinstance(due, date)
    text = d.item.title
    event = Event()
    event.add("uid", f"{quote(plan.id, safe='', errors='replace')}-{d.id}-{d.stage.stage}@anquan")
    event.add("dtstamp", stamp)
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", escape_controls(f"{d.id} {text}（{wording.status(d.effective_state.status)}）"))
    units = wording.units_of(d).text
    deadline = d.item.deadline.text
    event.add(
        "description",
        escape_controls(f"责任单位：{units}；完成时限：{deadline}；所属任务：{Item(d.row).title}"),
    )
    event.add("categories", [escape_controls(plan.categories[d.row.category].title)])
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    if d.effective_state.status not in CLOSED:
        for days in ALARMS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", escape_controls(f"{days}天后到期：{d.id} {text}"))
            alarm.add("trigger", timedelta(hours=9) - timedelta(days=days))
            event.add_component(alarm)
    return event
