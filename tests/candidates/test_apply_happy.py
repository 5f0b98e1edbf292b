"""From the first click to the receipt, on the pages."""

import pytest

from candidates.models import Submission
from commission.audit import verify
from tests.candidates.applying import NUMBER, address, at, begun, browser, errors, fill_in, ready, text, upload_all
from tests.factories import STARTED, events_of, moment

RECEIVED = moment("2025-09-11 17:59:58")


@pytest.fixture(autouse=True)
def on_the_first_day():
    with at(STARTED):
        yield


def test_from_the_first_click_to_the_receipt(world):
    anybody = browser()
    assert "City akim election" in text(anybody.get("/apply/"))
    page = text(anybody.get("/apply/test-2025/"))
    assert "Sign in and begin" in page
    assert "11 September 2025, 18:00 UTC+5" in page
    client = browser(world.candidate)
    nomination = begun(client, world.election)
    listed = text(client.get(address(nomination)))
    assert "0 of 9 tasks done" in listed
    assert "Your name until 11 September 2025, 18:00 UTC+5 · Constitutional Law on elections, ch. 13-1 Not started" in listed
    fill_in(client, nomination)
    upload_all(client, nomination)
    nomination.refresh_from_db()
    assert (nomination.family_name_kk, nomination.iin, nomination.married) == ("Әбдірахманова", NUMBER, True)
    assert "Nothing would be refused" in text(client.get(address(nomination, "precheck")))
    answers = text(client.get(address(nomination, "answers")))
    assert NUMBER in answers and "05.11.1985" in answers
    with at(RECEIVED):
        client.force_login(world.candidate)
        answer = client.post(address(nomination, "answers"), {"declared": "on"})
    assert answer.url == address(nomination, "receipt", 1)
    submission = Submission.objects.get()
    receipt = text(client.get(answer.url))
    assert "TEST-2025-0001" in receipt
    assert "11 September 2025, 17:59:58 UTC+5" in receipt
    assert submission.sha256 in receipt
    assert [item["sha256"] in receipt for item in submission.items] == [True] * 6
    pdf = client.get(address(nomination, "receipt", 1, "pdf"))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert [kind for kind in events_of(nomination) if kind not in ("nomination.edited", "nomination.paper_provided")] == [
        "nomination.started",
        "nomination.submitted",
    ]
    assert "Papers received" in text(client.get(address(nomination)))
    assert verify() == []


def test_where_a_person_belongs_after_signing_in(world):
    assert browser(world.candidate).get("/me/").url == "/apply/"
    assert browser(world.staff.registrar).get("/me/").url == "/desk/"


def test_the_list_says_what_is_missing_and_until_when(world):
    client = browser(world.candidate)
    nomination = begun(client, world.election)
    client.post(address(nomination, "page", "contact"), {"address": "Семей", "list": "1"})
    client.post(address(nomination, "page", "statements"), {"married": "no", "convicted": "yes", "list": "1"})
    listed = text(client.get(address(nomination)))
    assert "Where the commission reaches you Still missing: Phone until 11 September 2025, 18:00 UTC+5" in listed
    assert "Still missing: If you were: when, by which court, by which article, and when it was expunged" in listed
    assert "filed the declaration of assets and liabilities You said that you are not married. Not needed" in listed
    assert "Proof of the deposit May follow after the papers are handed in. until 16 September 2025, 18:00 UTC+5" in listed
    assert "Photograph until 11 September 2025, 18:00 UTC+5 · Constitutional Law on elections, ch. 13-1 Optional" in listed


def test_a_nomination_by_a_party_has_its_own_page_and_paper(world):
    client = browser(world.candidate)
    nomination = ready(client, world.election, way="party")
    listed = text(client.get(address(nomination)))
    assert "The party that nominates you Done" in listed
    assert "Extract of the minutes of the party body Version 1 uploaded Done" in listed
    assert "13 of 13 tasks done" in listed
    assert "signatures" not in text(client.get(address(nomination, "precheck")))


def test_the_way_of_the_superior_akim_is_no_choice_here(world):
    client = browser(world.candidate)
    assert client.post("/apply/test-2025/start/", {"way": "superior_akim"}).status_code == 400
    assert "The act of the superior akim goes to the commission on paper" in text(client.get("/apply/test-2025/start/"))
    assert world.election.nominations.count() == 0


def test_whoever_has_begun_comes_back_to_it(world):
    client = browser(world.candidate)
    nomination = begun(client, world.election)
    for path in ("/apply/test-2025/", "/apply/test-2025/start/"):
        assert client.get(path).url == address(nomination)
    assert client.post("/apply/test-2025/start/", {"way": "party"}).url == address(nomination)
    assert address(nomination) in client.get("/apply/").content.decode()
    assert world.election.nominations.count() == 1


def test_staff_of_the_commission_cant_come_forward_at_their_own_desk(world):
    answer = browser(world.staff.secretary).post("/apply/test-2025/start/", {"way": "self"})
    assert answer.status_code == 403
    assert "On the portal a person comes forward himself." in text(answer)
    assert world.election.nominations.count() == 0


def test_nobody_begins_outside_the_term(world):
    with at(moment("2025-09-11 18:00:00.000001")):
        client = browser(world.candidate)
        answer = client.post("/apply/test-2025/start/", {"way": "self"})
        assert (answer.status_code, errors(answer)) == (
            409,
            [
                "The term for “Nomination” has ended. (Constitutional Law on elections, ch. 13-1) "
                "What you entered is kept. Only a decision of the commission can extend a term."
            ],
        )
        assert "No election takes nominations now" in text(client.get("/apply/"))


def test_a_replayed_record_takes_no_nominations(world):
    world.election.origin = "replayed"
    world.election.save()
    client = browser(world.candidate)
    assert client.get("/apply/test-2025/").status_code == 404
    assert "City akim election" not in text(client.get("/apply/"))
