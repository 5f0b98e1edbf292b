"""An expired session in the middle, a sign-in in another window: what was typed comes back on the page it was typed on."""

import pytest

from tests.candidates.applying import NUMBER, PASSWORD, TYPED, a_file, address, at, begun, browser, field, text, with_password
from tests.factories import STARTED, moment

LATER = moment("2025-08-28 23:00")  # 13 hours later: the session has ended


@pytest.fixture
def page_open(world):
    """A browser with the page of the identity number open, and the moment at which it is sent."""
    for person in (world.candidate, world.stranger):
        with_password(person)
    with at(STARTED):
        client = browser(world.candidate, enforce_csrf_checks=False)
        draft = begun(client, world.election)
        page = client.get(address(draft, "page", "birth"))
    with at(LATER):
        yield client, draft, {**TYPED["birth"], "seen": field(page, "seen"), "typist": field(page, "typist")}


def sign_in(client, user, answer):
    return client.post(answer.url, {"login": user.email, "password": PASSWORD, "next": answer.url.split("next=")[1]})


def test_after_signing_in_again_the_page_is_filled_and_says_that_it_is_not_saved(world, page_open):
    client, draft, typed = page_open
    path = address(draft, "page", "birth")
    answer = client.post(path, typed)
    assert answer.url == f"/accounts/login/?next={path}"
    assert "What you typed is kept for you" in text(client.get(answer.url))
    assert sign_in(client, world.candidate, answer).url == path
    page = client.get(path)
    assert "Not saved yet" in text(page)
    assert (field(page, "iin"), field(page, "birth_date_2"), field(page, "seen")) == (NUMBER, "1985", typed["seen"])
    assert 'value="woman"' in page.content.decode() and "checked" in page.content.decode()
    draft.refresh_from_db()
    assert draft.iin_hash == ""
    answer = client.post(path, {**TYPED["birth"], "seen": field(page, "seen"), "list": "1"})
    assert answer.url == address(draft)
    draft.refresh_from_db()
    assert draft.iin == NUMBER


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(world, page_open):
    client, draft, typed = page_open
    path = address(draft, "page", "birth")
    answer = client.post(path, typed)
    sign_in(client, world.stranger, answer)
    assert NUMBER not in client.get("/apply/").content.decode()
    assert client.get(path).status_code == 404
    assert "kept" not in client.session


def test_what_is_kept_lies_encrypted_in_the_session(page_open):
    client, draft, typed = page_open
    client.post(address(draft, "page", "birth"), typed)
    assert NUMBER not in str(dict(client.session)) and "kept" in client.session


def test_a_page_changed_meanwhile_is_compared_even_then(world, page_open):
    client, draft, typed = page_open
    path = address(draft, "page", "birth")
    answer = client.post(path, typed)
    browser(world.candidate).post(path, {"birth_date_0": "1", "birth_date_1": "1", "birth_date_2": "1980"})
    sign_in(client, world.candidate, answer)
    page = client.get(path)
    answer = client.post(path, {**TYPED["birth"], "seen": field(page, "seen")})
    assert answer.status_code == 409
    assert "What differs" in text(answer) and "01.01.1980" in text(answer)


def test_without_the_mark_nothing_is_kept(page_open):
    client, draft, typed = page_open
    answer = client.post(address(draft, "page", "birth"), {**typed, "typist": "forged"})
    assert answer.url.startswith("/accounts/login/")
    assert "kept" not in client.session


def test_a_sign_in_in_another_window_makes_the_token_old_and_loses_nothing(world):
    with_password(world.candidate)
    with at(STARTED):
        client = browser(world.candidate, enforce_csrf_checks=True)
        draft = begun(browser(world.candidate), world.election)
        path = address(draft, "page", "contact")
        page = client.get(path)
        client.logout()
        client.force_login(world.candidate)  # rotates the token, as a sign-in does
        client.cookies["csrftoken"] = "n" * 32
        typed = {**TYPED["contact"], "typist": field(page, "typist"), "csrfmiddlewaretoken": field(page, "csrfmiddlewaretoken")}
        answer = client.post(path, typed)
        assert (answer.status_code, answer.url) == (302, path)
        page = client.get(path)
    assert field(page, "phone") == TYPED["contact"]["phone"]
    assert "Not saved yet" in text(page)


def test_a_file_has_to_be_chosen_again(world, page_open):
    client, draft, _typed = page_open
    path = address(draft, "paper", "application")
    answer = client.post(path, {"document": a_file()})
    assert answer.url == f"/accounts/login/?next={path}"
    sign_in(client, world.candidate, answer)
    assert client.get(path).status_code == 200
    assert draft.documents.count() == 0
