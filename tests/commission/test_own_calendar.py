"""The private calendar of a person of the commission: what his roles owe, under an address that nobody can make up."""

import pytest
from django.core.signing import Signer
from icalendar import Calendar

from commission.access import Role
from commission.models import Election, Origin
from commission.selectors import timetable_of
from commission.services.commissions import dismiss
from commission.views.own_calendar import address_of
from tests.factories import DECIDED, an_election, appoint_as, holding

pytestmark = pytest.mark.django_db
PAGE = "/me/calendar/"


def path_of(user) -> str:
    user.refresh_from_db()
    return "/" + address_of(user).split("/", 3)[3]


def codes(client, user) -> set[str]:
    answer = client.get(path_of(user))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(event["uid"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def owed(election, *roles) -> set[str]:
    return {f"{entry.code}@{election.slug}" for entry in timetable_of(election) if entry.responsible in roles}


def test_everybody_gets_what_his_roles_owe_and_nothing_else(world, client):
    for role in (Role.CHAIR, Role.SECRETARY, Role.REGISTRAR, Role.CLERK):
        assert codes(client, world.staff[role]) == owed(world.election, role) != set()
    assert codes(client, world.staff.auditor) == set()  # audits, and owes no entry
    appoint_as(world.home, world.staff.clerk, Role.CHAIR)
    assert codes(client, world.staff.clerk) == owed(world.election, Role.CHAIR, Role.CLERK)


def test_other_commissions_and_replayed_records_owe_him_nothing(world, client):
    an_election(world.other, world.outsider, slug="elsewhere-2025")
    assert codes(client, world.staff.chair) == owed(world.election, Role.CHAIR)
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    assert codes(client, world.staff.chair) == set()


def test_it_names_nobody(world, client):
    body = client.get(path_of(world.staff.secretary)).content.decode()
    for private in (world.staff.secretary.full_name, world.staff.secretary.email):
        assert private not in body.replace("\r\n ", "")
    assert "URL:http://localhost:8000/en/elections/test-2025/timetable/" in body.replace("\r\n ", "")


@pytest.mark.parametrize(("language", "name"), [("kk", "Сайлау тағайындалды"), ("ru", "Выборы назначены"), ("en", "Election called")])
def test_it_speaks_the_language_of_the_account(world, client, language, name):
    world.staff.chair.language = language
    world.staff.chair.save()
    assert name in client.get(path_of(world.staff.chair)).content.decode().replace("\r\n ", "")


@pytest.mark.parametrize(
    "token",
    [
        "nothing",
        "WzEsMF0:forged-signature",
        Signer(salt="another").sign_object([1, 0]),
        Signer(salt="commission.own_calendar").sign("no object"),
        "%00",
        "қ",
    ],
)
def test_a_made_up_address_is_not_there(world, client, token):
    assert client.get(f"/calendars/{token}.ics").status_code == 404


def test_a_new_address_makes_the_old_one_void(world, client):
    secretary = world.staff.secretary
    old = path_of(secretary)
    client.force_login(secretary)
    assert client.post(PAGE).status_code == 302
    new = path_of(secretary)
    assert new != old
    assert [client.get(path).status_code for path in (old, new)] == [404, 200]
    assert path_of(world.staff.chair) == path_of(world.staff.chair)  # nobody else's changes
    assert address_of(secretary) in client.get(PAGE).content.decode()


def test_who_has_no_role_any_more_has_no_calendar(world, client):
    person = holding(world.home, Role.CLERK)
    path = path_of(person)
    assert client.get(path).status_code == 200
    dismiss(world.home, actor=world.staff.administrator, at=DECIDED, membership=person.memberships.get())
    assert client.get(path).status_code == 404
    blocked = holding(world.home, Role.CLERK)
    blocked.is_active = False
    blocked.save()
    assert client.get(path_of(blocked)).status_code == 404


def test_the_page_is_for_the_staff_alone_and_no_cache_keeps_either(world, client):
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    client.force_login(world.candidate)
    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [403, 403]
    client.force_login(world.staff.secretary)
    for answer in (client.get(PAGE), client.get(path_of(world.staff.secretary))):
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert client.post(path_of(world.staff.secretary)).status_code == 405


def test_the_feed_asks_as_often_for_many_elections_as_for_one(world, client, django_assert_max_num_queries):
    path = path_of(world.staff.secretary)
    for number in range(3):
        with django_assert_max_num_queries(5):
            client.get(path)
        an_election(world.home, world.staff.chair, slug=f"more-{number}")
