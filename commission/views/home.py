"""The front door: elections of the portal, and where a signed-in person belongs."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commission.selectors import is_desk_user, public_elections
from commission.views.public import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Every election, the newest first, the invented ones apart."""
    elections = list(public_elections())
    return render(
        request,
        "public/home.html",
        {"elections": [e for e in elections if e.origin != "invented"], "invented": [e for e in elections if e.origin == "invented"]},
    )


@login_required
def home_of_user(request: HttpRequest) -> HttpResponse:
    """Staff belong at their desk, everybody else where candidates file their papers."""
    return redirect("admin:index" if is_desk_user(request.user) else "apply:home")
