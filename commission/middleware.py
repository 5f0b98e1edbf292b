"""What happens to every request: stamped on receipt, answered in the reader's language, and never with a bare error."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from commission import clock
from commission.refused import Refused

log = logging.getLogger("portal")
GetResponse = Callable[[HttpRequest], HttpResponse]


def is_public(request: HttpRequest) -> bool:
    """Public pages carry their language in the address and ask nothing about the reader: no session, no cookie."""
    return request.path_info[1:4] in {f"{code}/" for code, _name in settings.LANGUAGES}


class ReceivedAt:
    """Stamps the moment of receipt. Deadlines are judged by it, whatever the request takes afterwards."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = clock.now()  # type: ignore[attr-defined]  # our own attribute on Django's class
        return self.get_response(request)


class ServiceDown:
    """Database or broker gone: a clear sentence and 503 instead of a crash; the next request tries again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return sorry(error)


def sorry(error: BaseException | None) -> HttpResponse | None:
    """The page for a service that does not answer; nothing for any other error."""
    if not isinstance(error, OperationalError | InterfaceError | RedisError):
        return None
    # the class only: messages of drivers hold addresses and, at times, values
    log.warning("a service does not answer: %s", type(error).__name__)
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "15"
    return response


class SecurityHeaders:
    """The headers that Django's own security middleware leaves out, and no cookie on public pages, sent or answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_public(request):
            request.COOKIES = {}  # a spoilt one would be answered with a new one, into an answer that caches keep for everybody
        response = self.get_response(request)
        response.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)  # a redirect to the reader's language has none yet
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ReaderLanguage:
    """Signed-in readers get the language of their account where the address does not name one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not is_public(request) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class SecondFactor:
    """Staff reach the desk only with a second factor; without one they are sent to set it up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_MFA and request.path_info.startswith("/desk/") and request.user.is_authenticated:
            from allauth.mfa.utils import is_mfa_enabled

            if not is_mfa_enabled(request.user):
                messages.warning(request, _("The desk needs a second factor. Set one up here; then come back to the desk."))
                return redirect("mfa_index")
        return self.get_response(request)


class RefusedToPage:
    """A refusal that no view caught becomes a page: what happened, by which article, and the way out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return render(request, "refused.html", {"refused": error}, status=error.status)
        return None
