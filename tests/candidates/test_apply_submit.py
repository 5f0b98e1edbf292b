"""Handing in: everything at once, one receipt however often it is sent, judged by the moment of receipt."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from candidates.models import Nomination, Submission
from candidates.services import filing
from candidates.views.apply.handing_in import answers
from candidates.workflow import State
from commission.access import SYSTEM
from tests.candidates.applying import address, at, browser, errors, text
from tests.factories import NOMINATION_ENDS, STARTED, a_draft, a_proxy, events_of, moment, nomination_in

LAST_MOMENT, TOO_LATE = NOMINATION_ENDS, moment("2025-09-11 18:00:00.000001")


@pytest.fixture
def draft(world):
    return a_draft(world, applicant=world.candidate)


def hand_in(user, nomination, moment_of_receipt=STARTED, **fields):
    with at(moment_of_receipt):
        return browser(user).post(address(nomination, "answers"), {"declared": "on", **fields})


def state_of(nomination):
    return Nomination.objects.get(pk=nomination.pk).state


def test_sent_twice_it_leads_to_the_one_receipt(world, draft):
    first = hand_in(world.candidate, draft)
    with at(moment("2025-08-28 10:05")):
        client = browser(world.candidate)
        second = client.post(address(draft, "answers"), {"declared": "on"})
        assert first.url == second.url == address(draft, "receipt", 1)
        page = text(client.get(second.url))
    assert "Your papers had been received already; nothing was handed in twice." in page
    assert "28 August 2025, 10:00:00 UTC+5" in page
    assert (Submission.objects.count(), events_of(draft).count("nomination.submitted")) == (1, 1)


def test_without_the_declaration_nothing_is_handed_in(world, draft):
    answer = hand_in(world.candidate, draft, declared="")
    assert (answer.status_code, errors(answer)) == (
        400,
        [
            "I have read this statement and confirm it. : "
            "Read the statement and confirm it; without it the papers can't be handed in."
        ],
    )  # fmt: skip
    assert state_of(draft) == State.DRAFT


def test_what_is_missing_is_said_with_the_way_there(world):
    draft = a_draft(world, applicant=world.candidate, papers=False, address="")
    answer = hand_in(world.candidate, draft)
    assert (answer.status_code, errors(answer)) == (409, ["4 required papers are missing. Add them and submit again."])
    page = text(answer)
    assert "“Address” is empty." in page and "“Application to stand” is not uploaded." in page
    assert f'href="{address(draft, "page", "contact")}"' in answer.content.decode()
    assert state_of(draft) == State.DRAFT


def test_the_last_microsecond_counts_and_the_next_does_not(world, draft):
    assert hand_in(world.candidate, draft, LAST_MOMENT).status_code == 302
    assert state_of(draft) == State.SUBMITTED
    late = a_draft(world, applicant=world.stranger)
    answer = hand_in(world.stranger, late, TOO_LATE)
    assert (answer.status_code, errors(answer)) == (
        409,
        [
            "The term for “Submit” has ended. (Constitutional Law on elections, ch. 13-1) "
            "What you entered is kept. Only a decision of the commission can extend a term."
        ],
    )
    assert "The commission's office" in text(answer)
    assert state_of(late) == State.DRAFT


def test_a_request_that_came_in_time_and_is_worked_on_later_is_accepted(world, draft):
    """The moment is stamped when the request arrives; the rest may take as long as it takes."""
    request = RequestFactory().post(address(draft, "answers"), {"declared": "on"})
    request.user, request.session, request._dont_enforce_csrf_checks = world.candidate, {}, True
    request.received_at = LAST_MOMENT
    with at(moment("2025-09-11 18:07")):
        answer = answers(request, slug=draft.election.slug, number=draft.number)
    assert answer.url == address(draft, "receipt", 1)
    submission = Submission.objects.get()
    assert (submission.received_at, submission.recorded_at) == (LAST_MOMENT, moment("2025-09-11 18:07"))


def test_a_draft_that_lapsed_meanwhile_says_so(world, draft):
    filing.lapse(draft, actor=SYSTEM, at=TOO_LATE)
    answer = hand_in(world.candidate, draft, TOO_LATE)
    assert answer.status_code == 409
    assert errors(answer)[0].startswith("“Submit” is not possible: the nomination is in the state “Lapsed”.")


def test_a_proxy_prepares_and_does_not_hand_in(world, draft):
    proxy = a_proxy(draft)
    answer = hand_in(proxy, draft)
    assert answer.status_code == 403
    with at(STARTED):
        page = browser(proxy).get(address(draft, "answers"))
    assert "Only the candidate can hand in." in text(page)
    assert 'name="declared"' not in page.content.decode()
    assert state_of(draft) == State.DRAFT


def test_the_page_of_answers_carries_the_declaration_in_three_languages(world, draft):
    with at(STARTED):
        page = browser(world.candidate).get(address(draft, "answers")).content.decode()
    for language, words in (("en", "I agree to stand"), ("ru", "Я согласен"), ("kk", "кандидат болуға келісемін")):
        assert f'<ul lang="{language}">' in page and words in page


def test_handing_in_takes_few_queries(world, draft):
    """500 people may do it within the last minute. The numbers: who asks, the case, the guards, the write, the log."""
    with at(STARTED):
        client = browser(world.candidate)
        client.get(address(draft, "answers"))
        with CaptureQueriesContext(connection) as captured:
            assert client.post(address(draft, "answers"), {"declared": "on"}).status_code == 302
    kinds = [query["sql"].split()[0] for query in captured]
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "SELECT": 16, "SAVEPOINT": 1, "INSERT": 2, "UPDATE": 2, "RELEASE": 1,
    }  # fmt: skip


def test_a_receipt_of_somebody_else_is_not_there(world):
    nomination = nomination_in(State.SUBMITTED, world, applicant=world.candidate)
    with at(moment("2025-08-29 12:00")):
        own, other = browser(world.candidate), browser(world.stranger)
        for path in (address(nomination, "receipt", 1), address(nomination, "receipt", 1, "pdf")):
            assert (own.get(path).status_code, other.get(path).status_code) == (200, 404)
        assert own.get(address(nomination, "receipt", 2)).status_code == 404
