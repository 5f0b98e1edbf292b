"""A party nominates one candidate, and its own member: a hint to the candidate and to the desk, and no obstacle (CL ch. 13-1)."""

import pytest
from django.utils.translation import override

from candidates import parties
from candidates.services import handing_in, leaving
from candidates.workflow import State
from commission.admin.writing import address as desk_address
from tests.candidates.applying import address, at, browser, text
from tests.factories import LEFT, NOTED, SUBMITTED, a_draft, nomination_in

pytestmark = pytest.mark.django_db
NOT_A_MEMBER = "your party membership does not name the party that nominates you"
SOMEBODY_ELSE = "This party has put forward somebody else at this election already; it may nominate one candidate."


@pytest.fixture(autouse=True)
def on_the_desk(settings):
    settings.STAFF_MFA = False
    with override("en"):
        yield


def nominee(world, state=State.UNDER_VERIFICATION, party="«Аманат» партиясы", **fields):
    return nomination_in(state, world, way="party", **{"party_kk": party, "party_ru": "Партия «Аманат»", **fields})


def others(nomination):
    return [other.pk for other in parties.look(nomination).others]


@pytest.mark.parametrize("party", ["«Аманат» партиясы", "  АМАНАТ партиясы", '"Аманат"  Партиясы', "Аманат-партиясы"])
def test_the_same_party_is_known_without_case_quotes_and_blanks(world, party):
    first, second = nominee(world), nominee(world, party=party, party_ru="", party_en="", state=State.DRAFT)
    assert others(second) == [first.pk]


def test_only_who_handed_in_and_is_still_in_the_race_counts(world):
    mine = nominee(world)
    nominee(world, party="«Ауыл» партиясы", party_ru="Партия «Ауыл»")
    nominee(world, state=State.DRAFT)
    nominee(world, state=State.REFUSED)
    gone = nominee(world, state=State.SUBMITTED)
    nomination_in(State.SUBMITTED, world)
    assert others(mine) == [gone.pk]
    leaving.recall(gone, actor=world.staff.secretary, at=LEFT)
    assert others(mine) == []


@pytest.mark.parametrize(
    ("stated", "member"),
    [
        ("Аманат", True),
        ("аманат ПАРТИЯСЫ", True),
        ("«Аманат» партиясының мүшесі", True),
        ("Ауыл", False),
        ("партияда жоқ", False),
        ("", False),
    ],
)
def test_the_stated_membership_names_the_nominating_party(world, stated, member):
    assert parties.look(nominee(world, party_membership=stated)).not_a_member is not member


def test_who_comes_forward_alone_has_no_such_hint(world):
    nominee(world)
    assert parties.look(nomination_in(State.SUBMITTED, world, party_membership="Ауыл")) == parties.PartyHints()


def test_the_precheck_tells_the_candidate_of_both_and_never_who_the_other_is(world):
    rival = nominee(world)
    draft = a_draft(world, way="party", applicant=world.candidate, party_kk="«Аманат» партиясы", party_ru="Партия «Аманат»")
    with at(SUBMITTED):
        page = text(browser(world.candidate).get(address(draft, "precheck")))
    assert NOT_A_MEMBER in page and SOMEBODY_ELSE in page
    assert [name for name in (rival.family_name_kk, rival.family_name_en, rival.full_name) if name in page] == []
    handed_in = handing_in.submit(draft, actor=world.candidate, at=SUBMITTED, declared=True)
    assert handed_in.stage is State.SUBMITTED  # a hint is no obstacle


def test_the_desk_reads_both_with_the_other_case(world, client):
    rival, mine = nominee(world, party_membership="Аманат"), nominee(world, party_membership="Ауыл")
    client.force_login(world.staff.registrar)
    with at(NOTED):
        page = text(client.get(desk_address(mine)))
        assert "Stated as party membership: Ауыл; nominated by: «Аманат» партиясы." in page or "nominated by: Партия «Аманат»." in page
        assert f"Still in the race: No. {rival.number}: {rival.full_name}." in page
        assert "Stated as party membership" not in text(client.get(desk_address(rival)))
