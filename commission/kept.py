"""What was typed when a session had ended: kept for the same person and page until he has signed in again.

A form carries who typed it, sealed (`{% typist %}`). Sent without a session, or with the token of an older one, its texts are
put aside in the browser's own session, encrypted, for a short while; the page that opens after signing in shows them again,
not saved. Files and passwords are never kept, and nobody else who signs in on that machine gets to see them.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from commission import clock, fields

FIELD, SALT = "typist", "typist"
SESSION = "kept"
LIMIT = 64_000  # bytes; a page of the portal holds some hundreds
NEVER = ("csrfmiddlewaretoken", FIELD)


def typist(request: HttpRequest) -> str:
    """Who types on which page, sealed; empty for whoever is not signed in."""
    if not request.user.is_authenticated:
        return ""
    return signing.dumps([request.user.pk, request.path], salt=SALT)


def keep(request: HttpRequest) -> bool:
    """Put the texts of a form aside. No where nobody known typed it, or there is nothing to keep.

    The mark is older than the session: a page that was opened in the morning is the very one whose session has ended.
    """
    try:
        user, path = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=2 * settings.SESSION_COOKIE_AGE)
    except (signing.BadSignature, ValueError):
        return False
    typed = {name: values for name, values in request.POST.lists() if name not in NEVER and "password" not in name}
    text = json.dumps(typed, ensure_ascii=False)
    if path != request.path or not any(map(any, typed.values())) or len(text.encode()) > LIMIT:
        return False
    sealed = fields.encrypt(text).hex()
    request.session[SESSION] = {"user": user, "path": path, "until": clock.now().timestamp() + settings.KEPT_SECONDS, "text": sealed}
    return True


def given_back(request: HttpRequest) -> QueryDict | None:
    """The texts that this person typed on this page before the session ended; they are given back once."""
    kept = request.session.get(SESSION)
    if request.method != "GET" or not kept or not request.user.is_authenticated or kept["path"] != request.path:
        return None
    del request.session[SESSION]
    if kept["user"] != request.user.pk or kept["until"] < clock.now().timestamp():
        return None
    typed = QueryDict(mutable=True)
    for name, values in json.loads(fields.decrypt(bytes.fromhex(kept["text"]))).items():
        typed.setlist(name, values)
    return typed


def forget_others(request: HttpRequest) -> None:
    """Somebody has just signed in: what another person typed in this browser is dropped."""
    found = request.session.get(SESSION)
    if found and found["user"] != request.user.pk:
        del request.session[SESSION]


def to_login(request: HttpRequest) -> HttpResponse:
    """Ask to sign in, and come back to this page; what was sent with it is kept."""
    if request.method == "POST" and keep(request):
        messages.info(request, _("You were signed out meanwhile. What you typed is kept for you: sign in, and it is back."))
    return redirect_to_login(request.get_full_path())


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for people who are signed in. Nothing that was typed is lost on the way to the sign-in page."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else to_login(request)

    return inner
