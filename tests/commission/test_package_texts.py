"""What Django and allauth say in their own words comes out in Kazakh too."""

from datetime import timedelta

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter
from babel.messages.pofile import read_po
from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext

from commission import clock
from commission.local.catalogues import LOCALES


@pytest.fixture(autouse=True)
def kazakh():
    with translation.override("kk"):
        yield


def test_no_text_of_the_packages_is_left_empty_or_guessed():
    source = LOCALES[1] / "kk" / "LC_MESSAGES" / "django.po"
    with source.open("rb") as file:
        catalogue = read_po(file, locale="kk", abort_invalid=True)
    texts = [message for message in catalogue if message.id]
    assert len(texts) > 600
    for message in texts:
        assert not message.fuzzy, message.id
        assert all(message.string if message.pluralizable else [message.string]), message.id
        assert not list(message.check(catalogue)), message.id


def test_errors_of_allauth():
    wrong = DefaultAccountAdapter.error_messages
    assert wrong["email_password_mismatch"] == "Енгізілген электрондық пошта мекенжайы және (немесе) құпиясөз дұрыс емес."
    assert wrong["incorrect_password"] == "Құпиясөз дұрыс емес."
    assert wrong["too_many_login_attempts"] == "Сәтсіз кіру әрекеттері тым көп. Кейінірек қайталап көріңіз."
    assert DefaultMFAAdapter.error_messages["incorrect_code"] == "Код дұрыс емес."


def test_fields_of_allauth():
    fields = LoginForm().fields
    assert (fields["login"].label, fields["password"].label) == ("Электрондық пошта", "Құпиясөз")
    assert ResetPasswordForm().fields["email"].widget.attrs["placeholder"] == "Электрондық пошта мекенжайы"


def test_messages_and_mail_of_allauth():
    assert render_to_string("account/messages/logged_out.txt").strip() == "Жүйеден шықтыңыз."
    assert render_to_string("account/messages/email_confirmed.txt", {"email": "a@b.kz"}).strip() == "a@b.kz мекенжайын растадыңыз."
    assert render_to_string("mfa/email/totp_activated_subject.txt").strip() == "Аутентификатор қолданбасы іске қосылды"
    assert render_to_string("account/email/password_reset_key_subject.txt").strip() == "Құпиясөзді қалпына келтіру хаты"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.CharField(), "", "Бұл өрісті толтыру міндетті."),
        (forms.CharField(max_length=3), "abcd", "Мәнде ең көбі 3 таңба болуы керек (қазір 4)."),
        (forms.EmailField(), "a", "Дұрыс электрондық пошта мекенжайын енгізіңіз."),
        (forms.IntegerField(), "a", "Бүтін сан енгізіңіз."),
        (forms.ChoiceField(choices=[("a", "a")]), "b", "Дұрыс нұсқаны таңдаңыз. b қолжетімді нұсқалардың арасында жоқ."),
    ],
)
def test_errors_of_a_form(field, value, said):
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    assert refused.value.messages == [said]


def test_errors_of_a_password():
    with pytest.raises(ValidationError) as short:
        MinimumLengthValidator(12).validate("a")
    assert short.value.messages == ["Бұл құпиясөз тым қысқа. Онда кемінде 12 таңба болуы керек."]
    with pytest.raises(ValidationError) as common:
        CommonPasswordValidator().validate("password")
    assert common.value.messages == ["Бұл құпиясөз тым жиі қолданылады."]


def test_spans_of_time():
    now = clock.now()
    assert timesince(now - timedelta(days=3, hours=2), now) == "3\xa0күн, 2\xa0сағат"
    assert naturaltime(now - timedelta(days=3)) == "3\xa0күн бұрын"


def test_words_of_the_desk():
    assert [gettext(word) for word in ("Home", "Filter", "Date/time", "History")] == ["Басты бет", "Сүзгі", "Күні мен уақыты", "Тарих"]
    assert ngettext("entry", "entries", 5) == "жазба"
