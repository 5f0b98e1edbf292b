"""The timetable as an iCalendar feed."""

from collections.abc import Iterable

from django.utils.translation import get_language
from icalendar import Calendar, Event

from commission.law.citing import cite
from commission.models import Election, TimetableEntry


def calendar(election: Election, entries: Iterable[TimetableEntry], *, address: str) -> bytes:
    """RFC 5545. An entry keeps its UID when a decision moves it, so that calendars move it too instead of doubling it."""
    feed = Calendar()
    feed.add("prodid", "-//Election portal//Timetable//" + (get_language() or "kk")[:2].upper())
    feed.add("version", "2.0")
    feed.add("x-wr-calname", str(election.title))
    feed.add("refresh-interval;value=duration", "PT1H")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.code}@{election.slug}")
        event.add("dtstamp", entry.decision.adopted_at)
        event.add("last-modified", entry.decision.adopted_at)
        event.add("sequence", entry.decision_id)
        event.add("summary", f"{entry.title} – {election.title}")
        event.add("dtstart", entry.starts_at or entry.due_at)
        if entry.starts_at and entry.due_at:  # a plain deadline has no length, and DTEND must lie after DTSTART
            event.add("dtend", entry.due_at)
        event.add("description", cite(entry.article))
        event.add("url", address)
        feed.add_component(event)
    return bytes(feed.to_ical())
