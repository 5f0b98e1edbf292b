"""After the decision: its grounds and the way to appeal, the certificate, and what happened in plain words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.services import appeals, certificates, deciding
from candidates.workflow import State
from commission.services.decisions import Text
from tests.candidates.applying import address, at, browser, text
from tests.commission.documents import text_of
from tests.factories import ALL_SEVEN, DECIDED, LEFT, a_false_declaration, moment, nomination_in

LATER = moment("2025-09-09 10:00")
COURT = Text("Сот", "Суд", "The court of Abai")


def page_of(nomination, moment_of_reading=LATER):
    with at(moment_of_reading):
        return text(browser(nomination.applicant).get(address(nomination)))


def test_a_refusal_stands_with_its_grounds_and_the_way_to_appeal(world):
    page = page_of(nomination_in(State.REFUSED, world, applicant=world.candidate))
    assert "Registration refused" in page
    assert "A requirement for the office is not met Constitutional Law on elections, ch. 13-1 Талап орындалмаған" in page
    assert (
        "To: Election commission of test-region or the court; until 12 September 2025, 23:59 UTC+5 . "
        "Constitutional Law on elections, art. 49 · inferred from practice"
    ) in page
    assert "The commission refused to register you." in page
    assert "Withdraw for good" not in page and "Your proxies" not in page


def test_an_appeal_and_its_outcome_stand_beside_the_decision(world):
    nomination = nomination_in(State.REFUSED, world, applicant=world.candidate)
    decision, secretary = nomination.grounds.get().decision, world.staff.secretary
    appeal = appeals.record_appeal(nomination, actor=secretary, at=LEFT, decision=decision, body=COURT, filed_at=LEFT)
    assert "The court of Abai: under appeal" in page_of(nomination)
    appeals.decide_appeal(nomination, actor=secretary, at=LATER, appeal=appeal, outcome="upheld")
    page = page_of(nomination)
    assert "This decision has been undone." in page and "The court of Abai: appeal upheld 9 September 2025" in page
    deciding.reinstate(nomination, actor=secretary, at=LATER, target=State.UNDER_VERIFICATION)
    page = page_of(nomination)
    assert "Papers are being checked" in page and "You are back in the race" in page


def test_a_registered_candidate_finds_the_certificate_once_it_is_issued(world):
    nomination = nomination_in(State.REGISTERED, world, applicant=world.candidate)
    with at(LATER):
        client = browser(world.candidate)
        assert "The secretary issues the certificate of the candidate" in text(client.get(address(nomination)))
        assert client.get(address(nomination, "certificate")).status_code == 404
        certificates.issue_certificate(nomination, actor=world.staff.secretary, at=LATER)
        assert "Certificate No. 1 (PDF)" in text(client.get(address(nomination)))
        card = client.get(address(nomination, "certificate"))
        assert nomination.family_name_ru in text_of(card.content)
        assert browser(world.stranger).get(address(nomination, "certificate")).status_code == 404


def test_a_certificate_is_void_when_the_registration_is_cancelled(world):
    nomination = nomination_in(State.REGISTERED, world, applicant=world.candidate)
    certificates.issue_certificate(nomination, actor=world.staff.secretary, at=DECIDED)
    deciding.cancel(nomination, actor=world.staff.chair, at=LATER, vote=ALL_SEVEN, grounds=[a_false_declaration(nomination, world)])
    page = page_of(nomination)
    assert "The commission cancelled your registration." in page and "Certificate No." not in page
    assert "The declaration of income or property is not true" in page
    with at(LATER):
        answer = browser(world.candidate).get(address(nomination, "certificate"))
    assert (answer.status_code, "The certificate is not valid any more" in text(answer)) == (409, True)


@pytest.mark.parametrize(
    ("state", "sentences"),
    [
        (State.SUBMITTED, ["You began this nomination.", "Your papers were received. Receipt TEST-2025-0001"]),
        (State.UNDER_VERIFICATION, ["The commission began to check your papers."]),
        (State.READY_FOR_DECISION, ["The check of your papers ended."]),
        (State.REGISTERED, ["The commission registered you as a candidate."]),
        (State.WITHDRAWN, ["You withdrew.", "Your candidacy has ended by withdrawal or recall."]),
        (State.LAPSED, ["The term of nomination ended before the papers were handed in."]),
    ],
)
def test_what_happened_is_told_in_plain_words(world, state, sentences):
    page = page_of(nomination_in(state, world, applicant=world.candidate), moment("2025-09-12 10:00"))
    assert [sentence for sentence in sentences if sentence not in page] == []


def test_how_many_queries_a_decided_case_takes(world):
    nomination = nomination_in(State.REFUSED, world, applicant=world.candidate)
    with at(LATER):
        client = browser(world.candidate)
        client.get(address(nomination))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(nomination)).status_code == 200
    assert len(captured) == 13
