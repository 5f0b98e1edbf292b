"""Who may open which page: strangers and staff find nothing, a proxy only what he may do, nobody without signing in."""

import pytest

from candidates.models import Proxy
from candidates.services import proxies
from candidates.workflow import State
from tests.candidates.applying import address, at, browser, text, with_password
from tests.factories import CORRECTION_ASKED, a_proxy, a_user, nomination_in

PAGES = {
    "": "view", "page/name": "edit", "paper/application": "edit", "precheck": "edit", "answers": "view", "receipt/1": "view",
    "correction": "edit", "correction/notice/1/pdf": "edit", "withdraw": "own", "discard": "own", "proxies": "own",
}  # fmt: skip


@pytest.fixture
def nomination(world):
    return nomination_in(State.CORRECTION_REQUESTED, world, applicant=world.candidate)


def statuses(user, nomination):
    with at(CORRECTION_ASKED):
        client = browser(user)
        return {page: client.get(address(nomination, *filter(None, [page]))).status_code for page in PAGES}


def test_the_candidate_opens_every_page_of_the_own_case(world, nomination):
    with_password(world.candidate)
    expected = dict.fromkeys(PAGES, 200) | {"withdraw": 302}  # first the password once more
    assert statuses(world.candidate, nomination) == expected


@pytest.mark.parametrize("who", ["stranger", "outsider", "superior"])
def test_for_everybody_else_it_does_not_exist(world, nomination, who):
    assert statuses(getattr(world, who), nomination) == dict.fromkeys(PAGES, 404)


@pytest.mark.parametrize("role", ["chair", "secretary", "registrar", "member", "auditor", "administrator"])
def test_staff_read_a_case_at_their_desk_and_not_here(world, nomination, role):
    assert statuses(getattr(world.staff, role), nomination) == dict.fromkeys(PAGES, 404)


def test_a_number_that_is_nobodys_answers_like_one_of_somebody_else(world, nomination):
    with at(CORRECTION_ASKED):
        client = browser(world.stranger)
        answers = [client.get(f"/apply/{path}/") for path in ("test-2025/1", "test-2025/99", "nowhere/1", "test-2025/99999999999999999999")]
        assert [answer.status_code for answer in answers] == [404] * 4
        assert len({text(answer) for answer in answers}) == 1


def test_a_registered_proxy_helps_and_does_not_decide(world, nomination):
    expected = {page: 403 if kind == "own" else 200 for page, kind in PAGES.items()}
    assert statuses(a_proxy(nomination), nomination) == expected


def test_a_proposed_or_ended_proxy_sees_nothing(world, nomination):
    proposed, ended = a_user("proposed"), a_user("ended")
    Proxy.objects.create(nomination=nomination, user=proposed, proposed_at=CORRECTION_ASKED)
    row = Proxy.objects.create(nomination=nomination, user=ended, registered_at=CORRECTION_ASKED)
    proxies.end(nomination, actor=world.candidate, at=CORRECTION_ASKED, proxy=row, why="own_wish")
    for user in (proposed, ended):
        assert statuses(user, nomination) == dict.fromkeys(PAGES, 404)


def test_without_signing_in_every_page_leads_to_the_sign_in_and_back(world, nomination):
    with at(CORRECTION_ASKED):
        client = browser()
        for page in PAGES:
            path = address(nomination, *filter(None, [page]))
            assert client.get(path).url == f"/accounts/login/?next={path}"
        assert client.get("/apply/nowhere/7/").url == "/accounts/login/?next=/apply/nowhere/7/"


def test_a_page_with_personal_data_is_kept_by_no_browser(world, nomination):
    with at(CORRECTION_ASKED):
        client = browser(world.candidate)
        for page in ("", "answers", "page/birth"):
            assert "no-store" in client.get(address(nomination, *filter(None, [page])))["Cache-Control"]


def test_other_methods_are_not_answered(world, nomination):
    with at(CORRECTION_ASKED):
        assert browser(world.candidate).put(address(nomination)).status_code == 405
