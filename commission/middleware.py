"""What happens to every request: stamped on receipt, answered in the reader's language, and never with a bare error."""

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY, logout
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from commission import clock
from commission.accounts import SEEN, SET_UP, Factors, factors_of, proved
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


class InTurn:
    """Takes so many requests at once as processors and database serve well; the others wait here, stamped already.

    Web servers hand a request over only when a thread is free. With few threads, who presses the button in time during a rush
    would be stamped late: so there are many threads (see docs/deploy.md), and this is where they wait.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.turns = threading.BoundedSemaphore(settings.WEB_TURNS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with self.turns:
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
    """Staff reach the desk only in a session that proved a second factor, not merely with an account that has one.

    Every session keeps which factors its account had. Where somebody added or removed one elsewhere, the session ends.
    (A changed password ends the other sessions as well; Django does that.)
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_public(request):
            return self.get_response(request)
        before: Factors | None = None
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            before = factors_of(request.user)
            if request.session.get(SEEN, sorted(before)) != sorted(before):
                logout(request)
                messages.warning(request, _("The second factors of your account were changed elsewhere. Please sign in again."))
                before = None
            elif settings.STAFF_MFA and request.path_info.startswith("/desk/") and (detour := self.detour(request, before)):
                return detour
        response = self.get_response(request)
        self.remember(request, before)
        return response

    def detour(self, request: HttpRequest, factors: Factors) -> HttpResponse | None:
        """Where a person without a proven factor goes first: to set one up, or to use the one that is there."""
        types = set(factors.values())
        if not types - {"recovery_codes"}:
            messages.warning(request, _("The desk needs a second factor. Set one up here; then come back to the desk."))
            return redirect("mfa_index")
        if proved(request, factors):
            return None
        messages.warning(request, _("The desk needs your second factor. The password alone does not open it."))
        page = reverse("mfa_reauthenticate" if "totp" in types else "mfa_reauthenticate_webauthn")
        return redirect(f"{page}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")

    def remember(self, request: HttpRequest, before: Factors | None) -> None:
        """Note the factors after a sign-in, and after the person changed them in this very session."""
        session = request.session
        if not session.accessed or SESSION_KEY not in session:
            return
        may_have_changed = request.method == "POST" and request.path_info.startswith("/accounts/")
        if before is not None and SEEN in session and not may_have_changed:
            return
        now = factors_of(request.user)
        new = [] if before is None else sorted(set(now) - set(before))
        # setting a factor up proves it, but to a session that the password alone opened only the first one
        if new and (not before or proved(request, before)):
            session[SET_UP] = [*session.get(SET_UP, []), *new]
        if session.get(SEEN) != sorted(now):
            session[SEEN] = sorted(now)


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
