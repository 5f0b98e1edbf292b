"""What every page of a case shares: who may open it, what it always shows, and how a form comes back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from candidates.applicant import Case
from candidates.models import Nomination
from candidates.selectors import papers_of, points_of
from candidates.workflow import State
from commission import kept
from commission.access import Action, Role, can
from commission.models import Election
from commission.selectors import windows_of

View = Callable[..., HttpResponse]
WRONG, REFUSED = 400, 409  # a form with mistakes; one that the rules do not allow now


def nomination_for(request: HttpRequest, slug: str, number: int, action: Action) -> Nomination:
    """The nomination of an address, for its own person or a registered proxy; staff read it at their desk.

    Raises Http404 for everybody else, whether it exists or not; PermissionDenied for a proxy who may not do this.
    """
    nomination = Nomination.objects.select_related("election__home").filter(election__slug=slug, number=number).first()
    if nomination is None or not roles_in(request, nomination):
        raise Http404
    if not may(request, nomination, action):
        raise PermissionDenied
    return nomination


def roles_in(request: HttpRequest, nomination: Nomination) -> frozenset[Role]:
    """Who the reader is in this case; asked once a request."""
    known = getattr(nomination, "roles_of_reader", None)
    if known is None:
        known = nomination.roles_of_reader = frozenset(nomination.personal_roles(request.user))
    return known


def may(request: HttpRequest, nomination: Nomination, action: Action) -> bool:
    return bool(can(roles_in(request, nomination), action))


def case_page(action: Action) -> Callable[[View], View]:
    """A page of one case: signed in, allowed by the matrix, and kept by no browser, for it shows personal data."""

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @kept.signed_in
        @never_cache
        @wraps(view)
        def run(request: HttpRequest, slug: str, number: int, **more: Any) -> HttpResponse:
            return view(request, nomination_for(request, slug, number, action), **more)

        return run

    return decorate


def typed_into(request: HttpRequest) -> QueryDict | None:
    """What was typed into the form of this page: what was sent, or what was kept while the person signed in again; or nothing."""
    if request.method == "POST":
        return request.POST
    found = kept.given_back(request)
    request.typed_is_kept = found is not None
    return found


def case_of(nomination: Nomination) -> Case:
    """The nomination with its papers, its terms and, in a correction, its points: four queries, five in a correction."""
    points = points_of(nomination) if nomination.stage is State.CORRECTION_REQUESTED else []
    return Case(nomination, papers_of(nomination), windows_of(nomination.election), points)


def show(request: HttpRequest, template: str, nomination: Nomination, title: Any, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the case, with its way home; `title` is its heading and its place in the way."""
    election = nomination.election
    home = reverse("apply:case", args=[election.slug, nomination.number])
    crumbs = [(_("Come forward"), reverse("apply:home")), (election.title, home)]
    given = {
        "nomination": nomination, "election": election, "zone": election.zone, "title": title, "home": home,
        "crumbs": [*crumbs, (title, None)] if title else [crumbs[0], (election.title, None)],
        "is_kept": getattr(request, "typed_is_kept", False),
    }  # fmt: skip
    return render(request, f"apply/{template}.html", {**given, **context}, status=status)


def show_open(
    request: HttpRequest, template: str, election: Election | None, title: Any, /, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page that anybody may open."""
    crumbs: list[tuple[Any, str | None]] = [(_("Come forward"), reverse("apply:home"))]
    if election is not None:
        crumbs.append((election.title, reverse("apply:election", args=[election.slug])))
    given = {
        "election": election, "zone": election.zone if election else "", "title": title, "crumbs": [*crumbs, (title, None)],
        "is_kept": getattr(request, "typed_is_kept", False),
    }  # fmt: skip
    return render(request, f"apply/{template}.html", {**given, **context}, status=status)
