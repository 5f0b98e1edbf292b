"""Public pages: the answer without an account, a cookie or a script; cached for a minute."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from commission import phases
from commission.calendar import calendar
from commission.gantt import gantt
from commission.law.terms import CERTAINTY_LABELS, Certainty
from commission.models import AuditChain, Election, Origin, TimetableEntry
from commission.selectors import decisions_of, public_elections, timetable_of

View = Callable[..., HttpResponse]

# The sections of an election, in the order of its tabs: route name and label are joined here and nowhere else.
SECTIONS = ("overview", "timetable", "candidates", "stations", "decisions", "results")


def public_page(view: View) -> View:
    """Read only, and the same for everybody: shared caches may keep it for a minute."""

    @require_safe
    @cache_control(public=True, max_age=60)
    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    return run


def election_page(section: str, template: str = "") -> Callable[[Callable[..., dict[str, Any]]], View]:
    """A section of an election, or a page below it with a template of its own.

    Finds the election or answers 404, adds what every section shows, renders; the view gets what else the address names.
    """

    def decorate(view: Callable[..., dict[str, Any]]) -> View:
        @public_page
        @wraps(view)
        def run(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
            election = public_election(slug)
            context = {
                "election": election,
                "zone": election.zone,
                "section": section,
                "tabs": tabs(election, section),
                "audit_head": AuditChain.objects.filter(home=election.home).first(),
                **view(request, election, **more),
            }
            return render(request, f"public/{template or section}.html", context)

        return run

    return decorate


def public_election(slug: str) -> Election:
    """The election of an address. Raises Http404."""
    election = public_elections().filter(slug=slug).first()
    if election is None:
        raise Http404
    return election


def tabs(election: Election, active: str) -> list[tuple[str, str, bool]]:
    labels = {
        "overview": _("Overview"),
        "timetable": _("Timetable"),
        "candidates": _("Candidates"),
        "stations": _("Polling stations"),
        "decisions": _("Decisions"),
        "results": _("Results"),
    }
    return [(labels[s], reverse(f"public:{s}", args=[election.slug]), s == active) for s in SECTIONS]


@election_page("timetable")
def timetable(request: HttpRequest, election: Election) -> dict[str, Any]:
    entries = timetable_of(election)
    now = request.received_at  # type: ignore[attr-defined]  # stamped by the middleware
    replaced = election.timetable_entries.filter(in_force=False).select_related("decision", "replaced_by__decision", "election__home")
    return {
        "picture": gantt(entries, polling_date=election.polling_date, zone=election.zone, now=now),
        "rows": [(entry, phases.state_of(entry.starts_at, entry.due_at, now), _doubt(entry)) for entry in entries],
        "replaced": list(replaced),
        "sourced": election.origin == Origin.REPLAYED,
    }


def _doubt(entry: TimetableEntry) -> Any:
    """How the article is known, where that is not certain; without an article there is nothing to doubt."""
    return "" if entry.certainty == Certainty.VERIFIED or not entry.article else CERTAINTY_LABELS[Certainty(entry.certainty)]


@public_page
def timetable_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The timetable as an iCalendar feed (RFC 5545) in the language of the address."""
    election = public_election(slug)
    address = request.build_absolute_uri(reverse("public:timetable", args=[slug]))
    response = HttpResponse(calendar(election, timetable_of(election), address=address), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{slug}.ics"'
    return response


@election_page("decisions")
def decisions(request: HttpRequest, election: Election) -> dict[str, Any]:
    return {"decisions": list(decisions_of(election))}
