"""An empty portal gets its first commission and its first person."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from commission import audit
from commission.access import Role
from commission.models import Commission, Membership, User
from tests.factories import a_commission, events_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
NAMES = ["--name-kk", "Семей қаласының комиссиясы", "--name-ru", "Комиссия Семея", "--name-en", "Commission of Semey"]
WHO = ["--administrator", "First@Example.test"]


def found(*words):
    call_command("found_commission", "semey", *NAMES, *WHO, *words)


def refusal(*words):
    before = Commission.objects.count(), User.objects.count(), EmailAddress.objects.count()
    with pytest.raises(CommandError) as error:
        found(*words)
    assert (Commission.objects.count(), User.objects.count(), EmailAddress.objects.count()) == before
    assert "\n" not in str(error.value)
    return str(error.value)


def test_an_empty_portal_gets_a_commission_and_its_administrator(capsys):
    above = a_commission("abai")
    found("--parent", "abai", "--seats", "9")
    home, role = Commission.objects.get(slug="semey"), Membership.objects.get()
    assert (home.parent, home.seats, home.level, home.time_zone, home.name_en) == (above, 9, "territorial", "Asia/Almaty", NAMES[-1])
    assert (role.commission, role.role, role.user.email) == (home, Role.ADMINISTRATOR, "first@example.test")
    assert not role.user.has_usable_password()
    assert EmailAddress.objects.get(user=role.user).verified
    assert (events_of(home), events_of(role)) == (["commission.founded", "membership.appointed"], [])
    assert audit.verify() == []
    assert "Forgot" in capsys.readouterr().out


def test_the_administrator_sets_the_password_through_the_mail_and_signs_in(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    found()
    client, new = Client(), "a-good-one-for-us-31"
    assert client.post("/accounts/password/reset/", {"email": "first@example.test"}).status_code == 302
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
    form = client.get(link).url
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert client.post("/accounts/login/", {"login": "first@example.test", "password": new}).status_code == 302
    assert client.get("/desk/").url == "/accounts/2fa/"


def test_a_second_run_says_that_it_exists():
    found()
    assert refusal() == "The commission “semey” exists already; nothing was changed."


def test_an_account_that_is_there_keeps_its_password(capsys):
    found()
    user = User.objects.get()
    user.set_password("kept-between-us-29")
    user.save()
    capsys.readouterr()
    call_command("found_commission", "other", *NAMES, *WHO)
    assert User.objects.get().check_password("kept-between-us-29")
    assert "Forgot" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--parent", "nowhere"], "There is no commission “nowhere” to stand above this one; found it first."),
        (["--zone", "Asia/Semey"], "“Asia/Semey” is no time zone; they look like Asia/Almaty."),
        (["--administrator", "first"], "“first” is no e-mail address."),
        (["--seats", "2"], "The commission can't be founded. seats: "),
        (["--name-ru", ""], "The commission can't be founded. name_ru: "),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence_and_nothing_is_written(words, sentence):
    assert refusal(*words).startswith(sentence)


def test_an_address_that_a_stranger_took_without_confirming_it_gets_no_role():
    user = User.objects.create_user("first@example.test", "a-password-of-a-stranger")
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    assert "has not confirmed the address" in refusal()


def test_a_closed_account_gets_no_role():
    User.objects.create_user("first@example.test", is_active=False)
    assert "is closed" in refusal()


@pytest.mark.parametrize("words", [[], ["--noinput", "--email", "a@example.test"]])
def test_there_is_no_superuser(words):
    run = subprocess.run([sys.executable, "manage.py", "createsuperuser", *words], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.strip().startswith("CommandError: This portal has no superuser")
    assert "found_commission" in run.stderr
    assert "\n" not in run.stderr.strip()
