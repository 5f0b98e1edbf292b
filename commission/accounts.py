"""How accounts behave: e-mail is the login, the language follows the reader, and mail goes out in it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A new account keeps the language in which the person signed up."""
        user.language = (get_language() or "kk")[:2]
        return super().save_user(request, user, form, commit)


class MFAAdapter(DefaultMFAAdapter):
    def _get_site_name(self) -> str:
        return str(settings.PORTAL_NAME)
