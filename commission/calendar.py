"""Timetables as iCalendar feeds: of an election, and of what the roles of a person owe."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from commission import clock
from commission.law.citing import cite
from commission.models import Election, Precision, TimetableEntry


def calendar(election: Election, entries: Iterable[TimetableEntry], *, address: str) -> bytes:
    """RFC 5545. An entry keeps its UID when a decision moves it, so that calendars move it too instead of doubling it."""
    return _feed(str(election.title), ((entry, address) for entry in entries))


def own_calendar(entries: Iterable[tuple[TimetableEntry, str]]) -> bytes:
    """What the roles of one person owe, over all elections, each entry with its address. Whose it is does not stand in it."""
    return _feed(_("Terms of your roles"), entries)


def _feed(name: str, entries: Iterable[tuple[TimetableEntry, str]]) -> bytes:
    feed = Calendar()
    feed.add("prodid", "-//Election portal//Timetable//" + (get_language() or "kk")[:2].upper())
    feed.add("version", "2.0")
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval;value=duration", "PT1H")
    for entry, address in entries:
        election = entry.election
        event = Event()
        event.add("uid", f"{entry.code}@{election.slug}")
        event.add("dtstamp", entry.decision.adopted_at)
        event.add("last-modified", entry.decision.adopted_at)
        event.add("sequence", entry.decision_id)
        event.add("summary", f"{entry.title} – {election.title}")
        _add_times(event, entry, election.zone)
        event.add("description", " · ".join(filter(None, (cite(entry.article), str(entry.get_standing_display())))))
        event.add("url", address)
        feed.add_component(event)
    return bytes(feed.to_ical())


def _add_times(event: Event, entry: TimetableEntry, zone: str) -> None:
    first, last = entry.starts_at or entry.due_at, entry.due_at
    if entry.precision == Precision.DAY:  # no hour was published: a whole day, or whole days with the last one included
        event.add("dtstart", clock.local_date(first, zone))
        if entry.starts_at and last:
            event.add("dtend", clock.local_date(last, zone) + timedelta(days=1))
        return
    event.add("dtstart", first)
    if entry.starts_at and last:  # a plain deadline has no length, and DTEND must lie after DTSTART
        event.add("dtend", last)
