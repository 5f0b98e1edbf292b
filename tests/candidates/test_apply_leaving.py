"""Leaving on the pages: a draft given up, a withdrawal with a fresh proof, and proxies."""

import pytest

from candidates.services import proxies
from candidates.workflow import State
from commission.audit import verify
from stations.services.places import add_stations
from tests.candidates.applying import PASSWORD, a_file, address, at, browser, errors, field, text, with_password
from tests.commission.documents import text_of
from tests.factories import CALLED, LEFT, STARTED, a_draft, a_scan, an_approved_ballot, events_of, moment, nomination_in

LAST, TOO_LATE = moment("2025-10-10 18:00"), moment("2025-10-10 18:00:01")


@pytest.fixture
def registered(world):
    with_password(world.candidate)
    return nomination_in(State.REGISTERED, world, applicant=world.candidate)


def proved(client):
    """The password once more, as the page asks for it."""
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def test_a_withdrawal_asks_for_the_password_first_and_leads_back(registered):
    with at(LEFT):
        client, path = browser(registered.applicant), address(registered, "withdraw")
        answer = client.get(path)
        assert answer.url == f"/accounts/reauthenticate/?next={path.replace('/', '%2F')}"
        assert client.post(answer.url, {"password": PASSWORD, "next": path}).url == path
        assert "Nobody can take this back" in text(client.get(path))


def test_a_withdrawal_says_what_it_means_and_ends_the_candidacy(world, registered):
    with at(LEFT):
        client, path = proved(browser(registered.applicant)), address(registered, "withdraw")
        page = text(client.get(path))
        for sentence in (
            "Your name does not come onto the ballot.", "The deposit is not returned", "10 October 2025, 18:00",
            "The number of your receipt is TEST-2025-0001", "Your proxies are proxies no more.",
        ):  # fmt: skip
            assert sentence in page
        answer = client.post(path, {"confirmation": " test-2025-0001 ", "statement": a_file(9), "reason": "Денсаулық жағдайы"})
        assert answer.url == address(registered)
        page = text(client.get(answer.url))
    assert "Your withdrawal was received." in page and "You withdrew." in page and "Withdraw for good" not in page
    registered.refresh_from_db()
    assert (registered.state, registered.ended_at, registered.reason_for_leaving) == ("withdrawn", LEFT, "Денсаулық жағдайы")
    assert registered.documents.get(kind="withdrawal").channel == "portal"
    assert events_of(registered)[-1] == "nomination.withdrawn"
    assert verify() == []


def test_the_number_must_be_typed(registered):
    with at(LEFT):
        client, path = proved(browser(registered.applicant)), address(registered, "withdraw")
        answer = client.post(path, {"confirmation": "yes"})
        assert (answer.status_code, errors(answer)) == (
            400,
            ["Type the number of your receipt to confirm : This is not the number of your receipt, which is TEST-2025-0001."],
        )
    registered.refresh_from_db()
    assert registered.state == "registered"


def test_an_approved_ballot_is_named_and_the_name_is_struck_out(world, registered):
    nomination_in(State.REGISTERED, world)
    an_approved_ballot(world)
    with at(LAST):
        client, path = proved(browser(registered.applicant)), address(registered, "withdraw")
        assert "it is struck out by hand on every ballot" in text(client.get(path))
        client.post(path, {"confirmation": registered.receipt})
    assert registered.ballot_option.struck_out_at == LAST


def test_after_the_last_moment_it_is_refused(registered):
    with at(TOO_LATE):
        client, path = proved(browser(registered.applicant)), address(registered, "withdraw")
        answer = client.post(path, {"confirmation": registered.receipt})
        assert answer.status_code == 409
        assert errors(answer)[0].startswith("The term for “Withdraw” has ended. (Constitutional Law on elections, art. 105(1))")
        assert field(answer, "confirmation") == registered.receipt


