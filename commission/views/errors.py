"""Error pages in the reader's language, with what was typed where a form was sent."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from commission import kept
from commission.middleware import sorry


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent from an old page or without cookies: say so, and keep what was typed readable.

    Where the page knows its typist, who has only signed in anew, the page itself shows it again. A browser that sent no cookie
    may keep none, and would lose what its session holds: it sees here what it sent.
    """
    if settings.CSRF_COOKIE_NAME in request.COOKIES and kept.keep(request):
        return redirect(request.path)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in kept.NEVER and "password" not in name
        for value in values
        if value
    ]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last page. An error raised by a middleware ends here too, and a service that is down is no error of ours."""
    # no context processors: the page must come out even when they are what failed
    return sorry(sys.exception()) or HttpResponse(render_to_string("500.html"), status=500)
