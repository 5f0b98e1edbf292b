"""What was typed is not lost with a session: kept for its typist alone, on its page alone, for a while, and never a file or password."""

import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from candidates.workflow import State
from commission.admin.writing import address
from commission.kept import FIELD, SESSION
from tests.factories import nomination_in

pytestmark = pytest.mark.django_db
REASON = "Өтініштің 2-беті қайта қаралсын"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def page(world):
    return address(nomination_in(State.READY_FOR_DECISION, world), "send-back")


@pytest.fixture
def open_form(world, page):
    """A browser whose form is open, and whose session has ended since."""
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(world.staff.chair)
    html = browser.get(page).content.decode()
    browser.cookies.pop("sessionid")
    return browser, {FIELD: re.search(f'name="{FIELD}" value="([^"]+)"', html)[1], "reason": REASON}


def kept_in(browser):
    return browser.session.get(SESSION)


def test_what_was_typed_stands_in_the_form_again_after_signing_in(world, page, open_form):
    browser, form = open_form
    answer = browser.post(page, form)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={page}")
    browser.force_login(world.staff.chair)
    again = browser.get(page)
    assert again.context["form"]["reason"].value() == REASON
    assert "is not saved yet" in again.content.decode()
    # once: the next look at the page starts afresh
    assert browser.get(page).context["form"]["reason"].value() is None


def test_nobody_else_gets_to_see_it(world, page, open_form):
    browser, form = open_form
    browser.post(page, form)
    browser.force_login(world.staff.deputy)
    browser.get(page)
    browser.force_login(world.staff.chair)
    assert browser.get(page).context["form"]["reason"].value() is None


def test_it_waits_half_an_hour(world, page, open_form):
    browser, form = open_form
    with time_machine.travel("2026-11-01 10:00:00+05:00", tick=False) as now:
        browser.post(page, form)
        browser.force_login(world.staff.chair)
        now.shift(30 * 60 + 1)
        assert browser.get(page).context["form"]["reason"].value() is None


def test_the_text_lies_encrypted(page, open_form):
    browser, form = open_form
    browser.post(page, form)
    assert set(kept_in(browser)) == {"user", "path", "until", "text"}
    assert REASON not in str([session.get_decoded() for session in Session.objects.all()])


@pytest.mark.parametrize("forged", ["", "chair", "WzEsIi8iXQ:1:x"])
def test_without_a_known_typist_nothing_is_kept(page, open_form, forged):
    browser, form = open_form
    assert browser.post(page, {**form, FIELD: forged}).status_code == 302
    assert kept_in(browser) is None


def test_a_form_of_another_page_files_passwords_and_floods_are_not_kept(world, page, open_form):
    browser, form = open_form
    browser.post(page.replace("send-back", "take"), form)
    assert kept_in(browser) is None
    browser.post(page, {FIELD: form[FIELD], "password": "secret", "scan": SimpleUploadedFile("a.pdf", b"%PDF")})
    assert kept_in(browser) is None
    browser.post(page, {**form, "reason": "ә" * 40_000})
    assert kept_in(browser) is None


def test_a_form_with_the_token_of_an_older_session_comes_back_filled_in(world, page):
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(world.staff.chair)
    html = browser.get(page).content.decode()
    sealed = re.search(f'name="{FIELD}" value="([^"]+)"', html)[1]
    answer = browser.post(page, {"csrfmiddlewaretoken": "a" * 64, FIELD: sealed, "reason": REASON})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert browser.get(page).context["form"]["reason"].value() == REASON
