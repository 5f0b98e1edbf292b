"""The self-check: for everybody, stored nowhere, with the article and the way out, and never an obstacle."""

import pytest
from django.contrib.sessions.models import Session

from candidates.models import Nomination
from commission.models import AuditEvent
from tests.candidates.applying import at, browser, errors, text
from tests.factories import STARTED

QUESTIONS = ("citizen", "age", "capable", "not_convicted", "civil_service", "terms_of_office")
PATH = "/apply/test-2025/check/"


@pytest.fixture(autouse=True)
def on_the_first_day(world):
    with at(STARTED):
        yield


def answer(client=None, way="self", **no):
    questions = QUESTIONS + (("party_member",) if way == "party" else ())
    return (client or browser()).post(f"{PATH}?way={way}", {code: no.get(code, "yes") for code in questions})


def test_anybody_may_ask_and_nothing_is_kept(world):
    before = AuditEvent.objects.count()
    page = answer(not_convicted="no")
    assert page.status_code == 200
    assert (Nomination.objects.count(), AuditEvent.objects.count() - before, Session.objects.count()) == (0, 0, 0)
    assert "no-store" in page["Cache-Control"]


def test_whoever_meets_everything_is_told_so():
    page = text(answer())
    assert "Nothing stands in the way" in page and "Begin your nomination" in page


def test_what_stands_in_the_way_has_its_article_its_certainty_and_a_way_out():
    page = text(answer(not_convicted="no", civil_service="no"))
    assert (
        "Are you free of a conviction that is not expunged? You answered no. "
        "Once the conviction is spent or expunged, you can stand. The committee on legal statistics can tell you when. "
        "Constitutional Law on elections, art. 4(4) · from an older edition of the law"
    ) in page
    assert "ask it before you pay a deposit. Constitutional Law on elections, ch. 13-1 The commission decides" in page
    assert "Begin your nomination" in page  # it never keeps anybody from it


def test_an_open_question_is_asked_for():
    page = browser().post(PATH, {"citizen": "yes"})
    assert page.status_code == 400
    assert errors(page)[0] == "Will you be at least 25 years old on polling day? : Answer yes or no."
    assert len(errors(page)) == 5


def test_a_party_asks_for_its_own():
    assert "Are you a member of the party that nominates you?" not in text(browser().get(PATH))
    page = text(answer(way="party", party_member="no"))
    assert "A party nominates its own members only." in page


@pytest.mark.parametrize("path", ["/apply/test-2025/check/?way=superior_akim", "/apply/test-2025/check/?way=x", "/apply/nowhere/check/"])
def test_there_is_no_check_for_what_is_no_way(path):
    assert browser().get(path).status_code == 404


def test_the_same_for_somebody_signed_in(world):
    assert "Nothing stands in the way" in text(answer(browser(world.candidate)))
