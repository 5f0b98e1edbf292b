"""Replayed elections on the desk: no hour that nobody published."""

import re

import pytest
from django.urls import reverse

from commission import clock
from commission.models import AuditEvent, Election, Origin, TimetableEntry
from tests.commission.test_desk import office, office_of_this_file, typed, without_second_factor  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def desk_page(client, name, row):
    return client.get(reverse(f"admin:{name}_change", args=[row.pk]))


def hours_on(answer):
    return re.findall(r"\b\d\d:\d\d\b", answer.content.decode())


def test_protocols_and_editions_of_a_replayed_election_show_no_hour(office, client):  # noqa: F811 - a fixture of that name
    typed(office, office.world.staff.clerk, 7400)
    client.force_login(office.world.staff.chair)
    rows = [(name, office.rows[name]) for name in ("results_protocol", "results_edition")]
    assert all(hours_on(desk_page(client, name, row)) for name, row in rows)
    Election.objects.filter(pk=office.world.election.pk).update(origin=Origin.REPLAYED)
    for name, row in rows:
        assert (name, hours_on(desk_page(client, name, row))) == (name, [])
        assert (name, hours_on(client.get(reverse(f"admin:{name}_changelist")))) == (name, [])
    assert "not published" in desk_page(client, *rows[0]).content.decode()


def test_the_log_tells_the_day_of_a_replayed_event_and_the_exact_moment_of_its_record(office, client):  # noqa: F811 - a fixture of that name
    event = AuditEvent.objects.filter(home=office.world.home, kind="nomination.registered").first()
    client.force_login(office.world.staff.auditor)
    assert len(hours_on(desk_page(client, "commission_auditevent", event))) == 2
    Election.objects.filter(pk=office.world.election.pk).update(origin=Origin.REPLAYED)
    recorded = clock.local(event.recorded_at, office.world.home.time_zone)
    answer = desk_page(client, "commission_auditevent", event)
    assert hours_on(answer) == [f"{recorded:%H:%M}"]
    assert "5 September 2025" in answer.content.decode()
    assert all(row.replayed for row in client.get("/desk/commission/auditevent/?kind=nomination.registered").context["cl"].result_list)


def test_the_desk_shows_an_entry_as_exactly_as_it_is_known_and_its_source(office, client):  # noqa: F811 - a fixture of that name
    entry = office.world.election.timetable_entries.get(code="determination", in_force=True)
    Election.objects.filter(pk=office.world.election.pk).update(origin=Origin.REPLAYED)
    TimetableEntry.objects.filter(pk=entry.pk).update(precision="day", standing="press", starts_at=None)
    client.force_login(office.world.staff.chair)
    answer = desk_page(client, "commission_timetableentry", entry)
    facts = {str(term): str(value) for term, value in answer.context["page"].sections[0].rows}
    assert (facts["Due"], facts["Source"]) == ("15 October 2025", "from the press")
    table = desk_page(client, "commission_election", office.world.election).context["page"].sections[1]
    assert [str(label) for label in table.head][-1] == "Source"
    assert [(str(line[2]), str(line[-1])) for line in table.rows if "press" in str(line[-1])] == [("15 October 2025", "from the press")]
