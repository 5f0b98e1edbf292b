"""The timetable as a calendar that stock programs read."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from commission import clock
from commission.models import Election
from commission.services.decisions import Vote
from commission.services.elections import adopt_timetable
from tests.results.pages import ELECTIONS, LANGUAGES, get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def feed(language: str = "en", slug: str = "semey-2025") -> Any:
    answer = get(f"/{language}/elections/{slug}/timetable.ics")
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def events(calendar: Any) -> dict[str, Any]:
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


@pytest.mark.parametrize("slug", ELECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_in_force_is_one_event_in_the_language_of_the_address(language: str, slug: str) -> None:
    election = Election.objects.get(slug=slug)
    calendar = feed(language, slug)
    entries = election.timetable_entries.filter(in_force=True)
    assert set(events(calendar)) == {f"{entry.code}@{slug}" for entry in entries}
    assert str(calendar["x-wr-calname"]) == getattr(election, f"title_{language}")
    for event in calendar.walk("VEVENT"):
        assert str(event["summary"]).endswith(getattr(election, f"title_{language}"))
        assert str(event["url"]) == f"http://testserver/{language}/elections/{slug}/timetable/"


def test_it_says_what_it_is_and_where_it_should_be_saved() -> None:
    answer = get("/ru/elections/semey-2025/timetable.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="semey-2025.ics"'
    lines = answer.content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in answer.content.replace(b"\r\n", b"")


def test_times_are_instants_that_every_calendar_shows_in_the_city_s_hours() -> None:
    nomination = events(feed())["nomination@semey-2025"]
    assert nomination["dtstart"].dt == datetime(2025, 8, 27, 19, tzinfo=clock.UTC)
    assert nomination["dtend"].dt == datetime(2025, 9, 11, 13, tzinfo=clock.UTC)
    assert clock.local(nomination["dtend"].dt, "Asia/Almaty").hour == 18


def test_every_event_ends_after_it_starts_or_is_a_moment() -> None:
    wrong = [str(e["uid"]) for e in feed().walk("VEVENT") if "dtend" in e and e["dtend"].dt < e["dtstart"].dt]
    assert wrong == []


def test_a_moved_entry_keeps_its_identity_and_counts_up() -> None:
    before = events(feed(slug="sarybel-demo"))["nomination@sarybel-demo"]
    election = Election.objects.get(slug="sarybel-demo")
    entry = election.timetable_entries.get(code="nomination", in_force=True)
    secretary = election.home.memberships.get(role="secretary", user__email="secretary@demo.invalid").user
    later = entry.due_at + timedelta(hours=3)
    adopt_timetable(
        election, actor=secretary, at=clock.now(), vote=Vote(present=7, votes_for=7), spans={"nomination": (entry.starts_at, later)}
    )
    after = events(feed(slug="sarybel-demo"))
    assert len(after) == election.timetable_entries.filter(in_force=True).count()
    moved = after["nomination@sarybel-demo"]
    assert moved["dtend"].dt == later
    assert moved["sequence"] > before["sequence"]


def test_an_unknown_election_has_no_feed() -> None:
    assert get("/en/elections/nowhere/timetable.ics").status_code == 404
