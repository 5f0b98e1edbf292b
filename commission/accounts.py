"""How accounts behave: e-mail is the login, the language follows the reader, mail goes out in it, and which factors count."""

import logging
from contextlib import suppress
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import get_language

from commission import kept

log = logging.getLogger("portal")

Factors = dict[int, str]  # number of the authenticator -> its type: totp, webauthn, recovery_codes
# In the session: the numbers of the factors that the account had, and of those that were set up in this session.
SEEN, SET_UP = "second_factors_seen", "second_factors_set_up"


def factors_of(user: Any) -> Factors:
    """The second factors of an account as they are now."""
    from allauth.mfa.models import Authenticator

    return dict(Authenticator.objects.filter(user_id=user.pk).values_list("pk", "type"))


def proved(request: HttpRequest, factors: Factors) -> bool:
    """Was one of these factors used, or set up, in this session? The password is none of them."""
    used = {record.get("id") for record in get_authentication_records(request, request.user) if record.get("method") == "mfa"}
    return bool(factors.keys() & (used | set(request.session.get(SET_UP, []))))


class MailDown(ImmediateHttpResponse):
    """The mail server does not take a message that the person waits for: a page that says so, never a crash."""

    def __init__(self, request: HttpRequest) -> None:
        response = render(request, "mail_down.html", status=503)
        response["Retry-After"] = "300"
        super().__init__(response)


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A new account keeps the language in which the person signed up."""
        user.language = (get_language() or "kk")[:2]
        return super().save_user(request, user, form, commit)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        kept.forget_others(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raises MailDown where the mail server does not take the message."""
        if template_prefix == "account/email/unknown_account":
            return self._probe_mail(email)
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            self._mail_is_down(error, email)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody waits for a notice of what has been done already, and it must not look undone."""
        with suppress(MailDown):  # logged where it happened
            super().send_notification_mail(*args, **kwargs)

    def _probe_mail(self, email: str) -> None:
        """No letter to an address without an account; but while mail is down it must be answered like one with."""
        connection = get_connection()
        if isinstance(connection, EmailBackend):
            try:
                connection.open()
                connection.close()
            except (SMTPException, OSError) as error:
                self._mail_is_down(error, email)

    def _mail_is_down(self, error: Exception, email: str) -> None:
        # the class only: answers of mail servers hold addresses
        log.warning("mail can't be sent: %s", type(error).__name__)
        request = context.request  # allauth writes no mail outside one
        ratelimit.clear(request, action="confirm_email", key=email.lower())  # the next attempt shall send the link at once
        raise MailDown(request) from None


class MFAAdapter(DefaultMFAAdapter):
    def _get_site_name(self) -> str:
        return str(settings.PORTAL_NAME)
