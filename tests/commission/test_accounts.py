"""While the mail server is down nobody meets a crash, nothing is lost, and nobody learns who has an account."""

import re
import socket

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from commission.models import User
from tests.commission.test_middleware import PASSWORD, set_up, signed_in
from tests.factories import a_user

pytestmark = pytest.mark.django_db
SMTP, MEMORY = "django.core.mail.backends.smtp.EmailBackend", "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def mail_is_down(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port


@pytest.fixture
def person():
    user = a_user("person")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def client():
    return Client(headers={"Accept-Language": "en"})


def sign_up(client, email):
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD, "password2": PASSWORD})


def says_so(answer):
    assert answer.status_code == 503
    assert answer["Retry-After"] == "300"
    assert "Mail can't be sent now" in answer.content.decode()


def text(answer):
    """Without the moment and the token, which differ between any two answers."""
    return re.sub(r'datetime="[^"]*">[^<]*|value="[A-Za-z0-9]{64}"', "", answer.content.decode())


def test_a_password_reset_says_that_mail_is_down_and_logs_no_address(mail_is_down, person, client, caplog):
    says_so(client.post("/accounts/password/reset/", {"email": person.email}))
    assert "mail can't be sent: ConnectionRefusedError" in caplog.text
    assert person.email not in caplog.text


def test_nobody_learns_from_a_failure_who_has_an_account(mail_is_down, person, client):
    known, unknown = (client.post("/accounts/password/reset/", {"email": email}) for email in (person.email, "nobody@example.test"))
    says_so(unknown)
    assert text(known) == text(unknown)
    taken, free = sign_up(client, person.email), sign_up(Client(headers={"Accept-Language": "en"}), "new@example.test")
    says_so(taken)
    assert text(taken) == text(free)


def test_an_address_without_an_account_gets_no_letter(client, settings):
    settings.EMAIL_BACKEND = MEMORY
    assert client.post("/accounts/password/reset/", {"email": "nobody@example.test"}).url == "/accounts/password/reset/done/"
    assert mail.outbox == []


def test_who_signed_up_meanwhile_gets_the_link_at_the_next_sign_in(mail_is_down, client, settings):
    says_so(sign_up(client, "new@example.test"))
    assert User.objects.get(email="new@example.test").check_password(PASSWORD)
    says_so(client.post("/accounts/login/", {"login": "new@example.test", "password": PASSWORD}))
    settings.EMAIL_BACKEND = MEMORY
    later = client.post("/accounts/login/", {"login": "new@example.test", "password": PASSWORD})
    assert later.url == "/accounts/confirm-email/"
    assert [letter.to for letter in mail.outbox] == [["new@example.test"]]
    assert "/accounts/confirm-email/" in mail.outbox[0].body


def test_what_is_done_without_waiting_for_mail_is_done(mail_is_down, person, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    client, new = signed_in(person), "another-one-for-us-30"
    set_up(client)
    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.check_password(new)