def test_a_proof_that_grew_old_is_asked_for_again_and_what_was_typed_comes_back(registered):
    with at(LEFT):
        client, path = proved(browser(registered.applicant)), address(registered, "withdraw")
        page = client.get(path)
    with at(moment("2025-09-08 10:30")):
        answer = client.post(path, {"confirmation": "TEST-2025-0001", "typist": field(page, "typist")})
        assert answer.url == path
        assert client.get(path).url.startswith("/accounts/reauthenticate/")
        page = proved(client).get(path)
    assert field(page, "confirmation") == "TEST-2025-0001"
    assert "Not saved yet" in text(page)
    registered.refresh_from_db()
    assert registered.state == "registered"


def test_a_draft_can_be_given_up_and_begun_anew(world):
    draft = a_draft(world, applicant=world.candidate)
    with at(STARTED):
        client = browser(world.candidate)
        answer = client.post(address(draft, "discard"), {})
        assert (answer.status_code, errors(answer)[0]) == (
            400,
            "Yes, give up this draft. : Confirm that you give up the draft, or go back.",
        )
        assert client.post(address(draft, "discard"), {"sure": "on"}).url == "/apply/"
        assert "The draft was given up. You may begin anew." in text(client.get("/apply/"))
        assert "You gave up this draft." in text(client.get(address(draft)))
        assert client.post("/apply/test-2025/start/", {"way": "self"}).url == "/apply/test-2025/2/"
        assert client.post(address(draft, "discard"), {"sure": "on"}).status_code == 409


def test_proxies_are_proposed_and_ended(world, registered):
    rows = [{"number": 7, "kind": "open", "voters_on_list": 100}]
    add_stations(world.election, actor=world.staff.secretary, at=CALLED, rows=rows)
    with at(LEFT):
        client, path = browser(registered.applicant), address(registered, "proxies")
        typed = {"full_name": "Өкіл Өкілов", "phone": "+7 700 123 45 67", "station": "7"}
        answer = client.post(path, typed)
        assert (answer.status_code, errors(answer)) == (
            400,
            ["Written consent, signed by the proxy : No file was chosen. Choose a PDF, JPEG or PNG file."],
        )
        assert field(answer, "full_name") == "Өкіл Өкілов"
        answer = client.post(path, {**typed, "station": "8", "consent": a_file(1)})
        assert (answer.status_code, errors(answer)[0]) == (
            409,
            "This election has no polling station No. 8. Look the number up in the list of polling stations.",
        )
        for number in range(3):
            assert client.post(path, {**typed, "consent": a_file(number)}).url == path
        answer = client.post(path, {**typed, "consent": a_file(4)})
        assert (answer.status_code, errors(answer)[0].split(" (")[0]) == (
            409,
            "There are 3 proxies already, as many as a candidate may have at one station.",
        )
        assert "Өкіл Өкілов · Polling station No. 7 Proposed, not registered yet" in text(client.get(path))
        proxy = registered.proxies.first()
        assert "Өкіл Өкілов will no longer act for you." in text(client.get(address(registered, "proxies", proxy.pk, "end")))
        assert client.post(address(registered, "proxies", proxy.pk, "end")).url == path
        assert client.get(address(registered, "proxies", proxy.pk, "end")).status_code == 404
    assert events_of(registered)[-4:] == ["proxy.proposed"] * 3 + ["proxy.ended"]
    assert verify() == []


def test_documents_to_print(world, registered):
    with at(LEFT):
        client = browser(registered.applicant)
        statement = client.get(address(registered, "print", "withdrawal"))
        assert registered.family_name_ru in text_of(statement.content)
        proxy = proxies.propose(registered, actor=registered.applicant, at=LEFT, full_name="Өкіл Өкілов", consent=a_scan())
        assert client.get(address(registered, "proxies", proxy.pk, "certificate")).status_code == 404
        proxies.register(registered, actor=world.staff.secretary, at=LEFT, proxy=proxy)
        card = client.get(address(registered, "proxies", proxy.pk, "certificate"))
        assert "Өкіл Өкілов" in text_of(card.content) and "TEST-2025-0001-P1" in text_of(card.content)
        assert browser(world.stranger).get(address(registered, "proxies", proxy.pk, "certificate")).status_code == 404
