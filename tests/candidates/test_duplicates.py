"""Who may be the same person: what two nominations share, and whose cases are compared."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.duplicates import find
from candidates.models import Nomination
from candidates.workflow import State
from commission.models import Election, Origin
from tests.factories import a_commission, a_person, an_election, nomination_in, staff_of

pytestmark = pytest.mark.django_db


def shared(case):
    return {match.nomination: match.shared for match in find(case)}


@pytest.fixture
def case(world):
    return nomination_in(State.SUBMITTED, world)


def test_two_people_share_nothing(world, case):
    nomination_in(State.SUBMITTED, world)
    assert find(case) == []


def test_phone_mail_and_address_are_compared_without_regard_to_their_spelling(world, case):
    other = nomination_in(
        State.SUBMITTED, world, phone=case.phone.replace(" ", "-"), email=case.email.upper(), address=f" {case.address.upper()}  "
    )
    assert shared(case) == {other: ("phone", "email", "address")}
    assert shared(other) == {case: ("phone", "email", "address")}


def test_a_name_is_the_same_only_with_the_date_of_birth(world, case):
    names = {"family_name_kk": case.family_name_kk.lower(), "given_name_kk": case.given_name_kk}
    other = nomination_in(State.SUBMITTED, world, **names)
    nomination_in(State.SUBMITTED, world, family_name_kk=case.family_name_kk)
    assert shared(case) == {other: ("name",)}


def test_what_is_empty_is_shared_by_nobody(world, case):
    rows = [nomination_in(State.SUBMITTED, world) for _ in range(2)]
    Nomination.objects.update(phone="", email="", address=" ", birth_date=None, iin_hash="")
    assert [find(row) for row in rows] == [[], []]


def elsewhere(world, **person):
    """A nomination at the election of a commission that has nothing to do with this one."""
    home = a_commission("far-away")
    staff = staff_of(home)
    far = type(world)(**{**vars(world), "home": home, "staff": staff, "election": an_election(home, staff.chair, slug="far-2025")})
    return nomination_in(State.SUBMITTED, far, **person)


def test_a_person_is_found_at_every_election_and_a_phone_only_among_the_commissions_own_cases(world):
    person = a_person(500)
    case = nomination_in(State.SUBMITTED, world, **person)
    other = elsewhere(world, **person)
    assert shared(case) == {other: ("person", "name")}


def test_drafts_and_replayed_records_are_not_compared(world, case):
    draft = nomination_in(State.DRAFT, world, phone=case.phone)
    assert (find(case), find(draft)) == ([], [])
    other = nomination_in(State.SUBMITTED, world, phone=case.phone)
    assert shared(case) == {other: ("phone",)}
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    assert find(case) == []


def test_it_asks_twice_however_many_match(world, case):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            found = [str(match.nomination.election.home) for match in find(case)]
        return len(found), len(captured)

    nomination_in(State.SUBMITTED, world, phone=case.phone)
    assert queries() == (1, 2)
    for _ in range(4):
        nomination_in(State.SUBMITTED, world, phone=case.phone)
    assert queries() == (5, 2)
