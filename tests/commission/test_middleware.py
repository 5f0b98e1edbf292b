"""The desk opens to a session that proved a second factor; sessions end where the factors or the password change."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as portal
from django.test import Client

from commission.access import Role
from commission.accounts import SET_UP
from tests.factories import a_commission, a_user, appoint_as

pytestmark = pytest.mark.django_db
PASSWORD = "kept-between-us-29"
INDEX, ADD, AGAIN = "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/reauthenticate/"


@pytest.fixture
def chair():
    user = a_user("chair")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    appoint_as(a_commission("doors"), user, Role.CHAIR)
    return user


def signed_in(user, code=""):
    client = Client(headers={"Accept-Language": "en"})
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    if code:
        assert answer.url.startswith("/accounts/2fa/authenticate/")
        assert client.post(answer.url, {"code": code}).status_code == 302
    return client


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def set_up(client):
    """Adds an authenticator app on the pages, as a person does."""
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    page = client.get(ADD)
    secret = re.search(r'value="([A-Z2-7]{16,})"', page.content.decode())[1]
    assert client.post(ADD, {"code": code_of(secret)}).status_code == 302
    return secret


def recovery_codes(user):
    with context.request_context(None):
        return RecoveryCodes.activate(user).get_unused_codes()


def has_ended(client):
    answer = client.get("/desk/")
    return answer.status_code == 302 and answer.url.startswith(("/accounts/login/", "/desk/login/"))


def test_without_a_factor_the_desk_sends_to_where_one_is_set_up(chair):
    assert signed_in(chair).get("/desk/").url == INDEX


def test_who_sets_a_factor_up_goes_on_and_the_sessions_opened_before_end(chair):
    old, mine = signed_in(chair), signed_in(chair)
    set_up(mine)
    assert mine.get("/desk/").status_code == 200
    assert has_ended(old)
    assert mine.get("/desk/").status_code == 200


def test_the_ended_session_is_told_why(chair):
    old = signed_in(chair)
    set_up(signed_in(chair))
    assert "changed elsewhere" in old.get("/accounts/login/").content.decode()


def test_a_session_of_the_password_alone_proves_the_factor_first_and_comes_back(chair):
    """As a session looks that was opened in a way that asked for no factor."""
    TOTP.activate(chair, generate_totp_secret())
    codes = recovery_codes(chair)
    client = Client()
    client.force_login(chair)
    answer = client.get("/desk/commission/election/?q=1")
    assert answer.url == f"{AGAIN}?next=%2Fdesk%2Fcommission%2Felection%2F%3Fq%3D1"
    assert client.post(answer.url, {"code": "000000"}).status_code == 200
    assert client.get("/desk/").status_code == 302
    # the password, typed once more, proves no second factor
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert client.get("/desk/").url == f"{AGAIN}?next=%2Fdesk%2F"
    assert client.post(f"{AGAIN}?next=/desk/", {"code": codes[0], "next": "/desk/"}).url == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_who_only_has_a_key_is_sent_to_the_page_for_keys(chair):
    Authenticator.objects.create(user=chair, type=Authenticator.Type.WEBAUTHN, data={"name": "key", "credential": {}})
    client = Client()
    client.force_login(chair)
    assert client.get("/desk/").url == "/accounts/2fa/webauthn/reauthenticate/?next=%2Fdesk%2F"


def test_a_factor_added_to_a_session_of_the_password_alone_does_not_count_as_proved(chair):
    Authenticator.objects.create(user=chair, type=Authenticator.Type.WEBAUTHN, data={"name": "key", "credential": {}})
    client = Client()
    client.force_login(chair)
    set_up(client)
    assert SET_UP not in client.session
    assert client.get("/desk/").url == f"{AGAIN}?next=%2Fdesk%2F"


def test_a_sign_in_with_a_code_opens_the_desk_until_a_factor_is_removed_elsewhere(chair):
    first = signed_in(chair)
    set_up(first)
    codes = recovery_codes(chair)
    second = signed_in(chair, code=codes[0])
    assert second.get("/desk/").status_code == 200
    assert first.get("/desk/").status_code == 200
    assert first.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert has_ended(second)
    assert first.get("/desk/").url == INDEX  # still signed in, but without a factor


def test_a_changed_password_ends_the_other_sessions(chair):
    old, mine = signed_in(chair), signed_in(chair)
    new = "another-one-for-us-30"
    assert mine.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    assert has_ended(old)
    assert mine.get("/desk/").url == INDEX


def test_public_pages_ask_nothing_about_the_reader(chair):
    client = signed_in(chair)
    assert "Cookie" not in client.get("/en/").headers.get("Vary", "")


def test_a_session_lasts_a_working_day(chair):
    assert portal.SESSION_COOKIE_AGE == 12 * 3600
    assert signed_in(chair).session.get_expiry_age() <= 12 * 3600
