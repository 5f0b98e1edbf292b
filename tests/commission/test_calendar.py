"""The timetable as a calendar feed that other programs read."""

from datetime import UTC, date, timedelta

import pytest
from django.utils import translation
from icalendar import Calendar

from commission.access import Role
from commission.calendar import calendar
from commission.models import EntryStanding, Origin, Precision
from commission.selectors import timetable_of
from commission.services.elections import Span, adopt_timetable
from tests.factories import ALL_SEVEN, CALLED, DECIDED, an_election, appoint_as, moment

ADDRESS = "https://portal.test/kk/test-2025/timetable/"


def feed_of(world) -> Calendar:
    raw = calendar(world.election, timetable_of(world.election), address=ADDRESS)
    assert raw.replace(b"\r\n", b"").count(b"\n") == 0  # every line ends as RFC 5545 wants it
    return Calendar.from_ical(raw)


def events_by_uid(world) -> dict:
    return {str(event["uid"]): event for event in feed_of(world).walk("VEVENT")}


def test_the_feed_is_a_calendar_that_parses_without_an_error(world):
    feed = feed_of(world)
    assert (feed["version"], feed.errors, len(feed["prodid"]) > 10) == ("2.0", [], True)
    assert [event.errors for event in feed.walk("VEVENT") if event.errors] == []
    assert feed["x-wr-calname"] == world.election.title
    assert feed["refresh-interval"].dt == timedelta(hours=1)


def test_every_entry_in_force_is_one_event_with_a_name_of_its_own(world):
    assert set(events_by_uid(world)) == {f"{entry.code}@test-2025" for entry in timetable_of(world.election)}
    assert len(feed_of(world).walk("VEVENT")) == len(timetable_of(world.election))


def test_times_are_those_of_the_entries_in_utc(world):
    events = events_by_uid(world)
    for entry in timetable_of(world.election):
        event = events[f"{entry.code}@test-2025"]
        starts = (entry.starts_at or entry.due_at).replace(microsecond=0)  # the format knows whole seconds
        assert event["dtstart"].dt == starts
        assert event["dtstart"].dt.tzinfo.utcoffset(None) == timedelta(0)
        if entry.starts_at and entry.due_at:
            assert event["dtend"].dt == entry.due_at.replace(microsecond=0)
    assert b"DTSTART:20251012T020000Z" in calendar(world.election, timetable_of(world.election), address=ADDRESS)


def test_a_plain_deadline_has_no_end_because_an_end_must_lie_after_the_start(world):
    events = events_by_uid(world)
    for entry in timetable_of(world.election):
        event = events[f"{entry.code}@test-2025"]
        assert ("dtend" in event) == (entry.starts_at is not None)
        assert "dtend" not in event or event["dtend"].dt > event["dtstart"].dt


def test_an_event_says_what_it_is_by_which_article_and_where_to_read_on(world):
    with translation.override("en"):
        event = events_by_uid(world)["nomination@test-2025"]
        assert str(world.election.title) in event["summary"]
    assert event["description"] == "Constitutional Law on elections, ch. 13-1"
    assert event["url"] == ADDRESS
    assert event["dtstamp"].dt == CALLED.astimezone(UTC)


def test_a_moved_deadline_keeps_its_name_and_says_that_it_is_newer(world):
    before = events_by_uid(world)
    moved = (moment("2025-08-28 00:00"), moment("2025-09-14 18:00"))
    adopt_timetable(world.election, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN, spans={"nomination": moved})
    after = events_by_uid(world)
    assert after.keys() == before.keys()
    old, new = before["nomination@test-2025"], after["nomination@test-2025"]
    assert (old["dtend"].dt, new["dtend"].dt) == (moment("2025-09-11 18:00"), moved[1])
    assert (new["sequence"] > old["sequence"], new["last-modified"].dt) == (True, DECIDED.astimezone(UTC))
    unmoved = [uid for uid in before if uid != "nomination@test-2025"]
    assert [before[uid].to_ical() for uid in unmoved] == [after[uid].to_ical() for uid in unmoved]


def test_a_day_without_a_published_hour_is_a_whole_day_and_every_entry_says_its_source(world):
    appoint_as(world.home, world.staff.chair, Role.RECORDER)
    spans = {
        "determination": Span(None, moment("2025-10-15 23:59"), Precision.DAY, EntryStanding.ARTICLE),
        "voter_lists": Span(moment("2025-09-28 00:00"), moment("2025-10-10 23:59"), Precision.DAY, EntryStanding.PRESS),
    }
    election = an_election(world.home, world.staff.chair, slug="told-2025", origin=Origin.REPLAYED, spans=spans)
    with translation.override("en"):
        raw = calendar(election, timetable_of(election), address=ADDRESS)
    events = {str(event["uid"]).split("@")[0]: event for event in Calendar.from_ical(raw).walk("VEVENT")}
    assert b"DTSTART;VALUE=DATE:20251015\r\n" in raw
    assert "dtend" not in events["determination"]
    lists = events["voter_lists"]
    assert (lists["dtstart"].dt, lists["dtend"].dt) == (date(2025, 9, 28), date(2025, 10, 11))  # DTEND is the day after the last
    assert events["determination"]["description"] == "Constitutional Law on elections, art. 44 · from the source article"
    assert lists["description"] == "from the press"
    assert events["voting"]["description"].endswith(" · by the rule set, not in the published record")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_feed_speaks_the_readers_language(world, language):
    with translation.override(language):
        assert feed_of(world)["x-wr-calname"] == getattr(world.election, f"title_{language}")
        assert str(feed_of(world)["prodid"]).endswith(f"//{language.upper()}")
