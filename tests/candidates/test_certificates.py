"""The certificate of a candidate: one number each, only for who is registered, and void with the registration."""

import pytest

from candidates.services import appeals, deciding, leaving
from candidates.services.certificates import certificate, certificate_pdf, holds, issue_certificate
from candidates.workflow import State
from commission import audit
from commission.access import SYSTEM, Role
from commission.services.decisions import Text
from tests.commission.documents import text_of
from tests.factories import ALL_SEVEN, LEFT, a_false_declaration, events_of, moment, nomination_in, refused
from tests.marks import all_but_the_first_slow

pytestmark = pytest.mark.django_db
ISSUED, LATER = moment("2025-09-17 11:00"), moment("2025-09-20 10:00")


def issue(nomination, world, at=ISSUED):
    return issue_certificate(nomination, actor=world.staff.secretary, at=at)


def test_certificates_are_numbered_one_after_another_in_an_election(world):
    people = [nomination_in(State.REGISTERED, world) for _ in range(3)]
    assert [issue(nomination, world).certificate_number for nomination in reversed(people)] == ["1", "2", "3"]
    assert {nomination.certificate_issued_at for nomination in people} == {ISSUED}
    assert events_of(people[0])[-1] == "nomination.certificate_issued"
    refused("issued_already", issue, people[0], world)
    assert audit.verify() == []


@pytest.mark.parametrize("state", all_but_the_first_slow([state for state in State if state is not State.REGISTERED]))
def test_only_a_registered_candidate_gets_one(world, state):
    refused("not_registered", issue, nomination_in(state, world), world)


@pytest.mark.parametrize("role", all_but_the_first_slow([role for role in Role if role is not Role.SECRETARY]))
def test_only_the_secretary_issues_it(world, role):
    nomination = nomination_in(State.REGISTERED, world, applicant=world.candidate)
    actor = {
        Role.SUPERIOR: world.superior, Role.CANDIDATE: world.candidate, Role.PROXY: world.stranger, Role.SYSTEM: SYSTEM,
        Role.STRANGER: world.stranger,
    }.get(role) or world.staff[role]  # fmt: skip
    refused("role", issue_certificate, nomination, actor=actor, at=ISSUED, status=403)


def test_the_card_says_who_for_which_office_by_which_decision_and_leads_to_the_public_page(world):
    nomination = issue(nomination_in(State.REGISTERED, world), world)
    card = certificate(nomination)
    decision = nomination.registered_by
    assert (card.number, card.person.kk) == ("1", f"{nomination.family_name_kk} {nomination.given_name_kk}")
    assert card.registered_by.ru == f"постановление от 5 сентября 2025 года № {decision.number}"
    assert card.address.endswith(f"/kk/elections/{world.election.slug}/candidates/{nomination.number}/")
    words = text_of(certificate_pdf(nomination))
    assert "КАНДИДАТ КУӘЛІГІ" in words and "УДОСТОВЕРЕНИЕ КАНДИДАТА" in words
    for private in (nomination.iin, nomination.address, nomination.phone, nomination.email):
        assert private not in words
    assert certificate_pdf(nomination) == certificate_pdf(nomination)


def test_without_a_number_there_is_no_card(world):
    refused("no_certificate", certificate, nomination_in(State.REGISTERED, world), status=404)


def test_the_card_is_void_with_the_registration_and_holds_again_with_it(world):
    left, cancelled = (issue(nomination_in(State.REGISTERED, world), world) for _ in range(2))
    leaving.withdraw(left, actor=world.staff.secretary, at=LATER)
    because = a_false_declaration(cancelled, world)
    deciding.cancel(cancelled, actor=world.staff.chair, at=LATER, vote=ALL_SEVEN, grounds=[because])
    for nomination in (left, cancelled):
        assert not holds(nomination)
        refused("certificate_void", certificate, nomination)
    common = {"actor": world.staff.secretary, "at": LATER}
    decision = cancelled.grounds.get().decision
    appeal = appeals.record_appeal(cancelled, decision=decision, body=Text("Сот", "Суд"), **common)
    appeals.decide_appeal(cancelled, appeal=appeal, outcome="upheld", **common)
    deciding.reinstate(cancelled, target=State.REGISTERED, **common)
    assert (holds(cancelled), certificate(cancelled).number) == (True, "2")


def test_who_was_registered_by_a_courts_act_has_it_on_the_card(world):
    nomination = nomination_in(State.REFUSED, world)
    common = {"actor": world.staff.secretary, "at": LEFT}
    appeal = appeals.record_appeal(
        nomination, decision=nomination.grounds.get().decision, body=Text("Қала соты", "Городской суд"), **common
    )
    appeals.decide_appeal(nomination, appeal=appeal, outcome="upheld", **common)
    deciding.reinstate(nomination, target=State.REGISTERED, **common)
    assert certificate(issue(nomination, world)).registered_by.kk == "Қала соты, 2025 жылғы 8 қыркүйек"
