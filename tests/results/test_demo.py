"""The demonstration: a person in every state of the table, whatever the day and hour on which it is loaded."""

import json
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from candidates.models import Nomination
from candidates.workflow import State
from commission import audit, clock
from commission.access import STAFF_ROLES, Role
from commission.models import Election, Membership, User
from commission.phases import RUNNING, state_of
from commission.refused import Refused
from results.demo.accounts import STAFF, create, seat
from results.demo.invented import Invented, polling_day
from results.demo.people import PEOPLE, iin, person
from results.management.commands import load_demo
from results.models import Protocol
from results.replay.record import BrokenRecord
from tests.demonstration import PASSWORD, load
from tests.marks import all_but_the_first_slow

pytestmark = pytest.mark.django_db
CITY = ZoneInfo("Asia/Almaty")


def invented() -> Election:
    return Election.objects.get(slug="sarybel-demo")


def states_of(election: Election) -> set[State]:
    return {State(state) for state in election.nominations.values_list("state", flat=True)}


# -- loaded by the command, read from the shared copy


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """The demonstration, loaded into this test's own transaction; its folder."""
    load(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_the_command_fills_an_empty_portal(loaded: Path) -> None:
    assert sorted(Election.objects.values_list("slug", "origin")) == [("sarybel-demo", "invented"), ("semey-2025", "replayed")]
    assert states_of(invented()) == set(State)
    assert audit.verify() == []

    # every account is verified, active, and opens with the password
    accounts = json.loads((loaded / "var" / "demo-accounts.json").read_text(encoding="utf-8"))
    users = User.objects.filter(email__endswith="@demo.invalid")
    assert {account["email"] for account in accounts} == set(users.values_list("email", flat=True))
    assert len(accounts) == len(STAFF) + 3
    assert PASSWORD not in json.dumps(accounts)
    assert set(EmailAddress.objects.filter(user__in=users).values_list("verified", "primary")) == {(True, True)}
    assert EmailAddress.objects.count() == users.count()
    for user in users:
        assert user.is_active and user.check_password(PASSWORD), user.email

    # a staff account holds its role in both commissions, and nobody is a recorder
    secretary = User.objects.get(email="secretary@demo.invalid")
    held = sorted(secretary.memberships.filter(until__isnull=True).values_list("commission__slug", "role"))
    assert held == [("sarybel", "secretary"), ("semey", "secretary")]
    roles = set(Membership.objects.filter(until__isnull=True).values_list("role", flat=True))
    assert roles == {role.value for role in STAFF_ROLES} - {Role.RECORDER.value}

    # a second load changes nothing
    with mock.patch.dict(os.environ, DEMO_PASSWORD=PASSWORD), pytest.raises(CommandError, match="already"):
        call_command("load_demo")
    assert Election.objects.count() == 2


@pytest.mark.parametrize("email", ["secretary@demo.invalid", "Secretary@Demo.Invalid"])
def test_an_account_of_the_demonstration_signs_in_with_its_password(email: str) -> None:
    create(PASSWORD)
    client = Client()
    answer = client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, reverse("home_of_user"))
    assert client.session["_auth_user_id"] == str(User.objects.get(email="secretary@demo.invalid").pk)


# -- refused


def refusal(**environment: str) -> str:
    with mock.patch.dict(os.environ, environment), pytest.raises(CommandError) as error:
        call_command("load_demo")
    assert "\n" not in str(error.value)
    assert (Election.objects.count(), User.objects.count()) == (0, 0)
    return str(error.value)


@override_settings(DEMO=False)
def test_no_demonstration_outside_demo_mode() -> None:
    assert "DEMO=on" in refusal(DEMO_PASSWORD=PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "elevenchars"])
def test_no_demonstration_with_a_short_password(password: str) -> None:
    assert "DEMO_PASSWORD" in refusal(DEMO_PASSWORD=password)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (BrokenRecord("no polling day", line=7), "refused whole: line 7: no polling day"),
        (Refused("quorum", "Too few."), "by quorum: Too few."),
    ],
    ids=["a broken record", "a refused step"],
)
def test_a_record_that_cannot_be_played_is_refused_whole_in_one_sentence(fault: Exception, says: str) -> None:
    with mock.patch.object(load_demo, "play", side_effect=fault):
        assert refusal(DEMO_PASSWORD=PASSWORD).endswith(says)


