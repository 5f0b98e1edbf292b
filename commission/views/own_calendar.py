"""The calendar of what a person's roles owe: a private address that calendar programs read without a sign-in.

The address is signed, so that nobody can make one up, and holds a number of the account: a new number makes the old address void.
What it gives is public anyway, but for which of it belongs to whom.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commission.calendar import own_calendar
from commission.models import User
from commission.selectors import is_desk_user, owed_by_roles
from commission.services.accounts import renew_calendar

_signer = Signer(salt="commission.own_calendar")


def address_of(user: Any) -> str:
    """The whole private address, as a calendar program takes it."""
    token = _signer.sign_object([user.pk, user.calendar_number])
    return settings.PUBLIC_ADDRESS + reverse("own_calendar_feed", args=[token])


def owner_of(token: str) -> User:
    """Whose calendar an address is. Raises Http404 for one that is made up or void, and for who has no role any more."""
    try:
        pk, number = _signer.unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        raise Http404 from None
    user = User.objects.filter(pk=pk, calendar_number=number, is_active=True).first()
    if user is None or not is_desk_user(user):
        raise Http404
    return user


@require_safe
@never_cache
def own_calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed (RFC 5545), in the language of the account."""
    user = owner_of(token)
    with override(user.language):
        entries = [
            (entry, settings.PUBLIC_ADDRESS + reverse("public:timetable", args=[entry.election.slug])) for entry in owed_by_roles(user)
        ]
        answer = HttpResponse(own_calendar(entries), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="terms.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_calendar_page(request: HttpRequest) -> HttpResponse:
    """Shows the private address to the person, or replaces it."""
    user: Any = request.user
    if not is_desk_user(user):
        raise PermissionDenied
    if request.method == "POST":
        renew_calendar(user)
        return redirect("own_calendar")
    return render(request, "own_calendar.html", {"address": address_of(user), "entries": len(owed_by_roles(user))})
