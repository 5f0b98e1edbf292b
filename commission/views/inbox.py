"""The messages that the portal has for whoever is signed in."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commission.selectors import messages_of
from commission.services.inbox import mark_read

A_PAGE = 25


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's own messages, the newest first. Opening the page marks nothing: a browser may fetch it without a reader."""
    page = Paginator(messages_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "inbox.html", {"page": page})


@login_required
@require_POST
def inbox_read(request: HttpRequest) -> HttpResponse:
    """All that the person has been shown is read now."""
    mark_read(request.user, at=request.received_at)
    return redirect("inbox")