@pytest.mark.slow
def test_an_interrupted_load_leaves_nothing(tmp_path: Path) -> None:
    with mock.patch.object(Invented, "everybody", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        load(tmp_path)
    assert (Election.objects.count(), User.objects.count()) == (0, 0)
    assert not (tmp_path / "var" / "demo-accounts.json").exists()


# -- on any day, at any hour


DAYS = {
    "a Sunday": datetime(2026, 3, 15, 11, 30, tzinfo=CITY),
    "a Monday": datetime(2026, 3, 16, 9, tzinfo=CITY),
    "new year's eve, a minute before midnight": datetime(2026, 12, 31, 23, 59, tzinfo=CITY),
    "new year, a minute after midnight": datetime(2027, 1, 1, 0, 1, tzinfo=CITY),
    "just before midnight of a Sunday": datetime(2026, 5, 10, 23, 59, 59, tzinfo=CITY),
    "a leap day": datetime(2028, 2, 29, 12, tzinfo=CITY),
    "another day in London": datetime(2026, 7, 1, 3, 30, tzinfo=CITY),
}


@pytest.mark.parametrize("now", all_but_the_first_slow(DAYS.values(), ids=DAYS.keys()))
def test_the_invented_election_can_be_tried_whenever_it_is_loaded(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        users = create(PASSWORD)
        election = Invented(users, now=clock.now()).build()

        assert states_of(election) == set(State)
        assert election.polling_date.weekday() == 6
        assert timedelta(days=30) < election.polling_date - now.date() < timedelta(days=45)
        nomination = election.timetable_entries.get(code="nomination", in_force=True)
        assert state_of(nomination.starts_at, nomination.due_at, clock.now()) == RUNNING
        assert nomination.due_at - clock.now() > timedelta(days=1)
        assert election.timetable_entries.filter(code="nomination", in_force=False).count() == 1
        assert not Protocol.objects.filter(election=election).exists()

        # nothing that is recorded lies ahead of the moment of loading
        moments = [m for row in Nomination.objects.values_list("received_at", "registered_at", "ended_at", "declared_at") for m in row if m]
        moments += list(election.decisions.values_list("adopted_at", flat=True))
        assert [m for m in moments if m > clock.now()] == []
        assert audit.verify() == []


@pytest.mark.parametrize("days", range(14))
def test_polling_day_is_a_sunday_that_leaves_nomination_open(days: int) -> None:
    today = date(2026, 12, 25) + timedelta(days=days)
    day = polling_day(today)
    assert day.weekday() == 6
    assert timedelta(days=34) <= day - today <= timedelta(days=40)


# -- invented


def test_nobody_of_the_real_record_stands_in_the_invented_election() -> None:
    real = {"Қожанбаев", "Төлеуов", "Бекжасаров", "Шапатов", "Байбуров", "Қуанышева", "Муратов", "Бапышев"}
    assert real & {names[1] for names in PEOPLE} == set()
    assert {person(i)["email"].partition("@")[2] for i in range(len(PEOPLE))} == {"demo.invalid"}
    assert all(person(i)["phone"].startswith("+7 700 000 00") for i in range(len(PEOPLE)))


def test_every_invented_person_has_a_well_formed_identity_number_of_his_own() -> None:
    numbers = [person(i)["iin"] for i in range(len(PEOPLE))]
    assert len(set(numbers)) == len(PEOPLE)
    for number, (*_names, born, woman) in zip(numbers, PEOPLE, strict=True):
        assert (len(number), number[:6], number[6]) == (12, f"{born:%y%m%d}", "4" if woman else "3")
        digits = [int(d) for d in number]
        check = sum(d * w for d, w in zip(digits, range(1, 12), strict=False)) % 11
        if check == 10:
            check = sum(d * w for d, w in zip(digits, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2), strict=False)) % 11
        assert check == digits[11]


def test_an_identity_number_of_this_century_has_its_own_digit() -> None:
    assert iin(date(2001, 5, 6), woman=True, serial=9000)[6] == "6"
    assert iin(date(2001, 5, 6), woman=False, serial=9000)[6] == "5"


@pytest.mark.slow
def test_the_names_of_the_commission_and_the_election_say_that_they_are_invented() -> None:
    users = create(PASSWORD)
    election = Invented(users, now=clock.now()).build()
    for language, word in {"kk": "ойдан шығарылған", "ru": "вымышлен", "en": "invented"}.items():
        for name in (getattr(election.home, f"name_{language}"), getattr(election.home.parent, f"name_{language}")):
            assert word in name
    seat(users, election.home.parent, at=clock.now())
    assert users["chair"].memberships.filter(until__isnull=True).count() == 2
